/* node.h - a page as a flat array of nodes; shared by the files of this room. */
#ifndef TOC_HTML_NODE_H
#define TOC_HTML_NODE_H

#include "html.h"

/* X(name, flags).  B: begins a block.  V: void, has no content.  R: raw text inside.  S: what
 * is inside is never text of the report.  P: closes an open p. */
#define B 1
#define V 2
#define R 4
#define S 8
#define P 16
#define TOC_HTML_TAGS(X) \
  X(a, 0) X(abbr, 0) X(address, B | P) X(area, V) X(article, B | P) X(aside, B | P) X(audio, S) X(b, 0) X(base, V) \
  X(blockquote, B | P) X(body, B) X(br, V) X(button, B | S) X(canvas, S) X(caption, B) X(center, B | P) X(cite, 0) \
  X(code, 0) X(col, V) X(dd, B | P) X(del, 0) X(details, B | P) X(dialog, B | P | S) X(div, B | P) X(dl, B | P) X(dt, B | P) \
  X(em, 0) X(embed, V) X(fieldset, B | P) X(figcaption, B | P) X(figure, B | P) X(font, 0) X(footer, B | P) X(form, B | P) \
  X(frame, V) X(frameset, B) X(h1, B | P) X(h2, B | P) X(h3, B | P) X(h4, B | P) X(h5, B | P) X(h6, B | P) X(head, B) \
  X(header, B | P) X(hr, B | V | P) X(html, B) X(i, 0) X(iframe, R | S) X(img, V) X(input, V) X(ins, 0) X(label, 0) \
  X(legend, B) X(li, B | P) X(link, V) X(main, B | P) X(mark, 0) X(menu, B | P) X(meta, V) X(nav, B | P) \
  X(noembed, R | S) X(noframes, R | S) X(noscript, B | S) X(object, S) X(ol, B | P) X(optgroup, S) X(option, S) X(p, B | P) \
  X(param, V) X(picture, 0) X(pre, B | P) X(q, 0) X(s, 0) X(script, R | S) X(section, B | P) X(select, S) X(small, 0) \
  X(source, V) X(span, 0) X(strong, 0) X(style, R | S) X(sub, 0) X(summary, B | P) X(sup, 0) X(svg, S) X(table, B | P) \
  X(tbody, B) X(td, B) X(template, S) X(textarea, R | S) X(tfoot, B) X(th, B) X(thead, B) X(time, 0) X(title, R | S) \
  X(tr, B) X(track, V) X(u, 0) X(ul, B | P) X(var, 0) X(video, S) X(wbr, V) X(xmp, R | B)

typedef enum html_tag {
  TAG_TEXT, /* a node of text */
  TAG_OTHER,
#define X(name, flags) TAG_##name,
  TOC_HTML_TAGS(X)
#undef X
      TAG_COUNT
} html_tag;

typedef struct html_node {
  uint32_t start, end; /* text: its bytes; element: those of its attributes */
  uint32_t parent;     /* TOC_NONE at the top */
  uint32_t after;      /* index behind the last node inside */
  uint32_t attributes; /* element: the set of its attributes' names, html_name_bit */
  uint16_t tag;
} html_node;

/* A set of names in a word: what is not in it is not there, what is in it may be. */
static inline uint32_t html_name_bit(char first, size_t len) {
  return (uint32_t)1 << (((unsigned)(first | 32) + 7 * (unsigned)len) & 31);
}

typedef struct html_tree {
  toc_str bytes;
  TOC_ARRAY(html_node) nodes;
} html_tree;

void html_parse(toc_arena *arena, toc_str bytes, html_tree *tree);
unsigned html_flags(html_tag tag);
const char *html_tag_name(html_tag tag);

/* The raw value of an attribute, {NULL, 0} if it is not there, "" without a value. */
toc_str html_attribute(const html_tree *tree, uint32_t node, const char *name);

/* Where word stands next from there on; s.len if it does not. */
size_t html_find(toc_str s, size_t from, const char *word);

/* Decodes the character reference at s.ptr[*pos] == '&' into out (8 bytes are enough); its
 * length, or 0 (and *pos untouched) when it is none. */
size_t html_entity(toc_str s, size_t *pos, char out[8]);
/* All references of s decoded, white space folded to single blanks, trimmed. */
toc_str html_plain(toc_arena *arena, toc_str s);

#endif
