/* ingest.c - many reports into a crisis file.
 *
 * A report is known by the hash of its bytes: what is there already is passed over before it
 * is coded, so that an ingest which was killed is simply run again.  Rows wait in memory and are written
 * in batches of one transaction each; the file is locked for no longer than that takes.  toc_run calls
 * `next` and `emit` from several threads; one lock keeps them apart where they touch the database. */
#include "store.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define BATCH 4096        /* reports that wait, at most … */
#define BATCH_SECONDS 5.0 /* … and how long */

/* Reports under way: named when they are taken, packed while others are written, and written in the
 * order in which they were taken. */
typedef struct parcels {
  toc__parcel *ptr; /* [size], a ring */
  size_t size, taken, written;
} parcels;

typedef struct ingest {
  toc_store *from, *into;
  const toc_engine *engine;
  toc_next_fn next;      /* of the caller */
  toc_store_progress_fn progress;
  void *ctx;
  const char *at;        /* of arrival */
  char said[TOC__MOMENT]; /* when it is logged */
  int64_t engine_key;
  pthread_mutex_t lock;
  sqlite3_stmt *known;   /* is there a report of this key? */
  parcels way;
  toc__packer packer;
  sqlite3_stmt *received; /* rebuild: the reports of the file */
  bool in_batches;
  uint32_t n;            /* that wait … */
  double since;          /* … and since when */
  bool noted;            /* how far an archive was read with them */
  toc_buf archive, last;
  uint64_t offset;
  bool stopped;          /* by the caller */
  toc_status status;     /* what failed first */
  toc_error err;
} ingest;

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void fail(ingest *g, toc_status s, const toc_error *err) {
  if (g->status != TOC_OK) return;
  g->status = s;
  g->err = *err;
}

static void tell(ingest *g, const toc_report *report, int skipped, size_t n_events, toc_status status, const toc_error *err) {
  if (g->progress && g->progress(g->ctx, report, skipped, n_events, status, err)) g->stopped = true;
}

/* ------------------------------------------------------------------ parcels */

static toc_status put_parcel(parcels *p, toc__parcel one) {
  if (p->taken - p->written == p->size) {
    size_t size = p->size ? p->size * 2 : 64;
    toc__parcel *ptr = malloc(size * sizeof *ptr);
    if (!ptr) return TOC_NOMEM;
    for (size_t i = p->written; i < p->taken; i++) ptr[i % size] = p->ptr[i % p->size];
    free(p->ptr);
    p->ptr = ptr;
    p->size = size;
  }
  p->ptr[p->taken++ % p->size] = one;
  return TOC_OK;
}

static toc__parcel get_parcel(parcels *p) { return p->ptr[p->written++ % p->size]; }

static void free_parcels(parcels *p) {
  while (p->written < p->taken) free(get_parcel(p).packed);
  free(p->ptr);
}

/* ------------------------------------------------------------------ batches */

static toc_str str_of(const toc_buf *b) { return (toc_str){b->ptr, b->len}; }

static toc_status write_waiting(ingest *g, toc_error *err) {
  toc_status s = g->in_batches ? toc__store_run(g->into, "BEGIN IMMEDIATE; UPDATE state SET value = 0 WHERE name = 'settled'", "write", err) : TOC_OK;
  if (s == TOC_OK) s = toc__store_flush(g->into, err);
  if (s == TOC_OK && g->noted) s = toc__store_read_to(g->into, str_of(&g->archive), g->offset, str_of(&g->last), err);
  if (s == TOC_OK && g->in_batches) s = toc__store_run(g->into, "COMMIT", "write", err);
  g->n = 0;
  g->noted = false;
  return s;
}

/* One more waits; or none more will come. */
static toc_status end_batch(ingest *g, bool now, toc_error *err) {
  if (now) return g->n ? write_waiting(g, err) : TOC_OK;
  if (g->n++ == 0) g->since = seconds();
  bool enough = g->n >= BATCH || toc__feed_bytes(&g->into->feed) >= TOC__STORE_WAITING || (g->in_batches && seconds() - g->since >= BATCH_SECONDS);
  return enough ? write_waiting(g, err) : TOC_OK;
}

