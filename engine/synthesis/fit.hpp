#pragma once

#include <iosfwd>
#include <limits>
#include <string>
#include <vector>

#include "engine/population/population.hpp"
#include "engine/synthesis/controls.hpp"

namespace foresight {

/// A cell of a table: what it should have, and what it has.
struct FitCell {
    std::string name{};
    double target = 0;
    double got = 0;
    /// Without bound where one of the two is no number: nothing is further off.
    double apart() const
    {
        auto const difference = target > got ? target - got : got - target;
        return difference >= 0 ? difference : std::numeric_limits<double>::infinity();
    }
};

inline constexpr std::size_t worst_named = 3;  ///< cells of a table, those that are furthest off

/// How near one table of the population comes to what is published.
struct FitRow {
    std::string table;
    std::size_t cells = 0;
    double error = 0;  ///< in the unit
    std::string
        unit;  ///< "% TAE" total absolute error over the total; "pp" percentage points, the worst cell's; "count"
    FitCell worst{};              ///< the cell that is furthest off; of a table of one, that
    std::vector<FitCell> next{};  ///< the next two, as far as they are off at all
    double limit = -1;            ///< the greatest error accepted; below nought: shown only
    std::string note{};           ///< what the target is, and whether it is validated

    bool passes() const { return limit < 0 || error <= limit; }
};

struct Fit {
    std::vector<FitRow> rows;
    std::uint32_t sample = 1;
    bool passes() const;
};

/// The fit of a population to the control tables of the request it was made by.
/// Of a sample, the limits do not hold: sampling adds its own error.
Fit describe(Population const& population, SynthesisRequest const& request);

/// A table for people.
void print(Fit const& fit, std::ostream& out);
/// table,cells,error,unit,worst,target,got,limit,passes,note, and the next two: worst_2,target_2,got_2,worst_3,...
void write_csv(Fit const& fit, std::ostream& out);

}  // namespace foresight
