#pragma once

#include <cstdint>
#include <mutex>
#include <string>

namespace foresight {

/// How far a long job is, on stderr: a line with the time that is left, if stderr is a terminal; nothing otherwise.
class Progress {
public:
    Progress(std::string what, bool shown);
    ~Progress();
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    /// May be called from any thread.
    void at(std::uint64_t done, std::uint64_t all);

private:
    void erase();

    std::string what_;
    bool shown_;
    double began_;
    double drawn_ = 0;
    std::mutex drawing_;
};

}  // namespace foresight
