#include "outputs/answers/why.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "engine/core/error.hpp"
#include "engine/core/shell_word.hpp"
#include "outputs/answers/flows.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight {
namespace {

constexpr std::size_t parts_shown = 12;  ///< all districts of a county

/// A cell in two periods: rows of a view by time alone.
struct Cell {
    View view;
    Every every = Every::year;
    std::size_t measure = 0;
    std::size_t now = 0;
    bool has_before() const { return now > 0; }
    std::string const& period(std::size_t row) const { return view.dimensions[0].codes[row].label; }
};

/// The conditions that are not of time; those of time become the period.
std::vector<std::pair<std::string, std::string>> without_time(WhyQuestion const& question, std::string& period)
{
    std::vector<std::pair<std::string, std::string>> where;
    for (auto const& condition : question.where) {
        Every of_time{};
        if (every_named(condition.first, of_time)) period = condition.second;
        else where.push_back(condition);
    }
    return where;
}

std::optional<Headline> headline_of(RunReader const& run, std::string const& table)
{
    for (auto const& line : headlines_of(run))
        if (line.table == table) return line;
    return {};
}

std::size_t measure_asked(RunReader const& run, TableSchema const& table, std::string const& name)
{
    if (name.empty()) {
        if (table.name == "care_budget") return table.measure("weekly");
        auto const line = headline_of(run, table.name);
        return line ? table.measure(line->measure) : 0;
    }
    auto const found = table.measure(name);
    if (found != table.measures.size()) return found;
    std::vector<std::string> known;
    for (auto const& measure : table.measures) known.push_back(measure.name);
    auto const near = nearest(name, known);
    std::string all;
    for (auto const& one : known) all += (all.empty() ? "it has " : ", ") + one;
    refuse("table '" + table.name + "' has no measure '" + name + "'", {},
           near.empty() ? all : "did you mean '" + near + "'?");
}

/// The cadence in which a table is asked about: its headline's, and its own where a period says so.
Cell cell_of(RunReader const& run, WhyQuestion const& question)
{
    auto period = question.period;
    auto const where = without_time(question, period);
    auto const& table = run.table(question.table);
    auto const line = headline_of(run, table.name);
    std::vector<Every> cadences{line ? line->by : table.every};
    if (cadences.front() != table.every) cadences.push_back(table.every);
    std::string known;
    for (auto const every : cadences) {
        Cell cell{view_of(run, table, {{std::string{name_of(every)}}, where}), every,
                  measure_asked(run, table, question.measure), 0};
        auto const& codes = cell.view.dimensions[0].codes;
        if (codes.empty()) continue;
        known += (known.empty() ? "it has " : ", or ") + codes.front().label + " to " + codes.back().label;
        auto const found = period.empty() ? codes.end() - 1
                                          : std::find_if(codes.begin(), codes.end(),
                                                         [&](auto const& code) { return code.label == period; });
        if (found == codes.end()) continue;
        cell.now = static_cast<std::size_t>(found - codes.begin());
        return cell;
    }
    refuse_if_without_period(table, run);
    refuse("no period '" + period + "' in table '" + table.name + "'", {}, known);
}

using Number = std::function<double(std::size_t replicate)>;

Estimate estimate_of(Replication const& replication, Number const& number)
{
    std::vector<double> values(replication.count());
    for (std::size_t r = 0; r != values.size(); ++r) values[r] = number(r);
    return replication.of_futures(values.data());
}

std::vector<double> change_of(Cell const& cell)
{
    std::vector<double> change(cell.view.replicates());
    for (std::size_t r = 0; r != change.size(); ++r)
        change[r] = cell.view.cell(cell.measure, cell.now)[r] - cell.view.cell(cell.measure, cell.now - 1)[r];
    return change;
}

WhySection levels(Cell const& cell)
{
    WhySection section{"The cell", {}, {}};
    auto const& measure = cell.view.measures[cell.measure];
    if (cell.has_before())
        section.lines.push_back({cell.period(cell.now - 1), measure, cell.view.estimate(cell.measure, cell.now - 1)});
    section.lines.push_back({cell.period(cell.now), measure, cell.view.estimate(cell.measure, cell.now)});
    if (!cell.has_before()) {
        section.notes.push_back("It is the first period of the run: there is none before it.");
        return section;
    }
    section.lines.push_back({"change", measure, cell.view.replication.of_futures(change_of(cell).data()), true});
    return section;
}

/// The greatest parts, and how many others there are.
void keep_greatest(WhySection& section, std::string const& dimension)
{
    std::stable_sort(section.lines.begin(), section.lines.end(),
                     [](WhyLine const& a, WhyLine const& b) { return std::abs(a.of.mean) > std::abs(b.of.mean); });
    if (section.lines.size() <= parts_shown) return;
    section.notes.push_back(std::to_string(section.lines.size() - parts_shown)
                            + " smaller ones are not shown: see --by " + dimension
                            + " of foresight show and foresight compare");
    section.lines.resize(parts_shown);
}

/// What each code of one dimension adds to the change. Of a ratio, what its numerator adds to the quotient of the whole.
WhySection parts_by(RunReader const& run, Cell const& cell, TableDimension const& dimension,
                    WhyQuestion const& question)
{
    auto period = question.period;
    auto const where = without_time(question, period);
    auto const& table = run.table(question.table);
    auto const view = view_of(run, table, {{std::string{name_of(cell.every)}, dimension.name}, where});
    auto const& measure = view.measures[cell.measure];
    bool const ratio = measure.kind == MeasureKind::ratio;
    auto const above = ratio ? table.measure(measure.numerator) : cell.measure;
    auto const below = ratio ? table.measure(measure.denominator) : cell.measure;
    auto const codes = view.dimensions[1].codes.size();
    auto const share = [&](std::size_t row, std::size_t code, std::size_t r) {
        auto const part = view.cell(above, row * codes + code)[r];
        return ratio ? part / cell.view.cell(below, row)[r] : part;
    };
    auto const since = question.other ? " since " + cell.period(cell.now - 1) : std::string{};
    WhySection section{"Where the change" + since + " is, by " + dimension.label, {}, {}};
    for (std::size_t c = 0; c != codes; ++c)
        section.lines.push_back(
            {view.dimensions[1].codes[c].label, measure,
             estimate_of(view.replication,
                         [&](std::size_t r) { return share(cell.now, c, r) - share(cell.now - 1, c, r); }),
             true});
    keep_greatest(section, dimension.name);
    return section;
}

/// Refuses a run that has not what is asked about.
void check_other(RunReader const& other, Cell const& cell, WhyQuestion const& question)
{
    auto const& name = question.table;
    if (!other.has(name))
        refuse(other.path() + " has no table '" + name + "'", "its scenario did not ask for it",
               "see foresight show " + shell_quoted(other.path()));
    auto const& table = other.table(name);
    auto const& measure = cell.view.measures[cell.measure].name;
    if (table.measure(measure) == table.measures.size())
        refuse("table '" + name + "' of " + other.path() + " has no measure '" + measure + "'");
    auto const codes = view_of(other, table, {{std::string{name_of(cell.every)}}, {}}).dimensions[0].codes;
    auto const& period = cell.period(cell.now);
    if (std::any_of(codes.begin(), codes.end(), [&](auto const& code) { return code.label == period; })) return;
    refuse(other.path() + " has no " + period + " in table '" + name + "'",
           "it runs from " + to_string(other.provenance().start) + " to " + to_string(other.provenance().end - 1)
               + (codes.empty() ? ", and covers no such period whole"
                                : ", and has " + codes.front().label + " to " + codes.back().label),
           codes.empty() ? std::string{} : "ask about --period " + codes.back().label);
}

/// Two runs in the period that is asked about, told apart by these dimensions.
Comparison compared_by(RunReader const& run, Cell const& cell, WhyQuestion const& question,
                       std::vector<std::string> dimensions)
{
    auto period = question.period;
    std::string const time{name_of(cell.every)};
    Question asked{std::move(dimensions), without_time(question, period)};
    asked.by.insert(asked.by.begin(), time);
    asked.where.emplace_back(time, cell.period(cell.now));
    return compare_views(*question.other, run, question.other->table(question.table), asked);
}

WhySection difference(RunReader const& run, Cell const& cell, WhyQuestion const& question)
{
    auto const& other = *question.other;
    auto const comparison = compared_by(run, cell, question, {});
    auto const& measure = cell.view.measures[cell.measure];
    WhySection section{"Against " + other.provenance().name, {}, {}};
    section.lines.push_back({"there", measure, comparison.base.estimate(cell.measure, 0)});
    section.lines.push_back({"here", measure, comparison.other.estimate(cell.measure, 0)});
    if (comparison.paired)
        section.lines.push_back({"difference in one future", measure, comparison.effect(cell.measure, 0), true});
    section.lines.push_back({"difference, bands of its mean", measure, comparison.difference(cell.measure, 0), true});
    section.notes = cautions(other, run);
    if (!comparison.paired) section.notes.push_back("The replicates are not paired.");
    auto const differences = parameter_differences(other.provenance(), run.provenance());
    if (differences.empty()) section.notes.push_back("No parameter differs.");
    for (auto const& one : differences)
        section.notes.push_back(one.parameter + ": " + one.what
                                + (one.set_by.empty() ? std::string{} : " (" + one.set_by + ")"));
    return section;
}

/// What each code of one dimension adds to the difference of two runs. Of a ratio, what its numerator adds to the quotient
/// of the whole.
WhySection parts_of_difference(RunReader const& run, Cell const& cell, TableDimension const& dimension,
                               WhyQuestion const& question)
{
    auto const whole = compared_by(run, cell, question, {});
    auto made = compared_by(run, cell, question, {dimension.name});
    auto const& table = run.table(question.table);
    auto const& measure = cell.view.measures[cell.measure];
    if (measure.kind == MeasureKind::ratio) {
        auto const above = table.measure(measure.numerator), below = table.measure(measure.denominator);
        for (auto const& [parts, all] : {std::pair{&made.base, &whole.base}, {&made.other, &whole.other}})
            for (std::size_t row = 0; row != parts->rows(); ++row)
                for (std::size_t r = 0; r != parts->replicates(); ++r)
                    parts->values[cell.measure][row * parts->replicates() + r] =
                        parts->cell(above, row)[r] / all->cell(below, 0)[r];
    }
    WhySection section{"Where the difference is, by " + dimension.label, {}, {}};
    auto const& codes = made.base.dimensions[1].codes;
    for (std::size_t c = 0; c != codes.size(); ++c)
        section.lines.push_back({codes[c].label, measure,
                                 made.paired ? made.effect(cell.measure, c) : made.difference(cell.measure, c), true});
    keep_greatest(section, dimension.name);
    return section;
}

/// How the other run differs, and where.
std::vector<WhySection> against(RunReader const& run, Cell const& cell, WhyQuestion const& question,
                                std::vector<TableDimension> const& told_apart)
{
    std::vector<WhySection> sections{difference(run, cell, question)};
    if (question.table == "care_cost" && cell.view.measures[cell.measure].name == "gross")
        if (auto parts = parts_of_cost(compared_by(run, cell, question, {"district", "age_group", "setting"})))
            sections.push_back(*std::move(parts));
    for (auto const& dimension : told_apart) sections.push_back(parts_of_difference(run, cell, dimension, question));
    return sections;
}

/// The dimensions of which the cell holds several codes.
std::vector<TableDimension> dimensions_told_apart(TableSchema const& table,
                                                  std::vector<std::pair<std::string, std::string>> const& where)
{
    std::vector<TableDimension> all;
    for (auto const& dimension : table.dimensions) {
        auto const pinned = std::count_if(where.begin(), where.end(),
                                          [&](auto const& condition) { return condition.first == dimension.name; });
        if (pinned != 1 && dimension.codes.size() > 1) all.push_back(dimension);
    }
    return all;
}

void tell_influences(RunReader const& run, Cell const& cell, Why& answer)
{
    auto const& origin = run.provenance();
    std::set<std::uint32_t> points;
    for (auto const& replicate : origin.replicates) points.insert(replicate.point);
    answer.influences = influences(cell.view.cell(cell.measure, cell.now), origin, cell.view.table);
    if (!answer.influences.empty()) return;
    if (origin.drawn.empty())
        answer.no_influences =
            "Every replicate is at the central point of the parameters: the run says nothing of them.";
    else if (points.size() < 8)
        answer.no_influences = "The run has " + std::to_string(points.size())
                               + " points of the uncertain parameters; 8 are the least that can tell any apart.";
    else
        answer.no_influences = "None of " + std::to_string(origin.drawn.size())
                               + " uncertain values stands out from chance over " + std::to_string(points.size())
                               + " points.";
}

}  // namespace

Why why(RunReader const& run, WhyQuestion const& question)
{
    auto const cell = cell_of(run, question);
    if (question.other) check_other(*question.other, cell, question);
    auto period = question.period;
    auto const where = without_time(question, period);
    auto const& table = run.table(question.table);
    Why answer;
    answer.measure = cell.view.measures[cell.measure];
    answer.cell = table.name + "." + answer.measure.name;
    for (auto const& [dimension, code] : where) answer.cell += ", " + dimension + " " + code;
    answer.period = cell.period(cell.now);
    if (cell.has_before()) answer.before = cell.period(cell.now - 1);
    auto const told_apart = dimensions_told_apart(table, where);
    if (question.other) answer.sections = against(run, cell, question, told_apart);
    answer.sections.push_back(levels(cell));
    if (cell.has_before()) {
        FlowQuestion const asked{table.name, where, cell.every, answer.period, answer.before};
        for (auto& flows : flows_into(run, asked)) answer.sections.push_back(std::move(flows));
        for (auto const& dimension : told_apart) answer.sections.push_back(parts_by(run, cell, dimension, question));
    }
    tell_influences(run, cell, answer);
    return answer;
}

}  // namespace foresight
