/* judge.c - is what was coded what the case asks for? */
#include "cases.h"

#include <stdio.h>

/* ------------------------------------------------------------- one line, one event */

static bool holds(toc_str text, toc_str part) {
  if (!part.len) return true;
  for (size_t i = 0; i + part.len <= text.len; i++)
    if (text.ptr[i] == part.ptr[0] && memcmp(text.ptr + i, part.ptr, part.len) == 0) return true;
  return false;
}

static toc_str words(const toc_doc *d, toc_span s) { return toc_span_empty(s) ? (toc_str){0} : toc_slice(d->text, s); }

static toc_str actor_words(const toc_doc *d, const toc_actor *a) {
  return toc_span_empty(a->span) ? a->name : toc_slice(d->text, a->span);
}

static bool actors_hold(const toc_doc *d, const toc_actors *all, toc_str value) {
  for (uint32_t i = 0; i < all->len; i++) {
    toc_str w = actor_words(d, &all->ptr[i]);
    if (value.len ? holds(w, value) : w.len > 0) return value.len > 0;
  }
  return !value.len;
}

static bool where_holds(const toc_doc *d, const toc_where *w, toc_str value) {
  toc_str name = w && w->set && w->place != TOC_NONE ? d->places.ptr[w->place].name : (toc_str){0};
  toc_str text = w && w->set ? words(d, w->span) : (toc_str){0};
  return value.len ? holds(name, value) || holds(text, value) : !name.len && !text.len;
}

static bool any_code(const toc_actors *all, toc_str code) {
  for (uint32_t i = 0; i < all->len; i++)
    if (toc_str_eq(all->ptr[i].code, code)) return true;
  return false;
}

static bool first_day(const toc_when *w, toc_str value) {
  toc_day day;
  int minute;
  if (!w->set || w->from == TOC_NODAY) return !value.len;
  return toc_day_parse(value, &day, &minute) && day == w->from;
}

static bool words_hold(toc_str text, toc_str value) { return value.len ? holds(text, value) : !text.len; }

/* "-NAME": it has not. */
static bool context_is(const toc_event *e, toc_str value) {
  bool not = toc_str_starts(value, TOC_S("-"));
  return (e->contexts >> toc_context_of(toc_str_sub(value, not, value.len)) & 1) != not;
}

static bool event_has(const toc_doc *d, const toc_event *e, const toc__case_value *v) {
  switch (v->field) {
    case TOC__CASE_ACTOR: return actors_hold(d, &e->actors, v->value);
    case TOC__CASE_RECIPIENT: return actors_hold(d, &e->recipients, v->value);
    case TOC__CASE_TRIGGER: return words_hold(words(d, e->trigger), v->value);
    case TOC__CASE_WHERE: return where_holds(d, &e->where, v->value);
    case TOC__CASE_STATUS: return toc_str_is(v->value, toc_fact_name(e->status));
    case TOC__CASE_CONTEXT: return context_is(e, v->value);
    case TOC__CASE_CAMEO: return toc_str_eq(v->value, e->cameo);
    case TOC__CASE_BY: return any_code(&e->actors, v->value);
    case TOC__CASE_TO: return any_code(&e->recipients, v->value);
    case TOC__CASE_WHEN: return first_day(&e->when, v->value);
    default: return false;
  }
}

static bool impact_has(const toc_doc *d, const toc_impact *m, const toc__case_value *v) {
  switch (v->field) {
    case TOC__CASE_TRIGGER: return words_hold(words(d, m->trigger), v->value);
    case TOC__CASE_OBJECT: return words_hold(words(d, m->object), v->value);
    case TOC__CASE_WHERE: return where_holds(d, m->where.len ? &m->where.ptr[0] : NULL, v->value);
    case TOC__CASE_STATUS: return toc_str_is(v->value, toc_fact_name(m->status));
    case TOC__CASE_WHEN: return first_day(&m->when, v->value);
    default: return false;
  }
}

