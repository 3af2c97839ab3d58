/* What a quantity counts.
 *
 * The noun it stands with is found first ("some 500 →civilians←"), then the word that says
 * what happened to them: the verb the noun is object or passive subject of, a participle or
 * adjective beside it, or the noun itself ("deaths").  Close patterns of words go first,
 * for they are sure ("12 people were killed"); then the tree; then the clause's words. */
#include <math.h>

#include "internal.h"

static bool noun_like(const fg_ctx *c, uint32_t t) {
  toc_upos u = c->doc->tokens.ptr[t].upos;
  return u == TOC_UPOS_NOUN || u == TOC_UPOS_PROPN || u == TOC_UPOS_PRON || u == TOC_UPOS_ADJ || u == TOC_UPOS_X;
}

static bool alpha(const fg_ctx *c, uint32_t t) {
  toc_str s = c->word[t].low;
  return s.len && (((s.ptr[0] | 32) >= 'a' && (s.ptr[0] | 32) <= 'z') || (unsigned char)s.ptr[0] >= 0x80);
}

/* Words that end a noun phrase when nothing knows the parts of speech. */
static bool closes(const fg_ctx *c, uint32_t t) {
  static const char *const words[] = {"was", "were", "are", "is", "be", "been", "being", "had", "have", "has", "who", "that", "which", "in", "at", "on", "by", "from", "with", "when", "after", "before", "as", "to", "and", "or", "but", "for", "during", "near", "outside", "inside", "while", "if", "said", "says", "will", "would", "may", "could", "more", "died", "into", "out", "over", "so", "than", "since", "including", "among", "took", "did", "do", "not", "has", "whose", "whom", "there", "they", "he", "it", "the", "then"};
  if (!alpha(c, t)) return !fg_word(c, t, "-") && !fg_word(c, t, "'s") && !fg_word(c, t, "'");
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    if (fg_word(c, t, words[k])) return true;
  return fg_past_form(c, t) && (fg_kind(c, t, FG_OBJECT) != TOC_N_COUNTS || fg_kind(c, t, FG_SUBJECT) != TOC_N_COUNTS);
}

bool fg_human(const fg_ctx *c, uint32_t noun) {
  if (noun == TOC_NONE) return true;
  if (fg_has(c, noun, FG_PERSON) || fg_has(c, noun, FG_WHO)) return true;
  const toc_token *t = &c->doc->tokens.ptr[noun];
  toc_str l = c->word[noun].lemma, w = c->word[noun].low;
  if (toc_str_is(w, "others") || toc_str_is(w, "more") || toc_str_is(w, "men") || toc_str_is(w, "women")) return true;
  if (t->mention != TOC_NONE && t->mention < c->doc->mentions.len &&
      (c->doc->mentions.ptr[t->mention].kind == TOC_KIND_NORP || c->doc->mentions.ptr[t->mention].kind == TOC_KIND_PER)) return true;
  static const char *const tail[] = {"man", "men", "ist", "ists", "ian", "ians", "woman", "women", "person"};
  for (size_t k = 0; k < sizeof tail / sizeof *tail; k++)
    if (l.len > 5 && (toc_str_ends(l, toc_cstr(tail[k])) || toc_str_ends(w, toc_cstr(tail[k])))) return true;
  /* "Americans", "Kurds": a nation's people */
  return t->form.len > 3 && t->form.ptr[0] >= 'A' && t->form.ptr[0] <= 'Z' && t->form.ptr[1] >= 'a' && noun > c->first && toc_str_ends(w, TOC_S("s")) &&
         (!c->tree || ((t->upos == TOC_UPOS_PROPN || t->upos == TOC_UPOS_NOUN) && (t->feat & TOC_F_PLUR)));
}

/* ---------------------------------------------------------------- the counted noun */

typedef struct spot {
  uint32_t top;  /* token that carries the phrase in the tree */
  uint32_t noun; /* head of what is counted, TOC_NONE: the number alone */
} spot;

static uint32_t noun_by_words(const fg_ctx *c, uint32_t k) {
  uint32_t end = k + 7 < c->last ? k + 7 : c->last, noun = TOC_NONE;
  if (fg_word(c, k, "of")) k++;
  else if (fg_word(c, k, "the")) return TOC_NONE;
  while (k < end && (fg_word(c, k, "the") || fg_word(c, k, "its") || fg_word(c, k, "their") || fg_word(c, k, "his") || fg_word(c, k, "these") || fg_word(c, k, "those") || fg_word(c, k, "more"))) k++;
  if (k < end && (fg_word(c, k, "them") || fg_word(c, k, "whom"))) return TOC_NONE;
  for (; k < end && !closes(c, k); k++) {
    if (noun != TOC_NONE && (fg_word(c, k, "of") || (c->word[k].low.len > 5 && (toc_str_ends(c->word[k].low, TOC_S("ing")) || toc_str_ends(c->word[k].low, TOC_S("ed")))) || fg_word(c, k, "hostage") || fg_word(c, k, "captive") || fg_word(c, k, "prisoner") || fg_word(c, k, "dead"))) break;
    if (alpha(c, k)) noun = k;
  }
  return noun;
}

