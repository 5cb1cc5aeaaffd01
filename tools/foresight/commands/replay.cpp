#include <algorithm>
#include <filesystem>
#include <iostream>

#include <nlohmann/json.hpp>

#include "engine/parallel/parallel.hpp"
#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/commands.hpp"
#include "tools/foresight/projection.hpp"
#include "tools/foresight/stored_inputs.hpp"
#include "tools/foresight/studies.hpp"

namespace foresight {
namespace {

constexpr std::size_t reasons_shown = 8;

void tell(std::string const& path, std::string const& before, std::string const& after,
          std::vector<std::string> const& reasons, bool json)
{
    if (json) {
        nlohmann::ordered_json const answer{{"run", path},
                                            {"digest", before},
                                            {"replayed", after},
                                            {"same", before == after},
                                            {"differences", reasons}};
        std::cout << answer.dump(2) << '\n';
        return;
    }
    if (before == after) std::cout << path << ": lived again from its own record, the same digest " << before << '\n';
    else std::cout << path << ": the digest was " << before << " and is " << after << '\n';
    for (std::size_t i = 0; i != std::min(reasons.size(), reasons_shown); ++i) std::cout << "  " << reasons[i] << '\n';
    if (reasons.size() > reasons_shown)
        std::cout << "  and " << reasons.size() - reasons_shown << " more: see --json\n";
    if (before != after && reasons.empty())
        std::cout << "  inputs, people and version are the same: the code is not that which made the run\n";
}

/// Inputs lie elsewhere now; they are named as they were.
Provenance as_named_then(Provenance now, StoredInputs const& inputs)
{
    now.scenario_file = inputs.called_then(now.scenario_file);
    for (auto& input : now.inputs) input.path = inputs.called_then(input.path);
    auto const as_lived = now.parameters;
    for (auto const& [name, parameter] : as_lived.all())
        for (auto& place : now.parameters.change(name).set_by) place = inputs.called_then(place);
    return now;
}

int replay(Arguments const& arguments)
{
    Threads const threads{arguments.value<std::uint32_t>("threads")};
    auto const path = arguments.words.front();
    RunReader const run{path};
    auto const& then = run.provenance();
    StoredInputs const inputs{then};
    bool const quiet = arguments.has("quiet") || arguments.has("json");
    auto const projection =
        is_study(run) ? study_again(run, inputs, quiet) : prepare(inputs.scenario(), quiet, inputs.library());
    auto const file = arguments.value<std::string>("output", inputs.folder() + "/replayed.h5");
    check_size(projection, file);
    auto const now = as_named_then(provenance_of(projection, then.command_line), inputs);
    Timing timing;
    Interruptible const interruptible;
    RunWriter writer{file, now, arguments.has("force") ? RunWriter::IfThere::replace : RunWriter::IfThere::refuse};
    if (!live(projection, writer, quiet, timing)) {
        std::filesystem::remove(writer.partial());
        return exit_code::interrupted;
    }
    writer.finish();
    auto reasons = differences_of_origin(now, then);
    if (now.compiler != then.compiler)
        reasons.push_back("the compiler was " + then.compiler + " and is " + now.compiler);
    auto const before = run.digest();
    auto const after = RunReader{file}.digest();
    tell(path, before, after, reasons, arguments.has("json"));
    return before == after ? exit_code::done : exit_code::unmet;
}

}  // namespace

Command replay_command()
{
    Command command;
    command.name = "replay";
    command.summary = "live a run again from its file alone, and see whether it is the same";
    command.words = "RUN";
    command.least = command.most = 1;
    command.word = Command::Word::run;
    command.example = "foresight replay runs/baseline.h5";
    command.options = [](po::options_description_easy_init add) {
        add("output,o", po::value<std::string>(), "keep what was lived in this file");
        add("force", "overwrite it");
        add("threads", po::value<std::uint32_t>(), "how many threads; no number depends on it");
        add("quiet,q", "no talk");
        add("json", "the answer as JSON");
    };
    command.run = replay;
    return command;
}

}  // namespace foresight
