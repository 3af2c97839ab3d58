/* cmd_parse.c - tocsin parse: tokens and trees as CoNLL-U. */
#include "cli.h"

enum { OPT_FORMAT = OPT_OWN };

static int each(cli_work *w, const toc_report *report, toc_doc *doc) {
  (void)report;
  return toc_doc_write(w->engine, doc, TOC_FORMAT_CONLLU, 0, cli_output_write, &w->output) != TOC_OK;
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {CLI_WORK_OPTIONS, {OPT_FORMAT, 'f', "format", true}, {0}};
  static const char *const formats[] = {"conllu", NULL};
  cli_work w;
  cli_args args;
  const char *value;
  int status = CLI_OK;
  cli_work_init(&w);
  w.analyse_only = true;
  w.each = each;
  cli_args_init(&args, &cli_parse, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case CLI_BAD: status = CLI_USAGE; break;
      case OPT_HELP: fputs(cli_parse.help, stdout); return cli_work_close(&w, CLI_OK);
      case OPT_FORMAT: status = cli_choose("format", value, formats) < 0 ? CLI_USAGE : CLI_OK; break;
      default: status = cli_work_take(&w, o, value);
    }
  if (status == CLI_OK) status = cli_work_open(&w);
  if (status == CLI_OK) status = cli_work_run(&w);
  return cli_work_close(&w, status);
}

const cli_command cli_parse = {
    "parse", "print tokens and trees as CoNLL-U",
    "usage: tocsin parse [OPTIONS] [FILES|FOLDERS|-]\n\n"
    "Splits reports into sentences and tokens, gives each its lemma, part of speech, features and\n"
    "head, and prints CoNLL-U with TokenRange=START:END (code points) in the last column.  Text on\n"
    "standard input is one report; an empty line ends a paragraph.  With --input conllu, tokens\n"
    "are taken as they are and what a sentence lacks is filled in.\n\n"
    "options\n"
    "  -f, --format conllu   the only one so far\n" CLI_HELP_WORK
    "\n"
    "examples\n"
    "  echo 'Police arrested 200 people.' | tocsin parse\n"
    "  tocsin parse --output trees.conllu reports/\n"
    "  tocsin parse --input conllu tokens-only.conllu\n",
    run};
