/* cmd_ingest.c - tocsin ingest, rebuild, merge: a crisis file grows, is made anew, takes in another. */
#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "cli.h"

enum { OPT_OBTAINED = OPT_OWN };

/* Ctrl-C ends the run after the report at hand; what was said to be done is kept. */
static volatile sig_atomic_t interrupted;
static void on_signal(int signal_number) {
  (void)signal_number;
  interrupted = 1;
}

static void listen(void) {
  struct sigaction a = {.sa_handler = on_signal};
  sigemptyset(&a.sa_mask);
  a.sa_flags = (int)SA_RESETHAND; /* the second one ends us at once, which is safe, too */
  sigaction(SIGINT, &a, NULL);
  sigaction(SIGTERM, &a, NULL);
}

typedef struct filling {
  cli_work work;
  const char *path, *obtained;
  uint64_t added, skipped, failed;
  _Atomic uint64_t position; /* of the input; next and told run on different threads */
  uint64_t size;             /* of the input; rebuild: reports of the file */
} filling;

static bool was_read(void *ctx, const char *path, uint64_t *offset, char *id, size_t size) {
  toc_error err = {0};
  return toc_store_read_to(ctx, path, offset, id, size, &err) == TOC_OK;
}

static toc_status next(void *ctx, toc_report **report) {
  filling *f = ctx;
  toc_status s = cli_input_next(&f->work.input, report);
  atomic_store(&f->position, cli_input_position(&f->work.input));
  return s;
}

static int told(void *ctx, const toc_report *report, int skipped, size_t n_events, toc_status status, const toc_error *err) {
  filling *f = ctx;
  if (!report) { /* all are written */
    if (f->work.progress.on) cli_say_progress("comparing reports: versions, copies, incidents");
    return 0;
  }
  if (skipped) f->skipped++;
  else f->added++;
  if (status != TOC_OK) {
    cli_say_error(err);
    f->failed++;
    f->work.status = cli_worse(f->work.status, CLI_REPORTS);
  }
  bool rebuild = f->work.progress.counts_reports;
  cli_progress_report(&f->work.progress, n_events, rebuild ? f->added : atomic_load(&f->position), f->size);
  return interrupted;
}

/* Options and inputs; the first word is the file.  -1: go on. */
static int take(filling *f, const cli_command *command, const cli_option *options, int argc, char **argv) {
  cli_args args;
  const char *value;
  int status = CLI_OK;
  cli_work_init(&f->work);
  cli_args_init(&args, command, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) {
    if (o == CLI_BAD) status = CLI_USAGE;
    else if (o == OPT_HELP) {
      fputs(command->help, stdout);
      return CLI_OK;
    } else if (o == OPT_OBTAINED) f->obtained = value;
    else if (o == CLI_FILE && !f->path) f->path = value;
    else status = cli_work_take(&f->work, o, value);
  }
  if (status != CLI_OK) return status;
  if (!f->path) return cli_usage(command, "name the crisis file");
  return -1;
}

static int said(const toc_error *err, toc_status s) {
  cli_say_error(err);
  return cli_exit_of(s);
}

static int add_digits(void *ctx, const char *bytes, size_t n) {
  uint64_t *count = ctx;
  for (size_t i = 0; i < n; i++)
    if (bytes[i] >= '0' && bytes[i] <= '9') *count = *count * 10 + (uint64_t)(bytes[i] - '0');
  return 0;
}

static uint64_t count_reports(toc_store *store) {
  uint64_t n = 0;
  toc_error err;
  return toc_store_query(store, "SELECT count(*) FROM received", "text", add_digits, &n, &err) == TOC_OK ? n : 0;
}

static int fill(filling *f, bool rebuild) {
  toc_error err = {0};
  toc_store *store;
  int status = rebuild ? CLI_OK : cli_input_ready(&f->work.input);
  if (status == CLI_OK) status = cli_engine_open(&f->work.engine, &f->work.engine_options);
  if (status != CLI_OK) return status;
  toc_status s = toc_store_open(&store, f->path, rebuild ? TOC_STORE_WRITE : TOC_STORE_CREATE, &err);
  if (s != TOC_OK) return said(&err, s);
  f->work.input.known = was_read;
  f->work.input.known_ctx = store;
  listen();
  f->work.output.path = f->path; /* not a terminal */
  cli_progress_init(&f->work.progress, !f->work.quiet, f->work.started, &f->work.output);
  f->work.progress.counts_reports = rebuild;
  f->size = rebuild ? count_reports(store) : f->work.input.size;
  s = rebuild ? toc_store_rebuild(store, f->work.engine, f->work.jobs, told, f, &err)
              : toc_store_ingest(store, f->work.engine, f->work.jobs, f->obtained, next, told, f, &err);
  cli_say_progress(NULL);
  toc_store_close(store);
  if (s != TOC_OK) return said(&err, s);
  if (!f->work.quiet) {
    char more[128] = "";
    int n = 0;
    if (f->work.input.n_resumed) n += snprintf(more, sizeof more, ", %" PRIu64 " archives read on", f->work.input.n_resumed);
    if (f->failed) n += snprintf(more + n, sizeof more - (size_t)n, ", %" PRIu64 " could not be coded", f->failed);
    if (f->work.input.n_failed) snprintf(more + n, sizeof more - (size_t)n, ", %" PRIu64 " could not be read", f->work.input.n_failed);
    cli_say("%s: %" PRIu64 " reports %s, %" PRIu64 " were there, %" PRIu64 " events%s, %.1f s%s", f->path, f->added, rebuild ? "read anew" : "added",
            f->skipped, f->work.progress.events, more, cli_seconds() - f->work.started, interrupted ? "; stopped, run it again to go on" : "");
  }
  return cli_worse(f->work.status, cli_worse(f->work.input.status, interrupted ? CLI_IO : CLI_OK));
}

