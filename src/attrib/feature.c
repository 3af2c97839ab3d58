/* feature.c - what the two linear models see.
 *
 * Each feature is a name and up to three strings, hashed (XXH3) into the weight table; the
 * same code serves the trainer (tools/train-claims), so that both see the same.
 */
#include "internal.h"

#include <stdio.h>

enum { MOST_CHILDREN = 200 }; /* looked at of one word: a broken tree must not cost squares */

static const toc_token *tok(const toc__tree *t, uint32_t i) { return &t->doc->tokens.ptr[i]; }
static toc_deprel base(const toc__tree *t, uint32_t i) { return toc_rel_base(t->doc, i); }
static toc_str lemma(const toc__tree *t, uint32_t i) {
  const toc_token *k = tok(t, i);
  return k->lemma.len ? k->lemma : k->form;
}
static toc_str rel(const toc__tree *t, uint32_t i) { return toc_cstr(toc_deprel_name(tok(t, i)->rel)); }
static toc_str upos(const toc__tree *t, uint32_t i) { return toc_cstr(toc_upos_name(tok(t, i)->upos)); }
static bool is_quote(const toc__tree *t, uint32_t i) {
  toc_str f = tok(t, i)->form;
  return toc_str_is(f, "\"") || toc_str_is(f, "“") || toc_str_is(f, "”") || toc_str_is(f, "''") || toc_str_is(f, "``");
}

static void put(toc__features *f, const char *name, toc_str a, toc_str b, toc_str c) {
  if (f->n == sizeof f->hash / sizeof *f->hash) return;
  uint64_t h = toc_hash(toc_cstr(name), 11);
  if (a.ptr) h = toc_hash(a, h);
  if (b.ptr) h = toc_hash(b, h + 1);
  if (c.ptr) h = toc_hash(c, h + 2);
  f->hash[f->n++] = (uint32_t)h;
}
static const toc_str NIL = {NULL, 0};

/* ------------------------------------------------------------ the tree once over */

void toc__tree_init(toc__tree *t, const toc__attrib *a, toc_doc *doc) {
  uint32_t n = doc->tokens.len, filled = 0;
  toc_arena *s = &doc->scratch;
  *t = (toc__tree){doc, a, toc_new(s, uint32_t, n + 1), toc_new(s, uint32_t, n + 1), toc_new(s, uint32_t, n + 1), NULL, 0};
  uint32_t *queue = toc_new(s, uint32_t, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    t->lo[i] = i, t->hi[i] = i + 1;
    if (doc->tokens.ptr[i].head == TOC_NONE) queue[filled++] = i;
  }
  for (uint32_t at = 0; at < filled; at++)
    toc_children(doc, queue[at], c) if (filled < n) queue[filled++] = c;
  for (uint32_t at = filled; at-- > 0;) {
    uint32_t i = queue[at], h = doc->tokens.ptr[i].head;
    if (h == TOC_NONE) continue;
    if (t->lo[i] < t->lo[h]) t->lo[h] = t->lo[i];
    if (t->hi[i] > t->hi[h]) t->hi[h] = t->hi[i];
  }
}

/* ------------------------------------------------------------ properties */

static toc_str case_of(const toc__tree *t, uint32_t i) {
  uint32_t n = 0;
  toc_children(t->doc, i, c) {
    if (++n == MOST_CHILDREN) break;
    toc_deprel r = base(t, c);
    if (r == TOC_REL_CASE || r == TOC_REL_MARK) return lemma(t, c);
  }
  return TOC_S("-");
}

static toc_str form_of(const toc__tree *t, uint32_t i) {
  uint32_t f = tok(t, i)->feat;
  if (f & TOC_F_FIN) return (f & TOC_F_PAST) ? TOC_S("past") : TOC_S("pres");
  if (f & TOC_F_INF) return TOC_S("inf");
  if (f & TOC_F_GER) return TOC_S("ger");
  if (f & TOC_F_PART) return (f & TOC_F_PAST) ? TOC_S("ppart") : TOC_S("part");
  return TOC_S("-");
}

static bool clausal(toc_deprel r) {
  return r == TOC_REL_CCOMP || r == TOC_REL_XCOMP || r == TOC_REL_ADVCL || r == TOC_REL_ACL || r == TOC_REL_CSUBJ ||
         r == TOC_REL_PARATAXIS;
}

