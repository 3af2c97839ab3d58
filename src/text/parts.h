/* parts.h - what layout.c and header.c share; private to src/text. */
#ifndef TOC_TEXT_PARTS_H
#define TOC_TEXT_PARTS_H

#include "text.h"

/* Cuts doc->text into paragraphs (doc->blocks, all TOC_BODY). */
void toc__text_layout(toc_doc *doc);

/* Gives the blocks their sections; finds title, stamps and dateline. */
void toc__text_header(toc_doc *doc);

/* A dateline at the start of s. */
typedef struct toc__dateline {
  size_t length;               /* through the dash; 0: none */
  size_t place_start, place_end;
  bool dated;
  toc__stamp stamp;
} toc__dateline;
toc__dateline toc__dateline_read(toc_str s);

#endif
