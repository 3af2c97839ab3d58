/* weights.c - the table of data/html/blocks.tsv, and what the names in it mean. */
#include "weights.h"

#include <stdio.h>

#include "node.h"

const char *const html_cues[] = {"©", "copyright", "all rights reserved", "cookie", "newsletter", "subscribe", "sign up", "log in",
                                 "read more", "advertisement", "share this", "follow us", "comments", "related", "photo:", "image:",
                                 "facebook", "twitter", "whatsapp", "published", "updated", "posted", "by ", "tags:", "read also",
                                 "click here", "privacy", "terms of", "loading", "javascript", "more from", "recommended", "editor",
                                 "foto:", "lesen sie", "mehr zum", "kommentar", "datenschutz", "anmelden", "lire aussi", "lire la suite",
                                 "partager", "leer más", "compartir", "suscr", "comentarios"};
_Static_assert(sizeof html_cues / sizeof *html_cues == HTML_CUES, "a row for each cue");
_Static_assert(HTML_CUES <= 64, "a set of cues is one word");
_Static_assert(TAG_COUNT <= 128, "a weight for each tag");

/* In the order in which a block's weights are added up. */
static const html_template templates[HTML_TEMPLATES] = {
    {"bias", "", DIM_ONE, DIM_ONE, 0},
    {"t=", "", DIM_TAG, DIM_ONE, 0},
    {"len=", "", DIM_LEN, DIM_ONE, 0},
    {"link=", "", DIM_LINK, DIM_ONE, 0},
    {"t=", " len=", DIM_TAG, DIM_LEN, 0},
    {"t=", " link=", DIM_TAG, DIM_LINK, 0},
    {"len=", " link=", DIM_LEN, DIM_LINK, 0},
    {"where=", "", DIM_WHERE, DIM_ONE, 0},
    {"where=", " t=", DIM_WHERE, DIM_TAG, 0},
    {"where=", " len=", DIM_WHERE, DIM_LEN, 0},
    {"where=", " link=", DIM_WHERE, DIM_LINK, 0},
    {"prev len=", " link=", DIM_PREV_LEN, DIM_PREV_LINK, 0},
    {"next len=", " link=", DIM_NEXT_LEN, DIM_NEXT_LINK, 0},
    {"prev same=", "", DIM_PREV_SAME, DIM_ONE, 0},
    {"next same=", "", DIM_NEXT_SAME, DIM_ONE, 0},
    {"commas=", "", DIM_COMMAS, DIM_ONE, 0},
    {"stops=", "", DIM_STOPS, DIM_ONE, 0},
    {"h1=", "", DIM_H1, DIM_ONE, 0},
    {"place=", "", DIM_PLACE, DIM_ONE, 0},
    {"ends=", " len=", DIM_ENDS, DIM_LEN, 0},
    {"letters=", "", DIM_LETTERS, DIM_ONE, 0},
};

unsigned html_dimension_size(html_dimension d) {
  static const uint8_t size[DIM_COUNT] = {1, TAG_COUNT, 10, 5, WHERE_COUNT, 11, 6, 11, 6, 2, 2, 10, 10, 2, 8, 2, 11};
  return size[d];
}

void html_templates(html_template all[HTML_TEMPLATES]) {
  unsigned at = 0;
  for (int k = 0; k < HTML_TEMPLATES; k++) {
    all[k] = templates[k];
    all[k].at = (uint16_t)at;
    at += html_dimension_size(all[k].first) * html_dimension_size(all[k].second);
  }
}

static size_t value_name(html_dimension d, unsigned value, char *out, size_t room) {
  static const char *const where[WHERE_COUNT] = {"none", "in", "deep", "deeper", "above", "beside", "before", "after"};
  int n = (int)value;
  switch (d) {
    case DIM_ONE: return 0;
    case DIM_TAG: return (size_t)snprintf(out, room, "%s", html_tag_name((html_tag)value));
    case DIM_WHERE: return (size_t)snprintf(out, room, "%s", where[value]);
    case DIM_PREV_LEN:
    case DIM_PREV_LINK:
    case DIM_NEXT_LEN:
    case DIM_NEXT_LINK: n--; break;
    default: break;
  }
  return (size_t)snprintf(out, room, "%d", n);
}

