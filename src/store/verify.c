/* verify.c - is the file what it says it is?
 *
 * From the ground up: SQLite's pages and keys, the reports against their hashes, the two
 * indexes against their tables, each span against its text; and, if the engine that made the
 * file is at hand, everything derived a second time into a file beside it, compared cell by cell. */
#include "store.h"

#include <stdlib.h>

static toc_status broken(const toc_store *s, toc_error *err, const char *what, const char *detail) {
  return toc_fail(err, TOC_BADDATA, NULL, 0, 0, "'%s' does not hold: %s%s%s", s->path, what, detail ? ": " : "", detail ? detail : "");
}

static toc_status prepare(const toc_store *s, const char *sql, sqlite3_stmt **st, toc_error *err) {
  return sqlite3_prepare_v2(s->db, sql, -1, st, NULL) == SQLITE_OK ? TOC_OK : toc__store_fail(s, "verify", err);
}

/* The first row of sql, if it has one, is a fault. */
static toc_status none(const toc_store *s, const char *sql, const char *what, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = prepare(s, sql, &st, err);
  if (got != TOC_OK) return got;
  int step = sqlite3_step(st);
  if (step == SQLITE_ROW) got = broken(s, err, what, (const char *)sqlite3_column_text(st, 0));
  else if (step != SQLITE_DONE) got = toc__store_fail(s, "verify", err);
  sqlite3_finalize(st);
  return got;
}

static toc_status pages(const toc_store *s, toc_error *err) {
  toc_status got = none(s, "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'", "damaged pages", err);
  if (got == TOC_OK) got = none(s, "SELECT \"table\" || ' row ' || rowid FROM pragma_foreign_key_check", "a row points nowhere", err);
  return got;
}

static toc_status indexes(const toc_store *s, toc_error *err) {
  /* A file that may not be written cannot be asked FTS5's own question; its rows can. */
  if (s->writable && sqlite3_exec(s->db, "INSERT INTO report_words(report_words, rank) VALUES ('integrity-check', 1)", NULL, NULL, NULL) != SQLITE_OK)
    return broken(s, err, "the full text index differs from the reports", NULL);
  toc_status got = none(s, "SELECT rtreecheck('place_at') WHERE rtreecheck('place_at') <> 'ok'", "the map index is damaged", err);
  if (got == TOC_OK)
    got = none(s,
               "SELECT p.words FROM place p LEFT JOIN place_at a ON a.key = p.spot WHERE p.latitude IS NOT NULL AND (a.key IS NULL"
               /* what a place and its point may differ by: half a millionth, and what a float of the index holds */
               " OR p.latitude NOT BETWEEN a.south - 1e-6 AND a.north + 1e-6 OR p.longitude NOT BETWEEN a.west - 1e-6 AND a.east + 1e-6)",
               "a place is missing from the map index", err);
  if (got == TOC_OK)
    got = none(s, "SELECT key FROM place_at WHERE key NOT IN (SELECT spot FROM place WHERE latitude IS NOT NULL AND spot IS NOT NULL)", "the map index holds a place that is not there", err);
  return got;
}

static toc_status received(const toc_store *s, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = prepare(s, "SELECT key, id, format, sha256, size, bytes FROM received ORDER BY key", &st, err);
  if (got != TOC_OK) return got;
  int step;
  while (got == TOC_OK && (step = sqlite3_step(st)) == SQLITE_ROW) {
    char *bytes = NULL, hex[72];
    const char *id = (const char *)sqlite3_column_text(st, 1);
    int64_t size = sqlite3_column_int64(st, 4);
    got = toc__store_unpack(sqlite3_column_blob(st, 5), sqlite3_column_bytes(st, 5), size, &bytes);
    if (got == TOC_NOMEM) got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
    else if (got != TOC_OK) got = broken(s, err, "a report as received cannot be unpacked", id);
    if (got != TOC_OK) break;
    toc_str all = {bytes, (size_t)size};
    toc_sha256(all, hex);
    if (strcmp(hex, (const char *)sqlite3_column_text(st, 3)) != 0) got = broken(s, err, "a report is not as it was received", id);
    else if (toc__store_report_key(toc_cstr(id), (const char *)sqlite3_column_text(st, 2), hex) != sqlite3_column_int64(st, 0))
      got = broken(s, err, "a report has the key of another", id);
    free(bytes);
  }
  sqlite3_finalize(st);
  if (got == TOC_OK) got = none(s, "SELECT id FROM received WHERE key NOT IN (SELECT key FROM report)", "a report was received and never read", err);
  return got;
}