static bool fits(const toc__case_code *c, const toc_doc *d, uint32_t i) {
  bool impact = i >= d->events.len;
  const toc_event *e = impact ? NULL : &d->events.ptr[i];
  const toc_impact *m = impact ? &d->impacts.ptr[i - d->events.len] : NULL;
  if (c->impact != impact) return false;
  if (impact ? m->kind != c->kind || m->direction != c->direction : e->type != c->type || (c->mode && e->mode != c->mode)) return false;
  for (uint32_t k = 0; k < c->values.len; k++)
    if (impact ? !impact_has(d, m, &c->values.ptr[k]) : !event_has(d, e, &c->values.ptr[k])) return false;
  return true;
}

/* ---------------------------------------------------------------- the assignment */

typedef struct pairing {
  const toc__case *c;
  const toc_doc *d;
  uint32_t n;      /* events and impacts */
  uint32_t *taken; /* [n] by which line */
  uint32_t *round; /* [n] when it was last looked at */
  uint32_t rounds;
} pairing;

/* Kuhn: takes a free event, or one whose line can move on to another. */
static bool place(pairing *p, uint32_t code) {
  for (uint32_t i = 0; i < p->n; i++) {
    if (p->round[i] == p->rounds || !fits(&p->c->codes.ptr[code], p->d, i)) continue;
    p->round[i] = p->rounds;
    if (p->taken[i] == TOC_NONE || place(p, p->taken[i])) {
      p->taken[i] = code;
      return true;
    }
  }
  return false;
}

toc__verdict toc__case_judge(const toc__case *c, const toc_doc *doc, toc_arena *a) {
  toc__verdict out = {0};
  pairing p = {.c = c, .d = doc, .n = doc->events.len + doc->impacts.len};
  p.taken = toc_new(a, uint32_t, (size_t)p.n + 1);
  p.round = toc_new(a, uint32_t, (size_t)p.n + 1);
  for (uint32_t i = 0; i < p.n; i++) p.taken[i] = TOC_NONE;
  for (uint32_t i = 0; i < c->codes.len; i++) {
    p.rounds = i + 1;
    if (!place(&p, i)) *toc_push(a, &out.missing) = i;
  }
  for (uint32_t i = 0; i < p.n; i++)
    if (p.taken[i] == TOC_NONE) *toc_push(a, &out.extra) = i;
  out.passed = !out.missing.len && (c->more || !out.extra.len);
  return out;
}

/* -------------------------------------------------------------------- for people */

static void put_value(toc_buf *b, const char *field, toc_str value) {
  toc_buf_fmt(b, " %s=\"%.*s\"", field, TOC_FMT(value));
}

static void put_event(toc_buf *b, const toc_doc *d, const toc_event *e) {
  toc_buf_fmt(b, "%s%s%s", toc_type_name(e->type), e->mode ? "/" : "", e->mode ? toc_mode_name(e->mode) : "");
  put_value(b, "trigger", words(d, e->trigger));
  for (uint32_t i = 0; i < e->actors.len; i++) put_value(b, "actor", actor_words(d, &e->actors.ptr[i]));
  for (uint32_t i = 0; i < e->recipients.len; i++) put_value(b, "recipient", actor_words(d, &e->recipients.ptr[i]));
  toc_buf_fmt(b, " status=%s", toc_fact_name(e->status));
  if (e->cameo.len) toc_buf_fmt(b, " cameo=%.*s", TOC_FMT(e->cameo));
  toc_buf_fmt(b, "  (%.*s)", TOC_FMT(e->why));
}

void toc__case_put(toc_buf *b, const toc_doc *d, uint32_t i) {
  if (i < d->events.len) {
    put_event(b, d, &d->events.ptr[i]);
    return;
  }
  const toc_impact *m = &d->impacts.ptr[i - d->events.len];
  toc_buf_fmt(b, "impact %s %s", toc_impact_name(m->kind), toc_direction_name(m->direction));
  put_value(b, "trigger", words(d, m->trigger));
  put_value(b, "object", words(d, m->object));
  toc_buf_fmt(b, " status=%s  (%.*s)", toc_fact_name(m->status), TOC_FMT(m->why));
}
