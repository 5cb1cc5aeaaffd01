#pragma once

#include <string>
#include <vector>

#include "outputs/run_file/provenance.hpp"

namespace foresight {

/// What a module says that it cannot do.
struct ModuleLimits {
    std::string module;
    std::string text;  ///< Markdown: the section "Limits" of its README; empty where it states none

    /// The items of its list, each on one line.
    std::vector<std::string> items() const;
};

/// Of one module, out of the folder in which modules lie.
ModuleLimits limits_of(std::string const& module, std::string const& folder);
/// Of all modules that took part in a run.
std::vector<ModuleLimits> module_limits(Provenance const& origin, std::string const& folder);

}  // namespace foresight
