/* The grammar of time expressions.
 *
 * Each m_… function looks whether one family of expressions begins at atom i, sets it on
 * the calendar and returns the atom behind it, or 0.  tx_match takes the longest.  All look
 * ahead a bounded number of atoms, so the whole is linear.
 *
 * Followed: TimeML 1.2.1 guidelines (Saurí et al. 2006) for spans and values; the split
 * into base, offset, unit and direction is that of HeidelTime and SUTime. */
#include "internal.h"
#include "number.h"

/* ----------------------------------------------------------- looking at atoms */

/* Always inline: the compiler then knows the length of the literal and compares it as a number. */
__attribute__((always_inline)) static inline bool word(const tx_ctx *c, uint32_t i, const char *w) { return i < c->n && toc_str_is(c->atom[i].low, w); }

static uint32_t phrase(const tx_ctx *c, uint32_t i, tx_class cls, const tx_entry **out) {
  uint32_t best = 0;
  for (uint32_t e = c->atom[i].word->first; e != TOC_NONE; e = c->x->entries.ptr[e].next) {
    const tx_entry *entry = &c->x->entries.ptr[e];
    if (entry->cls != cls || entry->n <= best || entry->n > c->n - i) continue;
    if (entry->n > 1 && c->atom[i + 1].word != &c->x->word.ptr[entry->second]) continue;
    uint32_t k = 2;
    while (k < entry->n && toc_str_eq(entry->word[k], c->atom[i + k].low)) k++;
    if (k < entry->n) continue;
    best = entry->n;
    if (out) *out = entry;
  }
  return best;
}

/* The longest phrase of that class at i: its number of atoms, 0 if none. */
static inline uint32_t is(const tx_ctx *c, uint32_t i, tx_class cls, const tx_entry **out) {
  if (i >= c->n || !(c->atom[i].word->classes >> cls & 1)) return 0;
  bool may = c->atom[i].word->single >> cls & 1 || (i + 1 < c->n && (c->atom[i + 1].word->opens & TX_FOLLOWS));
  return may ? phrase(c, i, cls, out) : 0;
}

static uint32_t number(const tx_ctx *c, uint32_t i, double *v) {
  toc_str w[16];
  uint32_t n = 0;
  if (i >= c->n || !(tx_number(&c->atom[i]) || c->atom[i].word->cardinal >= 0 || word(c, i, "a") || word(c, i, "an"))) return 0;
  while (n < 16 && i + n < c->n) w[n] = c->atom[i + n].low, n++;
  return (uint32_t)toc__number_read(w, n, v);
}

/* A whole number written with digits only, low … high. */
static bool digits(const tx_ctx *c, uint32_t i, int low, int high, int *v) {
  uint64_t u;
  if (i >= c->n || !tx_number(&c->atom[i]) || c->atom[i].low.len > 4 || !toc_str_uint(c->atom[i].low, &u)) return false;
  *v = (int)u;
  return *v >= low && *v <= high;
}

/* Does the atom at i go on into the next, as the 5 of "5-year" or "5th" does? */
static bool goes_on(const tx_ctx *c, uint32_t i) {
  if (i + 1 >= c->n || !c->atom[i + 1].glued) return false;
  toc_str next = c->atom[i + 1].low;
  if (next.len == 1 && strchr(",.;:)]\"'!?", next.ptr[0])) return false;
  if (toc_str_is(next, "'s")) return false;
  return true;
}

/* Day of the month at i: "5", "5th", "fifth", "twenty-first".  Atoms taken. */
static uint32_t month_day(const tx_ctx *c, uint32_t i, int *d) {
  if (i >= c->n) return 0;
  if (digits(c, i, 1, 31, d)) {
    if (i + 1 < c->n && c->atom[i + 1].glued && c->atom[i + 1].low.len == 2) {
      static const char *const end[] = {"st", "nd", "rd", "th"};
      for (int k = 0; k < 4; k++)
        if (word(c, i + 1, end[k])) return 2;
    }
    return c->atom[i].low.len <= 2 ? 1 : 0;
  }
  if (tx_number(&c->atom[i])) return 0;
  int r = c->atom[i].word->ordinal, tens = c->atom[i].word->cardinal;
  if ((tens == 20 || tens == 30) && word(c, i + 1, "-") && i + 2 < c->n) {
    r = c->atom[i + 2].word->ordinal;
    if (r > 0 && r < 10) {
      *d = tens + r;
      return *d <= 31 ? 3 : 0;
    }
    return 0;
  }
  *d = r;
  return r >= 1 && r <= 31 ? 1 : 0;
}

/* A rank at i: "third", "3rd", "twenty-first". */
static uint32_t rank(const tx_ctx *c, uint32_t i, int *r) {
  int v;
  if (i >= c->n) return 0;
  if (digits(c, i, 1, 99, &v)) {
    if (i + 1 >= c->n || !c->atom[i + 1].glued || c->atom[i + 1].low.len != 2) return 0;
    static const char *const end[] = {"st", "nd", "rd", "th"};
    for (int k = 0; k < 4; k++)
      if (word(c, i + 1, end[k])) {
        *r = v;
        return 2;
      }
    return 0;
  }
  int tens = c->atom[i].word->cardinal;
  if (tens >= 20 && word(c, i + 1, "-") && i + 2 < c->n) {
    int unit = c->atom[i + 2].word->ordinal;
    *r = tens + unit;
    return unit > 0 && unit < 10 ? 3 : 0;
  }
  *r = c->atom[i].word->ordinal;
  return *r ? 1 : 0;
}

/* Four digits that can be a year. */
static bool year4(const tx_ctx *c, uint32_t i, int *y) {
  if (i >= c->n || c->atom[i].low.len != 4 || !digits(c, i, 1000, 2100, y)) return false;
  return true;
}

/* "nineteen ninety-six", "nineteen oh five", "two thousand and one". */
static uint32_t year_words(const tx_ctx *c, uint32_t i, int *y) {
  if (i + 1 >= c->n) return 0;
  int century = c->atom[i].word->cardinal;
  if (century >= 15 && century <= 20) {
    double v;
    uint32_t n = number(c, i + 1, &v);
    if (n && v >= 10 && v <= 99 && !tx_number(&c->atom[i + 1])) {
      *y = century * 100 + (int)v;
      return 1 + n;
    }
    if (word(c, i + 1, "hundred")) {
      *y = century * 100;
      return 2;
    }
  }
  if (century == 2 && word(c, i + 1, "thousand")) {
    double v = 0;
    uint32_t n = number(c, i, &v);
    if (n && v >= 2000 && v <= 2099) {
      *y = (int)v;
      return n;
    }
  }
  return 0;
}

static uint32_t any_year(const tx_ctx *c, uint32_t i, int *y) { return year4(c, i, y) ? 1 : year_words(c, i, y); }

/* --------------------------------------------------------------- direction */

static bool verbal(const toc_token *t) { return t->upos == TOC_UPOS_VERB || t->upos == TOC_UPOS_AUX; }

static int verb_direction(const toc_doc *doc, uint32_t v) {
  const toc_token *t = &doc->tokens.ptr[v];
  bool past = (t->feat & TOC_F_PAST) && (t->feat & TOC_F_FIN), aux = false, condition = false, ahead = false, perfect = false;
  toc_few_children(doc, v, k) {
    const toc_token *a = &doc->tokens.ptr[k];
    if (toc_rel_base(doc, k) == TOC_REL_MARK) condition |= toc_lemma_is(doc, k, "if") || toc_lemma_is(doc, k, "unless") || toc_lemma_is(doc, k, "once");
    if (toc_rel_base(doc, k) != TOC_REL_AUX && a->rel != TOC_REL_COP) continue;
    aux = true;
    if (toc_lemma_is(doc, k, "will") || toc_lemma_is(doc, k, "shall")) return 1;
    ahead |= toc_lemma_is(doc, k, "would") || toc_lemma_is(doc, k, "could") || toc_lemma_is(doc, k, "may") || toc_lemma_is(doc, k, "might") || toc_lemma_is(doc, k, "should");
    if (a->feat & TOC_F_PAST) past = true;
    if (toc_lemma_is(doc, k, "have")) past = perfect = true;
  }
  if (ahead && !perfect) return 1; /* "said it would meet on Friday", unlike "would have met" */
  if (past) return -1;
  if (!aux && (t->feat & TOC_F_INF)) return 1;
  if (!aux && (t->feat & TOC_F_PART) && (t->feat & TOC_F_PAST)) return -1;
  if (condition && (t->feat & TOC_F_FIN)) return 1; /* "if the port opens on Thursday" */
  return 0;
}

/* -1: what happens then is behind the report, 1: ahead of it, 0: cannot tell. */
static int direction(const tx_ctx *c, uint32_t i) {
  const toc_doc *doc = c->doc;
  if (i > 0 && word(c, i - 1, "ended")) return -1;
  if (i > 0 && word(c, i - 1, "ending")) return 1;
  if (c->sentence->analysed && doc->child_at) {
    uint32_t t = c->atom[i].token;
    for (int up = 0; up < 8 && t != TOC_NONE; up++, t = doc->tokens.ptr[t].head) {
      if (!verbal(&doc->tokens.ptr[t]) && toc_child(doc, t, TOC_REL_COP) == TOC_NONE) continue;
      return verb_direction(doc, t);
    }
    return 0;
  }
  /* No tree: the words of the clause around it. */
  uint32_t a = i, b = i;
  while (a > 0 && i - a < 12 && !word(c, a - 1, ";") && !word(c, a - 1, ".")) {
    a--;
    if (is(c, a, TX_AHEAD, NULL)) return 1;
    if (is(c, a, TX_BEHIND, NULL)) break;
  }
  while (b + 1 < c->n && b - i < 6 && !word(c, b + 1, ",") && !word(c, b + 1, ";")) {
    b++;
    if (word(c, b, "will") || word(c, b, "'ll")) return 1;
    if (is(c, b, TX_BEHIND, NULL)) return 0;
  }
  return 0;
}

/* --------------------------------------------------------------- anchoring */

static tx_point here(const tx_ctx *c) { return c->last.grain ? c->last : c->now; }
static toc_day today(const tx_ctx *c) { return c->now.grain ? c->now.day : TOC_NODAY; }
static toc_day story_day(const tx_ctx *c) { return c->last_day != TOC_NODAY ? c->last_day : today(c); }

/* Puts a month, quarter, season … of unknown year where the report means it. */
static void place(const tx_ctx *c, uint32_t i, tx_point *p, bool near) {
  toc_day from, to;
  if (c->history && c->last.grain && c->last.known) {
    p->year = c->last.year;
    p->bc = c->last.bc;
    p->known = true;
    /* a history goes forward: January after December is the next year's */
    if (p->grain == TX_AT_MONTH && c->last.grain < TX_AT_SEASON && c->last.n - p->n >= 8) p->year += p->bc ? -1 : 1;
    return;
  }
  if (!c->now.grain) {
    if (c->last.grain && c->last.known && c->last.year) p->year = c->last.year, p->known = true, p->bc = c->last.bc;
    return;
  }
  p->known = true;
  p->year = c->now.year;
  if (!tx_days(p, &from, &to)) return;
  int dir = direction(c, i);
  toc_day now = c->now.day;
  if (dir < 0 && from > now && !(near && from - now < 60)) p->year--;
  else if (dir > 0 && to < now && !(near && now - to < 60)) p->year++;
  else if (dir == 0 && near && from - now > 183) p->year--;
  else if (dir == 0 && near && now - to > 183) p->year++;
  else if (dir == 0 && !near && from > now && from - now > 120) p->year--;
}

