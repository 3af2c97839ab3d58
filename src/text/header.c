/* header.c - what stands above the story, and what does not belong to it.
 *
 *   World                                                   TOC_META   section name
 *   Troops leave border town after ten days                 TOC_TITLE
 *   Residents say the power is still out                    TOC_LEAD
 *   By Ada Brook | March 3, 2021 4:15pm                     TOC_META   byline, stamp
 *   Updated: March 4, 2021                                  TOC_META
 *   PORT LIND, March 3 (Coast Wire) – Soldiers began …      TOC_BODY   with a dateline
 *
 * A report may have all of this or none: a single sentence has no headline. */
#include "parts.h"

#define HEADER_MAX 12 /* blocks above the story */

static toc_str block_text(const toc_doc *doc, uint32_t i) { return toc_slice(doc->text, doc->blocks.ptr[i].span); }

/* ------------------------------------------------------------- small looks */

/* Words, counted up to `most`. */
static int words(toc_str s, int most) {
  int n = 0;
  bool in = false;
  for (size_t i = 0; i < s.len && n <= most; i++) {
    bool blank = s.ptr[i] == ' ' || s.ptr[i] == '\n' || s.ptr[i] == '\t' || s.ptr[i] == '\r';
    if (!blank && !in) n++;
    in = !blank;
  }
  return n;
}

/* The stop a sentence ends with, quotes and brackets behind it passed over; 0 if none. */
static int final_stop(toc_str s) {
  for (size_t n = s.len; n > 0 && s.len - n < 12; n--) {
    unsigned char c = (unsigned char)s.ptr[n - 1];
    if (c == '.' || c == '!' || c == '?' || c == ':' || c == ';') return c;
    if (c != '"' && c != '\'' && c != ')' && c != ']' && c < 0x80) return 0;
  }
  return 0;
}

