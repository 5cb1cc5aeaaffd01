#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "engine/population/fields.hpp"
#include "engine/process/process.hpp"

// What fuel poverty knows of a household: the energy that it would need, and
// which of the official measures call it fuel poor.

namespace foresight {

/// The measures, as bits of `fuel_poverty.flags`.
namespace fuel_poor {
inline constexpr std::uint8_t lilee = 1;       ///< low income, low energy efficiency (England since 2021)
inline constexpr std::uint8_t ten_before = 2;  ///< required cost above a tenth of income before housing costs
inline constexpr std::uint8_t ten_after = 4;   ///< the same after housing costs
inline constexpr std::uint8_t lihc = 8;        ///< low income, high costs (England 2013 to 2020)
}  // namespace fuel_poor

inline constexpr std::array fuel_poverty_flags_codes{Code{"0", "By no measure"},
                                                     Code{"1", "LILEE"},
                                                     Code{"2", "10% BHC"},
                                                     Code{"3", "LILEE, 10% BHC"},
                                                     Code{"4", "10% AHC"},
                                                     Code{"5", "LILEE, 10% AHC"},
                                                     Code{"6", "10% BHC, 10% AHC"},
                                                     Code{"7", "LILEE, 10% BHC, 10% AHC"},
                                                     Code{"8", "LIHC"},
                                                     Code{"9", "LILEE, LIHC"},
                                                     Code{"10", "10% BHC, LIHC"},
                                                     Code{"11", "LILEE, 10% BHC, LIHC"},
                                                     Code{"12", "10% AHC, LIHC"},
                                                     Code{"13", "LILEE, 10% AHC, LIHC"},
                                                     Code{"14", "10% BHC, 10% AHC, LIHC"},
                                                     Code{"15", "By every measure"}};
inline constexpr std::array calendar_month_codes{Code{"1", "January"},  Code{"2", "February"},  Code{"3", "March"},
                                                 Code{"4", "April"},    Code{"5", "May"},       Code{"6", "June"},
                                                 Code{"7", "July"},     Code{"8", "August"},    Code{"9", "September"},
                                                 Code{"10", "October"}, Code{"11", "November"}, Code{"12", "December"}};
inline constexpr std::array rooms_codes{Code{"1", "1"}, Code{"2", "2"}, Code{"3", "3"}, Code{"4", "4"},
                                        Code{"5", "5"}, Code{"6", "6"}, Code{"7", "7"}, Code{"8", "8 or more"}};

namespace fuel_poverty {
inline constexpr Field<Household, std::uint16_t> heat_kwh{"fuel_poverty.heat_kwh",
                                                          "Main heating fuel required, delivered kWh a year"};
inline constexpr Field<Household, std::uint16_t> electric_kwh{
    "fuel_poverty.electric_kwh", "Electricity required other than for heating, kWh a year"};
inline constexpr Field<Household, std::uint8_t> flags{"fuel_poverty.flags", "Fuel poor by which measures",
                                                      fuel_poverty_flags_codes};
/// 2,550 and over is 255; nought exactly where the household is not fuel poor by LILEE.
inline constexpr Field<Household, std::uint8_t> gap{"fuel_poverty.gap", "LILEE fuel poverty gap, tens of GBP a year"};

// Not columns: dimensions of the tables of weather and of rooms.
inline constexpr Field<Household, std::uint8_t> calendar_month{"fuel_poverty.calendar_month", "Month of the year",
                                                               calendar_month_codes};
inline constexpr Field<Household, std::uint8_t> rooms{"fuel_poverty.rooms", "Habitable rooms", rooms_codes};
}  // namespace fuel_poverty

std::unique_ptr<Process> make_required_energy(Setup& setup);
std::unique_ptr<Process> make_fuel_poverty_metrics(Setup& setup);

}  // namespace foresight
