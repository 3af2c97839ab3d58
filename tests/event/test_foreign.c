/* Dictionaries of TABARI and PETRARCH: what is read of them, which mistakes are named, and what they
 * code on trees made by hand.  The dictionaries are those of dictionaries/, about countries that do not
 * exist. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "conllu.h"
#include "foreign.h"

#include <stdio.h>

#define DATA TOC_SOURCE_DIR "/data"
#define DICTIONARIES TOC_SOURCE_DIR "/tests/event/dictionaries/"

static toc__foreign *load(const char *dialect) {
  toc__foreign *f;
  toc_error err = {0};
  char path[512];
  snprintf(path, sizeof path, DICTIONARIES "%s", dialect);
  if (toc__foreign_load(&f, path, &err) != TOC_OK) fail_msg("%s", err.message);
  return f;
}

/* ------------------------------------------------------------------- the reader */

static void both_dialects_are_read(void **state) {
  (void)state;
  toc__foreign *f = load("tabari");
  toc__foreign_size n = toc__foreign_count(f);
  assert_int_equal(n.files, 4);
  assert_int_equal(n.actors, 6);
  assert_int_equal(n.verbs, 7);
  assert_int_equal(n.patterns, 7);
  assert_int_equal(n.discards, 2);
  assert_int_equal(n.issues, 3); /* <IGNORE> is none */
  toc__foreign_free(f);
  f = load("petrarch");
  n = toc__foreign_count(f);
  assert_int_equal(n.files, 3);
  assert_int_equal(n.actors, 6);
  assert_int_equal(n.agents, 8); /* two of a macro, two forms of one */
  assert_int_equal(n.passed_over, 1);
  toc__foreign_free(f);
}

static void list_of(toc__foreign *f, const char *line, bool there) {
  toc_buf out;
  toc_buf_init(&out, 0);
  toc__foreign_list(f, &out);
  toc_buf_put(&out, "", 1);
  assert_false(out.failed);
  if ((strstr(out.ptr, line) != NULL) != there) fail_msg("%s%s in\n%s", there ? "not " : "", line, out.ptr);
  toc_buf_release(&out);
}

static void entries_keep_codes_and_days(void **state) {
  (void)state;
  toc__foreign *f = load("petrarch");
  list_of(f, "actor\tmrs. ostram\tCNLGOV 2000-01-01/2009-12-31, CNLOPP 2009-12-31/\t", true);
  list_of(f, "actor\trepublic of carnelia\tCNL\t", true);
  list_of(f, "agent\tcoal docker\t~LAB\t", true);
  list_of(f, "verb\tassailed\t", false);
  list_of(f, "verb\tbesiege\t191, 1 pattern\t", true); /* verbs of a block share its patterns */
  list_of(f, "verb\tcalled off\t080, 0 patterns\t", true);
  list_of(f, "passed over\t~ (a (b . NOWHERE) RETURN) = (a b 100)\tno verb 'RETURN' with a code\t", true);
  toc__foreign_free(f);
}

static void the_hash_tells_files_apart(void **state) {
  (void)state;
  toc__foreign_file a = {"one/x.actors", TOC_S("CARNELIA [CNL]\n"), FOREIGN_AUTO}, b = {"two/x.actors", TOC_S("CARNELIA [CNL]\n"), FOREIGN_AUTO};
  toc__foreign_file other = {"one/x.actors", TOC_S("CARNELIA [CRN]\n"), FOREIGN_AUTO};
  toc__foreign *f, *g, *h;
  assert_int_equal(toc__foreign_parse(&f, &a, 1, NULL), TOC_OK);
  assert_int_equal(toc__foreign_parse(&g, &b, 1, NULL), TOC_OK);
  assert_int_equal(toc__foreign_parse(&h, &other, 1, NULL), TOC_OK);
  assert_string_equal(toc__foreign_hash(f), toc__foreign_hash(g)); /* wherever the folder lies */
  assert_string_not_equal(toc__foreign_hash(f), toc__foreign_hash(h));
  toc__foreign_free(f);
  toc__foreign_free(g);
  toc__foreign_free(h);
}

