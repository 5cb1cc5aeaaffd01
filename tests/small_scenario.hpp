#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/scenario/scenario.hpp"

// For the tests of what is refused: a vocabulary of two districts and five ages, and how a file of it begins.

namespace foresight {

inline Vocabulary small_vocabulary()
{
    Vocabulary made;
    made.dimensions = {
        {"sex", {"female", "male"}}, {"age", {"0", "1", "2", "3", "4"}}, {"district", {"E07000066", "E07000067"}}};
    made.processes = {"demography/ageing", "demography/mortality"};
    made.tables = {"population", "care_clients"};
    return made;
}

/// What is said of a file; nothing if it is accepted.
inline std::vector<Mistake> mistakes_of(std::string const& path, Overrides const& overrides = {})
{
    try {
        read_scenario(path, small_vocabulary(), overrides);
    } catch (InputError const& error) {
        CHECK_FALSE(render(error).empty());
        return error.mistakes();
    }
    return {};
}

inline constexpr char const* head =
    "schema: foresight-scenario/1\nscenario: Broken\nclock: {start: 2023-07, years: 2}\n";

}  // namespace foresight
