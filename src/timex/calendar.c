/* Points of the calendar, their days and their TIMEX3 values. */
#include "internal.h"

tx_point tx_year(int year) { return (tx_point){.grain = TX_AT_YEAR, .known = true, .year = year}; }
tx_point tx_month(int year, int month) { return (tx_point){.grain = TX_AT_MONTH, .known = true, .year = year, .n = month}; }
tx_point tx_quarter(int year, int q) { return (tx_point){.grain = TX_AT_QUARTER, .known = true, .year = year, .n = q}; }
tx_point tx_half(int year, int h) { return (tx_point){.grain = TX_AT_HALF, .known = true, .year = year, .n = h}; }
tx_point tx_season(int year, int s) { return (tx_point){.grain = TX_AT_SEASON, .known = true, .year = year, .n = s}; }
tx_point tx_decade(int year) { return (tx_point){.grain = TX_AT_DECADE, .known = true, .year = year / 10 * 10}; }
tx_point tx_century(int y) { return (tx_point){.grain = TX_AT_CENTURY, .known = true, .year = y / 100 * 100}; }

static tx_point at_day(tx_grain g, toc_day d) {
  tx_point p = {.grain = g, .known = true, .day = d};
  toc_day_ymd(d, &p.year, &p.n, &p.mday);
  return p;
}

tx_point tx_day(toc_day d) { return at_day(TX_AT_DAY, d); }
tx_point tx_week(toc_day d) { return at_day(TX_AT_WEEK, d - toc_day_weekday(d)); }
tx_point tx_weekend(toc_day d) { return at_day(TX_AT_WEEKEND, d - toc_day_weekday(d)); }

tx_point tx_part(toc_day d, const char *part) {
  tx_point p = at_day(TX_AT_PART, d);
  p.part[0] = part[0];
  p.part[1] = part[1];
  return p;
}

tx_point tx_clock(toc_day d, int minute, bool hour) {
  tx_point p = at_day(hour ? TX_AT_HOUR : TX_AT_MINUTE, d);
  p.minute = minute;
  return p;
}

void tx_iso_week(toc_day d, int *year, int *week) {
  toc_day thursday = d - toc_day_weekday(d) + 3;
  int m, day;
  toc_day_ymd(thursday, year, &m, &day);
  *week = (int)(thursday - toc_day_of(*year, 1, 1)) / 7 + 1;
}

toc_day tx_nth_weekday(int year, int month, int weekday, int n) {
  if (n > 0) {
    toc_day first = toc_day_of(year, month, 1);
    return first + (weekday - 1 - toc_day_weekday(first) + 7) % 7 + 7 * (n - 1);
  }
  toc_day last = toc_day_of(year, month, toc_month_days(year, month));
  return last - (toc_day_weekday(last) - (weekday - 1) + 7) % 7;
}

/* Western Easter, anonymous Gregorian computus (Meeus). */
toc_day tx_easter(int year) {
  int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
  return toc_day_of(year, n / 31, n % 31 + 1);
}

static bool months(int year, int first, int count, toc_day *from, toc_day *to) {
  if (year < 1 || year > 9998) return false;
  *from = toc_day_of(year, first, 1);
  int last = first + count - 1, y = year;
  if (last > 12) last -= 12, y++;
  *to = toc_day_of(y, last, toc_month_days(y, last));
  return true;
}

bool tx_days(const tx_point *p, toc_day *from, toc_day *to) {
  *from = *to = TOC_NODAY;
  if (!p->known || p->bc) return false;
  switch (p->grain) {
    case TX_NOGRAIN: return false;
    case TX_AT_MINUTE:
    case TX_AT_HOUR:
    case TX_AT_PART:
    case TX_AT_DAY: *from = *to = p->day; return true;
    case TX_AT_WEEKEND: *from = p->day + 5; *to = p->day + 6; return true;
    case TX_AT_WEEK: *from = p->day; *to = p->day + 6; return true;
    case TX_AT_MONTH: return months(p->year, p->n, 1, from, to);
    case TX_AT_SEASON: return months(p->year, 3 + 3 * p->n, 3, from, to); /* winter runs into the next year */
    case TX_AT_QUARTER: return months(p->year, 3 * p->n - 2, 3, from, to);
    case TX_AT_HALF: return months(p->year, 6 * p->n - 5, 6, from, to);
    case TX_AT_YEAR: return months(p->year, 1, 12, from, to);
    case TX_AT_DECADE:
    case TX_AT_CENTURY: {
      toc_day unused;
      int span = p->grain == TX_AT_DECADE ? 9 : 99;
      return months(p->year < 1 ? 1 : p->year, 1, 12, from, &unused) && months(p->year + span, 1, 12, &unused, to);
    }
  }
  return false;
}

static const char *const season_code[] = {"SP", "SU", "FA", "WI"};

