/* Toponyms in sentences: cases as text, and properties of the layer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "place.h"
#include "split.h"

static toc__places *places;

static int load(void **state) {
  toc_error err;
  (void)state;
  toc_status st = toc__places_load(&places, "data", NULL, NULL, &err);
  if (st != TOC_OK) print_error("%s\n", err.message);
  return st;
}

static int unload(void **state) {
  (void)state;
  toc__places_free(places);
  return 0;
}

static void release(toc_doc *doc) {
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
}

/* One line a place: text | name, country, feature, precision. */
static toc_str show(toc_doc *doc) {
  toc_buf b;
  toc_buf_init(&b, 0);
  for (uint32_t i = 0; i < doc->places.len; i++) {
    const toc_place *p = &doc->places.ptr[i];
    toc_str none = TOC_S("-"), text = toc_slice(doc->text, p->span);
    toc_str name = p->name.ptr ? p->name : none, country = p->country.ptr ? p->country : none;
    toc_str adm1 = p->adm1.ptr ? p->adm1 : none;
    toc_buf_fmt(&b, "%.*s | %.*s, %.*s.%.*s, %.*s, %d%s\n", TOC_FMT(text), TOC_FMT(name), TOC_FMT(country), TOC_FMT(adm1),
                TOC_FMT(p->feature), p->precision, p->actor_only ? ", actor" : "");
  }
  if (!b.len) toc_buf_z(&b, "(none)\n");
  toc_str s = toc_str_copy(&doc->arena, (toc_str){b.ptr, b.len});
  toc_buf_release(&b);
  return s;
}

static void read_text(toc_doc *doc, toc_str text, toc_str publisher) {
  toc_doc_reset(doc, 0);
  doc->publisher = publisher;
  split_text(doc, text);
  assert_int_equal(toc__places_run(places, doc, NULL), TOC_OK);
}

/* "=== name\ntext\n---\nplaces\n"; a line "publisher: X" may stand before the text. */
static uint32_t run_cases(const char *path, uint32_t *failed) {
  toc_arena a;
  toc_error err;
  jmp_buf jump;
  toc_str all, rest;
  volatile uint32_t n = 0, wrong = 0;
  toc_arena_init(&a, 0);
  if (!TOC_TRY(&a, jump)) abort();
  if (toc_file_read(&a, path, 0, &all, &err) != TOC_OK) fail_msg("%s", err.message);
  rest = all;
  while (rest.len) {
    const char *mark = rest.ptr + 4, *end = strstr(mark, "\n=== ");
    toc_str one = {mark, end ? (size_t)(end + 1 - mark) : (size_t)(all.ptr + all.len - mark)};
    rest = end ? (toc_str){end + 1, (size_t)(all.ptr + all.len - end - 1)} : (toc_str){0};
    const char *line = memchr(one.ptr, '\n', one.len), *cut = strstr(one.ptr, "\n---\n");
    assert_true(line && cut && cut < one.ptr + one.len);
    toc_str name = {one.ptr, (size_t)(line - one.ptr)}, want = {cut + 5, (size_t)(one.ptr + one.len - cut - 5)};
    toc_str text = {line + 1, (size_t)(cut - line - 1)}, publisher = {0};
    if (toc_str_starts(text, TOC_S("publisher: "))) {
      toc_str_cut(&text, '\n', &publisher);
      publisher = toc_str_sub(publisher, 11, publisher.len);
    }
    toc_doc doc = {0};
    read_text(&doc, text, publisher);
    toc_str got = show(&doc);
    n++;
    if (!toc_str_eq(toc_str_trim(want), toc_str_trim(got))) {
      print_error("%s: %.*s\nexpected\n%.*sgot\n%.*s\n", path, TOC_FMT(name), TOC_FMT(want), TOC_FMT(got));
      wrong++;
    }
    release(&doc);
  }
  toc_arena_release(&a);
  *failed += wrong;
  return n;
}

static void cases_hold(void **state) {
  (void)state;
  static const char *const file[] = {"tests/place/cases/found.txt", "tests/place/cases/meant.txt"};
  uint32_t n = 0, failed = 0;
  for (size_t i = 0; i < sizeof file / sizeof *file; i++) n += run_cases(file[i], &failed);
  assert_int_equal(failed, 0);
  assert_true(n >= 30);
}

