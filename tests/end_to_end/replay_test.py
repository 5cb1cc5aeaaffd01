"""A run is lived again from its file alone."""
import json
import unittest

from program import DONE, QUICK, REFUSED, Session, foresight

SCENARIO = """schema: foresight-scenario/1
scenario: Mine
extends: essex/quick
changes:
  - parameter: social_care/prices/weekly
    scale: 1.1
    from: 2024-04
    source: a test
"""


class Replay(Session):
    def answer(self, *words, folder=None):
        return self.assert_exit(DONE, foresight(*words, folder=folder or self.folder)).out

    def replayed(self, run):
        return json.loads(self.answer("replay", run, "--json"))

    def test_a_shipped_scenario_with_settings_of_the_command_line(self):
        self.answer("run", "essex/quick", "-r", "2", "--seed", "7", "--sample", "1/200", "--set", "clock.years=1",
                    "-o", "run.h5")
        self.assertTrue(self.replayed("run.h5")["same"])

    def test_a_scenario_that_is_gone_since(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        scenario = self.folder / "mine.yaml"
        for number, word in enumerate(("mine.yaml", str(scenario), "../mine.yaml")):
            with self.subTest(word):
                scenario.write_text(SCENARIO, encoding="utf-8")
                run = str(self.folder / f"{number}.h5")
                self.answer("run", word, "-o", run, folder=elsewhere if word.startswith("..") else self.folder)
                scenario.unlink()
                answer = self.replayed(run)
                self.assertTrue(answer["same"])
                self.assertEqual([], answer["differences"])

    def test_a_scenario_that_extends_one_by_its_whole_path_and_both_are_gone_since(self):
        mine = self.write("mine.yaml", SCENARIO.replace("essex/quick", str(QUICK)))
        child = self.write("child.yaml", f"schema: foresight-scenario/1\nscenario: Child\nextends: {mine}\n")
        self.answer("run", child, "-o", "run.h5")
        mine.write_text(SCENARIO.replace("1.1", "1.5"), encoding="utf-8")
        child.unlink()
        answer = self.replayed("run.h5")
        self.assertTrue(answer["same"])
        self.assertEqual([], answer["differences"])

    def test_what_was_lived_again_can_be_kept_and_is_not_overwritten(self):
        self.answer("run", QUICK, "-o", "run.h5")
        self.answer("replay", "run.h5", "-o", "again.h5")
        self.assertEqual((self.folder / "run.h5").read_bytes(), (self.folder / "again.h5").read_bytes())
        self.assert_exit(REFUSED, foresight("replay", "run.h5", "-o", "again.h5", folder=self.folder))


if __name__ == "__main__":
    unittest.main()
