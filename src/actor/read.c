/* read.c - noun phrases, by their own words.
 *
 *     [the former Kazakh police chief] Yerlan Turgumbayev
 *          modifier state agent title  name
 *
 * A phrase is its head with what is closely bound to it (determiners, adjectives, compounds,
 * names): its chunk.  The chunk's dictionary hits are its parts; the head says what kind of
 * actor it is, the others whose.  Possessors and "of" phrases are chunks of their own and
 * are only noted here; refer.c asks them.
 */
#include "dict.h"

/* ------------------------------------------------------------------ chunks */

static bool binds(const toc_doc *doc, uint32_t i) {
  const toc_token *t = &doc->tokens.ptr[i];
  switch (t->rel) {
    case TOC_REL_NMOD_DESC:
    case TOC_REL_AMOD:
    case TOC_REL_DET:
    case TOC_REL_DET_PREDET:
    case TOC_REL_NUMMOD:
    case TOC_REL_COMPOUND:
    case TOC_REL_FLAT:
    case TOC_REL_GOESWITH:
    case TOC_REL_FIXED: return true;
    case TOC_REL_PUNCT: return t->form.len == 1 && t->form.ptr[0] == '-';
    case TOC_REL_OBL: /* "Iran" in "Iran-backed militia" */
    case TOC_REL_OBL_NPMOD:
    case TOC_REL_OBL_UNMARKED:
    case TOC_REL_NSUBJ:
    case TOC_REL_ADVMOD: {
      uint32_t h = t->head;
      return h != TOC_NONE && h > i && h - i <= 2 && doc->tokens.ptr[h].rel == TOC_REL_AMOD;
    }
    default: return false;
  }
}

/* A relation in which a word stands for somebody or something. */
static bool nominal_place(toc_deprel r) {
  switch (toc_deprel_base(r)) {
    case TOC_REL_NSUBJ:
    case TOC_REL_OBJ:
    case TOC_REL_IOBJ:
    case TOC_REL_OBL:
    case TOC_REL_NMOD:
    case TOC_REL_CONJ:
    case TOC_REL_APPOS: return true;
    default: return false;
  }
}

typedef struct chunk {
  uint32_t lo, hi;
} chunk;

enum { MAX_REACH = 64 }; /* words from a head to the ends of its chunk: bounds what crossing trees can cost */

/* The chunk of each token that heads one. */
static chunk *find_chunks(work *w) {
  const toc_doc *doc = w->doc;
  uint32_t n = doc->tokens.len;
  chunk *c = toc_new(w->a, chunk, (size_t)n + 1);
  w->bound = toc_new(w->a, bool, (size_t)n + 1);
  for (uint32_t i = 0; i < n; i++) c[i] = (chunk){i, i + 1}, w->bound[i] = binds(doc, i);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t top = i;
    for (int steps = 0; steps < 12 && w->bound[top] && doc->tokens.ptr[top].head != TOC_NONE; steps++) {
      top = doc->tokens.ptr[top].head;
      if ((i > top ? i - top : top - i) > MAX_REACH) continue;
      if (i < c[top].lo) c[top].lo = i;
      if (i >= c[top].hi) c[top].hi = i + 1;
    }
  }
  return c;
}

/* ------------------------------------------------------------------- parts */

/* What a hit is used as here: its best meaning. */
typedef struct part {
  uint32_t hit;
  hit_kind kind;
  uint32_t what;
} part;

/* "Tank" in "Tank District": a word of a place's name. */
static bool in_town_name(const work *w, uint32_t h) {
  const struct hit *x = &w->hits.ptr[h];
  uint32_t p = tok(w, x->first)->place;
  if (p == TOC_NONE || !w->atoms.ptr[x->atom].upper) return false;
  toc_str f = w->doc->places.ptr[p].feature;
  return toc_str_starts(f, TOC_S("PPL")) || toc_str_starts(f, TOC_S("ADM"));
}

static bool best_part(const work *w, uint32_t h, part *p) {
  static const hit_kind order[] = {HIT_DISCARD, HIT_KNOWN, HIT_COUNTRY, HIT_DEMONYM, HIT_AGENT, HIT_SEAT, HIT_SURNAME};
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    if (!hit_is(w, h, order[i]) || (order[i] == HIT_AGENT && in_town_name(w, h))) continue;
    *p = (part){h, order[i], w->x->entries.ptr[hit_entry(w, h, order[i])].what};
    return true;
  }
  return false;
}

/* "-backed", "-held" after token `last`: what stands before it does not own the phrase. */
static bool followed_by(const work *w, uint32_t last, const char *const *words, size_t n) {
  uint32_t at = w->atom_at[last], end = w->atoms.len;
  if (at == 0 || last >= w->doc->tokens.len) return false;
  const toc_token *before = tok(w, last - 1);
  /* The hyphen is a token of its own or the end of the hit's token. */
  bool hyphen = tok(w, last)->form.len == 1 && tok(w, last)->form.ptr[0] == '-';
  if (!hyphen && !(before->form.len && memchr(before->form.ptr, '-', before->form.len))) return false;
  uint32_t a = hyphen ? at : w->atom_at[last] - 1;
  if (a >= end) return false;
  for (size_t i = 0; i < n; i++)
    if (toc_str_is(w->atoms.ptr[a].key, words[i])) return true;
  return false;
}

static const char *const not_owners[] = {"backed", "supported", "funded", "financed", "sponsored", "allied", "aligned",
                                         "trained", "armed", "equipped", "born", "based", "occupied", "controlled",
                                         "held", "brokered", "mediated", "made", "built", "speaking", "language",
                                         "dominated", "majority", "linked", "affiliated", "inspired", "style",
                                         "populated", "friendly", "besieged", "imposed", "supplied"};
#define N_NOT_OWNERS (sizeof not_owners / sizeof *not_owners)

/* The place column knows better where a name is shared: Georgia the American state, London
 * in Ontario.  A capital of a state that the report speaks of is that capital. */
static bool another_place(const work *w, uint32_t token, const country *c, hit_kind kind, toc_str *iso3) {
  uint32_t p = tok(w, token)->place;
  if (p == TOC_NONE) return false;
  const toc_place *place = &w->doc->places.ptr[p];
  toc_str at = place->country;
  if (!at.len || toc_str_eq(at, c->iso3)) return false;
  bool province = toc_str_starts(place->feature, TOC_S("ADM"));
  if (!province && (kind == HIT_COUNTRY || w->named[c - w->x->countries.ptr])) return false;
  if (toc_map_get(&w->x->iso, at) == TOC_NONE) return false;
  *iso3 = at;
  return true;
}

