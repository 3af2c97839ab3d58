/* server.c - the wire: libmicrohttpd, who may ask, caches, Server-Sent Events, metrics.
 *
 * The server listens on 127.0.0.1 alone, and that is not enough: any page that the same browser
 * shows can send requests there.  So the Host header must be one of ours to the letter (a name
 * that was rebound to 127.0.0.1 is not), what comes from another site is refused, writes need
 * --edit, JSON, and our own Origin, and the page may load nothing but its own files.
 *
 * A small pool of libmicrohttpd threads polls the sockets.  Answers to GET depend on the file's
 * version and the target alone, so finished responses are kept and queued again until the file
 * changes.  One thread watches the file: when another program has committed, the columns are
 * loaded anew beside the old ones, exchanged, and the listeners told. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum {
  FIRST_PORT = 8642,
  PORTS = 20,               /* tried in turn when none is named */
  CONNECTIONS = 384,
  LISTENERS = 200,
  IDLE_SECONDS = 30,        /* a connection on which nothing happens is closed */
  HEADER_BYTES = 32 * 1024, /* of a connection's memory, which request line, parameters and headers share */
  BODY_BYTES = 16 * 1024,
  CACHE_BYTES = 4 << 20,
  CACHE_ENTRIES = 4096,
  CACHE_BUCKETS = 1024,
  WATCH_MS = 300,
  PING_SECONDS = 15,
  GRACE_MS = 3000,
};

/* ------------------------------------------------------------------- types */

typedef struct kept {
  struct kept *chain, *newer, *older;
  uint64_t hash;
  char *target;
  size_t target_len, size;
  struct MHD_Response *response;
} kept;

typedef struct listener {
  struct listener *next;
  toc_server *server;
  struct MHD_Connection *connection;
  uint64_t seen; /* the change it was told of; 0: none */
  bool ping, suspended;
} listener;

/* A file of the page in memory, and as a response. */
typedef struct asset {
  char *name;
  char etag[24];
  struct MHD_Response *plain, *packed; /* packed: gzip, or NULL */
} asset;

enum { N_BOUNDS = 10 };
static const double bounds[N_BOUNDS] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5};

struct toc_server {
  struct MHD_Daemon *daemon;
  char *path;
  unsigned port;
  bool edit;
  char host[3][32], origin[3][40];

  pthread_mutex_t lock; /* of all up to here below */
  toc__index *index;
  toc__link *idle;
  uint64_t generation;  /* of the file: it was replaced by another */
  kept *bucket[CACHE_BUCKETS], *newest, *oldest;
  size_t cache_bytes, cache_entries;
  listener *listeners;
  unsigned n_listeners;
  uint64_t change; /* counts versions, from 1 */
  bool stopping;
  pthread_cond_t wake;

  pthread_mutex_t loading; /* one loads at a time */
  pthread_t watcher;
  bool watching;
  double load_seconds;

  asset *assets;
  size_t n_assets;

  atomic_uint_fast64_t status[6], hits, misses, refused, n_timed, bucket_count[N_BOUNDS + 1], nanoseconds, changes;
  atomic_int_fast64_t in_flight;
};

typedef struct request {
  char *target;
  toc_str span;
  struct timespec begun;
  bool seen, counted, too_large;
  int status;
  toc_buf body;
  toc_server *server;
  struct { const char *host, *origin, *site, *match, *type, *encoding; unsigned hosts; } header;
} request;

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ----------------------------------------------------------------- headers */

/* What every answer carries.  The page is scripts and styles from its own files only. */
static void common_headers(struct MHD_Response *r) {
  static const char *const all[][2] = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
       " form-action 'self'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) MHD_add_response_header(r, all[i][0], all[i][1]);
}

static struct MHD_Response *response_of(const void *bytes, size_t n, enum MHD_ResponseMemoryMode mode, const char *type, const char *etag, const char *cache) {
  struct MHD_Response *r = MHD_create_response_from_buffer(n, (void *)(uintptr_t)bytes, mode);
  if (!r) return NULL;
  common_headers(r);
  if (type) MHD_add_response_header(r, "Content-Type", type);
  if (etag) MHD_add_response_header(r, "ETag", etag);
  MHD_add_response_header(r, "Cache-Control", cache);
  return r;
}

static enum MHD_Result send_response(request *q, struct MHD_Connection *c, int status, struct MHD_Response *r) {
  q->status = status;
  return MHD_queue_response(c, (unsigned)status, r);
}

static enum MHD_Result send_once(request *q, struct MHD_Connection *c, int status, struct MHD_Response *r) {
  if (!r) return MHD_NO;
  enum MHD_Result got = send_response(q, c, status, r);
  MHD_destroy_response(r);
  return got;
}

/* A refusal in the words of the API. */
static enum MHD_Result refuse(request *q, struct MHD_Connection *c, int status, const char *why) {
  char body[512];
  int n = snprintf(body, sizeof body, "{\"error\":{\"status\":%d,\"message\":\"%s\",\"parameter\":null}}", status, why);
  struct MHD_Response *r = response_of(body, (size_t)n, MHD_RESPMEM_MUST_COPY, "application/json", NULL, "no-store");
  if (r && status == MHD_HTTP_METHOD_NOT_ALLOWED) MHD_add_response_header(r, "Allow", "GET, HEAD");
  atomic_fetch_add(&q->server->refused, 1);
  return send_once(q, c, status, r);
}

