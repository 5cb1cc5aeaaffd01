"""Many variants of a scenario in one file: what each change does, and what each value."""
import json
import unittest

from program import DONE, QUICK, REFUSED, Session, foresight

SMALL = ("--sample", "1/100", "--replicates", 3, "--quiet")

# Three changes that do not touch each other, and a fourth that acts on the first.
SCENARIO = f"""schema: foresight-scenario/1
scenario: Four changes
question: Who did it?
extends: {QUICK}
changes:
  - {{parameter: social_care/prices/weekly, from: 2024-04, scale: 1.1, source: assumed}}
  - {{parameter: fuel_poverty/tariffs/cap, from: 2024-04, scale: 1.2, source: assumed}}
  - {{parameter: school_readiness/profile/drift, add: 0.05, source: assumed}}
  - {{parameter: social_care/prices/weekly, from: 2024-10, scale: 0.8, source: assumed}}
"""
# What two of the changes move, in one table.
TABLE_OF_TWO = """schema: foresight-table/1
table: two_worlds
label: Care and school
of: person
every: year
by: [district]
measures:
  cost: {sum: social_care.weekly_cost, per: 100, unit: GBP}
  good_level: {count: true, where: school_readiness.good_level = yes}
"""

TWO_OF_ONE_DATE = f"""schema: foresight-scenario/1
scenario: Two of one date
question: Which of the two?
extends: {QUICK}
changes:
  - {{parameter: social_care/prices/weekly, from: 2024-04, where: {{setting: residential}}, scale: 1.2, source: assumed,
     uncertain: {{normal: [1, 0.1]}}}}
  - {{parameter: social_care/prices/weekly, from: 2024-04, where: {{setting: nursing}}, scale: 1.2, source: assumed,
     uncertain: {{normal: [1, 0.1]}}}}
"""
CARE, FUEL, SCHOOL, LATER = range(4)


class Studies(Session):
    def study(self, command, *words):
        said = foresight(command, *words, *SMALL, "--format", "json", "-o", self.folder / "study.h5", "--force")
        self.assert_exit(DONE, said)
        return json.loads(said.out)["results"]

    def scenario(self):
        return self.write("four.yaml", SCENARIO)