static bool is_alpha(int c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* Does s begin with the words of `low`, whatever their case, and end there or go on with
 * something that is no letter? */
static bool begins(toc_str s, const char *low) {
  size_t n = strlen(low);
  if (s.len < n) return false;
  for (size_t i = 0; i < n; i++) {
    int c = (unsigned char)s.ptr[i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != low[i]) return false;
  }
  return s.len == n || !is_alpha(low[n - 1]) || !is_alpha((unsigned char)s.ptr[n]);
}

static bool begins_with_one_of(toc_str s, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (begins(s, list[i])) return true;
  return false;
}

/* ------------------------------------------------------------------ stamps */

typedef enum { NO_LABEL, PUBLISHED, UPDATED } label;

/* "Published:", "Last updated on": moves *s behind it. */
static label take_label(toc_str *s) {
  static const struct {
    const char *word;
    label is;
  } list[] = {{"first published", PUBLISHED}, {"originally published", PUBLISHED}, {"published", PUBLISHED}, {"posted", PUBLISHED},
              {"issued", PUBLISHED},          {"created", PUBLISHED},              {"released", PUBLISHED},  {"filed", PUBLISHED},
              {"publication date", PUBLISHED}, {"date", PUBLISHED},                {"last updated", UPDATED}, {"last modified", UPDATED},
              {"last update", UPDATED},       {"updated", UPDATED},                {"update", UPDATED},      {"modified", UPDATED},
              {"revised", UPDATED},           {"corrected", UPDATED}};
  label found = NO_LABEL;
  for (size_t i = 0; !found && i < sizeof list / sizeof *list; i++)
    if (begins(*s, list[i].word)) {
      found = list[i].is;
      *s = toc_str_trim(toc_str_sub(*s, strlen(list[i].word), s->len));
    }
  while (s->len && (s->ptr[0] == ':' || s->ptr[0] == '-' || s->ptr[0] == ',')) *s = toc_str_trim(toc_str_sub(*s, 1, s->len));
  if (begins(*s, "on") || begins(*s, "at")) *s = toc_str_trim(toc_str_sub(*s, 2, s->len));
  return found;
}

typedef struct {
  toc__stamp published, updated;
  bool has_published, has_updated;
} stamps;

static void note_stamp(stamps *all, label is, toc__stamp stamp) {
  if (stamp.day == TOC_NODAY) return;
  if (is == UPDATED) {
    all->updated = stamp;
    all->has_updated = true;
  } else if (!all->has_published) {
    all->published = stamp;
    all->has_published = true;
  } else if (is == NO_LABEL && !all->has_updated && stamp.day > all->published.day) {
    all->updated = stamp; /* two bare dates, the later one second */
    all->has_updated = true;
  }
}

/* Bytes of a bar, bullet or bracket that divides the parts of a header line; 0 if none. */
static size_t divider(toc_str s) {
  if (s.len && (s.ptr[0] == '|' || s.ptr[0] == '(' || s.ptr[0] == ')' || s.ptr[0] == ';' || s.ptr[0] == ',')) return 1;
  if (s.len > 2 && (memcmp(s.ptr, "\xE2\x80\xA2", 3) == 0 || memcmp(s.ptr, "\xE2\x80\x93", 3) == 0 || memcmp(s.ptr, "\xE2\x80\x94", 3) == 0)) return 3;
  if (s.len > 1 && memcmp(s.ptr, "\xC2\xB7", 2) == 0) return 2;
  if (s.len > 1 && s.ptr[0] == '-' && s.ptr[1] == ' ') return 1;
  if (s.len && s.ptr[0] == '.' && s.len == 1) return 1;
  return 0;
}

/* s is made of labelled or bare dates and nothing else. */
static bool only_stamps(toc_str s, stamps *all) {
  int found = 0;
  for (int rounds = 0; rounds < 4; rounds++) {
    s = toc_str_trim(s);
    size_t d = divider(s);
    if (d) {
      s = toc_str_sub(s, d, s.len);
      continue;
    }
    if (!s.len) break;
    label is = take_label(&s);
    toc__stamp stamp;
    size_t n = toc__stamp_read(s, &stamp);
    if (!n || (n < s.len && is_alpha((unsigned char)s.ptr[n]))) return false;
    if (stamp.day == TOC_NODAY && is == NO_LABEL) return false; /* "March 8" may be a headline */
    note_stamp(all, is, stamp);
    found++;
    s = toc_str_sub(s, n, s.len);
  }
  return found > 0 && !toc_str_trim(s).len;
}

/* ----------------------------------------------------------------- bylines */

/* Every word of s begins with a capital, "and", "of", "in" and the like apart. */
static bool is_name_list(toc_str s) {
  static const char *const small[] = {"and", "of", "in", "for", "the", "de", "van", "von", "bin", "al", "with", "at", "der", "la"};
  bool any = false;
  while (s.len) {
    size_t n = 0;
    while (n < s.len && s.ptr[n] != ' ' && s.ptr[n] != '\n') n++;
    toc_str w = toc_str_sub(s, 0, n);
    size_t pos = 0;
    bool upper = w.len && toc_cp_is_upper(toc_utf8_next(w, &pos)), known = false;
    for (size_t i = 0; i < sizeof small / sizeof *small; i++) known |= toc_str_is(w, small[i]);
    if (!upper && !known && w.len) return false;
    any |= upper;
    s = toc_str_trim(toc_str_sub(s, n, s.len));
  }
  return any;
}

static bool is_byline(toc_str s) {
  static const char *const roles[] = {"staff writer", "staff and agencies", "from our correspondent", "our correspondent",
                                      "staff reporter", "news desk", "agencies"};
  if (words(s, 16) > 16) return false;
  if (begins_with_one_of(s, roles, sizeof roles / sizeof *roles)) return true;
  if (!begins(s, "by") || s.len < 5 || final_stop(s)) return false;
  toc_str rest = toc_str_trim(toc_str_sub(s, 2, s.len));
  for (size_t i = 0; i < rest.len; i++)
    if (rest.ptr[i] == ',') { /* "By Jane Doe, correspondent in Port Lind" */
      rest = toc_str_sub(rest, 0, i);
      break;
    }
  return words(rest, 8) <= 8 && is_name_list(rest);
}

/* "Reporting by Ada Brook; Editing by Omar Hale", but not "Reporting by the press shows …". */
static bool is_credit(toc_str s) {
  static const char *const starts[] = {"reporting by", "additional reporting by", "editing by", "writing by"};
  return begins_with_one_of(s, starts, sizeof starts / sizeof *starts) && (!final_stop(s) || memchr(s.ptr, ';', s.len));
}

/* "4 min read", "2 hours ago", "Share", "Advertisement", "Photo: …": page furniture. */
static bool is_furniture(toc_str s) {
  static const char *const starts[] = {
      "copyright 1", "copyright 2", "copyright (", "copyright \xC2\xA9", "\xC2\xA9", "(reporting by", "(additional reporting", "(editing by",
      "(writing by",
      "read more", "read also", "also read", "related:", "related stories", "follow us", "sign up", "subscribe",
      "share this", "image:", "images:", "photo:", "photos:", "picture:", "photograph:", "file photo", "credit:",
      "photo by", "photo credit", "image credit", "source:", "all rights reserved", "click here", "watch:", "listen:", "tags:", "topics:",
      "this article was", "this story has been updated"};
  int n = words(s, 30);
  if (n > 30) return false;
  if (begins_with_one_of(s, starts, sizeof starts / sizeof *starts) || is_credit(s)) return true;
  if (n <= 4 && (toc_str_ends(s, TOC_S(" ago")) || toc_str_ends(s, TOC_S(" read"))) && s.ptr[0] >= '0' && s.ptr[0] <= '9') return true;
  return toc_str_is(s, "Share") || toc_str_is(s, "Print") || toc_str_is(s, "Advertisement") || toc_str_is(s, "ADVERTISEMENT") || toc_str_is(s, "Comments");
}

/* A header line: stamps, or parts between bars of which one is a stamp or a byline. */
static bool is_meta(toc_str s, stamps *all, bool byline_ok) {
  stamps copy = *all;
  if (s.len > 240 || words(s, 24) > 24) return false;
  if (only_stamps(s, &copy)) return *all = copy, true;
  if (byline_ok && is_byline(s)) return true;
  if (is_furniture(s)) return true;
  bool some = false;
  copy = *all;
  if (!memchr(s.ptr, '|', s.len) && !memchr(s.ptr, (unsigned char)0xE2, s.len) && !memchr(s.ptr, (unsigned char)0xC2, s.len)) return false;
  for (size_t from = 0, i = 0; i <= s.len; i++) {
    size_t d = 0;
    if (i < s.len && s.ptr[i] == '|') d = 1;
    else if (i + 2 < s.len && memcmp(s.ptr + i, "\xE2\x80\xA2", 3) == 0) d = 3;
    else if (i + 1 < s.len && memcmp(s.ptr + i, "\xC2\xB7", 2) == 0) d = 2;
    if (!d && i < s.len) continue;
    toc_str part = toc_str_trim(toc_str_sub(s, from, i));
    if (part.len && (only_stamps(part, &copy) || is_byline(part))) some = true;
    else if (words(part, 5) > 5) return false;
    from = i + d;
    i = d ? from - 1 : i;
  }
  if (some) *all = copy;
  return some;
}

/* ------------------------------------------------------------------- title */

/* Letters and digits of both, case and accents apart, are the same. */
static bool same_title(toc_doc *doc, toc_str a, toc_str b) {
  if (a.len > 2000 || b.len > 2000 || a.len > 2 * b.len + 16 || b.len > 2 * a.len + 16) return false;
  a = toc_fold(&doc->scratch, a);
  b = toc_fold(&doc->scratch, b);
  size_t i = 0, k = 0, n = 0;
  for (;;) {
    uint32_t x = 0, y = 0;
    while (i < a.len && !toc_cp_is_letter(x) && !toc_cp_is_digit(x)) x = toc_utf8_next(a, &i);
    while (k < b.len && !toc_cp_is_letter(y) && !toc_cp_is_digit(y)) y = toc_utf8_next(b, &k);
    bool ax = toc_cp_is_letter(x) || toc_cp_is_digit(x), by = toc_cp_is_letter(y) || toc_cp_is_digit(y);
    if (!ax && !by) return n > 0;
    if (ax != by || x != y) return false;
    n++;
  }
}

/* White space becomes single blanks. */
static toc_str one_line(toc_arena *arena, toc_str s) {
  char *out = toc_arena_alloc(arena, s.len + 1, 1);
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    bool blank = s.ptr[i] == ' ' || (s.ptr[i] >= '\t' && s.ptr[i] <= '\r');
    if (!blank) out[n++] = s.ptr[i];
    else if (n && out[n - 1] != ' ') out[n++] = ' ';
  }
  return (toc_str){out, n};
}

