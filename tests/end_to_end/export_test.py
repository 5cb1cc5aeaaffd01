"""What is exported says what the run says, sheet by sheet and table by table."""
import csv
import io
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest
import zipfile

from program import DONE, FAILED, PROGRAM, QUICK, REFUSED, Session, foresight, start
from spreadsheet import Workbook

SHEETS = ["Cover", "Contents", "Summary", "Bridge", "Monthly", "Annual", "Activity", "Prices", "Income", "Sensitivity",
          "Scenarios", "Assumptions", "Validation", "Data dictionary"]
MEAN = ["Mean", "Monte Carlo error", "80% low", "80% high", "95% low", "95% high"]
FIELDS = ["mean", "error", "low80", "high80", "low95", "high95"]
ESTIMATE = dict(zip(FIELDS, MEAN))
HOSTILE = "=cmd|' /C calc'!A0"


class Exports(Session):
    """Runs are made once: ten replicates, the same with dearer care, and one replicate alone."""

    @classmethod
    def setUpClass(cls):
        cls.runs = pathlib.Path(tempfile.mkdtemp(prefix="foresight-"))
        cls.addClassCleanup(shutil.rmtree, cls.runs)
        for name, words in (("ten", ["--replicates", 10]), ("one", ["--replicates", 1]),
                            ("dearer", ["--replicates", 10, "--set", "social_care/prices/weekly[2025-10]=*1.1"])):
            said = foresight("run", QUICK, "--set", "clock.years=4", *words, "--quiet", "-o", cls.runs / f"{name}.h5")
            assert said.code == DONE, said
        cls.ten, cls.one, cls.dearer = (cls.runs / f"{name}.h5" for name in ("ten", "one", "dearer"))
        foresight("export", cls.dearer, "--against", cls.ten, "--xlsx", cls.runs / "dearer.xlsx")
        foresight("export", cls.one, "--xlsx", cls.runs / "one.xlsx")
        cls.workbook, cls.of_one = Workbook(cls.runs / "dearer.xlsx"), Workbook(cls.runs / "one.xlsx")

    def answer(self, *words):
        return self.assert_exit(DONE, foresight(*words, folder=self.folder)).out

    def export(self, *words, code=DONE):
        return self.assert_exit(code, foresight("export", *words, folder=self.folder))

    def assert_close(self, expected, found, what):
        self.assertIsInstance(found, float, what)
        self.assertAlmostEqual(expected, found, delta=1e-9 * max(1, abs(expected)), msg=str(what))

    def read(self, name):
        return list(csv.DictReader(io.StringIO((self.folder / name).read_text(encoding="utf-8"))))

    def rows(self, run, table, by):
        return json.loads(self.answer("show", run, "--table", table, "--by", by, "--format", "json"))["rows"]


