/* day.c - the proleptic Gregorian calendar as a count of days.
 *
 * Years start in March here, so that the leap day is the last of the year: the method of
 * E. G. Richards, "Mapping Time" (1998), chapter 25. */
#include "core.h"

static bool is_leap(int y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); }

int toc_month_days(int year, int month) {
  static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

toc_day toc_day_of(int year, int month, int day) {
  if (year < -9999 || year > 9999 || month < 1 || month > 12 || day < 1 || day > toc_month_days(year, month))
    return TOC_NODAY;
  int y = month <= 2 ? year - 1 : year;
  int era = (y >= 0 ? y : y - 399) / 400;
  int yoe = y - era * 400;
  int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

void toc_day_ymd(toc_day d, int *year, int *month, int *day) {
  int z = d + 719468;
  int era = (z >= 0 ? z : z - 146096) / 146097;
  int doe = z - era * 146097;
  int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int mp = (5 * doy + 2) / 153;
  *day = doy - (153 * mp + 2) / 5 + 1;
  *month = mp < 10 ? mp + 3 : mp - 9;
  *year = yoe + era * 400 + (*month <= 2);
}

int toc_day_weekday(toc_day d) {
  int w = (d + 3) % 7; /* 1970-01-01 was a Thursday */
  return w < 0 ? w + 7 : w;
}

static bool digits(toc_str s, size_t at, size_t n, int *out) {
  uint64_t v;
  if (s.len < at + n || !toc_str_uint(toc_str_sub(s, at, at + n), &v)) return false;
  *out = (int)v;
  return true;
}

bool toc_day_parse(toc_str iso, toc_day *day, int *minute) {
  int y, m, d, hh, mm;
  if (minute) *minute = -1;
  if (!digits(iso, 0, 4, &y) || !digits(iso, 5, 2, &m) || !digits(iso, 8, 2, &d)) return false;
  if (iso.ptr[4] != '-' || iso.ptr[7] != '-') return false;
  toc_day found = toc_day_of(y, m, d);
  if (found == TOC_NODAY) return false;
  *day = found;
  if (minute && iso.len >= 16 && (iso.ptr[10] == 'T' || iso.ptr[10] == ' ') && digits(iso, 11, 2, &hh) &&
      digits(iso, 14, 2, &mm) && hh < 24 && mm < 60)
    *minute = hh * 60 + mm;
  return true;
}

void toc_buf_day(toc_buf *b, toc_day d) {
  int y, m, dd;
  toc_day_ymd(d, &y, &m, &dd);
  toc_buf_fmt(b, "%04d-%02d-%02d", y, m, dd);
}
