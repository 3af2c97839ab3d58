/* load.c - pattern files → patterns, word sets and the index of trigger words.
 *
 *     patterns 1
 *     set PEOPLE = civilian protester $SOLDIERS @actor
 *     frame DOES = subj:actor poss:actor
 *     kill slay /V subj:actor obj:recipient => ASSAULT 1823
 *     attack /V obj(proposal idea) => none
 *
 * docs/patterns.md tells the whole language.  A file with an error is refused whole: the
 * message says what was expected, and where. */
#include "pattern.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_FILE = 4 << 20, MAX_MEMORY = 96 << 20, FORMAT = 1 };

const char *const toc__slot_names[N_SLOTS] = {"subj", "obj",  "iobj", "comp", "inf", "csubj", "cobj", "prt",
                                              "adv",  "poss", "adj",  "cmpd", "mod",   "head", "prep"};
static const char *const role_names[] = {"", "actor", "actors", "recipient", "recipients", "object"};
static const struct {
  const char *name;
  uint32_t bit;
} classes[] = {{"actor", CLASS_ACTOR}, {"human", CLASS_HUMAN}, {"place", CLASS_PLACE},
               {"num", CLASS_NUM},     {"name", CLASS_NAME},   {"pron", CLASS_PRON},
               {"money", CLASS_MONEY}};
static const char *const known_names[N_KNOWN_SETS] = {"HUMAN",   "LIGHT", "UNDERGO",  "JOIN",         "QUANT",
                                                      "PROMISE", "APPEAL", "WRONG", "PREP", "PARTICLE", "LOCATIVE", "MODAL_FUTURE", "MODAL", "CROWD", "MUTUAL", "HOPE", "SAY", "DONE_TO", "PLANNER", "SITE", "BODIES"};
static const char *const reduction_names[] = {"planned", "demanded", "threatened", "refused"};

#define COUNT(xs) (sizeof(xs) / sizeof *(xs))

typedef struct span2 {
  uint32_t first, n;
} span2;

typedef struct context_list {
  uint32_t word;
  uint64_t bits;
  bool report;
} context_list;

/* Words of a topic ("sports"), or triggers that are quiet in reports on it. */
typedef struct topic_list {
  uint32_t word;
  uint8_t bits;
  bool quiet;
} topic_list;

typedef struct loader {
  toc__coder *coder;
  toc_arena *a;
  toc_lines lines;
  size_t at; /* next byte of the current line */
  toc_error *err;
  TOC_ARRAY(span2) frames; /* into coder->elements */
  TOC_ARRAY(context_list) contexts;
  TOC_ARRAY(topic_list) topics;
  toc_str topic_name[8];
  uint32_t n_topics;
} loader;

#define FAIL(l, where, ...) toc_lines_fail((l)->err, &(l)->lines, (where), __VA_ARGS__)
#define TRY(call)                       \
  do {                                  \
    toc_status try_status = (call);     \
    if (try_status) return try_status;  \
  } while (0)

/* ------------------------------------------------------------------- the words */

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* Next word of the line; blanks inside parentheses belong to it. */
static bool next_word(loader *l, toc_str *out, size_t *where) {
  toc_str s = l->lines.text;
  while (l->at < s.len && blank(s.ptr[l->at])) l->at++;
  if (l->at == s.len) return false;
  size_t start = l->at;
  int depth = 0;
  for (; l->at < s.len && (depth > 0 || !blank(s.ptr[l->at])); l->at++) {
    if (s.ptr[l->at] == '(') depth++;
    if (s.ptr[l->at] == ')') depth--;
  }
  *out = toc_str_sub(s, start, l->at);
  *where = start;
  return true;
}

static uint32_t word_id(toc__coder *c, toc_str word) {
  uint32_t *id = toc_map_put(&c->words, word, c->n_words);
  if (*id == c->n_words) {
    *toc_push(&c->arena, &c->text) = toc_str_copy(&c->arena, word);
    c->n_words++;
  }
  return *id;
}

static uint32_t word_of(toc__coder *c, const char *word) { return word_id(c, toc_cstr(word)); }

static toc_status check_word(loader *l, toc_str w, size_t where) {
  if (!w.len) return FAIL(l, where, "empty word, expected a lemma");
  if (!toc_utf8_valid(w)) return FAIL(l, where, "broken UTF-8, expected a lemma");
  for (size_t i = 0; i < w.len; i++) {
    char ch = w.ptr[i];
    if (ch >= 'A' && ch <= 'Z') return FAIL(l, where + i, "capital in '%.*s', expected a lemma in lower case", TOC_FMT(w));
    bool fine = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || (ch & 0x80) || strchr("-'._&", ch);
    if (!fine || !ch) return FAIL(l, where + i, "unexpected character in '%.*s', expected a lemma", TOC_FMT(w));
  }
  return TOC_OK;
}

/* "tear_gas" → two words. */
static toc_status read_phrase(loader *l, toc_str w, size_t where, phrase *out) {
  TRY(check_word(l, w, where));
  *out = (phrase){0};
  toc_str rest = w, one;
  while (toc_str_cut(&rest, '_', &one)) {
    if (!one.len) return FAIL(l, where, "empty part in '%.*s', expected words joined by '_'", TOC_FMT(w));
    if (out->n == MAX_PHRASE) return FAIL(l, where, "'%.*s' has more than %d words", TOC_FMT(w), MAX_PHRASE);
    out->word[out->n++] = word_id(l->coder, one);
  }
  return TOC_OK;
}

