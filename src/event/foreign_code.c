/* foreign_code.c - codes a report with people's own dictionaries, over our trees.
 *
 *     "Police in Carnelia [beat] some marchers on Monday."
 *      POLICE [~COP], CARNELIA [CNL], MARCHERS [~OPP], BEAT [182] with "- * &CROWD [1823]"
 *      → CNLCOP, OPP, 1823
 *
 * What the dictionaries decide: which words are somebody, what is done, which words of a pattern
 * make it something else, what is passed over.  What our layers decide: where a noun phrase ends,
 * who is subject and object of a verb whatever its voice, what a clause is, did it happen, when,
 * where and how many.  docs/dictionaries.md is the manual.
 *
 * Time is linear: a verb looks at WINDOW tokens to each side, a phrase at FOREIGN_WORDS. */
#include "explain.h"
#include "foreign_in.h"
#include "party.h"

#include <math.h>

enum { WINDOW = 64, MAX_PARTIES = 12, MAX_AGENTS = 2, MAX_JOIN = 5, STEMS = 4, MAX_UP = 24 };

/* Somebody found in the text. */
typedef struct hit {
  uint32_t first, last; /* tokens */
  uint32_t entry;
  const fcode *code;    /* NULL: a null code, which keeps shorter phrases away */
} hit;

/* The words of one token: as written and lemma, and of the run of tokens that begins here without
 * a blank between ("Carnelian-led"). */
typedef struct words {
  uint32_t form, lemma, join, n_join;
  uint32_t stem[STEMS]; /* TABARI's words that it begins with, the longest first; TOC_NONE */
} words;

typedef struct coding {
  const toc__foreign *f;
  view v;
  toc_doc *doc;
  words *w;             /* [tokens.len] */
  uint32_t *hit_at;     /* [tokens.len] into hits, TOC_NONE */
  TOC_ARRAY(hit) hits;
} coding;

static const toc_token *tok(const coding *c, uint32_t i) { return &c->doc->tokens.ptr[i]; }

/* ----------------------------------------------------------------------- words */

static uint32_t id_of(const coding *c, toc_str s) { return toc_map_get(&c->f->words, toc_lower(&c->doc->scratch, s)); }

static void join(coding *c, uint32_t i, uint32_t last) {
  uint32_t n = 1;
  while (n < MAX_JOIN && i + n < last && !tok(c, i + n - 1)->space_after) n++;
  for (; n > 1; n--) {
    toc_span s = {tok(c, i)->span.start, tok(c, i + n - 1)->span.end};
    if (s.end < s.start || s.end - s.start > 64) continue;
    uint32_t id = id_of(c, toc_slice(c->doc->text, s));
    if (id == TOC_NONE) continue;
    c->w[i].join = id;
    c->w[i].n_join = n;
    return;
  }
}

/* "russian" begins with "russia*"; so does a form of a lemma that is one: "fought", "fight*". */
static void find_stems(coding *c, uint32_t i) {
  char key[FOREIGN_LONGEST + 2];
  uint32_t n = 0;
  for (uint32_t k = 0; k < STEMS; k++) c->w[i].stem[k] = TOC_NONE;
  if (!c->f->stems) return;
  toc_str form = toc_lower(&c->doc->scratch, tok(c, i)->form), lemma = toc_lower(&c->doc->scratch, tok(c, i)->lemma);
  for (size_t len = form.len < FOREIGN_LONGEST ? form.len : FOREIGN_LONGEST; len >= FOREIGN_STEM && n < STEMS; len--) {
    memcpy(key, form.ptr, len);
    key[len] = '*';
    uint32_t id = toc_map_get(&c->f->words, (toc_str){key, len + 1});
    if (id != TOC_NONE) c->w[i].stem[n++] = id;
  }
  if (lemma.len < FOREIGN_STEM || lemma.len > FOREIGN_LONGEST || toc_str_starts(form, lemma) || n == STEMS) return;
  memcpy(key, lemma.ptr, lemma.len);
  key[lemma.len] = '*';
  c->w[i].stem[n] = toc_map_get(&c->f->words, (toc_str){key, lemma.len + 1});
}

