/* table.c - a coded report for a person at a terminal.
 *
 *   Curfew in Osh after night of clashes
 *   Fergana Wire · 2010-06-12 · r7 · 2 events
 *
 *     when         status      who → what → whom                             where
 *     2010-06-11   occurred    gunmen → ASSAULT firearms “shot” → residents  Osh, KGZ
 *                              reported killed at least 26 residents
 *                              according to the health ministry
 *
 * Numbers are worded as intervals with the words they were read from, and each stands with
 * whoever gave it.  What was not said beside the event itself, but taken from its paragraph,
 * the dateline or the day of the report, is marked "≈". */
#include "record.h"

#include <math.h>

enum { WHEN_WIDTH = 12, STATUS_WIDTH = 12, SIDE_BY_SIDE = 76 };

/* ------------------------------------------------------------------- wording */

static void put_count(toc_buf *b, double x) {
  if (x != floor(x) || fabs(x) >= 1e15) {
    toc_buf_number(b, x);
    return;
  }
  char digits[24];
  int n = snprintf(digits, sizeof digits, "%lld", (long long)x);
  int sign = digits[0] == '-';
  for (int i = 0; i < n; i++) {
    if (i > sign && (n - i) % 3 == 0) toc_buf_z(b, ",");
    toc_buf_put(b, digits + i, 1);
  }
}

void toc__word_interval(toc_buf *b, double low, double high) {
  bool has_low = isfinite(low), has_high = isfinite(high);
  if (has_low && has_high && low == high) {
    put_count(b, low);
  } else if (has_low && has_high && low > 0) {
    put_count(b, low);
    toc_buf_z(b, "–");
    put_count(b, high);
  } else if (has_high) {
    toc_buf_z(b, "up to ");
    put_count(b, high);
  } else if (has_low) {
    toc_buf_z(b, "at least ");
    put_count(b, low);
  } else {
    toc_buf_z(b, "an unknown number");
  }
}

/* Runs `say` with a buffer and moves what it said into the arena. */
static toc_str interval_words(toc_arena *a, double low, double high) {
  char bytes[160];
  toc_buf b = {.ptr = bytes, .cap = sizeof bytes, .max = sizeof bytes};
  toc__word_interval(&b, low, high); /* three numbers at most: it fits */
  return toc_str_copy(a, (toc_str){bytes, b.len});
}

static toc_str words_at(toc_arena *a, const toc_doc *d, toc_span span) {
  return toc_span_empty(span) ? (toc_str){0} : toc__screen_clean(a, toc_slice(d->text, span));
}

static toc_str append(toc_arena *a, toc_str s, const char *between, toc_str more) {
  if (!s.len) return more;
  return toc_str_format(a, "%.*s%s%.*s", TOC_FMT(s), between, TOC_FMT(more));
}

/* Names are short; one that is not is not looked for, so that no text costs the square. */
static bool holds(toc_str s, toc_str part) {
  if (part.len > 200) return false;
  for (size_t i = 0; i + part.len <= s.len; i++)
    if (memcmp(s.ptr + i, part.ptr, part.len) == 0) return true;
  return false;
}

/* "they = the union": the words, and the name if they do not say it. */
static toc_str with_name(toc_arena *a, toc_str words, const toc_actor *x) {
  toc_str name = toc__screen_clean(a, x->name);
  if (!words.len) return name;
  return x->via.len && name.len && !holds(words, name) ? append(a, words, " = ", name) : words;
}

