"""tools/python/foresight.py says what the program says, to rounding. Needs h5py, pandas and xarray."""
import json
import pathlib
import subprocess
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests/end_to_end"), str(TOP / "tools/python")]

import numpy

import foresight as reader
from program import DONE, Session, foresight

FIELDS = ("error", "low80", "high80", "low95", "high95")
QUESTIONS = (("care_cost", None, {}), ("care_cost", ["financial_year", "setting"], {"district": "Basildon"}),
             ("care_clients", ["financial_year"], {}), ("care_clients", ["quarter", "age_group"], {"setting": ["residential", "nursing"]}),
             ("care_budget", ["year"], {}), ("fuel_poverty", ["year", "district"], {}), ("fuel_poverty", ["tenure"], {"quarter": "2024 Q2"}),
             ("fuel_poverty_lsoa", None, {}), ("care_clients", ["month"], {"financial_year": "2024-25"}), ("population_change", ["event"], {}), ("population_change", ["school_year"], {}),
             ("school_readiness", ["school_year", "fsm"], {}), ("households", ["year", "size"], {}))


class Reader(Session):
    def file(self, name):
        """The run of that name, lived when it is asked for."""
        dearer = ("--set", "social_care/prices/weekly[2024-10]=*1.1")
        words = {"ten": ("--replicates", 10), "dearer": ("--replicates", 10, *dearer), "one": ("--replicates", 1),
                 "other_seed": ("--replicates", 8, "--seed", 7, *dearer)}
        if (file := self.folder / f"{name}.h5").exists():
            return file
        if name != "pairs":
            return self.run_to(file.name, *words[name])
        return self.run_to(file.name, scenario=self.write(
            "pairs.yaml", "schema: foresight-scenario/1\nscenario: Two lucks a point\nextends: essex/quick\n"
            "clock: {years: 3}\nreplicates: {points: 6, lucks: 2}\n"))

    def asked(self, command, *files, table, by, where):
        words = [command, *files, "--table", table, "--format", "json"]
        run = reader.open_run(files[0])
        schema = run.tables().loc[table]
        words += ["--by", ",".join(by or [schema["every"], *schema["dimensions"]])]
        for dimension, codes in where.items():
            for code in [codes] if isinstance(codes, str) else codes:
                words += ["--where", f"{dimension}={code}"]
        return json.loads(self.assert_exit(DONE, foresight(*words, folder=self.folder)).out)

    def assert_same(self, expected, found, scale, what):
        if expected is None:
            self.assertTrue(numpy.isnan(found), what)
        else:
            # SciPy's quantiles of Student's t are good to eight digits.
            self.assertAlmostEqual(expected, found, delta=1e-7 * max(1, abs(scale)), msg=str(what))

    def test_a_table_is_that_of_show(self):
        for name in ("ten", "pairs", "one"):
            run = reader.open_run(self.file(name))
            for table, by, where in QUESTIONS:
                with self.subTest(run=name, table=table, by=by):
                    answer = self.asked("show", self.file(name), table=table, by=by, where=where)
                    frame = run.table(table, by, where)
                    self.assertEqual(len(answer["rows"]) * len(answer["measures"]), len(frame))
                    dimensions = frame.index.names[:-1]
                    records = frame.to_dict("index")
                    for row in answer["rows"]:
                        for measure in answer["measures"]:
                            found = records[(*[row[one] for one in dimensions], measure)]
                            scale = row[measure] or 0
                            self.assert_same(row[measure], found["mean"], scale, (row, measure))
                            for field in FIELDS:
                                self.assert_same(row.get(f"{measure}_{field}"), found[field], scale, (row, measure, field))

    def test_a_comparison_is_that_of_compare(self):
        base = reader.open_run(self.file("ten"))
        for name, paired in (("dearer", True), ("other_seed", False)):
            answer = self.asked("compare", self.file("ten"), self.file(name), table="care_cost",
                                by=["financial_year", "setting"], where={})[0]
            frame = reader.compare(base, reader.open_run(self.file(name)), "care_cost", ["financial_year", "setting"])
            rows = answer["tables"]["care_cost"]
            self.assertEqual(len(rows), len(frame))
            self.assertEqual([paired], list(frame["paired"].unique()))
            for row in rows:
                found = frame.loc[(row["financial_year"], row["setting"], row["measure"])]
                for field in ("base", "other", "difference"):
                    self.assert_same(row[field], found[field], row["base"] or 0, (row, field))
                for field in (*FIELDS, *(f"mean_{field}" for field in FIELDS if field != "error")):
                    self.assert_same(row[f"difference_{field}"], found[field], row["base"] or 0, (row, field))

    def test_an_array_has_the_names_of_the_table(self):
        clients = reader.open_run(self.file("ten")).array("care_cost")
        self.assertEqual(("replicate", "financial_year", "district", "age_group", "setting"), clients["gross"].dims)
        self.assertEqual("GBP", clients["gross"].attrs["units"])
        whole = clients["gross"].sum() / clients["weeks"].sum()
        self.assertTrue(clients["unit_cost"].min() < whole < clients["unit_cost"].max())

    def test_what_is_not_there_is_refused_by_name(self):
        run = reader.open_run(self.file("one"))
        for mistake in (lambda: run.table("care_costs"), lambda: run.table("care_cost", ["town"]),
                        lambda: run.table("care_cost", where={"district": "London"})):
            self.assertRaises(KeyError, mistake)
        self.assertRaises(ValueError, reader.open_run, self.write("no_run.h5", "no run"))
        self.assertRaises(ValueError, run.table, "care_cost", ["month"])

    def test_the_example_runs(self):
        said = subprocess.run([sys.executable, TOP / "tools/python/example.py", self.file("ten"), self.file("dearer")],
                              capture_output=True, text=True)
        self.assertEqual(0, said.returncode, said.stderr)
        self.assertEqual("", said.stderr)
        self.assertIn("difference", said.stdout)


if __name__ == "__main__":
    unittest.main()