static void mistakes_are_named(void **state) {
  (void)state;
  static const struct {
    const char *file, *text, *says;
    uint32_t line, column;
  } wrong[] = {
      {"x.actors", "CARNELIA [CNL\n", "'[' is not closed", 1, 10},
      {"x.actors", "CARNELIA []\n", "expected a code within [ ]", 1, 11},
      {"x.actors", "\n[CNL]\n", "expected a name before its codes", 2, 1},
      {"x.actors", "+CARNELIA [CNL]\n", "a synonym ('+') without a name above it", 1, 1},
      {"x.actors", "CARN*ELIA [CNL]\n", "unexpected '*' in a phrase", 1, 5},
      {"x.actors", "CARNELIA [CNL] x\n", "unexpected 'x' behind a code", 1, 16},
      {"x.actors", "CARNELIA [CNL 20000132-20010101]\n", "there is no such day: '20000132'", 1, 15},
      {"x.actors", "CARNELIA [CNL 200-2001]\n", "expected a date as YYMMDD, YYYYMMDD or YYYY, found '200'", 1, 15},
      {"x.actors", "CARNELIA [CNL 20010101-20000101]\n", "the first date is later", 1, 15},
      {"x.actors", "CARNELIA [CNL soon]\n", "expected <DATE, >DATE or DATE-DATE, found 'soon'", 1, 15},
      {"x.actors", "A_B_C_D_E_F_G_H_I_J_K_L_M [CNL]\n", "more than 12 words in a phrase", 1, 25},
      {"x.actors", "CARNELIA [CNL]\n\xff [VDR]\n", "broken UTF-8", 2, 0},
      {"x.agents", "POLICE\n", "expected a code such as [~GOV]", 1, 1},
      {"x.agents", "POLICE [COP]\n", "expected '~' in the code of an agent, found 'COP'", 1, 1},
      {"x.agents", "POLICE {POLICES [~COP]\n", "'{' is not closed", 1, 8},
      {"x.agents", "COAL_!WORKER! [~LAB]\n", "unknown '!WORKER!'", 1, 6},
      {"x.agents", "!WORKER! =\n", "stands for no word", 1, 1},
      {"x.agents", "!W! = A\n!W! = B\n", "is there already", 2, 1},
      {"x.verbs", "- * +\n", "a pattern ('-') without a verb above it", 1, 1},
      {"x.verbs", "BEAT [182]\n- * +\n", "expected a code such as [112] behind a pattern", 2, 6},
      {"x.verbs", "BEAT [182]\n- + WITH [112]\n", "expected '*' where the verb stands", 2, 3},
      {"x.verbs", "BEAT [182]\n- * + * [112]\n", "a second '*'", 2, 7},
      {"x.verbs", "BEAT [182]\n- * WITH &ARMS [112]\n", "unknown synonym set '&ARMS'", 2, 10},
      {"x.verbs", "BEAT [1x]\n", "expected a code of 2 to 4 digits or ---, found '1x'", 1, 7},
      {"x.verbs", "BEAT 182]\n", "']' without '['", 1, 9},
      {"x.verbs", "BEAT {BEATS [182]\n", "'{' is not closed", 1, 6},
      {"x.verbs", "BEAT [182]\n- * W%TH [112]\n", "unexpected '%' in a pattern", 2, 6},
      {"x.verbs", "BEAT [182]\n- * {FOOD AID [112]\n", "'{' is not closed", 2, 5},
      {"x.verbs", "BEAT [182]\n- * (TO {FOOD) AID} [112]\n", "expected '}', found ')'", 2, 14},
      {"x.verbs", "BEAT [182]\n- * () [112]\n", "expected a word behind '('", 2, 6},
      {"x.verbs", "BEAT [182]\n- * (A (B (C (D)))) [112]\n", "more than 3 phrases within each other", 2, 14},
      {"x.verbs", "BEAT [182]\n- * {A | B*} [112]\n", "unexpected '*' in a phrase", 2, 11},
      {"x.verbs", "BEAT [182]\n- {* WITH} [112]\n", "unexpected '*' within '{'", 2, 4},
      {"x.verbs", "BEAT [182]\n- * FOOD} [112]\n", "unexpected '}' in a pattern", 2, 9},
      {"x.verbs", "&A\n+&B\n", "unknown synonym set '&B'", 2, 2},
      {"x.verbs", "BEAT [182]\n~ (a b BEAT) = (a b 112)\n", "expected an event in parentheses", 2, 13},
      {"x.verbs", "BEAT [182]\n~ (a (b c BEAT) BEAT)\n", "expected '='", 2, 0},
      {"x.verbs", "BEAT [182]\n~ (a (b c BEAT BEAT) = (a b 112)\n", "expected ')'", 2, 16},
      {"x.verbs", "BEAT [182]\n~ (A (b c BEAT) BEAT) = (a b 112)\n", "expected a source: a small letter", 2, 4},
      {"x.verbs", "BEAT [182]\n~ (a (b (c d BEAT) BEAT) BEAT) = (a b 112)\n", "is not read", 2, 9},
      {"x.verbs", "BEAT [182]\n~ (a (b c BEAT) BEAT) = (a d 112)\n", "nobody is called 'd' before '='", 2, 0},
      {"x.verbs", "BEAT [182]\n~ (a (b c Q) BEAT) = (a b P)\n", "no verb is called 'P' before '='", 2, 0},
      {"x.verbs", "BEAT [182]\n~ (a (b c BEAT) BEAT) = (a b 11222)\n", "expected a code of 2 to 4 digits, found '11222'", 2, 30},
      {"x.verbs", "BEAT [182]\n~ (a (b c BEAT) BEAT) = (a b 112) x\n", "unexpected 'x' behind a transformation", 2, 35},
      {"x.nouns", "BEAT*\n", "unexpected '*' in a phrase", 1, 5},
      {"PETR_config.ini", "[Dictionaries]\nverbfile_name\n", "expected KEY = VALUE or [SECTION]", 2, 1},
      {"PETR_config.ini", "[Dictionaries]\nverbfile_name = away.verbs\n", "there is no 'away.verbs' beside it", 2, 17},
      {"PETR_config.ini", "[Options\n", "'[' is not closed", 1, 1},
      {"PETR_config.ini", "[Options]\nrequire_dyad = True\n", "names no dictionary", 0, 0},
      {"x.issues", "FARMLAND\n", "expected a code such as [ID_REFUGEE]", 1, 9},
      {"x.issues", "<LAND [ID_LAND]\n", "'<' is not closed", 1, 1},
      {"x.discards", "+\n", "expected a phrase", 1, 0},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    toc__foreign_file file = {wrong[i].file, toc_cstr(wrong[i].text), FOREIGN_AUTO};
    toc__foreign *f;
    toc_error err = {0};
    if (toc__foreign_parse(&f, &file, 1, &err) != TOC_BADDATA || f) fail_msg("read: %s", wrong[i].text);
    if (!strstr(err.message, wrong[i].says) || err.line != wrong[i].line || (wrong[i].column && err.column != wrong[i].column))
      fail_msg("%s: %s (line %u, column %u)", wrong[i].text, err.message, (unsigned)err.line, (unsigned)err.column);
  }
}

