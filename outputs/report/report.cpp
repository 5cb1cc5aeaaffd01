#include "outputs/report/report.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

constexpr std::size_t years_of_the_medium_term = 5;

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
    if (!years.empty()) horizon.end = years[std::min(years.size() - 1, years_of_the_medium_term)].last;
    return horizon;
}

std::optional<FinanceView> finance_if_any(RunReader const& run, Budget const& budget)
{
    for (char const* const table : {"care_cost", "care_budget"})
        if (!run.has(table) || run.table(table).periods.empty()) return {};
    FinanceQuestion question;
    question.years = years_of_the_medium_term;
    question.budget = budget;
    return finance_of(run, question);
}

std::string subject_of(RunReader const& run)
{
    auto const& of = run.provenance();
    auto const count = of.replicates.size();
    auto text = "Projection of " + month_in_words(of.start) + " to " + month_in_words(of.end - 1) + " · "
                + std::to_string(count) + (count == 1 ? " replicate" : " replicates") + " · seed "
                + std::to_string(of.seed);
    if (of.weight > 1) text += " · a sample of 1 household in " + std::to_string(of.weight);
    return text;
}

std::vector<std::string> notices_of(RunsOfReport const& runs)
{
    std::vector<std::string> notices;
    if (runs.first->replicates() == 1)
        notices.push_back(
            "One replicate: nothing on this page has an interval. How sure a number is cannot be said from "
            "one run alone; live more of them with foresight run --replicates 50.");
    auto const weight = runs.first->provenance().weight;
    if (weight > 1)
        notices.push_back(
            "A sample of one household in " + std::to_string(weight)
            + ", for a first look: small groups jump, and bands are wider than those of the whole county.");
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

Report report_of(RunReader const& run, ReportQuestion const& question)
{
    auto const runs = runs_of(run, question.others);
    auto const horizon = horizon_of(run);
    auto const finance = finance_if_any(run, question.budget);
    Report report{runs.names[0], run.provenance().question, subject_of(run), notices_of(runs), {}};
    for (std::size_t other = 0; other != runs.others.size(); ++other)
        report.subject += (other == 0 ? " · set against it: “" : ", “") + runs.names[other + 1] + "”";
    report.sections.push_back(in_brief(runs, horizon));
    if (!runs.others.empty()) report.sections.push_back(what_changes(runs));
    report.sections.push_back(years_ahead(runs));
    if (finance) report.sections.push_back(medium_term(*finance));
    report.sections.push_back(what_drives_it(runs, horizon));
    if (!question.studies.empty()) report.sections.push_back(studies(question.studies));
    report.sections.push_back(places(runs, horizon, question.boundaries));
    report.sections.push_back(who_is_affected(runs, horizon));
    report.sections.push_back(assumptions(runs));
    report.sections.push_back(data_quality(runs, horizon));
    report.sections.push_back(origin(runs));
    return report;
}

}  // namespace foresight
