#pragma once

#include <string>
#include <vector>

#include "engine/scenario/scenario.hpp"

namespace foresight {

/// The options, and their values, with which one scenario is lived by as many people, as long, and with the same luck as
/// another.
std::vector<std::string> settings_to_match(Scenario const& scenario, Scenario const& other);

/// The commands that show what a scenario of one's own changes, whose run is `file`: a run of the shipped scenario that it
/// extends, with the same people, clock and luck, and the comparison. None where it extends no such one, or changes
/// nothing.
std::vector<std::string> commands_to_compare(Scenario const& scenario, std::string const& file);

}  // namespace foresight
