/* mask.c - private people stay private.
 *
 * "Aigerim S., a nurse, said police had beaten her brother Daniyar."  The record keeps the
 * names, because a claim must stand beside the characters it was read from; a table that is
 * passed on shall not carry them.  In exports each name of a person without a public role
 * becomes "[person]", or the role if one was coded ("[journalist]").
 *
 * Who is private: a PER mention, unless some mention of the same entity was coded as a
 * person with a public role.  An unknown person is private: publishing a name cannot be
 * taken back.  A "person" whose whole name is a place on the map ("Almaty airport reopens") or
 * a date ("on Friday") is a slip of the name finder and no person.
 *
 * The name's words are hidden wherever else they stand, in any case: the name finder misses
 * some, and the title may come from beside the text.  Some of these words are doubtful: those
 * that a shown name has too (a minister of the same surname, a town), that the text also
 * writes small ("Will", "Bill"), initials, "Mr".  A doubtful word is hidden only beside one that
 * is not: "Bill" in "Bill Okafor", but not in "a tax Bill". */
#include "record.h"

static const struct {
  const char *sector, *role;
} roles[] = {
    {"", "[person]"},
    {"BUS", "[business person]"}, {"COP", "[police officer]"}, {"CRM", "[suspect]"},
    {"CVL", "[civilian]"},        {"EDU", "[educator]"},       {"GOV", "[official]"},
    {"JRN", "[journalist]"},      {"JUD", "[court official]"}, {"LAB", "[worker]"},
    {"LEG", "[legislator]"},      {"MED", "[health worker]"},  {"MIL", "[soldier]"},
    {"OPP", "[opposition member]"}, {"PTY", "[party member]"}, {"REB", "[rebel]"},
    {"REF", "[displaced person]"}, {"REL", "[cleric]"},        {"SOC", "[activist]"},
};

static uint32_t role_of(const toc_actor *a) {
  for (uint32_t i = 1; a && i < sizeof roles / sizeof *roles; i++)
    if (toc_str_is(a->sector, roles[i].sector)) return i;
  return 0;
}

/* ------------------------------------------------------------------ words */

static bool in_word(uint32_t cp) {
  static const uint64_t ascii[2] = {0x03ff000000000000, 0x07fffffe07fffffe};
  if (cp < 0x80) return ascii[cp >> 6] >> (cp & 63) & 1;
  return toc_cp_is_letter(cp) || toc_cp_is_digit(cp);
}

/* From `pos` on: where the first code point begins that is `inside` a word, or is not.  Most text is ASCII. */
static size_t run(toc_str s, size_t pos, bool inside) {
  while (pos < s.len) {
    if ((unsigned char)s.ptr[pos] < 0x80) {
      if (in_word((unsigned char)s.ptr[pos]) == inside) break;
      pos++;
      continue;
    }
    size_t next = pos;
    if (in_word(toc_utf8_next(s, &next)) == inside) break;
    pos = next;
  }
  return pos;
}

/* The next run of letters and digits at or after *at; combining marks and joining
 * apostrophes stay outside, so "O'Neil" is two words. */
static bool next_word(toc_str s, size_t *at, toc_span *word) {
  size_t start = run(s, *at, true);
  if (start == s.len) return false;
  *at = run(s, start, false);
  *word = (toc_span){(uint32_t)start, (uint32_t)*at};
  return true;
}

/* Only blanks, full stops, hyphens and apostrophes between two words of one name. */
static bool is_gap(toc_str s, uint32_t from, uint32_t to) {
  if (to - from > 4) return false;
  for (uint32_t i = from; i < to; i++)
    if (!strchr(" .-'", s.ptr[i]) && (unsigned char)s.ptr[i] < 0x80) return false;
  return true;
}

static bool is_capital(toc_str word) {
  size_t pos = 0;
  uint32_t cp = toc_utf8_next(word, &pos);
  return toc_cp_is_upper(cp) || (!toc_cp_is_lower(cp) && toc_cp_is_letter(cp));
}

static bool is_initial(toc_str word) {
  size_t pos = 0;
  toc_utf8_next(word, &pos);
  return pos == word.len && is_capital(word);
}

