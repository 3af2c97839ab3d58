/* diff.c - what a later version of a report says otherwise.
 *
 * "At least [-14-]{+19+} miners were killed": the words of two versions beside the events that are new,
 * gone or changed.  Texts are compared by sentences first and, where those differ, by words (Myers 1986);
 * where more than MOST edits would be needed the stretch is replaced as a whole, so time and
 * memory stay bounded whatever the two texts are. */
#include "store.h"

#include <stdlib.h>

#define MOST 1200 /* edits looked for at once */

/* ------------------------------------------------------------------ cutting */

typedef struct pieces {
  toc_span *span; /* [n] */
  uint32_t *id;   /* [n] equal words, equal ids */
  uint32_t n;
} pieces;

static bool is_word(uint32_t cp) { return toc_cp_is_letter(cp) || toc_cp_is_digit(cp) || cp >= 0x300; }

/* Where the word, blank or mark at `at` ends. */
static size_t word_end(toc_str s, size_t at) {
  uint32_t cp = toc_utf8_next(s, &at);
  bool word = is_word(cp), space = toc_cp_is_space(cp);
  if (!word && !space) return at;
  while (at < s.len) {
    size_t next = at;
    cp = toc_utf8_next(s, &next);
    if (word ? !is_word(cp) : !toc_cp_is_space(cp)) break;
    at = next;
  }
  return at;
}

/* A line end, or a full stop and what is blank behind it. */
static size_t sentence_end(toc_str s, size_t at) {
  bool stop = false;
  while (at < s.len) {
    char c = s.ptr[at++];
    bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (c == '\n' || (blank && stop)) {
      while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\n' || s.ptr[at] == '\r' || s.ptr[at] == '\t')) at++;
      return at;
    }
    stop = c == '.' || c == '!' || c == '?' || (stop && (c == '"' || c == ')' || c == '\'' || (c & 0x80)));
  }
  return at;
}

static pieces cut(toc_arena *a, toc_map *ids, toc_str s, toc_span within, size_t (*end)(toc_str, size_t)) {
  TOC_ARRAY(toc_span) spans = {0};
  pieces p = {0};
  for (size_t at = within.start; at < within.end;) {
    size_t to = end(s, at);
    if (to > within.end) to = within.end;
    *toc_push(a, &spans) = (toc_span){(uint32_t)at, (uint32_t)to};
    at = to;
  }
  p.span = spans.ptr;
  p.n = spans.len;
  p.id = toc_new(a, uint32_t, (size_t)p.n + 1);
  for (uint32_t i = 0; i < p.n; i++) p.id[i] = *toc_map_put(ids, toc_slice(s, p.span[i]), ids->used);
  return p;
}

/* ---------------------------------------------------------------- comparing */

typedef struct comparing {
  toc_arena *arena;
  toc_map ids;
  toc_str was, now;
  toc__diff *out;
} comparing;

static void put(comparing *c, char op, toc_span was, toc_span now) {
  if (toc_span_empty(was) && toc_span_empty(now)) return;
  toc__diff_op *last = c->out->len ? &c->out->ptr[c->out->len - 1] : NULL;
  if (last && last->op == op) {
    last->was.end = was.end;
    last->now.end = now.end;
    return;
  }
  *toc_push(c->arena, c->out) = (toc__diff_op){op, was, now};
}

static toc_span join(const pieces *p, uint32_t from, uint32_t to, toc_span within) {
  uint32_t start = from < p->n ? p->span[from].start : within.end, end = to > from ? p->span[to - 1].end : start;
  return (toc_span){start, end};
}

/* Matches by the furthest reaching paths; match[i] is the piece of b that a's i-th is, or TOC_NONE.
 * False: more than MOST edits. */
