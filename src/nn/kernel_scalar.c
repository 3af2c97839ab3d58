/* kernel_scalar.c - plain C, for any processor; also chooses among the kernels. */
#include "kernel.inc"

static void product(const uint8_t *const *x, size_t m, const toc__mat *w, int32_t *out, size_t ldo) {
  uint32_t k4 = w->k / 4;
  for (uint32_t n = 0; n < w->n; n += 16) {
    const int8_t *block = w->w + (size_t)n * w->k;
    for (size_t r = 0; r < m; r++) {
      int32_t sum[16] = {0};
      const uint8_t *row = x[r];
      for (uint32_t k = 0; k < k4; k++)
        for (uint32_t j = 0; j < 16; j++) {
          const int8_t *v = block + ((size_t)k * 16 + j) * 4;
          sum[j] += row[4 * k] * v[0] + row[4 * k + 1] * v[1] + row[4 * k + 2] * v[2] + row[4 * k + 3] * v[3];
        }
      memcpy(out + r * ldo + n, sum, sizeof sum);
    }
  }
}

const toc__kernel toc__kernel_scalar = {.name = "scalar", .product = product, KERNEL_REST};

float toc__exp(float x) {
  v8_f y = v8_exp2(v8_clamp(v8_of(x), -40.0f, 40.0f) * v8_of(LOG2E));
  return y[0];
}

const toc__kernel *toc__kernel_find(const char *name) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool avx2 = __builtin_cpu_supports("avx2");
  bool vnni = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
              __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
  if (vnni && (!name || !strcmp(name, "vnni"))) return &toc__kernel_vnni;
  if (avx2 && (!name || !strcmp(name, "avx2"))) return &toc__kernel_avx2;
#endif
  if (!name || !strcmp(name, "scalar")) return &toc__kernel_scalar;
  return NULL;
}
