/* Figures: the cases of figures.txt, properties, pathological input, bad lexicon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "conllu.h"
#include "../text/cases.h"
#include "../text/lexicon.h"
#include "../text/plain.h"
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
    plain_words(doc);
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
static void code_case(void *ctx, toc_str input, toc_buf *out) {
  toc_doc *doc = ctx;
  toc_str trees = {0}, rest = input, line;
  toc_buf tree;
  toc_buf_init(&tree, 0);
  if (toc_str_cut(&rest, '\n', &line) && toc_str_is(line, "conllu")) {
    toc_buf_fmt(&tree, "%.*s\n\n", TOC_FMT(rest)); /* a tree ends in an empty line */
    trees = line;
    input = (toc_str){tree.ptr, tree.len};
  }
  code(doc, input, trees);
  spans_hold(doc);
  render(doc, out);
  toc_buf_release(&tree);
}

static void cases(void **state) {
  (void)state;
  toc_doc *doc = new_doc();
  int number = 0;
  assert_int_equal(run_case_file("tests/figure/figures.txt", code_case, doc, &number), 0);
  assert_true(number > 30);
  free_doc(doc);
}

static void read_all(toc_str text) {
  toc_doc *doc = new_doc();
  code(doc, text, (toc_str){0});
  spans_hold(doc);
  free_doc(doc);
}

static void linear(void **state) {
  (void)state;
  static const char *const unit[] = {"at least about ", "12 ", "including 3 ", "killed 5 and ", "between 1 and ", "the toll rose to 9 ", "of them of whom ", "twenty - ", "10-15, ", "dozens of hundreds of "};
  lexicon_linear(read_all, unit, sizeof unit / sizeof *unit);
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

static toc_status load(const char *data_dir, toc_error *err) {
  toc__figures *x;
  toc_status s = toc__figures_load(&x, data_dir, err);
  if (s) assert_null(x);
  return s;
}

static void refused(const char *bytes, uint32_t line, uint32_t column, const char *says) {
  lexicon_refused(load, "figure", "counts.txt", bytes, line, column, says);
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
  assert_int_equal(load("tests/figure", &err), TOC_IO);
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
