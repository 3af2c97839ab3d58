/* days.c - the day of a happening, where a mention of it tells none.
 *
 * "A man was shot on Main Street on Friday.  The shooting …  Police said on Sunday that he had
 * died."  The mentions of an incident share its day: that of the mention before, else of the
 * next.  The incident that most of the report is about, dated nowhere, has the first day that
 * the report tells, unless somebody speaks or a court sits on it.  At last a headline, which
 * tells news, has the day of the report, and a deed without any day that day or the one before. */
#include "tolls.h"

#define NEWS_DAYS 31 /* what lies further back is no news */

static bool is_real(toc_fact f) { return f == TOC_FACT_OCCURRED || f == TOC_FACT_ONGOING; }

static void date(toc_event *e, const toc_when *when) {
  if (e->when.set) return;
  e->when = *when;
  e->when.span = (toc_span){0, 0};
  e->when.via = TOC_S("report");
}

static toc_event *mention(toc_doc *doc, const toc_incident *incident, uint32_t k) { return &doc->events.ptr[incident->events.ptr[k]]; }

/* "The worst attack since 1979" does not date the one that it is compared with. */
static bool is_news(const toc_doc *doc, const toc_when *w) {
  return w->set && (doc->dct == TOC_NODAY || w->from == TOC_NODAY || doc->dct - w->from <= NEWS_DAYS);
}

/* The day of each mention without one; linear. */
static void share(toc_doc *doc, const toc_incident *incident) {
  const toc_event *dated = NULL;
  for (uint32_t k = 0; k < incident->events.len; k++) {
    toc_event *e = mention(doc, incident, k);
    if (!is_real(e->status)) return;
    bool news = is_news(doc, &e->when);
    if (!dated && news)
      for (uint32_t i = 0; i < k; i++) date(mention(doc, incident, i), &e->when);
    if (news) dated = e;
    else if (dated) date(e, &dated->when);
  }
}

/* Does the time say when somebody spoke: "on Friday", of "said on Friday that …"? */
static bool of_speech(const toc_doc *doc, const toc_time *t) {
  uint32_t i = t->first, seen = 0;
  for (int step = 0; step < 6 && i != TOC_NONE && doc->tokens.ptr[i].upos != TOC_UPOS_VERB; step++) i = doc->tokens.ptr[i].head;
  if (i == TOC_NONE || doc->tokens.ptr[i].upos != TOC_UPOS_VERB) return false;
  if (doc->tokens.ptr[i].feat & TOC_F_PRES) return false; /* "on Friday, police say, …": what is said now was not said on Friday */
  toc_children(doc, i, c) {
    if (seen++ == 32) break;
    toc_deprel b = toc_rel_base(doc, c);
    if (b == TOC_REL_CCOMP || b == TOC_REL_PARATAXIS) return true;
  }
  return false;
}

static bool peaceful(toc_type t) { return t != TOC_ASSAULT && t != TOC_PROTEST; }

/* The first day told that can be news; TOC_NONE. */
static uint32_t first_day(toc_doc *doc) {
  bool *taken = toc_new(&doc->scratch, bool, (size_t)doc->times.len + 1); /* by words, verdicts, … */
  for (uint32_t i = 0; i < doc->events.len; i++)
    if (peaceful(doc->events.ptr[i].type) && doc->events.ptr[i].when.set && doc->events.ptr[i].when.time != TOC_NONE)
      taken[doc->events.ptr[i].when.time] = true;
  for (uint32_t i = 0; i < doc->times.len; i++) {
    const toc_time *t = &doc->times.ptr[i];
    if (taken[i] || t->from == TOC_NODAY || t->from != t->to || (t->type != TOC_TIME_DATE && t->type != TOC_TIME_TIME)) continue;
    if (t->from > doc->dct || doc->dct - t->from > NEWS_DAYS || toc_str_is(t->value, "PRESENT_REF")) continue;
    if (toc_span_overlap(t->span, doc->dateline)) continue;
    uint32_t s = t->first < doc->tokens.len ? doc->tokens.ptr[t->first].sentence : TOC_NONE;
    if (s == TOC_NONE || doc->sentences.ptr[s].section == TOC_META || of_speech(doc, t)) continue;
    return i;
  }
  return TOC_NONE;
}