static void place_day(const tx_ctx *c, uint32_t i, int month, int mday, tx_point *p) {
  tx_point m = {.grain = TX_AT_MONTH, .n = month};
  place(c, i, &m, true);
  if (m.known && !m.bc) {
    toc_day d = toc_day_of(m.year, month, mday);
    if (d != TOC_NODAY) {
      *p = tx_day(d);
      return;
    }
  }
  *p = (tx_point){.grain = TX_AT_DAY, .n = month, .mday = mday};
}

static toc_day weekday_from(toc_day base, int weekday, int dir, bool strict) {
  int ahead = (weekday - 1 - toc_day_weekday(base) + 7) % 7;
  if (ahead == 0) return strict ? base + 7 * dir : base;
  return dir > 0 ? base + ahead : base + ahead - 7;
}

static tx_point weekday_point(const tx_ctx *c, uint32_t i, int weekday) {
  toc_day base = c->history && c->last_day != TOC_NODAY ? c->last_day : today(c);
  if (base == TOC_NODAY) return (tx_point){.grain = TX_AT_DAY, .n = weekday};
  return tx_day(weekday_from(base, weekday, direction(c, i) > 0 ? 1 : -1, false));
}

/* ------------------------------------------------------------ absolute dates */

static bool supported(const tx_ctx *c, uint32_t i, uint32_t n) {
  static const char *const before[] = {"in", "last", "next", "this", "since", "until", "till", "of", "late", "early", "mid", "by", "from", "between", "through", "during", "on", "each", "every"};
  double v;
  if (i + n < c->n && tx_number(&c->atom[i + n]) && !c->atom[i + n].glued) return true;
  if (i > 0 && tx_number(&c->atom[i - 1]) && number(c, i - 1, &v) && v >= 1 && v <= 31) return true;
  if (i > 1 && c->atom[i - 1].low.len == 2 && tx_number(&c->atom[i - 2]) && c->atom[i - 1].glued) return true; /* 5th of */
  for (size_t k = 0; i > 0 && k < sizeof before / sizeof *before; k++)
    if (word(c, i - 1, before[k])) {
      if (tx_caps(&c->atom[i]) && toc_str_is(c->atom[i].low, "may")) return k < 3 || word(c, i - 1, "since");
      return true;
    }
  return false;
}

static uint32_t month_name(const tx_ctx *c, uint32_t i, int *month) {
  const tx_entry *e;
  uint32_t n = is(c, i, TX_MONTH, &e);
  if (!n || !tx_cap(&c->atom[i])) return 0;
  if (e->weak && !supported(c, i, n)) return 0;
  if (e->weak && c->sentence->analysed && verbal(&c->doc->tokens.ptr[c->atom[i].token]) && !(i + 1 < c->n && tx_number(&c->atom[i + 1]))) return 0;
  *month = e->value;
  return n;
}

static void set_day(const tx_ctx *c, uint32_t i, int year, int month, int mday, tx_point *p) {
  toc_day d = year ? toc_day_of(year, month, mday) : TOC_NODAY;
  if (d != TOC_NODAY) *p = tx_day(d);
  else if (year) *p = tx_month(year, month);
  else place_day(c, i, month, mday, p);
}

/* ", 1999" or "1999" or "of 1999" or "last year" at i; atoms taken. */
static uint32_t year_behind(const tx_ctx *c, uint32_t i, int *y) {
  uint32_t k = i, n;
  const tx_entry *w;
  if (word(c, k, ",")) k++;
  else if (word(c, k, "of")) k++;
  int v;
  if (year4(c, k, &v) && !goes_on(c, k)) {
    *y = v;
    return k + 1 - i;
  }
  if (!word(c, i, ",") && (n = year_words(c, k, y)) != 0) return k + n - i;
  if (word(c, i, ",")) return 0;
  if ((n = is(c, k, TX_WHICH, &w)) != 0 && word(c, k + n, "year") && c->now.grain) {
    *y = c->now.year + w->value;
    return k + n + 1 - i;
  }
  if ((word(c, k, "that") || (word(c, k, "the") && word(c, k + 1, "same"))) && c->last.grain && c->last.known && !c->last.bc) {
    uint32_t e = k + (word(c, k, "that") ? 1 : 2); /* "August of that year" */
    if (word(c, e, "year")) {
      *y = c->last.year;
      return e + 1 - i;
    }
  }
  if (word(c, k, "'") && digits(c, k + 1, 0, 99, &v) && c->atom[k + 1].low.len == 2 && c->atom[k + 1].glued) {
    *y = (v > 40 ? 1900 : 2000) + v;
    return k + 2 - i;
  }
  return 0;
}

/* "3 JAN 90": agencies once wrote years with two digits. */
static uint32_t short_year(const tx_ctx *c, uint32_t i, int *y) {
  int v;
  if (!digits(c, i, 0, 99, &v) || c->atom[i].low.len != 2 || goes_on(c, i)) return 0;
  if (i + 1 < c->n && !word(c, i + 1, "-") && !word(c, i + 1, "(") && !word(c, i + 1, "[") && !word(c, i + 1, ".") && !word(c, i + 1, ")")) return 0;
  int near = c->now.grain ? c->now.year : 2000, full = near / 100 * 100 + v;
  if (full > near + 50) full -= 100;
  else if (full < near - 50) full += 100;
  *y = full;
  return 1;
}

/* 2022-01-05  1/5/2022  5.1.2022 */
static uint32_t numeric_date(const tx_ctx *c, uint32_t i, tx_point *p) {
  int y, m, d;
  if (year4(c, i, &y) && word(c, i + 1, "-") && digits(c, i + 2, 1, 12, &m) && word(c, i + 3, "-") && digits(c, i + 4, 1, 31, &d) &&
      c->atom[i + 1].glued && c->atom[i + 4].glued && toc_day_of(y, m, d) != TOC_NODAY) {
    *p = tx_day(toc_day_of(y, m, d));
    return 5;
  }
  if (i >= c->n || !tx_number(&c->atom[i]) || c->atom[i].low.len < 6 || c->atom[i].low.len > 10) return 0;
  toc_str rest = c->atom[i].low, f[4];
  char sep = memchr(rest.ptr, '/', rest.len) ? '/' : '.';
  uint64_t v[3];
  int n = 0;
  while (n < 4 && toc_str_cut(&rest, sep, &f[n])) n++;
  if (n != 3) return 0;
  for (int k = 0; k < 3; k++)
    if (f[k].len > 4 || !toc_str_uint(f[k], &v[k])) return 0;
  if (f[2].len != 4 && !(f[2].len == 2 && sep == '/')) return 0;
  y = (int)v[2] + (f[2].len == 2 ? (v[2] > 40 ? 1900 : 2000) : 0);
  bool month_first = sep == '/' && v[0] <= 12; /* American order, unless it cannot be */
  m = (int)v[month_first ? 0 : 1];
  d = (int)v[month_first ? 1 : 0];
  if (y < 1000 || y > 2100 || m < 1 || m > 12 || toc_day_of(y, m, d) == TOC_NODAY) return 0;
  *p = tx_day(toc_day_of(y, m, d));
  return 1;
}

/* Number of atoms of an absolute date (day or month). */
static uint32_t date(const tx_ctx *c, uint32_t i, tx_point *p) {
  int month, mday, year = 0;
  uint32_t k = i, n, y;
  if ((n = numeric_date(c, i, p)) != 0) return n;
  if ((n = month_name(c, i, &month)) != 0) {
    k += n;
    if (word(c, k, "the") && c->atom[k].low.len == 3 && (y = month_day(c, k + 1, &mday)) != 0 && !digits(c, k + 1, 1, 31, &(int){0})) k++;
    if ((n = month_day(c, k, &mday)) != 0 && !(n == 1 && goes_on(c, k) && !word(c, k + 1, "-"))) {
      uint32_t at = k;
      k += n;
      if (n == 1 && word(c, k, "-") && goes_on(c, at)) { /* "January 5-7": the first day; "5-year" is none */
        int last;
        if (!digits(c, k + 1, 1, 31, &last) || goes_on(c, k + 1)) {
          *p = (tx_point){.grain = TX_AT_MONTH, .n = month};
          place(c, i, p, tx_caps(&c->atom[i]));
          return at - i;
        }
      }
      if ((y = year_behind(c, k, &year)) != 0) k += y;
      set_day(c, i, year, month, mday, p);
      return k - i;
    }
    int bc;
    if (digits(c, k, 1, 9999, &bc) && (word(c, k + 1, "bc") || word(c, k + 1, "bce"))) {
      *p = tx_month(bc, month);
      p->bc = true;
      return k + 2 - i;
    }
    if ((y = year_behind(c, k, &year)) != 0 && !word(c, k, "'")) {
      *p = tx_month(year, month);
      return k + y - i;
    }
    *p = (tx_point){.grain = TX_AT_MONTH, .n = month};
    place(c, i, p, tx_caps(&c->atom[i]));
    return k - i;
  }
  if (word(c, k, "the")) k++;
  uint32_t at = k;
  if ((n = month_day(c, k, &mday)) == 0) return 0;
  k += n;
  bool of = word(c, k, "of");
  if (of) k++;
  else if (word(c, k, "-") && !tx_number(&c->atom[at])) return 0;
  else if (n == 1 && !tx_number(&c->atom[at])) return 0; /* "first May" */
  if (word(c, k, "-") && c->atom[k].glued) k++; /* 5-May */
  const tx_entry *e;
  if (k >= c->n || !tx_cap(&c->atom[k]) || (n = is(c, k, TX_MONTH, &e)) == 0) return 0;
  month = e->value;
  k += n;
  if (word(c, k, "-") && year4(c, k + 1, &year)) k += 2;
  else if ((y = year_behind(c, k, &year)) != 0 || (y = short_year(c, k, &year)) != 0) k += y;
  set_day(c, i, year, month, mday, p);
  return k - i;
}

/* ------------------------------------------------------------- days, by name */

static bool named_otherwise(const tx_ctx *c, uint32_t end) {
  return end < c->n && tx_cap(&c->atom[end]) && !tx_caps(&c->atom[end]) && is(c, end, TX_NAME, NULL);
}

