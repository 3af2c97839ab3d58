/* Actors: the cases of actors.txt on the trees of trees.conllu, asking the dictionaries, bad
 * dictionaries, properties, pathological input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "actor.h"
#include "conllu.h"
#include "doc.h"

static toc__actors *actors;

static toc_doc *new_doc(void) {
  toc_doc *doc = calloc(1, sizeof *doc);
  assert_non_null(doc);
  toc_doc_reset(doc, 0);
  return doc;
}

static void free_doc(toc_doc *doc) {
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

/* ------------------------------------------------------------------- cases */

/* The document of the trees that has that id. */
static toc_str trees_of(toc_str file, toc_str name) {
  toc_str rest = file, document, id;
  uint32_t line = 1, first;
  while (toc__conllu_cut(&rest, &line, &document, &id, &first))
    if (toc_str_eq(id, name)) return document;
  return (toc_str){0};
}

static void field(toc_buf *out, toc_str s) {
  toc_buf_z(out, " | ");
  toc_buf_str(out, s.len ? s : TOC_S("-"));
}

/* words | code | via | name [private] */
static void render(const toc_doc *doc, toc_buf *out) {
  for (uint32_t i = 0; i < doc->actors.len; i++) {
    const toc_actor *a = &doc->actors.ptr[i];
    toc_buf_str(out, toc_slice(doc->text, a->span));
    field(out, a->code);
    field(out, a->via);
    field(out, a->name);
    toc_buf_z(out, a->private_person ? " private\n" : "\n");
  }
  if (!doc->actors.len) toc_buf_z(out, "(none)\n");
}

static void layers_hold(const toc_doc *doc) {
  for (uint32_t i = 0; i < doc->actors.len; i++) {
    const toc_actor *a = &doc->actors.ptr[i];
    assert_true(a->span.start < a->span.end && a->span.end <= doc->text.len);
    assert_true(a->head < doc->tokens.len);
    bool more = i > 0 && doc->actors.ptr[i - 1].head == a->head; /* a further state of the same phrase */
    if (!more) assert_int_equal(doc->tokens.ptr[a->head].actor, i);
    assert_true(a->code.len == a->country.len + a->sector.len + a->sector2.len);
    assert_true(!a->private_person || a->person);
    assert_true(i == 0 || doc->actors.ptr[i - 1].head <= a->head);
  }
}

static void code(toc_doc *doc, toc_str trees, toc_str text, toc_day day, bool headline) {
  toc_error err = {0};
  toc_doc_reset(doc, 0);
  doc->dct = TOC_NODAY;
  if (toc__conllu_read(doc, trees, "trees.conllu", 1, &err) != TOC_OK) fail_msg("%s", err.message);
  if (!toc_str_eq(doc->text, text)) fail_msg("trees of another text: '%.*s' for '%.*s'", TOC_FMT(doc->text), TOC_FMT(text));
  doc->dct = day;
  if (headline) doc->sentences.ptr[0].section = TOC_TITLE;
  assert_int_equal(toc__actors_run(actors, doc, &err), TOC_OK);
  layers_hold(doc);
}

