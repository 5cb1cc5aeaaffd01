#!/usr/bin/env python3
"""The gross cost of a client-week of long-term support in Essex, by care group, setting and financial year.

    calibration/derive/social_care_prices.py build/release/foresight RUN.h5

The run is of a scenario that extends essex/baseline_2021, with `replicates: {points: central, lucks: 20}`: of the fifty
clients of 18 to 64 in nursing homes one life alone tells little. Reads the client-weeks and costs that the model has in
2022-23, sets prices such that it spends what was published for that year, and carries them to other years. Writes
scenarios/essex/social_care/prices.csv. To be run again when what decides the caseload has changed. What is spent by
market in 2022-23 was told in September 2023, after the year's end:
https://www.essexproviderhub.org/the-essex-market/market-position-statement/essex-demography/current-market-spend/
It does not say whether it is gross of clients' contributions; payments to providers are taken to be. A total told in
March 2023, before the year's end, is lower: GBP 496m, of it 207m at 65 and over. From it comes how the community is
shared between the two ages. At Essex's share of England's long-term support in 2017-18 (ASC-FR: 444.1 of 13,970) it
would be GBP 586m.
"""
import csv
import io
import pathlib
import subprocess
import sys

PRICES = pathlib.Path(__file__).resolve().parents[2] / "scenarios/essex/social_care/prices.csv"
SETTINGS = ("none", "community", "residential", "nursing")

# GBP million, 2022-23.
OLDER_HOMES, OLDER_NURSING = 146.4, 30.1
YOUNGER_HOMES, YOUNGER_NURSING = 96.4 + 8.5, 4.3 + 0.8           # working-aged and mental health
COMMUNITY = 101.4 + 1.2 + 109.7 + 19.4 + 57.9  # supported living, extra care, home care, day opportunities, direct payments
OLDER_IN_MARCH, YOUNGER_IN_MARCH = 207.0, 289.0
older_in_community = COMMUNITY * (OLDER_IN_MARCH - OLDER_HOMES) / (OLDER_IN_MARCH + YOUNGER_IN_MARCH - OLDER_HOMES - YOUNGER_HOMES)
SPENT = {
    ("65_up", "community"): older_in_community,
    ("65_up", "residential"): OLDER_HOMES - OLDER_NURSING,
    ("65_up", "nursing"): OLDER_NURSING,
    ("18_64", "community"): COMMUNITY - older_in_community,
    ("18_64", "residential"): YOUNGER_HOMES - YOUNGER_NURSING,
    ("18_64", "nursing"): YOUNGER_NURSING,
}

# How prices grew in the April of a year. To 2022: England's cost of a week in a care home at 65 and over (PSS-EX1, ASC-FR),
# for all. From 2023: what councils reported for the Market Sustainability and Improvement Fund, home care in 2023 and 2024
# (9.6 and 6.5 per cent), for all; in 2025 by setting. Later ones are the parameter social_care/prices/uplift.
GROWTH = {2020: 1.0577, 2021: 1.0673, 2022: 1.0870, 2023: 1.096, 2024: 1.065}
GROWTH_OF_2025 = {("65_up", "community"): 1.053, ("65_up", "residential"): 1.053, ("65_up", "nursing"): 1.049,
                  ("18_64", "community"): 1.056, ("18_64", "residential"): 1.050, ("18_64", "nursing"): 1.060}


def spent_by_model(program, run):
    words = [program, "show", run, "--table", "care_cost", "--by", "age_group,setting", "--where", "financial_year=2022-23",
             "--format", "csv"]
    spent = {}
    for row in csv.DictReader(io.StringIO(subprocess.run(words, check=True, capture_output=True, text=True).stdout)):
        key = "18_64" if row["age_group"] == "18-64" else "65_up", row["setting"]
        spent[key] = spent.get(key, 0) + float(row["gross"]) / 1e6
    return spent


def main():
    program, run = sys.argv[1:]
    old = {(r["care_group"], r["setting"]): float(r["value"])
           for r in csv.DictReader(open(PRICES, encoding="utf-8")) if r["from"] == "2022-04"}
    model = spent_by_model(program, run)
    years = {2022: {key: old[key] * SPENT[key] / model[key] for key in SPENT}}
    for year in (2021, 2020, 2019):
        years[year] = {key: price / GROWTH[year + 1] for key, price in years[year + 1].items()}
    for year in (2023, 2024):
        years[year] = {key: price * GROWTH[year] for key, price in years[year - 1].items()}
    years[2025] = {key: price * GROWTH_OF_2025[key] for key, price in years[2024].items()}
    with open(PRICES, "w", encoding="utf-8") as out:
        out.write("from,care_group,setting,value\n")
        for year in sorted(years):
            for group in ("18_64", "65_up"):
                for setting in SETTINGS:
                    price = 0 if setting == "none" else round(years[year][group, setting], 2)
                    out.write(f"{year}-04,{group},{setting},{price}\n")
    for key in SPENT:
        print(f"{key[0]:6} {key[1]:12} published {SPENT[key]:6.1f}, model {model[key]:6.1f}, a week {years[2022][key]:8.2f}")


if __name__ == "__main__":
    main()
