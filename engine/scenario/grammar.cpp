#include "engine/scenario/grammar.hpp"

#include "engine/scenario/scenario.hpp"

namespace foresight {
namespace {

constexpr Key all_keys[]{
    {"scenario", "schema", "`foresight-scenario/1`", "The version of this grammar; required.",
     "schema: foresight-scenario/1"},
    {"scenario", "scenario", "text", "The scenario's name, as reports show it; required.",
     "scenario: Price cap up 52 per cent"},
    {"scenario", "question", "text", "What the scenario is to answer.",
     "question: How many more homes cannot afford to be warm?"},
    {"scenario", "caveat", "text",
     "What its results take for granted or leave out; reports say it beside them. Of this scenario alone: what extends "
     "it has its own.",
     "caveat: What the service itself costs is not in the results."},
    {"scenario", "extends", "path",
     "Another scenario, of which this one says only what differs: relative to this file, or the name of a shipped one. "
     "Its books and changes come first.",
     "extends: baseline.yaml"},
    {"scenario", "beside", "path",
     "A scenario that is lived whenever this one is, with the same settings and luck, into a file beside its own; "
     "`run` "
     "then says how the people differ. Of what extends this one, too, unless that says `none`.",
     "beside: baseline.yaml"},
    {"scenario", "clock", "map", "When the projection begins and how long it lasts; see below.",
     "clock: {start: 2023-07, years: 10}"},
    {"scenario", "population", "map",
     "The synthetic people: `sample`, `tables`, and any parameter under `population/`, by the rest of its name.",
     "population: {base: 2023, areas: twelve}"},
    {"scenario", "seed", "whole number", "Which random numbers; 42 if not said.", "seed: 42"},
    {"scenario", "replicates", "whole number or map",
     "How many lives are drawn. A number N means N points of the uncertain parameters with one luck each, or N lucks "
     "where nothing is uncertain; 1 is the central case.",
     "replicates: 20"},
    {"scenario", "parameters", "list of paths",
     "Parameter books, relative to this file. A later book replaces an earlier one's parameters of the same name.",
     "parameters: [parameters/demography.yaml]"},
    {"scenario", "schedule", "list of processes", "Which processes, in which order; all of the catalogue if not said.",
     "schedule: [demography/ageing, demography/mortality]"},
    {"scenario", "tables", "list of tables", "Which tables the run file holds; all that ship if not said.",
     "tables: [population, care_clients]"},
    {"scenario", "changes", "list of changes",
     "What differs, in the order in which it applies, after the changes of the extended scenario.",
     "changes: [{parameter: fuel_poverty/tariffs/cap, scale: 1.52, from: 2022-04}]"},

    {"clock", "start", "month", "The first month simulated: the July after the population's 30 June.",
     "start: 2023-07"},
    {"clock", "years", "whole number", "How many years; or say `end`.", "years: 10"},
    {"clock", "end", "month", "The month after the last one.", "end: 2033-07"},

    {"population", "sample", "1/n", "One household in n, each counting for n.", "sample: 1/100"},
    {"population", "tables", "path",
     "The folder of published tables that the people are made of, relative to this file; Essex's if not said.",
     "tables: population"},

    {"replicates", "points", "whole number or `central`",
     "Points of the uncertain parameters; `central` draws none of them.", "points: 20"},
    {"replicates", "lucks", "whole number", "Lives drawn at each point; 1 if not said.", "lucks: 2"},
    {"replicates", "design", "`drawn` or `sobol`",
     "How the points are spread: each value drawn for itself, or a scrambled Sobol sequence, which fills the space "
     "more "
     "evenly from some 128 points on (in fewer, some of many values go together by chance). More points may be added "
     "to either.",
     "design: sobol"},

    {"change", "parameter", "name", "Which parameter; `foresight list parameters` knows them; required.",
     "parameter: fuel_poverty/tariffs/cap"},
    {"change", "value", "number", "It becomes this. One of `value`, `scale`, `add` and `table` is required.",
     "value: 1277"},
    {"change", "scale", "number",
     "It is multiplied by this, at every date from `from` on: 1.03 is 3 per cent more, 0.97 is 3 per cent less.",
     "scale: 1.52"},
    {"change", "add", "number", "This is added to it, at every date from `from` on.", "add: -50"},
    {"change", "table", "path", "It becomes this table, a CSV with the parameter's dimensions and `value`.",
     "table: my_rates.csv"},
    {"change", "from", "month", "From this month on; from the beginning if not said.", "from: 2024-04"},
    {"change", "until", "month", "The first month in which it no longer holds.", "until: 2026-04"},
    {"change", "phase_in", "months",
     "It grows evenly to its whole size over so many months, the first of which is `from`.", "phase_in: 12"},
    {"change", "where", "map", "Only these cells: a dimension and its code or name, or a list of them.",
     "where: {sex: female, age: [65, 66, 67]}"},
    {"change", "unit", "text", "If said, it must be the parameter's: a guard against pence for pounds.",
     "unit: GBP per week"},
    {"change", "source", "text", "Where the figure comes from.", "source: Ofgem, 3 February 2022"},
    {"change", "uncertain", "distribution", "How sure the amount is: a factor with mean 1.",
     "uncertain: {normal: [1, 0.1]}"},
    {"change", "uncertain_as", "`factor` or `value`", "With `value`, the draw is the amount itself.",
     "uncertain_as: value"},

    {"book", "schema", "`foresight-parameters/1`", "The version of this grammar; required.",
     "schema: foresight-parameters/1"},
    {"book", "people", "map", "Of which people its rates are: where others live, that is warned of. See below.",
     "people: {base: 2020}"},
    {"book", "caution", "text", "Told of every scenario that has the book and names nothing to be lived `beside` it.",
     "caution: Its rates are bent. Never read a run of it alone."},
    {"book", "parameters", "map", "Parameters by name: module/process/name; required.",
     "parameters: {demography/fertility/scale: {...}}"},

    {"people", "base", "year", "Those of 30 June of that year.", "base: 2020"},
    {"people", "rebased", "0 or 1", "1: those of the series that is rebased on the Census of 2021.", "rebased: 1"},
    {"people", "areas", "12 or 14", "Those of the county of Essex, or of greater Essex.", "areas: 12"},

    {"parameter", "label", "text", "What it is, in words; required.", "label: Probability of dying within a year"},
    {"parameter", "unit", "text", "Its unit; required. A `probability` or a `share` lies in 0 to 1.",
     "unit: probability"},
    {"parameter", "range", "[low, high]", "What lies outside is refused.", "range: [0, 1]"},
    {"parameter", "dimensions", "list of dimensions",
     "Absent for a single number. A dimension that is no field brings its codes: {name: [codes]}.",
     "dimensions: [sex, age]"},
    {"parameter", "value", "number", "The value, of every cell. One of `value`, `dated` and `table` is required.",
     "value: 3.2"},
    {"parameter", "dated", "map", "A value from each month on; the first holds before, too.",
     "dated: {2021-04: 12345, 2022-04: 12600}"},
    {"parameter", "table", "path",
     "A CSV beside the book: the dimensions, then `value`; first `from` if it is dated. Every combination of codes "
     "once.",
     "table: ../demography/mortality.csv"},
    {"parameter", "column", "name", "Another column than `value` of the table.", "column: residential"},
    {"parameter", "words", "map", "Words that may be written for a number.", "words: {twelve: 12, fourteen: 14}"},
    {"parameter", "source", "text", "Where it comes from; required.", "source: ONS National Life Tables 2018-2020"},
    {"parameter", "certainty", "word",
     "`read`, `derived`, `inferred`, `recalled`, `assumed`, or `definition` of what cannot be otherwise, such as a "
     "switch or a seed; required. What is recalled or assumed is also `uncertain`.",
     "certainty: read"},
    {"parameter", "uncertain", "distribution",
     "{normal: [mean, sd]}, {lognormal: [median, sd of the logarithm]}, {beta: [a, b]} or {uniform: [low, high]}: a "
     "factor with mean about 1.",
     "uncertain: {normal: [1, 0.1]}"},
    {"parameter", "uncertain_as", "`factor`, `value` or `exponent`",
     "With `value`, the draw is the value itself; of a single number only. With `exponent`, values are raised to the "
     "draw: ratios come nearer to 1 or go farther from it together.",
     "uncertain_as: value"},
};

struct Section {
    std::string_view name;
    std::string_view heading;
};
constexpr Section sections[]{
    {"scenario", "A scenario"},       {"clock", "`clock`"},
    {"population", "`population`"},   {"replicates", "`replicates`, as a map"},
    {"change", "Each of `changes`"},  {"book", "A parameter book"},
    {"people", "`people` of a book"}, {"parameter", "Each parameter of a book"},
};

}  // namespace

std::span<Key const> grammar() { return all_keys; }

std::vector<std::string> keys_of(std::string_view section)
{
    std::vector<std::string> names;
    for (auto const& key : all_keys)
        if (key.section == section) names.emplace_back(key.name);
    return names;
}

std::string scenario_reference()
{
    std::string text;
    for (auto const& section : sections) {
        text += (text.empty() ? "### " : "\n### ") + std::string{section.heading}
                + "\n\n| key | takes | meaning | example |\n|---|---|---|---|\n";
        for (auto const& key : all_keys)
            if (key.section == section.name)
                text += "| `" + std::string{key.name} + "` | " + std::string{key.takes} + " | "
                        + std::string{key.meaning} + " | `" + std::string{key.example} + "` |\n";
    }
    return text;
}

}  // namespace foresight