/* A full stop inside, with a small letter before it and none behind. */
static bool has_inner_stop(toc_str s) {
  for (size_t i = 2; i + 2 < s.len && i < 400; i++) {
    int before = s.ptr[i - 1], behind = s.ptr[i + 2];
    if (s.ptr[i] == '.' && s.ptr[i + 1] == ' ' && before >= 'a' && before <= 'z' && !(behind >= 'a' && behind <= 'z')) return true;
  }
  return false;
}

/* Running text: a sentence of some length, or one that a dateline opens. */
static bool is_story(toc_str s) {
  int n = words(s, 40);
  if (toc__dateline_read(s).length) return true;
  int stop = final_stop(s);
  return n > 32 || (n >= 9 && (stop == '.' || stop == ':' || has_inner_stop(s))) || (n >= 14 && stop);
}

static bool is_headline(toc_str s) {
  int stop = final_stop(s);
  return words(s, 30) <= 30 && s.len <= 300 && stop != '.' && stop != ':' && stop != ';';
}

static void set_title(toc_doc *doc, uint32_t i) {
  doc->blocks.ptr[i].section = TOC_TITLE;
  doc->title_span = doc->blocks.ptr[i].span;
  if (!doc->title.len) doc->title = one_line(&doc->arena, block_text(doc, i));
}

