/* The pattern language, and constructions on trees made by hand (trees.txt). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "conllu.h"
#include "event.h"
#include "gate.h"
#include "opinion.h"

#include <math.h>

#define DATA TOC_SOURCE_DIR "/data"

/* ------------------------------------------------------------------- the loader */

static const char sets[] =
    "patterns 1\nset HUMAN = police rebel\nset LIGHT = launch\nset UNDERGO = face\nset JOIN = join\n"
    "set QUANT = dozen\nset PROMISE = promise\nset APPEAL = appeal\nset WRONG = fraud\nset PREP = on in by\nset LOCATIVE = in\nset MODAL_FUTURE = will\nset PLANNER = plan\nset PARTICLE = off\nset CROWD = mob\nset SAY = say\nset HOPE = hope\nset MUTUAL = clash\nset DONE_TO = arrest\nset MODAL = will\nset BODIES = van\nset SITE = border\n"
    "frame VT = subj:actor obj:recipient\n";

static toc_status load(const char *text, toc_error *err, toc__coder_size *size) {
  toc__coder *c = NULL;
  toc__pattern_file files[2] = {{"00-sets.pat", toc_cstr(sets)}, {"test.pat", toc_cstr(text)}};
  *err = (toc_error){0};
  toc_status s = toc__coder_parse(&c, files, 2, err);
  if (s == TOC_OK && size) *size = toc__coder_count(c);
  toc__coder_free(c);
  return s;
}

static void a_file_is_read(void **state) {
  (void)state;
  toc_error err;
  toc__coder_size size;
  assert_int_equal(load("patterns 1\n"
                        "# a comment\n"
                        "set ARMS = gun $HUMAN tear_gas @place\n"
                        "fire shoot /V @VT obj(gun) on|in:recipient prt!(down) => ASSAULT/firearms 193 military sure\n"
                        "attack /N subj:actor => none   # blocked\n"
                        "shut /V obj(gun):object => impact transport stopped\n"
                        "reduce /V obj+ => AID 070 status=planned\n"
                        "reduce planned AID 07 => AGREE 033\n"
                        "context military = gun\n"
                        "context military report = gun\n",
                        &err, &size),
                   TOC_OK);
  assert_int_equal(size.patterns, 4);
  assert_int_equal(size.triggers, 5);
}

static void mistakes_are_named(void **state) {
  (void)state;
  static const struct {
    const char *text, *says;
    uint32_t line, column;
  } wrong[] = {
      {"", "expected 'patterns 1'", 0, 0},
      {"fire /V => none\n", "expected 'patterns 1'", 1, 1},
      {"patterns 2\n", "version 2, expected 1", 1, 10},
      {"patterns 1\nfire => none\n", "expected /V, /N or /A", 2, 6},
      {"patterns 1\nfire /Q => none\n", "unknown part of speech 'Q'", 2, 7},
      {"patterns 1\nfire /V onn:actor => none\n", "unknown slot 'onn'", 2, 9},
      {"patterns 1\nfire /V on:actr => none\n", "unknown role 'actr'", 2, 12},
      {"patterns 1\nfire /V obj($GUNS) => none\n", "unknown set '$GUNS'", 2, 13},
      {"patterns 1\nfire /V obj(@gun) => none\n", "unknown class '@gun'", 2, 13},
      {"patterns 1\nfire /V obj(gun => none\n", "is not closed", 2, 12},
      {"patterns 1\nfire /V obj() => none\n", "empty list", 2, 13},
      {"patterns 1\nfire /V obj!(gun):actor => none\n", "takes neither", 2, 9},
      {"patterns 1\nfire /V subj:actor\n", "expected '=>'", 2, 19},
      {"patterns 1\nfire /V => ASSALT 193\n", "unknown type 'ASSALT'", 2, 12},
      {"patterns 1\nfire /V => ASSAULT/visit 193\n", "ASSAULT has no mode 'visit'", 2, 20},
      {"patterns 1\nfire /V => ASSAULT\n", "expected a CAMEO code", 2, 19},
      {"patterns 1\nloud sports = COP\n", "unknown topic 'sports'", 2, 6},
      {"patterns 1\ntopic sports = goal\nloud sports = cop\n", "expected a sector in capitals", 3, 15},
      {"patterns 1\nfire /V => ASSAULT 193 militarry\n", "unknown word 'militarry'", 2, 24},
      {"patterns 1\nfire /V => impact trnsport stopped\n", "unknown kind 'trnsport'", 2, 19},
      {"patterns 1\nfire /V => impact price sideways\n", "unknown direction 'sideways'", 2, 25},
      {"patterns 1\nFire /V => none\n", "capital in 'Fire'", 2, 1},
      {"patterns 1\nset ARMS = gun\nset ARMS = rifle\n", "is there already", 3, 5},
      {"patterns 1\nset ARMS += gun\n", "unknown set 'ARMS'", 2, 5},
      {"patterns 1\ncontext militry = gun\n", "unknown context 'militry'", 2, 9},
      {"patterns 1\nreduce planned AID => 033\n", "unknown type '033'", 2, 23},
      {"patterns 1\nfire /V @VX => none\n", "unknown frame '@VX'", 2, 9},
      {"patterns 1\nf\xff /V => none\n", "broken UTF-8", 2, 1},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    toc_error err;
    assert_int_equal(load(wrong[i].text, &err, NULL), TOC_BADDATA);
    if (!strstr(err.message, wrong[i].says)) fail_msg("case %zu: '%s' does not say '%s'", i, err.message, wrong[i].says);
    if (!strstr(err.message, "test.pat")) fail_msg("case %zu: '%s' names no file", i, err.message);
    if (err.line != wrong[i].line || err.column != wrong[i].column)
      fail_msg("case %zu: '%s' at %u:%u, not %u:%u", i, err.message, err.line, err.column, wrong[i].line, wrong[i].column);
  }
}

