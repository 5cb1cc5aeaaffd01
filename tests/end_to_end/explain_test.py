"""What is known of runs, of one life in them, and of one number: list runs, qa, trace, why."""
import csv
import io
import json
import re
import shlex
import subprocess
import unittest

from program import DONE, PROGRAM, QUICK, REFUSED, Session, foresight


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


class Explaining(Session):
    def answer(self, *words):
        return self.assert_exit(DONE, foresight(*words, folder=self.folder)).out

    def uncertain_prices(self):
        """A scenario in which the price of care is most of what is not known of its cost."""
        return self.write("points.yaml", "schema: foresight-scenario/1\nscenario: Points\nextends: essex/quick\n"
                          "replicates: {points: 30}\nchanges:\n  - parameter: social_care/prices/weekly\n"
                          "    scale: 1\n    uncertain: {normal: [1, 0.3]}\n    source: a test\n")


class ListedRuns(Explaining):
    def test_runs_are_listed_and_damaged_files_stop_nothing(self):
        run = self.run_to("run.h5")
        self.run_to("several.h5", "--replicates", 3)
        whole = run.read_bytes()
        middle = len(whole) // 2
        (self.folder / "cut.h5").write_bytes(whole[:middle])
        (self.folder / "hostile.h5").write_bytes(
            whole[:800] + bytes((7 * byte + 13) % 256 for byte in whole[800:middle]) + whole[middle:])
        (self.folder / "foreign.h5").write_text("no run", encoding="utf-8")
        (self.folder / "begun.h5.partial").write_bytes(b"")
        runs = {row["file"]: row for row in table(self.answer("list", "runs", self.folder, "--format", "csv"))}
        self.assertEqual({"run.h5": "sound", "several.h5": "sound", "cut.h5": "damaged", "hostile.h5": "damaged",
                          "foreign.h5": "foreign", "begun.h5.partial": "unfinished"},
                         {file: row["state"] for file, row in runs.items()})
        self.assertEqual(self.digest(run), runs["run.h5"]["digest"])
        cost = json.loads(self.answer("show", run, "--format", "json"))["headlines"]
        cost = [line["mean"] for line in cost if line["table"] == "care_cost"][-1]
        self.assertEqual(cost, float(runs["run.h5"]["social_care.gross_cost"]))
        # One replicate has no interval; three have one.
        self.assertEqual("", runs["run.h5"]["social_care.gross_cost_low95"])
        self.assertLess(float(runs["several.h5"]["social_care.gross_cost_low95"]),
                        float(runs["several.h5"]["social_care.gross_cost_high95"]))
        self.assertIn("One replicate has no interval", self.answer("list", "runs", self.folder))
        self.assertEqual(6, len(json.loads(self.answer("list", "runs", self.folder, "--format", "json"))["runs"]))

    def test_names_of_files_neither_act_on_a_terminal_nor_become_formulas(self):
        for name in ("a\x1b[31m.h5", "two\nlines.h5", "=1+1.h5", "\u202ea.h5"):
            (self.folder / name).write_text("no run", encoding="utf-8")
        (self.folder / "fine.h5").write_text("no run", encoding="utf-8")
        (self.folder / b"caf\xe9.h5".decode("utf-8", "surrogateescape")).write_text("no run", encoding="utf-8")
        start = [r"'=1+1.h5", r"a\x1b[31m.h5"]
        listed = self.list_as_bytes("--format", "csv")
        names = [row["file"] for row in table(listed.decode("utf-8", "surrogateescape"))]
        self.assertEqual(names[:2], start)
        self.assertIn(r"two\x0alines.h5", names)
        self.assertIn(r"\xe2\x80\xaea.h5", names)
        for listed in (listed, self.list_as_bytes()):
            self.assertNotIn(b"\x1b", listed)
            self.assertNotIn("\u202e".encode(), listed)
        self.assertEqual(6, len(json.loads(self.list_as_bytes("--format", "json"))["runs"]))

    def list_as_bytes(self, *words):
        return subprocess.run([PROGRAM, "list", "runs", ".", *words], cwd=self.folder, capture_output=True,
                              check=True).stdout

    def test_a_folder_that_is_not_there_is_refused(self):
        self.assert_exit(REFUSED, foresight("list", "runs", "nowhere", folder=self.folder))
        self.assert_exit(REFUSED, foresight("list", "tables", "runs", folder=self.folder))


