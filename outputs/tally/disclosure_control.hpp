#pragma once

#include <cstdint>
#include <vector>

#include "outputs/tally/table.hpp"

namespace foresight {

/// Which cells one replicate of a table asks to hide, a flag each. A cell is shown in all periods and measures, or in none.
///
/// Hidden is where fewer than `shown_from` are behind a number, and beside each such cell as many others that what is
/// hidden cannot be had by taking the shown cells off the total of their district, or of any other line of the table.
std::vector<std::uint8_t> hidden_cells(TableValues const& table);

/// The numbers of a measure as they are written, in the unit that is shown: NaN where a cell is hidden; counts rounded,
/// and amounts about as coarsely.
std::vector<double> disclosed(TableValues const& table, std::size_t measure, std::vector<std::uint8_t> const& hidden);

}  // namespace foresight
