/* kernel.h - the inner loops of the network, one set a processor family.
 *
 * Every set gives the same bytes.  Matrix products are exact: 8-bit activations (0..255)
 * times 7-bit weights (-63..63) summed in 32 bits; with 7 bits the 16-bit pair sums of
 * AVX2's vpmaddubsw (2 * 255 * 63 = 32,130) cannot saturate.  The float steps are written
 * once, in kernel.inc, lane by lane without reductions or fused operations, and compiled
 * for each family.
 *
 * Weights lie in blocks of 16 outputs by 4 inputs: byte [n / 16][k / 4][n % 16][k % 4].
 */
#ifndef TOC_NN_KERNEL_H
#define TOC_NN_KERNEL_H

#include <stddef.h>
#include <stdint.h>

typedef struct toc__mat {
  const int8_t *w; /* blocks, 64-byte aligned */
  uint32_t n, k;   /* outputs and inputs, multiples of 16 */
} toc__mat;

typedef struct toc__kernel {
  const char *name;
  /* out[r * ldo + j] = sum over k of x[r][k] * w[j][k], for m rows of k bytes each. */
  void (*product)(const uint8_t *const *x, size_t m, const toc__mat *w, int32_t *out, size_t ldo);
  /* One LSTM step of one sentence: gates i f g o, each of h units (multiple of 16), from
   * z = px * ax + ph * ah + b; updates c and writes the new state as bytes round(127 h) + 128. */
  void (*lstm)(const int32_t *px, const int32_t *ph, const float *ax, const float *ah, const float *b,
               uint32_t h, float *c, uint8_t *out);
  /* out = a * scale + bias */
  void (*scale)(const int32_t *a, const float *scale, const float *bias, uint32_t n, float *out);
  /* Bytes of relu(x) in steps of 1/32. */
  void (*relu)(const float *x, uint32_t n, uint8_t *out);
  /* The same of relu(x + y). */
  void (*relu_sum)(const float *x, const float *y, uint32_t n, uint8_t *out);
  /* s[i * lds + j] = sum over k of d[i * ldd + k] * ht[k * ldh + j], k in order; lds and
   * ldh multiples of 8, all ldh columns are computed. */
  void (*outer)(const float *d, size_t ldd, size_t n, uint32_t k_len, const float *ht, size_t ldh, float *s, size_t lds);
  /* sum[j] += row[j] for n (multiple of 16) signed bytes */
  void (*add_row)(const int8_t *row, uint32_t n, int16_t *sum);
  /* The encoder's steps.  Sums over a row are taken in eight lanes, which are then added in
   * order; n is a multiple of 8.
   * Bytes of x between its least and its greatest value: x ≈ low + step * byte. */
  void (*bytes)(const float *x, uint32_t n, uint8_t *out, float *low, float *step);
  /* out = a * (scale * step) + (sum * low + bias): the product of such a row, where sum is
   * that of the output's weights. */
  void (*affine)(const int32_t *a, const float *scale, const float *sum, const float *bias, float step, float low,
                 uint32_t n, float *out);
  void (*gelu)(float *x, uint32_t n); /* x times the normal distribution's integral to x */
  /* out = gain * (z - mean) / deviation + bias, where z = x + y. */
  void (*norm)(const float *x, const float *y, const float *gain, const float *bias, uint32_t n, float *out);
  /* Probabilities of the first n of x * factor; zeros up to ld, a multiple of 8. */
  void (*softmax)(float *x, uint32_t n, uint32_t ld, float factor);
  void (*add)(const float *x, float factor, uint32_t n, float *sum); /* sum += x * factor */
} toc__kernel;

extern const toc__kernel toc__kernel_scalar;
#if defined(__x86_64__)
extern const toc__kernel toc__kernel_avx2;
extern const toc__kernel toc__kernel_vnni;
#endif

/* The kernel of that name, or for NULL the fastest this processor can run; NULL if there
 * is none such here. */
const toc__kernel *toc__kernel_find(const char *name);

/* Our own exponential, as the kernels compute it: for probabilities. */
float toc__exp(float x);

#endif
