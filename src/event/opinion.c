/* opinion.c - a linear model beside the patterns.
 *
 *     Rebels shelled the town.                  likely
 *     The waiter attacked the proposal and …    the words around it are not those of reports
 *
 * It sees the trigger and its lemma, the words it hangs on and that hang on it, who does it
 * to whom, and the words of the sentence.  It drops what is improbable and says in
 * `confidence` how sure the rest is; it never changes what is coded.
 *
 * opinion.bin: lines of text, then a table of signed bytes.
 *
 *     tocsin-opinion 1
 *     weights BITS SCALE
 *     calibration SLOPE OFFSET
 *     drop SCORE
 *     (empty line) weight[1 << BITS]
 */
#include "opinion.h"

#include <math.h>

enum { LOOK = 40, NEAR = 4, FEW = 16 };

static const toc_token *tok(const toc_doc *d, uint32_t i) { return &d->tokens.ptr[i]; }
static toc_str lemma(const toc_doc *d, uint32_t i) { return tok(d, i)->lemma.len ? tok(d, i)->lemma : tok(d, i)->form; }

/* The kinds of features; what a name hashes to is found once. */
typedef enum feature {
  F_BIAS, F_TYPE, F_LEMMA, F_LEMMA_TYPE, F_CODE, F_REL, F_LEMMA_REL, F_STATUS, F_WHO, F_WHOM, F_WHO_WHOM, F_LEMMA_WHO, F_LEMMA_WHOM, F_COUNTED, F_PLACED, F_HEAD, F_LEMMA_HEAD, F_CHILD, F_TYPE_CHILD, F_LEMMA_CHILD, F_WORD, F_BEFORE, F_BEHIND, F_LAST, F_NEXT, F_ARG, F_PEOPLE, F_TYPE_PEOPLE, F_SITES, F_TOLL,
  N_FEATURES
} feature;
static const char *const feature_names[N_FEATURES] = {"bias", "type", "lemma", "lemma type", "code", "rel", "lemma rel", "status", "who", "whom", "who whom", "lemma who", "lemma whom", "counted", "placed", "head", "lemma head", "child", "type child", "lemma child", "word", "before", "behind", "last", "next", "arg", "people", "type people", "sites", "toll"};
_Static_assert((int)N_FEATURES == (int)OPINION_NAMES, "opinion.h counts them");

void toc__opinion_sow(toc__opinion_seeds *seed) {
  for (int i = 0; i < TOC_N_TYPES; i++) seed->types[i] = toc_cstr(toc_type_name((toc_type)i));
  for (int i = 0; i < TOC_N_DEPRELS; i++) seed->rels[i] = toc_cstr(toc_deprel_name(toc_deprel_base((toc_deprel)i)));
  for (int i = 0; i < TOC_N_UPOS; i++) seed->upos[i] = toc_cstr(toc_upos_name((toc_upos)i));
  for (int i = 0; i < TOC_N_FACTS; i++) seed->facts[i] = toc_cstr(toc_fact_name((toc_fact)i));
  for (int i = 0; i < N_FEATURES; i++) {
    seed->name[i] = toc_hash(toc_cstr(feature_names[i]), 23);
    for (int t = 0; t < TOC_N_TYPES; t++) seed->type[i][t] = toc_hash(seed->types[t], seed->name[i]);
  }
  for (int r = 0; r < TOC_N_DEPRELS; r++) seed->child[r] = toc_hash(seed->rels[r], seed->name[F_CHILD]);
}

/* h: the name and a, hashed already. */
static void put_begun(toc__opinion_features *f, feature name, uint64_t h, toc_str a, toc_str b) {
  if (f->n == OPINION_MOST) return;
  h = b.len ? toc_hash(b, h + 1) : toc_hash_nothing(h + 1);
  if (f->name) f->name[f->n] = toc_str_format(f->arena, "%s %.*s%s%.*s", feature_names[name], TOC_FMT(a), b.len ? " " : "", TOC_FMT(b));
  f->hash[f->n++] = (uint32_t)(h & ((1u << OPINION_BITS) - 1));
}

static void put(toc__opinion_features *f, feature name, toc_str a, toc_str b) { put_begun(f, name, toc_hash(a, f->seed->name[name]), a, b); }

static void put_type(toc__opinion_features *f, feature name, const toc_event *e, toc_str b) {
  put_begun(f, name, f->seed->type[name][e->type], f->seed->types[e->type], b);
}

static const toc_str NIL = {"", 0};

static void put_three(toc__opinion_features *f, feature name, toc_str a, toc_str b, toc_str c) {
  if (f->n == OPINION_MOST) return;
  uint64_t h = toc_hash(b, toc_hash(a, f->seed->name[name]) + 1);
  h = toc_hash(c, h + 1);
  if (f->name) f->name[f->n] = toc_str_format(f->arena, "%s %.*s %.*s %.*s", feature_names[name], TOC_FMT(a), TOC_FMT(b), TOC_FMT(c));
  f->hash[f->n++] = (uint32_t)(h & ((1u << OPINION_BITS) - 1));
}

