#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "outputs/run_file/run_reader.hpp"

namespace foresight {

/// What changes the cost of a week. Leavers are what is left when the others are known.
enum Cause : std::size_t { starters, leavers, price, mix, causes };

/// The cost of a week, month by month, and what changed it; each number replicate by replicate.
struct WeeklyLedger {
    std::vector<Month> months;
    std::vector<std::vector<double>> cost;  ///< pounds a week at the end of the month; by month, replicate
    /// Pounds a week by which it rose since the month before; by month, cause, replicate.
    std::vector<std::array<std::vector<double>, causes>> change;

    /// Of a month of `months`.
    std::size_t position(Month month) const;
};

/// From the table care_budget of a run. Throws an InputError where the run lacks it.
WeeklyLedger ledger_of(RunReader const& run);

/// Weeks from the beginning of the first month to that of the last, by the calendar.
double weeks_between(Month first, Month last);

/// What each cause did to the cost of the year in which it acted, and what it adds in a full year; in pounds, by cause,
/// replicate.
struct YearOfChanges {
    std::array<std::vector<double>, causes> in_year;
    std::array<std::vector<double>, causes> full_year;
    std::vector<double> weekly_at_end;  ///< pounds a week
};

YearOfChanges changes_of(WeeklyLedger const& ledger, Period const& year, std::size_t replicates);

/// How much dearer the same care is at the end of a year than at its beginning, replicate by replicate: in each month what
/// prices did to the cost of a week, over what those who were there already cost at the old ones. A share: 0.04 is 4 per cent.
std::vector<double> price_rise_in(WeeklyLedger const& ledger, Period const& year, std::size_t replicates);

}  // namespace foresight
