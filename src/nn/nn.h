/* nn.h - the inference engine: a model file and the network that it describes.
 *
 * The network reads sentences as lists of forms and says, for each word, UPOS, FEATS, an
 * edit script for the lemma, head, relation and a BILOU tag of a named mention:
 *
 *   form ─ word vector ┐
 *          n-gram sum  ├─ bytes ─ BiLSTM ─ BiLSTM ─┬─ arc scores ─ spanning tree ─ relation
 *          shape       │                           ├─ UPOS, FEATS, lemma script
 *          list flags  ┘                           └─ names ─ best legal tag sequence
 *
 * or, in a model with an encoder (encoder.c), word pieces, shape and flags through a
 * transformer in place of vectors and LSTM, with the same heads after it and full biaffine
 * scores:
 *
 *   form ─ pieces ─ vectors + shape + flags ─ layers of attention ─ mean of each word's pieces
 *
 * (Kiperwasser & Goldberg 2016; Dozat & Manning 2017, with the scorer kept low-rank.)
 * (Devlin et al. 2019; Wang et al. 2020).  Matrix products are whole numbers, 8-bit inputs by 7-bit weights, and all float steps
 * run in a fixed order without fused operations: the scalar, AVX2 and AVX-512 kernels give
 * the same bytes, and so does any batch, order or number of threads.
 *
 * Model file, version 1 (little-endian; tools/train/export.py writes it)
 *   0  "TOCMODL\n"   8 u32 version   12 u32 sections   16 u64 file size
 *   24 SHA-256 of all that follows byte 64 (the model's name in records; not recomputed)
 *   56 u32 low half of the XXH3-64 of the section table   60 u32 0
 *   64 sections of 64 bytes: 24 name, u32 kind, u32 0, u64 offset, u64 size, u64 XXH3-64 of
 *      its bytes, u32 rows, u32 columns.  Offsets are multiples of 64.
 * A file is accepted whole or not at all: each section is checked against its hash, kind
 * and the shape that `dims` implies, and all indices in it against their tables.
 *
 * Threads: a toc__nn is read-only; any number of threads may run it, each with its own
 * scratch arena.
 */
#ifndef TOC_NN_H
#define TOC_NN_H

#include "core.h"

#define TOC_NN_VERSION 1u
#define TOC_NN_OLDEST 1u

/* Sentences are analysed in windows of so many words; longer ones are cut (at a comma or
 * semicolon near the end of the window if there is one), and the tree of each further
 * window hangs from the root of the first as parataxis.  With an encoder a window also ends where its pieces would
 * outnumber the encoder's places.  So memory and time stay linear
 * in the text. */
#define TOC_NN_WINDOW 320u

typedef struct toc__nn toc__nn;

/* Maps the file at `path`.  kernel: NULL for the fastest, or "scalar", "avx2", "vnni".
 * TOC_IO, TOC_BADDATA naming file and section, TOC_USAGE for a kernel that this processor
 * does not have, TOC_NOMEM.  Release with toc__nn_close. */
toc_status toc__nn_open(toc__nn **out, const char *path, const char *kernel, toc_error *err);
/* The same from bytes that outlive the handle; `name` is for messages.  The bytes must lie
 * at a multiple of 64. */
toc_status toc__nn_read(toc__nn **out, toc_str bytes, const char *name, const char *kernel, toc_error *err);
void toc__nn_close(toc__nn *nn);

const char *toc__nn_hash(const toc__nn *nn);   /* "sha256:…" */
const char *toc__nn_kernel(const toc__nn *nn); /* name of the kernel in use */

/* Label inventories; strings live as long as the handle. */
typedef enum toc__nn_label {
  TOC_NN_UPOS,
  TOC_NN_FEATS,   /* "_" for none */
  TOC_NN_RELS,
  TOC_NN_SCRIPTS, /* "casing cut add": toc__nn_script */
  TOC_NN_NAMES,   /* "O", "B-PER", … */
  TOC_NN_N_LABELS
} toc__nn_label;
uint32_t toc__nn_labels(const toc__nn *nn, toc__nn_label what);
toc_str toc__nn_label_name(const toc__nn *nn, toc__nn_label what, uint32_t i);

/* A lemma's edit script: change case ('l' lower, 'u' upper, 't' first letter upper, 'k'
 * keep), cut code points off the end, add letters. */
typedef struct toc__nn_script {
  char casing;
  uint32_t cut;
  toc_str add;
} toc__nn_script;
toc__nn_script toc__nn_script_at(const toc__nn *nn, uint32_t i);

typedef struct toc__nn_word {
  uint32_t head;   /* word of the same sentence, TOC_NONE at the root */
  uint16_t rel, upos, feats;
  uint16_t script; /* the best one that the form is long enough for */
  uint16_t name;
  float name_p;    /* probability of that tag; 1 for a sure O is not computed: 0 at O */
} toc__nn_word;

typedef struct toc__nn_sentence {
  const toc_str *form; /* [n]; valid UTF-8 */
  uint32_t n;
  toc__nn_word *word;  /* [n], filled by the run */
} toc__nn_sentence;

/* Analyses the sentences.  Working memory comes from `scratch`, some 10 KB for each word of
 * the largest batch and at most 8 MB, besides 16 bytes a sentence; with an encoder 20 KB a
 * word, 16 MB, and 28 bytes for each word of all sentences.  It is of no use afterwards.  Cannot fail but by memory (the arena's jump). */
void toc__nn_run(const toc__nn *nn, const toc__nn_sentence *sentence, uint32_t n, toc_arena *scratch);

/* The maximum spanning tree with a single root over n words.  score[d * ld + h] is the
 * score of head h - 1 for word d, h = 0 the root; scores must lie within ±1e6.  head[d]
 * gets 0 to n.  Chu-Liu/Edmonds, iterative: O(n²) when few cycles need contracting. */
void toc__nn_tree(const float *score, uint32_t n, uint32_t ld, uint32_t *head, toc_arena *scratch);

/* What the network sees of a word: for tests. */
typedef struct toc__nn_features {
  uint32_t word;       /* vector, 0 unknown */
  uint8_t flags;       /* lists that hold it, if it begins with a capital */
  uint8_t casing;      /* 0 to 9, words.c */
  uint32_t n_gram;
  uint32_t gram[128];  /* [n_gram] */
} toc__nn_features;
void toc__nn_look(const toc__nn *nn, toc_str form, toc__nn_features *out);

#endif
