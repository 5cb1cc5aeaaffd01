#pragma once

#include <string>
#include <vector>

#include "tools/foresight/command.hpp"

namespace foresight {

/// The option --against BASELINE, which says which of two runs is the policy and which the run without it.
void add_against_option(po::options_description_easy_init options);

/// The words of a command line with the baseline second, as if it had been named behind the run.
std::vector<std::string> words_with_baseline(Arguments const& arguments);

}  // namespace foresight
