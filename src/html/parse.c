/* parse.c - tags, attributes, raw text: the HTML standard's tokenizer, read tolerantly, and
 * just as much of its tree construction as blocks need (implied end tags, void elements). */
#include "node.h"

#define DEPTH 512

static const struct {
  const char *name;
  uint8_t flags;
} tags[TAG_COUNT] = {{"#text", 0}, {"#other", 0},
#define X(name, flags) {#name, flags},
                     TOC_HTML_TAGS(X)
#undef X
};

unsigned html_flags(html_tag tag) { return tags[tag].flags; }
const char *html_tag_name(html_tag tag) { return tags[tag].name; }

/* Tag names are sorted in the list above. */
static html_tag tag_of(const char *name, size_t len) {
  int lo = TAG_OTHER + 1, hi = TAG_COUNT;
  while (lo < hi) {
    int mid = (lo + hi) / 2;
    const char *other = tags[mid].name;
    size_t k = 0;
    while (k < len && other[k] == name[k]) k++;
    int c = k < len ? (unsigned char)other[k] - (unsigned char)name[k] : other[len] != 0;
    if (c == 0) return (html_tag)mid;
    if (c < 0) lo = mid + 1;
    else hi = mid;
  }
  return TAG_OTHER;
}

typedef struct parser {
  toc_arena *arena;
  html_tree *tree;
  const char *s;
  size_t n, pos;
  uint32_t open[DEPTH]; /* indices of open elements */
  uint32_t depth, lost; /* lost: elements opened beyond DEPTH */
} parser;

