/* item.c - one event, claim, figure, toll, report, incident, story as JSON.
 *
 * "At least 164 people were killed, the health ministry said": the number travels with its words,
 * with who says it, as of when, and with the characters it was read from.  Missing values are
 * null.  What is shown here is what the file holds, private persons by name: this page is the
 * reader's own, and exports are another matter. */
#include "serve.h"

#include <math.h>
#include <stdlib.h>

/* ------------------------------------------------------------------- values */

void toc__put_key(toc_buf *b, int64_t key) { toc_buf_fmt(b, "\"%015llx\"", (unsigned long long)key); }

void toc__put_day(toc_buf *b, toc_day d) {
  if (d == TOC_NODAY) {
    toc_buf_z(b, "null");
    return;
  }
  toc_buf_z(b, "\"");
  toc_buf_day(b, d);
  toc_buf_z(b, "\"");
}

void toc__put_text(toc_buf *b, sqlite3_stmt *st, int i) { toc_buf_json(b, toc__column_text(st, i)); }

void toc__put_number(toc_buf *b, sqlite3_stmt *st, int i) {
  int type = sqlite3_column_type(st, i);
  if (type == SQLITE_INTEGER) toc_buf_fmt(b, "%lld", (long long)sqlite3_column_int64(st, i));
  else if (type == SQLITE_FLOAT) toc_buf_number(b, sqlite3_column_double(st, i));
  else toc_buf_z(b, "null");
}

static bool missing(sqlite3_stmt *st, int i) { return sqlite3_column_type(st, i) == SQLITE_NULL; }

static void member(toc_buf *b, const char *name, sqlite3_stmt *st, int i) {
  toc_buf_fmt(b, ",\"%s\":", name);
  if (sqlite3_column_type(st, i) == SQLITE_TEXT) toc__put_text(b, st, i);
  else toc__put_number(b, st, i);
}

static void member_bool(toc_buf *b, const char *name, bool yes) { toc_buf_fmt(b, ",\"%s\":%s", name, yes ? "true" : "false"); }

static void member_key(toc_buf *b, const char *name, sqlite3_stmt *st, int i) {
  toc_buf_fmt(b, ",\"%s\":", name);
  if (missing(st, i)) toc_buf_z(b, "null");
  else toc__put_key(b, sqlite3_column_int64(st, i));
}

static void member_span(toc_buf *b, const char *name, sqlite3_stmt *st, int i) {
  if (missing(st, i) || missing(st, i + 1)) toc_buf_fmt(b, ",\"%s\":null", name);
  else toc_buf_fmt(b, ",\"%s\":[%lld,%lld]", name, (long long)sqlite3_column_int64(st, i), (long long)sqlite3_column_int64(st, i + 1));
}

/* "a;b" → ["a","b"] */
static void member_list(toc_buf *b, const char *name, toc_str all) {
  toc_str one;
  bool first = true;
  toc_buf_fmt(b, ",\"%s\":[", name);
  while (all.len && toc_str_cut(&all, ';', &one)) {
    if (!first) toc_buf_z(b, ",");
    first = false;
    toc_buf_json(b, one);
  }
  toc_buf_z(b, "]");
}

/* How the claimant is called in the facets: the form that the index shows. */
static toc_str claimant(const toc__answer *a, toc_str name, toc_str code, toc_str words) {
  toc_str c = toc__claimant(name, code, words);
  uint32_t i = toc__names_get(&a->index->claimant, c);
  return i == TOC_NONE ? c : toc__name(&a->index->claimant, i);
}

/* ------------------------------------------------------------------- claims */

/* Spans are kept as JSON; a file that was tampered with breaks no answer. */
#define SPANS(column) "CASE WHEN json_valid(" column ") THEN " column " ELSE '[]' END"
#define CLAIM_COLUMNS                                                                                                               \
  "n, kind, source, cue, start, \"end\", by_name, by_code, by_country, by_sector, accusing, denying, within, masked_source, "       \
  SPANS("source_spans") ", " SPANS("cue_spans")

static void put_claim_row(toc__answer *a, sqlite3_stmt *st) {
  toc_buf *b = &a->out;
  toc_buf_fmt(b, "{\"n\":%lld", (long long)sqlite3_column_int64(st, 0));
  member(b, "kind", st, 1);
  member(b, "cue", st, 3);
  toc_buf_z(b, ",\"cue_spans\":");
  toc_buf_str(b, toc__column_text(st, 15));
  member(b, "source", st, 2);
  toc_buf_z(b, ",\"source_spans\":");
  toc_buf_str(b, toc__column_text(st, 14));
  member_span(b, "content", st, 4);
  toc_buf_z(b, ",\"claimant\":");
  toc_buf_json(b, claimant(a, toc__column_text(st, 6), toc__column_text(st, 7), toc__column_text(st, 13)));
  member(b, "name", st, 6);
  member(b, "code", st, 7);
  member(b, "country", st, 8);
  member(b, "sector", st, 9);
  member_bool(b, "accusing", sqlite3_column_int(st, 10));
  member_bool(b, "denying", sqlite3_column_int(st, 11));
  member(b, "within", st, 12);
  toc_buf_z(b, "}");
}

