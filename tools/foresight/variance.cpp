#include "tools/foresight/variance.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <nlohmann/json.hpp>

#include "outputs/headlines.hpp"
#include "outputs/influence.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

/// The variance of one number, in parts of it.
struct Parts {
    std::size_t row = 0;
    std::size_t measure = 0;
    double deviation = 0;
    double luck = 0;
    std::map<std::string, double> groups{};
};

std::vector<Parts> parts_of(View const& view, Provenance const& provenance)
{
    std::vector<Parts> all;
    for (std::size_t row = 0; row != view.rows(); ++row)
        for (std::size_t m = 0; m != view.measures.size(); ++m) {
            auto const* const values = view.cell(m, row);
            Parts parts{row, m, view.replication.deviation(values), share_of_luck(view.replication.split(values))};
            for (auto const& one : influences(values, provenance)) parts.groups[group_of(one.parameter)] += one.share;
            all.push_back(std::move(parts));
        }
    return all;
}

std::vector<std::string> groups_in(std::vector<Parts> const& all)
{
    std::map<std::string, double> most;
    for (auto const& parts : all)
        for (auto const& [group, share] : parts.groups) most[group] += share;
    std::vector<std::string> names;
    for (auto const& [group, share] : most) names.push_back(group);
    std::stable_sort(names.begin(), names.end(), [&](auto const& a, auto const& b) { return most[a] > most[b]; });
    return names;
}

double share_of(Parts const& parts, std::string const& group)
{
    auto const found = parts.groups.find(group);
    return found == parts.groups.end() ? 0 : found->second;
}

/// What is not the work of a group: luck, and what cannot be told apart from it.
double rest_of(Parts const& parts)
{
    double rest = 1;
    for (auto const& [group, share] : parts.groups) rest -= share;
    return parts.deviation > 0 ? rest : std::nan("");
}

std::string per_cent(double share) { return std::isnan(share) ? "-" : shown(100 * share, 0) + "%"; }

std::string text_of(View const& view, std::vector<Parts> const& all, std::vector<std::string> const& groups)
{
    std::vector<std::vector<std::string>> rows{{}};
    for (auto const& dimension : view.dimensions) rows[0].push_back(dimension.name);
    rows[0].insert(rows[0].end(), {"measure", "standard deviation", "luck"});
    rows[0].insert(rows[0].end(), groups.begin(), groups.end());
    rows[0].push_back("not told apart");
    for (auto const& parts : all) {
        rows.push_back(row_labels(view, parts.row));
        auto const& measure = view.measures[parts.measure];
        rows.back().insert(rows.back().end(), {measure.name, shown(parts.deviation, measure), per_cent(parts.luck)});
        for (auto const& group : groups) rows.back().push_back(per_cent(share_of(parts, group)));
        rows.back().push_back(per_cent(rest_of(parts)));
    }
    return view.label + ": where the variance comes from\n\n" + aligned(rows, view.dimensions.size() + 1);
}

std::string csv_of(View const& view, std::vector<Parts> const& all, std::vector<std::string> const& groups)
{
    std::string text;
    for (auto const& dimension : view.dimensions) text += dimension.name + ",";
    text += "measure,standard_deviation,luck";
    for (auto const& group : groups) text += "," + csv_field(group);
    text += ",not_told_apart\n";
    for (auto const& parts : all) {
        auto const at = view.positions(parts.row);
        for (std::size_t d = 0; d != at.size(); ++d) text += csv_field(view.dimensions[d].codes[at[d]].key) + ",";
        text += view.measures[parts.measure].name + "," + csv_number(parts.deviation) + "," + csv_number(parts.luck);
        for (auto const& group : groups) text += "," + csv_number(share_of(parts, group));
        text += "," + csv_number(rest_of(parts)) + "\n";
    }
    return text;
}

std::string json_of(View const& view, std::vector<Parts> const& all, std::vector<std::string> const& groups)
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
        for (auto const& group : groups) line["groups"][group] = number(share_of(parts, group));
        line["not_told_apart"] = number(rest_of(parts));
        rows.push_back(std::move(line));
    }
    return Json{{"table", view.table}, {"replicates", view.replicates()}, {"rows", rows}}.dump(2) + "\n";
}

}  // namespace

std::string variance_of(View const& view, Provenance const& provenance, Format format)
{
    auto const all = parts_of(view, provenance);
    auto const groups = groups_in(all);
    if (format == Format::csv) return csv_of(view, all, groups);
    return format == Format::json ? json_of(view, all, groups) : text_of(view, all, groups);
}

}  // namespace foresight
