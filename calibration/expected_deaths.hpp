#pragma once

#include <array>

#include "engine/population/population.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {

/// Hazards of dying a year, by sex and age: what mortality makes of the base, at home and in care homes.
struct ExpectedDeaths {
    using ByAge = std::array<std::array<double, ages>, 2>;
    ByAge at_home{}, in_care_homes{};
};

/// The mean over the people of the base of what demography/mortality would give each in its first year. At ages where
/// nobody lives in a care home, what a resident would have.
ExpectedDeaths expected_deaths(Population const& base, Parameters const& parameters);

}  // namespace foresight
