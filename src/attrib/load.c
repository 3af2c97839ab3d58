/* load.c - the words and the weights.
 *
 * weights.bin: lines of text, then two tables of signed bytes.
 *
 *     tocsin-claims 2
 *     cue BITS SCALE THRESHOLD
 *     role BITS SCALE
 *     (empty line) cue[1 << BITS] role[1 << BITS][4]
 *
 * The weight of a lemma is -128 where the word is never a cue; other weights reach to -127.
 */
#include "internal.h"

#include <stdlib.h>

/* ------------------------------------------------------------ cues.txt */

static toc_status section_of(toc_lines *l, uint32_t *bit, toc_error *err) {
  static const char *const NAME[] = {"[report]", "[accuse]", "[deny]", "[neutral]"};
  for (uint32_t k = 0; k < 4; k++)
    if (toc_str_is(l->text, NAME[k])) return *bit = 1u << k, TOC_OK;
  return toc_lines_fail(err, l, 0, "unknown section '%.*s', expected [report], [accuse], [deny] or [neutral]", TOC_FMT(l->text));
}

static toc_status read_cues(toc__attrib *a, const char *file, toc_str bytes, toc_error *err) {
  toc_lines l;
  uint32_t bit = 0;
  toc_lines_init(&l, file, bytes);
  if (!toc_lines_next(&l) || !toc_str_is(l.text, "tocsin-cues 1"))
    return toc_fail(err, TOC_BADDATA, file, 1, 1, "expected 'tocsin-cues 1'");
  while (toc_lines_next(&l)) {
    if (l.text.ptr[0] == '[') {
      toc_status st = section_of(&l, &bit, err);
      if (st != TOC_OK) return st;
      continue;
    }
    if (!bit) return toc_lines_fail(err, &l, 0, "expected a section such as [report]");
    toc_str rest = l.text, word;
    while (toc_str_cut(&rest, ',', &word)) {
      if (toc_str_trim(word).len != word.len || word.len == 0)
        return toc_lines_fail(err, &l, (size_t)(word.ptr - l.text.ptr), "expected words parted by single commas");
      uint32_t *flags = toc_map_put(&a->cues, word, 0);
      *flags |= bit;
    }
  }
  return TOC_OK;
}

/* ------------------------------------------------------------ weights.bin */

/* "cue 18 0.01 0.2": bits must be ours. */
static toc_status header(toc_str *rest, const char *file, uint32_t at, const char *name, unsigned want, double *scale,
                         double *threshold, toc_error *err) {
  toc_str line, word;
  uint64_t bits;
  if (!toc_str_cut(rest, '\n', &line) || !toc_str_word(&line, &word) || !toc_str_is(word, name))
    return toc_fail(err, TOC_BADDATA, file, at, 1, "expected '%s'", name);
  if (!toc_str_word(&line, &word) || !toc_str_uint(word, &bits) || bits != want)
    return toc_fail(err, TOC_BADDATA, file, at, 1, "expected %u bits", want);
  if (!toc_str_word(&line, &word) || !toc_str_double(word, scale) || !(*scale > 0))
    return toc_fail(err, TOC_BADDATA, file, at, 1, "expected a scale");
  if (threshold && (!toc_str_word(&line, &word) || !toc_str_double(word, threshold)))
    return toc_fail(err, TOC_BADDATA, file, at, 1, "expected a threshold");
  return TOC_OK;
}

static toc_status read_weights(toc__attrib *a, const char *file, toc_str bytes, toc_error *err) {
  toc_str rest = bytes, line;
  double cue, role, threshold;
  if (!toc_str_cut(&rest, '\n', &line) || !toc_str_is(line, "tocsin-claims 2"))
    return toc_fail(err, TOC_BADDATA, file, 1, 1, "expected 'tocsin-claims 2'");
  toc_status st = header(&rest, file, 2, "cue", TOC__CUE_BITS, &cue, &threshold, err);
  if (st == TOC_OK) st = header(&rest, file, 3, "role", TOC__ROLE_BITS, &role, NULL, err);
  if (st != TOC_OK) return st;
  if (!toc_str_cut(&rest, '\n', &line) || line.len)
    return toc_fail(err, TOC_BADDATA, file, 4, 1, "expected an empty line");
  size_t n_cue = (size_t)1 << TOC__CUE_BITS, n_role = ((size_t)1 << TOC__ROLE_BITS) * TOC__N_ROLES;
  if (!rest.ptr || rest.len != n_cue + n_role)
    return toc_fail(err, TOC_BADDATA, file, 0, 0, "expected %zu bytes of weights, found %zu", n_cue + n_role, rest.ptr ? rest.len : 0);
  a->cue_weight = (const int8_t *)rest.ptr;
  a->role_weight = (const int8_t *)rest.ptr + n_cue;
  a->cue_scale = (float)cue, a->role_scale = (float)role, a->cue_threshold = (float)threshold;
  return TOC_OK;
}

/* ------------------------------------------------------------ handles */

toc_status toc__attrib_read(toc__attrib *a, const char *file, toc_str bytes, bool weights, toc_error *err) {
  return weights ? read_weights(a, file, bytes, err) : read_cues(a, file, bytes, err);
}

static toc_status load(toc__attrib *a, const char *data_dir, toc_error *err) {
  static const char *const NAME[] = {"cues.txt", "weights.bin"};
  for (int k = 0; k < 2; k++) {
    const char *path = toc_str_z(&a->arena, toc_str_format(&a->arena, "%s/claims/%s", data_dir, NAME[k]));
    toc_str bytes;
    toc_status st = toc_file_read(&a->arena, path, 1u << 24, &bytes, err);
    if (st == TOC_OK) st = toc__attrib_read(a, path, bytes, k == 1, err);
    if (st != TOC_OK) return st;
  }
  return TOC_OK;
}

toc_status toc__attrib_load(toc__attrib **out, const char *data_dir, toc_error *err) {
  *out = NULL;
  toc__attrib *a = calloc(1, sizeof *a);
  if (!a) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&a->arena, 0);
  jmp_buf jump;
  toc_status st;
  if (TOC_TRY(&a->arena, jump)) {
    toc_map_init(&a->cues, &a->arena);
    st = load(a, data_dir, err);
  } else {
    st = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  }
  a->arena.oom = NULL;
  if (st != TOC_OK) {
    toc__attrib_free(a);
    return st;
  }
  *out = a;
  return TOC_OK;
}

void toc__attrib_free(toc__attrib *a) {
  if (!a) return;
  toc_arena_release(&a->arena);
  free(a);
}
