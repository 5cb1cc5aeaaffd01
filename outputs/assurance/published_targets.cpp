#include "outputs/assurance/published_targets.hpp"

#include "outputs/assurance/target_table.hpp"

namespace foresight {

PublishedNumbers published_population(std::string const& folder)
{
    TargetTable const targets{folder, "population"};
    PublishedNumbers all{"Mid-year estimates, revised", targets.source()};
    for (std::size_t row = 0; row != targets.rows(); ++row)
        if (targets.text(row, "vintage") == "revised" && targets.text(row, "age") == "all")
            all.numbers.push_back(
                {targets.text(row, "district"), targets.text(row, "year"), targets.number(row, "persons")});
    return all;
}

PublishedNumbers projected_population(std::string const& folder)
{
    TargetTable const targets{folder, "snpp_2018"};
    PublishedNumbers all{"Official projection based on 2018", targets.source()};
    for (std::size_t row = 0; row != targets.rows(); ++row)
        if (targets.text(row, "age") == "all")
            all.numbers.push_back(
                {targets.text(row, "area"), targets.text(row, "year"), targets.number(row, "persons")});
    return all;
}

PublishedFuelPoverty published_fuel_poverty(std::string const& folder)
{
    TargetTable const targets{folder, "fuel_poverty"};
    std::string const name = "Sub-regional fuel poverty";
    PublishedFuelPoverty all{{name, targets.source()}, {name, targets.source()}};
    for (std::size_t row = 0; row != targets.rows(); ++row) {
        if (targets.text(row, "measure") != "lilee") continue;
        auto const& district = targets.text(row, "district");
        auto const& year = targets.text(row, "year");
        all.poor.numbers.push_back({district, year, targets.number(row, "poor")});
        all.households.numbers.push_back({district, year, targets.number(row, "households")});
    }
    return all;
}

}  // namespace foresight
