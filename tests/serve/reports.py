"""Invented reports of an invented week, as JSON lines: three papers, a toll that rises, one that is
withdrawn by a later version, a copy, a denial, a private person, a place far in the east."""
import json

RIVER = "http://example.org/river/%s"


SHYMKENT = (
    "Gunmen attacked a police station in Shymkent on Wednesday and wounded %s officers. The shops of the old town stayed closed all day, and "
    "buses stood empty at the station. Schools will be closed until Monday, a city official said, and the market beside the river opens only "
    "in the morning. Trains to the north ran late.")


def report(n, publisher, published, title, text, **more):
    return dict(id="r%02d" % n, publisher=publisher, published=published, title=title, text=title + "\n\n" + text, **more)


REPORTS = [
    report(1, "Harbour Post", "2022-03-01T08:00", "Protesters fill the square in Almaty",
           "Hundreds of protesters marched in Almaty on Tuesday. Police arrested 40 people, the interior ministry said. "
           "Soldiers fired on the crowd and killed three protesters, according to witnesses."),
    report(2, "Valley Times", "2022-03-01T19:00", "Police in Almaty kill at least five, doctors say",
           "Police killed at least five protesters in Almaty on Tuesday, doctors said. The interior ministry denied that police had "
           "killed protesters. Timur Kassenov, a baker, said that soldiers beat his brother."),
    report(3, "Harbour Post", "2022-03-02T09:00", "Interior ministry puts the dead at 12", url=RIVER % "toll",
           text="Police killed 12 people in Almaty on Tuesday, the interior ministry said on Wednesday. " + SHYMKENT % "six"),
    report(4, "Harbour Post", "2022-03-02T09:00", "Interior ministry withdraws its number of dead", url=RIVER % "toll", updated="2022-03-03T10:00",
           text="The interior ministry said on Thursday that it had no number of the dead in Almaty. " + SHYMKENT % "nine"),
    report(5, "Night Mail", "2022-03-02T11:00", "Gunmen attack police station in Shymkent",
           "Gunmen attacked a police station in Shymkent on Wednesday and wounded eight officers, a police spokesman said. "
           "Russia condemned the attack."),
    report(6, "Night Mail", "2022-03-04T07:00", "State of emergency in Kazakhstan until Sunday",
           "The president of Kazakhstan declared a state of emergency on Friday. The United States called on Kazakhstan to release the "
           "protesters. Demonstrators demanded that the government resign."),
    report(7, "Valley Times", "2022-03-05T12:00", "Fishermen protest in Suva",
           "About 200 fishermen protested in Suva, Fiji, on Saturday. Police in Suva arrested two fishermen."),
    report(8, None, "2022-03-06T12:00", "Quiet day", "Nothing of note was heard on Sunday."),
    report(9, "Echo", "2022-03-02T12:00", "Gunmen attack police station in Shymkent",
           "Gunmen attacked a police station in Shymkent on Wednesday and wounded eight officers, a police spokesman said. "
           "Russia condemned the attack."),
]
LATER = [
    report(10, "Valley Times", "2022-03-07T12:00", "Soldiers kill 20 in Aktobe",
           "Soldiers killed 20 protesters in Aktobe on Monday, a rights group said."),
]


def write(path, reports):
    with open(path, "w", encoding="utf-8") as f:
        for r in reports:
            f.write(json.dumps({k: v for k, v in r.items() if v is not None}, ensure_ascii=False) + "\n")