/* "cease-fire" is one word in some texts and two in others, for tokenizers differ. */
static bool in_two(loader *l, toc_str w, phrase *out) {
  *out = (phrase){0};
  size_t from = 0;
  for (size_t i = 0; i <= w.len; i++) {
    if (i < w.len && w.ptr[i] != '-' && w.ptr[i] != '_') continue;
    if (i == from || out->n == MAX_PHRASE) return false;
    out->word[out->n++] = word_id(l->coder, toc_str_sub(w, from, i));
    from = i + 1;
  }
  return memchr(w.ptr, '-', w.len) != NULL;
}

static toc_status find_set(loader *l, toc_str name, size_t where, uint32_t *out) {
  *out = toc_map_get(&l->coder->set_names, name);
  return *out == TOC_NONE ? FAIL(l, where, "unknown set '$%.*s', expected one defined above", TOC_FMT(name)) : TOC_OK;
}

static toc_status add_item(loader *l, wordset *set, toc_str w, size_t where) {
  toc__coder *c = l->coder;
  if (w.ptr[0] == '$') {
    uint32_t other;
    TRY(find_set(l, toc_str_sub(w, 1, w.len), where, &other));
    const wordset *from = &c->sets.ptr[other];
    if (from == set) return FAIL(l, where, "set '$%.*s' cannot hold itself", TOC_FMT(from->name));
    set->classes |= from->classes;
    *toc_push(l->a, &set->sets) = other;
    for (uint32_t i = 0; i < from->sets.len; i++) *toc_push(l->a, &set->sets) = from->sets.ptr[i];
    return TOC_OK;
  }
  if (w.ptr[0] == '@') {
    toc_str name = toc_str_sub(w, 1, w.len);
    for (size_t i = 0; i < COUNT(classes); i++)
      if (toc_str_is(name, classes[i].name)) {
        set->classes |= classes[i].bit;
        return TOC_OK;
      }
    return FAIL(l, where, "unknown class '@%.*s', expected @actor, @human, @place, @num, @name, @pron or @money", TOC_FMT(name));
  }
  phrase p;
  TRY(read_phrase(l, w, where, &p));
  if (p.n == 1) *toc_push(l->a, &set->words) = p.word[0];
  else *toc_push(l->a, &set->phrases) = p;
  return TOC_OK;
}

static toc_status add_word(loader *l, wordset *set, toc_str w, size_t where) {
  phrase p;
  TRY(add_item(l, set, w, where));
  if (in_two(l, w, &p)) *toc_push(l->a, &set->phrases) = p;
  return TOC_OK;
}

/* A list inside parentheses becomes a set without a name; "$ONE" alone is that set. */
static toc_status read_list(loader *l, toc_str list, size_t where, uint32_t *out) {
  toc__coder *c = l->coder;
  toc_str inner = toc_str_trim(list);
  if (!inner.len) return FAIL(l, where, "empty list, expected lemmas, $SET or @class");
  if (inner.ptr[0] == '$' && !memchr(inner.ptr, ' ', inner.len))
    return find_set(l, toc_str_sub(inner, 1, inner.len), where, out);
  wordset set = {0};
  size_t at = 0;
  while (at < list.len) {
    while (at < list.len && blank(list.ptr[at])) at++;
    size_t start = at;
    while (at < list.len && !blank(list.ptr[at])) at++;
    if (at > start) TRY(add_word(l, &set, toc_str_sub(list, start, at), where + start));
  }
  *out = c->sets.len;
  *toc_push(l->a, &c->sets) = set;
  return TOC_OK;
}

/* ---------------------------------------------------------------- the elements */

static toc_status read_slot(loader *l, toc_str name, size_t where, element *e) {
  toc__coder *c = l->coder;
  for (int s = 0; s < N_SLOTS; s++)
    if (toc_str_is(name, toc__slot_names[s])) {
      e->slot = (slot)s;
      return TOC_OK; /* "prep": any preposition */
    }
  e->slot = SLOT_PREP;
  e->preps = c->preps.len;
  uint32_t preps = toc_map_get(&c->set_names, TOC_S("PREP"));
  toc_str rest = name, one;
  while (toc_str_cut(&rest, '|', &one)) {
    uint32_t id = toc_map_get(&c->words, one);
    bool known = false;
    if (preps != TOC_NONE && id != TOC_NONE)
      for (uint32_t i = 0; i < c->sets.ptr[preps].words.len && !known; i++) known = c->sets.ptr[preps].words.ptr[i] == id;
    if (!known)
      return FAIL(l, where,
                  "unknown slot '%.*s', expected subj, obj, iobj, comp, inf, csubj, cobj, prt, adv, poss, adj, cmpd, mod, "
                  "head, prep or a word of set PREP",
                  TOC_FMT(one));
    *toc_push(l->a, &c->preps) = id;
    e->n_preps++;
  }
  return TOC_OK;
}

