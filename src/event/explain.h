/* explain.h - what the coder tried, for a person at a terminal; private to src/event. */
#ifndef TOC_EXPLAIN_H
#define TOC_EXPLAIN_H

#include "pattern.h"

/* These write to doc->trace and do nothing when it is NULL. */
void toc__explain_trigger(const view *v, const frame *f);
void toc__explain_match(const view *v, const trigger *t, const match *m);
void toc__explain_miss(const view *v, const trigger *t, const miss *why);
void toc__explain_note(const view *v, const char *note, uint32_t token);
void toc__explain_opinion(const view *v, const toc_event *e, const toc__opinion_features *f, double score);

#endif
