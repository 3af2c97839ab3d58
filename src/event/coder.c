/* coder.c - finds the triggers of a report, takes the best pattern for each, and writes
 * events and impacts.
 *
 * Two passes.  The first decides for each word what it is a trigger of; a word that a
 * pattern took into its own trigger ("emergency" of "state of emergency") is no trigger of
 * its own.  The second writes the record, since what becomes of an act still to come
 * depends on whether the word that makes it so is an event too:
 *
 *     Russia will send troops.             AGREE, planned      (PLOVER: future help is AGREE)
 *     Russia promised to send troops.      AGREE + AID planned (the promise has its own word)
 */
#include "complete.h"
#include "explain.h"
#include "party.h"

#include <math.h>

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }

typedef toc__found found;
typedef TOC_ARRAY(found) founds;

/* --------------------------------------------------------------------- the view */

static bool ascii(toc_str s) {
  unsigned char any = 0;
  for (size_t i = 0; i < s.len; i++) any |= (unsigned char)s.ptr[i];
  return any < 0x80;
}

static uint32_t lookup(const toc_map *words, toc_arena *scratch, toc_str s) { return toc_map_get(words, toc_lower(scratch, s)); }

/* Lower-case forms and lemmas are known, with their hashes; what lies outside ASCII has other rules. */
static uint32_t by_form(const toc_map *words, toc_arena *scratch, const toc_token *t, const toc_word *w) {
  return w->look & TOC_W_LETTERS || ascii(w->low) ? toc_map_get_hashed(words, w->low, w->low_hash) : lookup(words, scratch, t->form);
}

static uint32_t by_lemma(const toc_map *words, toc_arena *scratch, const toc_token *t, const toc_word *w) {
  return ascii(w->lemma) ? toc_map_get_hashed(words, w->lemma, w->lemma_hash) : lookup(words, scratch, t->lemma.len ? t->lemma : t->form);
}

uint32_t toc__by_ending(const toc_map *words, toc_arena *scratch, const toc_token *t) {
  static const struct {
    toc_str end, put;
    bool doubled; /* "barred" → "bar" */
  } rules[] = {{{"ied", 3}, {"y", 1}, false}, {{"ies", 3}, {"y", 1}, false}, {{"ed", 2}, {"e", 1}, false}, {{"ed", 2}, {"", 0}, false},
               {{"ed", 2}, {"", 0}, true},    {{"ing", 3}, {"e", 1}, false}, {{"ing", 3}, {"", 0}, false}, {{"ing", 3}, {"", 0}, true},
               {{"es", 2}, {"", 0}, false},   {{"s", 1}, {"", 0}, false},    {{"men", 3}, {"man", 3}, false}};
  char word[32];
  if ((t->upos != TOC_UPOS_VERB && t->upos != TOC_UPOS_NOUN) || !t->form.len || t->form.len >= sizeof word) return TOC_NONE;
  char last = t->form.ptr[t->form.len - 1];
  if (last != 'd' && last != 's' && last != 'g' && last != 'n') return TOC_NONE;
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    toc_str end = rules[i].end, put = rules[i].put;
    if (end.ptr[end.len - 1] != last || t->form.len < end.len + 3 || !toc_str_ends(t->form, end)) continue;
    size_t n = t->form.len - end.len;
    if (rules[i].doubled && t->form.ptr[n - 1] != t->form.ptr[n - 2]) continue;
    if (rules[i].doubled) n--;
    memcpy(word, t->form.ptr, n);
    memcpy(word + n, put.ptr, put.len);
    uint32_t id = lookup(words, scratch, (toc_str){word, n + put.len});
    if (id != TOC_NONE) return id;
  }
  return TOC_NONE;
}

static uint32_t id_of(const toc__coder *c, toc_arena *scratch, const toc_token *t, const toc_word *w) {
  uint32_t id = TOC_NONE;
  if (t->upos == TOC_UPOS_VERB) id = by_form(&c->forms, scratch, t, w);
  if (id != TOC_NONE) return id;
  if (toc_deprel_base(t->rel) == TOC_REL_AMOD && (id = by_form(&c->words, scratch, t, w)) != TOC_NONE && c->about[id].first < c->about[id].last)
    return id; /* "rising prices" */
  id = by_lemma(&c->words, scratch, t, w);
  if (id == TOC_NONE) id = toc__by_ending(&c->words, scratch, t);
  return id != TOC_NONE ? id : by_form(&c->words, scratch, t, w); /* "peacekeeping" */
}

#define TOPIC_WORDS 4  /* different words that make a report one of a topic … */
#define TOPIC_SHARE 45 /* … if one word in so many is of it; */
#define DENSE_WORDS 3  /* so few will do … */
#define DENSE_SHARE 14 /* … where they stand so close: a table of results, a line on a match */

static bool short_number(const toc_doc *doc, uint32_t i) {
  return i < doc->tokens.len && doc->tokens.ptr[i].upos == TOC_UPOS_NUM && doc->tokens.ptr[i].form.len <= 3;
}

/* "6-4" of "beat him 6-4 7-5"; not "2024-03-15". */
static bool is_score(const toc_doc *doc, uint32_t i) {
  return i > 0 && toc_str_is(doc->tokens.ptr[i].form, "-") && short_number(doc, i - 1) && short_number(doc, i + 1) &&
         !(i > 1 && toc_str_is(doc->tokens.ptr[i - 2].form, "-"));
}

