/* grouper.c - reports of one incident, reports of one story.
 *
 * Each report becomes a vector of its words, weighted by how rare they are among the reports
 * at hand (tf-idf; Spärck Jones 1972), names counting more, since names and figures tell one
 * shooting from another.  Pairs that share rare words are scored by the cosine; groups are
 * merged from the best pair down, by the mean cosine of their pairs, so that one loose link
 * does not chain two stories, and a large group is no easier to join than a small one.
 * Reports of one incident must besides lie close in time and not name different places.
 *
 * Order-free: reports are first sorted by a hash of id and text, ties in similarity go by
 * that order, and a group is named after its smallest report id. */
#include "group.h"

#include <math.h>
#include <stdlib.h>

#define STORY_COSINE 0.22
#define INCIDENT_COSINE 0.18
#define INCIDENT_DAYS 9     /* between the days of two reports of one incident */
#define COMMON_SHARE 0.2    /* words in more than this share of the reports make no pair */
#define COMMON_MIN 20       /* … but words in fewer reports than this always do */
#define NAME_WEIGHT 3.0
#define TITLE_WEIGHT 1.5

typedef struct weight {
  uint32_t term;
  float w;
} weight;

typedef struct member {
  toc_str id;
  uint64_t key;      /* hash of id and text: the order that does not depend on arrival */
  uint32_t arrival;
  toc_day day;       /* of the main incident, else of the report */
  toc_str country;   /* of the main place */
  weight *vector;    /* [n], by term */
  uint32_t n;
} member;

struct toc_grouper {
  toc_arena arena;
  toc_map terms;
  TOC_ARRAY(member) members;
  TOC_ARRAY(uint32_t) frequency; /* per term: reports that hold it */
};

toc_grouper *toc_grouper_new(void) {
  toc_grouper *g = calloc(1, sizeof *g);
  if (!g) return NULL;
  toc_arena_init(&g->arena, 0);
  toc_map_init(&g->terms, &g->arena);
  return g;
}

void toc_grouper_free(toc_grouper *g) {
  if (!g) return;
  toc_arena_release(&g->arena);
  free(g);
}

/* ------------------------------------------------------------------ adding */

static bool is_content(const toc_token *t) {
  switch (t->upos) {
    case TOC_UPOS_NOUN:
    case TOC_UPOS_PROPN:
    case TOC_UPOS_VERB:
    case TOC_UPOS_ADJ:
    case TOC_UPOS_NUM: return true;
    case TOC_UPOS_NONE: return t->form.len > 3;
    default: return false;
  }
}

static double token_weight(const toc_doc *doc, const toc_token *t) {
  double w = t->upos == TOC_UPOS_PROPN ? NAME_WEIGHT : 1;
  return doc->sentences.ptr[t->sentence].section == TOC_TITLE ? w * TITLE_WEIGHT : w;
}

static int by_term(const void *x, const void *y) {
  const weight *a = x, *b = y;
  return (a->term > b->term) - (a->term < b->term);
}

/* Adds up equal terms of a sorted list; how many are left. */
static uint32_t add_equal(weight *v, uint32_t n) {
  uint32_t k = 0;
  for (uint32_t i = 0; i < n; i++) {
    if (k && v[k - 1].term == v[i].term) v[k - 1].w += v[i].w;
    else v[k++] = v[i];
  }
  return k;
}

/* The incident with most events tells the report's day and country. */
static void main_incident(const toc_doc *doc, member *m) {
  uint32_t most = 0;
  m->day = doc->dct;
  for (uint32_t i = 0; i < doc->incidents.len; i++) {
    const toc_incident *incident = &doc->incidents.ptr[i];
    if (incident->events.len <= most) continue;
    most = incident->events.len;
    for (uint32_t k = 0; k < incident->events.len; k++) {
      const toc_event *e = &doc->events.ptr[incident->events.ptr[k]];
      if (e->where.set && e->where.place != TOC_NONE && doc->places.ptr[e->where.place].country.len)
        m->country = doc->places.ptr[e->where.place].country;
      if (e->when.set && e->when.from != TOC_NODAY && e->when.from == e->when.to) m->day = e->when.from;
    }
  }
}

