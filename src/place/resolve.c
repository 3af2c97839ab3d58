/* resolve.c - which place a name means.
 *
 * Mentions of one name share one answer (Gale, Church and Yarowsky 1992: one sense per
 * discourse) unless the report tells them apart ("Springfield, Illinois … Springfield,
 * Missouri").  Two rounds: first each name by itself, then each in the light of where the
 * others lie.  */
#include "reading.h"

#define MOST 64      /* candidates of a name looked at */
#define MOST_NAMES 100 /* names of a report that others are measured against: keeps it linear */
#define GUESSES 6    /* places of a name that count for the others */
#define FLAT 2.5     /* temperature: a name that is not sure speaks for several places */
#define ROUNDS 2     /* in the light of the others */
#define KM_NEAR 100.0

typedef struct guess {
  uint32_t entity;
  double share;
} guess;

typedef struct group {
  const uint32_t *refs;
  uint32_t n_refs;
  uint64_t hash;
  kind_class kind;
  uint32_t holder;    /* group, TOC_NONE */
  uint32_t mentions;
  bool norp, dateline, family, paper; /* family: a family name too; paper: the publisher's name */
  uint32_t entity;    /* of the last round */
  double score, weight;
  float written;      /* best recognition score */
  rated *rated;       /* of the last round */
  uint32_t n_rated;
  struct guess guess[GUESSES]; /* the likelier ones and how likely, flattened */
  uint32_t n_guesses;
} group;

typedef TOC_ARRAY(group) groups;

typedef struct tally {
  uint32_t entity;
  double weight;
} tally;

typedef struct context {
  TOC_ARRAY(tally) land, division;
  double lands;
  uint32_t dateline;       /* entity */
  uint32_t home;           /* the publisher's, an entity */
} context;

typedef struct resolver {
  reading *r;
  groups groups;
  context c;
  uint32_t paper; /* group of the publisher's name, TOC_NONE */
  bool second, last; /* rounds */
  bool learnt;       /* the home comes from a file */
} resolver;

/* ------------------------------------------------------------------ pieces */

/* The mathematics library rounds as the processor at hand allows; two machines must agree to
 * the byte, so what is needed is computed here from + - * / and sqrt alone. */

/* cos for an angle between -90 and 90 degrees, to 1e-6. */
static double cosine(double degrees) {
  double x = degrees * 0.017453292519943295, q = x * x;
  return 1 - q / 2 * (1 - q / 12 * (1 - q / 30 * (1 - q / 56 * (1 - q / 90))));
}

/* e^x for -40 < x <= 0, to 1e-2 of its value: enough for shares. */
static double power_of_e(double x) {
  double y = 1 + x / 1024;
  if (x <= -40) return 0;
  for (int i = 0; i < 10; i++) y *= y;
  return y;
}

/* Square of the distance in km; flat, which is right to a part in a hundred where it counts. */
static double km2_between(const gaz_entity *a, const gaz_entity *b) {
  double north = (a->lat - b->lat) * 0.011119, east = a->lon - b->lon;
  if (east > 1800000) east -= 3600000;
  if (east < -1800000) east += 3600000;
  east *= 0.011119 * cosine((a->lat + b->lat) / 20000.0);
  return north * north + east * east;
}

static bool within_km(const gaz_entity *a, const gaz_entity *b, double km) { return km2_between(a, b) < km * km; }

static bool is_town(uint8_t f) { return (f > GAZ_ADM2 && f <= GAZ_STLMT) || f >= GAZ_AIRP; }
static bool has_spot(const gaz_entity *e) { return is_town(e->feature) || e->feature == GAZ_ADM2; }

/* ------------------------------------------------------------------ groups */

static uint64_t holder_hash(const reading *r, uint32_t holder) { return holder == TOC_NONE ? 0 : r->spots.ptr[holder].hash; }

/* One entry a name: its first holder for mentions before any (one sense a report). */
static void group_key(resolver *v, uint32_t i, uint32_t holder, char out[40]) {
  const spot *s = &v->r->spots.ptr[i];
  uint64_t h = holder_hash(v->r, holder);
  kind_class k = s->kind == KIND_ADM1 || s->kind == KIND_ADM2 || s->kind == KIND_WATER ? s->kind : KIND_NONE;
  memset(out, 0, 40);
  memcpy(out, &s->hash, 8);
  memcpy(out + 8, &h, 8);
  out[16] = (char)k;
  out[17] = (char)s->norp;
}

