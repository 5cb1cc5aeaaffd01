#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include "engine/core/clock.hpp"
#include "engine/process/process.hpp"
#include "engine/random/random_stream.hpp"

namespace foresight {

/// The calendar month in which yearly sweeps are made: the population year runs from July to June.
inline constexpr int sweep_month = 7;

/// Months from this one to the next sweep: 12 in the month of the sweep itself.
constexpr int months_to_sweep(Month now) { return 12 - (now.month() - sweep_month + 12) % 12; }

/// Whether everybody is asked in this month: in that of the sweep, and in the first of a run.
inline bool everybody_is_asked(Step const& now)
{
    return now.month().month() == sweep_month || now.month() == now.start();
}

/// Asks everybody when it is the month for it, and else those alone who came in last; `ask` is what `Step::each` takes.
template <class... Ask>
void sweep(Step const& now, Ask const&... ask)
{
    if (everybody_is_asked(now)) now.each(ask...);
    else now.each_newcomer(ask...);
}

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

/// The stretches of the months ahead, to the next sweep, in which dated rates keep their values: mostly it is one.
class Stretches {
public:
    /// Of all these rates together; each says in which months ahead it changes.
    template <class... R>
    explicit Stretches(int window, R const&... rates)
    {
        for (int ahead = 1; ahead < window; ++ahead)
            if ((rates.changes_in(ahead) || ...)) begins_[static_cast<std::size_t>(++last_)] = ahead;
        begins_[static_cast<std::size_t>(last_ + 1)] = window;
    }

    int count() const { return last_ + 1; }
    int begin(int stretch) const { return begins_[static_cast<std::size_t>(stretch)]; }
    int end(int stretch) const { return begin(stretch + 1); }
    int window() const { return end(last_); }

private:
    std::array<int, 13> begins_{};
    int last_ = 0;
};

/// What a hazard, a year, of the age now or of the next one is at most in the months ahead. With `Luck::may_ring` it tells
/// quickly of most that their clock does not ring, before anything dearer is asked of them.
template <class Hazard>
double most_of(Stretches const& stretches, Hazard const& hazard)
{
    double most = 0;
    for (int s = 0; s != stretches.count(); ++s)
        most = std::max({most, hazard(stretches.begin(s), false), hazard(stretches.begin(s), true)});
    return most;
}

/// `months_until` where rates may change before the next sweep, and the age does after `months_to_birthday` months: one
/// clock, and up to the month of a change it rings as if there were none.
///
/// `hazard(ahead, older)`, a year, is that of the months from `ahead` on, of the age now or of the next one. Before so many
/// months as `first` there is none.
template <class Draw, class Hazard>
std::optional<int> months_until(Luck const& luck, Draw draw, Stretches const& stretches, int months_to_birthday,
                                Hazard const& hazard, int first = 0)
{
    auto const window = stretches.window();
    if (stretches.count() == 1 && first == 0)
        return months_until(luck, draw, hazard(0, false), months_to_birthday < window ? hazard(0, true) : 0.0,
                            months_to_birthday, window);
    auto const clock = luck.exponential(draw);
    double all = 0;
    std::optional<int> rings_in;
    auto const pass = [&](int from, int to, double rate) {
        double const more = rate * (to - from) / 12;
        if (!rings_in && clock < all + more)
            rings_in = std::min(from + static_cast<int>((clock - all) / rate * 12), to - 1);
        all += more;
    };
    for (int s = 0; s != stretches.count(); ++s) {
        auto const from = std::max(stretches.begin(s), first), to = std::max(stretches.end(s), first);
        auto const birthday = std::clamp(months_to_birthday, from, to);
        if (from < birthday) pass(from, birthday, hazard(from, false));
        if (birthday < to) pass(birthday, to, hazard(from, true));
    }
    luck.tell_clock(draw, all, window, rings_in);
    return rings_in;
}

/// Months until the age changes: 12 in the month of the birthday.
constexpr int months_to_birthday(Month born, Month now) { return 12 - (now - born) % 12; }

}  // namespace foresight
