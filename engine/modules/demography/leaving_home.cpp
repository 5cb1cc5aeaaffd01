#include <algorithm>

#include "engine/modules/demography/fields.hpp"
#include "engine/modules/demography/parents.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Which young people leave the parental home for a dwelling of their own in the same district: alone, or with the
/// partner and the children who live there with them. A young couple leaves a home that is shared with somebody older
/// than both in the same way, be they kin or not: who found a partner in a shared home does not raise a family there.
/// Those who leave for a partner, or the county, leave by other processes.
class LeavingHome final : public Process {
public:
    explicit LeavingHome(Setup& setup)
        : age_{setup},
          sex_{setup},
          born_{setup},
          district_{setup},
          partner_{setup},
          parents_{setup},
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
        Stretches const stretches{months_to_sweep(now.month()), rate_, couples_};
        auto const is_young = [&](Own<Person> self) { return all_hold(age_[self] >= 16, age_[self] <= 40); };
        auto const appoint = [&](Own<Person> self, Luck luck) {
            bool const couple = partner_[self] != nobody<Person>;
            auto const rate = [&](int ahead, bool older) {
                auto const age = static_cast<Age>(age_[self] + older);
                return couple ? couples_.in(ahead) : rate_.in(ahead, sex_[self.row()], age);
            };
            if (!luck.may_ring(Draw::leaves, most_of(stretches, rate), stretches.window())) return;
            if (!lives_with_others(self, now.population())) return;
            auto const wait =
                months_until(luck, Draw::leaves, stretches, months_to_birthday(born_[self.row()], now.month()), rate);
            if (wait) due_.at(self, now.month() + *wait);
        };
        sweep(now, is_young, appoint);
        now.each_due(due_, [&](Own<Person> self, Luck luck) {
            if (lives_with_others(self, now.population()))
                ask_.leave_home(self, district_[self], luck.chance(Draw::shares, sharing_()));
        });
    }

private:
    enum class Draw { leaves, shares };

    /// With a parent or, of a couple, with somebody older: a couple has one clock, that of the one with parents there or,
    /// where neither has any, the man's, or of two of one sex the one's who stands first.
    bool lives_with_others(Own<Person> self, Population const& people) const
    {
        auto const home = household_[self.row()];
        if (home == nobody<Household>) return false;
        auto const partner = partner_[self];
        if (partner != nobody<Person> && household_[partner] != home) return false;
        if (parents_.live_in(home, self.row(), household_, people)) return true;
        if (partner == nobody<Person> || parents_.live_in(home, partner, household_, people)) return false;
        bool const mine = sex_[self.row()] != sex_[partner] ? sex_[self.row()] == Sex::male : self.row() < partner;
        if (!mine) return false;
        auto const elder = std::min(born_[self.row()], born_[partner]);
        bool lodges = false;
        people.each_member(home, [&](Row<Person> member) { lodges |= born_[member] < elder; });
        return lodges;
    }

    Reads<person::age> age_;
    ReadsAnyone<person::sex> sex_;
    ReadsAnyone<person::birth_month> born_;
    Reads<person::district> district_;
    Reads<person::partner> partner_;
    Parents parents_;
    ReadsAnyone<person::household> household_;
    Appointments due_;
    Requests ask_;
    Rates<person::sex, person::age> rate_;
    Scalar couples_, sharing_;
};

}  // namespace

std::unique_ptr<Process> make_leaving_home(Setup& setup) { return std::make_unique<LeavingHome>(setup); }

}  // namespace foresight
