/* Pages from anybody: no crash, valid UTF-8 out, the map inside the page. */
#include "html.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static toc__html *html;
  toc_error err;
  if (!html && toc__html_load(&html, TOC_SOURCE_DIR "/data", &err) != TOC_OK) abort();
  toc_arena a;
  toc__page page;
  toc_str bytes = {(const char *)data, size};
  if (!toc_utf8_valid(bytes)) return 0;
  toc_arena_init(&a, 0);
  if (toc__html_page(html, &a, bytes, (toc_str){0}, &page, &err) == TOC_OK) {
    if (!toc_utf8_valid(page.text)) abort();
    for (uint32_t i = 0; i < page.n_map; i++)
      if (page.map[i].raw > size || page.map[i].clean > page.text.len) abort();
  }
  toc__html_detect(bytes);
  toc__html_charset(bytes);
  toc_arena_release(&a);
  return 0;
}
