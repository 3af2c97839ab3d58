/* net.c - runs the network over sentences.
 *
 * Windows of sentences are sorted by length and taken in batches, so that each time step
 * of the LSTM is one matrix product for all sentences of the batch that still last.  What
 * a word gets does not depend on its batch: products are exact, and each row's float
 * steps are its own. */
#include "net.h"

#define BATCH_WORDS 288u
#define BATCH_WINDOWS 24u
#define MAGIC 12582912.0f /* kernel.inc */

typedef struct window {
  uint32_t sentence, first, n;
  uint32_t row; /* its first row in the batch */
  uint32_t weight; /* words, or with an encoder pieces and two */
} window;

typedef struct work {
  const toc__nn *nn;
  const toc__nn_sentence *sentence;
  uint32_t rows;        /* of this batch */
  uint8_t *x;           /* [cap][n_input] */
  uint8_t *layer[2];    /* [cap][2 hidden] */
  const uint8_t **ptr;  /* [cap] rows of a product */
  const uint8_t **prev; /* [BATCH_WINDOWS] last states */
  uint8_t *zero;        /* [hidden] the state before the first word */
  float *cell;          /* [BATCH_WINDOWS][hidden] */
  int32_t *sum;         /* [cap][max outputs] */
  int32_t *step;        /* [BATCH_WINDOWS][4 hidden] */
  float *heads;         /* [cap][heads.n] */
  uint8_t *z;           /* [cap][rel, tag or ner] */
  float *low, *step_of; /* [cap] of such rows with steps of their own */
  float *out;           /* [max outputs] */
  toc__nn_features *features; /* [1] */
  toc__look *look;      /* [cap] */
  float *ht, *arcs;     /* [arc][ld], [longest][ld]; ld: longest + 1 and padding */
  toc__graph *graph;
  uint32_t *head;       /* [longest] */
  uint32_t *back;       /* [longest][names] */
  float *names;         /* [longest][names] */
  float *path[2];       /* [names] */
  /* with an encoder */
  const uint32_t *base;  /* [sentences] number of its first word in the run */
  const uint32_t *first; /* [words of the run + 1] first piece */
  const uint16_t *piece;
  toc__encoding *encoding;
  toc__rows wide;        /* through heads and what follows them */
  toc__span *span;       /* [BATCH_WINDOWS] */
  uint8_t *shape, *flags; /* [cap] */
  float *state;          /* [cap][width] */
  float *aims;           /* [ROWS][arc] */
  float *relation;       /* [ROWS][rel.n] */
} work;

static bool has_encoder(const toc__nn *nn) { return nn->enc.dim[ENC_LAYERS] > 0; }

/* ------------------------------------------------------------- input rows */

/* All but the shape. */
static void write_row(const work *w, const toc__nn_features *f, uint8_t *row) {
  const toc__nn *nn = w->nn;
  uint32_t n_word = nn->dim[DIM_WORD], n_gram = nn->dim[DIM_GRAM], n_shape = nn->dim[DIM_SHAPE];
  memcpy(row, nn->word_vec + (size_t)f->word * n_word, n_word);
  row += n_word;
  int16_t sum[1024];
  memset(sum, 0, n_gram * sizeof *sum);
  for (uint32_t i = 0; i < f->n_gram; i++) nn->kernel->add_row(nn->gram_vec + (size_t)f->gram[i] * n_gram, n_gram, sum);
  float scale = nn->gram_scale * nn->inv_sqrt[f->n_gram];
  for (uint32_t j = 0; j < n_gram; j++) {
    float v = (float)sum[j] * scale;
    v = v < -128.0f ? -128.0f : v > 127.0f ? 127.0f : v;
    union {
      float f;
      uint32_t u;
    } r = {v + MAGIC + 128.0f};
    row[j] = (uint8_t)r.u;
  }
  row += n_gram + n_shape;
  for (uint32_t b = 0; b < nn->dim[DIM_FLAG]; b++) row[b] = f->flags >> b & 1 ? nn->flag_vec[b] : 128;
}

static uint32_t shape_of(const toc__look *look, bool starts, uint32_t caps) { return look->casing * 6u + (starts ? 3 : 0) + caps; }

