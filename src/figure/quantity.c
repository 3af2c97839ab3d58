/* The quantity itself: "at least 95", "between 10 and 20", "several hundred", "$4.2 billion".
 * Which numbers are no quantities at all is decided here too. */
#include <math.h>

#include "internal.h"
#include "number.h"

typedef enum mood { EXACT, AT_LEAST, MORE, LESS, NEARLY, ABOUT, UP_TO } mood;

static const struct {
  const char *words;
  mood mood;
} before[] = {
    {"at least", AT_LEAST},      {"no fewer than", AT_LEAST}, {"no less than", AT_LEAST},  {"not less than", AT_LEAST},
    {"not fewer than", AT_LEAST}, {"a minimum of", AT_LEAST},  {"more than", MORE},         {"over", MORE},
    {"upwards of", MORE},        {"upward of", MORE},         {"in excess of", MORE},      {"greater than", MORE},
    {"well over", MORE},         {"just over", MORE},         {"exceeding", MORE},         {"beyond", MORE},
    {"above", MORE},             {"well above", MORE},        {"fewer than", LESS},        {"less than", LESS},
    {"under", LESS},             {"below", LESS},             {"nearly", NEARLY},          {"almost", NEARLY},
    {"close to", NEARLY},        {"towards", NEARLY},         {"toward", NEARLY},          {"nearing", NEARLY},
    {"nears", NEARLY},           {"near", NEARLY},            {"approaching", NEARLY},     {"just under", NEARLY},
    {"some", ABOUT},             {"about", ABOUT},            {"around", ABOUT},           {"approximately", ABOUT},
    {"roughly", ABOUT},          {"an estimated", ABOUT},     {"estimated", ABOUT},        {"circa", ABOUT},
    {"something like", ABOUT},   {"in the region of", ABOUT}, {"or about", ABOUT},         {"up to", UP_TO},
    {"as many as", UP_TO},       {"as much as", UP_TO},       {"at most", UP_TO},          {"a maximum of", UP_TO},
    {"no more than", UP_TO},     {"not more than", UP_TO}};

_Static_assert(sizeof before / sizeof *before <= 64, "a bit for each in fg_known");

/* Tokens that a phrase takes at i, where its first word stands; 0 if the rest does not. */
static uint32_t phrase(const fg_ctx *c, uint32_t i, const fg_phrase *p) {
  uint32_t k = 1;
  if (p->n > c->last - i) return 0;
  while (k < p->n && toc_str_eq(c->word[i + k].low, p->word[k])) k++;
  return k < p->n ? 0 : k;
}

static uint32_t mood_at(const fg_ctx *c, uint32_t i, mood *m) {
  uint32_t best = 0;
  if (i >= c->last || !(c->keys[i].marks & FG_LEADS)) return 0;
  for (uint64_t may = c->x->known.ptr[c->keys[i].known].before; may; may &= may - 1) {
    int k = __builtin_ctzll(may);
    uint32_t n = phrase(c, i, &c->x->before[k]);
    if (n > best) best = n, *m = before[k].mood;
  }
  return best;
}

/* N as the guidelines widen it; halves round up. */
static double half_up(double v) { return floor(v + 0.5); }
static double tidy(double v) { return floor(v * 1e6 + 0.5) / 1e6; } /* 3.3, not 3.3000000000000003 */

static void widen(mood m, double n, double top, fg_quantity *q) {
  bool whole = n == floor(n) && !q->unit.len; /* people are not split, money is */
  q->low = n;
  q->high = top;
  q->approximate = q->approximate || m != EXACT;
  switch (m) {
    case EXACT: break;
    case AT_LEAST: q->high = NAN; break;
    case MORE: q->low = whole && n == top ? n + 1 : n; q->high = NAN; break;
    case LESS: q->low = 0; q->high = whole ? n - 1 : n; break;
    case NEARLY: q->low = whole ? half_up(0.9 * n) : tidy(0.9 * n); q->high = whole ? n - 1 : n; break;
    case ABOUT:
      q->low = n >= 3 && whole ? half_up(0.9 * n) : tidy(0.9 * n);
      q->high = n >= 3 && whole ? half_up(1.1 * top) : tidy(1.1 * top);
      if (whole && n < 3) q->low = n, q->high = top;
      break;
    case UP_TO: q->low = 0; q->high = top; break;
  }
  if (q->high < 0) q->high = 0; /* "almost zero" */
  if (q->low > q->high) q->low = q->high; /* "nearly four" of people is three: 3.6 rounds to four */
}