static void add(toc_grouper *g, const toc_doc *doc, toc_arena *scratch) {
  TOC_ARRAY(weight) v = {0};
  for (uint32_t i = 0; i < doc->tokens.len; i++) {
    const toc_token *t = &doc->tokens.ptr[i];
    if (!is_content(t)) continue;
    toc_str word = toc_fold(scratch, t->lemma.len ? t->lemma : t->form);
    if (word.len < 2 && t->upos != TOC_UPOS_NUM) continue;
    uint32_t term = *toc_map_put(&g->terms, word, g->terms.used);
    while (g->frequency.len < g->terms.used) *toc_push(&g->arena, &g->frequency) = 0;
    *toc_push(scratch, &v) = (weight){term, (float)token_weight(doc, t)};
  }
  if (v.len) qsort(v.ptr, v.len, sizeof *v.ptr, by_term);
  uint32_t n = add_equal(v.ptr, v.len);
  member m = {.id = toc_str_copy(&g->arena, doc->id.ptr ? doc->id : TOC_S("")), .arrival = g->members.len, .n = n};
  m.key = toc_hash(doc->text, toc_hash(doc->id, 0));
  m.vector = toc_new(&g->arena, weight, n);
  if (n) memcpy(m.vector, v.ptr, n * sizeof *m.vector);
  for (uint32_t i = 0; i < n; i++) g->frequency.ptr[m.vector[i].term]++;
  main_incident(doc, &m);
  m.country = toc_str_copy(&g->arena, m.country);
  *toc_push(&g->arena, &g->members) = m;
}

toc_status toc_grouper_add(toc_grouper *g, const toc_doc *doc, toc_error *err) {
  toc_arena scratch;
  jmp_buf jump;
  toc_arena_init(&scratch, 0);
  bool failed = true;
  scratch.oom = &jump;
  if (TOC_TRY(&g->arena, jump)) {
    add(g, doc, &scratch);
    failed = false;
  }
  g->arena.oom = NULL;
  toc_arena_release(&scratch);
  return failed ? toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while grouping") : TOC_OK;
}

/* ---------------------------------------------------------------- grouping */

typedef struct pair {
  uint32_t a, b; /* a < b, in key order */
  float cosine;
} pair;

typedef struct work {
  toc_arena *arena;
  member *m; /* [n], in key order, vectors weighted and of length 1 */
  uint32_t n;
  const uint32_t *frequency;
  uint32_t n_terms;
  TOC_ARRAY(pair) pairs;
} work;

static int by_key(const void *x, const void *y) {
  const member *a = x, *b = y;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  int c = toc_str_cmp(a->id, b->id);
  return c ? c : (a->arrival > b->arrival) - (a->arrival < b->arrival);
}

static int by_cosine(const void *x, const void *y) {
  const pair *p = x, *q = y;
  if (p->cosine != q->cosine) return p->cosine > q->cosine ? -1 : 1;
  if (p->a != q->a) return p->a < q->a ? -1 : 1;
  return (p->b > q->b) - (p->b < q->b);
}

/* Natural logarithm by the series of artanh.  libm's own takes another path, with other last
 * bits, on processors with fused multiply-add; two machines must agree to the byte. */
static double ln(double x) {
  int e;
  double m = frexp(x, &e) * 2 - 1; /* x = (1 + m) * 2^(e - 1), m in [0, 1) */
  double y = m / (m + 2), square = y * y, power = y, sum = 0;
  for (int k = 1; k <= 35; k += 2, power *= square) sum += power / k;
  return 2 * sum + (e - 1) * 0.69314718055994530942;
}

static void weigh(work *w) {
  for (uint32_t i = 0; i < w->n; i++) {
    member *m = &w->m[i];
    weight *v = toc_new(w->arena, weight, m->n);
    double sum = 0;
    for (uint32_t k = 0; k < m->n; k++) {
      double idf = ln((1.0 + w->n) / (1.0 + w->frequency[m->vector[k].term])) + 0.3;
      double x = (1 + ln(m->vector[k].w)) * idf; /* weights begin at 1 */
      v[k] = (weight){m->vector[k].term, (float)x};
      sum += x * x;
    }
    double norm = sum > 0 ? 1 / sqrt(sum) : 0;
    for (uint32_t k = 0; k < m->n; k++) v[k].w = (float)(v[k].w * norm);
    m->vector = v;
  }
}

