/* Victims without a number: "a man was killed", "the assassination of the senator",
 * "soldiers were wounded".  Found from the verb or noun that says it, tree only. */
#include <math.h>

#include "internal.h"

static bool quantified(const fg_ctx *c, uint32_t n) {
  const toc_doc *doc = c->doc;
  if (doc->tokens.ptr[n].figure != TOC_NONE || doc->tokens.ptr[n].upos == TOC_UPOS_NUM) return true;
  for (uint32_t f = 0; f < 1; f++) {
    toc_few_children(doc, n, k) {
      if (doc->tokens.ptr[k].figure != TOC_NONE && (toc_rel_base(doc, k) == TOC_REL_NUMMOD || toc_rel_base(doc, k) == TOC_REL_DET || toc_rel_base(doc, k) == TOC_REL_AMOD || toc_rel_base(doc, k) == TOC_REL_ADVMOD)) return true;
      if (toc_rel_base(doc, k) == TOC_REL_NUMMOD && doc->tokens.ptr[k].time == TOC_NONE && k < n) return true;
    }
  }
  return false;
}

static bool quantifier_word(const fg_ctx *c, uint32_t n) {
  static const char *const words[] = {"many", "some", "any", "every", "each", "most", "all", "no", "few", "more", "other", "such", "much"};
  if (!c->tree) return false;
  toc_few_children(c->doc, n, k)
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
      if (k < n && fg_word(c, k, words[w])) return true;
  return false;
}

static bool definite(const fg_ctx *c, uint32_t n) {
  toc_few_children(c->doc, n, k) if (fg_word(c, k, "the") || fg_word(c, k, "that") || fg_word(c, k, "this")) return true;
  return false;
}

static bool hypothetical(const fg_ctx *c, uint32_t v) {
  toc_few_children(c->doc, v, k) {
    if (fg_word(c, k, "not") || fg_word(c, k, "n't") || fg_word(c, k, "never") || fg_word(c, k, "if") || fg_word(c, k, "would") || fg_word(c, k, "could") || fg_word(c, k, "may") || fg_word(c, k, "might") || fg_word(c, k, "will") || fg_word(c, k, "can") || fg_word(c, k, "should") || fg_word(c, k, "must")) return true;
  }
  return (c->doc->tokens.ptr[v].feat & TOC_F_INF) && toc_child(c->doc, v, TOC_REL_AUX_PASS) == TOC_NONE && fg_word(c, v - (v > c->first), "to");
}

/* "Neither the mayor nor his wife was hurt" */
static bool spared(const fg_ctx *c, uint32_t n) {
  toc_few_children(c->doc, n, k) if (fg_word(c, k, "neither") || fg_word(c, k, "nor")) return true;
  return n > c->first && (fg_word(c, n - 1, "neither") || fg_word(c, n - 1, "nor"));
}

/* Something that was done rather than somebody: "the death of two guards and the destruction of a bus". */
static bool abstract(const fg_ctx *c, uint32_t n) {
  static const char *const tail[] = {"tion", "sion", "ment", "ness", "ity", "ism", "age", "ure"};
  toc_str l = c->word[n].lemma;
  if (c->keys[n].marks & FG_END) return true;
  for (size_t k = 0; k < sizeof tail / sizeof *tail; k++)
    if (l.len > 5 && toc_str_ends(l, toc_cstr(tail[k]))) return true;
  return false;
}

/* The last word of a name, or the noun: what makes a second mention a second mention. */
static toc_str victim_name(const fg_ctx *c, uint32_t n) {
  const toc_doc *doc = c->doc;
  uint32_t m = doc->tokens.ptr[n].mention, last = n;
  if (m != TOC_NONE && m < doc->mentions.len && doc->mentions.ptr[m].last > n && doc->mentions.ptr[m].last <= c->last) return c->word[doc->mentions.ptr[m].last - 1].low;
  if (doc->tokens.ptr[n].upos != TOC_UPOS_PROPN) return c->word[n].lemma;
  toc_few_children(doc, n, k) if (toc_rel_base(doc, k) == TOC_REL_FLAT && k > last && doc->tokens.ptr[k].upos == TOC_UPOS_PROPN) last = k;
  return c->word[last].low;
}

