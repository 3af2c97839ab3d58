/* internal.h - what the files of src/role and the trainer (tools/train-roles) share. */
#ifndef TOC_ROLE_INTERNAL_H
#define TOC_ROLE_INTERNAL_H

#include "role.h"

enum {
  ROLE_FEATURES = 128,    /* most features of one thing to judge */
  ROLE_CANDIDATES = 96,   /* most candidates of one predicate */
  ROLE_LABELS = 64,       /* most roles, and most rolesets of one word */
  ROLE_CHILDREN = 100,    /* a word with more is a list, not a clause */
  ROLE_UP = 3,            /* how far above the predicate candidates lie */
  ROLE_REACH = 512        /* words that a span reaches to each side */
};

/* What the model sees: hashed names, the same for the trainer. */
typedef struct toc__role_features {
  uint32_t n;
  uint32_t hash[ROLE_FEATURES];
} toc__role_features;

/* A word that may be an argument of a predicate. */
typedef struct toc__role_candidate {
  uint32_t head;       /* token */
  uint8_t up, down;    /* steps from the predicate up to the word that both hang on, and down */
  uint32_t branch;     /* the child of that word on the predicate's side; TOC_NONE where up is 0 */
} toc__role_candidate;

/* A document made ready: what is asked of each token again and again. */
typedef struct toc__role_view {
  const toc_doc *doc;
  uint64_t *lemma;       /* [tokens] hash of the lemma, lower case */
  uint32_t *in, *out;    /* [tokens] the subtree of i is those j with in[i] <= in[j] < out[i] */
} toc__role_view;

void toc__role_view_init(toc__role_view *v, const toc_doc *doc, toc_arena *arena);
static inline bool toc__role_under(const toc__role_view *v, uint32_t j, uint32_t i) { return v->in[i] <= v->in[j] && v->in[j] < v->out[i]; }

/* Can the word be a predicate at all? */
bool toc__role_possible(const toc__role_view *v, uint32_t token);
/* "detain/V", the entry of the lexicon that a word belongs to; in the arena. */
toc_str toc__role_entry(const toc__role_view *v, uint32_t token, toc_arena *arena);
/* The particle of a phrasal verb ("up" of "blow up"), or TOC_NONE. */
uint32_t toc__role_particle(const toc__role_view *v, uint32_t token);

void toc__role_look_predicate(const toc__role_view *v, uint32_t token, toc__role_features *f);
/* Hashes hold the entry: labels are places in its list of rolesets. */
void toc__role_look_sense(const toc__role_view *v, uint32_t token, toc__role_features *f);
void toc__role_look_argument(const toc__role_view *v, uint32_t predicate, toc_str roleset, const toc__role_candidate *c,
                             toc__role_features *f);

uint32_t toc__role_candidates(const toc__role_view *v, uint32_t predicate, toc__role_candidate out[ROLE_CANDIDATES]);
/* The tokens [first, last) of the phrase whose head the candidate is; without the subtrees of the n_cut tokens
 * of `cut`, which hang on it. */
void toc__role_span(const toc__role_view *v, const toc__role_candidate *c, const uint32_t *cut, uint32_t n_cut, uint32_t *first, uint32_t *last);

/* A label is a place: of a role in the list of roles (0: no argument), of a roleset in the list of its
 * word, 0 for "is a predicate".  The features of the three questions have different hashes. */
struct toc__roles {
  toc_arena arena;
  toc_strs role;                /* role.ptr[0] is "-": no argument */
  bool core[ROLE_LABELS];       /* ARG0 … ARG5 */
  bool once[ROLE_LABELS];       /* at most once a predicate */
  toc_map lexicon;              /* "detain/V" → list */
  TOC_ARRAY(toc_strs) lists;
  /* Features sorted by hash; those whose upper 16 bits are b: [bucket[b], bucket[b + 1]).
   * Feature k has the weights [start[k], start[k + 1]). */
  uint32_t n_features, n_weights;
  uint32_t *bucket, *hash, *start;
  const uint8_t *label;
  const int8_t *weight;
};

toc_status toc__roles_parse(toc__roles *roles, const char *file, toc_str bytes, toc_error *err);
/* Adds the weights of the features to score[label], label < n. */
void toc__roles_score(const toc__roles *roles, const toc__role_features *f, int32_t *score, uint32_t n);
/* The rolesets of a word, by its own part of speech or else another; NULL: none. */
const toc_strs *toc__roles_senses(const toc__roles *roles, const toc__role_view *v, uint32_t token, toc_arena *arena);

#endif
