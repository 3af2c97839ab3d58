/* cmd_text.c - tocsin text: the clean report and what stands around it. */
#include "cli.h"

enum { OPT_FORMAT = OPT_OWN };

typedef struct cleaning {
  cli_input input;
  cli_output output;
  const char *output_path;
  toc_format format;
  int status;
} cleaning;

static toc_status write_one(cleaning *c, const toc_report *report, toc_doc *doc) {
  toc_error err = {0};
  toc_status s = toc_clean(report, doc, &err);
  if (s != TOC_OK) {
    cli_say_error(&err);
    c->status = cli_worse(c->status, s == TOC_BADINPUT ? CLI_REPORTS : cli_exit_of(s));
    return TOC_OK; /* the next one may go through */
  }
  s = toc_doc_write(NULL, doc, c->format, 0, cli_output_write, &c->output);
  cli_output_report_done(&c->output);
  return c->output.failed ? TOC_IO : s;
}

static int go(cleaning *c) {
  int status = cli_input_ready(&c->input);
  if (status == CLI_OK) status = cli_output_open(&c->output, c->output_path);
  if (status != CLI_OK) return status;
  toc_doc *doc = toc_doc_new();
  toc_report *report;
  toc_status s = doc ? TOC_OK : TOC_NOMEM;
  while (s == TOC_OK && cli_input_next(&c->input, &report) == TOC_OK) {
    s = write_one(c, report, doc);
    toc_report_free(report);
  }
  toc_doc_free(doc);
  if (s == TOC_NOMEM) cli_say("out of memory");
  status = cli_output_close(&c->output, s == TOC_OK);
  return cli_worse(cli_worse(status, cli_exit_of(s)), cli_worse(c->status, c->input.status));
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {{OPT_FORMAT, 'f', "format", true},
                                       {OPT_INPUT, 'i', "input", true},
                                       {OPT_MAP, 0, "map", true},
                                       {OPT_OUTPUT, 'o', "output", true},
                                       {OPT_HELP, 'h', "help", false},
                                       {0}};
  static const char *const inputs[] = {"auto", "text", "jsonl", "conllu", "html", "json", "csv", "warc", "feed", "sgml", NULL};
  static const char *const formats[] = {"text", "jsonl", NULL};
  cleaning c = {.format = cli_is_terminal(stdout) ? TOC_FORMAT_PLAIN : TOC_FORMAT_TEXT};
  cli_args args;
  const char *value;
  int status = CLI_OK, i;
  cli_input_init(&c.input, TOC_INPUT_AUTO);
  cli_args_init(&args, &cli_text, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case OPT_HELP: fputs(cli_text.help, stdout); cli_input_release(&c.input); return CLI_OK;
      case OPT_OUTPUT: c.output_path = value; break;
      case CLI_FILE: status = cli_input_add(&c.input, value); break;
      case OPT_FORMAT:
        if ((i = cli_choose("format", value, formats)) < 0) status = CLI_USAGE;
        else c.format = i ? TOC_FORMAT_TEXT : TOC_FORMAT_PLAIN;
        break;
      case OPT_MAP: c.input.map = value; break;
      case OPT_INPUT:
        if ((i = cli_choose("input format", value, inputs)) < 0) status = CLI_USAGE;
        else c.input.format = (toc_input_format)i;
        break;
      default: status = CLI_USAGE;
    }
  if (status == CLI_OK) status = go(&c);
  cli_input_release(&c.input);
  return status;
}

const cli_command cli_text = {
    "text", "print the clean text of reports, with title and dates",
    "usage: tocsin text [OPTIONS] [FILES|FOLDERS|-]\n\n"
    "Prints what the other commands read: the text, decoded and repaired, and the title and the\n"
    "dates recognised around it.  Offsets in records count this text.\n\n"
    "options\n"
    "  -f, --format FORMAT   text   for reading (default on a terminal)\n"
    "                        jsonl  one JSON line a report (default elsewhere): id, file,\n"
    "                               title, text, published, updated\n"
    "  -i, --input FORMAT    text, jsonl, conllu, html, json, csv, warc, feed or sgml (default:\n"
    "                        by suffix, else by content)\n"
    "      --map MAP         fields of JSON or CSV, text=body,id=guid,..., or a tool:\n"
    "                        trafilatura, news-please, newspaper, newsapi, ngec\n"
    "  -o, --output FILE     write there\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin text report.txt\n"
    "  tocsin text --format jsonl reports/ > reports.jsonl\n"
    "  tocsin text --format jsonl CC-NEWS.warc.gz > reports.jsonl\n"
    "  tocsin text --format jsonl --map text=body,published=day articles.csv\n",
    run};
