/* The lexicon, data/figure/counts.txt.  Its head explains the format. */
#include "internal.h"

static const char *const role_name[] = {"object", "subject", "state", "noun", "who", "toll", "surely", "manner"};

static fg_known *known(toc__figures *x, toc_str word) {
  uint32_t *at = toc_map_put(&x->words, word, TOC_NONE);
  if (*at == TOC_NONE) {
    *at = x->known.len;
    *toc_push(&x->arena, &x->known) = (fg_known){.entry = TOC_NONE, .form = TOC_NONE};
  }
  return &x->known.ptr[*at];
}

fg_known *fg_mark(toc__figures *x, toc_str word, uint32_t marks) {
  fg_known *k = known(x, word);
  k->marks |= marks;
  return k;
}

/* Word → entry, chained in the order of the file. */
static void add(toc__figures *x, toc_str word, fg_entry e) {
  uint32_t *head = &known(x, word)->entry;
  if (*head == TOC_NONE) *head = x->entries.len;
  else x->entries.ptr[x->entries.ptr[*head].tail].next = x->entries.len;
  if (*head < x->entries.len) x->entries.ptr[*head].tail = x->entries.len;
  e.next = TOC_NONE;
  e.tail = x->entries.len;
  *toc_push(&x->arena, &x->entries) = e;
}

static void add_form(toc__figures *x, toc_str form, toc_str lemma, bool past) {
  uint32_t *at = &known(x, form)->form;
  if (*at != TOC_NONE) return;
  *at = x->form.len;
  *toc_push(&x->arena, &x->form) = (fg_form){.lemma = lemma, .past = past, .entry = TOC_NONE};
}

/* kill: kills killed killing; arrive: arrived arriving; bury: buries buried. */
static void regular_forms(toc__figures *x, toc_str w) {
  toc_arena *a = &x->arena;
  char last = w.ptr[w.len - 1], before = w.len > 1 ? w.ptr[w.len - 2] : 'a';
  toc_str stem = w;
  if (last == 'e') {
    stem.len--;
    add_form(x, toc_str_format(a, "%.*sd", TOC_FMT(w)), w, true);
    add_form(x, toc_str_format(a, "%.*sing", TOC_FMT(stem)), w, false);
  } else if (last == 'y' && !memchr("aeiou", before, 5)) {
    stem.len--;
    add_form(x, toc_str_format(a, "%.*sied", TOC_FMT(stem)), w, true);
    add_form(x, toc_str_format(a, "%.*sies", TOC_FMT(stem)), w, false);
    add_form(x, toc_str_format(a, "%.*sing", TOC_FMT(w)), w, false);
  } else {
    add_form(x, toc_str_format(a, "%.*sed", TOC_FMT(w)), w, true);
    add_form(x, toc_str_format(a, "%.*sing", TOC_FMT(w)), w, false);
  }
  add_form(x, toc_str_format(a, "%.*ss", TOC_FMT(w)), w, false);
  add_form(x, toc_str_format(a, "%.*ses", TOC_FMT(w)), w, false);
}

static void plural_forms(toc__figures *x, toc_str w) {
  toc_arena *a = &x->arena;
  add_form(x, toc_str_format(a, "%.*ss", TOC_FMT(w)), w, false);
  add_form(x, toc_str_format(a, "%.*ses", TOC_FMT(w)), w, false);
  if (w.len > 2 && w.ptr[w.len - 1] == 'y') add_form(x, toc_str_format(a, "%.*sies", (int)w.len - 1, w.ptr), w, false);
  if (toc_str_ends(w, TOC_S("man"))) add_form(x, toc_str_format(a, "%.*smen", (int)w.len - 3, w.ptr), w, false);
  if (toc_str_is(w, "child")) add_form(x, TOC_S("children"), w, false);
  if (toc_str_is(w, "life")) add_form(x, TOC_S("lives"), w, false);
  if (toc_str_is(w, "body")) add_form(x, TOC_S("bodies"), w, false);
}

