/* load.c - the table of weights.
 *
 * weights.bin: lines of text, then four tables of bytes.
 *
 *     tocsin-roles 1
 *     roles - ARG0 ARG1 …                 the labels of arguments; "-": none
 *     words N
 *     abandon/V abandon.01 abandon.02     N lines: a lemma, V N or J, its rolesets
 *     features N WEIGHTS
 *     (empty line) hash[N], 4 bytes, least first, ascending; count[N]; label[WEIGHTS]; weight[WEIGHTS]
 *
 * Feature k has count[k] of the labels and weights, in order. */
#include "internal.h"

#include <stdlib.h>

enum { MOST_WORDS = 1 << 20, MOST_FEATURES = 1 << 24 };

typedef struct reader {
  toc__roles *x;
  const char *file;
  toc_str rest;
  uint32_t line;
  toc_error *err;
} reader;

static toc_status expected(reader *r, const char *what) { return toc_fail(r->err, TOC_BADDATA, r->file, r->line, 1, "expected %s", what); }

static bool next(reader *r, toc_str *line) {
  r->line++;
  return toc_str_cut(&r->rest, '\n', line);
}

/* "name …": the words behind it. */
static bool named(reader *r, const char *name, toc_str *line) {
  toc_str word;
  return next(r, line) && toc_str_word(line, &word) && toc_str_is(word, name);
}

/* ARG0 … ARG5, R-ARG0 …, and what a verb has one of. */
static bool is_once(toc_str role) {
  return (role.len == 4 && toc_str_starts(role, TOC_S("ARG"))) || (role.len == 6 && toc_str_starts(role, TOC_S("R-ARG"))) ||
         toc_str_is(role, "ARGM-MOD") || toc_str_is(role, "ARGM-LVB") || toc_str_is(role, "ARGM-PRR") || toc_str_is(role, "C-V");
}

static toc_status read_roles(reader *r) {
  toc_str line, word;
  if (!named(r, "roles", &line)) return expected(r, "'roles'");
  while (toc_str_word(&line, &word)) {
    if (r->x->role.len == ROLE_LABELS) return expected(r, "at most 64 roles");
    r->x->once[r->x->role.len] = is_once(word);
    r->x->core[r->x->role.len] = word.len == 4 && toc_str_starts(word, TOC_S("ARG"));
    *toc_push(&r->x->arena, &r->x->role) = toc_str_copy(&r->x->arena, word);
  }
  return r->x->role.len > 1 && toc_str_is(r->x->role.ptr[0], "-") ? TOC_OK : expected(r, "'roles - ARG0 …'");
}

static toc_status read_word(reader *r) {
  toc_str line, key, word;
  toc_strs list = {0};
  if (!next(r, &line) || !toc_str_word(&line, &key)) return expected(r, "a word and its rolesets");
  if (key.len < 3 || key.ptr[key.len - 2] != '/') return expected(r, "a word such as 'detain/V'");
  while (toc_str_word(&line, &word)) {
    if (list.len == ROLE_LABELS) return expected(r, "at most 64 rolesets");
    *toc_push(&r->x->arena, &list) = toc_str_copy(&r->x->arena, word);
  }
  if (!list.len) return expected(r, "a roleset such as 'detain.01'");
  uint32_t *at = toc_map_put(&r->x->lexicon, key, r->x->lists.len);
  if (*at != r->x->lists.len) return expected(r, "each word once");
  *toc_push(&r->x->arena, &r->x->lists) = list;
  return TOC_OK;
}

static toc_status read_words(reader *r) {
  toc_str line, word;
  uint64_t n;
  if (!named(r, "words", &line) || !toc_str_word(&line, &word) || !toc_str_uint(word, &n) || n > MOST_WORDS) return expected(r, "'words' and their number");
  toc_status s = TOC_OK;
  for (uint64_t i = 0; i < n && s == TOC_OK; i++) s = read_word(r);
  return s;
}

static uint32_t u32_at(const uint8_t *p) { return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24; }

