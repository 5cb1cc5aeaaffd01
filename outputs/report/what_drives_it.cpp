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

/// How many uncertain values could move a table.
std::size_t uncertain_values(Provenance const& origin, std::string_view table)
{
    return static_cast<std::size_t>(std::count_if(origin.drawn.begin(), origin.drawn.end(),
                                                  [&](Drawn const& one) { return one.can_reach(table); }));
}

ReportChart tornado(ChartSubject const& driven, Outlook const& outlook, VarianceParts const& parts)
{
    auto const spread = outlook.notation().of_differences();
    std::vector<Bar> bars;
    for (auto const& [group, share] : parts.groups) bars.push_back({group_in_words(group), share, false});
    std::stable_sort(bars.begin(), bars.end(), [](auto const& a, auto const& b) { return a.share > b.share; });
    bool const luck_known = !std::isnan(parts.luck);
    if (luck_known) {
        bars.push_back({"Luck", parts.luck, true});
        bars.push_back({"Uncertain values that are not told apart", std::max(0.0, parts.rest()), true});
    }
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
    chart.caption += "The most comes from " + bars.front().label + ": " + share_of("it").written(bars.front().share)
                     + " of the variance.";
    if (!luck_known)
        chart.caption += " The rest of the variance, " + share_of("it").written(parts.rest())
                         + ", is of luck and of values that so few replicates do not tell apart; how much of it is "
                           "luck is not known.";
    return chart;
}

}  // namespace

ReportSection what_drives_it(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus, bool with_study)
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
        "Replicates of “" + runs.names[0]
        + "” differ in their luck and in what was drawn for each uncertain value. A forward regression over them says "
          "which groups of values the spread of a result comes from, as far as so few replicates tell them apart.");
    auto const study = with_study ? std::string{"a study of one value at a time does (below)"}
                                  : std::string{"a study of one value at a time does (foresight sensitivity)"};
    for (auto const& driven : all_driven()) {
        if (asks_in_vain(runs, driven.table, driven.measure) || !focus.shows(domain_of(driven.table))) continue;
        auto const& table = runs.first->table(driven.table);
        auto const period = horizon.period(table, driven.every);
        Outlook const outlook{{runs.first, {}, {runs.names[0]}},
                              driven.table,
                              driven.measure,
                              {{std::string{name_of(driven.every)}}, {}},
                              driven.notation};
        auto const row = outlook.row_of(period);
        auto const parts = variance_parts(outlook.view(), runs.first->provenance(), outlook.measure(), row);
        if (!(parts.deviation > 0)) continue;
        if (!parts.groups.empty()) {
            section.charts.push_back(tornado(driven, outlook, parts));
            continue;
        }
        auto const spread = outlook.notation().of_differences();
        section.paragraphs.push_back(driven.title + ", " + outlook.label(row) + " (one standard deviation is "
                                     + spread.written(parts.deviation) + "): "
                                     + std::to_string(runs.first->replicates()) + " replicates are too few to tell "
                                     + std::to_string(uncertain_values(runs.first->provenance(), driven.table))
                                     + " uncertain values apart, and nothing is drawn; " + study + ".");
    }
    return section;
}

}  // namespace foresight
