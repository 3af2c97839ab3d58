/* bench_nn.c - words a second of the network alone, and its reading of given words.
 *
 *   bench_nn MODEL CONLLU [KERNEL] [RUNS]   speed on the words of a CoNLL-U file
 *   bench_nn MODEL CONLLU KERNEL 0          the file again, analysed by the network
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "nn.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* others may be at work */
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef TOC_ARRAY(toc__nn_sentence) sentences;

static uint32_t read_words(toc_arena *a, toc_str text, sentences *out) {
  toc_str line, field;
  toc_strs forms = {0};
  uint32_t words = 0;
  while (toc_str_cut(&text, '\n', &line)) {
    if (line.len == 0 && forms.len) {
      toc__nn_sentence *s = toc_push(a, out);
      *s = (toc__nn_sentence){forms.ptr, forms.len, toc_new(a, toc__nn_word, forms.len)};
      words += forms.len;
      forms = (toc_strs){0};
    }
    if (line.len == 0 || line.ptr[0] == '#') continue;
    toc_str_cut(&line, '\t', &field);
    if (memchr(field.ptr, '-', field.len) || memchr(field.ptr, '.', field.len)) continue;
    toc_str_cut(&line, '\t', &field);
    *toc_push(a, &forms) = field;
  }
  return words;
}

static void print(const toc__nn *nn, const sentences *ss) {
  for (uint32_t i = 0; i < ss->len; i++) {
    const toc__nn_sentence *s = &ss->ptr[i];
    for (uint32_t t = 0; t < s->n; t++) {
      const toc__nn_word *w = &s->word[t];
      toc_str u = toc__nn_label_name(nn, TOC_NN_UPOS, w->upos), f = toc__nn_label_name(nn, TOC_NN_FEATS, w->feats);
      toc_str r = toc__nn_label_name(nn, TOC_NN_RELS, w->rel), g = toc__nn_label_name(nn, TOC_NN_NAMES, w->name);
      toc_str l = toc__nn_label_name(nn, TOC_NN_SCRIPTS, w->script);
      printf("%u\t%.*s\t%.*s\t%.*s\t_\t%.*s\t%u\t%.*s\t_\tName=%.*s\n", t + 1, TOC_FMT(s->form[t]), TOC_FMT(l), TOC_FMT(u),
             TOC_FMT(f), w->head == TOC_NONE ? 0 : w->head + 1, TOC_FMT(r), TOC_FMT(g));
    }
    printf("\n");
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: bench_nn MODEL CONLLU [KERNEL] [RUNS]\n"), 2;
  const char *kernel = argc > 3 && strcmp(argv[3], "-") ? argv[3] : NULL;
  int runs = argc > 4 ? atoi(argv[4]) : 5;
  toc_error err;
  toc_arena a, scratch;
  toc_str text;
  toc__nn *nn;
  toc_arena_init(&a, 0);
  toc_arena_init(&scratch, 0);
  double t = now();
  if (toc__nn_open(&nn, argv[1], kernel, &err) || toc_file_read(&a, argv[2], 0, &text, &err))
    return fprintf(stderr, "bench_nn: %s\n", err.message), 1;
  double load = now() - t;
  sentences ss = {0};
  uint32_t words = read_words(&a, text, &ss);
  double best = 1e30;
  for (int i = 0; i < (runs ? runs : 1); i++) {
    t = now();
    for (uint32_t k = 0; k < ss.len; k += 24) { /* as a report of 24 sentences */
      toc__nn_run(nn, ss.ptr + k, ss.len - k < 24 ? ss.len - k : 24, &scratch);
      toc_arena_reset(&scratch);
    }
    if (now() - t < best) best = now() - t;
  }
  if (runs)
    printf("%s: load %.1f ms, %u words, %.0f words/s\n", toc__nn_kernel(nn), load * 1e3, words, words / best);
  else
    print(nn, &ss);
  toc__nn_close(nn);
  toc_arena_release(&a);
  toc_arena_release(&scratch);
  return 0;
}
