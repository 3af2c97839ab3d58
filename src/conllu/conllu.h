/* conllu.h - trees from and to CoNLL-U.
 *
 * CoNLL-U (universaldependencies.org/format.html) is how any parser can stand in for ours,
 * and how `tocsin parse` prints trees.  Multiword tokens are kept, empty nodes (8.1) passed
 * over.  "# newdoc" and "# newpar" begin documents and paragraphs, "# sent_id" names a sentence;
 * SpaceAfter=No joins.
 *
 * Columns may be "_": a sentence whose heads are all "_" has no tree yet and is left for
 * the analyser (sentence.analysed is false).  Wrong files are refused with line and column:
 * too few columns, numbers out of order, heads that point nowhere, circles, no or two
 * roots, unknown UPOS or DEPREL (an unknown subtype is read as its base). */
#ifndef TOC_CONLLU_H
#define TOC_CONLLU_H

#include "core.h"
#include "doc.h"

/* The running text of the sentences: forms joined by blanks where there is space, sentences
 * by a blank, paragraphs by an empty line.  Into arena; checks the form only as far as it
 * must. */
toc_status toc__conllu_text(toc_arena *arena, toc_str bytes, const char *file, uint32_t line, toc_str *text,
                            toc_error *err);

/* Reads all sentences of `bytes` into doc: text (set here, as toc__conllu_text makes it),
 * blocks, sentences, tokens with all columns, and links the tree.  file and line (that of
 * the first byte, from 1) are for messages.  Strings are copied.  TOC_BADINPUT. */
toc_status toc__conllu_read(toc_doc *doc, toc_str bytes, const char *file, uint32_t line, toc_error *err);

/* Cuts the next document ("# newdoc" up to the next one) off *rest, and its "newdoc id" if
 * it has one; false at the end.  *line goes on with it. */
bool toc__conllu_cut(toc_str *rest, uint32_t *line, toc_str *document, toc_str *id, uint32_t *first_line);

/* The first "# key = value" in front of the document's first word; {NULL, 0}: none.  A slice of it. */
toc_str toc__conllu_comment(toc_str document, const char *key);

/* Appends doc's sentences: "# newdoc id", "# newpar", "# sent_id", "# text", ten columns,
 * TokenRange=start:end (code points) and SpaceAfter=No in MISC. */
void toc__conllu_write(toc_buf *out, const toc_doc *doc);

/* What stands beside the trees, or in place of words. */
typedef struct toc__conllu_more {
  const toc_span *hidden;  /* [n_hidden] bytes of the text, in order: their words are not written … */
  const char *const *role; /* [n_hidden] … but this, a token each; "# text" is then made of the forms */
  uint32_t n_hidden;
  const toc_str *misc;     /* [tokens] "Key=Value|…" in front of MISC, or empty */
} toc__conllu_more;
void toc__conllu_write_more(toc_buf *out, const toc_doc *doc, const toc__conllu_more *more);

/* The same in parts: appends whole sentences from *at on (first {0}) until out is at least
 * `enough` bytes long; true if there are more. */
typedef struct toc__conllu_place {
  uint32_t sentence;
  size_t byte, points; /* code points before that byte of the text */
} toc__conllu_place;
bool toc__conllu_write_some(toc_buf *out, const toc_doc *doc, toc__conllu_place *at, size_t enough);

#endif
