/* doc.h - the vocabulary that all stages share: a report and the layers on it.
 *
 * A report travels through the stages in one arena.  Each stage reads layers that earlier
 * stages left here and fills its own; none calls another, so each can be tested on layers
 * made by hand.  Everything lives as long as the document.
 *
 *   text     text, map, title span, dates          src/text
 *   token    sentences, tokens (form, spans)       src/token, src/conllu
 *   analysis upos feats lemma head deprel mentions src/analyse, src/conllu
 *   place    places                                src/place
 *   timex    times                                 src/timex
 *   figure   figures, victims                      src/figure
 *   actor    actors                                src/actor
 *   status   predicates (did it happen?), negations src/status
 *   role     propositions, when asked for          src/role
 *   event    events, impacts, with place, time, figures src/event
 *   attrib   claims; claim of events and figures   src/attrib
 *   group    incidents; event.incident             src/group
 *
 * Stages that annotate phrases also fill a column of the tokens: token.actor is the index
 * of the actor whose head this token is, token.place / time / figure that of the annotation
 * covering it; TOC_NONE elsewhere (toc_doc_tokens sets them so).
 *
 * All spans are bytes of `text`; all token, sentence, … references are indices into the
 * document's arrays, TOC_NONE for none.
 */
#ifndef TOC_DOC_H
#define TOC_DOC_H

#include "codes.h"
#include "core.h"

/* ------------------------------------------------------------- text, tokens */

/* Clean text → bytes as received: from clean byte `clean` on, up to the next segment,
 * byte i of the text came from raw byte raw + step * (i - clean).  step is 1 for bytes that
 * were copied, 2 for ASCII out of UTF-16, 0 where the whole segment came from one place. */
typedef struct toc_map_segment {
  uint64_t raw;
  uint32_t clean;
  uint32_t step;
} toc_map_segment;

typedef enum toc_section {
  TOC_BODY,     /* running text */
  TOC_TITLE,    /* headline */
  TOC_LEAD,     /* subtitle, summary under the headline */
  TOC_HEADING,  /* inside the body */
  TOC_META      /* section name, stamps, bylines: no events are read from it */
} toc_section;

/* A paragraph of the text as the text stage cut it; blocks are in order and do not overlap. */
typedef struct toc_block {
  toc_span span;
  toc_section section;
} toc_block;

/* Bits of toc_token.feat: those of FEATS that rules ask for. */
enum {
  TOC_F_PAST = 1u << 0,   /* Tense=Past */
  TOC_F_PRES = 1u << 1,   /* Tense=Pres */
  TOC_F_FIN = 1u << 2,    /* VerbForm=Fin */
  TOC_F_INF = 1u << 3,    /* VerbForm=Inf */
  TOC_F_PART = 1u << 4,   /* VerbForm=Part */
  TOC_F_GER = 1u << 5,    /* VerbForm=Ger */
  TOC_F_PASS = 1u << 6,   /* Voice=Pass */
  TOC_F_PLUR = 1u << 7,   /* Number=Plur */
  TOC_F_SING = 1u << 8,   /* Number=Sing */
  TOC_F_IMP = 1u << 9,    /* Mood=Imp */
  TOC_F_NEG = 1u << 10,   /* Polarity=Neg */
  TOC_F_POSS = 1u << 11,  /* Poss=Yes */
  TOC_F_PERS1 = 1u << 12, /* Person=1 */
  TOC_F_PERS2 = 1u << 13,
  TOC_F_PERS3 = 1u << 14,
  TOC_F_GEN = 1u << 15    /* Case=Gen */
};

/* A syntactic word.  The words of a multiword token ("don't", "its") share its span only
 * if they have no characters of their own. */
typedef struct toc_token {
  /* what rules ask for most stands in the first 64 bytes */
  toc_span span;
  uint32_t sentence;
  toc_upos upos;
  uint32_t feat;  /* TOC_F_… */
  uint32_t head;  /* token index, TOC_NONE at the root */
  toc_deprel rel;
  bool space_after;
  uint8_t mwt;    /* > 0: first word of a multiword token of so many words */
  toc_str form;   /* as written (or the syntactic word of a multiword token) */
  toc_str lemma;  /* lower case but for proper names, interned */
  /* what stages found here, indices into the document's layers */
  uint32_t mention, place, time, figure, actor, predicate;
  toc_str feats;  /* "Number=Sing|…" or {NULL,0}; interned */
  toc_str deprel; /* rel's name, or as read when the subtype is not known; interned */
  toc_str xpos;   /* from CoNLL-U only */
  toc_span mwt_span; /* its characters, on each of its words; {0,0} elsewhere */
} toc_token;

