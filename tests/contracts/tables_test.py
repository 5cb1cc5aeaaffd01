"""Every published table that ships says where it comes from and is read by something, and areas of 2011 find those of 2021."""
import collections
import csv
import fnmatch
import pathlib
import re
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
ESSEX = TOP / "scenarios/essex"
EVIDENCE = {"partner_gaps"}  # read by people: what a constant of engine/synthesis/households.cpp stands on
TABLES = sorted(table for folder in ("population", "geography") for table in (ESSEX / folder).glob("*.csv"))


def rows(table):
    with open(table, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Tables(unittest.TestCase):
    def test_each_has_its_source_and_every_column_is_told(self):
        for table in TABLES:
            with self.subTest(table.stem):
                source = table.with_suffix(".source.yaml").read_text(encoding="utf-8")
                for key in ("source", "certainty", "columns"):
                    self.assertRegex(source, rf"(?m)^{key}:")
                columns = source.split("\ncolumns:")[1]
                told = re.findall(r"(?m)^  ([\w*]+):", columns)
                onwards = "and so on to" in columns  # of columns that are numbers, the first is told for all
                for column in rows(table)[0]:
                    known = any(fnmatch.fnmatch(column, name) for name in told) or (onwards and column.isdigit())
                    self.assertTrue(known, column)

    def test_each_is_read_by_the_synthesis_or_by_the_script_that_makes_the_others(self):
        script = (TOP / "calibration/derive/population.py").read_text(encoding="utf-8")
        synthesis = "".join(path.read_text(encoding="utf-8") for path in (TOP / "engine/synthesis").glob("*.cpp"))
        for table in TABLES:
            if table.stem not in EVIDENCE:
                self.assertTrue(f"{table.name}'" in script or re.search(rf"\b{table.stem}\b", synthesis), table.name)

    def test_a_figure_of_2011_goes_whole_to_areas_of_2021_and_reaches_all_of_them(self):
        share = collections.Counter()
        for row in rows(ESSEX / "geography/lsoa_2011_to_2021.csv"):
            share[row["lsoa_2011"]] += float(row["share"])
        for area, whole in share.items():
            self.assertAlmostEqual(whole, 1, places=7, msg=area)
        reached = {row["lsoa_2021"] for row in rows(ESSEX / "geography/lsoa_2011_to_2021.csv")}
        self.assertEqual(reached, {row["lsoa"] for row in rows(ESSEX / "population/areas.csv")})


if __name__ == "__main__":
    unittest.main()
