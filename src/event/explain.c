/* explain.c - what the coder tried, in the lines that doc.h tells of trace:
 *
 *     @3
 *     :verb; subj Police, obj protesters, on Wednesday
 *     -beat.none@10-assault.pat:44  no obj of (drum record ...), found 'protesters'
 *     +beat.ASSAULT@10-assault.pat:41  ASSAULT/beat 182; actor Police (subj), recipient protesters (obj)
 *     =beat /V @DOES @TO => ASSAULT/beat 182
 */
#include "explain.h"

#include <stdlib.h>

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }

static void put_form(toc_buf *b, const view *v, uint32_t i) { toc_buf_str(b, tok(v, i)->form); }

static void put_about(toc_buf *b, uint32_t token) { toc_buf_fmt(b, "@%u\n", (unsigned)token); }

static void put_slot(toc_buf *b, const view *v, slot s, uint32_t prep) {
  if (s == SLOT_PREP) toc_buf_str(b, v->coder->text.ptr[prep]);
  else toc_buf_z(b, toc__slot_names[s]);
}

void toc__explain_trigger(const view *v, const frame *f) {
  toc_buf *b = v->doc->trace;
  if (!b) return;
  uint32_t pos = toc__pos_of(tok(v, f->token)->upos);
  put_about(b, f->token);
  toc_buf_fmt(b, ":%s%s", pos == POS_V ? "verb" : pos == POS_A ? "adjective" : "noun", f->passive ? ", passive" : "");
  for (uint32_t i = 0; i < f->n; i++) {
    const arg *a = &f->arg[i];
    toc_buf_z(b, i ? ", " : "; ");
    put_slot(b, v, a->slot, a->prep);
    toc_buf_z(b, " ");
    put_form(b, v, a->token);
    if (a->far) toc_buf_z(b, "*");
  }
  toc_buf_z(b, "\n");
}

static void put_name(const view *v, const trigger *t) {
  const pattern *p = &v->coder->patterns.ptr[t->pattern];
  toc_buf *b = v->doc->trace;
  toc_buf_str(b, v->coder->text.ptr[t->words.word[t->words.n - 1]]);
  toc_buf_z(b, ".");
  toc_buf_z(b, p->outcome == CODE_NONE ? "none" : p->outcome == CODE_IMPACT ? toc_impact_name(p->impact) : toc_type_name(p->type));
  toc_buf_fmt(b, "@%s:%u", p->file, (unsigned)p->line);
}

/* "; actor Police (subj), for money": the words that the pattern asked for. */
static void put_bound(const view *v, const match *m) {
  static const char *const names[] = {"", "actor ", "actor ", "recipient ", "recipient ", "object "};
  toc_buf *b = v->doc->trace;
  bool first = true;
  for (uint32_t i = 0; i < m->pattern->n_elements; i++) {
    const element *e = &v->coder->elements.ptr[m->pattern->elements + i];
    if (m->bound[i] == TOC_NONE || e->ban) continue;
    toc_buf_z(b, first ? "; " : ", ");
    toc_buf_z(b, names[e->role]);
    put_form(b, v, m->bound[i]);
    toc_buf_z(b, " (");
    if (e->slot == SLOT_PREP)
      for (uint32_t k = 0; k < e->n_preps; k++) {
        if (k) toc_buf_z(b, "|");
        toc_buf_str(b, v->coder->text.ptr[v->coder->preps.ptr[e->preps + k]]);
      }
    else toc_buf_z(b, toc__slot_names[e->slot]);
    toc_buf_z(b, ")");
    first = false;
  }
}

void toc__explain_match(const view *v, const trigger *t, const match *m) {
  toc_buf *b = v->doc->trace;
  const pattern *p = &v->coder->patterns.ptr[t->pattern];
  if (!b) return;
  toc_buf_z(b, "+");
  put_name(v, t);
  if (p->outcome == CODE_NONE) toc_buf_z(b, "  no act");
  if (p->outcome == CODE_IMPACT) toc_buf_fmt(b, "  impact %s %s", toc_impact_name(p->impact), toc_direction_name(p->direction));
  if (p->outcome == CODE_EVENT) {
    toc_buf_fmt(b, "  %s%s%s ", toc_type_name(p->type), p->mode ? "/" : "", p->mode ? toc_mode_name(p->mode) : "");
    toc_buf_str(b, p->cameo);
  }
  put_bound(v, m);
  toc_buf_z(b, "\n=");
  toc_buf_str(b, p->text);
  toc_buf_z(b, "\n");
}