typedef struct toc_sentence {
  toc_str id;           /* of trees that came with the report: their "sent_id"; else empty */
  toc_span span;
  uint32_t first, last; /* tokens [first, last) */
  uint32_t paragraph;   /* from 0 */
  toc_section section;
  bool analysed;        /* has a tree */
  bool quiet;           /* no pattern can match in it and it counts nothing: event/gate.h */
} toc_sentence;

/* A named mention. */
typedef struct toc_mention {
  toc_span span;
  uint32_t first, last, head; /* tokens; head: the one whose head lies outside */
  toc_kind kind;
  uint32_t entity; /* equal for mentions of the same name in this report */
  float score;     /* [0, 1] */
} toc_mention;

/* ----------------------------------------------------- places, times, figures */

typedef struct toc_candidate {
  toc_str name, country, adm1;
  int64_t geonameid;
  double lat, lon, score;
} toc_candidate;

typedef struct toc_place {
  toc_span span;
  uint32_t first, last;   /* tokens */
  toc_str name;           /* canonical */
  int64_t geonameid;      /* 0: none */
  bool located;           /* lat, lon hold something */
  double lat, lon;
  toc_str country;        /* ISO3 or {NULL,0} */
  toc_str adm1, adm2;     /* GeoNames codes */
  int precision;          /* UCDP where_prec 1 exact … 4 first-order division, 6 country, 7 sea/air; 0 unknown */
  toc_str feature;        /* "PPL", "PPLC", "ADM1", "PCLI", … */
  bool actor_only;        /* a metonym here ("Moscow said"): an actor, not a where */
  double score;
  toc_candidate *candidate; /* [n_candidates], best first */
  uint32_t n_candidates;
} toc_place;

typedef enum toc_time_type { TOC_TIME_DATE, TOC_TIME_TIME, TOC_TIME_DURATION, TOC_TIME_SET } toc_time_type;

typedef struct toc_time {
  toc_span span;
  uint32_t first, last;
  toc_time_type type;
  toc_str value;        /* TIMEX3: "2022-01-05", "P3D", "PRESENT_REF" */
  toc_day from, to;     /* the interval it denotes; TOC_NODAY where open or unknown */
  int from_minute, to_minute; /* of the day, -1 for none */
  toc_str precision;    /* "minute" "hour" "day" "week" "month" "quarter" "year" "decade" "century" "vague" */
  bool ongoing;         /* "since X": from X until the publication */
  bool anchored;        /* resolved against something (a bare "Monday" without a date is not) */
} toc_time;

typedef struct toc_figure {
  toc_span span;        /* the quantity words: "some 500" */
  uint32_t first, last;
  uint32_t head;        /* the token of what is counted ("civilians"), TOC_NONE */
  toc_counts counts;
  toc_span of;          /* {0,0}: not said */
  double low, high;     /* NaN: open on that side */
  toc_str unit;         /* "percent", "USD", … for counts OTHER; or {NULL,0} */
  bool approximate;
  bool total;           /* said to be a running total ("bringing the toll to") */
  uint32_t subset_of;   /* a figure ("including four children"), or TOC_NONE */
  uint32_t corrects;    /* a figure that this one takes back ("revised down to nine"), or TOC_NONE */
  uint32_t verb;        /* token that says what happened to them, or TOC_NONE */
  uint32_t claim;
} toc_figure;

/* ----------------------------------------------------------- actors, events */

/* Somebody who acts, as coded at one place of the text. */
typedef struct toc_actor {
  toc_span span;        /* words in the text; {0,0} for one that is only implied */
  uint32_t head;        /* token, TOC_NONE for an implied one */
  toc_str name;         /* canonical name of a known actor or person, or {NULL,0} */
  toc_str country;      /* ISO3 of the actor's state; {NULL,0} for IGOs and the unknown */
  toc_str sector;       /* PLOVER sector: "GOV", "COP", …, or {NULL,0} */
  toc_str sector2;      /* second sector ("OPP"), or {NULL,0} */
  toc_str code;         /* country + sectors, "KAZCOP"; "IGO…" */
  toc_str via;          /* how found when not by its own words: "coref", "context", "metonym" …; {NULL,0} */
  uint32_t entity;      /* same number: the same actor in this report */
  bool person;          /* a named person, or a pronoun that stands for one */
  bool private_person;  /* a named person without a public role */
} toc_actor;

