#pragma once

#include <string>

#include "outputs/answers/budget.hpp"
#include "outputs/view/predictive_law.hpp"

namespace foresight {

/// What a year is likely to cost against what is set aside for it: like with like, and all by one predictive law.
struct BudgetRisk {
    std::string financial_year;
    Budget::Basis basis = Budget::Basis::net;  ///< which cost is meant
    Estimate cost{};                           ///< gross or net, as the basis says
    double budget = 0;                         ///< as stated; else the mean of the cost
    bool stated = false;                       ///< by a budget file; else chance, reserves and headroom say nothing
    Probability overspend{};                   ///< that another future costs more than the budget
    double at_eighty = no_number;              ///< four futures in five cost less
    double at_ninety = no_number;              ///< nine in ten do

    // The Monte Carlo error of these, with 95 per cent confidence; an end that is not known is no number.
    Band mean_within{no_number, no_number};
    Band overspend_within{no_number, no_number};
    Band eighty_within{no_number, no_number};
    Band ninety_within{no_number, no_number};

    // What the budget lacks, and what it has to spare. Neither is below nought; of one replicate there is none.
    double reserve_eighty() const { return at_least_nought(at_eighty - budget); }
    double reserve_ninety() const { return at_least_nought(at_ninety - budget); }
    double headroom_eighty() const { return at_least_nought(budget - at_eighty); }
    Band reserve_eighty_within() const { return lacking(eighty_within); }
    Band reserve_ninety_within() const { return lacking(ninety_within); }

    /// What of a reserve is no risk at all: the mean is that far above the budget, or below it.
    double expected_gap() const { return cost.mean - budget; }
    Band expected_gap_within() const { return {mean_within.low - budget, mean_within.high - budget}; }

    // How far above the mean four futures in five, or nine in ten, are met. The intervals are those of P80 and P90 and so a
    // little wide, since the mean goes with them.
    double eighty_above_mean() const { return at_eighty - cost.mean; }
    double ninety_above_mean() const { return at_ninety - cost.mean; }
    Band eighty_above_mean_within() const { return above_mean(eighty_within); }
    Band ninety_above_mean_within() const { return above_mean(ninety_within); }

private:
    static double at_least_nought(double pounds) { return pounds < 0 ? 0 : pounds; }
    Band lacking(Band of) const { return {at_least_nought(of.low - budget), at_least_nought(of.high - budget)}; }
    Band above_mean(Band of) const { return {of.low - cost.mean, of.high - cost.mean}; }
};

/// Of a financial year whose gross and net cost are given replicate by replicate. Where clients pay nothing all is of gross
/// cost; where no budget is stated the mean of the cost stands in for it.
BudgetRisk risk_of(std::string financial_year, Replication const& replication, double const* gross, double const* net,
                   Budget const& budget, bool clients_pay = true);

}  // namespace foresight
