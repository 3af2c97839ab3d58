/* timex.h - time expressions: "Wednesday", "January 19", "two days earlier", "last month".
 *
 * A small automaton over words (not over the tree) finds an expression and what it is made
 * of: base, offset, unit, grain, modifier.  It is then set on the calendar: from the day
 * the report speaks (doc->dct), or for "the next day", "a week later" from the time
 * last mentioned.  A bare weekday or month looks back, in news, unless its verb
 * looks ahead.  A history whose dates all lie far from its publication
 * takes bare months from the year last named.
 *
 * Types and values are those of TimeML 1.2.1 (TIMEX3); spans leave the preposition out.
 * The interval [from, to] in days is what the expression denotes:
 *
 *     since Sunday            from Sunday, to the publication, ongoing
 *     until January 19        from open (TOC_NODAY), to January 19
 *     last week               Monday to Sunday
 *     early next month        days 1 to 10
 *     overnight               from the day before, to the day
 *     the past three days     from three days back, to the publication
 *     three days              a length: neither
 *
 * Vocabulary: data/timex/words.txt.  Works without tags and tree; uses them where they are.
 * Linear: each word is looked at a bounded number of times. */
#ifndef TOC_TIMEX_H
#define TOC_TIMEX_H

#include "core.h"
#include "doc.h"

typedef struct toc__timex toc__timex;

/* Reads data_dir/timex/words.txt.  TOC_IO, or TOC_BADDATA with file, line and column. */
toc_status toc__timex_load(toc__timex **out, const char *data_dir, toc_error *err);
/* The same from bytes, which need not live on; messages call them `file`. */
toc_status toc__timex_read(toc__timex **out, toc_str bytes, const char *file, toc_error *err);
void toc__timex_free(toc__timex *timex);

/* Fills doc->times in text order, and the tokens' `time` column.  Reads sentences, tokens
 * (tags and tree if analysed), dct.  One timex serves many threads. */
toc_status toc__timex_run(const toc__timex *timex, toc_doc *doc, toc_error *err);

#endif
