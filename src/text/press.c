/* press.c - what press databases hand out: Nexis Uni (LexisNexis) and Factiva, as text or HTML.
 *
 * Many reports in one file, each with a head of its own.  Four layouts are read:
 *
 *   Nexis, older             Nexis Uni                Factiva              Factiva with codes
 *   2 of 50 DOCUMENTS        Ferry stays in port      Ferry stays in port  HD  Ferry stays in port
 *   Quay Gazette             Quay Gazette             412 words            WC  412 words
 *   May 4, 2021 Tuesday      May 4, 2021 Tuesday      4 May 2021           PD  4 May 2021
 *   HEADLINE: Ferry stays …  Copyright 2021 …         08:15                SN  Quay Gazette
 *   LENGTH: 412 words        Length: 412 words        Quay Gazette         LP  The ferry …
 *   The ferry …              Body                     (c) 2021 …           TD  The mayor …
 *   LOAD-DATE: May 5, 2021   The ferry …              The ferry …          AN  Document QUAY000…
 *                            End of Document          Document QUAY000…
 *
 * HTML is read as the lines that it shows.  Which layout it is shows in the file's first bytes. */
#include "source.h"

#include <stdlib.h>

typedef struct line {
  toc_str text; /* without blanks at the ends */
  uint32_t number;
} line;

typedef struct cut {
  uint32_t first, last; /* lines [first, last) */
} cut;

struct toc__press {
  toc_arena arena;
  TOC_ARRAY(line) lines;
  TOC_ARRAY(cut) cuts;
  uint32_t next;
  bool html;
  enum { NEXIS_OLD, NEXIS_UNI, FACTIVA, FACTIVA_CODES } layout;
  toc_str encoding;
  uint32_t n_repaired;
};

/* ---------------------------------------------------------------------- lines */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static toc_str trim(toc_str s) {
  for (;;) { /* no-break spaces, too */
    s = toc_str_trim(s);
    if (s.len >= 2 && memcmp(s.ptr, "\xC2\xA0", 2) == 0) s = toc_str_sub(s, 2, s.len);
    else if (s.len >= 2 && memcmp(s.ptr + s.len - 2, "\xC2\xA0", 2) == 0) s = toc_str_sub(s, 0, s.len - 2);
    else if (s.len >= 3 && memcmp(s.ptr, "\xEF\xBB\xBF", 3) == 0) s = toc_str_sub(s, 3, s.len);
    else return s;
  }
}

static size_t number(toc_str s, size_t at) {
  size_t n = 0;
  while (at + n < s.len && is_digit(s.ptr[at + n])) n++;
  return n;
}

/* "2 of 50 DOCUMENTS", "Document 2 of 50" */
static bool is_counter(toc_str s) {
  bool said = toc_str_starts(s, TOC_S("Document "));
  size_t at = said ? 9 : 0, n = number(s, at);
  if (!n || !toc_str_starts(toc_str_sub(s, at + n, s.len), TOC_S(" of "))) return false;
  at += n + 4;
  n = number(s, at);
  toc_str rest = toc_str_sub(s, at + n, s.len);
  return n && (said ? rest.len == 0 : toc_str_is(rest, " DOCUMENTS") || toc_str_is(rest, " DOCUMENT"));
}

/* "Document QUAY000020210504eh54001xk": an accession number. */
static bool is_accession(toc_str s, toc_str *number_of) {
  if (!toc_str_starts(s, TOC_S("Document ")) || s.len < 9 + 16 || s.len > 9 + 40) return false;
  size_t digits = 0;
  for (size_t i = 9; i < s.len; i++) {
    if (!is_digit(s.ptr[i]) && !((s.ptr[i] | 32) >= 'a' && (s.ptr[i] | 32) <= 'z')) return false;
    digits += is_digit(s.ptr[i]);
  }
  *number_of = toc_str_sub(s, 9, s.len);
  return digits >= 8;
}

static bool is_words(toc_str s) {
  size_t n = 0;
  while (n < s.len && (is_digit(s.ptr[n]) || s.ptr[n] == ',' || s.ptr[n] == '.')) n++;
  return n && (toc_str_is(toc_str_sub(s, n, s.len), " words") || toc_str_is(toc_str_sub(s, n, s.len), " word"));
}

static const char *const codes[] = {"AN",  "ART", "AU", "BY", "CLM", "CO", "CR", "CT", "CX",  "CY", "DE", "ED", "ET", "HD", "IN", "IPC", "IPD",
                                    "LA",  "LP",  "NS", "PD", "PG",  "PUB", "RE", "RF", "RST", "SC", "SE", "SN", "TD", "VOL", "WC"};