/* "Saturday", "Friday Oct. 13", "last Thursday", "the previous Friday", "Sunday, March 8". */
static uint32_t weekday(const tx_ctx *c, uint32_t i, tx_point *p) {
  const tx_entry *e, *which = NULL, *whence = NULL;
  uint32_t k = i, n;
  if (word(c, k, "the")) k++;
  if ((n = is(c, k, TX_WHENCE, &whence)) != 0) k += n;
  else if ((n = is(c, k, TX_WHICH, &which)) != 0) k += n;
  else if (k > i) return 0;
  if (word(c, k, "week") && c->now.grain) return 0;
  if ((n = is(c, k, TX_WEEKDAY, &e)) == 0 || !tx_cap(&c->atom[k])) return 0;
  uint32_t at = k;
  k += n;
  if (named_otherwise(c, k)) return 0;
  tx_point d;
  uint32_t comma = word(c, k, ",") ? 1 : 0, m = date(c, k + comma, &d);
  if (!m && word(c, k, "the")) m = 0;
  if (m && d.grain == TX_AT_DAY) {
    *p = d;
    return k + comma + m - i;
  }
  if (e->weak) return 0; /* "Sat", "Sun" only with a date */
  toc_day base = today(c);
  if (whence && story_day(c) != TOC_NODAY) {
    toc_day s = story_day(c);
    *p = tx_day(whence->value == 0 ? weekday_from(s, e->value, -1, false) : weekday_from(s, e->value, whence->value, true));
  } else if (which && base != TOC_NODAY) {
    if (which->value == 0) {
      /* "this Friday": the one of this week, or the one ahead */
      *p = tx_day(base - toc_day_weekday(base) + e->value - 1);
    } else {
      toc_day day = weekday_from(base, e->value, which->value, true);
      *p = tx_day(which->value < 0 && base - day == 1 ? day - 7 : day); /* yesterday is not "last Thursday" */
    }
  } else {
    *p = weekday_point(c, at, e->value);
  }
  /* "Friday last week", "Tuesday of next week" */
  uint32_t q = k + (word(c, k, "of") ? 1 : 0);
  if (base != TOC_NODAY && (n = is(c, q, TX_WHICH, &which)) != 0 && word(c, q + n, "week")) {
    *p = tx_day(base - toc_day_weekday(base) + e->value - 1 + 7 * which->value);
    k = q + n + 1;
  }
  return k - i;
}

static tx_point dayref_point(const tx_ctx *c, int offset) {
  toc_day d = today(c);
  return d == TOC_NODAY ? (tx_point){.grain = TX_AT_DAY} : tx_day(d + offset);
}

static toc_day holiday_day(toc_str code, int year) {
  uint64_t m, d;
  if (code.ptr[0] == 'e') {
    toc_str n = toc_str_sub(code, 7, code.len);
    bool minus = n.ptr[0] == '-';
    toc_str_uint(toc_str_sub(n, minus, n.len), &d);
    return tx_easter(year) + (minus ? -(int)d : (int)d);
  }
  if (code.ptr[0] == 'r') {
    toc_str rest = toc_str_sub(code, 5, code.len), f;
    int v[3] = {0};
    for (int k = 0; k < 3 && toc_str_cut(&rest, ':', &f); k++) {
      bool minus = f.len && f.ptr[0] == '-';
      toc_str_uint(toc_str_sub(f, minus, f.len), &d);
      v[k] = minus ? -(int)d : (int)d;
    }
    return tx_nth_weekday(year, v[0], v[1], v[2]);
  }
  toc_str_uint(toc_str_sub(code, 0, 2), &m);
  toc_str_uint(toc_str_sub(code, 3, 5), &d);
  return toc_day_of(year, (int)m, (int)d);
}

static uint32_t holiday(const tx_ctx *c, uint32_t i, tx_point *p) {
  const tx_entry *e, *which = NULL;
  uint32_t k = i, n;
  int year = 0;
  if ((n = is(c, k, TX_WHICH, &which)) != 0) k += n;
  if ((n = is(c, k, TX_HOLIDAY, &e)) == 0 || !tx_cap(&c->atom[k])) return 0;
  k += n;
  uint32_t y = which ? 0 : year_behind(c, k, &year);
  if (y && !word(c, k, ",")) {
    *p = tx_day(holiday_day(e->code, year));
    return k + y - i;
  }
  toc_day now = today(c);
  if (now == TOC_NODAY) {
    *p = (tx_point){.grain = TX_AT_DAY};
    return k - i;
  }
  int this_year = c->history && c->last.known && c->last.grain ? c->last.year : c->now.year;
  toc_day d = holiday_day(e->code, this_year);
  int dir = which && which->value ? which->value : c->history ? 0 : direction(c, i);
  if (dir < 0 && d > now + (which ? -1 : 30)) d = holiday_day(e->code, this_year - 1);
  else if (dir > 0 && d < now) d = holiday_day(e->code, this_year + 1);
  else if (!dir && !c->history && d - now > 183) d = holiday_day(e->code, this_year - 1);
  else if (!dir && !c->history && now - d > 183) d = holiday_day(e->code, this_year + 1);
  *p = tx_day(d);
  return k - i;
}

/* A single day however named: what a time of day can hang on. */
static uint32_t some_day(const tx_ctx *c, uint32_t i, tx_point *p) {
  const tx_entry *e;
  uint32_t n;
  tx_point q;
  if ((n = weekday(c, i, p)) != 0) return n;
  if ((n = date(c, i, &q)) != 0 && q.grain == TX_AT_DAY) {
    *p = q;
    return n;
  }
  if ((n = is(c, i, TX_DAYREF, &e)) != 0) {
    *p = dayref_point(c, e->value);
    return n;
  }
  if ((n = holiday(c, i, p)) != 0) return n;
  return 0;
}

/* --------------------------------------------------------------- found things */

static uint32_t point_found(tx_found *f, tx_point p, uint32_t end) {
  f->kind = TX_POINT;
  f->point = p;
  f->type = p.grain && p.grain <= TX_AT_PART ? TOC_TIME_TIME : TOC_TIME_DATE;
  f->keeps = true;
  return end;
}

static uint32_t value_found(tx_found *f, tx_kind kind, toc_time_type type, toc_str value, uint32_t end) {
  f->kind = kind;
  f->type = type;
  f->value = value;
  return end;
}

static tx_point with_part(const tx_point *day, const char *part) {
  tx_point p = day->known ? tx_part(day->day, part) : *day;
  p.grain = TX_AT_PART;
  p.part[0] = part[0];
  p.part[1] = part[1];
  return p;
}

static const char *part_code(const tx_entry *e) {
  static const char *const code[] = {"MO", "AF", "EV", "NI", "DT"};
  for (int k = 0; k < 5; k++)
    if (toc_str_is(e->code, code[k])) return code[k];
  return "DT";
}

static uint32_t m_day(const tx_ctx *c, uint32_t i, tx_found *f) {
  tx_point p;
  const tx_entry *e;
  uint32_t n = some_day(c, i, &p), k;
  if (!n) return 0;
  k = i + n;
  /* "Tuesday night", "yesterday morning", "Friday early afternoon" */
  uint32_t skip = word(c, k, "early") || word(c, k, "late") ? 1 : 0;
  if (word(c, k, "mid") && word(c, k + 1, "-")) skip = 2;
  if ((n = is(c, k + skip, TX_DAYPART, &e)) != 0 && !goes_on(c, k + skip + n - 1))
    return point_found(f, with_part(&p, part_code(e)), k + skip + n);
  if (skip == 0 && word(c, k, "overnight")) return point_found(f, with_part(&p, "NI"), k + 1);
  return point_found(f, p, k);
}

static uint32_t m_date(const tx_ctx *c, uint32_t i, tx_found *f) {
  tx_point p;
  uint32_t n = date(c, i, &p);
  if (!n || named_otherwise(c, i + n)) return 0;
  return point_found(f, p, i + n);
}

/* "Mondays", "Tuesday nights" */
static uint32_t m_weekdays(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *e, *d;
  uint32_t n = is(c, i, TX_WEEKDAYS, &e), k;
  if (n && tx_cap(&c->atom[i])) {
    k = i + n;
    if ((n = is(c, k, TX_DAYPART, &d)) != 0 || (n = is(c, k, TX_DAYPARTS, &d)) != 0)
      return value_found(f, TX_SET_, TOC_TIME_SET, toc_str_format(&c->doc->arena, "XXXX-WXX-%dT%s", e->value, part_code(d)), k + n);
    return value_found(f, TX_SET_, TOC_TIME_SET, toc_str_format(&c->doc->arena, "XXXX-WXX-%d", e->value), k);
  }
  if ((n = is(c, i, TX_WEEKDAY, &e)) == 0 || e->weak || !tx_cap(&c->atom[i])) return 0;
  k = i + n;
  if ((n = is(c, k, TX_DAYPARTS, &d)) == 0) return 0;
  return value_found(f, TX_SET_, TOC_TIME_SET, toc_str_format(&c->doc->arena, "XXXX-WXX-%dT%s", e->value, part_code(d)), k + n);
}

/* ------------------------------------------------------------- times of the day */

/* Minute of the day at i: "7:15 p.m.", "10 p.m.", "noon", "14:00", "1845 GMT", "3 o'clock". */
static uint32_t clock_time(const tx_ctx *c, uint32_t i, int *minute, bool *hour) {
  const tx_entry *e;
  uint32_t n, k = i + 1;
  if ((n = is(c, i, TX_CLOCK, &e)) != 0) {
    *minute = e->value;
    *hour = false;
    return n;
  }
  if (i >= c->n || !tx_number(&c->atom[i])) {
    int h = i < c->n ? c->atom[i].word->cardinal : -1;
    if (h < 1 || h > 12) return 0;
    if (word(c, k, "o") && word(c, k + 1, "'") && word(c, k + 2, "clock")) {
      *minute = h * 60;
      *hour = true;
      return 4;
    }
    if ((n = is(c, k, TX_AMPM, &e)) == 0 || c->atom[k].low.len != 2 || c->atom[k].span.end - c->atom[k].span.start < 4) return 0;
    *minute = (h % 12 + e->value) * 60;
    *hour = true;
    return 1 + n;
  }
  toc_str s = c->atom[i].low, rest = s, hs, ms;
  uint64_t h, m = 0;
  char sep = memchr(s.ptr, ':', s.len) ? ':' : '.';
  toc_str_cut(&rest, sep, &hs);
  bool colon = rest.ptr != NULL;
  if (colon) {
    ms = rest;
    if (ms.len >= 2 && ms.len > 2 && ms.ptr[2] == ':') ms.len = 2;
    if (ms.len != 2 || !toc_str_uint(ms, &m) || m > 59) return 0;
  }
  if (hs.len > 2 && !colon && hs.len == 4 && toc_str_uint(hs, &h) && h % 100 < 60 && h < 2400 && (is(c, k, TX_ZONE, &e) || word(c, k, "hours") || word(c, k, "hrs"))) {
    *minute = (int)(h / 100 * 60 + h % 100);
    *hour = false;
    return word(c, k, "hours") || word(c, k, "hrs") ? 2 : 1;
  }
  if (hs.len > 2 || !toc_str_uint(hs, &h) || h > 24) return 0;
  *hour = !colon;
  if (h >= 1 && h <= 12 && (n = is(c, k, TX_AMPM, &e)) != 0) {
    *minute = (int)(h % 12) * 60 + e->value * 60 + (int)m;
    return 1 + n;
  }
  if (h >= 1 && h <= 12 && word(c, k, "o") && word(c, k + 1, "'") && word(c, k + 2, "clock")) {
    *minute = (int)h * 60;
    return 4;
  }
  if (colon && sep == ':' && h < 24) {
    *minute = (int)h * 60 + (int)m;
    return 1;
  }
  if (!colon && h >= 1 && h <= 12 && word(c, k, "in") && word(c, k + 1, "the") && (n = is(c, k + 2, TX_DAYPART, &e)) != 0) {
    *minute = (int)h * 60 + (toc_str_is(e->code, "MO") || h == 12 ? 0 : 720);
    return 3 + n;
  }
  return 0;
}

