/* codes.h - the closed vocabularies of the record.
 *
 * PLOVER: draft manual 0.8, Open Event Data Alliance, September 2021 (16 types, 67 modes,
 * 37 contexts).  DEPREL and UPOS: Universal Dependencies 2, as English treebanks use them.
 * Each list is written once, as an X-macro; names are those of the written record. */
#ifndef TOC_CODES_H
#define TOC_CODES_H

#include "core.h"

/* X(IDENT, "name", quad) */
#define TOC_TYPES(X)                       \
  X(AGREE, "AGREE", VERBAL_COOPERATION)    \
  X(CONSULT, "CONSULT", VERBAL_COOPERATION) \
  X(SUPPORT, "SUPPORT", VERBAL_COOPERATION) \
  X(CONCEDE, "CONCEDE", VERBAL_COOPERATION) \
  X(COOPERATE, "COOPERATE", MATERIAL_COOPERATION) \
  X(AID, "AID", MATERIAL_COOPERATION)      \
  X(RETREAT, "RETREAT", MATERIAL_COOPERATION) \
  X(REQUEST, "REQUEST", VERBAL_CONFLICT)   \
  X(ACCUSE, "ACCUSE", VERBAL_CONFLICT)     \
  X(REJECT, "REJECT", VERBAL_CONFLICT)     \
  X(THREATEN, "THREATEN", VERBAL_CONFLICT) \
  X(PROTEST, "PROTEST", MATERIAL_CONFLICT) \
  X(SANCTION, "SANCTION", MATERIAL_CONFLICT) \
  X(MOBILIZE, "MOBILIZE", MATERIAL_CONFLICT) \
  X(COERCE, "COERCE", MATERIAL_CONFLICT)   \
  X(ASSAULT, "ASSAULT", MATERIAL_CONFLICT)

typedef enum toc_type {
  TOC_TYPE_NONE,
#define X(id, name, quad) TOC_##id,
  TOC_TYPES(X)
#undef X
      TOC_N_TYPES
} toc_type;

