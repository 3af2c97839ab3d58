/* cmd_group.c - tocsin group: which reports tell of one happening. */
#include "cli.h"

static int each(cli_work *w, const toc_report *report, toc_doc *doc) {
  toc_error err = {0};
  (void)report;
  if (toc_grouper_add(w->ctx, doc, &err) == TOC_OK) return 0;
  cli_say_error(&err);
  w->status = cli_worse(w->status, CLI_IO);
  return 1;
}

static int go(cli_work *w) {
  int status = cli_work_open(w);
  if (status != CLI_OK) return status;
  toc_grouper *grouper = toc_grouper_new();
  if (!grouper) {
    cli_say("out of memory");
    return CLI_IO;
  }
  w->ctx = grouper;
  w->each = each;
  status = cli_work_run(w);
  toc_error err = {0};
  if (w->complete && toc_grouper_write(grouper, cli_output_write, &w->output, &err) != TOC_OK) {
    if (!w->output.failed) cli_say_error(&err);
    status = cli_worse(status, CLI_IO);
  }
  toc_grouper_free(grouper);
  return status;
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {CLI_WORK_OPTIONS, {0}};
  cli_work w;
  cli_args args;
  const char *value;
  int status = CLI_OK;
  cli_work_init(&w);
  cli_args_init(&args, &cli_group, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case CLI_BAD: status = CLI_USAGE; break;
      case OPT_HELP: fputs(cli_group.help, stdout); return cli_work_close(&w, CLI_OK);
      default: status = cli_work_take(&w, o, value);
    }
  if (status == CLI_OK) status = go(&w);
  return cli_work_close(&w, status);
}

const cli_command cli_group = {
    "group", "judge which reports tell of one incident, and of one story",
    "usage: tocsin group [OPTIONS] [FILES|FOLDERS|-]\n\n"
    "Codes reports and prints one JSON line each, in input order:\n"
    "  {\"id\":\"…\",\"incident\":\"…\",\"story\":\"…\"}\n"
    "Reports with the same incident tell of one happening; those of one story belong together.\n"
    "The judgement does not depend on the order of the reports.\n\n"
    "options\n" CLI_HELP_WORK
    "\n"
    "examples\n"
    "  tocsin group reports.jsonl\n"
    "  tocsin group reports/ | jq -s 'group_by(.incident) | map(map(.id))'\n",
    run};
