/* model.c - reads a model file: every section is checked before anything uses it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net.h"

enum { I8 = 1, U8, F32, U64, U32, TEXT };
static const size_t item_size[] = {0, 1, 1, 4, 8, 4, 1};

typedef struct reader {
  const char *name; /* of the file */
  const char *bytes;
  size_t size;
  uint32_t n_sections;
  toc_error *err;
} reader;

#define BAD(r, ...) toc_fail((r)->err, TOC_BADDATA, (r)->name, 0, 0, __VA_ARGS__)

static uint32_t get32(const char *p) {
  uint32_t v;
  memcpy(&v, p, 4);
  return v;
}
static uint64_t get64(const char *p) {
  uint64_t v;
  memcpy(&v, p, 8);
  return v;
}

static toc_status read_head(reader *r, toc__nn *nn) {
  if (r->size < 64 || memcmp(r->bytes, "TOCMODL\n", 8)) return BAD(r, "this is no model file: expected it to begin with TOCMODL");
  uint32_t version = get32(r->bytes + 8);
  if (version < TOC_NN_OLDEST || version > TOC_NN_VERSION)
    return BAD(r, "model format version %u: expected %u to %u", version, TOC_NN_OLDEST, TOC_NN_VERSION);
  r->n_sections = get32(r->bytes + 12);
  uint64_t size = get64(r->bytes + 16);
  if (size != r->size)
    return BAD(r, "model file has %zu bytes: expected %llu, as its header says", r->size, (unsigned long long)size);
  if (r->n_sections > 1024 || 64 + 64 * (size_t)r->n_sections > r->size)
    return BAD(r, "model file has no room for its %u sections", r->n_sections);
  toc_str table = {r->bytes + 64, 64 * (size_t)r->n_sections};
  if ((uint32_t)toc_hash(table, 0) != get32(r->bytes + 56)) return BAD(r, "section table is corrupt: expected another checksum");
  static const char hex[] = "0123456789abcdef";
  memcpy(nn->hash, "sha256:", 7);
  for (int i = 0; i < 32; i++) {
    unsigned char b = (unsigned char)r->bytes[24 + i];
    nn->hash[7 + 2 * i] = hex[b >> 4];
    nn->hash[8 + 2 * i] = hex[b & 15];
  }
  return TOC_OK;
}

/* The bytes of a section of that kind and shape; rows or cols 0: any. */
static toc_status section(reader *r, const char *name, uint32_t kind, uint64_t rows, uint64_t cols, const void **out,
                          uint32_t *n_rows) {
  for (uint32_t i = 0; i < r->n_sections; i++) {
    const char *e = r->bytes + 64 + 64 * (size_t)i;
    if (strncmp(e, name, 24)) continue;
    uint64_t at = get64(e + 32), size = get64(e + 40), has_rows = get32(e + 56), has_cols = get32(e + 60);
    if (at % 64 || at > r->size || size > r->size - at) return BAD(r, "section '%s' lies outside the file", name);
    if (get32(e + 24) != kind) return BAD(r, "section '%s' is of kind %u: expected %u", name, get32(e + 24), kind);
    if ((rows && has_rows != rows) || (cols && has_cols != cols))
      return BAD(r, "section '%s' is %llu by %llu: expected %llu by %llu", name, (unsigned long long)has_rows,
                 (unsigned long long)has_cols, (unsigned long long)rows, (unsigned long long)cols);
    if (kind != TEXT && size != has_rows * has_cols * item_size[kind])
      return BAD(r, "section '%s' has %llu bytes: expected %llu", name, (unsigned long long)size,
                 (unsigned long long)(has_rows * has_cols * item_size[kind]));
    toc_str body = {r->bytes + at, (size_t)size};
    if (toc_hash(body, 0) != get64(e + 48)) return BAD(r, "section '%s' is corrupt: expected another checksum", name);
    *out = body.ptr;
    if (n_rows) *n_rows = kind == TEXT ? (uint32_t)size : (uint32_t)has_rows;
    return TOC_OK;
  }
  return BAD(r, "section '%s' is missing", name);
}

