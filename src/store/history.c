/* history.c - what the file said when.
 *
 * On Monday the file held two incidents in Osh; on Tuesday a third report showed that they were one.
 * Who cited the first on Monday must find it again, and where it went.
 *
 * Three logs that are only added to.  `reading` says which engine read a report from when on; `past`
 * holds what an earlier engine had read, so that a rebuild forgets nothing; `history` holds each
 * version of each incident and revision, with a link where one was taken up by another or taken
 * out of it, and the events that a new engine saw otherwise.  Nothing is logged twice: settling compares
 * what the tables say with what the log said last, so that a killed ingest is made up for by the next.
 *
 * A handle can be set back in time (toc_store_as_of): temporary views and tables of the same names
 * then stand before the real ones, and queries, exports and the rest read those. */
#include "store.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <time.h>

/* An incident or revision with its members, as the log writes it; `incidents` and `revisions` are conditions. */
#define SAID(incidents, revisions)                                                                                                                   \
  "SELECT 'incident' AS kind, i.key AS id, json_array(i.story, i.type, i.date_from, i.date_to, i.place, i.country, i.latitude, "    \
  "i.longitude, i.n_reports, json((SELECT json_group_array(json_array(report, part)) FROM (SELECT report, part FROM "             \
  "main.incident_part p WHERE p.incident = i.key ORDER BY report, part)))) AS row FROM main.incident i WHERE " incidents " "      \
  "UNION ALL SELECT 'revision', v.report, json_array(v.of, v.kind, v.containment, json((SELECT json_group_array(json_array(n, "   \
  "what, event, was_event, was, now)) FROM (SELECT * FROM main.change c WHERE c.report = v.report ORDER BY n)))) FROM main.revision v WHERE " revisions

/* The last word of the log on each, up to a moment. */
#define LATEST(until)                                                                                                          \
  "SELECT h.kind, h.id, h.row, h.at, h.n FROM main.history h WHERE h.kind <> 'event' AND " until("h")                              \
  " AND NOT EXISTS (SELECT 1 FROM main.history g WHERE g.kind = h.kind AND g.id = h.id AND (g.at, g.n) > (h.at, h.n) AND " until("g") ")"
#define ALWAYS(table) "1"

