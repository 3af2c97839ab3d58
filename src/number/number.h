/* number.h - cardinal numbers in English words and digits, as times and figures read them.
 *
 *     "1,200"   "twenty-five"   "two hundred and five"   "a thousand"   "1.2 million"
 *     "2 1/2"   "a dozen"   "three dozen"
 *
 * English writes numbers with a closed list of words, so the list stands in the code.
 * Vague words ("dozens", "several") are no cardinals: the stages know their own. */
#ifndef TOC_NUMBER_H
#define TOC_NUMBER_H

#include "core.h"

/* The longest cardinal that begins at word[0]; returns how many words it takes, 0 if none.
 * Words are lower case; a hyphen is a word of its own or stands inside ("twenty-five").
 * Looks at no more than 16 words. */
size_t toc__number_read(const toc_str *word, size_t n, double *value);

/* "1,200", "3.5", "75": digits only, with well-formed groups. */
bool toc__number_digits(toc_str s, double *value);

/* Value of a single word "zero" … "ninety", -1 for any other. */
int toc__number_word(toc_str s);

/* "first" … "thirty-first", "21st": the rank, 0 for any other. */
int toc__number_ordinal(toc_str s);

/* The words that toc__number_word and toc__number_ordinal know, for dictionaries of what may begin
 * a number; NULL behind the last.  "hundred" and "dozen" begin none. */
const char *toc__number_name(size_t k);

#endif
