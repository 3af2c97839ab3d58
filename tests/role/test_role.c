/* Who plays what part?  Cases in cases.txt; what holds of every proposition; broken files; disorder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compact.h"
#include "role.h"
#include "../../src/role/internal.h"

static toc__roles *roles;

static int load(void **state) {
  (void)state;
  toc_error err = {0};
  if (toc__roles_load(&roles, TOC_SOURCE_DIR "/data", &err) == TOC_OK) return 0;
  fprintf(stderr, "%s\n", err.message);
  return 1;
}

static int unload(void **state) {
  (void)state;
  toc__roles_free(roles);
  return 0;
}

static toc_doc *new_doc(jmp_buf *jump) {
  toc_doc *doc = calloc(1, sizeof *doc);
  doc->arena.oom = doc->scratch.oom = jump;
  return doc;
}

static void free_doc(toc_doc *doc) {
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

static void parse(toc_doc *doc, toc_str conllu) {
  toc_error err = {0};
  toc_doc_reset(doc, 0);
  if (toc__conllu_read(doc, conllu, "case", 1, &err) != TOC_OK) fail_msg("%s", err.message);
  toc_doc_link(doc);
}

/* ------------------------------------------------------------------ properties */

static void properties(const toc_doc *doc) {
  for (uint32_t i = 0; i < doc->propositions.len; i++) {
    const toc_proposition *p = &doc->propositions.ptr[i];
    const toc_sentence *s = &doc->sentences.ptr[doc->tokens.ptr[p->token].sentence];
    assert_true(p->roleset.len > 0);
    assert_true(!i || doc->propositions.ptr[i - 1].token < p->token);
    for (uint32_t k = 0; k < p->args.len; k++) {
      const toc_argument *a = &p->args.ptr[k];
      assert_true(s->first <= a->first && a->first <= a->head && a->head < a->last && a->last <= s->last);
      assert_false(a->first <= p->token && p->token < a->last);
      assert_true(!k || p->args.ptr[k - 1].last <= a->first);
      for (uint32_t j = 0; j < k; j++) assert_false(a->role.len == 4 && toc_str_eq(a->role, p->args.ptr[j].role));
    }
  }
}

static void run(toc_doc *doc) {
  toc__roles_run(roles, doc);
  properties(doc);
}

/* ----------------------------------------------------------------------- cases */

static toc_str written(toc_doc *doc, const toc_proposition *p) {
  toc_str out = toc_str_format(&doc->arena, "%.*s | %.*s", TOC_FMT(doc->tokens.ptr[p->token].form), TOC_FMT(p->roleset));
  for (uint32_t k = 0; k < p->args.len; k++)
    out = toc_str_format(&doc->arena, "%.*s | %.*s %.*s", TOC_FMT(out), TOC_FMT(p->args.ptr[k].role), TOC_FMT(toc_slice(doc->text, p->args.ptr[k].span)));
  return out;
}

static void check_line(toc_doc *doc, toc_str name, toc_str line) {
  toc_str all = {"", 0};
  bool found = false, near_miss = toc_str_starts(line, TOC_S("not "));
  toc_str word = toc_str_sub(line, near_miss ? 4 : 0, line.len);
  for (uint32_t i = 0; i < doc->propositions.len; i++) {
    const toc_proposition *p = &doc->propositions.ptr[i];
    toc_str one = written(doc, p);
    found = found || (near_miss ? toc_str_eq(word, p->roleset) || toc_str_eq(word, doc->tokens.ptr[p->token].form) : toc_str_eq(one, line));
    all = toc_str_format(&doc->arena, "%.*s\n  %.*s", TOC_FMT(all), TOC_FMT(one));
  }
  if (found == near_miss) fail_msg("%.*s: expected '%.*s', found%.*s", TOC_FMT(name), TOC_FMT(line), TOC_FMT(all));
}

static void cases(void **state) {
  (void)state;
  toc_arena a;
  toc_error err = {0};
  jmp_buf jump, inner;
  toc_arena_init(&a, 0);
  toc_doc *doc = new_doc(&inner);
  if (!TOC_TRY(&a, jump) || setjmp(inner)) fail_msg("out of memory");
  toc_str bytes, line;
  if (toc_file_read(&a, TOC_SOURCE_DIR "/tests/role/cases.txt", 0, &bytes, &err) != TOC_OK) fail_msg("%s", err.message);
  compact_case c;
  uint32_t n = 0;
  while (compact_next(&a, &bytes, &c)) {
    parse(doc, c.conllu);
    run(doc);
    assert_true(c.expected.len > 0);
    while (toc_str_cut(&c.expected, '\n', &line)) check_line(doc, c.name, toc_str_trim(line));
    n++;
  }
  assert_int_equal(n, 16);
  free_doc(doc);
  toc_arena_release(&a);
}

