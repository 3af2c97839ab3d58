/* foreign_read.c - reads .actors, .agents, .discards, .issues and .nouns files, and which files a folder holds; those
 * of verbs are read by foreign_verbs.c.
 *
 * Both dialects are taken: TABARI's "NAME [CODE] ; comment" and PETRARCH's blocks with forms in
 * braces.  A word is what stands between blanks and underscores; an underscore joins. */
#include "foreign_reading.h"

#include <stdlib.h>

enum { FOREIGN_MAX_FILE = 1 << 26 };

/* ------------------------------------------------------------------ words, phrases */

size_t toc__foreign_column(const reading *r, toc_str part) { return part.ptr ? (size_t)(part.ptr - r->l.text.ptr) : r->l.text.len; }

uint32_t toc__foreign_word_id(reading *r, toc_str lower) {
  toc__foreign *f = r->f;
  uint32_t *id = toc_map_put(&f->words, lower, f->text.len);
  if (*id == f->text.len) *toc_push(r->a, &f->text) = toc_str_copy(r->a, lower);
  return *id;
}

/* Words that say how others belong together; "WITH" is no "without". */
static bool function_word(toc_str w) {
  static const char *const all[] = {"about", "above", "across", "after", "against", "along", "among", "around", "been", "before", "behind", "being", "below", "beside", "between",
                                    "beyond", "down", "during", "each", "from", "have", "having", "inside", "into", "near", "onto", "outside", "over", "since", "than", "that",
                                    "their", "them", "then", "there", "these", "they", "this", "those", "through", "toward", "towards", "under", "until", "upon", "were", "what",
                                    "when", "where", "which", "while", "whom", "will", "with", "within", "without", "would"};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (toc_str_is(w, all[i])) return true;
  return false;
}

/* "russia" → the id of "russia*", which all words have that begin so; of the word itself where it is
 * short or says how others belong together. */
uint32_t toc__foreign_stem_id(reading *r, toc_str lower) {
  bool letters = lower.len >= FOREIGN_STEM && lower.len <= FOREIGN_LONGEST;
  for (size_t i = 0; i < lower.len && letters; i++) letters = (lower.ptr[i] >= 'a' && lower.ptr[i] <= 'z') || (lower.ptr[i] & 0x80);
  if (!r->stems || !letters || function_word(lower)) return toc__foreign_word_id(r, lower);
  r->f->stems = true;
  const toc_str parts[] = {lower, TOC_S("*")};
  return toc__foreign_word_id(r, toc_str_concat(r->a, parts, 2));
}

bool toc__foreign_word_byte(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) || c == '.' || c == '\'' || c == '-' || c == '&' || c == '/' || c == ','; }

/* "FOREIGN_MINISTER_" → its words; '_' and blanks part them. */
void toc__foreign_pass(reading *r, toc_str text, toc_str why) {
  *toc_push(r->a, &r->f->passed) = (fpassed){toc_str_copy(r->a, text), why, r->file, r->l.line};
}

toc_status toc__foreign_phrase(reading *r, toc_str s, fphrase *out) {
  toc__foreign *f = r->f;
  *out = (fphrase){.words = f->word_ids.len};
  for (size_t i = 0; i < s.len;) {
    if (s.ptr[i] == '_' || s.ptr[i] == ' ' || s.ptr[i] == '\t') {
      i++;
      continue;
    }
    size_t from = i;
    while (i < s.len && toc__foreign_word_byte(s.ptr[i])) i++;
    if (i == from) return FAIL(r, toc__foreign_column(r, s) + i, "unexpected '%c' in a phrase, expected words joined by '_'", s.ptr[i]);
    if (out->n == FOREIGN_WORDS) return FAIL(r, toc__foreign_column(r, s) + from, "more than %d words in a phrase", FOREIGN_WORDS);
    toc_str word = toc_lower(r->a, toc_str_sub(s, from, i));
    *toc_push(r->a, &f->word_ids) = i == s.len ? toc__foreign_stem_id(r, word) : toc__foreign_word_id(r, word);
    out->n++;
  }
  return out->n ? TOC_OK : FAIL(r, toc__foreign_column(r, s), "expected a phrase");
}

/* ------------------------------------------------------------------ codes and dates */

