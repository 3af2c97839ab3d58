/* attrib.c - the run over one document. */
#include "internal.h"

toc_status toc__attrib_run(const toc__attrib *a, toc_doc *doc, toc_error *err) {
  (void)err;
  toc_arena_reset(&doc->scratch);
  if (doc->tokens.len == 0 || !doc->child_at) return TOC_OK;
  toc__tree t;
  toc__tree_init(&t, a, doc);
  toc__quotes(&t);
  toc__claims_find(&t);
  toc__claims_link(&t);
  return TOC_OK;
}
