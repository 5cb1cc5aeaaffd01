#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/modules/demography/couples.hpp"
#include "engine/random/random_stream.hpp"

using namespace foresight;

namespace {

constexpr double usual_gap = 2.3;

/// So many people of one sex who look for a partner, of a few ages or of all.
std::vector<Single> looking(std::uint32_t count, std::uint64_t kind, int youngest, int oldest)
{
    std::vector<Single> singles;
    for (std::uint32_t i = 0; i != count; ++i) {
        auto const id = mixed(i, kind);
        auto const age = youngest + static_cast<int>(mixed(id, 1) % static_cast<std::uint64_t>(oldest - youngest + 1));
        singles.push_back({{id}, {i}, age});
    }
    return singles;
}

struct Market {
    std::vector<Single> women, men;
};

std::vector<Market> markets()
{
    return {{looking(60, 1, 18, 60), looking(50, 2, 18, 60)},
            {looking(40, 3, 30, 31), looking(70, 4, 30, 35)},  // more whom a woman would have than she thinks of
            {looking(30, 5, 18, 25), looking(30, 6, 60, 90)},  // nobody whom anybody would have
            {looking(1, 7, 40, 40), looking(9, 8, 30, 50)},
            {looking(9, 9, 30, 50), looking(1, 10, 40, 40)}};
}

using Preference = std::pair<double, Id<Person>>;

/// Whom she thinks of, looked for the long way.
std::set<std::uint64_t> thinks_of(Single const& woman, std::vector<Single> const& men)
{
    std::vector<Preference> all;
    for (auto const& man : men)
        if (auto const far = distance_between(woman, man, usual_gap); far < too_far) all.emplace_back(far, man.id);
    std::sort(all.begin(), all.end());
    all.resize(std::min<std::size_t>(all.size(), longest_list));
    std::set<std::uint64_t> who;
    for (auto const& [far, id] : all) who.insert(id.value);
    return who;
}

std::map<std::uint64_t, Single> partners(std::vector<std::pair<Single, Single>> const& couples)
{
    std::map<std::uint64_t, Single> of;
    for (auto const& [woman, man] : couples) {
        CHECK(of.emplace(woman.id.value, man).second);
        CHECK(of.emplace(man.id.value, woman).second);
    }
    return of;
}

}  // namespace

TEST_CASE("no woman and no man of whom she thinks would both rather have each other than whom they live with")
{
    for (auto const& [women, men] : markets()) {
        auto const of = partners(stable_couples(women, men, usual_gap));
        auto const would_rather = [&](Single const& self, Preference const& other, auto const& far_from) {
            auto const found = of.find(self.id.value);
            return found == of.end() || other < Preference{far_from(found->second), found->second.id};
        };
        for (auto const& woman : women) {
            auto const thought_of = thinks_of(woman, men);
            if (auto const found = of.find(woman.id.value); found != of.end())
                CHECK(thought_of.contains(found->second.id.value));
            for (auto const& man : men) {
                if (!thought_of.contains(man.id.value)) continue;
                auto const far = distance_between(woman, man, usual_gap);
                bool const she_would = would_rather(
                    woman, {far, man.id}, [&](Single const& his) { return distance_between(woman, his, usual_gap); });
                bool const he_would = would_rather(
                    man, {far, woman.id}, [&](Single const& hers) { return distance_between(hers, man, usual_gap); });
                CHECK_FALSE((she_would && he_would));
            }
        }
    }
}

TEST_CASE("who finds whom does not depend on the order in which they are looked at")
{
    for (auto market : markets()) {
        auto const pairs = [&] {
            std::set<std::pair<std::uint64_t, std::uint64_t>> all;
            for (auto const& [woman, man] : stable_couples(market.women, market.men, usual_gap))
                all.insert({woman.id.value, man.id.value});
            return all;
        };
        auto const before = pairs();
        std::reverse(market.women.begin(), market.women.end());
        std::rotate(market.men.begin(), market.men.begin() + std::ssize(market.men) / 3, market.men.end());
        CHECK(pairs() == before);
    }
}

TEST_CASE("one man less changes few other couples")
{
    Market market{looking(300, 11, 18, 60), looking(300, 12, 18, 60)};
    auto const before = partners(stable_couples(market.women, market.men, usual_gap));
    market.men.pop_back();
    auto const after = partners(stable_couples(market.women, market.men, usual_gap));
    std::uint32_t changed = 0;
    for (auto const& woman : market.women) {
        auto const was = before.find(woman.id.value), is = after.find(woman.id.value);
        bool const had = was != before.end(), has = is != after.end();
        changed += had != has || (had && was->second.id != is->second.id);
    }
    CHECK(changed <= 15);
}

TEST_CASE("nobody finds a partner where there is none")
{
    CHECK(stable_couples({}, looking(3, 1, 20, 30), usual_gap).empty());
    CHECK(stable_couples(looking(3, 1, 20, 30), {}, usual_gap).empty());
    CHECK(stable_couples(looking(30, 5, 18, 25), looking(30, 6, 60, 90), usual_gap).empty());
}
