#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/synthesis/controls.hpp"
#include "engine/synthesis/sequence.hpp"

namespace foresight {

/// A home that stands in an area, before anybody lives there.
struct Slot {
    Tenure tenure{};
    DwellingType type{};
    std::uint8_t occupancy = 0;
};

/// Homes for `households`, whose three margins are the Census counts of the area, scaled and rounded.
///
/// The joint distribution is fitted by proportions from the odds of `affinity`, then rounded twice in two
/// dimensions (tenure by dwelling, then both by occupancy), which keeps every margin whole.
std::vector<Slot> slots_of(AreaControl const& area, std::int32_t households, Affinities const& affinity,
                           Sequence& luck);

}  // namespace foresight
