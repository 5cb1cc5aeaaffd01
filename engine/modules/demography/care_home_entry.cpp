#include <algorithm>

#include "engine/modules/demography/fields.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Older people who move into a care home at their own expense. Those whom the council places move by social care.
class CareHomeEntry final : public Process {
public:
    explicit CareHomeEntry(Setup& setup)
        : age_{setup},
          sex_{setup},
          born_{setup},
          household_{setup},
          due_{setup},
          ask_{setup},
          rate_{setup, "demography/care_home_entry/rate"},
          nursing_{setup, "demography/care_home_entry/nursing"}
    {
    }

    void step(Step const& now) override
    {
        now.open(due_);
        Stretches const stretches{months_to_sweep(now.month()), rate_};
        auto const may_enter = [&](Own<Person> self) {
            return all_hold(age_[self] >= 65, household_[self] != nobody<Household>);
        };
        auto const appoint = [&](Own<Person> self, Luck luck) {
            auto const rate = [&](int ahead, bool older) {
                return rate_.in(ahead, sex_[self], static_cast<Age>(std::min<int>(age_[self] + older, ages - 1)));
            };
            auto const wait =
                months_until(luck, Draw::enters, stretches, months_to_birthday(born_[self], now.month()), rate);
            if (wait) due_.at(self, now.month() + *wait);
        };
        sweep(now, may_enter, appoint);
        now.each_due(due_, [&](Own<Person> self, Luck luck) {
            if (household_[self] == nobody<Household>) return;
            ask_.enter_establishment(self, luck.chance(Draw::nursing, nursing_())
                                               ? EstablishmentKind::nursing_home
                                               : EstablishmentKind::residential_home);
        });
    }

private:
    enum class Draw { enters, nursing };
    Reads<person::age> age_;
    Reads<person::sex> sex_;
    Reads<person::birth_month> born_;
    Reads<person::household> household_;
    Appointments due_;
    Requests ask_;
    Rates<person::sex, person::age> rate_;
    Scalar nursing_;
};

}  // namespace

std::unique_ptr<Process> make_care_home_entry(Setup& setup) { return std::make_unique<CareHomeEntry>(setup); }

}  // namespace foresight
