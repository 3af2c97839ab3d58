/* internal.h - signatures as the walker sees them; private to src/status. */
#ifndef TOC_STATUS_INTERNAL_H
#define TOC_STATUS_INTERNAL_H

#include "core.h"
#include "doc.h"
#include "status.h"

/* What a governor or an operator does to a state. */
typedef enum toc__effect {
  TOC_EFF_NONE,
  TOC_EFF_SAME,  /* keeps it: "managed to" */
  TOC_EFF_TRUE,  /* taken for granted: "condemned the" */
  TOC_EFF_NOT,   /* turns it: "failed to", "not" */
  TOC_EFF_NEAR,  /* as good as not: "hardly" */
  TOC_EFF_SAID,  /* handed on: "said that" */
  TOC_EFF_LIKELY,
  TOC_EFF_TRIED,
  TOC_EFF_ONGOING,
  TOC_EFF_PLANNED,
  TOC_EFF_DEMANDED,
  TOC_EFF_THREATENED,
  TOC_EFF_HYPOTHETICAL,
  TOC_EFF_NEGATED,
  TOC_EFF_DENIED
} toc__effect;

typedef struct toc__sig {
  toc_str word, slot, file;
  uint32_t line;
  toc__effect effect, negated; /* negated: NONE where the file leaves it out */
  double number, negated_number; /* NaN: the effect's own */
} toc__sig;

typedef enum toc__section {
  TOC_SEC_VERB, TOC_SEC_NOUN, TOC_SEC_ADJ, TOC_SEC_AUX, TOC_SEC_ADVERB, TOC_SEC_DET, TOC_SEC_PRON,
  TOC_SEC_MARK, TOC_SEC_PREP, TOC_SEC_DEFAULT, TOC_SEC_EVENT, TOC_SEC_THING, TOC_SEC_CUE,
  TOC_SEC_AFFIX, TOC_SEC_FALSE, TOC_N_SECTIONS
} toc__section;

enum { TOC__NUMBER_BITS = 16, TOC__NUMBER_FEATURES = 96, TOC__NUMBER_NAMES = 24 };

/* What the names of features hash to, and names of codes with their lengths. */
typedef struct toc__number_names {
  uint64_t seed[TOC__NUMBER_NAMES];
  toc_str fact[TOC_N_FACTS], rel[TOC_N_DEPRELS], upos[TOC_N_UPOS];
} toc__number_names;

/* What the walk knows of one word. */
typedef struct toc__state {
  toc_fact fact;
  double v;
  uint32_t by;          /* token that decided last */
  const toc__sig *rule; /* and its signature */
} toc__state;

struct toc__status {
  toc_arena arena;
  const int8_t *number; /* [1 << TOC__NUMBER_BITS] weights of the number, NULL without */
  double number_scale;
  toc__number_names names;
  toc_map map;          /* "section word slot" → index into sig */
  TOC_ARRAY(toc__sig) sig;
};

/* The signature, or NULL. */
const toc__sig *toc__sig_find(const toc__status *s, toc__section section, toc_str word, toc_str slot);
/* Reads one file's text into s. */
toc_status toc__sig_read(toc__status *s, const char *file, toc_str bytes, toc_error *err);

/* number.bin: the weights that set the number of a predicate.  The bytes are kept, not copied. */
toc_status toc__status_number_read(toc__status *s, const char *file, toc_str bytes, toc_error *err);
/* Hashed features of a predicate: its states before and after its own operators, its place in
 * the tree, its words.  Returns how many. */
void toc__status_number_names(toc__number_names *names);
uint32_t toc__status_number_features(const toc__number_names *names, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out,
                              uint32_t hash[TOC__NUMBER_FEATURES]);
/* The calibrated number, in [-3, 3]; that of the rules alone without weights. */
double toc__status_number(const toc__status *s, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out);

/* Shows the walk's states to a trainer; see[i] is called for each predicate. */
typedef void toc__see(void *ctx, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out);
void toc__status_watch(const toc__status *s, toc_doc *doc, toc__see *see, void *ctx);

/* Fills doc->predicates (walk.c) and doc->negations (negation.c). */
void toc__status_walk(const toc__status *s, toc_doc *doc);
void toc__status_negations(const toc__status *s, toc_doc *doc);

#endif
