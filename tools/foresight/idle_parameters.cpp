#include "tools/foresight/idle_parameters.hpp"

#include <algorithm>

#include "engine/io/text_file.hpp"
#include "engine/modules/catalogue.hpp"
#include "engine/simulation.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

/// What the whole catalogue holds; nothing if the books lack some of it.
std::vector<std::string> held_by_processes(Scenario const& scenario)
{
    auto everything = scenario;
    everything.schedule.clear();
    everything.changes.clear();
    std::vector<std::string> names;
    try {
        auto const nobody_there = population_of_nobody();
        auto const& processes = catalogue();
        Simulation const simulation{everything, everything.parameters, processes, nobody_there, {scenario.seed, 0}};
        for (auto const& line : simulation.schedule().wiring())
            names.insert(names.end(), line.parameters.begin(), line.parameters.end());
    } catch (InputError const&) {
        return {};
    }
    return names;
}

}  // namespace

void refuse_idle_parameters(Scenario const& scenario)
{
    auto used = held_by_processes(scenario);
    if (used.empty()) return;
    auto const of_the_people = synthesis_parameters();
    used.insert(used.end(), of_the_people.begin(), of_the_people.end());
    Mistakes mistakes;
    for (auto const& [name, parameter] : scenario.parameters.all()) {
        if (std::find(used.begin(), used.end(), name) != used.end()) continue;
        auto const near = nearest(name, used);
        mistakes.add(parameter.said.saying(
            "nothing uses the parameter " + in_quotes(name),
            "no process holds it, and the people are not made of it: the number would change nothing",
            did_you_mean(near, "leave it out; `foresight list parameters` knows the names")));
    }
    mistakes.refuse_if_any();
}

}  // namespace foresight
