/* words.c - first look at a report: how each word is written, and who is a person.
 *
 * "Paris Hilton", "President Lincoln", "Mr. Jordan": a given name or a title makes the
 * capitalised word behind it a family name, here and wherever it stands alone later in
 * the report ("Hilton said"). */
#include "reading.h"

double toc__log10(uint32_t n) {
  static const double log10_of[] = {0, 0, 0.30103, 0.47712, 0.60206, 0.69897, 0.77815, 0.84510, 0.90309, 0.95424, 1};
  static const uint32_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
  int tens = 0;
  if (!n) return 0;
  while (tens < 9 && n >= power[tens + 1]) tens++;
  double p = (double)n / power[tens];
  uint32_t whole = (uint32_t)p;
  return tens + log10_of[whole] + (p - whole) * (log10_of[whole + 1] - log10_of[whole]);
}

static void look(word *w, toc_str form) {
  size_t pos = 0;
  uint32_t first = 0;
  bool small = false;
  while (pos < form.len) {
    unsigned char c = (unsigned char)form.ptr[pos];
    if (c >= 'a' && c <= 'z') {
      if (!first) first = c;
      small = true;
      pos++;
      continue;
    }
    uint32_t cp = toc_utf8_next(form, &pos);
    if (!toc_cp_is_letter(cp)) continue;
    if (!first) first = cp;
    if (toc_cp_is_lower(cp)) small = true;
  }
  w->letters = first != 0;
  w->capital = first && !toc_cp_is_lower(first);
  w->capitals = first && !small;
}

/* al-Raqqa, el-Fasher, ash-Shaykh, d'Ivoire, at-Tanf, Ra's: a small particle and a capital. */
static bool capital_behind_particle(toc_str form) {
  for (size_t i = 1; i + 1 < form.len && i < 4; i++)
    if (form.ptr[i] == '-' || form.ptr[i] == '\'')
      return form.ptr[i + 1] >= 'A' && form.ptr[i + 1] <= 'Z';
  return false;
}

