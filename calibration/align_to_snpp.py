#!/usr/bin/env python3
"""Aligns the baseline to the official projection by moves out alone, and prints what that bends.

    python3 calibration/align_to_snpp.py build/release/foresight [--rounds 8] [--runs runs] [--readme FILE]

Solves, run by run, a factor on the rates of moving to the rest of the country, by
year, district and adult age group (children go with their parents), and writes
scenarios/essex/demography/aligned_to_snpp/to_country.csv, which the scenario
essex/aligned_to_snpp reads. --rounds 0 solves nothing and prints the comparison; --readme
writes it between the marks in FILE.
Births and deaths keep their rates, arrivals nearly. The target is the growth of the
2018-based projection from mid-2023, on the people of the base: its own mid-2023
is an older vintage. By age it is published for groups of whole districts; a
district's ages are the base's fitted to its group's ages and its own total, and
so derived. Nothing but the standard library is needed.
"""
import argparse
import collections
import csv
import io
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEMOGRAPHY = ROOT / "scenarios/essex/demography"
STARTS = (0, 16, 25, 35, 45, 55, 65, 75)
BROAD = {"0-15": (0,), "16-34": (1, 2), "35-64": (3, 4, 5), "65 and over": (6, 7)}
YEARS = range(2024, 2034)
GROUPS = {"E38000007": ("E07000066", "E07000068"), "E38000030": ("E07000069", "E07000075"),
          "E38000106": ("E07000067", "E07000070", "E07000074"), "E38000117": ("E07000071", "E07000076"),
          "E38000197": ("E07000072", "E07000073", "E07000077")}
DISTRICTS = sorted(d for group in GROUPS.values() for d in group)
MARKS = ("<!-- align_to_snpp.py begins -->", "<!-- align_to_snpp.py ends -->")
LEAST, MOST = 0.2, 5.0  # of a factor: what lies beyond is left unaligned, and printed


def rows(path):
    return csv.DictReader(open(path, encoding="utf-8"))


def group_of(age):
    return max(g for g, start in enumerate(STARTS) if start <= age)


def show(program, run, table, by):
    words = [program, "show", run, "--table", table, "--by", ",".join(by), "--format", "csv"]
    answer = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return list(csv.DictReader(io.StringIO(answer)))


def first_number(text):
    return int("".join(c if c.isdigit() else " " for c in text).split()[0])


class Run:
    def __init__(self, program, path):
        self.people, self.out, self.events = (collections.Counter() for _ in range(3))
        for row in show(program, path, "population", ("year", "district", "age")):
            self.people[int(row["year"]), row["district_code"], group_of(first_number(row["age"]))] += float(row["persons"])
        for row in show(program, path, "moves_to_country", ("year", "district", "age_group")):
            self.out[int(row["year"]), row["district_code"], group_of(first_number(row["age_group"]))] += float(row["persons"])
        for row in show(program, path, "population_change", ("district", "event")):
            self.events[row["district_code"], row["event"]] += float(row["persons"])


def official(base):
    """The people who are wanted, by year, district and age group."""
    total, single = {}, collections.defaultdict(lambda: [0.0] * len(STARTS))
    for row in rows(ROOT / "calibration/targets/snpp_2018.csv"):
        place, year = row["area"], int(row["year"])
        if row["age"] == "all":
            total[place, year] = float(row["persons"])
            continue
        # 15 is a fifth of 15 to 19; no other group of five years is cut.
        first = first_number(row["age"])
        for age in range(first, first + 5):
            single[place, year][group_of(age)] += float(row["persons"]) / 5
    wanted = {}
    for year in (2023, *YEARS):
        for area, members in GROUPS.items():
            cell = {(d, g): base[2023, d, g] for d in members for g in range(len(STARTS))}
            for _ in range(100):
                for g, persons in enumerate(single[area, year]):
                    factor = persons / sum(cell[d, g] for d in members)
                    for d in members:
                        cell[d, g] *= factor
                for d in members:
                    factor = total[d, year] / sum(cell[d, g] for g in range(len(STARTS)))
                    for g in range(len(STARTS)):
                        cell[d, g] *= factor
            wanted.update({(year, d, g): persons for (d, g), persons in cell.items()})
    grown = {}
    for year in YEARS:
        for d in DISTRICTS:
            ages = [base[2023, d, g] * wanted[year, d, g] / wanted[2023, d, g] for g in range(len(STARTS))]
            people = sum(base[2023, d, g] for g in range(len(STARTS))) * total[d, year] / total[d, 2023]
            for g in range(len(STARTS)):
                grown[year, d, g] = ages[g] * people / sum(ages)
    return grown


