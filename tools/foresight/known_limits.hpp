#pragma once

#include <string>

namespace foresight {

/// What a module says that it cannot do: the section Limits of its README; nothing where that is not at hand, or has none.
std::string limits_of(std::string const& module);

/// The first of them in a line, and where the rest is: what must not be missing beside a number of the module.
std::string first_limit_of(std::string const& module, std::string const& name);

}  // namespace foresight
