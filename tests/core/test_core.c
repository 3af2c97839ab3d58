/* Arenas, slices, maps, UTF-8, days, buffers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core.h"

#include <stdio.h>
#include <stdlib.h>

static void arena_gives_zeroed_aligned_memory(void **state) {
  (void)state;
  toc_arena a;
  toc_arena_init(&a, 0);
  for (int round = 0; round < 3; round++) {
    for (size_t n = 1; n < 3000; n += 37) {
      unsigned char *p = toc_arena_alloc(&a, n, 1);
      assert_int_equal((uintptr_t)p % 16, 0);
      for (size_t i = 0; i < n; i++) assert_int_equal(p[i], 0);
      memset(p, 0xAB, n);
    }
    toc_arena_reset(&a);
    assert_int_equal(a.used, 0);
  }
  toc_arena_release(&a);
}

/* Large arrays move to blocks of their own; what they hold stays, what is new is zero. */
static void large_arrays_grow_in_place(void **state) {
  (void)state;
  toc_arena a;
  toc_arena_init(&a, 0);
  TOC_ARRAY(uint64_t) xs = {0};
  enum { N = 1000000 };
  for (uint64_t i = 0; i < N; i++) {
    uint64_t *x = toc_push(&a, &xs);
    assert_true(*x == 0);
    *x = i;
    if (i % 100000 == 0) toc_arena_alloc(&a, 1000, 1); /* others use the arena, too */
  }
  assert_true(a.used < sizeof(uint64_t) * N * 2);
  toc_trim(&a, &xs);
  assert_int_equal(xs.cap, N);
  *toc_push(&a, &xs) = N;
  for (uint64_t i = 0; i <= N; i++) assert_true(xs.ptr[i] == i);
  toc_arena_release(&a);
}

static void arena_stops_at_its_maximum(void **state) {
  (void)state;
  toc_arena a;
  jmp_buf jump;
  volatile int got = 0;
  toc_arena_init(&a, 4096);
  if (TOC_TRY(&a, jump)) {
    for (;;) {
      toc_arena_alloc(&a, 100, 1);
      got++;
    }
  }
  assert_in_range(got, 30, 41);
  toc_arena_release(&a);
}

static void every_allocation_can_fail(void **state) {
  (void)state;
  for (volatile uint64_t n = 1; n <= 20; n++) {
    toc_arena a;
    jmp_buf jump;
    volatile uint64_t got = 0;
    toc_arena_init(&a, 0);
    toc_arena_fail_after(n);
    if (TOC_TRY(&a, jump))
      for (;;) {
        toc_new(&a, int, 4);
        got++;
      }
    toc_arena_fail_after(0);
    assert_int_equal(got, n - 1);
    toc_arena_release(&a);
  }
}

static void arrays_grow_and_keep_their_elements(void **state) {
  (void)state;
  toc_arena a;
  TOC_ARRAY(uint32_t) xs = {0};
  toc_arena_init(&a, 0);
  for (uint32_t i = 0; i < 10000; i++) *toc_push(&a, &xs) = i * 3;
  for (uint32_t i = 0; i < 10000; i++) assert_int_equal(xs.ptr[i], i * 3);
  toc_arena_release(&a);
}

static void pool_makes_equal_strings_equal_pointers(void **state) {
  (void)state;
  toc_arena a;
  toc_pool pool;
  char text[32];
  toc_arena_init(&a, 0);
  toc_pool_init(&pool, &a);
  toc_str seen[500];
  for (int i = 0; i < 500; i++) {
    snprintf(text, sizeof text, "word%d", i);
    seen[i] = toc_pool_intern(&pool, toc_cstr(text));
  }
  for (int i = 0; i < 500; i++) {
    snprintf(text, sizeof text, "word%d", i);
    assert_ptr_equal(toc_pool_intern(&pool, toc_cstr(text)).ptr, seen[i].ptr);
  }
  assert_non_null(toc_pool_intern(&pool, TOC_S("")).ptr);
  toc_arena_release(&a);
}

static void map_finds_what_was_put(void **state) {
  (void)state;
  toc_arena a;
  toc_map m;
  char key[32];
  toc_arena_init(&a, 0);
  toc_map_init(&m, &a);
  assert_int_equal(toc_map_get(&m, TOC_S("x")), TOC_NONE);
  for (uint32_t i = 0; i < 1000; i++) {
    snprintf(key, sizeof key, "k%u", (unsigned)i);
    *toc_map_put(&m, toc_cstr(key), 0) = i;
  }
  for (uint32_t i = 0; i < 1000; i++) {
    snprintf(key, sizeof key, "k%u", (unsigned)i);
    assert_int_equal(toc_map_get(&m, toc_cstr(key)), i);
  }
  assert_int_equal(toc_map_get(&m, TOC_S("k1000")), TOC_NONE);
  toc_arena_release(&a);
}

