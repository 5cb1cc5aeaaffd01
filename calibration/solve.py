#!/usr/bin/env python3
"""Solves again what was solved on the base population, and puts it where it belongs.

    python3 calibration/solve.py build/release/foresight_calibrate [fuel_poverty] [school_readiness]

To be run whenever the synthesis changes; both, unless one is named. Writes calibration/fitted/ and the values in the
books of scenarios/. What is solved here once, no scenario solves again. Nothing but the standard library is needed.
"""
import csv
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
SCENARIOS = ROOT.parent / "scenarios"


def ask(program, *words):
    return subprocess.run([program, *map(str, words)], check=True, capture_output=True, text=True).stdout


def fields(yaml):
    """The top-level entries of a small YAML mapping, as text."""
    return dict(re.findall(r"^(\w+): (.*)$", yaml, re.M))


def put(path, pattern, replacement):
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, replacement, text, flags=re.S)
    if count != 1:
        sys.exit(f"{path}: found {count} places for {pattern!r}, not one")
    path.write_text(changed, encoding="utf-8")


def published(measure, years):
    """The mean over years of the county's share of households that are poor."""
    shares = []
    for year in years:
        rows = [r for r in csv.DictReader(open(ROOT / "targets/fuel_poverty.csv", encoding="utf-8"))
                if r["measure"] == measure and r["year"] == year]
        shares.append(sum(float(r["poor"]) for r in rows) / sum(float(r["households"]) for r in rows))
    return sum(shares) / len(shares)


def fuel_poverty(program):
    lihc = published("lihc", ["2018"])
    lines = []
    for scenario, years, note in (("essex/baseline_2021", ["2020"], "data of 2020"),
                                  ("essex/baseline", ["2022", "2024"], "mean of the data of 2022 and 2024")):
        lilee = published("lilee", years)
        found = fields(ask(program, "fuel_poverty", scenario, f"{lilee:.6f}", f"{lihc:.6f}"))
        lines.append((lilee, note, found))
    text = ["# Solved by calibration/solve.py on the synthetic base of twelve districts, all households, at the prices of the first",
            "# quarter after the base. To be solved again whenever the synthesis changes. Targets: calibration/targets/fuel_poverty.csv.",
            "lines:"]
    for lilee, note, found in lines:
        text += [f"  - base: {found['base']}", f"    target: {{lilee: {lilee:.4f}, source: \"DESNZ sub-regional fuel poverty, {note}\"}}",
                 f"    line_scale: {found['line_scale']}", f"    then: {found['then']}"]
    text += ["typical_bill:", f"  - base: {lines[0][2]['base']}",
             f"    target: {{lihc: {lihc:.4f}, source: \"DESNZ sub-regional fuel poverty, LIHC, data of 2018\"}}",
             f"    typical_gas: {lines[0][2]['typical_gas']}"]
    (ROOT / "fitted/fuel_poverty.yaml").write_text("\n".join(text) + "\n", encoding="utf-8")
    book = SCENARIOS / "england/parameters/fuel_poverty.yaml"
    scales = [float(found["line_scale"]) for _, _, found in lines]
    put(book, r"(fuel_poverty/metrics/line_scale:.*?dated: )\{[^}]*\}", rf"\g<1>{{2019-04: {scales[0]:.4f}, 2022-04: {scales[1]:.4f}}}")
    put(book, r"(fuel_poverty/metrics/typical_gas:.*?value: )[\d.]+", rf"\g<1>{float(lines[0][2]['typical_gas']):.0f}")


def school_readiness(program):
    folder = SCENARIOS / "essex/school_readiness"
    targets = list(csv.DictReader(open(folder / "district_targets.csv", encoding="utf-8")))
    # The districts' targets are of residents and estimated; the county's is published.
    found = ask(program, "school_readiness", "essex/baseline", 0.694,
                *(f"{r['district']}={float(r['value']) / 100:.4f}" for r in targets))
    head = ["# Solved by calibration/solve.py on the synthetic population of mid-2023: to be solved again when the synthesis changes.",
            "# The two unitary authorities are those of a run with fourteen districts, and keep what was solved there."]
    offsets = dict(re.findall(r"^  (E\d+): .*offset: ([-\d.]+)\}$", found, re.M))
    kept = {r["district"]: r["value"] for r in csv.DictReader(open(folder / "district.csv", encoding="utf-8"))}
    with open(folder / "district.csv", "w", encoding="utf-8") as out:
        out.write("district,value\n")
        for code, old in kept.items():
            out.write(f"{code},{float(offsets[code]):.4f}\n" if code in offsets else f"{code},{old}\n")
    county = float(re.search(r"^county: .*offset: ([-\d.]+)\}$", found, re.M).group(1))
    (ROOT / "fitted/school_readiness.yaml").write_text("\n".join(head) + "\n" + found, encoding="utf-8")
    put(SCENARIOS / "essex/parameters/school_readiness.yaml",
        r"(school_readiness/profile/county:.*?value: )[-\d.]+(.*?normal: \[)[-\d.]+", rf"\g<1>{county:.4f}\g<2>{county:.4f}")


def main():
    program, parts = sys.argv[1], sys.argv[2:] or ["fuel_poverty", "school_readiness"]
    for part in parts:
        {"fuel_poverty": fuel_poverty, "school_readiness": school_readiness}[part](program)
        print(f"solved: {part}")


if __name__ == "__main__":
    main()