/* Hashes ascend, so those of one bucket lie together. */
static toc_status read_features(reader *r, const uint8_t *bytes) {
  toc__roles *x = r->x;
  uint32_t n = x->n_features;
  const uint8_t *count = bytes + (size_t)4 * n;
  x->bucket = toc_new(&x->arena, uint32_t, (1u << 16) + 1);
  x->hash = toc_new(&x->arena, uint32_t, n);
  x->start = toc_new(&x->arena, uint32_t, (size_t)n + 1);
  uint32_t b = 0;
  for (uint32_t k = 0; k < n; k++) {
    x->hash[k] = u32_at(bytes + (size_t)4 * k);
    if (k && x->hash[k] <= x->hash[k - 1]) return toc_fail(r->err, TOC_BADDATA, r->file, 0, 0, "hash %u is not greater than the one before it", (unsigned)k);
    if (count[k] > x->n_weights - x->start[k]) return toc_fail(r->err, TOC_BADDATA, r->file, 0, 0, "feature %u has more weights than there are", (unsigned)k);
    x->start[k + 1] = x->start[k] + count[k];
    for (; b <= x->hash[k] >> 16; b++) x->bucket[b] = k;
  }
  for (; b <= 1u << 16; b++) x->bucket[b] = n;
  if (x->start[n] != x->n_weights) return toc_fail(r->err, TOC_BADDATA, r->file, 0, 0, "%u weights belong to no feature", (unsigned)(x->n_weights - x->start[n]));
  x->label = count + n;
  x->weight = (const int8_t *)(count + n + x->n_weights);
  for (uint32_t k = 0; k < x->n_weights; k++)
    if (x->label[k] >= ROLE_LABELS) return toc_fail(r->err, TOC_BADDATA, r->file, 0, 0, "weight %u has label %u, expected less than 64", (unsigned)k, (unsigned)x->label[k]);
  return TOC_OK;
}

static toc_status read_tables(reader *r) {
  toc_str line, word;
  uint64_t n, w;
  if (!named(r, "features", &line) || !toc_str_word(&line, &word) || !toc_str_uint(word, &n) || n > MOST_FEATURES || !toc_str_word(&line, &word) ||
      !toc_str_uint(word, &w) || w > MOST_FEATURES)
    return expected(r, "'features' and two numbers");
  if (!next(r, &line) || line.len) return expected(r, "an empty line");
  size_t want = 5 * (size_t)n + 2 * (size_t)w;
  if (!r->rest.ptr || r->rest.len != want)
    return toc_fail(r->err, TOC_BADDATA, r->file, r->line + 1, 1, "expected %zu bytes of features, found %zu", want, r->rest.ptr ? r->rest.len : 0);
  r->x->n_features = (uint32_t)n, r->x->n_weights = (uint32_t)w;
  return read_features(r, (const uint8_t *)r->rest.ptr);
}

toc_status toc__roles_parse(toc__roles *x, const char *file, toc_str bytes, toc_error *err) {
  reader r = {.x = x, .file = file, .rest = bytes, .err = err};
  toc_str line;
  toc_map_init(&x->lexicon, &x->arena);
  if (!next(&r, &line) || !toc_str_is(line, "tocsin-roles 1")) return expected(&r, "'tocsin-roles 1'");
  toc_status s = read_roles(&r);
  if (s == TOC_OK) s = read_words(&r);
  if (s == TOC_OK) s = read_tables(&r);
  return s;
}

/* --------------------------------------------------------------------- handles */

static toc_status load(toc__roles *x, const char *data_dir, toc_error *err) {
  toc_str bytes, path = toc_str_format(&x->arena, "%s/roles/weights.bin", data_dir);
  toc_status s = toc_file_read(&x->arena, path.ptr, 0, &bytes, err);
  return s == TOC_OK ? toc__roles_parse(x, path.ptr, bytes, err) : s;
}

toc_status toc__roles_load(toc__roles **out, const char *data_dir, toc_error *err) {
  *out = NULL;
  toc__roles *x = calloc(1, sizeof *x);
  if (!x) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&x->arena, 0);
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&x->arena, jump)) s = load(x, data_dir, err);
  else toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  x->arena.oom = NULL;
  if (s != TOC_OK) {
    toc__roles_free(x);
    return s;
  }
  *out = x;
  return TOC_OK;
}

void toc__roles_free(toc__roles *x) {
  if (!x) return;
  toc_arena_release(&x->arena);
  free(x);
}
