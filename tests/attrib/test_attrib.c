/* According to whom?  Cases in cases.txt; quotation marks; links; broken files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <time.h>

#include "attrib.h"
#include "compact.h"
#include "../../src/attrib/internal.h"

static toc__attrib *attrib;

static int load(void **state) {
  (void)state;
  toc_error err = {0};
  if (toc__attrib_load(&attrib, TOC_SOURCE_DIR "/data", &err) == TOC_OK) return 0;
  fprintf(stderr, "%s\n", err.message);
  return 1;
}

static int unload(void **state) {
  (void)state;
  toc__attrib_free(attrib);
  return 0;
}

/* ------------------------------------------------------------ properties */

static void spans_fit(const toc_doc *doc, const toc_spans *s) {
  for (uint32_t k = 0; k < s->len; k++) {
    assert_true(s->ptr[k].start < s->ptr[k].end && s->ptr[k].end <= doc->text.len);
    if (k) assert_true(s->ptr[k - 1].end <= s->ptr[k].start);
  }
}

static void properties(const toc_doc *doc) {
  for (uint32_t i = 0; i < doc->claims.len; i++) {
    const toc_claim *c = &doc->claims.ptr[i];
    spans_fit(doc, &c->source);
    spans_fit(doc, &c->cue);
    spans_fit(doc, &c->content);
    assert_true(c->content.len > 0);
    for (uint32_t k = 0; k < c->content.len; k++)
      for (uint32_t j = 0; j < c->cue.len; j++) assert_false(toc_span_overlap(c->content.ptr[k], c->cue.ptr[j]));
    uint32_t up = c->within, steps = 0;
    while (up != TOC_NONE && steps++ < 1000 && steps <= doc->claims.len) up = doc->claims.ptr[up].within;
    assert_true(up == TOC_NONE || steps == 1000); /* no circles */
  }
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
}

static void run(toc_doc *doc) {
  toc_error err = {0};
  assert_int_equal(toc__attrib_run(attrib, doc, &err), TOC_OK);
  properties(doc);
}

/* ------------------------------------------------------------ cases */

static toc_str words_of(toc_doc *doc, const toc_spans *s) {
  toc_str out = {"", 0};
  for (uint32_t k = 0; k < s->len; k++)
    out = toc_str_format(&doc->arena, "%.*s%s%.*s", TOC_FMT(out), k ? " | " : "", TOC_FMT(toc_slice(doc->text, s->ptr[k])));
  return out;
}

static const toc_claim *by_cue(toc_doc *doc, toc_str cue) {
  for (uint32_t i = 0; i < doc->claims.len; i++)
    if (toc_str_eq(words_of(doc, &doc->claims.ptr[i].cue), cue)) return &doc->claims.ptr[i];
  return NULL;
}

static toc_str part(toc_str *rest) {
  const char *p = rest->ptr;
  size_t n = 0;
  while (n + 1 < rest->len && !(p[n] == '|' && p[n + 1] == '|')) n++;
  toc_str out = n + 1 < rest->len ? toc_str_sub(*rest, 0, n) : *rest;
  *rest = n + 1 < rest->len ? toc_str_sub(*rest, n + 2, rest->len) : (toc_str){"", 0};
  return toc_str_trim(out);
}

static toc_str all_claims(toc_doc *doc) {
  toc_str out = {"", 0};
  for (uint32_t i = 0; i < doc->claims.len; i++) {
    const toc_claim *c = &doc->claims.ptr[i];
    out = toc_str_format(&doc->arena, "%.*s\n  %.*s || %.*s || %.*s", TOC_FMT(out), TOC_FMT(words_of(doc, &c->source)),
                         TOC_FMT(words_of(doc, &c->cue)), TOC_FMT(words_of(doc, &c->content)));
  }
  return out;
}

static void check_claim(toc_doc *doc, toc_str name, toc_str want) {
  toc_str source = part(&want), cue = part(&want), content = part(&want);
  const toc_claim *c = by_cue(doc, cue);
  if (!c || !toc_str_eq(words_of(doc, &c->source), source) ||
      !(toc_str_is(content, "*") || toc_str_eq(words_of(doc, &c->content), content)))
    fail_msg("%.*s: expected '%.*s || %.*s || %.*s', found:%.*s", TOC_FMT(name), TOC_FMT(source), TOC_FMT(cue), TOC_FMT(content),
             TOC_FMT(all_claims(doc)));
}

