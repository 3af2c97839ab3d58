/* word.c - one run of characters without white space into tokens.
 *
 *   "($4.5m).)"  →  ( $ 4.5 m ) . )
 *   "don't"      →  do n't        one multiword token
 *   "U.S.-led,"  →  U.S. - led ,
 *
 * A chunk is first looked at as a whole, punctuation at its ends apart: addresses, phone
 * numbers, emoticons and the like are one token.  Else it is cut from left to right; each
 * step looks ahead only as far as the token goes, or a bounded way, so that a megabyte
 * without a blank costs no more than a megabyte of prose. */
#include "cutter.h"

#include <utf8proc.h>

/* Longest chunk that is looked at as a whole, and longest word that can be a contraction,
 * an abbreviation or a compound. */
#define WHOLE_MAX 4096
#define WORD_MAX 64

cp_class toc__cp_class(uint32_t cp) {
  if (cp < 0x80) {
    if (is_alpha_ascii((int)cp)) return CP_LETTER;
    if (is_digit_ascii((int)cp)) return CP_DIGIT;
    if (cp == ' ' || (cp >= '\t' && cp <= '\r')) return CP_SPACE;
    return cp == '$' || cp == '+' || cp == '<' || cp == '=' || cp == '>' || cp == '^' || cp == '|' || cp == '~' ||
                   cp < 0x20 || cp == 0x7F
               ? CP_SYMBOL
               : CP_PUNCT;
  }
  switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN: return CP_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL: return CP_DIGIT;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return CP_SPACE;
    case UTF8PROC_CATEGORY_CC: return cp == 0x85 ? CP_SPACE : CP_SYMBOL;
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO: return CP_PUNCT;
    default: return CP_SYMBOL;
  }
}

static cp_class class_at(const cutter *c, size_t at, size_t end) {
  size_t next;
  return at < end ? toc__cp_class(cp_at(c->s, at, end, &next)) : CP_SPACE;
}

static bool is_digit_at(const cutter *c, size_t at, size_t end) { return at < end && is_digit_ascii(c->s[at]); }

static toc_token *emit(cutter *c, size_t start, size_t end) {
  toc_token *t = toc_doc_add_token(c->doc);
  t->span = (toc_span){(uint32_t)start, (uint32_t)end};
  t->form = (toc_str){c->s + start, end - start};
  t->space_after = false;
  return t;
}

/* A multiword token of two words, cut at `at`. */
static void emit_two(cutter *c, size_t start, size_t at, size_t end) {
  toc_span whole = {(uint32_t)start, (uint32_t)end};
  toc_token *a = emit(c, start, at);
  a->mwt = 2;
  a->mwt_span = whole;
  emit(c, at, end)->mwt_span = whole;
}

/* ------------------------------------------------------------ whole chunks */

