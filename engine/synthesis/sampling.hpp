#pragma once

#include <cstdint>
#include <vector>

#include "engine/synthesis/county.hpp"

namespace foresight {

/// Who of a district is in a sample of one household in `one_in`: for each home, and each person, whether it is.
/// Persons at home go with their home; those in establishments are chosen one by one.
///
/// The sample is systematic: every `one_in`-th of a list, from a start that the seed draws for the district. Homes are
/// listed by area, then by size, up in one area and down in the next, then by the age of their head, so that the sample
/// has of everything what the district has, and the number of its people hardly depends on the start.
struct DistrictSample {
    std::vector<std::uint8_t> homes;
    std::vector<std::uint8_t> residents;  ///< of persons in establishments
};

DistrictSample sample_of(MadeDistrict const& district, std::uint32_t one_in, std::uint32_t seed);

}  // namespace foresight
