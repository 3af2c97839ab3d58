/* claimant.c - who says it, as one name.
 *
 * "The interior ministry", "interior ministry" and, further down, "it" are one claimant.  Where an
 * entity is known its name is taken; else the words without article; else, for a pronoun, the code
 * of whoever it stands for.  Nothing is guessed: "the ministry" stays a claimant of its own. */
#include "serve.h"

static bool starts(toc_str s, const char *word) {
  size_t n = strlen(word);
  if (s.len <= n) return false;
  for (size_t i = 0; i < n; i++)
    if ((s.ptr[i] | 32) != (word[i] | 32)) return false;
  return true;
}

static bool is_pronoun(toc_str s) {
  static const char *const words[] = {"it", "he", "she", "they", "him", "her", "them", "who", "which", "one", "this", "that", "we", "i", "you", NULL};
  for (int i = 0; words[i]; i++)
    if (s.len == strlen(words[i])) {
      size_t k = 0;
      while (k < s.len && (s.ptr[k] | 32) == words[i][k]) k++;
      if (k == s.len) return true;
    }
  return false;
}

toc_str toc__claimant(toc_str name, toc_str code, toc_str words) {
  static const char *const article[] = {"the ", "a ", "an ", NULL};
  if (name.len) words = name;
  words = toc_str_trim(words);
  while (words.len && strchr(",;:. ", words.ptr[words.len - 1])) words.len--;
  for (int i = 0; article[i]; i++)
    if (starts(words, article[i])) {
      words = toc_str_trim(toc_str_sub(words, strlen(article[i]), words.len));
      break;
    }
  if ((!words.len || is_pronoun(words)) && code.len) return code;
  return words.len ? words : TOC_S("?");
}