static void a_folder_without_dictionaries_is_told(void **state) {
  (void)state;
  toc__foreign *f;
  toc_error err = {0};
  assert_int_equal(toc__foreign_load(&f, DATA, &err), TOC_BADDATA);
  assert_non_null(strstr(err.message, "no dictionary in"));
  assert_int_equal(toc__foreign_load(&f, DATA "/nowhere", &err), TOC_IO);
}

/* A folder as PETRARCH lays it: which files are read, in which order, and what of them is not applied. */
static void a_config_names_the_files(void **state) {
  (void)state;
  toc__foreign *f = load("petrarch2");
  toc__foreign_size n = toc__foreign_count(f);
  assert_int_equal(n.files, 7);
  assert_int_equal(n.actors, 7);
  assert_int_equal(n.transformations, 3);
  assert_int_equal(n.nouns, 1);
  assert_int_equal(n.passed_over, 3);
  list_of(f, "actor\tadela ostram\tCNLELI, CNLGOV 2001-01-01/2009-12-31\t", true);
  list_of(f, "no issue\tborder collie\t\t", true);
  list_of(f, "transformation\t~ (a (b c 193) SAY) = (a b 1123) (a c 051)\t2 events\t", true);
  list_of(f, "passed over\trequire_dyad = True\tan option of PETRARCH's own way to code\t", true);
  list_of(f, "passed over\t~ (a (a b WILL_ATTACK) SAY) = (a b 138)\tno verb 'WILL_ATTACK' with a code\t", true);
  list_of(f, "passed over\t+BIG_&GUN\ta set within a phrase", true);
  list_of(f, "stanford_dir", false); /* where its parser lies is no matter of ours */
  toc__foreign_free(f);
  toc__foreign_file given[] = {{"d/PETR_config.ini", TOC_S("[Dictionaries]\nactorfile_list = b.txt , a.txt\n"), FOREIGN_AUTO},
                               {"d/a.txt", TOC_S("VELDOR [VDR]\n"), FOREIGN_AUTO},
                               {"d/b.txt", TOC_S("CARNELIA [CNL]\n"), FOREIGN_AUTO},
                               {"d/c.actors", TOC_S("NORLAND [NLD]\n"), FOREIGN_AUTO}};
  assert_int_equal(toc__foreign_parse(&f, given, 4, NULL), TOC_OK);
  list_of(f, "actor\tcarnelia*\tCNL\td/b.txt:1\nactor\tveldor*\tVDR\td/a.txt:1\n", true);
  list_of(f, "NLD", false);
  toc__foreign_free(f);
}

