/* cmd_lexicon.c - tocsin lexicon: what stands in people's own dictionaries, whether they can be read,
 * and whether dictionaries and patterns code what they are meant to. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { OPT_COVERAGE = OPT_OWN };

typedef struct lexicon {
  toc_options engine;
  const char **path; /* [n] */
  size_t n;
  long jobs;
  bool coverage, quiet, engine_asked; /* an option that check and list have no use for */
} lexicon;

static int to_stdout(void *ctx, const char *bytes, size_t n) { return fwrite(bytes, 1, n, ctx) != n; }

/* ------------------------------------------------------------------- check, list */

static int read_folder(const lexicon *x, const char *verb) {
  if (!x->n) return cli_usage(&cli_lexicon, "which folder? usage: tocsin lexicon %s DIR", verb);
  if (x->n > 1) return cli_usage(&cli_lexicon, "one folder at a time: '%s' or '%s'?", x->path[0], x->path[1]);
  if (x->engine_asked) return cli_usage(&cli_lexicon, "%s takes a folder and no options; those are for test", verb);
  toc_error err = {0};
  toc_status s = toc_dictionaries_read(x->path[0], strcmp(verb, "list") == 0, to_stdout, stdout, &err);
  if (s == TOC_OK) return CLI_OK;
  cli_say_error(&err);
  return cli_exit_of(s);
}

/* -------------------------------------------------------------------------- test */

typedef struct waiting {
  double start, shown;
} waiting;

static void progress(void *ctx, size_t done, size_t size) {
  waiting *w = ctx;
  char line[96];
  double now = cli_seconds();
  if (now - w->start < 0.5 || now - w->shown < 0.1) return;
  w->shown = now;
  snprintf(line, sizeof line, "%3u%%, %zu of %zu cases", (unsigned)(done * 100 / size), done, size);
  cli_say_progress(line);
}

static int test(lexicon *x) {
  toc_engine *engine;
  toc_error err = {0};
  toc_cases_result result;
  if (!x->n) return cli_usage(&cli_lexicon, "which cases? usage: tocsin lexicon test FILE|DIR...");
  waiting w = {.start = cli_seconds()};
  bool wait = !x->quiet && cli_is_terminal(stderr) && !cli_is_terminal(stdout);
  x->engine.any_language = 1; /* a sentence is too short to be told apart */
  int status = cli_engine_open(&engine, &x->engine);
  if (status != CLI_OK) return status;
  toc_cases_spec spec = {.paths = x->path, .n_paths = x->n, .jobs = (unsigned)x->jobs, .coverage = x->coverage, .progress = wait ? progress : NULL, .progress_ctx = &w};
  toc_status s = toc_cases_run(engine, &spec, to_stdout, stdout, &result, &err);
  if (wait) cli_say_progress(NULL);
  toc_engine_close(engine);
  if (s == TOC_OK) return result.failed ? CLI_REPORTS : CLI_OK;
  cli_say_error(&err);
  return cli_exit_of(s);
}

/* ------------------------------------------------------------------------ command */

