#include <doctest/doctest.h>

#include <numeric>

#include "engine/synthesis/rounding.hpp"

using namespace foresight;

namespace {

Sequence luck(std::uint32_t place) { return {7, "synthesis/test", Month::of(2023, 6), place}; }

/// A table of uneven fractions whose rows and columns add up to whole numbers.
Matrix fractions(std::vector<double> const& rows, std::vector<double> const& columns, std::uint32_t place)
{
    Matrix matrix{rows.size(), columns.size()};
    auto draw = luck(place);
    for (auto& cell : matrix.cells) cell = 0.1 + draw.uniform();
    fit_margins(matrix, rows, columns, 2000, 1e-13);
    return matrix;
}

double row_sum(Matrix const& m, std::size_t r)
{
    double sum = 0;
    for (std::size_t c = 0; c != m.columns; ++c) sum += m.at(r, c);
    return sum;
}

double column_sum(Matrix const& m, std::size_t c)
{
    double sum = 0;
    for (std::size_t r = 0; r != m.rows; ++r) sum += m.at(r, c);
    return sum;
}

}  // namespace

TEST_CASE("controlled rounding keeps every margin and moves no cell by one or more")
{
    std::vector<double> const rows{3, 17, 0, 41, 9}, columns{20, 25, 5, 20};
    for (std::uint32_t place = 0; place != 200; ++place) {
        auto const before = fractions(rows, columns, place);
        auto after = before;
        auto draw = luck(place + 1000);
        controlled_round(after, draw);
        for (std::size_t r = 0; r != rows.size(); ++r) CHECK(row_sum(after, r) == rows[r]);
        for (std::size_t c = 0; c != columns.size(); ++c) CHECK(column_sum(after, c) == columns[c]);
        for (std::size_t i = 0; i != after.cells.size(); ++i) {
            CHECK(after.cells[i] == static_cast<double>(static_cast<int>(after.cells[i])));
            CHECK(after.cells[i] - before.cells[i] < 1 + 1e-6);
            CHECK(before.cells[i] - after.cells[i] < 1 + 1e-6);
        }
    }
}

TEST_CASE("controlled rounding leaves a table of whole numbers alone")
{
    Matrix matrix{2, 2};
    matrix.cells = {3, 0, 4, 7};
    auto draw = luck(1);
    controlled_round(matrix, draw);
    CHECK(matrix.cells == std::vector<double>{3, 0, 4, 7});
}

TEST_CASE("controlled rounding favours nobody: a half is rounded up half the time")
{
    int up = 0;
    for (std::uint32_t place = 0; place != 4000; ++place) {
        Matrix matrix{2, 2, 0.5};
        auto draw = luck(place);
        controlled_round(matrix, draw);
        up += matrix.at(0, 0) == 1;
    }
    CHECK(up > 2000 - 4 * 32);  // four standard errors of a fair coin
    CHECK(up < 2000 + 4 * 32);
}

TEST_CASE("largest remainders add up, and no share is off by one")
{
    std::vector<double> const shares{0.2, 3.7, 1.05, 0, 8.05};
    auto const whole = largest_remainder(shares, 13);
    CHECK(std::accumulate(whole.begin(), whole.end(), 0) == 13);
    CHECK(whole == std::vector<std::int32_t>{0, 4, 1, 0, 8});
    CHECK(largest_remainder({0, 0}, 0) == std::vector<std::int32_t>{0, 0});
}

TEST_CASE("proportional fitting meets both margins, keeps noughts, and keeps the odds between cells")
{
    Matrix matrix{2, 2};
    matrix.cells = {4, 1, 2, 3};
    auto const error = fit_margins(matrix, {30, 70}, {50, 50});
    CHECK(error < 1e-9);
    CHECK(row_sum(matrix, 0) == doctest::Approx(30));
    CHECK(column_sum(matrix, 1) == doctest::Approx(50));
    CHECK(matrix.at(0, 0) * matrix.at(1, 1) / (matrix.at(0, 1) * matrix.at(1, 0)) == doctest::Approx(6));
    Matrix with_nought{2, 2};
    with_nought.cells = {0, 1, 1, 1};
    fit_margins(with_nought, {10, 30}, {15, 25});
    CHECK(with_nought.at(0, 0) == 0);
    CHECK(with_nought.at(0, 1) == doctest::Approx(10));
}
