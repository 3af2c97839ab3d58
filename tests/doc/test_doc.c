/* The closed vocabularies and the tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "doc.h"

static void names_read_back(void **state) {
  (void)state;
  for (toc_type t = TOC_AGREE; t < TOC_N_TYPES; t++) {
    assert_int_equal(toc_type_of(toc_cstr(toc_type_name(t))), t);
    assert_non_null(toc_type_quad(t));
  }
  assert_int_equal(TOC_N_TYPES - 1, 16);
  assert_int_equal(TOC_N_MODES - 1, 67);
  assert_int_equal(TOC_N_CONTEXTS, 37);
  for (toc_mode m = TOC_MODE_CONSULT_VISIT; m < TOC_N_MODES; m++)
    assert_int_equal(toc_mode_of(toc_mode_type(m), toc_cstr(toc_mode_name(m))), m);
  for (toc_deprel r = TOC_REL_ACL; r < TOC_N_DEPRELS; r++)
    assert_int_equal(toc_deprel_of(toc_cstr(toc_deprel_name(r))), r);
  for (toc_upos u = TOC_UPOS_ADJ; u < TOC_N_UPOS; u++)
    assert_int_equal(toc_upos_of(toc_cstr(toc_upos_name(u))), u);
  assert_int_equal(toc_deprel_of(TOC_S("nsubj:xsubj")), TOC_REL_NSUBJ);
  assert_int_equal(toc_deprel_of(TOC_S("nsbj")), TOC_REL_NONE);
  assert_int_equal(toc_deprel_base(TOC_REL_NSUBJ_PASS), TOC_REL_NSUBJ);
  assert_int_equal(toc_mode_of(TOC_PROTEST, TOC_S("beat")), TOC_MODE_NONE);
}

static void feats_become_bits(void **state) {
  (void)state;
  assert_int_equal(toc_feat_bits(TOC_S("Tense=Past|VerbForm=Part|Voice=Pass")),
                   TOC_F_PAST | TOC_F_PART | TOC_F_PASS);
  assert_int_equal(toc_feat_bits((toc_str){0}), 0);
}

/* One sentence: each word with its head and relation; the text has blanks between words. */
typedef struct word {
  const char *form;
  uint32_t head;
  const char *rel;
  toc_upos upos;
} word;

static void build_words(toc_doc *doc, toc_str text, const word *w, uint32_t n) {
  toc_doc_reset(doc, 0);
  doc->text = text;
  uint32_t at = 0;
  for (uint32_t i = 0; i < n; i++) {
    toc_token *t = toc_doc_add_token(doc);
    t->form = t->lemma = toc_cstr(w[i].form);
    t->upos = w[i].upos;
    t->span = (toc_span){at, at + (uint32_t)t->form.len};
    at = t->span.end + 1;
    toc_doc_set_head(doc, i, w[i].head, toc_cstr(w[i].rel));
  }
  *toc_push(&doc->arena, &doc->sentences) = (toc_sentence){.span = {0, (uint32_t)doc->text.len}, .last = n, .analysed = true};
  toc_doc_link(doc);
}

static void build(toc_doc *doc) {
  static const word w[] = {
      {"Police", 3, "nsubj", TOC_UPOS_NOUN}, {"in", 2, "case", TOC_UPOS_ADP}, {"Almaty", 0, "nmod", TOC_UPOS_PROPN},
      {"beat", TOC_NONE, "root", TOC_UPOS_VERB}, {"protesters", 3, "obj", TOC_UPOS_NOUN},
      {",", 6, "punct", TOC_UPOS_PUNCT}, {"killing", 3, "advcl", TOC_UPOS_VERB}, {"three", 6, "obj", TOC_UPOS_NUM},
  };
  build_words(doc, TOC_S("Police in Almaty beat protesters , killing three"), w, 8);
}

/* A comparison stays whole where the parser hung "more" on the verb; "than" alone takes
 * nothing with it. */
