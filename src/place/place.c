/* place.c - loading, the stage, and looking names up. */
#include "place.h"

#include <stdio.h>
#include <stdlib.h>

#include "reading.h"

#define CANDIDATES 8

/* ----------------------------------------------------------------- loading */

/* A file of layers lies on one gazetteer and no other. */
static toc_status check_base(const toc__places *x, const char *file, const char *base_file, toc_error *err) {
  gaz_header h;
  if (!x->gaz.header->base[0]) return TOC_OK; /* whole by itself */
  FILE *f = fopen(base_file, "rb");
  size_t got = f ? fread(&h, 1, sizeof h, f) : 0;
  if (f) fclose(f);
  if (got == sizeof h && memcmp(h.sha256, x->gaz.header->base, sizeof h.sha256) == 0) return TOC_OK;
  return toc_fail(err, TOC_BADDATA, file, 0, 0, "built on another gazetteer than '%s': run 'tocsin gazetteer rebuild'", base_file);
}

static toc_status load_in(toc__places *x, const char *data_dir, const char *gazetteer_file, const char *homes, toc_error *err) {
  jmp_buf jump;
  if (!TOC_TRY(&x->arena, jump)) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while loading the gazetteer");
  const char *base = toc_str_format(&x->arena, "%s/gazetteer.bin", data_dir).ptr;
  toc_status st = gaz_open(&x->gaz, gazetteer_file ? gazetteer_file : base, err);
  if (st == TOC_OK && gazetteer_file) st = check_base(x, gazetteer_file, base, err);
  if (st == TOC_OK) gaz_quicken(&x->gaz, toc_arena_alloc(&x->arena, gaz_quick_size(), 1));
  if (st == TOC_OK) st = toc__places_tables(x, data_dir, err);
  if (st == TOC_OK && homes) st = toc__homes_load(x, homes, err);
  x->arena.oom = NULL;
  return st;
}

toc_status toc__places_load(toc__places **out, const char *data_dir, const char *gazetteer_file, const char *homes, toc_error *err) {
  *out = NULL;
  toc__places *x = calloc(1, sizeof *x);
  if (!x) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while loading the gazetteer");
  toc_arena_init(&x->arena, 0);
  toc_status st = load_in(x, data_dir, gazetteer_file, homes, err);
  if (st == TOC_OK) *out = x;
  else toc__places_free(x);
  return st;
}

void toc__places_free(toc__places *x) {
  if (!x) return;
  gaz_close(&x->gaz);
  toc_arena_release(&x->arena);
  free(x);
}

const char *toc__places_hash(const toc__places *x) { return x->gaz.header->sha256; }

/* ------------------------------------------------------------------ output */

static toc_str name_above(const gazetteer *g, uint32_t e, gaz_feature f, bool code) {
  uint32_t a = gaz_above(g, e, f);
  return a == GAZ_NO_ENTITY ? (toc_str){0} : code ? gaz_code(g, a) : gaz_name(g, a);
}

static toc_str country_of(const gazetteer *g, uint32_t e) {
  uint32_t c = gaz_country(g, e);
  return c == GAZ_NO_ENTITY ? (toc_str){0} : gaz_code(g, c);
}

/* Strings of the gazetteer live as long as it does, which need not be as long as doc. */
static toc_str keep(toc_doc *doc, toc_str s) { return s.ptr ? toc_pool_intern(&doc->pool, s) : s; }

static void put_point(toc_place *p, const gaz_entity *e) {
  p->located = true;
  p->lat = e->lat / 1e4;
  p->lon = e->lon / 1e4;
}

static void put_entity(const reading *r, const spot *s, toc_place *p) {
  const gaz_entity *e = gaz_at(r->g, s->entity);
  toc_doc *doc = r->doc;
  p->name = keep(doc, gaz_name(r->g, s->entity));
  p->geonameid = e->id;
  put_point(p, e);
  p->country = keep(doc, country_of(r->g, s->entity));
  p->adm1 = keep(doc, name_above(r->g, s->entity, GAZ_ADM1, true));
  p->adm2 = keep(doc, name_above(r->g, s->entity, GAZ_ADM2, true));
  p->feature = toc_cstr(s->norp ? "NORP" : gaz_feature_name(e->feature));
  p->precision = s->norp ? 0 : gaz_feature_precision(e->feature);
  if (s->near && p->precision == 1) p->precision = 2;
  if (s->part && p->precision == 6) p->precision = 5;
}

static const char *feature_of_kind(kind_class k) {
  switch (k) {
    case KIND_ADM1: return "ADM1";
    case KIND_ADM2: return "ADM2";
    case KIND_QUARTER: return "PPLX";
    case KIND_WATER: return "STM";
    case KIND_LAND: return "RGN";
    case KIND_ROAD: return "ST";
    case KIND_PLACE: case KIND_SITE: return "BLDG";
    default: return "PPL";
  }
}

