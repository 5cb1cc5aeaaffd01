#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/modules/social_care/fields.hpp"

namespace foresight {

/// The council with adult social services responsibilities for a district, as a code of social_care::council: a unitary
/// authority for itself, the county council (the first) for all others.
inline std::uint8_t council_of(std::string_view district)
{
    for (std::uint8_t council = 0; council != council_codes.size(); ++council)
        if (council_codes[council].key == district) return council;
    return 0;
}

/// Whose client somebody is or would be: as they move, another council's.
class CouncilOf {
public:
    explicit CouncilOf(Setup& setup) : district_{setup}
    {
        for (auto const& district : setup.base().areas.districts) council_.push_back(council_of(district.code));
        if (council_.empty()) council_.push_back(0);
    }
    std::uint8_t operator()(Own<Person> self) const { return council_[district_[self]]; }
    bool has_district(std::uint8_t council) const
    {
        return std::find(council_.begin(), council_.end(), council) != council_.end();
    }

private:
    Reads<person::district> district_;
    std::vector<std::uint8_t> council_;  ///< by district
};

}  // namespace foresight
