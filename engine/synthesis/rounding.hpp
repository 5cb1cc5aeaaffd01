#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/synthesis/sequence.hpp"

namespace foresight {

/// A table of numbers, row by row.
struct Matrix {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> cells;

    Matrix(std::size_t r, std::size_t c, double value = 0) : rows{r}, columns{c}, cells(r * c, value) {}
    double& at(std::size_t r, std::size_t c) { return cells[r * columns + c]; }
    double at(std::size_t r, std::size_t c) const { return cells[r * columns + c]; }
};

/// Whole numbers nearest to `shares`, scaled, that add up to `total`: the largest remainders are rounded up.
std::vector<std::int32_t> largest_remainder(std::vector<double> const& shares, std::int64_t total);

/// Rounds every cell down or up so that every row and column keeps its sum. The sums must be whole.
///
/// That is always possible (Bacharach 1966, "Matrix rounding problems", Management Science 12). A walk along
/// unrounded cells, turning at rows and columns in turn, closes into a cycle; along it amounts are shifted,
/// with as much chance up as down, until one cell is whole.
void controlled_round(Matrix& matrix, Sequence& luck);

/// Iterative proportional fitting: scales rows and columns in turn until both margins hold. Cells of nought stay so.
/// Returns the greatest relative error of a row that is left.
double fit_margins(Matrix& matrix, std::vector<double> const& row_totals, std::vector<double> const& column_totals,
                   int rounds = 200, double tolerance = 1e-10);

}  // namespace foresight
