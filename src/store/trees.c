/* trees.c - reports with their events as CoNLL-U.
 *
 * The file holds no trees: reports are read anew by the engine that made it.  What it says of them
 * stands in MISC: Event, EventId, Status and Incident at the first token of a trigger, Actor and
 * Recipient (the event's id) at the first token of a party.  The form and lemma of a token that names a private
 * person is its role. */
#include "store.h"

#include "conllu.h"
#include "record.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct trees {
  toc_store *store;
  const toc_export *what;
  toc_write_fn write;
  void *ctx;
  pthread_mutex_t lock;
  sqlite3_stmt *reports, *events, *parties;
  int64_t *key;          /* a ring: of reports under way, in their order */
  size_t size, taken, written;
  toc_status status;
  toc_error err;
} trees;

static bool remember(trees *t, int64_t key) {
  if (t->taken - t->written == t->size) {
    size_t size = t->size ? t->size * 2 : 64;
    int64_t *ring = malloc(size * sizeof *ring);
    if (!ring) return false;
    for (size_t i = t->written; i < t->taken; i++) ring[i % size] = t->key[i % t->size];
    free(t->key);
    t->key = ring;
    t->size = size;
  }
  t->key[t->taken++ % t->size] = key;
  return true;
}

static toc_status next(void *ctx, toc_report **out) {
  trees *t = ctx;
  toc_error err = {0};
  pthread_mutex_lock(&t->lock);
  toc_status got = TOC_DONE;
  int step = t->status == TOC_OK ? sqlite3_step(t->reports) : SQLITE_DONE;
  if (step == SQLITE_ROW) {
    got = toc__store_read_received(t->store, t->reports, out, &err);
    if (got == TOC_OK && !remember(t, sqlite3_column_int64(t->reports, 0))) {
      toc_report_free(*out);
      got = toc_fail(&err, TOC_NOMEM, NULL, 0, 0, "out of memory");
    }
  } else if (step != SQLITE_DONE) {
    got = toc__store_fail(t->store, "read", &err);
  }
  if (got != TOC_OK && got != TOC_DONE) t->status = got, t->err = err;
  pthread_mutex_unlock(&t->lock);
  return got == TOC_OK ? TOC_OK : TOC_DONE;
}

