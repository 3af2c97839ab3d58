/* Tokens and sentences: text cases, properties, hostile input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../text/cases.h"
#include "token.h"

#include <time.h>

#define DATA TOC_SOURCE_DIR "/data"

static toc__tokenizer *load(void) {
  toc__tokenizer *t;
  toc_error err;
  if (toc__tokenizer_load(&t, DATA, &err) != TOC_OK) print_error("%s\n", err.message);
  assert_non_null(t);
  return t;
}

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

/* Each line of the case is a block. */
static void add_blocks(toc_doc *doc) {
  toc_str rest = doc->text, line;
  while (toc_str_cut(&rest, '\n', &line)) {
    uint32_t at = (uint32_t)(line.ptr - doc->text.ptr);
    if (toc_str_trim(line).len)
      *toc_push(&doc->arena, &doc->blocks) = (toc_block){{at, at + (uint32_t)line.len}, TOC_BODY};
  }
}

/* Spans are in order, hold their forms, lie in their sentences; sentences cover all tokens. */
static void check_layers(const toc_doc *doc) {
  uint32_t token = 0, at = 0;
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *x = &doc->sentences.ptr[s];
    assert_int_equal(x->first, token);
    assert_true(x->last > x->first);
    assert_true(x->last - x->first <= TOC__SENTENCE_MAX);
    for (; token < x->last; token++) {
      const toc_token *t = &doc->tokens.ptr[token];
      assert_int_equal(t->sentence, s);
      assert_true(t->span.start >= at && t->span.end > t->span.start);
      for (; at < t->span.start; at++) assert_true((unsigned char)doc->text.ptr[at] <= ' ' || (unsigned char)doc->text.ptr[at] >= 0x80);
      at = t->span.end;
      assert_true(toc_str_eq(toc_slice(doc->text, t->span), t->form));
      assert_true(toc_span_inside(t->span, x->span));
      if (t->mwt) assert_true(token + t->mwt <= x->last);
      if (!toc_span_empty(t->mwt_span)) assert_true(toc_span_inside(t->span, t->mwt_span));
    }
    assert_int_equal(x->span.start, doc->tokens.ptr[x->first].span.start);
    assert_int_equal(x->span.end, doc->tokens.ptr[x->last - 1].span.end);
  }
  assert_int_equal(token, doc->tokens.len);
}

/* One sentence a line, tokens divided by blanks; ~ inside multiword tokens. */
static void render(void *ctx, toc_str input, toc_buf *out) {
  toc_doc *doc = new_doc(input);
  add_blocks(doc);
  assert_int_equal(toc__tokenizer_run(ctx, doc, NULL), TOC_OK);
  check_layers(doc);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    for (uint32_t i = doc->sentences.ptr[s].first; i < doc->sentences.ptr[s].last; i++) {
      const toc_token *t = &doc->tokens.ptr[i];
      bool second = !t->mwt && !toc_span_empty(t->mwt_span);
      if (i > doc->sentences.ptr[s].first) toc_buf_z(out, second ? "~" : " ");
      toc_buf_str(out, t->form);
    }
    toc_buf_z(out, "\n");
  }
  free_doc(doc);
}

static void text_cases(void **state) {
  (void)state;
  toc__tokenizer *t = load();
  int cases, bad = run_cases(TOC_SOURCE_DIR "/tests/token/cases", render, t, &cases);
  assert_int_equal(bad, 0);
  assert_true(cases >= 20);
  toc__tokenizer_free(t);
}

static void a_dateline_is_a_sentence_of_its_own(void **state) {
  (void)state;
  toc__tokenizer *t = load();
  toc_doc *doc = new_doc(TOC_S("PORT LIND, Jan. 6 (Wire)\xE2\x80\x94Troops left. Nobody spoke."));
  *toc_push(&doc->arena, &doc->blocks) = (toc_block){{0, (uint32_t)doc->text.len}, TOC_BODY};
  doc->dateline = (toc_span){0, 27};
  assert_int_equal(toc__tokenizer_run(t, doc, NULL), TOC_OK);
  check_layers(doc);
  assert_int_equal(doc->sentences.len, 3);
  assert_int_equal(doc->sentences.ptr[0].section, TOC_META);
  assert_int_equal(doc->sentences.ptr[0].span.end, 27);
  assert_int_equal(doc->sentences.ptr[1].section, TOC_BODY);
  assert_true(toc_str_is(doc->tokens.ptr[doc->sentences.ptr[1].first].form, "Troops"));
  free_doc(doc);
  toc__tokenizer_free(t);
}

