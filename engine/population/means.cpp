#include "engine/population/means.hpp"

#include <algorithm>
#include <limits>

#include "engine/population/livelihood.hpp"
#include "engine/population/settlement.hpp"

namespace foresight {

MembersMeans::MembersMeans(Population const& people)
    : people_{people},
      age_{people.persons.column(person::age)},
      benefit_age_{people.persons.column(person::benefit_age)},
      activity_{people.persons.column(person::activity)},
      gross_{people.persons.column(person::earnings)},
      earnings_{people.households.column(household::earnings)},
      pensions_{people.households.column(household::pensions)},
      benefits_{people.households.column(household::benefits)},
      capital_{people.households.column(household::capital)}
{
}

bool MembersMeans::has_pension(Row<Person> one) const
{
    auto const age = benefit_age_[one.value];
    return (age >= livelihood::pension_age && age != livelihood::not_yet) || activity_[one.value] == Activity::retired;
}

int MembersMeans::own_benefit(Row<Person> one) const
{
    return static_cast<int>(livelihood::benefit_of(benefit_age_[one.value], activity_[one.value]));
}

int MembersMeans::due(Row<Household> home) const
{
    int due = 0;
    people_.each_member(home, [&](Row<Person> one) { due += own_benefit(one); });
    return due;
}

Means MembersMeans::of(Row<Household> home, Row<Person> member) const
{
    std::int64_t gross = 0, adults = 0, pensioners = 0;
    int due = 0;  // of benefits that are somebody's own
    people_.each_member(home, [&](Row<Person> one) {
        gross += gross_[one.value];
        adults += age_[one.value] >= adult;
        pensioners += has_pension(one);
        due += own_benefit(one);
    });
    auto const share = [](std::int64_t amount, std::int64_t of, std::int64_t all) {
        return all > 0 ? amount * of / all : 0;
    };
    std::int64_t const grown = age_[member.value] >= adult;
    auto const adults_part = [&](std::int64_t amount) {
        return share(amount, grown, std::max<std::int64_t>(1, adults));
    };
    std::int64_t const own = std::min<std::int64_t>(own_benefit(member), benefits_[home.value]);
    std::int64_t const common = std::max<std::int64_t>(0, benefits_[home.value] - due);
    return {static_cast<std::int32_t>(gross > 0 ? share(earnings_[home.value], gross_[member.value], gross)
                                                : adults_part(earnings_[home.value])),
            static_cast<std::uint16_t>(pensioners > 0 ? share(pensions_[home.value], has_pension(member), pensioners)
                                                      : adults_part(pensions_[home.value])),
            static_cast<std::uint16_t>(std::min<std::int64_t>(benefits_[home.value], own + adults_part(common))),
            static_cast<std::int32_t>(adults_part(capital_[home.value]))};
}

Means Settlement::own_means(Row<Person> self) const
{
    auto const home = home_[self.value];
    return home == nobody<Household> || size_[home.value] == 1 ? Means{} : means_.of(home, self);
}

/// The own part, but for half of what is more than a state pension where a partner lives on, and for what is owned (assumed).
Means Settlement::left_by_the_dead(Row<Person> dead) const
{
    auto lost = own_means(dead);
    if (partner_[dead.value] != nobody<Person>) {
        auto const own = std::max(0, lost.pensions - static_cast<int>(livelihood::state_pension));
        lost.pensions = static_cast<std::uint16_t>(lost.pensions - own / 2);
    }
    lost.capital = 0;
    return lost;
}

void Settlement::bring_means(Row<Person> self, Row<Household> from, Row<Household> to)
{
    auto const means = means_.of(from, self);
    lose(from, means);
    receive(to, means);
}

void Settlement::receive(Row<Household> home, Means const& means)
{
    auto const add = []<class T>(T& amount, T more) {
        amount = static_cast<T>(std::min<std::int64_t>(std::int64_t{amount} + more, std::numeric_limits<T>::max()));
    };
    add(earnings_[home.value], means.earnings);
    add(pensions_[home.value], means.pensions);
    add(benefits_[home.value], means.benefits);
    add(capital_[home.value], means.capital);
}

void Settlement::lose(Row<Household> home, Means const& means)
{
    earnings_[home.value] -= means.earnings;
    pensions_[home.value] = static_cast<std::uint16_t>(pensions_[home.value] - means.pensions);
    benefits_[home.value] = static_cast<std::uint16_t>(benefits_[home.value] - means.benefits);
    capital_[home.value] -= means.capital;
}

double Settlement::other_benefits(Row<Household> home) const
{
    return std::max(0, benefits_[home.value] - means_.due(home));
}

/// What Universal Credit pays to such a household: nothing if somebody is of pension age or all are students.
double Settlement::credit_due(Row<Household> home) const
{
    if (capital_[home.value] > livelihood::universal_credit_capital) return 0;
    int children = 0, studying = 0, grown = 0;
    bool pension_age = false;
    p_.each_member(home, [&](Row<Person> member) {
        auto const age = benefit_age_[member.value];
        bool const child = age < livelihood::adult || age == livelihood::not_yet;
        children += child;
        grown += !child;
        studying += activity_[member.value] == Activity::student;
        pension_age |= !child && age >= livelihood::pension_age;
    });
    if (pension_age || studying == grown) return 0;
    auto const tenure = tenure_of(home);
    bool const rents = tenure && *tenure >= Tenure::council_rent;
    return std::max(0.0, livelihood::universal_credit(children, rents, earnings_[home.value]) - pensions_[home.value]);
}

/// Where a household has come apart and next to nothing is earned or drawn: that everybody claims it is assumed.
void Settlement::give_credit(Row<Household> home)
{
    if (p_.households.left()[home.value]) return;
    auto const other = static_cast<double>(earnings_[home.value]) + pensions_[home.value];
    if (other > livelihood::universal_credit_allowance) return;
    auto& benefits = benefits_[home.value];
    benefits = std::max(benefits, static_cast<std::uint16_t>(credit_due(home) + means_.due(home)));
}

double Settlement::credit_of(Row<Household> home) const { return std::min(other_benefits(home), credit_due(home)); }

/// Where two households have become one: of the Universal Credit that they had it keeps what is due to it.
void Settlement::join_credit(Row<Household> home, double had)
{
    auto const lost = std::max(0.0, had - credit_due(home));
    benefits_[home.value] = static_cast<std::uint16_t>(benefits_[home.value] - lost);
}

}  // namespace foresight