static void check_line(toc_doc *doc, toc_str name, toc_str line) {
  toc_str word, second;
  toc_str_cut(&line, ' ', &word);
  if (toc_str_is(word, "claim")) {
    check_claim(doc, name, line);
  } else if (toc_str_is(word, "none")) {
    if (doc->claims.len) fail_msg("%.*s: found%.*s", TOC_FMT(name), TOC_FMT(all_claims(doc)));
  } else if (toc_str_is(word, "within")) {
    toc_str_cut(&line, ' ', &second);
    const toc_claim *inner = by_cue(doc, second), *outer = by_cue(doc, line);
    assert_non_null(inner);
    assert_non_null(outer);
    assert_ptr_equal(inner->within == TOC_NONE ? NULL : &doc->claims.ptr[inner->within], outer);
  } else if (toc_str_is(word, "denying") || toc_str_is(word, "accusing")) {
    const toc_claim *c = by_cue(doc, line);
    assert_non_null(c);
    assert_true(toc_str_is(word, "denying") ? c->denying : c->accusing);
  } else {
    fail_msg("%.*s: what is '%.*s'?", TOC_FMT(name), TOC_FMT(word));
  }
}

static void cases(void **state) {
  (void)state;
  toc_arena a;
  toc_error err = {0};
  toc_arena_init(&a, 0);
  jmp_buf jump, inner;
  toc_doc *doc = new_doc(&inner);
  if (!TOC_TRY(&a, jump) || setjmp(inner)) fail_msg("out of memory");
  toc_str bytes, line;
  if (toc_file_read(&a, TOC_SOURCE_DIR "/tests/attrib/cases.txt", 0, &bytes, &err) != TOC_OK) fail_msg("%s", err.message);
  compact_case c;
  uint32_t n = 0;
  while (compact_next(&a, &bytes, &c)) {
    parse(doc, c.conllu);
    run(doc);
    assert_true(c.expected.len > 0);
    while (toc_str_cut(&c.expected, '\n', &line)) check_line(doc, c.name, toc_str_trim(line));
    n++;
  }
  assert_true(n >= 9);
  free_doc(doc);
  toc_arena_release(&a);
}

/* ------------------------------------------------------------ quotation marks */

/* One sentence of flat words; words split at blanks. */
static void words(toc_doc *doc, const char *text) {
  toc_doc_reset(doc, 0);
  doc->text = toc_str_copy(&doc->arena, toc_cstr(text));
  uint32_t at = 0, paragraph = 0, first = 0;
  for (size_t i = 0; i <= doc->text.len; i++) {
    char c = i < doc->text.len ? doc->text.ptr[i] : '\n';
    if (c != ' ' && c != '\n') continue;
    if (i > at) {
      toc_token *t = toc_doc_add_token(doc);
      t->span = (toc_span){at, (uint32_t)i};
      t->form = t->lemma = toc_slice(doc->text, t->span);
      t->upos = TOC_UPOS_X;
      t->sentence = doc->sentences.len;
      toc_doc_set_head(doc, doc->tokens.len - 1, doc->tokens.len - 1 > first ? first : TOC_NONE,
                       doc->tokens.len - 1 > first ? TOC_S("dep") : TOC_S("root"));
    }
    at = (uint32_t)i + 1;
    if (c == '\n' && doc->tokens.len > first) {
      toc_sentence *s = toc_push(&doc->arena, &doc->sentences);
      *s = (toc_sentence){.span = {doc->tokens.ptr[first].span.start, doc->tokens.ptr[doc->tokens.len - 1].span.end},
                          .first = first, .last = doc->tokens.len, .paragraph = paragraph++, .analysed = true};
      first = doc->tokens.len;
    }
  }
  toc_doc_link(doc);
}

static void expect_quotes(toc_doc *doc, const char *text, const char *want) {
  toc__tree t;
  words(doc, text);
  toc__tree_init(&t, attrib, doc);
  toc__quotes(&t);
  toc_str got = {"", 0};
  for (uint32_t k = 0; k < t.n_quotes; k++) {
    if (toc_span_empty(t.quote[k].inner)) continue;
    got = toc_str_format(&doc->arena, "%.*s[%.*s]%s%s", TOC_FMT(got), TOC_FMT(toc_slice(doc->text, t.quote[k].inner)),
                         t.quote[k].runs_on ? "+" : "", t.quote[k].parent != TOC_NONE ? "^" : "");
  }
  if (!toc_str_is(got, want)) fail_msg("quotes of '%s' are %.*s, expected %s", text, TOC_FMT(got), want);
}

