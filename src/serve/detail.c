/* detail.c - one event, one incident by publisher, one story over time, one report, two versions.
 *
 * "Dozens were killed, the police said; at least 30, said a doctor": an incident page sets the
 * two beside each other and adds nothing up.  A story page strings what each of them said along
 * the time when they said it, so that a number which was raised, lowered or withdrawn shows. */
#include "serve.h"

#include "record.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_ITEMS = 500 };

toc_status toc__event(toc__answer *a, toc_str id) {
  int64_t key;
  if (toc__key_read(id, &key) && toc__put_event(a, key, true)) return TOC_OK;
  return toc__missing(a, "event", id);
}

/* Position of the incident with that key, or of the one that holds that event. */
static uint32_t incident_of(toc__answer *a, toc_str id) {
  const toc__index *x = a->index;
  int64_t key;
  if (!toc__key_read(id, &key)) return TOC_NONE;
  uint32_t at = toc__find_incident(x, key);
  for (uint32_t i = 0; at == TOC_NONE && i < x->n_events; i++)
    if (x->key[i] == key && x->part[i] != TOC_NONE) at = x->part_incident[x->part[i]];
  return at;
}

/* ---------------------------------------------------------------- incident */

/* One mention, as far as it is compared. */
typedef struct mention {
  int64_t key, start, end;
  uint32_t event, report;
  toc_str status, type, mode, sentence, place, date, actors, recipients, claimant;
} mention;
typedef TOC_ARRAY(mention) mentions;

static int by_report(const void *p, const void *q) {
  const mention *a = p, *b = q;
  if (a->report != b->report) return a->report < b->report ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return (a->key > b->key) - (a->key < b->key);
}

static void read_mentions(toc__answer *a, uint32_t incident, mentions *out) {
  const toc__index *x = a->index;
  for (uint32_t k = x->incident_parts.at[incident]; k < x->incident_parts.at[incident + 1]; k++) {
    uint32_t part = x->incident_parts.item[k];
    for (uint32_t e = x->part_events.at[part]; e < x->part_events.at[part + 1]; e++) {
      uint32_t i = x->part_events.item[e];
      if (x->flags[i] & TOC__IS_REJECTED) continue;
      sqlite3_stmt *st = toc__statement(
          a->link,
          "SELECT e.status, e.type, e.mode, e.sentence, e.place, CASE WHEN substr(e.date_from, 1, 10) = substr(e.date_to, 1, 10) THEN substr(e.date_from, 1, 10)"
          " ELSE substr(e.date_from, 1, 10) || ' to ' || substr(e.date_to, 1, 10) END, e.start, e.\"end\","
          " (SELECT group_concat(coalesce(name, code, words), char(10)) FROM (SELECT * FROM party WHERE event = e.key AND role = 'actor' ORDER BY n)),"
          " (SELECT group_concat(coalesce(name, code, words), char(10)) FROM (SELECT * FROM party WHERE event = e.key AND role = 'recipient' ORDER BY n)),"
          " c.source FROM event e LEFT JOIN claim c ON c.report = e.report AND c.n = e.claim WHERE e.key = ?");
      if (!st) return;
      sqlite3_bind_int64(st, 1, x->key[i]);
      if (sqlite3_step(st) == SQLITE_ROW) {
        mention m = {.key = x->key[i], .event = i, .report = x->report[i], .start = sqlite3_column_int64(st, 6), .end = sqlite3_column_int64(st, 7)};
        toc_str *const to[] = {&m.status, &m.type, &m.mode, &m.sentence, &m.place, &m.date};
        for (int c = 0; c < 6; c++) *to[c] = toc__column_copy(a->arena, st, c);
        m.actors = toc__column_copy(a->arena, st, 8);
        m.recipients = toc__column_copy(a->arena, st, 9);
        m.claimant = toc__column_copy(a->arena, st, 10);
        *toc_push(a->arena, out) = m;
      }
      sqlite3_reset(st);
    }
  }
  if (out->len) qsort(out->ptr, out->len, sizeof *out->ptr, by_report);
}

