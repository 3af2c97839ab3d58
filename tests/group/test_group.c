/* Incidents within a report; incidents and stories across reports, in any order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "group.h"

#include <math.h>

static void release(toc_doc *doc) {
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
}

/* Words only; enough for the grouper. */
static void words(toc_doc *doc, const char *id, const char *text, const char *day) {
  toc_doc_reset(doc, 0);
  doc->id = toc_cstr(id);
  doc->text = toc_cstr(text);
  toc_day_parse(toc_cstr(day), &doc->dct, NULL);
  toc_str rest = doc->text, word;
  while (toc_str_cut(&rest, ' ', &word)) {
    toc_token *t = toc_doc_add_token(doc);
    t->form = t->lemma = word;
    t->upos = word.ptr[0] >= 'A' && word.ptr[0] <= 'Z' ? TOC_UPOS_PROPN : TOC_UPOS_NOUN;
  }
  *toc_push(&doc->arena, &doc->sentences) = (toc_sentence){.last = doc->tokens.len};
}

static const char *const texts[][3] = {
    {"a", "Gunmen attacked a market in Maiduguri killing nine traders officials in Borno said", "2021-03-02"},
    {"b", "Nine traders died when gunmen raided the Maiduguri market Borno officials told reporters", "2021-03-03"},
    {"c", "Farmers blocked roads near Lyon with tractors over diesel taxes and milk prices", "2021-03-03"},
    {"d", "Tractors of angry farmers blocked the roads to Lyon over milk prices and diesel taxes", "2021-03-04"},
    {"e", "Gunmen attacked a market in Maiduguri killing nine traders officials in Borno said", "2021-09-20"},
};

static int collect(void *ctx, const char *bytes, size_t n) {
  toc_buf_put(ctx, bytes, n);
  return 0;
}

static toc_str field(toc_str out, const char *id, const char *name) {
  char key[64];
  toc_str line;
  snprintf(key, sizeof key, "{\"id\":\"%s\"", id);
  while (toc_str_cut(&out, '\n', &line)) {
    if (!toc_str_starts(line, toc_cstr(key))) continue;
    const char *at = strstr(line.ptr, name);
    return (toc_str){at + strlen(name) + 3, 13};
  }
  return (toc_str){0};
}

static void group_in_order(const int *order, toc_buf *out) {
  toc_grouper *g = toc_grouper_new();
  for (int i = 0; i < 5; i++) {
    toc_doc doc = {0};
    const char *const *t = texts[order[i]];
    words(&doc, t[0], t[1], t[2]);
    assert_int_equal(toc_grouper_add(g, &doc, NULL), TOC_OK);
    release(&doc);
  }
  assert_int_equal(toc_grouper_write(g, collect, out, NULL), TOC_OK);
  toc_buf_put(out, "", 1);
  out->len--;
  toc_grouper_free(g);
}

static void reports_group_whatever_their_order(void **state) {
  (void)state;
  static const int orders[][5] = {{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 3, 1}};
  toc_buf first;
  toc_buf_init(&first, 0);
  group_in_order(orders[0], &first);
  toc_str out = {first.ptr, first.len};
  assert_true(toc_str_eq(field(out, "a", "incident"), field(out, "b", "incident")));
  assert_true(toc_str_eq(field(out, "c", "incident"), field(out, "d", "incident")));
  assert_false(toc_str_eq(field(out, "a", "incident"), field(out, "c", "incident")));
  assert_false(toc_str_eq(field(out, "a", "story"), field(out, "c", "story")));
  assert_false(toc_str_eq(field(out, "a", "incident"), field(out, "e", "incident"))); /* half a year apart */
  for (int k = 1; k < 3; k++) {
    toc_buf other;
    toc_buf_init(&other, 0);
    group_in_order(orders[k], &other);
    toc_str o = {other.ptr, other.len};
    for (int i = 0; i < 5; i++) {
      assert_true(toc_str_eq(field(out, texts[i][0], "incident"), field(o, texts[i][0], "incident")));
      assert_true(toc_str_eq(field(out, texts[i][0], "story"), field(o, texts[i][0], "story")));
    }
    toc_buf_release(&other);
  }
  toc_buf_release(&first);
}

