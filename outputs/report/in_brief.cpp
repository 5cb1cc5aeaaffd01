#include <cmath>

#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

/// A headline of the page: one number of one period, and the same of an earlier one.
struct Brief {
    char const* table;
    char const* measure;
    Every every;
    Notation notation;
    char const* label;
    char const* subject;  ///< of a sentence about a difference
};

std::vector<Brief> briefs()
{
    return {{"care_cost", "gross", Every::financial_year, pounds_in_millions(), "Gross cost of long-term social care",
             "the gross cost of long-term social care"},
            {"fuel_poverty", "lilee_rate", Every::quarter, share_of("households"),
             "Households in fuel poverty (LILEE: low income, low energy efficiency)",
             "the share of households in fuel poverty by LILEE"},
            {"fuel_poverty", "ten_after_rate", Every::quarter, share_of("households"),
             "Households needing over a tenth of their income for energy, after housing costs",
             "the share of households needing over a tenth of their income for energy, after housing costs"},
            {"school_readiness", "good_level_rate", Every::school_year, share_of("children assessed"),
             "Children with a good level of development at five",
             "the share of children with a good level of development"}};
}

ReportFigure figure_of(Outlook const& outlook, Brief const& brief, std::string const& from, std::string const& to)
{
    auto const row = outlook.row_of(to);
    auto const estimate = outlook.estimate(row);
    auto const& notation = outlook.notation();
    ReportFigure figure{std::string{brief.label} + ", " + outlook.label(row),
                        notation.written(estimate.mean),
                        likely(notation, estimate),
                        {}};
    if (estimate.has_bands) figure.remark = "95 in a hundred: " + notation.between(estimate.ninety_five) + ". ";
    auto const before = outlook.row_of(from);
    if (before == outlook.rows() || from == to) return figure;
    auto const then = outlook.estimate(before);
    figure.remark += "In " + outlook.label(before) + ": " + notation.written(then.mean);
    if (then.has_bands) figure.remark += " (" + notation.between(then.eighty) + ")";
    figure.remark += ".";
    return figure;
}

/// What another run does to a headline, in a sentence with its interval.
std::string sentence_of(Outlook const& outlook, Brief const& brief, std::size_t run, std::string const& period)
{
    auto const row = outlook.row_of(period);
    auto const change = outlook.difference(run, row);
    if (!change) return {};
    auto const name = "“" + outlook.run_name(run + 1) + "”";
    auto const in = " in " + outlook.label(row);
    auto const notation = outlook.notation().of_differences();
    auto const size = notation.written(std::abs(change->mean));
    std::string const direction = change->mean > 0 ? " raises " : " lowers ";
    if (!change->has_bands) return name + direction + brief.subject + " by " + size + in + " (no interval).";
    auto const interval = "95 per cent interval of the difference: " + notation.change_between(change->ninety_five);
    if (size == notation.written(0) && notation.change(change->ninety_five.low) == notation.change(0.0)
        && notation.change(change->ninety_five.high) == notation.change(0.0))
        return name + " changes " + brief.subject + in + " by less than can be shown (" + interval + ").";
    if (change->ninety_five.low <= 0 && change->ninety_five.high >= 0)
        return name + " changes " + brief.subject + in + " by nothing that can be told from chance ("
               + notation.change(change->mean) + "; " + interval + ").";
    return name + direction + brief.subject + " by " + size + in + " (" + interval + ").";
}

/// The rows of the medium term.
std::vector<std::size_t> rows_until(Outlook const& outlook, std::string const& last)
{
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row != outlook.rows(); ++row) {
        rows.push_back(row);
        if (outlook.code(row).key == last) break;
    }
    return rows;
}

}  // namespace

ReportSection in_brief(RunsOfReport const& runs, Horizon const& horizon)
{
    ReportSection section{"in-brief", "In brief", {}, {}, {}, {}, {}, {}};
    std::vector<std::string> unmoved(runs.others.size());
    for (auto const& brief : briefs()) {
        if (asks_in_vain(runs, brief.table, brief.measure)) continue;
        Outlook const outlook{
            runs, brief.table, brief.measure, {{std::string{name_of(brief.every)}}, {}}, brief.notation};
        auto const& table = runs.first->table(brief.table);
        auto const from = horizon.first_period(table, brief.every);
        auto const to = horizon.period(table, brief.every);
        section.figures.push_back(figure_of(outlook, brief, from, to));
        for (std::size_t run = 0; run != outlook.others(); ++run)
            if (outlook.same(run)) unmoved[run] += (unmoved[run].empty() ? "" : "; ") + std::string{brief.subject};
            else if (auto const words = sentence_of(outlook, brief, run, to); !words.empty())
                section.paragraphs.push_back(words);
        if (brief.every == Every::financial_year)
            section.tables.push_back(table_of("Gross cost of long-term adult social care in the coming financial years",
                                              outlook, rows_until(outlook, to)));
    }
    for (std::size_t run = 0; run != unmoved.size(); ++run)
        if (!unmoved[run].empty())
            section.paragraphs.push_back("“" + runs.names[run + 1]
                                         + "” changes nothing at all, in no replicate and no period, in: "
                                         + unmoved[run] + ".");
    if (section.figures.empty())
        section.paragraphs.push_back("This run has none of the tables that headlines are made of.");
    return section;
}

}  // namespace foresight
