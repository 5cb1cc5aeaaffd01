#include <doctest/doctest.h>

#include <cmath>

#include "engine/random/random_stream.hpp"

namespace foresight {
namespace {

TEST_CASE("our exponential and logarithm agree with the C library's to the last places")
{
    for (double x = -50; x < 50; x += 0.0371) {
        CHECK(std::abs(exponential_of(x) / std::exp(x) - 1) < 2e-15);
        double const y = std::exp(x);
        CHECK(std::abs(logarithm(y) - std::log(y)) < 4e-16 * (1 + std::abs(std::log(y))) + 3e-16);
    }
    CHECK(normal_cdf(1.959963984540054) == doctest::Approx(0.975).epsilon(1e-12));
    CHECK(normal_quantile(normal_cdf(-2.5)) == doctest::Approx(-2.5).epsilon(1e-8));
}

TEST_CASE("blocks computed for many identities at once are those computed one by one")
{
    RandomStream const stream{{42, 3}, "some/process", Month::of(2024, 2)};
    std::array<std::uint64_t, philox_lanes> ids;
    for (std::uint64_t i = 0; i != ids.size(); ++i) ids[i] = mixed(i, 5);
    PhiloxWords words;
    stream.block(1, ids.data(), words);
    for (std::uint32_t lane = 0; lane != philox_lanes; ++lane)
        for (std::uint32_t word = 0; word != 4; ++word) CHECK(words[word][lane] == stream.word(1, ids[lane], word));
}

TEST_CASE("person 7 and household 7, this month and the next, share no draw")
{
    RandomStream const stream{{42, 0}, "some/process", Month::of(2024, 2)};
    RandomStream const later{{42, 0}, "some/process", Month::of(2024, 3)};
    CHECK(luck_of(stream, Id<Person>{7}).uniform(0) != luck_of(stream, Id<Household>{7}).uniform(0));
    CHECK(luck_of(stream, Id<Person>{7}).uniform(0) != luck_of(later, Id<Person>{7}).uniform(0));
}

TEST_CASE("two exponential clocks race as competing risks should")
{
    RandomStream const stream{{1, 0}, "race", Month::of(2024, 1)};
    double const first = 0.3, second = 0.1, all = first + second;
    int const racers = 200000;
    int won = 0, lost = 0;
    for (int i = 0; i != racers; ++i) {
        auto const luck = luck_of(stream, Id<Person>{static_cast<std::uint64_t>(i)});
        double const a = luck.exponential(0) / first, b = luck.exponential(1) / second;
        if (std::min(a, b) > 1) continue;
        a < b ? ++won : ++lost;
    }
    double const happened = 1 - std::exp(-all);
    for (auto const& [count, share] : {std::pair{won, first / all}, std::pair{lost, second / all}}) {
        double const expected = racers * happened * share;
        CHECK(std::abs(count - expected) < 4 * std::sqrt(expected));
    }
}

TEST_CASE("never and always are exact, and a chance is met as often as it says")
{
    RandomStream const stream{{1, 0}, "chance", Month::of(2024, 1)};
    int met = 0;
    for (std::uint64_t i = 0; i != 100000; ++i) {
        auto const luck = luck_of(stream, Id<Person>{i});
        CHECK_FALSE(luck.chance(0, 0.0));
        CHECK(luck.chance(0, 1.0));
        met += luck.chance(0, 0.2);
    }
    CHECK(std::abs(met - 20000) < 4 * std::sqrt(100000 * 0.2 * 0.8));
}

}  // namespace
}  // namespace foresight
