#include "tools/bench/essex.hpp"

#include "tools/bench/measurement.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight::bench {

Essex load_essex()
{
    auto const begin = seconds_now();
    auto const path = find_scenario("essex/baseline");
    auto scenario = read_scenario(path, vocabulary_for(path));
    auto population = base_population(scenario, true);
    return {std::move(scenario), std::move(population), seconds_now() - begin};
}

}  // namespace foresight::bench
