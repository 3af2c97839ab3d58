/* The parts of a report: text cases, and properties of decoding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cases.h"
#include "text.h"

#include <time.h>

static toc_doc *new_doc(toc_str text) {
  toc_doc *doc = calloc(1, sizeof *doc);
  toc_doc_reset(doc, 0);
  doc->text = text;
  return doc;
}

static void free_doc(toc_doc *doc) {
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

static void check_blocks(const toc_doc *doc) {
  uint32_t at = 0;
  for (uint32_t i = 0; i < doc->blocks.len; i++) {
    toc_span s = doc->blocks.ptr[i].span;
    assert_true(s.start >= at && s.end > s.start && s.end <= doc->text.len);
    for (; at < s.start; at++) assert_true((unsigned char)doc->text.ptr[at] <= ' ' || (unsigned char)doc->text.ptr[at] >= 0x80);
    at = s.end;
  }
  assert_true(doc->title_span.end <= doc->text.len && doc->dateline.end <= doc->text.len);
}

static void put_field(toc_buf *out, const char *name, toc_str value) {
  if (value.len) toc_buf_fmt(out, "%s: %.*s\n", name, TOC_FMT(value));
}

/* "@title …", "@published …", "@updated …" on the first lines are what the report gave. */
static void render(void *ctx, toc_str input, toc_buf *out) {
  static const char *const names[] = {"body", "title", "lead", "heading", "meta"};
  (void)ctx;
  toc_doc *doc = new_doc((toc_str){0});
  for (toc_str line, rest = input; rest.len && rest.ptr[0] == '@' && toc_str_cut(&rest, '\n', &line); input = rest) {
    if (toc_str_starts(line, TOC_S("@title "))) doc->title = toc_str_sub(line, 7, line.len);
    if (toc_str_starts(line, TOC_S("@published "))) doc->published = toc_str_sub(line, 11, line.len);
    if (toc_str_starts(line, TOC_S("@updated "))) doc->updated = toc_str_sub(line, 9, line.len);
  }
  doc->text = input;
  assert_int_equal(toc__text_run(doc, NULL), TOC_OK);
  check_blocks(doc);
  put_field(out, "title", doc->title);
  put_field(out, "published", doc->published);
  put_field(out, "updated", doc->updated);
  if (doc->dct != TOC_NODAY) {
    toc_buf_z(out, "speaks from: ");
    toc_buf_day(out, doc->dct);
    if (doc->dct_minute >= 0) toc_buf_fmt(out, " %02d:%02d", doc->dct_minute / 60, doc->dct_minute % 60);
    toc_buf_z(out, "\n");
  }
  put_field(out, "dateline", toc_slice(doc->text, doc->dateline));
  put_field(out, "place", toc_slice(doc->text, doc->dateline_place));
  for (uint32_t i = 0; i < doc->blocks.len; i++) {
    toc_buf_fmt(out, "%s | ", names[doc->blocks.ptr[i].section]);
    toc_str s = toc_slice(doc->text, doc->blocks.ptr[i].span);
    for (size_t k = 0; k < s.len; k++) toc_buf_put(out, s.ptr[k] == '\n' ? "/" : &s.ptr[k], 1);
    toc_buf_z(out, "\n");
  }
  free_doc(doc);
}

static void text_cases(void **state) {
  (void)state;
  int cases, bad = run_cases(TOC_SOURCE_DIR "/tests/text/cases", render, NULL, &cases);
  assert_int_equal(bad, 0);
  assert_true(cases >= 20);
}