/* A match report speaks of attacks, strikes and rallies that nobody suffers; so does a page on
 * markets.  Four different words of the topic, and not thinly spread, tell such a report. */
static uint8_t topics_of(const toc__coder *c, toc_doc *doc, const uint32_t *word) {
  uint32_t different[8] = {0}, all[8] = {0};
  bool *seen = NULL; /* [n_words] */
  uint8_t topics = 0;
  for (uint32_t i = 0; i < doc->tokens.len; i++) {
    uint32_t w = is_score(doc, i) ? c->w_score : word[i];
    uint8_t bits = w == TOC_NONE ? 0 : c->about[w].topic;
    if (!bits) continue;
    if (!seen) seen = toc_new(&doc->scratch, bool, (size_t)c->n_words + 1);
    for (uint32_t k = 0; bits; k++, bits >>= 1) {
      if (!(bits & 1)) continue;
      all[k]++;
      different[k] += !seen[w];
    }
    seen[w] = true;
  }
  for (uint32_t k = 0; k < 8; k++) {
    bool spread = different[k] >= TOPIC_WORDS && all[k] * TOPIC_SHARE >= doc->tokens.len;
    bool dense = different[k] >= DENSE_WORDS && all[k] * DENSE_SHARE >= doc->tokens.len;
    if (spread || dense) topics |= (uint8_t)(1u << k);
  }
  return topics;
}

view toc__look_at(const toc__coder *c, toc_doc *doc) {
  uint32_t n = doc->tokens.len;
  const toc_word *form = toc_doc_words(doc);
  uint32_t *word = toc_new(&doc->scratch, uint32_t, (size_t)n + 1);
  uint8_t *layers = toc_new(&doc->scratch, uint8_t, (size_t)doc->sentences.len + 1);
  for (uint32_t i = 0; i < n; i++) toc_map_fetch(&c->words, form[i].lemma_hash);
  for (uint32_t i = 0; i < n; i++) {
    const toc_token *t = &doc->tokens.ptr[i];
    word[i] = id_of(c, &doc->scratch, t, &form[i]);
    if (word[i] != TOC_NONE) __builtin_prefetch(&c->about[word[i]]);
    if (t->place != TOC_NONE) layers[t->sentence] |= LAYER_PLACE;
    if (t->time != TOC_NONE) layers[t->sentence] |= LAYER_TIME;
  }
  return (view){.coder = c, .doc = doc, .word = word, .layers = layers, .topics = topics_of(c, doc, word)};
}

/* --------------------------------------------------------------------- triggers */

uint32_t toc__pos_of(toc_upos u) {
  switch (u) {
    case TOC_UPOS_VERB:
    case TOC_UPOS_AUX: return POS_V;
    case TOC_UPOS_NOUN:
    case TOC_UPOS_PROPN: return POS_N;
    case TOC_UPOS_ADJ: return POS_A;
    default: return 0;
  }
}

/* "the year to March": the month has no article; "the March on Pretoria" is another matter. */
static bool is_month(const view *v, uint32_t i) {
  const toc_token *t = tok(v, i);
  return v->word[i] == v->coder->w_march && t->upos == TOC_UPOS_PROPN && toc_str_is(t->form, "March") &&
         toc_child(v->doc, i, TOC_REL_DET) == TOC_NONE;
}

/* A noun that only modifies a noun ("riot police") names no act here, nor does part of a
 * name ("the Peace Talks Monitor") or an actor ("the opposition"). */
static bool may_trigger(const view *v, uint32_t i) {
  const toc_token *t = tok(v, i);
  toc_deprel b = toc_deprel_base(t->rel);
  if (b == TOC_REL_FLAT || b == TOC_REL_FIXED || b == TOC_REL_CASE || b == TOC_REL_MARK) return false;
  if (b == TOC_REL_COMPOUND && toc__pos_of(t->upos) == POS_N) return false;
  if (t->time != TOC_NONE || is_month(v, i)) return false;
  if (t->upos == TOC_UPOS_PROPN && t->mention != TOC_NONE) {
    toc_kind k = v->doc->mentions.ptr[t->mention].kind;
    if (k != TOC_KIND_EVENT && k != TOC_KIND_OTHER) return false;
  }
  return true;
}

/* Somebody killed, hurt or held in the sentence: then a strike is a strike, in sports news too. */
static bool has_toll(const view *v, uint32_t i) {
  const toc_sentence *s = &v->doc->sentences.ptr[tok(v, i)->sentence];
  for (uint32_t k = s->first; k < s->last; k++) {
    uint32_t f = tok(v, k)->figure;
    if (f != TOC_NONE && f < v->doc->figures.len && v->doc->figures.ptr[f].counts != TOC_COUNTS_OTHER) return true;
  }
  return false;
}

/* "Testud beat Gomez 6-4 6-2", "beat Zambia 2-0 in the semifinal": a score with another score or
 * word of the topic not far off.  A lone "5-4" may be a vote. */
static bool beside_a_score(const view *v, uint32_t i, uint8_t topics) {
  const toc_sentence *s = &v->doc->sentences.ptr[tok(v, i)->sentence];
  uint32_t from = i > s->first + MAX_LOOK ? i - MAX_LOOK : s->first, to = i + MAX_LOOK < s->last ? i + MAX_LOOK : s->last;
  uint32_t scores = 0, words = 0;
  for (uint32_t k = from; k < to; k++) {
    bool score = is_score(v->doc, k);
    scores += score;
    words += score || (v->word[k] != TOC_NONE && v->coder->about[v->word[k]].topic & topics);
  }
  return scores && words >= 2;
}

