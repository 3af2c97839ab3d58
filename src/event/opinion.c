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
 *     tocsin-opinion 2
 *     weights BITS SCALE
 *     calibration SLOPE OFFSET
 *     drop SCORE
 *     (empty line) weight[1 << BITS]
 */
#include "opinion.h"

#include <math.h>

enum { LOOK = 40, NEAR = 4, FEW = 16 };

static const toc_token *tok(const toc_doc *d, uint32_t i) { return &d->tokens.ptr[i]; }

/* The kinds of features. */
typedef enum feature {
  F_BIAS, F_TYPE, F_LEMMA, F_LEMMA_TYPE, F_CODE, F_REL, F_LEMMA_REL, F_STATUS, F_WHO, F_WHOM, F_WHO_WHOM, F_LEMMA_WHO, F_LEMMA_WHOM, F_COUNTED, F_PLACED, F_HEAD, F_LEMMA_HEAD, F_CHILD, F_TYPE_CHILD, F_LEMMA_CHILD, F_WORD, F_BEFORE, F_BEHIND, F_LAST, F_NEXT, F_ARG, F_PEOPLE, F_TYPE_PEOPLE, F_SITES, F_TOLL,
  N_FEATURES
} feature;
static const char *const feature_names[N_FEATURES] = {"bias", "type", "lemma", "lemma type", "code", "rel", "lemma rel", "status", "who", "whom", "who whom", "lemma who", "lemma whom", "counted", "placed", "head", "lemma head", "child", "type child", "lemma child", "word", "before", "behind", "last", "next", "arg", "people", "type people", "sites", "toll"};

/* A member of a feature: what it hashes to, and its name for a reader.  Words hash to what their
 * lemmas do, members of closed vocabularies to their place in them, short codes to their letters. */
typedef struct part {
  uint64_t key;
  toc_str name;
} part;

static const part NIL = {0};

static part from_list(uint64_t i, const char *name) { return (part){i + 1, {name, 0}}; } /* the name's length, where one asks */

static part from_code(toc_str code) {
  part p = {0, code};
  for (size_t i = 0; i < code.len && i < 8; i++) p.key |= (uint64_t)(uint8_t)code.ptr[i] << (8 * i);
  return p;
}

static part of_word(const toc__opinion_features *f, uint32_t i) { return (part){f->word[i].lemma_hash, f->word[i].lemma}; }
static part of_type(const toc_event *e) { return from_list(e->type, toc_type_name(e->type)); }
static part of_rel(toc_deprel r) { return from_list(toc_deprel_base(r), toc_deprel_name(toc_deprel_base(r))); }
static part of_upos(toc_upos u) { return from_list(u, toc_upos_name(u)); }

static toc_str name_of(const part *p) { return p->name.ptr && !p->name.len ? toc_cstr(p->name.ptr) : p->name; }

static void put(toc__opinion_features *f, feature kind, part a, part b, part c) {
  if (f->n == OPINION_MOST) return;
  if (f->name) {
    toc_str x = name_of(&a), y = name_of(&b), z = name_of(&c);
    f->name[f->n] = toc_str_format(f->arena, "%s %.*s%s%.*s%s%.*s", feature_names[kind], TOC_FMT(x), y.len ? " " : "", TOC_FMT(y), z.len ? " " : "", TOC_FMT(z));
  }
  f->hash[f->n++] = toc_feature(kind, a.key, b.key, c.key) >> (32 - OPINION_BITS);
}

static part sector_of(const toc_actors *a) {
  if (!a->len) return from_code(TOC_S("none"));
  if (a->ptr[0].sector.len) return from_code(a->ptr[0].sector);
  return from_code(a->ptr[0].country.len ? TOC_S("country") : TOC_S("somebody"));
}

/* No pronouns: in reports, too, people say "I" and "you" when they are quoted. */
static bool content(toc_upos u) { return u == TOC_UPOS_NOUN || u == TOC_UPOS_VERB || u == TOC_UPOS_ADJ || u == TOC_UPOS_ADV; }

/* Names say nothing about the next report: all people are one word here, all places another. */
static part word_of(const toc_doc *d, const toc__opinion_features *f, uint32_t i) {
  const toc_token *t = tok(d, i);
  if (t->upos == TOC_UPOS_NUM) return from_code(TOC_S("#"));
  if (t->upos == TOC_UPOS_PRON) return from_code(TOC_S("Pron"));
  if (t->upos != TOC_UPOS_PROPN) return of_word(f, i);
  if (t->place != TOC_NONE) return from_code(TOC_S("Place"));
  return from_code(t->actor != TOC_NONE ? TOC_S("Actor") : TOC_S("Name"));
}

/* What kind of thing stands there: somebody known, a name, a place, a thing. */
static part kind_of(const toc_doc *d, uint32_t i) {
  const toc_token *t = tok(d, i);
  if (t->actor != TOC_NONE) return from_code(TOC_S("Actor"));
  if (t->place != TOC_NONE) return from_code(TOC_S("Place"));
  if (t->figure != TOC_NONE) return from_code(TOC_S("Figure"));
  return t->upos == TOC_UPOS_NOUN && t->mention != TOC_NONE ? from_code(TOC_S("Name")) : of_upos(t->upos);
}

