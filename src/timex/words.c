/* The vocabulary, data/timex/words.txt.  Its head explains the format. */
#include "internal.h"
#include "number.h"

static const char *const class_name[] = {
#define X(id, name) name,
    TX_CLASSES(X)
#undef X
};

static tx_class class_of(toc_str name) {
  int c = 0;
  while (c < TX_N_CLASSES && !toc_str_is(name, class_name[c])) c++;
  return (tx_class)c;
}

static bool one_of(toc_str code, const char *list) {
  toc_str rest = toc_cstr(list), word;
  while (toc_str_cut(&rest, ' ', &word))
    if (toc_str_eq(word, code)) return true;
  return false;
}

static bool number_in(toc_str code, int low, int high, int *value) {
  bool minus = code.len && code.ptr[0] == '-';
  uint64_t v;
  if (!toc_str_uint(toc_str_sub(code, minus, code.len), &v) || v > 10000) return false;
  *value = minus ? -(int)v : (int)v;
  return *value >= low && *value <= high;
}

static bool holiday_code(toc_str code) {
  toc_str rest = code, f[4];
  int v, n = 0;
  while (n < 4 && toc_str_cut(&rest, ':', &f[n])) n++;
  if (n == 1) {
    uint64_t m, d;
    return code.len == 5 && code.ptr[2] == '-' && toc_str_uint(toc_str_sub(code, 0, 2), &m) &&
           toc_str_uint(toc_str_sub(code, 3, 5), &d) && toc_day_of(2000, (int)m, (int)d) != TOC_NODAY;
  }
  if (n == 2) return toc_str_is(f[0], "easter") && number_in(f[1], -60, 60, &v);
  return n == 4 && !rest.ptr && toc_str_is(f[0], "rule") && number_in(f[1], 1, 12, &v) && number_in(f[2], 1, 7, &v) &&
         (number_in(f[3], 1, 4, &v) || number_in(f[3], -1, -1, &v));
}

/* Is it a code of that class?  `want` tells what one looks like. */
static bool code_fits(tx_class cls, toc_str code, int *value, const char **want) {
  *value = 0;
  switch (cls) {
    case TX_MONTH: *want = "a month, 1 to 12"; return number_in(code, 1, 12, value);
    case TX_WEEKDAY:
    case TX_WEEKDAYS: *want = "a weekday, 1 to 7"; return number_in(code, 1, 7, value);
    case TX_UNIT:
    case TX_UNITS: *want = "a unit: TS TM TH D N W F M Q Y E C L"; return one_of(code, "TS TM TH D N W F M Q Y E C L");
    case TX_SEASON: *want = "a season: SP SU FA WI"; return one_of(code, "SP SU FA WI");
    case TX_DAYPART:
    case TX_DAYPARTS: *want = "a part of the day: MO AF EV NI DT"; return one_of(code, "MO AF EV NI DT");
    case TX_AMPM: *want = "0 or 12"; return number_in(code, 0, 12, value) && (*value == 0 || *value == 12);
    case TX_CLOCK: *want = "a minute of the day, 0 to 1440"; return number_in(code, 0, 1440, value);
    case TX_DAYREF: *want = "a number of days"; return number_in(code, -7, 7, value);
    case TX_WHICH:
    case TX_WHENCE:
    case TX_AFTER:
    case TX_OFFSET: *want = "-1, 0 or 1"; return number_in(code, -1, 1, value);
    case TX_REF: *want = "PRESENT_REF, PAST_REF or FUTURE_REF"; return one_of(code, "PRESENT_REF PAST_REF FUTURE_REF");
    case TX_PART: *want = "early, mid, late or any"; return one_of(code, "early mid late any");
    case TX_OFTEN: *want = "a TIMEX3 value"; return code.len > 1 && (code.ptr[0] == 'P' || code.ptr[0] == 'X');
    case TX_HOLIDAY: *want = "MM-DD, rule:month:weekday:n or easter:days"; return holiday_code(code);
    default: *want = "a code"; return true;
  }
}

