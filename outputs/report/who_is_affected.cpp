#include <algorithm>

#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

/// A number told apart by one dimension of its table.
struct Split {
    char const* id;
    char const* table;
    char const* measure;
    Every every;
    char const* dimension;
    Notation notation;
    char const* title;
};

std::vector<Split> all_splits()
{
    return {{"who-age", "care_clients", "clients", Every::month, "age_group", people(),
             "People with long-term social care, by age"},
            {"who-setting", "care_clients", "clients", Every::month, "setting", people(),
             "People with long-term social care, by setting"},
            {"who-cost", "care_cost", "gross", Every::financial_year, "setting", pounds_in_millions(),
             "Gross cost of long-term social care, by setting"},
            {"who-tenure", "fuel_poverty", "lilee_rate", Every::quarter, "tenure",
             share_of("households of that tenure"), "Households in fuel poverty by LILEE, by tenure"},
            {"who-meals", "school_readiness", "good_level_rate", Every::school_year, "fsm",
             share_of("children of that group"), "Children with a good level of development, by free school meals"},
            {"who-sex", "school_readiness", "good_level_rate", Every::school_year, "sex",
             share_of("children of that sex"), "Children with a good level of development, by sex"}};
}

}  // namespace

ReportSection who_is_affected(RunsOfReport const& runs, Horizon const& horizon)
{
    ReportSection section{"who", "Who is affected", {}, {}, {}, {}, {}, {}};
    for (auto const& split : all_splits()) {
        if (asks_in_vain(runs, split.table, split.measure)) continue;
        auto const& table = runs.first->table(split.table);
        if (std::none_of(table.dimensions.begin(), table.dimensions.end(),
                         [&](auto const& one) { return one.name == split.dimension; }))
            continue;
        auto const period = horizon.period(table, split.every);
        Outlook const outlook{runs,
                              split.table,
                              split.measure,
                              {{split.dimension}, {{std::string{name_of(split.every)}, period}}},
                              split.notation};
        auto const order = outlook.ranked();
        if (order.empty()) continue;
        auto const& notation = outlook.notation();
        auto const most = outlook.estimate(order.front());
        auto caption = "The most: " + outlook.label(order.front()) + ", " + notation.written(most.mean);
        if (most.has_bands) caption += " (80 per cent of futures: " + notation.between(most.eighty) + ")";
        section.charts.push_back(dot_chart(
            {split.id, split.title + std::string{", "} + period_in_words(name_of(split.every), period), caption + "."},
            outlook, order));
    }
    return section;
}

}  // namespace foresight