/* ----------------------------------------------------------------------- spans */

/* The words of an argument above its predicate: no preposition, no clause, nothing in front of "be". */
static void spans_above(void **state) {
  (void)state;
  static const char tree[] =
      "1\tin\tin\tADP\t_\t_\t3\tcase\t_\t_\n2\tthe\tthe\tDET\t_\t_\t3\tdet\t_\t_\n3\tcity\tcity\tNOUN\t_\t_\t0\troot\t_\t_\n"
      "4\t(\t(\tPUNCT\t_\t_\t6\tpunct\t_\t_\n5\tthat\tthat\tPRON\t_\t_\t6\tobj\t_\t_\n6\tfell\tfall\tVERB\t_\t_\t3\tacl:relcl\t_\t_\n"
      "7\t)\t)\tPUNCT\t_\t_\t6\tpunct\t_\t_\n\n";
  jmp_buf jump;
  toc_doc *doc = new_doc(&jump);
  if (setjmp(jump)) fail_msg("out of memory");
  parse(doc, toc_cstr(tree));
  toc__role_view v;
  toc__role_view_init(&v, doc, &doc->scratch);
  toc__role_candidate c[ROLE_CANDIDATES];
  uint32_t n = toc__role_candidates(&v, 5, c), first, last;
  assert_int_equal(n, 4); /* that; city; in, the */
  assert_int_equal(c[0].head, 4);
  assert_int_equal(c[1].head, 2);
  assert_int_equal(c[1].up, 1);
  assert_int_equal(c[1].branch, 5);
  toc__role_span(&v, &c[1], NULL, 0, &first, &last);
  assert_true(first == 1 && last == 3);
  assert_true(toc__role_under(&v, 4, 2) && toc__role_under(&v, 5, 5) && !toc__role_under(&v, 1, 5));
  free_doc(doc);
}

/* -------------------------------------------------------------------- disorder */

__attribute__((noinline)) static void clauses(toc_buf *b, int n, int kind) {
  toc_buf_reset(b);
  for (int i = 0; i < n; i++) {
    int verb = 2 * i + 2, above = i == 0 ? 0 : kind == 0 ? 2 : kind == 1 ? verb - 2 : verb / 4 * 2 + (verb < 4 ? 2 : 0);
    if (i && above == verb) above = 2;
    toc_buf_fmt(b, "%d\tKim\tKim\tPROPN\t_\t_\t%d\tnsubj\t_\t_\n", verb - 1, verb);
    toc_buf_fmt(b, "%d\tsaid\tsay\tVERB\t_\tTense=Past|VerbForm=Fin\t%d\t%s\t_\t_\n", verb, above, i == 0 ? "root" : kind == 1 ? "ccomp" : "conj");
  }
  toc_buf_z(b, "\n");
}

/* Sentences as wide, as deep and as bushy as the text is long: time in proportion, no stack. */
static void clauses_without_end(void **state) {
  (void)state;
  jmp_buf jump;
  toc_doc *doc = new_doc(&jump);
  toc_buf b;
  toc_buf_init(&b, 0);
  if (setjmp(jump)) fail_msg("out of memory");
  for (volatile int kind = 0; kind < 3; kind++) {
    clauses(&b, 20000, kind);
    parse(doc, (toc_str){b.ptr, b.len});
    run(doc);
    assert_true(doc->propositions.len > 10000);
  }
  toc_buf_release(&b);
  free_doc(doc);
}

/* Tokens without a tree, as the gate leaves them, are no predicates. */
static void no_tree(void **state) {
  (void)state;
  jmp_buf jump;
  toc_doc *doc = new_doc(&jump);
  if (setjmp(jump)) fail_msg("out of memory");
  toc_doc_reset(doc, 0);
  doc->text = TOC_S("killed");
  toc_token *t = toc_doc_add_token(doc);
  t->form = doc->text, t->span = (toc_span){0, 6};
  *toc_push(&doc->arena, &doc->sentences) = (toc_sentence){.span = {0, 6}, .last = 1};
  toc_doc_link(doc);
  run(doc);
  assert_int_equal(doc->propositions.len, 0);
  free_doc(doc);
}

/* ----------------------------------------------------------------------- files */

#define HEAD "tocsin-roles 1\nroles - ARG0\nwords 1\nact/V act.01\n"

