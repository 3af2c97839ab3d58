/* run.c - the stage: from phrases to doc->actors. */
#include "dict.h"

enum { LONG_SENTENCE = 1000, LONG_NAME = 80 }; /* tokens; beyond, a phrase is its own words only; bytes */

static const char *const place_words[] = {"in", "near", "inside", "within", "throughout", "outside",
                                          "across", "around", "through", "via", "along", "off"};

static bool says_where(const toc_doc *doc, uint32_t i) {
  if (!doc->child_at) return false;
  uint32_t c = toc_child(doc, i, TOC_REL_CASE);
  for (size_t k = 0; c != TOC_NONE && k < sizeof place_words / sizeof *place_words; k++)
    if (toc_lemma_is(doc, c, place_words[k])) return true;
  return false;
}

static bool listed(const work *w, toc_str key) {
  for (uint32_t e = toc_map_get(&w->x->phrases, key); e < PREFIX_ONLY; e = w->x->entries.ptr[e].next)
    if (w->x->entries.ptr[e].kind == HIT_AGENT && w->x->agents.ptr[w->x->entries.ptr[e].what].kind == AG_VERB) return true;
  return false;
}

/* Is it one of the verbs?  By its lemma; or, as a tagger may be wrong about that, by its form
 * without the regular endings. */
static bool verb_listed(const work *w, uint32_t verb) {
  static const char *const ends[][2] = {{"s", ""}, {"es", ""}, {"d", ""}, {"ed", ""}, {"ing", ""}, {"ing", "e"}, {"ied", "y"}};
  if (verb == TOC_NONE) return false;
  if (listed(w, toc_fold(w->a, tok(w, verb)->lemma))) return true;
  toc_str form = toc_fold(w->a, tok(w, verb)->form);
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    toc_str end = toc_cstr(ends[i][0]);
    if (form.len < end.len + 2 || !toc_str_ends(form, end)) continue;
    const toc_str parts[] = {toc_str_sub(form, 0, form.len - end.len), toc_cstr(ends[i][1])};
    if (listed(w, toc_str_concat(w->a, parts, 2))) return true;
  }
  return false;
}

/* Does a capital stand for its state here?  As a subject that speaks or acts, as the object
 * of what one does to states, and between "relations" and the like. */
static bool is_metonym(const work *w, uint32_t i) {
  const toc_doc *doc = w->doc;
  static const char *const beside[] = {"between", "with", "by", "against", "to", "from"};
  for (int steps = 0; steps < 4 && tok(w, i)->rel == TOC_REL_CONJ && tok(w, i)->head != TOC_NONE; steps++) i = tok(w, i)->head;
  const toc_token *t = tok(w, i);
  if (!doc->child_at || t->head == TOC_NONE || says_where(doc, i)) return false;
  uint32_t c = toc_child(doc, i, TOC_REL_CASE);
  bool prep = false;
  for (size_t k = 0; c != TOC_NONE && k < sizeof beside / sizeof *beside; k++) prep |= toc_lemma_is(doc, c, beside[k]);
  bool to = c != TOC_NONE && (toc_lemma_is(doc, c, "to") || toc_lemma_is(doc, c, "from"));
  const toc_token *h = tok(w, t->head);
  switch (t->rel) {
    case TOC_REL_NSUBJ: return h->upos == TOC_UPOS_VERB || h->upos == TOC_UPOS_AUX;
    case TOC_REL_NSUBJ_PASS: return verb_listed(w, t->head);
    case TOC_REL_OBL_AGENT: return true;
    case TOC_REL_OBJ:
    case TOC_REL_IOBJ: return verb_listed(w, t->head);
    case TOC_REL_NMOD_POSS: return h->upos == TOC_UPOS_NOUN;
    default: break;
  }
  toc_deprel b = toc_deprel_base(t->rel);
  if (b == TOC_REL_OBL) return prep && verb_listed(w, t->head);
  if (b == TOC_REL_NMOD) return prep && !to && h->upos == TOC_UPOS_NOUN;
  return false;
}

/* "Met with force", "by force": no troops. */
static bool mere_force(const work *w, const who *q) {
  if (!toc_str_is(tok(w, q->head)->form, "force") || !w->doc->child_at || q->first + 1 != q->last) return false;
  toc_children(w->doc, q->head, c) {
    toc_deprel b = toc_rel_base(w->doc, c);
    if (b == TOC_REL_DET || b == TOC_REL_AMOD || b == TOC_REL_COMPOUND || b == TOC_REL_NMOD || b == TOC_REL_NUMMOD) return false;
  }
  return true;
}

static bool wanted(work *w, who *q) {
  switch (q->kind) {
    case WHO_NONE:
    case WHO_REFER:
      if (q->kind == WHO_REFER && q->entity != TOC_NONE) break;
      return false;
    case WHO_PRONOUN:
      if (q->entity == TOC_NONE) return false;
      break;
    case WHO_QUANTITY:
      if (!q->sector.len && !q->country.len) return false;
      break;
    case WHO_COUNTRY:
      if (says_where(w->doc, q->head)) return false;
      if (toc_str_is(q->via, "metonym") && !is_metonym(w, q->head)) return false;
      break;
    default: break;
  }
  if (mere_force(w, q)) return false;
  if (q->agent != TOC_NONE && q->kind == WHO_PEOPLE && w->x->agents.ptr[q->agent].kind == AG_THING)
    return q->sector.len && (!q->weak || q->country.len);
  return q->country.len || q->sector.len || q->name.len;
}