enum { STATUS, MODE, ACTOR, RECIPIENT, PLACE, DATE, N_FIELDS };
static const char *const field_name[N_FIELDS] = {"status", "mode", "actor", "recipient", "place", "date"};
static const char *const field_plural[N_FIELDS] = {"statuses", "modes", "actors", "recipients", "places", "dates"};

static toc_str field(const mention *m, int f) {
  const toc_str v[N_FIELDS] = {m->status, m->mode, m->actors, m->recipients, m->place, m->date};
  return v[f];
}

static void add_once(toc_arena *a, toc_strs *all, toc_str s) {
  if (!s.len) return;
  for (uint32_t i = 0; i < all->len; i++)
    if (toc_str_eq(all->ptr[i], s)) return;
  *toc_push(a, all) = s;
}

static void add_lines(toc_arena *a, toc_strs *all, toc_str lines) {
  toc_str one;
  while (lines.len && toc_str_cut(&lines, '\n', &one)) add_once(a, all, one);
}

static void put_strs(toc_buf *b, const char *name, const toc_strs *all) {
  toc_buf_fmt(b, ",\"%s\":[", name);
  for (uint32_t i = 0; i < all->len; i++) {
    if (i) toc_buf_z(b, ",");
    toc_buf_json(b, all->ptr[i]);
  }
  toc_buf_z(b, "]");
}

static void put_said(toc__answer *a, const mention *m) {
  toc_buf *b = &a->out;
  toc_buf_z(b, "{\"event\":");
  toc__put_key(b, m->key);
  toc_buf_z(b, ",\"report\":");
  toc__put_key(b, a->index->report_key[m->report]);
  toc_buf_z(b, ",\"status\":");
  toc_buf_json(b, m->status);
  toc_buf_z(b, ",\"type\":");
  toc_buf_json(b, m->type);
  toc_buf_z(b, ",\"mode\":");
  toc_buf_json(b, m->mode);
  toc_buf_z(b, ",\"sentence\":");
  toc_buf_json(b, m->sentence);
  toc_buf_z(b, ",\"claimant\":");
  toc_buf_json(b, m->claimant);
  toc_buf_fmt(b, ",\"span\":[%lld,%lld]}", (long long)m->start, (long long)m->end);
}

static void put_publisher(toc__answer *a, uint32_t publisher, const mentions *all, const toc__tolls *tolls) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  toc_strs v[N_FIELDS] = {{0}};
  toc_buf_z(b, "{\"publisher\":");
  toc_buf_json(b, toc__name(&x->publisher, publisher));
  toc_buf_z(b, ",\"reports\":[");
  uint32_t last = TOC_NONE;
  for (uint32_t i = 0; i < all->len; i++) {
    const mention *m = &all->ptr[i];
    if (x->report_publisher[m->report] != publisher) continue;
    if (m->report != last) {
      if (last != TOC_NONE) toc_buf_z(b, ",");
      toc__put_report_ref(a, x->report_key[m->report]);
      last = m->report;
    }
    for (int f = 0; f < N_FIELDS; f++) add_lines(a->arena, &v[f], field(m, f));
  }
  toc_buf_z(b, "]");
  for (int f = 0; f < N_FIELDS; f++) put_strs(b, field_plural[f], &v[f]);
  toc_buf_z(b, ",\"tolls\":[");
  toc_str name = toc__name(&x->publisher, publisher);
  bool first = true;
  for (uint32_t i = 0; i < tolls->len; i++) {
    if (!toc_str_eq(tolls->ptr[i].publisher, name)) continue;
    if (!first) toc_buf_z(b, ",");
    first = false;
    toc__put_toll(a, &tolls->ptr[i]);
  }
  toc_buf_z(b, "],\"said\":[");
  first = true;
  for (uint32_t i = 0; i < all->len; i++) {
    if (x->report_publisher[all->ptr[i].report] != publisher) continue;
    if (!first) toc_buf_z(b, ",");
    first = false;
    put_said(a, &all->ptr[i]);
  }
  toc_buf_z(b, "]}");
}

/* One value, and who gives it. */
typedef struct view {
  toc_str value;
  double low, high;
  toc_strs publishers, claimants;
} view;
typedef TOC_ARRAY(view) views;

