/* mask.c - private people stay private.
 *
 * "Aigerim S., a nurse, said police had beaten her brother Daniyar."  The record keeps the
 * names, because a claim must stand beside the characters it was read from; a table that is
 * passed on shall not carry them.  In exports each name of a person without a public role
 * becomes "[person]", or the role if one was coded ("[journalist]").
 *
 * Who is private: a PER mention, unless some mention of the same entity was coded as a
 * person with a public role.  An unknown person is private: publishing a name cannot be
 * taken back.  The name's words are hidden wherever they stand, also where the name finder
 * missed them, but not inside a name that is shown (a minister of the same surname, a town).
 * A "person" whose whole name the place stage found on the map ("Almaty airport reopens") is
 * a slip of the name finder and no person. */
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

static bool in_word(uint32_t cp) { return toc_cp_is_letter(cp) || toc_cp_is_digit(cp); }

/* The next run of letters and digits at or after *at; combining marks and joining
 * apostrophes stay outside, so "O'Neil" is two words. */
static bool next_word(toc_str s, size_t *at, toc_span *word) {
  size_t pos = *at;
  while (pos < s.len) {
    size_t start = pos;
    if (!in_word(toc_utf8_next(s, &pos))) continue;
    size_t end = pos;
    while (pos < s.len && in_word(toc_utf8_next(s, &pos))) end = pos;
    *at = end;
    *word = (toc_span){(uint32_t)start, (uint32_t)end};
    return true;
  }
  return false;
}

/* Only blanks, full stops, hyphens and apostrophes between two words of one name. */
static bool is_gap(toc_str s, uint32_t from, uint32_t to) {
  if (to - from > 4) return false;
  for (uint32_t i = from; i < to; i++)
    if (!strchr(" .-'", s.ptr[i]) && (unsigned char)s.ptr[i] < 0x80) return false;
  return true;
}

/* Words that a private name hides elsewhere: capitalised and at least two letters long, so
 * that "J." or "al" do not blot out half the export. */
static bool telling(toc_str word) {
  size_t pos = 0;
  uint32_t cp = toc_utf8_next(word, &pos);
  return pos < word.len && (toc_cp_is_upper(cp) || (!toc_cp_is_lower(cp) && toc_cp_is_letter(cp)));
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

static bool is_place(const toc_doc *d, toc_span name) {
  uint32_t t = toc_token_at(d, name.start);
  if (t >= d->tokens.len || d->tokens.ptr[t].place >= d->places.len) return false;
  const toc_place *p = &d->places.ptr[d->tokens.ptr[t].place];
  return p->located && toc_span_inside(name, p->span);
}

static void hide(toc__mask *m, toc_arena *a, toc_span span, const toc_actor *actor) {
  uint32_t role = role_of(actor);
  *toc_push(a, &m->hidden) = (toc__role_span){span, role};
  toc_str name = toc_slice(m->doc->text, span);
  toc_span word;
  for (size_t at = 0; next_word(name, &at, &word);) {
    toc_str w = toc_slice(name, word);
    if (!telling(w)) continue;
    toc_map_put(&m->words, w, role);
    toc_map_put(&m->folded, toc_fold(a, w), role);
  }
}

void toc__mask_init(toc__mask *m, toc_arena *a, const toc_doc *doc, bool off) {
  *m = (toc__mask){.doc = doc, .off = off};
  toc_map_init(&m->words, a);
  toc_map_init(&m->folded, a);
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
    bool named = x->kind == TOC_KIND_PER && !is_place(doc, x->span);
    if (named && !(p && p->public)) hide(m, a, x->span, p ? p->actor : NULL);
    else *toc_push(a, &m->shown) = (toc__role_span){x->span, 0};
  }
  /* A private person that the actor stage knew and the name finder did not. */
  for (uint32_t i = 0; i < doc->actors.len; i++) {
    const toc_actor *x = &doc->actors.ptr[i];
    if (x->person && x->private_person && x->head != TOC_NONE &&
        doc->tokens.ptr[x->head].mention == TOC_NONE)
      hide(m, a, doc->tokens.ptr[x->head].span, x);
  }
  if (m->hidden.len) qsort(m->hidden.ptr, m->hidden.len, sizeof *m->hidden.ptr, by_start);
  if (m->shown.len) qsort(m->shown.ptr, m->shown.len, sizeof *m->shown.ptr, by_start);
}

/* --------------------------------------------------------------- replacing */

static uint32_t role_at(const toc__mask *m, toc_str word, uint32_t at) {
  uint32_t role = toc_map_get(&m->words, word);
  if (at == TOC_NONE) return role;
  const toc__role_span *hidden = span_at(&m->hidden, at);
  if (hidden) return hidden->role;
  return span_at(&m->shown, at) ? TOC_NONE : role;
}

/* Copies s; `base` is where it stands in the text, TOC_NONE for a string from elsewhere.
 * Neighbouring hidden words become one role: "Daniyar S. Omarov" is one person. */
static toc_str masked(const toc__mask *m, toc_arena *a, toc_str s, uint32_t base) {
  if (m->off || m->words.used == 0 || !s.len) return s;
  TOC_ARRAY(toc__role_span) cut = {0};
  size_t room = s.len + 1;
  toc_span w;
  for (size_t at = 0; next_word(s, &at, &w);) {
    uint32_t role = role_at(m, toc_slice(s, w), base == TOC_NONE ? TOC_NONE : base + w.start);
    if (role == TOC_NONE) continue;
    toc__role_span *last = cut.len ? &cut.ptr[cut.len - 1] : NULL;
    if (last && is_gap(s, last->span.end, w.start)) {
      last->span.end = w.end;
    } else {
      *toc_push(a, &cut) = (toc__role_span){w, role};
      room += strlen(roles[role].role);
    }
  }
  char *out = toc_arena_alloc(a, room, 1);
  size_t n = 0, from = 0;
  for (uint32_t i = 0; i < cut.len; i++) {
    toc_str role = toc_cstr(roles[cut.ptr[i].role].role);
    memcpy(out + n, s.ptr + from, cut.ptr[i].span.start - from);
    n += cut.ptr[i].span.start - from;
    memcpy(out + n, role.ptr, role.len);
    n += role.len;
    from = cut.ptr[i].span.end;
  }
  memcpy(out + n, s.ptr + from, s.len - from);
  return (toc_str){out, n + s.len - from};
}

toc_str toc__mask_span(const toc__mask *m, toc_arena *a, toc_span span) {
  if (toc_span_empty(span)) return (toc_str){0};
  return masked(m, a, toc_slice(m->doc->text, span), span.start);
}

toc_str toc__mask_text(const toc__mask *m, toc_arena *a, toc_str s) { return masked(m, a, s, TOC_NONE); }

bool toc__mask_spells(const toc__mask *m, toc_arena *a, toc_str s) {
  if (m->off || m->words.used == 0 || !s.len) return false;
  toc_span w;
  for (size_t at = 0; next_word(s, &at, &w);)
    if (toc_map_get(&m->folded, toc_fold(a, toc_slice(s, w))) != TOC_NONE) return true;
  return false;
}
