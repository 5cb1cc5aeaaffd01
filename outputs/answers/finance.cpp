#include "outputs/answers/finance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/core/error.hpp"
#include "outputs/view/comparison.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight {
namespace {

/// What changes the cost of a week. Leavers are what is left when the others are known.
enum Cause : std::size_t { starters, leavers, price, mix, causes };

/// Lines of the bridge, in their order. Those from `first_change` to `last_change` add up to the growth of a year.
enum Line : std::size_t {
    base_budget,
    full_year_starters,
    full_year_leavers,
    full_year_price,
    full_year_mix,
    year_starters,
    year_leavers,
    year_price,
    year_mix,
    calendar,
    policy,
    gross,
    contributions,
    net,
    lines
};

std::vector<TableCode> const line_codes{
    {"base_budget", "Base budget: cost of the year before"},
    {"full_year_starters", "Full-year effect of last year's starters"},
    {"full_year_leavers", "Full-year effect of last year's leavers"},
    {"full_year_price", "Full-year effect of last year's prices"},
    {"full_year_mix", "Full-year effect of last year's moves"},
    {"starters", "Demand: inflow of starters in the year"},
    {"leavers", "Demand: attrition by leavers in the year"},
    {"price", "Price: uplifts in the year"},
    {"mix", "Mix: moves between settings and age groups in the year"},
    {"calendar", "Days in the year"},
    {"policy", "Policy changes"},
    {"gross", "Gross cost"},
    {"contributions", "Clients' contributions"},
    {"net", "Net cost"},
};

/// The cost of a week, month by month, and what changed it; each number replicate by replicate.
struct WeeklyLedger {
    std::vector<Month> months;
    std::vector<std::vector<double>> cost;                        ///< by month, replicate
    std::vector<std::array<std::vector<double>, causes>> change;  ///< by month, cause, replicate

