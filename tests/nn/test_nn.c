/* The kernels agree to the bit; trees are the best there are; the network reads like its
 * second implementation (tools/train/reference.py wrote golden.conllu); broken model files
 * are refused with the section's name; and what a word gets depends on its sentence alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "net.h"

typedef struct subject {
  const char *model, *golden;
  uint32_t megabytes; /* of working memory, at most */
  uint32_t rounds;    /* fewer for the slower one */
} subject;
static subject fast = {TOC_SOURCE_DIR "/models/fast.tcm", TOC_SOURCE_DIR "/tests/nn/golden.conllu", 10, 20};
static subject accurate = {TOC_SOURCE_DIR "/models/accurate.tcm", TOC_SOURCE_DIR "/tests/nn/accurate.conllu", 16, 2};
static subject tiny = {TOC_SOURCE_DIR "/fuzz/corpus/nn/tiny-encoder.tcm", NULL, 1, 1};

static uint64_t seed = 7;
static uint32_t dice(uint32_t n) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(seed >> 33) % n;
}
static float real(float lo, float hi) { return lo + (hi - lo) * (float)dice(1u << 20) / (float)(1u << 20); }

/* ---------------------------------------------------------------- kernels */

static const char *const kernels[] = {"scalar", "avx2", "vnni"};
enum { LINES = 15, WIDE = 96, DEEP = 352 };

static void products_agree(void **state) {
  (void)state;
  static _Alignas(64) int8_t w[WIDE * DEEP];
  static uint8_t x[LINES][DEEP];
  static int32_t want[LINES][WIDE], got[LINES][WIDE];
  const uint8_t *row[LINES];
  for (int round = 0; round < 60; round++) {
    toc__mat m = {w, 16 * (1 + dice(WIDE / 16)), 16 * (1 + dice(DEEP / 16))};
    uint32_t rows = 1 + dice(LINES);
    bool extreme = round % 4 == 0;
    for (size_t i = 0; i < sizeof w; i++) w[i] = extreme ? (dice(2) ? 63 : -63) : (int8_t)((int)dice(127) - 63);
    for (uint32_t r = 0; r < LINES; r++) {
      row[r] = x[r];
      for (uint32_t k = 0; k < DEEP; k++) x[r][k] = extreme ? 255 : (uint8_t)dice(256);
    }
    for (uint32_t r = 0; r < rows; r++)
      for (uint32_t j = 0; j < m.n; j++) {
        want[r][j] = 0;
        for (uint32_t k = 0; k < m.k; k++) want[r][j] += x[r][k] * w[(j / 16 * (m.k / 4) + k / 4) * 64 + j % 16 * 4 + k % 4];
      }
    for (size_t i = 0; i < 3; i++) {
      const toc__kernel *k = toc__kernel_find(kernels[i]);
      if (!k) continue;
      memset(got, 0x55, sizeof got);
      k->product(row, rows, &m, got[0], WIDE);
      for (uint32_t r = 0; r < rows; r++) assert_memory_equal(got[r], want[r], m.n * sizeof(int32_t));
    }
  }
}

typedef struct floats {
  uint8_t state[64], relu[64], relu_sum[64];
  float cell[64], scaled[64], outer[9][24];
  int16_t sum[64];
  uint8_t bytes[64];
  float low, step, affine[64], gelu[64], norm[64], softmax[64], added[64];
} floats;

