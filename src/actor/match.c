/* match.c - finds the phrases of the dictionaries in a document: leftmost, longest.
 *
 * A capital in the dictionary asks for a capital in the text ("Turkey", not "turkey"), an
 * acronym for capitals throughout ("US", not "us").  In a line that is all capitals both
 * say nothing, and the part of speech has to do.
 */
#include "dict.h"

/* Most words are one atom of letters, whose key and hash are known. */
static void cut_atoms(work *w) {
  uint32_t n = w->doc->tokens.len;
  const toc_word *word = toc_doc_words(w->doc);
  w->atom_at = toc_new(w->a, uint32_t, (size_t)n + 1);
  w->atoms.cap = n + n / 8 + 8; /* few words are more than one */
  w->atoms.ptr = toc_new(w->a, atom, w->atoms.cap);
  for (uint32_t i = 0; i < n; i++) toc_map_fetch(&w->x->phrases, word[i].low_hash);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = w->atom_at[i] = w->atoms.len, look = word[i].look;
    if (look & TOC_W_LETTERS) {
      *toc_push(w->a, &w->atoms) = (atom){.key = word[i].low, .token = i, .upper = look & TOC_W_CAP, .caps = !(look & TOC_W_SMALL) && word[i].low.len > 1,
                                          .alone = toc_map_get_hashed(&w->x->phrases, word[i].low, word[i].low_hash)};
      if (w->atoms.ptr[at].alone < PREFIX_ONLY) __builtin_prefetch(&w->x->entries.ptr[w->atoms.ptr[at].alone]);
      continue;
    }
    atoms_add(w->a, tok(w, i)->form, i, &w->atoms);
    for (; at < w->atoms.len; at++) w->atoms.ptr[at].alone = toc_map_get(&w->x->phrases, w->atoms.ptr[at].key);
  }
  w->atom_at[n] = w->atoms.len;
}

/* Is the sentence written in capitals only? */
static bool in_capitals(const work *w, const toc_sentence *s) {
  uint32_t words = 0;
  for (uint32_t i = w->atom_at[s->first]; i < w->atom_at[s->last]; i++) {
    const atom *a = &w->atoms.ptr[i];
    if (a->key.len < 3) continue;
    if (a->caps) words++;
    else if (!a->gap && !toc_cp_is_digit((unsigned char)a->key.ptr[0])) return false;
  }
  return words >= 3;
}

static bool is_name(const work *w, uint32_t token) {
  toc_upos u = tok(w, token)->upos;
  return u == TOC_UPOS_PROPN || u == TOC_UPOS_ADJ || u == TOC_UPOS_NOUN || u == TOC_UPOS_NONE || u == TOC_UPOS_X;
}

static bool begin_a_phrase(const toc__actors *x, toc_str first, toc_str second) {
  uint32_t pair = pair_of(first, second);
  return x->pairs[pair / 64] >> pair % 64 & 1;
}

/* Does the entry's writing fit the atoms from `from` on? */
static bool fits(const work *w, const entry *e, uint32_t from, uint32_t n, bool capitals) {
  if (e->caps && n == 1) {
    if (!w->atoms.ptr[from].caps) return false;
    if (capitals && !is_name(w, w->atoms.ptr[from].token)) return false;
  }
  for (uint32_t i = 0; i < n; i++)
    if ((e->upper >> i & 1) && !w->atoms.ptr[from + i].upper) return false;
  if (e->kind == HIT_SURNAME && tok(w, w->atoms.ptr[from].token)->time != TOC_NONE) return false; /* "in May 1998" */
  if (e->kind == HIT_SEAT) { /* "Male suspects" */
    toc_upos u = tok(w, w->atoms.ptr[from + n - 1].token)->upos;
    if (u == TOC_UPOS_ADJ || u == TOC_UPOS_ADV || u == TOC_UPOS_VERB) return false;
  }
  /* A common noun is never a verb: "guards the door", "forces them out". */
  if (e->kind == HIT_AGENT && w->x->agents.ptr[e->what].kind != AG_VERB) {
    uint32_t last = w->atoms.ptr[from + n - 1].token;
    toc_upos u = tok(w, last)->upos;
    if (u == TOC_UPOS_VERB || u == TOC_UPOS_AUX || u == TOC_UPOS_ADP || u == TOC_UPOS_SCONJ) return false;
  }
  return true;
}

static uint32_t first_fit(const work *w, uint32_t at, uint32_t from, uint32_t n, bool capitals) {
  for (; at != TOC_NONE; at = w->x->entries.ptr[at].next)
    if (fits(w, &w->x->entries.ptr[at], from, n, capitals)) return at;
  return TOC_NONE;
}

