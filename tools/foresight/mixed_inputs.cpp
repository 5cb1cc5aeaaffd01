#include "tools/foresight/mixed_inputs.hpp"

#include <algorithm>
#include <filesystem>

namespace foresight {
namespace {

bool is_noise(std::string const& words)
{
    return words.starts_with("--seed ") || words.starts_with("--replicates ") || words.starts_with("--sample ");
}

InputFile const* input_at(Provenance const& run, std::string const& path)
{
    auto const found =
        std::find_if(run.inputs.begin(), run.inputs.end(), [&](auto const& input) { return input.path == path; });
    return found == run.inputs.end() ? nullptr : &*found;
}

}  // namespace

bool is_tally(InputFile const& input) { return input.path.starts_with("tables/") && input.path.ends_with(".yaml"); }

std::string_view name_of(Ingredient ingredient)
{
    constexpr std::array<std::string_view, 4> names{"data", "parameters", "scenario", "noise"};
    return names[static_cast<std::size_t>(ingredient)];
}

std::string_view label_of(Ingredient ingredient)
{
    constexpr std::array<std::string_view, 4> labels{"Data: the population's tables", "Parameters: books and tables",
                                                     "Scenario: clock and changes",
                                                     "Noise: seed, sample and replicates"};
    return labels[static_cast<std::size_t>(ingredient)];
}

Ingredient ingredient_of(InputFile const& input, Provenance const& run)
{
    auto const areas = std::filesystem::path{input.path}.parent_path() / "areas.csv";
    if (input_at(run, areas.generic_string()) || input.path.ends_with("parameters/population.yaml"))
        return Ingredient::data;
    if (input.contents.find("foresight-scenario/") != std::string::npos && input.path.ends_with(".yaml"))
        return Ingredient::scenario;
    return Ingredient::parameters;
}

Provenance mixed(Provenance const& old, Provenance const& now, std::set<Ingredient> const& renewed)
{
    auto const& scenario_of = renewed.contains(Ingredient::scenario) ? now : old;
    auto const& noise_of = renewed.contains(Ingredient::noise) ? now : old;
    auto made = scenario_of;
    made.seed = noise_of.seed;
    made.weight = noise_of.weight;
    made.replicates = noise_of.replicates;
    std::erase_if(made.command_line, is_noise);
    for (auto const& words : noise_of.command_line)
        if (is_noise(words)) made.command_line.push_back(words);

    made.inputs.clear();
    auto const take = [&](InputFile const& input, Provenance const& run) {
        if (input_at(made, input.path)) return;
        auto const ingredient = ingredient_of(input, run);
        auto const& wanted = is_tally(input) || renewed.contains(ingredient) ? now : old;
        auto const* const there = input_at(wanted, input.path);
        made.inputs.push_back(there ? *there : input);
    };
    for (auto const& input : scenario_of.inputs) take(input, scenario_of);  // the scenario itself comes first
    for (auto const* const run : {&now, &old})
        for (auto const& input : run->inputs) take(input, *run);
    return made;
}

std::vector<std::string> differences_in(Ingredient ingredient, Provenance const& old, Provenance const& now)
{
    std::vector<std::string> all;
    if (ingredient == Ingredient::noise) {
        if (old.seed != now.seed)
            all.push_back("the seed " + std::to_string(old.seed) + " is " + std::to_string(now.seed));
        if (old.weight != now.weight)
            all.push_back("the sample of 1 in " + std::to_string(old.weight) + " is 1 in "
                          + std::to_string(now.weight));
        if (old.replicates != now.replicates)
            all.push_back(std::to_string(old.replicates.size()) + " replicates are "
                          + std::to_string(now.replicates.size())
                          + (old.replicates.size() == now.replicates.size() ? " others" : ""));
        return all;
    }
    for (auto const& input : now.inputs) {
        if (is_tally(input) || ingredient_of(input, now) != ingredient) continue;
        auto const* const before = input_at(old, input.path);
        if (!before) all.push_back(input.path + " is new");
        else if (before->hash != input.hash) all.push_back(input.path + " has changed");
    }
    for (auto const& input : old.inputs)
        if (!is_tally(input) && ingredient_of(input, old) == ingredient && !input_at(now, input.path))
            all.push_back(input.path + " is gone");
    if (ingredient != Ingredient::scenario) return all;
    for (auto const& words : now.command_line)
        if (!is_noise(words) && std::count(old.command_line.begin(), old.command_line.end(), words) == 0)
            all.push_back(words);
    for (auto const& words : old.command_line)
        if (!is_noise(words) && std::count(now.command_line.begin(), now.command_line.end(), words) == 0)
            all.push_back("no longer " + words);
    return all;
}

}  // namespace foresight
