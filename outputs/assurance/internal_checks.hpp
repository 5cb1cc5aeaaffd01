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
/// The same without reading the file once more to see that it is as it was written, which takes longest: of a reader that
/// was opened as sound that is known.
std::vector<InternalCheck> checks_of_tables(RunReader const& run);

}  // namespace foresight
