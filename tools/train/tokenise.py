"""A plain UD-like splitter for text that has no tokens: training names and
silver text only. The library has its own, better one (src/token)."""
import re

ABBR = set("""mr mrs ms dr prof gen col lt sgt capt maj adm sen rep gov pres rev hon st mt ft jr sr
inc ltd co corp bros jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
u.s u.k u.n e.u a.m p.m vs etc e.g i.e no nos vol pp cf al ed eds dept est fig approx""".split())
TOKEN = re.compile(r"""
 https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+
|(?:[A-Za-z]\.){2,}
|\d+(?:[.,:]\d+)*
|\w+(?:[’']\w+)*
|\.{2,}|-{2,}|[^\w\s]
""", re.X)
CLITIC = re.compile(r"(?i)^(.+?)(n[’']t|[’'](?:s|m|d|re|ve|ll))$")


def tokens(text, start, end):
    out = []
    for m in TOKEN.finditer(text, start, end):
        a, b = m.span()
        w = m.group()
        if w.lower() == "cannot":
            out += [(a, a + 3), (a + 3, b)]
            continue
        c = CLITIC.match(w)
        if c and not w.startswith("http"):
            out += [(a, a + len(c.group(1))), (a + len(c.group(1)), b)]
            continue
        out.append((a, b))
    # a full stop belongs to an abbreviation or an initial
    res = []
    for i, (a, b) in enumerate(out):
        if text[a:b] == "." and res and res[-1][1] == a:
            w = text[res[-1][0]:a]
            nxt = out[i + 1] if i + 1 < len(out) else None
            if w.lower() in ABBR or (len(w) == 1 and w.isupper() and nxt):
                res[-1] = (res[-1][0], b)
                continue
        res.append((a, b))
    return res


def sentences(text):
    """[[(start, end), ...], ...] over the whole text."""
    out = []
    for para in re.finditer(r"[^\n]+", text):
        toks = tokens(text, *para.span())
        cur, depth = [], 0
        for i, (a, b) in enumerate(toks):
            w = text[a:b]
            cur.append((a, b))
            if w in (".", "?", "!", "...") or (w and cur[-2:-1] and text[slice(*cur[-2])] in (".", "?", "!") and w in "\"'”’)" and (i + 1 >= len(toks) or toks[i + 1][0] > b)):
                nxt = text[slice(*toks[i + 1])] if i + 1 < len(toks) else ""
                if nxt in ("\"", "'", "”", "’", ")") and toks[i + 1][0] == b:
                    continue
                if not nxt or not (nxt[0].islower() or nxt[0] in ",;"):
                    out.append(cur)
                    cur = []
        if cur:
            out.append(cur)
    return [s for s in out if s]
