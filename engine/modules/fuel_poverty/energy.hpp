#pragma once

#include <array>
#include <cstdint>

#include "engine/modules/fuel_poverty/housing.hpp"

// The energy that a home requires: a monthly heat balance of two zones, after
// BREDEM 2012 and SAP 2012, from October to May.

namespace foresight {

/// Many homes at once, each attribute apart, so that the compiler makes vectors of the loops.
struct HeatBlock {
    static constexpr std::uint32_t most = 256;
    using Lane = std::array<float, most>;
    std::uint32_t count = 0;
    alignas(64) Lane fabric;          ///< W/K lost through walls, roof, floor, windows and joints
    alignas(64) Lane volume;          ///< m3
    alignas(64) Lane infiltration;    ///< air changes an hour at a wind of 4 m/s
    alignas(64) Lane area;            ///< m2
    alignas(64) Lane living;          ///< share of the floor that is living area
    alignas(64) Lane responsiveness;  ///< 0 storage heaters of old, 1 radiators
    alignas(64) Lane full_control;    ///< 1 with thermostat and valves
    alignas(64) Lane weekday_off;     ///< share of days with a second break: 5/7, or 0 if someone is home all day
    alignas(64) Lane gains;           ///< W from people, lights, appliances, cooking, hot water
    alignas(64) Lane aperture;        ///< m2 of unshaded clear glass that lets as much sun in
    alignas(64) Lane heat;            ///< the result: kWh a year
};

/// Fills `block.heat`: what must be delivered to the rooms.
void balance(HeatBlock& block, Climate const& climate, double thermal_mass, double living_temperature);

/// Everything about a home's year but the heating of its rooms; the block gets the rest.
struct Base {
    double water = 0;     ///< kWh a year of heat, losses of store and pipe included
    double lighting = 0;  ///< kWh of electricity a year
    double appliances = 0;
    double pumps = 0;
};

/// Adds a home to a block. `for_rating`: standard appliances, as SAP has them.
Base add(HeatBlock& block, Housing const& housing, Home const& home, Occupancy const& occupancy, bool for_rating);

/// The number of occupants that SAP assumes in a home of that size.
double standard_occupants(double floor_area);

/// kWh a year that must be bought.
struct Required {
    double heat = 0;      ///< of the main heating fuel: rooms, hot water, and the hob where it is gas
    double electric = 0;  ///< all other electricity
};
Required required(Housing const& housing, Home const& home, Occupancy const& occupancy, Base const& base,
                  double room_heat);

/// SAP 2012 rating, from 1 to 120, at the fixed prices of its Table 12: no price of today comes into it.
int rating(Housing const& housing, Home const& home, Base const& base, double room_heat);

/// SAP points of a cost in GBP a year at the prices of Table 12, and the cost factor of a number of points.
double points_of_cost_factor(double factor);
double cost_factor_of_points(double points);

}  // namespace foresight
