#include "engine/modules/social_care/need_model.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Who needs help with daily living.
///
/// At 65 and over the two-state probit of every year, the change falling in a
/// month of its own; below, learning disability from 18 on, and physical and
/// mental ill health that begin and may end.
class NeedOfHelp final : public Process {
public:
    explicit NeedOfHelp(Setup& setup)
        : age_{setup},
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
        now.each([&](Own<Person> self, Luck luck) { come_with_need(self, luck); });
    }

    void step(Step const& now) override
    {
        now.open(due_);
        if (now.month().month() == sweep_month)
            now.each([&](Own<Person> self, Luck luck) {
                if (age_[self] > 65) appoint(now, self, luck);
                else if (age_[self] == 65) turn_65(self, luck);
                else if (age_[self] >= 18) working_age(self, luck);
            });
        now.each_newcomer([&](Own<Person> self, Luck luck) { come_with_need(self, luck); });
        now.each_due(due_, [&](Own<Person> self, Luck luck) {
            if (need_[self] == Need::none) fall_into_need(self, luck);
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
            if (luck.uniform(Draw::needs)
                < model_.at_rest(sex_[self], age_[self], health_[self], education_[self], partnered(self)))
                fall_into_need(self, luck);
        } else if (age_[self] >= 18) {
            double u = luck.uniform(Draw::reason);
            for (auto const reason :
                 {SupportReason::learning_disability, SupportReason::physical, SupportReason::mental_health}) {
                if (u < prevalence_(reason) && u >= 0) acquire(self, luck, reason);
                u -= prevalence_(reason);
            }
        }
    }

    /// The survey looks at people of 65 and over: who had no need before is as likely to have one as they are.
    void turn_65(Own<Person> self, Luck luck)
    {
        if (need_[self] != Need::none) return;
        if (luck.uniform(Draw::needs)
            < model_.at_rest(sex_[self], age_[self], health_[self], education_[self], partnered(self)))
            fall_into_need(self, luck);
    }

    void appoint(Step const& now, Own<Person> self, Luck luck)
    {
        bool const needs = need_[self] != Need::none;
        bool const will = luck.uniform(Draw::needs) < model_.probability(needs, sex_[self], age_[self], health_[self],
                                                                         education_[self], partnered(self));
        if (will != needs) due_.at(self, now.month() + static_cast<int>(luck.uniform(Draw::month) * 12));
    }

    void fall_into_need(Own<Person> self, Luck luck)
    {
        double const u = luck.uniform(Draw::level);
        auto const band = NeedModel::age_band(age_[self]);
        double const full = severity_(band, Need::full), daily = severity_(band, Need::daily);
        need_[self] = u < full ? Need::full : u < full + daily ? Need::daily : Need::low;
        if (reason_[self] == SupportReason::none)
            reason_[self] =
                luck.uniform(Draw::reason) < memory_(band) ? SupportReason::memory : SupportReason::physical;
    }

    void acquire(Own<Person> self, Luck luck, SupportReason reason)
    {
        reason_[self] = reason;
        need_[self] = luck.uniform(Draw::level) < 0.5 ? Need::daily : Need::low;
    }

    void working_age(Own<Person> self, Luck luck)
    {
        if (age_[self] == 18 && luck.uniform(Draw::level) < prevalence_(SupportReason::learning_disability)) {
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
        double const u = luck.uniform(Draw::reason), physical = onset_(SupportReason::physical),
                     mental = onset_(SupportReason::mental_health);
        if (u < physical) acquire(self, luck, SupportReason::physical);
        else if (u < physical + mental) acquire(self, luck, SupportReason::mental_health);
    }

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
};

}  // namespace

std::unique_ptr<Process> make_need(Setup& setup) { return std::make_unique<NeedOfHelp>(setup); }

}  // namespace foresight