/* "killed 24–99 (“dozens” protesters)", "killed 2 of them (“two” children)", "a figure of …". */
toc_str toc__word_figure(toc_arena *a, const toc_doc *d, const toc_figure *f) {
  toc_str said = words_at(a, d, f->span), of = words_at(a, d, f->of);
  if (toc_span_overlap(f->span, f->of)) of = (toc_str){0}; /* "protesters": a plural without a number */
  toc_str number = interval_words(a, f->low, f->high);
  bool same = toc_str_eq(said, number);
  const char *kind = f->counts == TOC_COUNTS_OTHER ? "a figure of" : toc_counts_name(f->counts);
  const char *part = f->subset_of != TOC_NONE ? " of them" : f->total ? " in all" : "";
  toc_str s = toc_str_format(a, "%s %.*s", kind, TOC_FMT(number));
  if (f->unit.len) s = append(a, s, " ", toc__screen_clean(a, f->unit));
  s = append(a, s, "", toc_cstr(part));
  if (same) return of.len ? append(a, s, " ", of) : s;
  return toc_str_format(a, "%.*s (“%.*s”%s%.*s)", TOC_FMT(s), TOC_FMT(said), of.len ? " " : "", TOC_FMT(of));
}

static toc_str day_words(toc_arena *a, toc_day day, toc_str precision) {
  int y, m, d;
  if (day == TOC_NODAY) return (toc_str){0};
  toc_day_ymd(day, &y, &m, &d);
  if (toc_str_is(precision, "year")) return toc_str_format(a, "%04d", y);
  if (toc_str_is(precision, "month")) return toc_str_format(a, "%04d-%02d", y, m);
  return toc_str_format(a, "%04d-%02d-%02d", y, m, d);
}

toc_str toc__word_when(toc_arena *a, const toc_when *w) {
  if (!w->set || (w->from == TOC_NODAY && w->to == TOC_NODAY)) return TOC_S("–");
  toc_str from = day_words(a, w->from, w->precision), to = day_words(a, w->to, w->precision);
  const char *mark = w->via.len ? "≈" : "";
  if (!to.len) return toc_str_format(a, "%ssince %.*s", mark, TOC_FMT(from));
  if (!from.len) return toc_str_format(a, "%suntil %.*s", mark, TOC_FMT(to));
  if (toc_str_eq(from, to)) return toc_str_format(a, "%s%.*s", mark, TOC_FMT(from));
  return toc_str_format(a, "%s%.*s – %.*s", mark, TOC_FMT(from), TOC_FMT(to));
}

toc_str toc__word_where(toc_arena *a, const toc_doc *d, const toc_where *w) {
  if (!w->set) return TOC_S("–");
  const toc_place *p = w->place == TOC_NONE ? NULL : &d->places.ptr[w->place];
  toc_str name = p && p->name.len ? toc__screen_clean(a, p->name) : words_at(a, d, w->span);
  const char *mark = w->via.len ? "≈" : "";
  if (!name.len) return TOC_S("–");
  if (!p || !p->country.len || p->precision == 6) return toc_str_format(a, "%s%.*s", mark, TOC_FMT(name));
  return toc_str_format(a, "%s%.*s, %.*s", mark, TOC_FMT(name), TOC_FMT(p->country));
}

enum { NAMED_AT_MOST = 4 }; /* a line stays readable; the record holds them all */

static toc_str source_words(toc_arena *a, const toc_doc *d, const toc_claim *c) {
  toc_str s = {0};
  for (uint32_t i = 0; i < c->source.len && i < NAMED_AT_MOST; i++)
    s = append(a, s, " … ", words_at(a, d, c->source.ptr[i]));
  return c->has_by ? with_name(a, s, &c->by) : s;
}

/* "according to the ministry, via a news agency"; "alleged by …"; "denied by …".  A source that
 * is not named is passed over if somebody passes its words on who is. */
