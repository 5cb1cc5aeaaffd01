#!/usr/bin/env python3
"""Lets LibreOffice work out every formula of a workbook anew, and fails where it comes to something else than what the
program wrote beside it. The values that were written are taken out first, so that none can be handed back.

usage: recalculate.py WORKBOOK.xlsx
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
from spreadsheet import Workbook

CACHED = re.compile(r"(<f>[^<]*</f>)<v>[^<]*</v>")


def without_values(source, target):
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = CACHED.sub(r"\1", content.decode("utf-8")).encode("utf-8")
            after.writestr(name, content)


def recalculated(path, folder):
    bare, out = folder / "bare.xlsx", folder / "out"
    without_values(path, bare)
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
                    "--outdir", out, bare], check=True, capture_output=True, timeout=300)
    return Workbook(out / bare.name)


def main():
    path = pathlib.Path(sys.argv[1])
    written = Workbook(path)
    with tempfile.TemporaryDirectory(prefix="foresight-") as folder:
        anew = recalculated(path, pathlib.Path(folder))
    checked = 0
    for name, sheet in written.sheets.items():
        for cell, formula in sheet.formulas.items():
            there, here = anew.sheets[name].cells.get(cell), sheet.cells[cell]
            if not isinstance(there, float) or abs(there - here) > 1e-9 * max(1, abs(here)):
                sys.exit(f"{name}, {cell}: {formula} is {here} as written, and {there} in LibreOffice")
            checked += 1
    if checked < 100:
        sys.exit(f"only {checked} formulas: nothing is proved")
    print(f"{checked} formulas come to the same in LibreOffice")


if __name__ == "__main__":
    main()
