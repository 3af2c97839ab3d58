/* cmd_export.c - tocsin export, aggregate: a crisis file for other programs. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"

enum { OPT_FORMAT = OPT_OWN, OPT_WHERE, OPT_SINCE, OPT_AS_OF, OPT_NAMES, OPT_TABLE, OPT_COARSEN, OPT_BY, OPT_RULE };

typedef struct exporting {
  const char *path, *output_path, *by, *rule;
  toc_export what;
  toc_options engine_options;
  bool aggregate, quiet;
} exporting;

/* ------------------------------------------------------------------- output
 * Into one file, or, for an archive and a folder, each file of the archive into the folder. */
typedef struct sink {
  cli_output file;
  bool on;             /* tell how far we are */
  double start, shown;
  uint64_t bytes;
  const char *folder;  /* NULL: one file */
  char header[512];
  size_t have;         /* bytes of the header */
  uint64_t left, rest; /* of the file at hand; padding behind it */
  FILE *f;
  bool failed;
} sink;

static int complain(sink *s, const char *name) {
  cli_say("cannot write '%s': %s", name, strerror(errno));
  s->failed = true;
  return 1;
}

static int begin_file(sink *s) {
  char path[4096];
  s->have = 0;
  if (!s->header[0]) return 0; /* the end of the archive */
  s->left = strtoull(s->header + 124, NULL, 8);
  s->rest = (512 - s->left % 512) % 512;
  int n = snprintf(path, sizeof path, "%s/%.100s", s->folder, s->header);
  if (n < 0 || (size_t)n >= sizeof path || strchr(s->header, '/')) return errno = ENAMETOOLONG, complain(s, s->folder);
  s->f = fopen(path, "wb");
  return s->f ? 0 : complain(s, path);
}

static int end_file(sink *s) {
  FILE *f = s->f;
  s->f = NULL;
  return f && fclose(f) != 0 ? complain(s, s->folder) : 0;
}

static int into_folder(sink *s, const char *bytes, size_t n) {
  while (n) {
    size_t take;
    if (s->left) {
      take = n < s->left ? n : (size_t)s->left;
      if (s->f && fwrite(bytes, 1, take, s->f) != take) return complain(s, s->folder);
      s->left -= take;
    } else if (s->rest) {
      take = n < s->rest ? n : (size_t)s->rest;
      s->rest -= take;
    } else {
      if (end_file(s)) return 1;
      take = n < sizeof s->header - s->have ? n : sizeof s->header - s->have;
      memcpy(s->header + s->have, bytes, take);
      s->have += take;
      if (s->have == sizeof s->header && begin_file(s)) return 1;
    }
    bytes += take;
    n -= take;
  }
  return 0;
}

static int put(void *ctx, const char *bytes, size_t n) {
  sink *s = ctx;
  s->bytes += n;
  if (s->on && cli_seconds() - s->shown > 0.1) {
    char line[64];
    s->shown = cli_seconds();
    snprintf(line, sizeof line, "%.1f MB written", (double)s->bytes / 1e6);
    if (s->shown - s->start > 0.5) cli_say_progress(line);
  }
  return s->folder ? into_folder(s, bytes, n) : cli_output_write(&s->file, bytes, n);
}

static bool is_folder(const char *path) {
  struct stat st;
  return path && *path && (path[strlen(path) - 1] == '/' || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)));
}

static int open_sink(sink *s, const exporting *e) {
  *s = (sink){.start = cli_seconds()};
  s->on = !e->quiet && cli_is_terminal(stderr) && (e->output_path || !cli_is_terminal(stdout));
  if (strcmp(e->what.format, "brat") != 0 || !is_folder(e->output_path)) return cli_output_open(&s->file, e->output_path);
  s->folder = e->output_path;
  if (mkdir(s->folder, 0777) == 0 || errno == EEXIST) return CLI_OK;
  complain(s, s->folder);
  return CLI_IO;
}

static int close_sink(sink *s, bool keep) {
  cli_say_progress(NULL);
  if (!s->folder) return cli_output_close(&s->file, keep);
  end_file(s);
  return s->failed ? CLI_IO : CLI_OK;
}

/* ---------------------------------------------------------------- arguments */

static int kilometres(exporting *e, const char *value) {
  char *end;
  e->what.coarsen = strtod(value, &end);
  if (*end || end == value || !(e->what.coarsen > 0 && e->what.coarsen <= 2000)) {
    cli_say("--coarsen needs a number of kilometres up to 2000, not '%s'", value);
    return CLI_USAGE;
  }
  return CLI_OK;
}

