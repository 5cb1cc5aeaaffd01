#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/synthesis/controls.hpp"
#include "engine/synthesis/sequence.hpp"

namespace foresight {

inline constexpr std::int32_t nowhere = -1;

/// A person in the making. Links are positions in the same district.
struct MadePerson {
    Age age = 0;
    Sex sex = Sex::female;
    EthnicGroup ethnic = EthnicGroup::white;
    Health health = Health::good;
    Education education = Education::low;
    Activity activity = Activity::child;
    Sen sen = Sen::none;
    FirstLanguage language = FirstLanguage::english;
    std::uint8_t children_born = 0;
    std::int32_t home = nowhere, establishment = nowhere;
    std::int32_t partner = nowhere, mother = nowhere, father = nowhere;
    std::int32_t earnings = 0;
    Month birth{};
};

/// A household in the making, with its dwelling. Its members are persons `first` to `first + size - 1`, the head first.
struct MadeHome {
    Composition composition = Composition::one_person;
    std::uint8_t size = 1;
    std::uint8_t bedrooms = 1;
    std::int32_t first = 0;
    std::uint16_t area = 0;  ///< row of the area table
    Tenure tenure{};
    DwellingType type{};
    std::uint8_t occupancy = 2;
    Payment payment = Payment::direct_debit;
    bool workless = false;
    std::uint8_t free_meals = 0;
    std::int32_t earnings = 0, pensions = 0, benefits = 0, housing_cost = 0, capital = 0;
    AgeBand age_band{};
    std::uint16_t floor_area = 0;
    HeatingFuel fuel{};
    HeatingSystem system{};
    Wall wall{};
    Loft loft{};
    Glazing glazing{};
    double rank = 0;  ///< standard normal: how well off among its like; carried from incomes to floor areas
};

struct MadeEstablishment {
    std::uint16_t area = 0;
    EstablishmentKind kind{};
    std::uint16_t capacity = 0;
};

/// What of a district has been made so far, and what was aimed at.
struct MadeDistrict {
    std::uint8_t number = 0;
    std::vector<MadePerson> persons;
    std::vector<MadeHome> homes;
    std::vector<MadeEstablishment> establishments;
    std::array<double, compositions> composition_target{};  ///< share of households; of lone parents the derived target
    double care_residents_65 = 0;
};

/// The draws of a step for a district or, where given, an area.
class Dice {
public:
    Dice(std::uint32_t seed, Month base) : seed_{seed}, base_{base} {}
    Sequence of(std::string_view step, std::uint32_t place) const { return {seed_, step, base_, place}; }

private:
    std::uint32_t seed_;
    Month base_;
};

/// Persons of a district by sex and age who are not yet placed.
using Pool = std::array<std::array<std::int32_t, ages>, 2>;

/// Step 2. Places communal residents and takes them out of the pool. `beds` and `homes` are the district's part of the county's.
void place_communal(MadeDistrict& made, Pool& pool, Controls const& controls, double care_scale, std::int32_t beds,
                    std::int32_t care_homes, Dice const& dice);

/// By how much the shape of care-home rates is scaled so that the residents of 65 and over of the first twelve districts fill the beds.
double care_rate_scale(Controls const& controls);

/// Steps 4 and 6. Households of exact sizes out of the exact pool, each person used once.
void form_households(MadeDistrict& made, Pool const& pool, Controls const& controls, Dice const& dice);

/// Households that there are to be in each area, adding up to the district's.
std::vector<std::int32_t> households_by_area(MadeDistrict const& made, Controls const& controls);

/// Step 5. Puts households into areas: their numbers exactly, ages as near as swaps bring them.
void place_in_areas(MadeDistrict& made, Controls const& controls, Dice const& dice);

/// Steps 3 and 7. Homes of each area: tenure by dwelling by occupancy, and who lives in which.
void place_in_dwellings(MadeDistrict& made, Controls const& controls, Dice const& dice);

/// Ethnic groups, so that each area has its residents of each.
void give_ethnic_groups(MadeDistrict& made, Controls const& controls, Dice const& dice);

/// First languages of children, to the county's published shares. The only step that looks at all districts at once,
/// with the ways of paying for energy.
void give_first_languages(std::vector<MadeDistrict>& made, Controls const& controls, Dice const& dice);
void give_payments(std::vector<MadeDistrict>& made, Controls const& controls, Dice const& dice);

/// Birth month, health, education, activity, pay, special needs.
void describe_persons(MadeDistrict& made, Controls const& controls, Dice const& dice);

/// Income by source, housing cost, capital, free school meals.
void give_incomes(MadeDistrict& made, Controls const& controls, Dice const& dice);

/// Age, size, fabric and heating of dwellings.
void furnish_dwellings(MadeDistrict& made, Controls const& controls, Dice const& dice);

/// The part of Census ethnic, tenure... counts that is wanted of an area at the base: counts times persons now over persons then.
double growth_of(MadeDistrict const& made, Controls const& controls);

/// Square root by Newton's method: the same everywhere.
inline double root_of(double x)
{
    double r = x > 1 ? x : 1;
    for (int i = 0; i != 60; ++i) r = 0.5 * (r + x / r);
    return r;
}

}  // namespace foresight
