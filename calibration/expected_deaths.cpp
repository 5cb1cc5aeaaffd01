#include "calibration/expected_deaths.hpp"

#include "engine/random/elementary.hpp"

namespace foresight {

ExpectedDeaths expected_deaths(Population const& base, Parameters const& parameters)
{
    auto const value = [&](char const* name) -> std::vector<double> const& {
        return parameters.at(std::string{"demography/mortality/"} + name).at(base.base);
    };
    auto const &probability = value("probability"), &district_scale = value("district_scale"),
               &deprivation = value("deprivation"), &ratio = value("care_home_ratio");
    constexpr std::size_t quintiles = 5;
    struct Sum {
        double people = 0, scale = 0;
    };
    std::array<std::array<std::array<Sum, ages>, 2>, 2> sum{};  // resident or not, sex, age
    auto const& kind = base.establishments.column(establishment::kind);
    for (std::uint32_t row = 0; row != base.persons.rows(); ++row) {
        if (!base.persons.alive({row})) continue;
        auto const place = base.persons.column(person::establishment)[row];
        bool const resident =
            place
                != nobody<
                    Establishment> && (kind[place.value] == EstablishmentKind::residential_home || kind[place.value] == EstablishmentKind::nursing_home);
        auto const area = base.area_of({row});
        auto const decile = area == Population::no_area ? std::uint8_t{5} : base.areas.all[area].imd_decile;
        auto const district = base.persons.column(person::district)[row];
        auto const age = base.persons.column(person::age)[row];
        auto& cell = sum[resident][static_cast<std::size_t>(base.persons.column(person::sex)[row])][age];
        cell.people += 1;
        cell.scale += district_scale[district]
                      * deprivation[(district * quintiles + static_cast<std::size_t>(decile - 1) / 2) * ages + age];
    }
    ExpectedDeaths found;
    for (std::size_t sex = 0; sex != 2; ++sex)
        for (std::size_t age = 0; age != ages; ++age) {
            auto const &home = sum[0][sex][age], &resident = sum[1][sex][age];
            double const all = home.people + resident.people;
            double const share = all > 0 ? resident.people / all : 0;
            double const scale = all > 0 ? (home.scale + resident.scale) / all : 1;
            double const q = probability[sex * ages + age];
            double const hazard = q < 1 ? -logarithm(1 - q) : 12.0 * 12.0;
            double const balanced = hazard * scale / (1 + share * (ratio[age] - 1));
            found.at_home[sex][age] = balanced;
            found.in_care_homes[sex][age] = balanced * ratio[age];
        }
    return found;
}

}  // namespace foresight
