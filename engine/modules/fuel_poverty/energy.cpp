#include "engine/modules/fuel_poverty/energy.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/core/error.hpp"
#include "engine/random/elementary.hpp"

// Whatever a clone for other registers calls must be part of it.
#define FORESIGHT_INLINE __attribute__((always_inline)) inline

namespace foresight {
namespace {

constexpr std::array heating_months{0, 1, 2, 3, 4, 9, 10, 11};
constexpr double hours_a_year = 8760;

// Straight lines of arithmetic without a branch: inlined into loops over a block, they become vectors. The logarithm is
// good to 2e-5 and the power to 4e-5, since nobody knows a house better than to one in a hundred.

/// `yes` or `no`, by their bits: a conditional expression may become a jump, and a loop with a jump no vector.
FORESIGHT_INLINE float choose(bool condition, float yes, float no)
{
    auto const mask = -static_cast<std::int32_t>(condition);
    return std::bit_cast<float>((std::bit_cast<std::int32_t>(yes) & mask) | (std::bit_cast<std::int32_t>(no) & ~mask));
}

FORESIGHT_INLINE float binary_logarithm(float x)
{
    auto const bits = std::bit_cast<std::int32_t>(x);
    auto const exponent = static_cast<float>((bits >> 23) - 127);
    float const m = std::bit_cast<float>((bits & 0x007fffff) | 0x3f800000);
    float const s = (m - 1.0f) / (m + 1.0f), z = s * s;
    return exponent + s * (2.8853901f + z * (0.96179669f + z * (0.57707802f + z * 0.41219859f)));
}

FORESIGHT_INLINE float power_of_two(float x)
{
    x = choose(x > 120.0f, 120.0f, x);
    x = choose(x < -120.0f, -120.0f, x);
    auto const n = static_cast<std::int32_t>(x + 127.5f) - 127;  // to the nearest, since x + 127.5 > 0
    float const f = x - static_cast<float>(n);
    float const p = 1.0f + f * (0.69314718f + f * (0.24022651f + f * (0.055504109f + f * 0.0096181291f)));
    return p * std::bit_cast<float>((n + 127) << 23);
}

/// The share of gains that replaces heating, from gains over losses. `at_one` is a / (a + 1).
FORESIGHT_INLINE float useful(float ratio, float a, float at_one)
{
    float const power = power_of_two(a * binary_logarithm(ratio));
    float const off = ratio - 1.0f;
    bool const near_one = (off < 1e-3f) & (off > -1e-3f);
    float const below = 1.0f - power * ratio;
    float const general = (1.0f - power) / choose(near_one, 1.0f, below);
    return choose(near_one, at_one, general);
}

/// Mean temperature lost in a break of so many hours, for each degree by which an unheated home would be colder.
FORESIGHT_INLINE float fall(float hours, float cooling, float inverse)
{
    float const quick = 0.5f * hours * hours * inverse;
    float const slow = hours - 0.5f * cooling;
    return choose(hours <= cooling, quick, slow) * (1.0f / 24.0f);
}

/// What is the same for both zones of a home in a month.
struct Balance {
    float outside, losses, gains, warming, a, at_one, responsiveness, breaks;

