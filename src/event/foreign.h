/* foreign.h - people's own dictionaries: TABARI and PETRARCH files, coded over our trees.
 *
 * Sources: Schrodt, "TABARI: Textual Analysis by Augmented Replacement Instructions", manual
 * 0.8 (2014); the format notes of PETRARCH 1 (2015) and PETRARCH-2 (2016).  docs/dictionaries.md
 * is the manual of what is read and how it is matched.
 *
 *     X.actors   NAME_ [CODE]         who, with dates
 *     X.agents   POLICE_ [~COP]       what anybody may be
 *     X.verbs    --- BEAT [182] ---   what is done, patterns below (also X.verbs.txt, CAMEO.2.0.txt)
 *     X.discards WORLD_CUP            sentences and reports to pass over
 *     X.issues   REFUGEE [ID_REFUGEE] what it is about
 *     X.nouns    MARCH_HARE           words that are no verbs (also X.adjectives, X.nulls)
 *     PETR_config.ini                 which of them, in which order
 */
#ifndef TOC_FOREIGN_H
#define TOC_FOREIGN_H

#include "event.h"

typedef struct toc__foreign toc__foreign;

typedef enum toc__foreign_kind {
  FOREIGN_AUTO, /* the name's suffix says it */
  FOREIGN_ACTORS,
  FOREIGN_AGENTS,
  FOREIGN_VERBS,
  FOREIGN_DISCARDS,
  FOREIGN_ISSUES,
  FOREIGN_NOUNS
} toc__foreign_kind;

typedef struct toc__foreign_file {
  const char *name;
  toc_str bytes;
  toc__foreign_kind kind;
} toc__foreign_file;

/* Reads every dictionary of a folder, in order of name, or those that its PETR_config.ini names.  The first error refuses them all and names
 * file, line, column and what was expected.  Read-only afterwards. */
toc_status toc__foreign_load(toc__foreign **out, const char *dir, toc_error *err);
toc_status toc__foreign_parse(toc__foreign **out, const toc__foreign_file *file, uint32_t n, toc_error *err);
void toc__foreign_free(toc__foreign *f);

/* "sha256:…" over names (without their folder) and bytes of the files. */
const char *toc__foreign_hash(const toc__foreign *f);

/* Codes doc with the dictionaries in place of the patterns of `coder`, whose word lists the trees are
 * read with.  In as toc__coder_run; out: doc->events, doc->untyped (codes that PLOVER has no type for),
 * doc->issues.  A report with a phrase of "discard report" has none. */
toc_status toc__foreign_run(const toc__foreign *f, const toc__coder *coder, toc_doc *doc, toc_error *err);

typedef struct toc__foreign_size {
  uint32_t files, actors, agents, verbs, patterns, transformations, discards, issues, nouns, passed_over;
} toc__foreign_size;
toc__foreign_size toc__foreign_count(const toc__foreign *f);

/* Every entry as a line of text: kind, words, codes, file and line, tab-separated. */
void toc__foreign_list(const toc__foreign *f, toc_buf *out);
/* Of these the lines that are read and not applied: "passed over", line, why not, file and line. */
void toc__foreign_list_passed(const toc__foreign *f, toc_buf *out);

#endif