static void a_map_with_room(void **state) {
  (void)state;
  toc_arena a;
  toc_map m;
  char digits[24];
  toc_arena_init(&a, 0);
  toc_map_init(&m, &a);
  for (uint32_t i = 0; i < 10; i++) *toc_map_put(&m, toc_str_decimal(digits, i), 0) = i;
  toc_map_reserve(&m, 1000);
  uint32_t size = m.size;
  toc_map_reserve(&m, 10); /* there is more already */
  for (uint32_t i = 10; i < 1000; i++) *toc_map_put(&m, toc_str_decimal(digits, i), 0) = i;
  assert_int_equal(m.size, size);
  for (uint32_t i = 0; i < 1000; i++) assert_int_equal(toc_map_get(&m, toc_str_decimal(digits, i)), i);
  assert_int_equal(toc_map_get(&m, TOC_S("1000")), TOC_NONE);
  toc_arena_release(&a);
}

static void strings_are_joined(void **state) {
  (void)state;
  toc_arena a;
  char digits[24];
  toc_arena_init(&a, 0);
  const toc_str parts[] = {TOC_S("x"), {0}, TOC_S("."), toc_str_decimal(digits, 4070), TOC_S("")};
  toc_str s = toc_str_concat(&a, parts, 5);
  assert_string_equal(s.ptr, "x.4070");
  assert_int_equal(s.len, 6);
  assert_int_equal(toc_str_concat(&a, parts, 0).len, 0);
  assert_true(toc_str_is(toc_str_decimal(digits, 0), "0"));
  assert_true(toc_str_is(toc_str_decimal(digits, UINT64_MAX), "18446744073709551615"));
  for (int n = 250; n < 262; n++) { /* around the room that short ones are written in */
    char want[300];
    memset(want, 'w', sizeof want);
    want[n] = 0;
    s = toc_str_format(&a, "%s", want);
    assert_int_equal(s.len, n);
    assert_string_equal(s.ptr, want);
  }
  toc_arena_release(&a);
}

