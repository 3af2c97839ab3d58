/* pattern.h - patterns as the loader leaves them and the matcher reads them; private to
 * src/event. */
#ifndef TOC_PATTERN_H
#define TOC_PATTERN_H

#include "event.h"
#include "opinion.h"

enum { MAX_ARGS = 40, MAX_ELEMENTS = 16, MAX_PHRASE = 4, MAX_CLIMB = 8, MAX_LOOK = 64 };

typedef enum slot {
  SLOT_SUBJ, /* who does it, whatever the voice */
  SLOT_OBJ,  /* whom or what it is done to, whatever the voice */
  SLOT_IOBJ,
  SLOT_COMP,  /* verb of the clause it governs */
  SLOT_INF,   /* the same, without a finite verb: "to leave", "of lying" */
  SLOT_CSUBJ, /* subject of that clause */
  SLOT_COBJ,  /* object of that clause */
  SLOT_PRT,   /* particle: "down" of "crack down" */
  SLOT_ADV,
  SLOT_POSS, /* "the army's attack" */
  SLOT_ADJ,  /* adjective before a noun */
  SLOT_CMPD, /* noun before a noun */
  SLOT_MOD,  /* either; only asked for, never an argument */
  SLOT_HEAD, /* the word it depends on */
  SLOT_PREP, /* argument with one of the named prepositions */
  N_SLOTS
} slot;

typedef enum role {
  ROLE_NONE,
  ROLE_ACTOR,      /* the first one filled */
  ROLE_ACTORS,     /* all that are filled */
  ROLE_RECIPIENT,
  ROLE_RECIPIENTS,
  ROLE_OBJECT      /* of an impact */
} role;

/* Classes that a word list may name with '@'. */
enum {
  CLASS_ACTOR = 1u << 0, /* a coded actor */
  CLASS_HUMAN = 1u << 1, /* an actor, a named person or body, or a word of set HUMAN */
  CLASS_PLACE = 1u << 2,
  CLASS_NUM = 1u << 3,   /* a bare number */
  CLASS_NAME = 1u << 4,  /* any named mention */
  CLASS_PRON = 1u << 5,
  CLASS_MONEY = 1u << 6  /* a currency sign */
};

typedef struct phrase {
  uint8_t n;
  uint32_t word[MAX_PHRASE]; /* last one is the head */
} phrase;

typedef struct wordset {
  toc_str name;
  uint32_t classes;
  TOC_ARRAY(uint32_t) words; /* sorted once loaded */
  TOC_ARRAY(phrase) phrases;
  TOC_ARRAY(uint32_t) sets; /* whose words it has too; flat: none of them has to be followed */
} wordset;

typedef struct element {
  slot slot;
  role role;
  bool need, ban, keep;
  uint32_t set;            /* TOC_NONE: anything */
  uint32_t n_preps, preps; /* coder->prep[preps…] */
} element;

typedef enum outcome { CODE_EVENT, CODE_NONE, CODE_IMPACT } outcome;

enum { POS_V = 1, POS_N = 2, POS_A = 4 };

typedef struct pattern {
  const char *file;
  uint32_t line;
  toc_str text; /* the line as written, without its comment */
  uint32_t pos;
  uint32_t elements, n_elements; /* coder->element[elements…] */
  outcome outcome;
  toc_type type;
  toc_mode mode;
  toc_str cameo;
  uint64_t contexts;
  toc_impact_kind impact;
  toc_direction direction;
  int sure; /* -1 doubtful, 0, +1 sure */
  bool has_status;
  bool party; /* an act of nobody upon nobody is none: "deal", "demand" */
  toc_fact status;
  uint32_t specificity;
} pattern;

typedef struct trigger {
  phrase words;
  uint32_t pattern;
  uint32_t specificity;
  /* of the pattern, so that most are passed over without it: */
  uint8_t pos, outcome;
  uint16_t slots; /* a bit for each slot in which it needs something */
  uint64_t preps; /* for each preposition of a first such slot PREP, bit id % 64; 0: any */
} trigger;

/* In reports on these topics what bodies of this sector do is an act all the same. */
typedef struct loud_sector {
  uint8_t topics;
  toc_str sector;
} loud_sector;

/* reduce STATUS TYPE CAMEO => TYPE/mode CAMEO: what PLOVER makes of an act that is only
 * planned, demanded, threatened or refused. */
typedef enum reduction_of { REDUCE_PLANNED, REDUCE_DEMANDED, REDUCE_THREATENED, REDUCE_REFUSED } reduction_of;
typedef struct reduction {
  reduction_of of;
  toc_type from;
  toc_str prefix; /* of the CAMEO code; longest wins */
  toc_type type;
  toc_mode mode;
  toc_str cameo;
  const char *file;
  uint32_t line;
} reduction;

