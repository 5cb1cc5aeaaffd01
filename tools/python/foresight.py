"""Reads run files of Foresight: tables as data frames with their intervals, and two runs compared.

    import foresight
    run = foresight.open_run("runs/baseline.h5")
    run.tables()
    run.table("care_cost", by=["financial_year", "setting"], where={"district": "Basildon"})
    foresight.compare(run, foresight.open_run("runs/policy.h5"), "care_cost", by=["financial_year"])

Means, errors and bands are those of `foresight show` and `foresight compare`, to rounding. Needs h5py, numpy, pandas and
scipy; xarray only for `Run.array`. On Debian: apt-get install python3-h5py python3-pandas python3-scipy python3-xarray
"""
from __future__ import annotations

import os

import h5py
import numpy
import pandas
from scipy.special import stdtrit

ESTIMATE = ["mean", "error", "low80", "high80", "low95", "high95"]
CADENCES = ("month", "quarter", "year", "financial_year", "school_year")


def open_run(path) -> Run:
    """A run file, which stays closed between questions. Raises ValueError if it is no run of Foresight."""
    return Run(path)


class Run:
    """One run file."""

    def __init__(self, path):
        self.path = os.fspath(path)
        with self._open() as file:
            if not _text(file.attrs.get("schema", "")).startswith("foresight-run/"):
                raise ValueError(f"{self.path} is no run of Foresight")
            origin = file["provenance"]
            self.scenario = _text(origin.attrs["scenario"])
            self.question = _text(origin["question"][0])
            self.seed = int(origin.attrs["seed"])
            self.luck = origin["replicates/luck"][()]
            self.point = origin["replicates/point"][()]
            self._schemas = {name: _Schema(name, group) for name, group in file["tables"].items()}
        self.replication = Replication(self.point)

    def tables(self) -> pandas.DataFrame:
        """What tables there are, by name: label, cadence, dimensions, measures, and what a reader must know."""
        rows = [{"table": one.name, "label": one.label, "every": one.every, "dimensions": list(one.codes),
                 "measures": list(one.about), "note": one.note} for one in self._schemas.values()]
        return pandas.DataFrame(rows).set_index("table")

    def measures(self, table) -> pandas.DataFrame:
        """The measures of a table, by name: label, unit, kind, and of a ratio what is over what."""
        return pandas.DataFrame.from_dict(self._schema(table).about, orient="index").rename_axis("measure")

    def parameters(self) -> pandas.DataFrame:
        """Every parameter of the run: label, unit, source, certainty, and where it was set."""
        with self._open() as file:
            group = file["provenance/parameters"]
            columns = ["name", "label", "unit", "source", "certainty", "set_by"]
            return pandas.DataFrame({one: _texts(group[one]) for one in columns}).set_index("name")

    def replicates(self, table, by=None, where=None) -> pandas.DataFrame:
        """A table replicate by replicate: one row for each cell and measure, one column for each replicate.

        by      dimensions that stay, time by its own or a longer cadence; all of them if not said. Kinds of events are
                told apart if neither here nor in `where`: requests and ends of support are no sum of anything
        where   {dimension: key, label or official code, or a list of them}
        A stock is never added up over time: of a longer period it is what stands at its end. A ratio is divided last.
        """
        return _answer(self, self._schema(table), by, where)

    def table(self, table, by=None, where=None) -> pandas.DataFrame:
        """A table with mean, Monte Carlo error, and the bands within which 80 and 95 per cent of futures fall.

        One row for each cell and measure; the same questions as `replicates`. One replicate has no error and no bands. A band
        of what is counted does not go below nought where no replicate does.
        """
        values = self.replicates(table, by, where)
        made = _estimated(values, self.replication.of_futures)
        about = self._schema(table).about
        counted = ["GBP" not in about[measure]["unit"] for measure in values.index.get_level_values("measure")]
        never_below = (values >= 0).all(axis=1) & counted
        for low in ("low80", "low95"):
            made[low] = made[low].mask(never_below & (made[low] < 0), 0.0)
        return made

    def array(self, table):
        """A table as an xarray.Dataset by its names: replicate, period and dimensions, with labels and units."""
        import xarray

        schema = self._schema(table)
        dimensions = ["replicate", schema.every, *schema.codes]
        coordinates = {schema.every: schema.periods, **{name: codes["key"] for name, codes in schema.codes.items()}}
        made = {}
        with self._open() as file:
            for name, about in schema.about.items():
                if about["kind"] == "ratio":
                    over = made[about["denominator"]]
                    made[name] = made[about["numerator"]] / over.where(over > 0)
                else:
                    made[name] = xarray.DataArray(file[f"tables/{table}/{name}"][()], coordinates, dimensions)
                made[name].attrs = {"long_name": about["label"], "units": about["unit"], "kind": about["kind"]}
        return xarray.Dataset(made, attrs={"label": schema.label, "note": schema.note})

    def _open(self):
        try:
            return h5py.File(self.path, "r")
        except OSError as error:
            raise ValueError(f"{self.path} cannot be read as a run: {error}") from error

    def _schema(self, table):
        if table not in self._schemas:
            raise KeyError(f"no table '{table}' in {self.path}: it has {', '.join(self._schemas)}")
        return self._schemas[table]


