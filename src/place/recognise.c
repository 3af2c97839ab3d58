/* recognise.c - which runs of words are toponyms.
 *
 * Every capitalised run that the gazetteer knows is looked at once, the longest first, and
 * weighed: "in Reading" against "Reading the report", "Jordan's border" against "Michael
 * Jordan", "Nice, France" against "a Nice day".  What the gazetteer does not know is a
 * toponym where the words beside it say so: "the village of Hlodosy", "Hlodosy district",
 * "Tarrant Road", or where the analyser marked a place.
 *
 * A capitalised word behind "in" is taken for a place by itself only if it is no word of
 * English, no name of a person and nothing that the analyser knows better: "in Parliament",
 * "in Congress", "in January" are as common as "in Hlodosy". */
#include "reading.h"

#define AHEAD 6   /* words: by then their index line is there */
#define LONGEST 7 /* tokens of a name: "Central African Republic", "Santa Cruz de la Sierra" */

/* ---------------------------------------------------------------- look-up */

/* Joined the way toc__place_key joins: st, mt, ft before another word, no "the" before one. */
static toc_str before_another(toc_str key) {
  if (toc_str_is(key, "saint") || toc_str_is(key, "sainte")) return TOC_S("st");
  if (toc_str_is(key, "mount")) return TOC_S("mt");
  if (toc_str_is(key, "fort")) return TOC_S("ft");
  return key;
}

static bool joins(toc_str form) {
  return toc_str_is(form, "-") || toc_str_is(form, "–") || toc_str_is(form, ".") || toc_str_is(form, "'") ||
         toc_str_is(form, "’") || toc_str_is(form, "/");
}

static bool may_begin(const reading *r, uint32_t t) {
  const word *w = &r->word[t];
  if (!w->letters || !w->key.len || (w->key.ptr[0] >= '0' && w->key.ptr[0] <= '9')) return false;
  if (toc_str_is(w->key, "the")) return false;
  return w->capital || w->mode == CASE_LOWER;
}

/* "U.S.", "Calif.", "TX": short forms stand in the list exactly as they are written.  In a
 * text of capitals "US" and "IN" are words. */
static void match_short_form(reading *r, uint32_t t) {
  toc_str form = form_of(r, t);
  const uint32_t *refs;
  char buf[16];
  if (form.len + 1 > sizeof buf || form.len < 2) return;
  if (r->word[t].mode == CASE_UPPER && form.ptr[form.len - 1] != '.' && (form.len < 3 || (form.len < 4 && gaz_word(r->g, r->word[t].hash)))) return;
  buf[0] = '=';
  memcpy(buf + 1, form.ptr, form.len);
  uint64_t hash = gaz_hash((toc_str){buf, form.len + 1});
  uint32_t n = gaz_may_be_short(r->g, hash) ? gaz_find(r->g, hash, &refs) : 0;
  if (n) *toc_push(r->a, &r->matches) = (match){t, t + 1, refs, n, hash};
}

/* "Cox" and "'s" are one word here. */
static bool begins_with_mark(toc_str form) {
  return form.ptr[0] == '\'' || (form.ptr[0] == '\xE2' && memcmp(form.ptr, "’", form.len < 3 ? form.len : 3) == 0);
}

static void match_from(reading *r, uint32_t t) {
  char buf[256];
  size_t n = 0;
  uint32_t end = t + LONGEST, first_match = r->matches.len;
  const uint32_t total = r->doc->tokens.len;
  if (end > total) end = total;
  for (uint32_t k = t; k < end && r->word[k].sentence == r->word[t].sentence; k++) {
    const word *w = &r->word[k];
    if (!w->key.len) {
      if (k == t || !joins(form_of(r, k))) break;
      continue;
    }
    if (n + w->key.len + 2 > sizeof buf) break;
    if (n && !begins_with_mark(form_of(r, k))) buf[n++] = ' ';
    size_t word_at = n;
    memcpy(buf + n, w->key.ptr, w->key.len);
    n += w->key.len;
    uint64_t whole = k == t ? w->hash : gaz_hash((toc_str){buf, n});
    const uint32_t *refs;
    uint32_t found = 0;
    bool initials = k == t && w->key.len <= 3 && memchr(form_of(r, k).ptr, '.', form_of(r, k).len); /* "U.S." is not the town of Us */
    if ((w->capital || w->mode == CASE_LOWER) && !initials) found = gaz_find(r->g, whole, &refs);
    if (found) *toc_push(r->a, &r->matches) = (match){t, k + 1, refs, found, whole};
    toc_str s = before_another(w->key);
    if (s.len != w->key.len) {
      memcpy(buf + word_at, s.ptr, s.len);
      n = word_at + s.len;
      whole = gaz_hash((toc_str){buf, n});
    }
    if (!gaz_is_prefix(r->g, whole)) break;
  }
  for (uint32_t i = first_match, j = r->matches.len; i + 1 < j; i++, j--) { /* longest first */
    match m = r->matches.ptr[i];
    r->matches.ptr[i] = r->matches.ptr[j - 1];
    r->matches.ptr[j - 1] = m;
  }
}

static void find_matches(reading *r) {
  uint32_t n = r->doc->tokens.len;
  r->match_at = toc_new(r->a, uint32_t, (size_t)n + 2);
  for (uint32_t t = 0; t < n; t++) {
    r->match_at[t] = r->matches.len;
    if (t + AHEAD < n && r->word[t + AHEAD].capital) gaz_prefetch_names(r->g, r->word[t + AHEAD].hash);
    if (!may_begin(r, t)) continue;
    match_from(r, t);
    if (r->word[t].capital) match_short_form(r, t);
  }
  r->match_at[n] = r->match_at[n + 1] = r->matches.len;
  r->judged = toc_new(r->a, spot *, (size_t)r->matches.len + 1);
}