class QualityAssurance(Explaining):
    def rows(self, text, heading):
        """The rows of all tables under a heading, cell by cell."""
        section = text.split(f"\n## {heading}")[1].split("\n## ")[0]
        return [[cell.strip() for cell in line.strip("|").split(" | ")]
                for line in section.splitlines() if line.startswith("| ")]

    def test_the_least_sure_assumptions_come_first_and_none_is_missing(self):
        run = self.run_to("run.h5")
        text = self.answer("qa", run)
        self.assertEqual(text, self.answer("qa", run))
        log = [row for row in self.rows(text, "4 Assumptions") if row[0].startswith("`")]
        order = ["scenario", "assumed", "recalled", "inferred", "derived", "published", "definition"]
        places = [order.index(row[5]) for row in log]
        self.assertEqual(sorted(places), places)
        listed = {line.split()[0] for line in self.answer("list", "parameters", "--of", QUICK).splitlines()}
        self.assertEqual(listed, {row[0].strip("`") for row in log})
        self.assertIn(self.digest(run), text)
        self.assertIn("central point", text.split("## 5 Sensitivity")[1])

    def test_checks_of_a_sound_run_hold_and_published_figures_stand_beside_it(self):
        text = self.answer("qa", self.run_to("run.h5", "--replicates", 2))
        checks = self.rows(text, "7 Internal checks")[1:]
        self.assertGreaterEqual(len(checks), 7)
        self.assertEqual({"yes"}, {row[1] for row in checks})
        figures = {row[0]: row for row in self.rows(text, "6 Validation")}
        self.assertEqual("1,563,365", figures["People, 30 June 2024, county"][1])
        for module in ("demography", "fuel_poverty", "school_readiness", "social_care"):
            self.assertIn(f"### {module}\n\n- ", text)

    def test_parameters_that_matter_are_ranked_where_the_ensemble_can_tell(self):
        text = self.answer("qa", self.run_to("points.h5", scenario=self.uncertain_prices()))
        ranks = {row[0].strip("`"): row[8] for row in self.rows(text, "4 Assumptions") if row[0].startswith("`")}
        self.assertEqual("1", ranks["social_care/prices/weekly"])

    def test_words_of_a_user_stay_words(self):
        scenario = self.write("mine.yaml", "schema: foresight-scenario/1\nscenario: <script>alert(1)</script>\n"
                              "question: |\n  # Not a heading\n\n  ![](http://example.org/a) \\\\<b>bold</b>\n"
                              f"extends: {QUICK}\n")
        text = self.answer("qa", self.run_to("run.h5", scenario=scenario)).split("\n## 2 ")[0]
        self.assertTrue(text.startswith("# Assumptions and validation: \\<script>alert(1)\\</script>\n"), text[:200])
        self.assertIn("\n\\# Not a heading", text)
        for active in (r"(?<!\\)(\\\\)*<", r"(?<!\\)(\\\\)*\[\]\(", r"^# Not"):
            self.assertNotRegex(text, re.compile(active, re.MULTILINE))

    def test_a_log_is_written_whole_and_nothing_is_overwritten(self):
        run = self.run_to("run.h5")
        self.answer("qa", run, "-o", "qa.md")
        self.assertEqual(self.answer("qa", run), (self.folder / "qa.md").read_text(encoding="utf-8"))
        self.assert_exit(REFUSED, foresight("qa", run, "-o", "qa.md", folder=self.folder))
        self.answer("qa", run, "-o", "made/for/it/qa.md")
        self.answer("qa", run, "-o", "qa.md", "--force")


