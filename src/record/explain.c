/* explain.c - why was this coded, and why was that not?
 *
 * Prints every layer of a document in the order in which the stages made them, so that the
 * first wrong line is the one to mend: a wrong tree explains a wrong event.
 *
 *   sentence 1  Police arrested 200 people.
 *     arrested  arrest VERB  [2]
 *     ├─ nsubj    Police    police NOUN  [1]
 *     ├─ obj      people    person NOUN  [4]
 *     │  └─ nummod  200     200 NUM      [3]
 *     └─ punct    .         . PUNCT      [5]
 */
#include "record.h"

#include <math.h>

enum { DEEPEST = 30 }; /* branches drawn; what hangs deeper stands below "…" at that depth */

static void heading(toc__screen *s, const char *name) {
  toc_buf_z(s->out, "\n");
  toc__screen_put(s, TOC__BOLD, toc_cstr(name));
  toc_buf_z(s->out, "\n");
}

static void line(toc__screen *s, toc_str text) { toc__screen_wrap(s, TOC__PLAIN, text, 2, 0); }

static toc_str said(toc__screen *s, const toc_doc *d, toc_span span) {
  return toc_span_empty(span) ? TOC_S("–") : toc__screen_clean(s->arena, toc_slice(d->text, span));
}

/* -------------------------------------------------------------------- tree */

static void put_token(toc__screen *s, const toc_doc *d, uint32_t i, uint32_t first, bool root) {
  const toc_token *t = &d->tokens.ptr[i];
  if (!root && t->deprel.len) {
    toc__screen_put(s, TOC__CYAN, toc__screen_clean(s->arena, t->deprel));
    toc_buf_z(s->out, "  ");
  }
  toc__screen_put(s, TOC__BOLD, toc__screen_clean(s->arena, t->form));
  toc_str lemma = toc__screen_clean(s->arena, t->lemma), feats = toc__screen_clean(s->arena, t->feats);
  toc_str rest = toc_str_format(s->arena, "  %.*s %s %.*s  [%u]\n", TOC_FMT(lemma),
                                t->upos == TOC_UPOS_NONE ? "" : toc_upos_name(t->upos), TOC_FMT(feats), i - first + 1);
  toc__screen_put(s, TOC__DIM, rest);
}

/* One step of the walk: a token whose children from `next` on are still to be drawn. */
typedef struct step {
  uint32_t token, next;
} step;

static void put_branches(toc__screen *s, const toc_doc *d, const step *stack, uint32_t depth) {
  toc_buf_z(s->out, "  ");
  for (uint32_t k = 0; k + 1 < depth && k < DEEPEST; k++) {
    bool more = stack[k].next < d->child_at[stack[k].token + 1];
    toc_buf_z(s->out, more ? "│  " : "   ");
  }
  const step *above = &stack[depth - 1];
  if (depth > DEEPEST) toc_buf_z(s->out, "…  ");
  toc_buf_z(s->out, above->next < d->child_at[above->token + 1] ? "├─ " : "└─ ");
}

static void put_tree(toc__screen *s, const toc_doc *d, uint32_t root, const toc_sentence *sentence) {
  uint32_t room = sentence->last - sentence->first + 1, depth = 1;
  step *stack = toc_new(s->arena, step, room);
  stack[0] = (step){root, d->child_at[root]};
  toc_buf_z(s->out, "  ");
  put_token(s, d, root, sentence->first, true);
  while (depth) {
    step *top = &stack[depth - 1];
    if (top->next == d->child_at[top->token + 1]) {
      depth--;
      continue;
    }
    uint32_t c = d->child[top->next++];
    put_branches(s, d, stack, depth);
    put_token(s, d, c, sentence->first, false);
    if (depth < room) stack[depth++] = (step){c, d->child_at[c]};
  }
}

static void put_tokens(toc__screen *s, const toc_doc *d, const toc_sentence *sentence) {
  for (uint32_t i = sentence->first; i < sentence->last; i++) {
    toc_buf_z(s->out, "  ");
    put_token(s, d, i, sentence->first, true);
  }
}

static void put_sentences(toc__screen *s, const toc_doc *d) {
  static const char *const section[] = {"", " (headline)", " (lead)", " (heading)", " (not read for events)"};
  for (uint32_t i = 0; i < d->sentences.len; i++) {
    const toc_sentence *x = &d->sentences.ptr[i];
    toc_buf_z(s->out, i ? "\n" : "");
    toc_str title = toc_str_format(s->arena, "sentence %u%s", i + 1, section[x->section]);
    toc__screen_put(s, TOC__BOLD, title);
    toc_buf_z(s->out, "\n");
    line(s, said(s, d, x->span));
    bool tree = false;
    for (uint32_t t = x->first; t < x->last && d->child_at; t++)
      if (d->tokens.ptr[t].head == TOC_NONE && x->analysed) {
        put_tree(s, d, t, x);
        tree = true;
      }
    if (!tree) put_tokens(s, d, x);
  }
}

