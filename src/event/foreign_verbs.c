/* foreign_verbs.c - reads files of verbs: verbs, their patterns, synsets, and the transformations of PETRARCH-2.
 *
 *     --- ATTACK [190] ---
 *     ATTACK {ATTACKS ATTACKED}
 *     - * {SUPPLY ROUTE} (WITH &GUN) [193]
 *     ~ (a (b . ATTACK) SAY) = (a b 112)
 *
 * A pattern is words, sets and phrases to both sides of the verb ('*').  Noun phrases stand in { } or [ ],
 * prepositional phrases in ( ); with '|' within, braces are a choice of words, as TABARI has it. */
#include "foreign_reading.h"

enum { MAX_NESTED = 1 << 20 };

/* ------------------------------------------------------------------ .verbs */

static bool null_code(toc_str c) { return toc_str_is(c, "---") || toc_str_is(c, "###"); }

static toc_status verb_code(reading *r, toc_str inside, toc_str *code, toc_str *back, bool *null) {
  toc_str rest = toc_str_trim(inside), first;
  *back = (toc_str){"", 0};
  if (!toc_str_cut(&rest, ':', &first)) return FAIL(r, toc__foreign_column(r, inside), "expected a code");
  toc_str both[2] = {toc_str_trim(first), rest.ptr ? toc_str_trim(rest) : (toc_str){"", 0}};
  *null = null_code(both[0]);
  for (int k = 0; k < 2; k++) {
    if (k == 1 && !rest.ptr) break;
    if (*null && k == 0) continue;
    size_t digits = 0;
    while (digits < both[k].len && both[k].ptr[digits] >= '0' && both[k].ptr[digits] <= '9') digits++;
    if (digits != both[k].len || digits < 2 || digits > 4)
      return FAIL(r, toc__foreign_column(r, inside), "expected a code of 2 to 4 digits or ---, found '%.*s'", TOC_FMT(both[k]));
  }
  *code = toc_str_copy(r->a, both[0]);
  if (rest.ptr && !null_code(both[1])) *back = toc_str_copy(r->a, both[1]);
  return TOC_OK;
}

/* The "[CODE]" of a line: its last brackets, for a pattern may have noun phrases in brackets before them. */
static toc_status cut_code(reading *r, toc_str *s, toc_str *code, toc_str *back, bool *null, bool *found) {
  const char *open = NULL, *close = NULL;
  for (size_t i = 0; i < s->len; i++) {
    if (s->ptr[i] == '[') open = s->ptr + i, close = NULL;
    if (s->ptr[i] == ']' && !close) close = s->ptr + i;
  }
  *found = open != NULL;
  if (!open) return close ? FAIL(r, (size_t)(close - r->l.text.ptr), "']' without '['") : TOC_OK;
  if (!close) return FAIL(r, (size_t)(open - r->l.text.ptr), "'[' is not closed");
  TRY(verb_code(r, (toc_str){open + 1, (size_t)(close - open - 1)}, code, back, null));
  s->len = (size_t)(open - s->ptr);
  *s = toc_str_trim(*s);
  return TOC_OK;
}

/* Names of sets in lower case. */
static toc_str set_key(const reading *r, toc_str name) { return toc_lower(r->a, name); }

static uint32_t open_set(reading *r, toc_str name) {
  uint32_t *at = toc_map_put(&r->f->set_names, set_key(r, name), r->f->sets.len);
  if (*at == r->f->sets.len) *toc_push(r->a, &r->f->sets) = (fset){0};
  return *at;
}

/* What transformations call a verb: its word, or the name of its block.  The first one counts. */
static void name_code(reading *r, toc_str name, toc_str code) {
  toc_str key = toc_lower(r->a, toc_str_trim(name));
  while (key.len && key.ptr[0] == '+') key = toc_str_sub(key, 1, key.len);
  while (key.len && key.ptr[key.len - 1] == '_') key.len--;
  if (!key.len || null_code(code)) return;
  uint32_t *at = toc_map_put(&r->code_names, key, r->code_of.len);
  if (*at == r->code_of.len) *toc_push(r->a, &r->code_of) = code;
}

