#pragma once

#include <algorithm>
#include <vector>

#include "engine/modules/demography/fields.hpp"
#include "engine/process/yearly_clock.hpp"

// How likely people are to move: alone, or with their household. Departures
// draw from it; arrivals reckon with it, so that what comes in balances what
// goes out as the net profile says.

namespace foresight {

/// A household's people as the process may see them.
class LivePeople {
public:
    explicit LivePeople(Setup& setup)
        : population_{setup.population()},
          age_{setup},
          sex_{setup},
          born_{setup},
          partner_{setup},
          household_{setup},
          district_{setup}
    {
    }

    Age age(Row<Person> row) const { return age_[row]; }
    Sex sex(Row<Person> row) const { return sex_[row]; }
    Month born(Row<Person> row) const { return born_[row]; }
    Row<Person> partner(Row<Person> row) const { return partner_[row]; }
    Row<Household> household(Row<Person> row) const { return household_[row]; }
    std::uint8_t district(Row<Person> row) const { return district_[row]; }
    Population const& population() const { return population_; }

private:
    Population const& population_;
    ReadsAnyone<person::age> age_;
    ReadsAnyone<person::sex> sex_;
    ReadsAnyone<person::birth_month> born_;
    ReadsAnyone<person::partner> partner_;
    ReadsAnyone<person::household> household_;
    ReadsAnyone<person::district> district_;
};

/// The same of the frozen base population.
class BasePeople {
public:
    explicit BasePeople(Population const& base)
        : population_{base},
          age_{base.persons.column(person::age)},
          sex_{base.persons.column(person::sex)},
          born_{base.persons.column(person::birth_month)},
          partner_{base.persons.column(person::partner)},
          household_{base.persons.column(person::household)},
          district_{base.persons.column(person::district)}
    {
    }

    Age age(Row<Person> row) const { return age_[row.value]; }
    Sex sex(Row<Person> row) const { return sex_[row.value]; }
    Month born(Row<Person> row) const { return born_[row.value]; }
    Row<Person> partner(Row<Person> row) const { return partner_[row.value]; }
    Row<Household> household(Row<Person> row) const { return household_[row.value]; }
    std::uint8_t district(Row<Person> row) const { return district_[row.value]; }
    Population const& population() const { return population_; }

private:
    Population const& population_;
    std::vector<Age> const& age_;
    std::vector<Sex> const& sex_;
    std::vector<Month> const& born_;
    std::vector<Row<Person>> const& partner_;
    std::vector<Row<Household>> const& household_;
    std::vector<std::uint8_t> const& district_;
};

/// Where a move may lead to, and how often a year.
struct MoveHazard {
    double country = 0;  ///< to the rest of the country
    double county = 0;   ///< to another district of the county
    double abroad = 0;

    double all() const { return country + county + abroad; }
    MoveHazard& operator+=(MoveHazard const& other)
    {
        country += other.country;
        county += other.county;
        abroad += other.abroad;
        return *this;
    }
    friend MoveHazard operator*(double factor, MoveHazard const& hazard)
    {
        return {factor * hazard.country, factor * hazard.county, factor * hazard.abroad};
    }
    /// The larger of two for each way of leaving.
    friend MoveHazard largest(MoveHazard const& one, MoveHazard const& other)
    {
        return {std::max(one.country, other.country), std::max(one.county, other.county),
                std::max(one.abroad, other.abroad)};
    }
};

/// The rates of moving, and how they fall on persons and on households.
class Moving {
public:
    explicit Moving(Setup& setup)
        : country_{setup, "demography/migration/to_country"},
          county_{setup, "demography/migration/to_county"},
          abroad_{setup, "demography/migration/to_abroad"},
          alone_{setup, "demography/migration/alone"},
          districts_{setup.population().areas.districts.size()}
    {
    }

    /// What the published schedules say of somebody of that district, sex and age.
    MoveHazard published(std::uint8_t district, Sex sex, Age age, int ahead = 0) const
    {
        return {country_.in(ahead, district, sex, age), county_.in(ahead, district, sex, age),
                abroad_.in(ahead, district, sex, age)};
    }

    /// In which of the months ahead the rates keep their values.
    Stretches stretches(int window) const { return Stretches{window, country_, county_, abroad_, alone_}; }

