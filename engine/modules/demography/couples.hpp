#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/core/entity.hpp"

// Who would rather live with whom: women and men of one district who look for a partner in the same month.

namespace foresight {

struct Single {
    Id<Person> id;
    Row<Person> row;
    int age;
};

/// How much two would rather not have each other, the same for both: the years between their ages, from the usual ones (he is
/// so many years older), and up to six years more by a taste hashed from both identities.
double distance_between(Single const& woman, Single const& man, double usual_gap);

/// From this distance on two would not have each other.
inline constexpr double too_far = 20;
/// A woman thinks of so many men, those nearest to her.
inline constexpr std::uint32_t longest_list = 24;

/// Couples, her first, such that no woman and no man of whom she thinks would both rather have each other: by deferred
/// acceptance. One person more or less changes few other couples; the order in which they are given changes none.
std::vector<std::pair<Single, Single>> stable_couples(std::vector<Single> const& women, std::vector<Single> const& men,
                                                      double usual_gap);

}  // namespace foresight