def better(factor, run, wanted):
    """The factors that take from each year's moves what the year adds to the distance from what is wanted."""
    made = {}
    for d in DISTRICTS:
        before = [0.0] * len(STARTS)
        for year in YEARS:
            over = [run.people[year, d, g] - wanted[year, d, g] for g in range(len(STARTS))]
            # A year older, a part of last year's surplus is in the next group.
            expected = list(before)
            for g in range(len(STARTS) - 1):
                older = before[g] / (STARTS[g + 1] - STARTS[g])
                expected[g] -= older
                expected[g + 1] += older
            # Children come and go with those of 25 to 44, in whose groups they are counted here.
            surplus = [now - was for now, was in zip(over, expected)]
            for g in (2, 3):
                surplus[g] += surplus[0] / 4
            for g in range(1, len(STARTS)):
                out = max(1.0, run.out[year, d, g])
                change = 1 + 0.6 * surplus[g] / out
                made[year, d, g] = min(MOST, max(LEAST, factor[year, d, g] * min(1.6, max(0.6, change))))
            before = over
    return made


def write(factor):
    folder = DEMOGRAPHY / "aligned_to_snpp"
    with open(folder / "to_country.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write("from,district,sex,age,value\n")
        table = list(rows(DEMOGRAPHY / "2023/migration.csv"))
        for year in YEARS:
            for row in table:
                rate = float(row["to_country"]) * factor.get((year, row["district"], group_of(int(row["age"]))), 1)
                file.write(f"{year - 1}-07,{row['district']},{row['sex']},{row['age']},{min(2, rate):.5f}\n")


def run(program, scenario, path):
    subprocess.run([program, "run", str(ROOT / "calibration/align" / scenario), "-o", path, "--force", "--quiet"],
                   check=True, capture_output=True)
    return Run(program, path)


def compare(unaligned, aligned, wanted):
    names = {row["district"]: row["name"] for row in rows(ROOT / "scenarios/essex/population/district_households.csv")}
    last = YEARS[-1]
    inflow = ("in_from_country", "in_from_abroad", "in_from_district")
    outflow = ("out_to_country", "out_to_abroad", "out_to_district")

    def events(run, d, which):
        return sum(v for (place, event), v in run.events.items() if place == d and event in which)

    text = [f"| {last} | base | unaligned, % off | aligned, % off | "
            + " | ".join(f"{b}, aligned" for b in BROAD) + " | more net departures, % of gross inflow |",
            "|---" * (5 + len(BROAD)) + "|"]
    for d in (*DISTRICTS, "county"):
        places = DISTRICTS if d == "county" else (d,)

        def error(run, groups):
            got = sum(run.people[last, p, g] for p in places for g in groups)
            return 100 * (got / sum(wanted[last, p, g] for p in places for g in groups) - 1)

        def net(run):
            return sum(events(run, p, outflow) - events(run, p, inflow) for p in places)

        every = range(len(STARTS))
        base = sum(aligned.people[2023, p, g] for p in places for g in every)
        bent = 100 * (net(aligned) - net(unaligned)) / sum(events(unaligned, p, inflow) for p in places)
        text.append(f"| {names.get(d, 'Essex')} | {base:,.0f} | {error(unaligned, every):+.1f} | {error(aligned, every):+.1f} | "
                    + " | ".join(f"{error(aligned, g):+.1f}" for g in BROAD.values()) + f" | {bent:+.1f} |")
    text.append("")
    counts = []
    for event in ("birth", "death"):
        one, two = (sum(v for (_, e), v in run.events.items() if e == event) for run in (unaligned, aligned))
        counts.append(f"{event}s {one:,.0f} unaligned and {two:,.0f} aligned")
    return text + ["In ten years " + ", ".join(counts) + ": their rates are untouched, the people differ."]


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("program")
    words.add_argument("--rounds", type=int, default=8)
    words.add_argument("--runs", default="runs")
    words.add_argument("--readme")
    given = words.parse_args()
    pathlib.Path(given.runs).mkdir(exist_ok=True)
    unaligned = run(given.program, "unaligned.yaml", given.runs + "/unaligned_to_snpp.h5")
    wanted = official(unaligned.people)
    factor = {(year, d, g): 1.0 for year in YEARS for d in DISTRICTS for g in range(1, len(STARTS))}
    aligned = unaligned
    for number in range(given.rounds):
        factor = better(factor, aligned, wanted)
        write(factor)
        aligned = run(given.program, "aligned.yaml", given.runs + "/aligned_to_snpp.h5")
        off = [abs(sum(aligned.people[y, d, g] - wanted[y, d, g] for g in range(len(STARTS))))
               / sum(wanted[y, d, g] for g in range(len(STARTS))) for y in YEARS for d in DISTRICTS]
        edge = sum(f in (LEAST, MOST) for f in factor.values())
        print(f"round {number + 1}: districts are off by {100 * sum(off) / len(off):.2f} per cent on average, "
              f"{100 * max(off):.2f} at worst; {edge} of {len(factor)} factors at an end")
    if given.rounds == 0:
        aligned = run(given.program, "aligned.yaml", given.runs + "/aligned_to_snpp.h5")
    text = "\n".join(compare(unaligned, aligned, wanted))
    print(text)
    if given.readme:
        path = pathlib.Path(given.readme)
        before, rest = path.read_text(encoding="utf-8").split(MARKS[0])
        path.write_text(before + MARKS[0] + "\n" + text + "\n" + MARKS[1] + rest.split(MARKS[1])[1], encoding="utf-8")


if __name__ == "__main__":
    main()
