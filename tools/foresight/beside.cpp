#include "tools/foresight/beside.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/synthesis/build.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/comparison_format.hpp"
#include "tools/foresight/matching_baseline.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

/// "runs/aligned.h5" has "runs/aligned_beside.h5".
std::string file_beside(std::string const& file)
{
    std::filesystem::path beside{file};
    auto const ending = beside.extension().string();
    beside.replace_filename(beside.stem().string() + "_beside" + ending);
    return beside.string();
}

/// What is compared: the people of each district at the end, and what happened to them.
std::vector<std::pair<std::string, Question>> questions_of_people(RunReader const& run)
{
    auto const last = std::to_string(run.provenance().end.year());
    return {{"population", {{"year", "district"}, {{"year", last}}}}, {"population_change", {{"event"}, {}}}};
}

/// One table of both runs; nothing where one of them has it not.
std::optional<Comparison> table_in_common(RunReader const& base, RunReader const& other, std::string const& name,
                                          Question const& question)
{
    auto const has = [&](RunReader const& run) {
        auto const& tables = run.tables();
        return std::any_of(tables.begin(), tables.end(), [&](auto const& table) { return table.name == name; });
    };
    if (!has(base) || !has(other)) return {};
    return views_in_common(base, other, base.table(name), question);
}

}  // namespace

std::optional<Beside> beside_of(Scenario const& scenario, std::string const& file, Overrides const& overrides,
                                std::vector<std::string> said)
{
    if (scenario.beside.empty()) return {};
    auto const refuse = [&](std::string problem, std::string reason) {
        throw InputError{{scenario.beside_said.saying(std::move(problem), std::move(reason),
                                                      "name another, or write beside: none in " + scenario.file)}};
    };
    std::error_code ignored;
    if (std::filesystem::equivalent(scenario.beside, scenario.file, ignored))
        refuse("a scenario beside itself", "nothing could be told from it");
    auto same = overrides;
    auto const matching = settings_to_match(scenario, read_sound_scenario(scenario.beside, overrides));
    for (std::size_t i = 0; i + 1 < matching.size(); i += 2) {
        auto const &option = matching[i], &value = matching[i + 1];
        said.push_back(option + " " + value);
        same.set.push_back(option == "--set"      ? value
                           : option == "--sample" ? "population.sample=" + value
                                                  : option.substr(2) + "=" + value);
    }
    Beside made{read_sound_scenario(scenario.beside, same), std::move(said), file_beside(file)};
    auto& replicates = made.scenario.replicates;
    if (!scenario.replicates.central && replicates.design != scenario.replicates.design)
        refuse("what is lived beside it has another design of replicates", "its points would not be the same");
    replicates = scenario.replicates;
    auto const people_of = [](Scenario const& of) { return inputs_hash(synthesis_of(of, shipped_library())); };
    if (people_of(made.scenario) != people_of(scenario))
        refuse("what is lived beside it has other people", "they are made from other tables, or of another date");
    return made;
}

std::string people_compared(RunReader const& beside, RunReader const& run)
{
    std::string text;
    for (auto const& [table, question] : questions_of_people(run))
        if (auto const made = table_in_common(beside, run, table, question)) text += "\n" + comparison_text(*made);
    return text;
}

nlohmann::ordered_json people_compared_json(RunReader const& beside, RunReader const& run)
{
    auto all = nlohmann::ordered_json::object();
    for (auto const& [table, question] : questions_of_people(run))
        if (auto const made = table_in_common(beside, run, table, question)) all[table] = comparison_json(*made);
    return all;
}

}  // namespace foresight
