/* write.c - trees out as CoNLL-U, with the place of each token in the text. */
#include "conllu.h"

/* Code points before a byte, for places that come in ascending order. */
typedef struct counter {
  toc_str text;
  size_t byte, points;
} counter;

static size_t points_at(counter *c, size_t byte) {
  for (; c->byte < byte; c->byte++) c->points += ((unsigned char)c->text.ptr[c->byte] & 0xC0) != 0x80;
  return c->points;
}

static void put_column(toc_buf *out, toc_str s) {
  if (s.len) toc_buf_str(out, s);
  else toc_buf_put(out, "_", 1);
}

/* A form never holds the tab or line end that would break the row. */
static void put_form(toc_buf *out, toc_str s) {
  if (!s.len) toc_buf_put(out, "_", 1);
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i] == '\t' || s.ptr[i] == '\n' || s.ptr[i] == '\r' ? ' ' : s.ptr[i];
    toc_buf_put(out, &c, 1);
  }
}

static void put_misc(toc_buf *out, counter *c, toc_span span, bool space_after) {
  size_t start = points_at(c, span.start), end = points_at(c, span.end);
  if (!space_after) toc_buf_z(out, "SpaceAfter=No|");
  toc_buf_fmt(out, "TokenRange=%zu:%zu\n", start, end);
}

static void put_word(toc_buf *out, const toc_doc *doc, const toc_sentence *s, uint32_t i) {
  const toc_token *t = &doc->tokens.ptr[i];
  toc_buf_uint(out, i - s->first + 1);
  toc_buf_put(out, "\t", 1);
  put_form(out, t->form);
  toc_buf_put(out, "\t", 1);
  put_form(out, t->lemma);
  toc_buf_fmt(out, "\t%s\t", t->upos ? toc_upos_name(t->upos) : "_");
  put_column(out, t->xpos);
  toc_buf_put(out, "\t", 1);
  put_column(out, t->feats);
  if (!s->analysed) toc_buf_z(out, "\t_\t_");
  else if (t->head == TOC_NONE) toc_buf_z(out, "\t0\troot");
  else toc_buf_fmt(out, "\t%u\t%.*s", (unsigned)(t->head - s->first + 1), TOC_FMT(t->deprel));
  toc_buf_z(out, "\t_\t");
}

static void put_sentence(toc_buf *out, const toc_doc *doc, counter *c, uint32_t number) {
  const toc_sentence *s = &doc->sentences.ptr[number];
  toc_buf_z(out, "# sent_id = ");
  if (doc->id.len) toc_buf_str(out, doc->id), toc_buf_put(out, "-", 1);
  toc_buf_fmt(out, "%u\n# text = ", (unsigned)number + 1);
  put_form(out, toc_slice(doc->text, s->span));
  toc_buf_put(out, "\n", 1);
  for (uint32_t i = s->first; i < s->last; i++) {
    const toc_token *t = &doc->tokens.ptr[i];
    bool inside = !toc_span_empty(t->mwt_span);
    if (t->mwt) {
      const toc_token *last = t + t->mwt - 1;
      toc_buf_fmt(out, "%u-%u\t", (unsigned)(i - s->first + 1), (unsigned)(i - s->first + t->mwt));
      put_form(out, toc_slice(doc->text, t->mwt_span));
      toc_buf_z(out, "\t_\t_\t_\t_\t_\t_\t_\t");
      put_misc(out, c, t->mwt_span, last->space_after);
    }
    put_word(out, doc, s, i);
    if (inside) toc_buf_z(out, "_\n");
    else put_misc(out, c, t->span, t->space_after);
  }
  toc_buf_put(out, "\n", 1);
}

void toc__conllu_write(toc_buf *out, const toc_doc *doc) {
  counter c = {.text = doc->text};
  uint32_t paragraph = TOC_NONE;
  for (uint32_t i = 0; i < doc->sentences.len; i++) {
    if (i == 0) {
      toc_buf_z(out, "# newdoc");
      if (doc->id.len) toc_buf_z(out, " id = "), put_form(out, doc->id);
      toc_buf_put(out, "\n", 1);
    }
    if (doc->sentences.ptr[i].paragraph != paragraph) toc_buf_z(out, "# newpar\n");
    paragraph = doc->sentences.ptr[i].paragraph;
    put_sentence(out, doc, &c, i);
  }
}