def compare(base: Run, other: Run, table, by=None, where=None) -> pandas.DataFrame:
    """How two runs differ, cell by cell: in `low95` and the like lies the difference in another future, in `mean_low95` and
    the like its mean, were the replicates infinitely many.

    Paired replicate by replicate where both had the same luck; the column `paired` says whether they had, and without
    pairs there are no bands of futures. What one run hides is left out of both.
    """
    shared = min(len(base.luck), len(other.luck))
    before = _answer(base, base._schema(table), by, where, other)
    after = _answer(other, other._schema(table), by, where, base)
    both = before.index.intersection(after.index, sort=False)
    if both.empty:
        raise ValueError(f"the tables '{table}' of {base.path} and {other.path} have no row in common")
    before, after = before.loc[both], after.loc[both]
    paired = (base.seed == other.seed and numpy.array_equal(base.luck[:shared], other.luck[:shared])
              and numpy.array_equal(base.point[:shared], other.point[:shared]))
    if paired:
        before, after = before.iloc[:, :shared], after.iloc[:, :shared]
        replication = Replication(base.point[:shared])
        made = _estimated(after - before, replication.of_mean)
        futures = _estimated(after - before, replication.of_futures)
    else:
        one = _estimated(before, base.replication.of_mean)
        two = _estimated(after, other.replication.of_mean)
        made = one.copy()
        made["mean"] = two["mean"] - one["mean"]
        made["error"] = numpy.hypot(one["error"], two["error"])
        for share in ("80", "95"):
            reach = numpy.hypot(one["high" + share] - one["mean"], two["high" + share] - two["mean"])
            made["low" + share], made["high" + share] = made["mean"] - reach, made["mean"] + reach
        futures = made * numpy.nan
    bands = ["low80", "high80", "low95", "high95"]
    made = made.rename(columns={"mean": "difference"} | {band: "mean_" + band for band in bands})
    for band in reversed(bands):
        made.insert(2, band, futures[band])
    made.insert(0, "base", before.mean(axis=1, skipna=False))
    made.insert(1, "other", after.mean(axis=1, skipna=False))
    return made.assign(paired=paired)


class Replication:
    """How the replicates of a run belong together: those at one point of the uncertain parameters deviate together."""

    def __init__(self, points):
        points = numpy.asarray(points)
        self.group = numpy.unique(points, return_inverse=True)[1]
        if (points == 0).all():
            self.group = numpy.arange(len(points))
        self.count = len(points)
        self.independent = len(set(self.group))

    def of_mean(self, values):
        """Mean, error and bands of the mean, by Student's t; one row of values a number."""
        mean = values.mean(axis=1)
        if self.independent < 2:
            return _columns(mean, *[numpy.full_like(mean, numpy.nan)] * 5)
        error = self._error(values, mean)
        eighty, most = (stdtrit(self.independent - 1, share) * error for share in (0.9, 0.975))
        return _columns(mean, error, mean - eighty, mean + eighty, mean - most, mean + most)

    def of_futures(self, values):
        """Mean, error and the bands of one more future: order statistics where there are enough, else Student's t."""
        of = self.of_mean(values)
        if self.independent < 2:
            return of
        mean = of["mean"]
        ordered = numpy.sort(values, axis=1)
        spread, degrees_of_freedom = self._law(values)
        for name, tail in (("80", 0.1), ("95", 0.025)):
            if tail * (self.independent + 1) >= 1 - 1e-9:
                low, high = _order_statistic(ordered, tail), _order_statistic(ordered, 1 - tail)
            else:
                reach = stdtrit(degrees_of_freedom, 1 - tail) * spread
                low, high = mean - reach, mean + reach
            of["low" + name] = numpy.where(numpy.isnan(mean), numpy.nan, low)
            of["high" + name] = numpy.where(numpy.isnan(mean), numpy.nan, high)
        return of

    def _law(self, values):
        """Another future about the mean, as Student's t: its spread and degrees of freedom (Satterthwaite)."""
        points, lucks = self.independent, self.count / self.independent
        means = numpy.stack([values[:, self.group == point].mean(axis=1) for point in range(points)], axis=1)
        within = ((values - means[:, self.group]) ** 2).sum(axis=1) / max(1, self.count - points)
        of_points = means.var(axis=1, ddof=1) * (1 + 1 / points)
        of_lucks = within * (1 - 1 / lucks)
        freedom = of_points**2 / (points - 1) + (of_lucks**2 / (points * (lucks - 1)) if lucks > 1 else 0)
        total = of_points + of_lucks
        with numpy.errstate(invalid="ignore", divide="ignore"):
            return numpy.sqrt(total), numpy.where(total > 0, total**2 / freedom, points - 1)

    def _error(self, values, mean):
        together = numpy.zeros((len(values), self.independent))
        for at, group in enumerate(self.group):
            together[:, group] += values[:, at] - mean
        n = self.independent
        return numpy.sqrt((together**2).sum(axis=1) * n / (n - 1)) / self.count