/* X(IDENT, TYPE, "name") */
#define TOC_MODES(X)                              \
  X(CONSULT_VISIT, CONSULT, "visit")              \
  X(CONSULT_THIRD_PARTY, CONSULT, "third-party")  \
  X(CONSULT_MULTILATERAL, CONSULT, "multilateral") \
  X(CONSULT_PHONE, CONSULT, "phone")              \
  X(RETREAT_WITHDRAW, RETREAT, "withdraw")        \
  X(RETREAT_RELEASE, RETREAT, "release")          \
  X(RETREAT_DISARM, RETREAT, "disarm")            \
  X(RETREAT_CEASEFIRE, RETREAT, "ceasefire")      \
  X(RETREAT_ACCESS, RETREAT, "access")            \
  X(RETREAT_RESIGN, RETREAT, "resign")            \
  X(REQUEST_ASSIST, REQUEST, "assist")            \
  X(REQUEST_CHANGE, REQUEST, "change")            \
  X(REQUEST_YIELD, REQUEST, "yield")              \
  X(REQUEST_MEET, REQUEST, "meet")                \
  X(ACCUSE_DISAPPROVE, ACCUSE, "disapprove")      \
  X(ACCUSE_INVESTIGATE, ACCUSE, "investigate")    \
  X(ACCUSE_ALLEGE, ACCUSE, "allege")              \
  X(REJECT_ASSIST, REJECT, "assist")              \
  X(REJECT_CHANGE, REJECT, "change")              \
  X(REJECT_YIELD, REJECT, "yield")                \
  X(REJECT_MEET, REJECT, "meet")                  \
  X(THREATEN_RESTRICT, THREATEN, "restrict")      \
  X(THREATEN_ARREST, THREATEN, "arrest")          \
  X(THREATEN_RELATIONS, THREATEN, "relations")    \
  X(THREATEN_EXPEL, THREATEN, "expel")            \
  X(THREATEN_TERRITORY, THREATEN, "territory")    \
  X(THREATEN_VIOLENCE, THREATEN, "violence")      \
  X(PROTEST_DEMO, PROTEST, "demo")                \
  X(PROTEST_RIOT, PROTEST, "riot")                \
  X(PROTEST_STRIKE, PROTEST, "strike")            \
  X(PROTEST_HUNGER, PROTEST, "hunger")            \
  X(PROTEST_BOYCOTT, PROTEST, "boycott")          \
  X(PROTEST_OBSTRUCT, PROTEST, "obstruct")        \
  X(PROTEST_VANDALIZE, PROTEST, "vandalize")      \
  X(SANCTION_CONVICT, SANCTION, "convict")        \
  X(SANCTION_EXPEL, SANCTION, "expel")            \
  X(SANCTION_WITHDRAW, SANCTION, "withdraw")      \
  X(SANCTION_DISCONTINUE, SANCTION, "discontinue") \
  X(MOBILIZE_TROOPS, MOBILIZE, "troops")          \
  X(MOBILIZE_WEAPONS, MOBILIZE, "weapons")        \
  X(MOBILIZE_POLICE, MOBILIZE, "police")          \
  X(MOBILIZE_MILITIA, MOBILIZE, "militia")        \
  X(COERCE_SEIZE, COERCE, "seize")                \
  X(COERCE_RESTRICT, COERCE, "restrict")          \
  X(COERCE_CENSOR, COERCE, "censor")              \
  X(COERCE_CURFEW, COERCE, "curfew")              \
  X(COERCE_MARTIAL_LAW, COERCE, "martial-law")    \
  X(COERCE_ARREST, COERCE, "arrest")              \
  X(COERCE_DEPORT, COERCE, "deport")              \
  X(COERCE_WITHHOLD, COERCE, "withhold")          \
  X(COERCE_MISINFORMATION, COERCE, "misinformation") \
  X(COERCE_CYBER, COERCE, "cyber")                \
  X(ASSAULT_ABDUCT, ASSAULT, "abduct")            \
  X(ASSAULT_BEAT, ASSAULT, "beat")                \
  X(ASSAULT_TORTURE, ASSAULT, "torture")          \
  X(ASSAULT_SEXUAL, ASSAULT, "sexual")            \
  X(ASSAULT_TARGETED, ASSAULT, "targeted")        \
  X(ASSAULT_DESTROY, ASSAULT, "destroy")          \
  X(ASSAULT_PRIMITIVE, ASSAULT, "primitive")      \
  X(ASSAULT_FIREARMS, ASSAULT, "firearms")        \
  X(ASSAULT_EXPLOSIVES, ASSAULT, "explosives")    \
  X(ASSAULT_SUICIDE_ATTACK, ASSAULT, "suicide-attack") \
  X(ASSAULT_AERIAL, ASSAULT, "aerial")            \
  X(ASSAULT_DRONE, ASSAULT, "drone")              \
  X(ASSAULT_HEAVY_WEAPONS, ASSAULT, "heavy-weapons") \
  X(ASSAULT_CROWD_CONTROL, ASSAULT, "crowd-control") \
  X(ASSAULT_UNCONVENTIONAL, ASSAULT, "unconventional")

typedef enum toc_mode {
  TOC_MODE_NONE,
#define X(id, type, name) TOC_MODE_##id,
  TOC_MODES(X)
#undef X
      TOC_N_MODES
} toc_mode;

#define TOC_CONTEXTS(X) \
  X(military) X(intelligence) X(executive) X(legislative) X(election) X(political_institutions) \
  X(pro_democracy) X(pro_autocracy) X(economic) X(legal) X(reparations) X(human_rights) \
  X(rights_freedoms) X(repression) X(human_security) X(gender) X(lgbt) X(religion_ethnicity) \
  X(inequality) X(diplomatic) X(territory) X(peacekeeping) X(health) X(asylum) X(migration) \
  X(disasters) X(natural_resource) X(environment) X(technology) X(terrorism) X(cbrn) X(cyber) \
  X(misinformation) X(crime) X(corruption) X(illegal_drugs) X(trafficking)

