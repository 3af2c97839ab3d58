/* explain.c - the trace of `tocsin explain`:
 *
 *     beat (verb 4)  subj Police, obj protesters, on Wednesday
 *       - beat.none@10-assault.pat:44  no obj of (drum record ...), found 'protesters'
 *       + beat.ASSAULT@10-assault.pat:41  ASSAULT/beat 182
 */
#include "explain.h"

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }

static void put_form(toc_buf *b, const view *v, uint32_t i) { toc_buf_str(b, tok(v, i)->form); }

void toc__explain_trigger(const view *v, const frame *f) {
  toc_buf *b = v->doc->trace;
  if (!b) return;
  toc_upos u = tok(v, f->token)->upos;
  const toc_sentence *s = &v->doc->sentences.ptr[tok(v, f->token)->sentence];
  put_form(b, v, f->token);
  toc_buf_fmt(b, " (%s %u%s) ", u == TOC_UPOS_VERB || u == TOC_UPOS_AUX ? "verb" : u == TOC_UPOS_ADJ ? "adjective" : "noun",
              (unsigned)(f->token - s->first + 1), f->passive ? ", passive" : "");
  for (uint32_t i = 0; i < f->n; i++) {
    const arg *a = &f->arg[i];
    toc_buf_z(b, i ? ", " : " ");
    if (a->slot == SLOT_PREP) toc_buf_str(b, v->coder->text.ptr[a->prep]);
    else toc_buf_z(b, toc__slot_names[a->slot]);
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

void toc__explain_match(const view *v, const trigger *t) {
  toc_buf *b = v->doc->trace;
  const pattern *p = &v->coder->patterns.ptr[t->pattern];
  if (!b) return;
  toc_buf_z(b, "  + ");
  put_name(v, t);
  if (p->outcome == CODE_NONE) toc_buf_z(b, "  blocked: not an act");
  if (p->outcome == CODE_IMPACT) toc_buf_fmt(b, "  impact %s %s", toc_impact_name(p->impact), toc_direction_name(p->direction));
  if (p->outcome == CODE_EVENT) {
    toc_buf_fmt(b, "  %s%s%s ", toc_type_name(p->type), p->mode ? "/" : "", p->mode ? toc_mode_name(p->mode) : "");
    toc_buf_str(b, p->cameo);
  }
  toc_buf_z(b, "\n");
}

/* The first words of a list without a name. */
static void put_list(toc_buf *b, const toc__coder *c, const wordset *s) {
  toc_buf_z(b, " of (");
  for (uint32_t i = 0; i < s->words.len && i < 4; i++) {
    if (i) toc_buf_z(b, " ");
    toc_buf_str(b, c->text.ptr[s->words.ptr[i]]);
  }
  toc_buf_z(b, s->words.len > 4 ? " ...)" : ")");
}

static void put_element(const view *v, const element *e) {
  toc_buf *b = v->doc->trace;
  toc_buf_z(b, e->slot == SLOT_PREP && e->n_preps ? "phrase with its preposition" : toc__slot_names[e->slot]);
  if (e->set != TOC_NONE) {
    const wordset *s = &v->coder->sets.ptr[e->set];
    if (s->name.len) {
      toc_buf_z(b, " in $");
      toc_buf_str(b, s->name);
    } else {
      put_list(b, v->coder, s);
    }
  }
}

void toc__explain_miss(const view *v, const trigger *t, const miss *why) {
  toc_buf *b = v->doc->trace;
  if (!b || !why->element) return;
  toc_buf_z(b, "  - ");
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
  toc_buf_z(b, "  ! ");
  put_form(b, v, token);
  toc_buf_z(b, ": ");
  toc_buf_z(b, note);
  toc_buf_z(b, "\n");
}
