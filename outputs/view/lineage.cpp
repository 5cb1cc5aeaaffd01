#include "outputs/view/lineage.hpp"

#include <algorithm>

namespace foresight {
namespace {

bool sets_a_parameter(std::string const& words)
{
    return words.starts_with("--set ") && words.substr(0, words.find('=')).find('/') != std::string::npos;
}

bool is_set_on_the_command_line(Provenance const& run)
{
    return std::any_of(run.command_line.begin(), run.command_line.end(), sets_a_parameter);
}

}  // namespace

bool builds_on(Provenance const& run, Provenance const& other)
{
    if (run.inputs.empty() || other.inputs.empty()) return false;
    auto const& file = other.inputs.front();
    auto const is_that = [&](InputFile const& input) { return input.hash == file.hash || input.path == file.path; };
    if (is_that(run.inputs.front())) return is_set_on_the_command_line(run) && !is_set_on_the_command_line(other);
    return std::any_of(run.inputs.begin() + 1, run.inputs.end(), is_that);
}

}  // namespace foresight