static uint32_t kinds_that_fit(const work *w, uint32_t at, uint32_t from, uint32_t n, bool capitals) {
  uint32_t kinds = 0;
  for (; at != TOC_NONE; at = w->x->entries.ptr[at].next)
    if (fits(w, &w->x->entries.ptr[at], from, n, capitals)) kinds |= 1u << w->x->entries.ptr[at].kind;
  return kinds;
}

static uint32_t longest(const work *w, uint32_t from, uint32_t end, bool capitals, uint32_t *n_atoms) {
  char key[256];
  size_t n = 0;
  uint32_t best = TOC_NONE, words = 0;
  for (uint32_t i = from; i < end; i++) {
    const atom *a = &w->atoms.ptr[i];
    if (a->gap || n + a->key.len + 1 > sizeof key) break;
    if (words == 1 && !begin_a_phrase(w->x, w->atoms.ptr[from].key, a->key)) break;
    if (n) key[n++] = ' ';
    memcpy(key + n, a->key.ptr, a->key.len);
    n += a->key.len;
    words++;
    uint32_t at = words == 1 ? a->alone : toc_map_get(&w->x->phrases, (toc_str){key, n});
    if (at == TOC_NONE) break;
    if (at == PREFIX_ONLY) continue;
    uint32_t fit = first_fit(w, at, from, words, capitals);
    if (fit != TOC_NONE) best = fit, *n_atoms = words;
  }
  return best;
}

static void match_sentence(work *w, const toc_sentence *s) {
  bool capitals = in_capitals(w, s);
  uint32_t end = w->atom_at[s->last];
  for (uint32_t i = w->atom_at[s->first]; i < end;) {
    uint32_t n = 1, best = w->atoms.ptr[i].alone == TOC_NONE ? TOC_NONE : longest(w, i, end, capitals, &n);
    if (best != TOC_NONE) {
      hit h = {.first = w->atoms.ptr[i].token, .last = w->atoms.ptr[i + n - 1].token + 1, .entry = best, .atom = i, .n_atoms = n, .capitals = capitals,
               .kinds = kinds_that_fit(w, best, i, n, capitals)};
      uint32_t me = w->hits.len;
      *toc_push(w->a, &w->hits) = h;
      for (uint32_t t = h.first; t < h.last; t++)
        if (w->hit_at[t] == TOC_NONE) w->hit_at[t] = me;
    }
    i += n;
  }
}

/* Which states the report names, by their name or their people. */
static void note_named(work *w) {
  w->named = toc_new(w->a, bool, (size_t)w->x->countries.len + 1);
  w->by_name = toc_new(w->a, bool, (size_t)w->x->countries.len + 1);
  for (uint32_t h = 0; h < w->hits.len; h++)
    for (uint32_t e = w->hits.ptr[h].entry; e != TOC_NONE; e = w->x->entries.ptr[e].next) {
      const entry *x = &w->x->entries.ptr[e];
      if (x->kind == HIT_COUNTRY || x->kind == HIT_DEMONYM) w->named[x->what] = w->any_named = true;
      if (x->kind == HIT_COUNTRY || x->kind == HIT_SEAT) w->by_name[x->what] = true;
    }
}

void match_all(work *w) {
  uint32_t n = w->doc->tokens.len;
  cut_atoms(w);
  w->hit_at = toc_new(w->a, uint32_t, (size_t)n + 1);
  memset(w->hit_at, 0xFF, (size_t)n * sizeof *w->hit_at); /* TOC_NONE */
  for (uint32_t s = 0; s < w->doc->sentences.len; s++)
    if (w->doc->sentences.ptr[s].section != TOC_META) match_sentence(w, &w->doc->sentences.ptr[s]);
  note_named(w);
}

uint32_t hit_entry(const work *w, uint32_t h, hit_kind kind) {
  if (!hit_is(w, h, kind)) return TOC_NONE;
  for (uint32_t at = w->hits.ptr[h].entry; at != TOC_NONE; at = w->x->entries.ptr[at].next)
    if (w->x->entries.ptr[at].kind == kind && fits(w, &w->x->entries.ptr[at], w->hits.ptr[h].atom, w->hits.ptr[h].n_atoms, w->hits.ptr[h].capitals))
      return at;
  return TOC_NONE;
}

const agent *hit_agent(const work *w, uint32_t h) {
  uint32_t e = hit_entry(w, h, HIT_AGENT);
  return e == TOC_NONE ? NULL : &w->x->agents.ptr[w->x->entries.ptr[e].what];
}
