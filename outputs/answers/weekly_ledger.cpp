#include "outputs/answers/weekly_ledger.hpp"

#include <algorithm>

#include "outputs/view/view.hpp"

namespace foresight {

std::size_t WeeklyLedger::position(Month month) const
{
    auto const found = std::find(months.begin(), months.end(), month);
    return static_cast<std::size_t>(found - months.begin());
}

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

std::vector<double> price_rise_in(WeeklyLedger const& ledger, Period const& year, std::size_t replicates)
{
    std::vector<double> level(replicates, 1);
    for (auto month = year.first; month < year.last; month = month + 1) {
        auto const at = ledger.position(month);
        for (std::size_t r = 0; r != replicates; ++r) {
            auto const risen = ledger.change[at][price][r];
            auto const before = ledger.cost[at][r] - ledger.change[at][starters][r] - risen;
            if (before > 0) level[r] *= 1 + risen / before;
        }
    }
    for (auto& one : level) one -= 1;
    return level;
}

}  // namespace foresight
