#include "outputs/view/replication.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/scenario/parameters.hpp"

namespace foresight {
namespace {

double mean_of(double const* values, std::size_t count)
{
    return std::accumulate(values, values + count, 0.0) / static_cast<double>(count);
}

double squares_about(double mean, double const* values, std::size_t count)
{
    double sum = 0;
    for (std::size_t i = 0; i != count; ++i) sum += (values[i] - mean) * (values[i] - mean);
    return sum;
}

/// The order statistic at `share` of n + 1 steps (Weibull, 1939): two of them hold another draw of any continuous
/// distribution as often as their shares say, on average.
double order_statistic(std::vector<double> const& sorted, double share)
{
    double const at = share * static_cast<double>(sorted.size() + 1) - 1;
    auto const low = static_cast<std::size_t>(at);
    auto const high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

bool enough_for(std::size_t count, double tail) { return tail * static_cast<double>(count + 1) >= 1 - 1e-9; }

}  // namespace

double student_t(std::size_t degrees_of_freedom, double share)
{
    if (degrees_of_freedom == 0) return std::numeric_limits<double>::infinity();
    // t squared over itself and the degrees of freedom is distributed as Beta(1/2, n/2).
    double const n = static_cast<double>(degrees_of_freedom);
    double const x = quantile_of({Uncertainty::Shape::beta, 0.5, n / 2, Uncertainty::As::value}, 2 * share - 1);
    return std::sqrt(n * x / (1 - x));
}

Replication::Replication(std::vector<ReplicateAddress> const& addresses)
{
    std::vector<std::uint32_t> points;
    for (auto const& address : addresses) {
        auto const found = std::find(points.begin(), points.end(), address.point);
        point_.push_back(static_cast<std::size_t>(found - points.begin()));
        if (found == points.end()) points.push_back(address.point);
    }
    independent_ = points.size();
    if (points.size() == 1) {
        independent_ = addresses.size();
        std::iota(point_.begin(), point_.end(), std::size_t{0});
    }
    if (independent_ < 2) return;
    reach_eighty_ = student_t(independent_ - 1, 0.9);
    reach_ninety_five_ = student_t(independent_ - 1, 0.975);
}

double Replication::error_of(double const* values, double mean) const
{
    // Replicates at one point deviate together: their deviations are summed before they are squared.
    std::vector<double> deviation(independent_);
    for (std::size_t i = 0; i != count(); ++i) deviation[point_[i]] += values[i] - mean;
    double squares = 0;
    for (double const one : deviation) squares += one * one;
    double const n = static_cast<double>(independent_);
    return std::sqrt(squares * n / (n - 1)) / static_cast<double>(count());
}

Estimate Replication::of_mean(double const* values) const
{
    double const mean = mean_of(values, count());
    if (independent_ < 2) return {mean, 0, {mean, mean}, {mean, mean}, false};
    double const error = error_of(values, mean);
    auto const band = [&](double reach) { return Band{mean - reach * error, mean + reach * error}; };
    return {mean, error, band(reach_eighty_), band(reach_ninety_five_), true};
}

Estimate Replication::of_futures(double const* values) const
{
    auto of = this->of_mean(values);
    if (!of.has_bands) return of;
    if (std::isnan(of.mean)) return {no_number, no_number, {no_number, no_number}, {no_number, no_number}, true};
    std::vector<double> sorted(values, values + count());
    std::sort(sorted.begin(), sorted.end());
    double const spread = std::hypot(deviation(values), of.error);
    auto const band = [&](double tail, double reach) {
        if (enough_for(count(), tail)) return Band{order_statistic(sorted, tail), order_statistic(sorted, 1 - tail)};
        return Band{of.mean - reach * spread, of.mean + reach * spread};
    };
    of.eighty = band(0.1, reach_eighty_);
    of.ninety_five = band(0.025, reach_ninety_five_);
    return of;
}

double Replication::quantile(double const* values, double share) const
{
    auto const of = of_mean(values);
    if (!of.has_bands || std::isnan(of.mean)) return no_number;
    if (enough_for(count(), std::min(share, 1 - share))) {
        std::vector<double> sorted(values, values + count());
        std::sort(sorted.begin(), sorted.end());
        return order_statistic(sorted, share);
    }
    double const spread = std::hypot(deviation(values), of.error);
    return share < 0.5 ? of.mean - student_t(independent_ - 1, 1 - share) * spread
                       : of.mean + student_t(independent_ - 1, share) * spread;
}

double Replication::deviation(double const* values) const
{
    if (count() < 2) return 0;
    return std::sqrt(squares_about(mean_of(values, count()), values, count()) / static_cast<double>(count() - 1));
}

VarianceSplit Replication::split(double const* values) const
{
    VarianceSplit const unknown{no_number, no_number};
    if (independent_ < 2) return unknown;
    if (independent_ == count()) return unknown;
    // Only points that have all their lucks: the first one's number of them.
    auto const lucks = static_cast<std::size_t>(std::count(point_.begin(), point_.end(), point_.front()));
    auto const whole = count() / lucks;
    if (lucks < 2 || whole < 2) return unknown;
    double within = 0;
    std::vector<double> means(whole);
    for (std::size_t p = 0; p != whole; ++p) {
        means[p] = mean_of(values + p * lucks, lucks);
        within += squares_about(means[p], values + p * lucks, lucks);
    }
    double const points = static_cast<double>(whole), each = static_cast<double>(lucks);
    double const luck = within / (points * (each - 1));
    double const between = squares_about(mean_of(means.data(), whole), means.data(), whole) / (points - 1);
    return {luck, std::max(0.0, between - luck / each)};
}

}  // namespace foresight