static enum MHD_Result not_modified(request *q, struct MHD_Connection *c, const char *etag) {
  return send_once(q, c, MHD_HTTP_NOT_MODIFIED, response_of("", 0, MHD_RESPMEM_PERSISTENT, NULL, etag, "no-cache"));
}

/* Does If-None-Match hold the tag?  Ours are made of letters no other tag contains by half. */
static bool matches(const char *list, const char *etag) {
  if (!list) return false;
  size_t n = strlen(etag);
  for (const char *p = list; (p = strstr(p, etag)); p += n)
    if (p == list || strchr(" ,/", p[-1])) return true;
  return false;
}

/* --------------------------------------------------------------------- pool */

/* One that nobody uses, or a new one; NULL on failure. */
static toc_status take_link(toc_server *s, toc__link **out, toc_error *err) {
  pthread_mutex_lock(&s->lock);
  toc__link *l = *out = s->idle;
  if (l) s->idle = l->next;
  uint64_t generation = s->generation;
  pthread_mutex_unlock(&s->lock);
  toc_status got = l ? TOC_OK : toc__link_open(out, s->path, err);
  if (got == TOC_OK) (*out)->generation = generation;
  return got;
}

static void give_link(toc_server *s, toc__link *l) {
  if (!l) return;
  pthread_mutex_lock(&s->lock);
  bool keep = l->generation == s->generation && !s->stopping;
  if (keep) l->next = s->idle, s->idle = l;
  pthread_mutex_unlock(&s->lock);
  if (!keep) toc__link_close(l);
}

static void close_idle(toc_server *s) {
  pthread_mutex_lock(&s->lock);
  toc__link *l = s->idle;
  s->idle = NULL;
  pthread_mutex_unlock(&s->lock);
  while (l) {
    toc__link *next = l->next;
    toc__link_close(l);
    l = next;
  }
}

static toc__index *take_index(toc_server *s) {
  pthread_mutex_lock(&s->lock);
  toc__index *x = s->index;
  x->refs++;
  pthread_mutex_unlock(&s->lock);
  return x;
}

static void give_index(toc_server *s, toc__index *x) {
  pthread_mutex_lock(&s->lock);
  bool last = --x->refs == 0;
  pthread_mutex_unlock(&s->lock);
  if (last) toc__index_free(x);
}

/* -------------------------------------------------------------------- cache */

static void unlink_kept(toc_server *s, kept *k) {
  kept **at = &s->bucket[k->hash % CACHE_BUCKETS];
  while (*at != k) at = &(*at)->chain;
  *at = k->chain;
  if (k->newer) k->newer->older = k->older;
  else s->newest = k->older;
  if (k->older) k->older->newer = k->newer;
  else s->oldest = k->newer;
  s->cache_bytes -= k->size;
  s->cache_entries--;
  MHD_destroy_response(k->response);
  free(k->target);
  free(k);
}

static void put_newest(toc_server *s, kept *k) {
  k->newer = NULL;
  k->older = s->newest;
  if (s->newest) s->newest->newer = k;
  s->newest = k;
  if (!s->oldest) s->oldest = k;
}

static kept *find_kept(toc_server *s, toc_str target, uint64_t hash) {
  kept *k = s->bucket[hash % CACHE_BUCKETS];
  while (k && !(k->hash == hash && k->target_len == target.len && memcmp(k->target, target.ptr, target.len) == 0)) k = k->chain;
  if (!k || k == s->newest) return k;
  k->newer->older = k->older; /* it is not the newest */
  if (k->older) k->older->newer = k->newer;
  else s->oldest = k->newer;
  put_newest(s, k);
  return k;
}

static void clear_cache(toc_server *s) {
  while (s->oldest) unlink_kept(s, s->oldest);
}

/* Keeps a response of the index's version; the cache takes a reference of its own from the caller. */
static bool keep_response(toc_server *s, const toc__index *x, toc_str target, uint64_t hash, struct MHD_Response *r, size_t size) {
  size += target.len + 1024; /* headers and our own */
  if (size > CACHE_BYTES / 2) return false;
  kept *k = calloc(1, sizeof *k);
  char *copy = malloc(target.len + 1);
  if (!k || !copy) return free(k), free(copy), false;
  memcpy(copy, target.ptr, target.len);
  *k = (kept){.hash = hash, .target = copy, .target_len = target.len, .size = size, .response = r};
  pthread_mutex_lock(&s->lock);
  bool fits = s->index == x && !find_kept(s, target, hash);
  while (fits && s->oldest && (s->cache_bytes + size > CACHE_BYTES || s->cache_entries >= CACHE_ENTRIES)) unlink_kept(s, s->oldest);
  if (fits) {
    k->chain = s->bucket[hash % CACHE_BUCKETS];
    s->bucket[hash % CACHE_BUCKETS] = k;
    put_newest(s, k);
    s->cache_bytes += size;
    s->cache_entries++;
  }
  pthread_mutex_unlock(&s->lock);
  if (!fits) free(copy), free(k);
  return fits;
}

/* ---------------------------------------------------------------- the watch */

static void wake_listeners(toc_server *s) {
  for (listener *l = s->listeners; l; l = l->next)
    if (l->suspended) {
      l->suspended = false;
      MHD_resume_connection(l->connection);
    }
}