/* YYMMDD, YYYYMMDD, or a year: its first day, or its last one where a time ends. */
static toc_status read_date(reading *r, toc_str s, bool ends, toc_day *out) {
  uint64_t n;
  if ((s.len != 4 && s.len != 6 && s.len != 8) || !toc_str_uint(s, &n))
    return FAIL(r, toc__foreign_column(r, s), "expected a date as YYMMDD, YYYYMMDD or YYYY, found '%.*s'", TOC_FMT(s));
  if (s.len == 4) n = n * 10000 + (ends ? 1231 : 101);
  int year = (int)(n / 10000), month = (int)(n / 100 % 100), day = (int)(n % 100);
  if (s.len == 6) year += year < 40 ? 2000 : 1900; /* PETRARCH's turn of the century */
  *out = toc_day_of(year, month ? month : 1, day ? day : 1);
  return *out == TOC_NODAY ? FAIL(r, toc__foreign_column(r, s), "there is no such day: '%.*s'", TOC_FMT(s)) : TOC_OK;
}

static bool code_byte(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '~' || c == '-' || c == '#' || c == '_' || c == '/'; }

/* "AFGGOV 890101-920415", "AFG <010101", "~COP" */
static toc_status read_code(reading *r, toc_str s, fcode *out) {
  *out = (fcode){.from = TOC_NODAY, .to = TOC_NODAY};
  s = toc_str_trim(s);
  size_t n = 0;
  while (n < s.len && code_byte(s.ptr[n])) n++;
  out->code = toc_str_sub(s, 0, n);
  for (size_t i = 0; i < n; i++)
    if (s.ptr[i] == '/') { /* two at once: the first is taken, as PETRARCH does */
      out->code = toc_str_sub(s, 0, i);
      break;
    }
  if (!out->code.len) return FAIL(r, toc__foreign_column(r, s), "expected a code within [ ]");
  out->code = toc_str_copy(r->a, out->code);
  toc_str when = toc_str_trim(toc_str_sub(s, n, s.len));
  if (!when.len) return TOC_OK;
  if (when.ptr[0] == '<' || when.ptr[0] == '>') {
    toc_day d;
    TRY(read_date(r, toc_str_trim(toc_str_sub(when, 1, when.len)), false, &d));
    if (when.ptr[0] == '<') out->to = d - 1;
    else out->from = d;
    return TOC_OK;
  }
  toc_str rest = when, from;
  if (!toc_str_cut(&rest, '-', &from) || !rest.ptr) return FAIL(r, toc__foreign_column(r, when), "expected <DATE, >DATE or DATE-DATE, found '%.*s'", TOC_FMT(when));
  TRY(read_date(r, toc_str_trim(from), false, &out->from));
  TRY(read_date(r, toc_str_trim(rest), true, &out->to));
  return out->from <= out->to ? TOC_OK : FAIL(r, toc__foreign_column(r, when), "the first date is later than the second");
}

/* All "[…]" of *rest into f->codes; *rest keeps what stands before the first. */
static toc_status read_codes(reading *r, toc_str *rest, uint32_t *first, uint32_t *n) {
  toc_str s = *rest;
  *first = r->f->codes.len;
  *n = 0;
  bool seen = false;
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] != '[') {
      if (seen && s.ptr[i] != ' ' && s.ptr[i] != '\t') return FAIL(r, toc__foreign_column(r, s) + i, "unexpected '%c' behind a code", s.ptr[i]);
      continue;
    }
    size_t end = i;
    while (end < s.len && s.ptr[end] != ']') end++;
    if (end == s.len) return FAIL(r, toc__foreign_column(r, s) + i, "'[' is not closed");
    if (!seen) rest->len = i;
    seen = true;
    fcode c;
    TRY(read_code(r, toc_str_sub(s, i + 1, end), &c));
    *toc_push(r->a, &r->f->codes) = c;
    (*n)++;
    i = end;
  }
  *rest = toc_str_trim(*rest);
  return TOC_OK;
}

static fentry *add_entry(reading *r, fkind kind, fphrase p, uint32_t codes, uint32_t n) {
  fentry *e = toc_push(r->a, &r->f->entries);
  *e = (fentry){kind, p, codes, n, r->file, r->l.line};
  return e;
}

/* ------------------------------------------------------------------ .actors */

/* A name, its synonyms below ('+'), and codes on either; codes on lines of their own belong to
 * the name and all synonyms. */
static toc_status actor_line(reading *r) {
  toc_str s = r->l.text;
  uint32_t codes, n;
  TRY(read_codes(r, &s, &codes, &n));
  toc__foreign *f = r->f;
  bool synonym = s.len && s.ptr[0] == '+';
  if (synonym) s = toc_str_trim(toc_str_sub(s, 1, s.len));
  if (!s.len) {
    if (!n || r->first_entry == TOC_NONE) return FAIL(r, 0, "expected a name before its codes");
    for (uint32_t i = r->first_entry; i < f->entries.len; i++) {
      fentry *e = &f->entries.ptr[i];
      if (!e->n_codes) e->codes = codes;
      e->n_codes = codes + n - e->codes; /* codes of one actor stand behind each other */
    }
    return TOC_OK;
  }
  if (synonym && r->first_entry == TOC_NONE) return FAIL(r, 0, "a synonym ('+') without a name above it");
  fphrase p;
  TRY(toc__foreign_phrase(r, s, &p));
  fentry *e = add_entry(r, F_ACTOR, p, codes, n);
  if (!synonym) r->first_entry = f->entries.len - 1;
  else if (!n) { /* takes the codes of its name */
    e->codes = f->entries.ptr[r->first_entry].codes;
    e->n_codes = f->entries.ptr[r->first_entry].n_codes;
  }
  return TOC_OK;
}