bool toc__put_claim(toc__answer *a, int64_t report, int64_t n) {
  sqlite3_stmt *st = toc__statement(a->link, "SELECT " CLAIM_COLUMNS " FROM claim WHERE report = ? AND n = ?");
  if (!st) return false;
  sqlite3_bind_int64(st, 1, report);
  sqlite3_bind_int64(st, 2, n);
  bool there = sqlite3_step(st) == SQLITE_ROW;
  if (there) put_claim_row(a, st);
  else toc_buf_z(&a->out, "null");
  sqlite3_reset(st);
  return there;
}

void toc__put_claims(toc__answer *a, int64_t report) {
  sqlite3_stmt *st = toc__statement(a->link, "SELECT " CLAIM_COLUMNS " FROM claim WHERE report = ? ORDER BY n");
  if (!st) return;
  sqlite3_bind_int64(st, 1, report);
  for (bool first = true; sqlite3_step(st) == SQLITE_ROW; first = false) {
    if (!first) toc_buf_z(&a->out, ",");
    put_claim_row(a, st);
  }
  sqlite3_reset(st);
}

/* ------------------------------------------------------------------- events */

static void put_parties(toc__answer *a, int64_t event) {
  toc_buf *b = &a->out;
  sqlite3_stmt *st = toc__statement(a->link,
                                    "SELECT role, start, \"end\", words, name, code, country, sector, via, private FROM party WHERE event = ? ORDER BY role, n");
  if (!st) return;
  sqlite3_bind_int64(st, 1, event);
  bool more = sqlite3_step(st) == SQLITE_ROW;
  for (int role = 0; role < 2; role++) {
    toc_buf_z(b, role ? ",\"recipients\":[" : ",\"actors\":[");
    for (bool first = true; more && (toc__column_text(st, 0).ptr[0] == 'a') == !role; first = false, more = sqlite3_step(st) == SQLITE_ROW) {
      toc_buf_z(b, first ? "{" : ",{");
      if (missing(st, 1)) toc_buf_z(b, "\"span\":null");
      else toc_buf_fmt(b, "\"span\":[%lld,%lld]", (long long)sqlite3_column_int64(st, 1), (long long)sqlite3_column_int64(st, 2));
      member(b, "text", st, 3);
      member(b, "name", st, 4);
      member(b, "code", st, 5);
      member(b, "country", st, 6);
      member(b, "sector", st, 7);
      member(b, "via", st, 8);
      member_bool(b, "private", sqlite3_column_int(st, 9));
      toc_buf_z(b, "}");
    }
    toc_buf_z(b, "]");
  }
  sqlite3_reset(st);
}

static void put_figure(toc_buf *b, sqlite3_stmt *st) {
  toc_buf_fmt(b, "{\"n\":%lld", (long long)sqlite3_column_int64(st, 0));
  member(b, "counts", st, 1);
  member_span(b, "span", st, 2);
  member(b, "text", st, 4);
  member(b, "low", st, 5);
  member(b, "high", st, 6);
  member_bool(b, "approximate", sqlite3_column_int(st, 7));
  member_bool(b, "total", sqlite3_column_int(st, 8));
  member(b, "of", st, 9);
  member(b, "claim", st, 10);
  toc_buf_z(b, "}");
}

#define FIGURE_COLUMNS "f.n, f.counts, f.start, f.\"end\", f.words, f.low, f.high, f.approximate, f.total, f.of_words, f.claim"

static void put_figures(toc__answer *a, sqlite3_stmt *st) {
  toc_buf_z(&a->out, ",\"figures\":[");
  for (bool first = true; st && sqlite3_step(st) == SQLITE_ROW; first = false) {
    if (!first) toc_buf_z(&a->out, ",");
    put_figure(&a->out, st);
  }
  if (st) sqlite3_reset(st);
  toc_buf_z(&a->out, "]");
}

static void put_edits(toc__answer *a, int64_t event) {
  toc_buf *b = &a->out;
  sqlite3_stmt *st = toc__statement(a->link, "SELECT event, at, by, what, other, note FROM edit WHERE event = ?1 OR other = ?1 ORDER BY rtrim(at, 'Z') DESC, key");
  toc_buf_z(b, ",\"edits\":[");
  if (st) sqlite3_bind_int64(st, 1, event);
  for (bool first = true; st && sqlite3_step(st) == SQLITE_ROW; first = false) {
    toc_buf_z(b, first ? "{\"event\":" : ",{\"event\":");
    toc__put_key(b, sqlite3_column_int64(st, 0));
    member(b, "at", st, 1);
    member(b, "by", st, 2);
    member(b, "what", st, 3);
    member_key(b, "other", st, 4);
    member(b, "note", st, 5);
    toc_buf_z(b, "}");
  }
  if (st) sqlite3_reset(st);
  toc_buf_z(b, "]");
}

