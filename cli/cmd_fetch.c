/* cmd_fetch.c - tocsin fetch: feeds, and the pages that they name, into web archives.
 *
 * The only part of Tocsin that speaks to a network, and it is built only where libcurl is.  What it
 * brings lies in a folder as WARC, which every other command reads: nothing is coded on the way.
 *
 * Manners: robots.txt is asked first, of each host that a redirect leads to as well; one request at
 * a time and a pause between two to one host; a feed that did not change is not sent again (ETag,
 * Last-Modified); a page is fetched once; a host that says "too many" is left alone for the run. */
#include <curl/curl.h>
#include <zlib.h>

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "robots.h"

enum { OPT_INTO = OPT_OWN, OPT_STORE, OPT_DELAY, OPT_LIMIT, OPT_EVERY, OPT_AGENT, OPT_FEEDS };

#define ROBOTS_MAX (512u << 10)
#define PAGE_MAX (16u << 20)
#define HOPS 5
#define TIMEOUT_S 60L

/* ---------------------------------------------------------------------- bytes */

typedef struct bytes {
  char *ptr;
  size_t len, cap, max;
  bool failed;
} bytes;

static void put(bytes *b, const void *p, size_t n) {
  if (b->failed || (b->max && b->len + n > b->max)) {
    b->failed = true;
    return;
  }
  if (b->len + n + 1 > b->cap) {
    size_t cap = (b->len + n + 1) * 2;
    char *more = realloc(b->ptr, cap);
    if (!more) {
      b->failed = true;
      return;
    }
    b->ptr = more;
    b->cap = cap;
  }
  memcpy(b->ptr + b->len, p, n);
  b->len += n;
  b->ptr[b->len] = 0;
}

static void put_z(bytes *b, const char *s) { put(b, s, strlen(s)); }

static void drop(bytes *b) {
  free(b->ptr);
  *b = (bytes){.max = b->max};
}

/* ---------------------------------------------------------------------- state */

/* What is remembered of an address: a feed's tags, a page that is there. */
typedef struct known {
  char *url, *etag, *modified;
} known;

typedef struct host {
  char *name; /* "https://example.org:8443" */
  bytes robots;
  bool asked, closed; /* closed: nothing more from it in this run */
  double delay, last;
} host;

typedef struct fetcher {
  CURL *curl;
  const char *into, *store, *agent;
  double delay;
  long limit, every;
  bool feeds_only, quiet;
  char **feed;
  size_t n_feeds;
  known *known;
  size_t n_known, cap_known;
  host *host;
  size_t n_hosts;
  FILE *archive;
  char *archive_path;
  char stamp[24];
  uint64_t n_pages, n_same, n_refused, n_failed;
  int status;
} fetcher;

static volatile sig_atomic_t interrupted;
static void on_signal(int n) {
  (void)n;
  interrupted = 1;
}

static char *format(const char *a, const char *b, const char *c) {
  size_t n = strlen(a) + strlen(b) + strlen(c) + 1;
  char *s = malloc(n);
  if (s) snprintf(s, n, "%s%s%s", a, b, c);
  return s;
}

static known *recall(fetcher *f, const char *url) {
  for (size_t i = 0; i < f->n_known; i++)
    if (strcmp(f->known[i].url, url) == 0) return &f->known[i];
  return NULL;
}

static known *remember(fetcher *f, const char *url, const char *etag, const char *modified) {
  known *k = recall(f, url);
  if (!k) {
    if (f->n_known == f->cap_known) {
      size_t cap = f->cap_known ? f->cap_known * 2 : 256;
      known *more = realloc(f->known, cap * sizeof *more);
      if (!more) return NULL;
      f->known = more;
      f->cap_known = cap;
    }
    k = &f->known[f->n_known++];
    *k = (known){.url = strdup(url)};
  }
  free(k->etag);
  free(k->modified);
  k->etag = strdup(etag);
  k->modified = strdup(modified);
  return k;
}

