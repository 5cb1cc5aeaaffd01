"""A run that was killed goes on where it was, and ends where it would have ended."""
import signal
import time
import unittest

from program import DONE, INTERRUPTED, QUICK, REFUSED, Session, foresight, start

REPLICATES = ("--replicates", 24)


class Resume(Session):
    def setUp(self):
        super().setUp()
        began = time.monotonic()
        self.whole = self.run_to("whole.h5", *REPLICATES)
        self.seconds = time.monotonic() - began

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

    def test_interrupted_it_keeps_what_it_has(self):
        stopped = self.stop("interrupted.h5", 0.2, signal.SIGINT)
        if not stopped:
            self.skipTest("the run was done before the interrupt came")
        self.assertEqual(stopped[2], INTERRUPTED)
        self.resume(*stopped[:2])

    def test_it_does_not_go_on_with_other_inputs_and_spoils_nothing(self):
        stopped = self.stop("changed.h5", 0.2, signal.SIGKILL)
        if not stopped:
            self.skipTest("the run was done before it was killed")
        file, partial, _ = stopped
        self.assert_exit(REFUSED, foresight("run", QUICK, "-o", file, *REPLICATES, "--resume", "--seed", 43))
        self.assertFalse(file.exists())
        self.resume(file, partial)


if __name__ == "__main__":
    unittest.main()
