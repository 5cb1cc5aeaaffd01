"""Answers go to stdout, talk to stderr, and a machine can read both."""
import csv
import datetime
import io
import json
import math
import re
import subprocess
import unittest

from program import DONE, FAILED, QUICK, REFUSED, UNMET, TOP, Session, foresight

COMMANDS = ("init", "run", "check", "explain", "list", "show", "compare", "finance", "report", "export",
            "sensitivity", "sweep", "attribute", "bridge",
            "qa", "trace", "why", "digest", "verify", "replay", "population", "completion")
TABLES = ("population", "population_change", "households", "household_types", "care_clients", "care_flows", "care_flows_district",
          "care_cost", "care_budget",
          "fuel_poverty", "fuel_poverty_dwelling", "fuel_poverty_lsoa", "required_energy",
          "school_readiness", "school_readiness_month")


class Answers(Session):
    def answer(self, *words):
        return self.assert_exit(DONE, foresight(*words, folder=self.folder)).out

    def test_help_of_each_command_shows_an_example(self):
        for command in COMMANDS:
            self.assertIn("xample", self.answer(command, "--help"), command)
        for command in COMMANDS:
            self.assertIn(command, self.answer("--help"))

    def test_it_knows_its_version(self):
        self.assertRegex(self.answer("--version"), r"\d+\.\d+\.\d+")

    def test_it_lists_what_there_is(self):
        tables = self.answer("list", "tables")
        for table in TABLES:
            self.assertIn(table, tables)
        for what in ("scenarios", "parameters", "fields", "modules"):
            self.assertTrue(self.answer("list", what).strip(), what)
        self.assertIn("quick", self.answer("list", "scenarios"))
        self.assertNotIn("essex/budget", self.answer("list", "scenarios"), "a budget is no scenario")

    def test_a_sound_scenario_is_called_sound_and_explained(self):
        self.answer("check", QUICK)
        explained = self.answer("explain", QUICK)
        # Under each parameter, with its unit and the line that set it, stands its source.
        self.assertRegex(explained, r"demography/fertility/boys +0\.5122 +share +\S+/demography.yaml:\d+\n +ONS births")

    def test_a_starter_scenario_is_sound(self):
        self.answer("init", "mine")
        scenarios = list((self.folder / "mine").rglob("*.yaml"))
        self.assertTrue(scenarios)
        self.answer("check", *scenarios)
        self.answer("run", *scenarios, "--sample", "1/100", "--set", "clock.years=2", "-o", "starter.h5")
        before = scenarios[0].read_bytes()
        advised = foresight("init", "my 'own'", folder=self.folder).err
        self.assertIn("foresight run 'my '\\''own'\\''/my_scenario.yaml' -o runs/my_scenario.h5", advised)
        self.assertIn("foresight run essex/baseline --sample 1/100 --set clock.years=5 --replicates 1 -o runs/my_baseline.h5",
                      advised)
        self.assertIn("foresight compare runs/my_baseline.h5 runs/my_scenario.h5", advised)
        self.assert_exit(REFUSED, foresight("init", "mine", folder=self.folder))
        self.assertEqual(scenarios[0].read_bytes(), before)

    def test_a_table_is_listed_with_its_dimensions_codes_and_measures(self):
        table = self.answer("list", "tables", "care_clients")
        for word in ("month", "Chelmsford", "E07000070", "65-74", "residential", "clients", "[persons]"):
            self.assertIn(word, table)
        self.assertIn("[share] = lilee / households", self.answer("list", "tables", "fuel_poverty_lsoa"))
        self.assertEqual(len(re.findall(r"E010\d{5} ", self.answer("list", "tables", "fuel_poverty_lsoa"))), 2)
        self.assertEqual(len(re.findall(r"E010\d{5} ", self.answer("list", "tables", "fuel_poverty_lsoa", "--all"))), 903)
        for words in (("tables", "care_clinets"), ("care_clients",), ("tabels",), ("parameters", "insulatoin"), ("fields", "sex")):
            said = self.assert_exit(REFUSED, foresight("list", *words))
            self.assertIn("help:", said.err)

    def test_parameters_are_found_by_what_people_call_them(self):
        for words, name in ((("loft",), "fuel_poverty/fabric/"), (("wall", "insulation"), "fuel_poverty/fabric/wall_u_value"),
                            (("glazing",), "fuel_poverty/fabric/"), (("cap",), "fuel_poverty/tariffs/cap")):
            self.assertIn(name, self.answer("list", "parameters", *words), words)
        self.assertNotIn("demography/", self.answer("list", "parameters", "loft"))
        said = self.assert_exit(REFUSED, foresight("list", "parameters", "tarrifs"))
        self.assertIn("did you mean 'tariffs'?", said.err)

    def test_a_factor_that_is_hardly_meant_is_warned_of_and_lived(self):
        text = ("schema: foresight-scenario/1\nscenario: Mine\nextends: essex/quick\nclock: {{years: 1}}\nchanges:\n"
                "  - parameter: social_care/prices/weekly\n    scale: {}\n")
        scenario = self.write("mine.yaml", text.format(0.03))
        for words in (("check", scenario), ("explain", scenario), ("run", scenario, "-o", "mine.h5", "--quiet")):
            said = self.assert_exit(DONE, foresight(*words, folder=self.folder))
            self.assertIn("warning: it divides social_care/prices/weekly by 33.3", said.err, words)
            self.assertIn("mine.yaml:7:12", said.err)
            self.assertIn("write 1.03 for 3 per cent more, 0.97 for 3 per cent less", said.err)
            self.assertNotIn("warning", said.out)
        said = self.assert_exit(DONE, foresight("check", self.write("mine.yaml", text.format(1.03))))
        self.assertEqual("", said.err)

    def test_a_part_of_a_parameters_name_is_answered_with_all_of_it(self):
        said = self.assert_exit(REFUSED, foresight("explain", QUICK, "wall_u_value"))
        self.assertIn("did you mean 'fuel_poverty/fabric/wall_u_value'?", said.err)
        said = self.assert_exit(REFUSED, foresight("list", "fields", "wall"))
        self.assertIn("list fields takes no further word", said.err)

    def test_where_there_are_no_runs_it_says_how_to_come_by_some(self):
        said = self.assert_exit(REFUSED, foresight("list", "runs", folder=self.folder))
        self.assertIn("foresight run essex/quick writes into runs", said.err)

    def test_what_is_advised_can_be_typed(self):
        run = self.run_to('my run "ä" & $x.h5', "--set", "clock.years=1")
        self.assertIn(f"foresight show '{run}' --table", self.answer("show", run))

    def test_after_a_run_of_ones_own_its_baseline_is_a_command_away(self):
        mine = self.write("mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\nextends: essex/quick\n"
                          "clock: {years: 1}\npopulation: {sample: 1/200}\nchanges:\n"
                          "  - parameter: social_care/prices/weekly\n    scale: 1.03\n")
        said = self.answer("run", mine, "-o", "mine.h5", "--quiet")
        advised = [line.split() for line in said.split("next")[1].splitlines()]
        self.assertEqual("foresight run essex/quick --sample 1/200 --set clock.end=2024-07 -o mine_baseline.h5".split(),
                         advised[1])
        for words in advised:
            self.assertEqual("foresight", words[0])
            compared = self.answer(*words[1:])
        self.assertNotIn("caution", compared)
        self.assertNotIn("compare", self.answer("run", QUICK, "-o", "quick.h5", "--quiet"))

    def rows_shown(self, said):
        return [line for line in said.out.splitlines() if line.strip()][3:]

    def test_a_table_is_cut_to_a_screen_and_never_in_csv(self):
        run = self.run_to("run.h5", "--set", "clock.years=4", "--replicates", 2)
        by_setting = foresight("show", run, "--table", "care_clients", "--by", "setting", folder=self.folder)
        self.assertIn("2026-27", by_setting.out)
        self.assertNotIn("2026-10", by_setting.out)
        self.assertIn("--by month,setting shows all", by_setting.err)
        self.assertLessEqual(len(self.rows_shown(by_setting)), 60)
        by_district = foresight("show", run, "--table", "fuel_poverty", "--by", "district,tenure", folder=self.folder)
        self.assertIn("only 2027: --by quarter,district,tenure shows all", by_district.err)
        for line in (by_setting.out + by_district.out).splitlines():
            self.assertLessEqual(len(line), 120, line)
        whole = self.answer("show", run, "--table", "care_clients", "--by", "setting", "--format", "csv")
        self.assertEqual(whole, self.answer("show", run, "--table", "care_clients", "--by", "month,setting", "--format", "csv"))
        self.assertIn("2026-10", self.answer("show", run, "--table", "care_clients", "--by", "month,setting"))
        for words in (("--table", "care_clients", "--by", "setting"), ("--table", "care_cost", "--by", "financial_year")):
            said = foresight("compare", run, run, *words, folder=self.folder)
            self.assertLess(len(said.out.splitlines()), 120)
            for line in said.out.splitlines():
                self.assertLessEqual(len(line), 150, line)

    def test_requests_starts_and_ends_are_never_added_up_unasked(self):
        run = self.run_to("run.h5")
        for question, columns in ((("--by", "setting"), "setting,flow"), ((), "month,flow"),
                                  (("--by", "setting,flow"), "setting,flow"),
                                  (("--by", "setting", "--where", "flow=start"), "setting")):
            with self.subTest(question):
                told = self.answer("show", run, "--table", "care_flows", *question, "--format", "csv")
                self.assertTrue(told.startswith(columns + ",events"), told[:80])
        for words in (("show", run), ("compare", run, run)):
            told = foresight(*words, "--table", "population_change", folder=self.folder)
            self.assertLessEqual(len(told.out.splitlines()), 80)
            self.assertIn("--by month shows all", told.err)
        told = self.answer("show", run, "--table", "care_flows", "--where", "year=2024", "--format", "csv")
        self.assertTrue(told.startswith("year,flow,events"), told[:80])
        told = self.answer("compare", run, run, "--table", "population_change", "--by", "district", "--format", "csv")
        self.assertIn(",event,", told.splitlines()[0])

    def test_one_measure_or_some_of_a_table(self):
        run = self.run_to("run.h5", "--replicates", 2)
        for words in (("show", run), ("compare", run, run)):
            asked = (*words, "--table", "care_cost", "--by", "financial_year", "--measure", "gross,weeks")
            text = self.answer(*asked)
            self.assertIn("gross", text.lower())
            self.assertNotIn("contribution", text.lower())
            self.assertNotIn("contribution", self.answer(*asked, "--format", "csv"))
            self.assertNotIn('"net', self.answer(*asked, "--format", "json"))
            said = self.assert_exit(REFUSED, foresight(*words, "--table", "care_cost", "--measure", "gros"))
            self.assertIn("did you mean 'gross'?", said.err)
            self.assert_exit(REFUSED, foresight(*words, "--measure", "gross"))

    def test_a_comparison_tells_the_years_of_the_budget_and_what_does_not_change_in_a_line(self):
        words = ("--set", "clock.years=8", "--replicates", 2, "--sample", "1/500")
        base = self.run_to("base.h5", *words)
        scenario = self.write("dearer.yaml", "schema: foresight-scenario/1\nscenario: Dearer\nextends: essex/quick\nchanges:\n"
                              "  - parameter: social_care/prices/weekly\n    scale: 1.1\n    from: 2024-04\n    source: Assumed\n")
        dearer = self.run_to("dearer.h5", *words, scenario=scenario)
        said = self.assert_exit(DONE, foresight("compare", base, dearer, folder=self.folder))
        self.assertEqual("", said.err)
        self.assertEqual(["2024-25", "2025-26", "2026-27", "2027-28", "2028-29", "2029-30"],
                         re.findall(r"^  (20\d\d-\d\d) ", said.out, flags=re.M))
        self.assertRegex(said.out, r"social_care/prices/weekly: x 1.1 from 2024-04\n +\S*dearer.yaml:5: Assumed")
        self.assertNotIn("No measurable change", said.out, "what is the same in every cell is not merely not measured")
        unchanged = said.out[said.out.index("The same in every cell"):]
        for name in ("all ages", "Households in fuel poverty, at 30 June: by every measure", "good level of development"):
            self.assertIn(name, unchanged)
        self.assertNotIn("gross cost", unchanged)
        for line in said.out.splitlines():
            self.assertLessEqual(len(line), 140, line)
        # Of a run with itself all is unchanged, and nothing is said of pairing.
        same = self.answer("compare", base, base)
        self.assertIn("Identical: every cell of every table is the same in both", same)
        self.assertNotRegex(same, "No measurable change|The same in every cell")
        self.assertNotIn("smaller", same)
        self.assertNotIn("2024-25", same)

    def test_runs_that_are_swapped_are_warned_of(self):
        base = self.run_to("base.h5")
        scenario = self.write("child.yaml", f"schema: foresight-scenario/1\nscenario: Child\nextends: {QUICK}\n"
                              "changes: [{parameter: social_care/prices/weekly, scale: 1.1}]\n")
        child = self.run_to("child.h5", scenario=scenario)
        dearer = self.run_to("dearer.h5", "--set", "social_care/prices/weekly=*1.1")
        for first, second, swapped in ((base, child, False), (child, base, True), (base, dearer, False),
                                       (dearer, base, True), (base, base, False)):
            said = self.assert_exit(DONE, foresight("compare", first, second, folder=self.folder))
            self.assertEqual(swapped, "the baseline comes first" in said.err, said)

    def test_a_sample_says_how_far_it_is_from_all(self):
        said = self.answer("show", self.run_to("run.h5"))
        self.assertRegex(said, r"A sample: figures of districts and small figures are noise\.\nTotals of care are within about \d+ per cent")

    def test_a_run_can_be_shown_compared_and_verified(self):
        run = self.run_to("run.h5")
        self.assertTrue(self.answer("show", run).strip())
        for table in TABLES:
            rows = list(csv.DictReader(io.StringIO(self.answer("show", run, "--table", table, "--format", "csv"))))
            self.assertTrue(rows, table)
        json.loads(self.answer("show", run, "--table", "care_clients", "--format", "json"))
        json.loads(self.answer("compare", run, run, "--format", "json"))
        self.assertTrue(re.fullmatch(r"[0-9a-f]{16,64}", self.answer("digest", run).split()[0]))
        self.answer("verify", run)

    def test_a_summary_fits_a_screen_however_many_replicates_there_are(self):
        said = self.answer("show", self.run_to("run.h5", "--replicates", 3))
        self.assertLess(len(said.splitlines()), 45)
        self.assertLessEqual(max(map(len, said.splitlines())), 120)
        intervals = re.findall(r"^    20\S+: 80% \S+ to \S+, 95% \S+ to \S+, error of the mean \S+$", said, flags=re.M)
        self.assertEqual(8, len(intervals), "one for each number of the summary")

    def test_a_run_tells_in_its_log_who_was_lived_and_where_a_draw_was_cut_and_never_when(self):
        run = self.run_to("run.h5", "--replicates", 5)
        log = self.answer("show", run, "--log").splitlines()
        self.assertRegex(log[0], r"^\d+ persons in \d+ households lived from 2023-07 to 2025-06, each for 100$")
        self.assertEqual(5, sum(line.startswith("replicate ") for line in log))
        self.assertNotIn(str(datetime.date.today().year), " ".join(log[1:]))
        # An efficiency of 1 that is drawn higher is cut, and a fifth of the draws at least is higher.
        self.assertTrue(any("set to its end" in line for line in log), log)

    def test_a_parameter_that_nothing_uses_is_refused_at_its_place(self):
        self.write("mine_book.yaml", "schema: foresight-parameters/1\nparameters:\n  fuel_poverty/tariffs/capp:\n"
                   "    {label: Cap, unit: GBP per year, value: 1, source: me, certainty: read}\n")
        scenario = self.write("mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\nextends: essex/quick\n"
                              "parameters: [mine_book.yaml]\n")
        for words in (("check", scenario), ("run", scenario, "-o", "mine.h5")):
            said = self.assert_exit(REFUSED, foresight(*words, folder=self.folder))
            self.assertIn("mine_book.yaml:3", said.err)
            self.assertIn("nothing uses the parameter 'fuel_poverty/tariffs/capp'", said.err)
            self.assertIn("did you mean 'fuel_poverty/tariffs/cap'?", said.err)
        self.assertFalse((self.folder / "mine.h5").exists())

    def test_what_two_runs_do_not_share_is_said_with_what_it_costs(self):
        one = self.run_to("one.h5")
        other = self.run_to("other.h5", "--seed", 7, "--sample", "1/200", "--set", "clock.years=1")
        said = foresight("compare", one, other, folder=self.folder)
        told = said.out + said.err
        for words in ("the samples differ (one household in 100, and in 200)", "shared luck cancels only", "the clocks differ",
                      "the seeds differ (42 and 7)", "with shared luck the variance"):
            self.assertIn(words, told)

    def test_every_number_of_a_comparison_and_of_the_budget_has_its_error_and_both_intervals(self):
        base = self.run_to("base.h5", "--replicates", 4)
        dearer = self.run_to("dearer.h5", "--replicates", 4, "--set", "social_care/prices/weekly=*1.1")
        words = ("--table", "care_cost", "--by", "financial_year", "--measure", "gross")
        row = json.loads(self.answer("compare", base, dearer, *words, "--format", "json"))[0]["tables"]["care_cost"][0]
        text = self.answer("compare", base, dearer, *words)
        self.assertRegex(text, r"mean +error +95% of the mean +80% of futures +95% of futures +error if unpaired")
        lines = re.findall(r" (baseline|changed|difference) +(\S+) +(\S+)((?: +\S+ to \S+){2,3})", text)[:3]
        self.assertEqual(3, len(lines), text)
        for line, name in zip(lines, ("base", "other", "difference")):
            decimals = 2 if name == "difference" else 1
            said = [float(word) for word in (*line[1:3], *re.findall(r"[-+.\d]+", line[3]))]
            ends = ["low80", "high80", "low95", "high95"]
            if name == "difference":
                ends = ["mean_low95", "mean_high95", *ends]
            self.assertEqual(2 + len(ends), len(said), line)
            for number, part in zip(said, (name, f"{name}_error", *(f"{name}_{end}" for end in ends))):
                self.assertAlmostEqual(number, row[part] / 1e6, delta=0.6 * 10**-decimals, msg=line)
        budget = self.answer("finance", base)
        for label in ("error of the mean", "80 per cent of futures, from", "95 per cent of futures, from"):
            self.assertRegex(budget, rf"(?m)^  {label} +\d", label)

    def test_the_deviation_of_a_paired_difference_stands_beside_that_of_independent_seeds(self):
        words = ("--replicates", 4, "--sample", "1/500")
        base, dearer = self.run_to("base.h5", *words), self.run_to("dearer.h5", *words, "--set", "social_care/prices/weekly=*1.1")
        question = ("--table", "care_cost", "--by", "financial_year", "--measure", "gross", "--format")
        row = json.loads(self.answer("compare", base, dearer, *question, "json"))[0]["tables"]["care_cost"][0]
        paired, independent = row["difference_deviation"], row["difference_deviation_independent"]
        self.assertAlmostEqual(2 * row["difference_error"], paired)
        self.assertAlmostEqual(2 * math.hypot(row["base_error"], row["other_error"]), independent)
        self.assertAlmostEqual(row["pairing_gain"], (independent / paired) ** 2)
        self.assertGreater(independent, 2 * paired)
        line = next(csv.DictReader(io.StringIO(self.answer("compare", base, dearer, *question, "csv"))))
        self.assertAlmostEqual(paired, float(line["difference_deviation"]))
        self.assertAlmostEqual(independent, float(line["difference_deviation_independent"]))
        elsewhere = self.run_to("elsewhere.h5", *words, "--seed", 5)
        row = json.loads(self.answer("compare", base, elsewhere, *question, "json"))[0]["tables"]["care_cost"][0]
        self.assertEqual([None, None], [row["difference_deviation"], row["difference_deviation_independent"]])

    def test_a_difference_that_is_too_much_fails_the_comparison(self):
        base, dearer = self.run_to("base.h5"), self.run_to("dearer.h5", "--set", "social_care/prices/weekly=*1.1")
        for limit, code in (("social_care.gross_cost>+9%", UNMET), ("social_care.gross_cost>+11%", DONE),
                            ("care_cost.gross/2024-25>1", UNMET), ("fuel_poverty.lilee<-0.001", DONE),
                            ("social_care.gros_cost>1%", REFUSED), ("social_care.gross_cost", REFUSED),
                            ("social_care.gross_cost/1999-00>1", REFUSED)):
            with self.subTest(limit):
                self.assert_exit(code, foresight("compare", base, dearer, "--fail-on", limit, folder=self.folder))

    def test_a_budget_is_bridged_to_the_penny(self):
        run = self.run_to("run.h5", "--set", "clock.years=4")
        dearer = self.run_to("dearer.h5", "--set", "clock.years=4", "--set", "social_care/prices/weekly[2025-10]=*1.1")
        for runs in ((run,), (dearer,), (dearer, run)):
            lines = {}
            for row in csv.DictReader(io.StringIO(self.answer("finance", *runs, "--format", "csv"))):
                lines[row["line"], row["financial_year"]] = float(row["cash"] or 0)
            years = sorted({year for _, year in lines})
            self.assertEqual(["2024-25", "2025-26", "2026-27"], years)
            names = [line for line, year in lines if year == years[0]]
            changes = names[:names.index("gross")]
            for year in years[1:]:
                self.assertAlmostEqual(sum(lines[line, year] for line in changes), lines["gross", year], delta=0.01)
                self.assertEqual(lines["gross", years[years.index(year) - 1]], lines["base_budget", year])
            for cause in ("starters", "full_year_starters"):
                self.assertGreater(lines[cause, years[-1]], 0)
            for cause in ("leavers", "full_year_leavers"):
                self.assertLess(lines[cause, years[-1]], 0)
        # The last pair: a rise of prices in mid-year is a policy against the run without it, half a year and then whole.
        self.assertGreater(lines["policy", "2025-26"], 0)
        self.assertGreater(lines["policy", "2026-27"], 0)

    def test_a_policy_stands_against_the_cost_of_its_baseline_which_is_named(self):
        run = self.run_to("run.h5", "--set", "clock.years=4")
        dearer = self.run_to("dearer.h5", "--set", "clock.years=4", "--set", "social_care/prices/weekly[2024-10]=*1.1")
        alone, lines = {}, {}
        for into, runs in ((alone, (run,)), (lines, (dearer, "--against", run))):
            for row in csv.DictReader(io.StringIO(self.answer("finance", *runs, "--format", "csv"))):
                into[row["line"], row["financial_year"]] = float(row["cash"] or 0)
        self.assertNotIn(("against_baseline", "2024-25"), alone)
        so_far = lines["against_baseline", "2024-25"]
        for year in ("2024-25", "2025-26", "2026-27"):
            so_far += lines["policy", year]
            self.assertEqual(alone["gross", year], lines["baseline_gross", year])
            self.assertAlmostEqual(lines["gross", year] - alone["gross", year], lines["against_baseline", year], delta=0.01)
            self.assertAlmostEqual(so_far, lines["against_baseline", year], delta=0.01)
        said = self.answer("finance", dearer, "--against", run).splitlines()
        name = said[0].split(", against ")[1]
        self.assertIn(f"Against {name}", said)
        self.assertNotIn(name, said[0].split(", against ")[0])
        self.assertTrue(any(line.startswith(f"The lines of starters, leavers, prices and moves are those of {name}.")
                            for line in said))

    def test_the_rise_of_prices_in_the_bridge_is_that_which_was_put_in(self):
        run = self.run_to("run.h5", "--set", "clock.years=4", "--set", "social_care/prices/uplift[2026-04]=0.05")
        rows = json.loads(self.answer("finance", run, "--format", "json"))["price_rise"]["rows"]
        rise = {row["financial_year"]: row["rise"] for row in rows}
        self.assertIsNone(rise["2024-25"])
        self.assertAlmostEqual(0.05, rise["2026-27"], delta=0.002)
        text = self.answer("finance", run)
        self.assertRegex(text, r"the same care dearer by .*5\.\d%")
        self.assertIn("social_care/prices/uplift. The scenario changes it", text)

    def test_a_budget_that_is_stated_is_reconciled_or_the_gap_is_named(self):
        run = self.run_to("run.h5", "--replicates", 4)
        base = json.loads(self.answer("finance", run, "--format", "json"))["risks"][0]["cost"]
        for gross, words in ((base, "within 0.1 per cent"), (2 * base, "does not reconcile")):
            budget = self.write("budget.yaml", "schema: foresight-budget/1\nlines:\n"
                                f"  2024-25: {{gross: {gross:.0f}, source: outturn of a test}}\n")
            self.assertIn(words, self.answer("finance", run, "--budget", budget))
        for lines, words in (("2024-26: {gross: -1}", "no financial year"),
                             ("2028/29: {gross: 5e8, source: a test}", "write 2028-29"),
                             ("2024-25: {gross: 570, source: a test}", "a budget is in pounds: did you mean 570000000?"),
                             ("2024-25: {gross: 570000, net: 0.57, source: a test}", "did you mean 570000000?"),
                             ("2024-25: {gross: 2e10, source: a test}", "write it so, or leave the year out"),
                             ("2024-25: {gross: 0, source: a test}", "above nought"),
                             ("2024-25: {gross: 1e300, source: a test}", "above nought"),
                             ("2024-25: {source: a test}", "needs 'gross' or 'net'"),
                             ("2024-25: {gross: 5e8, net: 0, source: a test}", "'net' is to be above nought")):
            self.write("budget.yaml", f"schema: foresight-budget/1\nlines: {{{lines}}}\n")
            said = self.assert_exit(REFUSED, foresight("finance", run, "--budget", budget, folder=self.folder))
            self.assertIn("budget.yaml:2:", said.err)
            self.assertIn(words, said.err)

    def test_in_real_terms_each_year_begins_where_the_last_one_ended(self):
        budget = self.write("budget.yaml", "schema: foresight-budget/1\n"
                            "deflator: {years: {2025-26: 10}, later: 5, source: a test}\n")
        run = self.run_to("run.h5", "--set", "clock.years=4", "--replicates", 3)
        dearer = self.run_to("dearer.h5", "--set", "clock.years=4", "--replicates", 3,
                             "--set", "social_care/prices/weekly[2025-10]=*1.1")
        levels = {"2024-25": 1, "2025-26": 1.1, "2026-27": 1.1 * 1.05}
        for runs in ((run,), (dearer, run)):
            cash, real = {}, {}
            for row in csv.DictReader(io.StringIO(self.answer("finance", *runs, "--budget", budget, "--format", "csv"))):
                cash[row["line"], row["financial_year"]] = float(row["cash"] or 0)
                real[row["line"], row["financial_year"]] = float(row["real"] or 0)
            names = list(dict.fromkeys(line for line, _ in real))
            for year, before in (("2025-26", "2024-25"), ("2026-27", "2025-26")):
                self.assertAlmostEqual(real["gross", before], real["base_budget", year], delta=0.01)
                self.assertAlmostEqual(sum(real[line, year] for line in names[:names.index("gross")]),
                                       real["gross", year], delta=0.01)
                self.assertAlmostEqual(cash["gross", year] / levels[year], real["gross", year], delta=0.01)
                self.assertAlmostEqual(cash["starters", year] / levels[year], real["starters", year], delta=0.01)
            heads = self.answer("finance", *runs, "--format", "csv").splitlines()[0]
            self.assertTrue(heads.endswith(",real_at_prices_of"))
        real = self.answer("finance", run, "--real")
        for words in ("above general inflation", "a budget is set in cash"):
            self.assertIn(words, real)
        self.assertNotIn("a budget is set in cash", self.answer("finance", run))
        # The same in every replicate.
        self.assertRegex(self.answer("qa", run), r"in cash and in real terms.*holds in \d+ cells")

    def test_chance_reserves_and_headroom_are_of_one_law_and_like_is_held_against_like(self):
        run = self.run_to("run.h5", "--replicates", 12)
        at = json.loads(self.answer("finance", run, "--format", "json"))["risks"][0]
        self.assertEqual(("gross", "not stated", "unknown"), (at["basis"], at["budget_is"], at["overspend_is"]))
        for gross, net, reserve in ((at["p80"] - 1e6, None, 1e6), (at["p80"] + 1e6, None, 0), (at["p80"] - 1e6, 1e8, 1e6)):
            stated = f"gross: {gross:.2f}" + (f", net: {net:.2f}" if net else "")
            budget = self.write("budget.yaml", f"schema: foresight-budget/1\nlines: {{2024-25: {{{stated}, source: t}}}}\n")
            question = ("finance", run, "--budget", budget, "--reserves", "--format")
            row = next(csv.DictReader(io.StringIO(self.answer(*question, "csv"))))
            self.assertEqual(("gross", "stated"), (row["basis"], row["budget_is"]))
            self.assertAlmostEqual(reserve, float(row["reserve_80"]), delta=0.02)
            self.assertAlmostEqual(0 if reserve else 1e6, float(row["headroom_80"]), delta=0.02)
            # Which part of it is a gap that is expected, and which is risk.
            lacking = float(row["mean_less_budget"]) + float(row["p80_above_mean"])
            self.assertAlmostEqual(1e6 if reserve else -1e6, lacking, delta=0.02)
            self.assertLess(float(row["mean_less_budget_low95"]), float(row["mean_less_budget"]))
            self.assertGreaterEqual(float(row["reserve_90"]), float(row["reserve_80"]))
            self.assertEqual(reserve > 0, float(row["overspend"]) > 0.2)
            # Both have their Monte Carlo error.
            self.assertLess(float(row["overspend_low95"]), float(row["overspend"]))
            self.assertLess(float(row["overspend"]), float(row["overspend_high95"]))
            self.assertLessEqual(float(row["reserve_80_low95"]), float(row["reserve_80"]))
            text = self.answer(*question, "text")
            self.assertIn("gross cost", text)
            for words in ("headroom", "mean less budget", "P80 above the mean", "the upper end of the 80 per cent band is P90",
                          "With 12 replicates the limits of 95 per cent"):
                self.assertIn(words, text)
            self.assertEqual(net is not None, "net budget of 2024-25 is left aside" in text)
            self.assertEqual(["base_year", "net_is", "risks", "cautions", "notes"], list(json.loads(self.answer(*question, "json"))))
        self.assert_exit(REFUSED, foresight("finance", run, "--real", "--reserves", folder=self.folder))

    def test_a_net_budget_is_not_held_against_gross_cost(self):
        run = self.run_to("run.h5", "--replicates", 3)
        budget = self.write("budget.yaml", "schema: foresight-budget/1\nlines: {2024-25: {net: 460000000, source: a test}}\n")
        said = self.assert_exit(REFUSED, foresight("finance", run, "--budget", budget, folder=self.folder))
        for words in ("net alone", "no means test yet", "state 'gross' in"):
            self.assertIn(words, said.err)
        self.assert_exit(REFUSED, foresight("export", run, "--budget", budget, "--xlsx", "run.xlsx", folder=self.folder))
        self.assertFalse((self.folder / "run.xlsx").exists())

    def test_a_deflator_says_how_prices_grow_beyond_the_years_that_it_lists(self):
        run = self.run_to("run.h5")
        for deflator, words in (("{years: {2025-26: 2.7}, source: a test}", "needs 'later'"), ("{later: 2}", "needs a 'source'")):
            budget = self.write("budget.yaml", f"schema: foresight-budget/1\ndeflator: {deflator}\n")
            said = self.assert_exit(REFUSED, foresight("finance", run, "--budget", budget, folder=self.folder))
            self.assertIn("budget.yaml:2:", said.err)
            self.assertIn(words, said.err)

    def test_without_a_budget_no_chance_is_told_and_a_template_is_a_budget_once_it_is_filled_in(self):
        run = self.run_to("run.h5", "--replicates", 10)
        hollow = self.answer("finance", run)
        for words in ("P80 above the mean", "is modelled, not an outturn; no budget line for it is known",
                      "not yet a forecast to set a budget by", "Demand and complexity"):
            self.assertIn(words, hollow)
        for words in ("P(overspend)", "headroom", "net cost"):
            self.assertNotIn(words, hollow)
        template = self.folder / "my_budget.yaml"
        self.answer("finance", run, "--budget-template", template)
        self.assertIn("my_budget.yaml has no line", self.answer("finance", run, "--budget", template))
        self.assert_exit(REFUSED, foresight("finance", run, "--budget-template", template, folder=self.folder))
        text = template.read_text(encoding="utf-8")
        self.assertIn("  # 2024-25: {gross: POUNDS", text)
        template.write_text(text.replace("  # 2024-25", "  2024-25").replace("POUNDS", "570000000", 1), encoding="utf-8")
        filled = self.answer("finance", run, "--budget", template)
        self.assertIn("P(overspend)", filled)
        self.assertRegex(filled, r"is modelled(: it is GBP [\d.]+ million \([\d.]+ per cent\) (above|below) what|, and is what) is set aside")

    def test_real_terms_are_by_the_deflator_that_ships_in_every_table(self):
        run = self.run_to("run.h5", "--set", "clock.years=4", "--replicates", 2)
        real = self.answer("finance", run, "--real")
        self.assertIn("GBP million, at prices of 2024-25, by the GDP deflator", real)
        self.assertIn("Gross cost of a client-week, at prices of 2024-25, by the GDP deflator", real)
        self.assertIn("GBP per week, cash", self.answer("finance", run))
        answer = json.loads(self.answer("finance", run, "--format", "json"))
        growth = {}
        for row in answer["bridge"]["rows"]:
            if row["line"] == "gross":
                growth[row["financial_year"]] = row["cash"] / row["real"]
        for row in answer["activity"]["rows"]:
            if row["unit_cost"] is None:
                continue  # of one household in a hundred nobody may be in nursing care
            self.assertAlmostEqual(growth[row["financial_year"]], row["unit_cost"] / row["unit_cost_real"])
        self.assertAlmostEqual(1, growth["2024-25"])
        self.assertGreater(growth["2026-27"], 1)

    def test_subtotals_are_sums_of_lines_and_no_lines_themselves(self):
        run = self.run_to("run.h5", "--set", "clock.years=4")
        answer = json.loads(self.answer("finance", run, "--format", "json"))
        cash = {(row["line"], row["financial_year"]): row["cash"] for row in answer["bridge"]["rows"]}
        flows = [begin + cause for begin in ("", "full_year_") for cause in ("starters", "leavers", "mix")]
        yearly = ["full_year_" + cause for cause in ("starters", "leavers", "price", "mix")]
        for row in answer["subtotals"]["rows"]:
            if row["cash"] is not None:
                lines = {"demand_and_complexity": flows, "full_year_effects": yearly}[row["line"]]
                self.assertAlmostEqual(sum(cash[line, row["financial_year"]] for line in lines), row["cash"], delta=0.01)
                self.assertNotIn(row["line"], dict(cash))

    def test_a_policy_and_its_baseline_that_stand_in_each_others_place_are_told(self):
        scenario = self.write("policy.yaml", "schema: foresight-scenario/1\nscenario: Policy\nquestion: What if?\n"
                              f"extends: {QUICK}\nchanges:\n"
                              "  - {parameter: social_care/prices/weekly, from: 2024-10, scale: 1.1, source: a test}\n")
        run, policy = self.run_to("run.h5"), self.run_to("policy.h5", scenario=scenario)
        right = self.answer("finance", policy, "--against", run)
        self.assertNotIn("each other's place", right)
        self.assertEqual(right, self.answer("finance", policy, run))
        self.assertIn("each other's place", self.answer("finance", run, "--against", policy))
        said = self.assert_exit(DONE, foresight("finance", run, policy, "--format", "csv", folder=self.folder))
        self.assertIn("each other's place", said.err)
        self.assert_exit(REFUSED, foresight("finance", policy, run, "--against", run, folder=self.folder))

    def test_a_policy_is_told_against_a_baseline_of_the_same_luck_only(self):
        run, other = (self.run_to(f"{seed}.h5", "--seed", seed, "--replicates", 2) for seed in (1, 2))
        said = self.assert_exit(REFUSED, foresight("finance", run, "--against", other, folder=self.folder))
        self.assertIn("shares no luck", said.err)
        self.assertIn("--seed", said.err)
        self.assert_exit(DONE, foresight("export", run, "--against", other, "--xlsx", "book.xlsx", folder=self.folder))

    def test_a_policy_line_between_other_people_has_its_caution_under_the_title(self):
        run, other = (self.run_to(f"{sample}.h5", "--sample", f"1/{sample}", "--replicates", 2) for sample in (200, 400))
        said = self.assert_exit(DONE, foresight("finance", run, "--against", other, folder=self.folder))
        self.assertIn("caution: ", said.err)
        self.assertIn("the samples differ", said.err)
        self.assertRegex(said.out.splitlines()[1], "^Caution on the policy line: the samples differ")
        told = json.loads(self.answer("finance", run, "--against", other, "--format", "json"))
        self.assertIn("the samples differ", told["cautions"][0])
        self.assertNotIn("Caution on the policy line", self.answer("finance", run))

    def test_a_budget_of_a_sample_says_how_much_more_chance_moves_it(self):
        run = self.run_to("run.h5", "--replicates", 2)
        self.assertIn("One household in 100 was lived: the variance that chance gives these numbers is at least 100 times",
                      self.answer("finance", run))

    def test_what_a_policy_does_in_the_base_year_already_is_told(self):
        run = self.run_to("run.h5", "--set", "clock.years=3")
        dearer = self.run_to("dearer.h5", "--set", "clock.years=2", "--set", "social_care/prices/weekly[2024-10]=*1.1")
        later = self.run_to("later.h5", "--set", "clock.years=3", "--set", "social_care/prices/weekly[2025-10]=*1.1")
        self.assertRegex(self.answer("finance", dearer, run),
                         r"In the base year 2024-25 this run already costs GBP [\d.]+ million more")
        self.assertNotIn("already costs", self.answer("finance", later, run))
        # A baseline that ends before the run.
        said = self.answer("finance", later, dearer)
        self.assertIn("The baseline ends with 2024-25", said)
        self.assertNotIn("  2025-26", said)

    def test_a_study_has_no_budget_and_a_refusal_names_the_run_that_is_too_short(self):
        study = self.folder / "study.h5"
        self.answer("sweep", QUICK, "--vary", "social_care/prices/weekly=*1,*1.1", "--set", "clock.years=2", "--quiet",
                    "-o", study)
        run, short = self.run_to("run.h5"), self.run_to("short.h5", "--set", "clock.years=1")
        for words, problem in ((("finance", study), "study.h5 is a study"), (("finance", run, study), "study.h5 is a study"),
                               (("finance", short), "short.h5 has no whole financial year"),
                               (("finance", run, short), "short.h5 has no whole financial year"),
                               (("export", run, short, "--xlsx", "run.xlsx"), "short.h5 has no whole financial year"),
                               (("show", short, "--table", "care_cost"), "short.h5 has no whole financial year"),
                               (("show", short, "--table", "care_flows_district", "--by", "district"),
                                "short.h5 has no whole financial year"),
                               (("finance", run, "--base-year", "1999-00"), "run.h5 has no whole financial year 1999-00")):
            said = self.assert_exit(REFUSED, foresight(*words, folder=self.folder))
            self.assertIn(problem, said.err)
            self.assertEqual("1999-00" in words, "--base-year" in said.err, said.err)
        said = self.assert_exit(REFUSED, foresight("finance", run, "--base-year", "2024/25", folder=self.folder))
        self.assertIn("write --base-year 2024-25", said.err)
        self.assertNotIn("has no whole financial year", said.err)

    def test_of_fourteen_districts_what_is_published_is_the_county_councils_and_the_cost_is_three_councils(self):
        run = self.run_to("fourteen.h5", "--set", "population.areas=fourteen", "--set", "clock.years=2")
        self.assertIn("Not one council's budget: the run has the clients of Southend-on-Sea and Thurrock too",
                      self.answer("finance", run))
        said = self.answer("show", run, "--table", "care_clients", "--by", "month,district", "--where", "month=2025-03",
                           "--where", "setting=community", "--format", "csv")
        clients = {row["district"]: int(float(row["clients"])) for row in csv.DictReader(io.StringIO(said))}
        of_the_county = sum(clients.values()) - clients["Southend-on-Sea"] - clients["Thurrock"]
        line = next(line for line in self.answer("qa", run).splitlines() if line.startswith("| Clients in the community"))
        self.assertIn(f"| 11,605 | {of_the_county:,} |", line)

    def test_the_variance_of_a_cell_is_told_apart(self):
        scenario = self.write("pairs.yaml", "schema: foresight-scenario/1\nscenario: Two lucks a point\n"
                              "extends: essex/quick\nreplicates: {points: 12, lucks: 2}\n")
        run = self.run_to("run.h5", scenario=scenario)
        question = ("show", run, "--table", "fuel_poverty", "--by", "year", "--variance", "--format")
        self.assertIn("not told apart", self.answer(*question, "text"))
        for row in csv.DictReader(io.StringIO(self.answer(*question, "csv"))):
            self.assertGreaterEqual(float(row["standard_deviation"]), 0)
        for row in json.loads(self.answer(*question, "json"))["rows"]:
            shares = sum(row.get("groups", {}).values()) + row["not_told_apart"] + row["luck"]
            self.assertAlmostEqual(1, shares)
            self.assertTrue(0 <= row["luck_low95"] <= row["luck"] <= row["luck_high95"] <= 1)

    def test_at_the_central_point_all_variance_is_luck(self):
        scenario = self.write("central.yaml", "schema: foresight-scenario/1\nscenario: Central\nextends: essex/quick\n"
                              "replicates: {points: central, lucks: 4}\n")
        run = self.run_to("central.h5", "--sample", "1/500", scenario=scenario)
        question = ("show", run, "--table", "care_cost", "--by", "financial_year", "--variance", "--format")
        self.assertIn("100% (100 to 100)", self.answer(*question, "text"))
        for row in json.loads(self.answer(*question, "json"))["rows"]:
            if row["standard_deviation"] > 0:
                self.assertEqual([1, 0], [row["luck"], row["not_told_apart"]])

    def test_one_luck_a_point_says_how_to_tell_luck_from_parameters(self):
        run = self.run_to("points.h5", "--sample", "1/500", "--replicates", 4)
        said = self.answer("show", run, "--table", "care_cost", "--by", "financial_year", "--variance")
        self.assertIn("replicates: {points: N, lucks: 2}", said)

    def test_what_disclosure_control_hides_is_hidden_from_every_question(self):
        (self.folder / "tables").mkdir()
        self.write("tables/rare.yaml", "schema: foresight-table/1\ntable: rare\nlabel: Ages\nof: person\nevery: year\n"
                   "by: [district, {age: person.age}]\nmeasures: {persons: count}\n"
                   "disclosure: {suppress_below: 500, round_to: 5}\n")
        scenario = self.write("rare.yaml", "schema: foresight-scenario/1\nscenario: Rare\nquestion: Who?\n"
                              f"extends: {QUICK}\ntables: [rare]\n")
        question = ("show", self.run_to("rare.h5", scenario=scenario), "--table", "rare", "--by", "year,district,age",
                    "--format", "json")
        hidden = next(row for row in json.loads(self.answer(*question))["rows"] if row["persons"] is None)
        where = [word for name in ("year", "district", "age") for word in ("--where", f"{name}={hidden[name]}")]
        self.assertEqual([None], [row["persons"] for row in json.loads(self.answer(*question, *where))["rows"]])

    def test_a_table_may_lie_beside_the_scenario_that_names_it(self):
        (self.folder / "tables").mkdir()
        (self.folder / "tables/mothers.yaml").write_text(
            "schema: foresight-table/1\ntable: mothers\nlabel: Births by age of the mother\nevent: population.changed\n"
            "where: event = birth\nevery: year\nby: [{mothers_age: mother.age}]\nmeasures: {births: count}\n")
        (self.folder / "mine.yaml").write_text(
            "schema: foresight-scenario/1\nscenario: Mine\nquestion: How old are mothers?\n"
            f"extends: {QUICK}\ntables: [mothers, population_change]\n")
        self.answer("run", self.folder / "mine.yaml", "-o", "mine.h5", "--quiet")
        ages = {int(row["mothers_age"].split()[0]): float(row["births"]) for row in csv.DictReader(io.StringIO(
            self.answer("show", "mine.h5", "--table", "mothers", "--by", "mothers_age", "--format", "csv")))}
        born = [float(row["persons"]) for row in csv.DictReader(io.StringIO(
            self.answer("show", "mine.h5", "--table", "population_change", "--by", "event", "--format", "csv")))
            if row["event"] == "birth"]
        self.assertEqual([sum(ages.values())], born)
        self.assertTrue(all(13 <= age < 50 for age, births in ages.items() if births))

    def test_the_table_that_the_readme_teaches_can_be_made(self):
        taught = (TOP / "outputs/README.md").read_text().split("## A table\n\n```yaml\n")[1].split("```")[0]
        (self.folder / "tables").mkdir()
        (self.folder / "tables/mine.yaml").write_text(taught.replace("table: care_clients", "table: mine"))
        scenario = self.write("mine_too.yaml", "schema: foresight-scenario/1\nscenario: Mine\nquestion: Who?\n"
                              f"extends: {QUICK}\ntables: [mine]\n")
        run = self.run_to("mine.h5", scenario=scenario)
        self.assertIn("residential", self.answer("show", run, "--table", "mine", "--by", "setting", "--format", "csv"))

    def test_a_run_that_was_tampered_with_is_found_out(self):
        run = self.run_to("run.h5")
        content = bytearray(run.read_bytes())
        middle = len(content) // 2
        content[middle:middle + 64] = bytes(byte ^ 0xFF for byte in content[middle:middle + 64])
        run.write_bytes(content)
        self.assertIn(foresight("verify", run).code, (FAILED, REFUSED, 3))

    def test_quiet_is_quiet_and_json_is_json(self):
        said = self.assert_exit(DONE, foresight("run", QUICK, "-o", self.folder / "quiet.h5", "--quiet"))
        self.assertEqual(said.err, "")
        said = self.assert_exit(DONE, foresight("run", QUICK, "-o", self.folder / "json.h5", "--json"))
        json.loads(said.out)

    def test_off_a_terminal_no_colour_and_no_bar(self):
        said = self.assert_exit(DONE, foresight("run", QUICK, "-o", self.folder / "talk.h5"))
        self.assertNotIn("\x1b", said.out + said.err)
        self.assertNotIn("\r", said.err)

    def test_shells_are_told_the_commands(self):
        for shell in ("bash", "zsh", "fish"):
            completion = self.answer("completion", shell)
            for command in COMMANDS:
                self.assertIn(command, completion)

    def test_bash_completes_commands_options_scenarios_and_tables(self):
        script = self.write("completion.bash", self.answer("completion", "bash"))

        def completed(*words):
            line = " ".join(f"'{word}'" for word in ("foresight", *words))
            done = subprocess.run(["bash", "-c", f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; "
                                   '_foresight; printf "%s\\n" "${COMPREPLY[@]}"'],
                                  capture_output=True, text=True, check=True)
            self.assertEqual(done.stderr, "")
            return set(done.stdout.split())

        self.assertLessEqual(set(COMMANDS), completed(""))
        self.assertEqual(completed("compl"), {"completion"})
        self.assertIn("--replicates", completed("run", "essex/quick", "--re"))
        self.assertLessEqual({"essex/quick", "essex/baseline"}, completed("run", ""))
        self.assertEqual(completed("run", "essex/qu"), {"essex/quick"})
        self.assertEqual(completed("show", "run.h5", "--table", "care_cl"), {"care_clients"})
        self.assertEqual(completed("show", "run.h5", "--table", "=", "care_cl"), {"care_clients"})
        self.assertEqual(completed("compare", "a.h5", "b.h5", "--format", ""), {"text", "csv", "json"})
        self.assertIn("social_care.gross_cost", completed("sensitivity", "essex/quick", "--result", "soc"))
        self.assertEqual(completed("list", "ta"), {"tables"})
        self.assertIn("care_clients", completed("list", "tables", "care"))
        self.assertEqual(completed("population", "de"), {"describe"})
        self.assertEqual(completed("population", "build", "essex/qu"), {"essex/quick"})
        self.assertEqual(completed("show", ""), set(), "run files: bash completes files by itself")


if __name__ == "__main__":
    unittest.main()
