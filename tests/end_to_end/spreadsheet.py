"""A workbook as what is in its parts: cells, formulas, tables, links. Reads what our own program writes, and no more."""
import re
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FORMULA = re.compile(r"(?:[+-]?(?:SUM\([A-Z]+\d+:[A-Z]+\d+\)|[A-Z]+\d+))+")
TERM = re.compile(r"([+-]?)(?:SUM\(([A-Z]+)(\d+):[A-Z]+(\d+)\)|([A-Z]+)(\d+))")


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number):
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def corners(reference):
    (a, b), (c, d) = re.findall(r"([A-Z]+)(\d+)", reference)
    return column_number(a), int(b), column_number(c), int(d)


class Table:
    def __init__(self, sheet, element):
        self.name = element.get("name")
        self.headings = [one.get("name") for one in element.iter(MAIN + "tableColumn")]
        self.first_column, self.heading_row, self.last_column, self.last_row = corners(element.get("ref"))
        self.rows = [[sheet.cells.get(f"{column_letters(column)}{row}")
                      for column in range(self.first_column, self.last_column + 1)]
                     for row in range(self.heading_row + 1, self.last_row + 1)]

    def records(self):
        return [dict(zip(self.headings, row)) for row in self.rows]


class Sheet:
    def __init__(self, archive, path, strings):
        root = tree.fromstring(archive.read(path))
        self.cells, self.formulas = {}, {}
        for cell in root.iter(MAIN + "c"):
            value = cell.find(MAIN + "v")
            if value is not None:
                self.cells[cell.get("r")] = strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
            formula = cell.find(MAIN + "f")
            if formula is not None:
                self.formulas[cell.get("r")] = formula.text
        self.merged = root.find(MAIN + "mergeCells") is not None
        pane = root.find(f".//{MAIN}pane")
        self.frozen_rows = int(pane.get("ySplit")) if pane is not None and pane.get("state") == "frozen" else 0
        self.links = {one.get("ref"): one.get("location") for one in root.iter(MAIN + "hyperlink")}
        folder, name = path.rsplit("/", 1)
        relations = f"{folder}/_rels/{name}.rels"
        self.tables = []
        if relations in archive.namelist():
            targets = [one.get("Target") for one in tree.fromstring(archive.read(relations))]
            for target in targets:
                if "/tables/" in target:
                    self.tables.append(Table(self, tree.fromstring(archive.read("xl/" + target.removeprefix("../")))))

    def value_of(self, formula):
        """What a formula comes to, out of the values that stand in the cells."""
        if formula.startswith("MAX(0,") and formula.endswith(")"):
            return max(0.0, self.value_of(formula[len("MAX(0,"):-1]))
        if not FORMULA.fullmatch(formula):
            raise ValueError(f"a formula of nobody's: {formula}")
        total = 0.0
        for sign, column, first, last, alone, row in TERM.findall(formula):
            names = [alone + row] if alone else [f"{column}{at}" for at in range(int(first), int(last) + 1)]
            total += (-1 if sign == "-" else 1) * sum(
                value for value in map(self.cells.get, names) if isinstance(value, float))
        return total


class Workbook:
    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            strings = ["".join(text.text or "" for text in one.iter(MAIN + "t"))
                       for one in tree.fromstring(archive.read("xl/sharedStrings.xml"))]
            relations = {one.get("Id"): one.get("Target")
                         for one in tree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
            self.sheets = {one.get("name"): Sheet(archive, "xl/" + relations[one.get(RELATION + "id")], strings)
                           for one in tree.fromstring(archive.read("xl/workbook.xml")).iter(MAIN + "sheet")}
            self.charts = [name for name in archive.namelist() if name.startswith("xl/charts/")]

    def table(self, name):
        return next(table for sheet in self.sheets.values() for table in sheet.tables if table.name == name)