/* Cosines of each report with all later ones that share a word, through an inverted index. */
static void find_pairs(work *w, double least) {
  uint32_t common = (uint32_t)(COMMON_SHARE * w->n);
  if (common < COMMON_MIN) common = COMMON_MIN;
  uint32_t *at = toc_new(w->arena, uint32_t, (size_t)w->n_terms + 1);
  for (uint32_t t = 0; t < w->n_terms; t++) at[t + 1] = at[t] + w->frequency[t];
  uint32_t *fill = toc_new(w->arena, uint32_t, (size_t)w->n_terms + 1);
  struct posting { uint32_t m; float w; } *index = toc_arena_alloc(w->arena, at[w->n_terms] + 1u, sizeof *index);
  float *dot = toc_new(w->arena, float, w->n);
  uint32_t *met = toc_new(w->arena, uint32_t, w->n);
  bool *seed = toc_new(w->arena, bool, w->n);
  for (uint32_t i = 0; i < w->n; i++) {
    uint32_t n_met = 0;
    const member *m = &w->m[i];
    for (uint32_t k = 0; k < m->n; k++) {
      uint32_t t = m->vector[k].term;
      for (uint32_t p = at[t]; p < at[t] + fill[t]; p++) {
        uint32_t j = index[p].m;
        if (dot[j] == 0) met[n_met++] = j;
        dot[j] += m->vector[k].w * index[p].w;
        if (w->frequency[t] <= common) seed[j] = true;
      }
    }
    for (uint32_t k = 0; k < n_met; k++) {
      uint32_t j = met[k];
      if (seed[j] && dot[j] >= least) *toc_push(w->arena, &w->pairs) = (pair){j, i, dot[j]};
      dot[j] = 0;
      seed[j] = false;
    }
    for (uint32_t k = 0; k < m->n; k++) {
      uint32_t t = m->vector[k].term;
      index[at[t] + fill[t]].m = i;
      index[at[t] + fill[t]++].w = m->vector[k].w;
    }
  }
  if (w->pairs.len) qsort(w->pairs.ptr, w->pairs.len, sizeof *w->pairs.ptr, by_cosine);
}

typedef struct cluster {
  uint32_t parent, size;
  weight *sum; /* [n], by term: of the members' unit vectors */
  uint32_t n;
  toc_day from, to;
  toc_str country;
} cluster;

static uint32_t root(cluster *c, uint32_t i) {
  while (c[i].parent != i) i = c[i].parent = c[c[i].parent].parent;
  return i;
}

static double dot_of(const cluster *a, const cluster *b) {
  double sum = 0;
  for (uint32_t i = 0, j = 0; i < a->n && j < b->n;) {
    if (a->sum[i].term < b->sum[j].term) i++;
    else if (a->sum[i].term > b->sum[j].term) j++;
    else sum += (double)a->sum[i++].w * b->sum[j++].w;
  }
  return sum;
}

static void merge(work *w, cluster *a, cluster *b, uint32_t a_index) {
  weight *sum = toc_new(w->arena, weight, a->n + b->n);
  uint32_t n = 0, i = 0, j = 0;
  while (i < a->n || j < b->n) {
    if (j == b->n || (i < a->n && a->sum[i].term < b->sum[j].term)) sum[n++] = a->sum[i++];
    else if (i == a->n || b->sum[j].term < a->sum[i].term) sum[n++] = b->sum[j++];
    else sum[n] = a->sum[i++], sum[n++].w += b->sum[j++].w;
  }
  a->sum = sum;
  a->n = n;
  a->size += b->size;
  if (a->from == TOC_NODAY || (b->from != TOC_NODAY && b->from < a->from)) a->from = b->from;
  if (a->to == TOC_NODAY || (b->to != TOC_NODAY && b->to > a->to)) a->to = b->to;
  if (!a->country.len) a->country = b->country;
  b->parent = a_index;
}

static bool one_incident(const cluster *a, const cluster *b) {
  if (a->country.len && b->country.len && !toc_str_eq(a->country, b->country)) return false;
  if (a->from == TOC_NODAY || b->from == TOC_NODAY) return true;
  toc_day from = a->from < b->from ? a->from : b->from, to = a->to > b->to ? a->to : b->to;
  return to - from <= INCIDENT_DAYS;
}

