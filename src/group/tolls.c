/* tolls.c - what each incident cost, figure by figure.
 *
 * "Gunmen shot five people, killing two men.  The death toll later rose to three."  A toll is
 * a figure together with who gives it.  Nothing is added up; so one has to know which
 * figures are the whole and which only a part of it:
 *
 *   - a subset ("two of them children") is no toll, nor is what years or a war cost (periods.c);
 *   - a voice gives its number once, in news first: what it counts later is a part of that,
 *     or another day's ("104 people have been shot this year"), unless it is said to be a
 *     toll ("rose to three") or makes a vague number sharp ("several … four");
 *   - a smaller number from another voice is a rival if it counts the same people, else a
 *     part ("five people … two nurses");
 *   - the last toll of a kind is the one the report goes by: what it told first, or what that
 *     rose to; rivals stand before it;
 *   - a number that another takes back stands before that one;
 *   - people named one by one ("the driver was killed") count only where no number does;
 *   - who is told in one breath, "six priests and two women", "a judge, his driver", are
 *     different people, so each of them stands, and so does whoever has a name of their own.
 *
 * A figure belongs to the incident of the event it is attached to.  One whose word is no
 * event ("the shooting death of a girl", "30 dead") belongs to the nearest event that can
 * have cost it: in its sentence, else the last one told before, else the next. */
#include "tolls.h"

#include <math.h>

typedef struct tolling {
  toc_doc *doc;
  uint32_t *owner;   /* [figures and victims] incident, TOC_NONE */
  uint32_t *first_of; /* [sentences + 1] first event of each sentence */
  toc_map counted;    /* noun → first figure of two or more such killed or injured */
} tolling;

static bool could_cost(toc_counts counts, const toc_event *e) {
  if (e->status != TOC_FACT_OCCURRED && e->status != TOC_FACT_ONGOING) return false;
  switch (counts) {
    case TOC_COUNTS_KILLED:
    case TOC_COUNTS_INJURED:
    case TOC_COUNTS_HOSTAGES: return e->type == TOC_ASSAULT;
    case TOC_COUNTS_ARRESTED: return e->type == TOC_COERCE;
    case TOC_COUNTS_PARTICIPANTS: return e->type == TOC_PROTEST;
    default: return false;
  }
}

/* The event of that sentence nearest to the word; TOC_NONE if none could have cost it. */
static uint32_t nearest(const tolling *g, uint32_t sentence, const toc_figure *f, uint32_t word) {
  const toc_doc *doc = g->doc;
  uint32_t best = TOC_NONE, gap = UINT32_MAX, seen = 0;
  for (uint32_t i = g->first_of[sentence]; i < g->first_of[sentence + 1] && seen < 64; i++, seen++) {
    const toc_event *e = &doc->events.ptr[i];
    if (!could_cost(f->counts, e) || (toc__long_while(e->when.from, e->when.to) && sentence != doc->tokens.ptr[word].sentence)) continue;
    uint32_t d = e->token > word ? e->token - word : word - e->token;
    if (d < gap) gap = d, best = i;
  }
  return best;
}

static uint32_t near_by(const tolling *g, const toc_figure *f) {
  const toc_doc *doc = g->doc;
  if (toc__of_nature(doc, f)) return TOC_NONE;
  uint32_t word = f->verb != TOC_NONE ? f->verb : f->first, s = doc->tokens.ptr[word].sentence;
  uint32_t e = nearest(g, s, f, word);
  for (uint32_t back = 1; e == TOC_NONE && back <= 4 && back <= s; back++) e = nearest(g, s - back, f, word);
  for (uint32_t on = 1; e == TOC_NONE && on <= 2 && s + on < doc->sentences.len; on++) e = nearest(g, s + on, f, word);
  return e;
}

