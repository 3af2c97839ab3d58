/* store.h - a crisis file: reports as received, and all that was read from them.
 *
 * "Police arrested 200 people", a ministry said on Tuesday; on Friday its number was 350.
 * One SQLite file keeps both reports to the byte, what each says, and who said it when.
 * schema.sql is its description; docs/store.md tells it to people.
 *
 *   store.c    open, close, create, what SQLite's errors mean
 *   write.c    one coded document into rows
 *   feed.c     rows of many reports, for SQLite to take at once
 *   ingest.c   many reports: skip what is there, code, write in batches
 *   settle.c   what can only be said of all reports together: revisions, incidents
 *   history.c  what the file said when; setting a handle back in time
 *   past.c     the rows of one report as bytes, and back
 *   diff.c     what a later version of a report says otherwise
 *   export.c   the layouts of other tools; counts by place and time
 *   brat.c     texts with standoff annotation
 *   trees.c    texts with trees
 *   show.c     one incident, one event for a person
 *   why.c      why an event is there
 *   verify.c   is the file what it says it is?
 *   archive.c  how far web archives were read
 *   rows.c     rows as CSV, JSON lines, text, Parquet or Arrow
 *
 * A store belongs to one thread at a time; toc_store_ingest runs threads of its own.  Each
 * change is a transaction: a killed program leaves the file as the last one left it. */
#ifndef TOC_STORE_H
#define TOC_STORE_H

#include "doc.h"

#include <sqlite3.h>

#define TOC_STORE_APPLICATION 0x546f6373 /* "Tocs" */
#define TOC_STORE_VERSION 3

/* ---- feed.c: rows that wait for SQLite ---- */
enum { TOC__FEED_TABLES = 16, TOC__FEED_COLUMNS = 32 };

/* The rows that were laid down between two calls of toc__feed_report. */
typedef struct toc__feed_entry {
  int64_t key;
  uint32_t nth;
  size_t from[TOC__FEED_TABLES], to[TOC__FEED_TABLES]; /* bytes of rows */
} toc__feed_entry;

typedef struct toc__feed {
  toc_buf rows[TOC__FEED_TABLES];
  toc__feed_entry *entry; /* [n], room for [size / 2] */
  uint32_t *slot;         /* [size] open addressing by key: entry + 1 */
  uint32_t n, size;
  bool failed;
  int table, width;       /* what toc_feed hands out; width 0: nothing */
} toc__feed;

/* Makes the virtual table toc_feed known to a connection; one of SQLite's codes.  The feed must outlive it. */
int toc__feed_open(sqlite3 *db, toc__feed *feed);
void toc__feed_release(toc__feed *feed);
/* What is laid down from now on belongs to the report of this key. */
void toc__feed_report(toc__feed *feed, int64_t key);
/* The next cell of a row, into feed->rows[table]; rows have as many cells as toc__feed_pour says.  Bytes
 * are copied. */
void toc__feed_null(toc_buf *b);
void toc__feed_int(toc_buf *b, int64_t n);
void toc__feed_real(toc_buf *b, double x);
void toc__feed_text(toc_buf *b, toc_str s);
void toc__feed_blob(toc_buf *b, const void *bytes, size_t n);
/* Did memory run out?  What was laid down is then to be dropped. */
bool toc__feed_failed(const toc__feed *feed);
bool toc__feed_has(const toc__feed *feed, int64_t key);
size_t toc__feed_bytes(const toc__feed *feed);
/* When all is laid down: sort, pour each table into a statement that reads toc_feed, reset.  False: SQLite
 * says why; of toc__feed_sort: out of memory. */
bool toc__feed_sort(toc__feed *feed);
bool toc__feed_pour(toc__feed *feed, int table, int width, sqlite3_stmt *st);
void toc__feed_reset(toc__feed *feed);

enum { TOC__STORE_PUTS = 18 };

struct toc_store {
  sqlite3 *db;
  char *path;
  bool writable;
  toc__feed feed;
  toc_arena arena;                    /* of one call of toc__store_write */
  sqlite3_stmt *put[TOC__STORE_PUTS]; /* prepared when first needed; write.c names them */
};

/* A report as it is kept. */
typedef struct toc__parcel {
  int64_t key;
  char sha256[72];
  void *packed; /* [n], zlib; of malloc */
  size_t n;
} toc__parcel;
/* One packer packs many, one after the other.  TOC_NOMEM. */
typedef struct toc__packer {
  struct libdeflate_compressor *deflate;
} toc__packer;
void toc__parcel_name(toc__parcel *p, const toc_report *report); /* key and sha256 */
toc_status toc__parcel_pack(toc__parcel *p, toc__packer *packer, const toc_report *report);
void toc__packer_release(toc__packer *packer);

