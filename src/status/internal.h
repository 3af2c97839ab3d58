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

typedef enum toc__section {
  TOC_SEC_VERB, TOC_SEC_NOUN, TOC_SEC_ADJ, TOC_SEC_AUX, TOC_SEC_ADVERB, TOC_SEC_DET, TOC_SEC_PRON,
  TOC_SEC_MARK, TOC_SEC_PREP, TOC_SEC_DEFAULT, TOC_SEC_EVENT, TOC_SEC_THING, TOC_SEC_CUE,
  TOC_SEC_AFFIX, TOC_SEC_FALSE, TOC_N_SECTIONS
} toc__section;

typedef struct toc__sig {
  toc_str word, slot, file;
  uint32_t line;
  toc__effect effect, negated; /* negated: NONE where the file leaves it out */
  double number, negated_number; /* NaN: the effect's own */
  toc_str why;                 /* "vow.to@verbs.txt:31" */
  uint64_t word_hash, slot_hash;
} toc__sig;

/* What finds a signature, apart from it: each word is asked about several times, and few have any. */
typedef struct toc__sig_key {
  uint32_t slot;
  uint32_t next, tail;  /* of the same word; tail: kept at the first */
  uint16_t sections;    /* kept at the first: those that the word has entries in, a bit each */
  uint8_t section;
} toc__sig_key;

/* Slots that the walk asks for by name, numbered first; others are prepositions and conjunctions. */
#define TOC__SLOTS(X)                                                                                                \
  X(SELF, "self") X(MOD, "mod") X(TO, "to") X(WH, "wh") X(IF, "if") X(ING, "ing") X(BARE, "bare") X(PART, "part")     \
  X(THAT, "that") X(THAT_SUB, "that.sub") X(TO_N, "to.n") X(OBJ, "obj") X(OBJ_A, "obj.a") X(SUBJ, "subj")            \
  X(WHICH, "which") X(SINCE, "since")

enum {
#define X(id, name) TOC_SLOT_##id,
  TOC__SLOTS(X)
#undef X
  TOC_N_SLOTS
};

/* Entries of [default], by the place that asks for them. */
#define TOC__FALLS(X)                                                                                                   \
  X(WH, "wh") X(TO, "to") X(IF, "if") X(ING, "ing") X(BARE, "bare") X(PART, "part") X(THAT, "that") X(NOUN_TO, "noun.to") \
  X(ARGUMENT, "argument") X(PURPOSE, "purpose") X(FACT, "fact") X(ADVERBIAL, "adverbial") X(RELATIVE, "relative")         \
  X(HEADLINE, "headline") X(IMPERATIVE, "imperative") X(QUESTION, "question") X(PRESENT, "present")

typedef enum toc__fall {
#define X(id, name) TOC_FALL_##id,
  TOC__FALLS(X)
#undef X
  TOC_N_FALLS
} toc__fall;

enum { TOC__NUMBER_BITS = 16, TOC__NUMBER_FEATURES = 96 };

/* What the walk knows of one word. */
typedef struct toc__state {
  double v;
  const toc__sig *rule; /* signature that decided last */
  uint32_t by;          /* and its token */
  toc_fact fact;
} toc__state;

/* Sums of the weights of features whose values are members of closed vocabularies (number.c). */
typedef struct toc__number_sums toc__number_sums;

struct toc__status {
  toc_arena arena;
  const int8_t *number; /* [1 << TOC__NUMBER_BITS] weights of the number, NULL without */
  double number_scale;
  const toc__number_sums *sums;
  toc_map map;          /* word → its first sig */
  toc_map slots;        /* "to" → TOC_SLOT_TO */
  TOC_ARRAY(toc__sig) sig;
  TOC_ARRAY(toc__sig_key) key; /* [sig.len] */
  const toc__sig *fall[TOC_N_FALLS]; /* NULL: not in the files */
};

/* Has the word whose first entry that is (TOC_NONE: it has none) any in that section? */
static inline bool toc__sig_in(const toc__status *s, uint32_t first, toc__section section) {
  return first != TOC_NONE && (s->key.ptr[first].sections >> section & 1);
}
/* The signature of such a word for a slot, or NULL. */
static inline const toc__sig *toc__sig_from(const toc__status *s, uint32_t first, toc__section section, uint32_t slot) {
  if (!toc__sig_in(s, first, section)) return NULL;
  for (uint32_t i = first; i != TOC_NONE; i = s->key.ptr[i].next)
    if (s->key.ptr[i].section == section && s->key.ptr[i].slot == slot) return &s->sig.ptr[i];
  return NULL;
}
/* The same for a word as written. */
const toc__sig *toc__sig_find(const toc__status *s, toc__section section, toc_str word, uint32_t slot);
/* Before any file is read. */
void toc__sig_begin(toc__status *s);
/* Finds the entries of [default], once all files are read. */
void toc__sig_finish(toc__status *s);
/* The first entry of each token's lemma [tokens], in doc->scratch. */
uint32_t *toc__sig_look_up(const toc__status *s, toc_doc *doc);
/* Reads one file's text into s, which toc__sig_begin was called for. */
toc_status toc__sig_read(toc__status *s, const char *file, toc_str bytes, toc_error *err);

/* number.bin: the weights that set the number of a predicate.  The bytes are kept, not copied. */
toc_status toc__status_number_read(toc__status *s, const char *file, toc_str bytes, toc_error *err);
/* Adds up what needs to be added up only once. */
void toc__status_number_finish(toc__status *s);
/* Hashed features of a predicate: its states before and after its own operators, its place in
 * the tree, its words.  Returns how many. */
uint32_t toc__status_number_features(const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out,
                              uint32_t hash[TOC__NUMBER_FEATURES]);
/* The calibrated number, in [-3, 3]; that of the rules alone without weights. */
double toc__status_number(const toc__status *s, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out);

/* Shows the walk's states to a trainer; see[i] is called for each predicate. */
typedef void toc__see(void *ctx, const toc_doc *doc, uint32_t i, const toc__state *in, const toc__state *out);
void toc__status_watch(const toc__status *s, toc_doc *doc, toc__see *see, void *ctx);

/* Fills doc->predicates (walk.c) and doc->negations (negation.c); first: of toc__sig_look_up. */
void toc__status_walk(const toc__status *s, toc_doc *doc, const uint32_t *first);
void toc__status_negations(const toc__status *s, toc_doc *doc, const uint32_t *first);

#endif