/* ------------------------------------------------------------------ vague words */

static const struct {
  const char *words;
  double low, high;
  bool multiplies; /* "several hundred" */
} vague[] = {
    {"hundreds of thousands", 200000, 999999, false}, {"tens of thousands", 20000, 99999, false},
    {"tens of millions", 2e7, 99999999, false},       {"hundreds of millions", 2e8, 999999999, false},
    {"thousands", 2000, 9999, false},                 {"hundreds", 200, 999, false},
    {"dozens", 24, 99, false},                        {"scores", 40, 99, false},
    {"millions", 2e6, 9999999, false},                {"several", 3, 9, true},
    {"a few", 2, 5, true},                            {"few", 2, 5, true},
    {"a handful", 2, 5, false},                       {"a couple", 2, 2, true},
    {"couple", 2, 2, true},                           {"half a dozen", 6, 6, false},
    {"half dozen", 6, 6, false},                      {"a half dozen", 6, 6, false},
    {"half - dozen", 6, 6, false},                    {"a half - dozen", 6, 6, false},
    {"dozen", 12, 12, false}};

_Static_assert(sizeof vague / sizeof *vague <= 32, "a bit for each in fg_known");

static double scale_word(const fg_ctx *c, uint32_t i) {
  if (fg_word(c, i, "hundred")) return 100;
  if (fg_word(c, i, "thousand")) return 1000;
  if (fg_word(c, i, "million")) return 1e6;
  if (fg_word(c, i, "dozen")) return 12;
  return 0;
}

static uint32_t vague_at(const fg_ctx *c, uint32_t i, fg_quantity *q) {
  for (uint32_t may = c->keys[i].known == TOC_NONE ? 0 : c->x->known.ptr[c->keys[i].known].vague; may; may &= may - 1) {
    int k = __builtin_ctz(may);
    uint32_t n = phrase(c, i, &c->x->vague[k]);
    if (!n) continue;
    if (toc_str_is(c->word[i].low, "few") && (i > c->first && (fg_word(c, i - 1, "the") || fg_word(c, i - 1, "so") || fg_word(c, i - 1, "very") || fg_word(c, i - 1, "as")))) return 0;
    if (toc_str_is(c->word[i].low, "few")) return 0; /* "few survived" denies rather than counts */
    if (toc_str_is(c->word[i].low, "couple") || toc_str_is(c->word[i + n - 1].low, "couple")) {
      if (!fg_word(c, i + n, "of") && !scale_word(c, i + n) && !fg_word(c, i + n, "dozen")) return 0; /* two who are married */
      if (toc_str_is(c->word[i].low, "couple") && !fg_word(c, i + 1, "dozen") && !fg_word(c, i + 1, "of")) return 0;
    }
    if (toc_str_is(c->word[i].low, "scores") && !fg_word(c, i + 1, "of") && !fg_word(c, i + 1, "more")) {
      bool verb = c->tree && c->doc->tokens.ptr[i].upos == TOC_UPOS_VERB;
      if (verb || i > c->first + 1) return 0; /* what a match ends in */
    }
    q->low = vague[k].low;
    q->high = vague[k].high;
    q->vague = vague[k].low != vague[k].high;
    q->approximate = q->vague;
    if (vague[k].multiplies) {
      uint32_t of = fg_word(c, i + n, "of") && scale_word(c, i + n + 1) > 0 ? 1 : 0;
      double s = scale_word(c, i + n + of);
      if (s > 0) q->low *= s, q->high *= s, n += 1 + of;
    }
    return n;
  }
  return 0;
}

/* ------------------------------------------------------------- what is no quantity */

static bool glued(const fg_ctx *c, uint32_t i) { /* no white space between i - 1 and i */
  return i > c->first && c->doc->tokens.ptr[i - 1].span.end == c->doc->tokens.ptr[i].span.start;
}

static bool letters(toc_str s) { return s.len && (((s.ptr[0] | 32) >= 'a' && (s.ptr[0] | 32) <= 'z') || (unsigned char)s.ptr[0] >= 0x80); }
static bool is_digit(toc_str s) { return s.len && s.ptr[0] >= '0' && s.ptr[0] <= '9'; }
static bool dash(const fg_ctx *c, uint32_t i) { return fg_word(c, i, "-") || fg_word(c, i, "\xE2\x80\x93"); }

