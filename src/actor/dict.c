/* dict.c - reads the dictionaries of actors.
 *
 * Five kinds of file, told by their first line ("tocsin people 1"); the table of countries
 * has none, for other rooms read it too.  docs/formats/actors describes them.  All end up
 * in one table of phrases: the words of a name, folded, are its key; every prefix of a key
 * is in the table as well, so that the matcher knows when to stop.
 */
#include "dict.h"

#include <stdio.h>
#include <stdlib.h>

/* ------------------------------------------------------------------ atoms */

static bool ascii_alnum(unsigned char c) {
  return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Bytes of the separator at i: hyphen, dashes, apostrophes, slash.  0: none. */
static size_t separator(toc_str s, size_t i) {
  unsigned char c = (unsigned char)s.ptr[i];
  if (c == '-' || c == '\'' || c == '/' || c == '`') return 1;
  if (c != 0xE2 || i + 2 >= s.len || (unsigned char)s.ptr[i + 1] != 0x80) return 0;
  unsigned char d = (unsigned char)s.ptr[i + 2];
  return (d >= 0x90 && d <= 0x95) || d == 0x98 || d == 0x99 ? 3 : 0;
}

/* Small letters and digits alone, as most words are: the word is its own key. */
static bool is_key(toc_str part) {
  for (size_t i = 0; i < part.len; i++) {
    unsigned char c = (unsigned char)part.ptr[i];
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return false;
  }
  return true;
}

/* The key may be a part of `part`. */
static void atom_of(toc_arena *arena, toc_str part, uint32_t token, atoms *out) {
  if (is_key(part)) {
    *toc_push(arena, out) = (atom){.key = part, .token = token};
    return;
  }
  char *key = toc_arena_alloc(arena, part.len + 1, 1);
  size_t n = 0, letters = 0, uppers = 0;
  bool plain = true, first_upper = false;
  for (size_t i = 0; i < part.len; i++) {
    unsigned char c = (unsigned char)part.ptr[i];
    if (c >= 0x80) {
      plain = false;
      break;
    }
    if (!ascii_alnum(c)) continue;
    bool up = c >= 'A' && c <= 'Z';
    if (n == 0) first_upper = up;
    letters += c > '9';
    uppers += up;
    key[n++] = (char)(up ? c | 32 : c);
  }
  atom a = {.token = token};
  if (plain) {
    a.key = (toc_str){key, n};
  } else {
    toc_str folded = toc_fold(arena, part);
    n = letters = uppers = 0;
    for (size_t at = 0; at < part.len;) {
      uint32_t cp = toc_utf8_next(part, &at);
      bool up = toc_cp_is_upper(cp);
      if (letters == 0 && toc_cp_is_letter(cp)) first_upper = up;
      letters += toc_cp_is_letter(cp);
      uppers += up;
    }
    char *own = toc_arena_alloc(arena, folded.len + 1, 1);
    for (size_t i = 0; i < folded.len; i++) {
      unsigned char c = (unsigned char)folded.ptr[i];
      if (c >= 0x80 || ascii_alnum(c)) own[n++] = (char)c;
    }
    a.key = (toc_str){own, letters ? n : 0};
  }
  a.upper = first_upper;
  a.caps = letters >= 2 && uppers == letters;
  a.gap = a.key.len == 0;
  *toc_push(arena, out) = a;
}

void atoms_add(toc_arena *arena, toc_str word, uint32_t token, atoms *out) {
  size_t from = 0, i = 0;
  while (i < word.len) {
    size_t n = separator(word, i);
    if (!n) {
      i++;
      continue;
    }
    if (i > from) atom_of(arena, toc_str_sub(word, from, i), token, out);
    from = i += n;
  }
  if (i > from) atom_of(arena, toc_str_sub(word, from, i), token, out);
}

/* ---------------------------------------------------------------- phrases */

enum { MAX_ATOMS = 16 };

/* Small words of names that are written either way: "Al-Shabaab", "al Shabaab". */
static bool particle(toc_str key) {
  static const char *const all[] = {"al", "el", "ar", "as", "ash", "an", "de", "la", "of", "and", "bin", "van", "von"};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (toc_str_is(key, all[i])) return true;
  return false;
}

/* Enters a meaning under a phrase, if that kind and thing is not there yet. */
static void enter(toc__actors *x, toc_str phrase, hit_kind kind, uint32_t what, const toc_lines *l) {
  toc_str rest = phrase, word;
  x->cut.len = 0;
  while (toc_str_cut(&rest, ' ', &word))
    if (word.len) atoms_add(&x->arena, word, TOC_NONE, &x->cut);
  const atoms as = x->cut;
  uint32_t from = 0; /* "The Hague" keeps its article: without it, it is any valley or hague */
  if (as.len > 1 && toc_str_is(as.ptr[0].key, "the") && kind != HIT_SEAT) from = 1;
  entry e = {.kind = kind, .what = what, .next = TOC_NONE, .file = l->file, .line = l->line};
  char key[256];
  size_t n = 0;
  uint32_t *slot = NULL, first = from;
  for (uint32_t i = from, k = 0; i < as.len && k < MAX_ATOMS; i++) {
    if (as.ptr[i].gap) continue;
    if (n + as.ptr[i].key.len + 1 > sizeof key) break;
    if (k == 0) first = i;
    if (k == 1) {
      uint32_t pair = pair_of(as.ptr[first].key, as.ptr[i].key);
      x->pairs[pair / 64] |= UINT64_C(1) << pair % 64;
    }
    if (n) key[n++] = ' ';
    memcpy(key + n, as.ptr[i].key.ptr, as.ptr[i].key.len);
    n += as.ptr[i].key.len;
    if (as.ptr[i].upper && !particle(as.ptr[i].key)) e.upper |= 1u << k;
    e.caps = k == 0 && as.ptr[i].caps;
    slot = toc_map_put(&x->phrases, (toc_str){key, n}, PREFIX_ONLY);
    k++;
  }
  if (!slot) return;
  uint32_t last = TOC_NONE;
  for (uint32_t i = *slot == PREFIX_ONLY ? TOC_NONE : *slot; i != TOC_NONE; i = x->entries.ptr[i].next) {
    if (x->entries.ptr[i].kind == kind && x->entries.ptr[i].what == what) return;
    last = i;
  }
  uint32_t made = x->entries.len;
  *toc_push(&x->arena, &x->entries) = e;
  if (last == TOC_NONE) *slot = made;
  else x->entries.ptr[last].next = made;
}

/* The plural of a phrase's last word, by the rules of English spelling. */
static toc_str plural_of(toc_arena *a, toc_str s) {
  static const char *const es[] = {"s", "x", "z", "ch", "sh"};
  if (toc_str_ends(s, TOC_S("person"))) return toc_str_format(a, "%.*speople", (int)s.len - 6, s.ptr);
  if (toc_str_ends(s, TOC_S("child"))) return toc_str_format(a, "%.*sren", TOC_FMT(s));
  if (s.len > 3 && toc_str_ends(s, TOC_S("man"))) return toc_str_format(a, "%.*smen", (int)s.len - 3, s.ptr);
  for (size_t i = 0; i < sizeof es / sizeof *es; i++)
    if (toc_str_ends(s, toc_cstr(es[i]))) return toc_str_format(a, "%.*ses", TOC_FMT(s));
  if (s.len > 1 && s.ptr[s.len - 1] == 'y' && !strchr("aeiou", s.ptr[s.len - 2]))
    return toc_str_format(a, "%.*sies", (int)s.len - 1, s.ptr);
  return toc_str_format(a, "%.*ss", TOC_FMT(s));
}

static bool takes_plural_s(toc_str s) {
  static const char *const no[] = {"s", "x", "z", "ch", "sh", "ese", "men"};
  for (size_t i = 0; i < sizeof no / sizeof *no; i++)
    if (toc_str_ends(s, toc_cstr(no[i]))) return false;
  return true;
}

/* ------------------------------------------------------------------ parts */

static size_t at_of(const toc_lines *l, toc_str part) { return (size_t)(part.ptr - l->text.ptr); }

static bool is_sector(toc_str s) {
  static const char *const all[] = {"COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF",
                                    "UNK", "AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED",
                                    "REF", "OPP", "PRE", "REL", "SOC", "IGO", "NGO", "ISM", "IMG", "MNC"};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (toc_str_is(s, all[i])) return true;
  return false;
}

/* "USA": three capitals that are a state's code; without a table of countries any will do. */
static bool is_country(const toc__actors *x, toc_str s) {
  if (s.len != 3 || is_sector(s)) return false;
  for (size_t i = 0; i < 3; i++)
    if (s.ptr[i] < 'A' || s.ptr[i] > 'Z') return false;
  return x->countries.len == 0 || toc_map_get(&x->iso, s) != TOC_NONE;
}

/* "2019", "2019-03", "2019-03-20": the first or the last day of it. */
static toc_day day_of(toc_str s, bool last) {
  uint64_t f[3] = {0, 1, 1};
  int n = 0;
  toc_str part;
  while (toc_str_cut(&s, '-', &part)) {
    if (n == 3 || part.len != (n ? 2 : 4) || !toc_str_uint(part, &f[n])) return TOC_NODAY;
    n++;
  }
  if (n < 1 || f[1] < 1 || f[1] > 12) return TOC_NODAY;
  if (last && n < 2) f[1] = 12;
  if (last && n < 3) f[2] = (uint64_t)toc_month_days((int)f[0], (int)f[1]);
  return toc_day_of((int)f[0], (int)f[1], (int)f[2]);
}

static toc_status read_range(const toc_lines *l, toc_str s, toc_day *from, toc_day *to, toc_error *err) {
  size_t dots = 0;
  while (dots + 1 < s.len && (s.ptr[dots] != '.' || s.ptr[dots + 1] != '.')) dots++;
  if (dots + 1 >= s.len)
    return toc_lines_fail(err, l, at_of(l, s), "expected days as 'from..to', found '%.*s'", TOC_FMT(s));
  toc_str a = toc_str_sub(s, 0, dots), b = toc_str_sub(s, dots + 2, s.len);
  *from = a.len ? day_of(a, false) : TOC_NODAY;
  *to = b.len ? day_of(b, true) : TOC_NODAY;
  if (a.len && *from == TOC_NODAY)
    return toc_lines_fail(err, l, at_of(l, a), "expected a day such as 2019, 2019-03 or 2019-03-20, found '%.*s'",
                          TOC_FMT(a));
  if (b.len && *to == TOC_NODAY)
    return toc_lines_fail(err, l, at_of(l, b), "expected a day such as 2019, 2019-03 or 2019-03-20, found '%.*s'",
                          TOC_FMT(b));
  if (a.len && b.len && *from > *to) return toc_lines_fail(err, l, at_of(l, s), "the time ends before it begins");
  return TOC_OK;
}

/* The next of the '|' fields, trimmed; an empty one is there, a missing one is an error. */
static bool field(toc_str *rest, toc_str *out) {
  if (!toc_str_cut(rest, '|', out)) return false;
  *out = toc_str_trim(*out);
  return true;
}

static bool item(toc_str *rest, toc_str *out) {
  while (toc_str_cut(rest, ';', out)) {
    *out = toc_str_trim(*out);
    if (out->len) return true;
  }
  return false;
}

static toc_str intern(toc__actors *x, toc_str s) { return s.len ? toc_pool_intern(&x->pool, s) : (toc_str){0}; }

/* -------------------------------------------------------------- countries */

static toc_status read_country(toc__actors *x, toc_lines *l, toc_error *err) {
  toc_str rest = l->text, f[8], one;
  int n = 0;
  while (n < 8 && field(&rest, &f[n])) n++;
  if (n < 7 || rest.ptr)
    return toc_lines_fail(err, l, 0, "expected seven or eight fields parted by '|', found %s", n < 7 ? "fewer" : "more");
  bool code = f[0].len == 3;
  for (size_t i = 0; code && i < 3; i++) code = f[0].ptr[i] >= 'A' && f[0].ptr[i] <= 'Z';
  if (!code) return toc_lines_fail(err, l, 0, "expected a code of three capitals, found '%.*s'", TOC_FMT(f[0]));
  if (toc_map_get(&x->iso, f[0]) != TOC_NONE)
    return toc_lines_fail(err, l, 0, "the code '%.*s' stands twice", TOC_FMT(f[0]));
  country c = {.iso3 = intern(x, f[0]), .from = TOC_NODAY, .to = TOC_NODAY};
  if (n == 8 && f[7].len) {
    toc_status st = read_range(l, f[7], &c.from, &c.to, err);
    if (st) return st;
  }
  uint32_t me = x->countries.len;
  *toc_map_put(&x->iso, f[0], me) = me;
  static const hit_kind kinds[] = {HIT_COUNTRY, HIT_COUNTRY, HIT_DEMONYM, HIT_SEAT};
  for (int k = 0; k < 4; k++)
    while (item(&f[k + 1], &one)) {
      if (!c.name.len) c.name = intern(x, one);
      enter(x, one, kinds[k], me, l);
      if (k == 2 && takes_plural_s(one)) enter(x, toc_str_format(&x->arena, "%.*ss", TOC_FMT(one)), HIT_DEMONYM, me, l);
    }
  if (!c.name.len) return toc_lines_fail(err, l, 0, "expected a name in the second field");
  *toc_push(&x->arena, &x->countries) = c;
  return TOC_OK;
}

/* ----------------------------------------------------------------- people */

static const struct role {
  const char *name, *sector, *sector2;
} roles[] = {
    {"president", "GOV", 0}, {"premier", "GOV", 0},   {"monarch", "GOV", 0},  {"leader", "GOV", 0},
    {"vice", "GOV", 0},      {"foreign", "GOV", 0},   {"defence", "GOV", 0},  {"interior", "GOV", 0},
    {"finance", "GOV", 0},   {"minister", "GOV", 0},  {"official", "GOV", 0}, {"governor", "GOV", 0},
    {"mayor", "GOV", 0},     {"royal", "GOV", 0},     {"junta", "MIL", 0},    {"general", "MIL", 0},
    {"spy", "SPY", 0},       {"police", "COP", 0},    {"speaker", "LEG", 0},  {"legislator", "LEG", 0},
    {"judge", "JUD", 0},     {"opposition", "OPP", 0}, {"party", "PTY", 0},   {"rebel", "REB", 0},
    {"militia", "PRM", 0},   {"igo", "IGO", 0},       {"ngo", "NGO", 0},      {"cleric", "REL", 0},
    {"activist", "SOC", 0},  {"journalist", "JRN", 0}, {"business", "BUS", 0}, {"elite", "ELI", 0},
    {"criminal", "CRM", 0},
};

static toc_status read_stint(toc__actors *x, toc_lines *l, toc_str s, toc_str iso3, toc_error *err) {
  size_t gap = 0;
  while (gap < s.len && s.ptr[gap] != ' ') gap++;
  toc_str role = toc_str_sub(s, 0, gap), when = toc_str_trim(toc_str_sub(s, gap, s.len));
  const struct role *r = NULL;
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (toc_str_is(role, roles[i].name)) r = &roles[i];
  if (!r) return toc_lines_fail(err, l, at_of(l, s), "unknown role '%.*s'", TOC_FMT(role));
  stint st = {.from = TOC_NODAY, .to = TOC_NODAY, .country = iso3, .sector = toc_cstr(r->sector),
              .sector2 = toc_cstr(r->sector2), .role = toc_cstr(r->name)};
  if (toc_str_is(role, "igo")) st.country = (toc_str){0}; /* whatever passport they hold */
  if (when.len) {
    toc_status status = read_range(l, when, &st.from, &st.to, err);
    if (status) return status;
  }
  *toc_push(&x->arena, &x->stints) = st;
  return TOC_OK;
}

/* After an office comes ELI, until the next one. */
static void add_afterlives(toc__actors *x, uint32_t first) {
  uint32_t n = x->stints.len;
  for (uint32_t i = first; i < n; i++) {
    stint s = x->stints.ptr[i];
    if (s.to == TOC_NODAY || (!toc_str_is(s.sector, "GOV") && !toc_str_is(s.sector, "MIL"))) continue;
    toc_day next = TOC_NODAY;
    bool held = false;
    for (uint32_t k = first; k < n; k++) {
      const stint *o = &x->stints.ptr[k];
      if (k == i || o->from == TOC_NODAY) continue;
      if (o->from <= s.to + 1 && (o->to == TOC_NODAY || o->to > s.to)) held = true;
      if (o->from > s.to && (next == TOC_NODAY || o->from < next)) next = o->from;
    }
    if (held) continue;
    *toc_push(&x->arena, &x->stints) = (stint){.from = s.to + 1, .to = next == TOC_NODAY ? TOC_NODAY : next - 1,
                                               .country = s.country, .sector = TOC_S("ELI"), .role = TOC_S("elite")};
  }
}

/* Enters a name and its surname: the word marked with '~', else the last one. */
static void enter_person(toc__actors *x, const toc_lines *l, toc_str name, uint32_t me, toc_str *plain) {
  char *out = toc_arena_alloc(&x->arena, name.len + 1, 1);
  size_t n = 0;
  toc_str rest = name, word, surname = {0};
  bool marked = false;
  while (toc_str_cut(&rest, ' ', &word)) {
    if (!word.len) continue;
    bool mark = word.ptr[0] == '~';
    if (mark) word = toc_str_sub(word, 1, word.len);
    if (n) out[n++] = ' ';
    char *start = out + n;
    for (size_t i = 0; i < word.len; i++) out[n++] = (char)(word.ptr[i] == '_' ? ' ' : word.ptr[i]);
    if (mark || !marked) surname = (toc_str){start, word.len};
    marked = marked || mark;
  }
  *plain = (toc_str){out, n};
  enter(x, *plain, HIT_KNOWN, me, l);
  bool numeral = surname.len > 0; /* "Juan Carlos I" */
  for (size_t i = 0; i < surname.len; i++) numeral = numeral && memchr("IVX", surname.ptr[i], 3);
  if (surname.len != n && !numeral) enter(x, surname, HIT_SURNAME, me, l);
}

static toc_status read_person(toc__actors *x, toc_lines *l, toc_str iso3, toc_error *err) {
  toc_str rest = l->text, names, stints, one, plain;
  if (!field(&rest, &names) || !field(&rest, &stints) || rest.ptr)
    return toc_lines_fail(err, l, 0, "expected 'names | offices'");
  uint32_t me = x->known.len;
  known k = {.person = true, .stint = x->stints.len};
  if (toc_str_ends(names, TOC_S("(f)"))) {
    k.woman = true;
    names = toc_str_trim(toc_str_sub(names, 0, names.len - 3));
  }
  while (item(&names, &one)) {
    enter_person(x, l, one, me, &plain);
    if (!k.name.len) k.name = intern(x, plain);
  }
  if (!k.name.len) return toc_lines_fail(err, l, 0, "expected a name");
  while (item(&stints, &one)) {
    toc_status status = read_stint(x, l, one, iso3, err);
    if (status) return status;
  }
  if (x->stints.len == k.stint) return toc_lines_fail(err, l, l->text.len, "expected an office after '|'");
  add_afterlives(x, k.stint);
  k.n_stints = x->stints.len - k.stint;
  *toc_push(&x->arena, &x->known) = k;
  return TOC_OK;
}

/* ----------------------------------------------------------- organisations */

/* "TUR REB 1984..": country or '-', sector, second sector, days. */
static toc_status read_code(toc__actors *x, toc_lines *l, toc_str s, stint *st, toc_error *err) {
  toc_str rest = s, word;
  int n = 0;
  *st = (stint){.from = TOC_NODAY, .to = TOC_NODAY};
  while (toc_str_cut(&rest, ' ', &word)) {
    if (!word.len) continue;
    bool range = memchr(word.ptr, '.', word.len) != NULL;
    if (range) {
      toc_status status = read_range(l, word, &st->from, &st->to, err);
      if (status) return status;
    } else if (n == 0 && toc_str_is(word, "-")) {
      n++;
    } else if (n == 0 && is_country(x, word)) {
      st->country = intern(x, word), n++;
    } else if (n < 3 && is_sector(word)) {
      if (!st->sector.len) st->sector = intern(x, word);
      else st->sector2 = intern(x, word);
      n = n ? n + 1 : 2;
    } else {
      return toc_lines_fail(err, l, at_of(l, word), "expected %s, found '%.*s'",
                            n ? "a sector or days" : "the code of a country, '-' or a sector", TOC_FMT(word));
    }
  }
  if (!n) return toc_lines_fail(err, l, at_of(l, s), "expected a code");
  return TOC_OK;
}

/* One body under its names, parted by `sep`; its stints and nouns are those of `like`. */
static bool enter_body(toc__actors *x, const toc_lines *l, toc_str names, char sep, const known *like) {
  uint32_t me = x->known.len;
  known k = *like;
  toc_str one;
  while (toc_str_cut(&names, sep, &one)) {
    one = toc_str_trim(one);
    if (!one.len) continue;
    enter(x, one, HIT_KNOWN, me, l);
    if (!k.name.len) k.name = intern(x, one);
  }
  if (!k.name.len) return false;
  *toc_push(&x->arena, &x->known) = k;
  return true;
}

static toc_status read_organisation(toc__actors *x, toc_lines *l, toc_error *err) {
  toc_str rest = l->text, names, codes, nouns = {0}, one;
  if (!field(&rest, &names) || !field(&rest, &codes) || (rest.ptr && (!field(&rest, &nouns) || rest.ptr)))
    return toc_lines_fail(err, l, 0, "expected 'names | codes' or 'names | codes | nouns'");
  known k = {.stint = x->stints.len, .noun = x->nouns.len};
  while (item(&codes, &one)) {
    stint st;
    toc_status status = read_code(x, l, one, &st, err);
    if (status) return status;
    *toc_push(&x->arena, &x->stints) = st;
  }
  if (x->stints.len == k.stint) return toc_lines_fail(err, l, l->text.len, "expected a code after '|'");
  while (item(&nouns, &one)) *toc_push(&x->arena, &x->nouns) = intern(x, toc_fold(&x->arena, one));
  k.n_stints = x->stints.len - k.stint;
  k.n_nouns = x->nouns.len - k.noun;
  bool several = names.len && names.ptr[0] == '*', any = false;
  if (several) names = toc_str_sub(names, 1, names.len);
  if (!several) any = enter_body(x, l, names, ';', &k);
  while (several && item(&names, &one)) any |= enter_body(x, l, one, '=', &k);
  return any ? TOC_OK : toc_lines_fail(err, l, 0, "expected a name");
}

/* ----------------------------------------------------------------- agents */

static const struct {
  const char *name;
  agent_kind kind;
} agent_kinds[] = {{"people", AG_PEOPLE},     {"body", AG_BODY},   {"title", AG_TITLE},       {"thing", AG_THING},
                   {"quantity", AG_QUANTITY}, {"refer", AG_REFER}, {"modifier", AG_MODIFIER}, {"verb", AG_VERB},
                   {"region", AG_REGION}};

/* "[GOV? title]", "[OPP LEG people]", "[- refer f]" */
static toc_status read_agent_section(toc__actors *x, toc_lines *l, agent *out, toc_error *err) {
  toc_str rest = toc_str_sub(l->text, 1, l->text.len - 1), word;
  int n = 0;
  bool kind = false;
  *out = (agent){0};
  while (toc_str_cut(&rest, ' ', &word)) {
    if (!word.len) continue;
    toc_str w = word;
    bool weak = w.ptr[w.len - 1] == '?';
    if (weak) w.len--;
    if (n == 0 && toc_str_is(w, "-")) {
      n = 1;
    } else if (!kind && is_sector(w) && n < 2) {
      if (n++ == 0) out->sector = intern(x, w), out->weak = weak;
      else out->sector2 = intern(x, w);
    } else if (kind && toc_str_is(w, "f")) {
      out->woman = true;
    } else if (kind && toc_str_is(w, "i")) {
      out->intl = true;
    } else {
      for (size_t i = 0; i < sizeof agent_kinds / sizeof *agent_kinds && n && !kind; i++)
        if (toc_str_is(w, agent_kinds[i].name)) out->kind = agent_kinds[i].kind, kind = true, w.len = 0;
      const char *want = !n     ? "a sector or '-'"
                         : kind ? "'f', 'i' or ']'"
                                : "people, body, title, thing, quantity, refer, modifier, region or verb";
      if (w.len) return toc_lines_fail(err, l, at_of(l, word), "expected %s, found '%.*s'", want, TOC_FMT(word));
    }
  }
  if (!kind) return toc_lines_fail(err, l, 0, "expected a section such as '[COP people]'");
  return TOC_OK;
}

static void enter_agent(toc__actors *x, const toc_lines *l, const agent *like, toc_str text, bool plural) {
  agent a = *like;
  a.text = intern(x, toc_fold(&x->arena, text));
  a.plural = plural;
  uint32_t me = x->agents.len;
  *toc_push(&x->arena, &x->agents) = a;
  enter(x, text, HIT_AGENT, me, l);
}

static void read_agents(toc__actors *x, const toc_lines *l, const agent *like) {
  toc_str rest = l->text, one;
  bool counted = like->kind <= AG_THING || like->kind == AG_REFER;
  while (item(&rest, &one)) {
    const char *slash = memchr(one.ptr, '/', one.len);
    toc_str sing = slash ? toc_str_trim(toc_str_sub(one, 0, (size_t)(slash - one.ptr))) : one;
    toc_str plur = slash    ? toc_str_trim(toc_str_sub(one, (size_t)(slash - one.ptr) + 1, one.len))
                   : counted ? plural_of(&x->arena, one)
                             : (toc_str){0};
    bool same = toc_str_eq(sing, plur);
    if (sing.len) enter_agent(x, l, like, sing, same);
    if (plur.len && !same) enter_agent(x, l, like, plur, true);
  }
}

/* ------------------------------------------------------------------ files */

typedef enum file_kind { F_COUNTRIES, F_PEOPLE, F_ORGANISATIONS, F_AGENTS, F_DISCARDS } file_kind;

static toc_status read_kind(toc_lines *l, file_kind *kind, toc_error *err) {
  static const struct {
    const char *line;
    file_kind kind;
  } kinds[] = {{"tocsin people 1", F_PEOPLE},
               {"tocsin organisations 1", F_ORGANISATIONS},
               {"tocsin agents 1", F_AGENTS},
               {"tocsin discards 1", F_DISCARDS}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (toc_str_is(l->text, kinds[i].line)) {
      *kind = kinds[i].kind;
      return TOC_OK;
    }
  return toc_lines_fail(err, l, 0,
                        "expected 'tocsin people 1', 'tocsin organisations 1', 'tocsin agents 1' or 'tocsin discards 1'");
}

static toc_status read_bytes(toc__actors *x, toc_str bytes, const char *file, toc_error *err) {
  toc_lines l;
  file_kind kind = F_COUNTRIES;
  agent like = {0};
  toc_str iso3 = {0};
  bool first = true, section = false;
  toc_lines_init(&l, toc_str_z(&x->arena, toc_cstr(file)), bytes);
  while (toc_lines_next(&l)) {
    toc_status status = TOC_OK;
    if (!toc_utf8_valid(l.text)) return toc_lines_fail(err, &l, 0, "expected UTF-8");
    bool head = first && toc_str_starts(l.text, TOC_S("tocsin "));
    if (first) {
      first = false;
      if (head) status = read_kind(&l, &kind, err);
      if (status) return status;
      if (head) continue;
    }
    bool bracket = l.text.ptr[0] == '[' && (kind == F_PEOPLE || kind == F_AGENTS);
    if (bracket && l.text.ptr[l.text.len - 1] != ']')
      return toc_lines_fail(err, &l, l.text.len, "expected ']' at the end of the section's line");
    if ((kind == F_PEOPLE || kind == F_AGENTS) && !bracket && !section)
      return toc_lines_fail(err, &l, 0, "expected a section in brackets first");
    section = section || bracket;
    if (kind == F_COUNTRIES) {
      status = read_country(x, &l, err);
    } else if (kind == F_PEOPLE && bracket) {
      toc_str code = toc_str_trim(toc_str_sub(l.text, 1, l.text.len - 1));
      if (!is_country(x, code) && !toc_str_is(code, "-"))
        return toc_lines_fail(err, &l, 1, "expected the code of a country or '-', found '%.*s'", TOC_FMT(code));
      iso3 = toc_str_is(code, "-") ? (toc_str){0} : intern(x, code);
    } else if (kind == F_PEOPLE) {
      status = read_person(x, &l, iso3, err);
    } else if (kind == F_ORGANISATIONS) {
      status = read_organisation(x, &l, err);
    } else if (kind == F_AGENTS && bracket) {
      status = read_agent_section(x, &l, &like, err);
    } else if (kind == F_AGENTS) {
      read_agents(x, &l, &like);
    } else {
      toc_str rest = l.text, one;
      while (item(&rest, &one)) enter(x, one, HIT_DISCARD, 0, &l);
    }
    if (status) return status;
  }
  return TOC_OK;
}

static toc_status read_file(toc__actors *x, const char *path, toc_error *err) {
  toc_str bytes;
  toc_status status = toc_file_read(&x->arena, path, (size_t)64 << 20, &bytes, err);
  return status ? status : read_bytes(x, bytes, path, err);
}

/* One folded given name a line; the place room's list, shared. */
static toc_status read_given(toc__actors *x, const char *data_dir, toc_error *err) {
  toc_str bytes, path = toc_str_format(&x->arena, "%s/places/given.txt", data_dir);
  toc_lines l;
  toc_status status = toc_file_read(&x->arena, path.ptr, (size_t)16 << 20, &bytes, err);
  if (status) return status;
  toc_lines_init(&l, path.ptr, bytes);
  toc_map_reserve(&x->given, (uint32_t)(bytes.len / 8));
  while (toc_lines_next(&l)) toc_map_put(&x->given, l.text, 1);
  return TOC_OK;
}

enum { USUAL_PHRASES = 20000, USUAL_STRINGS = 10000 }; /* of our own dictionaries, and room for more */

static toc_status read_all_files(toc__actors *x, const char *data_dir, toc_error *err) {
  toc_map_reserve(&x->phrases, USUAL_PHRASES);
  toc_map_reserve(&x->pool, USUAL_STRINGS);
  toc_strs names = {0};
  toc_str dir = toc_str_format(&x->arena, "%s/actors", data_dir);
  toc_status status = read_file(x, toc_str_format(&x->arena, "%s/countries.txt", data_dir).ptr, err);
  if (!status) status = read_given(x, data_dir, err);
  if (!status) status = toc_dir_list(&x->arena, dir.ptr, ".txt", &names, err);
  for (uint32_t i = 0; !status && i < names.len; i++)
    status = read_file(x, toc_str_format(&x->arena, "%s/%.*s", dir.ptr, TOC_FMT(names.ptr[i])).ptr, err);
  return status;
}

static toc_status make(toc__actors **out, toc_str bytes, const char *from, bool one_file, toc_error *err) {
  jmp_buf jump;
  *out = NULL;
  toc__actors *x = calloc(1, sizeof *x);
  if (!x) return toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  toc_arena_init(&x->arena, 0);
  toc_status status;
  if (TOC_TRY(&x->arena, jump)) {
    toc_pool_init(&x->pool, &x->arena);
    toc_map_init(&x->phrases, &x->arena);
    toc_map_init(&x->iso, &x->arena);
    toc_map_init(&x->given, &x->arena);
    status = one_file ? read_bytes(x, bytes, from, err) : read_all_files(x, from, err);
  } else {
    status = toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory while reading the dictionaries of actors");
  }
  x->arena.oom = NULL;
  if (status) toc__actors_free(x);
  else *out = x;
  return status;
}

toc_status toc__actors_load(toc__actors **out, const char *data_dir, toc_error *err) {
  return make(out, (toc_str){0}, data_dir, false, err);
}

toc_status toc__actors_parse(toc__actors **out, toc_str bytes, const char *file, toc_error *err) {
  return make(out, bytes, file, true, err);
}

void toc__actors_free(toc__actors *x) {
  if (!x) return;
  toc_arena_release(&x->arena);
  free(x);
}

/* ------------------------------------------------------------------- asking */

static bool covers(toc_day from, toc_day to, toc_day day) {
  return (from == TOC_NODAY || from <= day) && (to == TOC_NODAY || day <= to);
}

/* Days of a stint; an open end counts for five years. */
static int64_t length_of(const stint *s) {
  enum { OPEN = 5 * 365 };
  return s->from == TOC_NODAY || s->to == TOC_NODAY ? OPEN : (int64_t)s->to - s->from;
}

/* What somebody was longest, for a report without a day; afterlives do not count. */
static const stint *longest_stint(const stint *s, uint32_t n) {
  const stint *best = s;
  for (uint32_t i = 1; i < n; i++)
    if (length_of(&s[i]) > length_of(best) && !toc_str_is(s[i].role, "elite")) best = &s[i];
  return best;
}

const stint *stint_on(const toc__actors *x, const known *k, toc_day day, bool *inside) {
  const stint *s = &x->stints.ptr[k->stint], *best = s;
  *inside = true;
  if (day == TOC_NODAY) return longest_stint(s, k->n_stints);
  for (uint32_t i = 0; i < k->n_stints; i++)
    if (covers(s[i].from, s[i].to, day)) return &s[i];
  *inside = false;
  for (uint32_t i = 1; i < k->n_stints; i++)
    if (s[i].to != TOC_NODAY && s[i].to < day) best = &s[i];
  return best;
}

/* The key of a phrase in the table; false if it has more words than any entry. */
static bool key_of(toc_arena *arena, toc_str phrase, bool article, toc_str *key) {
  atoms as = {0};
  toc_str rest = phrase, word;
  while (toc_str_cut(&rest, ' ', &word))
    if (word.len) atoms_add(arena, word, TOC_NONE, &as);
  char *out = toc_arena_alloc(arena, phrase.len * 4 + as.len + 1, 1);
  size_t n = 0;
  uint32_t from = !article && as.len > 1 && toc_str_is(as.ptr[0].key, "the") ? 1 : 0;
  for (uint32_t i = from; i < as.len; i++) {
    if (as.ptr[i].gap) continue;
    if (n) out[n++] = ' ';
    memcpy(out + n, as.ptr[i].key.ptr, as.ptr[i].key.len);
    n += as.ptr[i].key.len;
  }
  *key = (toc_str){out, n};
  return n > 0;
}

static void found_stint(const toc__actors *x, toc_arena *arena, const known *k, const entry *e, toc_day day,
                        toc__actors_found *out) {
  for (uint32_t i = 0; i < k->n_stints; i++) {
    const stint *s = &x->stints.ptr[k->stint + i];
    if (day != TOC_NODAY && !covers(s->from, s->to, day)) continue;
    *toc_push(arena, out) = (toc__actor_found){.name = k->name, .country = s->country, .sector = s->sector,
        .sector2 = s->sector2, .role = s->role, .from = s->from, .to = s->to, .file = e->file, .line = e->line};
  }
}

void toc__actors_find(const toc__actors *x, toc_arena *arena, toc_str phrase, toc_day day, toc__actors_found *out) {
  toc_str key;
  if (!key_of(arena, phrase, true, &key)) return;
  uint32_t at = toc_map_get(&x->phrases, key);
  if (at >= PREFIX_ONLY && key_of(arena, phrase, false, &key)) at = toc_map_get(&x->phrases, key);
  if (at == PREFIX_ONLY) return;
  for (; at != TOC_NONE; at = x->entries.ptr[at].next) {
    const entry *e = &x->entries.ptr[at];
    toc__actor_found f = {.from = TOC_NODAY, .to = TOC_NODAY, .file = e->file, .line = e->line};
    switch (e->kind) {
      case HIT_DISCARD: continue;
      case HIT_KNOWN:
      case HIT_SURNAME: found_stint(x, arena, &x->known.ptr[e->what], e, day, out); continue;
      case HIT_AGENT:
        if (x->agents.ptr[e->what].kind > AG_THING) continue;
        f.name = x->agents.ptr[e->what].text;
        f.sector = x->agents.ptr[e->what].sector;
        f.sector2 = x->agents.ptr[e->what].sector2;
        break;
      case HIT_COUNTRY:
      case HIT_DEMONYM:
      case HIT_SEAT: {
        const country *c = &x->countries.ptr[e->what];
        if (day != TOC_NODAY && !covers(c->from, c->to, day)) continue;
        f.name = c->name, f.country = c->iso3, f.from = c->from, f.to = c->to;
        if (e->kind != HIT_DEMONYM) f.sector = TOC_S("GOV");
        break;
      }
    }
    *toc_push(arena, out) = f;
  }
}