static const toc_mention *full_name(const fg_ctx *c, uint32_t n) {
  uint32_t m = c->doc->tokens.ptr[n].mention;
  if (m == TOC_NONE || m >= c->doc->mentions.len) return NULL;
  const toc_mention *name = &c->doc->mentions.ptr[m];
  return name->kind == TOC_KIND_PER && name->last - name->first > 1 ? name : NULL;
}

/* "Ada Burton and Will Burton" are two: both names are whole and share but the last word. */
static bool namesake(const fg_ctx *c, uint32_t a, uint32_t b) {
  const toc_mention *m = full_name(c, a), *n = full_name(c, b);
  if (!m || !n) return false;
  for (uint32_t i = m->first; i + 1 < m->last && i < m->first + 6; i++)
    for (uint32_t k = n->first; k + 1 < n->last && k < n->first + 6; k++)
      if (toc_str_eq(c->word[i].low, c->word[k].low)) return false;
  return true;
}

/* "Michael" is Michael Catton, unless somebody is called so already. */
static void by_first_name(const fg_ctx *c, fg_seen *seen, uint32_t n, uint32_t victim) {
  const toc_mention *m = full_name(c, n);
  if (!m) return;
  uint32_t *first = toc_map_put(&seen->names, c->word[m->first].low, TOC_NONE);
  if (*first == TOC_NONE) *first = victim;
}

#define REACH 6 /* sentences over which "he" or "the victim" is still the one just told of */

/* "he died", "the victim was pronounced dead": the wounded one told of last is dead. */
static bool last_one_dies(const fg_ctx *c, fg_seen *seen, uint32_t verb) {
  toc_doc *doc = c->doc;
  if (seen->last_injured == TOC_NONE) return false;
  toc_figure *f = &doc->victims.ptr[seen->last_injured];
  uint32_t now = doc->tokens.ptr[verb].sentence, then = doc->tokens.ptr[f->verb].sentence;
  if (f->counts != TOC_COUNTS_INJURED || f->high != 1 || now - then > REACH) return false;
  f->counts = TOC_COUNTS_KILLED;
  seen->last_injured = TOC_NONE;
  seen->seen[TOC_COUNTS_KILLED]++;
  return true;
}

static bool pronoun(const fg_ctx *c, uint32_t n) {
  return fg_word(c, n, "he") || fg_word(c, n, "she") || fg_word(c, n, "him") || fg_word(c, n, "her") || fg_word(c, n, "who");
}

/* Is it in capitals throughout?  Then names cannot be told by their look. */
static bool shouted(const fg_ctx *c) {
  for (uint32_t t = c->first; t < c->last && t < c->first + 12; t++) {
    toc_str f = c->doc->tokens.ptr[t].form;
    for (size_t i = 0; i < f.len; i++)
      if (f.ptr[i] >= 'a' && f.ptr[i] <= 'z') return false;
  }
  return true;
}

static bool is_name(const fg_ctx *c, uint32_t n) {
  const toc_doc *doc = c->doc;
  if (doc->tokens.ptr[n].upos == TOC_UPOS_PROPN) return true;
  toc_few_children(doc, n, k) if (toc_rel_base(doc, k) == TOC_REL_FLAT && (k == n + 1) && doc->tokens.ptr[n].upos == TOC_UPOS_NOUN && shouted(c)) return true;
  return false;
}

static bool admissible(const fg_ctx *c, uint32_t n, toc_counts kind, bool sure, bool *plural) {
  const toc_doc *doc = c->doc;
  const toc_token *t = &doc->tokens.ptr[n];
  bool proper = is_name(c, n);
  *plural = (t->feat & TOC_F_PLUR) != 0;
  if (t->time != TOC_NONE || (!proper && t->upos != TOC_UPOS_NOUN && t->upos != TOC_UPOS_ADJ)) return false;
  if (quantified(c, n) || quantifier_word(c, n) || fg_has(c, n, FG_GROUP) || spared(c, n)) return false;
  if (!proper) return fg_human(c, n) || (sure && kind == TOC_COUNTS_KILLED && t->upos == TOC_UPOS_NOUN && !fg_has(c, n, FG_THING) && !abstract(c, n));
  if (t->mention == TOC_NONE || t->mention >= doc->mentions.len) return fg_human(c, n) || t->form.len > 1;
  toc_kind name = doc->mentions.ptr[t->mention].kind;
  *plural = name == TOC_KIND_NORP && *plural;
  return name == TOC_KIND_PER || name == TOC_KIND_NORP || (sure && (name == TOC_KIND_ORG || shouted(c)));
}

