"""Few people's figures do not get into a run file, unless its table says expressly that they may."""
import csv
import io
import unittest

from program import DONE, QUICK, Session, foresight

TABLE = """schema: foresight-table/1
table: {name}
label: Households by area
of: household
every: year
by: [{place}]
measures:
  households: count
  council: {{count: true, where: dwelling.tenure = council_rent}}
{rest}
"""


class Disclosure(Session):
    def setUp(self):
        super().setUp()
        for name, place, rest in (("silent", "lsoa", ""), ("open", "lsoa", "disclosure: none"),
                                  ("districts", "district", "")):
            (self.folder / "tables").mkdir(exist_ok=True)
            self.write(f"tables/{name}.yaml", TABLE.format(name=name, place=place, rest=rest))
        scenario = self.write("mine.yaml", f"schema: foresight-scenario/1\nscenario: Mine\nextends: {QUICK}\n"
                                           "tables: [silent, open, districts]\n")
        self.run_file = self.run_to("run.h5", scenario=scenario)

    def show(self, table, *words):
        said = self.assert_exit(DONE, foresight("show", self.run_file, "--table", table, "--format", "csv", *words))
        return list(csv.DictReader(io.StringIO(said.out))), said.err

    def test_a_table_that_does_not_speak_of_it_is_controlled(self):
        self.run_file = self.run_to("small.h5", "--sample", "1/200", scenario=self.folder / "mine.yaml")
        rows, notes = self.show("silent", "--by", "year,lsoa")
        # One household in two hundred: no area has ten in its sample.
        self.assertEqual({""}, {row["households"] for row in rows})
        self.assertIn("903 of 903 cells are hidden by disclosure control", notes)
        rows, notes = self.show("silent", "--by", "year")
        self.assertEqual({""}, {row["households"] for row in rows}, "and a sum of nothing is no nought")
        said = self.assert_exit(DONE, foresight("show", self.run_file, "--table", "silent", "--by", "year"))
        self.assertIn("903 of 903 cells are hidden by disclosure control, and missing in the sums", said.out)

    def test_one_that_says_so_is_not(self):
        rows, notes = self.show("open", "--by", "year,lsoa")
        self.assertGreater(sum(float(row["households"]) for row in rows), 0)
        self.assertEqual("", notes)

    def test_what_is_hidden_is_no_difference(self):
        said = self.assert_exit(DONE, foresight("compare", self.run_file, self.run_file, "--table", "silent", "--by",
                                                "year,lsoa", "--format", "csv"))
        self.assertIn("hidden", said.err)
        self.assertNotIn("nan", said.out)

    def test_districts_are_told_to_the_household(self):
        rows, notes = self.show("districts", "--by", "year")
        exact, _ = self.show("open", "--by", "year")
        self.assertEqual([row["households"] for row in rows], [row["households"] for row in exact])
        self.assertEqual("", notes)


if __name__ == "__main__":
    unittest.main()