/* ------------------------------------------------------------------- the coder */

static toc__coder *coder;

static int open_coder(void **state) {
  (void)state;
  return toc__coder_load(&coder, DATA, NULL) != TOC_OK;
}
static int close_coder(void **state) {
  (void)state;
  toc__coder_free(coder);
  return 0;
}

static void put_codes(toc_buf *out, const toc_actors *a) {
  for (uint32_t i = 0; i < a->len; i++) toc_buf_fmt(out, "%s%.*s", i ? "+" : "", TOC_FMT(a->ptr[i].code));
  if (!a->len) toc_buf_z(out, "-");
}

static void put_events(toc_buf *out, const toc_event *e, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    put_codes(out, &e[i].actors);
    toc_buf_fmt(out, " %.*s ", TOC_FMT(e[i].cameo));
    put_codes(out, &e[i].recipients);
    toc_buf_fmt(out, " %s\n", e[i].type == TOC_TYPE_NONE ? "none" : toc_type_name(e[i].type));
  }
}

/* tree: "form lemma UPOS head deprel" a word, parted by " | ". */
static void codes(const char *dialect, toc_day day, const char *tree, const char *expected) {
  toc_buf conllu, out;
  toc_doc doc = {0};
  toc_error err = {0};
  toc_str rest = toc_cstr(tree), word, field[5];
  toc_buf_init(&conllu, 0);
  toc_buf_init(&out, 0);
  for (unsigned n = 1; toc_str_cut(&rest, '|', &word); n++) {
    word = toc_str_trim(word);
    for (int k = 0; k < 5; k++) assert_true(toc_str_cut(&word, ' ', &field[k]));
    toc_buf_fmt(&conllu, "%u\t%.*s\t%.*s\t%.*s\t_\t_\t%.*s\t%.*s\t_\t_\n", n, TOC_FMT(field[0]), TOC_FMT(field[1]), TOC_FMT(field[2]), TOC_FMT(field[3]), TOC_FMT(field[4]));
  }
  toc_buf_z(&conllu, "\n");
  toc_doc_reset(&doc, 16u << 20);
  if (toc__conllu_read(&doc, (toc_str){conllu.ptr, conllu.len}, "tree", 1, &err) != TOC_OK) fail_msg("%s", err.message);
  doc.dct = day;
  toc__foreign *f = load(dialect);
  assert_int_equal(toc__foreign_run(f, coder, &doc, &err), TOC_OK);
  put_events(&out, doc.events.ptr, doc.events.len);
  put_events(&out, doc.untyped.ptr, doc.untyped.len);
  for (uint32_t i = 0; i < doc.issues.len; i++) toc_buf_fmt(&out, "issue %.*s\n", TOC_FMT(doc.issues.ptr[i].code));
  toc_buf_put(&out, "", 1);
  assert_string_equal(out.ptr, expected);
  toc__foreign_free(f);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc_buf_release(&conllu);
  toc_buf_release(&out);
}

static void a_role_takes_its_country(void **state) {
  (void)state;
  codes("petrarch", TOC_NODAY, "Carnelian Carnelian ADJ 2 amod | police police NOUN 3 nsubj | attacked attack VERB 0 root | marchers marcher NOUN 3 obj",
        "CNLCOP 190 OPP ASSAULT\n");
  codes("petrarch", TOC_NODAY,
        "Soldiers soldier NOUN 2 nsubj | assailed assail VERB 0 root | Veldor Veldor PROPN 2 obj | with with ADP 5 case | rifles rifle NOUN 2 obl",
        "MIL 193 VDR ASSAULT\n"); /* a pattern of the block */
}

static void the_day_picks_the_code(void **state) {
  (void)state;
  const char *tree = "Mrs. Mrs. PROPN 2 nmod:desc | Ostram Ostram PROPN 3 nsubj | attacked attack VERB 0 root | Veldor Veldor PROPN 3 obj";
  codes("petrarch", toc_day_of(2005, 5, 1), tree, "CNLGOV 190 VDR ASSAULT\n");
  codes("petrarch", toc_day_of(2015, 5, 1), tree, "CNLOPP 190 VDR ASSAULT\n");
  codes("petrarch", toc_day_of(1990, 5, 1), tree, "- 190 VDR ASSAULT\n");
}

