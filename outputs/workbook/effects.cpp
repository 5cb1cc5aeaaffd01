#include <cmath>
#include <limits>

#include "outputs/view/comparison.hpp"
#include "outputs/workbook/sheets.hpp"

namespace foresight::workbook {
namespace {

using spreadsheet::Row;
using spreadsheet::Style;
using spreadsheet::Table;

constexpr std::size_t periods_of_an_effect = 3;

/// A headline of a run beside the same of its baseline, by period.
struct ComparedHeadline {
    Headline line;
    Measure about;
    Comparison made;

    std::string period(std::size_t at) const
    {
        return period_text(line.by, about.kind, made.base.dimensions[0].codes[at].label);
    }
};

std::vector<ComparedHeadline> compared_headlines(RunReader const& baseline, RunReader const& run)
{
    std::vector<ComparedHeadline> all;
    for (auto const& line : headlines_of(baseline)) {
        if (!run.has(line.table)) continue;
        auto const& schema = baseline.table(line.table);
        auto made = views_in_common(baseline, run, schema, {{std::string{name_of(line.by)}}, {}});
        if (made && made->rows() > 0)
            all.push_back({line, schema.measures[schema.measure(line.measure)], std::move(*made)});
    }
    return all;
}

/// "-£25.2 million", "+0.12 points", "+1,234"
std::string change_in_words(double change, Measure const& about)
{
    std::string const sign = change < 0 ? "-" : "+";
    double const size = std::abs(change);
    if (about.unit == "share") return sign + shown(100 * size, 2) + " points";
    if (about.unit == "GBP") return sign + "£" + shown(size * 1e-6, 1) + " million";
    return sign + shown(size, size < 10 ? 1 : 0);
}

std::string between_in_words(Band band, Measure const& about)
{
    return change_in_words(band.low, about) + " to " + change_in_words(band.high, about);
}

/// How far a difference stands out: from its error, or with one replicate from the number itself.
double clearness(Estimate const& difference, double base)
{
    if (difference.mean == 0) return 0;
    double const against = difference.has_bands ? difference.error : std::abs(base);
    return against > 0 ? std::abs(difference.mean) / against : std::numeric_limits<double>::max();
}

}  // namespace

std::string clearest_effect(RunReader const& baseline, RunReader const& run)
{
    auto const all = compared_headlines(baseline, run);
    ComparedHeadline const* clearest = nullptr;
    double most = 0;
    for (auto const& one : all) {
        auto const measure = run.table(one.line.table).measure(one.line.measure);
        auto const last = one.made.rows() - 1;
        auto const clear = clearness(one.made.difference(measure, last), one.made.base.estimate(measure, last).mean);
        if (clear > most) clearest = &one, most = clear;
    }
    if (!clearest) return "No headline differs from the baseline.";
    auto const measure = run.table(clearest->line.table).measure(clearest->line.measure);
    auto const last = clearest->made.rows() - 1;
    auto const mean = clearest->made.difference(measure, last), future = clearest->made.effect(measure, last);
    auto const text = "The clearest effect: " + clearest->about.label + ", " + clearest->period(last) + ", "
                      + change_in_words(mean.mean, clearest->about) + " against the baseline";
    if (!mean.has_bands) return text + ". One replicate: no interval.";
    return text + " (the mean of all futures, with 95 per cent confidence: "
           + between_in_words(mean.ninety_five, clearest->about)
           + (future.has_bands ? "; 95 futures of 100: " + between_in_words(future.ninety_five, clearest->about) : "")
           + ").";
}

Table effects(RunReader const& baseline, RunReader const& run)
{
    Table table{"effects",
                "What changes: this run less its baseline",
                {"Measure", "Unit", "Period", "Baseline", "This run", "Difference", "Error of the mean difference",
                 mean_low, mean_high, "One future: 95% low", "One future: 95% high"}};
    constexpr std::size_t of_baseline = 3, of_run = 4;
    for (auto const& one : compared_headlines(baseline, run)) {
        auto const measure = run.table(one.line.table).measure(one.line.measure);
        auto const style = style_of(one.about), fine = style == Style::per_cent ? Style::fine_per_cent : style;
        for (auto const period : picked(one.made.rows(), periods_of_an_effect)) {
            auto const at = table.rows.size();
            Row row{{text(one.about.label), text(unit_of(one.about)), text(one.period(period)),
                     number(one.made.base.estimate(measure, period).mean, style),
                     number(one.made.other.estimate(measure, period).mean, style),
                     spreadsheet::Cell{spreadsheet::Formula{{{{of_run, at, at}, false}, {{of_baseline, at, at}, true}}},
                                       fine}}};
            auto const mean = one.made.difference(measure, period);
            row.cells.push_back(
                number(mean.has_bands ? mean.error : no_number, style_of_error(fine), shorthand::not_available));
            add_interval_of_mean(row, mean, fine);
            add_interval_of_mean(row, one.made.effect(measure, period), fine);
            table.rows.push_back(std::move(row));
        }
    }
    fill_if_empty(table, "The runs share none of the tables of the summary");
    return table;
}

}  // namespace foresight::workbook
