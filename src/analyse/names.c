/* names.c - tags → mentions, and one report's names made to agree.
 *
 *   "Gulnara Baisalova, head of the Steppe Rights Watch (SRW), spoke first. … Baisalova
 *    said the SRW …"   two entities, each found twice
 *
 * 1. Tags become mentions.  A title in front is no part of a person's name, and titles, days
 *    or months alone are no names ("the President", "WEDNESDAY").
 * 2. Mentions of the same words vote, each with its score: a name has one kind in a report.
 * 3. "Full Name (FN)": initials in brackets behind an organisation name the same entity.
 * 4. A family name alone is the person whose full name ends in it.
 * 5. A name stands again unmarked, in capitals: it is marked.  A single word must be a
 *    proper noun and must not be part of a longer, unmarked name.
 */
#include "inside.h"

#define LONGEST 12u /* words of a name that is looked for again */
#define CHAIN 24u   /* names tried at one word */
#define SURE 0.3f   /* a mention with a lower score is wrong more often than right */

typedef struct name {
  toc_str key;
  float vote[TOC_N_KINDS];
  float best_score;
  uint32_t n_words, first; /* the words of one mention of it */
  uint32_t next;           /* another name that begins with the same word */
  uint32_t same;           /* the name it stands for, or itself */
  toc_kind kind;
  uint32_t entity;
} name;

typedef struct names {
  toc_doc *doc;
  toc_arena *scratch;
  toc_map by_key, by_word, by_family;
  TOC_ARRAY(name) all;
  TOC_ARRAY(toc_mention) found; /* in any order */
  uint32_t *of;                 /* [tokens] index in found, or TOC_NONE */
  TOC_ARRAY(uint32_t) name_of;
} names;

static toc_str fold(names *n, toc_str s) { return toc_fold(n->scratch, s); }

static toc_str form(const names *n, uint32_t i) { return n->doc->tokens.ptr[i].form; }

static bool capital(toc_str s) {
  size_t at = 0;
  return s.len && toc_cp_is_upper(toc_utf8_next(s, &at));
}

/* Words of a mention without a leading article and a trailing 's. */
static toc_str key_of(names *n, uint32_t first, uint32_t last) {
  if (last - first > 1 && toc_str_is(fold(n, form(n, first)), "the")) first++;
  if (last - first > 1 && toc_str_is(fold(n, form(n, last - 1)), "'s")) last--;
  return fold(n, toc_slice(n->doc->text, toc_tokens_span(n->doc, first, last)));
}

static uint32_t name_at(names *n, uint32_t first, uint32_t last) {
  toc_str key = key_of(n, first, last);
  uint32_t *at = toc_map_put(&n->by_key, key, n->all.len);
  if (*at == n->all.len) {
    name *x = toc_push(n->scratch, &n->all);
    *x = (name){.key = key, .first = first, .n_words = last - first, .next = TOC_NONE, .same = *at, .entity = TOC_NONE};
  }
  return *at;
}

static void add(names *n, uint32_t first, uint32_t last, toc_kind kind, float score) {
  uint32_t which = name_at(n, first, last), at = n->found.len;
  name *x = &n->all.ptr[which];
  x->vote[kind] += score;
  if (score > x->best_score) x->best_score = score;
  *toc_push(n->scratch, &n->found) =
      (toc_mention){.span = toc_tokens_span(n->doc, first, last), .first = first, .last = last, .kind = kind, .score = score};
  *toc_push(n->scratch, &n->name_of) = which;
  for (uint32_t i = first; i < last; i++) n->of[i] = at;
}

static bool among(toc_str word, const char *const *list) {
  for (; *list; list++)
    if (toc_str_is(word, *list)) return true;
  return false;
}

static bool is_title(names *n, uint32_t i) {
  static const char *const list[] = {
      "mr",      "mr.",      "mrs",      "mrs.",   "ms",       "ms.",     "dr",      "dr.",       "sir",      "president",
      "premier", "minister", "chancellor", "king",   "queen",    "prince",  "princess", "pope",      "pontiff",  "emir",
      "amir",    "sheikh",   "sheik",    "sultan", "ambassador", "senator", "sen.",    "governor",  "gov.",     "mayor",
      "general", "gen.",     "colonel",  "col.",   "major",    "maj.",    "captain", "capt.",     "lieutenant", "lt.",
      "sergeant", "sgt.",    "admiral",  "adm.",   "marshal",  "justice", "judge",   "professor", "prof.",    "bishop",
      "archbishop", "cardinal", "rabbi", "imam",   "ayatollah", "reverend", "rev.",  "congressman", "congresswoman", "rep.",
      "mp",      "spokesman", "spokeswoman", "spokesperson", "secretary", "director", "chairman", "vice", "deputy", "prime",
      "foreign", "defence",  "defense",  "former", NULL};
  return among(fold(n, form(n, i)), list);
}