/* Runs one statement with ?1 bound. */
static toc_status run_at(const toc_store *s, const char *sql, const char *at, const char *what, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = toc__store_prepare(s, sql, &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_text(st, 1, at, -1, SQLITE_STATIC);
  int step = sqlite3_step(st);
  if (sqlite3_finalize(st) != SQLITE_OK || step != SQLITE_DONE) got = toc__store_fail(s, what, err);
  return got;
}

void toc__store_now(char now[TOC__MOMENT]) {
  time_t t = time(NULL);
  struct tm tm;
  gmtime_r(&t, &tm);
  strftime(now, TOC__MOMENT, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

bool toc__store_is_moment(const char *text) {
  static const char *const shape = "dddd-dd-ddTdd:dd:dd";
  toc_day day;
  size_t n = 0;
  while (n < strlen(shape) && (shape[n] == 'd' ? text[n] >= '0' && text[n] <= '9' : text[n] == shape[n])) n++;
  if ((n != 10 && n != 16 && n != 19) || !toc_day_parse((toc_str){text, 10}, &day, NULL)) return false;
  if (n >= 16 && (strncmp(text + 11, "23", 2) > 0 || text[14] > '5')) return false;
  if (n == 19 && text[17] > '5') return false;
  text += n;
  if (n == 19 && *text == '.' && text[1] >= '0' && text[1] <= '9')
    for (text++; *text >= '0' && *text <= '9' && n < 26;) text++, n++;
  if (n > 10 && *text == 'Z') text++;
  return !*text;
}

/* Nothing is said earlier than what was said already. */
toc_status toc__store_moment(const toc_store *s, const char *wanted, char at[TOC__MOMENT], toc_error *err) {
  char now[TOC__MOMENT];
  sqlite3_stmt *st;
  toc__store_now(now);
  toc_status got = toc__store_prepare(s, "SELECT max(?1, coalesce((SELECT max(at) FROM main.history), ''), coalesce((SELECT max(at) FROM main.reading), ''))", &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_text(st, 1, wanted ? wanted : now, -1, SQLITE_STATIC);
  if (sqlite3_step(st) == SQLITE_ROW) snprintf(at, TOC__MOMENT, "%s", (const char *)sqlite3_column_text(st, 0));
  else got = toc__store_fail(s, "read", err);
  sqlite3_finalize(st);
  return got;
}

/* ---------------------------------------------------------------------- log */

toc_status toc__store_log(toc_store *s, const char *at, bool all, toc_error *err) {
  static const char *const look_at[] = {
      "CREATE TEMP TABLE said AS SELECT * FROM (SELECT incident AS thing, 'incident' AS sort FROM temp.touched UNION ALL SELECT report, 'revision' FROM temp.touched_report) t"
      " CROSS JOIN (SELECT h.kind, h.id, h.row, h.at, h.n FROM main.history h) h ON h.kind = t.sort AND h.id = t.thing WHERE NOT EXISTS"
      " (SELECT 1 FROM main.history g WHERE g.kind = h.kind AND g.id = h.id AND (g.at, g.n) > (h.at, h.n));"
      "CREATE TEMP TABLE says AS " SAID("i.key IN (SELECT incident FROM temp.touched)", "v.report IN (SELECT report FROM temp.touched_report)") ";",
      "CREATE TEMP TABLE said AS " LATEST(ALWAYS) ";"
      "CREATE TEMP TABLE says AS " SAID("1", "1") ";"};
  static const char *const look =
      "CREATE INDEX temp.said_by_id ON said(kind, id);"
      "CREATE INDEX temp.says_by_id ON says(kind, id);"
      /* Members of incidents that lost or won some. */
      "CREATE TEMP TABLE said_part AS SELECT d.id AS incident, json_extract(m.value, '$[0]') AS report, json_extract(m.value, '$[1]') AS part "
      "FROM temp.said d LEFT JOIN temp.says y ON y.kind = d.kind AND y.id = d.id, json_each(d.row, '$[9]') m "
      "WHERE d.kind = 'incident' AND d.row IS NOT NULL AND d.row IS NOT y.row;"
      "CREATE INDEX temp.said_part_by_part ON said_part(report, part);";
  static const char *const put[] = {
      "INSERT INTO main.history(at, kind, id, what, other, row) SELECT ?1, y.kind, y.id, "
      "CASE WHEN d.row IS NOT NULL THEN 'changed' WHEN t.other IS NOT NULL THEN 'split' ELSE 'new' END, t.other, y.row "
      "FROM temp.says y LEFT JOIN temp.said d ON d.kind = y.kind AND d.id = y.id "
      "LEFT JOIN (SELECT p.incident AS id, min(o.incident) AS other FROM temp.said_part o JOIN main.incident_part p ON p.report = o.report AND p.part = o.part "
      "  WHERE o.incident <> p.incident AND o.incident IN (SELECT key FROM main.incident) GROUP BY p.incident) t ON y.kind = 'incident' AND t.id = y.id AND d.row IS NULL "
      "WHERE y.row IS NOT d.row ORDER BY y.kind, y.id",
      "INSERT INTO main.history(at, kind, id, what, other, row) SELECT ?1, kind, id, CASE WHEN other IS NULL THEN 'gone' ELSE 'merged' END, other, NULL FROM "
      "(SELECT d.kind, d.id, CASE WHEN d.kind = 'incident' THEN (SELECT p.incident FROM temp.said_part o JOIN main.incident_part p ON p.report = o.report AND p.part = o.part "
      "  WHERE o.incident = d.id GROUP BY p.incident ORDER BY count(*) DESC, p.incident LIMIT 1) END AS other "
      "FROM temp.said d WHERE d.row IS NOT NULL AND NOT EXISTS (SELECT 1 FROM temp.says y WHERE y.kind = d.kind AND y.id = d.id)) ORDER BY kind, id",
  };
  static const char *const forget = "DROP TABLE IF EXISTS temp.said; DROP TABLE IF EXISTS temp.says; DROP TABLE IF EXISTS temp.said_part";
  toc_status got = toc__store_run(s, look_at[all], "write the history of", err);
  if (got == TOC_OK) got = toc__store_run(s, look, "write the history of", err);
  for (size_t i = 0; got == TOC_OK && i < sizeof put / sizeof *put; i++) got = run_at(s, put[i], at, "write the history of", err);
  if (got == TOC_OK) return toc__store_run(s, forget, "write", err);
  sqlite3_exec(s->db, forget, NULL, NULL, NULL);
  return got;
}

toc_status toc__store_log_holds(const toc_store *s, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = toc__store_prepare(s,
                           "SELECT kind || ' ' || printf('%015x', id) FROM (SELECT kind, id, row FROM (" SAID("1", "1") ") EXCEPT SELECT kind, id, row FROM (" LATEST(
                               ALWAYS) ")) UNION ALL SELECT kind || ' ' || printf('%015x', id) FROM (SELECT kind, id, row FROM (" LATEST(ALWAYS)
                               ") WHERE row IS NOT NULL EXCEPT SELECT kind, id, row FROM (" SAID("1", "1") "))",
                           &st, err);
  if (got != TOC_OK) return got;
  int step = sqlite3_step(st);
  if (step == SQLITE_ROW)
    got = toc_fail(err, TOC_BADDATA, NULL, 0, 0, "'%s' does not hold: the history says otherwise: %s", s->path, (const char *)sqlite3_column_text(st, 0));
  else if (step != SQLITE_DONE) got = toc__store_fail(s, "verify", err);
  sqlite3_finalize(st);
  return got;
}

/* ------------------------------------------------------------------ rebuild */

/* What is said of an event, whatever the order and number of others. */
#define EVENT                                                                                                                 \
  "SELECT e.key AS key, json_array(e.type, e.mode, e.contexts, e.cameo, e.status, e.start, e.end, e.date_from, e.date_to, e.place, " \
  "e.geonameid, e.country, e.adm1, e.where_prec, json((SELECT json_group_array(json_array(role, words, code)) FROM (SELECT * FROM "  \
  "main.party p WHERE p.event = e.key ORDER BY role, n))), json((SELECT json_group_array(json_array(f.counts, f.low, f.high)) FROM "  \
  "main.event_figure ef JOIN main.figure f ON f.report = e.report AND f.n = ef.figure WHERE ef.event = e.key))) AS row FROM main.event e"

static toc_status squeeze(const toc_buf *rows, void **out, size_t *n, toc_error *err) {
  struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
  size_t most = c ? libdeflate_zlib_compress_bound(c, rows->len) : 0;
  *out = c ? malloc(most) : NULL;
  *n = *out ? libdeflate_zlib_compress(c, rows->ptr ? rows->ptr : "", rows->len, *out, most) : 0;
  libdeflate_free_compressor(c);
  if (*n) return TOC_OK;
  free(*out);
  return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
}

/* The rows of one report, packed, into the temporary table. */
static toc_status keep_one(toc_store *s, sqlite3_stmt *put, int64_t report, int64_t engine, bool all, toc_buf *rows, toc_error *err) {
  void *packed;
  size_t n;
  toc_buf_reset(rows);
  toc_status got = toc__past_pack(s, report, all, rows, err);
  if (got == TOC_OK) got = squeeze(rows, &packed, &n, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_int64(put, 1, report);
  sqlite3_bind_int64(put, 2, engine);
  sqlite3_bind_int64(put, 3, (int64_t)rows->len);
  sqlite3_bind_blob64(put, 4, packed, n, SQLITE_TRANSIENT);
  if (sqlite3_step(put) != SQLITE_DONE) got = toc__store_fail(s, "rebuild", err);
  sqlite3_reset(put);
  free(packed);
  return got;
}

/* What version 1 did not hold is no difference between two readings. */
toc_status toc__store_keep(toc_store *s, toc_error *err) {
  sqlite3_stmt *get, *put = NULL;
  bool all = toc__store_complete(s, NULL) == TOC_OK;
  toc_buf rows;
  toc_status got = toc__store_run(s,
                                  "DROP TABLE IF EXISTS temp.kept; DROP TABLE IF EXISTS temp.kept_event;"
                                  "CREATE TEMP TABLE kept(report INTEGER PRIMARY KEY, engine INTEGER, size INTEGER, rows BLOB);"
                                  "CREATE TEMP TABLE kept_event(key INTEGER PRIMARY KEY, row TEXT);"
                                  "INSERT INTO temp.kept_event " EVENT " ORDER BY e.key",
                                  "rebuild", err);
  if (got != TOC_OK) return got;
  toc_buf_init(&rows, 0);
  got = toc__store_prepare(s, "SELECT key, engine FROM main.report ORDER BY key", &get, err);
  if (got == TOC_OK) got = toc__store_prepare(s, "INSERT INTO temp.kept VALUES (?,?,?,?)", &put, err);
  while (got == TOC_OK && sqlite3_step(get) == SQLITE_ROW) got = keep_one(s, put, sqlite3_column_int64(get, 0), sqlite3_column_int64(get, 1), all, &rows, err);
  sqlite3_finalize(get);
  sqlite3_finalize(put);
  toc_buf_release(&rows);
  return got;
}

/* Does the report say what it said? */
static toc_status is_same(toc_store *s, int64_t report, bool all, toc_str was, toc_buf *now, bool *same, toc_error *err) {
  toc_buf_reset(now);
  toc_status got = toc__past_pack(s, report, all, now, err);
  *same = got == TOC_OK && toc_str_eq(was, (toc_str){now->ptr, now->len});
  return got;
}

static toc_status drop_same(toc_store *s, toc_error *err) {
  sqlite3_stmt *get, *drop = NULL;
  toc_buf now;
  bool all = toc__store_complete(s, NULL) == TOC_OK;
  toc_buf_init(&now, 0);
  toc_status got = toc__store_prepare(s, "SELECT report, size, rows FROM temp.kept ORDER BY report", &get, err);
  if (got == TOC_OK) got = toc__store_prepare(s, "INSERT INTO temp.kept_same VALUES (?)", &drop, err);
  while (got == TOC_OK && sqlite3_step(get) == SQLITE_ROW) {
    char *was = NULL;
    bool same;
    int64_t size = sqlite3_column_int64(get, 1);
    got = toc__store_unpack(sqlite3_column_blob(get, 2), sqlite3_column_bytes(get, 2), size, &was);
    if (got != TOC_OK) {
      got = toc_fail(err, got, NULL, 0, 0, "out of memory");
      break;
    }
    got = is_same(s, sqlite3_column_int64(get, 0), all, (toc_str){was, (size_t)size}, &now, &same, err);
    free(was);
    if (got != TOC_OK || !same) continue;
    sqlite3_bind_int64(drop, 1, sqlite3_column_int64(get, 0));
    if (sqlite3_step(drop) != SQLITE_DONE) got = toc__store_fail(s, "rebuild", err);
    sqlite3_reset(drop);
  }
  sqlite3_finalize(get);
  sqlite3_finalize(drop);
  toc_buf_release(&now);
  return got;
}

toc_status toc__store_log_rebuild(toc_store *s, const char *at, toc_error *err) {
  static const char *const put[] = {
      "INSERT OR IGNORE INTO main.past SELECT report, engine, size, rows FROM temp.kept WHERE ?1 IS NOT NULL AND report NOT IN (SELECT report FROM temp.kept_same) ORDER BY report",
      "INSERT OR IGNORE INTO main.reading SELECT r.key, ?1, r.engine FROM main.report r WHERE r.key NOT IN (SELECT report FROM temp.kept_same) ORDER BY r.key",
      "CREATE TEMP TABLE now_event AS " EVENT " WHERE ?1 IS NOT NULL AND e.report NOT IN (SELECT report FROM temp.kept_same)",
      "INSERT INTO main.history(at, kind, id, what, other, row) SELECT ?1, 'event', n.key, CASE WHEN k.key IS NULL THEN 'new' ELSE 'changed' END, NULL, NULL "
      "FROM temp.now_event n LEFT JOIN temp.kept_event k ON k.key = n.key WHERE k.row IS NOT n.row ORDER BY n.key",
      "INSERT INTO main.history(at, kind, id, what, other, row) SELECT ?1, 'event', k.key, 'gone', NULL, NULL FROM temp.kept_event k "
      "WHERE NOT EXISTS (SELECT 1 FROM main.event e WHERE e.key = k.key) ORDER BY k.key",
  };
  toc_status got = toc__store_run(s, "CREATE TEMP TABLE kept_same(report INTEGER PRIMARY KEY)", "rebuild", err);
  if (got == TOC_OK) got = drop_same(s, err);
  for (size_t i = 0; got == TOC_OK && i < sizeof put / sizeof *put; i++) got = run_at(s, put[i], at, "write the history of", err);
  return got;
}

void toc__store_forget(toc_store *s) {
  sqlite3_exec(s->db,
               "DROP TABLE IF EXISTS temp.kept; DROP TABLE IF EXISTS temp.kept_event; DROP TABLE IF EXISTS temp.kept_same; DROP TABLE IF EXISTS temp.now_event",
               NULL, NULL, NULL);
}

/* -------------------------------------------------------------------- as of */

/* Tables that are seen through a view of the same name, and which of their rows are. */
static const struct {
  const char *name, *which;
} through[] = {
    {"report", "key IN (SELECT report FROM temp.as_of_now)"},
    {"claim", "report IN (SELECT report FROM temp.as_of_now)"},
    {"figure", "report IN (SELECT report FROM temp.as_of_now)"},
    {"event", "report IN (SELECT report FROM temp.as_of_now)"},
    {"party", "event IN (SELECT key FROM main.event WHERE report IN (SELECT report FROM temp.as_of_now))"},
    {"event_figure", "event IN (SELECT key FROM main.event WHERE report IN (SELECT report FROM temp.as_of_now))"},
    {"toll", "report IN (SELECT report FROM temp.as_of_now)"},
    {"impact", "report IN (SELECT report FROM temp.as_of_now)"},
    {"place", "report IN (SELECT report FROM temp.as_of_now)"},
    {"time", "report IN (SELECT report FROM temp.as_of_now)"},
    {"hidden", "report IN (SELECT report FROM temp.as_of_now)"},
};
enum { N_THROUGH = sizeof through / sizeof *through };

typedef struct restoring {
  toc_store *store;
  sqlite3_stmt *put;
  int64_t engine;
  bool report; /* the table at hand is `report`: its engine comes from beside the rows */
  bool known;  /* a table of this schema */
} restoring;

static bool restore_table(void *ctx, toc_str table, const toc_str *column, int n) {
  restoring *r = ctx;
  toc_buf sql;
  sqlite3_finalize(r->put);
  r->put = NULL;
  r->known = false;
  for (int i = 0; i < N_THROUGH; i++) r->known = r->known || toc_str_is(table, through[i].name);
  if (!r->known) return true;
  r->report = toc_str_is(table, "report");
  toc_buf_init(&sql, 0);
  toc_buf_fmt(&sql, "INSERT INTO temp.old_%.*s(%s", TOC_FMT(table), r->report ? "engine," : "");
  for (int i = 0; i < n; i++) {
    bool word = column[i].len > 0;
    for (size_t k = 0; k < column[i].len; k++) word = word && (column[i].ptr[k] == '_' || (column[i].ptr[k] >= 'a' && column[i].ptr[k] <= 'z') || (column[i].ptr[k] >= '0' && column[i].ptr[k] <= '9'));
    if (!word) sql.failed = true;
    toc_buf_fmt(&sql, "%s\"%.*s\"", i ? "," : "", TOC_FMT(column[i]));
  }
  toc_buf_z(&sql, r->report ? ") VALUES (?1" : ") VALUES (");
  for (int i = 0; i < n; i++) toc_buf_fmt(&sql, "%s?%d", i || r->report ? "," : "", i + 1 + r->report);
  toc_buf_z(&sql, ")");
  bool ok = !sql.failed && sqlite3_prepare_v2(r->store->db, sql.ptr, (int)sql.len, &r->put, NULL) == SQLITE_OK;
  toc_buf_release(&sql);
  return ok;
}

static bool restore_row(void *ctx, const toc__past_cell *cell, int n) {
  restoring *r = ctx;
  if (!r->known) return true;
  if (r->report) sqlite3_bind_int64(r->put, 1, r->engine);
  for (int i = 0; i < n; i++) {
    int at = i + 1 + r->report;
    switch (cell[i].letter) {
      case 'i': sqlite3_bind_int64(r->put, at, cell[i].number); break;
      case 'r': sqlite3_bind_double(r->put, at, cell[i].real); break;
      case 't': sqlite3_bind_text64(r->put, at, cell[i].text.ptr, cell[i].text.len, SQLITE_TRANSIENT, SQLITE_UTF8); break;
      default: sqlite3_bind_null(r->put, at);
    }
  }
  bool ok = sqlite3_step(r->put) == SQLITE_DONE;
  sqlite3_reset(r->put);
  return ok;
}

static toc_status restore_one(toc_store *s, sqlite3_stmt *get, toc_error *err) {
  restoring r = {.store = s, .engine = sqlite3_column_int64(get, 0)};
  const toc__past_reader reader = {restore_table, restore_row, &r};
  char *bytes = NULL;
  int64_t size = sqlite3_column_int64(get, 1);
  toc_status got = toc__store_unpack(sqlite3_column_blob(get, 2), sqlite3_column_bytes(get, 2), size, &bytes);
  if (got == TOC_NOMEM) return toc_fail(err, got, NULL, 0, 0, "out of memory");
  bool ok = got == TOC_OK && toc__past_read((toc_str){bytes, (size_t)size}, &reader);
  if (got == TOC_OK) free(bytes);
  sqlite3_finalize(r.put);
  return ok ? TOC_OK : toc_fail(err, TOC_BADDATA, NULL, 0, 0, "cannot read '%s': what an earlier engine read of a report is damaged", s->path);
}

/* Views of main are bound to the tables of main: each is made anew beside the temporary tables.  One
 * statement each, whatever the file says. */
static toc_status copy_views(toc_store *s, toc_error *err) {
  static const char head[] = "CREATE VIEW ";
  sqlite3_stmt *st = NULL, *make = NULL;
  toc_status got = toc__store_prepare(s, "SELECT sql FROM main.sqlite_master WHERE type = 'view' ORDER BY rowid", &st, err);
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) {
    const char *text = (const char *)sqlite3_column_text(st, 0);
    if (!text || strncmp(text, head, sizeof head - 1) != 0) continue;
    char *sql = sqlite3_mprintf("CREATE TEMP VIEW %s", text + sizeof head - 1);
    if (!sql) got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
    else if (sqlite3_prepare_v2(s->db, sql, -1, &make, NULL) != SQLITE_OK || sqlite3_step(make) != SQLITE_DONE) got = toc__store_fail(s, "look back in", err);
    if (sql) sqlite3_finalize(make);
    sqlite3_free(sql);
  }
  sqlite3_finalize(st);
  return got;
}

/* Up to the end of the day or minute that ?1 names: '~' sorts behind all that follows it in a time. */
#define BY_THEN(table) table ".at <= ?1 || '~'"

static toc_status look_back(toc_store *s, const char *date, toc_error *err) {
  static const char *const reports[] = {
      "CREATE TEMP TABLE as_of_reading AS SELECT report, engine FROM (SELECT report, engine, max(at || printf(' %020d', engine)) FROM main.reading WHERE at <= ?1 || '~' GROUP BY report)",
      "CREATE TEMP TABLE as_of_old AS SELECT a.report, a.engine FROM temp.as_of_reading a JOIN main.past p USING (report, engine) JOIN main.report r ON r.key = a.report WHERE r.engine <> a.engine AND ?1 IS NOT NULL",
      "CREATE TEMP TABLE as_of_now(report INTEGER PRIMARY KEY)",
      "INSERT INTO temp.as_of_now SELECT a.report FROM temp.as_of_reading a JOIN main.report r ON r.key = a.report WHERE ?1 IS NOT NULL AND a.report NOT IN (SELECT report FROM temp.as_of_old) ORDER BY 1",
      "CREATE TEMP TABLE as_of_said AS " LATEST(BY_THEN),
      "CREATE TEMP TABLE received AS SELECT * FROM main.received WHERE ?1 IS NOT NULL AND key IN (SELECT report FROM temp.as_of_reading)",
      "CREATE TEMP TABLE arrival AS SELECT * FROM main.arrival WHERE at <= ?1 || '~'",
      "CREATE TEMP TABLE reading AS SELECT * FROM main.reading WHERE at <= ?1 || '~'",
      "CREATE TEMP TABLE history AS SELECT * FROM main.history WHERE at <= ?1 || '~'",
      "CREATE TEMP TABLE edit AS SELECT * FROM main.edit WHERE at <= ?1 || '~'",
  };
  static const char *const settled =
      "CREATE TEMP TABLE engine AS SELECT * FROM main.engines WHERE key IN (SELECT engine FROM temp.as_of_reading);"
      "CREATE TEMP TABLE state AS SELECT * FROM main.state;"
      "CREATE TEMP TABLE incident AS SELECT * FROM main.incident WHERE 0;"
      "CREATE TEMP TABLE incident_part(report INTEGER, part INTEGER, incident INTEGER, PRIMARY KEY (report, part)) WITHOUT ROWID;"
      "CREATE TEMP TABLE revision AS SELECT * FROM main.revision WHERE 0;"
      "CREATE TEMP TABLE change AS SELECT * FROM main.change WHERE 0;"
      "INSERT INTO temp.incident(key, story, type, date_from, date_to, place, country, latitude, longitude, n_reports) SELECT id, json_extract(row, '$[0]'), json_extract(row, '$[1]'), json_extract(row, '$[2]'), json_extract(row, '$[3]'),"
      " json_extract(row, '$[4]'), json_extract(row, '$[5]'), json_extract(row, '$[6]'), json_extract(row, '$[7]'), json_extract(row, '$[8]')"
      " FROM temp.as_of_said WHERE kind = 'incident' AND row IS NOT NULL ORDER BY id;"
      "INSERT OR REPLACE INTO temp.incident_part SELECT json_extract(m.value, '$[0]'), json_extract(m.value, '$[1]'), d.id"
      " FROM temp.as_of_said d, json_each(d.row, '$[9]') m WHERE d.kind = 'incident' AND d.row IS NOT NULL ORDER BY d.at, d.n;"
      "INSERT INTO temp.revision SELECT id, json_extract(row, '$[0]'), json_extract(row, '$[1]'), json_extract(row, '$[2]')"
      " FROM temp.as_of_said WHERE kind = 'revision' AND row IS NOT NULL ORDER BY id;"
      "INSERT INTO temp.change SELECT d.id, json_extract(m.value, '$[0]'), json_extract(m.value, '$[1]'), json_extract(m.value, '$[2]'),"
      " json_extract(m.value, '$[3]'), json_extract(m.value, '$[4]'), json_extract(m.value, '$[5]')"
      " FROM temp.as_of_said d, json_each(d.row, '$[3]') m WHERE d.kind = 'revision' AND d.row IS NOT NULL ORDER BY 1, 2;"
      "CREATE INDEX temp.as_of_incident ON incident(key);"
      "CREATE INDEX temp.as_of_part ON incident_part(incident);"
      "CREATE INDEX temp.as_of_revision ON revision(report);"
      "CREATE INDEX temp.as_of_change ON change(report);";
  sqlite3_stmt *get;
  char sql[640];
  toc_status got = TOC_OK;
  for (size_t i = 0; got == TOC_OK && i < sizeof reports / sizeof *reports; i++) got = run_at(s, reports[i], date, "look back in", err);
  if (got == TOC_OK) got = toc__store_run(s, settled, "look back in", err);
  bool old = false;
  for (int i = 0; got == TOC_OK && i < N_THROUGH; i++) {
    snprintf(sql, sizeof sql, "CREATE TEMP TABLE old_%s AS SELECT * FROM main.%s WHERE 0", through[i].name, through[i].name);
    got = toc__store_run(s, sql, "look back in", err);
  }
  if (got == TOC_OK) got = toc__store_prepare(s, "SELECT p.engine, p.size, p.rows FROM temp.as_of_old a JOIN main.past p USING (report, engine) ORDER BY p.report", &get, err);
  if (got == TOC_OK) {
    while (got == TOC_OK && sqlite3_step(get) == SQLITE_ROW) got = restore_one(s, get, err), old = true;
    sqlite3_finalize(get);
  }
  for (int i = 0; got == TOC_OK && i < N_THROUGH; i++) {
    const char *key = strcmp(through[i].name, "report") == 0 || strcmp(through[i].name, "event") == 0 ? "key"
                      : strcmp(through[i].name, "party") == 0 || strcmp(through[i].name, "event_figure") == 0 ? "event" : "report";
    if (old) snprintf(sql, sizeof sql, "CREATE INDEX temp.old_%s_by_key ON old_%s(%s); CREATE TEMP VIEW %s AS SELECT * FROM main.%s WHERE %s UNION ALL SELECT * FROM temp.old_%s",
                      through[i].name, through[i].name, key, through[i].name, through[i].name, through[i].which, through[i].name);
    else snprintf(sql, sizeof sql, "CREATE TEMP VIEW %s AS SELECT * FROM main.%s WHERE %s", through[i].name, through[i].name, through[i].which);
    got = toc__store_run(s, sql, "look back in", err);
  }
  return got == TOC_OK ? copy_views(s, err) : got;
}

/* Everything temporary goes. */
static toc_status look_ahead(toc_store *s, toc_error *err) {
  sqlite3_stmt *st;
  toc_buf sql;
  toc_buf_init(&sql, 0);
  toc_status got = toc__store_prepare(s, "SELECT 'DROP ' || type || ' temp.\"' || name || '\";' FROM sqlite_temp_master WHERE type IN ('table', 'view') ORDER BY type DESC", &st, err);
  while (got == TOC_OK && sqlite3_step(st) == SQLITE_ROW) toc_buf_z(&sql, (const char *)sqlite3_column_text(st, 0));
  sqlite3_finalize(st);
  toc_buf_put(&sql, "", 1);
  if (got == TOC_OK && sql.failed) got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  if (got == TOC_OK) got = toc__store_run(s, sql.ptr, "read", err);
  toc_buf_release(&sql);
  return got;
}

toc_status toc_store_as_of(toc_store *s, const char *date, toc_error *err) {
  toc_day day;
  int minute;
  if (s->writable) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "'%s' is open for writing: only a file that is open for reading is set back in time", s->path);
  if (date && (!toc_day_parse(toc_cstr(date), &day, &minute) || strlen(date) > 20))
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "as-of '%s' is no date: expected one like 2022-01-06 or 2022-01-06T09:10", date);
  toc_error ignored;
  bool query_only = toc__store_temporary(s, true);
  toc_status got = toc__store_run(s, "PRAGMA temp_store=MEMORY", "read", err);
  if (got == TOC_OK) got = look_ahead(s, err);
  if (got == TOC_OK && date) {
    got = toc__store_run(s, "BEGIN", "read", err); /* one state of the file, whoever writes meanwhile */
    if (got == TOC_OK) got = look_back(s, date, err);
    sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
    if (got != TOC_OK) look_ahead(s, &ignored);
  }
  if (query_only) toc__store_temporary(s, false);
  return got;
}
