/* mst.c - the best tree over words: Chu-Liu/Edmonds (Chu & Liu 1965, Edmonds 1967) on a
 * dense score matrix, with contractions kept in place and undone at the end, no recursion.
 *
 * Mostly each word's best head already gives a tree with one root, and then it is the best
 * tree.  Otherwise every arc from the root is lowered by more than all other arcs can
 * gain, so that the best tree has one root, and cycles are contracted. */
#include "net.h"

#define ROOT_COST 1e9 /* scores lie within 1e6, and there are at most TOC_NN_WINDOW of them */

typedef struct arc {
  uint16_t d, h;
} arc;

typedef struct step {
  uint32_t first, count; /* members in `list` */
} step;
typedef struct member {
  uint32_t node;
  arc in; /* its arc within the cycle */
} member;

struct toc__graph {
  uint32_t m;      /* nodes, 0 is the root */
  double *w;       /* [m][m] w[d][h] */
  arc *from;       /* [m][m] the arc between words behind w[d][h] */
  uint32_t *best;  /* [m] best head of each live node */
  bool *live;
  uint32_t *node;  /* [m] node now in that place: a word, or m + number of a contraction */
  uint32_t *up;    /* [2m] the contraction that took the node in */
  uint32_t *mark;
  step *steps;     /* [m] contractions */
  member *list;    /* [2m] what they took in */
  arc *into;       /* [2m] the arc into each node, at the end */
};
typedef toc__graph graph;

/* Each word's best head; true if that is a tree with a single root. */
static bool greedy(const float *score, uint32_t n, uint32_t ld, uint32_t *head, uint32_t *seen) {
  uint32_t roots = 0;
  for (uint32_t d = 0; d < n; d++) {
    const float *s = score + (size_t)d * ld;
    uint32_t b = d == 0 && n > 1 ? 2 : d == 0 ? 0 : 1;
    if (s[0] >= s[b]) b = 0;
    for (uint32_t h = 1; h <= n; h++)
      if (h != d + 1 && s[h] > s[b]) b = h;
    head[d] = b;
    roots += b == 0;
  }
  if (roots != 1) return false;
  memset(seen, 0, (n + 1) * sizeof *seen);
  for (uint32_t d = 1; d <= n; d++) {
    uint32_t u = d;
    while (u && !seen[u]) {
      seen[u] = d;
      u = head[u - 1];
    }
    if (u && seen[u] == d) return false;
  }
  return true;
}

static uint32_t best_head(const graph *g, uint32_t d) {
  uint32_t b = d == 0 ? 1 : 0;
  for (uint32_t h = 0; h < g->m; h++)
    if (g->live[h] && h != d && (!g->live[b] || b == d || g->w[(size_t)d * g->m + h] > g->w[(size_t)d * g->m + b])) b = h;
  return b;
}

/* A node on a cycle of best heads, or 0. */
static uint32_t find_cycle(const graph *g) {
  memset(g->mark, 0, g->m * sizeof *g->mark);
  for (uint32_t d = 1; d < g->m; d++) {
    if (!g->live[d]) continue;
    uint32_t u = d;
    while (u && !g->mark[u]) {
      g->mark[u] = d;
      u = g->best[u];
    }
    if (u && g->mark[u] == d) return u;
  }
  return 0;
}