/* "--- ACCUSE [112] ---" */
static toc_status block_line(reading *r) {
  toc_str s = r->l.text, back;
  bool null = true, found;
  r->block = (toc_str){"---", 3};
  r->set = r->verb = TOC_NONE;
  r->in_block = true;
  TRY(cut_code(r, &s, &r->block, &back, &null, &found));
  while (s.len && s.ptr[0] == '-') s = toc_str_sub(s, 1, s.len);
  while (s.len && s.ptr[s.len - 1] == '-') s.len--;
  if (!null) name_code(r, s, r->block);
  return TOC_OK;
}

/* One word of a pattern into `out`; closed: '_' stands behind it. */
static toc_status pattern_token(reading *r, toc_str s, bool closed, ftoken *out) {
  if (toc_str_is(s, "$")) out->kind = FT_SOURCE;
  else if (toc_str_is(s, "+")) out->kind = FT_TARGET;
  else if (toc_str_is(s, "%")) out->kind = FT_BOTH;
  else if (toc_str_is(s, "^")) out->kind = FT_SKIP;
  else if (s.ptr[0] == '&' && s.len > 1) {
    out->kind = FT_SET;
    out->what = toc_map_get(&r->f->set_names, set_key(r, s));
    if (out->what == TOC_NONE) return FAIL(r, toc__foreign_column(r, s), "unknown synonym set '%.*s'", TOC_FMT(s));
  } else {
    for (size_t i = 0; i < s.len; i++)
      if (!toc__foreign_word_byte(s.ptr[i])) return FAIL(r, toc__foreign_column(r, s) + i, "unexpected '%c' in a pattern", s.ptr[i]);
    out->kind = FT_WORD;
    out->what = closed ? toc__foreign_word_id(r, toc_lower(r->a, s)) : toc__foreign_stem_id(r, toc_lower(r->a, s));
  }
  return TOC_OK;
}

static bool opens(char c) { return c == '{' || c == '(' || c == '['; }
static char closing(char c) { return c == '{' ? '}' : c == '(' ? ')' : ']'; }

static bool blank(char c) { return c == ' ' || c == '\t'; }

/* The byte behind the word that begins at i. */
static size_t word_end(toc_str s, size_t i) {
  while (i < s.len && !strchr(" \t_{}()[]*|", s.ptr[i])) i++;
  return i;
}

/* Where the phrase that opens at s[i] closes. */
static toc_status group_end(reading *r, toc_str s, size_t i, size_t *end) {
  char open[FOREIGN_NESTED];
  int depth = 0;
  for (size_t at = i; at < s.len; at++) {
    char c = s.ptr[at];
    if (opens(c)) {
      if (depth == FOREIGN_NESTED) return FAIL(r, toc__foreign_column(r, s) + at, "more than %d phrases within each other", FOREIGN_NESTED);
      open[depth++] = closing(c);
    } else if (c == '}' || c == ')' || c == ']') {
      if (c != open[depth - 1]) return FAIL(r, toc__foreign_column(r, s) + at, "expected '%c', found '%c'", open[depth - 1], c);
      if (--depth) continue;
      *end = at;
      return TOC_OK;
    }
  }
  return FAIL(r, toc__foreign_column(r, s) + i, "'%c' is not closed", s.ptr[i]);
}

/* "{ STRONG | FIRM_AND_FAIR }": a set without a name. */
static toc_status read_choice(reading *r, toc_str inside, ftoken *out) {
  toc_str one;
  *out = (ftoken){.kind = FT_SET, .what = r->f->sets.len};
  *toc_push(r->a, &r->f->sets) = (fset){0};
  while (toc_str_cut(&inside, '|', &one)) {
    fphrase p;
    one = toc_str_trim(one);
    if (one.len && one.ptr[0] == '&') {
      uint32_t other = toc_map_get(&r->f->set_names, set_key(r, one));
      if (other == TOC_NONE) return FAIL(r, toc__foreign_column(r, one), "unknown synonym set '%.*s'", TOC_FMT(one));
      *toc_push(r->a, &r->f->sets.ptr[out->what].others) = other;
      continue;
    }
    TRY(toc__foreign_phrase(r, one, &p));
    *toc_push(r->a, &r->f->sets.ptr[out->what].phrases) = p;
  }
  return TOC_OK;
}