/* "HD   Ferry stays in port": the code, and what stands behind it; {NULL, 0} if there is none. */
static toc_str code_of(toc_str s, toc_str *value) {
  size_t n = 0;
  while (n < s.len && n < 4 && s.ptr[n] >= 'A' && s.ptr[n] <= 'Z') n++;
  bool apart = n == s.len || s.ptr[n] == '\t' || (s.ptr[n] == ' ' && n + 1 < s.len && (s.ptr[n + 1] == ' ' || n < 3));
  if (n < 2 || n > 3 || !apart) return (toc_str){0};
  for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
    if (toc_str_is(toc_str_sub(s, 0, n), codes[k])) return *value = trim(toc_str_sub(s, n, s.len)), toc_str_sub(s, 0, n);
  return (toc_str){0};
}

/* "LENGTH: 412 words", "Load-Date: May 5, 2021": the name, and the value. */
static toc_str field_of(toc_str s, toc_str *value) {
  static const char *const names[] = {"HEADLINE", "TITLE", "BYLINE", "SECTION", "LENGTH", "DATELINE", "HIGHLIGHT", "ABSTRACT", "SERIES", "LOAD-DATE",
                                      "LANGUAGE", "PUBLICATION-TYPE", "SUBJECT", "GEOGRAPHIC", "COUNTRY", "STATE", "CITY", "COMPANY", "ORGANIZATION",
                                      "PERSON", "TICKER", "INDUSTRY", "URL", "GRAPHIC", "DOCUMENT-TYPE", "JOURNAL-CODE", "NOTES", "CORRECTION",
                                      "CORRECTION-DATE", "UPDATE", "TYPE", "CATEGORIES", "CLASSIFICATION", "EDITION"};
  const char *colon = memchr(s.ptr ? s.ptr : "", ':', s.len < 24 ? s.len : 24);
  if (!colon) return (toc_str){0};
  size_t n = (size_t)(colon - s.ptr);
  for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
    size_t i = 0;
    while (i < n && names[k][i] && (s.ptr[i] == names[k][i] || s.ptr[i] == (names[k][i] | 32) || s.ptr[i] == names[k][i])) i++;
    if (i != n || names[k][i]) continue;
    *value = trim(toc_str_sub(s, n + 1, s.len));
    return toc_cstr(names[k]);
  }
  return (toc_str){0};
}

static bool is_field_of_head(toc_str name) {
  static const char *const head[] = {"HEADLINE", "TITLE", "BYLINE", "SECTION", "LENGTH", "DATELINE", "HIGHLIGHT", "ABSTRACT", "SERIES", "EDITION"};
  for (size_t k = 0; k < sizeof head / sizeof *head; k++)
    if (toc_str_is(name, head[k])) return true;
  return false;
}

static bool is_copyright(toc_str s) {
  return toc_str_starts(s, TOC_S("Copyright ")) || toc_str_starts(s, TOC_S("(c) ")) || toc_str_starts(s, TOC_S("(C) ")) || toc_str_starts(s, TOC_S("\xC2\xA9"));
}

/* ----------------------------------------------------------------- recognition */

/* Which layout the lines have; -1 none. */
static int layout_of(toc_str text) {
  bool counter = false, length = false, body = false, hd = false, pd = false, sn = false, accession = false, words = false;
  toc_str one, value;
  while (toc_str_cut(&text, '\n', &one)) {
    toc_str s = trim(one);
    if (!s.len || s.len > 400) continue;
    counter = counter || is_counter(s);
    toc_str name = field_of(s, &value);
    length = length || (name.ptr && toc_str_is(name, "LENGTH"));
    body = body || toc_str_is(s, "Body");
    toc_str code = code_of(s, &value);
    hd = hd || (code.ptr && toc_str_is(code, "HD"));
    pd = pd || (code.ptr && toc_str_is(code, "PD"));
    sn = sn || (code.ptr && toc_str_is(code, "SN"));
    accession = accession || is_accession(s, &value) || (code.ptr && is_accession(value, &value));
    words = words || is_words(s);
  }
  if (hd && pd && sn) return FACTIVA_CODES;
  if (length && body) return NEXIS_UNI;
  if (counter && length) return NEXIS_OLD;
  if (accession && words) return FACTIVA;
  return -1;
}