/* A message out of SQLite's last error: "cannot WHAT 'file': why". */
toc_status toc__store_fail(const toc_store *s, const char *what, toc_error *err);
/* Runs statements that return no rows. */
toc_status toc__store_run(const toc_store *s, const char *sql, const char *what, toc_error *err);

toc_status toc__store_prepare(const toc_store *s, const char *sql, sqlite3_stmt **st, toc_error *err);

/* Of a toll t: its own report gives the number and takes it back.  The view `tolls` says the same. */
#define TOC__TAKEN_BACK "EXISTS (SELECT 1 FROM figure g WHERE g.report = t.report AND g.corrects = t.figure)"

/* The i-th column of the row at hand: text until the next step, or copied ({NULL, 0} if it is missing), a number (NAN). */
toc_str toc__column_text(sqlite3_stmt *st, int i);
toc_str toc__column_copy(toc_arena *arena, sqlite3_stmt *st, int i);
double toc__column_real(sqlite3_stmt *st, int i);

/* Key of some bytes: 60 bits of their SHA-256. */
int64_t toc__store_key(toc_str bytes);
/* Key of a report as received; sha256 of its bytes. */
int64_t toc__store_report_key(toc_str id, const char *format, const char *sha256);
/* A key as the views show it: 15 lower-case hexadecimal digits. */
bool toc__key_read(toc_str s, int64_t *key);
const char *toc__store_format_name(toc_input_format f);

/* Puts the points of `places` on the map that are not there (schema.sql tells what a point's key is).  The
 * table behind the R*Tree is asked: a cursor on the tree itself would lock it against writing. */
#define TOC__PUT_POINTS(places)                                                                                           \
  "INSERT INTO main.place_at SELECT spot, y, y, x, x FROM (SELECT DISTINCT p.spot AS spot, (p.spot / 1000000000) / 1e6 - 90 AS y,"   \
  " (p.spot % 1000000000) / 1e6 - 180 AS x FROM " places " WHERE p.spot IS NOT NULL) s"                                     \
  " WHERE NOT EXISTS (SELECT 1 FROM main.place_at_rowid a WHERE a.rowid = s.spot) ORDER BY spot;"

/* Lay rows down for toc__store_flush: the report as received; where and when it was obtained (nothing if that
 * is there); what was coded.  doc NULL: it could not be, for the reason `fault`. */
toc_status toc__store_receive(toc_store *s, const toc__parcel *parcel, const toc_report *report, toc_error *err);
toc_status toc__store_arrive(toc_store *s, int64_t key, const toc_report *report, const char *at, toc_error *err);
toc_status toc__store_write(toc_store *s, int64_t key, const toc_report *report, const toc_doc *doc, int64_t engine,
                            const char *fault, toc_error *err);
/* A report is read by that engine from now on; laid down, too. */
toc_status toc__store_reading(toc_store *s, int64_t key, const char *at, int64_t engine, toc_error *err);
/* Writes what was laid down, and both indexes of it, inside a transaction.  Afterwards nothing waits, in any
 * case. */
toc_status toc__store_flush(toc_store *s, toc_error *err);
enum { TOC__STORE_WAITING = 32 << 20 }; /* bytes; so many are enough for one flush */
/* Before and after, outside a transaction: triggers and foreign keys are off meanwhile.  What
 * toc__store_write writes is whole by construction; `verify` looks. */
toc_status toc__store_bulk(toc_store *s, bool on, toc_error *err);
toc_status toc__store_engine(toc_store *s, const toc_engine *engine, int64_t *key, toc_error *err);
/* Notes that an archive was read up to the report of that byte and id (archive.c). */
toc_status toc__store_read_to(toc_store *s, toc_str file, uint64_t offset, toc_str id, toc_error *err);
/* Drops every derived row; inside a transaction. */
toc_status toc__store_drop(toc_store *s, toc_error *err);
/* Revisions and incidents, anew; inside a transaction. */
toc_status toc__store_settle(toc_store *s, toc_error *err);
/* Codes all reports of `from` into `into` (which may be the same, with its rows dropped). */
toc_status toc__store_recode(toc_store *from, toc_store *into, const toc_engine *engine, unsigned jobs,
                             toc_store_progress_fn progress, void *ctx, toc_error *err);
/* Reports as received, with where each was first found; conditions and order follow. */
#define TOC__RECEIVED                                                                                                     \
  "SELECT r.*, coalesce((SELECT file FROM arrival a WHERE a.report = r.key ORDER BY file, line LIMIT 1), ''), "             \
  "coalesce((SELECT line FROM arrival a WHERE a.report = r.key ORDER BY file, line LIMIT 1), 0) FROM received r"
