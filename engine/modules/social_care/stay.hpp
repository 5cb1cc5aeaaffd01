#pragma once

#include "engine/random/elementary.hpp"

namespace foresight {

/// A stay in a care home as a mixture of short and long ones: S(t) = share e^(-short t) + (1 - share) e^(-long t), t in years.
struct TwoPhaseStay {
    double share;
    double short_hazard;
    double long_hazard;

    double surviving(double years) const
    {
        return share * exponential_of(-short_hazard * years) + (1 - share) * exponential_of(-long_hazard * years);
    }
    /// The hazard, a year, of those who have stayed so long.
    double hazard(double years) const
    {
        double const brief = share * exponential_of(-short_hazard * years),
                     lasting = (1 - share) * exponential_of(-long_hazard * years);
        return (short_hazard * brief + long_hazard * lasting) / (brief + lasting);
    }
    /// The mean over all stays.
    double mean_years() const { return share / short_hazard + (1 - share) / long_hazard; }
};

}  // namespace foresight