static void float_steps_agree(void **state) {
  (void)state;
  static int32_t px[256], ph[256];
  static float ax[256], ah[256], b[256], x[64], y[64], d[9 * 40], ht[40 * 24];
  static int8_t row[64];
  static floats out[3];
  for (int round = 0; round < 200; round++) {
    float wide = round % 3 == 0 ? 40.0f : 3.0f; /* also where the sigmoids are flat */
    floats start;
    memset(&start, 0, sizeof start);
    for (int i = 0; i < 256; i++) {
      px[i] = (int32_t)dice(400000) - 200000;
      ph[i] = (int32_t)dice(400000) - 200000;
      ax[i] = real(0, wide / 200000), ah[i] = real(0, wide / 200000), b[i] = real(-wide, wide);
    }
    for (int i = 0; i < 64; i++) {
      start.cell[i] = real(-4, 4), x[i] = real(-9, 9), y[i] = real(-3, 3);
      row[i] = (int8_t)((int)dice(255) - 127);
      start.sum[i] = (int16_t)((int)dice(20000) - 10000);
    }
    for (int i = 0; i < 9 * 40; i++) d[i] = real(-2, 2);
    for (int i = 0; i < 40 * 24; i++) ht[i] = real(-2, 2);
    int ran = 0;
    for (size_t i = 0; i < 3; i++) {
      const toc__kernel *k = toc__kernel_find(kernels[i]);
      if (!k) continue;
      floats *o = &out[ran];
      *o = start;
      k->lstm(px, ph, ax, ah, b, 64, o->cell, o->state);
      k->scale(px, ax, b, 64, o->scaled);
      k->relu(x, 64, o->relu);
      k->relu_sum(x, y, 64, o->relu_sum);
      k->outer(d, 40, 9, 40, ht, 24, o->outer[0], 24);
      k->add_row(row, 64, o->sum);
      k->bytes(x, 64, o->bytes, &o->low, &o->step);
      k->affine(px, ax, y, b, o->step, o->low, 64, o->affine);
      memcpy(o->gelu, x, sizeof x);
      k->gelu(o->gelu, 64);
      k->norm(x, y, b, ax, 64, o->norm);
      memcpy(o->softmax, x, sizeof x);
      k->softmax(o->softmax, 61, 64, 0.7f);
      k->add(x, 0.3f, 64, o->added);
      if (ran) assert_memory_equal(o, &out[0], sizeof *o);
      ran++;
    }
    assert_true(ran >= 1);
    assert_int_equal(out[0].sum[5], start.sum[5] + row[5]);
    float relu = (x[3] > 0 ? x[3] : 0) * 32;
    assert_true((float)out[0].relu[3] >= (relu > 255 ? 255 : relu) - 0.51f && (float)out[0].relu[3] <= relu + 0.51f);
  }
}

static bool near(float a, double b, double by) { return (double)a > b - by && (double)a < b + by; }

static void the_encoder_s_steps_are_right(void **state) {
  (void)state;
  const toc__kernel *k = toc__kernel_find(NULL);
  float x[16] = {0, 1, -1, 0.5f, -3, 7, -7, 2}, low, step, y[16] = {0}, one[16], out[16];
  uint8_t q[16];
  k->bytes(x, 16, q, &low, &step);
  assert_true(near(low, -7, 1e-6) && near(step, 14.0 / 255, 1e-6) && q[6] == 0 && q[5] == 255);
  for (int i = 0; i < 16; i++) assert_true(near(low + step * (float)q[i], (double)x[i], (double)step * 0.51));
  k->bytes(y, 16, q, &low, &step); /* a row without any span */
  assert_true(near(low, 0, 1e-9) && near(step, 0, 1e-9) && q[0] == 0);
  for (int i = 0; i < 16; i++) one[i] = 1;
  k->norm(x, x, one, y, 16, out);
  double mean = 0, square = 0;
  for (int i = 0; i < 16; i++) mean += (double)out[i] / 16, square += (double)out[i] * (double)out[i] / 16;
  assert_true(near(0, mean, 1e-6) && near(1, square, 1e-5) && out[5] > 2 && out[6] < -2);
  memcpy(out, x, sizeof x);
  k->softmax(out, 2, 8, 2.0f); /* 1 / (1 + e²) */
  assert_true(near(out[0], 0.1192029, 1e-6) && near(out[1], 0.8807971, 1e-6));
  for (int i = 2; i < 8; i++) assert_true(near(out[i], 0, 1e-30));
  k->gelu(x, 16);
  assert_true(near(x[0], 0, 1e-7) && near(x[1], 0.8413447, 1e-6) && near(x[2], -0.1586553, 1e-6) && near(x[3], 0.3457312, 1e-6));
  assert_true(near(x[4], -0.0040497, 1e-6) && near(x[5], 7, 1e-6) && near(x[6], 0, 1e-6) && near(x[7], 1.9544997, 1e-6));
}

