/* Each layer of either network against PyTorch: layers.txt holds what PyTorch makes of the weights of
 * the tiny models (tools/train/layers.py wrote it), so PyTorch need not be here.  TOC_SHOW=1 in the
 * environment prints how far off each layer is.
 *
 * The files of src/nn are read in, since what stands between the layers is nobody else's business.
 * Where PyTorch rounds a value up and the library rounds it down, it is one step off, and what is made
 * of it a little: each layer says how far off its values may be, and how far on average. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../src/nn/net.c"
#define most encoder_most
#include "../../src/nn/encoder.c"
#undef most

#define WORDS 16

typedef struct table {
  char name[16];
  uint32_t rows, cols;
  double *x;
} table;

static FILE *file;
static char line[8192];

static bool next_line(void) { return fgets(line, sizeof line, file) != NULL; }

/* The table of that name must be the next. */
static table read_table(toc_arena *a, const char *name) {
  table t = {{0}, 0, 0, NULL};
  assert_true(next_line());
  assert_int_equal(sscanf(line, "%15s %u %u", t.name, &t.rows, &t.cols), 3);
  assert_string_equal(t.name, name);
  t.x = toc_new(a, double, (size_t)t.rows * t.cols);
  for (uint32_t r = 0; r < t.rows; r++) {
    assert_true(next_line());
    char *at = line;
    for (uint32_t c = 0; c < t.cols; c++) t.x[r * t.cols + c] = strtod(at, &at);
    assert_true(*at == '\n');
  }
  return t;
}

typedef double (*value_fn)(const work *w, uint32_t row, uint32_t col);

/* Columns from `from` on, rows from `first` on. */
static void compare(toc_arena *a, const work *w, const char *name, uint32_t first, uint32_t from, value_fn value, double most_off, double mean_off) {
  table t = read_table(a, name);
  double sum = 0, top = 0;
  uint32_t n = 0;
  for (uint32_t r = first; r < t.rows; r++)
    for (uint32_t c = from; c < t.cols; c++, n++) {
      double off = fabs(value(w, r, c) - t.x[r * t.cols + c]);
      if (!(off <= most_off)) fail_msg("%s, row %u, column %u: %g, PyTorch has %g", name, r, c, value(w, r, c), t.x[r * t.cols + c]);
      sum += off;
      top = off > top ? off : top;
    }
  if (n && sum / n > mean_off) fail_msg("%s: %g off on average", name, sum / n);
  if (getenv("TOC_SHOW")) printf("  %-8s at most %.2g, on average %.2g\n", name, top, n ? sum / n : 0);
}

static double input_at(const work *w, uint32_t r, uint32_t c) { return (w->x[(size_t)r * w->nn->n_input + c] - 128) / 64.0; }
static double state_of(const work *w, int layer, uint32_t r, uint32_t c) { return (w->layer[layer][(size_t)r * 2 * w->nn->dim[DIM_HIDDEN] + c] - 128) / 127.0; }
static double lstm0_at(const work *w, uint32_t r, uint32_t c) { return state_of(w, 0, r, c); }
static double lstm1_at(const work *w, uint32_t r, uint32_t c) { return state_of(w, 1, r, c); }
/* The scores' factor lies in the dependents' rows: export.py. */
static double heads_at(const work *w, uint32_t r, uint32_t c) {
  double y = (double)w->heads[(size_t)r * w->nn->heads.m.n + c];
  return c < w->nn->dim[DIM_ARC] ? y * sqrt(w->nn->dim[DIM_ARC]) : y;
}
static double plain_heads_at(const work *w, uint32_t r, uint32_t c) { return (double)w->heads[(size_t)r * w->nn->heads.m.n + c]; }

static uint32_t arcs_ld;
static double arcs_at(const work *w, uint32_t r, uint32_t c) { return (double)w->arcs[(size_t)r * arcs_ld + c]; }
static double piece_at(const work *w, uint32_t r, uint32_t c) { return (double)w->encoding->h[(size_t)r * w->nn->enc.dim[ENC_WIDTH] + c]; }
static double word_at(const work *w, uint32_t r, uint32_t c) { return (double)w->state[(size_t)r * w->nn->enc.dim[ENC_WIDTH] + c]; }

/* Scores that the network makes row by row, kept. */
static float kept[WORDS][64];
static double kept_at(const work *w, uint32_t r, uint32_t c) {
  (void)w;
  return (double)kept[r][c];
}

/* The relation of each word to the one before it: of a window that ends there it is the last. */
static void keep_relations(work *w, window v) {
  uint32_t n = v.n;
  for (uint32_t i = 0; i < n; i++) w->head[i] = i;
  for (uint32_t i = 1; i < n; i++) {
    v.n = i + 1;
    label_tree(w, &v);
    memcpy(kept[i], w->out, w->nn->dim[DIM_RELS] * sizeof **kept);
  }
}