/* The day a bare time of the day belongs to: that of a date right before it, or behind "on". */
static tx_point day_around(const tx_ctx *c, uint32_t first, uint32_t end) {
  tx_point p;
  if (c->has_before && c->before.kind == TX_POINT && c->before.point.grain <= TX_AT_DAY && c->before.point.known && first - c->before.last <= 3) {
    p = tx_day(c->before.point.day);
    return p;
  }
  uint32_t k = end + (word(c, end, ",") ? 1 : 0);
  if (word(c, k, "on")) k++;
  if (some_day(c, k, &p)) return p;
  toc_day d = story_day(c);
  return d == TOC_NODAY ? (tx_point){.grain = TX_AT_DAY} : tx_day(d);
}

static uint32_t m_clock(const tx_ctx *c, uint32_t i, tx_found *f) {
  int minute;
  bool hour;
  const tx_entry *e;
  uint32_t n = clock_time(c, i, &minute, &hour), k;
  if (!n) return 0;
  k = i + n;
  if (word(c, k, "in") && word(c, k + 1, "the") && (n = is(c, k + 2, TX_DAYPART, &e)) != 0) {
    if (minute < 720 && !toc_str_is(e->code, "MO")) minute += 720;
    k += 2 + n;
  }
  bool bracket = word(c, k, "(");
  if ((n = is(c, k + bracket, TX_ZONE, NULL)) != 0 && (!bracket || word(c, k + 1 + n, ")"))) k += n + 2 * bracket;
  tx_point day;
  uint32_t comma = word(c, k, ",") ? 1 : 0;
  if ((n = some_day(c, k + comma, &day)) != 0) {
    k += comma + n;
    if ((n = is(c, k, TX_DAYPART, &e)) != 0) k += n;
  } else {
    day = day_around(c, i, k);
  }
  tx_point p = day.known ? tx_clock(day.day, minute, hour) : day;
  p.grain = hour ? TX_AT_HOUR : TX_AT_MINUTE;
  p.minute = minute;
  return point_found(f, p, k);
}

/* "the morning (of April 19)", "that night", "this evening", "last night", "tonight", "overnight" */
static uint32_t m_daypart(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *e, *w;
  uint32_t n, k = i;
  tx_point p;
  toc_day now = today(c);
  if ((n = is(c, i, TX_TONIGHT, &e)) != 0) {
    p = dayref_point(c, 0);
    return point_found(f, with_part(&p, "NI"), i + n);
  }
  if ((n = is(c, i, TX_OVERNIGHT, &e)) != 0) {
    p = dayref_point(c, 0);
    f->overnight = true;
    return point_found(f, with_part(&p, "NI"), i + n);
  }
  bool the = word(c, k, "the");
  if (the) k++;
  if ((n = is(c, k, TX_WHENCE, &w)) != 0 && is(c, k + n, TX_DAYPART, &e) && story_day(c) != TOC_NODAY) {
    p = tx_part(story_day(c) + w->value, part_code(e));
    return point_found(f, p, k + n + 1);
  }
  if ((n = is(c, k, TX_WHICH, &w)) != 0 && is(c, k + n, TX_DAYPART, &e)) {
    toc_day base = the ? story_day(c) : now;
    if (base == TOC_NODAY) p = (tx_point){.grain = TX_AT_DAY};
    else p = tx_day(base + w->value);
    return point_found(f, with_part(&p, part_code(e)), k + n + 1);
  }
  bool bare = false;
  if (!the) {
    /* "mid-afternoon yesterday", "early morning", "late afternoon" */
    if (word(c, k, "mid")) k += word(c, k + 1, "-") ? 2 : 1;
    else if (word(c, k, "early") || word(c, k, "late")) k += word(c, k + 1, "-") ? 2 : 1;
    else bare = true;
  }
  if ((n = is(c, k, TX_DAYPART, &e)) == 0) return 0;
  k += n;
  if (word(c, k, "of")) {
    uint32_t m = some_day(c, k + 1, &p);
    if (m) return point_found(f, with_part(&p, part_code(e)), k + 1 + m);
  }
  uint32_t m = some_day(c, k, &p);
  if (m) return point_found(f, with_part(&p, part_code(e)), k + m);
  if (bare || goes_on(c, k - 1)) return 0;
  if (the && i > 0 && !word(c, i - 1, "in") && !word(c, i - 1, "during") && !word(c, i - 1, "through") && !word(c, i - 1, "for")) return 0;
  p = day_around(c, i, k);
  return point_found(f, with_part(&p, part_code(e)), k);
}

/* ------------------------------------------------------------------- lengths */

static bool age_follows(const tx_ctx *c, uint32_t k) {
  if (word(c, k, "old") || word(c, k, "olds")) return true;
  return word(c, k, "-") && (word(c, k + 1, "old") || word(c, k + 1, "olds"));
}

static toc_str length_value(toc_arena *a, double n, toc_str unit) {
  char u = unit.ptr[0], t = unit.len > 1 ? unit.ptr[1] : 0;
  if (n > 1e6) return TOC_S("PXX");
  bool half = n - (double)(int)n == 0.5;
  int whole = (int)n;
  if (t) {
    if (half && t == 'H') return whole ? toc_str_format(a, "PT%dH30M", whole) : TOC_S("PT30M");
    if (half && t == 'M') return whole ? toc_str_format(a, "PT%dM30S", whole) : TOC_S("PT30S");
    return toc_str_format(a, "PT%g%c", n, t);
  }
  if (half && u == 'Y') return whole ? toc_str_format(a, "P%dY6M", whole) : TOC_S("P6M");
  if (half && u == 'D') return whole ? toc_str_format(a, "P%dDT12H", whole) : TOC_S("PT12H");
  if (u == 'E') return toc_str_format(a, "P%gY", n * 10);
  if (u == 'C') return toc_str_format(a, "P%gY", n * 100);
  if (u == 'L') return toc_str_format(a, "P%gY", n * 1000);
  if (u == 'F') return toc_str_format(a, "P%gW", n * 2);
  if (u == 'N') return toc_str_format(a, "P%gD", n);
  return toc_str_format(a, "P%g%c", n, u);
}

static toc_str vague_length(toc_arena *a, toc_str unit) {
  if (unit.len > 1) return toc_str_format(a, "PTX%c", unit.ptr[1]);
  return toc_str_format(a, "PX%c", unit.ptr[0] == 'N' ? 'D' : unit.ptr[0] == 'F' ? 'W' : unit.ptr[0]);
}

static uint32_t unit_at(const tx_ctx *c, uint32_t i, const tx_entry **e, bool *plural) {
  uint32_t n = is(c, i, TX_UNITS, e);
  *plural = n > 0;
  if (!n) n = is(c, i, TX_UNIT, e);
  return n;
}

typedef struct length {
  double n;         /* < 0: vague */
  toc_str unit;
  bool plural, article; /* "a week" */
  bool joined;      /* "two-week" */
} length;

/* N unit: "three days", "a few weeks", "10-year", "2 1/2 years", "a week", "an hour and a half",
 * "half an hour", "two to three weeks", "eight trading days". */
static uint32_t length_at(const tx_ctx *c, uint32_t i, length *l) {
  const tx_entry *e, *u;
  uint32_t k = i, n;
  *l = (length){0};
  if (word(c, k, "half") && (word(c, k + 1, "a") || word(c, k + 1, "an")) && unit_at(c, k + 2, &u, &l->plural) && !l->plural) {
    l->n = 0.5;
    l->unit = u->code;
    return 3;
  }
  if ((n = number(c, k, &l->n)) != 0 && !(n == 1 && word(c, k, "a"))) {
    k += n;
    /* the upper end of a range */
    double high;
    uint32_t m = 0;
    if ((word(c, k, "to") || word(c, k, "or")) && (m = number(c, k + 1, &high)) != 0 && high > l->n) {
      if (unit_at(c, k + 1 + m, &u, &l->plural)) k += 1 + m;
    } else if (word(c, k, "-") && (m = number(c, k + 1, &high)) != 0 && high > l->n && c->atom[k].glued) {
      k += 1 + m;
    }
  } else if ((n = is(c, k, TX_MANY, &e)) != 0 && !toc_str_is(c->atom[k].low, "recent")) {
    k += n;
    l->n = word(c, k - n, "a") && (word(c, k - n + 1, "couple")) ? 2 : word(c, k - n, "couple") ? 2 : -1;
    if (word(c, k - 1, "couple") || word(c, k - 2, "couple")) l->n = 2;
  } else if (word(c, k, "a") || word(c, k, "an")) {
    k++;
    l->n = 1;
    l->article = true;
    if (word(c, k, "half") && word(c, k + 1, "-") && unit_at(c, k + 2, &u, &l->plural)) k += 2, l->n = 0.5;
  } else if (word(c, k, "another")) {
    k++;
    l->n = 1;
    if ((n = number(c, k, &l->n)) != 0) k += n;
    else if ((n = is(c, k, TX_MANY, &e)) != 0) k += n, l->n = -1;
  } else {
    return 0;
  }
  bool hyphen = word(c, k, "-") && k > i && c->atom[k].glued;
  if (hyphen) k++;
  else if ((n = is(c, k, TX_FILLER, NULL)) != 0 && k > i) {
    k += n;
    if (word(c, k, "and") && (n = is(c, k + 1, TX_FILLER, NULL)) != 0) k += 1 + n;
  }
  if ((n = unit_at(c, k, &u, &l->plural)) == 0) return 0;
  if (!l->plural && !hyphen && l->n != 1 && l->n > 0 && (tx_number(&c->atom[i]) || l->n < 2) && u->weak) return 0;
  if (u->weak && l->article && toc_str_is(u->code, "TS")) return 0; /* "a second man" */
  if (u->weak && toc_str_is(u->code, "Q") && (l->article || hyphen || word(c, k + n, "of"))) return 0; /* parts of four */
  if (l->plural && l->article) return 0;
  k += n;
  l->unit = u->code;
  l->joined = hyphen;
  if (hyphen && word(c, k, "-") && word(c, k + 1, "long")) k += 2;
  if (word(c, k, "and") && word(c, k + 1, "a") && word(c, k + 2, "half") && l->n > 0) {
    l->n += 0.5;
    k += 3;
  }
  return k - i;
}

static void bound(const tx_ctx *c, tx_found *f, const length *l, int dir) {
  tx_point far;
  toc_day from, to;
  double n = l->n < 0 ? 0 : l->n;
  if (today(c) == TOC_NODAY || n < 1 || n > 9999) return;
  if (!tx_shift(&c->now, dir * (int)n, l->unit, &far) || !tx_days(&far, &from, &to)) return;
  toc_day now = today(c);
  if (far.grain > TX_AT_DAY) { /* the same day of the other week, month, year */
    int y, m, d;
    toc_day_ymd(now, &y, &m, &d);
    if (far.grain == TX_AT_WEEK) from = now + dir * 7 * (int)n * (l->unit.ptr[0] == 'F' ? 2 : 1);
    else if (far.grain == TX_AT_MONTH) from = toc_day_of(far.year, far.n, d <= toc_month_days(far.year, far.n) ? d : toc_month_days(far.year, far.n));
    else if (far.grain == TX_AT_YEAR) from = toc_day_of(far.year, m, d <= toc_month_days(far.year, m) ? d : toc_month_days(far.year, m));
  }
  if (from == TOC_NODAY) return;
  f->from = dir < 0 ? from : now;
  f->to = dir < 0 ? now : from;
  f->bounded = true;
}

