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

/// Whether what only the fit to the Census needs, and no process, is kept.
enum class Keep : bool { for_a_run, for_the_fit };

/// Whether a population that had to be made is put into the cache.
enum class Cache : bool { kept, only_read };

/// Takes the population out of the cache, or makes it.
Population base_population(Scenario const& scenario, bool quiet, Keep keep = Keep::for_a_run,
                           Library const& library = shipped_library(), Cache cache = Cache::kept);

/// All files that a scenario is read from, and its people are made of.
std::vector<std::string> files_behind(Scenario const& scenario, Library const& library = shipped_library());

/// Gives each dwelling the energy rating with which a run of the scenario begins: it follows from what the dwelling is made
/// of, by parameters that are none of the population's.
void rate_dwellings(Population& population, Scenario scenario);

/// The published tables that it is made of, by their paths in the library if they are of it.
std::vector<InputFile> control_tables(Scenario const& scenario, Library const& library = shipped_library());

}  // namespace foresight