/* Loads the columns again; if they differ, all that was kept goes and the listeners hear of it. */
static toc_status reload(toc_server *s, toc_error *err) {
  toc__index *fresh = NULL, *old = NULL;
  pthread_mutex_lock(&s->loading);
  double start = seconds();
  toc__link *l = NULL;
  toc_status got = take_link(s, &l, err);
  if (got == TOC_OK) got = toc__index_load(&fresh, l, err);
  give_link(s, l);
  if (got == TOC_OK) {
    fresh->refs = 1;
    pthread_mutex_lock(&s->lock);
    s->load_seconds = seconds() - start;
    if (s->index && strcmp(s->index->version, fresh->version) == 0) {
      old = fresh;
    } else {
      old = s->index;
      s->index = fresh;
      s->change++;
      clear_cache(s);
      wake_listeners(s);
    }
    pthread_mutex_unlock(&s->lock);
    if (old) give_index(s, old);
    malloc_trim(0);
  }
  pthread_mutex_unlock(&s->loading);
  return got;
}

static int64_t data_version(toc__link *l) {
  sqlite3_stmt *st = toc__statement(l, "PRAGMA data_version");
  int64_t n = st && sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int64(st, 0) : -1;
  if (st) sqlite3_reset(st);
  return n;
}

typedef struct identity {
  dev_t device;
  ino_t inode;
} identity;

static identity identity_of(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 ? (identity){st.st_dev, st.st_ino} : (identity){0, 0};
}

static void *watch(void *ctx) {
  toc_server *s = ctx;
  toc_error err;
  toc__link *l = NULL;
  take_link(s, &l, &err);
  int64_t last = l ? data_version(l) : -1;
  identity file = identity_of(s->path);
  double next = 0, ping = seconds() + PING_SECONDS;
  pthread_mutex_lock(&s->lock);
  while (!s->stopping) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += WATCH_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
    pthread_cond_timedwait(&s->wake, &s->lock, &until);
    if (s->stopping) break;
    double now = seconds();
    if (now >= ping) {
      for (listener *x = s->listeners; x; x = x->next) x->ping = true;
      wake_listeners(s);
      ping = now + PING_SECONDS;
    }
    pthread_mutex_unlock(&s->lock);
    identity here = identity_of(s->path);
    bool replaced = here.inode && (here.inode != file.inode || here.device != file.device);
    if (replaced) {
      pthread_mutex_lock(&s->lock);
      s->generation++;
      pthread_mutex_unlock(&s->lock);
      close_idle(s);
      toc__link_close(l);
      if (take_link(s, &l, &err) == TOC_OK) file = here;
    }
    int64_t n = l ? data_version(l) : -1;
    if (now >= next && (replaced || n != last)) {
      if (reload(s, &err) == TOC_OK) last = n;
      atomic_fetch_add(&s->changes, 1);
      /* While reports are being added, no more than a fifth of a processor goes into this. */
      pthread_mutex_lock(&s->lock);
      next = seconds() + 4 * s->load_seconds;
      pthread_mutex_unlock(&s->lock);
    }
    pthread_mutex_lock(&s->lock);
  }
  pthread_mutex_unlock(&s->lock);
  toc__link_close(l);
  return NULL;
}

/* ------------------------------------------------------ Server-Sent Events */

static ssize_t stream_read(void *ctx, uint64_t at, char *buf, size_t max) {
  listener *l = ctx;
  toc_server *s = l->server;
  int n = 0;
  (void)at;
  pthread_mutex_lock(&s->lock);
  if (s->stopping) {
    n = MHD_CONTENT_READER_END_OF_STREAM;
  } else if (l->seen != s->change) {
    const toc__index *x = s->index;
    n = snprintf(buf, max, "id: %s\nevent: change\ndata: {\"version\":\"%s\",\"reports\":%u,\"events\":%u,\"settled\":%s}\n\n", x->version, x->version, x->n_reports,
                 x->n_events, x->settled ? "true" : "false");
    l->seen = s->change;
    l->ping = false;
  } else if (l->ping) {
    n = snprintf(buf, max, ": still here\n\n");
    l->ping = false;
  } else {
    l->suspended = true;
    MHD_suspend_connection(l->connection);
  }
  pthread_mutex_unlock(&s->lock);
  return n;
}

static void stream_end(void *ctx) {
  listener *l = ctx;
  toc_server *s = l->server;
  pthread_mutex_lock(&s->lock);
  for (listener **at = &s->listeners; *at; at = &(*at)->next)
    if (*at == l) {
      *at = l->next;
      s->n_listeners--;
      break;
    }
  pthread_mutex_unlock(&s->lock);
  free(l);
}

static enum MHD_Result stream(toc_server *s, request *q, struct MHD_Connection *c) {
  listener *l = calloc(1, sizeof *l);
  if (!l) return MHD_NO;
  *l = (listener){.server = s, .connection = c};
  pthread_mutex_lock(&s->lock);
  bool room = s->n_listeners < LISTENERS && !s->stopping;
  if (room) {
    l->next = s->listeners;
    s->listeners = l;
    s->n_listeners++;
  }
  pthread_mutex_unlock(&s->lock);
  if (!room) {
    free(l);
    return refuse(q, c, MHD_HTTP_SERVICE_UNAVAILABLE, "too many listen already");
  }
  struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1024, stream_read, l, stream_end);
  if (!r) {
    stream_end(l);
    return MHD_NO;
  }
  common_headers(r);
  MHD_add_response_header(r, "Content-Type", "text/event-stream");
  MHD_add_response_header(r, "Cache-Control", "no-store");
  MHD_set_connection_option(c, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
  return send_once(q, c, MHD_HTTP_OK, r);
}

