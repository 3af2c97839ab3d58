/* net.h - the loaded network, inside src/nn only. */
#ifndef TOC_NN_NET_H
#define TOC_NN_NET_H

#include "kernel.h"
#include "nn.h"

enum {
  DIM_WORD, DIM_GRAM, DIM_SHAPE, DIM_FLAG, DIM_BUCKETS, DIM_HIDDEN, DIM_ARC, DIM_REL, DIM_TAG, DIM_NER,
  DIM_UPOS, DIM_FEATS, DIM_RELS, DIM_SCRIPTS, DIM_NAMES, DIM_DIST, N_DIMS
};
#define N_SHAPES 72u /* casing (12) x first of the sentence (2) x capitals of the sentence (3) */
#define MAX_LABELS 4096u

typedef struct toc__dense { /* y = scale * (w x) + bias */
  toc__mat m;
  const float *scale, *bias; /* [m.n] */
  const float *sum; /* [m.n] scale times the sum of each output's weights; NULL where inputs have one step for all */
} toc__dense;

typedef struct toc__lstm {
  toc__mat wi, wh;
  const float *ax, *ah, *b; /* [4 hidden] */
} toc__lstm;

/* A transformer encoder in place of word vectors and LSTM: encoder.c. */
enum { ENC_WIDTH, ENC_LAYERS, ENC_HEADS, ENC_INNER, ENC_PLACES, ENC_PIECES, ENC_OPEN, ENC_CLOSE, ENC_UNKNOWN, ENC_MOST, N_ENC };
#define MAX_LAYERS 24u

typedef struct toc__layer {
  toc__dense qkv, mixed, up, down; /* attention in and out, the two of the feed-forward part */
  const float *gain[2], *bias[2];  /* of the norms after either part */
} toc__layer;

typedef struct toc__encoder {
  uint32_t dim[N_ENC]; /* dim[ENC_LAYERS] 0: there is no encoder */
  const uint64_t *pieces; /* [n_slot] tag << 32 | piece + 1 */
  uint32_t n_slot;
  const int8_t *vec;       /* [pieces][width] */
  const float *vec_scale;  /* [pieces] */
  const float *place, *shape, *flag; /* [places], [N_SHAPES + 1], [dim flag] by width */
  const float *gain, *bias; /* of the norm of the input */
  const float *mix;        /* [layers + 1] what the input and each layer add to the word */
  toc__layer layer[MAX_LAYERS];
} toc__encoder;

struct toc__nn {
  toc_arena arena;
  const toc__kernel *kernel;
  const char *bytes;
  size_t size;
  bool mapped;
  char hash[72];
  uint32_t dim[N_DIMS];
  uint32_t n_input; /* word + gram + shape + flag */
  toc_str *label[TOC_NN_N_LABELS]; /* [n_label] */
  uint32_t n_label[TOC_NN_N_LABELS];
  toc__nn_script *script; /* [n_label]; the first DIM_SCRIPTS can be guessed, all can be looked up */
  const uint8_t *pairs;   /* [DIM_UPOS][DIM_FEATS] */
  uint8_t *may_start, *may_end; /* [DIM_NAMES] tags that open or keep closed; that close or keep closed */
  uint32_t *begin_of, *inside_of; /* [DIM_NAMES] for I-X and L-X: the tags B-X and I-X, or TOC_NONE */
  uint32_t upos_verb;     /* label "VERB", or TOC_NONE */
  uint32_t rel_root, rel_join; /* labels "root" and "parataxis" (or another, if there is none) */
  const uint64_t *table;  /* [n_slot] tag << 32 | vector << 8 | flags */
  uint32_t n_slot, n_word;
  const uint64_t *lemmas; /* [n_lemma_slot] key and UPOS: tag << 32 | script + 1 */
  uint32_t n_lemma_slot;
  const uint8_t *word_vec, *shape_vec, *flag_vec;
  const int8_t *gram_vec;
  float gram_scale;
  float inv_sqrt[129];
  toc__lstm lstm[4]; /* layer 0 forward, backward, layer 1 forward, backward */
  toc__encoder enc;
  toc__dense arc; /* with an encoder: what a word looks for in its head */
  toc__dense heads, rel, tags, ner;
  const float *arc_root, *arc_dist, *rel_root_vec;
};

typedef struct toc__look {
  uint64_t hash;  /* of the key */
  uint8_t casing; /* 0 to 9, words.c */
  bool upper;     /* begins with a capital */
  bool longer;    /* than three code points */
  uint16_t length; /* in code points */
} toc__look;

void toc__nn_word_features(const toc__nn *nn, toc_str form, toc__nn_features *out, toc__look *look);
/* The script of the lemma dictionary, or TOC_NONE. */
uint32_t toc__nn_known_script(const toc__nn *nn, const toc__look *look, uint32_t upos);
/* What the spelling of the lemma that the script makes says for it, to be added to its score. */
float toc__nn_word_worth(const toc__nn *nn, toc_str form, const toc__nn_script *script, bool verb);
/* Capitals of a sentence: 1 all capitals, 2 headline style, 0 ordinary. */
uint32_t toc__nn_caps(const toc__look *look, uint32_t n);

/* The ids of the form's pieces, at most enc.dim[ENC_MOST]: their number. */
uint32_t toc__nn_pieces(const toc__nn *nn, toc_str form, uint16_t *out);

/* A sentence or window as the encoder wants it. */
typedef struct toc__span {
  uint32_t n;             /* words */
  uint32_t row;           /* of its first word in `out` */
  const uint32_t *first;  /* [n + 1] first piece of each word */
  const uint8_t *shape, *flags; /* [n] */
} toc__span;
typedef struct toc__encoding toc__encoding;
/* Room for batches of so many pieces, opening and closing ones counted, and spans. */
toc__encoding *toc__encoding_new(const toc__nn *nn, toc_arena *a, uint32_t pieces, uint32_t longest, uint32_t spans);
/* One vector of enc.dim[ENC_WIDTH] for each word of the spans: out[row of the word]. */
void toc__encode(toc__encoding *e, const toc__span *span, uint32_t n, const uint16_t *piece, float *out);
/* Rows of floats, as bytes each with its own step, through one layer. */
typedef struct toc__rows {
  const toc__kernel *kernel;
  uint8_t *x;           /* [ROWS][widest input] */
  const uint8_t **ptr;  /* [ROWS] */
  float *low, *step;    /* [ROWS] */
  int32_t *sum;         /* [ROWS][widest output] */
} toc__rows;
#define ROWS 48u
toc__rows toc__rows_new(const toc__kernel *kernel, toc_arena *a, uint32_t in, uint32_t out);
/* out[i * ldo], for n rows of x at distance ldx, gets the m.n outputs of d. */
void toc__rows_run(toc__rows *r, const toc__dense *d, const float *x, size_t ldx, uint32_t n, float *out, size_t ldo);

/* Room for trees of up to `longest` words. */
typedef struct toc__graph toc__graph;
toc__graph *toc__graph_new(toc_arena *a, uint32_t longest);
void toc__graph_run(toc__graph *g, const float *score, uint32_t n, uint32_t ld, uint32_t *head);

#endif
