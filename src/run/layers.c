/* layers.c - the folder of dumps that lie on the gazetteer: add, remove, build, list.
 *
 * New layers are written beside the old ones as NAME.part, the gazetteer is built of what will
 * be there, and only then all of it is put in place: a wrong line in the last of five dumps
 * leaves the folder as it was. */
#include "layer.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

#define BUILT "gazetteer.bin"

typedef struct folder {
  toc_arena arena;
  const toc_layers_change_spec *spec;
  toc_strs have;                        /* names of layers, sorted */
  TOC_ARRAY(const char *) part, fresh;  /* [add] what was written, and what it will be */
  toc_layers_progress progress;
  void *ctx;
  toc_error *err;
} folder;

static const char *path_of(folder *d, const char *name, const char *suffix) {
  return toc_str_z(&d->arena, toc_str_format(&d->arena, "%s/%s%s", d->spec->folder, name, suffix));
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static toc_status cannot(folder *d, const char *what, const char *path) {
  return toc_fail(d->err, TOC_IO, NULL, 0, 0, "cannot %s '%s': %s", what, path, strerror(errno));
}

/* mkdir -p: the folder lies in a place for data that may not be there yet. */
static toc_status make_folder(folder *d) {
  char *path = toc_str_z(&d->arena, toc_cstr(d->spec->folder));
  for (char *p = path + 1; *path; p++) {
    if (*p && *p != '/') continue;
    char was = *p;
    *p = 0;
    if (mkdir(path, 0777) != 0 && errno != EEXIST) return cannot(d, "make the folder", path);
    if (!was) break;
    *p = was;
  }
  return TOC_OK;
}

static bool is_removed(const folder *d, toc_str name) {
  for (size_t i = 0; i < d->spec->n_remove; i++)
    if (toc_str_is(name, d->spec->remove[i])) return true;
  for (size_t i = 0; i < d->spec->n_add; i++)
    if (toc_str_is(name, base_name(d->spec->add[i]))) return true;
  return false;
}

static toc_status check_names(folder *d) {
  for (size_t i = 0; i < d->spec->n_remove; i++) {
    uint32_t k = 0;
    while (k < d->have.len && !toc_str_is(d->have.ptr[k], d->spec->remove[i])) k++;
    if (k == d->have.len) return toc_fail(d->err, TOC_USAGE, NULL, 0, 0, "no layer '%s' in '%s'", d->spec->remove[i], d->spec->folder);
  }
  for (size_t i = 0; i < d->spec->n_add; i++) {
    const char *name = base_name(d->spec->add[i]);
    if (!toc_str_ends(toc_cstr(name), TOC_S(".txt")))
      return toc_fail(d->err, TOC_USAGE, NULL, 0, 0, "'%s' is no dump of GeoNames: expected a name such as KZ.txt", d->spec->add[i]);
    for (size_t k = 0; k < i; k++)
      if (strcmp(name, base_name(d->spec->add[k])) == 0)
        return toc_fail(d->err, TOC_USAGE, NULL, 0, 0, "two dumps are called '%s'", name);
  }
  return TOC_OK;
}

/* One dump, checked to its end, to NAME.part. */
static toc_status copy(folder *d, const char *from) {
  struct stat st;
  const char *part = path_of(d, base_name(from), ".part");
  FILE *in = fopen(from, "rb");
  if (!in) return cannot(d, "open", from);
  if (fstat(fileno(in), &st) != 0 || S_ISDIR(st.st_mode)) {
    fclose(in);
    errno = EISDIR;
    return cannot(d, "read", from);
  }
  FILE *out = fopen(part, "wb");
  if (!out) {
    fclose(in);
    return cannot(d, "write", part);
  }
  *toc_push(&d->arena, &d->part) = part;
  toc__layer_count n;
  toc_status s = toc__layer_copy(in, from, (uint64_t)st.st_size, out, &n, d->progress, d->ctx, d->err);
  fclose(in);
  if (fclose(out) != 0 && s == TOC_OK) s = cannot(d, "write", part);
  return s;
}

static toc_status build(folder *d, const char *data_dir, const char *const *layer, size_t n, const char *part) {
  gazetteer base;
  toc_status s = gaz_open(&base, toc_str_format(&d->arena, "%s/gazetteer.bin", data_dir).ptr, d->err);
  if (s != TOC_OK) return s;
  FILE *out = fopen(part, "w+b");
  if (!out) {
    gaz_close(&base);
    return cannot(d, "write", part);
  }
  *toc_push(&d->arena, &d->part) = part;
  s = toc__layer_build(&base, data_dir, layer, n, d->spec->folder, out, d->progress, d->ctx, d->err);
  if (fclose(out) != 0 && s == TOC_OK) s = cannot(d, "write", part);
  gaz_close(&base);
  return s;
}

static toc_status put_in_place(folder *d, size_t n_layers) {
  const char *built = path_of(d, BUILT, "");
  for (size_t i = 0; i < d->spec->n_add; i++)
    if (rename(path_of(d, base_name(d->spec->add[i]), ".part"), path_of(d, base_name(d->spec->add[i]), "")) != 0)
      return cannot(d, "put in place", base_name(d->spec->add[i]));
  for (size_t i = 0; i < d->spec->n_remove; i++)
    if (unlink(path_of(d, d->spec->remove[i], "")) != 0 && errno != ENOENT) return cannot(d, "remove", d->spec->remove[i]);
  if (!n_layers) return unlink(built) != 0 && errno != ENOENT ? cannot(d, "remove", built) : TOC_OK;
  return rename(path_of(d, BUILT, ".part"), built) != 0 ? cannot(d, "put in place", built) : TOC_OK;
}

static toc_status change(folder *d) {
  const char *data_dir;
  TOC_ARRAY(const char *) layer = {0};
  toc_status s = toc__find_data(&d->arena, d->spec->data_dir, &data_dir, d->err);
  if (s == TOC_OK) s = make_folder(d);
  if (s == TOC_OK) s = toc_dir_list(&d->arena, d->spec->folder, ".txt", &d->have, d->err);
  if (s == TOC_OK) s = check_names(d);
  for (size_t i = 0; i < d->spec->n_add && s == TOC_OK; i++) s = copy(d, d->spec->add[i]);
  if (s != TOC_OK) return s;
  for (uint32_t i = 0; i < d->have.len; i++)
    if (!is_removed(d, d->have.ptr[i])) *toc_push(&d->arena, &layer) = path_of(d, toc_str_z(&d->arena, d->have.ptr[i]), "");
  for (size_t i = 0; i < d->spec->n_add; i++) *toc_push(&d->arena, &layer) = path_of(d, base_name(d->spec->add[i]), ".part");
  if (layer.len) s = build(d, data_dir, layer.ptr, layer.len, path_of(d, BUILT, ".part"));
  return s == TOC_OK ? put_in_place(d, layer.len) : s;
}

toc_status toc_layers_change(const toc_layers_change_spec *spec, toc_layers_progress progress, void *ctx, toc_error *err) {
  folder d = {.spec = spec, .progress = progress, .ctx = ctx, .err = err};
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  toc_arena_init(&d.arena, 0);
  if (TOC_TRY(&d.arena, jump)) s = change(&d);
  else toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  if (s != TOC_OK)
    for (uint32_t i = 0; i < d.part.len; i++) unlink(d.part.ptr[i]);
  toc_arena_release(&d.arena);
  return s;
}

/* ------------------------------------------------------------------- listing */

static void describe(toc_str name, toc_str bytes, toc_buf *out) {
  uint64_t lines = 0, tabs = 0;
  char hash[72];
  for (size_t k = 0; k < bytes.len; k++) {
    lines += bytes.ptr[k] == '\n';
    tabs += !lines && bytes.ptr[k] == '\t';
  }
  toc_sha256(bytes, hash);
  toc_buf_z(out, "{\"name\":");
  toc_buf_json(out, name);
  toc_buf_fmt(out, ",\"kind\":\"%s\",\"lines\":%llu,\"bytes\":%llu,\"sha256\":\"%s\"}\n", tabs == 18 ? "places" : "names",
              (unsigned long long)lines, (unsigned long long)bytes.len, hash + 7);
}

/* A layer may be of the whole world: mapped, not read into memory. */
static toc_status list_one(folder *d, const char *path, toc_str name, toc_buf *out) {
  struct stat st;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return cannot(d, "open", path);
  bool bad = fstat(fd, &st) != 0;
  size_t size = bad ? 0 : (size_t)st.st_size;
  void *p = size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
  close(fd);
  if (bad || p == MAP_FAILED) return cannot(d, "read", path);
  describe(name, (toc_str){p, size}, out);
  if (p) munmap(p, size);
  return TOC_OK;
}

static toc_status list(folder *d, const char *where, toc_buf *out) {
  if (access(where, R_OK) != 0 && errno == ENOENT) return TOC_DONE;
  toc_status s = toc_dir_list(&d->arena, where, ".txt", &d->have, d->err);
  for (uint32_t i = 0; i < d->have.len && s == TOC_OK; i++)
    s = list_one(d, toc_str_z(&d->arena, toc_str_format(&d->arena, "%s/%.*s", where, TOC_FMT(d->have.ptr[i]))), d->have.ptr[i], out);
  return s == TOC_OK && !d->have.len ? TOC_DONE : s;
}

toc_status toc_layers_list(const char *where, toc_write_fn write, void *ctx, toc_error *err) {
  folder d = {.err = err};
  toc_buf out;
  jmp_buf jump;
  volatile toc_status s = TOC_NOMEM;
  toc_buf_init(&out, 0);
  toc_arena_init(&d.arena, 0);
  if (TOC_TRY(&d.arena, jump)) s = list(&d, where, &out);
  if (s == TOC_OK && out.failed) s = TOC_NOMEM;
  if (s == TOC_NOMEM) toc_fail(err, TOC_NOMEM, NULL, 0, 0, "out of memory");
  if (s == TOC_OK && write(ctx, out.ptr, out.len)) s = toc_fail(err, TOC_IO, NULL, 0, 0, "the output could not be written");
  toc_buf_release(&out);
  toc_arena_release(&d.arena);
  return s;
}
