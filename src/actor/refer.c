/* refer.c - who is meant: the same name again, what a word refers to, whose police.
 *
 * Limited on purpose: a reference is followed only where grammar, number, gender and kind
 * leave little doubt, and looks back a bounded way; which of the earlier mentions that are left a pronoun
 * stands for, fitted weights say (pronouns.md).  In order, for each phrase of the text:
 *   names        "Tokayev" after "President Kassym-Jomart Tokayev"; "(CSTO)" after its words
 *   pronouns     he, she, it, they; who and which by their clause; I and we by the speaker
 *   references   "the bloc", "the movement", "the country"
 *   possession   "its fighters", "supporters of the party", "residents of Almaty"
 *   the scene    "police": of the country where the sentence, the paragraph, the report plays
 */
#include "dict.h"

enum { LOOK_BACK_PRONOUN = 40, LOOK_BACK_REFER = 200, OF_DEPTH = 4, DATELINE_WEIGHT = 2 };

#ifdef TOC_TRAIN_COREF /* tools/train-coref */
void toc__train_coref(const toc_doc *doc, uint32_t pronoun, uint32_t candidate, const bool *x, int n);
#endif

typedef struct entity {
  who_kind kind;
  toc_str country, sector, sector2, name;
  uint32_t known, agent, rival;
  uint32_t last; /* latest who */
  bool weak, intl, man, woman, plural, titled;
  uint32_t mentions; /* that were resolved to it */
} entity;

typedef struct refer {
  work *w;
  TOC_ARRAY(entity) ents;
  toc_map by_name;    /* "p:kassym jomart tokayev", "c:KAZ" → entity */
  toc_map by_surname; /* → latest full person, else the first of the report */
  bool *seen;         /* [known]: named in full */
  toc_str *scene;     /* [sentences]: where it plays, or {NULL,0} */
  toc_str focus;      /* of the whole report */
  bool focus_placed;  /* something is said to happen there */
  toc_str home;       /* the dateline's state, where it acts at the head of the report */
} refer;

/* The subject of a verb; none for one with absurdly many children, which would be asked again
 * and again. */
static uint32_t subject_of(const work *w, uint32_t verb) {
  enum { MANY = 100 };
  if (w->doc->child_at[verb + 1] - w->doc->child_at[verb] > MANY) return TOC_NONE;
  return toc_child(w->doc, verb, TOC_REL_NSUBJ);
}

static who *who_of(refer *r, uint32_t token) {
  uint32_t at = token == TOC_NONE ? TOC_NONE : r->w->who_at[token];
  return at == TOC_NONE ? NULL : &r->w->whos.ptr[at];
}

/* ------------------------------------------------------------------- scene */

static bool case_is(const work *w, uint32_t i, const char *const *words, size_t n) {
  if (!w->doc->child_at) return false;
  uint32_t c = toc_child(w->doc, i, TOC_REL_CASE);
  if (c == TOC_NONE) return false;
  for (size_t k = 0; k < n; k++)
    if (toc_lemma_is(w->doc, c, words[k])) return true;
  return false;
}

static const char *const locative[] = {"in", "at", "near", "inside", "within", "throughout", "outside", "across",
                                       "around", "through", "via", "along", "above", "beneath", "beside", "off"};
#define N_LOCATIVE (sizeof locative / sizeof *locative)

/* Does the report speak of that state, or of none by name?  A lone town of a state that it
 * never names is more often a wrong guess of the gazetteer. */
static bool spoken_of(const work *w, toc_str iso3) {
  uint32_t c = toc_map_get(&w->x->iso, iso3);
  return !w->any_named || (c != TOC_NONE && w->named[c]);
}

/* In a state, not "at" it. */
static bool within(const work *w, uint32_t i) {
  static const char *const at[] = {"at"};
  return case_is(w, i, locative, N_LOCATIVE) && !case_is(w, i, at, 1);
}

/* "Under the deal, signed in Geneva": where papers are signed is not where they are of effect. */
static bool of_papers(const work *w, uint32_t i) {
  static const char *const lemma[] = {"sign", "reach", "agree", "broker", "negotiate", "mediate", "adopt", "draft", "bear", "educate", "base", "headquarter"};
  uint32_t v = tok(w, i)->head;
  return v != TOC_NONE && (tok(w, v)->rel == TOC_REL_ACL || (toc_rel_base(w->doc, v) == TOC_REL_ADVCL && (tok(w, v)->feat & TOC_F_PART))) && TOC_ONE_OF(tok(w, v)->lemma, lemma);
}

/* The state of a place word that says where something happens, {NULL,0} if it does not. */
static toc_str location(const work *w, uint32_t i) {
  const toc_token *t = tok(w, i);
  if (t->place != TOC_NONE) {
    const toc_place *p = &w->doc->places.ptr[t->place];
    if (!p->country.len || p->first != i || !spoken_of(w, p->country)) return (toc_str){0};
    bool state = toc_str_starts(p->feature, TOC_S("PCL")) || p->precision == 6 || toc_str_is(p->feature, "PPLC");
    uint32_t head = i;
    for (uint32_t k = p->first; k < p->last; k++)
      if (tok(w, k)->head != TOC_NONE && (tok(w, k)->head < p->first || tok(w, k)->head >= p->last)) head = k;
    if ((state && !within(w, head)) || of_papers(w, head)) return (toc_str){0};
    return p->country;
  }
  uint32_t e = hit_entry(w, w->hit_at[i], HIT_COUNTRY);
  if (e == TOC_NONE) e = hit_entry(w, w->hit_at[i], HIT_SEAT);
  if (e == TOC_NONE || !within(w, i)) return (toc_str){0};
  return w->x->countries.ptr[w->x->entries.ptr[e].what].iso3;
}

typedef struct tally {
  toc_str country;
  double weight;
  bool placed; /* not only somebody's: something happens there */
} tally;

typedef TOC_ARRAY(tally) tallies;

/* There are no more than states. */
static tally *tally_of(const work *w, tallies *all, toc_str state) {
  for (uint32_t i = 0; i < all->len; i++)
    if (toc_str_eq(all->ptr[i].country, state)) return &all->ptr[i];
  tally *t = toc_push(w->a, all);
  t->country = toc_pool_intern(&w->doc->pool, state);
  return t;
}

static toc_str dateline_state(const toc_doc *doc) {
  if (doc->dateline_place.end <= doc->dateline_place.start) return (toc_str){0};
  for (uint32_t p = 0; p < doc->places.len; p++)
    if (toc_span_overlap(doc->places.ptr[p].span, doc->dateline_place)) return doc->places.ptr[p].country;
  return (toc_str){0};
}

/* Where each sentence plays, and the report as a whole: by the states and places it names,
 * the title and the lead counting more. */
static void find_scenes(refer *r) {
  work *w = r->w;
  const toc_doc *doc = w->doc;
  tallies all = {0};
  r->scene = toc_new(w->a, toc_str, (size_t)doc->sentences.len + 1);
  uint32_t body = 0;
  toc_str home = dateline_state(doc);
  if (home.len) {
    tally *t = tally_of(w, &all, home);
    t->weight = DATELINE_WEIGHT, t->placed = true;
  }
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *se = &doc->sentences.ptr[s];
    if (se->section == TOC_META) continue;
    double weight = se->section == TOC_TITLE || se->section == TOC_LEAD ? 3 : body < 3 ? 2 : 1;
    if (se->section == TOC_BODY) body++;
    for (uint32_t i = se->first; i < se->last; i++) {
      if (tok(w, i)->place == TOC_NONE && w->hit_at[i] == TOC_NONE && w->who_at[i] == TOC_NONE) continue;
      toc_str c = location(w, i);
      if (c.len && !r->scene[s].len) r->scene[s] = c;
      double more = c.len ? weight : 0;
      bool at_place = c.len > 0;
      if (!c.len) {
        const who *q = who_of(r, i);
        if (q && q->country.len && q->kind != WHO_PERSON) c = q->country, more = weight;
        else if (q && q->country.len) c = q->country, more = weight / 2;
      }
      if (!c.len) continue;
      tally *t = tally_of(w, &all, c);
      t->weight += more;
      t->placed = t->placed || at_place;
    }
  }
  uint32_t best = TOC_NONE;
  for (uint32_t i = 0; i < all.len; i++)
    if (best == TOC_NONE || all.ptr[i].weight > all.ptr[best].weight) best = i;
  if (best == TOC_NONE) return;
  r->focus = all.ptr[best].country;
  r->focus_placed = all.ptr[best].placed;
}

