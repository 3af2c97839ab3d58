/* Weights of roles from anybody, and a tree read with them. */
#include "../src/role/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* "w w w …": five words, the first three on the fourth. */
static void words(toc_doc *doc) {
  doc->text = TOC_S("a b c act d");
  for (uint32_t i = 0; i < 5; i++) {
    toc_token *t = toc_doc_add_token(doc);
    t->span = (toc_span){2 * i + (i > 3 ? 2 : 0), 2 * i + (i > 3 ? 2 : 0) + (i == 3 ? 3 : 1)};
    t->form = t->lemma = toc_slice(doc->text, t->span);
    t->upos = i == 3 ? TOC_UPOS_VERB : TOC_UPOS_NOUN;
    toc_doc_set_head(doc, i, i == 3 ? TOC_NONE : 3, i == 3 ? TOC_S("root") : i < 3 ? TOC_S("nsubj") : TOC_S("obj"));
  }
  *toc_push(&doc->arena, &doc->sentences) = (toc_sentence){.span = {0, (uint32_t)doc->text.len}, .last = 5, .analysed = true};
  toc_doc_link(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc__roles x = {0};
  toc_doc doc = {0};
  jmp_buf jump, inner;
  toc_arena_init(&x.arena, 64u << 20);
  toc_doc_reset(&doc, 64u << 20);
  doc.arena.oom = doc.scratch.oom = &inner;
  if (TOC_TRY(&x.arena, jump) && setjmp(inner) == 0 && toc__roles_parse(&x, "f", (toc_str){(const char *)data, size}, NULL) == TOC_OK) {
    words(&doc);
    toc__roles_run(&x, &doc);
  }
  toc_arena_release(&x.arena);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  return 0;
}
