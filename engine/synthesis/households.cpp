#include <algorithm>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/synthesis/county.hpp"
#include "engine/synthesis/household_plan.hpp"

namespace foresight {

namespace {

/// Completed years between mother and child: months may take one more or less, and 13 to 50 must hold at birth. Mothers
/// below 16 are less than one in a thousand.
constexpr int youngest_mother = 16, oldest_mother = 49, oldest_father = 65;
constexpr double partner_noise =
    3.3;  ///< years, of each side: the gap then has a standard deviation of about five, as in 2011
constexpr double age_at_birth =
    30.3;  ///< a mother's, the mean of the last eighteen years (ONS, births in England and Wales)
constexpr double family_noise = 5.0;  ///< years, of a mother's age at her children's births about that (assumed)
constexpr double children_noise =
    0.9;  ///< how far mothers of an age differ in their numbers of children (about the spread of parities)
constexpr double oldest_dependent = 18.5;
constexpr double child_noise = 1.3;     ///< years, of each birth (assumed)
constexpr double birth_interval = 2.9;  ///< years between children of a family (assumed)

struct Someone {
    Age age;
    Sex sex;
};

/// A household before its members have rows: the parents or partners first.
struct Group {
    Composition composition{};
    std::uint8_t size = 1;
    std::uint8_t parents = 0;
    std::vector<Someone> members{};
    std::vector<std::uint8_t> child_of_first{};  ///< of each member, bit 0: of member 0, bit 1: of member 1
    int mothers_age() const
    {
        return parents == 2 ? (members[0].sex == Sex::female ? members[0].age : members[1].age) : members[0].age;
    }
};

class Formation {
public:
    Formation(HouseholdPlan const& plan, Dice const& dice, std::uint32_t district, Controls const& controls)
        : plan_{plan},
          luck_{dice.of("synthesis/households", district)},
          assumed_{controls.assumed},
          children_each_{controls.rate.children_each}
    {
    }

    std::vector<Group> form()
    {
        alone();
        couples(Composition::couple, Role::partner);
        auto const families = groups_.size();
        couples(Composition::couple_with_children, Role::parent_in_couple);
        lone_parents();
        children(families);
        extras();
        sharers();
        return std::move(groups_);
    }

private:
    std::vector<Someone> everyone(Role role, int sex = -1) const
    {
        std::vector<Someone> list;
        for (std::size_t a = 0; a != ages; ++a)
            for (std::size_t s = 0; s != 2; ++s)
                if (sex < 0 || static_cast<std::size_t>(sex) == s)
                    list.insert(list.end(),
                                static_cast<std::size_t>(plan_.persons[static_cast<std::size_t>(role)][s][a]),
                                Someone{static_cast<Age>(a), static_cast<Sex>(s)});
        return list;
    }

    /// Sizes of the households of a composition, in random order.
    std::vector<std::uint8_t> sizes(Composition composition)
    {
        std::vector<std::uint8_t> list;
        for (std::size_t size = 1; size <= largest_size; ++size)
            list.insert(list.end(), static_cast<std::size_t>(plan_.homes[static_cast<std::size_t>(composition)][size]),
                        static_cast<std::uint8_t>(size));
        luck_.shuffle(list);
        return list;
    }

