/* json.c - the contract: one JSON line a report, or one a event with its report inside.
 *
 * Keys stand in the order of docs/record.md and are always all there; what is not known is
 * null.  Indices (figures, claims) point into arrays of the same record.  An event line has
 * no such arrays, so `resolved` repeats what its indices point at. */
#include "record.h"

#include <math.h>

/* ------------------------------------------------------------- small pieces */

static void put(toc__record *r, const char *s) { toc_buf_z(r->out, s); }

static void put_text(toc__record *r, toc_str s) { toc_buf_json(r->out, s.len ? s : (toc_str){0}); }

static void put_name(toc__record *r, const char *s) {
  if (s && *s) toc_buf_json(r->out, toc_cstr(s));
  else put(r, "null");
}

static void put_key(toc__record *r, const char *key) {
  put(r, "\"");
  put(r, key);
  put(r, "\":");
}

static void put_index(toc__record *r, uint32_t i) {
  if (i == TOC_NONE) put(r, "null");
  else toc_buf_uint(r->out, i);
}

static void put_id(toc__record *r, char letter, uint32_t i) {
  if (i == TOC_NONE) put(r, "null");
  else toc_buf_fmt(r->out, "\"%c%u\"", letter, i + 1);
}

static void put_bool(toc__record *r, bool b) { put(r, b ? "true" : "false"); }

static void put_range(toc__record *r, toc_span span) {
  put(r, "[");
  toc_buf_uint(r->out, toc__offset(&r->offsets, span.start));
  put(r, ",");
  toc_buf_uint(r->out, toc__offset(&r->offsets, span.end));
  put(r, "]");
}

static void put_ranges(toc__record *r, const toc_spans *spans) {
  put(r, "[");
  for (uint32_t i = 0; i < spans->len; i++) {
    if (i) put(r, ",");
    put_range(r, spans->ptr[i]);
  }
  put(r, "]");
}

/* "span":[1,5],"text":"…" or both null. */
static void put_span(toc__record *r, toc_span span) {
  if (toc_span_empty(span)) {
    put(r, "\"span\":null,\"text\":null");
    return;
  }
  put(r, "\"span\":");
  put_range(r, span);
  put(r, ",\"text\":");
  toc_buf_json(r->out, toc_slice(r->doc->text, span));
}

static void put_phrase(toc__record *r, toc_span span) {
  if (toc_span_empty(span)) {
    put(r, "null");
    return;
  }
  put(r, "{");
  put_span(r, span);
  put(r, "}");
}

static void put_moment(toc__record *r, toc_day day, int minute) {
  if (day == TOC_NODAY) {
    put(r, "null");
    return;
  }
  put(r, "\"");
  toc_buf_day(r->out, day);
  if (minute >= 0) toc_buf_fmt(r->out, "T%02d:%02d", minute / 60, minute % 60);
  put(r, "\"");
}

/* [f(0),f(1),…]: an array of n members, each written by its own function. */
typedef void (*put_fn)(toc__record *r, uint32_t i);

static void put_array(toc__record *r, uint32_t n, put_fn one) {
  put(r, "[");
  for (uint32_t i = 0; i < n; i++) {
    if (i) put(r, ",");
    one(r, i);
  }
  put(r, "]");
}

static void put_indices(toc__record *r, const toc_indices *xs) {
  put(r, "[");
  for (uint32_t i = 0; i < xs->len; i++) {
    if (i) put(r, ",");
    put_index(r, xs->ptr[i]);
  }
  put(r, "]");
}

/* ------------------------------------------------------------------ members */

static void put_actor(toc__record *r, const toc_actor *a) {
  put(r, "{");
  put_span(r, a->span);
  put(r, ",\"name\":");
  put_text(r, a->name);
  put(r, ",\"country\":");
  put_text(r, a->country);
  put(r, ",\"sector\":");
  put_text(r, a->sector);
  put(r, ",\"code\":");
  put_text(r, a->code);
  put(r, ",\"via\":");
  put_text(r, a->via);
  put(r, "}");
}

static void put_actors(toc__record *r, const toc_actors *actors) {
  put(r, "[");
  for (uint32_t i = 0; i < actors->len; i++) {
    if (i) put(r, ",");
    put_actor(r, &actors->ptr[i]);
  }
  put(r, "]");
}

