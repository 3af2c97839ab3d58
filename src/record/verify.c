/* verify.c - does a document keep its promises?
 *
 * Every value has its characters or its reason; every index points somewhere; every code is
 * one of the scheme.  The first fault ends the check and is named as a person would look for
 * it: "event e3: recipient 1: span 40-38 is empty". */
#include "record.h"

#include <math.h>

/* One check under way. */
typedef struct audit {
  const toc_doc *doc;
  toc_error *err;
  toc_status status;
  char where[96]; /* "event e3" */
} audit;

static void at(audit *a, const char *what, char letter, uint32_t i) {
  if (letter) snprintf(a->where, sizeof a->where, "%s %c%u", what, letter, i + 1);
  else snprintf(a->where, sizeof a->where, "%s %u", what, i + 1);
}

/* fault(a, cond, …): where cond holds, the document is faulty.  The first fault counts. */
static bool fault(audit *a, bool wrong, const char *part, const char *what) {
  if (!wrong || a->status != TOC_OK) return wrong;
  toc_str id = a->doc->id;
  char file[256];
  snprintf(file, sizeof file, "%.*s", (int)(a->doc->file.len < 200 ? a->doc->file.len : 200), a->doc->file.ptr ? a->doc->file.ptr : "");
  a->status = toc_fail(a->err, TOC_BADDATA, *file ? file : NULL, a->doc->line, 0, "%s%s%s: %s (report %.*s)", a->where,
                       *part ? ": " : "", part, what, (int)(id.len < 100 ? id.len : 100), id.ptr ? id.ptr : "");
  return true;
}

/* ------------------------------------------------------------------- spans */

static bool between_code_points(toc_str text, uint32_t byte) {
  return byte == text.len || ((unsigned char)text.ptr[byte] & 0xC0) != 0x80;
}

static void check_span(audit *a, toc_span s, const char *part) {
  toc_str text = a->doc->text;
  char what[64];
  snprintf(what, sizeof what, "span %u-%u ends outside the text", s.start, s.end);
  if (fault(a, s.end > text.len || s.start > text.len, part, what)) return;
  snprintf(what, sizeof what, "span %u-%u is empty", s.start, s.end);
  if (fault(a, s.start >= s.end, part, what)) return;
  snprintf(what, sizeof what, "span %u-%u cuts a character", s.start, s.end);
  fault(a, !between_code_points(text, s.start) || !between_code_points(text, s.end), part, what);
}

static void check_optional(audit *a, toc_span s, const char *part) {
  if (s.start || s.end) check_span(a, s, part);
}

static void check_spans(audit *a, const toc_spans *spans, const char *part) {
  for (uint32_t i = 0; i < spans->len; i++) check_span(a, spans->ptr[i], part);
}

static void check_index(audit *a, uint32_t i, uint32_t n, bool optional, const char *part) {
  fault(a, i >= n && !(optional && i == TOC_NONE), part, "points nowhere");
}

static void check_indices(audit *a, const toc_indices *xs, uint32_t n, const char *part) {
  for (uint32_t i = 0; i < xs->len; i++) check_index(a, xs->ptr[i], n, false, part);
}

/* ------------------------------------------------------------------- codes */

static bool all_of(toc_str s, char from, char to, char from2, char to2) {
  for (size_t i = 0; i < s.len; i++)
    if (!((s.ptr[i] >= from && s.ptr[i] <= to) || (s.ptr[i] >= from2 && s.ptr[i] <= to2))) return false;
  return true;
}

static bool is_sector(toc_str s) {
  static const char known[] =
      "AGR BUS COP CRM CVL EDU ELI GOV IGO IMG ISM JRN JUD LAB LEG MED MIL MNC NGO OPP PRE PRM PTY REB REF REL SOC SPY UAF "
      "UNK";
  if (s.len != 3) return false;
  for (const char *p = known; *p; p += p[3] ? 4 : 3)
    if (memcmp(p, s.ptr, 3) == 0) return true;
  return false;
}

static bool is_country(toc_str s) { return s.len == 3 && all_of(s, 'A', 'Z', 'A', 'Z'); }

