#pragma once

#include <string>
#include <vector>

#include "outputs/run_file/run_reader.hpp"

namespace foresight {

/// How much of the variance of one number hangs on one parameter, as far as the replicates can tell.
struct Sensitivity {
    std::string parameter;
    std::string result;  ///< social_care.gross_cost/2029-30
    double share = 0;
};

/// What a run tells of the sensitivity of its first numbers: gross care cost, LILEE, good level; of the last period.
struct Sensitivities {
    std::size_t points = 0;              ///< of the uncertain parameters, that the run has
    std::vector<std::string> results{};  ///< the numbers asked for
    std::vector<Sensitivity> found{};    ///< the greatest share first
    std::vector<double> told_apart{};    ///< of each result, the share of its variance that parameters explain
};
Sensitivities sensitivities_of(RunReader const& run);

/// One line of an assumptions log.
struct Assumption {
    std::string parameter;
    std::string label;
    std::string value;  ///< "0.12", "0.001 to 0.4 (110 values), 3 dates"
    std::string unit;
    std::string source;
    std::string certainty;  ///< scenario, assumed, recalled, inferred, derived, published, definition
    std::string uncertain;  ///< the distribution, where it is one
    std::string changed;    ///< where the scenario or the command line set it anew
    std::size_t rank = 0;   ///< by its greatest share of a result's variance; 0: not told apart, or not varied
    bool varied = false;
};

/// All parameters of a run: what is assumed first, then what is recalled, inferred, derived and published; of each what
/// matters most first.
std::vector<Assumption> assumptions_of(RunReader const& run, Sensitivities const& sensitivities);

}  // namespace foresight
