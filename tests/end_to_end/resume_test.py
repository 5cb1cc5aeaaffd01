"""A run that was killed goes on where it was, and ends where it would have ended."""
import json
import pathlib
import shlex
import signal
import tempfile
import time
import unittest

from program import DONE, INTERRUPTED, QUICK, REFUSED, UNMET, Session, foresight, start

REPLICATES = ("--replicates", 24, "--sample", "1/200")


class Resume(Session):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="foresight-")
        cls.addClassCleanup(folder.cleanup)
        cls.whole = pathlib.Path(folder.name) / "whole.h5"
        began = time.monotonic()
        said = foresight("run", QUICK, "-o", cls.whole, "--quiet", *REPLICATES)
        cls.seconds = time.monotonic() - began
        assert said.code == DONE, str(said)

    def stop(self, name, share, how):
        """Starts a run and sends it a signal once that share of its time is over; gives its file, and how it ended.

        A run that had been renamed by then was whole, and is held to that; it gives nothing.
        """
        file = self.folder / name
        run = start("run", QUICK, "-o", file, "--quiet", *REPLICATES)
        partial = file.with_name(file.name + ".partial")
        deadline = time.monotonic() + 60
        while not partial.exists() and run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(share * self.seconds * 0.8)
        run.send_signal(how)
        run.communicate(timeout=120)
        if file.exists():
            self.assertEqual(self.digest(file), self.digest(self.whole), "nothing half-written has the final name")
            return None
        self.assertTrue(partial.exists())
        return file, partial, run.returncode

    def resume(self, file, partial):
        self.assert_exit(DONE, foresight("run", QUICK, "-o", file, "--quiet", *REPLICATES, "--resume"))
        self.assertFalse(partial.exists())
        self.assertEqual(self.digest(file), self.digest(self.whole))
        self.assert_exit(DONE, foresight("verify", file))

    def test_killed_at_several_moments_it_ends_with_the_same_digest(self):
        killed = 0
        for share in (0.0, 0.2, 0.4, 0.6, 0.8):
            stopped = self.stop(f"killed_{share}.h5", share, signal.SIGKILL)
            if stopped:
                self.resume(*stopped[:2])
                killed += 1
        self.assertGreaterEqual(killed, 2, "the run was too short to be killed")

    def test_killed_it_is_told_how_to_finish_it_in_full(self):
        stopped = self.stop("killed in the middle.h5", 0.4, signal.SIGKILL)
        if not stopped:
            self.skipTest("the run was done before it was killed")
        file, partial, _ = stopped
        whole = f"foresight run essex/quick.yaml --replicates 24 --sample 1/200 -o '{file}' --resume"
        for words in (("show", file), ("show", partial), ("list", "runs", self.folder)):
            said = foresight(*words)
            self.assertIn(whole, said.err + said.out, words)
        self.resume(file, partial)

    def test_interrupted_it_keeps_what_it_has(self):
        stopped = self.stop("interrupted.h5", 0.5, signal.SIGINT)
        if not stopped:
            self.skipTest("the run was done before the interrupt came")
        self.assertEqual(stopped[2], INTERRUPTED)
        self.resume(*stopped[:2])

    def test_it_does_not_go_on_with_other_inputs_and_spoils_nothing(self):
        for share in (0.2, 0.5, 0.8):
            stopped = self.stop(f"changed_{share}.h5", share, signal.SIGKILL)
            if not stopped:
                self.skipTest("the run was done before it was killed")
            file, partial, _ = stopped
            said = foresight("run", QUICK, "-o", file, *REPLICATES, "--resume", "--seed", 43)
            if "broken off before its first replicate" in said.err:
                continue  # there was nothing to go on with, and nothing to spoil
            self.assert_exit(REFUSED, said)
            self.assertFalse(file.exists())
            self.resume(file, partial)
            return
        self.skipTest("no replicate was done before the run was killed")