#define TRY(x)                     \
  do {                             \
    toc_status s_ = (x);           \
    if (s_ != TOC_OK) return s_;   \
  } while (0)

static const char *join(char name[24], const char *a, const char *b) {
  snprintf(name, 24, "%.12s.%.10s", a, b);
  return name;
}

/* n labels, or for n = 0 as many as there are. */
static toc_status read_labels(reader *r, toc__nn *nn, toc__nn_label what, const char *suffix, uint32_t n) {
  char name[24];
  const void *p;
  uint32_t size;
  TRY(section(r, join(name, "labels", suffix), TEXT, n, 1, &p, &size));
  toc_str rest = {p, size}, one;
  for (uint32_t i = 0; n == 0 && i < size; i++) nn->n_label[what] += rest.ptr[i] == '\n';
  if (n == 0) n = nn->n_label[what] + 1;
  if (n > MAX_LABELS) return BAD(r, "section '%s' has %u labels: expected at most %u", name, n, MAX_LABELS);
  if (!toc_utf8_valid(rest)) return BAD(r, "section '%s' is no UTF-8", name);
  nn->label[what] = toc_new(&nn->arena, toc_str, n);
  nn->n_label[what] = n;
  for (uint32_t i = 0; i < n; i++) {
    if (!toc_str_cut(&rest, '\n', &one)) return BAD(r, "section '%s' has %u labels: expected %u", name, i, n);
    nn->label[what][i] = one;
  }
  if (toc_str_cut(&rest, '\n', &one)) return BAD(r, "section '%s' has more than its %u labels", name, n);
  return TOC_OK;
}

static toc_status read_scripts(reader *r, toc__nn *nn) {
  uint32_t n = nn->n_label[TOC_NN_SCRIPTS];
  if (n < nn->dim[DIM_SCRIPTS])
    return BAD(r, "section 'labels.scripts' has %u labels: expected at least %u", n, nn->dim[DIM_SCRIPTS]);
  nn->script = toc_new(&nn->arena, toc__nn_script, n);
  for (uint32_t i = 0; i < n; i++) {
    toc_str s = nn->label[TOC_NN_SCRIPTS][i], casing, cut;
    uint64_t k = 0;
    if (!toc_str_cut(&s, ' ', &casing) || casing.len != 1 || !memchr("lutk", casing.ptr[0], 4) ||
        !toc_str_cut(&s, ' ', &cut) || !toc_str_uint(cut, &k) || k > 64 || !s.ptr)
      return BAD(r, "lemma script '%.*s': expected casing, number and letters", TOC_FMT(nn->label[TOC_NN_SCRIPTS][i]));
    nn->script[i] = (toc__nn_script){casing.ptr[0], (uint32_t)k, s};
  }
  return TOC_OK;
}

/* Which tag may follow which: B-X and I-X go on to I-X or L-X, all others to O, B-, U-. */
static toc_status read_names(reader *r, toc__nn *nn) {
  uint32_t n = nn->dim[DIM_NAMES];
  const toc_str *tag = nn->label[TOC_NN_NAMES];
  nn->may_start = toc_new(&nn->arena, uint8_t, n);
  nn->may_end = toc_new(&nn->arena, uint8_t, n);
  nn->begin_of = toc_new(&nn->arena, uint32_t, n);
  nn->inside_of = toc_new(&nn->arena, uint32_t, n);
  for (uint32_t i = 0; i < n; i++)
    if (!(toc_str_is(tag[i], "O") || (tag[i].len > 2 && memchr("BILU", tag[i].ptr[0], 4) && tag[i].ptr[1] == '-')))
      return BAD(r, "name tag '%.*s': expected O, or B-, I-, L- or U- and a kind", TOC_FMT(tag[i]));
  if (!toc_str_is(tag[0], "O")) return BAD(r, "name tag '%.*s' comes first: expected O", TOC_FMT(tag[0]));
  for (uint32_t i = 0; i < n; i++) {
    char a = tag[i].ptr[0];
    nn->may_start[i] = a == 'O' || a == 'B' || a == 'U';
    nn->may_end[i] = a == 'O' || a == 'L' || a == 'U';
    nn->begin_of[i] = nn->inside_of[i] = TOC_NONE;
    for (uint32_t j = 1; j < n && !nn->may_start[i]; j++) {
      if (!toc_str_eq(toc_str_sub(tag[i], 2, tag[i].len), toc_str_sub(tag[j], 2, tag[j].len))) continue;
      if (tag[j].ptr[0] == 'B') nn->begin_of[i] = j;
      if (tag[j].ptr[0] == 'I') nn->inside_of[i] = j;
    }
  }
  return TOC_OK;
}

