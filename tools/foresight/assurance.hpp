#pragma once

#include <string>

#include "outputs/run_file/run_reader.hpp"

namespace foresight {

/// The assumptions log and validation summary of a run in Markdown, in the order that the Aqua Book asks for: purpose and
/// scope, version, inputs, assumptions (the least sure first), sensitivity, validation, internal checks, limits, sign-off.
/// The same bytes from the same file.
std::string assurance_of(RunReader const& run);

}  // namespace foresight
