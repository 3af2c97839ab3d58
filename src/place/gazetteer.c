/* gazetteer.c - reading the mapped file. */
#include "gazetteer.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORD_MARGIN 1024
#define WORD_INDEX_BITS 14
#define SHORT_BITS 16

static const struct {
  const char *name;
  int precision;
} features[GAZ_N_FEATURES] = {
#define X(id, level) {#id, level},
    GAZ_FEATURES(X)
#undef X
};

static const size_t element[GAZ_N_SECTIONS] = {sizeof(gaz_entity), 8, 4, 4, 4, 1, 8, 1, 1};

static toc_status bad(toc_error *err, const char *file, const char *what) {
  return toc_fail(err, TOC_BADDATA, file, 0, 0, "%s: build the gazetteer again", what);
}

static const void *section(const gazetteer *g, int s) { return g->bytes + g->header->section[s].at; }

/* 1 … 31 for 2 … 2^31; 0 for anything else. */
static unsigned power_of_two(uint64_t n) {
  for (unsigned k = 1; k < 32; k++)
    if (n == (uint64_t)1 << k) return k;
  return 0;
}

static toc_status check_sections(gazetteer *g, const char *file, toc_error *err) {
  const gaz_section *s = g->header->section;
  for (int i = 0; i < GAZ_N_SECTIONS; i++)
    if (s[i].at % 8 || s[i].at < sizeof(gaz_header) || s[i].at > g->size || s[i].count > UINT32_MAX / 2 ||
        s[i].count > (g->size - s[i].at) / element[i])
      return bad(err, file, "a section of the gazetteer lies outside the file");
  uint64_t names = s[GAZ_S_HASHES].count;
  g->index_bits = power_of_two(s[GAZ_S_INDEX].count - 1);
  g->prefix_bits = power_of_two(s[GAZ_S_PREFIXES].count * 8);
  if (s[GAZ_S_STARTS].count != names + 1 || !g->index_bits || !g->prefix_bits || s[GAZ_S_WORD_FLAGS].count != s[GAZ_S_WORDS].count ||
      s[GAZ_S_ENTITIES].count >= GAZ_NO_ENTITY)
    return bad(err, file, "sections of the gazetteer do not fit each other");
  g->entity = section(g, GAZ_S_ENTITIES);
  g->hash = section(g, GAZ_S_HASHES);
  g->start = section(g, GAZ_S_STARTS);
  g->ref = section(g, GAZ_S_REFS);
  g->index = section(g, GAZ_S_INDEX);
  g->prefix = section(g, GAZ_S_PREFIXES);
  g->word = section(g, GAZ_S_WORDS);
  g->word_flags = section(g, GAZ_S_WORD_FLAGS);
  g->string = section(g, GAZ_S_STRINGS);
  g->n_entities = (uint32_t)s[GAZ_S_ENTITIES].count;
  g->n_names = (uint32_t)names;
  g->n_refs = (uint32_t)s[GAZ_S_REFS].count;
  g->n_words = (uint32_t)s[GAZ_S_WORDS].count;
  g->n_strings = (uint32_t)s[GAZ_S_STRINGS].count;
  return TOC_OK;
}

static toc_status check(gazetteer *g, const char *file, toc_error *err) {
  const gaz_header *h = g->header = (const gaz_header *)(const void *)g->bytes;
  if (g->size < sizeof *h || memcmp(h->magic, GAZ_MAGIC, 8) != 0)
    return toc_fail(err, TOC_BADDATA, file, 0, 0, "not a gazetteer (it does not begin with TOCGAZ)");
  if (h->order != GAZ_ORDER) return bad(err, file, "gazetteer of a machine with another byte order");
  if (h->version != GAZ_VERSION)
    return toc_fail(err, TOC_BADDATA, file, 0, 0, "gazetteer of version %u, expected %u: build it again",
                    (unsigned)h->version, GAZ_VERSION);
  if (h->size != g->size)
    return toc_fail(err, TOC_BADDATA, file, 0, 0, "gazetteer of %zu bytes, its header says %llu: cut short or changed",
                    g->size, (unsigned long long)h->size);
  toc_str body = {(const char *)g->bytes + sizeof *h, g->size - sizeof *h};
  if (toc_hash(body, 0) != h->hash) return bad(err, file, "the gazetteer's bytes do not match its hash");
  if (h->sha256[71] != 0 || h->base[71] != 0) return bad(err, file, "the gazetteer's name is not closed");
  return check_sections(g, file, err);
}

toc_status gaz_open_bytes(gazetteer *g, const void *bytes, size_t size, const char *name, toc_error *err) {
  *g = (gazetteer){.bytes = bytes, .size = size};
  toc_status st = check(g, name, err);
  if (st != TOC_OK) *g = (gazetteer){0};
  return st;
}

toc_status gaz_open(gazetteer *g, const char *path, toc_error *err) {
  struct stat info;
  *g = (gazetteer){0};
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot open '%s': %s", path, strerror(errno));
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(fd);
    return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot read '%s': not a regular file", path);
  }
  size_t size = (size_t)info.st_size;
  if (size < sizeof(gaz_header)) {
    close(fd);
    return toc_fail(err, TOC_BADDATA, path, 0, 0, "not a gazetteer (only %zu bytes)", size);
  }
  void *p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  int why = errno;
  close(fd);
  if (p == MAP_FAILED) return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot map '%s': %s", path, strerror(why));
  posix_madvise(p, size, POSIX_MADV_WILLNEED);
  *g = (gazetteer){.bytes = p, .size = size, .mapped = true};
  toc_status st = check(g, path, err);
  if (st != TOC_OK) gaz_close(g);
  return st;
}

