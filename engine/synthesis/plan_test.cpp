#include <doctest/doctest.h>

#include "engine/core/error.hpp"
#include "engine/synthesis/household_plan.hpp"
#include "engine/synthesis/slots.hpp"

using namespace foresight;

TEST_CASE("households of the published sizes hold exactly the persons there are")
{
    for (int persons : {2335, 2340, 2361, 2380, 2399}) {
        auto const sizes = sizes_of(1000, persons, {0.30, 0.35, 0.16, 0.19});
        std::int64_t homes = 0, held = 0;
        for (std::size_t s = 1; s <= largest_size; ++s) {
            homes += sizes[s];
            held += static_cast<std::int64_t>(s) * sizes[s];
        }
        CHECK(homes == 1000);
        CHECK(held == persons);
        CHECK(sizes[1] == 300);
        CHECK(sizes[3] == 160);
    }
}

TEST_CASE("persons whom no households of the published sizes could hold are refused")
{
    CHECK_THROWS_AS(sizes_of(1000, 5000, {0.30, 0.35, 0.16, 0.19}), InputError);
    CHECK_THROWS_AS(sizes_of(1000, 1000, {0.30, 0.35, 0.16, 0.19}), InputError);
}

TEST_CASE("the homes of an area have the tenures, types and occupancies of its Census tables")
{
    AreaControl area;
    area.tenure = {200, 150, 5, 80, 40, 100, 10, 1};
    area.dwelling = {120, 200, 90, 150, 15, 3, 6, 2};
    area.occupancy = {180, 200, 180, 24, 2};
    Affinities affinity;
    auto fill = [](auto& table) {
        for (auto& row : table) row.fill(1.0);
    };
    fill(affinity.tenure_dwelling);
    fill(affinity.tenure_occupancy);
    fill(affinity.dwelling_occupancy);
    Sequence luck{3, "synthesis/test", Month::of(2023, 6), 1};
    auto const slots = slots_of(area, 586, affinity, luck);
    REQUIRE(slots.size() == 586);
    std::array<int, tenures> tenure{};
    std::array<int, dwelling_types> type{};
    std::array<int, occupancies> occupancy{};
    for (auto const& slot : slots) {
        ++tenure[static_cast<std::size_t>(slot.tenure)];
        ++type[static_cast<std::size_t>(slot.type)];
        ++occupancy[slot.occupancy];
    }
    for (std::size_t i = 0; i != tenures; ++i) CHECK(tenure[i] == static_cast<int>(area.tenure[i]));
    for (std::size_t i = 0; i != dwelling_types; ++i) CHECK(type[i] == static_cast<int>(area.dwelling[i]));
    for (std::size_t i = 0; i != occupancies; ++i) CHECK(occupancy[i] == static_cast<int>(area.occupancy[i]));
}
