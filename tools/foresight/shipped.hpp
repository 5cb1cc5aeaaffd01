#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/population/population.hpp"
#include "engine/scenario/scenario.hpp"

namespace foresight {

/// A field that the population or some module declares, and its codes if it may stand as a dimension.
struct KnownField {
    std::string name;
    std::string label;
    std::vector<std::pair<std::string, std::string>> codes;  ///< key and label
};

/// Every field of the population and of all modules.
std::vector<KnownField> known_fields();

/// A population of nobody, with the columns that synthesis fills: enough to see how processes are wired. `areas`: where
/// nobody lives; the districts alone if there are none.
Population population_of_nobody(Areas areas = {});

/// The folders in which scenarios and tables are looked for.
struct Library {
    std::string scenarios;
    std::string tables;
    std::string targets{};  ///< published numbers
};

/// A folder that ships with the program, by its path in the source tree; empty where it is not at hand.
std::string shipped_folder(char const* name);

/// Those that ship with the program: beside the source, or installed.
Library shipped_library();

/// Names of the scenarios shipped, such as essex/baseline.
std::vector<std::string> shipped_scenarios();

/// What a scenario may speak of: the codes of all fields, the catalogue's processes, the tables of the library and
/// those beside it.
Vocabulary vocabulary_for(std::string const& scenario, Library const& library = shipped_library());

/// The path of a scenario: as given, or the name of a shipped one.
std::string find_scenario(std::string const& word);

}  // namespace foresight
