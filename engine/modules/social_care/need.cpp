#include <array>

#include "engine/modules/social_care/need_model.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Who needs help with daily living.
///
/// At 65 and over the two-state probit of every year, the change falling in a
/// month of its own; who turns 65 meets the survey on that day; below, learning disability, told of in the July before 18,
/// and physical and mental ill health that begin and may end, of the base as often at each age as that brings.
class NeedOfHelp final : public Process {
public:
    explicit NeedOfHelp(Setup& setup)
        : birth_{setup},
          age_{setup},
          sex_{setup},
          health_{setup},
          education_{setup},
          partner_{setup},
          need_{setup},
          reason_{setup},
          due_{setup},
          model_{setup},
          severity_{setup, "social_care/need/severity"},
          memory_{setup, "social_care/need/memory"},
          prevalence_{setup, "social_care/need/working_age_prevalence"},
          onset_{setup, "social_care/need/working_age_onset"},
          recovery_{setup, "social_care/need/working_age_recovery"}
    {
    }

    void begin(Step const& now) override
    {
        tabulate_prevalence();
        now.each([&](Own<Person> self, Luck luck) { come_with_need(self, luck); });
    }

    void step(Step const& now) override
    {
        now.open(due_);
        tabulate_prevalence();
        // Whoever comes in July has a need, or none, before the year's change is looked at.
        now.each_newcomer([&](Own<Person> self, Luck luck) {
            come_with_need(self, luck);
            if (age_[self] < 65 && turns_65_before_july(now, self)) look_forward_to_65(now, self, luck);
        });
        if (now.month().month() == sweep_month)
            now.each([&](Own<Person> self, Luck luck) {
                if (turns_65_before_july(now, self)) look_forward_to_65(now, self, luck);
                else if (age_[self] >= 65) appoint(now, self, luck);
                else if (age_[self] >= 17) working_age(self, luck);
            });
        now.each_due(due_, [&](Own<Person> self, Luck luck) {
            if (months_to_65(now, self) == 0) turn_65(self, luck);
            else if (need_[self] == Need::none) fall_into_need(self, luck);
            else need_[self] = Need::none;
        });
    }

private:
    enum class Draw { needs, level, month, reason, recovers };

    bool partnered(Own<Person> self) const { return partner_[self] != nobody<Person>; }

    /// Those of the base, and those who arrive, need help as often as others of their kind.
    void come_with_need(Own<Person> self, Luck luck)
    {
        if (age_[self] >= 65) {
            if (luck.below(Draw::needs,
                           model_.at_rest(sex_[self], age_[self], health_[self], education_[self], partnered(self))))
                fall_into_need(self, luck);
        } else if (age_[self] >= 18) {
            auto const reason = luck.among<SupportReason>(
                Draw::reason,
                {{SupportReason::learning_disability, prevalence_at(SupportReason::learning_disability, age_[self])},
                 {SupportReason::physical, prevalence_at(SupportReason::physical, age_[self])},
                 {SupportReason::mental_health, prevalence_at(SupportReason::mental_health, age_[self])}},
                SupportReason::none);
            if (reason != SupportReason::none) acquire(self, luck, reason);
        }
    }

    /// How much more often than at 18 to 64 together a reason is there at an age: as onset and recovery from 18 on bring it,
    /// with as many people of each age. One that neither begins nor ends is there as often at all.
    void tabulate_prevalence()
    {
        for (std::size_t reason = 0; reason != support_reason_codes.size(); ++reason) {
            auto const of = static_cast<SupportReason>(reason);
            double const rate = onset_(of) + recovery_(of);
            double sum = 0;
            for (std::size_t i = 0; i != working_ages; ++i)
                sum += against_mean_[reason][i] =
                    rate > 0 ? 1 - exponential_of(-rate * (static_cast<double>(i) + 0.5)) : 1.0;
            for (auto& one : against_mean_[reason]) one *= working_ages / sum;
        }
    }
    double prevalence_at(SupportReason reason, Age age) const
    {
        return prevalence_(reason) * against_mean_[static_cast<std::size_t>(reason)][age - 18u];
    }

