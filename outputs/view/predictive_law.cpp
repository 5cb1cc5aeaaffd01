#include "outputs/view/predictive_law.hpp"

#include <algorithm>
#include <cmath>

#include "engine/scenario/parameters.hpp"

namespace foresight {
namespace {

// Student's t has no end, but nobody is helped by odds longer than these.
constexpr double least_share_of_students_t = 1e-6;

constexpr int halvings = 60;  // of a share: more than a double tells apart

constexpr double confidence_tail = 0.025;  // at each end of 95 per cent

double quantile_of_beta(double a, double b, double share)
{
    return quantile_of({Uncertainty::Shape::beta, a, b, Uncertainty::As::value}, share);
}

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
    : replication_{replication}, values_(values, values + replication.count()), sorted_(values_)
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

double PredictiveLaw::worth(double share) const
{
    auto const all = static_cast<double>(replication_.count()),
               independent = static_cast<double>(replication_.independent());
    if (all == independent) return all;
    double const limit = quantile(share);
    std::vector<double> is_below;
    for (double const value : values_) is_below.push_back(value <= limit ? 1 : 0);
    auto const part = replication_.of_mean(is_below.data());
    if (!(part.error > 0)) return independent;
    return std::clamp(part.mean * (1 - part.mean) / (part.error * part.error) + 1, independent, all);
}

Band PredictiveLaw::part_below(double share, double worth)
{
    double const a = (worth + 1) * share, b = (worth + 1) * (1 - share);
    return {quantile_of_beta(a, b, confidence_tail), quantile_of_beta(a, b, 1 - confidence_tail)};
}

Band PredictiveLaw::interval_of_quantile(double share) const
{
    if (!known_) return {no_number, no_number};
    double const known = std::clamp(share, least_share_, 1 - least_share_);
    if (!by_order_) {
        // The errors of a normal law's mean and of its spread have nothing to do with each other.
        double const degrees = law_.degrees_of_freedom, from_mean = quantile(share) - mean_;
        double const error = std::hypot(replication_.of_mean(values_.data()).error, from_mean / std::sqrt(2 * degrees));
        double const reach = student_t(degrees, 1 - confidence_tail) * error;
        return {quantile(share) - reach, quantile(share) + reach};
    }
    // The quantile at which that part of all futures would be the upper, or the lower, end of what may lie below it.
    double const as_many = worth(known);
    auto const where = [&](bool lower) {
        auto const end = [&](double at) {
            auto const part = part_below(at, as_many);
            return lower ? part.high : part.low;
        };
        double low = least_share_, high = 1 - least_share_;
        if (end(low) > share || end(high) < share) return no_number;
        for (int i = 0; i != halvings; ++i) {
            double const middle = low + (high - low) / 2;
            (end(middle) <= share ? low : high) = middle;
        }
        return order_statistic(sorted_, low);
    };
    return {where(true), where(false)};
}

Band PredictiveLaw::interval_of_probability(Probability const& chance) const
{
    if (!by_order_ || chance.is != Probability::Is::estimate) return {no_number, no_number};
    auto const below = part_below(1 - chance.number, worth(1 - chance.number));
    return {1 - below.high, 1 - below.low};
}

}  // namespace foresight
