/* complete.c - who, when the clause does not say.
 *
 *     Russia demanded the release of the crew.      release: by whoever is asked, as told elsewhere
 *     Kyiv urged Moscow to free the crew.           free: Moscow, for it was urged
 *     Brussels demanded that Minsk free him.        demanded: of Minsk, for its free is asked for
 *     Twelve were killed in a police crackdown.     killed: by the police; crackdown: on the twelve
 *     a crackdown on protests                       recipients: the protesters
 *     The protests began on Sunday.                 actors: the protesters named before
 *     The siege was lifted.                         parties: those of the siege told before
 *     Soldiers were sent to the border.             actors: the soldiers
 *     They fired in the air to scatter the crowd.   recipients: the crowd
 *     He called the king to congratulate him.       recipients: the king
 *     a bombing that killed two monks               recipients: the monks
 *
 * Only an empty role is filled, from the same report, and `via` is "context".  The mode of a
 * killing or an attack that its own clause does not tell comes from the weapon named beside it. */
#include "complete.h"
#include "party.h"

static const toc_token *tok(const view *v, uint32_t i) { return &v->doc->tokens.ptr[i]; }
static toc_event *event(const view *v, uint32_t i) { return &v->doc->events.ptr[i]; }

static void copy(const view *v, const toc_actors *from, toc_actors *to) {
  for (uint32_t i = 0; i < from->len; i++) {
    toc_actor a = from->ptr[i];
    if (!a.via.len) a.via = TOC_S("context");
    *toc_push(&v->doc->arena, to) = a;
  }
}

static bool speaks_of(toc_type t) {
  return t == TOC_REQUEST || t == TOC_AGREE || t == TOC_CONCEDE || t == TOC_THREATEN || t == TOC_REJECT || t == TOC_ACCUSE;
}

/* The event of the nearest word above token i in its sentence. */
static uint32_t event_above(const view *v, uint32_t i, const uint32_t *event_at) {
  uint32_t h = tok(v, i)->head;
  for (int step = 0; step < 4 && h != TOC_NONE; step++, h = tok(v, h)->head)
    if (event_at[h] != TOC_NONE) return event_at[h];
  return TOC_NONE;
}

static bool same_first(const toc_actors *a, const toc_actors *b) {
  return a->len && b->len && a->ptr[0].span.start == b->ptr[0].span.start;
}

/* What is asked for is done by whom it is asked of; what is promised, refused or threatened
 * by who says so; what somebody is accused of by the accused. */
static void content(const view *v, toc_event *said, toc_event *done) {
  bool other = said->type == TOC_REQUEST || said->type == TOC_ACCUSE;
  bool real = done->status == TOC_FACT_OCCURRED || done->status == TOC_FACT_ONGOING;
  if (real && said->type != TOC_ACCUSE && said->type != TOC_CONCEDE) return; /* "a warrant over the slaying"; but "apologised for the killing" */
  toc_actors *who = other ? &said->recipients : &said->actors;
  if (!done->actors.len && !same_first(who, &done->recipients)) copy(v, who, &done->actors);
  if (said->type == TOC_REQUEST && !said->recipients.len && !same_first(&done->actors, &said->actors)) copy(v, &done->actors, &said->recipients);
  if ((said->type == TOC_THREATEN || said->type == TOC_AGREE) && !said->recipients.len) copy(v, &done->recipients, &said->recipients);
}

bool toc__is_noun(const view *v, uint32_t i) { return tok(v, i)->upos == TOC_UPOS_NOUN || tok(v, i)->upos == TOC_UPOS_PROPN; }

/* A court has said who did it; an arrest has not. */
static bool verdict(const view *v, uint32_t verb) {
  static const char *const lemma[] = {"jail", "sentence", "imprison", "convict", "execute", "hang"};
  return TOC_ONE_OF(tok(v, verb)->lemma, lemma);
}

static bool armed_force(const toc_actor *a) {
  static const char *const kind[] = {"MIL", "COP", "PRM", "REB", "UAF", "IMG"};
  for (size_t i = 0; i < sizeof kind / sizeof *kind; i++)
    if (toc_str_is(a->sector, kind[i]) || toc_str_is(a->sector2, kind[i])) return true;
  return false;
}

static bool all_armed(const toc_actors *a) {
  for (uint32_t i = 0; i < a->len; i++)
    if (!armed_force(&a->ptr[i])) return false;
  return a->len > 0;
}

/* Fire that hits whoever is there: its victims are no side. */
static bool stray(const view *v, uint32_t noun) {
  static const char *const words[] = {"gunfire", "crossfire", "violence", "bloodshed", "unrest", "war", "warfare", "conflict", "hostility"};
  return TOC_ONE_OF(tok(v, noun)->lemma, words);
}