static int take_one(exporting *e, int option, const char *value) {
  long n;
  switch (option) {
    case OPT_OUTPUT: e->output_path = value; return CLI_OK;
    case OPT_FORMAT: e->what.format = value; return CLI_OK;
    case OPT_WHERE: e->what.where = value; return CLI_OK;
    case OPT_SINCE: e->what.since = value; return CLI_OK;
    case OPT_AS_OF: e->what.as_of = value; return CLI_OK;
    case OPT_NAMES: e->what.with_names = 1; return CLI_OK;
    case OPT_TABLE: e->what.table = value; return CLI_OK;
    case OPT_COARSEN: return kilometres(e, value);
    case OPT_BY: e->by = value; return CLI_OK;
    case OPT_RULE: e->rule = value; return CLI_OK;
    case OPT_QUIET: e->quiet = true; return CLI_OK;
    case OPT_DATA: e->engine_options.data_dir = value; return CLI_OK;
    case OPT_MODEL: e->engine_options.model = value; return CLI_OK;
    case OPT_KERNEL: e->engine_options.kernel = value; return CLI_OK;
    case OPT_JOBS:
      n = cli_number("jobs", value, 1024);
      e->what.jobs = n < 0 ? 0 : (unsigned)n;
      return n < 0 ? CLI_USAGE : CLI_OK;
    default: return CLI_USAGE;
  }
}

/* -1: go on. */
static int take(exporting *e, const cli_command *command, const cli_option *options, int argc, char **argv) {
  cli_args args;
  const char *value;
  int status = CLI_OK;
  cli_args_init(&args, command, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) {
    if (o == OPT_HELP) {
      fputs(command->help, stdout);
      return CLI_OK;
    }
    if (o != CLI_FILE) status = take_one(e, o, value);
    else if (e->path) status = cli_usage(command, "one argument too many: '%s'", value);
    else e->path = value;
  }
  if (status != CLI_OK) return status;
  return e->path ? -1 : cli_usage(command, "name the crisis file");
}

/* -------------------------------------------------------------------- going */

static toc_status write_it(exporting *e, toc_store *store, sink *out, toc_error *err) {
  if (e->aggregate) return toc_store_aggregate(store, &e->what, e->by, e->rule, put, out, err);
  return toc_store_export(store, &e->what, put, out, err);
}

static int go(exporting *e) {
  toc_error err = {0};
  toc_store *store = NULL;
  toc_engine *engine = NULL;
  sink out = {0};
  int status = CLI_OK;
  toc_status s = toc_store_open(&store, e->path, TOC_STORE_READ, &err);
  if (s == TOC_OK && strcmp(e->what.format, "conllu") == 0) s = toc_engine_open(&engine, &e->engine_options, &err);
  e->what.engine = engine;
  if (s == TOC_OK) {
    status = open_sink(&out, e);
    if (status == CLI_OK) {
      s = write_it(e, store, &out, &err);
      status = close_sink(&out, s == TOC_OK);
    }
  }
  if (s != TOC_OK && !out.failed && !out.file.failed) cli_say_error(&err);
  toc_engine_close(engine);
  toc_store_close(store);
  return cli_worse(cli_exit_of(s), status);
}

#define SHARED                                                                                                          \
  {OPT_FORMAT, 'f', "format", true}, {OPT_OUTPUT, 'o', "output", true}, {OPT_WHERE, 0, "where", true}, {OPT_SINCE, 0, "since", true}, \
      {OPT_AS_OF, 0, "as-of", true}, {OPT_QUIET, 'q', "quiet", false}, {OPT_HELP, 'h', "help", false}

static int run_export(int argc, char **argv) {
  static const cli_option options[] = {SHARED, {OPT_NAMES, 0, "with-names", false}, {OPT_TABLE, 0, "table", true}, {OPT_COARSEN, 0, "coarsen", true},
                                       CLI_ENGINE_OPTIONS, {OPT_JOBS, 'j', "jobs", true}, {0}};
  static const char *const tables[] = {"events", "claims", "acled31", "ged", "ccc", NULL};
  exporting e = {.what.format = "csv"};
  int status = take(&e, &cli_export, options, argc, argv);
  if (status < 0 && cli_choose("format", e.what.format, toc_store_export_formats()) < 0) status = CLI_USAGE;
  if (status < 0 && e.what.table && cli_choose("table", e.what.table, tables) < 0) status = CLI_USAGE;
  if (status < 0 && e.what.table && strcmp(e.what.format, "parquet") != 0 && strncmp(e.what.format, "arrow", 5) != 0)
    status = cli_usage(&cli_export, "--table is for parquet, arrow and arrows");
  return status < 0 ? go(&e) : status;
}