/* The state that a part names, {NULL,0} if none; as of the report's day. */
static toc_str state_of(const work *w, const part *p) {
  if (p->kind != HIT_COUNTRY && p->kind != HIT_DEMONYM && p->kind != HIT_SEAT) return (toc_str){0};
  const country *c = &w->x->countries.ptr[p->what];
  toc_str other;
  if (p->kind != HIT_DEMONYM && another_place(w, w->hits.ptr[p->hit].first, c, p->kind, &other)) return other;
  /* "Congolese" belongs to two; a state that is gone to one only while it stood. */
  toc_day day = w->doc->dct;
  toc_str found = {0};
  uint32_t first = 0;
  for (uint32_t e = w->hits.ptr[p->hit].entry; e != TOC_NONE; e = w->x->entries.ptr[e].next) {
    const entry *x = &w->x->entries.ptr[e];
    if (x->kind != p->kind) continue;
    c = &w->x->countries.ptr[x->what];
    if (day != TOC_NODAY && ((c->from != TOC_NODAY && day < c->from) || (c->to != TOC_NODAY && day > c->to + 3650)))
      continue;
    if (!found.len || (p->kind == HIT_DEMONYM && w->by_name[x->what] && !w->by_name[first])) found = c->iso3, first = x->what;
  }
  return found;
}

/* ------------------------------------------------------------------ reading */

typedef struct reading {
  chunk c;
  uint32_t top;
  bool has_head;
  part head;              /* the hit that holds the top */
  uint32_t person, surname; /* hits of names, TOC_NONE */
  uint32_t org;             /* known index */
  toc_str state;            /* nearest the head */
  const agent *title;       /* a title beside the head */
  const agent *mod;         /* the agent nearest before the head: "police" chief */
  const agent *changes[3];  /* modifiers: "former", "opposition" */
  int n_changes;
  bool region;              /* "European" ministers: of no single state */
  bool members;             /* "27-nation" bloc */
  bool led;                 /* "Saudi-led" coalition */
  bool discard;
} reading;

static void note_part(work *w, reading *r, const part *p) {
  const hit *h = &w->hits.ptr[p->hit];
  bool head = h->first <= r->top && r->top < h->last;
  if (head) r->has_head = true, r->head = *p;
  switch (p->kind) {
    case HIT_DISCARD:
      if (head) r->discard = true;
      return;
    case HIT_KNOWN:
      if (w->x->known.ptr[p->what].person) r->person = p->hit;
      else r->org = p->what;
      return;
    case HIT_COUNTRY:
    case HIT_DEMONYM:
    case HIT_SEAT:
      if (!head) {
        toc_str s = state_of(w, p);
        if (s.len) r->state = s;
      }
      return;
    case HIT_SURNAME: r->surname = p->hit; return;
    case HIT_AGENT: {
      const agent *a = &w->x->agents.ptr[p->what];
      bool adjective = tok(w, h->last - 1)->upos == TOC_UPOS_ADJ;
      if (a->kind == AG_MODIFIER) {
        if (r->n_changes < 3) r->changes[r->n_changes++] = a;
      } else if (a->kind == AG_REGION) {
        r->region = true;
      } else if (!head && adjective && toc_str_is(a->sector, "CVL")) {
        return; /* "local commanders", "wounded soldiers" */
      } else if (!head && a->kind == AG_TITLE) {
        r->title = a;
        if (h->first < r->top) r->mod = a;
      } else if (!head && h->first < r->top && a->kind <= AG_THING) {
        r->mod = a;
      }
      return;
    }
  }
}

/* "27-nation", "15-member": a body of states. */
static bool counts_members(const work *w, chunk c) {
  static const char *const of[] = {"nation", "member", "state", "country"};
  const atom *before = NULL;
  for (uint32_t i = w->atom_at[c.lo]; i < w->atom_at[c.hi]; i++) {
    const atom *a = &w->atoms.ptr[i];
    if (a->gap) continue;
    if (before && toc_cp_is_digit((unsigned char)before->key.ptr[0]) && TOC_ONE_OF(a->key, of)) return true;
    before = a;
  }
  return false;
}

/* "pro-Russian", "anti-Taliban": a side that is taken, not an owner. */
static bool taken_side(const work *w, const struct hit *h) {
  if (h->atom == 0) return false;
  const atom *a = &w->atoms.ptr[h->atom - 1];
  bool joined = a->token == h->first || (a->token + 1 == h->first && !tok(w, a->token)->space_after);
  if (!joined && h->first >= 2 && toc_str_is(tok(w, h->first - 1)->form, "-")) { /* the hyphen as a token */
    uint32_t t = h->first - 2;
    if (w->atom_at[t] == w->atom_at[t + 1]) return false;
    a = &w->atoms.ptr[w->atom_at[t]], joined = !tok(w, t)->space_after;
  }
  return joined && (toc_str_is(a->key, "pro") || toc_str_is(a->key, "anti"));
}

static void note_parts(work *w, reading *r) {
  uint32_t before = TOC_NONE;
  r->members = counts_members(w, r->c);
  for (uint32_t t = r->c.lo; t < r->c.hi; t++) {
    uint32_t h = w->hit_at[t];
    part p;
    if (h == before) continue;
    before = h;
    if (h == TOC_NONE || !best_part(w, h, &p)) {
      uint32_t place = tok(w, t)->place;
      if (place != TOC_NONE && t != r->top && w->doc->places.ptr[place].country.len)
        r->state = toc_pool_intern(&w->doc->pool, w->doc->places.ptr[place].country);
      continue;
    }
    if (followed_by(w, w->hits.ptr[h].last, not_owners, N_NOT_OWNERS) || taken_side(w, &w->hits.ptr[h])) {
      w->used[t] = true;
      continue;
    }
    note_part(w, r, &p);
    static const char *const led[] = {"led", "headed"};
    r->led = r->led || followed_by(w, w->hits.ptr[h].last, led, 2);
  }
}

