#!/usr/bin/env python3
"""Solves again what was solved on the base population, and puts it where it belongs.

    python3 calibration/solve.py build/release/foresight_calibrate [fuel_poverty] [school_readiness] [need] [care_homes]
        [social_care] [social_care_unitary]

To be run whenever the synthesis changes; all, unless some are named. Writes calibration/fitted/ and the values in the
books of scenarios/. What is solved here once, no scenario solves again. Nothing but the standard library is needed.
"""
import csv
import io
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

import social_care_check
from social_care_check import COUNTY

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
    # The districts' targets are of residents and estimated; the county's are published. How far those entitled to free
    # school meals are behind all others: the mean of 2021/22 to 2024/25, since one year's has an error of a point.
    gap = statistics.mean((22.3, 24.3, 26.4, 24.2)) / 100
    found = ask(program, "school_readiness", "essex/baseline", 0.694, gap,
                *(f"{r['district']}={float(r['value']) / 100:.4f}" for r in targets))
    head = ["# Solved by calibration/solve.py on the synthetic population of mid-2023: to be solved again when the synthesis changes.",
            "# The two unitary authorities are those of a run with fourteen districts, and keep what was solved there."]
    offsets = dict(re.findall(r"^  (E\d+): .*offset: ([-\d.]+)\}$", found, re.M))
    kept = {r["district"]: r["value"] for r in csv.DictReader(open(folder / "district.csv", encoding="utf-8"))}
    with open(folder / "district.csv", "w", encoding="utf-8") as out:
        out.write("district,value\n")
        for code, old in kept.items():
            out.write(f"{code},{float(offsets[code]):.4f}\n" if code in offsets else f"{code},{old}\n")
    offset_of = lambda what: float(re.search(rf"^{what}: .*offset: ([-\d.]+)\}}$", found, re.M).group(1))
    (ROOT / "fitted/school_readiness.yaml").write_text("\n".join(head) + "\n" + found, encoding="utf-8")
    for parameter, what in (("county", "county"), ("county_entitled", "entitled")):
        put(SCENARIOS / "essex/parameters/school_readiness.yaml",
            rf"(school_readiness/profile/{parameter}:.*?value: )[-\d.]+(.*?normal: \[)[-\d.]+",
            rf"\g<1>{offset_of(what):.4f}\g<2>{offset_of(what):.4f}")