/* ------------------------------------------------------------------ .agents */

/* !PERSON! = MAN, MEN, WOMAN */
static toc_status macro_line(reading *r, toc_str s) {
  toc_str name, rest = s, word;
  toc_str_cut(&rest, '=', &name);
  name = toc_str_trim(name);
  if (!rest.ptr || name.len < 3 || name.ptr[name.len - 1] != '!') return FAIL(r, 0, "expected '!NAME! = WORD, WORD'");
  toc_strs words = {0};
  while (toc_str_cut(&rest, ',', &word)) {
    word = toc_str_trim(word);
    if (word.len) *toc_push(r->a, &words) = toc_str_copy(r->a, word);
  }
  if (!words.len) return FAIL(r, 0, "'%.*s' stands for no word", TOC_FMT(name));
  uint32_t *at = toc_map_put(&r->f->macros, name, r->f->macro.len);
  if (*at != r->f->macro.len) return FAIL(r, 0, "'%.*s' is there already", TOC_FMT(name));
  *toc_push(r->a, &r->f->macro) = words;
  return TOC_OK;
}

/* single: no plural of it is looked for. */
static toc_status agent_phrase(reading *r, toc_str s, bool single, uint32_t codes, uint32_t n) {
  size_t from = 0;
  while (from < s.len && s.ptr[from] != '!') from++;
  fphrase p;
  if (from == s.len) {
    TRY(toc__foreign_phrase(r, s, &p));
    p.exact = single;
    add_entry(r, F_AGENT, p, codes, n);
    return TOC_OK;
  }
  size_t to = from + 1;
  while (to < s.len && s.ptr[to] != '!') to++;
  uint32_t m = to < s.len ? toc_map_get(&r->f->macros, toc_str_sub(s, from, to + 1)) : TOC_NONE;
  if (m == TOC_NONE) return FAIL(r, toc__foreign_column(r, s) + from, "unknown '%.*s'", (int)((to < s.len ? to + 1 : s.len) - from), s.ptr + from);
  for (uint32_t i = 0; i < r->f->macro.ptr[m].len; i++) {
    toc_str w = r->f->macro.ptr[m].ptr[i];
    toc_str whole = toc_str_format(r->a, "%.*s%.*s%.*s", (int)from, s.ptr, TOC_FMT(w), (int)(s.len - to - 1), s.ptr + to + 1);
    if (memchr(whole.ptr, '!', whole.len)) return FAIL(r, toc__foreign_column(r, s) + from, "more than one '!NAME!' in a phrase");
    TRY(toc__foreign_phrase(r, whole, &p));
    p.exact = single;
    add_entry(r, F_AGENT, p, codes, n);
  }
  return TOC_OK;
}

/* POLICE_OFFICER {POLICE_OFFICERS} [~COP]; "{}" and a '_' at the end say that there is no plural */
static toc_status agent_line(reading *r) {
  toc_str s = r->l.text, forms = {NULL, 0};
  if (s.ptr[0] == '!' && memchr(s.ptr, '=', s.len)) return macro_line(r, s);
  uint32_t codes, n;
  TRY(read_codes(r, &s, &codes, &n));
  if (!n) return FAIL(r, 0, "expected a code such as [~GOV] behind an agent");
  for (uint32_t i = codes; i < codes + n; i++)
    if (!memchr(r->f->codes.ptr[i].code.ptr, '~', r->f->codes.ptr[i].code.len))
      return FAIL(r, 0, "expected '~' in the code of an agent, found '%.*s'", TOC_FMT(r->f->codes.ptr[i].code));
  const char *open = memchr(s.ptr, '{', s.len);
  if (open) {
    const char *close = memchr(s.ptr, '}', s.len);
    if (!close || close < open) return FAIL(r, (size_t)(open - s.ptr), "'{' is not closed");
    forms = toc_str_sub(s, (size_t)(open - s.ptr) + 1, (size_t)(close - s.ptr));
    s.len = (size_t)(open - s.ptr);
  }
  s = toc_str_trim(s);
  TRY(agent_phrase(r, s, open ? !toc_str_trim(forms).len : toc_str_ends(s, TOC_S("_")), codes, n));
  toc_str form;
  while (toc_str_cut(&forms, ',', &form))
    if (toc_str_trim(form).len) TRY(agent_phrase(r, toc_str_trim(form), true, codes, n));
  return TOC_OK;
}

