/* inherit.c - who, when only the rest of the report says.
 *
 *     The takeover began at dawn.            by whom and against whom: as told of the coup
 *     Sweden called off a visit.             to the state that the report is about
 *     Nine were arrested.                    by the police of the sentences before
 *     Oslo demanded their release.           of, and by, those who hold them
 *     The war                                between those who were told to fight
 *
 * A reader takes these from the story so far.  Only an empty role is filled, after every
 * clause had its say, and `via` is "report". */
#include "complete.h"

enum { REACH = 256, WINDOW = 5 }; /* actors looked back over; sentences */

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }
static toc_event *event(const view *v, uint32_t i) { return &v->doc->events.ptr[i]; }

static void put(const view *v, const toc_actor *from, toc_actors *to) {
  toc_actor a = *from;
  a.via = TOC_S("report");
  *toc_push(&v->doc->arena, to) = a;
}

static void copy(const view *v, const toc_actors *from, toc_actors *to) {
  for (uint32_t i = 0; i < from->len; i++) put(v, &from->ptr[i], to);
}

static bool same_party(const toc_actor *a, const toc_actor *b) {
  if (a->entity != TOC_NONE && a->entity == b->entity) return true;
  return a->span.start == b->span.start && a->span.end == b->span.end;
}

static bool of_state(const toc_actor *a) { return toc_str_is(a->sector, "GOV") || toc_str_is(a->sector, "MIL"); }

static bool among(const toc_actors *all, const toc_actor *a) {
  for (uint32_t i = 0; i < all->len; i++)
    if (same_party(&all->ptr[i], a)) return true;
  return false;
}

/* ------------------------------------------------------------------ the same happening */

/* Words for one happening: of one type and of one CAMEO category ("coup" and "takeover"). */
static bool alike(const toc_event *a, const toc_event *b) {
  if (a->type != b->type || a->mode != b->mode) return false;
  size_t n = a->cameo.len < b->cameo.len ? a->cameo.len : b->cameo.len;
  return n >= 3 && memcmp(a->cameo.ptr, b->cameo.ptr, 3) == 0;
}

static bool real(const toc_event *e) { return e->status == TOC_FACT_OCCURRED || e->status == TOC_FACT_ONGOING || e->status == TOC_FACT_DENIED; }

static bool agree(const toc_actors *a, const toc_actors *b) {
  if (!a->len || !b->len) return true;
  for (uint32_t i = 0; i < a->len; i++)
    if (among(b, &a->ptr[i])) return true;
  return false;
}

static bool definite(const view *v, uint32_t i) {
  toc_children(v->doc, i, c) {
    toc_deprel b = toc_rel_base(v->doc, c);
    if (b == TOC_REL_DET && (toc_lemma_is(v->doc, c, "the") || toc_lemma_is(v->doc, c, "this") || toc_lemma_is(v->doc, c, "that"))) return true;
    if (tok(v, c)->rel == TOC_REL_NMOD_POSS && tok(v, c)->time != TOC_NONE) return true;
  }
  return false;
}

/* Gives e what it lacks of the parties of o, if both can be one happening. */
static bool take(const view *v, toc_event *e, const toc_event *o) {
  if (!alike(e, o) || real(e) != real(o)) return false;
  bool gives = (!e->actors.len && o->actors.len) || (!e->recipients.len && o->recipients.len);
  if (!gives || !agree(&e->actors, &o->actors) || !agree(&e->recipients, &o->recipients)) return false;
  if (!e->actors.len) copy(v, &o->actors, &e->actors);
  if (!e->recipients.len) copy(v, &o->recipients, &e->recipients);
  return true;
}

/* A noun names again what was told before; the headline what is told below. */
static void told(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  if (e->type == TOC_ASSAULT || e->type == TOC_PROTEST || !toc__is_noun(v, e->token) || (e->actors.len && e->recipients.len)) return;
  if (!e->actors.len && !e->recipients.len && !definite(v, e->token)) return;
  uint32_t n = v->doc->events.len;
  for (uint32_t back = 1; back <= i && back <= MAX_LOOK; back++)
    if (take(v, e, event(v, i - back))) return;
  for (uint32_t k = i + 1; k < n && k - i <= MAX_LOOK; k++)
    if (take(v, e, event(v, k))) return;
}

