#include "tools/foresight/projection.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <set>

#include "engine/modules/catalogue.hpp"
#include "engine/scenario/inputs.hpp"
#include "outputs/view/named_result.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/machine.hpp"
#include "tools/foresight/progress.hpp"
#include "tools/foresight/reach.hpp"
#include "tools/foresight/wiring.hpp"

namespace foresight {
namespace {

std::atomic<int> stops_asked{0};

extern "C" void ask_to_stop(int) { ++stops_asked; }

/// In memory, of each person with a share in a home: in the base and in one replicate with modules' columns, growth and
/// the copies that compaction makes. The county of 1.5 million takes 550 MB.
constexpr std::uint64_t bytes_a_resident = 360;

/// What a run file holds beside its tables: its inputs, whole.
constexpr std::uint64_t bytes_of_provenance = 1'000'000;

/// Parameters of which something outside their range was drawn at a point, and so their end was taken. What a change draws
/// is not looked at.
std::string set_to_their_ends(Scenario const& scenario, std::uint32_t point)
{
    if (point == 0) return {};
    Points const points{scenario.parameters, scenario.seed, scenario.replicates.design};
    std::string names;
    for (auto const& uncertain : scenario.parameters.uncertain_values()) {
        if (uncertain.address != uncertain.parameter) continue;
        auto const& parameter = scenario.parameters.at(uncertain.parameter);
        auto const drawn = points.draw(uncertain, point);
        auto const leaves = [&](double value) {
            auto const made = with_draw(value, drawn, uncertain.uncertainty.as);
            return made < parameter.low || made > parameter.high;
        };
        auto const& slices = parameter.adjustments.empty() ? parameter.slices : parameter.as_given;
        if (std::any_of(slices.begin(), slices.end(), [&](auto const& slice) {
                return std::any_of(slice.values.begin(), slice.values.end(), leaves);
            }))
            names += (names.empty() ? "" : ", ") + uncertain.parameter;
    }
    return names;
}

/// What is told of a run beside its numbers. It follows from scenario and people alone: that a run was resumed, or what was
/// found broken off, is told to who resumes it and not kept, so that it is the same file as one that was left alone.
std::vector<std::string> log_of(Projection const& projection)
{
    auto const& scenario = projection.scenario;
    auto const& base = projection.base;
    std::vector<std::string> lines{std::to_string(base.persons.living()) + " persons in "
                                   + std::to_string(base.households.living()) + " households lived from "
                                   + to_string(scenario.start) + " to " + to_string(scenario.end - 1)
                                   + (base.weight > 1 ? ", each for " + std::to_string(base.weight) : "")};
    for (auto const& table : projection.left_out)
        lines.push_back("table " + table + " left out: no process of the schedule provides what it counts");
    for (std::uint32_t i = 0; i != scenario.replicates.count(); ++i) {
        auto const which = replicate(scenario.replicates, i);
        auto line = "replicate " + std::to_string(i) + ": luck " + std::to_string(which.luck) + ", "
                    + (which.point == 0 ? "the central point" : "point " + std::to_string(which.point));
        if (auto const ends = set_to_their_ends(scenario, which.point); !ends.empty())
            line += "; drawn beyond their range and set to its end: " + ends;
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace

std::string megabytes(std::uint64_t bytes)
{
    return bytes < 1'000'000 ? std::to_string((bytes + 999) / 1000) + " kB" : std::to_string(bytes / 1'000'000) + " MB";
}

Projection plan(Scenario read, Library const& library)
{
    Projection made;
    made.scenario = std::move(read);
    made.library = library;
    made.missing = if_missing(made.scenario);
    Mistakes mistakes;
    made.tables = tables_of(made.scenario, library, mistakes);
    auto trial = try_out(made.scenario, made.tables, library, mistakes);
    mistakes.refuse_if_any();
    made.sizes = std::move(trial.sizes);
    for (auto const& table : made.tables)
        if (std::none_of(made.sizes.begin(), made.sizes.end(),
                         [&](auto const& one) { return one.schema.name == table.name; }))
            made.left_out.push_back(table.name);
    made.residents = trial.residents;
    return made;
}

void settle_people(Projection& projection, bool quiet, Cache cache)
{
    auto const& scenario = projection.scenario;
    projection.base = base_population(scenario, quiet, Keep::for_a_run, projection.library, cache);
    projection.controls = control_tables(scenario, projection.library);
    Simulation const wired{scenario, scenario.parameters, catalogue(), projection.base, {scenario.seed, 0}};
}

Projection prepare(Scenario read, bool quiet, Library const& library)
{
    auto made = plan(std::move(read), library);
    settle_people(made, quiet);
    return made;
}

void check_result(Projection const& projection, std::string const& words)
{
    auto const table = table_of_result(projection.tables, words);
    for (auto const& size : projection.sizes)
        if (size.schema.name == table) check_period(size.schema, words);
}

void keep_tables_of(Projection& projection, std::vector<std::string> const& results)
{
    std::set<std::string> wanted;
    for (auto const& words : results) {
        check_result(projection, words);
        wanted.insert(table_of_result(projection.tables, words));
    }
    std::erase_if(projection.tables, [&](auto const& table) { return !wanted.contains(table.name); });
    std::erase_if(projection.sizes, [&](auto const& size) { return !wanted.contains(size.schema.name); });
}

std::uint64_t bytes_on_disk(Projection const& projection)
{
    auto const lives = projection.scenario.replicates.count() * std::max<std::uint64_t>(1, projection.variants.size());
    return 2 * (lives * bytes_of(projection.sizes) + bytes_of_provenance);
}

void check_size(Projection const& projection, std::string const& file)
{
    auto const& scenario = projection.scenario;
    auto const variants = std::max<std::uint64_t>(1, projection.variants.size());
    auto const people = projection.residents / std::max(1u, scenario.sample) * bytes_a_resident;
    auto const tables = bytes_at_most(projection.sizes) + (variants - 1) * bytes_of(projection.sizes);
    if (auto const free = memory_free(); people + tables > free)
        refuse("this run needs about " + megabytes(people + tables) + " of memory, and " + megabytes(free)
                   + " are free",
               megabytes(people) + " of it for the people and " + megabytes(tables) + " for the tables",
               people > tables ? "take a sample, as --sample 1/10" : "take fewer tables, or tables of fewer cells");
    auto const cells = bytes_on_disk(projection);
    if (auto const free = disk_free(file); cells > free)
        refuse("the tables of this run take up to " + megabytes(cells) + ", and the disk has " + megabytes(free)
                   + " free",
               std::to_string(scenario.replicates.count() * variants) + " lives of "
                   + megabytes(bytes_of(projection.sizes)),
               "ask for fewer replicates or tables");
}

namespace {

void say_what_is_reached(std::vector<Drawn>& drawn, Projection const& projection)
{
    if (drawn.empty()) return;
    auto const wiring = wiring_of(projection.scenario);
    for (auto& one : drawn) {
        Reach const reach{{one.parameter}, wiring};
        one.tables.emplace();
        for (auto const& table : projection.tables)
            if (reach.includes(table)) one.tables->push_back(table.name);
    }
}

}  // namespace

Provenance provenance_of(Projection const& projection, std::vector<std::string> command_line)
{
    auto const& scenario = projection.scenario;
    std::vector<ReplicateAddress> addresses;
    for (std::uint32_t i = 0; i != scenario.replicates.count(); ++i) {
        auto const which = replicate(scenario.replicates, i);
        addresses.push_back({which.luck, which.point});
    }
    auto made = provenance_of(scenario, projection.base, projection.tables, addresses, std::move(command_line));
    made.processes = scenario.schedule;
    if (made.processes.empty())
        for (auto const& process : catalogue()) made.processes.push_back(process.name);
    // Named from the library, as inputs are, so that runs of two clones are alike.
    for (auto const& [name, parameter] : scenario.parameters.all())
        for (auto& place : made.parameters.change(name).set_by)
            if (!place.starts_with("--")) place = path_in_library(place, projection.library.scenarios);
    made.inputs.insert(made.inputs.end(), projection.controls.begin(), projection.controls.end());
    for (auto& change : made.changes) change.place = path_in_library(change.place, projection.library.scenarios);
    say_what_is_reached(made.drawn, projection);
    if (!projection.variants.empty()) made.study = json_text_of(projection.study);
    return made;
}

Interruptible::Interruptible()
    : interrupt_{std::signal(SIGINT, ask_to_stop)}, termination_{std::signal(SIGTERM, ask_to_stop)}
{
}

Interruptible::~Interruptible()
{
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, termination_);
}

bool live(Projection const& projection, RunWriter& writer, bool quiet, Timing& timing)
{
    auto const& scenario = projection.scenario;
    Ensemble ensemble{scenario, catalogue(), projection.base, projection.variants};
    VariantTables variants{projection.study};
    auto const numbers = writer.missing();
    Progress progress{"living " + scenario.name, !quiet};
    bool const whole = ensemble.run(
        numbers, ensemble.at_once(numbers.size(), memory_free(), bytes_at_most(projection.sizes)),
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
    timing = ensemble.timing();
    for (auto& line : log_of(projection)) writer.log(std::move(line));
    return whole;
}

}  // namespace foresight
