/* token.c - walks the blocks of a document chunk by chunk. */
#include "cutter.h"

static size_t skip_space(const cutter *c, size_t at, size_t end) {
  while (at < end) {
    size_t next;
    if (toc__cp_class(cp_at(c->s, at, end, &next)) != CP_SPACE) break;
    at = next;
  }
  return at;
}

static size_t chunk_end(const cutter *c, size_t at, size_t end) {
  while (at < end) {
    size_t next;
    if (toc__cp_class(cp_at(c->s, at, end, &next)) == CP_SPACE) break;
    at = next;
  }
  return at;
}

static void cut_tokens(cutter *c, toc_block block) {
  size_t end = block.span.end, at = block.span.start;
  c->block_start = at;
  c->end = end;
  c->open_single = false;
  while ((at = skip_space(c, at, end)) < end) {
    size_t stop = chunk_end(c, at, end);
    if (at < c->dateline_end && stop > c->dateline_end) stop = c->dateline_end;
    toc__cut_chunk(c, at, stop);
    c->doc->tokens.ptr[c->doc->tokens.len - 1].space_after =
        stop >= end || toc__cp_class((cp_at(c->s, stop, end, &(size_t){0}))) == CP_SPACE;
    at = stop;
  }
}

static void cut_block(cutter *c, toc_block block, uint32_t paragraph, toc_buf *names) {
  uint32_t first = c->doc->tokens.len;
  cut_tokens(c, block);
  uint32_t last = c->doc->tokens.len;
  if (last == first) return;
  toc_arena_reset(&c->doc->scratch);
  unsigned char *ends = toc_arena_alloc(&c->doc->scratch, last - first, 1);
  toc__mark_boundaries(c, first, last, ends);
  toc__judge_boundaries(c, first, last, ends, names);
  toc__make_sentences(c, first, last, ends, paragraph, block.section);
}

static toc_status run(const toc__tokenizer *t, toc_doc *doc, toc_buf *names, toc_error *err) {
  if (doc->text.len >= UINT32_MAX)
    return toc_fail(err, TOC_BADINPUT, NULL, 0, 0, "a text of %zu bytes: at most 4 GiB can be read", doc->text.len);
  doc->sentences.len = 0;
  doc->tokens.len = 0;
  cutter c = {.t = t, .doc = doc, .s = doc->text.ptr, .dateline_end = doc->dateline.end};
  toc_block whole = {{0, (uint32_t)doc->text.len}, TOC_BODY};
  if (!doc->blocks.len) cut_block(&c, whole, 0, names);
  for (uint32_t i = 0; i < doc->blocks.len; i++) cut_block(&c, doc->blocks.ptr[i], i, names);
  toc_trim(&doc->arena, &doc->tokens);
  return TOC_OK;
}

toc_status toc__tokenizer_run(const toc__tokenizer *t, toc_doc *doc, toc_error *err) { return run(t, doc, NULL, err); }

toc_status toc__tokenizer_features(const toc__tokenizer *t, toc_doc *doc, toc_buf *out, toc_error *err) {
  return run(t, doc, out, err);
}