/* ----------------------------------------------------------------------- who holds them */

static bool captures(const toc_event *e) {
  return (e->type == TOC_COERCE && (e->mode == TOC_MODE_COERCE_ARREST || e->mode == TOC_MODE_COERCE_SEIZE)) ||
         (e->type == TOC_ASSAULT && e->mode == TOC_MODE_ASSAULT_ABDUCT);
}

static bool share_party(const toc_actors *a, const toc_actors *b) {
  for (uint32_t i = 0; i < a->len; i++)
    if (among(b, &a->ptr[i])) return true;
  return false;
}

static bool one_country(const toc_actors *a, const toc_actors *b) {
  return a->len && b->len && a->ptr[0].country.len && toc_str_eq(a->ptr[0].country, b->ptr[0].country);
}

/* "Demanded his release": by whoever took him, else by whoever took people of his country. */
static void holder(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  const toc_event *best = NULL;
  if (e->type != TOC_RETREAT || e->mode != TOC_MODE_RETREAT_RELEASE || e->actors.len || !e->recipients.len) return;
  for (uint32_t k = i > MAX_LOOK ? i - MAX_LOOK : 0; k < v->doc->events.len && k < i + MAX_LOOK; k++) {
    const toc_event *o = event(v, k);
    if (!captures(o) || !o->actors.len) continue;
    if (share_party(&o->recipients, &e->recipients)) {
      best = o;
      break;
    }
    if (k < i && one_country(&o->recipients, &e->recipients)) best = o;
  }
  if (best) copy(v, &best->actors, &e->actors);
}

/* "China called for him to be freed": of those who can free him. */
static void asked_of(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  if (e->type != TOC_REQUEST || e->recipients.len) return;
  for (uint32_t k = i + 1; k < v->doc->events.len && event(v, k)->sentence == e->sentence && k - i < MAX_LOOK; k++) {
    const toc_event *o = event(v, k);
    if (o->status != TOC_FACT_DEMANDED || !o->actors.len || share_party(&o->actors, &e->actors)) continue;
    copy(v, &o->actors, &e->recipients);
    return;
  }
}

/* ------------------------------------------------------------------------- both sides */

static bool indefinite(const view *v, uint32_t i) {
  uint32_t d = toc_child(v->doc, i, TOC_REL_DET);
  return d != TOC_NONE && toc_lemma_is(v->doc, d, "a");
}

static bool of_two_sides(const view *v, const toc_event *e) {
  if (e->type == TOC_ASSAULT) return toc__is_noun(v, e->token) && toc__in_known(v, SET_MUTUAL, e->token) && !indefinite(v, e->token);
  return (e->type == TOC_RETREAT && e->mode == TOC_MODE_RETREAT_CEASEFIRE) && toc__is_noun(v, e->token);
}

static bool side(const toc_actor *a) { return of_state(a) || toc_str_is(a->sector, "REB") || toc_str_is(a->sector, "PRM") || toc_str_is(a->sector, "UAF"); }

static bool all_sides(const toc_actors *a) {
  for (uint32_t i = 0; i < a->len; i++)
    if (!side(&a->ptr[i]) || toc_str_is(a->ptr[i].via, "report")) return false;
  return a->len > 0;
}

static bool opposed(const toc_actor *a, const toc_actor *b) {
  return !toc_str_eq(a->country, b->country) || !toc_str_eq(a->sector, b->sector);
}

/* Do its parties fight each other?  Blows and truces say so themselves (rank 0), words and
 * agreements only where no blow is told (rank 1). */
