#pragma once

#include <string>
#include <vector>

#include "outputs/run_file/run_reader.hpp"

namespace foresight {

/// Something that must hold within a run, whatever its assumptions.
struct InternalCheck {
    std::string what;
    bool holds = true;
    std::string detail;  ///< how much was looked at, or the first place where it fails
};

/// That the file is as it was written, that people neither appear nor vanish, and that parts add up to their wholes:
/// of all replicates. What a run has no tables for is left out; numbers that disclosure control hid or rounded as well.
std::vector<InternalCheck> internal_checks(RunReader const& run);

}  // namespace foresight
