#include "tools/foresight/base_population.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "engine/io/hash.hpp"
#include "engine/modules/catalogue.hpp"
#include "engine/scenario/inputs.hpp"
#include "engine/simulation.hpp"
#include "engine/synthesis/fields.hpp"
#include "engine/synthesis/store.hpp"

namespace foresight {
namespace {

/// In the library: of a scenario that names no other.
constexpr auto tables_of_essex = "essex/population";

constexpr auto base_year = "population/base";
constexpr auto rebased = "population/rebased";
constexpr auto areas = "population/areas";
constexpr auto seed = "population/seed";

}  // namespace

SynthesisRequest synthesis_of(Scenario const& scenario, Library const& library)
{
    auto const number = [&](char const* name, double otherwise) {
        return scenario.parameters.has(name) ? scenario.parameters.at(name).slices.front().values.front() : otherwise;
    };
    SynthesisRequest request;
    request.base_year = static_cast<int>(number(base_year, 2023));
    request.rebased = number(rebased, 0) > 0;
    request.fourteen = number(areas, 12) > 12;
    request.seed = static_cast<std::uint32_t>(number(seed, 42));
    request.sample = scenario.sample;
    request.controls_folder =
        scenario.population_tables.empty() ? library.scenarios + "/" + tables_of_essex : scenario.population_tables;
    request.parameters = &scenario.parameters;
    return request;
}

std::vector<std::string> synthesis_parameters()
{
    std::vector<std::string> names{base_year, rebased, areas, seed};
    for (auto const& place : Assumptions::places()) names.emplace_back(place.parameter);
    return names;
}

std::string population_cache()
{
    if (char const* const folder = std::getenv("FORESIGHT_CACHE"); folder && *folder) return folder;
    return "runs/populations";
}

namespace {

/// What is kept in a file; nothing if it is damaged.
std::optional<Population> taken_from(std::string const& file, std::string const& hash)
{
    try {
        auto population = load(file);
        if (population.inputs_hash == hash) return population;
    } catch (std::exception const&) {
    }
    return {};
}

/// Keeps a population for the next run; where that cannot be done, this one goes on without.
void keep(Population const& population, std::string const& file)
{
    try {
        std::filesystem::create_directories(population_cache());
        store(population, file);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "note: the population cannot be kept for the next run (%s)\n", error.what());
    }
}

Population cached_or_made(Scenario const& scenario, bool quiet, Library const& library, Cache cache)
{
    auto const request = synthesis_of(scenario, library);
    auto const hash = inputs_hash(request);
    auto const file = population_cache() + "/" + hash + ".h5";
    if (stored_hash(file) == hash) {
        if (auto kept = taken_from(file, hash)) return std::move(*kept);
        std::fprintf(stderr, "note: the population kept in %s is damaged; it is made again\n", file.c_str());
    }
    if (!quiet) std::fprintf(stderr, "making the population of 30 June %d ...\n", request.base_year);
    auto population = synthesise(request);
    if (cache == Cache::kept) keep(population, file);
    return population;
}

}  // namespace

Population base_population(Scenario const& scenario, bool quiet, Keep keep, Library const& library, Cache cache)
{
    auto population = cached_or_made(scenario, quiet, library, cache);
    if (keep == Keep::for_a_run) population.dwellings.drop(dwelling::occupancy.name);
    return population;
}

std::vector<std::string> files_behind(Scenario const& scenario, Library const& library)
{
    std::vector<std::string> files{scenario.file};
    for (auto const& input : scenario.inputs)
        for (auto const& folder : {std::string{}, library.scenarios + "/"}) files.push_back(folder + input.path);
    auto const folder = synthesis_of(scenario, library).controls_folder;
    for (auto const& name : control_names(folder)) files.push_back(folder + "/" + name);
    return files;
}

void rate_dwellings(Population& population, Scenario scenario)
{
    struct Nobody final : Observer {
        void begin(Month, Population const&) override {}
        void month_end(Month, Population const&) override {}
    } nobody_looks;
    scenario.schedule = {"fuel_poverty/required_energy"};
    Simulation simulation{scenario, scenario.parameters, catalogue(), population, {scenario.seed, 0}};
    simulation.run(nobody_looks, [](Month) { return false; });
    population.dwellings.column(dwelling::rating) = simulation.population().dwellings.column(dwelling::rating);
}

std::vector<InputFile> control_tables(Scenario const& scenario, Library const& library)
{
    auto const folder = synthesis_of(scenario, library).controls_folder;
    std::vector<InputFile> tables;
    for (auto const& name : control_names(folder)) {
        std::ifstream file{folder + "/" + name, std::ios::binary};
        std::string const text{std::istreambuf_iterator<char>{file}, {}};
        tables.push_back({path_in_library(folder + "/" + name, library.scenarios), text, hash_of(text)});
    }
    return tables;
}

}  // namespace foresight
