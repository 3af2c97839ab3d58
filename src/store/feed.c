/* feed.c - the rows of many reports, for SQLite to take with one statement a table.
 *
 * A report of thirty lines makes a hundred rows in sixteen tables.  Bound and stepped one by one, half
 * of the time would go into starting and ending statements, and, keys being hashes, each report would fall on
 * pages of its own.  So rows are laid down in memory first, table by table.  Then a virtual table, `toc_feed`,
 * hands those of one table to an INSERT … SELECT, report by report in the order of keys: neighbours in the
 * file come one after the other.
 *
 * A cell is a letter and its value: n missing, i a number and r a real in eight bytes, t text and b bytes
 * behind their length in four.  They never leave the process. */
#include "store.h"

#include <stdlib.h>

/* -------------------------------------------------------------------- laying */

void toc__feed_null(toc_buf *b) { toc_buf_put(b, "n", 1); }

static void put_eight(toc_buf *b, char letter, const void *eight) {
  char *p = toc_buf_room(b, 9);
  if (!p) return;
  *p = letter;
  memcpy(p + 1, eight, 8);
  b->len += 9;
}

void toc__feed_int(toc_buf *b, int64_t n) { put_eight(b, 'i', &n); }
void toc__feed_real(toc_buf *b, double x) { put_eight(b, 'r', &x); }

static void put_bytes(toc_buf *b, char letter, const void *bytes, size_t n) {
  char *p = n <= INT32_MAX ? toc_buf_room(b, n + 5) : NULL;
  if (!p) {
    b->failed = true;
    return;
  }
  uint32_t len = (uint32_t)n;
  *p = letter;
  memcpy(p + 1, &len, 4);
  if (n) memcpy(p + 5, bytes, n);
  b->len += n + 5;
}

void toc__feed_text(toc_buf *b, toc_str s) { put_bytes(b, 't', s.ptr, s.len); }
void toc__feed_blob(toc_buf *b, const void *bytes, size_t n) { put_bytes(b, 'b', bytes, n); }

/* Where the entry of a key is, or could be. */
static uint32_t *slot_of(const toc__feed *f, int64_t key) {
  uint32_t i = (uint32_t)((uint64_t)key >> 20) & (f->size - 1);
  while (f->slot[i] && f->entry[f->slot[i] - 1].key != key) i = (i + 1) & (f->size - 1);
  return &f->slot[i];
}

bool toc__feed_has(const toc__feed *f, int64_t key) { return f->size && *slot_of(f, key); }

static bool grow(toc__feed *f) {
  uint32_t size = f->size ? f->size * 2 : 256;
  toc__feed_entry *entry = size > UINT32_MAX / 4 ? NULL : realloc(f->entry, size / 2 * sizeof *entry);
  if (entry) f->entry = entry;
  uint32_t *slot = entry ? calloc(size, sizeof *slot) : NULL;
  if (!slot) return false;
  free(f->slot);
  f->slot = slot;
  f->size = size;
  for (uint32_t i = 0; i < f->n; i++) {
    uint32_t *at = slot_of(f, entry[i].key);
    if (!*at) *at = i + 1;
  }
  return true;
}

void toc__feed_report(toc__feed *f, int64_t key) {
  if (f->n && f->entry[f->n - 1].key == key) return;
  if (f->n == f->size / 2 && !grow(f)) {
    f->failed = true;
    return;
  }
  toc__feed_entry *e = &f->entry[f->n++];
  *e = (toc__feed_entry){.key = key, .nth = f->n};
  for (int i = 0; i < TOC__FEED_TABLES; i++) e->from[i] = f->rows[i].len;
  uint32_t *at = slot_of(f, key);
  if (!*at) *at = f->n;
}

bool toc__feed_failed(const toc__feed *f) {
  bool failed = f->failed;
  for (int i = 0; i < TOC__FEED_TABLES; i++) failed = failed || f->rows[i].failed;
  return failed;
}

size_t toc__feed_bytes(const toc__feed *f) {
  size_t n = f->n * sizeof *f->entry;
  for (int i = 0; i < TOC__FEED_TABLES; i++) n += f->rows[i].len;
  return n;
}

void toc__feed_reset(toc__feed *f) {
  for (int i = 0; i < TOC__FEED_TABLES; i++) toc_buf_reset(&f->rows[i]);
  if (f->slot) memset(f->slot, 0, f->size * sizeof *f->slot);
  f->n = 0;
  f->failed = false;
}

void toc__feed_release(toc__feed *f) {
  for (int i = 0; i < TOC__FEED_TABLES; i++) toc_buf_release(&f->rows[i]);
  free(f->entry);
  free(f->slot);
  *f = (toc__feed){0};
}

/* ------------------------------------------------------------------- pouring */

static int by_key(const void *x, const void *y) {
  const toc__feed_entry *a = x, *b = y;
  return a->key != b->key ? (a->key > b->key) - (a->key < b->key) : (a->nth > b->nth) - (a->nth < b->nth);
}

/* From here on the feed is only read: entries are no longer found by their keys. */
bool toc__feed_sort(toc__feed *f) {
  if (toc__feed_failed(f)) return false;
  for (uint32_t i = 0; i < f->n; i++)
    for (int t = 0; t < TOC__FEED_TABLES; t++) f->entry[i].to[t] = i + 1 < f->n ? f->entry[i + 1].from[t] : f->rows[t].len;
  if (f->n) qsort(f->entry, f->n, sizeof *f->entry, by_key);
  return true;
}

