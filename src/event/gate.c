/* gate.c - words as they are written → could any pattern match here? */
#include "gate.h"

#include <stdlib.h>

#include "number.h"
#include "pattern.h"

#define LONGEST 40u  /* a word of more bytes is none that patterns know */
#define MOST_IDS 256 /* different known words of one sentence that are looked at */

typedef struct link { /* words of the patterns that may be written in one form */
  uint32_t word, next;
} link;

struct toc__gate {
  toc_arena arena;
  const toc__coder *c;
  uint32_t words;       /* 64-bit words of a set of word ids */
  toc_map forms;        /* form → its first link */
  TOC_ARRAY(link) links;
  const uint64_t **set; /* [sets] the ids in it, NULL until it is asked for; whole: anything fits */
};

/* ------------------------------------------------------------------ forms */

static void add_form(toc__gate *g, toc_str form, uint32_t word) {
  if (!form.len || form.len > LONGEST) return;
  uint32_t *first = toc_map_put(&g->forms, form, TOC_NONE);
  for (uint32_t i = *first; i != TOC_NONE; i = g->links.ptr[i].next)
    if (g->links.ptr[i].word == word) return;
  *toc_push(&g->arena, &g->links) = (link){word, *first};
  *first = g->links.len - 1;
}

/* stem and ending */
static void add(toc__gate *g, toc_str stem, const char *end, uint32_t word) {
  char form[LONGEST];
  size_t n = strlen(end);
  if (stem.len + n > LONGEST) return;
  memcpy(form, stem.ptr, stem.len);
  memcpy(form + stem.len, end, n);
  add_form(g, (toc_str){form, stem.len + n}, word);
}

static bool vowel(char c) { return c && strchr("aeiou", c) != NULL; }

/* Plural, -s, -ed, -ing, -er and -est, whatever part of speech the word is: a form that does not
 * exist does no harm.   kill killed · deny denies · bar barred · man men · crisis crises · die dying */
static void add_forms(toc__gate *g, toc_str w, uint32_t word) {
  static const char *const regular[] = {"", "s", "es", "ed", "ing", "er", "est"};
  if (!w.len || w.len > LONGEST) return;
  for (size_t i = 0; i < sizeof regular / sizeof *regular; i++) add(g, w, regular[i], word);
  if (w.len < 3) return;
  char last = w.ptr[w.len - 1], before = w.ptr[w.len - 2];
  toc_str stem = {w.ptr, w.len - 1};
  if (last == 'e') {
    add(g, stem, "ed", word);
    add(g, stem, "ing", word);
  } else if (last == 'y' && !vowel(before)) {
    add(g, stem, "ies", word);
    add(g, stem, "ied", word);
  } else if (!vowel(last) && vowel(before)) { /* "barred", "travelled" */
    char end[8] = {last, 'e', 'd', 0};
    add(g, w, end, word);
    memcpy(end + 1, "ing", 4);
    add(g, w, end, word);
  }
  if (last == 'f') add(g, stem, "ves", word);
  if (toc_str_ends(w, TOC_S("fe"))) add(g, (toc_str){w.ptr, w.len - 2}, "ves", word);
  if (toc_str_ends(w, TOC_S("man"))) add(g, (toc_str){w.ptr, w.len - 3}, "men", word);
  if (toc_str_ends(w, TOC_S("is"))) add(g, (toc_str){w.ptr, w.len - 2}, "es", word);
  if (toc_str_ends(w, TOC_S("ie"))) add(g, (toc_str){w.ptr, w.len - 2}, "ying", word);
}

/* Verbs that every text has, whose forms no pattern file lists because no event hangs on them
 * alone; and other forms that no ending makes. */
