#include "outputs/report/notation.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

#include "outputs/view/headlines.hpp"

namespace foresight {
namespace {

constexpr char const* minus = "\u2212";
constexpr char const* no_interval = "no interval";

/// Digits behind a proper minus sign, with what stands before them.
std::string digits_of(Notation const& notation, double number, bool with_plus)
{
    if (std::isnan(number)) return "hidden";
    auto const value = number * notation.times;
    auto digits = shown(notation.nearest > 0 ? notation.nearest * std::round(value / notation.nearest) : value,
                        notation.decimals);
    bool const negative = digits.front() == '-';
    if (negative) digits.erase(0, 1);
    bool const nought = digits.find_first_not_of("0.,") == std::string::npos;
    return (negative ? minus : with_plus && !nought ? "+" : "") + notation.before + digits;
}

}  // namespace

std::string Notation::written(double number) const
{
    return std::isnan(number) ? "hidden" : digits_of(*this, number, false) + after;
}

std::string Notation::change(double number) const
{
    return std::isnan(number) ? "hidden" : digits_of(*this, number, true) + after;
}

std::string Notation::between(Band band) const
{
    if (std::isnan(band.low)) return no_interval;
    return digits_of(*this, band.low, false) + " to " + digits_of(*this, band.high, false) + after;
}

std::string Notation::change_between(Band band) const
{
    if (std::isnan(band.low)) return no_interval;
    return digits_of(*this, band.low, true) + " to " + digits_of(*this, band.high, true) + after;
}

std::string Notation::compared(std::string amount, bool less) const
{
    std::string const word = less ? of_things ? " fewer" : " less" : " more";
    return of_things ? amount.insert(amount.size() - after.size(), word) : amount + word;
}

std::string Notation::more_or_less(double number) const
{
    if (std::isnan(number)) return "hidden";
    if (std::abs(number) < least_shown()) return "no change";
    return compared(written(std::abs(number)), number < 0);
}

std::string Notation::more_or_less_between(Band band) const
{
    if (std::isnan(band.low)) return no_interval;
    auto const least = least_shown();
    if (std::abs(band.low) < least && std::abs(band.high) < least) return "no change";
    if (band.high < least) return compared(between({std::max(0.0, -band.high), -band.low}), true);
    if (band.low > -least) return compared(between({std::max(0.0, band.low), band.high}), false);
    return more_or_less(band.low) + " to " + more_or_less(band.high);
}

Notation Notation::of_differences() const
{
    auto made = *this;
    if (after != "%") return made;
    made.decimals += 1;
    made.after = " points";
    made.axis = "percentage points";
    return made;
}

Notation Notation::fitted_to(double greatest) const
{
    auto made = *this;
    if (after == " points" && std::abs(greatest) * times >= 1) made.decimals = 1;
    return made;
}

Notation Notation::rounded_for(double count) const
{
    auto made = *this;
    auto const size = std::abs(count);
    if (times == 1 && decimals == 0 && size >= 1000) made.nearest = size >= 10000 ? 100 : 10;
    return made;
}

std::string Notation::error(double number) const
{
    auto made = *this;
    made.nearest = 0;
    if (number > 0 && number < least_shown()) ++made.decimals;
    return made.written(number);
}

double Notation::least_shown() const { return 0.5 * std::pow(10, -decimals) / times; }

Notation Notation::bare() const
{
    auto made = *this;
    made.before.clear();
    if (after != "%") made.after.clear();
    return made;
}

std::string month_in_words(Month month)
{
    constexpr char const* names[]{"January", "February", "March",     "April",   "May",      "June",
                                  "July",    "August",   "September", "October", "November", "December"};
    return std::string{names[month.month() - 1]} + " " + std::to_string(month.year());
}

std::string period_in_words(std::string_view cadence, std::string const& code)
{
    int year = 0, part = 0;
    if (cadence == "month" && std::sscanf(code.c_str(), "%d-%d", &year, &part) == 2 && part >= 1 && part <= 12)
        return month_in_words(Month::of(year, part));
    if (cadence == "quarter" && std::sscanf(code.c_str(), "%d Q%d", &year, &part) == 2 && part >= 1 && part <= 4)
        return month_in_words(Month::of(year, 3 * part));
    return code;
}

std::string group_in_words(std::string const& group)
{
    std::string words;
    for (char const c : group) words += c == '/' ? std::string{": "} : std::string{c == '_' ? ' ' : c};
    if (!words.empty()) words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
    return words;
}

Notation pounds_in_millions() { return {1e-6, 1, "£", " million", "£ million"}; }

Notation people(std::string axis) { return {.axis = std::move(axis), .of_things = true}; }

Notation counted(std::string const& what) { return {.after = " " + what, .axis = what, .of_things = true}; }

Notation pounds_each(std::string const& whom) { return {1, 2, "£", "", "£ for each " + whom}; }

Notation share_of(std::string whole) { return {100, 1, "", "%", "per cent of " + std::move(whole)}; }

std::string short_label(std::string const& label) { return label.substr(0, label.find(';')); }

std::string likely(Notation const& notation, Estimate const& estimate)
{
    if (!estimate.has_bands) return "no interval";
    return "four futures in five: " + notation.between(estimate.eighty);
}

}  // namespace foresight
