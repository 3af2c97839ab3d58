/* write.c - one report into rows.
 *
 * Offsets become code points, as in every written form of the record, and beside each string
 * that may name a private person stands the same string with names replaced by roles: an
 * export needs no text and cannot forget to mask. */
#include "store.h"

#include "record.h"

#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>

enum {
  PUT_RECEIVED, PUT_ARRIVAL, PUT_READING, PUT_REPORT, PUT_CLAIM, PUT_FIGURE, PUT_EVENT, PUT_PARTY, PUT_EVENT_FIGURE, PUT_TOLL, PUT_IMPACT,
  PUT_PLACE, PUT_TIME, PUT_PART, PUT_TRACE, PUT_HIDDEN, N_FED,
  PUT_WORDS = N_FED, PUT_POINTS, N_PUT
};
_Static_assert((int)N_FED <= (int)TOC__FEED_TABLES && (int)N_PUT <= (int)TOC__STORE_PUTS, "room for all tables");

/* How a table takes what the feed holds for it.  Neither way can be undone by itself, or SQLite would keep
 * each page as it was before the statement; a batch is undone as a whole. */
static const struct {
  const char *insert, *more;
  int width; /* cells that are laid down; `more` are the columns behind them */
} fed[N_FED] = {
    [PUT_RECEIVED] = {"INSERT OR IGNORE INTO received", "", 6},
    [PUT_ARRIVAL] = {"INSERT OR IGNORE INTO arrival", "", 4},
    [PUT_READING] = {"INSERT OR IGNORE INTO reading", "", 3},
    [PUT_REPORT] = {"INSERT OR FAIL INTO report", "", 14},
    [PUT_CLAIM] = {"INSERT OR FAIL INTO claim", "", 19},
    [PUT_FIGURE] = {"INSERT OR FAIL INTO figure", "", 16},
    [PUT_EVENT] = {"INSERT OR FAIL INTO event", "", 31},
    [PUT_PARTY] = {"INSERT OR FAIL INTO party", "", 15},
    [PUT_EVENT_FIGURE] = {"INSERT OR FAIL INTO event_figure", "", 3},
    [PUT_TOLL] = {"INSERT OR FAIL INTO toll", "", 8},
    [PUT_IMPACT] = {"INSERT OR FAIL INTO impact", "", 14},
    [PUT_PLACE] = {"INSERT OR FAIL INTO place", "", 14},
    [PUT_TIME] = {"INSERT OR FAIL INTO time", "", 9},
    [PUT_PART] = {"INSERT OR FAIL INTO part", "", 19},
    [PUT_TRACE] = {"INSERT OR FAIL INTO trace", ", NULL", 4},
    [PUT_HIDDEN] = {"INSERT OR FAIL INTO hidden", "", 5},
};

/* ------------------------------------------------------------------- cells
 * A row is laid down cell by cell from left to right; the feed remembers if memory ran out. */
typedef toc_buf *row;

static row begin(toc_store *s, int which) { return &s->feed.rows[which]; }

static void cell_int(row r, int64_t n) { toc__feed_int(r, n); }
static void cell_null(row r) { toc__feed_null(r); }
static void cell_index(row r, uint32_t n) {
  if (n == TOC_NONE) toc__feed_null(r);
  else toc__feed_int(r, n);
}
static void cell_real(row r, double x) {
  if (isfinite(x)) toc__feed_real(r, x);
  else toc__feed_null(r);
}
static void cell_str(row r, toc_str s) { toc__feed_text(r, s); }
/* An empty string is a missing value. */
static void cell(row r, toc_str s) {
  if (s.len) toc__feed_text(r, s);
  else toc__feed_null(r);
}
static void cell_z(row r, const char *s) { cell(r, toc_cstr(s ? s : "")); }

/* ----------------------------------------------------------------- received */

toc_status toc__store_unpack(const void *packed, int n, int64_t size, char **out) {
  *out = NULL;
  if (size < 0 || size > UINT32_MAX || n < 0) return TOC_BADDATA;
  struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
  char *bytes = malloc((size_t)size + 1);
  toc_status got = d && bytes ? TOC_OK : TOC_NOMEM;
  if (got == TOC_OK && libdeflate_zlib_decompress(d, packed, (size_t)n, bytes, (size_t)size, NULL) != LIBDEFLATE_SUCCESS) got = TOC_BADDATA;
  libdeflate_free_decompressor(d);
  if (got == TOC_OK) *out = bytes;
  else free(bytes);
  return got;
}

void toc__parcel_name(toc__parcel *p, const toc_report *report) {
  *p = (toc__parcel){0};
  toc_sha256(report->received, p->sha256);
  p->key = toc__store_report_key(report->id, toc__store_format_name(report->received_as), p->sha256);
}