static part few(uint32_t n) {
  static const char *const words[] = {"no", "one", "two", "many"};
  return from_list(n < 3 ? n : 3, words[n < 3 ? n : 3]);
}

/* How many known actors, how many places, and is anybody counted? */
static void company(const toc_doc *d, uint32_t from, uint32_t to, part type, toc__opinion_features *f) {
  uint32_t people = 0, sites = 0, tolls = 0;
  for (uint32_t i = from; i < to; i++) {
    const toc_token *t = tok(d, i);
    people += t->actor != TOC_NONE;
    sites += t->place != TOC_NONE;
    tolls += t->figure != TOC_NONE && t->figure < d->figures.len && d->figures.ptr[t->figure].counts != TOC_COUNTS_OTHER;
  }
  put(f, F_PEOPLE, few(people), NIL, NIL);
  put(f, F_TYPE_PEOPLE, type, few(people), NIL);
  put(f, F_SITES, few(sites), NIL, NIL);
  if (tolls) put(f, F_TOLL, type, NIL, NIL);
}

static void around(const toc_doc *d, const toc_event *e, toc__opinion_features *f) {
  const toc_sentence *s = &d->sentences.ptr[e->sentence];
  uint32_t from = e->token > s->first + LOOK ? e->token - LOOK : s->first;
  uint32_t to = e->token + LOOK < s->last ? e->token + LOOK : s->last;
  company(d, from, to, of_type(e), f);
  for (uint32_t i = from; i < to; i++) {
    if (i == e->token) continue;
    if (content(tok(d, i)->upos)) put(f, F_WORD, of_word(f, i), NIL, NIL);
    uint32_t away = i > e->token ? i - e->token : e->token - i;
    if (away <= NEAR) put(f, i < e->token ? F_BEFORE : F_BEHIND, word_of(d, f, i), NIL, NIL);
    if (away == 1) put(f, i < e->token ? F_LAST : F_NEXT, of_word(f, e->token), word_of(d, f, i), NIL);
  }
}

void toc__opinion_look(const toc_doc *d, const toc_event *e, toc__opinion_features *f) {
  uint32_t i = e->token, h = tok(d, i)->head, n = 0;
  part l = of_word(f, i), type = of_type(e), rel = of_rel(tok(d, i)->rel), who = sector_of(&e->actors), whom = sector_of(&e->recipients);
  f->n = 0;
  put(f, F_BIAS, NIL, NIL, NIL);
  put(f, F_TYPE, type, of_upos(tok(d, i)->upos), NIL);
  put(f, F_LEMMA, l, of_upos(tok(d, i)->upos), NIL);
  put(f, F_LEMMA_TYPE, l, type, NIL);
  put(f, F_CODE, l, from_code(e->cameo), NIL); /* not the pattern, whose line moves when another is added */
  put(f, F_REL, type, rel, NIL);
  put(f, F_LEMMA_REL, l, rel, NIL);
  put(f, F_STATUS, type, from_list(e->status, toc_fact_name(e->status)), NIL);
  put(f, F_WHO, type, who, NIL);
  put(f, F_WHOM, type, whom, NIL);
  put(f, F_WHO_WHOM, who, whom, NIL);
  put(f, F_LEMMA_WHO, l, who, NIL);
  put(f, F_LEMMA_WHOM, l, whom, NIL);
  if (e->figures.len) put(f, F_COUNTED, type, NIL, NIL);
  if (e->where.set && !e->where.via.len) put(f, F_PLACED, type, NIL, NIL);
  if (h != TOC_NONE) {
    put(f, F_HEAD, word_of(d, f, h), rel, NIL);
    put(f, F_LEMMA_HEAD, l, word_of(d, f, h), NIL);
  }
  toc_children(d, i, c) {
    if (n++ == FEW) break;
    part below = of_rel(tok(d, c)->rel), word = word_of(d, f, c);
    put(f, F_CHILD, below, word, NIL);
    put(f, F_TYPE_CHILD, type, below, NIL);
    put(f, F_ARG, type, below, kind_of(d, c));
    put(f, F_LEMMA_CHILD, l, word, NIL);
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
  if (!toc_str_cut(&rest, '\n', &line) || !toc_str_is(line, "tocsin-opinion 2"))
    return toc_fail(err, TOC_BADDATA, file, 1, 1, "expected 'tocsin-opinion 2'");
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
  return TOC_OK;
}

toc_status toc__opinion_load(toc__opinion *o, const char *data_dir, toc_arena *arena, toc_error *err) {
  toc_str bytes, path = toc_str_format(arena, "%s/patterns/opinion.bin", data_dir);
  toc_status s = toc_file_read(arena, path.ptr, 0, &bytes, err);
  return s == TOC_OK ? toc__opinion_parse(o, path.ptr, bytes, err) : s;
}
