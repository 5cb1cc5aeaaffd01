#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/area.hpp"
#include "engine/population/fields.hpp"
#include "engine/scenario/parameters.hpp"

namespace foresight {

inline constexpr std::size_t tenures = tenure_codes.size();
inline constexpr std::size_t dwelling_types = dwelling_type_codes.size();
inline constexpr std::size_t occupancies =
    5;  ///< two or more bedrooms to spare, one, none, one too few, two or more too few
inline constexpr std::size_t ethnic_groups = ethnic_group_codes.size();
inline constexpr std::size_t compositions = composition_codes.size();
inline constexpr std::size_t largest_size = 8;  ///< persons; larger households are not made
inline constexpr double weeks_a_year = 52.1775;
inline constexpr std::array<char const*, occupancies> occupancy_keys{"plus_two", "plus_one", "zero", "minus_one",
                                                                     "minus_two"};

/// Which synthetic county is wanted.
struct SynthesisRequest {
    int base_year = 2023;  ///< 2019, 2020 or 2023: the state at 30 June
    bool rebased = false;  ///< totals and broad ages of the series rebased on Census 2021, instead of the first release
    bool fourteen = false;  ///< greater Essex, with Southend-on-Sea and Thurrock
    std::uint32_t seed = 42;
    std::uint32_t sample = 1;  ///< 1 in `sample` households, each with that weight
    std::string controls_folder;
    Parameters const* parameters = nullptr;  ///< those under population/; without them the central values hold
};

/// The numbers under population/ that a scenario may change; their sources are in the parameter book.
struct Assumptions {
    double care_home_occupancy = 0.85;
    double older_care_beds = 10237;
    double care_homes = 212;
    double nursing_share = 0.30;
    double married_together = 0.965;
    double cohabiting_per_married = 0.2727;
    double lone_parent_of_rest = 0.498;
    double same_sex_couples = 0.012;
    double children_in_couple = 1.75;
    double children_of_lone_parent = 1.58;
    double free_meals_share = 0.190;
    double sen_support = 0.127;
    double sen_plan = 0.042;
    double english_additional_primary = 0.116;
    double english_additional_secondary = 0.086;
    double condensing_boilers = 0.847;
    double economy_7_share = 0.50;
    double standard_credit_share = 0.088;
    double prepayment_share = 0.110;
    double vacant_share = 0.035;
    double pay_growth_to_2023 = 1.204;
    double income_work_correlation = 0.75;

    /// The parameter that holds a number.
    struct Place {
        std::string_view parameter;
        double Assumptions::*value;
    };
    static std::span<Place const> places();
    static Assumptions of(Parameters const* parameters);
};

/// What is published of an area, on Census day.
struct AreaControl {
    std::string msoa;
    bool rural = false;
    int income_decile = 5, education_decile = 5;
    double households = 0, residents = 0;
    std::array<double, tenures> tenure{};
    std::array<double, dwelling_types> dwelling{};
    std::array<double, occupancies> occupancy{};
    std::array<double, ethnic_groups> ethnic{};
    std::array<double, 3> ages{};  ///< mid-2020: 0 to 15, 16 to 64, 65 and over
    bool has_establishment = false;
    EstablishmentKind establishment{};
};

/// What is published of a district.
struct DistrictControl {
    std::uint16_t first_area = 0, last_area = 0;              ///< its areas, from first to last - 1
    std::array<std::array<std::int32_t, ages>, 2> persons{};  ///< by sex and single year, at the base
    std::array<double, 4> size_share{};                       ///< of 1, 2, 3, 4 and more persons
    double residents = 0, households = 0, married = 0, adults = 0, additions_since_census = 0;
    double employment = 0, level_3 = 0, weekly_pay = 0, children_in_poverty = 0, universal_credit = 0;
    std::array<double, 5> rent{};  ///< studio, 1, 2, 3, 4 bedrooms and more, GBP a month
    double needs_loft = 0, needs_cavity = 0;
    std::array<double, 10> heating{};  ///< households, in the order of district_heating.csv
    std::array<std::array<double, 6>, 4>
        certificates{};              ///< per cent by dwelling (detached, semi, terraced, flat) and fuel
    std::array<double, 4> built{};   ///< before 1930, to 1982, to 2011, after
    double lone_parent_target = -1;  ///< share of households, from TS003 where supplied
};

struct IncomeControl {
    double before_housing = 0, after_housing = 0;  ///< mean equivalised net income, GBP a year ending March 2020
};

/// Odds against independence of two attributes; 1 where nothing is said.
struct Affinities {
    std::array<std::array<double, dwelling_types>, tenures> tenure_dwelling{};
    std::array<std::array<double, occupancies>, tenures> tenure_occupancy{};
    std::array<std::array<double, occupancies>, dwelling_types> dwelling_occupancy{};
    std::array<std::array<double, 5>, tenures> tenure_age{};
    std::array<std::array<double, compositions>, tenures> tenure_composition{};
    std::array<std::array<double, compositions>, dwelling_types> dwelling_composition{};
    std::array<std::array<double, 5>, occupancies> occupancy_size{};
    std::array<std::array<double, 5>, dwelling_types> dwelling_age{};
};

/// Shares by age, ready for use: [sex where it matters][age].
struct RateControl {
    std::array<std::array<double, ages>, 2> care{}, alone{}, couple{}, lone_parent{}, student{}, employed{},
        unemployed{}, retired{}, pay{};
    std::array<double, ages> hall{}, barracks{}, dependent{}, extra{}, other{}, children_per_head{}, degree{}, low{};
    std::array<double, ages> mothers{};        ///< share of women with a child of under 18; 0 where none is published
    std::array<double, ages> children_each{};  ///< and how many such children each of them has
    std::array<std::array<double, 5>, ages> health{};
    std::array<double, ages> spread_female{}, spread_male{};  ///< of those of 90 and over
};

struct DwellingRate {
    int group = 0;
    double share = 0, solid = 0, timber = 0, filled = 0, solid_insulated = 0, single = 0, double_new = 0;
};

struct MoneyRate {
    double income_effect = 0, capital_median = 0, housing_ratio = 0, prepayment_logit = 0, floor_ratio = 1;
};

/// The names of the control tables in a folder, sorted.
std::vector<std::string> control_names(std::string const& folder);

/// Every table that synthesis reads, in the order of the areas and districts asked for.
struct Controls {
    Areas areas;
    std::vector<AreaControl> area;
    std::vector<DistrictControl> district;
    std::vector<std::string> msoa;         ///< codes, sorted
    std::vector<IncomeControl> income;     ///< of each
    std::vector<std::uint16_t> area_msoa;  ///< row among `msoa` of each area
    std::array<std::array<double, largest_size + 1>, compositions> type_size{};
    Affinities affinity;
    RateControl rate;
    std::array<DwellingRate, 12> built{};
    std::array<MoneyRate, tenures> money{};
    std::array<std::array<double, 2>, compositions> composition_money{};  ///< effect, spread
    std::array<std::array<double, 5>, dwelling_types> floor_area{};
    Assumptions assumed;
    Month base{};
    bool lone_parents_supplied = false;
    std::string hash;  ///< of every table's contents, the request and the parameters under population/

    static Controls read(SynthesisRequest const& request);
};

}  // namespace foresight
