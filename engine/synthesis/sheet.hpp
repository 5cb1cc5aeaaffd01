#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/text_file.hpp"

namespace foresight {

/// A control table as read from a CSV: words and numbers, by row and by the name of a column.
///
/// Texts are views into the file, which the sheet holds. What is wrong with a cell is thrown as an InputError with its
/// place, its line and what may have been meant.
class Sheet {
public:
    /// Throws an InputError where the file is missing, or a line has another number of cells than the header.
    static Sheet read(std::string const& path);

    std::size_t rows() const { return lines_.size(); }
    std::size_t column(std::string_view name) const;
    std::string_view text(std::size_t row, std::size_t column) const { return cells_[row * header_.size() + column]; }
    std::string_view text(std::size_t row, std::string_view column_name) const
    {
        return text(row, column(column_name));
    }
    double number(std::size_t row, std::size_t column) const;
    double number(std::size_t row, std::string_view column_name) const { return number(row, column(column_name)); }
    /// Which of these words a cell holds.
    std::size_t one_of(std::size_t row, std::string_view column_name, std::vector<std::string> const& words) const;
    std::vector<std::string> const& header() const { return header_; }

    /// The row whose `column` reads `key`.
    std::size_t find(std::string_view column_name, std::string_view key) const;
    /// The last row whose number in `column` is at most `value`, among rows from `first` to `last`.
    std::size_t at_most(std::string_view column_name, double value, std::size_t first = 0,
                        std::size_t last = ~std::size_t{0}) const;

private:
    InputError wrong(std::size_t row, std::size_t column, std::string problem, std::string suggestion) const;

    std::shared_ptr<TextFile const> file_;
    std::vector<std::string> header_;
    int header_line_ = 1;
    std::vector<std::string_view> cells_;  ///< row by row
    std::vector<int> lines_;               ///< of the file, by row
};

}  // namespace foresight