/* Which kinds of dependents a cue word has, as letters. */
static toc_str frame(const toc__tree *t, uint32_t i, char room[24]) {
  bool has[8] = {false};
  uint32_t seen = 0;
  toc_children(t->doc, i, c) if (++seen < MOST_CHILDREN) switch (base(t, c)) {
    case TOC_REL_NSUBJ: has[tok(t, c)->rel == TOC_REL_NSUBJ_PASS ? 1 : 0] = true; break;
    case TOC_REL_OBJ: has[2] = true; break;
    case TOC_REL_CCOMP: has[3] = true; break;
    case TOC_REL_XCOMP: has[4] = true; break;
    case TOC_REL_PARATAXIS: has[5] = true; break;
    case TOC_REL_OBL: has[6] = true; break;
    case TOC_REL_ADVCL: has[7] = true; break;
    default: break;
  }
  size_t n = 0;
  for (size_t k = 0; k < 8; k++)
    if (has[k]) room[n++] = "spocxrba"[k];
  return (toc_str){room, n};
}

/* The nearest subject: its own, or that of the clause it depends on. */
static uint32_t subject(const toc__tree *t, uint32_t i, int *up) {
  uint32_t k = i;
  for (*up = 0; *up < 3; ++*up) {
    uint32_t n = 0;
    toc_children(t->doc, k, c) {
      if (base(t, c) == TOC_REL_NSUBJ && c != i) return c;
      if (++n == MOST_CHILDREN) break;
    }
    toc_deprel r = base(t, k);
    if (tok(t, k)->head == TOC_NONE || !(r == TOC_REL_CONJ || r == TOC_REL_XCOMP || r == TOC_REL_ADVCL || r == TOC_REL_ACL)) break;
    k = tok(t, k)->head;
  }
  return TOC_NONE;
}

static const char *quote_flags(const toc__tree *t, uint32_t i) {
  const toc_sentence *s = &t->doc->sentences.ptr[tok(t, i)->sentence];
  bool before = i > s->first && is_quote(t, i - 1), after = i + 1 < s->last && is_quote(t, i + 1);
  bool before2 = i > s->first + 1 && is_quote(t, i - 2), after2 = i + 2 < s->last && is_quote(t, i + 2);
  if (t->quote_of[i] != TOC_NONE) return "in";
  if (before) return after ? "both" : "left";
  if (after) return "right";
  if (before2) return "left2";
  return after2 ? "right2" : "none";
}

/* ------------------------------------------------------------ cue words */

bool toc__cue_candidate(const toc__tree *t, uint32_t i) {
  const toc_token *k = tok(t, i);
  if (k->upos == TOC_UPOS_VERB) return true;
  if (k->upos == TOC_UPOS_ADV) return toc_str_is(lemma(t, i), "reportedly") || toc_str_is(lemma(t, i), "allegedly");
  if (k->upos == TOC_UPOS_ADP && toc_str_is(lemma(t, i), "according")) return true;
  if (k->upos != TOC_UPOS_NOUN && k->upos != TOC_UPOS_ADJ) return false;
  toc_children(t->doc, i, c) switch (base(t, c)) {
    case TOC_REL_ACL: case TOC_REL_CCOMP: case TOC_REL_XCOMP: case TOC_REL_COP: case TOC_REL_ADVCL: case TOC_REL_NSUBJ: return true;
    case TOC_REL_NMOD: case TOC_REL_OBL: if (k->upos == TOC_UPOS_NOUN) return true; break;
    default: break;
  }
  return false;
}

