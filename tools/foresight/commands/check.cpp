#include <iostream>

#include "engine/scenario/scenario.hpp"
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

int check(Arguments const& arguments)
{
    auto code = exit_code::done;
    for (auto const& word : arguments.words) {
        try {
            auto const path = find_scenario(word);
            Overrides overrides;
            overrides.set = arguments.value<std::vector<std::string>>("set");
            auto const scenario = read_sound_scenario(path, overrides);
            std::cerr << render_warnings(scenario.warnings);
            std::cout << "sound  " << path << "  " << summary_of(scenario) << "\n";
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
        "a setting to check with it; may be repeated");
}

}  // namespace

Command check_command()
{
    return {"check",
            "read scenarios and tell every mistake, without running them",
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
