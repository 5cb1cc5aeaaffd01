#include <filesystem>
#include <utility>

#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

std::string name_of_file(std::string const& path) { return std::filesystem::path{path}.filename().string(); }

std::string file_name(RunReader const& run) { return name_of_file(run.path()); }

/// A word as it is typed in a shell.
std::string typed(std::string const& word)
{
    if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/=")
            == std::string::npos
        && !word.empty())
        return word;
    std::string quoted = "'";
    for (char const c : word) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return quoted + "'";
}

ReportTable identity(RunReader const& run, std::string name)
{
    auto const& of = run.provenance();
    std::string settings;
    for (auto const& one : of.command_line) settings += (settings.empty() ? "" : "; ") + one;
    return {std::move(name),
            {"What", "Which"},
            {
                {"Run file", file_name(run)},
                {"Digest of its tables", run.digest()},
                {"Scenario", of.scenario_file},
                {"Set on the command line", settings.empty() ? "nothing" : settings},
                {"Months", to_string(of.start) + " to " + to_string(of.end - 1)},
                {"Replicates", std::to_string(of.replicates.size())},
                {"Seed", std::to_string(of.seed)},
                {"Sample", of.weight == 1 ? "every household" : "1 household in " + std::to_string(of.weight)},
                {"Base population", "end of " + to_string(of.base) + ", hash " + of.population_hash},
                {"Parameters", "hash " + of.parameters_hash},
                {"Made by", "Foresight " + of.version + ", " + of.compiler},
            },
            2};
}

ReportTable inputs_of(RunReader const& run, std::string caption)
{
    ReportTable table{std::move(caption), {"File", "Hash"}, {}, 2};
    for (auto const& input : run.provenance().inputs) table.rows.push_back({input.path, input.hash});
    return table;
}

}  // namespace

ReportSection origin(RunsOfReport const& runs, ReportQuestion const& question)
{
    ReportSection section{"origin", "Where the numbers come from, and how to make them again", {}, {}, {}, {}, {}, {}};
    section.paragraphs.push_back(
        "A run file holds all that it was made of. In the folder of the files that are named here, these commands say "
        "whether the runs are the ones of this page, live them again and compare every number, and write the page "
        "anew: the "
        "same files give the same bytes.");
    std::vector<RunReader const*> all{runs.first};
    all.insert(all.end(), runs.others.begin(), runs.others.end());
    std::string files;
    for (std::size_t run = 0; run != all.size(); ++run) {
        files += " " + typed(file_name(*all[run]));
        section.tables.push_back(identity(*all[run], "“" + runs.names[run] + "”"));
        section.appendices.push_back(inputs_of(*all[run], "The inputs of “" + runs.names[run] + "”"));
    }
    auto const compared = files;
    for (auto const* const study : question.studies) {
        all.push_back(study);
        files += " " + typed(file_name(*study));
        auto const name = "The study " + file_name(*study) + " of “" + study->provenance().name + "”";
        section.tables.push_back(identity(*study, name));
        section.appendices.push_back(inputs_of(*study, "The inputs of the study " + file_name(*study)));
    }
    for (auto const* const one : all) {
        auto const file = typed(file_name(*one));
        section.listing += "foresight digest " + file + "\n" + "foresight replay " + file + "\n";
    }
    if (!runs.others.empty()) section.listing += "foresight compare" + compared + "\n";
    section.listing += "foresight report" + files;
    if (!question.budget_file.empty()) section.listing += " --budget " + typed(name_of_file(question.budget_file));
    if (!question.boundaries_file.empty())
        section.listing += " --boundaries " + typed(name_of_file(question.boundaries_file));
    section.listing += " -o report.html\n";
    return section;
}

}  // namespace foresight
