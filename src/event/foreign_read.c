/* foreign_read.c - reads .actors, .agents, .verbs, .discards and .issues files.
 *
 * Both dialects are taken: TABARI's "NAME [CODE] ; comment" and PETRARCH's blocks with forms in
 * braces.  A word is what stands between blanks and underscores; an underscore joins. */
#include "foreign_in.h"

#include <stdlib.h>

enum { FOREIGN_MAX_FILE = 1 << 26 };

#define TRY(x)                       \
  do {                               \
    toc_status s_ = (x);             \
    if (s_ != TOC_OK) return s_;     \
  } while (0)

typedef struct reading {
  toc__foreign *f;
  toc_arena *a;
  toc_error *err;
  toc_lines l;
  toc_str raw; /* the line from its first column, blanks included */
  uint32_t file;
  uint32_t set;          /* open synset, TOC_NONE */
  toc_str block;         /* code of "--- NAME [CODE] ---" */
  bool in_block;         /* below such a line, whose verbs share their patterns */
  toc_str category;      /* code of an issue's "<NAME> [CODE]" */
  bool ignore;           /* an <IGNORE> section */
  uint32_t first_entry;  /* of the open actor and its synonyms */
  uint32_t verb;         /* open verb, TOC_NONE */
  bool stems;            /* TABARI's dialect: a word without '_' behind it is the beginning of words */
} reading;

#define FAIL(r, at, ...) toc_lines_fail((r)->err, &(r)->l, (at), __VA_ARGS__)

static size_t column_of(const reading *r, toc_str part) { return part.ptr ? (size_t)(part.ptr - r->l.text.ptr) : r->l.text.len; }

/* ------------------------------------------------------------------ words, phrases */

static uint32_t word_id(reading *r, toc_str lower) {
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
static uint32_t stem_id(reading *r, toc_str lower) {
  bool letters = lower.len >= FOREIGN_STEM && lower.len <= FOREIGN_LONGEST;
  for (size_t i = 0; i < lower.len && letters; i++) letters = (lower.ptr[i] >= 'a' && lower.ptr[i] <= 'z') || (lower.ptr[i] & 0x80);
  if (!r->stems || !letters || function_word(lower)) return word_id(r, lower);
  r->f->stems = true;
  const toc_str parts[] = {lower, TOC_S("*")};
  return word_id(r, toc_str_concat(r->a, parts, 2));
}

static bool word_byte(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) || c == '.' || c == '\'' || c == '-' || c == '&' || c == '/' || c == ','; }

/* "FOREIGN_MINISTER_" → its words; '_' and blanks part them. */
static toc_status read_phrase(reading *r, toc_str s, fphrase *out) {
  toc__foreign *f = r->f;
  *out = (fphrase){f->word_ids.len, 0};
  for (size_t i = 0; i < s.len;) {
    if (s.ptr[i] == '_' || s.ptr[i] == ' ' || s.ptr[i] == '\t') {
      i++;
      continue;
    }
    size_t from = i;
    while (i < s.len && word_byte(s.ptr[i])) i++;
    if (i == from) return FAIL(r, column_of(r, s) + i, "unexpected '%c' in a phrase, expected words joined by '_'", s.ptr[i]);
    if (out->n == FOREIGN_WORDS) return FAIL(r, column_of(r, s) + from, "more than %d words in a phrase", FOREIGN_WORDS);
    toc_str word = toc_lower(r->a, toc_str_sub(s, from, i));
    *toc_push(r->a, &f->word_ids) = i == s.len ? stem_id(r, word) : word_id(r, word);
    out->n++;
  }
  return out->n ? TOC_OK : FAIL(r, column_of(r, s), "expected a phrase");
}

/* ------------------------------------------------------------------ codes and dates */

