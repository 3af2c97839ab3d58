/* Names made to agree (names.txt), lemma scripts, and the columns that a run fills. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "analyse.h"
#include "inside.h"

#define MODEL TOC_SOURCE_DIR "/models/fast.tcm"

/* ------------------------------------------------------------------ names */

typedef struct marks { /* of the mention being read */
  bool open;
  toc_kind kind;
  float p;
  uint32_t first;
} marks;

/* "[ORG? a b]" and plain words → tokens, sentences at full stops, tags. */
static void read_line(toc_doc *doc, toc_str line, read_word *words) {
  toc_str w;
  marks m = {0};
  doc->text = line;
  while (toc_str_cut(&line, ' ', &w)) {
    if (w.len && w.ptr[0] == '[') {
      toc_str kind = toc_str_sub(w, 1, w.len);
      m = (marks){.open = true, .p = 0.9f, .first = doc->tokens.len};
      for (; kind.len && kind.ptr[kind.len - 1] == '?'; kind.len--) m.p -= 0.21f; /* 0.9, 0.69, 0.48, 0.27 */
      m.kind = toc_kind_of(kind);
      assert_true(m.kind != TOC_N_KINDS);
      continue;
    }
    bool end = w.len && w.ptr[w.len - 1] == ']';
    if (end) w.len--;
    bool common = w.len && w.ptr[w.len - 1] == '_';
    uint32_t i = doc->tokens.len;
    toc_token *t = toc_doc_add_token(doc);
    t->form = w;
    t->span = (toc_span){(uint32_t)(w.ptr - doc->text.ptr), (uint32_t)(w.ptr - doc->text.ptr + (ptrdiff_t)w.len)};
    t->upos = w.ptr[0] >= 'A' && w.ptr[0] <= 'Z' && !common ? TOC_UPOS_PROPN : TOC_UPOS_NOUN;
    if (m.open) {
      bool first = i == m.first;
      words[i] = (read_word){{first && end ? 'U' : first ? 'B' : end ? 'L' : 'I', m.kind}, m.p};
    }
    if (end) m.open = false;
    if (toc_str_is(w, ".")) {
      uint32_t from = doc->sentences.len ? doc->sentences.ptr[doc->sentences.len - 1].last : 0;
      *toc_push(&doc->arena, &doc->sentences) = (toc_sentence){.first = from, .last = i + 1};
    }
  }
}

static void write_line(const toc_doc *doc, toc_buf *out) {
  for (uint32_t i = 0; i < doc->tokens.len; i++) {
    const toc_token *t = &doc->tokens.ptr[i];
    const toc_mention *m = t->mention == TOC_NONE ? NULL : &doc->mentions.ptr[t->mention];
    if (i) toc_buf_z(out, " ");
    if (m && m->first == i) toc_buf_fmt(out, "[%s:%u ", toc_kind_name(m->kind), m->entity);
    toc_buf_str(out, t->form);
    if (m && m->last == i + 1) toc_buf_z(out, "]");
  }
}

static void names_agree(void **state) {
  (void)state;
  toc_arena arena;
  toc_str text, line, title = {0}, in = {0};
  toc_error err;
  int cases = 0;
  toc_arena_init(&arena, 0);
  assert_int_equal(toc_file_read(&arena, TOC_SOURCE_DIR "/tests/analyse/names.txt", 0, &text, &err), TOC_OK);
  bool expect = false;
  while (toc_str_cut(&text, '\n', &line)) {
    if (line.len == 0 || line.ptr[0] == '#') continue;
    if (toc_str_starts(line, TOC_S("=== "))) {
      title = toc_str_sub(line, 4, line.len);
      expect = false;
    } else if (toc_str_is(line, "---")) {
      expect = true;
    } else if (!expect) {
      in = line;
    } else {
      toc_doc doc = {0};
      toc_doc_reset(&doc, 0);
      read_word words[200];
      for (int i = 0; i < 200; i++) words[i] = (read_word){.name = {.part = 'O'}};
      read_line(&doc, in, words);
      toc__names_read(&doc, words);
      toc_buf got;
      toc_buf_init(&got, 0);
      write_line(&doc, &got);
      if (!toc_str_eq((toc_str){got.ptr, got.len}, line))
        fail_msg("%.*s\n got %.*s\nwant %.*s", TOC_FMT(title), (int)got.len, got.ptr, TOC_FMT(line));
      toc_buf_release(&got);
      toc_arena_release(&doc.arena);
      toc_arena_release(&doc.scratch);
      cases++;
    }
  }
  assert_true(cases >= 12);
  toc_arena_release(&arena);
}