static toc_status read_weights(reader *r, const char *name, uint32_t n, uint32_t k, toc__mat *m) {
  const void *p;
  n = (n + 15) / 16 * 16;
  TRY(section(r, name, I8, n, k, &p, NULL));
  const int8_t *w = p;
  for (size_t i = 0; i < (size_t)n * k; i++)
    if (w[i] < -63 || w[i] > 63) return BAD(r, "section '%s' holds the weight %d: expected 7 bits", name, w[i]);
  *m = (toc__mat){w, n, k};
  return TOC_OK;
}

static toc_status read_floats(reader *r, const char *name, uint32_t n, uint32_t cols, float limit, const float **out) {
  const void *p;
  TRY(section(r, name, F32, n, cols, &p, NULL));
  const float *f = p;
  for (size_t i = 0; i < (size_t)n * cols; i++)
    if (!(f[i] > -limit && f[i] < limit)) return BAD(r, "section '%s' holds a number out of range", name);
  *out = f;
  return TOC_OK;
}

static toc_status read_dense(reader *r, const char *name, uint32_t n, uint32_t k, toc__dense *d) {
  char s[24];
  TRY(read_weights(r, join(s, name, "w"), n, k, &d->m));
  TRY(read_floats(r, join(s, name, "s"), d->m.n, 1, 1e6f, &d->scale));
  return read_floats(r, join(s, name, "b"), d->m.n, 1, 1e6f, &d->bias);
}

/* With an encoder: limits that keep all sums finite, whatever the file says. */
#define SMALL 1e3f
static toc_status read_stepped(reader *r, const char *name, uint32_t n, uint32_t k, toc__dense *d) {
  char s[24];
  TRY(read_weights(r, join(s, name, "w"), n, k, &d->m));
  TRY(read_floats(r, join(s, name, "s"), d->m.n, 1, SMALL, &d->scale));
  TRY(read_floats(r, join(s, name, "z"), d->m.n, 1, SMALL, &d->sum));
  return read_floats(r, join(s, name, "b"), d->m.n, 1, SMALL, &d->bias);
}

static toc_status read_lstm(reader *r, const char *name, uint32_t input, uint32_t hidden, toc__lstm *l) {
  char s[24];
  TRY(read_weights(r, join(s, name, "wi"), 4 * hidden, input, &l->wi));
  TRY(read_weights(r, join(s, name, "wh"), 4 * hidden, hidden, &l->wh));
  TRY(read_floats(r, join(s, name, "ax"), 4 * hidden, 1, 1e6f, &l->ax));
  TRY(read_floats(r, join(s, name, "ah"), 4 * hidden, 1, 1e6f, &l->ah));
  return read_floats(r, join(s, name, "b"), 4 * hidden, 1, 1e6f, &l->b);
}

static bool has_section(const reader *r, const char *name) {
  for (uint32_t i = 0; i < r->n_sections; i++)
    if (!strncmp(r->bytes + 64 + 64 * (size_t)i, name, 24)) return true;
  return false;
}

