/* incidents.c - mentions of one happening within a report.
 *
 * "Police fired on the crowd in Zhanaozen on Thursday, killing 14.  The shooting came …
 * Officials put the dead at 11."  Two mentions are one incident when nothing speaks against
 * it (place, time, parties, whether it happened at all) and something speaks for it: the
 * same act, or two acts of one kind of violence.  Mentions are taken in text order and
 * compared with what is known of each incident so far, so that a detail told once serves
 * all later mentions. */
#include "group.h"
#include "tolls.h"

#include <math.h>

#define LOOK_BACK 48 /* incidents that a mention is compared with */

/* What an incident is known by. */
typedef struct known {
  toc_type type;
  toc_fact fact;
  bool real;             /* occurred or ongoing */
  uint32_t last;         /* its latest event */
  uint32_t place;        /* TOC_NONE: not told */
  toc_day from, to;      /* TOC_NODAY: not told */
  toc_indices actors, recipients; /* indices into a list of parties kept aside */
} known;

typedef TOC_ARRAY(known) knowns;
typedef TOC_ARRAY(const toc_actor *) parties;

typedef struct grouping {
  toc_doc *doc;
  knowns incidents;
  parties list;
} grouping;

static bool is_real(toc_fact f) { return f == TOC_FACT_OCCURRED || f == TOC_FACT_ONGOING; }

static bool place_fits(const toc_doc *doc, uint32_t a, uint32_t b) {
  if (a == TOC_NONE || b == TOC_NONE || a == b) return true;
  const toc_place *p = &doc->places.ptr[a], *q = &doc->places.ptr[b];
  if (p->geonameid && p->geonameid == q->geonameid) return true;
  if (p->country.len && q->country.len && !toc_str_eq(p->country, q->country)) return false;
  if (p->precision >= 6 || q->precision >= 6) return true; /* a country holds its towns */
  if (toc_str_eq(p->name, q->name)) return true;
  if (p->precision == 4 || q->precision == 4) return p->adm1.len && toc_str_eq(p->adm1, q->adm1);
  return p->located && q->located && fabs(p->lat - q->lat) < 0.3 && fabs(p->lon - q->lon) < 0.3;
}

bool toc__long_while(toc_day from, toc_day to) { return from != TOC_NODAY && to != TOC_NODAY && to - from > 45; }
static bool few_days(toc_day from, toc_day to) { return from != TOC_NODAY && to != TOC_NODAY && to - from <= 10; }

static bool time_fits(toc_day a_from, toc_day a_to, toc_day b_from, toc_day b_to) {
  if (a_from == TOC_NODAY && a_to == TOC_NODAY) return true;
  if (b_from == TOC_NODAY && b_to == TOC_NODAY) return true;
  bool before = a_to != TOC_NODAY && b_from != TOC_NODAY && a_to < b_from;
  bool after = b_to != TOC_NODAY && a_from != TOC_NODAY && b_to < a_from;
  /* "The war has killed thousands since 2023" is none of its days */
  if ((toc__long_while(a_from, a_to) && few_days(b_from, b_to)) || (toc__long_while(b_from, b_to) && few_days(a_from, a_to))) return false;
  return !before && !after;
}

static bool same_party(const toc_actor *a, const toc_actor *b) {
  if (a->entity && a->entity == b->entity) return true;
  if (a->name.len && b->name.len) return toc_str_eq(a->name, b->name);
  bool country = a->country.len && toc_str_eq(a->country, b->country);
  bool sector = a->sector.len && toc_str_eq(a->sector, b->sector);
  if (a->sector.len && b->sector.len) return sector && (country || !a->country.len || !b->country.len);
  return country;
}

/* 1: some party in common; 0: nobody named on one side; -1: two sets without a common one. */
static int parties_agree(const grouping *g, const toc_indices *known_side, const toc_actors *side) {
  if (!known_side->len || !side->len) return 0;
  for (uint32_t i = 0; i < known_side->len; i++)
    for (uint32_t j = 0; j < side->len && j < 8; j++)
      if (same_party(g->list.ptr[known_side->ptr[i]], &side->ptr[j])) return 1;
  return -1;
}

static bool type_fits(const known *k, const toc_event *e) {
  if (k->type == e->type) return true;
  /* A crackdown arrests and beats; a riot is met by force: these stay apart.  But an abducted
   * or captured person is both, and fighting is told as troops and as blows. */
  return (k->type == TOC_MOBILIZE && e->type == TOC_ASSAULT) || (k->type == TOC_ASSAULT && e->type == TOC_MOBILIZE);
}

