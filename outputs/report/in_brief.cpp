#include <algorithm>
#include <cmath>

#include "outputs/report/charts.hpp"
#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

/// A headline of the page, asked of every run: as it is spoken of, and how many people or homes it is.
struct Headlined {
    DomainMeasure const* of;
    Outlook outlook;
    std::optional<Outlook> count;
    std::string from;
    std::string to;
};

std::vector<Headlined> all_headlined(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus)
{
    std::vector<Headlined> all;
    for (auto const& one : domain_measures()) {
        if (asks_in_vain(runs, one.table, one.measure) || !focus.shows(one.domain)) continue;
        auto const& table = runs.first->table(one.table);
        Question const question{{std::string{name_of(one.every)}}, {}};
        Headlined made{&one, Outlook{runs, one.table, one.measure, question, one.notation}, {}, {}, {}};
        if (made.outlook.rows() == 0) continue;
        if (!one.count.empty() && !asks_in_vain(runs, one.table, one.count))
            made.count.emplace(runs, one.table, one.count, question, one.counted);
        made.from = horizon.first_period(table, one.every);
        made.to = made.outlook.last_compared(horizon.period(table, one.every));
        all.push_back(std::move(made));
    }
    // What another run changes most comes first within a domain.
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) {
        return a.of->domain == b.of->domain
               && a.outlook.greatest_effect(all_rows(a.outlook)) > b.outlook.greatest_effect(all_rows(b.outlook));
    });
    return all;
}

/// What another run changes, in pounds, households or children.
ReportFigure figure_of_change(Headlined const& headline, std::size_t run)
{
    auto const& outlook = headline.count ? *headline.count : headline.outlook;
    auto const row = outlook.row_of(headline.to);
    auto const effect = *outlook.effect(run, row);
    auto const notation = outlook.notation().of_differences().rounded_for(effect.mean.mean);
    ReportFigure figure{headline.of->label + ", " + outlook.label(row) + ": change by “" + outlook.run_name(run + 1)
                            + "”",
                        notation.more_or_less(effect.mean.mean),
                        {},
                        {}};
    if (!effect.has_band()) figure.interval = "no interval";
    else if (!effect.futures.has_bands)
        figure.interval = "95 per cent interval of the means: " + notation.more_or_less_between(effect.band());
    else figure.interval = "95 futures in 100: " + notation.more_or_less_between(effect.band());
    if (effect.has_band())
        figure.remark = "The mean is known to within " + notation.error(effect.mean_known_to()) + ".";
    if (!headline.count) return figure;
    auto const share = headline.outlook.effect(run, row);
    auto const points = headline.outlook.notation().of_differences().fitted_to(share->mean.mean);
    figure.remark = "That is " + points.more_or_less(share->mean.mean)
                    + (share->has_band() ? " (" + points.more_or_less_between(share->band()) + ")" : "") + ". "
                    + figure.remark;
    return figure;
}

/// Where a number stands, in every run.
ReportFigure figure_of_level(Headlined const& headline, bool several_runs)
{
    auto const& outlook = headline.outlook;
    auto const row = outlook.row_of(headline.to);
    auto const estimate = outlook.estimate(row);
    auto const& notation = outlook.notation();
    ReportFigure figure{headline.of->label + ", " + outlook.label(row)
                            + (several_runs ? ", in “" + outlook.run_name(0) + "”" : ""),
                        notation.written(estimate.mean),
                        likely(notation, estimate),
                        {}};
    if (estimate.has_bands) figure.remark = "95 in a hundred: " + notation.between(estimate.ninety_five) + ". ";
    for (auto const run : outlook.moving())
        if (auto const other = outlook.other(run, row))
            figure.remark += "With “" + outlook.run_name(run + 1) + "”: " + notation.written(other->mean)
                             + (other->has_bands ? " (" + notation.between(other->eighty) + ")" : "") + ". ";
    auto const before = outlook.row_of(headline.from);
    if (before == outlook.rows() || headline.from == headline.to) return figure;
    auto const then = outlook.estimate(before);
    figure.remark += "In " + outlook.label(before) + ": " + notation.written(then.mean);
    if (then.has_bands) figure.remark += " (" + notation.between(then.eighty) + ")";
    figure.remark += ".";
    return figure;
}

std::string sentence_of(Headlined const& headline, std::size_t run)
{
    auto const& outlook = headline.outlook;
    auto const row = outlook.row_of(headline.to);
    auto const effect = *outlook.effect(run, row);
    auto text = "“" + outlook.run_name(run + 1) + "” against “" + outlook.run_name(0) + "”, " + headline.of->subject
                + ": " + effect_in_words(outlook.notation().of_differences(), effect, " in " + outlook.label(row));
    if (effect.mean_may_be_chance()) return text + ", which may be chance.";
    auto const band = effect.band();
    if (effect.has_band() && band.low < 0 && band.high > 0) text += "; in some futures it does the opposite";
    return text + ".";
}

/// Of an effect that nothing measures.
std::string how_little(Effect const& effect)
{
    auto const band = effect.has_band() ? effect.band() : Band{};
    if (effect.mean.mean == 0 && band.low == 0 && band.high == 0) return "No difference";
    return effect.has_band() ? "No measurable change" : "Hardly any difference";
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

ReportSection in_brief(RunsOfReport const& runs, Horizon const& horizon, Focus const& focus)
{
    ReportSection section{"in-brief", "In brief", {}, {}, {}, {}, {}, {}};
    auto const headlines = all_headlined(runs, horizon, focus);
    for (auto const& headline : headlines)
        for (auto const run : headline.outlook.moving()) {
            auto const row = headline.outlook.row_of(headline.to);
            auto const effect = headline.outlook.effect(run, row);
            if (!effect) continue;
            if (!headline.outlook.moves(run, row)) {
                section.paragraphs.push_back(how_little(*effect) + " by “" + runs.names[run + 1] + "” in "
                                             + headline.outlook.label(row) + ": " + headline.of->subject + ".");
                continue;
            }
            if (!effect->mean_may_be_chance()) section.figures.push_back(figure_of_change(headline, run));
            section.paragraphs.push_back(sentence_of(headline, run));
        }
    if (focus.on_effects(Domain::school_readiness)) {
        auto const gap = gap_of_free_school_meals(runs, horizon, focus);
        section.paragraphs.insert(section.paragraphs.end(), gap.begin(), gap.end());
    }
    for (auto const& headline : headlines) section.figures.push_back(figure_of_level(headline, !runs.others.empty()));
    auto const& left_out = focus.left_out();
    section.paragraphs.insert(section.paragraphs.end(), left_out.begin(), left_out.end());
    for (std::size_t run = 0; run != runs.others.size(); ++run) {
        auto asked = what_is_asked(*runs.first, *runs.others[run], runs.names[run + 1]);
        section.lists.insert(section.lists.end(), asked.begin(), asked.end());
    }
    for (auto const& headline : headlines) {
        if (headline.of->every != Every::financial_year) continue;
        section.paragraphs.push_back(scope_of_care_cost(runs.first->table(headline.of->table)));
        auto const caption = "Gross cost of long-term adult social care in the coming financial years";
        auto const rows = rows_until(headline.outlook, headline.to);
        section.tables.push_back(headline.outlook.moving().empty() ? table_of(caption, headline.outlook, rows)
                                                                   : table_of_effects(caption, headline.outlook, rows));
    }
    if (section.figures.empty())
        section.paragraphs.push_back("This run has none of the tables that headlines are made of.");
    return section;
}

}  // namespace foresight