static bool is_local(int c) { return is_alpha_ascii(c) || is_digit_ascii(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%'; }

static bool starts_ci(toc_str s, const char *low) {
  size_t n = strlen(low);
  if (s.len < n) return false;
  for (size_t i = 0; i < n; i++)
    if ((is_upper_ascii(s.ptr[i]) ? s.ptr[i] + 32 : s.ptr[i]) != low[i]) return false;
  return true;
}

/* "example.org", "news.example.co.uk": labels and a known last one. */
static size_t host_length(const toc__tokenizer *t, toc_str s) {
  size_t i = 0, label = 0, dots = 0;
  toc_str last = {0};
  while (i <= s.len) {
    int ch = i < s.len ? (unsigned char)s.ptr[i] : 0;
    if (is_alpha_ascii(ch) || is_digit_ascii(ch) || ch == '-') {
      i++;
      continue;
    }
    if (i == label) break;
    last = toc_str_sub(s, label, i);
    if (ch != '.') break;
    dots++;
    label = ++i;
  }
  if (i == label && dots) i--, dots--; /* a dot at the end is the sentence's */
  return dots && toc__has_lower(&t->domain, last) ? i : 0;
}

static bool is_url(const toc__tokenizer *t, toc_str s) {
  static const char *const schemes[] = {"http://", "https://", "ftp://", "mailto:", "www."};
  for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
    if (starts_ci(s, schemes[i]) && s.len > strlen(schemes[i])) return true;
  size_t n = host_length(t, s);
  return n && (n == s.len || s.ptr[n] == '/' || s.ptr[n] == '?' || s.ptr[n] == ':');
}

static bool is_email(toc_str s) {
  const char *at = memchr(s.ptr, '@', s.len);
  if (!at || at == s.ptr || at + 1 == s.ptr + s.len) return false;
  for (const char *p = s.ptr; p < s.ptr + s.len; p++)
    if (p != at && !is_local((unsigned char)*p)) return false;
  return true;
}

/* "@handle", "#Tag": a sign and a word with a letter in it. */
static bool is_tagged(const cutter *c, toc_str s) {
  if (s.len < 2 || (s.ptr[0] != '@' && s.ptr[0] != '#')) return false;
  bool letter = false;
  size_t base = (size_t)(s.ptr - c->s);
  for (size_t at = base + 1, next; at < base + s.len; at = next) {
    uint32_t cp = cp_at(c->s, at, base + s.len, &next);
    cp_class k = toc__cp_class(cp);
    if (k == CP_LETTER) letter = true;
    else if (k != CP_DIGIT && cp != '_') return false;
  }
  return letter;
}

/* "+7 727" is two chunks; this is one: "713-853-3989", "800.713.8600", "345-9945". */
static bool is_phone(toc_str s) {
  size_t group[6], n = 0, digits = 0, i = 0;
  int sep = 0;
  bool plus = s.len && s.ptr[0] == '+';
  for (i = plus; i < s.len; i++) {
    int ch = (unsigned char)s.ptr[i];
    if (is_digit_ascii(ch)) {
      digits++;
      continue;
    }
    if ((ch != '-' && ch != '.') || !digits || n == 5 || (sep && ch != sep)) return false;
    sep = ch;
    group[n++] = digits;
    digits = 0;
  }
  if (!digits) return false;
  group[n++] = digits;
  if (plus) return true;
  if (sep == '.') return n == 3 && group[0] == 3 && group[1] == 3 && group[2] == 4;
  if (n == 2) return (group[0] == 3 && group[1] == 4) || (group[0] == 1 && group[1] == 4);
  return n >= 3;
}

static bool is_emoticon(toc_str s) {
  static const char *const list[] = {":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":-P", ":p", ":-p", ":/",
                                     ":-/", ":o", ":O", ":-O", ":'(", "=)", "=D", ":]", ":[", ":|", ":-|", "<3", "^_^",
                                     "-_-", "xD", "XD", ":3", ";P", ";D", ";p", ":*", ":-*", "(:", "o_O", "O_o", "8)", "8-)"};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (toc_str_is(s, list[i])) return true;
  return false;
}

/* A name with '_' or an extension after its last dot: "report_final.doc", "budget.xls". */
static bool is_file_name(toc_str s) {
  static const char *const ext[] = {"doc", "docx", "xls", "xlsx", "pdf", "txt", "jpg", "jpeg", "png", "gif", "zip", "exe",
                                    "html", "htm", "ppt", "csv", "mp3", "mp4", "url", "xml", "json"};
  size_t dot = s.len;
  for (size_t i = 0; i < s.len; i++) {
    int ch = (unsigned char)s.ptr[i];
    if (ch == '.') dot = i;
    else if (!is_local(ch) && ch != '#' && ch != '!' && ch != '&') return false;
  }
  if (dot == s.len) return false;
  for (size_t i = 0; i < sizeof ext / sizeof *ext; i++) {
    toc_str e = toc_str_sub(s, dot + 1, s.len);
    if (e.len == strlen(ext[i]) && starts_ci(e, ext[i])) return true;
  }
  return false;
}

static bool is_whole(const cutter *c, toc_str s) {
  if (s.len < 2 || s.len > WHOLE_MAX) return starts_ci(s, "http://") || starts_ci(s, "https://");
  return is_url(c->t, s) || is_email(s) || is_tagged(c, s) || is_phone(s) || is_file_name(s);
}

static bool is_opening(int c) { return c == '(' || c == '[' || c == '{' || c == '<' || c == '"' || c == '\''; }
static bool is_closing(int c) {
  return c == ')' || c == ']' || c == '}' || c == '>' || c == '"' || c == '\'' || c == '.' || c == ',' || c == ':' ||
         c == ';' || c == '!' || c == '?';
}

/* Bytes of opening quotes and brackets, or of closing ones and stops, at an end of s. */
static size_t opening_length(toc_str s) {
  size_t i = 0;
  while (i < s.len) {
    if (is_opening((unsigned char)s.ptr[i])) i++;
    else if (s.len - i > 3 && (memcmp(s.ptr + i, "\xE2\x80\x9C", 3) == 0 || memcmp(s.ptr + i, "\xE2\x80\x98", 3) == 0)) i += 3;
    else if (s.len - i > 2 && memcmp(s.ptr + i, "\xC2\xAB", 2) == 0) i += 2;
    else break;
  }
  return i;
}

static size_t closing_length(toc_str s) {
  size_t n = s.len;
  while (n > 0) {
    if (s.ptr[n - 1] == ')' && memchr(s.ptr, '(', n)) break; /* a bracket of its own */
    if (is_closing((unsigned char)s.ptr[n - 1])) n--;
    else if (n > 3 && (memcmp(s.ptr + n - 3, "\xE2\x80\x9D", 3) == 0 || memcmp(s.ptr + n - 3, "\xE2\x80\x99", 3) == 0)) n -= 3;
    else if (n > 2 && memcmp(s.ptr + n - 2, "\xC2\xBB", 2) == 0) n -= 2;
    else break;
  }
  return s.len - n;
}

/* ------------------------------------------------------------------- words */

/* One or more letters with marks and digits, from `at` on. */
static size_t letters_end(const cutter *c, size_t at, size_t end) {
  while (at < end) {
    size_t next;
    uint32_t cp = cp_at(c->s, at, end, &next);
    cp_class k = toc__cp_class(cp);
    if (k != CP_LETTER && k != CP_DIGIT && cp != '_') break;
    at = next;
  }
  return at;
}

static bool is_single_letter(const cutter *c, size_t from, size_t to, size_t end) {
  size_t next;
  if (from >= to) return false;
  uint32_t cp = cp_at(c->s, from, end, &next);
  return next == to && toc__cp_class(cp) == CP_LETTER;
}

/* "U.S.", "a.m.", "Ph.D", "U.S": letters with a dot after each, the groups short. */
static size_t acronym_end(const cutter *c, size_t start, size_t end) {
  size_t at = start, groups = 0;
  for (;;) {
    size_t e = at, n = 0;
    while (e < end && n < 3) {
      size_t next;
      if (toc__cp_class(cp_at(c->s, e, end, &next)) != CP_LETTER) break;
      e = next;
      n++;
    }
    bool short_enough = n == 1 || (n == 2 && groups < 3 && is_upper_ascii(c->s[at]));
    if (!n || !short_enough || (e < end && class_at(c, e, end) == CP_LETTER)) break;
    groups++;
    if (e >= end || c->s[e] != '.') {
      at = groups > 1 ? e : at;
      break;
    }
    at = e + 1;
  }
  return groups >= 2 && at > start ? at : start;
}

/* "AT&T", "P&L", "PG&E": capitals on both sides. */
static bool joins_ampersand(const cutter *c, size_t start, size_t amp, size_t end) {
  return amp > start && amp - start <= 3 && is_upper_ascii(c->s[amp - 1]) && amp + 1 < end && is_upper_ascii(c->s[amp + 1]);
}

/* Is the dot at `dot` inside one word: "comp.sources", but not "ended.The"? */
static bool joins_dot(const cutter *c, size_t start, size_t dot, size_t end) {
  if (dot + 1 >= end || dot == start || !is_alpha_ascii(c->s[dot + 1])) return false;
  if (is_upper_ascii(c->s[dot + 1]) && !is_upper_ascii(c->s[dot - 1])) return false;
  return true;
}

static size_t word_end(const cutter *c, size_t start, size_t end) {
  size_t acro = acronym_end(c, start, end);
  if (acro > start) return acro;
  size_t at = letters_end(c, start, end);
  while (at < end) {
    size_t next;
    uint32_t cp = cp_at(c->s, at, end, &next);
    bool join = false;
    if (is_apostrophe_cp(cp)) join = class_at(c, next, end) == CP_LETTER;
    else if (cp == '&') join = joins_ampersand(c, start, at, end);
    else if (cp == '.') join = joins_dot(c, start, at, end);
    if (!join) break;
    at = letters_end(c, next, end);
  }
  return at;
}

/* Where the clitic of the word [start, end) begins; end if it has none. */
static size_t clitic_at(const cutter *c, size_t start, size_t end) {
  static const char *const tails[] = {"s", "m", "re", "ve", "ll", "d"};
  size_t apos = end, after = end;
  for (size_t at = end; at > start && end - at < 6;) { /* the last apostrophe, near the end */
    at--;
    if (((unsigned char)c->s[at] & 0xC0) == 0x80) continue;
    size_t next;
    if (is_apostrophe_cp(cp_at(c->s, at, end, &next))) {
      apos = at;
      after = next;
      break;
    }
  }
  if (apos == end || apos == start) return end;
  toc_str tail = {c->s + after, end - after};
  if (tail.len == 1 && (tail.ptr[0] | 32) == 't' && apos >= start + 2 && (c->s[apos - 1] | 32) == 'n') return apos - 1;
  for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
    if (tail.len == strlen(tails[i]) && starts_ci(tail, tails[i])) return apos;
  return end;
}

static void emit_word(cutter *c, size_t start, size_t end) {
  if (end - start < WORD_MAX) {
    size_t at = clitic_at(c, start, end);
    char buf[WORD_MAX];
    toc_str low;
    if (at < end) {
      emit_two(c, start, at, end);
      return;
    }
    if (toc__lower_ascii((toc_str){c->s + start, end - start}, buf, sizeof buf, &low)) {
      uint32_t cut = toc_map_get(&c->t->contraction, low);
      if (cut != TOC_NONE) {
        emit_two(c, start, start + cut, end);
        return;
      }
    }
  }
  emit(c, start, end);
}

/* "parents'": an apostrophe behind a plural or a name in -s, unless it closes a quote. */
static bool is_possessive_mark(const cutter *c, size_t start, size_t at, size_t end, size_t *next) {
  uint32_t cp = at < end ? cp_at(c->s, at, end, next) : 0;
  if (cp != '\'' && cp != 0x2019) return false;
  if (*next < end && toc__cp_class(cp_at(c->s, *next, end, &(size_t){0})) == CP_LETTER) return false;
  int last = c->s[at - 1] | 32;
  return at - start >= 3 && (last == 's' || last == 'z' || last == 'x') && !c->open_single;
}

/* The dot at `dot` belongs to the word [start, dot). */
static bool keeps_dot(const cutter *c, size_t start, size_t dot, size_t end) {
  toc_str form = {c->s + start, dot - start};
  if (dot + 1 < end && (c->s[dot + 1] == '.' || c->s[dot + 1] == '!' || c->s[dot + 1] == '?')) {
    if (c->s[dot + 1] == '.' ) return false; /* "Inc..." is an ellipsis */
  }
  size_t next_word = dot + 1;
  while (next_word < c->end && toc__cp_class((unsigned char)c->s[next_word]) == CP_SPACE) next_word++;
  bool block_end = next_word >= c->end;
  int next = block_end ? 0 : (unsigned char)c->s[next_word];
  abbr_kind kind = toc__abbr_kind(c->t, form);
  if (kind == ABBR_NUMBER) return is_digit_ascii(next) || next == '(';
  if (kind == ABBR_DAY) return !block_end && !is_upper_ascii(next) && next != '"';
  if (kind != ABBR_NONE) return true;
  if (memchr(form.ptr, '.', form.len) && acronym_end(c, start, dot + 1) == dot + 1) return true;
  if (is_single_letter(c, start, dot, end)) {
    /* An initial ("John F. Brook", "E. coli"): a capital, and something follows. */
    bool before_is_word = c->doc->tokens.len && start > c->block_start;
    if (!is_upper_ascii(form.ptr[0])) return false;
    if (block_end) return !before_is_word;
    if (form.ptr[0] == 'I' && is_upper_ascii(next)) return false;
    return is_alpha_ascii(next) || (unsigned char)next >= 0x80 || next == ',';
  }
  return false;
}

/* "Rs500", "IRR200,000": the letters, if they are a currency and a number follows. */
static size_t currency_end(const cutter *c, size_t start, size_t end) {
  size_t e = start;
  while (e < end && e - start < 5 && is_alpha_ascii(c->s[e])) e++;
  if (e == start || !is_digit_at(c, e, end)) return start;
  return toc__has(&c->t->currency, (toc_str){c->s + start, e - start}) ? e : start;
}

/* The word at `start`; returns where the next token begins. */
static size_t cut_word(cutter *c, size_t start, size_t end) {
  size_t e = currency_end(c, start, end), next;
  if (e > start) {
    emit(c, start, e);
    return e;
  }
  e = next = word_end(c, start, end);
  if (e < end && c->s[e] == '$' && e - start <= 3 && is_upper_ascii(c->s[start]) && is_upper_ascii(c->s[e - 1])) e++; /* US$ */
  if (e < end && c->s[e] == '-') { /* one prefix and one word */
    toc_str first = {c->s + start, e - start};
    size_t tail = e + 1;
    cp_class k = class_at(c, tail, end);
    if ((k == CP_LETTER || k == CP_DIGIT) && toc__has_lower(&c->t->prefix, first)) {
      size_t tail_end = k == CP_LETTER ? word_end(c, tail, end) : letters_end(c, tail, end);
      if (tail_end >= end || c->s[tail_end] != '-') e = tail_end;
    }
  }
  if (e < end && c->s[e] == '.' && c->s[e - 1] != '.' && keeps_dot(c, start, e, end)) {
    emit(c, start, e + 1);
    return e + 1;
  }
  if (e < end && is_possessive_mark(c, start, e, end, &next)) {
    emit_two(c, start, e, next);
    return next;
  }
  emit_word(c, start, e);
  return e;
}

/* ----------------------------------------------------------------- numbers */

static size_t digits_end(const cutter *c, size_t at, size_t end) {
  while (at < end && is_digit_ascii(c->s[at])) at++;
  return at;
}

/* "2022-01-06", "11-20-2000", "1-800-555": three groups or more are one token, two a range. */
static size_t hyphened_number_end(const cutter *c, size_t start, size_t first_end, size_t end) {
  size_t groups = 1, at = first_end;
  while (at < end && c->s[at] == '-' && is_digit_at(c, at + 1, end)) {
    at = digits_end(c, at + 1, end);
    groups++;
  }
  if (groups < 2) return first_end;
  toc_str whole = {c->s + start, at - start};
  return groups >= 3 || is_phone(whole) ? at : first_end;
}

/* 5/18, 9/11, 11/01/2000: dates; "2001/02" and "20/20" come apart in the treebanks as often
 * as not, "1/2" is a fraction. */
static size_t number_end(const cutter *c, size_t start, size_t end) {
  size_t at = digits_end(c, start, end);
  size_t hyphened = hyphened_number_end(c, start, at, end);
  if (hyphened > at) return hyphened;
  while (at < end) {
    int ch = (unsigned char)c->s[at];
    if ((ch == '.' || ch == ',' || ch == ':' || ch == '/') && is_digit_at(c, at + 1, end)) {
      if (ch == ',' && digits_end(c, at + 1, end) - (at + 1) != 3) break; /* "[13,14]" */
      at = digits_end(c, at + 1, end);
    } else
      break;
  }
  return at;
}

static bool is_ordinal_tail(toc_str s) {
  return (s.len == 2 && (starts_ci(s, "st") || starts_ci(s, "nd") || starts_ci(s, "rd") || starts_ci(s, "th"))) ||
         (s.len == 1 && s.ptr[0] == 's');
}

static size_t cut_number(cutter *c, size_t start, size_t end) {
  size_t at = number_end(c, start, end);
  if (at == start) at = letters_end(c, start, end); /* digits of other scripts */
  size_t tail = at;
  while (tail < end && is_alpha_ascii(c->s[tail])) tail++;
  toc_str suffix = {c->s + at, tail - at};
  if (!suffix.len || class_at(c, tail, end) == CP_LETTER || class_at(c, tail, end) == CP_DIGIT) {
    size_t mixed = letters_end(c, at, end); /* "3D", "4x4" */
    emit(c, start, mixed);
    return mixed;
  }
  if (is_ordinal_tail(suffix)) {
    emit(c, start, tail);
    return tail;
  }
  if (suffix.len < WORD_MAX && (toc__has(&c->t->unit, suffix) || starts_ci(suffix, "am") || starts_ci(suffix, "pm"))) {
    emit(c, start, at);
    return at;
  }
  size_t acro = acronym_end(c, at, end);
  if (acro > at && acro - at >= 3) { /* "9a.m." */
    emit(c, start, at);
    return at;
  }
  emit(c, start, tail);
  return tail;
}

/* ------------------------------------------------------------- punctuation */

static bool is_stop(int c) { return c == '.' || c == '!' || c == '?'; }

/* Characters that stand together as one token when repeated. */
static bool repeats(uint32_t cp) {
  return cp == '-' || cp == '*' || cp == '=' || cp == '_' || cp == '~' || cp == '+' || cp == '<' || cp == '>' ||
         cp == '`' || cp == 0x2019 || cp == 0x2018 || cp == '\'' || cp == 0x2026 || cp == '#' || cp == '|' || cp == '^';
}

static size_t punct_end(const cutter *c, size_t start, size_t end) {
  size_t next;
  uint32_t cp = cp_at(c->s, start, end, &next);
  if (is_stop((int)cp)) {
    while (next < end && is_stop(c->s[next])) next++;
    return next;
  }
  if (!repeats(cp)) return next;
  for (size_t at = next, n; at < end; at = n) {
    if (cp_at(c->s, at, end, &n) != cp) break;
    next = n;
  }
  return next;
}

/* 'em, '90s, 'til: the apostrophe stands for what was left out. */
static size_t elision_end(const cutter *c, size_t start, size_t end) {
  static const char *const words[] = {"em", "til", "cause", "tis", "twas", "bout", "n", "s", "re", "ve", "ll", "d", "m"};
  size_t after;
  uint32_t cp = cp_at(c->s, start, end, &after);
  if (cp != '\'' && cp != 0x2019) return start;
  size_t e = letters_end(c, after, end);
  toc_str w = {c->s + after, e - after};
  if (w.len >= 2 && w.len <= 3 && is_digit_ascii(w.ptr[0]) && is_digit_ascii(w.ptr[1])) return w.len == 2 || (w.ptr[2] | 32) == 's' ? e : start;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (w.len == strlen(words[i]) && starts_ci(w, words[i])) return e;
  return start;
}

static size_t cut_punct(cutter *c, size_t start, size_t end, size_t chunk) {
  size_t next;
  uint32_t cp = cp_at(c->s, start, end, &next);
  if (cp == '\'' || cp == 0x2018 || cp == 0x2019) {
    size_t e = elision_end(c, start, end);
    if (e > start && !c->open_single) {
      emit(c, start, e);
      return e;
    }
    bool opens = start == chunk && class_at(c, next, end) != CP_SPACE && cp != 0x2019;
    size_t stop = punct_end(c, start, end);
    if (stop == next) c->open_single = opens;
    emit(c, start, stop);
    return stop;
  }
  size_t stop = punct_end(c, start, end);
  emit(c, start, stop);
  return stop;
}

/* "-5", "+1", ".22": a sign or point that belongs to the number of a whole chunk. */
static bool is_signed_number(const cutter *c, size_t start, size_t end) {
  if (c->s[start] == '.') return is_digit_at(c, start + 1, end) && number_end(c, start + 1, end) == end;
  if (c->s[start] != '+' && c->s[start] != '-') return false;
  return is_digit_at(c, start + 1, end) && number_end(c, start + 1, end) == end;
}

static void cut_middle(cutter *c, size_t start, size_t end) {
  size_t at = start;
  if (at < end && end - at < WORD_MAX && is_signed_number(c, at, end)) {
    emit(c, at, end);
    return;
  }
  while (at < end) {
    size_t next;
    uint32_t cp = cp_at(c->s, at, end, &next);
    switch (toc__cp_class(cp)) {
      case CP_LETTER: at = cut_word(c, at, end); break;
      case CP_DIGIT: at = cut_number(c, at, end); break;
      default: at = cut_punct(c, at, end, start); break;
    }
  }
}

void toc__cut_chunk(cutter *c, size_t start, size_t end) {
  toc_str s = {c->s + start, end - start};
  if (s.len <= 4 && is_emoticon(s)) {
    emit(c, start, end);
    return;
  }
  if (s.len <= WHOLE_MAX) {
    size_t open = opening_length(s);
    toc_str rest = toc_str_sub(s, open, s.len);
    size_t close = closing_length(rest);
    toc_str core = toc_str_sub(rest, 0, rest.len - close);
    if (core.len && is_whole(c, core)) {
      for (size_t at = start; at < start + open;) at = cut_punct(c, at, start + open, start);
      emit(c, start + open, start + open + core.len);
      cut_middle(c, start + open + core.len, end);
      return;
    }
  }
  cut_middle(c, start, end);
}
