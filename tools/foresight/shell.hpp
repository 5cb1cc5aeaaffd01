#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foresight {

/// A word as a shell takes it for one: in quotes where it must be.
std::string shell_quoted(std::string_view word);

/// "foresight run 'my scenario.yaml' --seed 7", ready to be typed.
std::string shell_command(std::string_view name, std::vector<std::string> const& words);

}  // namespace foresight
