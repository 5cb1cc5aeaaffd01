#include <filesystem>

#include "outputs/report/sections.hpp"

namespace foresight {
namespace {

std::string file_name(RunReader const& run) { return std::filesystem::path{run.path()}.filename().string(); }

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

ReportTable identity(RunReader const& run, std::string const& name)
{
    auto const& of = run.provenance();
    std::string settings;
    for (auto const& one : of.command_line) settings += (settings.empty() ? "" : "; ") + one;
    return {"“" + name + "”",
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

}  // namespace

ReportSection origin(RunsOfReport const& runs)
{
    ReportSection section{"origin", "Where the numbers come from, and how to make them again", {}, {}, {}, {}, {}, {}};
    section.paragraphs.push_back(
        "A run file holds all that it was made of. In the folder of the run files, these commands "
        "live the run again and say whether every number is the same, show the numbers of this "
        "page, and write the page anew: the same runs give the same bytes, with the same "
        "--budget and --boundaries where there were any.");
    std::string files;
    section.tables.push_back(identity(*runs.first, runs.names[0]));
    files = typed(file_name(*runs.first));
    for (std::size_t run = 0; run != runs.others.size(); ++run) {
        section.tables.push_back(identity(*runs.others[run], runs.names[run + 1]));
        files += " " + typed(file_name(*runs.others[run]));
    }
    auto const first = typed(file_name(*runs.first));
    section.listing = "foresight digest " + first
                      + "        # the digest above, if the file is the one this page is of\n"
                        "foresight replay "
                      + first
                      + "\n"
                        "foresight show "
                      + first + " --table care_cost --by financial_year\n";
    if (!runs.others.empty()) section.listing += "foresight compare " + files + "\n";
    section.listing += "foresight report " + files + " -o report.html\n";
    ReportTable inputs{"The inputs of “" + runs.names[0] + "”", {"File", "Hash"}, {}, 2};
    for (auto const& input : runs.first->provenance().inputs) inputs.rows.push_back({input.path, input.hash});
    section.appendices.push_back(std::move(inputs));
    return section;
}

}  // namespace foresight
