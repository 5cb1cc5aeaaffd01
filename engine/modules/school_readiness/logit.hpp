#pragma once

#include <vector>

#include "engine/modules/school_readiness/fields.hpp"

// A child's chance of a good level of development, without an engine: values in, values out.

namespace foresight::school_readiness {

/// Which school year's reception a child is in: the calendar year of its June. The year of the fifth birthday, September to August.
constexpr int reception_june(Month born)
{
    int const fifth_birthday = born.year() + 5;
    return born.month() >= 9 ? fifth_birthday + 1 : fifth_birthday;
}

constexpr MonthOfBirth month_of(Month born) { return static_cast<MonthOfBirth>((born.month() + 3) % 12); }

/// A child as the profile sees it, each part in the units of its term.
struct Child {
    Sex sex{};
    MonthOfBirth month_of_birth{};
    Fsm fsm{};
    EthnicGroup ethnic_group{};
    FirstLanguage first_language{};
    Sen sen{};
    bool in_need = false;           ///< a child in need at any point of the year
    std::uint8_t idaci_decile = 4;  ///< counted from 0
    Education mothers_education{};
    double mothers_age = 30;  ///< at the birth, years
    Gestation gestation{};
    bool never_breastfed = false;
    bool workless = false;
    bool social_rent = false;
};

/// The log odds added by each part of a child; all of one month.
struct Terms {
    double base = 0;  ///< of the reference child in the reference year, with whatever the year and the place add
    std::array<double, 2> sex{};
    std::array<double, 12> month_of_birth{};
    std::array<std::array<double, 5>, 3> fsm_ethnic_group{};
    std::array<double, 2> first_language{};
    std::array<double, 3> sen{};
    std::array<double, 10> deprivation{};
    std::array<double, 3> education{};
    std::array<double, 3> gestation{};
    double in_need = 0;
    double never_breastfed = 0;
    double workless = 0;
    double social_rent = 0;
    double mothers_age = 0;  ///< for ten years more than 30
};

double log_odds(Child const& child, Terms const& terms);

/// What the years since the last published one add: `drift` a year from `last` on, both Junes' years.
constexpr double drifted(double drift, int june, int last) { return june > last ? drift * (june - last) : 0.0; }

/// The number that, added to all log odds, makes the mean probability `target` (0 to 1, exclusive). By bisection, to 1e-12.
///
/// To be called once, on the base population; the result is stored as a
/// parameter with its provenance, and no scenario solves it again.
double solve_offset(std::vector<double> const& log_odds, double target);

/// The same where each child counts `weight` times.
double solve_offset(std::vector<double> const& log_odds, std::vector<double> const& weight, double target);

}  // namespace foresight::school_readiness
