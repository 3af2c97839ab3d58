/* encoder.c - a transformer encoder over word pieces (Devlin et al. 2019; Wang et al. 2020).
 *
 * Its matrix products are the library's 8-bit ones; each row of activations has its own step,
 * from its least to its greatest value.  Attention, norms and GELU are floats in fixed order.
 * A word is the mean of its pieces, each the weighted sum of the input and all layers. */
#include "net.h"

struct toc__encoding {
  const toc__nn *nn;
  toc__rows rows;
  float *h, *mix;     /* [pieces][width] states; what the layers add to the words */
  float *qkv;         /* [pieces][3 width] */
  float *y;           /* [pieces][width] */
  float *inner;       /* [ROWS][inner] */
  float *keys, *values, *score; /* one head: [head width][ld], [longest][head width], [longest][ld] */
  uint32_t *length;   /* [spans] in pieces */
};

toc__rows toc__rows_new(const toc__kernel *kernel, toc_arena *a, uint32_t in, uint32_t out) {
  toc__rows r = {.kernel = kernel};
  r.x = toc_new(a, uint8_t, (size_t)ROWS * in);
  r.ptr = toc_new(a, const uint8_t *, ROWS);
  r.low = toc_new(a, float, ROWS);
  r.step = toc_new(a, float, ROWS);
  r.sum = toc_new(a, int32_t, (size_t)ROWS * out);
  return r;
}

void toc__rows_run(toc__rows *r, const toc__dense *d, const float *x, size_t ldx, uint32_t n, float *out, size_t ldo) {
  for (uint32_t from = 0; from < n; from += ROWS) {
    uint32_t m = n - from < ROWS ? n - from : ROWS;
    for (uint32_t i = 0; i < m; i++) {
      r->ptr[i] = r->x + (size_t)i * d->m.k;
      r->kernel->bytes(x + (from + i) * ldx, d->m.k, r->x + (size_t)i * d->m.k, &r->low[i], &r->step[i]);
    }
    r->kernel->product(r->ptr, m, &d->m, r->sum, d->m.n);
    for (uint32_t i = 0; i < m; i++)
      r->kernel->affine(r->sum + (size_t)i * d->m.n, d->scale, d->sum, d->bias, r->step[i], r->low[i], d->m.n,
                        out + (from + i) * ldo);
  }
}

static uint32_t most(uint32_t a, uint32_t b) { return a > b ? a : b; }

toc__encoding *toc__encoding_new(const toc__nn *nn, toc_arena *a, uint32_t pieces, uint32_t longest, uint32_t spans) {
  const uint32_t *d = nn->enc.dim;
  size_t width = d[ENC_WIDTH], head = width / d[ENC_HEADS], ld = (longest + 7) / 8 * 8;
  toc__encoding *e = toc_new(a, toc__encoding, 1);
  e->nn = nn;
  e->rows = toc__rows_new(nn->kernel, a, most(d[ENC_WIDTH], d[ENC_INNER]), most(3 * d[ENC_WIDTH], d[ENC_INNER]));
  e->h = toc_new(a, float, pieces * width);
  e->mix = toc_new(a, float, pieces * width);
  e->qkv = toc_new(a, float, pieces * 3 * width);
  e->y = toc_new(a, float, pieces * width);
  e->inner = toc_new(a, float, (size_t)ROWS * d[ENC_INNER]);
  e->keys = toc_new(a, float, head * ld);
  e->values = toc_new(a, float, ld * head);
  e->score = toc_new(a, float, longest * ld);
  e->length = toc_new(a, uint32_t, spans);
  return e;
}

/* The input: vectors of piece, place, shape and flags of the word, normed. */
static void put_piece(toc__encoding *e, uint32_t piece, uint32_t place, uint32_t shape, uint32_t flags, float *h) {
  const toc__encoder *c = &e->nn->enc;
  const toc__kernel *k = e->nn->kernel;
  uint32_t width = c->dim[ENC_WIDTH];
  const int8_t *v = c->vec + (size_t)piece * width;
  float *sum = e->y;
  for (uint32_t j = 0; j < width; j++) sum[j] = (float)v[j] * c->vec_scale[piece];
  k->add(c->place + (size_t)place * width, 1.0f, width, sum);
  for (uint32_t b = 0; b < e->nn->dim[DIM_FLAG]; b++)
    if (flags >> b & 1) k->add(c->flag + (size_t)b * width, 1.0f, width, sum);
  k->norm(sum, c->shape + (size_t)shape * width, c->gain, c->bias, width, h);
}

