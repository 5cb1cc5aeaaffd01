#include "outputs/workbook/spreadsheet_layout.hpp"

#include <algorithm>

#include "engine/io/text_file.hpp"

namespace foresight::spreadsheet {
namespace {

constexpr int widest_column = 60;      // characters; longer texts are wrapped
constexpr int widest_of_several = 44;  // where tables of different kinds share columns
constexpr int narrowest_column = 9;
constexpr int filter_button = 3;  // what it covers of a heading
constexpr int margin = 2;
constexpr std::size_t rows_to_filter = 25;  // more than one sees at a glance
constexpr std::size_t most_notes_above = 5;
constexpr double letters_in_a_digit = 1.18;  // widths are told in digits, and letters are narrower

/// How many lines a text takes that is broken between words.
int lines_of(std::string const& text, int digits)
{
    auto const width = static_cast<int>(digits * letters_in_a_digit);
    int lines = 1;
    int used = 0;
    for (std::size_t first = 0; first < text.size();) {
        auto const blank = std::min(text.find(' ', first), text.size());
        auto const word = characters(std::string_view{text}.substr(first, blank - first));
        if (used > 0 && used + 1 + word > width) {
            ++lines;
            used = 0;
        }
        lines += std::max(0, (word - 1) / width);
        used += (used > 0 ? 1 : 0) + word;
        first = blank + 1;
    }
    return lines;
}

int width_of(Table const& table, std::size_t row, std::size_t column)
{
    auto const& cell = table.rows[row].cells[column];
    if (auto const* const text = std::get_if<std::string>(&cell.content)) return characters(clean(*text));
    if (auto const* const link = std::get_if<Link>(&cell.content)) return characters(link->text);
    return characters(shown(table.value(row, column), cell.style));
}

/// As wide as what a column holds needs; of headings, as their longest word does.
void widen(std::vector<int>& widths, Table const& table, int at_most)
{
    if (widths.size() < table.headings.size()) widths.resize(table.headings.size(), narrowest_column);
    for (std::size_t c = 0; c != table.headings.size(); ++c) {
        auto& width = widths[c];
        auto const& heading = table.headings[c];
        for (std::size_t first = 0; first < heading.size();) {
            auto const blank = std::min(heading.find(' ', first), heading.size());
            width = std::max(width, static_cast<int>(blank - first) + filter_button + margin);
            first = blank + 1;
        }
        for (std::size_t r = 0; r != table.rows.size(); ++r)
            width = std::max(width, width_of(table, r, c) + margin + (table.rows[r].total ? 1 : 0));
        width = std::min(width, at_most);
    }
}

}  // namespace

Layout layout_of(Sheet const& sheet, bool has_way_back)
{
    Layout layout;
    bool const several = sheet.tables.size() > 1;
    bool const alike = std::all_of(sheet.tables.begin(), sheet.tables.end(), [&](Table const& table) {
        return table.headings.size() == sheet.tables.front().headings.size();
    });
    bool const too_many = sheet.notes.size() > most_notes_above;
    layout.notes_above = too_many ? most_notes_above - 1 : sheet.notes.size();
    auto row = 1 + layout.notes_above + (too_many ? 1 : 0);
    if (has_way_back) layout.back = row;
    if (has_way_back || several) ++row;
    for (auto const& table : sheet.tables) {
        if (several) row += layout.headings.empty() ? 1 : 2;  // its title, and a row between two tables
        layout.headings.push_back(row);
        row += 1 + table.rows.size();
        widen(layout.widths, table, alike ? widest_column : widest_of_several);
    }
    layout.end = row;
    if (too_many) {
        layout.notes_below = row + 1;
        layout.end = layout.notes_below + 1 + sheet.notes.size() - layout.notes_above;
    }
    return layout;
}

int lines_of_row(Table const& table, std::size_t row, std::vector<int> const& widths)
{
    int lines = 1;
    for (std::size_t c = 0; c != table.headings.size(); ++c)
        if (auto const* const text = std::get_if<std::string>(&table.rows[row].cells[c].content))
            lines = std::max(lines, lines_of(clean(*text), widths[c] - margin));
    return lines;
}

int lines_of_headings(Table const& table, std::vector<int> const& widths)
{
    int lines = 1;
    for (std::size_t c = 0; c != table.headings.size(); ++c)
        lines = std::max(lines, lines_of(table.headings[c], widths[c] - (has_filter(table) ? filter_button : 0) - 1));
    return lines;
}

bool has_filter(Table const& table) { return table.rows.size() > rows_to_filter; }

bool holds_numbers(Table const& table, std::size_t column)
{
    return std::all_of(table.rows.begin(), table.rows.end(), [&](Row const& row) {
        auto const& cell = row.cells[column];
        return cell.style != Style::text && cell.style != Style::leading;
    });
}

}  // namespace foresight::spreadsheet
