#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "outputs/run_file/provenance.hpp"

namespace foresight {

/// What is hidden, or not known.
inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// Between two values.
struct Band {
    double low = 0;
    double high = 0;
};

/// A mean, how sure it is, and the bands that go with it. There are none where replicates are not independent of each other
/// even in part: of one replicate, or of several lucks at one point of the uncertain parameters.
struct Estimate {
    double mean = 0;
    double error = 0;    ///< Monte Carlo: the standard error of the mean
    Band eighty{};       ///< 80 per cent
    Band ninety_five{};  ///< 95 per cent
    bool has_bands = false;
};

/// Where the variance of one number over the replicates comes from. Where each point has one luck only the two cannot be
/// told apart, and both are no number.
struct VarianceSplit {
    double luck = 0;        ///< Monte Carlo: between lucks at one point
    double parameters = 0;  ///< between points
    Band share_of_luck{};   ///< of both, with 95 per cent confidence
};

/// How the replicates of a run belong together, and what can be said of a number that each of them has.
///
/// Replicates at one point of the uncertain parameters resemble each other: what is independent are the points,
/// or where all are at the central one (point 0) the lucks.
class Replication {
public:
    Replication() = default;
    explicit Replication(std::vector<ReplicateAddress> const& addresses);

    std::size_t count() const { return point_.size(); }
    /// How many of them are independent of each other.
    std::size_t independent() const { return independent_; }

    /// Of the replicates themselves: within the bands falls another future of the same kind. By order statistics, free of
    /// any distribution, where enough of them are independent (9 for 80 per cent, 39 for 95); else by Student's t.
    Estimate of_futures(double const* values) const;
    /// Of the mean of `values`: the bands hold what infinitely many replicates would give. By Student's t.
    Estimate of_mean(double const* values) const;
    /// The standard deviation over all replicates; 0 of one.
    double deviation(double const* values) const;
    /// By how much the true error may be greater than that of an estimate, with 80 per cent confidence: who adds replicates
    /// until an error is small enough stops too soon if he believes the error itself (Stein, 1945). No number if there is none.
    double caution() const;
    /// By analysis of variance in one direction, over the points that have all their lucks. Of lucks at the central point alone
    /// all is luck.
    VarianceSplit split(double const* values) const;

    /// Another future about the mean, as Student's t; where replicates are independent of each other at least in part.
    struct Law {
        double spread = 0;
        double degrees_of_freedom = 1;
    };
    Law law_of_futures(double const* values) const;

private:
    /// The variance of the points' means, and of the lucks about them.
    struct Variances {
        double between = 0;
        double within = 0;
        double lucks = 1;  ///< at a point
    };
    Variances variances(double const* values) const;
    double error_of(double const* values, double mean) const;

    std::vector<std::size_t> point_;  ///< of each replicate, counted from 0 in the order of their appearance
    std::size_t independent_ = 0;
    bool central_ = false;     ///< whether all are at the central point
    double reach_eighty_ = 0;  ///< quantiles of Student's t
    double reach_ninety_five_ = 0;
};

/// The order statistic at `share` of n + 1 steps (Weibull, 1939): two of them hold another draw of any continuous
/// distribution as often as their shares say, on average. `share` is from 1 to n of these steps.
double order_statistic(std::vector<double> const& sorted, double share);

/// The quantile of Student's t below which `share` of it lies, 0.5 < share < 1.
double student_t(double degrees_of_freedom, double share);

}  // namespace foresight