static toc_status read_encoder_dims(reader *r, toc__encoder *e) {
  static const char *const what[N_ENC] = {"width", "layers", "heads", "inner", "places", "pieces", "open", "close", "unknown", "most"};
  const void *p;
  TRY(section(r, "encoder", U32, N_ENC, 1, &p, NULL));
  memcpy(e->dim, p, sizeof e->dim);
  const uint32_t *d = e->dim;
  static const uint32_t limit[] = {1024, MAX_LAYERS, 64, 8192, 4096, 65536};
  for (int i = 0; i < ENC_OPEN; i++)
    if (d[i] == 0 || d[i] > limit[i]) return BAD(r, "the encoder's '%s' is %u: expected 1 to %u", what[i], d[i], limit[i]);
  for (int i = ENC_OPEN; i <= ENC_UNKNOWN; i++)
    if (d[i] >= d[ENC_PIECES]) return BAD(r, "the encoder's '%s' is piece %u: expected less than %u", what[i], d[i], d[ENC_PIECES]);
  if (d[ENC_MOST] == 0 || d[ENC_MOST] + 2 > d[ENC_PLACES])
    return BAD(r, "the encoder's words have up to %u pieces: expected 1 to %u", d[ENC_MOST], d[ENC_PLACES] - 2);
  if (d[ENC_WIDTH] % 16 || d[ENC_WIDTH] % d[ENC_HEADS] || d[ENC_WIDTH] / d[ENC_HEADS] % 8)
    return BAD(r, "the encoder has %u heads for a width of %u: expected a multiple of 16, in heads of a multiple of 8", d[ENC_HEADS], d[ENC_WIDTH]);
  if (d[ENC_INNER] % 16) return BAD(r, "the encoder's 'inner' is %u: expected a multiple of 16", d[ENC_INNER]);
  return TOC_OK;
}

static toc_status read_dims(reader *r, toc__nn *nn) {
  static const char *const what[N_DIMS] = {"word", "gram", "shape", "flag", "buckets", "hidden", "arc", "rel", "tag", "ner",
                                           "upos", "feats", "rels", "scripts", "names", "dist"};
  const void *p;
  TRY(section(r, "dims", U32, N_DIMS, 1, &p, NULL));
  memcpy(nn->dim, p, sizeof nn->dim);
  bool encoder = has_section(r, "encoder");
  if (encoder) TRY(read_encoder_dims(r, &nn->enc));
  for (int i = 0; i < N_DIMS; i++) {
    if (encoder && (i == DIM_WORD || i == DIM_GRAM || i == DIM_SHAPE || i == DIM_BUCKETS || i == DIM_HIDDEN)) {
      if (nn->dim[i]) return BAD(r, "dimension '%s' is %u: expected 0 beside an encoder", what[i], nn->dim[i]);
      continue;
    }
    uint32_t most = i == DIM_BUCKETS ? 1u << 24 : i >= DIM_UPOS ? MAX_LABELS : 1024;
    bool even = i == DIM_GRAM || i == DIM_HIDDEN || i == DIM_ARC || i == DIM_REL || i == DIM_TAG || i == DIM_NER;
    if (nn->dim[i] == 0 || nn->dim[i] > most || (even && nn->dim[i] % 16))
      return BAD(r, "dimension '%s' is %u: expected 1 to %u%s", what[i], nn->dim[i], most, even ? ", a multiple of 16" : "");
  }
  if (nn->dim[DIM_FLAG] > 8) return BAD(r, "dimension 'flag' is %u: expected 1 to 8", nn->dim[DIM_FLAG]);
  if (encoder) return TOC_OK;
  nn->n_input = nn->dim[DIM_WORD] + nn->dim[DIM_GRAM] + nn->dim[DIM_SHAPE] + nn->dim[DIM_FLAG];
  if (nn->n_input % 16) return BAD(r, "the input has %u dimensions: expected a multiple of 16", nn->n_input);
  return TOC_OK;
}

/* A hash table whose values (bits from `shift` on) are less than `limit`. */
static toc_status read_table(reader *r, const char *name, int shift, uint32_t limit, const uint64_t **out, uint32_t *n_slot) {
  const void *p = NULL;
  uint32_t n = 0;
  TRY(section(r, name, U64, 0, 1, &p, &n));
  const uint64_t *t = p;
  if (n == 0 || (n & (n - 1))) return BAD(r, "section '%s' has %u slots: expected a power of two", name, n);
  bool free_slot = false;
  for (uint32_t i = 0; i < n; i++) {
    free_slot |= t[i] == 0;
    if ((uint32_t)t[i] >> shift >= limit)
      return BAD(r, "section '%s' names row %u: expected less than %u", name, (uint32_t)t[i] >> shift, limit);
  }
  if (!free_slot) return BAD(r, "section '%s' has no free slot", name);
  *out = t;
  *n_slot = n;
  return TOC_OK;
}

