#include "engine/modules/fuel_poverty/fields.hpp"
#include "engine/process/schedule.hpp"
#include "tools/bench/essex.hpp"
#include "tools/bench/measurement.hpp"

namespace foresight::bench {

Measurement measure_physics(Request const& request)
{
    auto const essex = load_essex();
    Measurement measured{"physics", "a rating of every dwelling and a year's energy of every household in Essex"};
    for (std::uint32_t i = 0; i != request.runs; ++i) {
        Population population{essex.population};
        Schedule schedule{
            population, essex.population, essex.scenario.parameters, {essex.scenario.seed, 0}, essex.scenario.start};
        schedule.add("fuel_poverty/required_energy", make_required_energy);
        auto const begin = seconds_now();
        schedule.begin();
        auto const seconds = seconds_now() - begin;
        auto const balances =
            static_cast<double>(population.dwellings.rows()) + static_cast<double>(population.households.rows());
        measured.runs.push_back({seconds,
                                 std::int64_t{population.persons.rows()} * population.weight,
                                 {{"fuel_poverty/required_energy", seconds}}});
        measured.figures = {{"seconds_loading", essex.seconds_loading},
                            {"balances", balances},
                            {"nanoseconds_a_balance", seconds / balances * 1e9}};
    }
    return measured;
}

}  // namespace foresight::bench