/* The block that holds the title the report came with; TOC_NONE.  One that was set in two
 * lines becomes one block. */
static uint32_t given_title(toc_doc *doc) {
  if (!doc->title.len) return TOC_NONE;
  for (uint32_t i = 0; i < doc->blocks.len && i < HEADER_MAX; i++) {
    toc_block *b = &doc->blocks.ptr[i];
    if (same_title(doc, block_text(doc, i), doc->title)) return i;
    if (i + 1 == doc->blocks.len || !same_title(doc, toc_str_sub(doc->text, b[0].span.start, b[1].span.end), doc->title)) continue;
    b[0].span.end = b[1].span.end;
    memmove(b + 1, b + 2, (doc->blocks.len - i - 2) * sizeof *b);
    doc->blocks.len--;
    return i;
  }
  return TOC_NONE;
}

/* Where the story begins: the first block of running text, a summary that stamps follow
 * passed over.  blocks.len if there is none. */
static uint32_t find_story(const toc_doc *doc, uint32_t from) {
  uint32_t n = doc->blocks.len, last = TOC_NONE;
  stamps scrap = {0};
  for (uint32_t i = from; i < n && i < HEADER_MAX; i++) {
    toc_str s = block_text(doc, i);
    if (is_meta(s, &scrap, i > 0) || !is_story(s)) continue;
    bool summary = i < 4 && i + 2 < n && is_meta(block_text(doc, i + 1), &scrap, true);
    if (!summary) return i;
    last = i;
  }
  return last == TOC_NONE ? n : last;
}

/* Headline among the blocks above the story: the first with three words or more, else the
 * only one. */
static uint32_t choose_title(const toc_doc *doc, uint32_t story, const bool *meta) {
  uint32_t only = TOC_NONE;
  int seen = 0;
  for (uint32_t i = 0; i < story; i++) {
    toc_str s = block_text(doc, i);
    if (meta[i] || !is_headline(s)) continue;
    if (words(s, 3) >= 3) return i;
    seen++;
    if (only == TOC_NONE) only = i;
  }
  return seen == 1 ? only : TOC_NONE;
}

static void mark_above(toc_doc *doc, uint32_t story, uint32_t title, stamps *all) {
  bool meta[HEADER_MAX] = {0};
  for (uint32_t i = 0; i < story; i++)
    meta[i] = i != title && is_meta(block_text(doc, i), all, i > 0);
  if (title == TOC_NONE) title = choose_title(doc, story, meta);
  for (uint32_t i = 0; i < story; i++) {
    toc_block *b = &doc->blocks.ptr[i];
    if (i == title) continue;
    if (meta[i]) b->section = TOC_META;
    else if (title == TOC_NONE) b->section = TOC_BODY;
    else if (i < title) b->section = words(block_text(doc, i), 4) <= 4 ? TOC_META : TOC_BODY;
    else b->section = TOC_LEAD;
  }
  if (title != TOC_NONE) set_title(doc, title);
}

static bool is_heading(const toc_doc *doc, uint32_t i) {
  toc_str s = block_text(doc, i);
  size_t pos = 0;
  if (!s.len || final_stop(s) || words(s, 10) > 10 || i + 1 >= doc->blocks.len) return false;
  if (!toc_cp_is_upper(toc_utf8_next(s, &pos))) return false;
  return is_story(block_text(doc, i + 1));
}

