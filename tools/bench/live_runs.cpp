#include "tools/bench/live_runs.hpp"

#include <filesystem>
#include <system_error>

#include <stdlib.h>

#include "tools/bench/measurement.hpp"
#include "tools/foresight/projection.hpp"

namespace foresight::bench {

RunFolder::RunFolder()
{
    auto pattern = (std::filesystem::temp_directory_path() / "foresight-bench-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
        throw std::system_error{errno, std::generic_category(), "a folder for the runs cannot be made"};
    path_ = pattern;
}

RunFolder::~RunFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Lived live_run(std::string const& scenario, std::uint32_t sample, std::uint32_t replicates, bool central,
               std::string const& file)
{
    Overrides overrides;
    overrides.sample = sample;
    overrides.replicates = replicates;
    auto const path = find_scenario(scenario);
    auto read = read_scenario(path, vocabulary_for(path), overrides);
    if (central) read.replicates = {1, replicates, true, read.replicates.design};
    auto const projection = prepare(std::move(read), true);
    RunWriter writer{file, provenance_of(projection, {}), RunWriter::IfThere::refuse};
    auto const begin = seconds_now();
    Timing timing;
    live(projection, writer, true, timing);
    writer.finish();
    auto const years = (projection.scenario.end - projection.scenario.start) / 12;
    return {seconds_now() - begin, std::int64_t{projection.base.persons.rows()} * years * replicates};
}

}  // namespace foresight::bench