/* "A government that kills priests", "the murder of activists": whom a habit strikes is not told
 * to have been struck that day.  "Soldiers were wounded" is. */
static bool generic(const fg_ctx *c, uint32_t verb) {
  const toc_token *v = &c->doc->tokens.ptr[verb];
  if (v->rel == TOC_REL_ADVCL && toc_child(c->doc, verb, TOC_REL_MARK) == TOC_NONE) return false; /* "fired into the crowd, killing students" */
  return v->upos == TOC_UPOS_NOUN || (v->upos == TOC_UPOS_VERB && !fg_past_form(c, verb) && !(v->feat & (TOC_F_PAST | TOC_F_PASS)));
}

/* "Shot", "struck": whoever is killed may be told to have been so.  "Wounded" lives. */
static bool may_kill(const fg_ctx *c, uint32_t verb) {
  static const char *const words[] = {"shoot", "stab", "hit", "strike", "beat", "batter", "burn", "poison", "trample", "club", "shooting", "stabbing"};
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    if (toc_str_is(c->word[verb].lemma, words[k])) return true;
  return false;
}

/* "A boy of six has died … Michael was shot": the blow that the dead one died of.  One person only
 * can be meant where one of the two has no name, or both are the same words. */
static bool blow_of_the_dead(const fg_ctx *c, fg_seen *seen, uint32_t n, uint32_t verb, uint32_t *known) {
  const toc_doc *doc = c->doc;
  if (seen->last_killed == TOC_NONE || !may_kill(c, verb)) return false;
  const toc_figure *f = &doc->victims.ptr[seen->last_killed];
  uint32_t now = doc->tokens.ptr[verb].sentence, then = doc->tokens.ptr[f->verb].sentence;
  if (f->counts != TOC_COUNTS_KILLED || f->high != 1 || now - then > 2 * REACH) return false;
  bool proper = is_name(c, n), dead_named = is_name(c, f->head);
  if (proper && dead_named) return false; /* two names are two people */
  if (!proper && !dead_named && !toc_str_eq(c->word[n].lemma, c->word[f->head].lemma)) return false;
  if (!proper && dead_named && !definite(c, n)) return false;
  if (proper) *known = seen->last_killed, seen->last_killed = TOC_NONE; /* the dead one has a name now */
  return true;
}

static bool coordinated(const fg_ctx *c, uint32_t n) {
  uint32_t verb = c->doc->tokens.ptr[n].head;
  if (fg_shares_fate(c, n) != TOC_NONE) return true;
  if (verb != TOC_NONE)
    toc_few_children(c->doc, verb, k) if (k > n && fg_shares_fate(c, k) == verb) return true;
  if (toc_rel_base(c->doc, n) == TOC_REL_CONJ) return true;
  toc_few_children(c->doc, n, k) if (toc_rel_base(c->doc, k) == TOC_REL_CONJ && c->doc->tokens.ptr[k].upos != TOC_UPOS_VERB) return true;
  return false;
}

/* "the lawyer Ada Burton", "soldiers Kent and Marsh": a noun right before a name tells who they are. */
static bool names_follow(const fg_ctx *c, uint32_t n) {
  const toc_token *next = n + 1 < c->last ? &c->doc->tokens.ptr[n + 1] : NULL;
  if (!next || next->upos != TOC_UPOS_PROPN || next->mention == TOC_NONE || next->mention >= c->doc->mentions.len) return false;
  return c->doc->mentions.ptr[next->mention].kind == TOC_KIND_PER && c->doc->mentions.ptr[next->mention].first == n + 1;
}

