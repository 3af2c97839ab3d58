/* store.c - opening a crisis file, and what SQLite's errors mean to a person.
 *
 * A crisis file says what it is in its header: application_id "Tocs" and, as user_version, the
 * version of its schema.  Another program's database, a newer version, a damaged page: each
 * is refused with its own words, before anything is written. */
#include "store.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static const unsigned char schema[] = {
#include "schema_sql.inc"
    0};

/* migration[i] takes a file of version i + 1 to version i + 2. */
static const unsigned char to_version_2[] = {
#include "migrate_1_sql.inc"
    0};
static const unsigned char to_version_3[] = {
#include "migrate_2_sql.inc"
    0};
static const unsigned char *const migration[] = {to_version_2, to_version_3};

/* ------------------------------------------------------------------- errors */

static toc_status status_of(int code) {
  switch (code & 0xff) {
    case SQLITE_NOMEM: return TOC_NOMEM;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return TOC_BADDATA;
    default: return TOC_IO;
  }
}

static const char *reason(const toc_store *s, int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "another program is writing to it";
    case SQLITE_READONLY: return "it is read-only";
    case SQLITE_FULL: return "the disk is full";
    case SQLITE_CORRUPT: return "it is damaged";
    case SQLITE_NOTADB: return "it is no crisis file";
    case SQLITE_CANTOPEN: return access(s->path, F_OK) ? "there is no such file, or its folder cannot be written" : "it cannot be opened";
    default: return s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(code);
  }
}

toc_status toc__store_fail(const toc_store *s, const char *what, toc_error *err) {
  int code = s->db ? sqlite3_errcode(s->db) : SQLITE_NOMEM;
  return toc_fail(err, status_of(code), NULL, 0, 0, "cannot %s '%s': %s", what, s->path, reason(s, code));
}

toc_status toc__store_run(const toc_store *s, const char *sql, const char *what, toc_error *err) {
  return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? TOC_OK : toc__store_fail(s, what, err);
}

/* --------------------------------------------------------------------- rows */

toc_status toc__store_prepare(const toc_store *s, const char *sql, sqlite3_stmt **st, toc_error *err) {
  return sqlite3_prepare_v2(s->db, sql, -1, st, NULL) == SQLITE_OK ? TOC_OK : toc__store_fail(s, "read", err);
}

toc_str toc__column_text(sqlite3_stmt *st, int i) {
  const char *p = (const char *)sqlite3_column_text(st, i);
  return p ? (toc_str){p, (size_t)sqlite3_column_bytes(st, i)} : (toc_str){0};
}

toc_str toc__column_copy(toc_arena *arena, sqlite3_stmt *st, int i) { return toc_str_copy(arena, toc__column_text(st, i)); }

double toc__column_real(sqlite3_stmt *st, int i) { return sqlite3_column_type(st, i) == SQLITE_NULL ? NAN : sqlite3_column_double(st, i); }

/* --------------------------------------------------------------------- keys */

int64_t toc__store_key(toc_str bytes) {
  char hex[72];
  int64_t key = 0;
  toc_sha256(bytes, hex);
  for (const char *p = hex + 7; p < hex + 7 + 15; p++) key = key << 4 | (*p <= '9' ? *p - '0' : *p - 'a' + 10);
  return key;
}

int64_t toc__store_report_key(toc_str id, const char *format, const char *sha256) {
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_fmt(&b, "%s%c%s%c", format, 0, sha256, 0);
  toc_buf_str(&b, id);
  int64_t key = b.failed ? 0 : toc__store_key((toc_str){b.ptr, b.len});
  toc_buf_release(&b);
  return key;
}

bool toc__key_read(toc_str s, int64_t *key) {
  *key = 0;
  if (s.len != 15) return false;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    bool digit = c >= '0' && c <= '9';
    if (!digit && (c < 'a' || c > 'f')) return false;
    *key = *key << 4 | (digit ? c - '0' : c - 'a' + 10);
  }
  return true;
}

const char *toc__store_format_name(toc_input_format f) {
  static const char *const names[] = {"text", "text", "jsonl", "conllu", "html"};
  return names[f];
}

/* --------------------------------------------------------------------- open */

static int64_t pragma(const toc_store *s, const char *sql, bool *failed) {
  sqlite3_stmt *st = NULL;
  int64_t n = -1;
  if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) n = sqlite3_column_int64(st, 0);
  else *failed = true;
  sqlite3_finalize(st);
  return n;
}

static toc_status create(toc_store *s, toc_error *err) {
  char stamp[128];
  snprintf(stamp, sizeof stamp, "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT;", TOC_STORE_APPLICATION, TOC_STORE_VERSION);
  toc_status st = toc__store_run(s, "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; BEGIN IMMEDIATE;", "create", err);
  if (st != TOC_OK) return st;
  /* Somebody else may have made it while we waited. */
  bool failed = false;
  if (pragma(s, "PRAGMA application_id", &failed) == TOC_STORE_APPLICATION) return toc__store_run(s, "COMMIT", "create", err);
  st = toc__store_run(s, (const char *)schema, "create", err);
  if (st == TOC_OK) st = toc__store_run(s, stamp, "create", err);
  if (st != TOC_OK) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
  return st;
}

