/* banned.h - functions that nobody here calls (after git's banned.h). */
#ifndef TOC_BANNED_H
#define TOC_BANNED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#pragma GCC poison strcpy strcat strncpy strncat strtok sprintf vsprintf gets alloca
#endif