/* Was the one whom these words go on to name just told of, by the same verb? */
static bool goes_on(const fg_ctx *c, uint32_t n, uint32_t verb) {
  const toc_doc *doc = c->doc;
  if (!doc->victims.len) return false;
  const toc_figure *f = &doc->victims.ptr[doc->victims.len - 1];
  if (f->verb != verb || f->head >= n || f->head < c->first || n - f->head > 4 || f->high != 1) return false;
  for (uint32_t k = f->head + 1; k <= n; k++)
    if (doc->tokens.ptr[k].upos != TOC_UPOS_PROPN) return false;
  return true;
}

static void victim(const fg_ctx *c, fg_seen *seen, uint32_t n, toc_counts kind, uint32_t verb) {
  toc_doc *doc = c->doc;
  bool plural;
  if (n < c->first || n >= c->last) return;
  if (pronoun(c, n)) {
    if (kind == TOC_COUNTS_KILLED) last_one_dies(c, seen, verb);
    return;
  }
  if (!admissible(c, n, kind, fg_has(c, verb, FG_SURELY), &plural)) return;
  bool proper = is_name(c, n), known_one = proper || definite(c, n);
  if ((plural && names_follow(c, n)) || goes_on(c, n, verb)) return;
  if (plural && !known_one && generic(c, verb)) return;
  toc_str key = victim_name(c, n);
  uint32_t *known = toc_map_put(&seen->names, key, TOC_NONE);
  if (*known != TOC_NONE && namesake(c, n, doc->victims.ptr[*known].head)) known_one = false;
  else if (*known != TOC_NONE && (known_one || doc->victims.ptr[*known].head == n)) { /* told of before: the worse fate counts */
    toc_figure *f = &doc->victims.ptr[*known];
    if (kind == TOC_COUNTS_KILLED) f->counts = kind;
    return;
  }
  /* "A man was shot … Greene died": who dies of it is who was hurt */
  if (proper && kind == TOC_COUNTS_KILLED && fg_kind(c, verb, FG_SUBJECT) == TOC_COUNTS_KILLED && seen->last_injured != TOC_NONE &&
      !is_name(c, doc->victims.ptr[seen->last_injured].head)) {
    uint32_t one = seen->last_injured;
    if (last_one_dies(c, seen, verb)) {
      *known = one;
      return;
    }
  }
  if (kind == TOC_COUNTS_INJURED && !plural && blow_of_the_dead(c, seen, n, verb, known)) return;
  bool before = seen->seen[TOC_COUNTS_KILLED] || seen->seen[TOC_COUNTS_INJURED];
  if (!proper && known_one && before && !coordinated(c, n)) { /* "the victim"; but "the mayor and two guards" are new */
    if (kind == TOC_COUNTS_KILLED && !plural) last_one_dies(c, seen, verb);
    return;
  }
  seen->seen[kind]++;
  toc_figure f = {.counts = kind, .head = n, .verb = verb, .subset_of = TOC_NONE, .corrects = TOC_NONE, .claim = TOC_NONE};
  f.span = f.of = toc_phrase(doc, n);
  if (toc_span_empty(f.span)) f.span = f.of = doc->tokens.ptr[n].span;
  f.first = toc_token_at(doc, f.span.start);
  f.last = n + 1;
  if (f.first > n) f.first = n;
  f.low = plural ? 2 : 1;
  f.high = plural ? NAN : 1;
  *known = doc->victims.len;
  by_first_name(c, seen, n, doc->victims.len);
  if (kind == TOC_COUNTS_INJURED) seen->last_injured = doc->victims.len;
  else seen->last_killed = doc->victims.len;
  *toc_push(&doc->arena, &doc->victims) = f;
}

/* The noun and what is coordinated with it, be it by "along with". */
static void victims(const fg_ctx *c, fg_seen *seen, uint32_t n, toc_counts kind, uint32_t verb) {
  victim(c, seen, n, kind, verb);
  toc_few_children(c->doc, verb, k) {
    if (k > n && fg_shares_fate(c, k) == verb) victim(c, seen, k, kind, verb);
  }
  toc_few_children(c->doc, n, k) {
    if (toc_rel_base(c->doc, k) == TOC_REL_CONJ && c->doc->tokens.ptr[k].upos != TOC_UPOS_VERB) victim(c, seen, k, kind, verb);
  }
}

static bool counted_here(toc_counts k) { return k == TOC_COUNTS_KILLED || k == TOC_COUNTS_INJURED; }