/* "killed in a crackdown": two words for one happening tell each other the parties. */
static void share(const view *v, toc_event *verb, toc_event *noun) {
  if (verb->type != TOC_ASSAULT && verb->type != TOC_COERCE) return;
  if (noun->type == TOC_PROTEST) {
    if (noun->actors.len == 0 && verb->type == TOC_COERCE) copy(v, &verb->recipients, &noun->actors);
    return;
  }
  if (noun->type == TOC_ACCUSE && verb->type == TOC_COERCE && !noun->recipients.len) copy(v, &verb->recipients, &noun->recipients); /* "arrested on charges" */
  if (noun->type != TOC_ASSAULT && noun->type != TOC_COERCE) return;
  uint32_t mark = toc_child(v->doc, noun->token, TOC_REL_CASE);
  if (verb->type == TOC_COERCE && mark != TOC_NONE && (v->word[mark] == v->coder->w_for || toc_lemma_is(v->doc, mark, "over"))) { /* "held for the bombing" */
    if (verdict(v, verb->token) && !noun->actors.len) copy(v, &verb->recipients, &noun->actors);
    return;
  }
  bool mutual = toc__in_known(v, SET_MUTUAL, noun->token);
  if (!verb->actors.len && noun->actors.len == 1) copy(v, &noun->actors, &verb->actors);
  if (verb->actors.len == 1 && !noun->actors.len && verb->type == noun->type && !mutual) copy(v, &verb->actors, &noun->actors);
  if (mutual && !noun->actors.len && !stray(v, noun->token) && all_armed(&verb->recipients)) copy(v, &verb->recipients, &noun->actors); /* "officers were hurt in clashes" */
  if (noun->mode == TOC_MODE_COERCE_SEIZE) return; /* killed in a coup, which was not against them */
  if (!noun->recipients.len && noun->actors.len < 2 && !mutual) copy(v, &verb->recipients, &noun->recipients);
}

/* "Rebuffed the rebels' truce", "a truce that the king rejected": what is answered was offered to
 * him who answers, and he answers those who offered it. */
static void answered(const view *v, uint32_t i, const uint32_t *event_at) {
  toc_event *e = event(v, i);
  if (toc__is_noun(v, e->token) || (e->type != TOC_REJECT && e->type != TOC_AGREE && e->type != TOC_SUPPORT)) return;
  uint32_t offer = toc_child(v->doc, e->token, TOC_REL_OBJ);
  if (tok(v, e->token)->rel == TOC_REL_ACL_RELCL) offer = tok(v, e->token)->head;
  if (offer == TOC_NONE || event_at[offer] == TOC_NONE || !toc__is_noun(v, offer)) return;
  toc_event *o = event(v, event_at[offer]);
  if ((o->type != TOC_CONCEDE && o->type != TOC_AGREE) || same_first(&o->actors, &e->actors)) return;
  if (!o->recipients.len && o->actors.len) copy(v, &e->actors, &o->recipients);
  if (!e->recipients.len) copy(v, &o->actors, &e->recipients);
}

/* "Accepted the resignation of the minister": it was handed to him. */
static void accepted(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  uint32_t verb = tok(v, e->token)->head;
  if (e->mode != TOC_MODE_RETREAT_RESIGN || e->recipients.len || !toc__is_noun(v, e->token) || toc_rel_base(v->doc, e->token) != TOC_REL_OBJ || verb == TOC_NONE) return;
  static const char *const verbs[] = {"accept", "receive", "reject", "refuse"};
  if (!TOC_ONE_OF(tok(v, verb)->lemma, verbs)) return;
  frame f;
  toc__frame(v, verb, &f);
  for (uint32_t k = 0; k < f.n; k++)
    if (f.arg[k].slot == SLOT_SUBJ) toc__add_party(v, f.arg[k].token, INSIDE_NOT, &e->recipients);
}

static void link_to_above(const view *v, uint32_t i, const uint32_t *event_at) {
  toc_event *e = event(v, i);
  uint32_t up = event_above(v, e->token, event_at);
  if (up == TOC_NONE) return;
  toc_event *above = event(v, up);
  toc_deprel b = toc_rel_base(v->doc, e->token);
  if (speaks_of(above->type) && !speaks_of(e->type) && b != TOC_REL_NSUBJ && b != TOC_REL_CONJ && b != TOC_REL_ADVCL) content(v, above, e);
  else if (toc__is_noun(v, e->token) && (b == TOC_REL_OBL || b == TOC_REL_NMOD) && !toc__is_noun(v, above->token)) {
    share(v, above, e);
    uint32_t first = toc_rel_base(v->doc, above->token) == TOC_REL_CONJ ? tok(v, above->token)->head : TOC_NONE; /* "killed and wounded in a raid" */
    if (first != TOC_NONE && event_at[first] != TOC_NONE && !toc__is_noun(v, first) && b == TOC_REL_OBL) share(v, event(v, event_at[first]), e);
  }
}

/* "a crackdown on protests": those who protest. */
static void recipients_below(const view *v, uint32_t i, const uint32_t *event_at) {
  toc_event *e = event(v, i);
  uint32_t seen = 0;
  if (e->recipients.len || (e->type != TOC_ASSAULT && e->type != TOC_COERCE && e->type != TOC_ACCUSE && e->type != TOC_CONCEDE)) return;
  toc_children(v->doc, e->token, c) {
    if (seen++ == MAX_LOOK || e->recipients.len) break;
    toc_deprel b = toc_rel_base(v->doc, c);
    if ((b == TOC_REL_NMOD || b == TOC_REL_OBL || b == TOC_REL_OBJ) && event_at[c] != TOC_NONE) {
      toc_event *below = event(v, event_at[c]);
      if (below->type == TOC_PROTEST || e->type == TOC_ACCUSE) copy(v, &below->actors, &e->recipients);
    }
  }
}