static view *view_of(toc__answer *a, views *all, toc_str value, double low, double high, bool numbers) {
  for (uint32_t i = 0; i < all->len; i++) {
    view *v = &all->ptr[i];
    if (numbers ? v->low == low && (v->high == high || (isnan(v->high) && isnan(high))) : toc_str_eq(v->value, value)) return v;
  }
  view *v = toc_push(a->arena, all);
  *v = (view){.value = value, .low = low, .high = high};
  return v;
}

static void put_views(toc__answer *a, toc_str name, const views *all, bool *first) {
  toc_buf *b = &a->out;
  if (all->len < 2) return;
  toc_buf_z(b, *first ? "{\"field\":" : ",{\"field\":");
  *first = false;
  toc_buf_json(b, name);
  toc_buf_z(b, ",\"values\":[");
  for (uint32_t i = 0; i < all->len; i++) {
    const view *v = &all->ptr[i];
    toc_buf_z(b, i ? ",{\"value\":" : "{\"value\":");
    toc_buf_json(b, v->value);
    toc_buf_z(b, ",\"low\":");
    toc_buf_number(b, v->low);
    toc_buf_z(b, ",\"high\":");
    toc_buf_number(b, v->high);
    put_strs(b, "publishers", &v->publishers);
    put_strs(b, "claimants", &v->claimants);
    toc_buf_z(b, "}");
  }
  toc_buf_z(b, "]}");
}

static toc_str number_in_words(toc__answer *a, const toc__toll *t) {
  if (t->words.len) return t->words;
  if (isnan(t->high)) return toc_str_format(a->arena, "at least %.0f", t->low);
  if (t->high != t->low) return toc_str_format(a->arena, "%.0f to %.0f", t->low, t->high);
  return toc_str_format(a->arena, "%.0f", t->low);
}

/* Where what is said does not agree.  Not to say a thing is not to disagree. */
static void put_differences(toc__answer *a, const mentions *all, const toc__tolls *tolls) {
  const toc__index *x = a->index;
  bool first = true;
  toc_buf_z(&a->out, ",\"differ\":[");
  for (uint32_t c = 1; c < x->counts.name.len; c++) {
    views v = {0};
    for (uint32_t i = 0; i < tolls->len; i++) {
      const toc__toll *t = &tolls->ptr[i];
      if (!toc_str_eq(t->counts, x->counts.name.ptr[c]) || t->subset || t->superseded || t->corrected || isnan(t->low)) continue;
      view *at = view_of(a, &v, number_in_words(a, t), t->low, t->high, true);
      add_once(a->arena, &at->publishers, t->publisher);
      add_once(a->arena, &at->claimants, t->line);
    }
    put_views(a, x->counts.name.ptr[c], &v, &first);
  }
  for (int f = 0; f < N_FIELDS; f++) {
    views v = {0};
    for (uint32_t i = 0; i < all->len; i++) {
      const mention *m = &all->ptr[i];
      toc_str lines = field(m, f), one;
      if (x->report_flags[m->report] & TOC__IS_OLD) continue;
      while (lines.len && toc_str_cut(&lines, '\n', &one)) {
        view *at = view_of(a, &v, one, NAN, NAN, false);
        add_once(a->arena, &at->publishers, toc__name(&x->publisher, x->report_publisher[m->report]));
        add_once(a->arena, &at->claimants, m->claimant);
      }
    }
    put_views(a, toc_cstr(field_name[f]), &v, &first);
  }
  toc_buf_z(&a->out, "]");
}