static bool reflexive(const fg_ctx *c, uint32_t n) {
  return fg_word(c, n, "himself") || fg_word(c, n, "herself") || fg_word(c, n, "themselves") || fg_word(c, n, "itself");
}

/* Who a verb without a subject of its own is about: "was shot and later died", "the child
 * who was shot". */
static uint32_t shared_subject(const fg_ctx *c, uint32_t v) {
  const toc_doc *doc = c->doc;
  for (int up = 0; up < 4; up++) {
    uint32_t n = TOC_NONE; /* the nearest subject, the passive's too */
    toc_few_children(doc, v, s) if (toc_rel_base(doc, s) == TOC_REL_NSUBJ) n = s;
    if (n != TOC_NONE && (fg_word(c, n, "who") || fg_word(c, n, "that") || fg_word(c, n, "which"))) n = TOC_NONE;
    if (n != TOC_NONE) return n;
    toc_deprel rel = doc->tokens.ptr[v].rel;
    uint32_t h = doc->tokens.ptr[v].head;
    if (h == TOC_NONE) return TOC_NONE;
    if (rel == TOC_REL_ACL_RELCL) return h;
    if (toc_deprel_base(rel) != TOC_REL_CONJ && toc_deprel_base(rel) != TOC_REL_XCOMP) return TOC_NONE;
    v = h;
  }
  return TOC_NONE;
}

static bool passive_here(const fg_ctx *c, uint32_t v) {
  const toc_doc *doc = c->doc;
  if (toc_child(doc, v, TOC_REL_AUX_PASS) != TOC_NONE || toc_child(doc, v, TOC_REL_NSUBJ_PASS) != TOC_NONE) return true;
  uint32_t h = doc->tokens.ptr[v].head; /* "was shot and killed": the auxiliary stands once */
  return toc_rel_base(doc, v) == TOC_REL_CONJ && h != TOC_NONE && fg_past_form(c, v) && toc_child(doc, v, TOC_REL_OBJ) == TOC_NONE &&
         toc_child(doc, v, TOC_REL_NSUBJ) == TOC_NONE && toc_child(doc, h, TOC_REL_AUX_PASS) != TOC_NONE;
}

/* Headlines leave the auxiliary out: "Child shot and killed in Hamilton", "Two guards hurt". */
static bool reduced_passive(const fg_ctx *c, uint32_t v, toc_counts k) {
  const toc_doc *doc = c->doc;
  static const char *const open[] = {"shot", "hit", "struck", "beat", "stabbed", "burned", "burnt"}; /* may do without an object */
  if (!fg_past_form(c, v) || toc_child(doc, v, TOC_REL_AUX) != TOC_NONE || toc_child(doc, v, TOC_REL_CCOMP) != TOC_NONE) return false;
  for (size_t i = 0; k != TOC_COUNTS_KILLED && i < sizeof open / sizeof *open; i++)
    if (fg_word(c, v, open[i])) return doc->sentences.ptr[doc->tokens.ptr[v].sentence].section == TOC_TITLE;
  return true;
}

/* "claimed the lives of a judge and her driver", "the body of a student" */
static void whose(const fg_ctx *c, fg_seen *seen, uint32_t n, uint32_t verb) {
  toc_few_children(c->doc, n, k) {
    uint32_t mark = toc_rel_base(c->doc, k) == TOC_REL_NMOD ? toc_child(c->doc, k, TOC_REL_CASE) : TOC_NONE;
    if (mark != TOC_NONE && fg_word(c, mark, "of")) victims(c, seen, k, TOC_COUNTS_KILLED, verb);
  }
}

