/* Did it happen?  Cases in cases.txt, refusals of broken signature files, spans. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <time.h>

#include "compact.h"
#include "status.h"
#include "../../src/status/internal.h"

static toc__status *status;

static int load(void **state) {
  (void)state;
  toc_error err = {0};
  if (toc__status_load(&status, TOC_SOURCE_DIR "/data", &err) == TOC_OK) return 0;
  fprintf(stderr, "%s\n", err.message);
  return 1;
}

static int unload(void **state) {
  (void)state;
  toc__status_free(status);
  return 0;
}

static void spans_inside(const toc_doc *doc) {
  for (uint32_t i = 0; i < doc->predicates.len; i++) {
    const toc_predicate *p = &doc->predicates.ptr[i];
    assert_true(p->span.end <= doc->text.len && p->span.start < p->span.end);
    assert_true(p->factuality >= -3 && p->factuality <= 3);
    assert_int_equal(doc->tokens.ptr[p->token].predicate, i);
    assert_non_null(p->why.ptr);
  }
  for (uint32_t i = 0; i < doc->negations.len; i++) {
    const toc_negation *g = &doc->negations.ptr[i];
    assert_true(g->cue.len > 0);
    for (uint32_t k = 0; k < g->cue.len; k++) assert_true(g->cue.ptr[k].end <= doc->text.len);
    for (uint32_t k = 0; k < g->scope.len; k++) {
      assert_true(g->scope.ptr[k].end <= doc->text.len && g->scope.ptr[k].start < g->scope.ptr[k].end);
      if (k) assert_true(g->scope.ptr[k - 1].end <= g->scope.ptr[k].start);
    }
  }
}

static void parse(toc_doc *doc, toc_str conllu) {
  toc_error err = {0};
  toc_doc_reset(doc, 0);
  if (toc__conllu_read(doc, conllu, "case", 1, &err) != TOC_OK) fail_msg("%s", err.message);
  assert_int_equal(toc__status_run(status, doc, &err), TOC_OK);
  spans_inside(doc);
}

/* "fired occurred": the first predicate of that form has that status. */
static void check_predicate(const toc_doc *doc, toc_str name, toc_str form, toc_str want) {
  for (uint32_t i = 0; i < doc->predicates.len; i++) {
    const toc_predicate *p = &doc->predicates.ptr[i];
    if (!toc_str_eq(toc_slice(doc->text, p->span), form)) continue;
    const char *got = toc_fact_name(p->fact);
    if (!toc_str_is(want, got))
      fail_msg("%.*s: '%.*s' is %s (%.*s), expected %.*s", TOC_FMT(name), TOC_FMT(form), got, TOC_FMT(p->why), TOC_FMT(want));
    return;
  }
  fail_msg("%.*s: no predicate '%.*s'", TOC_FMT(name), TOC_FMT(form));
}

/* The words of the spans, pieces parted by " | ". */
static toc_str words_of(toc_doc *doc, const toc_spans *s) {
  toc_str out = {"", 0};
  for (uint32_t k = 0; k < s->len; k++)
    out = toc_str_format(&doc->arena, "%.*s%s%.*s", TOC_FMT(out), k ? " | " : "", TOC_FMT(toc_slice(doc->text, s->ptr[k])));
  return out;
}

/* "not: troops | fire on them" */
static void check_scope(toc_doc *doc, toc_str name, toc_str line) {
  toc_str cue, want = line;
  toc_str_cut(&want, ':', &cue);
  want = toc_str_trim(want);
  for (uint32_t i = 0; i < doc->negations.len; i++) {
    if (!toc_str_eq(words_of(doc, &doc->negations.ptr[i].cue), cue)) continue;
    toc_str got = words_of(doc, &doc->negations.ptr[i].scope);
    if (!toc_str_eq(got, want)) fail_msg("%.*s: scope is '%.*s', expected '%.*s'", TOC_FMT(name), TOC_FMT(got), TOC_FMT(want));
    return;
  }
  fail_msg("%.*s: no negation '%.*s'", TOC_FMT(name), TOC_FMT(cue));
}

