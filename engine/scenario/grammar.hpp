#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace foresight {

/// A key of a scenario or of a parameter book: what it takes, what it means, and an example.
struct Key {
    std::string_view section;  ///< "scenario", "clock", "population", "replicates", "change", "book", "parameter"
    std::string_view name;
    std::string_view takes;
    std::string_view meaning;
    std::string_view example;
};

/// All of them, in the order in which a reader wants them. `scenario_reference` prints this table, and files are checked by it.
std::span<Key const> grammar();

std::vector<std::string> keys_of(std::string_view section);

inline constexpr std::string_view scenario_schema = "foresight-scenario/1";
inline constexpr std::string_view parameters_schema = "foresight-parameters/1";

// Files of a council's money, which may be taken for a scenario.
inline constexpr std::string_view budget_schema = "foresight-budget/1";
inline constexpr std::string_view deflator_schema = "foresight-deflator/1";

}  // namespace foresight