static int run_aggregate(int argc, char **argv) {
  static const cli_option options[] = {SHARED, {OPT_BY, 0, "by", true}, {OPT_RULE, 0, "rule", true}, {0}};
  static const char *const formats[] = {"csv", "jsonl", "parquet", "arrow", "arrows", NULL};
  exporting e = {.what.format = "csv", .aggregate = true, .rule = "ged"};
  int status = take(&e, &cli_aggregate, options, argc, argv);
  if (status < 0 && !e.by) status = cli_usage(&cli_aggregate, "say by what: --by country-month, admin1-week or prio-grid-month");
  if (status < 0 && cli_choose("unit", e.by, toc_store_units()) < 0) status = CLI_USAGE;
  if (status < 0 && cli_choose("rule", e.rule, toc_store_rules()) < 0) status = CLI_USAGE;
  if (status < 0 && cli_choose("format", e.what.format, formats) < 0) status = CLI_USAGE;
  return status < 0 ? go(&e) : status;
}

const cli_command cli_export = {
    "export", "write a crisis file in the layout of other tools",
    "usage: tocsin export CRISIS.db [OPTIONS]\n\n"
    "Writes the events, or what they add up to, for spreadsheets, maps and programs.  Names of\n"
    "private persons become their role.  The layouts of other data sets are theirs; the rows are not.\n\n"
    "options\n"
    "  -f, --format FORMAT   csv      one row an event (default)\n"
    "                        jsonl    one JSON line an event\n"
    "                        geojson  one feature an event, for maps\n"
    "                        parquet  Apache Parquet; see --table\n"
    "                        arrow    Arrow file (Feather), arrows: Arrow stream; see --table\n"
    "                        claims   one row a toll: how many, according to whom, as of when\n"
    "                        acled31  one row an incident in the 31 columns of ACLED\n"
    "                        ged      one row a deadly incident in the columns of UCDP GED\n"
    "                        ccc      one row a protest in columns of the Crowd Counting Consortium\n"
    "                        gdelt2   one row an event in the 61 columns of GDELT 2, no header\n"
    "                        homes    where each publisher is at home, for --publisher-prior\n"
    "                        brat     texts with standoff annotation: a tar archive, or files in\n"
    "                                 the folder that --output names (with a '/' at its end)\n"
    "                        conllu   texts with trees, events in MISC; reads the reports anew\n"
    "      --table TABLE     what parquet and arrow hold: events (default), claims, acled31,\n"
    "                        ged or ccc\n"
    "      --where SQL       only events for which this holds, such as \"type = 'ASSAULT'\"\n"
    "      --since DATE      only events that end on that day or later\n"
    "      --as-of DATE      as the file said it at the end of that day or minute, UTC\n"
    "      --coarsen KM      coordinates to cells about that wide; no words that tell a place\n"
    "      --with-names      keep the names of private persons\n"
    "  -o, --output FILE     write there; FILE appears when all is done\n"
    "  -j, --jobs N          conllu: threads (default: one per processor)\n"
    "  -q, --quiet           no progress line\n" CLI_HELP_ENGINE
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin export crisis.db --format geojson --output events.geojson\n"
    "  tocsin export crisis.db --format parquet --table ged --output deadly.parquet\n"
    "  tocsin export crisis.db --format brat --output annotated/\n"
    "  tocsin export crisis.db --format claims\n",
    run_export};

const cli_command cli_aggregate = {
    "aggregate", "count the incidents of a crisis file by place and time",
    "usage: tocsin aggregate CRISIS.db --by UNIT [OPTIONS]\n\n"
    "Counts incidents that occurred: a row a unit, with the incidents of each type, and the dead,\n"
    "injured, arrested and displaced as a rule has it.  The column \"rule\" names that rule, and what\n"
    "becomes of incidents that are known less well than the unit asks: they stay, in a row with an\n"
    "empty unit.\n\n"
    "options\n"
    "      --by UNIT         country-month, admin1-week or prio-grid-month\n"
    "      --rule RULE       of conflicting figures: ged (low, best, high; default), acled (lowest)\n"
    "                        or ccc (low, mean, high)\n"
    "  -f, --format FORMAT   csv (default), jsonl, parquet, arrow (a file) or arrows (a stream)\n"
    "      --where SQL       only events for which this holds, such as \"alleged = 0\"\n"
    "      --since DATE      only events that end on that day or later\n"
    "      --as-of DATE      as the file said it at the end of that day or minute, UTC\n"
    "  -o, --output FILE     write there; FILE appears when all is done\n"
    "  -q, --quiet           no progress line\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin aggregate crisis.db --by country-month\n"
    "  tocsin aggregate crisis.db --by prio-grid-month --rule acled -f parquet -o grid.parquet\n",
    run_aggregate};