static void a_missing_folder_is_an_error(void **state) {
  (void)state;
  toc_error err;
  toc__coder *c;
  assert_int_equal(toc__coder_load(&c, "no/such/folder", &err), TOC_IO);
  assert_null(c);
  toc__coder_free(NULL);
}

static void each_failed_allocation_is_reported(void **state) {
  (void)state;
  for (uint64_t n = 1; n < 400; n += 7) {
    toc_error err;
    toc_arena_fail_after(n);
    toc_status s = load("patterns 1\nfire shoot /V @VT obj(gun) => ASSAULT 193\n", &err, NULL);
    toc_arena_fail_after(0);
    assert_true(s == TOC_OK || s == TOC_NOMEM);
  }
}

/* -------------------------------------------------------------- trees.txt */

/* Compact lines become CoNLL-U; "! planned 4 by 3" gives token 4 a predicate. */
typedef struct given {
  uint32_t token, by;
  toc_fact fact;
} given;

static toc_str conllu_of(toc_arena *a, toc_str block, given *marks, uint32_t *n_marks) {
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_str line, part;
  unsigned n = 0;
  while (toc_str_cut(&block, '\n', &line)) {
    line = toc_str_trim(line);
    if (!line.len) continue;
    toc_str w[6] = {{0}};
    for (int i = 0; i < 6 && toc_str_cut(&line, ' ', &part);) w[i++] = part;
    if (toc_str_is(w[0], "!")) {
      uint64_t at = 0, by = 0;
      assert_true(toc_str_uint(w[2], &at));
      if (w[4].len) assert_true(toc_str_uint(w[4], &by));
      marks[(*n_marks)++] = (given){(uint32_t)at - 1, by ? (uint32_t)by - 1 : TOC_NONE, toc_fact_of(w[1])};
      assert_int_not_equal(marks[*n_marks - 1].fact, TOC_N_FACTS);
      continue;
    }
    toc_buf_fmt(&b, "%u\t%.*s\t%.*s\t%.*s\t_\t%.*s\t%.*s\t%.*s\t_\t_\n", ++n, TOC_FMT(w[0]), TOC_FMT(w[1]), TOC_FMT(w[2]),
                TOC_FMT(w[3]), TOC_FMT(w[4]), TOC_FMT(w[5]));
  }
  toc_buf_z(&b, "\n");
  toc_str out = toc_str_copy(a, (toc_str){b.ptr, b.len});
  toc_buf_release(&b);
  return out;
}

static void put_actors(toc_buf *b, const toc_doc *doc, const toc_actors *xs) {
  for (uint32_t i = 0; i < xs->len; i++) {
    if (i) toc_buf_z(b, "; ");
    toc_buf_str(b, toc_slice(doc->text, xs->ptr[i].span));
  }
}