static bool capital(const fg_ctx *c, uint32_t i) {
  toc_str f = i < c->last ? c->doc->tokens.ptr[i].form : (toc_str){0};
  return f.len && f.ptr[0] >= 'A' && f.ptr[0] <= 'Z';
}

/* Names, ages, telephone numbers, dates, scores … */
static bool no_quantity(const fg_ctx *c, uint32_t i, uint32_t end, bool range) {
  const toc_doc *doc = c->doc;
  for (uint32_t k = i; k < end; k++)
    if (doc->tokens.ptr[k].time != TOC_NONE) return true;
  bool digits = is_digit(c->word[i].low);
  if (i > c->first && !range) {
    uint32_t p = i - 1;
    if (glued(c, i) && (fg_word(c, p, "#") || letters(c->word[p].low) || fg_word(c, p, "'") || fg_word(c, p, "/") || fg_word(c, p, "."))) return true;
    if (dash(c, p) && glued(c, i) && p > c->first && (letters(c->word[p - 1].low) || is_digit(c->word[p - 1].low)) && glued(c, p)) return true; /* M-16 */
    if (digits && (fg_has(c, p, FG_BEFORE) || (fg_word(c, p, ".") && p > c->first && fg_word(c, p - 1, "no")))) return !fg_word(c, p, "no") || !letters(c->word[end < c->last ? end : i].low);
    if (digits && p > c->first && fg_word(c, p, ",") && (fg_word(c, end, ",") || fg_word(c, end, ")") || end == c->last || fg_word(c, end, ".")) && end - i == 1 && c->word[i].low.len <= 3) return true; /* an age */
    if (digits && fg_word(c, p, "(") && fg_word(c, end, ")")) return true;
    /* "ages, 13, 17 and 19" */
    for (uint32_t b = i; digits && b-- > c->first && i - b < 12;) {
      if (fg_word(c, b, "aged") || fg_word(c, b, "age") || fg_word(c, b, "ages")) return true;
      if (!is_digit(c->word[b].low) && !fg_word(c, b, ",") && !fg_word(c, b, "and") && !fg_word(c, b, "to") && !fg_word(c, b, "or") && !fg_word(c, b, "-") && !fg_word(c, b, "from") && !fg_word(c, b, "between")) break;
    }
  }
  if (end < c->last) {
    if (glued(c, end)) {
      if (dash(c, end) && end + 1 < c->last && glued(c, end + 1)) return true; /* two-day, 12-year-old, 1-202-… */
      if (letters(c->word[end].low) && !fg_word(c, end, "k") && !fg_word(c, end, "m") && !fg_word(c, end, "bn")) return true;
      if (fg_word(c, end, "/") || fg_word(c, end, ":")) return true;
    }
    if ((fg_word(c, end, "year") || fg_word(c, end, "years") || fg_word(c, end, "months") || fg_word(c, end, "weeks")) && (fg_word(c, end + 1, "old") || fg_word(c, end + 1, "of"))) return true;
    if (digits && fg_has(c, end, FG_AFTER) && (capital(c, end) || fg_word(c, end, "block") || fg_word(c, end, "caliber"))) return true;
    if (digits && capital(c, end) && (fg_has(c, end + 1, FG_AFTER) || fg_has(c, end + 2, FG_AFTER)) && capital(c, end + 1)) return true; /* 150 West Adams Street */
    if (digits && fg_word(c, end, "th")) return true;
    if (fg_word(c, end, "a.m.") || fg_word(c, end, "p.m.") || fg_word(c, end, "o'clock") || fg_word(c, end, "am") || fg_word(c, end, "pm")) return true;
    if (dash(c, end) && (fg_word(c, end + 1, "third") || fg_word(c, end + 1, "thirds") || fg_word(c, end + 1, "quarter") || fg_word(c, end + 1, "quarters") || fg_word(c, end + 1, "fifths"))) return true;
    if (fg_word(c, end, "third") || fg_word(c, end, "thirds")) return true;
  }
  uint32_t m = doc->tokens.ptr[i].mention;
  if (m != TOC_NONE && m < doc->mentions.len) { /* part of a name */
    const toc_mention *name = &doc->mentions.ptr[m];
    if (name->last - name->first > end - i && name->first <= i && name->last >= end && name->kind != TOC_KIND_NORP) return true;
  }
  return false;
}

