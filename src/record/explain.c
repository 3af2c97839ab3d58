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

/* Is it the word of an event? */
static bool matters(const toc_doc *d, const toc_predicate *p) {
  for (uint32_t i = 0; i < d->events.len; i++)
    if (d->events.ptr[i].token == p->token) return true;
  return false;
}

static void put_predicates(toc__screen *s, const toc_doc *d) {
  uint32_t plain = 0;
  if (d->predicates.len) heading(s, "did it happen?");
  for (uint32_t i = 0; i < d->predicates.len; i++) {
    const toc_predicate *p = &d->predicates.ptr[i];
    if (!s->all && p->fact == TOC_FACT_OCCURRED && p->by == TOC_NONE && !matters(d, p)) {
      plain++;
      continue;
    }
    toc_str number = isfinite(p->factuality) ? toc_str_format(s->arena, " %+.1f", p->factuality) : (toc_str){0};
    line(s, toc_str_format(s->arena, "“%.*s”  %s%.*s%s%.*s", TOC_FMT(said(s, d, p->span)), toc_fact_name(p->fact),
                           TOC_FMT(number), p->why.len ? "  because " : "", TOC_FMT(p->why)));
  }
  if (plain) toc__screen_wrap(s, TOC__DIM, toc_str_format(s->arena, "%u other word%s: occurred, nothing says otherwise", plain, plain == 1 ? "" : "s"), 2, 0);
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

/* ----------------------------------------------------------------- what was tried */

enum { FEW_NEAR = 4 }; /* near misses told of a word, unless all are asked for */

/* The lines of the trace (doc.h) about one token, one behind the other. */
typedef struct tried {
  uint32_t next;  /* the next lines about the same token, TOC_NONE */
  toc_str lines;
} tried;

typedef struct attempts {
  uint32_t *first; /* [tokens] into all, TOC_NONE */
  TOC_ARRAY(tried) all;
} attempts;

static attempts sort_trace(toc__screen *s, const toc_doc *d, toc_str trace) {
  attempts t = {.first = toc_new(s->arena, uint32_t, (size_t)d->tokens.len + 1)};
  uint32_t *last = toc_new(s->arena, uint32_t, (size_t)d->tokens.len + 1);
  toc_str one;
  for (uint32_t i = 0; i <= d->tokens.len; i++) t.first[i] = last[i] = TOC_NONE;
  while (toc_str_cut(&trace, '\n', &one)) {
    uint64_t token;
    if (!one.len || one.ptr[0] != '@' || !toc_str_uint(toc_str_sub(one, 1, one.len), &token) || token >= d->tokens.len) continue;
    toc_str rest = trace, next;
    size_t n = 0;
    while (rest.len && rest.ptr[0] != '@' && toc_str_cut(&rest, '\n', &next)) n += next.len + 1;
    uint32_t at = t.all.len;
    *toc_push(s->arena, &t.all) = (tried){TOC_NONE, toc_str_sub(trace, 0, n < trace.len ? n : trace.len)};
    if (last[token] == TOC_NONE) t.first[token] = at;
    else t.all.ptr[last[token]].next = at;
    last[token] = at;
  }
  return t;
}

/* Calls for each line about a token: what it is, and its words. */
#define EACH_LINE(t, token, kind, words)                                                                 \
  for (uint32_t k_ = (t)->first[token]; k_ != TOC_NONE; k_ = (t)->all.ptr[k_].next)                        \
    for (toc_str r_ = (t)->all.ptr[k_].lines, o_, words; toc_str_cut(&r_, '\n', &o_) &&                    \
         (words = o_.len ? toc_str_sub(o_, 1, o_.len) : o_, true);)                                        \
      for (char kind = o_.len ? o_.ptr[0] : 0; kind; kind = 0)

static void put_tried_line(toc__screen *s, toc__paint paint, unsigned indent, const char *mark, toc_str words) {
  toc__screen_wrap(s, paint, toc_str_format(s->arena, "%s%.*s", mark, TOC_FMT(toc__screen_clean(s->arena, words))), indent, 0);
}

/* "arrested  verb; subj Police, obj people" and below it what won, what nearly did, and how many others
 * were tried. */
static void put_word(toc__screen *s, const toc_doc *d, const attempts *t, uint32_t i, uint32_t first, bool all, unsigned indent) {
  uint32_t near = 0, far = 0, won = 0;
  toc_str about = {0};
  EACH_LINE(t, i, kind, words) {
    if (kind == ':') about = words;
    near += kind == '-';
    far += kind == '~';
    won += kind == '+';
  }
  toc_str form = toc__screen_clean(s->arena, d->tokens.ptr[i].form);
  if (!all && !won && !near && about.len) {
    toc__screen_wrap(s, TOC__DIM, toc_str_format(s->arena, "%.*s [%u]: none of %u patterns finds any of the words it asks for", TOC_FMT(form), i - first + 1, far), indent, 0);
    return;
  }
  toc__screen_wrap(s, TOC__PLAIN, toc_str_format(s->arena, "%.*s [%u]  %.*s", TOC_FMT(form), i - first + 1, TOC_FMT(toc__screen_clean(s->arena, about))), indent, 0);
  EACH_LINE(t, i, kind, words) {
    if (kind == '+') put_tried_line(s, TOC__GREEN, indent + 2, "+ ", words);
    if (kind == '=') put_tried_line(s, TOC__DIM, indent + 4, "", words);
  }
  EACH_LINE(t, i, kind, words) {
    if (kind == '?') put_tried_line(s, TOC__PLAIN, indent + 2, "second opinion: ", words);
    if (kind == '!') put_tried_line(s, TOC__YELLOW, indent + 2, "! ", words);
  }
  uint32_t told = 0;
  EACH_LINE(t, i, kind, words) {
    if (kind == '-' && (all || told++ < FEW_NEAR)) put_tried_line(s, TOC__PLAIN, indent + 2, "- ", words);
    if (kind == '~' && all) put_tried_line(s, TOC__DIM, indent + 2, "- ", words);
  }
  uint32_t rest = all ? 0 : far + (near > FEW_NEAR ? near - FEW_NEAR : 0);
  if (rest) toc__screen_wrap(s, TOC__DIM, toc_str_format(s->arena, "%u more pattern%s tried", rest, rest == 1 ? "" : "s"), indent + 2, 0);
}

/* ----------------------------------------------------------------------- clauses */

static bool heads_clause(const toc_doc *d, uint32_t i) {
  const toc_token *t = &d->tokens.ptr[i];
  if (t->head == TOC_NONE) return true;
  switch (toc_deprel_base(t->rel)) {
    case TOC_REL_CSUBJ:
    case TOC_REL_CCOMP:
    case TOC_REL_XCOMP:
    case TOC_REL_ADVCL:
    case TOC_REL_ACL:
    case TOC_REL_PARATAXIS: return true;
    case TOC_REL_CONJ: return t->upos == TOC_UPOS_VERB || t->upos == TOC_UPOS_AUX;
    default: return false;
  }
}

/* The head of the clause of each token; heads stand for themselves.  Linear: paths are followed once. */
static uint32_t *find_clauses(toc__screen *s, const toc_doc *d) {
  uint32_t *clause = toc_new(s->arena, uint32_t, (size_t)d->tokens.len + 1);
  for (uint32_t i = 0; i < d->tokens.len; i++) clause[i] = TOC_NONE;
  for (uint32_t i = 0; i < d->tokens.len; i++) {
    uint32_t h = i;
    while (clause[h] == TOC_NONE && !heads_clause(d, h)) h = d->tokens.ptr[h].head;
    uint32_t found = clause[h] == TOC_NONE ? h : clause[h];
    for (uint32_t k = i; clause[k] == TOC_NONE; k = d->tokens.ptr[k].head) {
      clause[k] = found;
      if (k == found) break;
    }
  }
  return clause;
}

/* The words of a clause without those of the clauses in it. */
static toc_str clause_words(toc__screen *s, const toc_doc *d, const uint32_t *clause, const toc_sentence *x, uint32_t head) {
  toc_str words = {0};
  uint32_t last = TOC_NONE;
  for (uint32_t i = x->first; i < x->last; i++) {
    if (clause[i] != head || d->tokens.ptr[i].upos == TOC_UPOS_PUNCT) continue;
    bool gap = last != TOC_NONE && last + 1 != i && !(last + 2 == i && d->tokens.ptr[i - 1].upos == TOC_UPOS_PUNCT);
    bool joined = last != TOC_NONE && last + 1 == i && !d->tokens.ptr[last].space_after;
    words = toc_str_format(s->arena, "%.*s%s%.*s", TOC_FMT(words), last == TOC_NONE || joined ? "" : gap ? " … " : " ", TOC_FMT(d->tokens.ptr[i].form));
    last = i;
    if (words.len > 300) return toc_str_format(s->arena, "%.*s …", TOC_FMT(words));
  }
  return words;
}

static void put_clause(toc__screen *s, const toc_doc *d, const attempts *t, const uint32_t *clause, const toc_sentence *x, uint32_t head, bool all) {
  toc_str words = toc__screen_clean(s->arena, clause_words(s, d, clause, x, head));
  bool any = false;
  for (uint32_t i = x->first; i < x->last && !any; i++) any = clause[i] == head && t->first[i] != TOC_NONE;
  toc__screen_wrap(s, any ? TOC__CYAN : TOC__DIM, toc_str_format(s->arena, "“%.*s”%s", TOC_FMT(words), any ? "" : "  no trigger word"), 2, 0);
  for (uint32_t i = x->first; i < x->last; i++)
    if (clause[i] == head && t->first[i] != TOC_NONE) put_word(s, d, t, i, x->first, all, 4);
}

/* Clause by clause: what matched, what nearly did, and why not. */
static void put_trace(toc__screen *s, const toc_doc *d, toc_str trace, bool all) {
  if (!trace.len || !d->tokens.len) return;
  attempts t = sort_trace(s, d, trace);
  uint32_t *clause = find_clauses(s, d);
  heading(s, "patterns tried, by clause");
  for (uint32_t k = 0; k < d->sentences.len; k++) {
    const toc_sentence *x = &d->sentences.ptr[k];
    if (!x->analysed) continue;
    if (d->sentences.len > 1) toc__screen_wrap(s, TOC__BOLD, toc_str_format(s->arena, "sentence %u", k + 1), 2, 0);
    for (uint32_t i = x->first; i < x->last; i++)
      if (clause[i] == i) put_clause(s, d, &t, clause, x, i, all);
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
  put_trace(s, d, trace, s->all);
}

/* --------------------------------------------------------------------- one event */

static const char *by_way_of(toc_str via) {
  static const struct {
    const char *via, *words;
  } ways[] = {{"coref", "from what the words refer to"},      {"context", "partly or wholly from the report around"},
              {"metonym", "a capital for its state"},         {"demonym", "an adjective for its state"},
              {"name", "from a fuller mention of the name"},  {"place", "a town for the people in it"},
              {"clause", "from the clause around"},           {"sentence", "from the sentence"},
              {"paragraph", "from the paragraph"},            {"dateline", "from the dateline"},
              {"actor", "from an actor"},                     {"published", "the day of publication"},
              {"report", "from elsewhere in the report"}};
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    if (toc_str_is(via, ways[i].via)) return ways[i].words;
  return "";
}

/* "actor       …" in a column, what tells of it below. */
static void put_value(toc__screen *s, const char *name, toc_str value) {
  toc__screen_wrap(s, TOC__PLAIN, toc_str_format(s->arena, "%-10s  %.*s", name, TOC_FMT(value)), 2, 0);
}

static void put_reason(toc__screen *s, toc_str reason) {
  if (reason.len) toc__screen_wrap(s, TOC__DIM, reason, 14, 0);
}

static void put_via(toc__screen *s, toc_str via, toc_str words) {
  if (via.len) put_reason(s, toc_str_format(s->arena, "via %.*s: %s", TOC_FMT(via), by_way_of(via)));
  else if (words.len) put_reason(s, toc_str_format(s->arena, "its own words: “%.*s”", TOC_FMT(words)));
}

static void put_parties(toc__screen *s, const toc_doc *d, const char *name, const toc_actors *all, const toc__why *why) {
  if (!all->len) put_value(s, name, TOC_S("none found"));
  for (uint32_t i = 0; i < all->len; i++) {
    const toc_actor *a = &all->ptr[i];
    put_value(s, name, toc_str_format(s->arena, "%.*s = %.*s%s%.*s%s", TOC_FMT(toc_span_empty(a->span) ? TOC_S("(not named)") : toc_str_format(s->arena, "“%.*s”", TOC_FMT(said(s, d, a->span)))),
                                      TOC_FMT(a->code.len ? a->code : TOC_S("no code")), a->name.len ? "  " : "", TOC_FMT(a->name), a->private_person ? "  private person" : ""));
    put_via(s, a->via, (toc_str){0});
    toc_strs entries = {0};
    if (why->entries) why->entries(why->ctx, s->arena, d, a, &entries);
    for (uint32_t k = 0; k < entries.len; k++) put_reason(s, toc__screen_clean(s->arena, entries.ptr[k]));
  }
}

static void put_where_when(toc__screen *s, const toc_doc *d, const toc_where *where, const toc_when *when) {
  put_value(s, "where", toc__word_where(s->arena, d, where));
  if (where->set) put_via(s, where->via, toc_span_empty(where->span) ? (toc_str){0} : said(s, d, where->span));
  put_value(s, "when", toc__word_when(s->arena, when));
  if (when->set) put_via(s, when->via, toc_span_empty(when->span) ? (toc_str){0} : said(s, d, when->span));
}

static void put_counted(toc__screen *s, const toc_doc *d, const toc_indices *figures) {
  for (uint32_t i = 0; i < figures->len; i++) {
    const toc_figure *f = toc_doc_figure(d, figures->ptr[i]);
    put_value(s, "figure", toc__word_figure(s->arena, d, f));
    put_via(s, (toc_str){0}, toc_span_empty(f->span) ? (toc_str){0} : said(s, d, f->span));
  }
}

/* The word that is not a verb hangs on something that tells more than its own subtree. */
static void put_tree_around(toc__screen *s, const toc_doc *d, uint32_t token, const toc_sentence *x) {
  uint32_t root = token;
  toc_upos u = d->tokens.ptr[token].upos;
  if (u != TOC_UPOS_VERB && u != TOC_UPOS_AUX && d->tokens.ptr[token].head != TOC_NONE) root = d->tokens.ptr[token].head;
  const toc_token *r = &d->tokens.ptr[root];
  heading(s, "tree around the trigger");
  if (r->head != TOC_NONE) line(s, toc_str_format(s->arena, "(%.*s of “%.*s”)", TOC_FMT(r->deprel), TOC_FMT(toc__screen_clean(s->arena, d->tokens.ptr[r->head].form))));
  put_tree(s, d, root, x);
}

static void put_said(toc__screen *s, const toc_doc *d, uint32_t token, toc_fact fact, uint32_t claim) {
  put_value(s, "status", toc_cstr(toc_fact_name(fact)));
  uint32_t p = token < d->tokens.len ? d->tokens.ptr[token].predicate : TOC_NONE;
  if (p != TOC_NONE) {
    const toc_predicate *q = &d->predicates.ptr[p];
    toc_str number = isfinite(q->factuality) ? toc_str_format(s->arena, ", factuality %+.1f", q->factuality) : (toc_str){0};
    put_reason(s, toc_str_format(s->arena, "the text: %s%.*s%s%.*s", toc_fact_name(q->fact), TOC_FMT(number), q->why.len ? ", because " : "", TOC_FMT(q->why)));
  }
  if (claim < d->claims.len) {
    const toc_claim *c = &d->claims.ptr[claim];
    put_value(s, "claim", toc__word_claim(s->arena, d, claim));
    if (c->cue.len) put_reason(s, toc_str_format(s->arena, "cue: “%.*s”", TOC_FMT(said(s, d, c->cue.ptr[0]))));
  }
}

/* Why the event or impact is in the record: i is an index into the events, then the impacts. */
void toc__explain_event(toc__screen *s, const toc_doc *d, toc_str trace, uint32_t i, const toc__why *why) {
  const toc_event *e = i < d->events.len ? &d->events.ptr[i] : NULL;
  const toc_impact *m = e ? NULL : &d->impacts.ptr[i - d->events.len];
  uint32_t token = e ? e->token : m->token, sentence = e ? e->sentence : m->sentence;
  bool has_token = token < d->tokens.len;
  const toc_sentence *x = sentence < d->sentences.len ? &d->sentences.ptr[sentence] : NULL;
  toc_str id = d->id.len ? toc_str_format(s->arena, "%.*s:", TOC_FMT(toc__screen_clean(s->arena, d->id))) : (toc_str){0};
  toc_str code = e ? toc_str_format(s->arena, "e%u  %s%s%s, CAMEO %.*s", i + 1, toc_type_name(e->type), e->mode ? "/" : "", e->mode ? toc_mode_name(e->mode) : "", TOC_FMT(e->cameo.len ? e->cameo : TOC_S("–")))
                   : toc_str_format(s->arena, "m%u  impact %s %s", i - d->events.len + 1, toc_impact_name(m->kind), toc_direction_name(m->direction));
  toc__screen_wrap(s, TOC__BOLD, toc_str_format(s->arena, "%.*s%.*s", TOC_FMT(id), TOC_FMT(code)), 0, 0);
  if (x) line(s, toc_str_format(s->arena, "sentence %u: “%.*s”", sentence + 1, TOC_FMT(said(s, d, x->span))));
  heading(s, "pattern");
  line(s, toc_str_format(s->arena, "%.*s, trigger “%.*s”", TOC_FMT(e ? e->why : m->why), TOC_FMT(said(s, d, e ? e->trigger : m->trigger))));
  if (trace.len && has_token && x) {
    attempts t = sort_trace(s, d, trace);
    if (t.first[token] != TOC_NONE) put_word(s, d, &t, token, x->first, s->all, 2);
  }
  heading(s, "values");
  if (e) put_parties(s, d, "actor", &e->actors, why);
  if (e) put_parties(s, d, "recipient", &e->recipients, why);
  if (m) put_value(s, "object", said(s, d, m->object));
  const toc_where nowhere = {0};
  put_where_when(s, d, e ? &e->where : m->where.len ? &m->where.ptr[0] : &nowhere, e ? &e->when : &m->when);
  put_counted(s, d, e ? &e->figures : &m->figures);
  put_said(s, d, token, e ? e->status : m->status, e ? e->claim : m->claim);
  if (e) put_value(s, "confidence", toc_str_format(s->arena, "%.2f", e->confidence));
  if (has_token && x && x->analysed && d->child_at) put_tree_around(s, d, token, x);
}
