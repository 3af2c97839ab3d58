/* role.c - the best choice of predicates, senses and roles. */
#include "internal.h"

typedef toc__role_view view;

void toc__roles_score(const toc__roles *x, const toc__role_features *f, int32_t *score, uint32_t n) {
  for (uint32_t k = 0; k < f->n; k++) {
    uint32_t h = f->hash[k], at = x->bucket[h >> 16], end = x->bucket[(h >> 16) + 1];
    while (at < end && x->hash[at] < h) at++;
    if (at == end || x->hash[at] != h) continue;
    for (uint32_t w = x->start[at]; w < x->start[at + 1]; w++)
      if (x->label[w] < n) score[x->label[w]] += x->weight[w];
  }
}

/* ---------------------------------------------------------------------- senses */

const toc_strs *toc__roles_senses(const toc__roles *x, const view *v, uint32_t token, toc_arena *arena) {
  static const char kinds[] = "VNJ";
  toc_str entry = toc__role_entry(v, token, arena);
  uint32_t at = toc_map_get(&x->lexicon, entry);
  if (at != TOC_NONE) return &x->lists.ptr[at];
  char *other = toc_str_z(arena, entry);
  for (size_t k = 0; k < 3; k++) {
    other[entry.len - 1] = kinds[k];
    at = toc_map_get(&x->lexicon, (toc_str){other, entry.len});
    if (at != TOC_NONE) return &x->lists.ptr[at];
  }
  return NULL;
}

/* "up" of "blow_up.06"; {NULL, 0} of "blow.01". */
static toc_str particle_of(toc_str roleset) {
  const char *from = memchr(roleset.ptr, '_', roleset.len);
  size_t end = roleset.len;
  while (end && roleset.ptr[end - 1] != '.') end--;
  size_t start = from ? (size_t)(from - roleset.ptr) + 1 : 0;
  return start && start + 1 < end ? toc_str_sub(roleset, start, end - 1) : (toc_str){0};
}

/* Is the word said behind the predicate?  Parsers often take a particle for a preposition. */
static bool is_near(const view *v, uint32_t token, toc_str particle) {
  enum { NEAR = 6 };
  const toc_doc *d = v->doc;
  uint32_t last = d->sentences.ptr[d->tokens.ptr[token].sentence].last;
  for (uint32_t i = token + 1; i < last && i <= token + NEAR; i++)
    if (toc_str_eq(d->tokens.ptr[i].lemma, particle) || toc_str_eq(d->tokens.ptr[i].form, particle)) return true;
  return false;
}

/* A word that the treebank does not know in a sense that could be meant: its first. */
static toc_str first_sense(const view *v, uint32_t token, toc_arena *arena, toc_arena *scratch) {
  toc_str entry = toc__role_entry(v, token, scratch), stem = toc_str_sub(entry, 0, entry.len - 2);
  uint32_t p = toc__role_particle(v, token);
  if (p == TOC_NONE) return toc_str_format(arena, "%.*s.01", TOC_FMT(stem));
  return toc_str_format(arena, "%.*s_%.*s.01", TOC_FMT(stem), TOC_FMT(toc_lower(scratch, v->doc->tokens.ptr[p].form)));
}

/* The likeliest; one with the very particle of the tree before all others, none with a particle that
 * is not there. */
static toc_str sense_of(const toc__roles *x, const view *v, uint32_t token, toc_arena *arena, toc_arena *scratch) {
  const toc_strs *list = toc__roles_senses(x, v, token, scratch);
  if (!list) return first_sense(v, token, arena, scratch);
  toc__role_features f;
  int32_t score[ROLE_LABELS] = {0};
  uint32_t best = TOC_NONE, p = toc__role_particle(v, token);
  bool with = false;
  toc__role_look_sense(v, token, &f);
  toc__roles_score(x, &f, score, list->len);
  for (uint32_t k = 0; k < list->len; k++) {
    toc_str own = particle_of(list->ptr[k]);
    bool has = own.len && p != TOC_NONE && toc_str_eq(own, v->doc->tokens.ptr[p].lemma);
    if ((with && !has) || (own.len && !has && !is_near(v, token, own))) continue;
    if (best == TOC_NONE || (has && !with) || score[k] > score[best]) best = k;
    with = with || has;
  }
  return best == TOC_NONE ? first_sense(v, token, arena, scratch) : list->ptr[best];
}

/* ------------------------------------------------------------------- arguments */

typedef struct choice {
  toc__role_candidate c;
  uint32_t first, last;
  uint32_t label;
  int32_t score[ROLE_LABELS]; /* above "no argument" */
  bool open;                  /* not decided */
} choice;

typedef struct search {
  const toc__roles *x;
  const view *v;
  choice *choice; /* [n] */
  uint32_t n;
  bool taken[ROLE_LABELS];
} search;

static uint32_t best_label(const search *s, const choice *c) {
  uint32_t best = 0;
  for (uint32_t k = 1; k < s->x->role.len; k++)
    if (c->score[k] > c->score[best] && !(s->x->once[k] && s->taken[k])) best = k;
  return best;
}

/* "is [not] [a crime]": what hangs on an argument above the predicate can be cut out of it. */
static bool cut_out(const choice *above, const choice *c) {
  return above->c.down == 0 && c->c.down == 1 && above->c.up == c->c.up;
}

static bool overlaps(const search *s, const choice *c) {
  for (uint32_t i = 0; i < s->n; i++) {
    const choice *d = &s->choice[i];
    if (!d->open && d->label && d->first < c->last && c->first < d->last && !cut_out(c, d) && !cut_out(d, c)) return true;
  }
  return false;
}