static void quotes_pair(void **state) {
  (void)state;
  jmp_buf jump;
  toc_doc *doc = new_doc(&jump);
  if (setjmp(jump)) fail_msg("out of memory");
  expect_quotes(doc, "\"One,\" he said. \"Two.\"", "[One,][Two.]");
  expect_quotes(doc, "“He said ‘no’ twice,” she said", "[He said ‘no’ twice,][no]^");
  expect_quotes(doc, "the workers' union isn't 'here'", "[here]");
  expect_quotes(doc, "“One. \n“Two.” he said", "[One.][Two.]+");
  expect_quotes(doc, "“One. \nTwo. \n“Three.”", "[Three.]");
  expect_quotes(doc, "six feet” tall", "");
  expect_quotes(doc, "``One'' and «two»", "[One][two]");
  free_doc(doc);
}

/* Depth and disorder cost time in proportion, and no stack. */
static void quotes_nest(void **state) {
  (void)state;
  jmp_buf jump;
  toc_doc *doc = new_doc(&jump);
  if (setjmp(jump)) fail_msg("out of memory");
  static const char *const piece[] = {"“a ", "‘b ", "\"c ", "d” ", "“e ” ", "« f ", "'' g "};
  for (int kind = 0; kind < 7; kind++) {
    toc_buf b;
    toc_buf_init(&b, 0);
    for (int i = 0; i < 20000; i++) toc_buf_z(&b, piece[kind]);
    for (int i = 0; i < 1000 && kind == 0; i++) toc_buf_z(&b, "” ");
    toc_buf_put(&b, "", 1);
    words(doc, b.ptr);
    run(doc);
    toc_buf_release(&b);
  }
  words(doc, "“a “b “c ” ” ”");
  toc__tree t;
  toc__tree_init(&t, attrib, doc);
  toc__quotes(&t);
  assert_int_equal(t.n_quotes, 3);
  assert_int_equal(t.quote[2].parent, 1);
  assert_int_equal(t.quote[1].parent, 0);
  assert_true(t.quote[0].closed && t.quote[2].closed);
  free_doc(doc);
}

/* Quotations in quotations, n deep; half of them closed. */
static double nested(uint32_t n) {
  jmp_buf jump;
  toc_doc *doc = new_doc(&jump);
  toc_buf b;
  toc_buf_init(&b, 0);
  if (setjmp(jump)) fail_msg("out of memory");
  for (uint32_t i = 0; i < n; i++) toc_buf_z(&b, "“a ");
  for (uint32_t i = 0; i < n / 2; i++) toc_buf_z(&b, "” ");
  toc_buf_put(&b, "", 1);
  words(doc, b.ptr);
  toc__tree t;
  clock_t from = clock();
  toc__tree_init(&t, attrib, doc);
  toc__quotes(&t);
  double took = (double)(clock() - from) / CLOCKS_PER_SEC;
  assert_int_equal(t.n_quotes, n);
  assert_true(t.quote[n - 1].closed && !t.quote[0].closed);
  assert_int_equal(t.quote[n - 1].parent, n - 2);
  free_doc(doc);
  toc_buf_release(&b);
  return took;
}

static void quotes_nest_without_limit(void **state) {
  (void)state;
  nested(1000);
  bool fits = false;
  for (int tries = 0; tries < 3 && !fits; tries++) fits = nested(100000) < 30 * nested(10000) + 0.1;
  assert_true(fits);
}

__attribute__((noinline)) static void sayings(toc_buf *b, int n, bool deep) {
  toc_buf_reset(b);
  for (int i = 0; i < n; i++) {
    int verb = 2 * i + 2, above = i == 0 ? 0 : deep ? verb - 2 : 2;
    toc_buf_fmt(b, "%d\tKim\tKim\tPROPN\t_\t_\t%d\tnsubj\t_\t_\n", verb - 1, verb);
    toc_buf_fmt(b, "%d\tsaid\tsay\tVERB\t_\tTense=Past|VerbForm=Fin\t%d\t%s\t_\t_\n", verb, above,
                i == 0 ? "root" : deep ? "ccomp" : "conj");
  }
  toc_buf_z(b, "\n");
}

/* "Kim said Kim said Kim said …": chains as deep and sentences as wide as the text is long. */
static void sayings_without_end(void **state) {
  (void)state;
  jmp_buf jump;
  toc_doc *doc = new_doc(&jump);
  toc_buf b;
  toc_buf_init(&b, 0);
  if (setjmp(jump)) fail_msg("out of memory");
  for (volatile int deep = 0; deep < 2; deep++) {
    sayings(&b, 20000, deep == 1);
    parse(doc, (toc_str){b.ptr, b.len});
    run(doc);
    if (deep) assert_true(doc->claims.len > 100);
  }
  toc_buf_release(&b);
  free_doc(doc);
}

/* ------------------------------------------------------------ events and figures */