    std::size_t position(Month month) const
    {
        auto const found = std::find(months.begin(), months.end(), month);
        return static_cast<std::size_t>(found - months.begin());
    }
};

WeeklyLedger ledger_of(RunReader const& run)
{
    auto const& table = run.table("care_budget");
    auto const view = view_of(run, table, {{"month"}, {}});
    auto const weekly = table.measure("weekly"), started = table.measure("started"),
               repriced = table.measure("repriced"), moved = table.measure("moved");
    WeeklyLedger ledger;
    auto const cell = [&](std::size_t measure, std::size_t row) {
        auto const* const values = view.cell(measure, row);
        return std::vector<double>(values, values + view.replicates());
    };
    for (std::size_t row = 0; row != view.rows(); ++row) {
        ledger.months.push_back(table.periods[row].first);
        ledger.cost.push_back(cell(weekly, row));
        std::array<std::vector<double>, causes> change;
        change[starters] = cell(started, row);
        change[price] = cell(repriced, row);
        change[mix] = cell(moved, row);
        change[leavers].assign(view.replicates(), 0);
        // Before the first month there is nothing: nobody has left, and nobody started.
        for (std::size_t r = 0; row > 0 && r != view.replicates(); ++r)
            change[leavers][r] =
                ledger.cost[row][r] - ledger.cost[row - 1][r] - change[starters][r] - change[price][r] - change[mix][r];
        ledger.change.push_back(std::move(change));
    }
    return ledger;
}

double weeks_between(Month first, Month last)
{
    int days = 0;
    for (auto month = first; month < last; month = month + 1) days += days_of(month);
    return days / 7.0;
}

/// What each cause did to the cost of the year in which it acted, and what it adds in a full year.
struct YearOfChanges {
    std::array<std::vector<double>, causes> in_year;
    std::array<std::vector<double>, causes> full_year;
    std::vector<double> weekly_at_end;
};

YearOfChanges changes_of(WeeklyLedger const& ledger, Period const& year, std::size_t replicates)
{
    YearOfChanges made;
    for (auto& one : made.in_year) one.assign(replicates, 0);
    for (auto& one : made.full_year) one.assign(replicates, 0);
    double const whole = weeks_between(year.first, year.last);
    for (auto month = year.first; month < year.last; month = month + 1) {
        auto const at = ledger.position(month);
        double const left = weeks_between(month, year.last);
        for (std::size_t cause = 0; cause != causes; ++cause)
            for (std::size_t r = 0; r != replicates; ++r) {
                made.in_year[cause][r] += ledger.change[at][cause][r] * left;
                made.full_year[cause][r] += ledger.change[at][cause][r] * (whole - left);
            }
    }
    made.weekly_at_end = ledger.cost[ledger.position(year.last - 1)];
    return made;
}

/// A measure of care_cost by financial year, replicate by replicate.
std::vector<std::vector<double>> yearly(RunReader const& run, std::vector<Period> const& years, char const* measure)
{
    auto const& table = run.table("care_cost");
    auto const view = view_of(run, table, {{"financial_year"}, {}});
    std::vector<std::vector<double>> all;
    for (auto const& year : years) {
        auto const row = view.dimensions[0].find(year.label);
        auto const* const values = view.cell(table.measure(measure), row);
        all.emplace_back(values, values + view.replicates());
    }
    return all;
}

/// The financial years that a run holds whole.
std::vector<Period> const& whole_years(RunReader const& run)
{
    for (char const* const table : {"care_cost", "care_budget"})
        if (!run.has(table))
            refuse(run.path() + " has no table " + table, "the finance view is made of it",
                   "add it to the scenario's 'tables', or leave that key out: then all tables are made");
    auto const& all = run.table("care_cost").periods;
    if (all.empty())
        refuse(run.path() + " has no whole financial year", "it is too short, and a budget is of April to March",
               "live it longer, such as with --set clock.years=4");
    return all;
}

using YearsFrom = std::vector<Period>::const_iterator;

YearsFrom year_called(std::vector<Period> const& all, std::string const& label)
{
    return std::find_if(all.begin(), all.end(), [&](Period const& year) { return year.label == label; });
}

std::string labels_of(std::vector<Period> const& years)
{
    std::string labels;
    for (auto const& year : years) labels += (labels.empty() ? "" : ", ") + year.label;
    return labels;
}

std::vector<Period> years_asked(RunReader const& run, FinanceQuestion const& question)
{
    auto const& all = whole_years(run);
    auto const first = question.base_year.empty() ? all.begin() : year_called(all, question.base_year);
    if (first == all.end())
        refuse(run.path() + " has no whole financial year " + question.base_year, "it has " + labels_of(all),
               "begin with one of them: --base-year " + all.front().label);
    auto const last = all.end() - first > static_cast<std::ptrdiff_t>(question.years)
                          ? first + static_cast<std::ptrdiff_t>(question.years) + 1
                          : all.end();
    return {first, last};
}

/// Those of `years`, from the first on, that the baseline holds too.
std::vector<Period> years_shared(RunReader const& run, RunReader const& baseline, std::vector<Period> years)
{
    auto const& all = whole_years(baseline);
    auto const first = year_called(all, years.front().label);
    if (first == all.end())
        refuse(baseline.path() + " has no whole financial year " + years.front().label,
               "it has " + labels_of(all) + ", and " + run.path() + " is bridged from " + years.front().label,
               "live both over the same years");
    years.resize(std::min(years.size(), static_cast<std::size_t>(all.end() - first)));
    return years;
}

/// The prices of each year against those of the first.
std::vector<double> price_levels(std::vector<Period> const& years, Budget const& budget)
{
    std::vector<double> levels{1};
    for (std::size_t y = 1; y < years.size(); ++y) {
        auto const found = budget.deflator.find(years[y].label);
        auto const growth = found == budget.deflator.end() ? budget.deflator_later : found->second;
        levels.push_back(levels.back() * (1 + growth / 100));
    }
    return levels;
}

TableDimension years_dimension(std::vector<Period> const& years)
{
    TableDimension made{"financial_year", "Financial year", {}};
    for (auto const& year : years) made.codes.push_back({year.label, year.label, {}});
    return made;
}

/// Values by line, year and replicate.
using Bridge = std::array<std::vector<std::vector<double>>, lines>;

Bridge bridge_of(RunReader const& run, RunReader const* baseline, std::vector<Period> const& years)
{
    auto const& lived = baseline ? *baseline : run;
    auto const ledger = ledger_of(lived);
    auto const replicates = lived.replicates();
    Bridge bridge;
    for (auto& line : bridge) line.assign(years.size(), std::vector<double>(replicates, no_number));
    auto const cost = yearly(run, years, "gross"), cost_without = yearly(lived, years, "gross");
    auto const contribution = yearly(run, years, "contribution");
    YearOfChanges before;
    for (std::size_t y = 0; y != years.size(); ++y) {
        auto const now = changes_of(ledger, years[y], replicates);
        for (std::size_t r = 0; r != replicates; ++r) {
            bridge[gross][y][r] = cost[y][r];
            bridge[contributions][y][r] = -contribution[y][r];
            bridge[net][y][r] = cost[y][r] - contribution[y][r];
            if (y == 0) continue;
            bridge[base_budget][y][r] = cost[y - 1][r];
            for (std::size_t cause = 0; cause != causes; ++cause) {
                bridge[full_year_starters + cause][y][r] = before.full_year[cause][r];
                bridge[year_starters + cause][y][r] = now.in_year[cause][r];
            }
            bridge[calendar][y][r] =
                before.weekly_at_end[r]
                * (weeks_between(years[y].first, years[y].last) - weeks_between(years[y - 1].first, years[y - 1].last));
            bridge[policy][y][r] = cost[y][r] - cost_without[y][r] - (cost[y - 1][r] - cost_without[y - 1][r]);
        }
        before = now;
    }
    return bridge;
}

/// The cash of a line at the prices of the first year. What general inflation takes from the year before is set against
/// price, so that each year begins at the last one's real cost and its lines lead to its own.
double in_real_terms(std::size_t line, std::size_t y, double cash, double base, std::vector<double> const& levels)
{
    if (y == 0) return cash;
    if (line == base_budget) return cash / levels[y - 1];
    if (line == year_price) return (cash + base) / levels[y] - base / levels[y - 1];
    return cash / levels[y];
}

View bridge_view(RunReader const& run, Bridge const& bridge, std::vector<Period> const& years,
                 std::vector<double> const& levels)
{
    View view;
    view.table = "medium_term";
    view.label = "Adult social care, from each year's cost to the next";
    view.dimensions = {{"line", "Line", line_codes}, years_dimension(years)};
    view.measures = {{"cash", "Cash", "GBP", MeasureKind::flow},
                     {"real", "At prices of " + years.front().label, "GBP", MeasureKind::flow}};
    view.replication = Replication{run.provenance().replicates};
    view.values.resize(2);
    for (std::size_t line = 0; line != lines; ++line)
        for (std::size_t y = 0; y != years.size(); ++y)
            for (std::size_t r = 0; r != view.replicates(); ++r) {
                auto const cash = bridge[line][y][r];
                view.values[0].push_back(cash);
                view.values[1].push_back(in_real_terms(line, y, cash, bridge[base_budget][y][r], levels));
            }
    return view;
}

/// Clients, client-weeks, cost of a week and gross cost by age group and setting.
View activity_view(RunReader const& run, std::vector<Period> const& years)
{
    auto const& budget = run.table("care_budget");
    auto const& cost = run.table("care_cost");
    auto const stock = view_of(run, budget, {{"financial_year", "age_group", "setting"}, {}});
    auto const flow = view_of(run, cost, {{"financial_year", "age_group", "setting"}, {}});
    View view;
    view.table = "activity";
    view.label = "People with long-term support, and what it costs";
    view.dimensions = {stock.dimensions[1], stock.dimensions[2], years_dimension(years)};
    view.measures = {{"clients", "Clients at 31 March", "persons", MeasureKind::stock},
                     {"weeks", "Client-weeks", "weeks", MeasureKind::flow},
                     {"unit_cost", "Gross cost of a client-week", "GBP per week", MeasureKind::ratio},
                     {"gross", "Gross cost", "GBP", MeasureKind::flow}};
    view.replication = stock.replication;
    view.values.resize(4);
    auto const replicates = view.replicates();
    auto const of_stock = [&](std::size_t y, std::size_t a, std::size_t s) {
        return (y * stock.dimensions[1].codes.size() + a) * stock.dimensions[2].codes.size() + s;
    };
    // The table of costs has finer age groups; the last digits of a code tell where one begins.
    auto const older = [](std::string const& key) { return !key.starts_with("18"); };
    for (std::size_t a = 0; a != view.dimensions[0].codes.size(); ++a)
        for (std::size_t s = 0; s != view.dimensions[1].codes.size(); ++s)
            for (auto const& year : years) {
                auto const* const clients =
                    stock.cell(budget.measure("clients"), of_stock(stock.dimensions[0].find(year.label), a, s));
                std::vector<double> weeks(replicates), pounds(replicates);
                for (std::size_t row = 0; row != flow.rows(); ++row) {
                    auto const at = flow.positions(row);
                    if (flow.dimensions[0].codes[at[0]].key != year.label) continue;
                    if (older(flow.dimensions[1].codes[at[1]].key) != older(view.dimensions[0].codes[a].key)) continue;
                    if (flow.dimensions[2].codes[at[2]].key != view.dimensions[1].codes[s].key) continue;
                    for (std::size_t r = 0; r != replicates; ++r) {
                        weeks[r] += flow.cell(cost.measure("weeks"), row)[r];
                        pounds[r] += flow.cell(cost.measure("gross"), row)[r];
                    }
                }
                for (std::size_t r = 0; r != replicates; ++r) {
                    view.values[0].push_back(clients[r]);
                    view.values[1].push_back(weeks[r]);
                    view.values[2].push_back(weeks[r] > 0 ? pounds[r] / weeks[r] : no_number);
                    view.values[3].push_back(pounds[r]);
                }
            }
    return view;
}

std::vector<BudgetRisk> risks_of(View const& bridge, std::vector<Period> const& years, Budget const& budget)
{
    std::vector<BudgetRisk> risks;
    for (std::size_t y = 0; y != years.size(); ++y)
        risks.push_back(risk_of(years[y].label, bridge.replication, bridge.cell(0, gross * years.size() + y),
                                bridge.cell(0, net * years.size() + y), budget));
    return risks;
}

std::string millions_of_pounds(double pounds) { return "GBP " + shown(pounds * 1e-6, 2) + " million"; }

/// Whether the base year is the budget's, or what is missing between the two.
std::string reconciliation(BudgetRisk const& base, Budget const& budget)
{
    auto const stated = budget.lines.find(base.financial_year);
    if (stated == budget.lines.end())
        return budget.lines.empty()
                   ? "No budget is stated: --budget FILE says what is set aside, and reserves are then against that."
                   : "The budget file has no line for the base year " + base.financial_year
                         + ": what is modelled is not reconciled to anything.";
    auto const gap = base.cost.mean - base.budget;
    auto const share = gap / base.budget;
    auto const pounds = millions_of_pounds(std::abs(gap));
    auto const line = "its budget line for " + std::string{name_of(base.basis)} + " cost";
    if (std::abs(share) <= 0.001)
        return "The base year " + base.financial_year + " reconciles to " + line + " within 0.1 per cent (" + pounds
               + "; " + stated->second.source + ").";
    return "The base year " + base.financial_year + " does not reconcile: the model is " + pounds
           + (gap > 0 ? " above " : " below ") + line + ", " + shown(100 * share, 2) + " per cent ("
           + stated->second.source
           + "). That gap is in every later year too; what it holds is not modelled, or modelled otherwise.";
}

/// What a policy already does in the base year, where no line shows it; nothing if it does nothing there.
std::string policy_of_old(RunReader const& run, RunReader const& baseline, std::vector<Period> const& years)
{
    auto difference = yearly(run, {years.front()}, "gross").front();
    auto const without = yearly(baseline, {years.front()}, "gross").front();
    if (difference == without) return {};
    for (std::size_t r = 0; r != difference.size(); ++r) difference[r] -= without[r];
    auto const of = Replication{run.provenance().replicates}.of_mean(difference.data());
    return "In the base year " + years.front().label + " this run already costs "
           + millions_of_pounds(std::abs(of.mean)) + (of.mean < 0 ? " less" : " more") + " than the baseline"
           + (of.has_bands ? " (80 per cent interval of the difference: " + shown(of.eighty.low * 1e-6, 2) + " to "
                                 + shown(of.eighty.high * 1e-6, 2) + ")"
                           : " (one replicate: no interval)")
           + ". That is within the base budget; the policy line shows only what comes to it later.";
}

std::string caution_of_a_sample(std::uint32_t weight)
{
    auto const spread = std::sqrt(static_cast<double>(weight));
    return "One household in " + std::to_string(weight)
           + " was lived: the variance that chance gives these numbers is at "
             "least "
           + std::to_string(weight) + " times that of the county, their spread " + shown(spread, spread < 10 ? 1 : 0)
           + " times; ask for the reserve of the whole county before you quote one.";
}

}  // namespace

