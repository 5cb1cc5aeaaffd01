#pragma once

#include <string>

namespace foresight {

/// Throws an InputError if there is something of that name already, unless it may be replaced, or if its folder is not
/// there.
void refuse_if_there(std::string const& file, bool replace);

/// Writes a file whole or not at all: beside it first, and given its name when every byte is on the disk.
void write_whole(std::string const& file, std::string const& content);

}  // namespace foresight
