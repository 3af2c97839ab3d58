/* fields.c - which field of somebody's table is the text, the title, the date.
 *
 * Scrapers and services name the same things differently.  For each field of a report there
 * is a list of names that common tools use, the contract's own first; a map given by the
 * caller ("text=body,id=guid", or the name of a tool) takes the place of the lists. */
#include "source.h"

#include <stdlib.h>

static const char *const field_names[TOC__N_FIELDS] = {"id", "text", "title", "published", "updated", "publisher", "url", "language"};

/* Names by field, the surest first.  A dot goes into an object. */
static const char *const common[TOC__N_FIELDS][14] = {
    {"id", "guid", "uuid", "_id", "doc_id", "docid", "article_id", "story_id", "fingerprint", "event_id", NULL},
    {"text", "maintext", "article_text", "body", "content", "full_text", "fulltext", "article", "raw_text", "event_text", "story", "description", NULL},
    {"title", "headline", "title_page", "event_title", NULL},
    {"published", "date_publish", "publishedAt", "publish_date", "published_at", "datePublished", "pub_date", "pubDate", "publication_date", "pubdate", "date", "story_date", NULL},
    {"updated", "date_modify", "dateModified", "updated_at", "modified", NULL},
    {"publisher", "source.name", "sitename", "source_domain", "hostname", "outlet", "source", "publication", NULL},
    {"url", "link", "source_url", "source-url", "uri", NULL},
    {"language", "lang", NULL},
};

/* What a tool writes, where it differs from what the lists would find first. */
static const struct {
  const char *tool, *map;
} presets[] = {
    {"trafilatura", "id=fingerprint,text=text,title=title,published=date,publisher=sitename,url=source,language=language"},
    {"news-please", "id=url,text=maintext,title=title,published=date_publish,updated=date_modify,publisher=source_domain,url=url,language=language"},
    {"newspaper", "id=url,text=text,title=title,published=publish_date,publisher=source_url,url=url,language=meta_lang"},
    {"newsapi", "id=url,text=content,title=title,published=publishedAt,publisher=source.name,url=url"},
    {"ngec", "id=id,text=event_text,title=headline,published=pub_date,publisher=publisher,url=url,language=lang"},
};

void toc__fields_release(toc__fields *f) {
  free(f->spec);
  *f = (toc__fields){0};
}

static int field_of(toc_str name) {
  for (int i = 0; i < TOC__N_FIELDS; i++)
    if (toc_str_is(name, field_names[i])) return i;
  return -1;
}

toc_status toc__fields_read(toc__fields *f, const char *spec, toc_error *err) {
  for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
    if (strcmp(spec, presets[i].tool) == 0) spec = presets[i].map;
  toc__fields_release(f);
  size_t n = strlen(spec) + 1;
  f->spec = malloc(n);
  if (!f->spec) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  memcpy(f->spec, spec, n);
  toc_str rest = toc_cstr(f->spec), pair, name;
  while (toc_str_cut(&rest, ',', &pair)) {
    int at = toc_str_cut(&pair, '=', &name) ? field_of(toc_str_trim(name)) : -1;
    if (at < 0 || !pair.ptr || !toc_str_trim(pair).len)
      return toc_fail(err, TOC_USAGE, NULL, 0, 0,
                      "'%s' is no map of fields: expected id=NAME,text=NAME,… (id text title published updated publisher url language) or "
                      "one of trafilatura, news-please, newspaper, newsapi, ngec",
                      spec);
    f->name[at] = toc_str_trim(pair);
  }
  return TOC_OK;
}

toc_str toc__fields_name(const toc__fields *f, int field, uint32_t rank) {
  if (f->spec) return rank == 0 ? f->name[field] : (toc_str){0};
  return toc_cstr(rank < 14 ? common[field][rank] : NULL);
}

/* Dates come as papers, programs and mail write them; what cannot be read is left out. */
toc_str toc__fields_date(toc_arena *a, toc_str s) {
  toc__stamp stamp;
  toc_day day;
  int minute;
  s = toc_str_trim(s);
  if (toc_day_parse(s, &day, &minute)) {
    if (s.len <= 10 || minute < 0) return toc_str_copy(a, toc_str_sub(s, 0, 10));
    toc_str d = toc_str_copy(a, toc_str_sub(s, 0, 16));
    ((char *)(uintptr_t)d.ptr)[10] = 'T';
    return d;
  }
  uint64_t seconds;
  if (s.len == 8 && toc_str_uint(s, &seconds)) {
    day = toc_day_of((int)(seconds / 10000), (int)(seconds / 100 % 100), (int)(seconds % 100));
    if (day != TOC_NODAY) return toc_str_format(a, "%.4s-%.2s-%.2s", s.ptr, s.ptr + 4, s.ptr + 6);
  }
  if (!toc__stamp_read(s, &stamp) || stamp.day == TOC_NODAY) return (toc_str){0};
  int y, m, d;
  toc_day_ymd(stamp.day, &y, &m, &d);
  if (stamp.minute < 0) return toc_str_format(a, "%04d-%02d-%02d", y, m, d);
  return toc_str_format(a, "%04d-%02d-%02dT%02d:%02d", y, m, d, stamp.minute / 60, stamp.minute % 60);
}
