#include <doctest/doctest.h>

#include <cmath>

#include "engine/modules/demography/fields.hpp"
#include "engine/simulation.hpp"
#include "tests/small_county.hpp"

namespace foresight {
namespace {

Parameter mortality_table(std::vector<std::string> dimensions, std::vector<double> values)
{
    Parameter parameter;
    parameter.dimensions = std::move(dimensions);
    parameter.slices = {{Month{0}, std::move(values)}};
    return parameter;
}

/// A life table with one probability for everybody, the same everywhere.
Parameters dying(double probability, double scale = 1)
{
    Parameters made;
    made.add("demography/mortality/probability",
             mortality_table({"sex", "age"}, std::vector<double>(2 * ages, probability)));
    made.add("demography/mortality/improvement", mortality_table({"sex", "age"}, std::vector<double>(2 * ages, 0)));
    made.add("demography/mortality/district_scale", mortality_table({"district"}, std::vector<double>(14, scale)));
    made.add("demography/mortality/deprivation",
             mortality_table({"district", "imd_quintile", "age"}, std::vector<double>(14 * 5 * ages, 1)));
    made.add("demography/mortality/care_home_ratio", mortality_table({"age"}, std::vector<double>(ages, 1)));
    return made;
}

class NobodyLooks final : public Observer {
public:
    void begin(Month, Population const&) override {}
    void month_end(Month, Population const&) override {}
};

/// The share of a small county that is alive after so many years.
double survivors(Parameters const& parameters, int years, std::uint32_t households = 5000)
{
    auto const base = small_county(households);
    Scenario scenario;
    scenario.start = base.base + 1;
    scenario.end = scenario.start + 12 * years;
    scenario.schedule = {"demography/ageing", "demography/mortality"};
    std::vector<NamedProcess> const catalogue{{"demography/ageing", "", make_ageing},
                                              {"demography/mortality", "", make_mortality}};
    Simulation simulation{scenario, parameters, catalogue, base, {42, 0}};
    NobodyLooks nobody_looks;
    simulation.run(nobody_looks);
    return static_cast<double>(simulation.population().persons.living()) / static_cast<double>(base.persons.living());
}

TEST_CASE("nobody dies where the life table says that nobody dies") { CHECK(survivors(dying(0), 3) == 1); }

TEST_CASE("nobody outlives a certain death by a year") { CHECK(survivors(dying(1), 1) == 0); }

TEST_CASE("the share who survive is the life table's, within four standard errors")
{
    for (double const q : {0.02, 0.1, 0.4}) {
        double const expected = std::pow(1 - q, 3);
        double const error = std::sqrt(expected * (1 - expected) / 20000);
        INFO("probability " << q);
        CHECK(std::abs(survivors(dying(q), 3) - expected) < 4 * error);
    }
}

TEST_CASE("a district where the hazard is double loses whom it would lose twice over")
{
    double const expected = std::pow(0.95, 2 * 2);
    double const error = std::sqrt(expected * (1 - expected) / 20000);
    CHECK(std::abs(survivors(dying(0.05, 2), 2) - expected) < 4 * error);
}

TEST_CASE("who survives a deadlier world survives a milder one")
{
    CHECK(survivors(dying(0.10), 2) <= survivors(dying(0.09), 2));
}

}  // namespace
}  // namespace foresight
