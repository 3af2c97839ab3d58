/* place_dump - features of every candidate, for tools/gazetteer/fit.py.
 *
 * usage: place_dump DATA_DIR [MODEL] < reports.jsonl
 *
 * Prints one tab-separated line a candidate; offsets are code points.
 *   HR names…   HS names…                                   the features, once
 *   R id start end score features…                          a run of words (find)
 *   S id start end group geonameid lat lon feature score features…  a place of a name (choose) */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyse.h"
#include "reading.h"
#include "text.h"
#include "token.h"

static const char *report_id;

static uint32_t code_point(toc_str text, uint32_t at) { return (uint32_t)toc_utf8_count((toc_str){text.ptr, at}); }

static void put_span(const reading *r, const char *row, const spot *s) {
  toc_span at = toc_tokens_span(r->doc, s->first, s->last);
  printf("%s\t%s\t%u\t%u", row, report_id, code_point(r->doc->text, at.start), code_point(r->doc->text, at.end));
}

static void put_run(const reading *r, const spot *s) {
  put_span(r, "R", s);
  printf("\t%.3f", s->score);
  for (int i = 0; i < N_REC; i++) printf("\t%g", (double)s->f[i]);
  printf("\n");
}

static void put_place(const reading *r, const spot *s, uint32_t ref, const double *f, double score) {
  const gaz_entity *e = gaz_at(r->g, gaz_ref_entity(ref));
  put_span(r, "S", s);
  printf("\t%u\t%u\t%.4f\t%.4f\t%s\t%.3f", s->group, e->id, e->lat / 1e4, e->lon / 1e4, gaz_feature_name(e->feature), score);
  for (int i = 0; i < N_RES; i++) printf("\t%g", f[i]);
  printf("\n");
}

static toc_str field(struct json_object *o, const char *key) {
  struct json_object *v;
  if (!json_object_object_get_ex(o, key, &v) || !json_object_is_type(v, json_type_string)) return (toc_str){0};
  return (toc_str){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
}

static int bad(const toc_error *err) { return fprintf(stderr, "place_dump: %s\n", err->message), 1; }

int main(int argc, char **argv) {
  toc_error err;
  toc__places *places;
  toc__tokenizer *tokens;
  toc__analyser *analyser = NULL;
  toc_doc doc = {0};
  jmp_buf jump;
  char *line = NULL;
  size_t size = 0;
  if (argc < 2) return fprintf(stderr, "usage: place_dump DATA_DIR [MODEL] < reports.jsonl\n"), 2;
  if (toc__places_load(&places, argv[1], NULL, NULL, &err) != TOC_OK || toc__tokenizer_load(&tokens, argv[1], &err) != TOC_OK) return bad(&err);
  if (argc > 2 && toc__analyser_load(&analyser, argv[2], NULL, NULL, &err) != TOC_OK) return bad(&err);
  toc__place_dump = put_place;
  toc__place_dump_rec = put_run;
  printf("HR");
  for (int i = 0; i < N_REC; i++) printf("\t%s", toc__rec_names[i]);
  printf("\nHS");
  for (int i = 0; i < N_RES; i++) printf("\t%s", toc__res_names[i]);
  printf("\n");
  while (getline(&line, &size, stdin) > 0) {
    struct json_object *o = json_tokener_parse(line);
    if (!o) continue;
    toc_doc_reset(&doc, 0);
    if (setjmp(jump)) return fprintf(stderr, "place_dump: out of memory\n"), 1;
    doc.arena.oom = doc.scratch.oom = &jump;
    doc.text = field(o, "text");
    doc.title = field(o, "title");
    doc.publisher = field(o, "publisher");
    doc.url = field(o, "url");
    doc.published = field(o, "published");
    report_id = json_object_get_string(json_object_object_get(o, "id"));
    if (toc__text_run(&doc, &err) != TOC_OK || toc__tokenizer_run(tokens, &doc, &err) != TOC_OK) return bad(&err);
    if (analyser && toc__analyser_run(analyser, false, NULL, NULL, &doc, &err) != TOC_OK) return bad(&err);
    if (toc__places_run(places, &doc, &err) != TOC_OK) return bad(&err);
    json_object_put(o);
  }
  free(line);
  toc_arena_release(&doc.arena);
  toc_arena_release(&doc.scratch);
  toc__analyser_free(analyser);
  toc__tokenizer_free(tokens);
  toc__places_free(places);
  return 0;
}
