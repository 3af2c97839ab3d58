/* file.c - whole files, folders, and the lines of a dictionary. */
#include "core.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static toc_status cannot(toc_error *err, const char *path, const char *what) {
  return toc_fail(err, TOC_IO, NULL, 0, 0, "cannot %s '%s': %s", what, path, strerror(errno));
}

toc_status toc_file_read(toc_arena *a, const char *path, size_t max, toc_str *out, toc_error *err) {
  struct stat st;
  *out = (toc_str){0};
  FILE *f = fopen(path, "rb");
  if (!f) return cannot(err, path, "open");
  if (fstat(fileno(f), &st) != 0 || S_ISDIR(st.st_mode)) {
    if (S_ISDIR(st.st_mode)) errno = EISDIR;
    fclose(f);
    return cannot(err, path, "read");
  }
  size_t size = (size_t)st.st_size;
  if (max && size > max) {
    fclose(f);
    return toc_fail(err, TOC_IO, NULL, 0, 0, "'%s' has %zu bytes, more than the %zu allowed", path, size, max);
  }
  jmp_buf jump, *before = a->oom; /* the file must be closed before memory is missed */
  if (!TOC_TRY(a, jump)) {
    fclose(f);
    a->oom = before;
    if (before) longjmp(*before, 1);
    abort();
  }
  char *bytes = toc_arena_alloc(a, size + 1, 1);
  a->oom = before;
  size_t got = fread(bytes, 1, size, f);
  bool bad = ferror(f) != 0;
  fclose(f);
  if (bad) return cannot(err, path, "read");
  *out = (toc_str){bytes, got};
  return TOC_OK;
}

static int by_bytes(const void *x, const void *y) {
  return toc_str_cmp(*(const toc_str *)x, *(const toc_str *)y);
}

toc_status toc_dir_list(toc_arena *a, const char *path, const char *suffix, toc_strs *out, toc_error *err) {
  DIR *dir = opendir(path);
  if (!dir) return cannot(err, path, "open");
  jmp_buf jump, *before = a->oom;
  if (!TOC_TRY(a, jump)) {
    closedir(dir);
    a->oom = before;
    if (before) longjmp(*before, 1);
    abort();
  }
  for (struct dirent *e; (e = readdir(dir));) {
    toc_str name = toc_cstr(e->d_name);
    if (name.ptr[0] == '.' || !toc_str_ends(name, toc_cstr(suffix))) continue;
    *toc_push(a, out) = toc_str_copy(a, name);
  }
  a->oom = before;
  closedir(dir);
  if (out->len) qsort(out->ptr, out->len, sizeof *out->ptr, by_bytes);
  return TOC_OK;
}

void toc_lines_init(toc_lines *l, const char *file, toc_str bytes) {
  if (toc_str_starts(bytes, TOC_S("\xEF\xBB\xBF"))) bytes = toc_str_sub(bytes, 3, bytes.len);
  *l = (toc_lines){.file = file, .rest = bytes};
}

static toc_str without_comment(toc_str s) {
  for (size_t i = 0; i < s.len; i++)
    if (s.ptr[i] == '#' && (i == 0 || s.ptr[i - 1] == ' ' || s.ptr[i - 1] == '\t')) return toc_str_sub(s, 0, i);
  return s;
}

bool toc_lines_next(toc_lines *l) {
  toc_str raw;
  while (toc_str_cut(&l->rest, '\n', &raw)) {
    l->line++;
    toc_str text = toc_str_trim(without_comment(raw));
    if (!text.len) continue;
    l->text = text;
    l->column = (uint32_t)(text.ptr - raw.ptr) + 1;
    return true;
  }
  return false;
}