static toc_status read_date(reading *r, toc_str s, toc_day *out) {
  uint64_t n;
  if ((s.len != 6 && s.len != 8) || !toc_str_uint(s, &n)) return FAIL(r, column_of(r, s), "expected a date as YYMMDD or YYYYMMDD, found '%.*s'", TOC_FMT(s));
  int year = (int)(n / 10000), month = (int)(n / 100 % 100), day = (int)(n % 100);
  if (s.len == 6) year += year < 40 ? 2000 : 1900; /* PETRARCH's turn of the century */
  *out = toc_day_of(year, month ? month : 1, day ? day : 1);
  return *out == TOC_NODAY ? FAIL(r, column_of(r, s), "there is no such day: '%.*s'", TOC_FMT(s)) : TOC_OK;
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
  if (!out->code.len) return FAIL(r, column_of(r, s), "expected a code within [ ]");
  out->code = toc_str_copy(r->a, out->code);
  toc_str when = toc_str_trim(toc_str_sub(s, n, s.len));
  if (!when.len) return TOC_OK;
  if (when.ptr[0] == '<' || when.ptr[0] == '>') {
    toc_day d;
    TRY(read_date(r, toc_str_trim(toc_str_sub(when, 1, when.len)), &d));
    if (when.ptr[0] == '<') out->to = d - 1;
    else out->from = d;
    return TOC_OK;
  }
  toc_str rest = when, from;
  if (!toc_str_cut(&rest, '-', &from) || !rest.ptr) return FAIL(r, column_of(r, when), "expected <DATE, >DATE or DATE-DATE, found '%.*s'", TOC_FMT(when));
  TRY(read_date(r, toc_str_trim(from), &out->from));
  TRY(read_date(r, toc_str_trim(rest), &out->to));
  return out->from <= out->to ? TOC_OK : FAIL(r, column_of(r, when), "the first date is later than the second");
}

/* All "[…]" of *rest into f->codes; *rest keeps what stands before the first. */
static toc_status read_codes(reading *r, toc_str *rest, uint32_t *first, uint32_t *n) {
  toc_str s = *rest;
  *first = r->f->codes.len;
  *n = 0;
  bool seen = false;
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] != '[') {
      if (seen && s.ptr[i] != ' ' && s.ptr[i] != '\t') return FAIL(r, column_of(r, s) + i, "unexpected '%c' behind a code", s.ptr[i]);
      continue;
    }
    size_t end = i;
    while (end < s.len && s.ptr[end] != ']') end++;
    if (end == s.len) return FAIL(r, column_of(r, s) + i, "'[' is not closed");
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
  TRY(read_phrase(r, s, &p));
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

static toc_status agent_phrase(reading *r, toc_str s, uint32_t codes, uint32_t n) {
  size_t from = 0;
  while (from < s.len && s.ptr[from] != '!') from++;
  fphrase p;
  if (from == s.len) {
    TRY(read_phrase(r, s, &p));
    add_entry(r, F_AGENT, p, codes, n);
    return TOC_OK;
  }
  size_t to = from + 1;
  while (to < s.len && s.ptr[to] != '!') to++;
  uint32_t m = to < s.len ? toc_map_get(&r->f->macros, toc_str_sub(s, from, to + 1)) : TOC_NONE;
  if (m == TOC_NONE) return FAIL(r, column_of(r, s) + from, "unknown '%.*s'", (int)((to < s.len ? to + 1 : s.len) - from), s.ptr + from);
  for (uint32_t i = 0; i < r->f->macro.ptr[m].len; i++) {
    toc_str w = r->f->macro.ptr[m].ptr[i];
    toc_str whole = toc_str_format(r->a, "%.*s%.*s%.*s", (int)from, s.ptr, TOC_FMT(w), (int)(s.len - to - 1), s.ptr + to + 1);
    if (memchr(whole.ptr, '!', whole.len)) return FAIL(r, column_of(r, s) + from, "more than one '!NAME!' in a phrase");
    TRY(read_phrase(r, whole, &p));
    add_entry(r, F_AGENT, p, codes, n);
  }
  return TOC_OK;
}

/* POLICE_OFFICER {POLICE_OFFICERS} [~COP] */
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
  TRY(agent_phrase(r, toc_str_trim(s), codes, n));
  toc_str form;
  while (toc_str_cut(&forms, ',', &form))
    if (toc_str_trim(form).len) TRY(agent_phrase(r, toc_str_trim(form), codes, n));
  return TOC_OK;
}