static bool the_or_this(const view *v, uint32_t i) {
  uint32_t d = toc_child(v->doc, i, TOC_REL_DET);
  return d != TOC_NONE && (toc_lemma_is(v->doc, d, "the") || toc_lemma_is(v->doc, d, "this") || toc_lemma_is(v->doc, d, "that"));
}

/* "Two strikes", "a strike": more of the kind. */
static bool another_one(const view *v, uint32_t i) {
  uint32_t d = toc_child(v->doc, i, TOC_REL_DET);
  return toc_child(v->doc, i, TOC_REL_NUMMOD) != TOC_NONE || (d != TOC_NONE && toc_lemma_is(v->doc, d, "a"));
}

/* "Jets carried out a strike … The strike came at dawn", "killed in an encounter … The encounter
 * lasted an hour": a word has one sense in a report. */
static void same_sense(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  bool strike = e->type == TOC_PROTEST && e->mode == TOC_MODE_PROTEST_STRIKE && !e->actors.len;
  if ((!strike && (e->type != TOC_CONSULT || !toc_lemma_is(v->doc, e->token, "encounter"))) || !toc__is_noun(v, e->token)) return;
  for (uint32_t k = i, looked = 0; k-- > 0 && looked < MAX_LOOK; looked++) {
    const toc_event *o = event(v, k);
    if (v->word[o->token] != v->word[e->token]) continue;
    if (o->type != TOC_ASSAULT) return;
    e->type = o->type, e->mode = o->mode, e->cameo = o->cameo, e->why = o->why;
    return;
  }
}

/* "The siege": the parties told when it was first named; "two more strikes": by those who
 * struck before. */
static void named_before(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  if (e->actors.len || e->recipients.len || !toc__is_noun(v, e->token)) return;
  toc_str lemma = tok(v, e->token)->lemma;
  uint32_t looked = 0;
  for (uint32_t k = i; k-- > 0 && looked++ < MAX_LOOK;) {
    const toc_event *o = event(v, k);
    if (o->type != e->type || (!o->actors.len && !o->recipients.len) || !toc_str_eq(tok(v, o->token)->lemma, lemma)) continue;
    copy(v, &o->actors, &e->actors);
    if (!another_one(v, e->token)) copy(v, &o->recipients, &e->recipients);
    return;
  }
}

/* "Soldiers were sent to the border", "the deployment of the guards": where nobody is said to
 * send it, the force that moves. */
static void moves_itself(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  if (e->type != TOC_MOBILIZE || e->actors.len) return;
  uint32_t at = e->token, verb = tok(v, at)->head;
  bool noun = toc__is_noun(v, at);
  if (noun && verb != TOC_NONE && toc_rel_base(v->doc, at) == TOC_REL_OBL && toc__passive(v, verb)) at = verb, noun = false; /* "were put on alert" */
  uint32_t seen = 0;
  toc_children(v->doc, at, c) {
    if (seen++ == MAX_LOOK) break;
    toc_deprel r = tok(v, c)->rel, b = toc_deprel_base(r);
    bool moved = noun ? b == TOC_REL_NMOD && toc_child(v->doc, c, TOC_REL_CASE) != TOC_NONE && v->word[toc_child(v->doc, c, TOC_REL_CASE)] == v->coder->w_of
                      : r == TOC_REL_NSUBJ_PASS || (b == TOC_REL_OBJ && !toc__passive(v, at));
    uint32_t who = toc__counted(v, c);
    if (!moved || tok(v, who)->actor == TOC_NONE || !armed_force(&v->doc->actors.ptr[tok(v, who)->actor])) continue;
    toc__add_party(v, c, INSIDE_NOT, &e->actors);
    return;
  }
}

/* "Fired tear gas to scatter the crowd", "sent soldiers to arrest the mayor": at whom it is, the
 * purpose says. */
static void purpose(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  if ((e->type != TOC_ASSAULT && e->type != TOC_MOBILIZE) || e->recipients.len || !e->actors.len || toc__is_noun(v, e->token)) return;
  uint32_t at = e->token, seen = 0;
  if (toc_rel_base(v->doc, at) == TOC_REL_CONJ && tok(v, at)->head != TOC_NONE && toc_child(v->doc, at, TOC_REL_ADVCL) == TOC_NONE) at = tok(v, at)->head;
  for (int step = 0; step < 2 && !e->recipients.len; step++) {
    toc_children(v->doc, at, c) {
      if (seen++ == MAX_LOOK || e->recipients.len) break;
      toc_deprel b = toc_rel_base(v->doc, c);
      if ((b != TOC_REL_ADVCL && b != TOC_REL_XCOMP) || !(tok(v, c)->feat & TOC_F_INF)) continue;
      uint32_t o = toc_child(v->doc, c, TOC_REL_OBJ);
      if (o != TOC_NONE && toc__human(v, o)) toc__add_party(v, o, INSIDE_NOT, &e->recipients);
    }
    uint32_t next = toc_child(v->doc, at, TOC_REL_CONJ);
    if (next == TOC_NONE || at != e->token) break;
    at = next; /* "fired at them and shot in the air to scatter them": the purpose of both */
  }
}

