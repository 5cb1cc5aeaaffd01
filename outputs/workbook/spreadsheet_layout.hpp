#pragma once

#include <cstddef>
#include <vector>

#include "outputs/workbook/spreadsheet.hpp"

namespace foresight::spreadsheet {

/// Where the parts of a sheet stand, and how much room they take. Rows are counted from 0.
struct Layout {
    std::size_t notes_above = 0;          ///< how many of the notes stand above the tables
    std::size_t notes_below = 0;          ///< the row of the title of the others; 0: there are none
    std::size_t back = 0;                 ///< the row of the way back to the contents; 0: there is none
    std::vector<std::size_t> headings{};  ///< the row of each table's headings
    std::size_t end = 0;                  ///< the row after the last table, and the notes below it
    std::vector<int> widths{};            ///< of each column, in characters
};

/// First the title, then the notes, then the tables one below the other, then such notes as would leave the tables no room,
/// since what is above the headings stays in sight.
Layout layout_of(Sheet const& sheet, bool has_way_back);

/// How many lines the texts of a row, or of the headings, take in columns of these widths.
int lines_of_row(Table const& table, std::size_t row, std::vector<int> const& widths);
int lines_of_headings(Table const& table, std::vector<int> const& widths);

/// Whether it is long enough for its headings to have the buttons of a filter.
bool has_filter(Table const& table);

/// Whether a column holds numbers, or signs in their stead, and no words.
bool holds_numbers(Table const& table, std::size_t column);

}  // namespace foresight::spreadsheet