static bool special(toc_str kind, toc_str role, fg_role *out) {
  static const struct {
    const char *kind, *role;
    fg_role as;
  } s[] = {
      {"group", "of", FG_GROUP}, {"person", "is", FG_PERSON}, {"thing", "is", FG_THING}, {"label", "before", FG_BEFORE}, {"label", "after", FG_AFTER}};
  for (size_t i = 0; i < sizeof s / sizeof *s; i++)
    if (toc_str_is(kind, s[i].kind) && toc_str_is(role, s[i].role)) {
      *out = s[i].as;
      return true;
    }
  return false;
}

static toc_status line(toc__figures *x, toc_lines *l, toc_error *err) {
  toc_str rest = l->text, head, kind, role, one;
  if (!memchr(rest.ptr, ':', rest.len) || !toc_str_cut(&rest, ':', &head))
    return toc_lines_fail(err, l, 0, "expected 'kind role: word, …'");
  toc_str tail = head;
  toc_str_cut(&tail, ' ', &kind);
  if (!tail.ptr) return toc_lines_fail(err, l, 0, "expected a kind and a role before ':'");
  role = toc_str_trim(tail);
  bool forms = toc_str_is(kind, "forms");
  fg_entry e = {.next = TOC_NONE, .kind = toc_counts_of(kind)};
  if (!forms && !special(kind, role, &e.role)) {
    if ((unsigned)e.kind >= TOC_N_COUNTS) return toc_lines_fail(err, l, 0, "unknown kind '%.*s'", TOC_FMT(kind));
    int r = 0;
    while (r < FG_N_ROLES && !toc_str_is(role, role_name[r])) r++;
    if (r == FG_N_ROLES) return toc_lines_fail(err, l, role.ptr - l->text.ptr, "unknown role '%.*s'", TOC_FMT(role));
    e.role = (fg_role)r;
  }
  while (toc_str_cut(&rest, ',', &one)) {
    toc_str w = toc_str_trim(one), word = w;
    if (!w.len) return toc_lines_fail(err, l, one.ptr - l->text.ptr, "expected a word");
    if (forms) {
      toc_str form;
      while (toc_str_cut(&w, ' ', &form)) /* listed with blanks or commas alike */
        if (form.len) add_form(x, form, role, !toc_str_ends(form, TOC_S("ing")) && !toc_str_ends(form, TOC_S("s")));
      continue;
    }
    e.with = (toc_str){0};
    const char *colon = memchr(w.ptr, ':', w.len);
    if (colon) {
      word = toc_str_sub(w, 0, (size_t)(colon - w.ptr));
      e.with = toc_str_sub(w, word.len + 1, w.len);
      if (!word.len || !e.with.len) return toc_lines_fail(err, l, w.ptr - l->text.ptr, "expected 'verb:dependent'");
    }
    const char *blank = memchr(word.ptr, ' ', word.len);
    if (blank && !colon) { /* "death toll": its last word, with the first beside it */
      size_t at = (size_t)(blank - word.ptr);
      e.with = toc_str_sub(word, 0, at);
      word = toc_str_trim(toc_str_sub(word, at, word.len));
    }
    add(x, word, e);
    if (e.role == FG_OBJECT || e.role == FG_SUBJECT) regular_forms(x, word);
    if (e.role == FG_NOUN || e.role == FG_WHO || e.role == FG_PERSON || e.role == FG_THING || e.role == FG_TOLL || e.role == FG_GROUP) plural_forms(x, word);
    if (e.with.len && (e.role == FG_OBJECT || e.role == FG_SUBJECT)) plural_forms(x, e.with);
  }
  return TOC_OK;
}

/* Irregular forms first: they shadow what the rules make ("shooted" does no harm). */
static toc_status pass(toc__figures *x, toc_str bytes, const char *file, bool forms, toc_error *err) {
  toc_status s = TOC_OK;
  toc_lines l;
  toc_lines_init(&l, file, bytes);
  while (!s && toc_lines_next(&l))
    if (toc_str_starts(l.text, TOC_S("forms ")) == forms) s = line(x, &l, err);
  return s;
}

