#pragma once

#include <array>

#include "engine/modules/social_care/fields.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {

/// What aligns the probit of needing help to a survey's share of people in need, by age band.
struct NeedAlignment {
    using Bands = std::array<double, need_age_codes.size()>;
    Bands at_rest{};     ///< where the chain of each age comes to rest at the share: for those of the base and arrivals
    Bands transition{};  ///< for the year's change: a cohort that grows older has the share at every age
    Bands share{};       ///< what the cohort has, once solved
};

/// Solves both by bisection on the people of the base. The second follows a cohort from 65 on, since its need lags
/// behind its age: the older its members, the further they are from rest.
NeedAlignment solve_need_alignment(Population const& base, Parameters const& parameters,
                                   NeedAlignment::Bands const& targets);

}  // namespace foresight
