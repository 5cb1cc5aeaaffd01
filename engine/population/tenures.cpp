#include "engine/population/tenures.hpp"

#include <algorithm>

#include "engine/population/livelihood.hpp"

namespace foresight {
namespace {

/// A household of the base that has a dwelling.
struct Housed {
    Tenure tenure;
    Age oldest;
    double income;  ///< for each of 16 and over
};

std::vector<Housed> housed_of(Population const& base)
{
    auto const& dwelling = base.households.column(household::dwelling);
    auto const& earnings = base.households.column(household::earnings);
    auto const& pensions = base.households.column(household::pensions);
    auto const& benefits = base.households.column(household::benefits);
    auto const& tenure = base.dwellings.column(dwelling::tenure);
    auto const& age = base.persons.column(person::age);
    std::vector<std::vector<Housed>> by_chunk(base.households.chunks());
    parallel_for(base.households.chunks(), [&](std::uint32_t chunk) {
        base.households.each_run(chunk, [&](std::uint32_t first, std::uint32_t last) {
            for (auto row = first; row != last; ++row) {
                if (dwelling[row] == nobody<Dwelling>) continue;
                Age oldest = 0;
                int adults = 0;
                base.each_member({row}, [&](Row<Person> member) {
                    oldest = std::max(oldest, age[member.value]);
                    adults += age[member.value] >= livelihood::adult;
                });
                if (adults > 0)
                    by_chunk[chunk].push_back(
                        {tenure[dwelling[row].value], oldest,
                         (static_cast<double>(earnings[row]) + pensions[row] + benefits[row]) / adults});
            }
        });
    });
    std::vector<Housed> all;
    for (auto const& chunk : by_chunk) all.insert(all.end(), chunk.begin(), chunk.end());
    return all;
}

std::array<double, ages> owned_outright_by_age(std::vector<Housed> const& housed)
{
    struct Owners {
        std::size_t from;  ///< the youngest's age
        std::int64_t all, outright;
    };
    std::array<Owners, ages> of{};
    for (auto const& [tenure, oldest, income] : housed) {
        if (holding_of(tenure) != Holding::owned) continue;
        ++of[oldest].all;
        of[oldest].outright += tenure == Tenure::owned_outright;
    }
    // Neighbours between whom the share would fall are one group: least squares, weighted by owners.
    std::vector<Owners> groups;
    for (std::size_t age = 0; age != ages; ++age) {
        if (of[age].all == 0) continue;
        groups.push_back({age, of[age].all, of[age].outright});
        while (groups.size() > 1) {
            auto const& last = groups.back();
            auto& before = groups[groups.size() - 2];
            if (before.outright * last.all <= last.outright * before.all) break;
            before.all += last.all;
            before.outright += last.outright;
            groups.pop_back();
        }
    }
    std::array<double, ages> share{};
    for (auto const& group : groups)
        std::fill(share.begin() + static_cast<std::ptrdiff_t>(group.from), share.end(),
                  static_cast<double>(group.outright) / static_cast<double>(group.all));
    return share;
}

}  // namespace

std::array<double, ages> owned_outright_by_age(Population const& base)
{
    return owned_outright_by_age(housed_of(base));
}

TenuresOfBase::TenuresOfBase(Population const& base)
{
    auto const housed = housed_of(base);
    outright_ = owned_outright_by_age(housed);
    std::vector<double> incomes;
    for (auto const& one : housed) incomes.push_back(one.income);
    if (incomes.empty()) return;
    for (std::size_t g = 0; g + 1 != income_groups; ++g) {
        auto const at = incomes.begin() + static_cast<std::ptrdiff_t>(incomes.size() * (g + 1) / income_groups);
        std::nth_element(incomes.begin(), at, incomes.end());
        income_bounds_[g] = *at;
    }
    for (auto const& [tenure, oldest, income] : housed)
        shares_[age_group(oldest)][income_group(income)][static_cast<std::size_t>(holding_of(tenure))] += 1;
    for (auto& of_age : shares_)
        for (auto& shares : of_age) {
            double all = 0, so_far = 0;
            for (double const count : shares) all += count;
            for (auto& share : shares) share = so_far += all > 0 ? share / all : 1.0 / holdings;
        }
}

std::size_t TenuresOfBase::age_group(Age age)
{
    return static_cast<std::size_t>(std::upper_bound(age_starts.begin(), age_starts.end(), age) - age_starts.begin())
           - 1;
}

std::size_t TenuresOfBase::income_group(double income) const
{
    return static_cast<std::size_t>(std::upper_bound(income_bounds_.begin(), income_bounds_.end(), income)
                                    - income_bounds_.begin());
}

Holding TenuresOfBase::looked_for(Age age, double income, double u) const
{
    auto const& shares = shares_[age_group(age)][income_group(income)];
    std::size_t holding = 0;
    while (holding + 1 != holdings && u >= shares[holding]) ++holding;
    return static_cast<Holding>(holding);
}

}  // namespace foresight
