/* dateline.c - the place and day in front of a story.
 *
 *   ALMATY, Jan 6 (Outlet) –            PARIS (AP) —         GENEVA, 3 March 2021 -
 *   COX'S BAZAR, Bangladesh — …         KYIV/MOSCOW: …       (Outlet) -- …
 *   LIMA (Peru), 2 May 2021. …          Lima, 2 May 2021: …
 *
 * A place in capitals needs no more than the dash; one in small letters needs a day or an
 * outlet as well, because "Paris – a city …" is prose.  Behind a day a colon does as well, and
 * behind capitals and a day a full stop. */
#include "parts.h"

#define LONGEST 160

typedef struct {
  toc_str s;
  size_t at;
} scan;

static uint32_t look(const scan *k, size_t *next) {
  size_t at = k->at;
  uint32_t cp = at < k->s.len ? toc_utf8_next(k->s, &at) : 0;
  if (next) *next = at;
  return cp;
}

static void blanks(scan *k) {
  size_t next;
  while (k->at < k->s.len && toc_cp_is_space(look(k, &next))) k->at = next;
}

static bool is_joint(uint32_t cp) { return cp == '\'' || cp == 0x2019 || cp == '.' || cp == '-' || cp == 0x2018; }

typedef struct {
  size_t start, end;
  int words;
  size_t letters;
  bool caps;  /* all letters are capitals, particles apart */
  bool title; /* each word begins with a capital, particles apart */
} name_run;

/* Small words inside the names of places. */
static bool is_particle(toc_str w) {
  static const char *const list[] = {"de", "la", "el", "al", "of", "the", "do", "da", "del", "and", "du", "es"};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (toc_str_is(w, list[i])) return true;
  return false;
}

/* One word of a name; false if none stands here. */
static bool name_word(scan *k, name_run *run) {
  size_t next, from = k->at;
  uint32_t cp = look(k, &next);
  if (!toc_cp_is_letter(cp)) return false;
  bool first_upper = toc_cp_is_upper(cp), upper = true;
  size_t letters = 0;
  while (k->at < k->s.len) {
    cp = look(k, &next);
    if (toc_cp_is_letter(cp)) {
      letters++;
      if (toc_cp_is_lower(cp)) upper = false;
    } else if (is_joint(cp)) {
      scan after = {k->s, next};
      uint32_t then = look(&after, NULL);
      if (!toc_cp_is_letter(then) && !(cp == '.' && (then == ' ' || then == ','))) break;
    } else if (cp < 0x300 || cp > 0x36F) {
      break;
    }
    k->at = next;
  }
  toc_str w = toc_str_sub(k->s, from, k->at);
  if (!is_particle(w)) {
    run->caps &= upper;
    run->title &= first_upper;
  }
  run->letters += letters;
  run->words++;
  return true;
}

/* Words of a name, "/" between two; at most five. */
static bool name(scan *k, name_run *run) {
  *run = (name_run){.start = k->at, .caps = true, .title = true};
  while (run->words < 5) {
    scan before = *k;
    if (!name_word(k, run)) {
      *k = before;
      break;
    }
    run->end = k->at;
    if (k->at < k->s.len && k->s.ptr[k->at] == '/') {
      k->at++;
      continue;
    }
    size_t next;
    if (look(k, &next) == ' ') {
      scan word = {k->s, next};
      if (toc_cp_is_letter(look(&word, NULL))) k->at = next;
      else break;
    } else
      break;
  }
  k->at = run->end ? run->end : run->start;
  return run->words > 0 && run->title;
}

/* "(Outlet)", "[AP]": a short name in brackets. */
static bool outlet(scan *k) {
  size_t open = k->at;
  int c = open < k->s.len ? k->s.ptr[open] : 0;
  if (c != '(' && c != '[') return false;
  int close = c == '(' ? ')' : ']';
  bool upper = false;
  int words = 1;
  for (size_t i = open + 1; i < k->s.len && i < open + 60; i++) {
    c = (unsigned char)k->s.ptr[i];
    if (c == close) {
      if (!upper || words > 6) return false;
      k->at = i + 1;
      return true;
    }
    if (c == '(' || c == '[') return false;
    upper |= c >= 'A' && c <= 'Z';
    words += c == ' ' || c == '\n';
  }
  return false;
}

/* The dash; a hyphen needs blanks around it. */
static bool dash(scan *k) {
  bool blank = k->at > 0 && (k->s.ptr[k->at - 1] == ' ' || k->s.ptr[k->at - 1] == ')');
  size_t before = k->at;
  blanks(k);
  blank |= k->at > before;
  size_t next;
  uint32_t cp = look(k, &next);
  if (cp == 0x2014 || cp == 0x2013 || cp == 0x2015 || cp == 0x2012) {
    k->at = next;
    if (look(k, &next) == cp) k->at = next;
    return true;
  }
  if (cp != '-' && cp != '_') return false;
  k->at = next;
  bool two = look(k, &next) == cp;
  while (k->at < k->s.len && look(k, &next) == cp) k->at = next;
  bool after = k->at == k->s.len || toc_cp_is_space(look(k, NULL));
  return two || (blank && after);
}