static bool holds(toc_str s, const char *word) {
  size_t n = strlen(word);
  for (size_t i = 0; i + n <= s.len; i++) {
    const char *at = memchr(s.ptr + i, word[0], s.len - i);
    if (!at) return false;
    i = (size_t)(at - s.ptr);
    if (i + n <= s.len && memcmp(at, word, n) == 0) return true;
  }
  return false;
}

/* Most files say no word of these databases, and need not be looked at line by line. */
static bool speaks_of_it(toc_str head) {
  return holds(head, "LENGTH:") || holds(head, "Length:") || (holds(head, "Document ") && (holds(head, " words") || holds(head, "SN")));
}

bool toc__press_detect(toc_arena *a, toc_str head) {
  if (!speaks_of_it(head)) return false;
  return layout_of(toc__html_detect(head) ? toc__html_text(a, head) : head) >= 0;
}

/* --------------------------------------------------------------------- cutting */

static void split(toc__press *p, toc_str text) {
  toc_str one;
  for (uint32_t n = 1; toc_str_cut(&text, '\n', &one); n++) {
    toc_str s = trim(one);
    if (s.len || (!p->html && p->lines.len && p->lines.ptr[p->lines.len - 1].text.len)) *toc_push(&p->arena, &p->lines) = (line){s, n};
  }
}

static void add_cut(toc__press *p, uint32_t first, uint32_t last) {
  while (first < last && !p->lines.ptr[first].text.len) first++;
  if (first < last) *toc_push(&p->arena, &p->cuts) = (cut){first, last};
}

/* Reports end where the next begins, or where they say so. */
static void cut_up(toc__press *p) {
  uint32_t first = 0, n = p->lines.len;
  toc_str value;
  bool begun = p->layout != NEXIS_OLD;
  for (uint32_t i = 0; i < n; i++) {
    toc_str s = p->lines.ptr[i].text, code = code_of(s, &value);
    bool starts = p->layout == NEXIS_OLD && is_counter(s);
    bool ends = p->layout == NEXIS_UNI ? toc_str_is(s, "End of Document")
                                       : p->layout != NEXIS_OLD && (is_accession(s, &value) || (code.ptr && toc_str_is(code, "AN") && is_accession(value, &value)));
    if (starts && begun) add_cut(p, first, i);
    if (starts) begun = true, first = i + 1;
    if (ends) add_cut(p, first, i + 1), first = i + 1;
  }
  if (begun && p->layout == NEXIS_OLD) add_cut(p, first, n);
}

/* -------------------------------------------------------------------- reports */

typedef struct draft {
  toc_str title, publisher, date, time, dateline, language, url, accession;
  TOC_ARRAY(toc_str) paragraphs; /* "" between two */
} draft;

static void add_to(toc_arena *a, toc_str *to, toc_str s) { *to = to->len ? toc_str_format(a, "%.*s %.*s", TOC_FMT(*to), TOC_FMT(s)) : s; }

static bool is_date(toc_arena *a, toc_str s) { return s.len && s.len < 60 && toc__fields_date(a, s).ptr; }

static bool is_body_end(toc_str name) { return name.ptr && !is_field_of_head(name); }

static void take_field(toc_arena *a, draft *d, toc_str name, toc_str value) {
  if (toc_str_is(name, "HEADLINE") || toc_str_is(name, "TITLE")) add_to(a, &d->title, value);
  else if (toc_str_is(name, "DATELINE")) add_to(a, &d->dateline, value);
  else if (toc_str_is(name, "LANGUAGE")) d->language = value;
  else if (toc_str_is(name, "URL")) d->url = value;
}

/* Both layouts of Nexis: lines before the first field are title (Uni), publication, date; a field
 * goes on up to an empty line; the body begins behind "Body", or behind the last field of the head. */
