#pragma once

#include <array>
#include <memory>

#include "engine/population/events.hpp"
#include "engine/population/fields.hpp"
#include "engine/process/process.hpp"

// What others may know of adult social care: who needs help, who gets
// long-term support from the council, in which setting, and what it costs.

namespace foresight {

enum class Need : std::uint8_t { none, low, daily, full };
enum class Setting : std::uint8_t { none, community, residential, nursing };
enum class SupportReason : std::uint8_t { none, physical, memory, learning_disability, mental_health };
enum class CareFlow : std::uint8_t { request, start, move, end, died_or_left };
enum class CareGroup : std::uint8_t { working_age, older };

inline constexpr std::array need_codes{Code{"none", "No help needed"}, Code{"low", "Less than daily help"},
                                       Code{"daily", "Daily help"}, Code{"full", "Help by day and night"}};
inline constexpr std::array setting_codes{Code{"none", "No long-term support"}, Code{"community", "In the community"},
                                          Code{"residential", "Residential care"}, Code{"nursing", "Nursing care"}};
inline constexpr std::array support_reason_codes{
    Code{"none", "None"}, Code{"physical", "Physical or sensory support"}, Code{"memory", "Memory and cognition"},
    Code{"learning_disability", "Learning disability support"}, Code{"mental_health", "Mental health support"}};
inline constexpr std::array care_flow_codes{
    Code{"request", "Requests for support"}, Code{"start", "Starts of long-term support"},
    Code{"move", "Moves into this setting from another"}, Code{"end", "Support ended"},
    Code{"died_or_left", "Clients who died or left the county"}};
inline constexpr std::array care_group_codes{Code{"18_64", "18 to 64"}, Code{"65_up", "65 and over"}};
inline constexpr std::array council_codes{Code{"E10000012", "Essex"}, Code{"E06000033", "Southend-on-Sea"},
                                          Code{"E06000034", "Thurrock"}};
inline constexpr std::array need_age_codes{Code{"65-66", "65-66"}, Code{"67-68", "67-68"},    Code{"69-70", "69-70"},
                                           Code{"71-72", "71-72"}, Code{"73-74", "73-74"},    Code{"75-76", "75-76"},
                                           Code{"77-78", "77-78"}, Code{"79-80", "79-80"},    Code{"81-82", "81-82"},
                                           Code{"83-84", "83-84"}, Code{"85+", "85 and over"}};

namespace social_care {
inline constexpr Field<Person, Need> need{"social_care.need", "Help needed with daily living", need_codes};
inline constexpr Field<Person, SupportReason> reason{"social_care.reason", "Primary support reason",
                                                     support_reason_codes};
inline constexpr Field<Person, Setting> setting{"social_care.setting", "Setting of long-term support", setting_codes};
inline constexpr Field<Person, std::uint16_t> months{"social_care.months", "Months in the present setting"};
inline constexpr Field<Person, float> intensity{"social_care.intensity", "Cost against the mean of the setting", 0,
                                                1.0f};
inline constexpr Field<Person, std::int32_t> weekly_cost{"social_care.weekly_cost",
                                                         "Gross cost of long-term support, pence a week"};
/// Nought, and the net cost therefore the gross, until the means test comes.
inline constexpr Field<Person, std::int32_t> weekly_contribution{
    "social_care.weekly_contribution", "Client's contribution, pence a week: comes with the means test, 0 until then"};

/// What of the weekly cost is new this month, pence a week: of who starts, all of it; else what prices did to it at
/// unchanged support, and then what another setting or age group did. Of who stays as they are, the three are nought.
inline constexpr Field<Person, std::int32_t> weekly_started{"social_care.weekly_started",
                                                            "Weekly cost of who starts this month, pence"};
inline constexpr Field<Person, std::int32_t> weekly_repriced{
    "social_care.weekly_repriced", "What this month's prices change in the weekly cost at unchanged support, pence"};
inline constexpr Field<Person, std::int32_t> weekly_moved{
    "social_care.weekly_moved", "What another setting or age group changes in the weekly cost this month, pence"};
/// 0: not priced last month; else 1 + age group * settings + setting.
inline constexpr Field<Person, std::uint8_t> priced_as{"social_care.priced_as",
                                                       "Age group and setting of the last price"};

// Not columns: dimensions of parameters and of the event.
inline constexpr Field<Person, CareFlow> care_flow{"social_care.flow", "What happened to a client", care_flow_codes};
inline constexpr Field<Person, CareGroup> group{"social_care.care_group", "Age group of the council's accounts",
                                                care_group_codes};
inline constexpr Field<Person, std::uint8_t> council{
    "social_care.council", "Council with adult social services responsibilities", council_codes};
inline constexpr Field<Person, std::uint8_t> need_age{"social_care.need_age", "Age bands of the probit of need",
                                                      need_age_codes};

/// Requests, starts, moves and ends. The setting is the one entered or, of an end, the one left; of a request none.
inline constexpr Event<setting, care_flow> flow{
    "social_care.flow", "Requests for, starts, moves between and ends of long-term support", "flow"};
}  // namespace social_care

constexpr CareGroup care_group_of(Age age) { return age < 65 ? CareGroup::working_age : CareGroup::older; }

std::unique_ptr<Process> make_need(Setup& setup);          // "social_care/need"
std::unique_ptr<Process> make_front_door(Setup& setup);    // "social_care/front_door"
std::unique_ptr<Process> make_packages(Setup& setup);      // "social_care/packages"
std::unique_ptr<Process> make_care_prices(Setup& setup);   // "social_care/prices"
std::unique_ptr<Process> make_care_leavers(Setup& setup);  // "social_care/leavers"

}  // namespace foresight
