#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/population/fields.hpp"

// What the energy balance knows of houses in general: fabric by age band, as
// RdSAP 2012 assumes it for a home that nobody has measured; heating systems;
// weather. Plain values, so that a test can write them down.

namespace foresight {

inline constexpr std::array days_of_months{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

struct Climate {
    std::array<double, 12> temperature{};  ///< degrees C outside, January first
    std::array<double, 12> wind{};         ///< m/s
    std::array<double, 12> sunlight{};     ///< W/m2 on upright glass that faces east or west
    friend bool operator==(Climate const&, Climate const&) = default;
};

/// The form of a dwelling type.
struct Shape {
    double storeys = 1;
    double exposed = 1;       ///< share of its outline that faces the open air
    double ground_floor = 1;  ///< share of homes of the type that stand on the ground
    double party = 0;         ///< 1 where the rest of the outline is a party wall to count
    double sheltered_sides = 2;
    friend bool operator==(Shape const&, Shape const&) = default;
};

struct Housing {
    static constexpr std::size_t age_bands = age_band_codes.size(), dwelling_types = dwelling_type_codes.size(),
                                 walls = wall_codes.size(), lofts = loft_codes.size(), glazings = glazing_codes.size(),
                                 heating_fuels = heating_fuel_codes.size(),
                                 heating_systems = heating_system_codes.size();

    std::array<std::array<double, age_bands>, walls> wall_u_value{};
    std::array<std::array<double, age_bands>, lofts> roof_u_value{};
    std::array<double, age_bands> floor_u_value{}, bridging{}, floor_infiltration{};
    std::array<std::array<double, age_bands>, dwelling_types> window_share{}, window_constant{};
    std::array<double, glazings> window_u_value{}, transmittance{}, draught_proofed{};
    std::array<double, walls> wall_infiltration{}, party_u_value{};
    std::array<Shape, dwelling_types> shape{};
    std::array<double, 8> living_area{};  ///< share of the floor, by rooms from 1 to 8
    std::array<std::array<double, heating_systems>, heating_fuels> efficiency{};
    std::array<double, heating_systems> responsiveness{}, full_control{}, water_loss{}, pumps{};
    std::array<double, heating_fuels> rating_price{}, rating_standing_charge{};  ///< pence a kWh; GBP a year
    double water_rise = 0;  ///< kelvin, over all days of a year: what a litre a day is warmed by, as much as is used
    Climate climate{}, rating_climate{};
    double storey_height = 2.5;  ///< metres
    double outline = 4.1;        ///< of a storey, over the square root of its area
    double area_a_room = 19;     ///< m2
    double door_area = 3.7, door_u_value = 3.0, curtains = 0.04;
    double frame = 0.7, overshading = 0.77;
    double thermal_mass = 250;  ///< kJ/m2K
    double living_temperature = 21;
    double appliances = 184.8, rating_appliances = 207.8, lighting = 59.73, low_energy_lamps = 0.8;
    friend bool operator==(Housing const&, Housing const&) = default;
};

struct Home {
    DwellingType type{};
    AgeBand age_band{};
    HeatingFuel fuel{};
    HeatingSystem system{};
    Wall wall{};
    Loft loft{};
    Glazing glazing{};
    double floor_area = 0;  ///< m2
};

struct Occupancy {
    double persons = 1;
    bool home_all_day = false;  ///< heated 16 hours every day; else 9 on weekdays
};

}  // namespace foresight
