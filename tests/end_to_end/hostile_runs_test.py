"""Whatever is given for a run file, a command ends soon, with a refusal that says why, and never with a wrong number."""
import json
import os
import re
import resource
import subprocess
import unittest

from program import DONE, PROGRAM, QUICK, REFUSED, SANITIZED, TOP, UNMET, Session, foresight

SEAL = b"\nforesight-seal/1 "
SECONDS_AT_MOST = 60
BYTES_AT_MOST = 6 << 30
ACTS_ON_TERMINALS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

SCENARIO = f"""schema: foresight-scenario/1
scenario: Small
extends: {QUICK}
clock: {{start: 2023-07, years: 2}}
tables: [care_clients, care_cost, care_budget, fuel_poverty_lsoa]
"""


def hash_of(data):
    """FNV-1a of 64 bits, mixed, as engine/io/hash.cpp has it."""
    state, all_ones = 14695981039346656037, (1 << 64) - 1
    for byte in data:
        state = ((state ^ byte) * 1099511628211) & all_ones
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & all_ones
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & all_ones
    return f"{state ^ (state >> 31):016x}"


def unsealed(data):
    return data[:data.rindex(SEAL)]


def sealed(data):
    return data + SEAL + hash_of(data).encode() + b"\n"


def limited():
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (BYTES_AT_MOST, BYTES_AT_MOST))


def library_gave_up(folder):
    """Whether a sanitizer stopped at what HDF5 itself did with a damaged file: by a signal, as without a sanitizer, the program
    is told of that, and says so."""
    reports = [file.read_text(errors="replace") for file in folder.glob("sanitizer.*")]
    for file in folder.glob("sanitizer.*"):
        file.unlink()
    return bool(reports) and all("CHECK failed: sanitizer_" in one or "libhdf5" in one.splitlines()[2] for one in reports)


def ask(*words, reports=None):
    # What HDF5 leaves behind when it gives a damaged file up is no matter of ours.
    environment = dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8",
                       ASAN_OPTIONS=f"detect_leaks=0:suppressions={TOP}/tests/end_to_end/hdf5.suppressions"
                                    + (f":log_path={reports}/sanitizer" if reports else ""))
    return subprocess.run([PROGRAM, *map(str, words)], cwd=TOP, env=environment, capture_output=True, check=False,
                          stdin=subprocess.DEVNULL, timeout=SECONDS_AT_MOST, preexec_fn=limited)


