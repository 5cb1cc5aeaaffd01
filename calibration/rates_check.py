#!/usr/bin/env python3
"""Do people die and bear children at the rates that ship? Prints one table; exits with 1 if a limit is missed.

    python3 calibration/rates_check.py build/release/foresight [RUN.h5] [--readme FILE]

Runs calibration/rates/rates.yaml, the baseline of Essex without alignment in ten
lives, into RUN.h5 (default runs/rates.h5) unless that is there already, and ten
more with another seed into RUN_7.h5, since fertility/settling was solved on the
first. What a run gives is computed from its own deaths, births and person-years; what the rates
imply, from the CSV files of the parameter books and the run's person-years, with
nothing of the engine. --readme writes the table between the marks in FILE;
--settling prints what fertility/settling would have to be for births to be those
implied, to be put into the book when partnership or the base has changed (twice,
since births change the children that women have). Nothing but the standard library
is needed.
"""
import argparse
import collections
import csv
import io
import math
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENARIO = ROOT / "calibration/rates/rates.yaml"
BOOKS = ROOT / "scenarios"
AGES = 111
OPEN = 100  # and over is one age of the life table: beyond it ten lives hold too few
FIRST_JULY = 2023  # of the run: mortality improves from here
SEXES = ("female", "male")
LIMITS = {"life expectancy": 0.3, "total fertility": 0.05, "births": 2.0, "deaths": 2.0}
OTHER_SEED = 7
MARKS = ("<!-- rates_check.py begins -->", "<!-- rates_check.py ends -->")


def rows(path):
    return csv.DictReader(open(path, encoding="utf-8"))


def show(program, run, table, by):
    words = [program, "show", run, "--table", table, "--by", ",".join(by), "--format", "csv"]
    answer = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return list(csv.DictReader(io.StringIO(answer)))


def age_of(text):
    return int(re.match(r"\d+", text).group())


def dated(name):
    """The values of a dated number of fertility, each with the year in whose July it begins."""
    book = (BOOKS / "essex/parameters/demography.yaml").read_text(encoding="utf-8")
    values = re.search(rf"demography/fertility/{name}:.*?dated: \{{(.*?)\}}", book, re.S).group(1)
    return sorted((int(month[:4]), float(value)) for month, value in
                  (pair.split(":") for pair in values.replace(" ", "").split(",")))


def in_force(values, july):
    return [value for year, value in values if year <= july][-1]


class Rates:
    """The books that the baseline names, as they lie in the folder."""

    def __init__(self):
        self.hazard, self.fall, self.asfr = {}, {}, {}
        for row in rows(BOOKS / "england/demography/mortality_probability.csv"):
            q = float(row["value"])
            self.hazard[row["sex"], int(row["age"])] = -math.log(1 - q) if q < 1 else math.inf
        for row in rows(BOOKS / "england/demography/mortality_improvement.csv"):
            self.fall[row["sex"], int(row["age"])] = float(row["value"])
        for row in rows(BOOKS / "england/demography/fertility_asfr.csv"):
            self.asfr[int(row["age"])] = float(row["value"])
        scales = {row["district"]: row for row in rows(BOOKS / "essex/demography/2023/district_scales.csv")}
        self.dying = {d: float(row["mortality"]) for d, row in scales.items()}
        self.bearing = {d: float(row["fertility"]) for d, row in scales.items()}
        self.deprivation = {(row["district"], int(row["imd_quintile"]), int(row["age"])): float(row["value"])
                            for row in rows(BOOKS / "essex/demography/mortality_deprivation.csv")}
        self.levels = dated("level")

    def level(self, july):
        return in_force(self.levels, july)


