#include "engine/core/clock.hpp"

#include <array>
#include <cstdio>

namespace foresight {
namespace {

std::string numbered(char const* format, int first, int second)
{
    char text[32];
    std::snprintf(text, sizeof text, format, first, second);
    return text;
}

/// The year of twelve months that begins in the calendar month `begins` and holds `month`.
Month start_of_year(Month month, int begins)
{
    auto const start = Month::of(month.year(), begins);
    return start <= month ? start : start - 12;
}

}  // namespace

int days_of(Month month)
{
    constexpr std::array days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int const year = month.year();
    bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month.month() == 2 && leap ? 29 : days[static_cast<std::size_t>(month.month() - 1)];
}

std::string to_string(Month month) { return numbered("%04d-%02d", month.year(), month.month()); }

Period period_of(Every every, Month month)
{
    switch (every) {
    case Every::month: return {month, month + 1, to_string(month)};
    case Every::quarter: {
        auto const first = Month::of(month.year(), (month.month() - 1) / 3 * 3 + 1);
        return {first, first + 3, numbered("%04d Q%d", first.year(), (first.month() + 2) / 3)};
    }
    case Every::year: {
        auto const first = start_of_year(month, 7);
        return {first, first + 12, std::to_string(first.year() + 1)};
    }
    case Every::financial_year: {
        auto const first = start_of_year(month, 4);
        return {first, first + 12, numbered("%04d-%02d", first.year(), (first.year() + 1) % 100)};
    }
    case Every::school_year: {
        auto const first = start_of_year(month, 9);
        return {first, first + 12, numbered("%04d/%02d", first.year(), (first.year() + 1) % 100)};
    }
    }
    return {};
}

}  // namespace foresight
