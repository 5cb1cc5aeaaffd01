#include "outputs/view/view_format.hpp"

#include <cmath>
#include <limits>

#include "engine/io/literal.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight {
namespace {

/// Name and number of every field of a measure: its mean, what is known of its uncertainty, and luck's part of its variance.
std::vector<std::pair<std::string, double>> fields_of(View const& view, std::size_t measure, std::size_t row)
{
    auto const of = view.estimate(measure, row);
    auto const& name = view.measures[measure].name;
    std::vector<std::pair<std::string, double>> fields{{name, of.mean}};
    if (view.replication.independent() > 1)
        for (auto const& [suffix, number] : uncertainty_fields(of)) fields.emplace_back(name + "_" + suffix, number);
    if (view.replication.independent() < view.replicates())
        fields.emplace_back(name + "_luck_share", share_of_luck(view.replication.split(view.cell(measure, row))));
    return fields;
}

}  // namespace

std::string csv_field(std::string const& text)
{
    constexpr std::string_view begin_formulas{"=+-@\t\r"};
    bool const guarded = !text.empty() && begin_formulas.find(text[0]) != std::string_view::npos && !read_number(text);
    std::string field = guarded ? "'" : "";
    for (char const c : text) field += c == '"' ? std::string{"\"\""} : std::string{c};
    return text.find_first_of(",\"\r\n") == std::string::npos ? field : "\"" + field + "\"";
}

std::string csv_number(double number) { return std::isnan(number) ? std::string{} : number_text(number); }

std::vector<std::pair<std::string, double>> uncertainty_fields(Estimate const& estimate)
{
    auto const known = [&](double number) {
        return estimate.has_bands ? number : std::numeric_limits<double>::quiet_NaN();
    };
    return {{"error", known(estimate.error)},
            {"low80", known(estimate.eighty.low)},
            {"high80", known(estimate.eighty.high)},
            {"low95", known(estimate.ninety_five.low)},
            {"high95", known(estimate.ninety_five.high)}};
}

double share_of_luck(VarianceSplit const& split) { return split.luck / (split.luck + split.parameters); }

std::vector<std::string> row_labels(View const& view, std::size_t row)
{
    std::vector<std::string> labels;
    auto const at = view.positions(row);
    for (std::size_t d = 0; d != at.size(); ++d) labels.push_back(view.dimensions[d].codes[at[d]].label);
    return labels;
}

nlohmann::ordered_json json_number(double number)
{
    return std::isnan(number) ? nlohmann::ordered_json{} : nlohmann::ordered_json(number);
}

std::string text_of(View const& view, std::string const& subject)
{
    auto const several = view.replication.independent() > 1;
    auto const split = view.replication.independent() < view.replicates();
    std::vector<std::vector<std::string>> rows{{}};
    for (auto const& dimension : view.dimensions) rows[0].push_back(dimension.name);
    for (auto const& measure : view.measures) {
        rows[0].push_back(measure.name);
        if (several) rows[0].insert(rows[0].end(), {"error", "80%", "95%"});
        if (split) rows[0].push_back("luck's part");
    }
    for (std::size_t row = 0; row != view.rows(); ++row) {
        rows.push_back(row_labels(view, row));
        for (std::size_t m = 0; m != view.measures.size(); ++m) {
            auto const& measure = view.measures[m];
            auto const of = view.estimate(m, row);
            // What an effect lacks is not hidden: there is none.
            auto const written = [&](double number) {
                return view.of_effects && std::isnan(number) ? std::string{"-"} : shown(number, measure);
            };
            rows.back().push_back(written(of.mean));
            if (several)
                rows.back().insert(rows.back().end(),
                                   {written(of.error), shown(of.eighty, measure), shown(of.ninety_five, measure)});
            if (!split) continue;
            auto const part = share_of_luck(view.replication.split(view.cell(m, row)));
            rows.back().push_back(std::isnan(part) ? "-" : shown(100 * part, 0) + "%");
        }
    }
    return view.label + "\n" + subject + "\n\n" + aligned(rows, view.dimensions.size());
}

std::string csv_of(View const& view)
{
    std::string text;
    auto const add = [&](std::string const& field) {
        text += (text.empty() || text.back() == '\n' ? "" : ",") + csv_field(field);
    };
    auto const has_official = [](TableDimension const& dimension) {
        return !dimension.codes.empty() && !dimension.codes[0].official.empty();
    };
    for (auto const& dimension : view.dimensions) {
        add(dimension.name);
        if (has_official(dimension)) add(dimension.name + "_code");
    }
    for (std::size_t m = 0; m != view.measures.size() && view.rows() > 0; ++m)
        for (auto const& field : fields_of(view, m, 0)) add(field.first);
    text += "\n";
    for (std::size_t row = 0; row != view.rows(); ++row) {
        auto const at = view.positions(row);
        for (std::size_t d = 0; d != at.size(); ++d) {
            auto const& code = view.dimensions[d].codes[at[d]];
            add(code.key);
            if (has_official(view.dimensions[d])) add(code.official);
        }
        for (std::size_t m = 0; m != view.measures.size(); ++m)
            for (auto const& field : fields_of(view, m, row))
                // Not by `add`: a hidden number at the beginning of a line is an empty field.
                text += (text.back() == '\n' ? "" : ",") + csv_number(field.second);
        text += "\n";
    }
    return text;
}

nlohmann::ordered_json json_of(View const& view)
{
    nlohmann::ordered_json all{{"table", view.table},
                               {"label", view.label},
                               {"replicates", view.replicates()},
                               {"measures", nlohmann::ordered_json::object()},
                               {"rows", nlohmann::ordered_json::array()},
                               {"notes", view.notes}};
    for (auto const& measure : view.measures)
        all["measures"][measure.name] = {
            {"label", measure.label}, {"unit", measure.unit}, {"kind", std::string{name_of(measure.kind)}}};
    for (std::size_t row = 0; row != view.rows(); ++row) {
        nlohmann::ordered_json line;
        auto const at = view.positions(row);
        for (std::size_t d = 0; d != at.size(); ++d) {
            auto const& code = view.dimensions[d].codes[at[d]];
            line[view.dimensions[d].name] = code.key;
            if (!code.official.empty()) line[view.dimensions[d].name + "_code"] = code.official;
        }
        for (std::size_t m = 0; m != view.measures.size(); ++m)
            for (auto const& [name, number] : fields_of(view, m, row)) line[name] = json_number(number);
        all["rows"].push_back(std::move(line));
    }
    return all;
}

}  // namespace foresight