/* The sector of an agent whose words before it are `mod`. */
static void take_sector(who *q, const agent *a, const agent *mod) {
  q->sector = a->sector;
  q->sector2 = a->sector2;
  q->weak = a->weak || !a->sector.len;
  if (!mod || !mod->sector.len) return;
  bool strong_mod = toc_str_is(mod->sector, "REB") || toc_str_is(mod->sector, "PRM") || toc_str_is(mod->sector, "CRM") ||
                    toc_str_is(mod->sector, "UAF");
  bool yields = (q->weak && (!mod->weak || !q->sector.len)) || (strong_mod && (toc_str_is(q->sector, "MIL") || toc_str_is(q->sector, "CVL"))) ||
                (toc_str_is(mod->sector, "COP") && toc_str_is(q->sector, "MIL"));
  if (yields) {
    q->sector = mod->sector;
    q->sector2 = mod->sector2;
    q->weak = mod->weak;
  }
}

static void take_known(const work *w, who *q, uint32_t known_at) {
  const known *k = &w->x->known.ptr[known_at];
  bool inside;
  const stint *s = stint_on(w->x, k, w->doc->dct, &inside);
  q->known = known_at;
  q->name = k->name;
  q->country = s->country;
  q->sector = inside || !k->person ? s->sector : (toc_str){0};
  q->sector2 = inside || !k->person ? s->sector2 : (toc_str){0};
  q->weak = !q->sector.len;
  q->intl = !q->country.len;
  q->woman = k->person && k->woman;
  q->man = k->person && !k->woman;
}

static void apply_changes(const reading *r, who *q) {
  for (int i = 0; i < r->n_changes; i++) {
    toc_str s = r->changes[i]->sector;
    if (toc_str_is(s, "ELI")) {
      if (toc_str_is(q->sector, "GOV") || toc_str_is(q->sector, "MIL") || q->weak) {
        if (toc_str_is(q->sector, "GOV")) q->sector = s, q->weak = false;
        q->former = true;
      }
    } else if (toc_str_is(s, "OPP")) {
      if (toc_str_is(q->sector, "OPP")) continue;
      bool keep = toc_str_is(q->sector, "LEG");
      if (!q->weak && !keep && !toc_str_is(q->sector, "PTY") && !toc_str_is(q->sector, "CVL") &&
          !toc_str_is(q->sector, "SOC"))
        continue;
      q->sector2 = keep ? q->sector : (toc_str){0};
      q->sector = s;
      q->weak = false;
    } else if (q->weak || toc_str_is(q->sector, "CVL") || toc_str_is(q->sector, "MIL")) {
      q->sector = s;
      q->weak = false;
    }
  }
}

/* "Hamas fighters", "UN peacekeepers", "EU leaders": the organisation's people. */
static void take_org(const work *w, who *q, uint32_t org) {
  toc_str own = q->weak ? (toc_str){0} : q->sector;
  toc_str state = q->country;
  who k = *q;
  take_known(w, &k, org);
  q->sector = k.sector;
  q->sector2 = own.len && !toc_str_eq(own, k.sector) ? own : k.sector2;
  q->country = k.country.len ? k.country : k.intl && !toc_str_is(k.sector, "REB") ? (toc_str){0} : state;
  q->intl = k.intl;
  q->known = org;
  q->weak = false;
}

static bool capital_at(const work *w, uint32_t t) {
  return w->atom_at[t] < w->atom_at[t + 1] && w->atoms.ptr[w->atom_at[t]].upper;
}

/* A hyphen at t with no blank on either side. */
static bool tied(const work *w, uint32_t t) {
  const toc_token *h = tok(w, t);
  return h->form.len == 1 && h->form.ptr[0] == '-' && t > 0 && !tok(w, t - 1)->space_after && !h->space_after &&
         w->hit_at[t + 1] == TOC_NONE && w->atom_at[t + 1] < w->atom_at[t + 2];
}

/* How far a name goes on from `last`. */
static uint32_t name_end(const work *w, const reading *r, uint32_t last) {
  while (last < r->c.hi && (capital_at(w, last) || tok(w, last)->upos == TOC_UPOS_PROPN) &&
         (w->hit_at[last] == TOC_NONE || hit_entry(w, w->hit_at[last], HIT_SURNAME) != TOC_NONE))
    last++;
  /* "Chan-dae", "Abd-al": what a hyphen ties on belongs to the name, whatever the tree says */
  uint32_t end = w->doc->sentences.ptr[tok(w, last - 1)->sentence].last;
  while (last + 1 < end && tied(w, last)) last += 2;
  return last;
}

/* "Green" in "the Green Horizon Collective"; at the head of a sentence a capital says nothing. */
static bool name_word(const work *w, uint32_t t) {
  toc_upos u = tok(w, t)->upos;
  bool begins = t == w->doc->sentences.ptr[tok(w, t)->sentence].first;
  return u == TOC_UPOS_PROPN || (!begins && (u == TOC_UPOS_ADJ || u == TOC_UPOS_NOUN));
}

/* The run of name words around the top that no dictionary part covers. */
static bool name_run(const work *w, const reading *r, uint32_t *first, uint32_t *last) {
  uint32_t at = r->top;
  if (r->has_head && r->head.kind == HIT_AGENT) { /* "President Condé", name bound to the title */
    at = TOC_NONE;
    for (uint32_t t = w->hits.ptr[r->head.hit].last; t < r->c.hi; t++)
      if (tok(w, t)->upos == TOC_UPOS_PROPN && w->hit_at[t] == TOC_NONE) {
        at = t;
        break;
      }
    if (at == TOC_NONE) return false;
  }
  if (!capital_at(w, at) || tok(w, at)->upos != TOC_UPOS_PROPN) return false;
  *first = at, *last = at + 1;
  while (*first > r->c.lo && w->hit_at[*first - 1] == TOC_NONE && capital_at(w, *first - 1) && name_word(w, *first - 1))
    (*first)--;
  *last = name_end(w, r, *last);
  return true;
}

static toc_str text_of(const work *w, uint32_t first, uint32_t last) {
  return toc_slice(w->doc->text, toc_tokens_span(w->doc, first, last));
}

static toc_str last_atom(const work *w, uint32_t first, uint32_t last) {
  for (uint32_t i = w->atom_at[last]; i > w->atom_at[first]; i--)
    if (!w->atoms.ptr[i - 1].gap) return w->atoms.ptr[i - 1].key;
  return (toc_str){0};
}

static toc_kind mention_kind(const work *w, uint32_t t) {
  uint32_t m = tok(w, t)->mention;
  return m == TOC_NONE ? TOC_KIND_OTHER : w->doc->mentions.ptr[m].kind;
}