static void put_where(toc_buf *b, sqlite3_stmt *st, int i) {
  if (missing(st, i) && missing(st, i + 4)) {
    toc_buf_z(b, ",\"where\":null");
    return;
  }
  toc_buf_z(b, ",\"where\":{\"name\":");
  if (missing(st, i)) toc__put_text(b, st, i + 4); /* a country without a name of its own */
  else toc__put_text(b, st, i);
  member(b, "geonameid", st, i + 1);
  member(b, "lat", st, i + 2);
  member(b, "lon", st, i + 3);
  member(b, "country", st, i + 4);
  member(b, "adm1", st, i + 5);
  member(b, "precision", st, i + 6);
  member(b, "via", st, i + 7);
  toc_buf_z(b, "}");
}

static void put_when(toc_buf *b, sqlite3_stmt *st, int i) {
  if (missing(st, i) && missing(st, i + 1)) {
    toc_buf_z(b, ",\"when\":null");
    return;
  }
  toc_buf_z(b, ",\"when\":{\"from\":");
  toc__put_text(b, st, missing(st, i) ? i + 1 : i);
  toc_buf_z(b, ",\"to\":");
  toc__put_text(b, st, missing(st, i + 1) ? i : i + 1);
  member(b, "precision", st, i + 2);
  member(b, "via", st, i + 3);
  toc_buf_z(b, "}");
}

/* The sentence begins where it holds the trigger, which matters when the text repeats it. */
#define FROM_CHAR "max(0, e.\"end\" - length(e.sentence))"
#define SENTENCE_AT "CASE WHEN e.sentence IS NOT NULL THEN instr(substr(r.text, " FROM_CHAR " + 1), e.sentence) - 1 + " FROM_CHAR " END"

bool toc__put_event(toc__answer *a, int64_t key, bool detail) {
  toc_buf *b = &a->out;
  const toc__index *x = a->index;
  sqlite3_stmt *st = toc__statement(
      a->link,
      "SELECT e.report, r.id, e.n, ip.incident, i.story, r.title, r.publisher, r.published, r.updated, e.type, e.mode, e.contexts, e.cameo, e.quad,"
      " e.status, coalesce(c.accusing, 0), e.start, e.\"end\", e.trigger, e.sentence, " SENTENCE_AT ", length(e.sentence), e.date_from, e.date_to,"
      " e.date_precision, e.date_via, e.place, e.geonameid, e.latitude, e.longitude, e.country, e.adm1, e.where_prec, e.where_via, e.claim,"
      " e.confidence, e.why, d.what"
      " FROM event e JOIN report r ON r.key = e.report LEFT JOIN incident_part ip ON ip.report = e.report AND ip.part = e.part"
      " LEFT JOIN incident i ON i.key = ip.incident LEFT JOIN claim c ON c.report = e.report AND c.n = e.claim"
      " LEFT JOIN (SELECT event, what, max(rtrim(at, 'Z') || printf(' %015x', key)) FROM edit WHERE event = ?1 AND what IN ('accept', 'reject')) d ON d.event = e.key"
      " WHERE e.key = ?1");
  if (!st) return false;
  sqlite3_bind_int64(st, 1, key);
  if (sqlite3_step(st) != SQLITE_ROW) {
    sqlite3_reset(st);
    return false;
  }
  int64_t report = sqlite3_column_int64(st, 0);
  uint32_t r = toc__find_report(x, report);
  uint8_t flags = r == TOC_NONE ? 0 : x->report_flags[r];
  toc_buf_z(b, "{\"id\":");
  toc__put_key(b, key);
  member_key(b, "report", st, 0);
  member(b, "report_id", st, 1);
  member(b, "n", st, 2);
  member_key(b, "incident", st, 3);
  member_key(b, "story", st, 4);
  member(b, "title", st, 5);
  member(b, "publisher", st, 6);
  member(b, "published", st, 7);
  member(b, "updated", st, 8);
  member(b, "type", st, 9);
  member(b, "mode", st, 10);
  member_list(b, "contexts", toc__column_text(st, 11));
  member(b, "cameo", st, 12);
  member(b, "quad", st, 13);
  member(b, "status", st, 14);
  member_bool(b, "alleged", sqlite3_column_int(st, 15));
  toc_buf_fmt(b, ",\"trigger\":{\"span\":[%lld,%lld]", (long long)sqlite3_column_int64(st, 16), (long long)sqlite3_column_int64(st, 17));
  member(b, "text", st, 18);
  if (missing(st, 19)) {
    toc_buf_z(b, "},\"sentence\":null");
  } else {
    int64_t at = sqlite3_column_int64(st, 20);
    if (at >= 0) toc_buf_fmt(b, "},\"sentence\":{\"span\":[%lld,%lld]", (long long)at, (long long)(at + sqlite3_column_int64(st, 21)));
    else toc_buf_z(b, "},\"sentence\":{\"span\":null");
    member(b, "text", st, 19);
    toc_buf_z(b, "}");
  }
  put_when(b, st, 22);
  put_where(b, st, 26);
  put_parties(a, key);
  sqlite3_stmt *f = toc__statement(a->link, "SELECT " FIGURE_COLUMNS " FROM event_figure ef JOIN figure f ON f.report = ? AND f.n = ef.figure WHERE ef.event = ? ORDER BY ef.n");
  if (f) sqlite3_bind_int64(f, 1, report), sqlite3_bind_int64(f, 2, key);
  put_figures(a, f);
  toc_buf_z(b, ",\"claim\":");
  if (missing(st, 34)) toc_buf_z(b, "null");
  else toc__put_claim(a, report, sqlite3_column_int64(st, 34));
  member(b, "confidence", st, 35);
  member(b, "why", st, 36);
  toc_buf_fmt(b, ",\"version\":%s", flags & TOC__IS_VERSION ? "\"revision\"" : flags & TOC__IS_COPY ? "\"copy\"" : "null");
  member_bool(b, "superseded", flags & TOC__IS_OLD);
  member(b, "verdict", st, 37);
  if (detail) put_edits(a, key);
  toc_buf_z(b, "}");
  sqlite3_reset(st);
  return true;
}