/* Setting up a compressor takes longer than packing a report. */
toc_status toc__parcel_pack(toc__parcel *p, toc__packer *packer, const toc_report *report) {
  toc_str bytes = report->received;
  if (bytes.len > UINT32_MAX / 2) return TOC_NOMEM;
  if (!packer->deflate) packer->deflate = libdeflate_alloc_compressor(1);
  if (!packer->deflate) return TOC_NOMEM;
  size_t most = libdeflate_zlib_compress_bound(packer->deflate, bytes.len);
  p->packed = malloc(most);
  if (!p->packed) return TOC_NOMEM;
  p->n = libdeflate_zlib_compress(packer->deflate, bytes.ptr ? bytes.ptr : "", bytes.len, p->packed, most);
  return p->n ? TOC_OK : TOC_NOMEM;
}

void toc__packer_release(toc__packer *packer) {
  libdeflate_free_compressor(packer->deflate);
  packer->deflate = NULL;
}

static toc_status laid_down(toc_store *s, toc_error *err) {
  return toc__feed_failed(&s->feed) ? toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while writing a report") : TOC_OK;
}

toc_status toc__store_receive(toc_store *s, const toc__parcel *parcel, const toc_report *report, toc_error *err) {
  toc__feed_report(&s->feed, parcel->key);
  row r = begin(s, PUT_RECEIVED);
  cell_int(r, parcel->key);
  cell_str(r, report->id);
  cell_z(r, toc__store_format_name(report->received_as));
  cell_z(r, parcel->sha256);
  cell_int(r, (int64_t)report->received.len);
  toc__feed_blob(r, parcel->packed, parcel->n);
  return laid_down(s, err);
}

toc_status toc__store_arrive(toc_store *s, int64_t key, const toc_report *report, const char *at, toc_error *err) {
  toc__feed_report(&s->feed, key);
  row r = begin(s, PUT_ARRIVAL);
  cell_int(r, key);
  cell_str(r, report->file);
  cell_int(r, report->line);
  cell_z(r, at);
  return laid_down(s, err);
}

toc_status toc__store_reading(toc_store *s, int64_t key, const char *at, int64_t engine, toc_error *err) {
  toc__feed_report(&s->feed, key);
  row r = begin(s, PUT_READING);
  cell_int(r, key);
  cell_z(r, at);
  cell_int(r, engine);
  return laid_down(s, err);
}

/* ------------------------------------------------------------------ batches */

toc_status toc__store_bulk(toc_store *s, bool on, toc_error *err) {
  int triggers = !on;
  if (!on) toc__feed_release(&s->feed);
  if (sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, triggers, NULL) != SQLITE_OK) return toc__store_fail(s, "write", err);
  return toc__store_run(s, on ? "PRAGMA foreign_keys=OFF; PRAGMA wal_autocheckpoint=8192" : "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=1000", "write", err);
}

static sqlite3_stmt *statement(toc_store *s, int which, const char *sql) {
  if (!s->put[which]) sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->put[which], NULL);
  return s->put[which];
}

static sqlite3_stmt *fed_statement(toc_store *s, int which) {
  char sql[512];
  if (s->put[which]) return s->put[which];
  int n = snprintf(sql, sizeof sql, "%s SELECT ", fed[which].insert);
  for (int i = 0; i < fed[which].width; i++) n += snprintf(sql + n, sizeof sql - (size_t)n, "%sc%d", i ? ", " : "", i);
  snprintf(sql + n, sizeof sql - (size_t)n, "%s FROM toc_feed", fed[which].more);
  return statement(s, which, sql);
}

toc_status toc__store_flush(toc_store *s, toc_error *err) {
  static const char *const words = "INSERT INTO report_words(rowid, title, text) SELECT c0, c3, c12 FROM toc_feed";
  static const char *const points = TOC__PUT_POINTS("(SELECT c13 AS spot FROM toc_feed) p");
  bool ok = toc__feed_sort(&s->feed);
  if (!ok) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  for (int i = 0; ok && i < N_FED; i++) ok = toc__feed_pour(&s->feed, i, fed[i].width, fed_statement(s, i));
  if (ok) ok = toc__feed_pour(&s->feed, PUT_REPORT, fed[PUT_REPORT].width, statement(s, PUT_WORDS, words));
  if (ok) ok = toc__feed_pour(&s->feed, PUT_PLACE, fed[PUT_PLACE].width, statement(s, PUT_POINTS, points));
  toc_status got = ok ? TOC_OK : toc__store_fail(s, "write", err);
  toc__feed_reset(&s->feed);
  return got;
}

