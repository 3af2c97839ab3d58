/* party.h - the actors that an argument of a trigger stands for; private to src/event. */
#ifndef TOC_PARTY_H
#define TOC_PARTY_H

#include "pattern.h"

/* Adds the actors meant by the argument headed by `token`: those the actor stage coded, the
 * parts of a compound each on its own; a person or body that it did not code with its words
 * alone; `inside`: for an argument that is neither, the somebody named in it ("Russia" of
 * "Russia's invasion"). */
void toc__add_party(const view *v, uint32_t token, bool inside, toc_actors *out);

#endif
