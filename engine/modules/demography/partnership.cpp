#include <algorithm>
#include <vector>

#include "engine/modules/demography/couples.hpp"
#include "engine/modules/demography/fields.hpp"
#include "engine/modules/demography/parents.hpp"
#include "engine/process/yearly_clock.hpp"

namespace foresight {
namespace {

/// Who moves in with whom.
///
/// Unpartnered adults come to the market in the month in which their clock
/// rings, and women and men of a district are matched: see `stable_couples`.
/// Who stays unmatched tries again next year.
class Partnership final : public Process {
public:
    explicit Partnership(Setup& setup)
        : age_{setup},
          sex_{setup},
          born_{setup},
          district_{setup},
          partner_{setup},
          household_{setup},
          parents_{setup},
          size_{setup},
          due_{setup},
          ask_{setup},
          rate_{setup, "demography/partnership/formation"},
          gap_{setup, "demography/partnership/age_gap"}
    {
    }

    void step(Step const& now) override
    {
        now.open(due_);
        Stretches const stretches{months_to_sweep(now.month()), rate_};
        auto const is_free = [&](Own<Person> self) {
            return all_hold(age_[self.row()] >= 16, partner_[self.row()] == nobody<Person>,
                            household_[self.row()] != nobody<Household>);
        };
        auto const appoint = [&](Own<Person> self, Luck luck) {
            auto const rate = [&](int ahead, bool older) {
                auto const age = static_cast<Age>(std::min<int>(age_[self.row()] + older, ages - 1));
                return rate_.in(ahead, sex_[self], age);
            };
            auto const wait =
                months_until(luck, Draw::meets, stretches, months_to_birthday(born_[self], now.month()), rate);
            if (wait) due_.at(self, now.month() + *wait);
        };
        sweep(now, is_free, appoint);
        match(now);
    }

private:
    enum class Draw { meets };

    void match(Step const& now)
    {
        struct Comer {
            std::uint8_t district;
            Sex sex;
            Single single;
        };
        std::vector<std::vector<Comer>> by_chunk(now.population().persons.chunks());
        now.each_due(due_, [&](Own<Person> self) {
            if (partner_[self.row()] != nobody<Person> || household_[self.row()] == nobody<Household>) return;
            by_chunk[self.chunk()].push_back({district_[self], sex_[self], {self.id(), self.row(), age_[self.row()]}});
        });
        struct Market {
            std::vector<Single> women, men;
        };
        std::vector<Market> markets(now.areas().districts.size());
        for (auto const& chunk : by_chunk)
            for (auto const& [district, sex, single] : chunk)
                (sex == Sex::female ? markets[district].women : markets[district].men).push_back(single);
        std::vector<std::vector<Joining>> joinings(markets.size());
        parallel_for(static_cast<std::uint32_t>(joinings.size()), [&](std::uint32_t d) {
            for (auto const& [woman, man] : stable_couples(markets[d].women, markets[d].men, gap_()))
                joinings[d].push_back(joining(now.population(), woman, man));
        });
        for (auto const& district : joinings)
            for (auto const& [mover, host] : district)
                ask_.ask(mover.id, mover.row, {.kind = RequestKind::move_in_with, .other = host.row});
    }

    struct Joining {
        Single mover, host;
    };

    /// One moves in with the other: with the one who does not live with parents, else where fewer live; else a matter of
    /// hashed chance.
    Joining joining(Population const& people, Single const& woman, Single const& man) const
    {
        auto const her_home = household_[woman.row], his_home = household_[man.row];
        bool const her_own = !parents_.live_in(her_home, woman.row, household_, people),
                   his_own = !parents_.live_in(his_home, man.row, household_, people);
        auto const hers = size_[her_home], his = size_[his_home];
        bool const she_moves = her_own != his_own ? his_own
                               : hers != his      ? his < hers
                                                  : (mixed(woman.id.value, man.id.value) & 1) != 0;
        return she_moves ? Joining{woman, man} : Joining{man, woman};
    }

    ReadsAnyone<person::age> age_;
    Reads<person::sex> sex_;
    Reads<person::birth_month> born_;
    Reads<person::district> district_;
    ReadsAnyone<person::partner> partner_;
    ReadsAnyone<person::household> household_;
    Parents parents_;
    ReadsAnyone<household::size> size_;
    Appointments due_;
    Requests ask_;
    Rates<person::sex, person::age> rate_;
    Scalar gap_;
};

/// Whose couple comes apart. A couple has one clock, the man's, or of two of one sex the one's who stands first;
/// he leaves, and the children stay.
class Separation final : public Process {
public:
    explicit Separation(Setup& setup)
        : age_{setup},
          sex_{setup},
          born_{setup},
          partner_{setup},
          household_{setup},
          due_{setup},
          ask_{setup},
          rate_{setup, "demography/partnership/dissolution"},
          sharing_{setup, "demography/partnership/sharing_after"}
    {
    }

    void step(Step const& now) override
    {
        now.open(due_);
        Stretches const stretches{months_to_sweep(now.month()), rate_};
        auto const is_partnered = [&](Own<Person> self) {
            return all_hold(partner_[self] != nobody<Person>, household_[self] != nobody<Household>);
        };
        auto const appoint = [&](Own<Person> self, Luck luck) {
            auto const partner = partner_[self];
            auto const rate = [&](int ahead, bool older) {
                return rate_.in(ahead, static_cast<Age>(std::min<int>(age_[self] + older, ages - 1)));
            };
            if (!luck.may_ring(Draw::parts, most_of(stretches, rate), stretches.window())) return;
            bool const mine = sex_[self.row()] != sex_[partner] ? sex_[self.row()] == Sex::male : self.row() < partner;
            if (!mine) return;
            auto const wait =
                months_until(luck, Draw::parts, stretches, months_to_birthday(born_[self], now.month()), rate);
            if (wait) due_.at(self, now.month() + *wait);
        };
        sweep(now, is_partnered, appoint);
        now.each_due(due_, [&](Own<Person> self, Luck luck) {
            if (partner_[self] != nobody<Person>) ask_.separate(self, luck.chance(Draw::shares, sharing_()));
        });
    }

private:
    enum class Draw { parts, shares };
    Reads<person::age> age_;
    ReadsAnyone<person::sex> sex_;
    Reads<person::birth_month> born_;
    Reads<person::partner> partner_;
    Reads<person::household> household_;
    Appointments due_;
    Requests ask_;
    Rates<person::age> rate_;
    Scalar sharing_;
};

}  // namespace

std::unique_ptr<Process> make_partnership(Setup& setup) { return std::make_unique<Partnership>(setup); }
std::unique_ptr<Process> make_separation(Setup& setup) { return std::make_unique<Separation>(setup); }

}  // namespace foresight
