#pragma once

#include "engine/population/fields.hpp"

namespace foresight {

enum class BedroomRating : std::uint8_t { plus_two, plus_one, zero, minus_one, minus_two };
inline constexpr std::array occupancy_codes{Code{"plus_two", "Two bedrooms or more to spare"},
                                            Code{"plus_one", "One bedroom to spare"}, Code{"zero", "As many as needed"},
                                            Code{"minus_one", "One bedroom too few"},
                                            Code{"minus_two", "Two bedrooms or more too few"}};

namespace dwelling {
/// Of the base: nobody brings it up to date. Kept so that the fit to the Census can be shown.
inline constexpr Field<Dwelling, BedroomRating> occupancy{"dwelling.occupancy", "Bedrooms against need at the base",
                                                          occupancy_codes};
}  // namespace dwelling

}  // namespace foresight
