/* select.c - which events a filter leaves, and the counts over them.
 *
 * Each facet is first turned into a flag for every name that may stand in its column; then one
 * pass over the columns notes for each event which facets refuse it.  An event that none refuses
 * is counted everywhere; one that a single facet refuses is counted in that facet alone, so that
 * the page can show what another choice there would bring. */
#include "serve.h"

#include <math.h>
#include <stdlib.h>

#define DAYS_YEAR 364 /* 52 weeks */

/* -------------------------------------------------------------------- flags */

static bool wild(toc_str want, toc_str name) {
  return want.len > 1 && want.ptr[want.len - 1] == '*' && toc_str_starts(name, toc_str_sub(want, 0, want.len - 1));
}

/* One flag a name: may it stand there?  NULL: any may. */
static uint8_t *allowed(toc__answer *a, enum toc__facet f, const toc__names *names, bool patterns) {
  const toc_strs *want = &a->filter.want[f];
  if (!want->len) return NULL;
  uint8_t *ok = toc_new(a->arena, uint8_t, (size_t)names->name.len + 1);
  for (uint32_t i = 0; i < want->len; i++) {
    toc_str w = want->ptr[i];
    uint32_t at = toc__names_get(names, w);
    if (at != TOC_NONE) ok[at] = 1;
    for (uint32_t k = 1; patterns && k < names->name.len; k++)
      if (wild(w, names->name.ptr[k])) ok[k] = 1;
  }
  return ok;
}

/* The same for lists of names: one of the list. */
static uint8_t *allowed_sets(toc__answer *a, enum toc__facet f) {
  const toc__sets *sets = &a->index->actors;
  uint8_t *ok = allowed(a, f, &a->index->code, true);
  if (!ok) return NULL;
  uint32_t n = sets->at.len - 1;
  uint8_t *set_ok = toc_new(a->arena, uint8_t, (size_t)n + 1);
  set_ok[0] = ok[0]; /* nobody is told of */
  for (uint32_t s = 1; s < n; s++)
    for (uint32_t k = sets->at.ptr[s]; k < sets->at.ptr[s + 1]; k++) set_ok[s] |= ok[sets->item.ptr[k]];
  return set_ok;
}

typedef struct test {
  const uint8_t *type, *mode, *status, *who, *whom, *claimant;
  uint8_t *report;   /* [n_reports] bits: 1 refused by publisher, 2 by anything else */
  uint8_t *spot;     /* [spots] bits: 1 by country, 2 by precision, 4 by bbox */
  uint8_t *incident; /* [n_incidents], NULL: any */
} test;

toc_status toc__select_words(toc__answer *a, uint8_t **holds) {
  const toc__index *x = a->index;
  *holds = toc_new(a->arena, uint8_t, (size_t)x->n_reports + 1);
  sqlite3_stmt *st = toc__statement(a->link, "SELECT rowid FROM report_words WHERE report_words MATCH ?");
  if (!st) return toc__store_fail(a->link->store, "read", a->err);
  sqlite3_bind_text64(st, 1, a->filter.words.ptr, a->filter.words.len, SQLITE_STATIC, SQLITE_UTF8);
  int code;
  while ((code = sqlite3_step(st)) == SQLITE_ROW) {
    uint32_t r = toc__find_report(x, sqlite3_column_int64(st, 0));
    if (r != TOC_NONE) (*holds)[r] = 1;
  }
  toc_status got = code == SQLITE_DONE ? TOC_OK : toc__store_fail(a->link->store, "read", a->err);
  sqlite3_reset(st);
  return got;
}

toc_status toc__select_reports(toc__answer *a, uint8_t **refused) {
  const toc__index *x = a->index;
  const toc__filter *f = &a->filter;
  uint8_t *ok = allowed(a, TOC__PUBLISHER, &x->publisher, false), *holds = NULL, *named = NULL;
  uint8_t *no = *refused = toc_new(a->arena, uint8_t, (size_t)x->n_reports + 1);
  if (f->words.len) {
    toc_status got = toc__select_words(a, &holds);
    if (got != TOC_OK) return got;
  }
  if (f->report.len) {
    named = toc_new(a->arena, uint8_t, (size_t)x->n_reports + 1);
    for (uint32_t i = 0; i < f->report.len; i++) {
      uint32_t r = toc__find_report(x, f->report.ptr[i]);
      if (r != TOC_NONE) named[r] = 1;
    }
  }
  for (uint32_t r = 0; r < x->n_reports; r++) {
    if (ok && !ok[x->report_publisher[r]]) no[r] |= 1;
    if ((holds && !holds[r]) || (named && !named[r]) || (f->latest && x->report_flags[r] & (TOC__IS_OLD | TOC__IS_COPY))) no[r] |= 2;
  }
  return TOC_OK;
}