toc_status toc__store_engine(toc_store *s, const toc_engine *engine, int64_t *key, toc_error *err) {
  const char *part[] = {toc_version(), toc_engine_model_hash(engine), toc_engine_lexicon_hash(engine), toc_engine_gazetteer_hash(engine)};
  char all[512];
  int n = snprintf(all, sizeof all, "%s %s %s %s", part[0], part[1], part[2], part[3]);
  *key = toc__store_key((toc_str){all, (size_t)n});
  static const char *const put[] = {"INSERT OR IGNORE INTO engine VALUES (?,?,?,?,?)", "INSERT OR IGNORE INTO engines VALUES (?,?,?,?,?)"};
  for (int which = 0; which < 2; which++) {
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(s->db, put[which], -1, &st, NULL) != SQLITE_OK) return toc__store_fail(s, "write", err);
    sqlite3_bind_int64(st, 1, *key);
    for (int i = 0; i < 4; i++) sqlite3_bind_text(st, i + 2, part[i], -1, SQLITE_STATIC);
    int step = sqlite3_step(st);
    if (sqlite3_finalize(st) != SQLITE_OK || step != SQLITE_DONE) return toc__store_fail(s, "write", err);
  }
  return TOC_OK;
}

/* ------------------------------------------------------------------ derived */

typedef struct writing {
  toc_store *store;
  const toc_doc *doc;
  toc_arena *arena;
  toc__offsets offsets;
  toc__mask mask;
  int64_t key;
  int64_t *event_key; /* [events] */
  toc_map parts; /* keys of incidents */
  uint64_t *word_hash; /* [tokens] of words that settling compares; 0: not met yet */
  uint32_t sentence;  /* the last one masked: events of one sentence follow each other */
  toc_str masked;
} writing;

static toc_str words(const writing *w, toc_span span) { return toc_span_empty(span) ? (toc_str){0} : toc_slice(w->doc->text, span); }

static void cell_words(const writing *w, row r, toc_span span) { cell(r, words(w, span)); }
static void cell_masked(const writing *w, row r, toc_span span) { cell(r, toc__mask_span(&w->mask, w->arena, span)); }

static void cells_span(const writing *w, row r, toc_span span) {
  if (toc_span_empty(span)) {
    cell_null(r);
    cell_null(r);
    return;
  }
  cell_int(r, toc__offset(&w->offsets, span.start));
  cell_int(r, toc__offset(&w->offsets, span.end));
}

static toc_str join(toc_arena *a, toc_str x, const char *between, toc_str y) {
  size_t n = strlen(between);
  char *out = toc_arena_alloc(a, x.len + n + y.len + 1, 1);
  if (x.len) memcpy(out, x.ptr, x.len);
  memcpy(out + x.len, between, n);
  if (y.len) memcpy(out + x.len + n, y.ptr, y.len);
  return (toc_str){out, x.len + n + y.len};
}

/* Long strings are kept masked only where that makes a difference. */
static toc_str other_than(toc_str s, toc_str masked) { return toc_str_eq(s, masked) ? (toc_str){0} : masked; }

static toc_str join_spans(const writing *w, const toc_spans *spans, bool masked) {
  toc_str all = {0};
  for (uint32_t i = 0; i < spans->len; i++) {
    toc_str part = masked ? toc__mask_span(&w->mask, w->arena, spans->ptr[i]) : words(w, spans->ptr[i]);
    all = i ? join(w->arena, all, "; ", part) : part;
  }
  return all;
}

/* Puts a character and a number there; where it ends. */
static char *number(char *out, char before, uint32_t n) {
  char tmp[10];
  int i = 0;
  do tmp[i++] = (char)('0' + n % 10);
  while (n /= 10);
  *out++ = before;
  while (i > 0) *out++ = tmp[--i];
  return out;
}

/* [[3,9],[14,20]] */
static void cell_span_list(const writing *w, row r, const toc_spans *spans) {
  char *s = toc_arena_alloc(w->arena, (size_t)spans->len * 24 + 2, 1), *at = s;
  for (uint32_t i = 0; i < spans->len; i++)
    *at++ = i ? ',' : '[', at = number(at, '[', toc__offset(&w->offsets, spans->ptr[i].start)),
    at = number(at, ',', toc__offset(&w->offsets, spans->ptr[i].end)), *at++ = ']';
  if (spans->len) *at++ = ']';
  cell(r, (toc_str){s, (size_t)(at - s)});
}

/* Without printf: there are five moments an event. */
static char *digits(char *out, int n, int width, char behind) {
  for (int i = width; i-- > 0; n /= 10) out[i] = (char)('0' + n % 10);
  if (behind) out[width] = behind;
  return out + width + 1;
}

