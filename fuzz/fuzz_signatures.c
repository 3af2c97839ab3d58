/* Signature files and weights from anybody: read or refused, no crash. */
#include "../src/status/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  toc__status s = {0};
  jmp_buf jump;
  toc_arena_init(&s.arena, 64u << 20);
  if (TOC_TRY(&s.arena, jump)) {
    toc__sig_begin(&s);
    toc_error err = {0};
    if (toc__sig_read(&s, "f", (toc_str){(const char *)data, size}, &err) == TOC_OK)
      for (uint32_t i = 0; i < s.sig.len; i++)
        if (s.sig.ptr[i].word.len == 0 || s.sig.ptr[i].line == 0) __builtin_trap();
  }
  toc__status_number_read(&s, "f", (toc_str){(const char *)data, size}, NULL);
  toc_arena_release(&s.arena);
  return 0;
}
