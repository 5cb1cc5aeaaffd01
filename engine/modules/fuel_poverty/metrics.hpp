#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/modules/fuel_poverty/energy.hpp"
#include "engine/modules/fuel_poverty/fields.hpp"

// The measures of fuel poverty, as pure functions of a household's money.

namespace foresight {

/// A household's year, GBP.
struct Budget {
    double income = 0;  ///< net, before housing costs
    double housing_cost = 0;
    double fuel_cost = 0;       ///< of the energy required, rebates taken off
    double fuel_cost_at_c = 0;  ///< the same, were the home rated 69: band C
    double equivalence = 1;     ///< after housing costs; a couple is 1
    double bill_equivalence = 1;
    int rating = 0;
};

/// National inputs, by vintage.
struct PovertyLines {
    double line = 0;          ///< 60 per cent of median equivalised income after housing costs
    double typical_bill = 0;  ///< national median of the equivalised fuel cost (LIHC)
    double share = 0.1;       ///< of income
    int efficient = 69;       ///< a rating from which on nobody is fuel poor by LILEE
};

struct Verdict {
    std::uint8_t flags = 0;
    double gap = 0;  ///< GBP a year: nought where not poor by LILEE
};

/// Modified OECD scale after housing costs.
constexpr double equivalence_after_housing(int older, int younger)
{
    return 0.58 + 0.42 * (std::max(older, 1) - 1) + 0.20 * younger;
}

/// Of fuel bills, by persons.
constexpr double equivalence_of_bills(int persons)
{
    constexpr double factors[]{0.82, 1.00, 1.07, 1.21, 1.32};
    return factors[std::clamp(persons, 1, 5) - 1];
}

/// The share of a home's heating bill that a rating of band C would save, for every rating.
class SavingAtBandC {
public:
    explicit SavingAtBandC(int band_c = 69)
    {
        for (int rating = 0; rating != static_cast<int>(saving_.size()); ++rating)
            saving_[static_cast<std::size_t>(rating)] =
                rating < band_c ? 1 - cost_factor_of_points(band_c) / cost_factor_of_points(rating) : 0;
    }
    double operator()(int rating) const { return saving_[static_cast<std::size_t>(rating)]; }

private:
    std::array<double, 121> saving_;
};

/// What the fuel would cost at band C: heating, water and their standing charge shrink with the rating's cost factor.
inline double cost_at_band_c(double fuel_cost, double heating_cost, double saving)
{
    return fuel_cost - heating_cost * saving;
}

/// Whether it matters to any measure if the household's income is low.
constexpr bool asks_for_low_income(Budget const& b, PovertyLines const& lines)
{
    return b.rating < lines.efficient || b.fuel_cost / b.bill_equivalence > lines.typical_bill;
}

/// What is left after housing and fuel is less than the line of such a household.
constexpr bool is_low_income(Budget const& b, PovertyLines const& lines)
{
    return b.income - b.housing_cost - b.fuel_cost < lines.line * b.equivalence;
}

/// What a household lacks for the line, and what band C would save it: the gap of LILEE is the lesser of the two.
constexpr double lacking(Budget const& b, PovertyLines const& lines)
{
    return lines.line * b.equivalence - (b.income - b.housing_cost - b.fuel_cost);
}
constexpr double saved_at_c(Budget const& b) { return b.fuel_cost - b.fuel_cost_at_c; }

/// Whether it makes a difference to the verdict how many of so many persons are children, who make the line lower; `b` is as if
/// none were. It does to those alone who are below the line of as many adults, and not so far below that of one adult with
/// children that the gap is what band C would save. One counts as an adult whoever they are, so no line is lower than that.
constexpr bool children_matter(Budget const& b, int persons, PovertyLines const& lines)
{
    if (persons < 2 || !is_low_income(b, lines) || !asks_for_low_income(b, lines)) return false;
    auto with_most_children = b;
    with_most_children.equivalence = equivalence_after_housing(1, persons - 1);
    return !is_low_income(with_most_children, lines) || lacking(with_most_children, lines) < saved_at_c(b);
}

constexpr Verdict verdict(Budget const& b, PovertyLines const& lines)
{
    Verdict found;
    bool const low_income = is_low_income(b, lines);
    if (low_income && b.rating < lines.efficient) {
        found.flags |= fuel_poor::lilee;
        found.gap = std::min(lacking(b, lines), saved_at_c(b));
    }
    if (b.fuel_cost > lines.share * b.income) found.flags |= fuel_poor::ten_before;
    if (b.fuel_cost > lines.share * (b.income - b.housing_cost)) found.flags |= fuel_poor::ten_after;
    if (low_income && b.fuel_cost / b.bill_equivalence > lines.typical_bill) found.flags |= fuel_poor::lihc;
    return found;
}

}  // namespace foresight