/* Behind a length: "ago", "earlier", "later", "from now", "before" at a clause's end. */
static uint32_t shift_behind(const tx_ctx *c, uint32_t k, int *dir, bool *story) {
  const tx_entry *e;
  uint32_t n;
  if ((n = is(c, k, TX_AFTER, &e)) != 0) {
    *dir = e->value;
    *story = false;
    if (word(c, k, "back") && k + 1 < c->n && !word(c, k + 1, ",") && !word(c, k + 1, ".")) return 0;
    return n;
  }
  if ((n = is(c, k, TX_OFFSET, &e)) != 0) {
    *dir = e->value;
    *story = true;
    if (word(c, k, "before") && k + 1 < c->n && !word(c, k + 1, ",") && !word(c, k + 1, ".") && !word(c, k + 1, ";")) return 0;
    if (word(c, k, "prior") && word(c, k + 1, "to")) return 0;
    if (word(c, k + n, "than")) return 0;
    return n;
  }
  return 0;
}

/* "a year ago" beside a quarter or a month is that quarter or month, a year before. */
static tx_point shifted(const tx_ctx *c, const length *l, int dir, bool story) {
  tx_point base = story ? here(c) : c->now, p = {0};
  if (l->n < 0 || l->n > 100000 || !base.grain) return p;
  if (l->unit.ptr[0] == 'Y' && dir < 0 && l->n == 1 && c->last.grain && c->last.known &&
      (c->last.grain == TX_AT_QUARTER || c->last.grain == TX_AT_HALF || (story && c->last.grain == TX_AT_MONTH))) {
    p = c->last;
    p.year--;
    return p;
  }
  if (story && l->unit.ptr[0] != 'Y' && l->unit.ptr[0] != 'E' && c->last_day != TOC_NODAY && base.grain > TX_AT_DAY) base = tx_day(c->last_day);
  if (!tx_shift(&base, dir * (int)(l->n < 1 ? 1 : l->n), l->unit, &p)) p.grain = TX_NOGRAIN;
  return p;
}

static bool rate_before(const tx_ctx *c, uint32_t i) {
  /* "$40 a year", "three times a week", "63,000 barrels a day" */
  if (i > 0 && (tx_number(&c->atom[i - 1]) || word(c, i - 1, "times") || word(c, i - 1, "once") || word(c, i - 1, "twice") || word(c, i - 1, "million") ||
                word(c, i - 1, "billion") || word(c, i - 1, "percent") || word(c, i - 1, "%") || word(c, i - 1, "dollars")))
    return true;
  if (i > 1 && tx_number(&c->atom[i - 2]) && c->atom[i - 1].low.len > 3 && c->atom[i - 1].low.ptr[c->atom[i - 1].low.len - 1] == 's') return true;
  return false;
}

static uint32_t m_length(const tx_ctx *c, uint32_t i, tx_found *f) {
  length l;
  int dir = 0;
  bool story = false;
  toc_arena *a = &c->doc->arena;
  uint32_t k = i, n, m;
  if ((n = is(c, k, TX_APPROX, NULL)) != 0) {
    if (i > 0 && word(c, k, "over") && tx_number(&c->atom[i - 1])) return 0;
    if (word(c, k, "over") && is(c, k + n, TX_MANY, NULL)) return 0;
    k += n;
  }
  if ((m = length_at(c, k, &l)) == 0) return 0;
  k += m;
  if (age_follows(c, k)) return 0;
  if ((n = is(c, k, TX_ROUGH, NULL)) != 0) k += n;
  if ((n = shift_behind(c, k, &dir, &story)) != 0 && !l.joined) {
    tx_point p = shifted(c, &l, dir, story);
    if (p.grain) return point_found(f, p, k + n);
    if (l.n < 0) {
      /* "several years ago", "a few days later" */
      f->type = TOC_TIME_DATE;
      if (!story) return value_found(f, TX_REF_, TOC_TIME_DATE, dir < 0 ? TOC_S("PAST_REF") : TOC_S("FUTURE_REF"), k + n);
      return value_found(f, TX_REF_, TOC_TIME_DATE, dir < 0 ? TOC_S("PAST_REF") : TOC_S("XXXX-XX-XX"), k + n);
    }
    return value_found(f, TX_LENGTH, TOC_TIME_DURATION, length_value(a, l.n, l.unit), k + n);
  }
  if (l.article && rate_before(c, i)) return value_found(f, TX_SET_, TOC_TIME_SET, length_value(a, 1, l.unit), k);
  if (l.article && toc_str_is(l.unit, "N")) return 0;
  return value_found(f, TX_LENGTH, TOC_TIME_DURATION, l.n < 0 ? vague_length(a, l.unit) : length_value(a, l.n, l.unit), k);
}

/* "the past three months", "the first nine months", "the next few days", "the six months" */
static uint32_t m_which_length(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *w = NULL;
  uint32_t k = i, n, m;
  length l;
  int r;
  toc_arena *a = &c->doc->arena;
  if ((n = is(c, k, TX_APPROX, NULL)) != 0) k += n;
  bool the = word(c, k, "the") || word(c, k, "these") || word(c, k, "those");
  if (k > i && (the || is(c, k, TX_WHICH, NULL)) && word(c, i, "over")) return 0; /* "over the past week": in its course */
  if (the) k++;
  int dir = 0;
  bool ranked = false;
  if ((n = is(c, k, TX_WHICH, &w)) != 0 || (n = is(c, k, TX_WHENCE, &w)) != 0) {
    dir = w->cls == TX_WHICH ? w->value : 0;
    k += n;
  } else if ((n = rank(c, k, &r)) != 0 && (m = length_at(c, k + n, &l)) != 0) {
    ranked = true;
    k += n;
  } else if (word(c, k, "latest") || word(c, k, "final") || word(c, k, "opening") || word(c, k, "closing")) {
    k++;
  } else if (!the) {
    return 0;
  }
  if ((n = length_at(c, k, &l)) == 0) {
    bool plural;
    const tx_entry *u;
    if (ranked || !w || (n = unit_at(c, k, &u, &plural)) == 0 || !plural) return 0;
    /* "coming weeks", "past years" */
    if (dir == 0) return 0;
    return value_found(f, TX_REF_, TOC_TIME_DATE, dir < 0 ? TOC_S("PAST_REF") : TOC_S("FUTURE_REF"), k + n);
  }
  if (l.article || age_follows(c, k + n)) return 0;
  if (w && w->cls == TX_WHENCE && w->value == 0) return 0; /* "said that four days" */
  if (l.joined && !w) return 0;                            /* "the two-week truce": the truce's article */
  if (!l.plural && !l.joined && l.n != 1) return 0;
  k += n;
  if ((n = is(c, k, TX_ROUGH, NULL)) != 0) k += n;
  if (ranked) {
    /* "the first two quarters of 1990", "the first nine months of 2005": the length */
    dir = 0;
  }
  if (dir) bound(c, f, &l, dir);
  return value_found(f, TX_LENGTH, TOC_TIME_DURATION, l.n < 0 ? vague_length(a, l.unit) : length_value(a, l.n, l.unit), k);
}

/* "years", "for months", "months later", "hours earlier"; "recent weeks" */
static uint32_t m_units(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *u, *w;
  uint32_t k = i, n;
  int dir;
  bool story;
  if (word(c, k, "the")) k++;
  if (word(c, k, "recent") && (n = is(c, k + 1, TX_UNITS, &u)) != 0) {
    k += 1 + n;
    if (word(c, k, "and") && (n = is(c, k + 1, TX_UNITS, &u)) != 0) k += 1 + n;
    return value_found(f, TX_REF_, TOC_TIME_DATE, TOC_S("PAST_REF"), k);
  }
  if ((n = is(c, k, TX_UNITS, &u)) == 0) return 0;
  if (u->weak && k == i) return 0;
  k += n;
  if (k < c->n && word(c, k, "-") && (word(c, k + 1, "long"))) k += 2;
  if (age_follows(c, k) || (i > 0 && c->atom[i - 1].glued && !word(c, i - 1, "\"") && !word(c, i - 1, "("))) return 0;
  if ((n = shift_behind(c, k, &dir, &story)) != 0) {
    if (k - i > 1) return 0;
    if (!story) return value_found(f, TX_REF_, TOC_TIME_DATE, dir < 0 ? TOC_S("PAST_REF") : TOC_S("FUTURE_REF"), k + n);
    if (u->code.len > 1 && story_day(c) != TOC_NODAY) return point_found(f, tx_day(story_day(c)), k + n); /* "hours later" */
    return value_found(f, TX_REF_, TOC_TIME_DATE, dir < 0 ? TOC_S("PAST_REF") : TOC_S("XXXX-XX-XX"), k + n);
  }
  if (word(c, k, "ahead")) k++;
  if (toc_str_is(u->code, "N")) return 0;
  (void)w;
  return value_found(f, TX_LENGTH, TOC_TIME_DURATION, vague_length(&c->doc->arena, u->code), k);
}

/* "year-long", "week-long" */
static uint32_t m_unit_long(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *u = NULL;
  uint32_t n = is(c, i, TX_UNIT, &u);
  if (!n || !word(c, i + n, "-") || !word(c, i + n + 1, "long") || (i > 0 && c->atom[i].glued)) return 0;
  return value_found(f, TX_LENGTH, TOC_TIME_DURATION, length_value(&c->doc->arena, 1, u->code), i + n + 2);
}

/* ----------------------------------------- which week, month, year, quarter, season */

static int season_index(const tx_entry *e) {
  return toc_str_is(e->code, "SP") ? 0 : toc_str_is(e->code, "SU") ? 1 : toc_str_is(e->code, "FA") ? 2 : 3;
}