static void stamps_are_read(void **state) {
  (void)state;
  static const struct {
    const char *text, *day; /* NULL: no date; "": no year */
    int minute;
    size_t used;
  } cases[] = {
      {"January 6, 2022 9:10am", "2022-01-06", 550, 22},
      {"January 6, 2022 9:10am and more", "2022-01-06", 550, 22},
      {"6 Jan 2022 09:10 GMT", "2022-01-06", 550, 20},
      {"Thursday, 6th January, 2022", "2022-01-06", -1, 27},
      {"Jan. 6", "", -1, 6},
      {"6 January", "", -1, 9},
      {"2022-01-06T09:10:00Z", "2022-01-06", 550, 20},
      {"2022-01-06T09:10:00+06:00", "2022-01-06", 550, 25},
      {"2022-01-06", "2022-01-06", -1, 10},
      {"2022/1/6", "2022-01-06", -1, 8},
      {"13/01/2022", "2022-01-13", -1, 10},
      {"01/13/2022", "2022-01-13", -1, 10},
      {"03/04/2022", NULL, -1, 0},
      {"6.1.2022", "2022-01-06", -1, 8},
      {"Sept. 8, 2021 at 11 p.m. ET", "2021-09-08", 1380, 27},
      {"12:05 a.m., 6 January 2022", "2022-01-06", 5, 26},
      {"3 JAN 90 --", "1990-01-03", -1, 8},
      {"3 Jan 90 people", "", -1, 5},
      {"January 32, 2022", NULL, -1, 0},
      {"February 30", NULL, -1, 0},
      {"February 29, 2021", NULL, -1, 0},
      {"May 2022", NULL, -1, 0},
      {"March on the capital", NULL, -1, 0},
      {"6 people", NULL, -1, 0},
      {"", NULL, -1, 0},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    toc__stamp s;
    size_t n = toc__stamp_read(toc_cstr(cases[i].text), &s);
    if (n != cases[i].used) print_error("%s: %zu bytes\n", cases[i].text, n);
    assert_int_equal(n, cases[i].used);
    if (!n) continue;
    toc_day want = TOC_NODAY;
    if (cases[i].day[0]) assert_true(toc_day_parse(toc_cstr(cases[i].day), &want, NULL));
    assert_int_equal(s.day, want);
    if (s.minute != cases[i].minute) print_error("%s: minute %d\n", cases[i].text, s.minute);
    assert_int_equal(s.minute, cases[i].minute);
  }
}

/* ---------------------------------------------------------------- decoding */

static void check_decoded(const toc__decoded *d, toc_str raw) {
  assert_true(toc_utf8_valid(d->text));
  assert_true(!d->text.len || !memchr(d->text.ptr, 0, d->text.len));
  uint64_t before = 0;
  for (uint32_t at = 0; at < d->text.len; at++) {
    uint64_t origin = toc__text_raw(d->map.ptr, d->map.len, at);
    assert_true(origin >= before && origin < raw.len);
    before = origin;
    /* an ASCII byte was there, as it is now */
    unsigned char c = (unsigned char)d->text.ptr[at];
    if (c < 0x80 && c != '\n') assert_true((unsigned char)raw.ptr[origin] == c || (raw.ptr[origin] == 0 && (unsigned char)raw.ptr[origin + 1] == c));
    if (c == '\n') assert_true(raw.ptr[origin] == '\n' || raw.ptr[origin] == '\r' || raw.ptr[origin] == 0);
  }
  for (uint32_t i = 1; i < d->map.len; i++) assert_true(d->map.ptr[i].clean > d->map.ptr[i - 1].clean);
}

static void texts_are_decoded(void **state) {
  (void)state;
  static const struct {
    const char *raw;
    size_t n;
    const char *text, *encoding;
    uint32_t repaired;
  } cases[] = {
      {"plain", 5, "plain", "UTF-8", 0},
      {"", 0, "", "UTF-8", 0},
      {"\xEF\xBB\xBF" "a", 4, "a", "UTF-8", 0},
      {"a\r\nb\rc\n", 7, "a\nb\nc\n", "UTF-8", 0},
      {"caf\xC3\xA9", 5, "caf\xC3\xA9", "UTF-8", 0},
      {"caf\xC3\xA9 \xC3\xA9 \xFF x", 12, "caf\xC3\xA9 \xC3\xA9 \xEF\xBF\xBD x", "UTF-8", 1},
      {"\xE2\x80\x99\xE2\x80\x99 \xE2\x80 x", 11, "\xE2\x80\x99\xE2\x80\x99 \xEF\xBF\xBD x", "UTF-8", 1},
      {"\xC3\xA9\xC3\xA9 \xED\xA0\x80", 8, "\xC3\xA9\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", "Windows-1252", 0},
      {"Lind\x92s \x93port\x94", 13, "Lind\xE2\x80\x99s \xE2\x80\x9Cport\xE2\x80\x9D", "Windows-1252", 0},
      {"caf\xE9 \x81", 6, "caf\xC3\xA9 \xEF\xBF\xBD", "Windows-1252", 1},
      {"\xFF\xFEh\0i\0\r\0\n\0\xE9\0", 12, "hi\n\xC3\xA9", "UTF-16LE", 0},
      {"\xFE\xFF\0h\0i\xD8\x3D\xDE\x00", 10, "hi\xF0\x9F\x98\x80", "UTF-16BE", 0},
      {"P\0o\0r\0t\0 \0L\0", 12, "Port L", "UTF-16LE", 0},
      {"\0P\0o\0r\0t\0 \0L", 12, "Port L", "UTF-16BE", 0},
      {"\xFF\xFE\x3D\xD8x\0", 6, "\xEF\xBF\xBDx", "UTF-16LE", 1},
      {"\xFF\xFEx\0y", 5, "x\xEF\xBF\xBD", "UTF-16LE", 1},
      {"abcdef\0g", 8, "abcdef\xEF\xBF\xBDg", "UTF-8", 1},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    toc_arena a;
    toc__decoded d;
    toc_str raw = {cases[i].raw, cases[i].n};
    toc_arena_init(&a, 0);
    toc__text_decode(&a, raw, 0, &d);
    if (i == 7) { /* as many good as bad sequences: UTF-8 is not believed; asked for, it is repaired */
      toc__text_decode_as(&a, raw, TOC__UTF8, 0, 0, &d);
      assert_int_equal(d.n_repaired, 3);
      assert_true(toc_str_is(d.text, cases[i].text));
      toc_arena_release(&a);
      continue;
    }
    if (!toc_str_is(d.text, cases[i].text)) print_error("case %zu: '%.*s'\n", i, TOC_FMT(d.text));
    assert_true(toc_str_is(d.text, cases[i].text));
    assert_true(toc_str_is(d.encoding, cases[i].encoding));
    assert_int_equal(d.n_repaired, cases[i].repaired);
    check_decoded(&d, raw);
    toc_arena_release(&a);
  }
}