static bool opens(toc_str form) {
  char c = form.len ? form.ptr[0] : 'x';
  if (form.len > 3 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return false;
  return toc_str_is(form, "\"") || toc_str_is(form, "“") || toc_str_is(form, "``") || toc_str_is(form, "'") ||
         toc_str_is(form, "‘") || toc_str_is(form, ":") || toc_str_is(form, "(") || toc_str_is(form, "[") ||
         toc_str_is(form, "-") || toc_str_is(form, "–") || toc_str_is(form, "—") || toc_str_is(form, "--") ||
         toc_str_is(form, "•") || toc_str_is(form, "*") || toc_str_is(form, "#");
}

/* Most words are letters and digits of ASCII, or one mark: told in one pass, and what is
 * written small is its own key. */
static bool look_at_plain(reading *r, word *w, toc_str form) {
  bool small = false, great = false, digit = false;
  char first = 0;
  for (size_t i = 0; i < form.len; i++) {
    char c = form.ptr[i];
    bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
    if ((lower || upper) && !first) first = c;
    small |= lower;
    great |= upper;
    if (lower || upper) continue;
    if (c < '0' || c > '9') {
      if (form.len > 1 || (unsigned char)c >= 0x80) return false;
      w->key = (toc_str){form.ptr, 0};
      return true;
    }
    digit = true;
  }
  if (!small && !great && !digit) return false;
  w->letters = small || great;
  w->capital = first >= 'A' && first <= 'Z';
  w->capitals = great && !small;
  w->key = form;
  if (!great) return true;
  char *p = toc_arena_alloc(r->a, form.len + 1, 1);
  for (size_t i = 0; i < form.len; i++) p[i] = form.ptr[i] >= 'A' && form.ptr[i] <= 'Z' ? (char)(form.ptr[i] + 32) : form.ptr[i];
  w->key.ptr = p;
  return true;
}

static void look_up_use(reading *r, word *w, toc_str form) {
  bool may = r->x->use_bits[w->hash >> 53] >> (w->hash >> 50 & 7) & 1; /* most words do nothing */
  uint32_t at = may ? toc_map_get_hashed(&r->x->words, w->key, w->hash) : TOC_NONE;
  if (at == TOC_NONE && form.len > w->key.len) at = toc_map_get(&r->x->words, toc_lower(r->a, form)); /* "st." */
  if (at != TOC_NONE) w->use = r->x->use.ptr[at];
}

/* How a sentence is written: headlines capitalise every word, wires once shouted, and some
 * people write small. */
static case_mode mode_of(const reading *r, const toc_sentence *s) {
  uint32_t words = 0, capital = 0, capitals = 0, longish = 0, long_capital = 0;
  for (uint32_t t = s->first; t < s->last; t++) {
    const word *w = &r->word[t];
    if (!w->letters) continue;
    size_t len = form_of(r, t).len;
    words++;
    capital += w->capital;
    capitals += w->capitals && len > 1;
    if (len >= 4 && t > s->first) longish++, long_capital += w->capital;
  }
  if (words >= 4 && capitals * 10 >= words * 7) return CASE_UPPER;
  if (words >= 3 && capital == 0) return CASE_LOWER;
  if (longish >= 3 && long_capital * 10 >= longish * 8) return CASE_TITLE;
  return CASE_NORMAL;
}

static bool is_name_word(const word *w) {
  return w->capital && w->letters && w->key.len > 1 && !(w->use.flags & WORD_ORG) && !w->use.after;
}

/* A given name that is no word and, if it is a place too, has a family name behind it. */
static bool names_person(reading *r, uint32_t t) {
  const word *w = &r->word[t], *next = &r->word[t + 1];
  const uint32_t *refs;
  if (!(w->flags & GAZ_GIVEN) || !is_name_word(next) || next->flags >= GAZ_TIER * 4) return false;
  if (w->flags >= GAZ_TIER && !(next->flags & GAZ_FAMILY)) return false;
  if (next->flags & GAZ_FAMILY) return true;
  uint32_t n = gaz_find(r->g, w->hash, &refs);
  const gaz_entity *e = n ? gaz_at(r->g, gaz_ref_entity(refs[0])) : NULL;
  bool known = e && gaz_ref_kind(refs[0]) == GAZ_MAIN && (e->population > 50000 || e->feature <= GAZ_ADM1);
  if (!known) return true;
  return next->flags < GAZ_TIER && gaz_find(r->g, next->hash, &refs) == 0;
}

static bool is_initial(const reading *r, uint32_t t) {
  toc_str f = form_of(r, t);
  return (f.len == 1 || (f.len == 2 && f.ptr[1] == '.')) && r->word[t].capital;
}

static void mark_person(reading *r, uint32_t first, uint32_t last) {
  for (uint32_t t = first; t < last; t++) r->word[t].person = true;
  if (last > first + 1 && r->word[first].flags & GAZ_GIVEN) *toc_map_put(&r->persons, r->word[first].key, 0) += 1; /* "Georgia" */
  *toc_map_put(&r->persons, r->word[last - 1].key, 0) += 1;
}

static void find_persons(reading *r) {
  uint32_t n = r->doc->tokens.len;
  for (uint32_t t = 0; t + 1 < n; t++) {
    const word *w = &r->word[t];
    if (!w->capital || w->person || w->mode == CASE_LOWER || !same_sentence(r, t, t + 1)) continue;
    uint32_t name = t;
    if (w->use.flags & WORD_TITLE && !(w->first && w->mode == CASE_TITLE)) name = t + 1;
    else if (!names_person(r, t)) continue;
    uint32_t last = name == t ? t + 2 : t + 1;
    while (last < n && same_sentence(r, t, last) && last < name + 4 && (is_name_word(&r->word[last]) || is_initial(r, last)) &&
           !(r->word[last].use.flags & WORD_TITLE))
      last++;
    if (last > name && last - name <= 4 && is_name_word(&r->word[last - 1])) mark_person(r, name, last);
    if (last > t + 1) t = last - 1;
  }
}

void toc__place_words(reading *r) {
  toc_doc *doc = r->doc;
  toc_map_init(&r->persons, r->a);
  r->word = toc_new(r->a, word, (size_t)doc->tokens.len + 1);
  for (uint32_t t = 0; t < doc->tokens.len; t++) {
    word *w = &r->word[t];
    toc_str form = form_of(r, t);
    w->sentence = doc->tokens.ptr[t].sentence;
    if (!look_at_plain(r, w, form)) {
      look(w, form);
      if (!w->capital && capital_behind_particle(form)) w->capital = true;
      w->key = toc__place_key(r->a, form);
    }
    w->hash = gaz_hash(w->key);
    if (w->capital) gaz_prefetch(r->g, w->hash);
    if (w->letters) look_up_use(r, w, form);
    w->first = t == 0 || w->sentence != r->word[t - 1].sentence || opens(form_of(r, t - 1));
  }
  for (uint32_t t = 0; t < doc->tokens.len; t++)
    if (r->word[t].capital) r->word[t].flags = (uint8_t)gaz_word(r->g, r->word[t].hash);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *k = &doc->sentences.ptr[s];
    case_mode mode = mode_of(r, k);
    for (uint32_t t = k->first; t < k->last; t++) r->word[t].mode = (uint8_t)mode;
  }
  find_persons(r);
}