/* ------------------------------------------------------------------ layers */

static void put_mentions(toc__screen *s, const toc_doc *d) {
  if (d->mentions.len) heading(s, "names");
  for (uint32_t i = 0; i < d->mentions.len; i++) {
    const toc_mention *m = &d->mentions.ptr[i];
    line(s, toc_str_format(s->arena, "“%.*s”  %s", TOC_FMT(said(s, d, m->span)), toc_kind_name(m->kind)));
  }
}

static void put_places(toc__screen *s, const toc_doc *d) {
  if (d->places.len) heading(s, "places");
  for (uint32_t i = 0; i < d->places.len; i++) {
    const toc_place *p = &d->places.ptr[i];
    toc_str point = {0};
    if (p->located) point = toc_str_format(s->arena, "  %.4f, %.4f", p->lat, p->lon);
    line(s, toc_str_format(s->arena, "“%.*s” = %.*s%s%.*s%.*s  GeoNames %lld%s%s", TOC_FMT(said(s, d, p->span)),
                           TOC_FMT(p->name), p->country.len ? ", " : "", TOC_FMT(p->country), TOC_FMT(point),
                           (long long)p->geonameid, p->n_candidates > 1 ? "; others had the name" : "",
                           p->actor_only ? "; stands for a government, not a place" : ""));
    for (uint32_t k = 0; k < p->n_candidates && k < 5; k++) {
      const toc_candidate *c = &p->candidate[k];
      toc__screen_wrap(s, TOC__DIM,
                       toc_str_format(s->arena, "%.2f  %.*s, %.*s  GeoNames %lld", c->score, TOC_FMT(c->name),
                                      TOC_FMT(c->country), (long long)c->geonameid),
                       6, 0);
    }
  }
}

static void put_times(toc__screen *s, const toc_doc *d) {
  if (d->times.len) heading(s, "times");
  for (uint32_t i = 0; i < d->times.len; i++) {
    const toc_time *t = &d->times.ptr[i];
    toc_when w = {.set = true, .from = t->from, .to = t->to};
    line(s, toc_str_format(s->arena, "“%.*s” = %.*s  (%.*s)%s", TOC_FMT(said(s, d, t->span)), TOC_FMT(t->value),
                           TOC_FMT(toc__word_when(s->arena, &w)), t->anchored ? "" : "; tied to no date"));
  }
}

static void put_figures(toc__screen *s, const toc_doc *d) {
  if (d->figures.len) heading(s, "figures");
  for (uint32_t i = 0; i < d->figures.len; i++)
    line(s, toc_str_format(s->arena, "“%.*s” = %.*s", TOC_FMT(said(s, d, d->figures.ptr[i].span)),
                           TOC_FMT(toc__word_figure(s->arena, d, &d->figures.ptr[i]))));
}

static void put_actors(toc__screen *s, const toc_doc *d) {
  if (d->actors.len) heading(s, "actors");
  for (uint32_t i = 0; i < d->actors.len; i++) {
    const toc_actor *a = &d->actors.ptr[i];
    line(s, toc_str_format(s->arena, "“%.*s” = %.*s%s%.*s%s%.*s%s", TOC_FMT(said(s, d, a->span)), TOC_FMT(a->code),
                           a->name.len ? "  " : "", TOC_FMT(a->name), a->via.len ? "  by " : "", TOC_FMT(a->via),
                           a->private_person ? "  private person" : ""));
  }
}

static void put_predicates(toc__screen *s, const toc_doc *d) {
  if (d->predicates.len) heading(s, "did it happen?");
  for (uint32_t i = 0; i < d->predicates.len; i++) {
    const toc_predicate *p = &d->predicates.ptr[i];
    toc_str number = isfinite(p->factuality) ? toc_str_format(s->arena, " %+.1f", p->factuality) : (toc_str){0};
    line(s, toc_str_format(s->arena, "“%.*s”  %s%.*s%s%.*s", TOC_FMT(said(s, d, p->span)), toc_fact_name(p->fact),
                           TOC_FMT(number), p->why.len ? "  because " : "", TOC_FMT(p->why)));
  }
}

