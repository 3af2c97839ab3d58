/* csv.c - one row an event, for spreadsheets and data frames (RFC 4180, CRLF, UTF-8).
 *
 * A row must stand alone: status, claimant and engine are in every one, because a number
 * copied out of a table without them becomes a fact.  Several actors share a cell, joined by
 * "; ", and the cells beside them (name, code, country, sector) hold as many parts in the
 * same order.  An empty cell is a missing value.
 *
 * killed_low … hostages_high hold the first figure of that kind which is no part of another;
 * figures are never added up.  All of them stand in `figures`, as "killed 24..99 [dozens]".
 *
 * The columns are a promise: new ones go to the end (docs/record.md). */
#include "record.h"

#include <math.h>

static const toc_counts counted[] = {
    TOC_COUNTS_KILLED,    TOC_COUNTS_INJURED,      TOC_COUNTS_ARRESTED,  TOC_COUNTS_MISSING, TOC_COUNTS_DISPLACED,
    TOC_COUNTS_PARTICIPANTS, TOC_COUNTS_PERSONNEL, TOC_COUNTS_RELEASED, TOC_COUNTS_HOSTAGES,
};
enum { N_COUNTED = sizeof counted / sizeof *counted };

static const char *const before_counts[] = {
    "report",       "event",          "incident",       "published",     "updated",     "publisher",
    "title",        "url",            "sentence",       "status",        "alleged",     "type",
    "mode",         "contexts",       "cameo",          "quad",          "trigger",     "trigger_start",
    "trigger_end",  "actor",          "actor_name",     "actor_code",    "actor_country", "actor_sector",
    "recipient",    "recipient_name", "recipient_code", "recipient_country", "recipient_sector", "date_from",
    "date_to",      "date_precision", "date_via",       "place",         "place_name",  "geonameid",
    "lat",          "lon",            "place_country",  "place_adm1",    "place_precision", "place_via",
    "figures",
};
static const char *const after_counts[] = {
    "claim_kind", "claim_source", "claim_by", "claim_cue", "claim_via", "confidence", "why", "engine",
};

typedef struct sheet {
  toc__record *r;
  toc_buf *out;
  toc__mask mask;
  toc_str title, url; /* of the report, masked once */
  bool fresh;         /* nothing in this row yet */
} sheet;

/* ------------------------------------------------------------------- cells */

static void cell(sheet *s, toc_str v) {
  if (!s->fresh) toc_buf_z(s->out, ",");
  s->fresh = false;
  bool quote = false;
  for (size_t i = 0; i < v.len && !quote; i++) quote = v.ptr[i] == ',' || v.ptr[i] == '"' || v.ptr[i] == '\n' || v.ptr[i] == '\r';
  if (!quote) {
    toc_buf_str(s->out, v);
    return;
  }
  toc_buf_z(s->out, "\"");
  size_t from = 0;
  for (size_t i = 0; i < v.len; i++)
    if (v.ptr[i] == '"') {
      toc_buf_put(s->out, v.ptr + from, i + 1 - from);
      from = i;
    }
  toc_buf_put(s->out, v.ptr + from, v.len - from);
  toc_buf_z(s->out, "\"");
}

static void cell_z(sheet *s, const char *v) { cell(s, toc_cstr(v ? v : "")); }
static void cell_uint(sheet *s, uint64_t n) { cell(s, toc_str_format(s->r->arena, "%llu", (unsigned long long)n)); }

static void cell_number(sheet *s, double x) {
  cell_z(s, "");
  if (isfinite(x)) toc_buf_number(s->out, x);
}

static void cell_day(sheet *s, toc_day d, int minute) {
  cell_z(s, "");
  if (d == TOC_NODAY) return;
  toc_buf_day(s->out, d);
  if (minute >= 0) toc_buf_fmt(s->out, "T%02d:%02d", minute / 60, minute % 60);
}

static void end_row(sheet *s) {
  toc_buf_z(s->out, "\r\n");
  s->fresh = true;
}

/* The parts joined by "; " as one cell, empty if all are. */
static void cell_parts(sheet *s, const toc_strs *parts) {
  size_t n = 0, room = 0;
  for (uint32_t i = 0; i < parts->len; i++) {
    n += parts->ptr[i].len;
    room += parts->ptr[i].len + 2;
  }
  if (n == 0) {
    cell_z(s, "");
    return;
  }
  char *out = toc_arena_alloc(s->r->arena, room, 1);
  n = 0;
  for (uint32_t i = 0; i < parts->len; i++) {
    if (i) memcpy(out + n, "; ", 2);
    n += i ? 2 : 0;
    if (parts->ptr[i].len) memcpy(out + n, parts->ptr[i].ptr, parts->ptr[i].len);
    n += parts->ptr[i].len;
  }
  cell(s, (toc_str){out, n});
}