class OneLife(Explaining):
    def test_one_person_is_spoken_of_in_words_for_one(self):
        for age, sex, called in ((88, "male", "man"), (88, "female", "woman"), (4, "male", "boy"), (4, "female", "girl")):
            said = self.answer("trace", QUICK, "--who", f"age={age} sex={sex}", "--until", "2023-07", "--quiet")
            self.assertRegex(said, rf"Person \d+: {called}, ")

    def test_a_chance_is_told_with_its_months_before_what_the_draw_made_of_it(self):
        said = self.answer("trace", QUICK, "--who", "age=88 setting=residential", "--until", "2024-06", "--quiet")
        self.assertRegex(said, r"dies +\d+\.\d+% in (the month|\d+ months) +[\d.]+ .*(by this draw not before|in) 20\d\d-\d\d")
        self.assertRegex(said, r"Gross cost of long-term support, GBP a week +(= )?.*\d+\.\d\d\b")
        self.assertNotIn("pence", said)

    def life(self, *words):
        return table(self.answer("trace", QUICK, *words, "--format", "csv"))

    def test_a_draw_below_the_probability_decides(self):
        life = self.life("--who", "age=88 setting=residential")
        asked = [line for line in life if line["kind"] == "question" and line["probability"] and line["draw"]]
        self.assertGreater(len(asked), 10)
        for line in asked:
            low, share, draw = float(line["from"]), float(line["probability"]), float(line["draw"])
            self.assertEqual(line["happens"] == "1", low <= draw < low + share, line)
        self.assertEqual({"question", "event", "state"}, {line["kind"] for line in life})

    def test_the_same_life_for_any_number_of_threads(self):
        who = ("--who", "age=30 sex=female district=Colchester")
        self.assertEqual(self.life(*who, "--threads", 1), self.life(*who, "--threads", 2))

    def test_a_death_that_is_due_comes_in_its_month_and_ends_the_life(self):
        """Of all of 95 and over: whose clock rings dies in that month, unless the county was left before."""
        dead = 0
        for age in (97, 98, 99):
            said = foresight("trace", QUICK, "--who", f"age={age}", "--format", "csv", folder=self.folder)
            if said.code == REFUSED:
                continue
            life = table(self.assert_exit(DONE, said).out)
            ends = [line for line in life if line["process"] == "population.changed"]
            due = [line["outcome"].split()[-1] for line in life
                   if line["process"] == "demography/mortality" and line["happens"] == "1"]
            if ends and ends[-1]["outcome"] == "Deaths":
                dead += 1
                self.assertEqual([ends[-1]["month"]], due)
                self.assertEqual(life[-1]["month"], ends[-1]["month"])
        self.assertGreater(dead, 0)

    def test_who_was_born_in_the_run_can_be_traced_too(self):
        mothers = self.answer("trace", QUICK, "--who", "age=30 sex=female", "--format", "json", "--until", "2023-07")
        self.assertEqual("2023-07", json.loads(mothers)["lines"][-1]["month"])
        for age in range(24, 36):
            said = foresight("trace", QUICK, "--who", f"age={age} sex=female children_born=1", "--format", "csv",
                             folder=self.folder)
            bears = [line for line in table(said.out) if line["outcome"].startswith("bears person")]
            if not bears:
                continue
            child = self.life("--person", bears[0]["outcome"].split()[-1])
            born = [line for line in child if line["outcome"] == "Births"]
            self.assertEqual([bears[0]["month"]], [line["month"] for line in born])
            return
        self.fail("no mother among those asked")

    def test_who_is_not_there_is_refused_with_the_numbers_that_are(self):
        for words in (("--person", 1), ("--person", 2 ** 63), ("--who", "age=30 district=Colchester sex=Female town=x"),
                      ("--who", "setting=hospital"), ("--person", 64, "--who", "age=3"), (), ("--person", 64, "--replicate", 7),
                      ("--person", 64, "--from", "2031-01"), ("--person", 64, "--until", "soon")):
            with self.subTest(words):
                said = self.assert_exit(REFUSED, foresight("trace", QUICK, *words, folder=self.folder))
                self.assertEqual("", said.out)
        for words in (("--person", -1), ("--person", 64, "--replicate", -1)):
            said = self.assert_exit(REFUSED, foresight("trace", QUICK, *words))
            self.assertIn(f"{words[-2]} '-1': it takes a whole number from 0", said.err)
        self.assertRegex(foresight("trace", QUICK, "--person", 1).err, r"numbered from \d+ to \d+")

    def test_a_replicate_that_is_not_there_is_had_with_more_of_them(self):
        said = self.assert_exit(REFUSED, foresight("trace", QUICK, "--person", 64, "--replicate", 3))
        self.assertIn("add --replicates 4", said.err)
        scenario = self.write("pairs.yaml", "schema: foresight-scenario/1\nscenario: Pairs\nextends: essex/quick\n"
                              "replicates: {points: 2, lucks: 2}\n")
        said = self.assert_exit(REFUSED, foresight("trace", scenario, "--person", 64, "--replicate", 4))
        self.assertIn("add --replicates 6", said.err)

    def test_of_a_run_the_command_that_traces_its_scenario_is_told(self):
        run = self.run_to("a run.h5", "--sample", "1/500", "--seed", 7)
        said = self.assert_exit(REFUSED, foresight("trace", run, "--person", 64, "--until", "2023-08"))
        self.assertIn("a trace takes a scenario", said.err)
        command = said.err.split("write foresight ")[1].splitlines()[0]
        for words in ("trace essex/quick.yaml ", "--person 64", "--sample 1/500", "--seed 7"):
            self.assertIn(words, command)
        whom = ["--who" if word == "--person" else "age=40" if word == "64" else word for word in shlex.split(command)]
        self.assert_exit(DONE, foresight(*whom))
        broken = self.write("broken.h5", "no run")
        said = self.assert_exit(REFUSED, foresight("trace", broken, "--person", 64))
        self.assertIn("name the scenario", said.err)