static bool is_calendar(names *n, uint32_t i) {
  static const char *const list[] = {"monday",   "tuesday", "wednesday", "thursday", "friday",   "saturday", "sunday",
                                     "january",  "february", "april",    "june",     "july",     "august",   "september",
                                     "october",  "november", "december", NULL}; /* March and May name persons, too */
  return among(fold(n, form(n, i)), list);
}

/* What is left of the words as a name; empty if nothing. */
static void trim(names *n, uint32_t *first, uint32_t last, toc_kind kind) {
  uint32_t days = 0;
  for (uint32_t i = *first; i < last; i++) days += is_calendar(n, i);
  if (days == last - *first) *first = last;
  while (kind == TOC_KIND_PER && *first < last && is_title(n, *first)) ++*first;
}

static void read_tags(names *n, const read_word *words) {
  for (uint32_t s = 0; s < n->doc->sentences.len; s++) {
    uint32_t end = n->doc->sentences.ptr[s].last;
    for (uint32_t i = n->doc->sentences.ptr[s].first, last; i < end; i = last) {
      name_tag t = words[i].name;
      last = i + 1;
      if (t.part != 'B' && t.part != 'U') continue;
      float sum = words[i].name_p;
      while (t.part == 'B' && last < end && words[last - 1].name.part != 'L') sum += words[last++].name_p;
      float score = sum / (float)(last - i);
      trim(n, &i, last, t.kind);
      if (i < last && score >= SURE) add(n, i, last, t.kind, score);
    }
  }
}

static void vote(names *n) {
  for (uint32_t i = 0; i < n->all.len; i++) {
    name *x = &n->all.ptr[i];
    for (int k = 0; k < TOC_N_KINDS; k++)
      if (x->vote[k] > x->vote[x->kind]) x->kind = (toc_kind)k;
  }
}

/* Does the word spell the capital letters of the mention's words? */
static bool initials(names *n, const toc_mention *m, toc_str word) {
  size_t at = 0;
  for (uint32_t i = m->first; i < m->last; i++) {
    if (!capital(form(n, i))) continue;
    if (at >= word.len || word.ptr[at++] != form(n, i).ptr[0]) return false;
  }
  return at == word.len && at > 1;
}

static void read_acronyms(names *n) {
  uint32_t count = n->found.len;
  for (uint32_t i = 0; i < count; i++) {
    toc_mention m = n->found.ptr[i];
    uint32_t at = m.last + 1;
    if (m.last - m.first < 2 || at + 1 >= n->doc->tokens.len) continue;
    if (!toc_str_is(form(n, m.last), "(") || !toc_str_is(form(n, at + 1), ")") || !initials(n, &m, form(n, at))) continue;
    uint32_t full = n->name_of.ptr[i];
    if (n->of[at] == TOC_NONE) add(n, at, at + 1, n->all.ptr[full].kind, m.score);
    uint32_t other = n->found.ptr[n->of[at]].last - n->found.ptr[n->of[at]].first == 1 ? n->name_of.ptr[n->of[at]] : full;
    n->all.ptr[other].same = full;
    n->all.ptr[other].kind = n->all.ptr[full].kind;
  }
}

/* The last word of persons' full names. */
static void read_families(names *n) {
  for (uint32_t i = 0; i < n->all.len; i++) {
    const name *x = &n->all.ptr[i];
    if (x->kind != TOC_KIND_PER || x->n_words < 2) continue;
    toc_str family = fold(n, form(n, x->first + x->n_words - 1));
    if (family.len > 2) toc_map_put(&n->by_family, family, i);
  }
  for (uint32_t i = 0; i < n->all.len; i++) {
    name *x = &n->all.ptr[i];
    uint32_t full = x->n_words == 1 ? toc_map_get(&n->by_family, x->key) : TOC_NONE;
    if (full == TOC_NONE || x->same != i) continue;
    if (x->kind != TOC_KIND_PER && x->best_score > 0.8f) continue; /* clearly something else */
    x->kind = TOC_KIND_PER;
    x->same = full;
  }
}

static void index_words(names *n) {
  for (uint32_t i = 0; i < n->all.len; i++) {
    name *x = &n->all.ptr[i];
    bool rare = x->kind == TOC_KIND_OTHER || x->kind == TOC_KIND_EVENT;
    if (x->n_words > LONGEST || x->best_score < 0.5f || !capital(form(n, x->first)) || (rare && x->n_words == 1)) continue;
    uint32_t *at = toc_map_put(&n->by_word, fold(n, form(n, x->first)), TOC_NONE);
    /* longest first */
    while (*at != TOC_NONE && n->all.ptr[*at].n_words >= x->n_words) at = &n->all.ptr[*at].next;
    x->next = *at;
    *at = i;
  }
}

static bool stands_here(names *n, const name *x, uint32_t i, uint32_t end) {
  if (i + x->n_words > end) return false;
  for (uint32_t k = 0; k < x->n_words; k++) {
    if (n->of[i + k] != TOC_NONE) return false;
    if (k && !toc_str_eq(form(n, x->first + k), form(n, i + k)) && !toc_str_eq(fold(n, form(n, x->first + k)), fold(n, form(n, i + k))))
      return false;
  }
  return true;
}