/* ------------------------------------------------------------------ .discards, .issues */

static toc_status discard_line(reading *r) {
  toc_str s = r->l.text;
  uint32_t codes, n;
  TRY(read_codes(r, &s, &codes, &n));
  bool whole = s.len && s.ptr[0] == '+';
  if (whole) s = toc_str_trim(toc_str_sub(s, 1, s.len));
  fphrase p;
  TRY(toc__foreign_phrase(r, s, &p));
  add_entry(r, whole ? F_DISCARD_REPORT : F_DISCARD, p, 0, 0);
  return TOC_OK;
}

/* "<REFUGEES> [REF]" and "+WORD" below, or "WORD [REF]".  Words of an <IGNORE> section and those behind '~' count for
 * no issue, nor do shorter ones within them. */
static toc_status issue_line(reading *r) {
  toc_str s = r->l.text;
  uint32_t codes, n;
  TRY(read_codes(r, &s, &codes, &n));
  if (s.len && s.ptr[0] == '<') {
    const char *end = memchr(s.ptr, '>', s.len);
    if (!end) return FAIL(r, 0, "'<' is not closed");
    toc_str name = toc_str_trim((toc_str){s.ptr + 1, (size_t)(end - s.ptr - 1)});
    r->ignore = toc_str_is(name, "IGNORE");
    r->category = n ? r->f->codes.ptr[codes].code : toc_str_copy(r->a, name);
    return TOC_OK;
  }
  bool ignore = r->ignore;
  fphrase p;
  if (s.len && (s.ptr[0] == '+' || s.ptr[0] == '~')) {
    ignore |= s.ptr[0] == '~';
    s = toc_str_trim(toc_str_sub(s, 1, s.len));
  }
  if (!n && !ignore) {
    if (!r->category.len) return FAIL(r, r->l.text.len, "expected a code such as [ID_REFUGEE] behind the word");
    *toc_push(r->a, &r->f->codes) = (fcode){r->category, TOC_NODAY, TOC_NODAY};
    n = 1;
  }
  TRY(toc__foreign_phrase(r, s, &p));
  add_entry(r, ignore ? F_NO_ISSUE : F_ISSUE, p, codes, ignore ? 0 : n);
  return TOC_OK;
}

/* "MARCH_HARE [N]": nouns and adjectives, whose words are no verbs.  A code says nothing more. */
static toc_status noun_line(reading *r) {
  toc_str s = r->l.text;
  uint32_t codes, n;
  fphrase p;
  TRY(read_codes(r, &s, &codes, &n));
  TRY(toc__foreign_phrase(r, s, &p));
  add_entry(r, F_NO_VERB, p, 0, 0);
  return TOC_OK;
}

/* ------------------------------------------------------------------ files */

const char *toc__foreign_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* What a file holds, by its name; FOREIGN_AUTO: nothing for us. */
static toc__foreign_kind kind_of(toc_str name) {
  static const struct {
    const char *suffix;
    toc__foreign_kind kind;
  } all[] = {{".actors", FOREIGN_ACTORS},     {".agents", FOREIGN_AGENTS}, {".verbs", FOREIGN_VERBS}, {".discards", FOREIGN_DISCARDS},
             {".issues", FOREIGN_ISSUES},     {".nouns", FOREIGN_NOUNS},   {".adjectives", FOREIGN_NOUNS}, {".nulls", FOREIGN_NOUNS}};
  bool text = toc_str_ends(name, TOC_S(".txt"));
  toc_str stem = text ? toc_str_sub(name, 0, name.len - 4) : name;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (toc_str_ends(stem, toc_cstr(all[i].suffix))) return all[i].kind;
  return text && toc_str_starts(stem, TOC_S("CAMEO.")) ? FOREIGN_VERBS : FOREIGN_AUTO; /* PETRARCH-2's CAMEO.2.0.txt */
}

/* Files do not say whose they are.  PETRARCH's verbs stand in blocks ("---"), or give their forms in braces; its
 * names have synonyms ('+') or codes on lines of their own.  Where none of that is, it is TABARI's. */
static bool is_tabari(toc__foreign_kind kind, toc_str bytes) {
  bool actors = kind == FOREIGN_ACTORS, verbs = kind == FOREIGN_VERBS, any = false;
  toc_lines l;
  if (!actors && !verbs) return false;
  toc_lines_init(&l, "", bytes);
  while (toc_lines_next(&l)) {
    toc_str s = l.text;
    any |= s.ptr[0] != ';';
    if (actors && (s.ptr[0] == '+' || s.ptr[0] == '[')) return false;
    if (verbs && (toc_str_starts(s, TOC_S("---")) || s.ptr[0] == '~' || (s.ptr[0] != '-' && s.ptr[0] != ';' && memchr(s.ptr, '{', s.len)))) return false;
  }
  return any;
}

