#include <filesystem>
#include <iostream>
#include <system_error>

#include "engine/core/error.hpp"
#include "engine/io/whole_file.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/machine.hpp"
#include "tools/foresight/shell.hpp"

namespace foresight {
namespace {

namespace fs = std::filesystem;

constexpr char const* starter = R"(# A scenario of your own. It says only what differs from the one that it extends.
#
#     foresight check my_scenario.yaml
#     foresight run my_scenario.yaml -o runs/my_scenario.h5
#     foresight explain my_scenario.yaml
#     foresight list keys            every key that may stand here
#     foresight list parameters      every parameter that may be changed

schema: foresight-scenario/1      # the version of this grammar
scenario: My scenario             # a name, for reports
question: What if energy cost a fifth more from April 2025?

extends: essex/baseline           # a shipped scenario by name, or a file relative to this one

population:
  sample: 1/100                   # one household in a hundred, each counting for a hundred; delete for everybody

clock:
  start: 2023-07                  # the month after the population's 30 June
  years: 5                        # or end: 2028-07, the month after the last

seed: 42                          # which random numbers; scenarios of one seed share their luck
replicates: 1                     # how many lives are drawn; more give intervals

changes:
  - parameter: fuel_poverty/tariffs/cap
    scale: 1.2                    # or value: ..., add: ..., table: a.csv
    from: 2025-04                 # and until: 2026-04, phase_in: 12 (months)
    source: A what-if
)";

int init(Arguments const& arguments)
{
    auto const folder = fs::path{arguments.words.empty() ? "." : arguments.words[0]};
    auto const file = (folder / "my_scenario.yaml").lexically_normal();
    std::error_code error;
    if (fs::exists(file, error))
        throw InputError{{Mistake{"'" + file.string() + "' is there already",
                                  "a scenario of yours is never overwritten",
                                  "name another folder: foresight init DIR",
                                  {},
                                  {},
                                  1}}};
    if (fs::exists(folder, error) && !fs::is_directory(folder, error))
        throw InputError{{Mistake{"'" + folder.string() + "' is a file", "a folder was expected", {}, {}, {}, 1}}};
    refuse_if_unwritable(file.string());
    fs::create_directories(folder, error);
    if (error) throw std::system_error{error, folder.string()};
    write_whole(file.string(), starter);
    std::cout << file.string() << "\n";
    auto const quoted = shell_quoted(file.string());
    std::cerr << "next  foresight check " << quoted << "\n      foresight run " << quoted
              << " -o runs/my_scenario.h5\n"
                 "to see what it changes, run what it extends with the same sample, clock and replicates\n"
                 "      foresight run essex/baseline --sample 1/100 --set clock.years=5 --replicates 1 -o "
                 "runs/my_baseline.h5\n"
                 "      foresight compare runs/my_baseline.h5 runs/my_scenario.h5\n";
    return exit_code::done;
}

}  // namespace

Command init_command()
{
    return {"init",  "write a commented scenario to start from",
            "[DIR]", 0,
            1,       Command::Word::folder,
            {},      "foresight init my_county",
            nullptr, init};
}

}  // namespace foresight
