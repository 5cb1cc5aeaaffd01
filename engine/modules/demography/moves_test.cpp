#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/small_demography.hpp"

namespace foresight {
namespace {

/// The population after a year of the processes named.
template <class Check>
void after_a_year(Population const& base, Parameters const& parameters, std::vector<std::string> schedule,
                  Check const& check)
{
    auto const last = base.base + 12;
    bool seen = false;
    live(base, parameters, std::move(schedule), 1, [&](Month month, Population const& people) {
        if (month != last) return;
        seen = true;
        check(people);
    });
    CHECK(seen);
}

/// Yearly rates of those who live alone with parents, and of couples; nobody shares.
void add_leaving_home(Parameters& made, double alone, double couples)
{
    made.add("demography/leaving_home/rate", by_sex_and_age(alone));
    made.add("demography/leaving_home/couples", constant(couples));
    made.add("demography/leaving_home/sharing", constant(0));
}

void all_in_one_district(Population& county)
{
    auto& area = county.dwellings.column(dwelling::area);
    std::fill(area.begin(), area.end(), std::uint16_t{0});
}

TEST_CASE("a couple that parts has two homes, and the children stay together in one with a parent")
{
    auto const county = small_county(400);
    Parameters parameters;
    parameters.add("demography/partnership/dissolution", by_age(0.1));
    parameters.add("demography/partnership/sharing_after", constant(0));
    after_a_year(county, parameters, {"demography/separation"}, [&](Population const& people) {
        auto const& home = people.persons.column(person::household);
        auto const& partner = people.persons.column(person::partner);
        int parted = 0;
        for (std::uint32_t first = 0; first != 1600; first += 4) {
            CHECK((partner[first] == nobody<Person>) == (partner[first + 1] == nobody<Person>));
            CHECK((partner[first] == nobody<Person>) == (home[first] != home[first + 1]));
            CHECK(home[first + 2] == home[first]);
            CHECK(home[first + 3] == home[first]);
            parted += partner[first] == nobody<Person>;
        }
        CHECK(parted > 10);
        CHECK(people.households.living() == 400u + static_cast<unsigned>(parted));
        std::array<int, composition_codes.size()> homes{};
        for (std::uint32_t row = 0; row != people.households.rows(); ++row)
            if (people.households.alive({row}))
                ++homes[static_cast<std::size_t>(people.households.column(household::composition)[row])];
        CHECK(homes[static_cast<std::size_t>(Composition::one_person)] == parted);
        CHECK(homes[static_cast<std::size_t>(Composition::lone_parent)] == parted);
        CHECK(homes[static_cast<std::size_t>(Composition::couple_with_children)] == 400 - parted);
    });
}

TEST_CASE("of those who leave a partner two of about one age share a home, if they would")
{
    auto const county = small_county(1200);
    Parameters parameters;
    parameters.add("demography/partnership/dissolution", by_age(0.1));
    parameters.add("demography/partnership/sharing_after", constant(1));
    after_a_year(county, parameters, {"demography/separation"}, [&](Population const& people) {
        auto const& home = people.persons.column(person::household);
        auto const& age = people.persons.column(person::age);
        int sharing = 0, alone = 0, apart = 0;
        for (std::uint32_t row = 0; row != people.households.rows(); ++row) {
            if (!people.households.alive({row})) continue;
            auto const first = people.households.column(household::first_member)[row];
            auto const size = people.households.column(household::size)[row];
            if (size == 1) ++alone;
            if (size != 2) continue;
            ++sharing;
            auto const second = people.persons.column(person::next_member)[first.value];
            apart = std::max(apart, std::abs(age[first.value] - age[second.value]));
            CHECK(people.persons.column(person::district)[first.value]
                  == people.persons.column(person::district)[second.value]);
            CHECK(people.persons.column(person::partner)[first.value] == nobody<Person>);
        }
        CHECK(people.persons.living() == 4800u);
        CHECK(std::count(home.begin(), home.end(), nobody<Household>) == 0);
        CHECK(sharing > alone);
        CHECK(apart <= 8);
        CHECK(people.households.living() == 1200u + static_cast<unsigned>(sharing + alone));
    });
}

TEST_CASE("who finds a partner is found, lives with the one found, and brings the children in his or her care")
{
    auto county = small_county(400);
    // Two adults share each home, and neither has a partner; the children are hers.
    for (std::uint32_t first = 0; first != 1600; first += 4) {
        auto& partner = county.persons.column(person::partner);
        partner[first] = partner[first + 1] = nobody<Person>;
    }
    county.connect();
    Parameters parameters;
    parameters.add("demography/partnership/formation", by_sex_and_age(1));
    parameters.add("demography/partnership/age_gap", constant(2));
    after_a_year(county, parameters, {"demography/partnership"}, [&](Population const& people) {
        auto const& home = people.persons.column(person::household);
        auto const& partner = people.persons.column(person::partner);
        auto const& age = people.persons.column(person::age);
        int couples = 0, astray = 0;
        for (std::uint32_t row = 0; row != 1600; ++row) {
            auto const mother = people.persons.column(person::mother)[row];
            if (mother != nobody<Person>) astray += home[row] != home[mother.value];
            if (partner[row] == nobody<Person>) continue;
            ++couples;
            CHECK(partner[partner[row].value].value == row);
            CHECK(home[partner[row].value] == home[row]);
            CHECK(age[row] >= 16);
            CHECK(people.persons.column(person::sex)[row] != people.persons.column(person::sex)[partner[row].value]);
            CHECK(people.persons.column(person::district)[row]
                  == people.persons.column(person::district)[partner[row].value]);
        }
        CHECK(couples > 100);
        CHECK(astray == 0);
    });
}

TEST_CASE("of two who find each other the one moves whose home is the fuller")
{
    auto county = small_county(400);
    // In every other home the man lives alone, in the others a woman with two children.
    auto& persons = county.persons;
    for (std::uint32_t first = 0; first != 1600; first += 4) {
        persons.column(person::partner)[first] = persons.column(person::partner)[first + 1] = nobody<Person>;
        auto const leaver = first % 8 == 0 ? first : first + 1;
        persons.leave({leaver});
        if (first % 8 != 0) continue;
        for (auto const child : {first + 2, first + 3}) persons.leave({child});
    }
    all_in_one_district(county);
    county.connect();
    Parameters parameters;
    parameters.add("demography/partnership/formation", by_sex_and_age(1));
    parameters.add("demography/partnership/age_gap", constant(2));
    after_a_year(county, parameters, {"demography/partnership"}, [&](Population const& people) {
        auto const& home = people.persons.column(person::household);
        int couples = 0;
        for (std::uint32_t first = 0; first != 1600; first += 8) {
            auto const him = first + 1;
            if (people.persons.column(person::partner)[him] == nobody<Person>) continue;
            ++couples;
            CHECK(home[him].value == first / 4);
            CHECK(people.households.column(household::size)[home[him].value] == 4);
        }
        CHECK(couples > 50);
    });
}

/// A county whose children are all of 20 and live with their parents.
Population grown_up_children(std::uint32_t count)
{
    auto county = small_county(count);
    for (std::uint32_t row = 0; row != county.persons.rows(); ++row)
        if (row % 4 >= 2) {
            county.persons.column(person::birth_month)[row] = county.base - 20 * 12 - 6;
            county.persons.column(person::age)[row] = 20;
        }
    county.connect();
    return county;
}

TEST_CASE("a couple who live with parents of one of them leave together, and take their child along")
{
    // Of each household the first child of 20 has a partner from the next household, who moved in, and a child of their own.
    auto county = small_county(400);
    auto& persons = county.persons;
    for (std::uint32_t h = 0; h + 1 < 400; h += 2) {
        auto const she = h * 4 + 2, he = (h + 1) * 4 + 3, child = h * 4 + 3;
        for (auto const adult : {she, he}) {
            persons.column(person::birth_month)[adult] = county.base - 20 * 12 - 6;
            persons.column(person::age)[adult] = 20;
        }
        persons.column(person::birth_month)[child] = county.base - 30;
        persons.column(person::age)[child] = 2;
        persons.column(person::mother)[child] = {she};
        persons.column(person::father)[child] = {he};
        persons.column(person::household)[he] = {h};
        persons.column(person::partner)[she] = {he};
        persons.column(person::partner)[he] = {she};
    }
    county.connect();
    Parameters parameters;
    add_leaving_home(parameters, 0, 0.3);
    after_a_year(county, parameters, {"demography/leaving_home"}, [&](Population const& people) {
        auto const& home = people.persons.column(person::household);
        int left = 0;
        for (std::uint32_t h = 0; h + 1 < 400; h += 2) {
            auto const she = h * 4 + 2, he = (h + 1) * 4 + 3, child = h * 4 + 3;
            CHECK(home[he] == home[she]);
            CHECK(home[child] == home[she]);
            CHECK(people.households.column(household::size)[home[she].value] == (home[she].value == h ? 5 : 3));
            left += home[she].value != h;
        }
        CHECK(left > 10);
        CHECK(left < 120);
    });
}

TEST_CASE("of two couples who share a home the younger leaves with its children, and the elder stays")
{
    auto county = small_county(400);
    auto& persons = county.persons;
    // The couple of every second household, and its children, have moved in with the couple of the one before; all are young.
    for (std::uint32_t row = 0; row != persons.rows(); ++row) {
        bool const child = row % 4 >= 2, elder = row % 8 < 4;
        int const age = child ? 3 : elder ? 34 : 28;
        persons.column(person::birth_month)[row] = county.base - age * 12 - 6;
        persons.column(person::age)[row] = static_cast<Age>(age);
        persons.column(person::household)[row] = {row / 8 * 2};
    }
    for (std::uint32_t h = 1; h < 400; h += 2) county.households.leave({h});
    all_in_one_district(county);
    county.connect();
    Parameters parameters;
    add_leaving_home(parameters, 0, 0.3);
    after_a_year(county, parameters, {"demography/leaving_home"}, [&](Population const& people) {
        auto const& home = people.persons.column(person::household);
        int left = 0;
        for (std::uint32_t first = 0; first != 1600; first += 8) {
            for (std::uint32_t k = 0; k != 4; ++k) {
                CHECK(home[first + k].value == first / 4);
                CHECK(home[first + 4 + k] == home[first + 4]);
            }
            left += home[first + 4] != home[first];
        }
        CHECK(left > 25);
        CHECK(left < 80);
    });
}

TEST_CASE("whose parents have died or left the county has no parental home to leave")
{
    auto county = grown_up_children(400);
    for (std::uint32_t row = 0; row != county.persons.rows(); ++row)
        if (row % 4 < 2) county.persons.leave({row});
    county.connect();
    Parameters parameters;
    add_leaving_home(parameters, 0.5, 0.5);
    after_a_year(county, parameters, {"demography/leaving_home"},
                 [&](Population const& people) { CHECK(people.households.living() == 400u); });
}

TEST_CASE("who leaves the parents lives alone in the same district, and no more leave than dwellings stand empty")
{
    auto const county = grown_up_children(800);
    for (double const rate : {0.02, 3.0}) {
        Parameters parameters;
        add_leaving_home(parameters, rate, 0);
        INFO("a hazard of " << rate);
        after_a_year(county, parameters, {"demography/leaving_home"}, [&](Population const& people) {
            auto const& home = people.persons.column(person::household);
            std::size_t left = 0;
            for (std::uint32_t row = 0; row != 3200; ++row) {
                bool const moved = home[row] != county.persons.column(person::household)[row];
                CHECK((!moved || row % 4 >= 2));
                if (moved) CHECK(people.households.column(household::size)[home[row].value] == 1);
                CHECK(people.persons.column(person::district)[row] == county.persons.column(person::district)[row]);
                left += moved;
            }
            std::size_t const empty = people.vacant()[0].size() + people.vacant()[1].size();
            CHECK(left > 0);
            CHECK(left + empty == 100);
            if (rate > 1) CHECK(empty == 0);
        });
    }
}

/// One in twenty households' first grown-up child asks for a home in a district.
template <std::uint8_t district>
class AsksToLeave final : public Process {
public:
    explicit AsksToLeave(Setup& setup) : ask_{setup} {}
    void step(Step const& now) override
    {
        now.each([&](Own<Person> self) {
            if (self.row().value % 80 == 2) ask_.leave_home(self, district, false);
        });
    }

private:
    Requests ask_;
};

TEST_CASE("who asks twice in a month is heard in the order of the schedule, however many others ask")
{
    auto const county = grown_up_children(4000);
    std::vector<NamedProcess> const catalogue{
        {"asks/braintree", "",
         [](Setup& setup) -> std::unique_ptr<Process> { return std::make_unique<AsksToLeave<1>>(setup); }},
        {"asks/basildon", "",
         [](Setup& setup) -> std::unique_ptr<Process> { return std::make_unique<AsksToLeave<0>>(setup); }}};
    Scenario scenario;
    scenario.start = county.base + 1;
    scenario.end = county.base + 2;
    Parameters const none;
    Simulation simulation{scenario, none, catalogue, county, RunKey{}};
    struct : Observer {
        void begin(Month, Population const&) override {}
        void month_end(Month, Population const&) override {}
    } nobody_looks;
    simulation.run(nobody_looks);
    auto const& people = simulation.population().persons;
    for (std::uint32_t row = 2; row < 16000; row += 80) {
        CHECK(people.column(person::household)[row] != county.persons.column(person::household)[row]);
        CHECK(people.column(person::district)[row] == 1);
    }
}

TEST_CASE("a household that leaves the county leaves nobody behind, and its dwelling empty")
{
    auto const county = small_county(800);
    Parameters parameters;
    add_moving(parameters, 0.2, by_district_sex_and_age(0), 0.1);
    after_a_year(county, parameters, {"demography/departures"}, [&](Population const& people) {
        std::size_t gone = 0;
        for (std::uint32_t first = 0; first != 3200; first += 4) {
            auto const& left = people.persons.left();
            for (std::uint32_t member = 1; member != 4; ++member) CHECK(left[first] == left[first + member]);
            gone += left[first] != 0;
        }
        CHECK(gone > 100);
        CHECK(people.households.living() == 800 - gone);
        CHECK(people.vacant()[0].size() + people.vacant()[1].size() == 100 + gone);
    });
}

TEST_CASE("more who go abroad bring no other move of theirs or of anybody else forward or back")
{
    auto const county = small_county(2000);
    // Of each household: when it leaves for the rest of the country in a year, and when it goes abroad; -1 is never.
    auto const leaving = [&](double to_abroad) {
        Parameters parameters;
        add_moving(parameters, 0.2, by_district_sex_and_age(0), to_abroad);
        std::vector<std::array<int, 2>> when(2000, {-1, -1});
        live(county, parameters, {"demography/departures"}, 1, [&](Month month, Population const& people) {
            people.find_log(population_changed.name)->each([&](EventRecord const& event) {
                if (event.row.value % 4 != 0) return;
                bool const abroad = event.codes[0] == static_cast<std::uint8_t>(PopulationChange::out_to_abroad);
                when[event.row.value / 4][abroad] = month - county.base;
            });
        });
        return when;
    };
    auto const few = leaving(0.05), many = leaving(0.5);
    int stay = 0, abroad_instead = 0, sooner = 0;
    for (std::size_t home = 0; home != few.size(); ++home) {
        auto const [country, abroad] = few[home];
        auto const [country_of_many, abroad_of_many] = many[home];
        if (abroad != -1) {
            // Who went abroad goes abroad, no later, or left for the country as before and never saw the month.
            REQUIRE(abroad_of_many != -1);
            CHECK(abroad_of_many <= abroad);
            sooner += abroad_of_many < abroad;
        } else if (abroad_of_many != -1) {
            if (country != -1) CHECK(abroad_of_many <= country);
            ++abroad_instead;
        } else {
            CHECK(country_of_many == country);
            ++stay;
        }
    }
    CHECK(stay > 1000);
    CHECK(abroad_instead > 400);
    CHECK(sooner > 20);
}

TEST_CASE("as many arrive in each district as are to arrive, in whole households")
{
    auto const county = small_county(2000);
    long came[2] = {0, 0};
    live(county, a_tenth_arrives(county), {"demography/arrivals"}, 1, [&](Month, Population const& people) {
        for (auto const row : people.newcomers()) {
            ++came[people.persons.column(person::district)[row.value]];
            CHECK(people.households.column(household::size)[people.persons.column(person::household)[row.value].value]
                  == 4);
        }
    });
    // A month's households are rounded by a draw: at most half a household of four each, twelve times.
    double const rounding = 4 * 4 * std::sqrt(12.0) / 2;
    CHECK(std::abs(static_cast<double>(came[0]) - 400) < rounding);
    CHECK(std::abs(static_cast<double>(came[1]) - 400) < rounding);
}

TEST_CASE("of those who arrive as large a share as is said are like the district's own people")
{
    auto county = small_county(2000);
    auto& group = county.persons.column(person::ethnic_group);
    for (std::uint32_t row = 0; row != county.persons.rows(); ++row)
        group[row] = county.persons.column(person::district)[row] == 0 ? EthnicGroup::asian : EthnicGroup::white;
    for (double const share : {0.5, 0.9}) {
        auto parameters = a_tenth_arrives(county);
        parameters.change("demography/migration/like_residents").slices[0].values = {share};
        double all = 0, alike = 0;
        live(county, parameters, {"demography/arrivals"}, 1, [&](Month, Population const& people) {
            for (auto const row : people.newcomers()) {
                bool const first = people.persons.column(person::district)[row.value] == 0;
                ++all;
                alike += (people.persons.column(person::ethnic_group)[row.value] == EthnicGroup::asian) == first;
            }
        });
        INFO(alike << " of " << all);
        CHECK(std::abs(alike / all - share) < 0.07);
    }
}

TEST_CASE("who arrives alone looks for a home as those of that age live, and not as the household modelled on")
{
    constexpr std::uint32_t homes = 12000;
    auto county = small_county(homes);
    auto& persons = county.persons;
    // The old own, and every second couple of them has a grown child at home; the young rent.
    for (std::uint32_t dwelling = 0; dwelling != county.dwellings.rows(); ++dwelling) {
        bool const rented = dwelling < homes ? persons.column(person::age)[dwelling * 4] < 45 : dwelling % 2 == 0;
        county.dwellings.column(dwelling::tenure)[dwelling] = rented ? Tenure::private_rent : Tenure::owned_outright;
        if (rented || dwelling >= homes || dwelling % 2 == 0) continue;
        persons.column(person::birth_month)[dwelling * 4 + 2] = county.base - 28 * 12 - 6;
        persons.column(person::age)[dwelling * 4 + 2] = 28;
    }
    county.connect();
    auto parameters = a_tenth_arrives(county);
    parameters.add("demography/housing/additions", by_district(12000));
    int young = 0, owners = 0;
    live(county, parameters, {"demography/arrivals", "demography/housing_supply"}, 1,
         [&](Month, Population const& people) {
             for (auto const row : people.newcomers()) {
                 auto const home = people.persons.column(person::household)[row.value];
                 auto const at = people.households.column(household::dwelling)[home.value];
                 if (people.households.column(household::size)[home.value] != 1 || at == nobody<Dwelling>) continue;
                 CHECK(people.persons.column(person::age)[row.value] == 28);
                 ++young;
                 owners += people.dwellings.column(dwelling::tenure)[at.value] == Tenure::owned_outright;
             }
         });
    INFO(owners << " of " << young << " own");
    CHECK(young > 30);
    CHECK(owners < young / 4);
}

TEST_CASE("arrivals wait where no dwelling is empty, and move in as dwellings are built")
{
    auto county = small_county(2000);
    for (double const built : {0.0, 1200.0}) {
        auto parameters = a_tenth_arrives(county);
        parameters.add("demography/migration/arrivals_level", constant(2));
        parameters.add("demography/housing/additions", by_district(built));
        INFO(built << " dwellings a year in each district");
        after_a_year(county, parameters, {"demography/arrivals", "demography/housing_supply"},
                     [&](Population const& people) {
                         std::size_t homeless = 0, empty = people.vacant()[0].size() + people.vacant()[1].size();
                         for (std::uint32_t row = 0; row != people.households.rows(); ++row)
                             homeless += people.households.column(household::dwelling)[row] == nobody<Dwelling>;
                         CHECK(homeless == people.concealed());
                         CHECK((built == 0 ? homeless > 0 && empty == 0 : homeless == 0 && empty > 0));
                     });
    }
}

TEST_CASE("as many dwellings are built in a district as are to be, each like one of its own and empty")
{
    auto const county = small_county(400);
    auto additions = by_district(0);
    additions.slices[0].values[1] = 120;
    Parameters parameters;
    parameters.add("demography/housing/additions", std::move(additions));
    after_a_year(county, parameters, {"demography/housing_supply"}, [&](Population const& people) {
        CHECK(people.dwellings.rows() == county.dwellings.rows() + 120);
        for (auto row = county.dwellings.rows(); row != people.dwellings.rows(); ++row)
            CHECK(people.dwellings.column(dwelling::area)[row] == 1);
        CHECK(people.vacant()[0].size() == county.vacant()[0].size());
        CHECK(people.vacant()[1].size() == county.vacant()[1].size() + 120);
    });
}

TEST_CASE("who enters a care home is old, leaves home and partner but not the district, and nobody finds it full")
{
    auto const county = small_county(800);
    Parameters parameters;
    parameters.add("demography/care_home_entry/rate", by_sex_and_age(2));
    parameters.add("demography/care_home_entry/nursing", constant(0));
    after_a_year(county, parameters, {"demography/care_home_entry"}, [&](Population const& people) {
        std::uint32_t residents[2] = {0, 0}, old[2] = {0, 0};
        for (std::uint32_t row = 0; row != 3200; ++row) {
            auto const district = county.persons.column(person::district)[row];
            old[district] += people.persons.column(person::age)[row] >= 65;
            auto const place = people.persons.column(person::establishment)[row];
            if (place == nobody<Establishment>) continue;
            ++residents[place.value];
            CHECK(people.persons.column(person::age)[row] >= 65);
            CHECK(people.persons.column(person::household)[row] == nobody<Household>);
            CHECK(people.persons.column(person::partner)[row] == nobody<Person>);
            CHECK(place.value == district);
            CHECK(people.persons.column(person::district)[row] == district);
        }
        CHECK(people.persons.living() == 3200);
        for (std::uint32_t place = 0; place != 2; ++place) {
            // Two a year: of those of 65 and over all but one in seven, and of either district alike. There were fifty places.
            double const entered = static_cast<double>(residents[place]) / old[place], expected = 1 - std::exp(-2.0);
            CHECK(residents[place] > 100);
            CHECK(std::abs(entered - expected) < 4 * std::sqrt(expected * (1 - expected) / old[place]));
            CHECK(people.establishments.column(establishment::residents)[place] == residents[place]);
            CHECK(people.establishments.column(establishment::capacity)[place] == residents[place]);
        }
    });
}

}  // namespace
}  // namespace foresight