/* All rows of a window; what it looks like as a whole (all capitals, headline) is known last. */
static void write_window(work *w, const window *v) {
  const toc__nn *nn = w->nn;
  const toc_str *form = w->sentence[v->sentence].form + v->first;
  uint8_t *x = w->x + (size_t)v->row * nn->n_input;
  toc__look *look = w->look + v->row;
  for (uint32_t i = 0; i < v->n; i++) {
    toc__nn_word_features(nn, form[i], w->features, &look[i]);
    write_row(w, w->features, x + (size_t)i * nn->n_input);
  }
  uint32_t caps = toc__nn_caps(look, v->n), n_shape = nn->dim[DIM_SHAPE];
  x += nn->dim[DIM_WORD] + nn->dim[DIM_GRAM];
  for (uint32_t i = 0; i < v->n; i++) {
    uint32_t shape = shape_of(&look[i], v->first + i == 0, caps);
    memcpy(x + (size_t)i * nn->n_input, nn->shape_vec + (size_t)shape * n_shape, n_shape);
  }
}

/* The same for the encoder. */
static void write_span(work *w, const window *v, toc__span *s) {
  const toc_str *form = w->sentence[v->sentence].form + v->first;
  toc__look *look = w->look + v->row;
  *s = (toc__span){v->n, v->row, w->first + w->base[v->sentence] + v->first, w->shape + v->row, w->flags + v->row};
  for (uint32_t i = 0; i < v->n; i++) {
    toc__nn_word_features(w->nn, form[i], w->features, &look[i]);
    w->flags[v->row + i] = w->features->flags;
  }
  uint32_t caps = toc__nn_caps(look, v->n);
  for (uint32_t i = 0; i < v->n; i++) w->shape[v->row + i] = (uint8_t)shape_of(&look[i], v->first + i == 0, caps);
}

/* ------------------------------------------------------------------- LSTM */

static void product(work *w, const uint8_t *x, size_t ld, uint32_t rows, const toc__mat *m, int32_t *out) {
  for (uint32_t r = 0; r < rows; r++) w->ptr[r] = x + r * ld;
  w->nn->kernel->product(w->ptr, rows, m, out, m->n);
}

static void run_lstm(work *w, const toc__lstm *l, const uint8_t *x, size_t ld, const window *v, uint32_t n, bool back,
                     uint8_t *out) {
  uint32_t h = w->nn->dim[DIM_HIDDEN], live = n;
  product(w, x, ld, w->rows, &l->wi, w->sum);
  memset(w->cell, 0, (size_t)n * h * sizeof *w->cell);
  for (uint32_t i = 0; i < n; i++) w->prev[i] = w->zero;
  for (uint32_t t = 0; t < v[0].n; t++) {
    while (v[live - 1].n <= t) live--;
    w->nn->kernel->product(w->prev, live, &l->wh, w->step, 4 * h);
    for (uint32_t i = 0; i < live; i++) {
      size_t row = v[i].row + (back ? v[i].n - 1 - t : t);
      uint8_t *to = out + row * 2 * h;
      w->nn->kernel->lstm(w->sum + row * 4 * h, w->step + (size_t)i * 4 * h, l->ax, l->ah, l->b, h,
                          w->cell + (size_t)i * h, to);
      w->prev[i] = to;
    }
  }
}

static void encode(work *w, const window *v, uint32_t n) {
  const toc__nn *nn = w->nn;
  uint32_t h = nn->dim[DIM_HIDDEN];
  run_lstm(w, &nn->lstm[0], w->x, nn->n_input, v, n, false, w->layer[0]);
  run_lstm(w, &nn->lstm[1], w->x, nn->n_input, v, n, true, w->layer[0] + h);
  run_lstm(w, &nn->lstm[2], w->layer[0], 2 * h, v, n, false, w->layer[1]);
  run_lstm(w, &nn->lstm[3], w->layer[0], 2 * h, v, n, true, w->layer[1] + h);
  product(w, w->layer[1], 2 * h, w->rows, &nn->heads.m, w->sum);
  for (uint32_t r = 0; r < w->rows; r++)
    nn->kernel->scale(w->sum + (size_t)r * nn->heads.m.n, nn->heads.scale, nn->heads.bias, nn->heads.m.n,
                      w->heads + (size_t)r * nn->heads.m.n);
}

/* Heads: of each word what it is as a dependent, as a head, … all of them after GELU.  What it
 * is as a dependent then becomes what it looks for in a head. */
