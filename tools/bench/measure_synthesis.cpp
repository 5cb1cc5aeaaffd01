#include <cstdio>

#include "engine/synthesis/build.hpp"
#include "tools/bench/measurement.hpp"

namespace foresight::bench {
namespace {

/// One number of who lives where.
std::uint64_t fingerprint(Population const& population)
{
    std::uint64_t hash = 0;
    auto const& age = population.persons.column(person::age);
    auto const& home = population.persons.column(person::household);
    for (std::uint32_t row = 0; row != population.persons.rows(); ++row)
        hash = mixed(mixed(mixed(hash, population.persons.ids()[row].value), age[row]), home[row].value);
    return hash;
}

}  // namespace

Measurement measure_synthesis(Request const& request)
{
    Measurement measured{"synthesis",
                         "making the people, households and dwellings of Essex (a person-year here is a person made)"};
    SynthesisRequest wanted;
    wanted.controls_folder = request.top + "/scenarios/essex/population";
    for (std::uint32_t i = 0; i != request.runs; ++i) {
        auto const begin = seconds_now();
        StepSeconds steps;
        auto const population = synthesise(wanted, &steps);
        measured.runs.push_back({seconds_now() - begin, population.persons.rows(), std::move(steps)});
        measured.figures = {{"households", population.households.rows()},
                            {"bytes_a_person", static_cast<double>(population.bytes_a_person())},
                            {"bytes_a_home", static_cast<double>(population.bytes_a_home())}};
        char digest[17];
        std::snprintf(digest, sizeof digest, "%016llx", static_cast<unsigned long long>(fingerprint(population)));
        measured.digest = digest;
    }
    return measured;
}

}  // namespace foresight::bench