static void of_verb(const fg_ctx *c, fg_seen *seen, uint32_t v) {
  toc_doc *doc = c->doc;
  uint32_t verb = v, n;
  toc_counts k = fg_verb_object(c, v, &verb), own = fg_kind(c, v, FG_SUBJECT);
  if ((!counted_here(k) && !counted_here(own)) || hypothetical(c, v)) return;
  if (counted_here(k)) {
    n = toc_child(doc, v, TOC_REL_OBJ);
    if (n == TOC_NONE && verb != v && toc_child(doc, verb, TOC_REL_OBJ) != TOC_NONE) return; /* "shot and killed three": of those */
    if (n != TOC_NONE && reflexive(c, n)) n = shared_subject(c, v);
    if (n != TOC_NONE && toc_str_is(c->word[n].lemma, "life")) whose(c, seen, n, verb);
    else if (n != TOC_NONE) victims(c, seen, n, k, verb);
    else if ((passive_here(c, v) || reduced_passive(c, v, k)) && (n = shared_subject(c, v)) != TOC_NONE) victims(c, seen, n, k, verb);
    /* "the man killed in the raid" */
    else if (toc_rel(doc, v) == TOC_REL_ACL && fg_past_form(c, v) && doc->tokens.ptr[v].head != TOC_NONE)
      victims(c, seen, doc->tokens.ptr[v].head, k, verb);
  }
  if (counted_here(own) && !passive_here(c, v) && (n = shared_subject(c, v)) != TOC_NONE) victims(c, seen, n, own, v);
}

/* "the cartel's murders": who did it */
static bool organisation(const fg_ctx *c, uint32_t n) {
  uint32_t m = c->doc->tokens.ptr[n].mention;
  return m != TOC_NONE && m < c->doc->mentions.len && c->doc->mentions.ptr[m].kind != TOC_KIND_PER;
}

/* "the murder of a judge", "the senator's death", "the Galan assassination" */
static void of_noun(const fg_ctx *c, fg_seen *seen, uint32_t n) {
  toc_doc *doc = c->doc;
  if (!(c->keys[n].marks & FG_END) || doc->tokens.ptr[n].upos == TOC_UPOS_VERB) return;
  toc_few_children(doc, n, k) {
    toc_deprel rel = doc->tokens.ptr[k].rel;
    if (rel == TOC_REL_NMOD_POSS && !fg_word(c, n, "killing") && !organisation(c, k)) victims(c, seen, k, TOC_COUNTS_KILLED, n);
    else if (toc_rel_base(doc, k) == TOC_REL_NMOD) {
      uint32_t mark = toc_child(doc, k, TOC_REL_CASE);
      if (mark != TOC_NONE && fg_word(c, mark, "of")) victims(c, seen, k, TOC_COUNTS_KILLED, n);
    } else if (rel == TOC_REL_COMPOUND && doc->tokens.ptr[k].upos == TOC_UPOS_PROPN) {
      victims(c, seen, k, TOC_COUNTS_KILLED, n);
    }
  }
}

/* "The body of a student was found" */
static bool body(const fg_ctx *c, uint32_t n) {
  return (toc_str_is(c->word[n].lemma, "body") || toc_str_is(c->word[n].lemma, "corpse")) && !(c->doc->tokens.ptr[n].feat & TOC_F_PLUR) && definite(c, n);
}

void fg_victims(const fg_ctx *c, fg_seen *seen) {
  enum { VERB = FG_ROLE << FG_OBJECT | FG_ROLE << FG_SUBJECT, OTHERS = FG_ROLE << FG_STATE | FG_END | FG_BODY };
  /* "Beaten to death": in a sentence with such a word any verb may kill. */
  bool deadly = c->marks & FG_DEADLY;
  if (!c->tree || !(deadly || (c->marks & (VERB | OTHERS)))) return;
  for (uint32_t t = c->first; t < c->last; t++) {
    uint32_t marks = c->keys[t].marks;
    if (!deadly && !(marks & (VERB | OTHERS))) continue;
    toc_upos u = c->doc->tokens.ptr[t].upos;
    if (u == TOC_UPOS_VERB) {
      if (deadly || (marks & VERB)) of_verb(c, seen, t);
    } else if (u == TOC_UPOS_NOUN && (marks & FG_BODY) && body(c, t)) {
      whose(c, seen, t, t);
    } else if (u == TOC_UPOS_NOUN) {
      of_noun(c, seen, t);
    } else if (u == TOC_UPOS_ADJ && fg_kind(c, t, FG_STATE) == TOC_COUNTS_KILLED && toc_child(c->doc, t, TOC_REL_COP) != TOC_NONE) {
      uint32_t n = toc_child(c->doc, t, TOC_REL_NSUBJ);
      if (n != TOC_NONE && !hypothetical(c, t)) victims(c, seen, n, TOC_COUNTS_KILLED, t);
    }
  }
}
