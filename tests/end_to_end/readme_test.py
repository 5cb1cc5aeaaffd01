"""Every command of the README's tour does what it says, on one household in a hundred."""
import re
import shlex
import subprocess
import sys
import unittest

from program import DONE, PROGRAM, TOP, Session, foresight

LIVES = ("run", "sensitivity", "sweep", "attribute", "trace")
SAMPLE, REPLICATES = "1/100", "2"


def files_of(text):
    """Name and content of its YAML blocks that begin with the name of a file, which the commands read."""
    return re.findall(r"```yaml\n(# ([\w.]+\.yaml)\b.*?)```", text, flags=re.S)


def commands_of(text):
    """The lines of its shell blocks, without remarks."""
    for block in re.findall(r"```sh\n(.*?)```", text, flags=re.S):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words:
                yield words


def on_a_sample(words):
    """The same command, on fewer people and replicates."""
    words = list(words)
    if words[0] not in LIVES:
        return words
    if "--sample" in words:
        words[words.index("--sample") + 1] = SAMPLE
    else:
        words += ["--sample", SAMPLE]
    if words[0] == "sensitivity":
        words += ["--only", "social_care/prices/*"]
    if "--replicates" in words:
        words[words.index("--replicates") + 1] = REPLICATES
    return words


class Readme(Session):
    def setUp(self):
        super().setUp()
        for name in ("scenarios", "tools"):
            (self.folder / name).symlink_to(TOP / name)
        (self.folder / "outputs/pictures").mkdir(parents=True)
        # What tools/quickstart leaves behind.
        for name in ("baseline", "baseline_2021", "price_cap_2022"):
            self.do("run", f"scenarios/essex/{name}.yaml", "-o", f"runs/{name}.h5", "--sample", SAMPLE, "--quiet")

    def do(self, *words):
        return self.assert_exit(DONE, foresight(*self.expanded(words), folder=self.folder))

    def expanded(self, words):
        """A shell would put the files for my_scenario/*.yaml."""
        made = []
        for word in words:
            found = sorted(self.folder.glob(word)) if word.endswith("*.yaml") else []
            made += [path.relative_to(self.folder) for path in found] or [word]
        return made

    def test_every_command_of_the_tour_is_done(self):
        done = 0
        text = (TOP / "README.md").read_text(encoding="utf-8")
        files = files_of(text)
        self.assertTrue(files)
        for content, name in files:
            self.write(name, content)
        for words in commands_of(text):
            if words[0] == "foresight":
                self.do(*on_a_sample(words[1:]))
                done += 1
            elif words[:2] == ["python3", "tools/picture.py"]:
                words = [PROGRAM if word == "build/release/foresight" else word for word in words[1:]]
                said = subprocess.run([sys.executable, *words], cwd=self.folder, capture_output=True, text=True,
                                      check=False)
                self.assertEqual(said.returncode, 0, said.stderr)
                done += 1
            else:
                self.assertIn(words[0].split("=")[0], ("tools/quickstart", "tools/check", "alias"), words)
        self.assertGreater(done, 12)

    def test_the_fit_that_is_printed_is_the_fit_of_the_people(self):
        text = (TOP / "engine/synthesis/README.md").read_text(encoding="utf-8")
        printed = re.search(r"Printed by `foresight population describe`.*?```\n(.*?)```", text, flags=re.S)[1]
        said = foresight("population", "describe", "essex/baseline", "--quiet")
        self.assert_exit(DONE, said)
        self.assertEqual(printed.splitlines(), said.out.splitlines())


if __name__ == "__main__":
    unittest.main()
