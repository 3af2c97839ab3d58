/* doc.c - the document and its tree. */
#include "doc.h"

void toc_doc_reset(toc_doc *doc, size_t max) {
  toc_arena arena = doc->arena, scratch = doc->scratch;
  toc_arena_reset(&arena);
  toc_arena_reset(&scratch);
  arena.max = scratch.max = max;
  *doc = (toc_doc){.dct = TOC_NODAY, .dct_minute = -1, .updated_day = TOC_NODAY};
  doc->arena = arena;
  doc->scratch = scratch;
  toc_pool_init(&doc->pool, &doc->arena);
}

toc_token *toc_doc_add_token(toc_doc *doc) {
  toc_token *t = toc_push(&doc->arena, &doc->tokens);
  t->head = t->mention = t->place = t->time = t->figure = t->actor = t->predicate = TOC_NONE;
  t->space_after = true;
  return t;
}

uint32_t toc_feat_bits(toc_str feats) {
  static const struct {
    const char *name;
    uint32_t bit;
  } table[] = {
      {"Tense=Past", TOC_F_PAST},   {"Tense=Pres", TOC_F_PRES},   {"VerbForm=Fin", TOC_F_FIN},
      {"VerbForm=Inf", TOC_F_INF},  {"VerbForm=Part", TOC_F_PART}, {"VerbForm=Ger", TOC_F_GER},
      {"Voice=Pass", TOC_F_PASS},   {"Number=Plur", TOC_F_PLUR},  {"Number=Sing", TOC_F_SING},
      {"Mood=Imp", TOC_F_IMP},      {"Polarity=Neg", TOC_F_NEG},  {"Poss=Yes", TOC_F_POSS},
      {"Person=1", TOC_F_PERS1},    {"Person=2", TOC_F_PERS2},    {"Person=3", TOC_F_PERS3},
      {"Case=Gen", TOC_F_GEN},
  };
  uint32_t bits = 0;
  toc_str one;
  while (toc_str_cut(&feats, '|', &one))
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
      if (toc_str_is(one, table[i].name)) bits |= table[i].bit;
  return bits;
}

void toc_doc_set_head(toc_doc *doc, uint32_t i, uint32_t head, toc_str deprel) {
  toc_token *t = &doc->tokens.ptr[i];
  t->head = head;
  t->rel = toc_deprel_of(deprel);
  t->deprel = toc_pool_intern(&doc->pool, deprel);
}

_Static_assert(TOC_N_DEPRELS <= 64, "a bit for each relation");

void toc_doc_link(toc_doc *doc) {
  uint32_t n = doc->tokens.len;
  const toc_token *t = doc->tokens.ptr;
  uint32_t *at = toc_new(&doc->arena, uint32_t, (size_t)n + 2);
  uint32_t *child = toc_new(&doc->arena, uint32_t, (size_t)n + 1);
  uint64_t *rels = toc_new(&doc->arena, uint64_t, (size_t)n + 1);
  for (uint32_t i = 0; i < n; i++)
    if (t[i].head != TOC_NONE) at[t[i].head + 2]++;
  for (uint32_t i = 2; i <= n + 1; i++) at[i] += at[i - 1];
  for (uint32_t i = 0; i < n; i++)
    if (t[i].head != TOC_NONE) {
      child[at[t[i].head + 1]++] = i;
      rels[t[i].head] |= TOC_BIT(t[i].rel) | TOC_BIT(toc_deprel_base(t[i].rel));
    }
  doc->child_at = at;
  doc->child = child;
  doc->child_rels = rels;
}

uint32_t toc_child(const toc_doc *doc, uint32_t i, toc_deprel rel) {
  bool any = toc_deprel_base(rel) == rel;
  if (!toc_has_child(doc, i, TOC_BIT(rel))) return TOC_NONE;
  toc_few_children(doc, i, c) {
    toc_deprel r = doc->tokens.ptr[c].rel;
    if (r == rel || (any && toc_deprel_base(r) == rel)) return c;
  }
  return TOC_NONE;
}

bool toc_above(const toc_doc *doc, uint32_t a, uint32_t b) {
  /* A tree from outside may be no tree: never walk further than the sentence is long. */
  const toc_sentence *s = &doc->sentences.ptr[doc->tokens.ptr[b].sentence];
  for (uint32_t steps = s->last - s->first; b != TOC_NONE; b = doc->tokens.ptr[b].head) {
    if (a == b) return true;
    if (steps-- == 0) break;
  }
  return false;
}

/* Walks the subtree of `top` without recursion, leaving out what `skip` names; widens
 * [*first, *last). */
typedef bool (*skip_fn)(const toc_doc *doc, uint32_t top, uint32_t c);

/* Where in child[] the walk goes on below `head` after its child `at`: children stand in
 * text order, so a search by halves finds it however wide the node is. */
