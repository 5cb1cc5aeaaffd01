#include <algorithm>
#include <cmath>

#include "outputs/answers/variance_parts.hpp"
#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

std::vector<ChartSubject> all_driven()
{
    return {care_cost("drivers-cost", "What spreads the gross cost of social care"),
            fuel_poverty("drivers-fuel-poverty", "What spreads fuel poverty by LILEE"),
            good_level("drivers-good-level", "What spreads the share with a good level of development")};
}

/// A bar of the tornado.
struct Bar {
    std::string label;
    double share;
    bool rest;
};

ReportChart tornado(ChartSubject const& driven, Outlook const& outlook, VarianceParts const& parts)
{
    auto spread = outlook.notation().of_differences();
    if (spread.after != " points") spread = outlook.notation();
    std::vector<Bar> bars;
    for (auto const& [group, share] : parts.groups) bars.push_back({group_in_words(group), share, false});
    std::stable_sort(bars.begin(), bars.end(), [](auto const& a, auto const& b) { return a.share > b.share; });
    bars.push_back({"Luck, and what cannot be told apart", std::max(0.0, parts.rest()), true});
    ReportChart chart{driven.id, driven.title + ", " + outlook.label(parts.row), {}, {}, {}};
    auto notation = drawing_of(spread);
    notation["signed"] = true;
    chart.drawing = {{"kind", "tornado"}, {"notation", notation}, {"bars", Json::array()}};
    chart.table = {
        chart.title,
        {"Group of uncertain parameters", "Spread it makes alone (one standard deviation)", "Share of the variance"},
        {}};
    for (auto const& bar : bars) {
        auto const reach = std::sqrt(bar.share) * parts.deviation;
        chart.drawing["bars"].push_back({{"label", bar.label},
                                         {"reach", json_number(reach)},
                                         {"share", json_number(bar.share)},
                                         {"rest", bar.rest}});
        chart.table.rows.push_back({bar.label, "±" + spread.written(reach), share_of("it").written(bar.share)});
    }
    chart.caption = "One standard deviation of the result is " + spread.written(parts.deviation)
                    + ". Each bar is how far the result would spread to both sides if only that group of parameters "
                      "were uncertain. ";
    if (parts.groups.empty())
        chart.caption +=
            "No group stands out from chance in these " + std::to_string(outlook.view().replicates()) + " replicates.";
    else
        chart.caption += "The most comes from " + bars.front().label + ": " + share_of("it").written(bars.front().share)
                         + " of the variance.";
    if (!std::isnan(parts.luck))
        chart.caption += " Luck, by replicates that share their parameters: " + share_of("it").written(parts.luck)
                         + " of the variance.";
    return chart;
}

}  // namespace

ReportSection what_drives_it(RunsOfReport const& runs, Horizon const& horizon)
{
    ReportSection section{"what-drives-it", "What makes it uncertain", {}, {}, {}, {}, {}, {}};
    if (runs.first->replicates() == 1) {
        section.paragraphs.push_back("One replicate has no spread, and nothing can be said of where it comes from.");
        return section;
    }
    if (runs.first->provenance().drawn.empty()) {
        section.paragraphs.push_back(
            "All replicates of this run have the central value of every parameter: what spreads "
            "them is luck alone.");
        return section;
    }
    section.paragraphs.push_back(
        "Replicates differ in their luck and in what was drawn for each uncertain parameter. A forward regression over "
        "them says which groups of parameters the spread of a result comes from; few replicates tell apart only what "
        "matters much. What one value moved on purpose does, a study says: foresight sensitivity.");
    for (auto const& driven : all_driven()) {
        if (asks_in_vain(runs, driven.table, driven.measure)) continue;
        auto const& table = runs.first->table(driven.table);
        auto const period = horizon.period(table, driven.every);
        Outlook const outlook{{runs.first, {}, {runs.names[0]}},
                              driven.table,
                              driven.measure,
                              {{std::string{name_of(driven.every)}}, {}},
                              driven.notation};
        auto const row = outlook.row_of(period);
        auto const parts = variance_parts(outlook.view(), runs.first->provenance(), outlook.measure(), row);
        if (parts.deviation > 0) section.charts.push_back(tornado(driven, outlook, parts));
    }
    return section;
}

}  // namespace foresight