static void cell_moment(const writing *w, row r, toc_day d, int minute) {
  if (d == TOC_NODAY) {
    cell_null(r);
    return;
  }
  int y, m, day;
  toc_day_ymd(d, &y, &m, &day);
  if (y < 0) { /* before our era */
    cell(r, toc_str_format(w->arena, "%04d-%02d-%02d", y, m, day));
    return;
  }
  char *s = toc_arena_alloc(w->arena, 16, 1);
  digits(digits(digits(s, y, 4, '-'), m, 2, '-'), day, 2, 'T');
  if (minute >= 0) digits(digits(s + 11, minute / 60, 2, ':'), minute % 60, 2, 0);
  cell(r, (toc_str){s, minute >= 0 ? 16 : 10});
}

static void put_report(writing *w, const toc_report *report, int64_t engine, const char *fault) {
  const toc_doc *d = w->doc;
  row r = begin(w->store, PUT_REPORT);
  cell_int(r, w->key);
  cell_str(r, report->id);
  cell_int(r, engine);
  if (d) {
    bool in_text = !toc_span_empty(d->title_span) && toc_str_eq(toc_slice(d->text, d->title_span), d->title);
    cell(r, d->title);
    cell(r, in_text ? toc__mask_span(&w->mask, w->arena, d->title_span) : toc__mask_text(&w->mask, w->arena, d->title));
    cell(r, d->publisher);
    cell(r, d->published);
    cell(r, d->updated);
    cell(r, d->url);
    cell(r, toc__mask_spells(&w->mask, w->arena, d->url) ? (toc_str){0} : d->url);
    cell(r, d->language);
    cell_moment(w, r, d->dct, -1);
    cell_str(r, d->text);
  } else {
    cell(r, report->title);
    cell_null(r);
    cell(r, report->publisher);
    cell(r, report->published);
    cell(r, report->updated);
    cell(r, report->url);
    cell_null(r);
    cell(r, report->language);
    cell_null(r);
    cell_str(r, report->text);
  }
  cell_z(r, fault);
}

static void put_claim(writing *w, uint32_t i) {
  static const char *const kind[] = {"direct", "indirect", "mixed"};
  const toc_claim *c = &w->doc->claims.ptr[i];
  toc_span all = c->content.len ? (toc_span){c->content.ptr[0].start, c->content.ptr[c->content.len - 1].end} : (toc_span){0};
  row r = begin(w->store, PUT_CLAIM);
  cell_int(r, w->key);
  cell_int(r, i);
  cell_z(r, kind[c->kind]);
  toc_str content = join_spans(w, &c->content, false);
  cell(r, join_spans(w, &c->source, false));
  cell(r, join_spans(w, &c->source, true));
  cell(r, join_spans(w, &c->cue, false));
  cell(r, content);
  cell(r, other_than(content, join_spans(w, &c->content, true)));
  cells_span(w, r, all);
  cell(r, c->has_by && !c->by.private_person ? c->by.name : (toc_str){0});
  cell(r, c->has_by ? c->by.code : (toc_str){0});
  cell(r, c->has_by ? c->by.country : (toc_str){0});
  cell(r, c->has_by ? c->by.sector : (toc_str){0});
  cell_int(r, c->accusing);
  cell_int(r, c->denying);
  cell_index(r, c->within);
  cell_span_list(w, r, &c->source);
  cell_span_list(w, r, &c->cue);
}

/* Victims without quantity words stand behind the figures, as in the record. */
static void put_figure(writing *w, uint32_t i) {
  const toc_doc *d = w->doc;
  const toc_figure *f = i < d->figures.len ? &d->figures.ptr[i] : &d->victims.ptr[i - d->figures.len];
  row r = begin(w->store, PUT_FIGURE);
  cell_int(r, w->key);
  cell_int(r, i);
  cell_z(r, toc_counts_name(f->counts));
  cell_real(r, f->low);
  cell_real(r, f->high);
  cell(r, f->unit);
  cell_str(r, toc__mask_span(&w->mask, w->arena, f->span));
  cell_int(r, toc__offset(&w->offsets, f->span.start));
  cell_int(r, toc__offset(&w->offsets, f->span.end));
  cell_words(w, r, f->of);
  cell_masked(w, r, f->of);
  cell_int(r, f->approximate);
  cell_int(r, f->total);
  cell_index(r, f->subset_of);
  cell_index(r, f->claim);
  cell_index(r, f->corrects);
}

static toc_str contexts(const writing *w, uint64_t bits) {
  toc_str all = {0};
  for (int c = 0; c < TOC_N_CONTEXTS; c++)
    if (bits >> c & 1) all = join(w->arena, all, all.len ? ";" : "", toc_cstr(toc_context_name((toc_context)c)));
  return all;
}

