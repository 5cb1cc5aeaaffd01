#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "outputs/answers/influence.hpp"
#include "outputs/view/comparison.hpp"
#include "outputs/workbook/sheets.hpp"

namespace foresight::workbook {
namespace {

using spreadsheet::Row;
using spreadsheet::Sheet;
using spreadsheet::Style;
using spreadsheet::Table;

constexpr std::size_t periods_of_a_comparison = 6;

std::string months_lived(Provenance const& origin)
{
    return to_string(origin.start) + " to " + to_string(origin.end - 1);
}

std::string said_or(std::string const& words) { return words.empty() ? shorthand::not_applicable : words; }

/// A change in the scenario's own words.
Row row_of(ChangeMade const& change)
{
    return {{text(change.parameter), text(said_or(change.label)), text(change.said), text(said_or(change.source)),
             text(said_or(change.place))}};
}

/// What was asked and how it was lived, of one run and, beside it, of the other.
Table origins(RunReader const& run, RunReader const* baseline)
{
    Table table{"origins", "What was asked, and how it was lived", {"What", "This run"}};
    if (baseline) table.headings.push_back("Baseline");
    auto const add = [&](std::string const& what, auto const& told) {
        Row row{{text(what), told(run)}};
        if (baseline) row.cells.push_back(told(*baseline));
        table.rows.push_back(std::move(row));
    };
    auto const words = [&](std::string const& what, auto const& told) {
        add(what, [&](RunReader const& one) {
            auto const said = told(one.provenance());
            return text(said.empty() ? shorthand::not_applicable : said);
        });
    };
    auto const count = [&](std::string const& what, auto const& told) {
        add(what, [&](RunReader const& one) { return number(static_cast<double>(told(one)), Style::leading); });
    };
    words("Scenario", [](auto const& origin) { return origin.name; });
    words("Question", [](auto const& origin) { return origin.question; });
    words("Scenario file", [](auto const& origin) { return origin.scenario_file; });
    words("Set on the command line", [](auto const& origin) { return joined(origin.command_line); });
    words("Months", months_lived);
    count("Replicates", [](RunReader const& one) { return one.replicates(); });
    count("Independent of each other",
          [](RunReader const& one) { return Replication{one.provenance().replicates}.independent(); });
    count("Seed", [](RunReader const& one) { return one.provenance().seed; });
    count("One household in", [](RunReader const& one) { return one.provenance().weight; });
    words("Foresight", [](auto const& origin) { return origin.version; });
    words("Hash of the people", [](auto const& origin) { return origin.population_hash; });
    words("Hash of the parameters", [](auto const& origin) { return origin.parameters_hash; });
    add("Digest of the tables", [](RunReader const& one) { return text(one.digest()); });
    return table;
}

/// Parameters that a scenario set over the books.
Table settings(RunReader const& run)
{
    Table table{"settings",
                "What the scenario, or what it extends, sets over the books",
                {"Parameter", "What it is", "Set by"}};
    for (auto const& [name, parameter] : run.provenance().parameters.all())
        if (parameter.set_by.size() > 1)
            table.rows.push_back({{text(name), text(parameter.label), text(parameter.set_by.back())}});
    fill_if_empty(table, "Nothing: all parameters are as in the books");
    return table;
}

Table parameters_that_differ(RunReader const& baseline, RunReader const& run)
{
    Table table{"parameters_that_differ",
                "Parameters that differ from the baseline",
                {"Parameter", "What it is", "How", "Source", "Set by"}};
    auto const& origin = run.provenance();
    for (auto const& one : parameter_differences(baseline.provenance().parameters, origin.parameters)) {
        auto const before = table.rows.size();
        // What the scenario says of it is better than what came of its values.
        for (auto const& change : origin.changes)
            if (change.parameter == one.parameter) table.rows.push_back(row_of(change));
        if (table.rows.size() > before) continue;
        auto const found = origin.parameters.all().find(one.parameter);
        table.rows.push_back(
            {{text(one.parameter), text(said_or(found == origin.parameters.all().end() ? "" : found->second.label)),
              text(one.what), text(shorthand::not_applicable), text(said_or(one.set_by))}});
    }
    fill_if_empty(table, "None");
    return table;
}

/// Headline by headline: the baseline, this run, and their live difference.
Table differences(RunReader const& baseline, RunReader const& run)
{
    auto headings = with_estimate_headings({"Measure", "Unit", "Period", "Which"});
    headings.insert(headings.end(), {mean_low, mean_high, "Variance saved by pairing, times"});
    Table table{"differences", "What comes out, and how it differs from the baseline", headings};
    for (auto const& line : headlines_of(baseline)) {
        if (!run.has(line.table)) continue;
        auto const& schema = baseline.table(line.table);
        auto const made = compare_views(baseline, run, schema, {{std::string{name_of(line.by)}}, {}});
        auto const measure = schema.measure(line.measure);
        auto const& about = schema.measures[measure];
        auto const style = style_of(about);
        for (auto const period : picked(made.rows(), periods_of_a_comparison)) {
            auto const add = [&](char const* which, Estimate const& mean, auto&& add_numbers, double gain) {
                Row row{{text(about.label), text(unit_of(about)),
                         text(period_text(line.by, about.kind, made.base.dimensions[0].codes[period].label)),
                         text(which)}};
                add_numbers(row);
                add_interval_of_mean(row, mean, style == Style::per_cent ? Style::fine_per_cent : style);
                row.cells.push_back(number(gain, Style::tenths));
                table.rows.push_back(std::move(row));
            };
            auto const add_level = [&](char const* which, View const& view) {
                add(
                    which, view.replication.of_mean(view.cell(measure, period)),
                    [&](Row& row) { add_estimate(row, view.estimate(measure, period), style); }, no_number);
            };
            add_level("Baseline", made.base);
            add_level("This run", made.other);
            auto const at = table.rows.size();
            auto const mean = made.difference(measure, period);
            auto of_futures = made.effect(measure, period);
            add(
                "Difference", mean,
                [&](Row& row) {
                    row.total = true;
                    auto const fine = style == Style::per_cent ? Style::fine_per_cent : style;
                    add_estimate(row, formula(4, {{at - 1}, {at - 2, true}}, fine), of_futures, fine);
                    // The error is that of the mean, also where no future can be told.
                    row.cells[5] =
                        number(mean.has_bands ? mean.error : no_number, style_of_error(fine), shorthand::not_available);
                },
                made.gain_of_pairing(measure, period));
        }
    }
    fill_if_empty(table, "The runs share none of the tables of the summary");
    return table;
}

/// What the variance that is not told apart may be: luck alone where nothing is drawn or points have several lucks, else too
/// few replicates for so many values.
std::pair<std::string, std::string> rest_in_words(RunReader const& run, View const& view, bool some_found)
{
    auto const& drawn = run.provenance().drawn;
    auto const uncertain = static_cast<std::size_t>(
        std::count_if(drawn.begin(), drawn.end(), [&](Drawn const& one) { return one.can_reach(view.table); }));
    if (uncertain == 0) return {"luck", "luck: no uncertain value that can reach it was varied"};
    auto const independent = view.replication.independent();
    auto const replicates = std::to_string(independent) + (independent == run.replicates() ? " replicates" : " points");
    auto const values = std::to_string(uncertain) + " uncertain values";
    if (some_found) return {"not told apart", "luck, and what " + replicates + " cannot tell apart among " + values};
    return {"not told apart", replicates + " are too few to tell " + values + " apart"};
}

/// What one result's variance is made of; its shares add up to all of it.
void add_sources_of_variance(Table& table, RunReader const& run, Headline const& line)
{
    auto const& schema = run.table(line.table);
    auto const measure = schema.measure(line.measure);
    auto const& about = schema.measures[measure];
    auto const view = view_of(run, schema, {{std::string{name_of(line.by)}}, {}});
    if (view.rows() == 0) return;
    auto const period = view.rows() - 1;
    auto const* const values = view.cell(measure, period);
    auto const deviation = view.replication.deviation(values);
    auto const style = style_of_error(style_of(about));
    auto const first = table.rows.size();
    double rest = 1;
    auto const add = [&](std::string const& group, std::string const& what, double slope, double share) {
        table.rows.push_back(
            {{text(about.label), text(unit_of(about)),
              text(period_text(line.by, about.kind, view.dimensions[0].codes[period].label)), text(group), text(what),
              number(slope, style), number(share, Style::per_cent, shorthand::not_available)}});
    };
    auto const found = influences(values, run.provenance(), view.table);
    for (auto const& one : found) {
        add(group_of(one.parameter), one.address, one.slope, one.share);
        rest -= one.share;
    }
    auto const share_known = deviation > 0;
    auto const [group, what] = rest_in_words(run, view, !found.empty());
    add(group, what, no_number, share_known ? rest : no_number);
    add("All: one standard deviation", shorthand::not_applicable, share_known ? deviation : no_number, 1);
    table.rows.back().total = true;
    table.rows.back().cells.back() = share_known ? sum(6, first, table.rows.size() - 2, Style::per_cent)
                                                 : number(no_number, Style::per_cent, shorthand::not_available);
    if (!share_known) table.rows.back().cells[5] = number(no_number, style, shorthand::not_available);
}

/// "0.12", or the least and the greatest of a table of values.
void add_span(Row& row, Parameter const& parameter, Month month)
{
    auto const& values = parameter.at(month);
    if (values.empty()) {
        row.cells.insert(row.cells.end(), 2, text(shorthand::not_applicable));
        return;
    }
    auto const [least, greatest] = std::minmax_element(values.begin(), values.end());
    row.cells.push_back(number(*least, Style::general));
    row.cells.push_back(number(*greatest, Style::general));
}

}  // namespace

Sheet scenarios(Source const& source)
{
    auto const* const baseline = source.request.baseline;
    Sheet sheet{"Scenarios",
                baseline ? "Scenarios: this run and its baseline, and what differs" : "Scenarios: what was asked"};
    sheet.tables.push_back(origins(source.run, baseline));
    if (!baseline) {
        sheet.notes = {"No baseline was given: foresight export RUN --against BASELINE adds what differs from it."};
        sheet.tables.push_back(settings(source.run));
        add_studies(sheet, source, {Study::Kind::attribution});
        return sheet;
    }
    sheet.notes = {
        "Differences are taken replicate by replicate. 80% and 95% low and high hold what one future brings, of a "
        "level and "
        "of a difference alike; Mean: 95% low and high what the mean of infinitely many replicates would be.",
        "Rows named Difference are live.", note_on_intervals(source.run)};
    for (auto const& caution : cautions(*baseline, source.run)) sheet.notes.push_back("Caution: " + caution + ".");
    sheet.tables.push_back(parameters_that_differ(*baseline, source.run));
    sheet.tables.push_back(differences(*baseline, source.run));
    add_studies(sheet, source, {Study::Kind::attribution});
    return sheet;
}

Sheet sensitivity(Source const& source)
{
    auto const& run = source.run;
    Sheet sheet{"Sensitivity", "Sensitivity: which uncertain parameters the results of the last period hang on"};
    sheet.notes = {
        "By forward regression on what was drawn in each replicate: what stands out from chance at one in a "
        "hundred is named, and the rest is luck or not told apart.",
        "The change goes with one standard deviation of what is uncertain. Shares are of the variance, and add "
        "up to a live total. They are estimates, the surer the more points.",
        "One value at a time, moved on purpose, a study says: foresight sensitivity, and name its file to foresight "
        "export."};
    if (run.provenance().drawn.empty())
        sheet.notes.insert(sheet.notes.begin(),
                           "All replicates are at the central point: no parameter was varied, and all "
                           "that varies is luck.");
    Table table{"sensitivity",
                sheet.title,
                {"Result", "Unit", "Period", "Source of variance", "Uncertain value",
                 "Change with one standard deviation", "Share of the variance"}};
    for (auto const& line : headlines_of(run)) add_sources_of_variance(table, run, line);
    fill_if_empty(table, "The run has none of the tables of the summary");
    sheet.tables.push_back(std::move(table));
    add_studies(sheet, source, {Study::Kind::sensitivity, Study::Kind::sweep});
    return sheet;
}

Sheet assumptions(Source const& source)
{
    auto const& origin = source.run.provenance();
    std::set<std::string> varied;
    for (auto const& drawn : origin.drawn) varied.insert(drawn.parameter);
    Sheet sheet{"Assumptions", "Assumptions: every parameter of the run, with its source and how sure it is"};
    sheet.notes = {
        "Values in the first month, at the central point; of a table of values the least and the greatest. What "
        "is recalled or assumed is no evidence."};
    if (!origin.caveat.empty()) sheet.notes.insert(sheet.notes.begin(), "Caveat: " + origin.caveat);
    Table changes{"changes",
                  "What the scenario, or one that it extends, changes",
                  {"Parameter", "What it is", "Change", "Source of the change", "Set by"}};
    for (auto const& change : origin.changes) changes.rows.push_back(row_of(change));
    // A run of an older program does not say what its changes are, but where a parameter was set over the books.
    for (auto const& [name, parameter] : origin.parameters.all())
        if (origin.changes.empty() && parameter.set_by.size() > 1)
            changes.rows.push_back({{text(name), text(said_or(parameter.label)), text(shorthand::not_applicable),
                                     text(shorthand::not_applicable), text(parameter.set_by.back())}});
    fill_if_empty(changes, "Nothing: all parameters are as in the books");
    Table table{"assumptions",
                "Every parameter",
                {"Parameter", "What it is", "Unit", "Least value", "Greatest value", "Values", "Dates", "Certainty",
                 "Varied in this run", "Source", "Set by"}};
    for (auto const& [name, parameter] : origin.parameters.all()) {
        Row row{{text(name), text(said_or(parameter.label)), text(said_or(parameter.unit))}};
        add_span(row, parameter, origin.start);
        row.cells.push_back(number(static_cast<double>(parameter.at(origin.start).size()), Style::whole));
        row.cells.push_back(number(static_cast<double>(parameter.slices.size()), Style::whole));
        row.cells.push_back(text(said_or(parameter.certainty)));
        row.cells.push_back(text(varied.contains(name) ? "yes" : "no"));
        row.cells.push_back(text(said_or(parameter.source)));
        row.cells.push_back(text(parameter.set_by.empty() ? shorthand::not_applicable : parameter.set_by.back()));
        table.rows.push_back(std::move(row));
    }
    fill_if_empty(table, "The run keeps no parameter");
    sheet.tables = {std::move(changes), std::move(table)};
    return sheet;
}

}  // namespace foresight::workbook
