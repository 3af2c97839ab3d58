/* split.h - a plain way to cut test sentences into tokens, so that these tests need no
 * other room: blanks divide, punctuation at the ends of a word and 's come off, a word of
 * the short list or with a dot inside keeps its dot. */
#ifndef TOC_TEST_SPLIT_H
#define TOC_TEST_SPLIT_H

#include "doc.h"

static bool split__keeps_dot(toc_str w) {
  static const char *const list[] = {"Ky.", "Mo.", "Calif.", "St.", "Mt.", "Mr.", "Mrs.", "Gen.", "Sen.", "Gov.", "Jan.", "Tex.", "Fla."};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (toc_str_is(w, list[i])) return true;
  return memchr(w.ptr, '.', w.len - 1) != NULL;
}

static void split__token(toc_doc *doc, uint32_t start, uint32_t end) {
  if (end <= start) return;
  toc_token *t = toc_doc_add_token(doc);
  t->span = (toc_span){start, end};
  t->form = t->lemma = toc_slice(doc->text, t->span);
  t->sentence = doc->sentences.len;
}

static size_t split__front(toc_str w) {
  if (w.len > 1 && strchr("\"'([#", w.ptr[0])) return 1;
  if (w.len > 3 && memcmp(w.ptr, "“", 3) == 0) return 3;
  return 0;
}

static size_t split__back(toc_str w) {
  if (w.len > 1 && strchr(",;:!?\"')]", w.ptr[w.len - 1])) return 1;
  if (w.len > 1 && w.ptr[w.len - 1] == '.' && !split__keeps_dot(w)) return 1;
  if (w.len > 3 && memcmp(w.ptr + w.len - 3, "”", 3) == 0) return 3;
  return 0;
}

static void split__word(toc_doc *doc, uint32_t start, uint32_t end) {
  uint32_t back[16], n = 0;
  size_t k;
  while ((k = split__front(toc_slice(doc->text, (toc_span){start, end}))) > 0) {
    split__token(doc, start, start + (uint32_t)k);
    start += (uint32_t)k;
  }
  while (n < 16 && (k = split__back(toc_slice(doc->text, (toc_span){start, end}))) > 0) {
    back[n++] = end;
    end -= (uint32_t)k;
  }
  toc_str w = toc_slice(doc->text, (toc_span){start, end});
  uint32_t clitic = w.len > 2 && toc_str_ends(w, TOC_S("'s")) ? 2 : w.len > 4 && toc_str_ends(w, TOC_S("’s")) ? 4 : 0;
  split__token(doc, start, end - clitic);
  if (clitic) split__token(doc, end - clitic, end);
  while (n) {
    split__token(doc, end, back[n - 1]);
    end = back[--n];
  }
}

static void split__end_sentence(toc_doc *doc) {
  uint32_t first = doc->sentences.len ? doc->sentences.ptr[doc->sentences.len - 1].last : 0;
  if (doc->tokens.len == first) return;
  toc_sentence s = {.first = first, .last = doc->tokens.len};
  s.span = toc_tokens_span(doc, s.first, s.last);
  *toc_push(&doc->arena, &doc->sentences) = s;
}

/* Sets text, tokens and sentences; a sentence ends at a token of . ! ? or at a line's end. */
static void split_text(toc_doc *doc, toc_str text) {
  doc->text = text;
  for (uint32_t i = 0; i < text.len;) {
    if (text.ptr[i] == ' ' || text.ptr[i] == '\n') {
      if (text.ptr[i++] == '\n') split__end_sentence(doc);
      continue;
    }
    uint32_t end = i, before = doc->tokens.len;
    while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '\n') end++;
    split__word(doc, i, end);
    for (uint32_t t = before; t < doc->tokens.len; t++) {
      toc_str f = doc->tokens.ptr[t].form;
      if (toc_str_is(f, ".") || toc_str_is(f, "!") || toc_str_is(f, "?")) {
        split__end_sentence(doc);
        break;
      }
    }
    i = end;
  }
  split__end_sentence(doc);
}

#endif
