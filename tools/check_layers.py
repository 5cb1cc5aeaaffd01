#!/usr/bin/env python3
"""Fails if a file includes what its layer may not see.

The layers are the table in engine/README.md; keep the two alike.
usage: check_layers.py [ROOT]
"""
import pathlib
import re
import sys

CORE, PARALLEL, RANDOM = "engine/core", "engine/parallel", "engine/random"
POPULATION, IO, SCENARIO = "engine/population", "engine/io", "engine/scenario"
SYNTHESIS, PROCESS, MODULES = "engine/synthesis", "engine/process", "engine/modules"
CATALOGUE, OBSERVER = "engine/modules/catalogue", "engine/observer"
SIMULATION, ENSEMBLE = "engine/simulation", "engine/ensemble"

BELOW_PROCESS = {CORE, PARALLEL, RANDOM, POPULATION, SCENARIO}
MAY_INCLUDE = {
    CORE: set(),
    PARALLEL: {CORE},
    RANDOM: {CORE},
    POPULATION: {CORE, PARALLEL, RANDOM},
    IO: {CORE, PARALLEL},
    SCENARIO: {CORE, RANDOM, IO},
    SYNTHESIS: {CORE, PARALLEL, RANDOM, POPULATION, SCENARIO, IO},
    PROCESS: BELOW_PROCESS,
    MODULES: BELOW_PROCESS | {PROCESS},
    CATALOGUE: BELOW_PROCESS | {PROCESS, SIMULATION},
    OBSERVER: {CORE, POPULATION},
    SIMULATION: BELOW_PROCESS | {PROCESS, OBSERVER},
    ENSEMBLE: BELOW_PROCESS | {PROCESS, OBSERVER, SIMULATION},
}
# From the cells of a table to what is read by people; a room sees those before it.
ROOMS = [f"outputs/{room}" for room in ("tally", "run_file", "view", "answers", "assurance", "report", "workbook")]
SEEN_BY_OUTPUTS = {CORE, PARALLEL, RANDOM, POPULATION, IO, OBSERVER, SCENARIO}
MAY_INCLUDE |= {room: SEEN_BY_OUTPUTS | set(ROOMS[:i]) for i, room in enumerate(ROOMS)}
MAY_INCLUDE["outputs/workbook"] -= {"outputs/report"}
# These see all of the engine; what else is said here.
ABOVE = {"calibration": {"outputs"}, "tools": {"outputs", "calibration"}, "tests": {"outputs", "calibration", "tools"}}

# Headers of others, and the only places for them. An empty set: nowhere.
ONLY_HERE = {
    r"(tbb|oneapi)/|mpi\.h$|thread$|future$": {PARALLEL},
    r"yaml-cpp/": {IO},
    r"(hdf5|H5)\w*\.h$|libdeflate\.h$": {IO},
    r"Eigen/|unsupported/Eigen/": {SYNTHESIS, PROCESS, MODULES, CATALOGUE, "calibration"},
    r"xlsxwriter": {"outputs/workbook"},
    r"nlohmann/": {*ROOMS, "calibration", "tools/foresight", "tools/bench", "tests"},
    r"boost/program_options": {"tools/foresight"},
    r"boost/(?!program_options)": {SCENARIO},
    r"doctest/": {"a test"},
    r"random$": set(),  # its distributions differ between standard libraries: engine/random has ours
}


def layer(path: str) -> str:
    """The row of the table that a file belongs to."""
    if re.match(r"engine/modules/catalogue[./]", path):
        return CATALOGUE
    parts = path.split("/")
    if parts[0] in ("engine", "outputs"):
        return parts[0] + "/" + parts[1].split(".")[0]
    return parts[0]


def folder(path: str) -> str:
    return "/".join(path.split("/")[:2])


def module(path: str) -> str:
    return "/".join(path.split("/")[:3])


def is_test(path: str) -> bool:
    return path.startswith("tests/") or path.endswith("_test.cpp")


def fault(here: str, there: str, ours: bool) -> str:
    """What is wrong with `here` including `there`, or nothing."""
    if not there.startswith(("engine/", "outputs/", "calibration/", "tools/", "tests/")):
        for pattern, homes in ONLY_HERE.items():
            if not re.match(pattern, there):
                continue
            if layer(here) in homes or folder(here) in homes or (is_test(here) and "a test" in homes):
                return ""
            return f"<{there}> belongs in {' or '.join(sorted(homes)) or 'no file of ours'}"
        return f'"{there}" is not a path from the top folder' if ours else ""
    if is_test(here) or layer(here) == layer(there) != MODULES:
        return ""
    if layer(here) in ABOVE:
        seen = layer(there).startswith("engine/") or layer(there).split("/")[0] in ABOVE[layer(here)]
        return "" if seen else f"{layer(here)} may not include {layer(there)}"
    if layer(there) == MODULES and layer(here) in (MODULES, CATALOGUE):
        if module(there) == module(here) or there.endswith("/fields.hpp"):
            return ""
        return f"a module is seen only through its fields.hpp, not {there}"
    if layer(there) in MAY_INCLUDE.get(layer(here), set()):
        return ""
    return f"{layer(here)} may not include {layer(there)}"


def faults(root: pathlib.Path):
    files = (file for top in ("engine", *ABOVE, "outputs") for file in root.glob(f"{top}/**/*.[hc]pp"))
    for file in sorted(files):
        here = file.relative_to(root).as_posix()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)', line)
            wrong = fault(here, found[2], found[1] == '"') if found else ""
            if wrong:
                yield f"{here}:{number}: {wrong}"


if __name__ == "__main__":
    found = list(faults(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    print("\n".join(found) or "layers: sound")
    sys.exit(bool(found))