static bool in_box(const toc__filter *f, const toc__spot *s) {
  if (isnan(s->lat) || s->lat < (float)f->south || s->lat > (float)f->north) return false;
  bool east_of = s->lon >= (float)f->west, west_of = s->lon <= (float)f->east;
  return f->west <= f->east ? east_of && west_of : east_of || west_of;
}

static void test_spots(toc__answer *a, test *t) {
  const toc__index *x = a->index;
  const toc__filter *f = &a->filter;
  uint8_t *country = allowed(a, TOC__COUNTRY, &x->country, false);
  bool precision[16] = {false};
  t->spot = toc_new(a->arena, uint8_t, (size_t)x->spot.len + 1);
  for (uint32_t i = 0; i < f->want[TOC__PRECISION].len; i++) {
    toc_str w = f->want[TOC__PRECISION].ptr[i];
    uint64_t n = 0;
    if (!w.len || (toc_str_uint(w, &n) && n < 16)) precision[n] = true;
  }
  for (uint32_t i = 0; i < x->spot.len; i++) {
    const toc__spot *s = &x->spot.ptr[i];
    if (country && !country[s->country]) t->spot[i] |= 1;
    if (f->want[TOC__PRECISION].len && !precision[s->precision]) t->spot[i] |= 2;
    if (f->boxed && (i == 0 || !in_box(f, s))) t->spot[i] |= 4;
  }
}

static void test_incidents(toc__answer *a, test *t) {
  const toc__index *x = a->index;
  const toc__filter *f = &a->filter;
  if (!f->incident.len && !f->story.len) return;
  t->incident = toc_new(a->arena, uint8_t, (size_t)x->n_incidents + 1);
  uint8_t *story = toc_new(a->arena, uint8_t, (size_t)x->n_stories + 1);
  for (uint32_t i = 0; i < f->story.len; i++) {
    uint32_t s = toc__find_story(x, f->story.ptr[i]);
    if (s != TOC_NONE) story[s] = 1;
  }
  for (uint32_t i = 0; f->story.len && i < x->n_incidents; i++)
    if (x->incident_story[i] != TOC_NONE) t->incident[i] = story[x->incident_story[i]];
  for (uint32_t i = 0; i < f->incident.len; i++) {
    uint32_t at = toc__find_incident(x, f->incident.ptr[i]);
    if (at != TOC_NONE && (!f->story.len || t->incident[at])) t->incident[at] = 2;
  }
  for (uint32_t i = 0; f->incident.len && i < x->n_incidents; i++) t->incident[i] = t->incident[i] == 2;
}

static bool verdict_fits(enum toc__verdict v, uint8_t flags) {
  switch (v) {
    case TOC__KEPT: return !(flags & TOC__IS_REJECTED);
    case TOC__ACCEPTED: return flags & TOC__IS_ACCEPTED;
    case TOC__REJECTED: return flags & TOC__IS_REJECTED;
    case TOC__OPEN: return !(flags & (TOC__IS_ACCEPTED | TOC__IS_REJECTED));
    case TOC__ANY_VERDICT: break;
  }
  return true;
}

static uint16_t refusal(const toc__index *x, const toc__filter *f, const test *t, uint32_t i) {
  unsigned no = 0;
  uint8_t r = t->report[x->report[i]], s = t->spot[x->place[i]];
  if (t->type && !t->type[x->type_of[i]]) no |= 1u << TOC__TYPE;
  if (t->mode && !t->mode[x->mode_of[i]]) no |= 1u << TOC__MODE;
  if (t->status && !t->status[x->status_of[i]]) no |= 1u << TOC__STATUS;
  if (t->who && !t->who[x->who[i]]) no |= 1u << TOC__ACTOR;
  if (t->whom && !t->whom[x->whom[i]]) no |= 1u << TOC__RECIPIENT;
  if (t->claimant && !t->claimant[x->by[i]]) no |= 1u << TOC__CLAIMANT;
  if (r & 1) no |= 1u << TOC__PUBLISHER;
  if (s & 1) no |= 1u << TOC__COUNTRY;
  if (s & 2) no |= 1u << TOC__PRECISION;
  if (r & 2 || s & 4 || !verdict_fits(f->verdict, x->flags[i])) no |= TOC__REFUSED;
  if (f->from != TOC_NODAY && (x->to[i] == TOC_NODAY || x->to[i] < f->from)) no |= TOC__REFUSED;
  if (f->to != TOC_NODAY && (x->from[i] == TOC_NODAY || x->from[i] > f->to)) no |= TOC__REFUSED;
  if (t->incident && (x->part[i] == TOC_NONE || !t->incident[x->part_incident[x->part[i]]])) no |= TOC__REFUSED;
  return (uint16_t)no;
}

