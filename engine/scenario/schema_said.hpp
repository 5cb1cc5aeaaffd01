#pragma once

#include "engine/io/yaml.hpp"

namespace foresight {

/// A file that is none of a scenario's is told to be one, and nothing else of it: all its keys would be wrong. Returns whether
/// it is.
bool refuse_other_file(YamlReader const& reader, YamlValue const& root);

/// Notes what is wrong with the schema of a scenario.
void check_schema(YamlReader const& reader, YamlValue const& root);

}  // namespace foresight
