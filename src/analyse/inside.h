/* inside.h - what the files of src/analyse share. */
#ifndef TOC_ANALYSE_INSIDE_H
#define TOC_ANALYSE_INSIDE_H

#include "analyse.h"
#include "nn.h"

typedef struct name_tag { /* a BILOU tag, taken apart */
  char part;              /* O B I L U */
  toc_kind kind;
} name_tag;

typedef struct model { /* a network and what its labels mean */
  toc__nn *nn;
  toc_upos *upos;    /* [labels] */
  uint32_t *feat;    /* [labels] TOC_F_… */
  toc_deprel *rel;   /* [labels] */
  name_tag *name;    /* [labels] */
} model;

enum { FIRST, SECOND, N_MODELS };

struct toc__analyser {
  toc_arena arena;
  model model[N_MODELS]; /* the second one: nn NULL if there is none */
  char hash[72];
};

/* What a network said of a word of the report, in the terms of the document. */
typedef struct read_word {
  name_tag name;
  float name_p;
} read_word;

/* The lemma that a script makes of a form: in `room`, in arena memory if it is too long for
 * that, or the form itself. */
#define LEMMA_ROOM 128u
toc_str toc__lemma_apply(toc__nn_script script, toc_str form, char room[LEMMA_ROOM], toc_arena *arena);

/* Mends a tree that cannot be right. */
void toc__mend(toc_doc *doc, const toc_sentence *s);

/* Mentions of the whole report from each token's tag; words[i] belongs to token i. */
void toc__names_read(toc_doc *doc, const read_word *words);

#endif
