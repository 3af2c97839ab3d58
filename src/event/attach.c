/* attach.c - where, when and how many: which place, time and figures belong to a trigger.
 *
 * Nearest by the tree: what hangs on the trigger (or on the verb that carries it), then what
 * else stands in its clause, then in its sentence; acts of force also take the place and day
 * of the event told just before in the paragraph, and at last the dateline's place.  `via`
 * tells which. */
#include "complete.h"
#include "pattern.h"

#include <math.h>

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }

static bool clause_edge(toc_deprel r) {
  switch (toc_deprel_base(r)) {
    case TOC_REL_CCOMP:
    case TOC_REL_ADVCL:
    case TOC_REL_PARATAXIS:
    case TOC_REL_CSUBJ: return true;
    case TOC_REL_ACL: return r == TOC_REL_ACL_RELCL;
    default: return false;
  }
}

/* Relations below which an argument of the same clause may stand. */
static bool nominal(toc_deprel r) {
  switch (toc_deprel_base(r)) {
    case TOC_REL_OBL:
    case TOC_REL_NMOD:
    case TOC_REL_NSUBJ:
    case TOC_REL_OBJ:
    case TOC_REL_IOBJ:
    case TOC_REL_COMPOUND:
    case TOC_REL_AMOD:
    case TOC_REL_ADVMOD:
    case TOC_REL_APPOS:
    case TOC_REL_FLAT:
    case TOC_REL_NUMMOD:
    case TOC_REL_DEP: return true;
    default: return false;
  }
}

static bool locative(const view *v, uint32_t i) {
  if (!toc_has_child(v->doc, i, TOC_BIT(TOC_REL_CASE))) return false;
  uint32_t seen = 0;
  toc_children(v->doc, i, c) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(v->doc, c) == TOC_REL_CASE && toc__in_known(v, SET_LOCATIVE, c)) return true;
  }
  return false;
}

static bool has_case_word(const view *v, uint32_t i, uint32_t word) {
  if (!toc_has_child(v->doc, i, TOC_BIT(TOC_REL_CASE))) return false;
  uint32_t seen = 0;
  toc_children(v->doc, i, c) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(v->doc, c) == TOC_REL_CASE && v->word[c] == word) return true;
  }
  return false;
}

