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
    std::string axis{};  ///< what a scale of a chart is in

    std::string written(double number) const;
    /// Always with its sign: a difference.
    std::string change(double number) const;
    /// "£513.4 to £627.9 million"; "no interval" of what has none.
    std::string between(Band band) const;
    std::string change_between(Band band) const;
    /// Of a difference: of shares in percentage points, with one decimal more.
    Notation of_differences() const;
    /// For a table whose head names the unit: without it, but for a per cent sign.
    Notation bare() const;
};

Notation pounds_in_millions();
Notation people(std::string axis = "people");
Notation share_of(std::string whole);

/// "March 2030" for the code of a month, or of a quarter by its last month; other periods as they are called.
std::string period_in_words(std::string_view cadence, std::string const& code);
/// "July 2023"
std::string month_in_words(Month month);
/// "Social care: front door", for the group of parameters social_care/front_door.
std::string group_in_words(std::string const& group);

/// "four futures in five: £513.4 to £627.9 million"; or that there is no interval.
std::string likely(Notation const& notation, Estimate const& estimate);

}  // namespace foresight
