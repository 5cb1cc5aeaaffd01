#pragma once

#include "engine/process/process.hpp"

namespace foresight::ref1 {

/// The common benchmark's ages end at 100 and over.
inline constexpr std::uint32_t ref1_ages = 101;

enum class Care : std::uint8_t { none, low, high, residential };
inline constexpr std::array care_codes{Code{"none", "None"}, Code{"low", "Low"}, Code{"high", "High"},
                                       Code{"residential", "Residential"}};

namespace person {
inline constexpr Field<Person, Age> age{"ref1.age", "Age in completed years, 100 and over together", ref1_ages};
inline constexpr Field<Person, Care> care{"ref1.care", "Care received", care_codes};
}  // namespace person

std::unique_ptr<Process> make_mortality(Setup& setup);
std::unique_ptr<Process> make_care(Setup& setup);
std::unique_ptr<Process> make_fertility(Setup& setup);
std::unique_ptr<Process> make_ageing(Setup& setup);

}  // namespace foresight::ref1