static void check_actor(audit *a, const toc_actor *x, const char *role) {
  check_optional(a, x->span, role);
  fault(a, toc_span_empty(x->span) && !x->via.len, role, "has neither words nor a reason");
  check_index(a, x->head, a->doc->tokens.len, true, role);
  fault(a, x->country.len && !is_country(x->country), role, "its country is no ISO 3166 alpha-3 code");
  fault(a, x->sector.len && !is_sector(x->sector), role, "its sector is not PLOVER's");
  fault(a, x->sector2.len && !is_sector(x->sector2), role, "its second sector is not PLOVER's");
  fault(a, !all_of(x->code, 'A', 'Z', '0', '9'), role, "its code has other than capitals and digits");
  fault(a, x->country.len && x->code.len && !toc_str_starts(x->code, x->country), role, "its code is of another country");
}

static void check_actors(audit *a, const toc_actors *actors, const char *role) {
  for (uint32_t i = 0; i < actors->len; i++) check_actor(a, &actors->ptr[i], role);
}

static void check_point(audit *a, double lat, double lon) {
  fault(a, !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180), "point", "is not on the globe");
}

static void check_where(audit *a, const toc_where *w) {
  if (!w->set) return;
  check_optional(a, w->span, "where");
  check_index(a, w->place, a->doc->places.len, true, "where");
  fault(a, toc_span_empty(w->span) && !w->via.len, "where", "has neither words nor a reason");
}

static void check_when(audit *a, const toc_when *w) {
  if (!w->set) return;
  check_optional(a, w->span, "when");
  check_index(a, w->time, a->doc->times.len, true, "when");
  fault(a, toc_span_empty(w->span) && !w->via.len, "when", "has neither words nor a reason");
  fault(a, w->from != TOC_NODAY && w->to != TOC_NODAY && w->from > w->to, "when", "ends before it begins");
}

/* ------------------------------------------------------------------ layers */

static void check_tokens(audit *a) {
  const toc_doc *d = a->doc;
  for (uint32_t i = 0; i < d->sentences.len; i++) {
    const toc_sentence *s = &d->sentences.ptr[i];
    at(a, "sentence", 0, i);
    check_span(a, s->span, "");
    fault(a, i && s->span.start < d->sentences.ptr[i - 1].span.end, "", "overlaps the one before");
    if (fault(a, s->first > s->last || s->last > d->tokens.len, "tokens", "point nowhere")) return;
    for (uint32_t t = s->first; t < s->last; t++) {
      const toc_token *k = &d->tokens.ptr[t];
      check_optional(a, k->span, "token");
      fault(a, k->sentence != i, "token", "belongs to another sentence");
      fault(a, k->head != TOC_NONE && (k->head < s->first || k->head >= s->last), "token", "hangs on another sentence");
    }
  }
}

static void check_mentions(audit *a) {
  for (uint32_t i = 0; i < a->doc->mentions.len; i++) {
    const toc_mention *m = &a->doc->mentions.ptr[i];
    at(a, "mention", 0, i);
    check_span(a, m->span, "");
    fault(a, m->kind >= TOC_N_KINDS, "kind", "is unknown");
  }
}

static void check_places(audit *a) {
  for (uint32_t i = 0; i < a->doc->places.len; i++) {
    const toc_place *p = &a->doc->places.ptr[i];
    at(a, "place", 0, i);
    check_span(a, p->span, "");
    if (p->located) check_point(a, p->lat, p->lon);
    fault(a, p->country.len && !is_country(p->country), "country", "is no ISO 3166 alpha-3 code");
    fault(a, p->precision < 0 || p->precision > 7, "precision", "is not 1 to 7");
  }
}

static void check_times(audit *a) {
  for (uint32_t i = 0; i < a->doc->times.len; i++) {
    const toc_time *t = &a->doc->times.ptr[i];
    at(a, "time", 0, i);
    check_span(a, t->span, "");
    fault(a, t->from != TOC_NODAY && t->to != TOC_NODAY && t->from > t->to, "", "ends before it begins");
  }
}

