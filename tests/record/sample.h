/* sample.h - documents made by hand, for the writers. */
#ifndef SAMPLE_H
#define SAMPLE_H
#include "doc.h"

/* A report with something in every layer: non-ASCII text, two claims one inside the other,
 * two tolls of one incident, a private person, an implied actor, an inherited date. */
void sample_full(toc_doc *doc);
/* No text at all, no metadata but the id. */
void sample_empty(toc_doc *doc);
/* The n-th (from 0) place of `words` in the text; asserts that it is there. */
toc_span sample_span(const toc_doc *doc, const char *words, int n);
#endif