static bool attributive(const view *v, uint32_t i) {
  return toc_deprel_base(tok(v, i)->rel) == TOC_REL_AMOD;
}

/* Patterns of the word from the most specific down; the first event (or "none") and the
 * first impact that fit win.  Before a noun no word names an act ("jailed members"), but
 * an adjective may name an impact ("rising prices"). */
bool toc__best_of(const view *v, uint32_t i, toc__found *out) {
  const toc__coder *c = v->coder;
  uint32_t word = v->word[i];
  if (word == TOC_NONE) return false;
  const word_about *about = &c->about[word];
  if (about->first == about->last) return false;
  bool attribute = attributive(v, i);
  uint32_t pos = attribute ? POS_A : toc__pos_of(tok(v, i)->upos);
  if (pos == POS_A && !attribute && toc__adjective_is_passive(v, i)) pos |= POS_V;
  if (!pos || !may_trigger(v, i)) return false;
  uint8_t score = c->w_score == TOC_NONE ? 0 : c->about[c->w_score].topic;
  bool quiet = about->quiet & v->topics || (about->quiet & score && beside_a_score(v, i, score));
  if (quiet && !has_toll(v, i)) {
    toc__explain_note(v, "quiet: the report is about sports or markets", i);
    return false;
  }
  frame f;
  bool framed = false;
  *out = (toc__found){.token = i};
  for (uint32_t k = about->first; k < about->last; k++) {
    const trigger *t = &c->triggers.ptr[k];
    if (!(t->pos & pos)) continue;
    bool impact = t->outcome == CODE_IMPACT;
    if (impact ? out->impact != NULL : out->event != NULL || attribute) continue;
    if (!framed) {
      toc__frame(v, i, &f);
      toc__explain_trigger(v, &f);
      framed = true;
    }
    bool lacks = (t->slots & ~f.slots) || (t->preps && !(t->preps & f.preps));
    if (lacks && !v->doc->trace) continue; /* toc__match would say so, and why */
    match m;
    miss why;
    if (!toc__match(v, t, &f, &m, &why)) {
      toc__explain_miss(v, t, &why);
      continue;
    }
    toc__explain_match(v, t, &m);
    if (impact) out->impact = t, out->impact_match = m;
    else out->event = t, out->event_match = m;
    if (out->impact && out->event) break;
  }
  return out->event || out->impact;
}

/* Words taken into the trigger are no triggers themselves. */
static void absorb(const view *v, const found *x, bool *taken) {
  const match *m = &x->event_match;
  if (!x->event || m->pattern->outcome == CODE_NONE) return;
  for (uint32_t i = 0; i < m->pattern->n_elements; i++) {
    const element *e = &v->coder->elements.ptr[m->pattern->elements + i];
    if (m->bound[i] == TOC_NONE || e->keep || e->set == TOC_NONE || !e->need) continue;
    if (e->slot == SLOT_SUBJ || e->slot == SLOT_COMP || e->slot == SLOT_INF || e->slot == SLOT_HEAD || e->slot == SLOT_CSUBJ || e->slot == SLOT_COBJ) continue;
    taken[m->bound[i]] = true;
  }
}

static founds find_triggers(const view *v, bool *taken) {
  founds all = {0};
  const toc_doc *doc = v->doc;
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *sentence = &doc->sentences.ptr[s];
    if (!sentence->analysed || sentence->section == TOC_META) continue;
    for (uint32_t i = sentence->first; i < sentence->last; i++) {
      found x;
      if (!toc__best_of(v, i, &x)) continue;
      absorb(v, &x, taken);
      *toc_push(&v->doc->scratch, &all) = x;
    }
  }
  return all;
}

/* ----------------------------------------------------------------------- status */

static const toc_predicate *predicate_of(const view *v, uint32_t i) {
  uint32_t p = tok(v, i)->predicate;
  return p == TOC_NONE ? NULL : &v->doc->predicates.ptr[p];
}

/* A noun without a word of its own on the matter shares the verb that carries it. */
const toc_predicate *toc__status_at(const view *v, uint32_t i) {
  const toc_predicate *p = predicate_of(v, i);
  if (p || toc__pos_of(tok(v, i)->upos) == POS_V) return p;
  uint32_t h = tok(v, i)->head;
  toc_deprel b = toc_rel_base(v->doc, i);
  if (h == TOC_NONE || (b != TOC_REL_OBJ && b != TOC_REL_NSUBJ && b != TOC_REL_OBL)) return NULL;
  return toc__in_known(v, SET_LIGHT, h) ? predicate_of(v, h) : NULL;
}

/* "A meeting is planned for Friday": the noun itself stands as a mere thing. */
static bool planned_noun(const view *v, uint32_t i) {
  uint32_t h = tok(v, i)->head;
  toc_deprel r = tok(v, i)->rel;
  return toc__pos_of(tok(v, i)->upos) == POS_N && h != TOC_NONE && (r == TOC_REL_NSUBJ_PASS || r == TOC_REL_NSUBJ || r == TOC_REL_OBJ) &&
         toc__in_known(v, SET_PLANNER, h);
}

