/* cases.h - sentences with the codes that they must get: the tests that a political scientist writes.
 *
 *     === bombard
 *     Rebels bombarded the town on Monday.
 *     ---
 *     ASSAULT/heavy-weapons actor="Rebels" recipient="town"
 *
 *     === bombard: with questions
 *     Reporters bombarded the minister with questions.
 *     ---
 *     (none)
 *
 * Behind "=== " stands the name of the case, then its text, one sentence or a few; lines are joined
 * by a blank.  Each line behind "---" must be coded, and nothing else may be:
 *
 *     TYPE[/mode] FIELD=… …                a PLOVER type, or the codes of an impact:
 *     impact KIND DIRECTION FIELD=… …
 *     (none)                               no event and no impact
 *     ...                                  other events may be coded, too
 *
 * Fields: actor, recipient, trigger, object and where hold "words" that must be among those coded
 * ("" for nobody); by and to hold the code of one of the actors and the recipients (by=KENMIL), when
 * the first day as 2024-03-13 ("" for none), status and cameo a code; context=NAME must be among the
 * contexts, context=-NAME must not.  What a line does not name is not looked at.
 * Lines that begin with '#' and empty lines are passed over.
 */
#ifndef TOC_CASES_H
#define TOC_CASES_H

#include "doc.h"

typedef enum toc__case_field {
  TOC__CASE_ACTOR, TOC__CASE_RECIPIENT, TOC__CASE_TRIGGER, TOC__CASE_OBJECT, TOC__CASE_WHERE,
  TOC__CASE_STATUS, TOC__CASE_CAMEO, TOC__CASE_CONTEXT, TOC__CASE_BY, TOC__CASE_TO, TOC__CASE_WHEN, TOC__N_CASE_FIELDS
} toc__case_field;

typedef struct toc__case_value {
  toc__case_field field;
  toc_str value;
} toc__case_value;

/* A line that must be coded. */
typedef struct toc__case_code {
  toc_str text; /* as written */
  uint32_t line;
  bool impact;
  toc_type type;
  toc_mode mode; /* TOC_MODE_NONE: any */
  toc_impact_kind kind;
  toc_direction direction;
  TOC_ARRAY(toc__case_value) values;
} toc__case_code;

typedef struct toc__case {
  const char *file;
  uint32_t line; /* of its name */
  toc_str name, text;
  TOC_ARRAY(toc__case_code) codes;
  bool more;     /* other events may be coded */
} toc__case;

typedef TOC_ARRAY(toc__case) toc__case_list;

/* Appends the cases of a file; all that they hold lives in `a`, but for `file`, which is borrowed.
 * TOC_BADDATA with line and column of the first mistake and what was expected. */
toc_status toc__cases_read(toc_arena *a, const char *file, toc_str bytes, toc__case_list *out, toc_error *err);

/* Which lines of a case were not coded (indices into codes), and what else was coded: indices into
 * doc->events, then the impacts.  Lines and events are assigned one to one, as many as can be. */
typedef struct toc__verdict {
  bool passed;
  toc_indices missing, extra;
} toc__verdict;
toc__verdict toc__case_judge(const toc__case *c, const toc_doc *doc, toc_arena *a);

/* Event or impact i as a line of a case, with `why` behind it. */
void toc__case_put(toc_buf *out, const toc_doc *doc, uint32_t i);

#endif