static toc_status read_role(loader *l, toc_str name, size_t where, element *e) {
  for (size_t i = 1; i < COUNT(role_names); i++)
    if (toc_str_is(name, role_names[i])) {
      e->role = (role)i;
      return TOC_OK;
    }
  return FAIL(l, where, "unknown role '%.*s', expected actor, actors, recipient, recipients or object", TOC_FMT(name));
}

/* SLOT [! ? +] [~] [(list)] [:role] */
static toc_status read_element(loader *l, toc_str w, size_t where, element *e) {
  *e = (element){.set = TOC_NONE};
  bool maybe = false;
  size_t at = 0;
  while (at < w.len && !strchr("!?+~(:", w.ptr[at])) at++;
  TRY(read_slot(l, toc_str_sub(w, 0, at), where, e));
  for (; at < w.len && strchr("!?+~", w.ptr[at]); at++) {
    if (w.ptr[at] == '?') maybe = true;
    if (w.ptr[at] == '!') e->ban = true;
    if (w.ptr[at] == '+') e->need = true;
    if (w.ptr[at] == '~') e->keep = true;
  }
  if (at < w.len && w.ptr[at] == '(') {
    size_t close = at;
    while (close < w.len && w.ptr[close] != ')') close++;
    if (close == w.len) return FAIL(l, where + at, "'(' is not closed, expected ')'");
    TRY(read_list(l, toc_str_sub(w, at + 1, close), where + at + 1, &e->set));
    e->need = !e->ban && !maybe;
    at = close + 1;
  }
  if (at < w.len && w.ptr[at] == ':') {
    TRY(read_role(l, toc_str_sub(w, at + 1, w.len), where + at + 1, e));
    at = w.len;
  }
  if (at < w.len) return FAIL(l, where + at, "unexpected '%.*s', expected ':' and a role", TOC_FMT(toc_str_sub(w, at, w.len)));
  if (e->ban && (e->need || e->role)) return FAIL(l, where, "'!' excludes, so it takes neither '+' nor a role");
  if (e->slot == SLOT_MOD && e->role) return FAIL(l, where, "'mod' takes no role, expected adj or cmpd");
  return TOC_OK;
}

/* Elements up to "=>" or the end. */
static toc_status read_elements(loader *l, bool arrow, span2 *out) {
  toc__coder *c = l->coder;
  toc_str w;
  size_t where;
  out->first = c->elements.len;
  while (next_word(l, &w, &where)) {
    if (arrow && toc_str_is(w, "=>")) {
      out->n = c->elements.len - out->first;
      return out->n > MAX_ELEMENTS ? FAIL(l, 0, "more than %d elements", MAX_ELEMENTS) : TOC_OK;
    }
    if (w.ptr[0] == '@') {
      uint32_t f = toc_map_get(&c->frame_names, toc_str_sub(w, 1, w.len));
      if (f == TOC_NONE) return FAIL(l, where, "unknown frame '%.*s', expected one defined above", TOC_FMT(w));
      for (uint32_t i = 0; i < l->frames.ptr[f].n; i++) {
        element e = c->elements.ptr[l->frames.ptr[f].first + i];
        *toc_push(l->a, &c->elements) = e;
      }
    } else {
      element e;
      TRY(read_element(l, w, where, &e));
      *toc_push(l->a, &c->elements) = e;
    }
  }
  out->n = c->elements.len - out->first;
  return arrow ? FAIL(l, l->lines.text.len, "the line ends, expected '=>' and a code") : TOC_OK;
}

/* ------------------------------------------------------------------ the outcome */

static bool is_cameo(toc_str s) {
  if (s.len < 2 || s.len > 4) return false;
  for (size_t i = 0; i < s.len; i++)
    if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
  return true;
}

/* TYPE or TYPE/mode */
static toc_status read_type(loader *l, toc_str w, size_t where, toc_type *type, toc_mode *mode) {
  toc_str rest = w, name;
  toc_str_cut(&rest, '/', &name);
  *type = toc_type_of(name);
  *mode = TOC_MODE_NONE;
  if (!*type) return FAIL(l, where, "unknown type '%.*s', expected none, impact or a PLOVER type", TOC_FMT(name));
  if (!rest.ptr) return TOC_OK;
  *mode = toc_mode_of(*type, rest);
  if (!*mode)
    return FAIL(l, where + name.len + 1, "%s has no mode '%.*s'", toc_type_name(*type), TOC_FMT(rest));
  return TOC_OK;
}

static toc_status read_impact(loader *l, pattern *p) {
  toc_str w;
  size_t where;
  p->outcome = CODE_IMPACT;
  if (!next_word(l, &w, &where)) return FAIL(l, l->lines.text.len, "the line ends, expected a kind of impact");
  p->impact = toc_impact_of(w);
  if (p->impact == TOC_N_IMPACTS)
    return FAIL(l, where, "unknown kind '%.*s', expected service_disruption, transport, communications, price, market or displacement", TOC_FMT(w));
  if (!next_word(l, &w, &where)) return FAIL(l, l->lines.text.len, "the line ends, expected a direction");
  p->direction = toc_direction_of(w);
  if (p->direction == TOC_N_DIRECTIONS)
    return FAIL(l, where, "unknown direction '%.*s', expected up, down, stopped or resumed", TOC_FMT(w));
  if (next_word(l, &w, &where)) return FAIL(l, where, "unexpected '%.*s', expected the end of the line", TOC_FMT(w));
  return TOC_OK;
}