/* "last week", "this year", "the following month", "next spring", "last June", "that day" */
static uint32_t m_which(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *w, *u;
  uint32_t k = i, n;
  bool plural, the = word(c, k, "the"), whence = false;
  tx_point p = {0}, base;
  if (the) k++;
  if ((n = is(c, k, TX_WHENCE, &w)) != 0) whence = true;
  else if ((n = is(c, k, TX_WHICH, &w)) == 0) {
    if (word(c, k, "that") && !the) {
      /* handled below with step 0 */
      whence = true;
      n = 1;
      w = NULL;
    } else if (the && word(c, k, "latest")) {
      n = 1;
      w = NULL;
    } else {
      return 0;
    }
  }
  k += n;
  int step = w ? w->value : 0;
  bool past = word(c, k - 1, "past") || word(c, k - 1, "coming");
  if (!whence && the && step > 0 && !past) whence = true; /* "the next day": of the story */
  base = whence ? here(c) : c->now;
  if (word(c, k, "fiscal") && word(c, k + 1, "year")) k++;
  else if (word(c, k, "calendar") && word(c, k + 1, "year")) k++;
  if ((n = unit_at(c, k, &u, &plural)) != 0 && !plural) {
    uint32_t end = k + n;
    if (goes_on(c, end - 1) || age_follows(c, end)) return 0;
    if (tx_cap(&c->atom[k]) && !tx_caps(&c->atom[k])) return 0; /* "This Week", a title */
    if (u->weak && !toc_str_is(u->code, "Q")) return 0;
    if (toc_str_is(u->code, "Q") && !whence && c->now.grain) base = c->now;
    if (u->code.ptr[0] == 'T' || u->code.ptr[0] == 'L') return 0;
    if (u->code.ptr[0] == 'N') {
      toc_day d = whence ? story_day(c) : today(c);
      p = d == TOC_NODAY ? (tx_point){.grain = TX_AT_DAY} : tx_day(d + step);
      return point_found(f, with_part(&p, "NI"), end);
    }
    if (past && step && c->now.grain) {
      length l = {.n = 1, .unit = u->code};
      bound(c, f, &l, step);
      return value_found(f, TX_LENGTH, TOC_TIME_DURATION, length_value(&c->doc->arena, 1, u->code), end);
    }
    if (!base.grain) {
      p = (tx_point){.grain = u->code.ptr[0] == 'Y' ? TX_AT_YEAR : u->code.ptr[0] == 'W' ? TX_AT_WEEK : TX_AT_DAY};
      if (u->code.ptr[0] == 'M' || u->code.ptr[0] == 'Q') return value_found(f, TX_REF_, TOC_TIME_DATE, TOC_S("XXXX-XX"), end);
      return point_found(f, p, end);
    }
    if (u->code.ptr[0] == 'D' && whence && c->last_day != TOC_NODAY) base = tx_day(c->last_day);
    if (u->code.ptr[0] == 'E') { /* "the last decade": the one before this */
      tx_point d = tx_decade(base.year);
      tx_shift(&d, step, u->code, &p);
    } else if (u->code.ptr[0] == 'C') {
      tx_point d = tx_century(base.year);
      tx_shift(&d, step, u->code, &p);
    } else if (!tx_shift(&base, step, u->code, &p)) {
      return 0;
    }
    /* "the latest quarter": the last one closed */
    if (!w && !whence && u->code.ptr[0] == 'Q') tx_shift(&base, -1, u->code, &p);
    if (!w && !whence && u->code.ptr[0] == 'Y' && word(c, k - 1, "fiscal")) p = tx_year(base.year - 1);
    return point_found(f, p, end);
  }
  if ((is(c, k, TX_PERIOD, NULL)) && (!w || whence) && the) { /* "the latest period" of a balance */
    p = c->last.grain >= TX_AT_MONTH && c->last.grain <= TX_AT_HALF ? c->last : (tx_point){0};
    if (!p.grain && c->now.grain) tx_shift(&c->now, -1, TOC_S("Q"), &p);
    if (!p.grain) return 0;
    if (whence && step < 0) p.year--;
    return point_found(f, p, k + 1);
  }
  if ((n = is(c, k, TX_WEEKEND, NULL)) != 0) {
    toc_day d = whence ? story_day(c) : today(c);
    if (d == TOC_NODAY) return point_found(f, (tx_point){.grain = TX_AT_WEEKEND}, k + n);
    if (step < 0 && !whence && toc_day_weekday(d) >= 5) d -= 0; /* said on a weekend: the one before */
    return point_found(f, tx_weekend(d + 7 * step), k + n);
  }
  int month;
  const tx_entry *e;
  if ((n = is(c, k, TX_MONTH, &e)) != 0 && tx_cap(&c->atom[k]) && !the && w) {
    month = e->value;
    if (base.grain) {
      int y = c->now.year, m = c->now.n;
      if (step < 0 && month >= m) y--;
      else if (step > 0 && month <= m) y++;
      p = tx_month(y, month);
      int mday, year = 0;
      uint32_t d = month_day(c, k + n, &mday);
      if (d && toc_day_of(y, month, mday) != TOC_NODAY) p = tx_day(toc_day_of(y, month, mday)), n += d;
      else if (year_behind(c, k + n, &year) == 1) p.year = year, n++;
    } else {
      p = (tx_point){.grain = TX_AT_MONTH, .n = month};
    }
    return point_found(f, p, k + n);
  }
  if ((n = is(c, k, TX_SEASON, &e)) != 0 && w) {
    p = (tx_point){.grain = TX_AT_SEASON, .n = season_index(e)};
    if (base.grain) {
      toc_day from, to, ref = c->now.day;
      p.known = true;
      p.year = base.year;
      tx_days(&p, &from, &to);
      if (!whence && step < 0 && from > ref - 30) p.year--;
      if (!whence && step > 0 && to < ref) p.year++;
      if (!whence && step == 0 && p.n == 3 && toc_day_of(p.year, 4, 1) > ref) p.year--; /* January's "this winter" */
    }
    int y;
    if (year4(c, k + n, &y)) p.year = y, p.known = true, n++;
    return point_found(f, p, k + n);
  }
  return 0;
}

/* "the quarter", "the year", "the week", "the month", "the weekend": the one in question */
static uint32_t m_the_unit(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *u;
  uint32_t k = i, n;
  if (!word(c, k, "the")) return 0;
  k++;
  bool full = word(c, k, "full") || word(c, k, "whole") || word(c, k, "entire");
  if (full) k++;
  bool fiscal = word(c, k, "fiscal");
  if (fiscal) k++;
  if ((n = is(c, k, TX_WEEKEND, NULL)) != 0) {
    toc_day d = today(c);
    if (d == TOC_NODAY) return point_found(f, (tx_point){.grain = TX_AT_WEEKEND}, k + n);
    int wd = toc_day_weekday(d);
    int dir = direction(c, i);
    /* on Monday to Friday "the weekend" is the last one, unless the verb looks ahead */
    return point_found(f, tx_weekend(wd >= 5 || dir > 0 ? d : d - 7), k + n);
  }
  if ((n = is(c, k, TX_UNIT, &u)) == 0 || goes_on(c, k + n - 1)) return 0;
  char code = u->code.ptr[0];
  uint32_t end = k + n;
  int y;
  /* "the year 2000", "the year two thousand" */
  if (code == 'Y' && (n = any_year(c, end, &y)) != 0) return point_found(f, tx_year(y), end + n);
  /* "the week of March 6" */
  if (code == 'W' && word(c, end, "of")) {
    tx_point d;
    uint32_t m = date(c, end + 1, &d);
    if (m && d.grain == TX_AT_DAY) return point_found(f, d.known ? tx_week(d.day) : (tx_point){.grain = TX_AT_WEEK}, end + 1 + m);
  }
  if (code == 'M' && word(c, end, "of")) {
    tx_point d;
    uint32_t m = date(c, end + 1, &d);
    if (m && d.grain == TX_AT_MONTH) return point_found(f, d, end + 1 + m);
  }
  if (word(c, end, "of") || (word(c, end, "'s"))) {
    if (word(c, end, "of")) return 0;
  }
  tx_point p = {0}, base = here(c);
  if (!strchr("QYWM", code) || u->code.len > 1) return 0;
  if (code == 'Q') {
    if (base.grain == TX_AT_QUARTER) p = base;
    else if (c->now.grain) tx_shift(&c->now, -1, u->code, &p); /* the one just reported */
  } else if (c->now.grain) {
    tx_point from = c->last.grain && c->history ? c->last : c->now;
    tx_shift(&from, 0, u->code, &p);
  }
  if (!p.grain) {
    if (code == 'Q') return value_found(f, TX_REF_, TOC_TIME_DATE, TOC_S("XXXX-QX"), end);
    p.grain = code == 'Y' ? TX_AT_YEAR : code == 'W' ? TX_AT_WEEK : TX_AT_MONTH;
    if (code == 'M') return value_found(f, TX_REF_, TOC_TIME_DATE, TOC_S("XXXX-XX"), end);
  }
  return point_found(f, p, end);
}

/* "the year-ago quarter", "year-earlier", "the comparable year-ago period" */
static uint32_t m_year_ago(const tx_ctx *c, uint32_t i, tx_found *f) {
  uint32_t k = i;
  const tx_entry *u;
  int r;
  if (word(c, k, "the")) k++;
  if (word(c, k, "comparable") || word(c, k, "corresponding") || word(c, k, "same")) k++;
  if (!word(c, k, "year") || !word(c, k + 1, "-") || !(word(c, k + 2, "ago") || word(c, k + 2, "earlier"))) return 0;
  k += 3;
  tx_point p = {0};
  if (c->last.grain == TX_AT_QUARTER || c->last.grain == TX_AT_HALF || c->last.grain == TX_AT_MONTH) p = c->last, p.year--;
  else if (c->now.grain) p = tx_year(c->now.year - 1);
  uint32_t n = rank(c, k, &r);
  if (n && is(c, k + n, TX_QUARTER, NULL) && r <= 4) {
    k += n + 1;
    if (c->now.grain) p = tx_quarter(c->now.year - 1, r);
  } else if (is(c, k, TX_QUARTER, NULL) || is(c, k, TX_PERIOD, NULL) || (is(c, k, TX_UNIT, &u) && toc_str_is(u->code, "M"))) {
    k++;
  } else if (word(c, i, "the")) {
    return 0;
  }
  if (!p.grain) return value_found(f, TX_REF_, TOC_TIME_DATE, TOC_S("XXXX"), k);
  return point_found(f, p, k);
}

/* "third quarter", "the fiscal first quarter", "first half of 1989", "the 1988 third quarter",
 * "next year's first quarter", "Q3 2010", "second-quarter" */
static uint32_t m_quarter(const tx_ctx *c, uint32_t i, tx_found *f) {
  uint32_t k = i, n;
  int r = 0, year = 0;
  const tx_entry *w;
  tx_point p;
  if (word(c, k, "the")) k++;
  if (year4(c, k, &year)) k++;
  else if ((n = is(c, k, TX_WHICH, &w)) != 0 && word(c, k + n, "year") && word(c, k + n + 1, "'s") && c->now.grain) {
    year = c->now.year + w->value;
    k += n + 2;
  }
  if (word(c, k, "fiscal")) k += word(c, k + 1, "-") ? 2 : 1;
  if (k < c->n && c->atom[k].low.len == 1 && (word(c, k, "q") || word(c, k, "h")) && digits(c, k + 1, 1, 4, &r) && c->atom[k + 1].glued && tx_cap(&c->atom[k])) {
    bool q = word(c, k, "q");
    if (!q && r > 2) return 0;
    p = (tx_point){.grain = q ? TX_AT_QUARTER : TX_AT_HALF, .n = r};
    k += 2;
  } else {
    uint32_t latest = word(c, k, "last") ? 1 : 0;
    if (latest) n = 1, r = 0;
    else if ((n = rank(c, k, &r)) == 0) return 0;
    k += n;
    if (word(c, k, "-")) { /* "the third-quarter loss": the article is not its own */
      if (word(c, i, "the")) return 0;
      k++;
    }
    if (is(c, k, TX_HALF, NULL) && (latest || r <= 2) && (latest || r > 0)) {
      if (!word(c, k + 1, "of") && !year) return 0; /* of a match, of a life */
      p = (tx_point){.grain = TX_AT_HALF, .n = latest ? 2 : r};
    } else if (is(c, k, TX_QUARTER, NULL) && r >= 1 && r <= 4) {
      p = (tx_point){.grain = TX_AT_QUARTER, .n = r};
    } else {
      return 0;
    }
    k++;
  }
  if (!year) {
    uint32_t q = k + (word(c, k, ",") && 0);
    if (word(c, q, "of") || year4(c, q, &year)) {
      if (word(c, q, "of")) q++;
      if (word(c, q, "fiscal")) q++;
      if (word(c, q, "the") && word(c, q + 1, "year")) {
        if (c->now.grain) year = c->now.year, k = q + 2;
      } else if ((n = any_year(c, q, &year)) != 0) {
        k = q + n;
      } else if ((n = is(c, q, TX_WHICH, &w)) != 0 && word(c, q + n, "year") && c->now.grain) {
        year = c->now.year + w->value;
        k = q + n + 1;
      } else if (word(c, q, "the") && word(c, q + 1, "'") && digits(c, q + 2, 10, 90, &year) && word(c, q + 3, "s")) {
        return point_found(f, tx_decade((year > 20 ? 1900 : 2000) + year), q + 4);
      } else if (p.grain == TX_AT_HALF) {
        return 0;
      } else {
        year = 0;
      }
    } else {
      year = 0;
    }
  }
  if (year) p.year = year, p.known = true;
  else place(c, i, &p, true);
  return point_found(f, p, k);
}