static toc_status read_bytes(const char *bytes, size_t n, toc_error *err) {
  toc__roles x = {0};
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  toc_arena_init(&x.arena, 0);
  if (TOC_TRY(&x.arena, jump)) s = toc__roles_parse(&x, "x", (toc_str){bytes, n}, err);
  toc_arena_release(&x.arena);
  return s;
}

static void refused(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t more; /* bytes of zero and one behind it */
    const char *message;
  } bad[] = {
      {"", 0, "expected 'tocsin-roles 1' in 'x', line 1, column 1"},
      {"tocsin-roles 1\nwords 0\n", 0, "expected 'roles' in 'x', line 2, column 1"},
      {"tocsin-roles 1\nroles ARG0 ARG1\n", 0, "expected 'roles - ARG0 …' in 'x', line 2, column 1"},
      {"tocsin-roles 1\nroles - ARG0\nwords many\n", 0, "expected 'words' and their number in 'x', line 3, column 1"},
      {"tocsin-roles 1\nroles - ARG0\nwords 1\nact act.01\n", 0, "expected a word such as 'detain/V' in 'x', line 4, column 1"},
      {"tocsin-roles 1\nroles - ARG0\nwords 1\nact/V\n", 0, "expected a roleset such as 'detain.01' in 'x', line 4, column 1"},
      {"tocsin-roles 1\nroles - ARG0\nwords 2\na/V b.1\na/V b.1\n", 0, "expected each word once in 'x', line 5, column 1"},
      {HEAD "features 1\n\n", 0, "expected 'features' and two numbers in 'x', line 5, column 1"},
      {HEAD "features 1 1\nx\n", 0, "expected an empty line in 'x', line 6, column 1"},
      {HEAD "features 1 1\n\n", 6, "expected 7 bytes of features, found 6 in 'x', line 7, column 1"},
      {HEAD "features 2 1\n\n", 12, "hash 1 is not greater than the one before it in 'x'"},
      {HEAD "features 1 0\n\n\1\1\1\1\1", 0, "feature 0 has more weights than there are in 'x'"},
      {HEAD "features 1 1\n\n", 7, "1 weights belong to no feature in 'x'"},
      {HEAD "features 1 1\n\n\1\1\1\1\1\x7f\1", 0, "weight 0 has label 127, expected less than 64 in 'x'"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    char bytes[256] = {0};
    toc_error err = {0};
    size_t n = strlen(bad[i].text);
    memcpy(bytes, bad[i].text, n);
    assert_int_equal(read_bytes(bytes, n + bad[i].more, &err), TOC_BADDATA);
    assert_string_equal(err.message, bad[i].message);
  }
  toc_error err = {0};
  toc__roles *none;
  assert_int_equal(toc__roles_load(&none, "/nowhere", &err), TOC_IO);
  assert_null(none);
}

/* A table of our own: one feature of every example says "predicate", and nothing else is known. */
static void small_table(void **state) {
  (void)state;
  toc_error err = {0};
  assert_int_equal(read_bytes(HEAD "features 0 0\n\n", sizeof HEAD "features 0 0\n\n" - 1, &err), TOC_OK);
  assert_int_equal(read_bytes(HEAD "features 1 2\n\n\1\1\1\1\2\0\1\5\6", sizeof HEAD "features 1 2\n\n\1\1\1\1\2\0\1\5\6" - 1, &err), TOC_OK);
  toc__role_features f = {.n = 2, .hash = {0x01010101, 7}};
  toc__roles x = {0};
  jmp_buf jump;
  toc_arena_init(&x.arena, 0);
  if (!TOC_TRY(&x.arena, jump)) fail_msg("out of memory");
  toc_str bytes = TOC_S(HEAD "features 1 2\n\n\1\1\1\1\2\0\1\5\6");
  assert_int_equal(toc__roles_parse(&x, "x", bytes, &err), TOC_OK);
  int32_t score[2] = {0};
  toc__roles_score(&x, &f, score, 2);
  assert_int_equal(score[0], 5);
  assert_int_equal(score[1], 6);
  toc_arena_release(&x.arena);
}

/* Whatever allocation fails: no half of a handle. */
static void memory_ends(void **state) {
  (void)state;
  toc_error err = {0};
  toc__roles *x;
  for (uint64_t n = 1; n < 40; n += 3) {
    toc_arena_fail_after(n);
    toc_status s = toc__roles_load(&x, TOC_SOURCE_DIR "/data", &err);
    toc_arena_fail_after(0);
    assert_int_equal(s, TOC_NOMEM);
    assert_null(x);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cases),   cmocka_unit_test(spans_above), cmocka_unit_test(clauses_without_end), cmocka_unit_test(no_tree),
      cmocka_unit_test(refused), cmocka_unit_test(small_table), cmocka_unit_test(memory_ends),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
