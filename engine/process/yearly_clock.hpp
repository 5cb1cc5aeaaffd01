#pragma once

#include <optional>

#include "engine/core/clock.hpp"
#include "engine/random/random_stream.hpp"

namespace foresight {

/// The calendar month in which yearly sweeps are made: the population year runs from July to June.
inline constexpr int sweep_month = 7;

/// Months from this one to the next sweep: 12 in the month of the sweep itself.
constexpr int months_to_sweep(Month now) { return 12 - (now.month() - sweep_month + 12) % 12; }

/// In how many months a person's exponential clock rings, if it does within `window` months.
///
/// The hazards, a year, are those of the age now and of the next one, which
/// begins after `months_to_birthday` months. The month of the event is where
/// the cumulative hazard crosses the clock.
constexpr std::optional<int> months_until(double clock, double hazard, double hazard_next, int months_to_birthday,
                                          int window)
{
    int const before = months_to_birthday < window ? months_to_birthday : window;
    double const first = hazard * before / 12;
    if (clock < first) {
        int const month = static_cast<int>(clock / hazard * 12);
        return month < before ? month : before - 1;
    }
    if (before == window || hazard_next <= 0) return {};
    double const month = before + (clock - first) / hazard_next * 12;
    if (month >= window) return {};
    return static_cast<int>(month);
}

/// The same for a clock that is yet to be drawn: of most, a bound on it says that it does not ring, and none is reckoned.
template <class Draw>
std::optional<int> months_until(Luck const& luck, Draw draw, double hazard, double hazard_next, int months_to_birthday,
                                int window)
{
    int const before = months_to_birthday < window ? months_to_birthday : window;
    double const all = (hazard * before + hazard_next * (window - before)) / 12;
    if (!luck.may_tell() && luck.least_exponential(draw) > all) return {};
    auto const months = months_until(luck.exponential(draw), hazard, hazard_next, months_to_birthday, window);
    luck.tell_clock(draw, all, window, months);
    return months;
}

/// Months until the age changes: 12 in the month of the birthday.
constexpr int months_to_birthday(Month born, Month now) { return 12 - (now - born) % 12; }

}  // namespace foresight
