#include "outputs/report/charts.hpp"

#include "outputs/view/view_format.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

/// How what the other runs change in these rows is written.
Notation notation_of_effects(Outlook const& outlook, std::vector<std::size_t> const& order)
{
    return outlook.notation().of_differences().fitted_to(outlook.greatest_effect(order));
}

Json signed_drawing(Notation const& notation)
{
    auto made = drawing_of(notation);
    made["signed"] = true;
    return made;
}

/// The mean of an effect, with the bands of one future where they are known, else of the mean.
Estimate as_drawn(Effect const& effect) { return effect.futures.has_bands ? effect.futures : effect.mean; }

Json every_run(Outlook const& outlook, std::vector<std::size_t> const& order)
{
    std::vector<std::optional<Estimate>> first;
    for (auto const row : order) first.push_back(outlook.estimate(row));
    auto all = Json::array({drawing_of(outlook.run_name(0), first)});
    for (auto const run : outlook.moving()) {
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

ReportChart of_effects(ChartWords words, char const* kind, Outlook const& outlook,
                       std::vector<std::size_t> const& order)
{
    auto chart = chart_of(std::move(words), kind, outlook, order);
    chart.drawing["notation"] = signed_drawing(notation_of_effects(outlook, order));
    chart.drawing["zero"] = true;
    chart.drawing["series"] = Json::array();
    for (auto const run : outlook.moving()) {
        std::vector<std::optional<Estimate>> change;
        for (auto const row : order) {
            auto const effect = outlook.effect(run, row);
            change.push_back(effect ? std::optional{as_drawn(*effect)} : std::nullopt);
        }
        chart.drawing["series"].push_back(drawing_of(outlook.run_name(run + 1), change));
    }
    chart.table = table_of_effects(chart.title, outlook, order);
    return chart;
}

}  // namespace

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

std::string effect_in_words(Notation const& plain, Effect const& effect, std::string const& when)
{
    auto const notation = plain.fitted_to(effect.mean.mean);
    auto const said = notation.more_or_less(effect.mean.mean) + when;
    if (!effect.has_band()) return said + " (no interval)";
    auto const within = notation.error(effect.mean_known_to());
    if (!effect.futures.has_bands)
        return said + " (the two runs share no luck: with 95 per cent confidence the means differ by "
               + notation.more_or_less_between(effect.band()) + ")";
    return said + " (in 95 futures of 100: " + notation.more_or_less_between(effect.band())
           + "; the mean itself is known to within " + within + ")";
}

ReportTable table_of_effects(std::string const& caption, Outlook const& outlook, std::vector<std::size_t> const& order)
{
    auto const level = outlook.notation().bare();
    auto const notation = notation_of_effects(outlook, order).bare();
    auto const others = outlook.moving();
    ReportTable table{caption + (level.after.empty() ? ", " + outlook.notation().axis : ""),
                      {outlook.row_head(), outlook.run_name(0)},
                      {}};
    auto const unit = level.after.empty() ? std::string{} : ", points";
    for (auto const run : others) {
        table.heads.push_back(outlook.run_name(run + 1));
        table.heads.push_back("Difference" + unit);
        if (!outlook.several()) continue;
        if (outlook.effect_is_of_futures(run))
            table.heads.insert(table.heads.end(), {"In 80 futures of 100", "In 95 futures of 100"});
        else table.heads.push_back("95% interval of the means");
        table.heads.push_back("The mean is known to within");
    }
    for (auto const at : order) {
        std::vector<std::string> row{outlook.label(at), level.written(outlook.estimate(at).mean)};
        for (auto const run : others) {
            auto const other = outlook.other(run, at);
            auto const effect = outlook.effect(run, at);
            row.push_back(other ? level.written(other->mean) : "not there");
            row.push_back(effect ? notation.change(effect->mean.mean) : "");
            if (!outlook.several()) continue;
            auto const between = [&](Band band) {
                return effect && effect->has_band() ? notation.change_between(band) : "";
            };
            if (outlook.effect_is_of_futures(run)) row.push_back(between(effect ? effect->futures.eighty : Band{}));
            row.push_back(between(effect ? effect->band() : Band{}));
            row.push_back(effect && effect->has_band() ? "±" + notation.error(effect->mean_known_to()) : "");
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportTable table_of(std::string const& caption, Outlook const& outlook, std::vector<std::size_t> const& order)
{
    auto const notation = outlook.notation().bare();
    bool const several = outlook.several();
    auto const others = outlook.moving();
    ReportTable table{caption + (notation.after.empty() ? ", " + notation.axis : ""), {outlook.row_head()}, {}};
    auto const add_head = [&](std::string const& of) {
        if (!several) table.heads.push_back(of + " (no interval)");
        else table.heads.insert(table.heads.end(), {of, "Error of the mean", "80% of futures", "95% of futures"});
    };
    auto const add = [&](std::vector<std::string>& row, std::optional<Estimate> const& of) {
        row.push_back(of ? notation.written(of->mean) : "not there");
        if (!several) return;
        bool const bands = of && of->has_bands;
        row.push_back(bands ? notation.error(of->error) : "");
        row.push_back(bands ? notation.between(of->eighty) : of ? "no interval" : "");
        row.push_back(bands ? notation.between(of->ninety_five) : of ? "no interval" : "");
    };
    add_head(!others.empty() ? outlook.run_name(0) : several ? "Mean" : "Value");
    for (auto const run : others) add_head(outlook.run_name(run + 1));
    for (auto const at : order) {
        std::vector<std::string> row{outlook.label(at)};
        add(row, outlook.estimate(at));
        for (auto const run : others) add(row, outlook.other(run, at));
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
    return of_effects(std::move(words), "fan", outlook, all_rows(outlook));
}

ReportChart dot_chart(ChartWords words, Outlook const& outlook, std::vector<std::size_t> const& order)
{
    auto chart = chart_of(std::move(words), "dots", outlook, order);
    chart.drawing["series"] = every_run(outlook, order);
    return chart;
}

ReportChart difference_dot_chart(ChartWords words, Outlook const& outlook, std::vector<std::size_t> const& order)
{
    return of_effects(std::move(words), "dots", outlook, order);
}

}  // namespace foresight