/* state.tsv: address, ETag, Last-Modified.  Written whole beside itself, then put in place. */
static void load_state(fetcher *f) {
  char *path = format(f->into, "/", "state.tsv"), *line = NULL;
  size_t cap = 0;
  FILE *in = path ? fopen(path, "r") : NULL;
  while (in && getline(&line, &cap, in) > 0) {
    line[strcspn(line, "\n")] = 0;
    char *etag = strchr(line, '\t'), *modified = etag ? strchr(etag + 1, '\t') : NULL;
    if (!modified) continue;
    *etag++ = *modified++ = 0;
    remember(f, line, etag, modified);
  }
  if (in) fclose(in);
  free(line);
  free(path);
}

static bool save_state(fetcher *f) {
  char *path = format(f->into, "/", "state.tsv"), *part = format(f->into, "/", "state.tsv.part");
  FILE *out = path && part ? fopen(part, "w") : NULL;
  bool ok = out != NULL;
  for (size_t i = 0; ok && i < f->n_known; i++) ok = fprintf(out, "%s\t%s\t%s\n", f->known[i].url, f->known[i].etag, f->known[i].modified) > 0;
  if (out && fclose(out)) ok = false;
  if (ok && rename(part, path)) ok = false;
  if (!ok) cli_say("cannot write '%s': %s", path ? path : "state.tsv", strerror(errno));
  free(path);
  free(part);
  return ok;
}

/* ------------------------------------------------------------------- requests */

typedef struct answer {
  long status;
  bytes head, body;
  char etag[256], modified[64], next[2048], type[128];
} answer;

static size_t take_body(char *p, size_t size, size_t n, void *ctx) {
  answer *a = ctx;
  put(&a->body, p, size * n);
  return a->body.failed ? 0 : n;
}

static bool header(const char *p, size_t n, const char *name, char *to, size_t room) {
  size_t len = strlen(name);
  if (n <= len || strncasecmp(p, name, len) != 0 || p[len] != ':') return false;
  for (p += len + 1, n -= len + 1; n && (*p == ' ' || *p == '\t'); p++) n--;
  while (n && (p[n - 1] == '\r' || p[n - 1] == '\n' || p[n - 1] == ' ')) n--;
  if (n >= room) n = 0; /* what does not fit is not remembered */
  for (size_t i = 0; i < n; i++) to[i] = p[i] == '\t' ? ' ' : p[i];
  to[n] = 0;
  return true;
}

static size_t take_head(char *p, size_t size, size_t n, void *ctx) {
  answer *a = ctx;
  n *= size;
  if (n > 5 && memcmp(p, "HTTP/", 5) == 0) a->head.len = 0;
  bool coded = n > 17 && (strncasecmp(p, "Content-Encoding:", 17) == 0 || strncasecmp(p, "Transfer-Encoding", 17) == 0);
  if (!coded) put(&a->head, p, n); /* curl undoes them */
  header(p, n, "ETag", a->etag, sizeof a->etag);
  header(p, n, "Last-Modified", a->modified, sizeof a->modified);
  header(p, n, "Content-Type", a->type, sizeof a->type);
  return n;
}

static void free_answer(answer *a) {
  drop(&a->head);
  drop(&a->body);
}

