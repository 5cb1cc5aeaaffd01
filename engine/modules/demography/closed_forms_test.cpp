#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "tests/small_demography.hpp"

namespace foresight {
namespace {

/// Four standard errors of a count of so many with that probability.
double four_errors(double people, double probability)
{
    return 4 * std::sqrt(people * probability * (1 - probability));
}

TEST_CASE("of a cohort as many are alive at each birthday as the life table says, within four standard errors")
{
    // Dying rises with age as it does in life; everybody turns 60 in the first month.
    auto table = by_sex_and_age(0);
    auto const probability = [](int age) { return 0.01 * std::exp(0.1 * (age - 60)); };
    for (int sex = 0; sex != 2; ++sex)
        for (int age = 60; age != 80; ++age)
            table.slices[0].values[static_cast<std::size_t>(sex) * ages + static_cast<std::size_t>(age)] =
                probability(age);
    Parameters parameters;
    add_mortality(parameters, std::move(table));
    auto const cohort = residents_born_in(Month::of(1963, 7), 20000);
    double const born = cohort.persons.living();
    double share = 1;
    int age = 60;
    live(cohort, parameters, {"demography/ageing", "demography/mortality"}, 15, [&](Month month, auto const& people) {
        if (month.month() != 6) return;
        share *= 1 - probability(age++);
        INFO("at " << age << ": " << people.persons.living() << " of " << born);
        CHECK(std::abs(people.persons.living() - born * share) < four_errors(born, share));
    });
    CHECK(age == 75);
}

/// From October on three times as much, from January on as before.
Parameter thrice_in_autumn(Parameter usual)
{
    auto autumn = usual.slices[0], winter = usual.slices[0];
    autumn.from = Month::of(2023, 10);
    winter.from = Month::of(2024, 1);
    for (auto& value : autumn.values) value *= 3;
    usual.slices.insert(usual.slices.end(), {autumn, winter});
    return usual;
}

TEST_CASE("a hazard that changes within the year acts from its month, to its month, and not before")
{
    // Half of the cohort have their birthday in November.
    double const hazard = 0.2;
    auto cohort = residents_born_in(Month::of(1963, 7), 20000);
    for (std::uint32_t row = 0; row < cohort.persons.rows(); row += 2)
        cohort.persons.column(person::birth_month)[row] = Month::of(1963, 11);
    double const people = cohort.persons.living();
    std::array<std::array<double, 12>, 2> deaths{};  // as usual and with the change, by month from July
    for (bool const changes : {false, true}) {
        Parameters parameters;
        add_mortality(parameters, by_sex_and_age(1 - std::exp(-hazard)));
        if (changes) parameters.add("demography/mortality/district_scale", thrice_in_autumn(by_district(1)));
        live(cohort, parameters, {"demography/ageing", "demography/mortality"}, 1, [&](Month month, auto const& now) {
            auto& of_month = deaths[changes][static_cast<std::size_t>(month - (cohort.base + 1))];
            now.find_log(population_changed.name)->each([&](EventRecord const&) { of_month += 1; });
        });
    }
    double alive = 1, alive_usually = 1;
    for (std::size_t month = 0; month != 12; ++month) {
        bool const autumn = month >= 3 && month < 6;
        double const dies = alive * (1 - std::exp(-(autumn ? 3 : 1) * hazard / 12));
        double const dies_usually = alive_usually * (1 - std::exp(-hazard / 12));
        INFO("month " << month << ": " << deaths[1][month] << ", usually " << deaths[0][month]);
        CHECK(std::abs(deaths[1][month] - people * dies) < four_errors(people, dies));
        CHECK(std::abs(deaths[0][month] - people * dies_usually) < four_errors(people, dies_usually));
        if (month < 3) CHECK(deaths[1][month] == deaths[0][month]);
        alive -= dies;
        alive_usually -= dies_usually;
    }
}

TEST_CASE("who may die or emigrate does each as often as two hazards in a race say, within four standard errors")
{
    double const dying = 0.15, leaving = 0.25;
    Parameters parameters;
    add_mortality(parameters, by_sex_and_age(1 - std::exp(-dying)));
    add_moving(parameters, 0, by_district_sex_and_age(0), leaving);
    auto const cohort = residents_born_in(Month::of(1963, 7), 20000);
    double const people = cohort.persons.living();
    double dead = 0, gone = 0;
    int const years = 3;
    live(cohort, parameters, {"demography/ageing", "demography/mortality", "demography/departures"}, years,
         [&](Month, auto const& now) {
             now.find_log(population_changed.name)->each([&](EventRecord const& event) {
                 dead += event.codes[0] == static_cast<std::uint8_t>(PopulationChange::death);
                 gone += event.codes[0] == static_cast<std::uint8_t>(PopulationChange::out_to_abroad);
             });
         });
    // In time by months: who dies in a month does not leave in it.
    double const months = 12 * years, stays = std::exp(-(dying + leaving) / 12);
    double const lived = (1 - std::pow(stays, months)) / (1 - stays);
    double const dies = (1 - std::exp(-dying / 12)) * lived;
    double const leaves = std::exp(-dying / 12) * (1 - std::exp(-leaving / 12)) * lived;
    INFO(dead << " died and " << gone << " left of " << people);
    CHECK(std::abs(dead - people * dies) < four_errors(people, dies));
    CHECK(std::abs(gone - people * leaves) < four_errors(people, leaves));
}

TEST_CASE("homes between two districts are where a chain of two states has them, within four standard errors")
{
    // A household has one clock a year: it moves at most once.
    double const there = 0.08, back = 0.03;
    auto rates = by_district_sex_and_age(there);
    for (std::size_t cell = 2 * ages; cell != rates.slices[0].values.size(); ++cell)
        rates.slices[0].values[cell] = back;
    Parameters parameters;
    add_moving(parameters, 0, std::move(rates), 0);
    auto const county = small_county(16000);
    double const out = 1 - std::exp(-there), in = 1 - std::exp(-back), settled = out / (out + in);
    int year = 0;
    live(county, parameters, {"demography/ageing", "demography/departures"}, 2, [&](Month month, auto const& people) {
        if (month.month() != 6) return;
        double const memory = std::pow(1 - out - in, ++year);
        // One chance for the homes that began in the first district, one for the others; half of them each.
        double const moved = settled * (1 - memory), stayed = settled + (1 - settled) * memory;
        double in_second = 0;
        for (std::uint32_t home = 0; home != county.households.rows(); ++home) {
            auto const dwelling = people.households.column(household::dwelling)[home];
            in_second += people.dwellings.column(dwelling::area)[dwelling.value] == 1;
        }
        double const error = std::sqrt(8000 * (moved * (1 - moved) + stayed * (1 - stayed)));
        INFO("after " << year << " years: " << in_second << ", not " << 8000 * (moved + stayed));
        CHECK(!people.vacant()[1].empty());
        CHECK(std::abs(in_second - 8000 * (moved + stayed)) < 4 * error);
    });
    CHECK(year == 2);
}

TEST_CASE("couples who have nothing to do but part last as an exponential says, within four standard errors")
{
    double const hazard = 0.03;
    Parameters parameters;
    parameters.add("demography/partnership/dissolution", by_age(hazard));
    parameters.add("demography/partnership/sharing_after", constant(0));
    auto const county = small_county(16000);
    double together = 0;
    live(county, parameters, {"demography/ageing", "demography/separation"}, 3, [&](Month, auto const& people) {
        together = 0;
        for (auto const partner : people.persons.column(person::partner)) together += partner != nobody<Person>;
    });
    double const expected = std::exp(-3 * hazard);
    CHECK(std::abs(together / 2 - 16000 * expected) < four_errors(16000, expected));
}

}  // namespace
}  // namespace foresight
