/* engine.h - the loaded stages. */
#ifndef TOC_ENGINE_H
#define TOC_ENGINE_H

#include "actor.h"
#include "analyse.h"
#include "attrib.h"
#include "event.h"
#include "figure.h"
#include "foreign.h"
#include "gate.h"
#include "place.h"
#include "role.h"
#include "run.h"
#include "status.h"
#include "timex.h"
#include "token.h"

struct toc_engine {
  toc_arena arena;
  const char *data_dir;
  bool any_language;
  toc__tokenizer *tokenizer;
  toc__analyser *analyser; /* NULL: trees come as CoNLL-U */
  toc__gate *gate;         /* NULL: every sentence alike */
  bool skip;               /* what does not pass it gets no tree */
  toc__roles *roles;       /* NULL: not asked for */
  toc__places *places;
  toc__timex *timex;
  toc__figures *figures;
  toc__actors *actors;
  toc__status *status;
  toc__coder *coder;
  toc__foreign *foreign; /* NULL: our own patterns */
  const char *dictionaries; /* where they lie */
  toc__attrib *attrib;
  char lexicon_hash[72], model_hash[72];
};

/* Where the data lies: asked, $TOCSIN_DATA, beside the program, or where it was installed. */
toc_status toc__find_data(toc_arena *a, const char *asked, const char **out, toc_error *err);

#endif
