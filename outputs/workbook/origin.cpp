#include <algorithm>
#include <set>

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
    Table table{"parameters_that_differ", "Parameters that differ from the baseline", {"Parameter", "How", "Set by"}};
    for (auto const& one : parameter_differences(baseline.provenance().parameters, run.provenance().parameters))
        table.rows.push_back(
            {{text(one.parameter), text(one.what), text(one.set_by.empty() ? shorthand::not_applicable : one.set_by)}});
    fill_if_empty(table, "None");
    return table;
}

/// Headline by headline: the baseline, this run, and their live difference.
Table differences(RunReader const& baseline, RunReader const& run)
{
    auto headings = with_estimate_headings({"Measure", "Unit", "Period", "Which"});
    headings.push_back("Variance saved by pairing, times");
    Table table{"differences", "What comes out, and how it differs from the baseline", headings};
    for (auto const& line : headlines_of(baseline)) {
        if (!run.has(line.table)) continue;
        auto const& schema = baseline.table(line.table);
        auto const made = compare_views(baseline, run, schema, {{std::string{name_of(line.by)}}, {}});
        auto const measure = schema.measure(line.measure);
        auto const& about = schema.measures[measure];
        auto const style = style_of(about);
        for (auto const period : picked(made.rows(), periods_of_a_comparison)) {
            auto const add = [&](char const* which, auto&& add_numbers, double gain) {
                Row row{{text(about.label), text(unit_of(about)),
                         text(period_text(line.by, about.kind, made.base.dimensions[0].codes[period].label)),
                         text(which)}};
                add_numbers(row);
                row.cells.push_back(number(gain, Style::tenths));
                table.rows.push_back(std::move(row));
            };
            add(
                "Baseline", [&](Row& row) { add_estimate(row, made.base.estimate(measure, period), style); },
                no_number);
            add(
                "This run", [&](Row& row) { add_estimate(row, made.other.estimate(measure, period), style); },
                no_number);
            auto const at = table.rows.size();
            add(
                "Difference",
                [&](Row& row) {
                    row.total = true;
                    auto const fine = style == Style::per_cent ? Style::fine_per_cent : style;
                    add_estimate(row, formula(4, {{at - 1}, {at - 2, true}}, fine), made.difference(measure, period),
                                 fine);
                },
                made.gain_of_pairing(measure, period));
        }
    }
    fill_if_empty(table, "The runs share none of the tables of the summary");
    return table;
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
    for (auto const& one : influences(values, run.provenance(), view.table)) {
        add(group_of(one.parameter), one.address, one.slope, one.share);
        rest -= one.share;
    }
    auto const share_known = deviation > 0;
    add("luck, and what is not told apart from it", "luck, or not told apart", no_number,
        share_known ? rest : no_number);
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

std::string said_or(std::string const& words) { return words.empty() ? shorthand::not_applicable : words; }

}  // namespace

Sheet scenarios(Source const& source)
{
    auto const* const baseline = source.request.baseline;
    Sheet sheet{"Scenarios",
                baseline ? "Scenarios: this run and its baseline, and what differs" : "Scenarios: what was asked"};
    sheet.tables.push_back(origins(source.run, baseline));
    if (!baseline) {
        sheet.notes = {"No baseline was given: foresight export RUN BASELINE adds what differs from it."};
        sheet.tables.push_back(settings(source.run));
        add_studies(sheet, source, {Study::Kind::attribution});
        return sheet;
    }
    sheet.notes = {
        "Differences are taken replicate by replicate; their bands hold what infinitely many replicates would "
        "give. Rows named Difference are live.",
        note_on_intervals(source.run)};
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
    Table table{"assumptions",
                sheet.title,
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
    sheet.tables.push_back(std::move(table));
    return sheet;
}

}  // namespace foresight::workbook