/* Of a report that waits. */
static toc_status note_archive(ingest *g, const toc_report *report, toc_error *err) {
  toc_status s = TOC_OK;
  if (!report->has_offset || !report->file.len) return s;
  if (g->noted && !toc_str_eq(str_of(&g->archive), report->file)) s = end_batch(g, true, err);
  toc_buf_reset(&g->archive);
  toc_buf_reset(&g->last);
  toc_buf_str(&g->archive, report->file);
  toc_buf_str(&g->last, report->id);
  g->offset = report->offset;
  g->noted = true;
  return s == TOC_OK && (g->archive.failed || g->last.failed) ? toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory") : s;
}

/* -------------------------------------------------------------------- next */

static bool is_known(ingest *g, int64_t key) {
  if (toc__feed_has(&g->into->feed, key)) return true;
  sqlite3_bind_int64(g->known, 1, key);
  bool yes = sqlite3_step(g->known) == SQLITE_ROW;
  sqlite3_reset(g->known);
  return yes;
}

/* Is it there?  Then only its arrival is noted, if that is new. */
static bool pass_over(ingest *g, const toc_report *report, const toc__parcel *parcel) {
  toc_error err = {0};
  pthread_mutex_lock(&g->lock);
  bool known = is_known(g, parcel->key);
  if (known) {
    toc_status s = toc__store_arrive(g->into, parcel->key, report, g->at, &err);
    if (s == TOC_OK) s = end_batch(g, false, &err);
    if (s != TOC_OK) fail(g, s, &err);
    tell(g, report, 1, 0, TOC_OK, NULL);
  }
  pthread_mutex_unlock(&g->lock);
  return known;
}

static bool send(ingest *g, const toc_report *report, toc__parcel *parcel) {
  toc_error err = {0};
  toc_status s = g->from ? TOC_OK : toc__parcel_pack(parcel, &g->packer, report);
  pthread_mutex_lock(&g->lock);
  if (s == TOC_OK) s = put_parcel(&g->way, *parcel);
  if (s != TOC_OK) {
    free(parcel->packed);
    toc_fail(&err, s, NULL, 0, 0, "out of memory");
    fail(g, s, &err);
  }
  pthread_mutex_unlock(&g->lock);
  return s == TOC_OK;
}

static bool goes_on(ingest *g) {
  pthread_mutex_lock(&g->lock);
  bool yes = !g->stopped && g->status == TOC_OK;
  pthread_mutex_unlock(&g->lock);
  return yes;
}

static toc_status next_fresh(void *ctx, toc_report **report) {
  ingest *g = ctx;
  while (goes_on(g)) {
    toc_status s = g->next(g->ctx, report);
    if (s != TOC_OK) return s;
    toc__parcel parcel;
    toc__parcel_name(&parcel, *report);
    bool known = pass_over(g, *report, &parcel);
    if (!known && send(g, *report, &parcel)) return TOC_OK;
    toc_report_free(*report);
    *report = NULL;
  }
  return TOC_DONE;
}

static toc_input_format format_of(const char *name) {
  static const toc_input_format all[] = {TOC_INPUT_JSONL, TOC_INPUT_CONLLU, TOC_INPUT_HTML};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strcmp(name, toc__store_format_name(all[i])) == 0) return all[i];
  return TOC_INPUT_TEXT;
}

static const char *text_of(sqlite3_stmt *st, int column) {
  const char *s = (const char *)sqlite3_column_text(st, column);
  return s ? s : "";
}

toc_status toc__store_read_received(const toc_store *from, sqlite3_stmt *st, toc_report **report, toc_error *err) {
  char *bytes = NULL;
  int64_t size = sqlite3_column_int64(st, 4);
  toc_status s = toc__store_unpack(sqlite3_column_blob(st, 5), sqlite3_column_bytes(st, 5), size, &bytes);
  if (s != TOC_OK) {
    return toc_fail(err, s, NULL, 0, 0, "report '%s' in '%s' cannot be unpacked: %s", text_of(st, 1), from->path,
                    s == TOC_NOMEM ? "out of memory" : "it is damaged");
  }
  toc_str id = toc_cstr(text_of(st, 1));
  s = toc_report_read(report, (toc_str){bytes, (size_t)size}, format_of(text_of(st, 2)), id, text_of(st, 6), (uint32_t)sqlite3_column_int64(st, 7), err);
  free(bytes);
  return s;
}