/* "{MILITARY AID}", "[MILITARY AID]", "(TO {THE REGION})": s is what stands within, `open` before it. */
static toc_status read_group(reading *r, toc_str s, char open, ftoken *out, uint32_t *words) {
  ftoken member[FOREIGN_TOKENS];
  uint32_t n = 0;
  if (memchr(s.ptr, '|', s.len)) {
    ++*words;
    return read_choice(r, s, out);
  }
  for (size_t i = 0; i < s.len;) {
    size_t from = i, end;
    if (blank(s.ptr[i]) || s.ptr[i] == '_') {
      i++;
      continue;
    }
    if (n == FOREIGN_TOKENS) return FAIL(r, toc__foreign_column(r, s) + i, "more than %d words in a phrase", FOREIGN_TOKENS);
    member[n] = (ftoken){0};
    if (opens(s.ptr[i])) {
      TRY(group_end(r, s, i, &end));
      TRY(read_group(r, toc_str_sub(s, i + 1, end), s.ptr[i], &member[n++], words));
      i = end + 1;
      continue;
    }
    i = word_end(s, i);
    if (i == from) return FAIL(r, toc__foreign_column(r, s) + i, "unexpected '%c' within '%c'", s.ptr[i], open);
    TRY(pattern_token(r, toc_str_sub(s, from, i), i < s.len && s.ptr[i] == '_', &member[n++]));
    ++*words;
  }
  if (!n) return FAIL(r, toc__foreign_column(r, s), "expected a word behind '%c'", open);
  *out = (ftoken){.kind = open == '(' ? FT_PREP : FT_NOUN, .what = r->f->tokens.len, .n = n};
  for (uint32_t k = 0; k < n; k++) *toc_push(r->a, &r->f->tokens) = member[k];
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
    if (blank(c)) {
      i++, joined = false;
      continue;
    }
    if (c == '_') {
      i++, joined = true;
      if (at == 1 && !n[1]) verb_joined = true;
      continue;
    }
    if (c == '*') {
      if (at) return FAIL(r, toc__foreign_column(r, s) + i, "a second '*' in a pattern");
      at = 1, i++;
      if (n[0]) side[0][n[0] - 1].adjacent = joined;
      verb_joined = joined = false;
      continue;
    }
    size_t from = i, end;
    ftoken t = {0};
    if (n[at] == FOREIGN_TOKENS) return FAIL(r, toc__foreign_column(r, s) + from, "more than %d words in a pattern", FOREIGN_TOKENS);
    if (opens(c)) {
      TRY(group_end(r, s, i, &end));
      TRY(read_group(r, toc_str_sub(s, i + 1, end), c, &t, &p.words));
      i = end + 1;
    } else {
      i = word_end(s, i);
      if (i == from) return FAIL(r, toc__foreign_column(r, s) + i, "unexpected '%c' in a pattern", c);
      TRY(pattern_token(r, toc_str_sub(s, from, i), i < s.len && s.ptr[i] == '_', &t));
      p.words++;
    }
    if (at == 1) t.adjacent = n[1] ? joined : verb_joined || joined;
    else if (n[0]) side[0][n[0] - 1].adjacent = joined; /* of the neighbour farther out: see below */
    side[at][n[at]++] = t;
    joined = false;
  }
  if (!at) return FAIL(r, toc__foreign_column(r, s), "expected '*' where the verb stands");
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
  TRY(toc__foreign_phrase(r, clean, &v.phrase));
  v.head = head < v.phrase.n ? head : 0;
  *toc_push(r->a, &r->f->verbs) = v;
  if (!null) name_code(r, words, code);
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