def deprivation_of(program, run, rates):
    """The mean ratio of deprivation by year, district and age, with the people of that year's areas."""
    fifth, district = {}, {}
    for row in rows(BOOKS / "essex/population/areas.csv"):
        fifth[row["lsoa"]] = (int(row["imd_decile"]) - 1) // 2 + 1
        district[row["lsoa"]] = row["district"]
    people, groups = collections.Counter(), set()
    for row in show(program, run, "people_by_area", ("year", "lsoa", "age_group")):
        group = age_of(row["age_group"])
        groups.add(group)
        people[int(row["year"]), district[row["lsoa"]], group, fifth[row["lsoa"]]] += float(row["persons"])
    starts = sorted(groups)

    def mean(year, place, age):
        group = max(start for start in starts if start <= age)
        weights = {k: people[year - 1, place, group, k] + people[year, place, group, k] for k in range(1, 6)}
        return sum(w * rates.deprivation[place, k, age] for k, w in weights.items()) / sum(weights.values())

    return mean


def life_expectancy(force):
    """At birth, from the yearly hazard at each age, which is constant within it; the last is open."""
    alive, years = 1.0, 0.0
    for hazard in force[:-1]:
        left = alive * math.exp(-hazard)
        years += (alive - left) / hazard if hazard > 0 else alive
        alive = left
    return years + alive / force[-1]


class Year:
    """What a population year, named by the June in which it ends, gave and what it should have."""

    def __init__(self, year, exposure, deaths, births, rates, deprivation):
        self.july = july = year - 1
        places = sorted({place for place, _, _ in exposure})
        self.name = f"{july}-{year % 100}"
        self.deaths, self.births = sum(deaths.values()), sum(births.values())
        self.deaths_implied = self.births_implied = 0.0
        self.e0, self.e0_implied = {}, {}
        for sex in SEXES:
            lived, died, expected = ([0.0] * (OPEN + 1) for _ in range(3))
            for age in range(AGES):
                at = min(age, OPEN)
                better = (1 - rates.fall[sex, age]) ** (july - FIRST_JULY)
                for p in places:
                    lived[at] += exposure[p, sex, age]
                    died[at] += deaths[p, sex, age]
                    expected[at] += (exposure[p, sex, age] * rates.hazard[sex, age] * better * rates.dying[p]
                                     * deprivation(year, p, age))
            self.deaths_implied += sum(expected)
            got, implied = ([number / years for number, years in zip(of, lived)] for of in (died, expected))
            self.e0[sex], self.e0_implied[sex] = life_expectancy(got), life_expectancy(implied)
        self.fertility = self.fertility_implied = 0.0
        for age in range(13, 50):
            women = {p: exposure[p, "female", age] for p in places}
            expected = sum(women[p] * rates.asfr[age] * rates.bearing[p] for p in places) * rates.level(july)
            self.births_implied += expected
            self.fertility_implied += expected / sum(women.values())
            self.fertility += sum(births[p, age] for p in places) / sum(women.values())

    def lines(self):
        for sex in SEXES:
            yield f"life expectancy at birth, {sex}", self.e0[sex], self.e0_implied[sex], "life expectancy", 2
        yield "total fertility", self.fertility, self.fertility_implied, "total fertility", 3
        yield "births", self.births, self.births_implied, "births", 0
        yield "deaths", self.deaths, self.deaths_implied, "deaths", 0


def read(program, run):
    rates = Rates()
    codes = {row["name"]: row["district"] for row in rows(BOOKS / "essex/population/district_households.csv")}
    deprivation = deprivation_of(program, run, rates)
    exposure, deaths, births = (collections.defaultdict(collections.Counter) for _ in range(3))
    for row in show(program, run, "deaths_by_age", ("year", "district", "sex", "age")):
        deaths[int(row["year"])][codes[row["district"]], row["sex"].lower(), age_of(row["age"])] += float(row["deaths"])
    for row in show(program, run, "births_by_mothers_age", ("year", "district", "mothers_age")):
        births[int(row["year"])][codes[row["district"]], age_of(row["mothers_age"])] += float(row["births"])
    for row in show(program, run, "people_by_month", ("month", "district", "sex", "age")):
        year, month = int(row["month"][:4]), int(row["month"][5:7])
        key = codes[row["district"]], row["sex"].lower(), age_of(row["age"])
        exposure[year + (month > 6)][key] += float(row["persons"]) / 12
    for year, lived in exposure.items():
        # Who dies in a month has lived half of it, and who is born in it has not lived the first half.
        for key, number in deaths[year].items():
            lived[key] += number / 24
        born = collections.Counter()
        for (place, _), number in births[year].items():
            born[place] += number
        for place, number in born.items():
            for sex in SEXES:
                lived[place, sex, 0] -= number / 48
    return [Year(year, exposure[year], deaths[year], births[year], rates, deprivation) for year in sorted(exposure)]


