/* signature.c - the signature files.
 *
 *     tocsin-signatures 1
 *     [verb]
 *     manage,get   to      same
 *     refuse       to,ing  not=-2   hypothetical
 *
 * One entry a word and slot; the first to come stands, so that a file can put its exceptions
 * first.  [event], [thing] and the negation sections hold bare words.
 */
#include "internal.h"

#include <math.h>

static const char *const SECTION[TOC_N_SECTIONS] = {"verb", "noun", "adj",     "aux",   "adverb", "det", "pron", "mark",
                                                    "prep", "default", "event", "thing", "cue",    "affix", "false"};

static const char *const EFFECT[] = {"",        "same",     "true",       "not",          "near",    "said",  "likely", "tried",
                                     "ongoing", "planned", "demanded", "threatened", "hypothetical", "negated", "denied"};

static bool bare_words(toc__section section) { return section >= TOC_SEC_EVENT; }

const toc__sig *toc__sig_find(const toc__status *s, toc__section section, toc_str word, uint32_t slot) {
  return toc__sig_from(s, toc_map_get(&s->map, word), section, slot);
}

void toc__sig_begin(toc__status *s) {
  static const char *const name[] = {
#define X(id, name) name,
      TOC__SLOTS(X)
#undef X
  };
  toc_map_init(&s->map, &s->arena);
  toc_map_init(&s->slots, &s->arena);
  for (uint32_t k = 0; k < TOC_N_SLOTS; k++) toc_map_put(&s->slots, toc_cstr(name[k]), k);
}

void toc__sig_finish(toc__status *s) {
  static const char *const name[] = {
#define X(id, name) name,
      TOC__FALLS(X)
#undef X
  };
  for (int k = 0; k < TOC_N_FALLS; k++) s->fall[k] = toc__sig_find(s, TOC_SEC_DEFAULT, toc_cstr(name[k]), TOC_SLOT_SELF);
}

uint32_t *toc__sig_look_up(const toc__status *s, toc_doc *doc) {
  const toc_word *word = toc_doc_words(doc);
  uint32_t *first = toc_new(&doc->scratch, uint32_t, (size_t)doc->tokens.len + 1);
  for (uint32_t i = 0; i < doc->tokens.len; i++) toc_map_fetch(&s->map, word[i].lemma_hash);
  for (uint32_t i = 0; i < doc->tokens.len; i++) first[i] = toc_map_get_hashed(&s->map, word[i].lemma, word[i].lemma_hash);
  return first;
}

static bool take(toc_str *rest, toc_str *field) {
  while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t')) *rest = toc_str_sub(*rest, 1, rest->len);
  size_t n = 0;
  while (n < rest->len && rest->ptr[n] != ' ' && rest->ptr[n] != '\t') n++;
  *field = toc_str_sub(*rest, 0, n);
  *rest = toc_str_sub(*rest, n, rest->len);
  return n > 0;
}

/* "not=-2" */
static toc_status effect(toc_lines *l, toc_str field, toc__effect *e, double *number, toc_error *err) {
  size_t at = (size_t)(field.ptr - l->text.ptr), eq = 0;
  while (eq < field.len && field.ptr[eq] != '=') eq++;
  toc_str name = toc_str_sub(field, 0, eq);
  *number = NAN;
  *e = TOC_EFF_NONE;
  for (size_t i = 1; i < sizeof EFFECT / sizeof *EFFECT; i++)
    if (toc_str_is(name, EFFECT[i])) *e = (toc__effect)i;
  if (*e == TOC_EFF_NONE)
    return toc_lines_fail(err, l, at, "unknown effect '%.*s', expected same, true, not, said, planned, …", TOC_FMT(name));
  if (eq == field.len) return TOC_OK;
  toc_str n = toc_str_sub(field, eq + 1, field.len);
  if (!toc_str_double(n, number) || *number < -3 || *number > 3)
    return toc_lines_fail(err, l, at + eq + 1, "'%.*s' is no number from -3 to 3", TOC_FMT(n));
  return TOC_OK;
}