class HostileRuns(Session):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holder = cls("make_good_run")
        cls.holder.setUp()
        cls.addClassCleanup(cls.holder.doCleanups)
        cls.good = cls.holder.make_good_run()
        cls.bytes = cls.good.read_bytes()
        overview = foresight("--help").out
        cls.more = [name for name in ("report", "export", "qa", "why") if re.search(rf"^  {name} ", overview, re.M)]

    def make_good_run(self):
        return self.run_to("good.h5", scenario=self.write("small.yaml", SCENARIO))

    def questions(self, run):
        page, tables = self.folder / "page.html", self.folder / "tables"
        asked = [("show", run), ("show", run, "--table", "care_cost", "--format", "csv"), ("compare", run, self.good),
                 ("compare", self.good, run), ("compare", "--exact", self.good, run), ("finance", run), ("digest", run),
                 ("verify", run), ("replay", run), ("bridge", run, self.good), ("bridge", self.good, run)]
        for name in self.more:
            asked.append({"report": ("report", run, "-o", page, "--force"), "export": ("export", run, "--csv", tables, "--force"),
                          "qa": ("qa", run), "why": ("why", run, "--table", "care_clients")}[name])
        return asked

    def refused(self, words, codes=(REFUSED,)):
        said = ask(*words)
        told = f"$ foresight {' '.join(map(str, words))}\n(exit {said.returncode})\n{said.stdout}\n{said.stderr}"
        self.assertIn(said.returncode, (*codes, UNMET) if words[0] == "verify" else codes, told)
        error = said.stderr.decode("utf-8", "replace")
        if said.returncode == REFUSED:
            self.assertEqual(said.stdout, b"", told)
            self.assertRegex(error, r"^error: \S.*\S\n", told)
            self.assertLess(len(error), 2000, told)
        for text in (error, said.stdout.decode("utf-8", "replace")):
            self.assertIsNone(ACTS_ON_TERMINALS.search(text), told)
        return error

    def file(self, name, data):
        file = self.folder / name
        file.write_bytes(data)
        return file

    def refused_by_all(self, name, data):
        file = self.file(name, data)
        for words in self.questions(file):
            self.refused(words)
        self.assertFalse((self.folder / "out").exists(), "nothing is left of what was refused")

    def test_the_good_one_is_answered(self):
        for words in self.questions(self.good):
            if words[0] not in ("replay", "bridge"):
                self.assertEqual(ask(*words).returncode, DONE, words)

    def test_files_that_are_something_else(self):
        self.refused_by_all("empty.h5", b"")
        self.refused_by_all("text.h5", b"scenario: not a run\n" * 1000)
        self.refused_by_all("signature.h5", self.bytes[:8])
        self.refused_by_all("noise.h5", self.bytes[:8] + bytes(range(256)) * 400)

    def test_hdf5_of_another_kind(self):
        cache = os.environ["FORESIGHT_CACHE"]
        population = next(os.path.join(cache, name) for name in sorted(os.listdir(cache)) if name.endswith(".h5"))
        for words in self.questions(population):
            self.assertIn("no run of Foresight", self.refused(words))

    def test_files_that_were_cut_short(self):
        for share in (0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999):
            file = self.file("short.h5", self.bytes[:int(len(self.bytes) * share)])
            for words in (("show", file), ("digest", file), ("verify", file), ("compare", file, self.good)):
                self.refused(words)
        self.refused_by_all("shorter.h5", self.bytes[:len(self.bytes) // 2])
        self.refused_by_all("longer.h5", self.bytes[:-10] + b"x" * 100 + self.bytes[-40:])

    def test_one_bit_anywhere(self):
        for i in range(60):
            place = (i * 7919 * 1009) % len(self.bytes) if i % 3 else i * 97 + 9
            forged = bytearray(self.bytes)
            forged[place] ^= 1 << i % 8
            file = self.file("flipped.h5", forged)
            self.refused(("show", file, "--table", "care_cost"))
            said = ask("verify", file, reports=self.folder)
            if SANITIZED and library_gave_up(self.folder):
                continue
            self.assertEqual(said.returncode, UNMET, f"bit of byte {place}: {said}")
        self.refused_by_all("flipped.h5", forged)

    def test_a_byte_too_few_or_too_many(self):
        for data in (self.bytes[:-1], self.bytes + b"\n", self.bytes + b"\0", unsealed(self.bytes), self.bytes * 2,
                     unsealed(self.bytes) + SEAL + b"0" * 16 + b"\n"):
            file = self.file("other.h5", data)
            self.assertIn("damaged", self.refused(("show", file)))
            said = ask("verify", file, self.good)
            self.assertEqual(said.returncode, UNMET, said)
            self.assertIn(b"seal", said.stdout)
            self.assertIn(b"good.h5: sound", said.stdout)
            self.assertEqual(said.stderr, b"")

    def patched(self, name, before, after, data=None):
        """The same file with other bytes of the same length, and a seal that fits."""
        data = unsealed(data or self.bytes)
        self.assertEqual(len(before), len(after))
        self.assertIn(before, data)
        return self.file(name, sealed(data.replace(before, after)))

    def test_sizes_beyond_all_bounds(self):
        one = (1).to_bytes(8, "little")
        huge = (1 << 40).to_bytes(8, "little")
        years = (2).to_bytes(8, "little")
        data = unsealed(self.bytes)
        at = data.find(one + years + (903).to_bytes(8, "little"))
        self.assertGreater(at, 0, "the shape of a table by areas: replicate, year, area")
        for offset in (0, 8, 16):
            forged = bytearray(data)
            forged[at + offset:at + offset + 8] = huge
            file = self.file("huge.h5", sealed(bytes(forged)))
            for words in (("show", file, "--table", "fuel_poverty_lsoa"), ("digest", file), ("verify", file)):
                self.refused(words)

    def test_another_layout(self):
        file = self.patched("newer.h5", b"foresight-run/1", b"foresight-run/7")
        for words in self.questions(file):
            self.refused(words)

    def test_labels_that_act_on_the_terminal(self):
        for number, evil in enumerate((b"\x1b[31mX\x07X", b"\x9b31mXXXX", "\u009b31mXXX".encode(), b"Bas\nild\r")):
            file = self.patched(f"{number}.h5", b"Basildon", evil[:8].ljust(8, b"X"))
            for words in self.questions(file):
                said = ask(*words)
                for text in (said.stdout, said.stderr):
                    self.assertNotIn(b"\x1b", text)
                    self.assertNotIn(b"\x07", text)
                    self.assertNotIn("\u009b", text.decode("utf-8", "replace"))
        for evil in (b"\x1b]0;evil", b"Bas\xffldon"):
            for words in (("show", "--format", "json"), ("compare", self.good), ("finance", "--format", "json")):
                self.refused((*words, self.patched("escape.h5", b"Basildon", evil)))

    def test_a_name_that_acts_on_the_terminal(self):
        file = self.file("a\x1b[31mb.h5", self.bytes)
        for words in self.questions(file):
            self.refused(words)
        self.refused(("show", self.folder / "none\x1b[31m.h5"))

    def test_inputs_that_would_be_written_elsewhere(self):
        before = b"tables/care_clients.yaml"
        for number, after in enumerate((b"../../../../../../../e.yaml", b"/../../../../tmp/evil.yaml", b"..")):
            file = self.patched(f"{number}.h5", before, after[:len(before)].ljust(len(before), b"/"))
            self.refused(("replay", file))
        self.assertEqual([], [name for name in os.listdir("/tmp") if name.startswith("evil")])

    def test_a_study_whose_variants_are_damaged(self):
        study = self.folder / "study.h5"
        self.assert_exit(DONE, foresight("sweep", QUICK, "--vary", "social_care/prices/weekly=*0.9,*1.1", "--result",
                                         "social_care.clients", "--replicates", "1", "--sample", "1/200", "-o", study,
                                         "--quiet"))
        data = study.read_bytes()
        self.assertEqual(ask("show", study).returncode, DONE)
        for number, (before, after) in enumerate(((b'"kind"', b'"kinX"'), (b'"variants"', b'"variantX"'),
                                                  (b'{\n "kind', b'[\n "kind'), (b'"order": []', b'"order":[9]'))):
            self.refused(("show", self.patched(f"study{number}.h5", before, after, data)))

    def test_replicates_are_not_added_to_a_damaged_run(self):
        forged = bytearray(self.bytes)
        forged[len(forged) // 2] ^= 1
        file = self.file("damaged.h5", forged)
        said = ask("run", QUICK, "--replicates", "2", "-o", file, "--quiet")
        self.assertEqual(said.returncode, REFUSED, said)
        self.assertEqual(file.read_bytes(), forged)

    def test_what_is_no_file_is_refused(self):
        self.refused(("show", "/dev/null"))
        self.refused(("show", self.folder))
        link = self.folder / "loop.h5"
        link.symlink_to(link)
        self.refused(("show", link))


if __name__ == "__main__":
    unittest.main()