/* Words of these classes say nothing without a second one. */
static bool leans(tx_class cls) {
  switch (cls) {
    case TX_PART: case TX_APPROX: case TX_ROUGH: case TX_FILLER: case TX_MANY: case TX_EVERY: case TX_PER: case TX_HALF:
    case TX_WHICH: case TX_WHENCE: case TX_AFTER: case TX_OFFSET: case TX_AHEAD: case TX_BEHIND: return true;
    default: return false;
  }
}

tx_word *tx_word_of(toc__timex *x, toc_str w) {
  uint32_t *at = toc_map_put(&x->words, w, 0);
  if (!*at) {
    *at = x->word.len;
    bool number = w.ptr[0] >= '0' && w.ptr[0] <= '9';
    *toc_push(&x->arena, &x->word) = (tx_word){.first = TOC_NONE, .cardinal = (int8_t)toc__number_word(w), .ordinal = (int8_t)toc__number_ordinal(w),
                                               .number = number, .opens = number ? TX_ALONE : 0};
  }
  return &x->word.ptr[*at];
}

static tx_word *opens(toc__timex *x, toc_str low, uint32_t how) {
  tx_word *w = tx_word_of(x, low);
  w->opens |= how;
  return w;
}

static void add(toc__timex *x, tx_entry e) {
  if (e.n > 1) e.second = (uint32_t)(opens(x, e.word[1], TX_FOLLOWS) - x->word.ptr);
  tx_word *w = tx_word_of(x, e.word[0]);
  w->opens |= e.n > 1 ? TX_PHRASES : leans(e.cls) ? TX_OPENS : TX_ALONE;
  w->classes |= (uint64_t)1 << e.cls;
  if (e.n == 1) w->single |= (uint64_t)1 << e.cls;
  w->days += e.n == 1 && (e.cls == TX_WEEKDAY || e.cls == TX_DAYREF) && w->days < UINT8_MAX;
  e.next = w->first;
  w->first = x->entries.len;
  *toc_push(&x->arena, &x->entries) = e;
}

/* One phrase into the words its atoms have. */
static bool phrase(toc__timex *x, toc_str text, tx_entry *e) {
  tx_atoms atoms = {0};
  tx_atoms_of(NULL, &x->arena, text, 0, 0, &atoms);
  if (!atoms.len || atoms.len > 8) return false;
  e->n = atoms.len;
  e->word = toc_new(&x->arena, toc_str, atoms.len);
  for (uint32_t i = 0; i < atoms.len; i++) e->word[i] = atoms.ptr[i].low;
  return true;
}

static toc_status line(toc__timex *x, toc_lines *l, toc_error *err) {
  toc_str rest = l->text, head, name, one;
  if (!memchr(rest.ptr, ':', rest.len)) return toc_lines_fail(err, l, 0, "expected 'class code: phrase, …'");
  const char *blank = memchr(rest.ptr, ' ', rest.len);
  if (!blank) return toc_lines_fail(err, l, 0, "expected 'class code: phrase, …'");
  name = toc_str_sub(rest, 0, (size_t)(blank - rest.ptr));
  rest = toc_str_trim(toc_str_sub(rest, name.len, rest.len));
  size_t colon = 0; /* the one that blanks follow: codes hold colons of their own */
  while (colon < rest.len && !(rest.ptr[colon] == ':' && (colon + 1 == rest.len || rest.ptr[colon + 1] == ' '))) colon++;
  if (colon >= rest.len) return toc_lines_fail(err, l, name.len + 1, "expected ': ' after the code");
  head = toc_str_sub(rest, 0, colon);
  size_t head_at = (size_t)(head.ptr - l->text.ptr);
  rest = toc_str_sub(rest, colon + 1, rest.len);

  tx_entry e = {.code = head};
  e.weak = name.len && name.ptr[name.len - 1] == '?';
  if (e.weak) name.len--;
  e.cls = class_of(name);
  if (e.cls == TX_N_CLASSES) return toc_lines_fail(err, l, 0, "unknown class '%.*s'", TOC_FMT(name));
  const char *want = NULL;
  if (!code_fits(e.cls, head, &e.value, &want))
    return toc_lines_fail(err, l, head_at, "bad code '%.*s', expected %s", TOC_FMT(head), want);
  while (toc_str_cut(&rest, ',', &one)) {
    toc_str text = toc_str_trim(one);
    if (!text.len || !phrase(x, text, &e))
      return toc_lines_fail(err, l, one.ptr - l->text.ptr, "expected a phrase of one to eight words");
    add(x, e);
  }
  return TOC_OK;
}

