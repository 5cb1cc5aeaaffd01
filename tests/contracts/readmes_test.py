"""Every folder says what is in it, and what it refers to is there."""
import os
import pathlib
import re
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
PARENTS = ("engine", "outputs", "tools", "tests", "scenarios", "calibration")
ENDINGS = "py|cpp|hpp|yaml|csv|md|R|S|js|css|html|svg"


def readmes():
    return [TOP / "CONTRIBUTING.md"] + [path for path in sorted(TOP.rglob("README.md"))
                                        if not {"build", "runs"} & set(path.relative_to(TOP).parts)]


class Readmes(unittest.TestCase):
    def test_every_folder_has_one_at_any_depth(self):
        for parent in PARENTS:
            for folder, inside, files in os.walk(TOP / parent):
                inside[:] = sorted(name for name in inside if not name.startswith((".", "__")))
                name = pathlib.Path(folder).relative_to(TOP)
                with self.subTest(str(name)):
                    self.assertIn("README.md", files, f"{name} does not say what is in it")

    def test_what_they_link_to_is_there(self):
        for path in readmes():
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
                if "://" not in target:
                    self.assertTrue((path.parent / target).exists(), f"{path.relative_to(TOP)}: {target}")

    def test_the_files_that_they_name_are_there(self):
        for path in readmes():
            for name in re.findall(rf"`((?:[\w.-]+/)+[\w.-]+\.(?:{ENDINGS}))`", path.read_text(encoding="utf-8")):
                if name.startswith("runs/"):
                    continue
                places = [folder / name for folder in (TOP, path.parent, *(one for one in path.parents if TOP in one.parents))]
                self.assertTrue(any(place.exists() for place in places), f"{path.relative_to(TOP)}: {name}")

    def test_what_they_name_in_the_folder_above_is_there(self):
        for path in readmes():
            for name in re.findall(r"`(\.\./[\w./-]+)`", path.read_text(encoding="utf-8")):
                self.assertTrue(list(path.parent.glob(name + "*")), f"{path.relative_to(TOP)}: {name}")


if __name__ == "__main__":
    unittest.main()
