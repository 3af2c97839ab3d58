/* dump.c - lines of GeoNames dumps, checked one by one.
 *
 *   id name asciiname alternatenames lat lon class feature country cc2 adm1 adm2 adm3 adm4
 *     population elevation dem timezone date                              (XX.txt, 19 columns)
 *   id geonameid language name preferred short colloquial historic from to
 *                                                      (alternateNamesV2.txt, 10 columns, or 8)
 *
 * Taken are populated places and divisions of the first and second order.  Streams, hills,
 * farms and schools are passed over: there are millions, named like towns and like words, and
 * those that news speaks of stand in data/places/regions.txt.  Of names, the English ones and
 * those of no stated language, in Latin letters. */
#include <errno.h>
#include <stdlib.h>

#include "layer.h"
#include "namer.h"

#define LINE_MAX_BYTES ((size_t)1 << 20)
#define BUF_BYTES (LINE_MAX_BYTES * 2)

static toc_status wrong(const dump_reader *d, toc_str field, toc_error *err, const char *what) {
  uint32_t column = field.ptr ? (uint32_t)(field.ptr - d->text.ptr) + 1 : 1;
  return toc_fail(err, TOC_BADDATA, d->file, d->line, column, "expected %s, not '%.*s'", what, (int)(field.len > 40 ? 40 : field.len),
                  field.ptr ? field.ptr : "");
}

/* ------------------------------------------------------------------- lines */

static toc_status fill(dump_reader *d, toc_error *err) {
  if (d->at) {
    memmove(d->buf, d->buf + d->at, d->len - d->at);
    d->len -= d->at;
    d->at = 0;
  }
  size_t got = fread(d->buf + d->len, 1, BUF_BYTES - d->len, d->f);
  if (!got && ferror(d->f)) return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot read '%s': %s", d->file, strerror(errno));
  if (!got) d->eof = true;
  d->len += got;
  return TOC_OK;
}

/* The next line without its end into d->text; TOC_DONE behind the last. */
static toc_status next_line(dump_reader *d, toc_error *err) {
  for (;;) {
    char *end = d->len > d->at ? memchr(d->buf + d->at, '\n', d->len - d->at) : NULL;
    size_t n = end ? (size_t)(end - d->buf) - d->at : d->len - d->at;
    if (n > LINE_MAX_BYTES) return toc_fail(err, TOC_BADDATA, d->file, d->line + 1, 0, "a line of more than %zu bytes", LINE_MAX_BYTES);
    if (!end && !d->eof) {
      toc_status s = fill(d, err);
      if (s != TOC_OK) return s;
      continue;
    }
    if (!end && !n) return TOC_DONE;
    d->text = (toc_str){d->buf + d->at, n};
    d->at += n + (end ? 1 : 0);
    d->bytes += n + (end ? 1 : 0);
    d->line++;
    if (n && d->text.ptr[n - 1] == '\r') d->text.len--;
    return TOC_OK;
  }
}

static int columns_of(toc_str line) {
  int n = 1;
  for (size_t i = 0; i < line.len; i++) n += line.ptr[i] == '\t';
  return n;
}

toc_status toc__dump_open(dump_reader *d, FILE *f, const char *file, toc_error *err) {
  *d = (dump_reader){.f = f, .file = file};
  d->buf = malloc(BUF_BYTES);
  if (!d->buf) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_status s = next_line(d, err);
  if (s == TOC_DONE) s = toc_fail(err, TOC_BADDATA, file, 1, 0, "an empty file: expected a GeoNames dump");
  if (s == TOC_OK) {
    int n = columns_of(d->text);
    if (toc_str_starts(d->text, TOC_S("PK\003\004"))) s = toc_fail(err, TOC_BADDATA, file, 0, 0, "a zip archive: unpack it first");
    else if (n == 19) d->kind = DUMP_PLACES;
    else if (n == 10 || n == 8) d->kind = DUMP_NAMES;
    else s = toc_fail(err, TOC_BADDATA, file, 1, 0, "expected the 19 columns of a GeoNames dump, or the 10 or 8 of its alternate names, found %d", n);
  }
  if (s != TOC_OK) {
    toc__dump_close(d);
    return s;
  }
  d->at = 0; /* the first line again */
  d->line = 0;
  d->bytes = 0;
  return TOC_OK;
}