/* ------------------------------------------------------------------ .verbs */

static bool null_code(toc_str c) { return toc_str_is(c, "---") || toc_str_is(c, "###"); }

static toc_status verb_code(reading *r, toc_str inside, toc_str *code, toc_str *back, bool *null) {
  toc_str rest = toc_str_trim(inside), first;
  *back = (toc_str){"", 0};
  if (!toc_str_cut(&rest, ':', &first)) return FAIL(r, column_of(r, inside), "expected a code");
  toc_str both[2] = {toc_str_trim(first), rest.ptr ? toc_str_trim(rest) : (toc_str){"", 0}};
  *null = null_code(both[0]);
  for (int k = 0; k < 2; k++) {
    if (k == 1 && !rest.ptr) break;
    if (*null && k == 0) continue;
    size_t digits = 0;
    while (digits < both[k].len && both[k].ptr[digits] >= '0' && both[k].ptr[digits] <= '9') digits++;
    if (digits != both[k].len || digits < 2 || digits > 4)
      return FAIL(r, column_of(r, inside), "expected a code of 2 to 4 digits or ---, found '%.*s'", TOC_FMT(both[k]));
  }
  *code = toc_str_copy(r->a, both[0]);
  if (rest.ptr && !null_code(both[1])) *back = toc_str_copy(r->a, both[1]);
  return TOC_OK;
}

static toc_status cut_code(reading *r, toc_str *s, toc_str *code, toc_str *back, bool *null, bool *found) {
  const char *open = memchr(s->ptr, '[', s->len), *close = memchr(s->ptr, ']', s->len);
  *found = open != NULL;
  if (!open) return close ? FAIL(r, (size_t)(close - r->l.text.ptr), "']' without '['") : TOC_OK;
  if (!close || close < open) return FAIL(r, (size_t)(open - r->l.text.ptr), "'[' is not closed");
  TRY(verb_code(r, (toc_str){open + 1, (size_t)(close - open - 1)}, code, back, null));
  s->len = (size_t)(open - s->ptr);
  *s = toc_str_trim(*s);
  return TOC_OK;
}

static uint32_t open_set(reading *r, toc_str name) {
  uint32_t *at = toc_map_put(&r->f->set_names, name, r->f->sets.len);
  if (*at == r->f->sets.len) *toc_push(r->a, &r->f->sets) = (fset){0};
  return *at;
}

/* "--- ACCUSE [112] ---" */
static toc_status block_line(reading *r) {
  toc_str s = r->l.text, back;
  bool null, found;
  r->block = (toc_str){"---", 3};
  r->set = r->verb = TOC_NONE;
  r->in_block = true;
  TRY(cut_code(r, &s, &r->block, &back, &null, &found));
  return TOC_OK;
}

/* One token of a pattern into `out`; closed: '_' stands behind it. */
static toc_status pattern_token(reading *r, toc_str s, bool closed, ftoken *out) {
  if (toc_str_is(s, "$")) out->kind = FT_SOURCE;
  else if (toc_str_is(s, "+")) out->kind = FT_TARGET;
  else if (toc_str_is(s, "%")) out->kind = FT_BOTH;
  else if (s.ptr[0] == '&' && s.len > 1) {
    out->kind = FT_SET;
    out->what = toc_map_get(&r->f->set_names, s);
    if (out->what == TOC_NONE) return FAIL(r, column_of(r, s), "unknown synonym set '%.*s'", TOC_FMT(s));
  } else {
    for (size_t i = 0; i < s.len; i++)
      if (!word_byte(s.ptr[i])) return FAIL(r, column_of(r, s) + i, "unexpected '%c' in a pattern", s.ptr[i]);
    out->kind = FT_WORD;
    out->what = closed ? word_id(r, toc_lower(r->a, s)) : stem_id(r, toc_lower(r->a, s));
  }
  return TOC_OK;
}

