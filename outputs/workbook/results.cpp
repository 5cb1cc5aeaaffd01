#include <algorithm>

#include "outputs/view/view.hpp"
#include "outputs/workbook/sheets.hpp"

namespace foresight::workbook {
namespace {

using spreadsheet::Row;
using spreadsheet::Sheet;

constexpr std::size_t periods_of_a_summary = 3;

/// The longest cadence of a budget or a report that a table can be shown by.
Every yearly(TableSchema const& table)
{
    switch (table.every) {
    case Every::month: return Every::financial_year;
    case Every::quarter: return Every::year;
    default: return table.every;
    }
}

char const* why_missing(TableSchema const& table)
{
    return table.disclosure.any() ? shorthand::confidential : shorthand::not_applicable;
}

std::size_t position_of(TableSchema const& table, std::string_view dimension)
{
    auto const found = std::find_if(table.dimensions.begin(), table.dimensions.end(),
                                    [&](TableDimension const& one) { return one.name == dimension; });
    return static_cast<std::size_t>(found - table.dimensions.begin());
}

bool has_dimension(TableSchema const& table, std::string_view dimension)
{
    return position_of(table, dimension) != table.dimensions.size();
}

/// Districts of one measure and period, and all of them together.
void add_districts(spreadsheet::Table& to, TableSchema const& table, View const& by_district, View const& together,
                   std::size_t measure, std::size_t period)
{
    auto const& about = table.measures[measure];
    auto const style = style_of(about);
    auto const& districts = by_district.dimensions[1].codes;
    auto const head = [&](std::string const& label, std::string const& code) {
        return Row{{text(table.name), text(about.label), text(unit_of(about)),
                    text(period_text(yearly(table), about.kind, by_district.dimensions[0].codes[period].label)),
                    text(label), text(code)}};
    };
    auto const first = to.rows.size();
    for (std::size_t d = 0; d != districts.size(); ++d) {
        auto row = head(districts[d].label, districts[d].official);
        add_estimate(row, by_district.estimate(measure, period * districts.size() + d), style, why_missing(table));
        to.rows.push_back(std::move(row));
    }
    auto total = head("All districts", shorthand::not_applicable);
    total.total = true;
    auto const of = together.estimate(measure, period);
    if (about.kind == MeasureKind::ratio) add_estimate(total, of, style, why_missing(table));
    else add_estimate(total, sum(total.cells.size(), first, to.rows.size() - 1, style), of, style);
    to.rows.push_back(std::move(total));
}

/// What a month's rows are told apart by, and whether their total means anything.
struct Monthly {
    char const* table;
    char const* measure;
    char const* by;
    bool adds_up;
};

constexpr Monthly months_shown[]{{"care_clients", "clients", "setting", true},
                                 {"care_budget", "weekly", "setting", true},
                                 {"care_flows", "events", "flow", false},
                                 {"population_change", "persons", "event", false}};

void add_months(spreadsheet::Table& to, RunReader const& run, Monthly const& shown)
{
    auto const& table = run.table(shown.table);
    auto const measure = table.measure(shown.measure);
    auto const& about = table.measures[measure];
    auto const style = style_of(about);
    auto const apart = view_of(run, table, {{"month", shown.by}, {}});
    auto const together = view_of(run, table, {{"month"}, {}});
    auto const& codes = apart.dimensions[1].codes;
    for (std::size_t month = 0; month != together.rows(); ++month) {
        auto const head = [&](std::string const& label) {
            return Row{{text(table.name), text(about.label), text(unit_of(about)),
                        text(together.dimensions[0].codes[month].label), text(label)}};
        };
        auto const first = to.rows.size();
        for (std::size_t c = 0; c != codes.size(); ++c) {
            auto row = head(codes[c].label);
            add_estimate(row, apart.estimate(measure, month * codes.size() + c), style, why_missing(table));
            to.rows.push_back(std::move(row));
        }
        if (!shown.adds_up) continue;
        auto total = head("All");
        total.total = true;
        add_estimate(total, sum(total.cells.size(), first, to.rows.size() - 1, style),
                     together.estimate(measure, month), style);
        to.rows.push_back(std::move(total));
    }
}

}  // namespace

Sheet summary(Source const& source)
{
    auto const& run = source.run;
    Sheet sheet{"Summary", "Summary: the first numbers that anybody asks for"};
    sheet.notes = {"At the beginning, in the middle and at the end of the run; the sheet Annual has every year.",
                   note_on_intervals(run)};
    if (auto const& caveat = run.provenance().caveat; !caveat.empty())
        sheet.notes.insert(sheet.notes.begin(), "Caveat: " + caveat);
    if (auto const* const baseline = source.request.baseline) {
        sheet.notes.insert(sheet.notes.begin(), clearest_effect(*baseline, run));
        sheet.notes.emplace_back(
            "Differences are paired, replicate by replicate: between low and high lies the mean of all "
            "futures, or what one future brings, as the heads say.");
        sheet.tables.push_back(effects(*baseline, run));
    }
    spreadsheet::Table table{"summary", "This run", with_estimate_headings({"Measure", "Unit", "Period"})};
    for (auto const& line : headlines_of(run)) {
        auto const& schema = run.table(line.table);
        auto const measure = schema.measure(line.measure);
        auto const& about = schema.measures[measure];
        auto const view = view_of(run, schema, {{std::string{name_of(line.by)}}, {}});
        for (auto const period : picked(view.rows(), periods_of_a_summary)) {
            Row row{{text(about.label), text(unit_of(about)),
                     text(period_text(line.by, about.kind, view.dimensions[0].codes[period].label))}};
            add_estimate(row, view.estimate(measure, period), style_of(about), why_missing(schema));
            table.rows.push_back(std::move(row));
        }
    }
    fill_if_empty(table, "The run has none of the tables of the summary");
    sheet.tables.push_back(std::move(table));
    return sheet;
}

Sheet annual(Source const& source)
{
    auto const& run = source.run;
    Sheet sheet{"Annual", "Annual: every measure by year and district"};
    sheet.notes = {"Financial years run from April to March, school years from September to August. Stocks stand as at "
                   "the end of the period.",
                   "What the tables of the first column are is in the Data dictionary. All districts: a live sum of "
                   "the districts, but of shares and unit costs the county's own, since "
                   "those do not add up.",
                   note_on_intervals(run)};
    spreadsheet::Table table{
        "annual", "Annual",
        with_estimate_headings({"Table", "Measure", "Unit", "Period", "District", "Official code"})};
    for (auto const& schema : run.tables()) {
        // Events of different kinds have no sum.
        if (!has_dimension(schema, "district") || has_dimension(schema, "event") || schema.periods.empty()) continue;
        std::string const time{name_of(yearly(schema))};
        auto const by_district = view_of(run, schema, {{time, "district"}, {}});
        auto const together = view_of(run, schema, {{time}, {}});
        for (std::size_t m = 0; m != schema.measures.size(); ++m)
            for (std::size_t period = 0; period != together.rows(); ++period)
                add_districts(table, schema, by_district, together, m, period);
    }
    fill_if_empty(table, "The run has no table by district");
    sheet.tables.push_back(std::move(table));
    return sheet;
}

Sheet monthly(Source const& source)
{
    auto const& run = source.run;
    Sheet sheet{"Monthly", "Monthly: people with care and its weekly cost, flows, births, deaths and moves"};
    sheet.notes = {
        "People with care and the cost of a week stand as at the end of the month; the rest is what happened "
        "in it. Rows named All are live sums.",
        note_on_intervals(run)};
    spreadsheet::Table table{"monthly", "Monthly",
                             with_estimate_headings({"Table", "Measure", "Unit", "Month", "Part"})};
    for (auto const& shown : months_shown)
        if (run.has(shown.table) && has_dimension(run.table(shown.table), shown.by)
            && run.table(shown.table).measure(shown.measure) != run.table(shown.table).measures.size())
            add_months(table, run, shown);
    fill_if_empty(table, "The run has no table by month");
    sheet.tables.push_back(std::move(table));
    return sheet;
}

}  // namespace foresight::workbook