/* --------------------------------------------------------------- evidence */

static double rank_of(const reading *r, uint32_t ref) {
  static const double of_kind[] = {0, -1, -0.5, -0.2, 0, -1, -0.5, 0};
  const gaz_entity *e = gaz_at(r->g, gaz_ref_entity(ref));
  if (!e) return -9;
  double size = toc__log10(e->population) - 0.5;
  switch (e->feature) {
    case GAZ_PCLI: size = 9; break;
    case GAZ_CONT: case GAZ_SEA: size = 8; break;
    case GAZ_ADM1: size += 0.5; break;
    case GAZ_ADM2: size -= 1.5; break;
    case GAZ_PPLC: size += 1; break;
    default:
      if (e->feature > GAZ_STLMT) size = 7;
  }
  return size + of_kind[gaz_ref_kind(ref)];
}

/* The best known place of the name; "Spanish" is rather of Spain than the town in Ontario. */
static uint32_t best_ref(const reading *r, const match *m) {
  uint32_t best = m->refs[0];
  double top = -99;
  const gaz_entity *last = NULL;
  gaz_kind last_kind = GAZ_MAIN;
  for (uint32_t i = 0; i < m->n_refs && i < 64; i++) {
    gaz_kind k = gaz_ref_kind(m->refs[i]);
    const gaz_entity *e = gaz_at(r->g, gaz_ref_entity(m->refs[i]));
    /* most names are of towns alone, and the greatest comes first */
    if (e && last && e->feature == last->feature && k == last_kind && e->population <= last->population) continue;
    last = e;
    last_kind = k;
    double s = rank_of(r, m->refs[i]) - (k == GAZ_DEMONYM ? 3 : 0);
    if (s > top) top = s, best = m->refs[i];
  }
  return best;
}

static void place_features(const reading *r, const match *m, uint32_t ref, float *f) {
  const gaz_entity *e = gaz_at(r->g, gaz_ref_entity(ref));
  if (!e) return;
  gaz_kind k = gaz_ref_kind(ref);
  uint8_t t = e->feature;
  double size = toc__log10(e->population);
  f[REC_country] = t == GAZ_PCLI || t == GAZ_PCLH;
  f[REC_adm1] = t == GAZ_ADM1;
  f[REC_adm2] = t == GAZ_ADM2;
  f[REC_capital] = t == GAZ_PPLC;
  f[REC_water] = t >= GAZ_SEA && t <= GAZ_LK;
  f[REC_region] = t > GAZ_STLMT && !f[REC_water];
  f[REC_town] = t > GAZ_ADM2 && t <= GAZ_STLMT;
  f[REC_small] = f[REC_town] && e->population < 15000;
  f[REC_size] = f[REC_town] || f[REC_adm2] ? (float)((size - 5) / 2) : 0;
  /* "Amal", "Iga": the lists are full of them; a text of capitals hides which word is a name */
  f[REC_small_other] = (f[REC_small] > 0 || r->word[m->first].mode == CASE_UPPER) && (k == GAZ_OTHER || k == GAZ_BARE);
  f[REC_other] = k == GAZ_OTHER;
  f[REC_old] = k == GAZ_OLD;
  f[REC_bare] = k == GAZ_BARE;
  f[REC_abbr] = k == GAZ_ABBR;
  f[REC_demonym] = k == GAZ_DEMONYM;
}

static void word_features(const reading *r, const match *m, float *f) {
  const word *w = &r->word[m->first];
  uint32_t words = 0;
  for (uint32_t t = m->first; t < m->last; t++) words += r->word[t].letters;
  f[REC_long_name] = words > 1;
  f[REC_in_capitals] = w->mode == CASE_UPPER;
  f[REC_in_lower] = w->mode == CASE_LOWER;
  if (words == 1 && !f[REC_abbr]) {
    float tier = (float)(w->flags / GAZ_TIER) / 5;
    if (w->mode == CASE_LOWER) tier = (float)(gaz_word(r->g, w->hash) / GAZ_TIER) / 5;
    if (w->mode != CASE_NORMAL) f[REC_word_title] = tier;
    else if (w->first) f[REC_word_start] = tier;
    else f[REC_word] = tier;
    f[REC_family] = (w->flags & GAZ_FAMILY) != 0;
    f[REC_given] = (w->flags & GAZ_GIVEN) != 0;
  }
  if (r->doc->tokens.ptr[m->first].upos != 0 && words == 1)
    f[REC_not_propn] = r->doc->tokens.ptr[m->last - 1].upos != TOC_UPOS_PROPN;
  f[REC_person] = w->person || r->word[m->last - 1].person ||
                  (words == 1 && toc_map_get(&r->persons, w->key) != TOC_NONE);
}

static bool is_one(const reading *r, uint32_t t, const char *s) {
  return r->word[t].key.len && r->word[t].key.ptr[0] == s[0] && toc_str_is(r->word[t].key, s);
}
static bool is_form(const reading *r, uint32_t t, const char *s) {
  toc_str f = form_of(r, t);
  return f.len && f.ptr[0] == s[0] && toc_str_is(f, s);
}

/* The word before `t` that counts: "the", "northern", "central" are passed over. */
static uint32_t before(const reading *r, uint32_t t, bool *part) {
  uint32_t s = r->word[t].sentence;
  while (t > 0 && r->word[t - 1].sentence == s) {
    t--;
    if (r->word[t].use.flags & WORD_PART) *part = true;
    else if (!is_one(r, t, "the")) return t;
  }
  return TOC_NONE;
}