/* The words of a claim's source or cue against the text at its spans, which a file of version 1 has not. */
#define SPANS_OF(what)                                                                                                                   \
  "SELECT r.id || ' claim of ' || coalesce(x.source, 'nobody') FROM claim x JOIN report r ON r.key = x.report WHERE x." what " IS NOT"    \
  " (SELECT group_concat(substr(r.text, (s.value ->> 0) + 1, (s.value ->> 1) - (s.value ->> 0)), '; ')"                                  \
  " FROM json_each(CASE WHEN json_valid(x." what "_spans) THEN x." what "_spans ELSE '[]' END) s)"                                       \
  " AND (SELECT value FROM state WHERE name = 'complete')"

/* Spans count code points, as SQLite's substr does. */
static toc_status spans(const toc_store *s, toc_error *err) {
  static const char *const sql[] = {
      "SELECT r.id || ' place ' || x.words FROM place x JOIN report r ON r.key = x.report WHERE substr(r.text, x.start + 1, x.end - x.start) <> x.words",
      ("SELECT r.id || ' party ' || x.words FROM party x JOIN event e ON e.key = x.event JOIN report r ON r.key = e.report"
       " WHERE x.start IS NOT NULL AND substr(r.text, x.start + 1, x.end - x.start) IS NOT x.words"),
      "SELECT r.id || ' impact ' || x.trigger FROM impact x JOIN report r ON r.key = x.report WHERE x.start IS NOT NULL AND substr(r.text, x.start + 1, x.end - x.start) IS NOT x.trigger",
      "SELECT r.id || ' time ' || x.words FROM time x JOIN report r ON r.key = x.report WHERE substr(r.text, x.start + 1, x.end - x.start) <> x.words",
      "SELECT r.id || ' event' FROM event x JOIN report r ON r.key = x.report WHERE instr(r.text, x.sentence) = 0 OR x.end <= x.start OR x.end > length(r.text)",
      "SELECT r.id || ' figure' FROM figure x JOIN report r ON r.key = x.report WHERE x.end < x.start OR x.end > length(r.text)",
      "SELECT r.id || ' claim' FROM claim x JOIN report r ON r.key = x.report WHERE x.start IS NOT NULL AND (x.end <= x.start OR x.end > length(r.text))",
      SPANS_OF("source"),
      SPANS_OF("cue"),
  };
  toc_status got = TOC_OK;
  for (size_t i = 0; got == TOC_OK && i < sizeof sql / sizeof *sql; i++) got = none(s, sql[i], "a span does not hold its words", err);
  static const char *const links[] = {
      "SELECT x.key FROM event x WHERE x.claim IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.report = x.report AND c.n = x.claim)",
      "SELECT x.report FROM figure x WHERE x.claim IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.report = x.report AND c.n = x.claim)",
      "SELECT x.report FROM toll x WHERE x.figure IS NOT NULL AND NOT EXISTS (SELECT 1 FROM figure f WHERE f.report = x.report AND f.n = x.figure)",
      "SELECT x.event FROM event_figure x JOIN event e ON e.key = x.event WHERE NOT EXISTS (SELECT 1 FROM figure f WHERE f.report = e.report AND f.n = x.figure)",
  };
  for (size_t i = 0; got == TOC_OK && i < sizeof links / sizeof *links; i++) got = none(s, links[i], "a row points nowhere", err);
  return got;
}

/* -------------------------------------------------------------- a second time */