static void make_groups(resolver *v) {
  reading *r = v->r;
  uint32_t n = r->spots.len;
  uint32_t *holder = toc_new(r->a, uint32_t, (size_t)n + 1);
  toc_map by_key, first_holder;
  toc_map_init(&by_key, r->a);
  toc_map_init(&first_holder, r->a);
  for (uint32_t i = 0; i < n; i++) {
    const spot *s = &r->spots.ptr[i];
    if (s->refs && s->holder != TOC_NONE) toc_map_put(&first_holder, (toc_str){(const char *)&s->hash, 8}, s->holder);
  }
  /* the last holder told for a name, in text order; its first one before any */
  toc_map last_holder;
  toc_map_init(&last_holder, r->a);
  for (uint32_t i = 0; i < n; i++) {
    spot *s = &r->spots.ptr[i];
    s->group = TOC_NONE;
    if (!s->refs) continue;
    toc_str name = {(const char *)&s->hash, 8};
    if (s->holder != TOC_NONE) *toc_map_put(&last_holder, name, s->holder) = s->holder;
    uint32_t h = toc_map_get(&last_holder, name);
    if (h == TOC_NONE) h = toc_map_get(&first_holder, name);
    holder[i] = s->norp ? TOC_NONE : h;
    char key[40];
    group_key(v, i, holder[i], key);
    uint32_t *g = toc_map_put(&by_key, (toc_str){key, 18}, v->groups.len);
    if (*g == v->groups.len) {
      group *x = toc_push(r->a, &v->groups);
      *x = (group){.refs = s->refs, .n_refs = s->n_refs, .hash = s->hash, .holder = holder[i], .norp = s->norp, .entity = GAZ_NO_ENTITY};
    }
    s->group = *g;
    group *x = &v->groups.ptr[*g];
    x->mentions++;
    if (x->kind == KIND_NONE) x->kind = s->kind;
    if (s->f[REC_dateline] > 0) x->dateline = true;
    if (s->f[REC_family] > 0) x->family = true;
    if ((float)s->score > x->written) x->written = (float)s->score;
  }
  for (uint32_t g = 0; g < v->groups.len; g++) { /* from spots to groups */
    uint32_t h = v->groups.ptr[g].holder;
    v->groups.ptr[g].holder = h == TOC_NONE ? TOC_NONE : r->spots.ptr[h].group;
    if (v->groups.ptr[g].holder == g) v->groups.ptr[g].holder = TOC_NONE;
  }
}

/* ----------------------------------------------------------------- context */

static void add_tally(resolver *v, bool division, uint32_t entity, double weight) {
  tally *t = division ? v->c.division.ptr : v->c.land.ptr;
  uint32_t n = division ? v->c.division.len : v->c.land.len;
  for (uint32_t i = 0; i < n; i++)
    if (t[i].entity == entity) {
      t[i].weight += weight;
      return;
    }
  tally fresh = {entity, weight};
  if (division) *toc_push(v->r->a, &v->c.division) = fresh;
  else *toc_push(v->r->a, &v->c.land) = fresh;
}

static double tally_of(const tally *t, uint32_t n, uint32_t entity) {
  for (uint32_t i = 0; i < n; i++)
    if (t[i].entity == entity) return t[i].weight;
  return 0;
}

static void make_context(resolver *v) {
  const gazetteer *g = v->r->g;
  v->c.land.len = v->c.division.len = 0;
  v->c.lands = 0;
  for (uint32_t i = 0; i < v->groups.len && i < MOST_NAMES; i++) {
    group *x = &v->groups.ptr[i];
    if (x->entity == GAZ_NO_ENTITY) continue;
    uint32_t land = gaz_country(g, x->entity), adm1 = gaz_above(g, x->entity, GAZ_ADM1);
    if (land != GAZ_NO_ENTITY) add_tally(v, false, land, x->weight), v->c.lands += x->weight;
    if (adm1 != GAZ_NO_ENTITY) add_tally(v, true, adm1, x->weight);
    if (x->dateline) v->c.dateline = x->entity;
  }
}