typedef TOC_ARRAY(toc_actor) toc_actors;
typedef TOC_ARRAY(uint32_t) toc_indices;

typedef struct toc_where {
  bool set;
  toc_span span;        /* words that named it for this event, {0,0} if inherited */
  uint32_t place;       /* index, TOC_NONE if none */
  toc_str via;          /* {NULL,0}: attached; "clause" "sentence" "paragraph" "dateline" "actor" */
} toc_where;

typedef struct toc_when {
  bool set;
  toc_span span;        /* {0,0} if inherited */
  uint32_t time;        /* index, or TOC_NONE (publication) */
  toc_day from, to;
  int from_minute, to_minute;
  toc_str precision;
  toc_str via;          /* {NULL,0}: attached; "clause" "sentence" "paragraph" "published" */
} toc_when;

typedef struct toc_event {
  uint32_t sentence;
  toc_type type;
  toc_mode mode;
  uint64_t contexts;    /* bits 1 << toc_context */
  toc_str cameo;
  toc_fact status;
  toc_span trigger;
  uint32_t token;       /* head token of the trigger */
  toc_actors actors, recipients;
  toc_where where;
  toc_when when;
  toc_indices figures;  /* of toc_doc_figure: victims stand behind the figures */
  uint32_t claim;       /* innermost, TOC_NONE */
  uint32_t incident;
  double confidence;    /* [0, 1] */
  double factuality;    /* [-3, 3]; NaN unknown */
  toc_str why;          /* "beat.assault@assault.pat:41" */
} toc_event;

typedef struct toc_impact {
  uint32_t sentence, token;
  toc_impact_kind kind;
  toc_direction direction;
  toc_span trigger, object; /* object {0,0}: not said */
  TOC_ARRAY(toc_where) where;
  toc_when when;
  toc_indices figures;
  uint32_t claim;
  toc_fact status;
  toc_str why;
} toc_impact;

/* A word of a topic that people's own dictionaries count. */
typedef struct toc_issue {
  uint32_t sentence;
  toc_str code;         /* lives as long as the dictionaries */
} toc_issue;

/* ------------------------------------------------------------ claims, groups */

typedef enum toc_claim_kind { TOC_DIRECT, TOC_INDIRECT, TOC_MIXED } toc_claim_kind;
typedef TOC_ARRAY(toc_span) toc_spans;

typedef struct toc_claim {
  toc_spans source, cue, content; /* source may be empty: anonymous */
  toc_claim_kind kind;
  bool has_by;
  toc_actor by;
  uint32_t cue_token;   /* head of the cue, or TOC_NONE */
  bool accusing;        /* "accused", "blamed": its content is an allegation */
  bool denying;         /* "denied" */
  uint32_t within;      /* the claim that reports this one */
} toc_claim;

/* What the text commits itself to about a verb or event noun, before anybody asks whether
 * it is an event.  token.predicate points here. */
typedef struct toc_predicate {
  toc_span span;
  uint32_t token;
  toc_fact fact;
  double factuality; /* [-3, 3] (UW, UDS-IH2) */
  uint32_t by;       /* the token that decided: "not", "vowed", "if"; TOC_NONE */
  toc_str why;       /* the rule, for explain: "vow.to@verbs.txt:31"; lives as long as the signatures */
} toc_predicate;
typedef struct toc_negation { toc_spans cue, scope; } toc_negation;

/* PropBank: a predicate in one of its senses, and who plays which part. */
typedef struct toc_argument {
  toc_span span;
  uint32_t first, last, head; /* tokens */
  toc_str role;         /* "ARG0" … "ARG5", "ARGM-TMP", "C-ARG1" (it goes on), "R-ARG0" (its relative pronoun) */
} toc_argument;
typedef struct toc_proposition {
  toc_span span;
  uint32_t token;
  toc_str roleset;      /* "detain.01" */
  TOC_ARRAY(toc_argument) args; /* in text order, apart from one another */
} toc_proposition;

typedef struct toc_toll {
  toc_counts counts;
  double low, high;
  uint32_t by;          /* claim, TOC_NONE: the report itself */
  uint32_t figure;      /* TOC_NONE: a victim without quantity words */
  uint32_t victim;      /* in doc->victims, TOC_NONE: a figure */
} toc_toll;

