#include "engine/modules/demography/life_stages.hpp"

#include <algorithm>

#include "engine/parallel/parallel.hpp"
#include "engine/population/livelihood.hpp"
#include "engine/random/elementary.hpp"

namespace foresight {
namespace {

/// Those who are of an age, or of ages around it where they are few; never across the ages at which school ends and the state
/// pension begins.
class AgesAround {
public:
    static constexpr double enough = 500;
    static constexpr int furthest = 3;

    /// The nearest reach within which `people(age)` has enough, or the furthest; calls `body(age)` for each age of it.
    template <class People, class Body>
    static void each(std::size_t age, People const& people, Body const& body)
    {
        auto const of = static_cast<int>(age);
        bool const child = of < livelihood::adult, of_pension_age = of >= livelihood::pension_age;
        int const least = child ? 0 : of_pension_age ? livelihood::pension_age : livelihood::adult;
        int const most = (child            ? static_cast<int>(livelihood::adult)
                          : of_pension_age ? static_cast<int>(ages)
                                           : static_cast<int>(livelihood::pension_age))
                         - 1;
        for (int reach = 0; reach <= furthest; ++reach) {
            double count = 0;
            auto const first = std::max(least, of - reach), last = std::min(most, of + reach);
            for (int a = first; a <= last; ++a) count += people(static_cast<std::size_t>(a));
            if (count < enough && reach != furthest) continue;
            for (int a = first; a <= last; ++a) body(static_cast<std::size_t>(a));
            return;
        }
    }
};

template <std::size_t outcomes>
using Counts = std::array<std::array<double, outcomes>, ages>;

template <std::size_t outcomes>
double people_in(std::array<double, outcomes> const& counts)
{
    double all = 0;
    for (double const n : counts) all += n;
    return all;
}

/// Shares at each age of a group; where too few are of the group, those of everybody, and where nobody is, of the age before.
template <std::size_t outcomes>
Counts<outcomes> shares_of(Counts<outcomes> const& group, Counts<outcomes> const& everybody)
{
    Counts<outcomes> shares{};
    for (std::size_t age = 0; age != ages; ++age) {
        if (age > 0) shares[age] = shares[age - 1];
        for (auto const* const from : {&everybody, &group}) {
            std::array<double, outcomes> sum{};
            AgesAround::each(
                age, [&](std::size_t a) { return people_in((*from)[a]); },
                [&](std::size_t a) {
                    for (std::size_t o = 0; o != outcomes; ++o) sum[o] += (*from)[a][o];
                });
            auto const all = people_in(sum);
            if (all <= 0 || (from == &group && all < AgesAround::enough / 5)) continue;
            for (std::size_t o = 0; o != outcomes; ++o) shares[age][o] = sum[o] / all;
        }
    }
    return shares;
}

/// From one age to the next no fewer have this outcome; the others share what is left as before. For what nobody goes back on:
/// where few people were counted, shares go up and down by chance.
template <std::size_t outcomes>
void let_never_fall(Counts<outcomes>& shares, std::size_t outcome)
{
    for (std::size_t age = 1; age != ages; ++age) {
        auto& of = shares[age];
        auto const least = shares[age - 1][outcome];
        if (of[outcome] >= least) continue;
        auto const others = 1 - of[outcome];
        for (std::size_t o = 0; o != outcomes; ++o)
            if (o != outcome) of[o] *= others > 0 ? (1 - least) / others : 0;
        of[outcome] = least;
    }
}

/// Calls `body(person, home)` for each who lives in a household that has a dwelling.
template <class Body>
void each_at_home(Population const& base, Body const& body)
{
    auto const& household = base.persons.column(person::household);
    auto const& dwelling = base.households.column(household::dwelling);
    for (std::uint32_t row = 0; row != base.persons.rows(); ++row) {
        if (base.persons.left()[row] || household[row] == nobody<Household>) continue;
        if (dwelling[household[row].value] != nobody<Dwelling>) body(row, dwelling[household[row].value].value);
    }
}

/// Of qualifications: up to an age more have the highest with each year, and fewer the lowest.
Counts<education_codes.size()> learning(Counts<education_codes.size()> shares)
{
    constexpr auto high = static_cast<std::size_t>(Education::high),
                   medium = static_cast<std::size_t>(Education::medium), low = static_cast<std::size_t>(Education::low);
    for (std::size_t age = 1; age != ages; ++age) {
        auto const& before = shares[age - 1];
        auto& of = shares[age];
        of[high] = std::max(of[high], before[high]);
        of[low] = std::min({of[low], before[low], 1 - of[high]});
        of[medium] = 1 - of[high] - of[low];
    }
    return shares;
}

}  // namespace

LifeStages::LifeStages(Population const& base)
{
    parallel_for(3, [&](std::uint32_t which) {
        which == 0 ? tabulate_stages(base) : which == 1 ? tabulate_pay(base) : tabulate_incomes(base);
    });
}

void LifeStages::tabulate_stages(Population const& base)
{
    auto const& age = base.persons.column(person::age);
    auto const& sex = base.persons.column(person::sex);
    auto const& does = base.persons.column(person::activity);
    auto const& learned = base.persons.column(person::education);
    auto const& tenure = base.dwellings.column(dwelling::tenure);
    auto const& area = base.dwellings.column(dwelling::area);
    std::array<std::array<Counts<activity_codes.size()>, standings>, 2> active{};
    std::array<Counts<activity_codes.size()>, 2> all_active{};
    std::array<Counts<education_codes.size()>, fifths> educated{};
    Counts<education_codes.size()> all_educated{};
    each_at_home(base, [&](std::uint32_t row, std::uint32_t dwelling) {
        auto const s = static_cast<std::size_t>(sex[row]);
        auto const activity = static_cast<std::size_t>(does[row]), education = static_cast<std::size_t>(learned[row]);
        active[s][static_cast<std::size_t>(standing_of(tenure[dwelling]))][age[row]][activity] += 1;
        all_active[s][age[row]][activity] += 1;
        educated[fifth_of(base.areas.all[area[dwelling]])][age[row]][education] += 1;
        all_educated[age[row]][education] += 1;
    });
    for (std::size_t s = 0; s != 2; ++s)
        for (auto const& group : active[s]) {
            auto shares = shares_of(group, all_active[s]);
            constexpr auto retired = static_cast<std::size_t>(Activity::retired);
            let_never_fall(shares, retired);
            activity_[s].emplace_back(shares, retired);
        }
    for (auto const& group : educated)
        education_.emplace_back(learning(shares_of(group, all_educated)), static_cast<std::size_t>(Education::high));
}

void LifeStages::tabulate_pay(Population const& base)
{
    auto const& age = base.persons.column(person::age);
    auto const& sex = base.persons.column(person::sex);
    auto const& does = base.persons.column(person::activity);
    auto const& learned = base.persons.column(person::education);
    auto const& earned = base.persons.column(person::earnings);
    auto const& district = base.persons.column(person::district);
    auto const& tenure = base.dwellings.column(dwelling::tenure);
    struct Sum {
        double people = 0, pay = 0;
        void add(double more)
        {
            people += 1;
            pay += more;
        }
    };
    constexpr auto groups = pay_group_starts.size();
    std::array<std::array<std::array<std::array<Sum, groups>, education_codes.size()>, 2>, standings> of{};
    std::array<std::array<std::array<Sum, groups>, education_codes.size()>, 2> of_all{};
    auto const each_worker = [&](auto const& body) {
        each_at_home(base, [&](std::uint32_t row, std::uint32_t dwelling) {
            if (does[row] == Activity::employed)
                body(row, static_cast<std::size_t>(standing_of(tenure[dwelling])), static_cast<std::size_t>(sex[row]),
                     static_cast<std::size_t>(learned[row]), pay_group(age[row]));
        });
    };
    each_worker([&](std::uint32_t row, std::size_t h, std::size_t s, std::size_t e, std::size_t g) {
        of[h][s][e][g].add(earned[row]);
        of_all[s][e][g].add(earned[row]);
    });
    for (std::size_t h = 0; h != standings; ++h)
        for (std::size_t s = 0; s != 2; ++s)
            for (std::size_t e = 0; e != education_codes.size(); ++e)
                for (std::size_t g = 0; g != groups; ++g) {
                    auto const& here = of[h][s][e][g];
                    auto const& sum = here.people < AgesAround::enough / 10 ? of_all[s][e][g] : here;
                    pay_[h][s][e][g] = sum.people > 0 ? sum.pay / sum.people : g > 0 ? pay_[h][s][e][g - 1] : 0;
                    // Nobody so young: what the youngest earn.
                    if (pay_[h][s][e][g] > 0)
                        for (auto younger = g; younger-- != 0 && pay_[h][s][e][younger] <= 0;)
                            pay_[h][s][e][younger] = pay_[h][s][e][g];
                }
    struct Against {
        double expected = 0, pay = 0;
        double ratio() const { return expected > 0 && pay > 0 ? pay / expected : 1; }
    };
    std::vector<Against> in(base.areas.districts.size());
    std::array<std::array<Against, composition_codes.size()>, 2> in_kind{};
    auto const& home = base.persons.column(person::household);
    auto const& composition = base.households.column(household::composition);
    each_worker([&](std::uint32_t row, std::size_t h, std::size_t s, std::size_t e, std::size_t g) {
        for (auto* const of_these :
             {&in[district[row]], &in_kind[s][static_cast<std::size_t>(composition[home[row].value])]}) {
            of_these->expected += pay_[h][s][e][g];
            of_these->pay += earned[row];
        }
    });
    for (auto const& of_district : in) pay_in_.push_back(of_district.ratio());
    for (std::size_t s = 0; s != 2; ++s)
        for (std::size_t c = 0; c != in_kind[s].size(); ++c) pay_of_[s][c] = in_kind[s][c].ratio();
}

void LifeStages::tabulate_incomes(Population const& base)
{
    auto const& age = base.persons.column(person::age);
    auto const& does = base.persons.column(person::activity);
    auto const& learned = base.persons.column(person::education);
    auto const& earned = base.persons.column(person::earnings);
    auto const& earnings = base.households.column(household::earnings);
    auto const& pensions = base.households.column(household::pensions);
    auto const& home = base.households.column(household::dwelling);
    auto const& tenure = base.dwellings.column(dwelling::tenure);
    struct Paid {
        double pensions = 0, assumed = 0, of_pension_age = 0;
        void add(Paid const& more)
        {
            pensions += more.pensions;
            assumed += more.assumed;
            of_pension_age += more.of_pension_age;
        }
    };
    struct Sums {
        double earned = 0, net = 0;
        Paid younger, older;  // households of retired people of whom none, or some, are of pension age
    };
    std::array<Sums, standings> sums{};
    Sums all;
    for (std::uint32_t row = 0; row != base.households.rows(); ++row) {
        if (base.households.left()[row] || home[row] == nobody<Dwelling>) continue;
        Paid here{static_cast<double>(pensions[row]), 0, 0};
        double net = 0;
        base.each_member({row}, [&](Row<Person> one) {
            here.of_pension_age += age[one.value] >= livelihood::pension_age;
            if (does[one.value] == Activity::employed) net += livelihood::net_of_tax(earned[one.value]);
            if (does[one.value] == Activity::retired) here.assumed += livelihood::private_pension(learned[one.value]);
        });
        for (auto* const of : {&all, &sums[static_cast<std::size_t>(standing_of(tenure[home[row].value]))]}) {
            if (net > 0) {
                of->earned += earnings[row];
                of->net += net;
            }
            if (here.assumed > 0) (here.of_pension_age > 0 ? of->older : of->younger).add(here);
        }
    }
    for (std::size_t h = 0; h != standings; ++h) {
        // Where nobody is of a standing and retired: as everybody who is.
        auto const& [earned_by, net, of_younger, of_older] = sums[h];
        auto const& younger = of_younger.assumed > 0 ? of_younger : all.younger;
        auto const& older = of_older.of_pension_age > 0 ? of_older : all.older;
        auto& income = income_[h];
        if (net > 0) income.kept = earned_by / net;
        if (younger.assumed > 0) income.private_pension = younger.pensions / younger.assumed;
        if (older.of_pension_age > 0)
            income.state_pension =
                std::max(0.0, older.pensions - income.private_pension * older.assumed) / older.of_pension_age;
    }
}

double LifeStages::private_pension(Standing standing, Education education) const
{
    return income_[static_cast<std::size_t>(standing)].private_pension * livelihood::private_pension(education);
}

}  // namespace foresight