static bool same_cell(sqlite3_stmt *a, sqlite3_stmt *b, int i) {
  int type = sqlite3_column_type(a, i);
  if (type != sqlite3_column_type(b, i)) return false;
  if (type == SQLITE_INTEGER) return sqlite3_column_int64(a, i) == sqlite3_column_int64(b, i);
  if (type == SQLITE_FLOAT) return sqlite3_column_double(a, i) == sqlite3_column_double(b, i);
  int n = sqlite3_column_bytes(a, i);
  return n == sqlite3_column_bytes(b, i) && (n == 0 || memcmp(sqlite3_column_blob(a, i), sqlite3_column_blob(b, i), (size_t)n) == 0);
}

static toc_status same_table(const toc_store *s, const toc_store *again, const char *table, const char *key, toc_error *err) {
  char sql[128], detail[256];
  sqlite3_stmt *a, *b = NULL;
  snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY %s", table, key);
  toc_status got = prepare(s, sql, &a, err);
  if (got == TOC_OK) got = prepare(again, sql, &b, err);
  while (got == TOC_OK) {
    int x = sqlite3_step(a), y = sqlite3_step(b);
    if (x != SQLITE_ROW && x != SQLITE_DONE) got = toc__store_fail(s, "verify", err);
    else if (y != SQLITE_ROW && y != SQLITE_DONE) got = toc__store_fail(again, "verify", err);
    else if (x != y) got = broken(s, err, "a table has other rows when it is made anew", table);
    if (got != TOC_OK || x == SQLITE_DONE) break;
    for (int i = 0; i < sqlite3_column_count(a) && got == TOC_OK; i++) {
      if (same_cell(a, b, i)) continue;
      snprintf(detail, sizeof detail, "%s.%s of row %lld", table, sqlite3_column_name(a, i), (long long)sqlite3_column_int64(a, 0));
      got = broken(s, err, "a value is another when it is made anew", detail);
    }
  }
  sqlite3_finalize(a);
  sqlite3_finalize(b);
  return got;
}

/* What people said is no derived value: it is the second ground of what is derived. */
static toc_status copy_edits(const toc_store *from, const toc_store *into, toc_error *err) {
  sqlite3_stmt *get, *put = NULL;
  toc_status got = prepare(from, "SELECT * FROM edit", &get, err);
  if (got == TOC_OK) got = prepare(into, "INSERT INTO edit VALUES (?,?,?,?,?,?,?)", &put, err);
  while (got == TOC_OK && sqlite3_step(get) == SQLITE_ROW) {
    for (int i = 0; i < 7; i++) sqlite3_bind_value(put, i + 1, sqlite3_column_value(get, i));
    if (sqlite3_step(put) != SQLITE_DONE) got = toc__store_fail(into, "verify", err);
    sqlite3_reset(put);
  }
  sqlite3_finalize(get);
  sqlite3_finalize(put);
  return got;
}