void toc__cue_features(const toc__tree *t, uint32_t i, toc__features *f) {
  const toc_token *k = tok(t, i);
  const toc_sentence *s = &t->doc->sentences.ptr[k->sentence];
  toc_str l = lemma(t, i), u = upos(t, i), r = rel(t, i), form = form_of(t, i);
  char room[24];
  toc_str fr = frame(t, i, room), q = toc_cstr(quote_flags(t, i));
  f->n = 0;
  put(f, "bias", u, NIL, NIL);
  put(f, "l", l, u, NIL);
  put(f, "lr", l, u, r);
  put(f, "r", u, r, form);
  put(f, "lf", l, form, NIL);
  put(f, "fr", u, fr, NIL);
  put(f, "lfr", l, fr, NIL);
  put(f, "rfr", r, fr, form);
  put(f, "q", u, q, NIL);
  put(f, "lq", l, q, NIL);
  put(f, "qfr", q, fr, r);
  if (l.len > 3) put(f, "suf", toc_str_sub(l, l.len - 3, l.len), u, NIL);
  put(f, "title", s->section == TOC_BODY ? TOC_S("b") : TOC_S("t"), u, form);
  put(f, "w-1", u, i > s->first ? lemma(t, i - 1) : TOC_S("^"), NIL);
  put(f, "w+1", u, i + 1 < s->last ? lemma(t, i + 1) : TOC_S("$"), NIL);
  put(f, "lw+1", l, i + 1 < s->last ? lemma(t, i + 1) : TOC_S("$"), NIL);
  put(f, "lw-1", l, i > s->first ? lemma(t, i - 1) : TOC_S("^"), NIL);
  if (k->head != TOC_NONE) {
    put(f, "p", lemma(t, k->head), r, NIL);
    put(f, "pu", upos(t, k->head), r, u);
    put(f, "pl", l, lemma(t, k->head), r);
  }
  int up = 0;
  uint32_t sb = subject(t, i, &up);
  const char *upn = up == 0 ? "0" : up == 1 ? "1" : "2";
  if (sb == TOC_NONE) {
    put(f, "nosub", u, form, r);
    put(f, "lnosub", l, NIL, NIL);
  } else {
    put(f, "su", upos(t, sb), toc_cstr(upn), u);
    put(f, "sl", lemma(t, sb), u, NIL);
    put(f, "sul", l, upos(t, sb), NIL);
    put(f, "sfr", upos(t, sb), fr, r);
  }
  toc_children(t->doc, i, c) {
    if (f->n + 16 > sizeof f->hash / sizeof *f->hash) break;
    toc_str cr = rel(t, c), cs = case_of(t, c);
    put(f, "c", u, cr, NIL);
    put(f, "lc", l, cr, NIL);
    put(f, "cc", u, cr, cs);
    put(f, "lcc", l, cr, cs);
    if (base(t, c) == TOC_REL_OBJ || base(t, c) == TOC_REL_AUX || base(t, c) == TOC_REL_ADVMOD || base(t, c) == TOC_REL_COMPOUND ||
        base(t, c) == TOC_REL_OBL)
      put(f, "cl", cr, lemma(t, c), u), put(f, "lcl", l, lemma(t, c), NIL);
    if (clausal(base(t, c))) put(f, "cf", cr, form_of(t, c), cs), put(f, "lcf", l, cr, form_of(t, c));
  }
}

/* ------------------------------------------------------------ relatives */

static void relative(toc__relative out[TOC__MAX_RELATIVES], uint32_t *n, uint32_t token, const char *step, toc_str a, toc_str b) {
  if (*n == TOC__MAX_RELATIVES) return;
  for (uint32_t k = 0; k < *n; k++)
    if (out[k].token == token) return;
  out[*n].token = token;
  snprintf(out[*n].path, sizeof out[*n].path, "%s:%.*s:%.*s", step, TOC_FMT(a), TOC_FMT(b));
  ++*n;
}

/* "told reporters that a soldier had fired", "said on Monday that …": parsers like to hang the
 * clause on the noun before it.  With a conjunction and a subject of its own it is no relative
 * clause; it is what was told.  The clause, or TOC_NONE. */
static uint32_t stray_clause(const toc__tree *t, uint32_t noun) {
  toc_children(t->doc, noun, c) {
    if (base(t, c) != TOC_REL_ACL) continue;
    bool that = false, subj = false;
    toc_children(t->doc, c, d) {
      that |= base(t, d) == TOC_REL_MARK && toc_str_is(lemma(t, d), "that");
      subj |= base(t, d) == TOC_REL_NSUBJ;
    }
    if (that && subj) return c;
  }
  return TOC_NONE;
}