static void encode_pieces(work *w, uint32_t n) {
  const toc__nn *nn = w->nn;
  size_t width = nn->enc.dim[ENC_WIDTH], hn = nn->heads.m.n, arc = nn->dim[DIM_ARC];
  toc__encode(w->encoding, w->span, n, w->piece, w->state);
  toc__rows_run(&w->wide, &nn->heads, w->state, width, w->rows, w->heads, hn);
  nn->kernel->gelu(w->heads, (uint32_t)(w->rows * hn));
  for (uint32_t from = 0; from < w->rows; from += ROWS) {
    uint32_t m = w->rows - from < ROWS ? w->rows - from : ROWS;
    toc__rows_run(&w->wide, &nn->arc, w->heads + from * hn, hn, m, w->aims, arc);
    for (uint32_t i = 0; i < m; i++) memcpy(w->heads + (from + i) * hn, w->aims + i * arc, arc * sizeof *w->aims);
  }
}

/* ------------------------------------------------------------------- tree */

static uint32_t best_of(const float *x, uint32_t n, uint32_t but) {
  uint32_t b = but == 0 ? 1 : 0;
  for (uint32_t i = 0; i < n; i++)
    if (i != but && x[i] > x[b]) b = i;
  return b;
}

static void find_tree(work *w, const window *v) {
  const toc__nn *nn = w->nn;
  uint32_t n = v->n, k = nn->dim[DIM_ARC], ld = (n + 1 + 7) / 8 * 8, dist = nn->dim[DIM_DIST];
  size_t hn = nn->heads.m.n;
  const float *heads = w->heads + (size_t)v->row * hn;
  float *ht = w->ht, *s = w->arcs;
  float least = has_encoder(nn) ? -3e38f : 0; /* the LSTM's heads are cut at 0 */
  for (uint32_t j = 0; j < k; j++) {
    float *to = ht + (size_t)j * ld;
    to[0] = nn->arc_root[j];
    for (uint32_t i = n + 1; i < ld; i++) to[i] = 0;
  }
  for (uint32_t from = 0; from < n; from += 8) { /* a few rows at a time stay in the cache */
    uint32_t end = from + 8 < n ? from + 8 : n;
    for (uint32_t j = 0; j < k; j++)
      for (uint32_t i = from; i < end; i++) {
        float y = heads[i * hn + k + j];
        ht[(size_t)j * ld + i + 1] = y > least ? y : least;
      }
  }
  nn->kernel->outer(heads, hn, n, k, ht, ld, s, ld);
  for (uint32_t d = 0; d < n; d++)
    for (uint32_t h = 0; h < n; h++) {
      uint32_t at = h >= d ? dist + (h - d < dist ? h - d : dist) : dist - (d - h < dist ? d - h : dist);
      s[(size_t)d * ld + h + 1] += nn->arc_dist[at];
    }
  for (size_t i = 0; i < (size_t)n * ld; i++) /* only absurd weights go further, or are no numbers */
    s[i] = s[i] > -1e6f ? s[i] < 1e6f ? s[i] : 1e6f : -1e6f;
  toc__graph_run(w->graph, s, n, ld, w->head);
}

/* With an encoder: rel gives, for each relation, a vector that the dependent is multiplied
 * with, and after all those one score more for each. */
static void label_pairs(work *w, const window *v) {
  const toc__nn *nn = w->nn;
  uint32_t k = nn->dim[DIM_REL], at = 2 * nn->dim[DIM_ARC], n = nn->dim[DIM_RELS];
  size_t hn = nn->heads.m.n;
  const float *heads = w->heads + (size_t)v->row * hn + at;
  toc__nn_word *word = w->sentence[v->sentence].word + v->first;
  for (uint32_t i = 0; i < v->n; i++) {
    uint32_t h = w->head[i];
    word[i].head = h ? v->first + h - 1 : TOC_NONE;
    word[i].rel = (uint16_t)nn->rel_root;
    if (!h) continue;
    const float *d = heads + i * hn;
    toc__rows_run(&w->wide, &nn->rel, heads + (h - 1) * hn + k, hn, 1, w->relation, nn->rel.m.n);
    for (uint32_t r = 0; r < n; r++) {
      const float *u = w->relation + (size_t)r * k;
      float sum = w->relation[(size_t)n * k + r];
      for (uint32_t j = 0; j < k; j++) sum += u[j] * d[j];
      w->out[r] = sum;
    }
    word[i].rel = (uint16_t)best_of(w->out, n, nn->rel_root);
  }
}