typedef struct toc_incident {
  toc_indices events;
  TOC_ARRAY(toc_toll) tolls;
} toc_incident;

/* --------------------------------------------------------------- the document */

/* What `tocsin text` tells of where a report and its parts came from. */
typedef struct toc_origin {
  const char *title, *publisher, *published, *updated; /* static: "given", "json-ld", "meta", "time", "url", "text"; NULL */
  bool has_offset;
  uint64_t offset;      /* of its record in a web archive */
  bool compared;        /* toc_duplicates_mark saw it: */
  toc_str duplicate_of; /* id of an earlier report, {NULL, 0} if there is none like it */
  double similarity;    /* 1: the same words; less: the share of common runs of four words, estimated */
  uint64_t simhash;
} toc_origin;

struct toc_doc {
  toc_arena arena;      /* all annotations */
  toc_arena scratch;    /* stages reset it when they begin; nothing in it outlives a stage */
  toc_pool pool;        /* interned lemmas, labels */

  toc_str id, text, title, published, updated, publisher, url, language;
  toc_str conllu;       /* input of the conllu provider */
  toc_str file;
  uint32_t line;
  toc_span title_span;  /* where the title stands in the text, {0,0} if it does not */
  toc_span dateline;    /* "ALMATY, Jan 6 (Outlet) –" at the start of the body */
  toc_span dateline_place; /* "ALMATY" */
  toc_day dct;          /* day the report speaks from: published, else the dateline's; TOC_NODAY */
  int dct_minute;
  toc_day updated_day;
  uint32_t n_repaired;
  toc_origin origin;

  TOC_ARRAY(toc_map_segment) map;
  TOC_ARRAY(toc_block) blocks;
  TOC_ARRAY(toc_sentence) sentences;
  TOC_ARRAY(toc_token) tokens;
  TOC_ARRAY(toc_mention) mentions;
  TOC_ARRAY(toc_place) places;
  TOC_ARRAY(toc_time) times;
  TOC_ARRAY(toc_figure) figures;
  TOC_ARRAY(toc_figure) victims; /* killed or injured without quantity words: "a man was killed" */
  toc_actors actors;
  TOC_ARRAY(toc_event) events;
  TOC_ARRAY(toc_event) untyped;  /* of people's own dictionaries: events whose code has no PLOVER type, for TOC_FORMAT_PETRARCH alone */
  TOC_ARRAY(toc_issue) issues;   /* of people's own dictionaries */
  TOC_ARRAY(toc_impact) impacts;
  TOC_ARRAY(toc_claim) claims;
  TOC_ARRAY(toc_predicate) predicates;
  TOC_ARRAY(toc_negation) negations;
  TOC_ARRAY(toc_proposition) propositions; /* in text order */
  TOC_ARRAY(toc_incident) incidents;

  /* Tree navigation, made by toc_doc_link once heads stand: children of token i are
   * child[child_at[i] … child_at[i + 1]), in text order. */
  uint32_t *child_at;   /* [tokens.len + 1] */
  uint32_t *child;
  uint64_t *child_rels; /* [tokens.len] TOC_BIT of the relations of its children and of their bases */

  /* Made by toc_doc_words when a stage first asks. */
  struct toc_word *word; /* [n_words] */
  uint32_t n_words;

  /* NULL, or where the event stage says what it tried, for explain: lines, the first character of each
   * tells what it is.
   *   @TOKEN   what the lines below are about
   *   :WORDS   the trigger and its arguments
   *   +WORDS   a pattern that won: "NAME@FILE:LINE  what it codes"
   *   =WORDS   that pattern as written
   *   -WORDS   one that nearly did: a word stood where it asks for another, or is excluded
   *   ~WORDS   one that asks for something of which there is nothing
   *   ?WORDS   the second opinion
   *   !WORDS   what became of it afterwards */
  toc_buf *trace;
};

/* Empties the document for the next report and sets its arenas up; max bounds each arena. */
void toc_doc_reset(toc_doc *doc, size_t max);

/* A fresh token at the end, its columns TOC_NONE. */
toc_token *toc_doc_add_token(toc_doc *doc);

/* What dictionaries ask of a token, found once for all stages. */
typedef struct toc_word {
  toc_str low;         /* the form, ASCII letters in lower case; "’s" is "'s" */
  toc_str lemma;       /* the lemma likewise; low where there is none */
  uint64_t low_hash, lemma_hash; /* for toc_map_get_hashed */
  uint32_t look;       /* TOC_W_… */
} toc_word;

