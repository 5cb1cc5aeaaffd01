#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "outputs/view/view.hpp"

namespace foresight {

/// The variance of one number, in parts of it: luck, where points have several lucks, and the groups of uncertain
/// parameters, as far as the replicates can tell them apart.
struct VarianceParts {
    std::size_t row = 0;
    std::size_t measure = 0;
    double deviation = 0;  ///< the standard deviation over all replicates
    double luck = 0;       ///< its share; no number where it is not known
    Band luck_band{};      ///< with 95 per cent confidence
    std::map<std::string, double> groups{};

    double share_of(std::string const& group) const;
    /// What is the work of no group that could be named, nor of luck where that is known: all of them add up to one.
    double rest() const;
};

VarianceParts variance_parts(View const& view, Provenance const& provenance, std::size_t measure, std::size_t row);

/// The groups that are named in any of them, the one that matters most first.
std::vector<std::string> groups_in(std::vector<VarianceParts> const& all);

}  // namespace foresight