static bool public_role(toc_str s) {
  static const char *const roles[] = {"GOV", "MIL", "LEG", "JUD", "COP", "PTY", "OPP", "REB", "IGO", "SPY", "ELI",
                                      "PRM", "IMG", "NGO", "SOC", "REL", "BUS", "LAB", "JRN", "MNC", "CRM", "ISM"};
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (toc_str_is(s, roles[i])) return true;
  return false;
}

static toc_span span_of(const work *w, const who *q) {
  const toc_doc *doc = w->doc;
  const toc_sentence *s = &doc->sentences.ptr[tok(w, q->head)->sentence];
  toc_span own = toc_tokens_span(doc, q->first, q->last);
  if (q->kind == WHO_ADJECTIVE || q->kind == WHO_PRONOUN || !doc->child_at || s->last - s->first > LONG_SENTENCE) return own;
  toc_span p = toc_phrase(doc, q->head);
  uint32_t of = charge_at(w, q->head);
  if (of != TOC_NONE && tok(w, of)->span.start > own.start) p.end = tok(w, of - 1)->span.end;
  return (toc_span){own.start < p.start ? own.start : p.start, own.end > p.end ? own.end : p.end};
}

static toc_str told(toc_str s) { return s.len ? s : (toc_str){0}; }

static toc_str code_of(work *w, const toc_actor *a) {
  char code[32];
  size_t n = 0;
  const toc_str parts[] = {a->country, a->sector, a->sector2};
  for (size_t i = 0; i < 3; i++)
    if (n + parts[i].len <= sizeof code) memcpy(code + n, parts[i].len ? parts[i].ptr : "", parts[i].len), n += parts[i].len;
  return n ? toc_pool_intern(&w->doc->pool, (toc_str){code, n}) : (toc_str){0};
}

/* The further states of a phrase: the same head, their own words up to its end. */
static void emit_more(work *w, const who *q, const toc_actor *whole) {
  for (uint32_t i = q->n_more; i > 0; i--) { /* text order */
    const another *m = &q->more[i - 1];
    toc_actor a = *whole;
    a.country = told(m->country);
    a.code = code_of(w, &a);
    if (m->first != q->first || m->last != q->last) a.span = toc_tokens_span(w->doc, m->first, m->last); /* not of "both sides" */
    a.name = (toc_str){0};
    *toc_push(&w->doc->arena, &w->doc->actors) = a;
  }
}

static bool names_person(const work *w, toc_span s) {
  const toc_doc *doc = w->doc;
  for (uint32_t t = toc_token_at(doc, s.start); t < doc->tokens.len && doc->tokens.ptr[t].span.start < s.end; t++) {
    uint32_t m = doc->tokens.ptr[t].mention;
    if (m < doc->mentions.len && doc->mentions.ptr[m].kind == TOC_KIND_PER) return true;
  }
  return false;
}

/* "It said": whom a pronoun stands for, in the words of the first mention, if there is no better
 * name; as private as that one. */
static void stand_for(work *w, const who *q, toc_actor *a) {
  if (q->entity == TOC_NONE || q->entity >= w->whos.len) return;
  uint32_t *first = &w->told[q->entity];
  if (q->kind != WHO_PRONOUN) {
    if (*first == TOC_NONE) *first = w->doc->actors.len;
    return;
  }
  if (*first == TOC_NONE) return;
  const toc_actor *of = &w->doc->actors.ptr[*first];
  a->person = of->person;
  a->private_person = of->private_person;
  if (!a->name.len && toc_str_eq(a->code, of->code) && of->span.end - of->span.start <= LONG_NAME && !names_person(w, of->span)) a->name = toc_slice(w->doc->text, of->span);
}

static void emit(work *w, who *q) {
  toc_doc *doc = w->doc;
  toc_actor a = {.span = span_of(w, q), .head = q->head, .entity = q->entity};
  if (q->kind == WHO_ADJECTIVE && !q->via.len) q->via = TOC_S("demonym");
  a.name = told(q->name);
  a.country = told(q->country);
  a.sector = told(q->sector);
  a.sector2 = told(q->sector2);
  a.via = told(q->via);
  a.code = code_of(w, &a);
  a.person = q->kind == WHO_PERSON && q->name.len;
  a.private_person = a.person && q->known == TOC_NONE && !public_role(q->sector);
  stand_for(w, q, &a);
  if (toc_str_is(q->via, "metonym") && tok(w, q->head)->place != TOC_NONE)
    doc->places.ptr[tok(w, q->head)->place].actor_only = true;
  tok(w, q->head)->actor = doc->actors.len;
  *toc_push(&doc->arena, &doc->actors) = a;
  emit_more(w, q, &a);
}

toc_status toc__actors_run(const toc__actors *x, toc_doc *doc, toc_error *err) {
  (void)err;
  toc_arena_reset(&doc->scratch);
  work w = {.x = x, .doc = doc, .a = &doc->scratch};
  uint32_t n = doc->tokens.len;
  w.who_at = toc_new(w.a, uint32_t, (size_t)n + 1);
  w.used = toc_new(w.a, bool, (size_t)n + 1);
  memset(w.who_at, 0xFF, (size_t)n * sizeof *w.who_at); /* TOC_NONE */
  match_all(&w);
  read_all(&w);
  refer_all(&w);
  w.told = toc_new(w.a, uint32_t, (size_t)w.whos.len + 1);
  for (uint32_t i = 0; i < w.whos.len; i++) w.told[i] = TOC_NONE;
  for (uint32_t i = 0; i < w.whos.len; i++)
    if (wanted(&w, &w.whos.ptr[i])) emit(&w, &w.whos.ptr[i]);
  return TOC_OK;
}
