/* archive.c - how far web archives were read.
 *
 * An archive has millions of records; an ingest that was stopped goes on where it was, and one that
 * was done looks at the last record only.  What is noted is the last record that was written: its
 * byte in the file and its id, by which an archive is known again.  The note is part of the
 * transaction that wrote the record, or comes behind it, so it is never ahead of the reports. */
#include "store.h"

static const char table[] = "CREATE TABLE IF NOT EXISTS archive_read(file TEXT PRIMARY KEY, offset INTEGER NOT NULL, id TEXT NOT NULL) STRICT, WITHOUT ROWID";

static bool is_there(toc_store *s) {
  sqlite3_stmt *st = NULL;
  bool yes = sqlite3_prepare_v2(s->db, "SELECT 1 FROM sqlite_master WHERE name = 'archive_read'", -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW;
  sqlite3_finalize(st);
  return yes;
}

toc_status toc__store_read_to(toc_store *s, toc_str file, uint64_t offset, toc_str id, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = is_there(s) ? TOC_OK : toc__store_run(s, table, "write", err);
  if (got != TOC_OK) return got;
  if (sqlite3_prepare_v2(s->db, "INSERT OR REPLACE INTO archive_read VALUES (?,?,?)", -1, &st, NULL) != SQLITE_OK) return toc__store_fail(s, "write", err);
  sqlite3_bind_text(st, 1, file.ptr, (int)file.len, SQLITE_STATIC);
  sqlite3_bind_int64(st, 2, (sqlite3_int64)offset);
  sqlite3_bind_text(st, 3, id.ptr, (int)id.len, SQLITE_STATIC);
  if (sqlite3_step(st) != SQLITE_DONE) got = toc__store_fail(s, "write", err);
  sqlite3_finalize(st);
  return got;
}

toc_status toc_store_read_to(toc_store *s, const char *file, uint64_t *offset, char *id, size_t size, toc_error *err) {
  sqlite3_stmt *st;
  if (!is_there(s)) return TOC_DONE;
  if (sqlite3_prepare_v2(s->db, "SELECT offset, id FROM archive_read WHERE file = ?", -1, &st, NULL) != SQLITE_OK) return toc__store_fail(s, "read", err);
  sqlite3_bind_text(st, 1, file, -1, SQLITE_STATIC);
  toc_status got = sqlite3_step(st) == SQLITE_ROW ? TOC_OK : TOC_DONE;
  if (got == TOC_OK) {
    *offset = (uint64_t)sqlite3_column_int64(st, 0);
    snprintf(id, size, "%s", (const char *)sqlite3_column_text(st, 1));
  }
  sqlite3_finalize(st);
  return got;
}
