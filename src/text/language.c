/* language.c - is it English?
 *
 * Function words tell languages apart after a few sentences (Ingle 1976; Grefenstette 1995);
 * scripts at once.  The question here is narrow: a report that is surely not English must not be
 * coded as if it were.  So doubt means English: short texts, lists of names, mixtures. */
#include "text.h"

#define WORDS_MAX 600  /* looked at */
#define WORDS_MIN 25   /* fewer tell nothing */

static const struct {
  const char *code, *words; /* blanks on both sides; none of them English */
} languages[] = {
    {"es", " de en y se su lo al el los las del que por para con una como más pero sus este entre cuando muy sin sobre también fue hay donde desde todo nos ya o "},
    {"fr", " de en un la le les des du est et une dans que qui pour pas sur avec ce son plus par au aux sont cette ont mais ses été comme elle il nous leur "},
    {"de", " der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es nach wird bei einer um am sind noch wie einem über "},
    {"it", " il di che è per una del della con non sono le gli dei nel alla si più da al come anche ha questo ma dal delle lo "},
    {"pt", " de o os da do em um uma que para com não mais por dos das na no ao se foi como mas pelo pela são seu sua também à "},
    {"nl", " de het een van en dat op te zijn voor met niet aan er die ook als bij naar uit maar om wordt heeft over werd deze nog "},
    {"sv", " och att det som en på är av för med den till inte har de om ett var men från vi så han kan när "},
    {"pl", " i w na z do że się nie to jest o jak po od za przez dla ale są był jego oraz które który "},
    {"tr", " ve bir bu da de için ile olarak çok daha gibi olan en ne var kadar sonra ancak olduğu "},
    {"id", " yang dan di dari untuk dengan pada ini itu tidak dalam akan oleh juga ke adalah telah karena mereka "},
    {"sw", " na ya wa kwa ni katika za la cha kuwa hiyo huo hii baada watu alisema "},
};
static const char english[] =
    " the of and to a in is that for on was with as by at from it he were are be has have had his an this which or but not said who they their after "
    "will its been she also would than when about more there over one two ";

/* Letters of other scripts, and the language that mostly writes news in them. */
static const struct {
  uint32_t from, to;
  const char *code;
} scripts[] = {{0x370, 0x3FF, "el"},   {0x400, 0x52F, "ru"},   {0x590, 0x5FF, "he"},   {0x600, 0x6FF, "ar"},  {0x900, 0x97F, "hi"},
               {0x980, 0x9FF, "bn"},   {0xE00, 0xE7F, "th"},   {0x10A0, 0x10FF, "ka"}, {0x530, 0x58F, "hy"},  {0x1200, 0x137F, "am"},
               {0x3040, 0x30FF, "ja"}, {0x4E00, 0x9FFF, "zh"}, {0xAC00, 0xD7AF, "ko"}};

#define N_LANGUAGES (sizeof languages / sizeof *languages)
#define N_SCRIPTS (sizeof scripts / sizeof *scripts)

static bool in_list(const char *list, const char *word, size_t n) {
  for (const char *at = list; (at = strstr(at, word));) {
    if (at[-1] == ' ' && at[n] == ' ') return true;
    at += n;
  }
  return false;
}

typedef struct counts {
  uint32_t words, english, other[N_LANGUAGES], letters, script[N_SCRIPTS];
} counts;

static void count_word(counts *c, const char *word, size_t n) {
  c->words++;
  if (n > 8 || n == 0) return;
  c->english += in_list(english, word, n);
  for (size_t k = 0; k < N_LANGUAGES; k++) c->other[k] += in_list(languages[k].words, word, n);
}

static void count_letter(counts *c, uint32_t cp) {
  c->letters++;
  for (size_t k = 0; cp >= 0x370 && k < N_SCRIPTS; k++) c->script[k] += cp >= scripts[k].from && cp <= scripts[k].to;
}

toc_str toc__language(toc_str text) {
  counts c = {0};
  char word[40];
  size_t n = 0, pos = 0;
  while (pos <= text.len && c.words < WORDS_MAX) {
    size_t from = pos;
    uint32_t cp = pos < text.len ? toc_utf8_next(text, &pos) : (pos++, ' ');
    if (toc_cp_is_letter(cp)) {
      count_letter(&c, cp);
      bool fits = n + 5 < sizeof word;
      if (fits && cp >= 'A' && cp <= 'Z') word[n++] = (char)(cp + 32);
      else if (fits) n += (memcpy(word + n, text.ptr + from, pos - from), pos - from);
      continue;
    }
    word[n] = 0;
    if (n) count_word(&c, word, n);
    n = 0;
  }
  for (size_t k = 0; k < N_SCRIPTS; k++)
    if (c.letters >= 60 && c.script[k] * 2 > c.letters) return toc_cstr(scripts[k].code);
  if (c.words < WORDS_MIN) return (toc_str){0};
  size_t best = 0;
  for (size_t k = 1; k < N_LANGUAGES; k++)
    if (c.other[k] > c.other[best]) best = k;
  bool english_enough = c.english * 12 >= c.words; /* one word in twelve */
  bool sure = c.other[best] * 8 >= c.words && c.other[best] > 2 * c.english; /* German has "in", "was", "an", too */
  return sure ? toc_cstr(languages[best].code) : english_enough ? TOC_S("en") : (toc_str){0};
}