static void read_words(coding *c, const toc_sentence *s) {
  for (uint32_t i = s->first; i < s->last; i++) {
    words *w = &c->w[i];
    w->form = id_of(c, tok(c, i)->form);
    w->lemma = tok(c, i)->lemma.len ? id_of(c, tok(c, i)->lemma) : TOC_NONE;
    w->join = TOC_NONE;
    join(c, i, s->last);
    find_stems(c, i);
  }
}

/* How many tokens from i on are that word; 0: it does not stand there. */
static uint32_t is_word(const coding *c, uint32_t i, uint32_t word) {
  const words *w = &c->w[i];
  if (word == TOC_NONE) return 0;
  if (w->join == word) return w->n_join;
  if (w->form == word || w->lemma == word) return 1;
  for (uint32_t k = 0; k < STEMS && w->stem[k] != TOC_NONE; k++)
    if (w->stem[k] == word) return 1;
  return 0;
}

/* The token behind the phrase that begins at i; 0: it does not stand there. */
static uint32_t phrase_end(const coding *c, const fphrase *p, uint32_t i, uint32_t last) {
  for (uint32_t k = 0; k < p->n; k++) {
    uint32_t n = i < last ? is_word(c, i, toc__foreign_word(c->f, p, k)) : 0;
    if (!n) return 0;
    i += n;
  }
  return i <= last ? i : 0;
}

/* --------------------------------------------------------------- actors, agents */

static bool null_actor(toc_str code) {
  for (size_t i = 0; i < code.len; i++)
    if ((code.ptr[i] >= 'A' && code.ptr[i] <= 'Z') || (code.ptr[i] >= 'a' && code.ptr[i] <= 'z') || (code.ptr[i] >= '0' && code.ptr[i] <= '9')) return false;
  return true;
}

/* The code that holds on the day the report speaks from: one with dates before one without; where
 * that day is not known, one without dates before the last one. */
static const fcode *code_on(const toc__foreign *f, const fentry *e, toc_day day) {
  const fcode *open = NULL;
  for (uint32_t i = e->n_codes; i-- > 0;) {
    const fcode *k = &f->codes.ptr[e->codes + i];
    bool dated = k->from != TOC_NODAY || k->to != TOC_NODAY;
    if (!dated && !open) open = k;
    if (dated && day != TOC_NODAY && (k->from == TOC_NODAY || k->from <= day) && (k->to == TOC_NODAY || day <= k->to)) return k;
  }
  return open || day != TOC_NODAY || !e->n_codes ? open : &f->codes.ptr[e->codes + e->n_codes - 1];
}

typedef struct told {
  bool discard, discard_report;
} told;

/* Looks at the entries that begin with that word; keeps the longest actor or agent. */
static void look_up(coding *c, uint32_t sentence, uint32_t i, uint32_t last, uint32_t word, hit *best, told *out) {
  const toc__foreign *f = c->f;
  uint32_t at = word == TOC_NONE ? TOC_NONE : toc__foreign_first(f, word, false);
  for (; at < f->entry_order.len && f->entry_order.ptr[at].word == word; at++) {
    uint32_t entry = f->entry_order.ptr[at].index;
    const fentry *e = &f->entries.ptr[entry];
    uint32_t end = phrase_end(c, &e->phrase, i, last);
    if (!end) continue;
    switch (e->kind) {
      case F_DISCARD: out->discard = true; break;
      case F_DISCARD_REPORT: out->discard_report = true; break;
      case F_ISSUE:
        for (uint32_t k = 0; k < e->n_codes; k++) *toc_push(&c->doc->arena, &c->doc->issues) = (toc_issue){sentence, f->codes.ptr[e->codes + k].code};
        break;
      case F_ACTOR:
      case F_AGENT: {
        const fcode *code = code_on(f, e, c->doc->dct);
        if (!code || end <= best->last) break;
        *best = (hit){i, end, entry, null_actor(code->code) ? NULL : code};
        break;
      }
    }
  }
}