toc_status toc__incident(toc__answer *a, toc_str id) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  uint32_t at = incident_of(a, id);
  if (at == TOC_NONE || !toc__put_incident(a, at, true)) return toc__missing(a, "incident", id);
  mentions all = {0};
  toc__tolls tolls = {0};
  uint8_t *wanted = toc_new(a->arena, uint8_t, (size_t)x->n_incidents + 1), *done = toc_new(a->arena, uint8_t, (size_t)x->publisher.name.len + 1);
  wanted[at] = 1;
  read_mentions(a, at, &all);
  toc__read_tolls(a, wanted, &tolls);
  toc__mark_tolls(a, &tolls, false);
  toc_buf_z(b, ",\"by_publisher\":[");
  bool first = true;
  for (uint32_t i = 0; i < all.len; i++) {
    uint32_t p = x->report_publisher[all.ptr[i].report];
    if (done[p]) continue;
    done[p] = 1;
    if (!first) toc_buf_z(b, ",");
    first = false;
    put_publisher(a, p, &all, &tolls);
  }
  toc_buf_z(b, "]");
  put_differences(a, &all, &tolls);
  toc_buf_z(b, ",\"timeline\":[");
  for (uint32_t i = 0; i < tolls.len; i++) {
    if (i) toc_buf_z(b, ",");
    toc__put_toll(a, &tolls.ptr[i]);
  }
  toc_buf_z(b, "],\"items\":[");
  for (uint32_t i = 0; i < all.len && i < MOST_ITEMS; i++) {
    if (i) toc_buf_z(b, ",");
    if (!toc__put_event(a, all.ptr[i].key, false)) toc_buf_z(b, "null");
  }
  toc_buf_z(b, "]}");
  return TOC_OK;
}

/* ------------------------------------------------------------------- story */

static int counts_rank(toc_str counts) {
  static const char *const order[] = {"killed", "injured", "missing", "arrested", "hostages", "released", "displaced", "participants", "personnel"};
  for (int i = 0; i < 9; i++)
    if (toc_str_is(counts, order[i])) return i;
  return 9;
}

typedef struct series {
  toc_str counts, line;
  bool attributed;
  uint32_t n, first;
} series;

static int by_series(const void *p, const void *q) {
  const series *a = p, *b = q;
  int c = counts_rank(a->counts) - counts_rank(b->counts);
  if (c) return c;
  if (a->attributed != b->attributed) return a->attributed ? -1 : 1;
  if (a->n != b->n) return a->n > b->n ? -1 : 1;
  return (a->first > b->first) - (a->first < b->first);
}

static void put_series(toc__answer *a, const toc__tolls *t) {
  toc_buf *b = &a->out;
  TOC_ARRAY(series) all = {0};
  for (uint32_t i = 0; i < t->len; i++) {
    const toc__toll *x = &t->ptr[i];
    if (x->subset) continue;
    uint32_t k = 0;
    while (k < all.len && !(all.ptr[k].attributed == x->attributed && toc_str_eq(all.ptr[k].counts, x->counts) && toc_str_eq(all.ptr[k].line, x->line))) k++;
    if (k == all.len) *toc_push(a->arena, &all) = (series){x->counts, x->line, x->attributed, 0, i};
    all.ptr[k].n++;
  }
  if (all.len) qsort(all.ptr, all.len, sizeof *all.ptr, by_series);
  toc_buf_z(b, ",\"series\":[");
  for (uint32_t k = 0; k < all.len; k++) {
    const series *s = &all.ptr[k];
    const toc__toll *one = &t->ptr[s->first];
    toc_buf_z(b, k ? ",{\"counts\":" : "{\"counts\":");
    toc_buf_json(b, s->counts);
    toc_buf_z(b, ",\"claimant\":");
    toc_buf_json(b, one->claimant);
    toc_buf_z(b, ",\"key\":");
    toc_buf_json(b, s->line);
    toc_buf_z(b, ",\"code\":");
    toc_buf_json(b, one->code);
    toc_buf_fmt(b, ",\"attributed\":%s,\"steps\":[", s->attributed ? "true" : "false");
    bool first = true;
    for (uint32_t i = 0; i < t->len; i++) {
      const toc__toll *x = &t->ptr[i];
      if (x->subset || x->attributed != s->attributed || !toc_str_eq(x->counts, s->counts) || !toc_str_eq(x->line, s->line)) continue;
      if (!first) toc_buf_z(b, ",");
      first = false;
      toc__put_toll(a, x);
    }
    toc_buf_z(b, "]}");
  }
  toc_buf_z(b, "]");
}

