#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/population/population.hpp"
#include "engine/synthesis/controls.hpp"

namespace foresight {

/// Where the time of making a county went: {step, seconds}.
using StepSeconds = std::vector<std::pair<std::string, double>>;

/// Makes a county: one synthetic person for each resident, out of published tables.
///
/// Districts are made in parallel, each out of its own draws; the result does not depend on threads. Persons come
/// sorted by household, and households by area, so that a household's people lie together in memory.
Population synthesise(SynthesisRequest const& request, StepSeconds* steps = nullptr);

/// What is known of a county before anybody is made: its areas, and how many live there.
struct CountyOutline {
    Areas areas;
    std::uint64_t residents = 0;
};
CountyOutline outline_of(SynthesisRequest const& request);

/// What `synthesise` would note as the hash of its inputs, without building anything: the key of a cache.
std::string inputs_hash(SynthesisRequest const& request);

}  // namespace foresight