typedef enum toc_context {
#define X(name) TOC_CONTEXT_##name,
  TOC_CONTEXTS(X)
#undef X
      TOC_N_CONTEXTS /* a set of contexts is a uint64_t with bit 1 << context */
} toc_context;

/* Did it happen?  data/…/GUIDELINES of the record: docs/terms.md. */
#define TOC_FACTS(X) \
  X(OCCURRED, "occurred") X(ONGOING, "ongoing") X(PLANNED, "planned") X(DEMANDED, "demanded") \
  X(THREATENED, "threatened") X(DENIED, "denied") X(NEGATED, "negated") X(HYPOTHETICAL, "hypothetical")

typedef enum toc_fact {
#define X(id, name) TOC_FACT_##id,
  TOC_FACTS(X)
#undef X
      TOC_N_FACTS
} toc_fact;

#define TOC_COUNTS(X) \
  X(OTHER, "other") X(KILLED, "killed") X(INJURED, "injured") X(ARRESTED, "arrested") X(MISSING, "missing") \
  X(DISPLACED, "displaced") X(PARTICIPANTS, "participants") X(PERSONNEL, "personnel") \
  X(RELEASED, "released") X(HOSTAGES, "hostages")

typedef enum toc_counts {
#define X(id, name) TOC_COUNTS_##id,
  TOC_COUNTS(X)
#undef X
      TOC_N_COUNTS
} toc_counts;

#define TOC_IMPACTS(X) \
  X(SERVICE, "service_disruption") X(TRANSPORT, "transport") X(COMMUNICATIONS, "communications") \
  X(PRICE, "price") X(MARKET, "market") X(DISPLACEMENT, "displacement")

typedef enum toc_impact_kind {
#define X(id, name) TOC_IMPACT_##id,
  TOC_IMPACTS(X)
#undef X
      TOC_N_IMPACTS
} toc_impact_kind;

typedef enum toc_direction { TOC_STOPPED, TOC_RESUMED, TOC_UP, TOC_DOWN, TOC_N_DIRECTIONS } toc_direction;

#define TOC_UPOSES(X) \
  X(ADJ) X(ADP) X(ADV) X(AUX) X(CCONJ) X(DET) X(INTJ) X(NOUN) X(NUM) X(PART) X(PRON) X(PROPN) \
  X(PUNCT) X(SCONJ) X(SYM) X(VERB) X(X)

typedef enum toc_upos {
  TOC_UPOS_NONE,
#define X(name) TOC_UPOS_##name,
  TOC_UPOSES(X)
#undef X
      TOC_N_UPOS
} toc_upos;

