/* feed.c - RSS 0.9x to 2.0, RDF and Atom: each item a report.
 *
 * expat reads the XML.  What an item holds in content:encoded, content, description or
 * summary is HTML as often as text: it is read as a page of which everything is kept.
 *
 * A feed is broken more often than a page: "&nbsp;" that nobody declared, a bare "&", an encoding
 * that expat does not know, tags that cross.  Behind the point where expat gives up its items are
 * found by the tokenizer of pages.  One that breaks off in the middle of an item gives the items
 * that were whole, then the error with its line. */
#include "source.h"

#include <expat.h>
#include <stdlib.h>

#define DEEP 64
#define TEXT_MAX (16u << 20) /* of one element */

enum { TITLE, LINK, GUID, DATE, UPDATED, SHORT, LONG, N_PARTS };

typedef struct item {
  toc_str part[N_PARTS];
  uint32_t line;
} item;

struct toc__feed {
  toc_arena arena;
  TOC_ARRAY(item) items;
  uint32_t next;
  toc_str title, language;
  bool broken, lenient; /* lenient: what stands behind may be read in another way */
  toc_error err;
  /* while reading */
  XML_Parser parser;
  toc_buf text;
  uint32_t depth, item_depth;
  int part;        /* being collected, -1 none */
  bool out_of_memory;
};

bool toc__feed_detect(toc_str head) {
  static const char *const roots[] = {"<rss", "<feed", "<rdf:RDF"};
  toc_str s = toc_str_trim(head);
  if (s.len && s.ptr[0] != '<') return false;
  for (size_t i = 0; i < s.len && i < 4096; i++)
    for (size_t k = 0; s.ptr[i] == '<' && k < sizeof roots / sizeof *roots; k++)
      if (toc_str_starts(toc_str_sub(s, i, s.len), toc_cstr(roots[k]))) return i == 0 || toc_str_starts(s, TOC_S("<?xml")) || toc_str_starts(s, TOC_S("<!--"));
  return false;
}

static const char *local(const char *name) {
  const char *colon = strrchr(name, ':');
  return colon ? colon + 1 : name;
}

