/* A request's target taken apart, and the words that are sought. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "serve.h"

static toc_arena arena;

static int begin(void **state) {
  static jmp_buf jump;
  (void)state;
  toc_arena_init(&arena, 0);
  return TOC_TRY(&arena, jump) ? 0 : -1;
}

static int end(void **state) {
  (void)state;
  toc_arena_release(&arena);
  return 0;
}

static void words(void **state) {
  (void)state;
  static const struct {
    const char *typed, *expression;
  } c[] = {{"", ""},
           {"  ", ""},
           {"gas", "\"gas\""},
           {"gas prices", "\"gas\" AND \"prices\""},
           {"\"gas prices\" rose", "\"gas prices\" AND \"rose\""},
           {"protest*", "\"protest\"*"},
           {"gas -film -\"old news\"", "(\"gas\") NOT (\"film\" OR \"old news\")"},
           {"-film", ""}, /* everything but a word is no search */
           {"NEAR(a) col:x ^y", "\"NEAR(a)\" AND \"col:x\" AND \"^y\""},
           {"a OR b", "\"a\" AND \"OR\" AND \"b\""},
           {"'; --", ""},
           {"\"open", "\"open\""},
           {"mayor's", "\"mayor's\""}};
  for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
    toc_str got = toc__words_expression(&arena, toc_cstr(c[i].typed));
    if (!toc_str_is(got, c[i].expression)) fail_msg("'%s': expected %s, got %.*s", c[i].typed, c[i].expression, TOC_FMT(got));
  }
}

static void targets(void **state) {
  (void)state;
  toc__ask ask;
  toc_error err;
  toc__filter f;
  assert_int_equal(toc__ask_read(&ask, &arena, toc_cstr("/api/events?q=caf%C3%A9+bar&type=&x&&y=a%26b"), &err), TOC_OK);
  assert_true(toc_str_is(ask.path, "/api/events"));
  assert_int_equal(ask.n_params, 4);
  assert_true(toc_str_is(toc__ask_get(&ask, "q"), "caf\xc3\xa9 bar"));
  assert_true(toc_str_is(toc__ask_get(&ask, "y"), "a&b"));
  assert_true(toc__ask_get(&ask, "type").ptr != NULL);
  assert_true(toc__ask_get(&ask, "no").ptr == NULL);
  assert_int_equal(toc__ask_read(&ask, &arena, toc_cstr("/a+b%2Fc"), &err), TOC_OK);
  assert_true(toc_str_is(ask.path, "/a+b/c")); /* '+' is a blank in a query only */
  static const char *const bad[] = {"", "api", "/?a=%", "/?a=%2", "/?a=%zz", "/?a=%00", "/?a=%ff", "/%ed%a0%80", "/?%c3=1"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (toc__ask_read(&ask, &arena, toc_cstr(bad[i]), &err) != TOC_USAGE) fail_msg("'%s' was taken", bad[i]);
  assert_int_equal(toc__ask_read(&ask, &arena, toc_cstr("/?from=2022-01-05&bbox=-10,-5,10,5&type=A&type=none&incident=00000000000000f"), &err), TOC_OK);
  assert_int_equal(toc__filter_read(&ask, &f, &err), TOC_OK);
  assert_int_equal(f.from, toc_day_of(2022, 1, 5));
  assert_int_equal(f.to, TOC_NODAY);
  assert_true(f.boxed && f.west == -10 && f.north == 5);
  assert_int_equal(f.want[TOC__TYPE].len, 2);
  assert_int_equal(f.want[TOC__TYPE].ptr[1].len, 0);
  assert_int_equal(f.incident.ptr[0], 15);
  assert_false(f.none);
}

static void claimants(void **state) {
  (void)state;
  static const struct {
    const char *name, *code, *words, *claimant;
  } c[] = {{"Ana Ruiz", "CRIGOV", "she", "Ana Ruiz"},
           {"", "KAZGOV", "The interior ministry", "interior ministry"},
           {"", "KAZGOV", "It", "KAZGOV"},
           {"", "", "they", "they"},
           {"", "KAZMED", "a doctor at a city hospital,", "doctor at a city hospital"},
           {"", "", "Another paper", "Another paper"}, /* 'An' is no article here */
           {"", "KAZGOV", "", "KAZGOV"},
           {"", "", "", "?"}};
  for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
    toc_str got = toc__claimant(toc_cstr(c[i].name), toc_cstr(c[i].code), toc_cstr(c[i].words));
    if (!toc_str_is(got, c[i].claimant)) fail_msg("'%s': expected '%s', got '%.*s'", c[i].words, c[i].claimant, TOC_FMT(got));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(words), cmocka_unit_test(targets), cmocka_unit_test(claimants)};
  return cmocka_run_group_tests(tests, begin, end);
}