/* "North of Kabul", "the outskirts of Homs"; "30 km north of Kabul" only tells where a place is. */
static bool beside(const view *v, uint32_t i) {
  static const char *const side[] = {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outskirts", "outskirt"};
  static const char *const unit[] = {"km", "kilometer", "kilometre", "mile", ")"};
  uint32_t h = tok(v, i)->head;
  if (h == TOC_NONE || h == 0 || !has_case_word(v, i, v->coder->w_of)) return false;
  for (size_t k = 0; k < sizeof unit / sizeof *unit; k++)
    if (toc_lemma_is(v->doc, h - 1, unit[k])) return false;
  for (size_t k = 0; k < sizeof side / sizeof *side; k++)
    if (toc_lemma_is(v->doc, h, side[k])) return true;
  return false;
}

/* "in Magam town", "at the company's headquarters in Magam": the preposition may stand on the
 * noun that the name belongs to. */
static bool locative_phrase(const view *v, uint32_t i) {
  for (int step = 0; step < 3; step++) {
    if (locative(v, i) || beside(v, i)) return true;
    toc_deprel b = toc_rel_base(v->doc, i);
    if ((b != TOC_REL_COMPOUND && b != TOC_REL_FLAT && b != TOC_REL_APPOS && b != TOC_REL_NMOD && b != TOC_REL_CONJ) || tok(v, i)->head == TOC_NONE) return false;
    i = tok(v, i)->head;
  }
  return false;
}

/* FAR_TIME: not on the word itself; "now" there dates what goes on, not what was done. */
typedef enum layer { PLACE, TIME, FAR_TIME } layer;

static toc_type act_at(const view *v, uint32_t i) { return i == TOC_NONE || !v->act ? TOC_TYPE_NONE : (toc_type)v->act[i]; }

/* The word that heads the name of the place: "States" of "United States". */
static uint32_t head_of_name(const view *v, uint32_t i) {
  for (int step = 0; step < 8 && tok(v, i)->head != TOC_NONE && tok(v, tok(v, i)->head)->place == tok(v, i)->place; step++) i = tok(v, i)->head;
  return i;
}

/* A place that acts is no place of the act: "Thailand accused", unlike "in Thailand". */
static bool acts(const view *v, uint32_t i) {
  i = head_of_name(v, i);
  if (tok(v, i)->actor == TOC_NONE) return false;
  toc_deprel b = toc_rel_base(v->doc, i);
  if (b == TOC_REL_CONJ && tok(v, i)->head != TOC_NONE) b = toc_rel_base(v->doc, tok(v, i)->head);
  return (b == TOC_REL_NSUBJ && tok(v, i)->rel != TOC_REL_NSUBJ_PASS) || tok(v, i)->rel == TOC_REL_OBL_AGENT;
}

static bool spells(toc_str form, const char *lower) {
  size_t n = strlen(lower);
  if (form.len != n) return false;
  for (size_t i = 0; i < n; i++)
    if ((form.ptr[i] | 32) != lower[i]) return false;
  return true;
}

/* "(Published Thursday, June 12)", "Posted: Tuesday": the page's day. */
static bool stamp(const view *v, const toc_time *t) {
  static const char *const word[] = {"posted", "published", "updated"};
  for (uint32_t back = 1; back <= 3 && back <= t->first; back++)
    for (size_t k = 0; k < sizeof word / sizeof *word; k++)
      if (spells(tok(v, t->first - back)->form, word[k])) return true;
  return false;
}

static uint32_t on_token(const view *v, layer what, uint32_t i, uint32_t act_token) {
  const toc_token *t = tok(v, i);
  if (what == PLACE) {
    if (t->place == TOC_NONE || v->doc->places.ptr[t->place].actor_only) return TOC_NONE;
    if (!toc__can_be_site(v, i, act_at(v, act_token))) return TOC_NONE;
    return acts(v, i) ? TOC_NONE : t->place;
  }
  if (t->time == TOC_NONE) return TOC_NONE;
  const toc_time *time = &v->doc->times.ptr[t->time];
  if (time->type == TOC_TIME_DURATION || time->type == TOC_TIME_SET || stamp(v, time)) return TOC_NONE;
  if (what == FAR_TIME && toc_str_is(time->value, "PRESENT_REF")) return TOC_NONE;
  return time->from == TOC_NODAY && time->to == TOC_NODAY ? TOC_NONE : t->time;
}

/* Words and acts of law: their day is not that of the violence they speak of ("charged on
 * Monday with murder"). */
static bool speaks_or_judges(toc_type t) {
  switch (t) {
    case TOC_ACCUSE:
    case TOC_REQUEST:
    case TOC_REJECT:
    case TOC_THREATEN:
    case TOC_AGREE:
    case TOC_CONSULT:
    case TOC_SUPPORT:
    case TOC_CONCEDE:
    case TOC_SANCTION:
    case TOC_COERCE: return true;
    default: return false;
  }
}

static bool violent(toc_type t) { return t == TOC_ASSAULT || t == TOC_PROTEST; }

/* "On Monday night, police say, he took a gun": what is said in the present is not said on Monday. */
static bool said_now(const view *v, uint32_t i) {
  if (i == TOC_NONE || !(tok(v, i)->feat & TOC_F_PRES)) return false;
  return toc_lemma_is(v->doc, i, "say") || toc_lemma_is(v->doc, i, "tell") || toc_lemma_is(v->doc, i, "believe") || toc_lemma_is(v->doc, i, "report");
}

/* Clauses that tell of another time than the one they hang on: what is said, what came before
 * or must come first, what led to a word or a verdict ("suspended it on Monday after troops
 * seized power").  "killed when …", "…, killing four", "died after he was shot" are of one
 * time; a relative clause is of that of the act that it tells of, "the shooting that happened
 * on Monday", "a blast that killed four". */
static bool other_time(const view *v, uint32_t i) {
  toc_deprel b = toc_rel_base(v->doc, i);
  toc_type above = act_at(v, tok(v, i)->head), own = act_at(v, i);
  if (b == TOC_REL_CCOMP || b == TOC_REL_PARATAXIS) return !said_now(v, tok(v, i)->head);
  if (tok(v, i)->rel == TOC_REL_ACL_RELCL) return !violent(above) || speaks_or_judges(own);
  if (b != TOC_REL_ADVCL) return false;
  uint32_t seen = 0;
  toc_children(v->doc, i, c) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(v->doc, c) == TOC_REL_MARK && toc_lemma_is(v->doc, c, "to") && speaks_or_judges(own)) continue; /* "flew in on Monday to press for talks" */
    if (toc_rel_base(v->doc, c) != TOC_REL_MARK || toc_lemma_is(v->doc, c, "when") || toc_lemma_is(v->doc, c, "as") || toc_lemma_is(v->doc, c, "while"))
      continue;
    return !toc_lemma_is(v->doc, c, "after") || speaks_or_judges(above);
  }
  return false;
}

/* Of one time, or told of by the way: "by gunmen who came to the village of Daraba". */
static bool other_scene(const view *v, uint32_t i) { return tok(v, i)->rel != TOC_REL_ACL_RELCL && other_time(v, i); }

/* Does the word above, with its days, tell of another act than the word below?  Arrests are
 * made at a protest. */
static bool other_act(const view *v, uint32_t above, uint32_t token) {
  if (act_at(v, token) == TOC_PROTEST && act_at(v, above) == TOC_COERCE) return false;
  return violent(act_at(v, token)) && speaks_or_judges(act_at(v, above));
}

/* Does the way through the tree from `i` to the trigger stay in one time, in one scene? */
static bool same_time(const view *v, layer what, uint32_t i, uint32_t token) {
  uint32_t up[MAX_CLIMB * 2], n = 0;
  bool open = true;
  for (uint32_t at = token; at != TOC_NONE && n < MAX_CLIMB * 2 && open; at = tok(v, at)->head) {
    if (what != PLACE && at != token && other_act(v, at, token)) break;
    up[n++] = at;
    open = what == PLACE ? !other_scene(v, at) : !other_time(v, at);
  }
  for (uint32_t at = i, step = 0; at != TOC_NONE && step < MAX_CLIMB * 2; at = tok(v, at)->head, step++) {
    for (uint32_t k = 0; k < n; k++)
      if (up[k] == at) return true;
    if (what == PLACE ? other_scene(v, at) || (act_at(v, at) == TOC_AGREE && violent(act_at(v, token))) : other_time(v, at) || other_act(v, at, token)) return false;
  }
  return false;
}