/* The report of the current row of that. */
toc_status toc__store_read_received(const toc_store *from, sqlite3_stmt *st, toc_report **report, toc_error *err);
/* TOC_USAGE unless that engine made the rows. */
toc_status toc__store_made_by(const toc_store *s, const toc_engine *engine, toc_error *err);
/* The received bytes of the current row's blob and size columns; the caller frees *out. */
toc_status toc__store_unpack(const void *packed, int n, int64_t size, char **out);

/* ---- history.c: all inside a transaction of the caller's ---- */
#define TOC__MOMENT 40
void toc__store_now(char now[TOC__MOMENT]);
/* "2022-01-06", "2022-01-06T09:10", "2022-01-06T09:10:11", "2022-01-06T09:10:11.250000", and with a time of day a Z behind
 * it.  Without the Z their bytes are in the order of time. */
bool toc__store_is_moment(const char *text);
/* When something is logged: `wanted` (NULL: now), but not before the last entry. */
toc_status toc__store_moment(const toc_store *s, const char *wanted, char at[TOC__MOMENT], toc_error *err);
/* Logs what incidents and revisions have become since the last entry: those that the last settle touched,
 * or all. */
toc_status toc__store_log(toc_store *s, const char *at, bool all, toc_error *err);
/* TOC_USAGE if the file comes from an earlier version and must be rebuilt first. */
toc_status toc__store_complete(const toc_store *s, toc_error *err);
/* Does the log end with what the tables say? */
toc_status toc__store_log_holds(const toc_store *s, toc_error *err);
/* Around a rebuild: keep what is there, then log where it was read otherwise; forget in any case. */
toc_status toc__store_keep(toc_store *s, toc_error *err);
toc_status toc__store_log_rebuild(toc_store *s, const char *at, toc_error *err);
void toc__store_forget(toc_store *s);

/* ---- past.c ---- */
#define TOC__PAST_COLUMNS 64
typedef struct toc__past_cell {
  char letter; /* n missing, i number, r real, t text */
  int64_t number;
  double real;
  toc_str text;
} toc__past_cell;
/* False stops.  Strings live as long as the bytes. */
typedef struct toc__past_reader {
  bool (*table)(void *ctx, toc_str name, const toc_str *column, int n);
  bool (*row)(void *ctx, const toc__past_cell *cell, int n);
  void *ctx;
} toc__past_reader;
/* all: false leaves out what a file of version 1 does not hold. */
toc_status toc__past_pack(toc_store *s, int64_t report, bool all, toc_buf *out, toc_error *err);
/* False: the bytes are none that toc__past_pack wrote, or the reader stopped. */
bool toc__past_read(toc_str bytes, const toc__past_reader *reader);

/* ---- diff.c ---- */
/* A stretch that is the same ('='), gone ('-', now empty) or new ('+', was empty); bytes. */
typedef struct toc__diff_op {
  char op;
  toc_span was, now;
} toc__diff_op;
typedef TOC_ARRAY(toc__diff_op) toc__diff;
/* All of both texts, in order.  Texts are shorter than 4 GiB. */
void toc__diff_texts(toc_arena *arena, toc_str was, toc_str now, toc__diff *out);
/* A report by its key, or the latest of its id; TOC_USAGE if there is none. */
toc_status toc__store_find_report(toc_store *store, const char *name, int64_t *key, toc_error *err);

/* ---- export.c, brat.c, trees.c ---- */
/* SQL functions of our own. */
toc_status toc__store_functions(toc_store *s, toc_error *err);
/* Lets temporary tables be made (off), or keeps everything from being written again; what it was before. */
bool toc__store_temporary(toc_store *s, bool off);
/* The events that an export begins with: temp.chosen(event, report). */
toc_status toc__store_choose(toc_store *s, const toc_export *what, toc_error *err);
/* May the texts be written as a whole? */
toc_status toc__store_whole_texts(toc_store *s, const toc_export *what, toc_error *err);
toc_status toc__store_brat(toc_store *s, const toc_export *what, toc_write_fn write, void *ctx, toc_error *err);
toc_status toc__store_conllu(toc_store *s, const toc_export *what, toc_write_fn write, void *ctx, toc_error *err);

/* ---- rows.c ---- */
typedef enum { TOC__ROWS_CSV, TOC__ROWS_JSONL, TOC__ROWS_GEOJSON, TOC__ROWS_TEXT, TOC__ROWS_TSV,
               TOC__ROWS_PARQUET, TOC__ROWS_ARROW, TOC__ROWS_ARROW_STREAM } toc__rows; /* the last three as in toc__table_format */
/* Runs one statement that only reads, and writes its rows.  Columns latitude and longitude become the
 * point in GeoJSON. */
toc_status toc__store_rows(const toc_store *s, toc_str sql, toc__rows as, toc_write_fn write, void *ctx, toc_error *err);

#endif