static void keep_rows(work *w, const toc__dense *d, uint32_t at, uint32_t n, uint32_t cols) {
  open_rows(w, d, at);
  for (uint32_t i = 0; i < n; i++) {
    row_out(w, d, i);
    memcpy(kept[i], w->out, cols * sizeof **kept);
  }
}

static void layers_of(const toc__nn *nn, const char *text, toc_arena *a) {
  toc_str form[WORDS], rest = toc_cstr(text), word;
  toc__nn_word out[WORDS];
  toc__nn_sentence s = {form, 0, out};
  while (toc_str_word(&rest, &word)) form[s.n++] = word;
  work w = {.nn = nn, .sentence = &s, .rows = s.n};
  const uint32_t *d = nn->dim;
  uint32_t windows, at = 2 * d[DIM_ARC] + 2 * d[DIM_REL];
  bool pieces = has_encoder(nn);
  if (pieces) cut_words(&w, 1, a);
  window *v = make_windows(&w, 1, a, &windows);
  assert_int_equal(windows, 1);
  open_work(&w, v, 1, a);
  if (pieces) {
    write_span(&w, v, w.span);
    w.encoding->length[0] = put_span(w.encoding, w.span, w.piece, w.encoding->h);
    compare(a, &w, "input", 0, 0, piece_at, 2e-4, 2e-5);
    encode_pieces(&w, 1);
    compare(a, &w, "layer0", 0, 0, piece_at, 1e-3, 1e-4);
    compare(a, &w, "words", 0, 0, word_at, 1e-3, 1e-4);
    compare(a, &w, "heads", 0, d[DIM_ARC], plain_heads_at, 1e-3, 1e-4);
  } else {
    write_window(&w, v);
    compare(a, &w, "input", 0, 0, input_at, 1 / 63.0, 0.0005);
    encode(&w, v, 1);
    compare(a, &w, "lstm0", 0, 0, lstm0_at, 1.1 / 127, 0.0015);
    compare(a, &w, "lstm1", 0, 0, lstm1_at, 2.1 / 127, 0.002);
    compare(a, &w, "heads", 0, 0, heads_at, 0.03, 0.002);
  }
  find_tree(&w, v);
  arcs_ld = (v->n + 1 + 7) / 8 * 8;
  compare(a, &w, "arcs", 0, 0, arcs_at, 0.005, 0.001);
  keep_relations(&w, *v);
  compare(a, &w, "rels", 1, 0, kept_at, 0.06, 0.01);
  keep_rows(&w, &nn->tags, at, s.n, d[DIM_UPOS] + d[DIM_FEATS] + d[DIM_SCRIPTS]);
  compare(a, &w, "tags", 0, 0, kept_at, pieces ? 1e-3 : 0.06, pieces ? 1e-4 : 0.01);
  keep_rows(&w, &nn->ner, at + d[DIM_TAG], s.n, d[DIM_NAMES]);
  compare(a, &w, "names", 0, 0, kept_at, pieces ? 1e-3 : 0.06, pieces ? 1e-4 : 0.01);
}

static void every_layer_is_pytorch_s(void **state) {
  (void)state;
  static const char *const path[] = {TOC_SOURCE_DIR "/fuzz/corpus/nn/tiny.tcm", TOC_SOURCE_DIR "/fuzz/corpus/nn/tiny-encoder.tcm"};
  toc_error err = {0};
  toc__nn *nn[2];
  toc_arena a;
  jmp_buf jump;
  volatile uint32_t sentences = 0;
  toc_arena_init(&a, 0);
  if (!TOC_TRY(&a, jump)) fail_msg("out of memory");
  for (int i = 0; i < 2; i++) assert_int_equal(toc__nn_open(&nn[i], path[i], NULL, &err), TOC_OK);
  file = fopen(TOC_SOURCE_DIR "/tests/nn/layers.txt", "r");
  assert_non_null(file);
  while (next_line()) {
    if (line[0] != '=') continue;
    line[strcspn(line, "\n")] = 0;
    char *text = strchr(line, ':');
    assert_non_null(text);
    bool accurate = strncmp(line, "=== accurate", 12) == 0;
    if (getenv("TOC_SHOW")) printf("%s\n", line);
    char *own = toc_str_z(&a, toc_cstr(text + 2));
    layers_of(nn[accurate], own, &a);
    sentences++;
  }
  assert_int_equal(sentences, 6);
  fclose(file);
  for (int i = 0; i < 2; i++) toc__nn_close(nn[i]);
  toc_arena_release(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_layer_is_pytorch_s)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