static int part_of(const char *name) {
  static const struct {
    const char *name;
    int part;
  } table[] = {{"title", TITLE},        {"link", LINK},           {"guid", GUID},       {"id", GUID},
               {"pubDate", DATE},       {"published", DATE},      {"dc:date", DATE},    {"issued", DATE},
               {"updated", UPDATED},    {"modified", UPDATED},    {"description", SHORT}, {"summary", SHORT},
               {"content:encoded", LONG}, {"content", LONG}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (strcmp(name, table[i].name) == 0) return table[i].part;
  return -1;
}

/* Runs one step with the arena's failure caught: expat must not be jumped over. */
typedef void (*step)(toc__feed *f, const char *name, const char **attr);

static void guarded(toc__feed *f, step run, const char *name, const char **attr) {
  jmp_buf jump;
  if (TOC_TRY(&f->arena, jump)) {
    run(f, name, attr);
  } else {
    f->out_of_memory = true;
    XML_StopParser(f->parser, XML_FALSE);
  }
  f->arena.oom = NULL;
}

static void open_element(toc__feed *f, const char *name, const char **attr) {
  if (!f->item_depth && (strcmp(local(name), "item") == 0 || strcmp(local(name), "entry") == 0)) {
    f->item_depth = f->depth;
    toc_push(&f->arena, &f->items)->line = (uint32_t)XML_GetCurrentLineNumber(f->parser);
  } else if (f->item_depth && f->depth == f->item_depth + 1) {
    f->part = part_of(name);
    toc_buf_reset(&f->text);
    item *it = &f->items.ptr[f->items.len - 1];
    for (; f->part == LINK && *attr; attr += 2) /* Atom: the address is an attribute */
      if (strcmp(*attr, "href") == 0 && !it->part[LINK].ptr) it->part[LINK] = toc_str_copy(&f->arena, toc_cstr(attr[1]));
  } else if (!f->item_depth && (strcmp(name, "title") == 0 || strcmp(name, "language") == 0)) {
    f->part = strcmp(name, "title") == 0 ? TITLE : GUID;
    toc_buf_reset(&f->text);
  }
}

static void XMLCALL start(void *ctx, const char *name, const char **attr) {
  toc__feed *f = ctx;
  if (++f->depth > DEEP) XML_StopParser(f->parser, XML_FALSE);
  else guarded(f, open_element, name, attr);
}

static void XMLCALL characters(void *ctx, const char *s, int n) {
  toc__feed *f = ctx;
  if (f->part >= 0 && f->text.len < TEXT_MAX) toc_buf_put(&f->text, s, (size_t)n);
}

static void close_element(toc__feed *f, const char *name, const char **attr) {
  (void)name;
  (void)attr;
  toc_str text = toc_str_trim((toc_str){f->text.ptr ? f->text.ptr : "", f->text.len});
  if (f->item_depth == f->depth) f->item_depth = 0;
  else if (f->item_depth && f->depth == f->item_depth + 1 && f->part >= 0) {
    toc_str *to = &f->items.ptr[f->items.len - 1].part[f->part];
    if (!to->len && text.len) *to = toc_str_copy(&f->arena, text);
  } else if (!f->item_depth && f->part >= 0) {
    toc_str *to = f->part == TITLE ? &f->title : &f->language;
    if (!to->len && text.len) *to = toc_str_copy(&f->arena, text);
  }
  if (f->depth <= f->item_depth + 1 || !f->item_depth) f->part = -1;
}

static void XMLCALL end(void *ctx, const char *name) {
  toc__feed *f = ctx;
  guarded(f, close_element, name, NULL);
  f->depth--;
}

/* External entities are never fetched, and entity floods are bounded by expat (2.4 and later). */
static void read_all(toc__feed *f, toc_str bytes, const char *file) {
  f->parser = XML_ParserCreate(NULL);
  if (!f->parser) {
    f->out_of_memory = true;
    return;
  }
  f->part = -1;
  XML_SetUserData(f->parser, f);
  XML_SetElementHandler(f->parser, start, end);
  XML_SetCharacterDataHandler(f->parser, characters);
  enum XML_Status ok = XML_STATUS_OK;
  for (size_t i = 0; ok == XML_STATUS_OK && i <= bytes.len; i += 1u << 20) {
    size_t n = bytes.len - i < (1u << 20) ? bytes.len - i : 1u << 20;
    ok = XML_Parse(f->parser, bytes.ptr + i, (int)n, i + n == bytes.len);
    if (i + n == bytes.len) break;
  }
  enum XML_Error why = XML_GetErrorCode(f->parser);
  bool flood = f->depth > DEEP || why == XML_ERROR_AMPLIFICATION_LIMIT_BREACH || why == XML_ERROR_RECURSIVE_ENTITY_REF;
  if (ok != XML_STATUS_OK && !f->out_of_memory) {
    f->broken = true;
    f->lenient = !flood;
    if (f->item_depth && f->items.len) f->items.len--; /* the one that was cut off */
    toc_fail(&f->err, TOC_BADINPUT, file, (uint32_t)XML_GetCurrentLineNumber(f->parser), (uint32_t)XML_GetCurrentColumnNumber(f->parser) + 1,
             "broken feed: %s", f->depth > DEEP ? "elements nested more than 64 deep" : XML_ErrorString(XML_GetErrorCode(f->parser)));
  }
  XML_ParserFree(f->parser);
  f->parser = NULL;
}

/* ------------------------------------------------------------- broken feeds */

/* What stands between tags: CDATA as it is, all else with its references decoded once. */
static toc_str inner(toc_arena *a, toc_str s) {
  char *out = toc_arena_alloc(a, s.len * 2 + 8, 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len;) {
    toc_str rest = toc_str_sub(s, i, s.len);
    const char *open = memchr(rest.ptr, '<', rest.len);
    while (open && !toc_str_starts((toc_str){open, rest.len - (size_t)(open - rest.ptr)}, TOC_S("<![CDATA["))) open = memchr(open + 1, '<', rest.len - (size_t)(open - rest.ptr) - 1);
    toc_str before = toc__html_plain(a, toc_str_sub(rest, 0, open ? (size_t)(open - rest.ptr) : rest.len));
    memcpy(out + n, before.ptr, before.len);
    n += before.len;
    if (!open) break;
    i += (size_t)(open - rest.ptr) + 9;
    size_t end = i;
    while (end + 3 <= s.len && memcmp(s.ptr + end, "]]>", 3) != 0) end++;
    size_t stop = end + 3 <= s.len ? end : s.len;
    memcpy(out + n, s.ptr + i, stop - i);
    n += stop - i;
    i = end + 3;
  }
  return toc_str_trim((toc_str){out, n});
}

static bool is_item(toc_str name) { return toc_str_is(name, "item") || toc_str_is(name, "entry"); }

typedef struct lenient {
  toc_str bytes;
  toc__html_tag part; /* the tag that began the part at hand */
  char name[32];
  bool inside;        /* an item */
  uint32_t line, n;   /* of the item at hand; items begun */
  size_t counted;     /* bytes whose lines are counted in `line_here` */
  uint32_t line_here;
} lenient;

static void take_part(toc__feed *f, lenient *l, size_t end) {
  int part = l->name[0] ? part_of(l->name) : -1;
  item *it = f->items.len ? &f->items.ptr[f->items.len - 1] : NULL;
  toc_str s = part < 0 ? (toc_str){0} : inner(&f->arena, toc_str_sub(l->bytes, l->part.stop, end));
  if (l->inside && it && part >= 0 && s.len && !it->part[part].len) it->part[part] = s;
  if (!l->inside && !l->n && part == TITLE && !f->title.len) f->title = s;
  l->name[0] = 0;
}

static void begin_item(toc__feed *f, lenient *l, size_t at) {
  for (; l->counted < at; l->counted++) l->line_here += l->bytes.ptr[l->counted] == '\n';
  l->inside = true;
  toc_push(&f->arena, &f->items)->line = l->line_here;
  l->n++;
}

static void read_tag(toc__feed *f, lenient *l, const toc__html_tag *t) {
  bool own = l->name[0] && t->name.len == strlen(l->name) && memcmp(t->name.ptr, l->name, t->name.len) == 0;
  bool item_tag = is_item(t->name);
  if (l->name[0] && ((t->end && own) || item_tag)) take_part(f, l, t->start);
  else if (l->name[0]) return; /* markup inside a part */
  if (item_tag) {
    if (t->end) l->inside = false;
    else begin_item(f, l, t->start);
    return;
  }
  if (t->end || t->name.len >= sizeof l->name) return;
  snprintf(l->name, sizeof l->name, "%.*s", TOC_FMT(t->name));
  l->part = *t;
  int part = part_of(l->name);
  toc_str href = part == LINK && l->inside ? toc__html_value(t->attributes, "href") : (toc_str){0};
  item *it = f->items.len ? &f->items.ptr[f->items.len - 1] : NULL;
  if (href.len && it && !it->part[LINK].len) it->part[LINK] = toc__html_plain(&f->arena, href);
  if (t->empty || part < 0) l->name[0] = 0;
}

/* All items again; those that expat read are dropped, and one that the feed breaks off in. */
static void read_lenient(toc__feed *f, toc_str bytes) {
  toc__decoded d = {0};
  size_t pos = 0;
  uint32_t whole = f->items.len;
  toc__html_tag tag;
  toc__page_decode(&f->arena, bytes, &d);
  lenient l = {.bytes = d.text, .line_here = 1};
  item *strict = f->items.ptr;
  f->items.ptr = NULL;
  f->items.len = f->items.cap = 0;
  while (toc__html_element(d.text, &pos, &tag)) read_tag(f, &l, &tag);
  if (l.inside) f->items.len--;
  else f->broken = f->items.len == 0; /* nothing is missing: nothing to complain of */
  for (uint32_t i = 0; i < whole && i < f->items.len; i++) f->items.ptr[i] = strict[i];
}

static void run_lenient(toc__feed *f, toc_str bytes) {
  jmp_buf jump;
  if (TOC_TRY(&f->arena, jump)) read_lenient(f, bytes);
  else f->out_of_memory = true;
  f->arena.oom = NULL;
}

static toc__feed *open_feed(toc_str bytes, const char *file) {
  toc__feed *f = calloc(1, sizeof *f);
  if (!f) return NULL;
  toc_arena_init(&f->arena, 0);
  toc_buf_init(&f->text, 0);
  read_all(f, bytes, file);
  if (f->lenient && !f->out_of_memory) run_lenient(f, bytes);
  toc_buf_release(&f->text);
  if (!f->out_of_memory) return f;
  toc__feed_free(f);
  return NULL;
}

void toc__feed_free(toc__feed *f) {
  if (!f) return;
  toc_arena_release(&f->arena);
  free(f);
}

static void fill(toc__held *h, const toc_reader *r, const item *it) {
  toc_arena *a = &h->arena;
  const toc__feed *f = r->feed;
  toc_report *p = &h->report;
  toc_str body = it->part[LONG].len ? it->part[LONG] : it->part[SHORT];
  p->text = toc__html_text(a, body);
  p->line = it->line;
  p->encoding = TOC_S("UTF-8");
  p->id = toc_str_copy(a, it->part[GUID].len ? it->part[GUID] : it->part[LINK]);
  p->title = toc__html_text(a, it->part[TITLE]);
  p->url = toc_str_copy(a, it->part[LINK]);
  p->published = toc__fields_date(a, it->part[DATE]);
  p->updated = toc__fields_date(a, it->part[UPDATED]);
  if (!p->published.ptr) p->published = p->updated;
  p->publisher = toc_str_copy(a, f->title);
  p->language = f->language.len >= 2 ? toc_lower(a, toc_str_sub(f->language, 0, 2)) : (toc_str){0};
  toc__held_name(h, r->in.path);
}

toc_status toc__feed_next(toc_reader *r, toc__held *h, toc_error *err) {
  if (!r->feed) {
    toc_str bytes = toc__input_peek(&r->in, r->max + 1);
    r->done = true;
    if (r->in.failed) return toc__input_fail(&r->in, err);
    if (bytes.len > r->max) return toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "a feed of more than %zu bytes", r->max);
    r->feed = open_feed(bytes, r->in.path);
    r->in.at = r->in.buf.len;
    if (!r->feed) return toc_fail(err, TOC_NOMEM, r->in.path, 0, 0, "out of memory for a feed");
    r->done = false;
  }
  toc__feed *f = r->feed;
  if (f->next == f->items.len) {
    bool broken = f->broken;
    if (broken && err) *err = f->err;
    toc__feed_free(f);
    r->feed = NULL;
    r->done = true;
    return broken ? TOC_BADINPUT : TOC_DONE;
  }
  jmp_buf jump;
  bool ok = false;
  if (TOC_TRY(&h->arena, jump)) {
    fill(h, r, &f->items.ptr[f->next++]);
    ok = true;
  }
  h->arena.oom = NULL;
  return ok ? TOC_OK : toc_fail(err, TOC_NOMEM, r->in.path, 0, 0, "out of memory for a report");
}