/* "will not", "would never", "is not going to": somebody refuses. */
static bool refuses(const view *v, uint32_t verb) {
  bool no = false, will = false;
  uint32_t seen = 0, h = tok(v, verb)->head;
  if (toc_rel_base(v->doc, verb) == TOC_REL_XCOMP && h != TOC_NONE && v->word[h] == v->coder->w_go && (tok(v, h)->feat & TOC_F_GER)) {
    verb = h;
    will = true;
  }
  toc_deprel r = tok(v, verb)->rel;
  if (toc__pos_of(tok(v, verb)->upos) == POS_N && (r == TOC_REL_OBJ || r == TOC_REL_NSUBJ_PASS) && h != TOC_NONE && toc__in_known(v, SET_LIGHT, h))
    verb = h; /* "will not begin talks" */
  toc_children(v->doc, verb, c) {
    if (seen++ == MAX_LOOK) break;
    toc_deprel b = toc_rel_base(v->doc, c);
    if (b == TOC_REL_ADVMOD && (v->word[c] == v->coder->w_not || toc_lemma_is(v->doc, c, "never"))) no = true;
    if (b == TOC_REL_AUX && toc__in_known(v, SET_MODAL_FUTURE, c)) will = true;
  }
  return no && will;
}

static const reduction *find_reduction(const toc__coder *c, reduction_of of, const toc_event *e) {
  const reduction *best = NULL;
  for (uint32_t i = 0; i < c->reductions.len; i++) {
    const reduction *r = &c->reductions.ptr[i];
    if (r->of != of || r->from != e->type || !toc_str_starts(e->cameo, r->prefix)) continue;
    if (!best || r->prefix.len > best->prefix.len) best = r;
  }
  return best;
}

static bool same_span(toc_span a, toc_span b) { return a.start == b.start && a.end == b.end; }

/* Nobody does it to himself: what is already actor is no recipient. */
static void drop_actors(toc_event *e) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < e->recipients.len; i++) {
    bool twice = false;
    for (uint32_t k = 0; k < e->actors.len && !twice; k++) twice = same_span(e->actors.ptr[k].span, e->recipients.ptr[i].span);
    if (!twice) e->recipients.ptr[n++] = e->recipients.ptr[i];
  }
  e->recipients.len = n;
}

static uint32_t subject_of(const view *v, uint32_t verb) {
  frame f;
  toc__frame(v, verb, &f);
  for (uint32_t i = 0; i < f.n; i++)
    if (f.arg[i].slot == SLOT_SUBJ && toc__human(v, f.arg[i].token)) return f.arg[i].token;
  return TOC_NONE;
}

/* "Oslo said the rebels must leave", "Oslo wants them to leave": who demands it. */
static uint32_t demander(const view *v, uint32_t act, uint32_t by) {
  if (by != TOC_NONE && by != act && tok(v, by)->upos == TOC_UPOS_VERB) return subject_of(v, by);
  uint32_t at = act;
  for (int step = 0; step < 4; step++) {
    uint32_t h = tok(v, at)->head, seen = 0;
    toc_deprel b = toc_rel_base(v->doc, at);
    toc_children(v->doc, at, c) {
      if (seen++ == MAX_LOOK) break;
      if (toc_rel_base(v->doc, c) == TOC_REL_PARATAXIS && toc__in_known(v, SET_SAY, c)) return subject_of(v, c);
    }
    if (h == TOC_NONE) break;
    if (b == TOC_REL_CCOMP || b == TOC_REL_PARATAXIS) return subject_of(v, h);
    if (b != TOC_REL_CONJ && b != TOC_REL_XCOMP) break;
    at = h;
  }
  return TOC_NONE;
}

/* What somebody must do is asked of him, by whoever says so. */
static void ask(const view *v, toc_event *e, uint32_t by) {
  uint32_t who = demander(v, e->token, by);
  if (e->actors.len) e->recipients = e->actors;
  e->actors = (toc_actors){0};
  if (who == TOC_NONE) return;
  toc__add_party(v, who, INSIDE_ACTOR, &e->actors);
  drop_actors(e);
}

static void reduce(const view *v, toc_event *e, reduction_of of, uint32_t by) {
  const reduction *r = find_reduction(v->coder, of, e);
  if (!r) return;
  if (of == REDUCE_DEMANDED && r->type == TOC_REQUEST && e->type != TOC_REQUEST) ask(v, e, by);
  e->type = r->type;
  e->mode = r->mode;
  e->cameo = r->cameo;
  if (of == REDUCE_REFUSED) e->status = TOC_FACT_OCCURRED;
  toc__explain_note(v, of == REDUCE_REFUSED ? "reduced: refused" : "reduced: the act is still to come", e->token);
}

/* Is the word that decided the status an event in its own right? */
static bool coded_word(uint32_t token, const uint32_t *at, const founds *all) {
  return token != TOC_NONE && at[token] != TOC_NONE && all->ptr[at[token]].event &&
         all->ptr[at[token]].event_match.pattern->outcome == CODE_EVENT;
}

/* "is considering sending aid", "hopes for talks", "the prospect of war". */
static bool only_hoped(const view *v, uint32_t i) {
  uint32_t at = i;
  for (int step = 0; step < 3; step++) {
    toc_deprel b = toc_rel_base(v->doc, at);
    uint32_t h = tok(v, at)->head;
    if (h == TOC_NONE || !(b == TOC_REL_XCOMP || b == TOC_REL_CCOMP || b == TOC_REL_ACL || b == TOC_REL_NMOD || b == TOC_REL_OBL || b == TOC_REL_OBJ)) return false;
    if (tok(v, at)->rel == TOC_REL_ACL_RELCL) return false;
    if (toc__in_known(v, SET_HOPE, h)) return true;
    at = h;
  }
  return false;
}

