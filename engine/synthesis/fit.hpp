#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "engine/population/population.hpp"
#include "engine/synthesis/controls.hpp"

namespace foresight {

/// How near one table of the population comes to what is published.
struct FitRow {
    std::string table;
    std::size_t cells = 0;
    double error = 0;  ///< in the unit
    std::string
        unit;  ///< "% TAE" total absolute error over the total; "pp" percentage points, the worst cell's; "count"
    std::string worst;   ///< the cell that is furthest off
    double target = 0;   ///< its target
    double got = 0;      ///< and what it has
    double limit = -1;   ///< the greatest error accepted; below nought: shown only
    std::string note{};  ///< what the target is, and whether it is validated

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
/// table,cells,error,unit,worst,target,got,limit,passes,note
void write_csv(Fit const& fit, std::ostream& out);

}  // namespace foresight
