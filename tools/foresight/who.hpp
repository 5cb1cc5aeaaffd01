#pragma once

#include <string>
#include <vector>

#include "engine/population/population.hpp"

namespace foresight {

/// The people of whom all conditions hold, such as "age=85 setting=residential district=Tendring", by identity. A field is
/// named in full or by its last word; person's before the home's. Throws an InputError for a field or value that is not there.
std::vector<Id<Person>> people_who(Population const& population, std::string const& conditions);

}  // namespace foresight