static void render(toc_buf *b, const toc_doc *doc) {
  for (uint32_t i = 0; i < doc->events.len; i++) {
    const toc_event *e = &doc->events.ptr[i];
    toc_buf_fmt(b, "%s%s%s %.*s \"%.*s\" A=", toc_type_name(e->type), e->mode ? "/" : "", e->mode ? toc_mode_name(e->mode) : "",
                TOC_FMT(e->cameo), TOC_FMT(toc_slice(doc->text, e->trigger)));
    put_actors(b, doc, &e->actors);
    toc_buf_z(b, " R=");
    put_actors(b, doc, &e->recipients);
    if (e->status != TOC_FACT_OCCURRED) toc_buf_fmt(b, " %s", toc_fact_name(e->status));
    toc_buf_z(b, "\n");
    assert_true(e->confidence >= 0 && e->confidence <= 1);
    assert_non_null(memchr(e->why.ptr, '@', e->why.len));
  }
  for (uint32_t i = 0; i < doc->impacts.len; i++) {
    const toc_impact *m = &doc->impacts.ptr[i];
    toc_buf_fmt(b, "impact %s %s \"%.*s\" object=%.*s\n", toc_impact_name(m->kind), toc_direction_name(m->direction),
                TOC_FMT(toc_slice(doc->text, m->trigger)), TOC_FMT(toc_slice(doc->text, m->object)));
  }
  if (!b->len) toc_buf_z(b, "(none)\n");
}

static bool next_case(toc_str *rest, toc_str *name, toc_str *tree, toc_str *want) {
  toc_str line;
  *tree = *want = (toc_str){0};
  const char *begin = NULL, *middle = NULL;
  while (toc_str_cut(rest, '\n', &line)) {
    if (toc_str_starts(line, TOC_S("=== "))) {
      *name = toc_str_sub(line, 4, line.len);
      begin = line.ptr + line.len + 1;
      middle = NULL;
    } else if (begin && toc_str_is(line, "---")) {
      *tree = (toc_str){begin, (size_t)(line.ptr - begin)};
      middle = line.ptr + 4;
    } else if (middle && !toc_str_trim(line).len) {
      *want = (toc_str){middle, (size_t)(line.ptr - middle)};
      return true;
    }
  }
  if (middle) *want = (toc_str){middle, strlen(middle)};
  return middle != NULL;
}

static void code(const toc__coder *c, toc_doc *doc, toc_str block, toc_buf *out) {
  given marks[8];
  uint32_t n_marks = 0;
  toc_error err = {0};
  toc_doc_reset(doc, 0);
  toc_str trees = conllu_of(&doc->arena, block, marks, &n_marks);
  if (toc__conllu_read(doc, trees, "trees.txt", 1, &err) != TOC_OK) fail_msg("%s", err.message);
  for (uint32_t i = 0; i < n_marks; i++) {
    doc->tokens.ptr[marks[i].token].predicate = doc->predicates.len;
    *toc_push(&doc->arena, &doc->predicates) =
        (toc_predicate){.token = marks[i].token, .fact = marks[i].fact, .by = marks[i].by};
  }
  assert_int_equal(toc__coder_run(c, doc, &err), TOC_OK);
  render(out, doc);
}

static void constructions_are_understood(void **state) {
  const toc__coder *c = *state;
  toc_arena a;
  toc_arena_init(&a, 0);
  toc_str file, name, tree, want;
  toc_error err = {0};
  toc_doc doc = {0};
  unsigned n = 0, wrong = 0;
  assert_int_equal(toc_file_read(&a, TOC_SOURCE_DIR "/tests/event/trees.txt", 0, &file, &err), TOC_OK);
  while (next_case(&file, &name, &tree, &want)) {
    toc_buf got;
    toc_buf_init(&got, 0);
    code(c, &doc, tree, &got);
    n++;
    if (!toc_str_eq((toc_str){got.ptr, got.len}, want)) {
      wrong++;
      print_error("%.*s\n  expected:\n%.*s  coded:\n%.*s", TOC_FMT(name), TOC_FMT(want), (int)got.len, got.ptr);
    }
    toc_buf_release(&got);
  }
  assert_true(n >= 25);
  assert_int_equal(wrong, 0);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc_arena_release(&a);
}

