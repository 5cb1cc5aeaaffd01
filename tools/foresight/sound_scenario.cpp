#include "tools/foresight/sound_scenario.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/modules/catalogue.hpp"
#include "engine/simulation.hpp"
#include "tools/foresight/base_population.hpp"
#include "tools/foresight/idle_parameters.hpp"

namespace foresight {

std::vector<TableDefinition> tables_of(Scenario const& scenario, Library const& library, Mistakes& mistakes)
{
    auto const beside = std::filesystem::path{scenario.file}.parent_path() / "tables";
    return read_tables({library.tables, beside.string()}, scenario.tables, mistakes);
}

Tally::IfMissing if_missing(Scenario const& scenario)
{
    return scenario.tables.empty() && !scenario.schedule.empty() ? Tally::IfMissing::leave_out
                                                                 : Tally::IfMissing::refuse;
}

namespace {

/// A shipped table is as it should be. If it cannot be filled, the scenario is at fault, which asks for it and has a
/// schedule without the process that it counts.
Mistake asked_in_vain(Mistake const& said, std::string const& table, Mistake const& why)
{
    return said.saying("table '" + table + "' cannot be filled",
                       why.problem + ", since no process of `schedule` provides it",
                       "add the process that does, which `foresight explain` names, or leave the table out");
}

}  // namespace

Trial try_out(Scenario const& scenario, std::vector<TableDefinition> const& tables, Library const& library,
              Mistakes& mistakes)
{
    auto outline = outline_of(synthesis_of(scenario, library));
    auto const nobody_there = population_of_nobody(std::move(outline.areas));
    auto const& processes = catalogue();
    Simulation const wired{scenario, scenario.parameters, processes, nobody_there, {scenario.seed, 0}};
    Trial trial{{}, outline.residents};
    for (auto const& table : tables) {
        Mistakes own;
        for (auto& size :
             sizes_of({table}, wired.population(), scenario.start, scenario.end, if_missing(scenario), own))
            trial.sizes.push_back(std::move(size));
        if (own.none()) continue;
        auto const said = scenario.tables_said.find(table.name);
        bool const shipped = std::filesystem::path{table.path}.parent_path() == std::filesystem::path{library.tables};
        if (shipped && said != scenario.tables_said.end() && !scenario.schedule.empty())
            mistakes.add(asked_in_vain(said->second, table.name, own.all().front()));
        else
            for (auto const& mistake : own.all()) mistakes.add(mistake);
    }
    return trial;
}

namespace {

/// Whether it is about how the processes fit together that a scenario names. If its books are whole, that follows from
/// nothing else that is wrong.
bool is_of_the_schedule(Mistake const& mistake, Scenario const& scenario)
{
    if (!scenario.books_whole) return false;
    auto const at = [&](auto const& said) {
        auto const& place = said.second.place;
        return place.file == mistake.place.file && place.line == mistake.place.line
               && place.column == mistake.place.column;
    };
    auto const& said = scenario.schedule_said;
    return std::any_of(said.begin(), said.end(), at);
}

/// As it would be without its own changes and with a clock that goes: all that its tables can be tried on.
Scenario mended(Scenario scenario)
{
    scenario.changes.clear();
    if (scenario.start < scenario.end && scenario.end - scenario.start <= 1200) return scenario;
    scenario.start = Month::of(2023, 7);
    scenario.end = scenario.start + 12;
    return scenario;
}

}  // namespace

Scenario read_sound_scenario(std::string const& path, Overrides const& overrides)
{
    return read_sound_scenario(path, overrides, vocabulary_for(path), shipped_library());
}

Scenario read_sound_scenario(std::string const& path, Overrides const& overrides, Vocabulary const& vocabulary,
                             Library const& library)
{
    Mistakes mistakes;
    auto scenario = read_scenario(path, vocabulary, overrides, mistakes);
    // Of a run that is lived again, what was lived beside it is not kept.
    if (std::error_code ignored;
        !vocabulary.locate && !scenario.beside.empty() && !std::filesystem::is_regular_file(scenario.beside, ignored))
        mistakes.add(scenario.beside_said.saying("there is no scenario " + in_quotes(scenario.beside),
                                                 "it is to be lived beside this one",
                                                 "name a file, or one of `foresight list scenarios`"));
    bool const sound = mistakes.none();
    // A table that is not known has been told of, with its place.
    std::erase_if(scenario.tables, [&](auto const& name) {
        return std::find(vocabulary.tables.begin(), vocabulary.tables.end(), name) == vocabulary.tables.end();
    });
    auto const tables = tables_of(scenario, library, mistakes);
    try {
        try_out(sound ? scenario : mended(scenario), tables, library, mistakes);
        if (sound) refuse_idle_parameters(scenario);
    } catch (InputError const& error) {
        for (auto const& mistake : error.mistakes())
            if (sound || is_of_the_schedule(mistake, scenario))
                mistakes.add(mistake);  // else it follows from what has been told
    }
    mistakes.refuse_if_any();
    return scenario;
}

}  // namespace foresight
