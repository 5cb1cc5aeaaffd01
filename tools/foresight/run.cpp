#include <cstdio>
#include <filesystem>
#include <iostream>

#include <nlohmann/json.hpp>

#include "engine/parallel/parallel.hpp"
#include "outputs/run_digest.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/projection.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

/// What of the command line can change a number, as provenance keeps it.
std::vector<std::string> settings(Arguments const& arguments)
{
    std::vector<std::string> words;
    for (auto const& setting : arguments.value<std::vector<std::string>>("set")) words.push_back("--set " + setting);
    if (arguments.has("seed")) words.push_back("--seed " + std::to_string(arguments.value<std::uint32_t>("seed")));
    if (arguments.has("replicates"))
        words.push_back("--replicates " + std::to_string(arguments.value<std::uint32_t>("replicates")));
    if (arguments.has("sample")) words.push_back("--sample " + arguments.value<std::string>("sample"));
    return words;
}

Overrides overrides_of(Arguments const& arguments)
{
    Overrides overrides;
    overrides.set = arguments.value<std::vector<std::string>>("set");
    if (arguments.has("sample")) overrides.set.push_back("population.sample=" + arguments.value<std::string>("sample"));
    if (arguments.has("seed"))
        overrides.set.push_back("seed=" + std::to_string(arguments.value<std::uint32_t>("seed")));
    if (arguments.has("replicates"))
        overrides.set.push_back("replicates=" + std::to_string(arguments.value<std::uint32_t>("replicates")));
    return overrides;
}

std::string file_for(Arguments const& arguments, Scenario const& scenario)
{
    if (arguments.has("output")) return arguments.value<std::string>("output");
    auto const stem = std::filesystem::path{scenario.file}.stem().string();
    return "runs/" + stem + "-" + scenario.parameters.hash().substr(0, 8) + ".h5";
}

/// A run is never overwritten by accident.
void refuse_to_overwrite(Arguments const& arguments, std::string const& file)
{
    if (std::filesystem::exists(file) && !arguments.has("force") && !arguments.has("dry-run"))
        throw InputError{{Mistake{file + " is there already",
                                  "a run is never overwritten by accident",
                                  "give another name with -o, or --force",
                                  {},
                                  {},
                                  1}}};
}

void tell(Scenario const& scenario, std::string const& file, Timing const& timing, bool json)
{
    auto const digest = digest_of(hdf5::File{file, hdf5::File::Mode::read}, "/tables");
    auto const bytes = std::filesystem::file_size(file);
    if (json) {
        nlohmann::ordered_json answer;
        answer["file"] = file;
        answer["scenario"] = scenario.name;
        answer["digest"] = digest;
        answer["replicates"] = scenario.replicates.count();
        answer["seconds"] = timing.seconds;
        answer["bytes"] = bytes;
        std::cout << answer.dump(2) << '\n';
        return;
    }
    std::cout << "wrote " << file << " (" << megabytes(bytes) << ", digest " << digest << ")\n";
    std::cout << "next  foresight show " << file << '\n';
}

int run(Arguments const& arguments)
{
    Threads const threads{arguments.value<std::uint32_t>("threads")};
    bool const quiet = arguments.has("quiet") || arguments.has("json");
    auto const path = find_scenario(arguments.words.front());
    auto read = read_scenario(path, vocabulary_for(path), overrides_of(arguments));
    auto const file = file_for(arguments, read);
    refuse_to_overwrite(arguments, file);
    auto const projection = prepare(std::move(read), quiet);
    auto const& scenario = projection.scenario;
    check_size(projection, file);
    if (!quiet)
        std::fprintf(stderr, "%s: %u persons, %s to %s, %u replicate%s, seed %u, %u threads\n", scenario.name.c_str(),
                     projection.base.persons.living() * projection.base.weight, to_string(scenario.start).c_str(),
                     to_string(scenario.end - 1).c_str(), scenario.replicates.count(),
                     scenario.replicates.count() == 1 ? "" : "s", scenario.seed, Threads::in_use());
    if (arguments.has("dry-run")) {
        std::cout << "would write " << file << ": " << scenario.replicates.count() << " replicates of "
                  << megabytes(projection.bytes_of_tables) << " in memory\n";
        return exit_code::done;
    }
    auto const if_there = arguments.has("resume")  ? RunWriter::IfThere::resume
                          : arguments.has("force") ? RunWriter::IfThere::replace
                                                   : RunWriter::IfThere::refuse;
    RunWriter writer{file, provenance_of(projection, settings(arguments)), if_there};
    if (!writer.note().empty() && !quiet) std::fprintf(stderr, "%s\n", writer.note().c_str());
    Timing timing;
    if (!live(projection, writer, quiet, timing)) {
        std::fprintf(stderr, "interrupted; what was finished is in %s\nresume with  foresight run %s -o %s --resume\n",
                     writer.partial().c_str(), arguments.words.front().c_str(), file.c_str());
        return exit_code::interrupted;
    }
    writer.finish();
    tell(scenario, file, timing, arguments.has("json"));
    return exit_code::done;
}

}  // namespace

Command run_command()
{
    return {"run",
            "project a scenario, and write a run file",
            "SCENARIO",
            1,
            1,
            Command::Word::scenario,
            {},
            "foresight run essex/price_cap_2022 -o runs/cap.h5",
            [](po::options_description_easy_init add) {
                add("output,o", po::value<std::string>(), "the run file; in runs/ if not said");
                add("force", "overwrite it");
                add("replicates,r", po::value<std::uint32_t>(), "how many replicates, instead of the scenario's");
                add("seed", po::value<std::uint32_t>(), "the seed of all draws but the population's");
                add("sample", po::value<std::string>(), "one household in n, as 1/n");
                add("set", po::value<std::vector<std::string>>(),
                    "change a parameter, as name=value or name=*1.1; may be repeated");
                add("threads", po::value<std::uint32_t>(), "how many threads; no number depends on it");
                add("resume", "go on with an unfinished run of this name");
                add("dry-run", "check everything, and write nothing");
                add("quiet,q", "no talk");
                add("json", "the answer as JSON");
            },
            run};
}

}  // namespace foresight