/* Share of the report's other names that lie in `entity`. */
static double share_of(const resolver *v, bool division, uint32_t entity, const group *self) {
  const gazetteer *g = v->r->g;
  double all = v->c.lands;
  double mine = division ? tally_of(v->c.division.ptr, v->c.division.len, entity)
                         : tally_of(v->c.land.ptr, v->c.land.len, entity);
  if (self->entity != GAZ_NO_ENTITY) {
    uint32_t own = division ? gaz_above(g, self->entity, GAZ_ADM1) : gaz_country(g, self->entity);
    if (own == entity) mine -= self->weight;
    if (gaz_country(g, self->entity) != GAZ_NO_ENTITY) all -= self->weight;
  }
  return mine <= 1e-9 ? 0 : mine / (all + 0.5);
}

/* --------------------------------------------------------------- features */

static bool kind_fits(kind_class k, uint8_t f) {
  switch (k) {
    case KIND_ADM1: return f == GAZ_ADM1 || f == GAZ_RGNE;
    case KIND_ADM2: return f == GAZ_ADM2;
    case KIND_TOWN: return f > GAZ_ADM2 && f <= GAZ_STLMT;
    case KIND_QUARTER: return f == GAZ_PPLX || f == GAZ_ADM2 || f == GAZ_PPLA3 || f == GAZ_PPLA4;
    case KIND_WATER: return f >= GAZ_SEA && f <= GAZ_LK;
    case KIND_LAND: return f >= GAZ_MTS && f <= GAZ_PRK;
    default: return false;
  }
}

static void feature_kind(const gaz_entity *e, double *f) {
  uint8_t t = e->feature;
  f[RES_country] = t == GAZ_PCLI;
  f[RES_adm1] = t == GAZ_ADM1;
  f[RES_adm2] = t == GAZ_ADM2;
  f[RES_capital] = t == GAZ_PPLC;
  f[RES_seat] = t == GAZ_PPLA || t == GAZ_PPLA2;
  f[RES_quarter] = t == GAZ_PPLX || t == GAZ_PPLL;
  f[RES_region] = t > GAZ_STLMT;
  f[RES_size] = t > GAZ_PCLH && t <= GAZ_STLMT ? toc__log10(e->population) - 4 : 0;
  if (t == GAZ_ADM1 || t == GAZ_ADM2) f[RES_size] *= 0.5; /* a division is not known for its people */
}

static void feature_name(gaz_kind k, double *f) {
  f[RES_main] = k == GAZ_MAIN || k == GAZ_NEAR;
  f[RES_other] = k == GAZ_OTHER;
  f[RES_old] = k == GAZ_OLD;
  f[RES_bare] = k == GAZ_BARE;
  f[RES_abbr] = k == GAZ_ABBR;
  f[RES_demonym] = k == GAZ_DEMONYM;
}

static bool held_by(const resolver *v, uint32_t entity, const group *h) {
  const gazetteer *g = v->r->g;
  const gaz_entity *e = gaz_at(g, entity), *o = gaz_at(g, h->entity);
  if (v->second && e && o) {
    if (gaz_inside(g, entity, h->entity) || gaz_inside(g, h->entity, entity)) return true;
    /* islands and valleys have no division above them: "Long Island, New York" */
    return e->feature > GAZ_STLMT && o->feature != GAZ_PCLI && gaz_country(g, entity) == gaz_country(g, h->entity) && within_km(e, o, 500);
  }
  for (uint32_t i = 0; i < h->n_refs && i < MOST; i++)
    if (gaz_inside(g, entity, gaz_ref_entity(h->refs[i]))) return true;
  return false;
}

/* 1 at the same point, a half at KM_NEAR, nothing beyond five degrees. */
static double closeness(const gaz_entity *a, const gaz_entity *b) {
  int32_t north = a->lat - b->lat;
  if (north > 50000 || north < -50000) return 0;
  int32_t east = a->lon > b->lon ? a->lon - b->lon : b->lon - a->lon, middle = a->lat + b->lat;
  if (east > 100000 && east < 3500000 && middle < 1200000 && middle > -1200000) return 0; /* 10 degrees, 555 km at 60 north */
  double d2 = km2_between(a, b);
  return d2 > 25 * KM_NEAR * KM_NEAR ? 0 : 1 / (1 + d2 / (KM_NEAR * KM_NEAR));
}

