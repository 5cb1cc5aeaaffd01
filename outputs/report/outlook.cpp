#include "outputs/report/outlook.hpp"

#include <utility>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/error.hpp"

namespace foresight {
namespace {

// An effect that may be nought is no news where its mean is less than one part of the level, and in hardly any future more
// than the other.
constexpr double trifling_mean = 0.001;
constexpr double trifling_in_a_future = 0.005;

/// What keeps a table of another run from being compared; nothing where nothing does.
std::string obstacle_between(TableSchema const& table, RunReader const& other)
{
    if (!other.has(table.name)) return "it has no such table";
    auto const& theirs = other.table(table.name).periods;
    bool const shared = std::any_of(table.periods.begin(), table.periods.end(), [&](Period const& period) {
        return std::any_of(theirs.begin(), theirs.end(), [&](Period const& one) { return one.label == period.label; });
    });
    return shared ? "" : "no period in common";
}

/// A view with one measure, each row divided by the row of the same code in another; nothing where one is missing.
std::optional<View> divided(View view, std::size_t measure, View const& by, std::size_t others_measure)
{
    for (std::size_t row = 0; row != view.rows(); ++row) {
        auto const at = by.dimensions.back().find(view.dimensions.back().codes[view.positions(row).back()].key);
        if (at == by.dimensions.back().codes.size() || by.rows() != by.dimensions.back().codes.size()) return {};
        auto* const cell = view.values[measure].data() + row * view.replicates();
        for (std::size_t r = 0; r != view.replicates(); ++r) cell[r] /= by.cell(others_measure, at)[r];
    }
    return view;
}

/// Each row of a view with one dimension less the row of a code; nothing where it is missing.
std::optional<View> less_row(View view, std::size_t measure, std::string_view key)
{
    auto const at = view.dimensions.size() == 1 ? view.dimensions[0].find(key) : view.rows();
    if (at == view.rows()) return {};
    std::vector<double> const taken(view.cell(measure, at), view.cell(measure, at) + view.replicates());
    for (std::size_t row = 0; row != view.rows(); ++row) {
        auto* const cell = view.values[measure].data() + row * view.replicates();
        for (std::size_t r = 0; r != view.replicates(); ++r) cell[r] -= taken[r];
    }
    return view;
}

}  // namespace

double Effect::mean_known_to() const
{
    return mean.has_bands ? 0.5 * (mean.ninety_five.high - mean.ninety_five.low) : no_number;
}

Outlook::Outlook(RunsOfReport const& runs, std::string_view table_name, std::string_view measure_name,
                 Question const& question, Notation notation)
    : names_{runs.names}, notation_{std::move(notation)}
{
    auto const& table = runs.first->table(table_name);
    first_ = view_of(*runs.first, table, question);
    measure_ = table.measure(measure_name);
    for (auto const* const other : runs.others) {
        others_.emplace_back();
        obstacles_.push_back(obstacle_between(table, *other));
        if (!obstacles_.back().empty()) continue;
        try {
            others_.back() = compare_views(*runs.first, *other, table, question);
        } catch (InputError const&) {
            obstacles_.back() = "it tells other things apart";
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

std::optional<Effect> Outlook::effect(std::size_t run, std::size_t row) const
{
    auto const there = shared_row(run, row);
    if (!there) return {};
    return Effect{others_[run]->effect(measure_, *there), others_[run]->difference(measure_, *there)};
}

bool Outlook::moves(std::size_t run, std::size_t row) const
{
    auto const effect = this->effect(run, row);
    if (!effect || std::isnan(effect->mean.mean)) return false;
    auto const mean = std::abs(effect->mean.mean);
    auto const level = std::abs(estimate(row).mean);
    auto const shown = notation_.least_shown();
    if (mean > std::max(trifling_mean * level, shown)) return true;
    if (!effect->has_band()) return false;
    auto const band = effect->band();
    if (band.low > 0 || band.high < 0) return mean > notation_.of_differences().least_shown();
    return std::max(-band.low, band.high) > std::max(trifling_in_a_future * level, shown);
}

bool Outlook::moves(std::size_t run) const
{
    for (std::size_t row = 0; row != rows(); ++row)
        if (moves(run, row)) return true;
    return false;
}

std::vector<std::size_t> Outlook::moving() const
{
    std::vector<std::size_t> runs;
    for (std::size_t run = 0; run != others_.size(); ++run)
        if (moves(run)) runs.push_back(run);
    return runs;
}

double Outlook::greatest_effect(std::vector<std::size_t> const& order) const
{
    double greatest = 0;
    for (auto const run : moving())
        for (auto const row : order)
            if (auto const effect = this->effect(run, row); effect && !std::isnan(effect->mean.mean))
                greatest = std::max(greatest, std::abs(effect->mean.mean));
    return greatest;
}

std::string Outlook::others_in_words() const
{
    std::string text;
    for (std::size_t run = 0; run != others_.size(); ++run)
        if (!compared(run)) text += " “" + names_[run + 1] + "” is not compared: " + obstacles_[run] + ".";
        else if (!moves(run)) text += " “" + names_[run + 1] + "” makes no change here that can be told.";
    return text;
}

std::size_t Outlook::row_of(std::string_view key) const
{
    std::size_t row = 0;
    while (row != rows() && code(row).key != key) ++row;
    return row;
}

std::string Outlook::last_compared(std::string const& period) const
{
    for (auto row = std::min(rows(), row_of(period) + 1); row-- > 0;)
        for (std::size_t run = 0; run != others_.size(); ++run)
            if (effect(run, row)) return code(row).key;
    return period;
}

std::vector<std::size_t> Outlook::ranked() const
{
    std::vector<double> means;
    for (std::size_t row = 0; row != rows(); ++row) means.push_back(estimate(row).mean);
    return ranked_by(means);
}

std::vector<std::size_t> Outlook::ranked_by_effect(std::size_t run) const
{
    std::vector<double> sizes;
    for (std::size_t row = 0; row != rows(); ++row) {
        auto const effect = this->effect(run, row);
        sizes.push_back(effect ? std::abs(effect->mean.mean) : no_number);
    }
    return ranked_by(sizes);
}

std::vector<std::size_t> Outlook::ranked_by(std::vector<double> const& sizes) const
{
    std::vector<std::size_t> order(rows());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (std::isnan(sizes[a]) || std::isnan(sizes[b])) return std::isnan(sizes[b]) && !std::isnan(sizes[a]);
        return sizes[a] > sizes[b];
    });
    return order;
}

std::optional<Outlook> Outlook::for_each(RunsOfReport const& runs, std::string_view table, std::string_view measure,
                                         Question const& question, Notation notation) const
{
    auto const counted_in = [&](RunReader const& run) -> std::optional<View> {
        if (!run.has(table) || run.table(table).measure(measure) == run.table(table).measures.size()) return {};
        try {
            return view_of(run, run.table(table), question);
        } catch (InputError const&) {
            return {};  // not of that period
        }
    };
    auto made = *this;
    made.notation_ = std::move(notation);
    auto const by = counted_in(*runs.first);
    auto const at = by ? runs.first->table(table).measure(measure) : 0;
    auto first = by ? divided(first_, measure_, *by, at) : std::nullopt;
    if (!first) return {};
    made.first_ = *std::move(first);
    for (std::size_t run = 0; run != others_.size(); ++run) {
        if (!others_[run]) continue;
        auto const theirs = counted_in(*runs.others[run]);
        if (!theirs) return {};
        auto base = divided(others_[run]->base, measure_, *by, at);
        auto other = divided(others_[run]->other, measure_, *theirs, runs.others[run]->table(table).measure(measure));
        if (!base || !other) return {};
        made.others_[run]->base = *std::move(base);
        made.others_[run]->other = *std::move(other);
    }
    return made;
}

std::optional<Outlook> Outlook::above_row(std::string_view key) const
{
    auto made = *this;
    auto first = less_row(first_, measure_, key);
    if (!first) return {};
    made.first_ = *std::move(first);
    for (std::size_t run = 0; run != others_.size(); ++run) {
        if (!others_[run]) continue;
        auto base = less_row(others_[run]->base, measure_, key);
        auto other = less_row(others_[run]->other, measure_, key);
        if (!base || !other) return {};
        made.others_[run]->base = *std::move(base);
        made.others_[run]->other = *std::move(other);
    }
    return made;
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

std::vector<std::size_t> all_rows(Outlook const& outlook)
{
    std::vector<std::size_t> order(outlook.rows());
    std::iota(order.begin(), order.end(), 0);
    return order;
}

bool asks_in_vain(RunsOfReport const& runs, std::string_view table, std::string_view measure)
{
    if (!runs.first->has(table)) return true;
    auto const& there = runs.first->table(table);
    return there.measure(measure) == there.measures.size() || there.periods.empty();
}

}  // namespace foresight