static void cells_where(const writing *w, row r, const toc_where *at) {
  static const toc_place nowhere;
  const toc_place *p = at->set && at->place != TOC_NONE ? &w->doc->places.ptr[at->place] : &nowhere;
  cell(r, p->name);
  if (p->geonameid > 0) cell_int(r, p->geonameid);
  else cell_null(r);
  cell_real(r, p->located ? p->lat : NAN);
  cell_real(r, p->located ? p->lon : NAN);
  cell(r, p->country);
  cell(r, p->adm1);
  if (p->precision) cell_int(r, p->precision);
  else cell_null(r);
  cell(r, at->set ? at->via : (toc_str){0});
}

static void put_parties(writing *w, uint32_t i, const char *role, const toc_actors *actors) {
  for (uint32_t k = 0; k < actors->len; k++) {
    const toc_actor *a = &actors->ptr[k];
    row r = begin(w->store, PUT_PARTY);
    cell_int(r, w->event_key[i]);
    cell_z(r, role);
    cell_int(r, k);
    cell_words(w, r, a->span);
    cell_masked(w, r, a->span);
    cell(r, a->name);
    cell(r, a->private_person ? (toc_str){0} : a->name);
    cell(r, a->country);
    cell(r, a->sector);
    cell(r, a->sector2);
    cell(r, a->code);
    cell(r, a->via);
    cells_span(w, r, a->span);
    cell_int(r, a->private_person);
  }
}

static void put_event(writing *w, uint32_t i) {
  const toc_doc *d = w->doc;
  const toc_event *e = &d->events.ptr[i];
  static const toc_when never = {.from = TOC_NODAY, .to = TOC_NODAY, .from_minute = -1, .to_minute = -1};
  const toc_when *when = e->when.set ? &e->when : &never;
  toc_span sentence = e->sentence == TOC_NONE ? (toc_span){0} : d->sentences.ptr[e->sentence].span;
  row r = begin(w->store, PUT_EVENT);
  cell_int(r, w->event_key[i]);
  cell_int(r, w->key);
  cell_int(r, i + 1);
  if (e->incident == TOC_NONE) cell_null(r);
  else cell_int(r, e->incident + 1);
  cell_words(w, r, sentence);
  if (e->sentence != w->sentence) w->sentence = e->sentence, w->masked = other_than(words(w, sentence), toc__mask_span(&w->mask, w->arena, sentence));
  cell(r, w->masked);
  cell_z(r, toc_type_name(e->type));
  cell_z(r, e->mode == TOC_MODE_NONE ? NULL : toc_mode_name(e->mode));
  cell(r, contexts(w, e->contexts));
  cell(r, e->cameo);
  cell_z(r, toc_type_quad(e->type));
  cell_z(r, toc_fact_name(e->status));
  cell_str(r, toc__mask_span(&w->mask, w->arena, e->trigger));
  cell_str(r, e->token == TOC_NONE ? (toc_str){0} : d->tokens.ptr[e->token].lemma);
  cell_int(r, toc__offset(&w->offsets, e->trigger.start));
  cell_int(r, toc__offset(&w->offsets, e->trigger.end));
  cell_moment(w, r, when->from, when->from_minute);
  cell_moment(w, r, when->to, when->to_minute);
  cell(r, when->precision);
  cell(r, when->via);
  cells_where(w, r, &e->where);
  cell_index(r, e->claim);
  cell_real(r, e->confidence);
  cell(r, e->why);
  put_parties(w, i, "actor", &e->actors);
  put_parties(w, i, "recipient", &e->recipients);
  for (uint32_t k = 0; k < e->figures.len; k++) {
    r = begin(w->store, PUT_EVENT_FIGURE);
    cell_int(r, w->event_key[i]);
    cell_int(r, k);
    cell_int(r, e->figures.ptr[k]);
  }
}

static void put_tolls(writing *w, uint32_t i) {
  const toc_incident *n = &w->doc->incidents.ptr[i];
  for (uint32_t k = 0; k < n->tolls.len; k++) {
    const toc_toll *t = &n->tolls.ptr[k];
    row r = begin(w->store, PUT_TOLL);
    cell_int(r, w->key);
    cell_int(r, i + 1);
    cell_int(r, k);
    cell_z(r, toc_counts_name(t->counts));
    cell_real(r, t->low);
    cell_real(r, t->high);
    cell_index(r, t->by);
    cell_index(r, t->figure);
  }
}

static void put_impact(writing *w, uint32_t i) {
  const toc_impact *m = &w->doc->impacts.ptr[i];
  row r = begin(w->store, PUT_IMPACT);
  cell_int(r, w->key);
  cell_int(r, i);
  cell_z(r, toc_impact_name(m->kind));
  cell_z(r, toc_direction_name(m->direction));
  cell_words(w, r, m->object);
  cell_masked(w, r, m->object);
  cell_words(w, r, m->trigger);
  cells_span(w, r, m->trigger);
  cell_z(r, toc_fact_name(m->status));
  cell_moment(w, r, m->when.set ? m->when.from : TOC_NODAY, m->when.from_minute);
  cell_moment(w, r, m->when.set ? m->when.to : TOC_NODAY, m->when.to_minute);
  cell_index(r, m->claim);
  cell(r, m->why);
}