/* How many other names have a place close by.  A name that may mean several counts for each
 * by its share: two names that are rare together ("Paris" and "Henry County") find each
 * other although each alone would go elsewhere. */
static double nearness(const resolver *v, const group *self, const gaz_entity *e) {
  const gazetteer *g = v->r->g;
  double near = 0;
  for (uint32_t i = 0; i < v->groups.len && i < MOST_NAMES && near < 2; i++) {
    const group *x = &v->groups.ptr[i];
    if (x->hash == self->hash || x->norp) continue;
    double best = 0;
    for (uint32_t k = 0; k < x->n_guesses; k++) {
      if (x->guess[k].share <= best) continue; /* not even at the same point */
      const gaz_entity *o = gaz_at(g, x->guess[k].entity);
      if (!o || !has_spot(o)) continue;
      double c = x->guess[k].share * closeness(e, o);
      if (c > best) best = c;
    }
    near += x->weight * best;
  }
  return near > 2 ? 1 : near / 2;
}

static double holding(const resolver *v, const group *self, uint32_t entity) {
  const gazetteer *g = v->r->g;
  double n = 0;
  for (uint32_t i = 0; i < v->groups.len && i < MOST_NAMES; i++) {
    const group *x = &v->groups.ptr[i];
    if (x->hash != self->hash && x->entity != GAZ_NO_ENTITY && x->entity != entity && gaz_inside(g, x->entity, entity)) n += x->weight;
  }
  return n > 2 ? 1 : n / 2;
}

static double common_ground(const gazetteer *g, uint32_t a, uint32_t b) {
  if (a == GAZ_NO_ENTITY || b == GAZ_NO_ENTITY) return 0;
  uint32_t a1 = gaz_above(g, a, GAZ_ADM1), b1 = gaz_above(g, b, GAZ_ADM1), c = gaz_country(g, a);
  if (a1 != GAZ_NO_ENTITY && a1 == b1) return 1;
  return c != GAZ_NO_ENTITY && c == gaz_country(g, b) ? 0.4 : 0;
}

/* "Kandahar" is the town before it is the province, where the town is a good part of it;
 * "Quebec" is the province.  A capital that is a division of its own may lie inside another
 * of its name (Kyiv, Almaty). */
static double twin_town(const gazetteer *g, const group *x, uint32_t entity) {
  const gaz_entity *e = gaz_at(g, entity);
  double best = 0;
  if (e->feature != GAZ_ADM1 && e->feature != GAZ_ADM2) return 0;
  for (uint32_t i = 0; i < x->n_refs && i < MOST; i++) {
    uint32_t o = gaz_ref_entity(x->refs[i]);
    const gaz_entity *t = gaz_at(g, o);
    if (!t || !is_town(t->feature)) continue;
    if (!gaz_inside(g, o, entity) && (gaz_country(g, o) != gaz_country(g, entity) || !within_km(e, t, 200))) continue;
    double part = e->population && t->feature != GAZ_PPLC ? 3.0 * t->population / e->population : 1;
    if (part > best) best = part;
  }
  return best > 1 ? 1 : best < 0.3 ? 0 : best;
}

