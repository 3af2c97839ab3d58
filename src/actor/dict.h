/* dict.h - the dictionaries of actors once loaded, and the layers the stage works on.
 * Private to src/actor. */
#ifndef TOC_ACTOR_DICT_H
#define TOC_ACTOR_DICT_H

#include "actor.h"

/* ------------------------------------------------------------- dictionary */

typedef struct country {
  toc_str iso3, name;
  toc_day from, to; /* TOC_NODAY: open */
} country;

/* What somebody is during a time. */
typedef struct stint {
  toc_day from, to;
  toc_str country, sector, sector2;
  toc_str role; /* "president"; {NULL,0} for organisations */
} stint;

/* A person or an organisation. */
typedef struct known {
  toc_str name;
  uint32_t stint, n_stints;
  uint32_t noun, n_nouns; /* folded words that may stand for it: "bloc", "alliance" */
  bool person, woman;
} known;

typedef enum agent_kind {
  AG_PEOPLE,   /* "protesters" */
  AG_BODY,     /* "foreign ministry": an institution, a part of some state */
  AG_TITLE,    /* "prime minister": stands before and after names */
  AG_THING,    /* "convoy", "headquarters": somebody's, and only then an actor */
  AG_QUANTITY, /* "hundreds", "group" of …: what it is of decides */
  AG_REFER,    /* "the bloc", "the country": refers to somebody named before */
  AG_MODIFIER, /* "opposition", "former": changes the sector of its head */
  AG_VERB,     /* lemmas after which a capital is a state: "urge" Moscow */
  AG_REGION    /* "European", "foreign": of several states, so of none */
} agent_kind;

typedef struct agent {
  toc_str text;
  toc_str sector, sector2;
  agent_kind kind;
  bool weak;   /* the sector holds only where no other word gives one */
  bool plural;
  bool woman;
  bool intl;   /* of several states: never given one */
} agent;

typedef enum hit_kind {
  HIT_DISCARD, /* "Korean War": no actor, and no part of it is */
  HIT_COUNTRY,
  HIT_DEMONYM,
  HIT_SEAT,    /* a capital */
  HIT_KNOWN,
  HIT_SURNAME, /* of a known person, alone */
  HIT_AGENT
} hit_kind;

/* One meaning of a phrase. */
typedef struct entry {
  hit_kind kind;
  uint32_t what;  /* index of the country, known or agent */
  uint32_t next;  /* another meaning of the same phrase, TOC_NONE */
  uint32_t upper; /* bit i: atom i must begin with a capital */
  bool caps;      /* an acronym: must be in capitals */
  const char *file;
  uint32_t line;
} entry;

/* ------------------------------------------------------------------ atoms
 * A token is one or more atoms: parts between hyphens, apostrophes and slashes, folded,
 * without full stops ("U.S.-led" → us, led).  Both texts and phrases are cut so. */
typedef struct atom {
  toc_str key;
  uint32_t token; /* TOC_NONE in a phrase */
  uint32_t alone; /* of a text: the phrase that this atom is or begins, TOC_NONE, PREFIX_ONLY */
  bool upper;     /* begins with a capital */
  bool caps;      /* all letters capital, two or more of them (or an initial with a stop) */
  bool gap;       /* punctuation that no phrase runs across */
} atom;
typedef TOC_ARRAY(atom) atoms;
void atoms_add(toc_arena *arena, toc_str word, uint32_t token, atoms *out);

#define PREFIX_ONLY (TOC_NONE - 1)

/* A bit for how two atoms begin: phrases of more than one mostly end to be looked for here. */
enum { PAIR_BITS = 16 };
static inline uint64_t beginning(toc_str key) {
  uint32_t head = 0, tail = 0;
  if (key.len >= 4) memcpy(&head, key.ptr, 4), memcpy(&tail, key.ptr + (key.len < 8 ? key.len - 4 : 4), 4);
  else if (key.len) head = (uint32_t)(unsigned char)key.ptr[0] << 8 | (unsigned char)key.ptr[key.len - 1];
  return ((uint64_t)head << 32 ^ tail ^ key.len) * 0x9E3779B97F4A7C15u;
}
static inline uint32_t pair_of(toc_str first, toc_str second) {
  uint64_t x = (beginning(first) >> 7 ^ beginning(second)) * 0xD6E8FEB86659FD93u;
  return (uint32_t)(x >> (64 - PAIR_BITS));
}

