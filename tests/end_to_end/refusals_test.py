"""What is wrong is refused before the first month, in words that help to mend it; nothing is lost or left behind."""
import os
import re
import subprocess
import unittest

from program import DONE, FAILED, PROGRAM, QUICK, REFUSED, Session, foresight


class Refusals(Session):
    def refused(self, *words):
        said = self.assert_exit(REFUSED, foresight(*words, folder=self.folder))
        self.assertEqual(said.out, "", "answers go to stdout, and there is none")
        self.assertTrue(said.err.strip(), "a refusal says why")
        return said.err

    def scenario(self, lines, name="mine.yaml"):
        return self.write(name, f"schema: foresight-scenario/1\nscenario: Mine\nextends: {QUICK}\n{lines}")

    def test_commands_and_options_that_do_not_exist(self):
        self.assertIn("compare", self.refused("comprae", "a.h5", "b.h5"))
        self.assertIn("--replicates", self.refused("run", QUICK, "--replicats", 3))
        self.assertIn("--rep", self.refused("run", QUICK, "--rep", 3))

    def test_a_scenario_that_is_not_there(self):
        self.assertIn("nowhere.yaml", self.refused("run", "nowhere.yaml"))

    def test_a_folder_where_a_scenario_is_meant(self):
        self.refused("run", self.folder)

    def test_numbers_that_make_no_sense(self):
        self.refused("run", QUICK, "--replicates", 0)
        self.refused("run", QUICK, "--replicates", "many")
        self.refused("run", QUICK, "--sample", 0.3)
        self.refused("run", QUICK, "--sample", -1)
        self.refused("run", QUICK, "--threads", -2)

    def test_a_parameter_that_does_not_exist_is_answered_with_the_nearest(self):
        self.assertIn("demography/mortality", self.refused("run", QUICK, "--set", "demography/mortalty/probability=0.1"))

    def test_every_mistake_of_a_file_at_once_with_its_place_and_a_caret(self):
        file = self.scenario("chnages: []\nseed: lots\n")
        error = self.refused("check", file)
        self.assertRegex(error, re.escape(file.name) + r":4:1")
        self.assertRegex(error, re.escape(file.name) + r":5:\d+")
        self.assertIn("chnages: []", error)
        self.assertIn("^", error)
        self.assertIn("changes", error)

    def test_columns_are_counted_in_characters(self):
        error = self.refused("check", self.scenario('question: "£££"\nchanges: [{parameter: "£££", valeu: 1}]\n'))
        self.assertRegex(error, r"mine\.yaml:5:30")

    def test_nothing_is_shown_of_a_file_that_is_not_yaml(self):
        secret = self.write("secret.txt", "root:x:0:0: [secret words\n")
        file = self.write("mine.yaml", f"schema: foresight-scenario/1\nscenario: Mine\nextends: {secret}\n")
        self.assertNotIn("secret words", self.refused("check", file))

    def test_scenarios_that_extend_each_other(self):
        self.write("a.yaml", "schema: foresight-scenario/1\nscenario: A\nextends: b.yaml\n")
        file = self.write("b.yaml", "schema: foresight-scenario/1\nscenario: B\nextends: a.yaml\n")
        self.refused("check", file)

    def test_a_run_is_not_overwritten_unless_that_is_asked_for(self):
        run = self.run_to("run.h5")
        before = run.read_bytes()
        self.assertIn("--force", self.refused("run", QUICK, "-o", run))
        self.assertEqual(run.read_bytes(), before)
        self.assert_exit(DONE, foresight("run", QUICK, "-o", run, "--force", "--quiet"))

    def test_a_folder_that_cannot_be_made_is_named(self):
        blocked = self.write("blocked", "a file, not a folder\n") / "run.h5"
        said = foresight("run", QUICK, "-o", blocked, folder=self.folder)
        self.assertIn(said.code, (FAILED, REFUSED), str(said))
        self.assertIn("blocked", said.err)
        self.assertEqual(list(self.folder.rglob("*.h5*")), [])

    @unittest.skipIf(not os.path.exists("/dev/full"), "no full disk at hand")
    def test_an_answer_that_cannot_be_written_is_a_failure(self):
        run = self.run_to("run.h5")
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAM, "show", run], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, FAILED, done.stderr)

    def test_files_that_are_no_runs(self):
        noise = self.write("noise.h5", "not a run\n")
        for command in ("show", "digest", "verify"):
            self.assertIn(foresight(command, noise).code, (FAILED, REFUSED))
        self.refused("compare", noise, noise)

    def test_a_dry_run_writes_nothing(self):
        self.assert_exit(DONE, foresight("run", QUICK, "--dry-run", folder=self.folder))
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