static bool match_pieces(toc_arena *arena, const uint32_t *a, int n, const uint32_t *b, int m, uint32_t *match, uint32_t shift_a, uint32_t shift_b) {
  int most = n + m < MOST ? n + m : MOST;
  int **trace = toc_new(arena, int *, (size_t)most + 1);
  int *v = toc_new(arena, int, 2 * (size_t)most + 3), d, off = most + 1;
  bool done = false;
  for (d = 0; d <= most && !done; d++) {
    trace[d] = toc_new(arena, int, 2 * (size_t)d + 3); /* v[-d-1 … d+1] as it was before this round */
    memcpy(trace[d], v + off - d - 1, (2 * (size_t)d + 3) * sizeof *v);
    for (int k = -d; k <= d && !done; k += 2) {
      int x = k == -d || (k != d && v[off + k - 1] < v[off + k + 1]) ? v[off + k + 1] : v[off + k - 1] + 1, y = x - k;
      while (x < n && y < m && a[x] == b[y]) x++, y++;
      v[off + k] = x;
      done = x >= n && y >= m;
    }
  }
  if (!done) return false;
  for (int x = n, y = m, e = d - 1; e >= 0; e--) {
    const int *w = trace[e] + e + 1;
    int k = x - y, from = k == -e || (k != e && w[k - 1] < w[k + 1]) ? k + 1 : k - 1;
    int px = e ? w[from] : 0, py = e ? px - from : 0;
    while (x > px && y > py && x > 0 && y > 0 && (x - px > 0 && y - py > 0) && a[x - 1] == b[y - 1]) {
      x--, y--;
      match[shift_a + (uint32_t)x] = shift_b + (uint32_t)y;
    }
    x = px;
    y = py;
  }
  return true;
}

static void match_all(comparing *c, const pieces *a, const pieces *b, uint32_t *match) {
  uint32_t head = 0, n = a->n, m = b->n;
  for (uint32_t i = 0; i < a->n; i++) match[i] = TOC_NONE;
  while (head < n && head < m && a->id[head] == b->id[head]) match[head] = head, head++;
  while (n > head && m > head && a->id[n - 1] == b->id[m - 1]) n--, m--, match[n] = m;
  toc_arena scratch;
  toc_arena_init(&scratch, 0);
  scratch.oom = c->arena->oom;
  if (n > head && m > head) match_pieces(&scratch, a->id + head, (int)(n - head), b->id + head, (int)(m - head), match, head, head);
  toc_arena_release(&scratch);
}

static bool is_blank(toc_str s) {
  for (size_t i = 0; i < s.len; i++)
    if ((unsigned char)s.ptr[i] > ' ') return false;
  return true;
}

static void words_of(comparing *c, toc_span was, toc_span now);

/* Runs of matched pieces as they are; between them, what differs: by words, or as it is. */
static void walk(comparing *c, const pieces *a, const pieces *b, const uint32_t *match, toc_span was, toc_span now, bool by_words) {
  uint32_t i = 0, k = 0;
  while (i < a->n || k < b->n) {
    uint32_t from_a = i, from_b = k;
    while (i < a->n && match[i] == k) i++, k++;
    put(c, '=', join(a, from_a, i, was), join(b, from_b, k, now));
    from_a = i, from_b = k;
    while (i < a->n && match[i] == TOC_NONE) i++;
    k = i < a->n ? match[i] : b->n;
    toc_span gone = join(a, from_a, i, was), new = join(b, from_b, k, now);
    if (by_words && !toc_span_empty(gone) && !toc_span_empty(new)) {
      words_of(c, gone, new);
    } else {
      put(c, '-', gone, (toc_span){new.start, new.start});
      put(c, '+', (toc_span){gone.end, gone.end}, new);
    }
  }
}

static void words_of(comparing *c, toc_span was, toc_span now) {
  pieces a = cut(c->arena, &c->ids, c->was, was, word_end), b = cut(c->arena, &c->ids, c->now, now, word_end);
  uint32_t *match = toc_new(c->arena, uint32_t, (size_t)a.n + 1);
  match_all(c, &a, &b, match);
  /* A blank alone between two changes is part of them. */
  for (uint32_t i = 1; i + 1 < a.n; i++)
    if (match[i] != TOC_NONE && match[i - 1] == TOC_NONE && match[i + 1] == TOC_NONE && is_blank(toc_slice(c->was, a.span[i]))) match[i] = TOC_NONE;
  walk(c, &a, &b, match, was, now, false);
}

