/* mend.c - trees that cannot be right, by their words.
 *
 *     "Reports that soldiers shot two farmers were denied by the ministry."
 *
 * A first word such as "Reports" or "Claims" is often read as a verb, and the sentence then has no
 * subject: both clauses hang on it.  But a passive clause without a subject behind a "that" clause has
 * one, the noun that the sentence begins with. */
#include "inside.h"

static bool told(toc_str lemma) {
  static const char *const word[] = {"report", "claim", "rumour", "rumor", "allegation", "accusation", "suggestion", "charge", "statement", "assertion", "news", "account"};
  return TOC_ONE_OF(lemma, word);
}

static bool answers(toc_str lemma) {
  static const char *const word[] = {"deny", "confirm", "reject", "dismiss", "dispute", "refute", "rebut", "contradict", "corroborate", "verify", "withdraw", "repeat"};
  return TOC_ONE_OF(lemma, word);
}

enum { FARTHEST = 300 }; /* words looked at: a page without a full stop must not cost squares */

static bool has(const toc_doc *doc, const toc_sentence *s, uint32_t head, toc_deprel base, toc_deprel exact) {
  for (uint32_t i = s->first; i < s->last && i - s->first < FARTHEST; i++)
    if (doc->tokens.ptr[i].head == head && (toc_rel_base(doc, i) == base || doc->tokens.ptr[i].rel == exact)) return true;
  return false;
}

static bool clause(toc_deprel base) { return base == TOC_REL_CCOMP || base == TOC_REL_ACL || base == TOC_REL_ADVCL || base == TOC_REL_PARATAXIS; }

/* The passive answer that hangs on the first word, behind the clause that tells what was reported. */
static uint32_t answer(const toc_doc *doc, const toc_sentence *s, uint32_t first, uint32_t *content) {
  *content = TOC_NONE;
  for (uint32_t i = first + 1; i < s->last && i - first < FARTHEST; i++) {
    const toc_token *t = &doc->tokens.ptr[i];
    if (t->head != first || !clause(toc_rel_base(doc, i))) continue;
    if (*content == TOC_NONE) {
      if (toc_str_is(doc->tokens.ptr[first + 1].form, "that")) *content = i;
      else return TOC_NONE;
    } else if (t->upos == TOC_UPOS_VERB && answers(t->lemma) && has(doc, s, i, TOC_N_DEPRELS, TOC_REL_AUX_PASS) &&
               !has(doc, s, i, TOC_REL_NSUBJ, TOC_N_DEPRELS) && !has(doc, s, i, TOC_REL_CSUBJ, TOC_N_DEPRELS)) {
      return i;
    }
  }
  return TOC_NONE;
}

void toc__mend(toc_doc *doc, const toc_sentence *s) {
  uint32_t first = s->first, content;
  while (first + 1 < s->last && (doc->tokens.ptr[first].upos == TOC_UPOS_DET || doc->tokens.ptr[first].upos == TOC_UPOS_ADJ)) first++;
  toc_token *noun = &doc->tokens.ptr[first];
  if (noun->head != TOC_NONE || !told(noun->lemma)) return;
  uint32_t verb = answer(doc, s, first, &content);
  if (verb == TOC_NONE) return;
  for (uint32_t i = content + 1; i < s->last; i++)
    if (i != verb && doc->tokens.ptr[i].head == first) doc->tokens.ptr[i].head = verb;
  bool plural = noun->form.len > noun->lemma.len;
  noun->upos = TOC_UPOS_NOUN;
  noun->feats = toc_pool_intern(&doc->pool, plural ? TOC_S("Number=Plur") : TOC_S("Number=Sing"));
  noun->feat = toc_feat_bits(noun->feats);
  toc_doc_set_head(doc, first, verb, TOC_S("nsubj:pass"));
  toc_doc_set_head(doc, content, first, TOC_S("acl"));
  toc_doc_set_head(doc, verb, TOC_NONE, TOC_S("root"));
}
