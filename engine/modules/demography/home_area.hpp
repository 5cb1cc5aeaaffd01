#pragma once

#include "engine/process/process.hpp"

namespace foresight {

/// The right to know in which area anybody lives.
class HomeArea {
public:
    explicit HomeArea(Setup& setup)
        : household_{setup}, establishment_{setup}, dwelling_{setup}, dwelling_area_{setup}, establishment_area_{setup}
    {
    }

    /// The area's row; `Population::no_area` for somebody who waits for a dwelling.
    std::uint16_t operator()(Row<Person> person) const
    {
        if (auto const home = household_[person]; home != nobody<Household>) {
            auto const dwelling = dwelling_[home];
            return dwelling == nobody<Dwelling> ? Population::no_area : dwelling_area_[dwelling];
        }
        auto const place = establishment_[person];
        return place == nobody<Establishment> ? Population::no_area : establishment_area_[place];
    }

    /// The establishment lived in; nobody's for a household's member.
    Row<Establishment> establishment(Row<Person> person) const { return establishment_[person]; }

    std::uint8_t imd_decile(Step const& now, Row<Person> person) const
    {
        auto const area = (*this)(person);
        return area == Population::no_area ? std::uint8_t{5} : now.areas().all[area].imd_decile;
    }

private:
    ReadsAnyone<person::household> household_;
    ReadsAnyone<person::establishment> establishment_;
    ReadsAnyone<household::dwelling> dwelling_;
    ReadsAnyone<dwelling::area> dwelling_area_;
    ReadsAnyone<establishment::area> establishment_area_;
};

}  // namespace foresight