    /// Sorted by age with noise: matching two such lists rank by rank pairs people of like age, with a spread.
    void sort_with_noise(std::vector<Someone>& list, double noise)
    {
        std::vector<std::pair<double, Someone>> keyed;
        keyed.reserve(list.size());
        for (auto const& one : list) keyed.emplace_back(one.age + noise * luck_.normal(), one);
        std::stable_sort(keyed.begin(), keyed.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
        for (std::size_t i = 0; i != list.size(); ++i) list[i] = keyed[i].second;
    }

    /// Gives the families from `first` on their sizes: the larger where mothers of that age have more children.
    void size_families(std::size_t first, Composition composition)
    {
        auto size = sizes(composition);
        std::vector<std::pair<double, std::size_t>> order;
        for (auto g = first; g != groups_.size(); ++g) {
            // Grown-up children make up for the younger ones whom older mothers have no more.
            auto const age = static_cast<std::size_t>(std::clamp(groups_[g].mothers_age(), 16, 45));
            order.emplace_back(children_each_[age] + children_noise * luck_.normal(), g);
        }
        std::stable_sort(size.begin(), size.end());
        std::stable_sort(order.begin(), order.end());
        for (std::size_t i = 0; i != order.size(); ++i) groups_[order[i].second].size = size[i];
    }

    void alone()
    {
        for (auto const& one : everyone(Role::alone)) groups_.push_back({Composition::one_person, 1, 1, {one}, {0}});
    }

    void couples(Composition composition, Role role)
    {
        auto women = everyone(role, 0), men = everyone(role, 1);
        sort_with_noise(women, partner_noise);
        sort_with_noise(men, partner_noise);
        auto const size = sizes(composition);
        auto const first = groups_.size();
        for (std::size_t i = 0; i != size.size(); ++i)
            groups_.push_back({composition, size[i], 2, {women[i], men[i]}, {0, 0}});
        if (composition != Composition::couple) return size_families(first, composition);
        // Two neighbouring couples exchange partners: one of women, one of men.
        for (auto i = first; i + 1 < groups_.size(); i += 2)
            if (luck_.chance(assumed_.same_sex_couples)) std::swap(groups_[i].members[1], groups_[i + 1].members[0]);
    }

    void lone_parents()
    {
        auto const parents = everyone(Role::lone_parent);
        auto const first = groups_.size();
        for (auto const& parent : parents) groups_.push_back({Composition::lone_parent, 2, 1, {parent}, {0}});
        size_families(first, Composition::lone_parent);
    }

    struct Place {
        std::size_t group;
        double expects;
    };

    static bool fits(Group const& group, int child)
    {
        auto const gap = group.mothers_age() - child;
        auto const father_alone = group.parents == 1 && group.members[0].sex == Sex::male;
        return gap >= youngest_mother && gap <= (father_alone ? oldest_father : oldest_mother);
    }

    /// By how much a family has its children earlier or later than others: such that all of them are dependent now, for
    /// else the mothers of infants would be too young, and those of school leavers too old.
    double family_centre(int mother, int children)
    {
        double const reach = birth_interval * (children - 1) / 2.0;
        double const low = reach - 0.5, high = oldest_dependent - reach;
        double const mean = mother - age_at_birth;
        for (int attempt = 0; attempt != 40; ++attempt)
            if (double const centre = mean + family_noise * luck_.normal(); centre > low && centre < high)
                return centre;
        return std::clamp(mean, std::min(low, high), high);
    }

    /// Which of the families' places are children's: one in each, then the rest by the mother's age. Places are sorted
    /// by the age that a child there is expected to have: brothers and sisters some years apart, families earlier or
    /// later than others.
    std::vector<Place> children_places(std::size_t families, std::size_t count)
    {
        std::vector<std::uint8_t> children(groups_.size(), 0);
        std::vector<std::pair<double, std::size_t>> more;
        for (auto g = families; g != groups_.size(); ++g) {
            children[g] = 1;
            auto const mother = groups_[g].mothers_age();
            // How likely another child is, by the mother's age: assumed.
            auto const likely = mother < 26 ? 2.5 : mother < 46 ? 7.0 : mother < 52 ? 1.5 : 0.2;
            for (int i = groups_[g].parents + 1; i < groups_[g].size; ++i)
                more.emplace_back(luck_.exponential() / likely, g);
        }
        auto const certain = groups_.size() - families;
        if (certain > count || certain + more.size() < count)
            throw InputError{"the children of a district do not fit its families (population/households: are "
                             "children_in_couple and children_of_lone_parent sensible?)"};
        std::stable_sort(more.begin(), more.end());
        for (std::size_t i = 0; i != count - certain; ++i) ++children[more[i].second];
        std::vector<Place> places;
        for (auto g = families; g != groups_.size(); ++g) {
            auto const family = family_centre(groups_[g].mothers_age(), children[g]);
            for (int i = 0; i != children[g]; ++i)
                places.push_back(
                    {g, family + birth_interval * ((children[g] - 1) / 2.0 - i) + child_noise * luck_.normal()});
        }
        std::stable_sort(places.begin(), places.end(),
                         [](auto const& a, auto const& b) { return a.expects < b.expects; });
        return places;
    }

    /// Swaps children between families until every mother's age at birth is one that happens.
    void repair(std::vector<Place> const& places, std::vector<Someone>& child)
    {
        auto const count = static_cast<std::uint32_t>(places.size());
        for (std::uint32_t i = 0; i != count; ++i) {
            if (fits(groups_[places[i].group], child[i].age)) continue;
            auto swap_if_better = [&](std::uint32_t j) {
                if (!fits(groups_[places[i].group], child[j].age) || !fits(groups_[places[j].group], child[i].age))
                    return false;
                std::swap(child[i], child[j]);
                return true;
            };
            bool done = false;
            for (int attempt = 0; attempt != 200 && !done; ++attempt) done = swap_if_better(luck_.below(count));
            for (std::uint32_t j = 0; j != count && !done; ++j) done = swap_if_better(j);
            if (!done)
                throw InputError{
                    "no family can take a child of " + std::to_string(child[i].age)
                    + " (population/households: the ages of parents and children of a district do not go together)"};
        }
    }

    void children(std::size_t families)
    {
        auto child = everyone(Role::dependent);
        auto const places = children_places(families, child.size());
        repair(places, child);
        for (std::size_t i = 0; i != child.size(); ++i) add_child(groups_[places[i].group], child[i]);
    }

    static void add_child(Group& group, Someone child)
    {
        std::uint8_t of = 1;
        if (group.parents == 2) {
            auto const man = group.members[1].sex == Sex::male;
            auto const gap = static_cast<int>(group.members[1].age) - child.age;
            if (man && gap >= 15 && gap <= oldest_father) of |= 2;
        }
        group.members.push_back(child);
        group.child_of_first.push_back(of);
    }

    /// Adults who live with a family: grown-up children where ages allow, else other relatives.
    void extras()
    {
        auto adult = everyone(Role::extra);
        std::vector<Place> places;
        for (std::size_t g = 0; g != groups_.size(); ++g)
            for (auto i = groups_[g].members.size(); i < groups_[g].size; ++i)
                places.push_back({g, groups_[g].mothers_age() + 5 * luck_.normal()});
        if (places.size() != adult.size())
            throw InputError{
                "the adults of a district do not fit its households (this is a defect of the plan of household sizes)"};
        std::stable_sort(places.begin(), places.end(),
                         [](auto const& a, auto const& b) { return a.expects < b.expects; });
        for (std::size_t i = 0; i != adult.size(); ++i) {
            auto& group = groups_[places[i].group];
            auto const two_sexes = group.parents == 1 || group.members[0].sex != group.members[1].sex;
            auto const gap = group.mothers_age() - static_cast<int>(adult[i].age);
            if (group.parents && two_sexes && adult[i].age < 60 && gap >= youngest_mother && gap <= oldest_mother - 3
                && group.composition != Composition::one_person)
                add_child(group, adult[i]);
            else {
                group.members.push_back(adult[i]);
                group.child_of_first.push_back(0);
            }
        }
    }

    /// Households of no family with dependent children: half a parent with a grown-up child, half people of like age.
    void sharers()
    {
        auto adult = everyone(Role::other);
        sort_with_noise(adult, 2.0);
        auto size = sizes(Composition::other);
        std::size_t two = 0;
        for (auto const s : size) two += s == 2;
        std::stable_sort(size.begin(), size.end());
        auto const pairs = two / 2 + two / 4;
        // The pairs of parent and child come from the whole range of ages, the lower half against the upper.
        std::vector<Someone> lower, rest;
        auto const every = pairs ? std::max<std::size_t>(1, adult.size() / (2 * pairs)) : adult.size() + 1;
        for (std::size_t i = 0; i != adult.size(); ++i)
            (i % every == 0 && lower.size() != 2 * pairs ? lower : rest).push_back(adult[i]);
        while (lower.size() % 2) {
            rest.push_back(lower.back());
            lower.pop_back();
        }
        auto const half = lower.size() / 2;
        for (std::size_t i = 0; i != half; ++i) {
            Group group{Composition::other, 2, 1, {lower[half + i]}, {0}};
            auto const gap = static_cast<int>(lower[half + i].age) - static_cast<int>(lower[i].age);
            if (gap >= youngest_mother && gap <= oldest_mother - 3) add_child(group, lower[i]);
            else {
                group.members.push_back(lower[i]);
                group.child_of_first.push_back(0);
            }
            group.parents = 0;
            groups_.push_back(std::move(group));
        }
        size.erase(size.begin(), size.begin() + static_cast<std::ptrdiff_t>(half));
        luck_.shuffle(size);
        std::size_t next = 0;
        for (auto const s : size) {
            Group group{Composition::other, s, 0, {}, {}};
            for (int i = 0; i != s; ++i) {
                group.members.push_back(rest[next++]);
                group.child_of_first.push_back(0);
            }
            groups_.push_back(std::move(group));
        }
    }

    HouseholdPlan const& plan_;
    Sequence luck_;
    Assumptions const& assumed_;
    std::array<double, ages> const& children_each_;
    std::vector<Group> groups_{};
};

/// Gives the members of a group rows, and ties partners, mothers and fathers.
void settle(MadeDistrict& made, Group const& group)
{
    auto const first = static_cast<std::int32_t>(made.persons.size());
    auto const home = static_cast<std::int32_t>(made.homes.size());
    made.homes.push_back({});
    made.homes.back().composition = group.composition;
    made.homes.back().size = group.size;
    made.homes.back().first = first;
    for (std::size_t i = 0; i != group.members.size(); ++i) {
        MadePerson person;
        person.age = group.members[i].age;
        person.sex = group.members[i].sex;
        person.home = home;
        if (i < 2 && group.parents == 2) person.partner = first + 1 - static_cast<std::int32_t>(i);
        for (int parent = 0; parent != 2; ++parent)
            if (group.child_of_first[i] >> parent & 1) {
                auto const& of = group.members[static_cast<std::size_t>(parent)];
                (of.sex == Sex::female ? person.mother : person.father) = first + parent;
                if (of.sex == Sex::female) ++made.persons[static_cast<std::size_t>(first + parent)].children_born;
            }
        made.persons.push_back(person);
    }
}

}  // namespace

void form_households(MadeDistrict& made, Pool const& pool, Controls const& controls, Dice const& dice)
{
    auto const plan = plan_households(made, pool, controls, dice);
    made.composition_target = plan.target;
    auto const groups = Formation{plan, dice, made.number, controls}.form();
    std::size_t members = made.persons.size();
    for (auto const& group : groups) members += group.members.size();
    made.persons.reserve(members);
    made.homes.reserve(groups.size());
    for (auto const& group : groups) settle(made, group);
}

}  // namespace foresight