/* "the winter of 1994", "summer 2007", "the early summer", "in spring" */
static uint32_t m_season(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *e;
  uint32_t k = i, n;
  int year = 0;
  bool the = word(c, k, "the");
  if (the) k++;
  if (word(c, k, "early") || word(c, k, "late") || word(c, k, "mid")) {
    k++;
    if (word(c, k, "-")) k++;
    the = true;
  }
  if ((n = is(c, k, TX_SEASON, &e)) == 0 || c->sentence->analysed ? verbal(&c->doc->tokens.ptr[c->atom[k < c->n ? k : i].token]) || !n : !n) return 0;
  k += n;
  bool prep = i > 0 && (word(c, i - 1, "in") || word(c, i - 1, "since") || word(c, i - 1, "until") || word(c, i - 1, "by") || word(c, i - 1, "during") || word(c, i - 1, "of"));
  uint32_t y = 0;
  if (word(c, k, "of") || year4(c, k, &year)) y = year_behind(c, k, &year);
  if (!y) year = 0;
  if (!y && !((the || toc_str_is(e->code, "SU") || toc_str_is(e->code, "WI") || word(c, k - 1, "autumn")) && (prep || the))) return 0;
  if (!y && word(c, k, "of")) return 0;
  if (!y && the && !prep && !(toc_str_is(e->code, "SU") || toc_str_is(e->code, "WI"))) return 0;
  tx_point p = {.grain = TX_AT_SEASON, .n = season_index(e)};
  if (y) p.known = true, p.year = year;
  else place(c, i, &p, true);
  return point_found(f, p, k + y);
}

/* ----------------------------------------------------------- years and longer */

static bool year_context(const tx_ctx *c, uint32_t i, uint32_t end, int y) {
  static const char *const before[] = {"in", "since", "until", "till", "by", "from", "during", "before", "after", "of", "for", "through", "to", "early", "late", "mid", "around", "about", "circa", "ca", "fiscal", "summer", "spring", "autumn", "winter", "between", "year", "election", "and", "-", "(", "the", "ending", "ended", "calendar", "than", "into", "throughout", "until", "'s", ",", "or", "late", "post", "pre", "as", "beyond"};
  const tx_entry *e;
  static const char *const money[] = {"$", "#", "euro", "euros", "pounds", "no", "nos", "flight", "highway", "route", "room", "resolution", "number", "boeing", "page", "channel", "article", "section"};
  for (size_t k = 0; i > 0 && k < sizeof money / sizeof *money; k++)
    if (word(c, i - 1, money[k])) return false;
  if (is(c, end, TX_UNITS, &e) || word(c, end, "%") || word(c, end, "percent") || word(c, end, "people") || word(c, end, "points") || word(c, end, "meters") || word(c, end, "metres") ||
      word(c, end, "miles") || word(c, end, "gmt") || word(c, end, "hours") || word(c, end, "feet") || word(c, end, "km") || word(c, end, "kilometers") || word(c, end, "tons") || word(c, end, "troops") || word(c, end, "pesos") ||
      word(c, end, "local") || word(c, end, "dollars") || word(c, end, "million") || word(c, end, "billion") || word(c, end, "soldiers") || word(c, end, "block"))
    return false;
  if (c->sentence->analysed) {
    /* a number that counts a plural noun is no year */
    const toc_token *t = &c->doc->tokens.ptr[c->atom[i].token];
    if (t->rel == TOC_REL_NUMMOD && t->head != TOC_NONE && t->head > c->atom[i].token && (c->doc->tokens.ptr[t->head].feat & TOC_F_PLUR)) return false;
  }
  if (((y >= 1900 && y <= 2059) || c->history) && !(i > 0 && tx_number(&c->atom[i - 1]))) {
    if (i == 0) return true;
    for (size_t k = 0; k < sizeof before / sizeof *before; k++)
      if (word(c, i - 1, before[k])) return true;
    if (end >= c->n || word(c, end, ",") || word(c, end, ".") || word(c, end, ")") || word(c, end, ";") || word(c, end, "-") || word(c, end, "and")) return true;
    return c->atom[i - 1].low.len > 2; /* "the bloody 1994 coup", "November's 2015 vote" */
  }
  for (size_t k = 0; i > 0 && k < 25; k++) /* older years: only after a preposition */
    if (word(c, i - 1, before[k]) && !word(c, i - 1, "of") && !word(c, i - 1, "for") && !word(c, i - 1, "to") && !word(c, i - 1, "about") && !word(c, i - 1, "around")) return true;
  return i > 1 && word(c, i - 1, "of") && is(c, i - 2, TX_SEASON, NULL);
}

static bool has_point(const tx_ctx *c, uint32_t i) { return c->atom[i].glued && i > 0 && !word(c, i - 1, "-") && !word(c, i - 1, "(") && !word(c, i - 1, "\"") && !word(c, i - 1, "'") && !word(c, i - 1, "[") && !word(c, i - 1, "/"); }

/* "1988", "fiscal 1989", "490 BC", "nineteen ninety-six", "1980s", "the '80s", "the nineties" */
static uint32_t m_year(const tx_ctx *c, uint32_t i, tx_found *f) {
  uint32_t k = i, n;
  int y;
  double v;
  if (word(c, k, "the")) k++;
  uint32_t prefix = k - i;
  /* decades */
  if (prefix && (word(c, k, "early") || word(c, k, "late") || word(c, k, "mid"))) {
    k++;
    if (word(c, k, "-")) k++;
  }
  bool quote = word(c, k, "'");
  if (quote) k++;
  if ((digits(c, k, 1000, 2090, &y) || digits(c, k, 10, 90, &y)) && y % 10 == 0 && (c->atom[k].low.len == 4 || c->atom[k].low.len == 2) && word(c, k + 1, "s") && c->atom[k + 1].glued) {
    if (y < 100) {
      if (!quote && !prefix) return 0; /* "in her 30s" */
      if (i > 0 && (word(c, i - 1, "his") || word(c, i - 1, "her") || word(c, i - 1, "their"))) return 0;
      y += y > 20 ? 1900 : 2000;
    }
    tx_point p = tx_decade(y);
    uint32_t end = k + 2;
    if (word(c, end, "bc")) p.bc = true, end++;
    return point_found(f, p, end);
  }
  if (quote) return 0;
  static const struct {
    const char *w;
    int y;
  } tens[] = {{"twenties", 20}, {"thirties", 30}, {"forties", 40}, {"fifties", 50}, {"sixties", 60}, {"seventies", 70}, {"eighties", 80}, {"nineties", 90}};
  for (size_t t = 0; prefix && t < sizeof tens / sizeof *tens; t++)
    if (word(c, k, tens[t].w)) return point_found(f, tx_decade(1900 + tens[t].y), k + 1);
  /* before Christ */
  if (k < c->n && tx_number(&c->atom[k]) && c->atom[k].low.len <= 4 && digits(c, k, 1, 9999, &y) && (word(c, k + 1, "bc") || word(c, k + 1, "bce"))) {
    tx_point p = tx_year(y);
    p.bc = true;
    return point_found(f, p, k + 2);
  }
  if (k < c->n && digits(c, k, 1, 2100, &y) && word(c, k + 1, "ad") && !c->atom[k + 1].glued && tx_cap(&c->atom[k + 1])) return point_found(f, tx_year(y), k + 2);
  if (prefix) { /* "the 1988 period" */
    if (year4(c, k, &y) && is(c, k + 1, TX_PERIOD, NULL)) return point_found(f, tx_year(y), k + 2);
    if (year4(c, k, &y) && is(c, k + 1, TX_QUARTER, NULL)) {
      tx_point p = tx_year(y);
      if (c->last.grain == TX_AT_QUARTER) p = tx_quarter(y, c->last.n);
      return point_found(f, p, k + 2);
    }
    return 0;
  }
  bool fiscal = word(c, k, "fiscal");
  if (fiscal) k += word(c, k + 1, "year") ? 2 : 1;
  if (year4(c, k, &y)) {
    if (has_point(c, k)) return 0;
    uint32_t end = k + 1;
    if (goes_on(c, k) && !word(c, k + 1, "-") && !word(c, k + 1, "/")) return 0;
    if (fiscal || year_context(c, k, end, y)) return point_found(f, tx_year(y), end);
    return 0;
  }
  if ((n = year_words(c, k, &y)) != 0 && (fiscal || k > 0)) {
    static const char *const prep[] = {"in", "of", "since", "by", "until", "year", "from", "before", "after", "late", "early"};
    for (size_t q = 0; q < sizeof prep / sizeof *prep; q++)
      if (word(c, k - (k > 0), prep[q])) return point_found(f, tx_year(y), k + n);
    if (n >= 2 && number(c, k, &v) && v < 30) return point_found(f, tx_year(y), k + n);
  }
  return 0;
}

/* "the 20th century", "nineteenth-century" */
static uint32_t m_century(const tx_ctx *c, uint32_t i, tx_found *f) {
  uint32_t k = i, n;
  int r;
  if (word(c, k, "the")) k++;
  if (word(c, k, "early") || word(c, k, "late") || word(c, k, "mid")) {
    k++;
    if (word(c, k, "-")) k++;
  }
  if ((n = rank(c, k, &r)) == 0 || r > 30) return 0;
  k += n;
  if (word(c, k, "-")) k++;
  if (!word(c, k, "century")) return 0;
  tx_point p = tx_century((r - 1) * 100);
  k++;
  if (word(c, k, "bc")) p.bc = true, p.year = r * 100, k++;
  return point_found(f, p, k);
}

/* --------------------------------------------------------------- vague, often */

static uint32_t m_ref(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *e;
  uint32_t n = is(c, i, TX_REF, &e);
  if (!n || (goes_on(c, i + n - 1) && !word(c, i + n, "-"))) return 0;
  if (i > 0 && c->atom[i].glued && word(c, i - 1, "-")) return 0;
  toc_str w = c->atom[i].low;
  if (n == 1 && toc_str_is(w, "soon") && (direction(c, i) <= 0 || word(c, i + 1, "after") || word(c, i + 1, "as"))) return 0;
  if (n == 1 && i == 0 && toc_str_is(w, "now") && word(c, 1, ",")) return 0; /* "Now, …" opens a speech */
  if (n == 1 && toc_str_is(w, "future") && !(i > 0 && (word(c, i - 1, "the") || word(c, i - 1, "in") || word(c, i - 1, "any") || word(c, i - 1, "no") || word(c, i - 1, "for")))) {
    bool adj = c->sentence->analysed && c->doc->tokens.ptr[c->atom[i].token].upos == TOC_UPOS_ADJ;
    if (!adj) return 0;
  }
  if (toc_str_is(w, "the") && word(c, i + 1, "past") && i + n < c->n && c->sentence->analysed) {
    const toc_token *t = &c->doc->tokens.ptr[c->atom[i + 1].token];
    if (t->upos == TOC_UPOS_ADP || t->rel == TOC_REL_AMOD) return 0;
  }
  return value_found(f, TX_REF_, TOC_TIME_DATE, e->code, i + n);
}