typedef struct best {
  uint32_t at;    /* place or time, TOC_NONE */
  int rank;       /* lower is better */
  uint32_t token;
} best;

/* "A strike called for Wednesday", "sanctions imposed in 2009": the participle that only says
 * that there is one, and when. */
static bool dates_noun(const view *v, layer what, uint32_t i) {
  if (what == PLACE || tok(v, i)->rel != TOC_REL_ACL || !(tok(v, i)->feat & TOC_F_PART) || act_at(v, i) != TOC_TYPE_NONE) return false;
  return toc__in_known(v, SET_LIGHT, i) || toc__in_known(v, SET_PLANNER, i);
}

/* "Cancelled a visit to Brazil and called a meeting": nobody went there. */
static bool not_gone(const view *v, uint32_t i) {
  uint32_t visit = tok(v, i)->head;
  if (visit == TOC_NONE || act_at(v, visit) != TOC_CONSULT || !has_case_word(v, i, v->coder->w_to)) return false;
  return act_at(v, tok(v, visit)->head) == TOC_REJECT;
}

/* Looks through the noun phrases under `i` that are in its clause. */
static void look_below(const view *v, layer what, uint32_t token, uint32_t i, uint32_t skip, int rank, best *b) {
  struct {
    uint32_t token;
    int depth, rank;
  } queue[MAX_LOOK];
  uint32_t n = 0, next = 0;
  queue[n].token = i, queue[n].depth = 0, queue[n++].rank = rank;
  while (next < n) {
    uint32_t at = queue[next].token;
    int depth = queue[next].depth, r = queue[next].rank;
    next++;
    if (depth == 4) continue;
    uint32_t seen = 0;
    toc_children(v->doc, at, c) {
      if (seen++ == MAX_LOOK) break;
      if (c == skip || (!nominal(tok(v, c)->rel) && !dates_noun(v, what, c))) continue;
      toc_deprel base = toc_rel_base(v->doc, c);
      int here = r + (depth == 0 ? 0 : 2);
      if (what == PLACE && base != TOC_REL_OBL && base != TOC_REL_NMOD && depth == 0) here += 3;
      if (what == PLACE && (base == TOC_REL_OBL || base == TOC_REL_NMOD) && !locative(v, c)) here += 2;
      if (what == PLACE) {
        bool inside = depth > 0, whose = tok(v, c)->rel == TOC_REL_NMOD_POSS;
        if (rank >= 10 && not_gone(v, c)) continue;
        if (whose || has_case_word(v, c, v->coder->w_to)) here += 2;
        if (has_case_word(v, c, v->coder->w_from)) {
          if (inside) continue; /* "troops from Chad": where they come from */
          here += 2;
        }
        if (whose && tok(v, c)->place != TOC_NONE && v->doc->places.ptr[tok(v, c)->place].precision == 6) continue; /* "Sweden's first title" */
      }
      uint32_t found = on_token(v, what, c, token);
      if (found != TOC_NONE && here < b->rank) *b = (best){found, here, c};
      if (what != PLACE && act_at(v, c) == TOC_CONSULT && violent(act_at(v, token))) continue; /* "at Thursday's news conference" */
      if (n < MAX_LOOK) {
        queue[n].token = c;
        queue[n].depth = depth + 1;
        queue[n++].rank = here;
      }
    }
  }
}

/* Where another act of the sentence goes to or comes from is not where this one is. */
static bool goal(const view *v, uint32_t i) {
  return has_case_word(v, i, v->coder->w_to) || has_case_word(v, i, v->coder->w_from);
}

/* The nearest one in the rest of the sentence; places only behind a locative preposition. */
static void look_around(const view *v, layer what, uint32_t token, best *b) {
  const toc_sentence *s = &v->doc->sentences.ptr[tok(v, token)->sentence];
  uint32_t from = token > s->first + MAX_LOOK ? token - MAX_LOOK : s->first;
  uint32_t to = token + MAX_LOOK < s->last ? token + MAX_LOOK : s->last;
  uint32_t nearest = UINT32_MAX;
  for (uint32_t i = from; i < to; i++) {
    uint32_t found = on_token(v, what, i, token), away = i > token ? i - token : token - i;
    if (found == TOC_NONE || away >= nearest) continue;
    if (what == PLACE ? !locative_phrase(v, i) || goal(v, i) || !same_time(v, PLACE, i, token) : !same_time(v, TIME, i, token)) continue;
    nearest = away;
    *b = (best){found, 100, i};
  }
}

/* Is there any such thing in the sentence of the word? */
static bool stands(const view *v, layer what, uint32_t token) {
  return v->layers[tok(v, token)->sentence] & (what == PLACE ? LAYER_PLACE : LAYER_TIME);
}

