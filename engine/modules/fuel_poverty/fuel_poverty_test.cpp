#include <doctest/doctest.h>

#include <map>

#include "engine/modules/fuel_poverty/fields.hpp"
#include "engine/simulation.hpp"
#include "tests/lives.hpp"
#include "tests/small_county.hpp"

using namespace foresight;

namespace {

void give(Parameters& parameters, std::string const& name,
          std::vector<std::pair<std::string, std::size_t>> const& shape, double value)
{
    Parameter made = constant(value);
    std::size_t cells = 1;
    for (auto const& [dimension, size] : shape) {
        made.dimensions.push_back(dimension);
        made.sizes.push_back(size);
        cells *= size;
    }
    made.slices = {{Month{0}, std::vector<double>(cells, value)}};
    parameters.add("fuel_poverty/" + name, made);
}

/// Homes all of one kind of fabric, one tariff, one line.
Parameters plain_parameters()
{
    using Shape = std::vector<std::pair<std::string, std::size_t>>;
    Shape const none, band{{"age_band", 12}}, type{{"type", 8}}, glass{{"glazing", 3}}, wall{{"wall", 5}},
        system{{"heating_system", 6}}, fuel{{"heating_fuel", 7}}, month{{"calendar_month", 12}};
    Parameters all;
    give(all, "fabric/wall_u_value", {{"wall", 5}, {"age_band", 12}}, 1.2);
    give(all, "fabric/roof_u_value", {{"loft", 5}, {"age_band", 12}}, 0.5);
    for (auto const& [name, value] : {std::pair{"floor_u_value", 0.6}, {"bridging", 0.15}, {"floor_infiltration", 0.1}})
        give(all, std::string{"fabric/"} + name, band, value);
    give(all, "fabric/window_share", {{"type", 8}, {"age_band", 12}}, 0.12);
    give(all, "fabric/window_constant", {{"type", 8}, {"age_band", 12}}, 6);
    for (auto const& [name, value] :
         {std::pair{"window_u_value", 2.8}, {"transmittance", 0.76}, {"draught_proofed", 0.9}})
        give(all, std::string{"fabric/"} + name, glass, value);
    give(all, "fabric/wall_infiltration", wall, 0.35);
    give(all, "fabric/party_u_value", wall, 0.25);
    for (auto const& [name, value] : {std::pair{"storeys", 2.0},
                                      {"exposed", 0.75},
                                      {"ground_floor", 1.0},
                                      {"party", 1.0},
                                      {"sheltered_sides", 2.0}})
        give(all, std::string{"shape/"} + name, type, value);
    give(all, "shape/living_area", {{"rooms", 8}}, 0.25);
    give(all, "heating/efficiency", {{"heating_fuel", 7}, {"heating_system", 6}}, 0.84);
    for (auto const& [name, value] :
         {std::pair{"responsiveness", 1.0}, {"full_control", 1.0}, {"water_loss", 500.0}, {"pumps", 75.0}})
        give(all, std::string{"heating/"} + name, system, value);
    give(all, "rating/price", fuel, 3.48);
    give(all, "rating/standing_charge", fuel, 120);
    for (auto const& [name, value] : {std::pair{"water/use", 1.0},
                                      {"water/rise", 37.0},
                                      {"climate/temperature", 6.0},
                                      {"climate/wind", 4.0},
                                      {"climate/sunlight", 50.0},
                                      {"rating/temperature", 6.0},
                                      {"rating/wind", 4.5},
                                      {"rating/sunlight", 50.0}})
        give(all, name, month, value);
    for (auto const& [name, value] : {std::pair{"shape/storey_height", 2.5},
                                      {"shape/outline", 4.1},
                                      {"shape/area_a_room", 19.0},
                                      {"fabric/door_area", 3.7},
                                      {"fabric/door_u_value", 3.0},
                                      {"fabric/curtains", 0.04},
                                      {"fabric/frame", 0.7},
                                      {"fabric/overshading", 0.77},
                                      {"fabric/thermal_mass", 250.0},
                                      {"heating/living_temperature", 21.0},
                                      {"electricity/appliances", 184.8},
                                      {"rating/appliances", 207.8},
                                      {"electricity/lighting", 59.73},
                                      {"electricity/low_energy_lamps", 0.8},
                                      {"tariffs/cap", 1.0},
                                      {"tariffs/economy_7_other", 1.1},
                                      {"rebates/every_household", 0.0},
                                      {"incomes/uprating", 1.0},
                                      {"metrics/line", 13500.0},
                                      {"metrics/line_scale", 1.0},
                                      {"metrics/typical_gas", 15000.0},
                                      {"metrics/typical_electricity", 2900.0},
                                      {"metrics/burden", 0.1}})
        give(all, name, none, value);
    give(all, "tariffs/unit_rate", {{"heating_fuel", 7}, {"payment", 3}}, 6);
    give(all, "tariffs/standing_charge", {{"heating_fuel", 7}, {"payment", 3}}, 26);
    return all;
}

struct Nobody final : Observer {
    void begin(Month, Population const&) override {}
    void month_end(Month, Population const&) override {}
};

struct Outcome {
    std::vector<std::uint8_t> rating, flags;
    std::vector<std::uint16_t> heat;
};

/// A county of houses that are alike but for their size.
Population plain_county(std::uint32_t count)
{
    auto base = small_county(count);
    for (std::uint32_t d = 0; d != base.dwellings.rows(); ++d)
        base.dwellings.column(dwelling::floor_area)[d] = static_cast<std::uint16_t>(40 + mixed(d, 7) % 160);
    // The rest of the record is there, and alike for all.
    base.persons.column(person::activity);
    auto& homes = base.dwellings;
    homes.column(dwelling::type), homes.column(dwelling::age_band), homes.column(dwelling::heating_fuel),
        homes.column(dwelling::heating_system);
    homes.column(dwelling::wall), homes.column(dwelling::loft), homes.column(dwelling::glazing);
    auto& households = base.households;
    households.column(household::payment), households.column(household::pensions),
        households.column(household::benefits);
    households.column(household::housing_cost);
    return base;
}

Outcome county_at(double cap)
{
    auto const base = plain_county(5000);
    auto parameters = plain_parameters();
    give(parameters, "tariffs/cap", {}, cap);
    Scenario scenario;
    scenario.start = Month::of(2023, 7);
    scenario.end = Month::of(2023, 10);
    std::vector<NamedProcess> const catalogue{{"fuel_poverty/required_energy", "", make_required_energy},
                                              {"fuel_poverty/metrics", "", make_fuel_poverty_metrics}};
    Simulation simulation{scenario, parameters, catalogue, base, RunKey{}};
    Nobody nobody_looks;
    simulation.run(nobody_looks);
    auto const& after = simulation.population();
    return {after.dwellings.column(dwelling::rating), after.households.column(fuel_poverty::flags),
            after.households.column(fuel_poverty::heat_kwh)};
}

}  // namespace