static void put_place(writing *w, uint32_t i) {
  const toc_place *p = &w->doc->places.ptr[i];
  row r = begin(w->store, PUT_PLACE);
  cell_int(r, w->key);
  cell_int(r, i);
  cell_str(r, words(w, p->span));
  cell_int(r, toc__offset(&w->offsets, p->span.start));
  cell_int(r, toc__offset(&w->offsets, p->span.end));
  cell(r, p->name);
  if (p->geonameid > 0) cell_int(r, p->geonameid);
  else cell_null(r);
  cell_real(r, p->located ? p->lat : NAN);
  cell_real(r, p->located ? p->lon : NAN);
  cell(r, p->country);
  cell(r, p->adm1);
  cell(r, p->adm2);
  if (p->precision) cell_int(r, p->precision);
  else cell_null(r);
  /* Its point of the map, in millionths of a degree; one beyond the poles or the date line, which
   * only a damaged gazetteer can hold, has none. */
  bool mapped = p->located && fabs(p->lat) <= 90 && fabs(p->lon) <= 180;
  if (mapped) cell_int(r, (int64_t)((p->lat + 90) * 1e6 + 0.5) * 1000000000 + (int64_t)((p->lon + 180) * 1e6 + 0.5));
  else cell_null(r);
}

static void put_time(writing *w, uint32_t i) {
  static const char *const type[] = {"DATE", "TIME", "DURATION", "SET"};
  const toc_time *t = &w->doc->times.ptr[i];
  row r = begin(w->store, PUT_TIME);
  cell_int(r, w->key);
  cell_int(r, i);
  cell_str(r, words(w, t->span));
  cell_int(r, toc__offset(&w->offsets, t->span.start));
  cell_int(r, toc__offset(&w->offsets, t->span.end));
  cell_z(r, type[t->type]);
  cell(r, t->value);
  cell_moment(w, r, t->from, t->from_minute);
  cell_moment(w, r, t->to, t->to_minute);
}

/* By what settling finds the other versions of a report. */
static void put_trace(writing *w, const toc_report *report) {
  const toc_doc *d = w->doc;
  toc_str time = d ? (d->updated.len ? d->updated : d->published) : report->updated.len ? report->updated : report->published;
  toc_str url = d ? d->url : report->url, publisher = d ? d->publisher : report->publisher;
  toc_str title = toc_fold(w->arena, d ? d->title : report->title);
  toc_day day;
  row r = begin(w->store, PUT_TRACE);
  cell_int(r, w->key);
  cell_str(r, toc_day_parse(time, &day, NULL) ? time : TOC_S(""));
  if (url.len) cell_int(r, (int64_t)(toc_hash(url, 1) >> 1));
  else cell_null(r);
  if (publisher.len && title.len) cell_int(r, (int64_t)(toc_hash(title, toc_hash(publisher, 2)) >> 1));
  else cell_null(r);
}

/* ------------------------------------------------------------------- parts */

#define PART_DAYS 6   /* a longer time is no date */
#define PART_WORDS 64 /* the least hashes of each kind: a sample of a long list, the same for all */

typedef TOC_ARRAY(uint32_t) hashes;

static int by_number(const void *x, const void *y) {
  uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
  return (a > b) - (a < b);
}

static void sort_hashes(hashes *h) {
  uint32_t n = 0;
  if (h->len > 48) qsort(h->ptr, h->len, sizeof *h->ptr, by_number);
  for (uint32_t i = 1; i < h->len && h->len <= 48; i++) { /* most are short, and there are three a part */
    uint32_t x = h->ptr[i], k = i;
    for (; k > 0 && h->ptr[k - 1] > x; k--) h->ptr[k] = h->ptr[k - 1];
    h->ptr[k] = x;
  }
  for (uint32_t i = 0; i < h->len && n < PART_WORDS; i++)
    if (!n || h->ptr[n - 1] != h->ptr[i]) h->ptr[n++] = h->ptr[i];
  h->len = n;
}

static void add_words(const writing *w, uint32_t sentence, hashes *names, hashes *other) {
  const toc_doc *d = w->doc;
  const toc_sentence *s = &d->sentences.ptr[sentence];
  for (uint32_t t = toc_token_at(d, s->span.start); t < d->tokens.len && d->tokens.ptr[t].sentence == sentence; t++) {
    const toc_token *k = &d->tokens.ptr[t];
    bool name = k->upos == TOC_UPOS_PROPN;
    if (!name && k->upos != TOC_UPOS_NOUN && k->upos != TOC_UPOS_VERB && k->upos != TOC_UPOS_ADJ) continue;
    toc_str word = k->lemma.len ? k->lemma : k->form;
    if (word.len < 3) continue;
    uint64_t *hash = &w->word_hash[t]; /* events of one sentence fall to several parts */
    if (!*hash) *hash = (uint64_t)1 << 32 | (uint32_t)toc_hash(toc_fold(w->arena, word), 0);
    *toc_push(w->arena, name ? names : other) = (uint32_t)*hash;
  }
}

