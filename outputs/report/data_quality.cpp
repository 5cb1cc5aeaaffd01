#include <algorithm>
#include <cmath>

#include "outputs/report/notation.hpp"
#include "outputs/report/sections.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight {
namespace {

std::string error_of_cost(RunsOfReport const& runs, Horizon const& horizon)
{
    auto const& table = runs.first->table("care_cost");
    Outlook const outlook{
        {runs.first, {}, {runs.names[0]}}, "care_cost", "gross", {{"financial_year"}, {}}, pounds_in_millions()};
    auto const period = horizon.period(table, Every::financial_year);
    auto const of = outlook.estimate(outlook.row_of(period));
    auto const& notation = outlook.notation();
    return "The mean gross cost of " + period + " has a Monte Carlo error of " + notation.written(of.error) + " ("
           + share_of("it").of_differences().bare().written(of.error / of.mean)
           + " per cent of it): another run of as many replicates with another seed would move it by about that much. "
             "Four times as many replicates halve it, and it is what the tables call the error of the mean. The bands "
             "are another matter: they say how much futures differ, "
             "and do not shrink.";
}

void tell_of_checks(std::vector<InternalCheck> const& checks, ReportSection& section)
{
    auto const held = std::count_if(checks.begin(), checks.end(), [](auto const& one) { return one.holds; });
    section.paragraphs.push_back("Within itself the run agrees in " + std::to_string(held) + " of "
                                 + std::to_string(checks.size()) + " checks: people balance, parts add up to wholes.");
    ReportTable table{"Checks of the run within itself", {"Check", "Holds", "Detail"}, {}, 3};
    for (auto const& check : checks) table.rows.push_back({check.what, check.holds ? "yes" : "NO", check.detail});
    section.appendices.push_back(std::move(table));
}

}  // namespace

ReportSection data_quality(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus,
                           Evidence const& evidence, std::vector<std::string> const& told)
{
    ReportSection section{"quality", "How good the data are", {}, {}, {}, {}, {}, {}};
    auto const& origin = runs.first->provenance();
    auto& said = section.paragraphs;
    said.push_back(
        "The people are synthetic: made from published tables, one for each resident, and nobody in "
        "particular. A projection says what follows if what is known goes on as it does; it is not what will "
        "happen.");
    if (origin.weight > 1)
        said.push_back("This run lives a sample of one household in " + std::to_string(origin.weight)
                       + ", each of which stands for as many. Small places and groups jump by whole multiples of that"
                       + (runs.first->replicates() > 1 ? ", and bands are wider than those of the whole county" : "")
                       + ": quote no number of it for a decision.");
    if (runs.first->replicates() > 1) {
        if (focus.shows(Domain::social_care) && !asks_in_vain(runs, "care_cost", "gross"))
            said.push_back(error_of_cost(runs, horizon));
        if (Replication{origin.replicates}.independent() < 39)
            said.push_back(
                "With fewer than 39 independent replicates the 95 per cent band is drawn by Student's t, which "
                "is even to both sides: of small counts it may reach below nought.");
    }
    tell_of_published(evidence.published, runs.names[0], section);
    if (!evidence.checks.empty()) tell_of_checks(evidence.checks, section);
    if (evidence.limits.empty())
        said.push_back(
            "What the modules cannot do stands under Limits in each of their descriptions, which were not at "
            "hand when this page was made.");
    for (auto const& one : evidence.limits)
        if (std::find(told.begin(), told.end(), one.module) == told.end() && !one.text.empty())
            section.lists.push_back(evidence.limits_of(one.module));
    ReportTable tables{"What the run counts, and what a reader must know of each table",
                       {"Table", "What it holds", "Periods", "Cells of one period", "Remark"},
                       {},
                       5};
    for (auto const& table : runs.first->tables()) {
        auto remark = table.note;
        if (table.disclosure.any()) remark += (remark.empty() ? "" : " ") + text_of(table.disclosure);
        std::string periods = "none";
        if (!table.periods.empty())
            periods = std::string{label_of(table.every)} + ", " + table.periods.front().label + " to "
                      + table.periods.back().label;
        tables.rows.push_back({table.name, table.label, periods, std::to_string(table.cells()), remark});
    }
    tables.prose = true;
    section.appendices.push_back(std::move(tables));
    return section;
}

}  // namespace foresight
