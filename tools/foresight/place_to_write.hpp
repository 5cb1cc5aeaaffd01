#pragma once

#include <string>
#include <vector>

namespace foresight {

/// Throws an InputError if a file could not be written there, or if there is something of that name already, unless it may
/// be replaced. A folder that is not there is made when it is written.
void refuse_if_there(std::string const& file, bool replace);

/// Throws an InputError if the file to be written is one of those that are read for it, by whatever name.
void refuse_if_read(std::string const& file, std::vector<std::string> const& inputs);

/// Makes the folder that a file or folder is to lie in, where it is not there.
void make_folder_of(std::string const& path);

}  // namespace foresight