/* ------------------------------------------------------------------ transformations
 *
 * "~ (a (b . ATTACK) SAY) = (a b 112)".  An event is source, target and verb; the target of the upper one is
 * an event, that of its complement.  Small letters are somebody, the same letter the same one; '.' is anybody or
 * nobody, '_' nobody; a verb is a name of these files, a code, or a capital letter for any verb. */

typedef struct change_reader {
  reading *r;
  toc_str s; /* what is left */
} change_reader;

static void skip_blanks(change_reader *c) {
  while (c->s.len && blank(c->s.ptr[0])) c->s = toc_str_sub(c->s, 1, c->s.len);
}

static bool take(change_reader *c, char what) {
  skip_blanks(c);
  if (!c->s.len || c->s.ptr[0] != what) return false;
  c->s = toc_str_sub(c->s, 1, c->s.len);
  return true;
}

#define CHANGE_FAIL(c, ...) FAIL((c)->r, toc__foreign_column((c)->r, (c)->s), __VA_ARGS__)

static toc_status read_place(change_reader *c, const char *where, fplace *out) {
  skip_blanks(c);
  toc_str s = c->s;
  bool ends = s.len == 1 || (s.len > 1 && (blank(s.ptr[1]) || s.ptr[1] == '(' || s.ptr[1] == ')'));
  if (!s.len || !ends || !(s.ptr[0] == '.' || s.ptr[0] == '_' || (s.ptr[0] >= 'a' && s.ptr[0] <= 'z')))
    return CHANGE_FAIL(c, "expected %s: a small letter, '.' or '_'", where);
  out->who = s.ptr[0];
  c->s = toc_str_sub(s, 1, s.len);
  return TOC_OK;
}

static bool capital(char c) { return c >= 'A' && c <= 'Z'; }

/* ATTACK, 190, Q; as a result P+Q too. */
static toc_status read_deed(change_reader *c, bool result, fdeed *out) {
  skip_blanks(c);
  size_t n = 0;
  while (n < c->s.len && !blank(c->s.ptr[n]) && !strchr("()=", c->s.ptr[n])) n++;
  toc_str w = toc_str_sub(c->s, 0, n);
  if (!n) return CHANGE_FAIL(c, "expected a verb, a code or a capital letter");
  for (size_t i = 0; i < n; i++)
    if (!toc__foreign_word_byte(w.ptr[i]) && w.ptr[i] != '_' && w.ptr[i] != '+') return CHANGE_FAIL(c, "expected a verb, a code or a capital letter, found '%.*s'", TOC_FMT(w));
  *out = (fdeed){.code = toc_str_copy(c->r->a, w)};
  if (n == 1 && capital(w.ptr[0])) out->any[0] = w.ptr[0];
  else if (result && n == 3 && capital(w.ptr[0]) && w.ptr[1] == '+' && capital(w.ptr[2])) out->any[0] = w.ptr[0], out->any[1] = w.ptr[2];
  else if (w.ptr[0] >= '0' && w.ptr[0] <= '9') {
    uint64_t number;
    if (!toc_str_uint(w, &number) || n < 2 || n > 4) return CHANGE_FAIL(c, "expected a code of 2 to 4 digits, found '%.*s'", TOC_FMT(w));
  }
  c->s = toc_str_sub(c->s, n, c->s.len);
  return TOC_OK;
}

/* "(a b 112)", with or without its parentheses; inner: where one may stand as the target. */
static toc_status read_clause(change_reader *c, fclause *out, fclause *inner, bool result) {
  bool closed = take(c, '(');
  TRY(read_place(c, "a source", &out->source));
  skip_blanks(c);
  if (c->s.len && c->s.ptr[0] == '(' && inner) {
    out->target.who = 0;
    TRY(read_clause(c, inner, NULL, false));
  } else if (c->s.len && c->s.ptr[0] == '(' && !result) {
    return CHANGE_FAIL(c, "expected a target: an event within an event within an event is not read");
  } else {
    TRY(read_place(c, "a target", &out->target));
  }
  TRY(read_deed(c, result, &out->deed));
  if (closed && !take(c, ')')) return CHANGE_FAIL(c, "expected ')'");
  return TOC_OK;
}

