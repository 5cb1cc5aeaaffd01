#pragma once

#include <vector>

#include "engine/process/process.hpp"

namespace foresight {

/// Every process that there is, in the order in which a month takes them.
std::vector<NamedProcess> const& catalogue();

}  // namespace foresight