static void cut_arguments(const search *s, choice *c) {
  uint32_t cut[ROLE_CANDIDATES], n = 0;
  for (uint32_t i = 0; i < s->n; i++)
    if (s->choice[i].label && cut_out(c, &s->choice[i])) cut[n++] = s->choice[i].c.head;
  if (n) toc__role_span(s->v, &c->c, cut, n, &c->first, &c->last);
}

/* "makes [him look weak]": the object that has no role of its own is the subject of the clause. */
static void join_subject(const search *s, uint32_t predicate, choice *c) {
  const toc_doc *d = s->v->doc;
  if (c->c.up || !s->x->core[c->label] || toc_rel(d, c->c.head) != TOC_REL_XCOMP) return;
  for (uint32_t i = 0; i < s->n; i++) {
    const choice *o = &s->choice[i];
    if (o->c.up || o->label || o->c.head < predicate || o->c.head > c->c.head) continue;
    if (toc_rel(d, o->c.head) != TOC_REL_OBJ && toc_rel(d, o->c.head) != TOC_REL_IOBJ) continue;
    uint32_t first, last;
    toc__role_span(s->v, &o->c, NULL, 0, &first, &last);
    if (last == c->first) c->first = first;
  }
}

/* The surest first; what no longer can have its best role takes the next best, or none. */
static void decide(search *s) {
  for (;;) {
    choice *top = NULL;
    uint32_t label = 0;
    for (uint32_t i = 0; i < s->n; i++) {
      choice *c = &s->choice[i];
      if (!c->open) continue;
      uint32_t k = best_label(s, c);
      if (!k) {
        c->open = false;
        continue;
      }
      if (!top || c->score[k] > top->score[label]) top = c, label = k;
    }
    if (!top) return;
    top->open = false;
    if (overlaps(s, top)) continue;
    top->label = label;
    s->taken[label] = true;
  }
}

/* Of "take a look", PropBank marks "take" for the noun and "look" for the verb, not their phrases. */
static bool is_word(toc_str role) { return toc_str_is(role, "ARGM-LVB") || toc_str_is(role, "ARGM-PRR"); }

/* "C-ARG1" without an ARG1 in front of it is the ARG1. */
static toc_str name_of(const search *s, const toc_proposition *p, uint32_t label) {
  toc_str name = s->x->role.ptr[label];
  if (!toc_str_starts(name, TOC_S("C-ARG"))) return name;
  toc_str whole = toc_str_sub(name, 2, name.len);
  for (uint32_t i = 0; i < p->args.len; i++)
    if (toc_str_eq(p->args.ptr[i].role, whole)) return name;
  return whole;
}

static void find_arguments(const toc__roles *x, const view *v, toc_doc *doc, toc_proposition *p, choice *room) {
  toc__role_candidate found[ROLE_CANDIDATES];
  toc__role_features f;
  search s = {.x = x, .v = v, .choice = room, .n = toc__role_candidates(v, p->token, found)};
  for (uint32_t i = 0; i < s.n; i++) {
    choice *c = &s.choice[i];
    *c = (choice){.c = found[i], .open = true};
    toc__role_look_argument(v, p->token, p->roleset, &c->c, &f);
    toc__roles_score(x, &f, c->score, x->role.len);
    for (uint32_t k = x->role.len; k-- > 0;) c->score[k] -= c->score[0];
    if (best_label(&s, c)) toc__role_span(v, &c->c, NULL, 0, &c->first, &c->last);
    if (c->first <= p->token && p->token < c->last) c->open = false;
  }
  decide(&s);
  for (uint32_t i = 0; i < s.n; i++)
    if (s.choice[i].label && is_word(x->role.ptr[s.choice[i].label])) s.choice[i].first = s.choice[i].c.head, s.choice[i].last = s.choice[i].c.head + 1;
    else if (s.choice[i].label) cut_arguments(&s, &s.choice[i]), join_subject(&s, p->token, &s.choice[i]);
  for (;;) { /* in the order of the text */
    choice *next = NULL;
    for (uint32_t i = 0; i < s.n; i++)
      if (s.choice[i].label && (!next || s.choice[i].first < next->first)) next = &s.choice[i];
    if (!next) return;
    *toc_push(&doc->arena, &p->args) = (toc_argument){.role = name_of(&s, p, next->label), .head = next->c.head, .first = next->first, .last = next->last,
                                                      .span = toc_tokens_span(doc, next->first, next->last)};
    next->label = 0;
  }
}

void toc__roles_run(const toc__roles *x, toc_doc *doc) {
  toc_arena *scratch = &doc->scratch;
  view v;
  toc_arena_reset(scratch);
  toc__role_view_init(&v, doc, scratch);
  choice *room = toc_new(scratch, choice, ROLE_CANDIDATES);
  for (uint32_t i = 0; i < doc->tokens.len; i++) {
    toc__role_features f;
    int32_t score = 0;
    if (!toc__role_possible(&v, i)) continue;
    toc__role_look_predicate(&v, i, &f);
    toc__roles_score(x, &f, &score, 1);
    if (score <= 0) continue;
    toc_proposition *p = toc_push(&doc->arena, &doc->propositions);
    *p = (toc_proposition){.token = i, .span = doc->tokens.ptr[i].span, .roleset = sense_of(x, &v, i, &doc->arena, scratch)};
    find_arguments(x, &v, doc, p, room);
  }
}
