#pragma once

#include <array>
#include <memory>

#include "engine/population/fields.hpp"
#include "engine/process/process.hpp"

// What others may know of demography: its dimensions and its processes. Its
// fields are the base record of a person, but for two, and its events are the
// population's own ("population.changed").

namespace foresight {

inline constexpr std::array imd_quintile_codes{Code{"1", "Most deprived fifth of England's areas"}, Code{"2", "2"},
                                               Code{"3", "3"}, Code{"4", "4"}, Code{"5", "Least deprived fifth"}};
inline constexpr std::array parity_codes{Code{"0", "No child yet"}, Code{"1", "One child"}, Code{"2", "Two children"},
                                         Code{"3", "Three children"}, Code{"4", "Four or more children"}};
inline constexpr std::array destination_codes{
    Code{"E07000066", "Basildon"},        Code{"E07000067", "Braintree"},  Code{"E07000068", "Brentwood"},
    Code{"E07000069", "Castle Point"},    Code{"E07000070", "Chelmsford"}, Code{"E07000071", "Colchester"},
    Code{"E07000072", "Epping Forest"},   Code{"E07000073", "Harlow"},     Code{"E07000074", "Maldon"},
    Code{"E07000075", "Rochford"},        Code{"E07000076", "Tendring"},   Code{"E07000077", "Uttlesford"},
    Code{"E06000033", "Southend-on-Sea"}, Code{"E06000034", "Thurrock"}};

namespace demography {
inline constexpr Field<Person, Composition> seen_in{
    "demography.seen_in", "Composition of the household in which pay was last looked at", composition_codes};
inline constexpr Field<Person, Month> last_birth{"demography.last_birth", "When she last bore a child, or long ago"};
// Not columns: dimensions of parameters.
inline constexpr Field<Person, std::uint8_t> imd_quintile{
    "demography.imd_quintile", "Index of Multiple Deprivation, fifth of England's areas", imd_quintile_codes};
inline constexpr Field<Person, std::uint8_t> parity{"demography.parity", "Children born so far", parity_codes};
inline constexpr Field<Person, std::uint8_t> destination{"demography.destination", "District moved to",
                                                         destination_codes};
}  // namespace demography

std::unique_ptr<Process> make_ageing(Setup& setup);             // "demography/ageing"
std::unique_ptr<Process> make_self_rated_health(Setup& setup);  // "demography/health"
std::unique_ptr<Process> make_working_life(Setup& setup);       // "demography/working_life"
std::unique_ptr<Process> make_mortgages(Setup& setup);          // "demography/mortgages"
std::unique_ptr<Process> make_mortality(Setup& setup);          // "demography/mortality"
std::unique_ptr<Process> make_fertility(Setup& setup);          // "demography/fertility"
std::unique_ptr<Process> make_partnership(Setup& setup);        // "demography/partnership"
std::unique_ptr<Process> make_separation(Setup& setup);         // "demography/separation"
std::unique_ptr<Process> make_leaving_home(Setup& setup);       // "demography/leaving_home"
std::unique_ptr<Process> make_departures(Setup& setup);         // "demography/departures"
std::unique_ptr<Process> make_arrivals(Setup& setup);           // "demography/arrivals"
std::unique_ptr<Process> make_housing_supply(Setup& setup);     // "demography/housing_supply"
std::unique_ptr<Process> make_care_home_entry(Setup& setup);    // "demography/care_home_entry"

}  // namespace foresight
