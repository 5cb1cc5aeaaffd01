#include "engine/modules/demography/couples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>

#include "engine/modules/demography/fields.hpp"
#include "engine/random/random_stream.hpp"

namespace foresight {
namespace {

/// A man whom a woman would have: the nearer the better.
struct Wish {
    double far;
    Id<Person> id;
    std::uint32_t man;
    friend auto operator<=>(Wish const&, Wish const&) = default;
};

/// Whom a woman would have, as a heap: the one she likes best first. Most are never asked.
struct Wishes {
    std::ptrdiff_t begin, end;  ///< in one list of all women's
};

using MenOfAge = std::array<std::vector<std::uint32_t>, ages>;

/// Puts the men whom a woman would have in a list: age by age outwards, until nobody further off can be among the best.
void list_wishes(Single const& woman, std::vector<Single> const& men, MenOfAge const& men_of_age, double usual_gap,
                 std::vector<Wish>& wishes)
{
    wishes.clear();
    int const best_age = static_cast<int>(woman.age + usual_gap + 0.5);
    std::array<std::uint32_t, static_cast<std::size_t>(too_far)> within{};  // so many whole years off
    std::uint32_t nearer = 0;
    for (int off = 0; off <= static_cast<int>(too_far) + 1; ++off) {
        // Gaps are whole years from the usual one, which need not be whole.
        if (off >= 2) nearer += within[static_cast<std::size_t>(off - 2)];
        if (nearer >= longest_list) break;
        for (int const age : {best_age - off, best_age + off}) {
            if (age < 0 || age >= static_cast<int>(ages)) continue;
            for (auto const m : men_of_age[static_cast<std::size_t>(age)])
                if (auto const far = distance_between(woman, men[m], usual_gap); far < too_far) {
                    wishes.push_back({far, men[m].id, m});
                    ++within[static_cast<std::size_t>(far)];
                }
            if (off == 0) break;
        }
    }
    auto const kept = wishes.begin() + std::min(std::ssize(wishes), std::ptrdiff_t{longest_list});
    std::nth_element(wishes.begin(), kept, wishes.end());
    wishes.erase(kept, wishes.end());
}

}  // namespace

double distance_between(Single const& woman, Single const& man, double usual_gap)
{
    double const taste = static_cast<double>(mixed(woman.id.value, man.id.value) >> 11) * 0x1p-53;
    return std::abs(man.age - woman.age - usual_gap) + 6.0 * taste;
}

std::vector<std::pair<Single, Single>> stable_couples(std::vector<Single> const& women, std::vector<Single> const& men,
                                                      double usual_gap)
{
    if (women.empty() || men.empty()) return {};
    MenOfAge men_of_age;
    for (std::uint32_t m = 0; m != men.size(); ++m) men_of_age[static_cast<std::size_t>(men[m].age)].push_back(m);
    std::vector<Wish> all, hers;
    all.reserve(women.size() * longest_list);
    std::vector<Wishes> wishes;
    for (auto const& woman : women) {
        list_wishes(woman, men, men_of_age, usual_gap, hers);
        wishes.push_back({std::ssize(all), std::ssize(all) + std::ssize(hers)});
        all.insert(all.end(), hers.begin(), hers.end());
        std::make_heap(all.end() - std::ssize(hers), all.end(), std::greater{});
    }
    constexpr auto free = static_cast<std::uint32_t>(-1);
    std::vector<std::uint32_t> chosen(men.size(), free), asking(women.size());
    std::vector<double> far(men.size());  // of the one chosen
    std::iota(asking.begin(), asking.end(), std::uint32_t{0});
    while (!asking.empty()) {
        auto const w = asking.back();
        asking.pop_back();
        auto& [begin, end] = wishes[w];
        if (begin == end) continue;
        std::pop_heap(all.begin() + begin, all.begin() + end, std::greater{});
        auto const& best = all[static_cast<std::size_t>(--end)];
        auto const m = best.man;
        auto const rival = chosen[m];
        bool const better = rival == free || std::pair{best.far, women[w].id} < std::pair{far[m], women[rival].id};
        if (better) {
            chosen[m] = w;
            far[m] = best.far;
        }
        auto const rejected = better ? rival : w;
        if (rejected != free) asking.push_back(rejected);
    }
    std::vector<std::pair<Single, Single>> couples;
    for (std::size_t m = 0; m != men.size(); ++m)
        if (chosen[m] != free) couples.emplace_back(women[chosen[m]], men[m]);
    return couples;
}

}  // namespace foresight
