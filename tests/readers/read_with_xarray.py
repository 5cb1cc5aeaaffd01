#!/usr/bin/env python3
"""Opens every table of a run file by its names, with h5py and with xarray, and finds the same numbers in both.

usage: read_with_xarray.py RUN
Says so and succeeds where the packages are absent.
"""
import sys

try:
    import h5py
    import numpy
    import xarray
except ImportError as absent:
    print(f"skipped: {absent} (apt-get install python3-h5py python3-xarray python3-h5netcdf)")
    sys.exit(0)


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def check_table(path, name, group):
    every = text(group.attrs["every"])
    dimensions = ["replicate", every] + [one for one in text(group.attrs["dimensions"]).split(",") if one]
    measures = text(group.attrs["measures"]).split(",")
    opened = xarray.open_dataset(path, group=f"tables/{name}", engine="h5netcdf", phony_dims="sort")
    for measure in measures:
        stored = group[measure]
        by_name = [stored.dims[i][0].name.rsplit("/", 1)[-1] for i in range(stored.ndim)]
        assert by_name == dimensions, (name, measure, by_name)
        assert list(opened[measure].dims) == dimensions, (name, measure, opened[measure].dims)
        assert text(stored.attrs["units"]) and text(stored.attrs["long_name"])
        assert numpy.array_equal(opened[measure].values, stored[()], equal_nan=True), (name, measure)
    for dimension in dimensions[1:]:
        keys = [text(key) for key in group[dimension][()]]
        assert [text(key) for key in opened[dimension].values] == keys
        assert len(set(keys)) == len(keys), (name, dimension)
    for dimension in dimensions[2:]:
        assert len(group[f"{dimension}_label"]) == len(group[dimension])
    print(f"{name}: {', '.join(measures)} by {', '.join(dimensions)}, {group[measures[0]].shape}")


def check_provenance(run):
    origin = run["provenance"]
    assert text(origin["scenario_yaml"][0])
    contents = origin["inputs/contents"][()].tobytes()
    for path, first, length in zip(origin["inputs/path"], origin["inputs/first"], origin["inputs/length"]):
        contents[first : first + length].decode("utf-8"), path
    assert len(origin["parameters/name"]) == len(origin["parameters/unit"])


def main():
    path = sys.argv[1]
    with h5py.File(path, "r") as run:
        assert text(run.attrs["schema"]).startswith("foresight-run/")
        check_provenance(run)
        for name, group in run["tables"].items():
            check_table(path, name, group)


if __name__ == "__main__":
    main()
