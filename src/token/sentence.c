/* sentence.c - where sentences end.
 *
 *   He said: "We will go." Then the U.S. Army left at 9 a.m. Nobody saw it.
 *                        |                                  |             |
 *
 * A stop (. ! ? …) ends a sentence together with the quotes and brackets that close right
 * behind it, unless what follows goes on in lower case.  A dot that belongs to an
 * abbreviation ends one only as far as the abbreviation's kind says.  (Kiss and Strunk 2006
 * learn such lists; ours are written by hand, in data/token.)  boundary.c then looks at every
 * gap once more. */
#include "cutter.h"

static toc_token *tok(const cutter *c, uint32_t i) { return &c->doc->tokens.ptr[i]; }

static uint32_t first_cp(toc_str s) {
  size_t pos = 0;
  return s.len ? toc_utf8_next(s, &pos) : 0;
}

static bool is_straight(toc_str form) {
  uint32_t cp = first_cp(form);
  return cp == '"' || cp == '\'';
}

static bool is_closer(toc_str form) {
  uint32_t cp = first_cp(form);
  return cp == ')' || cp == ']' || cp == '}' || cp == 0x201D || cp == 0x2019 || cp == 0xBB || is_straight(form);
}

/* "[12]": a footnote's number stands with the sentence it belongs to. */
static bool is_reference(const cutter *c, uint32_t at, uint32_t last) {
  return at + 2 < last && toc_str_is(tok(c, at)->form, "[") && is_digit_ascii(tok(c, at + 1)->form.ptr[0]) &&
         toc_str_is(tok(c, at + 2)->form, "]");
}

/* Behind token i, a stop: the first token that does not close with it.  Straight quotes at
 * the end of the run that touch a word open what comes next. */
static uint32_t closed_until(const cutter *c, uint32_t i, uint32_t last) {
  uint32_t next = i + 1;
  while (is_reference(c, next, last)) next += 3;
  if (next > i + 1) return next;
  while (next < last && !tok(c, next - 1)->space_after && is_closer(tok(c, next)->form)) next++;
  if (next < last && !tok(c, next - 1)->space_after)
    while (next > i + 1 && is_straight(tok(c, next - 1)->form)) next--;
  return next;
}

/* Quotes and brackets that open what comes next. */
static bool is_opener(toc_str form) {
  uint32_t cp = first_cp(form);
  return cp == '"' || cp == '\'' || cp == '(' || cp == '[' || cp == 0x201C || cp == 0x2018 || cp == 0xAB || cp == '`';
}

/* . ... ! ?! … but not a number's point. */
static bool is_stop_token(toc_str form) {
  if (!form.len) return false;
  for (size_t pos = 0; pos < form.len;) {
    uint32_t cp = toc_utf8_next(form, &pos);
    if (cp != '.' && cp != '!' && cp != '?' && cp != 0x2026 && cp != 0x3002 && cp != 0x061F) return false;
  }
  return true;
}

/* "=========": a line drawn in characters. */
static bool is_rule(toc_str form) {
  return form.len >= 8 && memchr("=-_*~#", form.ptr[0], 6) && form.ptr[form.len - 1] == form.ptr[0];
}

static bool is_ellipsis(toc_str form) {
  return first_cp(form) == 0x2026 || (form.len >= 2 && form.ptr[0] == '.' && form.ptr[form.len - 1] == '.');
}

/* A word with its dot. */
static bool is_dotted(toc_str form) { return form.len > 1 && form.ptr[form.len - 1] == '.' && !is_stop_token(form); }

static bool is_starter(const cutter *c, uint32_t i) {
  toc_str f = tok(c, i)->form;
  return f.len && toc_cp_is_upper(first_cp(f)) && toc__has_lower(&c->t->starter, f);
}

static bool is_initial(toc_str form) {
  size_t pos = 0;
  uint32_t cp = toc_utf8_next(form, &pos);
  return toc_cp_is_upper(cp) && pos + 1 == form.len;
}