/* "Raman Protasevich", where the analyser saw no name: two words or three, the first given. */
static bool given_name(const work *w, const reading *r, uint32_t first, uint32_t last) {
  if (last - first < 2 || last - first > 4 || mention_kind(w, r->top) != TOC_KIND_OTHER || tok(w, first)->place != TOC_NONE) return false;
  if (r->has_head || r->org != TOC_NONE) return false;
  return toc_map_get(&w->x->given, w->atoms.ptr[w->atom_at[first]].key) != TOC_NONE;
}

static void gender_of_title(const work *w, const reading *r, who *q) {
  static const char *const women[] = {"mrs", "ms", "miss", "madam", "lady", "queen", "princess", "sister"};
  static const char *const men[] = {"mr", "sir", "lord", "king", "prince", "father", "sheikh", "brother"};
  for (uint32_t i = w->atom_at[r->c.lo]; i < w->atom_at[r->c.hi]; i++) {
    for (size_t k = 0; k < sizeof women / sizeof *women; k++)
      if (toc_str_is(w->atoms.ptr[i].key, women[k])) q->woman = true;
    for (size_t k = 0; k < sizeof men / sizeof *men; k++)
      if (toc_str_is(w->atoms.ptr[i].key, men[k])) q->man = true;
  }
}

/* "Jordan" of "Michael Jordan": a name word that no dictionary knows stands beside it. */
static bool part_of_name(const work *w, const reading *r) {
  const struct hit *h = &w->hits.ptr[r->head.hit];
  toc_kind k = mention_kind(w, r->top);
  if (k != TOC_KIND_PER && k != TOC_KIND_ORG) return false;
  bool before = h->first > r->c.lo && w->hit_at[h->first - 1] == TOC_NONE && tok(w, h->first - 1)->upos == TOC_UPOS_PROPN;
  bool after = h->last < r->c.hi && w->hit_at[h->last] == TOC_NONE && tok(w, h->last)->upos == TOC_UPOS_PROPN;
  return before || after;
}

static bool said_to_be_former(const reading *r) {
  for (int i = 0; i < r->n_changes; i++)
    if (toc_str_is(r->changes[i]->sector, "ELI")) return true;
  return false;
}

/* "Prime Minister X", of one who was that at some time, in a report without a date. */
static void stint_of_title(const work *w, const reading *r, const agent *title, who *q) {
  if (w->doc->dct != TOC_NODAY || !title || title->weak || !toc_str_is(title->sector, "GOV") || toc_str_is(q->sector, "GOV") || said_to_be_former(r)) return;
  const known *k = &w->x->known.ptr[q->known];
  for (uint32_t i = 0; i < k->n_stints; i++) {
    const stint *s = &w->x->stints.ptr[k->stint + i];
    if (!toc_str_is(s->sector, "GOV")) continue;
    q->country = s->country, q->sector = s->sector, q->sector2 = s->sector2;
    q->weak = false;
    q->intl = !q->country.len;
    return;
  }
}

/* The head is the name of a state, and no person's. */
static bool states_name(const work *w, const reading *r) {
  return r->has_head && (r->head.kind == HIT_COUNTRY || r->head.kind == HIT_SEAT) && !part_of_name(w, r);
}

/* A person: known, or known by a title or the analyser only. */
static bool read_person(work *w, reading *r, who *q) {
  const agent *noun = r->has_head && r->head.kind == HIT_AGENT ? &w->x->agents.ptr[r->head.what] : NULL;
  bool title_head = noun && (noun->kind == AG_TITLE || (noun->kind == AG_PEOPLE && !noun->plural)); /* "Judge", "activist" X */
  const agent *title = title_head ? noun : r->title;
  if (r->person != TOC_NONE) {
    const struct hit *h = &w->hits.ptr[r->person];
    bool head = h->first <= r->top && r->top < h->last;
    if (!head && !(title_head && h->first > r->top)) return false; /* "the Obama administration" */
    take_known(w, q, w->x->entries.ptr[hit_entry(w, r->person, HIT_KNOWN)].what);
    stint_of_title(w, r, title, q);
    q->first = h->first, q->last = h->last;
    q->surname = last_atom(w, h->first, h->last);
  } else {
    uint32_t first, last;
    bool surname_head = r->surname != TOC_NONE && w->hits.ptr[r->surname].first <= r->top;
    if (surname_head && r->top < w->hits.ptr[r->surname].last) {
      first = w->hits.ptr[r->surname].first, last = w->hits.ptr[r->surname].last;
      while (first > r->c.lo && w->hit_at[first - 1] == TOC_NONE && capital_at(w, first - 1) &&
             tok(w, first - 1)->upos == TOC_UPOS_PROPN)
        first--;
      last = name_end(w, r, last);
    } else if (title_head && r->surname != TOC_NONE && w->hits.ptr[r->surname].first > r->top) {
      first = w->hits.ptr[r->surname].first, last = w->hits.ptr[r->surname].last;
      uint32_t run_first, run_last;
      if (name_run(w, r, &run_first, &run_last) && run_first < first) first = run_first, last = run_last > last ? run_last : last;
    } else if (states_name(w, r) || !name_run(w, r, &first, &last)) {
      return false;
    }
    bool per = mention_kind(w, r->top) == TOC_KIND_PER || mention_kind(w, first) == TOC_KIND_PER || given_name(w, r, first, last);
    if (!per && !title && !surname_head) return false;
    if (title && title->plural && !per) return false;
    if (!per && tok(w, r->top)->place != TOC_NONE) return false;
    q->first = first, q->last = last;
    q->name = text_of(w, first, last);
    q->surname = last_atom(w, first, last);
    q->weak = true;
  }
  q->kind = WHO_PERSON;
  q->titled = title != NULL;
  gender_of_title(w, r, q);
  if (q->known != TOC_NONE) {
    if (!q->sector.len && title) take_sector(q, title, r->mod != title ? r->mod : NULL);
    apply_changes(r, q);
    return true;
  }
  q->country = r->state;
  if (title) {
    take_sector(q, title, r->mod != title ? r->mod : NULL);
    q->woman = q->woman || title->woman;
  } else if (r->mod) {
    take_sector(q, r->mod, NULL);
    q->titled = r->mod->kind == AG_PEOPLE && !r->mod->plural; /* "Chief Justice X" */
  }
  bool envoy = r->state.len && title && toc_str_is(title->sector, "GOV") && !title->weak;
  if (r->org != TOC_NONE && !envoy) take_org(w, q, r->org), q->known = TOC_NONE;
  if (r->region && !q->country.len) q->intl = true;
  apply_changes(r, q);
  return true;
}

