#include "engine/io/date_meant.hpp"

#include <array>
#include <cctype>
#include <string>
#include <vector>

namespace foresight {
namespace {

constexpr std::array<std::string_view, 12> names_of_months{"jan", "feb", "mar", "apr", "may", "jun",
                                                           "jul", "aug", "sep", "oct", "nov", "dec"};

/// What stands between blanks, slashes, dots, commas and hyphens.
std::vector<std::string> parts_of(std::string_view text)
{
    std::vector<std::string> parts{{}};
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte)) parts.back() += static_cast<char>(std::tolower(byte));
        else if (!parts.back().empty()) parts.emplace_back();
    }
    if (parts.back().empty()) parts.pop_back();
    return parts;
}

/// A number of at most four digits, an ordinal's too: "1st". Else -1.
int number_in(std::string const& part)
{
    int number = 0;
    std::size_t digits = 0;
    for (; digits != part.size() && std::isdigit(static_cast<unsigned char>(part[digits])); ++digits)
        number = 10 * number + (part[digits] - '0');
    auto const ending = part.substr(digits);
    bool const ordinal = ending == "st" || ending == "nd" || ending == "rd" || ending == "th";
    return digits == 0 || digits > 4 || (!ending.empty() && !ordinal) ? -1 : number;
}

/// "2025", or "25".
int year_in(std::string const& part)
{
    auto const number = number_in(part);
    if (part.size() == 2 && number >= 0) return 2000 + number;
    return part.size() == 4 && number >= 1900 && number <= 2200 ? number : -1;
}

bool is_month(int number) { return number >= 1 && number <= 12; }
bool is_day(int number) { return number >= 1 && number <= 31; }

int month_named(std::string const& part)
{
    for (std::size_t i = 0; part.size() >= 3 && i != names_of_months.size(); ++i)
        if (part.starts_with(names_of_months[i])) return static_cast<int>(i) + 1;
    return -1;
}

std::optional<Month> with_named_month(std::vector<std::string> const& parts)
{
    int month = -1, year = -1;
    for (auto const& part : parts) {
        if (auto const named = month_named(part); named > 0) month = named;
        else if (auto const number = year_in(part); number > 0 && (part.size() == 4 || &part == &parts.back()))
            year = number;
        else if (!is_day(number_in(part))) return {};
    }
    if (month < 0 || year < 0) return {};
    return Month::of(year, month);
}

}  // namespace

std::optional<Month> month_meant(std::string_view text)
{
    auto const parts = parts_of(text);
    if (parts.size() < 2 || parts.size() > 3) return {};
    if (auto const named = with_named_month(parts)) return named;
    int const first = number_in(parts[0]), second = number_in(parts[1]);
    if (parts[0].size() == 4 && year_in(parts[0]) > 0) {
        // "2025/04", "2025-04-01"; "2025/26", "2025-2026": a financial year.
        if (is_month(second)) return Month::of(first, second);
        bool const years = parts.size() == 2 && (second == (first + 1) % 100 || second == first + 1);
        if (years) return Month::of(first, 4);
        return {};
    }
    auto const year = year_in(parts.back());
    if (year < 0) return {};
    if (parts.size() == 2) return is_month(first) ? std::optional{Month::of(year, first)} : std::nullopt;
    if (is_day(first) && is_month(second)) return Month::of(year, second);
    if (is_month(first) && is_day(second)) return Month::of(year, first);
    return {};
}

}  // namespace foresight
