/* periods.c - numbers that a long time cost, not one happening.
 *
 *     "In the last three years, 64 mayors have been killed."
 *     "the war, which has claimed 70,000 lives"
 *     "an average of 54 deaths a day"
 *
 * Reports give them as background beside the happening that they tell of, and they are no toll of
 * it.  What was told of weeks ("since the offensive began on Monday") is. */
#include <ctype.h>
#include <math.h>

#include "tolls.h"

enum {
  LONG = 60,      /* days: a period rather than a happening that lasts */
  MANY = 100,     /* of a war, a year: fewer may be those of one fight */
  ALWAYS = 10000, /* dead: no single attack kills so many */
  UP = 12,        /* steps up the tree */
  NEAR = 120      /* words on either side, for a sentence without end takes linear time */
};

static bool is_verb(const toc_doc *doc, uint32_t t) { return doc->tokens.ptr[t].upos == TOC_UPOS_VERB; }

/* The word that carries the clause of token t. */
static uint32_t clause(const toc_doc *doc, uint32_t t) {
  for (int up = 0; up < UP && doc->tokens.ptr[t].head != TOC_NONE; up++) {
    switch (toc_rel_base(doc, t)) {
      case TOC_REL_CCOMP:
      case TOC_REL_ADVCL:
      case TOC_REL_ACL:
      case TOC_REL_PARATAXIS:
      case TOC_REL_CSUBJ: return t;
      case TOC_REL_CONJ:
        if (is_verb(doc, t)) return t;
        break;
      default: break;
    }
    t = doc->tokens.ptr[t].head;
  }
  return t;
}

/* Does the clause at `from` stand under that one as its equal: "X were killed and →Y wounded←"? */
static bool shares(const toc_doc *doc, uint32_t from, uint32_t with) {
  for (int up = 0; up < 3; up++) {
    if (from == with) return true;
    if (toc_rel_base(doc, from) != TOC_REL_CONJ || doc->tokens.ptr[from].head == TOC_NONE) return false;
    from = doc->tokens.ptr[from].head;
  }
  return false;
}

/* "P3Y", "P18M", "P10W" in days, a few ("PXY") being three; 0: another kind of value. */
static double days_of(toc_str value) {
  size_t i = 1;
  double n = 0;
  if (value.len < 3 || value.ptr[0] != 'P') return 0;
  if (value.ptr[i] == 'X') n = 3, i++;
  for (; i < value.len && isdigit((unsigned char)value.ptr[i]); i++) n = 10 * n + (value.ptr[i] - '0');
  if (i + 1 != value.len) return 0;
  switch (value.ptr[i]) {
    case 'Y': return 365 * n;
    case 'M': return 30 * n;
    case 'W': return 7 * n;
    case 'D': return n;
    default: return 0;
  }
}

static bool war(toc_str lemma) {
  static const char *const words[] = {"war", "conflict", "insurgency", "strife", "dictatorship", "struggle", "warfare"};
  return TOC_ONE_OF(lemma, words);
}

/* What is counted one by one: "700 assassinations", "350 deaths". */
static bool count_of_acts(const toc_doc *doc, const toc_figure *f) {
  static const char *const words[] = {"death", "murder", "assassination", "killing", "homicide", "fatality", "casualty", "execution", "shooting"};
  return f->head != TOC_NONE && TOC_ONE_OF(doc->tokens.ptr[f->head].lemma, words);
}

/* "in nearly ten years" */
static bool led(const toc_doc *doc, const toc_time *t) {
  static const char *const lead[] = {"in", "over", "during", "within", "throughout", "across"};
  static const char *const between[] = {"the", "nearly", "almost", "about", "more", "than", "some"};
  uint32_t first = doc->sentences.ptr[doc->tokens.ptr[t->first].sentence].first;
  for (uint32_t k = t->first; k > first && t->first - k < 3;) {
    toc_str l = doc->tokens.ptr[--k].lemma;
    if (TOC_ONE_OF(l, lead)) return true;
    if (!TOC_ONE_OF(l, between)) return false;
  }
  return false;
}

/* "in the last three years", "over the past six months", "10 years of war", "the 10-year war" */
static bool long_duration(const toc_doc *doc, const toc_time *t) {
  if (t->type != TOC_TIME_DURATION || days_of(t->value) < LONG) return false;
  if (t->from != TOC_NODAY && t->to != TOC_NODAY) return true;
  if (led(doc, t)) return true;
  uint32_t last = doc->sentences.ptr[doc->tokens.ptr[t->first].sentence].last, verb = clause(doc, t->first);
  if (toc_lemma_is(doc, verb, "last")) return true; /* "has lasted ten years and killed 70,000" */
  for (uint32_t k = t->last; k < last && k < t->last + 4; k++)
    if (war(doc->tokens.ptr[k].lemma)) return true;
  return false;
}

