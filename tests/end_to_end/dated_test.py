"""A dated change acts from its month: not before, and not from the next July on."""
import collections
import csv
import io
import unittest

from program import DONE, Session, foresight

CHANGED, ENDS = "2023-10", "2024-04"
# What a parameter makes rarer: its table and event there.
RARER = {"demography/fertility/level": ("population_change", "birth"),
         "demography/mortality/probability": ("population_change", "death"),
         "demography/migration/to_country": ("population_change", "out_to_country"),
         "social_care/front_door/request": ("care_flows", "request")}


class Dated(Session):
    def by_month(self, run, table, event):
        kind = "event" if table == "population_change" else "flow"
        said = self.assert_exit(DONE, foresight("show", run, "--table", table, "--by", f"month,{kind}", "--where",
                                                f"{kind}={event}", "--format", "csv"))
        counts = collections.Counter()
        for row in csv.DictReader(io.StringIO(said.out)):
            counts[row["month"]] += float(row["persons" if table == "population_change" else "events"])
        return counts

    def test_what_is_rarer_for_half_a_year_is_rarer_in_that_half_year_alone(self):
        usual = self.run_to("usual.h5", "--set", "clock.years=1")
        for parameter, (table, event) in RARER.items():
            with self.subTest(parameter):
                scenario = self.write("rarer.yaml", "schema: foresight-scenario/1\nscenario: Rarer\nquestion: What if?\n"
                                      "extends: essex/quick\nchanges:\n"
                                      f"  - {{parameter: {parameter}, from: {CHANGED}, until: {ENDS}, scale: 0.25, source: a test}}\n")
                run = self.run_to("rarer.h5", "--set", "clock.years=1", "--force", scenario=scenario)
                before, after = self.by_month(usual, table, event), self.by_month(run, table, event)
                months = sorted(before)
                self.assertEqual([before[month] for month in months if month < CHANGED],
                                 [after[month] for month in months if month < CHANGED])
                within = [month for month in months if CHANGED <= month < ENDS]
                self.assertEqual(6, len(within))
                self.assertLess(sum(after[month] for month in within), 0.5 * sum(before[month] for month in within))
                later = [month for month in months if month >= ENDS]
                self.assertGreater(sum(after[month] for month in later), 0.7 * sum(before[month] for month in later))


if __name__ == "__main__":
    unittest.main()