/* Finds who is named in a sentence, longest phrases first, and what is said to be passed over. */
static told scan(coding *c, uint32_t s) {
  const toc_sentence *sentence = &c->doc->sentences.ptr[s];
  uint32_t free_from = sentence->first;
  told out = {0};
  read_words(c, sentence);
  for (uint32_t i = sentence->first; i < sentence->last; i++) {
    const words *w = &c->w[i];
    hit best = {.last = i};
    look_up(c, s, i, sentence->last, w->join, &best, &out);
    look_up(c, s, i, sentence->last, w->form, &best, &out);
    if (w->lemma != w->form) look_up(c, s, i, sentence->last, w->lemma, &best, &out);
    for (uint32_t k = 0; k < STEMS && w->stem[k] != TOC_NONE; k++) look_up(c, s, i, sentence->last, w->stem[k], &best, &out);
    if (best.last == i || i < free_from) continue;
    free_from = best.last;
    for (uint32_t k = best.first; k < best.last; k++) c->hit_at[k] = c->hits.len;
    *toc_push(&c->doc->scratch, &c->hits) = best;
  }
  return out;
}

/* --------------------------------------------------------------------- parties */

static const hit *hit_of(const coding *c, uint32_t i) {
  uint32_t h = c->hit_at[i];
  return h != TOC_NONE && c->hits.ptr[h].code ? &c->hits.ptr[h] : NULL;
}

static bool is_agent(const coding *c, const hit *h) { return c->f->entries.ptr[h->entry].kind == F_AGENT; }