/* Random bytes, drawn from alphabets that make trouble; the seed is fixed. */
static void any_bytes_decode_to_text_with_a_map(void **state) {
  (void)state;
  static const unsigned char sharp[] = {0, '\r', '\n', 'a', ' ', 0xC2, 0xA9, 0xE2, 0x80, 0x99, 0xED, 0xA0, 0xF0, 0x9F, 0xFF, 0xFE, 0xEF, 0xBB, 0xBF, 0xD8, 0xDC};
  uint32_t seed = 20220106;
  for (int round = 0; round < 3000; round++) {
    char raw[64];
    seed = seed * 1664525u + 1013904223u;
    size_t n = (seed >> 16) % sizeof raw;
    for (size_t i = 0; i < n; i++) {
      seed = seed * 1664525u + 1013904223u;
      raw[i] = (char)(round % 2 ? sharp[(seed >> 16) % sizeof sharp] : seed >> 24);
    }
    toc_arena a;
    toc_arena_init(&a, 0);
    for (unsigned enc = 0; enc < 5; enc++) {
      toc__decoded d;
      if (enc == 4) toc__text_decode(&a, (toc_str){raw, n}, 0, &d);
      else toc__text_decode_as(&a, (toc_str){raw, n}, (toc__encoding)enc, 0, round % 3 ? 0 : TOC__KEEP_CR, &d);
      assert_true(toc_utf8_valid(d.text));
      uint64_t before = 0;
      for (uint32_t at = 0; at < d.text.len; at++) {
        uint64_t origin = toc__text_raw(d.map.ptr, d.map.len, at);
        assert_true(origin >= before && origin < n);
        before = origin;
      }
    }
    toc_arena_release(&a);
  }
}

static double seconds_for(const char *unit, size_t bytes) {
  size_t n = strlen(unit), len = bytes / n * n;
  char *s = malloc(len);
  for (size_t i = 0; i < len; i += n) memcpy(s + i, unit, n);
  toc_doc *doc = new_doc((toc_str){s, len});
  struct timespec a, b;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  assert_int_equal(toc__text_run(doc, NULL), TOC_OK);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
  check_blocks(doc);
  free_doc(doc);
  free(s);
  return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
}

static void hostile_text_takes_linear_time(void **state) {
  (void)state;
  static const char *const units[] = {"a", "\n", "a\n", "A\n\n", "\r", " ", "A|", "By A\n", "January 6, 2022\n", "A/", "A, ", "(A) ", "PORT LIND, ",
                                      "- a\n", "\xE2\x80\xA2", "January 6, 2022 | ", "A.\n", "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii\n"};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    double small = seconds_for(units[i], 100000), large = seconds_for(units[i], 800000);
    if (large > 24 * small + 0.1) large = seconds_for(units[i], 800000);
    if (large > 24 * small + 0.1) print_error("'%s': %.3f s for 100 kB, %.3f s for 800 kB\n", units[i], small, large);
    assert_true(large <= 24 * small + 0.1);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(text_cases),
      cmocka_unit_test(stamps_are_read),
      cmocka_unit_test(texts_are_decoded),
      cmocka_unit_test(any_bytes_decode_to_text_with_a_map),
      cmocka_unit_test(hostile_text_takes_linear_time),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
