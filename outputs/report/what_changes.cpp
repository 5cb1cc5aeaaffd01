#include <algorithm>
#include <cmath>

#include "outputs/report/change_words.hpp"
#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

constexpr std::size_t parameters_listed = 60;

/// A change as its scenario says it; what differs between the two runs besides, or where no scenario says it.
ReportTable what_was_asked(RunReader const& base, RunReader const& other, std::string const& name)
{
    ReportTable table{"What “" + name + "” asks otherwise",
                      {"What is changed", "How", "Source", "Parameter, and where it is set"},
                      {},
                      4};
    std::vector<std::string> told;
    for (auto const& change : changes_of(base, other)) {
        told.push_back(change.parameter);
        table.rows.push_back({short_label(change.label), change_in_words(other, change),
                              change.source.empty() ? "none is stated" : change.source,
                              change.parameter + (change.place.empty() ? "" : " (" + change.place + ")")});
    }
    auto differences = parameter_differences(base.provenance().parameters, other.provenance().parameters);
    std::erase_if(differences,
                  [&](auto const& one) { return std::find(told.begin(), told.end(), one.parameter) != told.end(); });
    for (auto const& one : differences) {
        if (table.rows.size() >= parameters_listed) break;
        table.rows.push_back({parameter_in_words(other, one.parameter), with_months(one.what),
                              "not stated with the run",
                              one.parameter + (one.set_by.empty() ? "" : " (" + one.set_by + ")")});
    }
    auto const all = told.size() + differences.size();
    if (all == 0) table.rows.push_back({"No parameter differs", "", "", ""});
    if (all > table.rows.size())
        table.rows.push_back({"and " + std::to_string(all - table.rows.size()) + " more", "", "", ""});
    return table;
}

std::vector<ChartSubject> all_changed()
{
    return {care_cost("change-cost", "Change in the gross cost of social care"),
            {"change-clients", "Change in people with long-term social care", "care_clients", "clients", Every::quarter,
             people()},
            fuel_poverty("change-lilee", "Change in fuel poverty by LILEE"),
            fuel_poverty("change-ten-after",
                         "Change in households needing over a tenth of income for energy, after housing costs",
                         "ten_after_rate"),
            good_level("change-good-level", "Change in children with a good level of development")};
}

/// What each run changes in the last period that is compared.
std::string caption_of_change(Outlook const& outlook)
{
    std::string text = "How much more (above the line at nought) or less than in “" + outlook.run_name(0) + "”.";
    for (auto const run : outlook.moving()) {
        auto row = outlook.rows();
        while (row-- > 0)
            if (auto const effect = outlook.effect(run, row)) {
                text += " “" + outlook.run_name(run + 1) + "”: "
                        + effect_in_words(outlook.notation().of_differences(), *effect, " in " + outlook.label(row))
                        + ".";
                break;
            }
    }
    return text;
}

}  // namespace

std::vector<ReportList> what_is_asked(RunReader const& base, RunReader const& other, std::string const& name)
{
    std::vector<ReportList> lists;
    ReportList asked{"What “" + name + "” asks", {}};
    for (auto const& change : changes_of(base, other))
        asked.items.push_back(short_label(change.label) + ": " + change_in_words(other, change)
                              + ". Source: " + (change.source.empty() ? "none is stated" : change.source) + ".");
    if (!asked.empty()) lists.push_back(std::move(asked));
    if (!other.provenance().caveat.empty())
        lists.push_back({"What “" + name + "” leaves out", {other.provenance().caveat}});
    return lists;
}

ReportSection what_changes(RunsOfReport const& runs, Focus const& focus)
{
    ReportSection section{"what-changes", "What the change does", {}, {}, {}, {}, {}, {}};
    bool paired = true;
    for (auto const& one : all_changed()) {
        if (asks_in_vain(runs, one.table, one.measure) || !focus.on_effects(domain_of(one.table))) continue;
        Outlook const outlook{runs, one.table, one.measure, {{std::string{name_of(one.every)}}, {}}, one.notation};
        if (outlook.moving().empty()) continue;
        for (auto const run : outlook.moving()) paired = paired && outlook.effect_is_of_futures(run);
        section.charts.push_back(difference_chart({one.id, one.title, caption_of_change(outlook)}, outlook));
    }
    if (!section.charts.empty())
        section.paragraphs.push_back(
            runs.first->replicates() > 1 && !paired
                ? "Differences are to “" + runs.names[0]
                      + "”. Where two runs share their luck, each replicate is subtracted from that with the same "
                        "luck; "
                        "where they do not, only the means of all replicates can be compared, and what stands beside a "
                        "difference is how well its mean is known."
            : runs.first->replicates() == 1
                ? "Differences are to “" + runs.names[0]
                      + "”. One replicate says what the change does in one future; how it varies between futures, "
                        "it cannot say."
                : "Differences are to “" + runs.names[0]
                      + "”. Each replicate is subtracted from that with the same luck and the same draw of what is "
                        "uncertain, so that what is left is the effect of the change. The bands say what the change "
                        "does in one future: within the dark one 80 of 100, within the light one 95. How well the "
                        "mean is known is another matter, and is said apart.");
    section.paragraphs.insert(section.paragraphs.end(), focus.left_out().begin(), focus.left_out().end());
    for (std::size_t run = 0; run != runs.others.size(); ++run) {
        section.tables.push_back(what_was_asked(*runs.first, *runs.others[run], runs.names[run + 1]));
        auto const& caveat = runs.others[run]->provenance().caveat;
        if (!caveat.empty()) section.lists.push_back({"What “" + runs.names[run + 1] + "” leaves out", {caveat}});
    }
    return section;
}

}  // namespace foresight