toc_status toc__story(toc__answer *a, toc_str id) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  int64_t key;
  uint32_t at = toc__key_read(id, &key) ? toc__find_story(x, key) : TOC_NONE, incident = at == TOC_NONE ? incident_of(a, id) : TOC_NONE;
  if (at == TOC_NONE && incident != TOC_NONE) at = x->incident_story[incident];
  if (at == TOC_NONE || !toc__put_story(a, at, true)) return toc__missing(a, "story", id);
  uint8_t *wanted = toc_new(a->arena, uint8_t, (size_t)x->n_incidents + 1);
  toc__tolls tolls = {0};
  toc_buf_z(b, ",\"items\":[");
  uint32_t from = x->story_incidents.at[at], n = x->story_incidents.at[at + 1] - from, shown = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t one = x->story_incidents.item[from + i];
    wanted[one] = 1;
    if (shown >= MOST_ITEMS) continue;
    size_t before = b->len;
    if (shown) toc_buf_z(b, ",");
    if (toc__put_incident(a, one, false)) shown++;
    else b->len = before;
  }
  toc_buf_z(b, "]");
  toc__read_tolls(a, wanted, &tolls);
  toc__mark_tolls(a, &tolls, true);
  put_series(a, &tolls);
  toc_buf_z(b, "}");
  return TOC_OK;
}

/* ------------------------------------------------------------------- report */

/* By key, or by the id it came with: of several, the latest. */
static bool report_of(toc__answer *a, toc_str id, int64_t *key) {
  if (toc__key_read(id, key) && toc__find_report(a->index, *key) != TOC_NONE) return true;
  sqlite3_stmt *st = toc__statement(a->link, "SELECT key FROM report WHERE id = ? ORDER BY coalesce(updated, published) DESC, key LIMIT 1");
  if (!st) return false;
  sqlite3_bind_text64(st, 1, id.ptr, id.len, SQLITE_STATIC, SQLITE_UTF8);
  bool there = sqlite3_step(st) == SQLITE_ROW;
  if (there) *key = sqlite3_column_int64(st, 0);
  sqlite3_reset(st);
  return there;
}

typedef struct relative {
  uint32_t report;
  toc_str time;
} relative;
typedef TOC_ARRAY(relative) relatives;

static int by_time(const void *p, const void *q) {
  const relative *a = p, *b = q;
  int c = toc_str_cmp(a->time, b->time);
  return c ? c : (a->report > b->report) - (a->report < b->report);
}

static void add_relative(toc__answer *a, relatives *all, uint32_t r) {
  for (uint32_t i = 0; i < all->len; i++)
    if (all->ptr[i].report == r) return;
  sqlite3_stmt *st = toc__statement(a->link, "SELECT coalesce(updated, published) FROM report WHERE key = ?");
  if (!st || all->len >= MOST_ITEMS) return;
  sqlite3_bind_int64(st, 1, a->index->report_key[r]);
  toc_str time = sqlite3_step(st) == SQLITE_ROW ? toc__column_copy(a->arena, st, 0) : (toc_str){0};
  sqlite3_reset(st);
  *toc_push(a->arena, all) = (relative){r, time};
}

/* All versions and copies of the same text, in the order of time: those that a chain of "of" joins. */
static void put_versions(toc__answer *a, const char *name, int64_t key, bool copies) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  relatives family = {0};
  uint32_t r = toc__find_report(x, key);
  if (r != TOC_NONE) add_relative(a, &family, r);
  for (uint32_t i = 0; i < family.len; i++) {
    r = family.ptr[i].report;
    if (x->report_of[r] != TOC_NONE && (copies || x->report_flags[r] & TOC__IS_VERSION)) add_relative(a, &family, x->report_of[r]);
    for (uint32_t k = x->report_versions.at[r]; k < x->report_versions.at[r + 1]; k++)
      if (copies || x->report_flags[x->report_versions.item[k]] & TOC__IS_VERSION) add_relative(a, &family, x->report_versions.item[k]);
  }
  if (family.len) qsort(family.ptr, family.len, sizeof *family.ptr, by_time);
  toc_buf_fmt(b, ",\"%s\":[", name);
  for (uint32_t i = 0; i < family.len; i++) {
    if (i) toc_buf_z(b, ",");
    toc__put_report_ref(a, x->report_key[family.ptr[i].report]);
  }
  toc_buf_z(b, "]");
}