size_t html_template_name(const html_template *t, unsigned first, unsigned second, char out[96]) {
  size_t n = (size_t)snprintf(out, 96, "%s", t->before);
  n += value_name(t->first, first, out + n, 96 - n);
  n += (size_t)snprintf(out + n, 96 - n, "%s", t->between);
  n += value_name(t->second, second, out + n, 96 - n);
  out[n] = 0;
  return n;
}

/* -------------------------------------------------------------------- reading */

typedef struct row {
  float weight;
  uint32_t line;
  bool used;
} row;

typedef struct table {
  toc_map index;
  TOC_ARRAY(row) rows;
} table;

static toc_status read_rows(table *t, html_weights *w, toc_arena *arena, const char *path, toc_str bytes, toc_error *err) {
  toc_str line, feature;
  uint32_t names = 0;
  for (uint32_t number = 1; toc_str_cut(&bytes, '\n', &line); number++) {
    double weight;
    if (!line.len || line.ptr[0] == '#') continue;
    if (!toc_str_cut(&line, '\t', &feature) || !line.ptr || !toc_str_double(toc_str_trim(line), &weight))
      return toc_fail(err, TOC_BADDATA, path, number, 0, "expected 'feature, tab, number'");
    uint32_t *at = toc_map_put(&t->index, feature, TOC_NONE);
    if (*at != TOC_NONE) return toc_fail(err, TOC_BADDATA, path, number, 1, "'%.*s' stands twice", TOC_FMT(feature));
    *at = t->rows.len;
    bool name = toc_str_starts(feature, TOC_S("a:"));
    *toc_push(arena, &t->rows) = (row){(float)weight, number, name};
    if (!name) continue;
    if (++names > HTML_SLOTS / 2) return toc_fail(err, TOC_BADDATA, path, number, 1, "more than %d names of classes", HTML_SLOTS / 2);
    uint64_t hash = HTML_HASH_START;
    for (size_t i = 2; i < feature.len; i++) hash = html_hash_byte(hash, feature.ptr[i]);
    uint32_t slot = (uint32_t)(hash ^ hash >> 32) & (HTML_SLOTS - 1);
    while (w->name[slot]) {
      if (w->name[slot] == hash) return toc_fail(err, TOC_BADDATA, path, number, 1, "'%.*s' has the hash of another name", TOC_FMT(feature));
      slot = (slot + 1) & (HTML_SLOTS - 1);
    }
    w->name[slot] = hash;
    w->name_weight[slot] = (float)weight;
  }
  return TOC_OK;
}

static float take(table *t, const char *name, size_t n) {
  uint32_t at = toc_map_get(&t->index, (toc_str){name, n});
  if (at == TOC_NONE) return 0;
  t->rows.ptr[at].used = true;
  return t->rows.ptr[at].weight;
}

toc_status html_weights_read(html_weights *w, toc_arena *arena, const char *path, toc_str bytes, toc_error *err) {
  table t = {0};
  html_template all[HTML_TEMPLATES];
  char name[96];
  *w = (html_weights){0};
  toc_map_init(&t.index, arena);
  toc_status s = read_rows(&t, w, arena, path, bytes, err);
  if (s != TOC_OK) return s;
  html_templates(all);
  for (int k = 0; k < HTML_TEMPLATES; k++)
    for (unsigned i = 0, n = html_dimension_size(all[k].first), m = html_dimension_size(all[k].second); i < n; i++)
      for (unsigned j = 0; j < m; j++) w->dense[all[k].at + i * m + j] = take(&t, name, html_template_name(&all[k], i, j, name));
  for (int tag = 0; tag < TAG_COUNT; tag++)
    w->tag[tag] = tag == TAG_div || tag == TAG_span ? 0 : take(&t, name, (size_t)snprintf(name, sizeof name, "in=%s", html_tag_name((html_tag)tag)));
  for (int c = 0; c < HTML_CUES; c++)
    for (int k = 0; k < 2; k++) w->cue[c][k] = take(&t, name, (size_t)snprintf(name, sizeof name, "cue=%s%s", html_cues[c], k ? " short" : ""));
  for (uint32_t i = 0; i < t.rows.len; i++)
    if (!t.rows.ptr[i].used) return toc_fail(err, TOC_BADDATA, path, t.rows.ptr[i].line, 1, "no block has this feature");
  return TOC_OK;
}
