#pragma once

#include <cstdint>

namespace foresight {

/// Money, in whole pence, so that sums are exact in any order.
using Pence = std::int64_t;

/// Pounds to the nearest penny, halves away from nought.
constexpr Pence pence(double pounds) { return static_cast<Pence>(pounds * 100.0 + (pounds < 0 ? -0.5 : 0.5)); }

constexpr double pounds(Pence amount) { return static_cast<double>(amount) / 100.0; }

}  // namespace foresight