/* ------------------------------------------------------------------ reports */

void toc__put_report_ref(toc__answer *a, int64_t key) {
  toc_buf *b = &a->out;
  sqlite3_stmt *st = toc__statement(a->link, "SELECT id, title, published, updated, url FROM report WHERE key = ?");
  uint32_t r = toc__find_report(a->index, key);
  uint8_t flags = r == TOC_NONE ? 0 : a->index->report_flags[r];
  if (st) sqlite3_bind_int64(st, 1, key);
  if (!st || sqlite3_step(st) != SQLITE_ROW) {
    toc_buf_z(b, "null");
    if (st) sqlite3_reset(st);
    return;
  }
  toc_buf_z(b, "{\"id\":");
  toc__put_key(b, key);
  member(b, "report_id", st, 0);
  member(b, "title", st, 1);
  member(b, "published", st, 2);
  member(b, "updated", st, 3);
  member(b, "url", st, 4);
  toc_buf_fmt(b, ",\"version\":%s", flags & TOC__IS_VERSION ? "\"revision\"" : flags & TOC__IS_COPY ? "\"copy\"" : "null");
  member_bool(b, "superseded", flags & TOC__IS_OLD);
  toc_buf_z(b, "}");
  sqlite3_reset(st);
}

static void put_relations(toc__answer *a, uint32_t r) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  uint8_t flags = r == TOC_NONE ? 0 : x->report_flags[r];
  uint32_t of = r == TOC_NONE ? TOC_NONE : x->report_of[r], next = r == TOC_NONE ? TOC_NONE : toc__next_version(x, r);
  toc_buf_fmt(b, ",\"version\":%s,\"of\":", flags & TOC__IS_VERSION ? "\"revision\"" : flags & TOC__IS_COPY ? "\"copy\"" : "null");
  if (of == TOC_NONE) toc_buf_z(b, "null");
  else toc__put_key(b, x->report_key[of]);
  toc_buf_z(b, ",\"superseded_by\":");
  if (next == TOC_NONE) toc_buf_z(b, "null");
  else toc__put_key(b, x->report_key[next]);
}

bool toc__put_report(toc__answer *a, int64_t key, bool open) {
  toc_buf *b = &a->out;
  sqlite3_stmt *st = toc__statement(a->link, "SELECT id, title, publisher, published, updated, url, language, day, fault FROM report WHERE key = ?");
  uint32_t r = toc__find_report(a->index, key);
  if (!st) return false;
  sqlite3_bind_int64(st, 1, key);
  bool there = sqlite3_step(st) == SQLITE_ROW;
  if (there) {
    toc_buf_z(b, "{\"id\":");
    toc__put_key(b, key);
    member(b, "report_id", st, 0);
    member(b, "title", st, 1);
    member(b, "publisher", st, 2);
    member(b, "published", st, 3);
    member(b, "updated", st, 4);
    member(b, "url", st, 5);
    member(b, "language", st, 6);
    member(b, "day", st, 7);
    toc_buf_fmt(b, ",\"events\":%u", r == TOC_NONE ? 0 : a->index->report_events[r]);
    member(b, "fault", st, 8);
    put_relations(a, r);
    if (!open) toc_buf_z(b, "}");
  }
  sqlite3_reset(st);
  return there;
}

/* --------------------------------------------------------- incidents, stories */

static const char *const counts_order[] = {"killed", "injured", "missing", "arrested", "hostages", "released", "displaced", "participants", "personnel", "other"};