static void finish(toc__figures *x) {
  static const char *const deadly[] = {"death", "dead", "fatally", "mortally", "alive"};
  static const char *const end[] = {"murder", "assassination", "killing", "death", "slaying", "execution", "murders", "killings", "deaths", "assassinations", "executions"};
  fg_mark_openers(x);
  for (size_t k = 0; k < sizeof deadly / sizeof *deadly; k++) fg_mark(x, toc_cstr(deadly[k]), FG_DEADLY);
  for (size_t k = 0; k < sizeof end / sizeof *end; k++) fg_mark(x, toc_cstr(end[k]), FG_END);
  known(x, TOC_S("body"))->roles = FG_BODY;
  known(x, TOC_S("corpse"))->roles = FG_BODY;
  for (uint32_t k = 0; k < x->known.len; k++)
    for (uint32_t e = x->known.ptr[k].entry; e != TOC_NONE; e = x->entries.ptr[e].next) x->known.ptr[k].roles |= (uint32_t)FG_ROLE << x->entries.ptr[e].role;
  for (uint32_t f = 0; f < x->form.len; f++) {
    uint32_t at = toc_map_get(&x->words, x->form.ptr[f].lemma);
    if (at != TOC_NONE) x->form.ptr[f].entry = x->known.ptr[at].entry, x->form.ptr[f].roles = x->known.ptr[at].roles;
  }
}

toc_status toc__figures_read(toc__figures **out, toc_str bytes, const char *file, toc_error *err) {
  *out = NULL;
  toc__figures *x = calloc(1, sizeof *x);
  if (!x) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&x->arena, 32u << 20);
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  if (TOC_TRY(&x->arena, jump)) {
    toc_str own = toc_str_copy(&x->arena, bytes);
    toc_map_init(&x->words, &x->arena);
    toc_map_reserve(&x->words, (uint32_t)(own.len / 8)); /* a word in so many bytes, and its plural beside it */
    s = pass(x, own, file, true, err);
    if (!s) s = pass(x, own, file, false, err);
    if (!s) finish(x);
  } else {
    toc_fail(err, TOC_NOMEM, file, 0, 0, "too many words");
  }
  x->arena.oom = NULL;
  if (s) {
    toc__figures_free(x);
    return s;
  }
  *out = x;
  return TOC_OK;
}

toc_status toc__figures_load(toc__figures **out, const char *data_dir, toc_error *err) {
  toc_arena a;
  toc_arena_init(&a, 4u << 20);
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  *out = NULL;
  if (TOC_TRY(&a, jump)) {
    toc_str bytes, path = toc_str_format(&a, "%s/figure/counts.txt", data_dir);
    s = toc_file_read(&a, toc_str_z(&a, path), 1u << 20, &bytes, err);
    if (!s) s = toc__figures_read(out, bytes, "counts.txt", err);
  } else {
    toc_fail(err, TOC_NOMEM, "counts.txt", 0, 0, "out of memory");
  }
  toc_arena_release(&a);
  return s;
}

void toc__figures_free(toc__figures *x) {
  if (!x) return;
  toc_arena_release(&x->arena);
  free(x);
}

/* ------------------------------------------------------------------- look-up */

static uint32_t find(const fg_ctx *c, toc_str word, uint64_t hash) { return word.len ? toc_map_get_hashed(&c->x->words, word, hash) : TOC_NONE; }

