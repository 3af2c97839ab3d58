/* stamp.c - dates as papers print them.
 *
 *   January 6, 2022 9:10am      6 Jan 2022 09:10 GMT      Thursday, 6th January, 2022
 *   Jan. 6                      2022-01-06T09:10:00Z      Updated at 9.10 p.m. on 6.1.2022
 *
 * A date of figures alone is read if only one order of day and month makes sense, or if the
 * year comes first.  Zones are read over: the day meant is the paper's. */
#include "text.h"

typedef struct {
  toc_str s;
  size_t at;
} scan;

static int peek(const scan *k) { return k->at < k->s.len ? (unsigned char)k->s.ptr[k->at] : 0; }
static bool is_alpha(int c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool is_digit(int c) { return c >= '0' && c <= '9'; }

static bool skip(scan *k, const char *chars) {
  size_t from = k->at;
  while (k->at < k->s.len && strchr(chars, peek(k)) && peek(k)) k->at++;
  return k->at > from;
}

/* A no-break space, as web pages put between day and month. */
static void blanks(scan *k) {
  for (;;) {
    if (skip(k, " \t\n")) continue;
    if (k->s.len - k->at >= 2 && memcmp(k->s.ptr + k->at, "\xC2\xA0", 2) == 0) k->at += 2;
    else return;
  }
}

/* Up to `max` digits; their number, 0 if none. */
static int number(scan *k, int max, int *value) {
  int n = 0;
  *value = 0;
  while (n < max && is_digit(peek(k))) {
    *value = *value * 10 + (peek(k) - '0');
    k->at++;
    n++;
  }
  return is_digit(peek(k)) ? 0 : n;
}

static toc_str word(scan *k) {
  size_t from = k->at;
  while (is_alpha(peek(k))) k->at++;
  return toc_str_sub(k->s, from, k->at);
}

static bool same(toc_str a, const char *low) {
  size_t n = strlen(low);
  if (a.len != n) return false;
  for (size_t i = 0; i < n; i++)
    if ((a.ptr[i] | 32) != low[i]) return false;
  return true;
}

static int month_of(toc_str w) {
  static const char *const full[12] = {"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};
  for (int m = 0; m < 12; m++) {
    if (same(w, full[m])) return m + 1;
    if (w.len == 3) {
      char three[4] = {full[m][0], full[m][1], full[m][2], 0};
      if (same(w, three)) return m + 1;
    }
  }
  return same(w, "sept") ? 9 : 0;
}

static bool is_weekday(toc_str w) {
  static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
                                     "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"};
  for (size_t i = 0; i < sizeof days / sizeof *days; i++)
    if (same(w, days[i])) return true;
  return false;
}

/* "6", "6th"; 0 if no day of a month. */
static int month_day(scan *k) {
  scan was = *k;
  int d;
  int n = number(k, 2, &d);
  if (!n || d < 1 || d > 31) return *k = was, 0;
  if (is_alpha(peek(k))) {
    toc_str tail = word(k);
    if (!same(tail, "st") && !same(tail, "nd") && !same(tail, "rd") && !same(tail, "th")) return *k = was, 0;
  }
  return d;
}

static bool month_name(scan *k, int *month) {
  scan was = *k;
  *month = month_of(word(k));
  if (!*month) return *k = was, false;
  if (peek(k) == '.') k->at++;
  return true;
}

/* A colon of a time of day, "20:30", not one that ends the line of the date, "2021: Soldiers". */
static bool clock_colon(const scan *k) {
  return peek(k) == ':' && k->at + 1 < k->s.len && k->s.ptr[k->at + 1] >= '0' && k->s.ptr[k->at + 1] <= '9';
}

/* ", 2022", "2022", "-2022", "'22", "90" behind a day and month; 0 if none. */
static int year(scan *k) {
  scan was = *k;
  int y;
  blanks(k);
  if (skip(k, ",-/")) blanks(k);
  size_t from = k->at;
  int n = number(k, 4, &y);
  if (n == 4 && y >= 1600 && y < 2200 && !is_alpha(peek(k)) && !clock_colon(k)) return y;
  if (n == 2 && peek(k) != ':' && peek(k) != '.' && !is_alpha(peek(k)) && from > was.at) {
    /* two figures only where nothing else can follow: "3 JAN 90 --" */
    scan after = *k;
    blanks(&after);
    int c = peek(&after);
    if (c == '-' || c == 0 || c == '(' || c == 0xE2) return y < 50 ? 2000 + y : 1900 + y;
  }
  return *k = was, 0;
}

/* "9:10am", "09:10", "9.10 p.m.", "9am", "2110 GMT"; minute of the day or -1. */
static int clock_time(scan *k) {
  scan was = *k;
  int h, m = 0;
  int n = number(k, 4, &h);
  bool minutes = false;
  if (n == 4) {
    m = h % 100;
    h /= 100;
    minutes = true;
  } else if (n && n <= 2 && (peek(k) == ':' || peek(k) == '.' || peek(k) == 'h')) {
    scan dot = *k;
    k->at++;
    if (number(k, 2, &m) == 2) minutes = true;
    else *k = dot, m = 0;
    int sec;
    scan colon = *k;
    if (minutes && peek(k) == ':') {
      k->at++;
      if (number(k, 2, &sec) != 2) *k = colon;
    }
  }
  if (!n || n == 3 || h > 23 || m > 59) return *k = was, -1;
  scan before = *k;
  blanks(k);
  toc_str w = word(k);
  bool pm = same(w, "pm"), am = same(w, "am");
  if ((same(w, "p") || same(w, "a")) && peek(k) == '.') {
    pm = same(w, "p");
    am = !pm;
    k->at++;
    if (!same(word(k), "m")) pm = am = false;
    if (peek(k) == '.') k->at++;
  }
  if ((am || pm) && h >= 1 && h <= 12) return (h % 12 + (pm ? 12 : 0)) * 60 + m;
  *k = before;
  if (n == 4) { /* bare figures are a time only before a zone */
    blanks(k);
    toc_str zone = word(k);
    bool known = same(zone, "gmt") || same(zone, "utc");
    *k = before;
    if (!known) return *k = was, -1;
  }
  return minutes ? h * 60 + m : (*k = was, -1);
}

/* "GMT", "EST", "ET", "Z", "+06:00", "(UTC+6)", "local time". */
static void zone(scan *k) {
  static const char *const names[] = {"gmt", "utc", "est", "edt", "et", "pst", "pdt", "pt", "cst", "cdt", "ct", "mst", "mdt",
                                      "bst", "cet", "cest", "eet", "eest", "msk", "ist", "hkt", "sgt", "jst", "aest", "aedt",
                                      "sast", "wat", "eat", "trt", "z", "local"};
  for (int rounds = 0; rounds < 3; rounds++) {
    scan was = *k;
    blanks(k);
    skip(k, "(");
    if (peek(k) == '+' || peek(k) == '-') {
      int h, m;
      k->at++;
      int n = number(k, 4, &h);
      if (n == 2 && peek(k) == ':' && (k->at++, number(k, 2, &m)) == 2) continue;
      if (n == 4 || n == 1 || (n == 2 && h < 15)) {
        skip(k, ")");
        continue;
      }
      *k = was;
      return;
    }
    toc_str w = word(k);
    bool known = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) known |= same(w, names[i]);
    if (!known) {
      *k = was;
      return;
    }
    if (same(w, "local")) {
      scan local = *k;
      blanks(k);
      if (!same(word(k), "time")) *k = local;
    }
    skip(k, ")");
  }
}

