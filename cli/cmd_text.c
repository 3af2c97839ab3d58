/* cmd_text.c - tocsin text: the clean report and what stands around it. */
#include "cli.h"

#include <inttypes.h>

enum { OPT_FORMAT = OPT_OWN, OPT_ENGLISH, OPT_DUPLICATES };
enum { AS_TEXT, AS_JSONL, AS_HTML };

typedef struct cleaning {
  cli_input input;
  cli_output output;
  const char *output_path;
  int format;
  bool english, quiet, no_duplicates;
  toc_duplicates *duplicates;
  cli_progress progress;
  uint64_t duplicated, foreign, failed;
  int status;
} cleaning;

static bool is_foreign(const toc_doc *doc) {
  toc_str language = toc_doc_language(doc);
  return language.len && !(language.len >= 2 && language.ptr[0] == 'e' && language.ptr[1] == 'n');
}

static toc_status write_one(cleaning *c, const toc_report *report, toc_doc *doc) {
  toc_error err = {0};
  toc_status s = toc_clean(report, doc, &err);
  if (s != TOC_OK) {
    cli_say_error(&err);
    c->failed++;
    c->status = cli_worse(c->status, s == TOC_BADINPUT ? CLI_REPORTS : cli_exit_of(s));
    return TOC_OK; /* the next one may go through */
  }
  if (c->english && is_foreign(doc)) {
    toc_str language = toc_doc_language(doc);
    cli_say("report '%.*s' is not in English but in '%.*s': passed over", (int)(report->id.len > 200 ? 200 : report->id.len), report->id.ptr,
            (int)language.len, language.ptr);
    c->foreign++;
    return TOC_OK;
  }
  if (c->duplicates) c->duplicated += (uint64_t)toc_duplicates_mark(c->duplicates, doc);
  if (c->format == AS_HTML) s = toc_marked_write(report, doc, cli_output_write, &c->output);
  else s = toc_doc_write(NULL, doc, c->format == AS_TEXT ? TOC_FORMAT_PLAIN : TOC_FORMAT_TEXT, 0, cli_output_write, &c->output);
  cli_output_report_done(&c->output);
  return c->output.failed ? TOC_IO : s;
}

static toc_status write_all(cleaning *c) {
  toc_doc *doc = toc_doc_new();
  toc_report *report;
  toc_status s = doc ? TOC_OK : TOC_NOMEM;
  if (s == TOC_OK && c->format == AS_HTML) s = toc_marked_begin(cli_output_write, &c->output);
  while (s == TOC_OK && cli_input_next(&c->input, &report) == TOC_OK) {
    s = write_one(c, report, doc);
    toc_report_free(report);
    cli_progress_report(&c->progress, 0, cli_input_position(&c->input), c->input.size);
  }
  if (s == TOC_OK && c->format == AS_HTML) s = toc_marked_end(cli_output_write, &c->output);
  toc_doc_free(doc);
  if (s == TOC_NOMEM) cli_say("out of memory");
  return s;
}

/* What a person who waited wants to know: nothing after a quick run in which all went well. */
static void sum_up(const cleaning *c) {
  uint64_t failed = c->failed + c->input.n_failed;
  double seconds = cli_seconds() - c->progress.start;
  if (c->quiet || (!failed && seconds < 2)) return;
  cli_say("%" PRIu64 " reports in %.1f s: %" PRIu64 " could not be read, %" PRIu64 " were there before, %" PRIu64 " passed over as not English",
          c->progress.reports + c->input.n_failed, seconds, failed, c->duplicated, c->foreign);
}

static int go(cleaning *c) {
  int status = cli_input_ready(&c->input);
  if (status == CLI_OK) status = cli_output_open(&c->output, c->output_path);
  if (status != CLI_OK) return status;
  if (!c->no_duplicates) c->duplicates = toc_duplicates_new();
  cli_progress_init(&c->progress, !c->quiet, cli_seconds(), &c->output);
  toc_status s = write_all(c);
  cli_say_progress(NULL);
  toc_duplicates_free(c->duplicates);
  sum_up(c);
  status = cli_output_close(&c->output, s == TOC_OK);
  return cli_worse(cli_worse(status, cli_exit_of(s)), cli_worse(c->status, c->input.status));
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {{OPT_FORMAT, 'f', "format", true},
                                       {OPT_INPUT, 'i', "input", true},
                                       {OPT_MAP, 0, "map", true},
                                       {OPT_FROM, 0, "from", true},
                                       {OPT_OUTPUT, 'o', "output", true},
                                       {OPT_ANY, 0, "any-language", false},
                                       {OPT_ENGLISH, 0, "english", false},
                                       {OPT_DUPLICATES, 0, "no-duplicates", false},
                                       {OPT_QUIET, 'q', "quiet", false},
                                       {OPT_HELP, 'h', "help", false},
                                       {0}};
  static const char *const formats[] = {"text", "jsonl", "html", NULL};
  cleaning c = {.format = cli_is_terminal(stdout) ? AS_TEXT : AS_JSONL};
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
        else c.format = i;
        break;
      case OPT_MAP: c.input.map = value; break;
      case OPT_ANY: c.english = false; break;
      case OPT_ENGLISH: c.english = true; break;
      case OPT_DUPLICATES: c.no_duplicates = true; break;
      case OPT_QUIET: c.quiet = true; break;
      case OPT_FROM: c.input.from = value; break;
      case OPT_INPUT:
        status = cli_input_take_format(&c.input, value);
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
    "                               title, text, dates, publisher, url, language, where each\n"
    "                               came from, and which earlier report it repeats\n"
    "                        html   the source of each page with what was kept marked\n"
    "  -i, --input FORMAT    text, jsonl, conllu, html, json, csv, warc, feed, sgml, nexis or\n"
    "                        factiva (default: by suffix, else by content)\n"
    "      --map MAP         fields of JSON or CSV, text=body,id=guid,..., or a tool:\n"
    "                        trafilatura, news-please, newspaper, newsapi, ngec\n"
    "      --from FILE:BYTE  begin with that file, a web archive at the record that begins at\n"
    "                        that byte (\"offset\" of an earlier run)\n"
    "      --english         pass over reports that are surely in another language\n"
    "      --any-language    keep them (default)\n"
    "      --no-duplicates   do not compare reports with those before\n"
    "  -q, --quiet           no progress, no summary\n"
    "  -o, --output FILE     write there\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin text report.txt\n"
    "  tocsin text --format jsonl reports/ > reports.jsonl\n"
    "  tocsin text --format jsonl CC-NEWS.warc.gz > reports.jsonl\n"
    "  tocsin text --format jsonl CC-NEWS.warc.gz | jq -c 'select(.duplicate_of == null)'\n"
    "  tocsin text --format html page.html > marked.html\n"
    "  tocsin text --format jsonl --map text=body,published=day articles.csv\n",
    run};