/* "- $ * &CRIME_AGAINST + [1123]": tokens left and right of the verb. */
static toc_status pattern_line(reading *r) {
  toc_str s = toc_str_trim(toc_str_sub(r->l.text, 1, r->l.text.len));
  bool found;
  if (r->verb == TOC_NONE) return FAIL(r, 0, "a pattern ('-') without a verb above it");
  fpattern p = {.file = r->file, .line = r->l.line};
  TRY(cut_code(r, &s, &p.code, &p.back, &p.null_code, &found));
  if (!found) return FAIL(r, r->l.text.len, "expected a code such as [112] behind a pattern");
  ftoken side[2][FOREIGN_TOKENS];
  uint32_t n[2] = {0, 0};
  int at = 0;
  bool joined = false, verb_joined = false;
  for (size_t i = 0; i < s.len;) {
    char c = s.ptr[i];
    if (c == ' ' || c == '\t' || c == '{' || c == '}' || c == '(' || c == ')') {
      i++;
      if (c == ' ' || c == '\t') joined = false;
      continue;
    }
    if (c == '_') {
      i++, joined = true;
      if (at == 1 && !n[1]) verb_joined = true;
      continue;
    }
    if (c == '*') {
      if (at) return FAIL(r, column_of(r, s) + i, "a second '*' in a pattern");
      at = 1, i++;
      if (n[0]) side[0][n[0] - 1].adjacent = joined;
      verb_joined = joined = false;
      continue;
    }
    size_t from = i;
    while (i < s.len && !strchr(" \t_{}()*", s.ptr[i])) i++;
    if (n[at] == FOREIGN_TOKENS) return FAIL(r, column_of(r, s) + from, "more than %d words in a pattern", FOREIGN_TOKENS);
    ftoken t = {0};
    TRY(pattern_token(r, toc_str_sub(s, from, i), i < s.len && s.ptr[i] == '_', &t));
    if (at == 1) t.adjacent = n[1] ? joined : verb_joined || joined;
    else if (n[0]) side[0][n[0] - 1].adjacent = joined; /* of the neighbour farther out: see below */
    side[at][n[at]++] = t;
    joined = false;
  }
  if (!at) return FAIL(r, column_of(r, s), "expected '*' where the verb stands");
  p.tokens = r->f->tokens.len;
  p.n_left = n[0], p.n_right = n[1];
  for (uint32_t k = n[0]; k-- > 0;) *toc_push(r->a, &r->f->tokens) = side[0][k];
  for (uint32_t k = 0; k < n[1]; k++) *toc_push(r->a, &r->f->tokens) = side[1][k];
  *toc_push(r->a, &r->f->patterns) = p;
  r->f->verbs.ptr[r->verb].n_patterns++;
  return TOC_OK;
}

static toc_status add_verb(reading *r, toc_str words, toc_str code, bool null) {
  fverb v = {.code = code, .null_code = null, .file = r->file, .line = r->l.line, .patterns = TOC_NONE};
  uint32_t head = 0, seen = 0;
  for (size_t i = 0; i < words.len; i++) {
    if (words.ptr[i] == '_') seen++;
    if (words.ptr[i] == '+') head = seen;
  }
  toc_str clean = toc_str_copy(r->a, words);
  char *c = (char *)(uintptr_t)clean.ptr;
  for (size_t i = 0; i < clean.len; i++)
    if (c[i] == '+') c[i] = '_';
  TRY(read_phrase(r, clean, &v.phrase));
  v.head = head < v.phrase.n ? head : 0;
  *toc_push(r->a, &r->f->verbs) = v;
  return TOC_OK;
}

/* "ACCUSE {ACCUSES ACCUSED} [112]": the verb and its forms; patterns below belong to all, and to all
 * verbs of a block. */
