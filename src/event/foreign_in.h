/* foreign_in.h - foreign dictionaries as the reader leaves them; private to src/event. */
#ifndef TOC_FOREIGN_IN_H
#define TOC_FOREIGN_IN_H

#include "foreign.h"
#include "pattern.h"

enum { FOREIGN_WORDS = 12, FOREIGN_TOKENS = 24, FOREIGN_NESTED = 3, FOREIGN_RESULTS = 4 };

/* A phrase: words in lower case, one behind the other. */
typedef struct fphrase {
  uint32_t words, n; /* f->word_ids[words…] */
  bool exact;        /* the last word as it stands, no plural of it */
} fphrase;

typedef struct fcode {
  toc_str code;
  toc_day from, to; /* TOC_NODAY: open */
} fcode;

typedef enum fkind {
  F_ACTOR,
  F_AGENT,
  F_DISCARD,
  F_DISCARD_REPORT,
  F_ISSUE,
  F_NO_ISSUE, /* its words count for no issue */
  F_NO_VERB   /* a noun or an adjective: no word of it is a verb */
} fkind;

typedef struct fentry {
  fkind kind;
  fphrase phrase;
  uint32_t codes, n_codes; /* f->codes; an agent's code has '~' where the actor's goes */
  uint32_t file, line;
} fentry;

/* What stands at one place of a verb pattern. */
typedef enum ftoken_kind {
  FT_WORD,
  FT_SET,
  FT_SOURCE,
  FT_TARGET,
  FT_BOTH,
  FT_SKIP, /* '^': somebody who is neither */
  FT_NOUN, /* "{MILITARY AID}": a noun phrase, whose head comes last */
  FT_PREP  /* "(TO &COUNTRY)": a preposition and what it leads in */
} ftoken_kind;
typedef struct ftoken {
  ftoken_kind kind;
  uint32_t what;  /* word id; set; of FT_NOUN and FT_PREP the first member in f->tokens */
  uint32_t n;     /* members */
  bool adjacent;  /* no word between it and its neighbour nearer to the verb */
} ftoken;

typedef struct fpattern {
  uint32_t tokens, n_left, n_right; /* f->tokens; each side from the verb outwards */
  uint32_t words;                   /* of both sides, those within braces too */
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
  TOC_ARRAY(uint32_t) others; /* sets whose phrases it has too ("+&WEAPON"); empty once read */
} fset;

/* Who stands at a place of a transformation, and what he does. */
typedef struct fplace {
  char who;     /* 'a'…'z'; '.' anybody or nobody, '_' nobody; 0: the inner event */
} fplace;
typedef struct fdeed {
  char any[2];  /* 'Q': the code of that name; two are combined, the upper one first; 0: none */
  toc_str code; /* else this: as a condition, a code of two digits or one ending in 0 has those below it */
} fdeed;
typedef struct fclause {
  fplace source, target;
  fdeed deed;
} fclause;

/* "~ (a (b . ATTACK) SAY) = (a b 112)": what a verb and that of its complement say together. */
typedef struct fchange {
  fclause upper, lower; /* lower: where upper.target is 0 */
  fclause result[FOREIGN_RESULTS];
  uint32_t n_results;
  toc_str text; /* as written */
  uint32_t file, line;
} fchange;

/* A line that is not applied, as written, and why not. */
typedef struct fpassed {
  toc_str text, why;
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
  TOC_ARRAY(fchange) changes;
  bool combine;         /* verbs and their complements are one event: some file has transformations */
  TOC_ARRAY(fpassed) passed;
  bool stems;           /* some word is one: "russia*" in `words` */
  char hash[72];
};

/* What an act of code `lower` is, in whole, under a verb of code `upper`: "promise" 030 and "attack" 190 are a threat,
 * 138.  Empty where CAMEO has no such code and both stand for themselves.  `apart`: the lower verb has a
 * subject of its own. */
toc_str toc__foreign_combine(toc_str upper, toc_str lower, bool apart);
/* Has CAMEO's code `above` that code below it, or is it the same? */
bool toc__foreign_covers(toc_str above, toc_str code);

/* The name of a file without its folder. */
const char *toc__foreign_name(const char *path);
/* The first index into entry_order / verb_order whose word is `word`, TOC_NONE. */
uint32_t toc__foreign_first(const toc__foreign *f, uint32_t word, bool verbs);
uint32_t toc__foreign_word(const toc__foreign *f, const fphrase *p, uint32_t i);

#endif