static bool binds(const fclause *c, char who) { return c->source.who == who || c->target.who == who; }
static bool letter(char c) { return c >= 'a' && c <= 'z'; }

/* Has every letter of a result somebody on the left? */
static toc_status check_result(change_reader *c, const fchange *x, const fclause *y) {
  const char who[2] = {y->source.who, y->target.who};
  for (int i = 0; i < 2; i++) {
    if (letter(who[i]) && !binds(&x->upper, who[i]) && !binds(&x->lower, who[i])) return CHANGE_FAIL(c, "nobody is called '%c' before '='", who[i]);
  }
  for (int i = 0; i < 2; i++)
    if (y->deed.any[i] && y->deed.any[i] != x->upper.deed.any[0] && y->deed.any[i] != x->lower.deed.any[0])
      return CHANGE_FAIL(c, "no verb is called '%c' before '='", y->deed.any[i]);
  return TOC_OK;
}

static toc_status change_line(reading *r) {
  toc__foreign *f = r->f;
  change_reader c = {r, toc_str_sub(r->l.text, 1, r->l.text.len)};
  fchange x = {.text = toc_str_copy(r->a, r->l.text), .file = r->file, .line = r->l.line};
  f->combine = true;
  TRY(read_clause(&c, &x.upper, &x.lower, false));
  if (x.upper.target.who) return CHANGE_FAIL(&c, "expected an event in parentheses as the target of the upper verb");
  if (!take(&c, '=')) return CHANGE_FAIL(&c, "expected '='");
  do {
    if (x.n_results == FOREIGN_RESULTS) return CHANGE_FAIL(&c, "more than %d events behind '='", FOREIGN_RESULTS);
    fclause *y = &x.result[x.n_results++];
    TRY(read_clause(&c, y, NULL, true));
    TRY(check_result(&c, &x, y));
    skip_blanks(&c);
  } while (c.s.len && c.s.ptr[0] == '(');
  if (c.s.len) return CHANGE_FAIL(&c, "unexpected '%c' behind a transformation", c.s.ptr[0]);
  *toc_push(r->a, &f->changes) = x;
  return TOC_OK;
}

/* ------------------------------------------------------------------ lines */

/* "+RIFLE", "+RIFLE_" without a plural, "+&WEAPON" */
static toc_status set_line(reading *r, toc_str s) {
  fset *set = &r->f->sets.ptr[r->set];
  fphrase p;
  s = toc_str_trim(s);
  if (s.len > 1 && s.ptr[0] == '&') {
    uint32_t other = toc_map_get(&r->f->set_names, set_key(r, s));
    if (other == TOC_NONE) return FAIL(r, toc__foreign_column(r, s), "unknown synonym set '%.*s'", TOC_FMT(s));
    *toc_push(r->a, &set->others) = other;
    return TOC_OK;
  }
  TRY(toc__foreign_phrase(r, s, &p));
  for (uint32_t i = 0; i < p.n; i++) {
    toc_str word = toc_lower(r->a, r->f->text.ptr[r->f->word_ids.ptr[p.words + i]]);
    if (word.len < 2 || word.ptr[0] != '&') continue;
    toc__foreign_pass(r, r->l.text, TOC_S("a set within a phrase; a set alone (\"+&NAME\") may stand in another"));
    return TOC_OK;
  }
  p.exact = !r->stems && s.ptr[s.len - 1] == '_';
  *toc_push(r->a, &set->phrases) = p;
  return TOC_OK;
}

/* The name of a set: what stands before the first blank. */
static toc_str set_name(toc_str s) {
  size_t n = 0;
  while (n < s.len && !blank(s.ptr[n])) n++;
  return toc_str_sub(s, 0, n);
}