struct toc__actors {
  toc_arena arena;
  toc_pool pool;
  toc_map phrases; /* "foreign ministry" → first entry; PREFIX_ONLY: longer ones begin so */
  uint64_t pairs[1 << (PAIR_BITS - 6)]; /* pair_of the first two atoms of all of those */
  toc_map iso;     /* "KAZ" → index of the country */
  TOC_ARRAY(entry) entries;
  TOC_ARRAY(country) countries;
  TOC_ARRAY(stint) stints;
  TOC_ARRAY(toc_str) nouns;
  TOC_ARRAY(known) known;
  TOC_ARRAY(agent) agents;
  toc_map given;   /* folded given names, for telling people from bodies */
  atoms cut;       /* of the phrase being read */
};

/* The stint that holds on a day; the one after or before it if none does, told by *inside. */
const stint *stint_on(const toc__actors *x, const known *k, toc_day day, bool *inside);

typedef struct hit {
  uint32_t first, last; /* tokens [first, last) */
  uint32_t entry;       /* first of the entries that fit */
  uint32_t kinds;       /* of all that fit, a bit each */
  uint32_t atom, n_atoms;
  bool capitals;        /* in a line of capitals only */
} hit;

/* ------------------------------------------------------------ work on a doc */

typedef enum who_kind {
  WHO_NONE,
  WHO_PERSON,
  WHO_ORG,
  WHO_COUNTRY, /* a state by its name, its capital, "the country" */
  WHO_PEOPLE,  /* "protesters", "the Kurds" */
  WHO_BODY,    /* "the foreign ministry" */
  WHO_REFER,   /* "the group", not yet known which */
  WHO_PRONOUN,
  WHO_QUANTITY,
  WHO_ADJECTIVE /* "Israeli" before what is no actor */
} who_kind;

enum { MAX_MORE = 7 };

/* Another state of a phrase that names several: "Thai and Cambodian soldiers". */
typedef struct another {
  toc_str country;
  uint32_t first, last; /* tokens of its own words */
} another;

/* What is known about the phrase of one head token. */
typedef struct who {
  who_kind kind;
  uint32_t head;
  uint32_t first, last;    /* tokens of the name or noun itself */
  uint32_t known;          /* index, TOC_NONE */
  uint32_t agent;          /* of its head noun, TOC_NONE */
  uint32_t of;             /* head token of what it is of, TOC_NONE */
  uint32_t owner;          /* token of its possessor, TOC_NONE */
  uint32_t entity;         /* TOC_NONE until resolved */
  toc_str country, sector, sector2, name;
  toc_str surname;         /* folded last name of a person, or {NULL,0} */
  toc_str via;
  bool weak;               /* sector is a default */
  bool plural;
  bool woman, man;
  bool former;
  bool titled;             /* a title stands with the name */
  bool envoy;              /* its state's, at a body that the phrase names too */
  bool intl;               /* belongs to no state (an IGO): never given one */
  bool done;
  another *more; /* [n_more], of MAX_MORE */
  uint32_t n_more;
} who;

typedef struct work {
  const toc__actors *x;
  toc_doc *doc;
  toc_arena *a;      /* scratch */
  TOC_ARRAY(hit) hits;
  uint32_t *hit_at;  /* [tokens.len], TOC_NONE */
  uint32_t *who_at;  /* [tokens.len]: index in whos of the phrase with that head */
  bool *used;        /* [tokens.len]: read as a part of another phrase */
  bool *bound;       /* [tokens.len]: a part of the phrase of the word that it hangs on */
  TOC_ARRAY(who) whos; /* in text order */
  atoms atoms;
  uint32_t *atom_at; /* [tokens.len + 1] */
  bool *named;       /* [countries.len]: the report names it or its people */
  bool *by_name;     /* [countries.len]: the report names it by its own name */
  bool any_named;
  uint32_t *told;    /* [whos.len]: of each entity, the first actor with words of its own, TOC_NONE */
} work;

void match_all(work *w);  /* match.c: hits */
void read_all(work *w);   /* read.c: whos, from their own words */
void refer_all(work *w);  /* refer.c: names, coreference, context, entities */

/* The first meaning of that kind at a hit, TOC_NONE. */
uint32_t hit_entry(const work *w, uint32_t h, hit_kind kind);
static inline bool hit_is(const work *w, uint32_t h, hit_kind kind) { return h != TOC_NONE && (w->hits.ptr[h].kinds >> kind & 1); }
const agent *hit_agent(const work *w, uint32_t h);
/* "Accused the service of fraud": the "of" that the verb asks for, where the tree hangs it on the
 * accused at `head`; TOC_NONE if there is none. */
uint32_t charge_at(const work *w, uint32_t head);
/* One more state for q, unless it has it. */
void add_state(const work *w, who *q, toc_str iso3, uint32_t first, uint32_t last);
static inline toc_token *tok(const work *w, uint32_t i) { return &w->doc->tokens.ptr[i]; }

#endif