static bool fought(const toc_event *o, int rank) {
  bool truce = o->type == TOC_RETREAT && o->mode == TOC_MODE_RETREAT_CEASEFIRE;
  if (rank == 0 ? o->type != TOC_ASSAULT && !truce : o->type != TOC_THREATEN && o->type != TOC_ACCUSE && o->type != TOC_AGREE) return false;
  if (!all_sides(&o->actors)) return false;
  if (!o->recipients.len) return o->actors.len >= 2 && opposed(&o->actors.ptr[0], &o->actors.ptr[1]);
  return o->type != TOC_AGREE && all_sides(&o->recipients) && opposed(&o->actors.ptr[0], &o->recipients.ptr[0]);
}

/* "The war", "the truce": between those who were told to fight, one as actor and one as
 * recipient, or both as actors. */
static void sides(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  if (e->actors.len || e->recipients.len || !of_two_sides(v, e)) return;
  for (int rank = 0; rank < 2; rank++)
    for (uint32_t step = 1; step <= MAX_LOOK * 2; step++) {
      uint32_t k = step <= MAX_LOOK ? i - step : i + (step - MAX_LOOK);
      if (k >= v->doc->events.len || !fought(event(v, k), rank)) continue; /* also before the first */
      copy(v, &event(v, k)->actors, &e->actors);
      copy(v, &event(v, k)->recipients, &e->actors);
      return;
    }
}

/* ------------------------------------------------------------------- whom it is said to */

static bool needs_other(const toc_event *e) {
  if (e->type == TOC_CONSULT) return e->mode == TOC_MODE_CONSULT_VISIT;
  switch (e->type) {
    case TOC_ACCUSE:
    case TOC_REQUEST:
    case TOC_REJECT:
    case TOC_THREATEN:
    case TOC_SANCTION:
    case TOC_SUPPORT:
    case TOC_MOBILIZE: return true;
    default: return false;
  }
}

/* The state that most of the report's actors belong to. */
static toc_str focus(const view *v) {
  toc_str best = {NULL, 0};
  uint32_t most = 0;
  const toc_doc *doc = v->doc;
  uint32_t n = doc->actors.len < 256 ? doc->actors.len : 256;
  for (uint32_t i = 0; i < n; i++) {
    toc_str c = doc->actors.ptr[i].country;
    uint32_t count = 0;
    if (!c.len || toc_str_eq(c, best)) continue;
    for (uint32_t k = 0; k < n; k++) count += toc_str_eq(doc->actors.ptr[k].country, c);
    if (count > most) most = count, best = c;
  }
  return most >= 3 ? best : (toc_str){NULL, 0};
}

