#pragma once

#include "outputs/answers/study.hpp"
#include "outputs/view/named_result.hpp"
#include "outputs/view/view.hpp"

namespace foresight {

// What a study says of a result. All are effects: differences of a variant and the first, replicate by replicate, whose
// bands hold what infinitely many replicates would give.

/// Which periods of a result an answer has, where the result names none.
enum class Periods : std::uint8_t { all, last };

/// Of a sensitivity: by parameter, the one first between whose two settings the mean moves most, what the result does where
/// the parameter stands one standard deviation low or high, and for each per cent of its central value, from the one
/// setting to the other; of nought there is none. Of the result's period, or its last.
View tornado_of(RunReader const& run, Study const& study, NamedResult const& result);

/// Of a sweep: by variant and period, the result and how it differs from that of the first variant.
View sweep_of(RunReader const& run, Study const& study, NamedResult const& result, Periods periods);
View sweep_effects_of(RunReader const& run, Study const& study, NamedResult const& result, Periods periods);

/// Of an attribution: by change and period, its share of the effect of all; what it does alone; and what it adds where
/// all others are there. The last row is the effect of all as they were lived together, to which the shares add up.
///
/// The share is Shapley's value, the mean over all orders in which the changes may come, or, in a given order, what each
/// adds to those before it. Changes of different groups should not act on each other; where they do, a row before the last
/// says how much.
View attribution_of(RunReader const& run, Study const& study, NamedResult const& result, Periods periods);

}  // namespace foresight
