/* How English says a cardinal: units and tens make a group below a hundred, "hundred"
 * multiplies it, "thousand", "million" … close it.  Each word may only make the number
 * finer ("three five" is two numbers, "fifty three" is one). */
#include "number.h"

static const struct {
  const char *word;
  int value;
} small[] = {
    {"zero", 0},      {"one", 1},        {"two", 2},        {"three", 3},     {"four", 4},     {"five", 5},
    {"six", 6},       {"seven", 7},      {"eight", 8},      {"nine", 9},      {"ten", 10},     {"eleven", 11},
    {"twelve", 12},   {"thirteen", 13},  {"fourteen", 14},  {"fifteen", 15},  {"sixteen", 16}, {"seventeen", 17},
    {"eighteen", 18}, {"nineteen", 19},  {"twenty", 20},    {"thirty", 30},   {"forty", 40},   {"fourty", 40},
    {"fifty", 50},    {"sixty", 60},     {"seventy", 70},   {"eighty", 80},   {"ninety", 90}};

static const struct {
  const char *word;
  int value;
} ranks[] = {
    {"first", 1},        {"second", 2},     {"third", 3},       {"fourth", 4},     {"fifth", 5},
    {"sixth", 6},        {"seventh", 7},    {"eighth", 8},      {"ninth", 9},      {"tenth", 10},
    {"eleventh", 11},    {"twelfth", 12},   {"thirteenth", 13}, {"fourteenth", 14}, {"fifteenth", 15},
    {"sixteenth", 16},   {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
    {"thirtieth", 30}};

int toc__number_word(toc_str s) {
  if (s.len < 3 || s.len > 9 || !strchr("zotfsen", s.ptr[0])) return -1;
  for (size_t i = 0; i < sizeof small / sizeof *small; i++)
    if (small[i].word[0] == s.ptr[0] && toc_str_is(s, small[i].word)) return small[i].value;
  return -1;
}

int toc__number_ordinal(toc_str s) {
  size_t digits = 0;
  int n = 0;
  while (digits < s.len && digits < 4 && s.ptr[digits] >= '0' && s.ptr[digits] <= '9') n = n * 10 + (s.ptr[digits++] - '0');
  if (digits) {
    toc_str tail = toc_str_sub(s, digits, s.len);
    bool teen = n % 100 >= 11 && n % 100 <= 13;
    const char *want = teen ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
    return toc_str_is(tail, want) || (n % 10 == 3 && !teen && toc_str_is(tail, "d")) ? n : 0;
  }
  if (!s.len || !strchr("fstenh", s.ptr[0])) return 0;
  for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
    if (ranks[i].word[0] == s.ptr[0] && toc_str_is(s, ranks[i].word)) return ranks[i].value;
  static const char *const tens[] = {"twenty-", "thirty-"};
  for (int t = 0; t < 2; t++)
    if (toc_str_starts(s, toc_cstr(tens[t]))) {
      n = toc__number_ordinal(toc_str_sub(s, strlen(tens[t]), s.len));
      if (n > 0 && n < 10) return 20 + 10 * t + n;
    }
  return 0;
}

const char *toc__number_name(size_t k) {
  size_t cardinals = sizeof small / sizeof *small, all = cardinals + sizeof ranks / sizeof *ranks;
  return k < cardinals ? small[k].word : k < all ? ranks[k - cardinals].word : NULL;
}

bool toc__number_digits(toc_str s, double *value) {
  double v = 0, scale = 0;
  size_t group = 0;      /* digits since the last comma */
  bool commas = false;
  if (s.len == 0 || s.len > 24 || s.ptr[0] < '0' || s.ptr[0] > '9') return false;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    if (c >= '0' && c <= '9') {
      if (scale != 0) v += (c - '0') * scale, scale /= 10;
      else v = v * 10 + (c - '0'), group++;
    } else if (c == ',' && scale == 0) {
      if (commas ? group != 3 : group > 3) return false;
      commas = true;
      group = 0;
    } else if (c == '.' && scale == 0 && i + 1 < s.len) {
      scale = 0.1;
    } else {
      return false;
    }
  }
  if (commas && group != 3) return false;
  if (scale != 0 && !commas) return toc_str_double(s, value); /* rounds once */
  *value = v;
  return true;
}

