#pragma once

#include <functional>
#include <string>

namespace foresight {

/// How a child process ended.
struct Ending {
    bool broke_off = false;  ///< it crashed, or was stopped since it did not end
    int code = 0;            ///< its exit code
    std::string said{};      ///< what it handed back
};

/// Does some work in a child process: HDF5 may crash, or never end, on a file whose structure is damaged. `work` fills
/// what is handed back and returns the exit code; what it throws goes to stderr, with the program's own exit codes.
Ending in_a_child(unsigned seconds_at_most, std::function<int(std::string& said)> const& work);

}  // namespace foresight