/* ----------------------------------------------------------------- lemmas */

static void lemma_is(char casing, uint32_t cut, const char *add, const char *form, const char *want) {
  toc_arena a;
  toc_arena_init(&a, 0);
  char room[LEMMA_ROOM];
  toc_str got = toc__lemma_apply((toc__nn_script){casing, cut, toc_cstr(add)}, toc_cstr(form), room, &a);
  if (!toc_str_is(got, want)) fail_msg("%s: got %.*s, want %s", form, TOC_FMT(got), want);
  toc_arena_release(&a);
}

static void scripts_make_lemmas(void **state) {
  (void)state;
  lemma_is('l', 3, "y", "Cities", "city");
  lemma_is('l', 3, "be", "was", "be");
  lemma_is('k', 0, "", "McAllister", "McAllister");
  lemma_is('t', 0, "", "LONDON", "London");
  lemma_is('u', 0, "", "un", "UN");
  lemma_is('l', 1, "", "\xC3\x89lus", "\xC3\xA9lu");
  lemma_is('l', 1, "", "caf\xC3\xA9", "caf"); /* one code point, not one byte */
  lemma_is('l', 9, "", "was", "was");         /* nothing would be left */
  lemma_is('k', 0, "", "", "");
  lemma_is('l', 1, "", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAS",
           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}

/* ---------------------------------------------------------------- columns */

/* Words divided by blanks, sentences by '/'. */
static void fill(toc_doc *doc, const char *text) {
  toc_str w, rest;
  toc_doc_reset(doc, 0);
  doc->text = rest = toc_cstr(text);
  uint32_t first = 0;
  while (toc_str_cut(&rest, ' ', &w)) {
    if (!toc_str_is(w, "/")) {
      toc_token *t = toc_doc_add_token(doc);
      t->form = w;
      t->span = (toc_span){(uint32_t)(w.ptr - text), (uint32_t)(w.ptr - text + (ptrdiff_t)w.len)};
      t->sentence = doc->sentences.len;
      if (rest.ptr) continue;
    }
    *toc_push(&doc->arena, &doc->sentences) = (toc_sentence){.first = first, .last = doc->tokens.len};
    first = doc->tokens.len;
  }
}

static void release(toc_doc *doc) {
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
}

static toc__analyser *load(void) {
  toc__analyser *a;
  toc_error err;
  if (toc__analyser_load(&a, MODEL, NULL, NULL, &err)) fail_msg("%s", err.message);
  return a;
}

static void columns_are_filled(void **state) {
  (void)state;
  toc__analyser *a = load();
  toc_doc doc = {0};
  fill(&doc, "Police arrested two men in London . / They were released by a judge .");
  assert_int_equal(toc__analyser_run(a, false, NULL, NULL, &doc, NULL), TOC_OK);
  toc_doc_link(&doc);
  const toc_token *t = doc.tokens.ptr;
  assert_true(doc.sentences.ptr[0].analysed && doc.sentences.ptr[1].analysed);
  assert_int_equal(t[1].upos, TOC_UPOS_VERB);
  assert_int_equal(t[1].head, TOC_NONE);
  assert_int_equal(t[1].rel, TOC_REL_ROOT);
  assert_true(toc_lemma_is(&doc, 1, "arrest"));
  assert_true(t[1].feat & TOC_F_PAST);
  assert_int_equal(t[0].head, 1);
  assert_int_equal(t[0].rel, TOC_REL_NSUBJ);
  assert_int_equal(t[3].head, 1);
  assert_int_equal(t[3].rel, TOC_REL_OBJ);
  assert_true(toc_lemma_is(&doc, 3, "man"));
  assert_true(t[3].feat & TOC_F_PLUR);
  assert_int_equal(t[7].rel, TOC_REL_NSUBJ_PASS); /* heads count from the document's start */
  assert_int_equal(t[7].head, 9);
  assert_int_equal(t[12].rel, TOC_REL_OBL_AGENT == t[12].rel ? TOC_REL_OBL_AGENT : TOC_REL_OBL);
  assert_true(toc_lemma_is(&doc, 8, "be"));
  assert_null(t[6].feats.ptr); /* "_" is no value */
  assert_int_equal(doc.mentions.len, 1);
  assert_int_equal(doc.mentions.ptr[0].kind, TOC_KIND_GPE);
  assert_int_equal(doc.mentions.ptr[0].head, 5);
  assert_int_equal(t[5].mention, 0);
  assert_int_equal(t[4].mention, TOC_NONE);
  assert_ptr_equal(t[6].deprel.ptr, t[13].deprel.ptr); /* interned */
  release(&doc);
  toc__analyser_free(a);
}

static void given_trees_stay(void **state) {
  (void)state;
  toc__analyser *a = load();
  toc_doc doc = {0};
  fill(&doc, "London burned .");
  for (uint32_t i = 0; i < 3; i++) {
    toc_doc_set_head(&doc, i, i == 2 ? TOC_NONE : 2, i == 2 ? TOC_S("root") : TOC_S("dep"));
    doc.tokens.ptr[i].upos = TOC_UPOS_X;
    doc.tokens.ptr[i].lemma = TOC_S("?");
  }
  doc.sentences.ptr[0].analysed = true;
  assert_int_equal(toc__analyser_run(a, false, NULL, NULL, &doc, NULL), TOC_OK);
  assert_int_equal(doc.tokens.ptr[0].rel, TOC_REL_DEP);
  assert_int_equal(doc.tokens.ptr[1].upos, TOC_UPOS_X);
  assert_int_equal(doc.tokens.ptr[0].head, 2);
  assert_int_equal(doc.mentions.len, 1); /* names are read all the same */
  release(&doc);
  toc__analyser_free(a);
}

static void an_empty_document_is_fine(void **state) {
  (void)state;
  toc__analyser *a = load();
  toc_doc doc = {0};
  toc_doc_reset(&doc, 0);
  assert_int_equal(toc__analyser_run(a, false, NULL, NULL, &doc, NULL), TOC_OK);
  assert_int_equal(doc.mentions.len, 0);
  assert_true(toc_str_starts(toc_cstr(toc__analyser_hash(a)), TOC_S("sha256:")));
  assert_int_equal(strlen(toc__analyser_hash(a)), 71);
  release(&doc);
  toc__analyser_free(a);
}

/* Ten thousand names that all begin alike: linear, not quadratic. */
static void many_like_names_take_linear_time(void **state) {
  (void)state;
  enum { N = 40000 };
  toc_arena arena;
  toc_arena_init(&arena, 0);
  toc_doc doc = {0};
  toc_doc_reset(&doc, 0);
  read_word *words = toc_new(&arena, read_word, 2 * N);
  toc_buf text;
  toc_buf_init(&text, 0);
  for (uint32_t i = 0; i < N; i++) toc_buf_fmt(&text, "Al %c%u ", 'A' + (char)(i % 20), i);
  doc.text = (toc_str){text.ptr, text.len};
  toc_str rest = doc.text, w;
  for (uint32_t i = 0; i < 2 * N; i++) {
    toc_str_cut(&rest, ' ', &w);
    toc_token *t = toc_doc_add_token(&doc);
    t->form = w;
    t->upos = TOC_UPOS_PROPN;
    t->span = (toc_span){(uint32_t)(w.ptr - text.ptr), (uint32_t)(w.ptr - text.ptr + (ptrdiff_t)w.len)};
    words[i] = i < N ? (read_word){{i % 2 ? 'L' : 'B', TOC_KIND_PER}, 0.9f} : (read_word){.name = {.part = 'O'}};
  }
  *toc_push(&doc.arena, &doc.sentences) = (toc_sentence){.first = 0, .last = 2 * N};
  toc__names_read(&doc, words);
  assert_true(doc.mentions.len >= N / 2);
  toc_buf_release(&text);
  toc_arena_release(&arena);
  release(&doc);
}

/* --------------------------------------------------------- quiet sentences */

/* What is quiet is read like the rest; with skipping it keeps its words alone, and names found
 * elsewhere are found there. */
static void quiet_sentences_may_stay_without_trees(void **state) {
  (void)state;
  static const char *const text = "Police arrested Maria Delgado in London . / Delgado was born there .";
  toc__analyser *a = load();
  toc_doc all = {0}, some = {0};
  fill(&all, text);
  fill(&some, text);
  all.sentences.ptr[1].quiet = some.sentences.ptr[1].quiet = true;
  assert_int_equal(toc__analyser_run(a, false, NULL, NULL, &all, NULL), TOC_OK);
  assert_int_equal(toc__analyser_run(a, true, NULL, NULL, &some, NULL), TOC_OK);
  assert_true(all.sentences.ptr[1].analysed && some.sentences.ptr[0].analysed);
  assert_false(some.sentences.ptr[1].analysed);
  for (uint32_t i = 0; i < 7; i++) {
    assert_int_equal(all.tokens.ptr[i].head, some.tokens.ptr[i].head);
    assert_int_equal(all.tokens.ptr[i].upos, some.tokens.ptr[i].upos);
  }
  assert_int_equal(some.tokens.ptr[8].upos, TOC_UPOS_NONE);
  assert_int_equal(some.tokens.ptr[8].head, TOC_NONE);
  assert_int_equal(some.tokens.ptr[7].mention == TOC_NONE, false);
  assert_int_equal(some.mentions.ptr[some.tokens.ptr[7].mention].entity, some.mentions.ptr[0].entity);
  release(&all);
  release(&some);
  toc__analyser_free(a);
}

static void silence_last(const void *ctx, toc_doc *doc) {
  (void)ctx;
  assert_true(doc->sentences.ptr[0].analysed); /* the first model has been there */
  doc->sentences.ptr[doc->sentences.len - 1].quiet = true;
}

/* Two models: each sentence as the one that read it would alone. */
static void the_second_model_reads_what_is_not_quiet(void **state) {
  (void)state;
  static const char *const text = "Police arrested two men in London . / They were old friends of the mayor , who liked them .";
  toc__analyser *one, *two, *other;
  toc_error err;
  if (toc__analyser_load(&two, MODEL, TOC_SOURCE_DIR "/models/accurate.tcm", NULL, &err)) fail_msg("%s", err.message);
  if (toc__analyser_load(&other, TOC_SOURCE_DIR "/models/accurate.tcm", NULL, NULL, &err)) fail_msg("%s", err.message);
  one = load();
  assert_string_not_equal(toc__analyser_hash(one), toc__analyser_hash(two));
  toc_doc doc[3];
  memset(doc, 0, sizeof doc);
  for (int i = 0; i < 3; i++) fill(&doc[i], text);
  assert_int_equal(toc__analyser_run(one, false, NULL, NULL, &doc[0], NULL), TOC_OK);
  assert_int_equal(toc__analyser_run(other, false, NULL, NULL, &doc[1], NULL), TOC_OK);
  assert_int_equal(toc__analyser_run(two, false, silence_last, NULL, &doc[2], NULL), TOC_OK);
  for (uint32_t i = 0; i < doc[2].tokens.len; i++) {
    const toc_token *got = &doc[2].tokens.ptr[i], *want = &doc[got->sentence == 0 && i < 7 ? 1 : 0].tokens.ptr[i];
    assert_int_equal(got->head, want->head);
    assert_int_equal(got->rel, want->rel);
    assert_int_equal(got->upos, want->upos);
    assert_true(toc_str_eq(got->lemma, want->lemma));
  }
  for (int i = 0; i < 3; i++) release(&doc[i]);
  toc__analyser_free(one);
  toc__analyser_free(two);
  toc__analyser_free(other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_agree),
      cmocka_unit_test(scripts_make_lemmas),
      cmocka_unit_test(columns_are_filled),
      cmocka_unit_test(given_trees_stay),
      cmocka_unit_test(an_empty_document_is_fine),
      cmocka_unit_test(many_like_names_take_linear_time),
      cmocka_unit_test(quiet_sentences_may_stay_without_trees),
      cmocka_unit_test(the_second_model_reads_what_is_not_quiet),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