/* === name / [on DAY] / [headline] / text / --- / expected lines */
static void cases(void **state) {
  (void)state;
  toc_arena a;
  toc_arena_init(&a, 0);
  toc_str file, trees, rest, line, text = {0}, name = {0};
  assert_int_equal(toc_file_read(&a, "tests/actor/actors.txt", 0, &file, NULL), TOC_OK);
  assert_int_equal(toc_file_read(&a, "tests/actor/trees.conllu", 0, &trees, NULL), TOC_OK);
  toc_doc *doc = new_doc();
  toc_buf want, got;
  toc_buf_init(&want, 0);
  toc_buf_init(&got, 0);
  toc_day day = TOC_NODAY;
  bool headline = false, expecting = false;
  int failed = 0, number = 0, minute;
  rest = file;
  for (bool more = true; more;) {
    more = toc_str_cut(&rest, '\n', &line);
    if (!more || toc_str_starts(line, TOC_S("=== "))) {
      if (expecting) {
        code(doc, trees_of(trees, name), text, day, headline);
        toc_buf_reset(&got);
        render(doc, &got);
        toc_str w = toc_str_trim((toc_str){want.ptr, want.len}), g = toc_str_trim((toc_str){got.ptr, got.len});
        if (!toc_str_eq(w, g)) {
          print_message("=== %.*s\nwanted:\n%.*s\ngot:\n%.*s\n", TOC_FMT(name), TOC_FMT(w), TOC_FMT(g));
          failed++;
        }
        number++;
      }
      toc_buf_reset(&want);
      expecting = headline = false;
      day = TOC_NODAY;
      if (more) name = toc_str_sub(line, 4, line.len);
    } else if (toc_str_is(line, "---")) {
      expecting = true;
    } else if (expecting) {
      toc_buf_str(&want, line);
      toc_buf_z(&want, "\n");
    } else if (toc_str_starts(line, TOC_S("on "))) {
      assert_true(toc_day_parse(toc_str_sub(line, 3, line.len), &day, &minute));
    } else if (toc_str_is(line, "headline")) {
      headline = true;
    } else {
      text = line;
    }
  }
  assert_true(number > 60);
  assert_int_equal(failed, 0);
  toc_buf_release(&want);
  toc_buf_release(&got);
  free_doc(doc);
  toc_arena_release(&a);
}

/* ------------------------------------------------------------------ asking */

static const toc__actor_found *found(toc_arena *a, const char *phrase, toc_day day, uint32_t n) {
  toc__actors_found f = {0};
  toc__actors_find(actors, a, toc_cstr(phrase), day, &f);
  if (f.len != n) fail_msg("'%s': %u found, %u wanted", phrase, f.len, n);
  return f.ptr;
}

static void asking(void **state) {
  (void)state;
  toc_arena a;
  toc_arena_init(&a, 0);
  const toc__actor_found *f = found(&a, "barack obama", toc_day_of(2010, 5, 1), 1);
  assert_true(toc_str_is(f->name, "Barack Obama") && toc_str_is(f->country, "USA") && toc_str_is(f->sector, "GOV"));
  assert_true(toc_str_is(f->role, "president") && f->line > 0 && strstr(f->file, "people.txt"));
  f = found(&a, "BARACK OBAMA", toc_day_of(2019, 5, 1), 1);
  assert_true(toc_str_is(f->sector, "ELI"));
  f = found(&a, "the Kazakhs", TOC_NODAY, 1);
  assert_true(toc_str_is(f->country, "KAZ"));
  f = found(&a, "The Hague", TOC_NODAY, 1);
  assert_true(toc_str_is(f->country, "NLD"));
  f = found(&a, "gunmen", TOC_NODAY, 1);
  assert_true(toc_str_is(f->sector, "UAF") && !f->country.len);
  found(&a, "barack", TOC_NODAY, 0);
  found(&a, "no such body", TOC_NODAY, 0);
  found(&a, "", TOC_NODAY, 0);
  found(&a, "Korean War", TOC_NODAY, 0);
  toc_arena_release(&a);
}

/* Every state can be asked for by its name, has a code of its own and its own people. */
static void whole_world(void **state) {
  (void)state;
  toc_arena a;
  toc_arena_init(&a, 0);
  toc_str bytes;
  toc_lines l;
  int n = 0;
  assert_int_equal(toc_file_read(&a, "data/countries.txt", 0, &bytes, NULL), TOC_OK);
  toc_lines_init(&l, "data/countries.txt", bytes);
  while (toc_lines_next(&l)) {
    toc_str rest = l.text, iso = {0}, names = {0}, name = {0};
    assert_true(toc_str_cut(&rest, '|', &iso) && toc_str_cut(&rest, '|', &names) && toc_str_cut(&names, ';', &name));
    toc__actors_found f = {0};
    toc__actors_find(actors, &a, toc_str_trim(name), TOC_NODAY, &f);
    bool own = false;
    for (uint32_t i = 0; i < f.len; i++) own |= toc_str_eq(f.ptr[i].country, toc_str_trim(iso));
    if (!own) fail_msg("'%.*s' is not found", TOC_FMT(name));
    n++;
  }
  assert_true(n > 200);
  toc_arena_release(&a);
}

