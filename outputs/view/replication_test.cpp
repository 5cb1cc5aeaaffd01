#include "outputs/view/replication.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/random/elementary.hpp"
#include "engine/random/philox.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {
namespace {

/// A standard normal number for every address, the same on every day.
double normal_at(std::uint32_t seed, std::uint32_t index)
{
    auto const words = philox({index, 0, 0, 0}, {seed, 17});
    return normal_quantile((static_cast<double>(words[0]) + 0.5) * 0x1p-32);
}

/// `lucks` replicates at each of `points` points; at the central one if there are no points.
Replication design(std::uint32_t points, std::uint32_t lucks)
{
    std::vector<ReplicateAddress> addresses;
    for (std::uint32_t i = 0; i != std::max(1u, points) * lucks; ++i)
        addresses.push_back({i, points == 0 ? 0 : i / lucks + 1});
    return Replication{addresses};
}

/// What a model gives whose answer is known: 100, a part of each point's own and a part of each luck's.
std::vector<double> known_answer(std::uint32_t seed, std::uint32_t points, std::uint32_t lucks, double of_point,
                                 double of_luck)
{
    std::vector<double> values;
    for (std::uint32_t i = 0; i != std::max(1u, points) * lucks; ++i)
        values.push_back(100 + of_luck * normal_at(seed, i)
                         + (points == 0 ? 0 : of_point * normal_at(seed, 1000 + i / lucks)));
    return values;
}

constexpr std::uint32_t seeds = 8000;

}  // namespace

TEST_CASE("the interval of a mean is Student's")
{
    std::vector<double> const values{1, 2, 3, 4};
    auto const of = design(0, 4).of_mean(values.data());
    CHECK(of.mean == 2.5);
    CHECK(of.error == doctest::Approx(std::sqrt(5.0 / 3.0 / 4.0)));
    CHECK(of.ninety_five.high - of.mean == doctest::Approx(3.18245 * of.error).epsilon(1e-5));
    CHECK(of.eighty.high - of.mean == doctest::Approx(1.63774 * of.error).epsilon(1e-5));
    // Fisher and Yates, Statistical Tables, III.
    CHECK(student_t(1, 0.975) == doctest::Approx(12.7062).epsilon(1e-5));
    CHECK(student_t(39, 0.975) == doctest::Approx(2.02269).epsilon(1e-5));
}

TEST_CASE("one replicate has no bands, and no error")
{
    double const value = 7;
    CHECK_FALSE(design(0, 1).of_futures(&value).has_bands);
    CHECK_FALSE(design(1, 1).of_mean(&value).has_bands);
}

TEST_CASE("the 95 per cent interval of a mean holds the answer of a known model in 95 of 100 seeds")
{
    for (auto const& [points, lucks] : {std::pair{0u, 10u}, {20u, 1u}, {10u, 2u}, {20u, 3u}}) {
        CAPTURE(points);
        CAPTURE(lucks);
        auto const replicates = design(points, lucks);
        int held95 = 0, held80 = 0;
        for (std::uint32_t seed = 0; seed != seeds; ++seed) {
            auto const values = known_answer(seed, points, lucks, 5, 3);
            auto const of = replicates.of_mean(values.data());
            held95 += of.ninety_five.low < 100 && 100 < of.ninety_five.high;
            held80 += of.eighty.low < 100 && 100 < of.eighty.high;
        }
        CHECK(std::abs(held95 / double{seeds} - 0.95) < 0.01);
        CHECK(std::abs(held80 / double{seeds} - 0.80) < 0.015);
    }
}

TEST_CASE("the bands of futures hold a future that was not seen in 80 and 95 of 100 seeds")
{
    // With the normal's quantiles, and with a skewed law's where the bands are order statistics.
    for (auto const& [lucks, skewed] : {std::pair{10u, false}, {20u, false}, {50u, false}, {50u, true}}) {
        CAPTURE(lucks);
        CAPTURE(skewed);
        auto const replicates = design(0, lucks);
        int held95 = 0, held80 = 0;
        for (std::uint32_t seed = 0; seed != seeds; ++seed) {
            auto values = known_answer(seed, 0, lucks + 1, 0, 1);
            if (skewed)
                for (auto& value : values) value = std::exp(value - 100);
            double const unseen = values.back();
            auto const of = replicates.of_futures(values.data());
            held95 += of.ninety_five.low < unseen && unseen < of.ninety_five.high;
            held80 += of.eighty.low < unseen && unseen < of.eighty.high;
        }
        CHECK(std::abs(held95 / double{seeds} - 0.95) < 0.01);
        CHECK(std::abs(held80 / double{seeds} - 0.80) < 0.015);
    }
}

TEST_CASE("two lucks at each point tell the variance of luck from that of parameters")
{
    auto const replicates = design(20, 2);
    double luck = 0, parameters = 0;
    for (std::uint32_t seed = 0; seed != 500; ++seed) {
        auto const values = known_answer(seed, 20, 2, 5, 3);
        auto const split = replicates.split(values.data());
        REQUIRE_FALSE(std::isnan(split.luck));
        luck += split.luck / 500;
        parameters += split.parameters / 500;
    }
    CHECK(luck == doctest::Approx(9).epsilon(0.03));
    CHECK(parameters == doctest::Approx(25).epsilon(0.05));
    auto const alone = known_answer(1, 20, 1, 5, 3);
    CHECK(std::isnan(design(20, 1).split(alone.data()).luck));
}

}  // namespace foresight
