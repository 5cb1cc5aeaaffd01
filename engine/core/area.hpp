#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace foresight {

/// A lower-layer super output area of 2021, and what is published of it.
struct Area {
    std::string code;
    std::string name;
    std::uint8_t district = 0;      ///< position among `Areas::districts`
    std::uint8_t imd_decile = 5;    ///< Index of Multiple Deprivation 2025, 1 the most deprived tenth of England
    std::uint8_t idaci_decile = 5;  ///< Income Deprivation Affecting Children
};

struct District {
    std::string code;
    std::string name;
};

/// The areas of a county, by row, and the districts that they make up.
struct Areas {
    std::vector<Area> all;
    std::vector<District> districts;
};

}  // namespace foresight
