"""People neither vanish nor come from nowhere: a run file says so by itself, district by district and month by month."""
import collections
import csv
import io
import unittest

from program import DONE, Session, foresight

COMES = {"birth", "in_from_district", "in_from_country", "in_from_abroad"}
LEAVES = {"death", "out_to_district", "out_to_country", "out_to_abroad"}
HEADS = """schema: foresight-table/1
table: heads
label: Population by district
of: person
every: month
by: [district]
measures:
  persons: {count: true, label: People, unit: persons}
"""


class Accounting(Session):
    def rows(self, run, table, by):
        said = self.assert_exit(DONE, foresight("show", run, "--table", table, "--by", by, "--format", "csv"))
        return list(csv.DictReader(io.StringIO(said.out)))

    def flows(self, run):
        """What each month did to the people of each district, by kind."""
        flows = collections.defaultdict(dict)
        for row in self.rows(run, "population_change", "month,district,event"):
            flows[row["month"], row["district"]][row["event"]] = int(float(row["persons"]))
        return flows

    def change(self, flows):
        """Births and moves in, less deaths and moves out."""
        self.assertEqual(COMES | LEAVES, set(flows))
        return sum(number if event in COMES else -number for event, number in flows.items())

    def test_each_years_people_are_the_years_before_with_twelve_months_of_changes(self):
        run = self.run_to("run.h5", "--set", "clock.years=3")
        changes = collections.Counter()
        for (month, district), flows in self.flows(run).items():
            year, number = map(int, month.split("-"))
            changes[year + (number > 6), district] += self.change(flows)
        people = {}
        for row in self.rows(run, "population", "year,district"):
            people[int(row["year"]), row["district"]] = int(float(row["persons"]))
        districts = {district for _, district in people}
        years = sorted({year for year, _ in people})
        self.assertEqual(12, len(districts))
        self.assertEqual(4, len(years), "the base itself and three years")
        for year in years[1:]:
            for district in districts:
                self.assertEqual(people[year, district], people[year - 1, district] + changes[year, district],
                                 f"{district}, {year}")
        self.assertTrue(any(changes.values()))

    def test_each_months_people_are_the_months_before_with_its_changes(self):
        (self.folder / "tables").mkdir()
        self.write("tables/heads.yaml", HEADS)
        scenario = self.write("heads.yaml", "schema: foresight-scenario/1\nscenario: Heads\nextends: essex/quick\n"
                              "tables: [heads, population, population_change]\n")
        run = self.run_to("run.h5", scenario=scenario)
        people = {(row["month"], row["district"]): int(float(row["persons"]))
                  for row in self.rows(run, "heads", "month,district")}
        base = {row["district"]: int(float(row["persons"])) for row in self.rows(run, "population", "year,district")
                if row["year"] == "2023"}
        flows = self.flows(run)
        self.assertEqual(set(people), set(flows))
        before = base
        for month in sorted({month for month, _ in people}):
            now = {district: before[district] + self.change(flows[month, district]) for district in before}
            self.assertEqual(now, {district: people[month, district] for district in before}, month)
            before = now

    def test_each_months_clients_are_the_months_before_with_who_starts_ends_dies_and_leaves(self):
        # Many ask and are given support, so that some start who have just come to the county, and end in the month in which
        # they die; three years, so that those who have left are taken out of memory.
        run = self.run_to("run.h5", "--sample", "1/20", "--set", "clock.years=3",
                          "--set", "social_care/front_door/local_level=9.7", "--set", "social_care/front_door/practice=5")
        clients = {row["month"]: int(float(row["clients"])) for row in self.rows(run, "care_clients", "month")}
        flows = collections.defaultdict(dict)
        for row in self.rows(run, "care_flows", "month,flow"):
            flows[row["month"]][row["flow"]] = int(float(row["events"]))
        months = sorted(clients)
        self.assertEqual(36, len(months))
        for before, month in zip(months, months[1:]):
            flow = flows[month]
            self.assertEqual(clients[month] - clients[before], flow["start"] - flow["end"] - flow["died_or_left"], month)
        self.assertTrue(all(any(flow[kind] for flow in flows.values()) for kind in ("start", "end", "died_or_left")))

    def test_a_financial_years_flows_of_the_districts_are_those_of_its_months(self):
        run = self.run_to("run.h5", "--set", "clock.years=3")
        by = "financial_year,age_group,setting,flow"
        months, districts = (self.rows(run, table, by) for table in ("care_flows", "care_flows_district"))
        whole = {row["financial_year"] for row in districts}
        self.assertTrue(whole)
        self.assertEqual([row for row in months if row["financial_year"] in whole], districts)


if __name__ == "__main__":
    unittest.main()