/* Lies a place of the one name in a place of the other?  Only lands and divisions hold. */
static bool any_inside(const reading *r, const uint32_t *in, uint32_t n_in, const uint32_t *out, uint32_t n_out) {
  for (uint32_t j = 0; j < n_out && j < 16; j++) {
    uint32_t b = gaz_ref_entity(out[j]);
    const gaz_entity *e = gaz_at(r->g, b);
    if (!e || (e->feature > GAZ_ADM2 && e->feature != GAZ_PPLC && e->feature != GAZ_RGNE)) continue; /* PPLC: D.C. */
    for (uint32_t i = 0; i < n_in && i < 64; i++) {
      uint32_t a = gaz_ref_entity(in[i]);
      if (gaz_ref_kind(in[i]) != GAZ_DEMONYM && gaz_inside(r->g, a, b) && (a != b || gaz_ref_kind(out[j]) == GAZ_ABBR)) return true;
    }
  }
  return false;
}

/* May "X, Y" mean X in Y?  "Lebanon, Pa." and "Paris, Texas" may; "in Russia, U.S. officials
 * said" and "from Moscow, Britain …" do not: what the world knows by a name is not moved
 * to another land by a land's name behind a comma. */
static bool holds(const reading *r, const uint32_t *x, uint32_t n_x, const uint32_t *y, uint32_t n_y) {
  match a = {.refs = x, .n_refs = n_x}, b = {.refs = y, .n_refs = n_y};
  uint32_t bx = best_ref(r, &a), by = best_ref(r, &b);
  const gaz_entity *ex = gaz_at(r->g, gaz_ref_entity(bx)), *ey = gaz_at(r->g, gaz_ref_entity(by));
  if (!any_inside(r, x, n_x, y, n_y)) return false;
  bool land = ey && (ey->feature == GAZ_PCLI || ey->feature == GAZ_PCLH);
  bool known = ex && (ex->feature == GAZ_PCLI || ex->feature == GAZ_PPLC || rank_of(r, bx) >= 6);
  return !land || !known || gaz_inside(r->g, gaz_ref_entity(bx), gaz_ref_entity(by));
}

static const match *match_starting(const reading *r, uint32_t t) {
  if (t >= r->doc->tokens.len || r->match_at[t] == r->match_at[t + 1]) return NULL;
  return &r->matches.ptr[r->match_at[t]];
}

/* Where the name of a holder may begin behind token `t`: ", Y", "(Y", "in Y", "in northern Y". */
static uint32_t holder_begins(const reading *r, uint32_t t, bool *comma) {
  uint32_t s = t ? r->word[t - 1].sentence : 0, n = r->doc->tokens.len;
  *comma = false;
  if (t >= n || r->word[t].sentence != s) return TOC_NONE;
  if (is_form(r, t, ",") || is_form(r, t, "(")) *comma = true;
  else if (!is_one(r, t, "in")) return TOC_NONE;
  t++;
  while (t < n && r->word[t].sentence == s && (is_one(r, t, "the") || is_one(r, t, "in") || r->word[t].use.flags & WORD_PART)) t++;
  return t < n && r->word[t].sentence == s ? t : TOC_NONE;
}

static bool quiet_capital(const word *w) {
  return !w->capital || !w->letters || w->mode != CASE_NORMAL || (w->first && w->flags >= GAZ_TIER * 3);
}

static void around(const reading *r, const match *m, float *f, kind_class *kind) {
  uint32_t n = r->doc->tokens.len;
  bool part = false, comma;
  uint32_t p = before(r, m->first, &part), q = m->last;
  f[REC_part_before] = part;
  if (p != TOC_NONE) {
    const word *w = &r->word[p];
    f[REC_prep_in] = (w->use.flags & WORD_IN) != 0;
    f[REC_prep_weak] = (w->use.flags & WORD_WEAK) != 0;
    f[REC_title_before] = (w->use.flags & WORD_TITLE) != 0 && w->capital && p + 1 == m->first;
    f[REC_given_before] = (w->flags & GAZ_GIVEN) != 0 && w->capital && p + 1 == m->first && !is_one(r, p, "the");
    uint32_t k = TOC_NONE;
    if ((is_one(r, p, "of") || is_form(r, p, ",")) && p > 0 && r->word[p - 1].sentence == w->sentence) k = p - 1;
    else if (w->use.before) k = p;
    if (k != TOC_NONE && r->word[k].use.before && (!is_form(r, p, ",") || r->word[k].use.before == KIND_TOWN)) {
      f[REC_kind_before] = 1;
      *kind = (kind_class)r->word[k].use.before;
    }
    f[REC_comma_of] = is_one(r, p, "of") && k != TOC_NONE && is_form(r, p - 1, ",");
    if (is_one(r, p, "of") && k != TOC_NONE && r->word[k].use.flags & WORD_CIVIC) f[REC_civic] = 1;
    f[REC_capital_before] = p + 1 == m->first && !quiet_capital(w) && !w->use.before && !(w->use.flags & WORD_PART) && w->key.len > 1;
  }
  const word *end = &r->word[m->last - 1];
  if (m->last > m->first + 1 && end->use.after && end->use.after <= KIND_TOWN) f[REC_kind_after] = 1, *kind = (kind_class)end->use.after;
  if (q < n && same_sentence(r, m->first, q)) {
    const word *w = &r->word[q];
    if (w->use.after && !(w->use.flags & WORD_PART)) f[REC_kind_after] = 1, *kind = (kind_class)w->use.after;
    f[REC_say_after] = (w->use.flags & WORD_SAY) != 0;
    if (w->use.flags & WORD_CIVIC && (!w->capital || w->mode != CASE_NORMAL)) f[REC_civic] = 1;
    if (is_form(r, q, "-") && q + 1 < n && same_sentence(r, q, q + 1) && r->word[q + 1].use.flags & WORD_CIVIC) f[REC_civic] = 1;
    f[REC_dash_after] = r->word[m->first].first && (is_form(r, q, "—") || is_form(r, q, "–") || is_form(r, q, "--") || is_form(r, q, "-") || is_form(r, q, "(")) &&
                        (q + 1 >= n || !is_form(r, q, "-") || r->doc->tokens.ptr[q].span.start > r->doc->tokens.ptr[q - 1].span.end);
    bool loud = w->capital && w->letters && w->mode == CASE_NORMAL;
    f[REC_org_after] = loud && (w->use.flags & WORD_ORG) && !w->use.after;
    f[REC_capital_after] = loud && !f[REC_org_after] && !w->use.after && w->key.len > 1;
  }
  uint32_t h = holder_begins(r, m->last, &comma);
  const match *y = h != TOC_NONE ? match_starting(r, h) : NULL;
  if (y && holds(r, m->refs, m->n_refs, y->refs, y->n_refs)) f[REC_holder_after] = comma ? 1 : 0.5f;
}

