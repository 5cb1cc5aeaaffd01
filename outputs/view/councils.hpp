#pragma once

#include <string>
#include <vector>

#include "outputs/run_file/run_reader.hpp"

namespace foresight {

/// The districts of a run, told apart by their official codes: those of a county council, and those that are councils of
/// their own. What is published of a county council, or set aside by it, is of the former alone.
struct DistrictsByCouncil {
    std::vector<std::string> of_the_county{};  ///< by name
    std::vector<std::string> unitary{};        ///< the same
    bool several() const { return !unitary.empty() && unitary.size() + !of_the_county.empty() > 1; }
};

/// From the first table that has districts; nothing where none has.
DistrictsByCouncil districts_by_council(RunReader const& run);

}  // namespace foresight
