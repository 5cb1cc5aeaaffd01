#pragma once

#include <string>
#include <vector>

#include "outputs/tally/tally.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {

/// Reads a scenario, what it extends, its books, and the tables that it asks for, and wires it on trial with nobody
/// there. Throws one InputError with every mistake of all of them.
Scenario read_sound_scenario(std::string const& path, Overrides const& overrides);
/// The same of another library than the shipped one.
Scenario read_sound_scenario(std::string const& path, Overrides const& overrides, Vocabulary const& vocabulary,
                             Library const& library);

/// The tables that a scenario asks for: beside it, or of the library. Mistakes are added.
std::vector<TableDefinition> tables_of(Scenario const& scenario, Library const& library, Mistakes& mistakes);

/// A schedule of a scenario's own may lack what a shipped table counts; tables that are asked for must be there.
Tally::IfMissing if_missing(Scenario const& scenario);

/// What becomes of a scenario before anybody is made.
struct Trial {
    std::vector<TableSize> sizes;
    std::uint64_t residents = 0;  ///< of the county at the base, each once
};

/// Wires a scenario with nobody in its areas, and lays out its tables. Mistakes of tables are added; throws an InputError
/// where it cannot be wired.
Trial try_out(Scenario const& scenario, std::vector<TableDefinition> const& tables, Library const& library,
              Mistakes& mistakes);

}  // namespace foresight
