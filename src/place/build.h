/* build.h - from text to the mapped gazetteer (used by tools/gazetteer and tests). */
#ifndef TOC_GAZETTEER_BUILD_H
#define TOC_GAZETTEER_BUILD_H

#include "core.h"

/* Reads data_dir/countries.txt and data_dir/places (geonames/{countries,admin,cities}.tsv,
 * regions.txt, names.txt, never.txt, words.txt, words-more.txt, given.txt, given-more.txt, family.txt,
 * family-more.txt) and appends the
 * file to out.  The same text gives the same bytes.  A wrong line is TOC_BADDATA with
 * file, line and what was expected; out is then not to be used. */
toc_status toc__gazetteer_build(const char *data_dir, toc_buf *out, toc_error *err);

#endif