/* "AFG" and "~COP" → "AFGCOP"; capitals and digits only. */
static toc_str compose(const coding *c, const hit *actor, const hit *const *agent, uint32_t n) {
  toc_arena *a = &c->doc->arena;
  toc_str code = actor ? actor->code->code : (toc_str){"", 0};
  for (uint32_t i = 0; i < n; i++) {
    toc_str k = agent[i]->code->code;
    const char *tilde = memchr(k.ptr, '~', k.len);
    size_t at = tilde ? (size_t)(tilde - k.ptr) : 0;
    toc_str before = toc_str_sub(k, 0, at), behind = toc_str_sub(k, tilde ? at + 1 : 0, k.len);
    if (behind.len && toc_str_ends(code, behind)) continue; /* "CNLMIL" and "~MIL" */
    code = toc_str_format(a, "%.*s%.*s%.*s", TOC_FMT(before), TOC_FMT(code), TOC_FMT(behind));
  }
  toc_str clean = toc_str_copy(a, code);
  char *p = (char *)(uintptr_t)clean.ptr;
  size_t len = 0;
  for (size_t i = 0; i < code.len; i++) {
    char x = code.ptr[i];
    if (x >= 'a' && x <= 'z') x = (char)(x - 'a' + 'A');
    if ((x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9')) p[len++] = x;
  }
  clean.len = len;
  return clean;
}

/* What our own dictionaries know of him, where both name the same state. */
static void describe(const coding *c, uint32_t head, toc_actor *a) {
  uint32_t own = tok(c, head)->actor;
  if (own == TOC_NONE) return;
  const toc_actor *o = &c->doc->actors.ptr[own];
  a->entity = o->entity;
  a->person = o->person;
  a->private_person = o->private_person;
  if (o->country.len && toc_str_starts(a->code, o->country)) a->country = o->country;
}

/* Who stands in the noun phrase of `head`: a named actor, one at the head before others, and up to
 * two agents. */
static bool code_phrase(const coding *c, uint32_t head, toc_actor *out) {
  const hit *actor = NULL, *agent[MAX_AGENTS];
  uint32_t n = 0;
  toc_span span = toc_phrase(c->doc, head);
  const toc_sentence *s = &c->doc->sentences.ptr[tok(c, head)->sentence];
  const hit *h = hit_of(c, head);
  if (h && is_agent(c, h)) agent[n++] = h;
  else actor = h;
  bool own_name = actor != NULL;
  const hit *last = h;
  for (uint32_t i = toc_token_at(c->doc, span.start), seen = 0; i < s->last && tok(c, i)->span.end <= span.end && seen < WINDOW; i++, seen++) {
    const hit *x = hit_of(c, i);
    if (!x || x == last || x == h) continue;
    last = x;
    if (!is_agent(c, x)) {
      if (!actor) actor = x;
    } else if (n < MAX_AGENTS && !own_name) {
      agent[n++] = x;
    }
  }
  if (!actor && !n) return false;
  if (!own_name && !h && n && !actor) return false; /* "a report on police": nobody */
  *out = (toc_actor){.span = span, .head = head, .entity = TOC_NONE, .code = compose(c, actor, agent, n)};
  if (!actor) out->via = TOC_S("agent");
  describe(c, head, out);
  return out->code.len > 0;
}

/* "They": the words that our stage of actors takes it for, nearest before it. */
static uint32_t antecedent(const coding *c, uint32_t i) {
  uint32_t own = tok(c, i)->actor;
  if (tok(c, i)->upos != TOC_UPOS_PRON || own == TOC_NONE) return TOC_NONE;
  uint32_t entity = c->doc->actors.ptr[own].entity;
  for (uint32_t k = own, looked = 0; k-- > 0 && looked < 256; looked++) {
    const toc_actor *a = &c->doc->actors.ptr[k];
    if (a->entity == entity && a->head != TOC_NONE && a->head < i && tok(c, a->head)->upos != TOC_UPOS_PRON) return a->head;
  }
  return TOC_NONE;
}

static bool code_one(const coding *c, uint32_t i, toc_actor *out) {
  if (code_phrase(c, i, out)) return true;
  uint32_t before = antecedent(c, i), seen = 0;
  if (before != TOC_NONE && code_phrase(c, before, out)) {
    out->span = tok(c, i)->span;
    out->head = i;
    out->via = TOC_S("coref");
    return true;
  }
  toc_children(c->doc, i, k) {
    if (seen++ == MAX_LOOK) break;
    toc_deprel b = toc_rel_base(c->doc, k);
    if ((b == TOC_REL_APPOS || b == TOC_REL_FLAT || tok(c, k)->rel == TOC_REL_NMOD_DESC) && code_phrase(c, k, out)) return true;
  }
  return false;
}

static bool same_span(toc_span a, toc_span b) { return a.start == b.start && a.end == b.end; }

static void put_party(const coding *c, uint32_t i, toc_actors *out) {
  toc_actor a;
  uint32_t who = toc__counted(&c->v, i);
  if (tok(c, who)->time != TOC_NONE || out->len >= MAX_PARTIES) return;
  if (!code_one(c, i, &a) && (who == i || !code_one(c, who, &a))) return;
  for (uint32_t k = 0; k < out->len; k++)
    if (same_span(out->ptr[k].span, a.span)) return;
  *toc_push(&c->doc->arena, out) = a;
}

/* The parties of an argument: its head and what is joined to it by "and". */
static void add_parties(const coding *c, uint32_t head, toc_actors *out) {
  uint32_t seen = 0;
  put_party(c, head, out);
  toc_children(c->doc, head, k) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(c->doc, k) == TOC_REL_CONJ && tok(c, k)->upos != TOC_UPOS_VERB) put_party(c, k, out);
  }
}

/* -------------------------------------------------------------------- patterns */

typedef struct bound {
  uint32_t source, target, both; /* tokens, TOC_NONE */
} bound;

/* Is the token in the clause of the verb?  What stands above the verb or shares its subject is;
 * a relative clause, an adverbial clause, another verb joined to it are not. */
