/* foreign_in.h - foreign dictionaries as the reader leaves them; private to src/event. */
#ifndef TOC_FOREIGN_IN_H
#define TOC_FOREIGN_IN_H

#include "foreign.h"
#include "pattern.h"

enum { FOREIGN_WORDS = 12, FOREIGN_TOKENS = 24 };

/* A phrase: words in lower case, one behind the other. */
typedef struct fphrase {
  uint32_t words, n; /* f->word_ids[words…] */
} fphrase;

typedef struct fcode {
  toc_str code;
  toc_day from, to; /* TOC_NODAY: open */
} fcode;

typedef enum fkind { F_ACTOR, F_AGENT, F_DISCARD, F_DISCARD_REPORT, F_ISSUE } fkind;

typedef struct fentry {
  fkind kind;
  fphrase phrase;
  uint32_t codes, n_codes; /* f->codes; an agent's code has '~' where the actor's goes */
  uint32_t file, line;
} fentry;

/* What stands at one place of a verb pattern. */
typedef enum ftoken_kind { FT_WORD, FT_SET, FT_SOURCE, FT_TARGET, FT_BOTH } ftoken_kind;
typedef struct ftoken {
  ftoken_kind kind;
  uint32_t what;  /* word id or set */
  bool adjacent;  /* no word between it and its neighbour nearer to the verb */
} ftoken;

typedef struct fpattern {
  uint32_t tokens, n_left, n_right; /* f->tokens; each side from the verb outwards */
  toc_str code, back;               /* back: what the target does in turn ("040:041"); "" none */
  bool null_code;                   /* "---": nothing is coded */
  uint32_t file, line;
} fpattern;

typedef struct fverb {
  fphrase phrase;
  uint32_t head; /* of the phrase's words, the verb */
  toc_str code;
  bool null_code;
  uint32_t patterns, n_patterns; /* f->patterns, those with most words first */
  uint32_t file, line;
} fverb;

typedef struct forder {
  uint32_t word, n, index;
} forder;

typedef struct fset {
  TOC_ARRAY(fphrase) phrases;
} fset;

/* A line that is not used, as written. */
typedef struct fpassed {
  toc_str text;
  uint32_t file, line;
} fpassed;

/* TABARI's words are the beginnings of words unless '_' stands behind: RUSSIA finds "Russian".  Shorter ones are
 * whole words here. */
enum { FOREIGN_STEM = 4, FOREIGN_LONGEST = 40 };

struct toc__foreign {
  toc_arena arena;
  toc_map words;
  TOC_ARRAY(toc_str) text; /* of a word id */
  TOC_ARRAY(uint32_t) word_ids;
  TOC_ARRAY(const char *) files;
  TOC_ARRAY(fcode) codes;
  TOC_ARRAY(fentry) entries;
  TOC_ARRAY(fverb) verbs;
  TOC_ARRAY(fpattern) patterns;
  TOC_ARRAY(ftoken) tokens;
  TOC_ARRAY(fset) sets;
  TOC_ARRAY(forder) entry_order, verb_order; /* by first word (by the verb itself), longest first */
  toc_map set_names;
  toc_map macros; /* !PERSON! of an agents file → index into `macro` */
  TOC_ARRAY(toc_strs) macro;
  TOC_ARRAY(fpassed) passed; /* transformations of PETRARCH-2 */
  bool stems;           /* some word is one: "russia*" in `words` */
  char hash[72];
};

/* The name of a file without its folder. */
const char *toc__foreign_name(const char *path);
/* The first index into entry_order / verb_order whose word is `word`, TOC_NONE. */
uint32_t toc__foreign_first(const toc__foreign *f, uint32_t word, bool verbs);
uint32_t toc__foreign_word(const toc__foreign *f, const fphrase *p, uint32_t i);

#endif
