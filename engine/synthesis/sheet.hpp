#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/csv.hpp"

namespace foresight {

/// A control table as read from a CSV: words and numbers, by row and by the name of a column.
///
/// What is wrong with a cell is thrown as an InputError with its place, its line and what may have been meant.
class Sheet {
public:
    /// Throws an InputError with all that is wrong where the file is missing or no table.
    static Sheet read(std::string const& path);

    std::size_t rows() const { return file_.rows.size(); }
    std::size_t columns() const { return file_.header.size(); }
    std::size_t column(std::string_view name) const;
    bool has_column(std::string_view name) const
    {
        return std::any_of(file_.header.begin(), file_.header.end(),
                           [&](auto const& cell) { return cell.text == name; });
    }
    std::string const& text(std::size_t row, std::size_t column) const { return file_.rows[row].cells[column].text; }
    std::string const& text(std::size_t row, std::string_view column_name) const
    {
        return text(row, column(column_name));
    }
    double number(std::size_t row, std::size_t column) const;
    double number(std::size_t row, std::string_view column_name) const { return number(row, column(column_name)); }
    /// Which of these words a cell holds.
    std::size_t one_of(std::size_t row, std::string_view column_name, std::vector<std::string> const& words) const;

    /// The row whose `column` reads `key`.
    std::size_t find(std::string_view column_name, std::string_view key) const;
    /// The last row whose number in `column` is at most `value`, among rows from `first` to `last`.
    std::size_t at_most(std::string_view column_name, double value, std::size_t first = 0,
                        std::size_t last = ~std::size_t{0}) const;

private:
    explicit Sheet(CsvFile file) : file_{std::move(file)} {}
    InputError wrong(std::size_t row, std::size_t column, std::string problem, std::string suggestion) const;

    CsvFile file_;
};

}  // namespace foresight