/* "Moscow to send troops": in a headline the infinitive is the future. */
static bool headline_future(const view *v, uint32_t i) {
  const toc_token *t = tok(v, i);
  toc_section s = v->doc->sentences.ptr[t->sentence].section;
  if ((s != TOC_TITLE && s != TOC_LEAD && s != TOC_HEADING) || !(t->feat & TOC_F_INF)) return false;
  bool acl = toc_deprel_base(t->rel) == TOC_REL_ACL && t->head != TOC_NONE && toc__human(v, t->head);
  bool top = t->head == TOC_NONE && toc_child(v->doc, i, TOC_REL_MARK) != TOC_NONE;
  return acl || top;
}

/* Is noun i an event, and the object of one that has such a type? */
static bool object_of(const view *v, uint32_t i, toc_type type, const uint32_t *at, const founds *all) {
  uint32_t h = tok(v, i)->head;
  if (toc__pos_of(tok(v, i)->upos) != POS_N || !coded_word(h, at, all)) return false;
  const match *m = &all->ptr[at[h]].event_match;
  if (m->pattern->type != type) return false;
  for (uint32_t k = 0; k < m->pattern->n_elements; k++) {
    const element *e = &v->coder->elements.ptr[m->pattern->elements + k];
    if (e->keep && e->slot == SLOT_OBJ && m->bound[k] == i) return true;
  }
  return false;
}

/* "called off the strike", "rejected talks": what is refused or given up does not happen. */
static bool given_up(const view *v, uint32_t i, const uint32_t *at, const founds *all) {
  return object_of(v, i, TOC_REJECT, at, all) || object_of(v, i, TOC_CONCEDE, at, all);
}

static void set_status(const view *v, toc_event *e, const pattern *p, const uint32_t *at, const founds *all) {
  const toc_predicate *pred = toc__status_at(v, e->token);
  e->status = p->has_status ? p->status : pred ? pred->fact : TOC_FACT_OCCURRED;
  e->factuality = pred ? pred->factuality : NAN;
  if (p->has_status) return;
  /* "rejected the murder of the judge": who condemns a deed does not deny it */
  if ((e->status == TOC_FACT_NEGATED || e->status == TOC_FACT_DENIED) && object_of(v, e->token, TOC_ACCUSE, at, all)) {
    e->status = TOC_FACT_OCCURRED;
    e->factuality = -e->factuality;
    return;
  }
  if (e->status == TOC_FACT_OCCURRED && given_up(v, e->token, at, all)) {
    e->status = TOC_FACT_NEGATED;
    return;
  }
  if (planned_noun(v, e->token) && e->status == TOC_FACT_OCCURRED) e->status = TOC_FACT_PLANNED;
  if ((e->status == TOC_FACT_OCCURRED || e->status == TOC_FACT_PLANNED || e->status == TOC_FACT_ONGOING) && only_hoped(v, e->token)) {
    e->status = TOC_FACT_HYPOTHETICAL;
    return;
  }
  if (headline_future(v, e->token)) e->status = TOC_FACT_PLANNED;
  if (e->actors.len && e->status != TOC_FACT_OCCURRED && refuses(v, e->token)) {
    reduce(v, e, REDUCE_REFUSED, TOC_NONE);
    return;
  }
  if (!pred) {
    if (e->status == TOC_FACT_PLANNED) reduce(v, e, REDUCE_PLANNED, TOC_NONE);
    return;
  }
  if (coded_word(pred->by, at, all)) return; /* content of a promise, demand, threat: keeps its type */
  switch (e->status) {
    case TOC_FACT_PLANNED: reduce(v, e, REDUCE_PLANNED, pred->by); break;
    case TOC_FACT_DEMANDED: reduce(v, e, REDUCE_DEMANDED, pred->by); break;
    case TOC_FACT_THREATENED: reduce(v, e, REDUCE_THREATENED, pred->by); break;
    default: break;
  }
}

/* ----------------------------------------------------------------------- events */

static uint32_t words_before(const view *v, uint32_t head, uint32_t n) {
  uint32_t at = head;
  while (n-- > 1 && at > 0) {
    at--;
    if (tok(v, at)->upos == TOC_UPOS_PUNCT && at > 0) at--;
  }
  return at;
}

/* The shortest telling string: the word, its particle, and what completes it close by. */
static toc_span trigger_span(const view *v, const found *x, const trigger *t, const match *m) {
  uint32_t first = words_before(v, x->token, t->words.n), last = x->token + 1;
  for (uint32_t i = 0; i < m->pattern->n_elements; i++) {
    const element *e = &v->coder->elements.ptr[m->pattern->elements + i];
    uint32_t b = m->bound[i];
    if (b == TOC_NONE || m->far[i] || e->ban || e->role || !e->need) continue;
    bool close = b > x->token ? b - x->token <= 2 : x->token - b <= 1;
    bool joins = e->slot == SLOT_PRT || (e->set != TOC_NONE && !e->keep && (e->slot == SLOT_PREP || e->slot == SLOT_ADV));
    if (!close || !joins) continue;
    if (b < first) first = b;
    if (b + 1 > last) last = b + 1;
  }
  return toc_tokens_span(v->doc, first, last);
}

static bool is_actor_role(role r) { return r == ROLE_ACTOR || r == ROLE_ACTORS; }