static void features(const resolver *v, const group *x, uint32_t ref, double *f) {
  const gazetteer *g = v->r->g;
  uint32_t entity = gaz_ref_entity(ref);
  const gaz_entity *e = gaz_at(g, entity);
  memset(f, 0, N_RES * sizeof *f);
  if (!e) return;
  feature_kind(e, f);
  f[RES_twin] = twin_town(g, x, entity);
  feature_name(gaz_ref_kind(ref), f);
  if (x->holder != TOC_NONE) {
    bool held = held_by(v, entity, &v->groups.ptr[x->holder]);
    f[RES_held] = held;
    f[RES_not_held] = !held;
  }
  if (x->kind >= KIND_ADM1 && x->kind <= KIND_LAND) {
    f[RES_kind_fits] = kind_fits(x->kind, e->feature);
    f[RES_kind_not] = !f[RES_kind_fits];
  }
  uint32_t land = gaz_country(g, entity), adm1 = gaz_above(g, entity, GAZ_ADM1);
  if (!x->paper) f[RES_publisher] = common_ground(g, entity, v->c.home);
  if (v->learnt && f[RES_publisher] >= 1) {
    f[RES_home] = 1;
    if (has_spot(e)) f[RES_home_near] = closeness(gaz_at(g, v->c.home), e);
  }
  if (!v->second) return;
  if (land != GAZ_NO_ENTITY) f[RES_land] = share_of(v, false, land, x);
  if (adm1 != GAZ_NO_ENTITY) f[RES_division] = share_of(v, true, adm1, x);
  if (has_spot(e)) f[RES_near] = nearness(v, x, e);
  if (e->feature == GAZ_ADM1 || e->feature == GAZ_ADM2 || e->feature == GAZ_PCLI) f[RES_holds] = holding(v, x, entity);
  if (!x->dateline) f[RES_dateline] = common_ground(g, entity, v->c.dateline);
  double others = v->c.lands - (x->entity != GAZ_NO_ENTITY ? x->weight : 0);
  if (others >= 1 && f[RES_land] <= 0 && land != GAZ_NO_ENTITY && e->feature != GAZ_PCLI)
    f[RES_abroad] = e->population < 50000 ? 1 : e->population < 100000 ? 0.6 : e->population < 500000 ? 0.3 : 0;
}

static double weigh(const resolver *v, const double *f) {
  double z = 0;
  for (int i = 0; i < N_RES; i++) z += v->r->x->res[i] * f[i];
  return z;
}

#ifdef TOC_PLACE_DUMP
void (*toc__place_dump)(const reading *r, const spot *s, uint32_t ref, const double *f, double score);
#endif

/* People are not their land's other names. */
static bool may_mean(const group *x, uint32_t ref) { return (gaz_ref_kind(ref) == GAZ_DEMONYM) == x->norp; }

/* The likelier places with their shares, flattened by FLAT; from rated[]. */
static void spread(group *x, double best) {
  double all = 0;
  x->n_guesses = 0;
  for (uint32_t i = 0; i < x->n_rated; i++) {
    double p = power_of_e(((double)x->rated[i].score - best) / FLAT);
    if (p < 0.02) continue;
    uint32_t k = x->n_guesses < GUESSES ? x->n_guesses++ : GUESSES;
    if (k == GUESSES) {
      k = 0;
      for (uint32_t j = 1; j < GUESSES; j++)
        if (x->guess[j].share < x->guess[k].share) k = j;
      if (x->guess[k].share >= p) continue;
    }
    x->guess[k] = (guess){gaz_ref_entity(x->rated[i].ref), p};
  }
  for (uint32_t k = 0; k < x->n_guesses; k++) all += x->guess[k].share;
  for (uint32_t k = 0; k < x->n_guesses; k++) x->guess[k].share /= all;
}

static void choose(resolver *v, group *x) {
  double f[N_RES], best = -1e9, second = -1e9;
  uint32_t answer = GAZ_NO_ENTITY;
  if (!x->rated) x->rated = toc_new(v->r->a, rated, x->n_refs < MOST ? x->n_refs : MOST);
  if (v->second && !v->last && x->n_rated == 1) return; /* nothing to choose; rated at the end */
  x->n_rated = 0;
  for (uint32_t i = 0; i < x->n_refs && i < MOST; i++) {
    if (!may_mean(x, x->refs[i])) continue;
    features(v, x, x->refs[i], f);
    double s = weigh(v, f);
    x->rated[x->n_rated++] = (rated){x->refs[i], (float)s};
    if (s > best) second = best, best = s, answer = gaz_ref_entity(x->refs[i]);
    else if (s > second) second = s;
  }
  x->entity = answer;
  x->score = best;
  spread(x, best);
  double margin = best - second;
  double sure = margin > 6 ? 1 : margin < 0 ? 0.3 : 0.4 + margin * 0.1;
  x->weight = sure * (x->mentions >= 4 ? 1 : 0.7 + 0.1 * x->mentions) * (x->norp ? 0.6 : 1);
}

