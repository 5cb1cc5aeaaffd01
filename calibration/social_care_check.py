#!/usr/bin/env python3
"""Does the caseload stand where the population does? Prints a table, and fails where it does not.

    python3 calibration/social_care_check.py build/release/foresight RUN.h5...

The runs, in any order, are of essex/constant_population; of calibration/councils/councils.yaml, the same of the fourteen
districts, to see the caseload of each council; of essex/baseline, to see how the caseload goes with the population; and of
calibration/need/need.yaml, to see whether cohorts that grow older need help as often as the survey says, and live in care
homes as often as at the base. Constants were solved on the lives of the shipped seed: further runs with another one are
printed beside them, and judged alike. Of each setting and age group the clients of the base must be within 1 per cent of
those stated, and those a year on within 3 per cent, or two square roots of their number; the need of an age, in the mean
of ten years, within a point of the survey's, and its residents of care homes within 3 per cent of those of the base.
Nothing but the standard library is needed.
"""
import csv
import io
import json
import math
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
BANDS = ["18-64", "65-74", "75-84", "85+"]


def show(program, run, *words):
    words = [program, "show", run, "--format", "csv", *words]
    return list(csv.DictReader(io.StringIO(subprocess.run(words, check=True, capture_output=True, text=True).stdout)))


COUNTY = "E10000012"
COUNCILS = {COUNTY: "Essex", "E06000033": "Southend-on-Sea", "E06000034": "Thurrock"}


def clients_a_year_on(program, run):
    """By council, care group and setting."""
    end = {}
    for row in show(program, run, "--table", "care_clients", "--by", "district,age_group,setting", "--where", "month=2024-06"):
        council = row["district_code"] if row["district_code"] in COUNCILS else COUNTY
        key = council, "18_64" if row["age_group"] == "18-64" else "65_up", row["setting"]
        end[key] = end.get(key, 0) + float(row["clients"])
    return end


def standing(program, council, runs):
    start = {}
    for row in csv.DictReader(open(ROOT.parent / "scenarios/essex/social_care/packages.csv", encoding="utf-8")):
        if row["council"] == council:
            start[row["care_group"], row["setting"]] = float(row["stock"])
    ends = [{key[1:]: clients for key, clients in clients_a_year_on(program, run).items() if key[0] == council} for run in runs]
    title = "clients, if nobody else changes" if council == COUNTY else f"the same, {COUNCILS[council]}"
    print(f"{title:34}{'base':>8}{'a year on':>11}" + "".join(f"{'seed ' + seed_of(program, run):>9}" for run in runs[1:])
          + f"{'change':>9}{'allowed':>9}")
    missed = []
    for group, setting in ends[0]:
        n = start[group, setting]
        allowed = max(0.03 * n, 2 * math.sqrt(n))
        name = f"{group.replace('_up', ' and over').replace('_', ' to ')}, {setting}"
        there = [end[group, setting] for end in ends]
        furthest = max(there, key=lambda clients: abs(clients - n))
        print(f"{name:34}{n:8.0f}{there[0]:11.0f}" + "".join(f"{clients:9.0f}" for clients in there[1:])
              + f"{furthest - n:+9.0f}{allowed:9.0f}")
        if abs(furthest - n) > allowed:
            missed.append(f"{COUNCILS[council]}: {name}")
    return missed


def per_thousand(program, run):
    months = ["2023-07", "2024-06", "2028-06", "2033-06"]
    clients = {(m, r["age_group"]): float(r["clients"]) for m in months for r in
               show(program, run, "--table", "care_clients", "--by", "age_group", "--where", f"month={m}")}
    print(f"\n{'clients (per 1,000 people)':18}" + "".join(f"{m:>16}" for m in months))
    people = {}
    for month in months:
        year = "2023" if month == "2023-07" else month[:4]
        for row in show(program, run, "--table", "population", "--by", "age", "--where", f"year={year}"):
            age = int(row["age"].rstrip("+"))
            band = "85+" if age >= 85 else "75-84" if age >= 75 else "65-74" if age >= 65 else "18-64" if age >= 18 else None
            people[month, band] = people.get((month, band), 0) + float(row["persons"])
    for band in BANDS:
        print(f"{band:26}" + "".join(f"{clients[m, band]:9.0f} ({1000 * clients[m, band] / people[m, band]:.1f})".rjust(16) for m in months))
    print(f"{'all':26}" + "".join(f"{sum(clients[m, b] for b in BANDS):9.0f}".rjust(16) for m in months))


def need_by_age(program, run):
    """People, and those in need, by year and age band."""
    people, in_need = {}, {}
    for row in show(program, run, "--table", "need_by_age", "--by", "year,age,need"):
        key = row["year"], row["age"]
        people[key] = people.get(key, 0) + float(row["persons"])
        in_need[key] = in_need.get(key, 0) + float(row["persons"]) * (row["need"] != "none")
    return people, in_need


