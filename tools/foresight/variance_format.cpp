#include "tools/foresight/variance_format.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "outputs/answers/variance_parts.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

std::string per_cent(double share) { return std::isnan(share) ? "-" : shown(100 * share, 0) + "%"; }

std::string luck_text(VarianceParts const& parts)
{
    if (std::isnan(parts.luck)) return "-";
    return per_cent(parts.luck) + " (" + shown(100 * parts.luck_band.low, 0) + " to "
           + shown(100 * parts.luck_band.high, 0) + ")";
}

std::string text_of(View const& view, std::vector<VarianceParts> const& all, std::vector<std::string> const& groups)
{
    std::vector<std::vector<std::string>> rows{{}};
    for (auto const& dimension : view.dimensions) rows[0].push_back(dimension.name);
    rows[0].insert(rows[0].end(), {"measure", "standard deviation", "luck"});
    rows[0].insert(rows[0].end(), groups.begin(), groups.end());
    rows[0].push_back("not told apart");
    for (auto const& parts : all) {
        rows.push_back(row_labels(view, parts.row));
        auto const& measure = view.measures[parts.measure];
        rows.back().insert(rows.back().end(), {measure.name, shown(parts.deviation, measure), luck_text(parts)});
        for (auto const& group : groups) rows.back().push_back(per_cent(parts.share_of(group)));
        rows.back().push_back(per_cent(parts.rest()));
    }
    bool const known = std::any_of(all.begin(), all.end(), [](auto const& parts) { return !std::isnan(parts.luck); });
    return view.label + ": where the variance comes from\n\n" + aligned(rows, view.dimensions.size() + 1)
           + "\nThe parts of a row add up to its variance. Luck: with its 95 per cent interval; it is known where "
             "points have several lucks.\n"
           + (known ? ""
                    : "Here each has one: 'replicates: {points: N, lucks: 2}' in the scenario tells luck apart.\n");
}

std::string csv_of(View const& view, std::vector<VarianceParts> const& all, std::vector<std::string> const& groups)
{
    std::string text;
    for (auto const& dimension : view.dimensions) text += dimension.name + ",";
    text += "measure,standard_deviation,luck,luck_low95,luck_high95";
    for (auto const& group : groups) text += "," + csv_field(group);
    text += ",not_told_apart\n";
    for (auto const& parts : all) {
        auto const at = view.positions(parts.row);
        for (std::size_t d = 0; d != at.size(); ++d) text += csv_field(view.dimensions[d].codes[at[d]].key) + ",";
        text += view.measures[parts.measure].name + "," + csv_number(parts.deviation) + "," + csv_number(parts.luck)
                + "," + csv_number(parts.luck_band.low) + "," + csv_number(parts.luck_band.high);
        for (auto const& group : groups) text += "," + csv_number(parts.share_of(group));
        text += "," + csv_number(parts.rest()) + "\n";
    }
    return text;
}

std::string json_of(View const& view, std::vector<VarianceParts> const& all, std::vector<std::string> const& groups)
{
    auto const number = [](double value) { return std::isnan(value) ? Json{} : Json(value); };
    Json rows = Json::array();
    for (auto const& parts : all) {
        Json line;
        auto const at = view.positions(parts.row);
        for (std::size_t d = 0; d != at.size(); ++d)
            line[view.dimensions[d].name] = view.dimensions[d].codes[at[d]].key;
        line["measure"] = view.measures[parts.measure].name;
        line["standard_deviation"] = number(parts.deviation);
        line["luck"] = number(parts.luck);
        line["luck_low95"] = number(parts.luck_band.low);
        line["luck_high95"] = number(parts.luck_band.high);
        for (auto const& group : groups) line["groups"][group] = number(parts.share_of(group));
        line["not_told_apart"] = number(parts.rest());
        rows.push_back(std::move(line));
    }
    return Json{{"table", view.table}, {"replicates", view.replicates()}, {"rows", rows}}.dump(2) + "\n";
}

}  // namespace

std::string variance_of(View const& view, Provenance const& provenance, Format format)
{
    std::vector<VarianceParts> all;
    for (std::size_t row = 0; row != view.rows(); ++row)
        for (std::size_t measure = 0; measure != view.measures.size(); ++measure)
            all.push_back(variance_parts(view, provenance, measure, row));
    auto const groups = groups_in(all);
    if (format == Format::csv) return csv_of(view, all, groups);
    return format == Format::json ? json_of(view, all, groups) : text_of(view, all, groups);
}

}  // namespace foresight
