/* Figures: the cases of figures.txt, properties, pathological input, bad lexicon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "conllu.h"
#include "doc.h"
#include "figure.h"

static toc__figures *figures;

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

static void code(toc_doc *doc, toc_str text, toc_str trees) {
  toc_doc_reset(doc, 0);
  doc->dct = TOC_NODAY;
  if (trees.len) {
    toc_error err;
    toc_status s = toc__conllu_read(doc, text, "case", 1, &err);
    if (s) print_error("%s\n", err.message);
    assert_int_equal(s, TOC_OK);
  } else {
    doc->text = text;
    tokenise(doc);
  }
  assert_int_equal(toc__figures_run(figures, doc, NULL), TOC_OK);
}

static void figure_holds(const toc_doc *doc, const toc_figure *f) {
  assert_true(f->span.end > f->span.start && f->span.end <= doc->text.len);
  assert_true(f->first < f->last && f->last <= doc->tokens.len);
  assert_true(isnan(f->low) || isnan(f->high) || f->low <= f->high);
  assert_false(isnan(f->low) && isnan(f->high));
  assert_true(f->of.end <= doc->text.len && f->of.start <= f->of.end);
  assert_true((f->verb == TOC_NONE || f->verb < doc->tokens.len) && (f->head == TOC_NONE || f->head < doc->tokens.len));
  assert_true((unsigned)f->counts < TOC_N_COUNTS);
}

static void spans_hold(const toc_doc *doc) {
  uint32_t end = 0;
  for (uint32_t i = 0; i < doc->figures.len; i++) {
    const toc_figure *f = &doc->figures.ptr[i];
    figure_holds(doc, f);
    assert_true(f->subset_of == TOC_NONE || f->subset_of < i);
    assert_true(f->corrects == TOC_NONE || (f->corrects != i && f->corrects < doc->figures.len));
    assert_true(f->span.start >= end); /* in text order */
    end = f->span.end;
  }
  for (uint32_t i = 0; i < doc->victims.len; i++) {
    figure_holds(doc, &doc->victims.ptr[i]);
    assert_true(doc->victims.ptr[i].verb != TOC_NONE && doc->victims.ptr[i].head != TOC_NONE);
  }
}

static void number(toc_buf *out, double v) {
  if (isnan(v)) toc_buf_z(out, "*");
  else toc_buf_number(out, v);
}

/* words | kind | low..high | of | verb [flags] */
static void line(const toc_doc *doc, const toc_figure *f, bool victim, toc_buf *out) {
  toc_str words = toc_slice(doc->text, f->span), of = f->of.end ? toc_slice(doc->text, f->of) : TOC_S("-");
  toc_buf_fmt(out, "%.*s | %s | ", TOC_FMT(words), toc_counts_name(f->counts));
  number(out, f->low);
  if (isnan(f->low) || isnan(f->high) || f->low != f->high) {
    toc_buf_z(out, "..");
    number(out, f->high);
  }
  toc_buf_fmt(out, " | %.*s | ", TOC_FMT(f->unit.len ? f->unit : of));
  if (f->verb == TOC_NONE) toc_buf_z(out, "-");
  else toc_buf_str(out, doc->tokens.ptr[f->verb].form);
  if (f->total) toc_buf_z(out, " total");
  if (f->subset_of != TOC_NONE) toc_buf_fmt(out, " part of %u", f->subset_of + 1);
  if (victim) toc_buf_z(out, " victim");
  toc_buf_z(out, "\n");
}

static void render(const toc_doc *doc, toc_buf *out) {
  for (uint32_t i = 0; i < doc->figures.len; i++) line(doc, &doc->figures.ptr[i], false, out);
  for (uint32_t i = 0; i < doc->victims.len; i++) line(doc, &doc->victims.ptr[i], true, out);
  if (!doc->figures.len && !doc->victims.len) toc_buf_z(out, "(none)\n");
}

