#pragma once

#include <cstdint>
#include <string>

namespace foresight::bench {

/// A folder for run files, which goes when this does.
class RunFolder {
public:
    RunFolder();
    ~RunFolder();
    RunFolder(RunFolder const&) = delete;
    RunFolder& operator=(RunFolder const&) = delete;

    std::string file(std::string const& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

/// What a run took.
struct Lived {
    double seconds = 0;             ///< of living and writing, after loading
    std::int64_t person_years = 0;  ///< roughly: people at the base, times years, times replicates
};

/// Runs a shipped scenario into a file, on one household in `sample`.
Lived live_run(std::string const& scenario, std::uint32_t sample, std::uint32_t replicates, bool central,
               std::string const& file);

}  // namespace foresight::bench
