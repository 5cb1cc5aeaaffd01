#include "outputs/view/replication.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/random/elementary.hpp"
#include "engine/random/philox.hpp"
#include "engine/scenario/parameters.hpp"
#include "outputs/view/predictive_law.hpp"
#include "outputs/view/view.hpp"

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

TEST_CASE("one replicate has no bands, and no error, nor have lucks at a single point that was drawn")
{
    double const value = 7;
    CHECK_FALSE(design(0, 1).of_futures(&value).has_bands);
    CHECK_FALSE(design(1, 1).of_mean(&value).has_bands);
    // Eight lucks at one drawn point say nothing of another point.
    CHECK_FALSE(design(1, 8).of_futures(known_answer(1, 1, 8, 5, 3).data()).has_bands);
}

TEST_CASE("the 95 per cent interval of a mean holds the answer of a known model in 95 of 100 seeds")
{
    for (auto const& shape : {std::pair{0u, 10u}, {20u, 1u}, {10u, 2u}, {20u, 3u}}) {
        auto const points = shape.first, lucks = shape.second;
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

TEST_CASE(
    "the bands of futures hold a future that was not seen where points have several lucks, whichever matters more")
{
    for (auto const& shape : {std::pair{20u, 2u}, {10u, 4u}, {5u, 8u}, {4u, 10u}})
        for (auto const& spread : {std::pair{5.0, 0.0}, {5.0, 3.0}, {1.0, 5.0}}) {
            auto const points = shape.first, lucks = shape.second;
            auto const of_point = spread.first, of_luck = spread.second;
            CAPTURE(points);
            CAPTURE(lucks);
            CAPTURE(of_point);
            auto const replicates = design(points, lucks);
            int held95 = 0, held80 = 0, above_p90 = 0;
            for (std::uint32_t seed = 0; seed != seeds; ++seed) {
                // The first luck of another point is the future that was not seen.
                auto const values = known_answer(seed, points + 1, lucks, of_point, of_luck);
                double const unseen = values[points * lucks];
                auto const of = replicates.of_futures(values.data());
                held95 += of.ninety_five.low < unseen && unseen < of.ninety_five.high;
                held80 += of.eighty.low < unseen && unseen < of.eighty.high;
                above_p90 += unseen > PredictiveLaw{replicates, values.data()}.quantile(0.9);
            }
            CHECK(std::abs(held95 / double{seeds} - 0.95) < 0.02);
            // Order statistics of lucks that go together lie a little far out.
            CHECK(std::abs(held80 / double{seeds} - 0.80) < 0.03);
            CHECK(std::abs(above_p90 / double{seeds} - 0.10) < 0.015);
        }
}

TEST_CASE("the bands of futures hold a future that was not seen in 80 and 95 of 100 seeds")
{
    // With the normal's quantiles, and with a skewed law's where the bands are order statistics.
    for (auto const& shape : {std::pair{10u, false}, {20u, false}, {50u, false}, {50u, true}}) {
        auto const lucks = shape.first;
        auto const skewed = shape.second;
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

TEST_CASE(
    "who adds replicates until the error is small enough ends with an interval that holds, and mostly with the error")
{
    for (std::uint32_t const needed : {24u, 32u, 64u}) {
        CAPTURE(needed);
        double const wanted = 1 / std::sqrt(needed);
        constexpr std::uint32_t runs = 2000, most = 400;
        int held = 0, larger = 0;
        for (std::uint32_t seed = 0; seed != runs; ++seed) {
            auto const values = known_answer(seed, 0, most, 0, 1);
            std::uint32_t count = 16;
            for (;;) {
                auto const replicates = design(0, count);
                auto const of = replicates.of_mean(values.data());
                double const error = replicates.caution() * of.error / wanted;
                if (error > 1 && count < most) {
                    count = static_cast<std::uint32_t>(std::clamp(1.1 * count * error * error, count + 1.0, 400.0));
                    continue;
                }
                held += of.ninety_five.low < 100 && 100 < of.ninety_five.high;
                larger += 1 / std::sqrt(count) > wanted;
                break;
            }
        }
        CHECK(std::abs(held / double{runs} - 0.945) < 0.02);
        CHECK(larger / double{runs} < 0.2);
    }
}

TEST_CASE("two lucks at each point tell the variance of luck from that of parameters")
{
    auto const replicates = design(20, 2);
    double luck = 0, parameters = 0;
    int held_95 = 0;
    for (std::uint32_t seed = 0; seed != 500; ++seed) {
        auto const values = known_answer(seed, 20, 2, 5, 3);
        auto const split = replicates.split(values.data());
        REQUIRE_FALSE(std::isnan(split.luck));
        luck += split.luck / 500;
        parameters += split.parameters / 500;
        held_95 += split.share_of_luck.low < 9.0 / 34 && 9.0 / 34 < split.share_of_luck.high;
    }
    CHECK(luck == doctest::Approx(9).epsilon(0.03));
    CHECK(parameters == doctest::Approx(25).epsilon(0.05));
    CHECK(held_95 / 500.0 > 0.92);
    CHECK(held_95 / 500.0 < 0.98);
    auto const alone = known_answer(1, 20, 1, 5, 3);
    CHECK(std::isnan(design(20, 1).split(alone.data()).luck));
}

TEST_CASE("where all replicates are at the central point, all variance is luck's")
{
    Replication const central{{{0, 0}, {1, 0}, {2, 0}, {3, 0}}};
    double const values[]{1, 2, 3, 6};
    auto const split = central.split(values);
    CHECK(split.luck == doctest::Approx(14.0 / 3));
    CHECK(split.parameters == 0);
    CHECK(split.share_of_luck.low == 1);
}

TEST_CASE("of what is counted no band goes below nought where no replicate does, and of money one may")
{
    View view;
    view.replication = Replication{{{0, 0}, {1, 0}, {2, 0}, {3, 0}}};
    view.measures = {{"people", "People", "persons"}, {"change", "Change", "GBP"}, {"moves", "Moves", "persons"}};
    view.values = {{0, 9, 1, 0}, {0, 9, 1, 0}, {-1, 9, 1, 0}};
    CHECK(view.estimate(0, 0).ninety_five.low == 0);
    CHECK(view.estimate(0, 0).eighty.low == 0);
    CHECK(view.estimate(0, 0).ninety_five.high > 9);
    CHECK(view.estimate(1, 0).ninety_five.low < 0);
    CHECK(view.estimate(2, 0).ninety_five.low < 0);
}

}  // namespace foresight