/* Is what stands on the other side of a comma or "and" a well-known place? */
static void neighbours(const reading *r, const match *m, float *f) {
  uint32_t t = m->first, n = r->doc->tokens.len, s = r->word[t].sentence;
  if (t >= 2 && r->word[t - 2].sentence == s && (is_form(r, t - 1, ",") || is_one(r, t - 1, "and") || is_one(r, t - 1, "or")))
    for (uint32_t b = t - 2; b + LONGEST > t && r->word[b].sentence == s; b--) {
      for (uint32_t i = r->match_at[b]; i < r->match_at[b + 1]; i++) {
        const match *y = &r->matches.ptr[i];
        if (y->last != t - 1) continue;
        if (is_form(r, t - 1, ",") && holds(r, y->refs, y->n_refs, m->refs, m->n_refs)) f[REC_held_before] = 1;
        else if (rank_of(r, best_ref(r, y)) >= 5.5) f[REC_listed] = 1;
      }
      if (b == 0) break;
    }
  uint32_t q = m->last;
  if (q + 1 < n && r->word[q + 1].sentence == s && (is_form(r, q, ",") || is_one(r, q, "and") || is_one(r, q, "or"))) {
    const match *y = match_starting(r, q + 1);
    if (y && rank_of(r, best_ref(r, y)) >= 5.5 && gaz_ref_kind(best_ref(r, y)) != GAZ_DEMONYM) f[REC_listed] = 1;
  }
}

static void mention_features(const reading *r, const match *m, float *f) {
  if (!r->doc->mentions.len) return;
  uint32_t k = r->doc->tokens.ptr[m->first].mention;
  if (k == TOC_NONE || k >= r->doc->mentions.len) k = r->doc->tokens.ptr[m->last - 1].mention;
  if (k == TOC_NONE || k >= r->doc->mentions.len) {
    f[REC_ner_none] = 1;
    return;
  }
  const toc_mention *e = &r->doc->mentions.ptr[k];
  bool whole = e->first >= m->first && e->last <= m->last;
  float sure = e->score > 0 && e->score < 1 ? e->score : 1;
  switch (e->kind) {
    case TOC_KIND_GPE: case TOC_KIND_LOC: case TOC_KIND_FAC: f[REC_ner_place] = sure; break;
    case TOC_KIND_PER: f[REC_ner_person] = sure; break;
    case TOC_KIND_ORG: f[whole ? REC_ner_org : REC_ner_in_org] = sure; break;
    case TOC_KIND_NORP: f[REC_ner_norp] = sure; break;
    default: f[REC_ner_in_org] = sure;
  }
}

/* "Paris Hilton": the first of two words that the analyser takes for one person, both of them names. */
static bool given_name(const reading *r, const match *m) {
  const word *w = &r->word[m->first];
  uint32_t k = r->doc->tokens.ptr[m->first].mention;
  if (k == TOC_NONE || k >= r->doc->mentions.len || m->last - m->first != 1 || w->mode != CASE_NORMAL || !(w->flags & GAZ_GIVEN)) return false;
  const toc_mention *e = &r->doc->mentions.ptr[k];
  return e->kind == TOC_KIND_PER && e->score > 0.5f && e->first == m->first && e->last == m->last + 1 &&
         (r->word[m->last].flags & (GAZ_FAMILY | GAZ_GIVEN));
}

static bool in_dateline(const reading *r, const match *m) {
  toc_span d = r->doc->dateline_place;
  return !toc_span_empty(d) && toc_span_overlap(r->doc->tokens.ptr[m->first].span, d);
}

/* What the same name was elsewhere in the report: one sense a report. */
static void again_features(const reading *r, const match *m, float *f) {
  f[REC_again] = f[REC_again_not] = 0;
  uint32_t at = toc_map_get(&r->seen, (toc_str){(const char *)&m->hash, 8});
  if (at == TOC_NONE) return;
  const sighting *s = &r->sightings.ptr[at];
  f[REC_again] = s->strong > 0 ? s->strong > 1 ? 1 : 0.7f : 0;
  f[REC_again_not] = s->all > 1 && !s->strong && s->weak * 2 > s->all;
}

static double weigh(const reading *r, const float *f) {
  double z = 0;
  for (int i = 0; i < N_REC; i++) z += r->x->rec[i] * (double)f[i];
  return z;
}

