/* html.h - from a page as received to its report.
 *
 * A page is fifty times its text: menus, teasers, cookie walls, scripts.  It is read in one
 * pass into a flat array of nodes (a tolerant reading of the HTML standard's tokenizer, not
 * its whole tree construction), cut into blocks, and each block is judged by a linear model
 * over its own shape, its neighbours' and the names its ancestors bear (after Kohlschütter,
 * Fankhauser and Nejdl, "Boilerplate detection using shallow text features", WSDM 2010).
 *
 * Where JSON-LD holds the article's words ("articleBody") and the page shows them, the paragraphs
 * of these words are kept (body.c).
 *
 * Title, publisher and dates come from JSON-LD, meta elements, time elements, the address and
 * visible stamps, in that order of trust; `…_from` says which.
 *
 * Linear in the page; nesting beyond 512 levels is read flat; no recursion. */
#ifndef TOC_HTML_H
#define TOC_HTML_H

#include "core.h"
#include "doc.h"

typedef struct toc__html toc__html;

/* Reads data_dir/html/blocks.tsv, the weights of the block model; data_dir NULL takes the table
 * that was built in, so that pages can be read where no data lies. */
toc_status toc__html_load(toc__html **out, const char *data_dir, toc_error *err);
void toc__html_free(toc__html *html);

typedef struct toc__page {
  toc_str title, text, published, updated, publisher, url, language;
  const char *title_from, *publisher_from, *published_from, *updated_from; /* static: "json-ld", "meta", "time", "url", "text"; NULL */
  toc_map_segment *map; /* [n_map]: text → bytes of the (decoded) page */
  uint32_t n_map;
  uint32_t n_blocks, n_kept;
} toc__page;

/* bytes: the page as valid UTF-8.  url may be {NULL, 0}.  Everything in *page lives in arena.
 * A page without a word of text is a page with an empty text. */
toc_status toc__html_page(const toc__html *html, toc_arena *arena, toc_str bytes, toc_str url, toc__page *page,
                          toc_error *err);

/* All text of a piece of HTML (or of plain text), paragraphs parted by an empty line: what
 * feeds carry.  Nothing is judged or dropped but scripts and the like. */
toc_str toc__html_text(toc_arena *arena, toc_str bytes);

/* The tokenizer alone, for what is XML only by its looks: the next tag from *pos on, which moves
 * behind it; comments and CDATA sections are passed over.  False at the end. */
typedef struct toc__html_tag {
  toc_str name, attributes; /* as written: "content:encoded" */
  bool end, empty;          /* "</name>", "<name/>" */
  size_t start, stop;       /* of the tag */
} toc__html_tag;
bool toc__html_element(toc_str bytes, size_t *pos, toc__html_tag *tag);
/* The raw value of one of a tag's attributes; {NULL, 0} if it is not there. */
toc_str toc__html_value(toc_str attributes, const char *name);
/* References decoded, white space folded to single blanks. */
toc_str toc__html_plain(toc_arena *arena, toc_str bytes);

/* Does it look like HTML?  Judged by the first kilobyte. */
bool toc__html_detect(toc_str bytes);

/* The charset that a meta element of the first 4 KB names, or the XML declaration at the very
 * beginning ("windows-1251"), or {NULL, 0}. */
toc_str toc__html_charset(toc_str bytes);

/* For the trainer: one line a block, "page⇥probability⇥feature feature …⇥text". */
void toc__html_dump(const toc__html *html, toc_arena *arena, toc_str bytes, toc_str url, toc_buf *out);

#endif