    FORESIGHT_INLINE float mean(float wanted) const
    {
        float const eta = useful(gains / (losses * (wanted - outside)), a, at_one);
        float const unheated = (1.0f - responsiveness) * (wanted - 2.0f) + responsiveness * (outside + eta * warming);
        float const difference = wanted - unheated;
        return wanted - breaks * choose(difference > 0.0f, difference, 0.0f);
    }
};

FORESIGHT_INLINE void balance_block(HeatBlock& block, Climate const& climate, double thermal_mass,
                                    double living_temperature)
{
    auto const count = block.count;
    auto const mass = static_cast<float>(thermal_mass / 3.6), warm = static_cast<float>(living_temperature);
    HeatBlock::Lane inverse_area;
    for (std::uint32_t i = 0; i != count; ++i) {
        block.heat[i] = 0;
        inverse_area[i] = 1.0f / block.area[i];
    }
    for (auto const month : heating_months) {
        auto const m = static_cast<std::size_t>(month);
        auto const outside = static_cast<float>(climate.temperature[m]), wind = static_cast<float>(climate.wind[m] / 4);
        auto const sun = static_cast<float>(climate.sunlight[m]), hours = static_cast<float>(0.024 * days_of_months[m]);
        for (std::uint32_t i = 0; i != count; ++i) {
            float const windy = block.infiltration[i] * wind;
            float const calm = 0.5f + 0.5f * windy * windy;
            float const losses = block.fabric[i] + 0.33f * choose(windy >= 1.0f, windy, calm) * block.volume[i];
            float const inverse = 1.0f / losses, by_area = losses * inverse_area[i];
            float const tau = mass * block.area[i] * inverse, a = 1.0f + tau * (1.0f / 15.0f), at_one = a / (a + 1.0f);
            float const cooling = 4.0f + 0.25f * tau, inverse_cooling = 1.0f / cooling;
            float const gains = block.gains[i] + block.aperture[i] * sun;
            float const leaky = choose(by_area < 6.0f, by_area, 6.0f);
            float const cooler = block.full_control[i] * (leaky - leaky * leaky * (1.0f / 12.0f))
                                 + (1.0f - block.full_control[i]) * 0.5f * leaky;
            float const breaks =
                block.weekday_off[i] * fall(7.0f, cooling, inverse_cooling) + fall(8.0f, cooling, inverse_cooling);
            Balance const here{outside, losses, gains, gains * inverse, a, at_one, block.responsiveness[i], breaks};
            float const inside =
                block.living[i] * here.mean(warm) + (1.0f - block.living[i]) * here.mean(warm - cooler);
            float const lost = losses * (inside - outside);
            float const need = hours * (lost - useful(gains / lost, a, at_one) * gains);
            block.heat[i] += choose(need > 0.0f, need, 0.0f);
        }
    }
}

void portable(HeatBlock& block, Climate const& climate, double thermal_mass, double living_temperature)
{
    balance_block(block, climate, thermal_mass, living_temperature);
}
#if defined(__x86_64__)
__attribute__((target("avx512f"))) void avx512(HeatBlock& block, Climate const& climate, double thermal_mass,
                                               double living_temperature)
{
    balance_block(block, climate, thermal_mass, living_temperature);
}
__attribute__((target("avx2"))) void avx2(HeatBlock& block, Climate const& climate, double thermal_mass,
                                          double living_temperature)
{
    balance_block(block, climate, thermal_mass, living_temperature);
}
#endif

/// The same arithmetic in wider registers: every operation is rounded as IEEE 754 says, so the bits are the same.
auto* fastest()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return avx512;
    if (__builtin_cpu_supports("avx2")) return avx2;
#endif
    return portable;
}

std::size_t at(auto code) { return static_cast<std::size_t>(code); }

double water_heat(Housing const& housing, double persons)
{
    double const litres = 25 * persons + 36;
    return 4.18 * litres * housing.water_rise / 3600;
}

}  // namespace

void balance(HeatBlock& block, Climate const& climate, double thermal_mass, double living_temperature)
{
    static auto* const compute = fastest();
    compute(block, climate, thermal_mass, living_temperature);
}

double standard_occupants(double floor_area)
{
    if (floor_area <= 13.9) return 1;
    double const over = floor_area - 13.9;
    return 1 + 1.76 * (1 - exponential_of(-0.000349 * over * over)) + 0.0013 * over;
}