/* ------------------------------------------------------------------ metrics */

static uint64_t resident_bytes(void) {
  char line[128];
  uint64_t kib = 0;
  FILE *f = fopen("/proc/self/status", "r");
  while (f && fgets(line, sizeof line, f))
    if (sscanf(line, "VmRSS: %llu kB", (unsigned long long *)&kib) == 1) break;
  if (f) fclose(f);
  return kib * 1024;
}

static enum MHD_Result metrics(toc_server *s, request *q, struct MHD_Connection *c) {
  toc_buf b;
  toc_buf_init(&b, 65536);
  pthread_mutex_lock(&s->lock);
  toc__index *x = s->index;
  toc_buf_fmt(&b, "# HELP tocsin_reports Reports in the crisis file.\n# TYPE tocsin_reports gauge\ntocsin_reports %u\n", x->n_reports);
  toc_buf_fmt(&b, "# HELP tocsin_events Events in the crisis file.\n# TYPE tocsin_events gauge\ntocsin_events %u\n", x->n_events);
  toc_buf_fmt(&b, "# HELP tocsin_incidents Incidents in the crisis file.\n# TYPE tocsin_incidents gauge\ntocsin_incidents %u\n", x->n_incidents);
  toc_buf_fmt(&b, "# HELP tocsin_listeners Open streams of Server-Sent Events.\n# TYPE tocsin_listeners gauge\ntocsin_listeners %u\n", s->n_listeners);
  toc_buf_fmt(&b, "# HELP tocsin_cache_bytes Bytes of answers kept.\n# TYPE tocsin_cache_bytes gauge\ntocsin_cache_bytes %zu\n", s->cache_bytes);
  toc_buf_fmt(&b, "# HELP tocsin_load_seconds Time of the last loading of the columns.\n# TYPE tocsin_load_seconds gauge\ntocsin_load_seconds %.6f\n", s->load_seconds);
  pthread_mutex_unlock(&s->lock);
#define COUNTER(name, help, value) \
  toc_buf_fmt(&b, "# HELP " name " " help "\n# TYPE " name " counter\n" name " %llu\n", (unsigned long long)(value))
  COUNTER("tocsin_cache_hits_total", "Answers given from those kept.", atomic_load(&s->hits));
  COUNTER("tocsin_cache_misses_total", "Answers made.", atomic_load(&s->misses));
  COUNTER("tocsin_refused_total", "Requests refused for their host, origin, method or size.", atomic_load(&s->refused));
  COUNTER("tocsin_changes_total", "Times the file was seen to change.", atomic_load(&s->changes));
  toc_buf_z(&b, "# HELP tocsin_http_requests_total Requests by class of status.\n# TYPE tocsin_http_requests_total counter\n");
  for (int i = 1; i < 6; i++) toc_buf_fmt(&b, "tocsin_http_requests_total{status=\"%dxx\"} %llu\n", i, (unsigned long long)atomic_load(&s->status[i]));
  toc_buf_z(&b, "# HELP tocsin_http_request_seconds Time from the request line to the end of the answer.\n# TYPE tocsin_http_request_seconds histogram\n");
  uint64_t sum = 0;
  for (int i = 0; i < N_BOUNDS; i++) {
    sum += atomic_load(&s->bucket_count[i]);
    toc_buf_fmt(&b, "tocsin_http_request_seconds_bucket{le=\"%g\"} %llu\n", bounds[i], (unsigned long long)sum);
  }
  sum += atomic_load(&s->bucket_count[N_BOUNDS]);
  toc_buf_fmt(&b, "tocsin_http_request_seconds_bucket{le=\"+Inf\"} %llu\ntocsin_http_request_seconds_sum %.6f\ntocsin_http_request_seconds_count %llu\n",
              (unsigned long long)sum, (double)atomic_load(&s->nanoseconds) / 1e9, (unsigned long long)sum);
  toc_buf_fmt(&b, "# HELP process_resident_memory_bytes Resident memory.\n# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes %llu\n",
              (unsigned long long)resident_bytes());
  struct MHD_Response *r = b.failed ? NULL : response_of(b.ptr, b.len, MHD_RESPMEM_MUST_COPY, "text/plain; version=0.0.4; charset=utf-8", NULL, "no-store");
  toc_buf_release(&b);
  return send_once(q, c, MHD_HTTP_OK, r);
}

/* -------------------------------------------------------------------- pages */