void gaz_close(gazetteer *g) {
  if (g->mapped) munmap((void *)(uintptr_t)g->bytes, g->size);
  *g = (gazetteer){0};
}

uint32_t gaz_find(const gazetteer *g, uint64_t hash, const uint32_t **refs) {
  uint64_t top = hash >> (64 - g->index_bits);
  uint32_t lo = g->index[top], hi = g->index[top + 1];
  if (hi > g->n_names) hi = g->n_names;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (g->hash[mid] < hash) lo = mid + 1;
    else hi = mid;
  }
  if (lo >= g->n_names || g->hash[lo] != hash) return 0;
  uint32_t from = g->start[lo], to = g->start[lo + 1];
  if (from > to || to > g->n_refs) return 0;
  *refs = g->ref + from;
  return to - from;
}

bool gaz_is_prefix(const gazetteer *g, uint64_t hash) {
  uint64_t bit = hash >> (64 - g->prefix_bits);
  return g->prefix[bit >> 3] >> (bit & 7) & 1;
}

size_t gaz_quick_size(void) { return ((1u << WORD_INDEX_BITS) + 1) * sizeof(uint32_t) + (1u << SHORT_BITS) / 8; }

/* A forged file may hold words out of order: the index then misses some, and leads nowhere else. */
void gaz_quicken(gazetteer *g, void *memory) {
  uint32_t *at = memory, k = 0;
  uint8_t *bits = (uint8_t *)(at + (1u << WORD_INDEX_BITS) + 1);
  for (uint32_t i = 0; i <= 1u << WORD_INDEX_BITS; i++) {
    while (k < g->n_words && g->word[k] >> (64 - WORD_INDEX_BITS) < i) k++;
    at[i] = k;
  }
  for (uint32_t i = 0; i < g->n_refs; i++) {
    if (gaz_ref_kind(g->ref[i]) != GAZ_ABBR) continue; /* few are */
    uint32_t lo = 0, hi = g->n_names; /* the last name that starts at i or before */
    while (hi - lo > 1) {
      uint32_t mid = lo + (hi - lo) / 2;
      if (g->start[mid] <= i) lo = mid;
      else hi = mid;
    }
    uint64_t hash = lo < g->n_names ? g->hash[lo] : 0;
    bits[hash >> (67 - SHORT_BITS)] |= (uint8_t)(1u << (hash >> (64 - SHORT_BITS) & 7));
  }
  g->word_at = at;
  g->short_names = bits;
}

bool gaz_may_be_short(const gazetteer *g, uint64_t hash) {
  return !g->short_names || g->short_names[hash >> (67 - SHORT_BITS)] >> (hash >> (64 - SHORT_BITS) & 7) & 1;
}

/* Hashes are spread evenly: the share of 2^64 that lies below one tells where it must be, give
 * or take a few times the root of how many there are. */
unsigned gaz_word(const gazetteer *g, uint64_t hash) {
  uint32_t lo = 0, hi = g->n_words, at = (uint32_t)((hash >> 32) * g->n_words >> 32);
  if (g->word_at) {
    lo = g->word_at[hash >> (64 - WORD_INDEX_BITS)];
    hi = g->word_at[(hash >> (64 - WORD_INDEX_BITS)) + 1];
  } else if (at >= WORD_MARGIN && g->word[at - WORD_MARGIN] < hash) lo = at - WORD_MARGIN;
  if (!g->word_at && hi - at > WORD_MARGIN && g->word[at + WORD_MARGIN] >= hash) hi = at + WORD_MARGIN;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (g->word[mid] < hash) lo = mid + 1;
    else hi = mid;
  }
  return lo < g->n_words && g->word[lo] == hash ? g->word_flags[lo] : 0;
}

static toc_str string_at(const gazetteer *g, uint64_t at, uint32_t len) {
  return at + len <= g->n_strings && len ? (toc_str){g->string + at, len} : (toc_str){0};
}

toc_str gaz_name(const gazetteer *g, uint32_t e) {
  const gaz_entity *p = gaz_at(g, e);
  return p ? string_at(g, p->name, p->name_len) : (toc_str){0};
}

toc_str gaz_code(const gazetteer *g, uint32_t e) {
  const gaz_entity *p = gaz_at(g, e);
  return p ? string_at(g, (uint64_t)p->name + p->name_len, p->code_len) : (toc_str){0};
}

/* A forged file may hold circles: no chain is followed further than four steps. */
uint32_t gaz_above(const gazetteer *g, uint32_t e, gaz_feature f) {
  const gaz_entity *p = gaz_at(g, e);
  for (int step = 0; p && step < 5; step++, e = p->parent, p = gaz_at(g, e))
    if (p->feature == f) return e;
  return GAZ_NO_ENTITY;
}

uint32_t gaz_country(const gazetteer *g, uint32_t e) {
  uint32_t c = gaz_above(g, e, GAZ_PCLI);
  return c != GAZ_NO_ENTITY ? c : gaz_above(g, e, GAZ_PCLH);
}

bool gaz_inside(const gazetteer *g, uint32_t e, uint32_t in) {
  const gaz_entity *p = gaz_at(g, e);
  for (int step = 0; p && step < 5; step++, e = p->parent, p = gaz_at(g, e))
    if (e == in) return true;
  return false;
}

const char *gaz_feature_name(uint8_t f) { return f < GAZ_N_FEATURES ? features[f].name : "PPL"; }
int gaz_feature_precision(uint8_t f) { return f < GAZ_N_FEATURES ? features[f].precision : 0; }

gaz_feature gaz_feature_of(toc_str name) {
  for (int i = 0; i < GAZ_N_FEATURES; i++)
    if (toc_str_is(name, features[i].name)) return (gaz_feature)i;
  return GAZ_N_FEATURES;
}
