#pragma once

#include <string>

#include "engine/population/population.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/synthesis/build.hpp"

namespace foresight {

/// The base population that a scenario asks for, under `population/` and by its sample.
SynthesisRequest synthesis_of(Scenario const& scenario);

/// Where base populations are kept between runs: $FORESIGHT_CACHE, or runs/populations below the current folder.
std::string population_cache();

/// Takes the population out of the cache, or makes it and puts it there.
Population base_population(Scenario const& scenario, bool quiet);

}  // namespace foresight
