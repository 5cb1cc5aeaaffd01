#include <doctest/doctest.h>

#include "tests/small_demography.hpp"

namespace foresight {
namespace {

/// People of 20 to 79, of whom more rate their health as poor the older they are: none at 20, six in ten at 79.
Population older_are_iller()
{
    auto county = small_county(5000);
    auto& persons = county.persons;
    auto const& age = persons.column(person::age);
    auto& health = persons.column(person::health);
    for (std::uint32_t row = 0; row != persons.rows(); ++row) {
        bool const ill =
            mixed(persons.ids()[row].value, 1) % 100 < static_cast<std::uint64_t>(age[row] > 20 ? age[row] - 20 : 0);
        health[row] = ill ? Health::poor : Health::excellent;
    }
    return county;
}

double share_ill(Population const& population, int from, int to)
{
    double people = 0, ill = 0;
    for (std::uint32_t row = 0; row != population.persons.rows(); ++row) {
        auto const age = population.persons.column(person::age)[row];
        if (!population.persons.alive({row}) || age < from || age >= to) continue;
        people += 1;
        ill += population.persons.column(person::health)[row] != Health::excellent;
    }
    return ill / people;
}

TEST_CASE("who grows older is as ill as those who were of that age before")
{
    auto const base = older_are_iller();
    auto const before = share_ill(base, 50, 60);
    live(base, Parameters{}, {"demography/ageing", "demography/health"}, 10, [&](Month month, auto const& people) {
        if (month.month() != 6) return;
        INFO(share_ill(people, 50, 60) << " of those of 50 to 59 are ill, and were " << before);
        CHECK(std::abs(share_ill(people, 50, 60) - before) < 0.06);
    });
}

}  // namespace
}  // namespace foresight
