/* bench_coder.c - how long patterns and dictionaries take to load, and how fast the coder is with trees
 * given: who acts (src/actor), did it happen (src/status), what was done (src/event).
 *
 *   bench_coder DATA_DIR CONLLU [RUNS]   medians over RUNS (default 10)
 *
 * The coder runs on the reports of a CoNLL-U file (each "# newdoc", or the whole file), as `tocsin parse`
 * writes it, on which places, times and figures are found first; sentences a second count all
 * sentences with a tree, those in which nothing is coded, too. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "actor.h"
#include "attrib.h"
#include "conllu.h"
#include "event.h"
#include "figure.h"
#include "place.h"
#include "status.h"
#include "timex.h"
#include "token.h"

enum { ACTOR, STATUS, EVENT, ALL, N_STAGES };

typedef struct loaded {
  toc__tokenizer *tokenizer;
  toc__places *places;
  toc__timex *timex;
  toc__figures *figures;
  toc__actors *actors;
  toc__status *status;
  toc__coder *coder;
  toc__attrib *attrib;
} loaded;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* of this process, whatever else runs */
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_value(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return (a > b) - (a < b);
}

static double median(double *v, int n) {
  qsort(v, (size_t)n, sizeof *v, by_value);
  return v[n / 2];
}

static void check(toc_status s, const toc_error *err) {
  if (s == TOC_OK) return;
  fprintf(stderr, "bench_coder: %s\n", err->message);
  exit(1);
}

/* All that is text in the data; the gazetteer, which is mapped, is loaded beside and not counted. */
static double load(loaded *x, const char *dir, double *took) {
  toc_error err;
  double t[8] = {now()};
  check(toc__actors_load(&x->actors, dir, &err), &err);
  t[1] = now();
  check(toc__coder_load(&x->coder, dir, &err), &err);
  check(toc__coder_load_opinion(x->coder, dir, &err), &err);
  t[2] = now();
  check(toc__status_load(&x->status, dir, &err), &err);
  check(toc__attrib_load(&x->attrib, dir, &err), &err);
  t[3] = now();
  check(toc__timex_load(&x->timex, dir, &err), &err);
  check(toc__figures_load(&x->figures, dir, &err), &err);
  check(toc__tokenizer_load(&x->tokenizer, dir, &err), &err);
  t[4] = now();
  for (int i = 0; i < 4; i++) took[i] = t[i + 1] - t[i];
  return t[4] - t[0];
}

static void unload(loaded *x) {
  toc__attrib_free(x->attrib);
  toc__coder_free(x->coder);
  toc__status_free(x->status);
  toc__actors_free(x->actors);
  toc__figures_free(x->figures);
  toc__timex_free(x->timex);
  toc__tokenizer_free(x->tokenizer);
}

static void time_loading(const char *dir, int runs) {
  static const char *const names[] = {"actors", "patterns and second opinion", "signatures and cues", "times, figures, tokens"};
  double *v = calloc((size_t)runs * 5, sizeof *v);
  if (!v) exit(1);
  for (int i = 0; i < runs; i++) {
    loaded x;
    double part[4];
    v[4 * runs + i] = load(&x, dir, part);
    for (int k = 0; k < 4; k++) v[k * runs + i] = part[k];
    unload(&x);
  }
  printf("lexicon load ms %8.2f\n", 1e3 * median(v + 4 * runs, runs));
  for (int k = 0; k < 4; k++) printf("  %-28s %6.2f\n", names[k], 1e3 * median(v + k * runs, runs));
  free(v);
}

static void run(const loaded *x, toc_doc *doc, double *took) {
  toc_error err;
  check(toc__places_run(x->places, doc, &err), &err);
  check(toc__timex_run(x->timex, doc, &err), &err);
  check(toc__figures_run(x->figures, doc, &err), &err);
  double t[4] = {now()};
  check(toc__actors_run(x->actors, doc, &err), &err);
  t[1] = now();
  check(toc__status_run(x->status, doc, &err), &err);
  t[2] = now();
  check(toc__coder_run(x->coder, doc, &err), &err);
  t[3] = now();
  for (int s = 0; s < 3; s++) took[s] += t[s + 1] - t[s];
  took[ALL] += t[3] - t[0];
}

static void time_coding(const char *dir, const char *file, int runs) {
  static const char *const name[N_STAGES] = {"actors", "did it happen", "events", "coder"};
  loaded x;
  toc_error err;
  toc_arena a;
  jmp_buf jump;
  toc_str bytes, one, id;
  toc_doc doc = {0};
  double part[4], *v = calloc((size_t)runs * N_STAGES, sizeof *v), *each = calloc((size_t)runs, sizeof *each);
  uint32_t line, first;
  volatile uint64_t sentences = 0, events = 0;
  toc_arena_init(&a, 0);
  if (setjmp(jump) || !v || !each) exit(1);
  a.oom = &jump;
  load(&x, dir, part);
  check(toc__places_load(&x.places, dir, NULL, NULL, &err), &err);
  check(toc_file_read(&a, file, 0, &bytes, &err), &err);
  for (int i = 0; i < runs; i++) {
    toc_str rest = bytes;
    line = 1, sentences = events = 0;
    while (toc__conllu_cut(&rest, &line, &one, &id, &first)) {
      toc_doc_reset(&doc, 0); /* one document for all, as the engine's threads have it */
      doc.arena.oom = doc.scratch.oom = &jump;
      check(toc__conllu_read(&doc, one, file, first, &err), &err);
      doc.dct = 18993;
      toc_doc_link(&doc);
      run(&x, &doc, v + (size_t)i * N_STAGES);
      sentences += doc.sentences.len;
      events += doc.events.len;
    }
  }
  printf("%llu sentences, %llu events, %d runs\n", (unsigned long long)sentences, (unsigned long long)events, runs);
  for (int s = 0; s < N_STAGES; s++) {
    for (int i = 0; i < runs; i++) each[i] = v[(size_t)i * N_STAGES + (size_t)s];
    printf("%-14s %9.0f sentences/s\n", name[s], (double)sentences / median(each, runs));
  }
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc_arena_release(&a);
  unload(&x);
  toc__places_free(x.places);
  free(v);
  free(each);
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: bench_coder DATA_DIR CONLLU [RUNS]\n"), 2;
  int runs = argc > 3 && atoi(argv[3]) > 0 ? atoi(argv[3]) : 10;
  time_loading(argv[1], runs);
  time_coding(argv[1], argv[2], runs);
  return 0;
}
