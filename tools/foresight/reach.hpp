#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/process/schedule.hpp"
#include "engine/scenario/scenario.hpp"
#include "outputs/tally/table_definition.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {

/// What a change of some parameters can move, by the wiring: the processes that hold them, those that read what these
/// write, and so on. Whoever changes who is there moves everything.
class Reach {
public:
    Reach(std::set<std::string> const& parameters, std::vector<Wiring> const& wiring);

    /// Whether two changes can act on each other: they reach a process or a table in common.
    bool meets(Reach const& other, std::vector<TableDefinition> const& tables) const;
    bool includes(TableDefinition const& table) const;

private:
    std::set<std::string> processes_;
    std::set<std::string> written_;  ///< fields and events
    bool everything_ = false;
};

/// The tables that results are of, among those that the scenario asks for.
std::vector<TableDefinition> tables_of_results(Scenario const& scenario, Library const& library,
                                               std::vector<std::string> const& results);

}  // namespace foresight
