#pragma once

#include <optional>
#include <string_view>

#include "engine/core/clock.hpp"

namespace foresight {

/// The month that is meant by a date as people in Britain write it: "01/04/2025", "1.4.25", "04/2025", "April 2025",
/// "2025/26". Of a day and a month the day comes first, unless only the other order makes a date.
std::optional<Month> month_meant(std::string_view text);

}  // namespace foresight