/* THE HAGUE - "The Netherlands said …": from then on "the defence minister" is its own,
 * however often the report names the state that it speaks of. */
static void find_home(refer *r) {
  enum { LEADS = 2 };
  const work *w = r->w;
  toc_str state = dateline_state(w->doc);
  uint32_t body = 0;
  if (!state.len) return;
  for (uint32_t i = 0; i < w->whos.len && !r->home.len; i++) {
    const who *q = &w->whos.ptr[i];
    const toc_sentence *s = &w->doc->sentences.ptr[tok(w, q->head)->sentence];
    if (s->section != TOC_BODY || tok(w, q->head)->rel != TOC_REL_NSUBJ || q->kind != WHO_COUNTRY) continue;
    if (body++ == LEADS || tok(w, q->head)->sentence > 8) return;
    if (toc_str_eq(q->country, state)) r->home = q->country;
  }
}

/* The place nearest to a phrase in its sentence, else in the sentences before it in its
 * paragraph, else where the report plays. */
static toc_str scene_of(refer *r, const who *q, bool place_first) {
  work *w = r->w;
  uint32_t s = tok(w, q->head)->sentence;
  const toc_sentence *se = &w->doc->sentences.ptr[s];
  if (!place_first && r->home.len) return r->home;
  if (!place_first && r->focus.len) return r->focus;
  if (r->scene[s].len) {
    toc_str best = r->scene[s];
    uint32_t near = UINT32_MAX, lo = q->head > se->first + 40 ? q->head - 40 : se->first;
    for (uint32_t i = lo; i < se->last && i < q->head + 40; i++) {
      toc_str c = location(w, i);
      uint32_t d = i > q->head ? i - q->head : q->head - i;
      if (c.len && d < near) best = c, near = d;
    }
    return toc_pool_intern(&w->doc->pool, best);
  }
  for (uint32_t back = 1; back <= 3 && back <= s; back++) {
    if (w->doc->sentences.ptr[s - back].paragraph != se->paragraph) break;
    if (r->scene[s - back].len) return toc_pool_intern(&w->doc->pool, r->scene[s - back]);
  }
  return r->focus;
}

/* ---------------------------------------------------------------- entities */

static uint32_t new_entity(refer *r, const who *q) {
  uint32_t me = r->ents.len;
  entity e = {.kind = q->kind, .country = q->country, .sector = q->sector, .sector2 = q->sector2, .name = q->name,
              .known = q->known, .agent = q->agent, .rival = TOC_NONE, .last = TOC_NONE, .weak = q->weak,
              .intl = q->intl, .man = q->man, .woman = q->woman, .plural = q->plural, .titled = q->titled};
  *toc_push(r->w->a, &r->ents) = e;
  return me;
}

/* What one mention knows and the entity does not yet. */
static void learn(entity *e, const who *q) {
  if (!e->country.len && !e->intl) e->country = q->country;
  if ((e->weak || !e->sector.len) && q->sector.len && (!q->weak || !e->sector.len)) {
    e->sector = q->sector, e->sector2 = q->sector2, e->weak = q->weak;
  }
  if (q->known != TOC_NONE && e->known == TOC_NONE && q->kind == e->kind) e->known = q->known, e->name = q->name;
  if (q->intl && e->known == q->known) e->intl = true;
  e->man = e->man || q->man;
  e->woman = e->woman || q->woman;
  e->titled = e->titled || q->titled;
}

static toc_str key_of(refer *r, const char *kind, toc_str name) {
  toc_str folded = toc_fold(r->w->a, name);
  const toc_str parts[] = {toc_cstr(kind), TOC_S(":"), folded};
  return toc_str_concat(r->w->a, parts, 3);
}

static uint32_t entity_named(refer *r, toc_str key, const who *q) {
  uint32_t *at = toc_map_put(&r->by_name, key, TOC_NONE);
  if (*at == TOC_NONE) *at = new_entity(r, q);
  else learn(&r->ents.ptr[*at], q);
  return *at;
}

/* A mention takes what its entity is. */
static void take_entity(refer *r, who *q, uint32_t at, const char *via) {
  entity *e = &r->ents.ptr[at];
  who was = *q;
  e->mentions++;
  bool had = q->country.len || (q->sector.len && !q->weak) || q->known != TOC_NONE;
  q->entity = at;
  if (q->kind == WHO_PRONOUN || q->kind == WHO_REFER || (!q->sector.len || q->weak)) {
    if (e->sector.len) q->sector = e->sector, q->sector2 = e->sector2, q->weak = e->weak;
  }
  if (!q->country.len && !q->intl) q->country = e->country;
  if (e->intl && q->kind != WHO_PERSON) q->intl = true, q->country = e->country;
  if (e->name.len && (q->kind == e->kind || q->kind == WHO_PRONOUN || q->kind == WHO_REFER)) q->name = e->name;
  if (q->known == TOC_NONE) q->known = e->known;
  bool stands_for = q->kind == WHO_PRONOUN || q->kind == WHO_REFER;
  bool took = !toc_str_eq(was.country, q->country) || !toc_str_eq(was.sector, q->sector) || !toc_str_eq(was.name, q->name);
  if (!q->via.len && via && !had && (took || stands_for)) q->via = toc_cstr(via);
  q->done = true;
}

/* ------------------------------------------------------------------- names */

static uint32_t atoms_of(const work *w, uint32_t first, uint32_t last) { return w->atom_at[last] - w->atom_at[first]; }

/* First pass: people with more of a name than one word, by their last and first word. */
static void collect_people(refer *r) {
  work *w = r->w;
  for (uint32_t i = 0; i < w->whos.len; i++) {
    who *q = &w->whos.ptr[i];
    if (q->kind != WHO_PERSON || !q->surname.len) continue;
    if (q->known == TOC_NONE && atoms_of(w, q->first, q->last) < 2) continue;
    toc_str key = key_of(r, "p", q->name);
    q->entity = entity_named(r, key, q);
    uint32_t *s = toc_map_put(&r->by_surname, q->surname, q->entity);
    (void)s;
    if (w->atoms.len && q->last - q->first > 1) /* "Kim" of "Kim Yong-hyun" */
      toc_map_put(&r->by_surname, w->atoms.ptr[w->atom_at[q->first]].key, q->entity);
  }
  for (uint32_t i = 0; i < w->whos.len; i++) { /* a name the analyser took for a body's */
    who *q = &w->whos.ptr[i];
    if (q->kind != WHO_ORG || q->known != TOC_NONE || q->agent != TOC_NONE || atoms_of(w, q->first, q->last) != 1) continue;
    toc_str key = w->atoms.ptr[w->atom_at[q->first]].key;
    if (toc_map_get(&r->by_surname, key) != TOC_NONE) q->kind = WHO_PERSON, q->surname = key;
  }
}

