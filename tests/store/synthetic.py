#!/usr/bin/env python3
"""Reports of a crisis that never was: as many as are asked for, the same ones each time.

usage: synthetic.py N [SEED] [long] > reports.jsonl

Happenings are spread over three years and some two hundred towns, a few towns having most of them.
One to five papers tell of each within three days, in words of their own; one in twelve reports is
printed again with another number, one in twelve is copied by another paper.  A report has two to four
sentences; a long one has four happenings and some twenty sentences, as news reports do.  All of them are our
own.
"""
import datetime
import json
import random
import sys

TOWNS = """Osh Benghazi Marseille Kisumu Cali Lviv Quetta Mandalay Basra Mosul Aleppo Homs Kano Maiduguri Kaduna Jos Goma Bukavu Bunia Gao Mopti
Timbuktu Kandahar Herat Jalalabad Kunduz Peshawar Karachi Lahore Multan Srinagar Jammu Imphal Guwahati Kolkata Dhaka Chittagong Sittwe Yangon
Medan Manado Davao Zamboanga Cotabato Almaty Bishkek Tashkent Dushanbe Khujand Gyumri Tbilisi Batumi Odessa Kharkiv Mariupol Donetsk Luhansk
Izmir Diyarbakir Gaziantep Beirut Tripoli Sidon Hebron Nablus Jenin Haifa Alexandria Suez Khartoum Omdurman Juba Malakal Mekelle Gondar Nairobi
Mombasa Garissa Mogadishu Kismayo Baidoa Lilongwe Beira Pemba Nampula Harare Bulawayo Durban Luanda Huambo Kinshasa Lubumbashi Bangui Bamako
Niamey Zinder Agadez Ouagadougou Accra Kumasi Abidjan Conakry Freetown Monrovia Dakar Nouakchott Rabat Oran Sfax Sanaa Aden Taiz Hodeidah
Riyadh Jeddah Kuwait Manama Shiraz Tabriz Mashhad Ahvaz Medellin Bogota Guayaquil Quito Lima Arequipa Cuzco Santiago Valparaiso Concepcion
Rosario Cordoba Asuncion Managua Tegucigalpa Tapachula Culiacan Tijuana Acapulco Veracruz Caracas Maracaibo Recife Salvador Fortaleza Manaus
Athens Thessaloniki Skopje Pristina Sarajevo Belgrade Tirana Podgorica Bucharest Chisinau Minsk Vilnius Riga Tallinn Gdansk Krakow Lyon
Toulouse Naples Palermo Barcelona Valencia Seville Porto Bilbao Glasgow Belfast Leeds""".split()
PAPERS = ["Quay Gazette", "Harbour Post", "Northern Courier", "Evening Dispatch", "River Times", "Frontier Herald", "Free Tribune", "Daily Lantern"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
KINDS = [  # what happened, as several papers would put it: place, day, number
    ["Gunmen killed {n} people at a market in {town} on {day}, the police said.",
     "At least {n} people were killed on {day} when gunmen attacked a market in {town}, officials said.",
     "Armed men opened fire on traders in {town} on {day} and killed {n} people, residents said."],
    ["Police arrested {n} protesters in {town} on {day}, the interior ministry said.",
     "The authorities detained {n} demonstrators in {town} on {day}, their lawyers said.",
     "{n} protesters were arrested in {town} on {day}, the police said."],
    ["Some {n} dock workers in {town} went on strike over pay on {day}.",
     "Dock workers in {town} walked out on {day}; the union said {n} took part.",
     "About {n} workers struck at the port of {town} on {day}, the union said."],
    ["Rebels shelled an army camp near {town} on {day}, wounding {n} soldiers, the army said.",
     "{n} soldiers were wounded on {day} when rebels attacked a camp outside {town}, the army said.",
     "Rebels attacked an army camp near {town} on {day} and wounded {n} soldiers, a hospital official said."],
    ["Hundreds of students marched through {town} on {day} against new fees.",
     "Students protested in {town} on {day}, and {n} of them spent the night outside the town hall.",
     "A march of students against higher fees filled the centre of {town} on {day}."],
]
MORE = ["The governor condemned the violence and promised an inquiry.", "Soldiers closed the road to the airport.", "Shops in the old quarter stayed shut.",
        "The mayor asked residents to remain at home.", "A hospital official said that beds were short.", "Talks between the two sides had broken down last week.",
        "The council met in the evening and heard a report.", "Nobody has claimed responsibility.", "Rain turned the side streets to mud.",
        "The opposition accused the government of hiding the truth.", "Relatives waited at the gates until dark.", "The bus company cancelled its night service."]


def synthetic(n, seed=1, long=False):
    rng, out, i = random.Random(seed), [], 0
    first = datetime.date(2019, 1, 1)
    # As many towns again under the names of their quarters would be unknown to a gazetteer; so each
    # town carries more.  Days are drawn so that the record has the same density whatever n is.
    days = max(30, n // 90)
    while i < n:
        town = TOWNS[min(int(rng.expovariate(4) * len(TOWNS)), len(TOWNS) - 1)]
        day, kind, number = first + datetime.timedelta(rng.randrange(days)), rng.choice(KINDS), rng.randrange(2, 90)
        papers = rng.sample(PAPERS, rng.choice([1, 1, 1, 2, 2, 3, 5]))
        for paper in papers:
            told = day + datetime.timedelta(rng.choice([0, 0, 1, 1, 2]))
            lead = rng.choice(kind).format(town=town, day=DAYS[day.weekday()], n=number)
            text = " ".join([lead] + rng.sample(MORE, rng.randrange(1, 4)))
            for _ in range(3 if long else 0):
                text += "\n\n" + " ".join([rng.choice(rng.choice(KINDS)).format(town=rng.choice(TOWNS), day=rng.choice(DAYS), n=rng.randrange(2, 90))] + rng.sample(MORE, 5))
            r = {"id": "s%07d" % i, "title": "%s: report of %s" % (town, told.isoformat()), "publisher": paper,
                 "published": told.isoformat() + "T%02d:00" % rng.randrange(6, 23), "url": "https://paper.example/%d" % i, "text": text}
            out.append(r)
            i += 1
            if rng.random() < 1 / 12:
                later = dict(r, id="s%07d" % i, updated=(told + datetime.timedelta(1)).isoformat() + "T09:00",
                             text=text.replace(str(number), str(number + rng.randrange(1, 9))))
                out.append(later)
                i += 1
            if rng.random() < 1 / 12:
                other = rng.choice(PAPERS)
                out.append(dict(r, id="s%07d" % i, publisher=other, title="From the agencies: " + r["title"], url="https://other.example/%d" % i))
                i += 1
    return out[:n]


if __name__ == "__main__":
    for r in synthetic(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1, "long" in sys.argv):
        print(json.dumps(r))