static void label_tree(work *w, const window *v) {
  if (has_encoder(w->nn)) {
    label_pairs(w, v);
    return;
  }
  const toc__nn *nn = w->nn;
  uint32_t k = nn->dim[DIM_REL], at = 2 * nn->dim[DIM_ARC];
  size_t hn = nn->heads.m.n;
  const float *heads = w->heads + (size_t)v->row * hn;
  toc__nn_word *word = w->sentence[v->sentence].word + v->first;
  for (uint32_t i = 0; i < v->n; i++) {
    uint32_t h = w->head[i];
    const float *hv = h ? heads + (h - 1) * hn + at + k : nn->rel_root_vec;
    nn->kernel->relu_sum(heads + i * hn + at, hv, k, w->z + (size_t)i * k);
  }
  product(w, w->z, k, v->n, &nn->rel.m, w->sum);
  for (uint32_t i = 0; i < v->n; i++) {
    word[i].head = w->head[i] ? v->first + w->head[i] - 1 : TOC_NONE;
    if (!w->head[i]) {
      word[i].rel = (uint16_t)nn->rel_root;
      continue;
    }
    nn->kernel->scale(w->sum + (size_t)i * nn->rel.m.n, nn->rel.scale, nn->rel.bias, nn->rel.m.n, w->out);
    word[i].rel = (uint16_t)best_of(w->out, nn->dim[DIM_RELS], nn->rel_root);
  }
}

/* ------------------------------------------------------------- tags, names */

/* What `dense` makes of the heads' columns from `at` on, row by row: reads them as bytes. */
static void open_rows(work *w, const toc__dense *dense, uint32_t at) {
  const toc__kernel *kernel = w->nn->kernel;
  size_t hn = w->nn->heads.m.n;
  uint32_t k = dense->m.k;
  for (uint32_t r = 0; r < w->rows; r++) {
    const float *x = w->heads + r * hn + at;
    if (dense->sum) kernel->bytes(x, k, w->z + (size_t)r * k, &w->low[r], &w->step_of[r]);
    else kernel->relu(x, k, w->z + (size_t)r * k);
  }
  product(w, w->z, k, w->rows, &dense->m, w->sum);
}
static void row_out(work *w, const toc__dense *d, uint32_t r) {
  const int32_t *sum = w->sum + (size_t)r * d->m.n;
  if (d->sum) w->nn->kernel->affine(sum, d->scale, d->sum, d->bias, w->step_of[r], w->low[r], d->m.n, w->out);
  else w->nn->kernel->scale(sum, d->scale, d->bias, d->m.n, w->out);
}

#define GUESSES 6
static bool leaves_some(const toc__nn_script *s, uint32_t length) { return s->cut < length || (s->cut == length && s->add.len); }

/* The dictionary's script; else the best of the first guesses when their spelling counts, too. */
static uint32_t best_script(const toc__nn *nn, const float *x, toc_str form, const toc__look *look, uint32_t upos) {
  uint32_t best[GUESSES], n = 0, known = toc__nn_known_script(nn, look, upos);
  if (known != TOC_NONE && leaves_some(&nn->script[known], look->length)) return known;
  for (uint32_t i = 0; i < nn->dim[DIM_SCRIPTS]; i++) {
    if (!leaves_some(&nn->script[i], look->length) || (n == GUESSES && x[i] <= x[best[n - 1]])) continue;
    if (n < GUESSES) n++;
    uint32_t at = n - 1;
    for (; at && x[i] > x[best[at - 1]]; at--) best[at] = best[at - 1];
    best[at] = i;
  }
  uint32_t top = 0;
  float worth = 0;
  for (uint32_t i = 0; i < n; i++) {
    float y = x[best[i]] + toc__nn_word_worth(nn, form, &nn->script[best[i]], upos == nn->upos_verb);
    if (i == 0 || y > worth) worth = y, top = best[i];
  }
  return top;
}