/* Sets that the matcher itself asks for; a word may be in several. */
typedef enum known_set { /* at most 32 */
  SET_HUMAN,    /* nouns for people and bodies of people */
  SET_LIGHT,    /* verbs whose subject does what their object says: "impose a curfew" */
  SET_UNDERGO,  /* verbs whose subject suffers it: "face charges" */
  SET_JOIN,     /* "take part in", "go on": the subject does what follows in, on */
  SET_QUANT,    /* "dozens of", "a number of" */
  SET_PROMISE,  /* subject control in spite of an object: "promised him to go" */
  SET_APPEAL,   /* "called on him to go": he whom a phrase names goes */
  SET_WRONG,    /* crimes and abuses: what somebody is accused of */
  SET_PREP,     /* prepositions */
  SET_PARTICLE, /* "off" of "call off", where a tree may take it for a preposition */
  SET_LOCATIVE, /* prepositions before the place where something happens */
  SET_MODAL_FUTURE,
  SET_MODAL,    /* an infinitive follows: "would", "must" */
  SET_CROWD,    /* people in the street */
  SET_MUTUAL,   /* nouns of fighting that has sides, not a victim */
  SET_HOPE,     /* what is hoped, considered, doubted has not happened */
  SET_SAY,      /* verbs of saying, whose clause comes before or after them */
  SET_DONE_TO,  /* verbs that somebody suffers: "and five people arrested" is passive */
  SET_PLANNER,  /* verbs that put what they are said of into the future: "talks are planned" */
  SET_SITE,     /* nouns for parts of the earth: what they are named after may be the site */
  SET_BODIES,   /* nouns for bodies, buildings and vehicles: "a police van" makes no arrest */
  N_KNOWN_SETS
} known_set;

/* What is known of a word, side by side: a word of a text needs most of it. */
typedef struct word_about {
  uint64_t set_bits;         /* bit id % 64 of each set that it is in, or ends a phrase of */
  uint64_t sentence_context; /* contexts that it brings to its sentence */
  uint64_t report_context;   /* … to the report, from the headline or the lead */
  uint32_t known_bits;       /* a bit for each known_set that it is in */
  uint32_t first, last;      /* its triggers [first, last) */
  uint8_t topic;             /* topics that it belongs to */
  uint8_t quiet;             /* topics in which it triggers nothing */
} word_about;

struct toc__coder {
  toc_arena arena;
  toc_map words;    /* word → id */
  uint32_t n_words;
  TOC_ARRAY(toc_str) text;  /* [n_words] the word of an id */
  toc_map forms;    /* irregular verb form → id of its lemma */
  TOC_ARRAY(toc_str) irregular; /* those forms */
  toc_map set_names, frame_names;
  TOC_ARRAY(wordset) sets;
  TOC_ARRAY(pattern) patterns;
  TOC_ARRAY(element) elements;
  TOC_ARRAY(uint32_t) preps;
  TOC_ARRAY(trigger) triggers; /* by head word, most specific first */
  struct word_about *about;    /* [n_words] */
  uint8_t heard;               /* topics in which only loud sectors and tolls make an act */
  TOC_ARRAY(loud_sector) loud;
  TOC_ARRAY(reduction) reductions;
  toc__opinion opinion; /* weight NULL: none */
  uint32_t known[N_KNOWN_SETS];
  uint32_t w_by, w_of, w_in, w_on, w_under, w_from, w_for, w_with, w_into, w_not, w_will, w_would, w_go, w_have,
      w_who, w_which, w_that, w_whom, w_come, w_to, w_against, w_between, w_like, w_march, w_score;
};

/* ------------------------------------------------------------------- matching */

enum { LAYER_PLACE = 1, LAYER_TIME = 2 };

/* A document being coded: word ids of its tokens. */
typedef struct view {
  const toc__coder *coder;
  toc_doc *doc;
  const uint32_t *word; /* [tokens.len] id of the lower-case lemma, TOC_NONE if no pattern knows it */
  const uint8_t *layers; /* [sentences.len] what stands in it: LAYER_… */
  uint8_t topics;       /* what the report is about: bits of word_about.topic */
  const uint8_t *act;   /* [tokens.len] toc_type of the event that a pattern finds there; NULL before that */
} view;

typedef struct arg {
  slot slot;
  uint32_t prep;  /* word id of the preposition, for SLOT_PREP */
  uint32_t token; /* head of the argument */
  bool far;       /* inherited from a governing or governed word */
} arg;

