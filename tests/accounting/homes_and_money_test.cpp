#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/population/livelihood.hpp"
#include "engine/population/settlement.hpp"
#include "engine/population/tenures.hpp"
#include "tests/lives.hpp"
#include "tests/small_demography.hpp"

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

TEST_CASE("who looks for a dwelling takes the first on the ring that is held as wanted, and else the first of all")
{
    std::vector<Tenure> tenure;
    std::vector<VacantDwelling> vacant;
    for (std::uint32_t row = 0; row != 300; ++row) {
        tenure.push_back(static_cast<Tenure>(mixed(row, 1) % tenure_codes.size()));
        vacant.push_back({mixed(row, 2), {row}, -1});
    }
    Vacancies market{vacant, tenure};
    std::sort(vacant.begin(), vacant.end());
    for (std::uint64_t who = 0; who != 300; ++who) {
        auto const hash = mixed(who, 3);
        auto const wanted = static_cast<Holding>(mixed(who, 4) % holdings);
        auto const nearer = [&](VacantDwelling const& a, VacantDwelling const& b) {
            return a.hash - hash < b.hash - hash;
        };
        auto liked = vacant;
        std::erase_if(liked, [&](auto const& one) { return holding_of(tenure[one.row.value]) != wanted; });
        auto const& among = liked.empty() ? vacant : liked;
        auto const expected = *std::min_element(among.begin(), among.end(), nearer);
        auto const taken = market.take(hash, wanted);
        REQUIRE(taken);
        CHECK(*taken == expected);
        std::erase(vacant, expected);
        CHECK(market.rest() == vacant);
    }
    CHECK(!market.take(7, Holding::owned));
}

TEST_CASE("a housing cost is the dwelling's tenure's, whoever moves, and most who move hold their home as before")
{
    auto county = small_county(2000);
    auto const paid_in = [](Tenure tenure) {
        bool const nothing = tenure == Tenure::owned_outright || tenure == Tenure::rent_free;
        return static_cast<std::uint16_t>(nothing ? 0 : 1000 * static_cast<int>(tenure));
    };
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
            stayed_in_it += holding_of(tenure_in(people, home))
                            == holding_of(tenure_in(county, static_cast<std::uint32_t>(id - 1)));
        }
        CHECK(right > homes * 0.98);  // of a dwelling that stood empty at the base it is not known what was paid
        CHECK(moved > 100);
        CHECK(stayed_in_it > moved * 0.9);
    });
}

TEST_CASE(
    "who dies takes the own earnings along, and of pensions the state's and half of the rest where a partner lives on")
{
    auto county = small_county(2000);
    for (std::uint32_t home = 0; home != 2000; ++home) {
        county.households.column(household::earnings)[home] = 20000;
        county.households.column(household::pensions)[home] = 40000;
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
                CHECK(pensions == 40000);
            }
            if (!one_left || county.persons.column(person::age)[first] < 66) continue;
            ++widowed;
            CHECK(earned == (people.persons.left()[first] ? 15000 : 5000));
            CHECK(pensions == 40000 - 9000 - (20000 - 9000) / 2);
            CHECK(people.households.column(household::capital)[home] == 5000);
        }
        CHECK(widowed > 20);
    });
}

/// Lives a year in which couples part, and calls `check` with the first of each couple that has.
template <class Check>
void each_couple_parted(Population const& county, Check const& check)
{
    Parameters parameters;
    parameters.add("demography/partnership/dissolution", by_age(0.1));
    parameters.add("demography/partnership/sharing_after", everywhere(0, {}, 1));
    live(county, parameters, {"demography/separation"}, 1, [&](Month month, Population const& people) {
        if (month.month() != 6) return;
        auto const& home = people.persons.column(person::household);
        int parted = 0;
        for (std::uint32_t first = 0; first != county.persons.rows(); first += 4) {
            if (home[first] == home[first + 1]) continue;
            ++parted;
            check(people, first);
        }
        CHECK(parted > 100);
    });
}

TEST_CASE("who parts takes the own earnings and pension along and half of what is nobody's, and no pound is lost")
{
    auto county = small_county(2000);
    auto const pensioners = [&](std::uint32_t home) { return county.persons.column(person::age)[home * 4] >= 66; };
    for (std::uint32_t home = 0; home != 2000; ++home) {
        county.households.column(household::earnings)[home] = 40000;
        county.households.column(household::pensions)[home] = pensioners(home) ? 20000 : 0;
        county.households.column(household::capital)[home] = 50000;
        county.persons.column(person::earnings)[home * 4] = 10000;
        county.persons.column(person::earnings)[home * 4 + 1] = 30000;
    }
    each_couple_parted(county, [&](Population const& people, std::uint32_t first) {
        auto const& home = people.persons.column(person::household);
        auto const of = [&](auto const& field, std::uint32_t row) {
            return static_cast<int>(people.households.column(field)[home[row].value]);
        };
        CHECK(of(household::earnings, first) == 10000);
        CHECK(of(household::earnings, first + 1) == 30000);
        for (auto const row : {first, first + 1}) {
            CHECK(of(household::pensions, row) == (pensioners(first / 4) ? 10000 : 0));
            CHECK(of(household::capital, row) == 25000);
        }
    });
}

