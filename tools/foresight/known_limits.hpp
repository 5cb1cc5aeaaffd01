#pragma once

#include <string>

namespace foresight {

/// The first of a module's known limits in a line, and where the rest is: what must not be missing beside its numbers.
std::string first_limit_of(std::string const& module, std::string const& name);

}  // namespace foresight
