#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/shell_word.hpp"

namespace foresight {

/// "foresight run 'my scenario.yaml' --seed 7", ready to be typed.
std::string shell_command(std::string_view name, std::vector<std::string> const& words);

}  // namespace foresight
