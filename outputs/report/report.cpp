#include "outputs/report/report.hpp"

#include <algorithm>
#include <filesystem>

#include "outputs/answers/study.hpp"
#include "outputs/report/sections.hpp"
#include "outputs/view/lineage.hpp"

namespace foresight {
namespace {

constexpr std::size_t years_looked_ahead = 5;

std::string plain_name(RunReader const& run)
{
    auto const file = std::filesystem::path{run.path()}.filename().string();
    return run.provenance().name.empty() ? file : run.provenance().name;
}

/// Scenarios by their names; where two runs are of one scenario, with their files.
RunsOfReport runs_of(RunReader const& run, std::vector<RunReader const*> const& others)
{
    RunsOfReport runs{&run, others, {plain_name(run)}};
    for (auto const* const other : others) runs.names.push_back(plain_name(*other));
    auto const plain = runs.names;
    for (std::size_t i = 0; i != plain.size(); ++i) {
        if (std::count(plain.begin(), plain.end(), plain[i]) == 1) continue;
        auto const& path = (i == 0 ? run : *others[i - 1]).path();
        runs.names[i] += " (" + std::filesystem::path{path}.stem().string() + ")";
    }
    return runs;
}

Horizon horizon_of(RunReader const& run)
{
    Horizon horizon{run.provenance().end};
    if (!run.has("care_cost")) return horizon;
    auto const& years = run.table("care_cost").periods;
    if (!years.empty()) horizon.end = years[std::min(years.size() - 1, years_looked_ahead)].last;
    return horizon;
}

std::string subject_of(RunsOfReport const& runs)
{
    auto const& of = runs.subject().provenance();
    auto const count = of.replicates.size();
    auto text = "Projection of " + month_in_words(of.start) + " to " + month_in_words(of.end - 1) + " · "
                + std::to_string(count) + (count == 1 ? " replicate" : " replicates") + " · seed "
                + std::to_string(of.seed);
    if (of.weight > 1) text += " · a sample of 1 household in " + std::to_string(of.weight);
    if (!runs.others.empty()) text += " · set against the baseline “" + runs.names[0] + "”";
    return text;
}

/// The scenarios whose effects the page shows; of one run alone, its own.
std::string title_of(RunsOfReport const& runs)
{
    if (runs.others.empty()) return runs.names[0];
    std::string text;
    for (std::size_t run = 1; run != runs.names.size(); ++run)
        text += (run == 1 ? "" : run + 1 == runs.names.size() ? " and " : ", ") + runs.names[run];
    return text;
}

std::string question_of(RunsOfReport const& runs)
{
    if (runs.others.empty()) return runs.first->provenance().question;
    std::string text;
    for (auto const* const other : runs.others) {
        auto const& question = other->provenance().question;
        if (text.find(question) == std::string::npos) text += (text.empty() ? "" : " ") + question;
    }
    return text;
}

constexpr char const* what_words_mean = "A replicate is one life of the county, with its own luck and its own draw of "
                                        "whatever is uncertain: many of them show "
                                        "how far futures may lie apart. A seed is the number that luck begins with; "
                                        "the same seed gives the same lives again.";

Evidence evidence_of(RunsOfReport const& runs, ReportQuestion const& question)
{
    Evidence evidence;
    if (!question.modules.empty()) evidence.limits = module_limits(runs.first->provenance(), question.modules);
    if (!question.targets.empty()) evidence.published = published_checks(*runs.first, question.targets);
    evidence.checks = checks_of_tables(*runs.first);
    return evidence;
}

std::vector<std::string> notices_of(RunsOfReport const& runs, Evidence const& evidence)
{
    std::vector<std::string> notices;
    if (auto const caution = caution_of_order(*runs.first, runs.others); !caution.empty()) notices.push_back(caution);
    for (auto const& check : evidence.checks)
        if (!check.holds) notices.push_back("This run contradicts itself. " + check.what + ": " + check.detail + ".");
    bool const others_have_more =
        std::any_of(runs.others.begin(), runs.others.end(), [](auto const* other) { return other->replicates() > 1; });
    if (runs.first->replicates() == 1)
        notices.push_back(
            (others_have_more
                 ? "“" + runs.names[0]
                       + "” has one replicate: none of its numbers has an interval, nor has a difference to it."
                 : std::string{"One replicate: nothing on this page has an interval."})
            + " How sure a number is cannot be said from one run alone: live more replicates.");
    for (std::size_t run = 0; run != runs.others.size(); ++run)
        if (runs.first->replicates() > 1 && runs.others[run]->replicates() == 1)
            notices.push_back("“" + runs.names[run + 1]
                              + "” has one replicate: none of its numbers has an interval, nor has "
                                "its difference to “"
                              + runs.names[0] + "”. Live more replicates of it.");
    auto const weight = runs.first->provenance().weight;
    if (weight > 1)
        notices.push_back(
            "A sample of one household in " + std::to_string(weight) + ", for a first look: small groups jump"
            + (runs.first->replicates() > 1 ? ", and bands are wider than those of the whole county." : "."));
    for (std::size_t run = 0; run != runs.others.size(); ++run)
        for (auto const& caution : cautions(*runs.first, *runs.others[run]))
            notices.push_back("Caution, “" + runs.names[run + 1] + "”: " + caution + ".");
    return notices;
}

}  // namespace

std::string Horizon::period(TableSchema const& table, Every every) const
{
    std::string found;
    for (auto const& period : table.periods) {
        auto const whole = period_of(every, period.first);
        if (whole.last == period.last && whole.last <= end) found = whole.label;
    }
    return found.empty() ? first_period(table, every) : found;
}

std::string Horizon::first_period(TableSchema const& table, Every every) const
{
    for (auto const& period : table.periods)
        if (auto const whole = period_of(every, period.first); whole.last == period.last) return whole.label;
    return table.periods.front().label;
}

std::string caution_of_order(RunReader const& run, std::vector<RunReader const*> const& others)
{
    for (auto const* const other : others)
        if (builds_on(run, *other))
            return "The effects are told the wrong way round: “" + plain_name(run)
                   + "” is set against as the baseline, "
                     "and builds on “"
                   + plain_name(*other) + "”. Name the baseline first, and then what changes it.";
    return {};
}

ReportList Evidence::limits_of(std::string_view module) const
{
    for (auto const& one : limits)
        if (one.module == module) {
            auto name = one.module;
            std::replace(name.begin(), name.end(), '_', ' ');
            auto items = one.items();
            for (auto& item : items) std::erase(item, '`');
            return {"Known limits of " + name + ", as the module states them", std::move(items)};
        }
    return {};
}

Report report_of(RunReader const& run, ReportQuestion const& question)
{
    auto const runs = runs_of(run, question.others);
    auto const horizon = horizon_of(run);
    Focus const focus{runs};
    auto const evidence = evidence_of(runs, question);
    bool const with_tornado = std::any_of(question.studies.begin(), question.studies.end(), [](auto const* one) {
        return study_of(*one).kind == Study::Kind::sensitivity;
    });
    std::vector<std::string> told;  // of these limits stand beside their numbers, or there are no numbers of them
    Report report{title_of(runs), question_of(runs), subject_of(runs), what_words_mean, notices_of(runs, evidence), {}};
    report.sections.push_back(in_brief(runs, horizon, focus));
    if (!runs.others.empty()) report.sections.push_back(what_changes(runs, focus));
    report.sections.push_back(years_ahead(runs, focus));
    if (focus.shows(Domain::social_care))
        if (auto section = medium_term(runs, question.budget, evidence)) {
            report.sections.push_back(*std::move(section));
            told.emplace_back(module_of(Domain::social_care));
        }
    report.sections.push_back(what_drives_it(runs, horizon, focus, with_tornado));
    if (!question.studies.empty()) report.sections.push_back(studies(question.studies));
    report.sections.push_back(places(runs, horizon, focus, question.boundaries, evidence));
    for (auto const domain : all_domains) {
        auto const title = evidence.limits_of(module_of(domain)).title;
        auto const& charts = report.sections.back().charts;
        bool const beside = std::any_of(charts.begin(), charts.end(),
                                        [&](ReportChart const& chart) { return chart.limits.title == title; });
        if (!focus.shows(domain) || (beside && !title.empty())) told.emplace_back(module_of(domain));
    }
    report.sections.push_back(who_is_affected(runs, horizon, focus));
    report.sections.push_back(assumptions(runs));
    report.sections.push_back(data_quality(runs, horizon, focus, evidence, told));
    report.sections.push_back(origin(runs, question));
    std::erase_if(report.sections, [](ReportSection const& one) {
        return one.paragraphs.empty() && one.figures.empty() && one.charts.empty() && one.tables.empty()
               && one.lists.empty();
    });
    return report;
}

}  // namespace foresight
