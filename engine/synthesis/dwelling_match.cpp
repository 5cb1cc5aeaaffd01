#include <algorithm>
#include <array>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/synthesis/county.hpp"
#include "engine/synthesis/slots.hpp"

namespace foresight {

namespace {

constexpr int proposals = 40;  ///< exchanges proposed for each household

std::size_t age_band(Age age) { return age < 25 ? 0 : age < 35 ? 1 : age < 50 ? 2 : age < 65 ? 3 : 4; }

/// Logarithms of the odds, so that a proposal only adds.
struct Scores {
    std::array<std::array<double, 5>, tenures> tenure_age{};
    std::array<std::array<double, compositions>, tenures> tenure_composition{};
    std::array<std::array<double, compositions>, dwelling_types> dwelling_composition{};
    std::array<std::array<double, 5>, occupancies> occupancy_size{};
    std::array<std::array<double, 5>, dwelling_types> dwelling_age{};

    explicit Scores(Affinities const& a)
    {
        auto logs = [](auto& to, auto const& from) {
            for (std::size_t i = 0; i != to.size(); ++i)
                for (std::size_t j = 0; j != to[i].size(); ++j) to[i][j] = logarithm(std::max(1e-6, from[i][j]));
        };
        logs(tenure_age, a.tenure_age);
        logs(tenure_composition, a.tenure_composition);
        logs(dwelling_composition, a.dwelling_composition);
        logs(occupancy_size, a.occupancy_size);
        logs(dwelling_age, a.dwelling_age);
    }

    double of(MadeHome const& home, std::size_t age, Slot const& slot) const
    {
        auto const t = static_cast<std::size_t>(slot.tenure), d = static_cast<std::size_t>(slot.type),
                   c = static_cast<std::size_t>(home.composition);
        return tenure_age[t][age] + tenure_composition[t][c] + dwelling_composition[d][c] + dwelling_age[d][age]
               + occupancy_size[slot.occupancy][std::min<std::size_t>(home.size, 5) - 1];
    }
};

/// The age of the oldest of the first two members: who heads the household.
Age head_age(MadeDistrict const& made, MadeHome const& home)
{
    auto const first = made.persons[static_cast<std::size_t>(home.first)].age;
    return home.size > 1 && made.persons[static_cast<std::size_t>(home.first)].partner != nowhere
               ? std::max(first, made.persons[static_cast<std::size_t>(home.first + 1)].age)
               : first;
}

/// Bedrooms that the household needs: one for each couple, each other person of 21 and over, each pair of 10 to 20 of
/// one sex, each pair of children under 10. (The bedroom standard of the Census.)
int bedrooms_needed(MadeDistrict const& made, MadeHome const& home)
{
    int rooms = 0, small = 0, boys = 0, girls = 0;
    for (int i = 0; i != home.size; ++i) {
        auto const& one = made.persons[static_cast<std::size_t>(home.first + i)];
        if (one.partner != nowhere) rooms += one.partner > home.first + i;
        else if (one.age >= 21) ++rooms;
        else if (one.age < 10) ++small;
        else ++(one.sex == Sex::male ? boys : girls);
    }
    auto const spare = boys % 2 + girls % 2;
    rooms += (boys + 1) / 2 + (girls + 1) / 2;
    return std::max(1, rooms + std::max(0, (small - spare + 1) / 2));
}

/// Exchanges homes between households. One that makes the match likelier is always accepted, one that makes it less
/// likely with the ratio of the odds (Metropolis), so that homes end up distributed by the odds, not sorted by them.
void exchange(MadeDistrict const& made, std::vector<std::int32_t> const& homes, std::vector<Slot>& slots,
              Scores const& scores, Sequence& luck)
{
    auto const count = static_cast<std::uint32_t>(homes.size());
    std::vector<std::size_t> age(count);
    for (std::uint32_t i = 0; i != count; ++i)
        age[i] = age_band(head_age(made, made.homes[static_cast<std::size_t>(homes[i])]));
    auto score = [&](std::uint32_t i, Slot const& slot) {
        return scores.of(made.homes[static_cast<std::size_t>(homes[i])], age[i], slot);
    };
    for (std::uint32_t tried = 0; tried != count * proposals; ++tried) {
        auto const a = luck.below(count), b = luck.below(count);
        auto const chance = luck.uniform();
        auto const gain = score(a, slots[b]) + score(b, slots[a]) - score(a, slots[a]) - score(b, slots[b]);
        if (gain >= 0 || chance < exponential_of(gain)) std::swap(slots[a], slots[b]);
    }
}

}  // namespace

void place_in_dwellings(MadeDistrict& made, Controls const& controls, Dice const& dice)
{
    Scores const scores{controls.affinity};
    auto const& district = controls.district[made.number];
    std::vector<std::vector<std::int32_t>> homes(static_cast<std::size_t>(district.last_area - district.first_area));
    for (std::size_t h = 0; h != made.homes.size(); ++h)
        homes[static_cast<std::size_t>(made.homes[h].area - district.first_area)].push_back(
            static_cast<std::int32_t>(h));
    for (std::size_t i = 0; i != homes.size(); ++i) {
        auto const area = static_cast<std::uint16_t>(district.first_area + i);
        auto luck = dice.of("synthesis/dwellings", area);
        auto slots = slots_of(controls.area[area], static_cast<std::int32_t>(homes[i].size()), controls.affinity, luck);
        if (slots.size() != homes[i].size())
            throw InputError{"the dwellings of " + controls.areas.all[area].code + " do not add up to its households"};
        luck.shuffle(slots);
        exchange(made, homes[i], slots, scores, luck);
        for (std::size_t k = 0; k != slots.size(); ++k) {
            auto& home = made.homes[static_cast<std::size_t>(homes[i][k])];
            home.tenure = slots[k].tenure;
            home.type = slots[k].type;
            home.occupancy = slots[k].occupancy;
            // Of those with two and more rooms to spare a quarter has three (assumed).
            auto const spare =
                2 - static_cast<int>(slots[k].occupancy) + (slots[k].occupancy == 0 && luck.chance(0.25) ? 1 : 0);
            home.bedrooms = static_cast<std::uint8_t>(std::clamp(bedrooms_needed(made, home) + spare, 1, 6));
        }
    }
}

}  // namespace foresight
