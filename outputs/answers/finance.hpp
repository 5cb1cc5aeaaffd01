#pragma once

#include <string>
#include <vector>

#include "outputs/answers/budget_risk.hpp"
#include "outputs/view/view.hpp"

namespace foresight {

/// Adult social care as councils budget for it.
///
/// From each financial year's cost to the next, line by line: what last year's starters, leavers, prices and moves cost
/// in a full year; what this year's do in the part of it that is left when they happen; a policy; contributions. The
/// lines add up to the cost of the year to the penny, since the cost of a week at the end of each month is what it was,
/// with what started, was repriced and moved, less what left (table care_budget).
///
/// In real terms they add up too, and each year begins where the last one ended: the base is at the prices of the year
/// before, and the price line is what uplifts add above general inflation, which takes from what that base buys. An
/// uplift no greater than inflation is no real growth.
struct FinanceView {
    std::string base_year;
    View bridge;             ///< by line and financial year: GBP, cash and real
    View subtotals;          ///< the same of several lines together; no lines of their own, nothing adds them up
    std::string baseline{};  ///< what the run without the policy is called; empty: there is none
    View against{};          ///< where there is one, by line and financial year: what it costs, and the difference
    View price_rise;         ///< by financial year, a share: what the price line is of what it is put upon
    View
        activity;  ///< by age group, setting and financial year: clients at 31 March, weeks, cost of one, gross, and real
    bool clients_pay = true;  ///< else there is no net cost, and all risk is of the gross
    std::vector<BudgetRisk> risks;
    std::vector<std::string> cautions{};  ///< what keeps the policy line from being the effect of the policy alone
    std::vector<std::string> notes;
};

/// What a finance view is asked for.
struct FinanceQuestion {
    std::string base_year{};              ///< a financial year that the run holds whole; empty: the first
    std::size_t years = 5;                ///< after it, as far as the run goes
    RunReader const* baseline = nullptr;  ///< the run without the policy; it must outlive the question
    Budget budget{};
    std::string limits{};  ///< what social care cannot do yet, as the module states it; told among the notes
};

/// How a line is called: in real terms (measure 1) price is another thing than in cash.
std::string line_label(View const& bridge, std::size_t line, std::size_t measure);

/// The keys of the lines that a subtotal takes together, by its own key.
std::vector<std::string> lines_of_subtotal(std::string const& key);

/// Throws an InputError where the run lacks the tables or the year, the baseline has other replicates, a line of the budget
/// is net alone and no client pays anything, or is not of the size of its year's cost.
FinanceView finance_of(RunReader const& run, FinanceQuestion const& question);

/// Whether no client of a run pays anything, as where there is no means test.
bool contributions_are_nought(RunReader const& run);

}  // namespace foresight
