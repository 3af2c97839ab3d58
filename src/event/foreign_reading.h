/* foreign_reading.h - the state in which dictionaries are read; private to foreign_read.c and foreign_verbs.c. */
#ifndef TOC_FOREIGN_READING_H
#define TOC_FOREIGN_READING_H

#include "foreign_in.h"

#define TRY(x)                       \
  do {                               \
    toc_status s_ = (x);             \
    if (s_ != TOC_OK) return s_;     \
  } while (0)

typedef struct reading {
  toc__foreign *f;
  toc_arena *a;
  toc_error *err;
  toc_lines l;
  uint32_t file;
  uint32_t set;          /* open synset, TOC_NONE */
  toc_str block;         /* code of "--- NAME [CODE] ---" */
  bool in_block;         /* below such a line, whose verbs share their patterns */
  toc_str category;      /* code of an issue's "<NAME> [CODE]" */
  bool ignore;           /* an <IGNORE> section */
  uint32_t first_entry;  /* of the open actor and its synonyms */
  uint32_t verb;         /* open verb, TOC_NONE */
  bool stems;            /* TABARI's dialect: a word without '_' behind it is the beginning of words */
  toc_map code_names;    /* "attack" → index into `code_of`: what transformations call a verb */
  toc_strs code_of;
} reading;

#define FAIL(r, at, ...) toc_lines_fail((r)->err, &(r)->l, (at), __VA_ARGS__)

/* The byte of the line at which `part`, a slice of it, begins. */
size_t toc__foreign_column(const reading *r, toc_str part);
uint32_t toc__foreign_word_id(reading *r, toc_str lower);
/* "russia" → the id of "russia*" in TABARI's files, unless it is a word that only stands whole. */
uint32_t toc__foreign_stem_id(reading *r, toc_str lower);
bool toc__foreign_word_byte(char c);
/* "FOREIGN_MINISTER_" → its words; '_' and blanks part them. */
toc_status toc__foreign_phrase(reading *r, toc_str s, fphrase *out);
/* Keeps a line that is read and not applied. */
void toc__foreign_pass(reading *r, toc_str text, toc_str why);

/* Lines of a file of verbs.  Before the first one: names of its synsets; behind the last: transformations,
 * whose verbs may stand anywhere. */
void toc__foreign_collect_sets(reading *r, toc_str bytes);
toc_status toc__foreign_verbs_line(reading *r);
toc_status toc__foreign_verbs_end(reading *r);

#endif