static void find_tags(work *w, const window *v, uint32_t n) {
  const toc__nn *nn = w->nn;
  const uint32_t *d = nn->dim;
  open_rows(w, &nn->tags, 2 * d[DIM_ARC] + 2 * d[DIM_REL]);
  for (uint32_t i = 0; i < n; i++) {
    const toc__nn_sentence *s = &w->sentence[v[i].sentence];
    for (uint32_t t = 0; t < v[i].n; t++) {
      toc__nn_word *word = &s->word[v[i].first + t];
      const float *x = w->out;
      row_out(w, &nn->tags, v[i].row + t);
      word->upos = (uint16_t)best_of(x, d[DIM_UPOS], TOC_NONE);
      const uint8_t *pairs = nn->pairs + (size_t)word->upos * d[DIM_FEATS];
      x += d[DIM_UPOS];
      uint32_t b = TOC_NONE;
      for (uint32_t f = 0; f < d[DIM_FEATS]; f++)
        if (pairs[f] && (b == TOC_NONE || x[f] > x[b])) b = f;
      word->feats = (uint16_t)b;
      word->script = (uint16_t)best_script(nn, x + d[DIM_FEATS], s->form[v[i].first + t], &w->look[v[i].row + t], word->upos);
    }
  }
}

/* Viterbi without transition scores: O, B- and U- follow what is closed, I- and L- what is
 * open and of their kind. */
static void name_path(work *w, const window *v, toc__nn_word *word) {
  const toc__nn *nn = w->nn;
  const float *score = w->names;
  float *now = w->path[0], *next = w->path[1];
  uint32_t n = nn->dim[DIM_NAMES];
  const float never = -1e30f;
  for (uint32_t t = 0; t < v->n; t++) {
    const float *x = score + (size_t)t * n;
    uint32_t closed = TOC_NONE, *back = w->back + (size_t)t * n;
    for (uint32_t j = 0; t && j < n; j++)
      if (nn->may_end[j] && (closed == TOC_NONE || now[j] > now[closed])) closed = j;
    for (uint32_t j = 0; j < n; j++) {
      uint32_t from = closed;
      if (t == 0) {
        next[j] = nn->may_start[j] ? x[j] : never;
        continue;
      }
      if (!nn->may_start[j]) {
        uint32_t a = nn->begin_of[j], b = nn->inside_of[j];
        from = a == TOC_NONE || (b != TOC_NONE && now[b] > now[a]) ? b : a;
      }
      back[j] = from;
      next[j] = from == TOC_NONE || now[from] <= never ? never : now[from] + x[j];
    }
    float *swap = now;
    now = next;
    next = swap;
  }
  uint32_t b = 0; /* O, which may always end */
  for (uint32_t j = 0; j < n; j++)
    if (nn->may_end[j] && now[j] > now[b]) b = j;
  for (uint32_t t = v->n; t-- > 0;) {
    word[t].name = (uint16_t)b;
    const float *x = score + (size_t)t * n;
    word[t].name_p = 0;
    if (b) {
      float sum = 0;
      for (uint32_t j = 0; j < n; j++) sum += toc__exp(x[j] - x[b]);
      word[t].name_p = 1.0f / sum;
    }
    if (t) b = w->back[(size_t)t * n + b];
  }
}

static void find_names(work *w, const window *v, uint32_t n) {
  const toc__nn *nn = w->nn;
  const uint32_t *d = nn->dim;
  open_rows(w, &nn->ner, 2 * d[DIM_ARC] + 2 * d[DIM_REL] + d[DIM_TAG]);
  for (uint32_t i = 0; i < n; i++) {
    for (uint32_t t = 0; t < v[i].n; t++) {
      row_out(w, &nn->ner, v[i].row + t);
      memcpy(w->names + (size_t)t * d[DIM_NAMES], w->out, d[DIM_NAMES] * sizeof *w->names);
    }
    name_path(w, &v[i], w->sentence[v[i].sentence].word + v[i].first);
  }
}

/* ---------------------------------------------------------------- batches */

static bool is_break(toc_str s) { return s.len == 1 && (s.ptr[0] == ',' || s.ptr[0] == ';' || s.ptr[0] == ':'); }

/* Where the window that begins at `first` ends, and its weight.  piece: first pieces of the
 * sentence's words, or NULL; at most so many pieces fit. */