def need(program, rounds=12):
    """At rest, on the base; then what aligns the year's change and those who turn 65, on ten years of the baseline."""
    targets = {row["need_age"]: float(row["share"]) for row in csv.DictReader(open(ROOT / "targets/need.csv", encoding="utf-8"))}
    folder, bands = SCENARIOS / "essex/social_care", list(targets)
    at_rest = ask(program, "need", "essex/baseline", *targets.values())
    (folder / "need_alignment_at_rest.csv").write_text("need_age,value\n" + at_rest, encoding="utf-8")
    # Who is of a band in July is a year older when the year's change is over: by then its share is half that of the next band.
    ends = ["65", *(f"{age}-{age + 1}" for age in range(66, 85, 2)), "86+"]
    after = [targets[bands[0]], *((targets[low] + targets[high]) / 2 for low, high in zip(bands, bands[1:])), targets[bands[-1]]]
    table = {row["need_age"]: float(row["value"]) for row in rows_of(folder / "need_alignment.csv")}
    book = SCENARIOS / "essex/parameters/social_care.yaml"
    at_65 = float(re.search(r"alignment_at_65:.*?value: ([-\d.]+)", book.read_text(encoding="utf-8"), re.S).group(1))
    probit = statistics.NormalDist().inv_cdf
    with tempfile.TemporaryDirectory() as made:
        for last in range(rounds - 1, -1, -1):
            share = need_by_age(program, f"{made}/need.h5")
            print("  " + ", ".join(f"{age} {share[age] - target:+.4f}" for age, target in zip(ends, after)), file=sys.stderr)
            if not last:
                break
            steps = [0.6 * (probit(target) - probit(share[age])) for age, target in zip(ends, after)]
            at_65 += steps[0]
            for band, step in zip(bands, steps[1:]):
                table[band] += step
            put(book, r"(alignment_at_65:.*?value: )[-\d.]+", rf"\g<1>{at_65:.4f}")
            write_rows(folder / "need_alignment.csv", [{"need_age": band, "value": f"{table[band]:.4f}"} for band in bands])
    lines = ["# Solved by calibration/solve.py on ten years of the baseline: to be solved again when the synthesis or demography changes.",
             "# share: of people of an age who need help, each June of ten years of the baseline."]
    lines += [f"{age}: {{target: {target:.4f}, share: {share[age]:.4f}}}" for age, target in zip(ends, after)]
    (ROOT / "fitted/need.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def need_by_age(program, run):
    """The share of people who need help, by age, over ten years of the baseline."""
    foresight = str(pathlib.Path(program).with_name("foresight"))
    ask(foresight, "run", ROOT / "need/need.yaml", "--quiet", "--force", "-o", run)
    people = {}
    for row in csv.DictReader(io.StringIO(ask(foresight, "show", run, "--table", "need_by_age", "--by", "year,age,need", "--format", "csv"))):
        of_age = people.setdefault(row["age"], {})
        of_age[row["need"]] = of_age.get(row["need"], 0) + float(row["persons"])
    return {age: 1 - of_age["none"] / sum(of_age.values()) for age, of_age in people.items()}


def rows_of(path):
    return list(csv.DictReader(open(path, encoding="utf-8")))


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def between(x, points, values):
    """The value at x on the broken line through the points; beyond them that of the nearest."""
    for low, high, a, b in zip(points, points[1:], values, values[1:]):
        if x < high:
            return a + (b - a) * max(0, x - low) / (high - low)
    return values[-1]


def care_homes(program, rounds=16):
    """Entries at one's own expense, such that on ten years of the baseline as many of an age live in care homes as at the base."""
    path = SCENARIOS / "essex/demography/care_home_entry.csv"
    with tempfile.TemporaryDirectory() as made:
        for last in range(rounds - 1, -1, -1):
            foresight, run = str(pathlib.Path(program).with_name("foresight")), f"{made}/need.h5"
            ask(foresight, "run", ROOT / "need/need.yaml", "--quiet", "--force", "-o", run)
            found = social_care_check.residents_by_age(foresight, run)
            shares = {band: [found[year, band] for year in sorted({year for year, _ in found})] for band in social_care_check.RESIDENT_BANDS}
            against = {band: statistics.mean(years[1:]) / years[0] for band, years in shares.items()}
            print("  " + ", ".join(f"{band} {ratio:.4f}" for band, ratio in against.items()), file=sys.stderr)
            if not last:
                break
            table = rows_of(path)
            for row in table:
                if (age := int(row["age"])) >= 65:
                    row["value"] = f"{float(row['value']) * between(age, [70, 80, 90], list(against.values())) ** -1.5:.5f}"
            write_rows(path, table)
    lines = ["# Solved by calibration/solve.py on ten years of the baseline: to be solved again when the synthesis, demography or social care changes.",
             "# residents: of people of an age, the share who live in a care home: at the base, and in the mean of ten Junes."]
    lines += [f"{band}: {{base: {years[0]:.5f}, mean: {statistics.mean(years[1:]):.5f}}}" for band, years in shares.items()]
    (ROOT / "fitted/care_homes.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def social_care(program):
    """Conversion of requests, and moves into care homes, such that among people who do not change starts make good for ends."""
    (SCENARIOS / "essex/social_care/expected_deaths.csv").write_text(ask(program, "expected_deaths", "essex/baseline"), encoding="utf-8")
    requests = SCENARIOS / "england/social_care/requests.csv"
    for factors in caseload_made_to_stand(program, "twelve", 4, lambda council: council == COUNTY):
        table = rows_of(requests)
        for row in table:
            row["conversion"] = f"{float(row['conversion']) * factors[COUNTY, row['care_group']]:.5f}"
        write_rows(requests, table)


def social_care_unitary(program):
    """The same for the two unitary authorities, against Essex's conversion: after it."""
    levels = SCENARIOS / "essex/social_care/conversion_level.csv"
    for factors in caseload_made_to_stand(program, "fourteen", 40, lambda council: council != COUNTY):
        table = rows_of(levels)
        for row in table:
            row["value"] = f"{float(row['value']) * factors.get((row['council'], row['care_group']), 1):.4f}".rstrip("0").rstrip(".")
        write_rows(levels, table)


def caseload_made_to_stand(program, areas, lives, of, rounds=5):
    """Round by round: starts in care homes and moves into them, for the councils asked for; gives what conversion is to be multiplied by."""
    foresight, packages = str(pathlib.Path(program).with_name("foresight")), SCENARIOS / "essex/social_care/packages.csv"
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            end, inflow = caseload(foresight, areas, lives, f"{folder}/councils.h5")
            table = rows_of(packages)
            factor = {}
            for row in table:
                key = row["council"], row["care_group"], row["setting"]
                if key in end and of(row["council"]):
                    # A handful says nothing of how many come: those stay as Essex's are.
                    handful = float(row["stock"]) < 10
                    factor[key] = 1 if handful else max(0.5, min(2, 1 - (end[key] - float(row["stock"])) / inflow[key]))
            community = {(council, group): value for (council, group, setting), value in factor.items() if setting == "community"}
            for row in table:
                council, group, setting = row["council"], row["care_group"], row["setting"]
                if not of(council):
                    continue
                if setting in ("residential", "nursing"):
                    row["start_share"] = f"{float(row['start_share']) * factor[council, group, setting] / community[council, group]:.5f}"
                for into in ("residential", "nursing"):
                    row[f"to_{into}"] = f"{float(row[f'to_{into}']) * factor[council, group, into]:.5f}".rstrip("0").rstrip(".")
            for row in table:
                if row["setting"] == "community":
                    homes = sum(float(r["start_share"]) for r in table if (r["council"], r["care_group"]) == (row["council"], row["care_group"])
                                and r["setting"] in ("residential", "nursing"))
                    row["start_share"] = f"{1 - homes:.5f}"
            write_rows(packages, table)
            print("  " + ", ".join(f"{c} {g} {s} {f:.3f}" for (c, g, s), f in factor.items()), file=sys.stderr)
            yield community


def caseload(foresight, areas, lives, run):
    """Clients after a year among people who do not change, and what came in: by council, care group and setting."""
    ask(foresight, "run", ROOT / "councils/councils.yaml", "--set", f"population.areas={areas}", "--replicates", lives, "--quiet", "--force", "-o", run)
    councils = {row["council"] for row in rows_of(SCENARIOS / "essex/social_care/packages.csv")}
    def summed(measure, *words):
        sums = {}
        for row in csv.DictReader(io.StringIO(ask(foresight, "show", run, "--format", "csv", *words))):
            council = row["district_code"] if row["district_code"] in councils else COUNTY
            key = council, "18_64" if row["age_group"] == "18-64" else "65_up", row["setting"]
            if row.get("flow", "start") in ("start", "move"):
                sums[key] = sums.get(key, 0) + float(row[measure])
        return sums
    return (summed("clients", "--table", "care_clients", "--by", "district,age_group,setting", "--where", "month=2024-06"),
            summed("events", "--table", "care_flows_monthly", "--by", "district,age_group,setting,flow"))


SOLVERS = {"fuel_poverty": fuel_poverty, "school_readiness": school_readiness, "need": need, "care_homes": care_homes, "social_care": social_care,
           "social_care_unitary": social_care_unitary}


def main():
    program, parts = sys.argv[1], sys.argv[2:] or list(SOLVERS)
    for part in parts:
        SOLVERS[part](program)
        print(f"solved: {part}")


if __name__ == "__main__":
    main()