static void a_headline_is_no_part_of_the_dateline(void **state) {
  (void)state;
  toc__tokenizer *t = load();
  toc_doc *doc = new_doc(TOC_S("Troops leave\n\nPORT LIND: Nobody spoke."));
  *toc_push(&doc->arena, &doc->blocks) = (toc_block){{0, 12}, TOC_TITLE};
  *toc_push(&doc->arena, &doc->blocks) = (toc_block){{14, (uint32_t)doc->text.len}, TOC_BODY};
  doc->dateline = (toc_span){14, 24};
  assert_int_equal(toc__tokenizer_run(t, doc, NULL), TOC_OK);
  check_layers(doc);
  assert_int_equal(doc->sentences.len, 3);
  assert_int_equal(doc->sentences.ptr[0].section, TOC_TITLE);
  assert_int_equal(doc->sentences.ptr[1].section, TOC_META);
  assert_int_equal(doc->sentences.ptr[2].section, TOC_BODY);
  free_doc(doc);
  toc__tokenizer_free(t);
}

static void an_empty_text_has_no_sentences(void **state) {
  (void)state;
  toc__tokenizer *t = load();
  toc_str texts[] = {{NULL, 0}, TOC_S(""), TOC_S(" \n\t\n "), TOC_S("\xC2\xA0\xE2\x80\xA8")};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    toc_doc *doc = new_doc(texts[i]);
    assert_int_equal(toc__tokenizer_run(t, doc, NULL), TOC_OK);
    assert_int_equal(doc->sentences.len, 0);
    assert_int_equal(doc->tokens.len, 0);
    free_doc(doc);
  }
  toc__tokenizer_free(t);
}

static double seconds_for(const toc__tokenizer *t, const char *unit, size_t bytes) {
  size_t n = strlen(unit), len = bytes / n * n;
  char *s = malloc(len);
  for (size_t i = 0; i < len; i += n) memcpy(s + i, unit, n);
  toc_doc *doc = new_doc((toc_str){s, len});
  struct timespec a, b;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  assert_int_equal(toc__tokenizer_run(t, doc, NULL), TOC_OK);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
  check_layers(doc);
  free_doc(doc);
  free(s);
  return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
}

/* Eight times the text may take no more than some 24 times as long; a quadratic step would
 * take 64 times.  The floor keeps the clock's grain out of it. */
static void hostile_text_takes_linear_time(void **state) {
  (void)state;
  static const char *const units[] = {
      "a",      ".",      "a.",     "A.",      "-",     "a-",    "anti-", "'",      "a'",     "\"",     "(",    ")",
      "1",      "1-",     "1,",     "1:",      "1/",    "@",     "a@",    "http:/", "www.",   "a.b",    "$1",   "1a",
      "don't",  "etc.",   "a. ",    "Mr. ",    ". ",    "\" ",   "' a",   ",a",     "x)(",    "\xE2\x80\x99", "\xC3\xA9", "\xCC\x81",
      "U.S. ",  "?!",     "#a",     "a_",      "a\n\n", "com.",  "a' ",   "'s",     "No. ",   "a.\n",   "1.1.", "+1",  ".\"",  ".\")",  ".'x"};
  toc__tokenizer *t = load();
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    double small = seconds_for(t, units[i], 20000), large = seconds_for(t, units[i], 160000);
    if (large > 24 * small + 0.1) large = seconds_for(t, units[i], 160000); /* a busy machine */
    if (large > 24 * small + 0.1) print_error("'%s': %.3f s for 20 kB, %.3f s for 160 kB\n", units[i], small, large);
    assert_true(large <= 24 * small + 0.1);
  }
  toc__tokenizer_free(t);
}

static void write_file(const char *path, const char *text) {
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  fputs(text, f);
  fclose(f);
}