static bool is_title(toc_str folded) {
  static const char *const titles[] = {"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "lord", "lady", "jr", "sr",
                                       "gov", "sen", "rep", "gen", "col", "maj", "capt", "lt", "sgt", "rev", "st"};
  for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
    if (toc_str_is(folded, titles[i])) return true;
  return false;
}

/* ------------------------------------------------------------------ spans */

/* The last of the sorted spans that starts at or before `at`, if it reaches over it. */
static const toc__role_span *span_at(const toc__role_spans *spans, uint32_t at) {
  uint32_t lo = 0, hi = spans->len;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (spans->ptr[mid].span.start <= at) lo = mid + 1;
    else hi = mid;
  }
  return lo && spans->ptr[lo - 1].span.end > at ? &spans->ptr[lo - 1] : NULL;
}

static int by_start(const void *x, const void *y) {
  const toc__role_span *a = x, *b = y;
  if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
  if (a->span.end != b->span.end) return a->span.end < b->span.end ? -1 : 1;
  return a->role < b->role ? -1 : a->role > b->role;
}

/* What is known about the persons, by entity of their mentions. */
typedef struct person {
  bool public;
  const toc_actor *actor;
} person;

static void look_at(toc__mask *m, person *by_entity, uint32_t n_entities, const toc_actor *a) {
  const toc_doc *d = m->doc;
  if (!a->person || toc_span_empty(a->span)) return;
  for (uint32_t t = toc_token_at(d, a->span.start); t < d->tokens.len; t++) {
    if (d->tokens.ptr[t].span.start >= a->span.end) break;
    uint32_t i = d->tokens.ptr[t].mention;
    if (i >= d->mentions.len || d->mentions.ptr[i].kind != TOC_KIND_PER) continue;
    uint32_t e = d->mentions.ptr[i].entity;
    if (e >= n_entities) continue;
    if (!a->private_person) by_entity[e].public = true;
    else if (!by_entity[e].actor) by_entity[e].actor = a;
  }
}

static void look_at_actors(toc__mask *m, person *by_entity, uint32_t n_entities) {
  const toc_doc *d = m->doc;
  for (uint32_t i = 0; i < d->actors.len; i++) look_at(m, by_entity, n_entities, &d->actors.ptr[i]);
  for (uint32_t i = 0; i < d->events.len; i++) {
    const toc_event *e = &d->events.ptr[i];
    for (uint32_t k = 0; k < e->actors.len; k++) look_at(m, by_entity, n_entities, &e->actors.ptr[k]);
    for (uint32_t k = 0; k < e->recipients.len; k++) look_at(m, by_entity, n_entities, &e->recipients.ptr[k]);
  }
  for (uint32_t i = 0; i < d->claims.len; i++)
    if (d->claims.ptr[i].has_by) look_at(m, by_entity, n_entities, &d->claims.ptr[i].by);
}

/* Does a place on the map or a time hold the whole name? */
static bool is_no_person(const toc_doc *d, toc_span name) {
  uint32_t t = toc_token_at(d, name.start);
  if (t >= d->tokens.len) return false;
  uint32_t place = d->tokens.ptr[t].place, time = d->tokens.ptr[t].time;
  if (place < d->places.len && d->places.ptr[place].located && toc_span_inside(name, d->places.ptr[place].span)) return true;
  return time < d->times.len && toc_span_inside(name, d->times.ptr[time].span);
}

/* The name with the proper nouns beside it that the tree joins to it: name finders drop
 * surnames more often than parsers do. */