/* ------------------------------------------------------- bad dictionaries */

typedef struct refused {
  const char *bytes;
  uint32_t line, column;
  const char *says;
} refused;

static void bad_files(void **state) {
  (void)state;
  static const refused all[] = {
      {"tocsin persons 1\n", 1, 1, "expected 'tocsin people 1'"},
      {"tocsin people 2\n", 1, 1, "expected 'tocsin people 1'"},
      {"KAZ | Kazakhstan\n", 1, 1, "seven or eight fields"},
      {"kaz | K | | Kazakh | Astana | 1 1 | 1 1\n", 1, 1, "three capitals"},
      {"KAZ | K | | Kazakh | A | 1 1 | 1 1\nKAZ | K | | Kazakh | A | 1 1 | 1 1\n", 2, 1, "stands twice"},
      {"tocsin people 1\nJan ~Novak | president\n", 2, 1, "section"},
      {"tocsin people 1\n[CZE\n", 2, 5, "expected ']'"},
      {"tocsin people 1\n[czech]\n", 2, 2, "code of a country"},
      {"tocsin people 1\n[CZE]\nJan ~Novak\n", 3, 1, "names | offices"},
      {"tocsin people 1\n[CZE]\nJan ~Novak | kaiser 1990..\n", 3, 14, "unknown role 'kaiser'"},
      {"tocsin people 1\n[CZE]\nJan ~Novak | president 1990-13..\n", 3, 24, "expected a day"},
      {"tocsin people 1\n[CZE]\nJan ~Novak | president 1990\n", 3, 24, "from..to"},
      {"tocsin people 1\n[CZE]\nJan ~Novak | president 1999..1990\n", 3, 24, "ends before it begins"},
      {"tocsin people 1\n[CZE]\n | president\n", 3, 2, "expected a name"},
      {"tocsin organisations 1\nGreen League\n", 2, 1, "names | codes"},
      {"tocsin organisations 1\nGreen League | CZE XYZ\n", 2, 20, "sector or days"},
      {"tocsin organisations 1\nGreen League |\n", 2, 15, "expected a code"},
      {"tocsin agents 1\npolice\n", 2, 1, "section"},
      {"tocsin agents 1\n[COP persons]\n", 2, 6, "people, body"},
      {"tocsin agents 1\n[KGB people]\n", 2, 2, "a sector or '-'"},
      {"tocsin agents 1\n[COP people q]\n", 2, 13, "'f', 'i'"},
      {"tocsin agents 1\n[COP]\n", 2, 1, "section such as"},
      {"tocsin discards 1\nGulf \xff War\n", 2, 1, "UTF-8"},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    toc__actors *x = (toc__actors *)1;
    toc_error err = {0};
    toc_status s = toc__actors_parse(&x, toc_cstr(all[i].bytes), "bad.txt", &err);
    if (s != TOC_BADDATA || x) fail_msg("not refused: %s", all[i].bytes);
    char where[64];
    snprintf(where, sizeof where, "in 'bad.txt', line %u, column %u", all[i].line, all[i].column);
    if (!strstr(err.message, where) || !strstr(err.message, all[i].says))
      fail_msg("'%s' for %s (wanted '%s' %s)", err.message, all[i].bytes, all[i].says, where);
  }
  toc__actors *x;
  toc_error err = {0};
  assert_int_equal(toc__actors_load(&x, "tests/actor/no-such-folder", &err), TOC_IO);
  assert_null(x);
  assert_non_null(strstr(err.message, "no-such-folder"));
}

