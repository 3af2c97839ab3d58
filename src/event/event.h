/* event.h - the coder: dependency patterns → events and impacts.
 *
 *     "Police in Almaty beat dozens of protesters on Wednesday."
 *      beat/VERB, subject "Police", object "protesters"
 *      → ASSAULT beat, CAMEO 182, actor KAZCOP, recipient KAZCVL, "on Wednesday", "dozens"
 *
 * A pattern names a trigger word, the arguments it asks for in the tree, and what is coded
 * when they are there.  Type, mode and CAMEO code are all assigned by the pattern; none is
 * derived from another.  docs/patterns.md is the manual of the language, docs/coding.md
 * tells the rules that decide between types.
 *
 * In:  sentences, tokens with a linked tree; token.actor / place / time / figure and their
 *      layers; predicates (did it happen?).  All but the tree may be missing: what is not
 *      there is not used.
 * Out: doc->events in text order, with actors, recipients, where, when and figures, and
 *      doc->impacts.  Claims and incidents are left TOC_NONE.
 *
 * Time is linear in the number of tokens: each trigger looks at a bounded number of
 * arguments and climbs a bounded number of heads.
 */
#ifndef TOC_EVENT_H
#define TOC_EVENT_H

#include "doc.h"

typedef struct toc__coder toc__coder;

/* Reads every data_dir/patterns/X.pat in order of name.  Any error refuses them all and
 * names file, line, column and what was expected.  Read-only afterwards: one coder serves
 * many threads. */
toc_status toc__coder_load(toc__coder **out, const char *data_dir, toc_error *err);

/* The same from memory: n files with their names; for tests and fuzzing. */
typedef struct toc__pattern_file {
  const char *name;
  toc_str bytes;
} toc__pattern_file;
toc_status toc__coder_parse(toc__coder **out, const toc__pattern_file *file, uint32_t n, toc_error *err);

/* Adds the second opinion of data_dir/patterns/opinion.bin: improbable events are dropped, and
 * `confidence` is the probability that an event is right.  Without it patterns decide alone. */
toc_status toc__coder_load_opinion(toc__coder *coder, const char *data_dir, toc_error *err);

void toc__coder_free(toc__coder *coder);

/* Codes doc; writes what was tried to doc->trace when that is set. */
toc_status toc__coder_run(const toc__coder *coder, toc_doc *doc, toc_error *err);

/* How much was loaded. */
typedef struct toc__coder_size {
  uint32_t patterns, triggers, words, sets;
} toc__coder_size;
toc__coder_size toc__coder_count(const toc__coder *coder);

/* Pattern i of toc__coder_count().patterns, in the order of files and lines. */
typedef struct toc__coder_line {
  const char *file; /* "10-assault.pat" */
  uint32_t line;
  toc_str text;     /* as written, without its comment; lives as long as the coder */
} toc__coder_line;
toc__coder_line toc__coder_line_of(const toc__coder *coder, uint32_t i);

/* What each pattern had to do with a document that was coded: bits are set in at[pattern]. */
enum {
  TOC__STOOD = 1, /* one of its trigger words stands in the text, as the part of speech it asks for */
  TOC__WON = 2    /* an event or impact is there because of it, or (none) no event */
};
void toc__coder_tally(const toc__coder *coder, toc_doc *doc, uint8_t *at);

#endif