enum {
  TOC_W_LETTERS = 1, /* ASCII letters alone */
  TOC_W_CAP = 2,     /* begins with an ASCII capital */
  TOC_W_SMALL = 4,   /* has a small ASCII letter */
  TOC_W_DIGIT = 8    /* begins with a digit */
};

/* The words of all tokens [tokens.len], made on the first call; forms and lemmas stand by then. */
const toc_word *toc_doc_words(toc_doc *doc);

/* What events and impacts index: the figures, then the victims. */
static inline uint32_t toc_doc_figures(const toc_doc *doc) { return doc->figures.len + doc->victims.len; }
static inline const toc_figure *toc_doc_figure(const toc_doc *doc, uint32_t i) {
  return i < doc->figures.len ? &doc->figures.ptr[i] : &doc->victims.ptr[i - doc->figures.len];
}

/* FEATS string → TOC_F_… bits. */
uint32_t toc_feat_bits(toc_str feats);
/* Sets head, rel and deprel of token i. */
void toc_doc_set_head(toc_doc *doc, uint32_t i, uint32_t head, toc_str deprel);

/* Builds child_at, child and child_rels, once the relations stand; linear. */
void toc_doc_link(toc_doc *doc);

/* ---- walking the tree (after toc_doc_link) ---- */
#define toc_children(doc, i, c)                                                                          \
  for (uint32_t c##_at = (doc)->child_at[i], c##_end = (doc)->child_at[(i) + 1], c = 0;                  \
       c##_at < c##_end && (c = (doc)->child[c##_at], true); c##_at++)

/* The same for a rule that asks each word about its relatives: no more than the first TOC_FEW children,
 * since a page without a full stop, or a tree from anywhere, may hang all its words on one. */
enum { TOC_FEW = 256 };
static inline uint32_t toc__few_end(const toc_doc *doc, uint32_t i) {
  uint32_t first = doc->child_at[i], end = doc->child_at[i + 1];
  return end - first > TOC_FEW ? first + TOC_FEW : end;
}
#define toc_few_children(doc, i, c)                                                                      \
  for (uint32_t c##_at = (doc)->child_at[i], c##_end = toc__few_end((doc), (i)), c = 0;                  \
       c##_at < c##_end && (c = (doc)->child[c##_at], true); c##_at++)

/* May any child of i have one of the relations?  Bits of subtypes stand beside those of their bases, so a
 * base asks for its subtypes, too.  False means that there is none: most walks over children end here. */
#define TOC_BIT(rel) (UINT64_C(1) << (rel))
static inline bool toc_has_child(const toc_doc *doc, uint32_t i, uint64_t rels) { return (doc->child_rels[i] & rels) != 0; }

static inline toc_deprel toc_rel(const toc_doc *doc, uint32_t i) { return doc->tokens.ptr[i].rel; }
static inline toc_deprel toc_rel_base(const toc_doc *doc, uint32_t i) {
  return toc_deprel_base(doc->tokens.ptr[i].rel);
}
/* First child with that relation, of the first TOC_FEW; a base matches its subtypes.  TOC_NONE. */
uint32_t toc_child(const toc_doc *doc, uint32_t i, toc_deprel rel);
/* Is a the same as, or above, b? */
bool toc_above(const toc_doc *doc, uint32_t a, uint32_t b);
/* First and last token of the subtree of i, [first, last); linear in the subtree. */
void toc_subtree(const toc_doc *doc, uint32_t i, uint32_t *first, uint32_t *last);
/* Bytes of the noun phrase headed by i: its subtree without relative clauses, appositions,
 * conjuncts, parataxis, adverbial clauses, a leading preposition and punctuation at the ends. */
toc_span toc_phrase(const toc_doc *doc, uint32_t i);
/* Bytes from token first to token last (exclusive). */
toc_span toc_tokens_span(const toc_doc *doc, uint32_t first, uint32_t last);
bool toc_lemma_is(const toc_doc *doc, uint32_t i, const char *lemma);
/* The sentence holding byte `at`, TOC_NONE if none; binary search. */
uint32_t toc_sentence_at(const toc_doc *doc, uint32_t at);
/* The first token ending after byte `at`; tokens.len if none; binary search. */
uint32_t toc_token_at(const toc_doc *doc, uint32_t at);

#endif