/* A known person of that surname who is in office on the report's day, if just one is. */
static uint32_t officer_named(refer *r, const who *q) {
  work *w = r->w;
  uint32_t best = TOC_NONE, n = 0, here = TOC_NONE, n_here = 0;
  for (uint32_t t = q->first; t < q->last; t++) {
    uint32_t h = w->hit_at[t];
    if (h == TOC_NONE) continue;
    for (uint32_t e = w->hits.ptr[h].entry; e != TOC_NONE; e = w->x->entries.ptr[e].next) {
      const entry *x = &w->x->entries.ptr[e];
      bool inside;
      if (x->kind != HIT_SURNAME) continue;
      const stint *s = stint_on(w->x, &w->x->known.ptr[x->what], w->doc->dct, &inside);
      if (!inside || toc_str_is(s->sector, "ELI")) continue;
      best = x->what, n++;
      if (s->country.len && (toc_str_eq(s->country, r->focus) || toc_str_eq(s->country, q->country))) here = x->what, n_here++;
    }
    break;
  }
  return n_here == 1 ? here : n == 1 ? best : TOC_NONE;
}

static void resolve_person(refer *r, who *q) {
  work *w = r->w;
  if (!q->surname.len) return;
  if (q->entity != TOC_NONE) { /* full name */
    take_entity(r, q, q->entity, "name");
    *toc_map_put(&r->by_surname, q->surname, q->entity) = q->entity;
    return;
  }
  uint32_t at = toc_map_get(&r->by_surname, q->surname);
  if (at != TOC_NONE) {
    entity *e = &r->ents.ptr[at];
    bool clash = q->country.len && e->country.len && !toc_str_eq(q->country, e->country);
    if (!clash) {
      learn(e, q);
      q->name = e->name;
      take_entity(r, q, at, "name");
      return;
    }
  }
  uint32_t k = q->known == TOC_NONE ? officer_named(r, q) : q->known;
  if (k != TOC_NONE && atoms_of(w, q->first, q->last) <= 2) {
    bool inside;
    const stint *s = stint_on(w->x, &w->x->known.ptr[k], w->doc->dct, &inside);
    if (!q->country.len || toc_str_eq(q->country, s->country) || !s->country.len) {
      q->known = k;
      q->name = w->x->known.ptr[k].name;
      q->country = s->country;
      if (!q->sector.len || q->weak) q->sector = s->sector, q->sector2 = s->sector2, q->weak = false;
      q->woman = w->x->known.ptr[k].woman, q->man = !q->woman;
      q->intl = !q->country.len;
    }
  }
  q->entity = entity_named(r, key_of(r, "p", q->name), q);
  *toc_map_put(&r->by_surname, q->surname, q->entity) = q->entity;
  take_entity(r, q, q->entity, NULL);
}

/* "Orange Democratic Movement (ODM)": the letters are its name from now on. */
static void bind_acronym(refer *r, const who *q) {
  work *w = r->w;
  uint32_t n = w->doc->tokens.len, t = q->last;
  if (t + 2 >= n || !toc_str_is(tok(w, t)->form, "(") || !toc_str_is(tok(w, t + 2)->form, ")")) return;
  if (atoms_of(w, t + 1, t + 2) != 1 || !w->atoms.ptr[w->atom_at[t + 1]].caps) return;
  *toc_map_put(&r->by_name, key_of(r, "o", tok(w, t + 1)->form), q->entity) = q->entity;
}

