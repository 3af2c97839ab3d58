/* The bytes as the target of a request: what comes out is valid UTF-8 without NUL, the filter is
 * sane, and the words sought are an expression that FTS5 takes. */
#include "serve.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static sqlite3_stmt *match(void) {
  static sqlite3 *db;
  static sqlite3_stmt *st;
  if (st) return st;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) abort();
  if (sqlite3_exec(db, "CREATE VIRTUAL TABLE w USING fts5(title, text); INSERT INTO w VALUES ('Dawn', 'State of emergency')", NULL, NULL, NULL) != SQLITE_OK) abort();
  if (sqlite3_prepare_v2(db, "SELECT rowid FROM w WHERE w MATCH ?", -1, &st, NULL) != SQLITE_OK) abort();
  return st;
}

static void check_words(toc_str words) {
  if (!words.len) return;
  sqlite3_stmt *st = match();
  sqlite3_bind_text64(st, 1, words.ptr, words.len, SQLITE_STATIC, SQLITE_UTF8);
  int code = sqlite3_step(st);
  sqlite3_reset(st);
  if (code != SQLITE_ROW && code != SQLITE_DONE) abort();
}

static void check(const toc__ask *ask, const toc__filter *f) {
  if (!toc_utf8_valid(ask->path) || memchr(ask->path.ptr, 0, ask->path.len)) abort();
  for (uint32_t i = 0; i < ask->n_params; i++)
    if (!toc_utf8_valid(ask->param[i].value) || (ask->param[i].value.len && memchr(ask->param[i].value.ptr, 0, ask->param[i].value.len))) abort();
  if (f->boxed && (!isfinite(f->west) || f->south > f->north || fabs(f->west) > 180 || fabs(f->east) > 180)) abort();
  for (uint32_t i = 0; i < f->incident.len; i++)
    if (f->incident.ptr[i] < 0 || f->incident.ptr[i] >> 60) abort();
  check_words(f->words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const more[] = {"limit", "cursor", NULL};
  toc_arena arena;
  jmp_buf jump;
  toc_error err = {0};
  toc__ask ask;
  toc__filter filter;
  int64_t n;
  toc_arena_init(&arena, 64u << 20);
  if (TOC_TRY(&arena, jump) && toc__ask_read(&ask, &arena, (toc_str){(const char *)data, size}, &err) == TOC_OK) {
    toc__ask_known(&ask, true, more, &err);
    if (toc__ask_number(&ask, "limit", 1, 500, 50, &n, &err) == TOC_OK && (n < 1 || n > 500)) abort();
    if (toc__filter_read(&ask, &filter, &err) == TOC_OK) check(&ask, &filter);
  }
  /* What is typed into the search box, too. */
  toc_str typed = {(const char *)data, size};
  if (size <= TOC__MAX_TARGET && toc_utf8_valid(typed) && !memchr(data ? (const char *)data : "", 0, size)) check_words(toc__words_expression(&arena, typed));
  toc_arena_release(&arena);
  return 0;
}
