#pragma once

#include <string>
#include <string_view>

namespace foresight {

/// A word as a shell takes it for one: in quotes where it must be.
std::string shell_quoted(std::string_view word);

}  // namespace foresight