/* How many of the report's actors begin at or before `at`; they stand in text order. */
static uint32_t actors_before(const toc_doc *doc, uint32_t at) {
  uint32_t lo = 0, hi = doc->actors.len;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (doc->actors.ptr[mid].span.start <= at) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/* One who stands for the state abroad: its government or a head of it, not its army, nor an
 * adviser or who speaks for either. */
static bool stands_for(const view *v, const toc_actor *a, toc_str state) {
  static const char *const head[] = {"government", "authority", "president", "regime", "junta", "administration", "leader", "leadership",
                                     "minister", "premier", "king", "emir", "ministry", "state", "council", "side", "cabinet", "republic", "kingdom"};
  if (!toc_str_eq(a->country, state) || !toc_str_is(a->sector, "GOV")) return false;
  return a->name.len || (a->head != TOC_NONE && TOC_ONE_OF(tok(v, a->head)->lemma, head));
}

/* The actor of `state` named last before `at`, else the first one behind. */
static const toc_actor *near_state(const view *v, uint32_t at, toc_str state) {
  const toc_doc *doc = v->doc;
  uint32_t n = actors_before(doc, at);
  for (uint32_t k = n; k-- > 0 && n - k <= REACH;)
    if (stands_for(v, &doc->actors.ptr[k], state)) return &doc->actors.ptr[k];
  for (uint32_t k = n; k < doc->actors.len && k - n < REACH; k++)
    if (stands_for(v, &doc->actors.ptr[k], state)) return &doc->actors.ptr[k];
  return NULL;
}

/* "Condemned the strike": what is blamed is an attack, and whose, the text does not tell. */
static bool blames_unknown(const view *v, uint32_t i) {
  const toc_event *e = event(v, i);
  if (e->type != TOC_ACCUSE) return false;
  for (uint32_t k = i + 1; k < v->doc->events.len && event(v, k)->sentence == e->sentence && k - i < MAX_LOOK; k++) {
    const toc_event *o = event(v, k);
    if (o->type == TOC_ASSAULT && !o->actors.len && tok(v, o->token)->head == e->token) return true;
  }
  return false;
}

/* Voices from abroad speak to, and act on, the state in the crisis. */
static void from_abroad(const view *v, uint32_t i, toc_str state) {
  toc_event *e = event(v, i);
  if (!state.len || e->recipients.len || !e->actors.len || !needs_other(e) || blames_unknown(v, i)) return;
  for (uint32_t k = 0; k < e->actors.len; k++)
    if (toc_str_eq(e->actors.ptr[k].country, state) || (!e->actors.ptr[k].country.len && !e->actors.ptr[k].sector.len)) return;
  const toc_actor *near = near_state(v, e->trigger.start, state);
  if (near) put(v, near, &e->recipients);
}

/* ------------------------------------------------------------------------- who arrests */

static bool of_force(const toc_actor *a) { return toc_str_is(a->sector, "COP") || toc_str_is(a->sector, "MIL") || toc_str_is(a->sector, "PRM"); }

/* What only a force does: "nine were arrested", "security was tightened", "tear gas was fired". */
static bool police_work(const toc_event *e) {
  return (e->type == TOC_COERCE && e->mode == TOC_MODE_COERCE_ARREST) || (e->type == TOC_MOBILIZE && e->mode == TOC_MODE_MOBILIZE_POLICE) ||
         (e->type == TOC_ASSAULT && e->mode == TOC_MODE_ASSAULT_CROWD_CONTROL);
}

/* Of the forces among actors [from, from + step, …) near the event the police, else the first. */
static const toc_actor *force_near(const view *v, const toc_event *e, uint32_t from, int step) {
  const toc_doc *doc = v->doc;
  const toc_actor *force = NULL;
  uint32_t looked = 0;
  for (uint32_t k = from; k < doc->actors.len && looked++ < REACH; k += (uint32_t)step) { /* wraps below 0 */
    const toc_actor *a = &doc->actors.ptr[k];
    if (a->head == TOC_NONE) continue;
    uint32_t s = tok(v, a->head)->sentence;
    if (s + WINDOW < e->sentence || s > e->sentence + WINDOW) break;
    if (!of_force(a) || among(&e->recipients, a) || toc__in_known(v, SET_BODIES, a->head)) continue;
    if (toc_str_is(a->sector, "COP")) return a;
    if (!force) force = a;
  }
  return force;
}

/* Arrests are made by the force that the report speaks of: the police named last in the sentence
 * or the few before, else soldiers; where none is named before, the first of the few behind
 * ("Nine held in raids" above "Police said …"). */
static void arresting(const view *v, toc_event *e) {
  if (e->actors.len || !police_work(e)) return;
  const toc_doc *doc = v->doc;
  uint32_t n = actors_before(doc, doc->tokens.ptr[doc->sentences.ptr[e->sentence].last - 1].span.end);
  const toc_actor *force = n ? force_near(v, e, n - 1, -1) : NULL;
  if (!force) force = force_near(v, e, n, 1);
  if (force) put(v, force, &e->actors);
}

void toc__inherit(const view *v) {
  toc_str state = focus(v);
  for (uint32_t i = 0; i < v->doc->events.len; i++) {
    told(v, i);
    arresting(v, event(v, i));
    holder(v, i);
  }
  for (uint32_t i = 0; i < v->doc->events.len; i++) {
    asked_of(v, i);
    sides(v, i);
    from_abroad(v, i, state);
  }
}
