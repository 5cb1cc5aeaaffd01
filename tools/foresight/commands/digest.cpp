#include <iostream>

#include "engine/core/error.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/terminal.hpp"

namespace foresight {
namespace {

int digest(Arguments const& arguments)
{
    int worst = exit_code::done;
    for (auto const& path : arguments.words) {
        try {
            auto const hash = RunReader{path}.digest();
            std::cout << hash << "  " << path << "\n" << std::flush;
        } catch (InputError const& error) {
            std::cerr << coloured_error(render(error));
            worst = exit_code::refused;
        }
    }
    return worst;
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
