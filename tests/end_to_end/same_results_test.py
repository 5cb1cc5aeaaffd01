"""A result depends on the scenario, and on nothing else."""
import csv
import io
import shutil
import unittest

from program import DONE, REFUSED, TOP, UNMET, Session, foresight


class SameResults(Session):
    def test_one_digest_for_any_number_of_threads(self):
        digests = {n: self.digest(self.run_to(f"{n}.h5", "--threads", n)) for n in (1, 2, 3, 7)}
        self.assertEqual(len(set(digests.values())), 1, digests)

    def test_two_runs_are_the_same_to_the_byte(self):
        first, second = self.run_to("first.h5"), self.run_to("second.h5")
        self.assertEqual(first.read_bytes(), second.read_bytes())

    def test_another_seed_is_another_run(self):
        self.assertNotEqual(self.digest(self.run_to("a.h5")), self.digest(self.run_to("b.h5", "--seed", 43)))

    def test_a_scenario_that_changes_nothing_differs_by_nothing(self):
        essex = TOP / "scenarios/essex"
        baseline = self.run_to("baseline.h5", "--sample", 0.01, scenario=essex / "baseline.yaml")
        no_change = self.run_to("no_change.h5", "--sample", 0.01, scenario=essex / "no_change.yaml")
        self.assert_exit(DONE, foresight("compare", baseline, no_change, "--exact"))
        other = self.run_to("other.h5", "--sample", 0.01, "--seed", 7, scenario=essex / "baseline.yaml")
        self.assert_exit(UNMET, foresight("compare", baseline, other, "--exact"))

    def test_an_exact_comparison_of_one_table_and_in_the_form_that_is_asked_for(self):
        run = self.run_to("run.h5", "--set", "clock.years=2")
        dear = self.run_to("dear.h5", "--set", "clock.years=2", "--set", "social_care/prices/weekly=*2")
        said = self.assert_exit(UNMET, foresight("compare", run, dear, "--exact", "--format", "csv"))
        rows = list(csv.DictReader(io.StringIO(said.out)))
        self.assertEqual({"care_budget", "care_cost"}, {row["table"] for row in rows})
        self.assertEqual([str(run), str(dear)], [rows[0]["base_run"], rows[0]["other_run"]])
        self.assert_exit(UNMET, foresight("compare", run, dear, "--exact", "--table", "care_cost"))
        said = self.assert_exit(DONE, foresight("compare", run, dear, "--exact", "--table", "care_clients"))
        self.assertIn("every cell of the table care_clients is the same", said.out)
        for words in (("--table", "none"), ("--table", "care_cost", "--by", "setting"),
                      ("--table", "care_cost", "--where", "setting=community")):
            self.assert_exit(REFUSED, foresight("compare", run, dear, "--exact", *words))

    def test_people_are_made_of_the_tables_that_the_scenario_names(self):
        """As another county's would be: elsewhere, by a relative path, and kept whole in the run."""
        shutil.copytree(TOP / "scenarios/essex/population", self.folder / "there/county")
        mine = self.write("there/mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\nextends: essex/quick\n"
                                             "population: {tables: county}\nclock: {years: 1}\n")
        shipped = self.digest(self.run_to("shipped.h5", "--set", "clock.years=1"))
        self.assertEqual(shipped, self.digest(self.run_to("same.h5", scenario=mine)))
        persons = self.folder / "there/county/district_persons.csv"
        text = persons.read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if ",2023,E07000076,40," in line)
        persons.write_text(text.replace(line, line.split(",40,")[0] + ",40,5000,2500"), encoding="utf-8")
        other = self.run_to("other.h5", scenario=mine)
        self.assertNotEqual(shipped, self.digest(other))
        self.assert_exit(REFUSED, foresight("run", mine, "-o", self.folder / "there/county/areas.csv", "--force"))
        shutil.rmtree(self.folder / "there")
        self.assert_exit(DONE, foresight("replay", other))

    def test_people_of_a_folder_that_is_named_in_any_way_are_made_again(self):
        essex = TOP / "scenarios/essex/population"
        shutil.copytree(essex, self.folder / "tables/people")
        for number, name in enumerate((essex, "tables/people", "../essex/population", "essex/population")):
            with self.subTest(name):
                self.write("mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\nextends: essex/quick\n"
                                        f"population: {{tables: {name}}}\nclock: {{years: 1}}\n")
                run = foresight("run", "mine.yaml", "-o", f"{number}.h5", "--quiet", folder=self.folder)
                if name == "../essex/population":
                    self.assert_exit(REFUSED, run)
                    continue
                self.assert_exit(DONE, run)
                self.assert_exit(DONE, foresight("replay", f"{number}.h5", folder=self.folder))


if __name__ == "__main__":
    unittest.main()
