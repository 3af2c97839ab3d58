#!/usr/bin/env python3
"""What incidents cost and on which day they were, by the whole of the pipeline.

usage: test_reports.py TOCSIN

A case is a report and the tolls of all its incidents, in their order; or its figures, each with
the one that it takes back; or a report of Friday,
7 January 2022, and the days of its acts of force."""
import json
import subprocess
import sys

CASES = [
    ("people told in one breath are different people",
     "Rebels murdered a judge and his driver in Tarma on Monday.", ["killed 1", "killed 1"]),
    ("a number beside a name",
     "Gunmen killed the mayor and two guards in Tarma on Monday.", ["killed 1", "killed 2"]),
    ("two numbers of one verb, the larger last",
     "Soldiers killed six priests and two women in Tarma on Monday.", ["killed 2", "killed 6"]),
    ("namesakes are two",
     "Ada Burton and Will Burton were shot dead in Tarma on Monday.", ["killed 1", "killed 1"]),
    ("near miss: one who is named twice is one",
     "Ada Burton was shot dead in Tarma on Monday. Police said Burton was killed at noon.", ["killed 1"]),
    ("what did not happen cost nobody his life",
     "The rebels threatened to kill five hostages.", []),
    ("who shot and killed are not the dead",
     "Soldiers shot and killed three farmers in Tarma on Monday.", ["killed 3"]),
    ("a toll revised stands last, and the number that it takes back is no other voice's",
     "A bomb in Tarma killed 30 people on Monday, the governor said. The toll was later revised downward from 30 to 26.", ["killed 30", "killed 26"]),
    ("not 20: a number taken back stands before",
     "Twelve people were killed, not 20 as first reported, when a bomb exploded in Tarma on Monday, police said.", ["killed 20", "killed 12"]),
    ("the dead of a war are not those of one of its days, nor is a toll revised theirs",
     "A drone strike killed three nurses in Kassala on Monday, a hospital said. Since April 2018 the war has killed "
     "tens of thousands of people. Officials later revised the toll to five dead.", ["killed 3", "killed 5"]),
    ("near miss: it did",
     "The rebels killed five hostages.", ["killed 5"]),
    ("who wounded somebody was not wounded",
     "Three gunmen wounded a watchman in Tarma on Monday.", ["injured 1"]),
    ("who shot and killed an old man are not the dead",
     "Two masked men shot and killed 70-year-old Ada Burton in Tarma on Monday.", ["killed 1"]),
    ("near miss: they were",
     "Two guards wounded in a raid on Tarma.", ["injured 2"]),
    ("said that one",
     "Police said that one man was killed when a bomb exploded in Tarma on Monday.", ["killed 1"]),
    ("what years cost is background",
     "Gunmen killed a mayor in Tarma on Monday. In the last three years, 64 mayors have been killed.", ["killed 1"]),
    ("what a war cost is background",
     "A bomb killed two soldiers in Tarma on Monday. The war has claimed 40,000 lives.", ["killed 2"]),
    ("since it began",
     "Gunmen killed a judge in Tarma on Monday. Since the campaign began in 1985, more than 300 judges have been killed.", ["killed 1"]),
    ("a rate",
     "A bomb killed two soldiers in Tarma on Monday. The capital has an average of 50 murders a month.", ["killed 2"]),
    ("near miss: what days cost is a toll",
     "Fighting in Tarma has killed 64 people in the last three days.", ["killed 64"]),
    ("near miss: a prison term is no time in which they died",
     "Gunmen killed 12 farmers in Tarma in 2019. One of them was jailed for ten years for killing the 12 farmers.", ["killed 12"]),
    ("an earthquake is nobody's deed",
     "Gunmen attacked the market in Tarma on Monday. An earthquake in 1970 destroyed the town and 900 people died.", []),
    ("the teachers, whom the report counts elsewhere",
     "The murder of the teachers shocked Tarma. Gunmen killed six teachers there on Monday.", ["killed 6"]),
    ("the two cooks beside the six teachers",
     "Gunmen killed six teachers in Tarma on Monday. Police said rebels murdered the six teachers and the two cooks in Tarma.", ["killed 2", "killed 6"]),
    ("near miss: of whom the number consists",
     "Gunmen shot three shoppers in Tarma on Monday. The three victims, two women and a man, were shot outside.", ["injured 3"]),
    ("along with two guards",
     "The minister was killed near his home in Tarma on Monday along with two of his guards.", ["killed 1", "killed 2"]),
    ("his driver and one of his guards",
     "In an attack in Tarma on Monday his driver and one of his guards were killed.", ["killed 1", "killed 1"]),
    ("together with his driver",
     "Rebels killed the mayor in Tarma on Monday together with his driver.", ["killed 1", "killed 1"]),
    ("near miss: who killed along with others",
     "The gunman along with two others killed the mayor in Tarma on Monday.", ["killed 1"]),
    ("lives claimed",
     "The attack in Tarma on Monday claimed the lives of a judge and a farmer.", ["killed 1", "killed 1"]),
    ("a title and the name behind it are one",
     "The police condemned the assassination of lawyer Ada Burton in Tarma on Monday.", ["killed 1"]),
    ("what was done beside them is no victim",
     "The attack on Tarma on Monday resulted in the death of a farmer and the destruction of a bridge.", ["killed 1"]),
    ("neither was hurt",
     "A bomb exploded in Tarma on Monday. Neither the mayor nor his wife was injured.", []),
    ("a cartel's murders are not the cartel's own end",
     "The army hunted the Burton Cartel after the cartel's murders of two judges in Tarma on Monday.", ["killed 2"]),
]