void toc__dump_close(dump_reader *d) {
  free(d->buf);
  d->buf = NULL;
}

/* ------------------------------------------------------------------- fields */

static bool number(toc_str s, uint32_t max, uint32_t *out) {
  uint64_t n;
  if (!toc_str_uint(s, &n) || n > max) return false;
  *out = (uint32_t)n;
  return true;
}

static bool degrees(toc_str s, double limit, int32_t *out) {
  double x;
  if (!toc_str_double(s, &x) || x < -limit || x > limit) return false;
  *out = (int32_t)(x * 10000 + (x < 0 ? -0.5 : 0.5));
  return true;
}

/* Letters of the Latin script, up to its extensions for Vietnamese. */
static bool is_latin(toc_str s) {
  for (size_t i = 0; i < s.len;) {
    uint32_t c = toc_utf8_next(s, &i);
    if (toc_cp_is_letter(c) && c >= 0x250 && !(c >= 0x1E00 && c <= 0x1EFF) && !(c >= 0x2B0 && c <= 0x2FF)) return false;
  }
  return true;
}

/* May it stand in English text as a name of a place?  Capital first, Latin, no code. */
bool toc__dump_is_name(toc_str s) {
  size_t i = 0, letters = 0, small = 0;
  if (s.len < 3 || s.len > 200 || !is_latin(s) || !toc_cp_is_upper(toc_utf8_next(s, &i))) return false;
  for (i = 0; i < s.len;) {
    uint32_t c = toc_utf8_next(s, &i);
    letters += toc_cp_is_letter(c);
    small += toc_cp_is_lower(c);
  }
  return letters >= 3 && (small || letters > 4);
}

/* Places that are no more (PPLH …) are left to names.txt; a land's own line to countries.txt. */
static gaz_feature feature_of(toc_str group, toc_str code) {
  static const char *const gone[] = {"PPLH", "PPLQ", "PPLW", "PPLCH", NULL};
  if (toc_str_is(group, "A")) {
    if (toc_str_is(code, "ADM1")) return GAZ_ADM1;
    return toc_str_is(code, "ADM2") ? GAZ_ADM2 : GAZ_N_FEATURES;
  }
  if (!toc_str_is(group, "P") || toc__one_of(code, gone)) return GAZ_N_FEATURES;
  gaz_feature f = gaz_feature_of(code);
  return f > GAZ_ADM2 && f <= GAZ_STLMT ? f : GAZ_PPL;
}

static bool country_code(toc_str s) {
  return !s.len || (s.len == 2 && s.ptr[0] >= 'A' && s.ptr[0] <= 'Z' && s.ptr[1] >= 'A' && s.ptr[1] <= 'Z');
}

static toc_status place_row(dump_reader *d, const toc_str *f, dump_row *row, toc_error *err) {
  static const char *const group[] = {"A", "H", "L", "P", "R", "S", "T", "U", "V", "", NULL};
  row->name = f[1], row->ascii = f[2], row->others = f[3];
  row->country = f[8], row->adm1 = f[10], row->adm2 = f[11];
  if (!number(f[0], DUMP_ID_MAX, &row->id) || !row->id) return wrong(d, f[0], err, "a GeoNames id");
  if (!f[1].len) return wrong(d, f[1], err, "a name");
  if (!degrees(f[4], 90, &row->lat)) return wrong(d, f[4], err, "a latitude from -90 to 90");
  if (!degrees(f[5], 180, &row->lon)) return wrong(d, f[5], err, "a longitude from -180 to 180");
  if (!toc__one_of(f[6], group)) return wrong(d, f[6], err, "a feature class: A, H, L, P, R, S, T, U or V");
  if (!country_code(f[8])) return wrong(d, f[8], err, "a country of two capitals");
  uint64_t people;
  if (f[14].len && !toc_str_uint(f[14], &people)) return wrong(d, f[14], err, "a population");
  row->population = !f[14].len ? 0 : people > UINT32_MAX ? UINT32_MAX : (uint32_t)people;
  row->feature = feature_of(f[6], f[7]);
  row->usable = row->feature != GAZ_N_FEATURES && row->country.len && (toc__dump_is_name(row->name) || toc__dump_is_name(row->ascii));
  if (!toc__dump_is_name(row->name)) row->name = row->ascii;
  return TOC_OK;
}

