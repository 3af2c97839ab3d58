/* Runs the grammar over a report and writes doc->times. */
#include "internal.h"

/* ------------------------------------------------------------- narrow interval */

static void narrow(const tx_found *f, toc_day *from, toc_day *to) {
  toc_day length = *to - *from + 1;
  if (!f->part || length < 4 || f->part[0] == 'a') return;
  toc_day third = length / 3;
  if (f->part[0] == 'e') *to = *from + third - 1;
  else if (f->part[0] == 'l') *from = *to - third + 1;
  else *from += third, *to -= third;
}

static bool before_is(const tx_ctx *c, uint32_t i, const char *w) {
  return i > 0 && toc_str_is(c->atom[i - 1].low, w);
}

static void emit(tx_ctx *c, const tx_found *f) {
  toc_doc *doc = c->doc;
  toc_time t = {.from = TOC_NODAY, .to = TOC_NODAY, .from_minute = -1, .to_minute = -1, .type = f->type};
  t.span = (toc_span){c->atom[f->first].span.start, c->atom[f->last - 1].span.end};
  t.first = c->atom[f->first].token;
  t.last = c->atom[f->last - 1].token + 1;
  t.value = f->value;
  t.precision = TOC_S("vague");
  if (f->kind == TX_POINT) {
    t.value = tx_value(&doc->arena, &f->point);
    t.precision = toc_cstr(tx_precision(f->point.grain));
    t.anchored = tx_days(&f->point, &t.from, &t.to);
    if (t.anchored) narrow(f, &t.from, &t.to);
    if (t.anchored && f->overnight) t.from--;
    if (t.anchored && f->point.grain <= TX_AT_HOUR) t.from_minute = t.to_minute = f->point.minute;
  } else if (f->bounded) {
    t.from = f->from;
    t.to = f->to;
    t.anchored = true;
    t.precision = TOC_S("day");
  } else if (f->kind == TX_REF_ && c->now.grain && toc_str_is(f->value, "PRESENT_REF")) {
    t.from = t.to = c->now.day;
    t.anchored = true;
    t.precision = TOC_S("day");
  }
  if (t.anchored && before_is(c, f->first, "since")) {
    if (c->now.grain && t.from <= c->now.day) {
      t.ongoing = true;
      t.to = c->now.day;
      t.to_minute = -1;
    }
  } else if (t.anchored && (before_is(c, f->first, "until") || before_is(c, f->first, "till"))) {
    t.from = TOC_NODAY;
    t.from_minute = -1;
  }
  uint32_t index = doc->times.len;
  *toc_push(&doc->arena, &doc->times) = t;
  for (uint32_t k = t.first; k < t.last; k++) doc->tokens.ptr[k].time = index;
}

/* Does a name that reaches beyond it swallow the expression ("the Black Friday agreement",
 * "Theresa May")?  Long ones with a number stay. */
static bool inside_name(const tx_ctx *c, const tx_found *f) {
  const toc_doc *doc = c->doc;
  uint32_t first = c->atom[f->first].token, m = doc->tokens.ptr[first].mention;
  if (m == TOC_NONE || m >= doc->mentions.len) return false;
  const toc_mention *name = &doc->mentions.ptr[m];
  if (name->kind != TOC_KIND_PER && name->kind != TOC_KIND_ORG && name->kind != TOC_KIND_FAC) return false;
  toc_span span = {c->atom[f->first].span.start, c->atom[f->last - 1].span.end};
  return toc_span_inside(span, name->span) && (name->span.start < span.start || name->span.end > span.end) && f->last - f->first <= 2;
}

static void remember(tx_ctx *c, const tx_found *f) {
  c->before = *f;
  c->has_before = true;
  if (!f->keeps || f->kind != TX_POINT || !f->point.known || !f->point.year) return;
  if (f->point.grain <= TX_AT_DAY) c->last_day = f->point.day, c->last = tx_day(f->point.day);
  else c->last = f->point;
}

/* Most words begin nothing, or only before a word that could come second: "the" stands before
 * many a noun. */
static inline bool may_begin(const tx_ctx *c, uint32_t i) {
  const tx_atom *a = &c->atom[i];
  if (a->word->opens & TX_ALONE) return true;
  if (i + 1 >= c->n || !c->atom[i + 1].word->opens) return false;
  if (a->word->opens & TX_OPENS) return true;
  if ((a->word->opens & TX_PHRASES) && (c->atom[i + 1].word->opens & TX_FOLLOWS))
    for (uint32_t e = a->word->first; e != TOC_NONE; e = c->x->entries.ptr[e].next)
      if (c->atom[i + 1].word == &c->x->word.ptr[c->x->entries.ptr[e].second]) return true;
  return false;
}

static void sentence(tx_ctx *c) {
  c->has_before = false;
  for (uint32_t i = 0; i < c->n;) {
    tx_found f;
    if (!may_begin(c, i) || !tx_match(c, i, &f) || inside_name(c, &f)) {
      i++;
      continue;
    }
    emit(c, &f);
    remember(c, &f);
    i = f.last;
  }
}

/* What the report's words tell of its years and days. */
typedef struct seen {
  uint32_t far, near; /* full years long past or ahead of the publication, and others */
  uint32_t counted;   /* days counted from it */
} seen;

/* What the vocabulary has of each token's form. */
static uint32_t *look_up(const toc__timex *x, toc_doc *doc, const tx_point *now, seen *s) {
  const toc_word *word = toc_doc_words(doc);
  uint32_t *known = toc_new(&doc->scratch, uint32_t, (size_t)doc->tokens.len + 1);
  for (uint32_t i = 0; i < doc->tokens.len; i++) {
    const toc_word *w = &word[i];
    uint64_t y;
    known[i] = tx_known(x, w->low, w->low_hash, w->look & TOC_W_DIGIT);
    if (w->low.len >= 5 && w->low.len <= 9) s->counted += x->word.ptr[known[i]].days;
    if (!(w->look & TOC_W_DIGIT) || w->low.len != 4 || !toc_str_uint(w->low, &y) || y < 1000 || y >= 2100) continue;
    if ((int)y < now->year - 1 || (int)y > now->year + 1) s->far++;
    else s->near++;
  }
  return known;
}

/* A history: at least five full years are named, most of them long past or ahead of the
 * publication, and hardly any day is counted from it. */
static bool is_history(const seen *s) { return s->far >= 5 && s->far > 3 * s->near && s->far > 3 * s->counted; }

toc_status toc__timex_run(const toc__timex *x, toc_doc *doc, toc_error *err) {
  (void)err;
  toc_arena_reset(&doc->scratch);
  tx_ctx c = {.x = x, .doc = doc, .last_day = TOC_NODAY};
  tx_atoms atoms = {0};
  seen told = {0};
  if (doc->dct != TOC_NODAY) c.now = tx_day(doc->dct);
  uint32_t *known = look_up(x, doc, &c.now, &told);
  c.history = c.now.grain && is_history(&told);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    atoms.len = 0;
    c.sentence = &doc->sentences.ptr[s];
    tx_atoms_sentence(x, doc, known, c.sentence, &atoms);
    c.atom = atoms.ptr;
    c.n = atoms.len;
    if (c.n) sentence(&c);
  }
  return TOC_OK;
}
