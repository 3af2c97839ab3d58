/* negation.c - placeholder */
#include "internal.h"
void toc__status_negations(const toc__status *s, toc_doc *doc) { (void)s; (void)doc; }
