/* cmd_query.c - tocsin query, show, diff, edit: what stands in a crisis file. */
#include <string.h>

#include "cli.h"

enum { OPT_FORMAT = OPT_OWN, OPT_AS_OF, OPT_NAMES, OPT_BY, OPT_NOTE, OPT_AT };

typedef struct reading {
  const char *path, *word, *output_path, *format, *as_of;
  int with_names;
} reading;

static int take(reading *r, const cli_command *command, const cli_option *options, int argc, char **argv) {
  cli_args args;
  const char *value;
  cli_args_init(&args, command, options, argc, argv);
  for (int o; (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case OPT_HELP: fputs(command->help, stdout); return CLI_OK;
      case OPT_OUTPUT: r->output_path = value; break;
      case OPT_FORMAT: r->format = value; break;
      case OPT_AS_OF: r->as_of = value; break;
      case OPT_NAMES: r->with_names = 1; break;
      case CLI_FILE:
        if (r->path && r->word) return cli_usage(command, "one argument too many: '%s'", value);
        if (r->path) r->word = value;
        else r->path = value;
        break;
      default: return CLI_USAGE;
    }
  return r->path ? -1 : cli_usage(command, "name the crisis file");
}

typedef toc_status (*read_fn)(const reading *r, toc_store *store, cli_output *out, toc_error *err);

static int go(const reading *r, read_fn one) {
  toc_error err = {0};
  toc_store *store;
  cli_output out = {0};
  toc_status s = toc_store_open(&store, r->path, TOC_STORE_READ, &err);
  if (s == TOC_OK && r->as_of) s = toc_store_as_of(store, r->as_of, &err);
  if (s != TOC_OK) {
    toc_store_close(store);
    cli_say_error(&err);
    return cli_exit_of(s);
  }
  int status = cli_output_open(&out, r->output_path);
  if (status == CLI_OK) {
    s = one(r, store, &out, &err);
    if (s != TOC_OK && !out.failed) cli_say_error(&err);
    status = cli_worse(cli_exit_of(s), cli_output_close(&out, s == TOC_OK));
  }
  toc_store_close(store);
  return status;
}

static toc_status query(const reading *r, toc_store *store, cli_output *out, toc_error *err) {
  return toc_store_query(store, r->word, r->format, cli_output_write, out, err);
}
static toc_status show(const reading *r, toc_store *store, cli_output *out, toc_error *err) {
  return toc_store_show(store, r->word, cli_output_write, out, err);
}
static toc_status diff(const reading *r, toc_store *store, cli_output *out, toc_error *err) {
  return toc_store_diff(store, r->word, r->format, r->with_names, cli_output_write, out, err);
}

static int run_query(int argc, char **argv) {
  static const cli_option options[] = {{OPT_FORMAT, 'f', "format", true}, {OPT_AS_OF, 0, "as-of", true}, {OPT_OUTPUT, 'o', "output", true},
                                       {OPT_HELP, 'h', "help", false},     {0}};
  static const char *const formats[] = {"csv", "jsonl", "geojson", "text", "parquet", "arrow", "arrows", NULL};
  reading r = {.format = "csv"};
  int status = take(&r, &cli_query, options, argc, argv);
  if (status < 0 && !r.word) status = cli_usage(&cli_query, "say what to ask, in SQL");
  if (status < 0 && cli_choose("format", r.format, formats) < 0) status = CLI_USAGE;
  return status < 0 ? go(&r, query) : status;
}

static int run_diff(int argc, char **argv) {
  static const cli_option options[] = {{OPT_FORMAT, 'f', "format", true}, {OPT_AS_OF, 0, "as-of", true}, {OPT_NAMES, 0, "with-names", false},
                                       {OPT_OUTPUT, 'o', "output", true}, {OPT_HELP, 'h', "help", false},  {0}};
  static const char *const formats[] = {"text", "json", NULL};
  reading r = {.format = "text"};
  int status = take(&r, &cli_diff, options, argc, argv);
  if (status < 0 && !r.word) status = cli_usage(&cli_diff, "name a report; 'tocsin query FILE \"SELECT * FROM reports WHERE version IS NOT NULL\"' lists them");
  if (status < 0 && cli_choose("format", r.format, formats) < 0) status = CLI_USAGE;
  return status < 0 ? go(&r, diff) : status;
}

static int run_show(int argc, char **argv) {
  static const cli_option options[] = {{OPT_AS_OF, 0, "as-of", true}, {OPT_OUTPUT, 'o', "output", true}, {OPT_HELP, 'h', "help", false}, {0}};
  reading r = {0};
  int status = take(&r, &cli_show, options, argc, argv);
  if (status < 0 && !r.word) status = cli_usage(&cli_show, "name an incident; 'tocsin query FILE \"SELECT * FROM incidents\"' lists them");
  return status < 0 ? go(&r, show) : status;
}

static int run_edit(int argc, char **argv) {
  static const cli_option options[] = {{OPT_BY, 0, "by", true}, {OPT_NOTE, 0, "note", true}, {OPT_AT, 0, "at", true}, {OPT_HELP, 'h', "help", false}, {0}};
  toc_edit edit = {0};
  const char *value, *path = NULL;
  cli_args args;
  toc_error err = {0};
  toc_store *store;
  cli_args_init(&args, &cli_edit, options, argc, argv);
  for (int o; (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case OPT_BY: edit.by = value; break;
      case OPT_NOTE: edit.note = value; break;
      case OPT_AT: edit.at = value; break;
      case OPT_HELP: fputs(cli_edit.help, stdout); return CLI_OK;
      case CLI_FILE:
        if (!path) path = value;
        else if (!edit.what) edit.what = value;
        else if (!edit.event) edit.event = value;
        else if (!edit.other) edit.other = value;
        else return cli_usage(&cli_edit, "one argument too many: '%s'", value);
        break;
      default: return CLI_USAGE;
    }
  if (!edit.event) return cli_usage(&cli_edit, "say which file, what to do, and with which event");
  toc_status s = toc_store_open(&store, path, TOC_STORE_WRITE, &err);
  if (s == TOC_OK) s = toc_store_edit(store, &edit, &err);
  toc_store_close(store);
  if (s != TOC_OK) cli_say_error(&err);
  return cli_exit_of(s);
}

const cli_command cli_edit = {
    "edit", "accept or reject an event of a crisis file, merge or split incidents",
    "usage: tocsin edit CRISIS.db accept|reject|split EVENT\n"
    "       tocsin edit CRISIS.db merge EVENT EVENT\n\n"
    "Logs what a person says of an event.  A rejected event leaves the exports; merge joins the\n"
    "incidents of two events, split takes one out of its incident.  The log is never changed: a later\n"
    "edit overrules an earlier one, and all of them outlive a rebuild.\n\n"
    "options\n"
    "      --by NAME         who says so\n"
    "      --note TEXT       why\n"
    "      --at TIME         when, in UTC (default: now)\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin edit crisis.db reject 3c34f56c349c83a --by ana --note 'a film'\n",
    run_edit};

const cli_command cli_query = {
    "query", "ask a crisis file a question in SQL",
    "usage: tocsin query CRISIS.db [OPTIONS] SQL\n\n"
    "Runs one statement that only reads.  The views events, tolls, incidents, places, times,\n"
    "reports and log are made for reading; they show private persons as their role.\n\n"
    "options\n"
    "  -f, --format FORMAT   csv (default), jsonl, geojson, text, parquet, arrow (a file)\n"
    "                        or arrows (a stream)\n"
    "      --as-of DATE      as the file said it at the end of that day or minute, UTC\n"
    "  -o, --output FILE     write there; FILE appears when all is done\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin query crisis.db 'SELECT type, count(*) FROM events GROUP BY type'\n"
    "  tocsin query crisis.db --format parquet -o tolls.parquet 'SELECT * FROM tolls'\n"
    "  tocsin query crisis.db --as-of 2022-01-07 'SELECT * FROM incidents'\n",
    run_query};

const cli_command cli_diff = {
    "diff", "what each version of a report says otherwise than the one before it",
    "usage: tocsin diff CRISIS.db [OPTIONS] REPORT\n\n"
    "Compares a report with the versions before it, word by word and event by event: events that are\n"
    "new or gone, figures and statuses that changed.  REPORT is an id (its latest version) or a key,\n"
    "as in the view reports.  [-gone-] {+new+}\n\n"
    "options\n"
    "  -f, --format FORMAT   text (default) or json, one line a version\n"
    "      --as-of DATE      as the file said it at the end of that day or minute, UTC\n"
    "      --with-names      keep the names of private persons\n"
    "  -o, --output FILE     write there; FILE appears when all is done\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin diff crisis.db r17\n"
    "  tocsin query crisis.db 'SELECT report, key FROM reports WHERE version IS NOT NULL'\n",
    run_diff};

const cli_command cli_show = {
    "show", "one incident of a crisis file: who says what, as of when",
    "usage: tocsin show CRISIS.db [OPTIONS] INCIDENT|EVENT\n\n"
    "Prints an incident, each toll with its claimant and date, the sentences that tell of it, and what\n"
    "the log says of it.  An incident that another took up is followed there.  Of an event, prints\n"
    "what it says and its log: read, changed or gone by which engine, accepted or rejected by whom.\n\n"
    "options\n"
    "      --as-of DATE      as the file said it at the end of that day or minute, UTC\n"
    "  -o, --output FILE     write there; FILE appears when all is done\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin show crisis.db \"$(tocsin query crisis.db -f text 'SELECT incident FROM incidents LIMIT 1')\"\n",
    run_show};