/* ----------------------------------------------------------------------- numbers */

static uint32_t read_number(const fg_ctx *c, uint32_t i, double *v) {
  if (i >= c->last) return 0;
  toc_str w = c->word[i].low;
  if (!w.len || !(is_digit(w) || letters(w)) || !(c->keys[i].marks & FG_COUNTS)) return 0;
  if ((toc_str_is(w, "a") || toc_str_is(w, "an")) && !(i + 1 < c->last && (c->keys[i + 1].marks & FG_SCALE))) return 0;
  toc_str words[16];
  size_t n = 0;
  for (; n < 16 && n < c->last - i; n++) {
    words[n] = c->word[i + n].low;
    if (n && !(c->keys[i + n].marks & (FG_COUNTS | FG_SCALE)) && !toc_str_is(words[n], "and") && !toc_str_is(words[n], "-")) break; /* no more of it */
  }
  uint32_t took = (uint32_t)toc__number_read(words, n, v);
  if (took && is_digit(w) && took == 1) {
    /* "12k", "$4bn" */
    if (fg_word(c, i + 1, "k") && glued(c, i + 1)) return *v *= 1e3, 2;
    if ((fg_word(c, i + 1, "m") || fg_word(c, i + 1, "mn")) && glued(c, i + 1)) return *v *= 1e6, 2;
    if (fg_word(c, i + 1, "bn")) return *v *= 1e9, 2;
  }
  return took;
}

/* "10-15" in one token. */
static bool hyphen_range(toc_str s, double *low, double *high) {
  const char *h = is_digit(s) ? memchr(s.ptr, '-', s.len) : NULL;
  if (!h) return false;
  size_t at = (size_t)(h - s.ptr);
  return toc__number_digits(toc_str_sub(s, 0, at), low) && toc__number_digits(toc_str_sub(s, at + 1, s.len), high) && *low < *high;
}

/* Upper end behind a number at k: "to 15", "or three", "-15", "and 20" after "between". */
static uint32_t range_at(const fg_ctx *c, uint32_t i, uint32_t k, bool between, double *low, double *high) {
  double h;
  uint32_t n;
  bool to = fg_word(c, k, "to"), or = fg_word(c, k, "or"), hyphen = dash(c, k) && glued(c, k);
  if (!(to || or || hyphen || (between && fg_word(c, k, "and")))) return 0;
  if ((n = read_number(c, k + 1, &h)) == 0) return 0;
  if (to && i > c->first && fg_word(c, i - 1, "from") && i > c->first + 1) {
    /* "rose from 5 to 12" are two values */
    static const char *const moves[] = {"rose", "rise", "rises", "risen", "rising", "climbed", "increased", "jumped", "grew", "fell", "dropped", "up", "down", "raised", "declined", "slipped", "soared"};
    for (uint32_t b = i - 2; b + 4 > i && b >= c->first; b--) {
      for (size_t m = 0; m < sizeof moves / sizeof *moves; m++)
        if (fg_word(c, b, moves[m])) return 0;
      if (b == 0) break;
    }
  }
  if (hyphen && k + 1 + n < c->last && glued(c, k + 1 + n) && dash(c, k + 1 + n)) return 0;
  double scale = h >= 1000 && n > 1 && *low < 1000 ? (h >= 1e9 ? 1e9 : h >= 1e6 ? 1e6 : 1e3) : 1; /* "two to three thousand" */
  if (*low * scale >= h) scale = 1;
  if (*low >= h) return 0;
  if (or && h - *low > 0.5 * h) return 0; /* "one or 20" is no range */
  *low *= scale;
  *high = h;
  return 1 + n;
}

static const struct {
  const char *sign, *code;
} signs[] = {{"$", "USD"}, {"us$", "USD"}, {"\xE2\x82\xAC", "EUR"}, {"\xC2\xA3", "GBP"}, {"\xC2\xA5", "JPY"}, {"a$", "AUD"}, {"c$", "CAD"}, {"hk$", "HKD"}, {"usd", "USD"}, {"eur", "EUR"}};

