#pragma once

#include <string>
#include <vector>

#include "engine/population/population.hpp"
#include "engine/scenario/scenario.hpp"
#include "engine/synthesis/build.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {

/// The base population that a scenario asks for, under `population/` and by its sample.
SynthesisRequest synthesis_of(Scenario const& scenario, Library const& library = shipped_library());

/// The parameters that the people are made of.
std::vector<std::string> synthesis_parameters();

/// Where base populations are kept between runs: $FORESIGHT_CACHE, or runs/populations below the current folder.
std::string population_cache();

/// Takes the population out of the cache, or makes it and puts it there. What only the fit to the Census needs, and no
/// process, is left out unless it is asked for.
enum class Keep : bool { for_a_run, for_the_fit };
Population base_population(Scenario const& scenario, bool quiet, Keep keep = Keep::for_a_run,
                           Library const& library = shipped_library());

/// The published tables that it is made of, under the paths that they have in the library.
std::vector<InputFile> control_tables(Scenario const& scenario, Library const& library = shipped_library());

}  // namespace foresight