void fg_look_up(fg_ctx *c, uint32_t n) {
  const toc__figures *x = c->x;
  c->keys = toc_new(&c->doc->scratch, fg_keys, (size_t)n + 1);
  for (uint32_t t = 0; t < n; t++) {
    fg_keys *k = &c->keys[t];
    const toc_word *w = &c->word[t];
    bool same = w->lemma.ptr == w->low.ptr || toc_str_eq(w->low, w->lemma);
    uint32_t low = find(c, w->low, w->low_hash), lemma = same ? low : find(c, w->lemma, w->lemma_hash);
    *k = (fg_keys){.entry = {TOC_NONE, TOC_NONE, TOC_NONE}, .form = TOC_NONE, .known = low};
    if ((!(w->look & TOC_W_LETTERS) && w->low.len > 1) || (w->look & TOC_W_DIGIT)) k->marks = FG_COUNTS; /* digits, "twenty-five" */
    if (lemma != TOC_NONE) k->entry[0] = x->known.ptr[lemma].entry, k->marks |= x->known.ptr[lemma].roles;
    if (low == TOC_NONE) continue;
    k->marks |= x->known.ptr[low].marks;
    if (!same && (k->entry[1] = x->known.ptr[low].entry) != TOC_NONE) k->marks |= x->known.ptr[low].roles;
    k->form = x->known.ptr[low].form;
    if (k->form == TOC_NONE) continue;
    const fg_form *form = &x->form.ptr[k->form];
    if (!toc_str_eq(form->lemma, w->lemma) && (k->entry[2] = form->entry) != TOC_NONE) k->marks |= form->roles;
  }
}

bool fg_past_form(const fg_ctx *c, uint32_t t) {
  if (t >= c->last) return false;
  uint32_t f = c->keys[t].form;
  if (f != TOC_NONE && c->x->form.ptr[f].past) return true;
  return toc_str_is(c->word[t].low, "hurt") || toc_str_is(c->word[t].low, "hit") || toc_str_is(c->word[t].low, "slain") || toc_str_is(c->word[t].low, "set") || toc_str_is(c->word[t].low, "let");
}

static bool same_word(const fg_ctx *c, uint32_t t, toc_str w) {
  if (toc_str_eq(c->word[t].low, w) || toc_str_eq(c->word[t].lemma, w)) return true;
  uint32_t f = c->keys[t].form;
  return f != TOC_NONE && toc_str_eq(c->x->form.ptr[f].lemma, w);
}

/* Is `w` a dependent of t, or right behind (nouns: before) it? */
static bool dependent(const fg_ctx *c, uint32_t t, toc_str w, bool noun) {
  if (noun) return t > c->first && same_word(c, t - 1, w);
  if (c->tree)
    toc_few_children(c->doc, t, k) if (same_word(c, k, w)) return true;
  uint32_t end = t + 6 < c->last ? t + 6 : c->last;
  for (uint32_t k = t + 1; k < end; k++) {
    if (fg_word(c, k, ",") || fg_word(c, k, ";") || fg_word(c, k, "and")) break;
    if (same_word(c, k, w)) return true;
  }
  return false;
}

toc_counts fg__kind(const fg_ctx *c, uint32_t t, fg_role role) {
  toc_counts plain = TOC_N_COUNTS;
  bool noun = role == FG_TOLL || role == FG_NOUN || role == FG_WHO;
  for (uint32_t k = 0; k < 3; k++)
    for (uint32_t e = c->keys[t].entry[k]; e != TOC_NONE; e = c->x->entries.ptr[e].next) {
      const fg_entry *entry = &c->x->entries.ptr[e];
      if (entry->role != role) continue;
      if (!entry->with.len) {
        if (plain == TOC_N_COUNTS) plain = entry->kind;
      } else if (dependent(c, t, entry->with, noun)) {
        return entry->kind;
      }
    }
  return plain;
}

bool fg__has(const fg_ctx *c, uint32_t t, fg_role role) {
  for (uint32_t k = 0; k < 3; k++)
    for (uint32_t e = c->keys[t].entry[k]; e != TOC_NONE; e = c->x->entries.ptr[e].next)
      if (c->x->entries.ptr[e].role == role && !c->x->entries.ptr[e].with.len) return true;
  return false;
}
