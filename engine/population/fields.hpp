#pragma once

#include <array>
#include <cstdint>

#include "engine/core/clock.hpp"
#include "engine/population/field.hpp"

// What everybody knows of a person, a household, a dwelling and an
// establishment: the record that synthesis fills. What only one module knows
// is in that module's fields.hpp.

namespace foresight {

using Age = std::uint8_t;
inline constexpr std::uint32_t ages = 111;  ///< 0 to 109, and 110 for that age and over

enum class Sex : std::uint8_t { female, male };
enum class EthnicGroup : std::uint8_t { asian, black, mixed, white, other };
enum class Health : std::uint8_t { excellent, very_good, good, fair, poor };
enum class Education : std::uint8_t { high, medium, low };
enum class Activity : std::uint8_t { child, student, employed, unemployed, retired, inactive };
enum class Sen : std::uint8_t { none, support, ehcp };
enum class FirstLanguage : std::uint8_t { english, other };
enum class Tenure : std::uint8_t {
    owned_outright,
    mortgage,
    shared_ownership,
    council_rent,
    other_social_rent,
    private_rent,
    other_private_rent,
    rent_free
};
enum class DwellingType : std::uint8_t {
    detached,
    semi_detached,
    terraced,
    purpose_built_flat,
    converted_flat,
    other_converted,
    commercial,
    caravan
};
enum class AgeBand : std::uint8_t { a, b, c, d, e, f, g, h, i, j, k, l };
enum class HeatingFuel : std::uint8_t { mains_gas, electricity, economy_7, oil, lpg, solid, heat_network };
enum class HeatingSystem : std::uint8_t {
    condensing_boiler,
    older_boiler,
    storage_heaters,
    room_heaters,
    heat_pump,
    communal
};
enum class Wall : std::uint8_t { solid, solid_insulated, cavity_unfilled, cavity_filled, timber_or_system };
enum class Loft : std::uint8_t { none, mm_100, mm_150, mm_270, no_loft };
enum class Glazing : std::uint8_t { single, double_old, double_new };
enum class Payment : std::uint8_t { direct_debit, standard_credit, prepayment };
enum class Composition : std::uint8_t { one_person, couple, couple_with_children, lone_parent, other };
enum class EstablishmentKind : std::uint8_t { residential_home, nursing_home, student_hall, other_communal };

inline constexpr std::array sex_codes{Code{"female", "Women and girls"}, Code{"male", "Men and boys"}};
inline constexpr std::array ethnic_group_codes{Code{"asian", "Asian"}, Code{"black", "Black"}, Code{"mixed", "Mixed"},
                                               Code{"white", "White"}, Code{"other", "Other"}};
inline constexpr std::array health_codes{Code{"excellent", "Excellent"}, Code{"very_good", "Very good"},
                                         Code{"good", "Good"}, Code{"fair", "Fair"}, Code{"poor", "Poor"}};
inline constexpr std::array education_codes{Code{"high", "Degree"}, Code{"medium", "A level or GCSE"},
                                            Code{"low", "Below or none"}};
inline constexpr std::array activity_codes{Code{"child", "Child"},       Code{"student", "Student"},
                                           Code{"employed", "Employed"}, Code{"unemployed", "Unemployed"},
                                           Code{"retired", "Retired"},   Code{"inactive", "Otherwise inactive"}};
inline constexpr std::array sen_codes{Code{"none", "No special educational need"}, Code{"support", "SEN support"},
                                      Code{"ehcp", "Education, health and care plan"}};
inline constexpr std::array first_language_codes{Code{"english", "English"}, Code{"other", "Other than English"}};
inline constexpr std::array tenure_codes{
    Code{"owned_outright", "Owned outright"},           Code{"mortgage", "Owned with a mortgage"},
    Code{"shared_ownership", "Shared ownership"},       Code{"council_rent", "Rented from the council"},
    Code{"other_social_rent", "Other social rented"},   Code{"private_rent", "Private landlord or agency"},
    Code{"other_private_rent", "Other private rented"}, Code{"rent_free", "Rent free"}};
inline constexpr std::array dwelling_type_codes{Code{"detached", "Detached"},
                                                Code{"semi_detached", "Semi-detached"},
                                                Code{"terraced", "Terraced"},
                                                Code{"purpose_built_flat", "Purpose-built flat"},
                                                Code{"converted_flat", "Converted or shared house"},
                                                Code{"other_converted", "Other converted building"},
                                                Code{"commercial", "In a commercial building"},
                                                Code{"caravan", "Caravan or temporary"}};
inline constexpr std::array age_band_codes{Code{"A", "Before 1900"}, Code{"B", "1900-1929"}, Code{"C", "1930-1949"},
                                           Code{"D", "1950-1966"},   Code{"E", "1967-1975"}, Code{"F", "1976-1982"},
                                           Code{"G", "1983-1990"},   Code{"H", "1991-1995"}, Code{"I", "1996-2002"},
                                           Code{"J", "2003-2006"},   Code{"K", "2007-2011"}, Code{"L", "2012 onwards"}};
inline constexpr std::array heating_fuel_codes{Code{"mains_gas", "Mains gas"},
                                               Code{"electricity", "Electricity, single rate"},
                                               Code{"economy_7", "Electricity, Economy 7"},
                                               Code{"oil", "Oil"},
                                               Code{"lpg", "LPG"},
                                               Code{"solid", "Solid fuel"},
                                               Code{"heat_network", "Heat network"}};
inline constexpr std::array heating_system_codes{Code{"condensing_boiler", "Condensing boiler"},
                                                 Code{"older_boiler", "Older boiler"},
                                                 Code{"storage_heaters", "Storage heaters"},
                                                 Code{"room_heaters", "Room heaters"},
                                                 Code{"heat_pump", "Heat pump"},
                                                 Code{"communal", "Communal"}};
inline constexpr std::array wall_codes{Code{"solid", "Solid, uninsulated"}, Code{"solid_insulated", "Solid, insulated"},
                                       Code{"cavity_unfilled", "Cavity, unfilled"},
                                       Code{"cavity_filled", "Cavity, filled"},
                                       Code{"timber_or_system", "Timber frame or system built"}};
inline constexpr std::array loft_codes{Code{"none", "No insulation"}, Code{"mm_100", "About 100 mm"},
                                       Code{"mm_150", "About 150 mm"}, Code{"mm_270", "270 mm or more"},
                                       Code{"no_loft", "Another home above"}};
inline constexpr std::array glazing_codes{Code{"single", "Single"}, Code{"double_old", "Double, before 2002"},
                                          Code{"double_new", "Double, 2002 onwards"}};
inline constexpr std::array payment_codes{Code{"direct_debit", "Direct debit"},
                                          Code{"standard_credit", "Standard credit"},
                                          Code{"prepayment", "Prepayment meter"}};
inline constexpr std::array composition_codes{
    Code{"one_person", "One person"}, Code{"couple", "Couple without dependent children"},
    Code{"couple_with_children", "Couple with dependent children"},
    Code{"lone_parent", "Lone parent with dependent children"}, Code{"other", "Other"}};
inline constexpr std::array establishment_kind_codes{
    Code{"residential_home", "Residential care home"}, Code{"nursing_home", "Nursing home"},
    Code{"student_hall", "Student hall"}, Code{"other_communal", "Other communal establishment"}};

namespace person {
inline constexpr Field<Person, Month> birth_month{"person.birth_month", "Month of birth"};
inline constexpr Field<Person, Age> age{"person.age", "Age in completed years", ages};
/// Kept by the population for who comes, and by who changes what people live on for who is there.
inline constexpr Field<Person, Age> benefit_age{
    "person.benefit_age",
    "Age by which benefits and pensions are paid; of a newborn, for whom nothing is paid yet, 255"};
inline constexpr Field<Person, Sex> sex{"person.sex", "Sex", sex_codes};
inline constexpr Field<Person, EthnicGroup> ethnic_group{"person.ethnic_group", "Ethnic group", ethnic_group_codes};
inline constexpr Field<Person, Health> health{"person.health", "Self-rated health", health_codes};
inline constexpr Field<Person, Education> education{"person.education", "Highest education (a child's: low)",
                                                    education_codes};
inline constexpr Field<Person, Activity> activity{"person.activity", "Economic activity", activity_codes};
inline constexpr Field<Person, std::int32_t> earnings{"person.earnings", "Gross earnings, GBP a year"};
inline constexpr Field<Person, Sen> sen{"person.sen", "Special educational needs", sen_codes};
inline constexpr Field<Person, FirstLanguage> first_language{"person.first_language", "First language",
                                                             first_language_codes};
inline constexpr Field<Person, std::uint8_t> children_born{"person.children_born", "Children ever born to her"};
/// Where they live: a household or an establishment, the other being nobody's.
inline constexpr Field<Person, Row<Household>> household{"person.household", "The household lived in", 0,
                                                         nobody<Household>};
inline constexpr Field<Person, Row<Establishment>> establishment{
    "person.establishment", "The communal establishment lived in", 0, nobody<Establishment>};
inline constexpr Field<Person, Row<Person>> partner{"person.partner", "The partner lived with", 0, nobody<Person>};
inline constexpr Field<Person, Row<Person>> mother{"person.mother", "Mother, if known and alive in the county", 0,
                                                   nobody<Person>};
inline constexpr Field<Person, Row<Person>> father{"person.father", "Father, if known and alive in the county", 0,
                                                   nobody<Person>};
/// The next of the same household; the population keeps it.
inline constexpr Field<Person, Row<Person>> next_member{"person.next_member", "The next member of the household", 0,
                                                        nobody<Person>};
/// The district of the home; the population keeps it.
inline constexpr Field<Person, std::uint8_t> district{"person.district", "District lived in", districts_at_most};
}  // namespace person

namespace household {
inline constexpr Field<Household, Row<Dwelling>> dwelling{
    "household.dwelling", "The dwelling occupied; nobody's for a concealed household", 0, nobody<Dwelling>};
inline constexpr Field<Household, Row<Person>> first_member{"household.first_member", "The first of its members", 0,
                                                            nobody<Person>};
inline constexpr Field<Household, std::uint8_t> size{"household.size", "Members", 32};
/// The population says it anew at the end of each June, and whether anybody works.
inline constexpr Field<Household, Composition> composition{
    "household.composition", "Composition of the household, at the last 30 June", composition_codes};
/// Net of tax, as the three sources of net income before housing costs.
inline constexpr Field<Household, std::int32_t> earnings{"household.earnings", "Net earnings, GBP a year"};
inline constexpr Field<Household, std::uint16_t> pensions{"household.pensions",
                                                          "Pensions and investment income, net, GBP a year"};
inline constexpr Field<Household, std::uint16_t> benefits{"household.benefits", "Benefits, GBP a year"};
inline constexpr Field<Household, std::uint16_t> housing_cost{"household.housing_cost",
                                                              "Rent or mortgage payments, GBP a year"};
inline constexpr Field<Household, std::int32_t> capital{"household.capital", "Capital other than the home, GBP"};
inline constexpr Field<Household, std::uint8_t> free_school_meals{"household.free_school_meals",
                                                                  "Children entitled to free school meals", 2};
inline constexpr Field<Household, std::uint8_t> workless{"household.workless",
                                                         "No adult of working age in work, at the last 30 June", 2};
inline constexpr Field<Household, Payment> payment{"household.payment", "How energy is paid for", payment_codes};
}  // namespace household

namespace dwelling {
inline constexpr Field<Dwelling, std::uint16_t> area{"dwelling.area", "LSOA 2021, as a row of the area table"};
inline constexpr Field<Dwelling, Tenure> tenure{"dwelling.tenure", "Tenure", tenure_codes};
inline constexpr Field<Dwelling, DwellingType> type{"dwelling.type", "Dwelling type", dwelling_type_codes};
inline constexpr Field<Dwelling, AgeBand> age_band{"dwelling.age_band", "When built", age_band_codes};
inline constexpr Field<Dwelling, std::uint16_t> floor_area{"dwelling.floor_area", "Floor area, square metres"};
inline constexpr Field<Dwelling, HeatingFuel> heating_fuel{"dwelling.heating_fuel", "Main heating fuel",
                                                           heating_fuel_codes};
inline constexpr Field<Dwelling, HeatingSystem> heating_system{"dwelling.heating_system", "Main heating system",
                                                               heating_system_codes};
inline constexpr Field<Dwelling, Wall> wall{"dwelling.wall", "Walls", wall_codes};
inline constexpr Field<Dwelling, Loft> loft{"dwelling.loft", "Loft insulation", loft_codes};
inline constexpr Field<Dwelling, Glazing> glazing{"dwelling.glazing", "Glazing", glazing_codes};
inline constexpr Field<Dwelling, std::uint8_t> rating{"dwelling.rating", "Energy rating, SAP points from 1 to 120",
                                                      121};
}  // namespace dwelling

namespace establishment {
inline constexpr Field<Establishment, std::uint16_t> area{"establishment.area",
                                                          "LSOA 2021, as a row of the area table"};
inline constexpr Field<Establishment, EstablishmentKind> kind{"establishment.kind", "Kind", establishment_kind_codes};
inline constexpr Field<Establishment, std::uint16_t> capacity{"establishment.capacity",
                                                              "Places: more open when all are taken"};
inline constexpr Field<Establishment, std::uint16_t> residents{"establishment.residents",
                                                               "Residents; the population keeps it"};
}  // namespace establishment
}  // namespace foresight