/* Three lengths, then the hashes: names, words, codes; each in four bytes, the least first. */
static toc_str pack_words(const writing *w, hashes *list) {
  uint32_t n = 3;
  for (int i = 0; i < 3; i++) sort_hashes(&list[i]), n += list[i].len;
  unsigned char *out = toc_arena_alloc(w->arena, n, 4), *at = out;
  for (int i = -1; i < 3; i++)
    for (uint32_t k = 0; k < (i < 0 ? 3 : list[i].len); k++) {
      uint32_t x = i < 0 ? list[k].len : list[i].ptr[k];
      for (int byte = 0; byte < 4; byte++) *at++ = (unsigned char)(x >> 8 * byte);
    }
  return (toc_str){(const char *)out, (size_t)n * 4};
}

/* The last toll of a kind is the one that the report goes by. */
static const toc_toll *last_toll(const toc_incident *n, toc_counts counts) {
  for (uint32_t k = n->tolls.len; k-- > 0;)
    if (n->tolls.ptr[k].counts == counts && !isnan(n->tolls.ptr[k].low)) return &n->tolls.ptr[k];
  return NULL;
}

static void cells_toll(row r, const toc_toll *t) {
  cell_real(r, t ? t->low : NAN);
  cell_real(r, t ? t->high : NAN);
}

static void cell_day(row r, toc_day d) {
  if (d == TOC_NODAY) cell_null(r);
  else cell_int(r, d);
}

/* A key that begins as the report's does, so that the rows of a report lie side by side in the file;
 * the end is of a name, and if two names of a report end alike, of the name and a number. */
static int64_t key_within(writing *w, toc_map *taken, const char *name, uint32_t a, uint32_t b) {
  const int64_t own = ((int64_t)1 << 28) - 1;
  for (uint32_t nth = 0;; nth++) {
    char all[80], *end = all;
    size_t len = strlen(name); /* of a type of event at most */
    memcpy(end, name, len);
    end = number(number(number(end + len, ' ', a), ' ', b), ' ', nth);
    int64_t key = (w->key & ~own) | ((int64_t)toc_hash((toc_str){all, (size_t)(end - all)}, (uint64_t)w->key) & own);
    uint32_t before = taken->used;
    toc_map_put(taken, (toc_str){(const char *)&key, sizeof key}, 0);
    if (taken->used > before) return key;
  }
}

static void put_part(writing *w, uint32_t i) {
  const toc_doc *d = w->doc;
  const toc_incident *n = &d->incidents.ptr[i];
  const toc_place *place = NULL;
  toc_str country = {0};
  toc_day from = TOC_NODAY, to = TOC_NODAY;
  bool real = false;
  hashes list[3] = {{0}};
  if (!n->events.len) return;
  for (uint32_t k = 0; k < n->events.len; k++) {
    const toc_event *e = &d->events.ptr[n->events.ptr[k]];
    real = real || e->status == TOC_FACT_OCCURRED || e->status == TOC_FACT_ONGOING;
    if (e->where.set && e->where.place != TOC_NONE) {
      const toc_place *p = &d->places.ptr[e->where.place];
      if (p->precision && (!place || p->precision < place->precision)) place = p;
      if (!country.len) country = p->country;
    }
    bool dated = e->when.set && e->when.from != TOC_NODAY && e->when.to != TOC_NODAY && e->when.to - e->when.from <= PART_DAYS;
    if (dated && from == TOC_NODAY) from = e->when.from, to = e->when.to;
    if (e->sentence != TOC_NONE && (!k || e->sentence != d->events.ptr[n->events.ptr[k - 1]].sentence)) add_words(w, e->sentence, &list[0], &list[1]);
    const toc_actors *sides[2] = {&e->actors, &e->recipients};
    for (int s = 0; s < 2; s++)
      for (uint32_t a = 0; a < sides[s]->len; a++)
        if (sides[s]->ptr[a].code.len) *toc_push(w->arena, &list[2]) = (uint32_t)toc_hash(sides[s]->ptr[a].code, 0);
  }
  if (from == TOC_NODAY) from = to = d->dct;
  toc_type type = d->events.ptr[n->events.ptr[0]].type;
  /* Fighting is told as troops and as blows. */
  const char *kind = toc_type_name(type == TOC_MOBILIZE ? TOC_ASSAULT : type);
  uint64_t block = toc_hash(country, toc_hash(toc_cstr(kind), real));
  row r = begin(w->store, PUT_PART);
  cell_int(r, w->key);
  cell_int(r, i + 1);
  cell_int(r, key_within(w, &w->parts, "incident", i, 0));
  cell_int(r, (int64_t)(block >> 1));
  cell_day(r, from);
  cell_day(r, to);
  cell_int(r, real);
  cell_z(r, toc_type_name(type));
  cell(r, place ? place->name : (toc_str){0});
  if (place && place->geonameid > 0) cell_int(r, place->geonameid);
  else cell_null(r);
  cell(r, country);
  cell_real(r, place && place->located ? place->lat : NAN);
  cell_real(r, place && place->located ? place->lon : NAN);
  if (place) cell_int(r, place->precision);
  else cell_null(r);
  cells_toll(r, last_toll(n, TOC_COUNTS_KILLED));
  cells_toll(r, last_toll(n, TOC_COUNTS_INJURED));
  toc_str words = pack_words(w, list);
  toc__feed_blob(r, words.ptr, words.len);
}