/* --------------------------------------------------------------- publisher */

static toc_str host_of(toc_str url) {
  toc_str rest = url, part;
  for (size_t i = 0; i + 2 < url.len; i++)
    if (url.ptr[i] == ':' && url.ptr[i + 1] == '/' && url.ptr[i + 2] == '/') rest = toc_str_sub(url, i + 3, url.len);
  toc_str_cut(&rest, '/', &part);
  return part;
}

/* The names of a key if one of them is a place of some size. */
static uint32_t known_names(const gazetteer *g, uint64_t hash, uint32_t smallest, const uint32_t **refs) {
  uint32_t n = gaz_find(g, hash, refs);
  for (uint32_t i = 0; i < n && i < MOST; i++) {
    const gaz_entity *e = gaz_at(g, gaz_ref_entity((*refs)[i]));
    if (e && gaz_ref_kind((*refs)[i]) == GAZ_MAIN && e->population >= smallest) return n;
  }
  return 0;
}

/* "houstonchronicle": the longest place that begins it, if the rest is what papers are
 * called. */
static uint32_t place_in_label(const reading *r, toc_str label, const uint32_t **refs, uint64_t *hash) {
  if (toc_str_starts(label, TOC_S("the")) && label.len > 7) label = toc_str_sub(label, 3, label.len);
  for (size_t n = label.len; n >= 5; n--) {
    toc_str rest = toc_str_sub(label, n, label.len);
    uint32_t use = rest.len ? toc_map_get(&r->x->words, rest) : 0;
    if (rest.len && (use == TOC_NONE || !(r->x->use.ptr[use].flags & WORD_ORG))) continue;
    *hash = gaz_hash(toc_str_sub(label, 0, n));
    uint32_t found = known_names(r->g, *hash, 5000, refs);
    if (found) return found;
  }
  return 0;
}

static uint32_t place_in_host(const reading *r, toc_str host, const uint32_t **refs, uint64_t *hash) {
  toc_str label[8], rest = host, one;
  int n = 0;
  while (n < 8 && toc_str_cut(&rest, '.', &one)) label[n++] = toc_lower(r->a, one);
  for (int i = 0; i + 1 < n; i++) {
    uint32_t found = label[i].len >= 5 ? place_in_label(r, label[i], refs, hash) : 0;
    if (found) return found;
  }
  if (!n || label[n - 1].len != 2) return 0;
  *hash = gaz_hash(toc_str_format(r->a, "tld %.*s", TOC_FMT(label[n - 1])));
  return known_names(r->g, *hash, 0, refs);
}

/* "Kyiv Independent", "The Houston Chronicle": the longest place that begins the name. */
static uint32_t place_in_title(const reading *r, toc_str name, const uint32_t **refs, uint64_t *hash) {
  toc_str key = toc__place_key(r->a, name);
  for (size_t n = key.len; n > 2; n--) {
    if (n < key.len && key.ptr[n] != ' ') continue;
    *hash = gaz_hash(toc_str_sub(key, 0, n));
    uint32_t found = known_names(r->g, *hash, 5000, refs);
    if (found) return found;
  }
  return 0;
}

/* The publisher's name is one more name of the report, resolved like the others: which
 * Springfield the Springfield News is of, the report itself often tells. */
static void add_paper(resolver *v) {
  const reading *r = v->r;
  v->paper = TOC_NONE;
  v->c.home = toc__home_of(r->x, r->a, r->doc->publisher);
  v->learnt = v->c.home != GAZ_NO_ENTITY; /* from its other reports */
  if (v->learnt) return;
  toc_str p = r->doc->publisher;
  const uint32_t *refs = NULL;
  uint64_t hash = 0;
  uint32_t n = 0;
  if (p.len && !memchr(p.ptr, '.', p.len)) n = place_in_title(r, p, &refs, &hash);
  else if (p.len && !memchr(p.ptr, ' ', p.len)) n = place_in_host(r, host_of(p), &refs, &hash);
  if (!n && r->doc->url.len) n = place_in_host(r, host_of(r->doc->url), &refs, &hash);
  if (!n) return;
  v->paper = v->groups.len;
  *toc_push(v->r->a, &v->groups) = (group){.refs = refs, .n_refs = n, .hash = hash, .holder = TOC_NONE, .mentions = 2, .paper = true, .entity = GAZ_NO_ENTITY};
}

