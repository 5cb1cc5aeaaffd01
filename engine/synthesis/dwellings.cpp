#include <algorithm>
#include <array>
#include <numeric>

#include "engine/synthesis/county.hpp"
#include "engine/synthesis/rounding.hpp"

namespace foresight {

namespace {

constexpr std::size_t fuels = 6;  ///< gas, electricity, oil, LPG, solid, heat network

/// Detached, semi-detached, terraced, flat: as certificates are published.
std::size_t kind_of(DwellingType type)
{
    return type == DwellingType::detached || type == DwellingType::caravan ? 0
           : type == DwellingType::semi_detached                           ? 1
           : type == DwellingType::terraced                                ? 2
                                                                           : 3;
}

class Furnishing {
public:
    Furnishing(MadeDistrict& made, Controls const& controls, Dice const& dice)
        : made_{made},
          controls_{controls},
          district_{controls.district[made.number]},
          luck_{dice.of("synthesis/fabric", made.number)}
    {
    }

    void furnish()
    {
        ages_of_homes();
        fuels_of_homes();
        fabric();
    }

private:
    template <class Share>
    std::size_t pick(std::size_t count, Share const& share)
    {
        double sum = 0;
        for (std::size_t i = 0; i != count; ++i) sum += share(i);
        auto x = luck_.uniform() * sum;
        for (std::size_t i = 0; i + 1 < count; ++i)
            if ((x -= share(i)) < 0) return i;
        return count - 1;
    }

    /// Type by when built: the district's ages, tilted by type (assumed), then the band within the age.
    void ages_of_homes()
    {
        constexpr std::array<std::array<double, 4>, dwelling_types> odds{{{0.8, 0.8, 1.5, 1.4},
                                                                          {0.7, 1.5, 0.8, 0.8},
                                                                          {1.6, 0.9, 0.8, 0.8},
                                                                          {0.3, 0.9, 1.5, 1.9},
                                                                          {8, 0.4, 0.3, 0.1},
                                                                          {5, 0.5, 0.8, 0.6},
                                                                          {3, 0.9, 0.5, 0.3},
                                                                          {0.0, 0.8, 1.5, 1.0}}};
        Matrix joint{dwelling_types, 4};
        std::vector<double> rows(dwelling_types), columns(4);
        for (auto const& home : made_.homes) ++rows[static_cast<std::size_t>(home.type)];
        for (std::size_t g = 0; g != 4; ++g) columns[g] = district_.built[g] * static_cast<double>(made_.homes.size());
        for (std::size_t t = 0; t != dwelling_types; ++t)
            for (std::size_t g = 0; g != 4; ++g) joint.at(t, g) = odds[t][g] * district_.built[g];
        fit_margins(joint, rows, columns, 500, 1e-9);
        for (auto& home : made_.homes) {
            auto const type = static_cast<std::size_t>(home.type);
            auto const group = static_cast<int>(pick(4, [&](std::size_t g) { return joint.at(type, g); }));
            home.age_band = static_cast<AgeBand>(pick(
                12, [&](std::size_t b) { return controls_.built[b].group == group ? controls_.built[b].share : 0.0; }));
            auto const bedrooms = std::clamp<std::size_t>(home.bedrooms, 1, 5);
            auto const spread =
                exponential_of(0.15 * (0.5 * std::clamp(home.rank, -3.0, 3.0) + 0.866 * luck_.normal()));
            auto const area = controls_.floor_area[type][bedrooms - 1]
                              * controls_.money[static_cast<std::size_t>(home.tenure)].floor_ratio * spread;
            home.floor_area = static_cast<std::uint16_t>(std::clamp(area, 18.0, 600.0) + 0.5);
        }
    }

    /// Area and kind by fuel: Census central heating of the district, by kind as certificates have it; what is off the gas
    /// grid is in rural areas, and in some of them more than in others (assumed).
    void fuels_of_homes()
    {
        auto const areas = static_cast<std::size_t>(district_.last_area - district_.first_area);
        Matrix joint{areas * 4, fuels};
        std::vector<double> rows(areas * 4), columns(fuels);
        for (auto const& home : made_.homes) ++rows[row_of(home)];
        auto const& h =
            district_
                .heating;  // mains gas, two or more, electric, none, oil, LPG, solid, heat network, renewable, other
        columns = {h[0] + h[1] + h[9], h[2] + h[3] + h[8], h[4], h[5], h[6], h[7]};
        auto const total = std::accumulate(columns.begin(), columns.end(), 0.0);
        for (auto& c : columns) c *= static_cast<double>(made_.homes.size()) / total;
        for (std::size_t i = 0; i != areas; ++i) {
            auto const rural = controls_.area[district_.first_area + i].rural;
            auto const off_grid = exponential_of(1.1 * luck_.normal());
            for (std::size_t kind = 0; kind != 4; ++kind) {
                auto const& c = district_.certificates[kind];  // gas, electric, oil, network, renewable, other
                auto const remote = rural ? off_grid : 0.03;
                std::array<double, fuels> const seed{c[0] + 0.5,
                                                     c[1] + c[4] + 0.3,
                                                     (c[2] + 0.05) * 3 * remote,
                                                     (c[2] + 0.3) * remote,
                                                     (c[5] + 0.1) * (rural ? 1.5 : 0.3),
                                                     c[3] + 0.02};
                for (std::size_t f = 0; f != fuels; ++f) joint.at(i * 4 + kind, f) = seed[f];
            }
        }
        fit_margins(joint, rows, columns, 500, 1e-9);
        auto const heat_pumps = h[8] / (h[2] + h[3] + h[8]), unheated = h[3] / (h[2] + h[3] + h[8]);
        for (auto& home : made_.homes)
            heat(home, pick(fuels, [&](std::size_t f) { return joint.at(row_of(home), f); }), heat_pumps, unheated);
    }

