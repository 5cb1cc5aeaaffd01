#include <algorithm>

#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

/// A number told apart by one dimension of its table.
struct Split {
    char const* id;
    char const* table;
    std::string measure;
    Every every;
    char const* dimension;
    Notation notation;
    std::string title;
    bool ordered = false;  ///< its codes have an order of their own, such as ages
};

std::vector<Split> all_splits(Focus const& focus)
{
    auto const& fuel = focus.measure(Domain::fuel_poverty);
    std::string const poor = fuel == "ten_after_rate"
                                 ? "Households needing over a tenth of their income for energy, after housing costs"
                                 : "Households in fuel poverty by LILEE";
    return {{"who-age", "care_clients", "clients", Every::month, "age_group", people(),
             "People with long-term social care, by age", true},
            {"who-setting", "care_clients", "clients", Every::month, "setting", people(),
             "People with long-term social care, by setting"},
            {"who-cost", "care_cost", "gross", Every::financial_year, "setting", pounds_in_millions(),
             "Gross cost of long-term social care, by setting"},
            {"who-tenure", "fuel_poverty", fuel, Every::quarter, "tenure", share_of("households of that tenure"),
             poor + ", by tenure"},
            {"who-meals", "school_readiness", "good_level_rate", Every::school_year, "fsm",
             share_of("children of that group"), "Children with a good level of development, by free school meals"},
            {"who-sex", "school_readiness", "good_level_rate", Every::school_year, "sex",
             share_of("children of that sex"), "Children with a good level of development, by sex"}};
}

bool is_told_apart(TableSchema const& table, std::string_view name)
{
    return std::any_of(table.dimensions.begin(), table.dimensions.end(),
                       [&](auto const& one) { return one.name == name; });
}

std::string caption_of_level(Outlook const& outlook, std::vector<std::size_t> const& ranked)
{
    auto const& notation = outlook.notation();
    auto const most = outlook.estimate(ranked.front());
    auto text = "The most: " + outlook.label(ranked.front()) + ", " + notation.written(most.mean);
    if (most.has_bands) text += " (80 per cent of futures: " + notation.between(most.eighty) + ")";
    return text + ".";
}

}  // namespace

std::vector<std::string> gap_of_free_school_meals(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus)
{
    constexpr char const *table = "school_readiness", *measure = "good_level_rate";
    if (asks_in_vain(runs, table, measure) || !focus.shows(Domain::school_readiness)
        || !is_told_apart(runs.first->table(table), "fsm"))
        return {};
    std::string const every{name_of(Every::school_year)};
    auto const notation = share_of("children of that group");
    auto const period = Outlook{runs, table, measure, {{every}, {}}, notation}.last_compared(
        horizon.period(runs.first->table(table), Every::school_year));
    Outlook const levels{runs, table, measure, {{"fsm"}, {{every, period}}}, notation.of_differences()};
    auto const gap = levels.above_row("entitled");
    auto const row = levels.row_of("not_entitled");
    if (!gap || row == levels.rows()) return {};
    std::string const who =
        "the gap in good level between children not entitled and children entitled to free school meals";
    auto const now = gap->estimate(row);
    auto const in_points = gap->notation().fitted_to(now.mean);
    std::vector<std::string> said;
    for (auto const run : levels.moving()) {
        auto const effect = gap->effect(run, row);
        auto const other = gap->other(run, row);
        if (!effect || !other) continue;
        auto const name = "“" + gap->run_name(run + 1) + "”";
        if (!gap->moves(run, row) || effect->mean_may_be_chance()) {
            said.push_back("No measurable change by " + name + " in " + period + ": " + who + " ("
                           + in_points.written(now.mean) + ").");
            continue;
        }
        said.push_back(name + (effect->mean.mean < 0 ? " narrows " : " widens ") + who + " from "
                       + in_points.written(now.mean) + " to " + in_points.written(other->mean) + ": "
                       + effect_in_words(gap->notation(), *effect, " in " + period) + ".");
    }
    if (said.empty() && runs.others.empty()) {
        said.push_back("In " + period + " " + who + " is " + in_points.written(now.mean)
                       + (now.has_bands ? " (80 per cent of futures: " + in_points.between(now.eighty) + ")" : "")
                       + ".");
    }
    return said;
}

ReportSection who_is_affected(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus)
{
    ReportSection section{"who", "Who is affected", {}, {}, {}, {}, {}, {}};
    std::vector<ReportChart> levels;
    for (auto const& split : all_splits(focus)) {
        if (asks_in_vain(runs, split.table, split.measure) || !focus.shows(domain_of(split.table))) continue;
        auto const& table = runs.first->table(split.table);
        if (!is_told_apart(table, split.dimension)) continue;
        std::string const every{name_of(split.every)};
        auto const period = Outlook{runs, split.table, split.measure, {{every}, {}}, split.notation}.last_compared(
            horizon.period(table, split.every));
        Outlook const outlook{runs, split.table, split.measure, {{split.dimension}, {{every, period}}}, split.notation};
        auto const ranked = outlook.ranked();
        if (ranked.empty()) continue;
        auto const when = ", " + period_in_words(every, period);
        auto const moving = outlook.moving();
        if (!moving.empty()) {
            auto const most = outlook.ranked_by_effect(moving.front());
            section.charts.push_back(
                difference_dot_chart({std::string{split.id} + "-change", "Change: " + split.title + when,
                                      "The most: " + outlook.label(most.front()) + ", "
                                          + effect_in_words(outlook.notation().of_differences(),
                                                            *outlook.effect(moving.front(), most.front()), "")
                                          + ", by “" + outlook.run_name(moving.front() + 1) + "”."},
                                     outlook, split.ordered ? all_rows(outlook) : most));
        }
        levels.push_back(dot_chart({split.id, split.title + when, caption_of_level(outlook, ranked)}, outlook,
                                   split.ordered ? all_rows(outlook) : ranked));
    }
    if (!section.charts.empty())
        section.paragraphs.push_back("First whom the change affects, then where all of them stand.");
    auto const gap = gap_of_free_school_meals(runs, horizon, focus);
    section.paragraphs.insert(section.paragraphs.end(), gap.begin(), gap.end());
    section.charts.insert(section.charts.end(), levels.begin(), levels.end());
    return section;
}

}  // namespace foresight