/* `around`: a time or place of another clause of the sentence will do. */
static toc_str find(const view *v, layer what, uint32_t token, bool around, best *b) {
  static const toc_str none = {NULL, 0};
  *b = (best){TOC_NONE, 1000, TOC_NONE};
  if (!stands(v, what, token)) return none;
  look_below(v, what, token, token, TOC_NONE, 0, b);
  if (b->at != TOC_NONE) return none;
  if (what == TIME) what = FAR_TIME;
  bool crossed = false;
  uint32_t at = token;
  for (int step = 0; step < MAX_CLIMB && tok(v, at)->head != TOC_NONE; step++) {
    crossed = crossed || clause_edge(tok(v, at)->rel);
    uint32_t h = tok(v, at)->head, found = on_token(v, what, h, token);
    if (what == FAR_TIME && (other_time(v, at) || other_act(v, h, token))) break;
    if (found != TOC_NONE && nominal(tok(v, at)->rel)) *b = (best){found, 50, h};
    look_below(v, what, token, h, at, 10, b);
    if (b->at != TOC_NONE) return crossed ? TOC_S("sentence") : step == 0 ? none : TOC_S("clause");
    at = h;
  }
  if (around) look_around(v, what, token, b);
  return TOC_S("sentence");
}

/* ------------------------------------------------------------------------ where */

static bool happened(toc_fact f) { return f == TOC_FACT_OCCURRED || f == TOC_FACT_ONGOING || f == TOC_FACT_DENIED; }

static uint32_t paragraph_of(const view *v, uint32_t sentence) { return v->doc->sentences.ptr[sentence].paragraph; }

/* "He led a unit that seized the drugs in December": told by the way, in a clause on a noun. */
static bool by_the_way(const view *v, const toc_event *e) {
  uint32_t at = e->token;
  for (int up = 0; up < MAX_CLIMB && at != TOC_NONE; up++, at = tok(v, at)->head) {
    if (tok(v, at)->rel == TOC_REL_ACL_RELCL) return true;
    if (toc_rel_base(v->doc, at) != TOC_REL_CONJ) return false;
  }
  return false;
}

/* The act told before in the paragraph; where `act` is one of force, its day is not that of
 * what was said or judged there ("at a news conference on Tuesday … the shooting"). */
static const toc_event *event_before(const view *v, uint32_t sentence, bool place, toc_type act) {
  uint32_t looked = 0;
  for (uint32_t i = v->doc->events.len; i-- > 0 && looked++ < MAX_LOOK;) {
    const toc_event *e = &v->doc->events.ptr[i];
    if (paragraph_of(v, e->sentence) != paragraph_of(v, sentence)) break;
    if (!place && violent(act) && speaks_or_judges(e->type) && !(act == TOC_PROTEST && e->type == TOC_COERCE)) continue;
    if (place && violent(act) && speaks_or_judges(e->type) && e->type != TOC_COERCE) continue;
    if (e->sentence != sentence && by_the_way(v, e)) continue;
    if (place && e->where.set && !toc_span_empty(e->where.span) && not_gone(v, toc_token_at(v->doc, e->where.span.start))) continue;
    if (place ? e->where.set : e->when.set && happened(e->status) && e->sentence != sentence) return e;
  }
  return NULL;
}

static uint32_t dateline_place(const view *v) {
  const toc_doc *doc = v->doc;
  if (toc_span_empty(doc->dateline_place)) return TOC_NONE;
  for (uint32_t i = 0; i < doc->places.len && doc->places.ptr[i].span.start <= doc->dateline_place.end; i++)
    if (toc_span_overlap(doc->places.ptr[i].span, doc->dateline_place)) return i;
  return TOC_NONE;
}

/* "Shelled the settlement of Maharda": what the act is done to. */
static bool acted_on(const view *v, uint32_t i, uint32_t token) {
  for (int step = 0; step < MAX_CLIMB && nominal(tok(v, i)->rel) && tok(v, i)->head != TOC_NONE; step++) {
    toc_deprel r = tok(v, i)->rel;
    i = tok(v, i)->head;
    if (i == token) return toc_deprel_base(r) == TOC_REL_OBJ || r == TOC_REL_NSUBJ_PASS;
  }
  return false;
}

static bool fits_site(const view *v, uint32_t i, uint32_t token) {
  if (on_token(v, PLACE, i, token) == TOC_NONE || goal(v, i)) return false;
  return acted_on(v, i, token) || (locative_phrase(v, i) && same_time(v, PLACE, i, token));
}

bool toc__find_where(const view *v, uint32_t token, bool inherit, toc_where *out) {
  best b;
  *out = (toc_where){.place = TOC_NONE};
  toc_str via = find(v, PLACE, token, true, &b);
  if (b.at != TOC_NONE) {
    uint32_t in = toc__narrower_site(v, token, b.token, fits_site);
    if (in != b.token) b.at = tok(v, in)->place;
    *out = (toc_where){.set = true, .span = v->doc->places.ptr[b.at].span, .place = b.at, .via = via};
    return true;
  }
  if (!inherit) return false;
  const toc_event *before = event_before(v, tok(v, token)->sentence, true, act_at(v, token));
  if (before) {
    *out = (toc_where){.set = true, .place = before->where.place, .via = TOC_S("paragraph")};
    return true;
  }
  uint32_t place = dateline_place(v);
  if (place == TOC_NONE) return false;
  *out = (toc_where){.set = true, .place = place, .via = TOC_S("dateline")};
  return true;
}

/* ------------------------------------------------------------------------- when */