def stated(program, runs):
    """The clients of the base, as they live there, against what the book says: within 1 per cent and half a person."""
    start = {(row["care_group"], row["setting"]): float(row["stock"])
             for row in csv.DictReader(open(ROOT.parent / "scenarios/essex/social_care/packages.csv", encoding="utf-8")) if row["council"] == COUNTY}
    print(f"\n{'clients of the base':34}{'stated':>8}" + "".join(f"{'seed ' + seed_of(program, run):>9}" for run in runs))
    found = []
    for run in runs:
        year = min(row["year"] for row in show(program, run, "--table", "clients_at_base", "--by", "year"))
        found.append({("18_64" if row["age_group"] == "18-64" else "65_up", row["setting"]): float(row["clients"]) for row in
                      show(program, run, "--table", "clients_at_base", "--by", "age_group,setting", "--where", f"year={year}")})
    missed = []
    for (group, setting), n in start.items():
        if setting == "none":
            continue
        name = f"{group.replace('_up', ' and over').replace('_', ' to ')}, {setting}"
        there = [of.get((group, setting), 0) for of in found]
        print(f"{name:34}{n:8.0f}" + "".join(f"{clients:9.0f}" for clients in there))
        if any(abs(clients - n) > 0.01 * n + 0.5 for clients in there):
            missed.append(f"the base's {name}")
    return missed


def need(program, runs):
    """Each age band's share in June; a band of the run begins at an even age, and the survey's at an odd one."""
    after = {}
    for age, target, _ in re.findall(r"^(\S+): \{target: ([\d.]+), share: ([\d.]+)\}$", (ROOT / "fitted/need.yaml").read_text(encoding="utf-8"), re.M):
        after[age] = float(target)
    found = [need_by_age(program, run) for run in runs]
    years = sorted({year for year, _ in found[0][0]})
    shown = years[::3]
    print(f"\n{'who need help, of 100':22}{'survey':>8}" + "".join(f"{year:>8}" for year in shown) + f"{'mean':>8}"
          + "".join(f"{'seed ' + seed_of(program, run):>9}" for run in runs[1:]))
    missed = []
    for age, target in after.items():
        people, in_need = found[0]
        means = [sum(needing[y, age] for y in years) / sum(all_[y, age] for y in years) for all_, needing in found]
        print(f"{age:22}{100 * target:8.1f}" + "".join(f"{100 * in_need[y, age] / people[y, age]:8.1f}" for y in shown)
              + f"{100 * means[0]:8.1f}" + "".join(f"{100 * mean:9.1f}" for mean in means[1:]))
        if any(abs(mean - target) > 0.01 for mean in means):
            missed.append(f"need at {age}")
    return missed


RESIDENT_BANDS = ("65-74", "75-84", "85+")


def residents_by_age(program, run):
    """Of people of an age, those who live in a care home: by year, the base first."""
    people, inside = {}, {}
    for row in show(program, run, "--table", "population", "--by", "year,age"):
        if (age := int(row["age"].rstrip("+"))) >= 65:
            key = row["year"], RESIDENT_BANDS[(age >= 75) + (age >= 85)]
            people[key] = people.get(key, 0) + float(row["persons"])
    for row in show(program, run, "--table", "residents_by_age", "--by", "year,age,home"):
        if row["home"].endswith("_home"):
            key = row["year"], row["age"]
            inside[key] = inside.get(key, 0) + float(row["persons"])
    return {key: inside[key] / people[key] for key in people}


def residents(program, runs):
    """In the mean of ten Junes as many of an age as at the base."""
    found = [residents_by_age(program, run) for run in runs]
    base, *years = sorted({year for year, _ in found[0]})
    shown = years[::3]
    print(f"\n{'in care homes, of 100':22}{'base':>8}" + "".join(f"{year:>8}" for year in shown) + f"{'mean':>8}"
          + "".join(f"{'seed ' + seed_of(program, run):>9}" for run in runs[1:]))
    missed = []
    for band in RESIDENT_BANDS:
        means = [sum(share[year, band] for year in years) / len(years) for share in found]
        print(f"{band:22}{100 * found[0][base, band]:8.2f}" + "".join(f"{100 * found[0][year, band]:8.2f}" for year in shown)
              + f"{100 * means[0]:8.2f}" + "".join(f"{100 * mean:9.2f}" for mean in means[1:]))
        if any(abs(mean / share[base, band] - 1) > 0.03 for mean, share in zip(means, found)):
            missed.append(f"residents of care homes at {band}")
    return missed


def told(program, run):
    """What a run is: its seed and its tables, among others."""
    return json.loads(subprocess.run([program, "show", run, "--format", "json"], check=True, capture_output=True, text=True).stdout)


def seed_of(program, run):
    return str(told(program, run)["seed"])


def main():
    program, *runs = sys.argv[1:]
    tables = {run: told(program, run)["tables"] for run in runs}
    of_need = [run for run in runs if "need_by_age" in tables[run]]
    projected = [run for run in runs if run not in of_need and "population" in tables[run]]
    of_fourteen = [run for run in runs if "care_flows_monthly" in tables[run]]
    constant = [run for run in runs if run not in of_need + projected + of_fourteen]
    if not constant:
        sys.exit("no run of essex/constant_population is among them")
    missed = standing(program, COUNTY, constant)
    if of_fourteen:
        for council in list(COUNCILS)[1:]:
            print()
            missed += standing(program, council, of_fourteen)
    for run in projected:
        per_thousand(program, run)
    if of_need:
        missed += stated(program, of_need)
        missed += need(program, of_need)
        missed += residents(program, of_need)
    if missed:
        sys.exit("does not stand: " + "; ".join(missed))


if __name__ == "__main__":
    main()