static toc_str initials(refer *r, toc_str name) {
  char out[16];
  size_t n = 0;
  toc_str rest = name, word;
  while (toc_str_cut(&rest, ' ', &word) && n + 1 < sizeof out)
    if (word.len && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z') out[n++] = word.ptr[0];
  return n >= 3 ? toc_str_copy(r->w->a, (toc_str){out, n}) : (toc_str){0};
}

static void resolve_named(refer *r, who *q) {
  q->entity = entity_named(r, key_of(r, "o", q->name), q);
  take_entity(r, q, q->entity, "name");
  bind_acronym(r, q);
  toc_str short_name = initials(r, q->name);
  if (short_name.len) toc_map_put(&r->by_name, key_of(r, "o", short_name), q->entity);
}

/* --------------------------------------------------------------- reference */

static bool is_subject(const work *w, uint32_t i) {
  toc_deprel b = toc_deprel_base(tok(w, i)->rel);
  return b == TOC_REL_NSUBJ;
}

static bool group_like(const entity *e) {
  return e->kind == WHO_ORG || e->kind == WHO_BODY || e->kind == WHO_COUNTRY;
}

/* Can an earlier mention be what a pronoun stands for, by number, gender and kind? */
static bool may_be(const refer *r, const who *p, const who *c) {
  const work *w = r->w;
  const entity *e = &r->ents.ptr[c->entity];
  const toc_token *pt = tok(w, p->head), *ct = tok(w, c->head);
  bool thing = c->agent != TOC_NONE && w->x->agents.ptr[c->agent].kind == AG_THING;
  if (thing && (!p->plural || !c->sector.len)) return false;
  if (!p->plural && (p->man || p->woman)) {
    bool one = e->kind == WHO_PERSON || (c->kind == WHO_PEOPLE && !c->plural); /* "a judge … she" */
    if (!one || (p->man && e->woman) || (p->woman && e->man)) return false;
  } else if (p->plural) {
    if (e->kind != WHO_PEOPLE && e->kind != WHO_ORG && e->kind != WHO_BODY) return false;
    if (e->kind == WHO_PEOPLE && !e->plural && !c->plural) return false;
  } else if (!group_like(e)) {
    return false;
  }
  /* "X warned it": an object is not the subject of its own verb. */
  return pt->head == TOC_NONE || pt->head != ct->head || (pt->feat & TOC_F_POSS) || toc_deprel_base(pt->rel) == TOC_REL_NMOD;
}

/* What speaks for an earlier mention, and against it.  Weights: pronouns.inc, fitted by tools/train-coref. */
enum {
  PRO_ONE_BACK, PRO_TWO_BACK, PRO_SUBJECT, PRO_BOTH_SUBJECTS, PRO_BOTH_OTHERS, PRO_THEY_PEOPLE, PRO_THEY_BODY, PRO_MODIFIER, PRO_POSSESSOR,
  PRO_FAR, PRO_GENDER, PRO_NAME, PRO_PRONOUN, PRO_TWICE, PRO_OFTEN, PRO_NEAREST, PRO_OWN_POSSESSIVE, PRO_OBLIQUE, PRO_SUBJECT_BACK, PRO_OWN_SUBJECT,
  PRO_IT, PRO_THEY, PRO_ANY, N_PRO
};

static void look_at(const refer *r, const who *p, const who *c, uint32_t between, bool x[N_PRO]) {
  const work *w = r->w;
  const entity *e = &r->ents.ptr[c->entity];
  const toc_token *pt = tok(w, p->head), *ct = tok(w, c->head);
  toc_deprel rel = toc_deprel_base(ct->rel);
  uint32_t back = pt->sentence - ct->sentence;
  bool subject = is_subject(w, c->head), mine = is_subject(w, p->head), own = (pt->feat & TOC_F_POSS) != 0;
  memset(x, 0, N_PRO * sizeof *x);
  x[PRO_ONE_BACK] = back == 1;
  x[PRO_TWO_BACK] = back == 2;
  x[PRO_SUBJECT] = subject;
  x[PRO_SUBJECT_BACK] = subject && back;
  x[PRO_BOTH_SUBJECTS] = subject && mine;
  x[PRO_BOTH_OTHERS] = !subject && !mine && !own;
  x[PRO_THEY_PEOPLE] = p->plural && c->kind == WHO_PEOPLE;
  x[PRO_THEY_BODY] = p->plural && (e->kind == WHO_ORG || e->kind == WHO_BODY);
  x[PRO_MODIFIER] = rel == TOC_REL_NMOD || rel == TOC_REL_COMPOUND;
  x[PRO_POSSESSOR] = ct->rel == TOC_REL_NMOD_POSS;
  x[PRO_OBLIQUE] = rel == TOC_REL_OBL;
  x[PRO_FAR] = between > 20;
  x[PRO_GENDER] = (p->man && e->man) || (p->woman && e->woman);
  x[PRO_NAME] = e->name.len > 0;
  x[PRO_PRONOUN] = c->kind == WHO_PRONOUN;
  x[PRO_TWICE] = e->mentions == 2;
  x[PRO_OFTEN] = e->mentions > 2;
  x[PRO_NEAREST] = between == 1;
  x[PRO_OWN_POSSESSIVE] = own && !back;
  x[PRO_OWN_SUBJECT] = own && subject && pt->head != TOC_NONE && tok(w, pt->head)->head == ct->head; /* "Cuba frees its prisoners" */
  x[PRO_IT] = !p->plural && !p->man && !p->woman;
  x[PRO_THEY] = p->plural;
  x[PRO_ANY] = true;
}

static int score_of(const bool x[N_PRO]) {
  static const int weight[N_PRO] = {
#include "pronouns.inc"
  };
  int sum = 0;
  for (int k = 0; k < N_PRO; k++) sum += x[k] ? weight[k] : 0;
  return sum;
}

/* "X called Y to thank him": X thanks, and not Y as with "asked". */
static bool on_the_phone(const work *w, uint32_t verb) {
  static const char *const verbs[] = {"call", "phone", "telephone", "ring", "visit", "meet", "summon"};
  return TOC_ONE_OF(tok(w, verb)->lemma, verbs);
}

/* "of lying", "from leaving": the object of the verb above does it. */
static bool object_controls(const work *w, uint32_t clause) {
  static const char *const marks[] = {"of", "from", "for", "with", "into"};
  uint32_t m = toc_child(w->doc, clause, TOC_REL_MARK);
  if (m == TOC_NONE) m = toc_child(w->doc, clause, TOC_REL_CASE);
  return m != TOC_NONE && TOC_ONE_OF(tok(w, m)->lemma, marks);
}

/* Nobody is the object of his own act: the entity of the subject, told or understood, of the verb
 * that i is an object of; TOC_NONE if i is none. */
static uint32_t who_acts_on(refer *r, uint32_t i) {
  const work *w = r->w;
  const toc_token *t = tok(w, i);
  toc_deprel b = toc_deprel_base(t->rel);
  if (!w->doc->child_at || (t->feat & TOC_F_POSS) || (b != TOC_REL_OBJ && b != TOC_REL_IOBJ && b != TOC_REL_OBL)) return TOC_NONE;
  uint32_t verb = t->head;
  for (int step = 0; step < 4 && verb != TOC_NONE; step++) {
    uint32_t s = subject_of(w, verb);
    if (s != TOC_NONE) return s != i && who_of(r, s) ? who_of(r, s)->entity : TOC_NONE;
    toc_deprel up = toc_rel_base(w->doc, verb);
    uint32_t h = tok(w, verb)->head;
    bool other = h != TOC_NONE && toc_child(w->doc, h, TOC_REL_OBJ) != TOC_NONE && !on_the_phone(w, h); /* "accused her of …", "asked her to …" */
    bool inherits = up == TOC_REL_CONJ || (up == TOC_REL_ADVCL && !(other && object_controls(w, verb))) || (up == TOC_REL_XCOMP && !other);
    if (!inherits || toc_child(w->doc, verb, TOC_REL_NSUBJ_PASS) != TOC_NONE || toc_child(w->doc, verb, TOC_REL_AUX_PASS) != TOC_NONE) break;
    verb = h;
  }
  return TOC_NONE;
}

static uint32_t antecedent(refer *r, uint32_t at) {
  work *w = r->w;
  const who *p = &w->whos.ptr[at];
  uint32_t best = TOC_NONE, s = tok(w, p->head)->sentence, between = 0, doer = who_acts_on(r, p->head);
  int top = 0;
  for (uint32_t k = 1; k <= LOOK_BACK_PRONOUN && k <= at; k++) {
    const who *c = &w->whos.ptr[at - k];
    bool x[N_PRO];
    if (s - tok(w, c->head)->sentence > 2) break;
    if (c->entity == TOC_NONE || c->entity == doer || c->kind == WHO_ADJECTIVE || !may_be(r, p, c)) continue;
    look_at(r, p, c, ++between, x);
#ifdef TOC_TRAIN_COREF
    toc__train_coref(w->doc, p->head, c->head, x, N_PRO);
#endif
    int score = score_of(x);
    if (score > top) top = score, best = c->entity;
  }
  return best;
}

/* Who says the words that i stands in: the subject of the verb of saying above it. */
static who *speaker(refer *r, uint32_t i) {
  const work *w = r->w;
  for (int steps = 0; steps < 24 && i != TOC_NONE; steps++) {
    const toc_token *t = tok(w, i);
    toc_deprel b = toc_deprel_base(t->rel);
    uint32_t verb = b == TOC_REL_CCOMP || b == TOC_REL_PARATAXIS ? t->head : TOC_NONE;
    if (b == TOC_REL_ROOT || t->head == TOC_NONE) { /* "We will win," he said */
      uint32_t seen = 0;
      toc_children(w->doc, i, c) {
        if (seen++ == 100) break;
        if (toc_rel_base(w->doc, c) == TOC_REL_PARATAXIS || toc_rel_base(w->doc, c) == TOC_REL_CCOMP) {
          uint32_t s = subject_of(w, c);
          if (s != TOC_NONE && who_of(r, s)) return who_of(r, s);
        }
      }
    }
    if (verb != TOC_NONE) {
      uint32_t s = subject_of(w, verb);
      if (s != TOC_NONE && who_of(r, s)) return who_of(r, s);
    }
    i = t->head;
  }
  return NULL;
}

static bool is_body(const work *w, const who *q) { return q->agent != TOC_NONE && w->x->agents.ptr[q->agent].kind == AG_BODY; }

/* Whom a relative pronoun at or under `i` stands for; "who" is somebody, not the body that he heads:
 * "Ana Ruiz, head of the federation, who accused". */
static who *relative_head(refer *r, uint32_t i, bool people) {
  const work *w = r->w;
  for (int steps = 0; steps < 12 && i != TOC_NONE; steps++) {
    if (tok(w, i)->rel == TOC_REL_ACL_RELCL) {
      who *first = who_of(r, tok(w, i)->head), *c = first;
      for (int up = 0; people && c && (c->kind == WHO_BODY || c->kind == WHO_ORG || is_body(w, c)) && up < 4; up++) {
        toc_deprel b = toc_rel_base(w->doc, c->head);
        if (b != TOC_REL_NMOD && b != TOC_REL_APPOS) return first;
        c = who_of(r, tok(w, c->head)->head);
      }
      return c ? c : first;
    }
    i = tok(w, i)->head;
  }
  return NULL;
}

static void resolve(refer *r, uint32_t at, int depth);

static void resolve_pronoun(refer *r, uint32_t at, int depth) {
  work *w = r->w;
  who *q = &w->whos.ptr[at];
  toc_str k = w->atoms.ptr[w->atom_at[q->head]].key;
  who *to = NULL;
  bool relative = toc_str_starts(k, TOC_S("wh")) || toc_str_is(k, "that");
  bool first = toc_str_is(k, "i") || toc_str_is(k, "me") || toc_str_is(k, "my") || toc_str_is(k, "we") ||
               toc_str_is(k, "us") || toc_str_starts(k, TOC_S("our"));
  if (!w->doc->child_at) return;
  if (relative) to = relative_head(r, q->head, toc_str_is(k, "who") || toc_str_is(k, "whom"));
  else if (first) to = speaker(r, q->head);
  bool third = to && (to->man || to->woman); /* "We will stay," he said; he is found without looking further up */
  if (to && to != q && to->entity == TOC_NONE && (to->kind != WHO_PRONOUN || third)) {
    resolve(r, w->who_at[to->head], depth + 1);
    q = &w->whos.ptr[at], to = who_of(r, to->head);
  }
  if (to && to->entity != TOC_NONE && to != q) {
    if (relative) q->plural = to->plural;
    take_entity(r, q, to->entity, "coref");
    q->country = to->country, q->sector = to->sector, q->sector2 = to->sector2;
    return;
  }
  if (relative || first) return;
  uint32_t e = antecedent(r, at);
  if (e != TOC_NONE) take_entity(r, q, e, "coref");
}

/* May the noun of a reference stand for this entity? */
static bool may_stand_for(const refer *r, const who *q, const entity *e) {
  const toc__actors *x = r->w->x;
  toc_str noun = x->agents.ptr[q->agent].text;
  if (e->known != TOC_NONE && !x->known.ptr[e->known].person) {
    const known *k = &x->known.ptr[e->known];
    for (uint32_t i = 0; i < k->n_nouns; i++)
      if (toc_str_eq(x->nouns.ptr[k->noun + i], noun)) return true;
  }
  if (e->kind == WHO_ORG && e->name.len) {
    toc_str folded = toc_fold(r->w->a, e->name);
    if (toc_str_ends(folded, noun) && folded.len > noun.len) return true;
  }
  if (e->kind == WHO_PERSON || e->kind == WHO_PEOPLE) return false;
  uint32_t entries = toc_map_get(&x->phrases, noun);
  for (uint32_t i = entries; i < PREFIX_ONLY; i = x->entries.ptr[i].next) {
    if (x->entries.ptr[i].kind != HIT_AGENT) continue;
    const agent *a = &x->agents.ptr[x->entries.ptr[i].what];
    if (a->kind != AG_REFER || !a->sector.len) continue;
    bool state = toc_str_is(a->sector, "GOV");
    if (state ? e->kind == WHO_COUNTRY : e->kind != WHO_COUNTRY && toc_str_eq(a->sector, e->sector)) return true;
  }
  return false;
}

static bool definite(const work *w, uint32_t i) {
  if (!w->doc->child_at) return true;
  if (!toc_has_child(w->doc, i, TOC_BIT(TOC_REL_DET))) return false;
  toc_children(w->doc, i, c) {
    if (toc_rel_base(w->doc, c) != TOC_REL_DET) continue;
    toc_str l = tok(w, c)->lemma;
    return toc_str_is(l, "the") || toc_str_is(l, "this") || toc_str_is(l, "that");
  }
  return false;
}

static bool refer_to(refer *r, uint32_t at, bool actors_only);

static void resolve_reference(refer *r, uint32_t at) {
  work *w = r->w;
  who *q = &w->whos.ptr[at];
  if (!definite(w, q->head) || q->plural) return;
  if (refer_to(r, at, true) || refer_to(r, at, false)) return;
  /* "the country" of a report that plays in one */
  const agent *a = &w->x->agents.ptr[q->agent];
  uint32_t doer = who_acts_on(r, q->head);
  bool itself = doer != TOC_NONE && toc_str_eq(r->ents.ptr[doer].country, r->focus);
  if (a->kind == AG_REFER && toc_str_is(a->sector, "GOV") && r->focus.len && !q->country.len && !itself) {
    q->country = r->focus;
    q->sector = TOC_S("GOV");
    q->via = TOC_S("context");
    q->kind = WHO_COUNTRY;
    q->entity = entity_named(r, key_of(r, "c", q->country), q);
    q->done = true;
  }
}

/* The latest earlier phrase that the noun may stand for; first those that do not only say where. */
static bool refer_to(refer *r, uint32_t at, bool actors_only) {
  work *w = r->w;
  who *q = &w->whos.ptr[at];
  uint32_t doer = who_acts_on(r, q->head);
  for (uint32_t k = 1; k <= LOOK_BACK_REFER && k <= at; k++) {
    const who *c = &w->whos.ptr[at - k];
    if (c->entity == TOC_NONE || c->entity == doer || (c->kind != WHO_ORG && c->kind != WHO_COUNTRY && c->kind != WHO_BODY && c->kind != WHO_REFER))
      continue;
    if (actors_only && c->kind == WHO_COUNTRY && within(w, c->head)) continue;
    const entity *e = &r->ents.ptr[c->entity];
    if (q->country.len && e->country.len && !toc_str_eq(q->country, e->country) && !e->intl) continue;
    if (q->intl && !toc_str_is(e->sector, "IGO")) continue; /* "the 27-nation group" */
    if (!may_stand_for(r, q, e)) continue;
    q->kind = WHO_REFER, q->weak = true;
    take_entity(r, q, c->entity, "coref");
    return true;
  }
  return false;
}

/* ----------------------------------------------------------- apposition etc. */

/* Two phrases that name the same one: "Erdogan, the Turkish president". */
static void share(refer *r, uint32_t a, uint32_t b) {
  who *p = who_of(r, a), *q = who_of(r, b);
  if (!p || !q || p->kind == WHO_ADJECTIVE || q->kind == WHO_ADJECTIVE) return;
  if ((p->kind == WHO_COUNTRY) != (q->kind == WHO_COUNTRY)) return;
  if (p->kind == WHO_PEOPLE && p->plural && !q->plural && q->kind == WHO_PERSON) return;
  if (p->known != TOC_NONE && q->known != TOC_NONE) return;
  bool p_known = p->known != TOC_NONE, q_known = q->known != TOC_NONE;
  if (p->former && q_known && toc_str_is(q->sector, "GOV")) q->sector = p->sector, q->former = true; /* whatever the day */
  if (q->former && p_known && toc_str_is(p->sector, "GOV")) p->sector = q->sector, p->former = true;
  if (!q_known) {
    if (!q->country.len && !q->intl) q->country = p->country;
    if ((q->weak || !q->sector.len) && p->sector.len && !p->weak) q->sector = p->sector, q->sector2 = p->sector2, q->weak = false;
    if (p->intl && !q->country.len) q->intl = true;
  }
  if (!p_known) {
    if (!p->country.len && !p->intl) p->country = q->country;
    if ((p->weak || !p->sector.len) && q->sector.len && !q->weak) p->sector = q->sector, p->sector2 = q->sector2, p->weak = false;
    if (q->intl && !p->country.len) p->intl = true;
  }
  p->titled = p->titled || q->kind == WHO_PERSON;
  if (!p->name.len && q->kind == WHO_PERSON && p->kind == WHO_PERSON) p->name = q->name, p->surname = q->surname;
}

/* The next phrase behind the comma at t, if it begins there: all words between the comma and
 * its own are bound to it or to each other. */
static uint32_t begins_at(const work *w, uint32_t t, uint32_t end) {
  for (uint32_t i = t + 1; i < end && i < t + 8; i++) {
    toc_upos u = tok(w, i)->upos;
    if (u == TOC_UPOS_VERB || u == TOC_UPOS_AUX || u == TOC_UPOS_CCONJ || u == TOC_UPOS_SCONJ || u == TOC_UPOS_ADP) return TOC_NONE;
    if (u == TOC_UPOS_PUNCT && tok(w, i)->form.ptr[0] != '-') return TOC_NONE;
    const who *q = w->who_at[i] == TOC_NONE ? NULL : &w->whos.ptr[w->who_at[i]];
    if (q && q->kind == WHO_PERSON) return i;
    if (q && q->kind == WHO_PEOPLE && !q->plural) return i;
  }
  return TOC_NONE;
}

/* "Jens Berg, the bloc's envoy, said", "the envoy, Jens Berg, said", whatever the tree makes
 * of it: a name and a title between commas. */
static void share_between_commas(refer *r) {
  work *w = r->w;
  for (uint32_t i = 0; i < w->whos.len; i++) {
    const who *p = &w->whos.ptr[i];
    if (p->kind != WHO_PERSON && (p->kind != WHO_PEOPLE || p->plural)) continue;
    uint32_t t = p->last > p->head ? p->last : p->head + 1, end = w->doc->sentences.ptr[tok(w, p->head)->sentence].last;
    if (t >= end || !toc_str_is(tok(w, t)->form, ",")) continue;
    uint32_t other = begins_at(w, t, end);
    if (other == TOC_NONE) continue;
    const who *q = &w->whos.ptr[w->who_at[other]];
    bool title_then_name = p->agent != TOC_NONE && q->agent == TOC_NONE && q->kind == WHO_PERSON;
    bool name_then_title = p->agent == TOC_NONE && p->kind == WHO_PERSON && q->agent != TOC_NONE;
    if (!title_then_name && !name_then_title) continue;
    share(r, p->head, q->head);
  }
}

static void share_all(refer *r) {
  work *w = r->w;
  if (!w->doc->child_at) return;
  share_between_commas(r);
  for (uint32_t i = 0; i < w->whos.len; i++) {
    uint32_t h = w->whos.ptr[i].head;
    const toc_token *t = tok(w, h);
    if (t->rel == TOC_REL_APPOS && t->head != TOC_NONE) {
      share(r, t->head, h);
    } else if (toc_child(w->doc, h, TOC_REL_COP) != TOC_NONE) { /* "X is the leader of Y" */
      uint32_t s = toc_child(w->doc, h, TOC_REL_NSUBJ);
      who *p = who_of(r, s);
      if (p && p->kind == WHO_PERSON && toc_child(w->doc, h, TOC_REL_ADVMOD) == TOC_NONE) share(r, s, h);
    }
  }
}

/* -------------------------------------------------------------- possession */

static bool needs_country(const who *q) { return !q->country.len && !q->intl; }

static bool follower(const agent *a) {
  static const char *const words[] = {"supporter", "follower", "lawyer", "attorney", "sympathizer", "sympathiser", "loyalist",
                                      "aide", "spokesman", "backer"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (toc_str_starts(a->text, toc_cstr(words[i]))) return true;
  return false;
}

/* Whose: the possessor, or what it is of. */
static void take_owner(refer *r, who *q, const who *o) {
  if (!o || (o->kind == WHO_PRONOUN && o->entity == TOC_NONE)) return;
  if (q->kind == WHO_QUANTITY) {
    q->country = o->country, q->sector = o->sector, q->sector2 = o->sector2, q->weak = o->weak, q->intl = o->intl;
    q->via = o->via;
    q->entity = o->entity;
    q->done = true;
    return;
  }
  const work *w = r->w;
  const agent *a = q->agent == TOC_NONE ? NULL : &w->x->agents.ptr[q->agent];
  bool envoy = o->kind == WHO_COUNTRY && a && q->intl && q->known != TOC_NONE && toc_str_is(a->sector, "GOV") && !a->weak;
  if (envoy) { /* "Syria's U.N. envoy" */
    q->known = TOC_NONE, q->intl = false;
    q->country = o->country, q->sector = a->sector, q->sector2 = a->sector2;
    return;
  }
  if (q->known != TOC_NONE) return;
  bool org = o->kind == WHO_ORG || (o->entity != TOC_NONE && r->ents.ptr[o->entity].kind == WHO_ORG);
  bool coref = o->kind == WHO_PRONOUN || o->via.len;
  bool took = false;
  bool own = a && a->intl && !a->weak && !q->country.len && q->known == TOC_NONE; /* "its envoy", but not "its allies" */
  if ((needs_country(q) || own) && o->country.len) q->country = o->country, q->intl = false, took = true;
  if (o->intl && org && needs_country(q)) q->intl = true;
  bool person = o->kind == WHO_PERSON || (o->entity != TOC_NONE && r->ents.ptr[o->entity].kind == WHO_PERSON);
  bool follows = toc_str_is(o->sector, "OPP") || toc_str_is(o->sector, "REB") || toc_str_is(o->sector, "PTY");
  if (a && o->sector.len && (q->weak || !q->sector.len) && (org || o->kind != WHO_COUNTRY)) {
    q->sector = o->sector, q->sector2 = o->sector2, q->weak = o->weak && !org;
    took = true;
  } else if (org && o->sector.len && !toc_str_eq(o->sector, q->sector) &&
             (toc_str_is(q->sector, "CVL") || toc_str_is(q->sector, "MIL") ||
              (toc_str_is(q->sector, "PTY") && toc_str_is(o->sector, "REB"))) && !toc_str_is(o->sector, "GOV")) {
    q->sector2 = toc_str_is(q->sector, "MIL") ? q->sector : (toc_str){0}; /* "its fighters", "the group's members" */
    q->sector = o->sector, q->weak = false;
    took = true;
  } else if (follows && person && a && follower(a)) { /* "the opposition leader's supporters" */
    q->sector = o->sector, q->sector2 = o->sector2, q->weak = false;
    took = true;
  }
  if (took && coref && !q->via.len) q->via = TOC_S("coref");
}

/* "the ministry of X", "a spokeswoman for X": what stands behind is the owner. */
static bool belongs_to(const work *w, const who *q, uint32_t of) {
  uint32_t c = toc_child(w->doc, of, TOC_REL_CASE);
  if (c == TOC_NONE) return false;
  bool speaks = q->agent != TOC_NONE && w->x->agents.ptr[q->agent].kind == AG_TITLE;
  return toc_lemma_is(w->doc, c, "of") || (speaks && toc_lemma_is(w->doc, c, "for"));
}

/* "soldiers from Senegal, Ghana and Togo", "the leaders of X and Y": of each of them. */
static void coordinated_owners(refer *r, who *q, uint32_t of) {
  const work *w = r->w;
  if (!q->plural || !who_of(r, of) || who_of(r, of)->kind != WHO_COUNTRY || !toc_str_eq(who_of(r, of)->country, q->country)) return;
  for (uint32_t steps = 0; steps < MAX_MORE; steps++) {
    uint32_t next = TOC_NONE;
    toc_children(w->doc, of, c) {
      const who *o = who_of(r, c);
      if (toc_rel_base(w->doc, c) != TOC_REL_CONJ || !o || o->kind != WHO_COUNTRY) continue;
      add_state(w, q, o->country, o->first, o->last);
      next = c;
    }
    if (next == TOC_NONE) return;
    of = next; /* a chain, where the tree makes one */
  }
}

static void possess(refer *r, uint32_t at, int depth);
static void possess_all(refer *r, uint32_t at, int depth) {
  possess(r, at, depth);
  who *q = &r->w->whos.ptr[at];
  if (q->of != TOC_NONE) coordinated_owners(r, q, q->of);
}

static void possess(refer *r, uint32_t at, int depth) {
  work *w = r->w;
  uint32_t owner = w->whos.ptr[at].owner, of = w->whos.ptr[at].of;
  if (w->whos.ptr[at].kind == WHO_QUANTITY) owner = TOC_NONE; /* "of its kind" */
  if (owner != TOC_NONE && who_of(r, owner)) {
    resolve(r, w->who_at[owner], depth + 1);
    take_owner(r, &w->whos.ptr[at], who_of(r, owner));
  }
  who *q = &w->whos.ptr[at];
  if (owner != TOC_NONE && !who_of(r, owner) && needs_country(q)) { /* "Almaty's police" */
    uint32_t p = tok(w, owner)->place;
    if (p != TOC_NONE) q->country = toc_pool_intern(&w->doc->pool, w->doc->places.ptr[p].country);
  }
  if (of == TOC_NONE) return;
  bool really_of = belongs_to(w, &w->whos.ptr[at], of);
  bool place = tok(w, of)->place != TOC_NONE;
  if (really_of && who_of(r, of)) {
    resolve(r, w->who_at[of], depth + 1);
    take_owner(r, &w->whos.ptr[at], who_of(r, of));
  } else if (place && needs_country(q)) {
    q->country = toc_pool_intern(&w->doc->pool, w->doc->places.ptr[tok(w, of)->place].country);
  } else if (needs_country(q)) { /* without the place stage: "police in Kazakhstan" */
    uint32_t e = hit_entry(w, w->hit_at[of], HIT_COUNTRY);
    if (e == TOC_NONE) e = hit_entry(w, w->hit_at[of], HIT_SEAT);
    if (e != TOC_NONE) q->country = w->x->countries.ptr[w->x->entries.ptr[e].what].iso3;
  }
}

/* ----------------------------------------------------------------- context */

/* "the rebels", when the report has named just such a movement lately. */
static uint32_t movement_meant(refer *r, uint32_t at) {
  work *w = r->w;
  const who *q = &w->whos.ptr[at];
  uint32_t doer = who_acts_on(r, q->head);
  for (uint32_t k = 1; k <= LOOK_BACK_REFER && k <= at; k++) {
    const who *c = &w->whos.ptr[at - k];
    if (c->kind != WHO_ORG || c->entity == TOC_NONE || c->entity == doer) continue;
    toc_str s = r->ents.ptr[c->entity].sector;
    if (toc_str_eq(s, q->sector) || ((toc_str_is(q->sector, "REB") || toc_str_is(q->sector, "UAF")) &&
                                     (toc_str_is(s, "REB") || toc_str_is(s, "PRM") || toc_str_is(s, "IMG"))))
      return c->entity;
  }
  return TOC_NONE;
}

static bool armed(const who *q) {
  return toc_str_is(q->sector, "REB") || toc_str_is(q->sector, "PRM");
}

/* "Russian jets bombed a hospital", and nothing says where: an army's target is not taken to be
 * of the army's own state only because that is the one state the report names. */
static bool hit_from_abroad(refer *r, const who *q) {
  const work *w = r->w;
  uint32_t v = tok(w, q->head)->head;
  toc_deprel b = toc_deprel_base(tok(w, q->head)->rel);
  if (v == TOC_NONE || !w->doc->child_at || (b != TOC_REL_OBJ && b != TOC_REL_OBL) || r->focus_placed) return false;
  const who *s = who_of(r, subject_of(w, v));
  return s && toc_str_is(s->sector, "MIL") && toc_str_eq(s->country, r->focus);
}

/* "Rebels fired rockets at Israel": what is aimed at is a state, and not the rebels' own. */
static bool strikes_state(refer *r, const who *q) {
  const work *w = r->w;
  uint32_t v = tok(w, q->head)->head;
  if (!armed(q) && !toc_str_is(q->sector, "UAF")) return false;
  if (r->focus_placed || v == TOC_NONE || tok(w, q->head)->rel != TOC_REL_NSUBJ) return false;
  uint32_t end = w->doc->sentences.ptr[tok(w, v)->sentence].last;
  for (uint32_t i = v + 1; i < end && i < v + 10; i++) {
    const who *t = who_of(r, i);
    if (t && t->kind == WHO_COUNTRY && toc_str_eq(t->country, r->focus)) return true;
  }
  return false;
}

/* "Kenya sent troops", "Kenya has troops there": they are Kenya's. */
static bool sent_by(refer *r, who *q) {
  static const char *const verbs[] = {"send", "sent", "deploy", "dispatch", "withdr", "redeploy", "mobiliz", "mobilis", "station", "mass", "has", "have", "maintain", "keep"};
  const work *w = r->w;
  uint32_t v = tok(w, q->head)->head;
  if (v == TOC_NONE || !w->doc->child_at || tok(w, q->head)->rel != TOC_REL_OBJ) return false;
  if (!toc_str_is(q->sector, "MIL") && !toc_str_is(q->sector, "GOV") && !toc_str_is(q->sector, "COP")) return false;
  const who *s = who_of(r, subject_of(w, v));
  if (!s || (!s->country.len && !s->intl) || w->atom_at[v] == w->atom_at[v + 1]) return false;
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
    if (!toc_str_starts(w->atoms.ptr[w->atom_at[v]].key, toc_cstr(verbs[i]))) continue;
    q->country = s->country;
    if (s->intl) q->intl = true;
    if (s->intl && toc_str_is(q->sector, "MIL")) q->sector = TOC_S("IGO"), q->sector2 = TOC_S("MIL");
    q->via = TOC_S("context");
    return true;
  }
  return false;
}

/* "The insurgents" are of the state that insurgents were of when they were told last. */
static toc_str told_of(const refer *r, uint32_t at) {
  const work *w = r->w;
  const who *q = &w->whos.ptr[at];
  uint32_t d = w->doc->child_at ? toc_child(w->doc, q->head, TOC_REL_DET) : TOC_NONE;
  if (q->agent == TOC_NONE || d == TOC_NONE || !toc_str_is(tok(w, d)->lemma, "the")) return (toc_str){0};
  for (uint32_t k = 1; k <= LOOK_BACK_REFER && k <= at; k++) {
    const who *c = &w->whos.ptr[at - k];
    if (c->agent != TOC_NONE && c->country.len && toc_str_eq(tok(w, c->head)->lemma, tok(w, q->head)->lemma)) return c->country;
  }
  return (toc_str){0};
}

static void give_context(refer *r, uint32_t at) {
  work *w = r->w;
  who *q = &w->whos.ptr[at];
  if ((needs_country(q) || (q->agent != TOC_NONE && w->x->agents.ptr[q->agent].intl)) && !q->country.len && sent_by(r, q)) return;
  if (!needs_country(q)) return;
  const agent *a = q->agent == TOC_NONE ? NULL : &w->x->agents.ptr[q->agent];
  if (a && a->kind == AG_THING && (!q->sector.len || q->weak)) return;
  if (q->kind == WHO_PERSON && !q->titled && q->agent == TOC_NONE) return; /* a mere name */
  if (q->kind == WHO_ORG && !q->sector.len) return;
  if (q->kind == WHO_REFER || q->kind == WHO_PRONOUN || q->kind == WHO_NONE) return;
  if (!q->sector.len) return;
  if (armed(q)) {
    uint32_t e = movement_meant(r, at);
    if (e != TOC_NONE) {
      take_entity(r, q, e, "coref");
      q->done = true;
      if (q->country.len || q->intl) {
        if (!q->via.len) q->via = TOC_S("coref");
        return;
      }
    }
  }
  if (hit_from_abroad(r, q) || strikes_state(r, q)) return;
  bool state = toc_str_is(q->sector, "GOV") || toc_str_is(q->sector, "LEG") || toc_str_is(q->sector, "JUD") ||
               toc_str_is(q->sector, "MIL") || toc_str_is(q->sector, "OPP") || toc_str_is(q->sector, "PTY");
  toc_str told = told_of(r, at), c = told.len ? told : scene_of(r, q, !state);
  if (!c.len) return;
  q->country = c;
  if (!q->via.len) q->via = told.len ? TOC_S("coref") : TOC_S("context");
}

static void number_unnamed(refer *r, who *q) {
  if (q->entity != TOC_NONE) return;
  if (q->kind == WHO_COUNTRY) {
    q->entity = entity_named(r, key_of(r, "c", q->country), q);
  } else if (q->agent != TOC_NONE && q->kind != WHO_QUANTITY) {
    const toc_str parts[] = {TOC_S("g:"), q->country, q->sector, TOC_S(":"), r->w->x->agents.ptr[q->agent].text};
    toc_str key = toc_str_concat(r->w->a, parts, 5);
    q->entity = definite(r->w, q->head) || q->kind == WHO_BODY ? entity_named(r, key, q) : new_entity(r, q);
    if (!(definite(r->w, q->head) || q->kind == WHO_BODY)) *toc_map_put(&r->by_name, key, q->entity) = q->entity;
  } else {
    q->entity = new_entity(r, q);
  }
}

/* A noun of people or of an institution that may also refer, and says nothing else. */
static bool points_back(const work *w, const who *q) {
  if (q->agent == TOC_NONE || q->country.len || q->plural || q->owner != TOC_NONE || q->of != TOC_NONE) return false;
  const agent *a = &w->x->agents.ptr[q->agent];
  if (a->kind > AG_THING || !toc_str_eq(a->sector, q->sector)) return false;
  for (uint32_t e = toc_map_get(&w->x->phrases, a->text); e < PREFIX_ONLY; e = w->x->entries.ptr[e].next)
    if (w->x->entries.ptr[e].kind == HIT_AGENT && w->x->agents.ptr[w->x->entries.ptr[e].what].kind == AG_REFER) return true;
  return false;
}

/* ------------------------------------------------------------- both of them */

/* "the two countries", "both sides", "each side", "the two presidents": said of two who were
 * told before. */
static bool speaks_of_two(const work *w, const who *q) {
  static const char *const noun[] = {"country", "nation", "state", "neighbour", "neighbor", "side", "rival", "government", "capital", "leader",
                                     "party", "president", "minister", "army", "military", "foe", "power", "republic"};
  static const char *const two[] = {"two", "both", "each", "either"};
  if (q->country.len || q->of != TOC_NONE || q->owner != TOC_NONE || q->known != TOC_NONE || !TOC_ONE_OF(tok(w, q->head)->lemma, noun)) return false;
  uint32_t seen = 0;
  toc_children(w->doc, q->head, c) {
    toc_deprel b = toc_rel_base(w->doc, c);
    if (seen++ == 100) break;
    if ((b == TOC_REL_NUMMOD || b == TOC_REL_DET) && TOC_ONE_OF(tok(w, c)->lemma, two)) return true;
  }
  return false;
}

static bool acts_for_state(const who *c) {
  return c->country.len && c->kind != WHO_ADJECTIVE && c->kind != WHO_PRONOUN && (toc_str_is(c->sector, "GOV") || toc_str_is(c->sector, "MIL"));
}

/* The two states that were told last; none if only one was.  Who visits, calls on or meets both
 * sides is neither of them. */
static bool resolve_two(refer *r, uint32_t at) {
  enum { REACH = 40, SENTENCES = 8 };
  work *w = r->w;
  who *q = &w->whos.ptr[at];
  const who *last = NULL;
  if (!w->doc->child_at || !speaks_of_two(w, q)) return false;
  uint32_t verb = tok(w, q->head)->head;
  toc_deprel rel = toc_rel_base(w->doc, q->head);
  const who *visitor = verb != TOC_NONE && (rel == TOC_REL_OBJ || rel == TOC_REL_OBL) ? who_of(r, subject_of(w, verb)) : NULL;
  for (uint32_t k = 1; k <= REACH && k <= at; k++) {
    const who *c = &w->whos.ptr[at - k];
    if (tok(w, q->head)->sentence - tok(w, c->head)->sentence > SENTENCES) break;
    if (!acts_for_state(c) || (visitor && toc_str_eq(c->country, visitor->country))) continue;
    if (!last && c->n_more) last = c; /* "the leaders of X and Y" */
    if (last && (c->n_more || !toc_str_eq(c->country, last->country))) {
      q->country = last->country, q->intl = false;
      add_state(w, q, c->n_more && c == last ? c->more[0].country : c->country, q->first, q->last);
      if (!q->sector.len || q->weak) q->sector = TOC_S("GOV"), q->sector2 = (toc_str){0}, q->weak = false;
      q->kind = WHO_PEOPLE;
      q->plural = true;
      q->via = TOC_S("coref");
      q->entity = new_entity(r, q);
      q->done = true;
      return true;
    }
    if (!last) last = c;
  }
  return false;
}

static void resolve(refer *r, uint32_t at, int depth) {
  work *w = r->w;
  who *q = &w->whos.ptr[at];
  if (q->done || depth > OF_DEPTH) return;
  if (q->kind != WHO_PERSON && resolve_two(r, at)) return;
  switch (q->kind) {
    case WHO_PRONOUN: resolve_pronoun(r, at, depth); return;
    case WHO_REFER:
      if (q->of != TOC_NONE && who_of(r, q->of) && who_of(r, q->of)->plural) q->kind = WHO_QUANTITY; /* "a group of men" */
      else {
        resolve_reference(r, at);
        return;
      }
      break;
    case WHO_PERSON:
      if (q->surname.len) {
        if (q->known == TOC_NONE) possess(r, at, depth);
        if (w->whos.ptr[at].entity != TOC_NONE) learn(&r->ents.ptr[w->whos.ptr[at].entity], &w->whos.ptr[at]);
        resolve_person(r, &w->whos.ptr[at]);
        give_context(r, at);
        q = &w->whos.ptr[at];
        learn(&r->ents.ptr[q->entity], q);
        q->done = true;
        return;
      }
      break;
    default: break;
  }
  if (points_back(w, q)) { /* "the party", "the coalition": one named before, if one was */
    resolve_reference(r, at);
    if (q->done) return;
  }
  possess_all(r, at, depth);
  q = &w->whos.ptr[at];
  if (q->done) return;
  if (q->kind == WHO_ORG && q->name.len) resolve_named(r, q);
  give_context(r, at);
  q = &w->whos.ptr[at];
  number_unnamed(r, q);
  if (q->entity != TOC_NONE) learn(&r->ents.ptr[q->entity], q);
  q->done = true;
}

/* "The president of the teachers' union", "a spokeswoman for the ministry": an office is of the
 * sector of the body that it is in, and a body of workers is one of labour. */
static bool office_in(const work *w, who *q, const who *o) {
  const agent *a = q->agent == TOC_NONE ? NULL : &w->x->agents.ptr[q->agent];
  if (!a || !o->sector.len || o->weak || o->country.len) return false;
  if (toc_str_is(q->sector, "SOC") && a->kind == AG_BODY && toc_str_is(o->sector, "LAB") && o->kind == WHO_PEOPLE) return q->weak = true;
  if (a->kind != AG_TITLE || (o->kind != WHO_BODY && o->kind != WHO_ORG && o->kind != WHO_PEOPLE)) return false;
  if (toc_str_is(a->text, "president") && !toc_str_is(o->sector, "GOV")) q->weak = true;
  return q->weak;
}

/* Before names meet: what the possessor's own words say ("Thailand's acting premier", "NATO's
 * secretary-general"), so that an apposition can share it. */
static void own_words(refer *r) {
  work *w = r->w;
  for (int of = 0; of < 2; of++) /* whose first: "head of the miners' federation" */
    for (uint32_t i = 0; i < w->whos.len; i++) {
      who *q = &w->whos.ptr[i];
      if (q->kind == WHO_PRONOUN || q->kind == WHO_QUANTITY || q->kind == WHO_REFER) continue;
      const who *o = who_of(r, of ? q->of : q->owner);
      if (!o || (of && !belongs_to(w, q, q->of))) continue;
      bool names = o->kind == WHO_COUNTRY || o->kind == WHO_ORG || o->kind == WHO_BODY;
      if ((names && (o->country.len || o->intl || (o->name.len && o->sector.len))) || office_in(w, q, o)) take_owner(r, q, o);
    }
}

void refer_all(work *w) {
  refer r = {.w = w};
  toc_map_init(&r.by_name, w->a);
  toc_map_init(&r.by_surname, w->a);
  find_scenes(&r);
  find_home(&r);
  if (w->doc->child_at) own_words(&r);
  share_all(&r);
  collect_people(&r);
  for (uint32_t i = 0; i < w->whos.len; i++) resolve(&r, i, 0);
}