class _Schema:
    """What a table is about, before any number."""

    def __init__(self, name, group):
        attribute = lambda one: _text(group.attrs[one])
        self.name, self.label, self.note, self.every = name, attribute("label"), attribute("note"), attribute("every")
        self.periods = _texts(group[self.every])
        self.first = [_month(one) for one in _texts(group[self.every + "_start"])]
        self.months = [int(one) for one in group[self.every + "_months"][()]]
        self.codes, self.kinds = {}, []
        for dimension in _words(attribute("dimensions")):
            codes = {"key": _texts(group[dimension]), "label": _texts(group[dimension + "_label"])}
            official = dimension + "_code"
            codes["code"] = _texts(group[official]) if official in group else [""] * len(codes["key"])
            self.codes[dimension] = codes
            if "adds_up" in group[dimension].attrs:
                self.kinds.append(dimension)
        self.about = {}
        for measure in _words(attribute("measures")):
            kept = group[measure].attrs
            self.about[measure] = {"label": _text(kept["long_name"]), "unit": _text(kept["units"]),
                                   "kind": _text(kept["kind"]), "numerator": "", "denominator": ""}
        for ratio in _words(attribute("ratios")):
            above, below = attribute("ratio_" + ratio).split("/")
            self.about[ratio] = {"label": attribute(f"ratio_{ratio}_label"), "unit": attribute(f"ratio_{ratio}_units"),
                                 "kind": "ratio", "numerator": above, "denominator": below}

    def has(self, kind):
        return any(one["kind"] == kind for one in self.about.values())


def _hidden(run, schema):
    """Which cells of a table a run hides in some period, by disclosure control; None if it has other cells."""
    if schema.name not in run._schemas or run._schema(schema.name).codes != schema.codes:
        return None
    with run._open() as file:
        first = next(measure for measure, about in schema.about.items() if about["kind"] != "ratio")
        return numpy.isnan(file[f"tables/{schema.name}/{first}"][()].astype(float)).any(axis=(0, 1))


