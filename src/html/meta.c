/* meta.c - title, publisher and dates of a page, by how far each place is to be trusted:
 * JSON-LD of an article, then meta elements, then time elements, the address, and what is
 * printed near the headline.  (htmldate's order, Barbaresi 2020, with JSON-LD first.) */
#include "extract.h"

/* ----------------------------------------------------------------- reading dates */

/* Months by their first letters, in the languages of most news pages. */
static const struct {
  const char *name;
  int month;
} months[] = {
    {"jan", 1}, {"ene", 1}, {"jän", 1}, {"gen", 1}, {"feb", 2}, {"fév", 2}, {"fev", 2}, {"mar", 3}, {"mär", 3}, {"mrz", 3}, {"maa", 3},
    {"apr", 4}, {"avr", 4}, {"abr", 4}, {"may", 5}, {"mai", 5}, {"mag", 5}, {"mei", 5}, {"jun", 6}, {"juin", 6}, {"giu", 6}, {"jul", 7},
    {"juil", 7}, {"lug", 7}, {"aug", 8}, {"aoû", 8}, {"aou", 8}, {"ago", 8}, {"sep", 9}, {"set", 9}, {"oct", 10}, {"okt", 10}, {"ott", 10},
    {"out", 10}, {"nov", 11}, {"dec", 12}, {"déc", 12}, {"dez", 12}, {"dic", 12},
    {"янв", 1}, {"фев", 2}, {"мар", 3}, {"апр", 4}, {"мая", 5}, {"июн", 6}, {"июл", 7}, {"авг", 8}, {"сен", 9}, {"окт", 10}, {"ноя", 11}, {"дек", 12},
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

typedef struct scan {
  toc_str s; /* lower case */
  size_t pos;
} scan;

static bool number(scan *c, size_t most, int *out, size_t *len) {
  size_t from = c->pos;
  int n = 0;
  while (c->pos < c->s.len && is_digit(c->s.ptr[c->pos]) && c->pos - from < most) n = n * 10 + (c->s.ptr[c->pos++] - '0');
  *len = c->pos - from;
  *out = n;
  return *len > 0 && !(c->pos < c->s.len && is_digit(c->s.ptr[c->pos]));
}

static int month(scan *c) {
  toc_str rest = toc_str_sub(c->s, c->pos, c->s.len);
  for (size_t i = sizeof months / sizeof *months; i-- > 0;) {
    if (!rest.len || rest.ptr[0] != months[i].name[0] || !toc_str_starts(rest, toc_cstr(months[i].name))) continue;
    size_t n = 0;
    while (n < rest.len && ((rest.ptr[n] >= 'a' && rest.ptr[n] <= 'z') || (unsigned char)rest.ptr[n] >= 0x80)) n++;
    if (n > 18) return 0; /* no month is that long, in bytes */
    c->pos += n;
    return months[i].month;
  }
  return 0;
}

static void gap(scan *c) {
  while (c->pos < c->s.len && strchr(" ,.-/\xC2\xA0", c->s.ptr[c->pos])) c->pos++;
  if (c->pos + 3 <= c->s.len && memcmp(c->s.ptr + c->pos, "de ", 3) == 0) c->pos += 3;
}

static void clock_time(scan *c, int *minute) {
  size_t save = c->pos, len, len2;
  int h, m;
  while (c->pos < c->s.len && strchr(" t,", c->s.ptr[c->pos])) c->pos++;
  if (number(c, 2, &h, &len) && c->pos < c->s.len && c->s.ptr[c->pos] == ':' && (c->pos++, number(c, 2, &m, &len2)) && h < 24 && m < 60)
    *minute = h * 60 + m;
  else
    c->pos = save;
}

/* Numbers first: 2022-01-06, 20220106, 06.01.2022, 6 Jan 2022. */
static toc_day by_number(scan *c, bool month_first, int *minute) {
  int a, b, y;
  size_t la, lb, ly, from = c->pos;
  if (!number(c, 8, &a, &la)) return TOC_NODAY;
  toc_day day = TOC_NODAY;
  if (la == 8) day = toc_day_of(a / 10000, a / 100 % 100, a % 100);
  else if (la == 4 && c->pos < c->s.len && strchr("-/.", c->s.ptr[c->pos])) {
    c->pos++;
    if (!number(c, 2, &b, &lb) || c->pos >= c->s.len || !strchr("-/.", c->s.ptr[c->pos])) return TOC_NODAY;
    c->pos++;
    int d;
    if (number(c, 2, &d, &ly)) day = toc_day_of(a, b, d);
  } else if (la <= 2) {
    char sep = c->pos < c->s.len ? c->s.ptr[c->pos] : 0;
    bool ordinal = toc_str_starts(toc_str_sub(c->s, c->pos, c->s.len), TOC_S("th")) || toc_str_starts(toc_str_sub(c->s, c->pos, c->s.len), TOC_S("st")) ||
                   toc_str_starts(toc_str_sub(c->s, c->pos, c->s.len), TOC_S("nd")) || toc_str_starts(toc_str_sub(c->s, c->pos, c->s.len), TOC_S("rd"));
    if (ordinal) c->pos += 2;
    gap(c);
    int m = month(c);
    if (m) {
      gap(c);
      if (number(c, 4, &y, &ly) && ly == 4) day = toc_day_of(y, m, a);
    } else if ((sep == '.' || sep == '/' || sep == '-') && number(c, 2, &b, &lb) && c->pos < c->s.len && c->s.ptr[c->pos] == sep) {
      c->pos++;
      if (number(c, 4, &y, &ly) && (ly == 4 || ly == 2)) {
        if (ly == 2) y += y < 70 ? 2000 : 1900;
        bool swap = sep == '/' && month_first ? b <= 31 && a <= 12 : a <= 12 && b > 12;
        day = swap ? toc_day_of(y, a, b) : toc_day_of(y, b, a);
      }
    }
  }
  if (day == TOC_NODAY) c->pos = from;
  else clock_time(c, minute);
  return day;
}

/* January 6, 2022. */
static toc_day by_month(scan *c, int *minute) {
  size_t from = c->pos, ld, ly;
  int m = month(c), d, y;
  if (m) {
    gap(c);
    if (number(c, 2, &d, &ld)) {
      if (c->pos + 2 <= c->s.len && !is_digit(c->s.ptr[c->pos]) && strchr("snrt", c->s.ptr[c->pos])) c->pos += 2;
      gap(c);
      if (number(c, 4, &y, &ly) && ly == 4) {
        toc_day day = toc_day_of(y, m, d);
        if (day != TOC_NODAY) {
          clock_time(c, minute);
          return day;
        }
      }
    }
  }
  c->pos = from;
  return TOC_NODAY;
}

static bool plausible(toc_day d) { return d >= toc_day_of(1995, 1, 1) && d <= toc_day_of(2069, 12, 31); }

/* The first date in s; {NULL, 0} if there is none. */
static toc_str first_date(toc_arena *arena, toc_str s, bool month_first) {
  scan c = {.s = toc_lower(arena, s)};
  char before = ' ';
  for (; c.pos < c.s.len; before = c.s.ptr[c.pos++]) {
    char ch = c.s.ptr[c.pos];
    int minute = -1;
    bool starts = !is_digit(before) && !((before | 32) >= 'a' && (before | 32) <= 'z');
    if (!starts) continue;
    toc_day d = is_digit(ch) ? by_number(&c, month_first, &minute) : (ch >= 'a' && ch <= 'z') || (unsigned char)ch >= 0xC3 ? by_month(&c, &minute) : TOC_NODAY;
    if (d == TOC_NODAY || !plausible(d)) continue;
    int y, m, dd;
    toc_day_ymd(d, &y, &m, &dd);
    if (minute < 0) return toc_str_format(arena, "%04d-%02d-%02d", y, m, dd);
    return toc_str_format(arena, "%04d-%02d-%02dT%02d:%02d", y, m, dd, minute / 60, minute % 60);
  }
  return (toc_str){0};
}

/* ---------------------------------------------------------------------- JSON-LD */

#define BODY_MAX ((size_t)1 << 20)
#define JSON_MAX 4000 /* of a title, a name, a date */

/* The string behind "key": from `from` on; a value that is no string is passed over.  JSON-LD
 * on real pages is often broken, so it is searched, not parsed. */
static toc_str json_string(toc_arena *arena, toc_str s, const char *key, size_t most, size_t *from) {
  toc_str want = toc_str_format(arena, "\"%s\"", key);
  for (size_t i = *from; (i = html_find(s, i, want.ptr)) < s.len; i++) {
    size_t at = i + want.len;
    while (at < s.len && strchr(" \t\r\n:", s.ptr[at])) at++;
    if (at >= s.len || s.ptr[at] != '"') continue;
    char *out = toc_arena_alloc(arena, (s.len - at < most ? s.len - at : most) + 8, 1);
    size_t n = 0;
    for (at++; at < s.len && s.ptr[at] != '"' && n < most; at++) {
      if (s.ptr[at] != '\\' || at + 1 >= s.len) {
        out[n++] = s.ptr[at];
        continue;
      }
      char c = s.ptr[++at];
      uint32_t cp = 0;
      if (c == 'u' && at + 4 < s.len) {
        for (int k = 1; k <= 4; k++) {
          char h = s.ptr[at + (size_t)k] | 32;
          cp = cp * 16 + (uint32_t)(h >= 'a' ? h - 'a' + 10 : h - ('0' | 32));
        }
        at += 4;
        n += toc_utf8_put(cp & 0xFFFF ? (cp >= 0xD800 && cp < 0xE000 ? 0xFFFD : cp & 0xFFFF) : ' ', out + n);
      } else {
        out[n++] = c == 'n' || c == 'r' || c == 't' ? ' ' : c;
      }
    }
    *from = at;
    return (toc_str){out, n};
  }
  *from = s.len;
  return (toc_str){0};
}

static bool is_article(toc_str json) {
  static const char *const types[] = {"Article\"", "BlogPosting\"", "Report\"", "LiveBlog", "WebPage\""};
  for (size_t k = 0; k < sizeof types / sizeof *types; k++)
    if (html_find(json, 0, types[k]) < json.len) return true;
  return false;
}

static void json_ld(toc_arena *arena, toc_str json, toc__page *page) {
  size_t at = 0;
  if (!is_article(json)) return;
  toc_str published = json_string(arena, json, "datePublished", JSON_MAX, &at);
  at = 0;
  toc_str modified = json_string(arena, json, "dateModified", JSON_MAX, &at);
  at = 0;
  toc_str headline = json_string(arena, json, "headline", JSON_MAX, &at);
  published = first_date(arena, published, false);
  modified = first_date(arena, modified, false);
  if (!page->published.ptr && published.ptr) page->published = published, page->published_from = "json-ld";
  if (!page->updated.ptr && modified.ptr) page->updated = modified, page->updated_from = "json-ld";
  if (!page->title.ptr && headline.len) page->title = html_plain(arena, headline), page->title_from = "json-ld";
  for (at = 0; !page->publisher.ptr && at < json.len;) {
    toc_str name = json_string(arena, json, "publisher", JSON_MAX, &at); /* rarely a string itself */
    if (name.len) page->publisher = html_plain(arena, name), page->publisher_from = "json-ld";
  }
  const char *pub = NULL;
  at = html_find(json, 0, "\"publisher\"");
  if (at < json.len) pub = json.ptr + at;
  if (pub && !page->publisher.ptr) {
    at = (size_t)(pub - json.ptr);
    toc_str name = json_string(arena, json, "name", JSON_MAX, &at);
    if (name.len && name.len < 100) page->publisher = html_plain(arena, name), page->publisher_from = "json-ld";
  }
}

toc_str html_article_body(toc_arena *arena, const html_tree *tree) {
  toc_str best = {0};
  for (uint32_t i = 0; i + 1 < tree->nodes.len; i++) {
    const html_node *n = &tree->nodes.ptr[i], *t = n + 1;
    if (n->tag != TAG_script || i + 1 >= n->after) continue;
    toc_str json = {tree->bytes.ptr + t->start, t->end - t->start};
    if (html_find(json, 0, "\"articleBody\"") == json.len || !is_article(json)) continue;
    size_t at = 0;
    toc_str body = json_string(arena, json, "articleBody", BODY_MAX, &at);
    if (body.len > best.len) best = body;
  }
  return best;
}

/* ----------------------------------------------------------------- meta elements */

static const char *const published_names[] = {
    "article:published_time", "datepublished", "date.published", "publication_date", "publish-date", "publishdate", "published_date",
    "published_time", "parsely-pub-date", "sailthru.date", "pubdate", "pub_date", "og:article:published_time", "og:published_time",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "article_date_original", "article.published",
    "cxenseparse:recs:publishtime", "citation_publication_date", "citation_date", "displaydate", "originalpublicationdate", "date", "article:created", "creation_date", "timestamp", "rnews:datepublished", "shareaholic:article_published_time", "bt:pubdate", "search.date", "revision_date"};
static const char *const updated_names[] = {"article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "updated_time", "modified"};

typedef struct found {
  toc_str published, updated, og_title, site, title, h1, time, time_in_article, canonical;
} found;

static void meta_element(toc_arena *arena, const html_tree *tree, uint32_t i, found *f, toc__page *page) {
  toc_str content = html_attribute(tree, i, "content");
  static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
  for (size_t k = 0; k < 4 && content.len; k++) {
    toc_str name = html_attribute(tree, i, keys[k]);
    if (!name.len || name.len > 60) continue;
    name = toc_lower(arena, name);
    if (!f->published.ptr && TOC_ONE_OF(name, published_names)) f->published = first_date(arena, content, false);
    if (!f->updated.ptr && TOC_ONE_OF(name, updated_names)) f->updated = first_date(arena, content, false);
    if (!f->og_title.ptr && (toc_str_is(name, "og:title") || toc_str_is(name, "twitter:title"))) f->og_title = html_plain(arena, content);
    if (!f->site.ptr && (toc_str_is(name, "og:site_name") || toc_str_is(name, "application-name"))) f->site = html_plain(arena, content);
    if (!page->url.ptr && toc_str_is(name, "og:url")) page->url = html_plain(arena, content);
    if (!page->language.ptr && (toc_str_is(name, "og:locale") || toc_str_is(name, "content-language")) && content.len >= 2) page->language = toc_lower(arena, toc_str_sub(content, 0, 2));
  }
}

static bool within(const html_tree *tree, uint32_t node, html_tag tag) {
  uint32_t steps = 0;
  for (uint32_t at = tree->nodes.ptr[node].parent; at != TOC_NONE && steps++ < 600; at = tree->nodes.ptr[at].parent)
    if (tree->nodes.ptr[at].tag == tag) return true;
  return false;
}

static toc_str inner_text(toc_arena *arena, const html_tree *tree, uint32_t i) {
  const html_node *n = &tree->nodes.ptr[i];
  for (uint32_t k = i + 1; k < n->after && k < i + 40; k++)
    if (tree->nodes.ptr[k].tag == TAG_TEXT) {
      toc_str t = html_plain(arena, (toc_str){tree->bytes.ptr + tree->nodes.ptr[k].start, tree->nodes.ptr[k].end - tree->nodes.ptr[k].start});
      if (t.len) return t;
    }
  return (toc_str){0};
}

static void walk(toc_arena *arena, const html_tree *tree, bool month_first, found *f, toc__page *page) {
  for (uint32_t i = 0; i < tree->nodes.len; i++) {
    const html_node *n = &tree->nodes.ptr[i];
    switch (n->tag) {
      case TAG_meta: meta_element(arena, tree, i, f, page); break;
      case TAG_html: {
        toc_str lang = html_attribute(tree, i, "lang");
        if (lang.len >= 2) page->language = toc_lower(arena, toc_str_sub(lang, 0, 2));
        break;
      }
      case TAG_script: {
        toc_str type = html_attribute(tree, i, "type");
        if (i + 1 < n->after && toc_str_is(toc_lower(arena, type), "application/ld+json")) {
          const html_node *t = &tree->nodes.ptr[i + 1];
          json_ld(arena, (toc_str){tree->bytes.ptr + t->start, t->end - t->start}, page);
        }
        break;
      }
      case TAG_title:
        if (!f->title.ptr && !within(tree, i, TAG_svg)) f->title = inner_text(arena, tree, i);
        break;
      case TAG_h1:
        if (!f->h1.ptr) f->h1 = inner_text(arena, tree, i);
        break;
      case TAG_link:
        if (!f->canonical.ptr && toc_str_is(html_attribute(tree, i, "rel"), "canonical")) f->canonical = html_attribute(tree, i, "href");
        break;
      case TAG_abbr:
      case TAG_span:
      case TAG_time: {
        bool time = n->tag == TAG_time;
        toc_str prop = html_attribute(tree, i, "itemprop"), when = html_attribute(tree, i, time ? "datetime" : n->tag == TAG_abbr ? "title" : "content");
        bool marked = toc_str_is(prop, "datePublished");
        if (!time && !marked && n->tag == TAG_span) break;
        if (!time && !marked && !toc_str_is(html_attribute(tree, i, "class"), "published")) break;
        toc_str d = first_date(arena, when.len ? when : inner_text(arena, tree, i), month_first);
        if (!d.ptr) break;
        toc_str cls = html_attribute(tree, i, "class");
        bool changed = false;
        for (size_t k = 0; k + 5 <= cls.len; k++) changed |= memcmp(cls.ptr + k, "updat", 5) == 0 || memcmp(cls.ptr + k, "modif", 5) == 0;
        if (changed) {
          if (!f->updated.ptr) f->updated = d;
          break;
        }
        if (marked || html_attribute(tree, i, "pubdate").ptr) {
          if (!f->time_in_article.ptr) f->time_in_article = d;
        } else if (!f->time_in_article.ptr && within(tree, i, TAG_article)) {
          f->time_in_article = d;
        }
        if (!f->time.ptr) f->time = d;
        break;
      }
      default: break;
    }
  }
}

/* /2022/01/06/ or /2022-01-06- in an address. */
static toc_str url_date(toc_arena *arena, toc_str url) {
  for (size_t i = 0; i + 9 < url.len; i++) {
    if (url.ptr[i] != '/' && url.ptr[i] != '-' && url.ptr[i] != '_' && url.ptr[i] != '=') continue;
    const char *p = url.ptr + i + 1;
    bool year = (p[0] == '1' || p[0] == '2') && is_digit(p[1]) && is_digit(p[2]) && is_digit(p[3]);
    if (!year || !strchr("/-_", p[4])) continue;
    toc_str rest = toc_str_sub(url, i + 1, url.len < i + 12 ? url.len : i + 12);
    char *copy = toc_str_z(arena, rest);
    for (char *q = copy; *q; q++)
      if (*q == '_' || *q == '/') *q = '-';
    scan c = {.s = {copy, rest.len}};
    int minute = -1;
    toc_day d = by_number(&c, false, &minute);
    int y, m, dd;
    if (d == TOC_NODAY || !plausible(d)) continue;
    toc_day_ymd(d, &y, &m, &dd);
    return toc_str_format(arena, "%04d-%02d-%02d", y, m, dd);
  }
  return (toc_str){0};
}

/* A date printed in a short block close to the text of the report. */
static toc_str printed_date(toc_arena *arena, const html_blocks *blocks, bool month_first) {
  uint32_t first = TOC_NONE, last = 0;
  for (uint32_t i = 0; i < blocks->len; i++)
    if (blocks->ptr[i].kept) {
      if (first == TOC_NONE) first = i;
      last = i;
    }
  if (first == TOC_NONE) return (toc_str){0};
  for (int pass = 0; pass < 2; pass++) { /* above the text and just into it, then below */
    uint32_t from = pass ? last : first > 14 ? first - 14 : 0, to = pass ? last + 6 : first + 3;
    for (uint32_t k = from; k < to && k < blocks->len; k++) {
      uint32_t i = pass || k >= first ? k : first - 1 - (k - from);
      const html_block *b = &blocks->ptr[i];
      if (b->chars > 160 && i != first) continue;
      toc_str d = first_date(arena, toc_str_sub(b->text, 0, b->text.len < 300 ? b->text.len : 300), month_first);
      if (d.ptr) return d;
    }
  }
  for (int longer = 0; longer < 2; longer++)
    for (uint32_t i = 0; i < blocks->len; i++) {
      if ((blocks->ptr[i].chars > 120) != longer) continue;
      toc_str d = first_date(arena, blocks->ptr[i].text, month_first);
      if (d.ptr) return d;
    }
  return (toc_str){0};
}

/* Last resort: a day in the page's own code ("datetime", a script's data, a file's name). */
static toc_str hidden_date(toc_arena *arena, toc_str bytes) {
  for (size_t i = 1; i + 10 < bytes.len; i++) {
    const char *p = bytes.ptr + i;
    if (*p != '1' && *p != '2') continue;
    if (p[4] != '-' || p[7] != '-' || is_digit(p[-1]) || is_digit(p[10])) continue;
    toc_str d = first_date(arena, toc_str_sub(bytes, i, i + 10), false);
    if (d.ptr) return d;
  }
  return (toc_str){0};
}

/* A stamp in UTC can lie a day beside the publisher's own day, which its address tells. */
static bool next_day(toc_str a, toc_str b) {
  toc_day x, y;
  return toc_day_parse(a, &x, NULL) && toc_day_parse(b, &y, NULL) && (x - y == 1 || y - x == 1);
}

/* "Headline | Outlet", "Headline - Outlet": the last part goes if it names the site or is short. */
static toc_str without_site(toc_str title, toc_str site) {
  static const char *const marks[] = {" | ", " - ", " – ", " — ", " :: ", " « "};
  size_t cut = 0;
  for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
    for (size_t len = strlen(marks[k]), i = title.len; i-- > len;)
      if (i + len <= title.len && memcmp(title.ptr + i, marks[k], len) == 0) {
        toc_str tail = toc_str_sub(title, i + len, title.len);
        bool named = site.len && toc_str_eq(tail, site);
        if ((named || tail.len <= 40) && i > tail.len && (!cut || i < cut)) cut = i;
        break;
      }
  return cut ? toc_str_sub(title, 0, cut) : title;
}

void html_meta(toc_arena *arena, const html_tree *tree, const html_blocks *blocks, toc_str url, toc__page *page) {
  found f = {0};
  page->url = url;
  walk(arena, tree, false, &f, page);
  bool month_first = toc_str_is(page->language, "en") && !(url.len > 3 && (toc_str_ends(url, TOC_S(".uk")) || memchr(url.ptr, '.', url.len) == NULL));
  if (!page->url.ptr && f.canonical.len) page->url = html_plain(arena, f.canonical);
  const struct {
    toc_str value;
    const char *from;
  } published[] = {{f.published, "meta"}, {f.time_in_article, "time"}, {url_date(arena, page->url), "url"}, {f.time, "time"},
                   {f.published.ptr || page->published.ptr ? (toc_str){0} : printed_date(arena, blocks, month_first), "text"}};
  for (size_t i = 0; i < sizeof published / sizeof *published && !page->published.ptr; i++)
    if (published[i].value.ptr) page->published = published[i].value, page->published_from = published[i].from;
  if (published[2].value.ptr && next_day(page->published, published[2].value)) page->published = published[2].value, page->published_from = "url";
  if (!page->updated.ptr && f.updated.ptr) page->updated = f.updated, page->updated_from = "meta";
  if (!page->published.ptr && page->updated.ptr) page->published = page->updated, page->published_from = page->updated_from;
  if (!page->published.ptr) page->published = hidden_date(arena, tree->bytes);
  if (page->published.ptr && !page->published_from) page->published_from = "text";
  if (!page->publisher.ptr && f.site.ptr) page->publisher = f.site, page->publisher_from = "meta";
  if (!page->title.ptr && f.og_title.len) page->title = without_site(f.og_title, f.site), page->title_from = "meta";
  if (!page->title.ptr && f.h1.len > 12) page->title = f.h1, page->title_from = "text";
  if (!page->title.ptr && f.title.len) page->title = without_site(f.title, f.site), page->title_from = "text";
}
