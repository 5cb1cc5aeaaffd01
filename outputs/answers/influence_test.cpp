#include "outputs/answers/influence.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/random/elementary.hpp"
#include "engine/random/philox.hpp"

namespace foresight {
namespace {

double normal_at(std::uint32_t seed, std::uint32_t index, std::uint32_t of)
{
    auto const words = philox({index, of, 0, 0}, {seed, 23});
    return normal_quantile((static_cast<double>(words[0]) + 0.5) * 0x1p-32);
}

/// Fifty points of twenty uncertain values; each a factor with mean 1 and a standard deviation of a tenth.
Provenance fifty_points(std::uint32_t seed)
{
    Provenance made;
    for (std::uint32_t i = 0; i != 50; ++i) made.replicates.push_back({i, i + 1});
    for (std::uint32_t k = 0; k != 20; ++k) {
        auto const name = "part/" + std::to_string(k);
        made.drawn.push_back({name, name});
        for (std::uint32_t i = 0; i != 50; ++i) made.drawn.back().values.push_back(1 + 0.1 * normal_at(seed, i, k));
    }
    return made;
}

}  // namespace

TEST_CASE("a number that hangs on two of twenty uncertain values names the two, and how far they move it")
{
    double first = 0, second = 0, slope = 0;
    int others = 0;
    for (std::uint32_t seed = 0; seed != 100; ++seed) {
        auto const run = fifty_points(seed);
        std::vector<double> values;
        for (std::uint32_t i = 0; i != 50; ++i)  // variances 64, 16 and, of luck, 4
            values.push_back(80 * run.drawn[3].values[i] + 40 * run.drawn[7].values[i] + 2 * normal_at(seed, i, 99));
        auto const found = influences(values.data(), run, "a_table");
        REQUIRE(found.size() >= 2);
        CHECK(found[0].parameter == "part/3");
        CHECK(found[1].parameter == "part/7");
        others += static_cast<int>(found.size()) - 2;
        first += found[0].share / 100, second += found[1].share / 100, slope += found[0].slope / 100;
    }
    CHECK(first == doctest::Approx(64.0 / 84).epsilon(0.04));
    CHECK(second == doctest::Approx(16.0 / 84).epsilon(0.12));
    CHECK(slope == doctest::Approx(8).epsilon(0.03));
    CHECK(others <= 6);  // one in a hundred by chance
}

TEST_CASE("a value that cannot reach a table is not said to move it, however alike their numbers are")
{
    auto run = fifty_points(1);
    std::vector<double> values;
    for (std::uint32_t i = 0; i != 50; ++i) values.push_back(80 * run.drawn[3].values[i] + normal_at(1, i, 99));
    REQUIRE(!influences(values.data(), run, "a_table").empty());
    run.drawn[3].tables = std::vector<std::string>{"another_table"};
    for (auto const& one : influences(values.data(), run, "a_table")) CHECK(one.parameter != "part/3");
    CHECK(influences(values.data(), run, "another_table").front().parameter == "part/3");
}

TEST_CASE("of luck alone nothing is said to matter")
{
    int found = 0;
    for (std::uint32_t seed = 0; seed != 100; ++seed) {
        auto const run = fifty_points(seed);
        std::vector<double> values;
        for (std::uint32_t i = 0; i != 50; ++i) values.push_back(normal_at(seed, i, 99));
        found += !influences(values.data(), run, "a_table").empty();
    }
    CHECK(found <= 5);
}

TEST_CASE("a group is the first two words of a name")
{
    CHECK(group_of("social_care/prices/weekly") == "social_care/prices");
    CHECK(group_of("social_care/prices") == "social_care/prices");
    CHECK(group_of("seed") == "seed");
}

}  // namespace foresight
