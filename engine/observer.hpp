#pragma once

#include "engine/population/population.hpp"

namespace foresight {

/// Looks at a population that it cannot change: at the base, and when each month has been settled.
class Observer {
public:
    virtual ~Observer() = default;
    /// The population as it stands before the first month; `base` is the month at whose end that is.
    virtual void begin(Month base, Population const& population) = 0;
    /// The month is settled: who died or left is flagged, who came is in, and its events are still there.
    virtual void month_end(Month month, Population const& population) = 0;
};

}  // namespace foresight