/* Each allocation fails in turn: no crash, nothing half made. */
static void no_memory(void **state) {
  (void)state;
  static const char *const files[] = {
      "tocsin people 1\n[KAZ]\nJan ~Novak; J. ~Novak | president 2019..; speaker 2013..2018\n",
      "tocsin organisations 1\nGreen League; GL | CZE PTY | group\n* First Front = FF; Second Front | UGA REB\n",
      "tocsin agents 1\n[COP people]\npolice/police; child\n[- refer]\ngroup\n",
      "KAZ | Kazakhstan | | Kazakh | Astana | 48 67 | 51 71\n"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    uint64_t n = 0;
    for (bool made = false; !made;) {
      toc__actors *x = NULL;
      toc_error err = {0};
      toc_arena_fail_after(++n);
      toc_status s = toc__actors_parse(&x, toc_cstr(files[i]), "small.txt", &err);
      toc_arena_fail_after(0);
      made = s == TOC_OK;
      if (!made) assert_true(s == TOC_NOMEM && !x && err.message[0]);
      toc__actors_free(x);
    }
    assert_true(n > 3);
  }
}

/* -------------------------------------------------------------- properties */

/* A long report: the same sentences over and over, with names, pronouns and lists. */
static void long_report(toc_buf *out, int times) {
  static const char unit[] =
      "1\tSudanese\tSudanese\tADJ\t_\t_\t2\tamod\t_\t_\n2\tsoldiers\tsoldier\tNOUN\t_\tNumber=Plur\t3\tnsubj\t_\t_\n"
      "3\ttold\ttell\tVERB\t_\t_\t0\troot\t_\t_\n4\ttheir\tthey\tPRON\t_\tPoss=Yes\t5\tnmod:poss\t_\t_\n"
      "5\tgroup\tgroup\tNOUN\t_\tNumber=Sing\t3\tobj\t_\t_\n6\tof\tof\tADP\t_\t_\t7\tcase\t_\t_\n"
      "7\tpolice\tpolice\tNOUN\t_\t_\t5\tnmod\t_\t_\n8\tthey\tthey\tPRON\t_\t_\t9\tnsubj\t_\t_\n"
      "9\tlost\tlose\tVERB\t_\t_\t3\tccomp\t_\t_\n\n";
  toc_buf_z(out, "# newpar\n");
  for (int i = 0; i < times; i++) toc_buf_z(out, unit);
}

/* What the stage takes on trees, which are freed; *n actors. */
static double seconds_on(toc_buf *trees, uint32_t *n) {
  toc_doc *doc = new_doc();
  assert_int_equal(toc__conllu_read(doc, (toc_str){trees->ptr, trees->len}, "made", 1, NULL), TOC_OK);
  doc->dct = TOC_NODAY;
  struct timespec s, e;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &s);
  assert_int_equal(toc__actors_run(actors, doc, NULL), TOC_OK);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &e);
  layers_hold(doc);
  if (n) *n = doc->actors.len;
  free_doc(doc);
  toc_buf_release(trees);
  return (double)(e.tv_sec - s.tv_sec) + (double)(e.tv_nsec - s.tv_nsec) / 1e9;
}

static double seconds_for(int times, uint32_t *n) {
  toc_buf b;
  toc_buf_init(&b, 0);
  long_report(&b, times);
  return seconds_on(&b, n);
}

static void linear(void **state) {
  (void)state;
  uint32_t few, many;
  double a = seconds_for(1000, &few), b = seconds_for(10000, &many);
  assert_true(few > 1000 && many > 9 * few);
  if (b > 30 * a + 0.5) fail_msg("1000 sentences took %.3f s, 10000 took %.3f s", a, b);
}

/* One sentence of 60,000 words: a chain of compounds, of "of"s, of coordinated states. */
static double seconds_of_chain(const char *form, const char *upos, const char *rel, int n) {
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_z(&b, "# newpar\n");
  for (int i = 1; i <= n; i++)
    toc_buf_fmt(&b, "%d\t%s\t%s\t%s\t_\t_\t%d\t%s\t_\t_\n", i, form, form, upos, i == n ? 0 : i + 1, i == n ? "root" : rel);
  toc_buf_z(&b, "\n");
  return seconds_on(&b, NULL);
}