static toc_status read_outcome(loader *l, pattern *p) {
  toc_str w;
  size_t where;
  if (!next_word(l, &w, &where)) return FAIL(l, l->lines.text.len, "the line ends, expected none, impact or a PLOVER type");
  if (toc_str_is(w, "impact")) return read_impact(l, p);
  if (toc_str_is(w, "none")) p->outcome = CODE_NONE;
  else TRY(read_type(l, w, where, &p->type, &p->mode));
  while (next_word(l, &w, &where)) {
    if (p->outcome == CODE_NONE) return FAIL(l, where, "unexpected '%.*s' after none", TOC_FMT(w));
    if (is_cameo(w)) {
      p->cameo = toc_str_copy(l->a, w);
    } else if (toc_str_is(w, "sure")) {
      p->sure = 1;
    } else if (toc_str_is(w, "doubt")) {
      p->sure = -1;
    } else if (toc_str_is(w, "party")) {
      p->party = true;
    } else if (toc_str_starts(w, TOC_S("status="))) {
      p->status = toc_fact_of(toc_str_sub(w, 7, w.len));
      p->has_status = true;
      if (p->status == TOC_N_FACTS) return FAIL(l, where, "unknown status in '%.*s'", TOC_FMT(w));
    } else {
      toc_context k = toc_context_of(w);
      if (k == TOC_N_CONTEXTS)
        return FAIL(l, where, "unknown word '%.*s', expected a CAMEO code, a context, sure, doubt, party or status=…", TOC_FMT(w));
      p->contexts |= UINT64_C(1) << k;
    }
  }
  return p->outcome == CODE_EVENT && !p->cameo.len ? FAIL(l, l->lines.text.len, "the line ends, expected a CAMEO code of two to four digits") : TOC_OK;
}

static uint32_t specificity_of(const toc__coder *c, const pattern *p) {
  uint32_t s = p->outcome == CODE_NONE;
  for (uint32_t i = 0; i < p->n_elements; i++) {
    const element *e = &c->elements.ptr[p->elements + i];
    if (e->ban) s += 1;
    else if (e->need && e->set == TOC_NONE) s += 4;
    else if (e->need) s += c->sets.ptr[e->set].words.len || c->sets.ptr[e->set].phrases.len || c->sets.ptr[e->set].sets.len ? 10 : 5;
  }
  return s;
}

/* ------------------------------------------------------------------- the lines */

static void add_triggers_of(loader *l, const wordset *from, uint32_t pattern_at) {
  for (uint32_t i = 0; i < from->words.len; i++)
    *toc_push(l->a, &l->coder->triggers) = (trigger){.words = {.n = 1, .word = {from->words.ptr[i]}}, .pattern = pattern_at};
  for (uint32_t i = 0; i < from->phrases.len; i++)
    *toc_push(l->a, &l->coder->triggers) = (trigger){.words = from->phrases.ptr[i], .pattern = pattern_at};
}

static toc_status add_trigger(loader *l, toc_str w, size_t where, uint32_t pattern_at) {
  toc__coder *c = l->coder;
  if (w.ptr[0] == '$') {
    uint32_t set;
    TRY(find_set(l, toc_str_sub(w, 1, w.len), where, &set));
    wordset from = c->sets.ptr[set];
    if (from.classes) return FAIL(l, where, "'%.*s' holds a class, expected words only", TOC_FMT(w));
    add_triggers_of(l, &from, pattern_at);
    for (uint32_t i = 0; i < from.sets.len; i++) add_triggers_of(l, &c->sets.ptr[from.sets.ptr[i]], pattern_at);
    return TOC_OK;
  }
  trigger t = {.pattern = pattern_at};
  TRY(read_phrase(l, w, where, &t.words));
  *toc_push(l->a, &c->triggers) = t;
  if (in_two(l, w, &t.words)) *toc_push(l->a, &c->triggers) = t;
  return TOC_OK;
}

static toc_status read_pos(loader *l, toc_str w, size_t where, uint32_t *pos) {
  for (size_t i = 1; i < w.len; i++) {
    if (w.ptr[i] == 'V') *pos |= POS_V;
    else if (w.ptr[i] == 'N') *pos |= POS_N;
    else if (w.ptr[i] == 'A') *pos |= POS_A;
    else return FAIL(l, where + i, "unknown part of speech '%c', expected V, N or A", w.ptr[i]);
  }
  return *pos ? TOC_OK : FAIL(l, where, "'/' alone, expected /V, /N or /A");
}