/* X(IDENT, "name", BASE): relations of English UD; an unknown subtype is its base. */
#define TOC_DEPRELS(X) \
  X(ACL, "acl", ACL) X(ACL_RELCL, "acl:relcl", ACL) X(ADVCL, "advcl", ADVCL) \
  X(ADVCL_RELCL, "advcl:relcl", ADVCL) X(ADVMOD, "advmod", ADVMOD) X(AMOD, "amod", AMOD) \
  X(APPOS, "appos", APPOS) X(AUX, "aux", AUX) X(AUX_PASS, "aux:pass", AUX) X(CASE, "case", CASE) \
  X(CC, "cc", CC) X(CC_PRECONJ, "cc:preconj", CC) X(CCOMP, "ccomp", CCOMP) X(CLF, "clf", CLF) \
  X(COMPOUND, "compound", COMPOUND) X(COMPOUND_PRT, "compound:prt", COMPOUND) X(CONJ, "conj", CONJ) \
  X(COP, "cop", COP) X(CSUBJ, "csubj", CSUBJ) X(CSUBJ_OUTER, "csubj:outer", CSUBJ) \
  X(CSUBJ_PASS, "csubj:pass", CSUBJ) X(DEP, "dep", DEP) X(DET, "det", DET) \
  X(DET_PREDET, "det:predet", DET) X(DISCOURSE, "discourse", DISCOURSE) X(DISLOCATED, "dislocated", DISLOCATED) \
  X(EXPL, "expl", EXPL) X(FIXED, "fixed", FIXED) X(FLAT, "flat", FLAT) X(GOESWITH, "goeswith", GOESWITH) \
  X(IOBJ, "iobj", IOBJ) X(LIST, "list", LIST) X(MARK, "mark", MARK) X(NMOD, "nmod", NMOD) \
  X(NMOD_DESC, "nmod:desc", NMOD) X(NMOD_NPMOD, "nmod:npmod", NMOD) X(NMOD_POSS, "nmod:poss", NMOD) \
  X(NMOD_TMOD, "nmod:tmod", NMOD) X(NMOD_UNMARKED, "nmod:unmarked", NMOD) X(NSUBJ, "nsubj", NSUBJ) \
  X(NSUBJ_OUTER, "nsubj:outer", NSUBJ) X(NSUBJ_PASS, "nsubj:pass", NSUBJ) X(NUMMOD, "nummod", NUMMOD) \
  X(OBJ, "obj", OBJ) X(OBL, "obl", OBL) X(OBL_AGENT, "obl:agent", OBL) X(OBL_NPMOD, "obl:npmod", OBL) \
  X(OBL_TMOD, "obl:tmod", OBL) X(OBL_UNMARKED, "obl:unmarked", OBL) X(ORPHAN, "orphan", ORPHAN) \
  X(PARATAXIS, "parataxis", PARATAXIS) X(PUNCT, "punct", PUNCT) X(REPARANDUM, "reparandum", REPARANDUM) \
  X(ROOT, "root", ROOT) X(VOCATIVE, "vocative", VOCATIVE) X(XCOMP, "xcomp", XCOMP)

typedef enum toc_deprel {
  TOC_REL_NONE,
#define X(id, name, base) TOC_REL_##id,
  TOC_DEPRELS(X)
#undef X
      TOC_N_DEPRELS
} toc_deprel;

#define TOC_KINDS(X) X(PER) X(ORG) X(GPE) X(LOC) X(FAC) X(NORP) X(EVENT) X(OTHER)

typedef enum toc_kind {
#define X(name) TOC_KIND_##name,
  TOC_KINDS(X)
#undef X
      TOC_N_KINDS
} toc_kind;

/* Names both ways.  The *_of functions return the NONE member, or TOC_N_… where there is
 * none, for an unknown name; names are static. */
const char *toc_type_name(toc_type t);
toc_type toc_type_of(toc_str name);
const char *toc_type_quad(toc_type t); /* "material_conflict"; NULL for NONE */
const char *toc_mode_name(toc_mode m);
toc_type toc_mode_type(toc_mode m);
toc_mode toc_mode_of(toc_type type, toc_str name);
const char *toc_context_name(toc_context c);
toc_context toc_context_of(toc_str name);
const char *toc_fact_name(toc_fact f);
toc_fact toc_fact_of(toc_str name);
const char *toc_counts_name(toc_counts c);
toc_counts toc_counts_of(toc_str name);
const char *toc_impact_name(toc_impact_kind k);
toc_impact_kind toc_impact_of(toc_str name);
const char *toc_direction_name(toc_direction d);
toc_direction toc_direction_of(toc_str name);
const char *toc_upos_name(toc_upos u);
toc_upos toc_upos_of(toc_str name);
const char *toc_deprel_name(toc_deprel r);
toc_deprel toc_deprel_of(toc_str name);   /* unknown subtype: its base; unknown base: NONE */
extern const toc_deprel toc__deprel_bases[TOC_N_DEPRELS];
static inline toc_deprel toc_deprel_base(toc_deprel r) { /* NSUBJ_PASS → NSUBJ */
  return (unsigned)r < TOC_N_DEPRELS ? toc__deprel_bases[r] : TOC_REL_NONE;
}
const char *toc_kind_name(toc_kind k);
toc_kind toc_kind_of(toc_str name);

#endif
