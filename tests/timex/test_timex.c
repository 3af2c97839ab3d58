/* Time expressions: the cases of times.txt, properties, pathological input, bad vocabulary. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../text/cases.h"
#include "../text/lexicon.h"
#include "../text/plain.h"
#include "doc.h"
#include "timex.h"

static toc__timex *timex;

static toc_doc *new_doc(void) {
  toc_doc *doc = calloc(1, sizeof *doc);
  assert_non_null(doc);
  return doc;
}

static void free_doc(toc_doc *doc) {
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

static void code(toc_doc *doc, toc_str text, toc_str published) {
  int minute;
  toc_doc_reset(doc, 0);
  doc->text = text;
  doc->dct = TOC_NODAY;
  if (published.len) assert_true(toc_day_parse(published, &doc->dct, &minute));
  plain_words(doc);
  assert_int_equal(toc__timex_run(timex, doc, NULL), TOC_OK);
}

static void spans_hold(const toc_doc *doc) {
  uint32_t end = 0;
  for (uint32_t i = 0; i < doc->times.len; i++) {
    const toc_time *t = &doc->times.ptr[i];
    assert_true(t->span.start >= end && t->span.end > t->span.start && t->span.end <= doc->text.len);
    assert_true(t->first < t->last && t->last <= doc->tokens.len);
    assert_true(doc->tokens.ptr[t->first].span.start <= t->span.start && doc->tokens.ptr[t->last - 1].span.end >= t->span.end);
    assert_true(t->value.len > 0);
    if (t->from != TOC_NODAY && t->to != TOC_NODAY) assert_true(t->from <= t->to);
    end = t->span.end;
  }
}

static void render(const toc_doc *doc, toc_buf *out) {
  static const char *const type[] = {"DATE", "TIME", "DURATION", "SET"};
  for (uint32_t i = 0; i < doc->times.len; i++) {
    const toc_time *t = &doc->times.ptr[i];
    toc_str words = toc_slice(doc->text, t->span);
    toc_buf_fmt(out, "%.*s | %s | %.*s | ", TOC_FMT(words), type[t->type], TOC_FMT(t->value));
    if (t->from != TOC_NODAY) toc_buf_day(out, t->from);
    if (t->from != t->to || t->from == TOC_NODAY) {
      toc_buf_z(out, "..");
      if (t->to != TOC_NODAY) toc_buf_day(out, t->to);
    }
    if (t->ongoing) toc_buf_z(out, " ongoing");
    if (t->from_minute >= 0) toc_buf_fmt(out, " %02d:%02d", t->from_minute / 60, t->from_minute % 60);
    toc_buf_z(out, "\n");
  }
  if (!doc->times.len) toc_buf_z(out, "(none)\n");
}

/* === name / [published DAY] / text / --- / expected lines */
static void code_case(void *ctx, toc_str input, toc_buf *out) {
  toc_str published = {0}, rest = input, line;
  if (toc_str_cut(&rest, '\n', &line) && toc_str_starts(line, TOC_S("published "))) {
    published = toc_str_sub(line, 10, line.len);
    input = toc_str_trim(rest);
  }
  code(ctx, input, published);
  spans_hold(ctx);
  render(ctx, out);
}

static void cases(void **state) {
  (void)state;
  toc_doc *doc = new_doc();
  int number = 0;
  assert_int_equal(run_case_file("tests/timex/times.txt", code_case, doc, &number), 0);
  assert_true(number > 30);
  free_doc(doc);
}

static void read_all(toc_str text) {
  toc_doc *doc = new_doc();
  code(doc, text, TOC_S("2022-01-06"));
  spans_hold(doc);
  free_doc(doc);
}

static void linear(void **state) {
  (void)state;
  static const char *const unit[] = {"the end of the last early mid late ", "two ", "January 5, ", "twenty - ", "last next this ", "9 9 9 : ", "a year and a half ", "- ' \" "};
  lexicon_linear(read_all, unit, sizeof unit / sizeof *unit);
}

static void odd_input(void **state) {
  (void)state;
  static const char *const text[] = {"", "\xE2\x80\x99\xE2\x80\x93", "the", "1", "9:", "10-", "January 99, 9999", "0000-00-00", "31 February 2022", "99/99/9999", "the 99th century", "999999999 years ago", "1e9 years", "9999999 days ago", "\xC3\xA9t\xC3\xA9 2022", "the week of", "every", "'", "1-", "in 1"};
  for (size_t k = 0; k < sizeof text / sizeof *text; k++)
    for (int dated = 0; dated < 2; dated++) {
      toc_doc *doc = new_doc();
      code(doc, toc_cstr(text[k]), dated ? TOC_S("2022-01-06") : (toc_str){0});
      spans_hold(doc);
      free_doc(doc);
    }
}

static toc_status load(const char *data_dir, toc_error *err) {
  toc__timex *x;
  toc_status s = toc__timex_load(&x, data_dir, err);
  if (s) assert_null(x);
  return s;
}

static void refused(const char *bytes, uint32_t line, uint32_t column, const char *says) {
  lexicon_refused(load, "timex", "words.txt", bytes, line, column, says);
}

static void bad_vocabulary(void **state) {
  (void)state;
  refused("month 1: january\nmonth 13: smarch\n", 2, 7, "a month, 1 to 12");
  refused("# a comment\nmoon 1: january\n", 2, 1, "unknown class 'moon'");
  refused("month 1 january\n", 1, 1, "expected");
  refused("month 1: january, , jan\n", 1, 18, "phrase");
  refused("holiday 13-45: never\n", 1, 9, "MM-DD");
  refused("unit ?: moment\n", 1, 6, "a unit");
  toc_error err;
  assert_int_equal(load("tests/timex", &err), TOC_IO);
}

static int setup(void **state) {
  (void)state;
  toc_error err;
  if (toc__timex_load(&timex, "data", &err)) {
    print_error("%s\n", err.message);
    return -1;
  }
  return 0;
}

static int teardown(void **state) {
  (void)state;
  toc__timex_free(timex);
  toc__timex_free(NULL);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(cases), cmocka_unit_test(linear), cmocka_unit_test(odd_input), cmocka_unit_test(bad_vocabulary)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
