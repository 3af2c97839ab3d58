/* attrib_train.h - what the probe prints of src/attrib. */
#include "../../src/attrib/internal.h"

static void print_spans(const toc_spans *s) {
  for (uint32_t k = 0; k < s->len; k++) printf("%s%u:%u", k ? " " : "", s->ptr[k].start, s->ptr[k].end);
}

static void print_claims(const toc_doc *doc, const char *id) {
  for (uint32_t k = 0; k < doc->claims.len; k++) {
    const toc_claim *c = &doc->claims.ptr[k];
    printf("%s\t", id);
    print_spans(&c->source);
    printf("\t");
    print_spans(&c->cue);
    printf("\t");
    print_spans(&c->content);
    printf("\t%d\t%d\n", (int)c->kind, (int)c->within);
  }
}

static void print_hashes(const toc__features *f) {
  for (uint32_t k = 0; k < f->n; k++) printf(" %x", f->hash[k]);
  printf("\n");
}

/* C id token start end head: a cue candidate; R token start end step: one of its relatives. */
static void print_features(const toc__attrib *a, toc_doc *doc, const char *id) {
  toc__tree t;
  toc_arena_reset(&doc->scratch);
  toc__tree_init(&t, a, doc);
  toc__quotes(&t);
  for (uint32_t i = 0; i < doc->tokens.len; i++) {
    if (!toc__cue_candidate(&t, i)) continue;
    toc__features f;
    toc_token *k = &doc->tokens.ptr[i];
    toc__cue_features(&t, i, &f);
    printf("C %s %u %u %u %u", id, i, k->span.start, k->span.end, k->head == TOC_NONE ? 0 : doc->tokens.ptr[k->head].span.start);
    print_hashes(&f);
    toc__relative r[TOC__MAX_RELATIVES];
    uint32_t n = toc__relatives(&t, i, r);
    toc__cue_word w;
    toc__cue_word_init(&t, i, &w);
    for (uint32_t j = 0; j < n; j++) {
      toc__role_features(&t, &w, &r[j], &f);
      printf("R %u %u %u %d:%d:%d", r[j].token, doc->tokens.ptr[r[j].token].span.start, doc->tokens.ptr[r[j].token].span.end, r[j].step, r[j].a, r[j].b);
      print_hashes(&f);
    }
  }
}
