#pragma once

#include <string>
#include <vector>

namespace foresight {

/// A published number that a run can be laid beside.
struct PublishedNumber {
    std::string area;    ///< an official code
    std::string period;  ///< as the publication has it: a year
    double value = 0;
};

/// Published numbers of one kind, with where they are from.
struct PublishedNumbers {
    std::string name;
    std::string source;
    std::vector<PublishedNumber> numbers{};
};

/// Mid-year estimates, all ages, in the revised series.
PublishedNumbers published_population(std::string const& folder);
/// What the official projection based on 2018 says, all ages.
PublishedNumbers projected_population(std::string const& folder);
/// Households that are poor by LILEE, and all households.
struct PublishedFuelPoverty {
    PublishedNumbers poor;
    PublishedNumbers households;
};
PublishedFuelPoverty published_fuel_poverty(std::string const& folder);

}  // namespace foresight