Base add(HeatBlock& block, Housing const& housing, Home const& home, Occupancy const& occupancy, bool for_rating)
{
    EXPECTS(block.count < HeatBlock::most);
    auto const band = at(home.age_band), type = at(home.type), wall = at(home.wall), glass = at(home.glazing),
               system = at(home.system);
    auto const& shape = housing.shape[type];
    double const area = std::max(home.floor_area, 14.0), storey = area / shape.storeys;
    double const round = housing.outline * std::sqrt(storey) * housing.storey_height * shape.storeys;
    double const outer = round * shape.exposed, party = round * (1 - shape.exposed) * shape.party;
    double const windows =
        std::min(housing.window_share[type][band] * area + housing.window_constant[type][band], 0.6 * outer);
    double const opaque = std::max(outer - windows - housing.door_area, 0.0);
    double const roof = home.loft == Loft::no_loft ? 0 : storey, floor = storey * shape.ground_floor;
    double const glazed = 1 / (1 / housing.window_u_value[glass] + housing.curtains);
    double const fabric = opaque * housing.wall_u_value[wall][band] + windows * glazed
                          + housing.door_area * housing.door_u_value + roof * housing.roof_u_value[at(home.loft)][band]
                          + floor * housing.floor_u_value[band] + party * housing.party_u_value[wall]
                          + housing.bridging[band] * (outer + roof + floor);
    double const volume = area * housing.storey_height;
    double const fans = 20;  // two extract fans of 10 m3/h
    double const leaks = housing.wall_infiltration[wall] + 0.1 * (shape.storeys - 1)
                         + shape.ground_floor * housing.floor_infiltration[band] + 0.05 + 0.25
                         - 0.2 * housing.draught_proofed[glass] + fans / volume;
    auto const rooms = static_cast<std::size_t>(std::clamp(area / housing.area_a_room + 0.5, 1.0, 8.0));

    double const persons = occupancy.persons;
    double const scale =
        static_cast<double>(power_of_two(0.4714f * binary_logarithm(static_cast<float>(area * persons))));
    Base const base{water_heat(housing, persons) + housing.water_loss[system],
                    housing.lighting * scale * (1 - 0.5 * housing.low_energy_lamps),
                    (for_rating ? housing.rating_appliances : housing.appliances) * scale, housing.pumps[system]};
    double const water_gains = 0.25 * 0.85 * (base.water - housing.water_loss[system])
                               + 0.8 * (0.15 * (base.water - housing.water_loss[system]))
                               + 0.25 * housing.water_loss[system];
    double const gains =
        20 * persons + 35 + 7 * persons + (base.appliances + 0.85 * base.lighting + water_gains) * 1000 / hours_a_year;

    auto const i = block.count++;
    block.fabric[i] = static_cast<float>(fabric);
    block.volume[i] = static_cast<float>(volume);
    block.infiltration[i] = static_cast<float>(leaks * (1 - 0.075 * shape.sheltered_sides));
    block.area[i] = static_cast<float>(area);
    block.living[i] = static_cast<float>(housing.living_area[rooms - 1]);
    block.responsiveness[i] = static_cast<float>(housing.responsiveness[system]);
    block.full_control[i] = static_cast<float>(housing.full_control[system]);
    block.weekday_off[i] = occupancy.home_all_day ? 0.0f : 5.0f / 7.0f;
    block.gains[i] = static_cast<float>(gains);
    block.aperture[i] =
        static_cast<float>(0.9 * housing.overshading * windows * housing.transmittance[glass] * housing.frame);
    return base;
}

Required required(Housing const& housing, Home const& home, Occupancy const& occupancy, Base const& base,
                  double room_heat)
{
    double const efficiency = housing.efficiency[at(home.fuel)][at(home.system)];
    bool const gas_hob = home.fuel == HeatingFuel::mains_gas;
    double const persons = occupancy.persons;
    return {(room_heat + base.water) / efficiency + (gas_hob ? 241 + 48 * persons : 0.0),
            base.lighting + base.appliances + base.pumps + (gas_hob ? 138 + 28 * persons : 275 + 55 * persons)};
}

double points_of_cost_factor(double factor)
{
    constexpr double tens = 0.43429448190325182765;
    return factor >= 3.5 ? 117 - 121 * tens * logarithm(factor) : 100 - 13.95 * factor;
}

double cost_factor_of_points(double points)
{
    constexpr double ten = 2.30258509299404568402, join = 100 - 13.95 * 3.5;
    return points > join ? (100 - points) / 13.95 : exponential_of((117 - points) / 121 * ten);
}

int rating(Housing const& housing, Home const& home, Base const& base, double room_heat)
{
    auto const fuel = at(home.fuel);
    double const electricity = housing.rating_price[at(HeatingFuel::electricity)];
    double const bought = (room_heat + base.water) / housing.efficiency[fuel][at(home.system)];
    double const cost = (bought * housing.rating_price[fuel] + (base.lighting + base.pumps) * electricity) / 100
                        + housing.rating_standing_charge[fuel];
    double const points = points_of_cost_factor(0.42 * cost / (std::max(home.floor_area, 14.0) + 45));
    return static_cast<int>(std::clamp(points + 0.5, 1.0, 120.0));
}

}  // namespace foresight