toc_str toc__word_claim(toc_arena *a, const toc_doc *d, uint32_t claim) {
  if (claim >= d->claims.len) return (toc_str){0};
  const toc_claim *c = &d->claims.ptr[claim];
  const char *verb = c->denying ? "denied by" : c->accusing ? "alleged by" : "according to";
  toc_str s = source_words(a, d, c);
  uint32_t steps = 0;
  while (toc__claim_outward(d, &claim, &steps) && steps < NAMED_AT_MOST) {
    const toc_claim *via = &d->claims.ptr[claim];
    toc_str outer = source_words(a, d, via);
    bool same = via->has_by && c->has_by && c->by.name.len && toc_str_eq(via->by.name, c->by.name);
    if (outer.len && !same) s = append(a, s, ", via ", outer);
  }
  return append(a, toc_cstr(verb), " ", s.len ? s : TOC_S("an unnamed source"));
}

static toc_str actor_words(toc_arena *a, const toc_doc *d, const toc_actor *x) {
  toc_str s = with_name(a, words_at(a, d, x->span), x);
  if (!x->code.len) return s;
  return s.len ? toc_str_format(a, "%.*s (%.*s)", TOC_FMT(s), TOC_FMT(x->code)) : x->code;
}

toc_str toc__word_actors(toc_arena *a, const toc_doc *d, const toc_actors *actors) {
  toc_str s = {0};
  for (uint32_t i = 0; i < actors->len && i < NAMED_AT_MOST; i++)
    s = append(a, s, ", ", actor_words(a, d, &actors->ptr[i]));
  if (actors->len > NAMED_AT_MOST) s = toc_str_format(a, "%.*s and %u more", TOC_FMT(s), actors->len - NAMED_AT_MOST);
  return s.len ? s : TOC_S("–");
}

/* ---------------------------------------------------------------------- rows */

static toc__paint status_paint(toc_fact status) {
  switch (status) {
    case TOC_FACT_OCCURRED: return TOC__GREEN;
    case TOC_FACT_ONGOING: return TOC__GREEN;
    case TOC_FACT_DENIED:
    case TOC_FACT_NEGATED: return TOC__RED;
    case TOC_FACT_HYPOTHETICAL: return TOC__DIM;
    default: return TOC__YELLOW;
  }
}

typedef struct happening {
  toc_str when, status, what, where;
  toc__paint paint;
} happening;

static unsigned where_width(const toc__screen *s) { return s->width / 5; }
static unsigned what_width(const toc__screen *s) {
  return s->width - 2 - WHEN_WIDTH - STATUS_WIDTH - where_width(s) - 6;
}
static unsigned detail_indent(const toc__screen *s) {
  return s->width < SIDE_BY_SIDE ? 4 : 2 + WHEN_WIDTH + 2 + STATUS_WIDTH + 2;
}

static void put_happening(toc__screen *s, const happening *h) {
  if (s->width < SIDE_BY_SIDE) {
    toc__screen_wrap(s, TOC__BOLD, h->what, 2, 0);
    toc_str line = toc_str_format(s->arena, "%.*s · %.*s · %.*s", TOC_FMT(h->status), TOC_FMT(h->when), TOC_FMT(h->where));
    toc__screen_wrap(s, h->paint, line, 4, 0);
    return;
  }
  toc__cell row[] = {{h->when, TOC__PLAIN, WHEN_WIDTH},
                     {h->status, h->paint, STATUS_WIDTH},
                     {h->what, TOC__BOLD, what_width(s)},
                     {h->where, TOC__PLAIN, where_width(s)}};
  toc__screen_row(s, row, 4, 2);
}

static void put_detail(toc__screen *s, toc_str line) {
  if (line.len) toc__screen_wrap(s, TOC__PLAIN, line, detail_indent(s), 0);
}

static void put_figures(toc__screen *s, const toc_doc *d, const toc_indices *figures, uint32_t claim) {
  for (uint32_t i = 0; i < figures->len; i++) {
    const toc_figure *f = toc_doc_figure(d, figures->ptr[i]);
    toc_str words = toc_str_format(s->arena, "reported %.*s", TOC_FMT(toc__word_figure(s->arena, d, f)));
    if (f->claim != claim) words = append(s->arena, words, ", ", toc__word_claim(s->arena, d, f->claim));
    put_detail(s, words);
  }
}