/* Words of the grammar's own, and numbers: what is neither here nor in the vocabulary nor a digit
 * begins nothing. */
static void add_own(toc__timex *x) {
  static const char *const first[] = {"a", "an", "another", "the", "this", "that", "these", "those", "same", "whole", "entire", "full", "half", "mid", "early",
                                      "late", "over", "under", "up", "some", "fiscal", "calendar", "final", "opening", "closing", "latest", "recent", "prior",
                                      "q", "h", "'"};
  static const char *const second[] = {"comparable", "corresponding", "coming", "past", "last", "current", "century", "single", "other", "hundred", "thousand",
                                        "million", "billion", "trillion", "dozen", "couple", "twenties", "thirties", "forties", "fifties", "sixties",
                                        "seventies", "eighties", "nineties", "-", "on", "in", "of", "s", "'s"};
  for (size_t k = 0; k < sizeof first / sizeof *first; k++) opens(x, toc_cstr(first[k]), TX_OPENS);
  for (size_t k = 0; k < sizeof second / sizeof *second; k++) opens(x, toc_cstr(second[k]), TX_FOLLOWS);
  const char *number;
  for (size_t k = 0; (number = toc__number_name(k)) != NULL; k++) opens(x, toc_cstr(number), TX_ALONE);
}

static toc_status read(toc__timex *x, toc_str bytes, const char *file, toc_error *err) {
  toc_status s = TOC_OK;
  toc_lines l;
  toc_map_init(&x->words, &x->arena);
  *toc_push(&x->arena, &x->word) = (tx_word){.first = TOC_NONE, .cardinal = -1}; /* TX_UNKNOWN */
  *toc_push(&x->arena, &x->word) = (tx_word){.first = TOC_NONE, .cardinal = -1, .number = true, .opens = TX_ALONE};
  toc_lines_init(&l, file, toc_str_copy(&x->arena, bytes));
  while (!s && toc_lines_next(&l)) s = line(x, &l, err);
  add_own(x);
  tx_mark_families(x);
  return s;
}

toc_status toc__timex_read(toc__timex **out, toc_str bytes, const char *file, toc_error *err) {
  *out = NULL;
  toc__timex *x = calloc(1, sizeof *x);
  if (!x) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&x->arena, 16u << 20);
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&x->arena, jump)) s = read(x, bytes, file, err);
  else toc_fail(err, TOC_NOMEM, file, 0, 0, "too many words");
  x->arena.oom = NULL;
  if (s) {
    toc__timex_free(x);
    return s;
  }
  *out = x;
  return TOC_OK;
}

toc_status toc__timex_load(toc__timex **out, const char *data_dir, toc_error *err) {
  toc_arena a;
  toc_arena_init(&a, 4u << 20);
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  *out = NULL;
  if (TOC_TRY(&a, jump)) {
    toc_str bytes, path = toc_str_format(&a, "%s/timex/words.txt", data_dir);
    s = toc_file_read(&a, toc_str_z(&a, path), 1u << 20, &bytes, err);
    if (!s) s = toc__timex_read(out, bytes, "words.txt", err);
  } else {
    toc_fail(err, TOC_NOMEM, "words.txt", 0, 0, "out of memory");
  }
  toc_arena_release(&a);
  return s;
}

void toc__timex_free(toc__timex *x) {
  if (!x) return;
  toc_arena_release(&x->arena);
  free(x);
}