static void the_exponential_is_close(void **state) {
  (void)state;
  assert_true(toc__exp(0.0f) == 1.0f || (toc__exp(0.0f) > 0.999999f && toc__exp(0.0f) < 1.000001f));
  double e = 2.718281828459045, want = 1;
  for (int i = 0; i <= 20; i++, want *= e) {
    double got = (double)toc__exp((float)i);
    assert_true(got > want * 0.999998 && got < want * 1.000002);
    got = (double)toc__exp((float)-i) * want;
    assert_true(got > 0.999998 && got < 1.000002);
  }
}

/* ------------------------------------------------------------------ trees */

static bool is_tree(const uint32_t *head, uint32_t n) {
  uint32_t roots = 0;
  for (uint32_t d = 1; d <= n; d++) {
    uint32_t u = d, steps = 0;
    while (u && steps++ <= n) u = head[u - 1];
    if (u) return false;
    roots += head[d - 1] == 0;
  }
  return roots == 1;
}

static double total(const float *s, uint32_t n, uint32_t ld, const uint32_t *head) {
  double t = 0;
  for (uint32_t d = 0; d < n; d++) t += (double)s[d * ld + head[d]];
  return t;
}

static void the_tree_is_the_best(void **state) {
  (void)state;
  for (int round = 0; round < 4000; round++) {
    uint32_t n = 1 + dice(5), ld = n + 1 + dice(3), head[5] = {0}, got[5];
    float s[5 * 9];
    bool coarse = round % 2; /* many equal scores */
    for (uint32_t i = 0; i < n * ld; i++) s[i] = coarse ? (float)dice(4) : real(-10, 10);
    double best = -1e30;
    for (;;) { /* all ways to give each word a head */
      if (is_tree(head, n) && total(s, n, ld, head) > best) best = total(s, n, ld, head);
      uint32_t i = 0;
      while (i < n && ++head[i] > n) head[i++] = 0;
      if (i == n) break;
    }
    toc_arena a;
    toc_arena_init(&a, 0);
    toc__nn_tree(s, n, ld, got, &a);
    assert_true(is_tree(got, n));
    assert_true(total(s, n, ld, got) > best - 1e-4);
    toc_arena_release(&a);
  }
}

static void large_and_flat_graphs_give_trees(void **state) {
  (void)state;
  enum { N = TOC_NN_WINDOW };
  float *s = calloc(N * (N + 1), sizeof *s);
  uint32_t head[N];
  assert_non_null(s);
  for (int round = 0; round < 4; round++) {
    for (uint32_t i = 0; i < N * (N + 1); i++)
      s[i] = round == 0 ? 0.0f : round == 1 ? real(0, 1) : round == 2 ? (float)dice(2) : 0.0f;
    if (round == 3) /* pairs that want each other: one contraction after the other */
      for (uint32_t d = 0; d < N; d++) s[d * (N + 1) + (d ^ 1) + 1] = 5.0f + (float)d;
    toc_arena a;
    toc_arena_init(&a, 0);
    toc__nn_tree(s, N, N + 1, head, &a);
    assert_true(is_tree(head, N));
    toc_arena_release(&a);
  }
  free(s);
}

/* ------------------------------------------------------------ the network */

typedef struct text {
  toc_arena arena;
  TOC_ARRAY(toc__nn_sentence) s;
  TOC_ARRAY(toc_str) gold; /* the row of each word */
} text;

