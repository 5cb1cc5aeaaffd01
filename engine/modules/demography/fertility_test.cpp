#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <map>

#include "engine/modules/demography/fields.hpp"
#include "engine/simulation.hpp"
#include "tests/small_county.hpp"
#include "tests/small_demography.hpp"

namespace foresight {
namespace {

Parameter fertility_table(std::vector<std::string> dimensions, std::vector<double> values)
{
    Parameter parameter;
    parameter.dimensions = std::move(dimensions);
    parameter.slices = {{Month{0}, std::move(values)}};
    return parameter;
}

/// The same rate at every age and parity from 20 to 44.
Parameters bearing(double rate, double twins = 0)
{
    std::vector<double> by_age(ages, 0), by_parity;
    for (std::size_t age = 20; age != 45; ++age) by_age[age] = rate;
    for (int parity = 0; parity != 5; ++parity) by_parity.insert(by_parity.end(), by_age.begin(), by_age.end());
    Parameters made;
    made.add("demography/fertility/rate", fertility_table({"parity", "age"}, by_parity));
    made.add("demography/fertility/asfr", fertility_table({"age"}, by_age));
    made.add("demography/fertility/district_scale", fertility_table({"district"}, std::vector<double>(14, 1)));
    for (auto const* name : {"level", "settling", "with_partner", "without_partner"})
        made.add(std::string{"demography/fertility/"} + name, fertility_table({}, {1}));
    made.add("demography/fertility/boys", fertility_table({}, {0.5122}));
    made.add("demography/fertility/twins", fertility_table({}, {twins}));
    return made;
}

class Midwife final : public Observer {
public:
    void begin(Month, Population const& population) override
    {
        for (std::uint32_t row = 0; row != population.persons.rows(); ++row) {
            auto const age = population.persons.column(person::age)[row];
            if (population.persons.column(person::sex)[row] != Sex::female || age < 20 || age >= 44) continue;
            ++mothers;
            childless += population.persons.column(person::children_born)[row] == 0;
        }
    }
    void month_end(Month month, Population const& population) override
    {
        for (auto const child : population.newcomers()) {
            ++births;
            first_births += population.persons.column(
                                person::children_born)[population.persons.column(person::mother)[child.value].value]
                            == 1;
            auto const mother = population.persons.column(person::mother)[child.value];
            ++in_quarter[static_cast<std::size_t>((month.month() + 5) % 12 / 3)];
            auto const [last, first] = last_birth.try_emplace(population.persons.id(mother), month);
            if (!first) least_months_between = std::min(least_months_between, month - last->second);
            last->second = month;
            in_order &= population.persons.column(person::birth_month)[child.value] == month;
            in_order &= population.persons.column(person::household)[child.value]
                        == population.persons.column(person::household)[mother.value];
            in_order &= population.persons.column(person::father)[child.value]
                        == population.persons.column(person::partner)[mother.value];
        }
    }
    long mothers = 0, childless = 0, births = 0, first_births = 0;
    std::array<long, 4> in_quarter{};  // from July on
    std::map<Id<Person>, Month> last_birth{};
    int least_months_between = 1000;
    bool in_order = true;
};

/// Every other woman has a child; of the childless, three in four have no partner.
Population mothers_and_childless(std::uint32_t count)
{
    auto county = small_county(count);
    for (std::uint32_t home = 0; home != count; ++home) {
        county.persons.column(person::children_born)[home * 4] = home % 2 == 0 ? 1 : 0;
        if (home % 2 == 1 && home % 8 != 1)
            for (auto const row : {home * 4, home * 4 + 1})
                county.persons.column(person::partner)[row] = nobody<Person>;
    }
    return county;
}

Midwife a_year_of(Parameters const& parameters, Population base = small_county(20000), int years = 1)
{
    base.persons.column(person::ethnic_group);
    base.persons.column(person::first_language);
    base.persons.column(person::children_born);
    Scenario scenario;
    scenario.start = base.base + 1;
    scenario.end = scenario.start + 12 * years;
    scenario.schedule = {"demography/ageing", "demography/fertility"};
    std::vector<NamedProcess> const catalogue{{"demography/ageing", "", make_ageing},
                                              {"demography/fertility", "", make_fertility}};
    Simulation simulation{scenario, parameters, catalogue, base, {42, 0}};
    Midwife midwife;
    simulation.run(midwife);
    return midwife;
}

TEST_CASE("no child is born where the rates are nought") { CHECK(a_year_of(bearing(0)).births == 0); }

TEST_CASE("births are the rate's, though a woman has one birth a year at most")
{
    for (double const rate : {0.05, 0.2}) {
        auto const seen = a_year_of(bearing(rate));
        double const expected = rate * static_cast<double>(seen.mothers);
        INFO("rate " << rate << ", mothers " << seen.mothers << ", births " << seen.births);
        // some of those of 19 and of 44 count for a part of the year
        CHECK(std::abs(static_cast<double>(seen.births) - expected) < 4 * std::sqrt(expected) + 0.06 * expected);
    }
}

TEST_CASE("first births are those of the rate of the childless, few as of them have a partner")
{
    auto parameters = bearing(0.1);
    parameters.change("demography/fertility/with_partner").slices[0].values = {2};
    parameters.change("demography/fertility/without_partner").slices[0].values = {0.25};
    auto const seen = a_year_of(parameters, mothers_and_childless(20000));
    auto const expected = [](long women) { return 0.1 * static_cast<double>(women); };
    INFO(seen.childless << " childless of " << seen.mothers << ", first births " << seen.first_births << " of "
                        << seen.births);
    CHECK(std::abs(static_cast<double>(seen.first_births) - expected(seen.childless))
          < 4 * std::sqrt(expected(seen.childless)) + 0.06 * expected(seen.childless));
    CHECK(std::abs(static_cast<double>(seen.births) - expected(seen.mothers))
          < 4 * std::sqrt(expected(seen.mothers)) + 0.06 * expected(seen.mothers));
}

TEST_CASE("a child follows the one before a year later at the soonest, and is as likely to be born in June as in July")
{
    auto const seen = a_year_of(bearing(0.2), small_county(20000), 4);
    CHECK(seen.least_months_between >= 12);
    CHECK(seen.least_months_between < 16);
    for (auto const births : seen.in_quarter) {
        auto const expected = static_cast<double>(seen.births) / 4;
        INFO(births << " births in a quarter of the year, of " << expected);
        CHECK(std::abs(static_cast<double>(births) - expected) < 4 * std::sqrt(expected) + 0.03 * expected);
    }
}

TEST_CASE("a mother who arrives with an infant bears the next child a year after it at the soonest")
{
    auto county = small_county(6000);
    for (std::uint32_t row = 0; row != county.persons.rows(); ++row)
        if (row % 4 >= 2) {  // of each two children one is an infant
            int const months = row % 4 == 2 ? static_cast<int>(row / 4 % 12) : 66;
            county.persons.column(person::birth_month)[row] = county.base - months;
            county.persons.column(person::age)[row] = static_cast<Age>(months / 12);
        }
    county.connect();
    county.persons.column(person::ethnic_group);
    county.persons.column(person::first_language);
    county.persons.column(person::children_born);
    auto parameters = a_tenth_arrives(county);
    auto const births = bearing(0.6);
    for (auto const& [name, parameter] : births.all()) parameters.add(name, parameter);
    std::map<std::uint32_t, Month> infant_of;
    int followed = 0, least = 1000;
    live(county, parameters, {"demography/ageing", "demography/fertility", "demography/arrivals"}, 2,
         [&](Month month, Population const& people) {
             for (auto const row : people.newcomers()) {
                 auto const mother = people.persons.column(person::mother)[row.value];
                 if (mother == nobody<Person> || people.persons.column(person::age)[row.value] != 0) continue;
                 auto const born = people.persons.column(person::birth_month)[row.value];
                 auto const [last, first] = infant_of.try_emplace(mother.value, born);
                 if (first || born < month || mother.value < county.persons.rows()) continue;
                 ++followed;
                 least = std::min(least, born - last->second);
                 last->second = born;
             }
         });
    CHECK(followed > 50);
    CHECK(least >= 12);
}

TEST_CASE("a newborn lives with its mother, and her partner is the father") { CHECK(a_year_of(bearing(0.2)).in_order); }

}  // namespace
}  // namespace foresight
