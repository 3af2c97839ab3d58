/* error.c - messages that say what failed first, then where. */
#include "core.h"

#include <stdio.h>

static void append(char *to, size_t size, const char *format, ...) {
  size_t at = strlen(to);
  va_list ap;
  va_start(ap, format);
  if (at < size) vsnprintf(to + at, size - at, format, ap);
  va_end(ap);
}

toc_status toc_fail(toc_error *err, toc_status status, const char *file, uint32_t line, uint32_t column,
                    const char *format, ...) {
  if (!err) return status;
  *err = (toc_error){.status = status, .line = line, .column = column};
  va_list ap;
  va_start(ap, format);
  vsnprintf(err->message, sizeof err->message, format, ap);
  va_end(ap);
  if (file) {
    snprintf(err->file, sizeof err->file, "%s", file);
    append(err->message, sizeof err->message, " in '%s'", file);
  }
  if (line) append(err->message, sizeof err->message, ", line %u", (unsigned)line);
  if (column) append(err->message, sizeof err->message, ", column %u", (unsigned)column);
  return status;
}