uint32_t toc__relatives(const toc__tree *t, uint32_t i, toc__relative out[TOC__MAX_RELATIVES]) {
  uint32_t n = 0, seen = 0;
  toc_doc *doc = t->doc;
  toc_children(doc, i, c) {
    if (++seen == MOST_CHILDREN) break;
    if (base(t, c) == TOC_REL_PUNCT) continue;
    relative(out, &n, c, "d", rel(t, c), NIL);
    if (base(t, c) == TOC_REL_OBL || base(t, c) == TOC_REL_IOBJ || base(t, c) == TOC_REL_OBJ) {
      uint32_t stray = tok(t, i)->upos == TOC_UPOS_VERB ? stray_clause(t, c) : TOC_NONE;
      if (stray != TOC_NONE) relative(out, &n, stray, "d", TOC_S("ccomp"), NIL);
    }
    if (base(t, c) == TOC_REL_CONJ || base(t, c) == TOC_REL_NSUBJ || base(t, c) == TOC_REL_PARATAXIS) continue;
    uint32_t below = 0;
    toc_children(doc, c, g) {
      if (++below == MOST_CHILDREN) break;
      toc_deprel r = base(t, g);
      if (r == TOC_REL_CASE || r == TOC_REL_MARK || ((r == TOC_REL_NMOD || r == TOC_REL_ACL) && base(t, c) == TOC_REL_OBJ) ||
          (base(t, c) == TOC_REL_XCOMP && (r == TOC_REL_CCOMP || r == TOC_REL_XCOMP || r == TOC_REL_OBJ || r == TOC_REL_OBL)))
        relative(out, &n, g, "g", rel(t, c), rel(t, g));
    }
  }
  uint32_t k = i;
  for (int up = 0; up < 3 && tok(t, k)->head != TOC_NONE; up++) {
    uint32_t p = tok(t, k)->head;
    static const char *const UP[] = {"u", "uu", "uuu"}, *const SIDE[] = {"s", "ss", "sss"};
    toc_deprel r = base(t, k);
    relative(out, &n, p, UP[up], rel(t, i), up ? rel(t, k) : NIL);
    seen = 0;
    toc_children(doc, p, c) {
      if (++seen == MOST_CHILDREN) break;
      toc_deprel cr = base(t, c);
      if (c == k || cr == TOC_REL_PUNCT) continue;
      if (r == TOC_REL_CCOMP && cr == TOC_REL_NSUBJ) continue; /* whoever says that it is said */
      if (cr == TOC_REL_NSUBJ || (up == 0 && (cr == TOC_REL_OBJ || cr == TOC_REL_OBL || cr == TOC_REL_CCOMP || cr == TOC_REL_IOBJ ||
                                              cr == TOC_REL_NMOD || cr == TOC_REL_ACL || cr == TOC_REL_XCOMP || cr == TOC_REL_COMPOUND)))
        relative(out, &n, c, SIDE[up], r == TOC_REL_CONJ ? TOC_S("conj") : rel(t, k), rel(t, c));
    }
    if (r == TOC_REL_ROOT) break;
    k = p;
  }
  return n;
}

/* Where a relative stands: before the subject, between it and the cue, behind the cue, behind
 * the cue's clause; and whether right beside that clause. */
static toc_str place_of(const toc__tree *t, uint32_t i, uint32_t k) {
  uint32_t subj = TOC_NONE, clause = TOC_NONE;
  uint32_t n = 0;
  toc_children(t->doc, i, c) {
    toc_deprel r = base(t, c);
    if (r == TOC_REL_NSUBJ) subj = c;
    if (r == TOC_REL_CCOMP && clause == TOC_NONE) clause = c;
    if (++n == MOST_CHILDREN) break;
  }
  if (clause != TOC_NONE && k != clause) {
    if (t->hi[k] <= t->lo[clause] && t->lo[clause] - t->hi[k] <= 1) return k < i ? TOC_S("c<i") : TOC_S("ic<");
    if (t->lo[k] >= t->hi[clause] && t->lo[k] - t->hi[clause] <= 1) return k < i ? TOC_S("c>i") : TOC_S("ic>");
  }
  if (subj != TOC_NONE && k < subj) return subj < i ? TOC_S("<si") : TOC_S("i<s");
  if (k < i) return TOC_S("<i");
  return clause != TOC_NONE && k > clause ? TOC_S("ic>>") : TOC_S("i>");
}

