#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "outputs/run_file/run_reader.hpp"
#include "tools/foresight/sound_scenario.hpp"

namespace foresight {

/// What is lived beside a run, by the same people and with the same luck.
struct Beside {
    Scenario scenario;
    std::vector<std::string> settings;  ///< as a command line would say them
    std::string file;
};

/// Of a scenario whose run is `file`, if it names one. `said` is what the command line says of both. Throws an InputError
/// where it is not there, not sound, or cannot be lived by the same people.
std::optional<Beside> beside_of(Scenario const& scenario, std::string const& file, Overrides const& overrides,
                                std::vector<std::string> said);

/// How the people differ: those of each district at the end, and what happened to them in all years together. Empty where the
/// runs do not count that.
std::string people_compared(RunReader const& beside, RunReader const& run);
/// The same by table, as `compare --format json` has it.
nlohmann::ordered_json people_compared_json(RunReader const& beside, RunReader const& run);

}  // namespace foresight
