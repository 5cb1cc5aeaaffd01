#include "engine/parallel/parallel.hpp"
#include "engine/population/livelihood.hpp"
#include "engine/population/population.hpp"

namespace foresight {
namespace {

/// A dependent child, as the Census counts one: under 16, or of 16 to 18 with a parent and without a partner of one's
/// own. Whether the latter are in education is not asked: nine in ten are.
constexpr Age independent = 19;

class Compositions {
public:
    explicit Compositions(Population& population)
        : population_{population},
          age_{population.persons.column(person::age)},
          activity_{population.persons.column(person::activity)},
          partner_{population.persons.column(person::partner)},
          mother_{population.persons.column(person::mother)},
          father_{population.persons.column(person::father)},
          home_{population.persons.column(person::household)},
          size_{population.households.column(household::size)}
    {
    }

    struct Kind {
        Composition composition;
        bool workless;
    };

    Kind of(Row<Household> home) const
    {
        bool couple = false, children = false;
        livelihood::Work work;
        population_.each_member(home, [&](Row<Person> member) {
            if (!children && dependent(member, home)) children = true;
            else if (!couple && lives_in(home, partner_[member.value])) couple = true;
            work.of(age_[member.value], activity_[member.value]);
        });
        auto const kind = size_[home.value] == 1 ? Composition::one_person
                          : couple && children   ? Composition::couple_with_children
                          : couple               ? Composition::couple
                          : children             ? Composition::lone_parent
                                                 : Composition::other;
        return {kind, work.nobody_works()};
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
        if (age >= independent || partner_[member.value] != nobody<Person>) return false;
        return lives_in(home, mother_[member.value]) || lives_in(home, father_[member.value]);
    }

    Population& population_;
    std::vector<Age> const& age_;
    std::vector<Activity> const& activity_;
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
    auto& workless = households.column(household::workless);
    parallel_for(households.chunks(), [&](std::uint32_t chunk) {
        households.each_run(chunk, [&](std::uint32_t first, std::uint32_t last) {
            for (auto row = first; row != last; ++row) {
                auto const kind = compositions.of({row});
                composition[row] = kind.composition;
                workless[row] = kind.workless;
            }
        });
    });
}

}  // namespace foresight