/* "Telephoned the king to convey thanks": to him; "called her to discuss trade": with her. */
static void spoken_with(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  uint32_t verb = e->token;
  if (!e->actors.len || e->recipients.len || (!speaks_of(e->type) && e->type != TOC_SUPPORT && e->type != TOC_CONSULT)) return;
  if (toc__is_noun(v, verb) && toc_rel_base(v->doc, verb) == TOC_REL_OBJ && tok(v, verb)->head != TOC_NONE) verb = tok(v, verb)->head; /* "to express thanks" */
  uint32_t h = tok(v, verb)->head;
  toc_deprel b = toc_rel_base(v->doc, verb);
  if (h == TOC_NONE || (b != TOC_REL_ADVCL && b != TOC_REL_XCOMP) || !(tok(v, verb)->feat & TOC_F_INF) || !toc__speaks_with(v, h)) return;
  uint32_t with = toc_child(v->doc, h, TOC_REL_OBJ);
  if (with == TOC_NONE || !toc__human(v, with)) return;
  if (e->type == TOC_CONSULT && e->actors.len > 1) return;
  toc__add_party(v, with, INSIDE_NOT, e->type == TOC_CONSULT ? &e->actors : &e->recipients);
}

/* "The police firing that left one dead", "the shelling killed ten": by whoever fired. */
static void by_deed(const view *v, uint32_t i, const uint32_t *event_at) {
  toc_event *e = event(v, i);
  uint32_t verb = e->token;
  if (e->type != TOC_ASSAULT || e->actors.len || toc__is_noun(v, verb)) return;
  if (tok(v, verb)->upos == TOC_UPOS_ADJ) verb = tok(v, verb)->head;
  if (verb == TOC_NONE || tok(v, verb)->upos != TOC_UPOS_VERB || toc__passive(v, verb)) return;
  uint32_t deed = toc_child(v->doc, verb, TOC_REL_NSUBJ);
  if (deed != TOC_NONE && tok(v, deed)->upos == TOC_UPOS_PRON && tok(v, verb)->rel == TOC_REL_ACL_RELCL) deed = tok(v, verb)->head;
  if (deed == TOC_NONE || event_at[deed] == TOC_NONE || event_at[deed] == i) return;
  const toc_event *o = event(v, event_at[deed]);
  if (o->type == TOC_ASSAULT && o->actors.len == 1) copy(v, &o->actors, &e->actors);
}

/* "Two blasts tore through a crowd", "shells hit the market". */
static void struck(const view *v, uint32_t verb, toc_actors *out) {
  static const char *const verbs[] = {"hit", "strike", "rip", "tear", "target", "pound", "batter"};
  uint32_t seen = 0;
  if (!TOC_ONE_OF(tok(v, verb)->lemma, verbs) || toc__passive(v, verb)) return;
  toc_children(v->doc, verb, c) {
    if (seen++ == MAX_LOOK || out->len) break;
    toc_deprel b = toc_rel_base(v->doc, c);
    uint32_t m = toc_child(v->doc, c, TOC_REL_CASE);
    bool through = b == TOC_REL_OBL && m != TOC_NONE && (toc_lemma_is(v->doc, m, "through") || toc_lemma_is(v->doc, m, "into"));
    if (b == TOC_REL_OBJ || through) toc__add_party(v, c, INSIDE_RECIPIENT, out);
  }
}

/* "A bombing that killed 33 activists", "ten guards died in the gunfire". */
static void tolls_of_noun(const view *v, uint32_t i, const uint32_t *event_at) {
  toc_event *e = event(v, i);
  if (e->type != TOC_ASSAULT || e->recipients.len || !toc__is_noun(v, e->token)) return;
  bool mutual = toc__in_known(v, SET_MUTUAL, e->token);
  uint32_t h = tok(v, e->token)->head, seen = 0;
  toc_children(v->doc, e->token, c) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(v->doc, c) != TOC_REL_ACL || event_at[c] == TOC_NONE || mutual) continue;
    const toc_event *toll = event(v, event_at[c]);
    if (toll->type != TOC_ASSAULT || toc__passive(v, c)) continue;
    copy(v, &toll->recipients, &e->recipients);
    return;
  }
  if (h == TOC_NONE) return;
  if (tok(v, e->token)->rel == TOC_REL_NSUBJ && event_at[h] != TOC_NONE && event(v, event_at[h])->type == TOC_ASSAULT && !mutual) {
    copy(v, &event(v, event_at[h])->recipients, &e->recipients); /* "two strikes killed a nun" */
    return;
  }
  if (tok(v, e->token)->rel == TOC_REL_NSUBJ && !mutual && event_at[h] == TOC_NONE) {
    struck(v, h, &e->recipients);
    return;
  }
  if (toc_rel_base(v->doc, e->token) != TOC_REL_OBL || !toc_lemma_is(v->doc, h, "die")) return;
  uint32_t dead = toc_child(v->doc, h, TOC_REL_NSUBJ);
  if (dead != TOC_NONE) toc__add_party(v, dead, INSIDE_NOT, &e->recipients);
}

