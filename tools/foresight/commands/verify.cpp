#include <cstdio>
#include <exception>
#include <iostream>

#include "engine/core/error.hpp"
#include "outputs/run_file/child_process.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/commands.hpp"

namespace foresight {
namespace {

bool is_sound(std::vector<std::string> const& paths, std::string& said)
{
    bool sound = true;
    for (auto const& path : paths) {
        RunReader const run{path, RunReader::Trust::whatever_there_is};
        auto const faults = run.faults();
        for (auto const& fault : faults) said += path + ": " + fault + "\n";
        if (faults.empty())
            said += path + ": sound: " + std::to_string(run.tables().size()) + " tables, "
                    + std::to_string(run.replicates()) + (run.replicates() == 1 ? " replicate, " : " replicates, ")
                    + std::to_string(run.provenance().inputs.size()) + " inputs\n";
        sound = sound && faults.empty();
    }
    return sound;
}

constexpr unsigned seconds_at_most = 30;

int verify(Arguments const& arguments)
{
    auto const look = [&](std::string& said) -> int {
        try {
            return is_sound(arguments.words, said) ? exit_code::done : exit_code::unmet;
        } catch (InputError const& error) {
            std::fputs(render(error).c_str(), stderr);
            return exit_code::refused;
        } catch (std::exception const& error) {
            std::fprintf(stderr, "error: %s\n", error.what());
            return exit_code::failed;
        }
    };
    auto const ending = in_child_process(look, seconds_at_most);
    std::cout << ending.said;
    if (ending.by_itself) return ending.code;
    refuse("the file is damaged", "reading it broke the reader off",
           "make the run again; where it was copied, copy it again");
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
