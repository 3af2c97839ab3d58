/* figure.h - quantities as intervals: how many, of whom, and what happened to them.
 *
 *     "At least 31 bus drivers were injured"      → [31, ∞) injured, of "bus drivers"
 *     "killing some 500 villagers"                → [450, 550] killed, of "villagers"
 *     "killed 12 people, eight of them children"  → [12, 12] and, a subset of it, [8, 8]
 *     "The death toll rose to 30"                 → [30, 30] killed, a running total
 *     "prices rose by about 50 percent"           → [45, 55] other, percent
 *
 * The interval is what the words allow: halves round up, "dozens" is 24 to 99, and so on
 * (docs/record.md).  Nothing is summed, and a subset is never added to its whole.  A number that takes
 * another back ("revised down to nine") says so in `corrects`.  What is
 * counted comes from the tree (the verb or noun that governs the counted noun), else from
 * the neighbouring words of the clause; the lexicon is data/figure/counts.txt.
 *
 * No figures: dates, times, ages, ordinals, house numbers, telephone numbers, scores, and
 * "a man", "soldiers": words without a quantity.  Yet a toll needs those: "a man was
 * killed" is one dead, "soldiers were wounded" two or more.  They stand in doc->victims,
 * a layer of their own: the record's figures are quantity words.  Only people
 * killed or injured make one; a second mention of the same victim does not.
 *
 * verb is the token that says what happened ("injured", "toll"), head that of the counted noun. */
#ifndef TOC_FIGURE_H
#define TOC_FIGURE_H

#include "core.h"
#include "doc.h"

typedef struct toc__figures toc__figures;

/* Reads data_dir/figure/counts.txt.  TOC_IO, or TOC_BADDATA with file, line and column. */
toc_status toc__figures_load(toc__figures **out, const char *data_dir, toc_error *err);
/* The same from bytes, which need not live on; messages call them `file`. */
toc_status toc__figures_read(toc__figures **out, toc_str bytes, const char *file, toc_error *err);
void toc__figures_free(toc__figures *figures);

/* Fills doc->figures (text order), doc->victims (order of sentences) and the tokens'
 * `figure` column.  Reads sentences, tokens, times; tree where analysed.  Serves many
 * threads.  Linear in the text. */
toc_status toc__figures_run(const toc__figures *figures, toc_doc *doc, toc_error *err);

#endif