/* "Reiterated the Chadian government's support", of the Chadian minister: nobody does it to his
 * own side only because his words name it. */
static void drop_own_side(toc_actors *recipients, const toc_actors *actors) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < recipients->len; i++) {
    bool own = false;
    for (uint32_t k = 0; k < actors->len && !own; k++)
      own = actors->ptr[k].code.len && !recipients->ptr[i].name.len && toc_str_eq(actors->ptr[k].code, recipients->ptr[i].code);
    if (!own) recipients->ptr[n++] = recipients->ptr[i];
  }
  recipients->len = n;
}

static void fill_role(const view *v, const match *m, bool actors, const toc_actors *doers, toc_actors *out) {
  for (int inside = 0; inside < 2 && !out->len; inside++)
    for (uint32_t i = 0; i < m->pattern->n_elements; i++) {
      role r = v->coder->elements.ptr[m->pattern->elements + i].role;
      if (m->bound[i] == TOC_NONE || r == ROLE_NONE || r == ROLE_OBJECT || is_actor_role(r) != actors) continue;
      bool one = r == ROLE_ACTOR || r == ROLE_RECIPIENT;
      if (one && out->len) continue;
      toc__add_party(v, m->bound[i], inside == 0 ? INSIDE_NOT : actors ? INSIDE_ACTOR : INSIDE_RECIPIENT, out);
      if (inside && !actors) drop_own_side(out, doers);
    }
}


/* A place that is a party stands for those who receive there, or for its people. */
static void people_of_places(const view *v, toc_event *e) {
  toc_str sector = e->type == TOC_CONSULT ? TOC_S("GOV") : e->type == TOC_ASSAULT || e->type == TOC_COERCE ? TOC_S("CVL") : (toc_str){NULL, 0};
  for (uint32_t i = 0; i < e->recipients.len && sector.len; i++) {
    toc_actor *a = &e->recipients.ptr[i];
    if (!toc_str_is(a->via, "place") || a->sector.len) continue;
    a->sector = sector;
    a->code = toc_str_format(&v->doc->arena, "%.*s%.*s", TOC_FMT(a->country), TOC_FMT(sector));
  }
}

/* How sure: what the pattern asked for, whom it found, how far it had to go (docs/coding.md). */
static double confidence_of(const view *v, const toc_event *e, const trigger *t, const match *m) {
  double c = 0.55 + 0.1 * m->pattern->sure;
  uint32_t asked = 0, far = 0;
  for (uint32_t i = 0; i < m->pattern->n_elements; i++) {
    const element *el = &v->coder->elements.ptr[m->pattern->elements + i];
    if (el->need && m->bound[i] != TOC_NONE) asked++, far += m->far[i];
  }
  asked += t->words.n - 1u;
  c += 0.08 * (asked > 2 ? 2 : asked);
  if (e->actors.len) c += 0.1;
  if (e->recipients.len) c += 0.08;
  if (far) c -= 0.05;
  if (toc__pos_of(tok(v, e->token)->upos) == POS_N && !e->actors.len && !e->recipients.len) c -= 0.1;
  return c < 0.05 ? 0.05 : c > 0.95 ? 0.95 : round(c * 100) / 100;
}

static toc_str why_of(const view *v, const trigger *t, const pattern *p, const char *what) {
  toc_str word = v->coder->text.ptr[t->words.word[t->words.n - 1]];
  char line[24];
  const toc_str parts[] = {word, TOC_S("."), toc_cstr(what), TOC_S("@"), toc_cstr(p->file), TOC_S(":"), toc_str_decimal(line, p->line)};
  return toc_str_concat(&v->doc->arena, parts, sizeof parts / sizeof *parts);
}

static void lower_ascii(toc_str s, uint32_t from) {
  char *p = (char *)(uintptr_t)s.ptr;
  for (uint32_t i = from; i < s.len && p[i] != '@'; i++)
    if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] - 'A' + 'a');
}

static uint32_t arguments(const match *m, uint32_t *out) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < m->pattern->n_elements; i++)
    if (m->bound[i] != TOC_NONE) out[n++] = m->bound[i];
  return n;
}

static void write_event(const view *v, const found *x, const uint32_t *at, const founds *all, uint64_t contexts) {
  const match *m = &x->event_match;
  const pattern *p = m->pattern;
  uint32_t args[MAX_ELEMENTS];
  toc_event e = {.sentence = tok(v, x->token)->sentence, .type = p->type, .mode = p->mode, .cameo = p->cameo, .token = x->token,
                 .claim = TOC_NONE, .incident = TOC_NONE, .factuality = NAN};
  e.trigger = trigger_span(v, x, x->event, m);
  fill_role(v, m, true, NULL, &e.actors);
  fill_role(v, m, false, &e.actors, &e.recipients);
  drop_actors(&e);
  people_of_places(v, &e);
  set_status(v, &e, p, at, all);
  e.contexts = p->contexts | contexts;
  uint32_t n = arguments(m, args);
  toc__attach_where(v, &e);
  toc__attach_when(v, &e);
  toc__attach_figures(v, x->token, args, n, &e.figures);
  e.confidence = confidence_of(v, &e, x->event, m);
  e.why = why_of(v, x->event, p, toc_type_name(p->type));
  lower_ascii(e.why, 0);
  *toc_push(&v->doc->arena, &v->doc->events) = e;
}

/* ---------------------------------------------------------------------- impacts */

