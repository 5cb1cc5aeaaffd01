#pragma once

#include "engine/population/population.hpp"

namespace foresight {

/// A county of two districts with an area each: `count` households of a couple with two children, and one dwelling in
/// eight empty. Ages, sexes and months of birth vary with the identity; the base month is June 2023.
inline Population small_county(std::uint32_t count)
{
    Population county;
    county.base = Month::of(2023, 6);
    county.areas.districts = {{"E07000066", "Basildon"}, {"E07000067", "Braintree"}};
    county.areas.all = {{"E01000001", "Basildon 001A", 0, 3, 3}, {"E01000002", "Braintree 001A", 1, 8, 8}};
    auto const dwellings = count + count / 8;
    std::vector<Id<Person>> persons;
    std::vector<Id<Household>> households;
    std::vector<Id<Dwelling>> homes;
    for (std::uint32_t i = 0; i != count * 4; ++i) persons.push_back({i + 1});
    for (std::uint32_t i = 0; i != count; ++i) households.push_back({i + 1});
    for (std::uint32_t i = 0; i != dwellings; ++i) homes.push_back({i + 1});
    county.persons.append(persons);
    county.households.append(households);
    county.dwellings.append(homes);
    county.establishments.append(std::vector<Id<Establishment>>{{1}, {2}});
    county.establishments.column(establishment::area) = {0, 1};
    county.establishments.column(establishment::capacity) = {50, 50};
    county.establishments.column(establishment::kind) = {EstablishmentKind::residential_home,
                                                         EstablishmentKind::residential_home};

    for (std::uint32_t d = 0; d != dwellings; ++d) {
        county.dwellings.column(dwelling::area)[d] = static_cast<std::uint16_t>(d % 2);
        county.dwellings.column(dwelling::tenure)[d] = static_cast<Tenure>(mixed(d, 4) % tenure_codes.size());
    }
    for (std::uint32_t h = 0; h != count; ++h) {
        county.households.column(household::dwelling)[h] = {h};
        county.households.column(household::earnings)[h] = 20000 + static_cast<std::int32_t>(h % 30000);
        int const parents_age = 25 + static_cast<int>(mixed(h, 1) % 60);
        for (std::uint32_t k = 0; k != 4; ++k) {
            auto const row = h * 4 + k;
            bool const child = k >= 2;
            int const age = child ? static_cast<int>(mixed(row, 2) % 16) : parents_age + static_cast<int>(k);
            auto const born = county.base - age * 12 - static_cast<int>(mixed(row, 3) % 12);
            county.persons.column(person::household)[row] = {h};
            county.persons.column(person::sex)[row] = static_cast<Sex>(k % 2);
            county.persons.column(person::birth_month)[row] = born;
            county.persons.column(person::age)[row] = static_cast<Age>(age);
            if (k < 2) county.persons.column(person::partner)[row] = {h * 4 + 1 - k};
            else county.persons.column(person::mother)[row] = {h * 4};
        }
    }
    county.connect();
    return county;
}

/// One number of who is alive, where they live and what the columns named hold: equal for equal populations.
inline std::uint64_t fingerprint(Population const& population)
{
    std::uint64_t hash = 1469598103934665603ull;
    auto const mix = [&](std::uint64_t x) { hash = mixed(hash, x); };
    auto const& home = population.persons.column(person::household);
    auto const& age = population.persons.column(person::age);
    auto const& district = population.persons.column(person::district);
    for (std::uint32_t row = 0; row != population.persons.rows(); ++row) {
        if (population.persons.left()[row]) continue;
        mix(population.persons.ids()[row].value);
        mix(age[row] * 64ull + district[row]);
        if (home[row] != nobody<Household>) mix(population.households.id(home[row]).value);
    }
    return hash;
}

}  // namespace foresight
