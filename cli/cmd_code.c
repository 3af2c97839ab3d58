/* cmd_code.c - tocsin code: from reports to the record. */
#include <string.h>

#include "cli.h"

enum { OPT_FORMAT = OPT_OWN, OPT_LAYERS, OPT_NAMES, OPT_COLOUR, OPT_WIDTH };

typedef struct coding {
  int format; /* -1: by where it goes */
  uint32_t layers;
  toc_style style;
} coding;

static int take_format(coding *c, const char *value) {
  static const char *const names[] = {"table", "docs", "jsonl", "csv", "petrarch", NULL};
  static const toc_format formats[] = {TOC_FORMAT_TABLE, TOC_FORMAT_DOCS, TOC_FORMAT_JSONL, TOC_FORMAT_CSV, TOC_FORMAT_PETRARCH};
  int i = cli_choose("format", value, names);
  if (i < 0) return CLI_USAGE;
  c->format = (int)formats[i];
  return CLI_OK;
}

static int each(cli_work *w, const toc_report *report, toc_doc *doc) {
  coding *c = w->ctx;
  (void)report;
  toc_status s = toc_doc_write_styled(w->engine, doc, (toc_format)c->format, c->layers, &c->style, cli_output_write, &w->output);
  if (s == TOC_NOMEM) {
    cli_say("out of memory while writing a report");
    w->status = cli_worse(w->status, CLI_IO);
  }
  return s != TOC_OK;
}

static int go(cli_work *w, coding *c, const char *colour, long width) {
  bool screen = !w->output_path && cli_is_terminal(stdout);
  if (c->format < 0) c->format = screen ? TOC_FORMAT_TABLE : TOC_FORMAT_JSONL;
  c->style = cli_style(stdout, w->output_path && !colour ? "never" : colour, width);
  w->ctx = c;
  w->each = each;
  w->engine_options.roles = c->format == TOC_FORMAT_DOCS && (c->layers & TOC_LAYER_SRL);
  int status = cli_work_open(w);
  if (status != CLI_OK) return status;
  if (toc_write_header((toc_format)c->format, cli_output_write, &w->output) != TOC_OK) return CLI_IO;
  return cli_work_run(w);
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {CLI_WORK_OPTIONS,
                                       {OPT_FORMAT, 'f', "format", true},
                                       {OPT_LAYERS, 'l', "layers", true},
                                       {OPT_NAMES, 0, "names", false},
                                       {OPT_COLOUR, 0, "color", true},
                                       {OPT_WIDTH, 0, "width", true},
                                       {0}};
  static const char *const colours[] = {"auto", "always", "never", NULL};
  cli_work w;
  coding c = {.format = -1, .layers = CLI_LAYERS};
  cli_args args;
  const char *value, *colour = NULL;
  long width = 0;
  int status = CLI_OK;
  cli_work_init(&w);
  cli_args_init(&args, &cli_code, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case CLI_BAD: status = CLI_USAGE; break;
      case OPT_HELP: fputs(cli_code.help, stdout); return cli_work_close(&w, CLI_OK);
      case OPT_FORMAT: status = take_format(&c, value); break;
      case OPT_LAYERS: status = cli_layers(value, &c.layers); break;
      case OPT_NAMES: c.layers |= TOC_LAYER_NAMES; break;
      case OPT_COLOUR: colour = value; status = cli_choose("colour", value, colours) < 0 ? CLI_USAGE : CLI_OK; break;
      case OPT_WIDTH: width = cli_number("width", value, 1000); status = width < 0 ? CLI_USAGE : CLI_OK; break;
      default: status = cli_work_take(&w, o, value);
    }
  if (status == CLI_OK) status = go(&w, &c, colour, width);
  return cli_work_close(&w, status);
}

const cli_command cli_code = {
    "code", "code reports: events with actors, place, time, figures and claimants",
    "usage: tocsin code [OPTIONS] [FILES|FOLDERS|-]\n\n"
    "Reads reports (text, web pages, JSON, CSV, feeds, web archives, CoNLL-U; compressed or\n"
    "packed; folders are walked) and writes what they say: who did what to whom, where, when,\n"
    "how many, according to whom.  Without FILES it reads standard input.\n\n"
    "options\n"
    "  -f, --format FORMAT   table  for reading (default on a terminal)\n"
    "                        jsonl  one JSON line an event (default elsewhere)\n"
    "                        docs   one JSON line a report: the whole record\n"
    "                        csv    one row an event, for spreadsheets and data frames\n"
    "                        petrarch  tab-separated lines as PETRARCH writes them: date,\n"
    "                        source, target, CAMEO code, issues, ids, publisher; only events\n"
    "                        with both parties\n"
    "  -l, --layers LIST     with docs: predicates, negations, candidates, tokens, coref,\n"
    "                        srl, all or none (default: predicates,negations)\n"
    "      --names           with csv: keep the names of private persons, which otherwise\n"
    "                        become their role, as in [journalist]\n"
    "      --color WHEN      auto, always or never\n"
    "      --width N         columns of the table\n" CLI_HELP_WORK
    "\n"
    "examples\n"
    "  tocsin code report.txt\n"
    "  tocsin code --format csv --output events.csv reports/\n"
    "  tocsin code --format docs --jobs 4 < reports.jsonl > record.jsonl\n"
    "  tocsin code --dictionaries my-dictionaries --format petrarch reports.jsonl\n"
    "  tocsin code reports.jsonl | jq 'select(.status == \"occurred\") | [.type, .where.name]'\n\n"
    "Exit status: 0 done; 1 some reports failed, the others went through; 2 wrong command line;\n"
    "3 a file could not be read or written; 4 wrong or missing data or model.\n",
    run};
