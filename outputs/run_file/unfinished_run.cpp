#include "outputs/run_file/unfinished_run.hpp"

#include <exception>
#include <filesystem>
#include <string_view>

#include "engine/core/shell_word.hpp"
#include "outputs/run_file/child_process.hpp"
#include "outputs/run_file/run_reader.hpp"

namespace foresight {
namespace {

constexpr std::string_view partial_ending = ".partial";

/// " --seed 7", of "--seed 7": an option and what it is set to.
std::string option_typed(std::string const& said)
{
    auto const blank = said.find(' ');
    if (blank == std::string::npos) return " " + shell_quoted(said);
    return " " + shell_quoted(said.substr(0, blank)) + " " + shell_quoted(said.substr(blank + 1));
}

/// Empty where it is no run of one scenario.
std::string command_of(std::string const& partial)
{
    RunReader const begun{partial, RunReader::Trust::unfinished};
    auto const& then = begun.provenance();
    if (!then.study.empty()) return {};
    auto const path = std::filesystem::path{partial}.lexically_normal().string();
    auto const file = path.ends_with(partial_ending) ? path.substr(0, path.size() - partial_ending.size()) : path;
    auto command = "foresight run " + shell_quoted(then.scenario_file);
    for (auto const& said : then.command_line) command += option_typed(said);
    return command + " -o " + shell_quoted(file) + " --resume";
}

}  // namespace

std::string how_to_finish(std::string const& partial)
{
    constexpr unsigned seconds = 10;
    // What a power cut has left may break whoever reads it.
    auto const ended = in_child_process(
        [&](std::string& said) {
            try {
                said = command_of(partial);
                return 0;
            } catch (std::exception const&) {
                return 1;
            }
        },
        seconds);
    bool const told = ended.by_itself && ended.code == 0 && !ended.said.empty();
    return told ? "finish it with: " + ended.said : "finish it with 'foresight run ... --resume'";
}

}  // namespace foresight