class Line:
    """One line of the table in all years of a run: what it gave, what it should have, and how far they are apart."""

    def __init__(self, years, i):
        self.name, _, _, self.kind, self.digits = list(years[0].lines())[i]
        self.share = self.kind in ("births", "deaths")
        all_years = [list(year.lines())[i] for year in years]
        self.got = sum(line[1] for line in all_years) / len(years)
        self.implied = sum(line[2] for line in all_years) / len(years)
        self.mean = self.difference(self.got, self.implied)
        self.apart = [self.difference(got, implied) for _, got, implied, _, _ in all_years]

    def difference(self, got, implied):
        return 100 * (got / implied - 1) if self.share else got - implied


def table(years, others):
    """The mean of all years and the worst single one, as Markdown, beside another seed's; and what misses its limit."""
    text = [f"| | run | implied | difference, mean | worst year | seed {OTHER_SEED}: mean | limit |", "|---|---|---|---|---|---|---|"]
    missed = []
    for i in range(len(list(years[0].lines()))):
        line, other = Line(years, i), Line(others, i)
        name, kind, digits, share, apart = line.name, line.kind, line.digits, line.share, line.apart
        worst = max(range(len(years)), key=lambda k: abs(apart[k]))
        unit = " %" if share else ""
        places = 2 if share or kind == "life expectancy" else 3
        label = name + (" a year" if share else "")
        text.append(f"| {label} | {line.got:,.{digits}f} | {line.implied:,.{digits}f} | {line.mean:+.{places}f}{unit} "
                    f"| {apart[worst]:+.{places}f}{unit} ({years[worst].name}) | {other.mean:+.{places}f}{unit} | {LIMITS[kind]}{unit} |")
        for of, seed in ((line, ""), (other, f", seed {OTHER_SEED}")):
            missed += [f"{name}, {year.name}{seed}: {off:+.3f}{unit}" for year, off in zip(years, of.apart) if abs(off) > LIMITS[kind]]
    return text, missed


def published():
    text = ["", "Beside what is published, which the rates need not equal (other years, other places):", "",
            "| | published | what it is |", "|---|---|---|"]
    for row in rows(ROOT / "calibration/targets/vital_rates.csv"):
        text.append(f"| {row['measure']} | {row['value']} | {row['place']}, {row['period']}; {row['source']} ({row['certainty']}) |")
    return text


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("program")
    words.add_argument("run", nargs="?", default="runs/rates.h5")
    words.add_argument("--readme")
    words.add_argument("--settling", action="store_true")
    given = words.parse_args()
    run = pathlib.Path(given.run)
    other = run.with_name(f"{run.stem}_{OTHER_SEED}{run.suffix}")
    for file, more in ((run, ()), (other, ("--seed", str(OTHER_SEED)))):
        if not file.exists():
            subprocess.run([given.program, "run", str(SCENARIO), "-o", str(file), *more], check=True)
    years = read(given.program, run)
    text, missed = table(years, read(given.program, other))
    text += published()
    print("\n".join(text))
    if given.settling:
        now = dated("settling")
        print("\ndemography/fertility/settling: " + ", ".join(
            f"{year.july}-07: {in_force(now, year.july) * year.births_implied / year.births:.3f}" for year in years))
    if given.readme:
        path = pathlib.Path(given.readme)
        before, rest = path.read_text(encoding="utf-8").split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        path.write_text(before + MARKS[0] + "\n" + "\n".join(text) + "\n" + MARKS[1] + after, encoding="utf-8")
    for line in missed:
        print("beyond its limit: " + line, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
