#pragma once

#include <string>

#include "engine/io/hdf5.hpp"

namespace foresight {

/// One number of all that is in a group of a file: names, shapes, texts and numbers, in alphabetical order. 16 digits.
std::string digest_of(hdf5::File const& file, std::string const& group);

}  // namespace foresight
