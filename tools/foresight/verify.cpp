#include <cstdio>
#include <exception>
#include <iostream>

#include <sys/wait.h>
#include <unistd.h>

#include "outputs/run_reader.hpp"
#include "tools/foresight/commands.hpp"

namespace foresight {
namespace {

bool is_sound(std::vector<std::string> const& paths)
{
    bool sound = true;
    for (auto const& path : paths) {
        RunReader const run{path};
        auto const faults = run.faults();
        for (auto const& fault : faults) std::cout << path << ": " << fault << "\n";
        if (faults.empty())
            std::cout << path << ": sound: " << run.tables().size() << " tables, " << run.replicates()
                      << (run.replicates() == 1 ? " replicate, " : " replicates, ") << run.provenance().inputs.size()
                      << " inputs\n";
        sound = sound && faults.empty();
    }
    return sound;
}

constexpr unsigned seconds_at_most = 120;

/// HDF5 may crash, or never end, on a file whose structure is damaged: a child reads it, and the parent tells what became of it.
int verify(Arguments const& arguments)
{
    std::cout.flush();
    auto const child = ::fork();
    if (child == 0) {
        ::alarm(seconds_at_most);
        int code = exit_code::failed;
        try {
            code = is_sound(arguments.words) ? exit_code::done : exit_code::unmet;
        } catch (InputError const& error) {
            std::fputs(render(error).c_str(), stderr);
            code = exit_code::refused;
        } catch (std::exception const& error) {
            std::fprintf(stderr, "error: %s\n", error.what());
        }
        std::cout.flush();
        ::_exit(code);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child)
        throw std::runtime_error{"no process could be started to read the file"};
    if (WIFEXITED(status)) return WEXITSTATUS(status);
    throw InputError{{Mistake{"the file is damaged",
                              "reading it broke the reader off",
                              "make the run again; where it was copied, copy it again",
                              {},
                              {},
                              1}}};
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