static toc_status state_of(const toc_store *s, const char *name, bool *on, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = prepare(s, "SELECT value FROM state WHERE name = ?", &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
  *on = sqlite3_step(st) != SQLITE_ROW || sqlite3_column_int64(st, 0) != 0;
  sqlite3_finalize(st);
  return TOC_OK;
}

static toc_status again(toc_store *s, const toc_engine *engine, unsigned jobs, toc_error *err) {
  static const struct {
    const char *table, *key;
    bool settled;
  } tables[] = {{"engine", "key", false}, {"report", "key", false},          {"claim", "report, n", false}, {"figure", "report, n", false},
                {"event", "key", false},  {"party", "event, role, n", false}, {"event_figure", "event, n", false}, {"toll", "report, part, n", false},
                {"impact", "report, n", false}, {"place", "report, n", false},       {"time", "report, n", false}, {"part", "report, n", false}, {"trace", "report", true}, {"revision", "report", true}, {"change", "report, n", true},
                {"incident", "key", true}, {"incident_part", "report, part", true}, {"hidden", "report, n", false}};
  toc_store *fresh;
  bool settled = true;
  toc_status got = state_of(s, "settled", &settled, err);
  if (got == TOC_OK) got = toc__store_complete(s, err);
  if (got == TOC_OK) got = toc_store_open(&fresh, "", TOC_STORE_CREATE, err);
  if (got != TOC_OK) return got;
  got = toc__store_bulk(fresh, true, err);
  if (got == TOC_OK) got = toc__store_run(fresh, "BEGIN", "verify", err);
  if (got == TOC_OK) got = copy_edits(s, fresh, err);
  if (got == TOC_OK) got = toc__store_recode(s, fresh, engine, jobs, NULL, NULL, err);
  for (size_t i = 0; got == TOC_OK && i < sizeof tables / sizeof *tables; i++)
    if (settled || !tables[i].settled) got = same_table(s, fresh, tables[i].table, tables[i].key, err);
  toc_store_close(fresh);
  return got;
}

toc_status toc__store_made_by(const toc_store *s, const toc_engine *engine, toc_error *err) {
  char detail[512];
  snprintf(detail, sizeof detail, "SELECT 'model ' || model FROM engine WHERE model <> '%s' OR lexicon <> '%s' OR gazetteer <> '%s' OR tocsin <> '%s'",
           toc_engine_model_hash(engine), toc_engine_lexicon_hash(engine), toc_engine_gazetteer_hash(engine), toc_version());
  sqlite3_stmt *st;
  toc_status got = prepare(s, detail, &st, err);
  if (got != TOC_OK) return got;
  if (sqlite3_step(st) == SQLITE_ROW)
    got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "'%s' was made with other models or dictionaries: its values cannot be derived a second time here; run 'tocsin rebuild %s' first", s->path, s->path);
  sqlite3_finalize(st);
  return got;
}

static bool any_table(void *ctx, toc_str name, const toc_str *column, int n) {
  (void)ctx, (void)name, (void)column, (void)n;
  return true;
}
static bool any_row(void *ctx, const toc__past_cell *cell, int n) {
  (void)ctx, (void)cell, (void)n;
  return true;
}

/* The history can be read, and ends with what the tables say. */
static toc_status history(const toc_store *s, toc_error *err) {
  static const toc__past_reader reader = {any_table, any_row, NULL};
  sqlite3_stmt *st;
  bool settled;
  toc_status got = state_of(s, "settled", &settled, err);
  if (got == TOC_OK && settled) got = toc__store_log_holds(s, err);
  if (got == TOC_OK) got = none(s, "SELECT id FROM report WHERE key NOT IN (SELECT report FROM reading)", "the history does not know a report", err);
  if (got == TOC_OK) got = none(s, "SELECT report FROM reading WHERE engine NOT IN (SELECT key FROM engines)", "the history does not know an engine", err);
  if (got == TOC_OK) got = prepare(s, "SELECT size, rows, report FROM past ORDER BY report, engine", &st, err);
  if (got != TOC_OK) return got;
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    char *bytes = NULL;
    int64_t size = sqlite3_column_int64(st, 0);
    got = toc__store_unpack(sqlite3_column_blob(st, 1), sqlite3_column_bytes(st, 1), size, &bytes);
    if (got == TOC_NOMEM) got = toc_fail(err, got, NULL, 0, 0, "out of memory");
    else if (got != TOC_OK || !toc__past_read((toc_str){bytes, (size_t)size}, &reader))
      got = broken(s, err, "what an earlier engine read of a report is damaged", (const char *)sqlite3_column_text(st, 2));
    free(bytes);
  }
  sqlite3_finalize(st);
  return got;
}

toc_status toc_store_verify(toc_store *s, const toc_engine *engine, unsigned jobs, toc_error *err) {
  toc_status got = pages(s, err);
  if (got == TOC_OK) got = received(s, err);
  if (got == TOC_OK) got = indexes(s, err);
  if (got == TOC_OK) got = spans(s, err);
  if (got == TOC_OK && engine) got = toc__store_made_by(s, engine, err);
  if (got == TOC_OK && engine) got = again(s, engine, jobs, err);
  if (got == TOC_OK) got = history(s, err);
  return got;
}
