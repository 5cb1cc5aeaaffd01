#include "outputs/view/comparison.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "engine/core/error.hpp"
#include "engine/io/literal.hpp"

namespace foresight {
namespace {

/// Whether two runs drew by one design. A change may make one value more or less uncertain, but not all of them.
bool same_draws(Provenance const& a, Provenance const& b, std::size_t shared)
{
    bool any_in_both = false;
    for (auto const& drawn : a.drawn)
        for (auto const& other : b.drawn) {
            if (drawn.parameter != other.parameter || drawn.address != other.address) continue;
            any_in_both = true;
            if (std::equal(drawn.values.begin(), drawn.values.begin() + static_cast<std::ptrdiff_t>(shared),
                           other.values.begin()))
                return true;
        }
    return !any_in_both;
}

std::vector<std::uint8_t> hidden_in_either(RunReader const& base, TableSchema const& table, RunReader const& other,
                                           TableSchema const& there)
{
    auto hidden = cells_hidden_in(base, table);
    auto const more = cells_hidden_in(other, there);
    for (std::size_t cell = 0; cell != hidden.size(); ++cell) hidden[cell] |= more[cell];
    return hidden;
}

/// A view without the codes that the other has not, and without the replicates beyond `replicates`.
View cut_down(View const& view, View const& other, std::vector<ReplicateAddress> const& addresses,
              std::size_t replicates)
{
    View cut = view;
    std::vector<std::vector<std::size_t>> kept(view.dimensions.size());
    for (std::size_t d = 0; d != view.dimensions.size(); ++d) {
        cut.dimensions[d].codes.clear();
        for (std::size_t c = 0; c != view.dimensions[d].codes.size(); ++c) {
            auto const& code = view.dimensions[d].codes[c];
            auto const& codes = other.dimensions[d].codes;
            if (std::none_of(codes.begin(), codes.end(), [&](auto const& one) { return one.key == code.key; }))
                continue;
            kept[d].push_back(c);
            cut.dimensions[d].codes.push_back(code);
        }
    }
    cut.replication = Replication{{addresses.begin(), addresses.begin() + static_cast<std::ptrdiff_t>(replicates)}};
    for (std::size_t m = 0; m != view.values.size(); ++m) {
        cut.values[m].clear();
        for (std::size_t row = 0; row != cut.rows(); ++row) {
            auto const at = cut.positions(row);
            std::size_t from = 0;
            for (std::size_t d = 0; d != at.size(); ++d) from = from * view.dimensions[d].codes.size() + kept[d][at[d]];
            cut.values[m].insert(cut.values[m].end(), view.cell(m, from), view.cell(m, from) + replicates);
        }
    }
    return cut;
}

std::string brief(double number)
{
    char text[40];
    std::snprintf(text, sizeof text, "%.6g", number);
    return text;
}

/// Every month from which one of two parameters holds something new.
std::vector<Month> months_of(Parameter const& a, Parameter const& b)
{
    std::set<Month> months{Month{0}};
    for (auto const* const parameter : {&a, &b})
        for (std::size_t s = 1; s < parameter->slices.size(); ++s) months.insert(parameter->slices[s].from);
    return {months.begin(), months.end()};
}

std::string how_it_differs(Parameter const& a, Parameter const& b)
{
    std::size_t differing = 0;
    std::size_t all = 0;
    double least = 1e300;
    double most = -1e300;
    bool scales = true;
    Month first{0};
    std::string one;
    for (auto const month : months_of(a, b)) {
        auto const& before = a.at(month);
        auto const& after = b.at(month);
        if (before.size() != after.size())
            return "has " + std::to_string(before.size()) + " values and " + std::to_string(after.size());
        for (std::size_t i = 0; i != before.size(); ++i) {
            ++all;
            if (before[i] == after[i]) continue;
            if (differing++ == 0) {
                first = month;
                one = brief(before[i]) + " is " + brief(after[i]);
            }
            scales = scales && before[i] != 0;
            if (before[i] != 0) {
                least = std::min(least, after[i] / before[i]);
                most = std::max(most, after[i] / before[i]);
            }
        }
    }
    if (differing == 0) return {};
    auto const since = first == Month{0} ? std::string{} : ", from " + to_string(first);
    if (differing == 1) return one + since;
    auto const share = std::to_string(differing) + " of " + std::to_string(all) + " values";
    if (scales && most - least < 1e-9 * std::abs(most)) return share + " times " + brief(most) + since;
    if (scales) return share + " times " + brief(least) + " to " + brief(most) + since;
    return share + " differ" + since + ", the first: " + one;
}

/// What one run changes of a parameter, and the other does not.
std::vector<ChangeMade> changes_of_one(Provenance const& run, Provenance const& without, std::string const& parameter)
{
    std::vector<ChangeMade> all;
    for (auto const& change : run.changes) {
        auto const same = [&](ChangeMade const& other) {
            return other.parameter == change.parameter && other.said == change.said;
        };
        if (change.parameter == parameter && std::none_of(without.changes.begin(), without.changes.end(), same))
            all.push_back(change);
    }
    return all;
}

/// Files that both runs read under one name, and not with the same words; their own scenarios apart.
std::string files_that_differ(Provenance const& a, Provenance const& b)
{
    std::string names;
    for (auto const& file : a.inputs)
        for (auto const& there : b.inputs)
            if (file.path == there.path && file.hash != there.hash && file.path != a.scenario_file
                && file.path != b.scenario_file)
                names += (names.empty() ? "" : ", ") + file.path;
    return names;
}

/// "clients[month=2024-04, district=Basildon], replicate 0"
std::string cell_named(TableSchema const& table, std::string const& measure, std::size_t index)
{
    auto const cells = table.cells();
    auto rest = index % cells;
    std::string text;
    for (auto d = table.dimensions.size(); d-- > 0;) {
        auto const& codes = table.dimensions[d].codes;
        text = ", " + table.dimensions[d].name + "=" + codes[rest % codes.size()].key + text;
        rest /= codes.size();
    }
    auto const period = index / cells % table.periods.size();
    return measure + "[" + std::string{name_of(table.every)} + "=" + table.periods[period].label + text
           + "], replicate " + std::to_string(index / cells / table.periods.size());
}

/// Empty where a table is the same in both.
std::string exact_difference(RunReader const& base, RunReader const& other, TableSchema const& table)
{
    auto const& there = other.table(table.name);
    if (base.replicates() != other.replicates()) return "other replicates";
    if (table.periods != there.periods) return "other periods";
    if (table.dimensions != there.dimensions) return "other dimensions";
    if (table.measures != there.measures) return "other measures";
    std::size_t differing = 0;
    std::size_t all = 0;
    std::string first;
    for (std::size_t m = 0; m != table.measures.size(); ++m) {
        if (table.measures[m].kind == MeasureKind::ratio) continue;
        auto const before = base.values(table, m);
        auto const after = other.values(there, m);
        all += before.size();
        for (std::size_t i = 0; i != before.size(); ++i) {
            if (before[i] == after[i] || (std::isnan(before[i]) && std::isnan(after[i]))) continue;
            if (differing++ == 0)
                first =
                    cell_named(table, table.measures[m].name, i) + ": " + brief(before[i]) + " is " + brief(after[i]);
        }
    }
    if (differing == 0) return {};
    return std::to_string(differing) + " of " + std::to_string(all) + " cells differ, first " + first;
}

}  // namespace

bool same_luck(Provenance const& a, Provenance const& b)
{
    auto const shared = std::min(a.replicates.size(), b.replicates.size());
    return a.seed == b.seed
           && std::equal(a.replicates.begin(), a.replicates.begin() + static_cast<std::ptrdiff_t>(shared),
                         b.replicates.begin())
           && same_draws(a, b, shared);
}

std::vector<double> Comparison::differences(std::size_t measure, std::size_t row) const
{
    std::vector<double> all(replicates());
    for (std::size_t r = 0; r != all.size(); ++r) all[r] = other.cell(measure, row)[r] - base.cell(measure, row)[r];
    return all;
}

Estimate Comparison::effect(std::size_t measure, std::size_t row) const
{
    if (paired) return base.replication.of_futures(differences(measure, row).data());
    auto of = difference(measure, row);
    of.has_bands = false;
    return of;
}

Estimate Comparison::difference(std::size_t measure, std::size_t row) const
{
    if (paired) return base.replication.of_mean(differences(measure, row).data());
    auto const* const before = base.cell(measure, row);
    auto const* const after = other.cell(measure, row);
    auto const a = base.replication.of_mean(before);
    auto const b = other.replication.of_mean(after);
    double const mean = b.mean - a.mean;
    auto const band = [&](Band one, Band two) {
        double const reach = std::hypot(one.high - a.mean, two.high - b.mean);
        return Band{mean - reach, mean + reach};
    };
    return {mean, std::hypot(a.error, b.error), band(a.eighty, b.eighty), band(a.ninety_five, b.ninety_five),
            a.has_bands && b.has_bands};
}

Comparison::Spread Comparison::spread(std::size_t measure, std::size_t row) const
{
    auto const independent = base.replication.independent();
    if (!paired || independent < 2) return {no_number, no_number};
    auto const with = difference(measure, row).error;
    auto const without = std::hypot(base.replication.of_mean(base.cell(measure, row)).error,
                                    other.replication.of_mean(other.cell(measure, row)).error);
    auto const of_one = std::sqrt(static_cast<double>(independent));
    return {of_one * with, of_one * without};
}

double Comparison::gain_of_pairing(std::size_t measure, std::size_t row) const
{
    auto const [with, without] = spread(measure, row);
    return with > 0 ? without * without / (with * with) : no_number;
}

std::optional<Comparison> views_in_common(RunReader const& base, RunReader const& other, TableSchema const& table,
                                          Question const& question)
{
    auto const& there = other.table(table.name);
    std::vector<std::uint8_t> hidden;
    // What one run hides is left out of both: else a sum would differ by what is hidden.
    if (table.dimensions == there.dimensions) hidden = hidden_in_either(base, table, other, there);
    auto const one = view_of(base, table, question, hidden);
    auto const two = view_of(other, there, question, hidden);
    auto const names = [](auto const& all) {
        std::vector<std::string> list;
        for (auto const& each : all) list.push_back(each.name);
        return list;
    };
    Comparison made;
    made.paired = same_luck(base.provenance(), other.provenance());
    auto const shared = std::min(base.replicates(), other.replicates());
    auto const of = [&](RunReader const& run) { return made.paired ? shared : run.replicates(); };
    if (names(one.dimensions) != names(two.dimensions) || names(one.measures) != names(two.measures)) return {};
    made.base = cut_down(one, two, base.provenance().replicates, of(base));
    made.other = cut_down(two, one, other.provenance().replicates, of(other));
    if (made.rows() == 0) return {};
    return made;
}

Comparison compare_views(RunReader const& base, RunReader const& other, TableSchema const& table,
                         Question const& question)
{
    if (auto made = views_in_common(base, other, table, question)) return *std::move(made);
    refuse("the tables '" + table.name + "' of " + base.path() + " and " + other.path() + " have nothing in common",
           "their periods, places, dimensions or measures differ", "compare runs of one period and one table");
}

std::vector<std::string> cautions(RunReader const& base, RunReader const& other)
{
    auto const& a = base.provenance();
    auto const& b = other.provenance();
    std::vector<std::string> all;
    std::string const other_people =
        "their difference is not the effect of a change alone, and shared luck cancels only "
        "for whom both runs have";
    if (a.weight != b.weight)
        all.push_back("the samples differ (one household in " + std::to_string(a.weight) + ", and in "
                      + std::to_string(b.weight) + "): " + other_people);
    else if (a.population_hash != b.population_hash)
        all.push_back("the people differ: the two runs began with other base populations; " + other_people);
    if (a.start != b.start || a.end != b.end)
        all.push_back("the clocks differ (" + to_string(a.start) + " to " + to_string(a.end - 1) + ", and "
                      + to_string(b.start) + " to " + to_string(b.end - 1)
                      + "): only periods that both have are compared");
    // The factor is what `foresight_bench pairing` measures on the net cost of care.
    std::string const unpaired =
        "replicates cannot be paired, and the intervals are those of two unconnected runs: with "
        "shared luck the variance of an effect on care is 50 and more times smaller";
    if (a.seed != b.seed)
        all.push_back("the seeds differ (" + std::to_string(a.seed) + " and " + std::to_string(b.seed)
                      + "): " + unpaired);
    else if (!same_luck(a, b))
        all.push_back("the first replicates have other luck, or other values of what is uncertain: " + unpaired
                      + " (a run of one replicate is the central case; run both with as many)");
    if (a.replicates.size() != b.replicates.size())
        all.push_back(
            "the runs have " + std::to_string(a.replicates.size()) + " and " + std::to_string(b.replicates.size())
            + " replicates: "
            + (same_luck(a, b)
                   ? "the first " + std::to_string(std::min(a.replicates.size(), b.replicates.size())) + " are compared"
                   : "the mean of all of the one is compared with that of all of the other"));
    if (auto const files = files_that_differ(a, b); !files.empty())
        all.push_back("files of one name are not the same in both (" + files
                      + "): what they say is part of the difference, beside what a scenario changes (make both runs "
                        "again from the same files)");
    if (a.version != b.version)
        all.push_back("the runs are of Foresight " + a.version + " and " + b.version
                      + ": part of the difference may be the program's (foresight bridge tells it apart)");
    if (a.schedule != b.schedule) all.push_back("the schedules differ: other processes took part");
    return all;
}

std::vector<ParameterDifference> parameter_differences(Parameters const& base, Parameters const& other)
{
    std::vector<ParameterDifference> all;
    for (auto const& [name, parameter] : base.all()) {
        if (!other.has(name)) {
            all.push_back({name, "is not in the second run", {}});
            continue;
        }
        auto const& there = other.at(name);
        auto const what = how_it_differs(parameter, there);
        auto const set_by = there.set_by.empty() ? std::string{} : there.set_by.back();
        if (!what.empty()) all.push_back({name, what, set_by});
    }
    for (auto const& [name, parameter] : other.all())
        if (!base.has(name)) all.push_back({name, "is not in the first run", {}});
    return all;
}

std::vector<ParameterDifference> parameter_differences(Provenance const& base, Provenance const& other)
{
    std::vector<ParameterDifference> all;
    for (auto const& difference : parameter_differences(base.parameters, other.parameters)) {
        auto const made = changes_of_one(other, base, difference.parameter);
        auto const not_made = changes_of_one(base, other, difference.parameter);
        if (made.empty() && not_made.empty()) all.push_back(difference);
        // What the command line changes has no place in a file, but was said by an option.
        auto const add = [&](ChangeMade const& change, std::string what) {
            bool const in_a_file = !change.place.empty();
            all.push_back({change.parameter, std::move(what), in_a_file ? change.place : difference.set_by,
                           in_a_file ? change.source : std::string{}});
        };
        for (auto const& change : made) add(change, change.said);
        for (auto const& change : not_made) add(change, "only in the first run: " + change.said);
    }
    return all;
}

bool same_where_shared(RunReader const& base, RunReader const& other, TableSchema const& table)
{
    if (!other.has(table.name)) return false;
    Question every_cell{{std::string{name_of(table.every)}}, {}};
    for (auto const& dimension : table.dimensions) every_cell.by.push_back(dimension.name);
    auto const shared = views_in_common(base, other, table, every_cell);
    if (!shared || !shared->paired) return false;
    auto const same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    for (std::size_t m = 0; m != shared->base.measures.size(); ++m)
        for (std::size_t row = 0; row != shared->rows(); ++row) {
            auto const *const a = shared->base.cell(m, row), *const b = shared->other.cell(m, row);
            if (!std::equal(a, a + shared->replicates(), b, same)) return false;
        }
    return true;
}

std::vector<TableDifference> exact_differences(RunReader const& base, RunReader const& other)
{
    std::vector<TableDifference> all;
    for (auto const& table : base.tables()) {
        auto const what = other.has(table.name) ? exact_difference(base, other, table) : "is not in " + other.path();
        if (!what.empty()) all.push_back({table.name, what});
    }
    for (auto const& table : other.tables())
        if (!base.has(table.name)) all.push_back({table.name, "is not in " + base.path()});
    return all;
}

}  // namespace foresight