static void put_received(toc__answer *a, int64_t key) {
  toc_buf *b = &a->out;
  sqlite3_stmt *st = toc__statement(a->link, "SELECT format, sha256, size FROM received WHERE key = ?");
  toc_buf_z(b, ",\"received\":{\"format\":");
  if (st) sqlite3_bind_int64(st, 1, key);
  bool there = st && sqlite3_step(st) == SQLITE_ROW;
  if (there) toc__put_text(b, st, 0), toc_buf_z(b, ",\"sha256\":"), toc__put_text(b, st, 1), toc_buf_z(b, ",\"size\":"), toc__put_number(b, st, 2);
  else toc_buf_z(b, "\"\",\"sha256\":\"\",\"size\":0");
  if (st) sqlite3_reset(st);
  toc_buf_z(b, ",\"arrivals\":[");
  st = toc__statement(a->link, "SELECT file, line, at FROM arrival WHERE report = ? ORDER BY at, file, line LIMIT 100");
  if (st) sqlite3_bind_int64(st, 1, key);
  for (bool first = true; st && sqlite3_step(st) == SQLITE_ROW; first = false) {
    toc_buf_z(b, first ? "{\"file\":" : ",{\"file\":");
    toc__put_text(b, st, 0);
    toc_buf_z(b, ",\"line\":");
    toc__put_number(b, st, 1);
    toc_buf_z(b, ",\"at\":");
    toc__put_text(b, st, 2);
    toc_buf_z(b, "}");
  }
  if (st) sqlite3_reset(st);
  toc_buf_z(b, "]}");
}

/* Rows of a statement over one report as an array of objects; a name that begins with '[' takes two
 * columns, start and end, and one with '?' is a truth. */
static void put_rows(toc__answer *a, const char *name, sqlite3_stmt *st, int64_t key, const char *const *column) {
  toc_buf *b = &a->out;
  toc_buf_fmt(b, ",\"%s\":[", name);
  if (st) sqlite3_bind_int64(st, 1, key);
  for (bool first_row = true; st && sqlite3_step(st) == SQLITE_ROW; first_row = false) {
    if (!first_row) toc_buf_z(b, ",");
    int at = 0;
    for (int i = 0; column[i]; i++) {
      const char *c = column[i];
      toc_buf_fmt(b, "%s\"%s\":", i ? "," : "{", *c == '[' || *c == '?' ? c + 1 : c);
      int type = sqlite3_column_type(st, at);
      if (*c == '[') {
        if (type == SQLITE_NULL) toc_buf_z(b, "null");
        else toc_buf_fmt(b, "[%lld,%lld]", (long long)sqlite3_column_int64(st, at), (long long)sqlite3_column_int64(st, at + 1));
        at += 2;
        continue;
      }
      if (*c == '?') toc_buf_z(b, sqlite3_column_int(st, at) ? "true" : "false");
      else if (type == SQLITE_TEXT) toc__put_text(b, st, at);
      else toc__put_number(b, st, at);
      at++;
    }
    toc_buf_z(b, "}");
  }
  if (st) sqlite3_reset(st);
  toc_buf_z(b, "]");
}

static void put_impacts(toc__answer *a, int64_t key) {
  toc_buf *b = &a->out;
  sqlite3_stmt *st = toc__statement(a->link, "SELECT n, kind, direction, object, trigger, start, \"end\", status, date_from, date_to, claim, why FROM impact WHERE report = ? ORDER BY n");
  toc_buf_z(b, ",\"impacts\":[");
  if (st) sqlite3_bind_int64(st, 1, key);
  for (bool first = true; st && sqlite3_step(st) == SQLITE_ROW; first = false) {
    toc_buf_z(b, first ? "{\"n\":" : ",{\"n\":");
    toc__put_number(b, st, 0);
    toc_buf_z(b, ",\"kind\":");
    toc__put_text(b, st, 1);
    toc_buf_z(b, ",\"direction\":");
    toc__put_text(b, st, 2);
    toc_buf_z(b, ",\"object\":");
    toc__put_text(b, st, 3);
    toc_buf_z(b, ",\"trigger\":");
    if (sqlite3_column_type(st, 4) == SQLITE_NULL) {
      toc_buf_z(b, "null");
    } else {
      if (sqlite3_column_type(st, 5) == SQLITE_NULL) toc_buf_z(b, "{\"span\":null,\"text\":");
      else toc_buf_fmt(b, "{\"span\":[%lld,%lld],\"text\":", (long long)sqlite3_column_int64(st, 5), (long long)sqlite3_column_int64(st, 6));
      toc__put_text(b, st, 4);
      toc_buf_z(b, "}");
    }
    static const char *const name[] = {",\"status\":", ",\"from\":", ",\"to\":", ",\"claim\":", ",\"why\":"};
    for (int i = 0; i < 5; i++) {
      toc_buf_z(b, name[i]);
      if (i == 3) toc__put_number(b, st, 7 + i);
      else toc__put_text(b, st, 7 + i);
    }
    toc_buf_z(b, "}");
  }
  if (st) sqlite3_reset(st);
  toc_buf_z(b, "]");
}

