#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/clock.hpp"
#include "engine/core/error.hpp"
#include "engine/scenario/parameters.hpp"
#include "engine/scenario/points.hpp"

namespace foresight {

/// A file that a scenario was made of, whole, so that a run can be replayed from its own record.
struct InputFile {
    std::string path;  ///< as given, or relative to the scenarios folder
    std::string contents;
    std::string hash;  ///< 16 hexadecimal digits of the contents
};

/// A change of a parameter: from a date, until a date, phased in if asked for.
struct Change {
    using Kind = Adjustment::Kind;
    Kind kind = Kind::value;
    std::string parameter;
    double amount = 0;
    std::string table{};  ///< for `value`: a CSV instead of a number
    Month from{0};        ///< 0: from the beginning
    Month until{0};       ///< 0: for ever; else the first month in which it no longer holds
    int phase_in = 0;     ///< months over which it grows linearly from nothing to all
    std::vector<std::pair<std::string, std::string>>
        where{};         ///< {dimension, code}: only these cells; of one dimension, any of its codes
    std::string unit{};  ///< if said: it must be the parameter's
    std::optional<Uncertainty> uncertain{};
    std::string source{};
    Mistake place{};  ///< where it was said: place, line_text and width, for messages and `explain`

    /// What it does to its parameter, in words: "x 0.925 phased in from 2025-04 over 24 months, care_group 65_up".
    std::string in_words() const;
};

/// Which random numbers, and which points of the uncertain parameters.
struct Replicates {
    std::uint32_t points = 1;  ///< 1 with `central`: parameter uncertainty is off
    std::uint32_t lucks = 1;
    bool central = true;
    Design design = Design::drawn;
    std::uint32_t count() const { return points * lucks; }
};

/// What was asked, as read from a file and all that it extends.
struct Scenario {
    std::string file;  ///< path as given
    std::string name;
    std::string question;
    std::string caveat;     ///< what its results take for granted or leave out
    std::string text;       ///< the file itself, verbatim
    std::string beside{};   ///< the file of a scenario that is lived whenever this one is; empty: none
    Mistake beside_said{};  ///< where that is said, for messages
    Month start{};          ///< the first month simulated: the one after the base date
    Month end{};            ///< the month after the last
    std::uint32_t seed = 42;
    std::uint32_t sample = 1;  ///< 1 in `sample` households, each with that weight
    Replicates replicates{};
    std::vector<std::string> schedule{};             ///< process names in order; empty: the catalogue's whole list
    std::map<std::string, Mistake> schedule_said{};  ///< where each of them is named, for messages
    std::vector<std::string> tables{};               ///< names of tables; empty: all that ship
    std::map<std::string, Mistake> tables_said{};    ///< where each of them is named, for messages
    std::vector<Change> changes{};    ///< in the order in which they apply, the extended scenario's first
    std::vector<InputFile> inputs{};  ///< this file, what it extends, books and tables
    Parameters parameters{};          ///< resolved: books, then changes
    std::string population_tables{};  ///< the folder of published tables that the people are made of; or empty
    bool books_whole = true;          ///< all of its parameter books was understood
    std::vector<Mistake> warnings{};  ///< what may be lived, but is hardly meant
};

/// What a scenario may speak of; whoever reads one must know it.
struct Vocabulary {
    DimensionCodes dimensions{};
    std::vector<std::string> processes{};  ///< of the catalogue
    std::vector<std::string> tables{};     ///< of outputs/tables and beside the scenario
    std::string library{};  ///< the folder of the scenarios shipped: `extends: essex/baseline` is looked for there
    std::function<std::string(std::string const&)> locate{};  ///< where the file of a path is, if it is not there
                                                              ///< itself: that of a run that is lived again
};

/// Settings of a command line that can change a number.
struct Overrides {
    std::vector<std::string>
        set{};  ///< "parameter=value", "parameter[2024-04]=*1.1", "clock.years=2", "population.sample=1/100"
    std::uint32_t seed = 0;  ///< 0: as the scenario says
    /// With one luck at each point, where `set` "replicates=40" keeps the scenario's lucks.
    std::uint32_t replicates = 0;
    std::uint32_t sample = 0;
    bool nobody_lives = false;        ///< only the people are wanted: the clock follows from their date
    std::vector<std::string> vary{};  ///< the same as `set`, and after it, by the option of a sweep
};

/// The grammar of a scenario and of a parameter book, key by key, as Markdown tables.
std::string scenario_reference();

/// Reads a scenario, what it extends and its parameter books; resolves every parameter. Adds all mistakes that were found
/// to `mistakes`, and gives what was understood in spite of them: enough to look for mistakes elsewhere, not to live.
Scenario read_scenario(std::string const& path, Vocabulary const& vocabulary, Overrides const& overrides,
                       Mistakes& mistakes);
/// The same. Throws one InputError with all mistakes.
Scenario read_scenario(std::string const& path, Vocabulary const& vocabulary, Overrides const& overrides = {});

}  // namespace foresight
