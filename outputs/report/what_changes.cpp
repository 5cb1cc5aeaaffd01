#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

constexpr std::size_t parameters_listed = 60;

ReportTable what_was_asked(RunReader const& base, RunReader const& other, std::string const& name)
{
    ReportTable table{"What “" + name + "” asks otherwise", {"Parameter", "How it differs", "Set in"}, {}, 3};
    auto const differences = parameter_differences(base.provenance().parameters, other.provenance().parameters);
    for (auto const& one : differences) {
        if (table.rows.size() == parameters_listed) break;
        table.rows.push_back({one.parameter, one.what, one.set_by});
    }
    if (differences.empty()) table.rows.push_back({"No parameter differs", "", ""});
    if (differences.size() > table.rows.size())
        table.rows.push_back({"and " + std::to_string(differences.size() - table.rows.size())
                                  + " more: foresight compare --format json lists them",
                              "", ""});
    return table;
}

std::vector<ChartSubject> all_changed()
{
    return {care_cost("change-cost", "Change in the gross cost of social care"),
            fuel_poverty("change-lilee", "Change in fuel poverty by LILEE"),
            fuel_poverty("change-ten-after",
                         "Change in households needing over a tenth of income for energy, after housing costs",
                         "ten_after_rate"),
            good_level("change-good-level", "Change in children with a good level of development")};
}

}  // namespace

ReportSection what_changes(RunsOfReport const& runs)
{
    ReportSection section{"what-changes", "What the change does", {}, {}, {}, {}, {}, {}};
    section.paragraphs.push_back(
        "Differences are to “" + runs.names[0]
        + "”. Each replicate is subtracted from that with the same luck and the same draw of what is uncertain, so "
          "that what is left is the effect of the change. The bands hold what infinitely many replicates would give.");
    std::string unchanged;
    for (auto const& one : all_changed()) {
        if (asks_in_vain(runs, one.table, one.measure)) continue;
        Outlook const outlook{runs, one.table, one.measure, {{std::string{name_of(one.every)}}, {}}, one.notation};
        if (outlook.changing().empty()) unchanged += (unchanged.empty() ? "" : "; ") + one.title;
        else
            section.charts.push_back(
                difference_chart({one.id, one.title,
                                  "How much more (above the line at nought) or less than in “" + runs.names[0]
                                      + "”, in " + outlook.notation().of_differences().axis + "."},
                                 outlook));
    }
    if (!unchanged.empty())
        section.paragraphs.push_back("Nought in every period of every replicate, and therefore not drawn: " + unchanged
                                     + ".");
    for (std::size_t run = 0; run != runs.others.size(); ++run) {
        section.tables.push_back(what_was_asked(*runs.first, *runs.others[run], runs.names[run + 1]));
        for (auto const& caution : cautions(*runs.first, *runs.others[run]))
            section.paragraphs.push_back("Caution, “" + runs.names[run + 1] + "”: " + caution + ".");
    }
    return section;
}

}  // namespace foresight
