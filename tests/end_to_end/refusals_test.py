"""What is wrong is refused before the first month, in words that help to mend it; nothing is lost or left behind."""
import json
import os
import re
import shutil
import subprocess
import unittest

from program import DONE, FAILED, PROGRAM, QUICK, REFUSED, SANITIZED, UNMET, Session, foresight


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

    def test_no_number_becomes_another(self):
        for words in (("--seed", -1), ("--seed", 4294967296), ("--seed", 1.5), ("--replicates", -3),
                      ("--replicates", 100001), ("--threads", 0), ("--threads", -1), ("--threads", 10**9),
                      ("--sample", 0), ("--sample", "1/0"), ("--sample", 2), ("--set", "seed=-1"),
                      ("--set", "replicates=-1"), ("--set", "population.sample=0")):
            with self.subTest(words):
                self.assertIn(str(words[1]), self.refused("run", QUICK, "--dry-run", *words))
        self.refused("replay", "none.h5", "--threads", -1)
        self.refused("sweep", QUICK, "--vary", "a/b/c=1..2", "--points", -1)

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

    def test_mistakes_of_a_scenario_and_of_its_tables_at_once(self):
        (self.folder / "tables").mkdir()
        self.write("tables/mine.yaml", "table: mine\nlabel: Mine\nof: person\nevery: moth\nmeasures: {a: count}\n")
        self.write("tables/other.yaml", "table: other\nlabel: Other\nof: person\nevery: month\nby: [person.sax, "
                   "{age: {field: person.aeg, bins: [0, 18]}}]\nmeasures: {a: count}\n")
        file = self.scenario("sede: 3\ntables: [mine, other, thrid]\n")
        for command in ("check", "run"):
            error = self.refused(command, file)
            for mistake in ("'sede'", "'thrid'", "'every' is month", "'person.sax'", "'person.aeg'"):
                self.assertIn(mistake, error)
            self.assertIn("other.yaml:5:6", error)
            self.assertIn("other.yaml:5:18", error)
        (self.folder / "tables/third.yaml").write_text(
            "table: tihrd\nlabel: Third\nof: person\nevery: month\nmeasures: {a: count}\n")
        self.assertIn("write table: third", self.refused("check", self.scenario("tables: [third]\n")))

    def test_a_table_of_ones_own_may_not_hide_one_that_ships(self):
        (self.folder / "tables").mkdir()
        self.write("tables/population.yaml",
                   "table: population\nlabel: Mine\nof: person\nevery: month\nmeasures: {a: count}\n")
        self.assertIn("two tables 'population'", self.refused("check", self.scenario("tables: [population]\n")))

    def test_no_more_than_twenty_mistakes_of_a_file(self):
        error = self.refused("check", self.scenario("".join(f"key_{i}: 1\n" for i in range(151))))
        self.assertEqual(error.count("unknown key"), 20)
        self.assertIn("and 131 more in ", error)

    def test_a_run_that_would_not_fit_is_refused_before_anybody_is_made(self):
        (self.folder / "tables").mkdir()
        self.write("tables/huge.yaml", "table: huge\nlabel: Huge\nof: person\nevery: month\nby: [lsoa, person.age, "
                   "person.sex, dwelling.tenure, dwelling.type, person.ethnic_group]\nmeasures: {a: count}\n")
        self.write("tables/large.yaml", "table: large\nlabel: Large\nof: person\nevery: year\nby: [lsoa, person.age, "
                   "person.sex, dwelling.tenure]\nmeasures: {a: count}\n")
        self.assertIn("thousand million numbers", self.refused("run", self.scenario("tables: [huge]\n")))
        large = self.scenario("tables: [large]\n")
        error = self.refused("run", large, "--replicates", 100000, "--set", "population.seed=4711")
        self.assertRegex(error, "of memory|the disk has")
        self.assertNotIn("making the population", error, "nobody is made for it")
        if SANITIZED:
            return
        within_limits = subprocess.run(["bash", "-c", f"ulimit -v 400000; exec '{PROGRAM}' run essex/baseline --quiet"],
                                       cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(within_limits.returncode, REFUSED, within_limits.stderr)
        self.assertIn("of memory", within_limits.stderr)

    def test_columns_are_counted_in_characters(self):
        error = self.refused("check", self.scenario('question: "£££"\nchanges: [{parameter: "£££", valeu: 1}]\n'))
        self.assertRegex(error, r"mine\.yaml:5:30")

    def test_nothing_is_shown_of_a_file_that_is_not_yaml(self):
        secret = self.write("secret.txt", "root:x:0:0: [secret words\n")
        file = self.write("mine.yaml", f"schema: foresight-scenario/1\nscenario: Mine\nextends: {secret}\n")
        self.assertNotIn("secret words", self.refused("check", file))
        for line in (f"parameters: [{secret}]", f"changes: [{{parameter: a/b/c, table: {secret}}}]"):
            self.assertNotIn("secret words", self.refused("check", self.scenario(line + "\n")))
        self.assertNotIn("clock", self.refused("check", file), "what is extended would have said that")

    def test_budgets_and_parameter_books_are_checked_as_what_they_are(self):
        budget = self.write("budget.yaml", "schema: foresight-budget/1\nbudget: Adults\nlines:\n"
                            "  2024-25: {gross: 560000000, source: a test}\n")
        book = self.write("book.yaml", "schema: foresight-parameters/1\nparameters:\n  a/b/c: {label: A, unit: ratio, "
                          "value: 1, source: a test, certainty: definition}\n")
        said = self.assert_exit(DONE, foresight("check", budget, book, "essex/budget", "england/deflator", QUICK,
                                                folder=self.folder)).out
        self.assertIn("Adults: a budget of 1 financial year", said)
        self.assertIn("a parameter book of 1 parameter\n", said)
        self.assertEqual(said.count("sound  "), 5)
        budget.write_text(budget.read_text().replace("gross", "grosss"))
        book.write_text(book.read_text().replace("value: 1", "value: one"))
        error = self.assert_exit(REFUSED, foresight("check", budget, book, folder=self.folder)).err
        self.assertRegex(error, r"budget\.yaml:4:\d+")
        self.assertRegex(error, r"book\.yaml:3:\d+")
        self.assertIn("this is a budget, not a scenario", self.refused("run", budget))

    def test_an_address_is_no_file(self):
        for words in (("check", "https://example.org/x.yaml"),
                      ("check", self.write("mine.yaml", "schema: foresight-scenario/1\nscenario: Mine\n"
                                           "extends: https://example.org/x.yaml\n"))):
            self.assertIn("'https://example.org/x.yaml' is an address, not a file", self.refused(*words))

    def test_the_people_of_another_year_need_no_clock_that_fits(self):
        self.assert_exit(DONE, foresight("population", "build", QUICK, "--set", "population.base=2019", "--quiet",
                                         folder=self.folder))
        self.assertIn("write 2019, 2020 or 2023",
                      self.refused("population", "build", QUICK, "--set", "population.base=2021"))

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
        self.assert_exit(REFUSED, said)
        self.assertIn("blocked", said.err)
        self.assertEqual(list(self.folder.rglob("*.h5*")), [])

    def test_where_nothing_may_be_written_is_told_before_anybody_lives(self):
        error = self.refused("run", QUICK, "-o", "/proc/nowhere/run.h5", "--set", "population.seed=4712")
        self.assertNotIn("making the population", error)
        self.refused("sensitivity", QUICK, "-o", "/proc/nowhere/study.h5")
        self.refused("run", QUICK, "-o", self.folder)
        self.refused("run", QUICK, "-o", "/dev/null", "--force")
        self.refused("population", "build", "-o", "/proc/nowhere.h5")
        mine = self.write("mine.h5", "keep me\n")
        self.refused("population", "build", "essex/quick", "-o", mine)
        self.assertEqual(mine.read_text(), "keep me\n")

    def test_what_is_no_file_is_not_replaced_and_a_link_to_a_file_is_followed(self):
        run = self.run_to("run.h5", "--replicates", 2)
        os.mkfifo(self.folder / "pipe")
        for name, to in (("to_pipe", "pipe"), ("to_null", "/dev/null"), ("to_folder", ".")):
            (self.folder / name).symlink_to(to)
        for name in ("pipe", "to_pipe", "to_null", "to_folder"):
            for words in (("run", QUICK, "-o"), ("report", run, "-o"), ("qa", run, "-o")):
                self.refused(*words, name, "--force")
        self.assertEqual([link.name for link in sorted(self.folder.iterdir()) if link.is_symlink()],
                         ["to_folder", "to_null", "to_pipe"])
        (self.folder / "far").mkdir()
        (self.folder / "far/run.h5").write_bytes(b"before")
        (self.folder / "link.h5").symlink_to("far/run.h5")
        self.refused("run", QUICK, "-o", "link.h5", "--replicates", 2)
        self.assert_exit(DONE, foresight("run", QUICK, "-o", "link.h5", "--replicates", 2, "--quiet", "--force",
                                         folder=self.folder))
        self.assertTrue((self.folder / "link.h5").is_symlink())
        self.assertEqual((self.folder / "far/run.h5").read_bytes(), run.read_bytes())

    def test_a_name_that_acts_on_a_terminal_is_refused_before_anybody_lives(self):
        run = self.run_to("run.h5")
        for name in ("a\x1b[31m.h5", "two\nlines.h5", "\u202erun.h5"):
            error = self.refused("run", QUICK, "-o", name, "--set", "population.seed=4713")
            self.assertNotIn("making the population", error)
            self.assertNotIn(name, error)
            self.refused("sensitivity", QUICK, "-o", name)
            self.refused("report", run, "-o", name)
            self.refused("qa", run, "-o", name)
        self.assertEqual([run], list(self.folder.iterdir()))

    def test_a_folder_in_which_nothing_can_be_written_is_a_refusal_of_every_command(self):
        run = self.run_to("run.h5")
        for words in (("run", QUICK, "-o", "/proc/run.h5"), ("report", run, "-o", "/proc/page.html"),
                      ("qa", run, "-o", "/proc/log.md"), ("export", run, "--xlsx", "/proc/run.xlsx"),
                      ("export", run, "--csv", "/proc/tables"), ("init", "/proc/mine")):
            self.assertIn("/proc", self.refused(*words))

    def test_what_is_read_is_not_written_over(self):
        run = self.run_to("run.h5")
        budget = self.write("budget.yaml", "schema: foresight-budget/1\n")
        mine = self.scenario("seed: 3\n", "parent.yaml")
        child = self.write("child.yaml", "schema: foresight-scenario/1\nscenario: Child\nextends: parent.yaml\n")
        (self.folder / "link.h5").symlink_to("run.h5")
        before = {file: file.read_bytes() for file in (run, budget, mine, child)}
        for words in (("run", child, "-o", child), ("run", "child.yaml", "-o", mine), ("report", run, "-o", run),
                      ("report", run, "-o", "link.h5"), ("report", run, "--budget", budget, "-o", budget),
                      ("qa", run, "-o", run)):
            self.assertIn("is read", self.refused(*words, "--force"))
        self.assertEqual({file: file.read_bytes() for file in before}, before)

    def test_of_several_files_each_is_looked_at(self):
        run = self.run_to("run.h5")
        noise = self.write("noise.h5", "not a run\n")
        unsound = self.folder / "unsound.h5"
        whole = run.read_bytes()
        text = whole.index(b"schema: foresight-scenario/1")
        unsound.write_bytes(whole[:text] + b"S" + whole[text + 1:])
        for files, verified, digested in (((noise, run, "none.h5", run), REFUSED, REFUSED),
                                          ((unsound, noise, run), REFUSED, REFUSED), ((run, unsound), UNMET, REFUSED),
                                          ((run, run), DONE, DONE)):
            with self.subTest(files):
                said = self.assert_exit(verified, foresight("verify", *files, folder=self.folder))
                self.assertEqual(said.out.count(f"{run}: sound"), files.count(run))
                for bad in {noise, "none.h5"} & set(files):
                    self.assertIn(str(bad), said.err)
                said = self.assert_exit(digested, foresight("digest", *files, folder=self.folder))
                self.assertEqual(said.out.count(f"  {run}\n"), files.count(run))

    def closed_to_others(self, *words):
        """What is said to a user who has no special rights."""
        other = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        os.chmod(self.folder, 0o755)
        try:
            return subprocess.run([PROGRAM, *map(str, words)], cwd=self.folder, capture_output=True, text=True,
                                  check=False, env=dict(os.environ, NO_COLOR="1"), **other)
        except PermissionError:
            self.skipTest("the program lies where no other user may look, as in root's home")

    def test_what_may_not_be_read_is_not_taken_for_something_else(self):
        run = self.run_to("run.h5")
        closed = self.folder / "closed"
        closed.mkdir()
        for file in (run, shutil.copy(run, closed / "inner.h5"), self.scenario("seed: 3\n", "closed/mine.yaml")):
            os.chmod(file, 0)
        self.addCleanup(os.chmod, closed, 0o700)
        os.chmod(closed, 0)
        for words in (("digest", run), ("verify", run), ("digest", closed / "inner.h5"), ("list", "runs", closed),
                      ("check", closed / "mine.yaml")):
            said = self.closed_to_others(*words)
            self.assertEqual(said.returncode, REFUSED, (words, said))
            self.assertIn("may not be read", said.stderr)
        listed = self.closed_to_others("list", "runs", ".", "--format", "json")
        self.assertEqual([(one["file"], one["state"]) for one in json.loads(listed.stdout)["runs"]],
                         [("run.h5", "closed")])

    def test_a_path_that_goes_in_circles(self):
        (self.folder / "circle").symlink_to("circle")
        for words in (("check", "circle"), ("show", "circle"), ("run", QUICK, "-o", "circle")):
            self.refused(*words)

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

    def test_a_result_of_a_year_that_is_not_lived_is_refused_before_it(self):
        error = self.refused("run", QUICK, "-o", "run.h5", "--precision", "social_care.gross_cost/2044-45=1%")
        self.assertIn("2024-25 to", error)
        self.refused("sensitivity", QUICK, "-o", "study.h5", "--result", "social_care.gross_cost/2044-45")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_damaged_run_ends_in_words(self):
        whole = self.run_to("run.h5").read_bytes()
        for at in range(0, len(whole), len(whole) // 40):
            bent = whole[:at] + b"\xa5" * 24 + whole[at + 24:]
            file = self.folder / "bent.h5"
            file.write_bytes(bent)
            self.assertIn(foresight("digest", file).code, (DONE, FAILED, REFUSED), at)

    def test_a_dry_run_writes_nothing_and_says_what_it_would(self):
        said = self.assert_exit(DONE, foresight("run", QUICK, "--dry-run", "-o", "new/run.h5", folder=self.folder))
        self.assertIn("would make the folder new", said.out)
        self.assertEqual(list(self.folder.iterdir()), [])
        plan = json.loads(foresight("run", QUICK, "--dry-run", "--json", folder=self.folder).out)
        self.assertEqual((plan["dry_run"], plan["replicates"], plan["folder_is_there"]), (True, 1, False))
        study = json.loads(foresight("sensitivity", QUICK, "--dry-run", "--format", "json", folder=self.folder).out)
        self.assertEqual(study["lives"], study["variants"] * study["replicates"])
        self.assertEqual(list(self.folder.iterdir()), [])
        kept = os.environ["FORESIGHT_CACHE"]
        self.addCleanup(os.environ.__setitem__, "FORESIGHT_CACHE", kept)
        os.environ["FORESIGHT_CACHE"] = str(self.folder / "populations")
        self.assert_exit(DONE, foresight("run", QUICK, "--dry-run", "--sample", "1/1000", folder=self.folder))
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_dry_run_refuses_what_the_run_would(self):
        there = self.write("there.h5", "a file that somebody needs\n")
        for command in ("run", "sensitivity"):
            self.assertIn("is there already", self.refused(command, QUICK, "--dry-run", "-o", there))
            self.assert_exit(DONE, foresight(command, QUICK, "--dry-run", "-o", there, "--force"))

    def test_json_is_all_there_is_on_stdout(self):
        run = self.run_to("run.h5")
        for words in (("show", run), ("show", run, "--table", "population"), ("compare", run, run), ("finance", run)):
            said = self.assert_exit(DONE, foresight(*words, "--format", "json"))
            json.loads(said.out)
        json.loads(self.assert_exit(DONE, foresight("run", QUICK, "-o", run, "--force", "--json")).out)
        for words in (("run", QUICK, "-o", run, "--json"), ("show", run, "--table", "none", "--format", "json"),
                      ("show", run, "--format", "jsn"), ("compare", run, "none.h5", "--format", "json"),
                      ("run", "nowhere", "--json", "--dry-run")):
            self.refused(*words)


class Streams(Session):
    """Whoever reads may go away, and whoever started the program may have closed what it writes to."""

    def bash(self, words):
        return subprocess.run(["bash", "-c", words], cwd=self.folder, capture_output=True, text=True, check=False,
                              env=dict(os.environ, P=PROGRAM, NO_COLOR="1"))

    def test_a_reader_that_has_seen_enough(self):
        run = self.run_to("run.h5")
        said = self.bash(f'"$P" show {run} --table population --by year,district,sex,age --format csv | head -1')
        self.assertEqual(said.stdout.count("\n"), 1)
        self.assertEqual(said.stderr, "")

    def test_a_closed_stdout_is_not_taken_for_the_run_file(self):
        said = self.bash(f'"$P" run {QUICK} -o run.h5 --quiet >&-')
        self.assertEqual(said.returncode, FAILED, said.stderr)
        self.assertEqual(self.bash('"$P" verify run.h5').returncode, DONE)


class KeptPopulations(Session):
    """What is kept for the next run is used only if it is whole."""

    def setUp(self):
        super().setUp()
        self.kept = self.folder / "kept"
        self.kept.mkdir()
        self.environment = dict(os.environ, FORESIGHT_CACHE=str(self.kept))

    def run_quick(self, name):
        done = subprocess.run([PROGRAM, "run", QUICK, "-o", self.folder / name], env=self.environment,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, DONE, done.stderr)
        return done.stderr, (self.folder / name).read_bytes()

    def test_a_damaged_one_is_made_again(self):
        self.assertIn("making", self.run_quick("made.h5")[0])
        (file,) = self.kept.iterdir()
        whole = file.read_bytes()
        said, first = self.run_quick("first.h5")
        self.assertNotIn("making", said)
        middle = len(whole) // 2
        file.write_bytes(whole[:middle] + bytes(64) + whole[middle + 64:])
        said, again = self.run_quick("again.h5")
        self.assertIn("damaged", said)
        self.assertEqual(again, first)
        self.assertEqual(file.read_bytes(), whole)

    def test_two_programs_that_make_it_at_once(self):
        words = [PROGRAM, "run", QUICK, "--quiet", "-o"]
        both = [subprocess.Popen(words + [self.folder / name], env=self.environment, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, text=True) for name in ("one.h5", "two.h5")]
        for program in both:
            self.assertEqual(program.wait(), DONE, program.stderr.read())
            program.stderr.close()
        self.assertEqual((self.folder / "one.h5").read_bytes(), (self.folder / "two.h5").read_bytes())
        self.assertEqual(len(list(self.kept.iterdir())), 1, "nothing half-made stays")
        self.assertNotIn("making", self.run_quick("three.h5")[0])


if __name__ == "__main__":
    unittest.main()