static void read_nexis(toc_arena *a, const toc__press *p, cut c, draft *d) {
  toc_str name = {0}, value, loose = {0};
  bool body = false, behind = false, uni = p->layout == NEXIS_UNI, fields = false;
  for (uint32_t i = c.first; i < c.last; i++) {
    toc_str s = p->lines.ptr[i].text, field = field_of(s, &value);
    if (uni && (toc_str_is(s, "End of Document") || toc_str_is(s, "Graphic") || toc_str_is(s, "Classification"))) body = false, behind = behind || !toc_str_is(s, "Body");
    if (uni && toc_str_is(s, "Body") && !body) {
      body = true;
      name = (toc_str){0};
    } else if (field.ptr && (!body || is_body_end(field) || (!uni && is_field_of_head(field) && !d->paragraphs.len))) {
      fields = true;
      if (is_body_end(field)) body = false, behind = true;
      take_field(a, d, name = field, value);
      if (!uni && !behind && toc_str_is(field, "LENGTH")) body = true;
    } else if (!s.len && !body) {
      name = (toc_str){0};
    } else if (name.ptr && s.len && !p->html) {
      take_field(a, d, name, s);
    } else if (body) {
      if (!s.len) name = (toc_str){0};
      if (s.len || d->paragraphs.len) *toc_push(a, &d->paragraphs) = s;
      if (p->html) *toc_push(a, &d->paragraphs) = TOC_S("");
    } else if (s.len && !fields && !behind && !is_copyright(s)) {
      if (is_date(a, s)) d->date = d->date.len ? d->date : s;
      else if (d->date.len) {
        if (!uni) loose = s; /* an edition; or, last of them, a title without its name */
      } else if (uni && !d->title.len) d->title = s;
      else if (!d->publisher.len) d->publisher = s;
    }
  }
  if (!d->title.len) d->title = loose;
}

static void read_codes(toc_arena *a, const toc__press *p, cut c, draft *d) {
  toc_str code = {0}, value;
  for (uint32_t i = c.first; i < c.last; i++) {
    toc_str s = p->lines.ptr[i].text, found = code_of(s, &value);
    if (found.ptr) {
      code = found;
      s = value;
      if (toc_str_is(code, "TD")) *toc_push(a, &d->paragraphs) = TOC_S("");
    }
    if (!code.ptr) continue;
    bool text = toc_str_is(code, "LP") || toc_str_is(code, "TD");
    if (text) {
      *toc_push(a, &d->paragraphs) = s;
      if (p->html) *toc_push(a, &d->paragraphs) = TOC_S("");
    }
    if (!s.len) continue;
    if (toc_str_is(code, "HD")) add_to(a, &d->title, s);
    else if (toc_str_is(code, "PD")) d->date = s;
    else if (toc_str_is(code, "ET")) d->time = s;
    else if (toc_str_is(code, "SN")) add_to(a, &d->publisher, s);
    else if (toc_str_is(code, "LA")) d->language = s;
    else if (toc_str_is(code, "AN")) is_accession(s, &d->accession);
  }
}

/* Title; words, date, time, publication, its code, …, copyright; body; accession number. */
static void read_factiva(toc_arena *a, const toc__press *p, cut c, draft *d) {
  enum { IN_TITLE, IN_HEAD, IN_BODY } where = IN_TITLE;
  uint32_t head = 0, marked = TOC_NONE; /* lines of the head; the line of copyright */
  for (uint32_t i = c.first; i < c.last && i < c.first + 40; i++)
    if (is_copyright(p->lines.ptr[i].text)) {
      marked = i;
      break;
    }
  for (uint32_t i = c.first; i < c.last; i++) {
    toc_str s = p->lines.ptr[i].text;
    if (is_accession(s, &d->accession)) break;
    if (where == IN_TITLE) {
      if (is_words(s)) where = IN_HEAD;
      else if (s.len && (d->title.len == 0 || !toc_str_starts(s, TOC_S("By ")))) add_to(a, &d->title, s);
    } else if (where == IN_HEAD) {
      if (i == marked || (marked == TOC_NONE && head > 2 && !s.len)) where = IN_BODY;
      if (!s.len || i == marked) continue;
      if (!d->date.len && is_date(a, s)) d->date = s;
      else if (d->date.len && !d->time.len && s.len == 5 && s.ptr[2] == ':') d->time = s;
      else if (d->date.len && !d->publisher.len) d->publisher = s;
      else if (d->publisher.len && toc_str_is(s, "English")) d->language = s;
      head++;
    } else {
      *toc_push(a, &d->paragraphs) = s;
      if (p->html) *toc_push(a, &d->paragraphs) = TOC_S("");
    }
  }
}

/* Lines with an empty one between paragraphs, none at the ends. */
static toc_str join(toc_arena *a, const draft *d) {
  size_t room = d->dateline.len + 8, n = 0;
  for (uint32_t i = 0; i < d->paragraphs.len; i++) room += d->paragraphs.ptr[i].len + 1;
  char *out = toc_arena_alloc(a, room, 1);
  if (d->dateline.len) n = (size_t)snprintf(out, room, "%.*s \xE2\x80\x93 ", TOC_FMT(d->dateline));
  size_t start = n;
  bool gap = false;
  for (uint32_t i = 0; i < d->paragraphs.len; i++) {
    toc_str s = d->paragraphs.ptr[i];
    if (!s.len) {
      gap = true;
      continue;
    }
    if (n > start) out[n++] = '\n';
    if (n > start && gap) out[n++] = '\n';
    gap = false;
    memcpy(out + n, s.ptr, s.len);
    n += s.len;
  }
  return (toc_str){out, n > start ? n : 0};
}