toc_status toc__select(toc__answer *a, uint16_t **refused) {
  const toc__index *x = a->index;
  test t = {0};
  t.type = allowed(a, TOC__TYPE, &x->type, false);
  t.mode = allowed(a, TOC__MODE, &x->mode, false);
  t.status = allowed(a, TOC__STATUS, &x->status, false);
  t.claimant = allowed(a, TOC__CLAIMANT, &x->claimant, true);
  t.who = allowed_sets(a, TOC__ACTOR);
  t.whom = allowed_sets(a, TOC__RECIPIENT);
  toc_status got = toc__select_reports(a, &t.report);
  if (got != TOC_OK) return got;
  test_spots(a, &t);
  test_incidents(a, &t);
  uint16_t *no = *refused = toc_new(a->arena, uint16_t, (size_t)x->n_events + 1);
  for (uint32_t i = 0; i < x->n_events; i++) no[i] = refusal(x, &a->filter, &t, i);
  return TOC_OK;
}

/* ------------------------------------------------------------------ facets */

typedef struct counted {
  uint32_t name, n;
  toc_str as;
} counted;

static int by_count(const void *p, const void *q) {
  const counted *a = p, *b = q;
  int c = a->n != b->n ? (a->n > b->n ? -1 : 1) : toc_str_cmp(a->as, b->as);
  return c ? c : (a->name > b->name) - (a->name < b->name);
}

static const toc__names *names_of(const toc__index *x, enum toc__facet f) {
  switch (f) {
    case TOC__TYPE: return &x->type;
    case TOC__MODE: return &x->mode;
    case TOC__ACTOR:
    case TOC__RECIPIENT: return &x->code;
    case TOC__COUNTRY: return &x->country;
    case TOC__PUBLISHER: return &x->publisher;
    case TOC__CLAIMANT: return &x->claimant;
    case TOC__STATUS: return &x->status;
    default: return NULL;
  }
}

static void count_set(const toc__sets *sets, uint32_t set, uint32_t *n) {
  if (!set) n[0]++;
  for (uint32_t k = sets->at.ptr[set]; set && k < sets->at.ptr[set + 1]; k++) n[sets->item.ptr[k]]++;
}

static void put_facet(toc__answer *a, enum toc__facet f, const uint32_t *n, uint32_t len, int64_t most) {
  const toc__names *names = names_of(a->index, f);
  counted *c = toc_new(a->arena, counted, (size_t)len + 1);
  const toc_strs *want = &a->filter.want[f];
  uint32_t k = 0, shown = 0;
  for (uint32_t i = 0; i < len; i++) {
    bool asked = false;
    for (uint32_t w = 0; !n[i] && w < want->len && !asked; w++) asked = names ? toc__names_get(names, want->ptr[w]) == i : false;
    if (n[i] || asked) c[k++] = (counted){i, n[i], names ? toc__name(names, i) : (toc_str){0}};
  }
  if (k) qsort(c, k, sizeof *c, by_count);
  toc_buf_fmt(&a->out, "%s\"%s\":{\"values\":[", f ? "," : "", toc__facet_name[f]);
  for (uint32_t i = 0; i < k; i++) {
    bool asked = false;
    for (uint32_t w = 0; names && w < want->len && !asked; w++) asked = toc__names_get(names, want->ptr[w]) == c[i].name;
    if (i >= (uint32_t)most && !asked) continue;
    toc_buf_z(&a->out, shown++ ? ",{\"value\":" : "{\"value\":");
    if (names) toc_buf_json(&a->out, toc__name(names, c[i].name));
    else if (c[i].name) toc_buf_fmt(&a->out, "\"%u\"", c[i].name);
    else toc_buf_z(&a->out, "null");
    toc_buf_fmt(&a->out, ",\"n\":%u}", c[i].n);
  }
  toc_buf_fmt(&a->out, "],\"more\":%u}", k - shown);
}