static bool determined(const work *w, uint32_t top) {
  if (!toc_has_child(w->doc, top, TOC_BIT(TOC_REL_DET) | TOC_BIT(TOC_REL_NMOD_POSS))) return false;
  toc_children(w->doc, top, c) {
    toc_deprel r = toc_rel_base(w->doc, c);
    toc_str l = tok(w, c)->lemma;
    if (r == TOC_REL_DET && (toc_str_is(l, "the") || toc_str_is(l, "this") || toc_str_is(l, "that") || toc_str_is(l, "both")))
      return true;
    if (tok(w, c)->rel == TOC_REL_NMOD_POSS) return true;
  }
  return false;
}

/* A name of several capitalised words around an agent noun: "Orange Democratic Movement". */
static bool proper_body(const work *w, const reading *r, uint32_t *first) {
  *first = r->top;
  while (*first > r->c.lo && capital_at(w, *first - 1) && tok(w, *first - 1)->rel != TOC_REL_DET) (*first)--;
  return *first < r->top && capital_at(w, r->top);
}

/* "the Department of Transportation", "the Parks Service": a name made of an office's noun. */
static bool office_of_state(const work *w, const reading *r, const agent *a) {
  static const char *const nouns[] = {"department", "bureau", "commission", "agency", "directorate", "service", "board", "council", "office"};
  bool noun = false;
  for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) noun = noun || toc_str_is(a->text, nouns[i]);
  uint32_t from;
  if (!noun || a->kind != AG_THING || r->org != TOC_NONE || !capital_at(w, r->top)) return false;
  if (proper_body(w, r, &from)) return true;
  toc_children(w->doc, r->top, c)
    if (toc_rel_base(w->doc, c) == TOC_REL_NMOD && c > r->top && c < r->top + 4 && capital_at(w, c)) return true;
  return false;
}

static bool read_agent(work *w, reading *r, who *q) {
  const agent *a = &w->x->agents.ptr[r->head.what];
  if (tok(w, r->top)->place != TOC_NONE && toc_str_is(a->text, "state")) return false; /* "Rakhine state" */
  const struct hit *h = &w->hits.ptr[r->head.hit];
  q->agent = r->head.what;
  q->first = h->first, q->last = h->last;
  q->plural = a->plural || (tok(w, r->top)->feat & TOC_F_PLUR);
  q->country = r->state;
  q->woman = a->woman;
  switch (a->kind) {
    case AG_PEOPLE: q->kind = WHO_PEOPLE; break;
    case AG_BODY: q->kind = WHO_BODY; break;
    case AG_TITLE: q->kind = q->plural ? WHO_PEOPLE : WHO_PERSON; break;
    case AG_THING: q->kind = WHO_PEOPLE; break;
    case AG_QUANTITY: q->kind = WHO_QUANTITY; break;
    case AG_REFER: q->kind = WHO_REFER; break;
    case AG_MODIFIER: q->kind = WHO_NONE; break;
    case AG_REGION:
    case AG_VERB: return false;
  }
  take_sector(q, a, r->mod);
  if (r->state.len && !q->sector.len && toc_str_is(a->text, "men") && toc_child(w->doc, r->top, TOC_REL_NMOD_POSS) == TOC_NONE)
    q->sector = TOC_S("CVL"); /* "two Brazilian men", but "Brazil's men" */
  if (a->kind == AG_REFER) { /* its sectors say what it may refer to */
    q->sector = r->mod ? r->mod->sector : (toc_str){0};
    q->sector2 = (toc_str){0};
    q->weak = true;
  }
  bool envoy = r->state.len && toc_str_is(a->sector, "GOV") && !a->weak; /* "Syria's U.N. ambassador" */
  if (r->org != TOC_NONE && !envoy) {
    take_org(w, q, r->org);
    if (a->kind == AG_REFER) { /* "the Hamas movement" is Hamas */
      q->name = w->x->known.ptr[r->org].name;
      q->kind = WHO_ORG;
    }
  } else if (r->person != TOC_NONE) { /* "the Obama administration", "Putin aides" */
    who k = {0};
    take_known(w, &k, w->x->entries.ptr[hit_entry(w, r->person, HIT_KNOWN)].what);
    if (!q->country.len) q->country = k.country;
    if (!q->sector.len) q->sector = k.sector;
  }
  apply_changes(r, q);
  q->envoy = envoy;
  if (r->led && toc_str_is(q->sector, "PTY")) q->sector = TOC_S("MIL"), q->sector2 = (toc_str){0}; /* a coalition under arms */
  if (!q->country.len && (a->intl || r->region)) {
    q->intl = true;
    if (toc_str_is(q->sector, "MIL")) q->sector = TOC_S("IGO"), q->sector2 = TOC_S("MIL"), q->weak = false;
  }
  if (a->kind == AG_REFER && r->members) q->intl = true, q->sector = TOC_S("IGO");
  if (!q->country.len && (toc_str_is(q->sector, "IGO") || toc_str_is(q->sector, "NGO") || toc_str_is(q->sector, "IMG")) && !q->weak)
    q->intl = true;
  if (office_of_state(w, r, a)) q->kind = WHO_BODY, q->sector = TOC_S("GOV"), q->weak = false;
  uint32_t from;
  bool bare = a->kind == AG_REFER && r->members;
  if (!bare && (a->kind == AG_BODY || a->kind == AG_REFER) && r->org == TOC_NONE && proper_body(w, r, &from)) {
    if (a->kind == AG_REFER && !q->sector.len && !q->country.len) q->kind = WHO_ORG;
    else if (a->kind == AG_REFER) q->kind = WHO_ORG;
    q->name = text_of(w, from, r->top + 1);
    q->first = from, q->last = r->top + 1;
  }
  if (q->kind == WHO_REFER && q->sector.len && !r->n_changes && r->mod && !q->intl) q->kind = WHO_PEOPLE; /* "the rebel group" */
  return q->kind != WHO_NONE;
}

