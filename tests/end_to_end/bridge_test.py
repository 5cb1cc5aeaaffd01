"""Why a forecast changed between two vintages, from the two files alone."""
import json
import unittest

from program import DONE, QUICK, REFUSED, Session, foresight

COST = "social_care.gross_cost/2024-25"

SCENARIO = """schema: foresight-scenario/1
scenario: Ours
question: What will care cost?
extends: {quick}
changes:
  - {{parameter: social_care/prices/weekly, from: 2024-04, scale: {scale}, source: assumed}}
"""


class Bridge(Session):
    def lines(self, old, new):
        said = foresight("bridge", old, new, "--result", COST, "--format", "json")
        bridge, = json.loads(self.assert_exit(DONE, said).out)
        return {line["line"]: line for line in bridge["lines"]}


class Vintages(Bridge):
    def test_the_lines_lead_from_the_old_forecast_to_the_new_to_the_penny(self):
        old = self.run_to("old.h5", "--replicates", 3)
        new = self.run_to("new.h5", "--replicates", 3, "--seed", 7, "--set", "social_care/prices/weekly=*1.1")
        lines = self.lines(old, new)
        steps = [line["value"] for name, line in lines.items() if name not in ("old", "new")]
        self.assertAlmostEqual(lines["old"]["value"] + sum(steps), lines["new"]["value"], places=2)
        self.assertEqual([lines[name]["value"] for name in ("code", "data", "parameters")], [0, 0, 0])
        self.assertAlmostEqual(lines["scenario"]["value"], 0.1 * lines["old"]["value"], delta=1000)
        self.assertNotEqual(lines["noise"]["value"], 0)
        self.assertEqual(lines["scenario"]["because"], ["--set social_care/prices/weekly=*1.1"])
        self.assertIn("the seed 42 is 7", lines["noise"]["because"])

    def test_more_replicates_of_the_same_scenario_are_noise(self):
        lines = self.lines(self.run_to("old.h5", "--replicates", 2), self.run_to("new.h5", "--replicates", 5))
        self.assertEqual([lines[name]["value"] for name in ("code", "data", "parameters", "scenario")], [0, 0, 0, 0])
        self.assertEqual(lines["noise"]["because"], ["2 replicates are 5"])

    def test_further_replicates_are_as_sure_as_what_they_add(self):
        new = self.run_to("new.h5", "--replicates", 9)
        noise = self.lines(self.run_to("old.h5", "--replicates", 4), new)["noise"]
        shown = foresight("show", new, "--table", "care_cost", "--by", "financial_year", "--format", "json")
        row = next(row for row in json.loads(shown.out)["rows"] if row["financial_year"] == "2024-25")
        # The first four are the same, so that the error is s sqrt(1/4 - 1/9), and s is three times the error of nine.
        self.assertAlmostEqual(noise["error"] / (3 * row["gross_error"] * (1 / 4 - 1 / 9) ** 0.5), 1, places=9)

    def test_a_headline_without_a_period_in_common_is_left_out_and_named(self):
        scenario = self.write("part.yaml", SCENARIO.split("changes:")[0].format(quick=QUICK) + "clock: {end: 2023-10}\n")
        part = self.run_to("part.h5", scenario=scenario)
        for command in ("bridge", "compare"):
            said = self.assert_exit(DONE, foresight(command, part, part, "--format", "json"))
            self.assertIn("social_care.clients is left out", said.err)
        self.assert_exit(REFUSED, foresight("bridge", part, part, "--result", "social_care.gross_cost"))
        # With no table in common nothing can be compared, which is told.
        scenario = self.write("cost.yaml", SCENARIO.split("changes:")[0].format(quick=QUICK) + "tables: [care_cost]\n")
        cost = self.run_to("cost.h5", scenario=scenario)
        for command in ("bridge", "compare"):
            for words in ((cost, part), (part, cost)):
                said = self.assert_exit(REFUSED, foresight(command, *words))
                self.assertIn("have no headline with a period in common", said.err)
                self.assertEqual(said.out, "")
        for words, why in (((cost, "--table", "care_cost", "--against", part), "part.h5 has no 2024-25 in table 'care_cost'"),
                           ((part, "--table", "care_clients", "--against", cost), "cost.h5 has no table 'care_clients'")):
            said = self.assert_exit(REFUSED, foresight("why", *words))
            self.assertIn(why, said.err)
            self.assertNotIn("damaged", said.err)

    def test_a_scenario_that_says_more_than_before_is_the_scenarios_doing(self):
        scenario = self.write("ours_scenario.yaml", SCENARIO.format(quick=QUICK, scale=1.1))
        old = self.run_to("old.h5", "--replicates", 2, scenario=scenario)
        self.write("ours_scenario.yaml", SCENARIO.format(quick=QUICK, scale=1.2))
        lines = self.lines(old, self.run_to("new.h5", "--replicates", 2, scenario=scenario))
        self.assertAlmostEqual(lines["scenario"]["value"] / lines["old"]["value"], 0.1 / 1.1, places=3)
        self.assertTrue(lines["scenario"]["because"][0].endswith("ours_scenario.yaml has changed"))

    def test_a_table_of_prices_that_was_published_anew_is_the_parameters_doing(self):
        text = SCENARIO.replace("scale: {scale}", "table: prices.csv")
        scenario = self.write("ours_scenario.yaml", text.format(quick=QUICK))
        shipped = (QUICK.parent / "social_care/prices.csv").read_text(encoding="utf-8").split()

        def write(factor):
            lines = ["care_group,setting,value"]
            for line in shipped[1:]:
                date, group, setting, value = line.split(",")
                if date == "2024-04":
                    lines.append(f"{group},{setting},{float(value) * factor:.2f}")
            self.write("prices.csv", "\n".join(lines) + "\n")

        write(1)
        old = self.run_to("old.h5", "--replicates", 2, scenario=scenario)
        write(1.2)
        lines = self.lines(old, self.run_to("new.h5", "--replicates", 2, scenario=scenario))
        self.assertAlmostEqual(lines["parameters"]["value"] / lines["old"]["value"], 0.2, places=3)
        self.assertEqual((lines["data"]["value"], lines["scenario"]["value"]), (0, 0))

    def test_a_table_that_only_the_new_scenario_reads_says_on_its_line_that_the_scenario_tells_it(self):
        words = ("--sample", "1/500", "--replicates", 2)
        scenario = self.write("ours.yaml", SCENARIO.split("changes:")[0].format(quick=QUICK))
        old = self.run_to("old.h5", *words, scenario=scenario)
        self.write("prices.csv", "care_group,setting,value\n" + "".join(
            f"{group},{setting},2000\n" for group in ("18_64", "65_up") for setting in ("none", "community", "residential", "nursing")))
        self.write("ours.yaml", SCENARIO.replace("scale: {scale}", "table: prices.csv").format(quick=QUICK))
        new = self.run_to("new.h5", *words, scenario=scenario)
        lines = self.lines(old, new)
        self.assertEqual((0, "scenario"), (lines["parameters"]["value"], lines["parameters"]["told_with"]))
        self.assertNotEqual(lines["scenario"]["value"], 0)
        for other in ("data", "scenario", "noise"):
            self.assertNotIn("told_with", lines[other])
        told = self.assert_exit(DONE, foresight("bridge", old, new, "--result", COST)).out
        self.assertRegex(told, r"Parameters: books and tables +with scenario +- +-")

    def test_a_share_is_bridged_in_points(self):
        run = self.run_to("old.h5", "--sample", "1/500")
        colder = self.run_to("new.h5", "--sample", "1/500", "--set", "fuel_poverty/tariffs/cap=*1.5")
        result = "fuel_poverty.ten_after"
        told = self.assert_exit(DONE, foresight("bridge", run, colder, "--result", result)).out
        self.assertIn("per cent; changes in points", told.splitlines()[0])
        self.assertRegex(told, r"Scenario: clock and changes +\d+\.\d\d\n")

    def test_studies_and_files_that_are_none_are_refused(self):
        run = self.run_to("run.h5")
        self.assert_exit(REFUSED, foresight("bridge", run, self.write("none.h5", "no run")))
        self.assert_exit(REFUSED, foresight("bridge", run, run, "--result", "social_care.gros_cost"))


if __name__ == "__main__":
    unittest.main()