#define FILL_OPTIONS                                                                                                  \
  CLI_ENGINE_OPTIONS, {OPT_JOBS, 'j', "jobs", true}, {OPT_QUIET, 'q', "quiet", false}, {OPT_HELP, 'h', "help", false}

static int run_ingest(int argc, char **argv) {
  static const cli_option options[] = {FILL_OPTIONS, {OPT_INPUT, 'i', "input", true}, {OPT_MAP, 0, "map", true}, {OPT_FROM, 0, "from", true}, {OPT_ANY, 0, "any-language", false}, {OPT_OBTAINED, 0, "obtained", true}, {0}};
  filling f = {0};
  int status = take(&f, &cli_ingest, options, argc, argv);
  if (status < 0) status = fill(&f, false);
  f.work.output.path = NULL;
  return cli_work_close(&f.work, status);
}

static int run_rebuild(int argc, char **argv) {
  static const cli_option options[] = {FILL_OPTIONS, {OPT_ANY, 0, "any-language", false}, {0}};
  filling f = {0};
  int status = take(&f, &cli_rebuild, options, argc, argv);
  if (status < 0 && f.work.input.named) status = cli_usage(&cli_rebuild, "rebuild takes one crisis file");
  if (status < 0) status = fill(&f, true);
  f.work.output.path = NULL;
  return cli_work_close(&f.work, status);
}

static int run_merge(int argc, char **argv) {
  static const cli_option options[] = {{OPT_OUTPUT, 'o', "output", true}, {OPT_HELP, 'h', "help", false}, {0}};
  const char *value, *into = NULL, *from[256];
  int n = 0;
  cli_args args;
  toc_error err = {0};
  toc_store *store;
  cli_args_init(&args, &cli_merge, options, argc, argv);
  for (int o; (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case OPT_OUTPUT: into = value; break;
      case OPT_HELP: fputs(cli_merge.help, stdout); return CLI_OK;
      case CLI_FILE:
        if (n == 256) return cli_usage(&cli_merge, "at most 256 files at a time");
        from[n++] = value;
        break;
      default: return CLI_USAGE;
    }
  if (!into || n == 0) return cli_usage(&cli_merge, "name the files to merge, and -o FILE to put them in");
  toc_status s = toc_store_open(&store, into, TOC_STORE_CREATE, &err);
  for (int i = 0; s == TOC_OK && i < n; i++) s = toc_store_merge(store, from[i], &err);
  toc_store_close(store);
  return s == TOC_OK ? CLI_OK : said(&err, s);
}

#define FILL_HELP                                                                           \
  "  -j, --jobs N          threads (default: one per processor); the file is the same\n"     \
  "  -q, --quiet           no progress, no summary\n" CLI_HELP_ENGINE "  -h, --help            this text\n"

const cli_command cli_ingest = {
    "ingest", "add reports to a crisis file, which keeps them and what they say",
    "usage: tocsin ingest CRISIS.db [OPTIONS] [FILES|FOLDERS|-]\n\n"
    "Reads reports as code does and writes them into an SQLite file, as received and as coded:\n"
    "events, actors, places, figures, claims, and over all reports versions, copies, incidents.\n"
    "A report that is there already is passed over, so an ingest that was stopped or killed is\n"
    "simply run again: nothing is lost and nothing comes twice.  A web archive is read on from\n"
    "the last record that was written (--from ARCHIVE:0 reads it from its beginning).\n\n"
    "options\n"
    "  -i, --input FORMAT    text, jsonl, conllu, html, json, csv, warc, feed, sgml, nexis or\n"
    "                        factiva (default: by suffix, else by content)\n"
    "      --map MAP         fields of JSON or CSV, as for code\n"
    "      --from FILE:BYTE  begin with that file, a web archive at that byte\n"
    "      --any-language    code reports that are not in English, too\n"
    "      --obtained TIME   when the reports were obtained, in UTC (default: now)\n" FILL_HELP
    "\n"
    "examples\n"
    "  tocsin ingest crisis.db reports/\n"
    "  tocsin ingest crisis.db --obtained 2022-01-10T12:00:00Z reports.jsonl\n",
    run_ingest};

const cli_command cli_rebuild = {
    "rebuild", "make everything in a crisis file anew from its reports",
    "usage: tocsin rebuild CRISIS.db [OPTIONS]\n\n"
    "Drops all that was derived and codes the reports of the file again: after a new version, a\n"
    "new model or changed dictionaries.  The file is as before until all is done.\n\n"
    "options\n" FILL_HELP
    "\n"
    "examples\n"
    "  tocsin rebuild crisis.db\n",
    run_rebuild};

const cli_command cli_merge = {
    "merge", "put the reports of several crisis files into one",
    "usage: tocsin merge A.db B.db -o C.db\n\n"
    "The result does not depend on the order of the files, which must be made with the same\n"
    "models and dictionaries.\n\n"
    "options\n"
    "  -o, --output FILE     the crisis file to put them in; made if it is not there\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin merge east.db west.db -o all.db\n",
    run_merge};