class Attribution(Studies):
    def test_shares_add_up_to_the_whole_effect_and_changes_of_another_domain_have_none(self):
        results = self.study("attribute", self.scenario(), "--to", QUICK, "--result", "social_care.gross_cost",
                             "--result", "fuel_poverty.ten_before")
        cost, poverty = (result["rows"] for result in results)
        for period in sorted({row["financial_year"] for row in cost}):
            rows = [row for row in cost if row["financial_year"] == period]
            *shares, total = (row["share"] for row in rows)
            self.assertLess(abs(sum(shares) - total), 1, "to the pound")
            self.assertEqual((shares[FUEL], shares[SCHOOL]), (0, 0))
            self.assertGreater(shares[CARE], 0)
            self.assertLess(shares[LATER], 0)
            # Of two that act on each other, each has half of what their meeting adds or takes.
            for change in (CARE, LATER):
                self.assertAlmostEqual(shares[change], (rows[change]["alone"] + rows[change]["last"]) / 2, places=2)
            self.assertNotEqual(rows[CARE]["alone"], rows[CARE]["last"])
        last = [row for row in poverty if row["year"] == "2025"]
        self.assertGreater(last[FUEL]["share"], 0)
        self.assertEqual([last[i]["share"] for i in (CARE, SCHOOL, LATER)], [0, 0, 0])

    def test_the_whole_effect_is_the_difference_of_the_two_runs(self):
        scenario = self.scenario()
        result, = self.study("attribute", scenario, "--to", QUICK, "--result", "social_care.gross_cost/2024-25")
        small = ("--sample", "1/100", "--replicates", 3)
        base = self.run_to("base.h5", *small)
        other = self.run_to("other.h5", *small, scenario=scenario)
        compared = foresight("compare", base, other, "--table", "care_cost", "--by", "financial_year", "--format", "json")
        rows = json.loads(self.assert_exit(DONE, compared).out)[0]["tables"]["care_cost"]
        row = next(row for row in rows if row["measure"] == "gross")
        self.assertAlmostEqual(result["rows"][-1]["share"], row["difference"], places=2)
        self.assertAlmostEqual(result["rows"][-1]["share_error"], row["difference_error"], places=2)

    def test_changes_that_do_not_touch_are_not_lived_together(self):
        said = foresight("attribute", self.scenario(), "--to", QUICK, "--dry-run")
        self.assertIn("4 changes in 3 groups that do not touch: 7 of 16 sets", self.assert_exit(DONE, said).err)
        # A table beside the scenario that counts what two of them move is where they meet.
        (self.folder / "tables").mkdir()
        self.write("tables/two_worlds.yaml", TABLE_OF_TWO)
        named = self.write("named.yaml", SCENARIO.replace("changes:", "tables: [two_worlds, care_cost]\nchanges:"))
        said = foresight("attribute", named, "--to", QUICK, "--dry-run", "--result", "two_worlds.cost")
        self.assertIn("4 changes in 2 groups that do not touch: 10 of 16 sets", self.assert_exit(DONE, said).err)
        # Who enters a care home leaves a household behind: a change of practice reaches everything.
        practice = self.write("practice.yaml", SCENARIO + "  - {parameter: social_care/front_door/practice, scale: 0.8}\n")
        said = foresight("attribute", practice, "--to", QUICK, "--dry-run")
        self.assertIn("5 changes in 1 group: 32 of 32 sets", self.assert_exit(DONE, said).err)

    def test_a_change_that_is_uncertain_has_the_same_draws_whichever_others_are_there(self):
        scenario = self.write("two.yaml", TWO_OF_ONE_DATE)
        result, = self.study("attribute", scenario, "--to", QUICK, "--result", "social_care.gross_cost/2024-25")
        for row in result["rows"][:2]:
            # Prices of other settings: what one adds is the same with and without the other, to the rounding of pence.
            self.assertGreater(row["alone"], 0)
            self.assertAlmostEqual(row["alone"], row["last"], delta=10)
            self.assertAlmostEqual(row["alone_error"], row["last_error"], delta=10)

    def test_a_change_that_is_uncertain_alone_is_a_change(self):
        scenario = self.write("unsure.yaml", TWO_OF_ONE_DATE.replace("scale: 1.2", "scale: 1"))
        result, = self.study("attribute", scenario, "--to", QUICK, "--result", "social_care.gross_cost/2024-25")
        self.assertNotEqual(result["rows"][-1]["share"], 0)

    def test_in_an_order_each_adds_to_those_before_it(self):
        scenario = self.scenario()
        of = ("--to", QUICK, "--result", "social_care.gross_cost/2024-25")
        forth, = self.study("attribute", scenario, *of, "--order", "1,4,2,3")
        back, = self.study("attribute", scenario, *of, "--order", "4,1,2,3")
        fair, = self.study("attribute", scenario, *of)
        for change in (CARE, LATER):
            self.assertAlmostEqual((forth["rows"][change]["share"] + back["rows"][change]["share"]) / 2,
                                   fair["rows"][change]["share"], places=2)

    def test_what_cannot_be_split_is_refused(self):
        for words, why in (((QUICK, "--to", QUICK), "do not differ"),
                           ((self.scenario(), "--to", QUICK, "--order", "1,1,2,3"), "named twice"),
                           ((self.scenario(), "--to", "essex/baseline_2021"), "clock"),
                           ((self.scenario(),), "--to"),
                           ((self.scenario(), "--to", QUICK, "--group", "x=nothing/there"), "group"),
                           ((self.scenario(), "--to", QUICK, "--group", "x=fuel", "--group", "x=social"),
                            "two groups are called 'x'")):
            said = foresight("attribute", *words, *SMALL, "-o", self.folder / "none.h5")
            self.assert_exit(REFUSED, said)
            self.assertIn(why, said.err)
            self.assertFalse((self.folder / "none.h5").exists())