static void add_irregular(toc__gate *g) {
  static const char *const irregular[] = {
      "be am is are was were been being 's 're 'm", "have has had having 've", "do does did done", "go goes went gone", "say said", "make made making",
      "take took taken", "come came coming", "give gave given", "get got gotten getting", "hold held", "put putting", "set setting", "tell told",
      "send sent", "lay laid", "lead led", "leave left", "lose lost", "meet met", "run ran running", "see saw seen", "keep kept", "bring brought",
      "begin began begun", "break broke broken", "build built", "buy bought", "cut cutting", "deal dealt", "draw drew drawn", "drive drove driven",
      "fall fell fallen", "feel felt", "fight fought", "find found", "flee fled", "fly flew flown", "fire firing", "grow grew grown", "hit hitting",
      "know knew known", "pay paid", "quit quitting", "rise rose risen", "seek sought", "sell sold", "shoot shot", "shut shutting", "sit sat",
      "speak spoke spoken", "spend spent", "split splitting", "stand stood", "steal stole stolen", "strike struck stricken", "sweep swept",
      "swear swore sworn", "teach taught", "throw threw thrown", "withdraw withdrew withdrawn", "win won", "write wrote written", "beat beaten",
      "bear bore borne born", "bind bound", "bite bit bitten", "blow blew blown", "burn burnt", "burst bursting", "catch caught", "choose chose chosen",
      "hang hung hanged", "hide hid hidden", "hurt hurting", "let letting", "overthrow overthrew overthrown", "override overrode overridden",
      "ride rode ridden", "ring rang rung", "seize seizing", "shake shook shaken", "sink sank sunk", "slay slew slain", "spread spreading",
      "tear tore torn", "think thought", "undergo underwent undergone", "wear wore worn", "wind wound", "child children", "person people",
      "life lives", "foot feet", "not n't", "will wo 'll", "can ca", "would 'd"};
  for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++) {
    toc_str rest = toc_cstr(irregular[i]), lemma, form;
    toc_str_cut(&rest, ' ', &lemma);
    uint32_t word = toc_map_get(&g->c->words, lemma);
    while (word != TOC_NONE && toc_str_cut(&rest, ' ', &form)) add_form(g, form, word);
  }
  for (uint32_t i = 0; i < g->c->irregular.len; i++) add_form(g, g->c->irregular.ptr[i], toc_map_get(&g->c->forms, g->c->irregular.ptr[i]));
}

/* ------------------------------------------------------------------- sets */

static void put(uint64_t *set, uint32_t id) { set[id / 64] |= UINT64_C(1) << (id % 64); }
static bool has(const uint64_t *set, uint32_t id) { return set[id / 64] >> (id % 64) & 1; }

static void put_words(uint64_t *set, const wordset *s) {
  for (uint32_t i = 0; i < s->words.len; i++) put(set, s->words.ptr[i]);
  for (uint32_t i = 0; i < s->phrases.len; i++) put(set, s->phrases.ptr[i].word[s->phrases.ptr[i].n - 1]);
}

static void flatten(toc__gate *g, uint32_t at) {
  const toc__coder *c = g->c;
  const wordset *s = &c->sets.ptr[at];
  if (g->set[at]) return;
  uint64_t *set = toc_new(&g->arena, uint64_t, g->words);
  put_words(set, s);
  for (uint32_t i = 0; i < s->sets.len; i++) put_words(set, &c->sets.ptr[s->sets.ptr[i]]);
  g->set[at] = set;
}

/* Sets of words that elements ask for, and nothing else would do. */
static bool asks(const toc__coder *c, const element *e) { return e->need && !e->ban && e->set != TOC_NONE && !c->sets.ptr[e->set].classes; }