static int take(lexicon *x, int option, const char *value) {
  if (option != CLI_FILE && option != CLI_BAD) x->engine_asked = true;
  switch (option) {
    case CLI_BAD: return CLI_USAGE;
    case CLI_FILE: x->path[x->n++] = value; return CLI_OK;
    case OPT_JOBS: x->jobs = cli_number("jobs", value, 256); return x->jobs < 0 ? CLI_USAGE : CLI_OK;
    case OPT_COVERAGE: x->coverage = true; return CLI_OK;
    case OPT_QUIET: x->quiet = true; return CLI_OK;
    case OPT_PATTERNS: x->engine.patterns_only = 1; return CLI_OK;
    default: cli_engine_take(&x->engine, option, value); return CLI_OK;
  }
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {CLI_ENGINE_OPTIONS, {OPT_JOBS, 'j', "jobs", true}, {OPT_PATTERNS, 0, "patterns-only", false}, {OPT_COVERAGE, 0, "coverage", false}, {OPT_QUIET, 'q', "quiet", false}, {OPT_HELP, 'h', "help", false}, {0}};
  static const char *const verbs[] = {"check", "list", "test", NULL};
  const char *value;
  lexicon x = {.path = calloc((size_t)argc, sizeof *x.path)};
  cli_args args;
  int verb = -1, status = CLI_OK;
  if (!x.path) return cli_say("out of memory"), CLI_IO;
  cli_args_init(&args, &cli_lexicon, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) {
    if (o == OPT_HELP) return fputs(cli_lexicon.help, stdout), free(x.path), CLI_OK;
    if (o == CLI_FILE && verb < 0) status = (verb = cli_choose("command", value, verbs)) < 0 ? CLI_USAGE : CLI_OK;
    else status = take(&x, o, value);
  }
  if (status == CLI_OK && verb < 0) status = cli_usage(&cli_lexicon, "check, list or test? usage: tocsin lexicon check|list DIR, tocsin lexicon test FILE|DIR...");
  if (status == CLI_OK) status = verb == 2 ? test(&x) : read_folder(&x, verbs[verb]);
  free(x.path);
  return status;
}

const cli_command cli_lexicon = {
    "lexicon", "dictionaries and patterns: check, list, test with sentences",
    "usage: tocsin lexicon check DIR\n"
    "       tocsin lexicon list DIR\n"
    "       tocsin lexicon test [OPTIONS] FILE|DIR...\n\n"
    "check reads all dictionaries of a folder (*.actors, *.agents, *.verbs, *.discards, *.issues,\n"
    "*.nouns, each also with .txt behind it, or those that its PETR_config.ini names) and prints how\n"
    "many entries of each kind they hold, and each line that is not applied, with the reason.  The\n"
    "first mistake is told with file, line, column and what was expected; exit status 4.\n"
    "list prints a line for each entry, tab-separated: kind, words, codes with the days they hold,\n"
    "file and line.\n"
    "test codes sentences and compares what comes out with what they must get.  A case file holds\n"
    "cases like these two, a sentence to be coded and its near miss:\n\n"
    "  === bombard\n"
    "  Rebels bombarded the town on Monday.\n"
    "  ---\n"
    "  ASSAULT/heavy-weapons actor=\"Rebels\" recipient=\"town\"\n\n"
    "  === bombard: with questions\n"
    "  Reporters bombarded the minister with questions.\n"
    "  ---\n"
    "  (none)\n\n"
    "Each line behind --- must be coded and nothing else may be; a line \"...\" allows\n"
    "more.  Words in quotes must be among those coded.  Fields: actor, recipient, trigger, where,\n"
    "status, cameo, context; for \"impact KIND DIRECTION\" trigger, object, where, status.  Of a\n"
    "folder, all *.txt are run; cases that known-failures.txt beside them names, a line each, must\n"
    "fail.  "
    "X.conllu beside X.txt may hold the trees of cases (\"# newdoc id = NAME\").\n"
    "docs/patterns.md tells more.  Exit status 1 if a case fails, 4 for a mistake in a file.\n\n"
    "To code with dictionaries: tocsin code --dictionaries DIR; docs/dictionaries.md tells how they\n"
    "are matched.\n\n"
    "options of test\n"
    "      --coverage        tell each line of the patterns that wins in no case that passes, and each\n"
    "                        that has no near miss: a case where its trigger stands and it does not win\n"
    "      --patterns-only   no second opinion: keep every event that a pattern codes\n"
    "  -j, --jobs N          threads (default: one per processor); the output is the same\n"
    "  -q, --quiet           no progress line\n" CLI_HELP_ENGINE
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin lexicon check my-dictionaries\n"
    "  tocsin lexicon list my-dictionaries | grep -i police\n"
    "  tocsin code --dictionaries my-dictionaries --format petrarch reports.jsonl\n"
    "  tocsin lexicon test my-cases.txt\n"
    "  tocsin lexicon test --dictionaries my-dictionaries my-cases.txt\n"
    "  tocsin lexicon test --coverage tests/cases | grep 'wins in no case'\n",
    run};