static void put_event(toc__screen *s, const toc_doc *d, const toc_event *e) {
  toc_arena *a = s->arena;
  const char *mode = e->mode == TOC_MODE_NONE ? NULL : toc_mode_name(e->mode);
  bool alleged = e->claim < d->claims.len && d->claims.ptr[e->claim].accusing;
  happening h = {
      .when = toc__word_when(a, &e->when),
      .where = toc__word_where(a, d, &e->where),
      .status = toc_str_format(a, "%s%s", toc_fact_name(e->status), alleged ? ", alleged" : ""),
      .paint = alleged ? TOC__YELLOW : status_paint(e->status),
      .what = toc_str_format(a, "%.*s → %s%s%s “%.*s” → %.*s", TOC_FMT(toc__word_actors(a, d, &e->actors)),
                             toc_type_name(e->type), mode ? " " : "", mode ? mode : "",
                             TOC_FMT(words_at(a, d, e->trigger)), TOC_FMT(toc__word_actors(a, d, &e->recipients))),
  };
  put_happening(s, &h);
  put_figures(s, d, &e->figures, e->claim);
  put_detail(s, toc__word_claim(a, d, e->claim));
}

static void put_impact(toc__screen *s, const toc_doc *d, const toc_impact *m) {
  toc_arena *a = s->arena;
  toc_str object = words_at(a, d, m->object);
  if (!object.len) object = words_at(a, d, m->trigger);
  toc_str where = {0};
  for (uint32_t i = 0; i < m->where.len && i < NAMED_AT_MOST; i++)
    where = append(a, where, "; ", toc__word_where(a, d, &m->where.ptr[i]));
  toc_str kind = toc_cstr(toc_impact_name(m->kind));
  if (m->kind == TOC_IMPACT_SERVICE) kind = TOC_S("services");
  happening h = {.when = toc__word_when(a, &m->when),
                 .where = where.len ? where : TOC_S("–"),
                 .status = toc_cstr(toc_fact_name(m->status)),
                 .paint = status_paint(m->status),
                 .what = toc_str_format(a, "effect on %.*s: %.*s %s", TOC_FMT(kind), TOC_FMT(object),
                                        toc_direction_name(m->direction))};
  put_happening(s, &h);
  put_figures(s, d, &m->figures, m->claim);
  put_detail(s, toc__word_claim(a, d, m->claim));
}

static uint32_t counted(const toc_doc *d, const toc_toll *t) {
  return t->figure != TOC_NONE ? d->figures.ptr[t->figure].head : t->victim < d->victims.len ? d->victims.ptr[t->victim].head : TOC_NONE;
}

/* Where one incident has several tolls of a kind: who says which.  "164" and "at least 164" of
 * one claimant do not contradict each other, nor do its "six priests and two women". */
static bool differ(const toc_doc *d, const toc_toll *x, const toc_toll *y) {
  uint32_t of_x = counted(d, x), of_y = counted(d, y);
  if (x->by == y->by && of_x != TOC_NONE && of_y != TOC_NONE && !toc_str_eq(d->tokens.ptr[of_x].lemma, d->tokens.ptr[of_y].lemma)) return false;
  double low_x = isnan(x->low) ? -INFINITY : x->low, high_x = isnan(x->high) ? INFINITY : x->high;
  double low_y = isnan(y->low) ? -INFINITY : y->low, high_y = isnan(y->high) ? INFINITY : y->high;
  bool equal = low_x == low_y && high_x == high_y, apart = high_x < low_y || high_y < low_x;
  return apart || (!equal && x->by != y->by);
}

static void put_toll(toc__screen *s, const toc_doc *d, const toc_toll *t) {
  toc_arena *a = s->arena;
  toc_str by = toc__word_claim(a, d, t->by);
  toc_str line = toc_str_format(a, "%s %.*s, %.*s", toc_counts_name(t->counts), TOC_FMT(interval_words(a, t->low, t->high)),
                                TOC_FMT(by.len ? by : TOC_S("according to the report itself")));
  toc__screen_wrap(s, TOC__PLAIN, line, 4, 0);
}