static void mark_below(toc_doc *doc, uint32_t story, stamps *all) {
  uint32_t n = doc->blocks.len;
  for (uint32_t i = story + 1; i < n; i++) {
    bool edge = i < story + 3 || i + 3 >= n;
    toc_str s = block_text(doc, i);
    if (edge ? is_meta(s, all, true) : is_furniture(s)) doc->blocks.ptr[i].section = TOC_META;
    else if (is_heading(doc, i)) doc->blocks.ptr[i].section = TOC_HEADING;
  }
}

/* -------------------------------------------------------------------- days */

static toc_str iso(toc_doc *doc, toc__stamp s) {
  int y, m, d;
  char *out = toc_arena_alloc(&doc->arena, 24, 1);
  toc_day_ymd(s.day, &y, &m, &d);
  int n = snprintf(out, 24, "%04d-%02d-%02d", y, m, d);
  if (s.minute >= 0) n += snprintf(out + n, 24 - (size_t)n, "T%02d:%02d", s.minute / 60, s.minute % 60);
  return (toc_str){out, (size_t)n};
}

/* A date as it came with the report: ISO, or the way papers print it. */
static bool read_day(toc_str s, toc_day *day, int *minute) {
  if (!s.len) return false;
  if (toc_day_parse(s, day, minute)) return true;
  toc__stamp stamp;
  if (!toc__stamp_read(s, &stamp) || stamp.day == TOC_NODAY) return false;
  *day = stamp.day;
  *minute = stamp.minute;
  return true;
}

static void settle_days(toc_doc *doc, const stamps *all, const toc__dateline *line) {
  int minute;
  if (!doc->published.len && all->has_published) doc->published = iso(doc, all->published);
  if (!doc->updated.len && all->has_updated) doc->updated = iso(doc, all->updated);
  if (!read_day(doc->updated, &doc->updated_day, &minute)) doc->updated_day = TOC_NODAY;
  doc->dct = TOC_NODAY;
  doc->dct_minute = -1;
  if (read_day(doc->published, &doc->dct, &doc->dct_minute)) return;
  doc->dct = TOC_NODAY;
  doc->dct_minute = -1;
  if (line->length && line->dated && line->stamp.day != TOC_NODAY) doc->dct = line->stamp.day;
  else doc->dct = doc->updated_day;
}

/* In front of the story, or behind a caption or two that stand there. */
static toc__dateline find_dateline(toc_doc *doc, uint32_t story) {
  toc__dateline d = {0};
  uint32_t last = story + 3;
  for (; story < doc->blocks.len && story < last; story++) {
    d = toc__dateline_read(block_text(doc, story));
    if (d.length) break;
  }
  if (!d.length) return d;
  toc_span span = doc->blocks.ptr[story].span;
  doc->dateline = (toc_span){span.start, span.start + (uint32_t)d.length};
  if (d.place_end) doc->dateline_place = (toc_span){span.start + (uint32_t)d.place_start, span.start + (uint32_t)d.place_end};
  if (doc->dateline.end == span.end) doc->blocks.ptr[story].section = TOC_META;
  return d;
}

void toc__text_header(toc_doc *doc) {
  stamps all = {0};
  uint32_t n = doc->blocks.len;
  uint32_t title = given_title(doc);
  uint32_t story = find_story(doc, title == TOC_NONE ? 0 : title + 1);
  bool found = story < n && story < HEADER_MAX;
  if (!found) { /* no running text: a headline and whatever follows, or just lines */
    bool led = n > 1 && title == TOC_NONE && is_headline(block_text(doc, 0)) && words(block_text(doc, 0), 3) >= 3;
    story = title != TOC_NONE ? title + 1 : led ? 1 : 0;
  }
  if (n > 1 || title != TOC_NONE) mark_above(doc, story < HEADER_MAX ? story : HEADER_MAX - 1, title, &all);
  if (n > 1) mark_below(doc, story, &all);
  toc__dateline line = find_dateline(doc, story);
  settle_days(doc, &all, &line);
}

toc_status toc__text_run(toc_doc *doc, toc_error *err) {
  if (doc->text.len >= UINT32_MAX)
    return toc_fail(err, TOC_BADINPUT, NULL, 0, 0, "a text of %zu bytes: at most 4 GiB can be read", doc->text.len);
  toc_arena_reset(&doc->scratch);
  doc->title_span = doc->dateline = doc->dateline_place = (toc_span){0};
  toc__text_layout(doc);
  toc__text_header(doc);
  return TOC_OK;
}
