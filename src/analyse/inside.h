/* inside.h - what the files of src/analyse share. */
#ifndef TOC_ANALYSE_INSIDE_H
#define TOC_ANALYSE_INSIDE_H

#include "analyse.h"
#include "nn.h"

typedef struct name_tag { /* a BILOU tag, taken apart */
  char part;              /* O B I L U */
  toc_kind kind;
} name_tag;

struct toc__analyser {
  toc__nn *nn;
  toc_arena arena;
  toc_upos *upos;    /* [labels] */
  uint32_t *feat;    /* [labels] TOC_F_… */
  toc_deprel *rel;   /* [labels] */
  name_tag *name;    /* [labels] */
};

/* The lemma that a script makes of a form: in `room`, in arena memory if it is too long for
 * that, or the form itself. */
#define LEMMA_ROOM 128u
toc_str toc__lemma_apply(toc__nn_script script, toc_str form, char room[LEMMA_ROOM], toc_arena *arena);

/* Mentions of the whole report from each token's tag; words[i] belongs to token i. */
void toc__names_read(const toc__analyser *a, toc_doc *doc, const toc__nn_word *words);

#endif