/* Several of them: one protester who is hurt or speaks is not the crowd. */
static bool a_crowd(const view *v, uint32_t i) {
  return tok(v, i)->actor != TOC_NONE && toc__in_known(v, SET_CROWD, i) && (tok(v, i)->feat & TOC_F_PLUR || toc_lemma_is(v->doc, i, "crowd") || toc_lemma_is(v->doc, i, "mob"));
}

/* Protests are made by the protesters named last, in this sentence or before. */
static void protesters(const view *v, uint32_t i) {
  enum { REACH = 400 }; /* tokens */
  toc_event *e = event(v, i);
  if (e->type != TOC_PROTEST || e->actors.len) return;
  const toc_doc *doc = v->doc;
  uint32_t end = doc->sentences.ptr[e->sentence].last;
  uint32_t begin = end > REACH ? end - REACH : 0;
  for (uint32_t k = end; k-- > begin;) {
    if (!a_crowd(v, k)) continue;
    toc_actor a = doc->actors.ptr[tok(v, k)->actor];
    a.via = TOC_S("context");
    *toc_push(&v->doc->arena, &e->actors) = a;
    return;
  }
}

static bool is_actor_of(const toc_event *e, const toc_actor *a) {
  for (uint32_t i = 0; i < e->actors.len; i++) {
    const toc_actor *b = &e->actors.ptr[i];
    if (b->span.start == a->span.start || (a->entity != TOC_NONE && a->entity == b->entity)) return true;
  }
  return false;
}

/* Nothing but an actor's place: "in Kyiv". */
static bool mere_place(const view *v, uint32_t i) {
  if (tok(v, i)->place == TOC_NONE) return false;
  uint32_t seen = 0;
  toc_children(v->doc, i, c) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(v->doc, c) == TOC_REL_CASE && (v->word[c] == v->coder->w_in || toc_lemma_is(v->doc, c, "at"))) return true;
  }
  return false;
}

static bool goes_down(toc_deprel r) {
  switch (toc_deprel_base(r)) {
    case TOC_REL_OBJ:
    case TOC_REL_OBL:
    case TOC_REL_NMOD:
    case TOC_REL_XCOMP:
    case TOC_REL_AMOD:
    case TOC_REL_COMPOUND:
    case TOC_REL_CCOMP: return true;
    case TOC_REL_CONJ: return true;
    case TOC_REL_ACL: return r == TOC_REL_ACL; /* "threats made by the government" */
    default: return false;
  }
}

/* "offered to send troops to help Haiti": soldiers and help are sent by him who speaks. */
static bool own_force(const view *v, const toc_event *e, uint32_t i) {
  uint32_t a = tok(v, i)->actor;
  if (a == TOC_NONE || toc_rel_base(v->doc, i) != TOC_REL_OBJ || (e->type != TOC_AGREE && e->type != TOC_REJECT && e->type != TOC_CONCEDE)) return false;
  const toc_actor *f = &v->doc->actors.ptr[a];
  bool military = (toc_str_is(f->sector, "MIL") || toc_str_is(f->sector2, "MIL")) && (!f->country.len || toc_str_is(f->via, "context"));
  return military || (f->country.len && e->actors.len && toc_str_eq(f->country, e->actors.ptr[0].country));
}

/* "Sent food to camps in Chad": aid that goes to another state goes to it, and one that is cut is cut there. */
static bool abroad(const view *v, const toc_event *e, uint32_t i) {
  uint32_t p = tok(v, i)->place;
  if (p == TOC_NONE || v->doc->places.ptr[p].first != i || !v->doc->places.ptr[p].country.len) return false;
  for (uint32_t k = 0; k < e->actors.len; k++)
    if (toc_str_eq(e->actors.ptr[k].country, v->doc->places.ptr[p].country)) return false;
  return e->actors.len > 0;
}

/* "Demanded the release of the crew": not of the crew, but of those who hold it. */
static bool frees(const view *v, uint32_t i, const uint32_t *event_at) {
  return event_at[i] != TOC_NONE && event(v, event_at[i])->type == TOC_RETREAT && event(v, event_at[i])->mode == TOC_MODE_RETREAT_RELEASE;
}

/* Words are addressed to, or are about, the somebody nearest below their object or clause:
 * "rejected the plan of the envoy", "agreed to lend money to Indonesia". */