static double multiplier(toc_str s) {
  if (toc_str_is(s, "thousand")) return 1e3;
  if (toc_str_is(s, "million") || toc_str_is(s, "mln")) return 1e6;
  if (toc_str_is(s, "billion") || toc_str_is(s, "bln")) return 1e9;
  if (toc_str_is(s, "trillion")) return 1e12;
  return 0;
}

static bool fraction(toc_str s, double *value) {
  if (s.len != 3 || s.ptr[1] != '/' || s.ptr[0] < '1' || s.ptr[2] < '2' || s.ptr[2] > '9' || s.ptr[0] >= s.ptr[2]) return false;
  *value = (double)(s.ptr[0] - '0') / (double)(s.ptr[2] - '0');
  return true;
}

/* "twenty-five" written as one word. */
static int hyphenated(toc_str s) {
  const char *h = memchr(s.ptr, '-', s.len);
  if (!h) return -1;
  size_t at = (size_t)(h - s.ptr);
  int tens = toc__number_word(toc_str_sub(s, 0, at)), unit = toc__number_word(toc_str_sub(s, at + 1, s.len));
  return tens >= 20 && tens % 10 == 0 && unit > 0 && unit < 10 ? tens + unit : -1;
}

size_t toc__number_read(const toc_str *word, size_t n, double *value) {
  double total = 0, group = -1, last = 1e15; /* group -1: nothing read since the last multiplier */
  bool digits = false, any = false;
  size_t i = 0, end = 0;
  if (n > 16) n = 16;
  while (i < n) {
    toc_str w = word[i];
    double d;
    int v = w.len ? toc__number_word(w) : -1;
    if (v < 0 && w.len > 6) v = hyphenated(w);
    if (v >= 0) {
      bool fits = group < 0 || (!digits && v > 0 &&
                  (v < 10 ? (int)group % 10 == 0 && (int)group % 100 != 10 && group > 0 : (int)group % 100 == 0 && group >= 100));
      if (!fits) break;
      group = (group < 0 ? 0 : group) + v;
      end = ++i;
    } else if (w.len && w.ptr[0] >= '0' && w.ptr[0] <= '9') {
      if (fraction(w, &d)) {
        if (group >= 0 && !digits) break;
        group = (group < 0 ? 0 : group) + d;
        end = ++i;
        any = true;
        break;
      }
      if (group >= 0 || any || !toc__number_digits(w, &d)) break;
      group = d;
      digits = true;
      end = ++i;
    } else if ((toc_str_is(w, "a") || toc_str_is(w, "an")) && group < 0 && !any && i + 1 < n &&
               (toc_str_is(word[i + 1], "hundred") || multiplier(word[i + 1]) > 0 || toc_str_is(word[i + 1], "dozen"))) {
      group = 1;
      i++;
    } else if (toc_str_is(w, "hundred") && group > 0 && group < 100) {
      group *= 100;
      digits = false;
      end = ++i;
    } else if (toc_str_is(w, "dozen") && group > 0 && group < 100 && last > 1e14) {
      group *= 12;
      end = ++i;
      any = true;
      break;
    } else if ((d = multiplier(w)) > 0 && group > 0 && d < last) {
      total += group * d;
      last = d;
      group = -1;
      digits = false;
      end = ++i;
    } else if (toc_str_is(w, "and") && i + 1 < n && any && group >= 100 && !digits && (int)group % 100 == 0 &&
               toc__number_word(word[i + 1]) > 0) {
      i++;
    } else if (toc_str_is(w, "-") && i + 1 < n && group >= 20 && !digits && (int)group % 10 == 0 && (int)group % 100 != 0 &&
               toc__number_word(word[i + 1]) > 0 && toc__number_word(word[i + 1]) < 10) {
      i++;
    } else {
      break;
    }
    any = true;
  }
  if (!end) return 0;
  *value = total + (group > 0 ? group : 0);
  return end;
}