static toc_status next_received(void *ctx, toc_report **report) {
  ingest *g = ctx;
  toc_error err = {0};
  pthread_mutex_lock(&g->lock);
  toc_status s = TOC_DONE;
  if (!g->stopped && g->status == TOC_OK) {
    int got = sqlite3_step(g->received);
    s = got == SQLITE_DONE ? TOC_DONE : got == SQLITE_ROW ? toc__store_read_received(g->from, g->received, report, &err) : toc__store_fail(g->from, "read", &err);
    if (s != TOC_OK && s != TOC_DONE) fail(g, s, &err);
  }
  pthread_mutex_unlock(&g->lock);
  if (s != TOC_OK) return TOC_DONE;
  toc__parcel parcel;
  toc__parcel_name(&parcel, *report);
  if (send(g, *report, &parcel)) return TOC_OK;
  toc_report_free(*report);
  *report = NULL;
  return TOC_DONE;
}

/* -------------------------------------------------------------------- emit */

static toc_status lay_down(ingest *g, const toc__parcel *parcel, const toc_report *report, const toc_doc *doc, toc_status status,
                           const toc_error *why, toc_error *err) {
  toc_status s = TOC_OK;
  if (g->from == NULL) {
    bool twice = is_known(g, parcel->key); /* in one input */
    s = toc__store_arrive(g->into, parcel->key, report, g->at, err);
    if (s != TOC_OK || twice) return s;
    s = toc__store_receive(g->into, parcel, report, err);
    if (s == TOC_OK) s = toc__store_reading(g->into, parcel->key, g->said, g->engine_key, err);
  }
  if (s == TOC_OK)
    s = toc__store_write(g->into, parcel->key, report, status == TOC_OK ? doc : NULL, g->engine_key, status == TOC_OK ? NULL : why->message, err);
  return s;
}

static int emit(void *ctx, const toc_report *report, toc_doc *doc, toc_status status, const toc_error *why) {
  ingest *g = ctx;
  toc_error err = {0};
  pthread_mutex_lock(&g->lock);
  toc__parcel parcel = get_parcel(&g->way);
  toc_status s = g->status != TOC_OK ? g->status : lay_down(g, &parcel, report, doc, status, why, &err);
  free(parcel.packed);
  if (s == TOC_OK && !g->from) s = note_archive(g, report, &err);
  if (s == TOC_OK) s = end_batch(g, false, &err);
  if (s != TOC_OK) fail(g, s, &err);
  else tell(g, report, 0, status == TOC_OK ? toc_doc_event_count(doc) : 0, status, why);
  int stop = g->status != TOC_OK;
  pthread_mutex_unlock(&g->lock);
  return stop;
}

/* --------------------------------------------------------------------- runs */

static toc_status run(ingest *g, unsigned jobs, toc_next_fn next, toc_error *err) {
  pthread_mutex_init(&g->lock, NULL);
  toc_status s = toc_run(g->engine, jobs, 0, next, emit, g, err);
  pthread_mutex_destroy(&g->lock);
  toc__packer_release(&g->packer);
  free_parcels(&g->way);
  if (g->status == TOC_OK && s == TOC_OK) s = end_batch(g, true, err);
  toc__feed_reset(&g->into->feed);
  toc_buf_release(&g->archive);
  toc_buf_release(&g->last);
  if (g->status == TOC_OK) return s;
  if (err) *err = g->err;
  return g->status;
}