/* Words in capitals that stand before a dash or colon and are no place. */
static bool is_label(toc_str w) {
  static const char *const list[] = {"UPDATE", "BREAKING", "EXCLUSIVE", "ANALYSIS", "WATCH", "LIVE", "NEW", "OPINION", "CORRECTION",
                                     "NOTE", "TEXT", "REPORT", "EXPLAINER", "FACTBOX", "URGENT", "VIDEO", "PHOTOS", "PHOTO", "ALERT",
                                     "WARNING", "ADVISORY", "TIMELINE", "PROFILE", "INTERVIEW", "COMMENT", "COMMENTARY", "EDITORIAL",
                                     "FACT", "READ", "RELATED", "MORE", "POLITICS", "WORLD", "NEWS", "SPORT", "BUSINESS", "PREVIEW",
                                     "QUESTION", "ANSWER", "PART", "FILE", "PICTURED", "CAPTION", "SUMMARY", "BACKGROUND", "REVIEW"};
  size_t n = 0;
  while (n < w.len && w.ptr[n] != ' ') n++;
  toc_str first = toc_str_sub(w, 0, n);
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (toc_str_is(first, list[i])) return true;
  return false;
}

static bool all_capitals(toc_str s) {
  size_t upper = 0, lower = 0;
  if (s.len > 400) s.len = 400;
  for (size_t i = 0; i < s.len; i++) {
    upper += s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
    lower += s.ptr[i] >= 'a' && s.ptr[i] <= 'z';
  }
  return upper > 10 * lower;
}

/* Behind the place: ", Thailand", ", Jan. 6", "(Outlet)", in any order. */
static void parts(scan *k, toc__dateline *d, bool *sourced) {
  for (int i = 0; i < 5; i++) {
    scan was = *k;
    blanks(k);
    if (outlet(k)) {
      *sourced = true;
      continue;
    }
    bool comma = k->at < k->s.len && (k->s.ptr[k->at] == ',' || k->s.ptr[k->at] == ';');
    if (comma) k->at++;
    blanks(k);
    toc__stamp stamp;
    size_t n = toc__stamp_read(toc_str_sub(k->s, k->at, k->s.len), &stamp);
    name_run run;
    if (n) {
      k->at += n;
      if (k->at < k->s.len && k->s.ptr[k->at] == '.') k->at++;
      d->dated = true;
      d->stamp = stamp;
    } else if (!comma || !name(k, &run) || run.words > 4) {
      *k = was;
      return;
    }
  }
}

/* "[Text]", "[EXCERPTS]": what an agency's desk puts between the dash and the story. */
static void desk_notes(scan *k) {
  for (int i = 0; i < 4; i++) {
    scan was = *k;
    blanks(k);
    bool open = k->at < k->s.len && k->s.ptr[k->at] == '[';
    if (!open || !outlet(k)) {
      *k = was;
      return;
    }
  }
}

toc__dateline toc__dateline_read(toc_str s) {
  toc__dateline d = {0}, none = {0};
  toc_str all = s;
  if (s.len > LONGEST) {
    s.len = LONGEST;
    while (s.len && ((unsigned char)s.ptr[s.len - 1] & 0xC0) == 0x80) s.len--;
    if (s.len && (unsigned char)s.ptr[s.len - 1] >= 0xC0) s.len--;
  }
  scan k = {s, 0};
  name_run place = {0};
  bool sourced = false, named = name(&k, &place);
  if (named) {
    d.place_start = place.start;
    d.place_end = place.end;
  } else {
    k.at = 0;
  }
  parts(&k, &d, &sourced);
  if (!named && !sourced) return none;
  bool caps = named && place.caps && place.letters >= 3 && !is_label(toc_str_sub(s, place.start, place.end)) &&
              !all_capitals(toc_str_sub(all, k.at, all.len));
  if (named && !place.caps && place.words > 4) return none;
  if (!sourced && !d.dated && !caps) return none;
  bool colon = k.at + 1 < s.len && s.ptr[k.at] == ':' && s.ptr[k.at + 1] == ' ';
  bool stop = caps && d.dated && k.at + 1 < s.len && s.ptr[k.at - 1] == '.' && s.ptr[k.at] == ' ';
  if (colon && place.words <= 4 && (caps || (named && d.dated))) k.at++;
  else if (!stop && !dash(&k)) return none;
  desk_notes(&k);
  d.length = k.at;
  return d;
}
