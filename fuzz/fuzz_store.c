/* A crisis file, damaged at will: each three bytes of place and one of value overwrite a byte; a place
 * beyond the end cuts the file short.  It is then read and written by all ways that need no engine.  Each
 * may refuse; none may crash, and what was refused must not have been written by half. */
#include "crisis.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];
static unsigned char *whole;
static size_t length;

static void tidy(void) { crisis_remove(path); }

static void prepare(void) {
  crisis_path(path);
  atexit(tidy);
  toc_store *s = crisis_make(path);
  toc_error err;
  crisis_must(toc__store_run(s, "PRAGMA wal_checkpoint(TRUNCATE)", "keep", &err), &err);
  toc_store_close(s);
  FILE *f = fopen(path, "rb");
  if (!f || fseek(f, 0, SEEK_END)) abort();
  length = (size_t)ftell(f);
  rewind(f);
  whole = malloc(length);
  if (!whole || fread(whole, 1, length, f) != length) abort();
  fclose(f);
}

static int drop(void *ctx, const char *bytes, size_t n) {
  *(size_t *)ctx += bytes ? n : 0;
  return 0;
}

static void damage(const uint8_t *data, size_t size) {
  unsigned char *bytes = malloc(length);
  size_t n = length;
  if (!bytes) abort();
  memcpy(bytes, whole, length);
  for (size_t i = 0; i + 4 <= size; i += 4) {
    size_t at = data[i] | (size_t)data[i + 1] << 8 | (size_t)data[i + 2] << 16;
    if (at < length) bytes[at] = data[i + 3];
    else if (at < 2 * length) n = at - length;
  }
  crisis_remove(path);
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(bytes, 1, n, f) != n) abort();
  fclose(f);
  free(bytes);
}

static void read_all(void) {
  static const char *const sql[] = {"SELECT * FROM events", "SELECT * FROM tolls", "SELECT * FROM incidents", "SELECT * FROM places"};
  toc_store *s;
  toc_error err;
  size_t n = 0;
  char key[16];
  if (toc_store_open(&s, path, TOC_STORE_READ, &err) != TOC_OK) return;
  for (int i = 0; i < 4; i++) toc_store_query(s, sql[i], "csv", drop, &n, &err);
  snprintf(key, sizeof key, "%015llx", 9 + (1ull << 32));
  toc_store_show(s, key, drop, &n, &err);
  toc_store_verify(s, NULL, 1, &err);
  toc_store_close(s);
}

static void write_some(void) {
  toc_store *s;
  toc_error err;
  char a[16], b[16];
  if (toc_store_open(&s, path, TOC_STORE_WRITE, &err) != TOC_OK) return;
  crisis_event(a, 1);
  crisis_event(b, 15);
  toc_store_edit(s, &(toc_edit){.what = "merge", .event = a, .other = b, .at = "2022-01-01T00:00:00Z"}, &err);
  toc_store_edit(s, &(toc_edit){.what = "reject", .event = b, .at = "2022-01-01T00:00:01Z"}, &err);
  if (!sqlite3_get_autocommit(s->db)) abort(); /* something was left open */
  toc_store_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!whole) prepare();
  damage(data, size);
  read_all();
  write_some();
  return 0;
}
