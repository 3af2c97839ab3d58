/* Tables as columns: what can be said of the bytes without a reader of them.  Whether other programs
 * read the cells that were put is for tests/store/test_columns.py.
 *
 * With two arguments, a format's number and a number of rows, writes a table of every type to standard
 * output, for readers. */
#include "table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int to_buf(void *ctx, const char *bytes, size_t n) {
  toc_buf_put(ctx, bytes, n);
  return 0;
}
static int to_file(void *ctx, const char *bytes, size_t n) { return fwrite(bytes, 1, n, ctx) != n; }
static int to_nowhere(void *ctx, const char *bytes, size_t n) {
  (void)bytes;
  size_t *left = ctx;
  if (n > *left) return 1;
  *left -= n;
  return 0;
}

static const toc__table_column columns[] = {
    {TOC_S("n"), TOC__COLUMN_INT},      {TOC_S("third"), TOC__COLUMN_REAL}, {TOC_S("word"), TOC__COLUMN_STR}, {TOC_S("own"), TOC__COLUMN_STR},
    {TOC_S("day"), TOC__COLUMN_DAY},    {TOC_S("time"), TOC__COLUMN_TIME},  {TOC_S("words"), TOC__COLUMN_STRS}, {TOC_S("never"), TOC__COLUMN_STR},
    {TOC_S("one"), TOC__COLUMN_INT},
};
enum { N = sizeof columns / sizeof *columns };

/* Row i: what test_columns.py expects of it. */
static void put_row(toc__table *t, uint32_t i) {
  static const toc_str word[] = {TOC_S("aid"), TOC_S("Łódź"), TOC_S(""), TOC_S("coerce"), TOC_S("a, \"b\"\n")};
  char own[32];
  int n = snprintf(own, sizeof own, "row %u", i);
  toc__table_int(t, (int64_t)i * i - 7);
  if (i % 3 == 1) toc__table_null(t);
  else toc__table_real(t, i / 3.0);
  if (i % 7 == 6) toc__table_null(t);
  else toc__table_str(t, word[i % 5]);
  toc__table_str(t, (toc_str){own, (size_t)n});
  if (i % 2) toc__table_null(t);
  else toc__table_int(t, 18000 + (int64_t)(i % 1000));
  toc__table_int(t, (int64_t)i * 60000000);
  if (i % 11 == 10) toc__table_null(t);
  else {
    toc__table_list(t);
    for (uint32_t k = 0; k < i % 4; k++) toc__table_item(t, k == 2 ? (toc_str){0} : word[(i + k) % 5]);
    toc__table_list_end(t);
  }
  toc__table_null(t);
  toc__table_int(t, 1);
  toc__table_row(t);
}

static toc_status put_table(toc__table_format format, uint32_t rows, toc_write_fn write, void *ctx, toc_error *err) {
  toc__table *t = toc__table_new(format, columns, N, write, ctx);
  assert_non_null(t);
  for (uint32_t i = 0; i < rows; i++) put_row(t, i);
  toc_status s = toc__table_end(t, err);
  toc__table_free(t);
  return s;
}

static void test_frame(void **state) {
  static const uint32_t sizes[] = {0, 1, 9, 1000};
  (void)state;
  for (int f = 0; f < 3; f++)
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
      toc_buf a, b;
      toc_buf_init(&a, 0);
      toc_buf_init(&b, 0);
      assert_int_equal(put_table((toc__table_format)f, sizes[i], to_buf, &a, NULL), TOC_OK);
      assert_int_equal(put_table((toc__table_format)f, sizes[i], to_buf, &b, NULL), TOC_OK);
      assert_int_equal(a.len, b.len);
      assert_memory_equal(a.ptr, b.ptr, a.len);
      const char *mark = f == TOC__TABLE_PARQUET ? "PAR1" : "ARROW1";
      size_t n = strlen(mark);
      if (f == TOC__TABLE_ARROW_STREAM) {
        assert_memory_equal(a.ptr, "\xff\xff\xff\xff", 4);
        assert_memory_equal(a.ptr + a.len - 8, "\xff\xff\xff\xff\0\0\0\0", 8);
      } else {
        assert_memory_equal(a.ptr, mark, n);
        assert_memory_equal(a.ptr + a.len - n, mark, n);
      }
      toc_buf_release(&a);
      toc_buf_release(&b);
    }
}

/* Wherever the writer fails, the table says so and nothing else happens. */
static void test_full_disk(void **state) {
  (void)state;
  for (int f = 0; f < 3; f++)
    for (size_t room = 0; room < 4000; room += 97) {
      size_t left = room;
      toc_error err = {0};
      toc_status s = put_table((toc__table_format)f, 1000, to_nowhere, &left, &err);
      assert_int_equal(s, TOC_IO);
      assert_string_equal(err.message, "the output could not be written");
    }
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_frame), cmocka_unit_test(test_full_disk)};
  if (argc == 3) return put_table((toc__table_format)atoi(argv[1]), (uint32_t)atoi(argv[2]), to_file, stdout, NULL) != TOC_OK;
  return cmocka_run_group_tests(tests, NULL, NULL);
}