toc_status toc__facets(toc__answer *a) {
  const toc__index *x = a->index;
  uint16_t *no;
  int64_t most;
  toc_status got = toc__ask_number(&a->ask, "values", 1, 500, 30, &most, a->err);
  if (got == TOC_OK) got = toc__select(a, &no);
  if (got != TOC_OK) return got;
  uint32_t *n[TOC__N_FACETS], len[TOC__N_FACETS], total = 0;
  for (int f = 0; f < TOC__N_FACETS; f++) {
    const toc__names *names = names_of(x, (enum toc__facet)f);
    len[f] = names ? names->name.len : 16;
    n[f] = toc_new(a->arena, uint32_t, (size_t)len[f] + 1);
  }
  for (uint32_t i = 0; i < x->n_events; i++) {
    uint32_t r = no[i];
    if (r & (r - 1)) continue; /* refused twice */
    if (r & TOC__REFUSED) continue;
    total += !r;
#define COUNTS(f) (!r || r == 1u << (f))
    if (COUNTS(TOC__TYPE)) n[TOC__TYPE][x->type_of[i]]++;
    if (COUNTS(TOC__MODE)) n[TOC__MODE][x->mode_of[i]]++;
    if (COUNTS(TOC__STATUS)) n[TOC__STATUS][x->status_of[i]]++;
    if (COUNTS(TOC__ACTOR)) count_set(&x->actors, x->who[i], n[TOC__ACTOR]);
    if (COUNTS(TOC__RECIPIENT)) count_set(&x->actors, x->whom[i], n[TOC__RECIPIENT]);
    if (COUNTS(TOC__COUNTRY)) n[TOC__COUNTRY][x->spot.ptr[x->place[i]].country]++;
    if (COUNTS(TOC__PRECISION)) n[TOC__PRECISION][x->spot.ptr[x->place[i]].precision]++;
    if (COUNTS(TOC__PUBLISHER)) n[TOC__PUBLISHER][x->report_publisher[x->report[i]]]++;
    if (COUNTS(TOC__CLAIMANT)) n[TOC__CLAIMANT][x->by[i]]++;
#undef COUNTS
  }
  toc_buf_fmt(&a->out, "{\"total\":%u,\"facets\":{", total);
  for (int f = 0; f < TOC__N_FACETS; f++) put_facet(a, (enum toc__facet)f, n[f], len[f], most);
  toc_buf_z(&a->out, "}}");
  return TOC_OK;
}

/* ---------------------------------------------------------------- timeline */

static toc_day bucket_of(toc_day d, int bucket) {
  int y, m, day;
  if (bucket == 0) return d;
  if (bucket == 1) return d - toc_day_weekday(d);
  toc_day_ymd(d, &y, &m, &day);
  return d - day + 1;
}

toc_status toc__timeline(toc__answer *a) {
  static const char *const buckets[] = {"day", "week", "month", NULL};
  const toc__index *x = a->index;
  int bucket;
  uint16_t *no;
  toc_status got = toc__ask_choice(&a->ask, "bucket", buckets, &bucket, a->err);
  if (got == TOC_OK) got = toc__select(a, &no);
  if (got != TOC_OK) return got;
  /* Events stand in the order of their days: each bucket is one run of them. */
  uint32_t n = 0, types = x->type.name.len, total = 0, undated = 0;
  TOC_ARRAY(toc_day) start = {0};
  TOC_ARRAY(uint32_t) count = {0}; /* [n][types] */
  toc_day last = TOC_NODAY, begun = TOC_NODAY;
  for (uint32_t i = 0; i < x->n_events; i++) {
    if (no[i]) continue;
    total++;
    if (x->from[i] == TOC_NODAY) {
      undated++;
      continue;
    }
    if (!n || x->from[i] != last) {
      last = x->from[i];
      toc_day b = bucket_of(last, bucket);
      if (!n || b != begun) {
        *toc_push(a->arena, &start) = begun = b;
        for (uint32_t t = 0; t < types; t++) *toc_push(a->arena, &count) = 0;
        n++;
      }
    }
    count.ptr[(size_t)(n - 1) * types + x->type_of[i]]++;
  }
  toc_buf *b = &a->out;
  toc_buf_fmt(b, "{\"bucket\":\"%s\",\"total\":%u,\"undated\":%u,\"start\":[", buckets[bucket], total, undated);
  for (uint32_t i = 0; i < n; i++) {
    if (i) toc_buf_z(b, ",");
    toc__put_day(b, start.ptr[i]);
  }
  toc_buf_z(b, "],\"n\":[");
  for (uint32_t i = 0; i < n; i++) {
    uint32_t all = 0;
    for (uint32_t t = 0; t < types; t++) all += count.ptr[(size_t)i * types + t];
    toc_buf_fmt(b, "%s%u", i ? "," : "", all);
  }
  toc_buf_z(b, "],\"by\":{");
  bool first = true;
  for (uint32_t t = 0; t < types; t++) {
    uint32_t all = 0;
    for (uint32_t i = 0; i < n; i++) all += count.ptr[(size_t)i * types + t];
    if (!all) continue;
    if (!first) toc_buf_z(b, ",");
    first = false;
    toc_buf_json(b, toc__name(&x->type, t));
    for (uint32_t i = 0; i < n; i++) toc_buf_fmt(b, "%s%u", i ? "," : ":[", count.ptr[(size_t)i * types + t]);
    toc_buf_z(b, "]");
  }
  toc_buf_z(b, "}}");
  return TOC_OK;
}

