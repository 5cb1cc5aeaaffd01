"""The common benchmark is lived faithfully: its counts are those that its own probabilities imply, but for chance."""
import collections
import csv
import math
import os
import pathlib
import subprocess
import unittest

from program import PROGRAM, TOP, Session

TABLES = TOP / "tools/bench/ref1"
BENCH = pathlib.Path(PROGRAM).with_name("foresight_bench")
SEXES = ("male", "female")  # in the benchmark's own numbering, as in the next line
STATES = ("none", "low", "high", "residential")
AGES, YEARS = range(101), range(1, 31)


def rows(name):
    with open(TABLES / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name, *keys):
    return {tuple(row[key] for key in keys): float(row["value"]) for row in rows(name)}


def expected():
    """How many are expected in each of the 168 cells at the end of each year: the mean of infinitely many lives."""
    dies, bears = table("mortality", "sex", "age"), table("fertility", "age")
    at_first, moves = table("care_initial", "sex", "age", "outcome"), table("care_transition", "sex", "age", "care", "outcome")
    girls = float(rows("girl")[0]["value"])
    people = {(sex, age, state): count * at_first[sex, age, state]
              for (sex, age), count in table("population", "sex", "age").items() for state in STATES}
    cells = {}
    for year in YEARS:
        after, births = collections.Counter(), 0.0
        for (sex, age, state), count in people.items():
            alive = count * (1 - dies[sex, str(age)])
            births += alive * bears[age,] if sex == "female" else 0
            for outcome in STATES:
                after[sex, str(min(int(age) + 1, 100)), outcome] += alive * moves[sex, str(age), state, outcome]
        after["female", "0", "none"] += births * girls
        after["male", "0", "none"] += births * (1 - girls)
        people = after
        for (sex, age, state), count in people.items():
            key = year, int(age) // 5, SEXES.index(sex), STATES.index(state)
            cells[key] = cells.get(key, 0) + count
    return cells


class Ref1(Session):
    def test_each_count_is_the_expected_one_within_its_error(self):
        file = self.folder / "counts.csv"
        subprocess.run([BENCH, "ref1", "--runs", "1", "--out", file], check=True, capture_output=True,
                       env=dict(os.environ, NO_COLOR="1"))
        with open(file, encoding="utf-8", newline="") as counts:
            got = {tuple(int(row[key]) for key in ("year", "band", "sex", "state")): int(row["n"]) for row in csv.DictReader(counts)}
        wanted = expected()
        self.assertEqual(len(YEARS) * 21 * 2 * 4, len(got))
        errors = {cell: (got[cell] - count) / math.sqrt(count) for cell, count in wanted.items() if count > 5}
        self.assertGreater(len(errors), 4000)
        spread = math.sqrt(sum(error * error for error in errors.values()) / len(errors))
        self.assertLess(spread, 1.3, "as far off as counts by chance are")
        self.assertGreater(spread, 0.3, "and no nearer: who is counted was drawn")
        worst = max(errors, key=lambda cell: abs(errors[cell]))
        self.assertLess(abs(errors[worst]), 6, f"year, band, sex, state {worst}: {got[worst]}, expected {wanted[worst]:.1f}")
        for year in YEARS:
            people = [sum(count for cell, count in of.items() if cell[0] == year) for of in (got, wanted)]
            self.assertAlmostEqual(people[0] / people[1], 1, delta=0.005)


if __name__ == "__main__":
    unittest.main()
