/* token.h - sentences and tokens, as Universal Dependencies cuts English.
 *
 *   "Officials don't know," he said.  →  " | Officials | do n't | know | , | " | he | said | .
 *
 * Follows the English treebanks EWT and GUM (UD 2.16): clitics are words of a multiword
 * token (don't, cannot, Kazakhstan's, its is one word), hyphenated words come apart
 * (Russian - led) unless the first part is a prefix (anti-government, co-founder),
 * currency signs and percent signs stand alone, "5pm" is two tokens, "9:10", "1,200",
 * "11/01/2000" and phone numbers one, runs of dots, hyphens or exclamation marks one.
 * An abbreviation keeps its dot; which words are abbreviations, and whether a sentence can
 * end behind them, is in data/token.
 *
 * Sentences never cross a block.  Where a block ends a sentence ends, full stop or not, so
 * that headlines and list items are sentences.  A dateline (doc->dateline) is a sentence of
 * its own in section TOC_META.  No sentence has more than TOC__SENTENCE_MAX tokens: a longer
 * one is cut, at a comma or semicolon if there is one near, because the analyser's work
 * grows with the square of the length.
 */
#ifndef TOC_TOKEN_H
#define TOC_TOKEN_H

#include "core.h"
#include "doc.h"

#define TOC__SENTENCE_MAX 400

typedef struct toc__tokenizer toc__tokenizer;

/* Reads data_dir/token/ *.txt.  TOC_IO or TOC_BADDATA with file, line and column; then *out
 * is NULL.  Read-only afterwards: one tokenizer serves many threads. */
toc_status toc__tokenizer_load(toc__tokenizer **out, const char *data_dir, toc_error *err);
void toc__tokenizer_free(toc__tokenizer *t);

/* Fills doc->sentences and doc->tokens (form, spans, space_after, multiword tokens) from
 * doc->text and doc->blocks; a document without blocks is one block.  Linear in the text. */
toc_status toc__tokenizer_run(const toc__tokenizer *t, toc_doc *doc, toc_error *err);

/* For the trainer (tools/train/boundaries.py): runs, and writes a line for each gap between two
 * tokens of a block: byte where the first one ends, 1 if a rule ends a sentence there, and the
 * features that the boundary model sees. */
toc_status toc__tokenizer_features(const toc__tokenizer *t, toc_doc *doc, toc_buf *out, toc_error *err);

#endif
