/* boundary.c - a linear model over the rules: does a sentence end behind this token?
 *
 *   "Best regards , | Ada Brook | 03/05/2021 09:12 AM | Please see the list"
 *
 * Rules know stops and abbreviations.  Where people write without stops - signatures, lists,
 * posts - only the looks of the words around a gap tell, and a few thousand weights over them
 * do better than more rules.  A weight belongs to a string such as "ab=Xx|9": the shapes of
 * the words on both sides.  What the rules said is one of the features and decides the bar:
 * to add an end takes `@add`, to take away one that a rule saw takes a score below `@keep`.
 *
 * Weights are integers, data/token/boundaries.txt; tools/train/boundaries.py makes them (an
 * averaged perceptron, Freund and Schapire 1999; Collins 2002). */
#include "cutter.h"

#define WORD 16  /* a word's bytes in a feature; longer ones show their shape only */
#define SHAPE 8

typedef struct {
  char word[WORD + 1];
  char shape[4 * SHAPE + 4];
} look_of;

static void put(char *out, size_t *n, const char *bytes, size_t len, size_t max) {
  if (*n + len > max) len = max - *n;
  memcpy(out + *n, bytes, len);
  *n += len;
  out[*n] = 0;
}

static char shape_of(uint32_t cp) {
  if (toc_cp_is_upper(cp)) return 'X';
  switch (toc__cp_class(cp)) {
    case CP_LETTER: return 'x';
    case CP_DIGIT: return '9';
    default: return cp < 0x80 ? (char)cp : '?';
  }
}

/* "Regards" → word "regards", shape "Xxx": runs are cut to two, the whole to eight. */
static void look(const cutter *c, uint32_t i, uint32_t first, uint32_t last, look_of *out) {
  *out = (look_of){"-", "-"};
  if (i < first || i >= last) return; /* before the block (i wraps around) or behind it */
  toc_str f = c->doc->tokens.ptr[i].form;
  if (f.len >= 5 && (memcmp(f.ptr, "http", 4) == 0 || memcmp(f.ptr, "www.", 4) == 0)) {
    *out = (look_of){"-", "url"};
    return;
  }
  size_t n = 0, run = 0;
  char before = 0;
  for (size_t pos = 0; pos < f.len && n < SHAPE;) {
    char s = shape_of(toc_utf8_next(f, &pos));
    run = s == before ? run + 1 : 1;
    before = s;
    if (run <= 2) out->shape[n++] = s;
  }
  out->shape[n] = 0;
  if (f.len > WORD) return;
  for (size_t k = 0; k < f.len; k++) out->word[k] = (char)(is_upper_ascii(f.ptr[k]) ? f.ptr[k] + 32 : f.ptr[k]);
  out->word[f.len] = 0;
}

typedef struct {
  const toc_map *weights;
  toc_buf *names; /* the trainer's way: NULL when scoring */
  int64_t score;
} tally;

static void feature(tally *t, const char *name, const char *x, const char *y, const char *z) {
  char key[96];
  size_t n = 0;
  put(key, &n, name, strlen(name), sizeof key - 1);
  put(key, &n, x, strlen(x), sizeof key - 1);
  if (y) put(key, &n, "|", 1, sizeof key - 1), put(key, &n, y, strlen(y), sizeof key - 1);
  if (z) put(key, &n, "|", 1, sizeof key - 1), put(key, &n, z, strlen(z), sizeof key - 1);
  if (t->names) {
    toc_buf_put(t->names, " ", 1);
    toc_buf_put(t->names, key, n);
    return;
  }
  uint32_t w = toc_map_get(t->weights, (toc_str){key, n});
  if (w != TOC_NONE) t->score += (int64_t)w - TOC__WEIGHT_ZERO;
}

/* Looks of tokens i - 1 … i + 2 and of the sentence's first. */
static void features(const cutter *c, const look_of at[4], const look_of *begin, uint32_t i, uint32_t length, bool rule, tally *t) {
  const look_of *p = &at[0], *a = &at[1], *b = &at[2], *n = &at[3];
  const char *r = rule ? "R" : "r";
  static const char *const lengths[] = {"0", "1", "2", "4", "8", "16", "32", "64"};
  unsigned bucket = 0;
  while (bucket < 7 && (1u << bucket) <= length) bucket++;
  feature(t, "r=", r, NULL, NULL);
  feature(t, "A=", a->word, NULL, NULL);
  feature(t, "B=", b->word, NULL, NULL);
  feature(t, "a=", a->shape, NULL, NULL);
  feature(t, "b=", b->shape, NULL, NULL);
  feature(t, "P=", p->word, NULL, NULL);
  feature(t, "N=", n->word, NULL, NULL);
  feature(t, "ab=", a->shape, b->shape, NULL);
  feature(t, "Ab=", a->word, b->shape, NULL);
  feature(t, "aB=", a->shape, b->word, NULL);
  feature(t, "pab=", p->shape, a->shape, b->shape);
  feature(t, "abn=", a->shape, b->shape, n->shape);
  feature(t, "bN=", b->shape, n->word, NULL);
  feature(t, "L=", lengths[bucket], NULL, NULL);
  feature(t, "F=", begin->word, NULL, NULL);
  feature(t, "s=", c->doc->tokens.ptr[i].space_after ? "1" : "0", NULL, NULL);
  feature(t, "rA=", r, a->word, NULL);
  feature(t, "rB=", r, b->word, NULL);
  feature(t, "ra=", r, a->shape, NULL);
  feature(t, "rb=", r, b->shape, NULL);
  feature(t, "rab=", r, a->shape, b->shape);
}

void toc__judge_boundaries(const cutter *c, uint32_t first, uint32_t last, unsigned char *ends, toc_buf *names) {
  if (last - first < 2 || (!names && !c->t->weights.used)) return;
  look_of at[4], begin;
  for (uint32_t k = 0; k < 3; k++) look(c, first + k - 1, first, last, &at[k + 1]);
  look(c, first, first, last, &begin);
  uint32_t start = first;
  for (uint32_t i = first; i + 1 < last; i++) {
    memmove(at, at + 1, 3 * sizeof *at);
    look(c, i + 2, first, last, &at[3]);
    bool rule = ends[i - first] != 0;
    tally t = {&c->t->weights, names, 0};
    if (names) toc_buf_fmt(names, "%u %d", (unsigned)c->doc->tokens.ptr[i].span.end, rule);
    features(c, at, &begin, i, i - start, rule, &t);
    if (names) toc_buf_put(names, "\n", 1);
    if (!names && ends[i - first] != BOUNDARY_FIXED) ends[i - first] = t.score > (rule ? c->t->keep : c->t->add);
    if (rule) { /* `begin` is where the rules see a beginning, in training as here */
      start = i + 1;
      begin = at[2];
    }
  }
}