static bool in_clause(const coding *c, uint32_t verb, uint32_t i) {
  uint32_t at = i;
  for (int step = 0; step < MAX_UP && at != TOC_NONE && at != verb; step++) {
    toc_deprel r = tok(c, at)->rel, b = toc_deprel_base(r);
    bool apart = r == TOC_REL_ACL_RELCL || b == TOC_REL_PARATAXIS || b == TOC_REL_ADVCL || (b == TOC_REL_CONJ && tok(c, at)->upos == TOC_UPOS_VERB);
    if (apart && !toc_above(c->doc, at, verb)) return false;
    at = tok(c, at)->head;
  }
  return true;
}

/* The noun whose phrase a word belongs to; of several joined by "and" the first. */
static uint32_t phrase_head(const coding *c, uint32_t i) {
  for (int step = 0; step < MAX_CLIMB && tok(c, i)->head != TOC_NONE; step++) {
    toc_deprel b = toc_rel_base(c->doc, i);
    uint32_t h = tok(c, i)->head;
    bool joined = b == TOC_REL_CONJ && (tok(c, h)->upos == TOC_UPOS_NOUN || tok(c, h)->upos == TOC_UPOS_PROPN);
    if (b != TOC_REL_COMPOUND && b != TOC_REL_AMOD && b != TOC_REL_FLAT && b != TOC_REL_DET && !joined) break;
    i = h;
  }
  return i;
}

/* Does that element stand at token i?  Its length in tokens, 0 if not; `left`: it ends there. */
static uint32_t element_at(const coding *c, const ftoken *t, uint32_t i, uint32_t from, uint32_t last, bool left, bound *b) {
  const toc__foreign *f = c->f;
  switch (t->kind) {
    case FT_WORD: {
      uint32_t n = is_word(c, i, t->what);
      return n && i + n <= last && !(left && n > 1) ? n : 0;
    }
    case FT_SET: {
      const fset *set = &f->sets.ptr[t->what];
      uint32_t best = 0;
      for (uint32_t k = 0; k < set->phrases.len; k++) {
        const fphrase *p = &set->phrases.ptr[k];
        if (p->n <= best || (left && i + 1 < from + p->n)) continue;
        uint32_t begin = left ? i + 1 - p->n : i;
        uint32_t end = phrase_end(c, p, begin, left ? i + 1 : last);
        if (end && (!left || end == i + 1)) best = end - begin;
      }
      return best;
    }
    default: break;
  }
  if (!hit_of(c, i)) return 0;
  uint32_t *place = t->kind == FT_SOURCE ? &b->source : t->kind == FT_TARGET ? &b->target : &b->both;
  *place = phrase_head(c, i);
  const hit *h = hit_of(c, i);
  return left ? i + 1 - h->first : h->last - i;
}

/* The tokens of one side, from the verb outwards.  Stretches whose words adjoin are looked for as
 * one; the nearest place is taken, which leaves most room for the others. */
static bool side_matches(const coding *c, const ftoken *t, uint32_t n, uint32_t first, uint32_t behind, const toc_sentence *s, uint32_t verb, bool left, bound *b) {
  uint32_t from = first > s->first + WINDOW ? first - WINDOW : s->first;
  uint32_t last = s->last - behind > WINDOW ? behind + WINDOW : s->last;
  uint32_t at = left ? first : behind; /* left: the token before `at` is the next one */
  for (uint32_t k = 0; k < n;) {
    uint32_t chain = 1;
    while (k + chain < n && t[k + chain].adjacent) chain++;
    bool found = false;
    for (uint32_t start = at; !found && (left ? start > from : start < last); left ? start-- : start++) {
      uint32_t p = start, m = 0;
      bound mine = *b;
      for (; m < chain && (left ? p > from : p < last); m++) {
        uint32_t i = left ? p - 1 : p;
        if (m == 0 && !in_clause(c, verb, i)) break;
        uint32_t len = element_at(c, &t[k + m], i, from, last, left, &mine);
        if (!len) break;
        p = left ? p - len : p + len;
      }
      if (m == chain) found = true, at = p, *b = mine;
      else if (k == 0 && t[0].adjacent) break;
    }
    if (!found) return false;
    k += chain;
  }
  return true;
}