void toc__put_ranges(toc__answer *a, const uint32_t *incident, uint32_t n) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  bool first = true;
  toc_buf_z(b, ",\"tolls\":[");
  for (size_t c = 0; c < sizeof counts_order / sizeof *counts_order; c++) {
    uint32_t counts = toc__names_get(&x->counts, toc_cstr(counts_order[c])), claims = 0, lines = 0;
    TOC_ARRAY(uint64_t) seen = {0};
    double low = NAN, high = NAN;
    if (counts == TOC_NONE) continue;
    for (uint32_t i = 0; i < n; i++)
      for (uint32_t k = x->incident_tolls.at[incident[i]]; k < x->incident_tolls.at[incident[i] + 1]; k++) {
        uint32_t t = x->incident_tolls.item[k], r = x->part_report[x->toll_part[t]];
        if (x->toll_counts[t] != counts || x->toll_aside[t] || x->report_flags[r] & (TOC__IS_OLD | TOC__IS_COPY)) continue;
        if (isnan(low) || x->toll_low[t] < low) low = x->toll_low[t];
        if (isnan(high) || x->toll_high[t] > high) high = x->toll_high[t];
        claims++;
        uint64_t line = x->toll_by[t] ? x->toll_by[t] : (uint64_t)(x->report_publisher[r] + 1) << 32;
        uint32_t s = 0;
        while (s < seen.len && seen.ptr[s] != line) s++;
        if (s == seen.len && seen.len < 4096) *toc_push(a->arena, &seen) = line, lines++;
      }
    if (!claims) continue;
    toc_buf_fmt(b, "%s{\"counts\":\"%s\",\"low\":", first ? "" : ",", counts_order[c]);
    toc_buf_number(b, low);
    toc_buf_z(b, ",\"high\":");
    toc_buf_number(b, high);
    toc_buf_fmt(b, ",\"claims\":%u,\"claimants\":%u}", claims, lines);
    first = false;
  }
  toc_buf_z(b, "]");
}

bool toc__put_incident(toc__answer *a, uint32_t at, bool open) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  uint32_t events = 0, publishers = 0;
  TOC_ARRAY(uint32_t) seen = {0};
  for (uint32_t k = x->incident_parts.at[at]; k < x->incident_parts.at[at + 1]; k++) {
    uint32_t part = x->incident_parts.item[k], p = x->report_publisher[x->part_report[part]], s = 0;
    for (uint32_t e = x->part_events.at[part]; e < x->part_events.at[part + 1]; e++) events += !(x->flags[x->part_events.item[e]] & TOC__IS_REJECTED);
    while (s < seen.len && seen.ptr[s] != p) s++;
    if (s == seen.len && seen.len < 4096) *toc_push(a->arena, &seen) = p, publishers++;
  }
  sqlite3_stmt *st = toc__statement(a->link, "SELECT type, date_from, date_to, place, country, latitude, longitude, n_reports FROM incident WHERE key = ?");
  if (!st) return false;
  sqlite3_bind_int64(st, 1, x->incident_key[at]);
  bool there = sqlite3_step(st) == SQLITE_ROW;
  if (there) {
    toc_buf_z(b, "{\"id\":");
    toc__put_key(b, x->incident_key[at]);
    toc_buf_z(b, ",\"story\":");
    toc__put_key(b, x->incident_story[at] == TOC_NONE ? x->incident_key[at] : x->story_key[x->incident_story[at]]);
    member(b, "type", st, 0);
    member(b, "from", st, 1);
    member(b, "to", st, 2);
    member(b, "place", st, 3);
    member(b, "country", st, 4);
    member(b, "lat", st, 5);
    member(b, "lon", st, 6);
    member(b, "reports", st, 7);
    toc_buf_fmt(b, ",\"events\":%u,\"publishers\":%u", events, publishers);
    toc__put_ranges(a, &at, 1);
    if (!open) toc_buf_z(b, "}");
  }
  sqlite3_reset(st);
  return there;
}

typedef struct told {
  uint32_t name, n;
} told;

static int by_told(const void *p, const void *q) {
  const told *a = p, *b = q;
  return a->n != b->n ? (a->n > b->n ? -1 : 1) : (a->name > b->name) - (a->name < b->name);
}

