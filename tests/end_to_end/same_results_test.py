"""A result depends on the scenario, and on nothing else."""
import unittest

from program import DONE, UNMET, TOP, Session, foresight


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


if __name__ == "__main__":
    unittest.main()