typedef struct frame {
  uint32_t token;
  bool passive;
  uint32_t n;
  uint16_t slots; /* as trigger.slots and .preps ask, made by toc__frame */
  uint64_t preps;
  arg arg[MAX_ARGS];
} frame;

/* What the matcher looks at; in doc->scratch. */
view toc__look_at(const toc__coder *c, toc_doc *doc);
/* A tagger that never saw "shelled" may make its lemma "shelle": where nobody knows the lemma, the regular endings are
 * tried on the form, longest stem first.  The value of the first word that is in the map; TOC_NONE. */
uint32_t toc__by_ending(const toc_map *words, toc_arena *scratch, const toc_token *t);
/* What the text commits itself to about the word; NULL: nothing is said of it. */
const toc_predicate *toc__status_at(const view *v, uint32_t token);

/* The arguments of the word `token` (verb, noun or adjective). */
void toc__frame(const view *v, uint32_t token, frame *f);
bool toc__passive(const view *v, uint32_t verb);
/* "telephone", "meet": who does it does what the infinitive behind its object says. */
bool toc__speaks_with(const view *v, uint32_t verb);
bool toc__adjective_is_passive(const view *v, uint32_t adjective);
/* Token that the subject of a clause without one is shared with or controlled by; TOC_NONE. */
uint32_t toc__shared_subject(const view *v, uint32_t verb);

typedef struct match {
  const pattern *pattern;
  uint32_t bound[MAX_ELEMENTS]; /* token, TOC_NONE */
  bool far[MAX_ELEMENTS];
} match;

/* What the patterns find at a token. */
typedef struct toc__found {
  uint32_t token;
  const trigger *event, *impact; /* NULL: none */
  match event_match, impact_match;
} toc__found;

/* Why a pattern did not match, for explain. */
typedef struct miss {
  const element *element; /* NULL: another word of the trigger is missing */
  uint32_t token;         /* what stood there instead, or was excluded; TOC_NONE */
} miss;

bool toc__match(const view *v, const trigger *t, const frame *f, match *out, miss *why);
/* Do the words of the trigger end at the token `head`? */
bool toc__phrase_at(const view *v, const phrase *p, uint32_t head);
/* The patterns that win at token i: of those that fit the most specific that codes an event or says
 * that there is none, and the most specific that codes an impact.  False: none. */
bool toc__best_of(const view *v, uint32_t i, toc__found *out);
/* POS_V, POS_N, POS_A or 0. */
uint32_t toc__pos_of(toc_upos u);
bool toc__in_set(const view *v, uint32_t set, uint32_t token);
static inline bool toc__in_known(const view *v, known_set set, uint32_t token) {
  return v->word[token] != TOC_NONE && (v->coder->about[v->word[token]].known_bits >> set & 1);
}
/* The slots in which an argument may be what an element of that slot asks for. */
static inline uint16_t toc__slots_of(slot s) {
  return (uint16_t)(1u << s | (s == SLOT_ADJ || s == SLOT_CMPD ? 1u << SLOT_MOD : 0) | (s == SLOT_ADV ? 1u << SLOT_PRT : 0));
}
bool toc__human(const view *v, uint32_t token);
/* The noun behind "dozens of", "a group of"; the token itself otherwise. */
uint32_t toc__counted(const view *v, uint32_t token);

extern const char *const toc__slot_names[N_SLOTS];

/* ------------------------------------------------------------------ attachment */

void toc__attach_where(const view *v, toc_event *e);
void toc__attach_when(const view *v, toc_event *e);
void toc__attach_figures(const view *v, uint32_t word, const uint32_t *party, uint32_t n, toc_indices *out);
/* Counts of the sentence whose events begin at `from` that no event took: to the nearest that
 * can have them. */
void toc__attach_left_over(const view *v, uint32_t from);
/* For impacts: place and time by the same rules. */
bool toc__find_where(const view *v, uint32_t token, bool inherit, toc_where *out);
bool toc__find_when(const view *v, uint32_t token, bool inherit, toc_when *out);

/* Can the name of a place at `token` be where an act of that type is done? (site.c) */
bool toc__can_be_site(const view *v, uint32_t token, toc_type act);
/* Of the sentence's places that fit, the token of the nearest to the trigger that lies in the
 * place at `at`; else `at`. */
typedef bool (*toc_site_fits)(const view *v, uint32_t token, uint32_t act_token);
uint32_t toc__narrower_site(const view *v, uint32_t act_token, uint32_t at, toc_site_fits fits);

#endif