static uint32_t money_sign(const fg_ctx *c, uint32_t i, toc_str *unit) {
  if (i >= c->last || !(c->keys[i].marks & FG_MONEY)) return 0;
  for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
    if (fg_word(c, i, signs[k].sign)) {
      *unit = toc_cstr(signs[k].code);
      return 1;
    }
  if (fg_word(c, i, "us") && fg_word(c, i + 1, "$")) return *unit = TOC_S("USD"), 2;
  return 0;
}

static uint32_t unit_behind(const fg_ctx *c, uint32_t k, toc_str *unit) {
  static const struct {
    const char *word, *code;
  } units[] = {{"percent", "percent"}, {"%", "percent"}, {"pct", "percent"}, {"dollars", "USD"}, {"euros", "EUR"}, {"pounds", "GBP"}, {"yen", "JPY"}, {"rubles", "RUB"}, {"roubles", "RUB"}, {"yuan", "CNY"}, {"rupees", "INR"}, {"pesos", "peso"}, {"tenge", "KZT"}, {"francs", "franc"}, {"marks", "mark"}, {"shillings", "shilling"}, {"naira", "NGN"}, {"lira", "lira"}};
  for (size_t n = 0; n < sizeof units / sizeof *units; n++)
    if (fg_word(c, k, units[n].word)) {
      *unit = toc_cstr(units[n].code);
      if (toc_str_is(*unit, "percent") && fg_word(c, k + 1, "points")) return 2;
      return 1;
    }
  if (fg_word(c, k, "per") && fg_word(c, k + 1, "cent")) return *unit = TOC_S("percent"), 2;
  if (fg_word(c, k, "percentage") && (fg_word(c, k + 1, "points") || fg_word(c, k + 1, "point"))) return *unit = TOC_S("percent"), 2;
  return 0;
}

static bool zero_at(const fg_ctx *c, uint32_t i, fg_quantity *q) {
  if (!fg_word(c, i, "no") && !fg_word(c, i, "nobody") && !fg_word(c, i, "none")) return false;
  uint32_t end = i + 1;
  if (fg_word(c, i, "no") && fg_word(c, end, "one")) end++;
  else if (fg_word(c, i, "no")) { /* "no casualties": only before what it denies */
    uint32_t k = end;
    while (k < c->last && k < end + 3 && fg_kind(c, k, FG_NOUN) == TOC_N_COUNTS && letters(c->word[k].low)) k++;
    if (fg_kind(c, k, FG_NOUN) == TOC_N_COUNTS && !fg_has(c, end, FG_PERSON)) return false;
  }
  q->last = end;
  q->low = q->high = 0;
  q->zero = true;
  return true;
}

/* Its words into p; the first one. */
static toc_str split(const char *words, fg_phrase *p) {
  toc_str rest = toc_cstr(words);
  while (p->n < FG_MOST_WORDS && toc_str_word(&rest, &p->word[p->n])) p->n++;
  return p->word[0];
}

void fg_mark_openers(toc__figures *x) {
  static const char *const more[] = {"no", "nobody", "none", "both", "between", "a", "an"};
  static const char *const scale[] = {"hundred", "dozen", "thousand", "million", "mln", "billion", "bln", "trillion"};
  x->before = toc_new(&x->arena, fg_phrase, sizeof before / sizeof *before);
  x->vague = toc_new(&x->arena, fg_phrase, sizeof vague / sizeof *vague);
  for (size_t k = 0; k < sizeof before / sizeof *before; k++) fg_mark(x, split(before[k].words, &x->before[k]), FG_LEADS)->before |= (uint64_t)1 << k;
  for (size_t k = 0; k < sizeof vague / sizeof *vague; k++) fg_mark(x, split(vague[k].words, &x->vague[k]), FG_COUNTS)->vague |= 1u << k;
  for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) fg_mark(x, toc_cstr(signs[k].sign), FG_COUNTS | FG_MONEY);
  fg_mark(x, TOC_S("us"), FG_COUNTS | FG_MONEY); /* "us $" */
  for (size_t k = 0; k < sizeof more / sizeof *more; k++) fg_mark(x, toc_cstr(more[k]), FG_COUNTS);
  for (size_t k = 0; k < sizeof scale / sizeof *scale; k++) fg_mark(x, toc_cstr(scale[k]), FG_SCALE);
  const char *number;
  for (size_t k = 0; (number = toc__number_name(k)) != NULL; k++) fg_mark(x, toc_cstr(number), FG_COUNTS);
}