static struct MHD_Response *pack(const unsigned char *bytes, size_t n, const char *type, const char *etag) {
  z_stream z = {0};
  if (n < 512 || deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return NULL;
  uLong most = deflateBound(&z, (uLong)n) + 32;
  unsigned char *out = malloc(most);
  if (!out) return deflateEnd(&z), NULL;
  z.next_in = (Bytef *)(uintptr_t)bytes;
  z.avail_in = (uInt)n;
  z.next_out = out;
  z.avail_out = (uInt)most;
  bool done = deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < n;
  size_t size = z.total_out;
  deflateEnd(&z);
  struct MHD_Response *r = done ? response_of(out, size, MHD_RESPMEM_MUST_COPY, type, etag, "no-cache") : NULL;
  free(out);
  if (r) {
    MHD_add_response_header(r, "Content-Encoding", "gzip");
    MHD_add_response_header(r, "Vary", "Accept-Encoding");
  }
  return r;
}

static bool add_asset(toc_server *s, const char *name, const unsigned char *bytes, size_t n, bool copy) {
  asset *more = realloc(s->assets, (s->n_assets + 1) * sizeof *more);
  if (!more) return false;
  s->assets = more;
  asset *x = &more[s->n_assets];
  const char *type = toc__media_type(name);
  *x = (asset){.name = strdup(name)};
  snprintf(x->etag, sizeof x->etag, "\"p%016llx\"", (unsigned long long)toc_hash((toc_str){(const char *)bytes, n}, 1));
  x->plain = response_of(bytes, n, copy ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT, type, x->etag, "no-cache");
  if (!x->name || !x->plain) return free(x->name), false;
  MHD_add_response_header(x->plain, "Vary", "Accept-Encoding");
  x->packed = pack(bytes, n, type, x->etag);
  s->n_assets++;
  return true;
}

static toc_status load_assets(toc_server *s, const char *dir, toc_error *err) {
  bool ok = add_asset(s, toc__openapi.name, toc__openapi.bytes, toc__openapi.n, false);
  for (const toc__file *f = toc__page_files; !dir && f->name; f++) ok = ok && add_asset(s, f->name, f->bytes, f->n, false);
  if (!dir) return ok ? TOC_OK : toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena arena;
  jmp_buf jump;
  volatile toc_status got = TOC_NOMEM;
  toc_arena_init(&arena, 256u << 20);
  if (TOC_TRY(&arena, jump)) {
    toc_strs names = {0};
    bool index = false;
    got = toc_dir_list(&arena, dir, "", &names, err);
    for (uint32_t i = 0; got == TOC_OK && i < names.len; i++) {
      toc_str bytes;
      char *path = toc_str_z(&arena, toc_str_format(&arena, "%s/%.*s", dir, TOC_FMT(names.ptr[i])));
      got = toc_file_read(&arena, path, 64u << 20, &bytes, err);
      index = index || toc_str_is(names.ptr[i], "index.html");
      if (got == TOC_OK && !add_asset(s, toc_str_z(&arena, toc_str_format(&arena, "/%.*s", TOC_FMT(names.ptr[i]))), (const unsigned char *)bytes.ptr, bytes.len, true))
        got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
    }
    if (got == TOC_OK && !index) got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "'%s' holds no index.html", dir);
  } else {
    toc_fail(err, TOC_NOMEM, NULL, 0, 0, "the page in '%s' is too large", dir);
  }
  toc_arena_release(&arena);
  return got;
}

static const asset *find_asset(const toc_server *s, toc_str path) {
  for (size_t i = 0; i < s->n_assets; i++)
    if (toc_str_is(path, s->assets[i].name)) return &s->assets[i];
  return NULL;
}

/* A view of the page has no dot in its last segment: /incident/…, /report/…/revisions. */
static bool is_view(toc_str path) {
  size_t i = path.len;
  while (i && path.ptr[i - 1] != '/') i--;
  return !memchr(path.ptr + i, '.', path.len - i) && !toc_str_starts(path, TOC_S("/api/")) && !toc_str_is(path, "/api");
}

static enum MHD_Result page(toc_server *s, request *q, struct MHD_Connection *c, toc_str path) {
  const asset *x = find_asset(s, path);
  if (!x && is_view(path)) x = find_asset(s, TOC_S("/index.html"));
  if (!x) return refuse(q, c, MHD_HTTP_NOT_FOUND, "there is no such file");
  if (matches(q->header.match, x->etag)) return not_modified(q, c, x->etag);
  bool gzip = x->packed && q->header.encoding && strstr(q->header.encoding, "gzip") && !strstr(q->header.encoding, "gzip;q=0");
  return send_response(q, c, MHD_HTTP_OK, gzip ? x->packed : x->plain);
}

/* ----------------------------------------------------------------- requests */

