#include "tools/foresight/base_population.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace foresight {
namespace {

TEST_CASE("a population that is stored for others has a rating for each dwelling, and the people are who they were")
{
    auto const path = find_scenario("essex/quick");
    Overrides overrides;
    overrides.sample = 1000;
    auto const scenario = read_scenario(path, vocabulary_for(path), overrides);
    auto county = base_population(scenario, true, Keep::for_the_fit, shipped_library(), Cache::only_read);
    auto const people = county.persons.living();
    auto const& ratings = county.dwellings.column(dwelling::rating);
    CHECK(std::all_of(ratings.begin(), ratings.end(), [](auto points) { return points == 0; }));
    rate_dwellings(county, scenario);
    CHECK(county.persons.living() == people);
    REQUIRE(ratings.size() == county.dwellings.rows());
    double sum = 0;
    for (auto const points : ratings) {
        CHECK((points >= 1 && points <= 120));
        sum += points;
    }
    CHECK(sum / static_cast<double>(ratings.size()) == doctest::Approx(66).epsilon(0.1));
}

}  // namespace
}  // namespace foresight
