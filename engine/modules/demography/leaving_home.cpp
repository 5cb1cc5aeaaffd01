#include "engine/modules/demography/fields.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Which young people leave the parental home for a dwelling of their own in the same district: alone, or with the
/// partner and the children who live there with them. Those who leave for a partner, or the county, leave by other
/// processes.
class LeavingHome final : public Process {
public:
    explicit LeavingHome(Setup& setup)
        : age_{setup},
          sex_{setup},
          born_{setup},
          district_{setup},
          partner_{setup},
          mother_{setup},
          father_{setup},
          household_{setup},
          due_{setup},
          ask_{setup},
          rate_{setup, "demography/leaving_home/rate"},
          couples_{setup, "demography/leaving_home/couples"},
          sharing_{setup, "demography/leaving_home/sharing"}
    {
    }

    void step(Step const& now) override
    {
        now.open(due_);
        auto const appoint = [&](Own<Person> self, Luck luck) {
            if (age_[self] < 16 || age_[self] > 40 || !at_home(self)) return;
            bool const couple = partner_[self] != nobody<Person>;
            auto const rate = [&](int age) { return couple ? couples_() : rate_(sex_[self], static_cast<Age>(age)); };
            auto const wait = months_until(luck, Draw::leaves, rate(age_[self]), rate(age_[self] + 1),
                                           months_to_birthday(born_[self], now.month()), months_to_sweep(now.month()));
            if (wait) due_.at(self, now.month() + *wait);
        };
        if (now.month().month() == sweep_month || now.month() == now.start()) now.each(appoint);
        else now.each_newcomer(appoint);
        now.each_due(due_, [&](Own<Person> self, Luck luck) {
            if (at_home(self)) ask_.leave_home(self, district_[self], luck.chance(Draw::shares, sharing_()));
        });
    }

private:
    enum class Draw { leaves, shares };

    bool at_home(Own<Person> self) const
    {
        auto const home = household_[self.row()];
        if (home == nobody<Household>) return false;
        if (partner_[self] != nobody<Person> && household_[partner_[self]] != home) return false;
        auto const with = [&](Row<Person> parent) { return parent != nobody<Person> && household_[parent] == home; };
        return with(mother_[self]) || with(father_[self]);
    }

    Reads<person::age> age_;
    Reads<person::sex> sex_;
    Reads<person::birth_month> born_;
    Reads<person::district> district_;
    Reads<person::partner> partner_;
    Reads<person::mother> mother_;
    Reads<person::father> father_;
    ReadsAnyone<person::household> household_;
    Appointments due_;
    Requests ask_;
    Rates<person::sex, person::age> rate_;
    Scalar couples_, sharing_;
};

}  // namespace

std::unique_ptr<Process> make_leaving_home(Setup& setup) { return std::make_unique<LeavingHome>(setup); }

}  // namespace foresight