static spot find_noun(const fg_ctx *c, const fg_quantity *q) {
  spot s = {q->core, TOC_NONE};
  if (!c->tree) {
    s.noun = noun_by_words(c, q->last);
    return s;
  }
  const toc_token *tok = c->doc->tokens.ptr;
  uint32_t t = q->core;
  /* out of the number's own words */
  for (int up = 0; up < 6 && tok[t].head != TOC_NONE && tok[t].head >= q->first && tok[t].head < q->last; up++) t = tok[t].head;
  s.top = t;
  uint32_t h = tok[t].head;
  toc_deprel rel = toc_rel_base(c->doc, t);
  bool inside = rel == TOC_REL_NUMMOD || rel == TOC_REL_DET || rel == TOC_REL_AMOD || rel == TOC_REL_COMPOUND || rel == TOC_REL_ADVMOD || rel == TOC_REL_DEP ||
                (rel == TOC_REL_NMOD && h != TOC_NONE && h > t);
  if (h != TOC_NONE && inside && h >= q->last && h < c->last && h - q->last < 10 && (noun_like(c, h) || rel == TOC_REL_NUMMOD)) {
    s.top = s.noun = h;
    return s;
  }
  toc_few_children(c->doc, t, k) {
    if (k < q->last || k - q->last > 8) continue;
    toc_deprel r = toc_rel_base(c->doc, k);
    if ((r == TOC_REL_NMOD || r == TOC_REL_OBL) && fg_word(c, q->last, "of")) {
      s.noun = fg_word(c, k, "them") || fg_word(c, k, "whom") ? TOC_NONE : k;
      return s;
    }
    if ((r == TOC_REL_NMOD || r == TOC_REL_FLAT || r == TOC_REL_COMPOUND) && k == q->last && noun_like(c, k)) {
      s.noun = k;
      return s;
    }
  }
  /* the parser lost it: the words behind, unless a verb comes first */
  if (q->last < c->last && noun_like(c, q->last) && !fg_word(c, q->last, "of")) {
    uint32_t n = noun_by_words(c, q->last);
    if (n != TOC_NONE && noun_like(c, n)) s.noun = n;
  }
  return s;
}

/* -------------------------------------------------------------------------- verbs */

static bool said_dead(const fg_ctx *c, uint32_t v) {
  uint32_t end = v + 5 < c->last ? v + 5 : c->last;
  if (!(c->marks & FG_DEADLY) || toc_str_is(c->word[v].lemma, "sentence") || toc_str_is(c->word[v].lemma, "condemn")) return false;
  if (v > c->first && (fg_word(c, v - 1, "fatally") || fg_word(c, v - 1, "mortally"))) return true;
  for (uint32_t k = v + 1; k < end; k++) {
    if (fg_word(c, k, ",") || fg_word(c, k, ";") || fg_word(c, k, ".")) return false;
    if (fg_word(c, k, "death") && fg_word(c, k - 1, "to")) return true;
    if (k == v + 1 && (fg_word(c, k, "dead") || fg_word(c, k, "fatally"))) return true;
    if (fg_word(c, k, "alive") && (fg_word(c, v, "burned") || fg_word(c, v, "burnt") || fg_word(c, v, "buried"))) return true;
  }
  return false;
}

toc_counts fg_verb_object(const fg_ctx *c, uint32_t v, uint32_t *verb) {
  toc_counts k = fg_kind(c, v, FG_OBJECT);
  *verb = v;
  if (k == TOC_COUNTS_KILLED) return k;
  if (said_dead(c, v)) return TOC_COUNTS_KILLED;
  if (k == TOC_COUNTS_INJURED) { /* "shot and killed", "shot dead" */
    if (fg_word(c, v + 1, "and") && fg_kind(c, v + 2, FG_OBJECT) == TOC_COUNTS_KILLED) {
      *verb = v + 2;
      return TOC_COUNTS_KILLED;
    }
    if (c->tree)
      toc_few_children(c->doc, v, d) if (toc_rel_base(c->doc, d) == TOC_REL_XCOMP && fg_kind(c, d, FG_STATE) == TOC_COUNTS_KILLED) return TOC_COUNTS_KILLED;
  }
  return k;
}

static bool negated(const fg_ctx *c, uint32_t v) {
  for (uint32_t k = v > c->first + 3 ? v - 3 : c->first; k < v; k++)
    if (fg_word(c, k, "not") || fg_word(c, k, "n't") || fg_word(c, k, "never")) return true;
  return false;
}

