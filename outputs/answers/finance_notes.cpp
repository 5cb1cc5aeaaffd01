#include "outputs/answers/finance_notes.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "outputs/view/comparison.hpp"
#include "outputs/view/councils.hpp"
#include "outputs/view/headlines.hpp"
#include "outputs/view/lineage.hpp"

namespace foresight {
namespace {

std::string in_millions(double pounds) { return "GBP " + shown(pounds * 1e-6, 1) + " million"; }

std::string years_of(Budget const& budget)
{
    std::string years;
    for (auto const& [year, line] : budget.lines) years += (years.empty() ? "" : ", ") + year;
    return years.empty() ? "no line" : "lines for " + years + " only";
}

/// Whether a year has ended is known by what its line is said to be from: nothing else here knows what day it is.
bool tells_an_outturn(std::string source)
{
    std::transform(source.begin(), source.end(), source.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    auto const says = [&](char const* word) { return source.find(word) != std::string::npos; };
    return (says("outturn") || says("spent") || says("spend on") || says("actual"))
           && !(says("forecast") || says("plan") || says("projected") || says("expected") || says("budgeted"));
}

}  // namespace

std::string note_of_the_base_year(BudgetRisk const& base, Budget const& budget)
{
    if (!base.stated)
        return "The base year " + base.financial_year
               + " is modelled, not an outturn; no budget line for it is known, and it is reconciled to nothing: "
               + (budget.file.empty() ? "--budget FILE states one, and --budget-template FILE writes one to fill in."
                                      : budget.file + " has " + years_of(budget) + ".");
    auto const gap = base.expected_gap();
    auto const share = std::abs(gap / base.budget);
    auto const pounds = in_millions(std::abs(gap));
    auto const& source = budget.lines.at(base.financial_year).source;
    auto const has_ended = tells_an_outturn(source);
    auto const held_against = std::string{has_ended ? "the outturn" : "what is set aside"} + " for "
                              + std::string{name_of(base.basis)} + " cost";
    auto const begin = "The base year " + base.financial_year + " is modelled";
    if (share <= 0.001)
        return begin + (has_ended ? ", and reconciles to " : ", and is ") + held_against + " within 0.1 per cent ("
               + pounds + "; " + source + ").";
    return begin + (has_ended ? ", and does not reconcile: it is " : ": it is ") + pounds + " (" + shown(100 * share, 1)
           + " per cent) " + (gap > 0 ? "above " : "below ") + held_against + " (" + source
           + "). Each later year has its own gap, the mean less the budget: a mismatch of level, to be settled before "
             "a "
             "reserve is set. What it holds is not modelled, or modelled otherwise.";
}

std::string note_of_no_contributions(std::vector<BudgetRisk> const& risks, Budget const& budget)
{
    std::string unused;
    for (auto const& risk : risks)
        if (risk.stated && budget.lines.at(risk.financial_year).net)
            unused += (unused.empty() ? "" : ", ") + risk.financial_year;
    std::string const gross = "No client of this run pays a contribution, since there is no means test yet: risk and "
                              "reserves are of gross cost.";
    if (unused.empty()) return gross;
    return gross + " The net budget of " + unused + " is left aside, and gross is held against gross.";
}

std::string note_of_demand()
{
    return "Starters less leavers take from the cost although clients become more: people begin in care that is cheap, "
           "those who leave were in care that is dear, and what they grow into on the way is in the moves. Read the "
           "three "
           "together, as demand and complexity.";
}

std::string note_of_prices(std::string const& base_year, Deflator const& deflator)
{
    if (!deflator.known()) return "No deflator is at hand: what stands as real is the cash.";
    return "Real: at prices of " + base_year + ", by " + deflator.with_source()
           + "; price is then what uplifts add above general inflation.";
}

std::string note_of_uplifts(Provenance const& origin)
{
    std::string const name = "social_care/prices/uplift";
    if (!origin.parameters.has(name)) return {};
    auto const& uplift = origin.parameters.at(name);
    auto const changed = uplift.certainty == certainty_of_a_change;
    return "Prices: what they rise by each April is " + name + ". " + (changed ? "The scenario changes it: " : "")
           + uplift.source.substr(0, uplift.source.find(changed ? "; before: " : ";")) + ".";
}

std::string note_of_few_replicates(std::size_t independent)
{
    // Of fewer than nine the limits are by Student's t, and of many they are not at the edge of what was seen.
    if (independent < 9 || independent >= 200) return {};
    return "With " + std::to_string(independent)
           + " replicates the limits of 95 per cent of futures are nearly the least and "
             "the "
             "greatest seen.";
}

std::string note_of_an_early_policy(Replication const& replication, std::vector<double> const& difference,
                                    std::string const& base_year)
{
    if (std::all_of(difference.begin(), difference.end(), [](double pounds) { return pounds == 0; })) return {};
    auto const of = replication.of_mean(difference.data());
    return "In the base year " + base_year + " this run already costs " + in_millions(std::abs(of.mean))
           + (of.mean < 0 ? " less" : " more") + " than the baseline"
           + (of.has_bands ? " (80 per cent interval of the difference: " + shown(of.eighty.low * 1e-6, 1) + " to "
                                 + shown(of.eighty.high * 1e-6, 1) + ")"
                           : " (one replicate: no interval)")
           + ". That is within the cost of the base year; the policy line shows only what comes to it later.";
}

std::string note_of_the_policy_line(std::string const& baseline)
{
    return "The lines of starters, leavers, prices and moves are those of " + baseline
           + ". 'Policy changes' is what the policy adds in each year to its effect in the year before.";
}

std::string note_of_a_sample(std::uint32_t weight)
{
    if (weight <= 1) return {};
    auto const spread = std::sqrt(static_cast<double>(weight));
    return "One household in " + std::to_string(weight)
           + " was lived: the variance that chance gives these numbers is at least " + std::to_string(weight)
           + " times that of the county, their spread " + shown(spread, spread < 10 ? 1 : 0)
           + " times; ask for the reserve of the whole county before you quote one.";
}

std::string note_of_several_councils(RunReader const& run)
{
    auto const districts = districts_by_council(run);
    if (!districts.several()) return {};
    std::string names;
    for (auto const& name : districts.unitary)
        names += (names.empty() ? "" : name == districts.unitary.back() ? " and " : ", ") + name;
    return "Not one council's budget: the run has the clients of " + names
           + " too, who are councils of their own, at the county council's prices. `show --table care_cost --by "
             "financial_year,district` tells them apart.";
}

std::string note_of_a_swap(RunReader const& run, RunReader const& baseline)
{
    if (!builds_on(baseline, run)) return {};
    return "Caution: run and baseline seem to stand in each other's place, since what the baseline asked, '"
           + baseline.provenance().name + "', builds on what the run asked, '" + run.provenance().name
           + "'. Name the policy first: RUN --against BASELINE.";
}

}  // namespace foresight
