#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/io/csv.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {

/// The values of a CSV for a parameter whose dimensions, codes and range are known: every combination of codes once,
/// for every date if its first column is `from`. Nothing where something is wrong; then it has been noted.
std::optional<std::vector<Parameter::Slice>> read_parameter_table(CsvFile& file, Parameter const& shape,
                                                                  std::string const& column,
                                                                  DimensionCodes const& dimensions, Mistakes& mistakes);

}  // namespace foresight