static toc_event *event(toc_doc *doc, toc_type type, uint32_t token, uint32_t place, const char *actor) {
  toc_event *e = toc_push(&doc->arena, &doc->events);
  *e = (toc_event){.type = type, .token = token, .claim = TOC_NONE};
  e->where = (toc_where){.set = place != TOC_NONE, .place = place};
  if (actor) *toc_push(&doc->arena, &e->actors) = (toc_actor){.country = toc_cstr(actor), .sector = TOC_S("COP")};
  return e;
}

static void mentions_of_one_happening_share_an_incident(void **state) {
  (void)state;
  toc_doc doc = {0};
  words(&doc, "r", "killed crackdown killed beat", "2022-01-06");
  *toc_push(&doc.arena, &doc.places) = (toc_place){.name = TOC_S("Almaty"), .country = TOC_S("KAZ"), .precision = 1, .geonameid = 1};
  *toc_push(&doc.arena, &doc.places) = (toc_place){.name = TOC_S("Moscow"), .country = TOC_S("RUS"), .precision = 1, .geonameid = 2};
  event(&doc, TOC_ASSAULT, 0, 0, "KAZ");
  event(&doc, TOC_ASSAULT, 1, TOC_NONE, "KAZ");
  event(&doc, TOC_ASSAULT, 2, 1, "RUS");
  event(&doc, TOC_ASSAULT, 3, TOC_NONE, "KAZ")->status = TOC_FACT_THREATENED;
  *toc_push(&doc.arena, &doc.figures) = (toc_figure){.counts = TOC_COUNTS_KILLED, .low = 26, .high = 26, .claim = TOC_NONE, .subset_of = TOC_NONE, .corrects = TOC_NONE};
  *toc_push(&doc.arena, &doc.figures) = (toc_figure){.counts = TOC_COUNTS_KILLED, .low = 26, .high = 26, .claim = TOC_NONE, .subset_of = TOC_NONE, .corrects = TOC_NONE};
  *toc_push(&doc.arena, &doc.figures) = (toc_figure){.counts = TOC_COUNTS_KILLED, .low = 4, .high = 4, .claim = TOC_NONE, .subset_of = 1, .corrects = TOC_NONE};
  for (uint32_t i = 0; i < 3; i++) *toc_push(&doc.arena, &doc.events.ptr[i ? 1 : 0].figures) = i;
  assert_int_equal(toc__group_run(&doc, NULL), TOC_OK);
  assert_int_equal(doc.incidents.len, 3);
  assert_int_equal(doc.events.ptr[0].incident, doc.events.ptr[1].incident);
  assert_int_not_equal(doc.events.ptr[0].incident, doc.events.ptr[2].incident); /* another country */
  assert_int_not_equal(doc.events.ptr[0].incident, doc.events.ptr[3].incident); /* only threatened */
  assert_int_equal(doc.incidents.ptr[0].tolls.len, 1); /* told twice, the subset left out */
  release(&doc);
}

static toc_figure killed(double n, uint32_t head, uint32_t first) {
  return (toc_figure){.counts = TOC_COUNTS_KILLED, .low = n, .high = n, .head = head, .verb = TOC_NONE, .first = first, .last = first + 1,
                      .claim = TOC_NONE, .subset_of = TOC_NONE, .corrects = TOC_NONE};
}

/* Tokens 0 to 7 are one sentence; the event is the first of them. */
static double last_toll(const toc_figure *f, int n, const toc_figure *victims, int m, uint32_t *tolls) {
  toc_doc doc = {0};
  words(&doc, "r", "killed people women people nurses man dead toll", "2022-01-06");
  event(&doc, TOC_ASSAULT, 0, TOC_NONE, "KAZ");
  for (int i = 0; i < n; i++) *toc_push(&doc.arena, &doc.figures) = f[i];
  for (int i = 0; i < m; i++) *toc_push(&doc.arena, &doc.victims) = victims[i];
  assert_int_equal(toc__group_run(&doc, NULL), TOC_OK);
  assert_int_equal(doc.incidents.len, 1);
  *tolls = doc.incidents.ptr[0].tolls.len;
  double last = *tolls ? doc.incidents.ptr[0].tolls.ptr[*tolls - 1].low : -1;
  release(&doc);
  return last;
}

