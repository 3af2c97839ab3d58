/* Which figure takes another back.
 *
 *     "Police revised the toll down to nine."            nine corrects what was told before
 *     "lowered the number of dead from 14 to nine"       nine corrects 14
 *     "put at 12, not 20 as first reported"              12 corrects 20
 *     "corrected an earlier toll of 20: 12 people died"  12 corrects 20
 *
 * A toll that rises corrects nothing: "raised the toll to 12" tells of more dead. */
#include <math.h>

#include "internal.h"

enum { REACH = 14, BACK = 48 }; /* words before the number; figures told before */

/* The verb that takes a number back, before token k; TOC_NONE.  Only a fall of a toll is a correction
 * by itself. */
static uint32_t takes_back(const fg_ctx *c, uint32_t k, bool *falls) {
  static const char *const either[] = {"revise", "correct", "amend", "adjust", "recalculate", "retract", "withdraw"};
  static const char *const fall[] = {"lower", "reduce", "cut", "scale", "downgrade"};
  uint32_t from = k > c->first + REACH ? k - REACH : c->first;
  for (uint32_t i = k; i-- > from;) {
    if (fg_word(c, i, ";")) return TOC_NONE;
    if (c->tree && c->doc->tokens.ptr[i].upos != TOC_UPOS_VERB) continue;
    *falls = false;
    if (TOC_ONE_OF(c->word[i].lemma, either)) return i;
    *falls = true;
    if (TOC_ONE_OF(c->word[i].lemma, fall)) return i;
  }
  return TOC_NONE;
}

static bool people(toc_counts k) { return k != TOC_COUNTS_OTHER && k != TOC_COUNTS_PARTICIPANTS; }

static bool rival(const toc_figure *a, const toc_figure *b) {
  return a->counts == b->counts && b->subset_of == TOC_NONE && !(a->low == b->low && (a->high == b->high || (isnan(a->high) && isnan(b->high))));
}

static bool first_told(const fg_ctx *c, uint32_t k) {
  return fg_word(c, k, "earlier") || fg_word(c, k, "previous") || fg_word(c, k, "initial") || fg_word(c, k, "preliminary") || fg_word(c, k, "original") ||
         fg_word(c, k, "first");
}

/* "an earlier toll of 20" */
static bool said_before(const fg_ctx *c, const toc_figure *f) {
  for (uint32_t k = f->first; k-- > c->first && f->first - k <= 5;)
    if (first_told(c, k)) return true;
  return false;
}

/* What figure i of the sentence takes back; TOC_NONE. */
static uint32_t taken_back(const fg_ctx *c, uint32_t i, uint32_t sentence_first) {
  const toc_doc *doc = c->doc;
  const toc_figure *f = &doc->figures.ptr[i];
  bool falls;
  uint32_t verb = takes_back(c, f->first, &falls);
  if (verb == TOC_NONE || said_before(c, f)) return TOC_NONE;
  bool to = f->first > c->first && fg_word(c, f->first - 1, "to");
  for (uint32_t k = sentence_first; k < doc->figures.len; k++) {
    const toc_figure *o = &doc->figures.ptr[k];
    if (k == i || !rival(f, o) || o->first < verb) continue;
    if (to && o->first > c->first && fg_word(c, o->first - 1, "from")) return k;
    if (!falls && k < i && said_before(c, o)) return k;
  }
  if (!to) return TOC_NONE;
  for (uint32_t k = sentence_first; k-- > 0 && sentence_first - k <= BACK;)
    if (rival(f, &doc->figures.ptr[k]) && (!falls || doc->figures.ptr[k].low > f->low)) return k;
  return TOC_NONE;
}

toc_counts fg_restated(const fg_ctx *c, const fg_quantity *q) {
  const toc_doc *doc = c->doc;
  bool falls, named = false;
  if (q->first <= c->first || !fg_word(c, q->first - 1, "to") || takes_back(c, q->first, &falls) == TOC_NONE) return TOC_N_COUNTS;
  for (uint32_t k = q->first; k-- > c->first && q->first - k <= 6;)
    named |= fg_word(c, k, "figure") || fg_word(c, k, "number") || fg_word(c, k, "count") || fg_word(c, k, "estimate") || fg_word(c, k, "total") || fg_word(c, k, "tally");
  for (uint32_t k = doc->figures.len; named && k-- > 0 && doc->figures.len - k <= BACK;)
    if (people(doc->figures.ptr[k].counts) && doc->figures.ptr[k].subset_of == TOC_NONE) return doc->figures.ptr[k].counts;
  return TOC_N_COUNTS;
}

void fg_corrections(const fg_ctx *c, uint32_t sentence_first) {
  toc_doc *doc = c->doc;
  for (uint32_t i = sentence_first; i < doc->figures.len; i++) {
    toc_figure *f = &doc->figures.ptr[i];
    if (!people(f->counts) || f->subset_of != TOC_NONE || f->corrects != TOC_NONE) continue;
    f->corrects = taken_back(c, i, sentence_first);
  }
}

/* "12, not 20": the second number counts what the first does, which takes it back. */
bool fg_denied_number(const fg_ctx *c, uint32_t i, uint32_t sentence_first) {
  const toc_doc *doc = c->doc;
  if (doc->figures.len == sentence_first || i < c->first + 2) return false;
  const toc_figure *f = &doc->figures.ptr[doc->figures.len - 1];
  bool not_it = fg_word(c, i - 1, "not") || (fg_word(c, i - 1, "than") && fg_word(c, i - 2, "rather")) || (fg_word(c, i - 1, "of") && fg_word(c, i - 2, "instead"));
  uint32_t from = fg_word(c, i - 1, "not") ? i - 1 : i - 2;
  return not_it && people(f->counts) && f->subset_of == TOC_NONE && from >= f->last && from - f->last <= (fg_word(c, from - 1, ",") ? 8 : 3);
}