/* Cuts TABARI's "; comment". */
static void cut_semicolon(toc_lines *l) {
  const char *at = memchr(l->text.ptr, ';', l->text.len);
  if (at && (at == l->text.ptr || at[-1] == ' ' || at[-1] == '\t' || at[-1] == ']')) l->text.len = (size_t)(at - l->text.ptr);
  while (l->text.len && (l->text.ptr[l->text.len - 1] == ' ' || l->text.ptr[l->text.len - 1] == '\t')) l->text.len--;
}

static toc_status read_file(reading *r, const char *name, toc__foreign_kind kind, toc_str bytes) {
  static toc_status (*const lines[])(reading *) = {issue_line, actor_line, agent_line, toc__foreign_verbs_line, discard_line, issue_line, noun_line};
  toc_status (*line)(reading *) = lines[kind];
  if (!toc_utf8_valid(bytes)) {
    uint32_t at = 1;
    toc_str rest = bytes, one;
    while (toc_str_cut(&rest, '\n', &one) && toc_utf8_valid(one)) at++;
    return toc_fail(r->err, TOC_BADDATA, name, at, 0, "broken UTF-8");
  }
  r->set = r->verb = r->first_entry = TOC_NONE;
  r->block = (toc_str){"---", 3};
  r->category = (toc_str){NULL, 0};
  r->ignore = r->in_block = false;
  r->stems = is_tabari(kind, bytes);
  r->file = r->f->files.len;
  *toc_push(r->a, &r->f->files) = name;
  if (kind == FOREIGN_VERBS) toc__foreign_collect_sets(r, bytes);
  toc_lines_init(&r->l, name, bytes);
  while (toc_lines_next(&r->l)) {
    cut_semicolon(&r->l);
    if (r->l.text.len && !toc_str_starts(r->l.text, TOC_S("<!--"))) TRY(line(r));
  }
  return TOC_OK;
}

/* ------------------------------------------------------------------ order */

uint32_t toc__foreign_word(const toc__foreign *f, const fphrase *p, uint32_t i) { return f->word_ids.ptr[p->words + i]; }

/* By word, long phrases first, then as they were read. */
static int by_word(const void *x, const void *y) {
  const forder *a = x, *b = y;
  if (a->word != b->word) return a->word < b->word ? -1 : 1;
  if (a->n != b->n) return a->n > b->n ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}

/* Patterns with more words come first; of equals, the one written first. */
static void sort_patterns(fpattern *p, uint32_t n) {
  for (uint32_t i = 1; i < n; i++) {
    fpattern x = p[i];
    uint32_t k = i;
    for (; k > 0 && p[k - 1].words < x.words; k--) p[k] = p[k - 1];
    p[k] = x;
  }
}

static void finish(toc__foreign *f) {
  toc_arena *a = &f->arena;
  for (uint32_t i = 0; i < f->verbs.len; i++) {
    fverb *v = &f->verbs.ptr[i];
    if (v->patterns > f->patterns.len) { /* a form of another */
      const fverb *of = &f->verbs.ptr[TOC_NONE - 1 - v->patterns];
      v->patterns = of->patterns;
      v->n_patterns = of->n_patterns;
    } else {
      if (v->n_patterns) sort_patterns(f->patterns.ptr + v->patterns, v->n_patterns);
    }
    *toc_push(a, &f->verb_order) = (forder){toc__foreign_word(f, &v->phrase, v->head), v->phrase.n, i};
  }
  for (uint32_t i = 0; i < f->entries.len; i++)
    *toc_push(a, &f->entry_order) = (forder){toc__foreign_word(f, &f->entries.ptr[i].phrase, 0), f->entries.ptr[i].phrase.n, i};
  if (f->entry_order.len) qsort(f->entry_order.ptr, f->entry_order.len, sizeof(forder), by_word);
  if (f->verb_order.len) qsort(f->verb_order.ptr, f->verb_order.len, sizeof(forder), by_word);
}

uint32_t toc__foreign_first(const toc__foreign *f, uint32_t word, bool verbs) {
  const forder *o = verbs ? f->verb_order.ptr : f->entry_order.ptr;
  uint32_t lo = 0, n = verbs ? f->verb_order.len : f->entry_order.len, hi = n;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (o[mid].word < word) lo = mid + 1;
    else hi = mid;
  }
  return lo < n && o[lo].word == word ? lo : TOC_NONE;
}