static void the_pattern_with_most_words_wins(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY, "Carnelia Carnelia PROPN 2 nsubj | accused accuse VERB 0 root | Veldor Veldor PROPN 2 obj", "CNL 112 VDR ACCUSE\n");
  codes("tabari", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | accused accuse VERB 0 root | Veldor Veldor PROPN 2 obj | of of ADP 5 case | treason treason NOUN 2 obl",
        "CNL 1123 VDR ACCUSE\n");
  /* adjacent words must adjoin */
  codes("tabari", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | held hold VERB 0 root | talks talk NOUN 2 obj | with with ADP 5 case | Veldor Veldor PROPN 3 nmod",
        "CNL 046 VDR CONSULT\n");
  codes("tabari", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | held hold VERB 0 root | stalls stall NOUN 2 obj | with with ADP 5 case | Veldor Veldor PROPN 3 nmod", "");
}

/* TABARI: NORLAND finds "Norlanders", VELD_ does not find "Veldmark". */
static void words_begin_with_stems(void **state) {
  (void)state;
  toc__foreign *f = load("stems");
  list_of(f, "actor\tnorland*\tNOR\t", true);
  list_of(f, "actor\tveld\tVDR\t", true);
  list_of(f, "actor\tarm\tARM\t", true); /* three letters begin too many words */
  toc__foreign_free(f);
  f = load("petrarch");
  list_of(f, "actor\tveldor\tVDR\t", true); /* its names are whole words */
  toc__foreign_free(f);
  codes("stems", TOC_NODAY, "Norlanders norlander NOUN 2 nsubj | bombarding bombard VERB 0 root | Veld Veld PROPN 2 obj", "NOR 190 VDR ASSAULT\n");
  codes("stems", TOC_NODAY, "Norland Norland PROPN 2 nsubj | fought fight VERB 0 root | Veld Veld PROPN 2 obj", "NOR 191 VDR COERCE\n"); /* by its lemma */
  codes("stems", TOC_NODAY, "Norland Norland PROPN 2 nsubj | fought fight VERB 0 root | Veldmark Veldmark PROPN 2 obj", "NOR 191 - COERCE\n");
  codes("stems", TOC_NODAY, "Army army NOUN 2 nsubj | fought fight VERB 0 root | Veld Veld PROPN 2 obj", "- 191 VDR COERCE\n");
  codes("stems", TOC_NODAY,
        "Norland Norland PROPN 2 nsubj | bombarded bombard VERB 0 root | Veld Veld PROPN 2 obj | with with ADP 5 case | rocketry rocketry NOUN 2 obl",
        "NOR 195 VDR ASSAULT\n");
  codes("stems", TOC_NODAY,
        "Norland Norland PROPN 2 nsubj | bombarded bombard VERB 0 root | Veld Veld PROPN 2 obj | without without ADP 5 case | rockets rocket NOUN 2 obl",
        "NOR 190 VDR ASSAULT\n"); /* "with" is a word of its own */
  codes("stems", TOC_NODAY, "Norland Norland PROPN 3 compound | River River PROPN 3 nsubj | fought fight VERB 0 root", "- 191 - COERCE\n");
}

static void null_codes_code_nothing(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY, "Carnelia Carnelia PROPN 2 nsubj | met meet VERB 0 root | Veldor Veldor PROPN 2 obj | halfway halfway ADV 2 advmod", "");
}

static void a_paired_code_gives_two_events(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY, "Carnelia Carnelia PROPN 2 nsubj | met meet VERB 0 root | with with ADP 4 case | Veldor Veldor PROPN 2 obl",
        "CNL 040 VDR CONSULT\nVDR 041 CNL CONSULT\n");
}

static void the_passive_turns_round(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY,
        "Veldor Veldor PROPN 3 nsubj:pass | was be AUX 3 aux:pass | beaten beat VERB 0 root | by by ADP 5 case | Carnelia Carnelia PROPN 3 obl:agent | "
        "with with ADP 7 case | stones stone NOUN 3 obl",
        "CNL 1823 VDR ASSAULT\n");
  codes("tabari", TOC_NODAY,
        "Veldor Veldor PROPN 3 nsubj:pass | was be AUX 3 aux:pass | warned warn VERB 0 root | by by ADP 5 case | Carnelia Carnelia PROPN 3 obl:agent",
        "VDR 131 CNL THREATEN\n"); /* this pattern spells the passive out */
}