static void read_golden(text *t, const subject *m) {
  toc_str bytes, line, field;
  toc_error err;
  toc_arena_init(&t->arena, 0);
  t->s.ptr = NULL, t->s.len = t->s.cap = 0;
  t->gold.ptr = NULL, t->gold.len = t->gold.cap = 0;
  assert_int_equal(toc_file_read(&t->arena, m->golden, 0, &bytes, &err), TOC_OK);
  toc_strs forms = {0};
  while (toc_str_cut(&bytes, '\n', &line)) {
    if (line.len == 0 && forms.len) {
      *toc_push(&t->arena, &t->s) = (toc__nn_sentence){forms.ptr, forms.len, toc_new(&t->arena, toc__nn_word, forms.len)};
      forms = (toc_strs){0};
    }
    if (line.len == 0 || line.ptr[0] == '#') continue;
    *toc_push(&t->arena, &t->gold) = line;
    toc_str_cut(&line, '\t', &field);
    toc_str_cut(&line, '\t', &field);
    *toc_push(&t->arena, &forms) = field;
  }
  assert_true(t->s.len >= 15);
}

static toc__nn *open_model(const subject *m, const char *kernel) {
  toc__nn *nn;
  toc_error err;
  if (toc__nn_open(&nn, m->model, kernel, &err)) fail_msg("%s", err.message);
  return nn;
}

static void run(const toc__nn *nn, const toc__nn_sentence *s, uint32_t n) {
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  toc__nn_run(nn, s, n, &scratch);
  toc_arena_release(&scratch);
}

static toc_str row_of(toc_arena *a, const toc__nn *nn, const toc__nn_sentence *s, uint32_t i) {
  const toc__nn_word *w = &s->word[i];
  return toc_str_format(a, "%u\t%.*s\t%.*s\t%.*s\t_\t%.*s\t%u\t%.*s\t_\tName=%.*s", i + 1, TOC_FMT(s->form[i]),
                        TOC_FMT(toc__nn_label_name(nn, TOC_NN_SCRIPTS, w->script)),
                        TOC_FMT(toc__nn_label_name(nn, TOC_NN_UPOS, w->upos)),
                        TOC_FMT(toc__nn_label_name(nn, TOC_NN_FEATS, w->feats)), w->head == TOC_NONE ? 0 : w->head + 1,
                        TOC_FMT(toc__nn_label_name(nn, TOC_NN_RELS, w->rel)),
                        TOC_FMT(toc__nn_label_name(nn, TOC_NN_NAMES, w->name)));
}

/* "~" in the reference stands for anything: a near tie. */
static bool rows_match(toc_str row, toc_str want) {
  toc_str a, b;
  while (toc_str_cut(&want, '\t', &b))
    if (!toc_str_cut(&row, '\t', &a) || (!toc_str_is(b, "~") && !toc_str_eq(a, b))) return false;
  return row.len == 0;
}

static void it_reads_like_the_reference(void **state) {
  for (size_t k = 0; k < 3; k++) {
    if (!toc__kernel_find(kernels[k])) continue;
    text t;
    read_golden(&t, *state);
    toc__nn *nn = open_model(*state, kernels[k]);
    assert_string_equal(toc__nn_kernel(nn), kernels[k]);
    run(nn, t.s.ptr, t.s.len);
    for (uint32_t i = 0, at = 0; i < t.s.len; i++)
      for (uint32_t j = 0; j < t.s.ptr[i].n; j++, at++) {
        toc_str row = row_of(&t.arena, nn, &t.s.ptr[i], j), want = t.gold.ptr[at];
        if (!rows_match(row, want)) fail_msg("%s: got  %.*s\nwant %.*s", kernels[k], TOC_FMT(row), TOC_FMT(want));
      }
    toc__nn_close(nn);
    toc_arena_release(&t.arena);
  }
}

