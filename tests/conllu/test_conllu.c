/* CoNLL-U in and out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "conllu.h"

#define ROW(id, form, lemma, upos, head, rel, misc) \
  id "\t" form "\t" lemma "\t" upos "\t_\t_\t" head "\t" rel "\t_\t" misc "\n"

static const char good[] =
    "# newdoc id = almaty\n# newpar\n# sent_id = 1\n"
    ROW("1", "Police", "police", "NOUN", "4", "nsubj", "_")
    ROW("2-3", "don’t", "_", "_", "_", "_", "_")
    ROW("2", "do", "do", "AUX", "4", "aux", "_")
    ROW("3", "n’t", "not", "PART", "4", "advmod", "_")
    ROW("4", "talk", "talk", "VERB", "0", "root", "SpaceAfter=No")
    ROW("5", ".", ".", "PUNCT", "4", "punct", "_")
    "\n# newpar\n"
    ROW("1", "No", "no", "DET", "2", "det", "_")
    ROW("2", "word", "word", "NOUN", "0", "root:x", "SpaceAfter=No")
    ROW("3", "!", "!", "PUNCT", "2", "punct", "_") "\n";

static void release(toc_doc *doc) {
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
}

static void a_file_becomes_text_and_tree(void **state) {
  (void)state;
  toc_doc doc = {0};
  toc_error err = {0};
  toc_doc_reset(&doc, 0);
  assert_int_equal(toc__conllu_read(&doc, toc_cstr(good), "x.conllu", 1, &err), TOC_OK);
  assert_true(toc_str_is(doc.text, "Police don’t talk.\n\nNo word!"));
  assert_int_equal(doc.tokens.len, 8);
  assert_int_equal(doc.sentences.len, 2);
  assert_int_equal(doc.blocks.len, 2);
  assert_int_equal(doc.tokens.ptr[1].mwt, 2);
  assert_true(toc_str_is(toc_slice(doc.text, doc.tokens.ptr[2].span), "n’t"));
  assert_int_equal(doc.tokens.ptr[0].head, 3);
  assert_int_equal(doc.tokens.ptr[6].rel, TOC_REL_ROOT);
  for (uint32_t i = 0; i < doc.tokens.len; i++)
    assert_true(toc_str_eq(toc_slice(doc.text, doc.tokens.ptr[i].span), doc.tokens.ptr[i].form));
  toc_str text;
  assert_int_equal(toc__conllu_text(&doc.arena, toc_cstr(good), "x", 1, &text, &err), TOC_OK);
  assert_true(toc_str_eq(text, doc.text));
  release(&doc);
}

static void what_is_written_reads_back(void **state) {
  (void)state;
  toc_doc doc = {0}, again = {0};
  toc_error err = {0};
  toc_buf a, b;
  toc_buf_init(&a, 0);
  toc_buf_init(&b, 0);
  toc_doc_reset(&doc, 0);
  toc_doc_reset(&again, 0);
  assert_int_equal(toc__conllu_read(&doc, toc_cstr(good), "x", 1, &err), TOC_OK);
  doc.id = TOC_S("almaty");
  toc__conllu_write(&a, &doc);
  assert_int_equal(toc__conllu_read(&again, (toc_str){a.ptr, a.len}, "y", 1, &err), TOC_OK);
  again.id = TOC_S("almaty");
  toc__conllu_write(&b, &again);
  assert_int_equal(a.len, b.len);
  assert_memory_equal(a.ptr, b.ptr, a.len);
  toc_buf_put(&a, "", 1);
  assert_non_null(strstr(a.ptr, "2-3\tdon’t\t_\t_\t_\t_\t_\t_\t_\tTokenRange=7:12\n"));
  assert_non_null(strstr(a.ptr, "SpaceAfter=No|TokenRange=13:17\n"));
  toc_buf_release(&a);
  toc_buf_release(&b);
  release(&doc);
  release(&again);
}

static void documents_are_cut_at_newdoc(void **state) {
  (void)state;
  static const char two[] = "# newdoc id = a\n1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n\n# newdoc id = b\n1\ty\t_\t_\t_\t_\t_\t_\t_\t_\n";
  toc_str rest = toc_cstr(two), one, id;
  uint32_t line = 1, first;
  assert_true(toc__conllu_cut(&rest, &line, &one, &id, &first));
  assert_true(toc_str_is(id, "a"));
  assert_int_equal(first, 1);
  assert_true(toc__conllu_cut(&rest, &line, &one, &id, &first));
  assert_true(toc_str_is(id, "b"));
  assert_int_equal(first, 4);
  assert_false(toc__conllu_cut(&rest, &line, &one, &id, &first));
}

static void forms_alone_are_left_for_the_analyser(void **state) {
  (void)state;
  toc_doc doc = {0};
  toc_error err = {0};
  toc_doc_reset(&doc, 0);
  assert_int_equal(toc__conllu_read(&doc, TOC_S("1\tHi\t_\t_\t_\t_\t_\t_\t_\t_\n"), "x", 1, &err), TOC_OK);
  assert_false(doc.sentences.ptr[0].analysed);
  assert_int_equal(doc.tokens.ptr[0].upos, TOC_UPOS_NONE);
  release(&doc);
}

static void wrong_files_are_refused_with_their_line(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } cases[] = {
      {"1\tx\n", "expected 10 columns divided by tabs, found 2 in 'f', line 7"},
      {ROW("1", "x", "x", "NOWN", "0", "root", "_"), "unknown UPOS 'NOWN' in 'f', line 7, column 7"},
      {ROW("1", "x", "x", "NOUN", "0", "nsbj", "_"), "unknown relation 'nsbj' in 'f', line 7, column 18"},
      {ROW("1", "x", "x", "NOUN", "4", "nsubj", "_"), "word 1 has head 4, but the sentence has 1 words in 'f', line 7"},
      {ROW("2", "x", "x", "NOUN", "0", "root", "_"), "expected the next word's number, found '2' in 'f', line 7, column 1"},
      {ROW("1", "x", "x", "NOUN", "2", "obj", "_") ROW("2", "y", "y", "NOUN", "1", "obj", "_"),
       "expected one root, found 0, in the sentence that begins in 'f', line 7"},
      {ROW("1", "x", "x", "NOUN", "2", "obj", "_") ROW("2", "y", "y", "NOUN", "1", "obj", "_")
           ROW("3", "z", "z", "NOUN", "0", "root", "_"),
       "heads go in a circle at word 1 of the sentence that begins in 'f', line 7"},
      {ROW("1-2", "xy", "_", "_", "_", "_", "_") ROW("1", "x", "x", "NOUN", "0", "root", "_"),
       "a multiword token ends behind the last word of the sentence that begins in 'f', line 7"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    toc_doc doc = {0};
    toc_error err = {0};
    toc_doc_reset(&doc, 0);
    assert_int_equal(toc__conllu_read(&doc, toc_cstr(cases[i].text), "f", 7, &err), TOC_BADINPUT);
    assert_string_equal(err.message, cases[i].message);
    release(&doc);
  }
}

static void running_out_of_memory_is_a_status(void **state) {
  (void)state;
  for (uint64_t n = 1; n < 60; n++) {
    toc_doc doc = {0};
    toc_error err = {0};
    toc_doc_reset(&doc, 0);
    toc_arena_fail_after(n);
    toc_status s = toc__conllu_read(&doc, toc_cstr(good), "x", 1, &err);
    bool hit = s != TOC_OK;
    toc_arena_fail_after(0);
    assert_true(s == TOC_OK || s == TOC_NOMEM);
    release(&doc);
    if (!hit && n > 40) break;
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_file_becomes_text_and_tree),
      cmocka_unit_test(what_is_written_reads_back),
      cmocka_unit_test(documents_are_cut_at_newdoc),
      cmocka_unit_test(forms_alone_are_left_for_the_analyser),
      cmocka_unit_test(wrong_files_are_refused_with_their_line),
      cmocka_unit_test(running_out_of_memory_is_a_status),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
