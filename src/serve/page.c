/* page.c - the files of the page, which the build puts into the library. */
#include "serve.h"

static const unsigned char openapi[] = {
#include "openapi_json.inc"
    0};
const toc__file toc__openapi = {"/api/openapi.json", "application/json", openapi, sizeof openapi - 1};

#include "page_files.inc"

const char *toc__media_type(const char *name) {
  static const struct {
    const char *suffix, *type;
  } table[] = {{".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
               {".json", "application/json"},         {".svg", "image/svg+xml"},                 {".png", "image/png"},
               {".ico", "image/x-icon"},              {".woff2", "font/woff2"},                  {".txt", "text/plain; charset=utf-8"}};
  toc_str s = toc_cstr(name);
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (toc_str_ends(s, toc_cstr(table[i].suffix))) return table[i].type;
  return "application/octet-stream";
}