static void write_impact(const view *v, const found *x) {
  const match *m = &x->impact_match;
  const pattern *p = m->pattern;
  const toc_predicate *pred = toc__status_at(v, x->token);
  toc_impact im = {.sentence = tok(v, x->token)->sentence, .token = x->token, .kind = p->impact, .direction = p->direction,
                   .claim = TOC_NONE, .status = pred ? pred->fact : TOC_FACT_OCCURRED};
  if (im.status != TOC_FACT_OCCURRED && im.status != TOC_FACT_ONGOING && im.status != TOC_FACT_DENIED) return;
  uint32_t args[MAX_ELEMENTS], n = arguments(m, args);
  im.trigger = trigger_span(v, x, x->impact, m);
  for (uint32_t i = 0; i < p->n_elements && toc_span_empty(im.object); i++)
    if (v->coder->elements.ptr[p->elements + i].role == ROLE_OBJECT && m->bound[i] != TOC_NONE)
      im.object = toc_phrase(v->doc, m->bound[i]);
  toc_where where;
  if (toc__find_where(v, x->token, true, &where)) *toc_push(&v->doc->arena, &im.where) = where;
  toc__find_when(v, x->token, false, &im.when);
  toc__attach_figures(v, x->token, args, n, &im.figures);
  im.why = why_of(v, x->impact, p, toc_impact_name(p->impact));
  *toc_push(&v->doc->arena, &v->doc->impacts) = im;
}

/* --------------------------------------------------------------------- contexts */

static uint64_t sentence_contexts(const view *v, const toc_sentence *s) {
  uint64_t bits = 0;
  for (uint32_t i = s->first; i < s->last; i++)
    if (v->word[i] != TOC_NONE) bits |= v->coder->about[v->word[i]].sentence_context;
  return bits;
}

/* What a report is about as a whole: words of the context in its headline, or in two sentences. */
static uint64_t report_contexts(const view *v) {
  uint32_t votes[TOC_N_CONTEXTS] = {0};
  uint64_t about = 0;
  for (uint32_t i = 0; i < v->doc->sentences.len; i++) {
    const toc_sentence *s = &v->doc->sentences.ptr[i];
    uint64_t bits = 0;
    for (uint32_t k = s->first; k < s->last; k++)
      if (v->word[k] != TOC_NONE) bits |= v->coder->about[v->word[k]].report_context;
    for (uint32_t c = 0; bits; c++, bits >>= 1)
      if (bits & 1) votes[c] += s->section == TOC_TITLE || s->section == TOC_LEAD ? 2 : 1;
  }
  for (uint32_t c = 0; c < TOC_N_CONTEXTS; c++)
    if (votes[c] >= 2) about |= UINT64_C(1) << c;
  return about;
}

/* ----------------------------------------------------------------- deciding rules */

static bool share_actor(const toc_event *a, const toc_event *b) {
  for (uint32_t i = 0; i < a->actors.len; i++)
    for (uint32_t k = 0; k < b->actors.len; k++)
      if (same_span(a->actors.ptr[i].span, b->actors.ptr[k].span)) return true;
  return false;
}

/* PLOVER: a force that is moved and used is coded for the use alone. */
static bool mobilize_beside_assault(const toc_doc *doc, const toc_event *e, uint32_t from) {
  if (e->type != TOC_MOBILIZE || e->status != TOC_FACT_OCCURRED) return false;
  for (uint32_t i = from; i < doc->events.len && i < from + MAX_LOOK; i++) {
    const toc_event *o = &doc->events.ptr[i];
    if (o->type == TOC_ASSAULT && o->status == TOC_FACT_OCCURRED && share_actor(o, e)) return true;
  }
  return false;
}

/* Ends a sentence whose events begin at `from`. */
static void close_sentence(const view *v, uint32_t from, uint32_t *event_at) {
  toc_doc *doc = v->doc;
  uint32_t n = from;
  for (uint32_t i = from; i < doc->events.len; i++) {
    if (mobilize_beside_assault(doc, &doc->events.ptr[i], from)) {
      toc__explain_note(v, "dropped: the same force attacks", doc->events.ptr[i].token);
      continue;
    }
    if (n != i) doc->events.ptr[n] = doc->events.ptr[i];
    n++;
  }
  doc->events.len = n;
  toc__complete(v, from, event_at);
  toc__attach_left_over(v, from);
}

/* ---------------------------------------------------------------- once all is coded */

static bool same_party(const toc_actor *a, const toc_actor *b) {
  if (same_span(a->span, b->span) || (a->entity != TOC_NONE && a->entity == b->entity)) return true;
  return a->name.len && toc_str_eq(a->name, b->name) && toc_str_eq(a->code, b->code);
}

static void drop_party(toc_actors *from, uint32_t i) {
  for (uint32_t k = i + 1; k < from->len; k++) from->ptr[k - 1] = from->ptr[k];
  from->len--;
}

/* Nobody is both actor and recipient: who was taken from further off gives way, else the
 * recipient does. */
static void settle(toc_event *e) {
  for (uint32_t i = 0; i < e->actors.len; i++)
    for (uint32_t k = 0; k < e->recipients.len; k++) {
      const toc_actor *a = &e->actors.ptr[i], *r = &e->recipients.ptr[k];
      if (!same_party(a, r)) continue;
      if (toc_str_is(a->via, "report") && !toc_str_is(r->via, "report")) {
        drop_party(&e->actors, i--);
        break;
      }
      drop_party(&e->recipients, k--);
    }
}

/* ------------------------------------------------------------------ no act at all */