/* A folder with the real lists, of which one is then spoiled. */
static void wrong_lists_are_refused(void **state) {
  (void)state;
  static const struct {
    const char *name, *text, *message;
    unsigned line, column;
  } cases[] = {
      {"abbreviations.txt", "Mr. title\nGen title\n", "'Gen' is no abbreviation: expected one that ends in '.'", 2, 1},
      {"abbreviations.txt", "# x\nMr. titel\n", "unknown kind 'titel': expected title, number, day, any or final", 2, 5},
      {"abbreviations.txt", "Mr. title\nMr. any\n", "'Mr' stands here twice", 2, 1},
      {"contractions.txt", "can|not\ncannot\n", "'cannot' is no contraction: expected two parts with '|' between", 2, 1},
      {"contractions.txt", "a|b|c\n", "'a|b|c' has more than two parts", 1, 3},
      {"boundaries.txt", "@add\t20\nr=R 7\n", "expected a feature, a tab and a whole number of at most 1000000", 2, 6},
      {"boundaries.txt", "r=R\t1.5\n", "expected a feature, a tab and a whole number of at most 1000000", 1, 5},
      {"boundaries.txt", "r=R\t2\nr=R\t3\n", "'r=R' stands here twice", 2, 1},
      {"units.txt", "km\nsquare km\n", "'square km' has a blank: expected one word a line", 2, 7},
  };
  static const char *const names[] = {"abbreviations.txt", "boundaries.txt", "contractions.txt", "currencies.txt", "domains.txt", "prefixes.txt", "starters.txt", "units.txt"};
  char dir[] = "/tmp/tokenXXXXXX", path[300];
  assert_non_null(mkdtemp(dir));
  snprintf(path, sizeof path, "mkdir %s/token", dir);
  assert_int_equal(system(path), 0);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
      snprintf(path, sizeof path, "%s/token/%s", dir, names[k]);
      write_file(path, strcmp(names[k], cases[i].name) == 0 ? cases[i].text : "");
    }
    toc__tokenizer *t = (void *)1;
    toc_error err;
    assert_int_equal(toc__tokenizer_load(&t, dir, &err), TOC_BADDATA);
    assert_null(t);
    assert_non_null(strstr(err.message, cases[i].message));
    assert_int_equal(err.line, cases[i].line);
    assert_int_equal(err.column, cases[i].column);
    assert_non_null(strstr(err.file, cases[i].name));
  }
  snprintf(path, sizeof path, "%s/token/units.txt", dir);
  remove(path);
  toc__tokenizer *t;
  toc_error err;
  assert_int_equal(toc__tokenizer_load(&t, dir, &err), TOC_IO);
  assert_non_null(strstr(err.message, "units.txt"));
  snprintf(path, sizeof path, "rm -r %s", dir);
  assert_int_equal(system(path), 0);
}

/* An empty list of weights leaves the rules alone. */
static void without_weights_rules_decide(void **state) {
  (void)state;
  char dir[] = "/tmp/tokenXXXXXX", command[400];
  assert_non_null(mkdtemp(dir));
  snprintf(command, sizeof command, "mkdir %s/token && cp %s/token/*.txt %s/token && : >%s/token/boundaries.txt", dir, DATA, dir, dir);
  assert_int_equal(system(command), 0);
  toc__tokenizer *with = load(), *without;
  assert_int_equal(toc__tokenizer_load(&without, dir, NULL), TOC_OK);
  const toc__tokenizer *both[] = {with, without};
  toc_str mail = TOC_S("We will meet the mayor on Monday. Thanks Ada Brook 03/05/2021 09:12 AM Hi Omar, can you send the list?");
  uint32_t sentences[2];
  for (int i = 0; i < 2; i++) {
    toc_doc *doc = new_doc(mail);
    assert_int_equal(toc__tokenizer_run(both[i], doc, NULL), TOC_OK);
    check_layers(doc);
    sentences[i] = doc->sentences.len;
    free_doc(doc);
  }
  assert_int_equal(sentences[1], 2);
  assert_true(sentences[0] > 2);
  toc__tokenizer_free(with);
  toc__tokenizer_free(without);
  snprintf(command, sizeof command, "rm -r %s", dir);
  assert_int_equal(system(command), 0);
}

static void memory_failures_are_told(void **state) {
  (void)state;
  int failed = 0;
  for (uint64_t n = 1; n < 9000; n += 97) {
    toc__tokenizer *t;
    toc_error err;
    toc_arena_fail_after(n);
    toc_status s = toc__tokenizer_load(&t, DATA, &err);
    toc_arena_fail_after(0);
    failed += s == TOC_NOMEM;
    assert_true(s == TOC_OK || (s == TOC_NOMEM && !t));
    toc__tokenizer_free(t);
  }
  assert_true(failed > 40);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(text_cases),
      cmocka_unit_test(a_dateline_is_a_sentence_of_its_own),
      cmocka_unit_test(a_headline_is_no_part_of_the_dateline),
      cmocka_unit_test(an_empty_text_has_no_sentences),
      cmocka_unit_test(hostile_text_takes_linear_time),
      cmocka_unit_test(wrong_lists_are_refused),
      cmocka_unit_test(without_weights_rules_decide),
      cmocka_unit_test(memory_failures_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