TEST_CASE("a home requires more once it is to be warmer or somebody is in all day, less for fewer people, and else "
          "what it did")
{
    struct Retiring final : Process {
        explicit Retiring(Setup& setup) : activity_{setup}, ask_{setup} {}
        Cadence cadence() const override { return yearly(6); }
        void step(Step const& now) override
        {
            if (now.month().year() != 2024) return;
            now.each([&](Own<Person> self) {
                if (self.row().value % 40 == 0) activity_[self] = Activity::retired;
                if (self.row().value % 80 == 22) ask_.leave_home(self, 0, false);
            });
        }
        Writes<person::activity> activity_;
        Requests ask_;
    };
    auto base = plain_county(400);
    for (auto& does : base.persons.column(person::activity)) does = Activity::employed;
    for (auto& age : base.persons.column(person::age)) age = 30;
    auto parameters = plain_parameters();
    Parameter warm = constant(21);
    warm.slices.push_back({Month::of(2025, 1), {22}});
    parameters.add("fuel_poverty/heating/living_temperature", warm);
    std::vector<NamedProcess> const catalogue{
        {"tests/retiring", "",
         [](Setup& setup) -> std::unique_ptr<Process> { return std::make_unique<Retiring>(setup); }},
        {"fuel_poverty/required_energy", "", make_required_energy}};
    Scenario scenario;
    scenario.start = Month::of(2023, 7);
    scenario.end = Month::of(2025, 10);
    struct Years final : Observer {
        void begin(Month, Population const&) override {}
        void month_end(Month month, Population const& people) override
        {
            if (month.month() == 9) heat.push_back(people.households.column(fuel_poverty::heat_kwh));
        }
        std::vector<std::vector<std::uint16_t>> heat;
    } years;
    Simulation simulation{scenario, parameters, catalogue, base, RunKey{}};
    simulation.run(years);
    REQUIRE(years.heat.size() == 3);
    for (std::uint32_t h = 0; h != 400; ++h) {
        INFO("household " << h);
        if (h % 10 == 0) CHECK(years.heat[1][h] > years.heat[0][h]);        // retired
        else if (h % 20 == 5) CHECK(years.heat[1][h] != years.heat[0][h]);  // one has left
        else CHECK(years.heat[1][h] == years.heat[0][h]);
        CHECK(years.heat[2][h] > years.heat[1][h]);
    }
    REQUIRE(years.heat[1].size() == 420);
    for (std::uint32_t made = 400; made != 420; ++made) CHECK(years.heat[1][made] > 0);
}

