/* group.h - which mentions are one happening.
 *
 * Within a report: "Dozens were killed … The crackdown … At least 26 died, the ministry
 * said" are three mentions of one incident.  An incident lists its events and its tolls:
 * what is counted, the interval, and by whom; tolls are never summed and never reconciled.
 *
 * Across reports: `toc_grouper` (tocsin.h) says which reports tell of the same incident and
 * which belong to one story.  Both are deterministic and do not depend on the order in
 * which reports come. */
#ifndef TOC_GROUP_H
#define TOC_GROUP_H

#include "core.h"
#include "doc.h"

/* Fills doc->incidents and event.incident.  Linear in events (each looks back at a bounded
 * number of incidents). */
toc_status toc__group_run(toc_doc *doc, toc_error *err);


#endif
