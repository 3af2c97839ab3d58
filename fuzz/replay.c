/* replay.c - feeds the files of folders to a fuzz target, without a fuzzer.  Fails when there
 * is nothing to feed: a replay of nothing proves nothing. */
#include "core.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *folder) {
  toc_arena a;
  toc_error err;
  toc_strs names = {0};
  jmp_buf jump;
  volatile int fed = 0;
  toc_arena_init(&a, 0);
  if (TOC_TRY(&a, jump)) {
    if (toc_dir_list(&a, folder, "", &names, &err) != TOC_OK) fprintf(stderr, "%s\n", err.message);
    for (uint32_t i = 0; i < names.len; i++) {
      toc_str path = toc_str_format(&a, "%s/%.*s", folder, TOC_FMT(names.ptr[i])), bytes;
      if (toc_file_read(&a, path.ptr, 0, &bytes, &err) != TOC_OK) continue;
      LLVMFuzzerTestOneInput((const uint8_t *)bytes.ptr, bytes.len);
      fed++;
    }
  }
  toc_arena_release(&a);
  return fed;
}

int main(int argc, char **argv) {
  int fed = 0;
  for (int i = 1; i < argc; i++) fed += replay(argv[i]);
  printf("%d inputs replayed\n", fed);
  return fed ? 0 : 1;
}
