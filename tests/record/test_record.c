/* Written forms of hand-made documents, against golden files that we read
 * (TOC_UPDATE=1 in the environment rewrites them), and the promises that hold for any. */
#include "record.h"
#include "sample.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const toc__record_engine engine = {"0.1.0", "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                                          "sha256:aa112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", ""};

static void check_golden(const char *name, const toc_buf *got) {
  char path[512];
  snprintf(path, sizeof path, "%s/tests/record/golden/%s", TOC_SOURCE_DIR, name);
  assert_false(got->failed);
  if (getenv("TOC_UPDATE")) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(got->ptr, 1, got->len, f), got->len);
    fclose(f);
  }
  toc_arena a;
  toc_arena_init(&a, 0);
  toc_str want;
  toc_error err;
  if (toc_file_read(&a, path, 0, &want, &err) != TOC_OK) fail_msg("%s", err.message);
  size_t n = want.len < got->len ? want.len : got->len, i = 0;
  while (i < n && want.ptr[i] == got->ptr[i]) i++;
  if (i < n || want.len != got->len) {
    size_t from = i > 40 ? i - 40 : 0;
    fail_msg("%s differs at byte %zu: want \"%.80s\", got \"%.*s\"", name, i, want.ptr + from,
             (int)(got->len - from < 80 ? got->len - from : 80), got->ptr + from);
  }
  toc_arena_release(&a);
}

static toc_buf write_sample(void (*make)(toc_doc *), toc_format format, uint32_t layers, const toc_style *style) {
  toc_doc *doc = calloc(1, sizeof *doc);
  toc_buf out;
  toc_buf_init(&out, 0);
  make(doc);
  assert_int_equal(toc__record_header(&out, format), TOC_OK);
  assert_int_equal(toc__record_write(&out, doc, &engine, format, layers, style), TOC_OK);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
  return out;
}

static void golden(const char *name, void (*make)(toc_doc *), toc_format format, uint32_t layers, const toc_style *style) {
  toc_buf out = write_sample(make, format, layers, style);
  check_golden(name, &out);
  toc_buf_release(&out);
}

static void test_golden(void **state) {
  (void)state;
  toc_style narrow = {.width = 60}, colour = {.width = 120, .colour = 1};
  uint32_t all = TOC_LAYER_PREDICATES | TOC_LAYER_NEGATIONS | TOC_LAYER_CANDIDATES | TOC_LAYER_TOKENS | TOC_LAYER_SRL;
  golden("docs.jsonl", sample_full, TOC_FORMAT_DOCS, 0, NULL);
  golden("layers.jsonl", sample_full, TOC_FORMAT_DOCS, all, NULL);
  golden("empty.jsonl", sample_empty, TOC_FORMAT_DOCS, all, NULL);
  golden("events.jsonl", sample_full, TOC_FORMAT_JSONL, 0, NULL);
  golden("events.csv", sample_full, TOC_FORMAT_CSV, 0, NULL);
  golden("names.csv", sample_full, TOC_FORMAT_CSV, TOC_LAYER_NAMES, NULL);
  golden("table.txt", sample_full, TOC_FORMAT_TABLE, 0, NULL);
  golden("table-narrow.txt", sample_full, TOC_FORMAT_TABLE, 0, &narrow);
  golden("table-colour.txt", sample_full, TOC_FORMAT_TABLE, 0, &colour);
  golden("table-empty.txt", sample_empty, TOC_FORMAT_TABLE, 0, NULL);
  golden("text.jsonl", sample_full, TOC_FORMAT_TEXT, 0, NULL);
  golden("text-empty.jsonl", sample_empty, TOC_FORMAT_TEXT, 0, NULL);
  golden("plain.txt", sample_full, TOC_FORMAT_PLAIN, 0, NULL);
}