static void both_sides_are_actors(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY,
        "Carnelia Carnelia PROPN 4 nsubj | and and CCONJ 3 cc | Veldor Veldor PROPN 1 conj | held hold VERB 0 root | talks talk NOUN 4 obj",
        "CNL+VDR 045 - CONSULT\n");
}

static void verbs_of_two_words(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | turned turn VERB 0 root | Veldor Veldor PROPN 2 obj | down down ADP 2 compound:prt", "CNL 120 VDR REJECT\n");
}

static void a_statement_has_no_type(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY, "Carnelia Carnelia PROPN 2 nsubj | said say VERB 0 root | Veldor Veldor PROPN 2 obj", "CNL 010 VDR none\n");
}

static void discards_and_issues(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | beat beat VERB 0 root | Veldor Veldor PROPN 2 obj | in in ADP 6 case | cup cup NOUN 6 compound | final final NOUN 2 obl", "");
  codes("tabari", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | accused accuse VERB 0 root | Veldor Veldor PROPN 2 obj | over over ADP 5 case | farmland farmland NOUN 2 obl",
        "CNL 112 VDR ACCUSE\nissue ID_LAND\n");
}

static void another_clause_is_not_looked_into(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | accused accuse VERB 0 root | Veldor Veldor PROPN 2 obj | , , PUNCT 6 punct | who who PRON 6 nsubj | "
        "spoke speak VERB 3 acl:relcl | of of ADP 8 case | treason treason NOUN 6 obl",
        "CNL 112 VDR ACCUSE\n");
}

/* ------------------------------------------------------------------- PETRARCH-2 */

static void phrases_stand_in_braces(void **state) {
  (void)state;
  /* the head and what the phrase of it names, with others between */
  codes("petrarch2", TOC_NODAY,
        "Norland Norland PROPN 2 nsubj | attacked attack VERB 0 root | a a DET 6 det | long long ADJ 6 amod | supply supply NOUN 6 compound | route route NOUN 2 obj | "
        "of of ADP 8 case | Veldor Veldor PROPN 6 nmod",
        "NLD 191 VDR COERCE\n");
  codes("petrarch2", TOC_NODAY,
        "Norland Norland PROPN 2 nsubj | attacked attack VERB 0 root | a a DET 4 det | route route NOUN 2 obj | of of ADP 6 case | supply supply NOUN 4 nmod | "
        "of of ADP 8 case | Veldor Veldor PROPN 6 nmod",
        "NLD 190 VDR ASSAULT\n"); /* its head is no "supply" */
  codes("petrarch2", TOC_NODAY,
        "Supply supply NOUN 2 compound | routes route NOUN 6 nsubj:pass | of of ADP 4 case | Veldor Veldor PROPN 2 nmod | were be AUX 6 aux:pass | "
        "attacked attack VERB 0 root | by by ADP 8 case | Norland Norland PROPN 6 obl:agent",
        "NLD 191 VDR COERCE\n"); /* what is done to it, told in the passive */
  codes("petrarch2", TOC_NODAY,
        "Norland Norland PROPN 2 nsubj | shelled shell VERB 0 root | Veldor Veldor PROPN 2 obj | with with ADP 6 case | old old ADJ 6 amod | stones stone NOUN 2 obl",
        "NLD 194 VDR ASSAULT\n");
  codes("petrarch2", TOC_NODAY,
        "Norland Norland PROPN 2 nsubj | shelled shell VERB 0 root | Veldor Veldor PROPN 2 obj | with with ADP 6 case | a a DET 6 det | rifle rifle NOUN 2 obl",
        "NLD 194 VDR ASSAULT\n"); /* of a set within the set */
  codes("petrarch2", TOC_NODAY,
        "Norland Norland PROPN 2 nsubj | shelled shell VERB 0 root | Veldor Veldor PROPN 2 obj | with with ADP 5 case | mortars mortar NOUN 2 obl",
        "NLD 190 VDR ASSAULT\n"); /* '_' says that there is no plural */
  codes("petrarch2", TOC_NODAY,
        "Norland Norland PROPN 2 nsubj | beat beat VERB 0 root | Veldor Veldor PROPN 2 obj | to to ADP 5 case | pulp pulp NOUN 2 obl", "NLD 1823 VDR ASSAULT\n");
  codes("petrarch2", TOC_NODAY,
        "Norland Norland PROPN 2 nsubj | beat beat VERB 0 root | Veldor Veldor PROPN 2 obj | to to ADP 5 case | porridge porridge NOUN 2 obl", "NLD 182 VDR ASSAULT\n");
}