/* Words that follow "a.m." and "p.m." inside a sentence. */
static bool is_time_word(toc_str f) {
  static const char *const words[] = {"GMT", "EST", "EDT", "ET", "PT", "PST", "PDT", "CET", "CEST", "BST", "UTC", "IST", "CST", "CDT", "MSK",
                                      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
                                      "Eastern", "Pacific", "Central", "Moscow", "Beijing", "London"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (toc_str_is(f, words[i])) return true;
  return false;
}

static bool abbreviation_ends(const cutter *c, uint32_t i, uint32_t next) {
  toc_str form = tok(c, i)->form, word = toc_str_sub(form, 0, form.len - 1);
  toc_str f = tok(c, next)->form;
  uint32_t opener = is_opener(f);
  if (opener && next + 1 < c->doc->tokens.len) f = tok(c, next + 1)->form;
  uint32_t cp = first_cp(f);
  if (!toc_cp_is_upper(cp)) return false;
  abbr_kind kind = toc__abbr_kind(c->t, word);
  if (kind == ABBR_TITLE || kind == ABBR_NUMBER || kind == ABBR_DAY) return false;
  if (kind == ABBR_FINAL) return !is_time_word(f);
  if (kind == ABBR_NONE && is_initial(form)) return false;
  return is_starter(c, next + (opener ? 1 : 0));
}

/* "3." at the start of a sentence: the number of a list item, which goes on. */
static bool is_item_number(const cutter *c, uint32_t begin, uint32_t i) {
  toc_str number = tok(c, i - 1)->form;
  if (i != begin + 1 || number.len > 3 || tok(c, i)->form.len != 1) return false;
  for (size_t k = 0; k < number.len; k++)
    if (!is_digit_ascii(number.ptr[k])) return false;
  return true;
}

/* ":)", "^_^": stands with the sentence before it. */
static bool is_emoticon(toc_str form) {
  return form.len >= 2 && form.len <= 4 && (memchr(":;=^", form.ptr[0], 4) || toc_str_is(form, "<3"));
}

/* "Yahoo! Inc.": the mark is of the name. */
static bool is_company(const cutter *c, uint32_t mark, toc_str form) {
  return mark && toc_cp_is_upper(first_cp(tok(c, mark - 1)->form)) && is_dotted(form) &&
         toc__abbr_kind(c->t, toc_str_sub(form, 0, form.len - 1)) == ABBR_ANY;
}

/* Does the stop at token i, closed up to token next, end the sentence that began at `begin`? */
static bool stop_ends(const cutter *c, uint32_t begin, uint32_t i, uint32_t next) {
  bool closed = next > i + 1;
  bool glued = !tok(c, next - 1)->space_after;
  toc_str stop = tok(c, i)->form, f = tok(c, next)->form;
  uint32_t cp = first_cp(f);
  if (is_stop_token(f) || is_emoticon(f)) return false; /* it ends there, if anywhere */
  if (i > begin && is_item_number(c, begin, i)) return false;
  if (toc_str_is(stop, "!") && !closed && is_company(c, i, f)) return false;
  if (i > begin && is_stop_token(tok(c, i - 1)->form)) stop = TOC_S("..."); /* ". . ." */
  if (glued && is_opener(f) && next + 1 < c->doc->tokens.len) cp = first_cp(f = tok(c, next + 1)->form);
  if (glued) return toc_cp_is_upper(cp) && (f.len > 1 || f.ptr[0] == 'I');
  if (is_ellipsis(stop)) return toc_cp_is_upper(cp) || (is_opener(f) && next + 1 < c->doc->tokens.len && toc_cp_is_upper(first_cp(tok(c, next + 1)->form)));
  if (toc_cp_is_lower(cp)) return false; /* an abbreviation we do not know, or a quote; the model adds the rest */
  if (cp == ',' || cp == ';' || cp == ':') return false;
  if (cp == '-' || cp == 0x2013 || cp == 0x2014) return stop.ptr[0] == '.' && !closed;
  return true;
}

static void add_sentence(cutter *c, uint32_t first, uint32_t last, uint32_t paragraph, toc_section section) {
  toc_doc *doc = c->doc;
  uint32_t index = doc->sentences.len;
  toc_sentence *s = toc_push(&doc->arena, &doc->sentences);
  *s = (toc_sentence){.span = {tok(c, first)->span.start, tok(c, last - 1)->span.end},
                      .first = first,
                      .last = last,
                      .paragraph = paragraph,
                      .section = section};
  for (uint32_t i = first; i < last; i++) tok(c, i)->sentence = index;
}

/* The best place to cut a sentence that is too long: in its second half, behind a comma or
 * semicolon, else at a blank, else anywhere but inside a multiword token. */
static uint32_t cut_place(const cutter *c, uint32_t first) {
  uint32_t blank = 0, hard = 0;
  for (uint32_t i = first + TOC__SENTENCE_MAX; i > first + TOC__SENTENCE_MAX / 2; i--) {
    const toc_token *t = tok(c, i - 1);
    if (tok(c, i)->mwt == 0 && !toc_span_empty(tok(c, i)->mwt_span)) continue;
    if (t->form.len == 1 && t->space_after && (t->form.ptr[0] == ',' || t->form.ptr[0] == ';')) return i;
    if (!blank && t->space_after) blank = i;
    if (!hard) hard = i;
  }
  return blank ? blank : hard;
}

static void close_sentence(cutter *c, uint32_t first, uint32_t last, uint32_t paragraph, toc_section section) {
  while (last - first > TOC__SENTENCE_MAX) {
    uint32_t at = cut_place(c, first);
    add_sentence(c, first, at, paragraph, section);
    first = at;
  }
  if (last > first) add_sentence(c, first, last, paragraph, section);
}

void toc__mark_boundaries(const cutter *c, uint32_t first, uint32_t last, unsigned char *ends) {
  uint32_t begin = first;
  for (uint32_t i = first; i < last;) {
    toc_str form = tok(c, i)->form;
    bool smile = i > begin && is_emoticon(form) && is_stop_token(tok(c, i - 1)->form);
    bool stop = smile || is_stop_token(form), dotted = !stop && is_dotted(form);
    uint32_t next = stop || dotted ? closed_until(c, i, last) : i + 1;
    bool ended = false;
    if (c->dateline_end && tok(c, i)->span.end == c->dateline_end) {
      ends[(next = i + 1) - 1 - first] = BOUNDARY_FIXED;
      begin = next;
    } else if (next < last) {
      if (is_rule(form)) ended = true;
      else if (stop) ended = stop_ends(c, begin, i, next);
      else if (dotted) ended = abbreviation_ends(c, i, next);
    }
    if (ended) {
      ends[next - 1 - first] = BOUNDARY_RULE;
      begin = next;
    }
    i = next;
  }
}

void toc__make_sentences(cutter *c, uint32_t first, uint32_t last, const unsigned char *ends, uint32_t paragraph,
                         toc_section section) {
  uint32_t begin = first;
  for (uint32_t i = first; i < last; i++) {
    bool dateline = c->dateline_end && tok(c, i)->span.end == c->dateline_end;
    if (!dateline && !ends[i - first] && i + 1 < last) continue;
    bool inside = tok(c, i)->span.end <= c->dateline_end && tok(c, begin)->span.start >= c->doc->dateline.start;
    close_sentence(c, begin, i + 1, paragraph, inside ? TOC_META : section);
    begin = i + 1;
  }
}