static void put_point(toc__record *r, bool located, double lat, double lon) {
  put(r, ",\"lat\":");
  toc_buf_number(r->out, located ? lat : NAN);
  put(r, ",\"lon\":");
  toc_buf_number(r->out, located ? lon : NAN);
}

/* "name":… to "adm1":…, which a where, a place and a candidate share. */
static void put_gazetteer(toc__record *r, toc_str name, int64_t id, bool located, double lat, double lon,
                          toc_str country, toc_str adm1) {
  put(r, "\"name\":");
  put_text(r, name);
  if (id > 0) toc_buf_fmt(r->out, ",\"geonameid\":%lld", (long long)id);
  else put(r, ",\"geonameid\":null");
  put_point(r, located, lat, lon);
  put(r, ",\"country\":");
  put_text(r, country);
  put(r, ",\"adm1\":");
  put_text(r, adm1);
}

static void put_precision(toc__record *r, int precision) {
  put(r, ",\"precision\":");
  if (precision) toc_buf_uint(r->out, (uint64_t)precision);
  else put(r, "null");
}

static void put_where(toc__record *r, const toc_where *w) {
  if (!w->set) {
    put(r, "null");
    return;
  }
  static const toc_place nowhere;
  const toc_place *p = w->place == TOC_NONE ? &nowhere : &r->doc->places.ptr[w->place];
  put(r, "{");
  put_span(r, w->span);
  put(r, ",");
  put_gazetteer(r, p->name, p->geonameid, p->located, p->lat, p->lon, p->country, p->adm1);
  put_precision(r, p->precision);
  put(r, ",\"via\":");
  put_text(r, w->via);
  put(r, "}");
}

static void put_when(toc__record *r, const toc_when *w) {
  if (!w->set) {
    put(r, "null");
    return;
  }
  put(r, "{");
  put_span(r, w->span);
  put(r, ",\"from\":");
  put_moment(r, w->from, w->from_minute);
  put(r, ",\"to\":");
  put_moment(r, w->to, w->to_minute);
  put(r, ",\"precision\":");
  put_text(r, w->precision);
  put(r, ",\"via\":");
  put_text(r, w->via);
  put(r, "}");
}

static void put_contexts(toc__record *r, uint64_t contexts) {
  put(r, "[");
  bool first = true;
  for (int c = 0; c < TOC_N_CONTEXTS; c++) {
    if (!(contexts >> c & 1)) continue;
    if (!first) put(r, ",");
    first = false;
    put_name(r, toc_context_name((toc_context)c));
  }
  put(r, "]");
}

/* The members of an event, without the braces: docs and lines share them. */
static void put_event_members(toc__record *r, uint32_t i) {
  const toc_event *e = &r->doc->events.ptr[i];
  put(r, "\"id\":");
  put_id(r, 'e', i);
  put(r, ",\"incident\":");
  put_id(r, 'i', e->incident);
  put(r, ",\"sentence\":");
  put_index(r, e->sentence);
  put(r, ",\"type\":");
  put_name(r, toc_type_name(e->type));
  put(r, ",\"mode\":");
  put_name(r, e->mode == TOC_MODE_NONE ? NULL : toc_mode_name(e->mode));
  put(r, ",\"contexts\":");
  put_contexts(r, e->contexts);
  put(r, ",\"cameo\":");
  put_text(r, e->cameo);
  put(r, ",\"quad\":");
  put_name(r, toc_type_quad(e->type));
  put(r, ",\"status\":");
  put_name(r, toc_fact_name(e->status));
  put(r, ",\"trigger\":");
  put_phrase(r, e->trigger);
  put(r, ",\"actors\":");
  put_actors(r, &e->actors);
  put(r, ",\"recipients\":");
  put_actors(r, &e->recipients);
  put(r, ",\"where\":");
  put_where(r, &e->where);
  put(r, ",\"when\":");
  put_when(r, &e->when);
  put(r, ",\"figures\":");
  put_indices(r, &e->figures);
  put(r, ",\"claim\":");
  put_index(r, e->claim);
  put(r, ",\"confidence\":");
  toc_buf_number(r->out, e->confidence);
  put(r, ",\"why\":");
  put_text(r, e->why);
}

static void put_event(toc__record *r, uint32_t i) {
  put(r, "{");
  put_event_members(r, i);
  put(r, "}");
}