toc_status toc__foreign_verbs_line(reading *r) {
  toc_str s = r->l.text;
  if (toc_str_starts(s, TOC_S("---"))) return block_line(r);
  if (s.ptr[0] == '-') return pattern_line(r);
  if (s.ptr[0] == '~') return change_line(r);
  if (s.ptr[0] == '&') {
    r->set = open_set(r, set_name(s));
    if (!r->in_block) r->verb = TOC_NONE;
    return TOC_OK;
  }
  if (s.ptr[0] == '+' && r->set != TOC_NONE) return set_line(r, toc_str_sub(s, 1, s.len));
  return verb_line(r);
}

/* Names of the synonym sets, which patterns may use before they are told. */
void toc__foreign_collect_sets(reading *r, toc_str bytes) {
  toc_lines l;
  toc_lines_init(&l, "", bytes);
  while (toc_lines_next(&l))
    if (l.text.ptr[0] == '&') open_set(r, set_name(l.text));
}

/* ------------------------------------------------------------- behind the last line */

/* Phrases of the sets that a set names, and of those that these name. */
static toc_status flatten_sets(reading *r) {
  toc__foreign *f = r->f;
  uint32_t all = 0;
  uint32_t n = f->sets.len, *own = toc_new(r->a, uint32_t, n + 1), *seen = toc_new(r->a, uint32_t, n + 1), *todo = toc_new(r->a, uint32_t, n + 1);
  for (uint32_t i = 0; i < n; i++) own[i] = f->sets.ptr[i].phrases.len, seen[i] = TOC_NONE;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t left = 0;
    seen[i] = i;
    for (uint32_t at = i;; at = todo[--left]) {
      for (uint32_t k = 0; k < f->sets.ptr[at].others.len; k++) {
        uint32_t other = f->sets.ptr[at].others.ptr[k];
        if (seen[other] == i) continue;
        seen[other] = i;
        todo[left++] = other;
        all += own[other];
        if (all > MAX_NESTED) return toc_fail(r->err, TOC_BADDATA, f->files.ptr[r->file], 0, 0, "sets within sets have more than %d phrases", MAX_NESTED);
        for (uint32_t p = 0; p < own[other]; p++) *toc_push(r->a, &f->sets.ptr[i].phrases) = f->sets.ptr[other].phrases.ptr[p];
      }
      if (!left) break;
    }
  }
  for (uint32_t i = 0; i < n; i++) f->sets.ptr[i].others.len = 0;
  return TOC_OK;
}

/* "ATTACK" → "190"; false: no verb of that name has a code. */
static bool resolve(const reading *r, fdeed *d) {
  uint64_t number;
  if (d->any[0] || toc_str_uint(d->code, &number)) return true;
  uint32_t at = toc_map_get(&r->code_names, toc_lower(r->a, d->code));
  if (at == TOC_NONE) return false;
  d->code = r->code_of.ptr[at];
  return true;
}

static void pass_unknown(reading *r, const fchange *x, toc_str verb) {
  *toc_push(r->a, &r->f->passed) = (fpassed){x->text, toc_str_format(r->a, "no verb '%.*s' with a code", TOC_FMT(verb)), x->file, x->line};
}

toc_status toc__foreign_verbs_end(reading *r) {
  toc__foreign *f = r->f;
  uint32_t n = 0;
  TRY(flatten_sets(r));
  for (uint32_t i = 0; i < f->changes.len; i++) {
    fchange x = f->changes.ptr[i];
    fdeed *deed[2 + FOREIGN_RESULTS] = {&x.upper.deed, &x.lower.deed};
    uint32_t k = 0;
    for (uint32_t j = 0; j < x.n_results; j++) deed[2 + j] = &x.result[j].deed;
    while (k < 2 + x.n_results && resolve(r, deed[k])) k++;
    if (k < 2 + x.n_results) pass_unknown(r, &x, deed[k]->code);
    else f->changes.ptr[n++] = x;
  }
  f->changes.len = n;
  return TOC_OK;
}
