"""What a continuous-integration server is shown is of this run alone."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

RUN = pathlib.Path(__file__).resolve().parents[2] / ".ci/run"


class ContinuousIntegration(unittest.TestCase):
    def run_with(self, folder, check):
        """.ci/run in a folder of its own, with another tools/check."""
        (folder / ".ci").mkdir()
        (folder / "tools").mkdir()
        shutil.copy(RUN, folder / ".ci/run")
        (folder / "tools/check").write_text("#!/bin/sh\n" + check)
        os.chmod(folder / "tools/check", 0o755)
        return subprocess.run([folder / ".ci/run"], capture_output=True, text=True, check=False)

    def test_a_summary_of_an_earlier_run_is_not_told_as_this_ones(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for preset in ("release", "clang"):
                (folder / "build" / preset).mkdir(parents=True)
                (folder / "build" / preset / "ctest.log").write_text("100% tests passed, 0 tests failed out of 999\n")
            said = self.run_with(folder, "echo '50% tests passed, 1 tests failed out of 2' > build/release/ctest.log\nexit 1\n")
            self.assertEqual(1, said.returncode)
            self.assertIn("== release ==\n50% tests passed, 1 tests failed out of 2", said.stdout)
            self.assertNotIn("999", said.stdout)
            self.assertNotIn("clang", said.stdout)


if __name__ == "__main__":
    unittest.main()
