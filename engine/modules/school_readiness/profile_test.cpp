#include <doctest/doctest.h>

#include "engine/modules/school_readiness/logit.hpp"
#include "engine/simulation.hpp"
#include "tests/small_county.hpp"

using namespace foresight;

namespace {

Parameter flat(std::vector<std::string> dimensions, std::size_t cells, double value)
{
    Parameter parameter;
    parameter.dimensions = std::move(dimensions);
    parameter.slices = {{Month{0}, std::vector<double>(cells, value)}};
    return parameter;
}

/// A world in which all children are alike, with log odds `base`.
Parameters alike(double base)
{
    Parameters all;
    auto const add = [&](char const* name, std::vector<std::string> dimensions, std::size_t cells, double value) {
        all.add(std::string{"school_readiness/"} + name, flat(std::move(dimensions), cells, value));
    };
    add("profile/base", {}, 1, base);
    add("profile/drift_from", {}, 1, 2025);
    for (auto const* name : {"trend", "drift", "county", "county_entitled", "in_need", "never_breastfed", "workless",
                             "social_rent", "mothers_age"})
        add((std::string{"profile/"} + name).c_str(), {}, 1, 0);
    add("profile/district", {"district"}, 14, 0);
    add("profile/sex", {"sex"}, 2, 0);
    add("profile/month_of_birth", {"month_of_birth"}, 12, 0);
    add("profile/fsm_ethnic_group", {"fsm", "ethnic_group"}, 15, 0);
    add("profile/first_language", {"first_language"}, 2, 0);
    add("profile/sen", {"sen"}, 3, 0);
    add("profile/deprivation", {"idaci_decile"}, 10, 0);
    add("profile/education", {"education"}, 3, 0);
    add("profile/gestation", {"gestation"}, 3, 0);
    add("children/fsm_unknown", {}, 1, 0.025);
    add("children/sen_support", {"fsm", "sex"}, 6, 0.1);
    add("children/sen_ehcp", {"fsm", "sex"}, 6, 0.03);
    add("children/in_need", {"fsm", "sen"}, 9, 0.03);
    add("children/in_need_ratio", {}, 1, 1);
    add("children/moderately_preterm", {}, 1, 0.06);
    add("children/very_preterm", {}, 1, 0.01);
    add("children/never_breastfed", {"education"}, 3, 0.25);
    add("children/mothers_education", {"education"}, 3, 1.0 / 3);
    return all;
}

/// With all that the profile asks of a population.
Population families(std::uint32_t households)
{
    auto county = small_county(households);
    for (std::uint32_t h = 0; h != households; ++h) {
        county.households.column(household::free_school_meals)[h] = mixed(h, 11) % 6 == 0;
        county.households.column(household::workless)[h] = mixed(h, 12) % 12 == 0;
        county.dwellings.column(dwelling::tenure)[h] = static_cast<Tenure>(mixed(h, 13) % 8);
    }
    county.persons.column(person::ethnic_group);
    county.persons.column(person::first_language);
    county.persons.column(person::education);
    county.persons.column(person::sen);
    return county;
}

struct Assessed {
    std::int64_t children = 0, good = 0, expected = 0, unknown = 0;
};

/// What the profile's events say, year by year.
class Watch final : public Observer {
public:
    void begin(Month, Population const&) override {}
    void month_end(Month month, Population const& population) override
    {
        auto const* log = population.find_log("school_readiness.assessed");
        REQUIRE(log);
        log->each([&](EventRecord const& event) {
            auto& year = years[month];
            ++year.children;
            year.unknown += event.codes[0] == 2;
            year.good += event.codes[1] == static_cast<std::uint8_t>(GoodLevel::yes);
            year.expected += event.amount;
        });
        for (std::uint32_t row = 0; row != population.persons.rows(); ++row)
            level[population.persons.ids()[row].value] = population.persons.column(school_readiness::good_level)[row];
    }
    std::map<Month, Assessed> years;
    std::map<std::uint64_t, GoodLevel> level;
};

Watch live(Parameters const& parameters, std::uint32_t households = 4000)
{
    auto const base = families(households);
    Scenario scenario;
    scenario.start = Month::of(2023, 7);
    scenario.end = Month::of(2025, 7);
    scenario.schedule = {"school_readiness/profile"};
    std::vector<NamedProcess> const catalogue{{"school_readiness/profile", "Profile", make_profile}};
    Watch watch;
    Simulation simulation{scenario, parameters, catalogue, base, {7, 0}};
    simulation.run(watch);
    return watch;
}

}  // namespace

TEST_CASE("children are assessed in June, and each of them in one June only")
{
    auto const watch = live(alike(0));
    REQUIRE(watch.years.size() == 2);
    CHECK(watch.years.begin()->first == Month::of(2024, 6));
    CHECK(watch.years.rbegin()->first == Month::of(2025, 6));
    auto const base = families(4000);
    std::int64_t due = 0;
    for (auto const born : base.persons.column(person::birth_month))
        due += school_readiness::reception_june(born) == 2024;
    CHECK(due > 100);
    CHECK(watch.years.begin()->second.children == due);
}

TEST_CASE("the good levels counted are as many as the probabilities stored beside them say, but for luck")
{
    for (auto const& [june, year] : live(alike(0.75), 20000).years) {
        double const n = static_cast<double>(year.children), p = 1 / (1 + exponential_of(-0.75));
        CHECK(static_cast<double>(year.expected) / school_readiness::millionths
              == doctest::Approx(n * p).epsilon(1e-5));
        double const apart = static_cast<double>(year.good) - n * p;
        CHECK(apart * apart < 16 * n * p * (1 - p));
        double const unknown = static_cast<double>(year.unknown) - 0.025 * n;
        CHECK(unknown * unknown < 16 * n * 0.025);
    }
}

TEST_CASE("nobody loses a good level when every child's odds rise, and only children of the district gain when its do")
{
    auto const before = live(alike(0));
    auto better = alike(0);
    auto districts = flat({"district"}, 14, 0);
    districts.slices[0].values[1] = 0.5;
    better.add("school_readiness/profile/district", districts);
    auto const after = live(better);
    auto const base = families(4000);
    auto const& district = base.persons.column(person::district);
    std::int64_t gained = 0;
    for (std::uint32_t row = 0; row != base.persons.rows(); ++row) {
        auto const id = base.persons.ids()[row].value;
        auto const was = before.level.at(id), is = after.level.at(id);
        CHECK_FALSE((was == GoodLevel::yes && is == GoodLevel::no));
        if (was != is) {
            CHECK(district[row] == 1);
            ++gained;
        }
    }
    CHECK(gained > 0);
}