static uint32_t struck_by(const tolling *g, const toc_figure *f) {
  const toc_doc *doc = g->doc;
  uint32_t s = doc->tokens.ptr[f->verb].sentence, seen = 0;
  for (uint32_t i = g->first_of[s]; i < g->first_of[s + 1] && seen < 64; i++, seen++)
    if (doc->events.ptr[i].token == f->verb) return i;
  return TOC_NONE;
}

static bool same_number(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

static bool same_voice(const toc_doc *doc, uint32_t a, uint32_t b) {
  if (a == b) return true;
  if (a == TOC_NONE || b == TOC_NONE) return false;
  const toc_claim *c = &doc->claims.ptr[a], *d = &doc->claims.ptr[b];
  if (!c->has_by || !d->has_by) return false;
  if (c->by.entity && c->by.entity == d->by.entity) return true;
  return c->by.name.len && toc_str_eq(c->by.name, d->by.name);
}

/* Do the two count the same people, as rival numbers do?  "Five people" and "two" may;
 * "five people" and "two women" do not. */
static bool same_people(const toc_doc *doc, const toc_figure *a, const toc_figure *b) {
  if (a->head == TOC_NONE || b->head == TOC_NONE) return true;
  return toc_str_eq(doc->tokens.ptr[a->head].lemma, doc->tokens.ptr[b->head].lemma);
}

/* "Several people were shot … four men": the later number fits into the earlier, wider one. */
static bool sharper(const toc_figure *f, const toc_toll *t) {
  bool low = isnan(t->low) || (!isnan(f->low) && f->low >= t->low), high = isnan(t->high) || (!isnan(f->high) && f->high <= t->high);
  return low && high;
}

/* The word that stands for the people in the clause: "→two← of his guards". */
static uint32_t carrier(const toc_doc *doc, uint32_t t) {
  uint32_t h = doc->tokens.ptr[t].head;
  return h != TOC_NONE && h < t && toc_rel_base(doc, t) == TOC_REL_NMOD && doc->tokens.ptr[h].upos == TOC_UPOS_NUM ? h : t;
}

/* Is b coordinated with a, or with what a is coordinated with?  "A judge, two guards and the driver" */
static uint32_t first_of_list(const toc_doc *doc, uint32_t t) {
  t = carrier(doc, t);
  for (int up = 0; up < 2 && toc_rel_base(doc, t) == TOC_REL_CONJ && doc->tokens.ptr[t].head != TOC_NONE; up++) t = doc->tokens.ptr[t].head;
  return t;
}

static bool one_list(const toc_doc *doc, uint32_t a, uint32_t b) { return first_of_list(doc, a) == first_of_list(doc, b); }

/* "along with two guards", "together with his driver" */
static bool along(const toc_doc *doc, uint32_t n) {
  n = carrier(doc, n);
  if (!doc->child_at || toc_rel_base(doc, n) != TOC_REL_OBL) return false;
  toc_few_children(doc, n, k) {
    if (toc_rel_base(doc, k) == TOC_REL_CASE && toc_str_is(doc->tokens.ptr[k].lemma, "with") && k > 0 &&
        (toc_str_is(doc->tokens.ptr[k - 1].lemma, "along") || toc_str_is(doc->tokens.ptr[k - 1].lemma, "together")))
      return true;
  }
  return false;
}

/* People told in one breath, of one verb: each is somebody else. */
static bool beside(const toc_doc *doc, const toc_figure *a, const toc_figure *b) {
  if (a->verb == TOC_NONE || a->verb != b->verb || a->head == TOC_NONE || b->head == TOC_NONE || a->head == b->head) return false;
  return one_list(doc, a->head, b->head) || along(doc, a->head) || along(doc, b->head);
}

/* The figure that counts that word; TOC_NONE. */
static uint32_t figure_of(const toc_doc *doc, uint32_t head) {
  toc_few_children(doc, head, k) {
    uint32_t f = doc->tokens.ptr[k].figure;
    if (f != TOC_NONE && doc->figures.ptr[f].head == head) return f;
  }
  return TOC_NONE;
}

/* Does that list tell of the people whom `told` counts, and of these besides: "the six priests and
 * the two maids", "the priests, their cook", when six priests have been told?  Not "the three
 * victims, two women and a man". */
static bool listed_with(const toc_doc *doc, const toc_figure *told, const toc_figure *f) {
  if (told->head == TOC_NONE || f->head == TOC_NONE || !doc->child_at) return false;
  uint32_t top = first_of_list(doc, f->head);
  double others = 0;
  bool there = false;
  for (uint32_t one = top, at = doc->child_at[top], n = 0; n < TOC_FEW; n++, one = doc->child[at++]) {
    if (one == top || toc_rel_base(doc, one) == TOC_REL_CONJ) {
      uint32_t k = figure_of(doc, one);
      const toc_figure *c = k == TOC_NONE ? NULL : &doc->figures.ptr[k];
      bool same = c ? same_number(c->low, told->low) && same_number(c->high, told->high) : (doc->tokens.ptr[one].feat & TOC_F_PLUR) != 0;
      if (one != f->head && same && toc_str_eq(doc->tokens.ptr[one].lemma, doc->tokens.ptr[told->head].lemma)) there = true;
      else others += c ? c->low : 1;
    }
    if (at >= doc->child_at[top + 1]) break;
  }
  return there && others != told->low && !toc_str_eq(doc->tokens.ptr[told->head].lemma, doc->tokens.ptr[f->head].lemma);
}

static bool named(const toc_doc *doc, const toc_figure *f) {
  uint32_t m = f->head == TOC_NONE ? TOC_NONE : doc->tokens.ptr[f->head].mention;
  return m != TOC_NONE && doc->mentions.ptr[m].kind == TOC_KIND_PER;
}

/* Two whom no number counts: two people? */
static bool others(const toc_doc *doc, const toc_figure *a, const toc_figure *b) {
  return beside(doc, a, b) || (named(doc, a) && named(doc, b)); /* one who is named twice is one victim already */
}

/* What did not happen cost nobody his life. */
static bool cost_nothing(const toc_doc *doc, const toc_incident *incident, toc_counts counts) {
  if (counts != TOC_COUNTS_KILLED && counts != TOC_COUNTS_INJURED) return false;
  switch (doc->events.ptr[incident->events.ptr[0]].status) {
    case TOC_FACT_PLANNED:
    case TOC_FACT_DEMANDED:
    case TOC_FACT_THREATENED:
    case TOC_FACT_HYPOTHETICAL:
    case TOC_FACT_NEGATED: return true;
    default: return false;
  }
}

/* Does a figure beside this one take it back? */
static bool taken_back(const toc_doc *doc, uint32_t figure) {
  if (figure == TOC_NONE) return false;
  for (uint32_t k = figure > 4 ? figure - 4 : 0; k < doc->figures.len && k <= figure + 4; k++)
    if (doc->figures.ptr[k].corrects == figure) return true;
  return false;
}

static void add(toc_doc *doc, toc_incident *incident, const toc_figure *f, uint32_t figure, uint32_t victim) {
  if (cost_nothing(doc, incident, f->counts)) return;
  double low = isnan(f->low) ? 0 : f->low;
  uint32_t before = TOC_NONE, corrected = TOC_NONE; /* by which toll */
  for (uint32_t k = 0; figure != TOC_NONE && k < incident->tolls.len && k < 64; k++)
    if (incident->tolls.ptr[k].figure != TOC_NONE && doc->figures.ptr[incident->tolls.ptr[k].figure].corrects == figure) corrected = k;
  for (uint32_t k = 0; k < incident->tolls.len && k < 64; k++) {
    const toc_toll *t = &incident->tolls.ptr[k];
    if (t->counts != f->counts) continue;
    const toc_figure *told = t->figure != TOC_NONE ? &doc->figures.ptr[t->figure] : &doc->victims.ptr[t->victim];
    bool list = beside(doc, told, f);
    if (list) {
      if (figure == TOC_NONE || low <= (isnan(t->low) ? 0 : t->low)) before = before == TOC_NONE ? k : before;
      continue;
    }
    if (t->figure != TOC_NONE && listed_with(doc, told, f)) {
      if (low <= t->low) before = before == TOC_NONE ? k : before;
      continue;
    }
    if (figure == TOC_NONE && t->figure != TOC_NONE) return; /* named beside a number */
    bool voice = same_voice(doc, t->by, f->claim);
    if ((voice || taken_back(doc, figure)) && same_number(t->low, f->low) && same_number(t->high, f->high) && !(figure == TOC_NONE && others(doc, told, f))) return;
    if (figure == TOC_NONE || t->figure == TOC_NONE || f->total || f->corrects != TOC_NONE || corrected != TOC_NONE) continue;
    if (voice && !sharper(f, t)) return; /* a part, or another day's number */
    if (!voice) before = k;
    bool smaller = low < t->low && !(f->high >= t->low);
    if (smaller && !same_people(doc, told, f)) return; /* a part */
  }
  toc_toll toll = {.counts = f->counts, .low = f->low, .high = f->high, .by = f->claim, .figure = figure, .victim = victim};
  *toc_push(&doc->arena, &incident->tolls) = toll;
  if (corrected != TOC_NONE) before = corrected;
  if (before == TOC_NONE) return;
  for (uint32_t k = incident->tolls.len - 1; k > before; k--) incident->tolls.ptr[k] = incident->tolls.ptr[k - 1];
  incident->tolls.ptr[before] = toll;
}

/* "The two teachers", "these six": a number that the reader knows already. */
static bool known(const toc_doc *doc, const toc_figure *f) {
  uint32_t first = doc->sentences.ptr[doc->tokens.ptr[f->first].sentence].first;
  if (f->first == first) return false;
  static const char *const words[] = {"the", "these", "those", "all"};
  return TOC_ONE_OF(doc->tokens.ptr[f->first - 1].lemma, words) || toc_str_is(doc->tokens.ptr[f->first - 1].form, "these") || toc_str_is(doc->tokens.ptr[f->first - 1].form, "those");
}

/* The same number of the same people, told again, is the same toll: "the massacre of six
 * priests" at the end of a report that began with six priests shot. */
static bool told_before(const tolling *g, uint32_t i, uint32_t incident) {
  const toc_doc *doc = g->doc;
  const toc_figure *f = &doc->figures.ptr[i];
  bool again = known(doc, f);
  if (f->low < (again ? 2 : 3) || (f->head == TOC_NONE && !again)) return false;
  for (uint32_t k = i; k-- > 0 && i - k <= 48;) {
    const toc_figure *b = &doc->figures.ptr[k];
    if (b->counts != f->counts || b->subset_of != TOC_NONE || !same_number(b->low, f->low) || !same_number(b->high, f->high)) continue;
    if (doc->tokens.ptr[b->first].sentence == doc->tokens.ptr[f->first].sentence) continue;
    if (f->low >= 3 && f->head != TOC_NONE && b->head != TOC_NONE && toc_str_eq(doc->tokens.ptr[b->head].lemma, doc->tokens.ptr[f->head].lemma)) return true;
    /* of two happenings that should be one, the one that the report tells more of has the toll */
    if (again && g->owner[k] != TOC_NONE && doc->incidents.ptr[g->owner[k]].events.len >= doc->incidents.ptr[incident].events.len) return true;
  }
  return false;
}

/* "Four other men were hit", after five: the rest of a number told before. */
static bool the_rest(const tolling *g, uint32_t i) {
  const toc_doc *doc = g->doc;
  const toc_figure *f = &doc->figures.ptr[i];
  if (f->last >= doc->tokens.len) return false;
  toc_str next = doc->tokens.ptr[f->last].form;
  if (!toc_str_is(next, "other") && !toc_str_is(next, "others")) return false;
  for (uint32_t k = i; k-- > 0 && i - k <= 24;) {
    const toc_figure *b = &doc->figures.ptr[k];
    if (b->counts == f->counts && b->low > f->low && doc->tokens.ptr[b->first].sentence != doc->tokens.ptr[f->first].sentence) return true;
  }
  return false;
}

static void number(tolling *g, uint32_t i) {
  toc_doc *doc = g->doc;
  const toc_figure *f = &doc->figures.ptr[i];
  uint32_t owner = g->owner[i];
  g->owner[i] = TOC_NONE; /* until it is a toll */
  if (f->counts == TOC_COUNTS_OTHER || f->subset_of != TOC_NONE || f->high == 0 || the_rest(g, i) || toc__of_a_period(doc, f)) return;
  uint32_t at = owner;
  if (at == TOC_NONE) {
    uint32_t e = near_by(g, f);
    if (e == TOC_NONE) return;
    at = doc->events.ptr[e].incident;
  }
  if (told_before(g, i, at)) return;
  g->owner[i] = at;
  add(doc, &doc->incidents.ptr[at], f, i, TOC_NONE);
}

/* "The murder of the teachers" in a report that counts them elsewhere. */
static bool numbered(const tolling *g, const toc_figure *f) {
  return isnan(f->high) && f->head != TOC_NONE && toc_map_get(&g->counted, g->doc->tokens.ptr[f->head].lemma) != TOC_NONE;
}

static void victim(tolling *g, uint32_t i) {
  toc_doc *doc = g->doc;
  const toc_figure *f = toc_doc_figure(doc, i);
  if (numbered(g, f)) return;
  uint32_t at = g->owner[i];
  if (at == TOC_NONE) {
    uint32_t e = struck_by(g, f);
    if (e == TOC_NONE) e = near_by(g, f);
    if (e == TOC_NONE) return;
    at = doc->events.ptr[e].incident;
  }
  add(doc, &doc->incidents.ptr[at], f, TOC_NONE, i - doc->figures.len);
}

void toc__tolls(toc_doc *doc) {
  tolling g = {.doc = doc};
  uint32_t s = 0;
  g.owner = toc_new(&doc->scratch, uint32_t, (size_t)toc_doc_figures(doc) + 1);
  g.first_of = toc_new(&doc->scratch, uint32_t, (size_t)doc->sentences.len + 2);
  for (uint32_t i = 0; i < toc_doc_figures(doc); i++) g.owner[i] = TOC_NONE;
  for (uint32_t i = 0; i < doc->events.len; i++) {
    const toc_event *e = &doc->events.ptr[i];
    for (; s <= e->sentence && s < doc->sentences.len; s++) g.first_of[s] = i;
    for (uint32_t k = 0; k < e->figures.len; k++)
      if (g.owner[e->figures.ptr[k]] == TOC_NONE) g.owner[e->figures.ptr[k]] = e->incident;
  }
  for (; s <= doc->sentences.len; s++) g.first_of[s] = doc->events.len;
  toc_map_init(&g.counted, &doc->scratch);
  for (uint32_t i = 0; i < doc->figures.len; i++) {
    const toc_figure *f = &doc->figures.ptr[i];
    if ((f->counts == TOC_COUNTS_KILLED || f->counts == TOC_COUNTS_INJURED) && f->low >= 2 && f->head != TOC_NONE && f->subset_of == TOC_NONE)
      toc_map_put(&g.counted, doc->tokens.ptr[f->head].lemma, i);
  }
  for (uint32_t i = 0; i < doc->figures.len; i++) number(&g, i);
  for (uint32_t i = doc->figures.len; i < toc_doc_figures(doc); i++) victim(&g, i);
}
