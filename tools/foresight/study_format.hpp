#pragma once

#include <string>

#include "outputs/answers/study.hpp"
#include "outputs/view/view.hpp"

namespace foresight {

/// What a study says of one result, for people: in millions of pounds, points or numbers, under heads that say what is
/// meant. `view` is of one period; `result` is what was asked.
std::string study_text(RunReader const& run, Study const& study, View const& view, std::string const& result);

}  // namespace foresight
