/* foreign_combine.c - a verb and that of its complement as one CAMEO code.
 *
 *     "Carnelia promised to send food"     PROMISE 030, SEND 073   → 0333, intends to give humanitarian aid
 *     "Carnelia vowed to attack Veldor"    VOW 030, ATTACK 190     → 138, threatens with military force
 *     "Carnelia urged Veldor to withdraw"  URGE 020, WITHDRAW 087  → 0256, appeals for de-escalation
 *     "Carnelia said it would meet Veldor" SAY 010, MEET 036       → 036
 *
 * PETRARCH-2 adds such codes in a numbering of its own, where a digit says what is thought of an act, another
 * what is done, a third what it is about (Norris, "Petrarch 2: Petrarcher", 2016).  CAMEO names the sums that
 * exist: appeals (02), intents (03), demands (10), rejections (12) and threats (13) have a code for each kind of
 * act (Schrodt, CAMEO codebook 1.1b3, 2012).  This is that table; what it does not name is no sum. */
#include "foreign_in.h"

/* What a kind of act is called below an appeal, an intent, a demand, a rejection, a threat; NULL: nothing. */
typedef struct sum {
  const char *lower; /* the longest beginning of the lower code counts */
  const char *appeal, *intend, *demand, *reject, *threaten;
} sum;

static const sum sums[] = {
    {"04", "026", "036", "106", "125", NULL},      /* consult */
    {"045", "028", "039", "108", "126", NULL},     /* mediate */
    {"05", "022", "032", "102", NULL, NULL},       /* diplomatic cooperation */
    {"06", "021", "031", "101", "121", NULL},      /* material cooperation */
    {"061", "0211", "0311", "1011", "1211", NULL}, /* economic */
    {"062", "0212", "0312", "1012", "1212", NULL}, /* military */
    {"063", "0213", "0313", "1013", NULL, NULL},   /* judicial */
    {"064", "0214", "0314", "1014", NULL, NULL},   /* intelligence */
    {"07", "023", "033", "103", "122", NULL},      /* aid */
    {"071", "0231", "0331", "1031", "1221", NULL}, /* economic */
    {"072", "0232", "0332", "1032", "1222", NULL}, /* military */
    {"073", "0233", "0333", "1033", "1223", NULL}, /* humanitarian */
    {"074", "0234", "0334", "1034", "1224", NULL}, /* protection */
    {"08", "025", "035", "105", "124", NULL},      /* yield */
    {"081", "0251", "0351", "1051", "1241", NULL}, /* ease restrictions */
    {"082", "0252", "0352", "1052", "1242", NULL}, /* ease repression */
    {"083", "024", "034", "104", "123", NULL},     /* political reform */
    {"0831", "0241", "0341", "1041", "1231", NULL},
    {"0832", "0242", "0342", "1042", "1232", NULL},
    {"0833", "0243", "0343", "1043", "1233", NULL},
    {"0834", "0244", "0344", "1044", "1234", NULL},
    {"084", "0253", "0353", "1053", "1243", NULL}, /* release, return */
    {"085", "0254", "0354", "1054", "1244", NULL}, /* lift sanctions */
    {"086", "0255", "0355", "1055", "1245", NULL}, /* let others in */
    {"087", "0256", "0356", "1056", "1246", NULL}, /* de-escalate */
    {"14", NULL, "133", NULL, NULL, "133"},        /* protest */
    {"16", NULL, "131", NULL, NULL, "131"},        /* reduce relations */
    {"161", NULL, "1313", NULL, NULL, "1313"},
    {"162", NULL, "1311", NULL, NULL, "1311"},
    {"163", NULL, "1312", NULL, NULL, "1312"},
    {"164", NULL, "134", NULL, NULL, "134"},
    {"165", NULL, "135", NULL, NULL, "135"},
    {"166", NULL, "136", NULL, NULL, "136"},
    {"17", NULL, "130", NULL, NULL, "130"},        /* coerce */
    {"172", NULL, "132", NULL, NULL, "132"},
    {"1721", NULL, "1321", NULL, NULL, "1321"},
    {"1722", NULL, "1322", NULL, NULL, "1322"},
    {"1723", NULL, "1323", NULL, NULL, "1323"},
    {"1724", NULL, "1324", NULL, NULL, "1324"},
    {"175", NULL, "137", NULL, NULL, "137"},
    {"18", NULL, "138", NULL, NULL, "138"},        /* force */
    {"19", NULL, "138", NULL, NULL, "138"},
    {"191", NULL, "1381", NULL, NULL, "1381"},
    {"192", NULL, "1382", NULL, NULL, "1382"},
    {"20", NULL, "138", NULL, NULL, "138"},
    {"204", NULL, "1385", NULL, NULL, "1385"},
};

/* What people say and think of acts, in PETRARCH-2's order: of two the later one speaks for both. */
static const char *const attitudes[] = {"01", "02", "03", "10", "13", "11", "12"};

static uint32_t attitude(toc_str code) {
  for (uint32_t i = 0; i < sizeof attitudes / sizeof *attitudes; i++)
    if (toc_str_starts(code, toc_cstr(attitudes[i]))) return i;
  return TOC_NONE;
}

static bool hostile(toc_str code) {
  static const char *const roots[] = {"14", "15", "16", "17", "18", "19", "20"};
  for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
    if (toc_str_starts(code, toc_cstr(roots[i]))) return true;
  return false;
}

static const sum *sum_of(toc_str lower) {
  const sum *best = NULL;
  for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
    if (toc_str_starts(lower, toc_cstr(sums[i].lower)) && (!best || strlen(sums[i].lower) > strlen(best->lower))) best = &sums[i];
  return best;
}

/* An accusation (112) and an inquiry (09) name kinds of wrongs. */
static const char *wrong_of(toc_str upper, toc_str lower) {
  bool accuse = toc_str_starts(upper, TOC_S("112")), force = toc_str_starts(lower, TOC_S("18")) || toc_str_starts(lower, TOC_S("19"));
  bool inquiry = toc_str_starts(upper, TOC_S("09"));
  if (toc_str_starts(lower, TOC_S("20"))) return accuse ? "1124" : inquiry ? "094" : NULL;
  if (toc_str_starts(lower, TOC_S("17"))) return accuse ? "1122" : inquiry ? "092" : NULL;
  if (force) return accuse ? "1123" : inquiry ? "093" : NULL;
  return NULL;
}

toc_str toc__foreign_combine(toc_str upper, toc_str lower, bool apart) {
  const toc_str none = {"", 0};
  uint32_t u = attitude(upper), l = attitude(lower);
  const char *wrong = wrong_of(upper, lower);
  if (wrong) return upper.len > 3 ? upper : toc_cstr(wrong);
  if (u == TOC_NONE) return none;
  if (l != TOC_NONE) return apart ? none : l >= u ? lower : upper;
  if (u == 0 || (apart && hostile(lower))) return none;
  const sum *s = sum_of(lower);
  if (!s) return none;
  const char *code = u == 1 ? s->appeal : u == 2 ? s->intend : u == 3 ? s->demand : u == 4 ? s->threaten : u == 6 ? s->reject : NULL;
  return code ? toc_cstr(code) : none;
}

/* "190" has all of 19 below it, "19" too; "182" has 1823. */
bool toc__foreign_covers(toc_str above, toc_str code) {
  while (above.len > 2 && above.ptr[above.len - 1] == '0') above.len--;
  return toc_str_starts(code, above);
}