/* "$IDEAS", "drum record ...": what a list begins with. */
static void put_set(toc_buf *b, const toc__coder *c, const wordset *s) {
  static const char *const names[] = {"@actor", "@human", "@place", "@num", "@name", "@pron", "@money"};
  const char *between = "";
  if (s->name.len) {
    toc_buf_z(b, " in $");
    toc_buf_str(b, s->name);
    return;
  }
  toc_buf_z(b, " of (");
  for (uint32_t k = 0; k < 7; k++)
    if (s->classes & (1u << k)) toc_buf_fmt(b, "%s%s", between, names[k]), between = " ";
  for (uint32_t i = 0; i < s->sets.len && i < 3; i++) {
    toc_str name = c->sets.ptr[s->sets.ptr[i]].name;
    if (name.len) toc_buf_fmt(b, "%s$%.*s", between, TOC_FMT(name)), between = " ";
  }
  for (uint32_t i = 0; i < s->words.len && i < 4; i++) toc_buf_fmt(b, "%s%.*s", between, TOC_FMT(c->text.ptr[s->words.ptr[i]])), between = " ";
  for (uint32_t i = 0; i < s->phrases.len && i < 2; i++) {
    toc_buf_z(b, between);
    for (uint32_t k = 0; k < s->phrases.ptr[i].n; k++) toc_buf_fmt(b, "%s%.*s", k ? "_" : "", TOC_FMT(c->text.ptr[s->phrases.ptr[i].word[k]]));
    between = " ";
  }
  toc_buf_z(b, s->words.len > 4 || s->phrases.len > 2 || s->sets.len > 3 ? " ...)" : ")");
}

static void put_element(const view *v, const element *e) {
  toc_buf *b = v->doc->trace;
  const toc__coder *c = v->coder;
  if (e->slot != SLOT_PREP) toc_buf_z(b, toc__slot_names[e->slot]);
  else if (!e->n_preps) toc_buf_z(b, "phrase with a preposition");
  for (uint32_t i = 0; i < e->n_preps; i++) toc_buf_fmt(b, "%s%.*s", i ? "|" : "", TOC_FMT(c->text.ptr[c->preps.ptr[e->preps + i]]));
  if (e->set != TOC_NONE) put_set(b, c, &c->sets.ptr[e->set]);
}

void toc__explain_miss(const view *v, const trigger *t, const miss *why) {
  toc_buf *b = v->doc->trace;
  if (!b || !why->element) return;
  toc_buf_z(b, why->token == TOC_NONE ? "~" : "-");
  put_name(v, t);
  toc_buf_z(b, why->element->ban ? "  excluded by " : "  no ");
  put_element(v, why->element);
  if (why->token != TOC_NONE) {
    toc_buf_z(b, why->element->ban ? ": '" : ", found '");
    put_form(b, v, why->token);
    toc_buf_z(b, "'");
  }
  toc_buf_z(b, "\n");
}

void toc__explain_note(const view *v, const char *note, uint32_t token) {
  toc_buf *b = v->doc->trace;
  if (!b) return;
  put_about(b, token);
  toc_buf_fmt(b, "!%s\n", note);
}

/* ---------------------------------------------------------------- second opinion */

enum { TOLD = 6 };

/* The features that weigh most, either way, with what they add to the log odds. */
void toc__explain_opinion(const view *v, const toc_event *e, const toc__opinion_features *f, double score) {
  const toc__opinion *o = &v->coder->opinion;
  toc_buf *b = v->doc->trace;
  uint32_t told[TOLD], n = 0;
  if (!b) return;
  for (uint32_t i = 0; i < f->n; i++) {
    uint32_t at = n;
    while (at > 0 && abs(o->weight[f->hash[told[at - 1]]]) < abs(o->weight[f->hash[i]])) at--;
    if (at == TOLD) continue;
    if (n < TOLD) n++;
    for (uint32_t k = n - 1; k > at; k--) told[k] = told[k - 1];
    told[at] = i;
  }
  put_about(b, e->token);
  toc_buf_fmt(b, "?%.2f that it is right; score %+.2f, dropped below %+.2f:", toc__opinion_chance(o, score), score, o->drop);
  for (uint32_t i = 0; i < n; i++)
    if (o->weight[f->hash[told[i]]])
      toc_buf_fmt(b, "%s %+.2f %.*s", i ? "," : "", o->scale * o->weight[f->hash[told[i]]], TOC_FMT(f->name ? f->name[told[i]] : TOC_S("?")));
  toc_buf_z(b, "\n");
}
