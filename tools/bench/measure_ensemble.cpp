#include <filesystem>

#include "tools/bench/live_runs.hpp"
#include "tools/bench/measurement.hpp"

namespace foresight::bench {

Measurement measure_ensemble(Request const& request)
{
    constexpr std::uint32_t replicates = 50;
    Measurement measured{"ensemble", "fifty replicates of Essex for ten years, every table, into a run file"};
    for (std::uint32_t i = 0; i != request.runs; ++i) {
        RunFolder const folder;
        auto const lived = live_run("essex/baseline", 1, replicates, false, folder.file("baseline.h5"));
        measured.runs.push_back({lived.seconds, lived.person_years, {}});
        measured.figures = {
            {"seconds_a_replicate", lived.seconds / replicates},
            {"file_mb", static_cast<double>(std::filesystem::file_size(folder.file("baseline.h5"))) / 1e6}};
    }
    return measured;
}

}  // namespace foresight::bench