/* ------------------------------------------------------------------ points */

static void put_int(toc_buf *b, int64_t n) {
  if (n < 0) toc_buf_z(b, "-");
  toc_buf_uint(b, (uint64_t)(n < 0 ? -n : n));
}

static void put_names(toc_buf *b, const toc__names *names) {
  toc_buf_z(b, "[");
  for (uint32_t i = 0; i < names->name.len; i++) {
    if (i) toc_buf_z(b, ",");
    if (i) toc_buf_json(b, names->name.ptr[i]);
    else toc_buf_z(b, "\"\"");
  }
  toc_buf_z(b, "]");
}

static void put_float(toc_buf *b, float x) {
  if (isnan(x)) toc_buf_z(b, "null");
  else toc_buf_number(b, round((double)x * 1e5) / 1e5);
}

static void put_spots(toc__answer *a, const uint32_t *spot, uint32_t n) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  toc_buf_z(b, "{\"name\":[");
  for (uint32_t i = 0; i < n; i++) toc_buf_z(b, i ? "," : ""), toc_buf_json(b, x->spot.ptr[spot[i]].name.len ? x->spot.ptr[spot[i]].name : (toc_str){0});
  toc_buf_z(b, "],\"country\":[");
  for (uint32_t i = 0; i < n; i++) toc_buf_z(b, i ? "," : ""), toc_buf_json(b, toc__name(&x->country, x->spot.ptr[spot[i]].country));
  toc_buf_z(b, "],\"adm1\":[");
  for (uint32_t i = 0; i < n; i++) toc_buf_z(b, i ? "," : ""), toc_buf_json(b, x->spot.ptr[spot[i]].adm1);
  toc_buf_z(b, "],\"lat\":[");
  for (uint32_t i = 0; i < n; i++) toc_buf_z(b, i ? "," : ""), put_float(b, x->spot.ptr[spot[i]].lat);
  toc_buf_z(b, "],\"lon\":[");
  for (uint32_t i = 0; i < n; i++) toc_buf_z(b, i ? "," : ""), put_float(b, x->spot.ptr[spot[i]].lon);
  toc_buf_z(b, "],\"precision\":[");
  for (uint32_t i = 0; i < n; i++) {
    if (i) toc_buf_z(b, ",");
    if (x->spot.ptr[spot[i]].precision) toc_buf_uint(b, x->spot.ptr[spot[i]].precision);
    else toc_buf_z(b, "null");
  }
  toc_buf_z(b, "]}");
}

static void put_days(toc_buf *b, const toc_day *d, const uint32_t *at, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    if (i) toc_buf_z(b, ",");
    if (d[at[i]] == TOC_NODAY) toc_buf_z(b, "null");
    else put_int(b, d[at[i]]);
  }
}