/* "PA" is Pennsylvania behind a town and a comma, elsewhere anything; "SUV" and "IgA" are
 * not the town of Suv or Iga. */
static bool wrongly_written(const reading *r, const match *m, uint32_t ref, const float *f) {
  const word *w = &r->word[m->first];
  toc_str form = form_of(r, m->first);
  const gaz_entity *e = gaz_at(r->g, gaz_ref_entity(ref));
  if (form.ptr[0] == '@') return true;
  if (!e || m->last != m->first + 1) return false;
  if (f[REC_abbr] > 0) return e->feature == GAZ_ADM1 && !memchr(form.ptr, '.', form.len) && f[REC_held_before] <= 0;
  if (w->mode == CASE_UPPER || form.len > 4) return false;
  if (w->capitals && form.len > 1)
    return gaz_ref_kind(ref) != GAZ_MAIN || (f[REC_country] <= 0 && f[REC_adm1] <= 0 && e->population < 100000);
  for (size_t i = 1; i < form.len; i++)
    if (form.ptr[i] >= 'A' && form.ptr[i] <= 'Z') return true;
  return false;
}

/* All but what the same name was elsewhere. */
static void judge_alone(const reading *r, const match *m, spot *s) {
  uint32_t ref = best_ref(r, m);
  kind_class kind = KIND_NONE;
  *s = (spot){.first = m->first, .last = m->last, .refs = m->refs, .n_refs = m->n_refs, .hash = m->hash,
              .holder = TOC_NONE, .entity = GAZ_NO_ENTITY, .within = GAZ_NO_ENTITY};
  s->f[REC_bias] = 1;
  place_features(r, m, ref, s->f);
  word_features(r, m, s->f);
  around(r, m, s->f, &kind);
  neighbours(r, m, s->f);
  mention_features(r, m, s->f);
  s->f[REC_dateline] = in_dateline(r, m);
  s->kind = kind;
  s->norp = s->f[REC_demonym] > 0;
  bool sited = s->f[REC_prep_in] > 0 || s->f[REC_kind_before] > 0 || s->f[REC_kind_after] > 0 || s->f[REC_holder_after] > 0;
  s->in_org = s->f[REC_org_after] > 0 || (s->f[REC_ner_in_org] > 0.6f && !sited);
  s->part = s->f[REC_part_before] > 0;
  s->wrong = wrongly_written(r, m, ref, s->f) || (!sited && given_name(r, m));
}

/* Lives until the next question about this match. */
static const spot *judge(const reading *r, const match *m) {
  spot **s = &r->judged[m - r->matches.ptr];
  if (!*s) judge_alone(r, m, *s = toc_new(r->a, spot, 1));
  again_features(r, m, (*s)->f);
  (*s)->score = (*s)->wrong ? -9 : weigh(r, (*s)->f);
  return *s;
}

/* --------------------------------------------------------- unknown names */

static bool name_word(const reading *r, uint32_t t) {
  const word *w = &r->word[t];
  if (!w->capital || !w->letters) return false;
  toc_str form = form_of(r, t);
  if (form.len > 3 && form.ptr[1] == '.' && form.ptr[3] == '.') return false; /* "U.S." */
  if (w->mode == CASE_UPPER && w->flags >= GAZ_TIER) return false;            /* there every word is capital */
  return w->key.len > 1 && !(w->first && w->flags >= GAZ_TIER * 3);
}

/* Written small, or in a text where nothing is. */
static bool is_small(const reading *r, uint32_t t) { return !r->word[t].capital || r->word[t].mode == CASE_UPPER; }

static bool takes_name(kind_class k) {
  return k == KIND_ROAD || k == KIND_WATER || k == KIND_LAND || k == KIND_PLACE || k == KIND_SITE;
}

static bool preceded_by_place_word(const reading *r, uint32_t t) {
  bool part = false;
  uint32_t p = before(r, t, &part);
  return p != TOC_NONE && r->word[p].use.flags & WORD_IN;
}

static bool preceded_by_any_preposition(const reading *r, uint32_t t) {
  bool part = false;
  uint32_t p = before(r, t, &part);
  return p != TOC_NONE && r->word[p].use.flags & (WORD_IN | WORD_WEAK);
}

/* "Tarrant Road", "Kerch Bridge", "Al-Shifa Hospital" (behind "in" or "at"): from t, as
 * long as words are capitalised, up to a capitalised kind word.  Returns its end or t. */
static uint32_t named_feature(const reading *r, uint32_t t, kind_class *kind) {
  uint32_t n = r->doc->tokens.len, k = t;
  if (r->word[t].mode != CASE_NORMAL || r->word[t].use.flags & WORD_TITLE) return t;
  while (k < n && k < t + 5 && same_sentence(r, t, k) && (name_word(r, k) || (k > t && joins(form_of(r, k))))) {
    kind_class c = (kind_class)r->word[k].use.after;
    if (k > t && takes_name(c) && r->word[k].capital) {
      if (c == KIND_SITE && !preceded_by_place_word(r, t) && !(t > 0 && is_one(r, t - 1, "at"))) return t;
      if (r->word[t].person && c != KIND_ROAD && c != KIND_PLACE) return t;
      /* "Park Avenue", but "Lake Street Bridge": go on while kind words follow */
      while (k + 1 < n && same_sentence(r, t, k + 1) && r->word[k + 1].capital && takes_name((kind_class)r->word[k + 1].use.after))
        c = (kind_class)r->word[++k].use.after;
      /* "Wall Street Journal", "Pleasant Lane School" */
      if (c == KIND_ROAD && k + 1 < n && same_sentence(r, t, k + 1) && r->word[k + 1].capital && r->word[k + 1].letters) return t;
      if (k + 1 < n && same_sentence(r, t, k + 1) && r->word[k + 1].capital && r->word[k + 1].use.flags & WORD_ORG) return t;
      *kind = c;
      return k + 1;
    }
    k++;
  }
  return t;
}

