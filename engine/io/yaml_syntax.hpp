#pragma once

#include <string>

#include "engine/io/text_file.hpp"
#include "engine/io/yaml.hpp"

namespace foresight {

/// What the parser says of a text that is not YAML, in the words of who wrote it, and at the line where it went wrong: a
/// colon that is missing and a line that is not indented as its neighbours show only in the line after.
///
/// `line` and `column` are the parser's, from 0; `innermost` is the list or map that was being read.
Mistake syntax_mistake(TextFile const& source, std::string const& said, int line, int column,
                       YamlValue const* innermost);

}  // namespace foresight
