/* pool.c - interned strings, string maps, hashes. */
#include "core.h"

#include <sha2.h>
#define XXH_INLINE_ALL /* keys are short: the call costs as much as the hash */
#include <xxhash.h>

uint64_t toc_hash(toc_str s, uint64_t seed) {
  const char *p = s.ptr ? s.ptr : "";
  return seed ? XXH3_64bits_withSeed(p, s.len, seed) : XXH3_64bits(p, s.len); /* the same for 0, and shorter */
}

uint64_t toc_hash_nothing(uint64_t seed) { return XXH3_64bits_withSeed("", 0, seed); }

_Static_assert(sizeof(SHA2_CTX) <= sizeof(toc_sha256_parts), "core.h keeps room for the state");

void toc_sha256_begin(toc_sha256_parts *s) { SHA256Init((SHA2_CTX *)s); }

void toc_sha256_add(toc_sha256_parts *s, toc_str bytes) {
  if (bytes.len) SHA256Update((SHA2_CTX *)s, (const uint8_t *)bytes.ptr, bytes.len);
}

void toc_sha256_end(toc_sha256_parts *s, char out[72]) {
  uint8_t digest[SHA256_DIGEST_LENGTH];
  static const char hex[] = "0123456789abcdef";
  SHA256Final(digest, (SHA2_CTX *)s);
  memcpy(out, "sha256:", 7);
  for (size_t i = 0; i < sizeof digest; i++) {
    out[7 + 2 * i] = hex[digest[i] >> 4];
    out[8 + 2 * i] = hex[digest[i] & 15];
  }
  out[7 + 2 * sizeof digest] = 0;
}

void toc_sha256(toc_str bytes, char out[72]) {
  toc_sha256_parts s;
  toc_sha256_begin(&s);
  toc_sha256_add(&s, bytes);
  toc_sha256_end(&s, out);
}

/* One table serves both: a pool is a map whose value nobody asks for. */
typedef struct toc__map_slot slot;

/* The first bytes of a key stand in its slot, so that a short one is told without a look elsewhere. */
static uint64_t head_of(toc_str key) {
  uint64_t head = 0;
  uint32_t a, b;
  if (key.len >= 8) {
    memcpy(&head, key.ptr, 8);
  } else if (key.len >= 4) {
    memcpy(&a, key.ptr, 4), memcpy(&b, key.ptr + key.len - 4, 4);
    head = (uint64_t)a << 32 | b;
  } else if (key.len) {
    head = (uint64_t)(unsigned char)key.ptr[0] << 16 | (uint64_t)(unsigned char)key.ptr[key.len / 2] << 8 | (unsigned char)key.ptr[key.len - 1];
  }
  return head;
}

static bool same_key(const slot *s, toc_str key, uint64_t head) {
  return s->len == key.len && s->head == head && (key.len <= 8 || memcmp(s->ptr + 8, key.ptr + 8, key.len - 8) == 0);
}

static slot *find(slot *table, uint32_t size, toc_str key, uint64_t hash) {
  uint32_t mask = size - 1, i = (uint32_t)hash & mask;
  uint64_t head = head_of(key);
  while (table[i].ptr && (table[i].hash != hash || !same_key(&table[i], key, head))) i = (i + 1) & mask;
  return &table[i];
}

static slot *free_slot(slot *table, uint32_t size, uint64_t hash) {
  uint32_t mask = size - 1, i = (uint32_t)hash & mask;
  while (table[i].ptr) i = (i + 1) & mask;
  return &table[i];
}

static void mark(uint64_t *filter, uint32_t size, uint64_t hash) {
  uint32_t bit = (uint32_t)(hash >> 32) & (size * 8 - 1);
  filter[bit / 64] |= (uint64_t)1 << bit % 64;
}

static void enlarge(toc_map *m, uint32_t size) {
  slot *table = toc_new(m->arena, slot, size);
  uint64_t *filter = toc_new(m->arena, uint64_t, size / 8);
  for (uint32_t i = 0; i < m->size; i++)
    if (m->slot[i].ptr) {
      *free_slot(table, size, m->slot[i].hash) = m->slot[i];
      mark(filter, size, m->slot[i].hash);
    }
  m->slot = table;
  m->filter = filter;
  m->size = size;
}

void toc_map_init(toc_map *m, toc_arena *arena) { *m = (toc_map){.arena = arena}; }

void toc_map_reserve(toc_map *m, uint32_t n) {
  uint32_t size = m->size ? m->size : 64;
  while ((uint64_t)size * 3 < (uint64_t)n * 4 && size < UINT32_C(1) << 28) size *= 2;
  if (size > m->size) enlarge(m, size);
}

static slot *put(toc_map *m, toc_str key, uint32_t fresh) {
  if (m->used * 4 >= m->size * 3) enlarge(m, m->size ? m->size * 2 : 64);
  uint64_t hash = toc_hash(key, 0);
  if (key.len > UINT32_MAX) toc_arena_alloc(m->arena, SIZE_MAX, 2); /* no such key: out of memory */
  slot *s = find(m->slot, m->size, key, hash);
  if (!s->ptr) {
    *s = (slot){.ptr = toc_str_z(m->arena, key), .hash = hash, .head = head_of(key), .len = (uint32_t)key.len, .value = fresh};
    mark(m->filter, m->size, hash);
    m->used++;
  }
  return s;
}

uint32_t *toc_map_put(toc_map *m, toc_str key, uint32_t fresh) { return &put(m, key, fresh)->value; }

uint32_t toc_map_get(const toc_map *m, toc_str key) {
  return m->used ? toc_map_get_hashed(m, key, toc_hash(key, 0)) : TOC_NONE;
}

uint32_t toc__map_find(const toc_map *m, toc_str key, uint64_t hash) {
  const slot *s = find(m->slot, m->size, key, hash);
  return s->ptr ? s->value : TOC_NONE;
}

void toc_pool_init(toc_pool *p, toc_arena *arena) { toc_map_init(p, arena); }

toc_str toc_pool_intern(toc_pool *p, toc_str s) {
  const slot *at = put(p, s, 0);
  return (toc_str){at->ptr, at->len};
}