/* Makes the answer and keeps it. */
static enum MHD_Result make(toc_server *s, request *q, struct MHD_Connection *c, uint64_t hash) {
  toc_error err = {0};
  toc_arena *arena;
  jmp_buf jump;
  toc__answer *volatile a = calloc(1, sizeof *a);
  if (!a) return MHD_NO;
  toc__index *x = take_index(s);
  take_link(s, &a->link, &err);
  a->err = &err;
  a->index = x;
  a->edit = s->edit;
  toc_buf_init(&a->out, TOC__ANSWER_BYTES);
  a->arena = arena = a->link ? &a->link->arena : NULL;
  if (!a->link) {
    a->http = 503;
    toc__answer_fault(a);
  } else if (TOC_TRY(arena, jump)) {
    if (toc__ask_read(&a->ask, a->arena, q->span, &err) == TOC_OK) {
      toc__answer_get(a);
    } else {
      a->http = 400;
      toc__answer_fault(a);
    }
  } else { /* the arena's maximum, or memory itself */
    sqlite3_exec(a->link->store->db, "ROLLBACK", NULL, NULL, NULL);
    toc_fail(&err, TOC_NOMEM, NULL, 0, 0, "the answer needs more memory than the server gives it");
    a->http = 503;
    toc__answer_fault(a);
  }
  if (a->link) {
    a->arena->oom = NULL;
    toc_arena_reset(a->arena);
    a->arena->used = 0;
  }
  give_link(s, a->link);
  char etag[48];
  snprintf(etag, sizeof etag, "\"%s-%016llx\"", x->version, (unsigned long long)hash);
  struct MHD_Response *r = NULL;
  struct stat st;
  bool ok = a->http == 200;
  if (ok && a->file) {
    int fd = fstat(fileno(a->file), &st) == 0 ? dup(fileno(a->file)) : -1;
    if (fd >= 0) r = MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
    if (fd >= 0 && !r) close(fd);
    if (r) {
      common_headers(r);
      MHD_add_response_header(r, "Content-Type", a->type);
      MHD_add_response_header(r, "Cache-Control", "no-cache");
      MHD_add_response_header(r, "ETag", etag);
    }
  } else if (!a->out.failed) {
    r = response_of(a->out.ptr ? a->out.ptr : "", a->out.len, MHD_RESPMEM_MUST_FREE, a->type, ok ? etag : NULL, ok ? "no-cache" : "no-store");
    if (r && a->out.ptr) a->out.ptr = NULL; /* the response frees it */
    if (!a->out.len && r) a->out.ptr = NULL;
  }
  if (r && ok && a->disposition[0]) {
    char value[128];
    snprintf(value, sizeof value, "attachment; filename=\"%s\"", a->disposition);
    MHD_add_response_header(r, "Content-Disposition", value);
  }
  enum MHD_Result got = r ? send_response(q, c, a->http, r) : MHD_NO;
  bool kept_it = r && ok && !a->file && keep_response(s, x, q->span, hash, r, a->out.len);
  if (r && !kept_it) MHD_destroy_response(r);
  if (a->file) fclose(a->file);
  toc_buf_release(&a->out);
  free(a);
  give_index(s, x);
  return got;
}

static enum MHD_Result api(toc_server *s, request *q, struct MHD_Connection *c) {
  uint64_t hash = toc_hash(q->span, s->edit);
  char etag[48];
  pthread_mutex_lock(&s->lock);
  snprintf(etag, sizeof etag, "\"%s-%016llx\"", s->index->version, (unsigned long long)hash);
  if (!matches(q->header.match, etag)) {
    kept *k = find_kept(s, q->span, hash);
    enum MHD_Result got = k ? send_response(q, c, MHD_HTTP_OK, k->response) : MHD_NO;
    pthread_mutex_unlock(&s->lock);
    atomic_fetch_add(k ? &s->hits : &s->misses, 1);
    return k ? got : make(s, q, c, hash);
  }
  pthread_mutex_unlock(&s->lock);
  return not_modified(q, c, etag);
}

static enum MHD_Result edit(toc_server *s, request *q, struct MHD_Connection *c) {
  toc_error err = {0};
  toc__answer *a = calloc(1, sizeof *a);
  if (!a) return MHD_NO;
  a->err = &err;
  a->index = take_index(s);
  toc_buf_init(&a->out, 1 << 20);
  toc__answer_edit(a, s->path, (toc_str){q->body.ptr, q->body.len});
  give_index(s, (toc__index *)(uintptr_t)a->index);
  if (a->http == 200 && reload(s, &err) == TOC_OK) {
    a->index = take_index(s);
    if (take_link(s, &a->link, &err) == TOC_OK) toc__answer_edited(a);
    give_link(s, a->link);
    give_index(s, (toc__index *)(uintptr_t)a->index);
  }
  if (a->http == 200 && !a->out.len) toc_buf_z(&a->out, "{\"done\":true,\"edit\":null,\"version\":\"\"}");
  struct MHD_Response *r = response_of(a->out.ptr ? a->out.ptr : "", a->out.len, MHD_RESPMEM_MUST_COPY, "application/json", NULL, "no-store");
  int status = a->http;
  toc_buf_release(&a->out);
  free(a);
  return send_once(q, c, status, r);
}

/* ---- who may ask ---- */

static enum MHD_Result each_header(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value) {
  request *q = ctx;
  (void)kind;
  if (!value) return MHD_YES;
  switch (name[0] | 32) {
    case 'h':
      if (strcasecmp(name, "Host") == 0) q->header.host = value, q->header.hosts++;
      break;
    case 'o':
      if (strcasecmp(name, "Origin") == 0) q->header.origin = value;
      break;
    case 's':
      if (strcasecmp(name, "Sec-Fetch-Site") == 0) q->header.site = value;
      break;
    case 'i':
      if (strcasecmp(name, "If-None-Match") == 0) q->header.match = value;
      break;
    case 'c':
      if (strcasecmp(name, "Content-Type") == 0) q->header.type = value;
      break;
    case 'a':
      if (strcasecmp(name, "Accept-Encoding") == 0) q->header.encoding = value;
      break;
    default: break;
  }
  return MHD_YES;
}

static bool among(const char *word, char list[][40], size_t n) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(word, list[i]) == 0) return true;
  return false;
}

static bool host_is_ours(const toc_server *s, const request *q) {
  if (q->header.hosts != 1) return false;
  for (size_t i = 0; i < 3; i++)
    if (s->host[i][0] && strcasecmp(q->header.host, s->host[i]) == 0) return true;
  return false;
}

static bool starts(const char *s, const char *with) { return strncasecmp(s, with, strlen(with)) == 0; }

