#include "tools/foresight/matching_baseline.hpp"

#include <algorithm>
#include <filesystem>

#include "tools/foresight/shell.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {
namespace {

bool is_shipped(InputFile const& input)
{
    auto const names = shipped_scenarios();
    return std::any_of(names.begin(), names.end(), [&](auto const& name) { return input.path == name + ".yaml"; });
}

}  // namespace

std::vector<std::string> settings_to_match(Scenario const& scenario, Scenario const& baseline)
{
    std::vector<std::string> words;
    auto const say = [&](std::string const& option, std::string const& value) {
        words.push_back(option);
        words.push_back(value);
    };
    if (scenario.sample != baseline.sample) say("--sample", "1/" + std::to_string(scenario.sample));
    if (scenario.seed != baseline.seed) say("--seed", std::to_string(scenario.seed));
    if (scenario.replicates.count() != baseline.replicates.count())
        say("--replicates", std::to_string(scenario.replicates.count()));
    if (scenario.start != baseline.start) say("--set", "clock.start=" + to_string(scenario.start));
    if (scenario.start != baseline.start || scenario.end != baseline.end)
        say("--set", "clock.end=" + to_string(scenario.end));
    return words;
}

std::vector<std::string> commands_to_compare(Scenario const& scenario, std::string const& file)
{
    auto const& inputs = scenario.inputs;
    // What is extended is read next after the file itself.
    if (scenario.changes.empty() || inputs.size() < 2 || is_shipped(inputs[0]) || !is_shipped(inputs[1])) return {};
    auto const name = std::filesystem::path{inputs[1].path}.replace_extension().string();
    auto const path = find_scenario(inputs[1].path);
    std::filesystem::path beside{file};
    beside.replace_filename(beside.stem().string() + "_baseline.h5");
    std::vector<std::string> words{name};
    auto const settings = settings_to_match(scenario, read_scenario(path, vocabulary_for(path)));
    words.insert(words.end(), settings.begin(), settings.end());
    words.insert(words.end(), {"-o", beside.string()});
    return {shell_command("run", words), shell_command("compare", {beside.string(), file})};
}

}  // namespace foresight
