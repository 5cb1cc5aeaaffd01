#pragma once

#include <string>
#include <vector>

#include "engine/scenario/scenario.hpp"
#include "tools/foresight/command.hpp"

namespace foresight {

/// The options that can change a number: --replicates, --seed, --sample, --set.
void add_setting_options(po::options_description_easy_init options);

/// What was said with them, as provenance keeps it.
std::vector<std::string> settings_said(Arguments const& arguments);
/// The same, for the reader of a scenario.
Overrides overrides_of(Arguments const& arguments);

}  // namespace foresight