static void nearest_below(const view *v, uint32_t i, const uint32_t *event_at) {
  toc_event *e = event(v, i);
  bool noun = toc__is_noun(v, e->token), gives = e->type == TOC_AID;
  if (e->recipients.len || (!e->actors.len && e->type != TOC_ACCUSE) || (!noun && tok(v, e->token)->upos != TOC_UPOS_VERB)) return;
  if (!speaks_of(e->type) && !gives && (noun || (e->type != TOC_SUPPORT && e->type != TOC_SANCTION))) return;
  if (noun && (!e->actors.len || e->type == TOC_AGREE || e->type == TOC_CONCEDE)) return; /* "a deal" is with somebody */
  struct {
    uint32_t token;
    int depth;
  } queue[MAX_LOOK] = {{e->token, 0}};
  for (uint32_t next = 0, n = 1; next < n; next++) {
    if (queue[next].depth == 4) break;
    uint32_t seen = 0;
    toc_children(v->doc, queue[next].token, c) {
      if (seen++ == MAX_LOOK) break;
      bool subject = queue[next].depth > 0 && tok(v, c)->rel == TOC_REL_NSUBJ;
      bool there = (gives || e->type == TOC_SANCTION) && abroad(v, e, c);
      bool purpose = gives && toc_rel_base(v->doc, c) == TOC_REL_ADVCL && (tok(v, c)->feat & TOC_F_INF); /* "money to build schools in Chad" */
      if ((!goes_down(tok(v, c)->rel) && !subject && !purpose) || (queue[next].depth == 0 && toc_rel_base(v->doc, c) == TOC_REL_CONJ) || own_force(v, e, c) ||
          tok(v, c)->time != TOC_NONE || toc__of_a_kind(v, c) || (mere_place(v, c) && !there) || toc__no_one(v, c) || (e->type == TOC_REQUEST && frees(v, c, event_at)))
        continue;
      uint32_t a = tok(v, c)->actor;
      bool named = tok(v, c)->upos != TOC_UPOS_PRON || toc_lemma_is(v->doc, c, "whoever");
      if ((a != TOC_NONE && named && !is_actor_of(e, &v->doc->actors.ptr[a])) || (a == TOC_NONE && there)) {
        toc__add_party(v, c, INSIDE_NOT, &e->recipients);
        for (uint32_t k = 0; k < e->recipients.len; k++) e->recipients.ptr[k].via = TOC_S("context");
        return;
      }
      if (n < MAX_LOOK) {
        queue[n].token = c;
        queue[n++].depth = queue[next].depth + 1;
      }
    }
  }
}

/* "Mobilised the army for an assault against the town", "went on hunger strike to protest against
 * the judges": whom all of it is against. */
static void against(const view *v, uint32_t i) {
  enum { NEAR = 16 }; /* words */
  toc_event *e = event(v, i);
  if ((e->type != TOC_MOBILIZE && e->type != TOC_PROTEST) || e->recipients.len || !e->actors.len) return;
  uint32_t end = v->doc->sentences.ptr[e->sentence].last;
  for (uint32_t k = e->token + 1; k < end && k <= e->token + NEAR; k++) {
    uint32_t m = toc_child(v->doc, k, TOC_REL_CASE);
    if (m == TOC_NONE || v->word[m] != v->coder->w_against || m < e->token) continue;
    toc__add_party(v, k, INSIDE_RECIPIENT, &e->recipients);
    return;
  }
}

static bool conjoined(const view *v, uint32_t a, uint32_t b) {
  uint32_t ha = toc_rel_base(v->doc, a) == TOC_REL_CONJ ? tok(v, a)->head : a;
  uint32_t hb = toc_rel_base(v->doc, b) == TOC_REL_CONJ ? tok(v, b)->head : b;
  return ha == hb;
}

static toc_str country_of(const view *v, const toc_where *w) {
  return w->set && w->place != TOC_NONE && !w->via.len ? v->doc->places.ptr[w->place].country : (toc_str){NULL, 0};
}

/* The visitor of two who meet: he who came for it ("flew to Lima and met the mayor"), or the one
 * whose state it is not ("met the mayor in Lima"); -1 if neither or either. */
static int visitor(const view *v, const toc_event *e, uint32_t from) {
  const toc_actor *a = e->actors.ptr;
  for (uint32_t k = from; k < v->doc->events.len; k++) {
    const toc_event *o = event(v, k);
    if (o->type == TOC_CONSULT && o->mode == TOC_MODE_CONSULT_VISIT && o != e && same_first(&o->actors, &e->actors) && conjoined(v, o->token, e->token)) return 0;
  }
  toc_str here = country_of(v, &e->where);
  if (!here.len || !a[0].country.len || !a[1].country.len || toc_str_eq(a[0].country, a[1].country)) return -1;
  return toc_str_eq(here, a[1].country) ? 0 : toc_str_eq(here, a[0].country) ? 1 : -1;
}

/* A visitor is actor, and the host recipient. */
static void host(const view *v, uint32_t i, uint32_t from) {
  toc_event *e = event(v, i);
  if (e->type != TOC_CONSULT || e->mode || e->actors.len != 2 || e->recipients.len) return;
  int who = visitor(v, e, from);
  if (who < 0) return;
  *toc_push(&v->doc->arena, &e->recipients) = e->actors.ptr[1 - who];
  e->actors.ptr[0] = e->actors.ptr[who];
  e->actors.len = 1;
  e->mode = TOC_MODE_CONSULT_VISIT;
}

