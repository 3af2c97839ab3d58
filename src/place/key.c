/* key.c - the form in which names of places are compared.
 *
 * "Port-au-Prince", "Port au Prince" and "PORT-AU-PRINCE"; "Sana'a" and "Sanaa"; "St. Louis"
 * and "Saint Louis"; "the Gambia" and "Gambia": one key each.  Nothing finer: "Qaraghandy"
 * and "Karaganda" are two names, and the list has both. */
#include "gazetteer.h"

static bool is_word(toc_str w, const char *s) { return toc_str_is(w, s); }

static toc_str shortened(toc_str w) {
  if (is_word(w, "saint") || is_word(w, "sainte")) return TOC_S("st");
  if (is_word(w, "mount")) return TOC_S("mt");
  if (is_word(w, "fort")) return TOC_S("ft");
  return w;
}

/* Blanks for what separates, nothing for what only marks; letters and digits stay. */
static size_t squeeze(const char *in, size_t n, char *out) {
  size_t k = 0;
  for (size_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)in[i];
    if (c == '.' || c == '\'') continue;
    bool keep = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (keep)
      out[k++] = (char)c;
    else if (k && out[k - 1] != ' ')
      out[k++] = ' ';
  }
  if (k && out[k - 1] == ' ') k--;
  return k;
}

toc_str toc__place_key(toc_arena *a, toc_str name) {
  toc_str folded = toc_fold(a, name);
  char *plain = toc_arena_alloc(a, folded.len + 1, 1), *out = toc_arena_alloc(a, folded.len + 1, 1);
  toc_str rest = {plain, squeeze(folded.ptr, folded.len, plain)}, w;
  size_t n = 0;
  bool first = true;
  while (toc_str_cut(&rest, ' ', &w)) {
    if (rest.ptr) {
      if (first && is_word(w, "the")) continue;
      w = shortened(w);
    }
    if (!first) out[n++] = ' ';
    first = false;
    memcpy(out + n, w.ptr, w.len);
    n += w.len;
  }
  return (toc_str){out, n};
}

uint64_t gaz_hash(toc_str key) { return toc_hash(key, 0); }