static toc_str sector_of(const toc_actors *a) {
  if (!a->len) return TOC_S("none");
  if (a->ptr[0].sector.len) return a->ptr[0].sector;
  return a->ptr[0].country.len ? TOC_S("country") : TOC_S("somebody");
}

/* No pronouns: in reports, too, people say "I" and "you" when they are quoted. */
static bool content(toc_upos u) { return u == TOC_UPOS_NOUN || u == TOC_UPOS_VERB || u == TOC_UPOS_ADJ || u == TOC_UPOS_ADV; }

/* Names say nothing about the next report: all people are one word here, all places another. */
static toc_str word_of(const toc_doc *d, uint32_t i) {
  const toc_token *t = tok(d, i);
  if (t->upos == TOC_UPOS_NUM) return TOC_S("#");
  if (t->upos == TOC_UPOS_PRON) return TOC_S("Pron");
  if (t->upos != TOC_UPOS_PROPN) return lemma(d, i);
  if (t->place != TOC_NONE) return TOC_S("Place");
  return t->actor != TOC_NONE ? TOC_S("Actor") : TOC_S("Name");
}

/* What kind of thing stands there: somebody known, a name, a place, a thing. */
static toc_str kind_of(const toc_doc *d, uint32_t i, const toc__opinion_features *f) {
  const toc_token *t = tok(d, i);
  if (t->actor != TOC_NONE) return TOC_S("Actor");
  if (t->place != TOC_NONE) return TOC_S("Place");
  if (t->figure != TOC_NONE) return TOC_S("Figure");
  return t->upos == TOC_UPOS_NOUN && t->mention != TOC_NONE ? TOC_S("Name") : f->seed->upos[t->upos];
}

static toc_str few(uint32_t n) {
  static const char *const words[] = {"no", "one", "two", "many"};
  return toc_cstr(words[n < 3 ? n : 3]);
}

/* How many known actors, how many places, and is anybody counted? */
static void company(const toc_doc *d, uint32_t from, uint32_t to, toc_str type, toc__opinion_features *f) {
  uint32_t people = 0, sites = 0, tolls = 0;
  for (uint32_t i = from; i < to; i++) {
    const toc_token *t = tok(d, i);
    people += t->actor != TOC_NONE;
    sites += t->place != TOC_NONE;
    tolls += t->figure != TOC_NONE && t->figure < d->figures.len && d->figures.ptr[t->figure].counts != TOC_COUNTS_OTHER;
  }
  put(f, F_PEOPLE, few(people), NIL);
  put(f, F_TYPE_PEOPLE, type, few(people));
  put(f, F_SITES, few(sites), NIL);
  if (tolls) put(f, F_TOLL, type, NIL);
}

static void put_word(const toc_doc *d, uint32_t i, toc__opinion_features *f) {
  if (f->word && f->word[i] && !f->name && f->n < OPINION_MOST) {
    f->hash[f->n++] = f->word[i] - 1;
    return;
  }
  uint32_t had = f->n;
  put(f, F_WORD, lemma(d, i), NIL);
  if (f->word && f->n > had) f->word[i] = f->hash[had] + 1;
}

static void around(const toc_doc *d, const toc_event *e, toc__opinion_features *f) {
  const toc_sentence *s = &d->sentences.ptr[e->sentence];
  uint32_t from = e->token > s->first + LOOK ? e->token - LOOK : s->first;
  uint32_t to = e->token + LOOK < s->last ? e->token + LOOK : s->last;
  company(d, from, to, f->seed->types[e->type], f);
  for (uint32_t i = from; i < to; i++) {
    if (i == e->token) continue;
    if (content(tok(d, i)->upos)) put_word(d, i, f);
    uint32_t away = i > e->token ? i - e->token : e->token - i;
    if (away <= NEAR) put(f, i < e->token ? F_BEFORE : F_BEHIND, word_of(d, i), NIL);
    if (away == 1) put(f, i < e->token ? F_LAST : F_NEXT, lemma(d, e->token), word_of(d, i));
  }
}