/* ------------------------------------------------------------------ loading */

static toc_status parse_all(toc__foreign *f, const toc__foreign_file *file, uint32_t n, toc_error *err) {
  reading r = {.f = f, .a = &f->arena, .err = err};
  toc_buf all;
  toc_map_init(&f->words, &f->arena);
  toc_map_init(&f->set_names, &f->arena);
  toc_map_init(&f->macros, &f->arena);
  toc_map_init(&r.code_names, &f->arena);
  for (uint32_t i = 0; i < n; i++) {
    toc__foreign_kind kind = file[i].kind ? file[i].kind : kind_of(toc_cstr(toc__foreign_name(file[i].name)));
    TRY(read_file(&r, toc_str_z(&f->arena, toc_cstr(file[i].name)), kind, file[i].bytes));
  }
  TRY(toc__foreign_verbs_end(&r));
  finish(f);
  toc_buf_init(&all, 0);
  for (uint32_t i = 0; i < n; i++) {
    toc_buf_fmt(&all, "%s%c%zu%c", toc__foreign_name(file[i].name), 0, file[i].bytes.len, 0);
    toc_buf_str(&all, file[i].bytes);
  }
  bool failed = all.failed;
  if (!failed) toc_sha256((toc_str){all.ptr, all.len}, f->hash);
  toc_buf_release(&all);
  return failed ? toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for dictionaries") : TOC_OK;
}

typedef struct folder {
  toc__foreign *f;
  const char *dir;               /* NULL: the files are those of `given` */
  const toc__foreign_file *given;
  uint32_t n_given;
  TOC_ARRAY(toc__foreign_file) files; /* to be read, in order */
  toc_error *err;
} folder;

/* ------------------------------------------------------------------ PETR_config.ini
 *
 *     [Dictionaries]
 *     verbfile_name = CAMEO.2.0.txt
 *     actorfile_list = demo.countries.actors.txt, demo.armed.actors.txt
 *
 * Which files are read, in which order.  They lie beside it, or in a folder "dictionaries" beside it or beside
 * its folder, as PETRARCH lays them.  Its other options are about PETRARCH itself. */

static const char config_name[] = "PETR_config.ini";

/* Reads DIR/BESIDE/NAME, or takes it from those that are given. */
static toc_status open_file(folder *d, const char *beside, toc_str name, toc__foreign_file *out) {
  toc_arena *a = &d->f->arena;
  toc_error none = {0};
  if (d->dir) {
    out->name = toc_str_format(a, "%s/%s%.*s", d->dir, beside, TOC_FMT(name)).ptr;
    return toc_file_read(a, out->name, FOREIGN_MAX_FILE, &out->bytes, &none);
  }
  for (uint32_t i = 0; i < d->n_given; i++) {
    if (!toc_str_is(name, toc__foreign_name(d->given[i].name))) continue;
    out->name = d->given[i].name;
    out->bytes = d->given[i].bytes;
    return TOC_OK;
  }
  return TOC_IO;
}

static toc_status find_file(folder *d, const toc_lines *at, toc_str name, toc__foreign_kind kind) {
  static const char *const beside[] = {"", "dictionaries/", "../dictionaries/"};
  for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
    toc__foreign_file file = {.kind = kind};
    toc_status s = open_file(d, beside[i], name, &file);
    if (s == TOC_NOMEM) return toc_fail(d->err, s, NULL, 0, 0, "out of memory for dictionaries");
    if (s != TOC_OK) continue;
    *toc_push(&d->f->arena, &d->files) = file;
    return TOC_OK;
  }
  return toc_lines_fail(d->err, at, (size_t)(name.ptr - at->text.ptr), "there is no '%.*s' beside it, nor in a folder 'dictionaries'", TOC_FMT(name));
}

static void pass_key(folder *d, uint32_t file, const toc_lines *l, const char *why) {
  *toc_push(&d->f->arena, &d->f->passed) = (fpassed){toc_str_copy(&d->f->arena, l->text), toc_cstr(why), file, l->line};
}

