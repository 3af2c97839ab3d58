/* bench_claims.c - times, figures, status and claims: each stage alone, and the four together.
 *
 *   bench_claims DATA_DIR CONLLU [RUNS]   medians over RUNS (default 10)
 *
 * The stages run on the reports of a CoNLL-U file (each "# newdoc", or the whole file), as
 * `tocsin parse --format conllu` writes it; megabytes a second count the reports' text. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "attrib.h"
#include "conllu.h"
#include "figure.h"
#include "status.h"
#include "timex.h"

enum { TIMEX, FIGURE, STATUS, ATTRIB, ALL, N_STAGES };

typedef struct loaded {
  toc__timex *timex;
  toc__figures *figures;
  toc__status *status;
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

static void fail(const toc_error *err) {
  fprintf(stderr, "bench_claims: %s\n", err->message);
  exit(1);
}

static void run(const loaded *x, toc_doc *doc, double *took) {
  toc_error err;
  double t[5] = {now()};
  toc__timex_run(x->timex, doc, &err);
  t[1] = now();
  toc__figures_run(x->figures, doc, &err);
  t[2] = now();
  toc__status_run(x->status, doc, &err);
  t[3] = now();
  toc__attrib_run(x->attrib, doc, &err);
  t[4] = now();
  for (int s = 0; s < 4; s++) took[s] += t[s + 1] - t[s];
  took[ALL] += t[4] - t[0];
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: bench_claims DATA_DIR CONLLU [RUNS]\n"), 2;
  int runs = argc > 3 && atoi(argv[3]) > 0 ? atoi(argv[3]) : 10;
  static const char *const name[N_STAGES] = {"times", "figures", "status", "claims", "together"};
  loaded x;
  toc_error err;
  toc_arena a;
  jmp_buf jump;
  toc_str bytes, one, id;
  uint32_t line, first;
  toc_doc doc = {0};
  double size = 0, *v = calloc((size_t)runs * N_STAGES, sizeof *v), *each = calloc((size_t)runs, sizeof *each);
  toc_arena_init(&a, 0);
  if (setjmp(jump) || !v || !each) return 1;
  a.oom = &jump;
  if (toc__timex_load(&x.timex, argv[1], &err) || toc__figures_load(&x.figures, argv[1], &err) || toc__status_load(&x.status, argv[1], &err) ||
      toc__attrib_load(&x.attrib, argv[1], &err) || toc_file_read(&a, argv[2], 0, &bytes, &err))
    fail(&err);
  for (int i = 0; i < runs; i++) {
    toc_str rest = bytes;
    line = 1, size = 0;
    while (toc__conllu_cut(&rest, &line, &one, &id, &first)) {
      toc_doc_reset(&doc, 0); /* one document for all, as the engine's threads have it */
      doc.arena.oom = doc.scratch.oom = &jump;
      if (toc__conllu_read(&doc, one, argv[2], first, &err) != TOC_OK) fail(&err);
      doc.dct = 18993;
      run(&x, &doc, v + (size_t)i * N_STAGES);
      size += (double)doc.text.len;
    }
  }
  for (int s = 0; s < N_STAGES; s++) {
    for (int i = 0; i < runs; i++) each[i] = v[(size_t)i * N_STAGES + (size_t)s];
    qsort(each, (size_t)runs, sizeof *each, by_value);
    printf("%-9s %7.1f MB/s (%.2f MB, %d runs)\n", name[s], size / 1e6 / each[runs / 2], size / 1e6, runs);
  }
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc_arena_release(&a);
  toc__timex_free(x.timex);
  toc__figures_free(x.figures);
  toc__status_free(x.status);
  toc__attrib_free(x.attrib);
  free(v);
  free(each);
  return 0;
}