/* -------------------------------------------------------------- the unknown */

/* What most of the report is about: a division, else a land; GAZ_NO_ENTITY. */
static uint32_t main_ground(const resolver *v) {
  for (int division = 1; division >= 0; division--) {
    const tally *t = division ? v->c.division.ptr : v->c.land.ptr;
    uint32_t n = division ? v->c.division.len : v->c.land.len, best = GAZ_NO_ENTITY;
    double all = v->c.lands, top = 0;
    for (uint32_t i = 0; i < n; i++)
      if (t[i].weight > top) top = t[i].weight, best = t[i].entity;
    if (best != GAZ_NO_ENTITY && all > 0 && top >= (division ? 0.75 : 0.6) * all && (!division || top >= 1.2)) return best;
  }
  return GAZ_NO_ENTITY;
}

/* The place named nearest before spot i, in its sentence or the one before, that can hold a
 * street or a village. */
static uint32_t nearest_ground(const resolver *v, uint32_t i, bool site) {
  const reading *r = v->r;
  uint32_t here = r->word[r->spots.ptr[i].first].sentence;
  for (uint32_t step = 1; step <= 6; step++)
    for (int side = 0; side < 2; side++) {
      if (side ? i + step >= r->spots.len : step > i) continue;
      const spot *o = &r->spots.ptr[side ? i + step : i - step];
      uint32_t there = r->word[o->first].sentence;
      if (o->entity == GAZ_NO_ENTITY || o->norp || (there != here && (side || there + 1 != here))) continue;
      const gaz_entity *e = gaz_at(r->g, o->entity);
      if (e && (e->feature == GAZ_ADM1 || e->feature == GAZ_ADM2 || (site && is_town(e->feature)))) return o->entity;
    }
  return GAZ_NO_ENTITY;
}

static void place_unknown(resolver *v, uint32_t i) {
  reading *r = v->r;
  spot *s = &r->spots.ptr[i];
  bool site = s->kind >= KIND_QUARTER;
  if (s->holder != TOC_NONE) {
    const spot *h = &r->spots.ptr[s->holder];
    s->within = h->entity != GAZ_NO_ENTITY ? h->entity : h->within;
  }
  if (s->within == GAZ_NO_ENTITY) s->within = nearest_ground(v, i, site);
  if (s->within == GAZ_NO_ENTITY) s->within = main_ground(v);
}

/* Other places of the name that are not much smaller: Geneva has none, San Rafael a dozen. */
static uint32_t rivals(const gazetteer *g, const group *x) {
  const gaz_entity *me = gaz_at(g, x->entity);
  uint32_t n = 0;
  for (uint32_t i = 0; i < x->n_refs; i++) {
    const gaz_entity *e = gaz_at(g, gaz_ref_entity(x->refs[i]));
    n += e && e != me && gaz_ref_kind(x->refs[i]) == GAZ_MAIN && e->population > me->population / 4;
  }
  return n;
}

/* A place in a land that the report says nothing of, while it speaks of others: a namesake,
 * the likelier the smaller it is and the more places bear the name.  Better no answer than
 * that one. */
static bool is_namesake(const resolver *v, const group *x) {
  double f[N_RES];
  const gaz_entity *e = gaz_at(v->r->g, x->entity);
  if (!e || x->norp || x->paper) return false;
  double others = v->c.lands - x->weight;
  bool town = is_town(e->feature);
  /* called a district or a province, and the list has only some small place of that name */
  if ((x->kind == KIND_ADM1 || x->kind == KIND_ADM2) && town && e->population < 20000 && x->holder == TOC_NONE && others < 0.5)
    return true;
  if (e->feature == GAZ_PCLI || e->feature == GAZ_PPLC || e->feature > GAZ_STLMT) return false;
  for (uint32_t i = 0; i < x->n_refs && i < MOST; i++) {
    if (gaz_ref_entity(x->refs[i]) != x->entity) continue;
    features(v, x, x->refs[i], f);
    if (f[RES_land] > 0 || f[RES_held] > 0 || f[RES_publisher] > 0 || x->dateline) return false;
    if (town && (e->population < 20000 || (x->family && e->population < 1000000))) return others >= 1.2;
    if (town && e->population < 100000) return others >= 2.5;
    return others >= 2.5 && e->population < 1000000 && rivals(v->r->g, x) >= 3;
  }
  return false;
}

