/* show.c - one incident, or the history of one event, for a person. */
#include "store.h"

#include <stdlib.h>

static const char *const incident_sql[] = {
    ("SELECT type || ' ' || coalesce(date_from, '?') || CASE WHEN date_to <> date_from THEN ' to ' || date_to ELSE '' END || ', '"
    " || coalesce(place, 'no place') || coalesce(', ' || country, '') || '; ' || n_reports || CASE WHEN n_reports = 1 THEN ' report' ELSE ' independent reports' END"
    " AS incident FROM incident WHERE key = %lld"),
    ("SELECT '  ' || counts || ' ' || coalesce(words, CAST(low AS INTEGER)) || ', according to ' || claimant || coalesce(', as of ' || as_of, '')"
    " || CASE WHEN total THEN ' (running total)' ELSE '' END || CASE WHEN taken_back THEN ' (taken back)' ELSE '' END || ' [' || report || ']' || coalesce(' (' || version || ')', '') AS toll"
    " FROM tolls WHERE incident = printf('%%015x', %lld) ORDER BY counts, as_of, report, low"),
    ("SELECT '  ' || coalesce(e.published, '?') || ' ' || coalesce(e.publisher, e.report) || coalesce(' (' || e.version || ')', '') || ', ' || e.status"
    " || coalesce(', according to ' || e.claim_source, '') || ':' || char(10) || '    ' || e.sentence AS said FROM events e"
    " WHERE e.incident = printf('%%015x', %lld) GROUP BY e.report_key, e.sentence ORDER BY e.published, e.report_key, e.start"),
    ("SELECT '  log: ' || at || ' ' || what || CASE what WHEN 'merged' THEN ' into ' || other WHEN 'split' THEN ' from ' || other ELSE '' END AS log"
    " FROM log WHERE kind = 'incident' AND id = printf('%%015x', %lld) ORDER BY at, n"),
};

static const char *const event_sql[] = {
    ("SELECT type || coalesce('/' || mode, '') || ' ' || coalesce(date_from, '?') || ', ' || coalesce(place, 'no place') || coalesce(', ' || country, '') || '; ' || status"
    " || coalesce('; incident ' || incident, '') || char(10) || '  ' || report || ': ' || sentence AS event FROM events WHERE event_key = %lld"),
    ("SELECT '  log: ' || at || ' read by tocsin ' || g.tocsin || ', model ' || substr(g.model, 1, 19) || ', lexicon ' || substr(g.lexicon, 1, 19) AS log FROM reading r"
    " JOIN engines g ON g.key = r.engine WHERE r.report = (SELECT report FROM event WHERE key = %lld) ORDER BY at"),
    "SELECT '  log: ' || at || ' ' || what AS log FROM log WHERE kind = 'event' AND id = printf('%%015x', %lld) ORDER BY at, n",
    ("SELECT '  log: ' || at || ' ' || what || 'ed' || CASE WHEN by <> '' THEN ' by ' || by ELSE '' END || coalesce(': ' || note, '') AS log FROM edit"
    " WHERE event = %lld OR other = %lld ORDER BY rtrim(at, 'Z'), key"),
};

/* First column of the first row; 0 if there is none. */
static int64_t look_up(const toc_store *s, const char *sql, int64_t key, char *at) {
  sqlite3_stmt *st;
  int64_t found = 0;
  if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK) return 0;
  sqlite3_bind_int64(st, 1, key);
  if (sqlite3_step(st) == SQLITE_ROW) {
    found = sqlite3_column_int64(st, 0);
    if (at) snprintf(at, TOC__MOMENT, "%s", (const char *)sqlite3_column_text(st, 1));
  }
  sqlite3_finalize(st);
  return found;
}

static toc_status say(toc_write_fn write, void *ctx, const toc_buf *b, toc_error *err) {
  if (b->failed) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  return b->len && write(ctx, b->ptr, b->len) ? toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written") : TOC_OK;
}

/* Where an incident that is no more went: an incident that is there, or 0.  Each step is told. */
static int64_t follow(const toc_store *s, int64_t key, toc_buf *told) {
  for (int i = 0; i < 1000 && key && !look_up(s, "SELECT key FROM incident WHERE key = ?", key, NULL); i++) {
    char at[TOC__MOMENT];
    int64_t next = look_up(s, "SELECT other, at FROM history WHERE kind = 'incident' AND id = ? AND what = 'merged' ORDER BY at DESC, n DESC LIMIT 1", key, at);
    if (next) toc_buf_fmt(told, "incident %015llx was taken up by %015llx on %s\n", (long long)key, (long long)next, at);
    key = next;
  }
  return key;
}

static toc_status run(toc_store *s, const char *const *sql, size_t n, long long key, toc_write_fn write, void *ctx, toc_error *err) {
  toc_status got = TOC_OK;
  for (size_t i = 0; got == TOC_OK && i < n; i++) {
    char text[1024];
    int len = snprintf(text, sizeof text, sql[i], key, key);
    got = toc__store_rows(s, (toc_str){text, (size_t)len}, TOC__ROWS_TEXT, write, ctx, err);
  }
  return got;
}

toc_status toc_store_show(toc_store *s, const char *incident, toc_write_fn write, void *ctx, toc_error *err) {
  int64_t key;
  toc_buf told;
  if (!incident || !toc__key_read(toc_str_trim(toc_cstr(incident)), &key)) /* a shell leaves the CR of a line of CSV */
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "no incident '%s' in '%s': expected 15 hexadecimal digits, as in the view incidents", incident, s->path);
  toc_buf_init(&told, 0);
  int64_t now = follow(s, key, &told);
  toc_status got = now ? say(write, ctx, &told, err) : TOC_OK;
  toc_buf_release(&told);
  if (got != TOC_OK) return got;
  if (now) return run(s, incident_sql, sizeof incident_sql / sizeof *incident_sql, (long long)now, write, ctx, err);
  if (look_up(s, "SELECT key FROM event WHERE key = ?1 UNION ALL SELECT id FROM history WHERE kind = 'event' AND id = ?1", key, NULL))
    return run(s, event_sql, sizeof event_sql / sizeof *event_sql, key, write, ctx, err);
  if (look_up(s, "SELECT id FROM history WHERE kind = 'incident' AND id = ?", key, NULL))
    return run(s, &incident_sql[3], 1, key, write, ctx, err);
  return toc_fail(err, TOC_USAGE, NULL, 0, 0, "no incident '%s' in '%s': expected 15 hexadecimal digits, as in the view incidents", incident, s->path);
}
