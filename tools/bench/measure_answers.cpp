#include <algorithm>
#include <fstream>
#include <iostream>

#include "engine/core/error.hpp"
#include "tools/bench/live_runs.hpp"
#include "tools/bench/measurement.hpp"
#include "tools/foresight/commands.hpp"

namespace foresight::bench {
namespace {

/// Seconds that a command of the program takes, reading included; what it says goes nowhere.
double seconds_of(std::string const& name, std::vector<std::string> const& words)
{
    auto const command =
        std::find_if(commands().begin(), commands().end(), [&](auto const& one) { return one.name == name; });
    if (command == commands().end()) throw InputError{"there is no command " + name};
    std::ofstream nowhere{"/dev/null"};
    auto* const screen = std::cout.rdbuf(nowhere.rdbuf());
    auto const begin = seconds_now();
    auto const code = command->run(parse(*command, words));
    auto const seconds = seconds_now() - begin;
    std::cout.rdbuf(screen);
    if (code != exit_code::done) throw InputError{name + " ended with exit code " + std::to_string(code)};
    return seconds;
}

}  // namespace

/// The files are of a sample, and as large as those of the whole county: their size is that of the tables.
Measurement measure_answers(Request const& request)
{
    constexpr std::uint32_t replicates = 50;
    constexpr std::uint32_t sample = 20;
    RunFolder const folder;
    auto const base = folder.file("base.h5");
    auto const other = folder.file("other.h5");
    auto const people = live_run("essex/baseline", sample, replicates, false, base).person_years
                        + live_run("essex/more_reablement", sample, replicates, false, other).person_years;
    std::vector<std::pair<std::string, std::vector<std::string>>> const questions{
        {"compare", {base, other}},
        {"finance", {other, "--against", base}},
        {"report", {base, other, "-o", folder.file("report.html"), "--force"}},
        {"export", {other, "--against", base, "--xlsx", folder.file("workbook.xlsx"), "--force"}},
    };
    Measurement measured{"answers", "compare, finance, report and workbook of two runs of fifty replicates, ten years"};
    for (std::uint32_t i = 0; i != request.runs; ++i) {
        Timed run;
        run.person_years = people;
        measured.figures.clear();
        for (auto const& [name, words] : questions) {
            auto const seconds = seconds_of(name, words);
            run.parts.emplace_back(name, seconds);
            run.seconds += seconds;
            measured.figures.emplace_back("seconds_" + name, seconds);
        }
        measured.runs.push_back(std::move(run));
    }
    return measured;
}

}  // namespace foresight::bench