/* "shelle" is no word of the dictionaries, SHELL is. */
static void a_lemma_that_nobody_knows_is_mended(void **state) {
  (void)state;
  codes("petrarch2", TOC_NODAY, "Norland Norland PROPN 2 nsubj | shelled shelle VERB 0 root | Veldor Veldor PROPN 2 obj", "NLD 190 VDR ASSAULT\n");
  codes("petrarch2", TOC_NODAY, "Norland Norland PROPN 2 nsubj | shelved shelve VERB 0 root | Veldor Veldor PROPN 2 obj", "");
}

static void somebody_may_be_skipped(void **state) {
  (void)state;
  codes("petrarch2", TOC_NODAY,
        "Veldor Veldor PROPN 2 nsubj | sent send VERB 0 root | villagers villager NOUN 2 obj | past past ADP 5 case | Norland Norland PROPN 2 obl",
        "NLD 060 CVL COOPERATE\n");
  codes("petrarch2", TOC_NODAY,
        "Veldor Veldor PROPN 2 nsubj | sent send VERB 0 root | letters letter NOUN 2 obj | past past ADP 5 case | Norland Norland PROPN 2 obl", "");
}

static void nouns_are_no_verbs(void **state) {
  (void)state;
  codes("petrarch2", TOC_NODAY, "Carnelia Carnelia PROPN 2 nsubj | beat beat VERB 0 root | music music NOUN 2 obj", "");
  codes("petrarch2", TOC_NODAY, "Carnelia Carnelia PROPN 2 nsubj | beat beat VERB 0 root | Veldor Veldor PROPN 2 obj", "CNL 182 VDR ASSAULT\n");
}