static bool read_state(work *w, reading *r, who *q) {
  const struct hit *h = &w->hits.ptr[r->head.hit];
  toc_token *t = tok(w, r->top);
  if (r->head.kind != HIT_DEMONYM && part_of_name(w, r)) return false;
  toc_str other;
  const country *c = &w->x->countries.ptr[r->head.what];
  if (r->head.kind != HIT_DEMONYM && another_place(w, h->first, c, r->head.kind, &other)) return false; /* a town or a province */
  toc_str s = state_of(w, &r->head);
  if (!s.len) return false;
  q->country = s;
  q->first = h->first, q->last = h->last;
  if (r->head.kind == HIT_DEMONYM) {
    bool people = (t->upos == TOC_UPOS_NOUN || t->upos == TOC_UPOS_PROPN || t->upos == TOC_UPOS_NONE) ||
                  (nominal_place(t->rel) && determined(w, r->top));
    q->kind = people && (nominal_place(t->rel) || t->rel == TOC_REL_ROOT) ? WHO_PEOPLE : WHO_ADJECTIVE;
    q->sector = q->kind == WHO_PEOPLE ? TOC_S("CVL") : TOC_S("GOV");
    bool headline = w->doc->sentences.ptr[t->sentence].section == TOC_TITLE && t->form.ptr[t->form.len - 1] != 's';
    if (q->kind == WHO_PEOPLE && headline && !determined(w, r->top)) { /* "Dutch expel envoys" */
      q->kind = WHO_COUNTRY;
      q->sector = TOC_S("GOV");
      q->name = c->name;
      q->via = TOC_S("demonym");
    }
    q->plural = q->kind == WHO_PEOPLE && !toc_str_is(t->form, "a") && t->form.ptr[t->form.len - 1] == 's';
    return true;
  }
  q->kind = WHO_COUNTRY;
  q->sector = TOC_S("GOV");
  q->name = c->name;
  if (r->head.kind == HIT_SEAT) q->via = TOC_S("metonym");
  apply_changes(r, q);
  return true;
}

static bool read_pronoun(work *w, uint32_t top, who *q) {
  static const char *const words[] = {"he", "she", "they", "it", "we", "i", "him", "her", "them", "us", "me",
                                      "his", "their", "its", "our", "my", "himself", "herself", "themselves", "itself",
                                      "who", "which", "that", "whom", "whose", "hers", "theirs", "ours"};
  if (tok(w, top)->upos != TOC_UPOS_PRON || w->atom_at[top] == w->atom_at[top + 1]) return false;
  toc_str k = w->atoms.ptr[w->atom_at[top]].key;
  bool known_word = false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) known_word |= toc_str_is(k, words[i]);
  if (!known_word || tok(w, top)->rel == TOC_REL_EXPL) return false;
  q->kind = WHO_PRONOUN;
  q->first = top, q->last = top + 1;
  q->man = toc_str_is(k, "he") || toc_str_is(k, "him") || toc_str_is(k, "his") || toc_str_is(k, "himself");
  q->woman = toc_str_is(k, "she") || toc_str_is(k, "her") || toc_str_is(k, "herself") || toc_str_is(k, "hers");
  q->plural = toc_str_starts(k, TOC_S("the")) || toc_str_is(k, "we") || toc_str_is(k, "us") || toc_str_starts(k, TOC_S("our"));
  return true;
}

static bool counts_people(const work *w, uint32_t top) {
  const toc_token *t = tok(w, top);
  if (t->figure == TOC_NONE || !nominal_place(t->rel)) return false;
  return w->doc->figures.ptr[t->figure].counts != TOC_COUNTS_OTHER;
}

/* "Tens of thousands", of nobody named. */
static bool in_one_figure(const work *w, uint32_t top, uint32_t of) {
  return tok(w, top)->figure != TOC_NONE && tok(w, of)->figure == tok(w, top)->figure && toc_child(w->doc, of, TOC_REL_NMOD) == TOC_NONE;
}

/* People who are only counted: "three were killed", "thousands marched". */
static bool read_number(work *w, uint32_t top, who *q) {
  if (!counts_people(w, top)) return false;
  q->kind = q->of == TOC_NONE ? WHO_PEOPLE : WHO_QUANTITY; /* "40 of its men" */
  q->sector = TOC_S("CVL");
  q->weak = true;
  q->plural = true;
  q->first = top, q->last = top + 1;
  return true;
}

/* A town that something is done to: its people ("they besieged Madaya", not "in Madaya"). */
static bool read_town(work *w, uint32_t top, who *q) {
  const toc_token *t = tok(w, top);
  if (t->place == TOC_NONE || !w->doc->child_at) return false;
  const toc_place *p = &w->doc->places.ptr[t->place];
  bool object = t->rel == TOC_REL_OBJ || t->rel == TOC_REL_NSUBJ_PASS;
  if (!object || !p->country.len || !toc_str_starts(p->feature, TOC_S("PPL"))) return false;
  q->kind = WHO_PEOPLE;
  q->first = p->first, q->last = p->last;
  q->country = toc_pool_intern(&w->doc->pool, p->country);
  q->sector = TOC_S("CVL");
  q->plural = true;
  q->via = TOC_S("place");
  return true;
}

