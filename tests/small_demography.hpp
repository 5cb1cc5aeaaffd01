#pragma once

#include <initializer_list>

#include "engine/modules/demography/fields.hpp"
#include "engine/simulation.hpp"
#include "tests/small_county.hpp"

// For the tests of demography: one process or two in a small county, with rates in a word.

namespace foresight {

/// A table of so many cells that all hold the same.
inline Parameter everywhere(double value, std::vector<std::string> dimensions, std::size_t cells)
{
    Parameter parameter;
    parameter.dimensions = std::move(dimensions);
    parameter.slices = {{Month{0}, std::vector<double>(cells, value)}};
    return parameter;
}
inline Parameter by_age(double value) { return everywhere(value, {"age"}, ages); }
inline Parameter by_sex_and_age(double value) { return everywhere(value, {"sex", "age"}, 2 * ages); }
inline Parameter by_district(double value) { return everywhere(value, {"district"}, 14); }
inline Parameter by_district_sex_and_age(double value)
{
    return everywhere(value, {"district", "sex", "age"}, 14 * 2 * ages);
}

/// Nobody dies; to be overwritten.
inline void add_mortality(Parameters& made, Parameter probability)
{
    made.add("demography/mortality/probability", std::move(probability));
    made.add("demography/mortality/improvement", by_sex_and_age(0));
    made.add("demography/mortality/district_scale", by_district(1));
    made.add("demography/mortality/deprivation", everywhere(1, {"district", "imd_quintile", "age"}, 14 * 5 * ages));
    made.add("demography/mortality/care_home_ratio", by_age(1));
}

/// Yearly rates of moving, the same for everybody; who moves within the county goes to the other of its two districts.
inline void add_moving(Parameters& made, double to_country, Parameter to_county, double to_abroad)
{
    made.add("demography/migration/to_country", by_district_sex_and_age(to_country));
    made.add("demography/migration/to_county", std::move(to_county));
    made.add("demography/migration/to_abroad", by_district_sex_and_age(to_abroad));
    made.add("demography/migration/alone", by_age(0));
    made.add("demography/leaving_home/sharing", everywhere(0, {}, 1));
    auto other = everywhere(0, {"district", "destination"}, 14 * 14);
    other.slices[0].values[0 * 14 + 1] = other.slices[0].values[1 * 14 + 0] = 1;
    made.add("demography/migration/destination", std::move(other));
}

/// Arrivals a year of a tenth of a county's people, by district, sex and age, and nobody who leaves.
inline Parameters a_tenth_arrives(Population const& county)
{
    auto wanted = by_district_sex_and_age(0);
    for (std::uint32_t row = 0; row != county.persons.rows(); ++row) {
        auto const district = county.persons.column(person::district)[row];
        auto const sex = static_cast<std::size_t>(county.persons.column(person::sex)[row]);
        wanted.slices[0].values[(district * 2u + sex) * ages + county.persons.column(person::age)[row]] += 0.1;
    }
    Parameters made;
    add_moving(made, 0, by_district_sex_and_age(0), 0);
    made.add("demography/migration/arrivals", std::move(wanted));
    made.add("demography/migration/arrivals_from_abroad", by_district(0.25));
    made.add("demography/migration/arrivals_level", constant(1));
    made.add("demography/migration/like_residents", constant(0));
    made.add("demography/migration/sharing", constant(0));
    return made;
}

/// People of one month of birth in the two establishments of a small county: without homes, partners or children.
inline Population residents_born_in(Month born, std::uint32_t count)
{
    auto county = small_county((count + 3) / 4);
    auto& persons = county.persons;
    for (std::uint32_t row = 0; row != persons.rows(); ++row) {
        persons.column(person::household)[row] = nobody<Household>;
        persons.column(person::establishment)[row] = {row % 2};
        persons.column(person::partner)[row] = persons.column(person::mother)[row] = nobody<Person>;
        persons.column(person::birth_month)[row] = born;
        persons.column(person::age)[row] = static_cast<Age>((county.base - born) / 12);
    }
    county.connect();
    return county;
}

/// Calls its body after each month.
template <class Body>
class EachMonth final : public Observer {
public:
    explicit EachMonth(Body body) : body_{std::move(body)} {}
    void begin(Month, Population const&) override {}
    void month_end(Month month, Population const& population) override { body_(month, population); }

private:
    Body body_;
};

/// Lives the years through with the processes named, and hands each month's end to `body`.
template <class Body>
void live(Population const& base, Parameters const& parameters, std::vector<std::string> schedule, int years,
          Body const& body)
{
    Scenario scenario;
    scenario.start = base.base + 1;
    scenario.end = scenario.start + 12 * years;
    scenario.schedule = std::move(schedule);
    std::vector<NamedProcess> const catalogue{{"demography/ageing", "", make_ageing},
                                              {"demography/health", "", make_self_rated_health},
                                              {"demography/working_life", "", make_working_life},
                                              {"demography/mortgages", "", make_mortgages},
                                              {"demography/mortality", "", make_mortality},
                                              {"demography/fertility", "", make_fertility},
                                              {"demography/separation", "", make_separation},
                                              {"demography/partnership", "", make_partnership},
                                              {"demography/leaving_home", "", make_leaving_home},
                                              {"demography/departures", "", make_departures},
                                              {"demography/arrivals", "", make_arrivals},
                                              {"demography/care_home_entry", "", make_care_home_entry},
                                              {"demography/housing_supply", "", make_housing_supply}};
    Simulation simulation{scenario, parameters, catalogue, base, {42, 0}};
    EachMonth<Body> observer{body};
    simulation.run(observer);
}

}  // namespace foresight
