/* Time expressions: the cases of times.txt, properties, pathological input, bad vocabulary. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

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

static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool digit(char c) { return c >= '0' && c <= '9'; }

/* Words, numbers with inner points, and single marks; a sentence is the whole text up to
 * ". " before a capital.  The grammar must not lean on a tokeniser's finer habits. */
static void tokenise(toc_doc *doc) {
  toc_str t = doc->text;
  uint32_t first = 0;
  for (size_t i = 0; i < t.len;) {
    if ((unsigned char)t.ptr[i] <= ' ') {
      i++;
      continue;
    }
    size_t e = i + 1;
    if (letter(t.ptr[i])) {
      while (e < t.len && letter(t.ptr[e])) e++;
      if (e - i == 1)
        while (e + 1 < t.len && t.ptr[e] == '.' && letter(t.ptr[e + 1]) && (e + 2 == t.len || t.ptr[e + 2] == '.')) e += 2;
      if (e < t.len && t.ptr[e] == '.' && (memchr(t.ptr + i, '.', e - i) || (e - i < 5 && e + 2 < t.len && digit(t.ptr[e + 2])))) e++;
    } else if (digit(t.ptr[i])) {
      while (e < t.len && (digit(t.ptr[e]) || (e + 1 < t.len && strchr(",.:/", t.ptr[e]) && digit(t.ptr[e + 1])))) e++;
    } else if (t.ptr[i] == '\'' && e < t.len && t.ptr[e] == 's') {
      e++;
    }
    toc_token *k = toc_doc_add_token(doc);
    k->span = (toc_span){(uint32_t)i, (uint32_t)e};
    k->form = k->lemma = toc_str_sub(t, i, e);
    k->sentence = doc->sentences.len;
    bool stop = (t.ptr[i] == '.' && e - i == 1 && e + 1 < t.len) || e == t.len;
    if (stop || e >= t.len) {
      toc_sentence s = {.first = first, .last = doc->tokens.len, .span = {doc->tokens.ptr[first].span.start, (uint32_t)e}};
      *toc_push(&doc->arena, &doc->sentences) = s;
      first = doc->tokens.len;
    }
    i = e;
  }
  if (first < doc->tokens.len) {
    toc_sentence s = {.first = first, .last = doc->tokens.len, .span = {doc->tokens.ptr[first].span.start, (uint32_t)t.len}};
    *toc_push(&doc->arena, &doc->sentences) = s;
  }
}

static void code(toc_doc *doc, toc_str text, toc_str published) {
  int minute;
  toc_doc_reset(doc, 0);
  doc->text = text;
  doc->dct = TOC_NODAY;
  if (published.len) assert_true(toc_day_parse(published, &doc->dct, &minute));
  tokenise(doc);
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
static void cases(void **state) {
  (void)state;
  toc_arena a;
  toc_arena_init(&a, 0);
  toc_str file, rest, line, published = {0};
  assert_int_equal(toc_file_read(&a, "tests/timex/times.txt", 0, &file, NULL), TOC_OK);
  toc_doc *doc = new_doc();
  toc_buf text, want, got;
  toc_buf_init(&text, 0);
  toc_buf_init(&want, 0);
  toc_buf_init(&got, 0);
  rest = file;
  int part = 0, failed = 0, number = 0;
  char name[128] = "";
  for (bool more = true; more;) {
    more = toc_str_cut(&rest, '\n', &line);
    if (!more || toc_str_starts(line, TOC_S("=== "))) {
      if (part == 2) {
        code(doc, toc_str_trim((toc_str){text.ptr, text.len}), published);
        spans_hold(doc);
        toc_buf_reset(&got);
        render(doc, &got);
        toc_str w = toc_str_trim((toc_str){want.ptr, want.len}), g = toc_str_trim((toc_str){got.ptr, got.len});
        if (!toc_str_eq(w, g)) {
          print_message("=== %s\nwanted:\n%.*s\ngot:\n%.*s\n", name, TOC_FMT(w), TOC_FMT(g));
          failed++;
        }
        number++;
      }
      toc_buf_reset(&text);
      toc_buf_reset(&want);
      published = (toc_str){0};
      part = 1;
      if (more) snprintf(name, sizeof name, "%.*s", TOC_FMT(line));
    } else if (part == 1 && toc_str_starts(line, TOC_S("published "))) {
      published = toc_str_sub(line, 10, line.len);
    } else if (part == 1 && toc_str_is(line, "---")) {
      part = 2;
    } else if (part == 1 || part == 2) {
      toc_buf_str(part == 1 ? &text : &want, line);
      toc_buf_z(part == 1 ? &text : &want, "\n");
    }
  }
  assert_true(number > 30);
  assert_int_equal(failed, 0);
  toc_buf_release(&text);
  toc_buf_release(&want);
  toc_buf_release(&got);
  free_doc(doc);
  toc_arena_release(&a);
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* others may share the machine */
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double time_of(const char *unit, size_t times) {
  toc_buf b;
  toc_buf_init(&b, 0);
  for (size_t i = 0; i < times; i++) toc_buf_z(&b, unit);
  toc_doc *doc = new_doc();
  toc_doc_reset(doc, 0);
  doc->text = (toc_str){b.ptr, b.len};
  doc->dct = toc_day_of(2022, 1, 6);
  tokenise(doc);
  double t = seconds();
  assert_int_equal(toc__timex_run(timex, doc, NULL), TOC_OK);
  t = seconds() - t;
  spans_hold(doc);
  free_doc(doc);
  toc_buf_release(&b);
  return t;
}

/* Eight times the text takes about eight times as long; quadratic would be 64. */
static void linear(void **state) {
  (void)state;
  static const char *const unit[] = {"the end of the last early mid late ", "two ", "January 5, ", "twenty - ", "last next this ", "9 9 9 : ", "a year and a half ", "- ' \" "};
  for (size_t k = 0; k < sizeof unit / sizeof *unit; k++) {
    bool fits = false;
    for (int tries = 0; tries < 3 && !fits; tries++) fits = time_of(unit[k], 16000) < 24 * time_of(unit[k], 2000) + 0.05;
    assert_true(fits);
  }
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

static void refused(const char *words, uint32_t line, uint32_t column, const char *says) {
  char dir[] = "timex-XXXXXX", path[64];
  assert_non_null(mkdtemp(dir));
  snprintf(path, sizeof path, "%s/timex", dir);
  assert_int_equal(mkdir(path, 0700), 0);
  snprintf(path, sizeof path, "%s/timex/words.txt", dir);
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fputs(words, f);
  fclose(f);
  toc__timex *x;
  toc_error err;
  assert_int_equal(toc__timex_load(&x, dir, &err), TOC_BADDATA);
  assert_null(x);
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
  assert_non_null(strstr(err.message, says));
  unlink(path);
  snprintf(path, sizeof path, "%s/timex", dir);
  rmdir(path);
  rmdir(dir);
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
  toc__timex *x;
  assert_int_equal(toc__timex_load(&x, "tests/timex", &err), TOC_IO);
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
