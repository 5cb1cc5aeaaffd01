#include "tools/foresight/wiring.hpp"

#include "engine/modules/catalogue.hpp"
#include "engine/simulation.hpp"
#include "tools/foresight/idle_parameters.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {

std::vector<Wiring> wiring_of(Scenario const& scenario)
{
    refuse_idle_parameters(scenario);
    auto const nobody_there = population_of_nobody();
    auto const& processes = catalogue();
    Simulation const simulation{scenario, scenario.parameters, processes, nobody_there, {scenario.seed, 0}};
    return simulation.schedule().wiring();
}

}  // namespace foresight
