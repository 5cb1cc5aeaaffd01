#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <nlohmann/json.hpp>

#include "engine/ensemble.hpp"
#include "engine/modules/catalogue.hpp"
#include "engine/parallel/parallel.hpp"
#include "outputs/run_digest.hpp"
#include "outputs/run_writer.hpp"
#include "outputs/tally.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/progress.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

std::atomic<int> stops_asked{0};

extern "C" void ask_to_stop(int) { ++stops_asked; }

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

/// Bytes of memory that are free for us, as the system reckons.
std::uint64_t memory_free()
{
    std::ifstream in{"/proc/meminfo"};
    std::string word;
    std::uint64_t kilobytes = 0;
    while (in >> word)
        if (word == "MemAvailable:" && in >> kilobytes) return kilobytes * 1024;
    return std::uint64_t{1} << 62;
}

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes / 1'000'000) + " MB"; }

/// Refuses a run that would not fit, before it begins.
void check_size(Ensemble const& ensemble, Tally const& tally, std::string const& file, std::uint32_t replicates)
{
    auto const needed = ensemble.bytes_a_replicate() + 3 * tally.bytes();
    if (auto const free = memory_free(); needed > free)
        throw InputError{
            {Mistake{"this run needs about " + megabytes(needed) + " of memory, and " + megabytes(free) + " are free",
                     "it would not end",
                     "take a sample, as --sample 1/10, or fewer tables",
                     {},
                     {},
                     1}}};
    auto const folder = std::filesystem::path{file}.parent_path();
    std::error_code unknown;
    auto const space = std::filesystem::space(folder.empty() ? "." : folder, unknown);
    auto const cells = std::uint64_t{replicates} * tally.bytes();
    if (!unknown && cells > space.available)
        throw InputError{{Mistake{"the tables of this run take up to " + megabytes(cells) + ", and the disk has "
                                      + megabytes(space.available) + " free",
                                  "it could not be written",
                                  "ask for fewer replicates or tables",
                                  {},
                                  {},
                                  1}}};
}

std::string file_for(Arguments const& arguments, Scenario const& scenario)
{
    if (arguments.has("output")) return arguments.value<std::string>("output");
    auto const stem = std::filesystem::path{scenario.file}.stem().string();
    return "runs/" + stem + "-" + scenario.parameters.hash().substr(0, 8) + ".h5";
}

/// Lives the replicates that a file lacks. Returns whether all of them were lived.
bool live(Scenario const& scenario, Population const& base, std::vector<TableDefinition> const& tables,
          RunWriter& writer, Tally::IfMissing missing, bool quiet, Timing& timing)
{
    Ensemble ensemble{scenario, catalogue(), base};
    auto const numbers = writer.missing();
    Progress progress{"living " + scenario.name, !quiet};
    std::signal(SIGINT, ask_to_stop);
    bool const whole = ensemble.run(
        numbers, ensemble.at_once(numbers.size(), memory_free()),
        [&](Replicate const&) { return std::make_unique<Tally>(tables, scenario.start, scenario.end, missing); },
        [&](Replicate const& replicate, Observer& observer) {
            writer.commit(replicate.number, static_cast<Tally&>(observer).tables());
        },
        [&](std::uint64_t done, std::uint64_t all) { progress.at(done, all); }, stops_asked);
    std::signal(SIGINT, SIG_DFL);
    timing = ensemble.timing();
    return whole;
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
    auto const scenario = read_scenario(path, vocabulary_for(path), overrides_of(arguments));
    auto const beside = std::filesystem::path{path}.parent_path() / "tables";
    auto const tables = read_tables({tables_folder(), beside.string()}, scenario.tables);
    auto const file = file_for(arguments, scenario);
    if (std::filesystem::exists(file) && !arguments.has("force") && !arguments.has("dry-run"))
        throw InputError{{Mistake{file + " is there already",
                                  "a run is never overwritten by accident",
                                  "give another name with -o, or --force",
                                  {},
                                  {},
                                  1}}};
    // A schedule of the scenario's own may lack what a shipped table counts; tables that are asked for must be there.
    auto const missing =
        scenario.tables.empty() && !scenario.schedule.empty() ? Tally::IfMissing::leave_out : Tally::IfMissing::refuse;
    auto const base = base_population(scenario, quiet);
    Ensemble const ensemble{scenario, catalogue(), base};
    Simulation const wired{
        scenario, scenario.parameters, catalogue(), base, {scenario.seed, 0}};  // refuses what is wrongly wired
    Tally tally{tables, scenario.start, scenario.end, missing};
    tally.begin(scenario.start - 1, wired.population());
    check_size(ensemble, tally, file, scenario.replicates.count());
    std::vector<ReplicateAddress> addresses;
    for (std::uint32_t i = 0; i != scenario.replicates.count(); ++i) {
        auto const which = replicate(scenario.replicates, i);
        addresses.push_back({which.luck, which.point});
    }
    if (!quiet)
        std::fprintf(stderr, "%s: %u persons, %s to %s, %u replicate%s, seed %u, %u threads\n", scenario.name.c_str(),
                     base.persons.living() * base.weight, to_string(scenario.start).c_str(),
                     to_string(scenario.end - 1).c_str(), scenario.replicates.count(),
                     scenario.replicates.count() == 1 ? "" : "s", scenario.seed, Threads::in_use());
    if (arguments.has("dry-run")) {
        std::cout << "would write " << file << ": " << scenario.replicates.count() << " replicates of "
                  << megabytes(tally.bytes()) << " in memory\n";
        return exit_code::done;
    }
    auto const if_there = arguments.has("resume")  ? RunWriter::IfThere::resume
                          : arguments.has("force") ? RunWriter::IfThere::replace
                                                   : RunWriter::IfThere::refuse;
    RunWriter writer{file, provenance_of(scenario, base, tables, addresses, settings(arguments)), if_there};
    if (!writer.note().empty() && !quiet) std::fprintf(stderr, "%s\n", writer.note().c_str());
    Timing timing;
    if (!live(scenario, base, tables, writer, missing, quiet, timing)) {
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
