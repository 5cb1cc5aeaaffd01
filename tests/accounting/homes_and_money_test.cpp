#include <doctest/doctest.h>

#include <cmath>

#include "tests/lives.hpp"

// What a household has and pays goes with those who live there.

namespace foresight {
namespace {

template <class Check>
void after(Population const& base, std::vector<std::string> schedule, double dying, int years, Check const& check)
{
    auto asked = lives::scenario(std::move(schedule), years);
    auto const parameters = lives::parameters(dying);
    auto const catalogue = lives::catalogue();
    Simulation simulation{asked, parameters, catalogue, base, {42, 0}};
    lives::Nobody nobody_looks;
    simulation.run(nobody_looks);
    check(simulation.population());
}

TEST_CASE("a housing cost is the dwelling's tenure's, whoever moves, and most who move stay in their tenure")
{
    auto county = small_county(2000);
    auto const paid_in = [](Tenure tenure) { return static_cast<std::uint16_t>(1000 * static_cast<int>(tenure)); };
    auto& cost = county.households.column(household::housing_cost);
    auto const tenure_in = [](Population const& people, std::uint32_t home) {
        return people.dwellings.column(dwelling::tenure)[people.households.column(household::dwelling)[home].value];
    };
    for (std::uint32_t home = 0; home != 2000; ++home) cost[home] = paid_in(tenure_in(county, home));
    after(county, {"test/ageing", "test/moving"}, 0, 3, [&](Population const& people) {
        int homes = 0, right = 0, moved = 0, stayed_in_it = 0;
        for (std::uint32_t home = 0; home != people.households.rows(); ++home) {
            if (!people.households.alive({home})) continue;
            if (people.households.column(household::dwelling)[home] == nobody<Dwelling>) continue;
            ++homes;
            right += people.households.column(household::housing_cost)[home] == paid_in(tenure_in(people, home));
            auto const id = people.households.id({home}).value;  // of the base: one more than the row it had
            if (id > 2000 || people.households.column(household::dwelling)[home].value == id - 1) continue;
            ++moved;
            stayed_in_it += tenure_in(people, home) == tenure_in(county, static_cast<std::uint32_t>(id - 1));
        }
        CHECK(right > homes * 0.98);  // of a dwelling that stood empty at the base it is not known what was paid
        CHECK(moved > 100);
        CHECK(stayed_in_it > moved * 0.9);
    });
}

TEST_CASE("who dies takes the own earnings along, and half of the own part of the pensions where a partner lives on")
{
    auto county = small_county(2000);
    for (std::uint32_t home = 0; home != 2000; ++home) {
        county.households.column(household::earnings)[home] = 20000;
        county.households.column(household::pensions)[home] = 10000;
        county.households.column(household::capital)[home] = 5000;
        county.persons.column(person::earnings)[home * 4] = 10000;
        county.persons.column(person::earnings)[home * 4 + 1] = 30000;
    }
    after(county, {"test/ageing", "test/dying"}, 2e-4, 1, [&](Population const& people) {
        int widowed = 0;
        for (std::uint32_t home = 0; home != 2000; ++home) {
            auto const first = home * 4, second = first + 1;
            bool const one_left = people.persons.left()[first] != people.persons.left()[second];
            if (people.persons.left()[first + 2] || people.persons.left()[first + 3]) continue;
            auto const earned = people.households.column(household::earnings)[home];
            auto const pensions = people.households.column(household::pensions)[home];
            if (!people.persons.left()[first] && !people.persons.left()[second]) {
                CHECK(earned == 20000);
                CHECK(pensions == 10000);
            }
            if (!one_left || county.persons.column(person::age)[first] < 66) continue;
            ++widowed;
            CHECK(earned == (people.persons.left()[first] ? 15000 : 5000));
            CHECK(pensions == 7500);
            CHECK(people.households.column(household::capital)[home] == 5000);
        }
        CHECK(widowed > 20);
    });
}

}  // namespace
}  // namespace foresight
