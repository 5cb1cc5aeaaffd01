#include "engine/parallel/parallel.hpp"
#include "engine/population/population.hpp"

namespace foresight {
namespace {

/// A dependent child, as the Census counts one: under 16, or of 16 to 18 with a parent and without a partner of one's
/// own. Whether the latter are in education is not asked: nine in ten are.
constexpr Age grown_up = 19;

class Compositions {
public:
    explicit Compositions(Population& population)
        : population_{population},
          age_{population.persons.column(person::age)},
          partner_{population.persons.column(person::partner)},
          mother_{population.persons.column(person::mother)},
          father_{population.persons.column(person::father)},
          home_{population.persons.column(person::household)},
          size_{population.households.column(household::size)}
    {
    }

    Composition of(Row<Household> home) const
    {
        if (size_[home.value] == 1) return Composition::one_person;
        bool couple = false, children = false;
        population_.each_member(home, [&](Row<Person> member) {
            if (!children && dependent(member, home)) children = true;
            else if (!couple && lives_in(home, partner_[member.value])) couple = true;
        });
        if (couple) return children ? Composition::couple_with_children : Composition::couple;
        return children ? Composition::lone_parent : Composition::other;
    }

private:
    bool lives_in(Row<Household> home, Row<Person> one) const
    {
        return population_.persons.alive(one) && home_[one.value] == home;
    }

    bool dependent(Row<Person> member, Row<Household> home) const
    {
        auto const age = age_[member.value];
        if (age < 16) return true;
        if (age >= grown_up || partner_[member.value] != nobody<Person>) return false;
        return lives_in(home, mother_[member.value]) || lives_in(home, father_[member.value]);
    }

    Population& population_;
    std::vector<Age> const& age_;
    std::vector<Row<Person>> const& partner_;
    std::vector<Row<Person>> const& mother_;
    std::vector<Row<Person>> const& father_;
    std::vector<Row<Household>> const& home_;
    std::vector<std::uint8_t> const& size_;
};

}  // namespace

void Population::classify_households()
{
    Compositions const compositions{*this};
    auto& composition = households.column(household::composition);
    parallel_for(households.chunks(), [&](std::uint32_t chunk) {
        households.each_run(chunk, [&](std::uint32_t first, std::uint32_t last) {
            for (auto row = first; row != last; ++row) composition[row] = compositions.of({row});
        });
    });
}

}  // namespace foresight