std::string line_label(View const& bridge, std::size_t line, std::size_t measure)
{
    return measure == 1 && line == year_price ? "Price: uplifts in the year, above general inflation"
                                              : bridge.dimensions[0].codes[line].label;
}

FinanceView finance_of(RunReader const& run, FinanceQuestion const& question)
{
    auto years = years_asked(run, question);
    auto const asked = years.size();
    if (question.baseline) {
        years = years_shared(run, *question.baseline, std::move(years));
        if (question.baseline->provenance().replicates != run.provenance().replicates)
            refuse(question.baseline->path() + " has other replicates than " + run.path(),
                   "a policy line is a difference replicate by replicate", "live both with the same --replicates");
    }
    auto const levels = price_levels(years, question.budget);
    FinanceView view;
    view.base_year = years.front().label;
    auto const bridge = bridge_of(run, question.baseline, years);
    view.bridge = bridge_view(run, bridge, years, levels);
    view.activity = activity_view(run, years);
    view.risks = risks_of(view.bridge, years, question.budget);
    view.notes.push_back(reconciliation(view.risks.front(), question.budget));
    view.notes.push_back("Real: at prices of " + view.base_year + " (" + question.budget.deflator_source
                         + "); price is then what uplifts add above general inflation.");
    if (contributions_are_nought(run))
        view.notes.push_back("There is no means test yet: contributions are nought, and net cost is the gross.");
    if (question.baseline) {
        if (auto const note = policy_of_old(run, *question.baseline, years); !note.empty()) view.notes.push_back(note);
        if (years.size() < asked)
            view.notes.push_back("The baseline ends with " + years.back().label
                                 + ": later years have no baseline, and are left out.");
        for (auto const& caution : cautions(*question.baseline, run)) view.notes.push_back(caution);
    }
    if (run.provenance().weight > 1) view.notes.push_back(caution_of_a_sample(run.provenance().weight));
    if (run.replicates() == 1)
        view.notes.push_back("One replicate has no interval and no reserve: live more of them with --replicates 50.");
    return view;
}

bool contributions_are_nought(RunReader const& run)
{
    auto const& costs = run.table("care_cost");
    auto const values = run.values(costs, costs.measure("contribution"));
    return std::all_of(values.begin(), values.end(), [](double value) { return value == 0; });
}

}  // namespace foresight
