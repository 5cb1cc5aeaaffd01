#pragma once

#include <string>
#include <string_view>

#include "engine/core/clock.hpp"
#include "outputs/view/replication.hpp"

namespace foresight {

/// How a council writes a number of one kind: "£575.2 million", "12.9 per cent".
struct Notation {
    double times = 1;  ///< what is written is the number times this
    int decimals = 0;
    std::string before{};
    std::string after{};
    std::string axis{};      ///< what a scale of a chart is in
    double nearest = 0;      ///< written as a multiple of this, if it is not nought
    bool of_things = false;  ///< people, homes, children: fewer of them, not less

    std::string written(double number) const;
    /// Always with its sign: a difference.
    std::string change(double number) const;
    /// "£513.4 to £627.9 million"; "no interval" of what has none.
    std::string between(Band band) const;
    std::string change_between(Band band) const;
    /// Of a difference in words, without a sign that a line may end at: "£16.3 million less", "110 fewer children"; "no
    /// change" of what rounds to it.
    std::string more_or_less(double number) const;
    /// "£5.4 to £34.6 million less", "£1.0 million less to £2.0 million more".
    std::string more_or_less_between(Band band) const;
    /// Of a difference: of shares in percentage points, with one decimal more.
    Notation of_differences() const;
    /// With the decimals that the greatest of its numbers wants: of shares one, unless all are below a point.
    Notation fitted_to(double greatest) const;
    /// Of counts: to tens above a thousand, to hundreds above ten thousand.
    Notation rounded_for(double count) const;
    /// How far a mean may be out: with one decimal more where it would be nought.
    std::string error(double number) const;
    /// Less than this cannot be told from nought as it is written.
    double least_shown() const;
    /// For a table whose head names the unit: without it, but for a per cent sign.
    Notation bare() const;

private:
    /// An amount, and whether it is more or less: "£16.3 million less", "110 fewer children".
    std::string compared(std::string amount, bool less) const;
};

Notation pounds_in_millions();
Notation people(std::string axis = "people");
/// "12,300 households"
Notation counted(std::string const& what);
/// Money by the head.
Notation pounds_each(std::string const& whom);
Notation share_of(std::string whole);

/// "March 2030" for the code of a month, or of a quarter by its last month; other periods as they are called.
std::string period_in_words(std::string_view cadence, std::string const& code);
/// "July 2023"
std::string month_in_words(Month month);
/// "Social care: front door", for the group of parameters social_care/front_door.
std::string group_in_words(std::string const& group);

/// What a parameter is called, in short: without what is explained behind a semicolon.
std::string short_label(std::string const& label);

/// "four futures in five: £513.4 to £627.9 million"; or that there is no interval.
std::string likely(Notation const& notation, Estimate const& estimate);

}  // namespace foresight