/* ------------------------------------------------------------------- parties */

enum { WORDS, NAME, CODE, COUNTRY, SECTOR, N_ACTOR_CELLS };

static toc_str actor_part(const sheet *s, const toc_actor *a, int column) {
  switch (column) {
    case WORDS: return toc__mask_span(&s->mask, s->r->arena, a->span);
    case NAME: return a->private_person && !s->mask.off ? (toc_str){0} : a->name;
    case CODE: return a->code;
    case COUNTRY: return a->country;
    default: return a->sector;
  }
}

static void cells_actors(sheet *s, const toc_actors *actors) {
  for (int column = 0; column < N_ACTOR_CELLS; column++) {
    toc_strs parts = {0};
    for (uint32_t i = 0; i < actors->len; i++)
      *toc_push(s->r->arena, &parts) = actor_part(s, &actors->ptr[i], column);
    cell_parts(s, &parts);
  }
}

/* ----------------------------------------------------------- when and where */

static void cells_when(sheet *s, const toc_when *w) {
  static const toc_when never = {.from = TOC_NODAY, .to = TOC_NODAY, .from_minute = -1, .to_minute = -1};
  if (!w->set) w = &never;
  cell_day(s, w->from, w->from_minute);
  cell_day(s, w->to, w->to_minute);
  cell(s, w->precision);
  cell(s, w->via);
}

static void cells_where(sheet *s, const toc_where *w) {
  static const toc_place nowhere;
  static const toc_where unset;
  const toc_place *p = &nowhere;
  if (!w->set) w = &unset;
  else if (w->place != TOC_NONE) p = &s->r->doc->places.ptr[w->place];
  cell(s, w->set && !toc_span_empty(w->span) ? toc_slice(s->r->doc->text, w->span) : (toc_str){0});
  cell(s, p->name);
  if (p->geonameid > 0) cell_uint(s, (uint64_t)p->geonameid);
  else cell_z(s, "");
  cell_number(s, p->located ? p->lat : NAN);
  cell_number(s, p->located ? p->lon : NAN);
  cell(s, p->country);
  cell(s, p->adm1);
  if (p->precision) cell_uint(s, (uint64_t)p->precision);
  else cell_z(s, "");
  cell(s, w->via);
}

/* -------------------------------------------------------- figures and claims */

/* "killed 24..99 [dozens]"; an open end is left out: "killed 95.. [at least 95]". */
static toc_str figure_words(sheet *s, const toc_figure *f) {
  toc_arena *a = s->r->arena;
  toc_str low = {0}, high = {0}, unit = {0};
  if (isfinite(f->low)) low = toc__number(a, f->low);
  if (isfinite(f->high)) high = toc__number(a, f->high);
  if (f->unit.len) unit = toc_str_format(a, " %.*s", TOC_FMT(f->unit));
  toc_str words = toc__mask_span(&s->mask, a, f->span);
  bool point = low.len && toc_str_eq(low, high);
  return toc_str_format(a, "%s%s %.*s%s%.*s%.*s [%.*s]", f->subset_of != TOC_NONE ? "of them " : "",
                        toc_counts_name(f->counts), TOC_FMT(low), point ? "" : "..", TOC_FMT(point ? (toc_str){0} : high),
                        TOC_FMT(unit), TOC_FMT(words));
}

static void cells_figures(sheet *s, const toc_event *e) {
  const toc_doc *d = s->r->doc;
  toc_strs parts = {0};
  for (uint32_t i = 0; i < e->figures.len; i++)
    *toc_push(s->r->arena, &parts) = figure_words(s, toc_doc_figure(d, e->figures.ptr[i]));
  cell_parts(s, &parts);
  for (int i = 0; i < N_COUNTED; i++) {
    uint32_t f = toc__event_figure(d, e, counted[i]);
    cell_number(s, f == TOC_NONE ? NAN : toc_doc_figure(d, f)->low);
    cell_number(s, f == TOC_NONE ? NAN : toc_doc_figure(d, f)->high);
  }
}

static void cell_spans(sheet *s, const toc_spans *spans) {
  toc_strs parts = {0};
  for (uint32_t i = 0; i < spans->len; i++)
    *toc_push(s->r->arena, &parts) = toc__mask_span(&s->mask, s->r->arena, spans->ptr[i]);
  cell_parts(s, &parts);
}

static void cells_claim(sheet *s, uint32_t claim) {
  static const char *const kind[] = {"direct", "indirect", "mixed"};
  static const toc_claim nobody = {.within = TOC_NONE};
  const toc_doc *d = s->r->doc;
  const toc_claim *c = claim < d->claims.len ? &d->claims.ptr[claim] : &nobody;
  const toc_claim *outer = c->within < d->claims.len ? &d->claims.ptr[c->within] : &nobody;
  cell_z(s, c == &nobody ? "" : kind[c->kind]);
  cell_spans(s, &c->source);
  cell(s, c->has_by ? c->by.code : (toc_str){0});
  cell_spans(s, &c->cue);
  cell_spans(s, &outer->source);
}