/* "An effort to end the rift between X and Y": those between whom it is are mediated. */
static void between(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  if (e->type != TOC_CONSULT || e->mode != TOC_MODE_CONSULT_THIRD_PARTY || e->recipients.len) return;
  const toc_sentence *s = &v->doc->sentences.ptr[e->sentence];
  for (uint32_t k = e->token + 1; k < s->last && k < e->token + 16; k++) {
    uint32_t m = toc_child(v->doc, k, TOC_REL_CASE);
    if (m == TOC_NONE || v->word[m] != v->coder->w_between) continue;
    toc__add_party(v, k, INSIDE_NOT, &e->recipients);
    return;
  }
}

/* ------------------------------------------------------------------------ modes */

static bool weapon(toc_mode m) {
  switch (m) {
    case TOC_MODE_ASSAULT_PRIMITIVE:
    case TOC_MODE_ASSAULT_FIREARMS:
    case TOC_MODE_ASSAULT_EXPLOSIVES:
    case TOC_MODE_ASSAULT_SUICIDE_ATTACK:
    case TOC_MODE_ASSAULT_AERIAL:
    case TOC_MODE_ASSAULT_DRONE:
    case TOC_MODE_ASSAULT_HEAVY_WEAPONS:
    case TOC_MODE_ASSAULT_UNCONVENTIONAL: return true;
    default: return false;
  }
}

static bool names_attack(const view *v, uint32_t i) {
  static const char *const ATTACK[] = {"attack", "target", "strike", "raid", "assault"};
  return TOC_ONE_OF(tok(v, i)->lemma, ATTACK);
}

/* Killing, wounding, an attack: acts that some weapon was used in. */
static bool lacks_weapon(const view *v, const toc_event *e) {
  return e->type == TOC_ASSAULT && !e->mode && (toc_str_is(e->cameo, "180") || names_attack(v, e->token));
}

/* "Strikes" are not made with guns or knives. */
static bool can_be_made_with(const view *v, const toc_event *e, toc_mode m) {
  return !toc__is_noun(v, e->token) || !toc_lemma_is(v->doc, e->token, "strike") ||
         (m != TOC_MODE_ASSAULT_FIREARMS && m != TOC_MODE_ASSAULT_PRIMITIVE && m != TOC_MODE_ASSAULT_EXPLOSIVES);
}

static bool strangers(const toc_event *a, const toc_event *b) {
  return a->actors.len && b->actors.len && !same_first(&a->actors, &b->actors);
}

/* "Two shops were destroyed when a bomb went off": by the bomb, and not by fire. */
static bool blown_up(const view *v, const toc_event *e, const toc_event *by) {
  static const char *const WRECK[] = {"destroy", "destruction", "flatten", "wreck", "demolish", "raze", "level"};
  bool strong = by->mode == TOC_MODE_ASSAULT_EXPLOSIVES || by->mode == TOC_MODE_ASSAULT_SUICIDE_ATTACK || by->mode == TOC_MODE_ASSAULT_AERIAL ||
                by->mode == TOC_MODE_ASSAULT_DRONE || by->mode == TOC_MODE_ASSAULT_HEAVY_WEAPONS;
  return strong && e->type == TOC_ASSAULT && e->mode == TOC_MODE_ASSAULT_DESTROY && TOC_ONE_OF(tok(v, e->token)->lemma, WRECK) && !strangers(e, by);
}

/* An ambush is made with guns unless the text says how. */
static bool tells_weapon(const view *v, const toc_event *e) {
  return e->type == TOC_ASSAULT && weapon(e->mode) && !toc_lemma_is(v->doc, e->token, "ambush");
}

/* "The attack", but not "the second attack", "the earlier one". */
static bool told_again(const view *v, uint32_t i) {
  static const char *const OTHER[] = {"second", "third", "another", "other", "earlier", "previous", "new", "latest", "similar", "separate", "recent", "last"};
  if (!toc__is_noun(v, i) || !names_attack(v, i) || !the_or_this(v, i)) return false;
  uint32_t seen = 0;
  toc_children(v->doc, i, c) {
    if (seen++ == MAX_LOOK) break;
    if (toc_rel_base(v->doc, c) == TOC_REL_AMOD && TOC_ONE_OF(tok(v, c)->lemma, OTHER)) return false;
  }
  return true;
}

/* "Claimed responsibility for the attack": the one told before, if all that was told in the few
 * sentences before it was done with one weapon. */
static const toc_event *weapon_of_the_attack(const view *v, uint32_t i) {
  const toc_event *e = event(v, i), *donor = NULL;
  if (!told_again(v, e->token)) return NULL;
  for (uint32_t k = i, looked = 0; k-- > 0 && looked++ < MAX_LOOK;) {
    const toc_event *o = event(v, k);
    if (o->sentence + 5 < e->sentence) break;
    if (o->type != TOC_ASSAULT || !weapon(o->mode) || told_again(v, o->token)) continue;
    if (donor && donor->mode != o->mode) return NULL;
    donor = o;
  }
  return donor;
}

/* "Two were killed when a mine exploded": by the mine.  The one weapon of the sentence, else
 * that of the sentence before in the paragraph, tells how. */