void toc__diff_texts(toc_arena *arena, toc_str was, toc_str now, toc__diff *out) {
  comparing c = {.arena = arena, .was = was, .now = now, .out = out};
  toc_span all_was = {0, (uint32_t)was.len}, all_now = {0, (uint32_t)now.len};
  toc_map_init(&c.ids, arena);
  pieces a = cut(arena, &c.ids, was, all_was, sentence_end), b = cut(arena, &c.ids, now, all_now, sentence_end);
  uint32_t *match = toc_new(arena, uint32_t, (size_t)a.n + 1);
  match_all(&c, &a, &b, match);
  walk(&c, &a, &b, match, all_was, all_now, true);
}

/* ------------------------------------------------------------------ reading */

typedef struct version {
  int64_t key;
  toc_str id, publisher, published, updated, title, text, kind;
  double containment;
  int64_t of;          /* 0: none */
  toc_spans hidden;    /* bytes; private names */
  toc_strs role;       /* [hidden] */
} version;

typedef struct showing {
  toc_store *store;
  toc_arena *arena;
  toc_buf out, words;
  bool with_names;
} showing;

static toc_str column(showing *s, sqlite3_stmt *st, int i) { return toc__column_copy(s->arena, st, i); }

/* Bytes of code points that come in ascending order. */
static uint32_t byte_of(toc_str text, size_t *byte, uint32_t *at, uint32_t point) {
  for (; *at < point && *byte < text.len; (*at)++) toc_utf8_next(text, byte);
  return (uint32_t)*byte;
}

static toc_status read_hidden(showing *s, version *v, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = toc__store_prepare(s->store, "SELECT start, end, role FROM hidden WHERE report = ? ORDER BY start", &st, err);
  if (got != TOC_OK) return got;
  size_t byte = 0;
  uint32_t at = 0;
  sqlite3_bind_int64(st, 1, v->key);
  while (sqlite3_step(st) == SQLITE_ROW) {
    uint32_t start = byte_of(v->text, &byte, &at, (uint32_t)sqlite3_column_int64(st, 0));
    uint32_t end = byte_of(v->text, &byte, &at, (uint32_t)sqlite3_column_int64(st, 1));
    *toc_push(s->arena, &v->hidden) = (toc_span){start, end};
    *toc_push(s->arena, &v->role) = column(s, st, 2);
  }
  sqlite3_finalize(st);
  return TOC_OK;
}