CORRECTIONS = [
    ("revised down to", "A bomb exploded in Tarma on Monday, killing 14 people, police said. On Tuesday police revised the toll down to nine.",
     ["14", "nine corrects 14"]),
    ("from, to", "A bomb exploded in Tarma on Monday, killing 14 people. The ministry lowered the number of dead from 14 to 9.", ["14", "14", "9 corrects 14"]),
    ("corrected the figure: of what was counted before", "An explosion killed at least 20 people in Tarma. The ministry corrected the figure to 12.",
     ["at least 20", "12 corrects at least 20"]),
    ("an earlier toll", "A bomb exploded in Tarma. Police corrected an earlier toll of 20 and said 12 people had been killed.", ["20", "12 corrects 20"]),
    ("not as first reported", "A bomb exploded in Tarma. The number of dead was put at 12, not 20 as first reported.", ["12 corrects 20", "20"]),
    ("near miss: a toll that rises takes nothing back", "A bomb exploded in Tarma, killing 14 people, police said. Hospitals raised the toll to 17.",
     ["14", "17"]),
    ("near miss: others are cut", "A bomb killed 14 people in Tarma. The company cut its staff to 9.", ["14"]),
]


DAYS = [
    ("words have a day, and the act that they tell of another",
     "Two men were shot at a bar in Lyon. It happened at 11 p.m. on Tuesday. During a Thursday news conference the mayor spoke of the shooting.",
     ["2022-01-04", "2022-01-04"]),
    ("what is said in the present is not said on Monday",
     "On Monday night, police say, a gunman shot two men at a bar in Lyon.", ["2022-01-03"]),
    ("near miss: what was said on Monday",
     "Police said on Monday that a gunman had shot two men at a bar in Lyon on Saturday.", ["2022-01-01"]),
    ("the clock says on which side of midnight",
     "Two men were shot overnight at a bar in Lyon. Officers arrived about 1 a.m.", ["2022-01-07"]),
]


def tolls(record):
    return ["%s %g" % (t["counts"], t["low"]) for i in record["incidents"] for t in i["tolls"] if t["counts"] in ("killed", "injured")]


def corrections(record):
    told = record["figures"]
    return [f["text"] + (" corrects " + told[f["corrects"]]["text"] if f["corrects"] is not None else "") for f in told if f["counts"] == "killed"]


def days(record):
    return [(e["when"] or {}).get("from", "none")[:10] for e in record["events"] if e["type"] == "ASSAULT"]


def main():
    cases = [(c, tolls) for c in CASES] + [(c, corrections) for c in CORRECTIONS] + [(c, days) for c in DAYS]
    reports = "".join(json.dumps({"id": str(n), "text": c[1], "published": "2022-01-07"}) + "\n" for n, (c, _) in enumerate(cases))
    out = subprocess.run([sys.argv[1], "code", "--format", "docs"], input=reports.encode(), stdout=subprocess.PIPE, check=True).stdout
    records = [json.loads(line) for line in out.decode().splitlines()]
    if len(records) != len(cases):
        sys.exit("expected %d records, got %d" % (len(cases), len(records)))
    bad = 0
    for ((name, text, want), look), record in zip(cases, records):
        got = look(record)
        if got != want:
            bad += 1
            print("%s: %s\n  expected %s\n  got      %s" % (name, text, want, got))
    sys.exit(bad > 0)


main()