/* One by one, all at once, backwards: a sentence is read the same, probabilities included. */
static void company_does_not_matter(void **state) {
  text t;
  read_golden(&t, *state);
  toc__nn *nn = open_model(*state, NULL);
  uint32_t n = t.s.len, many = ((const subject *)*state)->rounds * n;
  run(nn, t.s.ptr, n);
  toc__nn_sentence *other = toc_new(&t.arena, toc__nn_sentence, many);
  for (uint32_t i = 0; i < many; i++) {
    other[i] = t.s.ptr[n - 1 - i % n];
    other[i].word = toc_new(&t.arena, toc__nn_word, other[i].n);
  }
  run(nn, other, many);
  for (uint32_t i = 0; i < many; i++)
    assert_memory_equal(other[i].word, t.s.ptr[n - 1 - i % n].word, other[i].n * sizeof(toc__nn_word));
  for (uint32_t i = 0; i < n; i++) {
    toc__nn_sentence one = other[0];
    one = t.s.ptr[i];
    one.word = toc_new(&t.arena, toc__nn_word, one.n);
    run(nn, &one, 1);
    assert_memory_equal(one.word, t.s.ptr[i].word, one.n * sizeof(toc__nn_word));
  }
  toc__nn_close(nn);
  toc_arena_release(&t.arena);
}

typedef struct worker {
  const toc__nn *nn;
  const text *t;
  toc__nn_word *word; /* [all words] */
  uint32_t turn;      /* which sentence comes first */
} worker;

static void *work(void *arg) {
  worker *w = arg;
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  for (uint32_t round = 0; round < 4; round++) {
    toc__nn_sentence s[64];
    uint32_t n = w->t->s.len, at = 0;
    assert_true(n <= 64);
    for (uint32_t i = 0; i < n; at += s[i++].n) {
      s[i] = w->t->s.ptr[i];
      s[i].word = w->word + at;
    }
    uint32_t cut = (w->turn + round) % n; /* other batches in each thread and round */
    toc__nn_run(w->nn, s, cut, &scratch);
    toc_arena_reset(&scratch);
    toc__nn_run(w->nn, s + cut, n - cut, &scratch);
    toc_arena_reset(&scratch);
  }
  toc_arena_release(&scratch);
  return NULL;
}

static void threads_share_a_model(void **state) {
  enum { THREADS = 4 };
  text t;
  read_golden(&t, *state);
  toc__nn *nn = open_model(*state, NULL);
  run(nn, t.s.ptr, t.s.len);
  pthread_t id[THREADS];
  worker w[THREADS];
  for (uint32_t i = 0; i < THREADS; i++) {
    w[i] = (worker){nn, &t, toc_new(&t.arena, toc__nn_word, t.gold.len), i * 3};
    assert_int_equal(pthread_create(&id[i], NULL, work, &w[i]), 0);
  }
  for (uint32_t i = 0; i < THREADS; i++) {
    pthread_join(id[i], NULL);
    for (uint32_t k = 0, at = 0; k < t.s.len; at += t.s.ptr[k++].n)
      assert_memory_equal(w[i].word + at, t.s.ptr[k].word, t.s.ptr[k].n * sizeof(toc__nn_word));
  }
  toc__nn_close(nn);
  toc_arena_release(&t.arena);
}

static void memory_does_not_grow_with_the_report(void **state) {
  text t;
  read_golden(&t, *state);
  toc__nn *nn = open_model(*state, NULL);
  const uint32_t many = 150 * ((const subject *)*state)->rounds;
  toc__nn_sentence *s = toc_new(&t.arena, toc__nn_sentence, many);
  for (uint32_t i = 0; i < many; i++) s[i] = t.s.ptr[i % t.s.len];
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  toc__nn_run(nn, s, many, &scratch);
  assert_true(scratch.used < ((size_t)((subject *)*state)->megabytes << 20));
  toc_arena_release(&scratch);
  toc__nn_close(nn);
  toc_arena_release(&t.arena);
}

