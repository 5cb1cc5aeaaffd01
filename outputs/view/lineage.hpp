#pragma once

#include "outputs/run_file/run_reader.hpp"

namespace foresight {

/// Whether what one run asked is built on what another asked: its scenario extends the other's, or is the same with
/// parameters set on the command line besides. A difference from the one to the other then reads the wrong way round: the
/// other is the baseline.
bool builds_on(RunReader const& run, RunReader const& other);

}  // namespace foresight
