#include <doctest/doctest.h>

#include "engine/modules/catalogue.hpp"
#include "engine/simulation.hpp"
#include "engine/synthesis/fields.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

TEST_CASE("a person takes at most 128 bytes, and a household with its dwelling 64, with every process of the catalogue")
{
    auto const path = find_scenario("essex/baseline");
    auto const scenario = read_scenario(path, vocabulary_for(path));
    auto nobody_there = population_of_nobody();
    nobody_there.dwellings.drop(dwelling::occupancy.name);  // only the fit wants it: no run has it
    auto const& processes = catalogue();
    Simulation const simulation{scenario, scenario.parameters, processes, nobody_there, {scenario.seed, 0}};
    auto const& population = simulation.population();
    CHECK(population.bytes_a_person() <= 128);
    CHECK(population.bytes_a_home() <= 64);
    MESSAGE(population.bytes_a_person(), " bytes a person, ", population.bytes_a_home(),
            " a household with its dwelling");
}

TEST_CASE("a column that is added is counted")
{
    auto population = population_of_nobody();
    auto const before = population.bytes_a_person();
    static constexpr Field<Person, std::uint64_t> one_too_many{"test.one_too_many", "Eight bytes"};
    population.persons.column(one_too_many);
    CHECK(population.bytes_a_person() == before + 8);
}

}  // namespace
}  // namespace foresight
