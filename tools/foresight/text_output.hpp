#pragma once

#include <string>

namespace foresight {

/// Writes a text whole or not at all: beside the file first, then under its name. Throws an InputError where a file is
/// there already and is not to be replaced, or where none can be written.
void write_text(std::string const& path, std::string const& text, bool replace);

}  // namespace foresight
