/* petrarch.c - the lines that PETRARCH writes, for programs that read them:
 *
 *     20140512<TAB>CNLCOP<TAB>---OPP<TAB>1823<TAB>ID_RIGHTS,2<TAB>r17_3<TAB>Quay Gazette
 *
 * date of the report, source, target, CAMEO code, issues with their number in the sentence, report
 * and number of the sentence (or the id that came with its tree), publisher.  Only events with both parties, and none that the text says did not happen or only supposes; of an event without a
 * recipient, each of its several actors with each other one.  The same line is written once a
 * report, with the sentences of all that say so. */
#include "record.h"

#include <stdlib.h>

typedef struct line {
  toc_str source, target, code;
  uint32_t sentence, token;
  uint32_t order; /* as found */
  uint32_t next;  /* the same event told again: index of the next line, TOC_NONE */
} line;

typedef struct lines {
  toc__record *r;
  TOC_ARRAY(line) all;
  uint32_t sentence; /* that `issues` is of, TOC_NONE */
  toc_str issues;
  toc_map known; /* "source\ttarget\tcode" → the last line of that kind */
} lines;

/* A role without an actor ("police") is written with "---" for the actor. */
static toc_str party(const lines *l, const toc_actor *a) {
  bool role = !a->country.len && !a->name.len && a->sector.len && toc_str_starts(a->code, a->sector);
  return role || toc_str_is(a->via, "agent") ? toc_str_format(l->r->arena, "---%.*s", TOC_FMT(a->code)) : a->code;
}

static void pair(lines *l, const toc_event *e, const toc_actor *from, const toc_actor *to) {
  if (!from->code.len || !to->code.len) return;
  line *x = toc_push(l->r->arena, &l->all);
  *x = (line){party(l, from), party(l, to), e->cameo, e->sentence, e->token, l->all.len - 1, TOC_NONE};
}

static void pairs(lines *l, const toc_event *e) {
  const toc_actors *to = e->recipients.len ? &e->recipients : &e->actors;
  if (!e->cameo.len || e->status == TOC_FACT_NEGATED || e->status == TOC_FACT_HYPOTHETICAL) return;
  for (uint32_t i = 0; i < e->actors.len; i++)
    for (uint32_t k = 0; k < to->len; k++)
      if (to != &e->actors || i != k) pair(l, e, &e->actors.ptr[i], &to->ptr[k]);
}

static int by_token(const void *x, const void *y) {
  const line *a = x, *b = y;
  if (a->token != b->token) return a->token < b->token ? -1 : 1;
  return a->order < b->order ? -1 : a->order > b->order;
}

/* A field must hold neither tabs nor ends of lines. */
static void put_field(toc__record *r, toc_str s) { toc_buf_str(r->out, toc__screen_clean(r->arena, s)); }

typedef struct counted {
  toc_str code;
  uint32_t n;
} counted;

/* "ID_RIGHTS,2;ID_LAND,1" of a sentence; made once for all its lines. */
static toc_str issues_of(lines *l, uint32_t sentence) {
  const toc_doc *doc = l->r->doc;
  toc_arena *a = l->r->arena;
  uint32_t lo = 0, hi = doc->issues.len;
  if (l->sentence == sentence) return l->issues;
  while (lo < hi) { /* they stand in the order of sentences */
    uint32_t mid = lo + (hi - lo) / 2;
    if (doc->issues.ptr[mid].sentence < sentence) lo = mid + 1;
    else hi = mid;
  }
  toc_map at;
  TOC_ARRAY(counted) all = {0};
  toc_map_init(&at, a);
  for (; lo < doc->issues.len && doc->issues.ptr[lo].sentence == sentence; lo++) {
    uint32_t *k = toc_map_put(&at, doc->issues.ptr[lo].code, all.len);
    if (*k == all.len) *toc_push(a, &all) = (counted){doc->issues.ptr[lo].code, 0};
    all.ptr[*k].n++;
  }
  l->sentence = sentence;
  l->issues = (toc_str){"", 0};
  for (uint32_t i = 0; i < all.len; i++)
    l->issues = toc_str_format(a, "%.*s%s%.*s,%u", TOC_FMT(l->issues), i ? ";" : "", TOC_FMT(all.ptr[i].code), (unsigned)all.ptr[i].n);
  return l->issues;
}

static void put_line(lines *l, const line *x) {
  toc__record *r = l->r;
  const toc_doc *doc = r->doc;
  int year, month, day;
  if (doc->dct != TOC_NODAY) {
    toc_day_ymd(doc->dct, &year, &month, &day);
    toc_buf_fmt(r->out, "%04d%02d%02d", year, month, day);
  }
  toc_buf_fmt(r->out, "\t%.*s\t%.*s\t%.*s\t", TOC_FMT(x->source), TOC_FMT(x->target), TOC_FMT(x->code));
  toc_buf_str(r->out, issues_of(l, x->sentence));
  toc_buf_z(r->out, "\t");
  for (const line *y = x, *before = NULL; y; before = y, y = y->next == TOC_NONE ? NULL : &l->all.ptr[y->next]) {
    if (before && before->sentence == y->sentence) continue;
    if (before) toc_buf_z(r->out, ";");
    toc_str id = doc->sentences.ptr[y->sentence].id;
    put_field(r, id.len ? id : doc->id);
    if (!id.len) toc_buf_fmt(r->out, "_%u", (unsigned)y->sentence + 1);
  }
  toc_buf_z(r->out, "\t");
  put_field(r, doc->publisher);
  toc_buf_z(r->out, "\n");
}

void toc__petrarch_events(toc__record *r) {
  lines l = {.r = r, .sentence = TOC_NONE};
  toc_map_init(&l.known, r->arena);
  for (uint32_t i = 0; i < r->doc->events.len; i++) pairs(&l, &r->doc->events.ptr[i]);
  for (uint32_t i = 0; i < r->doc->untyped.len; i++) pairs(&l, &r->doc->untyped.ptr[i]);
  if (l.all.len) qsort(l.all.ptr, l.all.len, sizeof(line), by_token);
  bool *again = toc_new(r->arena, bool, (size_t)l.all.len + 1);
  for (uint32_t i = 0; i < l.all.len; i++) {
    line *x = &l.all.ptr[i];
    uint32_t *last = toc_map_put(&l.known, toc_str_format(r->arena, "%.*s\t%.*s\t%.*s", TOC_FMT(x->source), TOC_FMT(x->target), TOC_FMT(x->code)), TOC_NONE);
    if (*last != TOC_NONE) {
      l.all.ptr[*last].next = i;
      again[i] = true;
    }
    *last = i;
  }
  for (uint32_t i = 0; i < l.all.len; i++)
    if (!again[i]) put_line(&l, &l.all.ptr[i]);
}
