#include "outputs/report/charts.hpp"

#include <numeric>

#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

/// What a scale of differences is in.
Json signed_drawing(Notation const& notation)
{
    auto made = drawing_of(notation.of_differences());
    made["signed"] = true;
    return made;
}

Json every_run(Outlook const& outlook, std::vector<std::size_t> const& order)
{
    std::vector<std::optional<Estimate>> first;
    for (auto const row : order) first.push_back(outlook.estimate(row));
    Json all{drawing_of(outlook.run_name(0), first)};
    for (auto const run : outlook.changing()) {
        std::vector<std::optional<Estimate>> other;
        for (auto const row : order) other.push_back(outlook.other(run, row));
        all.push_back(drawing_of(outlook.run_name(run + 1), other));
    }
    return all;
}

ReportChart chart_of(ChartWords words, char const* kind, Outlook const& outlook, std::vector<std::size_t> const& order)
{
    ReportChart chart{std::move(words.id), std::move(words.title), std::move(words.caption), {}, {}};
    chart.drawing = {{"kind", kind}, {"notation", drawing_of(outlook.notation())}, {"labels", Json::array()}};
    for (auto const row : order) chart.drawing["labels"].push_back(outlook.label(row));
    chart.table = table_of(chart.title, outlook, order);
    chart.caption += outlook.others_in_words();
    return chart;
}

}  // namespace

std::vector<std::size_t> all_rows(Outlook const& outlook)
{
    std::vector<std::size_t> order(outlook.rows());
    std::iota(order.begin(), order.end(), 0);
    return order;
}

Json drawing_of(Notation const& notation)
{
    return {{"times", notation.times},
            {"decimals", notation.decimals},
            {"before", notation.before},
            {"after", notation.after},
            {"axis", notation.axis}};
}

Json drawing_of(std::string const& name, std::vector<std::optional<Estimate>> const& estimates)
{
    Json made{{"name", name}, {"mean", Json::array()}};
    bool bands = false;
    for (auto const& one : estimates) {
        made["mean"].push_back(json_number(one ? one->mean : no_number));
        bands = bands || (one && one->has_bands);
    }
    if (!bands) return made;
    for (auto const& one : estimates)
        for (auto const& [field, number] : uncertainty_fields(one.value_or(Estimate{})))
            if (field != "error") made[field].push_back(json_number(number));
    return made;
}

ReportTable table_of(std::string caption, Outlook const& outlook, std::vector<std::size_t> const& order)
{
    auto const notation = outlook.notation().bare();
    auto const difference = outlook.notation().of_differences().bare();
    bool const several = outlook.several();
    auto const others = outlook.changing();
    ReportTable table{caption + (notation.after.empty() ? ", " + notation.axis : ""), {outlook.row_head()}, {}};
    auto const add_head = [&](std::string const& of) {
        if (!several) table.heads.push_back(of + " (no interval)");
        else table.heads.insert(table.heads.end(), {of, "80% of futures", "95% of futures"});
    };
    auto const add = [&](std::vector<std::string>& row, std::optional<Estimate> const& of) {
        row.push_back(of ? notation.written(of->mean) : "not there");
        if (!several) return;
        row.push_back(of ? notation.between(of->eighty) : "");
        row.push_back(of ? notation.between(of->ninety_five) : "");
    };
    add_head(!others.empty() ? outlook.run_name(0) : several ? "Mean" : "Value");
    for (auto const run : others) {
        add_head(outlook.run_name(run + 1));
        table.heads.push_back(notation.after.empty() ? "Difference" : "Difference, points");
        if (several) table.heads.push_back("95% interval of it");
    }
    for (auto const at : order) {
        std::vector<std::string> row{outlook.label(at)};
        add(row, outlook.estimate(at));
        for (auto const run : others) {
            add(row, outlook.other(run, at));
            auto const change = outlook.difference(run, at);
            row.push_back(change ? difference.change(change->mean) : "");
            if (several) row.push_back(change ? difference.change_between(change->ninety_five) : "");
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportChart fan_chart(ChartWords words, Outlook const& outlook)
{
    auto const order = all_rows(outlook);
    auto chart = chart_of(std::move(words), "fan", outlook, order);
    chart.drawing["series"] = every_run(outlook, order);
    return chart;
}

ReportChart difference_chart(ChartWords words, Outlook const& outlook)
{
    auto const order = all_rows(outlook);
    auto chart = chart_of(std::move(words), "fan", outlook, order);
    chart.drawing["notation"] = signed_drawing(outlook.notation());
    chart.drawing["zero"] = true;
    chart.drawing["series"] = Json::array();
    for (auto const run : outlook.changing()) {
        std::vector<std::optional<Estimate>> change;
        for (auto const row : order) change.push_back(outlook.difference(run, row));
        chart.drawing["series"].push_back(drawing_of(outlook.run_name(run + 1), change));
    }
    return chart;
}

ReportChart dot_chart(ChartWords words, Outlook const& outlook, std::vector<std::size_t> const& order)
{
    auto chart = chart_of(std::move(words), "dots", outlook, order);
    chart.drawing["series"] = every_run(outlook, order);
    return chart;
}

}  // namespace foresight
