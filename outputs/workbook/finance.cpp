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

/// One line a row, one financial year a column; what follows from other lines is a formula.
Table bridge_table(View const& bridge)
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
                row.cells.push_back(formula(column, {{gross}, {contributions}}, Style::pounds));
            else row.cells.push_back(number(bridge.estimate(0, l * years.size() + y).mean, Style::pounds));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table bridge_intervals(View const& bridge)
{
    auto const& lines = bridge.dimensions[0].codes;
    auto const& years = bridge.dimensions[1].codes;
    Table table{"bridge_intervals", "The same lines with their intervals, in cash and in real terms, in pounds",
                with_estimate_headings({"Line", "Prices", "Financial year"})};
    for (std::size_t l = 0; l != lines.size(); ++l)
        for (std::size_t m = 0; m != bridge.measures.size(); ++m)
            for (std::size_t y = 0; y != years.size(); ++y) {
                auto const of = bridge.estimate(m, l * years.size() + y);
                if (std::isnan(of.mean)) continue;  // nothing leads to the first year
                Row row{{text(line_label(bridge, l, m)), text(bridge.measures[m].label), text(years[y].label)}};
                add_estimate(row, of, Style::pounds);
                table.rows.push_back(std::move(row));
            }
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

Table reserves(FinanceView const& finance, Budget const& budget)
{
    constexpr std::size_t budget_column = 2;
    auto headings = with_estimate_headings({"Financial year", "Cost is", "Budget", "Budget is"});
    headings.insert(headings.end(), {"Chance of overspending", "The chance is", "80 in 100 futures cost less than",
                                     "90 in 100 do", "Reserve at P80", "Reserve at P90", "Headroom at P80"});
    Table table{"reserves", "What to set aside: cost against the budget, in pounds of cash", headings};
    for (auto const& risk : finance.risks) {
        auto const line = budget.lines.find(risk.financial_year);
        auto const is = risk.stated ? "stated: " + line->second.source : std::string{"not stated: the mean stands in"};
        Row row{{text(risk.financial_year), text(std::string{name_of(risk.basis)}), number(risk.budget, Style::pounds),
                 text(is)}};
        add_estimate(row, risk.cost, Style::pounds);
        auto const at = table.rows.size();
        auto const missing = shorthand::not_available;
        row.cells.push_back(number(risk.overspend.number, Style::per_cent, missing));
        row.cells.push_back(text(words_of(risk.overspend)));
        auto const eighty = row.cells.size(), ninety = eighty + 1;
        row.cells.push_back(number(risk.at_eighty, Style::pounds, missing));
        row.cells.push_back(number(risk.at_ninety, Style::pounds, missing));
        bool const known = std::isfinite(risk.at_eighty);
        auto const excess = [&](std::size_t of, std::size_t over) {
            spreadsheet::Formula const made{{{{of, at, at}, false}, {{over, at, at}, true}}, true};
            row.cells.push_back(known ? Cell{made, Style::pounds} : number(no_number, Style::pounds, missing));
        };
        excess(eighty, budget_column);
        excess(ninety, budget_column);
        excess(budget_column, eighty);
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
    sheet.notes = {note_on_intervals(source.run)};
    for (auto const& note : source.finance->notes) sheet.notes.push_back(note);
    sheet.tables = {bridge_table(source.finance->bridge), bridge_intervals(source.finance->bridge),
                    reserves(*source.finance, source.request.budget)};
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
    sheet.notes = {"Gross cost of a year over its client-weeks, in cash. Prices that were put in are among the "
                   "Assumptions (social_care/prices).",
                   note_on_intervals(source.run)};
    Table table{"prices", "Gross cost of a client-week",
                with_estimate_headings({"Measure", "Unit", "Financial year", "Age group", "Setting"})};
    add_activity(table, source.finance->activity, 2);
    Table deflator{"deflator",
                   "How prices in general are taken to grow, from which real terms follow",
                   {"Financial year", "Growth on the year before", "Source"}};
    auto const& years = source.finance->bridge.dimensions[1].codes;
    for (std::size_t y = 1; y < years.size(); ++y) {
        auto const growth = budget.deflator.growth_in(years[y].label);
        deflator.rows.push_back(
            {{text(years[y].label), number(growth / 100, Style::fine_per_cent), text(budget.deflator.source)}});
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
    sheet.notes = {"In cash. Net cost is a live difference: gross cost less contributions.",
                   note_on_intervals(source.run)};
    if (contributions_are_nought(source.run))
        sheet.notes.insert(
            sheet.notes.begin() + 1,
            "Contributions come later: there is no means test yet, so that they are nought and net cost is "
            "the gross.");
    Table table{"income", title, with_estimate_headings({"Measure", "Unit", "Financial year"})};
    for (char const* const name : {"gross", "contribution", "net"}) {
        auto const measure = schema.measure(name);
        std::string const label = name[0] == 'g'   ? "Gross cost"
                                  : name[0] == 'c' ? "Clients' contributions"
                                                   : "Net cost";
        for (std::size_t y = 0; y != years; ++y) {
            Row row{{text(label), text("GBP"), text(view.dimensions[0].codes[y].label)}};
            auto const of = view.estimate(measure, y);
            row.total = name[0] == 'n';
            if (row.total) add_estimate(row, formula(3, {{y}, {years + y, true}}, Style::pounds), of, Style::pounds);
            else add_estimate(row, of, Style::pounds);
            table.rows.push_back(std::move(row));
        }
    }
    sheet.tables.push_back(std::move(table));
    return sheet;
}

}  // namespace foresight::workbook
