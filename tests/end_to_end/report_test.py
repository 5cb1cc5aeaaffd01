"""A report is one page that needs no network, draws every chart, and says what the run file says."""
import base64
import hashlib
import html.parser
import json
import re
import subprocess
import unittest

from browser import Browser
from program import DONE, FAILED, PROGRAM, QUICK, REFUSED, Session, foresight

# What charts are of: table, measure, and what it is told apart by.
DRAWN = {
    "gross-cost": ("care_cost", "gross", "financial_year"),
    "clients": ("care_clients", "clients", "quarter"),
    "fuel-poverty": ("fuel_poverty", "lilee_rate", "quarter"),
    "good-level": ("school_readiness", "good_level_rate", "school_year"),
}
OTHERS = ("bridge-next", "place-cost", "place-cost-map", "place-fuel-poverty", "place-fuel-poverty-map",
          "place-good-level", "place-good-level-map", "who-age", "who-setting", "who-cost", "who-tenure", "who-meals", "who-sex")
BANDS = ("low80", "high80", "low95", "high95")


class Page(html.parser.HTMLParser):
    """What of a page could ask for something, and its scripts."""

    def __init__(self, file):
        super().__init__(convert_charrefs=True)
        self.text = file.read_text(encoding="utf-8")
        self.addresses, self.handlers, self.policy, self.run, self.styles, self.words = [], [], "", [], [], []
        self.blocks, self._in = [], None
        self.feed(self.text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.addresses += [value for name, value in attributes.items()
                           if name in ("src", "href", "srcset", "action", "data", "poster", "style")]
        self.handlers += [name for name in attributes if name.startswith("on")]
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        if tag in ("script", "style"):
            self._in = attributes.get("type", tag)
            {"script": self.run, "style": self.styles}.get(self._in, self.blocks).append("")

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self._in = None

    def handle_data(self, data):
        if self._in:
            {"script": self.run, "style": self.styles}.get(self._in, self.blocks)[-1] += data
        else:
            self.words.append(data)

    @property
    def data(self):
        return json.loads(self.blocks[0])

    @property
    def said(self):
        return " ".join(" ".join(self.words).split())


class Report(Session):
    def report(self, *words):
        file = self.folder / "report.html"
        self.assert_exit(DONE, foresight("report", *words, "-o", file, "--force", folder=self.folder))
        return file

    def rows(self, run, table, by, *more):
        said = self.assert_exit(DONE, foresight("show", run, "--table", table, "--by", by, *more, "--format", "json"))
        return json.loads(said.out)["rows"]

    def policy(self, name="Dearer", parent=QUICK, amount=1.1):
        return self.write(f"{name}.yaml", f"schema: foresight-scenario/1\nscenario: {name}\nquestion: How much dearer?\n"
                          f"caveat: What dearer care earns is not in it.\nextends: {parent}\nchanges:\n"
                          f"  - {{parameter: social_care/prices/weekly, from: 2025-04, scale: {amount}, phase_in: 6,\n"
                          "     source: 'Assumed: for a test'}\n")

    def runs(self):
        base = self.run_to("base.h5", "--replicates", 4, "--set", "clock.years=3")
        dearer = self.run_to("dearer.h5", "--replicates", 4, "--set", "clock.years=3", scenario=self.policy())
        return base, dearer

    def test_a_page_says_and_draws_what_the_run_says(self):
        base = self.run_to("base.h5", "--replicates", 4, "--set", "clock.years=3")
        file = self.report(base)
        page = Page(file)
        self.assertLess(file.stat().st_size, 1_000_000)
        self.says_what_the_run_says(page, base)
        self.says_its_limits_and_what_is_published(page)
        with Browser() as browser:
            self.draws_every_chart(browser, file, page)
            self.is_read_by_keyboard(browser)
            self.prints_what_is_closed(browser)
            self.fits_a_telephone(browser, file)

    def test_a_change_is_told_before_the_levels_and_what_it_does_not_move_in_a_line(self):
        base, dearer = self.runs()
        file = self.report(base, dearer)
        page = Page(file)
        charts = page.data["charts"]
        self.assertRegex(page.text, "<h1>Dearer</h1>")
        self.assertIn("How much dearer?", page.said)
        self.assertIn("set against the baseline “A hundredth of Essex, for two years”", page.said)
        self.says_the_effect(page, base, dearer)
        self.assertIn("“Dearer” changes not a single cell of: fuel poverty by LILEE; households needing over a tenth", page.said)
        self.assertNotIn("No measurable change by “Dearer”: fuel", page.said)
        self.assertEqual([], [chart for chart in charts if "fuel" in chart or "lilee" in chart or "good-level" in chart],
                         "what does not move is told, not drawn")
        self.assertIn("× 1.1 phased in from April 2025 over 6 months. Source: Assumed: for a test", page.said)
        self.assertIn("What dearer care earns is not in it.", page.said)
        self.assertIn("Policy changes", page.said)
        self.assertIn("Medium-term budget of “Dearer”, gross", page.said)
        self.assertNotRegex(page.said, "Chance of overspending|Headroom|Net cost", "no budget is stated, and nobody pays")
        self.assertLess(page.said.index("95 futures in 100"), page.said.index("four futures in five"), "the change comes first")
        with Browser() as browser:
            self.draws_every_chart(browser, file, page, ("change-cost", "gross-cost", "place-cost-change", "place-cost-change-map",
                                                         "place-cost", "who-cost-change", "who-cost"))
            self.fits_a_telephone(browser, file)

    def test_of_two_single_lives_what_is_the_same_is_called_so_and_not_hard_to_tell(self):
        base = self.run_to("base.h5", "--set", "clock.years=3")
        page = Page(self.report(base, self.run_to("dearer.h5", "--set", "clock.years=3", scenario=self.policy())))
        self.assertRegex(page.said, "“Dearer” changes not a single cell of: [^.]*LILEE[^.]*good level")
        self.assertNotIn("cannot tell whether there is any", page.said)
        # Nor does another horizon make it hard to tell: the years that both have are the same.
        shorter = self.run_to("shorter.h5", scenario=self.policy("Shorter"))
        page = Page(self.report(base, shorter))
        self.assertRegex(page.said, "“Shorter” changes not a single cell of: [^.]*LILEE[^.]*good level")
        # Another seed lives other lives.
        other = self.run_to("other.h5", "--set", "clock.years=3", "--seed", 43)
        self.assertNotIn("not a single cell", Page(self.report(base, other)).said)

    def test_a_policy_before_its_baseline_is_warned_of(self):
        base, dearer = self.runs()
        said = foresight("report", dearer, base, "-o", self.folder / "wrong.html")
        self.assert_exit(DONE, said)
        self.assertIn("the wrong way round", said.err)
        self.assertIn("the wrong way round", Page(self.folder / "wrong.html").said)
        said = foresight("report", base, dearer, "-o", self.folder / "right.html")
        self.assertNotIn("wrong way", said.err + Page(self.folder / "right.html").said)

    def test_runs_that_share_no_period_are_not_called_the_same(self):
        now = self.run_to("now.h5", "--replicates", 2)
        then = self.run_to("then.h5", "--replicates", 2, "--sample", "1/100", scenario="essex/baseline_2021")
        page = Page(self.report(now, then))
        self.assertRegex(page.said, "is not compared with “[^”]*”: no period in common")
        self.assertNotRegex(page.said, "No measurable change|changes nothing|Nought in every|not a single cell")
        self.assertIn("gross-cost", page.data["charts"])

    def says_its_limits_and_what_is_published(self, page):
        self.assertIn("A first slice, not yet a forecast to set a budget by", page.said)
        self.assertIn("Castle Point, Rochford and Basildon come out too poor", page.said)
        self.assertIn("what a parent who is left alone is entitled to is not said anew", page.said)
        self.assertRegex(page.said, "No cost of this run has been compared with an outturn: .* 2022-23")
        self.assertIn("Expected good level of development, entitled to free school meals, 2023/24", page.said)
        self.assertIn("they are no district's budget", page.said)
        self.assertIn("Not in it: short-term support and reablement", page.said)

    def fits_a_telephone(self, browser, file):
        browser.resize(400)
        browser.open(file)
        self.assertLessEqual(browser.ask("document.documentElement.scrollWidth"), 400, "no wider than a telephone")
        self.overlaps_nothing(browser)
        self.assertEqual(0, browser.ask("Array.from(document.querySelectorAll('caption span')).filter(one => "
                                        "one.getBoundingClientRect().right > 400).length"), "captions are not cut")

    def overlaps_nothing(self, browser):
        """Names of rows, and names of periods, do not touch each other in any chart."""
        overlaps = ("Array.from(document.querySelectorAll('.drawing > svg')).flatMap(svg => ['.row-name', '.period'].flatMap(kind => {"
                    "const boxes = Array.from(svg.querySelectorAll(kind)).map(one => [one.textContent, one.getBoundingClientRect()]);"
                    "return boxes.flatMap(([a, one], i) => boxes.slice(i + 1).filter(([b, two]) => one.left < two.right - 1 &&"
                    "two.left < one.right - 1 && one.top < two.bottom - 1 && two.top < one.bottom - 1)"
                    ".map(([b]) => a + ' | ' + b)) }))")
        for kind in (".row-name", ".period"):
            self.assertGreater(browser.ask(f"document.querySelectorAll('{kind}').length"), 1, kind)
        self.assertEqual([], browser.ask(overlaps))

    def says_what_the_run_says(self, page, run):
        charts = page.data["charts"]
        for chart, (table, measure, by) in DRAWN.items():
            rows, first = self.rows(run, table, by), charts[chart]["series"][0]
            self.assertTrue(rows, chart)
            self.assertEqual([row[measure] for row in rows], first["mean"], chart)
            for band in BANDS:
                self.assertEqual([row[f"{measure}_{band}"] for row in rows], first[band], f"{chart} {band}")
        cost = self.rows(run, "care_cost", "financial_year")[-1]
        self.assertIn(f"£{cost['gross'] / 1e6:.1f} million", page.said)
        self.assertIn(f"four futures in five: £{cost['gross_low80'] / 1e6:.1f} to £{cost['gross_high80'] / 1e6:.1f} million",
                      page.said)
        districts = {row["district"]: row["gross"] for row in self.rows(
            run, "care_cost", "district", "--where", f"financial_year={cost['financial_year']}")}
        drawn = charts["place-cost"]
        self.assertEqual(districts, dict(zip(drawn["labels"], drawn["series"][0]["mean"])))
        self.assertEqual(districts, {area["label"]: area["mean"] for area in charts["place-cost-map"]["areas"]})

    def says_the_effect(self, page, base, dearer):
        said = self.assert_exit(DONE, foresight("compare", base, dearer, "--format", "json"))
        gross = [row for row in json.loads(said.out)[0]["tables"]["care_cost"] if row["measure"] == "gross"]
        drawn = page.data["charts"]["change-cost"]["series"][0]
        self.assertEqual([row["difference"] for row in gross], drawn["mean"])
        self.assertEqual([row["difference_low95"] for row in gross], drawn["low95"], "the band is that of one future")
        last = gross[-1]
        low, high, within = last["difference_low95"], last["difference_high95"], (last["difference_mean_high95"] - last["difference_mean_low95"]) / 2
        self.assertIn(f"£{last['difference'] / 1e6:.1f} million more in 2025-26 (in 95 futures of 100: £{low / 1e6:.1f} to "
                      f"£{high / 1e6:.1f} million more; the mean itself is known to within £{within / 1e6:.1f} million)", page.said)

    def draws_every_chart(self, browser, file, page, charts=(*DRAWN, *OTHERS)):
        browser.open(file)
        self.assertEqual([], browser.said, "nothing on the console")
        self.assertEqual([file.resolve().as_uri()], browser.asked, "nothing is asked for but the page")
        for chart in charts:
            with self.subTest(chart):
                self.assertIn(chart, page.data["charts"])
        for chart in page.data["charts"]:
            with self.subTest(chart):
                here = f"document.querySelector('[data-chart=\"{chart}\"] > svg')"
                self.assertGreater(browser.ask(f"{here}.querySelectorAll('.mark').length"), 0)
                self.assertEqual([], browser.ask(f"Array.from({here}.querySelectorAll('*')).map(one => one.outerHTML)"
                                                 ".filter(text => /NaN|undefined|Infinity/.test(text))"))
                self.assertEqual("img", browser.ask(f"{here}.getAttribute('role')"))
                self.assertTrue(browser.ask(f"{here}.getAttribute('aria-label')"))
                self.assertTrue(browser.ask(f"document.getElementById({here}.getAttribute('aria-describedby')).textContent"))
                self.assertGreater(browser.ask(f"{here}.closest('figure').querySelectorAll('table tbody tr').length"), 0)
        inside = ("Array.from(document.querySelectorAll('.drawing > svg')).flatMap(svg => { const box = svg.viewBox.baseVal;"
                  "return Array.from(svg.querySelectorAll('.mark')).filter(one => { const at = one.getBBox();"
                  "return at.width <= 0 && at.height <= 0 }).map(one => one.outerHTML) })")
        self.assertEqual([], browser.ask(inside), "every mark can be seen")
        self.overlaps_nothing(browser)

    def is_read_by_keyboard(self, browser):
        browser.ask("document.querySelector('[data-chart=\"gross-cost\"] > svg').focus()")
        readout = "document.querySelector('[data-chart=\"gross-cost\"] .readout').textContent"
        browser.press("ArrowRight")
        first = browser.ask(readout)
        self.assertIn("2024-25", first)
        self.assertIn("80 per cent", first)
        browser.press("ArrowRight")
        self.assertIn("2025-26", browser.ask(readout))

    def prints_what_is_closed(self, browser):
        self.assertEqual(0, browser.ask("document.querySelectorAll('details[open]').length"))
        opened = browser.ask("new Promise(done => { window.addEventListener('afterprint', () => done(0), {once: true});"
                             "window.dispatchEvent(new Event('beforeprint'));"
                             "done(document.querySelectorAll('details:not([open]):not(.long)').length) })")
        self.assertEqual(0, opened)
        self.assertGreater(browser.ask("document.querySelectorAll('details.long:not([open])').length"), 0, "long tables stay closed")
        self.assertTrue(browser.pdf().startswith(b"%PDF"))

    def study(self, command, *words):
        file = self.folder / f"{command}.h5"
        said = self.assert_exit(DONE, foresight(command, *words, "--sample", "1/100", "--replicates", 3, "--quiet", "-o",
                                                file, "--format", "json", "--result", "social_care.gross_cost/2024-25"))
        return file, json.loads(said.out)["results"][0]["rows"]

    def test_studies_beside_a_run_are_drawn_as_they_say(self):
        dearer = self.write("dearer.yaml", "schema: foresight-scenario/1\nscenario: Dearer\nquestion: How much?\n"
                            f"extends: {QUICK}\nchanges:\n"
                            "  - {parameter: social_care/prices/weekly, from: 2024-04, scale: 1.1}\n"
                            "  - {parameter: social_care/prices/weekly, from: 2024-10, scale: 0.9}\n")
        tornado, bars = self.study("sensitivity", QUICK, "--only", "social_care/prices/weekly")
        shares, rows = self.study("attribute", dearer, "--to", QUICK)
        page = self.report(self.run_to("run.h5", "--replicates", 2), tornado, shares)
        charts = Page(page).data["charts"]
        self.assertEqual([(bar["low"], bar["high"]) for bar in bars],
                         [(bar["low"]["mean"], bar["high"]["mean"]) for bar in charts["study-1"]["bars"]])
        self.assertEqual([row["share"] for row in rows], [step["mean"] for step in charts["study-2"]["steps"]])
        self.assertEqual("Gross cost of long-term support a week × 1.1 from April 2024", charts["study-2"]["steps"][0]["label"])
        self.assertIn("foresight report run.h5 sensitivity.h5 attribute.h5 -o report.html", Page(page).said)
        with Browser() as browser:
            self.draws_every_chart(browser, page, Page(page), ("study-1", "study-2"))
        self.assert_exit(REFUSED, foresight("report", tornado, "-o", self.folder / "none.html"))

    def test_a_page_asks_nothing_of_any_network(self):
        page = Page(self.report(self.run_to("run.h5", "--replicates", 2)))
        self.assertTrue(page.policy.startswith("default-src 'none'; script-src 'sha256-"), page.policy)
        self.assertNotIn("unsafe", page.policy)
        self.assertEqual(2, len(page.run))
        for text in (*page.run, *page.styles):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            self.assertIn(f"'sha256-{digest}'", page.policy, "the policy knows each of its scripts and its style")
        self.assertEqual([], [address for address in page.addresses if not address.startswith("#")])
        self.assertEqual([], page.handlers)

    def test_what_a_scenario_calls_itself_stays_text(self):
        hostile = "</script><img src=x onerror=alert(1)>{{data}}<!--"
        scenario = self.write("hostile.yaml", "schema: foresight-scenario/1\n"
                              f"scenario: {json.dumps(hostile)}\nquestion: {json.dumps('<b onclick=alert(2)>?</b>' + hostile)}\n"
                              "extends: essex/quick\n")
        runs = [self.run_to(name, "--replicates", 2, *more, scenario=scenario)
                for name, more in (("a.h5", ()), ("b.h5", ("--set", "social_care/prices/weekly=*1.1")))]
        file = self.report(*runs)
        page = Page(file)
        self.assertEqual([], page.handlers)
        self.assertIn(hostile, page.said)
        with Browser() as browser:
            browser.open(file)
            self.assertEqual([], browser.said)
            self.assertEqual(0, browser.ask("document.querySelectorAll('img, [onerror], [onclick]').length"))
            self.assertEqual(1, len(browser.asked))
            self.assertEqual(hostile, browser.ask("document.querySelector('h1').textContent").removesuffix(" (b)"))
            self.assertIn(hostile, browser.ask("document.querySelector('.legend').textContent"))

    def test_one_replicate_has_no_interval_and_says_so(self):
        run = self.run_to("run.h5")
        file = self.report(run)
        page = Page(file)
        self.assertIn("One replicate: nothing on this page has an interval.", page.said)
        self.assertNotIn("futures in five", page.said)
        self.assertNotIn("of futures", page.said)
        for chart in page.data["charts"].values():
            for series in chart.get("series", []):
                self.assertNotIn("low80", series)
        self.assertEqual([row["gross"] for row in self.rows(run, "care_cost", "financial_year")],
                         page.data["charts"]["gross-cost"]["series"][0]["mean"])
        with Browser() as browser:
            browser.open(file)
            self.assertEqual([], browser.said)
            self.assertEqual(0, browser.ask("document.querySelectorAll('.drawing .band').length"))
            self.assertEqual(0, browser.ask("document.querySelectorAll('.drawing > svg:not(:has(.mark))').length"))

    def test_a_run_of_one_replicate_has_no_interval_beside_one_of_several(self):
        several, alone = self.run_to("several.h5", "--replicates", 4), self.run_to("alone.h5")
        for base, other in ((several, alone), (alone, several)):
            page = Page(self.report(base, other))
            self.assertIn("has one replicate: none of its numbers has an interval", page.said)
            self.assertNotIn("nothing on this page has an interval", page.said)
            said = foresight("compare", base, other).out
            self.assertIn("(alone)", said)
            rows = [line for line in said.splitlines() if re.search(r"(^  2\d{3}.*| )(baseline|changed|difference)  ", line)]
            self.assertTrue(rows)
            with_interval = "baseline" if base == several else "changed"
            for row in rows:
                self.assertEqual(2 if with_interval in row else 0, len(re.findall(r" to ", row)), row)
                if "difference" in row:
                    self.assertRegex(row, r"- +not paired +not paired +-$")

    def test_the_same_run_gives_the_same_bytes_wherever_it_lies(self):
        run = self.run_to("run.h5", "--replicates", 2)
        first = self.report(run).read_bytes()
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        moved = run.rename(elsewhere / "run.h5")
        self.assertEqual(first, self.report(moved).read_bytes())
        self.assertNotIn(str(self.folder).encode(), first)

    def test_a_page_is_never_overwritten_by_accident_nor_left_half(self):
        run = self.run_to("run.h5")
        file = self.write("report.html", "mine")
        self.assert_exit(REFUSED, foresight("report", run, "-o", file, folder=self.folder))
        self.assertEqual("mine", file.read_text())
        self.assert_exit(DONE, foresight("report", run, "-o", "made/for/it/report.html", folder=self.folder))
        self.assertTrue((self.folder / "made/for/it/report.html").exists())
        self.assert_exit(REFUSED, foresight("report", self.write("not_a_run.h5", "no run"), "-o", self.folder / "x.html"))
        # A disk that is full after 100 KB, as the program sees it; and a program that is killed by it.
        write = f'ulimit -f 100; exec "{PROGRAM}" report "{run}" -o "{file}" --force'
        self.assertEqual(FAILED, subprocess.run(["bash", "-c", f"trap '' XFSZ; {write}"], stderr=subprocess.DEVNULL).returncode)
        self.assertEqual("mine", file.read_text())
        self.assertEqual({"run.h5", "report.html", "not_a_run.h5", "made"}, {one.name for one in self.folder.iterdir()})
        self.assertNotEqual(DONE, subprocess.run(["bash", "-c", write], stderr=subprocess.DEVNULL).returncode)
        self.assertEqual("mine", file.read_text())

    def test_true_shapes_are_drawn_where_they_are_given(self):
        run = self.run_to("run.h5")
        tiles = Page(self.report(run)).data["charts"]["place-cost-map"]["areas"]
        self.assertEqual(len(tiles), len({(area["column"], area["row"]) for area in tiles}), "no two in one square")

        def square(name, x):
            ring = [[x, 51.5], [x, 51.6], [x + .1, 51.6], [x + .1, 51.5], [x, 51.5]]
            return {"type": "Feature", "properties": {"LAD24NM": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}

        names = [area["label"] for area in tiles]
        shapes = {"type": "FeatureCollection", "features": [square(name, i / 10) for i, name in enumerate(names)]}
        boundaries = self.write("shapes.geojson", json.dumps(shapes))
        file = self.report(run, "--boundaries", boundaries)
        areas = Page(file).data["charts"]["place-cost-map"]["areas"]
        self.assertEqual(sorted(names), sorted(area["label"] for area in areas))
        with Browser() as browser:
            browser.open(file)
            self.assertEqual([], browser.said)
            self.assertEqual(len(names), browser.ask("document.querySelectorAll('[data-chart=\"place-cost-map\"] path.mark').length"))
        shapes["features"].pop()
        for text in (json.dumps(shapes), "no JSON", "[]", '{"features": [{"properties": {"a": "Harlow"}}]}',
                     json.dumps(shapes).replace("51.5", "183000"), '{"features": 7}'):
            boundaries.write_text(text)
            said = foresight("report", run, "-o", self.folder / "y.html", "--boundaries", boundaries, folder=self.folder)
            self.assert_exit(REFUSED, said)
            self.assertFalse((self.folder / "y.html").exists())


if __name__ == "__main__":
    unittest.main()