static toc_str whole_text(toc__answer *a, int64_t key) {
  sqlite3_stmt *st = toc__statement(a->link, "SELECT text FROM report WHERE key = ?");
  if (!st) return (toc_str){0};
  sqlite3_bind_int64(st, 1, key);
  toc_str s = sqlite3_step(st) == SQLITE_ROW ? toc__column_copy(a->arena, st, 0) : (toc_str){0};
  sqlite3_reset(st);
  return s;
}

toc_status toc__report(toc__answer *a, toc_str id) {
  static const char *const figure[] = {"n", "counts", "[span", "text", "low", "high", "?approximate", "?total", "of", "claim", NULL};
  static const char *const place[] = {"n", "[span", "text", "name", "geonameid", "lat", "lon", "country", "adm1", "adm2", "precision", NULL};
  static const char *const times[] = {"n", "[span", "text", "type", "value", "from", "to", NULL};
  toc_buf *b = &a->out;
  int64_t key;
  if (!report_of(a, id, &key) || !toc__put_report(a, key, true)) return toc__missing(a, "report", id);
  toc_str text = whole_text(a, key);
  toc_buf_z(b, ",\"text\":");
  toc_buf_json(b, text.ptr ? text : TOC_S(""));
  put_received(a, key);
  toc_buf_z(b, ",\"items\":[");
  toc__keys events = {0};
  sqlite3_stmt *st = toc__statement(a->link, "SELECT key FROM event WHERE report = ? ORDER BY n");
  if (st) sqlite3_bind_int64(st, 1, key);
  while (st && sqlite3_step(st) == SQLITE_ROW) *toc_push(a->arena, &events) = sqlite3_column_int64(st, 0);
  if (st) sqlite3_reset(st);
  for (uint32_t i = 0; i < events.len; i++) {
    if (i) toc_buf_z(b, ",");
    if (!toc__put_event(a, events.ptr[i], false)) toc_buf_z(b, "null");
  }
  toc_buf_z(b, "],\"claims\":[");
  toc__put_claims(a, key);
  toc_buf_z(b, "]");
  put_rows(a, "figures", toc__statement(a->link, "SELECT n, counts, start, \"end\", words, low, high, approximate, total, of_words, claim FROM figure WHERE report = ? ORDER BY n"), key, figure);
  put_rows(a, "places", toc__statement(a->link, "SELECT n, start, \"end\", words, name, geonameid, latitude, longitude, country, adm1, adm2, where_prec FROM place WHERE report = ? ORDER BY n"), key, place);
  put_rows(a, "times", toc__statement(a->link, "SELECT n, start, \"end\", words, type, value, date_from, date_to FROM time WHERE report = ? ORDER BY n"), key, times);
  put_impacts(a, key);
  put_versions(a, "versions", key, true);
  toc_buf_z(b, "}");
  return TOC_OK;
}

/* ---------------------------------------------------------------- revisions */

