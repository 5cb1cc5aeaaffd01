#pragma once

#include <functional>
#include <string>

namespace foresight {

/// How work ended that a child process did.
struct ChildEnd {
    bool by_itself = false;  ///< it did not crash, and was not stopped
    int code = 0;
    std::string said;
};

/// Does in a child process what a damaged file may crash, or keep busy for ever: no longer than so many seconds, and with so much
/// memory more than there is in use. `work` fills in what is to be said, and returns a code; what it writes itself to stderr, or
/// what breaks off, is not heard.
ChildEnd in_child_process(std::function<int(std::string& said)> const& work, unsigned seconds);

}  // namespace foresight
