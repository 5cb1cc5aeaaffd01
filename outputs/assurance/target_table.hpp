#pragma once

#include <string>
#include <string_view>

#include "engine/io/csv.hpp"

namespace foresight {

/// A table of published figures with where they are from, read by the names of its columns. Whatever is missing or no
/// number is refused as an InputError.
class TargetTable {
public:
    /// Reads `<folder>/<name>.csv` and, where it lies beside it, `<name>.source.yaml`.
    TargetTable(std::string const& folder, std::string const& name);

    std::size_t rows() const { return file_.rows.size(); }
    std::string const& text(std::size_t row, std::string_view column) const;
    double number(std::size_t row, std::string_view column) const;
    /// Empty if each row has its own.
    std::string const& source() const { return source_; }

private:
    CsvFile file_;
    std::string source_;
};

}  // namespace foresight
