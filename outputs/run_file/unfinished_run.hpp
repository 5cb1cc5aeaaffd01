#pragma once

#include <string>

namespace foresight {

/// How a run that was broken off is finished: the whole command, as far as its file tells what it was.
std::string how_to_finish(std::string const& partial);

}  // namespace foresight
