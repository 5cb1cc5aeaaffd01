#!/usr/bin/env python3
"""Every case of the tests in C++ is one that ctest runs: a name that it cannot pass on whole would pass without being run."""
import json
import os
import pathlib
import re
import subprocess
import unittest

BUILD = pathlib.Path(os.environ["FORESIGHT"]).resolve().parent


def lines(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True, cwd=BUILD).stdout.splitlines()


def cases(*words):
    """The names that the program of the tests lists, of those that are asked for."""
    listed = lines(str(BUILD / "foresight_tests"), "--list-test-cases", "--no-version", *words)
    return [line for line in listed if not line.startswith(("[doctest]", "==="))]


class EveryCaseRuns(unittest.TestCase):
    def test_each_command_of_ctest_runs_one_case_and_together_they_run_all(self):
        told = json.loads("\n".join(lines("ctest", "--show-only=json-v1")))
        commands = [test["command"] for test in told["tests"] if test["command"][0].endswith("foresight_tests")]
        run = []
        for command in commands:
            found = cases(*[word for word in command[1:] if re.match("--?(dt-)?(tc|test-case)=", word)])
            self.assertEqual(1, len(found), f"{command[1:]} runs {found}")
            run += found
        self.assertEqual(sorted(cases()), sorted(run))
        self.assertGreater(len(run), 200)


if __name__ == "__main__":
    unittest.main()