static void weapons(const view *v, uint32_t from) {
  const toc_event *donor = NULL, *ambush = NULL;
  bool several = false;
  uint32_t end = v->doc->events.len;
  for (uint32_t i = from; i < end && !several; i++) {
    const toc_event *e = event(v, i);
    if (e->type != TOC_ASSAULT || !weapon(e->mode)) continue;
    if (!tells_weapon(v, e)) ambush = e;
    else if (donor && donor->mode != e->mode) several = true;
    else donor = e;
  }
  if (several) return;
  if (!donor) donor = ambush;
  if (!donor && from > 0 && from < end) {
    const toc_event *before = event(v, from - 1);
    const toc_sentence *s = v->doc->sentences.ptr;
    bool next = before->sentence + 1 == event(v, from)->sentence && s[before->sentence].paragraph == s[event(v, from)->sentence].paragraph;
    if (next && before->type == TOC_ASSAULT && weapon(before->mode)) donor = before;
  }
  for (uint32_t i = from; i < end; i++) {
    toc_event *e = event(v, i);
    const toc_event *by = donor ? donor : lacks_weapon(v, e) ? weapon_of_the_attack(v, i) : NULL;
    if (!by || (!lacks_weapon(v, e) && !blown_up(v, e, by)) || !can_be_made_with(v, e, by->mode)) continue;
    e->mode = by->mode;
    e->cameo = by->cameo;
  }
}

void toc__complete(const view *v, uint32_t from, uint32_t *event_at) {
  uint32_t end = v->doc->events.len;
  weapons(v, from);
  for (uint32_t i = from; i < end; i++) event_at[event(v, i)->token] = i;
  for (uint32_t i = from; i < end; i++) {
    moves_itself(v, i);
    purpose(v, i);
    spoken_with(v, i);
    accepted(v, i);
  }
  for (uint32_t i = from; i < end; i++) link_to_above(v, i, event_at);
  for (uint32_t i = from; i < end; i++) {
    same_sense(v, i);
    named_before(v, i);
    protesters(v, i);
  }
  for (uint32_t i = from; i < end; i++) {
    answered(v, i, event_at);
    by_deed(v, i, event_at);
    tolls_of_noun(v, i, event_at);
  }
  for (uint32_t i = from; i < end; i++) recipients_below(v, i, event_at);
  for (uint32_t i = from; i < end; i++) {
    between(v, i);
    against(v, i);
    host(v, i, from);
    nearest_below(v, i, event_at);
  }
  for (uint32_t i = from; i < end; i++) event_at[event(v, i)->token] = TOC_NONE;
}

/* ------------------------------------------------------------------ the whole report */

static bool happened(toc_fact f) { return f == TOC_FACT_OCCURRED || f == TOC_FACT_ONGOING || f == TOC_FACT_DENIED; }

static bool headline(const view *v, const toc_event *e) {
  toc_section s = v->doc->sentences.ptr[e->sentence].section;
  return s == TOC_TITLE || s == TOC_LEAD;
}

/* A headline tells news, and no history. */
static bool recent(const view *v, const toc_when *w) {
  return v->doc->dct == TOC_NODAY || w->from == TOC_NODAY || (w->from - v->doc->dct <= 31 && v->doc->dct - w->from <= 31);
}

static void take_when(toc_event *e, const toc_event *from) {
  if (e->when.set || !from->when.set) return;
  e->when = from->when;
  e->when.span = (toc_span){0, 0};
  e->when.via = TOC_S("report");
}

static void take_where(toc_event *e, const toc_event *from) {
  if (e->where.set || !from->where.set) return;
  e->where = (toc_where){.set = true, .place = from->where.place, .via = TOC_S("report")};
}

/* "The blast" is the blast told before: the same word, of the same type. */
static void told_before(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  uint32_t looked = 0;
  if (!happened(e->status) || e->when.set) return;
  for (uint32_t k = i; k-- > 0 && looked++ < MAX_LOOK && !e->when.set;) {
    const toc_event *o = event(v, k);
    if (o->type != e->type || v->word[o->token] != v->word[e->token] || !happened(o->status) || headline(v, o)) continue;
    take_when(e, o);
  }
}

/* A headline tells in short what the body tells with its day and place: the same word first; of
 * words, meetings and laws no other. */
static void told_below(const view *v, uint32_t i) {
  toc_event *e = event(v, i);
  uint32_t end = v->doc->events.len;
  bool same = false, bodily = e->type == TOC_ASSAULT || e->type == TOC_PROTEST || e->type == TOC_COERCE;
  for (int pass = 0; pass < 2 && (pass == 0 || !same || bodily); pass++)
    for (uint32_t k = i + 1; k < end && k < i + MAX_LOOK && !(e->when.set && e->where.set); k++) {
      const toc_event *o = event(v, k);
      if (o->type != e->type || headline(v, o) || (o->mode != e->mode && o->mode && e->mode)) continue;
      if (pass == 0 && v->word[o->token] != v->word[e->token]) continue;
      same = true;
      if (recent(v, &o->when)) take_when(e, o);
      if (happened(e->status)) take_where(e, o);
    }
}

void toc__complete_report(const view *v) {
  for (uint32_t i = 0; i < v->doc->events.len; i++)
    if (!headline(v, event(v, i))) told_before(v, i);
  for (uint32_t i = 0; i < v->doc->events.len && headline(v, event(v, i)); i++) told_below(v, i);
}
