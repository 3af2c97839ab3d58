/* status.h - did it happen?
 *
 *     "The union refused to call off Thursday's strike unless the police freed three members."
 *      refused occurred · call off negated · strike planned · freed hypothetical
 *
 * For every verb and every noun that names a happening, what the text commits itself to:
 * occurred, ongoing, planned, demanded, threatened, denied, negated or hypothetical, and a
 * number in [-3, 3], from certainly not to certainly (UW, UDS-IH2).  No matter whether anybody
 * will code it as an event.
 *
 * How: once down the tree, parents before children, without recursion.  A predicate begins with
 * the state its governor gives it, by the governor's signature for that complement (Nairn,
 * Condoravdi and Karttunen 2006: "manage to" keeps the polarity, "fail to" turns it, "regret
 * that" takes it for granted), and then its own operators work on it: negation, modals,
 * conditions, questions, tense.  Signatures are text, the .txt files of data/signatures; each predicate's
 * `why` names the line that decided it.
 *
 * Negations are found beside it: cue and scope as *SEM 2012 annotates them (Morante and
 * Daelemans 2012): the scope is the negated proposition without the cue, in pieces if need be.
 *
 * Fills doc->predicates, token.predicate, doc->negations.  Reads sentences and the tree.
 */
#ifndef TOC_STATUS_H
#define TOC_STATUS_H

#include "core.h"
#include "doc.h"

typedef struct toc__status toc__status;

/* Reads the .txt files of data_dir/signatures; read-only afterwards, shared by any number of threads.
 * TOC_BADDATA names file, line and column of what it cannot read. */
toc_status toc__status_load(toc__status **out, const char *data_dir, toc_error *err);
void toc__status_free(toc__status *s);

/* Adds predicates and negations to a parsed document (after toc_doc_link).  Linear. */
toc_status toc__status_run(const toc__status *s, toc_doc *doc, toc_error *err);

#endif