static void put_impact(toc__record *r, uint32_t i) {
  const toc_impact *m = &r->doc->impacts.ptr[i];
  put(r, "{\"id\":");
  put_id(r, 'm', i);
  put(r, ",\"sentence\":");
  put_index(r, m->sentence);
  put(r, ",\"kind\":");
  put_name(r, toc_impact_name(m->kind));
  put(r, ",\"object\":");
  put_phrase(r, m->object);
  put(r, ",\"direction\":");
  put_name(r, toc_direction_name(m->direction));
  put(r, ",\"trigger\":");
  put_phrase(r, m->trigger);
  put(r, ",\"where\":[");
  for (uint32_t k = 0; k < m->where.len; k++) {
    if (k) put(r, ",");
    put_where(r, &m->where.ptr[k]);
  }
  put(r, "],\"when\":");
  put_when(r, &m->when);
  put(r, ",\"figures\":");
  put_indices(r, &m->figures);
  put(r, ",\"claim\":");
  put_index(r, m->claim);
  put(r, ",\"status\":");
  put_name(r, toc_fact_name(m->status));
  put(r, ",\"why\":");
  put_text(r, m->why);
  put(r, "}");
}

/* Victims without quantity words stand behind the figures. */
static void put_figure(toc__record *r, uint32_t i) {
  const toc_doc *d = r->doc;
  const toc_figure *f = toc_doc_figure(d, i);
  put(r, "{");
  put_span(r, f->span);
  put(r, ",\"counts\":");
  put_name(r, toc_counts_name(f->counts));
  put(r, ",\"of\":");
  put_phrase(r, f->of);
  put(r, ",\"low\":");
  toc_buf_number(r->out, f->low);
  put(r, ",\"high\":");
  toc_buf_number(r->out, f->high);
  put(r, ",\"approximate\":");
  put_bool(r, f->approximate);
  put(r, ",\"unit\":");
  put_text(r, f->unit);
  put(r, ",\"total\":");
  put_bool(r, f->total);
  put(r, ",\"subset_of\":");
  put_index(r, f->subset_of);
  put(r, ",\"corrects\":");
  put_index(r, f->corrects);
  put(r, ",\"claim\":");
  put_index(r, f->claim);
  put(r, "}");
}

static const char *claim_kind_name(toc_claim_kind kind) {
  return kind == TOC_DIRECT ? "direct" : kind == TOC_MIXED ? "mixed" : "indirect";
}

static void put_claim(toc__record *r, uint32_t i) {
  const toc_claim *c = &r->doc->claims.ptr[i];
  put(r, "{\"source\":");
  put_ranges(r, &c->source);
  put(r, ",\"cue\":");
  put_ranges(r, &c->cue);
  put(r, ",\"content\":");
  put_ranges(r, &c->content);
  put(r, ",\"kind\":");
  put_name(r, claim_kind_name(c->kind));
  put(r, ",\"by\":");
  if (c->has_by) put_actor(r, &c->by);
  else put(r, "null");
  put(r, ",\"accusing\":");
  put_bool(r, c->accusing);
  put(r, ",\"denying\":");
  put_bool(r, c->denying);
  put(r, ",\"within\":");
  put_index(r, c->within);
  put(r, "}");
}

static void put_candidates(toc__record *r, const toc_place *p) {
  put(r, ",\"candidates\":[");
  for (uint32_t k = 0; k < p->n_candidates; k++) {
    const toc_candidate *c = &p->candidate[k];
    put(r, k ? ",{" : "{");
    put_gazetteer(r, c->name, c->geonameid, true, c->lat, c->lon, c->country, c->adm1);
    put(r, ",\"score\":");
    toc_buf_number(r->out, c->score);
    put(r, "}");
  }
  put(r, "]");
}

static void put_place(toc__record *r, uint32_t i) {
  const toc_place *p = &r->doc->places.ptr[i];
  put(r, "{");
  put_span(r, p->span);
  put(r, ",");
  put_gazetteer(r, p->name, p->geonameid, p->located, p->lat, p->lon, p->country, p->adm1);
  put(r, ",\"adm2\":");
  put_text(r, p->adm2);
  put_precision(r, p->precision);
  if (r->layers & TOC_LAYER_CANDIDATES) put_candidates(r, p);
  put(r, "}");
}