/* One request, no redirect followed; false with a message if there was no answer. */
static bool request(fetcher *f, const char *url, const known *old, size_t max, answer *a) {
  char line[512], why[CURL_ERROR_SIZE] = "";
  struct curl_slist *headers = NULL;
  *a = (answer){.body.max = max, .head.max = 256u << 10};
  curl_easy_reset(f->curl);
  curl_easy_setopt(f->curl, CURLOPT_URL, url);
  curl_easy_setopt(f->curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(f->curl, CURLOPT_USERAGENT, f->agent);
  curl_easy_setopt(f->curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(f->curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(f->curl, CURLOPT_TIMEOUT, TIMEOUT_S);
  curl_easy_setopt(f->curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(f->curl, CURLOPT_WRITEDATA, a);
  curl_easy_setopt(f->curl, CURLOPT_HEADERFUNCTION, take_head);
  curl_easy_setopt(f->curl, CURLOPT_HEADERDATA, a);
  curl_easy_setopt(f->curl, CURLOPT_ERRORBUFFER, why);
  if (old && old->etag[0] && snprintf(line, sizeof line, "If-None-Match: %s", old->etag) < (int)sizeof line) headers = curl_slist_append(headers, line);
  if (old && old->modified[0] && snprintf(line, sizeof line, "If-Modified-Since: %s", old->modified) < (int)sizeof line) headers = curl_slist_append(headers, line);
  curl_easy_setopt(f->curl, CURLOPT_HTTPHEADER, headers);
  CURLcode got = curl_easy_perform(f->curl);
  curl_slist_free_all(headers);
  curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &a->status);
  const char *next = NULL;
  curl_easy_getinfo(f->curl, CURLINFO_REDIRECT_URL, &next);
  if (next) snprintf(a->next, sizeof a->next, "%s", next);
  if (got == CURLE_OK) return true;
  cli_say("cannot fetch '%s': %s", url, a->body.failed ? "it is too large" : why[0] ? why : curl_easy_strerror(got));
  free_answer(a);
  return false;
}

/* ---------------------------------------------------------------------- hosts */

/* Length of "https://example.org:8443" in an address; 0 if it is none. */
static size_t origin(const char *url) {
  size_t lead = strncasecmp(url, "http://", 7) == 0 ? 7 : strncasecmp(url, "https://", 8) == 0 ? 8 : 0, n = lead ? strcspn(url + lead, "/?#") : 0;
  return n ? lead + n : 0;
}

static host *host_of(fetcher *f, const char *url) {
  size_t n = origin(url);
  for (size_t i = 0; i < f->n_hosts; i++)
    if (strlen(f->host[i].name) == n && strncmp(f->host[i].name, url, n) == 0) return &f->host[i];
  host *more = realloc(f->host, (f->n_hosts + 1) * sizeof *more);
  if (!more) return NULL;
  f->host = more;
  f->host[f->n_hosts] = (host){.name = strndup(url, n), .delay = f->delay, .robots.max = ROBOTS_MAX};
  return &f->host[f->n_hosts++];
}

static void wait_for(host *h) {
  double due = h->last + h->delay;
  for (double now; !interrupted && (now = cli_seconds()) < due;) {
    double left = due - now;
    struct timespec t = {.tv_sec = (time_t)left, .tv_nsec = (long)((left - (double)(time_t)left) * 1e9)};
    nanosleep(&t, NULL);
  }
}

/* Rules that cannot be had (5xx, no answer) close the host; without any (4xx) all is open. */
static void ask_robots(fetcher *f, host *h) {
  char *url = format(h->name, "/", "robots.txt");
  answer a;
  h->asked = true;
  bool got = url && request(f, url, NULL, ROBOTS_MAX, &a);
  char *next = got && a.status >= 300 && a.status < 400 && a.next[0] ? strdup(a.next) : NULL;
  if (next && origin(next)) {
    free_answer(&a);
    got = request(f, next, NULL, ROBOTS_MAX, &a);
  }
  h->last = cli_seconds();
  if (!got || a.status >= 500) {
    h->closed = true;
    cli_say("'%s' is left alone: its robots.txt cannot be had", h->name);
  } else if (a.status == 200) {
    put(&h->robots, a.body.ptr ? a.body.ptr : "", a.body.len);
  }
  if (got) free_answer(&a);
  free(next);
  free(url);
}

static bool is_allowed(fetcher *f, host *h, const char *url) {
  double delay = h->delay;
  if (!h->asked) ask_robots(f, h);
  if (h->closed) return false;
  const char *path = url + strlen(h->name);
  char *whole = format(*path == '/' ? "" : "/", path, "");
  if (whole) whole[strcspn(whole, "#")] = 0;
  bool allowed = whole && cli_robots_allow(h->robots.ptr ? h->robots.ptr : "", h->robots.len, "tocsin", whole, &delay);
  if (delay > h->delay) h->delay = delay < 60 ? delay : 60;
  if (!allowed) cli_say("'%s' is not fetched: robots.txt forbids it", url);
  free(whole);
  return allowed;
}

typedef enum { GOT, SAME, REFUSED, FAILED } outcome;

/* With redirects, each asked for leave.  GOT: the caller frees *a. */
static outcome fetch(fetcher *f, const char *url, const known *old, answer *a) {
  char *at = strdup(url);
  outcome result = FAILED;
  for (int hop = 0; at && hop <= HOPS && !interrupted; hop++) {
    host *h = origin(at) ? host_of(f, at) : NULL;
    if (!h) {
      cli_say("'%s' is no address: expected http:// or https://", at);
      break;
    }
    if (h->closed || !is_allowed(f, h, at)) {
      result = REFUSED;
      break;
    }
    wait_for(h);
    if (interrupted || !request(f, at, hop ? NULL : old, PAGE_MAX, a)) break;
    h->last = cli_seconds();
    if (a->status == 429 || a->status == 503) {
      cli_say("'%s' asks for less (%ld): it is left alone for this run", h->name, a->status);
      h->closed = true;
    }
    bool moved = a->status >= 300 && a->status < 400 && a->status != 304 && a->next[0];
    if (!moved) {
      result = a->status == 200 ? GOT : a->status == 304 ? SAME : FAILED;
      if (result == FAILED) cli_say("'%s' answers %ld", at, a->status);
      if (result != GOT) free_answer(a);
      break;
    }
    free(at);
    at = strdup(a->next);
    free_answer(a);
    if (hop == HOPS) cli_say("'%s' leads from one address to the next", url);
  }
  free(at);
  return result;
}

/* -------------------------------------------------------------------- archive */

static bool open_archive(fetcher *f) {
  if (f->archive) return true;
  for (int i = 0; i < 100 && !f->archive; i++) {
    char tail[64];
    snprintf(tail, sizeof tail, i ? "%s-%d.warc.gz" : "%s.warc.gz", f->stamp, i);
    free(f->archive_path);
    f->archive_path = format(f->into, "/", tail);
    f->archive = f->archive_path ? fopen(f->archive_path, "wbx") : NULL;
    if (!f->archive && errno != EEXIST) break;
  }
  if (!f->archive) cli_say("cannot write '%s': %s", f->archive_path ? f->archive_path : f->into, strerror(errno));
  return f->archive != NULL;
}

/* A gzip member of its own, so that the archive is read from any record on. */
static bool write_member(FILE *out, const bytes *record) {
  z_stream z = {0};
  if (record->failed || deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
  size_t room = deflateBound(&z, record->len);
  unsigned char *packed = malloc(room);
  z.next_in = (unsigned char *)record->ptr;
  z.avail_in = (unsigned)record->len;
  z.next_out = packed;
  z.avail_out = (unsigned)room;
  bool ok = packed && deflate(&z, Z_FINISH) == Z_STREAM_END && fwrite(packed, 1, room - z.avail_out, out) == room - z.avail_out && fflush(out) == 0;
  deflateEnd(&z);
  free(packed);
  return ok;
}

static void now(char stamp[24], const char *as) {
  time_t t = time(NULL);
  struct tm tm;
  gmtime_r(&t, &tm);
  strftime(stamp, 24, as, &tm);
}

static bool archive_page(fetcher *f, const char *url, const answer *a) {
  char line[256], date[24];
  bytes record = {0};
  if (!open_archive(f)) return false;
  now(date, "%Y-%m-%dT%H:%M:%SZ");
  put_z(&record, "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: ");
  put_z(&record, url);
  snprintf(line, sizeof line, "\r\nWARC-Date: %s\r\nWARC-Record-ID: <%s#", date, "urn:tocsin:");
  put_z(&record, line);
  put_z(&record, url);
  snprintf(line, sizeof line, "#%s>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n", date, a->head.len + a->body.len);
  put_z(&record, line);
  put(&record, a->head.ptr, a->head.len);
  put(&record, a->body.ptr ? a->body.ptr : "", a->body.len);
  put_z(&record, "\r\n\r\n");
  bool ok = write_member(f->archive, &record);
  if (!ok) cli_say("cannot write '%s': %s", f->archive_path, record.failed ? "out of memory" : strerror(errno));
  drop(&record);
  return ok;
}

/* ---------------------------------------------------------------------- feeds */

static bool keep_feed(const char *path, const answer *a) {
  FILE *out = fopen(path, "wb");
  bool ok = out && fwrite(a->body.ptr ? a->body.ptr : "", 1, a->body.len, out) == a->body.len;
  if (out && fclose(out)) ok = false;
  if (!ok) cli_say("cannot write '%s': %s", path, strerror(errno));
  return ok;
}

static bool fetch_page(fetcher *f, const char *url) {
  answer a;
  if (recall(f, url)) return true;
  outcome got = fetch(f, url, NULL, &a);
  bool ok = true;
  if (got == REFUSED) f->n_refused++;
  else if (got == FAILED) f->n_failed += !interrupted;
  else if (got == GOT) {
    bool html = !a.type[0] || strstr(a.type, "html");
    if (html) ok = archive_page(f, url, &a);
    f->n_pages += html && ok;
    if (ok) remember(f, url, a.etag, a.modified);
    free_answer(&a);
  }
  return ok;
}

/* The addresses that a feed's items name, each fetched once. */
static bool fetch_items(fetcher *f, const char *path) {
  toc_error err = {0};
  toc_reader *r;
  toc_report *report;
  toc_status s = toc_reader_open(&r, path, TOC_INPUT_FEED, 0, &err);
  if (s != TOC_OK) return cli_say_error(&err), false;
  bool ok = true;
  while (ok && !interrupted && (s = toc_reader_next(r, &report, &err)) != TOC_DONE && s != TOC_IO && s != TOC_NOMEM) {
    if (s != TOC_OK) {
      cli_say_error(&err);
      continue;
    }
    char *url = strndup(report->url.ptr ? report->url.ptr : "", report->url.len);
    bool full = f->limit && f->n_pages >= (uint64_t)f->limit;
    if (url && origin(url) && !strpbrk(url, "\t\r\n ") && !full) ok = fetch_page(f, url);
    free(url);
    toc_report_free(report);
  }
  toc_reader_close(r);
  return ok;
}

static uint64_t hash_of(const char *s) {
  uint64_t h = UINT64_C(0xCBF29CE484222325);
  while (*s) h = (h ^ (unsigned char)*s++) * UINT64_C(0x100000001B3);
  return h;
}

static bool fetch_feed(fetcher *f, const char *url) {
  answer a;
  outcome got = fetch(f, url, recall(f, url), &a);
  if (got == SAME) f->n_same++;
  if (got == REFUSED) f->n_refused++;
  if (got == FAILED) f->n_failed += !interrupted;
  if (got == REFUSED || got == FAILED) f->status = cli_worse(f->status, CLI_REPORTS);
  if (got != GOT) return true;
  char name[64];
  snprintf(name, sizeof name, "%016" PRIx64 "-%s.xml", hash_of(url), f->stamp);
  char *path = format(f->into, "/", name);
  bool ok = path && keep_feed(path, &a);
  if (ok && !f->feeds_only) {
    ok = fetch_items(f, path);
    unlink(path); /* its pages are in the archive */
  }
  bool whole = ok && !interrupted && !(f->limit && f->n_pages >= (uint64_t)f->limit);
  if (whole) remember(f, url, a.etag, a.modified); /* else its items are looked at again */
  free(path);
  free_answer(&a);
  return save_state(f) && ok;
}

/* ----------------------------------------------------------------------- runs */

static int ingest(const fetcher *f) {
  char name[] = "ingest";
  char *argv[] = {name, (char *)(uintptr_t)f->store, f->archive_path, NULL};
  return cli_ingest.run(3, argv);
}

static int run_once(fetcher *f) {
  bool ok = true;
  now(f->stamp, "%Y%m%dT%H%M%SZ");
  f->n_pages = f->n_same = f->n_refused = f->n_failed = 0;
  for (size_t i = 0; ok && i < f->n_feeds && !interrupted; i++) ok = fetch_feed(f, f->feed[i]);
  for (size_t i = 0; i < f->n_hosts; i++) {
    free(f->host[i].name);
    drop(&f->host[i].robots);
  }
  free(f->host);
  f->host = NULL;
  f->n_hosts = 0;
  bool fresh = f->archive != NULL;
  if (fresh && fclose(f->archive)) ok = false;
  f->archive = NULL;
  if (!f->quiet)
    cli_say("%zu feeds, %" PRIu64 " of them as before; %" PRIu64 " pages%s%s, %" PRIu64 " refused, %" PRIu64 " failed", f->n_feeds, f->n_same, f->n_pages,
            fresh ? " in " : "", fresh ? f->archive_path : "", f->n_refused, f->n_failed);
  int status = ok ? CLI_OK : CLI_IO;
  if (ok && fresh && f->store) status = ingest(f);
  return status;
}

static int go(fetcher *f) {
  if (mkdir(f->into, 0777) && errno != EEXIST) {
    cli_say("cannot make the folder '%s': %s", f->into, strerror(errno));
    return CLI_IO;
  }
  struct sigaction a = {.sa_handler = on_signal};
  sigemptyset(&a.sa_mask);
  a.sa_flags = (int)SA_RESETHAND;
  sigaction(SIGINT, &a, NULL);
  sigaction(SIGTERM, &a, NULL);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  f->curl = curl_easy_init();
  if (!f->curl) {
    cli_say("libcurl cannot be started");
    return CLI_IO;
  }
  load_state(f);
  for (;;) {
    int status = run_once(f);
    f->status = cli_worse(f->status, status);
    if (status == CLI_IO || !f->every) break;
    struct timespec t = {.tv_sec = f->every * 60};
    if (!interrupted) nanosleep(&t, NULL);
    if (interrupted) break;
  }
  curl_easy_cleanup(f->curl);
  curl_global_cleanup();
  return f->status;
}

/* An address, or a file of them: a line each, "#" begins a comment. */
static bool add_feed(fetcher *f, const char *url, size_t n) {
  char **more = realloc(f->feed, (f->n_feeds + 1) * sizeof *more);
  char *copy = strndup(url, n);
  if (more) f->feed = more;
  if (!more || !copy) {
    free(copy);
    return false;
  }
  f->feed[f->n_feeds++] = copy;
  return true;
}

static int take_feed(fetcher *f, const char *word) {
  if (origin(word)) return add_feed(f, word, strlen(word)) ? CLI_OK : CLI_IO;
  FILE *in = fopen(word, "r");
  char *line = NULL;
  size_t cap = 0;
  if (!in) {
    cli_say("cannot open '%s': %s; expected http://, https:// or a file of addresses", word, strerror(errno));
    return CLI_USAGE;
  }
  int status = CLI_OK;
  for (unsigned n = 1; status == CLI_OK && getline(&line, &cap, in) > 0; n++) {
    line[strcspn(line, "#\r\n")] = 0;
    char *s = line + strspn(line, " \t");
    size_t len = strcspn(s, " \t");
    if (!len) continue;
    if (!origin(s)) {
      cli_say("expected http:// or https:// in '%s', line %u", word, n);
      status = CLI_USAGE;
    } else if (!add_feed(f, s, len)) {
      status = CLI_IO;
    }
  }
  free(line);
  fclose(in);
  return status;
}

static void release(fetcher *f) {
  for (size_t i = 0; i < f->n_feeds; i++) free(f->feed[i]);
  free(f->feed);
  for (size_t i = 0; i < f->n_known; i++) {
    free(f->known[i].url);
    free(f->known[i].etag);
    free(f->known[i].modified);
  }
  free(f->known);
  free(f->archive_path);
}

static int take_seconds(const char *value, double *to) {
  char *end;
  *to = strtod(value, &end);
  if (*value && !*end && *to >= 0 && *to <= 3600) return CLI_OK;
  cli_say("--delay takes seconds, up to 3600: '%s' is none", value);
  return CLI_USAGE;
}

static int run(int argc, char **argv) {
  static const cli_option options[] = {{OPT_INTO, 0, "into", true},   {OPT_STORE, 0, "store", true}, {OPT_DELAY, 0, "delay", true},
                                       {OPT_LIMIT, 0, "limit", true}, {OPT_EVERY, 0, "every", true}, {OPT_AGENT, 0, "agent", true},
                                       {OPT_FEEDS, 0, "feeds-only", false}, {OPT_QUIET, 'q', "quiet", false}, {OPT_HELP, 'h', "help", false}, {0}};
  fetcher f = {.into = "fetched", .delay = 2, .agent = "tocsin/" TOC_VERSION_STRING};
  cli_args args;
  const char *value;
  int status = CLI_OK;
  cli_args_init(&args, &cli_fetch, options, argc, argv);
  for (int o; status == CLI_OK && (o = cli_next(&args, &value)) != CLI_END;) switch (o) {
      case OPT_HELP: fputs(cli_fetch.help, stdout); release(&f); return CLI_OK;
      case OPT_INTO: f.into = value; break;
      case OPT_STORE: f.store = value; break;
      case OPT_AGENT: f.agent = value; break;
      case OPT_FEEDS: f.feeds_only = true; break;
      case OPT_QUIET: f.quiet = true; break;
      case OPT_DELAY: status = take_seconds(value, &f.delay); break;
      case OPT_LIMIT: status = (f.limit = cli_number("limit", value, 1000000)) < 0 ? CLI_USAGE : CLI_OK; break;
      case OPT_EVERY:
        status = (f.every = cli_number("every", value, 10080)) < 0 ? CLI_USAGE : CLI_OK;
        if (status == CLI_OK && f.every < 5) status = cli_usage(&cli_fetch, "--every takes 5 minutes or more");
        break;
      case CLI_FILE: status = take_feed(&f, value); break;
      default: status = CLI_USAGE;
    }
  if (status == CLI_OK && !f.n_feeds) status = cli_usage(&cli_fetch, "name a feed, or a file of feeds");
  if (status == CLI_OK) status = go(&f);
  release(&f);
  return status;
}

const cli_command cli_fetch = {
    "fetch", "fetch feeds and the pages they name into web archives",
    "usage: tocsin fetch [OPTIONS] FEEDS\n\n"
    "FEEDS are addresses (http, https) or files of addresses, a line each.  The pages that their\n"
    "items name are fetched once each and written to FOLDER/TIME.warc.gz, which all other commands\n"
    "read.  robots.txt is obeyed, a feed that did not change is not sent again, and requests to\n"
    "one host come one by one, with a pause.  It is the only command that uses the network.\n\n"
    "options\n"
    "      --into FOLDER     where archives go, and state.tsv, which remembers what was fetched\n"
    "                        (default: fetched)\n"
    "      --store CRISIS.db add the pages to a crisis file, too\n"
    "      --feeds-only      keep the feeds themselves (FOLDER/*.xml) and fetch no page\n"
    "      --delay SECONDS   pause between two requests to one host (default: 2, or what\n"
    "                        robots.txt asks for, up to 60)\n"
    "      --limit N         at most so many pages a run\n"
    "      --every MINUTES   again and again, 5 or more; ends with Ctrl-C\n"
    "      --agent NAME      how to introduce ourselves (default: tocsin/VERSION); a name that\n"
    "                        tells how to reach you is good manners\n"
    "  -q, --quiet           no summary\n"
    "  -h, --help            this text\n\n"
    "examples\n"
    "  tocsin fetch --into news https://example.org/feed.xml\n"
    "  tocsin fetch --store crisis.db --every 30 feeds.txt\n",
    run};
