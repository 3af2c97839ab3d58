/* gate.h - which sentences can hold an event, an impact or a figure at all?
 *
 *   Rebels shelled the town.                      "shelled": a word that patterns know
 *   At least 20 people are missing.               a number
 *   The talks will go on in Karonga.              "go" alone is no event, and nothing that
 *                                                 would make it one stands beside it
 *   He was born there in 1961.                    a year is no figure
 *
 * The gate is asked before there are tags or trees.  It knows the words of the patterns in all
 * the forms that English may give them, and asks of each pattern whether its trigger, the words
 * and the prepositions that it needs stand in the sentence, in whatever order.  So it errs on
 * the side of passing.  Titles and leads always pass.  docs/decisions/0006-a-gate-before-the-trees.md
 * tells what is lost with what does not pass, and what is won.
 */
#ifndef TOC_GATE_H
#define TOC_GATE_H

#include "event.h"

typedef struct toc__gate toc__gate;

/* The gate of a loaded coder, which must outlive it.  TOC_NOMEM.  Read-only afterwards, shared
 * by threads. */
toc_status toc__gate_open(toc__gate **out, const toc__coder *coder, toc_error *err);
void toc__gate_free(toc__gate *gate);

/* Sets sentence.quiet for each sentence that does not pass.  Needs sentences and the forms of
 * tokens, nothing else; linear in the text; takes memory from doc->scratch. */
void toc__gate_run(const toc__gate *gate, toc_doc *doc);

/* The same where there are tags: a trigger must be of a part of speech that its pattern takes,
 * and numbers alone do not pass, so much less does. */
void toc__gate_run_tagged(const toc__gate *gate, toc_doc *doc);

#endif
