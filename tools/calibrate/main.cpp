#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include "calibration/expected_deaths.hpp"
#include "calibration/fuel_poverty_lines.hpp"
#include "calibration/need_alignment.hpp"
#include "calibration/school_readiness_offsets.hpp"
#include "engine/core/memory.hpp"
#include "engine/modules/catalogue.hpp"
#include "engine/simulation.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/shipped.hpp"

// Solves a constant on the base population and prints it with its provenance, as calibration/fitted/ keeps it.
// calibration/solve.py runs this and puts the results where they belong.

namespace foresight {
namespace {

constexpr char usage[] =
    "usage: foresight_calibrate fuel_poverty BASE_SCENARIO LILEE [LIHC]   shares of households, as 0.1237\n"
    "       foresight_calibrate school_readiness SCENARIO SHARE GAP [DISTRICT=SHARE...]   of children with a good "
    "level;\n"
    "                           the gap is of those entitled to free school meals and all others\n"
    "       foresight_calibrate need SCENARIO SHARE...                    who need help at 65 and over, by age band\n"
    "       foresight_calibrate expected_deaths SCENARIO                   hazards by setting, sex and age, as CSV\n"
    "\n"
    "Prints YAML. It is run by calibration/solve.py.\n";

struct Base {
    Scenario scenario;
    Population population;
};

Base load(std::string const& name)
{
    auto const path = find_scenario(name);
    auto scenario = read_scenario(path, vocabulary_for(path));
    auto population = base_population(scenario, true);
    return {std::move(scenario), std::move(population)};
}

double share(std::string_view word)
{
    auto const number = std::stod(std::string{word});
    if (!(number > 0 && number < 1))
        throw InputError{"a share of " + std::string{word} + " (a share lies between 0 and 1, as 0.1237)"};
    return number;
}

void solve_fuel_poverty(std::string const& scenario, double lilee, double lihc)
{
    auto const base = load(scenario);
    auto const solved = solve_fuel_poverty_lines(base.population, base.scenario.parameters, lilee, lihc);
    std::printf("base: %s\nhouseholds: %u\nline_scale: %.5f\ntypical_gas: %.1f\n",
                to_string(base.population.base).c_str(), base.population.households.living() * base.population.weight,
                solved.line_scale, solved.typical_gas);
    std::printf(
        "then: {lilee: %.4f, ten_per_cent_before_housing: %.4f, ten_per_cent_after_housing: %.4f, lihc: %.4f}\n",
        solved.lilee, solved.ten_before, solved.ten_after, solved.lihc);
}

/// A copy of the parameters in which those named are nought everywhere.
Parameters at_nought(Parameters parameters, std::initializer_list<char const*> names)
{
    for (auto const* name : names) {
        auto parameter = parameters.at(name);
        for (auto& slice : parameter.slices)
            for (auto& cell : slice.values) cell = 0;
        parameters.add(name, parameter);
    }
    return parameters;
}

void solve_school_readiness(std::string const& name, std::vector<std::string> const& shares)
{
    auto base = load(name);
    base.scenario.schedule = {"demography/ageing", "school_readiness/profile"};
    base.scenario.changes.clear();
    base.scenario.end = base.scenario.start + 12;
    auto const parameters = at_nought(base.scenario.parameters,
                                      {"school_readiness/profile/county", "school_readiness/profile/county_entitled",
                                       "school_readiness/profile/district"});
    SchoolReadinessOffsets offsets;
    Simulation{base.scenario, parameters, catalogue(), base.population, {base.scenario.seed, 0}}.run(offsets);
    SchoolReadinessOffsets::Targets targets;
    targets.county = share(shares[0]);
    targets.gap = share(shares[1]);
    for (std::size_t i = 2; i < shares.size(); ++i) {
        auto const equals = std::min(shares[i].find('='), shares[i].size() - 1);
        targets.districts[shares[i].substr(0, equals)] = share(shares[i].substr(equals + 1));
    }
    write_fitted(std::cout, targets, offsets.solve(targets));
}

void solve_need(std::string const& name, std::vector<std::string> const& shares)
{
    auto const base = load(name);
    NeedBands targets{};
    if (shares.size() != targets.size())
        throw InputError{"there are " + std::to_string(targets.size()) + " age bands of need, not "
                         + std::to_string(shares.size())};
    std::transform(shares.begin(), shares.end(), targets.begin(), share);
    auto const at_rest = solve_need_at_rest(base.population, base.scenario.parameters, targets);
    for (std::size_t band = 0; band != targets.size(); ++band)
        std::printf("%s,%.4f\n", std::string{need_age_codes[band].key}.c_str(), at_rest[band]);
}

void print_expected_deaths(std::string const& name)
{
    auto const base = load(name);
    auto const found = expected_deaths(base.population, base.scenario.parameters);
    std::printf("setting,sex,age,value\n");
    for (auto const* const setting : {"none", "community", "residential", "nursing"})
        for (std::size_t sex = 0; sex != 2; ++sex)
            for (std::size_t age = 0; age != ages; ++age) {
                bool const home = setting[0] == 'n' && setting[1] == 'o';
                auto const& of = setting[0] == 'c' ? found.at_home : found.in_care_homes;
                std::printf("%s,%s,%zu,%.5f\n", setting, std::string{sex_codes[sex].key}.c_str(), age,
                            home ? 0 : std::min(of[sex][age], 10.0));
            }
}

int run(std::vector<std::string> const& words)
{
    if (words.size() >= 3 && words.size() <= 4 && words[0] == "fuel_poverty")
        solve_fuel_poverty(words[1], share(words[2]), words.size() == 4 ? share(words[3]) : 0.0882);
    else if (words.size() >= 4 && words[0] == "school_readiness")
        solve_school_readiness(words[1], {words.begin() + 2, words.end()});
    else if (words.size() == 2 && words[0] == "expected_deaths") print_expected_deaths(words[1]);
    else if (words.size() >= 3 && words[0] == "need") solve_need(words[1], {words.begin() + 2, words.end()});
    else {
        std::fputs(usage, stderr);
        return 2;
    }
    return 0;
}

}  // namespace
}  // namespace foresight

int main(int argc, char** argv)
{
    foresight::keep_freed_memory();
    try {
        return foresight::run({argv + 1, argv + argc});
    } catch (foresight::InputError const& error) {
        std::fputs(foresight::render(error).c_str(), stderr);
        return 2;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
}
