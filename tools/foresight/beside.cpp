#include "tools/foresight/beside.hpp"

#include <algorithm>
#include <filesystem>

#include "tools/foresight/comparison_format.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

/// One table of both runs; empty where one of them has it not.
std::string table_compared(RunReader const& base, RunReader const& other, std::string const& name,
                           Question const& question)
{
    auto const has = [&](RunReader const& run) {
        auto const& tables = run.tables();
        return std::any_of(tables.begin(), tables.end(), [&](auto const& table) { return table.name == name; });
    };
    if (!has(base) || !has(other)) return {};
    auto const made = views_in_common(base, other, base.table(name), question);
    return made ? "\n" + comparison_text(*made) : std::string{};
}

}  // namespace

std::optional<Scenario> scenario_beside(Scenario const& scenario, Overrides const& overrides)
{
    if (scenario.beside.empty()) return {};
    std::error_code ignored;
    auto const refuse = [&](std::string problem, std::string reason, std::string suggestion) {
        auto mistake = scenario.beside_said;
        mistake.problem = std::move(problem);
        mistake.reason = std::move(reason);
        mistake.suggestion = std::move(suggestion);
        throw InputError{{std::move(mistake)}};
    };
    if (!std::filesystem::is_regular_file(scenario.beside, ignored))
        refuse("there is no scenario " + in_quotes(scenario.beside), "it is to be lived beside this one",
               "name a file, or one of `foresight list scenarios`");
    if (std::filesystem::equivalent(scenario.beside, scenario.file, ignored))
        refuse("a scenario beside itself", "nothing could be told from it", "name another, or delete `beside`");
    auto made = read_sound_scenario(scenario.beside, overrides);
    if (made.start != scenario.start || made.end != scenario.end)
        refuse("what is lived beside it has another clock",
               "it runs from " + to_string(made.start) + " to " + to_string(made.end - 1) + ", this one from "
                   + to_string(scenario.start) + " to " + to_string(scenario.end - 1),
               "let one extend the other, and say `clock` in the one that is extended");
    made.replicates = scenario.replicates;
    return made;
}

std::string file_beside(std::string const& file)
{
    std::filesystem::path beside{file};
    beside.replace_filename(beside.stem().string() + "_beside.h5");
    return beside.string();
}

std::string people_compared(RunReader const& beside, RunReader const& run)
{
    auto const last = std::to_string(run.provenance().end.year());
    return table_compared(beside, run, "population", {{"year", "district"}, {{"year", last}}})
           + table_compared(beside, run, "population_change", {{"event"}, {}});
}

}  // namespace foresight
