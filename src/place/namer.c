/* namer.c - the keys of a name: whole, shortened, without its article or its kind. */
#include "namer.h"

static toc_str key_of(const toc__namer *b, toc_str name) {
  toc_arena_reset(b->scratch);
  return toc__place_key(b->scratch, name);
}

static void mark_prefixes(const toc__namer *b, toc_str key) {
  for (size_t i = 1; i < key.len; i++)
    if (key.ptr[i] == ' ') b->prefix(b->ctx, gaz_hash(toc_str_sub(key, 0, i)));
}

void toc__name_add_key(const toc__namer *b, toc_str key, uint32_t entity, gaz_kind kind) {
  if (key.len < 2 && kind != GAZ_ABBR) return;
  if (!key.len || toc_map_get(&b->never, key) != TOC_NONE) return;
  mark_prefixes(b, key);
  b->put(b->ctx, gaz_hash(key), entity, kind);
}

/* "US", "U.S.", "DRC": short, and of capitals alone. */
bool toc__name_is_short(toc_str name) {
  size_t letters = 0;
  for (size_t i = 0; i < name.len; i++) {
    if (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z') letters++;
    else if (name.ptr[i] != '.') return false;
  }
  return letters && letters <= 4;
}

void toc__name_add(const toc__namer *b, toc_str name, uint32_t entity, gaz_kind kind) {
  if (toc__name_is_short(name) && kind != GAZ_DEMONYM) kind = GAZ_ABBR;
  if (kind != GAZ_ABBR) {
    toc__name_add_key(b, key_of(b, name), entity, kind);
    return;
  }
  toc_arena_reset(b->scratch);
  toc_str exact = toc_str_format(b->scratch, "=%.*s", TOC_FMT(name));
  toc__name_add_key(b, exact, entity, kind);
  /* a tokeniser may take the full stop off ("Ky"); the reader then asks for more evidence */
  if (name.len > 2 && memchr(name.ptr, '.', name.len) == name.ptr + name.len - 1)
    toc__name_add_key(b, toc_str_sub(exact, 0, exact.len - 1), entity, kind);
}

bool toc__one_of(toc_str w, const char *const *list) {
  for (; *list; list++)
    if (toc_str_is(w, *list)) return true;
  return false;
}

/* "Ar Ramadi" is Ramadi in the news, "Borno State" Borno. */
void toc__name_add_bare(const toc__namer *b, toc_str name, uint32_t entity, bool arabic, bool division) {
  static const char *const article[] = {"al", "ar", "as", "ad", "an", "ash", "at", "az", "el", "ath", "adh", NULL};
  static const char *const kind_after[] = {"province", "region", "state", "governorate", "district", "department",
                                           "oblast", "oblasti", "oblisi", "oblysy", "krai", "kray", "prefecture",
                                           "municipality", "canton", "county", "division", "voivodeship", "emirate",
                                           "atoll", "muhafazat", "wilaya", "zone", "rayon", "raion", "regency",
                                           "territory", NULL};
  static const char *const kind_before[] = {"departamento", "provincia", "region", "department", "province", "state",
                                            "district", "estado", "departement", "muhafazat", "wilaya", "republic",
                                            NULL};
  toc_str key = key_of(b, name), rest = key, first;
  if (!toc_str_cut(&rest, ' ', &first) || !rest.ptr) return;
  if (arabic && toc__one_of(first, article) && rest.len >= 4) toc__name_add_key(b, rest, entity, GAZ_BARE);
  if (!division) return;
  const char *blank = key.ptr + key.len;
  while (blank[-1] != ' ') blank--;
  toc_str last = {blank, (size_t)(key.ptr + key.len - blank)};
  toc_str head = {key.ptr, (size_t)(blank - 1 - key.ptr)};
  if (toc__one_of(last, kind_after) && head.len >= 3) toc__name_add_key(b, head, entity, GAZ_BARE);
  if (toc__one_of(first, kind_before)) {
    toc_str tail = rest, w;
    while (toc_str_cut(&rest, ' ', &w) && rest.ptr &&
           (toc_str_is(w, "de") || toc_str_is(w, "of") || toc_str_is(w, "del") || toc_str_is(w, "du")))
      tail = rest;
    if (tail.len >= 3) toc__name_add_key(b, tail, entity, GAZ_BARE);
  }
}

bool toc__names_arabic(toc_str iso2) {
  static const char *const land[] = {"DZ", "BH", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA",
                                     "SA", "SD", "SY", "TN", "AE", "YE", "ER", "TD", "IR", "IL", NULL};
  return toc__one_of(iso2, land);
}