/* Makes place c stand for its cycle. */
static void contract(graph *g, uint32_t c, uint32_t id, member *list, step *s) {
  uint32_t m = g->m, u = c;
  s->count = 0;
  do {
    uint32_t h = g->best[u];
    list[s->first + s->count++] = (member){g->node[u], g->from[(size_t)u * m + h]};
    g->mark[u] = TOC_NONE; /* on the cycle */
    g->up[g->node[u]] = id;
    u = h;
  } while (u != c);
  for (uint32_t x = 0; x < m; x++) {
    if (!g->live[x] || g->mark[x] == TOC_NONE) continue;
    double in = 0, out = 0;
    arc in_arc = {0}, out_arc = {0};
    bool first = true;
    u = c;
    do { /* best way into the cycle from x, best way from it to x */
      uint32_t h = g->best[u];
      double a = g->w[(size_t)u * m + x] - g->w[(size_t)u * m + h], b = g->w[(size_t)x * m + u];
      if (first || a > in) in = a, in_arc = g->from[(size_t)u * m + x];
      if (first || b > out) out = b, out_arc = g->from[(size_t)x * m + u];
      first = false;
      u = h;
    } while (u != c);
    /* c's own row is still read by later members: keep the results aside */
    g->w[(size_t)x * m + x] = in;
    g->from[(size_t)x * m + x] = in_arc;
    if (x) {
      g->w[(size_t)x * m + c] = out;
      g->from[(size_t)x * m + c] = out_arc;
      if (g->mark[g->best[x]] == TOC_NONE) g->best[x] = c;
    }
  }
  for (uint32_t x = 0; x < m; x++) {
    if (g->live[x] && g->mark[x] != TOC_NONE) {
      g->w[(size_t)c * m + x] = g->w[(size_t)x * m + x];
      g->from[(size_t)c * m + x] = g->from[(size_t)x * m + x];
    }
    if (g->mark[x] == TOC_NONE && x != c) g->live[x] = false;
  }
  g->node[c] = id;
  g->best[c] = best_head(g, c);
}

/* Undoes the contractions, newest first: the member that the entering arc reaches keeps
 * that arc, the others keep theirs. */
static void expand(const graph *g, uint32_t n_steps, uint32_t *head) {
  for (uint32_t u = 1; u < g->m; u++)
    if (g->live[u]) g->into[g->node[u]] = g->from[(size_t)u * g->m + g->best[u]];
  for (uint32_t i = n_steps; i-- > 0;) {
    uint32_t id = g->m + i, hit = g->into[id].d;
    while (g->up[hit] != id) hit = g->up[hit];
    for (uint32_t k = 0; k < g->steps[i].count; k++) {
      const member *b = &g->list[g->steps[i].first + k];
      g->into[b->node] = b->node == hit ? g->into[id] : b->in;
    }
  }
  for (uint32_t d = 1; d < g->m; d++) head[d - 1] = g->into[d].h;
}

toc__graph *toc__graph_new(toc_arena *a, uint32_t longest) {
  size_t m = (size_t)longest + 1;
  graph *g = toc_new(a, graph, 1);
  g->w = toc_new(a, double, m * m);
  g->from = toc_new(a, arc, m * m);
  g->best = toc_new(a, uint32_t, m);
  g->live = toc_new(a, bool, m);
  g->node = toc_new(a, uint32_t, m);
  g->up = toc_new(a, uint32_t, 2 * m);
  g->mark = toc_new(a, uint32_t, m);
  g->steps = toc_new(a, step, m);
  g->list = toc_new(a, member, 2 * m);
  g->into = toc_new(a, arc, 2 * m);
  return g;
}

void toc__graph_run(toc__graph *g, const float *score, uint32_t n, uint32_t ld, uint32_t *head) {
  if (n == 0 || greedy(score, n, ld, head, g->mark)) return;
  uint32_t m = g->m = n + 1, n_steps = 0, used = 0, c;
  for (uint32_t d = 0; d < m; d++) {
    g->live[d] = true;
    g->node[d] = d;
    for (uint32_t h = 0; h < m; h++) {
      g->from[(size_t)d * m + h] = (arc){(uint16_t)d, (uint16_t)h};
      g->w[(size_t)d * m + h] = d ? (double)score[(size_t)(d - 1) * ld + h] - (h == 0 ? ROOT_COST : 0) : 0;
    }
  }
  for (uint32_t d = 1; d < m; d++) g->best[d] = best_head(g, d);
  while ((c = find_cycle(g)) != 0) {
    g->steps[n_steps].first = used;
    contract(g, c, m + n_steps, g->list, &g->steps[n_steps]);
    used += g->steps[n_steps++].count;
  }
  expand(g, n_steps, head);
}

void toc__nn_tree(const float *score, uint32_t n, uint32_t ld, uint32_t *head, toc_arena *scratch) {
  toc__graph_run(toc__graph_new(scratch, n), score, n, ld, head);
}