static void a_sentence_without_end_is_one_tree(void **state) {
  const uint32_t n = ((const subject *)*state)->rounds * 500 + 7;
  static const char *const some[] = {"the", "army", "said", ",", "Karsava", "burned", "and", "1,200"};
  toc_str *form = calloc(n, sizeof *form);
  uint32_t *head = calloc(n, sizeof *head);
  toc__nn_sentence s = {form, n, calloc(n, sizeof(toc__nn_word))};
  for (uint32_t i = 0; i < n; i++) form[i] = toc_cstr(some[dice(8)]);
  toc__nn *nn = open_model(*state, NULL);
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  toc__nn_run(nn, &s, 1, &scratch);
  assert_true(scratch.used < ((size_t)((subject *)*state)->megabytes << 20));
  for (uint32_t i = 0; i < n; i++) head[i] = s.word[i].head == TOC_NONE ? 0 : s.word[i].head + 1;
  assert_true(is_tree(head, n));
  toc_arena_release(&scratch);
  toc__nn_close(nn);
  free(form);
  free(head);
  free(s.word);
}

static void odd_forms_are_read(void **state) {
  toc_str form[] = {TOC_S(""), TOC_S("\xF0\x9F\x94\x94"), TOC_S("\xEF\xBF\xBD"), TOC_S("s"),
                    TOC_S("Donaudampfschifffahrtsgesellschaftskapitaenswitwenrente"), TOC_S("\xD0\x9C\xD0\xBE")};
  toc__nn_word word[6];
  toc__nn_sentence s[2] = {{form, 6, word}, {form, 0, word}};
  toc__nn *nn = open_model(*state, NULL);
  run(nn, s, 2);
  run(nn, s + 1, 1);
  run(nn, NULL, 0);
  uint32_t head[6];
  for (int i = 0; i < 6; i++) head[i] = word[i].head == TOC_NONE ? 0 : word[i].head + 1;
  assert_true(is_tree(head, 6));
  for (int i = 0; i < 6; i++) { /* no script cuts a word away */
    toc__nn_script c = toc__nn_script_at(nn, word[i].script);
    assert_true(c.cut == 0 || c.cut < toc_utf8_count(form[i]) || c.add.len);
  }
  toc__nn_close(nn);
}

static void words_are_cut_into_pieces(void **state) {
  toc__nn *nn = open_model(*state, NULL);
  uint16_t a[16], b[16], c[16];
  uint32_t n = toc__nn_pieces(nn, TOC_S("C\xC3\xB4TE"), a), m = toc__nn_pieces(nn, TOC_S("cote"), b);
  assert_true(n == m && n >= 1); /* neither accents nor capitals count, composed or not */
  assert_memory_equal(a, b, n * sizeof *a);
  n = toc__nn_pieces(nn, TOC_S("Co\xCC\x82te"), a);
  assert_true(n == m);
  assert_memory_equal(a, b, n * sizeof *a);
  n = toc__nn_pieces(nn, TOC_S("won't"), a); /* marks stand alone */
  assert_int_equal(n, 3);
  assert_int_equal(toc__nn_pieces(nn, TOC_S("won"), b), 1);
  assert_int_equal(toc__nn_pieces(nn, TOC_S("'"), c), 1);
  assert_true(a[0] == b[0] && a[1] == c[0]);
  n = toc__nn_pieces(nn, TOC_S("gunfights"), a); /* the longest piece first, then those that go on */
  m = toc__nn_pieces(nn, TOC_S("gun"), b);
  assert_true(n >= 2 && n <= 4 && m == 1);
  char big[102];
  memset(big, 'a', sizeof big);
  assert_int_equal(toc__nn_pieces(nn, (toc_str){big, 100}, a), 12); /* no more than twelve */
  assert_int_equal(toc__nn_pieces(nn, (toc_str){big, 101}, a), 1);  /* longer than any word: unknown */
  assert_int_equal(toc__nn_pieces(nn, TOC_S(""), b), 1);
  assert_int_equal(a[0], b[0]);
  assert_int_equal(toc__nn_pieces(nn, TOC_S("\xF0\x9F\x94\x94"), b), 1);
  assert_int_equal(a[0], b[0]);
  assert_int_equal(toc__nn_pieces(nn, TOC_S("1,200"), a), 3);
  toc__nn_close(nn);
}

