/* write.c - trees out as CoNLL-U, with the place of each token in the text. */
#include "conllu.h"

/* Code points before a byte, for places that come in ascending order. */
typedef toc__conllu_place counter;

static size_t points_at(counter *c, toc_str text, size_t byte) {
  for (; c->byte < byte; c->byte++) c->points += ((unsigned char)text.ptr[c->byte] & 0xC0) != 0x80;
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

static void put_misc(toc_buf *out, counter *c, toc_str text, toc_span span, bool space_after) {
  size_t start = points_at(c, text, span.start), end = points_at(c, text, span.end);
  if (!space_after) toc_buf_z(out, "SpaceAfter=No|");
  toc_buf_fmt(out, "TokenRange=%zu:%zu\n", start, end);
}

/* The role that stands for a stretch of the text; NULL: its own words. */
static const char *role_at(const toc__conllu_more *m, toc_span span) {
  uint32_t lo = 0, hi = m->n_hidden;
  while (lo < hi) { /* the first that ends behind span's begin */
    uint32_t mid = lo + (hi - lo) / 2;
    if (m->hidden[mid].end <= span.start) lo = mid + 1;
    else hi = mid;
  }
  return lo < m->n_hidden && toc_span_overlap(m->hidden[lo], span) ? m->role[lo] : NULL;
}

static void put_word(toc_buf *out, const toc_doc *doc, const toc_sentence *s, uint32_t i, const char *role) {
  const toc_token *t = &doc->tokens.ptr[i];
  toc_buf_uint(out, i - s->first + 1);
  toc_buf_put(out, "\t", 1);
  put_form(out, role ? toc_cstr(role) : t->form);
  toc_buf_put(out, "\t", 1);
  put_form(out, role ? toc_cstr(role) : t->lemma);
  toc_buf_fmt(out, "\t%s\t", t->upos ? toc_upos_name(t->upos) : "_");
  put_column(out, t->xpos);
  toc_buf_put(out, "\t", 1);
  put_column(out, t->feats);
  if (!s->analysed) toc_buf_z(out, "\t_\t_");
  else if (t->head == TOC_NONE) toc_buf_z(out, "\t0\troot");
  else toc_buf_fmt(out, "\t%u\t%.*s", (unsigned)(t->head - s->first + 1), TOC_FMT(t->deprel));
  toc_buf_z(out, "\t_\t");
}

/* The sentence, or its forms with blanks between them where a word of it is hidden. */
static void put_text(toc_buf *out, const toc_doc *doc, const toc_sentence *s, const toc__conllu_more *m) {
  if (!role_at(m, s->span)) {
    put_form(out, toc_slice(doc->text, s->span));
    return;
  }
  for (uint32_t i = s->first; i < s->last; i++) {
    const toc_token *t = &doc->tokens.ptr[i], *last = t + (t->mwt ? t->mwt - 1 : 0);
    if (!t->mwt && !toc_span_empty(t->mwt_span)) continue; /* a later word of one */
    toc_span span = t->mwt ? t->mwt_span : t->span;
    const char *role = role_at(m, span);
    put_form(out, role ? toc_cstr(role) : t->mwt ? toc_slice(doc->text, span) : t->form);
    if (last->space_after && i + (t->mwt ? t->mwt : 1) < s->last) toc_buf_put(out, " ", 1);
  }
}

static void put_sentence(toc_buf *out, const toc_doc *doc, counter *c, uint32_t number, const toc__conllu_more *m) {
  const toc_sentence *s = &doc->sentences.ptr[number];
  toc_buf_z(out, "# sent_id = ");
  if (s->id.len) toc_buf_str(out, s->id);
  else if (doc->id.len) toc_buf_str(out, doc->id), toc_buf_put(out, "-", 1);
  if (!s->id.len) toc_buf_fmt(out, "%u", (unsigned)number + 1);
  toc_buf_z(out, "\n# text = ");
  put_text(out, doc, s, m);
  toc_buf_put(out, "\n", 1);
  for (uint32_t i = s->first; i < s->last; i++) {
    const toc_token *t = &doc->tokens.ptr[i];
    bool inside = !toc_span_empty(t->mwt_span);
    const char *role = role_at(m, inside ? t->mwt_span : t->span);
    if (t->mwt) {
      const toc_token *last = t + t->mwt - 1;
      toc_buf_fmt(out, "%u-%u\t", (unsigned)(i - s->first + 1), (unsigned)(i - s->first + t->mwt));
      put_form(out, role ? toc_cstr(role) : toc_slice(doc->text, t->mwt_span));
      toc_buf_z(out, "\t_\t_\t_\t_\t_\t_\t_\t");
      put_misc(out, c, doc->text, t->mwt_span, last->space_after);
    }
    put_word(out, doc, s, i, role);
    bool more = m->misc && m->misc[i].len;
    if (more) toc_buf_str(out, m->misc[i]);
    if (!inside) {
      if (more) toc_buf_put(out, "|", 1);
      put_misc(out, c, doc->text, t->span, t->space_after);
    } else {
      toc_buf_z(out, more ? "\n" : "_\n");
    }
  }
  toc_buf_put(out, "\n", 1);
}

static bool write_some(toc_buf *out, const toc_doc *doc, toc__conllu_place *at, size_t enough, const toc__conllu_more *more) {
  for (; at->sentence < doc->sentences.len; at->sentence++) {
    uint32_t i = at->sentence;
    if (out->len >= enough) return true;
    if (i == 0) {
      toc_buf_z(out, "# newdoc");
      if (doc->id.len) toc_buf_z(out, " id = "), put_form(out, doc->id);
      toc_buf_put(out, "\n", 1);
    }
    if (i == 0 || doc->sentences.ptr[i].paragraph != doc->sentences.ptr[i - 1].paragraph) toc_buf_z(out, "# newpar\n");
    put_sentence(out, doc, at, i, more);
  }
  return false;
}

bool toc__conllu_write_some(toc_buf *out, const toc_doc *doc, toc__conllu_place *at, size_t enough) {
  return write_some(out, doc, at, enough, &(toc__conllu_more){0});
}

void toc__conllu_write_more(toc_buf *out, const toc_doc *doc, const toc__conllu_more *more) {
  toc__conllu_place at = {0};
  write_some(out, doc, &at, SIZE_MAX, more);
}

void toc__conllu_write(toc_buf *out, const toc_doc *doc) { toc__conllu_write_more(out, doc, &(toc__conllu_more){0}); }