static toc_str unknown_value(toc_arena *a, const tx_point *p) {
  switch (p->grain) {
    case TX_AT_MONTH: return toc_str_format(a, "XXXX-%02d", p->n);
    case TX_AT_QUARTER: return toc_str_format(a, "XXXX-Q%d", p->n);
    case TX_AT_HALF: return toc_str_format(a, "XXXX-H%d", p->n);
    case TX_AT_SEASON: return toc_str_format(a, "XXXX-%s", season_code[p->n]);
    case TX_AT_WEEK: return TOC_S("XXXX-WXX");
    case TX_AT_WEEKEND: return TOC_S("XXXX-WXX-WE");
    case TX_AT_DAY:
      if (p->mday) return toc_str_format(a, "XXXX-%02d-%02d", p->n, p->mday);
      if (p->n) return toc_str_format(a, "XXXX-WXX-%d", p->n);
      return TOC_S("XXXX-XX-XX");
    case TX_AT_PART:
      if (p->n && !p->mday) return toc_str_format(a, "XXXX-WXX-%dT%s", p->n, p->part);
      return toc_str_format(a, "XXXX-XX-XXT%s", p->part);
    case TX_AT_MINUTE:
    case TX_AT_HOUR: return toc_str_format(a, "XXXX-XX-XXT%02d:%02d", p->minute / 60, p->minute % 60);
    default: return TOC_S("XXXX");
  }
}

toc_str tx_value(toc_arena *a, const tx_point *p) {
  int y = p->year, m, d, w;
  if (!p->known) return unknown_value(a, p);
  if (p->bc) {
    if (p->grain == TX_AT_CENTURY) return toc_str_format(a, "BC%02d", p->year / 100);
    if (p->grain == TX_AT_MONTH) return toc_str_format(a, "BC%04d-%02d", p->year, p->n);
    if (p->grain == TX_AT_SEASON) return toc_str_format(a, "BC%04d-%s", p->year, season_code[p->n]);
    if (p->grain == TX_AT_DECADE) return toc_str_format(a, "BC%03d", p->year / 10);
    return toc_str_format(a, "BC%04d", p->year);
  }
  switch (p->grain) {
    case TX_NOGRAIN: return TOC_S("XXXX");
    case TX_AT_CENTURY: return toc_str_format(a, "%02d", y / 100);
    case TX_AT_DECADE: return toc_str_format(a, "%03d", y / 10);
    case TX_AT_YEAR: return toc_str_format(a, "%04d", y);
    case TX_AT_HALF: return toc_str_format(a, "%04d-H%d", y, p->n);
    case TX_AT_QUARTER: return toc_str_format(a, "%04d-Q%d", y, p->n);
    case TX_AT_SEASON: return toc_str_format(a, "%04d-%s", y, season_code[p->n]);
    case TX_AT_MONTH: return toc_str_format(a, "%04d-%02d", y, p->n);
    case TX_AT_WEEK:
    case TX_AT_WEEKEND:
      tx_iso_week(p->day, &y, &w);
      return toc_str_format(a, "%04d-W%02d%s", y, w, p->grain == TX_AT_WEEK ? "" : "-WE");
    default: break;
  }
  toc_day_ymd(p->day, &y, &m, &d);
  if (p->grain == TX_AT_PART) return toc_str_format(a, "%04d-%02d-%02dT%s", y, m, d, p->part);
  if (p->grain == TX_AT_DAY) return toc_str_format(a, "%04d-%02d-%02d", y, m, d);
  return toc_str_format(a, "%04d-%02d-%02dT%02d:%02d", y, m, d, p->minute / 60, p->minute % 60);
}

const char *tx_precision(tx_grain g) {
  static const char *const name[] = {"vague", "minute", "hour",    "hour", "day",  "day",    "week",
                                     "month", "quarter", "quarter", "year", "year", "decade", "century"};
  return name[g];
}

static void month_of(const tx_point *p, int *year, int *month) {
  int d;
  *year = p->year;
  *month = p->n;
  if (p->grain < TX_AT_MONTH) toc_day_ymd(p->day, year, month, &d);
  else if (p->grain == TX_AT_SEASON) *month = 3 + 3 * p->n;
  else if (p->grain == TX_AT_QUARTER) *month = 3 * p->n - 2;
  else if (p->grain == TX_AT_HALF) *month = 6 * p->n - 5;
  else if (p->grain > TX_AT_HALF) *month = 1;
}

bool tx_shift(const tx_point *p, int n, toc_str unit, tx_point *out) {
  toc_day from, to;
  if (p->grain == TX_NOGRAIN || !tx_days(p, &from, &to) || n > 100000 || n < -100000) return false;
  int y, m;
  month_of(p, &y, &m);
  switch (unit.ptr[0]) {
    case 'T': /* hours and less stay on the day, but for whole days */
      *out = tx_day(from + (unit.ptr[1] == 'H' ? n / 24 : 0));
      return true;
    case 'D':
    case 'N': *out = tx_day(from + n); break;
    case 'W': *out = tx_week(from + 7 * n); break;
    case 'F': *out = tx_week(from + 14 * n); break;
    case 'M':
      m += n - 1 + 12 * 10000;
      *out = tx_month(y + m / 12 - 10000, m % 12 + 1);
      break;
    case 'Q': {
      int q = (m - 1) / 3 + n + 4 * 10000;
      *out = tx_quarter(y + q / 4 - 10000, q % 4 + 1);
      break;
    }
    case 'Y': *out = tx_year(y + n); break;
    case 'E': *out = p->grain >= TX_AT_DECADE ? tx_decade(y + 10 * n) : tx_year(y + 10 * n); break;
    case 'C': *out = p->grain == TX_AT_CENTURY ? tx_century(y + 100 * n) : tx_year(y + 100 * n); break;
    case 'L': *out = tx_year(y + 1000 * n); break;
    default: return false;
  }
  return out->grain < TX_AT_MONTH ? out->day > toc_day_of(1, 1, 1) && out->day < toc_day_of(9998, 1, 1) : out->year > 0 && out->year < 9998;
}