/* Does a time of day name its day too: "around 7 p.m. Friday", "late Sunday night"? */
static bool names_day(const toc_doc *doc, const toc_time *t) {
  if (t->from_minute < 0) return true;
  for (uint32_t i = t->first; i < t->last; i++) {
    toc_str w = doc->tokens.ptr[i].form;
    if (w.len > 2 && w.ptr[0] >= 'A' && w.ptr[0] <= 'Z' && !memchr(w.ptr, '.', w.len)) return true;
    if (toc_lemma_is(doc, i, "yesterday") || toc_lemma_is(doc, i, "today")) return true;
  }
  return false;
}

static bool happens(const toc_doc *doc, uint32_t v) {
  if (doc->tokens.ptr[v].upos != TOC_UPOS_VERB || !(doc->tokens.ptr[v].feat & TOC_F_PAST)) return false;
  if (toc_lemma_is(doc, v, "happen") || toc_lemma_is(doc, v, "occur")) return true;
  uint32_t what = toc_lemma_is(doc, v, "take") ? toc_child(doc, v, TOC_REL_OBJ) : TOC_NONE;
  return what != TOC_NONE && toc_lemma_is(doc, what, "place");
}

/* "It happened about 11 p.m. on Friday": the first day on which something is said to have happened. */
static uint32_t day_it_happened(const toc_doc *doc) {
  for (uint32_t i = 0; i < doc->times.len; i++) {
    const toc_time *t = &doc->times.ptr[i];
    if (t->from == TOC_NODAY || t->from != t->to || (t->type != TOC_TIME_DATE && t->type != TOC_TIME_TIME) || t->from > doc->dct) continue;
    if (toc_str_is(t->value, "PRESENT_REF") || !names_day(doc, t)) continue;
    uint32_t at = t->first;
    for (int step = 0; step < 5 && at != TOC_NONE && doc->tokens.ptr[at].upos != TOC_UPOS_VERB; step++) at = doc->tokens.ptr[at].head;
    if (at != TOC_NONE && happens(doc, at) && doc->tokens.ptr[at].rel != TOC_REL_ACL_RELCL) return i;
  }
  return TOC_NONE;
}

static bool told_itself(const toc_event *e) { return e->when.set && !toc_span_empty(e->when.span); }

/* The incident that the report is about happened then, unless a mention says so itself. */
static void it_happened(toc_doc *doc, const toc_incident *incident) {
  uint32_t at = day_it_happened(doc);
  if (at == TOC_NONE) return;
  for (uint32_t k = 0; k < incident->events.len; k++)
    if (told_itself(mention(doc, incident, k))) return;
  const toc_time *t = &doc->times.ptr[at];
  toc_when when = {.set = true, .time = at, .from = t->from, .to = t->to, .from_minute = -1, .to_minute = -1, .precision = TOC_S("day")};
  for (uint32_t k = 0; k < incident->events.len; k++) {
    mention(doc, incident, k)->when.set = false;
    date(mention(doc, incident, k), &when);
  }
}

/* "An overnight shooting … about 1 a.m.": the clock says on which side of midnight. */
static void side_of_midnight(toc_doc *doc, const toc_incident *incident) {
  for (uint32_t k = 0; k < incident->events.len; k++) {
    toc_when *w = &mention(doc, incident, k)->when;
    if (!w->set || w->from == TOC_NODAY || w->to != w->from + 1 || w->time == TOC_NONE) continue;
    for (uint32_t i = w->time + 1; i < doc->times.len && i < w->time + 6; i++) {
      const toc_time *t = &doc->times.ptr[i];
      if (t->from_minute < 0 || t->from != t->to) continue;
      toc_day day = t->from_minute < 12 * 60 ? w->to : w->from;
      if (names_day(doc, t) && t->from != day) continue;
      w->from = w->to = day;
      break;
    }
  }
}