static void add(toc__status *s, toc__section section, const toc__sig *sig) {
  uint32_t fresh = s->sig.len, first = *toc_map_put(&s->map, sig->word, fresh), slot = *toc_map_put(&s->slots, sig->slot, s->slots.used);
  if (first != fresh && toc__sig_from(s, first, section, slot)) return;
  toc__sig *e = toc_push(&s->arena, &s->sig);
  *e = *sig;
  e->word_hash = toc_hash(e->word, 0), e->slot_hash = toc_hash(e->slot, 0);
  if (!bare_words(section))
    e->why = toc_str_format(&s->arena, "%.*s.%.*s@%.*s:%u", TOC_FMT(e->word), TOC_FMT(e->slot), TOC_FMT(e->file), e->line);
  *toc_push(&s->arena, &s->key) = (toc__sig_key){.slot = slot, .next = TOC_NONE, .section = (uint8_t)section};
  toc__sig_key *head = &s->key.ptr[first];
  if (first != fresh) s->key.ptr[head->tail].next = fresh;
  head->tail = fresh;
  head->sections |= (uint16_t)(1u << section);
}

static toc_status words(toc__status *s, toc_lines *l, toc__section section, toc_str list, toc_str slots, toc__sig sig,
                        toc_error *err) {
  toc_str word, slot, all = list;
  while (toc_str_cut(&list, ',', &word)) {
    word = toc_str_trim(word);
    if (word.len == 0 && list.ptr == NULL && bare_words(section)) break; /* a line may end in a comma */
    if (word.len == 0 || word.len > 60)
      return toc_lines_fail(err, l, (size_t)(all.ptr - l->text.ptr), "expected words parted by single commas");
    toc_str rest = slots;
    if (slots.len == 0) {
      sig.word = toc_str_copy(&s->arena, word);
      add(s, section, &sig);
    }
    while (slots.len && toc_str_cut(&rest, ',', &slot)) {
      if (slot.len == 0 || slot.len > 30)
        return toc_lines_fail(err, l, (size_t)(slots.ptr - l->text.ptr), "expected slots parted by single commas");
      sig.word = toc_str_copy(&s->arena, word);
      sig.slot = toc_str_copy(&s->arena, slot);
      add(s, section, &sig);
    }
  }
  return TOC_OK;
}

static toc_status entry(toc__status *s, toc_lines *l, toc__section section, toc_str file, toc_error *err) {
  toc__sig sig = {.file = file, .line = l->line, .number = NAN, .negated_number = NAN};
  if (bare_words(section)) return words(s, l, section, l->text, (toc_str){0}, sig, err);
  toc_str rest = l->text, list, slots, first, second, more;
  if (!take(&rest, &list) || !take(&rest, &slots) || !take(&rest, &first))
    return toc_lines_fail(err, l, l->text.len, "expected WORDS SLOTS EFFECT");
  toc_status st = effect(l, first, &sig.effect, &sig.number, err);
  if (st == TOC_OK && take(&rest, &second)) st = effect(l, second, &sig.negated, &sig.negated_number, err);
  if (st != TOC_OK) return st;
  if (take(&rest, &more))
    return toc_lines_fail(err, l, (size_t)(more.ptr - l->text.ptr), "expected the end of the line, found '%.*s'", TOC_FMT(more));
  return words(s, l, section, list, slots, sig, err);
}

toc_status toc__sig_read(toc__status *s, const char *file, toc_str bytes, toc_error *err) {
  toc_lines l;
  toc_lines_init(&l, file, bytes);
  if (!toc_lines_next(&l) || !toc_str_is(l.text, "tocsin-signatures 1"))
    return toc_fail(err, TOC_BADDATA, file, 1, 1, "expected 'tocsin-signatures 1'");
  const char *slash = strrchr(file, '/');
  toc_str name = toc_str_copy(&s->arena, toc_cstr(slash ? slash + 1 : file));
  toc__section section = TOC_N_SECTIONS;
  while (toc_lines_next(&l)) {
    if (l.text.ptr[0] == '[') {
      section = TOC_N_SECTIONS;
      for (int i = 0; i < TOC_N_SECTIONS; i++)
        if (l.text.len == strlen(SECTION[i]) + 2 && l.text.ptr[l.text.len - 1] == ']' &&
            toc_str_is(toc_str_sub(l.text, 1, l.text.len - 1), SECTION[i]))
          section = (toc__section)i;
      if (section == TOC_N_SECTIONS) return toc_lines_fail(err, &l, 0, "unknown section '%.*s'", TOC_FMT(l.text));
      continue;
    }
    if (section == TOC_N_SECTIONS) return toc_lines_fail(err, &l, 0, "expected a section such as [verb]");
    toc_status st = entry(s, &l, section, name, err);
    if (st != TOC_OK) return st;
  }
  return TOC_OK;
}
