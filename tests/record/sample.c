/* sample.c - documents made by hand.  The report is our own invention. */
#include "sample.h"

#include <assert.h>
#include <math.h>

static const char text[] =
    "Curfew in Żarki after night of shooting\n\n"
    "ŻARKI, June 12 (Fergana Wire) – Police shot at least 26 protesters in Żarki on Friday, "
    "the Health Ministry said, quoting doctors.\n\n"
    "Prosecutors put the dead at “some 40”. Aigerim Łukasz, a reporter, said the police chief, "
    "Jan Łukasz, had beaten her. Trains stopped. Dozens were not arrested.\n";

toc_span sample_span(const toc_doc *doc, const char *words, int n) {
  size_t len = strlen(words);
  for (size_t i = 0; i + len <= doc->text.len; i++)
    if (memcmp(doc->text.ptr + i, words, len) == 0 && n-- == 0)
      return (toc_span){(uint32_t)i, (uint32_t)(i + len)};
  assert(!"the sample has these words");
  return (toc_span){0};
}

static void put_sentence(toc_doc *d, const char *first, const char *last, toc_section section, uint32_t paragraph) {
  toc_sentence *s = toc_push(&d->arena, &d->sentences);
  uint32_t from = d->sentences.len > 1 ? s[-1].span.end : 0;
  s->section = section;
  s->paragraph = paragraph;
  s->first = s->last = d->tokens.len;
  for (int n = 0;; n++) {
    toc_span at = sample_span(d, first, n);
    if (at.start < from) continue;
    s->span.start = at.start;
    break;
  }
  for (int n = 0;; n++) {
    toc_span at = sample_span(d, last, n);
    if (at.start < s->span.start) continue;
    s->span.end = at.end;
    break;
  }
}

static uint32_t put_token(toc_doc *d, const char *form, int nth, const char *lemma, toc_upos upos, uint32_t sentence) {
  toc_token *t = toc_doc_add_token(d);
  t->span = sample_span(d, form, nth);
  t->form = toc_slice(d->text, t->span);
  t->lemma = toc_pool_intern(&d->pool, toc_cstr(lemma));
  t->upos = upos;
  t->sentence = sentence;
  toc_sentence *s = &d->sentences.ptr[sentence];
  if (s->first == s->last) s->first = d->tokens.len - 1;
  s->last = d->tokens.len;
  return d->tokens.len - 1;
}

static toc_actor make_actor(const toc_doc *d, const char *words, int nth, const char *country, const char *sector,
                            const char *code) {
  return (toc_actor){.span = sample_span(d, words, nth),
                     .head = TOC_NONE,
                     .country = toc_cstr(country),
                     .sector = toc_cstr(sector),
                     .code = toc_cstr(code)};
}

static void put_figure(toc_doc *d, const char *words, const char *of, toc_counts counts, double low, double high,
                       uint32_t claim) {
  toc_figure *f = toc_push(&d->arena, &d->figures);
  *f = (toc_figure){.span = sample_span(d, words, 0), .head = TOC_NONE, .counts = counts, .low = low, .high = high,
                    .approximate = !(low == high), .subset_of = TOC_NONE, .corrects = TOC_NONE, .verb = TOC_NONE, .claim = claim};
  if (of) f->of = sample_span(d, of, 0);
}

static void put_tree(toc_doc *d) {
  uint32_t police = put_token(d, "Police", 0, "police", TOC_UPOS_NOUN, 2);
  uint32_t shot = put_token(d, "shot", 0, "shoot", TOC_UPOS_VERB, 2);
  uint32_t at = put_token(d, "at", 0, "at", TOC_UPOS_ADP, 2);
  uint32_t least = put_token(d, "least", 0, "least", TOC_UPOS_ADJ, 2);
  uint32_t n26 = put_token(d, "26", 0, "26", TOC_UPOS_NUM, 2);
  uint32_t protesters = put_token(d, "protesters", 0, "protester", TOC_UPOS_NOUN, 2);
  d->tokens.ptr[protesters].feats = TOC_S("Number=Plur");
  toc_doc_set_head(d, police, shot, TOC_S("nsubj"));
  toc_doc_set_head(d, shot, TOC_NONE, TOC_S("root"));
  toc_doc_set_head(d, at, least, TOC_S("case"));
  toc_doc_set_head(d, least, n26, TOC_S("nmod"));
  toc_doc_set_head(d, n26, protesters, TOC_S("nummod"));
  toc_doc_set_head(d, protesters, shot, TOC_S("obj"));
  d->sentences.ptr[2].analysed = true;
  uint32_t aigerim = put_token(d, "Aigerim", 0, "Aigerim", TOC_UPOS_PROPN, 4);
  uint32_t lukasz = put_token(d, "Łukasz", 0, "Łukasz", TOC_UPOS_PROPN, 4);
  uint32_t jan = put_token(d, "Jan", 0, "Jan", TOC_UPOS_PROPN, 4);
  uint32_t chief = put_token(d, "Łukasz", 1, "Łukasz", TOC_UPOS_PROPN, 4);
  d->tokens.ptr[aigerim].mention = d->tokens.ptr[lukasz].mention = 2;
  d->tokens.ptr[jan].mention = d->tokens.ptr[chief].mention = 3;
  toc_doc_link(d);
}

