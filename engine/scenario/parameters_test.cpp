#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/scenario/points.hpp"

namespace foresight {
namespace {

Month month(int year, int number) { return Month::of(year, number); }

Parameter dated()
{
    Parameter made = constant(100);
    made.slices.push_back({month(2024, 4), {200}});
    made.slices.push_back({month(2025, 4), {300}});
    return made;
}

Adjustment scale(double by, Month from = {}, Month until = {})
{
    Adjustment made;
    made.kind = Adjustment::Kind::scale;
    made.amounts = {by};
    made.from = from;
    made.until = until;
    return made;
}

TEST_CASE("a dated value holds from its month until the next, and the first before that too")
{
    auto const tariff = dated();
    CHECK(tariff.at(month(1999, 1))[0] == 100);
    CHECK(tariff.at(month(2024, 3))[0] == 100);
    CHECK(tariff.at(month(2024, 4))[0] == 200);
    CHECK(tariff.at(month(2099, 1))[0] == 300);
}

TEST_CASE("a scale holds over all later dates, and `until` gives back what was there")
{
    auto tariff = dated();
    tariff.adjust(scale(1.5, month(2024, 10), month(2026, 1)));
    CHECK(tariff.at(month(2024, 9))[0] == 200);
    CHECK(tariff.at(month(2024, 10))[0] == 300);
    CHECK(tariff.at(month(2025, 4))[0] == 450);
    CHECK(tariff.at(month(2025, 12))[0] == 450);
    CHECK(tariff.at(month(2026, 1))[0] == 300);
}

TEST_CASE("changes apply in their order")
{
    auto first = dated(), second = dated();
    Adjustment set;
    set.amounts = {50};
    first.adjust(scale(2));
    first.adjust(set);
    second.adjust(set);
    second.adjust(scale(2));
    CHECK(first.at(month(2024, 6))[0] == 50);
    CHECK(second.at(month(2024, 6))[0] == 100);
}

TEST_CASE("a change that is phased in grows by even steps to its whole, across dates")
{
    auto tariff = dated();
    auto growing = scale(3, month(2025, 3));
    growing.phase_in = 4;
    tariff.adjust(growing);
    CHECK(tariff.at(month(2025, 2))[0] == 200);
    CHECK(tariff.at(month(2025, 3))[0] == doctest::Approx(200 * 1.5));
    CHECK(tariff.at(month(2025, 4))[0] == doctest::Approx(300 * 2));
    CHECK(tariff.at(month(2025, 5))[0] == doctest::Approx(300 * 2.5));
    CHECK(tariff.at(month(2025, 6))[0] == 900);
    CHECK(tariff.at(month(2030, 1))[0] == 900);
}

TEST_CASE("only the cells that are named change")
{
    Parameter rates;
    rates.dimensions = {"sex", "age"};
    rates.sizes = {2, 3};
    rates.slices = {{Month{0}, {1, 2, 3, 4, 5, 6}}};
    auto some = scale(10);
    some.cells = {1, 5};
    rates.adjust(some);
    CHECK(rates.at(month(2024, 1)) == std::vector<double>{1, 20, 3, 4, 5, 60});
    CHECK(rates.cell_name(5) == "1, 2");
}

TEST_CASE("a distribution has the mean and the quantiles that are on record")
{
    using Shape = Uncertainty::Shape;
    // Normal and beta quantiles: Abramowitz and Stegun, table 26.5; a beta of (2, 3) has the distribution function 6x^2 - 8x^3 + 3x^4.
    CHECK(quantile_of({Shape::normal, 10, 2}, 0.975) == doctest::Approx(13.919928).epsilon(1e-6));
    CHECK(quantile_of({Shape::lognormal, 2, 0.5}, 0.5) == doctest::Approx(2));
    CHECK(quantile_of({Shape::uniform, 1, 3}, 0.25) == doctest::Approx(1.5));
    auto const x = quantile_of({Shape::beta, 2, 3}, 0.3);
    CHECK(6 * x * x - 8 * x * x * x + 3 * x * x * x * x == doctest::Approx(0.3).epsilon(1e-9));
    for (auto const shape : {Shape::normal, Shape::lognormal, Shape::beta, Shape::uniform}) {
        Uncertainty const uncertain{shape, shape == Shape::beta ? 2.0 : 1.0,
                                    shape == Shape::beta      ? 5.0
                                    : shape == Shape::uniform ? 3.0
                                                              : 0.3};
        double sum = 0, squares = 0;
        constexpr int n = 4000;
        for (int point = 1; point <= n; ++point) {
            auto const drawn = draw_of(uncertain, 42, static_cast<std::uint32_t>(point), "a/b/c");
            sum += drawn;
            squares += drawn * drawn;
        }
        auto const mean = sum / n, error = std::sqrt((squares / n - mean * mean) / n);
        CHECK(std::abs(mean - mean_of(uncertain)) < 4 * error);
    }
}

Parameters two_uncertain()
{
    Parameters made;
    auto sure = constant(5);
    auto unsure = constant(10);
    unsure.uncertain = Uncertainty{Uncertainty::Shape::normal, 1, 0.1};
    made.add("a/sure", sure);
    made.add("a/unsure", unsure);
    return made;
}

double unsure_at(Parameters const& parameters, std::uint32_t point)
{
    return Points{parameters, 42, Design::drawn}.at(point).at("a/unsure").at(month(2024, 1))[0];
}

TEST_CASE("another uncertain parameter moves nobody else's draw, and the central point draws nothing")
{
    auto const before = two_uncertain();
    auto after = two_uncertain();
    auto another = constant(1);
    another.uncertain = Uncertainty{Uncertainty::Shape::uniform, 0.5, 1.5};
    after.add("a/another", another);
    for (std::uint32_t point = 0; point != 5; ++point) CHECK(unsure_at(before, point) == unsure_at(after, point));
    CHECK(unsure_at(before, 0) == 10);
    CHECK(unsure_at(before, 1) != unsure_at(before, 2));
    CHECK(Points{before, 42, Design::drawn}.at(3).at("a/sure").at(month(2024, 1))[0] == 5);
    CHECK(Points{before, 42, Design::drawn}.at(1).hash() == Points{before, 42, Design::drawn}.at(1).hash());
    CHECK(Points{before, 42, Design::drawn}.at(1).hash() != Points{before, 43, Design::drawn}.at(1).hash());
}

TEST_CASE(
    "every stretch of a Sobol design that begins with its first point and is a power of two long is even in each value")
{
    Parameters parameters;
    for (char const* const name : {"a/one", "a/two", "a/three"}) {
        auto value = constant(1);
        value.uncertain = Uncertainty{Uncertainty::Shape::uniform, 0, 1, Uncertainty::As::value};
        parameters.add(name, value);
    }
    Points const points{parameters, 42, Design::sobol};
    auto const values = parameters.uncertain_values();
    for (auto const& value : values)
        for (std::uint32_t const count : {4u, 16u, 64u}) {
            std::vector<int> hits(count);
            for (std::uint32_t point = 1; point <= count; ++point)
                ++hits[static_cast<std::size_t>(points.draw(value, point) * count)];
            for (auto const times : hits) CHECK(times == 1);
        }
    // Two values together: a (0, m, 2) net in the first two dimensions has one point in each box of area 1/64.
    std::vector<int> boxes(64);
    for (std::uint32_t point = 1; point <= 64; ++point)
        ++boxes[static_cast<std::size_t>(points.draw(values[0], point) * 8) * 8
                + static_cast<std::size_t>(points.draw(values[1], point) * 8)];
    CHECK(std::count(boxes.begin(), boxes.end(), 1) == 64);
    CHECK(points.draw(values[0], 7) != Points{parameters, 43, Design::sobol}.draw(values[0], 7));
}

TEST_CASE("what a change sets is certain, unless the change says otherwise, and what it scales stays uncertain")
{
    auto fixed = two_uncertain(), scaled = two_uncertain(), vague = two_uncertain();
    Adjustment set;
    set.amounts = {7};
    fixed.change("a/unsure").adjust(set);
    CHECK(unsure_at(fixed, 1) == 7);
    scaled.change("a/unsure").adjust(scale(2));
    CHECK(unsure_at(scaled, 1) == doctest::Approx(2 * unsure_at(two_uncertain(), 1)));
    set.uncertain = Uncertainty{Uncertainty::Shape::normal, 1, 0.2};
    vague.change("a/unsure").adjust(set);
    CHECK(unsure_at(vague, 1) != 7);
    CHECK(unsure_at(vague, 0) == 7);
}

TEST_CASE("of two uncertain changes of one date each has a draw of its own, and the same where the other is not there")
{
    auto both = constant(100);
    auto first = scale(1.2), second = scale(1.5);
    first.from = second.from = month(2024, 4);
    first.uncertain = second.uncertain = Uncertainty{Uncertainty::Shape::normal, 1, 0.1};
    both.adjust(first);
    both.adjust(second);
    auto const at_first_point = [](std::vector<Adjustment> const& changes) {
        auto parameter = constant(100);
        for (auto const& change : changes) parameter.adjust(change);
        Parameters parameters;
        parameters.add("a/price", parameter);
        return Points{parameters, 42, Design::drawn}.at(1).at("a/price").at(month(2024, 5))[0] / 100;
    };
    auto const alone = std::pair{at_first_point({both.adjustments[0]}), at_first_point({both.adjustments[1]})};
    CHECK(alone.first / 1.2 != alone.second / 1.5);
    CHECK(at_first_point(both.adjustments) == doctest::Approx(alone.first * alone.second).epsilon(1e-14));
}

TEST_CASE("one standard deviation around a mean is that of the distribution itself, and never leaves its range")
{
    auto const of = [](Uncertainty::Shape shape, double first, double second) {
        return one_deviation_around({shape, first, second, Uncertainty::As::factor});
    };
    auto const even = of(Uncertainty::Shape::uniform, 0.8, 1);
    CHECK(even.first == doctest::Approx(0.9 - 0.1 / std::sqrt(3)));
    CHECK(even.second == doctest::Approx(0.9 + 0.1 / std::sqrt(3)));
    auto const beta = of(Uncertainty::Shape::beta, 2, 3);
    CHECK(beta.first == doctest::Approx(0.4 - 0.2));
    CHECK(beta.second == doctest::Approx(0.4 + 0.2));
    CHECK(of(Uncertainty::Shape::beta, 0.1, 1).first == 0);
    CHECK(of(Uncertainty::Shape::normal, 1, 0.1).first == doctest::Approx(0.9));
    CHECK(of(Uncertainty::Shape::lognormal, 2, 0.1).second == doctest::Approx(2 * std::exp(0.1)));
}

TEST_CASE(
    "an exponent that is drawn moves ratios away from one or towards it, together, and leaves one and nought alone")
{
    Parameters parameters;
    auto ratios = constant(1);
    ratios.sizes = {4};
    ratios.dimensions = {"group"};
    ratios.slices[0].values = {0, 0.5, 1, 4};
    ratios.uncertain = Uncertainty{Uncertainty::Shape::uniform, 0.5, 1.5, Uncertainty::As::exponent};
    parameters.add("a/ratios", ratios);
    for (std::uint32_t point = 1; point != 20; ++point) {
        auto const drawn = Points{parameters, 1, Design::drawn}.at(point).at("a/ratios").at(month(2024, 1));
        CHECK(drawn[0] == 0);
        CHECK(drawn[2] == doctest::Approx(1).epsilon(1e-15));
        auto const exponent = std::log(drawn[3]) / std::log(4.0);
        CHECK(exponent >= 0.5);
        CHECK(exponent <= 1.5);
        CHECK(drawn[1] == doctest::Approx(std::pow(0.5, exponent)).epsilon(1e-12));
    }
}

TEST_CASE("a probability that is drawn never exceeds one")
{
    Parameters parameters;
    auto chance = constant(0.99);
    chance.low = 0;
    chance.high = 1;
    chance.uncertain = Uncertainty{Uncertainty::Shape::normal, 1, 0.5};
    parameters.add("a/chance", chance);
    for (std::uint32_t point = 1; point != 50; ++point) {
        auto const drawn = Points{parameters, 1, Design::drawn}.at(point).at("a/chance").at(month(2024, 1))[0];
        CHECK(drawn >= 0);
        CHECK(drawn <= 1);
    }
}

TEST_CASE("the hash is of names, dates and values, not of words about them")
{
    auto const one = two_uncertain();
    auto two = two_uncertain();
    two.change("a/sure").label = "Another label";
    CHECK(one.hash() == two.hash());
    two.change("a/sure").slices[0].values[0] = 6;
    CHECK(one.hash() != two.hash());
    CHECK_THROWS_WITH_AS(one.at("a/sur"), doctest::Contains("did you mean 'a/sure'?"), InputError);
}

}  // namespace
}  // namespace foresight