static void fill(toc__held *h, const toc_reader *r, cut c) {
  toc_arena *a = &h->arena;
  const toc__press *p = r->press;
  toc_report *to = &h->report;
  draft d = {0};
  if (p->layout == FACTIVA_CODES) read_codes(a, p, c, &d);
  else if (p->layout == FACTIVA) read_factiva(a, p, c, &d);
  else read_nexis(a, p, c, &d);
  to->line = p->html ? p->next : p->lines.ptr[c.first].number;
  to->text = join(a, &d);
  to->title = toc_str_copy(a, d.title);
  to->publisher = toc_str_copy(a, d.publisher);
  to->url = d.url.len ? toc_str_copy(a, d.url) : (toc_str){0};
  if (d.time.len == 5) d.date = toc_str_format(a, "%.*s %.*s", TOC_FMT(d.date), TOC_FMT(d.time));
  to->published = d.date.len ? toc__fields_date(a, d.date) : (toc_str){0};
  toc_str language = toc_lower(a, d.language);
  if (toc_str_starts(language, TOC_S("english"))) to->language = TOC_S("en");
  to->id = toc_str_copy(a, d.accession);
  to->encoding = p->encoding;
  to->n_repaired = p->n_repaired;
  toc__held_name(h, r->in.path);
}

/* -------------------------------------------------------------------- reading */

void toc__press_free(toc__press *p) {
  if (!p) return;
  toc_arena_release(&p->arena);
  free(p);
}

static toc_status read_all(toc__press *p, toc_str bytes, const char *path, toc_error *err) {
  toc__decoded d = {0};
  p->html = toc__html_detect(bytes);
  if (p->html) toc__page_decode(&p->arena, bytes, &d);
  else toc__text_decode(&p->arena, bytes, 0, &d);
  p->encoding = d.encoding;
  p->n_repaired = d.n_repaired;
  toc_str text = p->html ? toc__html_text(&p->arena, d.text) : d.text;
  int layout = layout_of(text);
  if (layout < 0) return toc_fail(err, TOC_BADINPUT, path, 0, 0, "no report of Nexis or Factiva");
  p->layout = (unsigned)layout;
  split(p, text);
  cut_up(p);
  return TOC_OK;
}

static toc_status open_press(toc_reader *r, toc_error *err) {
  toc_str bytes = toc__input_peek(&r->in, r->max + 1);
  r->done = true;
  if (r->in.failed) return toc__input_fail(&r->in, err);
  if (bytes.len > r->max) return toc_fail(err, TOC_BADINPUT, r->in.path, 0, 0, "an export of more than %zu bytes", r->max);
  r->press = calloc(1, sizeof *r->press);
  if (!r->press) return toc_fail(err, TOC_NOMEM, r->in.path, 0, 0, "out of memory");
  toc_arena_init(&r->press->arena, 0);
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&r->press->arena, jump)) s = read_all(r->press, bytes, r->in.path, err);
  else toc_fail(err, TOC_NOMEM, r->in.path, 0, 0, "out of memory for an export");
  r->in.at = r->in.buf.len;
  r->done = s != TOC_OK;
  return s;
}

toc_status toc__press_next(toc_reader *r, toc__held *h, toc_error *err) {
  if (!r->press) {
    toc_status s = open_press(r, err);
    if (s != TOC_OK) return s;
  }
  toc__press *p = r->press;
  if (p->next == p->cuts.len) {
    toc__press_free(p);
    r->press = NULL;
    r->done = true;
    return TOC_DONE;
  }
  cut c = p->cuts.ptr[p->next++];
  jmp_buf jump;
  volatile bool ok = false;
  if (TOC_TRY(&h->arena, jump)) {
    fill(h, r, c);
    ok = true;
  }
  h->arena.oom = NULL;
  if (!ok) return toc_fail(err, TOC_NOMEM, r->in.path, p->lines.ptr[c.first].number, 0, "out of memory for a report");
  if (!h->report.text.len) return toc_fail(err, TOC_BADINPUT, r->in.path, h->report.line, 0, "a report without a text");
  return TOC_OK;
}