    /// What the rates are at most in the months ahead, for `most_of_person` and `glance`.
    void tabulate(Stretches const& stretches)
    {
        most_.assign(districts_ * 2 * ages, {});
        for (int s = 0; s != stretches.count(); ++s)
            for (std::uint8_t district = 0; district != districts_; ++district)
                for (auto const sex : {Sex::female, Sex::male})
                    for (Age age = 0; age != ages; ++age) {
                        auto& most = most_[at(district, sex, age)];
                        most = largest(most, published(district, sex, age, stretches.begin(s)));
                    }
    }

    /// Quickly, what the hazard of a person alone is at most.
    template <class People>
    MoveHazard const& most_of_person(People const& people, Row<Person> row) const
    {
        return most_[at(people.district(row), people.sex(row), people.age(row))];
    }

    /// Of others than the reference member of a household.
    template <class People>
    static bool may_go_alone(People const& people, Row<Person> row)
    {
        return people.household(row)
                   == nobody<Household> || (people.age(row) >= 16 && people.partner(row) == nobody<Person>);
    }

    /// Quickly, whose clocks ring for a household, and what its hazards are at most.
    struct Glance {
        Row<Person> reference = nobody<Person>;
        MoveHazard most;
    };
    template <class People>
    Glance glance(People const& people, Row<Household> home) const
    {
        Glance found;
        double adults = 0;
        people.population().each_member(home, [&](Row<Person> member) {
            if (found.reference == nobody<Person> || older(people, member, found.reference)) found.reference = member;
            if (people.age(member) < 16) return;
            found.most += most_of_person(people, member);
            adults += 1;
        });
        // A little more, for what rounding takes away.
        if (adults > 0) found.most = (1 + 1e-9) / adults * found.most;
        return found;
    }

    /// Of a person alone: young unpartnered adults in others' households, and residents of establishments.
    template <class People>
    MoveHazard of_person(People const& people, Row<Person> row) const
    {
        auto const home = people.household(row);
        return of_person(people, row, home == nobody<Household> ? row : reference(people, home));
    }
    /// The same, where the reference member of the home is known.
    template <class People>
    MoveHazard of_person(People const& people, Row<Person> row, Row<Person> reference, int ahead = 0) const
    {
        auto const share = share_alone(people, row, reference, ahead);
        return share > 0 ? share * published(people.district(row), people.sex(row), people.age(row), ahead)
                         : MoveHazard{};
    }

    /// Of a household as a whole: the mean of what is left of its adults' hazards.
    template <class People>
    MoveHazard of_household(People const& people, Row<Household> home) const
    {
        return of_household(people, home, reference(people, home));
    }
    template <class People>
    MoveHazard of_household(People const& people, Row<Household> home, Row<Person> reference, int ahead = 0) const
    {
        MoveHazard sum;
        double adults = 0;
        people.population().each_member(home, [&](Row<Person> member) {
            if (people.age(member) < 16) return;
            sum += (1 - share_alone(people, member, reference, ahead))
                   * published(people.district(member), people.sex(member), people.age(member), ahead);
            adults += 1;
        });
        return adults > 0 ? (1 / adults) * sum : sum;
    }

    /// The member for whom the household's clock is drawn: the oldest.
    template <class People>
    static Row<Person> reference(People const& people, Row<Household> home)
    {
        auto first = nobody<Person>;
        people.population().each_member(home, [&](Row<Person> member) {
            if (first == nobody<Person> || older(people, member, first)) first = member;
        });
        return first;
    }

private:
    /// Of two born in one month, the one whose identity comes first.
    template <class People>
    static bool older(People const& people, Row<Person> one, Row<Person> other)
    {
        auto const born = people.born(one), others = people.born(other);
        if (born != others) return born < others;
        return people.population().persons.id(one) < people.population().persons.id(other);
    }

    static std::size_t at(std::uint8_t district, Sex sex, Age age)
    {
        return (std::size_t{district} * 2 + static_cast<std::size_t>(sex)) * ages + age;
    }

    template <class People>
    double share_alone(People const& people, Row<Person> row, Row<Person> reference, int ahead) const
    {
        if (people.household(row) == nobody<Household>) return 1;
        return row == reference || !may_go_alone(people, row) ? 0 : alone_.in(ahead, people.age(row));
    }

    Rates<person::district, person::sex, person::age> country_;
    Rates<person::district, person::sex, person::age> county_;
    Rates<person::district, person::sex, person::age> abroad_;
    Rates<person::age> alone_;
    std::size_t districts_;
    std::vector<MoveHazard> most_;  // by district, sex and age
};

}  // namespace foresight
