/* kernel_vnni.c - 512-bit vectors with vpdpbusd, which adds four byte products at once;
 * compiled for AVX-512 F, BW, VL and VNNI and called only where the processor has them. */
#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE /* where sixteen lanes pay */
#include "kernel.inc"

INLINE __m512i four(const uint8_t *p) {
  int32_t v;
  memcpy(&v, p, sizeof v);
  return _mm512_set1_epi32(v);
}

/* `rows` (1 to 6) and `blocks` (1 or 4) are constants wherever this is inlined: up to 24 sums
 * stay in registers, and one load serves more than two products.  `stride`: from block to block. */
INLINE void tile(const uint8_t *const *x, const int rows, const int blocks, const int8_t *w, size_t stride, uint32_t k4,
                 int32_t *out, size_t ldo) {
  __m512i sum[6][4], v[4];
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < blocks; c++) sum[r][c] = _mm512_setzero_si512();
  for (uint32_t k = 0; k < k4; k++) {
    for (int c = 0; c < blocks; c++) v[c] = _mm512_load_si512((const void *)(w + (size_t)c * stride + (size_t)k * 64));
    for (int r = 0; r < rows; r++) {
      __m512i y = four(x[r] + 4 * (size_t)k);
      for (int c = 0; c < blocks; c++) sum[r][c] = _mm512_dpbusd_epi32(sum[r][c], y, v[c]);
    }
  }
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < blocks; c++) _mm512_storeu_si512((void *)(out + (size_t)r * ldo + (size_t)c * 16), sum[r][c]);
}

INLINE void columns(const uint8_t *const *x, size_t m, const int blocks, const int8_t *w, size_t stride, uint32_t k4,
                    int32_t *out, size_t ldo) {
  size_t r = 0;
  for (; r + 6 <= m; r += 6) tile(x + r, 6, blocks, w, stride, k4, out + r * ldo, ldo);
  switch (m - r) {
    case 5: tile(x + r, 5, blocks, w, stride, k4, out + r * ldo, ldo); break;
    case 4: tile(x + r, 4, blocks, w, stride, k4, out + r * ldo, ldo); break;
    case 3: tile(x + r, 3, blocks, w, stride, k4, out + r * ldo, ldo); break;
    case 2: tile(x + r, 2, blocks, w, stride, k4, out + r * ldo, ldo); break;
    case 1: tile(x + r, 1, blocks, w, stride, k4, out + r * ldo, ldo); break;
    default: break;
  }
}

static void product(const uint8_t *const *x, size_t m, const toc__mat *w, int32_t *out, size_t ldo) {
  size_t stride = (size_t)16 * w->k;
  uint32_t n = 0;
  for (; n + 64 <= w->n; n += 64) columns(x, m, 4, w->w + (size_t)n * w->k, stride, w->k / 4, out + n, ldo);
  for (; n < w->n; n += 16) columns(x, m, 1, w->w + (size_t)n * w->k, stride, w->k / 4, out + n, ldo);
}

const toc__kernel toc__kernel_vnni = {.name = "vnni", .product = product, KERNEL_REST};
#else
typedef int toc__no_vnni;
#endif