static enum MHD_Result post(toc_server *s, request *q, struct MHD_Connection *c, toc_str path, const char *body, size_t *n) {
  if (!q->seen) { /* the headers; the body follows */
    q->seen = true;
    if (!toc_str_is(path, "/api/edits")) return refuse(q, c, MHD_HTTP_METHOD_NOT_ALLOWED, "only /api/edits takes a POST");
    if (q->header.origin && !among(q->header.origin, s->origin, 3)) return refuse(q, c, MHD_HTTP_FORBIDDEN, "edits are taken from this server's own page only");
    if (q->header.site && strcmp(q->header.site, "same-origin") != 0) return refuse(q, c, MHD_HTTP_FORBIDDEN, "edits are taken from this server's own page only");
    if (!s->edit) return refuse(q, c, MHD_HTTP_FORBIDDEN, "the file is served read-only; 'tocsin serve --edit' opens it for edits");
    if (!q->header.type || !starts(q->header.type, "application/json")) return refuse(q, c, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "an edit is sent as application/json");
    toc_buf_init(&q->body, BODY_BYTES);
    return MHD_YES;
  }
  if (*n) {
    if (q->body.len + *n > BODY_BYTES) q->too_large = true;
    else toc_buf_put(&q->body, body, *n);
    *n = 0;
    return MHD_YES;
  }
  if (q->too_large || q->body.failed) return refuse(q, c, MHD_HTTP_CONTENT_TOO_LARGE, "an edit has at most 16 kB");
  return edit(s, q, c);
}

static enum MHD_Result handle(void *ctx, struct MHD_Connection *c, const char *url, const char *method, const char *version, const char *body, size_t *n, void **own) {
  toc_server *s = ctx;
  request *q = *own;
  (void)url;
  (void)version;
  if (!q) return MHD_NO; /* out of memory */
  const char *mark = memchr(q->span.ptr, '?', q->span.len);
  toc_str path = mark ? toc_str_sub(q->span, 0, (size_t)(mark - q->span.ptr)) : q->span;
  bool is_get = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
  if (!q->seen) {
    q->counted = true;
    atomic_fetch_add(&s->in_flight, 1);
    MHD_get_connection_values(c, MHD_HEADER_KIND, each_header, q);
    if (!host_is_ours(s, q)) return refuse(q, c, q->header.hosts == 1 ? MHD_HTTP_FORBIDDEN : MHD_HTTP_BAD_REQUEST, "this server answers to 127.0.0.1 and localhost only");
    if (q->span.len > TOC__MAX_TARGET) return refuse(q, c, MHD_HTTP_URI_TOO_LONG, "the address is longer than 8192 bytes");
    if (!is_get && strcmp(method, "POST") != 0) return refuse(q, c, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET, HEAD, and POST of edits are known");
  }
  if (!is_get) return post(s, q, c, path, body, n);
  q->seen = true;
  bool data = toc_str_starts(path, TOC_S("/api/")) || toc_str_is(path, "/metrics");
  if (data && q->header.site && (strcmp(q->header.site, "cross-site") == 0 || strcmp(q->header.site, "same-site") == 0))
    return refuse(q, c, MHD_HTTP_FORBIDDEN, "another site may not ask");
  if (toc_str_is(path, "/metrics")) return metrics(s, q, c);
  if (toc_str_is(path, "/api/stream") && strcmp(method, "GET") == 0) return stream(s, q, c);
  if (toc_str_is(path, toc__openapi.name)) return page(s, q, c, path);
  if (data) return api(s, q, c);
  return page(s, q, c, path);
}

static void *on_target(void *ctx, const char *target, struct MHD_Connection *c) {
  request *q = calloc(1, sizeof *q);
  (void)c;
  if (!q) return NULL;
  q->server = ctx;
  q->target = strdup(target);
  if (!q->target) return free(q), NULL;
  q->span = toc_cstr(q->target);
  clock_gettime(CLOCK_MONOTONIC, &q->begun);
  return q;
}

static void on_end(void *ctx, struct MHD_Connection *c, void **own, enum MHD_RequestTerminationCode why) {
  toc_server *s = ctx;
  request *q = *own;
  struct timespec t;
  (void)c;
  (void)why;
  if (!q) return;
  clock_gettime(CLOCK_MONOTONIC, &t);
  double took = (double)(t.tv_sec - q->begun.tv_sec) + (double)(t.tv_nsec - q->begun.tv_nsec) / 1e9;
  if (q->status >= 100 && q->status < 600 && !toc_str_starts(q->span, TOC_S("/api/stream"))) {
    int i = 0;
    while (i < N_BOUNDS && took > bounds[i]) i++;
    atomic_fetch_add(&s->status[q->status / 100], 1);
    atomic_fetch_add(&s->bucket_count[i], 1);
    atomic_fetch_add(&s->nanoseconds, (uint64_t)(took * 1e9));
  }
  if (q->counted) atomic_fetch_sub(&s->in_flight, 1);
  toc_buf_release(&q->body);
  free(q->target);
  free(q);
  *own = NULL;
}

/* ----------------------------------------------------------- start and stop */

static void quiet(void *ctx, const char *format, va_list ap) {
  (void)ctx;
  (void)format;
  (void)ap;
}

/* A bound socket that listens, or -1 with errno. */
static int listen_on(unsigned port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (fd < 0) return -1;
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 256) == 0) return fd;
  int why = errno;
  close(fd);
  errno = why;
  return -1;
}

