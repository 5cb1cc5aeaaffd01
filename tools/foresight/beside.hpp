#pragma once

#include <optional>
#include <string>

#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/sound_scenario.hpp"

namespace foresight {

/// The scenario that is to be lived beside one, if there is one: as many replicates of it. Throws an InputError where it is
/// not there, or not sound.
std::optional<Scenario> scenario_beside(Scenario const& scenario, Overrides const& overrides);

/// Where its run goes: "runs/aligned.h5" has "runs/aligned_beside.h5".
std::string file_beside(std::string const& file);

/// How the people differ: those of each district at the end, and what happened to them in all years together. Empty where the
/// runs do not count that.
std::string people_compared(RunReader const& beside, RunReader const& run);

}  // namespace foresight