static void long_sentences(void **state) {
  (void)state;
  static const char *const chains[][3] = {{"police", "NOUN", "compound"}, {"Iran", "PROPN", "nmod"},
                                          {"Iran", "PROPN", "flat"},      {"minister", "NOUN", "appos"},
                                          {"they", "PRON", "nmod:poss"},  {"Jan", "PROPN", "conj"}};
  for (size_t i = 0; i < sizeof chains / sizeof *chains; i++) {
    double a = seconds_of_chain(chains[i][0], chains[i][1], chains[i][2], 6000);
    double b = seconds_of_chain(chains[i][0], chains[i][1], chains[i][2], 60000);
    if (b > 40 * a + 0.5) fail_msg("%s %s: 6000 words %.3f s, 60000 words %.3f s", chains[i][0], chains[i][2], a, b);
  }
}

/* A verb with 60,000 arguments, and heads whose adjectives all stand far away. */
static double seconds_of_flat(const char *form, const char *upos, const char *rel, bool crossing, int n) {
  toc_buf b;
  toc_buf_init(&b, 0);
  toc_buf_z(&b, "# newpar\n1\tsent\tsend\tVERB\t_\t_\t0\troot\t_\t_\n");
  for (int i = 2; i <= n; i++) {
    int up = crossing && i > n / 2 + 1 ? i - n / 2 : 1;
    toc_buf_fmt(&b, "%d\t%s\t%s\t%s\t_\t_\t%d\t%s\t_\t_\n", i, form, form, upos, up, up > 1 ? "amod" : rel);
  }
  toc_buf_z(&b, "\n");
  return seconds_on(&b, NULL);
}

static void flat_sentences(void **state) {
  (void)state;
  static const char *const kinds[][3] = {{"troops", "NOUN", "obj"}, {"I", "PRON", "obj"}, {"Iran", "PROPN", "obj"},
                                         {"rebels", "NOUN", "nsubj"}, {"they", "PRON", "nsubj"}};
  for (size_t i = 0; i < 2 * sizeof kinds / sizeof *kinds; i++) {
    const char *const *k = kinds[i / 2];
    double a = seconds_of_flat(k[0], k[1], k[2], i % 2, 6000), b = seconds_of_flat(k[0], k[1], k[2], i % 2, 60000);
    if (b > 40 * a + 0.5) fail_msg("%s %s: 6000 words %.3f s, 60000 words %.3f s", k[0], k[2], a, b);
  }
}

/* Without trees the dictionaries still speak. */
static void without_trees(void **state) {
  (void)state;
  static const char flat[] =
      "# newpar\n1\tIsrael\t_\t_\t_\t_\t_\t_\t_\t_\n2\twarned\t_\t_\t_\t_\t_\t_\t_\t_\n3\tHezbollah\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
  toc_doc *doc = new_doc();
  assert_int_equal(toc__conllu_read(doc, toc_cstr(flat), "flat", 1, NULL), TOC_OK);
  doc->dct = TOC_NODAY;
  assert_int_equal(toc__actors_run(actors, doc, NULL), TOC_OK);
  bool israel = false, hezbollah = false;
  for (uint32_t i = 0; i < doc->actors.len; i++) {
    israel |= toc_str_is(doc->actors.ptr[i].country, "ISR");
    hezbollah |= toc_str_is(doc->actors.ptr[i].name, "Hezbollah");
  }
  assert_true(israel && hezbollah);
  toc_doc_reset(doc, 0);
  assert_int_equal(toc__actors_run(actors, doc, NULL), TOC_OK); /* nothing at all */
  assert_int_equal(doc->actors.len, 0);
  free_doc(doc);
}

static int open_actors(void **state) {
  (void)state;
  toc_error err;
  if (toc__actors_load(&actors, "data", &err) == TOC_OK) return 0;
  print_error("%s\n", err.message);
  return -1;
}

static int close_actors(void **state) {
  (void)state;
  toc__actors_free(actors);
  toc__actors_free(NULL);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cases),          cmocka_unit_test(asking), cmocka_unit_test(whole_world),
      cmocka_unit_test(bad_files),      cmocka_unit_test(no_memory),      cmocka_unit_test(linear), cmocka_unit_test(long_sentences),
      cmocka_unit_test(flat_sentences), cmocka_unit_test(without_trees),
  };
  return cmocka_run_group_tests(tests, open_actors, close_actors);
}
