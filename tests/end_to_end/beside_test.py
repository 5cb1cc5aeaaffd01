"""What a scenario says is lived beside it is lived whenever it is, and the people of both are compared."""
import json
import pathlib
import unittest

from program import DONE, QUICK, REFUSED, Session, foresight

A_YEAR = ("--set", "clock.years=1")


class Beside(Session):
    def scenario(self, beside):
        return self.write("more.yaml", "schema: foresight-scenario/1\nscenario: More leave\nquestion: What if?\n"
                          f"extends: essex/quick\nbeside: {beside}\nchanges:\n"
                          "  - {parameter: demography/migration/to_country, scale: 1.5, source: a test}\n")

    def test_it_is_lived_with_the_same_settings_and_the_people_are_compared(self):
        scenario, file, beside = self.scenario("essex/quick"), self.folder / "more.h5", self.folder / "more_beside.h5"
        words = ("run", scenario, "-o", file, "--replicates", "2", "--seed", "7", "--quiet", *A_YEAR)
        said = self.assert_exit(DONE, foresight(*words))
        alone = self.run_to("alone.h5", "--replicates", "2", "--seed", "7", *A_YEAR)
        self.assertEqual(self.digest(alone), self.digest(beside))
        self.assertNotEqual(self.digest(file), self.digest(beside))
        for word in ("Tendring", "Births", "Moves out to the rest of the country", f"compare {beside} {file}"):
            self.assertIn(word, said.out)
        self.assertIn("is there already", self.assert_exit(REFUSED, foresight(*words)).err)
        self.assertIn("nothing to resume", self.assert_exit(REFUSED, foresight(*words, "--resume")).err)
        before, lived = file.read_bytes(), beside.read_bytes()
        beside.unlink()
        again = self.assert_exit(DONE, foresight(*words, "--resume", "--json"))
        self.assertEqual(before, file.read_bytes())
        self.assertEqual(lived, beside.read_bytes())
        answer = json.loads(again.out)["beside"]
        self.assertEqual(str(beside), answer["file"])
        self.assertEqual({"population", "population_change"}, set(answer["compared"]))
        people = {row["district"]: row["base"] for row in answer["compared"]["population"]}
        shown = foresight("show", beside, "--table", "population", "--by", "year,district", "--where", "year=2024",
                          "--format", "json").out
        self.assertEqual({row["district"]: row["persons"] for row in json.loads(shown)["rows"]}, people)

    def test_who_extends_it_may_do_without(self):
        self.scenario("essex/quick")
        other = self.write("other.yaml", "schema: foresight-scenario/1\nscenario: Other\nextends: more.yaml\nbeside: none\n")
        for scenario, is_there in ((other, False), (self.folder / "more.yaml", True)):
            said = self.assert_exit(DONE, foresight("run", scenario, "--dry-run", "--json", "--quiet"))
            self.assertEqual(is_there, "beside" in json.loads(said.out))

    def test_rates_that_are_not_to_be_read_alone_are_warned_of_where_nothing_is_lived_beside(self):
        alone = self.write("alone.yaml", "schema: foresight-scenario/1\nscenario: Alone\nextends: essex/aligned_to_snpp\n"
                           "beside: none\n")
        for scenario, warned in ((alone, True), ("essex/aligned_to_snpp", False)):
            said = self.assert_exit(DONE, foresight("check", scenario))
            self.assertEqual(warned, "Never read a run of these rates without one" in said.err, said.err)

    def test_what_is_not_there_or_not_sound_or_has_another_clock_is_refused_before_anybody_lives(self):
        self.assertIn("there is no scenario", foresight("check", self.write("two.yaml", self.scenario(
            "nothing.yaml").read_text() + "sede: 3\n")).err, "with whatever else is wrong")
        broken = self.write("broken.yaml", pathlib.Path(QUICK).read_text(encoding="utf-8").replace("seed:", "sede:")
                            + "\nsede: 3\n")
        others = self.write("others.yaml", "schema: foresight-scenario/1\nscenario: Others\nextends: essex/quick\n"
                            "population: {seed: 7}\n")
        for beside, words in (("essex/quik", "there is no scenario"), ("more.yaml", "a scenario beside itself"),
                              (broken, "unknown key 'sede'"), (others, "other people")):
            with self.subTest(beside):
                scenario = self.scenario(beside)
                for command in ("check", "run"):
                    said = self.assert_exit(REFUSED, foresight(command, scenario, folder=self.folder))
                    self.assertIn(words, said.err)
                    self.assertNotIn("making", said.err)
                if beside != broken:
                    self.assertIn("more.yaml:5:9", said.err)
                self.assertFalse((self.folder / "runs").exists())

    def test_it_is_lived_as_long_with_the_seed_sample_and_replicates_of_the_other_and_both_are_lived_again(self):
        scenario = self.write("own.yaml", self.scenario("essex/baseline").read_text()
                              + "clock: {years: 1}\nseed: 7\npopulation: {sample: 1/200}\n"
                              "replicates: {points: 2, lucks: 2}\n")
        self.run_to("own.h5", scenario=scenario)
        alone = self.run_to("alone.h5", "--seed", "7", "--sample", "1/200", *A_YEAR, scenario=self.write(
            "alone.yaml", "schema: foresight-scenario/1\nscenario: Alone\nextends: essex/baseline\n"
            "replicates: {points: 2, lucks: 2}\n"))
        self.assertEqual(self.digest(alone), self.digest(self.folder / "own_beside.h5"))
        for run in ("own.h5", "own_beside.h5"):
            self.assert_exit(DONE, foresight("replay", self.folder / run))

    def test_a_pair_of_which_one_is_of_other_inputs_is_not_gone_on_with(self):
        scenario, file = self.scenario("essex/quick"), self.folder / "more.h5"
        beside = self.folder / "more_beside.h5"
        words = ("run", scenario, "-o", file, "--quiet", *A_YEAR)
        self.assert_exit(DONE, foresight(*words, "--seed", "7"))
        whole = {run: run.read_bytes() for run in (file, beside)}
        for lost in (file, beside):
            lost.unlink()
            for more in ((), ("--dry-run",)):
                said = self.assert_exit(REFUSED, foresight(*words, "--resume", *more))
                self.assertIn("the seed was 7 and is 42", said.err)
            self.assertFalse(lost.exists())
            lost.write_bytes(whole[lost])

    def test_neither_run_is_written_over_what_either_is_made_of(self):
        base = self.write("base.yaml", "schema: foresight-scenario/1\nscenario: Base\nextends: essex/quick\n")
        more = self.scenario("base.yaml")
        named = self.write("z_beside.h5", more.read_text())
        for words in ((more, "-o", base), (named, "-o", self.folder / "z.h5")):
            said = self.assert_exit(REFUSED, foresight("run", *words, "--force", *A_YEAR))
            self.assertIn("is read for what is to be written", said.err)
        self.assertIn("Base", base.read_text())
        self.assertFalse((self.folder / "z.h5").exists())


if __name__ == "__main__":
    unittest.main()
