#include <filesystem>
#include <fstream>
#include <iostream>

#include "engine/parallel/parallel.hpp"
#include "engine/synthesis/fit.hpp"
#include "engine/synthesis/store.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/machine.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

int population(Arguments const& arguments)
{
    auto const& verb = arguments.words.front();
    if (verb != "build" && verb != "describe") {
        auto const near = nearest(verb, {"build", "describe"});
        throw InputError{{Mistake{"unknown word '" + verb + "'",
                                  "a population is built or described",
                                  near.empty() ? "write foresight population build" : "did you mean '" + near + "'?",
                                  {},
                                  {},
                                  1}}};
    }
    Threads const threads{arguments.value<std::uint32_t>("threads")};
    auto const path = find_scenario(arguments.words.size() > 1 ? arguments.words[1] : "essex/baseline");
    Overrides overrides;
    overrides.set = arguments.value<std::vector<std::string>>("set");
    if (arguments.has("sample")) overrides.set.push_back("population.sample=" + arguments.value<std::string>("sample"));
    overrides.nobody_lives = true;
    auto const scenario = read_scenario(path, vocabulary_for(path), overrides);
    for (auto const* const option : {"output", "csv"}) {
        if (!arguments.has(option)) continue;
        auto const file = arguments.value<std::string>(option);
        if (std::filesystem::exists(file) && !arguments.has("force"))
            refuse(file + " is there already", "it is left alone", "add --force to overwrite it, or name another");
        refuse_if_unwritable(file);
    }
    auto county = base_population(scenario, arguments.has("quiet"), Keep::for_the_fit);
    if (arguments.has("output")) {
        rate_dwellings(county, scenario);
        store(county, arguments.value<std::string>("output"));
    }
    std::fprintf(stderr, "%u persons, %u households, %u dwellings, %u establishments; inputs %s\n",
                 county.persons.rows(), county.households.rows(), county.dwellings.rows(), county.establishments.rows(),
                 county.inputs_hash.c_str());
    if (verb == "build") return exit_code::done;
    auto const fit = describe(county, synthesis_of(scenario));
    if (arguments.has("csv")) {
        std::ofstream out{arguments.value<std::string>("csv")};
        write_csv(fit, out);
        if (!out) throw std::runtime_error{arguments.value<std::string>("csv") + " cannot be written"};
    }
    print(fit, std::cout);
    return fit.passes() || scenario.sample > 1 ? exit_code::done : exit_code::unmet;
}

}  // namespace

Command population_command()
{
    return {"population",
            "make the synthetic people of a scenario, or tell how well they fit",
            "build|describe [SCENARIO]",
            1,
            2,
            Command::Word::one_of,
            {"build", "describe"},
            "foresight population describe essex/baseline --csv fit.csv",
            [](po::options_description_easy_init add) {
                add("output,o", po::value<std::string>(), "also store the population in this HDF5 file");
                add("csv", po::value<std::string>(), "with describe: write the fit as CSV, too");
                add("force", "overwrite them");
                add("sample", po::value<std::string>(), "one household in n, as 1/n");
                add("set", po::value<std::vector<std::string>>(),
                    "change a setting, as population.base=2019; may be repeated");
                add("threads", po::value<std::uint32_t>(), "how many threads");
                add("quiet,q", "no talk");
            },
            population};
}

}  // namespace foresight