class Sensitivity(Studies):
    def test_a_per_cent_on_the_price_of_care_is_a_per_cent_of_its_cost(self):
        result, = self.study("sensitivity", QUICK, "--only", "social_care/prices/weekly", "--only",
                             "fuel_poverty/heating/efficiency", "--result", "social_care.gross_cost/2024-25")
        price = next(row for row in result["rows"] if row["parameter"] == "social_care/prices/weekly")
        other = next(row for row in result["rows"] if row["parameter"] != "social_care/prices/weekly")
        run = foresight("show", self.folder / "study.h5", "--table", "care_cost", "--by", "financial_year",
                        "--format", "json")
        cost = next(row["gross"] for row in json.loads(run.out)["rows"] if row["financial_year"] == "2024-25")
        self.assertAlmostEqual(price["per_cent"] / cost, 0.01, places=6)
        self.assertLess(price["low"], 0)
        self.assertGreater(price["high"], 0)
        self.assertEqual((other["low"], other["high"]), (0, 0))

    def test_what_cannot_move_a_result_is_not_lived_for_it_and_would_not_have_moved_it(self):
        result, = self.study("sensitivity", QUICK, "--result", "social_care.gross_cost/2024-25")
        lived = {row["parameter"] for row in result["rows"]}
        self.assertTrue({"social_care/need/drift", "demography/fertility/twins"} <= lived)
        self.assertFalse([name for name in lived if name.startswith(("fuel_poverty/", "school_readiness/"))])
        result, = self.study("sensitivity", QUICK, "--only", "fuel_poverty/*", "--only", "school_readiness/*",
                             "--result", "social_care.gross_cost/2024-25")
        self.assertGreater(len(result["rows"]), 20)
        self.assertEqual({(0, 0)}, {(row["low"], row["high"]) for row in result["rows"]})

    def test_a_value_that_can_only_be_less_is_low_and_less_low(self):
        result, = self.study("sensitivity", QUICK, "--only", "fuel_poverty/heating/full_control", "--result",
                             "fuel_poverty.ten_before/2025")
        row, = result["rows"]
        # Between 0.8 and 1 evenly, and it stands at 1: less control of the heating costs more.
        self.assertGreater(row["low"], row["high"])
        self.assertGreater(row["high"], 0)
        self.assertLess(row["per_cent"], 0)

    def test_a_parameter_of_the_population_is_refused(self):
        said = foresight("sensitivity", QUICK, "--also", "population/base", *SMALL, "-o", self.folder / "none.h5")
        self.assert_exit(REFUSED, said)
        self.assertIn("share their people", said.err)


class ForPeople(Studies):
    def test_a_study_speaks_of_millions_of_pounds_and_says_what_its_heads_mean(self):
        self.study("attribute", self.scenario(), "--to", QUICK, "--result", "social_care.gross_cost", "--result",
                   "fuel_poverty.lilee")
        said = self.assert_exit(DONE, foresight("show", self.folder / "study.h5")).out
        for words in ("GBP million", "share of the effect", "on its own", "when added last", "percentage points"):
            self.assertIn(words, said)
        self.assertNotRegex(said, r"\d,\d{3},\d{3}", "no raw pounds")
        for line in said.splitlines():
            self.assertLessEqual(len(line), 130, line)
        self.study("sensitivity", QUICK, "--only", "social_care/prices/*", "--result", "social_care.gross_cost")
        said = self.assert_exit(DONE, foresight("show", self.folder / "study.h5")).out
        for words in ("GBP million", "one per cent more", "one standard deviation below and above"):
            self.assertIn(words, said)
        self.assertNotIn("per_cent", said)
        self.assertNotRegex(said, r"\d,\d{3},\d{3}", "no raw pounds")


    def test_an_effect_that_two_replicates_cannot_tell_from_chance_is_shown_and_called_so(self):
        said = foresight("attribute", self.scenario(), "--to", QUICK, "--result", "social_care.gross_cost", "--sample", "1/500",
                         "--replicates", 2, "--quiet", "-o", self.folder / "two.h5")
        self.assert_exit(DONE, said)
        self.assertIn("share of the effect", said.out)
        said = foresight("attribute", self.scenario(), "--to", QUICK, "--result", "fuel_poverty.lilee", "--sample", "1/500",
                         "--replicates", 2, "--set", "seed=1", "--quiet", "-o", self.folder / "chance.h5")
        self.assertIn("share of the effect", self.assert_exit(DONE, said).out)
        self.assertIn("Nought lies within the interval of each", said.out)


