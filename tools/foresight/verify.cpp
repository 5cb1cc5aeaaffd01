#include <iostream>

#include "outputs/run_reader.hpp"
#include "tools/foresight/commands.hpp"

namespace foresight {
namespace {

int verify(Arguments const& arguments)
{
    bool sound = true;
    for (auto const& path : arguments.words) {
        RunReader const run{path};
        auto const faults = run.faults();
        for (auto const& fault : faults) std::cout << path << ": " << fault << "\n";
        if (faults.empty())
            std::cout << path << ": sound: " << run.tables().size() << " tables, " << run.replicates() << (run.replicates() == 1 ? " replicate, " : " replicates, ")
                      << run.provenance().inputs.size() << " inputs\n";
        sound = sound && faults.empty();
    }
    return sound ? exit_code::done : exit_code::unmet;
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
