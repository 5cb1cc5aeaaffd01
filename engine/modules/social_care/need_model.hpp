#pragma once

#include "engine/modules/social_care/fields.hpp"

namespace foresight {

/// The probit of needing help at 65 and over, a year after the last look: SimPaths S2a (UKHLS 2015-22).
class NeedModel {
public:
    explicit NeedModel(Setup& setup)
        : constant_{setup, "social_care/need/constant"},
          lag_{setup, "social_care/need/lag"},
          male_{setup, "social_care/need/male"},
          partnered_{setup, "social_care/need/partnered"},
          age_{setup, "social_care/need/age"},
          health_{setup, "social_care/need/health"},
          education_{setup, "social_care/need/education"},
          alignment_{setup, "social_care/need/alignment"},
          alignment_at_rest_{setup, "social_care/need/alignment_at_rest"},
          alignment_at_65_{setup, "social_care/need/alignment_at_65"},
          drift_{setup, "social_care/need/drift"}
    {
    }

    static std::uint8_t age_band(Age age) { return static_cast<std::uint8_t>(age >= 85 ? 10 : (age - 65) / 2); }

    /// The probability of needing help a year on.
    double probability(bool needs_now, Sex sex, Age age, Health health, Education education, bool partnered) const
    {
        return probability(needs_now, sex, age, health, education, partnered, alignment_(age_band(age)));
    }

    /// Where the two-state chain of these probabilities comes to rest: the need of people of whom no year before is known.
    double at_rest(Sex sex, Age age, Health health, Education education, bool partnered) const
    {
        return at_rest(sex, age, health, education, partnered, alignment_at_rest_(age_band(age)));
    }

    /// The need, on their 65th birthday, of those who had none before: the survey looks at people of 65 and over.
    double at_65(Sex sex, Health health, Education education, bool partnered) const
    {
        return at_rest(sex, 65, health, education, partnered, alignment_at_65_());
    }

private:
    double at_rest(Sex sex, Age age, Health health, Education education, bool partnered, double alignment) const
    {
        double const onset = probability(false, sex, age, health, education, partnered, alignment);
        double const stays = probability(true, sex, age, health, education, partnered, alignment);
        return onset / (onset + 1 - stays);
    }

    double probability(bool needs_now, Sex sex, Age age, Health health, Education education, bool partnered,
                       double alignment) const
    {
        auto const band = age_band(age);
        return normal_cdf(constant_() + (needs_now ? lag_() : 0) + (sex == Sex::male ? male_() : 0)
                          + (partnered ? partnered_() : 0) + age_(band) + health_(health) + education_(education)
                          + alignment + drift_());
    }

    Scalar constant_, lag_, male_, partnered_;
    Rates<social_care::need_age> age_;
    Rates<person::health> health_;
    Rates<person::education> education_;
    Rates<social_care::need_age> alignment_, alignment_at_rest_;
    Scalar alignment_at_65_;
    Scalar drift_;
};

}  // namespace foresight