static void fill(toc__gate *g) {
  const toc__coder *c = g->c;
  g->words = c->n_words / 64 + 1;
  g->set = toc_new(&g->arena, const uint64_t *, (size_t)c->sets.len + 1);
  uint64_t *used = toc_new(&g->arena, uint64_t, g->words);
  for (uint32_t i = 0; i < c->triggers.len; i++)
    for (uint32_t k = 0; k < c->triggers.ptr[i].words.n; k++) put(used, c->triggers.ptr[i].words.word[k]);
  for (uint32_t i = 0; i < c->elements.len; i++) {
    const element *e = &c->elements.ptr[i];
    for (uint32_t k = 0; e->need && k < e->n_preps; k++) put(used, c->preps.ptr[e->preps + k]);
    if (!asks(c, e)) continue;
    flatten(g, e->set);
    for (uint32_t k = 0; k < g->words; k++) used[k] |= g->set[e->set][k];
  }
  for (uint32_t i = 0; i < c->n_words; i++)
    if (has(used, i)) add_forms(g, c->text.ptr[i], i);
  add_irregular(g);
}

toc_status toc__gate_open(toc__gate **out, const toc__coder *coder, toc_error *err) {
  *out = NULL;
  toc__gate *g = calloc(1, sizeof *g);
  if (!g) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&g->arena, 0);
  g->c = coder;
  toc_map_init(&g->forms, &g->arena);
  jmp_buf jump;
  if (TOC_TRY(&g->arena, jump)) {
    fill(g);
    g->arena.oom = NULL;
    *out = g;
    return TOC_OK;
  }
  toc__gate_free(g);
  return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
}

void toc__gate_free(toc__gate *g) {
  if (!g) return;
  toc_arena_release(&g->arena);
  free(g);
}

/* ---------------------------------------------------------------- numbers */

/* Words that count vaguely.  Not "many", "few", "no": as a figure they say little, and they are
 * everywhere. */
static const char *const vague[] = {"dozen", "dozens", "scores", "hundred", "hundreds", "thousand", "thousands", "million", "millions",
                                    "billion", "billions", "several", "couple", "both", NULL};

static bool listed(toc_str w, const char *const *list) {
  for (; *list; list++)
    if (toc_str_is(w, *list)) return true;
  return false;
}

static bool is_month(toc_str w) {
  static const char *const names[] = {"jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july", "aug",
                                      "august", "sep", "sept", "september", "oct", "october", "nov", "november", "dec", "december", NULL};
  if (w.len && w.ptr[w.len - 1] == '.') w.len--;
  return w.len && listed(w, names);
}

static bool digit(char c) { return c >= '0' && c <= '9'; }
/* 1961, 2022: a year, unless something says that it counts. */
static bool is_year(toc_str w) {
  return w.len == 4 && (!memcmp(w.ptr, "19", 2) || !memcmp(w.ptr, "20", 2)) && digit(w.ptr[2]) && digit(w.ptr[3]);
}

/* ------------------------------------------------------------- a sentence */

typedef struct look {
  const toc__gate *g;
  const toc_doc *doc;
  uint32_t first, last;
  toc_str *word;  /* [tokens of the sentence] in lower case */
  bool tagged;
  uint64_t *here; /* ids that stand in the sentence */
  uint8_t *pos;   /* [ids] parts of speech of the words behind them, where tagged */
  uint32_t id[MOST_IDS], n;
} look;

static toc_str lower(toc_str s, char *room) {
  if (s.len > LONGEST) return (toc_str){0};
  for (size_t i = 0; i < s.len; i++) room[i] = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] + 32) : s.ptr[i];
  return (toc_str){room, s.len};
}

static bool counts(const look *l, uint32_t i) {
  toc_str w = l->word[i];
  if (!w.len) return false;
  if (!digit(w.ptr[0]) && !digit(w.ptr[w.len - 1])) return toc__number_word(w) > 1 || listed(w, vague);
  if (is_year(w)) return false;
  if (w.len > 2) return true;
  uint32_t n = l->last - l->first;
  return !(i > 0 && is_month(l->word[i - 1])) && !(i + 1 < n && is_month(l->word[i + 1]));
}

static bool any_here(const look *l, const uint64_t *set) {
  for (uint32_t i = 0; i < l->n; i++)
    if (has(set, l->id[i])) return true;
  return false;
}

