#pragma once

#include <map>
#include <string>
#include <vector>

#include "outputs/tally/table.hpp"

namespace foresight {

/// True shapes of areas, ready to be drawn.
struct Boundaries {
    static constexpr int width = 1000;  ///< of the box in which the paths lie
    int height = 0;
    std::map<std::string, std::string> paths{};            ///< by official code: a path of SVG in whole numbers
    std::map<std::string, std::pair<int, int>> middles{};  ///< where a label stands
    std::string credit{};

    bool empty() const { return paths.empty(); }
};

/// Reads a GeoJSON file of polygons in longitude and latitude. An area is known by any of its properties that is its
/// official code or its name. Throws an InputError where the file is something else, or lacks one of the areas.
Boundaries read_boundaries(std::string const& file, std::vector<TableCode> const& areas);

}  // namespace foresight
