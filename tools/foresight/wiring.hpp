#pragma once

#include <vector>

#include "engine/process/schedule.hpp"
#include "engine/scenario/scenario.hpp"

namespace foresight {

/// Who reads and writes what in a scenario's schedule. Throws an InputError where the wiring is wrong.
std::vector<Wiring> wiring_of(Scenario const& scenario);

}  // namespace foresight