static toc_status name_row(dump_reader *d, const toc_str *f, dump_row *row, toc_error *err) {
  uint32_t n;
  if (!number(f[0], UINT32_MAX, &n)) return wrong(d, f[0], err, "a number");
  if (!number(f[1], DUMP_ID_MAX, &row->id) || !row->id) return wrong(d, f[1], err, "a GeoNames id");
  if (f[2].len > 7 && !memchr(f[2].ptr, '-', f[2].len)) return wrong(d, f[2], err, "a language");
  for (int i = 4; i < 8; i++)
    if (f[i].len && !toc_str_is(f[i], "1") && !toc_str_is(f[i], "0")) return wrong(d, f[i], err, "1 or nothing");
  bool old = toc_str_is(f[7], "1"), code = toc_str_is(f[2], "abbr");
  row->name = f[3];
  row->kind = old ? GAZ_OLD : code ? GAZ_ABBR : GAZ_OTHER;
  row->usable = !f[2].len || toc_str_is(f[2], "en") ? toc__dump_is_name(f[3]) : code && f[3].len >= 2 && f[3].len <= 8 && is_latin(f[3]);
  return TOC_OK;
}

toc_status toc__dump_next(dump_reader *d, dump_row *row, toc_error *err) {
  toc_str f[19], rest, one;
  toc_status s = next_line(d, err);
  *row = (dump_row){.feature = GAZ_N_FEATURES};
  if (s != TOC_OK) return s;
  int n = 0, want = d->kind == DUMP_PLACES ? 19 : 10;
  rest = d->text;
  while (toc_str_cut(&rest, '\t', &one)) {
    if (n < want) f[n] = one;
    n++;
  }
  if (n != want && !(d->kind == DUMP_NAMES && n == 8)) {
    bool cut = d->at == d->len && d->eof && d->len && d->buf[d->len - 1] != '\n';
    return toc_fail(err, TOC_BADDATA, d->file, d->line, 0, "expected %d columns, found %d%s", want, n, cut ? ": the file is cut short" : "");
  }
  if (!toc_utf8_valid(d->text)) return toc_fail(err, TOC_BADDATA, d->file, d->line, 0, "broken UTF-8");
  return d->kind == DUMP_PLACES ? place_row(d, f, row, err) : name_row(d, f, row, err);
}

/* --------------------------------------------------------------------- copy */

toc_status toc__layer_copy(FILE *in, const char *file, uint64_t size, FILE *out, toc__layer_count *n, toc__layer_progress progress, void *ctx,
                           toc_error *err) {
  dump_reader d;
  dump_row row;
  *n = (toc__layer_count){0};
  toc_status s = toc__dump_open(&d, in, file, err);
  if (s != TOC_OK) return s;
  while ((s = toc__dump_next(&d, &row, err)) == TOC_OK) {
    n->lines++;
    if (progress && n->lines % 65536 == 0) progress(ctx, "checking", d.bytes, size);
    if (!row.usable) continue;
    n->taken++;
    if (fwrite(d.text.ptr, 1, d.text.len, out) != d.text.len || putc('\n', out) == EOF) break;
  }
  toc__dump_close(&d);
  if (ferror(out)) return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot write a copy of '%s': %s", file, strerror(errno));
  if (s == TOC_DONE && !n->taken) return toc_fail(err, TOC_BADDATA, file, 0, 0, "no line holds a place or a name that can be used");
  return s == TOC_DONE ? TOC_OK : s;
}
