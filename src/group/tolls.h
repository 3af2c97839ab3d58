/* tolls.h - what is known of incidents that stand: tolls and days; private to the group room. */
#ifndef TOC_GROUP_TOLLS_H
#define TOC_GROUP_TOLLS_H

#include "core.h"
#include "doc.h"

/* From figures and victims; linear.  Uses scratch. */
void toc__tolls(toc_doc *doc);

/* Days of mentions that tell none (days.c); linear.  Uses scratch. */
void toc__days(toc_doc *doc);

/* Over a month and a half: a war, a campaign, "since January"; none of its days. */
bool toc__long_while(toc_day from, toc_day to);

#endif
