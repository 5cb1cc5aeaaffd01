#include "outputs/workbook/spreadsheet.hpp"

#include <cstdio>
#include <limits>

#include "engine/core/error.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight::spreadsheet {
namespace {

constexpr std::size_t most_characters = 32'000;  // a cell of Excel takes 32 767

/// How many bytes of well-formed UTF-8 begin at `at`; 0 if they are none.
std::size_t sequence_at(std::string const& text, std::size_t at)
{
    auto const first = static_cast<unsigned char>(text[at]);
    std::size_t const length = first < 0x80                    ? 1
                               : first >= 0xC2 && first < 0xE0 ? 2
                               : first >= 0xE0 && first < 0xF0 ? 3
                               : first >= 0xF0 && first < 0xF5 ? 4
                                                               : 0;
    if (length == 0 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return 0;
    return length;
}

}  // namespace

double Table::value(std::size_t row, std::size_t column) const
{
    auto const& content = rows[row].cells[column].content;
    if (auto const* const number = std::get_if<double>(&content)) return *number;
    auto const* const formula = std::get_if<Formula>(&content);
    if (!formula) return std::numeric_limits<double>::quiet_NaN();
    double all = 0;
    for (auto const& [range, taken_off] : formula->terms) {
        EXPECTS(range.last_row < rows.size() && range.first_row <= range.last_row);
        double sum = 0;
        for (auto at = range.first_row; at <= range.last_row; ++at) {
            auto const one = value(at, range.column);
            if (one == one) sum += one;  // a text counts for nothing, as in any spreadsheet
        }
        all += taken_off ? -sum : sum;
    }
    return formula->at_least_nought && all < 0 ? 0 : all;
}

std::string shown(double number, Style style)
{
    switch (style) {
    case Style::whole: return foresight::shown(number, 0);
    case Style::tenths: return foresight::shown(number, 1);
    case Style::hundredths: return foresight::shown(number, 2);
    case Style::pounds: return "£" + foresight::shown(number, 0);
    case Style::pence: return "£" + foresight::shown(number, 2);
    case Style::per_cent: return foresight::shown(100 * number, 1) + "%";
    case Style::fine_per_cent: return foresight::shown(100 * number, 2) + "%";
    case Style::text:
    case Style::general:
    case Style::leading: break;
    }
    char text[40];
    std::snprintf(text, sizeof text, "%.6g", number);
    return text;
}

std::string clean(std::string const& text)
{
    std::string cleaned;
    for (std::size_t at = 0; at < text.size() && cleaned.size() < most_characters;) {
        auto const length = sequence_at(text, at);
        bool const control = static_cast<unsigned char>(text[at]) < 0x20 && text[at] != '\n' && text[at] != '\t';
        if (length == 0) cleaned += "\uFFFD";
        else if (!control) cleaned.append(text, at, length);
        at += length == 0 ? 1 : length;
    }
    return cleaned;
}

}  // namespace foresight::spreadsheet