static toc_status verb_line(reading *r) {
  toc_str s = r->l.text, code = r->block, back, forms = {NULL, 0};
  bool null = null_code(code), found;
  TRY(cut_code(r, &s, &code, &back, &null, &found));
  const char *open = memchr(s.ptr, '{', s.len);
  if (open) {
    const char *close = memchr(s.ptr, '}', s.len);
    if (!close || close < open) return FAIL(r, (size_t)(open - r->l.text.ptr), "'{' is not closed");
    forms = toc_str_sub(s, (size_t)(open - s.ptr) + 1, (size_t)(close - s.ptr));
    s = toc_str_trim(toc_str_sub(s, 0, (size_t)(open - s.ptr)));
  }
  r->set = TOC_NONE;
  bool first = !r->in_block || r->verb == TOC_NONE;
  if (first) r->verb = r->f->verbs.len;
  TRY(add_verb(r, s, code, null));
  r->f->verbs.ptr[r->f->verbs.len - 1].patterns = first ? r->f->patterns.len : TOC_NONE - 1 - r->verb;
  toc_str form;
  while (toc_str_cut(&forms, ' ', &form)) {
    if (!form.len) continue;
    TRY(add_verb(r, form, code, null));
    r->f->verbs.ptr[r->f->verbs.len - 1].patterns = TOC_NONE - 1 - r->verb; /* those of the verb, see finish() */
  }
  return TOC_OK;
}

static toc_status verbs_line(reading *r) {
  toc_str s = r->l.text;
  if (toc_str_starts(s, TOC_S("---"))) return block_line(r);
  if (s.ptr[0] == '-') return pattern_line(r);
  if (s.ptr[0] == '~') {
    *toc_push(r->a, &r->f->passed) = (fpassed){toc_str_copy(r->a, s), r->file, r->l.line};
    return TOC_OK;
  }
  if (s.ptr[0] == '&') {
    const char *end = s.ptr;
    while (end < s.ptr + s.len && *end != ' ' && *end != '\t') end++;
    r->set = open_set(r, (toc_str){s.ptr, (size_t)(end - s.ptr)});
    if (!r->in_block) r->verb = TOC_NONE;
    return TOC_OK;
  }
  if (s.ptr[0] == '+' && r->set != TOC_NONE) {
    fphrase p;
    TRY(read_phrase(r, toc_str_sub(s, 1, s.len), &p));
    *toc_push(r->a, &r->f->sets.ptr[r->set].phrases) = p;
    return TOC_OK;
  }
  return verb_line(r);
}

/* Names of the synonym sets, which patterns may use before they are told. */
static void collect_sets(reading *r, toc_str bytes) {
  toc_lines l;
  toc_lines_init(&l, "", bytes);
  while (toc_lines_next(&l)) {
    if (l.text.ptr[0] != '&') continue;
    size_t n = 0;
    while (n < l.text.len && l.text.ptr[n] != ' ' && l.text.ptr[n] != '\t') n++;
    open_set(r, toc_str_sub(l.text, 0, n));
  }
}

/* ------------------------------------------------------------------ .discards, .issues */

static toc_status discard_line(reading *r) {
  toc_str s = r->l.text;
  uint32_t codes, n;
  TRY(read_codes(r, &s, &codes, &n));
  bool whole = s.len && s.ptr[0] == '+';
  if (whole) s = toc_str_trim(toc_str_sub(s, 1, s.len));
  fphrase p;
  TRY(read_phrase(r, s, &p));
  add_entry(r, whole ? F_DISCARD_REPORT : F_DISCARD, p, 0, 0);
  return TOC_OK;
}

/* "<REFUGEES> [REF]" and "+WORD" below, or "WORD [REF]"; <IGNORE> passes words over. */
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
  if (s.len && s.ptr[0] == '+') s = toc_str_trim(toc_str_sub(s, 1, s.len));
  if (!n) {
    if (!r->category.len) return FAIL(r, r->l.text.len, "expected a code such as [ID_REFUGEE] behind the word");
    *toc_push(r->a, &r->f->codes) = (fcode){r->category, TOC_NODAY, TOC_NODAY};
    n = 1;
  }
  fphrase p;
  TRY(read_phrase(r, s, &p));
  if (!r->ignore) add_entry(r, F_ISSUE, p, codes, n);
  return TOC_OK;
}

/* ------------------------------------------------------------------ files */

const char *toc__foreign_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static bool named(const char *path, const char *part) { return strstr(toc__foreign_name(path), part) != NULL; }

