/* store.h - a crisis file: reports as received, and all that was read from them.
 *
 * "Police arrested 200 people", a ministry said on Tuesday; on Friday its number was 350.
 * One SQLite file keeps both reports to the byte, what each says, and who said it when.
 * schema.sql is its description; docs/store.md tells it to people.
 *
 *   store.c    open, close, create, what SQLite's errors mean
 *   write.c    one coded document into rows
 *   ingest.c   many reports: skip what is there, code, write in batches
 *   settle.c   what can only be said of all reports together: revisions, incidents
 *   verify.c   is the file what it says it is?
 *   reading.c  how far web archives were read
 *   rows.c     rows as CSV, JSON lines or text
 *
 * A store belongs to one thread at a time; toc_store_ingest runs threads of its own.  Each
 * change is a transaction: a killed program leaves the file as the last one left it. */
#ifndef TOC_STORE_H
#define TOC_STORE_H

#include "doc.h"

#include <sqlite3.h>

#define TOC_STORE_APPLICATION 0x546f6373 /* "Tocs" */
#define TOC_STORE_VERSION 1

struct toc_store {
  sqlite3 *db;
  char *path;
  bool writable;
  sqlite3_stmt *put[24]; /* prepared when first needed; write.c names them */
};

/* A message out of SQLite's last error: "cannot WHAT 'file': why". */
toc_status toc__store_fail(const toc_store *s, const char *what, toc_error *err);
/* Runs statements that return no rows. */
toc_status toc__store_run(const toc_store *s, const char *sql, const char *what, toc_error *err);

/* Key of some bytes: 60 bits of their SHA-256. */
int64_t toc__store_key(toc_str bytes);
/* Key of a report as received. */
int64_t toc__store_report_key(toc_str id, const char *format, toc_str bytes);
const char *toc__store_format_name(toc_input_format f);

/* Writes the report as received and its arrival (file NULL: none); nothing if it is there. */
toc_status toc__store_receive(toc_store *s, int64_t key, const toc_report *report, const char *at, toc_error *err);
/* Writes what was coded.  doc NULL: it could not be, for the reason `fault`. */
toc_status toc__store_write(toc_store *s, int64_t key, const toc_report *report, const toc_doc *doc, int64_t engine,
                            const char *fault, toc_error *err);
toc_status toc__store_engine(toc_store *s, const toc_engine *engine, int64_t *key, toc_error *err);
/* Notes that an archive was read up to this report (reading.c); nothing for what is no archive. */
toc_status toc__store_read_to(toc_store *s, const toc_report *report, toc_error *err);
/* Drops every derived row; inside a transaction. */
toc_status toc__store_drop(toc_store *s, toc_error *err);
/* Revisions and incidents, anew; inside a transaction. */
toc_status toc__store_settle(toc_store *s, toc_error *err);
/* Codes all reports of `from` into `into` (which may be the same, with its rows dropped). */
toc_status toc__store_recode(toc_store *from, toc_store *into, const toc_engine *engine, unsigned jobs,
                             toc_store_progress_fn progress, void *ctx, toc_error *err);
/* The received bytes of the current row's blob and size columns; the caller frees *out. */
toc_status toc__store_unpack(const void *packed, int n, int64_t size, char **out);

/* ---- rows.c ---- */
typedef enum { TOC__ROWS_CSV, TOC__ROWS_JSONL, TOC__ROWS_GEOJSON, TOC__ROWS_TEXT, TOC__ROWS_TSV } toc__rows;
/* Runs one statement that only reads, and writes its rows.  Columns latitude and longitude become the
 * point in GeoJSON. */
toc_status toc__store_rows(const toc_store *s, toc_str sql, toc__rows as, toc_write_fn write, void *ctx, toc_error *err);

#endif
