/* codes.c - names of the closed vocabularies, both ways. */
#include "codes.h"

static int index_of(const char *const *names, int n, toc_str name) {
  for (int i = 0; i < n; i++)
    if (names[i] && toc_str_is(name, names[i])) return i;
  return -1;
}

#define LEN(xs) ((int)(sizeof(xs) / sizeof *(xs)))

static const char *const type_names[] = {NULL,
#define X(id, name, quad) name,
                                         TOC_TYPES(X)
#undef X
};
#define VERBAL_COOPERATION "verbal_cooperation"
#define MATERIAL_COOPERATION "material_cooperation"
#define VERBAL_CONFLICT "verbal_conflict"
#define MATERIAL_CONFLICT "material_conflict"
static const char *const type_quads[] = {NULL,
#define X(id, name, quad) quad,
                                         TOC_TYPES(X)
#undef X
};

const char *toc_type_name(toc_type t) { return t < TOC_N_TYPES ? type_names[t] : NULL; }
const char *toc_type_quad(toc_type t) { return t < TOC_N_TYPES ? type_quads[t] : NULL; }
toc_type toc_type_of(toc_str name) {
  int i = index_of(type_names, LEN(type_names), name);
  return i < 0 ? TOC_TYPE_NONE : (toc_type)i;
}

static const char *const mode_names[] = {NULL,
#define X(id, type, name) name,
                                         TOC_MODES(X)
#undef X
};
static const toc_type mode_types[] = {TOC_TYPE_NONE,
#define X(id, type, name) TOC_##type,
                                      TOC_MODES(X)
#undef X
};

const char *toc_mode_name(toc_mode m) { return m < TOC_N_MODES ? mode_names[m] : NULL; }
toc_type toc_mode_type(toc_mode m) { return m < TOC_N_MODES ? mode_types[m] : TOC_TYPE_NONE; }
toc_mode toc_mode_of(toc_type type, toc_str name) {
  for (int i = 1; i < TOC_N_MODES; i++)
    if (mode_types[i] == type && toc_str_is(name, mode_names[i])) return (toc_mode)i;
  return TOC_MODE_NONE;
}

/* The vocabularies that are a plain list of names: NAME_name and NAME_of. */
#define PLAIN(what, T, fallback, ...)                                                \
  static const char *const what##_names[] = {__VA_ARGS__};                           \
  const char *toc_##what##_name(T v) {                                               \
    return (int)v >= 0 && (int)v < LEN(what##_names) ? what##_names[v] : NULL;       \
  }                                                                                  \
  T toc_##what##_of(toc_str name) {                                                  \
    int i = index_of(what##_names, LEN(what##_names), name);                         \
    return i < 0 ? (fallback) : (T)i;                                                \
  }

#define X(name) #name,
PLAIN(context, toc_context, TOC_N_CONTEXTS, TOC_CONTEXTS(X))
PLAIN(upos, toc_upos, TOC_UPOS_NONE, NULL, TOC_UPOSES(X))
PLAIN(kind, toc_kind, TOC_N_KINDS, TOC_KINDS(X))
#undef X
#define X(id, name) name,
PLAIN(fact, toc_fact, TOC_N_FACTS, TOC_FACTS(X))
PLAIN(counts, toc_counts, TOC_N_COUNTS, TOC_COUNTS(X))
PLAIN(impact, toc_impact_kind, TOC_N_IMPACTS, TOC_IMPACTS(X))
#undef X
PLAIN(direction, toc_direction, TOC_N_DIRECTIONS, "stopped", "resumed", "up", "down")

static const char *const deprel_names[] = {NULL,
#define X(id, name, base) name,
                                           TOC_DEPRELS(X)
#undef X
};
const toc_deprel toc__deprel_bases[TOC_N_DEPRELS] = {TOC_REL_NONE,
#define X(id, name, base) TOC_REL_##base,
                                                     TOC_DEPRELS(X)
#undef X
};

const char *toc_deprel_name(toc_deprel r) { return r < TOC_N_DEPRELS ? deprel_names[r] : NULL; }
toc_deprel toc_deprel_of(toc_str name) {
  int i = index_of(deprel_names, LEN(deprel_names), name);
  if (i > 0) return (toc_deprel)i;
  const char *colon = name.len ? memchr(name.ptr, ':', name.len) : NULL;
  if (!colon) return TOC_REL_NONE;
  i = index_of(deprel_names, LEN(deprel_names), (toc_str){name.ptr, (size_t)(colon - name.ptr)});
  return i > 0 ? (toc_deprel)i : TOC_REL_NONE;
}