static bool weekday(const view *v, const toc_time *t) {
  static const char *const day[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  bool named = false;
  for (uint32_t i = t->first; i < t->last; i++) {
    if (toc_lemma_is(v->doc, i, "last") || toc_lemma_is(v->doc, i, "next") || tok(v, i)->upos == TOC_UPOS_NUM) return false;
    for (size_t k = 0; k < sizeof day / sizeof *day && !named; k++) named = spells(tok(v, i)->form, day[k]);
  }
  return named;
}

/* "On Thursday" lies ahead of what is planned and behind what has happened, whatever the
 * day of the report.  Names of weekdays only: a date is a date. */
static void turn_week(const view *v, toc_when *w, toc_fact status) {
  toc_day dct = v->doc->dct;
  if (!w->set || w->time == TOC_NONE || dct == TOC_NODAY || w->from == TOC_NODAY || w->from != w->to) return;
  bool own = !w->via.len || toc_str_is(w->via, "clause"); /* not "flew in on Tuesday to demand" */
  bool ahead = own && status == TOC_FACT_PLANNED && w->from < dct && dct - w->from < 7;
  bool behind = status == TOC_FACT_OCCURRED && w->from > dct && w->from - dct < 7;
  if ((!ahead && !behind) || !weekday(v, &v->doc->times.ptr[w->time])) return;
  w->from += ahead ? 7 : -7;
  w->to = w->from;
}

static toc_when from_time(const view *v, uint32_t at, bool inherited, toc_str via) {
  const toc_time *t = &v->doc->times.ptr[at];
  toc_when w = {.set = true, .time = at, .from = t->from, .to = t->to, .from_minute = t->from_minute,
                .to_minute = t->to_minute, .precision = t->precision, .via = via};
  if (!inherited) w.span = t->span;
  return w;
}

static bool bare_clock(const view *v, const toc_when *w) {
  if (!w->set || w->time == TOC_NONE || w->from_minute < 0) return false;
  const toc_time *t = &v->doc->times.ptr[w->time];
  if (weekday(v, t)) return false;
  for (uint32_t i = t->first; i < t->last; i++) {
    toc_str form = tok(v, i)->form;
    bool name = form.len > 2 && form.ptr[0] >= 'A' && form.ptr[0] <= 'Z' && !memchr(form.ptr, '.', form.len);
    if (name || toc_lemma_is(v->doc, i, "today") || toc_lemma_is(v->doc, i, "yesterday") || toc_lemma_is(v->doc, i, "tonight")) return false;
  }
  return true;
}

/* "About 5:30 p.m. Saturday", "on Saturday at about 5:30": the day beside the clock. */
static bool day_beside(const view *v, toc_when *w) {
  const toc_doc *doc = v->doc;
  for (int side = -1; side <= 1; side += 2) {
    if (side < 0 && w->time == 0) continue;
    uint32_t k = side < 0 ? w->time - 1 : w->time + 1;
    if (k >= doc->times.len) continue;
    const toc_time *clock = &doc->times.ptr[w->time], *day = &doc->times.ptr[k];
    uint32_t gap = side < 0 ? clock->first - day->last : day->first - clock->last;
    bool near = gap == 0 || (gap <= 3 && tok(v, day->first)->sentence == tok(v, clock->first)->sentence); /* "p.m." may end a sentence */
    if (!near || day->from == TOC_NODAY || day->from != day->to || day->from_minute >= 0) continue;
    w->from = w->to = day->from;
    return true;
  }
  return false;
}

/* A clock without a day goes by the day that is told beside it, else just before. */
static void set_clock(const view *v, uint32_t token, toc_when *w) {
  if (!bare_clock(v, w) || day_beside(v, w)) return;
  const toc_event *before = event_before(v, tok(v, token)->sentence, false, act_at(v, token));
  if (before && before->when.from != TOC_NODAY && before->when.from == before->when.to) w->from = w->to = before->when.from;
}

/* The days of "three days", 0 of "hours"; -1: not told. */
static int days_of(toc_str value) {
  int n = 0;
  if (value.len < 3 || value.ptr[0] != 'P') return -1;
  if (value.ptr[1] == 'T') return 0;
  for (size_t i = 1; i + 1 < value.len; i++) {
    if (value.ptr[i] < '0' || value.ptr[i] > '9' || n > 999) return -1;
    n = n * 10 + value.ptr[i] - '0';
  }
  char unit = value.ptr[value.len - 1];
  return unit == 'D' ? n : unit == 'W' ? 7 * n : -1;
}

/* "Hours", "minutes": no time of its own, but the same day. */
static bool within_a_day(const view *v, uint32_t i) {
  return toc_lemma_is(v->doc, i, "hour") || toc_lemma_is(v->doc, i, "minute") || toc_lemma_is(v->doc, i, "shortly");
}

/* The word "after" or "before" of the clause or phrase that i heads, behind a length of time. */
static uint32_t apart(const view *v, uint32_t i) {
  if (!toc_has_child(v->doc, i, TOC_BIT(TOC_REL_MARK) | TOC_BIT(TOC_REL_CASE))) return TOC_NONE;
  uint32_t seen = 0;
  toc_children(v->doc, i, c) {
    if (seen++ == MAX_LOOK) break;
    toc_deprel b = toc_rel_base(v->doc, c);
    if ((b != TOC_REL_MARK && b != TOC_REL_CASE) || c == 0 || (!toc_lemma_is(v->doc, c, "after") && !toc_lemma_is(v->doc, c, "before"))) continue;
    if (tok(v, c - 1)->time != TOC_NONE ? v->doc->times.ptr[tok(v, c - 1)->time].type == TOC_TIME_DURATION : within_a_day(v, c - 1)) return c;
  }
  return TOC_NONE;
}

/* "Suspended it on Wednesday, three days after troops seized power": they did on Sunday. */
static bool count_back(const view *v, uint32_t token, toc_when *out) {
  uint32_t at = token, word = TOC_NONE;
  for (int step = 0; step < MAX_CLIMB && (word = apart(v, at)) == TOC_NONE; step++) {
    toc_deprel b = toc_rel_base(v->doc, at);
    if (tok(v, at)->head == TOC_NONE || b == TOC_REL_CCOMP || b == TOC_REL_PARATAXIS || b == TOC_REL_ADVCL || tok(v, at)->rel == TOC_REL_ACL_RELCL) return false;
    at = tok(v, at)->head;
  }
  if (word == TOC_NONE || tok(v, at)->head == TOC_NONE) return false;
  const toc_time *length = tok(v, word - 1)->time == TOC_NONE ? NULL : &v->doc->times.ptr[tok(v, word - 1)->time];
  int days = length ? days_of(length->value) : 0;
  best b;
  find(v, TIME, tok(v, at)->head, false, &b);
  if (days < 0 || b.at == TOC_NONE || v->doc->times.ptr[b.at].from == TOC_NODAY || v->doc->times.ptr[b.at].from != v->doc->times.ptr[b.at].to) return false;
  *out = from_time(v, b.at, false, TOC_S("sentence"));
  out->span = length ? length->span : tok(v, word - 1)->span;
  out->from_minute = out->to_minute = -1;
  out->from = out->to = out->from + (toc_lemma_is(v->doc, word, "after") ? -days : days);
  return true;
}

/* "On July 24, when jets bombed the port": the day that the clause tells of. */
static bool told_of_day(const view *v, uint32_t token, toc_when *out) {
  best b = {TOC_NONE, 1000, TOC_NONE};
  look_below(v, TIME, token, token, TOC_NONE, 0, &b);
  for (uint32_t at = token, step = 0; step < MAX_CLIMB && b.at == TOC_NONE; step++, at = tok(v, at)->head) {
    uint32_t seen = 0;
    toc_children(v->doc, at, c) {
      if (seen++ == MAX_LOOK) break;
      if (c < 2 || c > at || !toc_lemma_is(v->doc, c, "when")) continue;
      uint32_t before = tok(v, c - 1)->upos == TOC_UPOS_PUNCT ? c - 2 : c - 1;
      uint32_t found = tok(v, before)->sentence == tok(v, c)->sentence ? on_token(v, TIME, before, token) : TOC_NONE;
      if (found == TOC_NONE) return false;
      *out = from_time(v, found, false, TOC_S("sentence"));
      if (v->doc->times.ptr[found].ongoing) out->to = out->from; /* "since Monday, when" */
      return true;
    }
    toc_deprel r = tok(v, at)->rel;
    if (tok(v, at)->head == TOC_NONE || clause_edge(r) || (!nominal(r) && toc_deprel_base(r) != TOC_REL_CONJ)) return false;
  }
  return false;
}

/* "A million have fled since the war began in 2017": from then to the day of the report. */
static bool since_clause(const view *v, uint32_t token, toc_when *out) {
  toc_children(v->doc, token, c) {
    if (toc_rel_base(v->doc, c) != TOC_REL_ADVCL) continue;
    uint32_t mark = toc_child(v->doc, c, TOC_REL_MARK);
    if (mark == TOC_NONE || !toc_lemma_is(v->doc, mark, "since")) continue;
    best b = {TOC_NONE, 1000, TOC_NONE};
    look_below(v, TIME, c, c, TOC_NONE, 0, &b);
    if (b.at == TOC_NONE || v->doc->times.ptr[b.at].from == TOC_NODAY) return false;
    *out = from_time(v, b.at, false, (toc_str){0});
    out->to = v->doc->dct; /* none, if the report has no day */
    out->to_minute = -1;
    return true;
  }
  return false;
}

bool toc__find_when(const view *v, uint32_t token, bool inherit, toc_when *out) {
  best b;
  *out = (toc_when){.time = TOC_NONE, .from = TOC_NODAY, .to = TOC_NODAY, .from_minute = -1, .to_minute = -1};
  if (stands(v, TIME, token) && (count_back(v, token, out) || told_of_day(v, token, out))) return true;
  toc_str via = find(v, TIME, token, inherit, &b);
  if ((b.at == TOC_NONE || via.len) && since_clause(v, token, out)) return true;
  if (b.at != TOC_NONE) {
    *out = from_time(v, b.at, false, via);
    set_clock(v, token, out);
    return true;
  }
  if (!inherit) return false;
  const toc_event *before = event_before(v, tok(v, token)->sentence, false, act_at(v, token));
  if (before) {
    *out = before->when;
    out->span = (toc_span){0, 0};
    out->via = TOC_S("paragraph");
    return true;
  }
  return false;
}

/* Acts of force and their ends happen somewhere and on a day even if the clause does not say
 * so; words are spoken anywhere. */
static bool bodily(toc_type t) {
  return t == TOC_ASSAULT || t == TOC_PROTEST || t == TOC_COERCE || t == TOC_MOBILIZE || t == TOC_RETREAT || t == TOC_AID;
}

/* Those who meet, do so somewhere; a telephone call has no place. */
static bool meets(const toc_event *e) {
  return e->type == TOC_CONSULT && e->mode != TOC_MODE_CONSULT_PHONE && e->mode != TOC_MODE_CONSULT_VISIT && !toc_str_is(e->cameo, "041");
}

/* Where nobody was killed, is a place too; where computers are broken into, is none. */
static bool somewhere(const toc_event *e) {
  if (e->mode == TOC_MODE_COERCE_CYBER) return false;
  if (bodily(e->type) && happened(e->status)) return true;
  return (e->type == TOC_ASSAULT && e->status == TOC_FACT_NEGATED) || (meets(e) && e->status == TOC_FACT_OCCURRED);
}

/* The report's name for a whole country, among its first places. */
static uint32_t country_place(const view *v, toc_str country) {
  const toc_doc *doc = v->doc;
  if (!country.len) return TOC_NONE;
  for (uint32_t i = 0; i < doc->places.len && i < 256; i++) {
    const toc_place *p = &doc->places.ptr[i];
    if (p->precision == 6 && toc_str_eq(p->country, country)) return i;
  }
  return TOC_NONE;
}

/* Decrees hold where those rule who give them. */
static bool decree(toc_mode m) {
  return m == TOC_MODE_COERCE_MARTIAL_LAW || m == TOC_MODE_COERCE_RESTRICT || m == TOC_MODE_COERCE_CENSOR || m == TOC_MODE_RETREAT_RESIGN;
}

/* Police arrest and states expel at home, whoever it is. */
static toc_str country_of(const toc_event *e) {
  const toc_actors *roles[2] = {&e->recipients, &e->actors};
  if (decree(e->mode) || e->mode == TOC_MODE_COERCE_ARREST || e->mode == TOC_MODE_COERCE_DEPORT) roles[0] = &e->actors, roles[1] = &e->recipients;
  int last = e->type == TOC_ASSAULT ? 1 : 2; /* soldiers kill abroad as well */
  for (int r = 0; r < last; r++)
    for (uint32_t i = 0; i < roles[r]->len; i++)
      if (roles[r]->ptr[i].country.len) return roles[r]->ptr[i].country;
  return (toc_str){NULL, 0};
}

static bool far_off(const toc_where *w) {
  return !w->set || toc_str_is(w->via, "paragraph") || toc_str_is(w->via, "dateline");
}

/* What is done to a country's people is done there, unless the words say otherwise; an
 * emergency and a resignation concern the whole of it. */
static void at_home(const view *v, toc_event *e) {
  toc_str country = country_of(e);
  if (!country.len || !far_off(&e->where)) return;
  bool whole = decree(e->mode);
  if (e->where.set && !whole && toc_str_eq(v->doc->places.ptr[e->where.place].country, country)) return;
  uint32_t place = country_place(v, country);
  if (place != TOC_NONE) e->where = (toc_where){.set = true, .place = place, .via = TOC_S("actor")};
}

/* Words are spoken anywhere: a place only where it hangs on them. */
static bool spoken(const view *v, const toc_event *e) {
  if (bodily(e->type) || meets(e)) return false;
  if (!e->where.set || e->where.via.len || toc_span_empty(e->where.span)) return true;
  uint32_t i = toc_token_at(v->doc, e->where.span.start);
  for (int step = 0; step < 3 && i < v->doc->tokens.len && tok(v, i)->place == e->where.place; step++) {
    if (locative(v, i)) return false;
    if (tok(v, i)->head == TOC_NONE) break;
    i = tok(v, i)->head;
  }
  return true;
}

void toc__attach_where(const view *v, toc_event *e) {
  bool inherit = somewhere(e);
  toc__find_where(v, e->token, inherit, &e->where);
  if (spoken(v, e)) e->where = (toc_where){.place = TOC_NONE};
  else if ((inherit && e->type != TOC_CONSULT) || e->type == TOC_PROTEST) at_home(v, e);
}

/* What went on for days, told from afar, happened all over the country. */
static void all_over(const view *v, toc_event *e) {
  const toc_when *w = &e->when;
  if (!e->where.set || !far_off(&e->where) || !w->set || w->from == TOC_NODAY || w->to == TOC_NODAY || w->to - w->from < 2) return;
  uint32_t place = country_place(v, v->doc->places.ptr[e->where.place].country);
  if (place != TOC_NONE) e->where.place = place;
}

/* "Called a meeting for Thursday": it is yet to be. */
static bool set_for(const view *v, const toc_event *e) {
  const toc_when *w = &e->when;
  if (!w->set || w->time == TOC_NONE || toc_span_empty(w->span) || !toc__is_noun(v, e->token) || e->type == TOC_ASSAULT) return false;
  const toc_time *t = &v->doc->times.ptr[w->time];
  for (uint32_t i = t->first; i < t->last; i++) {
    uint32_t mark = toc_child(v->doc, i, TOC_REL_CASE), h = tok(v, i)->head;
    toc_deprel b = toc_rel_base(v->doc, e->token);
    if (h != e->token && (h != tok(v, e->token)->head || (b != TOC_REL_OBJ && b != TOC_REL_NSUBJ))) continue;
    if (mark != TOC_NONE && toc_lemma_is(v->doc, mark, "for")) return v->doc->dct == TOC_NODAY || weekday(v, t) || w->from > v->doc->dct;
  }
  return false;
}

void toc__attach_when(const view *v, toc_event *e) {
  toc__find_when(v, e->token, bodily(e->type) && happened(e->status), &e->when);
  toc_when *w = &e->when;
  if (e->status == TOC_FACT_OCCURRED && set_for(v, e)) e->status = TOC_FACT_PLANNED;
  turn_week(v, w, e->status);
  if (w->set && e->status == TOC_FACT_ONGOING && v->doc->dct != TOC_NODAY && w->to != TOC_NODAY && w->to < v->doc->dct) {
    w->to = v->doc->dct;
    w->to_minute = -1;
  }
  if (w->set && e->status == TOC_FACT_ONGOING && v->doc->dct != TOC_NODAY && w->from == TOC_NODAY && w->to != TOC_NODAY && w->to >= v->doc->dct)
    w->from = v->doc->dct; /* "a curfew is in force until January 19": it is so by now */
  all_over(v, e);
}

/* ---------------------------------------------------------------------- figures */

static bool among(uint32_t x, const uint32_t *xs, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (xs[i] == x) return true;
  return false;
}

/* Figures stand in text order, victims in order of sentences: the first one of [lo, hi) that
 * may lie in the sentence. */
static uint32_t first_of(const toc_doc *doc, uint32_t lo, uint32_t hi, const toc_sentence *s) {
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (toc_doc_figure(doc, mid)->span.end <= s->span.start) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static uint32_t first_figure(const toc_doc *doc, const toc_sentence *s) { return first_of(doc, 0, doc->figures.len, s); }

/* "A man was killed": whom no quantity word counts belongs to the word that tells his fate.
 * "Soldiers were wounded" tells no number. */
static void attach_victims(const view *v, const toc_sentence *s, uint32_t word, toc_indices *out) {
  const toc_doc *doc = v->doc;
  uint32_t seen = 0, end = toc_doc_figures(doc);
  for (uint32_t i = first_of(doc, doc->figures.len, end, s); i < end && seen < MAX_LOOK; i++, seen++) {
    const toc_figure *f = toc_doc_figure(doc, i);
    if (f->span.start >= s->span.end) break;
    if (f->verb == word && !isnan(f->high)) *toc_push(&v->doc->arena, out) = i;
  }
}

void toc__attach_figures(const view *v, uint32_t word, const uint32_t *party, uint32_t n, toc_indices *out) {
  const toc_doc *doc = v->doc;
  const toc_sentence *s = &doc->sentences.ptr[tok(v, word)->sentence];
  for (uint32_t i = first_figure(doc, s), seen = 0; i < doc->figures.len && seen < MAX_LOOK; i++, seen++) {
    const toc_figure *f = &doc->figures.ptr[i];
    if (f->span.start >= s->span.end) break;
    bool mine = f->verb != TOC_NONE ? f->verb == word : f->head != TOC_NONE && (f->head == word || among(f->head, party, n));
    if (mine) *toc_push(&v->doc->arena, out) = i;
  }
  attach_victims(v, s, word, out);
}

/* Which acts a count can belong to. */
static bool counts_in(const toc_event *e, toc_counts c) {
  switch (c) {
    case TOC_COUNTS_KILLED:
    case TOC_COUNTS_INJURED:
    case TOC_COUNTS_MISSING: return e->type == TOC_ASSAULT;
    case TOC_COUNTS_HOSTAGES: return e->mode == TOC_MODE_ASSAULT_ABDUCT;
    case TOC_COUNTS_ARRESTED: return e->mode == TOC_MODE_COERCE_ARREST;
    case TOC_COUNTS_RELEASED: return e->mode == TOC_MODE_RETREAT_RELEASE;
    case TOC_COUNTS_PARTICIPANTS: return e->type == TOC_PROTEST;
    case TOC_COUNTS_PERSONNEL: return e->type == TOC_MOBILIZE;
    default: return false;
  }
}

static bool has_figure(const view *v, uint32_t from, uint32_t figure) {
  for (uint32_t i = from; i < v->doc->events.len; i++)
    if (among(figure, v->doc->events.ptr[i].figures.ptr, v->doc->events.ptr[i].figures.len)) return true;
  return false;
}

void toc__attach_left_over(const view *v, uint32_t from) {
  toc_doc *doc = v->doc;
  if (from >= doc->events.len) return;
  const toc_sentence *s = &doc->sentences.ptr[doc->events.ptr[from].sentence];
  for (uint32_t i = first_figure(doc, s), seen = 0; i < doc->figures.len && doc->figures.ptr[i].span.start < s->span.end && seen < MAX_LOOK; i++, seen++) {
    toc_event *nearest_event = NULL;
    uint32_t nearest = UINT32_MAX, at = doc->figures.ptr[i].first;
    if (has_figure(v, from, i)) continue;
    for (uint32_t k = from; k < doc->events.len && k < from + MAX_LOOK; k++) {
      toc_event *e = &doc->events.ptr[k];
      uint32_t away = e->token > at ? e->token - at : at - e->token;
      if (counts_in(e, doc->figures.ptr[i].counts) && away < nearest) nearest = away, nearest_event = e;
    }
    if (nearest_event) *toc_push(&doc->arena, &nearest_event->figures) = i;
  }
}
