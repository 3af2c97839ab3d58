/* tolls.h - what is known of incidents that stand: tolls and days; private to the group room. */
#ifndef TOC_GROUP_TOLLS_H
#define TOC_GROUP_TOLLS_H

#include "core.h"
#include "doc.h"

/* From figures and victims; linear.  Uses scratch. */
void toc__tolls(toc_doc *doc);

/* Is the number that of years or of a war, as background has it, and no happening's (periods.c)? */
bool toc__of_a_period(const toc_doc *doc, const toc_figure *f);

/* Did an earthquake, a flood, an accident kill them? */
bool toc__of_nature(const toc_doc *doc, const toc_figure *f);

/* Days of mentions that tell none (days.c); linear.  Uses scratch. */
void toc__days(toc_doc *doc);

/* Over a month and a half: a war, a campaign, "since January"; none of its days. */
bool toc__long_while(toc_day from, toc_day to);

#endif