static toc_status config_line(folder *d, const toc_lines *l, uint32_t file, bool dictionaries) {
  static const struct {
    const char *key;
    toc__foreign_kind kind;
  } keys[] = {{"verbfile_name", FOREIGN_VERBS},       {"actorfile_list", FOREIGN_ACTORS}, {"agentfile_name", FOREIGN_AGENTS},
              {"discardfile_name", FOREIGN_DISCARDS}, {"issuefile_name", FOREIGN_ISSUES}, {"nounfile_name", FOREIGN_NOUNS}};
  toc_str rest = l->text, key, name;
  if (!toc_str_cut(&rest, '=', &key) || !rest.ptr) return toc_lines_fail(d->err, l, 0, "expected KEY = VALUE or [SECTION]");
  key = toc_str_trim(key);
  for (size_t i = 0; dictionaries && i < sizeof keys / sizeof *keys; i++) {
    if (!toc_str_is(key, keys[i].key)) continue;
    while (toc_str_cut(&rest, ',', &name))
      if (toc_str_trim(name).len) TRY(find_file(d, l, toc_str_trim(name), keys[i].kind));
    return TOC_OK;
  }
  pass_key(d, file, l, dictionaries ? "not a kind of dictionary that is read" : "an option of PETRARCH's own way to code");
  return TOC_OK;
}

static toc_status read_config(folder *d, const char *path, toc_str bytes) {
  toc_lines l;
  bool dictionaries = false, skip = true;
  uint32_t file = d->f->files.len;
  if (!toc_utf8_valid(bytes)) return toc_fail(d->err, TOC_BADDATA, path, 0, 0, "broken UTF-8");
  *toc_push(&d->f->arena, &d->f->files) = path;
  toc_lines_init(&l, path, bytes);
  while (toc_lines_next(&l)) {
    cut_semicolon(&l);
    if (!l.text.len) continue;
    if (l.text.ptr[0] != '[') {
      if (!skip) TRY(config_line(d, &l, file, dictionaries));
      continue;
    }
    if (l.text.ptr[l.text.len - 1] != ']') return toc_lines_fail(d->err, &l, 0, "'[' is not closed");
    dictionaries = toc_str_is(l.text, "[Dictionaries]");
    skip = !dictionaries && !toc_str_is(l.text, "[Options]"); /* where its parser lies */
  }
  return d->files.len ? TOC_OK : toc_fail(d->err, TOC_BADDATA, path, 0, 0, "names no dictionary: expected [Dictionaries] and 'verbfile_name = FILE'");
}

/* The dictionaries that a PETR_config.ini among the given files names, else all that are given. */
static toc_status choose(folder *d) {
  const toc__foreign_file *config = NULL;
  for (uint32_t i = 0; i < d->n_given; i++)
    if (strcmp(toc__foreign_name(d->given[i].name), config_name) == 0) config = &d->given[i];
  if (config) return read_config(d, toc_str_z(&d->f->arena, toc_cstr(config->name)), config->bytes);
  for (uint32_t i = 0; i < d->n_given; i++) *toc_push(&d->f->arena, &d->files) = d->given[i];
  return TOC_OK;
}

static toc_status read_given(toc__foreign *f, const toc__foreign_file *file, uint32_t n, toc_error *err) {
  folder d = {.f = f, .given = file, .n_given = n, .err = err};
  TRY(choose(&d));
  return parse_all(f, d.files.ptr, d.files.len, err);
}

static toc_status read_folder(toc__foreign *f, const char *dir, toc_error *err) {
  toc_arena *a = &f->arena;
  toc_strs names = {0};
  TOC_ARRAY(toc__foreign_file) files = {0};
  bool config = false;
  TRY(toc_dir_list(a, dir, "", &names, err));
  for (uint32_t i = 0; i < names.len; i++) config |= toc_str_is(names.ptr[i], config_name);
  for (uint32_t i = 0; i < names.len; i++) {
    if (config ? !toc_str_is(names.ptr[i], config_name) : !kind_of(names.ptr[i])) continue;
    toc__foreign_file file = {.name = toc_str_format(a, "%s/%.*s", dir, TOC_FMT(names.ptr[i])).ptr};
    TRY(toc_file_read(a, file.name, FOREIGN_MAX_FILE, &file.bytes, err));
    *toc_push(a, &files) = file;
  }
  if (!files.len)
    return toc_fail(err, TOC_BADDATA, NULL, 0, 0,
                    "no dictionary in '%s', expected files named *.actors, *.agents, *.verbs, *.discards, *.issues or *.nouns, or %s", dir, config_name);
  folder d = {.f = f, .dir = dir, .given = files.ptr, .n_given = files.len, .err = err};
  TRY(choose(&d));
  return parse_all(f, d.files.ptr, d.files.len, err);
}

static toc_status load(toc__foreign **out, const char *dir, const toc__foreign_file *file, uint32_t n, toc_error *err) {
  jmp_buf jump;
  *out = NULL;
  toc__foreign *f = calloc(1, sizeof *f);
  if (!f) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for dictionaries");
  toc_arena_init(&f->arena, 0);
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&f->arena, jump)) s = dir ? read_folder(f, dir, err) : read_given(f, file, n, err);
  else toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for dictionaries");
  f->arena.oom = NULL;
  if (s == TOC_OK) *out = f;
  else toc__foreign_free(f);
  return s;
}

