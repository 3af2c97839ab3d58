/* Edits, four bytes each (what, event, other event, time), said to one file in the order in which they stand and
 * to another in that of their times, the last halves after all was settled: both must say the same in the
 * end, and so must a third that settles all of it from nothing. */
#include "crisis.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[3][64];

static void tidy(void) {
  for (int i = 0; i < 3; i++) crisis_remove(path[i]);
}

static void say(toc_store *s, const uint8_t *x, size_t nth) {
  static const char *const what[] = {"accept", "reject", "merge", "split"};
  toc_error err;
  char a[16], b[16], at[40], note[24];
  crisis_event(a, x[1]);
  crisis_event(b, x[2]);
  snprintf(at, sizeof at, "2022-01-01T00:%02u:%02uZ", x[3] / 60u, x[3] % 60u);
  snprintf(note, sizeof note, "%zu", nth);
  crisis_must(toc_store_edit(s, &(toc_edit){.what = what[x[0] % 4], .event = a, .other = x[0] % 4 == 2 ? b : NULL, .at = at, .note = note}, &err), &err);
}

static void settle(toc_store *s, const char *first) {
  toc_error err;
  crisis_must(toc__store_run(s, "PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE", "settle", &err), &err);
  crisis_must(toc__store_run(s, first, "settle", &err), &err);
  crisis_must(toc__store_settle(s, &err), &err);
  crisis_must(toc__store_run(s, "COMMIT", "settle", &err), &err);
}

static int add(void *ctx, const char *bytes, size_t n) {
  toc_buf_put(ctx, bytes, n);
  return 0;
}

static void told(toc_store *s, toc_buf *out) {
  static const char *const sql[] = {"SELECT * FROM incident ORDER BY key", "SELECT * FROM incident_part ORDER BY report, part", "SELECT * FROM revision ORDER BY report",
                                    "SELECT event, what FROM verdict ORDER BY event"};
  toc_error err;
  toc_buf_init(out, 0);
  for (int i = 0; i < 4; i++) crisis_must(toc_store_query(s, sql[i], "csv", add, out, &err), &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc_store *s[3];
  toc_buf out[3];
  size_t n = size / 4 < 12 ? size / 4 : 12;
  if (!path[0][0]) {
    for (int i = 0; i < 3; i++) crisis_path(path[i]);
    atexit(tidy);
  }
  for (int i = 0; i < 3; i++) s[i] = crisis_make(path[i]);
  for (size_t k = 0; k < n; k++) say(s[0], data + 4 * k, k);
  for (unsigned t = 0; t < 256; t++)
    for (size_t k = n; k-- > 0;)
      if (data[4 * k + 3] == t) say(s[1], data + 4 * k, k);
  for (size_t k = 0; k < n; k++) say(s[2], data + 4 * k, k);
  settle(s[2], "UPDATE trace SET words = NULL; DELETE FROM incident_part; DELETE FROM incident; DELETE FROM change; DELETE FROM revision");
  for (int i = 0; i < 3; i++) told(s[i], &out[i]);
  for (int i = 1; i < 3; i++)
    if (out[0].len != out[i].len || memcmp(out[0].ptr, out[i].ptr, out[0].len) != 0) {
      fprintf(stderr, "--- 0\n%.*s--- %d\n%.*s", (int)out[0].len, out[0].ptr, i, (int)out[i].len, out[i].ptr);
      abort();
    }
  for (int i = 0; i < 3; i++) {
    toc_buf_release(&out[i]);
    toc_store_close(s[i]);
  }
  return 0;
}
