#include <iostream>

#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/commands.hpp"

namespace foresight {
namespace {

int digest(Arguments const& arguments)
{
    for (auto const& path : arguments.words) {
        auto const hash = RunReader{path}.digest();
        std::cout << hash << "  " << path << "\n";
    }
    return exit_code::done;
}

}  // namespace

Command digest_command()
{
    Command command;
    command.name = "digest";
    command.summary = "one hash of all tables of a run";
    command.words = "RUN...";
    command.least = 1;
    command.most = 100;
    command.word = Command::Word::run;
    command.example = "foresight digest runs/baseline.h5";
    command.run = digest;
    return command;
}

}  // namespace foresight
