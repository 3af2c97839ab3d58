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

enum { WINDOW = 64, MAX_PARTIES = 12, MAX_AGENTS = 2, MAX_JOIN = 5, STEMS = 4, MAX_UP = 24, MAX_SAYS = 16 };

/* Somebody found in the text. */
typedef struct hit {
  uint32_t first, last; /* tokens */
  uint32_t entry;
  const fcode *code;    /* NULL: a null code, which keeps shorter phrases away */
} hit;

/* A phrase of an issue in the text. */
typedef struct issue_hit {
  uint32_t entry, last;
} issue_hit;

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
  bool *no_verb;        /* [tokens.len] of a noun or adjective of the dictionaries */
  uint32_t quiet_end;   /* behind the last word that counts for no issue */
  TOC_ARRAY(issue_hit) issues; /* that begin at the token looked at */
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
    if (w->lemma == TOC_NONE) w->lemma = toc__by_ending(&c->f->words, &c->doc->scratch, tok(c, i));
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

/* The same for a word as it stands, no form of it. */
static uint32_t is_form(const coding *c, uint32_t i, uint32_t word) {
  const words *w = &c->w[i];
  return word == TOC_NONE ? 0 : w->join == word ? w->n_join : w->form == word;
}

/* The token behind the phrase that begins at i; 0: it does not stand there. */
static uint32_t phrase_end(const coding *c, const fphrase *p, uint32_t i, uint32_t last) {
  for (uint32_t k = 0; k < p->n; k++) {
    uint32_t word = toc__foreign_word(c->f, p, k);
    uint32_t n = i >= last ? 0 : p->exact && k + 1 == p->n ? is_form(c, i, word) : is_word(c, i, word);
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
static void look_up(coding *c, uint32_t i, uint32_t last, uint32_t word, hit *best, told *out) {
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
      case F_ISSUE: *toc_push(&c->doc->scratch, &c->issues) = (issue_hit){entry, end}; break;
      case F_NO_ISSUE: c->quiet_end = end > c->quiet_end ? end : c->quiet_end; break;
      case F_NO_VERB:
        for (uint32_t k = i; k < end; k++) c->no_verb[k] = true;
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

/* Issues of the phrases that begin at one token and are no part of a quiet one. */
static void count_issues(coding *c, uint32_t sentence) {
  for (uint32_t i = 0; i < c->issues.len; i++) {
    const fentry *e = &c->f->entries.ptr[c->issues.ptr[i].entry];
    if (c->issues.ptr[i].last <= c->quiet_end) continue;
    for (uint32_t k = 0; k < e->n_codes; k++) *toc_push(&c->doc->arena, &c->doc->issues) = (toc_issue){sentence, c->f->codes.ptr[e->codes + k].code};
  }
  c->issues.len = 0;
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
    look_up(c, i, sentence->last, w->join, &best, &out);
    look_up(c, i, sentence->last, w->form, &best, &out);
    if (w->lemma != w->form) look_up(c, i, sentence->last, w->lemma, &best, &out);
    for (uint32_t k = 0; k < STEMS && w->stem[k] != TOC_NONE; k++) look_up(c, i, sentence->last, w->stem[k], &best, &out);
    count_issues(c, s);
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
  uint32_t source, target, both, skip; /* tokens, TOC_NONE */
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

static uint32_t group_at(const coding *c, const ftoken *t, uint32_t i, uint32_t from, uint32_t last, bound *b);

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
    case FT_NOUN:
    case FT_PREP: return group_at(c, t, i, from, last, b);
    default: break;
  }
  if (!hit_of(c, i)) return 0;
  uint32_t *place = t->kind == FT_SOURCE ? &b->source : t->kind == FT_TARGET ? &b->target : t->kind == FT_BOTH ? &b->both : &b->skip;
  *place = phrase_head(c, i);
  const hit *h = hit_of(c, i);
  return left ? i + 1 - h->first : h->last - i;
}

/* Do the members stand within tokens [from, last), in that order? */
static bool members_in(const coding *c, const ftoken *t, uint32_t n, uint32_t from, uint32_t last, bound *b) {
  for (uint32_t k = 0, at = from; k < n; k++) {
    uint32_t len = 0;
    for (; at < last && !len; at += len ? len : 1) len = element_at(c, &t[k], at, from, last, false, b);
    if (!len) return false;
  }
  return true;
}

/* Tokens [*first, *last) of the phrase of a noun, cut to [from, behind). */
static void phrase_tokens(const coding *c, uint32_t head, uint32_t from, uint32_t behind, uint32_t *first, uint32_t *last) {
  toc_span span = toc_phrase(c->doc, head);
  *first = *last = head;
  while (*first > from && tok(c, *first - 1)->span.start >= span.start) --*first;
  while (*last < behind && tok(c, *last)->span.end <= span.end) ++*last;
}

/* "{FOOD AID}" with its head at i: what else it names stands in the head's phrase.  "(TO VELDOR)" with its
 * preposition at i: in the phrase that the preposition leads in, or as far as the verb that it marks.  1 or 0: other
 * elements may stand among its words. */
static uint32_t group_at(const coding *c, const ftoken *t, uint32_t i, uint32_t from, uint32_t last, bound *b) {
  const ftoken *m = c->f->tokens.ptr + t->what;
  uint32_t key = 0, first, end, n;
  bound mine = *b;
  if (t->kind == FT_NOUN) {
    for (key = t->n - 1; key > 0 && m[key].kind == FT_PREP;) key--;
  }
  if (m[key].kind == FT_NOUN || m[key].kind == FT_PREP) return 0;
  n = element_at(c, &m[key], i, from, last, false, &mine);
  if (!n) return 0;
  if (t->kind == FT_NOUN) {
    phrase_tokens(c, i + n - 1, from, last, &first, &end);
    if (!members_in(c, m, key, first, i, &mine) || !members_in(c, m + key + 1, t->n - key - 1, i + n, end, &mine)) return 0;
  } else {
    uint32_t h = tok(c, i + n - 1)->head, lead = i + n < last ? i + n : last - 1;
    toc_deprel r = toc_rel_base(c->doc, i + n - 1);
    if (h != TOC_NONE && h >= i + n && h < last && (r == TOC_REL_CASE || r == TOC_REL_MARK)) lead = h;
    phrase_tokens(c, lead, i, last, &first, &end);
    if (r == TOC_REL_MARK) end = lead + 1;
    if (!members_in(c, m + 1, t->n - 1, i + n, end, &mine)) return 0;
  }
  *b = mine;
  return 1;
}

typedef struct window {
  uint32_t from, first, behind, last; /* tokens [from, first) left of the verb, [behind, last) right of it */
  bool passive;
} window;

static bool group_in(const coding *c, const ftoken *t, uint32_t from, uint32_t last, uint32_t verb, bool subject, bound *b) {
  for (uint32_t i = from; i < last; i++) {
    if (!in_clause(c, verb, i) || (subject && !(toc_rel_base(c->doc, i) == TOC_REL_NSUBJ && tok(c, i)->head == verb))) continue;
    if (group_at(c, t, i, from, last, b)) return true;
  }
  return false;
}

/* A phrase anywhere on its side; what is done to a noun phrase may be told in the passive: "the routes were cut". */
static bool group_matches(const coding *c, const ftoken *t, const window *w, uint32_t verb, bool left, bound *b) {
  if (group_in(c, t, left ? w->from : w->behind, left ? w->first : w->last, verb, false, b)) return true;
  return !left && t->kind == FT_NOUN && w->passive && group_in(c, t, w->from, w->first, verb, true, b);
}

/* The tokens of one side, from the verb outwards.  Stretches whose words adjoin are looked for as
 * one; the nearest place is taken, which leaves most room for the others.  Phrases in braces and
 * parentheses stand anywhere. */
static bool side_matches(const coding *c, const ftoken *t, uint32_t n, const window *w, uint32_t verb, bool left, bound *b) {
  uint32_t at = left ? w->first : w->behind; /* left: the token before `at` is the next one */
  for (uint32_t k = 0; k < n;) {
    if (t[k].kind == FT_NOUN || t[k].kind == FT_PREP) {
      if (!group_matches(c, &t[k++], w, verb, left, b)) return false;
      continue;
    }
    uint32_t chain = 1;
    while (k + chain < n && t[k + chain].adjacent && t[k + chain].kind != FT_NOUN && t[k + chain].kind != FT_PREP) chain++;
    bool found = false;
    for (uint32_t start = at; !found && (left ? start > w->from : start < w->last); left ? start-- : start++) {
      uint32_t p = start, m = 0;
      bound mine = *b;
      for (; m < chain && (left ? p > w->from : p < w->last); m++) {
        uint32_t i = left ? p - 1 : p;
        if (m == 0 && !in_clause(c, verb, i)) break;
        uint32_t len = element_at(c, &t[k + m], i, w->from, w->last, left, &mine);
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

static window window_of(const coding *c, uint32_t first, uint32_t behind, const toc_sentence *s, uint32_t verb) {
  return (window){.from = first > s->first + WINDOW ? first - WINDOW : s->first,
                  .first = first,
                  .behind = behind,
                  .last = s->last - behind > WINDOW ? behind + WINDOW : s->last,
                  .passive = toc__passive(&c->v, verb)};
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

/* What a verb of the dictionaries says: who does what to whom, and by which lines. */
typedef struct saying {
  toc_actors source, target;
  toc_str code, why;
  bool by_pattern, taken; /* taken: part of what a verb above it says */
} saying;

/* A verb that is coded. */
typedef struct act {
  uint32_t verb, first, last; /* tokens */
  saying own, back;           /* back: code empty, or what the target does in turn */
  uint32_t up;                /* the act whose complement it is, TOC_NONE */
  uint32_t waiting;           /* acts below it that have not been looked at */
  TOC_ARRAY(saying) says;     /* with its complements, in place of `own` */
} act;

typedef struct acts {
  TOC_ARRAY(act) all;
  uint32_t *at; /* [tokens of the sentence] the act of a verb, TOC_NONE */
} acts;

static void write_event(const coding *c, const act *x, const saying *y) {
  toc_doc *doc = c->doc;
  uint32_t party[2 * MAX_PARTIES], n = 0;
  toc_event e = {.sentence = tok(c, x->verb)->sentence, .type = type_of(y->code), .cameo = y->code, .token = x->verb, .claim = TOC_NONE, .incident = TOC_NONE,
                 .actors = y->source, .recipients = y->target, .status = TOC_FACT_OCCURRED, .factuality = NAN};
  e.trigger = toc_tokens_span(doc, x->first, x->last);
  const toc_predicate *p = toc__status_at(&c->v, x->verb);
  if (p) e.status = p->fact, e.factuality = p->factuality;
  for (uint32_t i = 0; i < y->source.len && n < MAX_PARTIES; i++) party[n++] = y->source.ptr[i].head;
  for (uint32_t i = 0; i < y->target.len && n < 2 * MAX_PARTIES; i++) party[n++] = y->target.ptr[i].head;
  e.confidence = 0.5 + 0.1 * y->by_pattern + 0.1 * (y->source.len > 0) + 0.1 * (y->target.len > 0);
  e.confidence = round(e.confidence * 100) / 100;
  e.why = y->why;
  if (e.type == TOC_TYPE_NONE) {
    *toc_push(&doc->arena, &doc->untyped) = e;
    return;
  }
  toc__attach_where(&c->v, &e);
  toc__attach_when(&c->v, &e);
  toc__attach_figures(&c->v, x->verb, party, n, &e.figures);
  *toc_push(&doc->arena, &doc->events) = e;
}

/* Lists are shared with no other event: each may be changed. */
static toc_actors copy_of(const coding *c, const toc_actors *from) {
  toc_actors to = {0};
  for (uint32_t i = 0; i < from->len; i++) *toc_push(&c->doc->arena, &to) = from->ptr[i];
  return to;
}

static toc_str line_of(const coding *c, uint32_t file, uint32_t line) {
  return toc_str_format(&c->doc->arena, "%s:%u", toc__foreign_name(c->f->files.ptr[file]), (unsigned)line);
}

static void add_act(const coding *c, acts *out, uint32_t verb, uint32_t first, uint32_t last, const fverb *v, const fpattern *p, bound *b) {
  act x = {.verb = verb, .first = first, .last = last, .up = TOC_NONE};
  x.own = (saying){.code = p ? p->code : v->code, .why = line_of(c, p ? p->file : v->file, p ? p->line : v->line), .by_pattern = p != NULL};
  fill_parties(c, verb, p, b, &x.own.source, &x.own.target);
  drop_sources(&x.own.source, &x.own.target);
  if (p && p->back.len && x.own.target.len) {
    x.back = x.own;
    x.back.code = p->back;
    x.back.source = copy_of(c, &x.own.target);
    x.back.target = copy_of(c, &x.own.source);
  }
  out->at[verb - c->doc->sentences.ptr[tok(c, verb)->sentence].first] = out->all.len;
  *toc_push(&c->doc->scratch, &out->all) = x;
}

/* A word of the dictionaries is there: its first pattern that fits, else its own code. */
static bool try_verb(const coding *c, const fverb *v, uint32_t verb, const toc_sentence *s, acts *out) {
  const toc__foreign *f = c->f;
  uint32_t first, last;
  if (!verb_at(c, v, verb, s, &first, &last)) return false;
  window w = v->n_patterns ? window_of(c, first, last, s, verb) : (window){0};
  for (uint32_t k = 0; k < v->n_patterns; k++) {
    const fpattern *p = &f->patterns.ptr[v->patterns + k];
    bound b = {TOC_NONE, TOC_NONE, TOC_NONE, TOC_NONE};
    if (p->n_left && !side_matches(c, f->tokens.ptr + p->tokens, p->n_left, &w, verb, true, &b)) continue;
    if (p->n_right && !side_matches(c, f->tokens.ptr + p->tokens + p->n_left, p->n_right, &w, verb, false, &b)) continue;
    if (b.skip != TOC_NONE && (b.skip == b.source || b.skip == b.target || b.skip == b.both)) continue;
    if (p->null_code) toc__explain_note(&c->v, "a pattern of the dictionaries codes nothing", verb);
    else add_act(c, out, verb, first, last, v, p, &b);
    return true;
  }
  bound none = {TOC_NONE, TOC_NONE, TOC_NONE, TOC_NONE};
  if (v->null_code) toc__explain_note(&c->v, "the verb has no code of its own, and no pattern of it fits", verb);
  else add_act(c, out, verb, first, last, v, NULL, &none);
  return true;
}

static bool try_word(const coding *c, uint32_t word, uint32_t verb, const toc_sentence *s, acts *out) {
  const toc__foreign *f = c->f;
  uint32_t at = word == TOC_NONE ? TOC_NONE : toc__foreign_first(f, word, true);
  for (; at < f->verb_order.len && f->verb_order.ptr[at].word == word; at++)
    if (try_verb(c, &f->verbs.ptr[f->verb_order.ptr[at].index], verb, s, out)) return true;
  return false;
}

/* ------------------------------------------------------------------ combinations
 *
 *     "Carnelia said on Monday that Veldor had attacked its border posts."
 *      SAY 010 of Carnelia, its complement ATTACK 190 of Veldor
 *      ~ (a (b . ATTACK) SAY) = (a b 112)            → Carnelia accuses Veldor
 *
 * Each verb is put together with the coded one whose complement it is, from the innermost outwards: by the
 * transformation that says most of both, else by what CAMEO calls the two (foreign_combine.c), else each stands for
 * itself. */

/* Whose complement is the verb?  Verbs without a code between them say nothing: "began to attack". */
static uint32_t upper_of(const coding *c, const acts *a, uint32_t verb) {
  const toc_sentence *s = &c->doc->sentences.ptr[tok(c, verb)->sentence];
  uint32_t at = verb;
  for (int step = 0; step < MAX_CLIMB; step++) {
    uint32_t h = tok(c, at)->head;
    toc_deprel r = toc_rel_base(c->doc, at);
    if (h == TOC_NONE || tok(c, h)->upos != TOC_UPOS_VERB) return TOC_NONE;
    if (r == TOC_REL_ADVCL) { /* "accused of attacking", not "fled while attacking" */
      frame f;
      bool governed = false;
      toc__frame(&c->v, h, &f);
      for (uint32_t i = 0; i < f.n; i++) governed |= f.arg[i].slot == SLOT_COMP && f.arg[i].token == at;
      if (!governed) return TOC_NONE;
    } else if (r != TOC_REL_CCOMP && r != TOC_REL_XCOMP && r != TOC_REL_CONJ) {
      return TOC_NONE;
    }
    if (r != TOC_REL_CONJ && a->at[h - s->first] != TOC_NONE) return a->at[h - s->first];
    at = h;
  }
  return TOC_NONE;
}

/* "Veldor attacked, Carnelia said": the verb of saying hangs on what is said. */
static uint32_t said_of(const coding *c, const acts *a, uint32_t verb) {
  const toc_sentence *s = &c->doc->sentences.ptr[tok(c, verb)->sentence];
  uint32_t h = tok(c, verb)->head;
  if (h == TOC_NONE || toc_rel_base(c->doc, verb) != TOC_REL_PARATAXIS || !toc__in_known(&c->v, SET_SAY, verb)) return TOC_NONE;
  return a->at[h - s->first];
}

static void link_acts(const coding *c, acts *a) {
  for (uint32_t i = 0; i < a->all.len; i++) a->all.ptr[i].up = upper_of(c, a, a->all.ptr[i].verb);
  for (uint32_t i = 0; i < a->all.len; i++) {
    uint32_t said = said_of(c, a, a->all.ptr[i].verb);
    if (said != TOC_NONE && a->all.ptr[said].up == TOC_NONE && a->all.ptr[i].up == TOC_NONE) a->all.ptr[said].up = i;
  }
  for (uint32_t i = 0; i < a->all.len; i++)
    if (a->all.ptr[i].up != TOC_NONE) a->all.ptr[a->all.ptr[i].up].waiting++;
}

static bool same_actors(const toc_actors *a, const toc_actors *b) {
  if (a->len != b->len) return false;
  for (uint32_t i = 0; i < a->len; i++)
    if (!toc_str_eq(a->ptr[i].code, b->ptr[i].code)) return false;
  return true;
}

/* What the letters of a transformation stand for. */
typedef struct names {
  const toc_actors *who[26];
  toc_str deed[26];
} names;

static bool place_is(const fplace *p, const toc_actors *who, names *n) {
  if (p->who == '.') return true;
  if (p->who == '_') return !who->len;
  const toc_actors **known = &n->who[p->who - 'a'];
  if (!who->len || (*known && !same_actors(*known, who))) return false;
  *known = who;
  return true;
}

static bool deed_is(const fdeed *d, toc_str code, names *n) {
  if (!d->any[0]) return toc__foreign_covers(d->code, code);
  toc_str *known = &n->deed[d->any[0] - 'A'];
  if (known->len && !toc_str_eq(*known, code)) return false;
  *known = code;
  return true;
}

/* How much a transformation asks of its two verbs: digits of their codes, of "190" two. */
static size_t digits(const fdeed *d) {
  size_t n = d->any[0] ? 0 : d->code.len;
  while (n > 2 && d->code.ptr[n - 1] == '0') n--;
  return n;
}
static size_t asks(const fchange *x) { return digits(&x->upper.deed) + digits(&x->lower.deed); }

/* `lower` is what the complement of `upper` says, b who does it. */
static const fchange *find_change(const coding *c, const saying *upper, const saying *lower, const toc_actors *b, names *out) {
  const fchange *best = NULL;
  for (uint32_t i = 0; i < c->f->changes.len; i++) {
    const fchange *x = &c->f->changes.ptr[i];
    names n = {0};
    if (best && asks(x) <= asks(best)) continue;
    if (!deed_is(&x->upper.deed, upper->code, &n) || !deed_is(&x->lower.deed, lower->code, &n)) continue;
    if (!place_is(&x->upper.source, &upper->source, &n) || !place_is(&x->lower.source, b, &n) || !place_is(&x->lower.target, &lower->target, &n)) continue;
    best = x;
    *out = n;
  }
  return best;
}

static toc_str code_of(const fdeed *d, const names *n, bool apart) {
  if (!d->any[0]) return d->code;
  toc_str first = n->deed[d->any[0] - 'A'];
  return d->any[1] ? toc__foreign_combine(first, n->deed[d->any[1] - 'A'], apart) : first;
}

static void say(const coding *c, act *upper, const toc_actors *source, const toc_actors *target, toc_str code, toc_str why, bool by_pattern) {
  saying y = {.code = code, .why = why, .by_pattern = by_pattern};
  if (source) y.source = copy_of(c, source);
  if (target) y.target = copy_of(c, target);
  drop_sources(&y.source, &y.target);
  *toc_push(&c->doc->scratch, &upper->says) = y;
}

static const toc_actors *named(const fplace *p, const names *n) { return p->who >= 'a' && p->who <= 'z' ? n->who[p->who - 'a'] : NULL; }

/* Puts what a complement says together with the verb above it; false: each stands for itself. */
static bool combine(const coding *c, act *upper, const saying *lower) {
  toc_arena *a = &c->doc->arena;
  bool apart = lower->source.len && !same_actors(&upper->own.source, &lower->source);
  const toc_actors *b = apart ? &lower->source : &upper->own.source;
  uint32_t before = upper->says.len;
  names n;
  const fchange *x = upper->says.len + FOREIGN_RESULTS > MAX_SAYS ? NULL : find_change(c, &upper->own, lower, b, &n);
  bool by_pattern = upper->own.by_pattern || lower->by_pattern;
  for (uint32_t i = 0; x && i < x->n_results; i++) {
    toc_str code = code_of(&x->result[i].deed, &n, apart);
    toc_str why = toc_str_format(a, "%.*s + %.*s ~ %.*s", TOC_FMT(upper->own.why), TOC_FMT(lower->why), TOC_FMT(line_of(c, x->file, x->line)));
    if (code.len) say(c, upper, named(&x->result[i].source, &n), named(&x->result[i].target, &n), code, why, true);
  }
  if (upper->says.len > before) return true;
  toc_str code = toc__foreign_combine(upper->own.code, lower->code, apart);
  if (!code.len || upper->says.len >= MAX_SAYS) return false;
  const toc_actors *target = apart ? b : lower->target.len ? &lower->target : &upper->own.target;
  say(c, upper, &upper->own.source, target, code, toc_str_format(a, "%.*s + %.*s", TOC_FMT(upper->own.why), TOC_FMT(lower->why)), by_pattern);
  return true;
}

/* From the innermost verbs outwards; none waits for itself, since they stand in a tree. */
static void combine_acts(const coding *c, acts *a) {
  uint32_t *ready = toc_new(&c->doc->scratch, uint32_t, (size_t)a->all.len + 1), n = 0;
  link_acts(c, a);
  for (uint32_t i = 0; i < a->all.len; i++)
    if (!a->all.ptr[i].waiting) ready[n++] = i;
  for (uint32_t k = 0; k < n; k++) {
    act *x = &a->all.ptr[ready[k]];
    if (x->up == TOC_NONE) continue;
    act *up = &a->all.ptr[x->up];
    uint32_t says = x->says.len;
    for (uint32_t i = 0; i < (says ? says : 1); i++) {
      saying *y = says ? &x->says.ptr[i] : &x->own;
      y->taken = combine(c, up, y);
      if (y->taken) toc__explain_note(&c->v, "the verb is coded with the one above it", x->verb);
    }
    if (!--up->waiting) ready[n++] = x->up;
  }
}

/* ------------------------------------------------------------------- the stage */

static void write_acts(const coding *c, const acts *a) {
  for (uint32_t i = 0; i < a->all.len; i++) {
    const act *x = &a->all.ptr[i];
    for (uint32_t k = 0; k < x->says.len; k++)
      if (!x->says.ptr[k].taken) write_event(c, x, &x->says.ptr[k]);
    if (x->says.len || x->own.taken) continue;
    write_event(c, x, &x->own);
    if (x->back.code.len) write_event(c, x, &x->back);
  }
}

static void code_sentence(const coding *c, const toc_sentence *s) {
  uint32_t from = c->doc->events.len;
  acts a = {.at = toc_new(&c->doc->scratch, uint32_t, (size_t)(s->last - s->first) + 1)};
  for (uint32_t i = s->first; i < s->last; i++) a.at[i - s->first] = TOC_NONE;
  for (uint32_t i = s->first; i < s->last; i++) {
    if (tok(c, i)->upos != TOC_UPOS_VERB || toc_deprel_base(tok(c, i)->rel) == TOC_REL_AMOD || c->no_verb[i]) continue;
    if (try_word(c, c->w[i].form, i, s, &a)) continue;
    bool coded = c->w[i].lemma != c->w[i].form && try_word(c, c->w[i].lemma, i, s, &a);
    for (uint32_t k = 0; !coded && k < STEMS && c->w[i].stem[k] != TOC_NONE; k++) coded = try_word(c, c->w[i].stem[k], i, s, &a);
  }
  if (c->f->combine) combine_acts(c, &a);
  write_acts(c, &a);
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
  c.no_verb = toc_new(&doc->scratch, bool, doc->tokens.len);
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
