#pragma once

#include <string>
#include <vector>

#include "outputs/answers/budget_risk.hpp"
#include "outputs/run_file/run_reader.hpp"

// What has to be said beside a medium-term budget, a sentence or two each; empty where there is nothing to say.

namespace foresight {

/// Whether the base year reconciles to its outturn, or how far it is from what is set aside, by what the source of its line
/// says that it is; or that there is nothing to hold it against.
std::string note_of_the_base_year(BudgetRisk const& base, Budget const& budget);
/// That no client pays anything, and what becomes of net lines of the budget.
std::string note_of_no_contributions(std::vector<BudgetRisk> const& risks, Budget const& budget);
/// Why starters less leavers take from a cost that grows.
std::string note_of_demand();
/// How real terms are meant.
std::string note_of_prices(std::string const& base_year, Deflator const& deflator);
/// Where what prices rise by is from, as the run holds it.
std::string note_of_uplifts(Provenance const& origin);
/// What the limits of 95 per cent are worth of few replicates.
std::string note_of_few_replicates(std::size_t independent);
/// Whose the other lines are where there is one of policy.
std::string note_of_the_policy_line(std::string const& baseline);
/// What a policy already does in the base year, where no line shows it.
std::string note_of_an_early_policy(Replication const& replication, std::vector<double> const& difference,
                                    std::string const& base_year);
/// How much more chance moves a sample than the county.
std::string note_of_a_sample(std::uint32_t weight);
/// That more than one council pays: a budget is of one.
std::string note_of_several_councils(RunReader const& run);
/// That policy and baseline stand in each other's place: the baseline's scenario extends that of the run.
std::string note_of_a_swap(RunReader const& run, RunReader const& baseline);

}  // namespace foresight