class Elsewhere(Studies):
    """A study where a run is wanted, and a study that is lived again."""

    def test_a_study_is_lived_again_from_its_file_alone(self):
        base = self.write("base.yaml", SCENARIO.split("changes:")[0].replace("Four changes", "Base"))
        for words in (("sensitivity", QUICK, "--only", "fuel_poverty/heating/*", "--also", "fuel_poverty/tariffs/cap",
                       "--result", "fuel_poverty.lilee"),
                      ("sweep", self.scenario(), "--vary", "fuel_poverty/tariffs/cap=*1..*2", "--design", "sobol",
                       "--points", 2, "--set", "clock.years=1", "--result", "fuel_poverty.lilee"),
                      ("attribute", self.write("five.yaml", SCENARIO.replace("changes:", "tables: [care_cost, care_budget]"
                                                                             "\nchanges:")),
                       "--to", base, "--group", "bills=fuel_poverty/", "--result", "social_care.gross_cost")):
            with self.subTest(words[0]):
                self.study(*words)
                gone = [file.rename(file.with_suffix(".gone")) for file in self.folder.glob("*.yaml")]
                said = foresight("replay", self.folder / "study.h5", "--json")
                for file in gone:
                    file.rename(file.with_suffix(".yaml"))
                answer = json.loads(self.assert_exit(DONE, said).out)
                self.assertTrue(answer["same"])
                self.assertEqual(answer["differences"], [])

    def test_a_run_is_not_compared_with_a_study(self):
        self.study("sweep", QUICK, "--vary", "fuel_poverty/tariffs/cap=*1,*2", "--result", "fuel_poverty.lilee")
        study, run = self.folder / "study.h5", self.run_to("run.h5")
        for words in (("compare", run, study), ("compare", study, run),
                      ("compare", run, study, "--fail-on", "fuel_poverty.lilee>+1%"), ("compare", run, study, "--exact"),
                      ("why", run, "--table", "fuel_poverty", "--against", study)):
            said = self.assert_exit(REFUSED, foresight(*words))
            self.assertIn("is a study of 3 variants", said.err)
            self.assertEqual(said.out, "")
        self.assert_exit(DONE, foresight("compare", study, study))


class Sweep(Studies):
    def test_a_variant_is_the_run_that_its_settings_would_make(self):
        rows = self.study("sweep", QUICK, "--vary", "fuel_poverty/tariffs/cap[2024-04]=*0.8,*1,*1.3", "--result",
                          "fuel_poverty.ten_before/2025")[0]["rows"]
        as_is, low, same, high = (row["value"] for row in rows)
        self.assertEqual(as_is, same)
        self.assertLess(low, as_is)
        self.assertGreater(high, as_is)
        run = self.run_to("high.h5", "--sample", "1/100", "--replicates", 3, "--set", "fuel_poverty/tariffs/cap[2024-04]=*1.3")
        shown = foresight("show", run, "--table", "fuel_poverty", "--by", "year", "--where", "year=2025", "--format", "json")
        self.assertEqual(json.loads(shown.out)["rows"][0]["ten_before_rate"], high)

    def test_a_grid_has_all_combinations_and_a_hypercube_every_stratum(self):
        cap, price = "fuel_poverty/tariffs/cap", "social_care/prices/weekly"
        rows = self.study("sweep", QUICK, "--vary", f"{cap}=*1,*2", "--vary", f"{price}=*1,*1.1,*1.2", "--result",
                          "social_care.gross_cost/2024-25")[0]["rows"]
        self.assertEqual(len(rows), 1 + 2 * 3)
        for design in ("latin_hypercube", "sobol"):
            rows = self.study("sweep", QUICK, "--vary", f"{cap}=*1..*2", "--design", design, "--points", 4,
                              "--result", "fuel_poverty.ten_before/2025")[0]["rows"]
            factors = sorted(float(row["variant"].split("*")[1]) for row in rows[1:])
            self.assertEqual([int((factor - 1) * 4) for factor in factors], [0, 1, 2, 3], design)

    def test_a_sweep_that_cannot_be_read_is_refused(self):
        for words in (("--vary", "fuel_poverty/tariffs/cap"), ("--vary", "fuel_poverty/tariffs/cup=1,2"), (),
                      ("--vary", "fuel_poverty/tariffs/cap=1..2"), ("--vary", "fuel_poverty/tariffs/cap=1,*2"),
                      ("--vary", "fuel_poverty/tariffs/cap=*1,*2", "--result", "fuel_poverty.tin_before"),
                      ("--vary", "population/base=2019,2020"), ("--vary", "fuel_poverty/tariffs/cap[2054-01]=*1,*2")):
            said = foresight("sweep", QUICK, *words, *SMALL, "-o", self.folder / "none.h5")
            self.assert_exit(REFUSED, said)
            self.assertNotIn("--set 'fuel", said.err)
            self.assertFalse((self.folder / "none.h5").exists())
        said = foresight("sweep", QUICK, "--vary", "fuel_poverty/tariffs/cap=*1..*2", "--design", "sobol", "--points", 1)
        self.assertIn("needs more than one of --points", self.assert_exit(REFUSED, said).err)


if __name__ == "__main__":
    unittest.main()
