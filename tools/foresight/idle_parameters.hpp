#pragma once

#include "engine/scenario/scenario.hpp"

namespace foresight {

/// Refuses parameters of a book that nothing uses, neither a process of the catalogue nor the synthesis of the people: a
/// misspelt name would otherwise leave the number that was meant as it was. Books that lack what some process wants
/// cannot be judged, and are let pass: they go with a schedule of their own.
void refuse_idle_parameters(Scenario const& scenario);

}  // namespace foresight
