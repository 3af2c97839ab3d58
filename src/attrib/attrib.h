/* attrib.h - according to whom?
 *
 *     “Nine houses burned,” the mayor, Ilse Maron, said, citing firefighters. “Two are gone.”
 *      content               source                  cue                      content
 *
 * A claim has a source (who says it), a cue (the words that say so: "said", "according to",
 * a colon) and a content, as spans that may be in pieces; PolNeAR (Newell, Margolin and Ruths
 * 2018) is the convention.  Direct, indirect and mixed; nested ("X said that Y had told …":
 * the inner claim is `within` the outer); anonymous ones have no source.
 *
 * How: every word that can be a cue is scored by a hashed linear model over its lemma, its
 * complements and its surroundings; its relatives in the tree are then sorted by a second one
 * into source, content, cue and nothing; rules turn the sorted words into spans, join quotations
 * that run on over sentences and paragraphs, and find the speakers of quotations that stand
 * alone.  Weights: data/claims/weights.bin with its card; words: data/claims/cues.txt.
 *
 * Then events and figures get the innermost claim whose content holds them, unless the cue
 * takes the content for granted ("condemned") or its content has a status of its own
 * ("demanded", "vowed", "threatened"); a charge denied becomes TOC_FACT_DENIED.
 *
 * Fills doc->claims, event.claim, impact.claim, figure.claim, event.status.  Reads the tree,
 * actors, figures, events.
 */
#ifndef TOC_ATTRIB_H
#define TOC_ATTRIB_H

#include "core.h"
#include "doc.h"

typedef struct toc__attrib toc__attrib;

/* Reads data_dir/claims; read-only afterwards, shared by any number of threads.
 * TOC_BADDATA names the file and what is wrong with it. */
toc_status toc__attrib_load(toc__attrib **out, const char *data_dir, toc_error *err);
void toc__attrib_free(toc__attrib *a);

/* Adds the claims of a parsed document, in the order of their first byte.  Linear in the
 * text; quotes nest to any depth without recursion. */
toc_status toc__attrib_run(const toc__attrib *a, toc_doc *doc, toc_error *err);

#endif