static toc_status read_pattern(loader *l) {
  toc__coder *c = l->coder;
  toc_str w;
  size_t where = 0;
  uint32_t at = c->patterns.len, first_trigger = c->triggers.len;
  pattern p = {.file = l->lines.file, .line = l->lines.line, .text = l->lines.text};
  while (next_word(l, &w, &where) && w.ptr[0] != '/') {
    if (toc_str_is(w, "=>")) break;
    TRY(add_trigger(l, w, where, at));
  }
  if (first_trigger == c->triggers.len) return FAIL(l, where, "no trigger, expected lemmas and then /V, /N or /A");
  if (w.ptr[0] != '/') return FAIL(l, where, "no part of speech, expected /V, /N or /A behind the trigger words");
  TRY(read_pos(l, w, where, &p.pos));
  span2 elements;
  TRY(read_elements(l, true, &elements));
  p.elements = elements.first;
  p.n_elements = elements.n;
  TRY(read_outcome(l, &p));
  p.specificity = specificity_of(c, &p);
  for (uint32_t i = first_trigger; i < c->triggers.len; i++)
    c->triggers.ptr[i].specificity = p.specificity + 10u * (c->triggers.ptr[i].words.n - 1u);
  *toc_push(l->a, &c->patterns) = p;
  return TOC_OK;
}

static toc_status read_name(loader *l, toc_str w, size_t where) {
  for (size_t i = 0; i < w.len; i++)
    if (!((w.ptr[i] >= 'A' && w.ptr[i] <= 'Z') || (w.ptr[i] >= '0' && w.ptr[i] <= '9') || w.ptr[i] == '_'))
      return FAIL(l, where + i, "unexpected character in name '%.*s', expected capitals", TOC_FMT(w));
  return TOC_OK;
}

static toc_status read_set(loader *l, toc_str name, size_t where, bool more) {
  toc__coder *c = l->coder;
  toc_str w;
  TRY(read_name(l, name, where));
  uint32_t *at = toc_map_put(&c->set_names, name, TOC_NONE);
  if (more && *at == TOC_NONE) return FAIL(l, where, "unknown set '%.*s', expected '=' to define it", TOC_FMT(name));
  if (!more && *at != TOC_NONE) return FAIL(l, where, "set '%.*s' is there already, expected '+=' to add to it", TOC_FMT(name));
  if (!more) {
    *at = c->sets.len;
    toc_push(l->a, &c->sets)->name = toc_str_copy(l->a, name);
  }
  uint32_t index = *at;
  while (next_word(l, &w, &where)) TRY(add_word(l, &c->sets.ptr[index], w, where));
  return TOC_OK;
}

static toc_status read_frame(loader *l, toc_str name, size_t where) {
  TRY(read_name(l, name, where));
  uint32_t *at = toc_map_put(&l->coder->frame_names, name, TOC_NONE);
  if (*at != TOC_NONE) return FAIL(l, where, "frame '%.*s' is there already", TOC_FMT(name));
  *at = l->frames.len;
  span2 elements;
  TRY(read_elements(l, false, &elements));
  *toc_push(l->a, &l->frames) = elements;
  return TOC_OK;
}

/* form LEMMA = irregular forms of a verb. */
static toc_status read_forms(loader *l, toc_str lemma, size_t where) {
  toc_str w;
  TRY(check_word(l, lemma, where));
  uint32_t id = word_id(l->coder, lemma);
  while (next_word(l, &w, &where)) {
    TRY(check_word(l, w, where));
    *toc_map_put(&l->coder->forms, w, id) = id;
    *toc_push(l->a, &l->coder->irregular) = toc_str_copy(l->a, w);
  }
  return TOC_OK;
}

/* The rest of the line: single words. */
static toc_status read_lemmas(loader *l, wordset *set) {
  toc_str w;
  size_t where;
  while (next_word(l, &w, &where)) {
    TRY(add_item(l, set, w, where));
    if (set->classes || set->phrases.len || set->sets.len) return FAIL(l, where, "'%.*s' is no single word, expected lemmas", TOC_FMT(w));
  }
  return TOC_OK;
}

/* context NAME = words: a word in the sentence; context NAME report = words: in the headline. */
static toc_status read_context(loader *l, toc_str name, size_t where, bool report) {
  toc_context k = toc_context_of(name);
  if (k == TOC_N_CONTEXTS) return FAIL(l, where, "unknown context '%.*s', expected one of PLOVER's 37", TOC_FMT(name));
  wordset set = {0};
  TRY(read_lemmas(l, &set));
  for (uint32_t i = 0; i < set.words.len; i++)
    *toc_push(l->a, &l->contexts) = (context_list){set.words.ptr[i], UINT64_C(1) << k, report};
  return TOC_OK;
}

/* topic NAME = words; quiet NAME = triggers that mean something else in such a report. */
static toc_status read_topic(loader *l, toc_str name, size_t where, bool quiet) {
  uint32_t k = 0;
  while (k < l->n_topics && !toc_str_eq(l->topic_name[k], name)) k++;
  if (k == l->n_topics && quiet) return FAIL(l, where, "unknown topic '%.*s', expected one that a line 'topic NAME = …' made before", TOC_FMT(name));
  if (k == l->n_topics && k == COUNT(l->topic_name)) return FAIL(l, where, "too many topics, expected at most %zu", COUNT(l->topic_name));
  if (k == l->n_topics) l->topic_name[l->n_topics++] = toc_str_copy(l->a, name);
  wordset set = {0};
  TRY(read_lemmas(l, &set));
  for (uint32_t i = 0; i < set.words.len; i++)
    *toc_push(l->a, &l->topics) = (topic_list){set.words.ptr[i], (uint8_t)(1u << k), quiet};
  return TOC_OK;
}