/* Tokens [*first, *last) of the verb phrase if it stands at token i with its verb there. */
static bool verb_at(const coding *c, const fverb *v, uint32_t i, const toc_sentence *s, uint32_t *first, uint32_t *last) {
  if (i < s->first + v->head) return false;
  uint32_t begin = i - v->head, end = phrase_end(c, &v->phrase, begin, s->last), seen = 0;
  *first = begin;
  *last = end;
  if (end > i) return true;
  if (v->phrase.n != 2 || v->head != 0) return false;
  toc_children(c->doc, i, k) { /* "called the talks off" */
    if (seen++ == MAX_LOOK) break;
    if (tok(c, k)->rel == TOC_REL_COMPOUND_PRT && is_word(c, k, toc__foreign_word(c->f, &v->phrase, 1))) {
      *last = i + 1;
      return true;
    }
  }
  return false;
}

/* ---------------------------------------------------------------------- events */

/* PLOVER's type of a CAMEO code; the longest prefix counts.  A statement (01) has none. */
static toc_type type_of(toc_str cameo) {
  static const struct {
    const char *prefix;
    toc_type type;
  } types[] = {{"02", TOC_REQUEST},   {"03", TOC_AGREE},     {"04", TOC_CONSULT},   {"05", TOC_SUPPORT}, {"06", TOC_COOPERATE}, {"07", TOC_AID},
               {"0813", TOC_RETREAT}, {"0814", TOC_RETREAT}, {"084", TOC_RETREAT},  {"085", TOC_RETREAT}, {"086", TOC_RETREAT},  {"087", TOC_RETREAT},
               {"08", TOC_CONCEDE},   {"09", TOC_ACCUSE},    {"10", TOC_REQUEST},   {"11", TOC_ACCUSE},  {"12", TOC_REJECT},    {"13", TOC_THREATEN},
               {"14", TOC_PROTEST},   {"15", TOC_MOBILIZE},  {"16", TOC_SANCTION},  {"175", TOC_ASSAULT}, {"17", TOC_COERCE},   {"18", TOC_ASSAULT},
               {"191", TOC_COERCE},   {"192", TOC_COERCE},   {"19", TOC_ASSAULT},   {"20", TOC_ASSAULT}};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (toc_str_starts(cameo, toc_cstr(types[i].prefix))) return types[i].type;
  return TOC_TYPE_NONE;
}

static void fill(const coding *c, const frame *f, slot want, bool far, toc_actors *out) {
  for (uint32_t i = 0; i < f->n && !out->len; i++)
    if (f->arg[i].slot == want && f->arg[i].far == far) add_parties(c, f->arg[i].token, out);
}

/* Does the pattern spell the passive out: "- $ WAS * BY +"? */
static bool names_agent(const coding *c, const fpattern *p) {
  for (uint32_t i = 0; i < p->n_left + p->n_right; i++) {
    const ftoken *t = &c->f->tokens.ptr[p->tokens + i];
    if (t->kind == FT_WORD && toc_str_is(c->f->text.ptr[t->what], "by")) return true;
  }
  return false;
}

static bool among(const toc_actors *a, uint32_t head) {
  for (uint32_t i = 0; i < a->len; i++)
    if (a->ptr[i].head == head) return true;
  return false;
}

/* "promised to send food to Veldor": somebody else behind the verb in its clause. */
static void fill_behind(const coding *c, uint32_t verb, const toc_actors *source, toc_actors *target) {
  const toc_sentence *s = &c->doc->sentences.ptr[tok(c, verb)->sentence];
  for (uint32_t i = verb + 1; i < s->last && i < verb + WINDOW && !target->len; i++) {
    if (!hit_of(c, i) || !in_clause(c, verb, i)) continue;
    uint32_t head = phrase_head(c, i);
    if (!among(source, head)) put_party(c, head, target);
  }
}

/* Subject and object of the verb, where the pattern does not say who is who.  Patterns are written
 * for the active voice: in the passive, who stands where the target would is the source. */
