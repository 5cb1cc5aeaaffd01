#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/io/text_file.hpp"

namespace foresight {

/// One cell of a table, with the column (in characters) at which it begins.
struct CsvCell {
    std::string text;
    int column = 1;
    int width = 1;
};

struct CsvRow {
    int line = 0;
    std::vector<CsvCell> cells;
};

/// A table of comma-separated values (RFC 4180): a header and rows, which remember their places.
struct CsvFile {
    TextFile source;
    std::vector<CsvCell> header;
    std::vector<CsvRow> rows;

    /// Where the column of that name is; -1 if there is none.
    int column(std::string_view name) const;
    /// A mistake at a cell.
    Mistake mistake(int line, CsvCell const& cell, std::string problem, std::string reason = {},
                    std::string suggestion = {}) const;
};

/// Reads a table. Rows of the wrong length, columns of one name and open quotations are added to `mistakes`
/// (rows of the wrong length are left out); what cannot be read at all is thrown as an InputError.
CsvFile read_csv(std::string const& path, Mistakes& mistakes);
CsvFile read_csv(TextFile source, Mistakes& mistakes);

}  // namespace foresight