static void check(toc_doc *doc, const compact_case *c) {
  toc_str line, form, rest = c->expected;
  uint32_t checked = 0;
  while (toc_str_cut(&rest, '\n', &line)) {
    line = toc_str_trim(line);
    if (line.len == 0) continue;
    checked++;
    if (toc_str_starts(line, TOC_S("scope "))) {
      check_scope(doc, c->name, toc_str_sub(line, 6, line.len));
    } else if (toc_str_is(line, "no negation")) {
      if (doc->negations.len) fail_msg("%.*s: a negation was found", TOC_FMT(c->name));
    } else {
      toc_str_cut(&line, ' ', &form);
      check_predicate(doc, c->name, form, toc_str_trim(line));
    }
  }
  if (!checked) fail_msg("%.*s expects nothing", TOC_FMT(c->name));
}

static void cases(void **state) {
  (void)state;
  toc_arena a;
  toc_error err = {0};
  toc_arena_init(&a, 0);
  jmp_buf jump, inner;
  toc_doc *doc = calloc(1, sizeof *doc);
  if (!TOC_TRY(&a, jump) || setjmp(inner)) fail_msg("out of memory");
  toc_str bytes;
  if (toc_file_read(&a, TOC_SOURCE_DIR "/tests/status/cases.txt", 0, &bytes, &err) != TOC_OK) fail_msg("%s", err.message);
  compact_case c;
  uint32_t n = 0;
  doc->arena.oom = doc->scratch.oom = &inner;
  while (compact_next(&a, &bytes, &c)) {
    parse(doc, c.conllu);
    check(doc, &c);
    n++;
  }
  assert_true(n >= 25);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
  toc_arena_release(&a);
}

__attribute__((noinline)) static void chain(toc_buf *b, int n) {
  for (int i = 1; i <= n; i++)
    toc_buf_fmt(b, "%d\tfailed\tfail\tVERB\t_\tVerbForm=Inf\t%d\t%s\t_\t_\n", i, i - 1, i == 1 ? "root" : "xcomp");
  toc_buf_z(b, "\n");
}

/* A tree as deep as it is long needs no stack. */
static void deep(void **state) {
  (void)state;
  enum { N = 50000 };
  toc_buf b;
  toc_buf_init(&b, 0);
  chain(&b, N);
  toc_doc *doc = calloc(1, sizeof *doc);
  jmp_buf inner;
  if (setjmp(inner)) fail_msg("out of memory");
  doc->arena.oom = doc->scratch.oom = &inner;
  parse(doc, (toc_str){b.ptr, b.len});
  assert_int_equal(doc->predicates.len, N);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
  toc_buf_release(&b);
}

/* Broken files are refused with file, line and column. */
static void refused(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } bad[] = {
      {"[verb]\n", "expected 'tocsin-signatures 1' in 'x.txt', line 1, column 1"},
      {"tocsin-signatures 1\nvow to planned\n", "expected a section such as [verb] in 'x.txt', line 2, column 1"},
      {"tocsin-signatures 1\n[verbs]\n", "unknown section '[verbs]' in 'x.txt', line 2, column 1"},
      {"tocsin-signatures 1\n[verb]\nvow to hoped\n", "unknown effect 'hoped'"},
      {"tocsin-signatures 1\n[verb]\nvow to planned=9\n", "'9' is no number from -3 to 3 in 'x.txt', line 3, column 16"},
      {"tocsin-signatures 1\n[verb]\nvow to\n", "expected WORDS SLOTS EFFECT in 'x.txt', line 3"},
      {"tocsin-signatures 1\n[verb]\nvow,,swear to planned\n", "expected words parted by single commas in 'x.txt', line 3, column 1"},
      {"tocsin-signatures 1\n[verb]\nvow to planned same more\n", "expected the end of the line, found 'more'"},
  };
  for (volatile size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    toc__status s = {0};
    toc_arena_init(&s.arena, 0);
    jmp_buf jump;
    if (!TOC_TRY(&s.arena, jump)) fail_msg("out of memory");
    toc__sig_begin(&s);
    toc_error err = {0};
    assert_int_equal(toc__sig_read(&s, "x.txt", toc_cstr(bad[i].text), &err), TOC_BADDATA);
    if (!strstr(err.message, bad[i].message)) fail_msg("'%s' is not in '%s'", bad[i].message, err.message);
    toc_arena_release(&s.arena);
  }
  static const char *const numbers[][2] = {
      {"tocsin-numbers 1\n", "expected 'tocsin-number 2' in 'x', line 1"},
      {"tocsin-number 2\n15 1\n\n", "expected 16 bits in 'x', line 2"},
      {"tocsin-number 2\n16 -1\n\n", "expected a scale in 'x', line 2"},
      {"tocsin-number 2\n16 0.5\n\nabc", "expected 65536 bytes of weights, found 3"},
  };
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    toc__status s = {0};
    toc_error e = {0};
    assert_int_equal(toc__status_number_read(&s, "x", toc_cstr(numbers[i][0]), &e), TOC_BADDATA);
    if (!strstr(e.message, numbers[i][1])) fail_msg("'%s' is not in '%s'", numbers[i][1], e.message);
  }
  toc__status *none = NULL;
  toc_error err = {0};
  assert_int_not_equal(toc__status_load(&none, TOC_SOURCE_DIR "/src", &err), TOC_OK);
  assert_null(none);
}

