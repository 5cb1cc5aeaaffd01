#include <exception>
#include <iostream>

#include "engine/core/error.hpp"
#include "outputs/run_file/child_process.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/terminal.hpp"

namespace foresight {
namespace {

int look_at(std::string const& path, std::string& said)
{
    RunReader const run{path, RunReader::Trust::whatever_there_is};
    auto const faults = run.faults();
    for (auto const& fault : faults) said += path + ": " + fault + "\n";
    if (!faults.empty()) return exit_code::unmet;
    said += path + ": sound: " + std::to_string(run.tables().size()) + " tables, " + std::to_string(run.replicates())
            + (run.replicates() == 1 ? " replicate, " : " replicates, ")
            + std::to_string(run.provenance().inputs.size()) + " inputs\n";
    return exit_code::done;
}

constexpr unsigned seconds_at_most = 30;

/// In a process of its own: a damaged file may break the reader off.
int verify_one(std::string const& path)
{
    auto const ending = in_child_process(
        [&](std::string& said) -> int {
            try {
                return look_at(path, said);
            } catch (DamagedRun const& error) {
                said = path + ": " + error.mistakes().front().reason + "\n";
                return exit_code::unmet;
            } catch (InputError const& error) {
                said = render(error);
                return exit_code::refused;
            } catch (std::exception const& error) {
                said = path + ": it is damaged: " + error.what() + "\n";
                return exit_code::unmet;
            }
        },
        seconds_at_most);
    if (!ending.by_itself) {
        std::cout << path << ": it is damaged: reading it broke the reader off\n" << std::flush;
        return exit_code::unmet;
    }
    bool const answered = ending.code == exit_code::done || ending.code == exit_code::unmet;
    if (answered) std::cout << ending.said << std::flush;
    else std::cerr << coloured_error(ending.said);
    return ending.code;
}

/// Every file is looked at. What could not be read weighs more than what is unsound.
int verify(Arguments const& arguments)
{
    int worst = exit_code::done;
    for (auto const& path : arguments.words) {
        auto const code = verify_one(path);
        if (worst == exit_code::done || (worst == exit_code::unmet && code != exit_code::done)) worst = code;
    }
    return worst;
}

}  // namespace

Command verify_command()
{
    Command command;
    command.name = "verify";
    command.summary = "check that a run is whole and as it was written";
    command.words = "RUN...";
    command.least = 1;
    command.most = 100;
    command.word = Command::Word::run;
    command.example = "foresight verify runs/baseline.h5";
    command.run = verify;
    return command;
}

}  // namespace foresight
