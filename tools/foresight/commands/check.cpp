#include <iostream>

#include "engine/io/yaml.hpp"
#include "engine/scenario/grammar.hpp"
#include "engine/scenario/inputs.hpp"
#include "engine/scenario/parameter_book.hpp"
#include "engine/scenario/scenario.hpp"
#include "outputs/answers/budget.hpp"
#include "tools/foresight/beside.hpp"
#include "tools/foresight/budget_files.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/sound_scenario.hpp"
#include "tools/foresight/terminal.hpp"

namespace foresight {
namespace {

std::string summary_of(Scenario const& scenario)
{
    auto const months = scenario.end - scenario.start;
    auto text = scenario.name + ": " + to_string(scenario.start) + " to " + to_string(scenario.end - 1);
    text += months % 12 == 0 ? ", " + std::to_string(months / 12) + (months == 12 ? " year" : " years")
                             : ", " + std::to_string(months) + " months";
    text += ", " + std::to_string(scenario.replicates.count())
            + (scenario.replicates.count() == 1 ? " replicate" : " replicates");
    if (scenario.sample > 1) text += ", one household in " + std::to_string(scenario.sample);
    return text + ", " + std::to_string(scenario.parameters.all().size()) + " parameters, "
           + std::to_string(scenario.changes.size()) + (scenario.changes.size() == 1 ? " change" : " changes");
}

/// The schema that a file declares; none if it cannot be read, which is told where it is read as a scenario.
std::string schema_of(std::string const& path)
{
    try {
        Mistakes told_later;
        auto const file = read_yaml(path, told_later);
        auto const* const schema = file.root.find("schema");
        return schema ? schema->text : std::string{};
    } catch (InputError const&) {
        return {};
    }
}

std::string counted(std::size_t number, std::string const& one, std::string const& several)
{
    return std::to_string(number) + " " + (number == 1 ? one : several);
}

std::string summary_of(Budget const& budget)
{
    return (budget.label.empty() ? "" : budget.label + ": ") + "a budget of "
           + counted(budget.lines.size(), "financial year", "financial years") + ", by " + budget.deflator.called();
}

std::string summary_of(Deflator const& deflator)
{
    return deflator.called() + " of " + counted(deflator.growth.size(), "financial year", "financial years");
}

/// A parameter book by itself, as a scenario that names it reads it.
std::string check_book(std::string const& path)
{
    Mistakes mistakes;
    Inputs inputs{shipped_library().scenarios};
    Shelf shelf;
    read_parameter_book(
        path, inputs, vocabulary_for(path).dimensions, shelf, mistakes,
        [&](std::string problem, std::string reason, std::string suggestion) {
            mistakes.add(Mistake{std::move(problem), std::move(reason), std::move(suggestion), {path, 0, 0}, {}, 1});
        });
    mistakes.refuse_if_any();
    return "a parameter book of " + counted(shelf.parameters.all().size(), "parameter", "parameters");
}

std::string check_scenario(std::string const& path, Arguments const& arguments)
{
    Overrides overrides;
    overrides.set = arguments.value<std::vector<std::string>>("set");
    auto const scenario = read_sound_scenario(path, overrides);
    std::cerr << render_warnings(scenario.warnings);
    if (auto const beside = beside_of(scenario, {}, overrides, {}))
        std::cerr << render_warnings(beside->scenario.warnings);
    return summary_of(scenario);
}

/// What is told of a sound file. Throws an InputError with all its mistakes.
std::string check_file(std::string const& path, Arguments const& arguments)
{
    auto const schema = schema_of(path);
    if (schema == budget_schema) return summary_of(read_budget(path, shipped_deflator()));
    if (schema == deflator_schema) return summary_of(read_deflator(path));
    if (schema == parameters_schema) return check_book(path);
    return check_scenario(path, arguments);
}

int check(Arguments const& arguments)
{
    auto code = exit_code::done;
    for (auto const& word : arguments.words) {
        try {
            auto const path = find_scenario(word);
            auto const summary = check_file(path, arguments);
            std::cout << "sound  " << path << "  " << summary << "\n";
        } catch (InputError const& error) {
            std::cerr << coloured_error(render(error));
            code = exit_code::refused;
        }
    }
    return code;
}

void check_options(po::options_description_easy_init add)
{
    add("set", po::value<std::vector<std::string>>()->value_name("PATH=VALUE"),
        "a setting to check scenarios with; may be repeated");
}

}  // namespace

Command check_command()
{
    return {"check",
            "read scenarios, budgets and parameter books and tell every mistake, without running them",
            "SCENARIO...",
            1,
            1000,
            Command::Word::scenario,
            {},
            "foresight check scenarios/essex/*.yaml",
            check_options,
            check};
}

}  // namespace foresight