static void roll_back(const toc_store *s) {
  if (!sqlite3_get_autocommit(s->db)) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

static toc_status end_bulk(toc_store *s, toc_status got, toc_error *err) {
  roll_back(s);
  toc_status end = toc__store_bulk(s, false, got == TOC_OK ? err : NULL);
  return got == TOC_OK ? end : got;
}

/* Rows of one engine only: values that two dictionaries gave do not compare. */
static toc_status one_engine(toc_store *s, int64_t key, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = toc__store_prepare(s, "SELECT 1 FROM engine WHERE key <> ?", &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_int64(st, 1, key);
  if (sqlite3_step(st) == SQLITE_ROW)
    got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "'%s' was made with other models or dictionaries; run 'tocsin rebuild %s' first", s->path, s->path);
  sqlite3_finalize(st);
  return got;
}

static toc_status settle(toc_store *s, const char *at, toc_error *err) {
  toc_status got = toc__store_run(s, "BEGIN IMMEDIATE", "write", err);
  if (got == TOC_OK) got = toc__store_settle(s, err);
  if (got == TOC_OK) got = toc__store_log(s, at, false, err);
  if (got == TOC_OK) got = toc__store_run(s, "COMMIT", "write", err);
  if (got != TOC_OK) roll_back(s);
  return got;
}

static toc_status no_moment(const char *what, const char *text, toc_error *err) {
  return toc_fail(err, TOC_USAGE, NULL, 0, 0, "%s '%s' is no time: expected one like 2022-01-06T09:10:00Z, in UTC", what, text);
}

toc_status toc_store_ingest(toc_store *store, const toc_engine *engine, unsigned jobs, const char *obtained, toc_next_fn next,
                            toc_store_progress_fn progress, void *ctx, toc_error *err) {
  char now[TOC__MOMENT];
  toc__store_now(now);
  ingest g = {.into = store, .engine = engine, .next = next, .progress = progress, .ctx = ctx, .at = obtained ? obtained : now, .in_batches = true};
  if (!toc__store_is_moment(g.at)) return no_moment("obtained", g.at, err);
  toc_status s = toc__store_complete(store, err);
  if (s == TOC_OK) s = toc__store_bulk(store, true, err);
  if (s == TOC_OK) s = toc__store_run(store, "BEGIN IMMEDIATE", "write", err);
  if (s == TOC_OK) s = toc__store_engine(store, engine, &g.engine_key, err);
  if (s == TOC_OK) s = one_engine(store, g.engine_key, err);
  if (s == TOC_OK) s = toc__store_moment(store, g.at, g.said, err);
  if (s == TOC_OK) s = toc__store_run(store, "COMMIT", "write", err);
  if (s != TOC_OK) roll_back(store);
  if (s == TOC_OK) s = toc__store_prepare(store, "SELECT 1 FROM report WHERE key = ?", &g.known, err);
  if (s == TOC_OK) s = run(&g, jobs, next_fresh, err);
  if (g.known) sqlite3_finalize(g.known);
  if (s == TOC_OK && !g.stopped) {
    if (progress) progress(ctx, NULL, 0, 0, TOC_OK, NULL);
    s = settle(store, g.said, err);
  }
  return end_bulk(store, s, err);
}

toc_status toc__store_recode(toc_store *from, toc_store *into, const toc_engine *engine, unsigned jobs, toc_store_progress_fn progress,
                             void *ctx, toc_error *err) {
  ingest g = {.from = from, .into = into, .engine = engine, .progress = progress, .ctx = ctx};
  toc_status s = toc__store_engine(into, engine, &g.engine_key, err);
  if (s == TOC_OK)
    s = toc__store_prepare(from,
                TOC__RECEIVED " ORDER BY r.key",
                &g.received, err);
  if (s == TOC_OK) s = run(&g, jobs, next_received, err);
  sqlite3_finalize(g.received);
  if (s == TOC_OK && g.stopped) s = toc_fail(err, TOC_IO, NULL, 0, 0, "stopped: '%s' is as it was", into->path);
  if (s == TOC_OK && progress) progress(ctx, NULL, 0, 0, TOC_OK, NULL);
  if (s == TOC_OK) s = toc__store_settle(into, err);
  return s;
}

toc_status toc_store_rebuild(toc_store *store, const toc_engine *engine, unsigned jobs, toc_store_progress_fn progress, void *ctx,
                             toc_error *err) {
  char at[TOC__MOMENT];
  toc_status s = toc__store_bulk(store, true, err);
  if (s == TOC_OK) s = toc__store_run(store, "BEGIN IMMEDIATE", "write", err);
  if (s == TOC_OK) s = toc__store_keep(store, err);
  if (s == TOC_OK) s = toc__store_drop(store, err);
  if (s == TOC_OK) s = toc__store_recode(store, store, engine, jobs, progress, ctx, err);
  if (s == TOC_OK) s = toc__store_moment(store, NULL, at, err);
  if (s == TOC_OK) s = toc__store_log_rebuild(store, at, err);
  if (s == TOC_OK) s = toc__store_log(store, at, true, err);
  if (s == TOC_OK) s = toc__store_run(store, "UPDATE state SET value = 1 WHERE name = 'complete'", "write", err);
  if (s == TOC_OK) s = toc__store_run(store, "COMMIT", "write", err);
  toc__store_forget(store);
  return end_bulk(store, s, err);
}

/* -------------------------------------------------------------------- edits */

/* Lines of CSV end with CR LF, and a shell leaves the CR. */
static bool event_key(const char *text, int64_t *key) { return text && toc__key_read(toc_str_trim(toc_cstr(text)), key); }

static toc_status there(const toc_store *s, int64_t key, const char *text, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = toc__store_prepare(s, "SELECT 1 FROM event WHERE key = ?", &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_int64(st, 1, key);
  if (sqlite3_step(st) != SQLITE_ROW) got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "no event '%s' in '%s'", text, s->path);
  sqlite3_finalize(st);
  return got;
}

static toc_status put_edit(toc_store *s, const toc_edit *e, int64_t event, int64_t other, const char *at, toc_error *err) {
  toc_buf all;
  sqlite3_stmt *st;
  toc_buf_init(&all, 0);
  toc_buf_fmt(&all, "%s%c%s%c%s%c%lld%c%lld%c%s", at, 0, e->by ? e->by : "", 0, e->what, 0, (long long)event, 0, (long long)other, 0, e->note ? e->note : "");
  int64_t key = toc__store_key((toc_str){all.ptr, all.len});
  bool full = all.failed;
  toc_buf_release(&all);
  if (full) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_status got = toc__store_prepare(s, "INSERT OR IGNORE INTO edit VALUES (?,?,?,?,?,?,?)", &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_int64(st, 1, key);
  sqlite3_bind_text(st, 2, at, -1, SQLITE_STATIC);
  sqlite3_bind_text(st, 3, e->by ? e->by : "", -1, SQLITE_STATIC);
  sqlite3_bind_text(st, 4, e->what, -1, SQLITE_STATIC);
  sqlite3_bind_int64(st, 5, event);
  if (other) sqlite3_bind_int64(st, 6, other);
  if (e->note) sqlite3_bind_text(st, 7, e->note, -1, SQLITE_STATIC);
  if (sqlite3_step(st) != SQLITE_DONE) got = toc__store_fail(s, "write", err);
  sqlite3_finalize(st);
  return got;
}

/* The later word holds, and two edits fall into one second: so to the microsecond. */
static void to_the_microsecond(char at[TOC__MOMENT]) {
  struct timespec t;
  struct tm tm;
  clock_gettime(CLOCK_REALTIME, &t);
  gmtime_r(&t.tv_sec, &tm);
  size_t n = strftime(at, TOC__MOMENT, "%Y-%m-%dT%H:%M:%S", &tm);
  snprintf(at + n, TOC__MOMENT - n, ".%06ldZ", t.tv_nsec / 1000);
}

toc_status toc_store_edit(toc_store *s, const toc_edit *e, toc_error *err) {
  static const char *const known[] = {"accept", "reject", "merge", "split"};
  char now[TOC__MOMENT], logged[TOC__MOMENT];
  int64_t event, other = 0;
  size_t i = 0;
  while (i < 4 && strcmp(known[i], e->what) != 0) i++;
  bool merging = i == 2;
  if (i == 4) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "unknown edit '%s': expected accept, reject, merge or split", e->what);
  if (!event_key(e->event, &event) || (merging && !event_key(e->other, &other)) || (!merging && e->other))
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "%s takes %s of 15 hexadecimal digits, as in the view events", e->what, merging ? "two events" : "one event");
  if (e->at && !toc__store_is_moment(e->at)) return no_moment("at", e->at, err);
  toc_status got = toc__store_complete(s, err);
  if (got == TOC_OK) got = there(s, event, e->event, err);
  if (got == TOC_OK && merging) got = there(s, other, e->other, err);
  if (got == TOC_OK) got = toc__store_run(s, "BEGIN IMMEDIATE", "write", err);
  if (got != TOC_OK) return got;
  to_the_microsecond(now);
  const char *at = e->at ? e->at : now;
  got = put_edit(s, e, event, other, at, err);
  if (got == TOC_OK) got = toc__store_settle(s, err);
  if (got == TOC_OK) got = toc__store_moment(s, at, logged, err);
  if (got == TOC_OK) got = toc__store_log(s, logged, false, err);
  if (got == TOC_OK) got = toc__store_run(s, "COMMIT", "write", err);
  if (got != TOC_OK) roll_back(s);
  return got;
}

