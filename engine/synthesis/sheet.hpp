#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace foresight {

/// A control table as read from a CSV: words and numbers, by row and by the name of a column.
class Sheet {
public:
    /// Throws an InputError where the file is missing, or a line has another number of cells than the header.
    static Sheet read(std::string const& path);

    std::size_t rows() const { return cells_.size(); }
    bool has(std::string_view column) const;
    std::size_t column(std::string_view name) const;
    std::string const& text(std::size_t row, std::string_view column_name) const
    {
        return cells_[row][column(column_name)];
    }
    double number(std::size_t row, std::size_t column) const;
    double number(std::size_t row, std::string_view column_name) const { return number(row, column(column_name)); }
    std::vector<std::string> const& header() const { return header_; }

    /// The row whose `column` reads `key`.
    std::size_t find(std::string_view column_name, std::string_view key) const;
    /// The last row whose number in `column` is at most `value`, among rows from `first` to `last`.
    std::size_t at_most(std::string_view column_name, double value, std::size_t first = 0,
                        std::size_t last = ~std::size_t{0}) const;

private:
    std::string path_;
    std::vector<std::string> header_;
    std::vector<std::vector<std::string>> cells_;
};

}  // namespace foresight