static bool be(const fg_ctx *c, uint32_t t) {
  static const char *const words[] = {"was", "were", "are", "is", "be", "been", "being", "got", "gets", "get"};
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    if (fg_word(c, t, words[k])) return true;
  return false;
}

static bool helper(const fg_ctx *c, uint32_t t) {
  static const char *const words[] = {"had", "have", "has", "also", "reportedly", "later", "still", "slightly", "seriously", "badly", "critically", "severely", "lightly", "gravely", "now", "fatally", "either", "all", "since", "believed", "feared", "reported", "to", "confirmed", "known", "who", "that", "subsequently", "so", "far", "already", "then", "presumed", "more", "others", "people", "too"};
  if (be(c, t)) return true;
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    if (fg_word(c, t, words[k])) return true;
  return false;
}

/* "one shot" is a noun. */
static bool a_shot(const fg_ctx *c, uint32_t k) {
  if (!fg_word(c, k, "shot")) return false;
  if (c->tree) return c->doc->tokens.ptr[k].upos == TOC_UPOS_NOUN;
  return k > c->first && (toc_str_ends(c->word[k - 1].low, TOC_S("one")) || fg_word(c, k - 1, "single") || fg_word(c, k - 1, "first"));
}

/* "wounded a guard": the words behind verb k begin an object. */
static bool object_behind(const fg_ctx *c, uint32_t k) {
  static const char *const words[] = {"a", "an", "the", "him", "them", "her", "his", "their", "its"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (fg_word(c, k + 1, words[i])) return true;
  return fg_word(c, k + 1, "at") && fg_word(c, k + 2, "least");
}

/* Does somebody who did it to others stand there?  "Three gunmen wounded a guard", "shot and
 * killed the mayor": two verbs may share the object. */
static bool has_object(const fg_ctx *c, uint32_t v) {
  const toc_doc *doc = c->doc;
  if (!c->tree) return object_behind(c, v);
  uint32_t o = toc_child(doc, v, TOC_REL_OBJ);
  if (o != TOC_NONE && o > v) return true;
  if (!fg_word(c, v + 1, "and") || v + 2 >= c->last || doc->tokens.ptr[v + 2].head != v) return false;
  o = toc_child(doc, v + 2, TOC_REL_OBJ);
  return o != TOC_NONE && o > v + 2 && toc_rel_base(doc, v + 2) == TOC_REL_CONJ && toc_child(doc, v + 2, TOC_REL_NSUBJ) == TOC_NONE;
}

/* A participle or adjective right behind the noun, auxiliaries between: "were killed",
 * "have been arrested", "dead", "who died". */
static toc_counts right_behind(const fg_ctx *c, uint32_t k, uint32_t *verb) {
  bool passive = false, helped = false;
  uint32_t end = k + 7 < c->last ? k + 7 : c->last, u;
  toc_counts kind;
  for (; k < end && helper(c, k); k++) {
    passive |= be(c, k);
    helped |= fg_word(c, k, "had") || fg_word(c, k, "have") || fg_word(c, k, "has") || fg_word(c, k, "who");
  }
  if (k >= c->last || fg_word(c, k, "not")) return TOC_N_COUNTS;
  *verb = k;
  /* "400 jailed members": it only describes them */
  bool describes = !passive && k + 1 < c->last && (c->tree ? c->doc->tokens.ptr[k].rel == TOC_REL_AMOD : alpha(c, k + 1) && (fg_has(c, k + 1, FG_PERSON) || fg_has(c, k + 1, FG_WHO)));
  if (fg_past_form(c, k) && !describes && !a_shot(c, k)) {
    kind = fg_verb_object(c, k, &u);
    /* "12 had killed …" and "three killed a man" are active */
    bool object = object_behind(c, k) || (u > k + 1 && object_behind(c, u)); /* "shot and killed the mayor" */
    if (kind != TOC_N_COUNTS && (passive || (!helped && !object))) {
      if (c->tree && !passive) {
        /* the tree sees objects that these words do not */
        uint32_t o = toc_child(c->doc, k, TOC_REL_OBJ);
        if (o != TOC_NONE && o > k && o - k < 6 && !fg_word(c, k + 1, "and") && !fg_word(c, k + 1, ",")) return TOC_N_COUNTS;
        if (u > k + 1 && has_object(c, k)) return TOC_N_COUNTS;
      }
      *verb = u;
      return kind;
    }
  }
  if (!passive && (kind = fg_kind(c, k, FG_SUBJECT)) != TOC_N_COUNTS && (fg_past_form(c, k) || kind == TOC_COUNTS_KILLED)) return kind;
  if (said_dead(c, k) && fg_past_form(c, k) == false && toc_str_ends(c->word[k].low, TOC_S("ed"))) return TOC_COUNTS_KILLED; /* "starved to death" */
  if (fg_past_form(c, k) && !passive && has_object(c, k)) return TOC_N_COUNTS;
  return fg_kind(c, k, FG_STATE);
}

/* "killing at least 12", "wounded 30 others": the verb right before the quantity. */
static toc_counts right_before(const fg_ctx *c, uint32_t i, uint32_t *verb) {
  if (i <= c->first) return TOC_N_COUNTS;
  uint32_t k = i - 1, u;
  if ((fg_word(c, k, "another") || fg_word(c, k, "the") || fg_word(c, k, "other") || fg_word(c, k, "only")) && k > c->first) k--;
  if (fg_word(c, k, "dead") && k > c->first && fg_kind(c, k - 1, FG_OBJECT) != TOC_N_COUNTS) k--; /* "shot dead two men" */
  if (fg_kind(c, k, FG_OBJECT) == TOC_N_COUNTS) return TOC_N_COUNTS;
  if (c->tree && c->doc->tokens.ptr[k].upos != TOC_UPOS_VERB) {
    /* headlines: "Rebels free 225 captives" */
    toc_upos b = k > c->first ? c->doc->tokens.ptr[k - 1].upos : TOC_UPOS_NONE;
    if (c->doc->tokens.ptr[k].upos != TOC_UPOS_ADJ || (b != TOC_UPOS_NOUN && b != TOC_UPOS_PROPN)) return TOC_N_COUNTS;
  }
  /* "were killed 12 miles away" */
  for (uint32_t b = k > c->first + 2 ? k - 2 : c->first; b < k; b++)
    if (be(c, b) && fg_past_form(c, k)) return TOC_N_COUNTS;
  toc_counts kind = fg_verb_object(c, k, &u);
  *verb = u;
  return kind;
}

/* -------------------------------------------------------------------------- the tree */

static bool passive_verb(const fg_ctx *c, uint32_t v) {
  const toc_token *t = &c->doc->tokens.ptr[v];
  if (t->feat & TOC_F_PASS) return true;
  bool have = false;
  toc_few_children(c->doc, v, k) {
    if (c->doc->tokens.ptr[k].rel == TOC_REL_AUX_PASS) return true;
    if (toc_lemma_is(c->doc, k, "have") || toc_lemma_is(c->doc, k, "will")) have = true;
  }
  /* headlines: "dozens of demonstrators killed in protests" */
  return !have && fg_past_form(c, v) && toc_child(c->doc, v, TOC_REL_OBJ) == TOC_NONE && toc_child(c->doc, v, TOC_REL_CCOMP) == TOC_NONE && !has_object(c, v);
}

static bool wants_people(toc_counts k) { return k != TOC_COUNTS_KILLED; }

/* May what the verb did to them be counted of the noun?  "Twenty welders were injured": a noun that
 * nothing knows is one of people where the verb strikes nothing else. */
static bool suits(const fg_ctx *c, toc_counts k, uint32_t noun, uint32_t verb) {
  return !wants_people(k) || fg_human(c, noun) || (fg_has(c, verb, FG_SURELY) && !fg_has(c, noun, FG_THING));
}

static toc_counts of_subject(const fg_ctx *c, uint32_t v, bool passive, uint32_t noun, uint32_t *verb) {
  bool human = fg_human(c, noun);
  toc_counts k;
  for (int depth = 0; depth < 3; depth++) {
    if (passive || passive_verb(c, v)) {
      k = fg_verb_object(c, v, verb);
      if (k != TOC_N_COUNTS && suits(c, k, noun, *verb)) return k;
    }
    *verb = v;
    if (said_dead(c, v) && toc_child(c->doc, v, TOC_REL_OBJ) == TOC_NONE) return TOC_COUNTS_KILLED; /* "starved to death" */
    k = fg_kind(c, v, FG_SUBJECT);
    if (k != TOC_N_COUNTS && human && !passive) return k;
    k = passive || !has_object(c, v) ? fg_kind(c, v, FG_STATE) : TOC_N_COUNTS;
    if (k != TOC_N_COUNTS) return k;
    uint32_t x = toc_child(c->doc, v, TOC_REL_XCOMP); /* "are believed to have been killed", "were forced to flee" */
    if (x == TOC_NONE) return TOC_N_COUNTS;
    v = x;
    passive = false;
  }
  return TOC_N_COUNTS;
}

uint32_t fg_shares_fate(const fg_ctx *c, uint32_t n) {
  uint32_t with = toc_child(c->doc, n, TOC_REL_CASE), verb = c->doc->tokens.ptr[n].head;
  while (with != TOC_NONE && with < n && !fg_word(c, with, "with")) with++; /* "along" is the first of two */
  if (verb == TOC_NONE || verb > n || with == TOC_NONE || with >= n || with <= c->first) return TOC_NONE;
  if (!fg_word(c, with - 1, "along") && !fg_word(c, with - 1, "together")) return TOC_NONE;
  return toc_rel_base(c->doc, n) == TOC_REL_OBL ? verb : TOC_NONE;
}

/* Who is killed along with the mayor is killed as he is, whether or not the verb is passive. */
static toc_counts shared_fate(const fg_ctx *c, uint32_t v, uint32_t noun, uint32_t *verb) {
  if (toc_child(c->doc, v, TOC_REL_OBJ) == TOC_NONE) return of_subject(c, v, toc_child(c->doc, v, TOC_REL_NSUBJ_PASS) != TOC_NONE, noun, verb);
  toc_counts k = fg_verb_object(c, v, verb);
  return k != TOC_N_COUNTS && suits(c, k, noun, *verb) ? k : TOC_N_COUNTS;
}

static toc_counts by_tree(const fg_ctx *c, const spot *s, uint32_t *verb) {
  const toc_doc *doc = c->doc;
  uint32_t n = s->top;
  toc_counts k;
  uint32_t mine[2] = {s->top, s->noun};
  for (int m = 0; m < 2; m++) { /* participles and relative clauses on the noun */
    if (mine[m] == TOC_NONE || (m && mine[1] == mine[0])) continue;
    toc_few_children(doc, mine[m], a) {
      toc_deprel r = toc_rel_base(doc, a);
      if (r == TOC_REL_ACL) {
        bool relative = doc->tokens.ptr[a].rel == TOC_REL_ACL_RELCL;
        if (!relative && fg_past_form(c, a) && (k = fg_verb_object(c, a, verb)) != TOC_N_COUNTS && suits(c, k, s->noun, *verb)) return k;
        if (relative && (toc_child(doc, a, TOC_REL_NSUBJ_PASS) != TOC_NONE || toc_child(doc, a, TOC_REL_AUX_PASS) != TOC_NONE) && (k = fg_verb_object(c, a, verb)) != TOC_N_COUNTS && suits(c, k, s->noun, *verb)) return k;
        if (relative && toc_child(doc, a, TOC_REL_NSUBJ) != TOC_NONE && (k = fg_kind(c, a, FG_SUBJECT)) == TOC_COUNTS_KILLED) return *verb = a, k;
      } else if (r == TOC_REL_AMOD && (k = fg_kind(c, a, FG_STATE)) != TOC_N_COUNTS) {
        *verb = a;
        return k;
      }
    }
  }
  for (int up = 0; up < 7; up++) {
    uint32_t h = doc->tokens.ptr[n].head;
    toc_deprel rel = doc->tokens.ptr[n].rel, base = toc_rel_base(doc, n);
    if (h == TOC_NONE) return TOC_N_COUNTS;
    if (rel == TOC_REL_NSUBJ_PASS) return of_subject(c, h, true, s->noun, verb);
    if (base == TOC_REL_NSUBJ) return of_subject(c, h, false, s->noun, verb);
    if (base == TOC_REL_OBJ || base == TOC_REL_IOBJ) {
      k = fg_verb_object(c, h, verb);
      if (k != TOC_N_COUNTS && suits(c, k, s->noun, *verb)) return k;
      toc_few_children(doc, h, x) { /* "left five dead", "forced 500 to flee", "let 225 hostages go" */
        if (toc_rel_base(doc, x) != TOC_REL_XCOMP) continue;
        *verb = x;
        if ((k = fg_kind(c, x, FG_STATE)) != TOC_N_COUNTS || (k = fg_kind(c, x, FG_SUBJECT)) != TOC_N_COUNTS) return k;
      }
      return TOC_N_COUNTS;
    }
    if (base == TOC_REL_NMOD || base == TOC_REL_OBL) {
      uint32_t mark = toc_child(doc, n, TOC_REL_CASE), with = fg_shares_fate(c, n);
      if (with != TOC_NONE) return shared_fate(c, with, s->noun, verb);
      if (mark == TOC_NONE || !toc_lemma_is(doc, mark, "of")) return TOC_N_COUNTS;
      if ((k = fg_kind(c, h, FG_NOUN)) != TOC_N_COUNTS && k != TOC_COUNTS_PARTICIPANTS) return *verb = h, k;
      if (fg_has(c, h, FG_GROUP)) {
        if (fg_word(c, h, "crowd") || fg_word(c, h, "mob")) return *verb = h, TOC_COUNTS_PARTICIPANTS;
        n = h;
        continue;
      }
      return TOC_N_COUNTS;
    }
    if (base == TOC_REL_CONJ) {
      /* "three killed and five injured": the second conjunct may be a clause of its own */
      n = h;
      continue;
    }
    if (base == TOC_REL_APPOS || base == TOC_REL_FLAT) {
      n = h;
      continue;
    }
    return TOC_N_COUNTS;
  }
  return TOC_N_COUNTS;
}

/* ------------------------------------------------------------------------ the toll */

/* "the toll rose to 12", "put the dead at 47", "the number of dead at 128", "raised to 350 the
 * number of people who have died".  `last_kind`: what the sentence's figures counted so far. */
static toc_counts toll(const fg_ctx *c, const fg_quantity *q, toc_counts last_kind, uint32_t *verb) {
  static const char *const to[] = {"to", "from", "at", "of", "is", "was", "reached", "as", "exceeds", "passed", "hit", "past", "exceeded", "surpassed", "stands", "stood", "reaches", "topped", "tops", ":", "nears"};
  bool led = false;
  for (size_t k = 0; q->first > c->first && k < sizeof to / sizeof *to; k++) led |= fg_word(c, q->first - 1, to[k]);
  led |= fg_word(c, q->first, "nears") || fg_word(c, q->first, "towards") || fg_word(c, q->first, "toward");
  if (!led && q->first > c->first && !fg_word(c, q->last, "the")) return TOC_N_COUNTS;
  uint32_t from = q->first > c->first + 22 ? q->first - 22 : c->first;
  for (uint32_t k = q->first; led && k-- > from;) {
    if (fg_word(c, k, ";")) break;
    toc_counts t = fg_kind(c, k, FG_TOLL);
    if (t != TOC_N_COUNTS) return *verb = k, t;
    if (fg_word(c, k, "number") || fg_word(c, k, "count") || fg_word(c, k, "total")) {
      for (uint32_t d = k + 1; d < q->first && d < k + 9; d++) {
        toc_counts n = fg_kind(c, d, FG_NOUN);
        if (n == TOC_N_COUNTS && fg_past_form(c, d)) n = fg_kind(c, d, FG_OBJECT);
        if (n == TOC_N_COUNTS) n = fg_kind(c, d, FG_SUBJECT);
        if (n == TOC_COUNTS_KILLED || n == TOC_COUNTS_INJURED || n == TOC_COUNTS_ARRESTED || n == TOC_COUNTS_DISPLACED) return *verb = fg_word(c, d, "dead") ? d : k, n;
      }
      if (last_kind != TOC_N_COUNTS && last_kind != TOC_COUNTS_OTHER && k > c->first && fg_word(c, k - 1, "the")) return *verb = k, last_kind;
    }
    if ((fg_word(c, k, "dead") || fg_word(c, k, "deaths") || fg_word(c, k, "fatalities")) && k + 5 > q->first && (fg_word(c, q->first - 1, "at") || fg_word(c, q->first - 1, "to"))) return *verb = k, TOC_COUNTS_KILLED;
  }
  if (fg_word(c, q->last, "the") && (fg_word(c, q->last + 1, "number") || fg_word(c, q->last + 1, "toll") || fg_word(c, q->last + 1, "death") || fg_word(c, q->last + 1, "total"))) {
    for (uint32_t d = q->last + 1; d < c->last && d < q->last + 10; d++) {
      toc_counts n = fg_kind(c, d, FG_TOLL);
      if (n == TOC_N_COUNTS) n = fg_kind(c, d, FG_NOUN);
      if (n == TOC_N_COUNTS && fg_past_form(c, d)) n = fg_kind(c, d, FG_OBJECT);
      if (n == TOC_N_COUNTS) n = fg_kind(c, d, FG_SUBJECT);
      if (n == TOC_COUNTS_KILLED || n == TOC_COUNTS_INJURED || n == TOC_COUNTS_ARRESTED || n == TOC_COUNTS_DISPLACED) return *verb = d, n;
    }
  }
  return TOC_N_COUNTS;
}

/* ------------------------------------------------------------------------- subsets */

/* "eight of them children", "including four children", "among them two women": part of
 * which figure of the sentence; TOC_NONE if of none. */
static uint32_t part_of(const fg_ctx *c, const fg_quantity *q, uint32_t sentence_first) {
  const toc_doc *doc = c->doc;
  uint32_t k = q->first;
  bool them = fg_word(c, q->last, "of") && (fg_word(c, q->last + 1, "them") || fg_word(c, q->last + 1, "whom") || (fg_word(c, q->last + 1, "the") && fg_word(c, q->last + 2, "victims")));
  bool incl = false;
  for (uint32_t b = k > c->first + 4 ? k - 4 : c->first; b < k; b++)
    incl |= fg_word(c, b, "including") || fg_word(c, b, "includes") || fg_word(c, b, "included") || (fg_word(c, b, "among") && (fg_word(c, b + 1, "them") || fg_word(c, b + 1, "whom"))) || fg_word(c, b, "notably");
  if (!them && !incl) { /* "including two soldiers and three children" */
    uint32_t n = doc->figures.len;
    if (n > sentence_first && doc->figures.ptr[n - 1].subset_of != TOC_NONE && k - doc->figures.ptr[n - 1].last < 5) {
      for (uint32_t b = doc->figures.ptr[n - 1].last; b < k; b++)
        if (fg_kind(c, b, FG_OBJECT) != TOC_N_COUNTS && fg_past_form(c, b)) return TOC_NONE;
      for (uint32_t b = doc->figures.ptr[n - 1].last; b < k; b++)
        if (fg_word(c, b, "and")) return doc->figures.ptr[n - 1].subset_of;
    }
    return TOC_NONE;
  }
  uint32_t floor = doc->figures.len > sentence_first + 32 ? doc->figures.len - 32 : sentence_first;
  for (uint32_t f = doc->figures.len; f-- > floor;)
    if (doc->figures.ptr[f].subset_of == TOC_NONE && !doc->figures.ptr[f].unit.len && (doc->figures.ptr[f].counts != TOC_COUNTS_OTHER || f + 1 == doc->figures.len)) return f;
  return TOC_NONE;
}

/* The fate of a part, when it has its own: "two of them fatally", "one of whom died". */
static toc_counts part_kind(const fg_ctx *c, const fg_quantity *q, uint32_t *verb) {
  uint32_t end = q->last + 8 < c->last ? q->last + 8 : c->last;
  for (uint32_t k = q->last; k < end; k++) {
    if (fg_word(c, k, ",") || fg_word(c, k, ";") || fg_word(c, k, "and")) break;
    if (fg_word(c, k, "fatally")) return *verb = k, TOC_COUNTS_KILLED;
    toc_counts s = fg_kind(c, k, FG_SUBJECT);
    if (s == TOC_COUNTS_KILLED) return *verb = k, s;
    if (fg_past_form(c, k) && (s = fg_verb_object(c, k, verb)) != TOC_N_COUNTS) return s;
    if ((s = fg_kind(c, k, FG_STATE)) != TOC_N_COUNTS) return *verb = k, s;
  }
  return TOC_N_COUNTS;
}

/* ------------------------------------------------------------------------ together */

static toc_counts by_noun(const fg_ctx *c, const spot *s, const fg_quantity *q, uint32_t *verb) {
  toc_counts k;
  if (s->noun == TOC_NONE) return TOC_N_COUNTS;
  *verb = s->noun;
  if ((k = fg_kind(c, s->noun, FG_NOUN)) != TOC_N_COUNTS) return k;
  /* "186 hurt", "20 injured": the participle is the noun */
  if (s->noun == q->last && fg_past_form(c, s->noun) && !a_shot(c, s->noun) && (k = fg_kind(c, s->noun, FG_OBJECT)) != TOC_N_COUNTS) return k;
  return fg_kind(c, s->noun, FG_WHO);
}

/* The nearest participle or "killing" of the clause, when the tree gave nothing. */
static toc_counts by_clause(const fg_ctx *c, const spot *s, const fg_quantity *q, uint32_t *verb) {
  uint32_t after = s->noun != TOC_NONE && s->noun >= q->last ? s->noun + 1 : q->last;
  toc_counts k = right_behind(c, after, verb);
  if (k != TOC_N_COUNTS) return k;
  if (fg_word(c, after, "and") || fg_word(c, after, "or")) { /* "three women and one man injured" */
    fg_quantity other;
    if (fg_quantity_at(c, after + 1, &other) && !other.unit.len) {
      uint32_t n = noun_by_words(c, other.last);
      if ((k = right_behind(c, n == TOC_NONE ? other.last : n + 1, verb)) != TOC_N_COUNTS) return k;
    }
  }
  if (fg_word(c, after, ",")) { /* "60 miners, nearly all of them young, were killed" */
    uint32_t stop = after + 24 < c->last ? after + 24 : c->last;
    for (uint32_t t = after + 1; t + 1 < stop; t++)
      if (fg_word(c, t, ",")) {
        if (helper(c, t + 1) && (k = right_behind(c, t + 1, verb)) != TOC_N_COUNTS) return k;
        break;
      }
  }
  /* a prepositional phrase may stand between: "12 people in the market were killed" */
  uint32_t end = after + 12 < c->last ? after + 12 : c->last;
  for (uint32_t t = after; t + 1 < end; t++) {
    if (fg_word(c, t, ",") || fg_word(c, t, ";") || fg_word(c, t, "and") || fg_word(c, t, ".") || fg_word(c, t, "who") || fg_word(c, t, "that")) break;
    if (be(c, t) && !negated(c, t + 1)) return right_behind(c, t, verb);
  }
  return TOC_N_COUNTS;
}

static toc_span counted_words(const fg_ctx *c, const fg_quantity *q, uint32_t noun) {
  if (noun == TOC_NONE || noun < q->last || fg_kind(c, noun, FG_STATE) != TOC_N_COUNTS) return (toc_span){0, 0}; /* "five dead" */
  uint32_t k = q->last;
  while (k < noun && (fg_word(c, k, "of") || fg_word(c, k, "the") || fg_word(c, k, "other") || fg_word(c, k, "more") || fg_word(c, k, "its") || fg_word(c, k, "their") || fg_word(c, k, "his") || fg_word(c, k, "these") || fg_word(c, k, "those"))) k++;
  return toc_tokens_span(c->doc, k, noun + 1);
}

/* Kinds that count people: a thing cannot be arrested, hurt or take part. */
static toc_counts sensible(const fg_ctx *c, toc_counts k, const spot *s, const uint32_t *verb) {
  if (k == TOC_N_COUNTS || k == TOC_COUNTS_OTHER) return k;
  if (*verb == s->noun) return k;
  if (k == TOC_COUNTS_PARTICIPANTS && s->noun != TOC_NONE && fg_kind(c, s->noun, FG_WHO) == TOC_COUNTS_PERSONNEL) return TOC_COUNTS_PERSONNEL;
  if (!suits(c, k, s->noun, *verb)) return TOC_N_COUNTS;
  if (s->noun != TOC_NONE && !fg_human(c, s->noun) && (fg_has(c, s->noun, FG_THING) || !fg_has(c, *verb, FG_SURELY))) return TOC_N_COUNTS;
  return k;
}

bool fg_counted(const fg_ctx *c, const fg_quantity *q, uint32_t sentence_first, toc_figure *f) {
  toc_doc *doc = c->doc;
  uint32_t verb = TOC_NONE;
  toc_counts k = TOC_N_COUNTS, last_kind = TOC_N_COUNTS;
  f->counts = TOC_COUNTS_OTHER;
  f->head = f->verb = f->subset_of = TOC_NONE;
  if (q->unit.len) {
    f->unit = q->unit;
    return true;
  }
  spot s = find_noun(c, q);
  if (s.noun != TOC_NONE && fg_word(c, s.noun, "more")) s.noun = TOC_NONE;
  if (doc->figures.len > sentence_first) last_kind = doc->figures.ptr[doc->figures.len - 1].counts;
  uint32_t whole = part_of(c, q, sentence_first);
  if (whole != TOC_NONE) {
    const toc_figure *w = &doc->figures.ptr[whole];
    k = part_kind(c, q, &verb);
    if (k == TOC_N_COUNTS) k = w->counts, verb = w->verb;
    f->subset_of = whole;
    f->head = s.noun;
    f->of = counted_words(c, q, s.noun);
    f->counts = k;
    f->verb = verb;
    return true;
  }
  uint32_t after = s.noun != TOC_NONE && s.noun >= q->last ? s.noun + 1 : q->last;
  if ((k = toll(c, q, last_kind, &verb)) != TOC_N_COUNTS) f->total = true;
  if (k == TOC_N_COUNTS && s.noun == TOC_NONE && (k = fg_restated(c, q)) != TOC_N_COUNTS) f->total = true, verb = q->first - 1;
  if (k == TOC_N_COUNTS) k = sensible(c, right_behind(c, after, &verb), &s, &verb);
  if (k == TOC_N_COUNTS) k = sensible(c, right_before(c, q->first, &verb), &s, &verb);
  if (k == TOC_N_COUNTS && c->tree) k = sensible(c, by_tree(c, &s, &verb), &s, &verb);
  if (k == TOC_N_COUNTS) {
    toc_counts n = by_noun(c, &s, q, &verb);
    uint32_t v2 = TOC_NONE;
    toc_counts cl = n == TOC_N_COUNTS || (fg_has(c, s.noun, FG_WHO) && fg_kind(c, s.noun, FG_NOUN) == TOC_N_COUNTS) ? sensible(c, by_clause(c, &s, q, &v2), &s, &v2) : TOC_N_COUNTS;
    if (cl != TOC_N_COUNTS) k = cl, verb = v2;
    else k = n;
  }
  f->head = s.noun;
  f->of = counted_words(c, q, s.noun);
  if (k == TOC_N_COUNTS) {
    /* nothing happened to it: a count of things, if it is a count at all */
    if (q->zero || q->both || q->one) return false;
    bool measure = q->low == q->high && q->low != floor(q->low); /* "fell to 298.93" */
    if (s.noun == TOC_NONE && !q->approximate && !measure) return false;
    k = TOC_COUNTS_OTHER;
    verb = TOC_NONE;
    if (c->tree) { /* the verb that takes it, for whoever attaches figures to events */
      uint32_t h = doc->tokens.ptr[s.top].head;
      toc_deprel r = toc_rel_base(doc, s.top);
      if (h != TOC_NONE && (r == TOC_REL_NSUBJ || r == TOC_REL_OBJ || r == TOC_REL_OBL)) verb = h;
    }
  }
  if (q->one && (k == TOC_COUNTS_PARTICIPANTS || k == TOC_COUNTS_PERSONNEL)) return false; /* one is no crowd */
  if (q->zero && k != TOC_COUNTS_KILLED && k != TOC_COUNTS_INJURED && k != TOC_COUNTS_ARRESTED && k != TOC_COUNTS_MISSING) return false;
  f->counts = k;
  f->verb = verb;
  return true;
}