static uint32_t capital_run(const reading *r, uint32_t t) {
  uint32_t k = t, n = r->doc->tokens.len;
  while (k < n && k < t + 5 && same_sentence(r, t, k) && (name_word(r, k) || (k > t && joins(form_of(r, k)) && k + 1 < n && name_word(r, k + 1)))) k++;
  return k;
}

static bool is_particle(const reading *r, uint32_t t) {
  static const char *const list[] = {"de", "del", "la", "las", "los", "al", "el", "da", "do", "dos", "di", "du", "der", "ibn", "bin", "e"};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (is_one(r, t, list[i])) return true;
  return false;
}

/* Does the analyser say that something else stands here? */
static bool tagged_otherwise(const reading *r, uint32_t t) {
  uint32_t k = r->doc->tokens.ptr[t].mention;
  if (k == TOC_NONE || k >= r->doc->mentions.len || r->word[t].mode == CASE_UPPER) return false;
  toc_kind kind = r->doc->mentions.ptr[k].kind;
  return kind != TOC_KIND_GPE && kind != TOC_KIND_LOC && kind != TOC_KIND_FAC && r->doc->mentions.ptr[k].score > 0.5f;
}

/* A run of words that could be a name of a place that no list has: no English words, no
 * persons, no organisations. */
static bool could_be_name(const reading *r, uint32_t first, uint32_t last) {
  for (uint32_t t = first; t < last; t++) {
    const word *w = &r->word[t];
    if (w->person || w->flags >= GAZ_TIER * 2 || w->use.flags & (WORD_TITLE | WORD_ORG | WORD_PART) || tagged_otherwise(r, t)) return false;
    if (w->capitals && form_of(r, t).len > 1 && w->mode == CASE_NORMAL) return false; /* NATO, TV */
    if (w->key.len > 4 && memcmp(w->key.ptr, "mid ", 4) == 0) return false; /* mid-December */
  }
  if (last == first + 1 && r->word[first].flags & (GAZ_GIVEN | GAZ_FAMILY)) return false;
  return !(r->word[first].flags & GAZ_GIVEN && last > first + 1);
}

static bool is_locative(const reading *r, uint32_t t) {
  static const char *const list[] = {"in", "near", "outside", "around", "towards", "toward"};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (is_one(r, t, list[i])) return true;
  return false;
}

/* A name that no list has, told to be a place by the words around it:
 *   the village of Hlodosy            a kind before it
 *   in Hlodosy district               a kind behind it, and a preposition
 *   Kafr Nabuda, Jabal Maskar         what such names begin with
 *   near Hlodosy                      a preposition of place by itself */
static uint32_t told_place(const reading *r, uint32_t t, kind_class *kind) {
  const word *w = &r->word[t];
  if (!name_word(r, t) || (w->mode != CASE_NORMAL && w->mode != CASE_UPPER) || w->person || w->key.len < 3) return t;
  uint32_t end = capital_run(r, t), n = r->doc->tokens.len;
  bool the = false;
  if (end == t) return t;
  if (t >= 2 && same_sentence(r, t, t - 2) && is_one(r, t - 1, "of") && r->word[t - 2].use.before && is_small(r, t - 2)) {
    kind_class k = (kind_class)r->word[t - 2].use.before;
    if (k != KIND_NONE && k <= KIND_QUARTER && (!w->capitals || w->mode == CASE_UPPER) && w->flags < GAZ_TIER * 2) return *kind = k, end;
  }
  if (w->use.flags & WORD_HEAD && end > t + 1 && could_be_name(r, t + 1, end) && !tagged_otherwise(r, t)) return *kind = KIND_TOWN, end;
  /* the kind may be written with a capital, and then is the run's last word */
  uint32_t last = end;
  kind_class k = KIND_NONE;
  if (end > t + 1 && r->word[end - 1].use.after) k = (kind_class)r->word[--last].use.after;
  else if (end < n && same_sentence(r, t, end) && is_small(r, end)) k = (kind_class)r->word[end].use.after;
  if (!could_be_name(r, t, last)) return t;
  if (k != KIND_NONE && preceded_by_any_preposition(r, t)) return *kind = k, end;
  uint32_t p = before(r, t, &the);
  if (p == TOC_NONE || !is_locative(r, p) || p + 1 != t) return t;
  if (end < n && same_sentence(r, t, end) && is_particle(r, end)) return t;
  return *kind = KIND_NONE, end;
}

/* "the villages of Sees, Tees and Beer Al-Nimr": a list goes on as it began. */
static uint32_t listed_place(const reading *r, uint32_t t, uint32_t list_end) {
  if (list_end == TOC_NONE || t < 1 || !name_word(r, t) || (r->word[t].mode != CASE_NORMAL && r->word[t].mode != CASE_UPPER) ||
      !same_sentence(r, t, list_end - 1))
    return t;
  uint32_t gap = t - list_end;
  bool and = is_one(r, t - 1, "and") || is_one(r, t - 1, "or");
  if (!(gap == 1 && (and || is_form(r, t - 1, ","))) && !(gap == 2 && and && is_form(r, t - 2, ","))) return t;
  uint32_t end = capital_run(r, t);
  return end > t && could_be_name(r, t, end) ? end : t;
}

static void add_unknown(reading *r, uint32_t first, uint32_t last, kind_class kind, double score) {
  *toc_push(r->a, &r->spots) = (spot){.first = first, .last = last, .kind = kind, .holder = TOC_NONE, .score = score,
                                      .entity = GAZ_NO_ENTITY, .within = GAZ_NO_ENTITY};
}