void toc__role_features(const toc__tree *t, uint32_t i, const toc__relative *r, toc__features *f) {
  uint32_t k = r->token;
  toc_str p = toc_cstr(r->path), l = lemma(t, i), u = upos(t, i), rl = lemma(t, k), ru = upos(t, k), cs = case_of(t, k);
  char room[24];
  toc_str fr = frame(t, i, room), form = form_of(t, k), hr = rel(t, i);
  toc_str dir = k < i ? TOC_S("<") : TOC_S(">");
  uint32_t gap = k < i ? i - t->hi[k] : t->lo[k] > i ? t->lo[k] - i - 1 : 0;
  toc_str near = t->lo[k] <= i && i < t->hi[k] ? TOC_S("in") : gap == 0 ? TOC_S("0") : gap == 1 ? TOC_S("1") : gap < 4 ? TOC_S("3") : TOC_S("9");
  toc_str size = t->hi[k] - t->lo[k] == 1 ? TOC_S("1") : t->hi[k] - t->lo[k] < 4 ? TOC_S("3") : t->hi[k] - t->lo[k] < 9 ? TOC_S("8") : TOC_S("9");
  bool quoted = t->quote_of[k] != TOC_NONE && t->quote_of[i] == TOC_NONE;
  toc_str q = quoted ? TOC_S("q") : TOC_S("-");
  f->n = 0;
  put(f, "P", p, NIL, NIL);
  put(f, "Pl", p, l, u);
  put(f, "Pu", p, u, ru);
  put(f, "Prl", p, rl, NIL);
  put(f, "Plrl", p, l, rl);
  put(f, "Pcs", p, cs, u);
  put(f, "Plcs", p, l, cs);
  put(f, "Pform", p, form, cs);
  put(f, "Plform", p, l, form);
  put(f, "Pdir", p, dir, near);
  put(f, "Pldir", p, l, near);
  put(f, "Pfr", p, fr, dir);
  put(f, "Plfr", p, l, fr);
  put(f, "Pq", p, q, fr);
  put(f, "Plq", p, l, q);
  put(f, "Psize", p, size, near);
  put(f, "Phr", p, hr, form_of(t, i));
  put(f, "ru", ru, dir, near);
  put(f, "rl", rl, dir, NIL);
  put(f, "q", q, ru, dir);
  put(f, "rr", rel(t, k), u, dir);
  put(f, "rrl", rel(t, k), l, NIL);
  put(f, "rrrl", rel(t, k), rl, near);
  put(f, "rrcs", rel(t, k), cs, near);
  put(f, "Psz", p, size, ru);
  put(f, "Pfrhr", p, fr, hr);
  toc_str before = t->lo[k] > 0 && tok(t, t->lo[k] - 1)->upos == TOC_UPOS_PUNCT ? tok(t, t->lo[k] - 1)->form : TOC_S("-");
  toc_str first = tok(t, t->lo[k])->upos == TOC_UPOS_PUNCT ? tok(t, t->lo[k])->form : TOC_S("-");
  toc_str behind = t->hi[k] < t->doc->tokens.len && tok(t, t->hi[k])->upos == TOC_UPOS_PUNCT ? tok(t, t->hi[k])->form : TOC_S("-");
  put(f, "Pbefore", p, before, first);
  put(f, "Pbehind", p, behind, dir);
  put(f, "Pplace", p, place_of(t, i, k), fr);
  put(f, "Plplace", p, place_of(t, i, k), l);
}

uint32_t toc__cue_flags(const toc__tree *t, uint32_t i) {
  const toc_token *k = tok(t, i);
  uint32_t flags = toc_map_get(&t->a->cues, k->form);
  if (flags == TOC_NONE) flags = toc_map_get(&t->a->cues, lemma(t, i));
  return flags == TOC_NONE ? 0 : flags;
}

double toc__cue_score(const toc__attrib *a, const toc__features *f) {
  int64_t sum = 0;
  for (uint32_t k = 0; k < f->n; k++) sum += a->cue_weight[f->hash[k] & ((1u << TOC__CUE_BITS) - 1)];
  return (double)sum * (double)a->cue_scale;
}

void toc__role_score(const toc__attrib *a, const toc__features *f, double score[TOC__N_ROLES]) {
  int64_t sum[TOC__N_ROLES] = {0};
  for (uint32_t k = 0; k < f->n; k++) {
    const int8_t *w = a->role_weight + (size_t)(f->hash[k] & ((1u << TOC__ROLE_BITS) - 1)) * TOC__N_ROLES;
    for (int r = 0; r < TOC__N_ROLES; r++) sum[r] += w[r];
  }
  for (int r = 0; r < TOC__N_ROLES; r++) score[r] = (double)sum[r] * (double)a->role_scale;
}
