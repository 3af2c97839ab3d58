/* tables.c - kinds.txt (words beside names) and weights.txt (the two models). */
#include "reading.h"

const char *const toc__rec_names[N_REC] = {
#define X(name) #name,
    REC_FEATURES(X)
#undef X
};
const char *const toc__res_names[N_RES] = {
#define X(name) #name,
    RES_FEATURES(X)
#undef X
};

static const struct {
  const char *name;
  kind_class k;
} classes[] = {{"adm1", KIND_ADM1},   {"adm2", KIND_ADM2}, {"town", KIND_TOWN}, {"quarter", KIND_QUARTER}, {"water", KIND_WATER},
               {"land", KIND_LAND}, {"road", KIND_ROAD}, {"place", KIND_PLACE}, {"site", KIND_SITE}};

static const struct {
  const char *name;
  uint8_t flag;
} uses[] = {{"after", 0},          {"before", 0},         {"in", WORD_IN},     {"weak", WORD_WEAK},
            {"title", WORD_TITLE}, {"org", WORD_ORG},     {"part", WORD_PART}, {"say", WORD_SAY},     {"civic", WORD_CIVIC}, {"head", WORD_HEAD}};

static word_use *use_of(toc__places *x, toc_str w) {
  uint32_t *at = toc_map_put(&x->words, w, x->use.len);
  if (*at == x->use.len) toc_push(&x->arena, &x->use);
  uint64_t bit = gaz_hash(w) >> 50;
  x->use_bits[bit >> 3] |= (uint8_t)(1u << (bit & 7));
  return &x->use.ptr[*at];
}

toc_status toc__places_kinds(toc__places *x, const char *file, toc_str bytes, toc_error *err) {
  toc_lines l;
  toc_lines_init(&l, file, bytes);
  while (toc_lines_next(&l)) {
    toc_str rest = l.text, what, words, one, cls = {0};
    toc_str_cut(&rest, '|', &what);
    what = toc_str_trim(what);
    size_t u = 0, k = 0;
    while (u < sizeof uses / sizeof *uses && !toc_str_is(what, uses[u].name)) u++;
    if (u == sizeof uses / sizeof *uses) return toc_lines_fail(err, &l, 0, "expected after, before, in, weak, title, org, part, civic, head or say");
    if (!toc_str_cut(&rest, '|', &words)) return toc_lines_fail(err, &l, what.len, "expected '|' and words parted by ';'");
    bool needs_class = u < 2, has_class = toc_str_cut(&rest, '|', &cls);
    cls = toc_str_trim(cls);
    while (needs_class && k < sizeof classes / sizeof *classes && !toc_str_is(cls, classes[k].name)) k++;
    if (needs_class != has_class || k == sizeof classes / sizeof *classes)
      return toc_lines_fail(err, &l, l.text.len, needs_class ? "expected a class: adm1, adm2, town, quarter, water, land, road, place or site" : "expected no class");
    while (toc_str_cut(&words, ';', &one)) {
      one = toc_str_trim(one);
      if (!one.len) continue;
      word_use *w = use_of(x, one);
      if (u == 0) w->after = (uint8_t)classes[k].k;
      else if (u == 1) w->before = (uint8_t)classes[k].k;
      else w->flags |= uses[u].flag;
    }
  }
  return TOC_OK;
}

toc_status toc__places_weights(toc__places *x, const char *file, toc_str bytes, toc_error *err) {
  toc_lines l;
  toc_lines_init(&l, file, bytes);
  while (toc_lines_next(&l)) {
    toc_str rest = l.text, table, name;
    double value, *to = NULL;
    if (!toc_str_cut(&rest, ' ', &table) || !toc_str_cut(&rest, ' ', &name) || !rest.ptr || !toc_str_double(toc_str_trim(rest), &value))
      return toc_lines_fail(err, &l, 0, "expected 'find' or 'choose', a feature and a number");
    bool find = toc_str_is(table, "find");
    if (!find && !toc_str_is(table, "choose")) return toc_lines_fail(err, &l, 0, "expected 'find' or 'choose'");
    for (int i = 0; i < (find ? N_REC : N_RES); i++)
      if (toc_str_is(name, find ? toc__rec_names[i] : toc__res_names[i])) to = find ? &x->rec[i] : &x->res[i];
    if (!to) return toc_lines_fail(err, &l, table.len + 1, "unknown feature '%.*s'", TOC_FMT(name));
    *to = value;
  }
  return TOC_OK;
}

toc_status toc__places_tables(toc__places *x, const char *data_dir, toc_error *err) {
  char *kinds = toc_str_z(&x->arena, toc_str_format(&x->arena, "%s/places/kinds.txt", data_dir));
  char *weights = toc_str_z(&x->arena, toc_str_format(&x->arena, "%s/places/weights.txt", data_dir));
  toc_str bytes;
  toc_map_init(&x->words, &x->arena);
  toc_status st = toc_file_read(&x->arena, kinds, 1u << 20, &bytes, err);
  if (st == TOC_OK) st = toc__places_kinds(x, kinds, bytes, err);
  if (st == TOC_OK) st = toc_file_read(&x->arena, weights, 1u << 20, &bytes, err);
  return st == TOC_OK ? toc__places_weights(x, weights, bytes, err) : st;
}
