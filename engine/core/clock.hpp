#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace foresight {

/// A calendar month: months since January of the year 0. The tick of the clock.
struct Month {
    std::int32_t value = 0;

    static constexpr Month of(int year, int month) { return {year * 12 + month - 1}; }
    constexpr int year() const { return value / 12; }
    constexpr int month() const { return value % 12 + 1; }  ///< 1 is January

    friend constexpr auto operator<=>(Month, Month) = default;
    friend constexpr Month operator+(Month m, int months) { return {m.value + months}; }
    friend constexpr Month operator-(Month m, int months) { return {m.value - months}; }
    friend constexpr int operator-(Month a, Month b) { return a.value - b.value; }
};

/// "2024-04"
std::string to_string(Month month);

/// How many days it has.
int days_of(Month month);

/// How often a process acts or a table is filled. A yearly cadence names its month.
enum class Every : std::uint8_t { month, quarter, year, financial_year, school_year };

/// The period of a cadence that holds `month`: its first month and the one after its last.
///
/// Calendar quarters; population years run from July to June and end on 30 June;
/// financial years from April to March; school years from September to August.
struct Period {
    Month first;
    Month last;         ///< the month after its last one
    std::string label;  ///< "2024-04", "2024 Q2", "2024" (ends June 2024), "2024-25", "2023/24"
    friend bool operator==(Period const&, Period const&) = default;
};

Period period_of(Every every, Month month);

}  // namespace foresight