/* The first token that reaches behind a code point; `from` goes on with ascending points. */
static uint32_t token_at(const toc_doc *d, const toc__offsets *o, uint32_t point) {
  uint32_t lo = 0, hi = d->tokens.len;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (toc__offset(o, d->tokens.ptr[mid].span.end) <= point) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static void add(toc_arena *a, toc_str *misc, const char *key, const char *value) {
  *misc = toc_str_format(a, "%.*s%s%s=%s", TOC_FMT(*misc), misc->len ? "|" : "", key, value);
}

/* MISC of each token: what the rows say of the report. */
static toc_str *read_misc(trees *t, toc_arena *a, const toc_doc *d, int64_t key) {
  static const char *const names[] = {"Event", "EventId", "Status", "Incident"};
  toc_str *misc = toc_new(a, toc_str, (size_t)d->tokens.len + 1);
  toc__offsets o;
  toc__offsets_init(&o, a, d->text);
  sqlite3_bind_int64(t->events, 1, key);
  while (sqlite3_step(t->events) == SQLITE_ROW) {
    uint32_t i = token_at(d, &o, (uint32_t)sqlite3_column_int64(t->events, 0));
    for (int k = 0; k < 4; k++)
      if (sqlite3_column_type(t->events, k + 1) != SQLITE_NULL) add(a, &misc[i], names[k], (const char *)sqlite3_column_text(t->events, k + 1));
  }
  sqlite3_reset(t->events);
  sqlite3_bind_int64(t->parties, 1, key);
  while (sqlite3_step(t->parties) == SQLITE_ROW)
    add(a, &misc[token_at(d, &o, (uint32_t)sqlite3_column_int64(t->parties, 0))], (const char *)sqlite3_column_text(t->parties, 1), (const char *)sqlite3_column_text(t->parties, 2));
  sqlite3_reset(t->parties);
  return misc;
}

static void read_hidden(const trees *t, toc_arena *a, const toc_doc *d, toc__conllu_more *more) {
  toc__mask mask;
  toc__role_spans found = {0};
  toc__mask_init(&mask, a, d, t->what->with_names != 0);
  toc__mask_find(&mask, a, &found);
  toc_span *span = toc_new(a, toc_span, (size_t)found.len + 1);
  const char **role = toc_new(a, const char *, (size_t)found.len + 1);
  for (uint32_t i = 0; i < found.len; i++) span[i] = found.ptr[i].span, role[i] = toc__mask_role(found.ptr[i].role);
  more->hidden = span;
  more->role = role;
  more->n_hidden = found.len;
}

static toc_status write_one(trees *t, toc_arena *a, toc_buf *out, const toc_doc *d, int64_t key, toc_error *err) {
  jmp_buf jump;
  if (!TOC_TRY(a, jump)) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc__conllu_more more = {0};
  more.misc = read_misc(t, a, d, key);
  read_hidden(t, a, d, &more);
  toc__conllu_write_more(out, d, &more);
  if (out->failed) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  return out->len && t->write(t->ctx, out->ptr, out->len) ? toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written") : TOC_OK;
}

/* A report that cannot be coded has no trees: the file names the reason. */
static int emit(void *ctx, const toc_report *report, toc_doc *doc, toc_status status, const toc_error *why) {
  trees *t = ctx;
  toc_arena arena;
  toc_buf out;
  toc_error err = {0};
  (void)report, (void)why;
  pthread_mutex_lock(&t->lock);
  int64_t key = t->key[t->written++ % t->size];
  toc_arena_init(&arena, 0);
  toc_buf_init(&out, 0);
  if (t->status == TOC_OK && status == TOC_OK) {
    toc_status got = write_one(t, &arena, &out, doc, key, &err);
    if (got != TOC_OK) t->status = got, t->err = err;
  }
  toc_buf_release(&out);
  toc_arena_release(&arena);
  int stop = t->status != TOC_OK;
  pthread_mutex_unlock(&t->lock);
  return stop;
}

static toc_status open_statements(trees *t, bool filtered, toc_error *err) {
  char sql[640];
  snprintf(sql, sizeof sql, TOC__RECEIVED "%s ORDER BY r.key", filtered ? " WHERE r.key IN (SELECT report FROM temp.chosen)" : "");
  toc_status got = toc__store_prepare(t->store, sql, &t->reports, err);
  if (got == TOC_OK)
    got = toc__store_prepare(t->store,
                  "SELECT e.start, e.type, printf('%015x', e.key), e.status, CASE WHEN p.incident IS NOT NULL THEN printf('%015x', p.incident) END FROM event e"
                  " LEFT JOIN incident_part p ON p.report = e.report AND p.part = e.part"
                  " WHERE e.report = ?1 AND e.key IN (SELECT event FROM temp.chosen WHERE report = ?1) ORDER BY e.n",
                  &t->events, err);
  if (got == TOC_OK)
    got = toc__store_prepare(t->store,
                  "SELECT p.start, CASE p.role WHEN 'actor' THEN 'Actor' ELSE 'Recipient' END, printf('%015x', p.event) FROM party p JOIN event e ON e.key = p.event"
                  " WHERE e.report = ?1 AND e.key IN (SELECT event FROM temp.chosen WHERE report = ?1) AND p.start IS NOT NULL ORDER BY e.n, p.role, p.n",
                  &t->parties, err);
  return got;
}

toc_status toc__store_conllu(toc_store *s, const toc_export *what, toc_write_fn write, void *ctx, toc_error *err) {
  trees t = {.store = s, .what = what, .write = write, .ctx = ctx};
  if (!what->engine) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "conllu needs an engine: the file holds no trees");
  toc_status got = what->coarsen > 0 ? toc__store_whole_texts(s, what, err) : TOC_OK;
  if (got == TOC_OK) got = toc__store_made_by(s, what->engine, err);
  if (got == TOC_OK) got = toc__store_choose(s, what, err);
  if (got == TOC_OK) got = open_statements(&t, what->where || what->since, err);
  if (got == TOC_OK) {
    pthread_mutex_init(&t.lock, NULL);
    got = toc_run(what->engine, what->jobs, 0, next, emit, &t, err);
    pthread_mutex_destroy(&t.lock);
    if (t.status != TOC_OK) {
      got = t.status;
      if (err) *err = t.err;
    }
  }
  sqlite3_finalize(t.reports);
  sqlite3_finalize(t.events);
  sqlite3_finalize(t.parties);
  free(t.key);
  sqlite3_exec(s->db, "DROP TABLE IF EXISTS temp.chosen", NULL, NULL, NULL);
  return got;
}
