#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "outputs/run_file/provenance.hpp"

namespace foresight {

/// What one uncertain value does to a number, over the replicates of a run.
struct Influence {
    std::string parameter;
    std::string address;  ///< of the parameter itself, or of a change of it
    double slope = 0;     ///< how much the number moves with one standard deviation of what was drawn
    double share = 0;     ///< of the number's variance, less what chance would have found
};

/// Which uncertain values a number hangs on, the greatest first, as far as the replicates can tell: forward regression on
/// the values drawn, until no further one stands out from chance at one in a hundred for all that are left together.
/// Lucks at one point are averaged first. Shares add up, since what a value explains is taken off the others; what is
/// missing to one is luck, or not told apart. Where two columns of draws are so alike that either would do (a Sobol
/// sequence of few points has such pairs), neither is named. Nothing of fewer than 8 points, or where nothing is drawn.
/// Only values are asked that can reach the number's table: among many, chance will always find one that seems to matter.
std::vector<Influence> influences(double const* values, Provenance const& provenance, std::string_view table);

/// The first two words of a parameter's name: social_care/prices.
std::string group_of(std::string const& parameter);

}  // namespace foresight
