#include <algorithm>
#include <cmath>
#include <utility>

#include "outputs/report/notation.hpp"
#include "outputs/report/sections.hpp"
#include "outputs/view/headlines.hpp"

namespace foresight {
namespace {

Notation const per_cent{1, 1, "", "%", ""}, percentage_points{1, 1, "", " points", ""};

std::string written_as(Measure const& measure, double number)
{
    if (measure.unit == "GBP") return pounds_in_millions().written(number);
    return shown(number, measure);
}

std::string band_as(Measure const& measure, Estimate const& of)
{
    if (!of.has_bands) return "no interval";
    if (measure.unit == "GBP") return pounds_in_millions().between(of.ninety_five);
    return shown(of.ninety_five, measure);
}

/// How far the run is from what is published: shares by points of per cent, all else by per cent.
double difference_from_published(PublishedCheck const& check)
{
    if (check.measure.unit == "share") return 100 * (check.run.mean - check.published);
    return 100 * (check.run.mean / check.published - 1);
}

std::string difference_written(PublishedCheck const& check)
{
    return (check.measure.unit == "share" ? percentage_points : per_cent).change(difference_from_published(check));
}

std::string verdict(PublishedCheck const& check)
{
    if (!check.banded()) return "no band";
    return check.outside() ? "▲ outside" : "within";
}

std::vector<std::string> row_of_check(PublishedCheck const& check, bool with_bands)
{
    std::vector<std::string> row{check.what, check.standing, written_as(check.measure, check.published),
                                 written_as(check.measure, check.run.mean), difference_written(check)};
    if (!with_bands) return row;
    row.insert(row.begin() + 1, verdict(check));
    row.push_back(band_as(check.measure, check.run));
    return row;
}

bool any_bands(PublishedChecks const& checks)
{
    return std::any_of(checks.figures.begin(), checks.figures.end(), [](auto const& one) { return one.run.has_bands; });
}

ReportTable comparison_with_published(PublishedChecks const& checks)
{
    bool const with_bands = any_bands(checks);
    ReportTable table{"The run beside what is published of the county",
                      {"Figure", "What it proves", "Published", "In the run", "Difference"},
                      {},
                      2};
    if (with_bands) {
        table.caption += ", what lies outside the run's band first";
        table.heads.insert(table.heads.begin() + 1, "Published figure lies");
        table.heads.push_back("95% of futures");
        table.left_columns = 3;
    }
    for (bool const outside : {true, false})
        for (auto const& check : checks.figures)
            if (check.outside() == outside) table.rows.push_back(row_of_check(check, with_bands));
    return table;
}

/// "Castle Point +47.1%, Uttlesford −28.0%": the farthest out first.
std::string districts_outside(DistrictCheck const& check)
{
    std::vector<std::pair<double, std::string>> found;
    for (auto const& one : check.each)
        if (one.outside()) found.emplace_back(difference_from_published(one), one.what + " " + difference_written(one));
    std::stable_sort(found.begin(), found.end(),
                     [](auto const& a, auto const& b) { return std::abs(a.first) > std::abs(b.first); });
    std::string text;
    for (auto const& one : found) text += (text.empty() ? "" : ", ") + one.second;
    if (!text.empty()) return text;
    return !check.each.empty() && check.each.front().banded() ? "none" : "no band";
}

/// How far the districts are from what is published, on average and at most.
std::vector<std::string> mean_and_worst(DistrictCheck const& check)
{
    PublishedCheck const* worst = nullptr;
    double sum = 0;
    for (auto const& one : check.each) {
        auto const difference = std::abs(difference_from_published(one));
        sum += difference;
        if (!worst || difference > std::abs(difference_from_published(*worst))) worst = &one;
    }
    if (!worst) return {"", ""};
    auto const mean = shown(sum / static_cast<double>(check.each.size()), 1);
    return {mean + (worst->measure.unit == "share" ? " points" : "%"),
            difference_written(*worst) + " (" + worst->what + ")"};
}

ReportTable districts_beside_published(PublishedChecks const& checks)
{
    bool const with_bands = any_bands(checks);
    ReportTable table{"Districts beside what is published of them, the farthest out first",
                      {"Figure", "What it proves", "Mean absolute difference", "Worst"},
                      {},
                      2};
    if (with_bands) {
        table.heads.insert(table.heads.begin() + 1, "Published figure outside the run's band");
        table.left_columns = 3;
    }
    auto sorted = checks.districts;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](auto const& a, auto const& b) { return a.mean_absolute_error > b.mean_absolute_error; });
    for (auto const& check : sorted) {
        std::vector<std::string> row{check.what, check.standing};
        for (auto& text : mean_and_worst(check)) row.push_back(std::move(text));
        if (with_bands) row.insert(row.begin() + 1, districts_outside(check));
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// What no number of the run has been held against.
std::vector<std::string> not_compared(PublishedChecks const& checks)
{
    std::vector<std::string> said;
    std::string last, others;
    bool compared = false;
    for (auto const& one : checks.figures)
        if (one.table == "care_cost") compared = true, last = std::max(last, one.period);
    for (auto const& one : checks.of_other_periods)
        if (one.table == "care_cost") last = std::max(last, one.period);
        else others += (others.empty() ? "" : "; ") + one.what;
    if (!last.empty())
        said.push_back((
            compared
                ? "No cost after " + last + " has been compared with an outturn, and prices were set to meet that year."
                : "No cost of this run has been compared with an outturn: the last published cost at hand is "
                  "of "
                      + last + ", which the run does not hold, and no cost after it is at hand."));
    if (!others.empty())
        said.push_back("Published, but of periods, places or tables that this run has not: " + others + ".");
    return said;
}

}  // namespace

void tell_of_published(std::optional<PublishedChecks> const& published, std::string const& name, ReportSection& section)
{
    auto& said = section.paragraphs;
    if (!published) {
        said.push_back("The published figures were not at hand when this page was made: nothing was compared.");
        return;
    }
    auto const& checks = *published;
    auto const outside =
        std::count_if(checks.figures.begin(), checks.figures.end(), [](auto const& one) { return one.outside(); });
    if (checks.figures.empty())
        said.push_back("None of the published figures at hand is of a period that “" + name + "” has.");
    else
        said.push_back("“" + name + "” has been laid beside " + std::to_string(checks.figures.size())
                       + " published figures of the county"
                       + (any_bands(checks) ? ": " + std::to_string(outside)
                                                  + " of them lie outside the run's band of 95 futures in 100"
                                            : std::string{"; one replicate has no band for them to lie in"})
                       + ". What a value was solved or set to meet is no evidence for the model; only what says “not "
                         "fitted” is.");
    auto const missed = not_compared(checks);
    said.insert(said.end(), missed.begin(), missed.end());
    if (!checks.figures.empty()) section.tables.push_back(comparison_with_published(checks));
    if (!checks.districts.empty()) section.tables.push_back(districts_beside_published(checks));
}

}  // namespace foresight