toc_status toc__points(toc__answer *a) {
  const toc__index *x = a->index;
  uint16_t *no;
  int64_t most;
  toc_status got = toc__ask_number(&a->ask, "limit", 1, 1000000, 200000, &most, a->err);
  if (got == TOC_OK) got = toc__select(a, &no);
  if (got != TOC_OK) return got;
  uint32_t *at = toc_new(a->arena, uint32_t, (size_t)x->n_events + 1), n = 0, total = 0;
  for (uint32_t i = 0; i < x->n_events; i++) {
    if (no[i]) continue;
    if (n < (uint32_t)most) at[n++] = i;
    total++;
  }
  /* Only the places that stand here. */
  uint32_t *number = toc_new(a->arena, uint32_t, (size_t)x->spot.len + 1), *spot = toc_new(a->arena, uint32_t, (size_t)x->spot.len + 1), spots = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t s = x->place[at[i]];
    if (s && !number[s]) spot[spots] = s, number[s] = ++spots;
  }
  toc_buf *b = &a->out;
  toc_buf_fmt(b, "{\"total\":%u,\"n\":%u,\"truncated\":%s,\"types\":", total, n, n < total ? "true" : "false");
  put_names(b, &x->type);
  toc_buf_z(b, ",\"statuses\":");
  put_names(b, &x->status);
  toc_buf_z(b, ",\"places\":");
  put_spots(a, spot, spots);
  toc_buf_z(b, ",\"ids\":\"");
  for (uint32_t i = 0; i < n; i++) {
    char hex[16];
    for (int k = 0; k < 15; k++) hex[k] = "0123456789abcdef"[x->key[at[i]] >> (4 * (14 - k)) & 15];
    toc_buf_put(b, hex, 15);
  }
  toc_buf_z(b, "\",\"from\":[");
  put_days(b, x->from, at, n);
  toc_buf_z(b, "],\"to\":[");
  put_days(b, x->to, at, n);
  toc_buf_z(b, "],\"place\":[");
  for (uint32_t i = 0; i < n; i++) toc_buf_z(b, i ? "," : ""), put_int(b, (int64_t)number[x->place[at[i]]] - 1);
  toc_buf_z(b, "],\"type\":[");
  for (uint32_t i = 0; i < n; i++) toc_buf_z(b, i ? "," : ""), toc_buf_uint(b, x->type_of[at[i]]);
  toc_buf_z(b, "],\"status\":[");
  for (uint32_t i = 0; i < n; i++) toc_buf_z(b, i ? "," : ""), toc_buf_uint(b, x->status_of[at[i]]);
  toc_buf_z(b, "]}");
  return TOC_OK;
}

/* ---------------------------------------------------------------- baseline
 * Counts beside counts: how many events a place and type had in the last days, and how many in
 * the 4 and 52 weeks before.  What a spike is, the reader judges: a composite score would hide
 * that a file's reports may begin only three weeks ago. */

typedef struct cell {
  uint64_t key; /* place << 8 | type, + 1; 0: empty */
  uint32_t n, before_4, before_52, spot;
} cell;

static int by_size(const void *p, const void *q) {
  const cell *a = p, *b = q;
  if (a->n != b->n) return a->n > b->n ? -1 : 1;
  if (a->before_52 != b->before_52) return a->before_52 > b->before_52 ? -1 : 1;
  return (a->key > b->key) - (a->key < b->key);
}

static cell *cell_of(cell *cells, uint32_t size, uint64_t key) {
  uint32_t i = (uint32_t)(key * 0x9e3779b97f4a7c15u >> 32) & (size - 1);
  while (cells[i].key && cells[i].key != key) i = (i + 1) & (size - 1);
  return &cells[i];
}

/* Spots that are one place under "by" get one number. */
static uint32_t *groups_of(toc__answer *a, int by) {
  const toc__index *x = a->index;
  uint32_t *group = toc_new(a->arena, uint32_t, (size_t)x->spot.len + 1);
  toc_map map;
  toc_map_init(&map, a->arena);
  for (uint32_t i = 1; i < x->spot.len; i++) {
    const toc__spot *s = &x->spot.ptr[i];
    toc_str name = by == 2 ? toc_str_format(a->arena, "%u|%.*s|%lld", s->country, TOC_FMT(s->name), (long long)s->geonameid)
                 : by == 1 ? toc_str_format(a->arena, "%u", s->country)
                           : toc_str_format(a->arena, "%u|%.*s", s->country, TOC_FMT(s->adm1));
    group[i] = *toc_map_put(&map, name, i);
  }
  return group;
}

