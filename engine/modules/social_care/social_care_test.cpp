#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "engine/modules/social_care/fields.hpp"
#include "engine/modules/social_care/stay.hpp"
#include "engine/simulation.hpp"
#include "tests/lives.hpp"

namespace foresight {
namespace {

Parameter filled(std::vector<std::string> dimensions, std::vector<double> values)
{
    Parameter made;
    made.dimensions = std::move(dimensions);
    made.slices.push_back({Month{0}, std::move(values)});
    return made;
}

Parameter flat(std::vector<std::string> dimensions, std::size_t cells, double value)
{
    return filled(std::move(dimensions), std::vector<double>(cells, value));
}

/// By care group and setting, of the county council; the two unitary authorities have nought.
Parameter of_the_county(std::vector<double> values)
{
    values.resize(24, 0);
    return filled({"council", "care_group", "setting"}, std::move(values));
}

/// Nobody asks, starts, moves or ends; sixty older people and twenty with a learning disability get support at home, at GBP 100 and 200.
Parameters quiet_county(double price = 1)
{
    Parameters made;
    for (char const* const name :
         {"need/constant", "need/lag", "need/male", "need/partnered", "need/drift", "packages/short_stay_share",
          "packages/short_stay_hazard", "packages/long_stay_hazard", "packages/selection_by_age",
          "packages/expected_turning_65"})
        made.add(std::string{"social_care/"} + name, constant(0));
    made.add("social_care/need/alignment_at_65", constant(0));
    made.add("social_care/packages/selection_alone", constant(1));
    made.add("social_care/front_door/local_level", flat({"council"}, 3, 1));
    made.add("social_care/front_door/conversion_level", flat({"council", "care_group"}, 6, 1));
    made.add("social_care/prices/uplift", constant(0));
    for (char const* const name :
         {"need/age", "need/alignment", "need/alignment_at_rest", "need/memory", "packages/older_learning_disability"})
        made.add(std::string{"social_care/"} + name, flat({"need_age"}, 11, 0));
    made.add("social_care/need/health", flat({"health"}, 5, 0));
    made.add("social_care/need/education", flat({"education"}, 3, 0));
    made.add("social_care/need/severity", flat({"need_age", "need"}, 44, 0.3));
    made.add("social_care/need/working_age_prevalence", filled({"reason"}, {0, 0, 0, 0.1, 0}));
    for (char const* const name : {"need/working_age_onset", "need/working_age_recovery", "packages/working_age_exit"})
        made.add(std::string{"social_care/"} + name, flat({"reason"}, 5, 0));
    made.add("social_care/packages/working_age_reasons", filled({"reason"}, {0, 0, 0, 1, 0}));
    made.add("social_care/packages/selection_by_need", flat({"need"}, 4, 1));
    for (char const* const name : {"front_door/request", "front_door/conversion"})
        made.add(std::string{"social_care/"} + name, flat({"care_group", "need"}, 8, 0));
    for (char const* const name : {"front_door/practice", "packages/intensity_spread"})
        made.add(std::string{"social_care/"} + name, flat({"care_group"}, 2, 0));
    for (char const* const name :
         {"front_door/setting", "packages/exit", "packages/to_residential", "packages/to_nursing"})
        made.add(std::string{"social_care/"} + name, flat({"council", "care_group", "setting"}, 24, 0));
    made.add("social_care/packages/stock", of_the_county({0, 20, 0, 0, 0, 60, 0, 0}));
    made.add("social_care/packages/expected_deaths", flat({"setting", "sex", "age"}, 4 * 2 * ages, 0));
    made.add("social_care/prices/weekly",
             filled({"care_group", "setting"}, {0, 200 * price, 0, 0, 0, 100 * price, 0, 0}));
    return made;
}

struct Caseload {
    int older = 0, working_age = 0;
    std::int64_t weekly_pence = 0, started = 0, repriced = 0, moved = 0;
    friend bool operator==(Caseload const&, Caseload const&) = default;
};

Caseload after(int months, Parameters const& parameters)
{
    auto county = small_county(2000);
    county.persons.column(person::education);
    county.persons.column(person::health);
    std::vector<NamedProcess> const care{{"social_care/need", "", make_need},
                                         {"social_care/front_door", "", make_front_door},
                                         {"social_care/packages", "", make_packages},
                                         {"social_care/prices", "", make_care_prices},
                                         {"social_care/leavers", "", make_care_leavers}};
    auto asked = lives::scenario({});
    asked.end = asked.start + months;
    Simulation simulation{asked, parameters, care, county, {42, 0}};
    lives::Nobody nobody_looks;
    simulation.run(nobody_looks);
    Caseload found;
    auto const& persons = simulation.population().persons;
    for (std::uint32_t row = 0; row != persons.rows(); ++row) {
        if (persons.column(social_care::setting)[row] == Setting::none) continue;
        ++(persons.column(person::age)[row] >= 65 ? found.older : found.working_age);
        found.weekly_pence += persons.column(social_care::weekly_cost)[row];
        found.started += persons.column(social_care::weekly_started)[row];
        found.repriced += persons.column(social_care::weekly_repriced)[row];
        found.moved += persons.column(social_care::weekly_moved)[row];
    }
    return found;
}

struct Lived {
    int requests = 0, turned_18 = 0, turned_18_and_clients = 0;
};

/// Counts the requests of all months, and at the end those who were under 18 at the base and are not any more.
Lived lives_through(Population county, Parameters const& parameters, int months, bool grow_older)
{
    struct Requests final : Observer {
        int count = 0;
        void begin(Month, Population const&) override {}
        void month_end(Month, Population const& people) override
        {
            if (auto const* const flows = people.find_log(social_care::flow.name))
                flows->each([&](EventRecord const& event) {
                    count += event.codes[1] == static_cast<std::uint8_t>(CareFlow::request);
                });
        }
    } requests;
    county.persons.column(person::education);
    county.persons.column(person::health);
    std::vector<NamedProcess> processes{{"social_care/need", "", make_need},
                                        {"social_care/front_door", "", make_front_door},
                                        {"social_care/packages", "", make_packages},
                                        {"social_care/leavers", "", make_care_leavers}};
    if (grow_older) processes.insert(processes.begin(), {"lives/ageing", "", lives::make<lives::Ageing>});
    auto asked = lives::scenario({});
    asked.end = asked.start + months;
    Simulation simulation{asked, parameters, processes, county, {42, 0}};
    simulation.run(requests);
    Lived found{requests.count};
    auto const& persons = simulation.population().persons;
    for (std::uint32_t row = 0; row != persons.rows(); ++row)
        if (county.persons.column(person::age)[row] < 18 && persons.column(person::age)[row] >= 18) {
            ++found.turned_18;
            found.turned_18_and_clients += persons.column(social_care::setting)[row] != Setting::none;
        }
    return found;
}

TEST_CASE("the caseload at the base is as large as it was said to be, and stays so where nobody starts or ends")
{
    auto const parameters = quiet_county();
    Caseload const wanted{60, 20, (60 * 100 + 20 * 200) * 100};
    CHECK(after(1, parameters) == wanted);
    CHECK(after(12, parameters) == wanted);
}

TEST_CASE("each council has the clients that it was said to have, among the people of its own districts")
{
    auto county = small_county(2000);
    county.areas.districts[1] = {"E06000034", "Thurrock"};
    county.persons.column(person::education);
    county.persons.column(person::health);
    auto parameters = quiet_county();
    // Of Essex, of Southend-on-Sea, which has no district here, and of Thurrock.
    parameters.add("social_care/packages/stock",
                   filled({"council", "care_group", "setting"},
                          {0, 20, 0, 0, 0, 60, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 7, 0, 0, 0, 11, 0, 0}));
    // In Thurrock everybody who has support at home goes into a home; in Essex nobody does.
    std::vector<double> moves(24, 0);
    moves[2 * 8 + 5] = 1e6;
    auto moving = parameters;
    moving.add("social_care/packages/to_residential", filled({"council", "care_group", "setting"}, std::move(moves)));
    using Clients = std::array<std::array<int, setting_codes.size()>, 2>;
    auto const clients = [&](Parameters const& lived) {
        std::vector<NamedProcess> const care{{"social_care/need", "", make_need},
                                             {"social_care/packages", "", make_packages},
                                             {"social_care/leavers", "", make_care_leavers}};
        auto asked = lives::scenario({});
        asked.end = asked.start + 1;
        Simulation simulation{asked, lived, care, county, {42, 0}};
        lives::Nobody nobody_looks;
        simulation.run(nobody_looks);
        Clients found{};
        auto const& persons = simulation.population().persons;
        for (std::uint32_t row = 0; row != persons.rows(); ++row)
            ++found[persons.column(person::district)[row]]
                   [static_cast<std::size_t>(persons.column(social_care::setting)[row])];
        return found;
    };
    auto const stay = clients(parameters), move = clients(moving);
    auto const at_home = static_cast<std::size_t>(Setting::community),
               inside = static_cast<std::size_t>(Setting::residential);
    CHECK(stay[0][at_home] == 80);
    CHECK(stay[1][at_home] == 18);
    CHECK(move[0][at_home] == 80);
    CHECK(move[1][at_home] == 7);
    CHECK(move[1][inside] == 11);
}

TEST_CASE("twice the price costs twice as much, and moves nobody")
{
    auto const once = after(3, quiet_county(1)), twice = after(3, quiet_county(2));
    CHECK(twice.older == once.older);
    CHECK(twice.working_age == once.working_age);
    CHECK(twice.weekly_pence == 2 * once.weekly_pence);
}

TEST_CASE("prices rise by the uplift in each April, on top of what is known of them")
{
    auto parameters = quiet_county();
    parameters.add("social_care/prices/uplift", constant(0.1));
    auto const base = after(1, quiet_county()).weekly_pence;  // July
    CHECK(after(9, parameters).weekly_pence == base);         // March
    auto const april = after(10, parameters);
    CHECK(april.weekly_pence * 10 == base * 11);
    CHECK(april.repriced * 10 == base);
    CHECK(after(22, parameters).weekly_pence * 100 == base * 121);
}

TEST_CASE("a week's cost changes by who starts, by prices, by moves and by who leaves, to the penny")
{
    /// Other values from the second month on.
    auto const changed = [](Parameters& parameters, char const* name, std::vector<double> values) {
        parameters.change(name).slices.push_back({lives::scenario({}).start + 1, std::move(values)});
    };
    SUBCASE("prices up in the second month")
    {
        auto parameters = quiet_county();
        changed(parameters, "social_care/prices/weekly", {0, 220, 0, 0, 0, 110, 0, 0});
        auto const first = after(1, parameters), second = after(2, parameters), third = after(3, parameters);
        CHECK(first.repriced == 0);
        CHECK(second.repriced == first.weekly_pence / 10);
        CHECK(second.weekly_pence == first.weekly_pence + second.repriced);
        CHECK(second.started == 0);
        CHECK(third.repriced == 0);
    }
    SUBCASE("everybody at home moves into a home that is half as dear")
    {
        auto parameters = quiet_county();
        parameters.add("social_care/prices/weekly", filled({"care_group", "setting"}, {0, 200, 0, 0, 0, 100, 50, 0}));
        changed(parameters, "social_care/packages/to_residential",
                of_the_county({0, 0, 0, 0, 0, 1e6, 0, 0}).slices[0].values);
        auto const second = after(2, parameters), third = after(3, parameters);
        CHECK(second.moved == 60 * (50 - 100) * 100);
        CHECK(second.repriced == 0);
        CHECK(second.weekly_pence == (60 * 50 + 20 * 200) * 100);
        CHECK(third.moved == 0);
    }
    SUBCASE("who starts brings all of their cost")
    {
        auto parameters = quiet_county();
        parameters.add("social_care/front_door/request", flat({"care_group", "need"}, 8, 1));
        parameters.add("social_care/front_door/conversion", flat({"care_group", "need"}, 8, 1));
        parameters.add("social_care/front_door/practice", flat({"care_group"}, 2, 1));
        parameters.add("social_care/front_door/setting", of_the_county({0, 1, 0, 0, 0, 1, 0, 0}));
        auto const second = after(2, parameters), third = after(3, parameters);
        CHECK(third.started > 0);
        CHECK(third.weekly_pence == second.weekly_pence + third.started + third.repriced + third.moved);
    }
}

TEST_CASE("whoever always asks and is always given support is a client within the year")
{
    auto parameters = quiet_county();
    parameters.add("social_care/front_door/request", flat({"care_group", "need"}, 8, 50));
    parameters.add("social_care/front_door/conversion", flat({"care_group", "need"}, 8, 1));
    parameters.add("social_care/front_door/practice", flat({"care_group"}, 2, 1));
    auto const found = after(12, parameters);
    auto const county = small_county(2000);
    int older = 0;
    for (auto const age : county.persons.column(person::age)) older += age >= 65;
    CHECK(found.older >= older);
}

TEST_CASE("a client who has recovered from mental ill health ends support as one who has it")
{
    auto parameters = quiet_county();
    parameters.add("social_care/need/working_age_prevalence", filled({"reason"}, {0, 0, 0, 0, 0.1}));
    parameters.add("social_care/packages/working_age_reasons", filled({"reason"}, {0, 0, 0, 0, 1}));
    parameters.add("social_care/need/working_age_recovery", filled({"reason"}, {0, 0, 0, 0, 1}));
    CHECK(after(1, parameters).working_age == 20);
    parameters.add("social_care/packages/working_age_exit", filled({"reason"}, {0, 0, 0, 0, 1e6}));
    CHECK(after(1, parameters).working_age == 0);
    CHECK(after(1, parameters).older == 60);
}

TEST_CASE("stays in a care home end from the first month on as their two phases say")
{
    TwoPhaseStay const stay{0.5, 6, 0.2};
    auto parameters = quiet_county();
    parameters.add("social_care/packages/short_stay_share", constant(stay.share));
    parameters.add("social_care/packages/short_stay_hazard", constant(stay.short_hazard));
    parameters.add("social_care/packages/long_stay_hazard", constant(stay.long_hazard));
    parameters.add("social_care/packages/stock", of_the_county({}));
    // Everybody of 65 and over goes into a care home in the first month, and nobody asks afterwards.
    auto request = filled({"care_group", "need"}, {0, 0, 0, 0, 1e4, 1e4, 1e4, 1e4});
    request.slices.push_back({Month::of(2023, 8), std::vector<double>(8, 0)});
    parameters.add("social_care/front_door/request", std::move(request));
    parameters.add("social_care/front_door/conversion", flat({"care_group", "need"}, 8, 1));
    parameters.add("social_care/front_door/practice", flat({"care_group"}, 2, 1));
    parameters.add("social_care/front_door/setting", of_the_county({0, 0, 0, 0, 0, 0, 1, 0}));
    auto const county = small_county(2000);
    double came = 0;
    for (auto const age : county.persons.column(person::age)) came += age >= 65;
    for (int const months : {1, 12, 24}) {
        auto const stays = stay.surviving(months / 12.0);
        INFO(months << " months");
        CHECK(std::abs(after(months, parameters).older / came - stays) < 4 * std::sqrt(stays * (1 - stays) / came));
    }
}

TEST_CASE("who is refused support asks again, as often as the rate says")
{
    auto parameters = quiet_county();
    parameters.add("social_care/front_door/request", flat({"care_group", "need"}, 8, 1));
    auto const county = small_county(2000);
    double adults = 0;
    for (auto const age : county.persons.column(person::age)) adults += age >= 18;
    auto const asked = lives_through(county, parameters, 12, false).requests;
    // One in a year each, less the 80 who are clients; two of one month count as one of that and one of the next.
    CHECK(asked > 0.95 * (adults - 80));
    CHECK(asked < 1.03 * adults);
}

TEST_CASE(
    "who grows up with a learning disability has support from the 18th birthday on, as often as others who have one")
{
    auto parameters = quiet_county();
    parameters.add("social_care/need/working_age_prevalence", filled({"reason"}, {0, 0, 0, 1, 0}));
    parameters.add("social_care/packages/stock", of_the_county({0, 1e6, 0, 0, 0, 0, 0, 0}));  // all there are
    auto const found = lives_through(small_county(2000), parameters, 40, true);
    CHECK(found.turned_18 > 100);
    CHECK(found.turned_18_and_clients == found.turned_18);
}

TEST_CASE("who turns 65 meets the survey's need in the month of the birthday, and nobody does where nobody grows older")
{
    // Nobody else's need changes: none comes without one before, and none goes.
    auto parameters = quiet_county();
    parameters.add("social_care/need/constant", constant(-6));
    parameters.add("social_care/need/lag", constant(12));
    parameters.add("social_care/need/alignment_at_65", constant(12));
    auto county = small_county(2000);
    county.persons.column(person::education);
    county.persons.column(person::health);
    auto const live = [&](int months, bool grow_older) {
        std::vector<NamedProcess> processes{{"social_care/need", "", make_need}};
        if (grow_older) processes.insert(processes.begin(), {"lives/ageing", "", lives::make<lives::Ageing>});
        auto asked = lives::scenario({});
        asked.end = asked.start + months;
        Simulation simulation{asked, parameters, processes, county, {42, 0}};
        lives::Nobody nobody_looks;
        simulation.run(nobody_looks);
        int turned = 0, without = 0, early = 0;
        auto const& persons = simulation.population().persons;
        for (std::uint32_t row = 0; row != persons.rows(); ++row) {
            auto const since = asked.end - 1 - (persons.column(person::birth_month)[row] + 65 * 12);
            bool const needs = persons.column(social_care::need)[row] != Need::none;
            if (since >= 0 && since < months) {
                ++turned;
                without += !needs;
            } else if (since < 0 && persons.column(social_care::reason)[row] == SupportReason::none) early += needs;
        }
        CHECK(turned > 20);
        CHECK(early == 0);
        return std::pair{turned, without};
    };
    for (int const months : {7, 12, 19}) CHECK(live(months, true).second == 0);
    CHECK(live(12, false).second > 30);
    // Half of those who have none, and all who have one from before.
    parameters.add("social_care/need/alignment_at_65", constant(0));
    auto const [turned, without] = live(19, true);
    CHECK(without > turned * 0.3);
    CHECK(without < turned * 0.6);
    parameters.add("social_care/need/working_age_prevalence", filled({"reason"}, {0, 0, 0, 1, 0}));
    CHECK(live(19, true).second == 0);
}

}  // namespace
}  // namespace foresight