/* What the coder says it tried; of a token that is not there, too. */
#define TRACE                                                                                                              \
  "@1\n:verb; subj Police, obj protesters\n~shoot.none@x.pat:1  no prt of (down)\n-shoot.none@x.pat:2  no obj of (film), found 'protesters'\n" \
  "+shoot.ASSAULT@x.pat:3  ASSAULT/firearms 190; actor Police (subj)\n=shoot /V subj:actor => ASSAULT/firearms 190\n"             \
  "@5\n:noun\n~protester.none@x.pat:9  no for\n@4294967295\n:verb\n@9999\n+lost\n@x\n@1\n?0.93 that it is right\n!kept"

static void entry(void *ctx, toc_arena *a, const toc_doc *doc, const toc_actor *actor, toc_strs *out) {
  (void)ctx, (void)doc;
  *toc_push(a, out) = toc_str_format(a, "agents.txt:1  %.*s", TOC_FMT(actor->code));
}

/* Each event and impact of the sample, with a trace and without. */
static void test_why(void **state) {
  (void)state;
  toc_doc *doc = calloc(1, sizeof *doc);
  toc_buf out;
  toc_buf_init(&out, 0);
  sample_full(doc);
  toc__why told = {entry, NULL}, none = {0};
  for (uint32_t i = 0; i < doc->events.len + doc->impacts.len; i++)
    assert_int_equal(toc__record_why(&out, doc, i ? (toc_str){0} : toc_cstr(TRACE), i, i ? &none : &told, NULL), TOC_OK);
  check_golden("why.txt", &out);
  toc_buf_release(&out);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

static void test_explain(void **state) {
  (void)state;
  toc_doc *doc = calloc(1, sizeof *doc);
  toc_buf out;
  toc_buf_init(&out, 0);
  sample_full(doc);
  assert_int_equal(toc__record_explain(&out, doc, toc_cstr(TRACE), NULL), TOC_OK);
  check_golden("explain.txt", &out);
  toc_buf_reset(&out);
  toc_style all = {.width = 80, .all = 1};
  assert_int_equal(toc__record_explain(&out, doc, toc_cstr(TRACE), &all), TOC_OK);
  check_golden("explain-all.txt", &out);
  toc_buf_release(&out);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

/* Each byte of a text of all UTF-8 lengths, over several checkpoints. */
static void test_offsets(void **state) {
  (void)state;
  toc_arena a;
  toc_arena_init(&a, 0);
  char text[400];
  size_t n = 0;
  static const uint32_t cps[] = {'a', 0xE9, 0x20AC, 0x1F600};
  for (int i = 0; n + 4 < sizeof text; i++) n += toc_utf8_put(cps[i * 7 % 4], text + n);
  toc__offsets o;
  toc__offsets_init(&o, &a, (toc_str){text, n});
  assert_false(o.ascii);
  for (uint32_t b = 0; b <= n; b++) assert_int_equal(toc__offset(&o, b), toc_utf8_count((toc_str){text, b}));
  toc__offsets_init(&o, &a, TOC_S("plain"));
  assert_true(o.ascii);
  assert_int_equal(toc__offset(&o, 5), 5);
  toc__offsets_init(&o, &a, (toc_str){0});
  assert_int_equal(toc__offset(&o, 0), 0);
  toc_arena_release(&a);
}

/* No name of the private reporter leaves in CSV; her namesake with an office stays. */
static void test_private_names(void **state) {
  (void)state;
  toc_buf out = write_sample(sample_full, TOC_FORMAT_CSV, 0, NULL);
  toc_buf_put(&out, "", 1);
  assert_null(strstr(out.ptr, "Aigerim"));
  assert_null(strstr(out.ptr, "aigerim"));
  assert_non_null(strstr(out.ptr, "[journalist], a reporter"));
  assert_non_null(strstr(out.ptr, "\"the police chief, Jan Łukasz\""));
  toc_buf_release(&out);
  out = write_sample(sample_full, TOC_FORMAT_CSV, TOC_LAYER_NAMES, NULL);
  toc_buf_put(&out, "", 1);
  assert_non_null(strstr(out.ptr, "Aigerim Łukasz, a reporter"));
  assert_non_null(strstr(out.ptr, "aigerim-lukasz"));
  toc_buf_release(&out);
}

/* A title given beside the text, and the words of a name that the name finder missed. */
static void test_private_names_elsewhere(void **state) {
  (void)state;
  toc_doc *doc = calloc(1, sizeof *doc);
  sample_full(doc);
  toc_arena a;
  toc_arena_init(&a, 0);
  toc__mask m;
  toc__mask_init(&m, &a, doc, false);
  toc_str s = toc__mask_text(&m, &a, TOC_S("Police beat Aigerim J. Łukasz, mother of two"));
  assert_true(toc_str_is(s, "Police beat [journalist], mother of two"));
  s = toc__mask_text(&m, &a, TOC_S("Police beat Aigerim Łukasz"));
  assert_true(toc_str_is(s, "Police beat [journalist]"));
  assert_true(toc__mask_spells(&m, &a, TOC_S("/news/AIGERIM.html")));
  assert_false(toc__mask_spells(&m, &a, TOC_S("/news/aigerims-page.html")));
  toc__mask_init(&m, &a, doc, true);
  s = toc__mask_text(&m, &a, TOC_S("Aigerim"));
  assert_true(toc_str_is(s, "Aigerim"));
  toc_arena_release(&a);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

/* "Will" and the namesake's surname are hidden beside a word that is surely the name, and stay
 * alone; a surname that only the tree joins to the name is hidden, too. */
static void test_doubtful_words(void **state) {
  (void)state;
  static const char words[] = "Will Okafor left. Mr. Smith , the mayor , and Dora Smith will stay with Ann Berg .";
  toc_doc *doc = calloc(1, sizeof *doc);
  toc_arena a;
  toc_arena_init(&a, 0);
  toc_doc_reset(doc, 0);
  doc->text = toc_cstr(words);
  *toc_push(&doc->arena, &doc->sentences) = (toc_sentence){.span = {0, (uint32_t)doc->text.len}};
  for (size_t at = 0, end = 0; at < doc->text.len; at = end + 1) {
    for (end = at; end < doc->text.len && words[end] != ' ';) end++;
    toc_token *t = toc_doc_add_token(doc);
    t->span = (toc_span){(uint32_t)at, (uint32_t)end};
    t->upos = words[at] >= 'A' && words[at] <= 'Z' ? TOC_UPOS_PROPN : TOC_UPOS_X;
  }
  static const struct {
    const char *name;
    uint32_t first, last;
  } names[] = {{"Will Okafor", 0, 2}, {"Mr. Smith", 3, 5}, {"Dora Smith", 10, 12}, {"Ann", 15, 16}};
  for (uint32_t i = 0; i < 4; i++) {
    *toc_push(&doc->arena, &doc->mentions) = (toc_mention){.span = sample_span(doc, names[i].name, 0), .first = names[i].first,
                                                           .last = names[i].last, .kind = TOC_KIND_PER, .entity = i};
    for (uint32_t t = names[i].first; t < names[i].last; t++) doc->tokens.ptr[t].mention = i;
  }
  toc_doc_set_head(doc, 16, 15, TOC_S("flat")); /* Berg */
  *toc_push(&doc->arena, &doc->actors) = (toc_actor){.span = sample_span(doc, "Mr. Smith", 0), .head = 4, .person = true};
  toc__mask m;
  toc__mask_init(&m, &a, doc, false);
  static const struct {
    const char *title, *shown;
  } c[] = {
      {"Will it rain?", "Will it rain?"},
      {"Will Okafor stays", "[person] stays"},
      {"WILL OKAFOR STAYS", "[person] STAYS"},
      {"Okafor will stay", "[person] will stay"},
      {"Smith keeps his office", "Smith keeps his office"},
      {"Mr. Smith and Dora Smith", "Mr. Smith and [person]"},
      {"Mr. Okafor, J. Okafor", "Mr. [person], [person]"},
      {"Plan J fails", "Plan J fails"},
      {"Berg, too", "[person], too"},
  };
  for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
    toc_str s = toc__mask_text(&m, &a, toc_cstr(c[i].title));
    if (!toc_str_is(s, c[i].shown)) fail_msg("%s: want %s, got %.*s", c[i].title, c[i].shown, TOC_FMT(s));
  }
  toc_str s = toc__mask_span(&m, &a, (toc_span){0, (uint32_t)doc->text.len});
  assert_true(toc_str_is(s, "[person] left. Mr. Smith , the mayor , and [person] will stay with [person] ."));
  assert_true(toc__mask_spells(&m, &a, TOC_S("/okafor-leaves")));
  assert_false(toc__mask_spells(&m, &a, TOC_S("/mr-smith-will-stay")));
  toc_arena_release(&a);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

/* A town that the name finder took for a person is shown. */
static void test_place_is_no_person(void **state) {
  (void)state;
  toc_doc *doc = calloc(1, sizeof *doc);
  toc_arena a;
  toc_arena_init(&a, 0);
  sample_full(doc);
  toc_span town = sample_span(doc, "Żarki", 1);
  doc->mentions.ptr[0].kind = TOC_KIND_PER;
  toc_token *t = &doc->tokens.ptr[5]; /* moved there: the sample has no token on the town */
  t->span = town;
  toc__mask m;
  toc__mask_init(&m, &a, doc, false);
  assert_true(toc_str_is(toc__mask_span(&m, &a, town), "[person]"));
  t->place = 0;
  toc__mask_init(&m, &a, doc, false);
  assert_true(toc_str_is(toc__mask_span(&m, &a, town), "Żarki"));
  toc_arena_release(&a);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

/* What a report says cannot steer the terminal that shows it. */
static void test_terminal_is_safe(void **state) {
  (void)state;
  toc_doc *doc = calloc(1, sizeof *doc);
  sample_empty(doc);
  doc->title = TOC_S("Red\x1b[31m alert\a \xC2\x9B" "2J \xE2\x80\xAE" "desrever\r\n\tend");
  doc->text = TOC_S("\x1b]0;title\a body");
  for (int format = TOC_FORMAT_TABLE; format <= TOC_FORMAT_PLAIN; format += TOC_FORMAT_PLAIN - TOC_FORMAT_TABLE) {
    toc_buf out;
    toc_buf_init(&out, 0);
    assert_int_equal(toc__record_write(&out, doc, &engine, (toc_format)format, 0, NULL), TOC_OK);
    for (size_t i = 0; i < out.len; i++) assert_true((unsigned char)out.ptr[i] >= 0x20 || out.ptr[i] == '\n');
    toc_buf_put(&out, "", 1);
    assert_null(strstr(out.ptr, "\xC2\x9B"));
    assert_null(strstr(out.ptr, "\xE2\x80\xAE"));
    assert_non_null(strstr(out.ptr, "Red [31m alert"));
    toc_buf_release(&out);
  }
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

/* No line of a table is wider than asked for, whatever the words. */
static void test_width(void **state) {
  (void)state;
  toc_doc *doc = calloc(1, sizeof *doc);
  sample_full(doc);
  char word[400];
  memset(word, 'w', sizeof word);
  doc->publisher = (toc_str){word, sizeof word};
  doc->places.ptr[0].name = (toc_str){word, 150};
  for (unsigned width = 40; width <= 240; width += 4) {
    toc_style style = {.width = width};
    toc_buf out;
    toc_buf_init(&out, 0);
    assert_int_equal(toc__record_write(&out, doc, &engine, TOC_FORMAT_TABLE, 0, &style), TOC_OK);
    toc_str rest = {out.ptr, out.len}, line;
    while (toc_str_cut(&rest, '\n', &line)) assert_true(toc__screen_columns(line) <= width);
    toc_buf_release(&out);
  }
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

static void check_interval(double low, double high, const char *want) {
  toc_buf b;
  toc_buf_init(&b, 0);
  toc__word_interval(&b, low, high);
  assert_true(toc_str_is((toc_str){b.ptr, b.len}, want));
  toc_buf_release(&b);
}

static void test_intervals(void **state) {
  (void)state;
  check_interval(24, 99, "24–99");
  check_interval(5, 5, "5");
  check_interval(95, NAN, "at least 95");
  check_interval(0, 99, "up to 99");
  check_interval(NAN, 99, "up to 99");
  check_interval(2000, 9999, "2,000–9,999");
  check_interval(1234567, 1234567, "1,234,567");
  check_interval(4.2, 4.2, "4.2");
  check_interval(NAN, NAN, "an unknown number");
}

/* ------------------------------------------------------------------ verify */

typedef void (*spoil_fn)(toc_doc *d);
static void no_end(toc_doc *d) { d->events.ptr[0].trigger.end = 100000; }
static void cut_char(toc_doc *d) { d->mentions.ptr[0].span.start++; }
static void wrong_mode(toc_doc *d) { d->events.ptr[0].mode = TOC_MODE_PROTEST_DEMO; }
static void no_type(toc_doc *d) { d->events.ptr[1].type = TOC_TYPE_NONE; }
static void no_figure(toc_doc *d) { d->events.ptr[0].figures.ptr[0] = 9; }
static void no_reason(toc_doc *d) { d->events.ptr[3].actors.ptr[0].via = (toc_str){0}; }
static void bad_sector(toc_doc *d) { d->events.ptr[0].actors.ptr[0].sector = TOC_S("XYZ"); }
static void other_country(toc_doc *d) { d->events.ptr[0].actors.ptr[0].country = TOC_S("FRA"); }
static void circle(toc_doc *d) { d->claims.ptr[1].within = 0; }
static void upside_down(toc_doc *d) { d->figures.ptr[1].low = 50; }
static void off_globe(toc_doc *d) { d->places.ptr[0].lat = 91; }
static void no_why(toc_doc *d) { d->events.ptr[0].why = (toc_str){0}; }
static void elsewhere(toc_doc *d) { d->events.ptr[0].sentence = 3; }
static void stray_head(toc_doc *d) { d->tokens.ptr[0].head = 7; }
static void bad_cameo(toc_doc *d) { d->events.ptr[0].cameo = TOC_S("19x"); }

static void test_verify(void **state) {
  (void)state;
  static const struct {
    spoil_fn spoil;
    const char *message;
  } c[] = {
      {no_end, "event e1: trigger: span"},
      {cut_char, "mention 1: span"},
      {wrong_mode, "event e1: mode: belongs to another type"},
      {no_type, "event e2: type: is not PLOVER's"},
      {no_figure, "event e1: figures: points nowhere"},
      {no_reason, "event e4: actor: has neither words nor a reason"},
      {bad_sector, "event e1: actor: its sector is not PLOVER's"},
      {other_country, "event e1: actor: its code is of another country"},
      {circle, "claim 1: within: leads in a circle"},
      {upside_down, "figure 2: its low end is above its high end"},
      {off_globe, "place 1: point: is not on the globe"},
      {no_why, "event e1: why: is missing"},
      {elsewhere, "event e1: trigger: stands in another sentence"},
      {stray_head, "sentence 3: token: hangs on another sentence"},
      {bad_cameo, "event e1: cameo: is no CAMEO code"},
  };
  toc_doc *doc = calloc(1, sizeof *doc);
  toc_error err;
  sample_full(doc);
  if (toc__record_verify(doc, &err) != TOC_OK) fail_msg("%s", err.message);
  for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
    sample_full(doc);
    c[i].spoil(doc);
    assert_int_equal(toc__record_verify(doc, &err), TOC_BADDATA);
    if (strncmp(err.message, c[i].message, strlen(c[i].message)) != 0)
      fail_msg("want \"%s\", got \"%s\"", c[i].message, err.message);
    assert_non_null(strstr(err.message, "sample.txt"));
  }
  sample_empty(doc);
  assert_int_equal(toc__record_verify(doc, &err), TOC_OK);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

/* "Aigerim Łukasz, a reporter, was beaten": a victim that no word counts stands behind the
 * figures, and an event points at it. */
static toc_buf write_victim(toc_doc *doc, toc_format format, uint32_t layers) {
  toc_buf out;
  toc_buf_init(&out, 0);
  assert_int_equal(toc__record_write(&out, doc, &engine, format, layers, NULL), TOC_OK);
  toc_buf_put(&out, "", 1);
  return out;
}

static void test_victims(void **state) {
  (void)state;
  toc_doc *doc = calloc(1, sizeof *doc);
  toc_error err;
  sample_full(doc);
  toc_span her = sample_span(doc, "Aigerim Łukasz", 0);
  *toc_push(&doc->arena, &doc->victims) = (toc_figure){.span = her, .of = her, .head = TOC_NONE, .counts = TOC_COUNTS_INJURED, .low = 1,
                                                       .high = 1, .subset_of = TOC_NONE, .corrects = TOC_NONE, .verb = TOC_NONE, .claim = TOC_NONE};
  uint32_t at = toc_doc_figures(doc) - 1;
  assert_int_equal(at, doc->figures.len);
  *toc_push(&doc->arena, &doc->events.ptr[2].figures) = at;
  if (toc__record_verify(doc, &err) != TOC_OK) fail_msg("%s", err.message);
  assert_int_equal(toc__event_figure(doc, &doc->events.ptr[2], TOC_COUNTS_INJURED), at);
  toc_buf json = write_victim(doc, TOC_FORMAT_JSONL, 0), csv = write_victim(doc, TOC_FORMAT_CSV, 0),
          names = write_victim(doc, TOC_FORMAT_CSV, TOC_LAYER_NAMES), table = write_victim(doc, TOC_FORMAT_TABLE, 0);
  assert_non_null(strstr(json.ptr, "\"text\":\"Aigerim Łukasz\",\"counts\":\"injured\""));
  assert_null(strstr(csv.ptr, "injured 1 [Aigerim"));
  assert_non_null(strstr(csv.ptr, "injured 1 ["));
  assert_non_null(strstr(names.ptr, "injured 1 [Aigerim Łukasz]"));
  assert_non_null(strstr(table.ptr, "injured 1"));
  toc_buf_release(&json);
  toc_buf_release(&csv);
  toc_buf_release(&names);
  toc_buf_release(&table);
  doc->victims.ptr[0].low = 2;
  assert_int_equal(toc__record_verify(doc, &err), TOC_BADDATA);
  doc->victims.len = 0;
  assert_int_equal(toc__record_verify(doc, &err), TOC_BADDATA);
  assert_non_null(strstr(err.message, "event e3: figures: points nowhere"));
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

/* Each allocation in turn fails: a status, no crash, no leak. */
static void test_out_of_memory(void **state) {
  (void)state;
  static const toc_format formats[] = {TOC_FORMAT_DOCS, TOC_FORMAT_JSONL, TOC_FORMAT_CSV, TOC_FORMAT_TABLE, TOC_FORMAT_PLAIN};
  toc_doc *doc = calloc(1, sizeof *doc);
  sample_full(doc);
  for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
      toc_buf out;
      toc_buf_init(&out, 0);
      toc_arena_fail_after(n);
      toc_status st = toc__record_write(&out, doc, &engine, formats[f], 0, NULL);
      toc_arena_fail_after(0);
      assert_true(st == TOC_OK || st == TOC_NOMEM);
      done = st == TOC_OK;
      assert_true(n < 100000);
      toc_buf_release(&out);
    }
    toc_buf out;
    toc_buf_init(&out, 20); /* no room in the output */
    assert_int_equal(toc__record_write(&out, doc, &engine, formats[f], 0, NULL), TOC_NOMEM);
    toc_buf_release(&out);
  }
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_golden),        cmocka_unit_test(test_explain), cmocka_unit_test(test_why),
      cmocka_unit_test(test_offsets),       cmocka_unit_test(test_private_names),
      cmocka_unit_test(test_private_names_elsewhere), cmocka_unit_test(test_place_is_no_person), cmocka_unit_test(test_doubtful_words),
      cmocka_unit_test(test_terminal_is_safe),
      cmocka_unit_test(test_width),         cmocka_unit_test(test_intervals),
      cmocka_unit_test(test_verify),        cmocka_unit_test(test_victims),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