static const char story[] =
    "Shells fell on the village of Hlodosy in Mykolaiv region, near Voznesensk. The Turkish army denied it.\n"
    "In Paris, Texas, the mayor of Nice spoke about Jordan and Jordan Smith. New York City and Port-au-Prince listened.\n";

static void spans_and_columns_agree(void **state) {
  (void)state;
  toc_doc doc = {0};
  read_text(&doc, toc_cstr(story), (toc_str){0});
  uint32_t end = 0;
  assert_true(doc.places.len >= 7);
  for (uint32_t i = 0; i < doc.places.len; i++) {
    const toc_place *p = &doc.places.ptr[i];
    assert_true(p->span.start >= end && p->span.end > p->span.start && p->span.end <= doc.text.len);
    end = p->span.end;
    assert_true(p->first < p->last && p->last <= doc.tokens.len);
    for (uint32_t t = p->first; t < p->last; t++)
      assert_int_equal(doc.tokens.ptr[t].place, p->actor_only ? TOC_NONE : i);
    if (p->located) assert_true(p->lat >= -90 && p->lat <= 90 && p->lon >= -180 && p->lon <= 180);
    assert_true(p->precision >= 0 && p->precision <= 7);
    for (uint32_t c = 1; c < p->n_candidates; c++) assert_true(p->candidate[c - 1].score >= p->candidate[c].score);
  }
  release(&doc);
}

static void two_readings_are_equal(void **state) {
  (void)state;
  toc_doc a = {0}, b = {0};
  read_text(&a, toc_cstr(story), (toc_str){0});
  read_text(&b, toc_cstr("Tokyo."), (toc_str){0});
  read_text(&b, toc_cstr(story), (toc_str){0});
  assert_true(toc_str_eq(show(&a), show(&b)));
  release(&a);
  release(&b);
}

/* Thousands of names in one report: linear, and no array overrun. */
static void a_very_long_list_of_names(void **state) {
  (void)state;
  toc_buf b;
  toc_doc doc = {0};
  toc_buf_init(&b, 0);
  for (int i = 0; i < 20000; i++) toc_buf_fmt(&b, "Springfield, San Jose, Xq%dville district, Paris, ", i);
  read_text(&doc, (toc_str){b.ptr, b.len}, (toc_str){0});
  assert_true(doc.places.len > 10000);
  release(&doc);
  toc_buf_release(&b);
}

static void nothing_in_nothing_out(void **state) {
  (void)state;
  toc_doc doc = {0};
  read_text(&doc, TOC_S(""), (toc_str){0});
  assert_int_equal(doc.places.len, 0);
  release(&doc);
}

static void names_can_be_asked_for(void **state) {
  (void)state;
  toc_arena a;
  jmp_buf jump;
  toc__place_hit hit[4];
  toc_arena_init(&a, 0);
  if (!TOC_TRY(&a, jump)) abort();
  uint32_t n = toc__places_find(places, &a, TOC_S("ALMATY"), hit, 4), town = 0;
  assert_true(n >= 2);
  while (town < n && strcmp(hit[town].feature, "PPLA") != 0) town++;
  assert_true(town < n && toc_str_is(hit[town].country, "KAZ") && toc_str_is(hit[town].name, "Almaty"));
  assert_int_equal(hit[town].geonameid, 1526384);
  assert_int_equal(toc__places_find(places, &a, TOC_S("Qwxyzzy"), hit, 4), 0);
  assert_true(toc__places_find(places, &a, TOC_S("U.S."), hit, 4) == 1 && toc_str_is(hit[0].country, "USA"));
  assert_int_equal(strncmp(toc__places_hash(places), "sha256:", 7), 0);
  toc_arena_release(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cases_hold),          cmocka_unit_test(spans_and_columns_agree),
      cmocka_unit_test(two_readings_are_equal), cmocka_unit_test(a_very_long_list_of_names),
      cmocka_unit_test(nothing_in_nothing_out), cmocka_unit_test(names_can_be_asked_for),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
