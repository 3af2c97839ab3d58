/* bench_place.c - the gazetteer's load time, its look-up, and the place stage alone.
 *
 *   bench_place DATA_DIR CONLLU [RUNS]   medians over RUNS (default 10)
 *
 * The stage runs on the reports of a CoNLL-U file (each "# newdoc", or the whole file),
 * whose text is what megabytes a second counts. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "conllu.h"
#include "gazetteer.h"
#include "place.h"

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

static int bad(const toc_error *err) { return fprintf(stderr, "bench_place: %s\n", err->message), 1; }

static void load_time(const char *dir, int runs) {
  double *v = calloc((size_t)runs, sizeof *v);
  toc__places *x;
  toc_error err;
  for (int i = 0; v && i < runs; i++) {
    double from = now();
    if (toc__places_load(&x, dir, NULL, NULL, &err) != TOC_OK) exit(bad(&err));
    v[i] = now() - from;
    toc__places_free(x);
  }
  if (v) printf("load          %8.2f ms\n", 1e3 * median(v, runs));
  free(v);
}

/* Half of the keys are names, spread over the list; half are none. */
static void look_up_time(const char *dir, int runs) {
  gazetteer g;
  toc_error err;
  char path[4096];
  snprintf(path, sizeof path, "%s/gazetteer.bin", dir);
  if (gaz_open(&g, path, &err) != TOC_OK) exit(bad(&err));
  double *v = calloc((size_t)runs, sizeof *v);
  const uint32_t n = 1000000;
  uint64_t found = 0, seed = 1;
  const uint32_t *refs;
  for (int i = 0; v && i < runs; i++) {
    double from = now();
    for (uint32_t k = 0; k < n; k++) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      found += gaz_find(&g, k & 1 ? seed : g.hash[(seed >> 33) % g.n_names], &refs);
    }
    v[i] = now() - from;
  }
  if (v) printf("look-up       %8.0f ns a key (%llu places seen)\n", 1e9 * median(v, runs) / n, (unsigned long long)found);
  free(v);
  gaz_close(&g);
}

static void stage_time(const char *dir, const char *file, int runs) {
  toc__places *x;
  toc_error err;
  toc_arena a;
  jmp_buf jump;
  toc_str bytes, rest, one, id;
  uint32_t line = 1, first;
  toc_doc doc = {0};
  toc_arena_init(&a, 0);
  if (setjmp(jump)) exit(1);
  a.oom = &jump;
  if (toc__places_load(&x, dir, NULL, NULL, &err) != TOC_OK || toc_file_read(&a, file, 0, &bytes, &err) != TOC_OK) exit(bad(&err));
  double *v = calloc((size_t)runs, sizeof *v), size = 0, places = 0;
  for (int i = 0; v && i < runs; i++) {
    rest = bytes;
    size = places = 0;
    while (toc__conllu_cut(&rest, &line, &one, &id, &first)) {
      toc_doc_reset(&doc, 0); /* one document for all, as the engine's threads have it */
      doc.arena.oom = doc.scratch.oom = &jump;
      if (toc__conllu_read(&doc, one, file, first, &err) != TOC_OK) exit(bad(&err));
      double from = now();
      toc__places_run(x, &doc, &err);
      v[i] += now() - from;
      size += (double)doc.text.len;
      places += doc.places.len;
    }
  }
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  if (v) printf("stage         %8.1f MB/s (%.2f MB, %.0f places)\n", size / 1e6 / median(v, runs), size / 1e6, places);
  free(v);
  toc__places_free(x);
  toc_arena_release(&a);
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: bench_place DATA_DIR CONLLU [RUNS]\n"), 2;
  int runs = argc > 3 ? atoi(argv[3]) : 10;
  if (runs < 1) runs = 1;
  load_time(argv[1], runs);
  look_up_time(argv[1], runs);
  stage_time(argv[1], argv[2], runs);
  return 0;
}