static void check_propositions(audit *a) {
  const toc_doc *d = a->doc;
  for (uint32_t i = 0; i < d->propositions.len; i++) {
    const toc_proposition *p = &d->propositions.ptr[i];
    at(a, "proposition", 0, i);
    check_span(a, p->span, "");
    check_index(a, p->token, d->tokens.len, false, "predicate");
    fault(a, !p->roleset.len, "roleset", "is missing");
    for (uint32_t k = 0; k < p->args.len; k++) {
      check_span(a, p->args.ptr[k].span, "argument");
      fault(a, !p->args.ptr[k].role.len, "argument", "has no role");
      fault(a, k && p->args.ptr[k].span.start < p->args.ptr[k - 1].span.start, "argument", "stands before the one before it");
    }
  }
}

static void check_figures(audit *a) {
  const toc_doc *d = a->doc;
  for (uint32_t i = 0; i < toc_doc_figures(d); i++) {
    const toc_figure *f = toc_doc_figure(d, i);
    at(a, "figure", 0, i);
    check_span(a, f->span, "");
    check_optional(a, f->of, "of");
    fault(a, f->counts >= TOC_N_COUNTS, "counts", "is unknown");
    fault(a, f->low > f->high, "", "its low end is above its high end");
    check_index(a, f->claim, d->claims.len, true, "claim");
    check_index(a, f->subset_of, d->figures.len, true, "subset_of");
    fault(a, f->subset_of == i, "subset_of", "is the figure itself");
    check_index(a, f->corrects, d->figures.len, true, "corrects");
    fault(a, f->corrects == i, "corrects", "is the figure itself");
  }
}

static void check_claims(audit *a) {
  const toc_doc *d = a->doc;
  for (uint32_t i = 0; i < d->claims.len; i++) {
    const toc_claim *c = &d->claims.ptr[i];
    at(a, "claim", 0, i);
    check_spans(a, &c->source, "source");
    check_spans(a, &c->cue, "cue");
    check_spans(a, &c->content, "content");
    check_index(a, c->within, d->claims.len, true, "within");
    fault(a, c->within == i, "within", "is the claim itself");
    if (c->has_by) check_actor(a, &c->by, "by");
  }
}

/* within must lead outwards and end: each claim is coloured once, so a circle shows in
 * linear time. */
static void check_circles(audit *a) {
  const toc_doc *d = a->doc;
  toc_arena arena;
  jmp_buf jump;
  toc_arena_init(&arena, 0);
  if (TOC_TRY(&arena, jump)) {
    uint32_t *seen = toc_new(&arena, uint32_t, (size_t)d->claims.len + 1); /* from 1: the walk that met it */
    for (uint32_t i = 0; i < d->claims.len && a->status == TOC_OK; i++) {
      uint32_t c = i;
      for (; c < d->claims.len && !seen[c]; c = d->claims.ptr[c].within) seen[c] = i + 1;
      at(a, "claim", 0, i);
      fault(a, c < d->claims.len && seen[c] == i + 1, "within", "leads in a circle");
    }
  } else {
    a->status = toc_fail(a->err, TOC_NOMEM, NULL, 0, 0, "out of memory while verifying");
  }
  toc_arena_release(&arena);
}

static void check_events(audit *a) {
  const toc_doc *d = a->doc;
  for (uint32_t i = 0; i < d->events.len; i++) {
    const toc_event *e = &d->events.ptr[i];
    at(a, "event", 'e', i);
    check_index(a, e->sentence, d->sentences.len, false, "sentence");
    fault(a, e->type <= TOC_TYPE_NONE || e->type >= TOC_N_TYPES, "type", "is not PLOVER's");
    if (!fault(a, e->mode >= TOC_N_MODES, "mode", "is not PLOVER's"))
      fault(a, e->mode != TOC_MODE_NONE && toc_mode_type(e->mode) != e->type, "mode", "belongs to another type");
    fault(a, e->contexts >> TOC_N_CONTEXTS != 0, "contexts", "are not PLOVER's");
    fault(a, e->cameo.len && (e->cameo.len < 2 || e->cameo.len > 4 || !all_of(e->cameo, '0', '9', '0', '9')), "cameo",
          "is no CAMEO code");
    fault(a, e->status >= TOC_N_FACTS, "status", "is unknown");
    check_span(a, e->trigger, "trigger");
    if (e->sentence < d->sentences.len)
      fault(a, !toc_span_inside(e->trigger, d->sentences.ptr[e->sentence].span), "trigger", "stands in another sentence");
    check_actors(a, &e->actors, "actor");
    check_actors(a, &e->recipients, "recipient");
    check_where(a, &e->where);
    check_when(a, &e->when);
    check_indices(a, &e->figures, toc_doc_figures(d), "figures");
    check_index(a, e->claim, d->claims.len, true, "claim");
    check_index(a, e->incident, d->incidents.len, true, "incident");
    fault(a, !(e->confidence >= 0 && e->confidence <= 1), "confidence", "is not between 0 and 1");
    fault(a, !e->why.len, "why", "is missing");
  }
}

