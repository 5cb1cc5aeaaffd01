#include "outputs/view/predictive_law.hpp"

#include <algorithm>
#include <cmath>

namespace foresight {
namespace {

// Student's t has no end, but nobody is helped by odds longer than these.
constexpr double least_share_of_students_t = 1e-6;

constexpr int halvings = 60;  // of a share: more than a double tells apart

}  // namespace

std::string_view name_of(Probability::Is is)
{
    switch (is) {
    case Probability::Is::estimate: return "estimate";
    case Probability::Is::below: return "below";
    case Probability::Is::above: return "above";
    case Probability::Is::unknown: break;
    }
    return "unknown";
}

std::string Probability::in_words() const
{
    auto const per_cent = [](double whole) { return std::to_string(static_cast<int>(whole)) + "%"; };
    double const hundredths = 100 * number;
    // A bound is rounded to the side on which it stays true, and nothing is rounded to never or always.
    switch (is) {
    case Is::unknown: return "-";
    case Is::below: return "below " + per_cent(std::ceil(hundredths - 1e-9));
    case Is::above: return "above " + per_cent(std::floor(hundredths + 1e-9));
    case Is::estimate: break;
    }
    if (hundredths < 0.5) return "below 1%";
    if (hundredths >= 99.5) return "above 99%";
    return per_cent(std::round(hundredths));
}

PredictiveLaw::PredictiveLaw(Replication const& replication, double const* values)
    : sorted_(values, values + replication.count())
{
    auto const mean = replication.of_mean(values);
    known_ = mean.has_bands && !std::isnan(mean.mean);
    if (!known_) return;
    mean_ = mean.mean;
    double const steps = static_cast<double>(replication.independent() + 1);
    by_order_ = 0.1 * steps >= 1 - 1e-9;
    least_share_ = by_order_ ? 1 / steps : least_share_of_students_t;
    law_ = replication.law_of_futures(values);
    std::sort(sorted_.begin(), sorted_.end());
}

double PredictiveLaw::quantile(double share) const
{
    if (!known_) return no_number;
    double const known = std::clamp(share, least_share_, 1 - least_share_);
    if (by_order_) return order_statistic(sorted_, known);
    if (known == 0.5) return mean_;
    auto const reach = student_t(law_.degrees_of_freedom, std::max(known, 1 - known)) * law_.spread;
    return known > 0.5 ? mean_ + reach : mean_ - reach;
}

Probability PredictiveLaw::probability_above(double limit) const
{
    if (!known_ || std::isnan(limit)) return {};
    double low = least_share_, high = 1 - least_share_;
    if (quantile(low) > limit) return {high, Probability::Is::above};
    if (quantile(high) < limit) return {low, Probability::Is::below};
    for (int i = 0; i != halvings; ++i) {
        double const middle = low + (high - low) / 2;
        (quantile(middle) <= limit ? low : high) = middle;
    }
    return {1 - low, Probability::Is::estimate};
}

}  // namespace foresight
