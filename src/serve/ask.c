/* ask.c - a request's target taken apart.
 *
 *     /api/events?type=ASSAULT&type=PROTEST&from=2022-01-05&q=%22state+of+emergency%22
 *
 * Whoever sends this may be anybody's browser, or a program that sends whatever it likes: the
 * target is bounded, every escape is checked, what is left is valid UTF-8 without NUL, and a
 * parameter that is not known is refused instead of being passed over, because a filter that is
 * silently ignored shows numbers that answer another question. */
#include "serve.h"

#include <math.h>
#include <stdarg.h>

const char *const toc__facet_name[TOC__N_FACETS] = {"type",    "mode",      "actor",    "recipient", "country",
                                                    "publisher", "claimant", "status", "precision"};

toc_status toc__ask_bad(toc_error *err, const char *name, const char *format, ...) {
  char message[512];
  va_list ap;
  va_start(ap, format);
  vsnprintf(message, sizeof message, format, ap);
  va_end(ap);
  toc_fail(err, TOC_USAGE, NULL, 0, 0, "%s", message);
  if (err) snprintf(err->file, sizeof err->file, "%s", name ? name : "");
  return TOC_USAGE;
}

/* ------------------------------------------------------------------ target */

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* false: a broken escape, a NUL, or no UTF-8. */
static bool decode(toc_arena *arena, toc_str s, bool form, toc_str *out) {
  char *p = toc_new(arena, char, s.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    if (c == '%') {
      if (i + 2 >= s.len) return false;
      int hi = hex(s.ptr[i + 1]), lo = hex(s.ptr[i + 2]);
      if (hi < 0 || lo < 0) return false;
      c = (char)(hi * 16 + lo);
      i += 2;
    } else if (form && c == '+') {
      c = ' ';
    }
    if (!c) return false;
    p[n++] = c;
  }
  *out = (toc_str){p, n};
  return toc_utf8_valid(*out);
}

toc_status toc__ask_read(toc__ask *ask, toc_arena *arena, toc_str target, toc_error *err) {
  *ask = (toc__ask){.arena = arena};
  if (target.len > TOC__MAX_TARGET) return toc__ask_bad(err, NULL, "the address is longer than %d bytes", TOC__MAX_TARGET);
  const char *q = target.len ? memchr(target.ptr, '?', target.len) : NULL;
  toc_str path = q ? toc_str_sub(target, 0, (size_t)(q - target.ptr)) : target;
  toc_str rest = q ? toc_str_sub(target, (size_t)(q - target.ptr) + 1, target.len) : (toc_str){0}, pair;
  if (!path.len || path.ptr[0] != '/') return toc__ask_bad(err, NULL, "the address does not begin with '/'");
  if (!decode(arena, path, false, &ask->path)) return toc__ask_bad(err, NULL, "the path is not well encoded");
  ask->param = toc_new(arena, toc__param, TOC__MAX_PARAMS);
  while (toc_str_cut(&rest, '&', &pair)) {
    if (!pair.len) continue;
    if (ask->n_params == TOC__MAX_PARAMS) return toc__ask_bad(err, NULL, "more than %d parameters", TOC__MAX_PARAMS);
    const char *eq = memchr(pair.ptr, '=', pair.len);
    toc__param *p = &ask->param[ask->n_params];
    toc_str name = eq ? toc_str_sub(pair, 0, (size_t)(eq - pair.ptr)) : pair;
    toc_str value = eq ? toc_str_sub(pair, (size_t)(eq - pair.ptr) + 1, pair.len) : TOC_S("");
    if (!decode(arena, name, true, &p->name) || !decode(arena, value, true, &p->value))
      return toc__ask_bad(err, NULL, "parameter %u is not well encoded", ask->n_params + 1);
    ask->n_params++;
  }
  return TOC_OK;
}

toc_str toc__ask_get(const toc__ask *ask, const char *name) {
  for (uint32_t i = 0; i < ask->n_params; i++)
    if (toc_str_is(ask->param[i].name, name)) return ask->param[i].value;
  return (toc_str){0};
}

/* Those of a filter that may stand once; the facets and the keys may be repeated. */
static const char *const single[] = {"from", "to", "bbox", "q", "versions", "verdict", NULL};
static const char *const keyed[] = {"incident", "story", "report", NULL};

static bool among(toc_str name, const char *const *list) {
  for (; list && *list; list++)
    if (toc_str_is(name, *list)) return true;
  return false;
}

