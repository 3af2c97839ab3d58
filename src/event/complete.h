/* complete.h - parties that a clause leaves to its surroundings; private to src/event. */
#ifndef TOC_COMPLETE_H
#define TOC_COMPLETE_H

#include "pattern.h"

/* A noun or a name. */
bool toc__is_noun(const view *v, uint32_t i);

/* Fills empty actors and recipients of the events [from, end) of one sentence.  `event_at`
 * is scratch of one entry per token, TOC_NONE between calls. */
void toc__complete(const view *v, uint32_t from, uint32_t *event_at);

/* When all sentences are coded: parties that only the rest of the report tells. */
void toc__inherit(const view *v);

/* When all sentences are coded: the day and place of acts told again, and of the headline. */
void toc__complete_report(const view *v);

#endif
