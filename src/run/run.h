/* run.h - the one place that knows all stages and their order. */
#ifndef TOC_RUN_H
#define TOC_RUN_H

#include "core.h"
#include "doc.h"
#include "tocsin.h"

/* How far a document goes. */
typedef enum toc_depth { TOC_TO_TREES, TOC_TO_RECORD } toc_depth;

/* All stages over doc, whose report fields are set.  Sets the arenas' oom jumps. */
toc_status toc__run_stages(const toc_engine *engine, toc_doc *doc, toc_depth depth, toc_error *err);

/* Copies a report's fields into a doc that was just reset. */
void toc__doc_take(toc_doc *doc, const toc_report *report);

#endif