static bool is_facet(toc_str name) {
  for (int f = 0; f < TOC__N_FACETS; f++)
    if (toc_str_is(name, toc__facet_name[f])) return true;
  return false;
}

toc_status toc__ask_known(const toc__ask *ask, bool filter, const char *const *more, toc_error *err) {
  for (uint32_t i = 0; i < ask->n_params; i++) {
    toc_str name = ask->param[i].name;
    char z[64];
    snprintf(z, sizeof z, "%.*s", TOC_FMT(name));
    if (filter && (is_facet(name) || among(name, keyed))) continue;
    bool many = among(name, more) && toc_str_is(name, "counts");
    if (!many && !among(name, more) && !(filter && among(name, single))) return toc__ask_bad(err, z, "unknown parameter '%s'", z);
    for (uint32_t k = 0; !many && k < i; k++)
      if (toc_str_eq(ask->param[k].name, name)) return toc__ask_bad(err, z, "'%s' is given twice", z);
  }
  return TOC_OK;
}

toc_status toc__ask_number(const toc__ask *ask, const char *name, int64_t low, int64_t high, int64_t otherwise, int64_t *out, toc_error *err) {
  toc_str s = toc__ask_get(ask, name);
  uint64_t n;
  *out = otherwise;
  if (!s.ptr) return TOC_OK;
  if (!toc_str_uint(s, &n) || n > INT64_MAX || (int64_t)n < low || (int64_t)n > high)
    return toc__ask_bad(err, name, "%s is a whole number from %lld to %lld, not '%.*s'", name, (long long)low, (long long)high, TOC_FMT(s));
  *out = (int64_t)n;
  return TOC_OK;
}

toc_status toc__ask_choice(const toc__ask *ask, const char *name, const char *const *list, int *out, toc_error *err) {
  toc_str s = toc__ask_get(ask, name);
  char known[256] = "";
  *out = 0;
  if (!s.ptr) return TOC_OK;
  for (int i = 0; list[i]; i++) {
    if (toc_str_is(s, list[i])) return *out = i, TOC_OK;
    size_t n = strlen(known);
    snprintf(known + n, sizeof known - n, "%s%s", i ? ", " : "", list[i]);
  }
  return toc__ask_bad(err, name, "unknown %s '%.*s' (known: %s)", name, TOC_FMT(s), known);
}

/* ------------------------------------------------------------------ filter */

static toc_status read_day(const toc__ask *ask, const char *name, toc_day *out, toc_error *err) {
  toc_str s = toc__ask_get(ask, name);
  int minute;
  *out = TOC_NODAY;
  if (!s.len || toc_day_parse(s, out, &minute)) return TOC_OK;
  return toc__ask_bad(err, name, "%s is a day like 2022-01-06, not '%.*s'", name, TOC_FMT(s));
}

static toc_status read_box(const toc__ask *ask, toc__filter *f, toc_error *err) {
  toc_str s = toc__ask_get(ask, "bbox"), rest = s, part;
  double v[4];
  int n = 0;
  if (!s.len) return TOC_OK;
  while (n <= 4 && toc_str_cut(&rest, ',', &part)) {
    if (n == 4 || !toc_str_double(part, &v[n]) || !isfinite(v[n])) return toc__ask_bad(err, "bbox", "bbox is west,south,east,north in degrees, not '%.*s'", TOC_FMT(s));
    n++;
  }
  if (n < 4 || v[1] > v[3] || fabs(v[0]) > 180 || fabs(v[2]) > 180 || v[1] < -90 || v[3] > 90)
    return toc__ask_bad(err, "bbox", "bbox is west,south,east,north in degrees, not '%.*s'", TOC_FMT(s));
  f->boxed = true;
  f->west = v[0], f->south = v[1], f->east = v[2], f->north = v[3];
  return TOC_OK;
}

static toc_status read_keys(const toc__ask *ask, const char *name, toc__keys *keys, toc_error *err) {
  for (uint32_t i = 0; i < ask->n_params; i++) {
    int64_t key;
    if (!toc_str_is(ask->param[i].name, name)) continue;
    if (!toc__key_read(ask->param[i].value, &key))
      return toc__ask_bad(err, name, "%s is a key of 15 hexadecimal digits, not '%.*s'", name, (int)(ask->param[i].value.len < 80 ? ask->param[i].value.len : 80), ask->param[i].value.ptr);
    *toc_push(ask->arena, keys) = key;
  }
  return TOC_OK;
}