static toc_status read_layer(reader *r, const toc__encoder *e, uint32_t i, toc__layer *l) {
  char a[24], s[24];
  uint32_t width = e->dim[ENC_WIDTH];
  snprintf(a, sizeof a, "e%u", i);
  char name[4][24];
  static const char *const part[] = {"qkv", "mixed", "up", "down"};
  for (int k = 0; k < 4; k++) join(name[k], a, part[k]);
  TRY(read_stepped(r, name[0], 3 * width, width, &l->qkv));
  TRY(read_stepped(r, name[1], width, width, &l->mixed));
  TRY(read_stepped(r, name[2], e->dim[ENC_INNER], width, &l->up));
  TRY(read_stepped(r, name[3], width, e->dim[ENC_INNER], &l->down));
  TRY(read_floats(r, join(s, a, "gain0"), width, 1, SMALL, &l->gain[0]));
  TRY(read_floats(r, join(s, a, "bias0"), width, 1, SMALL, &l->bias[0]));
  TRY(read_floats(r, join(s, a, "gain1"), width, 1, SMALL, &l->gain[1]));
  return read_floats(r, join(s, a, "bias1"), width, 1, SMALL, &l->bias[1]);
}

static toc_status read_encoder(reader *r, toc__nn *nn) {
  toc__encoder *e = &nn->enc;
  const void *p;
  uint32_t width = e->dim[ENC_WIDTH], n = e->dim[ENC_PIECES];
  TRY(read_table(r, "words.table", 8, UINT32_MAX >> 8, &nn->table, &nn->n_slot));
  TRY(read_table(r, "lemmas.table", 0, nn->n_label[TOC_NN_SCRIPTS] + 1, &nn->lemmas, &nn->n_lemma_slot));
  TRY(read_table(r, "pieces.table", 0, n + 1, &e->pieces, &e->n_slot));
  TRY(section(r, "pieces.vec", I8, n, width, &p, NULL));
  e->vec = p;
  TRY(read_floats(r, "pieces.scale", n, 1, SMALL, &e->vec_scale));
  TRY(read_floats(r, "places.vec", e->dim[ENC_PLACES], width, SMALL, &e->place));
  TRY(read_floats(r, "shapes.vec", N_SHAPES + 1, width, SMALL, &e->shape));
  TRY(read_floats(r, "flags.vec", nn->dim[DIM_FLAG], width, SMALL, &e->flag));
  TRY(read_floats(r, "input.gain", width, 1, SMALL, &e->gain));
  TRY(read_floats(r, "input.bias", width, 1, SMALL, &e->bias));
  TRY(read_floats(r, "mix", e->dim[ENC_LAYERS] + 1, 1, SMALL, &e->mix));
  for (uint32_t i = 0; i < e->dim[ENC_LAYERS]; i++) TRY(read_layer(r, e, i, &e->layer[i]));
  const uint32_t *d = nn->dim;
  TRY(read_stepped(r, "heads", 2 * d[DIM_ARC] + 2 * d[DIM_REL] + d[DIM_TAG] + d[DIM_NER], width, &nn->heads));
  TRY(read_stepped(r, "arc", d[DIM_ARC], d[DIM_ARC], &nn->arc));
  TRY(read_stepped(r, "rel", d[DIM_RELS] * (d[DIM_REL] + 1), d[DIM_REL], &nn->rel));
  TRY(read_stepped(r, "tags", d[DIM_UPOS] + d[DIM_FEATS] + d[DIM_SCRIPTS], d[DIM_TAG], &nn->tags));
  return read_stepped(r, "ner", d[DIM_NAMES], d[DIM_NER], &nn->ner);
}