/* Files do not say whose they are.  PETRARCH's verbs stand in blocks ("---"), or give their forms in braces; its
 * names have synonyms ('+') or codes on lines of their own.  Where none of that is, it is TABARI's. */
static bool is_tabari(const char *name, toc_str bytes) {
  bool actors = named(name, ".actors"), verbs = named(name, ".verbs"), any = false;
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

static toc_status read_file(reading *r, const char *name, toc_str bytes) {
  toc_status (*line)(reading *) = named(name, ".actors")     ? actor_line
                                  : named(name, ".agents")   ? agent_line
                                  : named(name, ".verbs")    ? verbs_line
                                  : named(name, ".discards") ? discard_line
                                                             : issue_line;
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
  r->stems = is_tabari(name, bytes);
  r->file = r->f->files.len;
  *toc_push(r->a, &r->f->files) = name;
  if (line == verbs_line) collect_sets(r, bytes);
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
    for (; k > 0 && p[k - 1].n_left + p[k - 1].n_right < x.n_left + x.n_right; k--) p[k] = p[k - 1];
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
  for (uint32_t i = 0; i < n; i++) TRY(read_file(&r, toc_str_z(&f->arena, toc_cstr(file[i].name)), file[i].bytes));
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

static bool is_dictionary(toc_str name) {
  static const char *const parts[] = {".actors", ".agents", ".verbs", ".discards", ".issues"};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    toc_str p = toc_cstr(parts[i]);
    if (toc_str_ends(name, p)) return true;
    if (toc_str_ends(name, TOC_S(".txt")) && toc_str_ends(toc_str_sub(name, 0, name.len - 4), p)) return true;
  }
  return false;
}

static toc_status read_folder(toc__foreign *f, const char *dir, toc_error *err) {
  toc_arena *a = &f->arena;
  toc_strs names = {0};
  TOC_ARRAY(toc__foreign_file) files = {0};
  TRY(toc_dir_list(a, dir, "", &names, err));
  for (uint32_t i = 0; i < names.len; i++) {
    if (!is_dictionary(names.ptr[i])) continue;
    toc__foreign_file file = {.name = toc_str_format(a, "%s/%.*s", dir, TOC_FMT(names.ptr[i])).ptr};
    TRY(toc_file_read(a, file.name, FOREIGN_MAX_FILE, &file.bytes, err));
    *toc_push(a, &files) = file;
  }
  if (!files.len)
    return toc_fail(err, TOC_BADDATA, NULL, 0, 0, "no dictionary in '%s', expected files named *.actors, *.agents, *.verbs, *.discards or *.issues", dir);
  return parse_all(f, files.ptr, files.len, err);
}

static toc_status load(toc__foreign **out, const char *dir, const toc__foreign_file *file, uint32_t n, toc_error *err) {
  jmp_buf jump;
  *out = NULL;
  toc__foreign *f = calloc(1, sizeof *f);
  if (!f) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for dictionaries");
  toc_arena_init(&f->arena, 0);
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&f->arena, jump)) s = dir ? read_folder(f, dir, err) : parse_all(f, file, n, err);
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
  toc__foreign_size s = {.files = f->files.len, .verbs = f->verbs.len, .patterns = f->patterns.len, .passed_over = f->passed.len};
  for (uint32_t i = 0; i < f->entries.len; i++) switch (f->entries.ptr[i].kind) {
      case F_ACTOR: s.actors++; break;
      case F_AGENT: s.agents++; break;
      case F_DISCARD:
      case F_DISCARD_REPORT: s.discards++; break;
      case F_ISSUE: s.issues++; break;
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

void toc__foreign_list(const toc__foreign *f, toc_buf *b) {
  static const char *const kinds[] = {"actor", "agent", "discard", "discard report", "issue"};
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
  for (uint32_t i = 0; i < f->passed.len; i++) {
    toc_buf_fmt(b, "passed over\t%.*s\ttransformation of PETRARCH-2", TOC_FMT(f->passed.ptr[i].text));
    put_place(b, f, f->passed.ptr[i].file, f->passed.ptr[i].line);
  }
}
