/* tolls.h - fills the tolls of incidents that stand; private to the group room. */
#ifndef TOC_GROUP_TOLLS_H
#define TOC_GROUP_TOLLS_H

#include "core.h"
#include "doc.h"

/* From figures and victims; linear.  Uses scratch. */
void toc__tolls(toc_doc *doc);

#endif