static uint32_t window_end(const toc__nn_sentence *s, uint32_t first, const uint32_t *piece, uint32_t pieces, uint32_t *weight) {
  uint32_t end = s->n - first <= TOC_NN_WINDOW ? s->n : first + TOC_NN_WINDOW;
  while (piece && piece[end] - piece[first] > pieces) end--; /* one word always fits: model.c */
  for (uint32_t i = end, n = end - first; end < s->n && i > end - n / 4; i--)
    if (is_break(s->form[i - 1])) {
      end = i;
      break;
    }
  *weight = piece ? piece[end] - piece[first] + 2 : end - first;
  return end;
}

static window *make_windows(const work *w, uint32_t n, toc_arena *scratch, uint32_t *count) {
  TOC_ARRAY(window) v = {0};
  uint32_t at[TOC_NN_WINDOW + 2] = {0};
  const toc__nn_sentence *s = w->sentence;
  uint32_t pieces = has_encoder(w->nn) ? w->nn->enc.dim[ENC_PLACES] - 2 : 0, weight;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t first = 0, end; first < s[i].n; first = end) {
      end = window_end(&s[i], first, w->first ? w->first + w->base[i] : NULL, pieces, &weight);
      *toc_push(scratch, &v) = (window){i, first, end - first, 0, weight};
      at[TOC_NN_WINDOW - (end - first) + 1]++;
    }
  for (uint32_t i = 1; i < TOC_NN_WINDOW + 2; i++) at[i] += at[i - 1];
  window *sorted = toc_new(scratch, window, v.len + 1);
  for (uint32_t i = 0; i < v.len; i++) sorted[at[TOC_NN_WINDOW - v.ptr[i].n]++] = v.ptr[i]; /* longest first */
  *count = v.len;
  return sorted;
}

/* Pieces of all words of the run. */
static void cut_words(work *w, uint32_t n, toc_arena *scratch) {
  uint32_t words = 0, total = 0;
  uint32_t *base = toc_new(scratch, uint32_t, n + 1);
  for (uint32_t i = 0; i < n; words += w->sentence[i++].n) base[i] = words;
  uint32_t *first = toc_new(scratch, uint32_t, (size_t)words + 1);
  uint16_t *piece = toc_new(scratch, uint16_t, (size_t)words * w->nn->enc.dim[ENC_MOST] + 1);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t t = 0; t < w->sentence[i].n; t++) {
      first[base[i] + t] = total;
      total += toc__nn_pieces(w->nn, w->sentence[i].form[t], piece + total);
    }
  first[words] = total;
  w->base = base;
  w->first = first;
  w->piece = piece;
}

/* How many windows from v on make a batch, of how many words and which weight. */
static uint32_t batch_of(const window *v, uint32_t n, uint32_t *rows, uint32_t *weight) {
  uint32_t k = 0;
  for (*rows = *weight = 0; k < n && k < BATCH_WINDOWS && *weight < BATCH_WORDS; k++) {
    *rows += v[k].n;
    *weight += v[k].weight;
  }
  return k;
}

static uint32_t most(uint32_t a, uint32_t b) { return a > b ? a : b; }

static void open_lstm(work *w, uint32_t rows, toc_arena *a) {
  const toc__nn *nn = w->nn;
  uint32_t h = nn->dim[DIM_HIDDEN];
  w->x = toc_new(a, uint8_t, (size_t)rows * nn->n_input);
  for (int i = 0; i < 2; i++) w->layer[i] = toc_new(a, uint8_t, (size_t)rows * 2 * h);
  w->prev = toc_new(a, const uint8_t *, BATCH_WINDOWS);
  w->zero = toc_new(a, uint8_t, h);
  memset(w->zero, 128, h);
  w->cell = toc_new(a, float, (size_t)BATCH_WINDOWS * h);
  w->step = toc_new(a, int32_t, (size_t)BATCH_WINDOWS * 4 * h);
}

static void open_encoder(work *w, uint32_t rows, uint32_t weight, uint32_t longest, toc_arena *a) {
  const toc__nn *nn = w->nn;
  w->encoding = toc__encoding_new(nn, a, weight, longest, BATCH_WINDOWS);
  uint32_t in = most(nn->heads.m.k, most(nn->arc.m.k, nn->rel.m.k));
  w->wide = toc__rows_new(nn->kernel, a, in, most(nn->heads.m.n, most(nn->arc.m.n, nn->rel.m.n)));
  w->span = toc_new(a, toc__span, BATCH_WINDOWS);
  w->shape = toc_new(a, uint8_t, rows);
  w->flags = toc_new(a, uint8_t, rows);
  w->low = toc_new(a, float, rows);
  w->step_of = toc_new(a, float, rows);
  w->state = toc_new(a, float, (size_t)rows * nn->enc.dim[ENC_WIDTH]);
  w->aims = toc_new(a, float, (size_t)ROWS * nn->dim[DIM_ARC]);
  w->relation = toc_new(a, float, nn->rel.m.n);
}

