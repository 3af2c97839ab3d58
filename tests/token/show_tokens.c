/* show_tokens: standard input → sentences and tokens as CoNLL-U, the analysis left open.
 *
 *   show_tokens DATA_DIR < text
 *   show_tokens DATA_DIR features < text     what the boundary model sees
 */
#include <stdio.h>
#include <stdlib.h>

#include "conllu.h"
#include "token.h"

static toc_str read_stdin(toc_buf *b) {
  char chunk[1 << 16];
  for (size_t n; (n = fread(chunk, 1, sizeof chunk, stdin)) > 0;) toc_buf_put(b, chunk, n);
  return (toc_str){b->ptr ? b->ptr : "", b->len};
}

/* Paragraphs, as the kit writes them: divided by empty lines. */
static void add_blocks(toc_doc *doc) {
  size_t at = 0;
  while (at < doc->text.len) {
    size_t end = at;
    while (end < doc->text.len && !(doc->text.ptr[end] == '\n' && end + 1 < doc->text.len && doc->text.ptr[end + 1] == '\n')) end++;
    *toc_push(&doc->arena, &doc->blocks) = (toc_block){{(uint32_t)at, (uint32_t)end}, TOC_BODY};
    at = end + 2;
  }
}

int main(int argc, char **argv) {
  toc_error err;
  toc__tokenizer *t;
  bool features = argc == 3 && strcmp(argv[2], "features") == 0;
  if (argc != 2 && !features) return fputs("usage: show_tokens DATA_DIR [features] < text\n", stderr), 2;
  if (toc__tokenizer_load(&t, argv[1], &err) != TOC_OK) return fprintf(stderr, "%s\n", err.message), 1;
  toc_buf in, out;
  toc_buf_init(&in, 0);
  toc_buf_init(&out, 0);
  toc_doc *doc = calloc(1, sizeof *doc);
  toc_doc_reset(doc, 0);
  doc->text = read_stdin(&in);
  add_blocks(doc);
  int rc = 0;
  toc_status s = features ? toc__tokenizer_features(t, doc, &out, &err) : toc__tokenizer_run(t, doc, &err);
  if (s != TOC_OK) rc = 1, fprintf(stderr, "%s\n", err.message);
  if (!features) toc__conllu_write(&out, doc);
  fwrite(out.ptr, 1, out.len, stdout);
  toc_buf_release(&in);
  toc_buf_release(&out);
  toc_arena_release(&doc->arena);
  toc_arena_release(&doc->scratch);
  free(doc);
  toc__tokenizer_free(t);
  return rc;
}