/* A mention of the analyser's that begins at t and is a place: its end, or t. */
static uint32_t place_mention(const reading *r, uint32_t t, kind_class *kind) {
  uint32_t k = r->doc->tokens.ptr[t].mention;
  if (k == TOC_NONE || k >= r->doc->mentions.len) return t;
  const toc_mention *m = &r->doc->mentions.ptr[k];
  if (m->first != t || m->last > r->doc->tokens.len || m->last <= t) return t;
  if (m->kind != TOC_KIND_GPE && m->kind != TOC_KIND_LOC && m->kind != TOC_KIND_FAC) return t;
  if (!r->word[t].capital && !is_one(r, t, "the")) return t;
  /* on its word alone only where it is sure and the words beside agree */
  if (r->word[t].person || r->word[t].mode != CASE_NORMAL || form_of(r, t).ptr[0] == '@') return t;
  if (m->last == t + 1 && r->word[t].flags >= GAZ_TIER) return t;
  if (m->score < 0.6f || !preceded_by_any_preposition(r, t)) return t;
  *kind = m->kind == TOC_KIND_FAC ? KIND_SITE : (kind_class)r->word[m->last - 1].use.after;
  return m->last;
}

/* ------------------------------------------------------------------- spots */

/* "Adair County", "Kandahar Province": the kind word written as part of the name. */
static void take_kind_word(const reading *r, spot *s) {
  uint32_t q = s->last, n = r->doc->tokens.len;
  if (q >= n || !same_sentence(r, s->first, q) || !r->word[q].capital || r->word[q].mode != CASE_NORMAL) return;
  kind_class k = (kind_class)r->word[q].use.after;
  if (k == KIND_ADM1 || k == KIND_ADM2 || k == KIND_TOWN) {
    s->kind = k;
    s->last = q + 1;
  }
}

/* "San Luis de la Reina" is not San Luis: a name that goes on behind a particle is another
 * name, and if the list had it, it would have been found whole. */
static bool goes_on(const reading *r, const spot *s, uint32_t *last) {
  uint32_t n = r->doc->tokens.len, k = s->last;
  while (k < n && same_sentence(r, s->first, k) && is_particle(r, k)) k++;
  if (k == s->last || k >= n || !same_sentence(r, s->first, k) || !r->word[k].capital || !r->word[k].letters) return false;
  if (r->match_at[k] < r->match_at[k + 1] && s->f[REC_country] > 0) return false;
  *last = k + 1;
  return true;
}

/* "The Hague", "The Gambia": the article where it is part of the name as the list has it. */
static void take_article(const reading *r, spot *s) {
  if (!s->first || !same_sentence(r, s->first, s->first - 1)) return;
  toc_str the = form_of(r, s->first - 1);
  if (!toc_str_is(the, "THE") && (!toc_str_is(the, "The") || r->word[s->first - 1].first)) return;
  toc_str name = gaz_name(r->g, gaz_ref_entity(s->refs[0]));
  if (toc_str_starts(name, TOC_S("The "))) s->first--;
}

static bool covered_by_feature(const reading *r, uint32_t t, uint32_t end, kind_class *kind, uint32_t *last) {
  uint32_t e = named_feature(r, t, kind);
  if (e <= t || e <= end) return false;
  *last = e;
  return true;
}

/* "Hartford Hospital", "Kherson airport": what stands there is in the place it is named
 * after, if that is a place at all. */
static void lean_on_name(reading *r, uint32_t t, uint32_t last) {
  spot *s = &r->spots.ptr[r->spots.len - 1];
  for (uint32_t i = r->match_at[t]; i < r->match_at[t + 1]; i++) {
    const match *m = &r->matches.ptr[i];
    if (m->last >= last || r->word[t].person) continue;
    const spot *base = judge(r, m);
    if (base->norp || base->score < 0 || base->f[REC_small] > 0) continue;
    s->refs = m->refs;
    s->n_refs = m->n_refs;
    s->hash = m->hash;
    s->site = true;
    return;
  }
}

/* First pass: each name by itself, to know which are sure. */
static void sight(reading *r) {
  toc_map_init(&r->seen, r->a);
  for (uint32_t t = 0, n = r->doc->tokens.len; t < n;) {
    uint32_t next = t + 1;
    for (uint32_t i = r->match_at[t]; i < r->match_at[t + 1]; i++) {
      const match *m = &r->matches.ptr[i];
      const spot *s = judge(r, m);
      uint32_t *at = toc_map_put(&r->seen, (toc_str){(const char *)&m->hash, 8}, r->sightings.len);
      if (*at == r->sightings.len) toc_push(r->a, &r->sightings);
      sighting *k = &r->sightings.ptr[*at];
      k->all++;
      k->strong += s->score > 2.0;
      k->weak += s->score < -2.0;
      if (s->score > 0) {
        next = m->last;
        break;
      }
    }
    t = next;
  }
}

#ifdef TOC_PLACE_DUMP
void (*toc__place_dump_rec)(const reading *r, const spot *s);
#endif

/* May more names follow that no list has?  Behind an unknown one, or "villages of X". */
static bool opens_list(const reading *r, const spot *s) {
  if (!s->refs) return s->kind < KIND_WATER;
  return s->f[REC_kind_before] > 0 && !s->norp && s->first >= 2 && is_one(r, s->first - 1, "of");
}