static uint32_t put_span(toc__encoding *e, const toc__span *s, const uint16_t *piece, float *h) {
  const uint32_t *d = e->nn->enc.dim;
  uint32_t place = 0, width = d[ENC_WIDTH];
  put_piece(e, d[ENC_OPEN], place++, N_SHAPES, 0, h);
  for (uint32_t i = 0; i < s->n; i++)
    for (uint32_t p = s->first[i]; p < s->first[i + 1]; p++, place++)
      put_piece(e, piece[p], place, s->shape[i], s->flags[i], h + (size_t)place * width);
  put_piece(e, d[ENC_CLOSE], place, N_SHAPES, 0, h + (size_t)place * width);
  return place + 1;
}

/* y = attention of all heads over n pieces whose queries, keys and values lie in qkv. */
static void attend(toc__encoding *e, const float *qkv, uint32_t n, float *y) {
  const toc__kernel *k = e->nn->kernel;
  uint32_t width = e->nn->enc.dim[ENC_WIDTH], heads = e->nn->enc.dim[ENC_HEADS], size = width / heads;
  uint32_t ld = (n + 7) / 8 * 8;
  size_t row = 3 * (size_t)width;
  float factor = 1.0f / __builtin_sqrtf((float)size);
  for (uint32_t a = 0; a < heads; a++) {
    const float *q = qkv + a * size;
    for (uint32_t j = 0; j < size; j++) {
      float *to = e->keys + (size_t)j * ld;
      for (uint32_t i = 0; i < n; i++) to[i] = q[i * row + width + j];
      for (uint32_t i = n; i < ld; i++) to[i] = 0;
    }
    for (uint32_t i = 0; i < n; i++) memcpy(e->values + (size_t)i * size, q + i * row + 2 * width, size * sizeof *q);
    k->outer(q, row, n, size, e->keys, ld, e->score, ld);
    for (uint32_t i = 0; i < n; i++) k->softmax(e->score + (size_t)i * ld, n, ld, factor);
    k->outer(e->score, ld, n, n, e->values, size, y + a * size, width);
  }
}

static void run_layer(toc__encoding *e, const toc__layer *l, float weight, uint32_t pieces, uint32_t n) {
  const toc__kernel *k = e->nn->kernel;
  size_t width = e->nn->enc.dim[ENC_WIDTH], inner = e->nn->enc.dim[ENC_INNER];
  toc__rows_run(&e->rows, &l->qkv, e->h, width, pieces, e->qkv, 3 * width);
  for (uint32_t s = 0, at = 0; s < n; at += e->length[s++]) attend(e, e->qkv + 3 * width * at, e->length[s], e->y + width * at);
  toc__rows_run(&e->rows, &l->mixed, e->y, width, pieces, e->qkv, width);
  for (uint32_t i = 0; i < pieces; i++)
    k->norm(e->h + i * width, e->qkv + i * width, l->gain[0], l->bias[0], (uint32_t)width, e->h + i * width);
  for (uint32_t from = 0; from < pieces; from += ROWS) {
    uint32_t m = pieces - from < ROWS ? pieces - from : ROWS;
    toc__rows_run(&e->rows, &l->up, e->h + from * width, width, m, e->inner, inner);
    k->gelu(e->inner, (uint32_t)(m * inner));
    toc__rows_run(&e->rows, &l->down, e->inner, inner, m, e->y + from * width, width);
  }
  for (uint32_t i = 0; i < pieces; i++)
    k->norm(e->h + i * width, e->y + i * width, l->gain[1], l->bias[1], (uint32_t)width, e->h + i * width);
  k->add(e->h, weight, (uint32_t)(pieces * width), e->mix);
}

void toc__encode(toc__encoding *e, const toc__span *span, uint32_t n, const uint16_t *piece, float *out) {
  const toc__encoder *c = &e->nn->enc;
  const toc__kernel *k = e->nn->kernel;
  size_t width = c->dim[ENC_WIDTH];
  uint32_t pieces = 0;
  for (uint32_t s = 0; s < n; pieces += e->length[s++]) e->length[s] = put_span(e, &span[s], piece, e->h + pieces * width);
  memset(e->mix, 0, pieces * width * sizeof *e->mix);
  k->add(e->h, c->mix[0], (uint32_t)(pieces * width), e->mix);
  for (uint32_t l = 0; l < c->dim[ENC_LAYERS]; l++) run_layer(e, &c->layer[l], c->mix[l + 1], pieces, n);
  const float *from = e->mix;
  for (uint32_t s = 0; s < n; s++) {
    from += width; /* the opening piece */
    for (uint32_t i = 0; i < span[s].n; i++) {
      uint32_t m = span[s].first[i + 1] - span[s].first[i];
      float *to = out + (span[s].row + i) * width;
      memset(to, 0, width * sizeof *to);
      for (uint32_t p = 0; p < m; p++, from += width) k->add(from, 1.0f / (float)m, (uint32_t)width, to);
    }
    from += width;
  }
}
