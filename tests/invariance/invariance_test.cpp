#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/lives.hpp"

namespace foresight {
namespace {

std::vector<std::string> const everything{"test/ageing", "test/dying", "test/bearing", "test/moving"};

std::uint64_t after_three_years(std::uint32_t threads, ChunkOrder order, std::vector<std::string> const& schedule,
                                std::uint32_t luck = 0)
{
    Threads const limit{threads, order};
    auto const county = small_county(3000);
    auto const parameters = lives::parameters();
    Simulation simulation{lives::scenario(schedule), parameters, lives::catalogue(), county, {42, luck}};
    lives::Nobody nobody_looks;
    simulation.run(nobody_looks);
    return fingerprint(simulation.population());
}

TEST_CASE("the same people live the same lives for any number of threads and any order of chunks")
{
    auto const one = after_three_years(1, ChunkOrder::ascending, everything);
    for (std::uint32_t const threads : {2u, 3u, 7u})
        CHECK(after_three_years(threads, ChunkOrder::ascending, everything) == one);
    CHECK(after_three_years(2, ChunkOrder::shuffled, everything) == one);
}

TEST_CASE("a process that touches nobody else's fields moves nobody else's draws")
{
    auto with_company = everything;
    with_company.insert(with_company.begin() + 1, "test/unrelated");
    CHECK(after_three_years(2, ChunkOrder::ascending, with_company)
          == after_three_years(2, ChunkOrder::ascending, everything));
}

TEST_CASE("another luck is another county")
{
    CHECK(after_three_years(2, ChunkOrder::ascending, everything, 1)
          != after_three_years(2, ChunkOrder::ascending, everything, 0));
}

std::set<std::uint64_t> survivors(double scale)
{
    auto const county = small_county(3000);
    auto const parameters = lives::parameters(scale);
    Simulation simulation{
        lives::scenario({"test/ageing", "test/dying"}, 10), parameters, lives::catalogue(), county, {42, 0}};
    lives::Nobody nobody_looks;
    simulation.run(nobody_looks);
    return lives::living(simulation.population());
}

TEST_CASE("the survivors of deadlier years are a subset of the survivors of milder ones")
{
    auto const mild = survivors(2e-5), deadly = survivors(4e-5);
    CHECK(deadly.size() < mild.size());
    CHECK(std::includes(mild.begin(), mild.end(), deadly.begin(), deadly.end()));
}

TEST_CASE("a change that would change nothing is refused before the first month")
{
    auto const county = small_county(10);
    auto const parameters = lives::parameters();
    auto asked = lives::scenario({"test/ageing"});
    asked.changes.push_back({.parameter = "lives/dying"});
    CHECK_THROWS_WITH_AS((Simulation{asked, parameters, lives::catalogue(), county, {1, 0}}),
                         doctest::Contains("would change nothing"), InputError);
    asked.schedule = {"test/ageing", "test/dying"};
    CHECK_NOTHROW((Simulation{asked, parameters, lives::catalogue(), county, {1, 0}}));
}

template <class Held, class Key>
concept Subscript = requires(Held held, Key key)
{
    held[key];
};

static_assert(Subscript<ReadsAnyone<person::age>, Row<Person>>);
static_assert(Subscript<Writes<person::age>, Own<Person>>);
static_assert(!Subscript<Writes<person::age>, Row<Person>>, "writing another person's row must not compile");
static_assert(!Subscript<Reads<person::age>, Row<Person>>, "reading another person's row asks for ReadsAnyone");
static_assert(!Subscript<Reads<person::age>, Own<Household>>, "a household is not a person");
static_assert(!std::is_constructible_v<Own<Person>, Row<Person>, Id<Person>>, "only a loop makes an Own");

}  // namespace
}  // namespace foresight