static void fill_parties(const coding *c, uint32_t verb, const fpattern *p, bound *b, toc_actors *source, toc_actors *target) {
  static const slot as_target[] = {SLOT_OBJ, SLOT_IOBJ, SLOT_PREP, SLOT_COBJ, SLOT_CSUBJ};
  frame f;
  toc__frame(&c->v, verb, &f);
  toc__explain_trigger(&c->v, &f);
  if (f.passive && p && !names_agent(c, p)) {
    uint32_t swap = b->source;
    b->source = b->target;
    b->target = swap;
  }
  if (b->both != TOC_NONE) {
    add_parties(c, b->both, source);
    return;
  }
  if (b->source != TOC_NONE) add_parties(c, b->source, source);
  if (b->target != TOC_NONE) add_parties(c, b->target, target);
  for (int far = 0; far < 2; far++) fill(c, &f, SLOT_SUBJ, far == 1, source);
  for (size_t k = 0; k < sizeof as_target / sizeof *as_target; k++)
    for (int far = 0; far < 2; far++) fill(c, &f, as_target[k], far == 1, target);
  if (!target->len) fill_behind(c, verb, source, target);
}

/* Nobody does it to himself. */
static void drop_sources(const toc_actors *source, toc_actors *target) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < target->len; i++) {
    bool twice = false;
    for (uint32_t k = 0; k < source->len && !twice; k++) twice = same_span(source->ptr[k].span, target->ptr[i].span);
    if (!twice) target->ptr[n++] = target->ptr[i];
  }
  target->len = n;
}

static void write_event(const coding *c, uint32_t verb, uint32_t first, uint32_t last, toc_str code, const toc_actors *source, const toc_actors *target,
                        bool by_pattern, uint32_t file, uint32_t line) {
  toc_doc *doc = c->doc;
  uint32_t party[2 * MAX_PARTIES], n = 0;
  toc_event e = {.sentence = tok(c, verb)->sentence, .type = type_of(code), .cameo = code, .token = verb, .claim = TOC_NONE, .incident = TOC_NONE,
                 .actors = *source, .recipients = *target, .status = TOC_FACT_OCCURRED, .factuality = NAN};
  e.trigger = toc_tokens_span(doc, first, last);
  const toc_predicate *p = toc__status_at(&c->v, verb);
  if (p) e.status = p->fact, e.factuality = p->factuality;
  for (uint32_t i = 0; i < source->len; i++) party[n++] = source->ptr[i].head;
  for (uint32_t i = 0; i < target->len; i++) party[n++] = target->ptr[i].head;
  e.confidence = 0.5 + 0.1 * by_pattern + 0.1 * (source->len > 0) + 0.1 * (target->len > 0);
  e.confidence = round(e.confidence * 100) / 100;
  e.why = toc_str_format(&doc->arena, "%s:%u", toc__foreign_name(c->f->files.ptr[file]), (unsigned)line);
  if (e.type == TOC_TYPE_NONE) {
    *toc_push(&doc->arena, &doc->untyped) = e;
    return;
  }
  toc__attach_where(&c->v, &e);
  toc__attach_when(&c->v, &e);
  toc__attach_figures(&c->v, verb, party, n, &e.figures);
  *toc_push(&doc->arena, &doc->events) = e;
}

/* Lists are shared with no other event: each may be changed. */
static toc_actors copy_of(const coding *c, const toc_actors *from) {
  toc_actors to = {0};
  for (uint32_t i = 0; i < from->len; i++) *toc_push(&c->doc->arena, &to) = from->ptr[i];
  return to;
}

static void write_coded(const coding *c, uint32_t verb, uint32_t first, uint32_t last, const fverb *v, const fpattern *p, bound *b) {
  toc_actors source = {0}, target = {0};
  toc_str code = p ? p->code : v->code;
  uint32_t file = p ? p->file : v->file, line = p ? p->line : v->line;
  fill_parties(c, verb, p, b, &source, &target);
  drop_sources(&source, &target);
  write_event(c, verb, first, last, code, &source, &target, p != NULL, file, line);
  if (!p || !p->back.len || !target.len) return;
  toc_actors from = copy_of(c, &target), to = copy_of(c, &source);
  write_event(c, verb, first, last, p->back, &from, &to, true, file, line);
}