static void put_time(toc__record *r, uint32_t i) {
  static const char *const type[] = {"DATE", "TIME", "DURATION", "SET"};
  const toc_time *t = &r->doc->times.ptr[i];
  put(r, "{");
  put_span(r, t->span);
  put(r, ",\"type\":");
  put_name(r, type[t->type]);
  put(r, ",\"value\":");
  put_text(r, t->value);
  put(r, ",\"from\":");
  put_moment(r, t->from, t->from_minute);
  put(r, ",\"to\":");
  put_moment(r, t->to, t->to_minute);
  put(r, "}");
}

static void put_mention(toc__record *r, uint32_t i) {
  const toc_mention *m = &r->doc->mentions.ptr[i];
  put(r, "{");
  put_span(r, m->span);
  put(r, ",\"kind\":");
  put_name(r, toc_kind_name(m->kind));
  put(r, ",\"entity\":");
  put_index(r, m->entity);
  put(r, "}");
}

static void put_incident(toc__record *r, uint32_t i) {
  const toc_incident *n = &r->doc->incidents.ptr[i];
  put(r, "{\"id\":");
  put_id(r, 'i', i);
  put(r, ",\"events\":[");
  for (uint32_t k = 0; k < n->events.len; k++) {
    if (k) put(r, ",");
    put_id(r, 'e', n->events.ptr[k]);
  }
  put(r, "],\"tolls\":[");
  for (uint32_t k = 0; k < n->tolls.len; k++) {
    const toc_toll *t = &n->tolls.ptr[k];
    put(r, k ? ",{\"counts\":" : "{\"counts\":");
    put_name(r, toc_counts_name(t->counts));
    put(r, ",\"low\":");
    toc_buf_number(r->out, t->low);
    put(r, ",\"high\":");
    toc_buf_number(r->out, t->high);
    put(r, ",\"by\":");
    put_index(r, t->by);
    put(r, "}");
  }
  put(r, "]}");
}

static void put_sentence(toc__record *r, uint32_t i) { put_range(r, r->doc->sentences.ptr[i].span); }

static void put_predicate(toc__record *r, uint32_t i) {
  const toc_predicate *p = &r->doc->predicates.ptr[i];
  put(r, "{");
  put_span(r, p->span);
  put(r, ",\"status\":");
  put_name(r, toc_fact_name(p->fact));
  put(r, ",\"factuality\":");
  toc_buf_number(r->out, p->factuality);
  put(r, ",\"why\":");
  put_text(r, p->why);
  put(r, "}");
}

static void put_negation(toc__record *r, uint32_t i) {
  const toc_negation *n = &r->doc->negations.ptr[i];
  put(r, "{\"cue\":");
  put_ranges(r, &n->cue);
  put(r, ",\"scope\":");
  put_ranges(r, &n->scope);
  put(r, "}");
}

static void put_proposition(toc__record *r, uint32_t i) {
  const toc_proposition *p = &r->doc->propositions.ptr[i];
  put(r, "{");
  put_span(r, p->span);
  put(r, ",\"roleset\":");
  put_text(r, p->roleset);
  put(r, ",\"args\":[");
  for (uint32_t k = 0; k < p->args.len; k++) {
    put(r, k ? ",{\"role\":" : "{\"role\":");
    put_text(r, p->args.ptr[k].role);
    put(r, ",");
    put_span(r, p->args.ptr[k].span);
    put(r, "}");
  }
  put(r, "]}");
}

static void put_token(toc__record *r, uint32_t i) {
  const toc_token *t = &r->doc->tokens.ptr[i];
  put(r, "{");
  put_span(r, t->span);
  put(r, ",\"sentence\":");
  put_index(r, t->sentence);
  put(r, ",\"form\":");
  put_text(r, t->form);
  put(r, ",\"lemma\":");
  put_text(r, t->lemma);
  put(r, ",\"upos\":");
  put_name(r, t->upos == TOC_UPOS_NONE ? NULL : toc_upos_name(t->upos));
  put(r, ",\"feats\":");
  put_text(r, t->feats);
  put(r, ",\"head\":");
  put_index(r, t->head);
  put(r, ",\"deprel\":");
  put_text(r, t->deprel);
  put(r, "}");
}

/* -------------------------------------------------------------- coreference */

