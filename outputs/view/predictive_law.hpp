#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "outputs/view/replication.hpp"

namespace foresight {

/// How likely something is; or, where all that was lived is on one side, a number that it is surely below or above.
struct Probability {
    enum class Is : std::uint8_t { unknown, estimate, below, above };
    double number = no_number;
    Is is = Is::unknown;

    /// "34%", "below 2%", "above 98%"; a dash of what is not known.
    std::string in_words() const;
};

std::string_view name_of(Probability::Is is);

/// The law of another future of one number, out of its replicates: what it stays below with a given chance, and how
/// likely it is above a limit. One is the inverse of the other, so that they never contradict each other.
///
/// All of it is of one kind, that of the 80 per cent band: from nine independent replicates on, order statistics at the
/// steps of n + 1 with straight lines between them, which say nothing beyond the least and the greatest; of fewer,
/// Student's t. A quantile of a greater share is never less. (Harrell and Davis' mean of all order statistics would be surer
/// by a tenth at fifty replicates, but of nine it has 13 futures in 100 above P90.)
class PredictiveLaw {
public:
    PredictiveLaw(Replication const& replication, double const* values);

    /// Whether anything can be said: of one replicate nothing can, nor of what is hidden.
    bool known() const { return known_; }
    /// Below which another future falls with chance `share`; the extreme that was lived where it would be beyond it. No
    /// number if nothing is known.
    double quantile(double share) const;
    /// How likely another future is above `limit`; never 0, and never 1.
    Probability probability_above(double limit) const;

    /// The Monte Carlo error of a quantile: within it lies, with 95 per cent confidence, what infinitely many replicates
    /// would give. An end of which too few replicates know nothing is no number.
    ///
    /// Of order statistics by their own law: below the one at `share` lies what is distributed as Beta((n + 1) share,
    /// (n + 1)(1 - share)) of all futures (Hutson, 1999), n being as many independent replicates as are worth the lucks that
    /// go together (Woodruff, 1952). Of Student's t as if the futures were normal.
    Band interval_of_quantile(double share) const;
    /// The same of a chance that `probability_above` gave; no numbers of a bound, nor of Student's t.
    Band interval_of_probability(Probability const& chance) const;

private:
    /// As many independent replicates would know as much of the part of futures that lies below a quantile.
    double worth(double share) const;
    /// Between which parts of all futures the quantile at `share` may lie.
    static Band part_below(double share, double worth);

    Replication replication_{};
    std::vector<double> values_{};
    std::vector<double> sorted_{};
    bool known_ = false;
    bool by_order_ = false;
    double least_share_ = 0;  ///< what is known of the law lies between this and 1 less it
    double mean_ = no_number;
    Replication::Law law_{};
};

}  // namespace foresight
