#pragma once

#include <string>

namespace foresight {

/// Whether talk may be coloured: stderr is a terminal that can, and nobody has said NO_COLOR.
bool talk_in_colour();
bool talk_on_terminal();

/// A rendered error with its heads in red, where that is wanted.
std::string coloured_error(std::string text);

/// Pads a text to so many characters, on the right.
std::string padded(std::string text, std::size_t width);

}  // namespace foresight