/* Root of each report's group. */
static uint32_t *cluster_by(work *w, double least, bool incidents) {
  cluster *c = toc_new(w->arena, cluster, w->n);
  uint32_t *out = toc_new(w->arena, uint32_t, w->n);
  for (uint32_t i = 0; i < w->n; i++)
    c[i] = (cluster){.parent = i, .size = 1, .sum = w->m[i].vector, .n = w->m[i].n,
                     .from = w->m[i].day, .to = w->m[i].day, .country = w->m[i].country};
  for (uint32_t p = 0; p < w->pairs.len && w->pairs.ptr[p].cosine >= least; p++) {
    uint32_t a = root(c, w->pairs.ptr[p].a), b = root(c, w->pairs.ptr[p].b);
    if (a == b || (incidents && !one_incident(&c[a], &c[b]))) continue;
    if (b < a) {
      uint32_t swap = a;
      a = b;
      b = swap;
    }
    if (dot_of(&c[a], &c[b]) / ((double)c[a].size * c[b].size) >= least) merge(w, &c[a], &c[b], a);
  }
  for (uint32_t i = 0; i < w->n; i++) out[i] = root(c, i);
  return out;
}

/* The smallest id of each group, as a name of fixed length. */
static void name_groups(const work *w, const uint32_t *group, char letter, toc_str *name) {
  for (uint32_t i = 0; i < w->n; i++) {
    toc_str *least = &name[group[i]];
    if (!least->ptr || toc_str_cmp(w->m[i].id, *least) < 0) *least = w->m[i].id;
  }
  for (uint32_t i = 0; i < w->n; i++)
    if (group[i] == i)
      name[i] = toc_str_format(w->arena, "%c%012llx", letter, (unsigned long long)(toc_hash(name[i], 0) >> 16));
}

static void write_all(toc_grouper *g, toc_arena *arena, toc_buf *out) {
  work w = {.arena = arena, .n = g->members.len, .frequency = g->frequency.ptr, .n_terms = g->frequency.len};
  w.m = toc_new(arena, member, w.n);
  if (w.n) memcpy(w.m, g->members.ptr, w.n * sizeof *w.m);
  if (w.n) qsort(w.m, w.n, sizeof *w.m, by_key);
  weigh(&w);
  find_pairs(&w, STORY_COSINE < INCIDENT_COSINE ? STORY_COSINE : INCIDENT_COSINE);
  uint32_t *incident = cluster_by(&w, INCIDENT_COSINE, true), *story = cluster_by(&w, STORY_COSINE, false);
  toc_str *incident_name = toc_new(arena, toc_str, w.n), *story_name = toc_new(arena, toc_str, w.n);
  name_groups(&w, incident, 'i', incident_name);
  name_groups(&w, story, 's', story_name);
  uint32_t *at = toc_new(arena, uint32_t, w.n);
  for (uint32_t i = 0; i < w.n; i++) at[w.m[i].arrival] = i;
  for (uint32_t k = 0; k < w.n; k++) {
    uint32_t i = at[k];
    toc_buf_z(out, "{\"id\":");
    toc_buf_json(out, w.m[i].id);
    toc_buf_z(out, ",\"incident\":");
    toc_buf_json(out, incident_name[incident[i]]);
    toc_buf_z(out, ",\"story\":");
    toc_buf_json(out, story_name[story[i]]);
    toc_buf_z(out, "}\n");
  }
}

toc_status toc_grouper_write(toc_grouper *g, toc_write_fn write, void *ctx, toc_error *err) {
  toc_arena arena;
  toc_buf out;
  jmp_buf jump;
  toc_arena_init(&arena, 0);
  toc_buf_init(&out, 0);
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&arena, jump)) {
    write_all(g, &arena, &out);
    s = out.failed ? TOC_NOMEM : write(ctx, out.ptr ? out.ptr : "", out.len) ? TOC_IO : TOC_OK;
  }
  toc_arena_release(&arena);
  toc_buf_release(&out);
  if (s == TOC_NOMEM) return toc_fail(err, s, NULL, 0, 0, "out of memory while grouping");
  if (s == TOC_IO) return toc_fail(err, s, NULL, 0, 0, "cannot write the groups");
  return TOC_OK;
}