static toc_status read_words(reader *r, toc__nn *nn) {
  const uint32_t *d = nn->dim;
  const void *p;
  TRY(section(r, "words.vec", U8, 0, d[DIM_WORD], &p, &nn->n_word));
  nn->word_vec = p;
  if (nn->n_word == 0) return BAD(r, "section 'words.vec' is empty: expected the unknown word");
  TRY(read_table(r, "words.table", 8, nn->n_word, &nn->table, &nn->n_slot));
  TRY(read_table(r, "lemmas.table", 0, nn->n_label[TOC_NN_SCRIPTS] + 1, &nn->lemmas, &nn->n_lemma_slot));
  TRY(section(r, "grams.vec", I8, d[DIM_BUCKETS], d[DIM_GRAM], &p, NULL));
  nn->gram_vec = p;
  const float *scale = NULL;
  TRY(read_floats(r, "grams.scale", 1, 1, 1e6f, &scale));
  nn->gram_scale = scale[0];
  TRY(section(r, "shapes.vec", U8, N_SHAPES, d[DIM_SHAPE], &p, NULL));
  nn->shape_vec = p;
  TRY(section(r, "flags.vec", U8, d[DIM_FLAG], 1, &p, NULL));
  nn->flag_vec = p;
  /* 1 / sqrt(n) by Newton's method: the same on every machine, whatever its libm */
  for (uint32_t n = 1; n <= 128; n++) {
    double x = 1.0 / n;
    for (int i = 0; i < 40; i++) x = x * (1.5 - 0.5 * n * x * x);
    nn->inv_sqrt[n] = (float)x;
  }
  return TOC_OK;
}

static toc_status read_network(reader *r, toc__nn *nn) {
  const uint32_t *d = nn->dim;
  TRY(read_words(r, nn));
  static const char *const lstm[] = {"l0f", "l0b", "l1f", "l1b"};
  uint32_t h = d[DIM_HIDDEN];
  for (int i = 0; i < 4; i++) TRY(read_lstm(r, lstm[i], i < 2 ? nn->n_input : 2 * h, h, &nn->lstm[i]));
  TRY(read_dense(r, "heads", 2 * d[DIM_ARC] + 2 * d[DIM_REL] + d[DIM_TAG] + d[DIM_NER], 2 * h, &nn->heads));
  TRY(read_dense(r, "rel", d[DIM_RELS], d[DIM_REL], &nn->rel));
  TRY(read_dense(r, "tags", d[DIM_UPOS] + d[DIM_FEATS] + d[DIM_SCRIPTS], d[DIM_TAG], &nn->tags));
  return read_dense(r, "ner", d[DIM_NAMES], d[DIM_NER], &nn->ner);
}

/* Apart from the setjmp of its caller. */
static __attribute__((noinline)) toc_status read_all(reader *r, toc__nn *nn) {
  const uint32_t *d = nn->dim;
  TRY(read_head(r, nn));
  TRY(read_dims(r, nn));
  TRY(read_labels(r, nn, TOC_NN_UPOS, "upos", d[DIM_UPOS]));
  TRY(read_labels(r, nn, TOC_NN_FEATS, "feats", d[DIM_FEATS]));
  TRY(read_labels(r, nn, TOC_NN_RELS, "rels", d[DIM_RELS]));
  TRY(read_labels(r, nn, TOC_NN_SCRIPTS, "scripts", 0));
  TRY(read_labels(r, nn, TOC_NN_NAMES, "names", d[DIM_NAMES]));
  TRY(read_scripts(r, nn));
  TRY(read_names(r, nn));
  nn->rel_root = nn->upos_verb = TOC_NONE;
  for (uint32_t i = 0; i < d[DIM_UPOS]; i++)
    if (toc_str_is(nn->label[TOC_NN_UPOS][i], "VERB")) nn->upos_verb = i;
  nn->rel_join = 0;
  for (uint32_t i = 0; i < d[DIM_RELS]; i++)
    if (toc_str_is(nn->label[TOC_NN_RELS][i], "root")) nn->rel_root = i;
  for (uint32_t i = 0; i < d[DIM_RELS]; i++)
    if (toc_str_is(nn->label[TOC_NN_RELS][i], "parataxis")) nn->rel_join = i;
  if (nn->rel_root == TOC_NONE || d[DIM_RELS] < 2) return BAD(r, "section 'labels.rels' lacks 'root' or has nothing else");
  const void *p;
  TRY(section(r, "pairs", U8, d[DIM_UPOS], d[DIM_FEATS], &p, NULL));
  nn->pairs = p;
  for (uint32_t u = 0; u < d[DIM_UPOS]; u++)
    if (!memchr(nn->pairs + (size_t)u * d[DIM_FEATS], 1, d[DIM_FEATS]))
      return BAD(r, "section 'pairs' allows no features for UPOS '%.*s'", TOC_FMT(nn->label[TOC_NN_UPOS][u]));
  if (nn->enc.dim[ENC_LAYERS]) TRY(read_encoder(r, nn));
  else TRY(read_network(r, nn));
  TRY(read_floats(r, "arc.root", d[DIM_ARC], 1, 1e6f, &nn->arc_root));
  TRY(read_floats(r, "arc.dist", 2 * d[DIM_DIST] + 1, 1, 1e6f, &nn->arc_dist));
  return read_floats(r, "rel.root", d[DIM_REL], 1, 1e6f, &nn->rel_root_vec);
}

