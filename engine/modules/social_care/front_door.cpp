#include "engine/modules/social_care/by_age.hpp"
#include "engine/modules/social_care/councils.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Who asks the council for support, and who starts with long-term support.
///
/// A request's clock is drawn in July; when it rings, the need of that month
/// decides, and who gets no support may ask again: another clock. A start in a
/// care home at 65 and over asks for a place in one.
class FrontDoor final : public Process {
public:
    explicit FrontDoor(Setup& setup)
        : age_{setup},
          need_{setup},
          reason_{setup},
          household_{setup},
          size_{setup},
          setting_{setup},
          months_{setup},
          intensity_{setup},
          due_{setup},
          ask_{setup},
          flow_{setup},
          request_{setup, "social_care/front_door/request"},
          conversion_{setup, "social_care/front_door/conversion"},
          local_{setup, "social_care/front_door/local_level"},
          council_{setup},
          practice_{setup, "social_care/front_door/practice"},
          conversion_level_{setup, "social_care/front_door/conversion_level"},
          by_age_{setup},
          alone_{setup, "social_care/packages/selection_alone"},
          setting_share_{setup, "social_care/front_door/setting"},
          spread_{setup, "social_care/packages/intensity_spread"}
    {
    }

    void step(Step const& now) override
    {
        now.open(due_);
        Stretches const stretches{months_to_sweep(now.month()), local_, request_};
        auto const asks_in = [&](Own<Person> self, Luck luck, Draw draw) {
            auto const hazard = [&](int ahead, bool) {
                return local_.in(ahead, council_(self)) * request_.in(ahead, care_group_of(age_[self]), need_[self]);
            };
            return months_until(luck, draw, stretches, stretches.window(), hazard);
        };
        auto const appoint = [&](Own<Person> self, Luck luck) {
            if (age_[self] < 18) return;
            if (auto const wait = asks_in(self, luck, Draw::asks)) due_.at(self, now.month() + *wait);
        };
        sweep(now, appoint);
        now.each_due(due_, [&](Own<Person> self, Luck luck) {
            answer(self, luck);
            if (setting_[self] != Setting::none || stretches.window() == 1) return;
            // Not twice in a month: who would is heard in the next.
            if (auto const wait = asks_in(self, luck, Draw::asks_again))
                due_.at(self, now.month() + std::max(1, *wait));
        });
    }

private:
    enum class Draw { asks, converts, setting, intensity, asks_again };

    void answer(Own<Person> self, Luck luck)
    {
        if (setting_[self] != Setting::none) return;
        flow_(self, Setting::none, CareFlow::request);
        auto const group = care_group_of(age_[self]);
        double const older = group == CareGroup::older ? by_age_(age_[self]) : 1;
        auto const council = council_(self);
        bool const alone =
            group == CareGroup::older && household_[self] != nobody<Household> && size_[household_[self]] == 1;
        if (!luck.chance(Draw::converts, practice_(group) * conversion_level_(council, group)
                                             * conversion_(group, need_[self]) * older * (alone ? alone_() : 1.0)))
            return;
        setting_[self] =
            luck.among<Setting>(Draw::setting,
                                {{Setting::nursing, older * setting_share_(council, group, Setting::nursing)},
                                 {Setting::residential, older * setting_share_(council, group, Setting::residential)}},
                                Setting::community);
        months_[self] = 0;
        double const sigma = spread_(group);
        intensity_[self] = static_cast<float>(exponential_of(sigma * luck.normal(Draw::intensity) - sigma * sigma / 2));
        if (reason_[self] == SupportReason::none) reason_[self] = SupportReason::physical;
        flow_(self, setting_[self], CareFlow::start);
        if (setting_[self] != Setting::community && group == CareGroup::older && household_[self] != nobody<Household>)
            ask_.enter_establishment(self, setting_[self] == Setting::nursing ? EstablishmentKind::nursing_home
                                                                              : EstablishmentKind::residential_home);
    }

    Reads<person::age> age_;
    Reads<social_care::need> need_;
    Writes<social_care::reason> reason_;
    Reads<person::household> household_;
    ReadsAnyone<household::size> size_;
    Writes<social_care::setting> setting_;
    Writes<social_care::months> months_;
    Writes<social_care::intensity> intensity_;
    Appointments due_;
    Requests ask_;
    Emits<social_care::flow> flow_;
    Rates<social_care::group, social_care::need> request_, conversion_;
    Rates<social_care::council> local_;
    CouncilOf council_;
    Rates<social_care::group> practice_;
    Rates<social_care::council, social_care::group> conversion_level_;
    ByAge by_age_;
    Scalar alone_;
    Rates<social_care::council, social_care::group, social_care::setting> setting_share_;
    Rates<social_care::group> spread_;
};

}  // namespace

std::unique_ptr<Process> make_front_door(Setup& setup) { return std::make_unique<FrontDoor>(setup); }

}  // namespace foresight