/* An unmarked word that may belong to a name: a proper noun, or one with a capital that the
 * sentence's beginning does not explain ("United" in "United States" is an adjective). */
static bool name_like(const names *n, uint32_t i, uint32_t first) {
  if (n->of[i] != TOC_NONE) return false;
  return n->doc->tokens.ptr[i].upos == TOC_UPOS_PROPN || (i > first && capital(form(n, i)));
}

/* A proper noun that nothing beside it makes part of a longer name. */
static bool alone(const names *n, uint32_t i, uint32_t first, uint32_t end) {
  toc_upos u = n->doc->tokens.ptr[i].upos; /* none: the sentence was not read (gate.h) */
  if (u != TOC_UPOS_PROPN && u != TOC_UPOS_ADJ && u != TOC_UPOS_NONE) return false;
  return !(i > first && name_like(n, i - 1, first)) && !(i + 1 < end && name_like(n, i + 1, first));
}

/* A further mention, of n_words from token i on, of a known name. */
static void mark(names *n, uint32_t i, uint32_t known, uint32_t n_words) {
  uint32_t before = n->all.len;
  toc_kind kind = n->all.ptr[known].kind;
  add(n, i, i + n_words, kind, n->all.ptr[known].best_score * 0.8f);
  uint32_t which = n->name_of.ptr[n->of[i]];
  if (which < before) return;
  n->all.ptr[which].kind = kind;
  n->all.ptr[which].same = known;
}

static void find_again(names *n) {
  uint32_t known = n->all.len;
  for (uint32_t s = 0; s < n->doc->sentences.len; s++) {
    uint32_t first = n->doc->sentences.ptr[s].first, end = n->doc->sentences.ptr[s].last;
    for (uint32_t i = first; i < end; i++) {
      if (n->of[i] != TOC_NONE || !capital(form(n, i))) continue;
      toc_str word = fold(n, form(n, i));
      uint32_t hit = TOC_NONE, at = toc_map_get(&n->by_word, word);
      for (uint32_t tries = 0; at != TOC_NONE && tries < CHAIN && hit == TOC_NONE; tries++, at = n->all.ptr[at].next)
        if (stands_here(n, &n->all.ptr[at], i, end) && (n->all.ptr[at].n_words > 1 || alone(n, i, first, end))) hit = at;
      if (hit == TOC_NONE && alone(n, i, first, end)) {
        hit = toc_map_get(&n->by_family, word);
        if (hit == TOC_NONE || hit >= known) continue;
        mark(n, i, hit, 1);
        continue;
      }
      if (hit == TOC_NONE) continue;
      mark(n, i, hit, n->all.ptr[hit].n_words);
    }
  }
}

/* The word of the mention that depends on a word outside it. */
static uint32_t head_of(const toc_doc *doc, const toc_mention *m) {
  for (uint32_t i = m->first; i < m->last; i++) {
    uint32_t h = doc->tokens.ptr[i].head;
    if (h == TOC_NONE || h < m->first || h >= m->last) return i;
  }
  return m->last - 1;
}

/* Follows `same`; chains are at most three long, and a circle cannot arise because each
 * name is given a longer one. */
static uint32_t stands_for(const names *n, uint32_t i) {
  for (int k = 0; k < 4 && n->all.ptr[i].same != i; k++) i = n->all.ptr[i].same;
  return i;
}

static void write_mentions(names *n) {
  toc_doc *doc = n->doc;
  uint32_t entities = 0;
  for (uint32_t i = 0; i < doc->tokens.len; i++) {
    doc->tokens.ptr[i].mention = TOC_NONE;
    if (n->of[i] == TOC_NONE) continue;
    toc_mention m = n->found.ptr[n->of[i]];
    if (i == m.first) {
      uint32_t which = n->name_of.ptr[n->of[i]];
      name *x = &n->all.ptr[stands_for(n, which)];
      if (x->entity == TOC_NONE) x->entity = entities++;
      m.kind = n->all.ptr[which].kind;
      m.entity = x->entity;
      m.head = head_of(doc, &m);
      *toc_push(&doc->arena, &doc->mentions) = m;
    }
    doc->tokens.ptr[i].mention = doc->mentions.len - 1;
  }
}

void toc__names_read(toc_doc *doc, const read_word *words) {
  names n = {.doc = doc, .scratch = &doc->scratch};
  toc_map_init(&n.by_key, n.scratch);
  toc_map_init(&n.by_word, n.scratch);
  toc_map_init(&n.by_family, n.scratch);
  n.of = toc_new(n.scratch, uint32_t, doc->tokens.len);
  for (uint32_t i = 0; i < doc->tokens.len; i++) n.of[i] = TOC_NONE;
  doc->mentions.len = 0;
  read_tags(&n, words);
  vote(&n);
  read_acronyms(&n);
  read_families(&n);
  index_words(&n);
  find_again(&n);
  write_mentions(&n);
}
