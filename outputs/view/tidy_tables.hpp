#pragma once

#include <string>

#include "outputs/run_file/run_reader.hpp"

namespace foresight {

/// The name of the file that says what the columns are: CSVW, the W3C's metadata for tables on the web.
inline constexpr char const* tidy_metadata = "csv-metadata.json";

/// Whether a folder holds nothing but what `write_tidy_tables` writes.
bool holds_tidy_tables(std::string const& folder);

/// Writes each table of a run as a CSV of its own, a number with its intervals a row, with the metadata beside. All is
/// written into a passing folder beside `folder`, which gets its name when it is whole; what stood there goes.
void write_tidy_tables(RunReader const& run, std::string const& folder);

}  // namespace foresight
