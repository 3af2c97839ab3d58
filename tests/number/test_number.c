/* Cardinals in words and digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "number.h"

/* Splits at blanks; returns words taken, value through out. */
static size_t read(const char *text, double *value) {
  toc_str word[32], rest = toc_cstr(text);
  size_t n = 0;
  while (n < 32 && toc_str_cut(&rest, ' ', &word[n])) n++;
  return toc__number_read(word, n, value);
}

static void cardinals(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t words;
    double value;
  } c[] = {{"three", 1, 3},
           {"twenty-five men", 1, 25},
           {"twenty - five men", 3, 25},
           {"twenty five", 2, 25},
           {"two hundred and five", 4, 205},
           {"a hundred", 2, 100},
           {"a thousand two hundred", 4, 1200},
           {"1,200 people", 1, 1200},
           {"1.2 million", 2, 1.2e6},
           {"2 1/2 years", 2, 2.5},
           {"a dozen", 2, 12},
           {"three dozen", 2, 36},
           {"three five", 1, 3},
           {"nineteen ninety", 1, 19},
           {"two and three", 1, 2},
           {"13 14", 1, 13},
           {"ten five", 1, 10},
           {"zero", 1, 0}};
  for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
    double v = -1;
    assert_int_equal(read(c[i].text, &v), c[i].words);
    assert_true(v == c[i].value);
  }
}

static void no_cardinals(void **state) {
  (void)state;
  static const char *const c[] = {"a man", "and five", "hundred", "1,20", "12,3456", "21st", "dozens", "", "- 5", "thousand", "3rd"};
  double v;
  for (size_t i = 0; i < sizeof c / sizeof *c; i++) assert_int_equal(read(c[i], &v), 0);
}

static void ordinals(void **state) {
  (void)state;
  assert_int_equal(toc__number_ordinal(TOC_S("third")), 3);
  assert_int_equal(toc__number_ordinal(TOC_S("twenty-first")), 21);
  assert_int_equal(toc__number_ordinal(TOC_S("21st")), 21);
  assert_int_equal(toc__number_ordinal(TOC_S("11th")), 11);
  assert_int_equal(toc__number_ordinal(TOC_S("11st")), 0);
  assert_int_equal(toc__number_ordinal(TOC_S("three")), 0);
  assert_int_equal(toc__number_ordinal(TOC_S("5")), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(cardinals), cmocka_unit_test(no_cardinals), cmocka_unit_test(ordinals)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