static void a_phrase_begins_with_its_comparison(void **state) {
  (void)state;
  static const word torn[] = {{"Police", 1, "nsubj", TOC_UPOS_NOUN}, {"held", TOC_NONE, "root", TOC_UPOS_VERB},
                              {"more", 1, "advmod", TOC_UPOS_ADV}, {"than", 4, "case", TOC_UPOS_ADP},
                              {"90", 5, "nummod", TOC_UPOS_NUM}, {"men", 1, "obj", TOC_UPOS_NOUN}};
  static const word other[] = {{"Police", 1, "nsubj", TOC_UPOS_NOUN}, {"held", TOC_NONE, "root", TOC_UPOS_VERB},
                               {"rather", 1, "advmod", TOC_UPOS_ADV}, {"than", 4, "case", TOC_UPOS_ADP},
                               {"freed", 5, "amod", TOC_UPOS_VERB}, {"men", 1, "obj", TOC_UPOS_NOUN}};
  toc_doc doc = {0};
  build_words(&doc, TOC_S("Police held more than 90 men"), torn, 6);
  assert_true(toc_str_is(toc_slice(doc.text, toc_phrase(&doc, 5)), "more than 90 men"));
  build_words(&doc, TOC_S("Police held rather than freed men"), other, 6);
  assert_true(toc_str_is(toc_slice(doc.text, toc_phrase(&doc, 5)), "than freed men"));
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

static void the_tree_can_be_walked(void **state) {
  (void)state;
  toc_doc doc = {0};
  uint32_t first, last, n = 0;
  build(&doc);
  toc_children(&doc, 3, c) n++, assert_int_equal(doc.tokens.ptr[c].head, 3);
  assert_int_equal(n, 3);
  assert_int_equal(toc_child(&doc, 3, TOC_REL_OBJ), 4);
  assert_int_equal(toc_child(&doc, 3, TOC_REL_IOBJ), TOC_NONE);
  toc_subtree(&doc, 0, &first, &last);
  assert_int_equal(first, 0);
  assert_int_equal(last, 3);
  toc_subtree(&doc, 6, &first, &last);
  assert_int_equal(first, 5);
  assert_int_equal(last, 8);
  assert_true(toc_above(&doc, 3, 7));
  assert_true(toc_above(&doc, 6, 7));
  assert_false(toc_above(&doc, 0, 7));
  assert_true(toc_str_is(toc_slice(doc.text, toc_phrase(&doc, 0)), "Police in Almaty"));
  assert_true(toc_str_is(toc_slice(doc.text, toc_phrase(&doc, 2)), "Almaty"));
  doc.tokens.ptr[1].rel = TOC_REL_DEP; /* a parser's mistake: "in" is no case of Almaty */
  assert_true(toc_str_is(toc_slice(doc.text, toc_phrase(&doc, 2)), "Almaty"));
  doc.tokens.ptr[1].rel = TOC_REL_CASE;
  assert_int_equal(toc_sentence_at(&doc, 5), 0);
  assert_int_equal(toc_sentence_at(&doc, 500), TOC_NONE);
  assert_int_equal(toc_token_at(&doc, 7), 1);
  assert_int_equal(toc_token_at(&doc, 500), 8);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

static void a_wide_tree_is_walked_in_linear_time(void **state) {
  (void)state;
  toc_doc doc = {0};
  const uint32_t n = 200000;
  toc_doc_reset(&doc, 0);
  for (uint32_t i = 0; i < n; i++) {
    toc_doc_add_token(&doc);
    toc_doc_set_head(&doc, i, i ? 0 : TOC_NONE, TOC_S("conj"));
  }
  toc_doc_link(&doc);
  uint32_t first, last;
  toc_subtree(&doc, 0, &first, &last);
  assert_int_equal(last, n);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_read_back),
      cmocka_unit_test(feats_become_bits),
      cmocka_unit_test(the_tree_can_be_walked),
      cmocka_unit_test(a_phrase_begins_with_its_comparison),
      cmocka_unit_test(a_wide_tree_is_walked_in_linear_time),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