def _answer(run, schema, by, where, beside=None):
    """Sums over what was not asked for, each replicate by itself, without what it or a run beside it hides."""
    hidden = None if beside is None else _hidden(beside, schema)
    by = [schema.every, *schema.codes] if by is None else [by] if isinstance(by, str) else list(by)
    where = {one: [words] if isinstance(words, str) else list(words) for one, words in (where or {}).items()}
    by += [one for one in schema.kinds if one not in by and one not in where]
    for one in [*by, *where]:
        if one not in schema.codes and one not in CADENCES:
            raise KeyError(f"table '{schema.name}' has no dimension '{one}': it has "
                           + ", ".join([schema.every, *schema.codes]))
    time = next((one for one in [*by, *where] if one in CADENCES), schema.every)
    spans = _spans(schema, time)
    for one in CADENCES:
        if one in where:
            spans = {label: at for label, at in spans.items() if _period(one, schema.first[at[-1]])[2] in where[one]}
            if not spans:
                raise KeyError(f"no {one} {', '.join(where[one])} in table '{schema.name}'")
    pinned = any(one in where for one in CADENCES)
    timed = time in by or (schema.has("stock") and (len(spans) > 1 or not pinned))
    if not timed:
        spans = {"all": [at for span in spans.values() for at in span]}
    shown = [one for one in schema.codes if one in by]
    kept = {one: _kept(schema, one, where.get(one)) for one in schema.codes}
    sums, added_up = {}, len(shown) < len(schema.codes)
    with run._open() as file:
        for measure, about in schema.about.items():
            if about["kind"] == "ratio":
                continue
            values = file[f"tables/{schema.name}/{measure}"][()].astype(float)
            if hidden is not None:
                values[:, :, hidden] = numpy.nan
            for axis, one in enumerate(schema.codes, 2):
                values = values.take(kept[one], axis=axis)
            if added_up:
                gone = tuple(axis for axis, one in enumerate(schema.codes, 2) if one not in shown)
                # A sum leaves out what is hidden; of hidden cells alone it is hidden itself.
                none = numpy.isnan(values).all(axis=gone)
                values = numpy.where(none, numpy.nan, numpy.nansum(values, axis=gone))
            used = [span[-1:] if about["kind"] == "stock" else span for span in spans.values()]
            by_time = numpy.stack([values[:, span].sum(axis=1) for span in used], axis=1)
            sums[measure] = by_time.reshape(len(run.luck), -1).T
    for measure, about in schema.about.items():
        if about["kind"] == "ratio":
            above, below = sums[about["numerator"]], sums[about["denominator"]]
            sums[measure] = numpy.divide(above, below, out=numpy.full_like(above, numpy.nan), where=below > 0)
    names = ([time] if timed else []) + shown
    levels = ([list(spans)] if timed else []) + [[schema.codes[one]["key"][at] for at in kept[one]] for one in shown]
    rows = [tuple(row) for row in pandas.MultiIndex.from_product(levels)] if levels else [()]
    index = pandas.MultiIndex.from_tuples([(*row, measure) for row in rows for measure in schema.about],
                                          names=[*names, "measure"])
    together = numpy.stack([sums[measure] for measure in schema.about], axis=1).reshape(len(index), -1)
    return pandas.DataFrame(together, index)


def _kept(schema, dimension, words):
    """The positions of the codes that are asked for."""
    codes = schema.codes[dimension]
    if words is None:
        return list(range(len(codes["key"])))
    found = [at for at, names in enumerate(zip(codes["key"], codes["label"], codes["code"])) if set(words) & set(names)]
    if not found:
        raise KeyError(f"no {dimension} {', '.join(words)} in table '{schema.name}': it has {', '.join(codes['key'][:12])}")
    return found


def _spans(schema, every):
    """The periods of the table that make up each period of a cadence; only whole ones if anything flows."""
    if every == schema.every:
        return {label: [at] for at, label in enumerate(schema.periods)}
    if schema.every != "month" and not (schema.every == "quarter" and every in ("year", "financial_year")):
        raise ValueError(f"table '{schema.name}' cannot be shown by {every}: it is by {schema.every}")
    spans, months_covered, ends = {}, {}, set()
    for at, (first, months) in enumerate(zip(schema.first, schema.months)):
        begin, length, label = _period(every, first)
        spans.setdefault(label, []).append(at)
        months_covered[label] = months_covered.get(label, 0) + months
        if first + months == begin + length:
            ends.add(label)
    needed = 3 if every == "quarter" else 12
    whole = {label for label, months in months_covered.items() if months == needed} if schema.has("flow") else ends
    return {label: at for label, at in spans.items() if label in whole}


def _period(every, month):
    """First month, length and label of the period that holds a month, counted from January of the year 0."""
    year, of_year = divmod(month, 12)
    if every == "month":
        return month, 1, f"{year}-{of_year + 1:02}"
    if every == "quarter":
        return year * 12 + of_year // 3 * 3, 3, f"{year} Q{of_year // 3 + 1}"
    starts = {"year": 6, "financial_year": 3, "school_year": 8}[every]
    begin = year if of_year >= starts else year - 1
    label = {"year": f"{begin + 1}", "financial_year": f"{begin}-{(begin + 1) % 100:02}",
             "school_year": f"{begin}/{(begin + 1) % 100:02}"}[every]
    return begin * 12 + starts, 12, label


def _estimated(replicates, of):
    return pandas.DataFrame(of(replicates.to_numpy()), index=replicates.index)[ESTIMATE]


def _columns(*values):
    return dict(zip(ESTIMATE, values))


def _order_statistic(ordered, share):
    """At `share` of n + 1 steps (Weibull, 1939)."""
    at = share * (ordered.shape[1] + 1) - 1
    low = int(at)
    high = min(low + 1, ordered.shape[1] - 1)
    return ordered[:, low] + (at - low) * (ordered[:, high] - ordered[:, low])


def _month(text):
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def _text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def _texts(dataset):
    return [_text(one) for one in dataset[()]]


def _words(text):
    return [one for one in text.split(",") if one]