bool toc__put_story(toc__answer *a, uint32_t at, bool open) {
  const toc__index *x = a->index;
  toc_buf *b = &a->out;
  uint32_t from = x->story_incidents.at[at], n = x->story_incidents.at[at + 1] - from, events = 0, reports = 0, spots = 0;
  const uint32_t *incident = x->story_incidents.item + from;
  uint8_t *seen = toc_new(a->arena, uint8_t, (size_t)x->n_reports + 1), *country = toc_new(a->arena, uint8_t, (size_t)x->country.name.len + 1);
  uint32_t *types = toc_new(a->arena, uint32_t, (size_t)x->type.name.len + 1), *place = toc_new(a->arena, uint32_t, (size_t)x->spot.len + 1);
  for (uint32_t i = 0; i < n; i++) {
    bool typed = false;
    for (uint32_t k = x->incident_parts.at[incident[i]]; k < x->incident_parts.at[incident[i] + 1]; k++) {
      uint32_t part = x->incident_parts.item[k], r = x->part_report[part];
      if (!seen[r] && !(x->report_flags[r] & (TOC__IS_OLD | TOC__IS_COPY))) reports++;
      seen[r] = 1;
      for (uint32_t e = x->part_events.at[part]; e < x->part_events.at[part + 1]; e++) {
        uint32_t event = x->part_events.item[e];
        if (x->flags[event] & TOC__IS_REJECTED) continue;
        events++;
        if (!typed) types[x->type_of[event]]++;
        typed = true;
        country[x->spot.ptr[x->place[event]].country] = 1;
        place[x->place[event]]++;
      }
    }
  }
  toc_buf_z(b, "{\"id\":");
  toc__put_key(b, x->story_key[at]);
  toc_buf_z(b, ",\"from\":");
  toc__put_day(b, x->story_from[at]);
  toc_buf_z(b, ",\"to\":");
  toc__put_day(b, x->story_to[at]);
  toc_buf_z(b, ",\"countries\":[");
  bool first = true;
  for (uint32_t c = 1; c < x->country.name.len; c++)
    if (country[c]) {
      if (!first) toc_buf_z(b, ",");
      first = false;
      toc_buf_json(b, x->country.name.ptr[c]);
    }
  told *v = toc_new(a->arena, told, (size_t)x->spot.len + 1);
  for (uint32_t s = 1; s < x->spot.len; s++)
    if (place[s] && x->spot.ptr[s].name.len) v[spots++] = (told){s, place[s]};
  if (spots) qsort(v, spots, sizeof *v, by_told);
  toc_buf_z(b, "],\"places\":[");
  for (uint32_t s = 0, shown = 0; s < spots && shown < 5; s++) {
    bool again = false;
    for (uint32_t k = 0; k < s && !again; k++) again = toc_str_eq(x->spot.ptr[v[k].name].name, x->spot.ptr[v[s].name].name);
    if (again) continue;
    if (shown++) toc_buf_z(b, ",");
    toc_buf_json(b, x->spot.ptr[v[s].name].name);
  }
  toc_buf_z(b, "],\"types\":{");
  first = true;
  for (uint32_t t = 1; t < x->type.name.len; t++)
    if (types[t]) {
      if (!first) toc_buf_z(b, ",");
      first = false;
      toc_buf_json(b, x->type.name.ptr[t]);
      toc_buf_fmt(b, ":%u", types[t]);
    }
  toc_buf_fmt(b, "},\"incidents\":%u,\"reports\":%u,\"events\":%u", n, reports, events);
  toc__put_ranges(a, incident, n);
  if (!open) toc_buf_z(b, "}");
  return true;
}

/* -------------------------------------------------------------------- tolls */