static toc_status bind_port(toc_server *s, const toc_serve *o, int *fd, toc_error *err) {
  unsigned port = o->port;
  *fd = -1;
  if (o->any_port) port = 0;
  if (o->port > 65535) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "there is no port %u", o->port);
  if (o->port || o->any_port) {
    *fd = listen_on(port);
    if (*fd < 0)
      return toc_fail(err, TOC_IO, NULL, 0, 0, errno == EADDRINUSE ? "port %u is taken by another program; without --port a free one is found" : "port %u cannot be opened: %s",
                      port, strerror(errno));
  }
  for (port = FIRST_PORT; *fd < 0 && port < FIRST_PORT + PORTS; port++) *fd = listen_on(port);
  if (*fd < 0) return toc_fail(err, TOC_IO, NULL, 0, 0, "no port from %d to %d is free; name one with --port", FIRST_PORT, FIRST_PORT + PORTS - 1);
  struct sockaddr_in at;
  socklen_t n = sizeof at;
  if (getsockname(*fd, (struct sockaddr *)&at, &n) != 0) return toc_fail(err, TOC_IO, NULL, 0, 0, "the socket has no port: %s", strerror(errno));
  s->port = ntohs(at.sin_port);
  snprintf(s->host[0], sizeof s->host[0], "127.0.0.1:%u", s->port);
  snprintf(s->host[1], sizeof s->host[1], "localhost:%u", s->port);
  for (int i = 0; i < 2; i++) snprintf(s->origin[i], sizeof s->origin[i], "http://%s", s->host[i]);
  return TOC_OK;
}

static toc_status start_daemon(toc_server *s, int fd, unsigned threads, toc_error *err) {
  if (!threads) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    threads = n < 2 ? 2 : n > 4 ? 4 : (unsigned)n;
  }
  s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle, s, MHD_OPTION_LISTEN_SOCKET, fd,
                               MHD_OPTION_EXTERNAL_LOGGER, quiet, NULL, MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                               MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_BYTES,
                               MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_NOTIFY_COMPLETED, on_end, s, MHD_OPTION_END);
  return s->daemon ? TOC_OK : toc_fail(err, TOC_IO, NULL, 0, 0, "the server could not be started: %s", strerror(errno));
}

toc_status toc_server_start(toc_server **out, const char *path, const toc_serve *options, toc_error *err) {
  static const toc_serve usual;
  const toc_serve *o = options ? options : &usual;
  int fd = -1;
  *out = NULL;
  toc_server *s = calloc(1, sizeof *s);
  if (!s) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  pthread_mutex_init(&s->lock, NULL);
  pthread_mutex_init(&s->loading, NULL);
  pthread_cond_init(&s->wake, NULL);
  s->edit = o->edit;
  s->path = realpath(path, NULL); /* the program may change its folder */
  if (!s->path) s->path = strdup(path);
  toc_status got = s->path ? TOC_OK : toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  if (got == TOC_OK && s->edit) { /* say now that it cannot be written */
    toc_store *store;
    got = toc_store_open(&store, s->path, TOC_STORE_WRITE, err);
    if (got == TOC_OK) toc_store_close(store);
  }
  if (got == TOC_OK) got = reload(s, err);
  if (got == TOC_OK) got = load_assets(s, o->page_dir, err);
  if (got == TOC_OK) got = bind_port(s, o, &fd, err);
  if (got == TOC_OK) got = start_daemon(s, fd, o->threads, err);
  if (got != TOC_OK && fd >= 0) close(fd);
  if (got == TOC_OK) {
    s->watching = pthread_create(&s->watcher, NULL, watch, s) == 0;
    if (!s->watching) got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "the system has no thread left");
  }
  if (got != TOC_OK) {
    toc_server_stop(s);
    return got;
  }
  *out = s;
  return TOC_OK;
}

unsigned toc_server_port(const toc_server *s) { return s->port; }

void toc_server_stop(toc_server *s) {
  if (!s) return;
  /* No new connections; what is being answered is finished. */
  int fd = s->daemon ? MHD_quiesce_daemon(s->daemon) : -1;
  pthread_mutex_lock(&s->lock);
  s->stopping = true;
  wake_listeners(s);
  pthread_cond_broadcast(&s->wake);
  pthread_mutex_unlock(&s->lock);
  for (int waited = 0; s->daemon && atomic_load(&s->in_flight) > 0 && waited < GRACE_MS; waited += 10) nanosleep(&(struct timespec){0, 10000000}, NULL);
  if (s->watching) pthread_join(s->watcher, NULL);
  if (s->daemon) {
    pthread_mutex_lock(&s->lock);
    wake_listeners(s);
    pthread_mutex_unlock(&s->lock);
    MHD_stop_daemon(s->daemon);
  }
  if (fd >= 0) close(fd);
  clear_cache(s);
  close_idle(s);
  for (size_t i = 0; i < s->n_assets; i++) {
    free(s->assets[i].name);
    MHD_destroy_response(s->assets[i].plain);
    if (s->assets[i].packed) MHD_destroy_response(s->assets[i].packed);
  }
  free(s->assets);
  toc__index_free(s->index);
  free(s->path);
  pthread_cond_destroy(&s->wake);
  pthread_mutex_destroy(&s->loading);
  pthread_mutex_destroy(&s->lock);
  free(s);
}