static void put_hidden(writing *w) {
  toc__role_spans all = {0};
  toc__mask_find(&w->mask, w->arena, &all);
  for (uint32_t i = 0; i < all.len; i++) {
    row r = begin(w->store, PUT_HIDDEN);
    cell_int(r, w->key);
    cell_int(r, i);
    cells_span(w, r, all.ptr[i].span);
    cell_z(r, toc__mask_role(all.ptr[i].role));
  }
}

/* Report, trigger and type: the same event has the same key under a new dictionary. */
static void name_rows(writing *w) {
  const toc_doc *d = w->doc;
  toc_map events;
  toc_map_init(&events, w->arena);
  toc_map_init(&w->parts, w->arena);
  w->word_hash = toc_new(w->arena, uint64_t, (size_t)d->tokens.len + 1);
  w->event_key = toc_new(w->arena, int64_t, (size_t)d->events.len + 1);
  for (uint32_t i = 0; i < d->events.len; i++) {
    const toc_event *e = &d->events.ptr[i];
    w->event_key[i] = key_within(w, &events, toc_type_name(e->type), e->trigger.start, e->trigger.end);
  }
}

static void put_all(writing *w, const toc_report *report, int64_t engine, const char *fault) {
  const toc_doc *d = w->doc;
  put_report(w, report, engine, fault);
  put_trace(w, report);
  if (!d) return;
  for (uint32_t i = 0; i < d->claims.len; i++) put_claim(w, i);
  for (uint32_t i = 0; i < d->figures.len + d->victims.len; i++) put_figure(w, i);
  for (uint32_t i = 0; i < d->events.len; i++) put_event(w, i);
  for (uint32_t i = 0; i < d->incidents.len; i++) put_tolls(w, i), put_part(w, i);
  for (uint32_t i = 0; i < d->impacts.len; i++) put_impact(w, i);
  for (uint32_t i = 0; i < d->places.len; i++) put_place(w, i);
  for (uint32_t i = 0; i < d->times.len; i++) put_time(w, i);
  put_hidden(w);
}

toc_status toc__store_write(toc_store *s, int64_t key, const toc_report *report, const toc_doc *doc, int64_t engine,
                            const char *fault, toc_error *err) {
  jmp_buf jump;
  volatile bool memory = true;
  toc__feed_report(&s->feed, key);
  if (TOC_TRY(&s->arena, jump)) {
    writing w = {.store = s, .doc = doc, .arena = &s->arena, .key = key, .sentence = TOC_NONE};
    if (doc) {
      toc__offsets_init(&w.offsets, w.arena, doc->text);
      toc__mask_init(&w.mask, w.arena, doc, false);
      name_rows(&w);
    }
    put_all(&w, report, engine, fault);
  } else {
    memory = false;
  }
  toc_arena_reset(&s->arena);
  s->arena.oom = NULL;
  return memory ? laid_down(s, err) : toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while writing a report");
}

toc_status toc__store_drop(toc_store *s, toc_error *err) {
  return toc__store_run(s,
                        "DELETE FROM incident_part; DELETE FROM part; DELETE FROM trace; DELETE FROM incident; DELETE FROM change; DELETE FROM revision; DELETE FROM place_at;"
                        "DELETE FROM hidden; DELETE FROM time; DELETE FROM place; DELETE FROM impact; DELETE FROM toll; DELETE FROM event_figure; DELETE FROM party;"
                        "DELETE FROM event; DELETE FROM figure; DELETE FROM claim; DELETE FROM report; DELETE FROM engine;"
                        "INSERT INTO report_words(report_words) VALUES ('delete-all')",
                        "drop what was derived in", err);
}