/* What the list does not have: where its holder is, as precisely as that can be. */
static void put_unknown(const reading *r, const spot *s, toc_place *p) {
  uint32_t in = s->site && s->entity != GAZ_NO_ENTITY ? s->entity : s->within;
  const gaz_entity *e = gaz_at(r->g, in);
  toc_doc *doc = r->doc;
  p->feature = toc_cstr(feature_of_kind(s->kind));
  if (!e) return;
  put_point(p, e);
  p->country = keep(doc, country_of(r->g, in));
  p->adm1 = keep(doc, name_above(r->g, in, GAZ_ADM1, true));
  p->adm2 = keep(doc, name_above(r->g, in, GAZ_ADM2, true));
  p->precision = gaz_feature_precision(e->feature);
  if (p->precision == 1) p->precision = 2;
}

static int by_score(const void *x, const void *y) {
  const toc_candidate *a = x, *b = y;
  if (a->score != b->score) return a->score > b->score ? -1 : 1;
  return (a->geonameid > b->geonameid) - (a->geonameid < b->geonameid);
}

/* Mentions that were resolved together share one list. */
static void put_candidates(const reading *r, const spot *s, toc_place *p, toc_place *first) {
  toc_candidate c[64];
  uint32_t n = 0;
  if (first->candidate) {
    p->candidate = first->candidate;
    p->n_candidates = first->n_candidates;
    return;
  }
  for (uint32_t i = 0; i < s->n_rated; i++) {
    uint32_t ref = gaz_ref_entity(s->rated[i].ref);
    const gaz_entity *e = gaz_at(r->g, ref);
    if (!e || n == 64) continue;
    c[n++] = (toc_candidate){.name = gaz_name(r->g, ref), .country = country_of(r->g, ref), .adm1 = name_above(r->g, ref, GAZ_ADM1, true),
                             .geonameid = e->id, .lat = e->lat / 1e4, .lon = e->lon / 1e4, .score = s->rated[i].score};
  }
  if (!n) return;
  qsort(c, n, sizeof *c, by_score);
  if (n > CANDIDATES) n = CANDIDATES;
  p->candidate = toc_new(&r->doc->arena, toc_candidate, n);
  p->n_candidates = n;
  for (uint32_t i = 0; i < n; i++) {
    p->candidate[i] = c[i];
    p->candidate[i].name = keep(r->doc, c[i].name);
    p->candidate[i].country = keep(r->doc, c[i].country);
    p->candidate[i].adm1 = keep(r->doc, c[i].adm1);
  }
  first->candidate = p->candidate;
  first->n_candidates = n;
}

static void emit(const reading *r, const spot *s, toc_place *first) {
  toc_doc *doc = r->doc;
  uint32_t me = doc->places.len;
  toc_place *p = toc_push(&doc->arena, &doc->places);
  p->first = s->first;
  p->last = s->last;
  p->span = toc_tokens_span(doc, s->first, s->last);
  if (doc->text.ptr[p->span.start] == '#' && p->span.end > p->span.start + 1) p->span.start++; /* "#Kyiv" */
  p->score = s->score;
  p->actor_only = s->norp || s->in_org;
  if (s->entity != GAZ_NO_ENTITY && !s->site) put_entity(r, s, p);
  else put_unknown(r, s, p);
  if (!s->site && s->group != TOC_NONE) put_candidates(r, s, p, &first[s->group]);
  if (p->actor_only) return;
  for (uint32_t t = s->first; t < s->last; t++) doc->tokens.ptr[t].place = me;
}

toc_status toc__places_run(const toc__places *x, toc_doc *doc, toc_error *err) {
  (void)err; /* nothing in a text is an error here */
  toc_arena_reset(&doc->scratch);
  reading r = {.x = x, .g = &x->gaz, .doc = doc, .a = &doc->scratch};
  if (!doc->tokens.len) return TOC_OK;
  toc__place_words(&r);
  toc__place_recognise(&r);
  toc__place_resolve(&r);
  toc_place *first = toc_new(r.a, toc_place, (size_t)r.n_groups + 1);
  for (uint32_t i = 0; i < r.spots.len; i++) emit(&r, &r.spots.ptr[i], first);
  return TOC_OK;
}

/* ----------------------------------------------------------------- looking */

uint32_t toc__places_find(const toc__places *x, toc_arena *scratch, toc_str name, toc__place_hit *hit, uint32_t max) {
  static const char *const kinds[] = {"main", "other", "old", "short", "people", "bare", "near", "other"};
  const gazetteer *g = &x->gaz;
  const uint32_t *refs;
  uint32_t n = gaz_find(g, gaz_hash(toc_str_format(scratch, "=%.*s", TOC_FMT(name))), &refs); /* "U.S.", "Ky." */
  if (!n) n = gaz_find(g, gaz_hash(toc__place_key(scratch, name)), &refs);
  for (uint32_t i = 0; i < n && i < max; i++) {
    uint32_t ref = gaz_ref_entity(refs[i]);
    const gaz_entity *e = gaz_at(g, ref);
    hit[i] = (toc__place_hit){.name = gaz_name(g, ref), .country = country_of(g, ref), .adm1 = name_above(g, ref, GAZ_ADM1, false),
                              .adm2 = name_above(g, ref, GAZ_ADM2, false), .feature = "", .kind = kinds[gaz_ref_kind(refs[i]) & 7]};
    if (!e) continue;
    hit[i].feature = gaz_feature_name(e->feature);
    hit[i].geonameid = e->id;
    hit[i].lat = e->lat / 1e4;
    hit[i].lon = e->lon / 1e4;
    hit[i].population = e->population;
  }
  return n;
}