/* -------------------------------------------------------------------- rows */

static void cell_contexts(sheet *s, uint64_t contexts) {
  toc_strs parts = {0};
  for (int c = 0; c < TOC_N_CONTEXTS; c++)
    if (contexts >> c & 1) *toc_push(s->r->arena, &parts) = toc_cstr(toc_context_name((toc_context)c));
  cell_parts(s, &parts);
}

/* "0.1.0 model:0a1b2c3d4e5f lexicon:… gazetteer:…": enough of each hash to tell two apart. */
static toc_str engine_words(toc_arena *a, const toc__record_engine *e) {
  if (!e || !e->version) return (toc_str){0};
  toc_str out = toc_cstr(e->version);
  const struct {
    const char *name, *hash;
  } part[] = {{"model", e->model}, {"lexicon", e->lexicon}, {"gazetteer", e->gazetteer}};
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
    const char *colon = part[i].hash ? strchr(part[i].hash, ':') : NULL;
    if (colon) out = toc_str_format(a, "%.*s %s:%.12s", TOC_FMT(out), part[i].name, colon + 1);
  }
  return out;
}

static void row(sheet *s, uint32_t i, toc_str engine) {
  const toc_doc *d = s->r->doc;
  const toc_event *e = &d->events.ptr[i];
  toc_arena *a = s->r->arena;
  bool alleged = e->claim < d->claims.len && d->claims.ptr[e->claim].accusing;
  cell(s, d->id);
  cell(s, toc_str_format(a, "e%u", i + 1));
  cell(s, e->incident == TOC_NONE ? (toc_str){0} : toc_str_format(a, "i%u", e->incident + 1));
  cell(s, d->published);
  cell(s, d->updated);
  cell(s, d->publisher);
  cell(s, s->title);
  cell(s, s->url);
  cell_uint(s, e->sentence);
  cell_z(s, toc_fact_name(e->status));
  cell_z(s, alleged ? "true" : "false");
  cell_z(s, toc_type_name(e->type));
  cell_z(s, e->mode == TOC_MODE_NONE ? "" : toc_mode_name(e->mode));
  cell_contexts(s, e->contexts);
  cell(s, e->cameo);
  cell_z(s, toc_type_quad(e->type));
  cell(s, toc__mask_span(&s->mask, a, e->trigger));
  cell_uint(s, toc__offset(&s->r->offsets, e->trigger.start));
  cell_uint(s, toc__offset(&s->r->offsets, e->trigger.end));
  cells_actors(s, &e->actors);
  cells_actors(s, &e->recipients);
  cells_when(s, &e->when);
  cells_where(s, &e->where);
  cells_figures(s, e);
  cells_claim(s, e->claim);
  cell_number(s, e->confidence);
  cell(s, e->why);
  cell(s, engine);
  end_row(s);
}

void toc__csv_header(toc_buf *out) {
  sheet s = {.out = out, .fresh = true};
  for (size_t i = 0; i < sizeof before_counts / sizeof *before_counts; i++) cell_z(&s, before_counts[i]);
  for (int i = 0; i < N_COUNTED; i++) {
    const char *name = toc_counts_name(counted[i]);
    cell_z(&s, name);
    toc_buf_z(out, "_low");
    cell_z(&s, name);
    toc_buf_z(out, "_high");
  }
  for (size_t i = 0; i < sizeof after_counts / sizeof *after_counts; i++) cell_z(&s, after_counts[i]);
  end_row(&s);
}

static toc_str masked_title(const sheet *s) {
  const toc_doc *d = s->r->doc;
  bool in_text = !toc_span_empty(d->title_span) && toc_str_eq(toc_slice(d->text, d->title_span), d->title);
  return in_text ? toc__mask_span(&s->mask, s->r->arena, d->title_span)
                 : toc__mask_text(&s->mask, s->r->arena, d->title);
}

void toc__csv_events(toc__record *r) {
  if (r->doc->events.len == 0) return;
  sheet s = {.r = r, .out = r->out, .fresh = true};
  toc__mask_init(&s.mask, r->arena, r->doc, (r->layers & TOC_LAYER_NAMES) != 0);
  s.title = masked_title(&s);
  s.url = toc__mask_spells(&s.mask, r->arena, r->doc->url) ? (toc_str){0} : r->doc->url;
  toc_str engine = engine_words(r->arena, r->engine);
  for (uint32_t i = 0; i < r->doc->events.len; i++) row(&s, i, engine);
}
