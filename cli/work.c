/* work.c - the way that code, parse, group and verify share: open the engine, feed it the
 * reports of all inputs, hand each coded document on in input order. */
#include <stdatomic.h>
#include <string.h>

#include "cli.h"

typedef struct run_state {
  cli_work *w;
  _Atomic uint64_t position; /* next and emit run on different threads */
  uint64_t failed;
} run_state;

void cli_work_init(cli_work *w) {
  *w = (cli_work){.status = CLI_OK, .started = cli_seconds()};
  cli_input_init(&w->input, TOC_INPUT_AUTO);
}

static int take_jobs(cli_work *w, const char *value) {
  long n = cli_number("jobs", value, 256);
  if (n < 0) return CLI_USAGE;
  w->jobs = (unsigned)n;
  return CLI_OK;
}

int cli_layers(const char *value, uint32_t *layers) {
  static const char *const names[] = {"none",    "predicates", "negations", "candidates", "tokens", "coref", "srl", "all", "sentences", "events",
                                      "impacts", "figures",    "claims",    "places",     "times",  "mentions", "incidents", NULL};
  static const uint32_t bits[] = {0, TOC_LAYER_PREDICATES, TOC_LAYER_NEGATIONS, TOC_LAYER_CANDIDATES, TOC_LAYER_TOKENS,
                                  TOC_LAYER_COREF, TOC_LAYER_SRL,
                                  TOC_LAYER_PREDICATES | TOC_LAYER_NEGATIONS | TOC_LAYER_CANDIDATES | TOC_LAYER_TOKENS | TOC_LAYER_COREF | TOC_LAYER_SRL};
  *layers &= TOC_LAYER_NAMES;
  while (*value) {
    char word[32];
    size_t n = strcspn(value, ",");
    snprintf(word, sizeof word, "%.*s", (int)(n < sizeof word ? n : sizeof word - 1), value);
    value += n + (value[n] == ',');
    if (!word[0]) continue;
    int i = cli_choose("layer", word, names);
    if (i < 0) return CLI_USAGE;
    if ((size_t)i < sizeof bits / sizeof *bits) *layers |= bits[i];
  }
  return CLI_OK;
}

int cli_work_take(cli_work *w, int option, const char *value) {
  switch (option) {
    case CLI_FILE: return cli_input_add(&w->input, value);
    case OPT_DATA:
    case OPT_MODEL:
    case OPT_KERNEL:
    case OPT_GAZETTEER:
    case OPT_PRIOR:
    case OPT_DICTIONARIES: cli_engine_take(&w->engine_options, option, value); break;
    case OPT_OUTPUT: w->output_path = value; break;
    case OPT_QUIET: w->quiet = true; break;
    case OPT_INPUT: return cli_input_take_format(&w->input, value);
    case OPT_MAP: w->input.map = value; break;
    case OPT_FROM: w->input.from = value; break;
    case OPT_GATE: w->engine_options.gate = 1; break;
    case OPT_ANY: w->engine_options.any_language = 1; break;
    case OPT_PATTERNS: w->engine_options.patterns_only = 1; break;
    case OPT_JOBS: return take_jobs(w, value);
    default: return CLI_USAGE;
  }
  return CLI_OK;
}

static toc_status next(void *ctx, toc_report **report) {
  run_state *r = ctx;
  toc_status s = cli_input_next(&r->w->input, report);
  atomic_store(&r->position, cli_input_position(&r->w->input));
  return s;
}

static int emit(void *ctx, const toc_report *report, toc_doc *doc, toc_status status, const toc_error *err) {
  run_state *r = ctx;
  cli_work *w = r->w;
  int stop = 0;
  if (status == TOC_OK) {
    stop = w->each(w, report, doc);
  } else {
    cli_say_error(err);
    r->failed++;
    w->status = cli_worse(w->status, CLI_REPORTS);
  }
  cli_output_report_done(&w->output);
  cli_progress_report(&w->progress, status == TOC_OK ? toc_doc_event_count(doc) : 0, atomic_load(&r->position),
                      w->input.size);
  return stop || w->output.failed;
}

int cli_work_open(cli_work *w) {
  int status = cli_input_ready(&w->input);
  if (status == CLI_OK) status = cli_engine_open(&w->engine, &w->engine_options);
  if (status == CLI_OK) status = cli_output_open(&w->output, w->output_path);
  return status;
}

int cli_work_run(cli_work *w) {
  toc_error err = {0};
  run_state r = {.w = w};
  cli_progress_init(&w->progress, !w->quiet, w->started, &w->output);
  toc_status s = toc_run(w->engine, w->jobs, w->analyse_only, next, emit, &r, &err);
  cli_progress_end(&w->progress, r.failed + w->input.n_failed);
  w->complete = s == TOC_OK || s == TOC_DONE;
  if (!w->complete && !w->output.failed) {
    cli_say_error(&err);
    w->status = cli_worse(w->status, cli_exit_of(s));
  }
  return cli_worse(w->status, w->input.status);
}

int cli_work_close(cli_work *w, int status) {
  status = cli_worse(status, cli_output_close(&w->output, w->complete));
  toc_engine_close(w->engine);
  w->engine = NULL;
  cli_input_release(&w->input);
  return status;
}
