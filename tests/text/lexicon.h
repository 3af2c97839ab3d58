/* lexicon.h - what the tests of stages with a dictionary of their own share: a broken dictionary is refused,
 * and time is linear in the text.  Include cmocka.h first. */
#ifndef TOC_TEST_LEXICON_H
#define TOC_TEST_LEXICON_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core.h"

typedef toc_status lexicon_load(const char *data_dir, toc_error *err);

/* data_dir/FOLDER/FILE with those bytes is TOC_BADDATA, at that line and column. */
static void lexicon_refused(lexicon_load *load, const char *folder, const char *file, const char *bytes, uint32_t line, uint32_t column,
                            const char *says) {
  char dir[] = "lexicon-XXXXXX", path[96];
  toc_error err;
  assert_non_null(mkdtemp(dir));
  snprintf(path, sizeof path, "%s/%s", dir, folder);
  assert_int_equal(mkdir(path, 0700), 0);
  snprintf(path, sizeof path, "%s/%s/%s", dir, folder, file);
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fputs(bytes, f);
  fclose(f);
  assert_int_equal(load(dir, &err), TOC_BADDATA);
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
  assert_non_null(strstr(err.message, says));
  unlink(path);
  snprintf(path, sizeof path, "%s/%s", dir, folder);
  rmdir(path);
  rmdir(dir);
}

typedef void lexicon_run(toc_str text);

static double lexicon_seconds(lexicon_run *run, const char *unit, size_t times) {
  struct timespec from, to;
  toc_buf b;
  toc_buf_init(&b, 0);
  for (size_t i = 0; i < times; i++) toc_buf_z(&b, unit);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from); /* others may share the machine */
  run((toc_str){b.ptr, b.len});
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  toc_buf_release(&b);
  return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Eight times the text takes about eight times as long; quadratic would be 64. */
static void lexicon_linear(lexicon_run *run, const char *const *unit, size_t n) {
  for (size_t k = 0; k < n; k++) {
    bool fits = false;
    for (int tries = 0; tries < 3 && !fits; tries++) fits = lexicon_seconds(run, unit[k], 16000) < 24 * lexicon_seconds(run, unit[k], 2000) + 0.05;
    if (!fits) fail_msg("not linear: '%s'", unit[k]);
  }
}

#endif