static bool is_loud(const view *v, const toc_actors *parties) {
  for (uint32_t i = 0; i < parties->len; i++)
    for (uint32_t k = 0; k < v->coder->loud.len; k++) {
      const loud_sector *l = &v->coder->loud.ptr[k];
      if ((l->topics & v->topics) && toc_str_eq(l->sector, parties->ptr[i].sector)) return true;
    }
  return false;
}

/* "The deal should lift sales": a deal of nobody with nobody.  "Essex attacked in the first half":
 * in a match report an act is what officials, armed men and courts do, and what costs lives. */
static bool is_none(const view *v, const toc_event *e, const pattern *p) {
  bool somewhere = e->where.set && !e->where.via.len;
  if (p && p->party && !e->actors.len && !e->recipients.len && !somewhere) {
    toc__explain_note(v, "dropped: nobody takes part, and no place is told", e->token);
    return true;
  }
  if ((v->topics & v->coder->heard) && !has_toll(v, e->token) && !is_loud(v, &e->actors) && !is_loud(v, &e->recipients)) {
    toc__explain_note(v, "dropped: the report is about sports or markets, and no public body takes part", e->token);
    return true;
  }
  return false;
}

/* Once the parties are complete. */
static void drop_none(const view *v, const founds *all, const uint32_t *at) {
  toc_doc *doc = v->doc;
  uint32_t n = 0;
  for (uint32_t i = 0; i < doc->events.len; i++) {
    const toc_event *e = &doc->events.ptr[i];
    uint32_t k = at[e->token];
    if (!is_none(v, e, k == TOC_NONE ? NULL : all->ptr[k].event_match.pattern)) doc->events.ptr[n++] = *e;
  }
  doc->events.len = n;
}

/* ----------------------------------------------------------------- second opinion */

/* Drops what is improbable; says how sure the rest is. */
static void judge(const view *v) {
  const toc__opinion *o = &v->coder->opinion;
  toc_doc *doc = v->doc;
  uint32_t n = 0;
  if (!o->weight || !doc->events.len) return;
  const toc_word *words = toc_doc_words(doc);
  for (uint32_t i = 0; i < doc->events.len; i++) {
    toc_event *e = &doc->events.ptr[i];
    toc__opinion_features f;
    f.word = words;
    f.name = doc->trace ? toc_new(&doc->scratch, toc_str, OPINION_MOST) : NULL;
    f.arena = &doc->scratch;
    toc__opinion_look(doc, e, &f);
    double score = toc__opinion_score(o, &f);
    toc__explain_opinion(v, e, &f, score);
    if (score < o->drop) {
      toc__explain_note(v, "dropped: the words around it make it improbable", e->token);
      continue;
    }
    e->confidence = round(toc__opinion_chance(o, score) * 100) / 100;
    if (n != i) doc->events.ptr[n] = *e;
    n++;
  }
  doc->events.len = n;
}

/* ---------------------------------------------------------------------- the stage */

static void write_all(const view *v, const founds *all, const bool *taken, const uint32_t *at) {
  uint64_t report = report_contexts(v), here = 0;
  uint32_t sentence = TOC_NONE, from = 0;
  uint32_t *event_at = toc_new(&v->doc->scratch, uint32_t, v->doc->tokens.len);
  for (uint32_t i = 0; i < v->doc->tokens.len; i++) event_at[i] = TOC_NONE;
  for (uint32_t i = 0; i < all->len; i++) {
    const found *x = &all->ptr[i];
    if (tok(v, x->token)->sentence != sentence) {
      close_sentence(v, from, event_at);
      from = v->doc->events.len;
      sentence = tok(v, x->token)->sentence;
      here = sentence_contexts(v, &v->doc->sentences.ptr[sentence]) | report;
    }
    if (x->impact) write_impact(v, x);
    if (!x->event || x->event_match.pattern->outcome != CODE_EVENT) continue;
    if (taken[x->token]) toc__explain_note(v, "part of another trigger", x->token);
    else write_event(v, x, at, all, here);
  }
  close_sentence(v, from, event_at);
}

toc_status toc__coder_run(const toc__coder *coder, toc_doc *doc, toc_error *err) {
  (void)err;
  toc_arena_reset(&doc->scratch);
  if (!doc->tokens.len) return TOC_OK;
  if (!doc->child_at) toc_doc_link(doc);
  view v = toc__look_at(coder, doc);
  bool *taken = toc_new(&doc->scratch, bool, doc->tokens.len);
  uint32_t *at = toc_new(&doc->scratch, uint32_t, doc->tokens.len);
  for (uint32_t i = 0; i < doc->tokens.len; i++) at[i] = TOC_NONE;
  founds all = find_triggers(&v, taken);
  uint8_t *act = toc_new(&doc->scratch, uint8_t, doc->tokens.len);
  for (uint32_t i = 0; i < all.len; i++) {
    at[all.ptr[i].token] = i;
    if (all.ptr[i].event && all.ptr[i].event_match.pattern->outcome == CODE_EVENT) act[all.ptr[i].token] = (uint8_t)all.ptr[i].event_match.pattern->type;
  }
  v.act = act;
  write_all(&v, &all, taken, at);
  toc__inherit(&v);
  for (uint32_t i = 0; i < doc->events.len; i++) settle(&doc->events.ptr[i]);
  toc__complete_report(&v);
  drop_none(&v, &all, at);
  judge(&v);
  return TOC_OK;
}