toc_status toc__filter_read(const toc__ask *ask, toc__filter *f, toc_error *err) {
  static const char *const verdicts[] = {"kept", "all", "accept", "reject", "open", NULL};
  static const char *const versions[] = {"all", "latest", NULL};
  int verdict, latest;
  *f = (toc__filter){0};
  toc_status s = read_day(ask, "from", &f->from, err);
  if (s == TOC_OK) s = read_day(ask, "to", &f->to, err);
  if (s == TOC_OK) s = read_box(ask, f, err);
  if (s == TOC_OK) s = read_keys(ask, "incident", &f->incident, err);
  if (s == TOC_OK) s = read_keys(ask, "story", &f->story, err);
  if (s == TOC_OK) s = read_keys(ask, "report", &f->report, err);
  if (s == TOC_OK) s = toc__ask_choice(ask, "verdict", verdicts, &verdict, err);
  if (s == TOC_OK) s = toc__ask_choice(ask, "versions", versions, &latest, err);
  if (s != TOC_OK) return s;
  f->verdict = (enum toc__verdict)verdict;
  f->latest = latest;
  f->none = f->from == TOC_NODAY && f->to == TOC_NODAY && !f->boxed && !f->incident.len && !f->story.len && !f->report.len && !verdict && !latest;
  for (uint32_t i = 0; i < ask->n_params; i++)
    for (int k = 0; k < TOC__N_FACETS; k++) {
      if (!toc_str_is(ask->param[i].name, toc__facet_name[k])) continue;
      toc_str value = ask->param[i].value;
      *toc_push(ask->arena, &f->want[k]) = toc_str_is(value, "none") ? TOC_S("") : value;
      f->none = false;
    }
  toc_str typed = toc__ask_get(ask, "q");
  f->words = toc__words_expression(ask->arena, typed);
  if (toc_str_trim(typed).len && !f->words.len) return toc__ask_bad(err, "q", "q holds no word to look for, only what to leave out or punctuation");
  if (f->words.len) f->none = false;
  return TOC_OK;
}

/* ------------------------------------------------------------------- words */

/* Each word takes what it has, doubled where it is quotation marks, and at most eleven bytes around it. */
typedef struct words {
  char *ptr;
  size_t len;
} words;

static void put_bytes(words *w, const char *s, size_t n) {
  memcpy(w->ptr + w->len, s, n);
  w->len += n;
}

static void put_word(words *b, toc_str w, bool prefix, const char *between) {
  if (b->len) put_bytes(b, between, strlen(between));
  put_bytes(b, "\"", 1);
  for (size_t i = 0; i < w.len; i++) {
    if (w.ptr[i] == '"') put_bytes(b, "\"", 1);
    put_bytes(b, w.ptr + i, 1);
  }
  put_bytes(b, "\"*", prefix ? 2 : 1);
}

/* A word of punctuation alone would be an empty phrase to FTS5, which matches nothing. */
static bool has_letter(toc_str w) {
  for (size_t at = 0; at < w.len;) {
    uint32_t cp = toc_utf8_next(w, &at);
    if (toc_cp_is_letter(cp) || toc_cp_is_digit(cp)) return true;
  }
  return false;
}

toc_str toc__words_expression(toc_arena *a, toc_str typed) {
  words yes = {toc_new(a, char, typed.len * 12 + 32), 0}, no = {toc_new(a, char, typed.len * 12 + 32), 0};
  for (size_t i = 0; i < typed.len;) {
    if ((unsigned char)typed.ptr[i] <= ' ') {
      i++;
      continue;
    }
    bool without = typed.ptr[i] == '-';
    if (without) i++;
    bool phrase = i < typed.len && typed.ptr[i] == '"';
    if (phrase) i++;
    size_t start = i;
    while (i < typed.len && (phrase ? typed.ptr[i] != '"' : (unsigned char)typed.ptr[i] > ' ' && typed.ptr[i] != '"')) i++;
    toc_str word = toc_str_sub(typed, start, i);
    if (phrase && i < typed.len) i++;
    bool prefix = phrase ? i < typed.len && typed.ptr[i] == '*' : word.len > 1 && word.ptr[word.len - 1] == '*';
    if (prefix && phrase) i++;
    else if (prefix) word.len--;
    if (has_letter(word)) put_word(without ? &no : &yes, word, prefix, without ? " OR " : " AND ");
  }
  if (!yes.len) return (toc_str){0};
  if (!no.len) return (toc_str){yes.ptr, yes.len};
  return toc_str_format(a, "(%.*s) NOT (%.*s)", (int)yes.len, yes.ptr, (int)no.len, no.ptr);
}
