#include "outputs/view/lineage.hpp"

#include <algorithm>

namespace foresight {
namespace {

bool extends(Provenance const& run, Provenance const& other)
{
    return other.scenario_file != run.scenario_file
           && std::any_of(run.inputs.begin(), run.inputs.end(),
                          [&](auto const& input) { return input.path == other.scenario_file; });
}

bool sets_a_parameter(std::string const& words)
{
    return words.starts_with("--set ") && words.substr(0, words.find('=')).find('/') != std::string::npos;
}

bool is_set_on_the_command_line(Provenance const& run)
{
    return std::any_of(run.command_line.begin(), run.command_line.end(), sets_a_parameter);
}

}  // namespace

bool builds_on(RunReader const& run, RunReader const& other)
{
    auto const &here = run.provenance(), &there = other.provenance();
    if (extends(here, there)) return true;
    return here.scenario_file == there.scenario_file && is_set_on_the_command_line(here)
           && !is_set_on_the_command_line(there);
}

}  // namespace foresight