void toc__opinion_look(const toc_doc *d, const toc_event *e, toc__opinion_features *f) {
  uint32_t i = e->token, h = tok(d, i)->head, n = 0;
  toc_str l = lemma(d, i), type = f->seed->types[e->type], upos = f->seed->upos[tok(d, i)->upos], rel = f->seed->rels[tok(d, i)->rel], who = sector_of(&e->actors), whom = sector_of(&e->recipients);
  f->n = 0;
  put(f, F_BIAS, NIL, NIL);
  put_type(f, F_TYPE, e, upos);
  put(f, F_LEMMA, l, upos);
  put(f, F_LEMMA_TYPE, l, type);
  put(f, F_CODE, l, e->cameo); /* not the pattern, whose line moves when another is added */
  put_type(f, F_REL, e, rel);
  put(f, F_LEMMA_REL, l, rel);
  put_type(f, F_STATUS, e, f->seed->facts[e->status]);
  put_type(f, F_WHO, e, who);
  put_type(f, F_WHOM, e, whom);
  put(f, F_WHO_WHOM, who, whom);
  put(f, F_LEMMA_WHO, l, who);
  put(f, F_LEMMA_WHOM, l, whom);
  if (e->figures.len) put_type(f, F_COUNTED, e, NIL);
  if (e->where.set && !e->where.via.len) put_type(f, F_PLACED, e, NIL);
  if (h != TOC_NONE) {
    put(f, F_HEAD, word_of(d, h), rel);
    put(f, F_LEMMA_HEAD, l, word_of(d, h));
  }
  uint64_t lemma_child = toc_hash(l, f->seed->name[F_LEMMA_CHILD]);
  toc_children(d, i, c) {
    if (n++ == FEW) break;
    toc_str below = f->seed->rels[tok(d, c)->rel];
    put_begun(f, F_CHILD, f->seed->child[tok(d, c)->rel], below, word_of(d, c));
    put_type(f, F_TYPE_CHILD, e, below);
    put_three(f, F_ARG, type, below, kind_of(d, c, f));
    put_begun(f, F_LEMMA_CHILD, lemma_child, l, word_of(d, c));
  }
  around(d, e, f);
}

double toc__opinion_score(const toc__opinion *o, const toc__opinion_features *f) {
  int64_t sum = 0;
  for (uint32_t k = 0; k < f->n; k++) sum += o->weight[f->hash[k]];
  return o->scale * (double)sum;
}

double toc__opinion_chance(const toc__opinion *o, double score) { return 1 / (1 + exp(-(o->slope * score + o->offset))); }

/* ------------------------------------------------------------------------ loading */

/* The numbers of line `at`, which begins with `name`. */
static toc_status numbers(toc_str *rest, const char *file, uint32_t at, const char *name, double *out, int n, toc_error *err) {
  toc_str line, word;
  if (!toc_str_cut(rest, '\n', &line) || !toc_str_word(&line, &word) || !toc_str_is(word, name))
    return toc_fail(err, TOC_BADDATA, file, at, 1, "expected '%s'", name);
  for (int i = 0; i < n; i++)
    if (!toc_str_word(&line, &word) || !toc_str_double(word, &out[i]) || !isfinite(out[i]))
      return toc_fail(err, TOC_BADDATA, file, at, 1, "expected %d number%s behind '%s'", n, n == 1 ? "" : "s", name);
  return TOC_OK;
}

toc_status toc__opinion_parse(toc__opinion *o, const char *file, toc_str rest, toc_error *err) {
  toc_str line;
  double w[2], c[2], drop;
  if (!toc_str_cut(&rest, '\n', &line) || !toc_str_is(line, "tocsin-opinion 1"))
    return toc_fail(err, TOC_BADDATA, file, 1, 1, "expected 'tocsin-opinion 1'");
  toc_status s = numbers(&rest, file, 2, "weights", w, 2, err);
  if (s == TOC_OK) s = numbers(&rest, file, 3, "calibration", c, 2, err);
  if (s == TOC_OK) s = numbers(&rest, file, 4, "drop", &drop, 1, err);
  if (s != TOC_OK) return s;
  if (w[0] < OPINION_BITS || w[0] > OPINION_BITS || !(w[1] > 0))
    return toc_fail(err, TOC_BADDATA, file, 2, 1, "expected %d bits and a scale", OPINION_BITS);
  if (!toc_str_cut(&rest, '\n', &line) || line.len) return toc_fail(err, TOC_BADDATA, file, 5, 1, "expected an empty line");
  if (rest.len != 1u << OPINION_BITS)
    return toc_fail(err, TOC_BADDATA, file, 6, 1, "expected %u weights, found %zu", 1u << OPINION_BITS, rest.len);
  *o = (toc__opinion){.scale = w[1], .drop = drop, .slope = c[0], .offset = c[1], .weight = (const int8_t *)rest.ptr};
  toc__opinion_sow(&o->seed);
  return TOC_OK;
}

toc_status toc__opinion_load(toc__opinion *o, const char *data_dir, toc_arena *arena, toc_error *err) {
  toc_str bytes, path = toc_str_format(arena, "%s/patterns/opinion.bin", data_dir);
  toc_status s = toc_file_read(arena, path.ptr, 0, &bytes, err);
  return s == TOC_OK ? toc__opinion_parse(o, path.ptr, bytes, err) : s;
}
