/* kernel_avx2.c - 256-bit vectors; compiled with -mavx2 and called only where the
 * processor has it.  Six rows by sixteen outputs are kept in registers: twelve sums. */
#if defined(__x86_64__)
#include <immintrin.h>

#include "kernel.inc"

INLINE __m256i madd(__m256i sum, __m256i x, __m256i w, __m256i ones) {
  return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(x, w), ones));
}

INLINE __m256i four(const uint8_t *p) {
  int32_t v;
  memcpy(&v, p, sizeof v);
  return _mm256_set1_epi32(v);
}

/* `rows` is a constant wherever this is inlined. */
INLINE void tile(const uint8_t *const *x, const int rows, const int8_t *block, uint32_t k4, int32_t *out, size_t ldo) {
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i a[6], b[6];
  for (int r = 0; r < rows; r++) a[r] = b[r] = _mm256_setzero_si256();
  for (uint32_t k = 0; k < k4; k++) {
    __m256i w0 = _mm256_load_si256((const __m256i *)(const void *)(block + (size_t)k * 64));
    __m256i w1 = _mm256_load_si256((const __m256i *)(const void *)(block + (size_t)k * 64 + 32));
    for (int r = 0; r < rows; r++) {
      __m256i v = four(x[r] + 4 * (size_t)k);
      a[r] = madd(a[r], v, w0, ones);
      b[r] = madd(b[r], v, w1, ones);
    }
  }
  for (int r = 0; r < rows; r++) {
    _mm256_storeu_si256((__m256i *)(void *)(out + (size_t)r * ldo), a[r]);
    _mm256_storeu_si256((__m256i *)(void *)(out + (size_t)r * ldo + 8), b[r]);
  }
}

static void product(const uint8_t *const *x, size_t m, const toc__mat *w, int32_t *out, size_t ldo) {
  uint32_t k4 = w->k / 4;
  for (uint32_t n = 0; n < w->n; n += 16) {
    const int8_t *block = w->w + (size_t)n * w->k;
    int32_t *o = out + n;
    size_t r = 0;
    for (; r + 6 <= m; r += 6) tile(x + r, 6, block, k4, o + r * ldo, ldo);
    switch (m - r) {
      case 5: tile(x + r, 5, block, k4, o + r * ldo, ldo); break;
      case 4: tile(x + r, 4, block, k4, o + r * ldo, ldo); break;
      case 3: tile(x + r, 3, block, k4, o + r * ldo, ldo); break;
      case 2: tile(x + r, 2, block, k4, o + r * ldo, ldo); break;
      case 1: tile(x + r, 1, block, k4, o + r * ldo, ldo); break;
      default: break;
    }
  }
}

const toc__kernel toc__kernel_avx2 = {.name = "avx2", .product = product, KERNEL_REST};
#else
typedef int toc__no_avx2;
#endif
