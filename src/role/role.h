/* role.h - trees → PropBank: which words are predicates, in which sense, and who plays what part.
 *
 *   Police in Almaty detained two men on Friday.
 *   → detain.01  ARG0 "Police in Almaty"  ARG1 "two men"  ARGM-TMP "on Friday"
 *
 * Rolesets and roles are those of PropBank (Palmer, Gildea and Kingsbury 2005; the unified frames of
 * Pradhan et al. 2022): verbs, auxiliaries, nouns and adjectives are predicates; ARG0 … ARG5 mean
 * what the frame of the roleset says, ARGM-… the same for all.  C-ROLE continues an argument that
 * stands in two pieces, R-ROLE is the relative pronoun of one.
 *
 * The room reads the tree and the names alone.  Candidates for an argument are the words that hang
 * on the predicate, or on a word above it, and those words themselves; a linear model scores each;
 * the best choice without one role twice and without overlap is taken.  A word's span is its
 * subtree (span.c).
 */
#ifndef TOC_ROLE_H
#define TOC_ROLE_H

#include "doc.h"

typedef struct toc__roles toc__roles;

/* Reads data_dir/roles/weights.bin.  TOC_BADDATA or TOC_IO with the file.  Read-only afterwards: one
 * handle serves many threads, each with its own doc. */
toc_status toc__roles_load(toc__roles **out, const char *data_dir, toc_error *err);
void toc__roles_free(toc__roles *roles);

/* Fills doc->propositions of a doc that has trees (toc_doc_link); resets doc->scratch.  Time is linear
 * in the words: of a word with more than 100 children, and of a phrase that reaches further than 512 words
 * to a side, only what is nearest is seen. */
void toc__roles_run(const toc__roles *roles, toc_doc *doc);

#endif
