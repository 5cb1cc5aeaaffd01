#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "engine/modules/social_care/stay.hpp"
#include "engine/scenario/scenario.hpp"
#include "tools/foresight/idle_parameters.hpp"
#include "tools/foresight/shipped.hpp"

// What the books that ship promise of their numbers.

namespace foresight {
namespace {

/// Every shipped scenario, with its parameters resolved: together they read all books.
std::vector<Scenario> shipped()
{
    std::vector<Scenario> all;
    for (auto const& name : shipped_scenarios()) {
        auto const path = find_scenario(name);
        all.push_back(read_scenario(path, vocabulary_for(path)));
    }
    return all;
}

TEST_CASE("whatever a shipped book only recalls or assumes comes with a width, but for the people, who are drawn once")
{
    std::set<std::string> checked;
    for (auto const& scenario : shipped())
        for (auto const& entry : scenario.parameters.all()) {
            auto const& name = entry.first;
            auto const& parameter = entry.second;
            if (parameter.certainty != "recalled" && parameter.certainty != "assumed") continue;
            if (name.starts_with("population/")) {
                CHECK_MESSAGE(!parameter.uncertain,
                              name << ": replicates share their people, so nothing would be drawn");
                continue;
            }
            CHECK_MESSAGE(parameter.uncertain, name << " is " << parameter.certainty << " and has no `uncertain` ("
                                                    << parameter.set_by.front() << ")");
            checked.insert(name);
        }
    CHECK(checked.size() >= 48);
}

TEST_CASE("nineteen draws in twenty of a shipped parameter lie within its range, but where it stands at an end")
{
    for (auto const& scenario : shipped())
        for (auto const& entry : scenario.parameters.all()) {
            auto const& name = entry.first;
            auto const& parameter = entry.second;
            if (!parameter.uncertain) continue;
            auto const& slices = parameter.adjustments.empty() ? parameter.slices : parameter.as_given;
            for (double const u : {0.025, 0.975})
                for (auto const& slice : slices)
                    for (auto const value : slice.values) {
                        if (value == parameter.low || value == parameter.high) continue;
                        auto const drawn =
                            with_draw(value, quantile_of(*parameter.uncertain, u), parameter.uncertain->as);
                        REQUIRE_MESSAGE((drawn >= parameter.low && drawn <= parameter.high),
                                        name << ": " << value << " becomes " << drawn);
                    }
        }
}

TEST_CASE("the central case of what is drawn as a value is the value of the book")
{
    for (auto const& scenario : shipped())
        for (auto const& entry : scenario.parameters.all()) {
            auto const& name = entry.first;
            auto const& parameter = entry.second;
            if (!parameter.uncertain || parameter.uncertain->as != Uncertainty::As::value) continue;
            auto const& slices = parameter.adjustments.empty() ? parameter.slices : parameter.as_given;
            CHECK_MESSAGE(std::abs(mean_of(*parameter.uncertain) - slices.front().values.front()) < 0.01, name);
        }
}

TEST_CASE("incomes and lines that stand still from October 2021 stand where they stood the month before")
{
    auto const path = find_scenario("essex/baseline_2021");
    auto const frozen = read_scenario(path, vocabulary_for(path));
    for (auto const* const name :
         {"fuel_poverty/incomes/uprating", "fuel_poverty/metrics/line", "fuel_poverty/metrics/line_scale"}) {
        auto const& parameter = frozen.parameters.at(name);
        auto const before = parameter.at(Month::of(2021, 9))[0];
        INFO(name);
        CHECK(parameter.at(Month::of(2021, 10))[0] == before);
        CHECK(parameter.at(Month::of(2023, 6))[0] == before);
    }
}

TEST_CASE("every parameter of a shipped book is used, by a process or by the synthesis of the people")
{
    for (auto const& scenario : shipped()) CHECK_NOTHROW(refuse_idle_parameters(scenario));
}

TEST_CASE("a parameter that nothing uses is refused, with what may have been meant")
{
    auto const path = find_scenario("essex/quick");
    auto scenario = read_scenario(path, vocabulary_for(path));
    for (std::string const name : {"demography/fertility/twin", "population/dwellings/vacant_shares"}) {
        auto misspelt = scenario;
        misspelt.parameters.add(name, constant(0.02));
        CHECK_THROWS_WITH_AS(refuse_idle_parameters(misspelt), doctest::Contains(("'" + name + "'").c_str()),
                             InputError);
        CHECK_THROWS_WITH_AS(refuse_idle_parameters(misspelt), doctest::Contains("did you mean"), InputError);
        // A schedule of its own leaves processes out: what those hold is no misspelling.
        misspelt.schedule = {"demography/ageing", "demography/mortality"};
        CHECK_THROWS_AS(refuse_idle_parameters(misspelt), InputError);
    }
    scenario.schedule = {"demography/ageing", "demography/mortality"};
    CHECK_NOTHROW(refuse_idle_parameters(scenario));
}

TEST_CASE("stays in a care home end as those of the published study did")
{
    auto const path = find_scenario("essex/baseline");
    auto const scenario = read_scenario(path, vocabulary_for(path));
    auto const value = [&](std::string const& name) {
        return scenario.parameters.at("social_care/packages/" + name).at(scenario.start)[0];
    };
    TwoPhaseStay const stay{value("short_stay_share"), value("short_stay_hazard"), value("long_stay_hazard")};
    CHECK(std::abs(stay.surviving(1) - 0.55) < 0.02);
    CHECK(std::abs(stay.surviving(2) - 0.385) < 0.02);
    CHECK(std::abs(stay.surviving(3) - 0.27) < 0.02);
    CHECK(std::abs(stay.mean_years() - 801 / 365.25) < 0.05);
    CHECK(stay.hazard(0) > stay.hazard(1));
}

}  // namespace
}  // namespace foresight
