/* Case files: what is read of them, which mistakes are named and where, and when a case passes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cases.h"

#include <stdio.h>

/* ------------------------------------------------------------------- the reader */

static toc_status parse(toc_arena *a, const char *bytes, toc__case_list *out, toc_error *err) {
  *out = (toc__case_list){0};
  return toc__cases_read(a, "x.txt", toc_cstr(bytes), out, err);
}

static void parts_of_a_case(void **state) {
  (void)state;
  toc_arena a;
  toc__case_list all;
  toc_error err = {0};
  toc_arena_init(&a, 0);
  const char *file = "# a comment\r\n\r\n=== first: of two \r\nOne line\r\n  and another.\r\n---\r\n"
                     "COERCE/arrest actor=\"the \303\251lite\" cameo=173\r\nimpact price up object=\"\" status=ongoing\r\n...\r\n"
                     "=== second\nNobody came.\n---\n(none)";
  if (parse(&a, file, &all, &err) != TOC_OK) fail_msg("%s", err.message);
  assert_int_equal(all.len, 2);
  const toc__case *c = &all.ptr[0];
  assert_true(toc_str_is(c->name, "first: of two"));
  assert_true(toc_str_is(c->text, "One line and another."));
  assert_int_equal(c->line, 3);
  assert_true(c->more);
  assert_int_equal(c->codes.len, 2);
  const toc__case_code *k = &c->codes.ptr[0];
  assert_int_equal(k->line, 7);
  assert_int_equal(k->type, TOC_COERCE);
  assert_int_equal(k->mode, TOC_MODE_COERCE_ARREST);
  assert_int_equal(k->values.len, 2);
  assert_true(toc_str_is(k->values.ptr[0].value, "the \303\251lite"));
  assert_int_equal(k->values.ptr[1].field, TOC__CASE_CAMEO);
  k = &c->codes.ptr[1];
  assert_true(k->impact);
  assert_int_equal(k->kind, toc_impact_of(TOC_S("price")));
  assert_int_equal(k->direction, toc_direction_of(TOC_S("up")));
  assert_int_equal(k->values.ptr[0].value.len, 0);
  assert_false(all.ptr[1].more);
  assert_int_equal(all.ptr[1].codes.len, 0);
  toc_arena_release(&a);
}

static void mistakes_are_named(void **state) {
  (void)state;
  static const struct {
    const char *file, *message;
    uint32_t line, column;
  } all[] = {
      {"A sentence.\n", "expected '=== NAME' before", 1, 1},
      {"===\nA.\n---\n(none)\n", "a case without a name", 1, 1},
      {"=== a\n---\n(none)\n", "'---' without a sentence", 2, 1},
      {"=== a\nA.\n", "has no line '---'", 1, 1},
      {"=== a\n", "has no sentence", 1, 1},
      {"=== a\nA.\n---\n=== b\nB.\n---\n(none)\n", "case 'a' has no codes", 1, 1},
      {"=== a\nA.\n---\nATTACK\n", "unknown type 'ATTACK'", 4, 1},
      {"=== a\nA.\n---\n  ASSAULT/beating\n", "ASSAULT has no mode 'beating'", 4, 11},
      {"=== a\nA.\n---\nASSAULT beat\n", "unknown field 'beat'", 4, 9},
      {"=== a\nA.\n---\nASSAULT actor\n", "expected '=' behind 'actor'", 4, 14},
      {"=== a\nA.\n---\nASSAULT actor= \n", "expected a value behind 'actor='", 4, 15},
      {"=== a\nA.\n---\nASSAULT actor=\"x\n", "is not closed", 4, 15},
      {"=== a\nA.\n---\nASSAULT actor=\"x\"y\n", "expected a blank", 4, 18},
      {"=== a\nA.\n---\nASSAULT status=done\n", "unknown status 'done'", 4, 16},
      {"=== a\nA.\n---\nASSAULT context=-crimes\n", "unknown context '-crimes'", 4, 17},
      {"=== a\nA.\n---\nASSAULT context=\"\"\n", "unknown context ''", 4, 18},
      {"=== a\nA.\n---\nimpact price up context=crime\n", "an impact has no context", 4, 25},
      {"=== a\nA.\n---\nASSAULT object=\"x\"\n", "only an impact has an object", 4, 17},
      {"=== a\nA.\n---\nimpact price up actor=\"x\"\n", "an impact has no actor", 4, 24},
      {"=== a\nA.\n---\nimpact\n", "expected a kind of impact", 4, 7},
      {"=== a\nA.\n---\nimpact prices up\n", "unknown kind 'prices'", 4, 8},
      {"=== a\nA.\n---\nimpact price higher\n", "unknown direction 'higher'", 4, 14},
      {"=== a\nA.\n---\n(none)\nAGREE\n", "a line behind '(none)'", 5, 1},
      {"=== a\nA.\n---\nAGREE\n(none)\n", "'(none)' behind a code", 5, 1},
      {"=== a\nA \377.\n---\n(none)\n", "broken UTF-8", 2, 1},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    toc_arena a;
    toc__case_list list;
    toc_error err = {0};
    toc_arena_init(&a, 0);
    assert_int_equal(parse(&a, all[i].file, &list, &err), TOC_BADDATA);
    if (!strstr(err.message, all[i].message)) fail_msg("'%s' is not in: %s", all[i].message, err.message);
    if (err.line != all[i].line || err.column != all[i].column) fail_msg("line %u, column %u: %s", err.line, err.column, err.message);
    assert_string_equal(err.file, "x.txt");
    toc_arena_release(&a);
  }
}

/* ------------------------------------------------------------------- the judge */

