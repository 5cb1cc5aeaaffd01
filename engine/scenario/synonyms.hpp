#pragma once

#include <span>
#include <string_view>

#include "engine/io/yaml.hpp"

namespace foresight {

/// What people write for the keys of a section of the grammar, and which key they mean.
std::span<Synonym const> synonyms_of(std::string_view section);

}  // namespace foresight