static void put_texts(toc__answer *a, int64_t was_key, int64_t now_key) {
  toc_buf *b = &a->out;
  toc_str was = whole_text(a, was_key), now = whole_text(a, now_key);
  toc__offsets in_was, in_now;
  toc__diff all = {0};
  toc__diff_texts(a->arena, was, now, &all);
  toc__offsets_init(&in_was, a->arena, was);
  toc__offsets_init(&in_now, a->arena, now);
  toc_buf_z(b, ",\"text\":{\"was\":");
  toc_buf_json(b, was.ptr ? was : TOC_S(""));
  toc_buf_z(b, ",\"now\":");
  toc_buf_json(b, now.ptr ? now : TOC_S(""));
  toc_buf_z(b, ",\"pieces\":[");
  for (uint32_t i = 0; i < all.len; i++) {
    const toc__diff_op *o = &all.ptr[i];
    toc_buf_fmt(b, "%s{\"op\":\"%s\",\"was\":[%u,%u],\"now\":[%u,%u]}", i ? "," : "", o->op == '=' ? "equal" : o->op == '-' ? "delete" : "insert",
                toc__offset(&in_was, o->was.start), toc__offset(&in_was, o->was.end), toc__offset(&in_now, o->now.start), toc__offset(&in_now, o->now.end));
  }
  toc_buf_z(b, "]}");
}

static void put_changes(toc__answer *a, int64_t key) {
  toc_buf *b = &a->out;
  sqlite3_stmt *st = toc__statement(a->link,
                                    "SELECT c.what, c.event, c.was_event, c.was, c.now, coalesce(e.type, o.type), coalesce(e.sentence, o.sentence) FROM change c"
                                    " LEFT JOIN event e ON e.key = c.event LEFT JOIN event o ON o.key = c.was_event WHERE c.report = ? ORDER BY c.n");
  toc_buf_z(b, ",\"changes\":[");
  if (st) sqlite3_bind_int64(st, 1, key);
  for (bool first = true; st && sqlite3_step(st) == SQLITE_ROW; first = false) {
    toc_buf_z(b, first ? "{\"what\":" : ",{\"what\":");
    toc__put_text(b, st, 0);
    for (int i = 1; i < 3; i++) {
      toc_buf_z(b, i == 1 ? ",\"event\":" : ",\"was_event\":");
      if (sqlite3_column_type(st, i) == SQLITE_NULL) toc_buf_z(b, "null");
      else toc__put_key(b, sqlite3_column_int64(st, i));
    }
    static const char *const name[] = {",\"was\":", ",\"now\":", ",\"type\":", ",\"sentence\":"};
    for (int i = 0; i < 4; i++) toc_buf_z(b, name[i]), toc__put_text(b, st, 3 + i);
    toc_buf_z(b, "}");
  }
  if (st) sqlite3_reset(st);
  toc_buf_z(b, "]");
}

toc_status toc__revisions(toc__answer *a, toc_str id) {
  toc_buf *b = &a->out;
  int64_t key, of = -1, against = -1;
  toc_str other = toc__ask_get(&a->ask, "against");
  if (!report_of(a, id, &key)) return toc__missing(a, "report", id);
  if (other.len && !report_of(a, other, &against)) return toc__missing(a, "report", other);
  sqlite3_stmt *st = toc__statement(a->link, "SELECT of, kind, containment FROM revision WHERE report = ?");
  if (!st) return toc__store_fail(a->link->store, "read", a->err);
  sqlite3_bind_int64(st, 1, key);
  bool there = sqlite3_step(st) == SQLITE_ROW;
  if (there) of = sqlite3_column_int64(st, 0);
  bool stated = of >= 0 && (against < 0 || against == of); /* the file holds what changed between the two */
  if (against < 0) against = of;
  toc_buf_z(b, "{\"report\":");
  toc__put_report_ref(a, key);
  toc_buf_z(b, ",\"of\":");
  if (against >= 0) toc__put_report_ref(a, against);
  else toc_buf_z(b, "null");
  toc_buf_z(b, ",\"kind\":");
  if (stated) toc__put_text(b, st, 1);
  else toc_buf_z(b, "null");
  toc_buf_z(b, ",\"containment\":");
  if (stated) toc__put_number(b, st, 2);
  else toc_buf_z(b, "null");
  sqlite3_reset(st);
  if (against >= 0) put_texts(a, against, key);
  else toc_buf_z(b, ",\"text\":null");
  if (stated) put_changes(a, key);
  else toc_buf_z(b, ",\"changes\":[]");
  put_versions(a, "chain", key, false);
  toc_buf_z(b, "}");
  return TOC_OK;
}