bool toc__read_toll(toc__answer *a, int64_t report, int64_t part, int64_t n, toc__toll *t) {
  sqlite3_stmt *st = toc__statement(
      a->link,
      "SELECT t.counts, t.low, t.high, t.claim, f.words, f.of_words, coalesce(f.approximate, 0), coalesce(f.total, 0), f.subset_of IS NOT NULL, f.start, f.\"end\","
      " c.kind, c.source, c.cue, c.by_name, c.by_code, c.masked_source, coalesce(c.accusing, 0), coalesce(c.denying, 0),"
      " (SELECT coalesce(w.by_name, w.source) FROM claim w WHERE w.report = t.report AND w.n = c.within),"
      " r.id, r.publisher, r.title, coalesce(r.updated, r.published), v.kind, ip.incident, i.story,"
      " coalesce((SELECT e.key FROM event e JOIN event_figure ef ON ef.event = e.key WHERE e.report = t.report AND e.part = t.part AND ef.figure = t.figure ORDER BY e.n LIMIT 1),"
      "  (SELECT e.key FROM event e WHERE e.report = t.report AND e.part = t.part ORDER BY e.n LIMIT 1)), i.place, i.country, i.type, i.date_from, i.date_to,"
      " " TOC__TAKEN_BACK
      " FROM toll t JOIN report r ON r.key = t.report LEFT JOIN incident_part ip ON ip.report = t.report AND ip.part = t.part"
      " LEFT JOIN incident i ON i.key = ip.incident LEFT JOIN figure f ON f.report = t.report AND f.n = t.figure"
      " LEFT JOIN claim c ON c.report = t.report AND c.n = t.claim LEFT JOIN revision v ON v.report = t.report WHERE t.report = ? AND t.part = ? AND t.n = ?");
  if (!st) return false;
  sqlite3_bind_int64(st, 1, report);
  sqlite3_bind_int64(st, 2, part);
  sqlite3_bind_int64(st, 3, n);
  bool there = sqlite3_step(st) == SQLITE_ROW;
  if (there) {
    uint32_t r = toc__find_report(a->index, report);
    *t = (toc__toll){.report = report, .part = part, .n = n, .claim = missing(st, 3) ? -1 : sqlite3_column_int64(st, 3), .start = -1, .end = -1};
    t->counts = toc__column_copy(a->arena, st, 0);
    t->low = toc__column_real(st, 1);
    t->high = toc__column_real(st, 2);
    t->words = toc__column_copy(a->arena, st, 4);
    t->of = toc__column_copy(a->arena, st, 5);
    t->approximate = sqlite3_column_int(st, 6);
    t->total = sqlite3_column_int(st, 7);
    t->subset = sqlite3_column_int(st, 8);
    if (!missing(st, 9)) t->start = sqlite3_column_int64(st, 9), t->end = sqlite3_column_int64(st, 10);
    t->kind = toc__column_copy(a->arena, st, 11);
    t->cue = toc__column_copy(a->arena, st, 13);
    t->name = toc__column_copy(a->arena, st, 14);
    t->code = toc__column_copy(a->arena, st, 15);
    t->accusing = sqlite3_column_int(st, 17);
    t->denying = sqlite3_column_int(st, 18);
    t->within = toc__column_copy(a->arena, st, 19);
    t->report_id = toc__column_copy(a->arena, st, 20);
    t->publisher = toc__column_copy(a->arena, st, 21);
    t->title = toc__column_copy(a->arena, st, 22);
    t->as_of = toc__column_copy(a->arena, st, 23);
    t->version = toc__column_copy(a->arena, st, 24);
    t->incident = missing(st, 25) ? -1 : sqlite3_column_int64(st, 25);
    t->story = missing(st, 26) ? -1 : sqlite3_column_int64(st, 26);
    t->event = missing(st, 27) ? -1 : sqlite3_column_int64(st, 27);
    toc_str *const of_incident[] = {&t->place, &t->country, &t->type, &t->from, &t->to};
    for (int k = 0; k < 5; k++) *of_incident[k] = toc__column_copy(a->arena, st, 28 + k);
    t->corrected = sqlite3_column_int(st, 33);
    t->mark = t->corrected ? "corrected" : NULL;
    t->attributed = t->claim >= 0 && t->kind.len;
    t->superseded = r != TOC_NONE && a->index->report_flags[r] & TOC__IS_OLD;
    toc_str source = toc__column_copy(a->arena, st, 12);
    toc_str voice = t->publisher.len ? t->publisher : TOC_S("the report");
    t->claimant = t->attributed && source.len ? source : t->attributed && t->name.len ? t->name : t->attributed && t->code.len ? t->code : voice;
    t->line = t->attributed ? toc_str_copy(a->arena, claimant(a, t->name, t->code, toc__column_text(st, 16))) : voice;
  }
  sqlite3_reset(st);
  if (there && t->event >= 0) {
    st = toc__statement(a->link, "SELECT status FROM event WHERE key = ?");
    if (st) sqlite3_bind_int64(st, 1, t->event);
    if (st && sqlite3_step(st) == SQLITE_ROW) t->status = toc__column_copy(a->arena, st, 0);
    if (st) sqlite3_reset(st);
  }
  return there;
}

static void put_str(toc_buf *b, const char *name, toc_str s) {
  toc_buf_fmt(b, ",\"%s\":", name);
  toc_buf_json(b, s.len ? s : (toc_str){0});
}

static void put_key_or_null(toc_buf *b, const char *name, int64_t key) {
  toc_buf_fmt(b, ",\"%s\":", name);
  if (key < 0) toc_buf_z(b, "null");
  else toc__put_key(b, key);
}

void toc__put_toll(toc__answer *a, const toc__toll *t) {
  toc_buf *b = &a->out;
  toc_buf_z(b, "{\"counts\":");
  toc_buf_json(b, t->counts);
  put_str(b, "claimant", t->claimant);
  put_str(b, "key", t->line);
  put_str(b, "code", t->code);
  member_bool(b, "attributed", t->attributed);
  toc_buf_z(b, ",\"low\":");
  toc_buf_number(b, t->low);
  toc_buf_z(b, ",\"high\":");
  toc_buf_number(b, t->high);
  put_str(b, "words", t->words);
  put_str(b, "of", t->of);
  member_bool(b, "approximate", t->approximate);
  member_bool(b, "total", t->total);
  member_bool(b, "subset", t->subset);
  if (t->start < 0) toc_buf_z(b, ",\"span\":null");
  else toc_buf_fmt(b, ",\"span\":[%lld,%lld]", (long long)t->start, (long long)t->end);
  put_str(b, "as_of", t->as_of);
  put_key_or_null(b, "report", t->report);
  put_str(b, "report_id", t->report_id);
  put_str(b, "publisher", t->publisher);
  put_str(b, "title", t->title);
  put_key_or_null(b, "incident", t->incident);
  put_key_or_null(b, "story", t->story);
  put_str(b, "type", t->type);
  put_str(b, "place", t->place);
  put_str(b, "country", t->country);
  put_str(b, "from", t->from);
  put_str(b, "to", t->to);
  put_key_or_null(b, "event", t->event);
  put_str(b, "status", t->status);
  if (t->claim < 0) toc_buf_z(b, ",\"claim\":null");
  else toc_buf_fmt(b, ",\"claim\":%lld", (long long)t->claim);
  put_str(b, "kind", t->kind);
  put_str(b, "cue", t->cue);
  put_str(b, "name", t->name);
  member_bool(b, "accusing", t->accusing);
  member_bool(b, "denying", t->denying);
  put_str(b, "within", t->within);
  put_str(b, "version", t->version);
  member_bool(b, "superseded", t->superseded);
  put_str(b, "mark", t->mark ? toc_cstr(t->mark) : (toc_str){0});
  toc_buf_z(b, "}");
}