static bool is_alpha(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static html_node *add(parser *p, html_tag tag, size_t start, size_t end) {
  uint32_t index = p->tree->nodes.len;
  html_node *n = toc_push(p->arena, &p->tree->nodes);
  *n = (html_node){.start = (uint32_t)start, .end = (uint32_t)end, .parent = p->depth ? p->open[p->depth - 1] : TOC_NONE,
                   .after = index + 1, .tag = (uint16_t)tag};
  return n;
}

static html_tag tag_at(const parser *p, uint32_t level) { return (html_tag)p->tree->nodes.ptr[p->open[level]].tag; }

static void pop_to(parser *p, uint32_t level) {
  while (p->depth > level) p->tree->nodes.ptr[p->open[--p->depth]].after = p->tree->nodes.len;
}

/* The level of the nearest open element of this name that no cell or table hides. */
static int find_open(const parser *p, html_tag tag, bool through_cells) {
  for (uint32_t i = p->depth; i-- > 0 && p->depth - i < 96;) {
    html_tag t = tag_at(p, i);
    if (t == tag) return (int)i;
    if (!through_cells && (t == TAG_td || t == TAG_th || t == TAG_table || t == TAG_button)) return -1;
  }
  return -1;
}

static void close_nearest(parser *p, html_tag tag, html_tag wall) {
  for (uint32_t i = p->depth; i-- > 0 && p->depth - i < 96;) {
    html_tag t = tag_at(p, i);
    if (t == tag) {
      pop_to(p, i);
      return;
    }
    if (t == wall || t == TAG_table) return;
  }
}

static void imply_ends(parser *p, html_tag tag) {
  if (tags[tag].flags & P) {
    int at = find_open(p, TAG_p, false);
    if (at >= 0) pop_to(p, (uint32_t)at);
  }
  switch (tag) {
    case TAG_li: close_nearest(p, TAG_li, TAG_ul); break;
    case TAG_dd:
    case TAG_dt:
      close_nearest(p, TAG_dd, TAG_dl);
      close_nearest(p, TAG_dt, TAG_dl);
      break;
    case TAG_option: close_nearest(p, TAG_option, TAG_select); break;
    case TAG_tr: close_nearest(p, TAG_tr, TAG_table); break;
    case TAG_td:
    case TAG_th:
      close_nearest(p, TAG_td, TAG_tr);
      close_nearest(p, TAG_th, TAG_tr);
      break;
    case TAG_body: close_nearest(p, TAG_head, TAG_body); break;
    default: break;
  }
}

/* From behind the tag's name to behind '>': where the attributes end.  *names: what they are called. */
static size_t skip_attributes(parser *p, bool *self_closing, uint32_t *names) {
  const char *s = p->s;
  size_t i = p->pos, n = p->n, name = SIZE_MAX; /* where the name at hand begins */
  *self_closing = false;
  *names = 0;
  while (i < n && s[i] != '>') {
    char c = s[i];
    bool boundary = c == '=' || c == '/' || is_blank(c);
    *self_closing = c == '/';
    if (!boundary) {
      if (name == SIZE_MAX) name = i;
      i++;
      continue;
    }
    if (name != SIZE_MAX) *names |= html_name_bit(s[name], i - name);
    if (c != '=') {
      name = SIZE_MAX;
      i++;
      continue;
    }
    if (name == SIZE_MAX) *names = UINT32_MAX; /* "=" without a name: whatever follows may be read otherwise */
    name = SIZE_MAX;
    i++;
    while (i < n && is_blank(s[i])) i++;
    if (i < n && (s[i] == '"' || s[i] == '\'')) {
      const char *q = memchr(s + i + 1, s[i], n - i - 1);
      i = q ? (size_t)(q - s) + 1 : n;
    } else {
      while (i < n && s[i] != '>' && !is_blank(s[i])) i++;
    }
  }
  if (name != SIZE_MAX) *names |= html_name_bit(s[name], i - name);
  p->pos = i < n ? i + 1 : n;
  return i;
}

/* Where "</name" stands next; n if it never does. */
static size_t find_end_tag(const parser *p, size_t from, const char *name, size_t len) {
  for (size_t i = from; i + len + 2 <= p->n;) {
    const char *lt = memchr(p->s + i, '<', p->n - i);
    if (!lt) return p->n;
    size_t at = (size_t)(lt - p->s);
    i = at + 1;
    if (at + 2 + len > p->n || lt[1] != '/') continue;
    size_t k = 0;
    while (k < len && (lt[2 + k] | 32) == name[k]) k++;
    if (k == len && (at + 2 + len == p->n || !is_alpha(lt[2 + len]))) return at;
  }
  return p->n;
}

static size_t read_name(parser *p, char *name, size_t size) {
  size_t len = 0;
  while (p->pos < p->n && !is_blank(p->s[p->pos]) && p->s[p->pos] != '>' && p->s[p->pos] != '/') {
    char c = p->s[p->pos++];
    if (len + 1 < size) name[len++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c ? c : 0x7F); /* no NUL: names are compared as strings */
  }
  name[len] = 0;
  return len;
}

static void start_tag(parser *p) {
  char name[16];
  bool self_closing;
  size_t len = read_name(p, name, sizeof name);
  html_tag tag = tag_of(name, len);
  uint32_t names;
  size_t start = p->pos, end = skip_attributes(p, &self_closing, &names);
  imply_ends(p, tag);
  add(p, tag, start, end)->attributes = names;
  uint32_t index = p->tree->nodes.len - 1;
  unsigned flags = tags[tag].flags;
  if (flags & V || (self_closing && tag == TAG_OTHER)) return;
  if (flags & R) {
    size_t stop = find_end_tag(p, p->pos, name, len);
    html_node *n = add(p, TAG_TEXT, p->pos, stop);
    n->parent = index;
    p->tree->nodes.ptr[index].after = p->tree->nodes.len;
    p->pos = stop;
    return;
  }
  if (p->depth < DEPTH) p->open[p->depth++] = index;
  else p->lost++;
}

static void end_tag(parser *p) {
  char name[16];
  bool ignored;
  size_t len = read_name(p, name, sizeof name);
  html_tag tag = tag_of(name, len);
  uint32_t names;
  skip_attributes(p, &ignored, &names);
  if (p->lost) {
    p->lost--;
    return;
  }
  if (tag == TAG_OTHER) { /* unknown names are not told apart: only the innermost may be meant */
    if (p->depth && tag_at(p, p->depth - 1) == TAG_OTHER) pop_to(p, p->depth - 1);
    return;
  }
  int at = find_open(p, tag, tag == TAG_table || tag == TAG_tr || tag == TAG_td || tag == TAG_th || tag == TAG_body || tag == TAG_html);
  if (at >= 0) pop_to(p, (uint32_t)at);
  else if (tag == TAG_p) add(p, tag, p->pos, p->pos); /* a stray </p> is an empty paragraph */
}

size_t html_find(toc_str s, size_t from, const char *word) {
  size_t len = strlen(word);
  for (size_t i = from; i + len <= s.len; i++) {
    const char *at = memchr(s.ptr + i, word[0], s.len - i);
    if (!at) break;
    i = (size_t)(at - s.ptr);
    if (i + len <= s.len && memcmp(at, word, len) == 0) return i;
  }
  return s.len;
}

static void skip_to(parser *p, const char *end) {
  size_t at = html_find((toc_str){p->s, p->n}, p->pos, end);
  p->pos = at < p->n ? at + strlen(end) : p->n;
}

static void markup(parser *p) {
  const char *s = p->s + p->pos;
  size_t left = p->n - p->pos;
  if (left >= 4 && memcmp(s, "<!--", 4) == 0) {
    p->pos += 4;
    if (left > 4 && p->s[p->pos] == '>') p->pos++;
    else skip_to(p, "-->");
  } else if (s[1] == '!' || s[1] == '?' || (s[1] == '/' && !is_alpha(s[2]))) { /* "</ x>" is a comment, too */
    skip_to(p, ">");
  } else if (s[1] == '/') {
    p->pos += 2;
    end_tag(p);
  } else {
    p->pos += 1;
    start_tag(p);
  }
}

bool toc__html_element(toc_str bytes, size_t *pos, toc__html_tag *tag) {
  while (*pos < bytes.len) {
    const char *lt = memchr(bytes.ptr + *pos, '<', bytes.len - *pos);
    if (!lt) break;
    size_t at = (size_t)(lt - bytes.ptr);
    toc_str rest = toc_str_sub(bytes, at, bytes.len);
    if (toc_str_starts(rest, TOC_S("<![CDATA["))) *pos = html_find(bytes, at, "]]>");
    else if (toc_str_starts(rest, TOC_S("<!--"))) *pos = html_find(bytes, at, "-->");
    else if (rest.len > 2 && (is_alpha(lt[1]) || (lt[1] == '/' && is_alpha(lt[2])))) {
      parser p = {.s = bytes.ptr, .n = bytes.len, .pos = at + 1 + (lt[1] == '/')};
      size_t from = p.pos;
      uint32_t names;
      while (p.pos < p.n && !is_blank(p.s[p.pos]) && p.s[p.pos] != '>' && p.s[p.pos] != '/') p.pos++;
      *tag = (toc__html_tag){.name = toc_str_sub(bytes, from, p.pos), .end = lt[1] == '/', .start = at};
      size_t attributes = p.pos, behind = skip_attributes(&p, &tag->empty, &names);
      tag->attributes = toc_str_sub(bytes, attributes, behind);
      tag->stop = *pos = p.pos;
      return true;
    } else *pos = at + 1;
  }
  *pos = bytes.len;
  return false;
}

toc_str toc__html_value(toc_str attributes, const char *name) {
  html_node e = {.start = 0, .end = (uint32_t)attributes.len, .attributes = UINT32_MAX};
  html_tree tree = {.bytes = attributes};
  tree.nodes.ptr = &e;
  tree.nodes.len = 1;
  return html_attribute(&tree, 0, name);
}

void html_parse(toc_arena *arena, toc_str bytes, html_tree *tree) {
  parser p = {.arena = arena, .tree = tree, .s = bytes.ptr, .n = bytes.len};
  tree->bytes = bytes;
  while (p.pos < p.n) {
    size_t i = p.pos;
    for (;;) { /* a '<' that begins no tag is text */
      const char *lt = i < p.n ? memchr(p.s + i, '<', p.n - i) : NULL;
      i = lt ? (size_t)(lt - p.s) : p.n;
      if (i + 1 >= p.n) {
        i = p.n;
        break;
      }
      char c = p.s[i + 1];
      if (is_alpha(c) || c == '!' || c == '?' || (c == '/' && i + 2 < p.n)) break;
      i++;
    }
    if (i > p.pos) add(&p, TAG_TEXT, p.pos, i);
    p.pos = i;
    if (i < p.n) markup(&p);
  }
  pop_to(&p, 0);
}

toc_str html_attribute(const html_tree *tree, uint32_t node, const char *name) {
  const html_node *e = &tree->nodes.ptr[node];
  const char *s = tree->bytes.ptr;
  size_t i = e->start, n = e->end, len = strlen(name);
  if (!(e->attributes & html_name_bit(name[0], len))) return (toc_str){0};
  while (i < n) {
    while (i < n && (is_blank(s[i]) || s[i] == '/')) i++;
    size_t from = i;
    while (i < n && !is_blank(s[i]) && s[i] != '=' && s[i] != '/') i++;
    if (i == from) i++;
    bool mine = i - from == len;
    for (size_t k = 0; mine && k < len; k++) mine = (s[from + k] | 32) == (name[k] | 32);
    while (i < n && is_blank(s[i])) i++;
    if (i >= n || s[i] != '=') {
      if (mine) return (toc_str){s + from, 0};
      continue;
    }
    i++;
    while (i < n && is_blank(s[i])) i++;
    size_t value = i, stop;
    if (i < n && (s[i] == '"' || s[i] == '\'')) {
      const char *q = memchr(s + i + 1, s[i], n - i - 1);
      value = i + 1;
      stop = q ? (size_t)(q - s) : n;
      i = stop < n ? stop + 1 : n;
    } else {
      while (i < n && !is_blank(s[i])) i++;
      stop = i;
    }
    if (mine) return (toc_str){s + value, stop - value};
  }
  return (toc_str){0};
}
