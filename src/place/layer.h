/* layer.h - GeoNames dumps on top of the gazetteer.
 *
 * A layer is a text file in the columns of a GeoNames dump, cleaned: only lines that the
 * gazetteer can use.  Layers and the gazetteer that is built of them and of the one in data/
 * lie in one folder:
 *
 *   gazetteer.d/KZ.txt, alternateNamesV2.txt …   the layers
 *   gazetteer.d/gazetteer.bin                    data/gazetteer.bin and all layers in one file
 *
 * so that the place stage reads one file, as fast as ever, and one hash names it.  The result
 * depends on the layers alone, not on the order in which they came. */
#ifndef TOC_PLACE_LAYER_H
#define TOC_PLACE_LAYER_H

#include <stdio.h>

#include "gazetteer.h"

/* ------------------------------------------------------------------- dumps */

typedef enum dump_kind {
  DUMP_PLACES, /* XX.txt, allCountries.txt, cities500.txt …: 19 columns */
  DUMP_NAMES   /* alternateNames.txt, alternateNamesV2.txt: 8 or 10 columns */
} dump_kind;

/* A line of a dump; strings point into the reader's buffer until the next line is read. */
typedef struct dump_row {
  uint32_t id; /* places and names: of GeoNames, below DUMP_ID_MAX */
  toc_str name;
  /* places */
  toc_str ascii, others; /* others: parted by commas */
  int32_t lat, lon;      /* 1/10000 degree */
  toc_str country, adm1, adm2;
  gaz_feature feature;   /* GAZ_N_FEATURES: nothing that the gazetteer takes */
  uint32_t population;
  /* names */
  gaz_kind kind;
  bool usable;           /* a name that can stand in English text; a place that can be taken */
} dump_row;

#define DUMP_ID_MAX 50000000u /* GeoNames counts to 13 million in 2025 */

typedef struct dump_reader {
  FILE *f;
  const char *file;
  dump_kind kind;
  char *buf;
  size_t len, at, from; /* bytes held, where the next line begins, where this one began */
  bool eof;
  uint32_t line;
  uint64_t bytes;       /* read so far */
  toc_str text;         /* the line */
} dump_reader;

/* Looks at the first line to tell the kind.  TOC_IO, TOC_NOMEM, or TOC_BADDATA with file, line,
 * column and what was expected.  `file` names it in messages and must outlive the reader. */
toc_status toc__dump_open(dump_reader *d, FILE *f, const char *file, toc_error *err);
/* TOC_OK with a row, TOC_DONE at the end, or an error as above. */
toc_status toc__dump_next(dump_reader *d, dump_row *row, toc_error *err);
void toc__dump_close(dump_reader *d); /* not the file */
/* May it stand in English text as the name of a place? */
bool toc__dump_is_name(toc_str s);

/* ------------------------------------------------------------------ layers */

/* done of size bytes of what is going on; size 0: not known. */
typedef void (*toc__layer_progress)(void *ctx, const char *what, uint64_t done, uint64_t size);

typedef struct toc__layer_count {
  uint64_t lines, taken;
} toc__layer_count;

/* Checks all of a dump and writes the usable lines to out. */
toc_status toc__layer_copy(FILE *in, const char *file, uint64_t size, FILE *out, toc__layer_count *n, toc__layer_progress progress, void *ctx,
                           toc_error *err);

/* Builds the gazetteer of base and layers (paths; taken in bytewise order of their names) into
 * the open, empty, seekable file out.  Scratch files lie in the folder `scratch`.  Its own memory does
 * not grow with the layers; what it maps does. */
toc_status toc__layer_build(const gazetteer *base, const char *data_dir, const char *const *layer, size_t n, const char *scratch, FILE *out,
                            toc__layer_progress progress, void *ctx, toc_error *err);

#endif