static toc_span whole_name(const toc_doc *d, const toc_mention *x) {
  const toc_token *t = d->tokens.ptr;
  uint32_t first = x->first, last = x->last;
  if (first >= last || last > d->tokens.len || t[first].span.start != x->span.start) return x->span;
  uint32_t sentence = t[first].sentence;
  for (; last < d->tokens.len && t[last].sentence == sentence; last++) {
    bool inside = t[last].head >= first && t[last].head < last;
    if (t[last].upos != TOC_UPOS_PROPN || t[last].mention != TOC_NONE || !inside || t[last].rel != TOC_REL_FLAT) break;
  }
  for (; first > 0 && t[first - 1].sentence == sentence; first--) {
    bool inside = t[first - 1].head >= first && t[first - 1].head < last;
    bool joined = toc_deprel_base(t[first - 1].rel) == TOC_REL_COMPOUND || t[first].rel == TOC_REL_FLAT;
    if (t[first - 1].upos != TOC_UPOS_PROPN || t[first - 1].mention != TOC_NONE || !joined) break;
    if (!inside && t[first].head != first - 1) break;
  }
  return toc_tokens_span(d, first, last);
}

/* Few words of a text begin and are as long as one of a hidden name: the others need no look into the map. */
static bool may_be_hidden(const toc__mask *m, toc_str folded) {
  return m->begins[folded.len < 31 ? folded.len : 31] >> (folded.ptr[0] & 31) & 1;
}

/* Folding keeps length and lowest bits of ASCII words; of others it tells nothing. */
static bool may_fold_to_hidden(const toc__mask *m, toc_str word) {
  if (may_be_hidden(m, word)) return true;
  for (size_t i = 0; i < word.len; i++)
    if ((unsigned char)word.ptr[i] >= 0x80) return true;
  return false;
}

static void put_words(toc__mask *m, toc_map *into, toc_arena *a, toc_str name, uint32_t value) {
  toc_span word;
  for (size_t at = 0; next_word(name, &at, &word);) {
    toc_str w = toc_slice(name, word);
    if (!is_capital(w)) continue;
    toc_str folded = toc_fold(a, w);
    toc_map_put(into, folded, value);
    if (into == &m->words && folded.len) m->begins[folded.len < 31 ? folded.len : 31] |= 1u << (folded.ptr[0] & 31);
  }
}

static void hide(toc__mask *m, toc_arena *a, toc_span span, const toc_actor *actor) {
  uint32_t role = role_of(actor);
  *toc_push(a, &m->hidden) = (toc__role_span){span, role};
  put_words(m, &m->words, a, toc_slice(m->doc->text, span), role);
}

static void show(toc__mask *m, toc_arena *a, toc_span span) {
  *toc_push(a, &m->shown) = (toc__role_span){span, 0};
  put_words(m, &m->doubtful, a, toc_slice(m->doc->text, span), 0);
}

/* Words of hidden names that the text also writes small. */
static void doubt_if_common(const toc__mask *m, toc_str word, toc_map *doubtful) {
  size_t pos = 0;
  if (may_be_hidden(m, word) && toc_cp_is_lower(toc_utf8_next(word, &pos)) && toc_map_get(&m->words, word) != TOC_NONE) toc_map_put(doubtful, word, 0);
}

/* A word outside hidden names. */
static void judge(const toc__mask *m, toc_arena *a, toc_str word, uint32_t at, toc__mask_word *p) {
  if (!is_capital(word) || (!may_fold_to_hidden(m, word) && !is_initial(word))) return;
  if (at != TOC_NONE && span_at(&m->shown, at)) return;
  toc_str folded = toc_fold(a, word);
  p->role = toc_map_get(&m->words, folded);
  p->doubtful = is_initial(word) || is_title(folded) || toc_map_get(&m->doubtful, folded) != TOC_NONE;
  if (p->role == TOC_NONE && is_initial(word)) p->role = 0; /* a name may go on behind it */
}

/* The words of s that may belong to a private name.  `doubtful`: where those that it also writes small are
 * put down first, or NULL.  Words that stay break no chain of a name: what stands between two others is no gap. */
