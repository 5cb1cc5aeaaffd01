#include <algorithm>
#include <array>
#include <cmath>

#include "engine/synthesis/county.hpp"
#include "engine/synthesis/rounding.hpp"

namespace foresight {

namespace {

constexpr std::size_t traits = 6;  ///< persons of three ages, all persons, one lone parent, one living alone
constexpr std::array<double, traits> importance{1.0, 1.0, 1.0, 2.0, 0.6, 0.4};
constexpr double yields = 0.006;
constexpr int proposals = 90;  ///< swaps tried for each household

using Traits = std::array<std::int8_t, traits>;

Traits traits_of(MadeDistrict const& made, MadeHome const& home)
{
    Traits t{};
    for (int i = 0; i != home.size; ++i) {
        auto const age = made.persons[static_cast<std::size_t>(home.first + i)].age;
        ++t[age < 16 ? 0 : age < 65 ? 1 : 2];
    }
    t[3] = static_cast<std::int8_t>(home.size);
    t[4] = home.composition == Composition::lone_parent;
    t[5] = home.composition == Composition::one_person;
    return t;
}

/// What each area is to hold of each trait; the columns add up to what there is.
Matrix targets(MadeDistrict const& made, Controls const& controls, std::vector<std::int32_t> const& homes,
               std::array<double, traits> const& total)
{
    auto const& district = controls.district[made.number];
    auto const areas = homes.size();
    auto const growth = growth_of(made, controls);
    Matrix person{areas, 3};
    std::vector<double> residents(areas);
    std::vector<std::array<double, 3>> away(areas);
    for (auto const& one : made.persons)
        if (one.establishment != nowhere) {
            auto const at = made.establishments[static_cast<std::size_t>(one.establishment)].area - district.first_area;
            ++away[static_cast<std::size_t>(at)][one.age < 16 ? 0 : one.age < 65 ? 1 : 2];
        }
    double ages_2020 = 0, residents_now = 0;
    for (std::size_t i = 0; i != areas; ++i)
        for (auto const n : controls.area[district.first_area + i].ages) ages_2020 += n;
    auto const now_per_2020 = static_cast<double>(made.persons.size()) / ages_2020;
    for (std::size_t i = 0; i != areas; ++i) {
        auto const& here = controls.area[district.first_area + i];
        auto const all_here = away[i][0] + away[i][1] + away[i][2];
        // A household is of one person at least, and of few more than three on average.
        // The Census of 2021 and the estimates of 2020 disagree on how many live here by some 6 per cent. The Census rules, but
        // yields by as much as its ethnic groups, which must hold within 1 per cent, can bear.
        auto const census = here.residents * growth,
                   estimate = (here.ages[0] + here.ages[1] + here.ages[2]) * now_per_2020;
        auto const wanted = census + std::clamp(estimate - census, -yields * census, yields * census);
        residents[i] = std::clamp(wanted - all_here, 1.15 * homes[i], 3.9 * homes[i]);
        residents_now += residents[i];
        for (std::size_t band = 0; band != 3; ++band)
            person.at(i, band) = std::max(0.02 * residents[i], here.ages[band] * now_per_2020 - away[i][band]);
    }
    for (auto& r : residents) r *= total[3] / residents_now;
    fit_margins(person, residents, {total[0], total[1], total[2]}, 300, 1e-9);
    Matrix goal{areas, traits};
    std::vector<double> lone(areas), single(areas);
    for (std::size_t i = 0; i != areas; ++i) {
        auto const& area = controls.areas.all[district.first_area + i];
        auto const mean = residents[i] / homes[i], district_mean = total[3] / static_cast<double>(made.homes.size());
        // Assumed: odds of a lone parent double over six deciles of income deprivation; small households are singles'.
        lone[i] = person.at(i, 0) * exponential_of(0.115 * (5.5 - area.idaci_decile));
        single[i] = homes[i] * exponential_of(-1.6 * (mean / district_mean - 1));
    }
    auto scale = [](std::vector<double>& list, double to) {
        double sum = 0;
        for (auto const x : list) sum += x;
        for (auto& x : list) x *= to / sum;
    };
    scale(lone, total[4]);
    scale(single, total[5]);
    for (std::size_t i = 0; i != areas; ++i) {
        for (std::size_t band = 0; band != 3; ++band) goal.at(i, band) = person.at(i, band);
        goal.at(i, 3) = residents[i];
        goal.at(i, 4) = lone[i];
        goal.at(i, 5) = single[i];
    }
    return goal;
}

/// Swaps households between areas as long as that brings the areas nearer to what they should hold.
void polish(std::vector<std::uint32_t>& area, std::vector<Traits> const& trait, Matrix const& goal, Sequence& luck)
{
    Matrix excess{goal.rows, traits};
    for (std::size_t i = 0; i != goal.cells.size(); ++i) excess.cells[i] = -goal.cells[i];
    for (std::size_t h = 0; h != area.size(); ++h)
        for (std::size_t k = 0; k != traits; ++k) excess.at(area[h], k) += trait[h][k];
    auto const count = static_cast<std::uint32_t>(area.size());
    for (std::uint64_t tried = 0, all = std::uint64_t{count} * proposals; tried != all; ++tried) {
        auto const a = luck.below(count), b = luck.below(count);
        if (area[a] == area[b]) continue;
        auto* const here = &excess.cells[area[a] * traits];
        auto* const there = &excess.cells[area[b] * traits];
        double worse = 0;
        for (std::size_t k = 0; k != traits; ++k) {
            double const d = trait[b][k] - trait[a][k];
            worse += importance[k]
                     * (std::abs(here[k] + d) - std::abs(here[k]) + std::abs(there[k] - d) - std::abs(there[k]));
        }
        if (worse >= 0) continue;
        for (std::size_t k = 0; k != traits; ++k) {
            double const d = trait[b][k] - trait[a][k];
            here[k] += d;
            there[k] -= d;
        }
        std::swap(area[a], area[b]);
    }
}

}  // namespace

double growth_of(MadeDistrict const& made, Controls const& controls)
{
    double census = 0;
    auto const& district = controls.district[made.number];
    for (auto area = district.first_area; area != district.last_area; ++area) census += controls.area[area].residents;
    return static_cast<double>(made.persons.size()) / census;
}

std::vector<std::int32_t> households_by_area(MadeDistrict const& made, Controls const& controls)
{
    std::vector<double> census;
    auto const& district = controls.district[made.number];
    for (auto area = district.first_area; area != district.last_area; ++area)
        census.push_back(controls.area[area].households);
    return largest_remainder(census, static_cast<std::int64_t>(made.homes.size()));
}

void place_in_areas(MadeDistrict& made, Controls const& controls, Dice const& dice)
{
    auto luck = dice.of("synthesis/areas", made.number);
    auto const homes = households_by_area(made, controls);
    std::vector<Traits> trait;
    std::array<double, traits> total{};
    for (auto const& home : made.homes) {
        trait.push_back(traits_of(made, home));
        for (std::size_t k = 0; k != traits; ++k) total[k] += trait.back()[k];
    }
    std::vector<std::uint32_t> area;
    for (std::size_t i = 0; i != homes.size(); ++i)
        area.insert(area.end(), static_cast<std::size_t>(homes[i]), static_cast<std::uint32_t>(i));
    luck.shuffle(area);
    polish(area, trait, targets(made, controls, homes, total), luck);
    auto const first = controls.district[made.number].first_area;
    for (std::size_t h = 0; h != made.homes.size(); ++h)
        made.homes[h].area = static_cast<std::uint16_t>(first + area[h]);
}

}  // namespace foresight