static bool tells_period(const toc_doc *doc, const toc_time *t, const toc_figure *f) {
  static const char *const per[] = {"per", "each", "every", "a"};
  if (t->type == TOC_TIME_SET) return toc_str_starts(t->value, TOC_S("P")) && TOC_ONE_OF(doc->tokens.ptr[t->first].lemma, per);
  if (long_duration(doc, t)) return true;
  if (toc_str_is(t->value, "PAST_REF") && t->last > t->first && toc_lemma_is(doc, t->last - 1, "year")) return f->low >= 3; /* "in recent years" */
  if (t->type != TOC_TIME_DATE || t->from == TOC_NODAY || t->to == TOC_NODAY) return false;
  if (t->ongoing) return t->to - t->from >= LONG && f->low >= 3;
  bool whole = toc_str_is(t->precision, "year") || toc_str_is(t->precision, "month") || toc_str_is(t->precision, "decade");
  if (!whole) return false;
  bool still = doc->dct != TOC_NODAY && t->from <= doc->dct && doc->dct <= t->to && doc->dct - t->from >= LONG; /* "this year" */
  return (still && f->low >= 10) || (count_of_acts(doc, f) && f->low >= MANY);
}

/* "Since it was founded in 1985 …": a clause that says from when on. */
static bool since(const toc_doc *doc, const toc_time *t, uint32_t root) {
  uint32_t c = clause(doc, t->first), mark = toc_rel_base(doc, c) == TOC_REL_ADVCL ? toc_child(doc, c, TOC_REL_MARK) : TOC_NONE;
  if (mark == TOC_NONE || !toc_lemma_is(doc, mark, "since") || doc->tokens.ptr[c].head == TOC_NONE) return false;
  return t->from != TOC_NODAY && doc->dct != TOC_NODAY && doc->dct - t->from >= LONG && shares(doc, root, clause(doc, doc->tokens.ptr[c].head));
}

/* A war, years of war, political violence */
static bool warlike(const toc_doc *doc, uint32_t n) {
  if (war(doc->tokens.ptr[n].lemma)) return true;
  bool years = toc_lemma_is(doc, n, "year") || toc_lemma_is(doc, n, "decade"), violence = toc_lemma_is(doc, n, "violence");
  if (!years && !violence) return false;
  toc_few_children(doc, n, k) {
    if (years && toc_rel_base(doc, k) == TOC_REL_NMOD) return true;
    if (violence && toc_lemma_is(doc, k, "political")) return true;
  }
  return false;
}

/* "The war has left 70,000 dead", "40,000 people died in the conflict" */
static bool of_war(const toc_doc *doc, const toc_figure *f, uint32_t root) {
  if (f->low < MANY) return false;
  if (toc_rel_base(doc, root) == TOC_REL_ACL && doc->tokens.ptr[root].head != TOC_NONE && warlike(doc, doc->tokens.ptr[root].head)) return true;
  toc_few_children(doc, root, k) {
    toc_deprel r = toc_rel_base(doc, k);
    if ((r == TOC_REL_NSUBJ || r == TOC_REL_OBL) && warlike(doc, k)) return true;
  }
  return false;
}

bool toc__of_a_period(const toc_doc *doc, const toc_figure *f) {
  if (f->counts == TOC_COUNTS_OTHER || isnan(f->low) || !doc->child_at) return false;
  uint32_t word = f->verb != TOC_NONE ? f->verb : f->first, s = doc->tokens.ptr[word].sentence, seen = 0;
  if (!doc->sentences.ptr[s].analysed) return false;
  uint32_t root = clause(doc, word);
  if (f->counts == TOC_COUNTS_KILLED && f->low >= ALWAYS) return true;
  if (of_war(doc, f, root)) return true;
  uint32_t first = doc->sentences.ptr[s].first, last = doc->sentences.ptr[s].last;
  if (word > first + NEAR) first = word - NEAR;
  if (last > word + NEAR) last = word + NEAR;
  for (uint32_t t = first; t < last && seen < 16; t++) {
    if (doc->tokens.ptr[t].time == TOC_NONE) continue;
    const toc_time *time = &doc->times.ptr[doc->tokens.ptr[t].time];
    seen++;
    if (tells_period(doc, time, f) && shares(doc, root, clause(doc, time->first))) return true;
    if (f->low >= 3 && since(doc, time, root)) return true;
    if (time->last > t) t = time->last - 1;
  }
  return false;
}

/* Dead of an earthquake or a crash: no deed's. */
bool toc__of_nature(const toc_doc *doc, const toc_figure *f) {
  static const char *const words[] = {"earthquake", "quake", "tremor", "flood", "flooding", "hurricane", "cyclone", "typhoon", "tornado", "storm", "landslide", "mudslide", "avalanche", "tsunami",
                                      "volcano", "eruption", "drought", "famine", "epidemic", "disease", "cholera", "malaria", "measles", "heat", "accident", "crash", "collision", "derailment"};
  uint32_t word = f->verb != TOC_NONE ? f->verb : f->first;
  if (!doc->child_at || !doc->sentences.ptr[doc->tokens.ptr[word].sentence].analysed) return false;
  uint32_t root = clause(doc, word);
  for (int up = 0; up < 3 && root != TOC_NONE; up++) {
    if (TOC_ONE_OF(doc->tokens.ptr[root].lemma, words)) return true;
    toc_few_children(doc, root, k) {
      if (TOC_ONE_OF(doc->tokens.ptr[k].lemma, words)) return true;
    }
    toc_deprel r = toc_rel_base(doc, root);
    if (r != TOC_REL_ADVCL && r != TOC_REL_ACL && r != TOC_REL_CONJ) return false;
    root = doc->tokens.ptr[root].head;
  }
  return false;
}