static void main_incident(toc_doc *doc, const toc_incident *incident) {
  if (!incident || peaceful(mention(doc, incident, 0)->type) || !is_real(mention(doc, incident, 0)->status) || doc->dct == TOC_NODAY) return;
  it_happened(doc, incident);
  side_of_midnight(doc, incident);
  for (uint32_t k = 0; k < incident->events.len; k++)
    if (mention(doc, incident, k)->when.set) return;
  uint32_t at = first_day(doc);
  if (at == TOC_NONE) return;
  const toc_time *t = &doc->times.ptr[at];
  toc_when when = {.set = true, .time = at, .from = t->from, .to = t->to, .from_minute = -1, .to_minute = -1, .precision = TOC_S("day")};
  for (uint32_t k = 0; k < incident->events.len; k++) date(mention(doc, incident, k), &when);
}

static void headlines(toc_doc *doc) {
  if (doc->dct == TOC_NODAY) return;
  for (uint32_t i = 0; i < doc->events.len; i++) {
    toc_event *e = &doc->events.ptr[i];
    toc_section s = doc->sentences.ptr[e->sentence].section;
    if (s != TOC_TITLE && s != TOC_LEAD) break;
    if (e->when.set || !(is_real(e->status) || e->status == TOC_FACT_DENIED || e->status == TOC_FACT_PLANNED)) continue;
    const toc_incident *incident = &doc->incidents.ptr[e->incident];
    for (uint32_t k = 0; k < incident->events.len && k < 64 && is_real(e->status); k++)
      if (mention(doc, incident, k)->when.set) date(e, &mention(doc, incident, k)->when);
    if (e->when.set) continue;
    e->when = (toc_when){.set = true, .time = TOC_NONE, .from = doc->dct, .to = doc->dct, .from_minute = -1, .to_minute = -1,
                         .precision = TOC_S("day"), .via = TOC_S("published")};
  }
}

/* A stand somebody takes, or the worth of his words, is no news of a day: "he accuses", "they refuse". */
static bool standing(const toc_event *e) { return e->type == TOC_ACCUSE || e->type == TOC_THREATEN || e->type == TOC_REJECT; }

/* Times come in the order of the text. */
static bool tells_day(const toc_doc *doc, const toc_sentence *s) {
  uint32_t low = 0, high = doc->times.len;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (doc->times.ptr[mid].first < s->first) low = mid + 1;
    else high = mid;
  }
  for (; low < doc->times.len && doc->times.ptr[low].first < s->last; low++)
    if (doc->times.ptr[low].from != TOC_NODAY) return true;
  return false;
}

/* "Suspended it on Wednesday after soldiers ousted the president": before or behind a day that is told,
 * nobody says how long. */
static bool beside_a_day(const toc_doc *doc, const toc_event *e) {
  uint32_t at = e->token;
  for (int step = 0; step < 8 && at != TOC_NONE; step++, at = doc->tokens.ptr[at].head) {
    uint32_t mark = toc_rel_base(doc, at) == TOC_REL_ADVCL ? toc_child(doc, at, TOC_REL_MARK) : TOC_NONE;
    if (mark == TOC_NONE || !(toc_lemma_is(doc, mark, "after") || toc_lemma_is(doc, mark, "before") || toc_lemma_is(doc, mark, "since"))) continue;
    return tells_day(doc, &doc->sentences.ptr[e->sentence]);
  }
  return false;
}

/* What is told as done, with no time anywhere near, was done by the day of the report: news is
 * told the same day or the next.  What goes on does so that day. */
static void by_publication(toc_doc *doc) {
  if (doc->dct == TOC_NODAY) return;
  for (uint32_t i = 0; i < doc->events.len; i++) {
    toc_event *e = &doc->events.ptr[i];
    if (e->when.set || !is_real(e->status) || standing(e) || beside_a_day(doc, e)) continue;
    toc_day from = e->status == TOC_FACT_ONGOING ? doc->dct : doc->dct - 1;
    e->when = (toc_when){.set = true, .time = TOC_NONE, .from = from, .to = doc->dct, .from_minute = -1, .to_minute = -1,
                         .precision = TOC_S("day"), .via = TOC_S("published")};
  }
}

void toc__days(toc_doc *doc) {
  const toc_incident *most = NULL;
  for (uint32_t i = 0; i < doc->incidents.len; i++) {
    const toc_incident *incident = &doc->incidents.ptr[i];
    share(doc, incident);
    if (!most || incident->events.len > most->events.len) most = incident;
  }
  main_incident(doc, most);
  headlines(doc);
  by_publication(doc);
}