static toc_span span_of(const toc_doc *doc, const char *words) {
  const char *at = strstr(doc->text.ptr, words);
  assert_non_null(at);
  uint32_t start = (uint32_t)(at - doc->text.ptr);
  return (toc_span){start, start + (uint32_t)strlen(words)};
}

static void add_event(toc_doc *doc, toc_type type, toc_mode mode, const char *trigger, const char *actor) {
  toc_event e = {.type = type, .mode = mode, .cameo = TOC_S("190"), .status = TOC_FACT_OCCURRED, .why = TOC_S("x@y.pat:1")};
  e.contexts = UINT64_C(1) << toc_context_of(TOC_S("crime"));
  e.trigger = span_of(doc, trigger);
  if (actor) *toc_push(&doc->arena, &e.actors) = (toc_actor){.span = span_of(doc, actor), .code = TOC_S("REB")};
  *toc_push(&doc->arena, &doc->events) = e;
}

/* "Gunmen shot at a bus and burned it; the road was closed." */
static void make(toc_doc *doc) {
  *doc = (toc_doc){0};
  toc_doc_reset(doc, 0);
  doc->text = TOC_S("Gunmen shot at a bus and burned it; the road was closed.");
  add_event(doc, TOC_ASSAULT, TOC_MODE_ASSAULT_FIREARMS, "shot", "Gunmen");
  add_event(doc, TOC_ASSAULT, TOC_MODE_ASSAULT_DESTROY, "burned", NULL);
  toc_impact m = {.kind = toc_impact_of(TOC_S("transport")), .direction = toc_direction_of(TOC_S("stopped")), .why = TOC_S("x@y.pat:2")};
  m.trigger = span_of(doc, "closed");
  m.object = span_of(doc, "the road");
  *toc_push(&doc->arena, &doc->impacts) = m;
}

/* "passed", or how many lines are missing and events are over. */
static void judged(const char *codes, bool passed, uint32_t missing, uint32_t extra) {
  toc_doc doc;
  toc__case_list all;
  toc_error err = {0};
  make(&doc);
  char file[512];
  snprintf(file, sizeof file, "=== a\nA.\n---\n%s\n", codes);
  if (parse(&doc.arena, file, &all, &err) != TOC_OK) fail_msg("%s", err.message);
  toc__verdict v = toc__case_judge(&all.ptr[0], &doc, &doc.scratch);
  if (v.passed != passed || v.missing.len != missing || v.extra.len != extra)
    fail_msg("%s: passed %d, missing %u, extra %u", codes, v.passed, v.missing.len, v.extra.len);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

#define ROAD "\nimpact transport stopped object=\"road\""

static void a_case_passes(void **state) {
  (void)state;
  judged("ASSAULT/firearms actor=\"Gun\" trigger=\"shot\" recipient=\"\"\nASSAULT/destroy actor=\"\"" ROAD, true, 0, 0);
  judged("ASSAULT actor=\"\"\nASSAULT" ROAD, true, 0, 0);
  judged("ASSAULT\nASSAULT actor=\"\"" ROAD, true, 0, 0); /* the first line must move over to the first event */
  judged("ASSAULT/destroy\n...", true, 0, 2);
  judged("ASSAULT cameo=190 status=occurred\n...", true, 0, 2);
  judged("ASSAULT context=crime context=-gender\n...", true, 0, 2);
  judged("ASSAULT/firearms by=REB when=\"\"\n...", true, 0, 2);
}

static void a_case_fails(void **state) {
  (void)state;
  judged("(none)", false, 0, 3);
  judged("ASSAULT\nASSAULT", false, 0, 1);
  judged("ASSAULT\nASSAULT\nASSAULT" ROAD, false, 1, 0);
  judged("PROTEST\n...", false, 1, 3);
  judged("ASSAULT/firearms actor=\"gunmen\"\nASSAULT/destroy" ROAD, false, 1, 1); /* words are compared as written */
  judged("ASSAULT actor=\"Gunmen\"\nASSAULT actor=\"Gunmen\"" ROAD, false, 1, 1);
  judged("ASSAULT cameo=193\n...", false, 1, 3);
  judged("ASSAULT context=gender\n...", false, 1, 3);
  judged("ASSAULT context=-crime\n...", false, 1, 3);
  judged("ASSAULT status=planned\n...", false, 1, 3);
  judged("impact transport resumed\n...", false, 1, 3);
  judged("impact transport stopped object=\"rail\"\n...", false, 1, 3);
  judged("ASSAULT where=\"Port\"\n...", false, 1, 3);
  judged("ASSAULT by=MIL\n...", false, 1, 3);
  judged("ASSAULT to=REB\n...", false, 1, 3);
  judged("ASSAULT when=2024-03-13\n...", false, 1, 3);
}

static void events_are_put_as_lines(void **state) {
  (void)state;
  toc_doc doc;
  toc_buf out;
  make(&doc);
  toc_buf_init(&out, 0);
  for (uint32_t i = 0; i < 3; i++) {
    toc__case_put(&out, &doc, i);
    toc_buf_z(&out, "\n");
  }
  toc_buf_put(&out, "", 1);
  assert_string_equal(out.ptr, "ASSAULT/firearms trigger=\"shot\" actor=\"Gunmen\" status=occurred cameo=190  (x@y.pat:1)\n"
                               "ASSAULT/destroy trigger=\"burned\" status=occurred cameo=190  (x@y.pat:1)\n"
                               "impact transport stopped trigger=\"closed\" object=\"the road\" status=occurred  (x@y.pat:2)\n");
  toc_buf_release(&out);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parts_of_a_case), cmocka_unit_test(mistakes_are_named),   cmocka_unit_test(a_case_passes),
      cmocka_unit_test(a_case_fails),    cmocka_unit_test(events_are_put_as_lines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