/* More pieces than the encoder has places, in fewer words than make a window. */
static void pieces_make_windows(void **state) {
  enum { N = 300 };
  toc_str form[N];
  toc__nn_word word[N], again[40];
  uint32_t head[N];
  for (int i = 0; i < N; i++) form[i] = i % 50 == 49 ? TOC_S(",") : TOC_S("qxzvkqxzvkqxzvkqxzvk");
  toc__nn *nn = open_model(*state, NULL);
  run(nn, &(toc__nn_sentence){form, N, word}, 1);
  for (int i = 0; i < N; i++) head[i] = word[i].head == TOC_NONE ? 0 : word[i].head + 1;
  assert_true(is_tree(head, N));
  run(nn, &(toc__nn_sentence){form, 40, again}, 1);
  for (int i = 0; i < 40; i++) head[i] = again[i].head == TOC_NONE ? 0 : again[i].head + 1;
  assert_true(is_tree(head, 40));
  toc__nn_close(nn);
}

static void words_are_seen_alike(void **state) {
  toc__nn *nn = open_model(*state, NULL);
  toc__nn_features a, b;
  toc__nn_look(nn, TOC_S("Kyiv\xE2\x80\x99s"), &a);
  toc__nn_look(nn, TOC_S("KYIV'S"), &b);
  assert_int_equal(a.n_gram, b.n_gram);
  assert_memory_equal(a.gram, b.gram, a.n_gram * sizeof *a.gram);
  assert_int_equal(a.word, b.word);
  assert_int_equal(a.casing, 2);
  assert_int_equal(b.casing, 3);
  toc__nn_look(nn, TOC_S("London"), &a);
  toc__nn_look(nn, TOC_S("london"), &b);
  assert_true(a.word != 0 && a.word == b.word);
  assert_true(a.flags != 0 && b.flags == 0);
  toc__nn_look(nn, TOC_S("2019"), &a);
  toc__nn_look(nn, TOC_S("1987"), &b);
  assert_memory_equal(&a, &b, sizeof a.word);
  assert_int_equal(a.casing, 6);
  toc__nn_close(nn);
}

/* ------------------------------------------------------------ broken files */

static void refuse(const char *path, toc_status want, const char *says) {
  toc__nn *nn;
  toc_error err;
  memset(&err, 0, sizeof err);
  assert_int_equal(toc__nn_open(&nn, path, NULL, &err), want);
  assert_null(nn);
  if (!strstr(err.message, says)) fail_msg("'%s' does not say '%s'", err.message, says);
  assert_non_null(strstr(err.message, path));
}

