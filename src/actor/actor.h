/* actor.h - who acts: from the words of a report to coded actors.
 *
 *     The Kazakh foreign ministry said Moscow had sent peacekeepers.
 *     └─ KAZ GOV ──────────────┘      └ RUS GOV, a metonym
 *
 * The stage reads noun phrases against dictionaries (data/countries.txt, data/actors/…, see
 * docs/formats/actors) and gives each that can act a state, a PLOVER sector and, where it is
 * somebody known, the canonical name, as of the day of the report.  What the words of the
 * phrase do not say is looked for, in this order: in what the phrase refers to ("the bloc",
 * "he", "both sides"), in the place it is put in ("police in Almaty"), in the report's own scene.  What is
 * not found stays null: there is no default country.
 *
 * via says how an actor got its code when not by its own words:
 *   coref    from what it refers to      "the group", "she", "its fighters"
 *   context  its state from the report   "police", "the government"
 *   metonym  a capital for its state     "Moscow said"
 *   demonym  an adjective for its state  "Israeli strikes"
 *   name     from another, fuller mention of the same name in the report
 *   place    a town for the people in it "besieged Madaya"
 *
 * Countries, sectors and canonical names of actors live as long as the dictionaries.
 *
 * Actors reach doc->actors in text order; token.actor of the phrase's head points at them.
 * A phrase of several states ("Thai and Cambodian soldiers", "the leaders of X and Y") is one
 * actor for each: token.actor is the first, the others follow it at once with the same head,
 * their spans the words of their states.
 * Places that turned out to be metonyms are marked actor_only.
 */
#ifndef TOC_ACTOR_H
#define TOC_ACTOR_H

#include "core.h"
#include "doc.h"

typedef struct toc__actors toc__actors;

/* Reads data_dir/countries.txt, data_dir/places/given.txt (given names, to tell people from
 * bodies) and every data_dir/actors/(name).txt.  A wrong file is refused whole: TOC_BADDATA
 * with file, line, column and what was expected.  Read-only afterwards,
 * shared by threads. */
toc_status toc__actors_load(toc__actors **out, const char *data_dir, toc_error *err);
void toc__actors_free(toc__actors *x);

/* The same from bytes of one dictionary file, without any other: for tests and fuzzing. */
toc_status toc__actors_parse(toc__actors **out, toc_str bytes, const char *file, toc_error *err);

/* Fills doc->actors, token.actor and place.actor_only.  Needs tokens; uses trees, mentions
 * and places as far as they are there.  Linear in the document. */
toc_status toc__actors_run(const toc__actors *x, toc_doc *doc, toc_error *err);

/* What the dictionaries say about a phrase on a day (TOC_NODAY: on any). */
typedef struct toc__actor_found {
  toc_str name;             /* canonical */
  toc_str country, sector, sector2;
  toc_str role;             /* "president", …, or {NULL,0} */
  toc_day from, to;         /* TOC_NODAY: open */
  const char *file;
  uint32_t line;
} toc__actor_found;
typedef TOC_ARRAY(toc__actor_found) toc__actors_found;

/* All entries under exactly that phrase (case and accents do not count); in the order of the
 * dictionaries.  Into arena; strings live as long as x. */
void toc__actors_find(const toc__actors *x, toc_arena *arena, toc_str phrase, toc_day day,
                      toc__actors_found *out);

#endif