class ResumedBesideAFinishedRun(Session):
    """What the program advises after an interrupt does what it says, and no finished run is lost by it."""

    MANY = 40  # far more than one thread lives before the interrupt comes

    def interrupt(self, file, *words):
        """Interrupts a run once it has something to keep; gives what it said. Where the interrupt came too early, again
        and twice as late: how long a replicate takes differs by the machine, and by the sanitizer."""
        partial = file.with_name(file.name + ".partial")
        wait = 0.02
        while wait < 60:
            run = start("run", QUICK, "-o", file, "--threads", 1, *words)
            deadline = time.monotonic() + 60
            while not partial.exists() and run.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
            time.sleep(wait)
            run.send_signal(signal.SIGINT)
            said = run.communicate(timeout=120)[1]
            self.assertEqual(run.returncode, INTERRUPTED, said)
            if "nothing is kept" not in said:
                self.assertTrue(partial.exists(), said)
                return said
            wait *= 2
        self.fail("no replicate was finished in a minute")

    def advised(self, said):
        """The words of the command that is advised, as a shell takes them."""
        command = said.split("resume with  ")[1].splitlines()[0]
        words = shlex.split(command)
        self.assertEqual(words[:2], ["foresight", "run"])
        return words[1:]

    def test_an_extension_goes_on_by_the_command_that_is_advised(self):
        file = self.run_to("my run.h5", "--replicates", 3, "--seed", 7, "--sample", "1/500")
        before = file.read_bytes()
        said = self.interrupt(file, "--seed", 7, "--sample", "1/500", "--replicates", self.MANY, "--resume")
        self.assertEqual(file.read_bytes(), before)
        words = self.advised(said)
        for word in ("--seed", "7", "--sample", "1/500", str(self.MANY), str(file), "--resume"):
            self.assertIn(word, words)
        self.assertEqual(words.count("--resume"), 1)
        other = self.assert_exit(REFUSED, foresight(*words[:-1], "--resume", "--set", "fuel_poverty/tariffs/cap=*2"))
        self.assertIn("cannot resume", other.err)
        self.assertEqual(file.read_bytes(), before)
        self.assert_exit(DONE, foresight(*words, "--quiet"))
        at_once = self.run_to("at_once.h5", "--replicates", self.MANY, "--seed", 7, "--sample", "1/500")
        self.assertEqual(file.read_bytes(), at_once.read_bytes())
        self.assertFalse((self.folder / "my run.h5.partial").exists())

    def test_a_run_that_replaces_another_goes_on_too(self):
        file = self.run_to("run.h5", "--seed", 3)
        said = self.interrupt(file, "--replicates", self.MANY, "--sample", "1/500", "--force")
        self.assert_exit(DONE, foresight(*self.advised(said), "--quiet"))
        at_once = self.run_to("at_once.h5", "--replicates", self.MANY, "--sample", "1/500")
        self.assertEqual(file.read_bytes(), at_once.read_bytes())

    def test_a_run_to_a_precision_goes_on_by_its_own_command(self):
        file = self.folder / "precise.h5"
        precision = ("--precision", "social_care.gross_cost/2024-25=0.01%", "--sample", "1/500",
                     "--replicates", self.MANY)
        self.interrupt(file, *precision)
        self.assert_exit(UNMET, foresight("run", QUICK, "-o", file, *precision, "--resume", "--quiet"))
        at_once = self.run_to("at_once.h5", "--replicates", self.MANY, "--sample", "1/500")
        self.assertEqual(self.digest(file), self.digest(at_once))

    def test_a_finished_precision_is_taken_further(self):
        file = self.folder / "precise.h5"
        words = ("run", QUICK, "-o", file, "--quiet", "--precision")
        self.assert_exit(DONE, foresight(*words, "social_care.gross_cost/2024-25=20%"))
        before = file.read_bytes()
        self.assert_exit(REFUSED, foresight(*words, "social_care.gross_cost/2024-25=20%", "--resume", "--seed", 9))
        self.assertEqual(file.read_bytes(), before)
        self.assert_exit(DONE, foresight(*words, "social_care.gross_cost/2024-25=20%", "--resume"))
        self.assertEqual(file.read_bytes(), before)
        self.assertFalse((self.folder / "precise.h5.partial").exists())

    def test_what_was_broken_off_before_its_first_replicate_leaves_no_trace_in_the_file(self):
        whole = self.run_to("whole.h5", "--replicates", 2)
        (self.folder / "broken.h5.partial").write_bytes(b"broken off")
        broken = self.run_to("broken.h5", "--replicates", 2, "--resume")
        self.assertEqual(broken.read_bytes(), whole.read_bytes())