/* === name / text, or "conllu" and a tree / --- / expected lines */
static void cases(void **state) {
  (void)state;
  toc_arena a;
  toc_arena_init(&a, 0);
  toc_str file, rest, line, trees = {0};
  assert_int_equal(toc_file_read(&a, "tests/figure/figures.txt", 0, &file, NULL), TOC_OK);
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
        code(doc, trees.len ? (toc_str){text.ptr, text.len} : toc_str_trim((toc_str){text.ptr, text.len}), trees);
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
      trees = (toc_str){0};
      part = 1;
      if (more) snprintf(name, sizeof name, "%.*s", TOC_FMT(line));
    } else if (part == 1 && toc_str_is(line, "conllu")) {
      trees = line;
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
  tokenise(doc);
  double t = seconds();
  assert_int_equal(toc__figures_run(figures, doc, NULL), TOC_OK);
  t = seconds() - t;
  spans_hold(doc);
  free_doc(doc);
  toc_buf_release(&b);
  return t;
}

/* Eight times the text takes about eight times as long; quadratic would be 64. */
static void linear(void **state) {
  (void)state;
  static const char *const unit[] = {"at least about ", "12 ", "including 3 ", "killed 5 and ", "between 1 and ", "the toll rose to 9 ", "of them of whom ", "twenty - ", "10-15, ", "dozens of hundreds of "};
  for (size_t k = 0; k < sizeof unit / sizeof *unit; k++) {
    bool fits = false;
    for (int tries = 0; tries < 3 && !fits; tries++) fits = time_of(unit[k], 16000) < 24 * time_of(unit[k], 2000) + 0.05;
    assert_true(fits);
  }
}

static void odd_input(void **state) {
  (void)state;
  static const char *const text[] = {"", "\xE2\x80\x99\xE2\x80\x93", "at least", "1", "$", "between 5 and", "killed", "999999999999999999999999999", "10-", "1-2-3-4", "no", "both", "no one", "of them", "twenty -", "$ million", "3 %", "including", "toll to 5 the", "a couple", "half a dozen", "12 k"};
  for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
    toc_doc *doc = new_doc();
    code(doc, toc_cstr(text[k]), (toc_str){0});
    spans_hold(doc);
    free_doc(doc);
  }
}

static void refused(const char *words, uint32_t line, uint32_t column, const char *says) {
  char dir[] = "figure-XXXXXX", path[64];
  assert_non_null(mkdtemp(dir));
  snprintf(path, sizeof path, "%s/figure", dir);
  assert_int_equal(mkdir(path, 0700), 0);
  snprintf(path, sizeof path, "%s/figure/counts.txt", dir);
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fputs(words, f);
  fclose(f);
  toc__figures *x;
  toc_error err;
  assert_int_equal(toc__figures_load(&x, dir, &err), TOC_BADDATA);
  assert_null(x);
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
  assert_non_null(strstr(err.message, says));
  unlink(path);
  snprintf(path, sizeof path, "%s/figure", dir);
  rmdir(path);
  rmdir(dir);
}

static void bad_lexicon(void **state) {
  (void)state;
  refused("killed object: kill\nslain object: slay\n", 2, 1, "unknown kind 'slain'");
  refused("# a comment\nkilled verb: kill\n", 2, 8, "unknown role 'verb'");
  refused("killed object kill\n", 1, 1, "expected");
  refused("killed: kill\n", 1, 1, "a role");
  refused("killed object: kill, , slay\n", 1, 21, "a word");
  refused("killed object: shoot:\n", 1, 16, "verb:dependent");
  toc_error err;
  toc__figures *x;
  assert_int_equal(toc__figures_load(&x, "tests/figure", &err), TOC_IO);
}

static int setup(void **state) {
  (void)state;
  toc_error err;
  if (toc__figures_load(&figures, "data", &err)) {
    print_error("%s\n", err.message);
    return -1;
  }
  return 0;
}

static int teardown(void **state) {
  (void)state;
  toc__figures_free(figures);
  toc__figures_free(NULL);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(cases), cmocka_unit_test(linear), cmocka_unit_test(odd_input), cmocka_unit_test(bad_lexicon)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