static void check_impacts(audit *a) {
  const toc_doc *d = a->doc;
  for (uint32_t i = 0; i < d->impacts.len; i++) {
    const toc_impact *m = &d->impacts.ptr[i];
    at(a, "impact", 'm', i);
    check_index(a, m->sentence, d->sentences.len, false, "sentence");
    fault(a, m->kind >= TOC_N_IMPACTS, "kind", "is unknown");
    fault(a, m->direction >= TOC_N_DIRECTIONS, "direction", "is unknown");
    fault(a, m->status >= TOC_N_FACTS, "status", "is unknown");
    check_span(a, m->trigger, "trigger");
    check_optional(a, m->object, "object");
    for (uint32_t k = 0; k < m->where.len; k++) check_where(a, &m->where.ptr[k]);
    check_when(a, &m->when);
    check_indices(a, &m->figures, toc_doc_figures(d), "figures");
    check_index(a, m->claim, d->claims.len, true, "claim");
    fault(a, !m->why.len, "why", "is missing");
  }
}

static void check_incidents(audit *a) {
  const toc_doc *d = a->doc;
  for (uint32_t i = 0; i < d->incidents.len; i++) {
    const toc_incident *n = &d->incidents.ptr[i];
    at(a, "incident", 'i', i);
    check_indices(a, &n->events, d->events.len, "events");
    for (uint32_t k = 0; k < n->events.len && a->status == TOC_OK; k++)
      fault(a, d->events.ptr[n->events.ptr[k]].incident != i, "events", "hold one of another incident");
    for (uint32_t k = 0; k < n->tolls.len; k++) {
      const toc_toll *t = &n->tolls.ptr[k];
      fault(a, t->counts >= TOC_N_COUNTS, "toll", "counts nothing known");
      fault(a, t->low > t->high, "toll", "its low end is above its high end");
      check_index(a, t->by, d->claims.len, true, "toll");
    }
  }
}

static void check_optional_layers(audit *a) {
  const toc_doc *d = a->doc;
  for (uint32_t i = 0; i < d->predicates.len; i++) {
    const toc_predicate *p = &d->predicates.ptr[i];
    at(a, "predicate", 0, i);
    check_span(a, p->span, "");
    fault(a, p->fact >= TOC_N_FACTS, "status", "is unknown");
    fault(a, isfinite(p->factuality) && fabs(p->factuality) > 3, "factuality", "is not between -3 and 3");
  }
  for (uint32_t i = 0; i < d->negations.len; i++) {
    at(a, "negation", 0, i);
    check_spans(a, &d->negations.ptr[i].cue, "cue");
    check_spans(a, &d->negations.ptr[i].scope, "scope");
  }
}

toc_status toc__record_verify(const toc_doc *doc, toc_error *err) {
  audit a = {.doc = doc, .err = err};
  snprintf(a.where, sizeof a.where, "text");
  fault(&a, !toc_utf8_valid(doc->text), "", "is not valid UTF-8");
  static void (*const layer[])(audit *) = {check_tokens,  check_mentions, check_places,  check_times,     check_figures,
                                           check_propositions,
                                           check_claims,  check_circles,  check_events,  check_impacts,   check_incidents,
                                           check_optional_layers};
  for (size_t i = 0; i < sizeof layer / sizeof *layer && a.status == TOC_OK; i++) layer[i](&a);
  return a.status;
}
