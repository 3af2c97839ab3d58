/* tally.c - which lines of the patterns a sentence bears out, for those who write cases:
 *
 *     Rebels bombarded the town.                    bombard /V @DOES @TO  wins
 *     Reporters bombarded the minister with questions.   … its trigger stands, and another line wins
 *
 * A line that wins in no case is untested; one whose trigger stands in no case that it leaves
 * alone has no near miss. */
#include "pattern.h"

static void stand(const view *v, uint32_t i, uint8_t *at) {
  const toc__coder *c = v->coder;
  uint32_t word = v->word[i], pos = toc__pos_of(v->doc->tokens.ptr[i].upos);
  if (toc_deprel_base(v->doc->tokens.ptr[i].rel) == TOC_REL_AMOD) pos |= POS_A; /* "rising prices" */
  if (word == TOC_NONE) return;
  for (uint32_t k = c->about[word].first; k < c->about[word].last; k++) {
    const trigger *t = &c->triggers.ptr[k];
    if ((c->patterns.ptr[t->pattern].pos & pos) && toc__phrase_at(v, &t->words, i)) at[t->pattern] |= TOC__STOOD;
  }
}

/* A line that says "none" wins where it is the best; nothing in the record tells of it. */
static void block(const view *v, uint32_t i, uint8_t *at) {
  toc__found x;
  if (!toc__best_of(v, i, &x) || !x.event) return;
  const pattern *p = x.event_match.pattern;
  if (p->outcome == CODE_NONE) at[p - v->coder->patterns.ptr] |= TOC__WON;
}

/* "beat.assault@10-assault.pat:41" */
static void win(const toc__coder *c, toc_str why, uint8_t *at) {
  toc_str rest = why, file, line;
  uint64_t number = 0;
  if (!toc_str_cut(&rest, '@', &file) || !toc_str_cut(&rest, ':', &file) || !toc_str_cut(&rest, ':', &line) || !toc_str_uint(line, &number)) return;
  for (uint32_t i = 0; i < c->patterns.len; i++) {
    const pattern *p = &c->patterns.ptr[i];
    if (p->line == number && toc_str_eq(file, toc_cstr(p->file))) at[i] |= TOC__WON;
  }
}

void toc__coder_tally(const toc__coder *coder, toc_doc *doc, uint8_t *at) {
  toc_arena_reset(&doc->scratch);
  if (!doc->tokens.len) return;
  view v = toc__look_at(coder, doc);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *x = &doc->sentences.ptr[s];
    if (!x->analysed || x->section == TOC_META) continue;
    for (uint32_t i = x->first; i < x->last; i++) {
      stand(&v, i, at);
      block(&v, i, at);
    }
  }
  for (uint32_t i = 0; i < doc->events.len; i++) win(coder, doc->events.ptr[i].why, at);
  for (uint32_t i = 0; i < doc->impacts.len; i++) win(coder, doc->impacts.ptr[i].why, at);
}

toc__coder_line toc__coder_line_of(const toc__coder *c, uint32_t i) {
  const pattern *p = &c->patterns.ptr[i];
  return (toc__coder_line){p->file, p->line, p->text};
}
