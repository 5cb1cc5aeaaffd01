#pragma once

#include "engine/process/process.hpp"

namespace foresight {

/// The right to know who anybody's parents are.
class Parents {
public:
    explicit Parents(Setup& setup) : mother_{setup}, father_{setup} {}

    /// Whether a parent lives in this home. Of one who has died or left the county the household still says where it was.
    bool live_in(Row<Household> home, Row<Person> child, ReadsAnyone<person::household> const& household,
                 Population const& people) const
    {
        auto const there = [&](Row<Person> parent) {
            return people.persons.alive(parent) && household[parent] == home;
        };
        return there(mother_[child]) || there(father_[child]);
    }

private:
    ReadsAnyone<person::mother> mother_;
    ReadsAnyone<person::father> father_;
};

}  // namespace foresight