static void put_tolls(toc__screen *s, const toc_doc *d, const toc_incident *n) {
  bool conflict[TOC_N_COUNTS] = {0};
  uint32_t first[TOC_N_COUNTS];
  for (int c = 0; c < TOC_N_COUNTS; c++) first[c] = TOC_NONE;
  for (uint32_t i = 0; i < n->tolls.len; i++) {
    toc_counts c = n->tolls.ptr[i].counts;
    if (first[c] == TOC_NONE) first[c] = i;
    else if (differ(d, &n->tolls.ptr[first[c]], &n->tolls.ptr[i])) conflict[c] = true;
  }
  bool any = false;
  for (uint32_t i = 0; i < n->tolls.len; i++) {
    const toc_toll *t = &n->tolls.ptr[i];
    if (!conflict[t->counts]) continue;
    if (!any) toc__screen_wrap(s, TOC__BOLD, TOC_S("one incident, different numbers:"), 2, 0);
    any = true;
    put_toll(s, d, t);
  }
}

/* ------------------------------------------------------------------- report */

static void put_heading(toc__screen *s, const toc_doc *d) {
  toc_arena *a = s->arena;
  toc_str title = toc__screen_clean(a, d->title.len ? d->title : d->id);
  toc__screen_wrap(s, TOC__BOLD, title, 0, 0);
  toc_str line = toc__screen_clean(a, d->publisher);
  if (d->published.len) line = append(a, line, " · ", toc__screen_clean(a, d->published));
  if (d->updated.len)
    line = append(a, line, " · ", toc_str_format(a, "updated %.*s", TOC_FMT(toc__screen_clean(a, d->updated))));
  if (d->title.len) line = append(a, line, " · ", toc__screen_clean(a, d->id));
  uint32_t n = d->events.len;
  line = append(a, line, " · ", n ? toc_str_format(a, "%u event%s", n, n == 1 ? "" : "s") : TOC_S("no events found"));
  toc__screen_wrap(s, TOC__DIM, line, 0, 0);
}

void toc__table_doc(toc__screen *s, const toc_doc *d) {
  put_heading(s, d);
  if (d->events.len || d->impacts.len) toc_buf_z(s->out, "\n");
  if ((d->events.len || d->impacts.len) && s->width >= SIDE_BY_SIDE) {
    toc__cell head[] = {{TOC_S("when"), TOC__DIM, WHEN_WIDTH},
                        {TOC_S("status"), TOC__DIM, STATUS_WIDTH},
                        {TOC_S("who → what → whom"), TOC__DIM, what_width(s)},
                        {TOC_S("where"), TOC__DIM, where_width(s)}};
    toc__screen_row(s, head, 4, 2);
  }
  for (uint32_t i = 0; i < d->events.len; i++) put_event(s, d, &d->events.ptr[i]);
  for (uint32_t i = 0; i < d->impacts.len; i++) put_impact(s, d, &d->impacts.ptr[i]);
  for (uint32_t i = 0; i < d->incidents.len; i++) put_tolls(s, d, &d->incidents.ptr[i]);
  toc_buf_z(s->out, "\n");
}

void toc__table_header(toc__screen *s) {
  toc__screen_wrap(s, TOC__DIM,
                   TOC_S("who → what → whom: actor, PLOVER type, mode and “trigger word”, recipient, as the report words "
                         "them (code in brackets). Status: did it happen, as far as the report commits itself. Numbers are what "
                         "was reported, never added up. ≈ not said beside the event: taken from its paragraph, "
                         "the dateline or the day of the report. – not said."),
                   0, 0);
  toc_buf_z(s->out, "\n");
}
