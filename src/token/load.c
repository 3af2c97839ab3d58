/* load.c - the tokenizer's word lists.
 *
 * Each is a text file of one entry a line.  Whatever is not as expected refuses the whole
 * list, with file, line and column. */
#include "cutter.h"

#include <stdlib.h>

#define WEIGHT_MAX 1000000
#define WEIGHT_SHARE 14 /* bytes of a line with a weight */

typedef toc_status (*entry_fn)(toc__tokenizer *t, const toc_lines *l, toc_error *err);

static toc_status put(toc_map *m, const toc_lines *l, toc_str key, uint32_t value, toc_error *err) {
  if (toc_map_get(m, key) != TOC_NONE)
    return toc_lines_fail(err, l, (size_t)(key.ptr - l->text.ptr), "'%.*s' stands here twice", TOC_FMT(key));
  *toc_map_put(m, key, value) = value;
  return TOC_OK;
}

static toc_status abbreviation(toc__tokenizer *t, const toc_lines *l, toc_error *err) {
  static const char *const kinds[] = {"", "title", "number", "day", "any", "final"};
  toc_str rest = l->text, form;
  toc_str_cut(&rest, ' ', &form);
  toc_str kind = toc_str_trim(rest.ptr ? rest : (toc_str){"", 0});
  if (form.len < 2 || form.ptr[form.len - 1] != '.')
    return toc_lines_fail(err, l, 0, "'%.*s' is no abbreviation: expected one that ends in '.'", TOC_FMT(form));
  for (uint32_t k = 1; k < sizeof kinds / sizeof *kinds; k++)
    if (toc_str_is(kind, kinds[k])) return put(&t->abbr, l, toc_str_sub(form, 0, form.len - 1), k, err);
  return toc_lines_fail(err, l, kind.len ? (size_t)(kind.ptr - l->text.ptr) : l->text.len,
                        "unknown kind '%.*s': expected title, number, day, any or final", TOC_FMT(kind));
}

static toc_status contraction(toc__tokenizer *t, const toc_lines *l, toc_error *err) {
  const char *bar = memchr(l->text.ptr, '|', l->text.len);
  char word[64];
  if (!bar || bar == l->text.ptr || bar + 1 == l->text.ptr + l->text.len || l->text.len >= sizeof word)
    return toc_lines_fail(err, l, 0, "'%.*s' is no contraction: expected two parts with '|' between", TOC_FMT(l->text));
  size_t at = (size_t)(bar - l->text.ptr);
  memcpy(word, l->text.ptr, at);
  memcpy(word + at, bar + 1, l->text.len - at - 1);
  toc_str key = toc_str_copy(&t->arena, (toc_str){word, l->text.len - 1});
  if (memchr(key.ptr, '|', key.len))
    return toc_lines_fail(err, l, at + 1, "'%.*s' has more than two parts", TOC_FMT(l->text));
  if (toc_map_get(&t->contraction, key) != TOC_NONE)
    return toc_lines_fail(err, l, 0, "'%.*s' stands here twice", TOC_FMT(l->text));
  *toc_map_put(&t->contraction, key, 0) = (uint32_t)at;
  return TOC_OK;
}

static toc_status plain(toc_map *m, const toc_lines *l, toc_error *err) {
  for (size_t i = 0; i < l->text.len; i++)
    if (l->text.ptr[i] == ' ' || l->text.ptr[i] == '\t')
      return toc_lines_fail(err, l, i, "'%.*s' has a blank: expected one word a line", TOC_FMT(l->text));
  return put(m, l, l->text, 1, err);
}

static toc_status prefix(toc__tokenizer *t, const toc_lines *l, toc_error *err) { return plain(&t->prefix, l, err); }
static toc_status unit(toc__tokenizer *t, const toc_lines *l, toc_error *err) { return plain(&t->unit, l, err); }
static toc_status currency(toc__tokenizer *t, const toc_lines *l, toc_error *err) { return plain(&t->currency, l, err); }
static toc_status domain(toc__tokenizer *t, const toc_lines *l, toc_error *err) { return plain(&t->domain, l, err); }
static toc_status starter(toc__tokenizer *t, const toc_lines *l, toc_error *err) { return plain(&t->starter, l, err); }

/* "feature<TAB>weight"; the bars are called @add and @keep. */
static toc_status weight(toc__tokenizer *t, const toc_lines *l, toc_error *err) {
  toc_str number = l->text, feature;
  toc_str_cut(&number, '\t', &feature);
  bool minus = number.ptr && number.len && number.ptr[0] == '-';
  uint64_t v = 0;
  if (!number.ptr || !toc_str_uint(toc_str_sub(number, minus, number.len), &v) || v > WEIGHT_MAX)
    return toc_lines_fail(err, l, number.ptr ? (size_t)(number.ptr - l->text.ptr) : l->text.len,
                          "expected a feature, a tab and a whole number of at most %d", WEIGHT_MAX);
  int64_t w = minus ? -(int64_t)v : (int64_t)v;
  if (toc_str_is(feature, "@add")) return t->add = w, TOC_OK;
  if (toc_str_is(feature, "@keep")) return t->keep = w, TOC_OK;
  return put(&t->weights, l, feature, (uint32_t)(w + TOC__WEIGHT_ZERO), err);
}