/* "One by one", "this one": it counts nobody.  "Said that one man was hurt" does. */
static bool points_out(const fg_ctx *c, uint32_t k) {
  static const char *const words[] = {"by", "no", "any", "this"};
  if (fg_word(c, k + 1, "by") || fg_word(c, k + 1, "another")) return true;
  if (k <= c->first) return false;
  if (fg_word(c, k - 1, "that")) return !c->tree || c->doc->tokens.ptr[k - 1].upos != TOC_UPOS_SCONJ;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (fg_word(c, k - 1, words[i])) return true;
  return false;
}

bool fg_quantity_at(const fg_ctx *c, uint32_t i, fg_quantity *q) {
  mood m = EXACT;
  uint32_t k = i, n = mood_at(c, i, &m);
  *q = (fg_quantity){.first = i, .core = i};
  if (!n && !(c->keys[i].marks & FG_COUNTS)) return false;
  if (zero_at(c, i, q)) return c->doc->tokens.ptr[i].time == TOC_NONE;
  if (fg_word(c, i, "both") && !fg_word(c, i + 2, "and") && !fg_word(c, i + 1, "of") && (fg_has(c, i + 1, FG_PERSON) || fg_word(c, i + 1, "were") || fg_word(c, i + 1, "died") || fg_word(c, i + 1, "are"))) {
    q->last = i + 1;
    q->low = q->high = 2;
    q->both = true;
    return true;
  }
  k += n;
  /* "at least about 50": the outer one speaks */
  mood inner = EXACT;
  if (n) k += mood_at(c, k, &inner);
  bool between = fg_word(c, k, "between") || (fg_word(c, k, "from") && false);
  if (between) k++;
  uint32_t sign = money_sign(c, k, &q->unit);
  k += sign;
  q->core = k;
  if (k >= c->last) return false;
  double low = 0, high = 0;
  uint32_t took = vague_at(c, k, q);
  if (took) {
    if (m == AT_LEAST || m == MORE) q->high = NAN, q->low += m == MORE && !q->vague ? 1 : 0;
    if (m == UP_TO || m == LESS) q->low = 0;
    if (m == ABOUT && !q->vague) widen(m, q->low, q->high, q);
    if (m == NEARLY && !q->vague) widen(m, q->low, q->high, q);
    if (m) q->approximate = true;
    for (uint32_t t = k; t < k + took; t++)
      if (c->doc->tokens.ptr[t].time != TOC_NONE) return false;
    q->last = k + took;
    if (dash(c, q->last) && glued(c, q->last) && q->last + 1 < c->last && glued(c, q->last + 1)) return false;
    q->last += unit_behind(c, q->last, &q->unit);
    return true;
  }
  if (hyphen_range(c->word[k].low, &low, &high)) {
    took = 1;
    if (no_quantity(c, k, k + 1, false)) return false;
  } else {
    if ((took = read_number(c, k, &low)) == 0) return false;
    if (fg_word(c, k, "one") && took == 1 && points_out(c, k)) return false;
    high = low;
    uint32_t r = range_at(c, between ? k - 1 : k, k + took, between, &low, &high);
    if (between && !r) return false;
    if (r && no_quantity(c, k + took + 1, k + took + r, true)) return false;
    if (!r && no_quantity(c, k, k + took, false)) return false;
    for (uint32_t t = k; t < k + took; t++)
      if (c->doc->tokens.ptr[t].time != TOC_NONE) return false;
    took += r;
  }
  if (i > c->first && dash(c, i - 1) && n == 0 && glued(c, i)) return false;
  q->last = k + took;
  q->one = low == 1 && high == 1 && !n && !is_digit(c->word[k].low);
  q->approximate = low != high;
  if (!sign) {
    uint32_t u = unit_behind(c, q->last, &q->unit);
    q->last += u;
  }
  widen(m ? m : inner, low, high, q);
  if (fg_word(c, q->last, "+") && glued(c, q->last)) q->high = NAN, q->approximate = true, q->last++;
  else if (dash(c, q->last) && fg_word(c, q->last + 1, "plus")) q->high = NAN, q->approximate = true, q->last += 2;
  else if (fg_word(c, q->last, "or") && fg_word(c, q->last + 1, "more")) q->high = NAN, q->approximate = true, q->last += 2;
  else if (fg_word(c, q->last, "or") && fg_word(c, q->last + 1, "so")) widen(ABOUT, low, high, q), q->last += 2;
  return true;
}