/* Do the words that the pattern needs stand here, wherever? */
static bool could_match(const look *l, const trigger *t) {
  const toc__coder *c = l->g->c;
  const pattern *p = &c->patterns.ptr[t->pattern];
  if (p->outcome == CODE_NONE || (l->tagged && !(p->pos & l->pos[t->words.word[t->words.n - 1]]))) return false;
  for (uint32_t i = 0; i + 1 < t->words.n; i++)
    if (!has(l->here, t->words.word[i])) return false;
  for (uint32_t i = 0; i < p->n_elements; i++) {
    const element *e = &c->elements.ptr[p->elements + i];
    if (!e->need || e->ban) continue;
    if (asks(c, e) && !any_here(l, l->g->set[e->set])) return false;
    bool prep = e->n_preps == 0;
    for (uint32_t k = 0; k < e->n_preps && !prep; k++) prep = has(l->here, c->preps.ptr[e->preps + k]);
    if (!prep) return false;
  }
  return true;
}

static uint8_t pos_of(const toc_token *t) {
  if (toc_deprel_base(t->rel) == TOC_REL_AMOD) return POS_A | POS_V;
  switch (t->upos) {
    case TOC_UPOS_VERB:
    case TOC_UPOS_AUX: return POS_V;
    case TOC_UPOS_NOUN:
    case TOC_UPOS_PROPN: return POS_N;
    case TOC_UPOS_ADJ: return POS_A;
    default: return 0;
  }
}

static void take(look *l, uint32_t id, uint32_t token) {
  if (l->tagged) l->pos[id] = (has(l->here, id) ? l->pos[id] : 0) | pos_of(&l->doc->tokens.ptr[token]);
  if (has(l->here, id) || l->n == MOST_IDS) return;
  put(l->here, id);
  l->id[l->n++] = id;
}

static bool passes(look *l) {
  const toc__gate *g = l->g;
  const toc__coder *c = g->c;
  for (uint32_t i = 0; i < l->last - l->first; i++) {
    if (!l->tagged && counts(l, i)) return true;
    if (!l->word[i].len) continue;
    for (uint32_t k = toc_map_get(&g->forms, l->word[i]); k != TOC_NONE; k = g->links.ptr[k].next)
      take(l, g->links.ptr[k].word, l->first + i);
  }
  if (l->n == MOST_IDS) return true;
  for (uint32_t i = 0; i < l->n; i++)
    for (uint32_t k = c->about[l->id[i]].first; k < c->about[l->id[i]].last; k++)
      if (could_match(l, &c->triggers.ptr[k])) return true;
  return false;
}

static void run(const toc__gate *g, toc_doc *doc, bool tagged) {
  toc_arena *a = &doc->scratch;
  look *l = toc_new(a, look, 1);
  uint32_t longest = 0;
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    uint32_t n = doc->sentences.ptr[s].last - doc->sentences.ptr[s].first;
    if (n > longest) longest = n;
  }
  *l = (look){.g = g, .doc = doc, .tagged = tagged, .word = toc_new(a, toc_str, (size_t)longest + 1), .here = toc_new(a, uint64_t, g->words)};
  if (tagged) l->pos = toc_new(a, uint8_t, (size_t)g->c->n_words + 1);
  char *room = toc_arena_alloc(a, (size_t)longest * LONGEST + 1, 1);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    toc_sentence *at = &doc->sentences.ptr[s];
    if (at->section == TOC_TITLE || at->section == TOC_LEAD) continue;
    l->first = at->first;
    l->last = at->last;
    for (uint32_t i = 0; i < l->n; i++) l->here[l->id[i] / 64] = 0;
    l->n = 0;
    for (uint32_t i = at->first; i < at->last; i++) l->word[i - at->first] = lower(doc->tokens.ptr[i].form, room + (size_t)(i - at->first) * LONGEST);
    at->quiet = !passes(l);
  }
}

void toc__gate_run(const toc__gate *g, toc_doc *doc) { run(g, doc, false); }
void toc__gate_run_tagged(const toc__gate *g, toc_doc *doc) { run(g, doc, true); }