static void sha256_is_the_published_one(void **state) {
  (void)state;
  char hex[72];
  toc_sha256(TOC_S("abc"), hex); /* FIPS 180-2, appendix B.1 */
  assert_string_equal(hex, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  toc_sha256_parts parts;
  toc_sha256_begin(&parts);
  toc_sha256_add(&parts, TOC_S("a"));
  toc_sha256_add(&parts, (toc_str){0});
  toc_sha256_add(&parts, TOC_S("bc"));
  toc_sha256_end(&parts, hex);
  assert_string_equal(hex, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void utf8_counts_and_refuses(void **state) {
  (void)state;
  assert_true(toc_utf8_valid(TOC_S("Almaty – Алматы")));
  assert_true(toc_utf8_valid(TOC_S("\xEF\xBF\xBD"))); /* U+FFFD itself is fine */
  assert_false(toc_utf8_valid(TOC_S("\xC0\x80")));
  assert_false(toc_utf8_valid(TOC_S("\xED\xA0\x80"))); /* a surrogate */
  assert_false(toc_utf8_valid(TOC_S("ab\xE2\x82")));
  assert_int_equal(toc_utf8_count(TOC_S("Алматы")), 6);
  for (uint32_t cp = 1; cp < 0x11000; cp += 7) {
    char bytes[4];
    size_t pos = 0;
    if (cp >= 0xD800 && cp < 0xE000) continue;
    toc_str s = {bytes, toc_utf8_put(cp, bytes)};
    assert_int_equal(toc_utf8_next(s, &pos), cp);
    assert_int_equal(pos, s.len);
  }
}

static void fold_drops_case_marks_and_curls(void **state) {
  (void)state;
  toc_arena a;
  toc_arena_init(&a, 0);
  assert_true(toc_str_is(toc_fold(&a, TOC_S("São  Paulo\n")), "sao paulo"));
  assert_true(toc_str_is(toc_fold(&a, TOC_S("N’Djamena")), "n'djamena"));
  assert_true(toc_str_is(toc_fold(&a, TOC_S("Łódź")), "lodz"));
  assert_true(toc_str_is(toc_fold(&a, TOC_S("STRASSE straße")), "strasse strasse"));
  assert_true(toc_str_is(toc_lower(&a, TOC_S("Émile")), "émile"));
  toc_arena_release(&a);
}

static void days_and_weekdays(void **state) {
  (void)state;
  assert_int_equal(toc_day_of(1970, 1, 1), 0);
  assert_int_equal(toc_day_of(2022, 1, 6), 18998);
  assert_int_equal(toc_day_weekday(toc_day_of(2022, 1, 6)), 3); /* a Thursday */
  assert_int_equal(toc_day_of(2021, 2, 29), TOC_NODAY);
  assert_int_equal(toc_day_weekday(toc_day_of(1900, 1, 1)), 0);
  for (toc_day d = -800000; d < 400000; d += 13) {
    int y, m, dd;
    toc_day_ymd(d, &y, &m, &dd);
    assert_int_equal(toc_day_of(y, m, dd), d);
  }
  toc_day day;
  int minute;
  assert_true(toc_day_parse(TOC_S("2022-01-06T09:10"), &day, &minute));
  assert_int_equal(minute, 550);
  assert_true(toc_day_parse(TOC_S("2022-01-06"), &day, &minute));
  assert_int_equal(minute, -1);
  assert_false(toc_day_parse(TOC_S("2022-13-06"), &day, &minute));
  assert_false(toc_day_parse(TOC_S("yesterday"), &day, &minute));
}

static void lines_skip_comments_and_know_where_they_are(void **state) {
  (void)state;
  toc_lines l;
  toc_lines_init(&l, "x.txt", TOC_S("# head\n\n  one # rest\ntw#o\n"));
  assert_true(toc_lines_next(&l));
  assert_true(toc_str_is(l.text, "one"));
  assert_int_equal(l.line, 3);
  assert_int_equal(l.column, 3);
  assert_true(toc_lines_next(&l));
  assert_true(toc_str_is(l.text, "tw#o"));
  assert_false(toc_lines_next(&l));
  toc_error err;
  assert_int_equal(toc_lines_fail(&err, &l, 2, "unknown word '%s'", "tw"), TOC_BADDATA);
  assert_string_equal(err.message, "unknown word 'tw' in 'x.txt', line 5, column 3");
}

static void json_strings_and_numbers(void **state) {
  (void)state;
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_json(&b, TOC_S("a\"b\\\n\x01é"));
  toc_buf_json(&b, (toc_str){0});
  toc_buf_put(&b, "|", 1);
  toc_buf_number(&b, 0.1);
  toc_buf_put(&b, "|", 1);
  toc_buf_number(&b, -1500);
  toc_buf_put(&b, "|", 1);
  toc_buf_number(&b, 43.25);
  toc_buf_put(&b, "|", 2);
  assert_string_equal(b.ptr, "\"a\\\"b\\\\\\n\\u0001é\"null|0.1|-1500|43.25|");
  toc_buf_release(&b);
  toc_buf_init(&b, 8);
  toc_buf_z(&b, "12345678");
  assert_false(b.failed);
  toc_buf_z(&b, "9");
  assert_true(b.failed);
  toc_buf_release(&b);
}

static void files_that_are_not_there_are_named(void **state) {
  (void)state;
  toc_arena a;
  toc_error err;
  toc_str bytes;
  toc_arena_init(&a, 0);
  assert_int_equal(toc_file_read(&a, "no/such/file", 0, &bytes, &err), TOC_IO);
  assert_non_null(strstr(err.message, "no/such/file"));
  assert_int_equal(toc_file_read(&a, ".", 0, &bytes, &err), TOC_IO);
  toc_arena_release(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(arena_gives_zeroed_aligned_memory),
      cmocka_unit_test(arena_stops_at_its_maximum),
      cmocka_unit_test(large_arrays_grow_in_place),
      cmocka_unit_test(every_allocation_can_fail),
      cmocka_unit_test(arrays_grow_and_keep_their_elements),
      cmocka_unit_test(pool_makes_equal_strings_equal_pointers),
      cmocka_unit_test(map_finds_what_was_put),
      cmocka_unit_test(sha256_is_the_published_one),
      cmocka_unit_test(strings_are_joined), cmocka_unit_test(a_map_with_room),
      cmocka_unit_test(utf8_counts_and_refuses),
      cmocka_unit_test(fold_drops_case_marks_and_curls),
      cmocka_unit_test(days_and_weekdays),
      cmocka_unit_test(lines_skip_comments_and_know_where_they_are),
      cmocka_unit_test(json_strings_and_numbers),
      cmocka_unit_test(files_that_are_not_there_are_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
