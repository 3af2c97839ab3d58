"""What the model sees of a word: its key, n-gram buckets, shape, list flags.

The same definitions stand in src/nn/words.c; the golden test compares both.
A word is read as Unicode code points; typographic quotes and dashes become
ASCII, digits become 0, letters become small, so that `Kyiv's 2022` and
`KYIV'S 1999` share everything but their shape.
"""
import unicodedata

QUOTE = {c: "'" for c in "\u2018\u2019\u201a\u201b\u02bc\u00b4`\u2032"}
QUOTE.update({c: '"' for c in "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"})
QUOTE.update({c: "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"})
QUOTE["\u2026"] = "."

N_SHAPE = 72            # case(12) x first in sentence(2) x caps of sentence(3)
LONG = 32               # longer keys keep 16 code points at either end
N_FLAG = 8


def key(form):
    out = []
    for c in form:
        c = QUOTE.get(c, c)
        if "0" <= c <= "9":
            c = "0"
        else:
            low = c.lower()
            if len(low) == 1:
                c = low
        out.append(c)
    if len(out) > LONG:
        out = out[:16] + out[-16:]
    return "".join(out)


def fnv(data, h=0xCBF29CE484222325):
    for b in data:
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def word_hash(k):
    return fnv(k.encode("utf-8", "surrogatepass"))


def bucket(gram, n_bucket):
    h = fnv(gram.encode("utf-8", "surrogatepass"))
    h ^= h >> 32
    return (h & 0xFFFFFFFF) % n_bucket


def ngrams(k):
    """All 3- to 5-grams of <key>, and the 2-grams at either end."""
    s = "<" + k + ">"
    out = [s[:2], s[-2:]]
    for n in (3, 4, 5):
        for i in range(len(s) - n + 1):
            out.append(s[i:i + n])
    return out


def letters(form):
    """(upper, lower, other letters, digits, dots) of a form."""
    u = l = o = d = p = 0
    for c in form:
        cat = unicodedata.category(c)
        if cat in ("Lu", "Lt"):
            u += 1
        elif cat == "Ll":
            l += 1
        elif cat in ("Lo", "Lm"):
            o += 1
        elif "0" <= c <= "9":
            d += 1
        elif c == ".":
            p += 1
    return u, l, o, d, p


def first_upper(form):
    return bool(form) and unicodedata.category(form[0]) in ("Lu", "Lt")


def case_class(form):
    u, l, o, d, p = letters(form)
    if u + l + o == 0:
        return 6 if d else 0
    if d:
        return 7
    if o:
        return 9
    if u == 0:
        return 1
    if u == 1 and l == 0:
        return 4
    if l == 0:
        return 8 if p else 3
    if u == 1 and first_upper(form):
        return 2
    return 5


def sentence_caps(forms):
    """1: written in capitals, 2: headline style, 0: ordinary."""
    upper = title = words = long_words = 0
    for f in forms:
        c = case_class(f)
        if c in (1, 2, 3, 5):
            words += 1
            if c == 3:
                upper += 1
            if len(f) > 3:
                long_words += 1
                if first_upper(f):
                    title += 1
    if words >= 3 and upper * 10 >= words * 9:
        return 1
    if long_words >= 4 and title * 10 >= long_words * 8:
        return 2
    return 0