/* Month and day in words: "January 6", "6 January", "6-Jan", "6th of January". */
static bool words(scan *k, int *month, int *day) {
  scan was = *k;
  *day = month_day(k);
  if (*day) {
    blanks(k);
    skip(k, "-");
    scan of = *k;
    if (same(word(k), "of")) blanks(k);
    else *k = of;
    if (month_name(k, month)) return true;
    return *k = was, false;
  }
  if (!month_name(k, month)) return *k = was, false;
  blanks(k);
  *day = month_day(k);
  if (*day && peek(k) != ':') return true;
  return *k = was, false;
}

/* 2022-01-06, 2022/1/6, 13/01/2022, 1/13/2022, 6.1.2022 (the dotted order is the day's). */
static bool figures(scan *k, int *y, int *m, int *d) {
  scan was = *k;
  int a, b, c;
  int n = number(k, 4, &a), sep = peek(k);
  if ((n != 4 && n != 1 && n != 2) || (sep != '-' && sep != '/' && sep != '.')) return *k = was, false;
  k->at++;
  if (!number(k, 2, &b) || peek(k) != sep) return *k = was, false;
  k->at++;
  int n3 = number(k, 4, &c);
  if (n == 4 && n3 && n3 <= 2 && sep != '.') return *y = a, *m = b, *d = c, true;
  if (n == 4 || n3 != 4) return *k = was, false;
  *y = c;
  if (sep == '.' || (a > 12 && b <= 12)) return *d = a, *m = b, true;
  if (b > 12 && a <= 12) return *m = a, *d = b, true;
  if (a == b) return *m = a, *d = b, true;
  return *k = was, false;
}

/* The time of day behind a date: "9:10am", ", 09:10", "at 9:10", "T09:10", "| 9.10pm". */
static int time_behind(scan *k) {
  scan was = *k;
  if (peek(k) == 'T') k->at++;
  else {
    blanks(k);
    if (skip(k, ",|-")) blanks(k);
    else if (k->s.len - k->at >= 3 && (memcmp(k->s.ptr + k->at, "\xE2\x80\x93", 3) == 0 || memcmp(k->s.ptr + k->at, "\xE2\x80\xA2", 3) == 0)) {
      k->at += 3;
      blanks(k);
    }
    scan at = *k;
    if (same(word(k), "at")) blanks(k);
    else *k = at;
  }
  int minute = clock_time(k);
  if (minute < 0) return *k = was, -1;
  zone(k);
  return minute;
}

size_t toc__stamp_read(toc_str s, toc__stamp *out) {
  scan k = {s, 0};
  int y = 0, early = -1;
  *out = (toc__stamp){.day = TOC_NODAY, .minute = -1};
  early = clock_time(&k); /* "09:10, 6 January 2022" */
  if (early >= 0) {
    zone(&k);
    blanks(&k);
    skip(&k, ",|");
    blanks(&k);
    scan on = k;
    if (same(word(&k), "on")) blanks(&k);
    else k = on;
  }
  scan start = k;
  if (is_weekday(word(&k))) {
    skip(&k, ".,");
    blanks(&k);
  } else
    k = start;
  if (figures(&k, &y, &out->month, &out->mday)) {
    if (y < 1600 || y > 2200) return 0;
  } else {
    if (!words(&k, &out->month, &out->mday)) return 0;
    y = year(&k);
  }
  if (y) {
    out->day = toc_day_of(y, out->month, out->mday);
    if (out->day == TOC_NODAY) return 0;
  } else if (out->mday > toc_month_days(2000, out->month)) {
    return 0;
  }
  out->minute = early >= 0 ? early : time_behind(&k);
  return k.at;
}