static void put_mentions(toc_doc *d) {
  static const struct {
    const char *words;
    int nth;
    toc_kind kind;
    uint32_t entity;
  } m[] = {{"Żarki", 1, TOC_KIND_GPE, 0},
           {"Health Ministry", 0, TOC_KIND_ORG, 1},
           {"Aigerim Łukasz", 0, TOC_KIND_PER, 2},
           {"Jan Łukasz", 0, TOC_KIND_PER, 3}};
  for (size_t i = 0; i < sizeof m / sizeof *m; i++)
    *toc_push(&d->arena, &d->mentions) =
        (toc_mention){.span = sample_span(d, m[i].words, m[i].nth), .kind = m[i].kind, .entity = m[i].entity, .score = 1};
}

static void put_place(toc_doc *d) {
  toc_candidate *c = toc_new(&d->arena, toc_candidate, 2);
  c[0] = (toc_candidate){.name = TOC_S("Żarki"), .country = TOC_S("POL"), .adm1 = TOC_S("83"), .geonameid = 1,
                         .lat = 50.625, .lon = 19.36, .score = 0.75};
  c[1] = (toc_candidate){.name = TOC_S("Żarki-Letnisko"), .country = TOC_S("POL"), .geonameid = 2,
                         .lat = 50.6, .lon = 19.2, .score = 0.25};
  *toc_push(&d->arena, &d->places) =
      (toc_place){.span = sample_span(d, "Żarki", 1), .name = TOC_S("Żarki"), .geonameid = 1, .located = true,
                  .lat = 50.625, .lon = 19.36, .country = TOC_S("POL"), .adm1 = TOC_S("83"), .precision = 1,
                  .candidate = c, .n_candidates = 2, .score = 0.75};
}

static void put_claims(toc_doc *d) {
  toc_claim *c = toc_push(&d->arena, &d->claims); /* 0: doctors, quoted by 1 */
  *c = (toc_claim){.kind = TOC_INDIRECT, .cue_token = TOC_NONE, .within = 1};
  *toc_push(&d->arena, &c->source) = sample_span(d, "doctors", 0);
  *toc_push(&d->arena, &c->cue) = sample_span(d, "quoting", 0);
  *toc_push(&d->arena, &c->content) = sample_span(d, "Police shot at least 26 protesters in Żarki on Friday", 0);
  c = toc_push(&d->arena, &d->claims); /* 1: the ministry */
  *c = (toc_claim){.kind = TOC_INDIRECT, .cue_token = TOC_NONE, .within = TOC_NONE, .has_by = true};
  c->by = make_actor(d, "Health Ministry", 0, "POL", "GOV", "POLGOV");
  *toc_push(&d->arena, &c->source) = sample_span(d, "the Health Ministry", 0);
  *toc_push(&d->arena, &c->cue) = sample_span(d, "said", 0);
  *toc_push(&d->arena, &c->content) = sample_span(d, "Police shot at least 26 protesters in Żarki on Friday", 0);
  c = toc_push(&d->arena, &d->claims); /* 2: prosecutors */
  *c = (toc_claim){.kind = TOC_MIXED, .cue_token = TOC_NONE, .within = TOC_NONE};
  *toc_push(&d->arena, &c->source) = sample_span(d, "Prosecutors", 0);
  *toc_push(&d->arena, &c->cue) = sample_span(d, "put", 0);
  *toc_push(&d->arena, &c->content) = sample_span(d, "the dead at “some 40”", 0);
  c = toc_push(&d->arena, &d->claims); /* 3: the reporter accuses */
  *c = (toc_claim){.kind = TOC_INDIRECT, .cue_token = TOC_NONE, .within = TOC_NONE, .accusing = true, .has_by = true};
  c->by = make_actor(d, "Aigerim Łukasz", 0, "POL", "JRN", "POLJRN");
  c->by.name = TOC_S("Aigerim Łukasz");
  c->by.person = c->by.private_person = true;
  *toc_push(&d->arena, &c->source) = sample_span(d, "Aigerim Łukasz, a reporter", 0);
  *toc_push(&d->arena, &c->cue) = sample_span(d, "said", 1);
  *toc_push(&d->arena, &c->content) = sample_span(d, "the police chief, Jan Łukasz, had beaten her", 0);
}

