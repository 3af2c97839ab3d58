/* internal.h - what the files of src/attrib share. */
#ifndef TOC_ATTRIB_INTERNAL_H
#define TOC_ATTRIB_INTERNAL_H

#include "attrib.h"
#include "core.h"
#include "doc.h"

/* ------------------------------------------------------------------ words and weights */

enum { TOC__CUE_BITS = 18, TOC__ROLE_BITS = 18 };
enum { TOC__NEVER = -128 }; /* in the place of a lemma's weight: the word is never a cue */

typedef enum toc__role { TOC__ROLE_NONE, TOC__ROLE_CUE, TOC__ROLE_SOURCE, TOC__ROLE_CONTENT, TOC__N_ROLES } toc__role;

/* What a cue does to the record; a word may be in several. */
enum {
  TOC__CUE_REPORT = 1,  /* hands on facts: events inside get this claim */
  TOC__CUE_ACCUSE = 2,
  TOC__CUE_DENY = 4,
  TOC__CUE_NEUTRAL = 8  /* a claim, but no claim of the events inside: "condemned", "vowed" */
};

struct toc__attrib {
  toc_arena arena;
  toc_map cues;              /* lemma → TOC__CUE_… */
  const int8_t *cue_weight;  /* [1 << TOC__CUE_BITS], NULL without a model */
  const int8_t *role_weight; /* [1 << TOC__ROLE_BITS][TOC__N_ROLES] */
  float cue_scale, role_scale, cue_threshold;
};

/* Reads cues.txt or weights.bin from memory; the bytes of weights are kept, not copied. */
toc_status toc__attrib_read(toc__attrib *a, const char *file, toc_str bytes, bool weights, toc_error *err);

/* ------------------------------------------------------------------ a document at work */

/* A stretch of quoted text, without its marks.  Quotes of one speaker that run on over
 * paragraphs ("… / “… / “…”") point on with `next`. */
typedef struct toc__quote {
  toc_span inner, outer; /* outer: with the marks */
  uint32_t parent;       /* the quote around it, TOC_NONE */
  uint32_t next;         /* goes on in, TOC_NONE */
  bool runs_on;          /* goes on from another */
  bool closed;
} toc__quote;

typedef struct toc__tree {
  toc_doc *doc;
  const toc__attrib *a;
  uint32_t *lo, *hi;     /* ask toc__first and toc__last: filled by the sentence, hi 0 before */
  uint16_t *kids;        /* which kinds of dependents it has (feature.c) */
  uint32_t *case_at;     /* its first preposition or conjunction, TOC_NONE */
  uint32_t *quote_of;    /* innermost quote holding the token, TOC_NONE */
  toc__quote *quote;
  uint32_t n_quotes;
} toc__tree;

/* Can it be a quotation mark, by its first byte?  Nearly no word can. */
static inline bool toc__may_mark(toc_str form) {
  unsigned char c = form.len ? (unsigned char)form.ptr[0] : ' ';
  return c == '"' || c == '\'' || c == '`' || c >= 0x80;
}

void toc__tree_init(toc__tree *t, const toc__attrib *a, toc_doc *doc);
/* Bounds the subtrees of a sentence.  Most sentences are never asked. */
void toc__tree_bounds(const toc__tree *t, uint32_t sentence);
/* First and last token (exclusive) of the subtree of token i. */
static inline uint32_t toc__first(const toc__tree *t, uint32_t i) {
  if (!t->hi[i]) toc__tree_bounds(t, t->doc->tokens.ptr[i].sentence);
  return t->lo[i];
}
static inline uint32_t toc__last(const toc__tree *t, uint32_t i) {
  if (!t->hi[i]) toc__tree_bounds(t, t->doc->tokens.ptr[i].sentence);
  return t->hi[i];
}
/* Pairs quotation marks, paragraph by paragraph; fills quote, n_quotes, quote_of. */
void toc__quotes(toc__tree *t);

/* ------------------------------------------------------------------ features */

typedef struct toc__features {
  uint32_t hash[160];
  uint32_t n;
} toc__features;

/* The way from a cue word to another word: its child, its child's child, what it hangs on (at one
 * to three steps), and what else hangs on that. */
typedef enum toc__step { TOC__DOWN, TOC__BELOW, TOC__UP, TOC__UP2, TOC__UP3, TOC__SIDE, TOC__SIDE2, TOC__SIDE3 } toc__step;

/* Another word of the sentence that may be source, content or cue of a cue word. */
typedef struct toc__relative {
  uint32_t token;
  toc__step step;
  toc_deprel a, b; /* relations on the way */
} toc__relative;

enum { TOC__MAX_RELATIVES = 48 };

bool toc__cue_candidate(const toc__tree *t, uint32_t i);
void toc__soon_cue(const toc__tree *t, uint32_t i);  /* the next question is toc__never_cue's */
bool toc__never_cue(const toc__tree *t, uint32_t i); /* often met in training, and never a cue */
void toc__cue_features(const toc__tree *t, uint32_t i, toc__features *f);
/* What all relatives of a cue word share. */
typedef struct toc__cue_word {
  uint32_t token, subject, clause; /* its own subject and clause, TOC_NONE */
  uint64_t lemma, upos, rel, form, frame;
} toc__cue_word;

void toc__cue_word_init(const toc__tree *t, uint32_t i, toc__cue_word *w);
uint32_t toc__relatives(const toc__tree *t, uint32_t i, toc__relative out[TOC__MAX_RELATIVES]);
void toc__role_features(const toc__tree *t, const toc__cue_word *w, const toc__relative *r, toc__features *f);

/* TOC__CUE_… of a word, by its lemma or else as written ("according"). */
uint32_t toc__cue_flags(const toc__tree *t, uint32_t i);
/* "Police revised the toll down to nine": a number given anew, by somebody. */
bool toc__restates(const toc__tree *t, uint32_t i);
/* What the weights make of the features of a word, and of a relative of a cue word. */
double toc__cue_score(const toc__tree *t, uint32_t i);
void toc__role_score(const toc__tree *t, const toc__cue_word *w, const toc__relative *r, double score[TOC__N_ROLES]);

/* ------------------------------------------------------------------ claims */

void toc__claims_find(toc__tree *t); /* claim.c */
void toc__claims_link(toc__tree *t); /* link.c: within, by, events, figures */

#endif