static toc_status read_list(toc__tokenizer *t, const char *dir, const char *name, entry_fn entry, toc_error *err) {
  char path[1024];
  int n = snprintf(path, sizeof path, "%s/token/%s", dir, name);
  if (n < 0 || (size_t)n >= sizeof path) return toc_fail(err, TOC_IO, NULL, 0, 0, "the name of '%s' is too long", name);
  toc_str bytes;
  toc_status s = toc_file_read(&t->arena, path, 1u << 20, &bytes, err);
  if (s != TOC_OK) return s;
  if (!toc_utf8_valid(bytes)) return toc_fail(err, TOC_BADDATA, path, 0, 0, "bytes that are not UTF-8");
  toc_lines l;
  if (entry == weight) toc_map_reserve(&t->weights, (uint32_t)(bytes.len / WEIGHT_SHARE));
  toc_lines_init(&l, path, bytes);
  while (s == TOC_OK && toc_lines_next(&l)) s = entry(t, &l, err);
  return s;
}

static toc_status read_all(toc__tokenizer *t, const char *dir, toc_error *err) {
  static const struct {
    const char *name;
    entry_fn entry;
  } lists[] = {{"abbreviations.txt", abbreviation}, {"boundaries.txt", weight}, {"contractions.txt", contraction}, {"currencies.txt", currency},
               {"domains.txt", domain},             {"prefixes.txt", prefix},          {"starters.txt", starter},
               {"units.txt", unit}};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    toc_status s = read_list(t, dir, lists[i].name, lists[i].entry, err);
    if (s != TOC_OK) return s;
  }
  return TOC_OK;
}

toc_status toc__tokenizer_load(toc__tokenizer **out, const char *data_dir, toc_error *err) {
  *out = NULL;
  toc__tokenizer *t = calloc(1, sizeof *t);
  if (!t) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for the tokenizer");
  toc_arena_init(&t->arena, 64u << 20);
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&t->arena, jump)) {
    toc_map *maps[] = {&t->abbr, &t->prefix, &t->unit, &t->contraction, &t->currency, &t->domain, &t->starter, &t->weights};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) toc_map_init(maps[i], &t->arena);
    s = read_all(t, data_dir, err);
  } else {
    toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for the tokenizer's lists");
  }
  t->arena.oom = NULL;
  if (s != TOC_OK) {
    toc__tokenizer_free(t);
    return s;
  }
  *out = t;
  return TOC_OK;
}

void toc__tokenizer_free(toc__tokenizer *t) {
  if (!t) return;
  toc_arena_release(&t->arena);
  free(t);
}

bool toc__lower_ascii(toc_str s, char *out, size_t size, toc_str *lowered) {
  if (s.len >= size) return false;
  for (size_t i = 0; i < s.len; i++) out[i] = (char)(is_upper_ascii(s.ptr[i]) ? s.ptr[i] + 32 : s.ptr[i]);
  *lowered = (toc_str){out, s.len};
  return true;
}

bool toc__has(const toc_map *m, toc_str s) { return s.len < 64 && toc_map_get(m, s) != TOC_NONE; }

bool toc__has_lower(const toc_map *m, toc_str s) {
  char buf[64];
  toc_str low;
  return toc__lower_ascii(s, buf, sizeof buf, &low) && toc_map_get(m, low) != TOC_NONE;
}

abbr_kind toc__abbr_kind(const toc__tokenizer *t, toc_str form) {
  char buf[32];
  toc_str low;
  if (!form.len || form.len >= sizeof buf) return ABBR_NONE;
  uint32_t k = toc_map_get(&t->abbr, form);
  if (k != TOC_NONE) return (abbr_kind)k;
  if (form.len < 2 || !is_upper_ascii(form.ptr[0]) || !toc__lower_ascii(form, buf, sizeof buf, &low)) return ABBR_NONE;
  /* "P." is an initial, not a page.  "Etc." and "ETC." for a list's "etc."; "GEN." for its "Gen.", but "SAT." is a verb too. */
  k = toc_map_get(&t->abbr, low);
  if (k != TOC_NONE) return (abbr_kind)k;
  buf[0] = form.ptr[0];
  k = toc_map_get(&t->abbr, low);
  return k == TOC_NONE ? ABBR_NONE : (abbr_kind)k;
}
