/* analyse.h - tokens → UPOS, FEATS, lemma, HEAD, DEPREL, and named mentions.
 *
 *   Police in Almaty detained Mr. Akhmetov on Friday; Akhmetov denies the charges.
 *   → detained VERB Tense=Past… detain root   Police NOUN nsubj   Akhmetov PER ×2, one entity
 *
 * The network (nn.h) reads the sentences; this room turns labels into columns of the
 * tokens, applies lemma scripts, and makes the names of a report agree with one another:
 * a name has one kind in a report, is found wherever it stands again, and a family name
 * alone means the person named in full (one sense per discourse, Gale et al. 1992).
 *
 * Sentences that came with a tree (sentence.analysed) keep their columns; their names are
 * read all the same.  A sentence of more than TOC_NN_WINDOW (320) words is read in windows,
 * whose trees hang from the root of the first as parataxis.
 */
#ifndef TOC_ANALYSE_H
#define TOC_ANALYSE_H

#include "doc.h"

typedef struct toc__analyser toc__analyser;

/* Loads a model file.  kernel: NULL for the fastest, or "scalar", "avx2", "vnni".  Errors
 * as toc__nn_open.  Read-only afterwards: one analyser serves many threads. */
toc_status toc__analyser_load(toc__analyser **out, const char *path, const char *kernel, toc_error *err);
void toc__analyser_free(toc__analyser *analyser);
const char *toc__analyser_hash(const toc__analyser *analyser);   /* "sha256:…" */
const char *toc__analyser_kernel(const toc__analyser *analyser); /* in use: "avx2" */

/* Fills the analysis layer of a doc that has sentences and tokens; resets doc->scratch. */
toc_status toc__analyser_run(const toc__analyser *analyser, toc_doc *doc, toc_error *err);

#endif