static void quiet_words_count_for_no_issue(void **state) {
  (void)state;
  codes("petrarch2", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | beat beat VERB 0 root | Veldor Veldor PROPN 2 obj | at at ADP 6 case | the the DET 6 det | border border NOUN 2 obl",
        "CNL 182 VDR ASSAULT\nissue ID_LAND\n");
  codes("petrarch2", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | beat beat VERB 0 root | a a DET 5 det | border border NOUN 5 compound | collie collie NOUN 2 obj", "CNL 182 - ASSAULT\n");
}

static void years_are_days(void **state) {
  (void)state;
  const char *tree = "Adela Adela PROPN 3 nsubj | Ostram Ostram PROPN 1 flat | attacked attack VERB 0 root | Veldor Veldor PROPN 3 obj";
  codes("petrarch2", toc_day_of(2001, 1, 1), tree, "CNLGOV 190 VDR ASSAULT\n");
  codes("petrarch2", toc_day_of(2009, 12, 31), tree, "CNLGOV 190 VDR ASSAULT\n");
  codes("petrarch2", toc_day_of(2010, 1, 1), tree, "CNLELI 190 VDR ASSAULT\n");
}

#define SAID "Carnelia Carnelia PROPN 2 nsubj | said say VERB 0 root | that that SCONJ 5 mark | Veldor Veldor PROPN 5 nsubj | "

static void transformations_join_two_verbs(void **state) {
  (void)state;
  codes("petrarch2", TOC_NODAY, SAID "attacked attack VERB 2 ccomp | villages village NOUN 5 obj", "CNL 112 VDR ACCUSE\n");
  codes("petrarch2", TOC_NODAY,
        "Veldor Veldor PROPN 2 nsubj | attacked attack VERB 0 root | villages village NOUN 2 obj | , , PUNCT 6 punct | Carnelia Carnelia PROPN 6 nsubj | said say VERB 2 parataxis",
        "CNL 112 VDR ACCUSE\n"); /* in the other order */
  codes("petrarch2", TOC_NODAY,
        SAID "attacked attack VERB 2 ccomp | Norland Norland PROPN 5 obj | and and CCONJ 8 cc | shelled shell VERB 5 conj | villages village NOUN 8 obj",
        "CNL 112 VDR ACCUSE\nCNL 112 VDR ACCUSE\n"); /* both are said */
  /* the one that asks most of the verbs, with two results */
  codes("petrarch2", TOC_NODAY,
        SAID "attacked attack VERB 2 ccomp | a a DET 8 det | border border NOUN 8 compound | post post NOUN 5 obj | of of ADP 10 case | Norland Norland PROPN 8 nmod | "
             "with with ADP 12 case | rifles rifle NOUN 5 obl",
        "CNL 1123 VDR ACCUSE\nCNL 051 NLD SUPPORT\nissue ID_LAND\n");
  /* a verb by its letter, where there is no target */
  codes("petrarch2", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | claimed claim VERB 0 root | that that SCONJ 5 mark | Veldor Veldor PROPN 5 nsubj | withdrew withdraw VERB 2 ccomp", "CNL 087 VDR RETREAT\n");
  /* no complement: "after Veldor attacked" */
  codes("petrarch2", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | spoke say VERB 0 root | after after SCONJ 5 mark | Veldor Veldor PROPN 5 nsubj | attacked attack VERB 2 advcl | villages village NOUN 5 obj",
        "VDR 190 - ASSAULT\nCNL 010 - none\n");
}

static void other_pairs_are_what_cameo_calls_them(void **state) {
  (void)state;
  codes("petrarch2", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | vowed vow VERB 0 root | to to PART 4 mark | attack attack VERB 2 xcomp | Veldor Veldor PROPN 4 obj", "CNL 138 VDR THREATEN\n");
  codes("petrarch2", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | vowed vow VERB 0 root | to to PART 4 mark | begin begin VERB 2 xcomp | to to PART 6 mark | attack attack VERB 4 xcomp | Veldor Veldor PROPN 6 obj",
        "CNL 138 VDR THREATEN\n"); /* a verb without a code between them */
  codes("petrarch2", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | urged urge VERB 0 root | Veldor Veldor PROPN 2 obj | to to PART 5 mark | withdraw withdraw VERB 2 xcomp", "CNL 0256 VDR REQUEST\n");
  codes("petrarch2", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | urged urge VERB 0 root | Veldor Veldor PROPN 2 obj | to to PART 5 mark | attack attack VERB 2 xcomp | Norland Norland PROPN 5 obj",
        "CNL 020 VDR REQUEST\nVDR 190 NLD ASSAULT\n"); /* CAMEO has no appeal to attack */
  codes("petrarch2", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | accused accuse VERB 0 root | Veldor Veldor PROPN 2 obj | of of SCONJ 5 mark | attacking attack VERB 2 advcl | Norland Norland PROPN 5 obj",
        "CNL 1123 VDR ACCUSE\n");
  codes("petrarch2", TOC_NODAY, "Carnelia Carnelia PROPN 2 nsubj | arrested arrest VERB 0 root | Veldor Veldor PROPN 2 obj", "CNL 173 VDR COERCE\n");
}

static void an_event_without_transformations_stands_for_itself(void **state) {
  (void)state;
  codes("tabari", TOC_NODAY,
        "Carnelia Carnelia PROPN 2 nsubj | warned warn VERB 0 root | Veldor Veldor PROPN 2 obj | that that SCONJ 6 mark | it it PRON 6 nsubj | beat beat VERB 2 ccomp | Veldor Veldor PROPN 6 obj",
        "CNL 130 VDR THREATEN\n- 182 VDR ASSAULT\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(both_dialects_are_read),       cmocka_unit_test(entries_keep_codes_and_days),
      cmocka_unit_test(the_hash_tells_files_apart),   cmocka_unit_test(mistakes_are_named),
      cmocka_unit_test(a_folder_without_dictionaries_is_told),
      cmocka_unit_test(a_role_takes_its_country),     cmocka_unit_test(the_day_picks_the_code),
      cmocka_unit_test(the_pattern_with_most_words_wins), cmocka_unit_test(words_begin_with_stems), cmocka_unit_test(null_codes_code_nothing),
      cmocka_unit_test(a_paired_code_gives_two_events), cmocka_unit_test(the_passive_turns_round),
      cmocka_unit_test(both_sides_are_actors),        cmocka_unit_test(verbs_of_two_words),
      cmocka_unit_test(a_statement_has_no_type),      cmocka_unit_test(discards_and_issues),
      cmocka_unit_test(another_clause_is_not_looked_into), cmocka_unit_test(a_config_names_the_files),
      cmocka_unit_test(phrases_stand_in_braces),      cmocka_unit_test(somebody_may_be_skipped), cmocka_unit_test(a_lemma_that_nobody_knows_is_mended),
      cmocka_unit_test(nouns_are_no_verbs),           cmocka_unit_test(quiet_words_count_for_no_issue),
      cmocka_unit_test(years_are_days),               cmocka_unit_test(transformations_join_two_verbs),
      cmocka_unit_test(other_pairs_are_what_cameo_calls_them),
      cmocka_unit_test(an_event_without_transformations_stands_for_itself),
  };
  return cmocka_run_group_tests(tests, open_coder, close_coder);
}
