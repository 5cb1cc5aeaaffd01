#!/usr/bin/env python3
"""Scores a projection from mid-2019 against what came, and shows which cohorts grow where people move to: prints two tables.

    python3 calibration/hindcast.py build/release/foresight REBASED.h5 FIRST.h5

The runs are of essex/hindcast_2019 and essex/hindcast_2019_first. Targets:
calibration/targets/population.csv; by single year of age the tables that the
people are made of, scenarios/essex/population/district_persons.csv. It exits
with 1 where the county is more than 1.5 per cent off on the rebased base, its
districts more than 2.0 in the mean or 5 at worst, or those of the first release
more than 3.0 in the mean. Twelve districts; nothing but the standard library is
needed.
"""
import csv
import io
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
PEOPLE = ROOT.parent / "scenarios/essex/population"
# Who moves in, and where: ages in 2019, and four years later.
COHORTS = [("Tendring", "retirement", 55, 70), ("Colchester", "students", 14, 17)]
# Of the county, of its districts in the mean, and at worst, per cent; what is not named is not judged.
LIMITS = {"rebased": (1.5, 2.0, 5.0), "first release": (None, 3.0, None)}
# Straight lines of past totals, and the 2018-based official projection, on the same districts and year.
BASELINES = [("straight line of totals, rebased", "1.23 to 1.73"), ("straight line of totals, first release", "2.40 to 2.65"),
             ("official projection (SNPP 2018)", "2.29")]


def table(program, run, by, where):
    words = [program, "show", run, "--table", "population", "--by", by, "--format", "csv"]
    for condition in where:
        words += ["--where", condition]
    return list(csv.DictReader(io.StringIO(subprocess.run(words, check=True, capture_output=True, text=True).stdout)))


def simulated(program, run):
    """Persons by district, year and age of a run."""
    return {(row["district"], row["year"][:4], int(row["age"])): float(row["persons"])
            for row in table(program, run, "district,year,age", [])}


def published(names):
    """The same of the series rebased on the Census of 2021."""
    return {(names[row["district"]], row["year"], int(row["age"])): float(row["persons"])
            for row in csv.DictReader(open(PEOPLE / "district_persons.csv", encoding="utf-8"))
            if row["vintage"] == "rebased" and row["district"] in names}


def growth(persons, districts, first, last):
    """Those of the cohort four years later, for each who was there in 2019: at 1, as many came as went or died."""
    def there(year, older):
        return sum(persons[d, year, age + older] for d in districts for age in range(first, last + 1))
    return there("2023", 4) / there("2019", 0)


def print_cohorts(program, run, codes, districts):
    sources = {"run": simulated(program, run), "published": published({codes[d]: d for d in districts})}
    print(f"\n{'cohort of 2019 in 2023, for each who was there':50}" + "".join(f"{name:>12}" for name in sources))
    for district, who, first, last in COHORTS:
        for name, of in ((district, [district]), ("twelve districts", districts)):
            label = f"{who}: {first} to {last}, then {first + 4} to {last + 4}, {name}"
            print(f"{label:50}" + "".join(f"{growth(persons, of, first, last):12.3f}" for persons in sources.values()))


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.split("\n\n")[1].replace("    python3", "usage: python3"))
    program, runs = sys.argv[1], dict(zip(("rebased", "first release"), sys.argv[2:]))
    targets = {}
    for row in csv.DictReader(open(ROOT / "targets/population.csv", encoding="utf-8")):
        if row["year"] == "2023":
            targets[row["district"], row["vintage"], row["age"]] = float(row["persons"])
    codes = {row["name"]: row["district"] for row in csv.DictReader(open(PEOPLE / "district_households.csv", encoding="utf-8"))}
    print(f"{'base':42}{'county':>8}{'mean abs':>10}{'worst':>9}  {'age 4':>6}")
    missed = []
    for name, run in runs.items():
        got = {row["district"]: float(row["persons"]) for row in table(program, run, "district", ["year=2023"])}
        four = {row["district"]: float(row["persons"]) for row in table(program, run, "district", ["year=2023", "age=4"])}
        true = {d: targets[codes[d], "revised", "all"] for d in got}
        # Single years were published with the first release only: scaled to the revised total.
        true_four = {d: targets[codes[d], "first", "4"] * true[d] / targets[codes[d], "first", "all"] for d in got}
        error = {d: 100 * (got[d] / true[d] - 1) for d in got}
        age4 = [100 * abs(four[d] / true_four[d] - 1) for d in got]
        county = 100 * (sum(got.values()) / sum(true.values()) - 1)
        worst = max(error, key=lambda d: abs(error[d]))
        mean = sum(map(abs, error.values())) / len(error)
        for what, found, limit in zip(("the county", "districts in the mean", worst), (abs(county), mean, abs(error[worst])), LIMITS[name]):
            if limit is not None and found > limit:
                missed.append(f"{name}: {what} {found:.2f} per cent, {limit} allowed")
        print(f"{name:42}{county:+7.2f}%{mean:9.2f}%{error[worst]:+8.2f}%  {sum(age4) / len(age4):5.1f}%  worst: {worst}")
    for name, value in BASELINES:
        print(f"{name:42}{'':8}{value + ' %':>16}")
    print_cohorts(program, runs["rebased"], codes, sorted(got))
    if missed:
        sys.exit("further off than is allowed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
