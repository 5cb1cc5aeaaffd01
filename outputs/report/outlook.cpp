#include "outputs/report/outlook.hpp"

#include <utility>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/error.hpp"

namespace foresight {

Outlook::Outlook(RunsOfReport const& runs, std::string_view table_name, std::string_view measure_name,
                 Question const& question, Notation notation)
    : names_{runs.names}, notation_{std::move(notation)}
{
    auto const& table = runs.first->table(table_name);
    first_ = view_of(*runs.first, table, question);
    measure_ = table.measure(measure_name);
    for (auto const* const other : runs.others) {
        others_.emplace_back();
        if (!other->has(table_name)) continue;
        try {
            others_.back() = compare_views(*runs.first, *other, table, question);
        } catch (InputError const&) {
            // Another clock, or other places: of this number the other run has nothing to say.
        }
    }
}

std::string Outlook::row_head() const
{
    std::string text;
    for (auto const& dimension : first_.dimensions) {
        Every time{};
        auto const& name = dimension.name;
        bool const month_ends = every_named(name, time) && (time == Every::quarter || time == Every::month);
        text += (text.empty() ? "" : ", ") + (month_ends ? std::string{"At the end of"} : dimension.label);
    }
    return text;
}

std::string Outlook::label(std::size_t row) const
{
    std::string text;
    auto const at = first_.positions(row);
    for (std::size_t d = 0; d != at.size(); ++d)
        text += (text.empty() ? "" : ", ")
                + period_in_words(first_.dimensions[d].name, first_.dimensions[d].codes[at[d]].label);
    return text;
}

TableCode const& Outlook::code(std::size_t row) const
{
    return first_.dimensions.back().codes[first_.positions(row).back()];
}

std::optional<std::size_t> Outlook::shared_row(std::size_t run, std::size_t row) const
{
    if (!others_[run]) return {};
    auto const& base = others_[run]->base;
    auto const at = first_.positions(row);
    std::size_t there = 0;
    for (std::size_t d = 0; d != at.size(); ++d) {
        auto const& codes = base.dimensions[d].codes;
        auto const& key = first_.dimensions[d].codes[at[d]].key;
        auto const found = std::find_if(codes.begin(), codes.end(), [&](auto const& code) { return code.key == key; });
        if (found == codes.end()) return {};
        there = there * codes.size() + static_cast<std::size_t>(found - codes.begin());
    }
    return there;
}

std::optional<Estimate> Outlook::other(std::size_t run, std::size_t row) const
{
    auto const there = shared_row(run, row);
    if (!there) return {};
    return others_[run]->other.estimate(measure_, *there);
}

std::optional<Estimate> Outlook::difference(std::size_t run, std::size_t row) const
{
    auto const there = shared_row(run, row);
    if (!there) return {};
    return others_[run]->difference(measure_, *there);
}

bool Outlook::same(std::size_t run) const
{
    if (!others_[run]) return false;
    auto const& made = *others_[run];
    return std::equal(made.base.values[measure_].begin(), made.base.values[measure_].end(),
                      made.other.values[measure_].begin(),
                      [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); });
}

std::vector<std::size_t> Outlook::changing() const
{
    std::vector<std::size_t> runs;
    for (std::size_t run = 0; run != others_.size(); ++run)
        if (others_[run] && !same(run)) runs.push_back(run);
    return runs;
}

std::string Outlook::others_in_words() const
{
    std::string text;
    for (std::size_t run = 0; run != others_.size(); ++run)
        if (!others_[run]) text += " “" + names_[run + 1] + "” has no such number.";
        else if (same(run)) text += " “" + names_[run + 1] + "” is the same here, in every replicate.";
    return text;
}

std::size_t Outlook::row_of(std::string_view key) const
{
    std::size_t row = 0;
    while (row != rows() && code(row).key != key) ++row;
    return row;
}

std::vector<std::size_t> Outlook::ranked() const
{
    std::vector<double> means;
    for (std::size_t row = 0; row != rows(); ++row) means.push_back(estimate(row).mean);
    std::vector<std::size_t> order(rows());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (std::isnan(means[a]) || std::isnan(means[b])) return std::isnan(means[b]) && !std::isnan(means[a]);
        return means[a] > means[b];
    });
    return order;
}

ChartSubject care_cost(std::string id, std::string title)
{
    return {std::move(id), std::move(title), "care_cost", "gross", Every::financial_year, pounds_in_millions()};
}

ChartSubject fuel_poverty(std::string id, std::string title, std::string measure)
{
    return {std::move(id),      std::move(title), "fuel_poverty",
            std::move(measure), Every::quarter,   share_of("households")};
}

ChartSubject good_level(std::string id, std::string title)
{
    return {std::move(id),     std::move(title),   "school_readiness",
            "good_level_rate", Every::school_year, share_of("children assessed")};
}

bool asks_in_vain(RunsOfReport const& runs, std::string_view table, std::string_view measure)
{
    if (!runs.first->has(table)) return true;
    auto const& there = runs.first->table(table);
    return there.measure(measure) == there.measures.size() || there.periods.empty();
}

}  // namespace foresight