#ifdef TOC_PLACE_DUMP
static void dump(const resolver *v) {
  double f[N_RES];
  for (uint32_t i = 0; toc__place_dump && i < v->r->spots.len; i++) {
    const spot *s = &v->r->spots.ptr[i];
    if (s->group == TOC_NONE) continue;
    const group *x = &v->groups.ptr[s->group];
    for (uint32_t k = 0; k < x->n_refs && k < MOST; k++) {
      if (!may_mean(x, x->refs[k])) continue;
      features(v, x, x->refs[k], f);
      toc__place_dump(v->r, s, x->refs[k], f, weigh(v, f));
    }
  }
}
#endif

/* A name that would only be a namesake, and that nothing beside it calls a place, is more
 * likely no place at all: "Garcia said", "the Marti front". */
static void drop_unlikely(reading *r, const bool *lost) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->spots.len; i++) {
    spot s = r->spots.ptr[i];
    bool told = s.holder != TOC_NONE || s.f[REC_prep_in] > 0 || s.f[REC_kind_before] > 0 || s.f[REC_kind_after] > 0 ||
                s.f[REC_ner_place] > 0.5f || s.f[REC_dateline] > 0;
    if (s.group != TOC_NONE && lost[s.group] && !told && !s.site) continue;
    r->spots.ptr[n++] = s;
  }
  r->spots.len = n;
}

void toc__place_resolve(reading *r) {
  resolver v = {.r = r, .c = {.dateline = GAZ_NO_ENTITY, .home = GAZ_NO_ENTITY}};
  make_groups(&v);
  r->n_groups = v.groups.len;
  add_paper(&v);
  for (uint32_t i = 0; i < v.groups.len; i++) choose(&v, &v.groups.ptr[i]);
  v.second = true;
  for (int round = 0; round < ROUNDS; round++) {
    v.last = round + 1 == ROUNDS;
    make_context(&v);
    if (v.paper != TOC_NONE) v.c.home = v.groups.ptr[v.paper].entity;
    group *fresh = toc_new(r->a, group, (size_t)v.groups.len + 1);
    for (uint32_t i = 0; i < v.groups.len; i++) {
      fresh[i] = v.groups.ptr[i];
      choose(&v, &fresh[i]);
    }
    if (v.groups.len) memcpy(v.groups.ptr, fresh, v.groups.len * sizeof *fresh);
  }
  make_context(&v);
  if (v.paper != TOC_NONE) v.c.home = v.groups.ptr[v.paper].entity;
#ifdef TOC_PLACE_DUMP
  dump(&v);
#endif
  bool *lost = toc_new(r->a, bool, (size_t)v.groups.len + 1);
  for (uint32_t i = 0; i < v.groups.len; i++) lost[i] = is_namesake(&v, &v.groups.ptr[i]);
  for (uint32_t i = 0; i < v.groups.len; i++)
    if (lost[i]) v.groups.ptr[i].entity = GAZ_NO_ENTITY;
  make_context(&v);
  for (uint32_t i = 0; i < r->spots.len; i++) {
    spot *s = &r->spots.ptr[i];
    if (s->group == TOC_NONE) continue;
    s->rated = v.groups.ptr[s->group].rated;
    s->n_rated = v.groups.ptr[s->group].n_rated;
    if (lost[s->group]) continue;
    s->entity = v.groups.ptr[s->group].entity;
    s->chosen = v.groups.ptr[s->group].score;
  }
  for (uint32_t i = 0; i < r->spots.len; i++)
    if (r->spots.ptr[i].entity == GAZ_NO_ENTITY && !r->spots.ptr[i].norp) place_unknown(&v, i);
  drop_unlikely(r, lost);
}