static void find_spots(reading *r) {
  uint32_t n = r->doc->tokens.len, list_end = TOC_NONE;
  for (uint32_t t = 0; t < n;) {
    const spot *best = NULL;
    uint32_t next = t + 1, last, before_this = r->spots.len;
    kind_class kind = KIND_NONE;
    for (uint32_t i = r->match_at[t]; i < r->match_at[t + 1]; i++) {
      const spot *s = judge(r, &r->matches.ptr[i]);
#ifdef TOC_PLACE_DUMP
      if (toc__place_dump_rec && s->score > -9) toc__place_dump_rec(r, s);
#endif
      if (s->score > 0) {
        best = s;
        break;
      }
    }
    if (r->word[t].capital && covered_by_feature(r, t, best ? best->last : t, &kind, &last)) {
      add_unknown(r, t, last, kind, 1);
      if (kind != KIND_ROAD) lean_on_name(r, t, last);
      next = last;
    } else if (best && !best->norp && goes_on(r, best, &last)) {
      add_unknown(r, t, last, best->kind, best->score);
      next = last;
    } else if (best) {
      spot *own = toc_push(r->a, &r->spots);
      *own = *best;
      take_kind_word(r, own);
      take_article(r, own);
      next = own->last;
    } else if ((last = told_place(r, t, &kind)) > t || (last = listed_place(r, t, list_end)) > t ||
               (last = place_mention(r, t, &kind)) > t) {
      add_unknown(r, t, last, kind, 1);
      next = last;
    }
    if (r->spots.len > before_this && opens_list(r, &r->spots.ptr[r->spots.len - 1])) list_end = next;
    t = next;
  }
}

/* ---------------------------------------------------------------- holders */

static bool says_people(const spot *s) { return s->norp; }

/* "the village of Paris in Borno state": called a place of its kind and put into a land or a
 * division where the list has none of that name.  Then it is one that no list has, and a
 * namesake elsewhere is the wrong answer. */
static bool is_another(const reading *r, const spot *s, const spot *y) {
  if (!s->refs || !y->refs || s->site || s->norp || s->f[REC_kind_before] <= 0) return false;
  if (s->kind != KIND_TOWN && s->kind != KIND_QUARTER && s->kind != KIND_ADM2) return false;
  match m = {.refs = y->refs, .n_refs = y->n_refs};
  const gaz_entity *e = gaz_at(r->g, gaz_ref_entity(best_ref(r, &m)));
  bool holds_others = e && (e->feature == GAZ_PCLI || e->feature == GAZ_PCLH || e->feature == GAZ_ADM1 || e->feature == GAZ_ADM2 || y->kind == KIND_ADM1 || y->kind == KIND_ADM2);
  return holds_others && !any_inside(r, s->refs, s->n_refs, y->refs, y->n_refs);
}

static void forget_namesakes(spot *s, uint32_t holder) {
  s->refs = NULL;
  s->n_refs = 0;
  s->holder = holder;
}

/* Links each spot to the spot that is said to hold it: "X, Y", "X (Y)", "X in Y",
 * "Y's X", "the Syrian town of X". */
static void link_holders(reading *r) {
  for (uint32_t i = 0; i < r->spots.len; i++) {
    spot *s = &r->spots.ptr[i];
    bool comma;
    uint32_t after = s->last;
    /* a small kind word stands between: "X province, Y" */
    if (after < r->doc->tokens.len && same_sentence(r, s->first, after) && r->word[after].use.after && !r->word[after].capital) after++;
    uint32_t h = holder_begins(r, after, &comma);
    if (h != TOC_NONE && i + 1 < r->spots.len && r->spots.ptr[i + 1].first == h && !s->norp) {
      const spot *y = &r->spots.ptr[i + 1];
      bool fits = !y->refs || !s->refs ? !says_people(y) && (y->refs != NULL || !comma) && (!comma || y->refs)
                                       : holds(r, s->refs, s->n_refs, y->refs, y->n_refs);
      if (fits && !says_people(y)) s->holder = i + 1;
      else if (!says_people(y) && is_one(r, after, "in") && is_another(r, s, y)) forget_namesakes(s, i + 1);
    }
    if (s->holder == TOC_NONE && i > 0 && !s->norp) {
      const spot *y = &r->spots.ptr[i - 1];
      uint32_t gap = s->first - y->last;
      bool owns = gap == 1 && (is_form(r, y->last, "'s") || is_form(r, y->last, "’s") || is_form(r, y->last, "'"));
      bool people = y->norp && gap >= 2 && gap <= 3 && is_one(r, s->first - 1, "of") && r->word[s->first - 2].use.before;
      if (!people) people = y->norp && gap == 1 && r->word[y->last].use.flags & WORD_PART;
      if (same_sentence(r, s->first, y->first) && (owns || people) &&
          (!s->refs || !y->refs || any_inside(r, s->refs, s->n_refs, y->refs, y->n_refs)))
        s->holder = i - 1;
    }
    uint32_t p = s->first;
    bool part = false;
    p = p ? before(r, p, &part) : TOC_NONE;
    s->near = p != TOC_NONE && (is_one(r, p, "near") || is_one(r, p, "outside") || is_one(r, p, "outskirts") || is_one(r, p, "around") ||
                                (is_one(r, p, "of") && p > 0 && (is_one(r, p - 1, "outskirts") || is_one(r, p - 1, "miles") || is_one(r, p - 1, "km") ||
                                 is_one(r, p - 1, "kilometers") || is_one(r, p - 1, "kilometres") || is_one(r, p - 1, "north") || is_one(r, p - 1, "south") ||
                                 is_one(r, p - 1, "east") || is_one(r, p - 1, "west"))));
  }
}

void toc__place_recognise(reading *r) {
  find_matches(r);
  sight(r);
  find_spots(r);
  link_holders(r);
}