/* loud NAME = sectors: what they do is an act in such a report, too. */
static toc_status read_loud(loader *l, toc_str name, size_t where) {
  uint32_t k = 0;
  toc_str w;
  while (k < l->n_topics && !toc_str_eq(l->topic_name[k], name)) k++;
  if (k == l->n_topics) return FAIL(l, where, "unknown topic '%.*s', expected one that a line 'topic NAME = …' made before", TOC_FMT(name));
  uint8_t bit = (uint8_t)(1u << k);
  l->coder->heard |= bit;
  while (next_word(l, &w, &where)) {
    for (size_t i = 0; i < w.len; i++)
      if (w.ptr[i] < 'A' || w.ptr[i] > 'Z') return FAIL(l, where, "unexpected '%.*s', expected a sector in capitals", TOC_FMT(w));
    *toc_push(l->a, &l->coder->loud) = (loud_sector){bit, toc_str_copy(l->a, w)};
  }
  return TOC_OK;
}

static toc_status read_reduce(loader *l, reduction_of of) {
  reduction r = {.of = of, .file = l->lines.file, .line = l->lines.line};
  toc_mode no_mode;
  toc_str w = {0};
  size_t where = 0;
  if (!next_word(l, &w, &where)) return FAIL(l, l->lines.text.len, "the line ends, expected a PLOVER type");
  TRY(read_type(l, w, where, &r.from, &no_mode));
  if (no_mode) return FAIL(l, where, "a mode here, expected a type alone");
  if (!next_word(l, &w, &where)) return FAIL(l, l->lines.text.len, "the line ends, expected a CAMEO code or '=>'");
  if (is_cameo(w)) {
    r.prefix = toc_str_copy(l->a, w);
    if (!next_word(l, &w, &where)) return FAIL(l, l->lines.text.len, "the line ends, expected '=>'");
  }
  if (!toc_str_is(w, "=>")) return FAIL(l, where, "unexpected '%.*s', expected '=>'", TOC_FMT(w));
  if (!next_word(l, &w, &where)) return FAIL(l, l->lines.text.len, "the line ends, expected a PLOVER type");
  TRY(read_type(l, w, where, &r.type, &r.mode));
  if (!next_word(l, &w, &where) || !is_cameo(w)) return FAIL(l, l->at, "expected a CAMEO code of two to four digits");
  r.cameo = toc_str_copy(l->a, w);
  if (next_word(l, &w, &where)) return FAIL(l, where, "unexpected '%.*s', expected the end of the line", TOC_FMT(w));
  *toc_push(l->a, &l->coder->reductions) = r;
  return TOC_OK;
}

static toc_status read_line(loader *l) {
  toc_str w[4] = {{0}};
  size_t at[4] = {0}, behind[4] = {0};
  l->at = 0;
  for (int i = 0; i < 4 && next_word(l, &w[i], &at[i]); i++) behind[i] = l->at;
  bool equals = toc_str_is(w[2], "="), more = toc_str_is(w[2], "+=");
  l->at = behind[2];
  if (toc_str_is(w[0], "set") && (equals || more)) return read_set(l, w[1], at[1], more);
  if (toc_str_is(w[0], "frame") && equals) return read_frame(l, w[1], at[1]);
  if (toc_str_is(w[0], "form") && equals) return read_forms(l, w[1], at[1]);
  if (toc_str_is(w[0], "context") && equals) return read_context(l, w[1], at[1], false);
  if (toc_str_is(w[0], "context") && toc_str_is(w[2], "report") && toc_str_is(w[3], "=")) {
    l->at = behind[3];
    return read_context(l, w[1], at[1], true);
  }
  if (equals && toc_str_is(w[0], "loud")) return read_loud(l, w[1], at[1]);
  if (equals && (toc_str_is(w[0], "topic") || toc_str_is(w[0], "quiet"))) return read_topic(l, w[1], at[1], toc_str_is(w[0], "quiet"));
  if (toc_str_is(w[0], "reduce"))
    for (size_t i = 0; i < COUNT(reduction_names); i++)
      if (toc_str_is(w[1], reduction_names[i])) {
        l->at = behind[1];
        return read_reduce(l, (reduction_of)i);
      }
  l->at = 0;
  return read_pattern(l);
}

static toc_status read_file(loader *l, const char *name, toc_str bytes) {
  bool first = true;
  toc_lines_init(&l->lines, name, bytes);
  while (toc_lines_next(&l->lines)) {
    if (first) {
      uint64_t version = 0;
      toc_str rest = l->lines.text, word;
      toc_str_cut(&rest, ' ', &word);
      if (!toc_str_is(word, "patterns") || !toc_str_uint(toc_str_trim(rest), &version))
        return FAIL(l, 0, "no version, expected 'patterns %d' on the first line", FORMAT);
      if (version != FORMAT) return FAIL(l, 9, "version %u, expected %d", (unsigned)version, FORMAT);
      first = false;
    } else {
      TRY(read_line(l));
    }
  }
  if (first) return toc_fail(l->err, TOC_BADDATA, name, 0, 0, "empty file, expected 'patterns %d' on the first line", FORMAT);
  return TOC_OK;
}