static toc_status read_version(showing *s, int64_t key, version *v, toc_error *err) {
  sqlite3_stmt *st;
  toc_status got = toc__store_prepare(s->store,
                           "SELECT r.id, r.publisher, r.published, r.updated, r.title, r.masked_title, r.text, v.kind, v.containment, v.of"
                           " FROM report r LEFT JOIN revision v ON v.report = r.key WHERE r.key = ?",
                           &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_int64(st, 1, key);
  if (sqlite3_step(st) == SQLITE_ROW) {
    *v = (version){.key = key, .id = column(s, st, 0), .publisher = column(s, st, 1), .published = column(s, st, 2), .updated = column(s, st, 3),
                   .title = column(s, st, s->with_names ? 4 : 5), .text = column(s, st, 6), .kind = column(s, st, 7),
                   .containment = sqlite3_column_double(st, 8), .of = sqlite3_column_int64(st, 9)};
  } else {
    got = toc__store_fail(s->store, "read", err);
  }
  sqlite3_finalize(st);
  return got == TOC_OK && !s->with_names ? read_hidden(s, v, err) : got;
}

/* A report by its key, or the latest of its id. */
toc_status toc__store_find_report(toc_store *store, const char *name, int64_t *key, toc_error *err) {
  sqlite3_stmt *st;
  *key = 0;
  toc_status got = toc__store_prepare(store,
                           "SELECT key FROM report WHERE id = ?1 OR (length(?1) = 15 AND printf('%015x', key) = ?1)"
                           " ORDER BY id = ?1 DESC, coalesce(updated, published, '') DESC, key DESC LIMIT 1",
                           &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
  int step = sqlite3_step(st);
  if (step == SQLITE_ROW) *key = sqlite3_column_int64(st, 0);
  else if (step == SQLITE_DONE) got = toc_fail(err, TOC_USAGE, NULL, 0, 0, "no report '%s' in '%s': expected its id, or its key as in the view reports", name, store->path);
  else got = toc__store_fail(store, "read", err);
  sqlite3_finalize(st);
  return got;
}

/* ------------------------------------------------------------------ writing */

/* The words of a version, private names replaced; good until the next call. */
static toc_str shown(showing *s, const version *v, toc_span span) {
  uint32_t from = span.start, lo = 0, hi = v->hidden.len;
  while (lo < hi) { /* the first that reaches behind `from` */
    uint32_t mid = lo + (hi - lo) / 2;
    if (v->hidden.ptr[mid].end <= from) lo = mid + 1;
    else hi = mid;
  }
  toc_buf_reset(&s->words);
  for (; lo < v->hidden.len && v->hidden.ptr[lo].start < span.end; lo++) {
    toc_span h = v->hidden.ptr[lo];
    if (h.start > from) toc_buf_put(&s->words, v->text.ptr + from, h.start - from);
    toc_buf_str(&s->words, v->role.ptr[lo]);
    from = h.end < span.end ? h.end : span.end;
  }
  toc_buf_put(&s->words, v->text.ptr + from, span.end - from);
  if (s->words.failed) s->out.failed = true;
  return (toc_str){s->words.ptr ? s->words.ptr : "", s->words.len};
}

static void json_span(toc_buf *b, toc_str text, toc_span span, toc_span *at) {
  /* `at`: byte and point reached so far, for spans that come in order */
  size_t byte = at->start;
  uint32_t point = at->end;
  while (byte < span.start) toc_utf8_next(text, &byte), point++;
  uint32_t start = point;
  while (byte < span.end) toc_utf8_next(text, &byte), point++;
  toc_buf_fmt(b, "[%u,%u]", start, point);
  *at = (toc_span){(uint32_t)byte, point};
}

static void json_version(toc_buf *b, const char *name, const version *v) {
  toc_buf_fmt(b, "\"%s\":{\"report\":", name);
  toc_buf_json(b, v->id);
  toc_buf_fmt(b, ",\"key\":\"%015llx\",\"publisher\":", (long long)v->key);
  toc_buf_json(b, v->publisher);
  toc_buf_z(b, ",\"published\":");
  toc_buf_json(b, v->published);
  toc_buf_z(b, ",\"updated\":");
  toc_buf_json(b, v->updated);
  toc_buf_z(b, ",\"title\":");
  toc_buf_json(b, v->title);
  toc_buf_z(b, "}");
}

static void json_text(showing *s, const version *was, const version *now, const toc__diff *d) {
  toc_span at_was = {0}, at_now = {0};
  toc_buf_z(&s->out, ",\"text\":[");
  for (uint32_t i = 0; i < d->len; i++) {
    const toc__diff_op *o = &d->ptr[i];
    toc_buf_fmt(&s->out, "%s{\"op\":\"%s\",\"was\":", i ? "," : "", o->op == '=' ? "same" : o->op == '-' ? "gone" : "new");
    json_span(&s->out, was->text, o->was, &at_was);
    toc_buf_z(&s->out, ",\"now\":");
    json_span(&s->out, now->text, o->now, &at_now);
    if (o->op != '=') {
      toc_buf_z(&s->out, ",\"words\":");
      toc_buf_json(&s->out, o->op == '-' ? shown(s, was, o->was) : shown(s, now, o->now));
    }
    toc_buf_z(&s->out, "}");
  }
  toc_buf_z(&s->out, "]");
}

/* Blank within a line; nothing in a report may steer the reader's terminal. */
static void put_clean(toc_buf *b, toc_str s) {
  for (size_t i = 0; i < s.len; i++) toc_buf_put(b, (unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7f ? " " : s.ptr + i, 1);
}

enum { CONTEXT = 60 }; /* bytes of what is the same, on each side of a change */

static void put_same(showing *s, const version *v, toc_span span, bool first, bool last) {
  uint32_t n = span.end - span.start, keep = (first ? 0 : CONTEXT) + (last ? 0 : CONTEXT);
  if (n <= keep + 20) {
    put_clean(&s->out, shown(s, v, span));
    return;
  }
  uint32_t head = first ? span.start : span.start + CONTEXT, tail = last ? span.end : span.end - CONTEXT;
  while (head < span.end && ((unsigned char)v->text.ptr[head] & 0xc0) == 0x80) head++;
  while (tail > head && ((unsigned char)v->text.ptr[tail == span.end ? tail - 1 : tail] & 0xc0) == 0x80) tail--;
  put_clean(&s->out, shown(s, v, (toc_span){span.start, head}));
  toc_buf_z(&s->out, "…");
  if (!first && !last) toc_buf_z(&s->out, "\n  …");
  put_clean(&s->out, shown(s, v, (toc_span){tail, span.end}));
}

static void text_text(showing *s, const version *was, const version *now, const toc__diff *d) {
  bool differs = d->len > 1 || (d->len == 1 && d->ptr[0].op != '=');
  if (!differs) {
    toc_buf_z(&s->out, "  the text is the same\n");
    return;
  }
  toc_buf_z(&s->out, "  ");
  for (uint32_t i = 0; i < d->len; i++) {
    const toc__diff_op *o = &d->ptr[i];
    if (o->op == '=') {
      put_same(s, now, o->now, i == 0, i + 1 == d->len);
      continue;
    }
    toc_buf_z(&s->out, o->op == '-' ? "[-" : "{+");
    put_clean(&s->out, o->op == '-' ? shown(s, was, o->was) : shown(s, now, o->now));
    toc_buf_z(&s->out, o->op == '-' ? "-]" : "+}");
  }
  toc_buf_z(&s->out, "\n");
}

static toc_status put_events(showing *s, int64_t report, bool json, toc_error *err) {
  static const char *const sql =
      "SELECT c.what, c.event, c.was_event, c.was, c.now, coalesce(e.type, o.type), coalesce(e.masked_sentence, e.sentence, o.masked_sentence, o.sentence), coalesce(e.sentence, o.sentence)"
      " FROM change c LEFT JOIN event e ON e.key = c.event LEFT JOIN event o ON o.key = c.was_event WHERE c.report = ? ORDER BY c.n";
  sqlite3_stmt *st;
  uint32_t n = 0;
  toc_status got = toc__store_prepare(s->store, sql, &st, err);
  if (got != TOC_OK) return got;
  sqlite3_bind_int64(st, 1, report);
  if (json) toc_buf_z(&s->out, ",\"events\":[");
  for (; sqlite3_step(st) == SQLITE_ROW; n++) {
    toc_str what = column(s, st, 0), was = column(s, st, 3), now = column(s, st, 4), type = column(s, st, 5), sentence = column(s, st, s->with_names ? 7 : 6);
    if (!json) {
      toc_buf_fmt(&s->out, "  %-6.*s %.*s", TOC_FMT(what), TOC_FMT(type));
      if (was.len || now.len) toc_buf_fmt(&s->out, ": %.*s%s%.*s", TOC_FMT(was), was.len && now.len ? " → " : "", TOC_FMT(now));
      toc_buf_z(&s->out, "\n         ");
      put_clean(&s->out, sentence);
      toc_buf_z(&s->out, "\n");
      continue;
    }
    toc_buf_fmt(&s->out, "%s{\"what\":\"%.*s\",\"type\":", n ? "," : "", TOC_FMT(what));
    toc_buf_json(&s->out, type);
    for (int i = 1; i <= 2; i++) {
      toc_buf_z(&s->out, i == 1 ? ",\"event\":" : ",\"was_event\":");
      if (sqlite3_column_type(st, i) == SQLITE_NULL) toc_buf_z(&s->out, "null");
      else toc_buf_fmt(&s->out, "\"%015llx\"", (long long)sqlite3_column_int64(st, i));
    }
    toc_buf_z(&s->out, ",\"was\":");
    toc_buf_json(&s->out, was);
    toc_buf_z(&s->out, ",\"now\":");
    toc_buf_json(&s->out, now);
    toc_buf_z(&s->out, ",\"sentence\":");
    toc_buf_json(&s->out, sentence);
    toc_buf_z(&s->out, "}");
  }
  if (json) toc_buf_z(&s->out, "]");
  else if (!n) toc_buf_z(&s->out, "  no event is new, gone or changed\n");
  sqlite3_finalize(st);
  return TOC_OK;
}

static void put_heading(toc_buf *b, const version *v) {
  put_clean(b, v->id);
  toc_buf_fmt(b, " (%015llx", (long long)v->key);
  toc_str more[] = {v->publisher, v->updated.len ? v->updated : v->published};
  for (int i = 0; i < 2; i++) {
    if (!more[i].len) continue;
    toc_buf_z(b, ", ");
    put_clean(b, more[i]);
  }
  toc_buf_z(b, ")");
}

static toc_status put_step(showing *s, const version *was, const version *now, bool json, toc_error *err) {
  toc__diff d = {0};
  toc__diff_texts(s->arena, was->text, now->text, &d);
  if (json) {
    toc_buf_z(&s->out, "{");
    json_version(&s->out, "now", now);
    toc_buf_z(&s->out, ",");
    json_version(&s->out, "was", was);
    toc_buf_fmt(&s->out, ",\"kind\":\"%.*s\",\"containment\":", TOC_FMT(now->kind));
    toc_buf_number(&s->out, now->containment);
    json_text(s, was, now, &d);
  } else {
    put_heading(&s->out, now);
    toc_buf_fmt(&s->out, "\n  is a %.*s of ", TOC_FMT(now->kind));
    put_heading(&s->out, was);
    toc_buf_z(&s->out, "\n\n");
    text_text(s, was, now, &d);
    toc_buf_z(&s->out, "\n");
  }
  toc_status got = put_events(s, now->key, json, err);
  toc_buf_z(&s->out, json ? "}\n" : "");
  return got;
}

/* The report and all versions before it, oldest first. */
static toc_status put_chain(showing *s, int64_t key, bool json, toc_error *err) {
  TOC_ARRAY(version) chain = {0};
  toc_status got = TOC_OK;
  for (int64_t at = key; got == TOC_OK && at && chain.len < 10000;) {
    version *v = toc_push(s->arena, &chain);
    got = read_version(s, at, v, err);
    at = v->of;
  }
  if (got == TOC_OK && chain.len == 1)
    return toc_fail(err, TOC_USAGE, NULL, 0, 0, "report '%.*s' in '%s' is no later version of another", TOC_FMT(chain.ptr[0].id), s->store->path);
  for (uint32_t i = chain.len; got == TOC_OK && i-- > 1;) {
    if (!json && i + 1 < chain.len) toc_buf_z(&s->out, "\n");
    got = put_step(s, &chain.ptr[i], &chain.ptr[i - 1], json, err);
  }
  return got;
}

toc_status toc_store_diff(toc_store *store, const char *report, const char *format, int with_names, toc_write_fn write, void *ctx, toc_error *err) {
  toc_arena arena;
  jmp_buf jump;
  int64_t key;
  volatile toc_status got;
  bool json = strcmp(format, "json") == 0;
  if (!json && strcmp(format, "text") != 0) return toc_fail(err, TOC_USAGE, NULL, 0, 0, "unknown format '%s': expected text or json", format);
  got = toc__store_whole_texts(store, &(toc_export){.format = "a diff", .with_names = with_names}, err);
  if (got == TOC_OK) got = toc__store_find_report(store, report, &key, err);
  if (got != TOC_OK) return got;
  showing s = {.store = store, .arena = &arena, .with_names = with_names != 0};
  toc_arena_init(&arena, 0);
  toc_buf_init(&s.out, 0);
  toc_buf_init(&s.words, 0);
  if (TOC_TRY(&arena, jump)) got = put_chain(&s, key, json, err);
  else got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  if (got == TOC_OK && s.out.failed) got = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  if (got == TOC_OK && s.out.len && write(ctx, s.out.ptr, s.out.len)) got = toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written");
  toc_buf_release(&s.out);
  toc_buf_release(&s.words);
  toc_arena_release(&arena);
  return got;
}
