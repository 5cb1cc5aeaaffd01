#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

/// "from £575.2 million in 2024-25 to £680.1 million in 2032-33"
std::string from_first_to_last(Outlook const& outlook)
{
    auto const& notation = outlook.notation();
    auto const said = [&](std::size_t row) {
        auto const estimate = outlook.estimate(row);
        auto text = notation.written(estimate.mean) + " in " + outlook.label(row);
        if (estimate.has_bands) text += " (80 per cent of futures: " + notation.between(estimate.eighty) + ")";
        return text;
    };
    if (outlook.rows() == 1) return said(0);
    return "from " + said(0) + " to " + said(outlook.rows() - 1);
}

std::vector<ChartSubject> fans()
{
    return {
        care_cost("gross-cost", "Gross cost of long-term social care, by financial year"),
        {"clients", "People with long-term social care, at the end of each quarter", "care_clients", "clients",
         Every::quarter, people()},
        fuel_poverty("fuel-poverty", "Households in fuel poverty by LILEE, at the end of each quarter"),
        fuel_poverty("ten-after",
                     "Households needing over a tenth of their income for energy, after housing costs, at the end of "
                     "each quarter",
                     "ten_after_rate"),
        good_level("good-level", "Children with a good level of development, by school year")};
}

}  // namespace

ReportSection years_ahead(RunsOfReport const& runs, Focus const& focus)
{
    ReportSection section{"years-ahead", "The years ahead", {}, {}, {}, {}, {}, {}};
    for (auto const& fan : fans()) {
        if (asks_in_vain(runs, fan.table, fan.measure) || !focus.shows(domain_of(fan.table))) continue;
        Outlook const outlook{runs, fan.table, fan.measure, {{std::string{name_of(fan.every)}}, {}}, fan.notation};
        if (outlook.rows() == 0 || (focus.on_effects(domain_of(fan.table)) && outlook.moving().empty())) continue;
        auto const* const begins = outlook.rows() == 1 ? "One period alone: "
                                   : outlook.several() ? "The mean goes "
                                                       : "It goes ";
        auto const whose = runs.others.empty() ? std::string{} : "“" + runs.names[0] + "”. ";
        auto const caption = whose + begins + from_first_to_last(outlook) + ".";
        section.charts.push_back(fan_chart({fan.id, fan.title, caption}, outlook));
    }
    if (runs.first->replicates() > 1)
        section.paragraphs.push_back(
            "The line is the mean of all replicates. Within the dark band, with solid edges, fall 80 per cent of "
            "futures of this kind; within the light one, with broken edges, 95 per cent.");
    return section;
}

}  // namespace foresight
