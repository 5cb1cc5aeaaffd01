#pragma once

#include <string>
#include <vector>

#include "outputs/answers/life_trace.hpp"
#include "tools/foresight/questions.hpp"

namespace foresight {

/// Whose life it is, and in which of all possible ones.
struct LifeSubject {
    std::string scenario;
    std::uint32_t replicate = 0;
    std::uint32_t seed = 0;
    Id<Person> who{};
    std::string person;  ///< "Women and girls, born 1938-04, White"
    bool ended = false;
};

/// A life as a table for people, as CSV or as JSON.
std::string life_text(LifeSubject const& subject, std::vector<LifeLine> const& lines, Format format);

}  // namespace foresight
