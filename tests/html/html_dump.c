/* html_dump: the blocks of pages with their features, for tools/train-html; and with -p the
 * page itself.
 *
 *   html_dump [-p] DATA_DIR FILE… */
#include "html.h"

int main(int argc, char **argv) {
  bool page_too = argc > 1 && strcmp(argv[1], "-p") == 0;
  toc_error err;
  toc__html *html;
  int at = 1 + page_too;
  if (argc < at + 2 || toc__html_load(&html, argv[at], &err) != TOC_OK) {
    fprintf(stderr, "%s\n", argc < at + 2 ? "usage: html_dump [-p] DATA_DIR FILE…" : err.message);
    return 2;
  }
  for (int i = at + 1; i < argc; i++) {
    toc_arena a;
    toc_buf out;
    toc_str bytes;
    toc__page page;
    toc_arena_init(&a, 0);
    toc_buf_init(&out, 0);
    if (toc_file_read(&a, argv[i], 0, &bytes, &err) == TOC_OK) {
      if (page_too && toc__html_page(html, &a, bytes, (toc_str){0}, &page, &err) == TOC_OK)
        printf("# %s\ntitle (%s): %.*s\npublished (%s): %.*s\nupdated: %.*s\npublisher: %.*s\n%u of %u blocks\n%.*s\n\n", argv[i],
               page.title_from ? page.title_from : "-", TOC_FMT(page.title), page.published_from ? page.published_from : "-",
               TOC_FMT(page.published), TOC_FMT(page.updated), TOC_FMT(page.publisher), page.n_kept, page.n_blocks, TOC_FMT(page.text));
      else {
        toc__html_dump(html, &a, bytes, (toc_str){0}, &out);
        printf("# %s\n", argv[i]);
        fwrite(out.ptr ? out.ptr : "", 1, out.len, stdout);
      }
    }
    toc_buf_release(&out);
    toc_arena_release(&a);
  }
  toc__html_free(html);
  return 0;
}