static uint32_t m_often(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *e, *u;
  uint32_t n = is(c, i, TX_OFTEN, &e), k;
  double v = 1;
  toc_arena *a = &c->doc->arena;
  if (n) {
    if (toc_str_is(c->atom[i].low, "quarterly") && c->sentence->analysed && c->doc->tokens.ptr[c->atom[i].token].upos == TOC_UPOS_ADJ) return 0;
    if (i > 0 && word(c, i - 1, "the") && tx_cap(&c->atom[i]) && !word(c, i - 1, "The") && !tx_caps(&c->atom[i]) && i > 1) return 0; /* the Daily … */
    if (tx_cap(&c->atom[i]) && i > 0 && !tx_caps(&c->atom[i]) && i + 1 < c->n && tx_cap(&c->atom[i + 1])) return 0;
    return value_found(f, TX_SET_, TOC_TIME_SET, e->code, i + n);
  }
  if ((n = is(c, i, TX_EVERY, NULL)) == 0 && (n = is(c, i, TX_PER, NULL)) == 0) return 0;
  k = i + n;
  bool per = is(c, i, TX_PER, NULL) > 0;
  if (word(c, k, "other") || word(c, k, "single")) k++;
  if (!per && (n = number(c, k, &v)) != 0) k += n;
  bool plural;
  if ((n = unit_at(c, k, &u, &plural)) != 0 && !(u->weak && toc_str_is(u->code, "TS") && !per)) return value_found(f, TX_SET_, TOC_TIME_SET, length_value(a, v, u->code), k + n);
  if (per) return 0;
  if ((n = is(c, k, TX_WEEKDAY, &u)) != 0 && tx_cap(&c->atom[k])) {
    const tx_entry *d;
    uint32_t m = is(c, k + n, TX_DAYPART, &d);
    if (m) return value_found(f, TX_SET_, TOC_TIME_SET, toc_str_format(a, "XXXX-WXX-%dT%s", u->value, part_code(d)), k + n + m);
    return value_found(f, TX_SET_, TOC_TIME_SET, toc_str_format(a, "XXXX-WXX-%d", u->value), k + n);
  }
  if ((n = is(c, k, TX_MONTH, &u)) != 0 && tx_cap(&c->atom[k])) return value_found(f, TX_SET_, TOC_TIME_SET, toc_str_format(a, "XXXX-%02d", u->value), k + n);
  if ((n = is(c, k, TX_SEASON, &u)) != 0) return value_found(f, TX_SET_, TOC_TIME_SET, toc_str_format(a, "XXXX-%.*s", TOC_FMT(u->code)), k + n);
  if ((n = is(c, k, TX_DAYPART, &u)) != 0) return value_found(f, TX_SET_, TOC_TIME_SET, toc_str_format(a, "XXXX-XX-XXT%.*s", TOC_FMT(u->code)), k + n);
  if ((n = is(c, k, TX_WEEKEND, &u)) != 0) return value_found(f, TX_SET_, TOC_TIME_SET, TOC_S("XXXX-WXX-WE"), k + n);
  return 0;
}

static uint32_t m_stretch(const tx_ctx *c, uint32_t i, tx_found *f) {
  const tx_entry *e;
  uint32_t n = is(c, i, TX_STRETCH, &e);
  if (!n || word(c, i + n, "ago") || (i > 0 && word(c, i - 1, "once"))) return 0;
  return value_found(f, TX_LENGTH, TOC_TIME_DURATION, e->code, i + n);
}

static uint32_t m_yearend(const tx_ctx *c, uint32_t i, tx_found *f) {
  uint32_t n = is(c, i, TX_YEAREND, NULL), k = i + n;
  int y;
  if (!n) return 0;
  if (year4(c, k, &y)) k++;
  else if (c->now.grain) y = c->now.year;
  else return value_found(f, TX_REF_, TOC_TIME_DATE, TOC_S("XXXX-12"), k);
  f->part = "late";
  return point_found(f, tx_year(y), k);
}

/* ------------------------------------------------------------------ the longest */

typedef uint32_t matcher(const tx_ctx *c, uint32_t i, tx_found *f);

/* What an atom may be besides a word of some class. */
enum { NUMBER = 1, CARDINAL = 2, ORDINAL = 4, ANY_NUMBER = NUMBER | CARDINAL | ORDINAL };

/* Where an expression may begin: classes of phrases, kinds of numbers, words of the grammar's own. */
typedef struct opening {
  uint64_t classes;
  uint32_t numbers;
  const char *words;
} opening;

#define C(name) ((uint64_t)1 << TX_##name)

/* Earlier ones win ties.  `first` must hold all that the matcher takes for its first atom, and
 * after_the all that it takes behind "the": the others are not asked at all. */
static const struct family {
  matcher *match;
  opening first, after_the;
} families[] = {
    {m_clock, {C(CLOCK), NUMBER | CARDINAL, ""}, {0}},
    {m_day, {C(WHENCE) | C(WHICH) | C(WEEKDAY) | C(MONTH) | C(DAYREF) | C(HOLIDAY), ANY_NUMBER, ""}, {C(WHENCE) | C(WHICH), ANY_NUMBER, ""}},
    {m_date, {C(MONTH), ANY_NUMBER, ""}, {0, ANY_NUMBER, ""}},
    {m_daypart, {C(TONIGHT) | C(OVERNIGHT) | C(WHENCE) | C(WHICH) | C(DAYPART), 0, "mid early late"}, {C(WHENCE) | C(WHICH) | C(DAYPART), 0, ""}},
    {m_quarter, {C(WHICH), ANY_NUMBER, "fiscal q h last"}, {C(WHICH), ANY_NUMBER, "fiscal q h last"}},
    {m_year_ago, {0, 0, "comparable corresponding same year"}, {0, 0, "comparable corresponding same year"}},
    {m_which_length, {C(APPROX) | C(WHICH) | C(WHENCE), ANY_NUMBER, "these those latest final opening closing"},
                     {C(WHICH) | C(WHENCE) | C(MANY), ANY_NUMBER, "latest final opening closing half a an another"}},
    {m_which, {C(WHENCE) | C(WHICH), 0, "that"}, {C(WHENCE) | C(WHICH), 0, "latest"}},
    {m_length, {C(APPROX) | C(MANY), NUMBER | CARDINAL, "half a an another"}, {0}},
    {m_season, {C(SEASON), 0, "early late mid"}, {C(SEASON), 0, "early late mid"}},
    {m_year, {0, NUMBER | CARDINAL, "' fiscal"},
             {0, NUMBER, "early late mid ' twenties thirties forties fifties sixties seventies eighties nineties"}},
    {m_century, {0, ANY_NUMBER, "early late mid"}, {0, ANY_NUMBER, "early late mid"}},
    {m_the_unit, {0}, {C(WEEKEND) | C(UNIT), 0, "full whole entire fiscal"}},
    {m_units, {C(UNITS), 0, "recent"}, {C(UNITS), 0, "recent"}},
    {m_unit_long, {C(UNIT), 0, ""}, {0}},
    {m_weekdays, {C(WEEKDAYS) | C(WEEKDAY), 0, ""}, {0}},
    {m_often, {C(OFTEN) | C(EVERY) | C(PER), 0, ""}, {0}},
    {m_yearend, {C(YEAREND), 0, ""}, {0}},
    {m_stretch, {C(STRETCH), 0, ""}, {0}},
    {m_ref, {C(REF), 0, ""}, {0}}};

#undef C

enum { N_FAMILIES = sizeof families / sizeof *families };

static bool may_open(const tx_word *w, const opening *o) {
  return (w->classes & o->classes) || ((o->numbers & NUMBER) && w->number) || ((o->numbers & CARDINAL) && w->cardinal >= 0) ||
         ((o->numbers & ORDINAL) && w->ordinal > 0);
}

void tx_mark_families(toc__timex *x) {
  toc_str rest, word;
  for (uint32_t k = 0; k < N_FAMILIES; k++) {
    const struct family *f = &families[k];
    if (f->first.words)
      for (rest = toc_cstr(f->first.words); toc_str_word(&rest, &word);) tx_word_of(x, word)->starts |= 1u << k;
    if (f->after_the.words)
      for (rest = toc_cstr(f->after_the.words); toc_str_word(&rest, &word);) tx_word_of(x, word)->after_the |= 1u << k;
    for (uint32_t w = 0; w < x->word.len; w++) {
      if (may_open(&x->word.ptr[w], &f->first)) x->word.ptr[w].starts |= 1u << k;
      if (may_open(&x->word.ptr[w], &f->after_the)) x->word.ptr[w].after_the |= 1u << k;
    }
  }
  tx_word_of(x, TOC_S("the"))->with_next = UINT32_MAX;
}

static bool longest(const tx_ctx *c, uint32_t i, tx_found *out) {
  const tx_atom *a = &c->atom[i];
  uint32_t may = a->word->starts | (i + 1 < c->n ? a->word->with_next & c->atom[i + 1].word->after_the : 0);
  out->last = 0;
  if (!may) return false;
  tx_found f = {.first = i};
  for (; may; may &= may - 1) {
    uint32_t end = families[__builtin_ctz(may)].match(c, i, &f);
    if (!end) continue; /* and f is as it was */
    if (end > i && end > out->last) {
      f.last = end;
      *out = f;
    }
    f = (tx_found){.first = i};
  }
  return out->last > 0;
}

static const char *part_name(const tx_entry *e) {
  return toc_str_is(e->code, "early") ? "early" : toc_str_is(e->code, "mid") ? "mid" : toc_str_is(e->code, "late") ? "late" : "any";
}

/* "early next year", "the end of October", "mid-November", "late on Monday" has its "on". */
static bool with_modifier(const tx_ctx *c, uint32_t i, tx_found *out) {
  const tx_entry *e;
  tx_found f;
  uint32_t n = is(c, i, TX_PART, &e), k;
  if (n) {
    k = i + n;
    if (word(c, k, "-")) k++;
    if (k < c->n && longest(c, k, &f) && f.kind == TX_POINT && !f.part) {
      if (word(c, i, "earlier") && k == i + 1 && f.point.grain == TX_AT_DAY && 0) return false;
      f.first = i;
      f.part = part_name(e);
      *out = f;
      return true;
    }
  }
  n = is(c, i, TX_APPROX, &e);
  if (n && !word(c, i, "some") && !word(c, i, "over") && !word(c, i, "under") && !word(c, i, "up")) {
    k = i + n;
    if (k < c->n && longest(c, k, &f) && (f.kind == TX_POINT || f.kind == TX_LENGTH)) {
      f.first = i;
      *out = f;
      return true;
    }
  }
  return false;
}

bool tx_match(tx_ctx *c, uint32_t i, tx_found *out) {
  tx_found plain, modified;
  bool a = longest(c, i, &plain), b = with_modifier(c, i, &modified);
  if (!a && !b) return false;
  *out = b && (!a || modified.last >= plain.last) ? modified : plain;
  return true;
}