/* A word of the dictionaries is there: its first pattern that fits, else its own code. */
static bool try_verb(const coding *c, const fverb *v, uint32_t verb, const toc_sentence *s) {
  const toc__foreign *f = c->f;
  uint32_t first, last;
  if (!verb_at(c, v, verb, s, &first, &last)) return false;
  for (uint32_t k = 0; k < v->n_patterns; k++) {
    const fpattern *p = &f->patterns.ptr[v->patterns + k];
    bound b = {TOC_NONE, TOC_NONE, TOC_NONE};
    if (!side_matches(c, f->tokens.ptr + p->tokens, p->n_left, first, last, s, verb, true, &b)) continue;
    if (!side_matches(c, f->tokens.ptr + p->tokens + p->n_left, p->n_right, first, last, s, verb, false, &b)) continue;
    if (p->null_code) toc__explain_note(&c->v, "a pattern of the dictionaries codes nothing", verb);
    else write_coded(c, verb, first, last, v, p, &b);
    return true;
  }
  bound none = {TOC_NONE, TOC_NONE, TOC_NONE};
  if (v->null_code) toc__explain_note(&c->v, "the verb has no code of its own, and no pattern of it fits", verb);
  else write_coded(c, verb, first, last, v, NULL, &none);
  return true;
}

static bool try_word(const coding *c, uint32_t word, uint32_t verb, const toc_sentence *s) {
  const toc__foreign *f = c->f;
  uint32_t at = word == TOC_NONE ? TOC_NONE : toc__foreign_first(f, word, true);
  for (; at < f->verb_order.len && f->verb_order.ptr[at].word == word; at++)
    if (try_verb(c, &f->verbs.ptr[f->verb_order.ptr[at].index], verb, s)) return true;
  return false;
}

/* ------------------------------------------------------------------- the stage */

static void code_sentence(const coding *c, const toc_sentence *s) {
  uint32_t from = c->doc->events.len;
  for (uint32_t i = s->first; i < s->last; i++) {
    if (tok(c, i)->upos != TOC_UPOS_VERB || toc_deprel_base(tok(c, i)->rel) == TOC_REL_AMOD) continue;
    if (try_word(c, c->w[i].form, i, s)) continue;
    bool coded = c->w[i].lemma != c->w[i].form && try_word(c, c->w[i].lemma, i, s);
    for (uint32_t k = 0; !coded && k < STEMS && c->w[i].stem[k] != TOC_NONE; k++) coded = try_word(c, c->w[i].stem[k], i, s);
  }
  toc__attach_left_over(&c->v, from);
}

toc_status toc__foreign_run(const toc__foreign *f, const toc__coder *coder, toc_doc *doc, toc_error *err) {
  (void)err;
  toc_arena_reset(&doc->scratch);
  if (!doc->tokens.len) return TOC_OK;
  if (!doc->child_at) toc_doc_link(doc);
  coding c = {.f = f, .v = toc__look_at(coder, doc), .doc = doc};
  c.w = toc_new(&doc->scratch, words, doc->tokens.len);
  c.hit_at = toc_new(&doc->scratch, uint32_t, doc->tokens.len);
  for (uint32_t i = 0; i < doc->tokens.len; i++) c.hit_at[i] = TOC_NONE;
  bool *discard = toc_new(&doc->scratch, bool, doc->sentences.len + 1);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    told found = scan(&c, s);
    if (found.discard_report) return TOC_OK;
    discard[s] = found.discard;
  }
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *sentence = &doc->sentences.ptr[s];
    if (sentence->analysed && sentence->section != TOC_META && !discard[s]) code_sentence(&c, sentence);
  }
  return TOC_OK;
}
