#include <algorithm>
#include <numeric>

#include "engine/synthesis/county.hpp"
#include "engine/synthesis/rounding.hpp"

namespace foresight {

namespace {

constexpr std::size_t twelve = 12;

/// An area of the district, drawn by weight.
std::uint16_t draw_area(std::vector<double> const& cumulated, std::uint16_t first, Sequence& luck)
{
    auto const x = luck.uniform() * cumulated.back();
    return static_cast<std::uint16_t>(first
                                      + (std::upper_bound(cumulated.begin(), cumulated.end(), x) - cumulated.begin()));
}

std::vector<double> cumulated_older(DistrictControl const& district, Controls const& controls)
{
    std::vector<double> sums;
    double sum = 0;
    for (auto area = district.first_area; area != district.last_area; ++area)
        sums.push_back(sum += controls.area[area].ages[2] + 20);
    return sums;
}

/// Moves a person of that sex and age out of the pool and into an establishment.
bool move_in(MadeDistrict& made, Pool& pool, std::size_t sex, std::size_t age, std::size_t establishment)
{
    if (pool[sex][age] <= 0) return false;
    --pool[sex][age];
    MadePerson person;
    person.age = static_cast<Age>(age);
    person.sex = static_cast<Sex>(sex);
    person.establishment = static_cast<std::int32_t>(establishment);
    made.persons.push_back(person);
    return true;
}

/// Residents drawn from the ages by weight, as for halls and barracks.
void fill_by_weight(MadeDistrict& made, Pool& pool, std::size_t establishment, std::int32_t residents,
                    std::array<std::array<double, ages>, 2> const& weight)
{
    std::vector<double> share;
    for (std::size_t sex = 0; sex != 2; ++sex)
        for (std::size_t a = 0; a != ages; ++a) share.push_back(weight[sex][a] * pool[sex][a]);
    auto const wanted = largest_remainder(share, residents);
    for (std::size_t sex = 0; sex != 2; ++sex)
        for (std::size_t a = 0; a != ages; ++a)
            for (std::int32_t n = 0; n != wanted[sex * ages + a]; ++n) move_in(made, pool, sex, a, establishment);
}

/// Halls and the garrison: of an area, the residents beyond what its households hold at the district's size.
void fill_outlier_areas(MadeDistrict& made, Pool& pool, DistrictControl const& district, Controls const& controls)
{
    auto const size = district.residents / district.households;
    for (auto area = district.first_area; area != district.last_area; ++area) {
        auto const& here = controls.area[area];
        if (!here.has_establishment) continue;
        auto const residents = static_cast<std::int32_t>(here.residents - here.households * size);
        if (residents < 20) continue;
        made.establishments.push_back(
            {area, here.establishment, static_cast<std::uint16_t>(residents + residents / 10)});
        std::array<std::array<double, ages>, 2> weight{};
        if (here.establishment == EstablishmentKind::student_hall) weight = {controls.rate.hall, controls.rate.hall};
        else weight[1] = controls.rate.barracks;
        fill_by_weight(made, pool, made.establishments.size() - 1, residents, weight);
    }
}

/// Whole numbers of care-home residents by sex and age, from `least` to `last` - 1.
std::vector<std::int32_t> care_residents(Pool const& pool, RateControl const& rate, double scale, std::size_t least,
                                         std::size_t last)
{
    std::vector<double> expected;
    for (std::size_t sex = 0; sex != 2; ++sex)
        for (auto a = least; a != last; ++a) expected.push_back(scale * rate.care[sex][a] * pool[sex][a]);
    auto const total = std::accumulate(expected.begin(), expected.end(), 0.0);
    return largest_remainder(expected, static_cast<std::int64_t>(total + 0.5));
}

}  // namespace

double care_rate_scale(Controls const& controls)
{
    double residents = 0;
    for (std::size_t d = 0; d != std::min(twelve, controls.district.size()); ++d)
        for (std::size_t sex = 0; sex != 2; ++sex)
            for (std::size_t a = 65; a != ages; ++a)
                residents += controls.rate.care[sex][a] * controls.district[d].persons[sex][a];
    return controls.assumed.older_care_beds * controls.assumed.care_home_occupancy / residents;
}

void place_communal(MadeDistrict& made, Pool& pool, Controls const& controls, double care_scale, std::int32_t beds,
                    std::int32_t care_homes, Dice const& dice)
{
    auto const& district = controls.district[made.number];
    auto luck = dice.of("synthesis/communal", made.number);
    auto const older = cumulated_older(district, controls);
    fill_outlier_areas(made, pool, district, controls);

    auto const first_home = made.establishments.size();
    std::vector<double> room;
    for (std::int32_t i = 0; i != care_homes; ++i) room.push_back(0.5 + luck.uniform());
    auto const capacity = largest_remainder(room, beds);
    auto const nursing = static_cast<std::int32_t>(controls.assumed.nursing_share * care_homes + 0.5);
    for (std::int32_t i = 0; i != care_homes; ++i)
        made.establishments.push_back(
            {draw_area(older, district.first_area, luck),
             i < nursing ? EstablishmentKind::nursing_home : EstablishmentKind::residential_home,
             static_cast<std::uint16_t>(capacity[static_cast<std::size_t>(i)])});
    // Who is to be in care goes to the beds of a shuffled list, so that every home is as full as any other.
    std::vector<std::size_t> bed;
    for (std::size_t i = 0; i != capacity.size(); ++i)
        bed.insert(bed.end(), static_cast<std::size_t>(capacity[i]), first_home + i);
    luck.shuffle(bed);
    auto const wanted = care_residents(pool, controls.rate, care_scale, 65, ages);
    std::size_t next = 0;
    for (std::size_t sex = 0; sex != 2; ++sex)
        for (std::size_t a = 65; a != ages; ++a)
            for (std::int32_t n = 0; n != wanted[sex * (ages - 65) + a - 65] && next != bed.size(); ++n)
                if (move_in(made, pool, sex, a, bed[next])) ++next;
    made.care_residents_65 = static_cast<double>(next);

    // Homes of eight places for those of 16 to 64, whose rates are not scaled. Children's homes are not told apart: a child
    // of the model lives with a parent.
    auto const younger = care_residents(pool, controls.rate, 1.0, 16, 65);
    std::size_t in_home = 8;
    for (std::size_t sex = 0; sex != 2; ++sex)
        for (std::size_t a = 16; a != 65; ++a)
            for (std::int32_t n = 0; n != younger[sex * (65 - 16) + a - 16]; ++n) {
                if (in_home == 8) {
                    made.establishments.push_back(
                        {draw_area(older, district.first_area, luck), EstablishmentKind::residential_home, 8});
                    in_home = 0;
                }
                if (move_in(made, pool, sex, a, made.establishments.size() - 1)) ++in_home;
            }
}

}  // namespace foresight
