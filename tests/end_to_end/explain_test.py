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


if __name__ == "__main__":
    unittest.main()