/* How well a mention fits an incident; below 0: not at all. */
static double fit(const grouping *g, const known *k, uint32_t index) {
  const toc_doc *doc = g->doc;
  const toc_event *e = &doc->events.ptr[index], *last = &doc->events.ptr[k->last];
  if (!type_fits(k, e)) return -1;
  if (k->real != is_real(e->status) || (!k->real && k->fact != e->status)) return -1;
  if (!place_fits(doc, k->place, e->where.set ? e->where.place : TOC_NONE)) return -1;
  if (e->when.set && !time_fits(k->from, k->to, e->when.from, e->when.to)) return -1;
  int actors = parties_agree(g, &k->actors, &e->actors), recipients = parties_agree(g, &k->recipients, &e->recipients);
  if (actors < 0 && recipients < 0) return -1;
  bool violent = e->type == TOC_ASSAULT || e->type == TOC_PROTEST || e->type == TOC_MOBILIZE;
  if ((actors < 0 || recipients < 0) && !violent) return -1;
  if (last->mode && e->mode && last->mode != e->mode && (e->type == TOC_COERCE || e->type == TOC_SANCTION || e->type == TOC_RETREAT))
    return -1; /* a curfew is no arrest */
  double score = 1 + actors + recipients;
  if (last->mode && last->mode == e->mode) score += 1;
  if (toc_str_eq(doc->tokens.ptr[last->token].lemma, doc->tokens.ptr[e->token].lemma)) score += 1;
  if (e->sentence - last->sentence > 8) score -= 0.5;
  /* Two acts of one sentence, told by different verbs with different objects, are two acts. */
  if (!violent && e->sentence == last->sentence && recipients < 0) return -1;
  return score;
}

static void learn(grouping *g, known *k, uint32_t index) {
  toc_doc *doc = g->doc;
  const toc_event *e = &doc->events.ptr[index];
  k->last = index;
  if (e->where.set && e->where.place != TOC_NONE) {
    bool finer = k->place == TOC_NONE || doc->places.ptr[e->where.place].precision < doc->places.ptr[k->place].precision;
    if (finer) k->place = e->where.place;
  }
  if (e->when.set && e->when.from != TOC_NODAY && k->from == TOC_NODAY) k->from = e->when.from, k->to = e->when.to;
  const toc_actors *sides[2] = {&e->actors, &e->recipients};
  toc_indices *into[2] = {&k->actors, &k->recipients};
  for (int s = 0; s < 2; s++)
    for (uint32_t i = 0; i < sides[s]->len && into[s]->len < 16; i++) {
      *toc_push(&doc->scratch, into[s]) = g->list.len;
      *toc_push(&doc->scratch, &g->list) = &sides[s]->ptr[i];
    }
}

static uint32_t choose(const grouping *g, uint32_t index) {
  uint32_t best = TOC_NONE, n = g->incidents.len;
  double top = 0.75;
  for (uint32_t i = n; i-- > 0 && n - i <= LOOK_BACK;) {
    double score = fit(g, &g->incidents.ptr[i], index);
    if (score > top) {
      top = score;
      best = i;
    }
  }
  return best;
}

toc_status toc__group_run(toc_doc *doc, toc_error *err) {
  (void)err;
  grouping g = {.doc = doc};
  toc_arena_reset(&doc->scratch);
  doc->incidents.len = 0;
  for (uint32_t i = 0; i < doc->events.len; i++) {
    toc_event *e = &doc->events.ptr[i];
    uint32_t at = choose(&g, i);
    if (at == TOC_NONE) {
      at = g.incidents.len;
      *toc_push(&doc->scratch, &g.incidents) = (known){.type = e->type, .fact = e->status, .real = is_real(e->status),
                                                       .place = TOC_NONE, .from = TOC_NODAY, .to = TOC_NODAY};
      toc_push(&doc->arena, &doc->incidents);
    }
    learn(&g, &g.incidents.ptr[at], i);
    e->incident = at;
    toc_incident *incident = &doc->incidents.ptr[at];
    *toc_push(&doc->arena, &incident->events) = i;
  }
  toc__days(doc);
  toc__tolls(doc);
  return TOC_OK;
}

