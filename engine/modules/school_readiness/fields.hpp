#pragma once

#include <array>
#include <memory>

#include "engine/population/events.hpp"
#include "engine/population/fields.hpp"
#include "engine/process/process.hpp"

// What others may know of school readiness: how a child did in the profile of
// the reception year, and what the model expected.

namespace foresight {

/// Whether a child has reached a good level of development; not_assessed until the June of the reception year.
enum class GoodLevel : std::uint8_t { not_assessed, no, yes };
/// Free school meals as the school census has them: of some pupils nothing is known.
enum class Fsm : std::uint8_t { not_entitled, entitled, unknown };
/// Of a child's birth, in the order of the school year: the first are the oldest in class.
enum class MonthOfBirth : std::uint8_t {
    september,
    october,
    november,
    december,
    january,
    february,
    march,
    april,
    may,
    june,
    july,
    august
};
enum class Gestation : std::uint8_t { term, moderately_preterm, very_preterm };

inline constexpr std::array good_level_codes{Code{"not_assessed", "Not assessed"}, Code{"no", "Below a good level"},
                                             Code{"yes", "Good level"}};
inline constexpr std::array fsm_codes{Code{"not_entitled", "Not entitled to free school meals"},
                                      Code{"entitled", "Entitled to free school meals"},
                                      Code{"unknown", "Entitlement unknown"}};
inline constexpr std::array month_of_birth_codes{
    Code{"september", "September"}, Code{"october", "October"}, Code{"november", "November"},
    Code{"december", "December"},   Code{"january", "January"}, Code{"february", "February"},
    Code{"march", "March"},         Code{"april", "April"},     Code{"may", "May"},
    Code{"june", "June"},           Code{"july", "July"},       Code{"august", "August"}};
inline constexpr std::array gestation_codes{Code{"term", "37 weeks or more"},
                                            Code{"moderately_preterm", "32 to 36 weeks"},
                                            Code{"very_preterm", "Below 32 weeks"}};
inline constexpr std::array idaci_decile_codes{Code{"1", "Most deprived tenth"},
                                               Code{"2", "2"},
                                               Code{"3", "3"},
                                               Code{"4", "4"},
                                               Code{"5", "5"},
                                               Code{"6", "6"},
                                               Code{"7", "7"},
                                               Code{"8", "8"},
                                               Code{"9", "9"},
                                               Code{"10", "Least deprived tenth"}};

namespace school_readiness {
inline constexpr Field<Person, float> probability{
    "school_readiness.probability", "Probability of a good level of development; below 0 if never assessed", 0, -1.0f};
inline constexpr Field<Person, GoodLevel> good_level{
    "school_readiness.good_level", "Good level of development at the end of reception", good_level_codes};
inline constexpr Field<Person, Fsm> fsm{"school_readiness.fsm", "Free school meals in reception", fsm_codes};

// Not columns: dimensions of parameters and of the event.
inline constexpr Field<Person, MonthOfBirth> month_of_birth{
    "school_readiness.month_of_birth", "Month of birth, from the start of the school year", month_of_birth_codes};
inline constexpr Field<Person, Gestation> gestation{"school_readiness.gestation", "Length of gestation",
                                                    gestation_codes};
/// Counted from 0, the most deprived tenth.
inline constexpr Field<Person, std::uint8_t> idaci_decile{
    "school_readiness.idaci_decile", "Income deprivation affecting children, tenth of England's areas",
    idaci_decile_codes};

/// In June. Its amount is the probability in millionths, so that the expected number is a whole sum too.
inline constexpr Event<fsm, good_level, month_of_birth> assessed{
    "school_readiness.assessed", "Children assessed at the end of their reception year"};
inline constexpr std::int64_t millionths = 1000000;
}  // namespace school_readiness

/// Assesses every child in the school year of its fifth birthday, in June.
std::unique_ptr<Process> make_profile(Setup& setup);  // "school_readiness/profile"

}  // namespace foresight