void toc__read_tolls(toc__answer *a, const uint8_t *wanted, toc__tolls *out) {
  const toc__index *x = a->index;
  for (uint32_t i = 0; i < x->n_tolls; i++) {
    uint32_t part = x->toll_part[i];
    if (!wanted[x->part_incident[part]]) continue;
    toc__toll t;
    if (toc__read_toll(a, x->report_key[x->part_report[part]], x->part_nth[part], x->toll_nth[i], &t)) *toc_push(a->arena, out) = t;
  }
}

/* ---- marks ---- */

static bool is_version_of(toc__answer *a, int64_t report, int64_t of) {
  const toc__index *x = a->index;
  uint32_t r = toc__find_report(x, report);
  return r != TOC_NONE && x->report_flags[r] & TOC__IS_VERSION && x->report_of[r] != TOC_NONE && x->report_key[x->report_of[r]] == of;
}

static bool same_line(const toc__toll *a, const toc__toll *b) {
  return a->attributed == b->attributed && toc_str_eq(a->counts, b->counts) && toc_str_eq(a->line, b->line);
}

static double top(const toc__toll *t) { return isnan(t->high) ? INFINITY : t->high; }

static const char *against(toc__answer *a, const toc__toll *now, const toc__toll *was) {
  bool same = now->low == was->low && top(now) == top(was);
  if (same) return "same";
  if (is_version_of(a, now->report, was->report)) return "revised";
  if (now->low > was->low || (now->low == was->low && top(now) > top(was))) return "raised";
  return "lowered";
}

/* The version behind t's report, if it gives no such number on that line: where and when. */
static bool withdrawn(toc__answer *a, const toc__tolls *all, const toc__toll *t, toc__toll *out) {
  sqlite3_stmt *st = toc__statement(a->link, "SELECT key, id, publisher, title, coalesce(updated, published) FROM report WHERE key = ?");
  uint32_t r = toc__find_report(a->index, t->report), next = r == TOC_NONE ? TOC_NONE : toc__next_version(a->index, r);
  if (!st || next == TOC_NONE || t->subset) return false;
  sqlite3_bind_int64(st, 1, a->index->report_key[next]);
  bool there = sqlite3_step(st) == SQLITE_ROW;
  if (there) {
    *out = *t;
    out->report = sqlite3_column_int64(st, 0);
    out->report_id = toc__column_copy(a->arena, st, 1);
    out->publisher = toc__column_copy(a->arena, st, 2);
    out->title = toc__column_copy(a->arena, st, 3);
    out->as_of = toc__column_copy(a->arena, st, 4);
    out->version = TOC_S("revision");
    out->mark = "withdrawn";
    out->low = out->high = NAN;
    out->words = out->of = out->status = (toc_str){0};
    out->start = out->end = out->event = out->claim = -1;
    out->superseded = out->corrected = out->approximate = out->total = false;
  }
  sqlite3_reset(st);
  for (uint32_t i = 0; there && i < all->len; i++) there = !(all->ptr[i].report == out->report && same_line(&all->ptr[i], t));
  return there;
}

void toc__mark_tolls(toc__answer *a, toc__tolls *t, bool with_withdrawn) {
  uint32_t n = t->len;
  TOC_ARRAY(toc__toll) more = {0};
  for (uint32_t i = 0; with_withdrawn && i < n; i++) {
    toc__toll gone;
    if (!withdrawn(a, (const toc__tolls *)t, &t->ptr[i], &gone)) continue;
    bool said = false;
    for (uint32_t k = 0; k < more.len && !said; k++) said = more.ptr[k].report == gone.report && same_line(&more.ptr[k], &gone);
    if (!said) *toc_push(a->arena, &more) = gone;
  }
  /* Behind the last toll that is not later. */
  for (uint32_t k = 0; k < more.len; k++) {
    uint32_t at = t->len;
    toc_push(a->arena, t);
    while (at && toc_str_cmp(t->ptr[at - 1].as_of, more.ptr[k].as_of) > 0) t->ptr[at] = t->ptr[at - 1], at--;
    t->ptr[at] = more.ptr[k];
  }
  for (uint32_t i = 0; i < t->len; i++) {
    toc__toll *now = &t->ptr[i];
    if (now->mark || now->subset) continue;
    uint32_t k = i;
    while (k && !(same_line(&t->ptr[k - 1], now) && !t->ptr[k - 1].subset && !t->ptr[k - 1].corrected)) k--;
    now->mark = !k ? "first" : t->ptr[k - 1].mark && strcmp(t->ptr[k - 1].mark, "withdrawn") == 0 ? "first" : against(a, now, &t->ptr[k - 1]);
  }
}