class WhatDrivesACell(Explaining):
    def sections(self, run, *words):
        """The means of an answer: by section, by line."""
        sections = {}
        for row in table(self.answer("why", run, *words, "--format", "csv")):
            sections.setdefault(row["section"], {})[row["what"]] = float(row["mean"])
        return sections

    def test_people_who_came_and_left_are_all_of_the_change(self):
        run = self.run_to("run.h5", "--replicates", 3)
        for district in ("Tendring", "Harlow"):
            answer = self.sections(run, "--table", "population", "--where", f"district={district}")
            flows = answer["Who came in and who left"]
            self.assertEqual(0, flows["Not accounted for"])
            self.assertAlmostEqual(answer["The cell"]["change"], sum(flows.values()))
            self.assertLess(flows["Deaths"], 0)
            by_event = {row["event"]: float(row["persons"]) for row in table(self.answer(
                "show", run, "--table", "population_change", "--by", "year,event", "--where", "year=2025", "--where",
                f"district={district}", "--format", "csv"))}
            self.assertAlmostEqual(by_event["death"], -flows["Deaths"])

    def test_parts_add_up_to_the_change(self):
        run = self.run_to("run.h5", "--set", "clock.years=4", "--replicates", 2)
        for words, names in ((("--table", "care_cost", "--period", "2025-26"), ("How many, who they are and where they are cared for, and at what price",)),
                             (("--table", "care_clients", "--where", "setting=residential", "--where", "month=2025-02"),
                              ("Who came in and who left",)),
                             (("--table", "care_clients", "--where", "financial_year=2025-26"),
                              ("Who came in and who left", "Where the change is, by Age group",
                               "Where the change is, by Setting of long-term support")),
                             (("--table", "care_budget", "--period", "2025-02"), ("What changed the weekly cost of these clients' care, GBP a week",))):
            answer = self.sections(run, *words)
            for name in names:
                with self.subTest(words=words, section=name):
                    self.assertAlmostEqual(answer["The cell"]["change"], sum(answer[name].values()), delta=0.02)
        rest = "To or from another setting, age group or district"
        signs = {"Starts of long-term support": 1, "Support ended": -1, "Clients who died or left the county": -1}
        for place in ((), ("--where", "district=Tendring")):
            flows = self.sections(run, "--table", "care_clients", "--where", "financial_year=2025-26", *place)["Who came in and who left"]
            counted = {row["flow"]: float(row["events"]) for row in table(self.answer(
                "show", run, "--table", "care_flows_district", "--by", "financial_year,flow", "--where", "financial_year=2025-26",
                *place, "--format", "csv"))}
            keys = {"Starts of long-term support": "start", "Support ended": "end", "Clients who died or left the county": "died_or_left"}
            for label, sign in signs.items():
                self.assertAlmostEqual(flows[label], sign * counted[keys[label]], msg=label)
            if not place: self.assertEqual(0, flows[rest], "who comes and leaves accounts for every client of the county")
        shares = self.sections(run, "--table", "fuel_poverty", "--where", "district=Tendring")
        self.assertAlmostEqual(shares["The cell"]["change"], sum(shares["Where the change is, by Tenure"].values()), places=9)

    def test_a_difference_is_that_of_compare_and_of_a_run_with_itself_it_is_nought(self):
        base = self.run_to("base.h5", "--replicates", 3)
        dearer = self.run_to("dearer.h5", "--replicates", 3, "--set", "social_care/prices/weekly=*1.1")
        asked = ("--table", "care_cost", "--where", "setting=nursing", "--period", "2024-25", "--against")
        answer = self.sections(dearer, *asked, base)["Against A hundredth of Essex, for two years"]
        self.assertAlmostEqual(1.1, answer["here"] / answer["there"], places=4)
        compared = json.loads(self.answer("compare", base, dearer, "--table", "care_cost", "--by", "financial_year",
                                          "--where", "setting=nursing", "--format", "json"))
        self.assertIn(f"{answer['difference, bands of its mean']:.1f}"[:-2], json.dumps(compared))
        self.assertEqual(0, self.sections(base, *asked, base)["Against A hundredth of Essex, for two years"]["difference, bands of its mean"])
        self.assertIn("social_care/prices/weekly", self.answer("why", dearer, *asked, base))

    def test_a_difference_is_broken_down_and_its_parts_add_up(self):
        base = self.run_to("base.h5", "--replicates", 3)
        dearer = self.run_to("dearer.h5", "--replicates", 3, "--set", "social_care/prices/weekly=*1.1")
        said = self.answer("why", dearer, "--table", "care_cost", "--against", base)
        self.assertLess(said.index("Where the difference is, by District"), said.index("The cell"), "the difference comes first")
        answer = self.sections(dearer, "--table", "care_cost", "--against", base)
        whole = answer["Against A hundredth of Essex, for two years"]["difference, bands of its mean"]
        self.assertGreater(whole, 0)
        for section in ("What the difference is made of", "Where the difference is, by Age group",
                        "Where the difference is, by Setting of long-term support"):
            self.assertAlmostEqual(whole, sum(answer[section].values()), delta=0.05, msg=section)
        number, kinds, price = answer["What the difference is made of"].values()
        self.assertEqual(0, number, "nobody more or less is cared for")
        self.assertAlmostEqual(0, kinds, delta=0.05)
        self.assertAlmostEqual(whole, price, delta=0.05)
        cold = self.run_to("cold.h5", "--replicates", 3, "--set", "fuel_poverty/tariffs/cap=*1.3")
        shares = self.sections(cold, "--table", "fuel_poverty", "--measure", "ten_before_rate", "--against", base)
        whole = shares["Against A hundredth of Essex, for two years"]["difference, bands of its mean"]
        self.assertGreater(whole, 0.01)
        self.assertAlmostEqual(whole, sum(shares["Where the difference is, by Tenure"].values()), places=9)
        # What is told since the period before says so.
        self.assertIn("Where the change since 2024 is, by Tenure", shares)

    def test_a_change_of_a_share_is_in_points_and_a_share_in_per_cent(self):
        run = self.run_to("run.h5", "--set", "clock.years=3")
        said = self.answer("why", run, "--table", "fuel_poverty", "--measure", "lilee_rate")
        self.assertRegex(said, r"(?m)^  change +-?\d+\.\d\d points")
        self.assertRegex(said, r"(?m)^  20\d\d\S* +\d+\.\d\d%")
        self.assertNotIn("points of per cent", said)

    def test_nothing_is_told_of_a_life_that_does_not_concern_it(self):
        for sex, of_her in (("male", False), ("female", True)):
            said = self.answer("trace", QUICK, "--who", f"age=80 sex={sex}", "--until", "2023-07", "--quiet")
            self.assertEqual(of_her, "Children ever born to her" in said)
            self.assertNotIn("Special educational needs", said)
            self.assertNotIn("Good level of development", said)
        self.assertIn("Good level of development", self.answer("trace", QUICK, "--who", "age=4", "--until", "2023-07", "--quiet"))

    def test_it_says_what_it_does_not_know(self):
        run = self.run_to("run.h5")
        for words, says in ((("--table", "fuel_poverty"), "No table counts who comes into this one"),
                            (("--table", "school_readiness"), "nobody stays"),
                            (("--table", "care_clients", "--where", "district=Tendring", "--where", "month=2024-11"),
                             "does not tell district Tendring apart"),
                            (("--table", "population", "--period", "2023"), "first period"),
                            (("--table", "population"), "One replicate has no interval"),
                            (("--table", "population"), "central point")):
            with self.subTest(says):
                self.assertIn(says, self.answer("why", run, *words))
        for words in ((), ("--table", "nonsense"), ("--table", "population", "--period", "1999"),
                      ("--table", "population", "--measure", "x"), ("--table", "population", "--where", "district=Paris")):
            with self.subTest(words):
                self.assert_exit(REFUSED, foresight("why", run, *words, folder=self.folder))

    def test_parameters_that_matter_are_named(self):
        run = self.run_to("points.h5", scenario=self.uncertain_prices())
        answer = json.loads(self.answer("why", run, "--table", "care_cost", "--format", "json"))
        self.assertEqual("social_care/prices/weekly", answer["influences"][0]["parameter"])
        self.assertGreater(answer["influences"][0]["share"], 0.5)
        self.assertGreater(answer["influences"][0]["slope"], 0)

    def test_a_study_is_listed_as_one_and_has_neither_log_nor_reasons(self):
        self.answer("sweep", QUICK, "--vary", "fuel_poverty/tariffs/cap[2024-04]=*0.8,*1", "--result", "fuel_poverty.lilee/2025",
                    "-o", "study.h5")
        self.assertEqual(["study"], [row["state"] for row in table(self.answer("list", "runs", ".", "--format", "csv"))])
        self.assertIn("(a study)", self.answer("list", "runs", "."))
        self.assert_exit(REFUSED, foresight("qa", "study.h5", folder=self.folder))
        self.assert_exit(REFUSED, foresight("why", "study.h5", "--table", "fuel_poverty", folder=self.folder))


if __name__ == "__main__":
    unittest.main()
