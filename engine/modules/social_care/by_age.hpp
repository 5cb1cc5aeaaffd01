#pragma once

#include <algorithm>

#include "engine/modules/social_care/fields.hpp"
#include "engine/random/elementary.hpp"

namespace foresight {

/// How much more often older people of the same need have support, or go into a care home, than those of 75.
class ByAge {
public:
    explicit ByAge(Setup& setup) : slope_{setup, "social_care/packages/selection_by_age"} {}

    double operator()(Age age) const { return exponential_of(slope_() * (std::clamp<int>(age, 65, 95) - 75)); }

private:
    Scalar slope_;
};

}  // namespace foresight