static void open_work(work *w, const window *v, uint32_t n, toc_arena *a) {
  const toc__nn *nn = w->nn;
  const uint32_t *d = nn->dim;
  uint32_t longest = v[0].n, ld = (longest + 1 + 7) / 8 * 8, rows = 0, weight = 0, heaviest = 0;
  for (uint32_t i = 0, r, g; i < n; rows = most(rows, r), weight = most(weight, g)) i += batch_of(v + i, n - i, &r, &g);
  for (uint32_t i = 0; i < n; i++) heaviest = most(heaviest, v[i].weight);
  uint32_t wide = most(most(nn->heads.m.n, nn->tags.m.n), nn->ner.m.n);
  if (has_encoder(nn)) {
    open_encoder(w, rows, weight, heaviest, a);
    wide = most(wide, d[DIM_RELS]);
  } else {
    open_lstm(w, rows, a);
    wide = most(wide, most(4 * d[DIM_HIDDEN], nn->rel.m.n));
  }
  uint32_t deep = most(most(d[DIM_REL], d[DIM_TAG]), d[DIM_NER]);
  w->ptr = toc_new(a, const uint8_t *, rows);
  w->sum = toc_new(a, int32_t, (size_t)rows * wide);
  w->heads = toc_new(a, float, (size_t)rows * nn->heads.m.n);
  w->z = toc_new(a, uint8_t, (size_t)rows * deep);
  w->out = toc_new(a, float, wide);
  w->features = toc_new(a, toc__nn_features, 1);
  w->look = toc_new(a, toc__look, rows);
  w->ht = toc_new(a, float, (size_t)d[DIM_ARC] * ld);
  w->arcs = toc_new(a, float, (size_t)longest * ld);
  w->graph = toc__graph_new(a, longest);
  w->head = toc_new(a, uint32_t, longest);
  w->back = toc_new(a, uint32_t, (size_t)longest * d[DIM_NAMES]);
  w->names = toc_new(a, float, (size_t)longest * d[DIM_NAMES]);
  for (int i = 0; i < 2; i++) w->path[i] = toc_new(a, float, d[DIM_NAMES]);
}

/* Each further window's root hangs from the root of the first one. */
static void join_windows(const toc__nn *nn, const toc__nn_sentence *s) {
  uint32_t root = TOC_NONE;
  for (uint32_t i = 0; i < s->n; i++) {
    if (s->word[i].head != TOC_NONE) continue;
    if (root == TOC_NONE) {
      root = i;
    } else {
      s->word[i].head = root;
      s->word[i].rel = (uint16_t)nn->rel_join;
    }
  }
}

void toc__nn_run(const toc__nn *nn, const toc__nn_sentence *s, uint32_t n, toc_arena *scratch) {
  uint32_t n_windows, weight;
  work w = {.nn = nn, .sentence = s};
  if (has_encoder(nn)) cut_words(&w, n, scratch);
  window *v = make_windows(&w, n, scratch, &n_windows);
  if (!n_windows) return;
  open_work(&w, v, n_windows, scratch);
  for (uint32_t i = 0, k; i < n_windows; i += k) {
    k = batch_of(v + i, n_windows - i, &w.rows, &weight);
    for (uint32_t j = 0, row = 0; j < k; row += v[i + j++].n) {
      v[i + j].row = row;
      if (has_encoder(nn)) write_span(&w, &v[i + j], &w.span[j]);
      else write_window(&w, &v[i + j]);
    }
    if (has_encoder(nn)) encode_pieces(&w, k);
    else encode(&w, v + i, k);
    for (uint32_t j = 0; j < k; j++) {
      find_tree(&w, &v[i + j]);
      label_tree(&w, &v[i + j]);
    }
    find_tags(&w, v + i, k);
    find_names(&w, v + i, k);
  }
  for (uint32_t i = 0; i < n; i++) join_windows(nn, &s[i]);
}