    int months_to_65(Step const& now, Own<Person> self) const { return birth_[self] + 65 * 12 - now.month(); }

    bool turns_65_before_july(Step const& now, Own<Person> self) const
    {
        auto const months = months_to_65(now, self);
        return months >= 0 && months < months_to_sweep(now.month());
    }

    /// Who has a need from before keeps one.
    void look_forward_to_65(Step const& now, Own<Person> self, Luck luck)
    {
        bool const needs =
            need_[self] != Need::none
            || luck.below(Draw::needs, model_.at_65(sex_[self], health_[self], education_[self], partnered(self)));
        if (needs) due_.at(self, now.month() + months_to_65(now, self));
    }

    /// How much help is needed is the survey's from now on. Where nobody grows older, nobody turns 65.
    void turn_65(Own<Person> self, Luck luck)
    {
        if (age_[self] >= 65) fall_into_need(self, luck);
    }

    void appoint(Step const& now, Own<Person> self, Luck luck)
    {
        bool const needs = need_[self] != Need::none;
        bool const will = luck.below(Draw::needs, model_.probability(needs, sex_[self], age_[self], health_[self],
                                                                     education_[self], partnered(self)));
        if (will == needs) return;
        double const u = luck.uniform(Draw::month);
        auto const months = static_cast<int>(u * 12);
        luck.tell(Draw::month, [&] {
            return Testimony{.value = u,
                             .from = months / 12.0,
                             .probability = 1 / 12.0,
                             .happens = true,
                             .when = Month{months},
                             .window = 12};
        });
        due_.at(self, now.month() + months);
    }

    void fall_into_need(Own<Person> self, Luck luck)
    {
        auto const band = NeedModel::age_band(age_[self]);
        need_[self] = luck.among<Need>(
            Draw::level, {{Need::full, severity_(band, Need::full)}, {Need::daily, severity_(band, Need::daily)}},
            Need::low);
        if (reason_[self] == SupportReason::none)
            reason_[self] = luck.among<SupportReason>(Draw::reason, {{SupportReason::memory, memory_(band)}},
                                                      SupportReason::physical);
    }

    void acquire(Own<Person> self, Luck luck, SupportReason reason)
    {
        reason_[self] = reason;
        need_[self] = luck.among<Need>(Draw::level, {{Need::daily, 0.5}}, Need::low);
    }

    void working_age(Own<Person> self, Luck luck)
    {
        if (age_[self] == 17) {
            if (luck.below(Draw::level, prevalence_(SupportReason::learning_disability)))
                acquire(self, luck, SupportReason::learning_disability);
            return;
        }
        if (reason_[self] != SupportReason::none) {
            if (luck.chance(Draw::recovers, recovery_(reason_[self]))) {
                reason_[self] = SupportReason::none;
                need_[self] = Need::none;
            }
            return;
        }
        auto const begins =
            luck.among<SupportReason>(Draw::reason,
                                      {{SupportReason::physical, onset_(SupportReason::physical)},
                                       {SupportReason::mental_health, onset_(SupportReason::mental_health)}},
                                      SupportReason::none);
        if (begins != SupportReason::none) acquire(self, luck, begins);
    }

    Reads<person::birth_month> birth_;
    Reads<person::age> age_;
    Reads<person::sex> sex_;
    Reads<person::health> health_;
    Reads<person::education> education_;
    Reads<person::partner> partner_;
    Writes<social_care::need> need_;
    Writes<social_care::reason> reason_;
    Appointments due_;
    NeedModel model_;
    Rates<social_care::need_age, social_care::need> severity_;
    Rates<social_care::need_age> memory_;
    Rates<social_care::reason> prevalence_, onset_, recovery_;
    static constexpr std::size_t working_ages = 65 - 18;
    std::array<std::array<double, working_ages>, support_reason_codes.size()> against_mean_{};
};

}  // namespace

std::unique_ptr<Process> make_need(Setup& setup) { return std::make_unique<NeedOfHelp>(setup); }

}  // namespace foresight
