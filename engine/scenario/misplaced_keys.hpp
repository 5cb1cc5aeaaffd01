#pragma once

#include "engine/io/yaml.hpp"

namespace foresight {

/// Keys of a change that begin in the first column, beside `changes`, have left their change: the first of them is told
/// of, and all are put back, so that nothing else is missed there.
void put_back_what_left_its_change(YamlReader const& reader, YamlValue& scenario);

}  // namespace foresight