static toc_event *put_event(toc_doc *d, toc_type type, toc_mode mode, const char *trigger, int nth, uint32_t sentence,
                            const char *why) {
  toc_event *e = toc_push(&d->arena, &d->events);
  *e = (toc_event){.type = type, .mode = mode, .sentence = sentence, .token = TOC_NONE, .claim = TOC_NONE,
                   .incident = TOC_NONE, .trigger = sample_span(d, trigger, nth), .confidence = 0.8,
                   .factuality = NAN, .why = toc_cstr(why)};
  return e;
}

static void put_events(toc_doc *d) {
  toc_event *e = put_event(d, TOC_ASSAULT, TOC_MODE_ASSAULT_FIREARMS, "shot", 0, 2, "shoot.firearms@assault.pat:12");
  e->cameo = TOC_S("190");
  e->contexts = 1ull << TOC_CONTEXT_rights_freedoms | 1ull << TOC_CONTEXT_repression;
  *toc_push(&d->arena, &e->actors) = make_actor(d, "Police", 0, "POL", "COP", "POLCOP");
  *toc_push(&d->arena, &e->recipients) = make_actor(d, "protesters", 0, "POL", "CVL", "POLCVL");
  e->where = (toc_where){.set = true, .span = sample_span(d, "Żarki", 1), .place = 0};
  e->when = (toc_when){.set = true, .span = sample_span(d, "on Friday", 0), .time = 0, .from = toc_day_of(2010, 6, 11),
                       .to = toc_day_of(2010, 6, 11), .from_minute = -1, .to_minute = -1, .precision = TOC_S("day")};
  *toc_push(&d->arena, &e->figures) = 0;
  e->claim = 0;
  e->incident = 0;

  e = put_event(d, TOC_ASSAULT, TOC_MODE_NONE, "dead", 0, 3, "dead@assault.pat:88");
  *toc_push(&d->arena, &e->figures) = 1;
  e->claim = 2;
  e->incident = 0;
  e->where = (toc_where){.set = true, .place = 0, .via = TOC_S("paragraph")};

  e = put_event(d, TOC_ASSAULT, TOC_MODE_ASSAULT_BEAT, "beaten", 0, 4, "beat.assault@assault.pat:41");
  toc_actor chief = make_actor(d, "the police chief, Jan Łukasz", 0, "POL", "COP", "POLCOP");
  chief.name = TOC_S("Jan Łukasz");
  chief.person = true;
  *toc_push(&d->arena, &e->actors) = chief;
  toc_actor her = make_actor(d, "her", 0, "POL", "JRN", "POLJRN");
  her.via = TOC_S("coref");
  her.name = TOC_S("Aigerim Łukasz");
  her.person = her.private_person = true;
  *toc_push(&d->arena, &e->recipients) = her;
  e->claim = 3;
  e->when = (toc_when){.set = true, .time = TOC_NONE, .from = toc_day_of(2010, 6, 1), .to = toc_day_of(2010, 6, 30),
                       .from_minute = -1, .to_minute = -1, .precision = TOC_S("month"), .via = TOC_S("published")};

  e = put_event(d, TOC_COERCE, TOC_MODE_COERCE_ARREST, "arrested", 0, 6, "arrest@coerce.pat:3");
  e->status = TOC_FACT_NEGATED;
  *toc_push(&d->arena, &e->actors) = (toc_actor){.head = TOC_NONE, .country = TOC_S("POL"), .code = TOC_S("POL"),
                                                 .via = TOC_S("context")};
  *toc_push(&d->arena, &e->figures) = 2;
}

