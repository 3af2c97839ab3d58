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

/* Loads a model file, and a second one or NULL.  kernel: NULL for the fastest, or "scalar", "avx2", "vnni".  Errors
 * as toc__nn_open.  Read-only afterwards: one analyser serves many threads. */
toc_status toc__analyser_load(toc__analyser **out, const char *path, const char *second, const char *kernel, toc_error *err);
void toc__analyser_free(toc__analyser *analyser);
const char *toc__analyser_hash(const toc__analyser *analyser);   /* "sha256:…" of the model, or of both hashes */
const char *toc__analyser_kernel(const toc__analyser *analyser); /* in use: "avx2" */

/* Fills the analysis layer of a doc that has sentences and tokens; resets doc->scratch.
 * With `skip` quiet sentences (sentence.quiet) are passed over: they stay without tags, tree and
 * names of their own, but names found elsewhere are found in them, too.  Where there is a second
 * model, `between` (or NULL) is called when the columns of the first stand and may set
 * sentence.quiet, without a reset of doc->scratch; what is not quiet then is read once more, by
 * the second. */
typedef void (*toc__between_fn)(const void *ctx, toc_doc *doc);
toc_status toc__analyser_run(const toc__analyser *analyser, bool skip, toc__between_fn between, const void *ctx, toc_doc *doc,
                             toc_error *err);

#endif
