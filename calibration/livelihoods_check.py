#!/usr/bin/env python3
"""Whether people of an age work, study and have retired as those of that age had at the base, and incomes are what they were.

    python3 calibration/livelihoods_check.py build/release/foresight [RUN.h5] [--readme FILE]

The run is of calibration/livelihoods/livelihoods.yaml, and is made where none is named. --readme writes
the tables between the marks in FILE. It exits with 1 where, in the mean of the years, a share of those
of an age is more than three points off the base. Nothing but the standard library is needed.
"""
import argparse
import collections
import csv
import io
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent
MARKS = ("<!-- livelihoods_check.py begins -->", "<!-- livelihoods_check.py ends -->")
SHOWN = ("2023", "2024", "2028", "2033")
ACTIVITIES = {"student": "studies", "employed": "works", "retired": "retired"}
LIMIT = 3.0  # percentage points: at 18 to 24 students come to the county and leave it


def rows(program, run, table, by):
    words = [program, "show", run, "--table", table, "--by", "year," + by, "--format", "csv"]
    return list(csv.DictReader(io.StringIO(subprocess.run(words, check=True, capture_output=True, text=True).stdout)))


def activity(program, run):
    """A table, and what is off by more than the limit."""
    people = collections.defaultdict(lambda: collections.defaultdict(float))
    for row in rows(program, run, "activity_by_age", "age_group,activity"):
        people[row["age_group"]][row["year"][:4], row["activity"]] += float(row["persons"])
    years = sorted({year for of in people.values() for year, _ in of})
    lines = ["| of 100 of an age | " + " | ".join(f"{word}: {', '.join(SHOWN)}" for word in ACTIVITIES.values()) + " |",
             "|---|" + "---|" * len(ACTIVITIES)]
    off = []
    for age, of in people.items():
        if age.startswith("0"):
            continue
        share = lambda year, what: 100 * of[year, what] / sum(of[y, w] for y, w in list(of) if y == year)
        lines.append(f"| {age} | " + " | ".join(", ".join(f"{share(year, what):.0f}" for year in SHOWN)
                                               for what in ACTIVITIES) + " |")
        for what in ACTIVITIES:
            mean = sum(share(year, what) for year in years[1:]) / len(years[1:])
            if abs(mean - share(years[0], what)) > LIMIT:
                off.append(f"{age} {what}: {share(years[0], what):.1f} at the base, {mean:.1f} in the mean of the years")
    return lines, off


def incomes(program, run, by):
    of = collections.defaultdict(dict)
    for row in rows(program, run, "means_of_households", by):
        if row["year"][:4] in SHOWN and float(row["households"]) > 0:
            of[row[by]][row["year"][:4]] = sum(float(row[m]) for m in ("earnings", "pensions", "benefits")) / float(row["households"])
    name = {"composition": "household", "district": "district", "tenure": "tenure"}[by]
    lines = [f"| net income by {name}, GBP a year | " + " | ".join(SHOWN) + " |", "|---|" + "---|" * len(SHOWN)]
    for what, mean in of.items():
        lines.append(f"| {what} | " + " | ".join(f"{mean[year]:,.0f}" if year in mean else "" for year in SHOWN) + " |")
    return lines


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("program")
    words.add_argument("run", nargs="?")
    words.add_argument("--readme")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run = given.run
        if not run:
            run = pathlib.Path(scratch) / "livelihoods.h5"
            subprocess.run([given.program, "run", ROOT / "livelihoods/livelihoods.yaml", "-o", run, "--quiet"], check=True,
                           stdout=subprocess.DEVNULL)
        lines, off = activity(given.program, run)
        for by in ("tenure", "composition", "district"):
            lines += [""] + incomes(given.program, run, by)
    print("\n".join(lines))
    if given.readme:
        path = pathlib.Path(given.readme)
        before, _, rest = path.read_text(encoding="utf-8").partition(MARKS[0])
        _, _, after = rest.partition(MARKS[1])
        path.write_text(before + MARKS[0] + "\n" + "\n".join(lines) + "\n" + MARKS[1] + after, encoding="utf-8")
    for line in off:
        print("off: " + line, file=sys.stderr)
    return 1 if off else 0


if __name__ == "__main__":
    sys.exit(main())
