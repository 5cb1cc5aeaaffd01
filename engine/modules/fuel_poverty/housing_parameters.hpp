#pragma once

#include "engine/modules/fuel_poverty/fields.hpp"
#include "engine/modules/fuel_poverty/housing.hpp"
#include "engine/process/rates.hpp"

namespace foresight {

/// The parameters that `Housing` is made of, as they stand this month.
class HousingParameters {
public:
    explicit HousingParameters(Setup& setup);
    Housing now() const;

private:
    using ByBand = Rates<dwelling::age_band>;
    using ByGlazing = Rates<dwelling::glazing>;
    using ByWall = Rates<dwelling::wall>;
    using ByType = Rates<dwelling::type>;
    using BySystem = Rates<dwelling::heating_system>;
    using ByFuel = Rates<dwelling::heating_fuel>;
    using ByMonth = Rates<fuel_poverty::calendar_month>;

    Rates<dwelling::wall, dwelling::age_band> wall_u_value_;
    Rates<dwelling::loft, dwelling::age_band> roof_u_value_;
    ByBand floor_u_value_, bridging_, floor_infiltration_;
    Rates<dwelling::type, dwelling::age_band> window_share_, window_constant_;
    ByGlazing window_u_value_, transmittance_, draught_proofed_;
    ByWall wall_infiltration_, party_u_value_;
    ByType storeys_, exposed_, ground_floor_, party_, sheltered_sides_;
    Rates<fuel_poverty::rooms> living_area_;
    Rates<dwelling::heating_fuel, dwelling::heating_system> efficiency_;
    BySystem responsiveness_, full_control_, water_loss_, pumps_;
    ByFuel rating_price_, rating_standing_charge_;
    ByMonth water_use_, water_rise_, temperature_, wind_, sunlight_, rating_temperature_, rating_wind_,
        rating_sunlight_;
    Scalar storey_height_, outline_, area_a_room_, door_area_, door_u_value_, curtains_, frame_, overshading_,
        thermal_mass_, living_temperature_, appliances_, rating_appliances_, lighting_, low_energy_lamps_;
};

}  // namespace foresight
