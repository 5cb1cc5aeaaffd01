#!/usr/bin/env python3
"""Lays runs beside what is published of fuel poverty: prints one table.

    python3 calibration/fuel_poverty_check.py build/release/foresight BASELINE_2021.h5 PRICE_CAP_2022.h5 BASELINE.h5

The runs are of essex/baseline_2021, essex/price_cap_2022 and essex/baseline. Targets:
calibration/targets/fuel_poverty.csv. Nothing but the standard library is needed.
"""
import csv
import io
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent


def table(program, run, by, where):
    words = [program, "show", run, "--table", "fuel_poverty", "--format", "csv"]
    if by:
        words += ["--by", by]
    for condition in where:
        words += ["--where", condition]
    return list(csv.DictReader(io.StringIO(subprocess.run(words, check=True, capture_output=True, text=True).stdout)))


def share(row, measure):
    return 100 * float(row[measure]) / float(row["households"])


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    rank = [0] * len(values)
    for position, index in enumerate(order):
        rank[index] = position
    return rank


def rank_correlation(a, b):
    n = len(a)
    return 1 - 6 * sum((x - y) ** 2 for x, y in zip(ranks(a), ranks(b))) / (n * (n * n - 1))


def main():
    program, before, after, later = sys.argv[1:5]
    published = {}
    for row in csv.DictReader(open(ROOT / "targets/fuel_poverty.csv", encoding="utf-8")):
        if row["measure"] == "lilee":
            published.setdefault(row["year"], {})[row["district"]] = (float(row["households"]), float(row["poor"]))
    county = {year: 100 * sum(p for _, p in all_.values()) / sum(h for h, _ in all_.values()) for year, all_ in published.items()}

    first = lambda run, quarter, by=None, where=(): table(program, run, by, [f"quarter={quarter}", *where])
    start, june_before, june_after = first(before, "2021 Q1")[0], first(before, "2022 Q2")[0], first(after, "2022 Q2")[0]
    now = first(later, "2024 Q2")[0]
    print(f"{'':44}{'here':>8}   published")
    line = lambda what, here, there: print(f"{what:44}{here:>8}   {there}")
    per_cent = lambda value: f"{value:.1f} %"
    line("LILEE, first quarter of 2021", per_cent(share(start, "lilee")), f"{county['2020']:.1f} (2020), {county['2021']:.1f} (2021)")
    line("LILEE, second quarter of 2024", per_cent(share(now, "lilee")), f"{county['2022']:.1f} (2022), {county['2024']:.1f} (2024)")
    line("ten per cent after housing, early 2021", per_cent(share(start, "ten_after")), "20.5 (England 2021)")
    line("ten per cent after housing, mid-2024", per_cent(share(now, "ten_after")), "36.3 (England 2024)")
    line("average gap, early 2021, GBP", f"{float(start['mean_gap']):.0f}", "223 (England 2020), 271 (East 2020)")
    for measure, name, there in (("lilee", "LILEE", "+0.7 to +1.5 for +54 %"), ("lihc", "LIHC", "about none"),
                                 ("ten_before", "ten per cent before housing", "+9.3 (Essex 2022, of homes with a certificate)"),
                                 ("ten_after", "ten per cent after housing", "")):
        line(f"cap +52 %, mid-2022: {name}", f"{share(june_after, measure) - share(june_before, measure):+.1f}", there)
    codes = {row["name"]: row["district"] for row in
             csv.DictReader(open(ROOT.parent / "scenarios/essex/population/district_households.csv", encoding="utf-8"))}
    for run, quarter, year in ((before, "2021 Q1", "2020"), (later, "2024 Q2", "2022"), (later, "2024 Q2", "2024")):
        here = {codes[row["district"]]: share(row, "lilee") for row in first(run, quarter, "district")}
        there = {code: 100 * poor / all_ for code, (all_, poor) in published[year].items()}
        order = sorted(here)
        line(f"rank correlation of districts, data of {year}",
             f"{rank_correlation([here[c] for c in order], [there[c] for c in order]):.2f}", "0.8 wanted")
    for row in first(before, "2021 Q1", "tenure"):
        line(f"LILEE, early 2021, {row['tenure']}", per_cent(share(row, "lilee")), "")


if __name__ == "__main__":
    main()
