/* why.c - why an event is in the file: its report is read again by the engine that made the file. */
#include "store.h"

#include <stdlib.h>

/* "3f0c…": the event whose key begins so; "REPORT:e3": of that report. */
typedef struct sought {
  int64_t report;
  char event[24]; /* "e3" */
} sought;

static toc_status unknown(const toc_store *s, const char *event, toc_error *err) {
  return toc_fail(err, TOC_USAGE, NULL, 0, 0, "no event '%s' in '%s': expected its key, as in the view events, or the first digits of it, or REPORT:e1", event, s->path);
}

static bool is_id(const char *s) {
  if (s[0] != 'e' && s[0] != 'm') return false;
  for (size_t i = 1; s[i]; i++)
    if (s[i] < '0' || s[i] > '9' || i > 9) return false;
  return s[1] != 0;
}

static toc_status of_report(toc_store *s, const char *event, const char *colon, sought *out, toc_error *err) {
  char *name = strndup(event, (size_t)(colon - event));
  if (!name) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_status got = toc__store_find_report(s, name, &out->report, err);
  free(name);
  snprintf(out->event, sizeof out->event, "%s", colon + 1);
  return got;
}

static bool is_prefix_of_key(const char *s) {
  size_t n = strspn(s, "0123456789abcdefABCDEF");
  return n > 0 && n <= 15 && !s[n];
}

static toc_status by_key(toc_store *s, const char *event, sought *out, toc_error *err) {
  sqlite3_stmt *st;
  char first[20] = "";
  if (!is_prefix_of_key(event)) return unknown(s, event, err);
  if (sqlite3_prepare_v2(s->db, "SELECT report, n, printf('%015x', key) FROM event WHERE printf('%015x', key) LIKE ?1 || '%' ORDER BY key LIMIT 2", -1, &st, NULL) != SQLITE_OK)
    return toc__store_fail(s, "read", err);
  sqlite3_bind_text(st, 1, event, -1, SQLITE_STATIC);
  toc_status got = TOC_OK;
  int step = sqlite3_step(st);
  if (step == SQLITE_ROW) {
    out->report = sqlite3_column_int64(st, 0);
    snprintf(out->event, sizeof out->event, "e%lld", (long long)sqlite3_column_int64(st, 1));
    snprintf(first, sizeof first, "%s", (const char *)sqlite3_column_text(st, 2));
    step = sqlite3_step(st);
    if (step == SQLITE_ROW) got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "more than one event begins with '%s': %s, %s …", event, first, (const char *)sqlite3_column_text(st, 2));
  } else if (step == SQLITE_DONE) {
    got = unknown(s, event, err);
  }
  if (got == TOC_OK && step != SQLITE_DONE) got = toc__store_fail(s, "read", err);
  sqlite3_finalize(st);
  return got;
}

static toc_status read_report(toc_store *s, int64_t key, toc_report **out, toc_error *err) {
  sqlite3_stmt *st;
  if (sqlite3_prepare_v2(s->db, TOC__RECEIVED " WHERE r.key = ?1", -1, &st, NULL) != SQLITE_OK) return toc__store_fail(s, "read", err);
  sqlite3_bind_int64(st, 1, key);
  toc_status got = sqlite3_step(st) == SQLITE_ROW ? toc__store_read_received(s, st, out, err) : toc__store_fail(s, "read", err);
  sqlite3_finalize(st);
  return got;
}

toc_status toc_store_explain(toc_store *s, const toc_engine *engine, const char *event, const toc_style *style, toc_write_fn write, void *ctx, toc_error *err) {
  sought x = {0};
  toc_report *report = NULL;
  const char *colon = strrchr(event, ':');
  toc_status got = toc__store_made_by(s, engine, err);
  if (got == TOC_OK) got = colon && is_id(colon + 1) ? of_report(s, event, colon, &x, err) : by_key(s, event, &x, err);
  if (got == TOC_OK) got = read_report(s, x.report, &report, err);
  if (got == TOC_OK) got = toc_explain_event(engine, report, x.event, style, write, ctx, err);
  if (got == TOC_DONE) got = unknown(s, event, err);
  toc_report_free(report);
  return got;
}