    std::size_t row_of(MadeHome const& home) const
    {
        return static_cast<std::size_t>(home.area - district_.first_area) * 4 + kind_of(home.type);
    }

    void heat(MadeHome& home, std::size_t fuel, double heat_pumps, double unheated)
    {
        auto const boiler = luck_.chance(controls_.assumed.condensing_boilers) || home.age_band >= AgeBand::k
                                ? HeatingSystem::condensing_boiler
                                : HeatingSystem::older_boiler;
        auto const u = luck_.uniform();
        switch (fuel) {
        case 0: home.fuel = HeatingFuel::mains_gas, home.system = boiler; return;
        case 2: home.fuel = HeatingFuel::oil, home.system = boiler; return;
        case 3: home.fuel = HeatingFuel::lpg, home.system = boiler; return;
        case 4: home.fuel = HeatingFuel::solid, home.system = HeatingSystem::room_heaters; return;
        case 5: home.fuel = HeatingFuel::heat_network, home.system = HeatingSystem::communal; return;
        default: break;
        }
        if (u < heat_pumps) home.fuel = HeatingFuel::electricity, home.system = HeatingSystem::heat_pump;
        else if (u >= heat_pumps + unheated && luck_.chance(controls_.assumed.economy_7_share))
            home.fuel = HeatingFuel::economy_7, home.system = HeatingSystem::storage_heaters;
        else home.fuel = HeatingFuel::electricity, home.system = HeatingSystem::room_heaters;
    }

    DwellingRate const& rate(MadeHome const& home) const
    {
        return controls_.built[static_cast<std::size_t>(home.age_band)];
    }
    static bool has_loft(MadeHome const& home) { return kind_of(home.type) != 3 && home.type != DwellingType::caravan; }
    static double loft_need(MadeHome const& home)
    {
        return home.age_band >= AgeBand::l ? 0.0 : home.age_band >= AgeBand::h ? 0.3 : 1.0;
    }

    /// Walls and lofts: as many to be insulated as the district is said to have. How deep lofts are otherwise is assumed.
    void fabric()
    {
        double unfilled = 1e-9, thin = 1e-9;
        for (auto const& home : made_.homes) {
            unfilled += (1 - rate(home).solid - rate(home).timber) * (1 - rate(home).filled);
            if (has_loft(home)) thin += loft_need(home);
        }
        auto const homes = static_cast<double>(made_.homes.size());
        auto const cavity = district_.needs_cavity * homes / unfilled, loft = district_.needs_loft * homes / thin;
        for (auto& home : made_.homes) {
            auto const& r = rate(home);
            auto const u = luck_.uniform(), v = luck_.uniform(), w = luck_.uniform(), x = luck_.uniform();
            home.wall = home.type == DwellingType::caravan || (u >= r.solid && u < r.solid + r.timber)
                            ? Wall::timber_or_system
                        : u < r.solid ? (v < r.solid_insulated ? Wall::solid_insulated : Wall::solid)
                        : v < std::min(0.97, cavity * (1 - r.filled)) ? Wall::cavity_unfilled
                                                                      : Wall::cavity_filled;
            if (has_loft(home))
                home.loft = w < std::min(0.97, loft * loft_need(home)) ? (x < 0.12 ? Loft::none : Loft::mm_100)
                            : home.age_band >= AgeBand::l || x < 0.55  ? Loft::mm_270
                                                                       : Loft::mm_150;
            else home.loft = w < 0.65 ? Loft::no_loft : x < 0.3 ? Loft::mm_100 : x < 0.65 ? Loft::mm_150 : Loft::mm_270;
            auto const y = luck_.uniform();
            home.glazing = y < r.single                  ? Glazing::single
                           : y < r.single + r.double_new ? Glazing::double_new
                                                         : Glazing::double_old;
        }
    }

    MadeDistrict& made_;
    Controls const& controls_;
    DistrictControl const& district_;
    Sequence luck_;
};

}  // namespace

void furnish_dwellings(MadeDistrict& made, Controls const& controls, Dice const& dice)
{
    Furnishing{made, controls, dice}.furnish();
}

}  // namespace foresight
