#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "engine/io/csv.hpp"
#include "outputs/report/charts.hpp"
#include "outputs/report/district_tiles.hpp"
#include "outputs/report/sections.hpp"
#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t areas_listed = 20;

constexpr char const* needs_a_tenth = "Households needing over a tenth of their income for energy, after housing costs";

std::vector<ChartSubject> all_mapped(Focus const& focus)
{
    auto const& fuel = focus.measure(Domain::fuel_poverty);
    return {care_cost("place-cost", "Gross cost of long-term social care"),
            fuel_poverty("place-fuel-poverty",
                         fuel == "ten_after_rate" ? needs_a_tenth : "Households in fuel poverty by LILEE", fuel),
            good_level("place-good-level", "Children with a good level of development")};
}

/// The numbers of districts, as a map: squares, or true shapes with their ranks. `run`: what it changes there, not levels.
Json map_of(Outlook const& outlook, Boundaries const& boundaries, std::vector<std::size_t> const& order,
            std::optional<std::size_t> run, Json const& notation)
{
    Json map{{"kind", boundaries.empty() ? "tiles" : "shapes"}, {"notation", notation}, {"areas", Json::array()}};
    auto const number = [&](std::size_t row) {
        if (!run) return outlook.estimate(row).mean;
        auto const effect = outlook.effect(*run, row);
        return effect ? effect->mean.mean : no_number;
    };
    if (!boundaries.empty()) map["box"] = {Boundaries::width, boundaries.height};
    for (std::size_t rank = 0; rank != order.size(); ++rank) {
        auto const& code = outlook.code(order[rank]);
        Json area{{"label", code.label}, {"rank", rank + 1}, {"mean", json_number(number(order[rank]))}};
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

std::string words_of_map(Boundaries const& boundaries)
{
    return boundaries.empty()
               ? " In the map a square stands for each district, roughly where it lies; the darker, the more."
               : " In the map each district carries its rank; the darker, the more.";
}

std::string caption_of_levels(Outlook const& outlook, std::vector<std::size_t> const& order)
{
    auto const& notation = outlook.notation();
    auto const said = [&](std::size_t row) {
        auto const of = outlook.estimate(row);
        auto const interval = of.has_bands ? " (80 per cent of futures: " + notation.between(of.eighty) + ")" : "";
        return notation.written(of.mean) + " in " + outlook.label(row) + interval;
    };
    return "The most: " + said(order.front()) + "; the least: " + said(order.back()) + "."
           + (outlook.several() ? " Where bands overlap, the rank of two districts is not certain."
                                : " One replicate: no intervals.");
}

std::string caption_of_effects(Outlook const& outlook, std::vector<std::size_t> const& order, std::size_t run)
{
    auto const notation = outlook.notation().of_differences();
    auto const said = [&](std::size_t row) {
        return outlook.label(row) + ", " + effect_in_words(notation, *outlook.effect(run, row), "");
    };
    return "What “" + outlook.run_name(run + 1) + "” changes. The most: " + said(order.front())
           + "; the least: " + said(order.back()) + ".";
}

/// What a reader of districts must know of a number.
std::string warning_of(ChartSubject const& mapped, Evidence const& evidence)
{
    if (mapped.table == "care_cost")
        return " Costs are counted where the home of the person is now, a care home included: they are no district's "
               "budget.";
    if (mapped.table != "fuel_poverty" || !evidence.published) return {};
    std::string text;
    DistrictCheck const* latest = nullptr;
    for (auto const& check : evidence.published->districts)
        if (!check.each.empty() && check.each.front().table == "fuel_poverty") latest = &check;
    if (!latest) return {};
    for (auto const& district : latest->each) {
        if (!district.outside()) continue;
        auto const written = share_of("households");
        text += (text.empty() ? "" : ", ") + district.what + " ("
                + (district.run.mean > district.published ? "too poor: " : "not poor enough: ")
                + written.written(district.run.mean) + " here, " + written.written(district.published) + " published)";
    }
    auto const of = " (LILEE, " + latest->period.substr(0, latest->period.find(' ')) + ")";
    if (text.empty() && !latest->each.front().banded()) return {};
    if (text.empty()) return " What is published of districts" + of + " lies within their bands.";
    return " Do not rely on the rank of districts for which what is published lies outside the band" + of + ": " + text
           + ".";
}

/// Of a total, what it is for each resident: else a district is only as high as it is large.
std::optional<Outlook> for_each_resident(Outlook const& outlook, RunsOfReport const& runs, ChartSubject const& mapped,
                                         std::string const& period)
{
    if (mapped.table != "care_cost") return {};
    return outlook.for_each(runs, "population", "persons", {{"district"}, {{"year", period.substr(0, 4)}}},
                            pounds_each("resident"));
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
        if (std::filesystem::path{input.path}.filename() != "areas.csv") continue;
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
    auto const moving = outlook.moving();
    auto order = moving.empty() ? outlook.ranked() : outlook.ranked_by_effect(moving.front());
    std::erase_if(order, [&](std::size_t row) { return std::isnan(outlook.estimate(row).mean); });
    auto const known = order.size();
    if (order.size() > areas_listed) order.resize(areas_listed);
    auto const caption = "The " + std::to_string(order.size()) + " small areas (LSOAs) "
                         + (moving.empty() ? std::string{"with the highest share in fuel poverty by LILEE"}
                                           : "where “" + outlook.run_name(moving.front() + 1)
                                                 + "” changes the share in fuel poverty by LILEE most")
                         + ", at 30 June " + period;
    auto made = moving.empty() ? table_of(caption, outlook, order) : table_of_effects(caption, outlook, order);
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

ReportSection places(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus, Boundaries const& boundaries,
                     Evidence const& evidence)
{
    ReportSection section{"places", "Where", {}, {}, {}, {}, {}, {}};
    if (!boundaries.credit.empty()) section.paragraphs.push_back(boundaries.credit);
    for (auto const& mapped : all_mapped(focus)) {
        auto const domain = domain_of(mapped.table);
        if (asks_in_vain(runs, mapped.table, mapped.measure) || !focus.shows(domain)) continue;
        auto const& table = runs.first->table(mapped.table);
        auto const has_districts = std::any_of(table.dimensions.begin(), table.dimensions.end(),
                                               [](auto const& one) { return one.name == "district"; });
        if (!has_districts) continue;
        std::string const every{name_of(mapped.every)};
        auto const period = Outlook{runs, mapped.table, mapped.measure, {{every}, {}}, mapped.notation}.last_compared(
            horizon.period(table, mapped.every));
        Outlook const outlook{runs, mapped.table, mapped.measure, {{"district"}, {{every, period}}}, mapped.notation};
        if (outlook.rows() == 0) continue;
        bool const drawn = can_be_mapped(outlook, boundaries);
        auto const when = period_in_words(every, period);
        auto const of_map = drawn ? words_of_map(boundaries) : std::string{};
        auto const warning = warning_of(mapped, evidence);
        auto limits = domain == Domain::social_care ? ReportList{} : evidence.limits_of(module_of(domain));
        auto const by_head = for_each_resident(outlook, runs, mapped, period);
        auto const& shown = by_head ? *by_head : outlook;
        auto const moving = shown.moving();
        if (!moving.empty()) {
            auto const run = moving.front();
            auto const order = shown.ranked_by_effect(run);
            auto chart = difference_dot_chart(
                {mapped.id + "-change",
                 "Change: " + mapped.title + (by_head ? ", for each resident, " : ", ") + when + ", by district",
                 caption_of_effects(shown, order, run) + of_map + warning},
                shown, order);
            chart.drawing["ranked"] = true;
            if (drawn) chart.map = map_of(shown, boundaries, order, run, chart.drawing["notation"]);
            chart.limits = std::exchange(limits, {});
            section.charts.push_back(std::move(chart));
        }
        auto const order = outlook.ranked();
        auto chart = dot_chart({mapped.id, mapped.title + ", " + when + ", by district",
                                caption_of_levels(outlook, order) + (moving.empty() ? of_map + warning : "")},
                               outlook, order);
        chart.drawing["ranked"] = true;
        if (drawn && moving.empty()) chart.map = map_of(outlook, boundaries, order, {}, drawing_of(outlook.notation()));
        chart.limits = std::move(limits);
        section.charts.push_back(std::move(chart));
    }
    if (!asks_in_vain(runs, "fuel_poverty_lsoa", "lilee_rate") && focus.shows(Domain::fuel_poverty)) {
        auto table = small_areas(runs, horizon);
        if (!table.rows.empty()) section.tables.push_back(std::move(table));
    }
    return section;
}

}  // namespace foresight