/* ---------------------------------------------------------------- the finish */

static int by_number(const void *x, const void *y) {
  uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
  return a < b ? -1 : a > b;
}

static uint32_t head_word(const trigger *t) { return t->words.word[t->words.n - 1]; }

/* By head word, then the most specific, then as written; a pattern's line order is its index. */
static int by_head(const void *x, const void *y) {
  const trigger *a = x, *b = y;
  uint32_t p = head_word(a), q = head_word(b);
  if (p != q) return p < q ? -1 : 1;
  if (a->specificity != b->specificity) return a->specificity > b->specificity ? -1 : 1;
  if (a->pattern != b->pattern) return a->pattern < b->pattern ? -1 : 1;
  return memcmp(&a->words, &b->words, sizeof a->words);
}

/* What a trigger's pattern needs. */
static void tell_needs(const toc__coder *c, trigger *t) {
  const pattern *p = &c->patterns.ptr[t->pattern];
  t->pos = (uint8_t)p->pos;
  t->outcome = (uint8_t)p->outcome;
  for (uint32_t i = 0; i < p->n_elements; i++) {
    const element *e = &c->elements.ptr[p->elements + i];
    if (!e->need || e->ban) continue;
    t->slots |= (uint16_t)(1u << e->slot);
    for (uint32_t k = 0; e->slot == SLOT_PREP && k < e->n_preps && (k > 0 || !t->preps); k++) t->preps |= UINT64_C(1) << c->preps.ptr[e->preps + k] % 64;
  }
}

static void mark_word(toc__coder *c, uint32_t word, uint64_t sets, uint32_t known) {
  c->about[word].set_bits |= sets;
  c->about[word].known_bits |= known;
}

/* A word of a set is of all sets that take that in. */
static void mark_sets(toc__coder *c) {
  uint64_t *in = toc_new(&c->arena, uint64_t, (size_t)c->sets.len + 1);
  uint32_t *known = toc_new(&c->arena, uint32_t, (size_t)c->sets.len + 1);
  for (uint32_t i = 0; i < N_KNOWN_SETS; i++) known[c->known[i]] |= UINT32_C(1) << i;
  for (uint32_t i = 0; i < c->sets.len; i++) in[i] |= UINT64_C(1) << i % 64;
  for (uint32_t i = 0; i < c->sets.len; i++) { /* flat: one step is all */
    const wordset *s = &c->sets.ptr[i];
    for (uint32_t k = 0; k < s->sets.len; k++) in[s->sets.ptr[k]] |= UINT64_C(1) << i % 64;
  }
  for (uint32_t i = 0; i < N_KNOWN_SETS; i++) {
    const wordset *s = &c->sets.ptr[c->known[i]];
    for (uint32_t k = 0; k < s->sets.len; k++) known[s->sets.ptr[k]] |= UINT32_C(1) << i;
  }
  for (uint32_t i = 0; i < c->sets.len; i++) {
    const wordset *s = &c->sets.ptr[i];
    for (uint32_t k = 0; k < s->words.len; k++) mark_word(c, s->words.ptr[k], in[i], known[i]);
    for (uint32_t k = 0; k < s->phrases.len; k++) mark_word(c, s->phrases.ptr[k].word[s->phrases.ptr[k].n - 1], in[i], 0);
  }
}

static toc_status finish(loader *l) {
  toc__coder *c = l->coder;
  for (int i = 0; i < N_KNOWN_SETS; i++) {
    c->known[i] = toc_map_get(&c->set_names, toc_cstr(known_names[i]));
    if (c->known[i] == TOC_NONE)
      return toc_fail(l->err, TOC_BADDATA, NULL, 0, 0, "no set '%s' in the pattern files", known_names[i]);
  }
  for (uint32_t i = 0; i < c->sets.len; i++)
    if (c->sets.ptr[i].words.len) qsort(c->sets.ptr[i].words.ptr, c->sets.ptr[i].words.len, sizeof(uint32_t), by_number);
  if (c->triggers.len) qsort(c->triggers.ptr, c->triggers.len, sizeof(trigger), by_head);
  for (uint32_t i = 0; i < c->triggers.len; i++) tell_needs(c, &c->triggers.ptr[i]);
  c->about = toc_new(l->a, word_about, (size_t)c->n_words + 1);
  mark_sets(c);
  for (uint32_t i = 0; i < c->triggers.len; i++) {
    word_about *w = &c->about[head_word(&c->triggers.ptr[i])];
    if (w->first == w->last) w->first = i;
    w->last = i + 1;
  }
  for (uint32_t i = 0; i < l->contexts.len; i++) {
    const context_list *k = &l->contexts.ptr[i];
    *(k->report ? &c->about[k->word].report_context : &c->about[k->word].sentence_context) |= k->bits;
  }
  for (uint32_t i = 0; i < l->topics.len; i++) {
    word_about *w = &c->about[l->topics.ptr[i].word];
    *(l->topics.ptr[i].quiet ? &w->quiet : &w->topic) |= l->topics.ptr[i].bits;
  }
  return TOC_OK;
}