toc_status toc__foreign_load(toc__foreign **out, const char *dir, toc_error *err) { return load(out, dir, NULL, 0, err); }
toc_status toc__foreign_parse(toc__foreign **out, const toc__foreign_file *file, uint32_t n, toc_error *err) { return load(out, NULL, file, n, err); }

void toc__foreign_free(toc__foreign *f) {
  if (!f) return;
  toc_arena_release(&f->arena);
  free(f);
}

const char *toc__foreign_hash(const toc__foreign *f) { return f->hash; }

toc__foreign_size toc__foreign_count(const toc__foreign *f) {
  toc__foreign_size s = {.files = f->files.len, .verbs = f->verbs.len, .patterns = f->patterns.len, .transformations = f->changes.len, .passed_over = f->passed.len};
  for (uint32_t i = 0; i < f->entries.len; i++) switch (f->entries.ptr[i].kind) {
      case F_ACTOR: s.actors++; break;
      case F_AGENT: s.agents++; break;
      case F_DISCARD:
      case F_DISCARD_REPORT: s.discards++; break;
      case F_ISSUE: s.issues++; break;
      case F_NO_ISSUE: break;
      case F_NO_VERB: s.nouns++; break;
    }
  return s;
}

/* ------------------------------------------------------------------ listing */

static void put_phrase(toc_buf *b, const toc__foreign *f, const fphrase *p) {
  for (uint32_t i = 0; i < p->n; i++) {
    if (i) toc_buf_z(b, " ");
    toc_buf_str(b, f->text.ptr[toc__foreign_word(f, p, i)]);
  }
}

static void put_codes(toc_buf *b, const toc__foreign *f, const fentry *e) {
  for (uint32_t i = 0; i < e->n_codes; i++) {
    const fcode *c = &f->codes.ptr[e->codes + i];
    if (i) toc_buf_z(b, ", ");
    toc_buf_str(b, c->code);
    if (c->from == TOC_NODAY && c->to == TOC_NODAY) continue;
    toc_buf_z(b, " ");
    if (c->from != TOC_NODAY) toc_buf_day(b, c->from);
    toc_buf_z(b, "/");
    if (c->to != TOC_NODAY) toc_buf_day(b, c->to);
  }
}

static void put_place(toc_buf *b, const toc__foreign *f, uint32_t file, uint32_t line) { toc_buf_fmt(b, "\t%s:%u\n", f->files.ptr[file], (unsigned)line); }

/* Tabs and the like of a line would be fields of the list. */
static void put_line(toc_buf *b, toc_str s) {
  for (size_t i = 0; i < s.len; i++) toc_buf_put(b, (unsigned char)s.ptr[i] < ' ' ? " " : s.ptr + i, 1);
}

void toc__foreign_list(const toc__foreign *f, toc_buf *b) {
  static const char *const kinds[] = {"actor", "agent", "discard", "discard report", "issue", "no issue", "noun"};
  for (uint32_t i = 0; i < f->entries.len; i++) {
    const fentry *e = &f->entries.ptr[i];
    toc_buf_fmt(b, "%s\t", kinds[e->kind]);
    put_phrase(b, f, &e->phrase);
    toc_buf_z(b, "\t");
    put_codes(b, f, e);
    put_place(b, f, e->file, e->line);
  }
  for (uint32_t i = 0; i < f->verbs.len; i++) {
    const fverb *v = &f->verbs.ptr[i];
    toc_buf_z(b, "verb\t");
    put_phrase(b, f, &v->phrase);
    toc_buf_fmt(b, "\t%.*s, %u pattern%s", TOC_FMT(v->code), (unsigned)v->n_patterns, v->n_patterns == 1 ? "" : "s");
    put_place(b, f, v->file, v->line);
  }
  for (uint32_t i = 0; i < f->changes.len; i++) {
    toc_buf_z(b, "transformation\t");
    put_line(b, f->changes.ptr[i].text);
    toc_buf_fmt(b, "\t%u event%s", (unsigned)f->changes.ptr[i].n_results, f->changes.ptr[i].n_results == 1 ? "" : "s");
    put_place(b, f, f->changes.ptr[i].file, f->changes.ptr[i].line);
  }
  toc__foreign_list_passed(f, b);
}

void toc__foreign_list_passed(const toc__foreign *f, toc_buf *b) {
  for (uint32_t i = 0; i < f->passed.len; i++) {
    toc_buf_z(b, "passed over\t");
    put_line(b, f->passed.ptr[i].text);
    toc_buf_fmt(b, "\t%.*s", TOC_FMT(f->passed.ptr[i].why));
    put_place(b, f, f->passed.ptr[i].file, f->passed.ptr[i].line);
  }
}