static void put_impact_and_incident(toc_doc *d) {
  toc_impact *m = toc_push(&d->arena, &d->impacts);
  *m = (toc_impact){.sentence = 5, .token = TOC_NONE, .kind = TOC_IMPACT_TRANSPORT, .direction = TOC_STOPPED,
                    .trigger = sample_span(d, "stopped", 0), .object = sample_span(d, "Trains", 0), .claim = TOC_NONE,
                    .why = TOC_S("train.stop@impact.pat:9")};
  *toc_push(&d->arena, &m->where) = (toc_where){.set = true, .place = 0, .via = TOC_S("dateline")};
  toc_incident *n = toc_push(&d->arena, &d->incidents);
  *toc_push(&d->arena, &n->events) = 0;
  *toc_push(&d->arena, &n->events) = 1;
  *toc_push(&d->arena, &n->tolls) = (toc_toll){.counts = TOC_COUNTS_KILLED, .low = 26, .high = NAN, .by = 0, .figure = 0};
  *toc_push(&d->arena, &n->tolls) = (toc_toll){.counts = TOC_COUNTS_KILLED, .low = 36, .high = 44, .by = 2, .figure = 1};
}

static void put_optional_layers(toc_doc *d) {
  *toc_push(&d->arena, &d->predicates) =
      (toc_predicate){.span = sample_span(d, "arrested", 0), .token = TOC_NONE, .fact = TOC_FACT_NEGATED,
                      .factuality = -2.5, .by = TOC_NONE, .why = TOC_S("not: negation@signatures.txt:2")};
  toc_negation *n = toc_push(&d->arena, &d->negations);
  *toc_push(&d->arena, &n->cue) = sample_span(d, "not", 0);
  *toc_push(&d->arena, &n->scope) = sample_span(d, "Dozens were", 0);
  *toc_push(&d->arena, &n->scope) = sample_span(d, "arrested", 0);
  toc_proposition *p = toc_push(&d->arena, &d->propositions);
  *p = (toc_proposition){.span = sample_span(d, "arrested", 0), .token = 0, .roleset = TOC_S("arrest.02")};
  *toc_push(&d->arena, &p->args) = (toc_argument){.span = sample_span(d, "Dozens", 0), .role = TOC_S("ARG1")};
  *toc_push(&d->arena, &p->args) = (toc_argument){.span = sample_span(d, "not", 0), .role = TOC_S("ARGM-NEG")};
  *toc_push(&d->arena, &d->times) =
      (toc_time){.span = sample_span(d, "Friday", 0), .type = TOC_TIME_DATE, .value = TOC_S("2010-06-11"),
                 .from = toc_day_of(2010, 6, 11), .to = toc_day_of(2010, 6, 11), .from_minute = -1, .to_minute = -1,
                 .precision = TOC_S("day"), .anchored = true};
}

void sample_full(toc_doc *d) {
  toc_doc_reset(d, 0);
  d->text = toc_str_copy(&d->arena, toc_cstr(text));
  d->id = TOC_S("r7");
  d->file = TOC_S("sample.txt");
  d->title = TOC_S("Curfew in Żarki after night of shooting");
  d->title_span = sample_span(d, "Curfew in Żarki after night of shooting", 0);
  d->publisher = TOC_S("Fergana Wire");
  d->published = TOC_S("2010-06-12");
  d->url = TOC_S("https://wire.example/2010/aigerim-lukasz-beaten");
  put_sentence(d, "Curfew", "shooting", TOC_TITLE, 0);
  put_sentence(d, "ŻARKI", "–", TOC_META, 1);
  put_sentence(d, "Police", "doctors.", TOC_BODY, 1);
  put_sentence(d, "Prosecutors", "”.", TOC_BODY, 2);
  put_sentence(d, "Aigerim", "her.", TOC_BODY, 2);
  put_sentence(d, "Trains", "stopped.", TOC_BODY, 2);
  put_sentence(d, "Dozens", "arrested.", TOC_BODY, 2);
  put_figure(d, "at least 26", "protesters", TOC_COUNTS_KILLED, 26, NAN, 0);
  put_figure(d, "some 40", NULL, TOC_COUNTS_KILLED, 36, 44, 2);
  put_figure(d, "Dozens", NULL, TOC_COUNTS_ARRESTED, 24, 99, TOC_NONE);
  put_mentions(d);
  put_tree(d);
  put_place(d);
  put_claims(d);
  put_events(d);
  put_impact_and_incident(d);
  put_optional_layers(d);
  *toc_push(&d->arena, &d->actors) = d->events.ptr[2].actors.ptr[0];
  *toc_push(&d->arena, &d->actors) = d->claims.ptr[3].by;
}

void sample_empty(toc_doc *d) {
  toc_doc_reset(d, 0);
  d->id = TOC_S("nothing");
}
