#include <algorithm>
#include <cmath>
#include <map>

#include "engine/io/csv.hpp"
#include "outputs/report/charts.hpp"
#include "outputs/report/district_tiles.hpp"
#include "outputs/report/sections.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t areas_listed = 20;

std::vector<ChartSubject> all_mapped()
{
    return {care_cost("place-cost", "Gross cost of long-term social care"),
            fuel_poverty("place-fuel-poverty", "Households in fuel poverty by LILEE"),
            good_level("place-good-level", "Children with a good level of development")};
}

/// The means of districts, as a map: squares, or true shapes with their ranks.
Json map_of(Outlook const& outlook, Boundaries const& boundaries, std::vector<std::size_t> const& order)
{
    Json map{{"kind", boundaries.empty() ? "tiles" : "shapes"},
             {"notation", drawing_of(outlook.notation())},
             {"areas", Json::array()}};
    if (!boundaries.empty()) map["box"] = {Boundaries::width, boundaries.height};
    for (std::size_t rank = 0; rank != order.size(); ++rank) {
        auto const& code = outlook.code(order[rank]);
        Json area{{"label", code.label}, {"rank", rank + 1}, {"mean", json_number(outlook.estimate(order[rank]).mean)}};
        if (boundaries.empty()) {
            auto const tile = tile_of(code.official);
            area["column"] = tile->column;
            area["row"] = tile->row;
        } else {
            area["path"] = boundaries.paths.at(code.official);
            auto const [x, y] = boundaries.middles.at(code.official);
            area["middle"] = {x, y};
        }
        map["areas"].push_back(std::move(area));
    }
    return map;
}

std::string caption_of(Outlook const& outlook, Boundaries const& boundaries, bool mapped,
                       std::vector<std::size_t> const& order)
{
    auto const& notation = outlook.notation();
    auto const said = [&](std::size_t row) {
        auto const of = outlook.estimate(row);
        auto const interval = of.has_bands ? " (80 per cent of futures: " + notation.between(of.eighty) + ")" : "";
        return notation.written(of.mean) + " in " + outlook.label(row) + interval;
    };
    std::string text = "The most: " + said(order.front()) + "; the least: " + said(order.back()) + ".";
    text += outlook.several() ? " Where bands overlap, the rank of two districts is not certain."
                              : " One replicate: no intervals.";
    if (!mapped) return text;
    text += boundaries.empty()
                ? " In the map a square stands for each district, roughly where it lies; the darker, the more."
                : " In the map each district carries its rank; the darker, the more.";
    return text;
}

bool can_be_mapped(Outlook const& outlook, Boundaries const& boundaries)
{
    for (std::size_t row = 0; row != outlook.rows(); ++row) {
        auto const& official = outlook.code(row).official;
        if (boundaries.empty() ? !tile_of(official) : !boundaries.paths.contains(official)) return false;
    }
    return outlook.rows() > 0;
}

/// Names of small areas, out of the table of areas that the run keeps among its inputs.
std::map<std::string, std::string> names_of_areas(Provenance const& provenance)
{
    std::map<std::string, std::string> names;
    for (auto const& input : provenance.inputs) {
        if (!input.path.ends_with("population/areas.csv")) continue;
        Mistakes mistakes;
        auto const areas = read_csv(TextFile{input.path, input.contents}, mistakes);
        auto const code = areas.column("lsoa"), name = areas.column("name");
        if (code < 0 || name < 0) continue;
        for (auto const& row : areas.rows)
            names[row.cells[static_cast<std::size_t>(code)].text] = row.cells[static_cast<std::size_t>(name)].text;
    }
    return names;
}

ReportTable small_areas(RunsOfReport const& runs, Horizon const& horizon)
{
    auto const& table = runs.first->table("fuel_poverty_lsoa");
    auto const period = horizon.period(table, Every::year);
    Outlook const outlook{runs, table.name, "lilee_rate", {{"lsoa"}, {{"year", period}}}, share_of("households")};
    auto order = outlook.ranked();
    std::erase_if(order, [&](std::size_t row) { return std::isnan(outlook.estimate(row).mean); });
    auto const known = order.size();
    if (order.size() > areas_listed) order.resize(areas_listed);
    auto made =
        table_of("The " + std::to_string(order.size())
                     + " small areas (LSOAs) with the highest share in fuel poverty by LILEE, at 30 June " + period,
                 outlook, order);
    auto const names = names_of_areas(runs.first->provenance());
    for (std::size_t i = 0; i != order.size(); ++i) {
        auto const found = names.find(outlook.code(order[i]).key);
        if (found != names.end()) made.rows[i][0] = found->second + " (" + found->first + ")";
    }
    if (known < outlook.rows())
        made.caption += "; " + std::to_string(outlook.rows() - known)
                        + " areas are left out because counts are hidden by disclosure control";
    return made;
}

}  // namespace

ReportSection places(RunsOfReport const& runs, Horizon const& horizon, Boundaries const& boundaries)
{
    ReportSection section{"places", "Where", {}, {}, {}, {}, {}, {}};
    if (!boundaries.credit.empty()) section.paragraphs.push_back(boundaries.credit);
    for (auto const& mapped : all_mapped()) {
        if (asks_in_vain(runs, mapped.table, mapped.measure)) continue;
        auto const& table = runs.first->table(mapped.table);
        auto const has_districts = std::any_of(table.dimensions.begin(), table.dimensions.end(),
                                               [](auto const& one) { return one.name == "district"; });
        if (!has_districts) continue;
        auto const period = horizon.period(table, mapped.every);
        Outlook const outlook{runs,
                              mapped.table,
                              mapped.measure,
                              {{"district"}, {{std::string{name_of(mapped.every)}, period}}},
                              mapped.notation};
        auto const order = outlook.ranked();
        if (order.empty()) continue;
        bool const drawn = can_be_mapped(outlook, boundaries);
        auto const when = period_in_words(name_of(mapped.every), period);
        auto chart = dot_chart(
            {mapped.id, mapped.title + ", " + when + ", by district", caption_of(outlook, boundaries, drawn, order)},
            outlook, order);
        chart.drawing["ranked"] = true;
        if (drawn) chart.map = map_of(outlook, boundaries, order);
        section.charts.push_back(std::move(chart));
    }
    if (!asks_in_vain(runs, "fuel_poverty_lsoa", "lilee_rate")) section.tables.push_back(small_areas(runs, horizon));
    return section;
}

}  // namespace foresight
