#include "engine/modules/fuel_poverty/housing_parameters.hpp"

namespace foresight {
namespace {

template <class Code, std::size_t count, class Table>
std::array<double, count> values(Table const& table)
{
    std::array<double, count> all{};
    for (std::size_t i = 0; i != count; ++i) all[i] = table(static_cast<Code>(i));
    return all;
}

template <class First, std::size_t rows, class Second, std::size_t columns, class Table>
std::array<std::array<double, columns>, rows> values(Table const& table)
{
    std::array<std::array<double, columns>, rows> all{};
    for (std::size_t i = 0; i != rows; ++i)
        for (std::size_t j = 0; j != columns; ++j) all[i][j] = table(static_cast<First>(i), static_cast<Second>(j));
    return all;
}

}  // namespace

HousingParameters::HousingParameters(Setup& setup)
    : wall_u_value_{setup, "fuel_poverty/fabric/wall_u_value"},
      roof_u_value_{setup, "fuel_poverty/fabric/roof_u_value"},
      floor_u_value_{setup, "fuel_poverty/fabric/floor_u_value"},
      bridging_{setup, "fuel_poverty/fabric/bridging"},
      floor_infiltration_{setup, "fuel_poverty/fabric/floor_infiltration"},
      window_share_{setup, "fuel_poverty/fabric/window_share"},
      window_constant_{setup, "fuel_poverty/fabric/window_constant"},
      window_u_value_{setup, "fuel_poverty/fabric/window_u_value"},
      transmittance_{setup, "fuel_poverty/fabric/transmittance"},
      draught_proofed_{setup, "fuel_poverty/fabric/draught_proofed"},
      wall_infiltration_{setup, "fuel_poverty/fabric/wall_infiltration"},
      party_u_value_{setup, "fuel_poverty/fabric/party_u_value"},
      storeys_{setup, "fuel_poverty/shape/storeys"},
      exposed_{setup, "fuel_poverty/shape/exposed"},
      ground_floor_{setup, "fuel_poverty/shape/ground_floor"},
      party_{setup, "fuel_poverty/shape/party"},
      sheltered_sides_{setup, "fuel_poverty/shape/sheltered_sides"},
      living_area_{setup, "fuel_poverty/shape/living_area"},
      efficiency_{setup, "fuel_poverty/heating/efficiency"},
      responsiveness_{setup, "fuel_poverty/heating/responsiveness"},
      full_control_{setup, "fuel_poverty/heating/full_control"},
      water_loss_{setup, "fuel_poverty/heating/water_loss"},
      pumps_{setup, "fuel_poverty/heating/pumps"},
      rating_price_{setup, "fuel_poverty/rating/price"},
      rating_standing_charge_{setup, "fuel_poverty/rating/standing_charge"},
      water_use_{setup, "fuel_poverty/water/use"},
      water_rise_{setup, "fuel_poverty/water/rise"},
      temperature_{setup, "fuel_poverty/climate/temperature"},
      wind_{setup, "fuel_poverty/climate/wind"},
      sunlight_{setup, "fuel_poverty/climate/sunlight"},
      rating_temperature_{setup, "fuel_poverty/rating/temperature"},
      rating_wind_{setup, "fuel_poverty/rating/wind"},
      rating_sunlight_{setup, "fuel_poverty/rating/sunlight"},
      storey_height_{setup, "fuel_poverty/shape/storey_height"},
      outline_{setup, "fuel_poverty/shape/outline"},
      area_a_room_{setup, "fuel_poverty/shape/area_a_room"},
      door_area_{setup, "fuel_poverty/fabric/door_area"},
      door_u_value_{setup, "fuel_poverty/fabric/door_u_value"},
      curtains_{setup, "fuel_poverty/fabric/curtains"},
      frame_{setup, "fuel_poverty/fabric/frame"},
      overshading_{setup, "fuel_poverty/fabric/overshading"},
      thermal_mass_{setup, "fuel_poverty/fabric/thermal_mass"},
      living_temperature_{setup, "fuel_poverty/heating/living_temperature"},
      appliances_{setup, "fuel_poverty/electricity/appliances"},
      rating_appliances_{setup, "fuel_poverty/rating/appliances"},
      lighting_{setup, "fuel_poverty/electricity/lighting"},
      low_energy_lamps_{setup, "fuel_poverty/electricity/low_energy_lamps"}
{
}

Housing HousingParameters::now() const
{
    using Month12 = std::uint8_t;
    Housing h;
    h.wall_u_value = values<Wall, Housing::walls, AgeBand, Housing::age_bands>(wall_u_value_);
    h.roof_u_value = values<Loft, Housing::lofts, AgeBand, Housing::age_bands>(roof_u_value_);
    h.floor_u_value = values<AgeBand, Housing::age_bands>(floor_u_value_);
    h.bridging = values<AgeBand, Housing::age_bands>(bridging_);
    h.floor_infiltration = values<AgeBand, Housing::age_bands>(floor_infiltration_);
    h.window_share = values<DwellingType, Housing::dwelling_types, AgeBand, Housing::age_bands>(window_share_);
    h.window_constant = values<DwellingType, Housing::dwelling_types, AgeBand, Housing::age_bands>(window_constant_);
    h.window_u_value = values<Glazing, Housing::glazings>(window_u_value_);
    h.transmittance = values<Glazing, Housing::glazings>(transmittance_);
    h.draught_proofed = values<Glazing, Housing::glazings>(draught_proofed_);
    h.wall_infiltration = values<Wall, Housing::walls>(wall_infiltration_);
    h.party_u_value = values<Wall, Housing::walls>(party_u_value_);
    for (std::size_t i = 0; i != Housing::dwelling_types; ++i) {
        auto const type = static_cast<DwellingType>(i);
        h.shape[i] = {storeys_(type), exposed_(type), ground_floor_(type), party_(type), sheltered_sides_(type)};
    }
    h.living_area = values<std::uint8_t, 8>(living_area_);
    h.efficiency = values<HeatingFuel, Housing::heating_fuels, HeatingSystem, Housing::heating_systems>(efficiency_);
    h.responsiveness = values<HeatingSystem, Housing::heating_systems>(responsiveness_);
    h.full_control = values<HeatingSystem, Housing::heating_systems>(full_control_);
    h.water_loss = values<HeatingSystem, Housing::heating_systems>(water_loss_);
    h.pumps = values<HeatingSystem, Housing::heating_systems>(pumps_);
    h.rating_price = values<HeatingFuel, Housing::heating_fuels>(rating_price_);
    h.rating_standing_charge = values<HeatingFuel, Housing::heating_fuels>(rating_standing_charge_);
    auto const use = values<Month12, 12>(water_use_), rise = values<Month12, 12>(water_rise_);
    for (std::size_t m = 0; m != 12; ++m) h.water_rise += use[m] * rise[m] * days_of_months[m];
    h.climate = {values<Month12, 12>(temperature_), values<Month12, 12>(wind_), values<Month12, 12>(sunlight_)};
    h.rating_climate = {values<Month12, 12>(rating_temperature_), values<Month12, 12>(rating_wind_),
                        values<Month12, 12>(rating_sunlight_)};
    h.storey_height = storey_height_();
    h.outline = outline_();
    h.area_a_room = area_a_room_();
    h.door_area = door_area_();
    h.door_u_value = door_u_value_();
    h.curtains = curtains_();
    h.frame = frame_();
    h.overshading = overshading_();
    h.thermal_mass = thermal_mass_();
    h.living_temperature = living_temperature_();
    h.appliances = appliances_();
    h.rating_appliances = rating_appliances_();
    h.lighting = lighting_();
    h.low_energy_lamps = low_energy_lamps_();
    return h;
}

}  // namespace foresight
