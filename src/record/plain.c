/* plain.c - a clean report to read: what was recognised around the text, then the text.
 * Line ends stay; other control characters become blanks, since this goes to terminals.
 * (TOC_FORMAT_TEXT keeps the text to the byte.) */
#include "record.h"

static void field(toc__screen *s, const char *name, toc_str value) {
  if (!value.len) return;
  toc__screen_put(s, TOC__DIM, toc_cstr(name));
  toc__screen_put(s, TOC__PLAIN, toc__screen_clean(s->arena, value));
  toc_buf_z(s->out, "\n");
}

void toc__plain_doc(toc__screen *s, const toc_doc *d) {
  field(s, "id:        ", d->id);
  field(s, "title:     ", d->title);
  field(s, "publisher: ", d->publisher);
  field(s, "published: ", d->published);
  field(s, "updated:   ", d->updated);
  if (d->n_repaired) field(s, "repaired:  ", toc_str_format(s->arena, "%u broken byte sequences", d->n_repaired));
  toc_buf_z(s->out, "\n");
  toc_str rest = d->text, line;
  while (toc_str_cut(&rest, '\n', &line)) {
    /* Indentation is text too: only what stands between the blanks is cleaned. */
    size_t in = 0;
    while (in < line.len && line.ptr[in] == ' ') in++;
    toc_buf_put(s->out, line.ptr, in);
    toc_buf_str(s->out, toc__screen_clean(s->arena, toc_str_sub(line, in, line.len)));
    toc_buf_z(s->out, "\n");
  }
  toc_buf_z(s->out, "\n");
}
