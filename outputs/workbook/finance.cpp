#include <algorithm>
#include <cmath>

#include "outputs/workbook/sheets.hpp"

namespace foresight::workbook {
namespace {

using spreadsheet::Cell;
using spreadsheet::Row;
using spreadsheet::Sheet;
using spreadsheet::Style;
using spreadsheet::Table;

std::string const no_finance = "The run lacks the tables care_cost and care_budget, or a whole financial year of them.";

std::size_t line_named(View const& bridge, std::string_view key) { return bridge.dimensions[0].find(key); }

/// The rows of a bridge that a subtotal takes together, by its key.
std::vector<Signed> lines_together(View const& bridge, std::string const& subtotal)
{
    std::vector<Signed> rows;
    for (auto const& line : lines_of_subtotal(subtotal)) rows.push_back({line_named(bridge, line)});
    return rows;
}

/// One line a row, one financial year a column; what follows from other lines is a formula.
Table bridge_table(View const& bridge, View const& subtotals)
{
    auto const& lines = bridge.dimensions[0].codes;
    auto const& years = bridge.dimensions[1].codes;
    auto const gross = line_named(bridge, "gross"), contributions = line_named(bridge, "contributions");
    Table table{"bridge", "From each year's cost to the next: means, in pounds of cash, with live totals", {"Line"}};
    for (auto const& year : years) table.headings.push_back(year.label);
    for (std::size_t l = 0; l != lines.size(); ++l) {
        Row row{{text(lines[l].label)}, lines[l].key == "gross" || lines[l].key == "net"};
        for (std::size_t y = 0; y != years.size(); ++y) {
            auto const column = 1 + y;
            if (lines[l].key == "base_budget" && y > 0)
                row.cells.push_back(formula(column - 1, {{gross}}, Style::pounds));
            else if (l == gross && y > 0) row.cells.push_back(sum(column, 0, gross - 1, Style::pounds));
            else if (lines[l].key == "net")
                row.cells.push_back(formula(column, {{gross}, {contributions, true}}, Style::pounds));
            else row.cells.push_back(number(bridge.estimate(0, l * years.size() + y).mean, Style::pounds));
        }
        table.rows.push_back(std::move(row));
    }
    for (auto const& together : subtotals.dimensions[0].codes) {
        Row row{{text("Of these: " + together.label)}, true};
        row.cells.push_back(number(no_number, Style::pounds));  // nothing leads to the first year
        for (std::size_t y = 1; y < years.size(); ++y)
            row.cells.push_back(formula(1 + y, lines_together(bridge, together.key), Style::pounds));
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// The same lines with their intervals.
Table bridge_intervals(FinanceView const& finance)
{
    auto const& bridge = finance.bridge;
    auto const& lines = bridge.dimensions[0].codes;
    auto const& years = bridge.dimensions[1].codes;
    Table table{"bridge_intervals", "The same lines with their intervals, in cash and in real terms, in pounds",
                with_estimate_headings({"Line", "Prices", "Financial year"})};
    auto const add = [&](std::string const& label, View const& view, std::size_t l, std::size_t m) {
        for (std::size_t y = 0; y != years.size(); ++y) {
            auto const of = view.estimate(m, l * years.size() + y);
            if (std::isnan(of.mean)) continue;  // nothing leads to the first year
            Row row{{text(label), text(bridge.measures[m].label), text(years[y].label)}};
            add_estimate(row, of, Style::pounds);
            table.rows.push_back(std::move(row));
        }
    };
    for (std::size_t l = 0; l != lines.size(); ++l) {
        for (std::size_t m = 0; m != bridge.measures.size(); ++m) add(line_label(bridge, l, m), bridge, l, m);
    }
    auto const& together = finance.subtotals.dimensions[0].codes;
    for (std::size_t l = 0; l != together.size(); ++l)
        for (std::size_t m = 0; m != bridge.measures.size(); ++m) add(together[l].label, finance.subtotals, l, m);
    return table;
}

/// How the number beside it is meant.
std::string words_of(Probability const& chance)
{
    switch (chance.is) {
    case Probability::Is::estimate: return "estimated";
    case Probability::Is::below: return "below this number";
    case Probability::Is::above: return "above this number";
    case Probability::Is::unknown: break;
    }
    return shorthand::not_available;
}

/// A number and the ends of its Monte Carlo error.
void add_with_error(Row& row, double one, Band within, Style style)
{
    for (double const each : {one, within.low, within.high})
        row.cells.push_back(number(each, style, shorthand::not_available));
}

std::vector<std::string> with_error_headings(std::string const& name)
{
    return {name, name + ": 95% low", name + ": 95% high"};
}

/// One column less another, in one row; never below nought if it is a reserve.
Cell excess(Row const& row, std::size_t at, std::size_t of, std::size_t over, bool is_reserve)
{
    if (!std::holds_alternative<double>(row.cells[of].content))
        return number(no_number, Style::pounds, shorthand::not_available);
    return {spreadsheet::Formula{{{{of, at, at}, false}, {{over, at, at}, true}}, is_reserve}, Style::pounds};
}

/// How far the cost may go, by its predictive law.
Table likely_cost(FinanceView const& finance)
{
    auto headings = with_estimate_headings({"Financial year", "Cost is"});
    auto const mean = headings.size() - estimate_columns, eighty = headings.size(), ninety = eighty + 3;
    for (char const* const name : {"P80", "P90"}) {
        auto const more = with_error_headings(name);
        headings.insert(headings.end(), more.begin(), more.end());
    }
    headings.insert(headings.end(), {"P80 above the mean", "P90 above the mean"});
    Table table{"likely_cost",
                "How far the cost may go: what four futures in five, and nine in ten, stay below, in pounds of cash",
                headings};
    for (auto const& risk : finance.risks) {
        Row row{{text(risk.financial_year), text(std::string{name_of(risk.basis)})}};
        add_estimate(row, risk.cost, Style::pounds);
        add_with_error(row, risk.at_eighty, risk.eighty_within, Style::pounds);
        add_with_error(row, risk.at_ninety, risk.ninety_within, Style::pounds);
        for (auto const quantile : {eighty, ninety})
            row.cells.push_back(excess(row, table.rows.size(), quantile, mean, false));
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// What to set aside, of the years for which a budget is stated: without one there is no chance of overspending.
Table reserves(FinanceView const& finance, Budget const& budget)
{
    constexpr std::size_t set_aside = 2, mean = 3;
    std::vector<std::string> headings{"Financial year", "Cost is", "Budget"};
    for (char const* const name : {"Mean", "Mean less budget"}) {
        auto const more = with_error_headings(name);
        headings.insert(headings.end(), more.begin(), more.end());
    }
    for (char const* const name : {"Chance of overspending", "P80", "P90"}) {
        auto const more = with_error_headings(name);
        headings.insert(headings.end(), more.begin(), more.end());
    }
    auto const eighty = headings.size() - 6, ninety = headings.size() - 3;
    for (char const* const name : {"Reserve at P80", "Reserve at P90"}) {
        auto const more = with_error_headings(name);
        headings.insert(headings.end(), more.begin(), more.end());
    }
    headings.insert(headings.end(), {"P80 above the mean", "Headroom at P80", "The chance is", "Source of the budget"});
    Table table{"reserves", "What to set aside: cost against the budget, in pounds of cash", headings};
    for (auto const& risk : finance.risks) {
        if (!risk.stated) continue;
        auto const at = table.rows.size();
        Row row{
            {text(risk.financial_year), text(std::string{name_of(risk.basis)}), number(risk.budget, Style::pounds)}};
        add_with_error(row, risk.cost.mean, risk.mean_within, Style::pounds);
        for (auto const of : {mean, mean + 1, mean + 2}) row.cells.push_back(excess(row, at, of, set_aside, false));
        add_with_error(row, risk.overspend.number, risk.overspend_within, Style::per_cent);
        add_with_error(row, risk.at_eighty, risk.eighty_within, Style::pounds);
        add_with_error(row, risk.at_ninety, risk.ninety_within, Style::pounds);
        for (auto const quantile : {eighty, eighty + 1, eighty + 2, ninety, ninety + 1, ninety + 2})
            row.cells.push_back(excess(row, at, quantile, set_aside, true));
        row.cells.push_back(excess(row, at, eighty, mean, false));
        row.cells.push_back(std::isnan(risk.at_eighty) ? number(no_number, Style::pounds, shorthand::not_available)
                                                       : excess(row, at, set_aside, eighty, true));
        row.cells.push_back(text(words_of(risk.overspend)));
        row.cells.push_back(text(budget.lines.at(risk.financial_year).source));
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// A measure of the activity by year, age group and setting, with a live total of each year where it adds up.
void add_activity(Table& table, View const& view, std::size_t measure)
{
    auto const& about = view.measures[measure];
    auto const style = style_of(about);
    auto const& ages = view.dimensions[0].codes;
    auto const& settings = view.dimensions[1].codes;
    auto const& years = view.dimensions[2].codes;
    for (std::size_t y = 0; y != years.size(); ++y) {
        auto const head = [&](std::string const& age, std::string const& setting) {
            return Row{{text(about.label), text(unit_of(about)), text(years[y].label), text(age), text(setting)}};
        };
        auto const first = table.rows.size();
        std::vector<double> all(view.replicates());
        for (std::size_t a = 0; a != ages.size(); ++a)
            for (std::size_t s = 0; s != settings.size(); ++s) {
                auto const at = (a * settings.size() + s) * years.size() + y;
                auto row = head(ages[a].label, settings[s].label);
                add_estimate(row, view.estimate(measure, at), style);
                table.rows.push_back(std::move(row));
                for (std::size_t r = 0; r != all.size(); ++r) all[r] += view.cell(measure, at)[r];
            }
        if (about.kind == MeasureKind::ratio) continue;
        auto total = head("All", "All");
        total.total = true;
        add_estimate(total, sum(total.cells.size(), first, table.rows.size() - 1, style),
                     view.replication.of_futures(all.data()), style);
        table.rows.push_back(std::move(total));
    }
}

std::string said_or_none(std::string const& words) { return words.empty() ? shorthand::not_applicable : words; }

Sheet without_finance(std::string name, std::string title)
{
    Sheet sheet{std::move(name), std::move(title)};
    Table table{"missing_" + sheet.name, sheet.title, {"Note"}};
    fill_if_empty(table, no_finance);
    sheet.tables.push_back(std::move(table));
    return sheet;
}

}  // namespace

Sheet bridge(Source const& source)
{
    std::string const title = "Bridge: adult social care as a medium-term budget";
    if (!source.finance) return without_finance("Bridge", title);
    Sheet sheet{"Bridge", title};
    for (auto const& caution : source.finance->cautions)
        sheet.notes.push_back("Caution on the policy line: " + caution + ".");
    auto const& notes = source.finance->notes;
    sheet.notes.insert(sheet.notes.end(), notes.begin(), notes.end());
    sheet.notes.push_back(note_on_intervals(source.run));
    sheet.notes.emplace_back(
        "P80 is what four futures in five stay below, P90 nine in ten, and the upper end of the 80 per "
        "cent band is P90. Their own low and high are "
        "what the Monte Carlo error "
        "of so many replicates leaves open, with 95 per cent confidence.");
    sheet.tables.push_back(bridge_table(source.finance->bridge, source.finance->subtotals));
    if (auto table = reserves(*source.finance, source.request.budget); !table.rows.empty())
        sheet.tables.push_back(std::move(table));
    sheet.tables.push_back(likely_cost(*source.finance));
    sheet.tables.push_back(bridge_intervals(*source.finance));
    return sheet;
}

Sheet activity(Source const& source)
{
    std::string const title = "Activity: people with long-term support, client-weeks and gross cost";
    if (!source.finance) return without_finance("Activity", title);
    Sheet sheet{"Activity", title};
    sheet.notes = {
        "People are counted on 31 March; a client-week is a week of support of one person. Rows named All are "
        "live sums.",
        note_on_intervals(source.run)};
    Table table{"activity", title,
                with_estimate_headings({"Measure", "Unit", "Financial year", "Age group", "Setting"})};
    for (auto const measure : {0u, 1u, 3u}) add_activity(table, source.finance->activity, measure);
    sheet.tables.push_back(std::move(table));
    return sheet;
}

Sheet prices(Source const& source)
{
    std::string const title = "Prices: what a client-week of support costs";
    if (!source.finance) return without_finance("Prices", title);
    auto const& budget = source.request.budget;
    Sheet sheet{"Prices", title};
    sheet.notes = {
        "Gross cost of a year over its client-weeks, in cash and in real terms. Prices that were put in are among the "
        "Assumptions (social_care/prices).",
        note_on_intervals(source.run)};
    Table table{"prices", "Gross cost of a client-week",
                with_estimate_headings({"Measure", "Unit", "Financial year", "Age group", "Setting"})};
    add_activity(table, source.finance->activity, 2);
    add_activity(table, source.finance->activity, 4);
    Table deflator{"deflator",
                   "How prices in general are taken to grow, from which real terms follow",
                   {"Financial year", "Growth on the year before", "Deflator", "Source"}};
    auto const& years = source.finance->bridge.dimensions[1].codes;
    for (std::size_t y = 1; y < years.size(); ++y) {
        auto const growth = budget.deflator.growth_in(years[y].label);
        deflator.rows.push_back(
            {{text(years[y].label), number(growth / 100, Style::fine_per_cent),
              text(said_or_none(budget.deflator.name)), text(said_or_none(budget.deflator.source))}});
    }
    fill_if_empty(deflator, "The run has one financial year only");
    sheet.tables = {std::move(table), std::move(deflator)};
    return sheet;
}

Sheet income(Source const& source)
{
    std::string const title = "Income: gross cost, clients' contributions and net cost";
    if (!source.finance) return without_finance("Income", title);
    auto const& schema = source.run.table("care_cost");
    auto const view = view_of(source.run, schema, {{"financial_year"}, {}});
    auto const years = view.rows();
    Sheet sheet{"Income", title};
    bool const clients_pay = source.finance->clients_pay;
    sheet.notes = {"In cash. Net cost is a live difference: gross cost less contributions.",
                   note_on_intervals(source.run)};
    if (!clients_pay)
        sheet.notes[0] = "In cash. Net cost is a live difference: gross cost less contributions. There is no means "
                         "test yet: until it "
                         "brings contributions, net cost is the gross, and its bands are those of the gross.";
    Table table{"income", title, with_estimate_headings({"Measure", "Unit", "Financial year"})};
    for (char const* const key : {"gross", "contributions", "net"}) {
        auto const& code = source.finance->bridge.dimensions[0].codes[line_named(source.finance->bridge, key)];
        auto const measure = schema.measure(code.key == "contributions" ? "contribution" : code.key);
        for (std::size_t y = 0; y != years; ++y) {
            Row row{{text(code.label), text("GBP"), text(view.dimensions[0].codes[y].label)}};
            auto const of = view.estimate(measure, y);
            row.total = code.key == "net";
            auto const mean =
                row.total ? formula(3, {{y}, {years + y, true}}, Style::pounds) : number(of.mean, Style::pounds);
            add_estimate(row, mean, of, Style::pounds);
            table.rows.push_back(std::move(row));
        }
    }
    sheet.tables.push_back(std::move(table));
    return sheet;
}

}  // namespace foresight::workbook