/* What the last word of an unknown name says: "Shillong Times", "Religare Finvest Ltd". */
static const char *sector_of_ending(toc_str last) {
  static const struct {
    const char *word, *sector;
  } all[] = {{"times", "JRN"},  {"tribune", "JRN"},    {"herald", "JRN"},    {"gazette", "JRN"},  {"chronicle", "JRN"},
             {"telegraph", "JRN"}, {"newspaper", "JRN"}, {"television", "JRN"}, {"tv", "JRN"},      {"radio", "JRN"},
             {"ltd", "BUS"},    {"inc", "BUS"},        {"corp", "BUS"},      {"plc", "BUS"},      {"llc", "BUS"},
             {"limited", "BUS"}, {"gmbh", "BUS"},      {"holdings", "BUS"},  {"industries", "BUS"}, {"airlines", "BUS"},
             {"airways", "BUS"}, {"motors", "BUS"},    {"petroleum", "BUS"}, {"university", "EDU"}, {"college", "EDU"},
             {"hospital", "MED"}, {"police", "COP"},   {"rifles", "MIL"},    {"senate", "LEG"},   {"parliament", "LEG"},
             {"ministry", "GOV"}, {"municipality", "GOV"}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (toc_str_is(last, all[i].word)) return all[i].sector;
  return NULL;
}

/* A name that no dictionary knows. */
static bool read_name(work *w, reading *r, who *q) {
  const toc_token *t = tok(w, r->top);
  uint32_t first, last;
  if (t->upos != TOC_UPOS_PROPN || t->place != TOC_NONE || t->time != TOC_NONE) return false;
  if (!name_run(w, r, &first, &last)) return false;
  toc_kind k = mention_kind(w, r->top);
  if (k == TOC_KIND_GPE || k == TOC_KIND_LOC || k == TOC_KIND_FAC || k == TOC_KIND_EVENT) return false;
  const char *ending = last - first > 1 ? sector_of_ending(last_atom(w, first, last)) : NULL;
  if (k == TOC_KIND_OTHER && !ending && toc_deprel_base(t->rel) != TOC_REL_NSUBJ && t->rel != TOC_REL_OBL_AGENT) return false;
  if (k == TOC_KIND_ORG) { /* "Orange Democratic Movement Party": as far as the mention goes */
    const toc_mention *m = &w->doc->mentions.ptr[t->mention];
    if (m->first < first) first = m->first;
    if (m->last > last) last = m->last;
  }
  q->kind = k == TOC_KIND_NORP ? WHO_PEOPLE : WHO_ORG;
  if (k == TOC_KIND_NORP) q->sector = TOC_S("CVL"), q->weak = true, q->plural = true;
  q->name = text_of(w, first, last);
  q->first = first, q->last = last;
  q->country = r->state;
  if (r->mod) take_sector(q, r->mod, NULL);
  if (ending && !q->sector.len) q->sector = toc_cstr(ending);
  return true;
}

uint32_t charge_at(const work *w, uint32_t head) {
  enum { MANY = 100 };
  static const char *const verbs[] = {"accuse", "suspect", "convict", "acquit"};
  const toc_token *t = tok(w, head);
  if (!w->doc->child_at || t->head == TOC_NONE || (t->rel != TOC_REL_OBJ && t->rel != TOC_REL_IOBJ && t->rel != TOC_REL_NSUBJ_PASS)) return TOC_NONE;
  if (!TOC_ONE_OF(tok(w, t->head)->lemma, verbs)) return TOC_NONE;
  uint32_t seen = 0;
  toc_children(w->doc, head, c) {
    if (seen++ == MANY) break;
    uint32_t m = toc_child(w->doc, c, TOC_REL_CASE);
    if (m == TOC_NONE) m = toc_child(w->doc, c, TOC_REL_MARK);
    if (c > head && m != TOC_NONE && m > head && toc_lemma_is(w->doc, m, "of")) return m;
  }
  return TOC_NONE;
}

static void note_owner_at(work *w, who *q, uint32_t at) {
  if (!toc_has_child(w->doc, at, TOC_BIT(TOC_REL_NMOD))) return;
  uint32_t charge = charge_at(w, at);
  toc_children(w->doc, at, c) {
    toc_token *t = tok(w, c);
    if (t->rel == TOC_REL_NMOD_POSS && q->owner == TOC_NONE) q->owner = c;
    if (toc_deprel_base(t->rel) != TOC_REL_NMOD || t->rel == TOC_REL_NMOD_POSS || q->of != TOC_NONE) continue;
    uint32_t k = toc_child(w->doc, c, TOC_REL_CASE);
    if (k != TOC_NONE && k != charge && (toc_str_is(tok(w, k)->lemma, "of") || toc_str_is(tok(w, k)->lemma, "from") ||
                          toc_str_is(tok(w, k)->lemma, "in") || toc_str_is(tok(w, k)->lemma, "for")))
      q->of = c;
  }
}

/* The possessor of the phrase and what it is of.  A possessor may hang on a title before the
 * name: "NATO's secretary general Smith". */
static void note_owner(work *w, who *q, chunk c) {
  for (uint32_t i = c.lo; i < c.hi; i++)
    if (i != q->head && tok(w, i)->head == q->head) note_owner_at(w, q, i);
  note_owner_at(w, q, q->head);
}

void add_state(const work *w, who *q, toc_str iso3, uint32_t first, uint32_t last) {
  if (!iso3.len || toc_str_eq(iso3, q->country) || q->n_more == MAX_MORE) return;
  for (uint32_t i = 0; i < q->n_more; i++)
    if (toc_str_eq(iso3, q->more[i].country)) return;
  if (!q->more) q->more = toc_new(w->a, another, MAX_MORE);
  q->more[q->n_more++] = (another){iso3, first, last};
}

static bool between_states(const work *w, uint32_t t) {
  toc_str f = tok(w, t)->form;
  return toc_str_is(f, "and") || toc_str_is(f, "or") || toc_str_is(f, ",") || toc_str_is(f, "/") || toc_str_is(f, "&");
}

/* The hit at t if it is an adjective of a state, or a short name used as one ("US"). */
static uint32_t state_adjective(const work *w, uint32_t t, toc_str *iso3) {
  part p;
  if (w->hit_at[t] == TOC_NONE || !best_part(w, w->hit_at[t], &p) || (p.kind != HIT_DEMONYM && p.kind != HIT_COUNTRY)) return TOC_NONE;
  if (p.kind == HIT_COUNTRY && !w->x->entries.ptr[hit_entry(w, p.hit, HIT_COUNTRY)].caps) return TOC_NONE;
  *iso3 = state_of(w, &p);
  return p.hit;
}

/* "Iranian, Russian and Chinese officials": the states before the last one. */
static void several_states(work *w, const reading *r, who *q) {
  toc_str iso3, at = {0};
  uint32_t t = r->top, lo = w->doc->sentences.ptr[tok(w, r->top)->sentence].first;
  while (t > r->c.lo && state_adjective(w, t - 1, &at) == TOC_NONE) t--;
  if (t == r->c.lo || !toc_str_eq(at, q->country)) return;
  for (uint32_t i = w->hits.ptr[w->hit_at[t - 1]].first; i > lo && between_states(w, i - 1);) {
    while (i > lo && between_states(w, i - 1)) i--;
    uint32_t h = i > lo ? state_adjective(w, i - 1, &iso3) : TOC_NONE;
    if (h == TOC_NONE) return;
    i = w->hits.ptr[h].first;
    add_state(w, q, iso3, i, w->hits.ptr[h].last);
    w->used[i] = true;
  }
}

static who fresh(uint32_t head) {
  return (who){.head = head, .first = head, .last = head + 1, .known = TOC_NONE, .agent = TOC_NONE, .of = TOC_NONE,
               .owner = TOC_NONE, .entity = TOC_NONE};
}

static bool read_chunk(work *w, uint32_t top, chunk c, who *q) {
  reading r = {.c = c, .top = top, .person = TOC_NONE, .surname = TOC_NONE, .org = TOC_NONE};
  note_parts(w, &r);
  *q = fresh(top);
  if (r.discard) return false;
  if (w->doc->child_at) note_owner(w, q, c);
  if (read_person(w, &r, q)) return true;
  if (r.has_head && r.head.kind == HIT_KNOWN && !w->x->known.ptr[r.head.what].person) {
    const struct hit *h = &w->hits.ptr[r.head.hit];
    q->kind = WHO_ORG;
    take_known(w, q, r.head.what);
    q->man = q->woman = false;
    q->first = h->first, q->last = h->last;
    apply_changes(&r, q);
    return true;
  }
  if (r.has_head && (r.head.kind == HIT_COUNTRY || r.head.kind == HIT_DEMONYM || r.head.kind == HIT_SEAT))
    return read_state(w, &r, q);
  if (r.has_head && r.head.kind == HIT_AGENT) {
    bool quantity = w->x->agents.ptr[r.head.what].kind == AG_QUANTITY;
    if (quantity && q->of != TOC_NONE && in_one_figure(w, top, q->of)) q->of = TOC_NONE;
    if (quantity && q->of == TOC_NONE && q->owner == TOC_NONE && read_number(w, top, q)) return true;
    if (!read_agent(w, &r, q)) return false;
    if (q->plural && q->country.len) several_states(w, &r, q);
    return true;
  }
  if (read_pronoun(w, top, q) || (tok(w, top)->upos == TOC_UPOS_NUM && read_number(w, top, q)) || read_town(w, top, q)) return true;
  return read_name(w, &r, q);
}

/* A word that is no name, pronoun, number or place, and of whose phrase no dictionary knows a word. */
static bool says_nothing(const work *w, uint32_t i, chunk c) {
  const toc_token *t = tok(w, i);
  if (t->upos == TOC_UPOS_PROPN || t->upos == TOC_UPOS_PRON || t->upos == TOC_UPOS_NUM || t->place != TOC_NONE) return false;
  for (uint32_t k = c.lo; k < c.hi; k++)
    if (w->hit_at[k] != TOC_NONE) return false;
  return true;
}

static bool heads_phrase(const work *w, uint32_t i) {
  const toc_token *t = tok(w, i);
  switch (t->upos) {
    case TOC_UPOS_NOUN:
    case TOC_UPOS_PROPN:
    case TOC_UPOS_PRON: return true;
    case TOC_UPOS_ADJ:
    case TOC_UPOS_NUM:
    case TOC_UPOS_DET:
    case TOC_UPOS_X:
    case TOC_UPOS_VERB: return nominal_place(t->rel) && t->rel != TOC_REL_CONJ;
    case TOC_UPOS_NONE: return w->hit_at[i] != TOC_NONE && w->hits.ptr[w->hit_at[i]].last == i + 1;
    default: return false;
  }
}

/* "India" in "Communist Party of India": its head is a word of the same phrase. */
static bool inside_phrase(const work *w, uint32_t i) {
  uint32_t h = w->hit_at[i], up = tok(w, i)->head;
  return h != TOC_NONE && up != TOC_NONE && up >= w->hits.ptr[h].first && up < w->hits.ptr[h].last;
}

static void add_who(work *w, const who *q) {
  w->who_at[q->head] = w->whos.len;
  *toc_push(w->a, &w->whos) = *q;
}

/* A hit inside a chunk that says nothing about its head: "police brutality", "Israeli raids". */
static void read_rest(work *w, uint32_t i) {
  uint32_t h = w->hit_at[i];
  if (h == TOC_NONE || w->used[i] || w->who_at[i] != TOC_NONE) return;
  const struct hit *at = &w->hits.ptr[h];
  uint32_t head = at->last - 1;
  if (i != at->first) return;
  for (uint32_t t = at->first; t < at->last; t++) { /* the one whose head lies outside */
    uint32_t up = tok(w, t)->head;
    if (w->who_at[t] != TOC_NONE || w->used[t]) return;
    if (up != TOC_NONE && (up < at->first || up >= at->last)) head = t;
  }
  who q;
  const agent *a = hit_agent(w, h);
  if (a && toc_str_is(a->sector, "CVL") && (tok(w, head)->upos == TOC_UPOS_ADJ || tok(w, head)->upos == TOC_UPOS_ADV)) return; /* "shot dead" */
  if (followed_by(w, at->last, not_owners, N_NOT_OWNERS)) return;
  if (read_chunk(w, head, (chunk){at->first, at->last}, &q) && q.kind != WHO_QUANTITY && q.kind != WHO_REFER) {
    if (q.kind == WHO_PEOPLE && w->hits.ptr[h].entry != TOC_NONE && hit_entry(w, h, HIT_DEMONYM) != TOC_NONE)
      q.kind = WHO_ADJECTIVE, q.sector = TOC_S("GOV");
    add_who(w, &q);
  }
}

/* In text order; each head has one. */
static void sort_whos(work *w) {
  uint32_t n = w->whos.len, in_order = 1, at = 0;
  while (in_order < n && w->whos.ptr[in_order - 1].head < w->whos.ptr[in_order].head) in_order++;
  if (in_order >= n) return;
  who *sorted = toc_new(w->a, who, n);
  for (uint32_t i = 0; i < w->doc->tokens.len; i++) {
    if (w->who_at[i] == TOC_NONE) continue;
    sorted[at] = w->whos.ptr[w->who_at[i]];
    w->who_at[i] = at++;
  }
  w->whos.ptr = sorted;
  w->whos.cap = n;
}

void read_all(work *w) {
  const toc_doc *doc = w->doc;
  chunk *c = find_chunks(w);
  w->whos.cap = doc->tokens.len / 4 + 8; /* a noun in four words */
  w->whos.ptr = toc_new(w->a, who, w->whos.cap);
  for (uint32_t s = 0; s < doc->sentences.len; s++) {
    const toc_sentence *se = &doc->sentences.ptr[s];
    if (se->section == TOC_META) continue;
    for (uint32_t i = se->first; i < se->last; i++) {
      bool top = !doc->tokens.ptr[i].rel || !w->bound[i];
      who q;
      if (!top || inside_phrase(w, i) || !heads_phrase(w, i) || says_nothing(w, i, c[i]) || !read_chunk(w, i, c[i], &q)) continue;
      add_who(w, &q);
      if (q.kind != WHO_PRONOUN)
        for (uint32_t t = c[i].lo; t < c[i].hi; t++) w->used[t] = true;
    }
    for (uint32_t i = se->first; i < se->last; i++) read_rest(w, i);
  }
  sort_whos(w);
}