/* A sentence of n words, all hung on the first verb: as a page without a full stop may come. */
static double wide(uint32_t n) {
  static const char *const word[] = {"troops\ttroop\tNOUN\t_\tNumber=Plur\t%u\tnsubj", "were\tbe\tAUX\t_\tTense=Past|VerbForm=Fin\t%u\taux:pass",
                                     "not\tnot\tPART\t_\t_\t%u\tadvmod", "killed\tkill\tVERB\t_\tTense=Past|VerbForm=Part\t%u\tconj",
                                     "without\twithout\tADP\t_\t_\t%u\tcase", "ruthless\truthless\tADJ\t_\t_\t%u\tadvcl"};
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_z(&b, "1\tsaid\tsay\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n");
  for (uint32_t i = 2; i <= n; i++) {
    char line[128];
    snprintf(line, sizeof line, word[i % 6], 1u);
    toc_buf_fmt(&b, "%u\t%s\t_\t_\n", i, line);
  }
  toc_buf_z(&b, "\n");
  toc_doc *doc = calloc(1, sizeof *doc);
  jmp_buf jump;
  doc->arena.oom = doc->scratch.oom = &jump;
  if (setjmp(jump)) fail_msg("out of memory");
  toc_error err = {0};
  toc_doc_reset(doc, 0);
  if (toc__conllu_read(doc, (toc_str){b.ptr, b.len}, "wide", 1, &err) != TOC_OK) fail_msg("%s", err.message);
  clock_t from = clock();
  assert_int_equal(toc__status_run(status, doc, &err), TOC_OK);
  double took = (double)(clock() - from) / CLOCKS_PER_SEC;
  spans_inside(doc);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
  toc_buf_release(&b);
  return took;
}

/* Eight times the words take about eight times as long; squares would be 64. */
static void wide_sentences(void **state) {
  (void)state;
  bool fits = false;
  for (int tries = 0; tries < 3 && !fits; tries++) fits = wide(32000) < 24 * wide(4000) + 0.1;
  assert_true(fits);
}

/* Allocations of the loader fail in turn; nothing leaks, nothing crashes. */
static void loader_out_of_memory(void **state) {
  (void)state;
  for (uint64_t n = 1; n < 9000; n += 61) {
    toc__status *s = NULL;
    toc_error err = {0};
    toc_arena_fail_after(n);
    toc_status st = toc__status_load(&s, TOC_SOURCE_DIR "/data", &err);
    toc_arena_fail_after(0);
    assert_true(st == TOC_OK || (st == TOC_NOMEM && !s));
    toc__status_free(s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(cases), cmocka_unit_test(deep), cmocka_unit_test(wide_sentences), cmocka_unit_test(refused),
                                     cmocka_unit_test(loader_out_of_memory)};
  return cmocka_run_group_tests(tests, load, unload);
}
