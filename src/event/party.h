/* party.h - the actors that an argument of a trigger stands for; private to src/event. */
#ifndef TOC_PARTY_H
#define TOC_PARTY_H

#include "pattern.h"

/* For an argument that is no actor itself: the somebody named in it.  Of an actor ("Russia's
 * invasion killed ten") not the one it is aimed at ("the attack on the mosque killed ten"). */
typedef enum look_inside { INSIDE_NOT, INSIDE_ACTOR, INSIDE_RECIPIENT } look_inside;

/* Adds the actors meant by the argument headed by `token`: those the actor stage coded, the
 * parts of a compound each on its own; a person or body that it did not code with its words
 * alone.  A pronoun gives way to the words it stands for, where its sentence has them. */
void toc__add_party(const view *v, uint32_t token, look_inside inside, toc_actors *out);

/* "Nobody was hurt", "did not say who did it", "expelled each other's envoys": names no one. */
bool toc__no_one(const view *v, uint32_t i);

/* "military talks", "presidential vote": of what kind, not whose; but "military targets". */
bool toc__of_a_kind(const view *v, uint32_t i);

#endif
