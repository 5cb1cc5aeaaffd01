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
    bool stated = false;                       ///< by a budget file
    Probability overspend{};                   ///< that another future costs more than the budget
    double at_eighty = no_number;              ///< four futures in five cost less
    double at_ninety = no_number;              ///< nine in ten do

    // What the budget lacks, and what it has to spare. Neither is below nought; of one replicate there is none.
    double reserve_eighty() const { return at_least_nought(at_eighty - budget); }
    double reserve_ninety() const { return at_least_nought(at_ninety - budget); }
    double headroom_eighty() const { return at_least_nought(budget - at_eighty); }

private:
    static double at_least_nought(double pounds) { return pounds < 0 ? 0 : pounds; }
};

/// Of a financial year whose gross and net cost are given replicate by replicate. Where no budget is stated the mean of
/// the net cost stands in for it.
BudgetRisk risk_of(std::string financial_year, Replication const& replication, double const* gross, double const* net,
                   Budget const& budget);

}  // namespace foresight