bool toc__feed_pour(toc__feed *f, int table, int width, sqlite3_stmt *st) {
  if (!st) return false;
  f->table = table;
  f->width = width;
  int step = f->rows[table].len ? sqlite3_step(st) : SQLITE_DONE;
  f->width = 0;
  return sqlite3_reset(st) == SQLITE_OK && step == SQLITE_DONE;
}

typedef struct pouring {
  sqlite3_vtab base;
  const toc__feed *feed;
} pouring;

typedef struct cursor {
  sqlite3_vtab_cursor base;
  uint32_t entry;        /* of the row at hand; feed->n: the end */
  const char *next, *end; /* what follows it in its entry */
  const char *cell[TOC__FEED_COLUMNS];
} cursor;

static const toc__feed *feed_of(const sqlite3_vtab_cursor *c) { return ((const pouring *)c->pVtab)->feed; }

static uint32_t length(const char *cell) {
  uint32_t n;
  memcpy(&n, cell + 1, 4);
  return n;
}

static int vtab_next(sqlite3_vtab_cursor *base) {
  cursor *c = (cursor *)base;
  const toc__feed *f = feed_of(base);
  while (c->next == c->end) {
    if (++c->entry >= f->n) return SQLITE_OK;
    c->next = f->rows[f->table].ptr + f->entry[c->entry].from[f->table];
    c->end = f->rows[f->table].ptr + f->entry[c->entry].to[f->table];
  }
  const char *p = c->next;
  for (int i = 0; i < f->width; i++) {
    c->cell[i] = p;
    p += *p == 'n' ? 1 : *p == 'i' || *p == 'r' ? 9 : 5 + (ptrdiff_t)length(p);
  }
  c->next = p;
  return SQLITE_OK;
}

static int vtab_filter(sqlite3_vtab_cursor *base, int n, const char *name, int argc, sqlite3_value **argv) {
  (void)n, (void)name, (void)argc, (void)argv;
  cursor *c = (cursor *)base;
  c->next = c->end = NULL;
  c->entry = UINT32_MAX; /* before the first */
  if (feed_of(base)->width) return vtab_next(base);
  c->entry = feed_of(base)->n; /* somebody else asks: there is nothing */
  return SQLITE_OK;
}

static int vtab_eof(sqlite3_vtab_cursor *base) { return ((const cursor *)base)->entry >= feed_of(base)->n; }

static int vtab_column(sqlite3_vtab_cursor *base, sqlite3_context *out, int i) {
  const char *p = i < feed_of(base)->width ? ((const cursor *)base)->cell[i] : "n";
  int64_t number;
  double real;
  switch (*p) {
    case 'i':
      memcpy(&number, p + 1, 8);
      sqlite3_result_int64(out, number);
      break;
    case 'r':
      memcpy(&real, p + 1, 8);
      sqlite3_result_double(out, real);
      break;
    case 't': sqlite3_result_text(out, p + 5, (int)length(p), SQLITE_STATIC); break;
    case 'b': sqlite3_result_blob(out, p + 5, (int)length(p), SQLITE_STATIC); break;
    default: break; /* it is null already */
  }
  return SQLITE_OK;
}

static int vtab_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out) {
  *out = ((const cursor *)base)->entry;
  return SQLITE_OK;
}

static int vtab_connect(sqlite3 *db, void *feed, int argc, const char *const *argv, sqlite3_vtab **out, char **why) {
  (void)argc, (void)argv, (void)why;
  char sql[32 + 5 * TOC__FEED_COLUMNS];
  int n = snprintf(sql, sizeof sql, "CREATE TABLE feed(c0");
  for (int i = 1; i < TOC__FEED_COLUMNS; i++) n += snprintf(sql + n, sizeof sql - (size_t)n, ", c%d", i);
  snprintf(sql + n, sizeof sql - (size_t)n, ")");
  int got = sqlite3_declare_vtab(db, sql);
  if (got == SQLITE_OK) got = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  pouring *t = got == SQLITE_OK ? sqlite3_malloc64(sizeof *t) : NULL;
  if (!t) return got == SQLITE_OK ? SQLITE_NOMEM : got;
  *t = (pouring){.feed = feed};
  *out = &t->base;
  return SQLITE_OK;
}

static int vtab_disconnect(sqlite3_vtab *t) {
  sqlite3_free(t);
  return SQLITE_OK;
}

/* There is one way to read it: from the first row to the last. */
static int vtab_plan(sqlite3_vtab *t, sqlite3_index_info *plan) {
  (void)t;
  plan->estimatedCost = 1000;
  return SQLITE_OK;
}

static int vtab_open(sqlite3_vtab *t, sqlite3_vtab_cursor **out) {
  (void)t;
  cursor *c = sqlite3_malloc64(sizeof *c);
  if (!c) return SQLITE_NOMEM;
  *c = (cursor){0};
  *out = &c->base;
  return SQLITE_OK;
}

static int vtab_close(sqlite3_vtab_cursor *c) {
  sqlite3_free(c);
  return SQLITE_OK;
}

int toc__feed_open(sqlite3 *db, toc__feed *feed) {
  static const sqlite3_module module = {
      .xConnect = vtab_connect, .xDisconnect = vtab_disconnect, .xBestIndex = vtab_plan, .xOpen = vtab_open,     .xClose = vtab_close,
      .xFilter = vtab_filter,   .xNext = vtab_next,             .xEof = vtab_eof,        .xColumn = vtab_column, .xRowid = vtab_rowid,
  };
  return sqlite3_create_module(db, "toc_feed", &module, feed);
}
