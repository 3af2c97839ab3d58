/* internal.h - what the files of src/figure share. */
#ifndef TOC_FIGURE_INTERNAL_H
#define TOC_FIGURE_INTERNAL_H

#include "figure.h"

typedef enum fg_role {
  FG_OBJECT, FG_SUBJECT, FG_STATE, FG_NOUN, FG_WHO, FG_TOLL, FG_SURELY, FG_MANNER, FG_N_ROLES,
  FG_GROUP = FG_N_ROLES, FG_PERSON, FG_THING, FG_BEFORE, FG_AFTER
} fg_role;

typedef struct fg_entry {
  toc_counts kind;
  fg_role role;
  toc_str with;   /* lemma of a dependent that must be there, or {NULL,0} */
  uint32_t next, tail; /* tail: of the chain, kept at its head */
} fg_entry;

typedef struct fg_form {
  toc_str lemma;
  uint32_t entry; /* the lemma's first, TOC_NONE */
  uint32_t roles; /* FG_ROLE … of the lemma */
  bool past;      /* "-ed" and irregular past forms, which may be passive */
} fg_form;

/* What a word is to the rules, before they look at its neighbours. */
enum {
  FG_LEADS = 1,  /* words before a number may begin with it: "at" least */
  FG_COUNTS = 2, /* a quantity may begin with it: "dozens", "a" hundred */
  FG_DEADLY = 4, /* tells that a blow killed: shot "dead", beaten to "death" */
  FG_END = 8,    /* a noun for somebody's death: "murder" */
  FG_MONEY = 16, /* may stand for a currency before a number: "$" */
  FG_SCALE = 32, /* makes a number of "a": "hundred" */
  FG_BODY = 64,  /* may be the "body" of a victim */
  FG_ROLE = 128  /* FG_ROLE << fg_role: it has an entry in that role */
};

typedef struct fg_known {
  uint32_t entry;  /* first, TOC_NONE */
  uint32_t form;   /* fg_form, TOC_NONE */
  uint32_t marks;  /* FG_LEADS … */
  uint32_t roles;  /* FG_ROLE … of its entries, FG_BODY */
  uint32_t vague;  /* vague words that begin with it, a bit each (quantity.c) */
  uint64_t before; /* words before a number that begin with it, likewise */
} fg_known;

/* A phrase of the code's own in its words. */
enum { FG_MOST_WORDS = 4 };
typedef struct fg_phrase {
  toc_str word[FG_MOST_WORDS];
  uint32_t n;
} fg_phrase;

struct toc__figures {
  toc_arena arena;
  fg_phrase *before, *vague; /* what stands before a number; vague words (quantity.c) */
  toc_map words;  /* lemma or form → fg_known */
  TOC_ARRAY(fg_known) known;
  TOC_ARRAY(fg_entry) entries;
  TOC_ARRAY(fg_form) form;
};

/* A quantity as its words say it. */
typedef struct fg_quantity {
  uint32_t first, last; /* tokens, all of its words */
  uint32_t core;        /* first token of the number itself */
  double low, high;     /* NaN: open */
  bool approximate;
  bool vague;           /* "dozens", "several" */
  bool zero, both, one; /* "no", "both", "one" */
  toc_str unit;         /* money and percentages */
} fg_quantity;

/* What the lexicon has of a token: as its lemma, as itself, as the lemma of its form. */
typedef struct fg_keys {
  uint32_t entry[3]; /* first entries, TOC_NONE: not listed, or the same word as before */
  uint32_t form;     /* fg_form, TOC_NONE */
  uint32_t marks;    /* FG_LEADS … of the form; FG_BODY of the lemma; FG_ROLE … of all entries */
  uint32_t known;    /* fg_known of the form, TOC_NONE */
} fg_keys;

typedef struct fg_ctx {
  const toc__figures *x;
  toc_doc *doc;
  const toc_word *word; /* [tokens] forms and lemmas in lower case */
  fg_keys *keys;        /* [tokens] what the lexicon knows of them */
  uint32_t first, last; /* the sentence */
  uint32_t marks;       /* of all its words */
  bool tree;
} fg_ctx;

/* Looks the words up; n tokens. */
void fg_look_up(fg_ctx *c, uint32_t n);
/* Marks the words that begin a quantity or what stands before one (quantity.c). */
void fg_mark_openers(toc__figures *x);
fg_known *fg_mark(toc__figures *x, toc_str word, uint32_t marks);

/* Does a quantity begin at token i? */
bool fg_quantity_at(const fg_ctx *c, uint32_t i, fg_quantity *q);

/* The entry of token t in that role, TOC_N_COUNTS if none; fits "with" against its dependents. */
toc_counts fg__kind(const fg_ctx *c, uint32_t t, fg_role role);
bool fg__has(const fg_ctx *c, uint32_t t, fg_role role);
/* Has token t of the sentence any entry in that role?  Most have none. */
static inline bool fg_may(const fg_ctx *c, uint32_t t, fg_role role) {
  return t >= c->first && t < c->last && (c->keys[t].marks & (uint32_t)FG_ROLE << role);
}
static inline toc_counts fg_kind(const fg_ctx *c, uint32_t t, fg_role role) { return fg_may(c, t, role) ? fg__kind(c, t, role) : TOC_N_COUNTS; }
static inline bool fg_has(const fg_ctx *c, uint32_t t, fg_role role) { return fg_may(c, t, role) && fg__has(c, t, role); }
/* Is w the lower-case form, inside the sentence?  Always inline: the compiler then knows the length
 * of the literal and compares it as a number, and these are most of what the stage does. */
__attribute__((always_inline)) static inline bool fg_word(const fg_ctx *c, uint32_t t, const char *w) {
  return t >= c->first && t < c->last && toc_str_is(c->word[t].low, w);
}
bool fg_past_form(const fg_ctx *c, uint32_t t);
/* Somebody rather than something; TOC_NONE, a bare number, is somebody. */
bool fg_human(const fg_ctx *c, uint32_t noun);
/* The kind of a verb that kills or wounds, "shot dead" and "shot and killed" read as one; TOC_N_COUNTS if none. */
toc_counts fg_verb_object(const fg_ctx *c, uint32_t v, uint32_t *verb);

/* "along with two guards": the verb whose fate they share with others, TOC_NONE. */
uint32_t fg_shares_fate(const fg_ctx *c, uint32_t noun);

/* What q counts: fills counts, head, of, verb, total, subset_of of f.  `figures` before it
 * in doc->figures from `sentence_first` on are those of the same sentence.  False: it is no figure. */
bool fg_counted(const fg_ctx *c, const fg_quantity *q, uint32_t sentence_first, toc_figure *f);

/* Marks the figures of the current sentence, from sentence_first on, that take others back. */
void fg_corrections(const fg_ctx *c, uint32_t sentence_first);
/* What "corrected the figure to nine" counts: what was counted before; TOC_N_COUNTS if it is no such word. */
toc_counts fg_restated(const fg_ctx *c, const fg_quantity *q);
/* Is the number at token i one that the figure before it takes back ("12, not 20")? */
bool fg_denied_number(const fg_ctx *c, uint32_t i, uint32_t sentence_first);

/* People killed or injured without a number, of the current sentence. */
typedef struct fg_seen {
  toc_map names;         /* name → victim */
  uint32_t seen[TOC_N_COUNTS];
  uint32_t last_injured; /* victim, TOC_NONE */
  uint32_t last_killed;
} fg_seen;
void fg_victims(const fg_ctx *c, fg_seen *seen);

#endif