typedef struct chains {
  uint32_t *first, *next; /* [entities], [actors]: in text order, TOC_NONE */
  uint32_t n;
} chains;

/* A nameless "police" or "Washington" elsewhere in the report is of the same state, but seldom the
 * same police, and a state's adjective is no mention of it. */
static bool in_chains(const toc_actor *a) {
  if (a->entity == TOC_NONE || toc_span_empty(a->span)) return false;
  return !a->via.len || a->name.len || toc_str_is(a->via, "coref") || toc_str_is(a->via, "name");
}

/* Actors of one entity; the states of one phrase ("Thai and Cambodian soldiers") are actors apart. */
static chains chain_actors(toc__record *r) {
  const toc_actors *xs = &r->doc->actors;
  chains c = {.next = toc_new(r->arena, uint32_t, (size_t)xs->len + 1)};
  for (uint32_t i = 0; i < xs->len; i++)
    if (xs->ptr[i].entity != TOC_NONE && xs->ptr[i].entity >= c.n) c.n = xs->ptr[i].entity + 1;
  c.first = toc_new(r->arena, uint32_t, (size_t)c.n + 1);
  for (uint32_t i = 0; i < c.n; i++) c.first[i] = TOC_NONE;
  for (uint32_t i = xs->len; i-- > 0;) {
    const toc_actor *a = &xs->ptr[i];
    if (!in_chains(a) || (i && a->head == xs->ptr[i - 1].head)) continue;
    c.next[i] = c.first[a->entity];
    c.first[a->entity] = i;
  }
  return c;
}

/* One chain: what is known of the actor, and where the text speaks of it. */
static void put_chain(toc__record *r, const chains *c, uint32_t at) {
  const toc_actor *best = &r->doc->actors.ptr[at];
  for (uint32_t i = at; i != TOC_NONE; i = c->next[i])
    if (!best->name.len) best = &r->doc->actors.ptr[i];
  put(r, "{\"name\":");
  put_text(r, best->name);
  put(r, ",\"code\":");
  put_text(r, best->code);
  put(r, ",\"mentions\":[");
  for (uint32_t i = at; i != TOC_NONE; i = c->next[i]) {
    if (i != at) put(r, ",");
    put(r, "{");
    put_span(r, r->doc->actors.ptr[i].span);
    put(r, ",\"via\":");
    put_text(r, r->doc->actors.ptr[i].via);
    put(r, "}");
  }
  put(r, "]}");
}

/* In the order of their first mentions; an actor spoken of once makes no chain. */
static void put_coref(toc__record *r) {
  chains c = chain_actors(r);
  const toc_actors *xs = &r->doc->actors;
  bool some = false;
  put(r, ",\"coref\":[");
  for (uint32_t i = 0; i < xs->len; i++) {
    if (!in_chains(&xs->ptr[i]) || c.first[xs->ptr[i].entity] != i || c.next[i] == TOC_NONE) continue;
    if (some) put(r, ",");
    some = true;
    put_chain(r, &c, i);
  }
  put(r, "]");
}

/* -------------------------------------------------------------------- lines */

/* "id":… to "language":… */
static void put_report_members(toc__record *r) {
  const toc_doc *d = r->doc;
  const struct {
    const char *key;
    toc_str value;
  } meta[] = {{"id", d->id},           {"title", d->title},     {"publisher", d->publisher},
              {"published", d->published}, {"updated", d->updated}, {"url", d->url},
              {"language", d->language}};
  for (size_t i = 0; i < sizeof meta / sizeof *meta; i++) {
    if (i) put(r, ",");
    put_key(r, meta[i].key);
    put_text(r, meta[i].value);
  }
}

static void put_engine(toc__record *r) {
  const toc__record_engine *e = r->engine;
  put(r, "\"engine\":{\"tocsin\":");
  put_name(r, e ? e->version : NULL);
  put(r, ",\"model\":");
  put_name(r, e ? e->model : NULL);
  put(r, ",\"lexicon\":");
  put_name(r, e ? e->lexicon : NULL);
  put(r, ",\"gazetteer\":");
  put_name(r, e ? e->gazetteer : NULL);
  put(r, "}");
}

static void put_layer(toc__record *r, const char *key, uint32_t n, put_fn one) {
  put(r, ",");
  put_key(r, key);
  put_array(r, n, one);
}