toc_status toc__nn_read(toc__nn **out, toc_str bytes, const char *name, const char *kernel, toc_error *err) {
  *out = NULL;
  toc__nn *nn = calloc(1, sizeof *nn);
  if (!nn) return toc_fail(err, TOC_NOMEM, name, 0, 0, "out of memory");
  toc_arena_init(&nn->arena, 0);
  nn->bytes = bytes.ptr;
  nn->size = bytes.len;
  nn->kernel = toc__kernel_find(kernel);
  toc_status s;
  jmp_buf jump;
  if (!nn->kernel) {
    s = toc_fail(err, TOC_USAGE, NULL, 0, 0, "this processor has no kernel '%s': expected scalar, avx2 or vnni", kernel);
  } else if (TOC_TRY(&nn->arena, jump)) {
    reader r = {name, bytes.ptr, bytes.len, 0, err};
    s = read_all(&r, nn);
  } else {
    s = toc_fail(err, TOC_NOMEM, name, 0, 0, "out of memory");
  }
  nn->arena.oom = NULL;
  if (s != TOC_OK) {
    toc__nn_close(nn);
    return s;
  }
  *out = nn;
  return TOC_OK;
}

toc_status toc__nn_open(toc__nn **out, const char *path, const char *kernel, toc_error *err) {
  *out = NULL;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) != 0) {
    toc_status s = toc_fail(err, TOC_IO, path, 0, 0, "cannot open the model: %s", strerror(errno));
    if (fd >= 0) close(fd);
    return s;
  }
  if (!S_ISREG(st.st_mode) || st.st_size < 64) {
    close(fd);
    return toc_fail(err, TOC_BADDATA, path, 0, 0, "this is no model file: expected at least 64 bytes");
  }
  size_t size = (size_t)st.st_size;
  void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  if (map == MAP_FAILED) return toc_fail(err, TOC_IO, path, 0, 0, "cannot map the model: %s", strerror(errno));
  toc_status s = toc__nn_read(out, (toc_str){map, size}, path, kernel, err);
  if (s != TOC_OK)
    munmap(map, size);
  else
    (*out)->mapped = true;
  return s;
}

void toc__nn_close(toc__nn *nn) {
  if (!nn) return;
  if (nn->mapped) munmap((void *)(uintptr_t)nn->bytes, nn->size);
  toc_arena_release(&nn->arena);
  free(nn);
}

const char *toc__nn_hash(const toc__nn *nn) { return nn->hash; }
const char *toc__nn_kernel(const toc__nn *nn) { return nn->kernel->name; }
uint32_t toc__nn_labels(const toc__nn *nn, toc__nn_label what) { return nn->n_label[what]; }
toc_str toc__nn_label_name(const toc__nn *nn, toc__nn_label what, uint32_t i) { return nn->label[what][i]; }
toc__nn_script toc__nn_script_at(const toc__nn *nn, uint32_t i) { return nn->script[i]; }