/* -------------------------------------------------------------------- merge */

/* The other file is opened by its own handle first: so it is known to be a crisis file. */
static toc_status same_engine(toc_store *into, toc_store *other, toc_error *err) {
  sqlite3_stmt *st;
  toc_status s = toc__store_prepare(into, "SELECT key FROM engine", &st, err);
  if (s != TOC_OK) return s;
  while (s == TOC_OK && sqlite3_step(st) == SQLITE_ROW) s = one_engine(other, sqlite3_column_int64(st, 0), err);
  sqlite3_finalize(st);
  return s;
}

toc_status toc_store_merge(toc_store *into, const char *path, toc_error *err) {
  toc_store *other;
  toc_status s = toc_store_open(&other, path, TOC_STORE_READ, err);
  if (s != TOC_OK) return s;
  s = toc__store_complete(other, err);
  if (s == TOC_OK) s = toc__store_complete(into, err);
  if (s == TOC_OK) s = same_engine(into, other, err);
  toc_store_close(other);
  if (s != TOC_OK) return s;
  char *attach = sqlite3_mprintf("ATTACH %Q AS other", path);
  if (!attach) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  s = toc__store_run(into, attach, "merge", err);
  sqlite3_free(attach);
  if (s != TOC_OK) return s;
  /* Rows of a report come all or not at all: those that are there have the same already. */
  static const char *const copy =
      "BEGIN IMMEDIATE;"
      "CREATE TEMP TABLE coming AS SELECT key FROM other.report WHERE key NOT IN (SELECT key FROM main.report);"
      "INSERT OR IGNORE INTO main.engine SELECT * FROM other.engine;"
      "INSERT OR IGNORE INTO main.received SELECT * FROM other.received;"
      "INSERT OR IGNORE INTO main.arrival SELECT * FROM other.arrival;"
      "INSERT OR IGNORE INTO main.edit SELECT * FROM other.edit;"
      "INSERT OR IGNORE INTO main.engines SELECT * FROM other.engines;"
      "INSERT OR IGNORE INTO main.reading SELECT * FROM other.reading;"
      "INSERT OR IGNORE INTO main.past SELECT * FROM other.past;"
      "INSERT INTO main.history(at, kind, id, what, other, row) SELECT at, kind, id, what, other, row FROM other.history h WHERE NOT EXISTS"
      " (SELECT 1 FROM main.history m WHERE m.at = h.at AND m.kind = h.kind AND m.id = h.id AND m.what = h.what AND m.row IS h.row) ORDER BY h.n;"
      "INSERT INTO main.report SELECT * FROM other.report WHERE key IN (SELECT key FROM coming);"
      "INSERT INTO main.claim SELECT * FROM other.claim WHERE report IN (SELECT key FROM coming);"
      "INSERT INTO main.figure SELECT * FROM other.figure WHERE report IN (SELECT key FROM coming);"
      "INSERT INTO main.event SELECT * FROM other.event WHERE report IN (SELECT key FROM coming);"
      "INSERT INTO main.party SELECT p.* FROM other.party p JOIN other.event e ON e.key = p.event WHERE e.report IN (SELECT key FROM coming);"
      "INSERT INTO main.event_figure SELECT p.* FROM other.event_figure p JOIN other.event e ON e.key = p.event WHERE e.report IN (SELECT key FROM coming);"
      "INSERT INTO main.toll SELECT * FROM other.toll WHERE report IN (SELECT key FROM coming);"
      "INSERT INTO main.part SELECT * FROM other.part WHERE report IN (SELECT key FROM coming);"
      "INSERT INTO main.trace SELECT report, time, url, name, NULL FROM other.trace WHERE report IN (SELECT key FROM coming);"
      "INSERT INTO main.impact SELECT * FROM other.impact WHERE report IN (SELECT key FROM coming);"
      "INSERT INTO main.place SELECT * FROM other.place WHERE report IN (SELECT key FROM coming);"
      "INSERT INTO main.time SELECT * FROM other.time WHERE report IN (SELECT key FROM coming);"
      "INSERT INTO main.hidden SELECT * FROM other.hidden WHERE report IN (SELECT key FROM coming);"
      TOC__PUT_POINTS("coming c JOIN main.place p ON p.report = c.key")
      "DROP TABLE temp.coming;";
  char at[TOC__MOMENT];
  s = toc__store_run(into, copy, "merge", err);
  if (s == TOC_OK) s = toc__store_settle(into, err);
  if (s == TOC_OK) s = toc__store_moment(into, NULL, at, err);
  if (s == TOC_OK) s = toc__store_log(into, at, true, err);
  if (s == TOC_OK) s = toc__store_run(into, "COMMIT", "merge", err);
  if (s != TOC_OK) roll_back(into);
  sqlite3_exec(into->db, "DETACH other", NULL, NULL, NULL);
  return s;
}