static void events_find_their_claim(void **state) {
  (void)state;
  static const char tree[] =
      "1\tKim\tKim\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tdenied\tdeny\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n"
      "3\tthat\tthat\tSCONJ\t_\t_\t5\tmark\t_\t_\n4\ttroops\ttroop\tNOUN\t_\t_\t5\tnsubj\t_\t_\n"
      "5\tfired\tfire\tVERB\t_\tTense=Past|VerbForm=Fin\t2\tccomp\t_\t_\n6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";
  jmp_buf jump;
  toc_doc *doc = new_doc(&jump);
  if (setjmp(jump)) fail_msg("out of memory");
  parse(doc, toc_cstr(tree));
  for (uint32_t k = 0; k < 2; k++) { /* "denied" itself, and "fired" inside it */
    toc_event *e = toc_push(&doc->arena, &doc->events);
    e->token = k ? 4 : 1;
    e->trigger = doc->tokens.ptr[e->token].span;
    e->status = TOC_FACT_OCCURRED;
    e->claim = TOC_NONE;
  }
  toc_figure *f = toc_push(&doc->arena, &doc->figures);
  f->span = doc->tokens.ptr[3].span;
  f->claim = TOC_NONE;
  toc_actor *a = toc_push(&doc->arena, &doc->actors);
  a->head = 0;
  a->span = doc->tokens.ptr[0].span;
  a->sector = TOC_S("GOV");
  doc->tokens.ptr[0].actor = 0;
  run(doc);
  assert_int_equal(doc->claims.len, 1);
  assert_int_equal(doc->events.ptr[0].claim, TOC_NONE);
  assert_int_equal(doc->events.ptr[0].status, TOC_FACT_OCCURRED);
  assert_int_equal(doc->events.ptr[1].claim, 0);
  assert_int_equal(doc->events.ptr[1].status, TOC_FACT_DENIED);
  assert_int_equal(doc->figures.ptr[0].claim, 0);
  assert_true(doc->claims.ptr[0].has_by);
  assert_true(toc_str_is(doc->claims.ptr[0].by.sector, "GOV"));
  free_doc(doc);
}

/* ------------------------------------------------------------ files */

static void refused(void **state) {
  (void)state;
  static const struct {
    bool weights;
    const char *text, *message;
  } bad[] = {
      {false, "[report]\nsay\n", "expected 'tocsin-cues 1' in 'x', line 1, column 1"},
      {false, "tocsin-cues 1\nsay\n", "expected a section such as [report] in 'x', line 2, column 1"},
      {false, "tocsin-cues 1\n[reports]\n", "unknown section '[reports]'"},
      {false, "tocsin-cues 1\n[report]\nsay,,tell\n", "expected words parted by single commas in 'x', line 3, column 5"},
      {true, "tocsin-claims 1\n", "expected 'tocsin-claims 2' in 'x', line 1, column 1"},
      {true, "tocsin-claims 2\nrole 18 1\n", "expected 'cue' in 'x', line 2, column 1"},
      {true, "tocsin-claims 2\ncue 60 1 1\n", "expected 18 bits in 'x', line 2"},
      {true, "tocsin-claims 2\ncue 18 0 1\n", "expected a scale in 'x', line 2"},
      {true, "tocsin-claims 2\ncue 18 1\n", "expected a threshold in 'x', line 2"},
      {true, "tocsin-claims 2\ncue 18 1 1\nrole 18 1\n\nabc", "bytes of weights, found 3"},
  };
  for (volatile size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    toc__attrib a = {0};
    toc_arena_init(&a.arena, 0);
    jmp_buf jump;
    if (!TOC_TRY(&a.arena, jump)) fail_msg("out of memory");
    toc_map_init(&a.cues, &a.arena);
    toc_error err = {0};
    assert_int_equal(toc__attrib_read(&a, "x", toc_cstr(bad[i].text), bad[i].weights, &err), TOC_BADDATA);
    if (!strstr(err.message, bad[i].message)) fail_msg("'%s' is not in '%s'", bad[i].message, err.message);
    toc_arena_release(&a.arena);
  }
  toc__attrib *none = NULL;
  toc_error err = {0};
  assert_int_not_equal(toc__attrib_load(&none, TOC_SOURCE_DIR "/src", &err), TOC_OK);
  assert_null(none);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(cases),       cmocka_unit_test(quotes_pair),
                                     cmocka_unit_test(quotes_nest), cmocka_unit_test(quotes_nest_without_limit), cmocka_unit_test(events_find_their_claim), cmocka_unit_test(sayings_without_end),
                                     cmocka_unit_test(refused)};
  return cmocka_run_group_tests(tests, load, unload);
}