class AWorkbook(Exports):
    def test_it_has_every_sheet_in_order_and_the_contents_lead_there(self):
        self.assertEqual(SHEETS, list(self.workbook.sheets))
        links = self.workbook.sheets["Contents"].links
        self.assertEqual({f"'{name}'!A1" for name in SHEETS[2:]}, set(links.values()) | {"'Summary'!A1"})
        self.assertEqual(len(SHEETS) - 2, len(links))

    def test_it_keeps_to_the_guidance_for_spreadsheets(self):
        names = []
        for name, sheet in self.workbook.sheets.items():
            with self.subTest(name):
                self.assertFalse(sheet.merged, "no merged cells")
                self.assertTrue(sheet.cells["A1"], "a title in A1")
                self.assertTrue(sheet.tables, "a table that is marked as one")
                if name != "Cover":
                    self.assertEqual(sheet.tables[0].heading_row, sheet.frozen_rows, "headings stay in sight")
                for table in sheet.tables:
                    names.append(table.name)
                    self.assertEqual(len(set(table.headings)), len(table.headings))
                    for at, row in enumerate(table.rows):
                        self.assertNotIn(None, row, f"{table.name}, row {at}: no blank cell")
        self.assertEqual(len(set(names)), len(names))
        self.assertTrue(self.workbook.charts)
        meanings = [row[0] for row in self.workbook.table("shorthand").rows]
        for sign in ("[c]", "[x]", "[z]"):
            self.assertIn(sign, meanings)

    def test_what_stands_beside_a_formula_is_what_it_comes_to(self):
        for sheet in ("Bridge", "Monthly", "Annual", "Activity", "Income", "Sensitivity", "Scenarios", "Validation"):
            formulas = self.workbook.sheets[sheet].formulas
            self.assertTrue(formulas, sheet)
            for cell, formula in formulas.items():
                self.assert_close(self.workbook.sheets[sheet].value_of(formula),
                                  self.workbook.sheets[sheet].cells[cell], (sheet, cell, formula))

    def test_a_total_is_the_number_that_the_program_shows(self):
        found = {(row["Table"], row["Measure"], row["Period"]): row for row in self.workbook.table("annual").records()
                 if row["District"] == "All districts"}
        shown = 0
        for table, by, before in (("care_cost", "financial_year", ""), ("care_clients", "financial_year", ""),
                                  ("fuel_poverty", "year", "30 June "), ("school_readiness", "school_year", "")):
            answer = json.loads(self.answer("show", self.dearer, "--table", table, "--by", by, "--format", "json"))
            for row in answer["rows"]:
                for measure, about in answer["measures"].items():
                    expected = found[table, about["label"], before + row[by]]
                    for field, heading in ESTIMATE.items():
                        name = measure if field == "mean" else f"{measure}_{field}"
                        self.assert_close(row[name], expected[heading], (table, measure, row[by], field))
                        shown += 1
        self.assertGreater(shown, 300)

    def test_the_summary_is_that_of_show(self):
        shown = json.loads(self.answer("show", self.dearer, "--format", "json"))["headlines"]
        expected = {(round(one["mean"], 6), round(one["error"], 6)): one for one in shown}
        rows = self.workbook.table("summary").records()
        self.assertGreater(len(rows), 15)
        for row in rows:
            one = expected[round(row["Mean"], 6), round(row["Monte Carlo error"], 6)]
            for field, heading in ESTIMATE.items():
                self.assert_close(one[field], row[heading], (row["Measure"], row["Period"], field))

    def test_the_bridge_is_that_of_finance(self):
        answer = json.loads(self.answer("finance", self.dearer, self.ten, "--format", "json"))
        rows = answer["bridge"]["rows"]
        lines = {line: index for index, line in enumerate(dict.fromkeys(row["line"] for row in rows))}
        bridge = self.workbook.table("bridge")
        for row in rows:
            if row["cash"] is None:
                continue
            cell = bridge.rows[lines[row["line"]]][bridge.headings.index(row["financial_year"])]
            self.assertAlmostEqual(row["cash"], cell, delta=0.01)
        together = {(row["line"], row["financial_year"]): row["cash"] for row in answer["subtotals"]["rows"]}
        for row, key in zip(bridge.rows[len(lines):], ("full_year_effects", "demand_and_complexity"), strict=True):
            for year in bridge.headings[2:]:
                self.assertAlmostEqual(together[key, year], row[bridge.headings.index(year)], delta=0.01)
        for risk, row in zip(answer["risks"], self.workbook.table("likely_cost").records(), strict=True):
            for quantile in ("80", "90"):
                self.assert_close(risk[f"p{quantile}"], row[f"P{quantile}"], row)
                self.assert_close(risk[f"p{quantile}_low95"], row[f"P{quantile}: 95% low"], row)
                self.assert_close(risk[f"p{quantile}"] - risk["cost"], row[f"P{quantile} above the mean"], row)
            self.assertIsNone(risk["p90_high95"])  # ten replicates do not know it
            self.assertEqual("[x]", row["P90: 95% high"])
            # Against nothing there is no chance and no reserve.
            self.assertEqual([None] * 4, [risk[name] for name in ("budget", "overspend", "reserve_80", "headroom_80")])
            self.assertEqual("gross", row["Cost is"])

    def test_until_clients_pay_net_cost_is_the_gross_with_its_band_and_has_no_chart_of_its_own(self):
        with_bands = {row["Line"] for row in self.workbook.table("bridge_intervals").records()}
        self.assertIn("Gross cost", with_bands)
        self.assertTrue(any(line.startswith("Net cost (the gross") for line in with_bands))
        of = {begin: [row for row in self.workbook.table("income").records() if row["Measure"].startswith(begin)]
              for begin in ("Gross", "Less: contributions", "Net")}
        for gross, less, net in zip(*of.values(), strict=True):
            for name in MEAN[1:]:
                self.assertEqual(gross[name], net[name])
            self.assertEqual(0, less["95% high"])
        # Both sheets take contributions off.
        bridge = self.workbook.sheets["Bridge"]
        net_row = [cell[1:] for cell, words in bridge.cells.items() if cell[0] == "A" and str(words).startswith("Net cost")][0]
        gross_row = int(net_row) - 2
        self.assertEqual(f"B{gross_row}-B{gross_row + 1}", bridge.formulas[f"B{net_row}"].lstrip("="))
        with zipfile.ZipFile(self.runs / "dearer.xlsx") as archive:
            charts = "".join(archive.read(name).decode() for name in self.workbook.charts)
        self.assertIn("Gross cost of long-term support", charts)
        self.assertNotIn("Net cost", charts)

    def test_the_effect_of_a_policy_is_the_first_thing_on_the_summary(self):
        answer = json.loads(self.answer("compare", self.ten, self.dearer, "--table", "care_cost", "--by",
                                        "financial_year", "--format", "json"))
        expected = {row["financial_year"]: row for row in answer[0]["tables"]["care_cost"] if row["measure"] == "gross"}
        summary = self.workbook.sheets["Summary"]
        self.assertRegex(summary.cells["A2"], r"The clearest effect: Gross cost, 2026-27, \+£[\d.]+ million")
        self.assertEqual("effects", summary.tables[0].name)
        rows = [row for row in summary.tables[0].records() if row["Measure"] == "Gross cost"]
        self.assertGreater(rows[-1]["Difference"], 0)
        for row in rows:
            one = expected[row["Period"]]
            for name, heading in (("base", "Baseline"), ("other", "This run"), ("difference", "Difference"),
                                  ("difference_error", "Error of the mean difference"),
                                  ("difference_mean_low95", "Mean: 95% low"), ("difference_low95", "One future: 95% low"),
                                  ("difference_high95", "One future: 95% high")):
                if name in one:
                    self.assert_close(one[name], row[heading], (row["Period"], name))
        self.assertEqual("summary", self.of_one.sheets["Summary"].tables[0].name)

    def test_what_a_first_slice_cannot_do_is_told_on_the_cover_and_above_the_bridge(self):
        cover = {row["What"]: row["Which"] for row in self.workbook.table("about").records()}
        self.assertIn("not yet a forecast to set a budget by", cover["Limits"])
        self.assertIn("a run and its baseline", self.workbook.sheets["Cover"].cells["A2"])
        self.assertIn(self.digest(self.dearer), cover["Run file"])
        self.assertIn(self.digest(self.ten), cover["Baseline"])
        bridge = self.workbook.sheets["Bridge"]
        above = [bridge.cells.get(f"A{row}", "") for row in range(1, bridge.tables[0].heading_row)]
        self.assertTrue(any("not yet a forecast to set a budget by" in words for words in above))
        self.assertTrue(any("is modelled, not an outturn" in words for words in above))
        self.assertEqual(["bridge", "likely_cost", "bridge_intervals"], [table.name for table in bridge.tables])

    def test_a_caveat_and_the_changes_of_a_scenario_stand_where_its_results_are_read(self):
        scenario = self.write("policy.yaml", f"schema: foresight-scenario/1\nscenario: Policy\nquestion: What if?\n"
                              f"extends: {QUICK}\ncaveat: The service itself costs nothing here.\nchanges:\n"
                              "  - {parameter: social_care/prices/weekly, from: 2024-10, scale: 1.1, source: a test}\n")
        policy = self.run_to("policy.h5", "--set", "clock.years=4", "--replicates", 10, scenario=scenario)
        self.export(policy, "--against", self.ten, "--xlsx", "policy.xlsx")
        workbook = Workbook(self.folder / "policy.xlsx")
        self.assertIn("The service itself costs nothing here.",
                      {row["Which"] for row in workbook.table("about").records()})
        for sheet in ("Summary", "Bridge", "Assumptions"):
            self.assertTrue(any("The service itself costs nothing here." in words
                                for words in map(str, workbook.sheets[sheet].cells.values())), sheet)
        for name in ("changes", "parameters_that_differ"):
            (change,) = workbook.table(name).rows
            self.assertEqual("social_care/prices/weekly", change[0])
            self.assertIn("x 1.1 from 2024-10", change[2])
            self.assertEqual("a test", change[3])
        (row,) = [row for row in workbook.table("assumptions").records()
                  if row["Parameter"] == "social_care/prices/weekly"]
        self.assertRegex(row["Source"], r"^x 1.1 from 2024-10.*\(a test\); before: ")
        self.assertEqual("scenario", row["Certainty"])
        # The other way round: the baseline extends what stands as the run.
        said = self.export(self.ten, "--against", policy, "--xlsx", "swapped.xlsx")
        self.assertIn("stand in each other's place", said.err)
        self.export(self.ten, policy, "--against", policy, "--xlsx", "twice.xlsx", code=REFUSED)

    def test_what_lies_outside_its_band_comes_first_in_the_validation(self):
        tables = self.workbook.sheets["Validation"].tables
        self.assertEqual(["validation_summary", "outside", "identities", "figures", "published"],
                         [table.name for table in tables])
        lies = [row["Published, of the 95% band"] for name in ("figures", "published")
                for row in self.workbook.table(name).records()]
        summary = self.workbook.table("validation_summary").records()
        self.assertEqual(len(lies), sum(row["Checks"] for row in summary))
        self.assertEqual(lies.count("outside"), sum(row["Outside"] for row in summary))
        self.assertEqual(lies.count("outside"), len(self.workbook.table("outside").rows))
        self.assertIn("No cost of the run is compared with an outturn", self.workbook.sheets["Validation"].cells["A2"])

    def test_a_budget_beyond_all_futures_has_headroom_no_reserve_and_a_chance_below_a_bound(self):
        budget = self.write("budget.yaml", "schema: foresight-budget/1\nlines:\n"
                            "  2024-25: {gross: 2000000000, source: a test}\n  2025-26: {gross: 100000000, source: a test}\n")
        self.export(self.ten, "--budget", budget, "--xlsx", self.folder / "run.xlsx")
        workbook = Workbook(self.folder / "run.xlsx")
        self.assertEqual(["bridge", "reserves", "likely_cost", "bridge_intervals"],
                         [table.name for table in workbook.sheets["Bridge"].tables])
        ample, scant = workbook.table("reserves").records()  # no budget is stated for the third year
        self.assertEqual(("gross", 0, 0), (ample["Cost is"], ample["Reserve at P80"], ample["Reserve at P90"]))
        self.assertGreater(ample["Headroom at P80"], 1e9)
        self.assert_close(1 / 11, ample["Chance of overspending"], ample)
        self.assertTrue(ample["The chance is"].startswith("below"))
        self.assertEqual(0, scant["Headroom at P80"])
        self.assert_close(scant["Mean"] - scant["Budget"], scant["Mean less budget"], scant)
        self.assertLess(scant["Mean less budget: 95% low"], scant["Mean less budget"])
        self.assertLess(scant["Mean less budget"], scant["Mean less budget: 95% high"])
        self.assert_close(scant["Mean less budget"] + scant["P80 above the mean"], scant["Reserve at P80"], scant)
        self.assert_close(10 / 11, scant["Chance of overspending"], scant)
        self.assertTrue(scant["The chance is"].startswith("above"))
        self.answer("report", self.ten, "--budget", budget, "-o", self.folder / "run.html")
        page = (self.folder / "run.html").read_text(encoding="utf-8")
        for words in ("Headroom in 8 futures of 10", "below 10%", "above 90%", "One household in 100 was lived"):
            self.assertIn(words, page)

    def test_a_difference_is_that_of_compare(self):
        answer = json.loads(self.answer("compare", self.ten, self.dearer, "--table", "care_cost", "--by",
                                        "financial_year", "--format", "json"))
        expected = {row["financial_year"]: row for row in answer[0]["tables"]["care_cost"] if row["measure"] == "gross"}
        rows = [row for row in self.workbook.table("differences").records()
                if row["Measure"] == "Gross cost" and row["Which"] == "Difference"]
        self.assertGreater(rows[-1]["Mean"], 0)
        for row in rows:
            for name, heading in (("difference", "Mean"), ("difference_error", "Monte Carlo error"),
                                  ("difference_mean_low95", "Mean: 95% low"), ("difference_mean_high95", "Mean: 95% high"),
                                  ("difference_low80", "80% low"), ("difference_high80", "80% high"),
                                  ("difference_low95", "95% low"), ("difference_high95", "95% high")):
                if name in expected[row["Period"]]:
                    self.assert_close(expected[row["Period"]][name], row[heading], (row["Period"], name))
            if row["Mean"] != 0:
                self.assertGreater(row["95% high"] - row["95% low"], row["Mean: 95% high"] - row["Mean: 95% low"])
        self.assertIn("social_care/prices/weekly", [row[0] for row in self.workbook.table("parameters_that_differ").rows])

    def test_shares_of_a_study_add_up_by_a_live_sum(self):
        study = self.folder / "shares.h5"
        dearer = self.write("dearer.yaml", "schema: foresight-scenario/1\nscenario: Dearer\nquestion: How much?\n"
                            f"extends: {QUICK}\nchanges:\n"
                            "  - {parameter: social_care/prices/weekly, from: 2024-04, scale: 1.1}\n"
                            "  - {parameter: social_care/prices/weekly, from: 2024-10, scale: 0.9}\n")
        said = self.answer("attribute", dearer, "--to", QUICK, "--sample", "1/100", "--replicates", 3, "--quiet", "-o", study,
                           "--format", "json", "--result", "social_care.gross_cost/2024-25")
        expected = [row["share"] for row in json.loads(said)["results"][0]["rows"]]
        self.export(self.ten, study, "--xlsx", self.folder / "book.xlsx")
        rows = [row for row in Workbook(self.folder / "book.xlsx").table("attribution_1").records()
                if row["Meaning"] == "Share of the effect"]
        for number, row in zip(expected, rows, strict=True):
            self.assert_close(number, row["Mean"], row)
        self.assertAlmostEqual(sum(row["Mean"] for row in rows[:-1]), rows[-1]["Mean"], delta=1)

    def test_no_number_stands_without_its_interval(self):
        for name in ("summary", "monthly", "annual", "activity", "prices", "income", "bridge_intervals", "differences"):
            for row in self.workbook.table(name).records():
                if isinstance(row["Mean"], float):
                    for heading in MEAN[1:]:
                        self.assertIsInstance(row[heading], float, (name, row))
            for row in self.of_one.table(name).records() if name != "differences" else ():
                if isinstance(row["Mean"], float):
                    self.assertEqual(["[x]"] * 5, [row[heading] for heading in MEAN[1:]], (name, row))
        self.assertIn("no interval", " ".join(map(str, self.of_one.sheets["Summary"].cells.values())))

    def test_what_must_add_up_does(self):
        found = {row["What"]: row["Verdict"] for row in self.workbook.table("identities").records()}
        self.assertEqual({"holds"}, set(found.values()))
        for beginning in ("The file is as it was written", "People of each district", "Cost of care", "Medium-term bridge"):
            self.assertTrue(any(what.startswith(beginning) for what in found), beginning)

    def test_every_parameter_stands_there_with_its_source(self):
        rows = self.workbook.table("assumptions").records()
        self.assertGreater(len(rows), 100)
        for row in rows:
            self.assertIn(row["Certainty"], ("read", "derived", "inferred", "recalled", "assumed", "definition", "scenario"),
                          row)
            self.assertNotEqual("[z]", row["Source"], row)

    def test_words_of_a_user_never_become_a_formula(self):
        (self.folder / "tables").mkdir()
        self.write("tables/mine.yaml", "schema: foresight-table/1\ntable: mine\n" f"label: \"{HOSTILE}\"\n"
                   "of: person\nevery: year\nby: [{sex: person.sex}]\n"
                   f"measures: {{persons: {{count: true, label: \"@SUM(1)\", unit: \"{HOSTILE}\"}}}}\n")
        scenario = self.write("hostile.yaml", f"schema: foresight-scenario/1\nscenario: \"{HOSTILE}\"\n"
                              f"question: \"+1+1\"\nextends: {QUICK}\ntables: [mine, care_cost, care_budget]\n")
        run = self.run_to("hostile.h5", "--replicates", 2, scenario=scenario)
        self.export(run, "--xlsx", "hostile.xlsx", "--csv", "hostile")
        workbook = Workbook(self.folder / "hostile.xlsx")
        self.assertEqual(HOSTILE, workbook.sheets["Cover"].cells["A1"])
        for sheet in workbook.sheets.values():
            for formula in sheet.formulas.values():
                sheet.value_of(formula)  # refuses what is none of ours
        for row in self.read("hostile/mine.csv"):
            self.assertEqual("'" + HOSTILE, row["unit"])

    def test_the_same_run_gives_the_same_bytes(self):
        for name in ("first", "second"):
            self.export(self.dearer, self.ten, "--xlsx", f"{name}.xlsx", "--csv", name)
            time.sleep(1.1)  # a clock with seconds would show
        self.assertEqual((self.folder / "first.xlsx").read_bytes(), (self.folder / "second.xlsx").read_bytes())
        for file in (self.folder / "first").iterdir():
            self.assertEqual(file.read_bytes(), (self.folder / "second" / file.name).read_bytes(), file.name)

    def test_a_run_without_social_care_has_its_workbook_too(self):
        scenario = self.write("people.yaml", f"schema: foresight-scenario/1\nscenario: People\nquestion: Who?\n"
                              f"extends: {QUICK}\ntables: [population]\n")
        run = self.run_to("people.h5", scenario=scenario)
        self.export(run, "--xlsx", "people.xlsx")
        workbook = Workbook(self.folder / "people.xlsx")
        self.assertEqual(SHEETS, list(workbook.sheets))
        self.assertIn("care_cost", workbook.sheets["Bridge"].tables[0].rows[0][0])

    def test_an_export_that_is_killed_leaves_no_half_file(self):
        for seconds in (0.02, 0.1, 0.2, 0.4):
            process = start("export", self.dearer, self.ten, "--xlsx", "killed.xlsx", "--csv", "killed",
                            folder=self.folder)
            time.sleep(seconds)
            process.kill()
            process.communicate()
            if (self.folder / "killed.xlsx").exists():
                Workbook(self.folder / "killed.xlsx")
            if (self.folder / "killed").exists():
                self.assertTrue((self.folder / "killed/csv-metadata.json").exists())
        self.export(self.dearer, self.ten, "--xlsx", "killed.xlsx", "--csv", "killed", "--force")
        self.assertEqual(["killed", "killed.xlsx"], sorted(one.name for one in self.folder.iterdir()))

    def test_two_exports_at_once_leave_one_whole_result(self):
        of_run = {}
        for run in (self.ten, self.dearer):
            self.export(run, "--xlsx", "one.xlsx", "--csv", "one", "--force")
            of_run[run] = ((self.folder / "one.xlsx").read_bytes(), self.contents("one"))
        for _ in range(4):
            both = [start("export", run, "--xlsx", "one.xlsx", "--csv", "one", "--force", folder=self.folder)
                    for run in of_run]
            for process in both:
                said = process.communicate(timeout=120)
                self.assertEqual(process.returncode, DONE, said)
            self.assertIn((self.folder / "one.xlsx").read_bytes(), [book for book, _ in of_run.values()])
            self.assertIn(self.contents("one"), [tables for _, tables in of_run.values()])
            self.assertEqual(["one", "one.xlsx"], sorted(one.name for one in self.folder.iterdir()))

    def contents(self, folder):
        return {file.name: file.read_bytes() for file in (self.folder / folder).iterdir()}

    def test_what_lies_beside_is_left_alone(self):
        (self.folder / "tables.partial").mkdir()
        self.write("tables.partial/letter.txt", "Dear Sir")
        self.write("run.xlsx.partial", "a user's own")
        for words in ((), ("--force",)):
            self.export(self.ten, "--xlsx", "run.xlsx", "--csv", "tables", *words)
        self.assertEqual("Dear Sir", (self.folder / "tables.partial/letter.txt").read_text())
        self.assertEqual("a user's own", (self.folder / "run.xlsx.partial").read_text())

    def test_a_workbook_that_cannot_be_written_is_told_in_words_of_ours(self):
        words = f"ulimit -f 8; trap '' XFSZ; exec '{PROGRAM}' export {self.ten} --xlsx run.xlsx"
        said = subprocess.run(["bash", "-c", words], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(FAILED, said.returncode, said.stderr)
        self.assertIn("the workbook cannot be written", said.stderr)
        self.assertNotIn("[ERROR]", said.stderr)
        self.assertEqual([], list(self.folder.iterdir()))

    def test_what_is_read_is_not_written_over_and_what_would_be_left_out_is_told(self):
        shutil.copy(self.ten, self.folder / "run.xlsx")
        before = (self.folder / "run.xlsx").read_bytes()
        self.assertIn("is read", self.export("run.xlsx", "--xlsx", "run.xlsx", "--force", code=REFUSED).err)
        self.assertEqual(before, (self.folder / "run.xlsx").read_bytes())
        self.assertIn("export each", self.export(self.dearer, self.ten, "--csv", "tables", code=REFUSED).err)
        self.assertFalse((self.folder / "tables").exists())

    def test_what_cannot_be_done_is_refused_and_nothing_is_written(self):
        (self.folder / "full").mkdir()
        self.write("full/letter.txt", "Dear Sir")
        self.write("there.xlsx", "a user's own")
        self.write("no_run.h5", "no run")
        for words in ((self.ten,), (self.ten, "--xlsx", "there.xlsx"), (self.ten, "--xlsx", "run.ods"),
                      (self.ten, "--xlsx", "full"), (self.ten, "--csv", "full"),
                      (self.ten, "--csv", "full", "--force"), (self.ten, "--csv", "there.xlsx"),
                      ("no_run.h5", "--xlsx", "nowhere/run.xlsx"), ("no_run.h5", "--csv", "nowhere/tables"),
                      (self.ten, self.one, "--xlsx", "run.xlsx"), (self.ten, "--xlsx", "run.xlsx", "--budget", "none.yaml")):
            with self.subTest(words=words[1:]):
                self.export(*words, code=REFUSED)
                self.assertEqual(["full", "no_run.h5", "there.xlsx"], sorted(one.name for one in self.folder.iterdir()))
        self.assertEqual("a user's own", (self.folder / "there.xlsx").read_text())
        self.assertEqual("Dear Sir", (self.folder / "full/letter.txt").read_text())
        self.export(self.ten, "--xlsx", "there.xlsx", "--force")
        Workbook(self.folder / "there.xlsx")


    def test_a_folder_that_is_not_there_is_made_as_run_makes_it(self):
        self.export(self.ten, "--xlsx", "made/for/it/run.xlsx", "--csv", "made/too/tables")
        Workbook(self.folder / "made/for/it/run.xlsx")
        self.assertTrue((self.folder / "made/too/tables/csv-metadata.json").exists())


class TidyTables(Exports):
    def test_each_table_says_what_show_says(self):
        self.export(self.dearer, "--csv", "tables")
        for table in ("care_cost", "fuel_poverty", "population", "fuel_poverty_lsoa"):
            answer = json.loads(self.answer("show", self.dearer, "--table", table, "--format", "json"))
            rows = self.read(f"tables/{table}.csv")
            dimensions = rows[0].keys() - {"period", "measure", "mean", *FIELDS, "replicates", "unit", "status"}
            by = [name for name in dimensions if f"{name}_label" in dimensions]
            time_name = {"care_cost": "financial_year", "fuel_poverty": "quarter"}.get(table, "year")
            whole = {tuple(row[name] for name in (time_name, *by)): row
                     for row in self.rows(self.dearer, table, ",".join([time_name, *by]))}
            self.assertEqual(len(whole) * len(answer["measures"]), len(rows))
            for row in rows:
                expected = whole[tuple(row[name] for name in ("period", *by))]
                for field in FIELDS:
                    number = expected[row["measure"] if field == "mean" else f"{row['measure']}_{field}"]
                    self.assertEqual("" if number is None else number, row[field] if row[field] == "" else float(row[field]))
                self.assertEqual(row["mean"] == "", row["status"] in ("[c]", "[z]"))

    def test_the_metadata_name_every_column_and_the_run(self):
        self.export(self.ten, "--csv", "tables/")
        folder = self.folder / "tables"
        metadata = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
        self.assertEqual("http://www.w3.org/ns/csvw", metadata["@context"])
        self.assertEqual(self.digest(self.ten), metadata["dc:identifier"])
        self.assertEqual({one["url"] for one in metadata["tables"]} | {"csv-metadata.json"},
                         {one.name for one in folder.iterdir()})
        for table in metadata["tables"]:
            with (folder / table["url"]).open(encoding="utf-8") as file:
                rows = csv.DictReader(file)
                columns = table["tableSchema"]["columns"]
                self.assertEqual([one["name"] for one in columns], rows.fieldnames)
                self.assertTrue(all(one["dc:description"] for one in columns))
                keys = [tuple(row[name] for name in table["tableSchema"]["primaryKey"]) for row in rows]
                self.assertEqual(len(set(keys)), len(keys), table["url"])

    def test_one_replicate_says_that_it_has_no_interval(self):
        self.export(self.one, "--csv", "tables")
        for row in self.read("tables/care_cost.csv"):
            self.assertEqual([""] * 5, [row[field] for field in FIELDS[1:]])
            self.assertIn(row["status"], ("[x]", "[z]"))
            self.assertEqual("1", row["replicates"])

    def test_tables_are_replaced_as_a_whole_and_only_when_told(self):
        self.export(self.ten, "--csv", "tables")
        before = (self.folder / "tables/care_cost.csv").read_text()
        self.export(self.dearer, "--csv", "tables", code=REFUSED)
        self.export(self.dearer, "--csv", "tables", "--force")
        self.assertNotEqual(before, (self.folder / "tables/care_cost.csv").read_text())
        self.assertEqual(["tables"], [one.name for one in self.folder.iterdir()])


del Exports  # it has no test of its own
if __name__ == "__main__":
    unittest.main()