static void common_words(toc__coder *c) {
  c->w_by = word_of(c, "by");
  c->w_of = word_of(c, "of");
  c->w_in = word_of(c, "in");
  c->w_on = word_of(c, "on");
  c->w_under = word_of(c, "under");
  c->w_from = word_of(c, "from");
  c->w_for = word_of(c, "for");
  c->w_with = word_of(c, "with");
  c->w_into = word_of(c, "into");
  c->w_not = word_of(c, "not");
  c->w_will = word_of(c, "will");
  c->w_would = word_of(c, "would");
  c->w_go = word_of(c, "go");
  c->w_have = word_of(c, "have");
  c->w_who = word_of(c, "who");
  c->w_which = word_of(c, "which");
  c->w_that = word_of(c, "that");
  c->w_whom = word_of(c, "whom");
  c->w_come = word_of(c, "come");
  c->w_to = word_of(c, "to");
  c->w_against = word_of(c, "against");
  c->w_between = word_of(c, "between");
  c->w_like = word_of(c, "like");
  c->w_march = word_of(c, "march");
  c->w_score = word_of(c, "0-0");
}

static toc__coder *coder_new(void) {
  toc__coder *c = calloc(1, sizeof *c);
  if (!c) return NULL;
  toc_arena_init(&c->arena, MAX_MEMORY);
  return c;
}

enum { WORD_SHARE = 48 }; /* one word in so many bytes has not been there before */

static void prepare(toc__coder *c, size_t size) {
  toc_map_init(&c->words, &c->arena);
  toc_map_reserve(&c->words, (uint32_t)(size / WORD_SHARE));
  toc_map_init(&c->forms, &c->arena);
  toc_map_init(&c->set_names, &c->arena);
  toc_map_init(&c->frame_names, &c->arena);
  common_words(c);
}

/* The bytes stay: patterns keep their lines. */
static toc_status parse_all(toc__coder *c, const toc__pattern_file *file, uint32_t n, size_t size, toc_error *err) {
  loader l = {.coder = c, .a = &c->arena, .err = err};
  prepare(c, size);
  for (uint32_t i = 0; i < n; i++) TRY(read_file(&l, toc_str_z(&c->arena, toc_cstr(file[i].name)), file[i].bytes));
  return finish(&l);
}

static toc_status read_folder(toc__coder *c, const char *data_dir, toc_error *err) {
  toc_arena *a = &c->arena;
  toc_strs names = {0};
  const char *dir = toc_str_format(a, "%s/patterns", data_dir).ptr;
  TRY(toc_dir_list(a, dir, ".pat", &names, err));
  if (!names.len) return toc_fail(err, TOC_BADDATA, NULL, 0, 0, "no pattern file in '%s', expected *.pat", dir);
  toc__pattern_file *files = toc_new(a, toc__pattern_file, names.len);
  size_t size = 0;
  for (uint32_t i = 0; i < names.len; i++) {
    const char *path = toc_str_format(a, "%s/%.*s", dir, TOC_FMT(names.ptr[i])).ptr;
    files[i].name = toc_str_z(a, names.ptr[i]);
    TRY(toc_file_read(a, path, MAX_FILE, &files[i].bytes, err));
    size += files[i].bytes.len;
  }
  return parse_all(c, files, names.len, size, err);
}

static toc_status done(toc__coder *c, toc_status status, toc__coder **out) {
  c->arena.oom = NULL;
  if (status) toc__coder_free(c);
  else *out = c;
  return status;
}

toc_status toc__coder_parse(toc__coder **out, const toc__pattern_file *file, uint32_t n, toc_error *err) {
  jmp_buf jump;
  *out = NULL;
  toc__coder *c = coder_new();
  if (!c) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for patterns");
  if (!TOC_TRY(&c->arena, jump)) return done(c, toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for patterns"), out);
  toc__pattern_file *own = toc_new(&c->arena, toc__pattern_file, n);
  for (uint32_t i = 0; i < n; i++) own[i] = (toc__pattern_file){file[i].name, toc_str_copy(&c->arena, file[i].bytes)};
  return done(c, parse_all(c, own, n, 0, err), out);
}

toc_status toc__coder_load(toc__coder **out, const char *data_dir, toc_error *err) {
  jmp_buf jump;
  *out = NULL;
  toc__coder *c = coder_new();
  if (!c) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for patterns");
  if (!TOC_TRY(&c->arena, jump)) return done(c, toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for patterns"), out);
  return done(c, read_folder(c, data_dir, err), out);
}

toc_status toc__coder_load_opinion(toc__coder *c, const char *data_dir, toc_error *err) {
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&c->arena, jump)) s = toc__opinion_load(&c->opinion, data_dir, &c->arena, err);
  else toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory for the second opinion");
  c->arena.oom = NULL;
  return s;
}

void toc__coder_free(toc__coder *coder) {
  if (!coder) return;
  toc_arena_release(&coder->arena);
  free(coder);
}

toc__coder_size toc__coder_count(const toc__coder *c) {
  return (toc__coder_size){c->patterns.len, c->triggers.len, c->n_words, c->sets.len};
}
