#include "engine/synthesis/rounding.hpp"

#include <algorithm>
#include <numeric>

#include "engine/core/error.hpp"

namespace foresight {

namespace {

constexpr double whole_enough = 1e-7;

double nearest_whole(double x) { return static_cast<double>(static_cast<std::int64_t>(x + 0.5)); }

bool is_whole(double x)
{
    auto const off = x - nearest_whole(x);
    return off < whole_enough && off > -whole_enough;
}

/// The unrounded cells of each row and column, from which a walk picks its next step.
class Unrounded {
public:
    explicit Unrounded(Matrix& matrix) : matrix_{matrix}, by_row_(matrix.rows), by_column_(matrix.columns)
    {
        for (std::size_t r = 0; r != matrix.rows; ++r)
            for (std::size_t c = 0; c != matrix.columns; ++c)
                if (is_whole(matrix.at(r, c))) matrix.at(r, c) = nearest_whole(matrix.at(r, c));
                else {
                    by_row_[r].push_back(c);
                    by_column_[c].push_back(r);
                }
    }

    std::size_t row_with_any(std::size_t from) const
    {
        while (from != by_row_.size() && by_row_[from].size() < 2) ++from;
        return from;
    }
    std::vector<std::size_t> const& row(std::size_t r) const { return by_row_[r]; }
    std::vector<std::size_t> const& column(std::size_t c) const { return by_column_[c]; }

    void settle(std::size_t r, std::size_t c)
    {
        if (!is_whole(matrix_.at(r, c))) return;
        matrix_.at(r, c) = nearest_whole(matrix_.at(r, c));
        std::erase(by_row_[r], c);
        std::erase(by_column_[c], r);
    }

private:
    Matrix& matrix_;
    std::vector<std::vector<std::size_t>> by_row_;
    std::vector<std::vector<std::size_t>> by_column_;
};

using Cells = std::vector<std::pair<std::size_t, std::size_t>>;

/// A cycle through unrounded cells that begins with a step along row `start`; empty where a walk gets stuck.
Cells find_cycle(Unrounded const& open, std::size_t start, std::size_t rows, std::size_t columns)
{
    Cells path;
    std::vector<std::size_t> seen_row(rows, ~std::size_t{0}), seen_column(columns, ~std::size_t{0});
    auto r = start;
    auto came_by = columns;
    while (true) {
        if (seen_row[r] != ~std::size_t{0})
            return {path.begin() + static_cast<std::ptrdiff_t>(seen_row[r]), path.end()};
        seen_row[r] = path.size();
        auto const& along = open.row(r);
        auto const c = std::find_if(along.begin(), along.end(), [&](auto x) { return x != came_by; });
        if (c == along.end()) return {};
        path.emplace_back(r, *c);
        if (seen_column[*c] != ~std::size_t{0})
            return {path.begin() + static_cast<std::ptrdiff_t>(seen_column[*c]), path.end()};
        seen_column[*c] = path.size();
        auto const& up = open.column(*c);
        auto const next = std::find_if(up.begin(), up.end(), [&](auto x) { return x != r; });
        if (next == up.end()) return {};
        path.emplace_back(*next, *c);
        came_by = *c;
        r = *next;
    }
}

}  // namespace

std::vector<std::int32_t> largest_remainder(std::vector<double> const& shares, std::int64_t total)
{
    auto const sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    std::vector<std::int32_t> whole(shares.size());
    std::vector<double> rest(shares.size());
    std::int64_t given = 0;
    for (std::size_t i = 0; i != shares.size(); ++i) {
        auto const exact = sum > 0 ? shares[i] * (static_cast<double>(total) / sum) : 0.0;
        whole[i] = static_cast<std::int32_t>(exact + 1e-9);
        rest[i] = exact - whole[i];
        given += whole[i];
    }
    std::vector<std::size_t> order(shares.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return rest[a] > rest[b]; });
    for (std::size_t i = 0; given < total && !order.empty(); ++i, ++given) ++whole[order[i % order.size()]];
    for (std::size_t i = order.size(); given > total && i-- > 0;)
        if (whole[order[i]] > 0) {
            --whole[order[i]];
            --given;
        }
    return whole;
}

void controlled_round(Matrix& matrix, Sequence& luck)
{
    Unrounded open{matrix};
    for (std::size_t r = open.row_with_any(0); r != matrix.rows; r = open.row_with_any(r)) {
        auto const cycle = find_cycle(open, r, matrix.rows, matrix.columns);
        if (cycle.empty()) break;
        double up = 1, down = 1;  // how far every other cell can rise, the others falling; and the reverse
        for (std::size_t i = 0; i != cycle.size(); ++i) {
            auto const value = matrix.at(cycle[i].first, cycle[i].second);
            auto const above = value - static_cast<double>(static_cast<std::int64_t>(value)), below = 1 - above;
            up = std::min(up, i % 2 == 0 ? below : above);
            down = std::min(down, i % 2 == 0 ? above : below);
        }
        auto const shift = luck.chance(down / (up + down)) ? up : -down;
        for (std::size_t i = 0; i != cycle.size(); ++i)
            matrix.at(cycle[i].first, cycle[i].second) += i % 2 == 0 ? shift : -shift;
        for (auto const& [row, column] : cycle) open.settle(row, column);
    }
    for (auto& cell : matrix.cells) cell = nearest_whole(cell);
}

double fit_margins(Matrix& matrix, std::vector<double> const& row_totals, std::vector<double> const& column_totals,
                   int rounds, double tolerance)
{
    double worst = 0;
    for (int round = 0; round != rounds; ++round) {
        std::vector<double> sums(matrix.columns);
        worst = 0;
        for (std::size_t r = 0; r != matrix.rows; ++r) {
            double sum = 0;
            for (std::size_t c = 0; c != matrix.columns; ++c) sum += matrix.at(r, c);
            auto const factor = sum > 0 ? row_totals[r] / sum : 0.0;
            if (row_totals[r] > 0) worst = std::max(worst, factor > 1 ? factor - 1 : 1 - factor);
            for (std::size_t c = 0; c != matrix.columns; ++c) sums[c] += matrix.at(r, c) *= factor;
        }
        for (std::size_t c = 0; c != matrix.columns; ++c) {
            auto const factor = sums[c] > 0 ? column_totals[c] / sums[c] : 0.0;
            for (std::size_t r = 0; r != matrix.rows; ++r) matrix.at(r, c) *= factor;
        }
        if (round > 0 && worst < tolerance) break;
    }
    return worst;
}

}  // namespace foresight