void toc__json_doc(toc__record *r) {
  const toc_doc *d = r->doc;
  put(r, "{");
  put_report_members(r);
  put(r, ",");
  put_engine(r);
  put_layer(r, "sentences", d->sentences.len, put_sentence);
  put_layer(r, "events", d->events.len, put_event);
  put_layer(r, "impacts", d->impacts.len, put_impact);
  put_layer(r, "figures", toc_doc_figures(d), put_figure);
  put_layer(r, "claims", d->claims.len, put_claim);
  put_layer(r, "places", d->places.len, put_place);
  put_layer(r, "times", d->times.len, put_time);
  put_layer(r, "mentions", d->mentions.len, put_mention);
  put_layer(r, "incidents", d->incidents.len, put_incident);
  if (r->layers & TOC_LAYER_PREDICATES) put_layer(r, "predicates", d->predicates.len, put_predicate);
  if (r->layers & TOC_LAYER_NEGATIONS) put_layer(r, "negations", d->negations.len, put_negation);
  if (r->layers & TOC_LAYER_TOKENS) put_layer(r, "tokens", d->tokens.len, put_token);
  if (r->layers & TOC_LAYER_COREF) put_coref(r);
  if (r->layers & TOC_LAYER_SRL) put_layer(r, "srl", d->propositions.len, put_proposition);
  put(r, "}\n");
}

static void put_resolved(toc__record *r, const toc_event *e) {
  put(r, ",\"resolved\":{\"sentence\":");
  put_phrase(r, e->sentence == TOC_NONE ? (toc_span){0} : r->doc->sentences.ptr[e->sentence].span);
  put(r, ",\"figures\":[");
  for (uint32_t i = 0; i < e->figures.len; i++) {
    if (i) put(r, ",");
    put_figure(r, e->figures.ptr[i]);
  }
  put(r, "],\"claims\":[");
  uint32_t claim = e->claim, steps = 0;
  if (claim != TOC_NONE) {
    do {
      if (steps) put(r, ",");
      put_claim(r, claim);
    } while (toc__claim_outward(r->doc, &claim, &steps));
  }
  put(r, "]}");
}

void toc__json_events(toc__record *r) {
  for (uint32_t i = 0; i < r->doc->events.len; i++) {
    put(r, "{\"report\":{");
    put_report_members(r);
    put(r, ",");
    put_engine(r);
    put(r, "},");
    put_event_members(r, i);
    put_resolved(r, &r->doc->events.ptr[i]);
    put(r, "}\n");
  }
}

static void put_origin(toc__record *r, const toc_origin *o) {
  const struct {
    const char *key, *value;
  } from[] = {{"title", o->title}, {"publisher", o->publisher}, {"published", o->published}, {"updated", o->updated}};
  put_key(r, "from");
  put(r, "{");
  for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
    if (i) put(r, ",");
    put_key(r, from[i].key);
    put_text(r, toc_cstr(from[i].value));
  }
  put(r, "},");
  put_key(r, "offset");
  if (o->has_offset) toc_buf_uint(r->out, o->offset);
  else put(r, "null");
  if (!o->compared) return;
  put(r, ",");
  put_key(r, "duplicate_of");
  put_text(r, o->duplicate_of);
  put(r, ",");
  put_key(r, "similarity");
  if (o->duplicate_of.ptr) toc_buf_number(r->out, o->similarity);
  else put(r, "null");
  toc_buf_fmt(r->out, ",\"simhash\":\"%016llx\"", (unsigned long long)o->simhash);
}

void toc__json_text(toc__record *r) {
  const toc_doc *d = r->doc;
  const struct {
    const char *key;
    toc_str value;
  } member[] = {{"id", d->id},           {"file", d->file},       {"title", d->title},         {"text", d->text}, {"published", d->published},
                {"updated", d->updated}, {"publisher", d->publisher}, {"url", d->url}, {"language", d->language}};
  put(r, "{");
  for (size_t i = 0; i < sizeof member / sizeof *member; i++) {
    put_key(r, member[i].key);
    if (i == 3) toc_buf_json(r->out, d->text.ptr ? d->text : TOC_S(""));
    else put_text(r, member[i].value);
    put(r, ",");
  }
  put_origin(r, &d->origin);
  put(r, "}\n");
}