static void judge_words(const toc__mask *m, toc_arena *a, toc_str s, uint32_t base, toc_map *doubtful, toc__mask_words *out) {
  toc_span w;
  uint32_t behind = 0, n = 0; /* behind: the hidden name that begins behind the word */
  for (size_t at = 0; next_word(s, &at, &w);) {
    toc__mask_word p = {.span = w, .role = TOC_NONE};
    if (base != TOC_NONE) {
      while (behind < m->hidden.len && m->hidden.ptr[behind].span.start <= base + w.start) behind++;
      if (behind && m->hidden.ptr[behind - 1].span.end > base + w.start) p.role = m->hidden.ptr[behind - 1].role;
    }
    bool small = (unsigned char)(s.ptr[w.start] - 'a') < 26;
    if (doubtful && (small || (unsigned char)s.ptr[w.start] >= 0x80)) doubt_if_common(m, toc_slice(s, w), doubtful);
    if (!small || p.role != TOC_NONE) *toc_push(a, out) = p;
  }
  for (uint32_t i = 0; i < out->len; i++) {
    toc__mask_word p = out->ptr[i];
    if (p.role == TOC_NONE) judge(m, a, toc_slice(s, p.span), base == TOC_NONE ? TOC_NONE : base + p.span.start, &p);
    if (p.role != TOC_NONE) out->ptr[n++] = p;
  }
  out->len = n;
}

void toc__mask_init(toc__mask *m, toc_arena *a, const toc_doc *doc, bool off) {
  *m = (toc__mask){.doc = doc, .off = off};
  toc_map_init(&m->words, a);
  toc_map_init(&m->doubtful, a);
  if (off) return;
  uint32_t n = 0;
  for (uint32_t i = 0; i < doc->mentions.len; i++) {
    uint32_t e = doc->mentions.ptr[i].entity;
    if (e != TOC_NONE && e >= n && e < UINT32_MAX / 2) n = e + 1;
  }
  if (n > doc->mentions.len) n = doc->mentions.len; /* entities are numbered from 0 without gaps */
  person *by_entity = toc_new(a, person, (size_t)n + 1);
  look_at_actors(m, by_entity, n);
  for (uint32_t i = 0; i < doc->mentions.len; i++) {
    const toc_mention *x = &doc->mentions.ptr[i];
    const person *p = x->entity < n ? &by_entity[x->entity] : NULL;
    bool named = x->kind == TOC_KIND_PER && !is_no_person(doc, x->span);
    if (named && !(p && p->public)) hide(m, a, whole_name(doc, x), p ? p->actor : NULL);
    else show(m, a, x->span);
  }
  /* A private person that the actor stage knew and the name finder did not. */
  for (uint32_t i = 0; i < doc->actors.len; i++) {
    const toc_actor *x = &doc->actors.ptr[i];
    if (x->person && x->private_person && x->head != TOC_NONE && doc->tokens.ptr[x->head].upos != TOC_UPOS_PRON &&
        doc->tokens.ptr[x->head].mention == TOC_NONE)
      hide(m, a, doc->tokens.ptr[x->head].span, x);
  }
  if (m->hidden.len) qsort(m->hidden.ptr, m->hidden.len, sizeof *m->hidden.ptr, by_start);
  if (m->shown.len) qsort(m->shown.ptr, m->shown.len, sizeof *m->shown.ptr, by_start);
  if (m->hidden.len) judge_words(m, a, doc->text, 0, &m->doubtful, &m->text);
}

/* --------------------------------------------------------------- replacing */

/* Doubtful words become sure beside sure ones, in both directions; the rest stays. */
static void settle(toc_str s, toc__mask_words *ps) {
  for (uint32_t i = 1; i < ps->len; i++) {
    toc__mask_word *p = &ps->ptr[i], *before = p - 1;
    if (p->role != TOC_NONE && before->role != TOC_NONE && !before->doubtful && is_gap(s, before->span.end, p->span.start))
      p->doubtful = false;
  }
  for (uint32_t i = ps->len; i-- > 1;) {
    toc__mask_word *p = &ps->ptr[i - 1], *behind = p + 1;
    if (p->role != TOC_NONE && behind->role != TOC_NONE && !behind->doubtful && is_gap(s, p->span.end, behind->span.start))
      p->doubtful = false;
  }
  for (uint32_t i = 0; i < ps->len; i++)
    if (ps->ptr[i].doubtful) ps->ptr[i].role = TOC_NONE;
}

/* Does a word of the text reach over `at`? */
static bool cuts_word(toc_str text, uint32_t at) {
  if (at == 0 || at >= text.len) return false;
  size_t next = at, before = at - 1;
  while (before && ((unsigned char)text.ptr[before] & 0xc0) == 0x80) before--;
  return in_word(toc_utf8_next(text, &before)) && in_word(toc_utf8_next(text, &next));
}

