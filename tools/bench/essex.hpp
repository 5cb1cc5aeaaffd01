#pragma once

#include "engine/population/population.hpp"
#include "engine/scenario/scenario.hpp"

namespace foresight::bench {

/// Essex as its baseline has it, in full: what all but ref1 and synthesis begin with.
struct Essex {
    Scenario scenario;
    Population population;
    double seconds_loading = 0;
};

/// Reads the scenario, and takes the population from the cache or makes it.
Essex load_essex();

}  // namespace foresight::bench