class MoreReplicates(Session):
    """Replicates that are added to a finished run are those that it would have had from the beginning."""

    def test_three_and_then_six_are_six_to_the_byte(self):
        grown = self.run_to("grown.h5", "--replicates", 3)
        self.assert_exit(DONE, foresight("run", QUICK, "-o", grown, "--replicates", 6, "--resume", "--quiet"))
        self.assertEqual(grown.read_bytes(), self.run_to("at_once.h5", "--replicates", 6).read_bytes())

    PAIRS = "schema: foresight-scenario/1\nscenario: Pairs\nextends: essex/quick\nreplicates: {points: %d, lucks: 2}\n"

    def pairs(self, points):
        scenario = self.folder / "pairs.yaml"
        scenario.write_text(self.PAIRS % points)
        return scenario

    def test_points_are_added_with_the_lucks_that_each_has(self):
        scenario = self.pairs(2)
        grown = self.run_to("grown.h5", "--sample", "1/500", scenario=scenario)
        words = ("run", scenario, "-o", grown, "--sample", "1/500", "--resume", "--quiet", "--replicates")
        said = self.assert_exit(REFUSED, foresight(*words, 7))
        self.assertIn("--replicates 6, or --replicates 8", said.err)
        self.assert_exit(DONE, foresight(*words, 6))
        at_once = self.run_to("at_once.h5", "--sample", "1/500", "--replicates", 6, scenario=scenario)
        self.assertEqual(grown.read_bytes(), at_once.read_bytes())
        self.assert_exit(DONE, foresight("replay", grown, "--quiet"))
        self.assertEqual(self.digest(at_once), self.digest(self.run_to("said.h5", "--sample", "1/500",
                                                                       scenario=self.pairs(3))))

    def test_points_are_added_where_only_the_scenario_asks_for_more(self):
        grown = self.run_to("grown.h5", "--sample", "1/500", scenario=self.pairs(2))
        self.run_to("grown.h5", "--sample", "1/500", "--resume", scenario=self.pairs(3))
        at_once = self.run_to("at_once.h5", "--sample", "1/500", scenario=self.pairs(3))
        self.assertEqual(grown.read_bytes(), at_once.read_bytes())

    def test_replicates_of_another_kind_are_told_from_other_inputs(self):
        grown = self.run_to("grown.h5", "--sample", "1/500", scenario=self.pairs(2))
        scenario = self.folder / "pairs.yaml"
        for design, told in (("{points: 6}", "2 points with 2 lucks each, and 6 points with 1 luck each are wanted"),
                             ("{points: 3, lucks: 2, design: sobol}", "pairs.yaml has changed")):
            scenario.write_text(self.PAIRS.replace("{points: %d, lucks: 2}", design))
            said = foresight("run", scenario, "-o", grown, "--sample", "1/500", "--resume", "--quiet")
            self.assert_exit(REFUSED, said)
            self.assertIn(told, said.err)

    def test_they_are_not_added_to_a_run_of_other_inputs_which_stays_as_it_was(self):
        grown = self.run_to("grown.h5", "--replicates", 3)
        before = grown.read_bytes()
        for other in (("--seed", 7), ("--set", "fuel_poverty/tariffs/cap=*2")):
            said = foresight("run", QUICK, "-o", grown, "--replicates", 6, "--resume", "--quiet", *other)
            self.assert_exit(REFUSED, said)
            self.assertIn("cannot add replicates", said.err)
            self.assertEqual(grown.read_bytes(), before)

    def test_a_run_to_a_precision_says_how_many_it_took_and_can_be_replayed(self):
        file = self.folder / "precise.h5"
        said = foresight("run", QUICK, "-o", file, "--precision", "social_care.gross_cost/2024-25=2%")
        self.assert_exit(DONE, said)
        self.assertIn("replicates: the error of social_care.gross_cost/2024-25", said.err)
        shown = foresight("show", file, "--format", "json").out
        line = next(one for one in json.loads(shown)["headlines"] if one["measure"] == "gross")
        self.assertLessEqual(line["error"], 0.02 * line["mean"])
        self.assert_exit(DONE, foresight("replay", file, "--quiet"))

    def test_a_precision_that_is_not_reached_is_told_and_the_file_is_kept(self):
        file = self.folder / "coarse.h5"
        words = ("run", QUICK, "-o", file, "--replicates", 9, "--precision", "social_care.gross_cost/2024-25=0.01%")
        said = self.assert_exit(UNMET, foresight(*words, "--quiet"))
        self.assertRegex(said.err, r"9 replicates: the error of social_care.gross_cost/2024-25 is at most [\d.]+ times what is "
                                   r"wanted: NOT reached; about [\d,]+ would be needed")
        self.assertTrue(file.exists())
        answer = self.assert_exit(UNMET, foresight(*words, "--force", "--json"))
        told = json.loads(answer.out)["precision"]
        self.assertFalse(told["reached"])
        self.assertAlmostEqual(1.1 * 9 * told["error_over_wanted"] ** 2, told["replicates_needed"], delta=1)
        self.assertIn("NOT reached", answer.err)

    def test_a_precision_that_needs_more_than_one_round_says_how_many_replicates_first(self):
        said = foresight("run", QUICK, "-o", self.folder / "two_rounds.h5", "--sample", "1/500", "--replicates", 20,
                         "--precision", "social_care.gross_cost/2024-25=0.01%")
        self.assert_exit(UNMET, said)
        self.assertRegex(said.err, r"\n16 replicates: .* times what is wanted; about [\d,]+ would be needed\n")
        lonely = foresight("run", QUICK, "-o", self.folder / "one.h5", "--sample", "1/500", "--replicates", 1, "--json",
                           "--precision", "social_care.gross_cost/2024-25=0.01%")
        self.assertIsNone(json.loads(self.assert_exit(UNMET, lonely).out)["precision"]["error_over_wanted"])
        self.assertIn("no error of social_care.gross_cost/2024-25 is known", lonely.err)

    def test_a_precision_that_makes_no_sense_is_refused(self):
        for words in ("social_care.gross_cost", "social_care.gross_cost=-1%", "social_care.gros_cost=1%"):
            said = foresight("run", QUICK, "-o", self.folder / "none.h5", "--quiet", "--precision", words)
            self.assert_exit(REFUSED, said)
            self.assertFalse((self.folder / "none.h5").exists(), "nothing is lived for it")


if __name__ == "__main__":
    unittest.main()
