#pragma once

#include <array>

#include "engine/modules/social_care/fields.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {

/// A number for each age band of need.
using NeedBands = std::array<double, need_age_codes.size()>;

/// What aligns the probit of needing help to a survey's shares of people in need, where the chain of each age comes to rest:
/// for the people of the base, and arrivals. Solved by bisection on the people of the base. What aligns the year's change is
/// solved on ten years of the baseline (calibration/solve.py), since the need of a cohort lags behind its age.
NeedBands solve_need_at_rest(Population const& base, Parameters const& parameters, NeedBands const& targets);

}  // namespace foresight
