"""The program as a user has it: a command line, two streams, an exit code, and files."""
import os
import pathlib
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("FORESIGHT", str(TOP / "build/release/foresight"))
QUICK = TOP / "scenarios/essex/quick.yaml"

# A sanitizer reserves all of a machine's addresses before it begins, and cannot live within a limit.
SANITIZED = any(sign in pathlib.Path(PROGRAM).read_bytes() for sign in (b"__asan_init", b"__tsan_init"))

# Populations are made once and kept with the developer's own; nothing else of a test stays.
os.environ.setdefault("FORESIGHT_CACHE", str(TOP / "runs/populations"))

DONE, FAILED, REFUSED, UNMET, INTERRUPTED = 0, 1, 2, 3, 130


def start(*words, folder=None):
    environment = dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8")
    return subprocess.Popen([PROGRAM, *map(str, words)], cwd=folder or TOP, env=environment, text=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


class Said:
    """What a finished program left behind."""

    def __init__(self, words, process, seconds):
        self.command = " ".join(map(str, words))
        self.out, self.err = process.communicate(timeout=seconds)
        self.code = process.returncode

    def __str__(self):
        return f"$ foresight {self.command}\n(exit {self.code})\n{self.out[-2000:]}{self.err[-4000:]}"


def foresight(*words, folder=None, seconds=600):
    return Said(words, start(*words, folder=folder), seconds)


class Session(unittest.TestCase):
    """A user's session in an empty folder."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="foresight-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def assert_exit(self, code, said):
        self.assertEqual(said.code, code, str(said))
        return said

    def run_to(self, name, *words, scenario=QUICK):
        """Runs a scenario into a file of that name, and gives the file."""
        file = self.folder / name
        self.assert_exit(DONE, foresight("run", scenario, "-o", file, "--quiet", *words))
        self.assertTrue(file.exists(), "a run that is done has left its file")
        return file

    def digest(self, file):
        return self.assert_exit(DONE, foresight("digest", file)).out.split()[0]

    def write(self, name, text):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file