static void a_voice_gives_its_toll_once(void **state) {
  (void)state;
  uint32_t n;
  toc_figure parts[] = {killed(5, 1, 1), killed(2, 2, 2)};
  assert_true(last_toll(parts, 2, NULL, 0, &n) == 5 && n == 1); /* five people … two women */
  toc_figure later[] = {killed(5, 1, 1), killed(7, 3, 3)};
  later[1].total = true;
  assert_true(last_toll(later, 2, NULL, 0, &n) == 7 && n == 2); /* the toll rose to seven */
  toc_figure vague[] = {killed(3, 1, 1), killed(4, 3, 3)};
  vague[0].high = 9;
  assert_true(last_toll(vague, 2, NULL, 0, &n) == 4 && n == 2); /* several … four */
  toc_figure rival[] = {killed(5, 1, 1), killed(7, 3, 3)};
  rival[1].claim = 0;
  assert_true(last_toll(rival, 2, NULL, 0, &n) == 5 && n == 2); /* both kept, the report's own last */
  toc_figure none[] = {killed(0, 1, 1)};
  assert_true(last_toll(none, 1, NULL, 0, &n) == -1 && n == 0); /* nobody was killed */
}

static void victims_count_where_no_number_does(void **state) {
  (void)state;
  uint32_t n;
  toc_figure man = killed(1, 5, 5), five = killed(5, 1, 1);
  man.verb = 0;
  assert_true(last_toll(NULL, 0, &man, 1, &n) == 1 && n == 1);
  assert_true(last_toll(&five, 1, &man, 1, &n) == 5 && n == 1);
}

/* An event that holds the victim says whose toll it is, though another stands nearer. */
static void a_victim_belongs_to_its_event(void **state) {
  (void)state;
  toc_doc doc = {0};
  words(&doc, "r", "killed man shot", "2022-01-06");
  *toc_push(&doc.arena, &doc.places) = (toc_place){.name = TOC_S("Almaty"), .country = TOC_S("KAZ"), .precision = 1, .geonameid = 1};
  *toc_push(&doc.arena, &doc.places) = (toc_place){.name = TOC_S("Moscow"), .country = TOC_S("RUS"), .precision = 1, .geonameid = 2};
  event(&doc, TOC_ASSAULT, 0, 0, "KAZ");
  event(&doc, TOC_ASSAULT, 2, 1, "RUS");
  *toc_push(&doc.arena, &doc.figures) = killed(5, TOC_NONE, 1);
  toc_figure man = killed(1, 1, 1);
  man.verb = 0;
  *toc_push(&doc.arena, &doc.victims) = man;
  *toc_push(&doc.arena, &doc.events.ptr[0].figures) = 0;
  *toc_push(&doc.arena, &doc.events.ptr[1].figures) = 1;
  assert_int_equal(toc__group_run(&doc, NULL), TOC_OK);
  assert_int_equal(doc.incidents.len, 2);
  assert_int_equal(doc.incidents.ptr[0].tolls.len, 1);
  assert_int_equal(doc.incidents.ptr[1].tolls.len, 1);
  assert_true(doc.incidents.ptr[0].tolls.ptr[0].low == 5 && doc.incidents.ptr[1].tolls.ptr[0].low == 1);
  release(&doc);
}

static toc_when on(toc_day day) {
  return (toc_when){.set = true, .time = TOC_NONE, .from = day, .to = day, .from_minute = -1, .to_minute = -1, .precision = TOC_S("day")};
}

static void a_happening_has_one_day(void **state) {
  (void)state;
  for (int years = 0; years < 2; years++) {
    toc_doc doc = {0};
    words(&doc, "r", "shooting shot killed", "2022-01-06");
    for (uint32_t i = 0; i < 3; i++) event(&doc, TOC_ASSAULT, i, TOC_NONE, "KAZ");
    doc.events.ptr[1].when = on(doc.dct - 2 - 700 * years);
    assert_int_equal(toc__group_run(&doc, NULL), TOC_OK);
    assert_int_equal(doc.incidents.len, 1);
    for (uint32_t i = 0; i < 3; i += 2) {
      assert_int_equal(doc.events.ptr[i].when.from, years ? doc.dct - 1 : doc.dct - 2); /* what is two years back dates no news */
      assert_true(toc_str_is(doc.events.ptr[i].when.via, years ? "published" : "report"));
    }
    release(&doc);
  }
}

