#include "outputs/view/replication.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/random/elementary.hpp"
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

/// Whether that part of the law lies between the least and the greatest of so many.
bool enough_for(std::size_t count, double tail) { return tail * static_cast<double>(count + 1) >= 1 - 1e-9; }

/// The quantile of F: F over itself and the second degrees over the first is distributed as Beta.
double quantile_of_f(double above, double below, double share)
{
    double const x = quantile_of({Uncertainty::Shape::beta, above / 2, below / 2, Uncertainty::As::value}, share);
    return below * x / (above * (1 - x));
}

}  // namespace

double order_statistic(std::vector<double> const& sorted, double share)
{
    double const at = share * static_cast<double>(sorted.size() + 1) - 1;
    auto const low = static_cast<std::size_t>(at);
    auto const high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

double student_t(double n, double share)
{
    if (!(n > 0)) return std::numeric_limits<double>::infinity();
    // t squared over itself and the degrees of freedom is distributed as Beta(1/2, n/2).
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
    central_ = points == std::vector<std::uint32_t>{0};
    if (central_) {
        independent_ = addresses.size();
        std::iota(point_.begin(), point_.end(), std::size_t{0});
    }
    if (independent_ < 2) return;
    auto const degrees_of_freedom = static_cast<double>(independent_ - 1);
    reach_eighty_ = student_t(degrees_of_freedom, 0.9);
    reach_ninety_five_ = student_t(degrees_of_freedom, 0.975);
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

Replication::Variances Replication::variances(double const* values) const
{
    auto const points = static_cast<double>(independent_), all = static_cast<double>(count());
    std::vector<double> mean(independent_), lucks(independent_);
    for (std::size_t i = 0; i != count(); ++i) {
        mean[point_[i]] += values[i];
        lucks[point_[i]] += 1;
    }
    for (std::size_t p = 0; p != mean.size(); ++p) mean[p] /= lucks[p];
    double within = 0;
    for (std::size_t i = 0; i != count(); ++i) within += (values[i] - mean[point_[i]]) * (values[i] - mean[point_[i]]);
    double const between = squares_about(mean_of(mean.data(), mean.size()), mean.data(), mean.size());
    return {between / (points - 1), all > points ? within / (all - points) : 0, all / points};
}

Replication::Law Replication::law_of_futures(double const* values) const
{
    // Another point and its mean's own error, and another luck for those that are averaged in a point's mean
    // (Satterthwaite, 1946, for the degrees of freedom of the sum).
    auto const [between, within, lucks] = variances(values);
    double const points = static_cast<double>(independent_);
    double const of_points = between * (1 + 1 / points), of_lucks = within * (1 - 1 / lucks);
    double const sum = of_points + of_lucks;
    if (!(sum > 0) || independent_ == count()) return {std::sqrt(std::max(0.0, sum)), points - 1};
    double const of_freedom =
        of_points * of_points / (points - 1) + (lucks > 1 ? of_lucks * of_lucks / (points * (lucks - 1)) : 0);
    return {std::sqrt(sum), sum * sum / of_freedom};
}

Estimate Replication::of_futures(double const* values) const
{
    auto of = this->of_mean(values);
    if (!of.has_bands) return of;
    if (std::isnan(of.mean)) return {no_number, no_number, {no_number, no_number}, {no_number, no_number}, true};
    std::vector<double> sorted(values, values + count());
    std::sort(sorted.begin(), sorted.end());
    auto const law = law_of_futures(values);
    bool const as_the_mean = law.degrees_of_freedom == static_cast<double>(independent_ - 1);
    auto const band = [&](double tail, double reach_of_mean) {
        if (enough_for(independent_, tail))
            return Band{order_statistic(sorted, tail), order_statistic(sorted, 1 - tail)};
        auto const reach = (as_the_mean ? reach_of_mean : student_t(law.degrees_of_freedom, 1 - tail)) * law.spread;
        return Band{of.mean - reach, of.mean + reach};
    };
    of.eighty = band(0.1, reach_eighty_);
    of.ninety_five = band(0.025, reach_ninety_five_);
    return of;
}

double Replication::deviation(double const* values) const
{
    if (count() < 2) return 0;
    return std::sqrt(squares_about(mean_of(values, count()), values, count()) / static_cast<double>(count() - 1));
}

double Replication::caution() const
{
    if (independent_ < 2) return no_number;
    // The fifth part of chi-square that is least, after Wilson and Hilferty (1931).
    double const n = static_cast<double>(independent_ - 1), spread = 2 / (9 * n);
    double const root = 1 - spread + normal_quantile(0.2) * std::sqrt(spread);
    return 1 / std::sqrt(root * root * root);
}

VarianceSplit Replication::split(double const* values) const
{
    if (central_ && independent_ > 1) return {deviation(values) * deviation(values), 0, {1, 1}};
    if (independent_ < 2 || independent_ == count()) return {no_number, no_number, {no_number, no_number}};
    auto const of = variances(values);
    auto const points = static_cast<double>(independent_), others = static_cast<double>(count() - independent_);
    // The ratio of the two mean squares, over F, is one and `lucks` times the parameters' variance over luck's.
    auto const luck_at = [&](double share) {
        double const ratio = of.lucks * of.between / of.within / quantile_of_f(points - 1, others, share);
        double const parameters = std::max(0.0, (ratio - 1) / of.lucks);
        return 1 / (1 + parameters);
    };
    auto const band = of.within > 0 ? Band{luck_at(0.025), luck_at(0.975)} : Band{};
    return {of.within, std::max(0.0, of.between - of.within / of.lucks), band};
}

}  // namespace foresight
