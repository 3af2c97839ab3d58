/* Two things by the first byte.  Even: a line of a record from anybody, against a report ("text
 * NUL line"), as `tocsin verify --spans` reads it.  Odd: a document over any text, written in
 * every form; the JSON must hold its own spans, and nothing may steer a terminal. */
#include "../cli/cli.h"
#include "record.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(toc_str bytes) {
  const char *nul = bytes.len ? memchr(bytes.ptr, 0, bytes.len) : NULL;
  size_t cut = nul ? (size_t)(nul - bytes.ptr) : 0;
  toc_str text = {bytes.ptr, cut};
  char fault[128];
  uint64_t checked = 0;
  if (toc_utf8_valid(text)) cli_spans_hold(bytes.ptr + cut, bytes.len - cut, text, &checked, fault, sizeof fault);
}

/* Mentions of one to three code points, here and there. */
static void put_mentions(toc_doc *doc) {
  size_t at = 0;
  while (at < doc->text.len) {
    size_t start = at;
    for (size_t n = doc->text.len % 3 + 1; n && at < doc->text.len; n--) toc_utf8_next(doc->text, &at);
    if (start % 2) continue;
    toc_mention *m = toc_push(&doc->arena, &doc->mentions);
    *m = (toc_mention){.span = {(uint32_t)start, (uint32_t)at}, .kind = start % 4 ? TOC_KIND_PER : TOC_KIND_GPE};
    m->entity = doc->mentions.len - 1;
  }
}

static void put_sentence_and_events(toc_doc *doc) {
  if (!doc->text.len) return;
  *toc_push(&doc->arena, &doc->sentences) = (toc_sentence){.span = {0, (uint32_t)doc->text.len}};
  for (uint32_t i = 0; i < doc->mentions.len && i < 8; i++) {
    toc_event *e = toc_push(&doc->arena, &doc->events);
    *e = (toc_event){.type = TOC_ASSAULT, .trigger = doc->mentions.ptr[i].span, .claim = TOC_NONE, .incident = TOC_NONE,
                     .token = TOC_NONE, .why = TOC_S("f@f:1")};
    *toc_push(&doc->arena, &e->actors) = (toc_actor){.span = doc->mentions.ptr[i].span, .head = TOC_NONE, .name = doc->title};
  }
}

static void check_json(const toc_doc *doc, toc_str line) {
  char fault[128];
  uint64_t checked = 0;
  if (!cli_spans_hold(line.ptr, line.len, doc->text, &checked, fault, sizeof fault)) abort();
  if (checked < doc->mentions.len) abort();
}

static void check_screen(toc_str out) {
  for (size_t i = 0; i < out.len; i++) {
    unsigned char c = (unsigned char)out.ptr[i];
    if ((c < 0x20 && c != '\n') || c == 0x7F) abort();
  }
}

static void check_document(toc_str bytes) {
  toc_doc doc = {0};
  toc_doc_reset(&doc, 64u << 20);
  if (toc_utf8_valid(bytes)) {
    static const toc_format formats[] = {TOC_FORMAT_DOCS, TOC_FORMAT_JSONL, TOC_FORMAT_TEXT, TOC_FORMAT_CSV,
                                         TOC_FORMAT_TABLE, TOC_FORMAT_PLAIN};
    doc.text = toc_str_copy(&doc.arena, bytes);
    size_t end = 0;
    while (end < doc.text.len && end < 40) toc_utf8_next(doc.text, &end);
    doc.id = doc.title = doc.url = toc_str_sub(doc.text, 0, end);
    put_mentions(&doc);
    put_sentence_and_events(&doc);
    if (toc__record_verify(&doc, NULL) == TOC_NOMEM) abort();
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
      toc_buf out;
      toc_buf_init(&out, 0);
      if (toc__record_write(&out, &doc, NULL, formats[i], 15, NULL) != TOC_OK) abort();
      toc_str written = {out.ptr, out.len};
      if (formats[i] == TOC_FORMAT_DOCS) check_json(&doc, written);
      if (formats[i] == TOC_FORMAT_TABLE || formats[i] == TOC_FORMAT_PLAIN) check_screen(written);
      toc_buf_release(&out);
    }
  }
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!size) return 0;
  toc_str rest = {(const char *)data + 1, size - 1};
  if (data[0] % 2 == 0) check_line(rest);
  else check_document(rest);
  return 0;
}
