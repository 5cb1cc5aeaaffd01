#pragma once

#include <string>
#include <vector>

#include "outputs/run_file/run_reader.hpp"

namespace foresight {

/// What a change does, as people say it, out of "x 0.925 phased in from 2025-04 over 24 months, care_group 65_up": "× 0.925
/// phased in from April 2025 over 24 months, 65 and over". Codes are called as the tables of the run call them.
std::string change_in_words(RunReader const& run, std::string const& said);

/// The same of a change that a run keeps; what is added in log odds is told as points, too.
std::string change_in_words(RunReader const& run, ChangeMade const& change);

/// "from April 2025" for "from 2025-04"; other words as they are.
std::string with_months(std::string const& said);

/// What a parameter is called, in short; its name where the run has no label for it.
std::string parameter_in_words(RunReader const& run, std::string const& name);

/// The changes that `other` makes and `base` does not.
std::vector<ChangeMade> changes_of(RunReader const& base, RunReader const& other);

}  // namespace foresight