static void put_cell(toc__answer *a, const cell *c, int by, double weeks, double known) {
  const toc__index *x = a->index;
  const toc__spot *s = &x->spot.ptr[c->spot];
  toc_buf *b = &a->out;
  double w4 = fmin(4, known), w52 = fmin(52, known);
  toc_buf_z(b, "{\"place\":");
  toc_buf_json(b, by != 1 && s->name.len ? s->name : (toc_str){0});
  toc_buf_z(b, ",\"country\":");
  toc_buf_json(b, toc__name(&x->country, s->country));
  toc_buf_z(b, ",\"adm1\":");
  toc_buf_json(b, by == 1 ? (toc_str){0} : s->adm1);
  toc_buf_z(b, ",\"lat\":");
  put_float(b, s->lat);
  toc_buf_z(b, ",\"lon\":");
  put_float(b, s->lon);
  toc_buf_z(b, ",\"type\":");
  toc_buf_json(b, toc__name(&x->type, (uint32_t)((c->key - 1) & 255)));
  toc_buf_fmt(b, ",\"n\":%u,\"per_week\":", c->n);
  toc_buf_number(b, round(c->n / weeks * 100) / 100);
  toc_buf_fmt(b, ",\"before_4\":%u,\"per_week_4\":", c->before_4);
  toc_buf_number(b, w4 > 0 ? round(c->before_4 / w4 * 100) / 100 : 0);
  toc_buf_fmt(b, ",\"before_52\":%u,\"per_week_52\":", c->before_52);
  toc_buf_number(b, w52 > 0 ? round(c->before_52 / w52 * 100) / 100 : 0);
  toc_buf_z(b, ",\"weeks_known\":");
  toc_buf_number(b, w52);
  toc_buf_z(b, "}");
}

toc_status toc__baseline(toc__answer *a) {
  static const char *const bys[] = {"adm1", "country", "place", NULL};
  const toc__index *x = a->index;
  int64_t window, rows;
  int by;
  uint16_t *no;
  toc_day to = a->filter.to;
  a->filter.from = a->filter.to = TOC_NODAY;
  toc_status got = toc__ask_number(&a->ask, "window", 1, 366, 7, &window, a->err);
  if (got == TOC_OK) got = toc__ask_number(&a->ask, "rows", 1, 1000, 100, &rows, a->err);
  if (got == TOC_OK) got = toc__ask_choice(&a->ask, "by", bys, &by, a->err);
  if (got == TOC_OK) got = toc__select(a, &no);
  if (got != TOC_OK) return got;
  uint32_t occurred = toc__names_get(&x->status, TOC_S("occurred")), ongoing = toc__names_get(&x->status, TOC_S("ongoing"));
#define REAL(i) (x->status_of[i] == occurred || x->status_of[i] == ongoing)
  if (to == TOC_NODAY)
    for (uint32_t i = 0; i < x->n_events; i++)
      if (!no[i] && REAL(i) && x->from[i] != TOC_NODAY && x->from[i] > to && x->from[i] <= x->last_report) to = x->from[i];
  if (to == TOC_NODAY) to = x->last_report == TOC_NODAY ? 0 : x->last_report;
  toc_day from = to - (toc_day)window + 1;
  uint32_t *group = groups_of(a, by), size = 1024, used = 0;
  cell *cells = toc_new(a->arena, cell, size);
  for (uint32_t i = 0; i < x->n_events; i++) {
    if (no[i] || !REAL(i) || x->from[i] == TOC_NODAY || x->from[i] > to || x->from[i] < from - DAYS_YEAR) continue;
    uint64_t key = ((uint64_t)group[x->place[i]] << 8 | x->type_of[i]) + 1;
    cell *c = cell_of(cells, size, key);
    if (!c->key) {
      if (used * 2 >= size) {
        cell *more = toc_new(a->arena, cell, (size_t)size * 2);
        for (uint32_t k = 0; k < size; k++)
          if (cells[k].key) *cell_of(more, size * 2, cells[k].key) = cells[k];
        cells = more;
        size *= 2;
        c = cell_of(cells, size, key);
      }
      *c = (cell){.key = key, .spot = group[x->place[i]]};
      used++;
    }
    if (x->from[i] >= from) c->n++;
    else {
      c->before_52++;
      if (x->from[i] >= from - 28) c->before_4++;
    }
  }
  uint32_t n = 0;
  for (uint32_t k = 0; k < size; k++)
    if (cells[k].key) cells[n++] = cells[k];
  if (n) qsort(cells, n, sizeof *cells, by_size);
  double known = x->first_report == TOC_NODAY || x->first_report >= from ? 0 : (double)(from - x->first_report) / 7;
  known = fmin(52, round(known * 10) / 10);
  double weeks = (double)window / 7;
  toc_buf *b = &a->out;
  toc_buf_fmt(b, "{\"by\":\"%s\",\"from\":", bys[by]);
  toc__put_day(b, from);
  toc_buf_z(b, ",\"to\":");
  toc__put_day(b, to);
  toc_buf_z(b, ",\"weeks\":");
  toc_buf_number(b, round(weeks * 100) / 100);
  toc_buf_z(b, ",\"rows\":[");
  uint32_t shown = 0;
  for (; shown < n && shown < (uint32_t)rows; shown++) {
    if (shown) toc_buf_z(b, ",");
    put_cell(a, &cells[shown], by, weeks, known);
  }
  toc_buf_fmt(b, "],\"more\":%u}", n - shown);
  return TOC_OK;
}

