#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/synthesis/county.hpp"

namespace foresight {

/// What a person is in a household. Members of a couple are of two roles by their sex, which the row tells.
enum class Role : std::uint8_t { dependent, alone, parent_in_couple, partner, lone_parent, other, extra };
inline constexpr std::size_t roles = 7;

/// How many households of each composition and size a district has, and how many persons of each role by sex and age.
struct HouseholdPlan {
    std::array<std::array<std::int32_t, largest_size + 1>, compositions> homes{};
    std::array<std::array<std::array<std::int32_t, ages>, 2>, roles> persons{};
    std::array<double, compositions> target{};  ///< share of households, before sizes were fitted

    std::int32_t of(Composition composition) const;
};

/// Sizes 1 to 8 of `households` that hold exactly `persons`: the shares of 1, 2 and 3 as given, those above falling
/// geometrically. Entry 0 is unused.
std::array<std::int32_t, largest_size + 1> sizes_of(std::int64_t households, std::int64_t persons,
                                                    std::array<double, 4> const& share);

HouseholdPlan plan_households(MadeDistrict const& made, Pool const& pool, Controls const& controls, Dice const& dice);

}  // namespace foresight
