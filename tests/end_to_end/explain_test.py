"""What is known of runs, of one life in them, and of one number: list runs, qa, trace, why."""
import csv
import io
import json
import unittest

from program import DONE, QUICK, REFUSED, Session, foresight


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


class Explaining(Session):
    def answer(self, *words):
        return self.assert_exit(DONE, foresight(*words, folder=self.folder)).out


class ListedRuns(Explaining):
    def test_runs_are_listed_and_damaged_files_stop_nothing(self):
        run = self.run_to("run.h5")
        self.run_to("several.h5", "--replicates", 3)
        whole = run.read_bytes()
        middle = len(whole) // 2
        (self.folder / "cut.h5").write_bytes(whole[:middle])
        (self.folder / "hostile.h5").write_bytes(
            whole[:800] + bytes((7 * byte + 13) % 256 for byte in whole[800:middle]) + whole[middle:])
        (self.folder / "foreign.h5").write_text("no run", encoding="utf-8")
        (self.folder / "begun.h5.partial").write_bytes(b"")
        runs = {row["file"]: row for row in table(self.answer("list", "runs", self.folder, "--format", "csv"))}
        self.assertEqual({"run.h5": "sound", "several.h5": "sound", "cut.h5": "damaged", "hostile.h5": "damaged",
                          "foreign.h5": "foreign", "begun.h5.partial": "unfinished"},
                         {file: row["state"] for file, row in runs.items()})
        self.assertEqual(self.digest(run), runs["run.h5"]["digest"])
        cost = json.loads(self.answer("show", run, "--format", "json"))["headlines"]
        cost = [line["mean"] for line in cost if line["table"] == "care_cost"][-1]
        self.assertEqual(cost, float(runs["run.h5"]["social_care.gross_cost"]))
        # One replicate has no interval; three have one.
        self.assertEqual("", runs["run.h5"]["social_care.gross_cost_low95"])
        self.assertLess(float(runs["several.h5"]["social_care.gross_cost_low95"]),
                        float(runs["several.h5"]["social_care.gross_cost_high95"]))
        self.assertIn("One replicate has no interval", self.answer("list", "runs", self.folder))
        self.assertEqual(6, len(json.loads(self.answer("list", "runs", self.folder, "--format", "json"))["runs"]))

    def test_a_folder_that_is_not_there_is_refused(self):
        self.assert_exit(REFUSED, foresight("list", "runs", "nowhere", folder=self.folder))
        self.assert_exit(REFUSED, foresight("list", "tables", "runs", folder=self.folder))


class QualityAssurance(Explaining):
    def rows(self, text, heading):
        """The rows of all tables under a heading, cell by cell."""
        section = text.split(f"\n## {heading}")[1].split("\n## ")[0]
        return [[cell.strip() for cell in line.strip("|").split(" | ")]
                for line in section.splitlines() if line.startswith("| ")]

    def test_the_least_sure_assumptions_come_first_and_none_is_missing(self):
        run = self.run_to("run.h5")
        text = self.answer("qa", run)
        self.assertEqual(text, self.answer("qa", run))
        log = [row for row in self.rows(text, "4 Assumptions") if row[0].startswith("`")]
        order = ["assumed", "recalled", "inferred", "derived", "published"]
        places = [order.index(row[5]) for row in log]
        self.assertEqual(sorted(places), places)
        listed = {line.split()[0] for line in self.answer("list", "parameters", "--of", QUICK).splitlines()}
        self.assertEqual(listed, {row[0].strip("`") for row in log})
        self.assertIn(self.digest(run), text)
        self.assertIn("central point", text.split("## 5 Sensitivity")[1])

    def test_checks_of_a_sound_run_hold_and_published_figures_stand_beside_it(self):
        text = self.answer("qa", self.run_to("run.h5", "--replicates", 2))
        checks = self.rows(text, "7 Internal checks")[1:]
        self.assertGreaterEqual(len(checks), 7)
        self.assertEqual({"yes"}, {row[1] for row in checks})
        figures = {row[0]: row for row in self.rows(text, "6 Validation")}
        self.assertEqual("1,563,365", figures["People, 30 June 2024 (revised), county"][1])
        for module in ("demography", "fuel_poverty", "school_readiness", "social_care"):
            self.assertIn(f"### {module}\n\n- ", text)

    def test_parameters_that_matter_are_ranked_where_the_ensemble_can_tell(self):
        scenario = self.write("points.yaml", "schema: foresight-scenario/1\nscenario: Points\nextends: essex/quick\n"
                              "replicates: {points: 30}\nchanges:\n  - parameter: social_care/prices/weekly\n"
                              "    scale: 1\n    uncertain: {normal: [1, 0.3]}\n    source: a test\n")
        text = self.answer("qa", self.run_to("points.h5", scenario=scenario))
        ranks = {row[0].strip("`"): row[8] for row in self.rows(text, "4 Assumptions") if row[0].startswith("`")}
        self.assertEqual("1", ranks["social_care/prices/weekly"])

    def test_a_log_is_written_whole_and_nothing_is_overwritten(self):
        run = self.run_to("run.h5")
        self.answer("qa", run, "-o", "qa.md")
        self.assertEqual(self.answer("qa", run), (self.folder / "qa.md").read_text(encoding="utf-8"))
        self.assert_exit(REFUSED, foresight("qa", run, "-o", "qa.md", folder=self.folder))
        self.assert_exit(REFUSED, foresight("qa", run, "-o", "nowhere/qa.md", folder=self.folder))
        self.answer("qa", run, "-o", "qa.md", "--force")


if __name__ == "__main__":
    unittest.main()
