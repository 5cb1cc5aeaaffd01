#pragma once

#include "engine/population/population.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {

/// What makes the synthetic base have the published shares of fuel poor households.
struct FuelPovertyLines {
    double line_scale = 1;                                      ///< fuel_poverty/metrics/line_scale
    double typical_gas = 0;                                     ///< fuel_poverty/metrics/typical_gas, kWh a year
    double lilee = 0, ten_before = 0, ten_after = 0, lihc = 0;  ///< shares of households, once solved
};

/// Solves, by bisection on the base as it is in its first quarter, the poverty line for a share that is fuel poor by
/// LILEE, and the typical bill for one by LIHC. A constant solved is stored with its provenance; no scenario solves it again.
FuelPovertyLines solve_fuel_poverty_lines(Population const& base, Parameters parameters, double lilee, double lihc);

}  // namespace foresight
