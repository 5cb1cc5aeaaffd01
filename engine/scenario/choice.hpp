#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/yaml.hpp"

namespace foresight {

/// Some of those that there are, named in a list.
struct Choice {
    std::vector<std::string> names{};
    std::map<std::string, Mistake> said{};  ///< where each is named
};

/// Of what a list names some: in a sentence, and in `foresight list`.
struct ChoiceOf {
    std::string_view one;      ///< "process"
    std::string_view key;      ///< "`schedule`"
    std::string_view listing;  ///< "modules"
};
inline constexpr ChoiceOf of_processes{"process", "`schedule`", "modules"}, of_tables{"table", "`tables`", "tables"};

/// Reads such a list, and notes what is unknown, named twice, or nothing at all.
Choice read_choice(YamlReader const& reader, YamlValue const& list, ChoiceOf const& of,
                   std::vector<std::string> const& known);

}  // namespace foresight