/* "The crowd was shot at … on Tuesday the town …": a day told that no clause ties to the act;
 * one of the future, or of the dateline, is none. */
static void the_main_happening_has_the_first_day_told(void **state) {
  (void)state;
  for (int ahead = 0; ahead < 2; ahead++) {
    toc_doc doc = {0};
    words(&doc, "r", "shooting shot Tuesday", "2022-01-06");
    for (uint32_t i = 0; i < 3; i++) doc.tokens.ptr[i].span = (toc_span){i, i + 1};
    toc_doc_link(&doc);
    for (uint32_t i = 0; i < 2; i++) event(&doc, TOC_ASSAULT, i, TOC_NONE, "KAZ");
    toc_day day = ahead ? doc.dct + 5 : doc.dct - 2;
    *toc_push(&doc.arena, &doc.times) = (toc_time){.span = {2, 3}, .first = 2, .last = 3, .type = TOC_TIME_DATE, .from = day, .to = day};
    assert_int_equal(toc__group_run(&doc, NULL), TOC_OK);
    assert_int_equal(doc.events.ptr[0].when.from, ahead ? doc.dct - 1 : day);
    assert_true(toc_str_is(doc.events.ptr[1].when.via, ahead ? "published" : "report"));
    release(&doc);
  }
}

static void a_headline_is_of_the_day_of_the_report(void **state) {
  (void)state;
  for (int body = 0; body < 2; body++) {
    toc_doc doc = {0};
    words(&doc, "r", "shooting", "2022-01-06");
    doc.sentences.ptr[0].section = body ? TOC_BODY : TOC_TITLE;
    event(&doc, TOC_ASSAULT, 0, TOC_NONE, "KAZ");
    assert_int_equal(toc__group_run(&doc, NULL), TOC_OK);
    assert_true(doc.events.ptr[0].when.from == doc.dct - body && doc.events.ptr[0].when.to == doc.dct);
    assert_true(toc_str_is(doc.events.ptr[0].when.via, "published"));
    release(&doc);
  }
}

/* What is done is news; a stand that somebody takes, a plan and a report without a day are not dated. */
static void deeds_without_a_day_are_of_the_report(void **state) {
  (void)state;
  static const struct {
    toc_type type;
    toc_fact status;
    const char *published;
    int before; /* days from the first possible one to the report's; -1: no day */
  } c[] = {{TOC_COERCE, TOC_FACT_OCCURRED, "2022-01-06", 1}, {TOC_PROTEST, TOC_FACT_ONGOING, "2022-01-06", 0},
           {TOC_ACCUSE, TOC_FACT_OCCURRED, "2022-01-06", -1}, {TOC_REJECT, TOC_FACT_OCCURRED, "2022-01-06", -1},
           {TOC_COERCE, TOC_FACT_PLANNED, "2022-01-06", -1},  {TOC_COERCE, TOC_FACT_DENIED, "2022-01-06", -1},
           {TOC_COERCE, TOC_FACT_OCCURRED, "", -1}};
  for (size_t k = 0; k < sizeof c / sizeof *c; k++) {
    toc_doc doc = {0};
    words(&doc, "r", "detained", c[k].published);
    doc.sentences.ptr[0].section = TOC_BODY;
    event(&doc, c[k].type, 0, TOC_NONE, "KAZ");
    doc.events.ptr[0].status = c[k].status;
    assert_int_equal(toc__group_run(&doc, NULL), TOC_OK);
    const toc_when *w = &doc.events.ptr[0].when;
    assert_int_equal(w->set, c[k].before >= 0);
    if (w->set) assert_true(w->from == doc.dct - c[k].before && w->to == doc.dct);
    release(&doc);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reports_group_whatever_their_order),
      cmocka_unit_test(mentions_of_one_happening_share_an_incident),
      cmocka_unit_test(a_voice_gives_its_toll_once),
      cmocka_unit_test(victims_count_where_no_number_does),
      cmocka_unit_test(a_victim_belongs_to_its_event),
      cmocka_unit_test(a_happening_has_one_day),
      cmocka_unit_test(the_main_happening_has_the_first_day_told),
      cmocka_unit_test(a_headline_is_of_the_day_of_the_report),
      cmocka_unit_test(deeds_without_a_day_are_of_the_report),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