/* -------------------------------------------------------------------- meta */

static bool asks_of_events(const toc__filter *f) {
  for (int k = 0; k < TOC__N_FACETS; k++)
    if (k != TOC__PUBLISHER && f->want[k].len) return true;
  return f->from != TOC_NODAY || f->to != TOC_NODAY || f->boxed || f->incident.len || f->story.len || f->verdict != TOC__KEPT;
}

toc_status toc__select_wanted_reports(toc__answer *a, uint8_t **wanted, uint32_t *total) {
  const toc__index *x = a->index;
  uint8_t *yes = *wanted = toc_new(a->arena, uint8_t, (size_t)x->n_reports + 1), *refused;
  uint16_t *no;
  toc_status got;
  *total = 0;
  if (asks_of_events(&a->filter)) {
    got = toc__select(a, &no);
    for (uint32_t i = 0; got == TOC_OK && i < x->n_events; i++)
      if (!no[i]) yes[x->report[i]] = 1;
  } else {
    got = toc__select_reports(a, &refused);
    for (uint32_t r = 0; got == TOC_OK && r < x->n_reports; r++) yes[r] = !refused[r];
  }
  for (uint32_t r = 0; got == TOC_OK && r < x->n_reports; r++) *total += yes[r];
  return got;
}

static void put_engine(toc__answer *a) {
  sqlite3_stmt *st = toc__statement(a->link, "SELECT tocsin, model, lexicon, gazetteer FROM engine LIMIT 1");
  toc_buf *b = &a->out;
  if (!st || sqlite3_step(st) != SQLITE_ROW) {
    toc_buf_z(b, "null");
  } else {
    static const char *const name[] = {"{\"tocsin\":", ",\"model\":", ",\"lexicon\":", ",\"gazetteer\":"};
    for (int i = 0; i < 4; i++) toc_buf_z(b, name[i]), toc__put_text(b, st, i);
    toc_buf_z(b, "}");
  }
  if (st) sqlite3_reset(st);
}

toc_status toc__meta(toc__answer *a) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  const char *path = a->link->store->path, *slash = strrchr(path, '/');
  toc_buf_z(b, "{\"name\":");
  toc_str name = toc_cstr(slash ? slash + 1 : path);
  toc_buf_json(b, toc_utf8_valid(name) ? name : TOC_S("crisis file"));
  toc_buf_z(b, ",\"tocsin\":");
  toc_buf_json(b, toc_cstr(toc_version()));
  toc_buf_fmt(b, ",\"version\":\"%s\",\"edit\":%s,\"settled\":%s", x->version, a->edit ? "true" : "false", x->settled ? "true" : "false");
  toc_buf_fmt(b, ",\"reports\":%u,\"faults\":%llu,\"events\":%u,\"incidents\":%u,\"stories\":%u,\"claims\":%llu,\"tolls\":%u", x->n_reports,
              (unsigned long long)x->n_faults, x->n_events, x->n_incidents, x->n_stories, (unsigned long long)x->n_claims, x->n_tolls);
  toc_buf_z(b, ",\"from\":");
  toc__put_day(b, x->first);
  toc_buf_z(b, ",\"to\":");
  toc__put_day(b, x->last);
  toc_buf_z(b, ",\"published_from\":");
  toc__put_day(b, x->first_report);
  toc_buf_z(b, ",\"published_to\":");
  toc__put_day(b, x->last_report);
  toc_buf_z(b, ",\"bbox\":");
  for (int i = 0; i < 4 && !isnan(x->box[0]); i++) {
    toc_buf_z(b, i ? "," : "[");
    toc_buf_number(b, round(x->box[i] * 1e5) / 1e5);
  }
  toc_buf_z(b, isnan(x->box[0]) ? "null,\"engine\":" : "],\"engine\":");
  put_engine(a);
  toc_buf_z(b, ",\"export_formats\":[");
  const char *names[64];
  toc__export_formats(names);
  for (int i = 0; names[i]; i++) {
    const char *f = names[i];
    toc_buf_fmt(b, "%s{\"name\":\"%s\",\"extension\":\"%s\",\"type\":\"%s\"}", i ? "," : "", f, toc__export_extension(f), toc__export_type(f));
  }
  toc_buf_z(b, "]}");
  return TOC_OK;
}