static toc_status migrate(toc_store *s, int64_t version, toc_error *err) {
  if (!s->writable)
    return toc_fail(err, TOC_BADDATA, NULL, 0, 0, "'%s' is a crisis file of version %d: open it once for writing to bring it to version %d",
                    s->path, (int)version, TOC_STORE_VERSION);
  toc_status st = toc__store_run(s, "BEGIN IMMEDIATE", "migrate", err);
  for (int64_t v = version; st == TOC_OK && v < TOC_STORE_VERSION; v++) {
    if (v < 1 || v > (int64_t)(sizeof migration / sizeof *migration) || !migration[v - 1])
      st = toc_fail(err, TOC_BADDATA, NULL, 0, 0, "'%s' is a crisis file of version %d, which is not known", s->path, (int)v);
    else st = toc__store_run(s, (const char *)migration[v - 1], "migrate", err);
  }
  /* What a file of version 1 says of incidents and revisions, it said when its last report came. */
  char at[TOC__MOMENT];
  if (st == TOC_OK && version == 1) st = toc__store_moment(s, "", at, err);
  if (st == TOC_OK && version == 1) st = toc__store_log(s, at, true, err);
  char stamp[64];
  snprintf(stamp, sizeof stamp, "PRAGMA user_version=%d; COMMIT;", TOC_STORE_VERSION);
  if (st == TOC_OK) st = toc__store_run(s, stamp, "migrate", err);
  if (st != TOC_OK) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
  return st;
}

toc_status toc__store_complete(const toc_store *s, toc_error *err) {
  bool failed = false;
  int64_t complete = pragma(s, "SELECT value FROM main.state WHERE name = 'complete'", &failed);
  if (failed) return toc__store_fail(s, "read", err);
  if (complete) return TOC_OK;
  return toc_fail(err, TOC_USAGE, NULL, 0, 0, "'%s' comes from an earlier version of tocsin; run 'tocsin rebuild %s' first", s->path, s->path);
}

/* What kind of database is it? */
static toc_status identify(toc_store *s, toc_store_mode mode, toc_error *err) {
  bool failed = false;
  int64_t app = pragma(s, "PRAGMA application_id", &failed), version = pragma(s, "PRAGMA user_version", &failed);
  int64_t objects = failed ? 0 : pragma(s, "SELECT count(*) FROM sqlite_master", &failed);
  if (failed) return toc__store_fail(s, "open", err);
  if (app == 0 && objects == 0) {
    if (mode == TOC_STORE_CREATE) return create(s, err);
    return toc_fail(err, TOC_BADDATA, NULL, 0, 0, "'%s' is empty: it is no crisis file yet", s->path);
  }
  if (app != TOC_STORE_APPLICATION)
    return toc_fail(err, TOC_BADDATA, NULL, 0, 0, "'%s' is a database of another program, no crisis file", s->path);
  if (version > TOC_STORE_VERSION)
    return toc_fail(err, TOC_BADDATA, NULL, 0, 0, "'%s' is a crisis file of version %d; this program knows them up to version %d", s->path,
                    (int)version, TOC_STORE_VERSION);
  return version < TOC_STORE_VERSION ? migrate(s, version, err) : TOC_OK;
}

toc_status toc_store_open(toc_store **out, const char *path, toc_store_mode mode, toc_error *err) {
  *out = NULL;
  toc_store *s = calloc(1, sizeof *s);
  if (s) s->path = strdup(path);
  if (!s || !s->path) {
    free(s);
    return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  }
  s->writable = mode != TOC_STORE_READ;
  toc_arena_init(&s->arena, (size_t)1 << 31);
  int flags = SQLITE_OPEN_NOMUTEX | (mode == TOC_STORE_CREATE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                       : s->writable            ? SQLITE_OPEN_READWRITE
                                                                : SQLITE_OPEN_READONLY);
  toc_status st = TOC_OK;
  if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK) st = toc__store_fail(s, "open", err);
  if (st == TOC_OK) {
    sqlite3_busy_timeout(s->db, 5000);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (toc__feed_open(s->db, &s->feed) != SQLITE_OK) st = toc__store_fail(s, "open", err);
    if (st == TOC_OK) st = toc__store_functions(s, err);
    if (st == TOC_OK) st = identify(s, mode, err);
  }
  if (st == TOC_OK && s->writable && sqlite3_db_readonly(s->db, "main") == 1)
    st = toc_fail(err, TOC_IO, NULL, 0, 0, "cannot write '%s': it is read-only", path);
  if (st == TOC_OK) st = toc__store_run(s, "PRAGMA foreign_keys=ON; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA trusted_schema=ON", "open", err);
  if (st != TOC_OK) {
    toc_store_close(s);
    return st;
  }
  *out = s;
  return TOC_OK;
}

void toc_store_close(toc_store *s) {
  if (!s) return;
  for (size_t i = 0; i < sizeof s->put / sizeof *s->put; i++) sqlite3_finalize(s->put[i]);
  sqlite3_close_v2(s->db);
  toc__feed_release(&s->feed);
  toc_arena_release(&s->arena);
  free(s->path);
  free(s);
}
