#pragma once

#include <optional>
#include <string_view>

namespace foresight {

/// Where a district stands in a map of equal squares: columns from the west, rows from the north.
struct Tile {
    int column = 0;
    int row = 0;
};

/// Nothing for a place that has no square; such a county is shown by ranks, or by --boundaries.
std::optional<Tile> tile_of(std::string_view official_code);

}  // namespace foresight