TEST_CASE("orphans bring their child benefit to where they are taken in")
{
    auto county = small_county(2000);
    for (std::uint32_t home = 0; home != 2000; ++home) county.households.column(household::benefits)[home] = 2000;
    after(county, {"test/ageing", "test/dying"}, 2e-4, 1, [&](Population const& people) {
        int taken_in = 0;
        for (std::uint32_t home = 0; home != 2000; ++home) {
            auto const first = home * 4;
            bool const orphans = people.persons.left()[first] && people.persons.left()[first + 1];
            if (!orphans || people.persons.left()[first + 2] || people.persons.left()[first + 3]) continue;
            auto const with = people.persons.column(person::household)[first + 2];
            bool another_died = false;
            auto const hosts = county.households.id({with.value}).value;
            for (std::uint32_t k = 0; k != 4; ++k) another_died |= people.persons.left()[(hosts - 1) * 4 + k] != 0;
            int orphans_here = 0;
            people.each_member(with, [&](Row<Person> one) { orphans_here += one.value / 4 != hosts - 1; });
            if (another_died) continue;
            ++taken_in;
            CHECK(people.households.column(household::benefits)[with.value] == 2000 + 1000 * orphans_here);
        }
        CHECK(taken_in > 5);
    });
}

TEST_CASE("what two who move in together have of Universal Credit is what both earn leaves of it")
{
    constexpr std::uint32_t homes = 8000;
    auto county = small_county(homes);
    // Two adults share each home, and neither has a partner: in every second one both earn, in the others neither does.
    auto const both_earn = [](std::uint32_t home) { return home / 2 % 2 == 0; };  // in either district
    for (std::uint32_t home = 0; home != homes; ++home) {
        bool const earn = both_earn(home);
        for (std::uint32_t k = 0; k != 2; ++k) {
            county.persons.column(person::partner)[home * 4 + k] = nobody<Person>;
            county.persons.column(person::earnings)[home * 4 + k] = earn ? 20000 : 0;
        }
        county.households.column(household::earnings)[home] = earn ? 34000 : 0;
        county.households.column(household::benefits)[home] = earn ? 2000 : 10000;
    }
    county.connect();
    Parameters parameters;
    parameters.add("demography/partnership/formation", by_sex_and_age(1));
    parameters.add("demography/partnership/age_gap", everywhere(2, {}, 1));
    live(county, parameters, {"demography/partnership"}, 1, [&](Month month, Population const& people) {
        if (month != county.base + 1) return;
        int joined = 0, less = 0;
        for (std::uint32_t row = 0; row != county.persons.rows(); ++row) {
            auto const partner = people.persons.column(person::partner)[row];
            auto const home = people.persons.column(person::household)[row];
            if (partner == nobody<Person> || home.value == row / 4) continue;
            if (people.households.column(household::size)[home.value] != 4 + (row % 4 == 0 ? 3 : 1)) continue;
            bool const earner = both_earn(row / 4), host_earns = both_earn(home.value);
            if (earner == host_earns) continue;
            bool of_pension_age = false;
            int children = 0;
            people.each_member(home, [&](Row<Person> one) {
                of_pension_age |= people.persons.column(person::age)[one.value] >= 66;
                children += one.value % 4 >= 2;
            });
            for (std::uint32_t k = 0; k != 2; ++k)  // who stayed behind counts for what the mover's home had
                of_pension_age |= people.persons.column(person::age)[row / 4 * 4 + k] >= 66;
            if (of_pension_age) continue;
            ++joined;
            // Half of what the one home earned and had of credit, and all of the other's.
            auto const dwelling = people.households.column(household::dwelling)[home.value];
            bool const rents = people.dwellings.column(dwelling::tenure)[dwelling.value] >= Tenure::council_rent;
            double const had = earner ? 8000 : 4000, earned = earner ? 17000 : 34000;
            auto const kept = std::min(had, livelihood::universal_credit(children, rents, earned));
            int const now = people.households.column(household::benefits)[home.value];
            CHECK(std::abs(now - (1000 * children + kept)) <= 1);
            less += kept < had;
        }
        CHECK(less > 20);
        CHECK(joined > 20);
    });
}

TEST_CASE("whoever parts with nothing to live on has Universal Credit, and who has something has none for it")
{
    auto county = small_county(2000);
    for (std::uint32_t home = 0; home != 2000; ++home) {
        for (std::uint32_t k = 0; k != 2; ++k)
            county.persons.column(person::activity)[home * 4 + k] = k == 0 ? Activity::inactive : Activity::employed;
        county.households.column(household::earnings)[home] = 30000;
        county.persons.column(person::earnings)[home * 4 + 1] = 30000;
    }
    each_couple_parted(county, [&](Population const& people, std::uint32_t first) {
        auto const& home = people.persons.column(person::household);
        auto const& benefits = people.households.column(household::benefits);
        if (people.persons.column(person::age)[first + 1] >= 66) return;
        CHECK(benefits[home[first].value] >= 4700 + 2 * 3200);
        CHECK(benefits[home[first + 1].value] == 0);
    });
}

}  // namespace
}  // namespace foresight
