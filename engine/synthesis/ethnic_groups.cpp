#include <algorithm>
#include <array>

#include "engine/synthesis/county.hpp"
#include "engine/synthesis/rounding.hpp"

namespace foresight {

namespace {

constexpr std::size_t n(EthnicGroup g) { return static_cast<std::size_t>(g); }

/// The ethnic groups of one area's residents: first whole households of one group, then children of mixed
/// parentage, then single persons until each group has its number. The joint with age is not published: that
/// larger and younger households are likelier of a minority is assumed.
class Residents {
public:
    Residents(MadeDistrict& made, std::vector<std::int32_t> homes, std::vector<std::int32_t> communal,
              AreaControl const& control, Sequence luck)
        : made_{made}, homes_{std::move(homes)}, communal_{std::move(communal)}, luck_{luck}
    {
        std::size_t persons = communal_.size();
        for (auto const h : homes_) persons += made_.homes[static_cast<std::size_t>(h)].size;
        auto const wanted =
            largest_remainder({control.ethnic.begin(), control.ethnic.end()}, static_cast<std::int64_t>(persons));
        std::copy(wanted.begin(), wanted.end(), left_.begin());
    }

    void assign()
    {
        residents_of_establishments();
        std::stable_sort(homes_.begin(), homes_.end());
        order_by_chance();
        for (auto const group : {EthnicGroup::asian, EthnicGroup::black, EthnicGroup::other}) whole_households(group);
        mixed_families();
        singly();
    }

private:
    MadePerson& person(std::int32_t row) { return made_.persons[static_cast<std::size_t>(row)]; }
    MadeHome const& home(std::int32_t row) const { return made_.homes[static_cast<std::size_t>(row)]; }

    void take(std::int32_t row, EthnicGroup group)
    {
        auto& one = person(row);
        --left_[n(group)];
        ++left_[n(one.ethnic)];
        one.ethnic = group;
    }

    /// Everybody begins as white: what is left of that group is then below nought by those still to be changed.
    void residents_of_establishments()
    {
        double all = 0;
        for (auto const x : left_) all += x;
        auto const share = left_;
        std::size_t persons = communal_.size();
        for (auto const h : homes_) persons += home(h).size;
        left_[n(EthnicGroup::white)] -= static_cast<std::int32_t>(persons);
        for (auto const row : communal_) {
            auto x = luck_.uniform() * all;
            for (std::size_t g = 0; g != ethnic_groups; ++g) {
                x -= share[g];
                if (x >= 0) continue;
                if (g != n(EthnicGroup::white) && left_[g] > 0) take(row, static_cast<EthnicGroup>(g));
                break;
            }
        }
    }

    void order_by_chance()
    {
        std::vector<std::pair<double, std::int32_t>> keyed;
        for (auto const h : homes_) {
            auto const age = person(home(h).first).age;
            auto const likely = (0.5 + 0.3 * home(h).size) * (age < 35 ? 1.4 : age < 50 ? 1.5 : age < 65 ? 0.8 : 0.3);
            keyed.emplace_back(luck_.exponential() / likely, h);
        }
        std::stable_sort(keyed.begin(), keyed.end());
        for (std::size_t i = 0; i != homes_.size(); ++i) homes_[i] = keyed[i].second;
    }

    void whole_households(EthnicGroup group)
    {
        auto const part = left_[n(group)] / 12;  // left for members of mixed households
        for (auto& h : homes_) {
            if (left_[n(group)] - part < 1) return;
            if (h == nowhere || home(h).size > left_[n(group)] - part) continue;
            for (std::int32_t i = 0; i != home(h).size; ++i) take(home(h).first + i, group);
            h = nowhere;
        }
    }

    /// Children of couples whose father is of a minority, as far as there are such left, and of lone parents.
    void mixed_families()
    {
        for (auto& h : homes_) {
            if (left_[n(EthnicGroup::mixed)] < 1) return;
            if (h == nowhere
                || (home(h).composition != Composition::couple_with_children
                    && home(h).composition != Composition::lone_parent))
                continue;
            auto const parents = person(home(h).first).partner != nowhere ? 2 : 1;
            if (home(h).size - parents > left_[n(EthnicGroup::mixed)]) continue;
            for (std::int32_t i = parents; i != home(h).size; ++i) take(home(h).first + i, EthnicGroup::mixed);
            auto const group =
                left_[n(EthnicGroup::black)] > left_[n(EthnicGroup::asian)] ? EthnicGroup::black : EthnicGroup::asian;
            if (parents == 2 && left_[n(group)] > 0) take(home(h).first + 1, group);
            h = nowhere;
        }
    }

    void singly()
    {
        for (auto const h : homes_) {
            if (h == nowhere) continue;
            for (std::int32_t i = 0; i != home(h).size; ++i)
                for (auto const group :
                     {EthnicGroup::mixed, EthnicGroup::asian, EthnicGroup::black, EthnicGroup::other})
                    if (left_[n(group)] > 0 && person(home(h).first + i).ethnic == EthnicGroup::white)
                        take(home(h).first + i, group);
        }
    }

    MadeDistrict& made_;
    std::vector<std::int32_t> homes_;
    std::vector<std::int32_t> communal_;
    std::array<std::int32_t, ethnic_groups> left_{};
    Sequence luck_;
};

}  // namespace

void give_ethnic_groups(MadeDistrict& made, Controls const& controls, Dice const& dice)
{
    auto const& district = controls.district[made.number];
    auto const areas = static_cast<std::size_t>(district.last_area - district.first_area);
    std::vector<std::vector<std::int32_t>> homes(areas), communal(areas);
    for (std::size_t h = 0; h != made.homes.size(); ++h)
        homes[static_cast<std::size_t>(made.homes[h].area - district.first_area)].push_back(
            static_cast<std::int32_t>(h));
    for (std::size_t p = 0; p != made.persons.size(); ++p) {
        auto const place = made.persons[p].establishment;
        if (place != nowhere)
            communal[static_cast<std::size_t>(made.establishments[static_cast<std::size_t>(place)].area
                                              - district.first_area)]
                .push_back(static_cast<std::int32_t>(p));
    }
    for (std::size_t i = 0; i != areas; ++i) {
        auto const area = static_cast<std::uint16_t>(district.first_area + i);
        Residents{made, std::move(homes[i]), std::move(communal[i]), controls.area[area],
                  dice.of("synthesis/ethnic", area)}
            .assign();
    }
}

}  // namespace foresight
