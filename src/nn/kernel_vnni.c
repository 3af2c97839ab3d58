/* kernel_vnni.c - 512-bit vectors with vpdpbusd, which adds four byte products at once;
 * compiled for AVX-512 F, BW, VL and VNNI and called only where the processor has them. */
#if defined(__x86_64__)
#include <immintrin.h>

#include "kernel.inc"

INLINE __m512i four(const uint8_t *p) {
  int32_t v;
  memcpy(&v, p, sizeof v);
  return _mm512_set1_epi32(v);
}

INLINE void tile(const uint8_t *const *x, const int rows, const int8_t *block, uint32_t k4, int32_t *out, size_t ldo) {
  __m512i a[12];
  for (int r = 0; r < rows; r++) a[r] = _mm512_setzero_si512();
  for (uint32_t k = 0; k < k4; k++) {
    __m512i w = _mm512_load_si512((const void *)(block + (size_t)k * 64));
    for (int r = 0; r < rows; r++) a[r] = _mm512_dpbusd_epi32(a[r], four(x[r] + 4 * (size_t)k), w);
  }
  for (int r = 0; r < rows; r++) _mm512_storeu_si512((void *)(out + (size_t)r * ldo), a[r]);
}

static void product(const uint8_t *const *x, size_t m, const toc__mat *w, int32_t *out, size_t ldo) {
  uint32_t k4 = w->k / 4;
  for (uint32_t n = 0; n < w->n; n += 16) {
    const int8_t *block = w->w + (size_t)n * w->k;
    int32_t *o = out + n;
    size_t r = 0;
    for (; r + 12 <= m; r += 12) tile(x + r, 12, block, k4, o + r * ldo, ldo);
    for (; r + 4 <= m; r += 4) tile(x + r, 4, block, k4, o + r * ldo, ldo);
    for (; r < m; r++) tile(x + r, 1, block, k4, o + r * ldo, ldo);
  }
}

const toc__kernel toc__kernel_vnni = {.name = "vnni", .product = product, KERNEL_REST};
#else
typedef int toc__no_vnni;
#endif