static void put_propositions(toc__screen *s, const toc_doc *d) {
  if (d->propositions.len) heading(s, "who does what (PropBank)");
  for (uint32_t i = 0; i < d->propositions.len; i++) {
    const toc_proposition *p = &d->propositions.ptr[i];
    toc_str text = toc_str_format(s->arena, "“%.*s” = %.*s", TOC_FMT(said(s, d, p->span)), TOC_FMT(p->roleset));
    for (uint32_t k = 0; k < p->args.len; k++)
      text = toc_str_format(s->arena, "%.*s  %.*s “%.*s”", TOC_FMT(text), TOC_FMT(p->args.ptr[k].role), TOC_FMT(said(s, d, p->args.ptr[k].span)));
    line(s, text);
  }
}

static void put_claims(toc__screen *s, const toc_doc *d) {
  static const char *const kind[] = {"direct", "indirect", "mixed"};
  if (d->claims.len) heading(s, "claims");
  for (uint32_t i = 0; i < d->claims.len; i++) {
    const toc_claim *c = &d->claims.ptr[i];
    toc_span content = c->content.len ? c->content.ptr[0] : (toc_span){0};
    toc_span cue = c->cue.len ? c->cue.ptr[0] : (toc_span){0};
    line(s, toc_str_format(s->arena, "%.*s (%s, “%.*s”%s%.*s): “%.*s”", TOC_FMT(toc__word_claim(s->arena, d, i)),
                           kind[c->kind], TOC_FMT(said(s, d, cue)), c->has_by && c->by.code.len ? ", " : "",
                           TOC_FMT(c->has_by ? c->by.code : (toc_str){0}), TOC_FMT(said(s, d, content))));
  }
}

static void put_events(toc__screen *s, const toc_doc *d) {
  heading(s, "events");
  if (!d->events.len && !d->impacts.len) line(s, TOC_S("none: no pattern matched (below: what was tried)"));
  for (uint32_t i = 0; i < d->events.len; i++) {
    const toc_event *e = &d->events.ptr[i];
    const char *mode = e->mode == TOC_MODE_NONE ? NULL : toc_mode_name(e->mode);
    line(s, toc_str_format(s->arena, "e%u  %.*s → %s%s%s → %.*s", i + 1, TOC_FMT(toc__word_actors(s->arena, d, &e->actors)),
                           toc_type_name(e->type), mode ? " " : "", mode ? mode : "",
                           TOC_FMT(toc__word_actors(s->arena, d, &e->recipients))));
    toc__screen_wrap(s, TOC__PLAIN,
                     toc_str_format(s->arena, "%s · %.*s · %.*s · CAMEO %.*s · trigger “%.*s”", toc_fact_name(e->status),
                                    TOC_FMT(toc__word_when(s->arena, &e->when)),
                                    TOC_FMT(toc__word_where(s->arena, d, &e->where)),
                                    TOC_FMT(e->cameo.len ? e->cameo : TOC_S("–")), TOC_FMT(said(s, d, e->trigger))),
                     6, 0);
    if (e->claim < d->claims.len) toc__screen_wrap(s, TOC__PLAIN, toc__word_claim(s->arena, d, e->claim), 6, 0);
    toc__screen_wrap(s, TOC__DIM, toc_str_format(s->arena, "why: %.*s", TOC_FMT(e->why)), 6, 0);
  }
  for (uint32_t i = 0; i < d->impacts.len; i++) {
    const toc_impact *m = &d->impacts.ptr[i];
    line(s, toc_str_format(s->arena, "m%u  %s %s: “%.*s” · %s · why: %.*s", i + 1, toc_impact_name(m->kind),
                           toc_direction_name(m->direction), TOC_FMT(said(s, d, m->object)), toc_fact_name(m->status),
                           TOC_FMT(m->why)));
  }
}

static void put_trace(toc__screen *s, toc_str trace) {
  if (!trace.len) return;
  heading(s, "patterns tried");
  toc_str one;
  while (toc_str_cut(&trace, '\n', &one)) {
    uint32_t in = 0;
    while (in < one.len && in < 12 && one.ptr[in] == ' ') in++;
    toc_str clean = toc__screen_clean(s->arena, one);
    if (clean.len) toc__screen_wrap(s, TOC__PLAIN, clean, 2 + in, 0);
  }
}

void toc__explain_doc(toc__screen *s, const toc_doc *d, toc_str trace) {
  put_sentences(s, d);
  put_mentions(s, d);
  put_places(s, d);
  put_times(s, d);
  put_figures(s, d);
  put_actors(s, d);
  put_predicates(s, d);
  put_propositions(s, d);
  put_claims(s, d);
  put_events(s, d);
  put_trace(s, trace);
}