TEST_CASE("at the end of every quarter each home requires what its people require there, whoever has come or moved")
{
    // Homes are alike but for their size, and nobody is in all day: what is required depends on the home's size and on how
    // many live there.
    auto base = plain_county(800);
    for (auto& does : base.persons.column(person::activity)) does = Activity::employed;
    for (auto& age : base.persons.column(person::age)) age = 30;
    auto const parameters = plain_parameters();
    std::vector<NamedProcess> const catalogue{{"test/moving", "", lives::make<lives::Moving>},
                                              {"fuel_poverty/required_energy", "", make_required_energy},
                                              {"fuel_poverty/metrics", "", make_fuel_poverty_metrics}};
    struct Quarters final : Observer {
        void begin(Month, Population const&) override {}
        void month_end(Month month, Population const& people) override
        {
            if (month.month() % 3 != 0) return;
            auto const& households = people.households;
            auto const& home = households.column(household::dwelling);
            auto const& rating = people.dwellings.column(dwelling::rating);
            for (std::uint32_t h = 0; h != households.rows(); ++h) {
                if (households.left()[h]) continue;
                INFO("household " << h << " in month " << month.month());
                auto const heat = households.column(fuel_poverty::heat_kwh)[h];
                auto const flags = households.column(fuel_poverty::flags)[h];
                if (home[h] == nobody<Dwelling>) {
                    CHECK((heat == 0 && flags == 0));
                    continue;
                }
                std::pair const place{people.dwellings.column(dwelling::floor_area)[home[h].value],
                                      households.column(household::size)[h]};
                CHECK(heat > 0);
                CHECK(required.emplace(place, heat).first->second == heat);
                CHECK(((flags & fuel_poor::lilee) == 0 || rating[home[h].value] < 69));
                came += h >= 800;
                moved += h < 800 && home[h].value != h;
            }
        }
        std::map<std::pair<std::uint16_t, std::uint8_t>, std::uint16_t> required;
        std::size_t came = 0, moved = 0;
    } quarters;
    Scenario scenario;
    scenario.start = Month::of(2023, 7);
    scenario.end = Month::of(2024, 7);
    Simulation simulation{scenario, parameters, catalogue, base, RunKey{}};
    simulation.run(quarters);
    CHECK(quarters.came > 100);
    CHECK(quarters.moved > 10);
}

TEST_CASE("a rise of the cap moves no rating and no need, and makes more households fuel poor")
{
    auto const before = county_at(1), after = county_at(1.52);
    CHECK(before.rating == after.rating);
    CHECK(before.heat == after.heat);
    std::size_t more = 0;
    for (std::size_t h = 0; h != before.flags.size(); ++h) {
        constexpr auto ten = fuel_poor::ten_before | fuel_poor::ten_after | fuel_poor::lilee;
        CHECK((before.flags[h] & ten & ~after.flags[h]) == 0);
        more += (after.flags[h] & ten) != (before.flags[h] & ten);
    }
    CHECK(more > 100);
    for (auto const rating : before.rating) CHECK((rating >= 1 && rating <= 120));
}