/* "Gunmen shot a nurse and wounded farmers": one nurse; how many farmers, no word tells. */
static void victims_belong_to_the_word_that_tells_their_fate(void **state) {
  const toc__coder *c = *state;
  toc_doc doc = {0};
  given marks[1];
  uint32_t n_marks = 0;
  toc_error err;
  toc_str block = toc_cstr("Gunmen gunman NOUN Number=Plur 2 nsubj\nshot shoot VERB Tense=Past|VerbForm=Fin 0 root\na a DET _ 4 det\n"
                           "nurse nurse NOUN Number=Sing 2 obj\nand and CCONJ _ 6 cc\nwounded wound VERB Tense=Past|VerbForm=Fin 2 conj\n"
                           "farmers farmer NOUN Number=Plur 6 obj\n");
  toc_doc_reset(&doc, 0);
  assert_int_equal(toc__conllu_read(&doc, conllu_of(&doc.arena, block, marks, &n_marks), "t", 1, &err), TOC_OK);
  *toc_push(&doc.arena, &doc.figures) = (toc_figure){.span = doc.tokens.ptr[2].span, .first = 2, .last = 3, .head = TOC_NONE,
                                                     .verb = TOC_NONE, .counts = TOC_COUNTS_OTHER, .low = 1, .high = 1};
  *toc_push(&doc.arena, &doc.victims) = (toc_figure){.span = doc.tokens.ptr[3].span, .first = 3, .last = 4, .head = 3, .verb = 1,
                                                     .counts = TOC_COUNTS_INJURED, .low = 1, .high = 1};
  *toc_push(&doc.arena, &doc.victims) = (toc_figure){.span = doc.tokens.ptr[6].span, .first = 6, .last = 7, .head = 6, .verb = 5,
                                                     .counts = TOC_COUNTS_INJURED, .low = 2, .high = NAN};
  assert_int_equal(toc__coder_run(c, &doc, &err), TOC_OK);
  assert_int_equal(doc.events.len, 2);
  assert_int_equal(doc.events.ptr[0].figures.len, 1);
  assert_int_equal(doc.events.ptr[0].figures.ptr[0], 1); /* behind the one figure */
  assert_int_equal(doc.events.ptr[1].figures.len, 0);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

/* The day of the event with that trigger; `time` is the token of the only time, said to be
 * `day`; the report is of the 10th. */
static toc_day day_of(const toc__coder *c, const char *tree, uint32_t time, toc_day day, const char *trigger, toc_fact fact) {
  toc_doc doc = {0};
  given marks[1];
  uint32_t n_marks = 0;
  toc_error err;
  toc_day found = -1;
  toc_doc_reset(&doc, 0);
  assert_int_equal(toc__conllu_read(&doc, conllu_of(&doc.arena, toc_cstr(tree), marks, &n_marks), "t", 1, &err), TOC_OK);
  doc.dct = toc_day_of(2021, 3, 10);
  doc.tokens.ptr[time].time = 0;
  *toc_push(&doc.arena, &doc.times) = (toc_time){.span = doc.tokens.ptr[time].span, .first = time, .last = time + 1, .type = TOC_TIME_DATE,
                                                 .from = day, .to = day, .from_minute = -1, .to_minute = -1, .precision = TOC_S("day")};
  for (uint32_t i = 0; i < doc.tokens.len; i++) {
    if (!toc_str_is(doc.tokens.ptr[i].form, trigger)) continue;
    doc.tokens.ptr[i].predicate = 0;
    *toc_push(&doc.arena, &doc.predicates) = (toc_predicate){.token = i, .fact = fact, .by = TOC_NONE};
  }
  assert_int_equal(toc__coder_run(c, &doc, &err), TOC_OK);
  for (uint32_t i = 0; i < doc.events.len; i++)
    if (toc_str_is(doc.tokens.ptr[doc.events.ptr[i].token].form, trigger)) found = doc.events.ptr[i].when.set ? doc.events.ptr[i].when.from : TOC_NODAY;
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  return found;
}

static void a_day_belongs_to_what_it_dates(void **state) {
  const toc__coder *c = *state;
  static const char said[] = "Police police NOUN Number=Plur 2 nsubj\nsaid say VERB Tense=Past|VerbForm=Fin 0 root\n"
                             "Tuesday Tuesday PROPN Number=Sing 2 obl:unmarked\nthat that SCONJ _ 6 mark\ngunmen gunman NOUN Number=Plur 6 nsubj\n"
                             "killed kill VERB Tense=Past|VerbForm=Fin 2 ccomp\nfarmers farmer NOUN Number=Plur 6 obj\n";
  static const char killed_on[] = "Gunmen gunman NOUN Number=Plur 2 nsubj\nkilled kill VERB Tense=Past|VerbForm=Fin 0 root\n"
                                  "farmers farmer NOUN Number=Plur 2 obj\nTuesday Tuesday PROPN Number=Sing 2 obl:unmarked\n";
  static const char arrested[] = "Police police NOUN Number=Plur 2 nsubj\narrested arrest VERB Tense=Past|VerbForm=Fin 0 root\n"
                                 "men man NOUN Number=Plur 2 obj\nTuesday Tuesday PROPN Number=Sing 2 obl:unmarked\nover over ADP _ 7 case\n"
                                 "an a DET _ 7 det\nattack attack NOUN Number=Sing 2 obl\n";
  static const char happened_on[] = "The the DET _ 2 det\nshooting shooting NOUN Number=Sing 6 nsubj\nthat that PRON PronType=Rel 4 nsubj\n"
                                    "happened happen VERB Tense=Past|VerbForm=Fin 2 acl:relcl\nTuesday Tuesday PROPN Number=Sing 4 obl:unmarked\n"
                                    "shocked shock VERB Tense=Past|VerbForm=Fin 0 root\npeople people NOUN Number=Plur 6 obj\n";
  static const char attack_on[] = "Rebels rebel NOUN Number=Plur 3 nsubj\nwill will AUX VerbForm=Fin 3 aux\nattack attack VERB VerbForm=Inf 0 root\n"
                                  "villages village NOUN Number=Plur 3 obj\nTuesday Tuesday PROPN Number=Sing 3 obl:unmarked\n";
  toc_day tuesday = toc_day_of(2021, 3, 9);
  assert_int_equal(day_of(c, killed_on, 3, tuesday, "killed", TOC_FACT_OCCURRED), tuesday);
  assert_int_equal(day_of(c, said, 2, tuesday, "killed", TOC_FACT_OCCURRED), TOC_NODAY);
  assert_int_equal(day_of(c, arrested, 3, tuesday, "arrested", TOC_FACT_OCCURRED), tuesday);
  assert_int_equal(day_of(c, arrested, 3, tuesday, "attack", TOC_FACT_OCCURRED), TOC_NODAY);
  assert_int_equal(day_of(c, happened_on, 4, tuesday, "shooting", TOC_FACT_OCCURRED), tuesday);
  assert_int_equal(day_of(c, attack_on, 4, tuesday, "attack", TOC_FACT_PLANNED), tuesday + 7);       /* what is planned lies ahead */
  assert_int_equal(day_of(c, killed_on, 3, tuesday + 7, "killed", TOC_FACT_OCCURRED), tuesday);      /* what was done, behind */
  assert_int_equal(day_of(c, killed_on, 3, tuesday - 7, "killed", TOC_FACT_OCCURRED), tuesday - 7);
}

static void the_trace_tells_why_not(void **state) {
  const toc__coder *c = *state;
  toc_doc doc = {0};
  toc_buf out, trace;
  toc_buf_init(&out, 0);
  toc_buf_init(&trace, 0);
  toc_str block = toc_cstr("Senators senator NOUN _ 2 nsubj\nattacked attack VERB _ 0 root\nrebels rebel NOUN _ 2 obj\n");
  given marks[1];
  uint32_t n_marks = 0;
  toc_error err;
  toc_doc_reset(&doc, 0);
  assert_int_equal(toc__conllu_read(&doc, conllu_of(&doc.arena, block, marks, &n_marks), "t", 1, &err), TOC_OK);
  doc.trace = &trace;
  assert_int_equal(toc__coder_run(c, &doc, &err), TOC_OK);
  toc_buf_put(&trace, "", 1);
  assert_non_null(strstr(trace.ptr, "@1\n:verb; subj "));
  assert_non_null(strstr(trace.ptr, "\n+attack.ASSAULT@10-assault.pat:"));
  assert_non_null(strstr(trace.ptr, "found 'rebels'"));
  toc_buf_release(&out);
  toc_buf_release(&trace);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

/* Wide and deep trees: bounded looks, so no more than a moment. */
static void pathological_trees_take_linear_time(void **state) {
  const toc__coder *c = *state;
  for (int shape = 0; shape < 3; shape++) {
    toc_doc doc = {0};
    toc_error err;
    const uint32_t n = 60000;
    toc_doc_reset(&doc, 0);
    doc.text = TOC_S("attack");
    for (uint32_t i = 0; i < n; i++) {
      toc_token *t = toc_doc_add_token(&doc);
      t->span = (toc_span){0, 6};
      t->form = t->lemma = shape == 2 && i % 2 ? TOC_S("launch") : TOC_S("attack");
      t->upos = i % 2 || shape == 1 ? TOC_UPOS_VERB : TOC_UPOS_NOUN;
      toc_doc_set_head(&doc, i, !i ? TOC_NONE : shape ? i - 1 : 0, shape == 1 ? TOC_S("conj") : i % 2 ? TOC_S("acl") : TOC_S("obj"));
    }
    *toc_push(&doc.arena, &doc.sentences) = (toc_sentence){.span = {0, 6}, .last = n, .analysed = true};
    toc_doc_link(&doc);
    assert_int_equal(toc__coder_run(c, &doc, &err), TOC_OK);
    assert_true(doc.events.len > 0);
    toc_arena_release(&doc.arena);
    toc_arena_release(&doc.scratch);
  }
}

/* ---------------------------------------------------------------- second opinion */

static toc_status parse_opinion(toc_arena *a, const char *head, size_t table, toc_error *err) {
  toc__opinion o;
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_z(&b, head);
  for (size_t i = 0; i < table; i++) toc_buf_put(&b, "\1", 1);
  toc_status s = toc__opinion_parse(&o, "opinion.bin", toc_str_copy(a, (toc_str){b.ptr, b.len}), err);
  if (s == TOC_OK) {
    toc__opinion_features f = {.n = 4, .hash = {0, 1, 2, 3}};
    assert_float_equal(toc__opinion_score(&o, &f), 2.0, 1e-9);
    assert_float_equal(toc__opinion_chance(&o, 0), 0.5, 1e-9);
    assert_true(toc__opinion_chance(&o, 3) > 0.95);
  }
  toc_buf_release(&b);
  return s;
}

static void an_opinion_is_read_or_refused(void **state) {
  (void)state;
  static const char good[] = "tocsin-opinion 2\nweights 16 0.5\ncalibration 1 0\ndrop -2\n\n";
  static const struct {
    const char *head;
    size_t table;
    const char *says;
    uint32_t line;
  } wrong[] = {
      {"", 0, "expected 'tocsin-opinion 2'", 1},
      {"tocsin-opinion 3\n", 0, "expected 'tocsin-opinion 2'", 1},
      {"tocsin-opinion 2\nweights 15 0.5\ncalibration 1 0\ndrop 0\n\n", 1 << 15, "expected 16 bits", 2},
      {"tocsin-opinion 2\nweights 16 nan\ncalibration 1 0\ndrop 0\n\n", 1 << 16, "numbers behind 'weights'", 2},
      {"tocsin-opinion 2\nweights 16 0.5\ncalibration 1\ndrop 0\n\n", 1 << 16, "numbers behind 'calibration'", 3},
      {"tocsin-opinion 2\nweights 16 0.5\ncalibration 1 0\n\n", 1 << 16, "expected 'drop'", 4},
      {good, (1 << 16) - 1, "expected 65536 weights, found 65535", 6},
      {good, (1 << 16) + 1, "expected 65536 weights, found 65537", 6},
  };
  toc_arena a;
  toc_error err;
  toc_arena_init(&a, 0);
  assert_int_equal(parse_opinion(&a, good, 1 << 16, &err), TOC_OK);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    assert_int_equal(parse_opinion(&a, wrong[i].head, wrong[i].table, &err), TOC_BADDATA);
    if (!strstr(err.message, wrong[i].says)) fail_msg("case %zu: '%s' does not say '%s'", i, err.message, wrong[i].says);
    assert_int_equal(err.line, wrong[i].line);
  }
  toc_arena_release(&a);
}

/* ------------------------------------------------------------------ the gate */

static toc__gate *gate_of(const toc__coder *c) {
  toc_error err = {0};
  toc__gate *g;
  if (toc__gate_open(&g, c, &err) != TOC_OK) fail_msg("%s", err.message);
  return g;
}

/* Whatever trees.txt has an event or impact for passes, with tags and without. */
static void what_can_be_coded_passes_the_gate(void **state) {
  const toc__coder *c = *state;
  toc__gate *g = gate_of(c);
  toc_arena a;
  toc_arena_init(&a, 0);
  toc_str file, name, tree, want;
  toc_error err = {0};
  toc_doc doc = {0};
  unsigned n = 0;
  assert_int_equal(toc_file_read(&a, TOC_SOURCE_DIR "/tests/event/trees.txt", 0, &file, &err), TOC_OK);
  while (next_case(&file, &name, &tree, &want)) {
    toc_buf got;
    toc_buf_init(&got, 0);
    code(c, &doc, tree, &got);
    for (int tagged = 0; tagged < 2; tagged++) {
      (tagged ? toc__gate_run_tagged : toc__gate_run)(g, &doc);
      for (uint32_t i = 0; i < doc.events.len; i++, n++)
        if (doc.sentences.ptr[doc.events.ptr[i].sentence].quiet) fail_msg("%.*s: quiet", TOC_FMT(name));
      for (uint32_t i = 0; i < doc.impacts.len; i++, n++)
        if (doc.sentences.ptr[doc.impacts.ptr[i].sentence].quiet) fail_msg("%.*s: quiet", TOC_FMT(name));
    }
    toc_buf_release(&got);
  }
  assert_true(n >= 50);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc_arena_release(&a);
  toc__gate_free(g);
}

static void the_gate_knows_forms_and_numbers(void **state) {
  static const struct {
    const char *text;
    bool quiet;
  } cases[] = {
      {"Rebels shelled the town .", false},
      {"SHELLING WENT ON .", false},
      {"The town lies in a valley .", true},
      {"Members were barred from the race .", false},
      {"The mayor denies the allegations .", false},
      {"Gunmen had fled and shot at her .", false},
      {"The talks go on .", false},
      {"Life goes on .", true},        /* no event without a word for one beside it */
      {"Hopes run high .", true},
      {"Some 40 came .", false},
      {"Dozens came .", false},
      {"Three came .", false},
      {"One came .", true},
      {"12 came in April .", false},
      {"She was born in 1961 .", true},
      {"She was born on 4 May 1961 .", true},
      {"She was born on April 12 .", true},
  };
  toc__gate *g = gate_of(*state);
  toc_doc doc = {0};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    toc_doc_reset(&doc, 0);
    toc_str rest = toc_cstr(cases[i].text), w;
    while (toc_str_cut(&rest, ' ', &w)) toc_doc_add_token(&doc)->form = w;
    *toc_push(&doc.arena, &doc.sentences) = (toc_sentence){.last = doc.tokens.len};
    toc__gate_run(g, &doc);
    if (doc.sentences.ptr[0].quiet != cases[i].quiet) fail_msg("%s", cases[i].text);
    doc.sentences.ptr[0].quiet = false;
    doc.sentences.ptr[0].section = TOC_TITLE;
    toc__gate_run(g, &doc);
    assert_false(doc.sentences.ptr[0].quiet);
  }
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc__gate_free(g);
}

static int load_patterns(void **state) {
  toc_error err = {0};
  toc__coder *c;
  if (toc__coder_load(&c, DATA, &err) != TOC_OK) {
    print_error("%s\n", err.message);
    return -1;
  }
  *state = c;
  return 0;
}

static int free_patterns(void **state) {
  toc__coder_free(*state);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_file_is_read),
      cmocka_unit_test(mistakes_are_named),
      cmocka_unit_test(a_missing_folder_is_an_error),
      cmocka_unit_test(each_failed_allocation_is_reported),
      cmocka_unit_test(constructions_are_understood),
      cmocka_unit_test(victims_belong_to_the_word_that_tells_their_fate),
      cmocka_unit_test(a_day_belongs_to_what_it_dates),
      cmocka_unit_test(the_trace_tells_why_not),
      cmocka_unit_test(an_opinion_is_read_or_refused),
      cmocka_unit_test(pathological_trees_take_linear_time),
      cmocka_unit_test(what_can_be_coded_passes_the_gate),
      cmocka_unit_test(the_gate_knows_forms_and_numbers),
  };
  return cmocka_run_group_tests(tests, load_patterns, free_patterns);
}
