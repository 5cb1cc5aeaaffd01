#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/modules/fuel_poverty/energy.hpp"
#include "engine/random/random_stream.hpp"

using namespace foresight;

namespace {

constexpr std::array days_of{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

Climate mild()
{
    Climate climate;
    climate.temperature = {4.6, 5.0, 7.0, 9.0, 12.2, 15.0, 17.5, 17.6, 15.0, 11.4, 7.3, 5.1};
    climate.wind = {4.9, 4.8, 4.7, 4.2, 4.2, 3.7, 3.8, 3.8, 4.0, 4.2, 4.3, 4.5};
    climate.sunlight = {20.2, 39.6, 63.9, 95.3, 115.7, 120.4, 117.0, 102.2, 76.6, 48.4, 25.2, 16.6};
    return climate;
}

/// What a block holds of one home, in double precision.
struct Plain {
    double fabric, volume, infiltration, area, living, responsiveness, full_control, weekday_off, gains, aperture;
};

void put(HeatBlock& block, Plain const& home)
{
    auto const i = block.count++;
    auto const f = [](double x) { return static_cast<float>(x); };
    block.fabric[i] = f(home.fabric);
    block.volume[i] = f(home.volume);
    block.infiltration[i] = f(home.infiltration);
    block.area[i] = f(home.area);
    block.living[i] = f(home.living);
    block.responsiveness[i] = f(home.responsiveness);
    block.full_control[i] = f(home.full_control);
    block.weekday_off[i] = f(home.weekday_off);
    block.gains[i] = f(home.gains);
    block.aperture[i] = f(home.aperture);
}

double useful_share(double ratio, double a)
{
    if (ratio <= 0) return 1;
    if (std::abs(ratio - 1) < 1e-9) return a / (a + 1);
    return (1 - std::pow(ratio, a)) / (1 - std::pow(ratio, a + 1));
}

/// The same balance, written plainly.
double plain_balance(Plain const& home, Climate const& climate, double mass = 250, double warm = 21)
{
    double sum = 0;
    for (auto const m : {0u, 1u, 2u, 3u, 4u, 9u, 10u, 11u}) {
        double const outside = climate.temperature[m], windy = home.infiltration * climate.wind[m] / 4;
        double const changes = windy >= 1 ? windy : 0.5 + 0.5 * windy * windy;
        double const losses = home.fabric + 0.33 * changes * home.volume, by_area = losses / home.area;
        double const tau = mass / (3.6 * by_area), a = 1 + tau / 15, cooling = 4 + 0.25 * tau;
        double const gains = home.gains + home.aperture * climate.sunlight[m], leaky = std::min(by_area, 6.0);
        double const rest =
            warm - home.full_control * (leaky - leaky * leaky / 12) - (1 - home.full_control) * 0.5 * leaky;
        auto const mean = [&](double wanted) {
            double const eta = useful_share(gains / (losses * (wanted - outside)), a);
            double const unheated =
                (1 - home.responsiveness) * (wanted - 2) + home.responsiveness * (outside + eta * gains / losses);
            double const difference = std::max(wanted - unheated, 0.0);
            auto const fall = [&](double hours) {
                return hours <= cooling ? 0.5 * hours * hours * difference / (24 * cooling)
                                        : difference * (hours - cooling / 2) / 24;
            };
            return wanted - home.weekday_off * fall(7) - fall(8);
        };
        double const inside = home.living * mean(warm) + (1 - home.living) * mean(rest),
                     lost = losses * (inside - outside);
        sum += std::max(0.0, 0.024 * days_of[m] * (lost - useful_share(gains / lost, a) * gains));
    }
    return sum;
}

/// Homes of every sort: from a caravan to a manor, from a passive house to a sieve.
Plain some_home(std::uint64_t number)
{
    auto const between = [&](std::uint64_t what, double low, double high) {
        return low + (high - low) * static_cast<double>(mixed(number, what) >> 11) * 0x1p-53;
    };
    double const area = between(1, 25, 250);
    return {area * between(2, 0.6, 4.5),
            area * 2.5,
            between(3, 0.3, 1.6),
            area,
            between(4, 0.14, 0.75),
            between(5, 0, 1),
            mixed(number, 6) % 2 ? 1.0 : 0.0,
            mixed(number, 7) % 2 ? 5.0 / 7 : 0.0,
            between(8, 200, 1200),
            between(9, 1, 15)};
}

/// kWh that a home takes in eight months of five degrees and wind of four metres a second, wanted at 21.
double in_eight_months_of_five_degrees(Plain const& home, float sunlight)
{
    Climate five;
    five.temperature.fill(5);
    five.wind.fill(4);
    five.sunlight.fill(sunlight);
    HeatBlock block;
    put(block, home);
    balance(block, five, 250, 21);
    return static_cast<double>(block.heat[0]);
}

}  // namespace

TEST_CASE("a house in eight months of five degrees needs what a sheet of paper says")
{
    Plain const home{.fabric = 200,
                     .volume = 240,
                     .infiltration = 0.5,
                     .area = 100,
                     .living = 0.25,
                     .responsiveness = 1,
                     .full_control = 1,
                     .weekday_off = 5.0 / 7,
                     .gains = 500,
                     .aperture = 0};
    // Air changes 0.5 + 0.5 * 0.5^2 = 0.625; losses 200 + 0.33 * 0.625 * 240 = 249.5 W/K, 2.495 for each m2.
    // Time constant 250 / (3.6 * 2.495) = 27.833 h; exponent 1 + 27.833/15 = 2.8556; cooling 4 + 27.833/4 = 10.958 h.
    // Living area: gains over losses 500/(249.5*16) = 0.12525, useful 0.99768; unheated it would be at 6.9994, 14.0006 less;
    //   seven hours off cost 49*14.0006/(2*24*10.958) = 1.3042, eight 1.7035: mean 21 - 5/7*1.3042 - 1.7035 = 18.3649.
    // Elsewhere 2.495 - 2.495^2/12 = 1.97625 less is wanted, 19.0238; useful 0.99669; off 1.1203 and 1.4633: mean 16.7602.
    // Inside 0.25*18.3649 + 0.75*16.7602 = 17.1614; lost 249.5*12.1614 = 3,034.27 W; gains 0.16478 of it, useful 0.99515.
    // October to May have 243 days: 0.024 * 243 * (3,034.27 - 0.99515*500) = 14,794.0 kWh.
    CHECK(in_eight_months_of_five_degrees(home, 0) == doctest::Approx(14794.0).epsilon(2e-5));
}

TEST_CASE("a draughty flat with old storage heaters and somebody at home needs what a sheet of paper says")
{
    Plain const home{.fabric = 230,
                     .volume = 100,
                     .infiltration = 1.2,
                     .area = 40,
                     .living = 0.4,
                     .responsiveness = 0.25,
                     .full_control = 0,
                     .weekday_off = 0,
                     .gains = 300,
                     .aperture = 2};
    // More than one air change, 1.2, as the wind has it; losses 230 + 0.33 * 1.2 * 100 = 269.6 W/K, 6.74 for each m2; gains
    //   300 + 2*50 = 400 W. Time constant 250/(3.6*6.74) = 10.3033 h; exponent 1.68689; cooling 4 + 10.3033/4 = 6.5758 h.
    // Living area: gains over losses 400/(269.6*16) = 0.09273, useful 0.98355; unheated 0.75*19 + 0.25*(5 + 0.98355*400/269.6)
    //   = 15.8648, 5.1352 less; eight hours outlast the cooling: 5.1352*(8 - 6.5758/2)/24 = 1.0082; mean 19.9918.
    // Elsewhere 0.5*6, the most that leaks count for, less is wanted, 18; useful 0.97717; off 0.8614: mean 17.1386.
    // Inside 0.4*19.9918 + 0.6*17.1386 = 18.2798; lost 269.6*13.2798 = 3,580.25 W; gains 0.11172 of it, useful 0.97792.
    // 0.024 * 243 * (3,580.25 - 0.97792*400) = 18,598.7 kWh.
    CHECK(in_eight_months_of_five_degrees(home, 50) == doctest::Approx(18598.7).epsilon(2e-5));
}

TEST_CASE("the fast balance is the plain one, within half a per cent for ninety-nine homes in a hundred")
{
    auto const climate = mild();
    std::vector<double> errors;
    for (std::uint64_t number = 0; number != 20'000;) {
        HeatBlock block;
        std::vector<Plain> homes;
        for (; block.count != HeatBlock::most && number != 20'000; ++number) {
            homes.push_back(some_home(number));
            put(block, homes.back());
        }
        balance(block, climate, 250, 21);
        for (std::uint32_t i = 0; i != block.count; ++i) {
            double const plain = plain_balance(homes[i], climate);
            errors.push_back(std::abs(static_cast<double>(block.heat[i]) - plain) / std::max(plain, 100.0));
        }
    }
    std::sort(errors.begin(), errors.end());
    CHECK(errors[errors.size() * 99 / 100] < 0.005);
    CHECK(errors.back() < 0.02);
}

TEST_CASE("who is home all day needs more, and a leakier or a smaller-windowed house too")
{
    auto const climate = mild();
    for (std::uint64_t number = 0; number != 64; ++number) {
        HeatBlock block;
        auto home = some_home(number);
        home.weekday_off = 5.0 / 7;
        put(block, home);
        home.weekday_off = 0;
        put(block, home);
        home.fabric *= 1.2;
        put(block, home);
        home.aperture *= 0.5;
        put(block, home);
        balance(block, climate, 250, 21);
        for (std::uint32_t i = 0; i != 3; ++i) CHECK(block.heat[i] <= block.heat[i + 1]);
    }
}

TEST_CASE("the two branches of the SAP rating meet at a cost factor of three and a half")
{
    // 100 - 13.95*3.5 = 51.175; 117 - 121*log10(3.5) = 117 - 121*0.544068 = 51.1678.
    CHECK(points_of_cost_factor(3.4999) == doctest::Approx(51.176).epsilon(1e-4));
    CHECK(points_of_cost_factor(3.5) == doctest::Approx(51.1678).epsilon(1e-4));
    CHECK(points_of_cost_factor(2.0) == doctest::Approx(72.1));
    for (double const points : {20.0, 45.0, 51.0, 55.0, 69.0, 92.0})
        CHECK(points_of_cost_factor(cost_factor_of_points(points)) == doctest::Approx(points).epsilon(1e-9));
}

TEST_CASE("a home of ninety square metres is reckoned to have two and a half people in it")
{
    // 76.1 over: 1 + 1.76*(1 - e^(-0.000349*5791.21)) + 0.0013*76.1 = 1 + 1.76*(1 - 0.132521) + 0.09893 = 2.62569.
    CHECK(standard_occupants(90) == doctest::Approx(2.6257).epsilon(1e-4));
    CHECK(standard_occupants(12) == 1);
}
