#!/usr/bin/env python3
"""Draws the pictures of the README: what a change does to fuel poverty, district by district; the top of a report.

    python3 tools/picture.py districts build/release/foresight BASE.h5 OTHER.h5 OUT.svg
    python3 tools/picture.py page REPORT.html OUT.png
"""
import csv
import io
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

QUARTER = "2022 Q4"
PANELS = [("ten_after_rate", "Needs over 10% of income for energy,", "after housing costs", 60, 0),
          ("lilee_rate", "Low income and low", "energy efficiency (LILEE)", 20, 1)]
INK, FAINT, BASE, OTHER = "#1d2a33", "#c9d2d8", "#1d6fa5", "#b4441c"


def shown(program, run, form):
    words = [program, "show", run, "--table", "fuel_poverty", "--by", "district", "--where", f"quarter={QUARTER}", "--format", form]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def rates(program, run):
    return {row["district"]: row for row in csv.DictReader(io.StringIO(shown(program, run, "csv")))}


def text(x, y, words, size=12, anchor="start", weight="normal", colour=INK):
    return f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}">{words}</text>'


def halo(x, y, words, anchor="start"):
    """A label that a grid line does not run through."""
    return text(x, y, words, 11, anchor).replace("<text ", '<text stroke="white" stroke-width="4" paint-order="stroke" ')


def panel(left, width, top, row_height, base, other, order, measure, title, second, most, decimals):
    place = lambda share: left + width * 100 * share / most
    out = [text(left, top - 40, title, 13, weight="bold"), text(left, top - 24, second, 13, weight="bold")]
    for tick in range(0, most + 1, 10 if most > 25 else 5):
        x = place(tick / 100)
        out += [f'<line x1="{x}" y1="{top - 8}" x2="{x}" y2="{top + row_height * len(order)}" stroke="{FAINT}"/>',
                text(x, top + row_height * len(order) + 16, f"{tick}%", 11, "middle")]
    for i, district in enumerate(order):
        y = top + row_height * (i + 0.5)
        a, b = float(base[district][measure]), float(other[district][measure])
        out += [f'<line x1="{place(a)}" y1="{y}" x2="{place(b)}" y2="{y}" stroke="{INK}" stroke-width="1.5"/>',
                f'<circle cx="{place(a)}" cy="{y}" r="5" fill="white" stroke="{BASE}" stroke-width="2"/>',
                f'<circle cx="{place(b)}" cy="{y}" r="5" fill="{OTHER}"/>',
                halo(place(a) - 9, y + 4, f"{100 * a:.{decimals}f}%", "end"),
                halo(place(b) + 9, y + 4, f"{100 * b:.{decimals}f}%")]
    out.append(text(left + width / 2, top + row_height * len(order) + 34, "per cent of households", 11, "middle"))
    return out


def districts(program, first, second, path):
    count = json.loads(shown(program, second, "json"))["replicates"]
    lives = "one replicate" if count == 1 else f"means of {count} replicates"
    base, other = rates(program, first), rates(program, second)
    order = sorted(base, key=lambda d: -float(other[d]["ten_after_rate"]))
    top, row_height = 140, 24
    height = top + row_height * len(order) + 72
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 {height}" font-family="Helvetica, Arial, sans-serif" role="img" '
           f'aria-label="Share of households in fuel poverty by district, with and without a price cap 52 per cent higher">',
           f'<rect width="820" height="{height}" fill="white"/>',
           text(20, 30, "Fuel poverty in Essex if the energy price cap rises by 52 per cent", 18, weight="bold"),
           f'<circle cx="26" cy="52" r="5" fill="white" stroke="{BASE}" stroke-width="2"/>', text(37, 56, "hollow: cap of October 2021 kept"),
           f'<circle cx="262" cy="52" r="5" fill="{OTHER}"/>', text(273, 56, "filled: 52 per cent higher from April 2022")]
    for i, district in enumerate(order):
        out.append(text(130, top + row_height * (i + 0.5) + 4, district, 12, "end"))
    out += panel(145, 350, top, row_height, base, other, order, *PANELS[0])
    out += panel(560, 210, top, row_height, base, other, order, *PANELS[1])
    out += [text(20, height - 12, f"Source: Foresight, {QUARTER}; synthetic Essex, {lives}. Drawn by tools/picture.py from two run files.", 11), "</svg>"]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


def page(report, path, width=1280, height=1900):
    """What a reader sees first, as a browser without a screen shows it."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        sys.exit("picture: chromium is needed to show a page (tools/setup --check installs it)")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}",
                        f"--window-size={width},{height}", f"--screenshot={pathlib.Path(path).resolve()}",
                        pathlib.Path(report).resolve().as_uri()], check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    pictures = {"districts": (districts, 4), "page": (page, 2)}
    draw, words = pictures.get(sys.argv[1] if len(sys.argv) > 1 else "", (None, 0))
    if not draw or len(sys.argv) != words + 2:
        sys.exit(__doc__)
    draw(*sys.argv[2:])