static void words_within(const toc__mask *m, toc_arena *a, uint32_t from, uint32_t to, toc__mask_words *out) {
  uint32_t lo = 0, hi = m->text.len;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (m->text.ptr[mid].span.start < from) lo = mid + 1;
    else hi = mid;
  }
  for (; lo < m->text.len && m->text.ptr[lo].span.end <= to; lo++) {
    toc__mask_word p = m->text.ptr[lo];
    p.span = (toc_span){p.span.start - from, p.span.end - from};
    *toc_push(a, out) = p;
  }
}

/* The stretches of s that are to be replaced; `base` is where s stands in the text, TOC_NONE for a
 * string from elsewhere.  Neighbouring hidden words become one role: "Daniyar S. Omarov" is one person. */
static void find(const toc__mask *m, toc_arena *a, toc_str s, uint32_t base, toc__role_spans *out) {
  toc__mask_words ps = {0};
  if (m->off || m->hidden.len == 0 || !s.len) return;
  if (base == TOC_NONE || cuts_word(m->doc->text, base) || cuts_word(m->doc->text, base + (uint32_t)s.len)) judge_words(m, a, s, base, NULL, &ps);
  else words_within(m, a, base, base + (uint32_t)s.len, &ps);
  settle(s, &ps);
  for (uint32_t i = 0; i < ps.len; i++) {
    if (ps.ptr[i].role == TOC_NONE) continue;
    toc__role_span found = {.span = ps.ptr[i].span, .role = ps.ptr[i].role};
    while (i + 1 < ps.len && ps.ptr[i + 1].role != TOC_NONE && is_gap(s, ps.ptr[i].span.end, ps.ptr[i + 1].span.start)) i++;
    found.span.end = ps.ptr[i].span.end;
    *toc_push(a, out) = found;
  }
}

static toc_str masked(const toc__mask *m, toc_arena *a, toc_str s, uint32_t base) {
  toc__role_spans all = {0};
  find(m, a, s, base, &all);
  if (!all.len) return s;
  size_t room = s.len + 1, n = 0, from = 0;
  for (uint32_t i = 0; i < all.len; i++) room += strlen(roles[all.ptr[i].role].role);
  char *out = toc_arena_alloc(a, room, 1);
  for (uint32_t i = 0; i < all.len; i++) {
    toc_str role = toc_cstr(roles[all.ptr[i].role].role);
    memcpy(out + n, s.ptr + from, all.ptr[i].span.start - from);
    n += all.ptr[i].span.start - from;
    memcpy(out + n, role.ptr, role.len);
    n += role.len;
    from = all.ptr[i].span.end;
  }
  memcpy(out + n, s.ptr + from, s.len - from);
  return (toc_str){out, n + s.len - from};
}

void toc__mask_find(const toc__mask *m, toc_arena *a, toc__role_spans *out) { find(m, a, m->doc->text, 0, out); }
const char *toc__mask_role(uint32_t role) { return roles[role].role; }

toc_str toc__mask_span(const toc__mask *m, toc_arena *a, toc_span span) {
  if (toc_span_empty(span)) return (toc_str){0};
  return masked(m, a, toc_slice(m->doc->text, span), span.start);
}

toc_str toc__mask_text(const toc__mask *m, toc_arena *a, toc_str s) { return masked(m, a, s, TOC_NONE); }

bool toc__mask_spells(const toc__mask *m, toc_arena *a, toc_str s) {
  if (m->off || m->words.used == 0 || !s.len) return false;
  toc_span w;
  for (size_t at = 0; next_word(s, &at, &w);) {
    toc_str folded = toc_fold(a, toc_slice(s, w));
    size_t pos = 0;
    toc_utf8_next(folded, &pos);
    bool sure = pos < folded.len && !is_title(folded) && toc_map_get(&m->doubtful, folded) == TOC_NONE;
    if (sure && toc_map_get(&m->words, folded) != TOC_NONE) return true;
  }
  return false;
}