static uint32_t sibling_after(const toc_doc *doc, uint32_t head, uint32_t at) {
  uint32_t lo = doc->child_at[head], hi = doc->child_at[head + 1];
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (doc->child[mid] <= at) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static void widen(const toc_doc *doc, uint32_t top, skip_fn skip, uint32_t *first, uint32_t *last) {
  uint32_t at = top, next = doc->child_at[top];
  *first = top;
  *last = top + 1;
  for (;;) {
    if (next < doc->child_at[at + 1]) {
      uint32_t c = doc->child[next++];
      if (skip && skip(doc, top, c)) continue;
      if (c < *first) *first = c;
      if (c + 1 > *last) *last = c + 1;
      at = c;
      next = doc->child_at[c];
    } else {
      if (at == top) return;
      uint32_t head = doc->tokens.ptr[at].head;
      next = sibling_after(doc, head, at);
      at = head;
    }
  }
}

void toc_subtree(const toc_doc *doc, uint32_t i, uint32_t *first, uint32_t *last) {
  widen(doc, i, NULL, first, last);
}

/* "the head of the union, who denied it": a clause that only adds. */
static bool behind_comma(const toc_doc *doc, uint32_t clause) {
  uint32_t p = toc_child(doc, clause, TOC_REL_PUNCT);
  return p != TOC_NONE && p < clause && toc_str_is(doc->tokens.ptr[p].form, ",");
}

/* "accused the police | of firing": a parser may hang on the noun what belongs to the verb. */
static bool accused_of(const toc_doc *doc, uint32_t clause) {
  uint32_t m = toc_child(doc, clause, TOC_REL_MARK);
  return m != TOC_NONE && toc_lemma_is(doc, m, "of");
}

static bool not_of_phrase(const toc_doc *doc, uint32_t top, uint32_t c) {
  const toc_token *t = &doc->tokens.ptr[c];
  bool mine = t->head == top;
  switch (toc_deprel_base(t->rel)) {
    case TOC_REL_ACL: return t->rel == TOC_REL_ACL_RELCL ? mine || behind_comma(doc, c) : accused_of(doc, c);
    case TOC_REL_APPOS:
    case TOC_REL_CONJ:
    case TOC_REL_CC:
    case TOC_REL_PARATAXIS:
    case TOC_REL_ADVCL:
    case TOC_REL_CASE:
    case TOC_REL_COP:
    case TOC_REL_NSUBJ:
    case TOC_REL_AUX:
    case TOC_REL_MARK:
    case TOC_REL_PUNCT:
    case TOC_REL_DISCOURSE: return mine;
    default: return false;
  }
}

toc_span toc_tokens_span(const toc_doc *doc, uint32_t first, uint32_t last) {
  return (toc_span){doc->tokens.ptr[first].span.start, doc->tokens.ptr[last - 1].span.end};
}

/* "more than 200 people": parsers often hang "more" on the verb, and the phrase would begin
 * with "than"; the comparison belongs to the number. */
static bool is_comparison(const toc_doc *doc, uint32_t than) {
  static const char *const words[] = {"more", "less", "fewer", "few", "little", "many", "much"};
  const toc_token *t = doc->tokens.ptr;
  if (than == doc->sentences.ptr[t[than].sentence].first) return false;
  if (toc_lemma_is(doc, than - 1, "at")) /* "at least 95": "at" taken for a preposition of the noun */
    return toc_lemma_is(doc, than, "least") || toc_lemma_is(doc, than, "most") || toc_lemma_is(doc, than, "little") || toc_lemma_is(doc, than, "much");
  if (!toc_lemma_is(doc, than, "than")) return false;
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    if (toc_lemma_is(doc, than - 1, words[k])) return true;
  return false;
}

/* A preposition or conjunction in front belongs to what stands before the phrase, wherever
 * the parser hung it: "after | dozens of people".  "At least 95" and "about 40" begin one. */
static bool leads_in(const toc_doc *doc, uint32_t i) {
  static const char *const words[] = {"of", "after", "before", "in", "on", "by", "for", "from", "with", "to", "against", "into", "through",
                                      "towards", "toward", "during", "amid", "despite", "upon", "via", "and", "or", "but", "because", "while"};
  const toc_token *t = &doc->tokens.ptr[i];
  if (t->upos == TOC_UPOS_PUNCT) return true;
  if (t->upos != TOC_UPOS_ADP && t->upos != TOC_UPOS_SCONJ && t->upos != TOC_UPOS_CCONJ) return false;
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    if (toc_lemma_is(doc, i, words[k])) return true;
  return false;
}

toc_span toc_phrase(const toc_doc *doc, uint32_t i) {
  uint32_t first, last;
  widen(doc, i, not_of_phrase, &first, &last);
  if (first < i && is_comparison(doc, first)) first--;
  while (first < i && leads_in(doc, first)) first++;
  while (last > i + 1 && doc->tokens.ptr[last - 1].upos == TOC_UPOS_PUNCT) last--;
  return toc_tokens_span(doc, first, last);
}

bool toc_lemma_is(const toc_doc *doc, uint32_t i, const char *lemma) {
  return toc_str_is(doc->tokens.ptr[i].lemma, lemma);
}

uint32_t toc_sentence_at(const toc_doc *doc, uint32_t at) {
  uint32_t lo = 0, hi = doc->sentences.len;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (doc->sentences.ptr[mid].span.end <= at) lo = mid + 1;
    else hi = mid;
  }
  return lo < doc->sentences.len && doc->sentences.ptr[lo].span.start <= at ? lo : TOC_NONE;
}

uint32_t toc_token_at(const toc_doc *doc, uint32_t at) {
  uint32_t lo = 0, hi = doc->tokens.len;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (doc->tokens.ptr[mid].span.end <= at) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
