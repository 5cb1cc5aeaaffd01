#include "tools/foresight/projection.hpp"

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include "engine/modules/catalogue.hpp"
#include "engine/scenario/inputs.hpp"
#include "outputs/named_result.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/progress.hpp"

namespace foresight {
namespace {

std::atomic<int> stops_asked{0};

extern "C" void ask_to_stop(int) { ++stops_asked; }

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

}  // namespace

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes / 1'000'000) + " MB"; }

Projection prepare(Scenario read, bool quiet, Library const& library)
{
    Projection made;
    made.scenario = std::move(read);
    made.library = library;
    auto const& scenario = made.scenario;
    auto const beside = std::filesystem::path{scenario.file}.parent_path() / "tables";
    made.tables = read_tables({library.tables, beside.string()}, scenario.tables);
    // A schedule of the scenario's own may lack what a shipped table counts; tables that are asked for must be there.
    if (scenario.tables.empty() && !scenario.schedule.empty()) made.missing = Tally::IfMissing::leave_out;
    made.base = base_population(scenario, quiet, Keep::for_a_run, library);
    made.controls = control_tables(scenario, library);
    Simulation const wired{scenario, scenario.parameters, catalogue(), made.base, {scenario.seed, 0}};
    Tally tally{made.tables, scenario.start, scenario.end, made.missing};
    tally.begin(scenario.start - 1, wired.population());
    made.bytes_of_tables = tally.bytes();
    return made;
}

void keep_tables_of(Projection& projection, std::vector<std::string> const& results)
{
    std::set<std::string> wanted;
    for (auto const& words : results) wanted.insert(table_of_result(projection.tables, words));
    std::erase_if(projection.tables, [&](auto const& table) { return !wanted.contains(table.name); });
}

void check_size(Projection const& projection, std::string const& file)
{
    Ensemble const ensemble{projection.scenario, catalogue(), projection.base};
    auto const needed = ensemble.bytes_a_replicate() + 3 * projection.bytes_of_tables;
    if (auto const free = memory_free(); needed > free)
        refuse("this run needs about " + megabytes(needed) + " of memory, and " + megabytes(free) + " are free",
               "it would not end", "take a sample, as --sample 1/10, or fewer tables");
    auto const folder = std::filesystem::path{file}.parent_path();
    std::error_code unknown;
    auto const space = std::filesystem::space(folder.empty() ? "." : folder, unknown);
    auto const cells = projection.scenario.replicates.count() * projection.bytes_of_tables;
    if (!unknown && cells > space.available)
        refuse("the tables of this run take up to " + megabytes(cells) + ", and the disk has "
                   + megabytes(space.available) + " free",
               "it could not be written", "ask for fewer replicates or tables");
}

Provenance provenance_of(Projection const& projection, std::vector<std::string> command_line)
{
    auto const& scenario = projection.scenario;
    std::vector<ReplicateAddress> addresses;
    for (std::uint32_t i = 0; i != scenario.replicates.count(); ++i) {
        auto const which = replicate(scenario.replicates, i);
        addresses.push_back({which.luck, which.point});
    }
    auto made = provenance_of(scenario, projection.base, projection.tables, addresses, std::move(command_line));
    // Named from the library, as inputs are, so that runs of two clones are alike.
    for (auto const& [name, parameter] : scenario.parameters.all())
        for (auto& place : made.parameters.change(name).set_by)
            if (!place.starts_with("--")) place = path_in_library(place, projection.library.scenarios);
    made.inputs.insert(made.inputs.end(), projection.controls.begin(), projection.controls.end());
    if (!projection.variants.empty()) made.study = json_text_of(projection.study);
    return made;
}

bool live(Projection const& projection, RunWriter& writer, bool quiet, Timing& timing)
{
    auto const& scenario = projection.scenario;
    Ensemble ensemble{scenario, catalogue(), projection.base, projection.variants};
    VariantTables variants{projection.study};
    auto const numbers = writer.missing();
    Progress progress{"living " + scenario.name, !quiet};
    std::signal(SIGINT, ask_to_stop);
    bool const whole = ensemble.run(
        numbers, ensemble.at_once(numbers.size(), memory_free()),
        [&](Replicate const&) {
            return std::make_unique<Tally>(projection.tables, scenario.start, scenario.end, projection.missing);
        },
        [&](Replicate const& replicate, Observer& observer) {
            auto tables = static_cast<Tally&>(observer).tables();
            if (!projection.variants.empty()) {
                variants.add(tables);
                if (!variants.complete()) return;
                tables = variants.take();
            }
            writer.commit(replicate.number, tables);
        },
        [&](std::uint64_t done, std::uint64_t all) { progress.at(done, all); }, stops_asked);
    std::signal(SIGINT, SIG_DFL);
    timing = ensemble.timing();
    return whole;
}

}  // namespace foresight