static void broken_files_are_refused(void **state) {
  const subject *m = *state;
  refuse(TOC_SOURCE_DIR "/models/none.tcm", TOC_IO, "cannot open the model");
  refuse(TOC_SOURCE_DIR "/tests/nn/sentences.txt", TOC_BADDATA, "TOCMODL");
  toc_arena a;
  toc_str good;
  toc_error err;
  toc_arena_init(&a, 0);
  assert_int_equal(toc_file_read(&a, m->model, 0, &good, &err), TOC_OK);
  char *bytes = NULL;
  assert_int_equal(posix_memalign((void **)&bytes, 64, good.len), 0);
  memcpy(bytes, good.ptr, good.len);
  uint32_t n;
  memcpy(&n, bytes + 12, 4);
  toc__nn *nn;
  toc_str all = {bytes, good.len};
  assert_int_equal(toc__nn_read(&nn, all, "m", NULL, &err), TOC_OK);
  toc__nn_close(nn);
  for (size_t cut = 0; cut < good.len; cut += cut < 4096 ? 61 : good.len / 40 + 1) {
    assert_int_equal(toc__nn_read(&nn, (toc_str){bytes, cut}, "m", NULL, &err), TOC_BADDATA);
    assert_non_null(strstr(err.message, "in 'm'"));
  }
  for (uint32_t i = 0; i < n; i++) { /* one bit of each section */
    const char *entry = bytes + 64 + 64 * (size_t)i;
    uint64_t at, size;
    memcpy(&at, entry + 32, 8);
    memcpy(&size, entry + 40, 8);
    if (!strncmp(entry, "card", 24)) continue; /* for people; nothing reads it */
    bytes[at + size / 2] = (char)(bytes[at + size / 2] ^ 1);
    assert_int_equal(toc__nn_read(&nn, all, "m", NULL, &err), TOC_BADDATA);
    assert_non_null(strstr(err.message, entry));
    bytes[at + size / 2] = (char)(bytes[at + size / 2] ^ 1);
  }
  for (size_t i = 64; i < 64 + 64 * (size_t)n; i += 37) { /* the table */
    bytes[i] = (char)(bytes[i] + 1);
    assert_int_equal(toc__nn_read(&nn, all, "m", NULL, &err), TOC_BADDATA);
    bytes[i] = (char)(bytes[i] - 1);
  }
  bytes[8] = 9;
  assert_int_equal(toc__nn_read(&nn, all, "m", NULL, &err), TOC_BADDATA);
  assert_non_null(strstr(err.message, "version 9"));
  bytes[8] = good.ptr[8];
  assert_int_equal(toc__nn_read(&nn, all, "m", "abacus", &err), TOC_USAGE);
  assert_non_null(strstr(err.message, "abacus"));
  free(bytes);
  toc_arena_release(&a);
}

static void each_allocation_may_fail(void **state) {
  for (volatile uint64_t k = 1, done = 0; !done && k < 200; k++) {
    toc__nn *nn;
    toc_error err;
    toc_arena_fail_after(k);
    toc_status s = toc__nn_open(&nn, ((const subject *)*state)->model, NULL, &err);
    toc_arena_fail_after(0);
    assert_true(s == TOC_OK || s == TOC_NOMEM);
    done = s == TOC_OK;
    toc__nn_close(nn);
  }
}

#define EACH_MODEL(f) cmocka_unit_test_prestate(f, &fast), cmocka_unit_test_prestate(f, &accurate)

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(products_agree),
      cmocka_unit_test(float_steps_agree),
      cmocka_unit_test(the_encoder_s_steps_are_right),
      cmocka_unit_test(the_exponential_is_close),
      cmocka_unit_test(the_tree_is_the_best),
      cmocka_unit_test(large_and_flat_graphs_give_trees),
      EACH_MODEL(it_reads_like_the_reference),
      EACH_MODEL(company_does_not_matter),
      EACH_MODEL(threads_share_a_model),
      EACH_MODEL(memory_does_not_grow_with_the_report),
      EACH_MODEL(a_sentence_without_end_is_one_tree),
      EACH_MODEL(odd_forms_are_read),
      cmocka_unit_test_prestate(words_are_seen_alike, &fast),
      cmocka_unit_test_prestate(words_are_cut_into_pieces, &accurate),
      cmocka_unit_test_prestate(pieces_make_windows, &accurate),
      cmocka_unit_test_prestate(broken_files_are_refused, &fast),
      cmocka_unit_test_prestate(broken_files_are_refused, &tiny),
      cmocka_unit_test_prestate(each_allocation_may_fail, &fast),
      cmocka_unit_test_prestate(each_allocation_may_fail, &tiny),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
